"""A reform beside the law: both on each chunk, side by side; then its cost, who gains and who loses.

A chunk is computed by :func:`calculer_lot_compare`, which gives its rows and its :class:`Effets`: sums by year, age, territory
and motive. Those of all chunks are added by :meth:`Effets.fusionner`. The sums are exact (cents and millionths of weight, as
decimals): neither the chunks, nor their order, nor the processes that compute them change a digit of them.
"""

from __future__ import annotations

import dataclasses
import io
import json
from decimal import Decimal
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from openfisca_chomage.nomenclatures import MotifRupture, Territoire
from openfisca_chomage.population.erreurs import ErreurDemande, Erreurs
from openfisca_chomage.population.lecture import ABSENT, JOUR_ABSENT, Lot
from openfisca_chomage.population.lot import CLES, calculer_lot
from openfisca_chomage.population.reformes import Reforme
from openfisca_chomage.socle.phrases import euros, nombre

__all__ = [
    "LUES", "PEU", "SUFFIXE", "Cellule", "Effets", "Rapport", "afficher", "assembler", "calculer_lot_compare",
    "controler_les_effets", "ecrire", "en_csv", "en_json", "reponses", "schema_compare",
]  # fmt: skip

#: What follows the name of a variable in the column that holds it under the reform.
SUFFIXE = "_reforme"

#: What the run costs, gross, and what the claimants receive, net: gains and losses are on the second.
BRUT, NET = "are_brute", "are_due"

#: What the effects read of each side, beside the variables asked.
LUES = (BRUT, NET, "age_fin_contrat", "fin_contrat_du_droit")

#: Under so many claimants a figure says little, and may tell who they are.
PEU = 5

JAMAIS = "jamais"

#: The first age of each class: those where a rule changes (53, 55, 57) among them.
AGES = ((0, "Moins de 25 ans"), (25, "25 à 34 ans"), (35, "35 à 44 ans"), (45, "45 à 52 ans"), (53, "53 et 54 ans"),
        (55, "55 et 56 ans"), (57, "57 ans et plus"))  # fmt: skip

#: The classes of change of what is due over the period, from the greatest loss to the greatest gain.
VARIATIONS = {
    "perdu": "Perd toute l'allocation",
    "baisse_20": "Baisse de 20 % ou plus",
    "baisse_10": "Baisse de 10 à 20 %",
    "baisse_5": "Baisse de 5 à 10 %",
    "baisse_0": "Baisse de moins de 5 %",
    "inchange": "Inchangé",
    "hausse_0": "Hausse de moins de 5 %",
    "hausse_5": "Hausse de 5 à 10 %",
    "hausse_10": "Hausse de 10 à 20 %",
    "hausse_20": "Hausse de 20 % ou plus",
    "nouveau": "Allocation nouvelle",
}

#: The dimensions of the summary, and the names of their values in order (those of the years are the years).
DIMENSIONS = {
    "ensemble": {"ensemble": "Ensemble"},
    "annee": {},
    "age": {**{str(debut): libelle for debut, libelle in AGES}, JAMAIS: "Jamais indemnisé"},
    "territoire": {"metropole": "Métropole", "drom": "Outre-mer, hors Mayotte", "mayotte": "Mayotte"},
    "motif": {
        **{un.name: un.value for un in MotifRupture if un is not MotifRupture.aucune},
        MotifRupture.aucune.name: "Motif non donné", JAMAIS: "Jamais indemnisé",
    },
    "variation": VARIATIONS,
}  # fmt: skip

TITRES = {
    "ensemble": "Ensemble",
    "annee": "Année",
    "age": "Âge à la fin du contrat",
    "territoire": "Territoire",
    "motif": "Motif de la fin de contrat",
    "variation": "Variation du net dû",
}

_POIDS, _CENTIMES, _SOMME = pa.decimal128(18, 6), pa.decimal128(19, 0), pa.decimal128(38, 6)

#: What is summed: claimants (as they are), weights (millionths), weighted cents.
_ENTIERS = ("demandeurs", "nombre_gagnants", "nombre_perdants")
_POIDS_SOMMES = ("poids", "payes", "payes_reforme", "gagnants", "perdants")
_MONTANTS = ("brut", "brut_reforme", "net", "net_reforme", "gains", "pertes")
SOMMES = (*_ENTIERS, *_POIDS_SOMMES, *_MONTANTS)

