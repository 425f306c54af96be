"""The run: tables in, chunk after chunk through the chain, a table out.

Each chunk stands by itself: :func:`calculer_lot` takes its rows and gives its results and its refusals, whatever the other
chunks are. What shares chunks between processes only has to call it elsewhere and keep their order.
"""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.parquet
from openfisca_core.indexed_enums import Enum
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.population.colonnes import DERNIER_MOIS
from openfisca_chomage.population.conversion import poser
from openfisca_chomage.population.erreurs import ErreurDemande, ErreurPopulation, Erreurs
from openfisca_chomage.population.lecture import Lot, Tables
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import debut_histoire, oublier_avant
from openfisca_chomage.socle.refus import Refus, consigner

__all__ = ["LOT", "Bilan", "calculer_lot", "simuler"]

#: Claimants in a chunk.
LOT = 20_000

#: What a month reads of the months before: the state of the preceding one, an event of the two before.
MOIS_GARDES = 2

#: The steps that are timed.
ETAPES = ("lecture", "conversion", "regles", "ecriture")

_MOIS = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])\Z")


@dataclasses.dataclass
class Bilan:
    """What a run did.

    Attributes:
        demandeurs, rejetes: how many claimants the table has, and how many have no result.
        lignes: rows written.
        erreurs: how many errors the rejects hold.
        secondes: by step (``lecture``, ``conversion``, ``regles``, ``ecriture``).
        non_lues: the columns of each table that are not known, and were not read.
    """

    demandeurs: int = 0
    rejetes: int = 0
    lignes: int = 0
    erreurs: int = 0
    secondes: dict[str, float] = dataclasses.field(default_factory=lambda: dict.fromkeys(ETAPES, 0.0))
    non_lues: dict[str, list[str]] = dataclasses.field(default_factory=dict)


class _Montre:
    """Seconds by step."""

    def __init__(self, secondes: dict[str, float]) -> None:
        self.secondes, self._depuis = secondes, time.perf_counter()

    def noter(self, etape: str) -> None:
        maintenant = time.perf_counter()
        self.secondes[etape] += maintenant - self._depuis
        self._depuis = maintenant


def simuler(
    individus, contrats, mois=None, *, variables, debut: str, fin: str, sortie=None, rejets=None, lot: int = LOT,
    progression: bool | Callable[[int, int], None] = False, systeme=None,
) -> pa.Table | Bilan:  # fmt: skip
    """Compute variables for the claimants of a register, month by month.

    Args:
        individus, contrats, mois: the tables: a path (Parquet, CSV), or a pandas, Polars or Arrow table. Their columns are in
            ``docs/population.md``.
        variables: the variables asked, by name.
        debut, fin: the first and the last month, ``2023-01``.
        sortie: the Parquet file to write; its results are in no memory. It appears when it is whole.
        rejets: the Parquet file where the errors and the refusals go; the run then goes on without those claimants.
        lot: claimants in a chunk. Memory grows with it; results do not change.
        progression: show a bar, or call a function of (claimants done, claimants).
        systeme: the law, a reform of it for instance; the package's own by default.

    Returns:
        The results, ordered by claimant and month, whatever the order of the rows; or, with ``sortie``, what was done.

    Raises:
        ErreurPopulation: the tables are wrong, or the rules refuse a claimant, and ``rejets`` is not given.
        ErreurDemande: what is asked cannot be.
    """
    systeme = CountryTaxBenefitSystem() if systeme is None else systeme
    variables = [variables] if isinstance(variables, str) else list(variables)
    premier, dernier = _controler(variables, debut, fin, lot, systeme)
    sortie, rejets = (None if chemin is None else Path(chemin) for chemin in (sortie, rejets))
    _controler_les_fichiers(sortie, rejets, (individus, contrats, mois))
    bilan = Bilan()
    montre = _Montre(bilan.secondes)
    voisin = sortie or rejets
    with tempfile.TemporaryDirectory(prefix=".population-", dir=None if voisin is None else voisin.absolute().parent) as dossier:
        dossier = Path(dossier)
        tables = Tables(individus, contrats, mois, dossier, lot, tout_lire=rejets is not None)
        tables.verifier()
        montre.noter("lecture")
        if len(tables.erreurs) and rejets is None:
            raise ErreurPopulation(tables.erreurs.table(), "Pour calculer les autres demandeurs, donnez un fichier de rejets.")
        bilan.demandeurs, bilan.rejetes, bilan.non_lues = len(tables.identifiants), int(tables.rejetes.sum()), tables.non_lues
        ecriture = _Ecriture(dossier, sortie, _schema(systeme, variables, tables.identifiants.type))
        with ecriture, _suivre(progression, bilan.demandeurs) as avancer:
            for rang in range(len(tables)):
                un_lot = tables.lire(rang)
                refus = Erreurs()
                resultat = calculer_lot(systeme, un_lot, variables, premier, dernier, refus, montre)
                if len(refus) and rejets is None:
                    raise ErreurPopulation(refus.table(), "Pour calculer les autres demandeurs, donnez un fichier de rejets.")
                for une in refus.table().to_pylist():
                    tables.erreurs.ajouter(*une.values())
                bilan.rejetes += len(refus)
                ecriture.ajouter(resultat)
                bilan.lignes += resultat.num_rows
                montre.noter("ecriture")
                avancer(min((rang + 1) * lot, bilan.demandeurs))
        bilan.erreurs = len(tables.erreurs)
        if rejets is not None:
            pyarrow.parquet.write_table(tables.erreurs.table(), dossier / "rejets.parquet")
            os.replace(dossier / "rejets.parquet", rejets)
        resultat = ecriture.rendre()
        montre.noter("ecriture")
    return bilan if resultat is None else resultat


