"""What a run has done so far, on disk: each chunk's results when they are whole, so that a later run may go on from there.

Beside the output ``resultats.parquet``, the folder ``resultats.parquet.en-cours`` holds what was asked (``demande.json``), the
results of chunks (``lots``) and, once they are whole, what else is to be known of each (``etats``), and the tables shared
between chunks (``tables``, of no use once the run has stopped). Its owner alone reads it. The output itself appears at once, when it
is whole, with the rights of any file that he writes, and the folder goes.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import filelock
import pyarrow as pa
import pyarrow.parquet

from openfisca_chomage.population import prive
from openfisca_chomage.population.erreurs import ErreurDemande

__all__ = ["Chantier", "controler_la_sortie"]

_NOM = "lot-{:06}.parquet"


def controler_la_sortie(sortie: Path) -> None:
    """The output may be written: a ``.parquet`` file, or a folder of such files.

    Raises:
        ErreurDemande: it is something else, or it would replace something else.
    """
    if not sortie.absolute().parent.is_dir():
        raise ErreurDemande(f"Le dossier de {sortie} n'existe pas.")
    if sortie.suffix == ".parquet":
        if sortie.is_dir():
            raise ErreurDemande(f"{sortie} est un dossier : donnez un nom de fichier.")
    elif sortie.suffix:
        raise ErreurDemande(f"{sortie} : la sortie est un fichier .parquet, ou un dossier (un nom sans extension).")
    elif sortie.exists() and not _est_une_sortie(sortie):
        raise ErreurDemande(f"{sortie} existe et n'est pas un dossier de résultats : il serait remplacé. Donnez un autre nom.")


def _est_une_sortie(dossier: Path) -> bool:
    return dossier.is_dir() and all(un.match("lot-*.parquet") for un in dossier.iterdir())


class Chantier:
    """The folder of a run under way. As a context: it is one run's at a time, and stays only if a chunk is done.

    Args:
        sortie: what the run writes.
        demande: what is asked: text and numbers that, equal, give the same chunks.
        reprendre: go on from what is there.

    Attributes:
        lot: claimants in a chunk, of the run that goes on; None in a new one.
        tables: a folder for the tables.
        remplace: chunks of a former run that this one throws away.
    """

    def __init__(self, sortie: Path, demande: dict, reprendre: bool) -> None:
        self.sortie, self.demande, self.reprendre = sortie, demande, reprendre
        self.dossier = sortie.with_name(sortie.name + ".en-cours")
        self.tables, self._lots, self._etats = (self.dossier / nom for nom in ("tables", "lots", "etats"))
        self._verrou = filelock.FileLock(self.dossier / "verrou", mode=0o600)
        self.lot, self.remplace = None, 0

    def __enter__(self) -> Chantier:
        prive.garder_dossier(self.dossier)
        try:
            self._verrou.acquire(timeout=0)
        except filelock.Timeout:
            raise ErreurDemande(f"Un autre calcul écrit déjà {self.sortie}. Attendez sa fin, ou donnez une autre sortie.") from None
        try:
            self._ouvrir()
        except BaseException as erreur:
            self.__exit__(type(erreur))
            raise
        return self

    def _ouvrir(self) -> None:
        faits = self.faits()
        if self.reprendre and faits:
            self._controler_la_demande()
        else:
            self.remplace = len(faits)
            for un in (self._lots, self._etats):
                shutil.rmtree(un, ignore_errors=True)
            if self.reprendre:
                raise ErreurDemande(f"Rien à reprendre : aucun calcul de {self.sortie} n'a été interrompu. Enlevez « reprendre ».")
        shutil.rmtree(self.tables, ignore_errors=True)
        prive.creer_dossier(self.tables)
        for un in (self._lots, self._etats):
            prive.garder_dossier(un)

    def __exit__(self, type_, *_) -> None:
        shutil.rmtree(self.tables, ignore_errors=True)
        fini = type_ is None or not self.faits()
        self._verrou.release()
        if fini:
            shutil.rmtree(self.dossier, ignore_errors=True)

    def _controler_la_demande(self) -> None:
        avant = json.loads((self.dossier / "demande.json").read_text(encoding="utf-8"))
        self.lot = avant.pop("lot")
        demande = json.loads(json.dumps(self.demande))
        changes = [nom for nom in demande if demande[nom] != avant.get(nom)]
        if changes:
            raise ErreurDemande(
                f"Ce n'est pas le calcul interrompu : {', '.join(changes)} {'ont' if len(changes) > 1 else 'a'} changé. "
                "Sans « reprendre », tout est recalculé."
            )

    def commencer(self, lot: int) -> None:
        """Write down what is asked, and the size of its chunks."""
        _ecrire(self.dossier / "demande.json", json.dumps({**self.demande, "lot": lot}, ensure_ascii=False, indent=1).encode())

    def faits(self) -> set[int]:
        """The chunks that are done."""
        return {int(un.stem) for un in self._etats.glob("*.json") if (self._lots / _NOM.format(int(un.stem))).is_file()}

    def etat(self, rang: int) -> dict:
        """What was kept of a chunk that is done, beside its results."""
        return json.loads(self._etat(rang).read_text(encoding="utf-8"))

    def garder(self, rang: int, parquet: bytes, etat: dict) -> None:
        """Keep a chunk: its results, and what else is to be known of it. It is done once the second is there."""
        _ecrire(self._lots / _NOM.format(rang), parquet)
        _ecrire(self._etat(rang), json.dumps(etat, ensure_ascii=False).encode())

    def _etat(self, rang: int) -> Path:
        return self._etats / f"{rang:06}.json"

    def rendre(self, schema: pa.Schema) -> None:
        """Make the output of the chunks, in their order."""
        for un in self._lots.glob("*.part"):
            un.unlink()
        lots = sorted(self._lots.iterdir())
        if self.sortie.suffix == ".parquet":
            entier = prive.creer_fichier(self.dossier / "entier.parquet")
            with pyarrow.parquet.ParquetWriter(entier, schema) as ecrit:
                for un in lots:
                    table = pyarrow.parquet.read_table(un)
                    if table.num_rows:
                        ecrit.write_table(table)
            prive.publier(entier)
            os.replace(entier, self.sortie)
            return
        if not lots:
            pyarrow.parquet.write_table(schema.empty_table(), self._lots / _NOM.format(0))
        if self.sortie.exists():
            os.replace(self.sortie, self.dossier / "ancien")
        prive.publier(self._lots)
        os.replace(self._lots, self.sortie)


def _ecrire(chemin: Path, contenu: bytes) -> None:
    """Write a file that is there whole or not at all."""
    provisoire = prive.creer_fichier(chemin.with_name(chemin.name + ".part"))
    provisoire.write_bytes(contenu)
    os.replace(provisoire, chemin)