_SCHEMA = pa.schema(
    [("dimension", pa.string()), ("modalite", pa.string())]
    + [(nom, pa.int64()) for nom in _ENTIERS]
    + [(nom, _SOMME) for nom in (*_POIDS_SOMMES, *_MONTANTS)]
)


# --- Side by side


def schema_compare(droit: pa.Schema, reforme: pa.Schema) -> pa.Schema:
    """The columns of a comparison: :data:`CLES`, then each variable without and with the reform."""
    champs = [droit.field(nom) for nom in CLES]
    for nom in droit.names[len(CLES) :]:
        champs += [droit.field(nom), reforme.field(nom).with_name(nom + SUFFIXE)]
    return pa.schema(champs)


def assembler(droit: pa.Table, reforme: pa.Table, variables=None) -> pa.Table:
    """Two tables of results side by side: ``X``, then ``X_reforme``, for each variable.

    Args:
        droit, reforme: the results of the same claimants and months, without and with the reform.
        variables: those to keep; all by default.

    Raises:
        ValueError: the rows are not of the same claimants and months.
    """
    if not all(droit.column(nom).equals(reforme.column(nom)) for nom in CLES):
        raise ValueError("Les deux tables n'ont pas les mêmes demandeurs et les mêmes mois.")
    voulues = list(droit.column_names[len(CLES) :] if variables is None else variables)
    droit, reforme = droit.select([*CLES, *voulues]), reforme.select([*CLES, *voulues])
    colonnes = [droit.column(nom) for nom in CLES]
    for nom in voulues:
        colonnes += [droit.column(nom), reforme.column(nom)]
    return pa.Table.from_arrays(colonnes, schema=schema_compare(droit.schema, reforme.schema))


def calculer_lot_compare(systemes, lot: Lot, variables, premier: int, dernier: int, refus: Erreurs, montre):
    """A chunk without and with the reform.

    Args:
        systemes: (the law, the reform).
        lot, variables, premier, dernier, refus, montre: as :func:`~openfisca_chomage.population.lot.calculer_lot` takes them.

    Returns:
        (the table of :func:`assembler`, the :class:`Effets` of the chunk). Who one side refuses is refused for both, once.
    """
    voulues = [*variables, *(nom for nom in LUES if nom not in variables)]
    cotes, restants = [], lot
    for systeme, cote in zip(systemes, ("Sans la réforme", "Avec la réforme")):
        les_siens = Erreurs()
        cotes.append(calculer_lot(systeme, restants, voulues, premier, dernier, les_siens, montre))
        for un in les_siens.table().to_pylist():
            refus.ajouter(*{**un, "message": f"{cote} : {un['message']}"}.values())
        restants = restants.garder(numpy.asarray(pc.is_in(restants.identifiants, _uniques(cotes[-1]))))
    droit, reforme = cotes
    droit = droit.filter(pc.is_in(droit.column("identifiant"), _uniques(reforme)))
    effets = Effets(premier, dernier)
    effets.ajouter(droit, reforme, restants)
    return assembler(droit, reforme, variables), effets


def _uniques(table: pa.Table) -> pa.Array:
    return pa.array(table.column("identifiant").unique(), table.schema.field("identifiant").type)


# --- The sums


