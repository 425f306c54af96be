"""The package and the oracle side by side, block of claimants after block of claimants.

    comparer(graines) -> Bilan                  the law
    comparer_sous_reforme(rang) -> Bilan        claimants told by ranges, under the reform that this number draws

The package computes a whole block in one simulation, by its public door (`SimulationBuilder.build_from_dict`); the oracle
tells the story of each claimant alone.  Every public variable of every month from November 2019 to December 2026 is compared,
in days and in cents.  Who is refused is compared as well: the months before the refusal are, and the refusal itself must come
from both sides: a refusal by one alone is a difference.

A reform is compared with people of every law side by side: each must have the figures of its own, whoever stands beside.  The oracle
changes its own figures; the package is given an OpenFisca reform, then (every other number) a file of `population --reforme`.

    python tests/oracle/comparaison.py 17 23        the situations of these seeds, and what differs
    python tests/oracle/comparaison.py --reforme 3  the reform of this number, and what differs: each claimant with the fewest changes
                                                    and the fewest neighbours that still make it differ
"""

from __future__ import annotations

import dataclasses
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import numpy
import oracle
import oracle_indus
import yaml
from tirage import APRES_TOUT, DERNIER, tirer, tirer_avec_plages, tirer_reforme

PREMIER_MOIS, DERNIER_MOIS = "2019-11", oracle.DERNIER_MOIS
MOIS = oracle.mois_jusqu_a(PREMIER_MOIS, DERNIER_MOIS)
VARIABLES = [*oracle.VARIABLES, *oracle_indus.VARIABLES]
LOT = 1000
LOT_REFORME = 150  # claimants under one reform


@dataclasses.dataclass
class Ecart:
    """One value on which the two computations differ."""

    graine: int
    mois: str
    variable: str
    oracle: object
    paquet: object
    reforme: int | None = None

    def __str__(self) -> str:
        sous = "" if self.reforme is None else f", réforme {self.reforme}"
        return f"graine {self.graine}{sous}  {self.mois}  {self.variable} : oracle {self.oracle}, paquet {self.paquet}"


@dataclasses.dataclass
class Bilan:
    """What was compared, and what was found; bilans add up.

    Attributes:
        demandeurs, mois, valeurs: claimants drawn, months and values compared.
        complets: claimants whose months were all compared.
        refus_communs: refusals by both, by reason.
        ecarts: the differences, refusals by one alone included.
        reformes: how many of the claimants drawn were compared under a reform.
    """

    demandeurs: int = 0
    complets: int = 0
    mois: int = 0
    valeurs: int = 0
    refus_communs: Counter = dataclasses.field(default_factory=Counter)
    ecarts: list[Ecart] = dataclasses.field(default_factory=list)
    reformes: int = 0

    def __add__(self, autre: Bilan) -> Bilan:
        return Bilan(*(getattr(self, champ.name) + getattr(autre, champ.name) for champ in dataclasses.fields(Bilan)))


# --- The package


@cache
def systeme():
    """The law, once a process."""
    from openfisca_chomage import CountryTaxBenefitSystem

    return CountryTaxBenefitSystem()


def systeme_reforme(reforme: dict[str, dict[str, object]], par_fichier: bool = False):
    """The law with a drawn reform: written as an OpenFisca reform, or as the file that `population --reforme` reads."""
    if not reforme:
        return systeme()
    if par_fichier:
        from openfisca_chomage.population.reformes import lire_reforme

        with tempfile.TemporaryDirectory() as dossier:
            fichier = Path(dossier) / "reforme.yaml"
            fichier.write_text(yaml.safe_dump({"nom": "Réforme tirée", "parametres": reforme}, allow_unicode=True), encoding="utf-8")
            return lire_reforme(fichier, systeme()).systeme(systeme())
    from openfisca_core.reforms import Reform

    class ReformeTiree(Reform):
        def apply(self):
            self.modify_parameters(lambda parametres: _changer(parametres, reforme))

    return ReformeTiree(systeme())


def _changer(parametres, reforme: dict[str, dict[str, object]]):
    """Each value from its day to the eve of the next change; between "loi" and the next change, the law's own."""
    from openfisca_core.periods import instant

    for nom, changements in reforme.items():
        parametre, jours = _parametre(parametres, nom), sorted(changements)
        for jour, suivant in zip(jours, [*jours[1:], None], strict=True):
            if changements[jour] != oracle.LOI:
                veille = suivant and instant(suivant).offset(-1, "day")
                parametre.update(start=instant(jour), stop=veille, value=changements[jour])
    return parametres


