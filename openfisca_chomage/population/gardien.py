"""The keeper of a worker of this machine, and the program that they are: Dask's, but for the memory and the way they leave."""

from __future__ import annotations

import asyncio
import logging
import os
from contextlib import suppress

from distributed import Nanny
from distributed.deploy.subprocess import SubprocessWorker

__all__ = ["Gardien", "Programme", "dask_setup"]

#: Dask has every worker give 64 kB back to the system as soon as they are free: the arrays of a chunk (160 kB each) are then asked again,
#: page by page, at each operation, which makes the rules 1.7 times as long.
RENDU_DE_LA_MEMOIRE = "MALLOC_TRIM_THRESHOLD_"

#: Seconds that a worker is given to leave by itself.
DEPART = 10


class Programme(SubprocessWorker):
    """The keeper and its worker, as a program of their own, asked to leave before it is killed.

    Dask kills one by one the processes of the program, which is in the middle of its own end: what it holds in common with its
    worker may then find nobody to give it back to, and the user sees the complaint.
    """

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
        super().__init__(*arguments, **reglages)
        for environnement in (self.pre_spawn_env, self.env):
            environnement.pop(RENDU_DE_LA_MEMOIRE, None)


def dask_setup(worker) -> None:
    """The worker makes the package's law as soon as it is there, while the tables are read; its keeper has no need of it."""
    from openfisca_chomage.population.lot import loi

    loi(None)