class Effets:
    """The effects of a reform on claimants: sums by year, age, territory, motive and class of change.

    Args:
        premier, dernier: the months asked, as numbers.
    """

    def __init__(self, premier: int, dernier: int) -> None:
        self.premier, self.dernier = premier, dernier
        self._sommes = _SCHEMA.empty_table()

    def __eq__(self, autre) -> bool:
        return isinstance(autre, Effets) and self._cles() == autre._cles()

    __hash__ = None

    def _cles(self):
        return self.premier, self.dernier, self._sommes.sort_by([("dimension", "ascending"), ("modalite", "ascending")]).to_pylist()

    def ajouter(self, droit: pa.Table, reforme: pa.Table, lot: Lot) -> None:
        """Add the claimants of a chunk.

        Args:
            droit, reforme: their results (:data:`LUES`), without and with the reform: same rows, months in order.
            lot: the chunk of those very claimants: their territory, their contracts, their ``poids`` (1 where not given).
        """
        if len(lot) == 0:
            return
        largeur = self.dernier - self.premier + 1

        def lire(table, nom):
            return numpy.asarray(table.column(nom)).reshape(len(lot), largeur)

        montants = [numpy.rint(lire(table, nom) * 100).astype(numpy.int64) for nom in (BRUT, NET) for table in (droit, reforme)]
        poids = _poids(lot)
        ages, motifs = _du_droit(montants[0] > 0, montants[1] > 0, droit, reforme, lot)
        totaux = [un.sum(axis=1) for un in montants]
        mesures = _mesures(totaux, poids)
        dimensions = {
            "ensemble": pa.array(["ensemble"] * len(lot)),
            "age": ages,
            "territoire": _territoires(lot),
            "motif": motifs,
            "variation": _variations(totaux[2], totaux[3]),
        }
        for dimension, modalites in dimensions.items():
            self._cumuler(dimension, modalites, mesures)
        annees = numpy.arange(self.premier, self.dernier + 1) // 12
        for annee in numpy.unique(annees):
            de_l_annee = [un[:, annees == annee].sum(axis=1) for un in montants]
            self._cumuler("annee", pa.array([str(annee)] * len(lot)), _mesures(de_l_annee, poids))

    def fusionner(self, autre: Effets) -> None:
        """Add the effects on other claimants, of the same months."""
        if (self.premier, self.dernier) != (autre.premier, autre.dernier):
            raise ValueError("Ces effets ne sont pas des mêmes mois.")
        self._ajouter(autre._sommes)

    def etat(self) -> dict:
        """The sums as texts and whole numbers, for JSON: :meth:`de` makes them again, to the last digit."""
        lignes = [{nom: une if isinstance(une, int) else str(une) for nom, une in ligne.items()} for ligne in self._sommes.to_pylist()]
        return {"premier": self.premier, "dernier": self.dernier, "sommes": lignes}

    @classmethod
    def de(cls, etat: dict) -> Effets:
        """The effects that :meth:`etat` gave."""
        effets = cls(etat["premier"], etat["dernier"])
        decimaux = (*_POIDS_SOMMES, *_MONTANTS)
        lignes = [{nom: Decimal(une) if nom in decimaux else une for nom, une in ligne.items()} for ligne in etat["sommes"]]
        effets._sommes = pa.Table.from_pylist(lignes, schema=_SCHEMA)
        return effets

    def _cumuler(self, dimension: str, modalites: pa.Array, mesures: dict) -> None:
        table = pa.table({"dimension": pa.array([dimension] * len(modalites)), "modalite": modalites, **mesures})
        self._ajouter(table.cast(_SCHEMA))

    def _ajouter(self, table: pa.Table) -> None:
        """Sum with what is there, group by group."""
        ensemble = pa.concat_tables([self._sommes, table])
        sommes = ensemble.group_by(["dimension", "modalite"]).aggregate([(nom, "sum") for nom in SOMMES])
        sommes = sommes.select(["dimension", "modalite", *(f"{nom}_sum" for nom in SOMMES)])
        self._sommes = sommes.rename_columns(_SCHEMA.names).cast(_SCHEMA).combine_chunks()

    def cellules(self, dimension: str) -> list[Cellule]:
        """The rows of a dimension, in their order; those that nobody is in are left out."""
        lignes = [une for une in self._sommes.to_pylist() if une["dimension"] == dimension]
        libelles = DIMENSIONS[dimension] or {une["modalite"]: une["modalite"] for une in lignes}
        ordre = list(libelles) if DIMENSIONS[dimension] else sorted(libelles)
        lignes.sort(key=lambda une: ordre.index(une["modalite"]))
        cellules = []
        for une in lignes:
            euros_de = {nom: float(une[nom] / 100) for nom in _MONTANTS}
            poids = {nom: float(une[nom]) for nom in _POIDS_SOMMES}
            entiers = {nom: une[nom] for nom in _ENTIERS}
            cellules.append(Cellule(une["modalite"], libelles[une["modalite"]], **entiers, **poids, **euros_de))
        return cellules

    @property
    def ensemble(self) -> Cellule:
        """All claimants."""
        return next(iter(self.cellules("ensemble")), Cellule("ensemble", "Ensemble"))

    @property
    def jamais(self) -> Cellule:
        """Those who are paid on neither side."""
        return next((une for une in self.cellules("age") if une.modalite == JAMAIS), Cellule(JAMAIS, DIMENSIONS["age"][JAMAIS]))