def _controler(variables, debut: str, fin: str, lot: int, systeme) -> tuple[int, int]:
    """The months asked, as numbers.

    Raises:
        ErreurDemande: what is asked cannot be.
    """
    for nom, un_mois in (("debut", debut), ("fin", fin)):
        if not isinstance(un_mois, str) or not _MOIS.match(un_mois):
            raise ErreurDemande(f"« {un_mois} » n'est pas un mois pour « {nom} ». Écrivez AAAA-MM, par exemple 2025-05.")
    if fin < debut:
        raise ErreurDemande(f"La fin ({fin}) est avant le début ({debut}).")
    if fin > DERNIER_MOIS:
        raise ErreurDemande(f"{fin} : les montants de la loi sont connus jusqu'à {DERNIER_MOIS}.")
    if not variables:
        raise ErreurDemande("Aucune variable n'est demandée.")
    for nom in variables:
        if nom not in systeme.variables:
            proches = difflib.get_close_matches(nom, systeme.variables, 1)
            voulu = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
            raise ErreurDemande(f"« {nom} » n'est pas une variable.{voulu}")
        if variables.count(nom) > 1:
            raise ErreurDemande(f"« {nom} » est demandée deux fois.")
    if lot < 1:
        raise ErreurDemande(f"« {lot} » n'est pas un nombre de demandeurs par lot : 1 au moins.")
    return tuple(int(un[:4]) * 12 + int(un[5:]) - 1 for un in (debut, fin))


def _controler_les_fichiers(sortie: Path | None, rejets: Path | None, lus) -> None:
    """The files to write may be: their folder is there, and they are no table that is read."""
    ecrits = [chemin for chemin in (sortie, rejets) if chemin is not None]
    lus = [Path(source).resolve() for source in lus if isinstance(source, (str, Path))]
    for chemin in ecrits:
        if not chemin.absolute().parent.is_dir():
            raise ErreurDemande(f"Le dossier de {chemin} n'existe pas.")
        if chemin.is_dir():
            raise ErreurDemande(f"{chemin} est un dossier : donnez un nom de fichier.")
        if chemin.resolve() in lus:
            raise ErreurDemande(f"{chemin} est une des tables lues : il serait remplacé.")
    if len(ecrits) == 2 and sortie.resolve() == rejets.resolve():
        raise ErreurDemande(f"{sortie} ne peut pas être à la fois la sortie et les rejets.")


