"""Who computes the chunks: this process, the cores of this machine, or a Dask cluster.

Dask distributes: which worker takes a chunk, what is done of the chunk of a worker that dies, how bytes travel. What is here
says only how many chunks are under way at once (memory is bounded) and gives the results back in the order of the chunks.

Whoever speaks to a process of Dask has it run any code: those of this machine listen to it alone, and to who has the secret of the run,
a certificate and its key that are made for it and are in no file.
"""

from __future__ import annotations

import concurrent.futures
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from openfisca_chomage.population import prive
from openfisca_chomage.population.erreurs import ErreurDemande

__all__ = ["Equipe", "coeurs"]

#: Chunks under way for a worker: the one that it computes and the next.
EN_COURS = 2

#: What tells of every closed connection: an interruption closes them all, and says so itself in one line.
_BAVARDS = ("batched", "comm", "comm.core", "comm.tcp", "core", "scheduler", "worker", "nanny", "client")

#: Who keeps a worker of this machine: named, since the program that it is imports it.
GARDIEN = "openfisca_chomage.population.gardien.Gardien"

#: The address that processes of this machine listen on.
ICI = "127.0.0.1"

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
        dossier: where processes of this machine keep what they have to keep; its owner alone reads it.
        chemins: folders where they look for the user's own law, after all the rest.
        tls: files of the authority, of the certificate and of its key, for a cluster whose address is ``tls://``; those of Dask's own
            configuration when None.

    Attributes:
        a_distance: the workers may not see the files of this machine.
        ici: the chunks are computed in this process.
    """

    def __init__(self, travailleurs: int, adresse: str | None, dossier: Path, chemins: Iterable[str] = (), tls: tuple | None = None):
        self.travailleurs, self.adresse, self.dossier, self.chemins, self.tls = travailleurs, adresse, dossier, list(chemins), tls
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

        securite = _securite(self.adresse, self.tls)
        try:
            return Client(self.adresse, timeout=ATTENTE, set_as_default=False, security=securite)
        except (OSError, ValueError, TypeError) as erreur:
            chiffree = " Son certificat et le vôtre doivent être de la même autorité." if self.adresse.startswith("tls://") else ""
            raise ErreurDemande(
                f"Aucun ordonnanceur Dask ne répond à {self.adresse} ({type(erreur).__name__}). Une adresse s'écrit "
                f"tcp://machine:8786, ou tls://machine:8786 ; « dask scheduler » donne la sienne quand il démarre.{chiffree}"
            ) from None

    def _embaucher(self):
        """Workers are programs of their own, that do not run the caller's again; their scheduler is in this process."""
        import cryptography  # noqa: F401 (what Dask makes the certificate with: who lacks it is told its name)
        from distributed import Client
        from distributed.deploy.spec import SpecCluster
        from distributed.security import Security

        from openfisca_chomage.population.gardien import CHEMINS, Ordonnanceur, Programme

        for nom in _BAVARDS:
            logging.getLogger(f"distributed.{nom}").setLevel(logging.CRITICAL)
        secret = Security.temporary()
        # Ports that are free, of this machine alone: two runs may be under way. What Dask keeps is of the run, not of all the machine.
        prive.garder_dossier(self.dossier / "dask-scratch-space")
        chez_soi = {"host": ICI, "port": 0, "local_directory": str(self.dossier / "dask-scratch-space")}
        reglages = {
            **chez_soi, "nthreads": 1, "memory_limit": 0, "silence_logs": logging.CRITICAL, "death_timeout": VENUE,
            "preload": [GARDIEN.rpartition(".")[0]], "env": {"DASK_LOGGING__DISTRIBUTED": "critical"},
            "config": {"distributed.worker.profile.enabled": False, CHEMINS: self.chemins},
        }  # fmt: skip
        un = {"cls": Programme, "options": {"worker_class": GARDIEN, "worker_kwargs": reglages, "secret": secret}}
        self._grappe = SpecCluster(
            workers={rang: un for rang in range(self.travailleurs)}, security=secret, silence_logs=logging.CRITICAL,
            scheduler={"cls": Ordonnanceur, "options": {**chez_soi, "security": secret, "dashboard": False}},
        )  # fmt: skip
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


def _securite(adresse: str, tls: tuple | None):
    """Dask's ``Security`` for the address of a cluster; None when nothing is encrypted.

    Raises:
        ErreurDemande: the address is encrypted and the certificates are not there or cannot be read, or the reverse.
    """
    from distributed.security import Security

    if not adresse.startswith("tls://"):
        if tls is not None:
            raise ErreurDemande(f"Un certificat est donné, et l'adresse {adresse} n'est pas chiffrée : elle commencerait par tls://.")
        return None
    if tls is None:
        securite = Security(require_encryption=True)
    else:
        autorite, certificat, cle = (str(un) for un in tls)
        for un in (autorite, certificat, cle):
            if not os.path.isfile(un):
                raise ErreurDemande(f"Le fichier {un}, donné pour joindre {adresse}, n'existe pas.")
        securite = Security(require_encryption=True, tls_ca_file=autorite, tls_client_cert=certificat, tls_client_key=cle)
    try:
        contexte = securite.get_connection_args("client")["ssl_context"]
    except OSError as erreur:
        raise ErreurDemande(
            f"Les certificats donnés pour joindre {adresse} ne peuvent pas être lus ({erreur.strerror or erreur}) : trois fichiers PEM "
            "sont attendus, l'autorité, le certificat et la clé de ce certificat."
        ) from None
    if contexte is None:
        raise ErreurDemande(
            f"L'adresse {adresse} est chiffrée : donnez les fichiers PEM de l'autorité, du certificat et de sa clé (--tls-autorite, "
            "--tls-certificat, --tls-cle), ou réglez distributed.comm.tls dans la configuration de Dask."
        )
    return securite


def version() -> str:
    """The version of the package where this is run."""
    import importlib.metadata

    return importlib.metadata.version("openfisca-chomage")