@dataclasses.dataclass(frozen=True)
class Cellule:
    """The sums of a group of claimants over the period (of a year, in the dimension of years).

    Attributes:
        modalite, libelle: the group.
        demandeurs, nombre_gagnants, nombre_perdants: claimants, as they are in the table.
        poids, payes, payes_reforme, gagnants, perdants: the same with their weights, and who is paid on each side.
        brut, brut_reforme: gross amount due, euros, with weights.
        net, net_reforme: net amount due, the same.
        gains, pertes: what the net amount due rises by for those who gain, falls by for those who lose, both positive.
    """

    modalite: str
    libelle: str
    demandeurs: int = 0
    nombre_gagnants: int = 0
    nombre_perdants: int = 0
    poids: float = 0.0
    payes: float = 0.0
    payes_reforme: float = 0.0
    gagnants: float = 0.0
    perdants: float = 0.0
    brut: float = 0.0
    brut_reforme: float = 0.0
    net: float = 0.0
    net_reforme: float = 0.0
    gains: float = 0.0
    pertes: float = 0.0

    @property
    def ecart_brut(self) -> float:
        """What the reform costs, gross."""
        return round(self.brut_reforme - self.brut, 2)

    @property
    def ecart_net(self) -> float:
        """What the claimants receive more."""
        return round(self.net_reforme - self.net, 2)

    @property
    def inchanges(self) -> float:
        """Weight of those who neither gain nor lose a cent."""
        return round(self.poids - self.gagnants - self.perdants, 6)

    @property
    def gain_moyen(self) -> float | None:
        """Of a claimant who gains."""
        return round(self.gains / self.gagnants, 2) if self.gagnants else None

    @property
    def perte_moyenne(self) -> float | None:
        """Of a claimant who loses."""
        return round(self.pertes / self.perdants, 2) if self.perdants else None

    @property
    def net_moyen(self) -> float | None:
        """Net amount due to a claimant paid, without the reform."""
        return round(self.net / self.payes, 2) if self.payes else None

    @property
    def net_moyen_reforme(self) -> float | None:
        """The same with it."""
        return round(self.net_reforme / self.payes_reforme, 2) if self.payes_reforme else None

    @property
    def faible(self) -> bool:
        """Whether a count that the row shows, other than 0, is of fewer than :data:`PEU` claimants."""
        inchanges = self.demandeurs - self.nombre_gagnants - self.nombre_perdants
        return any(0 < un < PEU for un in (self.demandeurs, self.nombre_gagnants, self.nombre_perdants, inchanges))

    def part(self, poids: float) -> float:
        """A weight over that of the group."""
        return poids / self.poids if self.poids else 0.0


def _poids(lot: Lot) -> pa.Array:
    """The weight of each claimant, 1 where it is not given."""
    poids = numpy.ones(len(lot))
    if "poids" in lot.individus:
        poids[lot.individus["qui"]] = numpy.nan_to_num(lot.individus["poids"], nan=1.0)
    return pa.array(numpy.round(poids, 6)).cast(_POIDS)


def _mesures(totaux, poids: pa.Array) -> dict:
    """What is summed, a value a claimant: amounts are (gross, gross with the reform, net, net with the reform), in cents."""
    brut, brut_reforme, net, net_reforme = totaux
    ecart = net_reforme - net
    zero = pa.scalar(0, pa.int64()).cast(_CENTIMES).cast(_POIDS, safe=False)

    def des(masque):
        return pc.if_else(pa.array(masque), poids, zero)

    def ponderer(centimes):
        return pc.multiply(pa.array(centimes).cast(_CENTIMES), poids)

    return {
        "demandeurs": numpy.ones(len(net), dtype=numpy.int64),
        "nombre_gagnants": (ecart > 0).astype(numpy.int64),
        "nombre_perdants": (ecart < 0).astype(numpy.int64),
        "poids": poids,
        "payes": des(brut > 0),
        "payes_reforme": des(brut_reforme > 0),
        "gagnants": des(ecart > 0),
        "perdants": des(ecart < 0),
        "brut": ponderer(brut),
        "brut_reforme": ponderer(brut_reforme),
        "net": ponderer(net),
        "net_reforme": ponderer(net_reforme),
        "gains": ponderer(numpy.maximum(ecart, 0)),
        "pertes": ponderer(numpy.maximum(-ecart, 0)),
    }