def _parametre(noeud, nom: str):
    """`bareme.tranche_2.taux` is the rate of the second bracket of a scale."""
    for etape in nom.split("."):
        if etape.startswith("tranche_"):
            noeud = noeud.brackets[int(etape.removeprefix("tranche_")) - 1]
        else:
            noeud = noeud.children[{"seuil": "threshold", "taux": "rate"}.get(etape, etape) if ".tranche_" in nom else etape]
    return noeud


@dataclasses.dataclass
class Calcul:
    """What the package says of one claimant: values by month and variable, and its refusal (month, message) if any."""

    valeurs: dict[str, dict[str, object]] = dataclasses.field(default_factory=dict)
    refus: tuple[str, str] | None = None


def calculer_par_le_paquet(systeme, situations: list[dict], hasard: Random) -> list[Calcul]:
    """All claimants in one simulation, month after month; within a month, the variables in a random order.

    A refusal that the package notes (`consigner`) leaves the others untouched.  One that it raises stops the simulation: the
    claimant that it names is set aside, or looked for by halves when it names nobody, and the others start again.  The months that
    the refused one already has are kept.
    """
    calculs = [Calcul() for _ in situations]
    lots = [list(range(len(situations)))]
    while lots:
        lots.extend(_simuler(systeme, situations, lots.pop(), calculs, hasard))
    return calculs


def _simuler(systeme, situations, restants: list[int], calculs: list[Calcul], hasard: Random) -> list[list[int]]:
    """One simulation; the lots that must be computed again without the claimant that stopped it."""
    from openfisca_core.simulations import SimulationBuilder

    from openfisca_chomage.socle.refus import Refus, consigner

    individus = {str(rang): _avec_ses_periodes(situations[qui]) for rang, qui in enumerate(restants)}
    simulation = SimulationBuilder().build_from_dict(systeme, {"individus": individus})
    consignes = consigner(simulation.populations["individu"])
    for mois in MOIS:
        noms = VARIABLES.copy()
        hasard.shuffle(noms)
        try:
            colonnes = {nom: _liste(simulation.calculate(nom, _periode(mois))) for nom in noms}
            arret = None
        except Refus as refus:
            arret = refus
            if len(refus.chemin) == 4 and str(refus.chemin[1]).isdigit():
                consignes.setdefault(int(refus.chemin[1]), (refus.chemin[2], refus.chemin[3], refus.message))
        for index, (variable, _, message) in consignes.items():
            if calculs[restants[index]].refus is None:
                calculs[restants[index]].refus = (mois, f"{variable} : {message}")
        if arret is not None:
            suite = [rang for rang in restants if calculs[rang].refus is None]
            if len(restants) == 1 and suite:
                calculs[restants[0]].refus, suite = (mois, str(arret)), []
            milieu = len(suite) // 2 if len(suite) == len(restants) else 0
            return [lot for lot in (suite[:milieu], suite[milieu:]) if lot]
        for rang, ligne in zip(restants, zip(*colonnes.values(), strict=True), strict=True):
            if calculs[rang].refus is None:
                calculs[rang].valeurs[mois] = dict(zip(colonnes, ligne, strict=True))
    return []


@cache
def _periode(texte: str):
    """Of OpenFisca: the same few thousand periods are written in every situation."""
    from openfisca_core import periods

    return periods.period(texte)


def _avec_ses_periodes(situation: dict) -> dict:
    return {nom: {_periode(texte): valeur for texte, valeur in valeurs.items()} for nom, valeurs in situation.items()}


def _liste(tableau) -> list:
    if numpy.issubdtype(tableau.dtype, numpy.datetime64):
        tableau = tableau.astype("datetime64[D]")
    return tableau.tolist()


# --- Both


def egales(attendu, obtenu) -> bool:
    """Days and dates to the unit; euros, which the oracle gives in cents, and ratios to a millionth."""
    if type(attendu) in (int, bool, date):
        return attendu == obtenu
    return abs(float(attendu) - obtenu) < 1e-6


def comparer_un(graine: int, recit, calcul: Calcul, bilan: Bilan, reforme: int | None = None) -> None:
    """Add one claimant to the bilan: `recit` is what the oracle says (values by month, refusal)."""
    attendus, refus = recit
    bilan.reformes += reforme is not None
    communs = [m for m in MOIS if m in attendus and m in calcul.valeurs]
    bilan.demandeurs += 1
    bilan.mois += len(communs)
    valeurs = 0
    for m in communs:
        obtenus = calcul.valeurs[m]
        for nom, attendu in attendus[m].items():
            if attendu is None:
                continue
            valeurs += 1
            if not egales(attendu, obtenus[nom]):
                bilan.ecarts.append(Ecart(graine, m, nom, attendu, obtenus[nom], reforme))
    bilan.valeurs += valeurs
    if refus and calcul.refus:
        bilan.refus_communs[categorie(refus[1])] += 1
    elif refus or calcul.refus:
        mois = (refus or calcul.refus)[0]
        bilan.ecarts.append(Ecart(graine, mois, "refus", refus and refus[1], calcul.refus and calcul.refus[1], reforme))
    else:
        bilan.complets += 1


