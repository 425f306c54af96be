"""One chunk: its rows in, its results and its refusals out, whatever the other chunks are and wherever it is computed."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy
import pyarrow as pa
import pyarrow.parquet
from openfisca_core.indexed_enums import Enum
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.population.conversion import poser
from openfisca_chomage.population.erreurs import Erreurs
from openfisca_chomage.population.lecture import Lot, LotSurDisque
from openfisca_chomage.reglements import est_projete
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import debut_histoire, oublier_avant
from openfisca_chomage.socle.memoire import oublier
from openfisca_chomage.socle.noyau import holders
from openfisca_chomage.socle.refus import Refus, consigner

if TYPE_CHECKING:
    from openfisca_chomage.population.effets import Effets
    from openfisca_chomage.population.reformes import Reforme

__all__ = ["CLES", "ETAPES", "Demande", "Montre", "Rendu", "calculer_lot", "loi", "rendre_un_lot", "schema"]

#: What a month reads of the months before: the state of the preceding one, an event of the two before.
MOIS_GARDES = 2

#: The first columns of the results: who, which month, whether a figure of the row is a projection.
CLES = ("identifiant", "mois", "projete")

#: The steps that are timed.
ETAPES = ("lecture", "conversion", "regles", "ecriture")


class Montre:
    """Seconds by step.

    Attributes:
        secondes: by name, ``ETAPES``.
    """

    def __init__(self) -> None:
        self.secondes, self._depuis = dict.fromkeys(ETAPES, 0.0), time.perf_counter()

    def noter(self, etape: str) -> None:
        """The time since the last call was this step's."""
        maintenant = time.perf_counter()
        self.secondes[etape] += maintenant - self._depuis
        self._depuis = maintenant


@dataclasses.dataclass(frozen=True)
class Demande:
    """What is asked of each chunk.

    Attributes:
        variables: names.
        premier, dernier: numbers of months.
        systeme: the law, a function without arguments that makes it, or None for the package's own.
        reforme: a reform to compute beside it, or None.
        en_parquet: give the results as the bytes of a Parquet file.
    """

    variables: tuple[str, ...]
    premier: int
    dernier: int
    systeme: object = None
    reforme: Reforme | None = None
    en_parquet: bool = False


@dataclasses.dataclass
class Rendu:
    """What a chunk gives.

    Attributes:
        resultats: a table, or the bytes of a Parquet file.
        lignes: its rows.
        rejetes: how many claimants it leaves out.
        erreurs: what is wrong between the rows of a claimant.
        refus: who the rules refuse.
        secondes: by step.
        effets: those of the reform.
    """

    resultats: pa.Table | bytes
    lignes: int
    rejetes: int
    erreurs: Erreurs
    refus: Erreurs
    secondes: dict[str, float]
    effets: Effets | None = None


def loi(systeme: object | Callable | None):
    """The tax and benefit system that was asked: itself, made by a function, or the package's own; made once a process."""
    if systeme is None or callable(systeme):
        return _faire(systeme or CountryTaxBenefitSystem)
    return systeme


@functools.lru_cache(maxsize=4)
def _faire(fabrique: Callable):
    return fabrique()


def rendre_un_lot(lot: Lot | LotSurDisque, demande: Demande) -> Rendu:
    """Compute a chunk, here or in a worker."""
    montre, refus = Montre(), Erreurs()
    systeme = loi(demande.systeme)
    if isinstance(lot, LotSurDisque):
        lot = lot.lire()
    nombre, erreurs = len(lot), Erreurs()
    lot = lot.verifier(erreurs)
    rejetes = nombre - len(lot)
    montre.noter("lecture")
    quoi = (lot, demande.variables, demande.premier, demande.dernier, refus, montre)
    if demande.reforme is None:
        table, effets = calculer_lot(systeme, *quoi), None
    else:
        from openfisca_chomage.population.effets import calculer_lot_compare

        table, effets = calculer_lot_compare((systeme, loi(demande.reforme)), *quoi)
    resultats = table
    if demande.en_parquet:
        tampon = pa.BufferOutputStream()
        pyarrow.parquet.write_table(table, tampon)
        resultats = tampon.getvalue().to_pybytes()
    montre.noter("ecriture")
    return Rendu(resultats, table.num_rows, rejetes + len(refus), erreurs, refus, montre.secondes, effets)