def _du_droit(payes, payes_reforme, droit: pa.Table, reforme: pa.Table, lot: Lot) -> tuple[pa.Array, pa.Array]:
    """The class of age and the motive of the right that pays first: without the reform, else with it."""
    nombre, largeur = payes.shape
    age, fin = numpy.full(nombre, -1, dtype=numpy.int64), numpy.full(nombre, JOUR_ABSENT, dtype=numpy.int64)
    for mois_payes, table in ((payes_reforme, reforme), (payes, droit)):
        ceux = numpy.flatnonzero(mois_payes.any(axis=1))
        places = ceux * largeur + mois_payes[ceux].argmax(axis=1)
        age[ceux] = numpy.asarray(table.column("age_fin_contrat"))[places]
        jours = pc.fill_null(table.column("fin_contrat_du_droit").cast(pa.int32()), JOUR_ABSENT)
        fin[ceux] = numpy.asarray(jours)[places]
    jamais = ~(payes | payes_reforme).any(axis=1)
    debuts = numpy.array([debut for debut, _ in AGES])
    rangs = numpy.searchsorted(debuts, numpy.maximum(age, 0), side="right") - 1
    noms = pa.array([str(debut) for debut in debuts] + [JAMAIS])
    ages = noms.take(pa.array(numpy.where(jamais, len(debuts), rangs)))
    membres = sorted(MotifRupture, key=lambda un: un.index)
    noms = pa.array([un.name for un in membres] + [JAMAIS])
    motifs = noms.take(pa.array(numpy.where(jamais, len(membres), _motif_de(lot, fin))))
    return ages, motifs


def _motif_de(lot: Lot, fins) -> numpy.ndarray:
    """The rank of the motive of the contract of each claimant that ends on a day, 0 where none is given."""
    contrats = lot.contrats
    motifs = numpy.zeros(len(fins), dtype=numpy.int64)
    if "motif" not in contrats or len(contrats["qui"]) == 0:
        return motifs
    vus = contrats["motif"] != ABSENT
    if "conserve" in contrats:
        vus &= contrats["conserve"] != 1
    if not vus.any():
        return motifs
    cles = (contrats["qui"][vus].astype(numpy.int64) << 32) + contrats["fin"][vus]
    ordre = numpy.argsort(cles, kind="stable")
    cles, rangs = cles[ordre], contrats["motif"][vus][ordre]
    cherchees = (numpy.arange(len(fins), dtype=numpy.int64) << 32) + fins
    places = numpy.minimum(numpy.searchsorted(cles, cherchees), len(cles) - 1)
    return numpy.where(cles[places] == cherchees, rangs[places], motifs)


def _territoires(lot: Lot) -> pa.Array:
    rangs = numpy.full(len(lot), Territoire.metropole.index, dtype=numpy.int64)
    if "territoire" in lot.individus:
        codes = lot.individus["territoire"]
        rangs[lot.individus["qui"]] = numpy.where(codes == ABSENT, Territoire.metropole.index, codes)
    return pa.array([un.name for un in sorted(Territoire, key=lambda un: un.index)]).take(pa.array(rangs))


def _variations(net, net_reforme) -> pa.Array:
    """The class of change of each claimant, of cents."""
    ecart = net_reforme - net
    conditions, noms = [ecart == 0, net == 0, net_reforme == 0], ["inchange", "nouveau", "perdu"]
    for seuil in (20, 10, 5, 0):
        depasse = numpy.abs(ecart) * 100 >= seuil * net
        conditions += [(ecart > 0) & depasse, (ecart < 0) & depasse]
        noms += [f"hausse_{seuil}", f"baisse_{seuil}"]
    return pa.array(noms).take(pa.array(numpy.select(conditions, numpy.arange(len(noms)))))


# --- The report


