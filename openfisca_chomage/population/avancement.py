"""What a long command shows while it runs."""

__all__ = ["barre"]


class barre:
    """A bar of progress, on the error output, with its rate and the time left."""

    def __init__(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        colonnes = (BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[debit]}"), TimeRemainingColumn())
        self._barre, self._total = Progress(*colonnes, console=Console(stderr=True)), total

    def __enter__(self):
        self._barre.start()
        tache = self._barre.add_task("", total=self._total, debit="")

        def avancer(faits: int) -> None:
            self._barre.update(tache, completed=faits)
            ecoule = self._barre.tasks[0].elapsed or 0
            debit = f"{faits / ecoule:,.0f} demandeurs/s".replace(",", " ") if ecoule else ""
            self._barre.update(tache, debit=debit)

        return avancer

    def __exit__(self, *_) -> None:
        self._barre.stop()