def _suivre(progression, total: int):
    """A context that gives the function to call as claimants are done."""
    if callable(progression):
        return contextlib.nullcontext(lambda faits: progression(faits, total))
    if not progression:
        return contextlib.nullcontext(lambda faits: None)
    from openfisca_chomage.population.application import barre

    return barre(total)


# --- One chunk


def calculer_lot(systeme, lot: Lot, variables, premier: int, dernier: int, refus: Erreurs, montre: _Montre) -> pa.Table:
    """The results of a chunk; who the rules refuse is added to ``refus`` and has none."""
    lot, valeurs = _derouler(systeme, lot, variables, premier, dernier, refus, montre)
    return _en_table(systeme, lot, variables, premier, dernier, valeurs)


def _derouler(systeme, lot: Lot, variables, premier: int, dernier: int, refus: Erreurs, montre: _Montre):
    """The claimants that the rules do not refuse, and their arrays by variable, one a month.

    A refusal names its claimant; she is set aside. The few that name nobody are looked for by halves.
    """
    while len(lot):
        simulation = SimulationBuilder().build_default_simulation(systeme, count=len(lot))
        individu = simulation.populations["individu"]
        consignes = consigner(individu)
        valeurs = erreur = None
        try:
            poser(simulation, lot, dernier)
            montre.noter("conversion")
            valeurs = _mois_par_mois(simulation, variables, premier, dernier)
            montre.noter("regles")
        except (Refus, ArithmeticError, LookupError, ValueError) as une:
            erreur = une
            _consigner_l_erreur(une, consignes)
        _vider(simulation)
        if erreur is not None and not consignes:
            if not isinstance(erreur, Refus):
                raise erreur
            if len(lot) > 1:
                return _par_moities(systeme, lot, variables, premier, dernier, refus, montre)
            consignes[0] = (str(erreur.chemin[-1]), None, erreur.message)
        if not consignes:
            return lot, valeurs
        gardes = numpy.ones(len(lot), dtype=bool)
        gardes[list(consignes)] = False
        for index, (variable, periode, message) in sorted(consignes.items()):
            refus.ajouter("regles", None, lot.identifiants[index].as_py(), variable, periode, None, message)
        lot = lot.garder(gardes)
        if erreur is None:
            return lot, {nom: [un[gardes] for un in tableaux] for nom, tableaux in valeurs.items()}
    return lot, {nom: [] for nom in variables}


def _consigner_l_erreur(erreur, consignes: dict) -> None:
    """Note who a refusal names by her index."""
    chemin = getattr(erreur, "chemin", ())
    if len(chemin) == 4 and chemin[1].isdigit():
        consignes.setdefault(int(chemin[1]), (chemin[2], chemin[3], erreur.message))


def _par_moities(systeme, lot: Lot, variables, premier: int, dernier: int, refus: Erreurs, montre: _Montre):
    moitie = numpy.arange(len(lot)) < len(lot) // 2
    parties = [_derouler(systeme, lot.garder(une), variables, premier, dernier, refus, montre) for une in (moitie, ~moitie)]
    pleines = [(un_lot, valeurs) for un_lot, valeurs in parties if len(un_lot)]
    if len(pleines) < 2:
        return pleines[0] if pleines else parties[0]
    identifiants = pa.concat_arrays([un_lot.identifiants for un_lot, _ in pleines])
    valeurs = {nom: [numpy.concatenate(unes) for unes in zip(*(une[nom] for _, une in pleines))] for nom in variables}
    return Lot(identifiants, {}, {}, {}), valeurs