@dataclasses.dataclass(frozen=True)
class Rapport:
    """What a comparison says.

    Attributes:
        reforme: the reform.
        changements: its parameters, told (:meth:`Reforme.en_clair`).
        effets: the sums.
        rejetes: how many claimants have no result, on either side.
        connu: the last month whose amounts are known; None where the law does not say it.
        projection: the sentence on the months after it, where the period has some.
    """

    reforme: Reforme
    changements: list[dict]
    effets: Effets
    rejetes: int = 0
    connu: str | None = None
    projection: str = ""

    @property
    def debut(self) -> str:
        """The first month, ``2023-01``."""
        return _en_mois(self.effets.premier)

    @property
    def fin(self) -> str:
        """The last month."""
        return _en_mois(self.effets.dernier)

    @property
    def pondere(self) -> bool:
        """Whether claimants have weights."""
        return self.effets.ensemble.poids != self.effets.ensemble.demandeurs


def _en_mois(mois: int) -> str:
    return f"{mois // 12:04}-{mois % 12 + 1:02}"


def effectif(poids: float) -> str:
    """``1 234``; a weight that is not whole keeps one decimal under 100."""
    if poids == round(poids) or poids >= 100:
        return f"{poids:,.0f}".replace(",", " ")
    return nombre(round(poids, 1))


def somme(montant: float) -> str:
    """``1 234 €``; cents under a thousand, millions from ten millions on."""
    signe, absolu = ("\u2212" if montant < 0 else ""), abs(montant)
    if absolu >= 1e7:
        texte = f"{absolu / 1e6:,.1f} M€".replace(",", " ").replace(".", ",")
    else:
        texte = f"{absolu:,.0f} €".replace(",", " ") if absolu >= 1000 else euros(absolu)
    return signe + texte


def ecart(montant: float) -> str:
    """The same with its sign."""
    return f"+{somme(montant)}" if montant > 0 else somme(montant)


def taux(part: float, signe: bool = False) -> str:
    """``12,3 %``."""
    texte = f"{abs(part) * 100:.1f} %".replace(".", ",")
    if round(abs(part), 3) == 0:
        return texte
    return ("\u2212" if part < 0 else "+" if signe else "") + texte


def _de_a(avant: float, apres: float, difference: float) -> str:
    relatif = f" ({taux(difference / avant, signe=True)})" if avant else ""
    return f"{somme(avant)} sans la réforme, {somme(apres)} avec : {ecart(difference)}{relatif}"


def reponses(rapport: Rapport) -> list[tuple[str, str]]:
    """The figures of the reform in sentences: the same in the terminal and on the page."""
    tous, jamais = rapport.effets.ensemble, rapport.effets.jamais
    poids = f", qui en représentent {effectif(tous.poids)}" if rapport.pondere else ""
    lignes = [
        ("Demandeurs", f"{effectif(tous.demandeurs)}{poids}"),
        ("Allocations brutes", _de_a(tous.brut, tous.brut_reforme, tous.ecart_brut)),
        ("Net dû aux demandeurs", _de_a(tous.net, tous.net_reforme, tous.ecart_net)),
        ("Indemnisés", f"{effectif(tous.payes)} sans la réforme, {effectif(tous.payes_reforme)} avec"),
    ]
    for titre, combien, moyenne, sens in (
        ("Gagnants", tous.gagnants, tous.gain_moyen, "de plus"), ("Perdants", tous.perdants, tous.perte_moyenne, "de moins"),
    ):  # fmt: skip
        suite = f", {somme(moyenne)} {sens} chacun en moyenne" if moyenne is not None else ""
        lignes.append((titre, f"{effectif(combien)} ({taux(tous.part(combien))}){suite}"))
    dont = f", dont {effectif(jamais.poids)} jamais indemnisés" if jamais.poids else ""
    lignes.append(("Inchangés", f"{effectif(tous.inchanges)} ({taux(tous.part(tous.inchanges))}){dont}"))
    if rapport.rejetes:
        lignes.append(("Rejetés", f"{effectif(rapport.rejetes)}, sans résultat : ils ne sont dans aucun chiffre"))
    if rapport.projection:
        lignes.append(("Projection", rapport.projection))
    return lignes