def categorie(message: str) -> str:
    """The reason of a refusal, without its dates."""
    return re.sub(r"\s*(du |: )?\d{4}-\d\d(-\d\d)?( : | au lieu de )?", " ", message).replace("  ", " ").strip(" :,")


def comparer(graines: Iterable[int]) -> Bilan:
    """Draw, compute on both sides, compare."""
    graines = list(graines)
    situations = [tirer(graine) for graine in graines]
    calculs = calculer_par_le_paquet(systeme(), situations, Random(graines[0]))
    bilan = Bilan()
    for graine, situation, calcul in zip(graines, situations, calculs, strict=True):
        comparer_un(graine, oracle_indus.raconter(situation, MOIS), calcul, bilan)
    return bilan


def reforme_de(rang: int) -> dict[str, dict[str, object]]:
    """The reform of this number; a file is only given dates that the doors know."""
    return tirer_reforme(rang, DERNIER if par_fichier(rang) else APRES_TOUT)


def par_fichier(rang: int) -> bool:
    return rang % 2 == 1


def graines_de(rang: int) -> range:
    return range(rang * LOT_REFORME, (rang + 1) * LOT_REFORME)


def comparer_sous_reforme(rang: int) -> Bilan:
    """Draw a reform, and claimants told by ranges; compute them together under it, on both sides; compare."""
    return comparer_reforme(rang, reforme_de(rang), graines_de(rang))


def comparer_reforme(rang: int, reforme: dict[str, dict[str, object]], graines: Iterable[int]) -> Bilan:
    graines = list(graines)
    situations = [tirer_avec_plages(graine) for graine in graines]
    calculs = calculer_par_le_paquet(systeme_reforme(reforme, par_fichier(rang)), situations, Random(rang))
    bilan = Bilan()
    with oracle.loi_reformee(reforme):
        for graine, situation, calcul in zip(graines, situations, calculs, strict=True):
            comparer_un(graine, oracle_indus.raconter(situation, MOIS), calcul, bilan, rang)
    return bilan


def comparer_bloc(bornes: tuple[int, int]) -> Bilan:
    """The seeds from the first to the last, this one excluded: what a process is given."""
    return comparer(range(*bornes))


def montrer(graine: int) -> None:
    print(json.dumps(tirer(graine), indent=1, ensure_ascii=False))
    print("\n".join(map(str, comparer([graine]).ecarts)) or f"graine {graine} : aucun écart")


def montrer_reforme(rang: int) -> None:
    """The reform; then, of what differs, each claimant with what makes it differ and nothing else."""
    reforme = reforme_de(rang)
    print(json.dumps(reforme, indent=1, ensure_ascii=False))
    premiers = {ecart.graine: ecart for ecart in reversed(comparer_reforme(rang, reforme, graines_de(rang)).ecarts)}
    for graine, ecart in sorted(premiers.items()):
        changements, voisins = reduire(rang, reforme, graine)
        print(ecart, "\n  ", changements or "sans réforme : une plage", f"avec {voisins}" if voisins else "seule")
    print(f"réforme {rang} : {len(premiers)} demandeurs sur {LOT_REFORME} diffèrent")


def reduire(rang: int, reforme: dict, graine: int) -> tuple[dict, list[int]]:
    """The fewest changes, and the fewest neighbours, with which this claimant still differs."""
    def differe(changements: dict, voisins: list[int]) -> bool:
        return any(ecart.graine == graine for ecart in comparer_reforme(rang, changements, [graine, *voisins]).ecarts)

    voisins = [autre for autre in graines_de(rang) if autre != graine]
    voisins = [] if differe(reforme, []) else _moins(voisins, lambda moins: differe(reforme, moins))
    noms = _moins(list(reforme), lambda moins: differe({nom: reforme[nom] for nom in moins}, voisins))
    return {nom: reforme[nom] for nom in noms}, voisins


def _moins(elements: list, suffit) -> list:
    """By halves, then quarters...: a part that suffices still, and of which no piece can go."""
    taille = len(elements)
    while taille:
        debut = 0
        while debut < len(elements):
            reste = elements[:debut] + elements[debut + taille:]
            if suffit(reste):
                elements = reste
            else:
                debut += taille
        taille //= 2
    return elements


if __name__ == "__main__":
    montre, demandes = (montrer_reforme, sys.argv[2:]) if sys.argv[1:2] == ["--reforme"] else (montrer, sys.argv[1:])
    for une in demandes:
        montre(int(une))