def _mois_par_mois(simulation, variables, premier: int, dernier: int) -> dict:
    """Each variable asked, in order, from the first month of the story; what no later month reads is forgotten."""
    individu = simulation.populations["individu"]
    depart = debut_histoire(individu)
    depart = premier if depart is None else min(depart, premier)
    valeurs = {nom: [] for nom in variables}
    for mois in range(depart, dernier + 1):
        for nom in variables:
            tableau = simulation.calculate(nom, cal.periode(mois))
            if mois >= premier:
                valeurs[nom].append(numpy.asarray(tableau))
        oublier_avant(individu, mois - MOIS_GARDES)
    return valeurs


def _vider(simulation) -> None:
    """Let the arrays go now: a simulation and its populations hold one another."""
    for population in simulation.populations.values():
        population._holders.clear()
        for connu in ("carrieres", "grand_livre"):
            population.__dict__.pop(connu, None)
    simulation.populations = {}


# --- Results


#: Dates that mean "none", by variable type: OpenFisca's default, and the birth date that is not given.
_SANS_DATE = (numpy.datetime64(cal.SANS_DATE, "D"), numpy.datetime64(cal.SANS_NAISSANCE, "D"))


def _type(variable) -> pa.DataType:
    if variable.value_type is Enum:
        return pa.string()
    types = {"float64": pa.float64(), "int32": pa.int32(), "bool": pa.bool_(), "datetime64[D]": pa.date32()}
    return types.get(str(numpy.dtype(variable.dtype)), pa.string())


def _schema(systeme, variables, identifiant: pa.DataType) -> pa.Schema:
    colonnes = [("identifiant", identifiant), ("mois", pa.string())]
    return pa.schema(colonnes + [(nom, _type(systeme.variables[nom])) for nom in variables])


def _en_table(systeme, lot: Lot, variables, premier: int, dernier: int, valeurs: dict) -> pa.Table:
    """One row a claimant and month, those of a claimant together."""
    nombre, largeur = len(lot), dernier - premier + 1
    schema = _schema(systeme, variables, lot.identifiants.type)
    if nombre == 0:
        return schema.empty_table()
    noms = pa.array([f"{mois // 12:04}-{mois % 12 + 1:02}" for mois in range(premier, dernier + 1)])
    colonnes = [
        lot.identifiants.take(pa.array(numpy.repeat(numpy.arange(nombre, dtype=numpy.int32), largeur))),
        noms.take(pa.array(numpy.tile(numpy.arange(largeur, dtype=numpy.int32), nombre))),
    ]
    for nom in variables:
        colonnes.append(_colonne(systeme.variables[nom], numpy.stack(valeurs[nom], axis=1).ravel()))
    return pa.Table.from_arrays([une.cast(champ.type) for une, champ in zip(colonnes, schema)], schema=schema)


def _colonne(variable, tableau) -> pa.Array:
    if variable.value_type is Enum:
        membres = [membre.name for membre in sorted(variable.possible_values, key=lambda membre: membre.index)]
        return pa.array(membres).take(pa.array(tableau.astype(numpy.int32)))
    if _type(variable) == pa.date32():
        return pa.array(tableau, mask=numpy.isin(tableau, _SANS_DATE))
    return pa.array(tableau)


class _Ecriture:
    """Results that come chunk after chunk: in memory, or in a file that appears when it is whole."""

    def __init__(self, dossier: Path, sortie: Path | None, schema: pa.Schema) -> None:
        self.sortie, self.schema = sortie, schema
        self._tables: list[pa.Table] = []
        self._chemin = dossier / "sortie.parquet"
        self._fichier = None if sortie is None else pyarrow.parquet.ParquetWriter(self._chemin, schema)

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        if self._fichier is not None:
            self._fichier.close()

    def ajouter(self, table: pa.Table) -> None:
        if self._fichier is None:
            self._tables.append(table)
        elif table.num_rows:
            self._fichier.write_table(table)

    def rendre(self) -> pa.Table | None:
        """The results, or None where they are in the file."""
        if self._fichier is None:
            return pa.concat_tables([self.schema.empty_table(), *self._tables])
        os.replace(self._chemin, self.sortie)
        return None