def _en_lignes(rapport: Rapport) -> list[dict]:
    """The cells as flat rows."""
    lignes = []
    for dimension in DIMENSIONS:
        for une in rapport.effets.cellules(dimension):
            derives = ("inchanges", "ecart_brut", "ecart_net", "gain_moyen", "perte_moyenne", "net_moyen", "net_moyen_reforme")
            derives = {nom: getattr(une, nom) for nom in derives}
            fin = min(rapport.fin, f"{une.modalite}-12") if dimension == "annee" else rapport.fin
            marques = {"effectif_faible": une.faible, "projete": rapport.connu is not None and fin > rapport.connu}
            lignes.append({"dimension": dimension, **dataclasses.asdict(une), **derives, **marques})
    return lignes


def en_json(rapport: Rapport) -> str:
    """The report as JSON."""
    reforme = rapport.reforme
    classe = reforme.classe if isinstance(reforme.classe, str) or reforme.classe is None else reforme.classe.__name__
    contenu = {
        "reforme": {
            "nom": reforme.nom, "description": reforme.description, "classe": classe, "parametres": rapport.changements,
        },
        "debut": rapport.debut,
        "fin": rapport.fin,
        "rejetes": rapport.rejetes,
        "projection": rapport.projection,
        "effets": _en_lignes(rapport),
    }  # fmt: skip
    return json.dumps(contenu, ensure_ascii=False, indent=2) + "\n"


def en_csv(rapport: Rapport) -> str:
    """The cells as CSV: one row a group."""
    sortie = io.BytesIO()
    pyarrow.csv.write_csv(pa.Table.from_pylist(_en_lignes(rapport)), sortie)
    return sortie.getvalue().decode("utf-8")


def controler_les_effets(chemin: str | Path) -> None:
    """The report may be written there.

    Raises:
        ErreurDemande: another ending than those known, a folder that is not there.
    """
    chemin = Path(chemin)
    if chemin.suffix.lower() not in (".html", ".json", ".csv"):
        raise ErreurDemande(f"{chemin} : les effets s'écrivent en .html, .json ou .csv.")
    if not chemin.absolute().parent.is_dir():
        raise ErreurDemande(f"Le dossier de {chemin} n'existe pas.")


def ecrire(rapport: Rapport, chemin: str | Path) -> None:
    """Write the report: a page for ``.html``, else ``.json`` or ``.csv``.

    Raises:
        ErreurDemande: another ending.
    """
    controler_les_effets(chemin)
    chemin = Path(chemin)
    fin = chemin.suffix.lower()
    if fin == ".html":
        from openfisca_chomage.population.page import en_html as ecriture
    else:
        ecriture = {".json": en_json, ".csv": en_csv}[fin]
    chemin.write_text(ecriture(rapport), encoding="utf-8")


# --- In the terminal


def afficher(rapport: Rapport, console) -> None:
    """Print the report (``console`` is one of rich)."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    console.print(Text(f"Effets de la réforme « {rapport.reforme.nom} », de {rapport.debut} à {rapport.fin}", style="bold"))
    for titre, reponse in reponses(rapport):
        ligne = Text(f"{titre} : ")
        ligne.append(reponse, style="cyan")
        console.print(ligne)
    faibles = False
    for dimension in ("annee", "age", "territoire", "motif", "variation"):
        cellules = rapport.effets.cellules(dimension)
        if not cellules:
            continue
        parts = {"Part": "poids"} if dimension == "variation" else {"Gagnants": "gagnants", "Perdants": "perdants"}
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
        for rang, titre in enumerate((TITRES[dimension], "Demandeurs", *parts, "Écart brut", "Écart net")):
            table.add_column(titre, justify="right" if rang else "left", no_wrap=bool(rang))
        for une in cellules:
            faibles |= une.faible
            total = rapport.effets.ensemble if dimension == "variation" else une
            table.add_row(
                une.libelle + (" *" if une.faible else ""), effectif(une.poids),
                *(taux(total.part(getattr(une, champ))) for champ in parts.values()), ecart(une.ecart_brut), ecart(une.ecart_net),
            )  # fmt: skip
        console.print()
        console.print(table)
    if faibles:
        console.print(f"* Un des effectifs de la ligne est de moins de {PEU} demandeurs : chiffre fragile, à ne pas publier.")
