"""Files of a run under way hold rows of the register: their owner alone reads them, from their first byte on, whatever his umask."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from openfisca_chomage.population.erreurs import ErreurDemande

__all__ = ["creer_dossier", "creer_fichier", "garder_dossier", "publier"]

_DOSSIER, _FICHIER = 0o700, 0o600


def creer_dossier(chemin: Path) -> None:
    """A new folder, of its owner alone."""
    chemin.mkdir(mode=_DOSSIER)


def garder_dossier(chemin: Path) -> None:
    """A folder of its owner alone, which may be there already.

    Raises:
        ErreurDemande: it is somebody else's, who could read and change what is written there.
    """
    try:
        creer_dossier(chemin)
    except FileExistsError:
        if not chemin.is_dir():
            raise
        if hasattr(os, "geteuid") and {chemin.stat().st_uid, chemin.lstat().st_uid} != {os.geteuid()}:
            raise ErreurDemande(
                f"Le dossier {chemin} est à un autre utilisateur, qui lirait le registre : supprimez-le, ou donnez une autre sortie."
            ) from None
        chemin.chmod(_DOSSIER)


def creer_fichier(chemin: Path) -> Path:
    """A new empty file, of its owner alone, in place of what a former run left; who opens it to write keeps its rights."""
    with contextlib.suppress(FileNotFoundError):
        chemin.unlink()
    os.close(os.open(chemin, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FICHIER))
    return chemin


def publier(chemin: Path) -> None:
    """Give a file, or a folder and its files, the rights that the user's umask leaves to what he writes: it is an output.

    They are read on a folder made for that: the umask itself cannot be asked without changing it for the other threads.
    """
    temoin = chemin.with_name(f".{chemin.name}.droits")
    temoin.mkdir(exist_ok=True)
    droits = stat.S_IMODE(temoin.stat().st_mode) & 0o777
    temoin.rmdir()
    for un in (*(chemin.iterdir() if chemin.is_dir() else ()), chemin):
        mode = stat.S_IMODE(un.stat().st_mode)
        un.chmod(mode & 0o7000 | (droits if un.is_dir() else droits & 0o666))
