"""Who computes the chunks: this process, the cores of this machine, or a Dask cluster.

Dask distributes: which worker takes a chunk, what is done of the chunk of a worker that dies, how bytes travel. What is here
says only how many chunks are under way at once (memory is bounded) and gives the results back in the order of the chunks.
"""

from __future__ import annotations

import concurrent.futures
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from openfisca_chomage.population.erreurs import ErreurDemande

__all__ = ["Equipe", "coeurs"]

#: Chunks under way for a worker: the one that it computes and the next.
EN_COURS = 2

#: What tells of every closed connection: an interruption closes them all, and says so itself in one line.
_BAVARDS = ("batched", "comm", "comm.core", "comm.tcp", "core", "scheduler", "worker", "nanny", "client")

#: Who keeps a worker of this machine: named, since the program that it is imports it.
GARDIEN = "openfisca_chomage.population.gardien.Gardien"

#: Seconds that an address is given to answer.
ATTENTE = 15

#: Seconds in which a worker of this machine must have come: a command killed before leaves none behind.
VENUE = 40


def coeurs() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Equipe:
    """The workers of a run. As a context: they come when it opens, beside what the caller does, and leave when it closes.

    Args:
        travailleurs: processes of this machine; 1 computes in this one.
        adresse: the scheduler of a Dask cluster (``tcp://10.0.0.1:8786``), instead.
        dossier: where processes of this machine keep what they have to keep.

    Attributes:
        a_distance: the workers may not see the files of this machine.
        ici: the chunks are computed in this process.
    """

    def __init__(self, travailleurs: int, adresse: str | None, dossier: Path) -> None:
        self.travailleurs, self.adresse, self.dossier = travailleurs, adresse, dossier
        self.a_distance, self.ici = adresse is not None, adresse is None and travailleurs == 1
        self._grappe = self._client = self._venue = None

    def __enter__(self) -> Equipe:
        if self.a_distance:
            self._client = self._joindre()
        elif not self.ici:
            self._accueil = concurrent.futures.ThreadPoolExecutor(1)
            self._venue = self._accueil.submit(self._embaucher)
        return self

    def __exit__(self, *_) -> None:
        if self._venue is not None:
            concurrent.futures.wait([self._venue])
            self._accueil.shutdown()
        for un in (self._client, self._grappe):
            if un is not None:
                un.close()

    def _joindre(self):
        from distributed import Client

        try:
            return Client(self.adresse, timeout=ATTENTE, set_as_default=False)
        except (OSError, ValueError, TypeError) as erreur:
            raise ErreurDemande(
                f"Aucun ordonnanceur Dask ne répond à {self.adresse} ({type(erreur).__name__}). Une adresse s'écrit "
                "tcp://machine:8786 ; « dask scheduler » donne la sienne quand il démarre."
            ) from None

    def _embaucher(self):
        """Workers are programs of their own, that do not run the caller's again; their scheduler is in this process."""
        from distributed import Client, Scheduler
        from distributed.deploy.spec import SpecCluster

        from openfisca_chomage.population.gardien import Programme

        for nom in _BAVARDS:
            logging.getLogger(f"distributed.{nom}").setLevel(logging.CRITICAL)
        reglages = {
            "nthreads": 1, "memory_limit": 0, "dashboard": False, "silence_logs": logging.CRITICAL,
            "death_timeout": VENUE, "local_directory": str(self.dossier), "preload": [GARDIEN.rpartition(".")[0]],
            "config": {"distributed.worker.profile.enabled": False}, "env": {"DASK_LOGGING__DISTRIBUTED": "critical"},
        }  # fmt: skip
        un = {"cls": Programme, "options": {"worker_class": GARDIEN, "worker_kwargs": reglages}}
        # Ports that are free, of this machine alone: two runs may be under way.
        ordonnanceur = {"host": "127.0.0.1", "port": 0, "dashboard": False, "dashboard_address": "127.0.0.1:0"}
        self._grappe = SpecCluster(
            workers={rang: un for rang in range(self.travailleurs)}, scheduler={"cls": Scheduler, "options": ordonnanceur},
            silence_logs=logging.CRITICAL,
        )
        self._client = Client(self._grappe, set_as_default=False)

    def rendre(self, fonction: Callable, taches: Iterable[tuple]) -> Iterator:
        """What a function gives of each task (its arguments), in their order; tasks are read as they are needed.

        Raises:
            ErreurDemande: the cluster has no worker, or one that lacks the package or has another version of it.
        """
        if self.ici:
            yield from (fonction(*arguments) for arguments in taches)
            return
        if self._venue is not None:
            self._venue.result()
        if self.a_distance:
            self._controler_les_versions()
        taches, en_cours = iter(taches), []
        while True:
            places = EN_COURS * max(1, sum(self._client.nthreads().values())) - len(en_cours)
            for _, arguments in zip(range(places), taches):
                en_cours.append(self._client.submit(fonction, *arguments, pure=False))
            if not en_cours:
                return
            yield en_cours.pop(0).result()

    def _controler_les_versions(self) -> None:
        ici = version()
        try:
            self._client.wait_for_workers(1, timeout=ATTENTE)
            ailleurs = self._client.run(version)
        except TimeoutError:
            raise ErreurDemande(f"La grappe de {self.adresse} n'a aucun travailleur : « dask worker {self.adresse} » en fait un.") from None
        except ModuleNotFoundError as erreur:
            raise ErreurDemande(
                f"Les travailleurs de {self.adresse} n'ont pas « {erreur.name} » : installez-y openfisca-chomage {ici}, avec "
                "l'option « population »."
            ) from None
        for adresse, une in ailleurs.items():
            if une != ici:
                raise ErreurDemande(f"Le travailleur {adresse} a openfisca-chomage {une}, et cette machine {ici}.")


def version() -> str:
    """The version of the package where this is run."""
    import importlib.metadata

    return importlib.metadata.version("openfisca-chomage")