def calculer_lot(systeme, lot: Lot, variables, premier: int, dernier: int, refus: Erreurs, montre: Montre) -> pa.Table:
    """The results of a chunk; who the rules refuse is added to ``refus`` and has none."""
    lot, valeurs = _derouler(systeme, lot, variables, premier, dernier, refus, montre)
    return _en_table(systeme, lot, variables, premier, dernier, valeurs)


def _derouler(systeme, lot: Lot, variables, premier: int, dernier: int, refus: Erreurs, montre: Montre):
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


def _par_moities(systeme, lot: Lot, variables, premier: int, dernier: int, refus: Erreurs, montre: Montre):
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
            tableau = individu(nom, cal.periode(mois))
            if mois >= premier:
                valeurs[nom].append(numpy.asarray(tableau))
        oublier_avant(individu, mois - MOIS_GARDES)
    return valeurs


def _vider(simulation) -> None:
    """Let the arrays go now: a simulation and its populations hold one another."""
    for population in simulation.populations.values():
        holders(population).clear()
        oublier(population)
    simulation.populations = {}


# --- Results


#: Dates that mean "none", by variable type: OpenFisca's default, and the birth date that is not given.
_SANS_DATE = (numpy.datetime64(cal.SANS_DATE, "D"), numpy.datetime64(cal.SANS_NAISSANCE, "D"))


def _type(variable) -> pa.DataType:
    if variable.value_type is Enum:
        return pa.string()
    types = {"float64": pa.float64(), "int32": pa.int32(), "bool": pa.bool_(), "datetime64[D]": pa.date32()}
    return types.get(str(numpy.dtype(variable.dtype)), pa.string())


def schema(systeme, variables, identifiant: pa.DataType) -> pa.Schema:
    """The columns of the results."""
    colonnes = list(zip(CLES, (identifiant, pa.string(), pa.bool_())))
    return pa.schema(colonnes + [(nom, _type(systeme.variables[nom])) for nom in variables])


def _en_table(systeme, lot: Lot, variables, premier: int, dernier: int, valeurs: dict) -> pa.Table:
    """One row a claimant and month, those of a claimant together."""
    nombre, largeur = len(lot), dernier - premier + 1
    forme = schema(systeme, variables, lot.identifiants.type)
    if nombre == 0:
        return forme.empty_table()
    noms = [f"{mois // 12:04}-{mois % 12 + 1:02}" for mois in range(premier, dernier + 1)]
    projetes = [any(est_projete(systeme, mois, nom) for nom in variables) for mois in noms]
    rangs = pa.array(numpy.tile(numpy.arange(largeur, dtype=numpy.int32), nombre))
    colonnes = [
        lot.identifiants.take(pa.array(numpy.repeat(numpy.arange(nombre, dtype=numpy.int32), largeur))),
        pa.array(noms).take(rangs),
        pa.array(projetes).take(rangs),
    ]
    for nom in variables:
        colonnes.append(_colonne(systeme.variables[nom], numpy.array(valeurs[nom]).T.ravel()))
    return pa.Table.from_arrays([une.cast(champ.type) for une, champ in zip(colonnes, forme)], schema=forme)


def _colonne(variable, tableau) -> pa.Array:
    if variable.value_type is Enum:
        membres = [membre.name for membre in sorted(variable.possible_values, key=lambda membre: membre.index)]
        return pa.array(membres).take(pa.array(tableau.astype(numpy.int32)))
    if _type(variable) == pa.date32():
        return pa.array(tableau, mask=numpy.isin(tableau, _SANS_DATE))
    return pa.array(tableau)
