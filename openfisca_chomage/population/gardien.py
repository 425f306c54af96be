"""The keeper of a worker of this machine: Dask's, but for the memory that the worker gives back to the system."""

from __future__ import annotations

from distributed import Nanny

__all__ = ["Gardien", "dask_setup"]

#: Dask has every worker give 64 kB back to the system as soon as they are free: the arrays of a chunk (160 kB each) are then asked again,
#: page by page, at each operation, which makes the rules 1.7 times as long.
RENDU_DE_LA_MEMOIRE = "MALLOC_TRIM_THRESHOLD_"


class Gardien(Nanny):
    """Starts a worker with the memory settings of the machine, and another one if it dies."""

    def __init__(self, *arguments, **reglages) -> None:
        super().__init__(*arguments, **reglages)
        for environnement in (self.pre_spawn_env, self.env):
            environnement.pop(RENDU_DE_LA_MEMOIRE, None)


def dask_setup(worker) -> None:
    """The worker makes the package's law as soon as it is there, while the tables are read; its keeper has no need of it."""
    from openfisca_chomage.population.lot import loi

    loi(None)
