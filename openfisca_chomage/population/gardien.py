"""The keeper of a worker of this machine, and the program that they are: Dask's, but for the memory, what they hear and how they leave."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from contextlib import suppress

import dask
from distributed import Nanny, Scheduler, Worker
from distributed.deploy.subprocess import SubprocessWorker

__all__ = ["CHEMINS", "Gardien", "Ordonnanceur", "Programme", "Travailleur", "dask_setup"]

#: Dask has every worker give 64 kB back to the system as soon as they are free: the arrays of a chunk (160 kB each) are then asked again,
#: page by page, at each operation, which makes the rules 1.7 times as long.
RENDU_DE_LA_MEMOIRE = "MALLOC_TRIM_THRESHOLD_"

#: Seconds that a worker is given to leave by itself.
DEPART = 10


#: The setting (of Dask's configuration) that holds where the law of the user is looked for, after all the rest.
CHEMINS = "openfisca-chomage.chemins"


class _SansPage:
    """A process without Dask's pages: the addresses that it listens on are those that ask for the secret of the run."""

    def start_http_server(self, *_, **__) -> None:
        """Listen to nobody."""


class Ordonnanceur(_SansPage, Scheduler):
    """Says who computes what."""


class Travailleur(_SansPage, Worker):
    """Computes."""


class Programme(SubprocessWorker):
    """The keeper and its worker, as a program of their own, asked to leave before it is killed.

    Dask kills one by one the processes of the program, which is in the middle of its own end: what it holds in common with its
    worker may then find nobody to give it back to, and the user sees the complaint.

    The program imports nothing of the current folder, where a ``calendar.py`` may lie, and its files are its owner's alone. It has
    the secret in its environment, which no other user can read: a command line, everybody can, and a file outlives a kill.

    Args:
        secret: certificate and key of the run, as Dask's ``Security``.
    """

    def __init__(self, *arguments, secret, **reglages) -> None:
        super().__init__(*arguments, **reglages)
        chiffrement = {"CA_FILE": secret.tls_ca_file, "WORKER__CERT": secret.tls_worker_cert, "WORKER__KEY": secret.tls_worker_key}
        self._environnement = {f"DASK_DISTRIBUTED__COMM__TLS__{nom}": valeur for nom, valeur in chiffrement.items()}
        self._environnement |= {"DASK_DISTRIBUTED__COMM__REQUIRE_ENCRYPTION": "True", "PYTHONSAFEPATH": "1"}

    async def _start(self) -> None:
        reglages = json.dumps({"cls": self.worker_class, "opts": self.worker_kwargs})
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "dask", "spec", self.scheduler, "--spec", reglages, env={**os.environ, **self._environnement}, umask=0o077
        )

    async def close(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                self.process.terminate()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self.process.wait(), DEPART)
        await super().close()


class Gardien(Nanny):
    """Starts a worker with the memory settings of the machine, and another one if it dies."""

    def __init__(self, *arguments, **reglages) -> None:
        if hasattr(os, "setpgrp"):
            os.setpgrp()  # Ctrl-C is for the command, which tells its workers to leave
        logging.getLogger("distributed.nanny").setLevel(logging.CRITICAL)  # it says that it has closed once its own silence is over
        super().__init__(*arguments, worker_class=Travailleur, **reglages)
        for environnement in (self.pre_spawn_env, self.env):
            environnement.pop(RENDU_DE_LA_MEMOIRE, None)


def dask_setup(worker) -> None:
    """The worker makes the package's law as soon as it is there, while the tables are read; its keeper has no need of it."""
    sys.path.extend(un for un in dask.config.get(CHEMINS, ()) if un not in sys.path)
    from openfisca_chomage.population.lot import loi

    loi(None)
