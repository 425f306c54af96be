"""What the mutation check (``docs/mutation.md``) showed that no test saw of the foundations: sentences, paths, bounds, order.

The sentences are those that a person reads; a word that changes in one of them changes here on purpose.
"""

import datetime
import functools
import io
from types import SimpleNamespace

import numpy
import pytest
import yaml
from openfisca_core import populations, simulations
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import Parameter
from openfisca_core.periods import DateUnit, period
from openfisca_core.populations import ADD
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.variables import Variable

from openfisca_chomage.entites import Individu
from openfisca_chomage.nomenclatures import MotifRupture, Territoire
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import carriere, controle, monnaie, phrases, refus, saisie, texte_yaml
from openfisca_chomage.socle.carriere import LOIN, Carriere
from openfisca_chomage.socle.controle import Controle, Limites
from openfisca_chomage.socle.histoire import anterieur, debut_histoire, lire_matrice, oublier_avant
from openfisca_chomage.socle.inchange import la_ou_change
from openfisca_chomage.socle.loi import Loi, Regle, serie
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.moteur import PopulationChomage
from openfisca_chomage.socle.nature import Nature
from openfisca_chomage.socle.refus import Refus
from openfisca_chomage.socle.texte_yaml import FauteDeTexte, composer, lire_octets
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.systeme import avec_nos_populations

# --- A situation looked at before it is built


class Objet(dict):
    """An object of JSON with fields written twice."""

    def __init__(self, doublons, **champs):
        super().__init__(**champs)
        self.doublons = doublons


def vues(fautes) -> list[tuple]:
    return [(".".join(une.chemin), une.message) if une.code == 400 else (".".join(une.chemin), une.message, une.code) for une in fautes]


def moi(**champs) -> dict:
    return {"individus": {"moi": champs}}


def foyer(**roles) -> dict:
    return {"individus": {"moi": {}, "toi": {}, "lui": {}}, "familles": {"nous": roles}}


ATTENDU = 'Une situation : { "individus": { "moi": { ... } } } est attendue, pas '
MEMBRES = "Un objet, avec un nom par membre, est attendu, pas "
CHAMPS = "Un objet, avec un nom de variable par champ, est attendu, pas "
DEUX_FOIS = "est écrit deux fois : seule la dernière valeur serait lue."
AUCUN = ("individus", "Aucun individu : il en faut au moins un.")
FORMES = "écrivez un mois (2025-03), une année (2025), une plage (day:2025-03-04:180) ou ETERNITY."
LONG = "x" * 80

SITUATIONS = {
    "bonne": (moi(salaire_brut={"2025-03": 1000}), []),
    "une liste": ([1], [("situation", ATTENDU + "une liste.")]),
    "rien": (None, [("situation", ATTENDU + "null.")]),
    "vrai": (True, [("situation", ATTENDU + "true.")]),
    "un nombre": (3.5, [("situation", ATTENDU + "« 3.5 ».")]),
    "un texte de 80": (LONG, [("situation", f"{ATTENDU}« {LONG} ».")]),
    "un texte de 81": (LONG + "y", [("situation", f"{ATTENDU}« {LONG}… ».")]),
    "écrits deux fois": (
        Objet(["individus", ""]), [("individus", f"« individus » {DEUX_FOIS}"), ("(vide)", f"«  » {DEUX_FOIS}")],
    ),
    "des axes": ({**moi(), "axes": []}, [("axes", "Les axes ne passent pas par l'API, qui n'en rendrait que la première valeur.")]),
    "une entité inconnue": (
        {"individu": {}, **moi(are_nete={})},
        [
            ("individu", "« individu » n'est pas une entité : individus, familles. Vouliez-vous dire « individus » ?"),
            ("individus.moi.are_nete", "« are_nete » n'est pas une variable. Vouliez-vous dire « are_nette » ?", 404),
        ],
    ),
    "une entité sans nom": ({"": {}, **moi()}, [("(vide)", "«  » n'est pas une entité : individus, familles.")]),
    "aucun individu": ({}, [AUCUN]),
    "des individus vides": ({"individus": {}}, [AUCUN]),
    "des individus nuls": ({"individus": None}, [("individus", MEMBRES + "null."), AUCUN]),
    "des individus en liste": ({"individus": [1]}, [("individus", MEMBRES + "une liste.")]),
    "un membre écrit deux fois": (
        {"individus": Objet(["moi"], moi={"primes": {"2025-03": -1}})},
        [
            ("individus.moi", f"« moi » {DEUX_FOIS}"),
            ("individus.moi.primes.2025-03", "« -1 » est négatif : une valeur positive ou nulle est attendue pour « primes »."),
        ],
    ),
    "des noms de membre impossibles": (
        {"individus": {" ": {"a": {}}, "a/b": {"a": {}}, "moi": []}},
        [
            ("individus.(vide)", "Un identifiant ne peut pas être vide."),
            ("individus.a∕b", "L'identifiant « a/b » contient « / », qui sépare les étapes d'un chemin : écrivez-le autrement."),
            ("individus.moi", CHAMPS + "une liste."),
        ],
    ),
    "un nom de membre après un nom impossible": (
        {"individus": {"a/b": {}, " ": {}, "moi": {}}},
        [
            ("individus.a∕b", "L'identifiant « a/b » contient « / », qui sépare les étapes d'un chemin : écrivez-le autrement."),
            ("individus.(vide)", "Un identifiant ne peut pas être vide."),
        ],
    ),
    "un champ écrit deux fois": (
        {"individus": {"moi": Objet(["primes"])}}, [("individus.moi.primes", f"« primes » {DEUX_FOIS}")],
    ),
    "une variable inconnue": (
        moi(zzz={"2025": 1}, **{"": 1}),
        [
            ("individus.moi.zzz", "« zzz » n'est pas une variable. La liste est à /variables.", 404),
            ("individus.moi.(vide)", "«  » n'est pas une variable. La liste est à /variables.", 404),
        ],
    ),
    "une variable d'une autre entité": (
        foyer(salaire_brut={"2025-03": 1}),
        [("familles.nous.salaire_brut", "« salaire_brut » est une variable des individus, pas des familles.")],
    ),
    "une valeur sans période": (
        moi(salaire_brut=1000, primes=[1]),
        [
            (
                "individus.moi.salaire_brut",
                '« salaire_brut » s\'écrit avec sa période, {"2025-03": ...} : un objet est attendu, pas « 1000 ».',
            ),
            ("individus.moi.primes", '« primes » s\'écrit avec sa période, {"2025-03": ...} : un objet est attendu, pas une liste.'),
        ],
    ),
    "une période écrite deux fois": (
        moi(primes=Objet(["2025-03"], **{"2025-03": -1})),
        [
            ("individus.moi.primes.2025-03", f"« 2025-03 » {DEUX_FOIS}"),
            ("individus.moi.primes.2025-03", "« -1 » est négatif : une valeur positive ou nulle est attendue pour « primes »."),
        ],
    ),
    "des périodes qui n'en sont pas": (
        moi(salaire_brut={
            "": 1, "mars": 1, "1899-12": 1, "1900-01": 1, "2100-12": 1, "2101-01": 1, "month:2100-12:2": 1, "year:1899:3": 1}),
        [
            ("individus.moi.salaire_brut.(vide)", f"«  » n'est pas une période : {FORMES}"),
            ("individus.moi.salaire_brut.mars", f"« mars » n'est pas une période : {FORMES}"),
            ("individus.moi.salaire_brut.1899-12", "« 1899-12 » : une période non vide, de 1900 à 2100, est attendue."),
            ("individus.moi.salaire_brut.2101-01", "« 2101-01 » : une période non vide, de 1900 à 2100, est attendue."),
            ("individus.moi.salaire_brut.month:2100-12:2", "« month:2100-12:2 » : une période non vide, de 1900 à 2100, est attendue."),
            ("individus.moi.salaire_brut.year:1899:3", "« year:1899:3 » : une période non vide, de 1900 à 2100, est attendue."),
        ],
    ),
    "des plages sans fin ou sans jour": (
        moi(calendrier_contrats={"day:2025-03-04:0": True, "day:2025-03-04:1": True, "day:2025-03-04:99999999": True, "9999": True}),
        [
            (f"individus.moi.calendrier_contrats.{une}", f"« {une} » : une période non vide, de 1900 à 2100, est attendue.")
            for une in ("day:2025-03-04:0", "day:2025-03-04:99999999", "9999")
        ],
    ),
    "l'éternité d'un mois": (
        moi(salaire_brut={"ETERNITY": 1}),
        [
            (
                "individus.moi.salaire_brut.ETERNITY",
                "« salaire_brut » change avec le temps : "
                "écrivez un mois (2025-03), une année (2025), une plage (day:2025-03-04:180).",
            ),
        ],
    ),
    "une variable de toujours": (
        moi(date_naissance={"ETERNITY": "1985-06-12", "2025-03": None, "2025": "1985-06-12"}), [],
    ),
    "l'éternité demandée": (
        moi(are_nette={"ETERNITY": None, "2025-03": None}),
        [
            (
                "individus.moi.are_nette.ETERNITY",
                "« are_nette » se demande sur un mois (2025-03), pas sur « ETERNITY » : écrivez une ligne par mois demandé.",
            ),
        ],
    ),
    "une demande d'une autre période": (
        moi(are_nette={"2025": None, "month:2025-01:2": None, "2025-01-01": None, "month:2025-01": None}),
        [
            (
                f"individus.moi.are_nette.{une}",
                f"« are_nette » se demande sur un mois (2025-03), pas sur « {une} » : écrivez une ligne par mois demandé.",
            )
            for une in ("2025", "month:2025-01:2", "2025-01-01")
        ],
    ),
    "avant la loi": (
        moi(are_nette={"2019-10": None, "2019-11": None}, salaire_brut={"2019-10": None}),
        [
            (
                "individus.moi.are_nette.2019-10",
                "« are_nette » se calcule depuis 2019-11 : la loi d'avant n'est pas modélisée. Demandez un mois plus récent.",
            ),
        ],
    ),
    "une liste pour une valeur": (
        moi(salaire_brut={"2025-03": [1], "2025-04": {}}),
        [
            ("individus.moi.salaire_brut.2025-03", "Une seule valeur est attendue, pas une liste."),
            ("individus.moi.salaire_brut.2025-04", "Une seule valeur est attendue, pas un objet."),
        ],
    ),
    "un texte vide": (
        moi(salaire_brut={"2025-03": " "}),
        [("individus.moi.salaire_brut.2025-03", "Une valeur est attendue, pas un texte vide. Pour la demander, écrivez null.")],
    ),
    "des motifs": (
        moi(territoire={"2025-03": "drom", "2025-04": "drum"}),
        [
            (
                "individus.moi.territoire.2025-04",
                "« drum » n'est pas connu de « territoire ». Vouliez-vous dire « drom » ? Connus : metropole, drom, mayotte.",
            ),
        ],
    ),
    "un motif qui ne ressemble à rien": (
        moi(territoire={"2025-03": 7}),
        [("individus.moi.territoire.2025-03", "« 7 » n'est pas connu de « territoire ». Connus : metropole, drom, mayotte.")],
    ),
    "les places d'une famille": (foyer(parents=["moi", "toi"], enfants=["lui"]), []),
    "une place d'un seul": (foyer(parents="moi"), []),
    "des places qui n'en sont pas": (
        foyer(parents=7, enfants=[3, "luy", "moi", "moi", "toi"], primes={"2025-03": 1}),
        [
            ("familles.nous.parents", "Une liste d'identifiants est attendue, pas « 7 »."),
            ("familles.nous.enfants", "Un identifiant est un texte, pas « 3 »."),
            ("familles.nous.enfants", "« luy » n'est pas un individu de la situation. Vouliez-vous dire « lui » ?"),
            ("familles.nous.enfants", "« moi » est déjà placé : une personne n'a qu'une place par entité."),
            ("familles.nous.primes", "« primes » est une variable des individus, pas des familles."),
        ],
    ),
    "une place dans deux familles": (
        {**moi(), "familles": {"nous": {"parents": ["moi"]}, "eux": {"parents": ["moi"]}}},
        [("familles.eux.parents", "« moi » est déjà placé : une personne n'a qu'une place par entité.")],
    ),
    "trop de parents": (foyer(parents=["moi", "toi", "lui"]), [("familles.nous.parents", "3 parents : 2 au plus.")]),
    "des places sans individus": (
        {"familles": {"nous": {"parents": ["moi"]}}},
        [("familles.nous.parents", "« moi » n'est pas un individu de la situation."), AUCUN],
    ),
}


@pytest.mark.parametrize("nom", SITUATIONS)
def test_situation(systeme, nom):
    situation, attendues = SITUATIONS[nom]
    assert vues(Controle(systeme).situation(situation)) == attendues


TEXTE = "est un texte : écrivez un nombre sans guillemets, ou true."
CALENDRIER = (
    "« %s » : un calendrier s'écrit true pour une plage de jours (« day:2025-03-04:180 »: true), jamais par un masque de bits."
)
DATE = "« %s » : une date AAAA-MM-JJ, depuis 1900 et avant 2100, est attendue."
GRAND = "« %s » est trop grand pour être un montant, des heures ou des jours."

VALEURS = [
    ("salaire_brut", 0, None), ("salaire_brut", 12.5, None), ("salaire_brut", 1e8, None),
    ("salaire_brut", "12", f"« 12 » {TEXTE}"),
    ("salaire_brut", "12,5", f"« 12,5 » {TEXTE} Les décimales s'écrivent avec un point."),
    ("salaire_brut", datetime.date(2025, 3, 1), "« 2025-03-01 » n'est pas un nombre : un nombre est attendu pour « salaire_brut »."),
    ("salaire_brut", float("inf"), "« inf » n'est pas un nombre fini : un nombre est attendu pour « salaire_brut »."),
    ("salaire_brut", float("nan"), "« nan » n'est pas un nombre fini : un nombre est attendu pour « salaire_brut »."),
    ("salaire_brut", 100000000.5, GRAND % "100000000.5"),
    ("salaire_brut", -100000001, GRAND % "-100000001"),
    ("salaire_brut", 10**19, GRAND % "10000000000000000000"), ("salaire_brut", 10**20, GRAND % "10000000000000000000…"),
    ("salaire_brut", True, "« true » n'est pas un nombre : un nombre est attendu pour « salaire_brut »."),
    ("salaire_brut", -0.5, "« -0.5 » est négatif : une valeur positive ou nulle est attendue pour « salaire_brut »."),
    ("salaire_brut", -1, "« -1 » est négatif : une valeur positive ou nulle est attendue pour « salaire_brut »."),
    ("are_nette", -1, None), ("are_nette", 0, None), ("reliquat", 0, None),
    ("are_nette", -2, "« -2 » est négatif : une valeur positive ou nulle est attendue pour « are_nette »."),
    ("reliquat", 3, None), ("reliquat", 3.0, None), ("reliquat", -1, None), ("reliquat", True, None), ("are_nette", 0.5, None),
    ("reliquat", 3.5, "« 3.5 » n'est pas entier : un entier est attendu pour « reliquat »."),
    ("calendrier_contrats", True, None), ("calendrier_contrats", 0, None), ("calendrier_contrats", 1, None),
    ("calendrier_contrats", 2, CALENDRIER % "2"), ("calendrier_contrats", -1, CALENDRIER % "-1"),
    (
        "calendrier_contrats", datetime.date(2025, 3, 1),
        "« 2025-03-01 » n'est pas un nombre : true est attendu pour « calendrier_contrats ».",
    ),
    ("saisie_en_cours", False, None), ("saisie_en_cours", 1, None),
    ("saisie_en_cours", 0.5, "« 0.5 » : true ou false est attendu pour « saisie_en_cours »."),
    ("date_fin_contrat", "2025-03-04", None), ("date_fin_contrat", datetime.date(2025, 3, 4), None),
    ("date_fin_contrat", "1900-01-01", None), ("date_fin_contrat", "2099-12-31", None), ("date_fin_contrat", "2199-12-31", None),
    ("date_fin_contrat", "1899-12-31", DATE % "1899-12-31"), ("date_fin_contrat", "2100-01-01", DATE % "2100-01-01"),
    ("date_fin_contrat", "2199-12-30", DATE % "2199-12-30"), ("date_fin_contrat", "2025-02-30", DATE % "2025-02-30"),
    ("date_fin_contrat", "20250304", DATE % "20250304"), ("date_fin_contrat", "2025-3-04", DATE % "2025-3-04"),
    ("date_fin_contrat", datetime.datetime(2025, 3, 4), DATE % "2025-03-04 00:00:00"),
    ("date_fin_contrat", 20250304, DATE % "20250304"),
    ("date_fin_contrat", 2025, DATE % "2025"), ("date_fin_contrat", 2025030400, DATE % "2025030400"),
    ("date_fin_contrat", 20250304.0, DATE % "20250304.0"),
]


@pytest.mark.parametrize(("nom", "valeur", "attendue"), VALEURS, ids=[f"{nom} {valeur}" for nom, valeur, _ in VALEURS])
def test_une_valeur(systeme, nom, valeur, attendue):
    fautes = vues(Controle(systeme).variable((nom,), {"2025-03": valeur}))
    assert fautes == ([] if attendue is None else [(f"{nom}.2025-03", attendue)])


def trop_de_valeurs(nombre) -> str:
    return f"Plus de {nombre} valeurs données ou demandées. Faites plusieurs appels, ou passez par Python."


def trop_de_mois(nombre) -> str:
    return (
        f"Les périodes données couvrent plus de {nombre} mois, toutes variables ensemble : "
        "réunissez les plages qui se suivent, ou passez par Python."
    )


TROIS = {"2025-01": 1, "2025-02": 1, "2025-03": 1}
DEUX_PERSONNES = {"individus": {"moi": {"primes": {"2025": 1}}, "toi": {"primes": {"2025": 1}}}}
LIMITES = {
    "trois valeurs sur trois": ({"valeurs": 3}, moi(primes=TROIS), []),
    "trois valeurs sur deux": ({"valeurs": 2}, moi(primes=TROIS, zzz=1), [("individus", trop_de_valeurs(2), 413)]),
    "des valeurs de plusieurs variables": (
        {"valeurs": 3}, moi(primes=TROIS, salaire_brut={"2025": 1}, zzz=1), [("individus", trop_de_valeurs(3), 413)],
    ),
    "une valeur fautive compte": (
        {"valeurs": 1}, moi(primes={"mars": 1, "2025": 1}),
        [("individus.moi.primes.mars", f"« mars » n'est pas une période : {FORMES}"), ("individus", trop_de_valeurs(1), 413)],
    ),
    "douze mois sur douze": ({"mois": 12}, moi(primes={"2025": 1}), []),
    "treize mois sur douze": ({"mois": 12}, moi(primes={"month:2024-12:13": 1}), [("individus", trop_de_mois(12), 413)]),
    "deux années à cheval": ({"mois": 14}, moi(primes={"day:2023-12-31:397": 1}), []),  # up to 30 January 2025
    "deux années à cheval, trop": ({"mois": 13}, moi(primes={"day:2023-12-31:397": 1}), [("individus", trop_de_mois(13), 413)]),
    "la même période de deux personnes": ({"mois": 12}, DEUX_PERSONNES, []),
    "la même période de deux variables": (
        {"mois": 23}, moi(primes={"2025": 1}, salaire_brut={"2025": 1}), [("individus", trop_de_mois(23), 413)],
    ),
    "deux variables de douze mois": ({"mois": 24}, moi(primes={"2025": 1}, salaire_brut={"2025": 1}), []),
    "l'éternité ne couvre rien": ({"mois": 0}, moi(date_naissance={"ETERNITY": "1985-06-12"}), []),
    "trop de mois d'une variable, puis une faute": (
        {"mois": 1}, moi(primes={"2025": 1, "mars": 1}), [("individus", trop_de_mois(1), 413)],
    ),
    "trop de mois, juste assez de valeurs": ({"valeurs": 1, "mois": 1}, moi(primes={"2025": 1}), [("individus", trop_de_mois(1), 413)]),
    "deux personnes sur deux": ({"personnes": 2}, DEUX_PERSONNES, []),
    "deux personnes sur une": (
        {"personnes": 1}, {"familles": None, **DEUX_PERSONNES, "zzz": {}},
        [("individus", "2 individus : 1 au plus par appel. Faites plusieurs appels, ou passez par Python.", 413)],
    ),
}


@pytest.mark.parametrize("nom", LIMITES)
def test_limites(systeme, nom):
    limites, situation, attendues = LIMITES[nom]
    assert vues(Controle(systeme, Limites(**limites)).situation(situation)) == attendues


def test_sans_limite(systeme):
    situation = {"individus": {f"p{rang}": {"primes": {"1900": 0, "2100": 0}} for rang in range(300)}}
    assert list(Controle(systeme).situation(situation)) == []
    assert Limites() == Limites(float("inf"), float("inf"), float("inf"))


def test_variable_seule_dans_les_limites(systeme):
    """A variable looked at alone stops at the limit, without a word: who looks at it counts the whole."""
    fautive = {"2025-01": -1, "2025-02": -1, "2025-03": -1}
    assert len(vues(Controle(systeme, Limites(valeurs=1)).variable(("primes",), fautive))) == 2
    assert len(vues(Controle(systeme, Limites(mois=1)).variable(("primes",), fautive))) == 2
    assert len(vues(Controle(systeme, Limites(valeurs=3, mois=3)).variable(("primes",), fautive))) == 3


def test_ce_que_les_regles_diront_mieux(systeme):
    """What is asked before the law is kept aside where it is tried, and refused where it is not."""
    demande, avant = moi(are_nette={"2019-10": None}), "individus.moi.are_nette.2019-10"
    message = "« are_nette » se calcule depuis 2019-11 : la loi d'avant n'est pas modélisée. Demandez un mois plus récent."
    essai = Controle(systeme, laisser_calculer=True)
    assert list(essai.situation(demande)) == [] and vues(essai.avant_la_loi) == [(avant, message)]
    refuse = Controle(systeme, laisser_calculer=False)
    assert vues(refuse.situation(demande)) == [(avant, message)] and refuse.avant_la_loi == []


def test_periode_par_son_genre(systeme):
    """YAML gives years as numbers: 2025 is one, 2025.0 is not, whichever comes first."""
    vue = Controle(systeme)
    for _ in range(2):
        assert str(vue.periode(2025)) == str(vue.periode("2025")) == "2025"
        assert vue.periode(2025.0) == f"« 2025.0 » n'est pas une période : {FORMES}"
    assert vue.periode("2025-03") is vue.periode("2025-03")


def test_demande_d_une_variable_d_un_autre_pas():
    """Reforms may have variables of a year or of a day, or of a week, which has no example."""
    for unite, attendue, bonne in (
        (DateUnit.YEAR, "une année (2025)", "2025"), (DateUnit.DAY, "un jour (2025-03-04)", "2025-03-04"),
        (DateUnit.WEEK, "week", "2025-W10"), (DateUnit.MONTH, "un mois (2025-03)", "2025-03"),
    ):
        variable = SimpleNamespace(
            name="x", definition_period=unite, entity=SimpleNamespace(key="individu"), formulas={}, value_type=str, set_input=None,
        )
        vue = Controle(SimpleNamespace(variables={"x": variable}))
        assert vues(vue.variable(("x",), {bonne: None, "2026": "texte"})) == []
        autre = "month:2025-01:2"
        message = f"« x » se demande sur {attendue}, pas sur « {autre} » : écrivez une ligne par mois demandé."
        assert vues(vue.variable(("x",), {autre: None})) == [(f"x.{autre}", message)]


def test_proche_et_nature():
    assert controle.proche("salaire_bru", ["primes", "salaire_brut", "salaire_brute"]) == " Vouliez-vous dire « salaire_brut » ?"
    assert controle.proche("zzz", ["primes"]) == "" == controle.proche("primes", [])
    assert controle.proche("a" * 80 + "b" * 10**5, iter(["a" * 80])) == f" Vouliez-vous dire « {'a' * 80} » ?"
    natures = [(None, "null"), ([], "une liste"), ({}, "un objet"), (True, "true"), (False, "false"), (0, "« 0 »"), ("a", "« a »")]
    assert [controle.nature(valeur) for valeur, _ in natures] == [attendue for _, attendue in natures]
    assert controle.court("a" * 20, 20) == "a" * 20 and controle.court("a" * 21, 20) == "a" * 20 + "…"


# --- A YAML text that nobody vouches for


def faute(texte, renvois=False) -> tuple:
    with pytest.raises(FauteDeTexte) as erreur:
        composer(texte, renvois)
    assert str(erreur.value) == erreur.value.message
    return erreur.value.ligne, erreur.value.message


MAL_FORME = "Le YAML n'est pas bien formé, colonne %d (%s) : vérifiez les espaces, les « : » et les accolades."
IMBRIQUE = "Le fichier est trop imbriqué : 30 niveaux au plus."


def test_textes_lus():
    lecteur, racine = composer("a: 1\nb: [2, x]\nc: !!str 3\nd: ! x\ne: !!float 5\nf: !!seq []\n")
    assert lecteur.construct_document(racine) == {"a": 1, "b": [2, "x"], "c": "3", "d": "x", "e": 5.0, "f": []}
    assert composer("")[1] is None and composer("", True)[1] is None
    lecteur, racine = composer("a: &un [1]\nb: *un\nc: *un\n", renvois=True)
    assert lecteur.construct_document(racine) == {"a": [1], "b": [1], "c": [1]}


def test_imbrication():
    for ouvre, ferme in ("[]", "{}"):
        assert composer(ouvre * 30 + ferme * 30)[1] is not None if ouvre == "[" else True
        assert faute("\n" + "[" * 30 + ouvre)[0] == 2
    assert faute("[" * 31 + "]" * 31) == (1, IMBRIQUE)
    assert faute("a:\n  " + "{b: " * 30 + "1" + "}" * 30) == (2, IMBRIQUE)
    assert composer("a:\n  " + "{b: " * 29 + "1" + "}" * 29)[1] is not None
    assert faute("[" + "[], " * 20 + "[" * 30 + "]" * 31) == (1, IMBRIQUE)
    assert faute("[" * 20 + "[], " + "[" * 11 + "]" * 31) == (1, IMBRIQUE)
    cote_a_cote = "[" + ", ".join(["[" * 20 + "]" * 20] * 5) + "]"
    assert composer(cote_a_cote)[1] is not None


def test_textes_mal_formes():
    ligne, message = faute("a: 1\nb: [2\nc: 3\n")
    assert message.startswith("Le YAML n'est pas bien formé, colonne ")
    assert ligne == 3 and "vérifiez les espaces, les « : » et les accolades." in message
    ligne, message = faute("a: 1\n  b: 2\n")  # the second « : » is the fourth character of its line
    assert (ligne, message) == (2, MAL_FORME % (4, "mapping values are not allowed in this context"))
    ligne, message = faute("--- a\n--- b\n")
    assert ligne == 2 and "but found another document" in message
    assert faute("a: 1\nb: \x07\n") == (2, "Un caractère du fichier ne peut pas être lu.")
    assert faute("\x07") == (1, "Un caractère du fichier ne peut pas être lu.")
    assert faute("\n\x07")[0] == 2 and faute("\n\n\x07")[0] == 3


def test_fautes_d_autres_versions_du_lecteur(monkeypatch):
    """Parsers that have a bound of their own, or do not say where: what is known is told."""
    ici = yaml.Mark("", 0, 4, 6, None, None)
    caractere = "Un caractère du fichier ne peut pas être lu."
    sans_lieu = "Le YAML n'est pas bien formé (x) : vérifiez les espaces, les « : » et les accolades."
    for erreur, attendue in (
        (yaml.MarkedYAMLError(problem="exceeded maximum nesting", problem_mark=ici), (5, IMBRIQUE)),
        (yaml.MarkedYAMLError(problem="exceeded maximum nesting"), (None, IMBRIQUE)),
        (yaml.MarkedYAMLError(problem="x", context_mark=ici), (5, MAL_FORME % (7, "x"))),
        (yaml.MarkedYAMLError(context_mark=ici), (5, MAL_FORME % (7, None))),
        (yaml.MarkedYAMLError(problem="x"), (None, sans_lieu)),
        (yaml.YAMLError(), (None, caractere)),
    ):
        def echouer(*_, erreur=erreur, **__):
            raise erreur

        monkeypatch.setattr(yaml, "parse", echouer)
        assert faute("a: 1") == attendue


def test_etiquettes_et_renvois():
    assert faute("a: 1\nb: !!python/object/apply:os.system ['exit 3']\n") == (
        2, "L'étiquette « !!python/object/apply:os.system » n'est pas admise : écrivez la valeur seule.",
    )
    assert faute("a: !euros 3") == (1, "L'étiquette « !euros » n'est pas admise : écrivez la valeur seule.")
    assert faute("a: !" + "x" * 100) == (1, f"L'étiquette « !{'x' * 59} » n'est pas admise : écrivez la valeur seule.")
    assert faute("!!set {a}") == (1, "L'étiquette « !!set » n'est pas admise : écrivez la valeur seule.")
    renvoi = "a: &un 1\nb: *un\n"
    assert faute(renvoi) == (2, "Un renvoi (*nom) n'est pas admis : écrivez la valeur.")
    with pytest.raises(FauteDeTexte):
        composer(renvoi)
    assert composer(renvoi, True)[1] is not None
    assert faute("a: 1\nb: &soi [1, *soi]\n", True) == (2, "Un renvoi (*nom) se contient lui-même : écrivez la valeur.")
    assert faute("a: 1\nb: &soi {c: *soi}\n", True) == (2, "Un renvoi (*nom) se contient lui-même : écrivez la valeur.")


def test_renvois_qui_se_deplient(monkeypatch):
    """Nodes counted by hand: a text is one, a list one and its items, a mapping one, its keys and its values."""
    texte = "- &un [a, b]\n- {c: *un, d: e}\n"  # 1 + (1 + 2) + (1 + 1 + 3 + 1 + 1) = 11
    monkeypatch.setattr(texte_yaml, "NOEUDS", 11)
    assert composer(texte, True)[1] is not None
    monkeypatch.setattr(texte_yaml, "NOEUDS", 10)
    assert faute(texte, True) == (1, "Les renvois (*nom) se déplient en plus de 10 valeurs : écrivez-les.")
    assert composer(texte.replace("*un", "f"), False)[1] is not None
    monkeypatch.setattr(texte_yaml, "NOEUDS", 6)
    assert faute(texte, True) == (2, "Les renvois (*nom) se déplient en plus de 6 valeurs : écrivez-les.")


def test_fichiers(tmp_path, monkeypatch):
    chemin = tmp_path / "un.yaml"

    def lue(octets, maximum=10) -> object:
        chemin.write_bytes(octets)
        try:
            return lire_octets(chemin, maximum, "un essai")
        except FauteDeTexte as erreur:
            return erreur.ligne, erreur.message

    assert lue("é: 1".encode()) == "é: 1" and lue("\ufeffa".encode()) == "a" and lue(b"0123456789") == "0123456789"
    assert lue(b"0123456789a") == (None, "Le fichier est trop gros pour être un essai : 1e-05 Mo au plus.")
    assert lue(b"a" * 500_001, 500_000) == (None, "Le fichier est trop gros pour être un essai : 0,5 Mo au plus.")
    assert lue(b"a\nb\nc\xe9\n") == (3, "Le fichier n'est pas en UTF-8 : enregistrez-le dans cet encodage.")
    for octets, ligne in ((b"\xe9", 1), (b"\n\xe9", 2)):
        assert lue(octets) == (ligne, "Le fichier n'est pas en UTF-8 : enregistrez-le dans cet encodage.")
    for autre, pourquoi in ((tmp_path / "deux.yaml", "il n'existe pas"), (tmp_path, "c'est un répertoire")):
        with pytest.raises(FauteDeTexte) as erreur:
            lire_octets(autre, 10**6, "un essai")
        assert (erreur.value.ligne, erreur.value.message) == (None, f"Le fichier ne peut pas être lu : {pourquoi}.")
    # a file that grows, or that has no size of its own, is not read further than what is admitted
    monkeypatch.setattr(type(chemin), "stat", lambda _: SimpleNamespace(st_size=0))
    assert lue(b"0123456789") == "0123456789"
    assert lue(b"0123456789a") == (None, "Le fichier est trop gros pour être un essai.")
    lus = []

    class Infini(io.BytesIO):
        def read(self, combien=None):
            lus.append(combien)
            return b"a" * (11 if combien is None else combien)

    with monkeypatch.context() as autre:
        autre.setattr(texte_yaml, "open", lambda *_: Infini(), raising=False)
        assert lue(b"") == (None, "Le fichier est trop gros pour être un essai.") and lus == [11]
    for erreur_du_systeme, pourquoi in (
        (PermissionError(13, "Permission denied"), "vous n'en avez pas le droit"), (OSError(5, "Input/output error"), "Input/output error"),
    ):
        def echouer(_, erreur=erreur_du_systeme):
            raise erreur

        monkeypatch.setattr(type(chemin), "stat", echouer)
        assert lue(b"a") == (None, f"Le fichier ne peut pas être lu : {pourquoi}.")


# --- Refusals, and the figures of the sentences


def test_refus():
    un = Refus(("individus", "a/b", "are_nette", 2025), "Non.", 404)
    assert un.chemin == ("individus", "a∕b", "are_nette", "2025") and un.message == "Non." and un.code == 404
    assert un.error == {"individus": {"a∕b": {"are_nette": {"2025": "Non."}}}}
    assert un.args == (str(un.error),) and str(un) == str(un.error)
    assert isinstance(un, ValueError) and Refus(("a",), "Non.").code == 400


def test_refus_reunis():
    un, deux = Refus(("a", "b"), "Un.", 404), Refus(("a", "c"), "Deux.", 404)
    assert refus.reunir(iter([un])) is un
    deux_ensemble = refus.reunir(iter([un, deux]))
    assert deux_ensemble.error == {"a": {"b": "Un.", "c": "Deux."}} and deux_ensemble.code == 404
    assert deux_ensemble.chemin == ("a", "b") and deux_ensemble.message == "Un."
    assert deux_ensemble.args == (str(deux_ensemble.error),)
    assert refus.reunir([un, Refus(("a", "d"), "Trois.", 413)]).code == 400
    memes = [Refus(("a",), "Un."), Refus(("a",), "Deux."), Refus(("a",), "Un."), Refus(("a", "b", "c"), "Trois.")]
    assert refus.reunir(memes).error == {"a": "Un. Deux. Trois."}
    dessus = [Refus(("a", "b", "c"), "Un."), Refus(("a", "b"), "Deux."), Refus(("a", "b", "d"), "Trois.")]
    assert refus.reunir(dessus).error == {"a": {"b": {"c": "Un.", "…": "Deux.", "d": "Trois."}}}


@pytest.mark.parametrize(("nombre", "reste"), [(50, None), (51, "1 autre erreur."), (52, "2 autres erreurs."), (53, "3 autres erreurs.")])
def test_beaucoup_de_refus(nombre, reste):
    dits = refus.reunir([Refus((str(rang),), "Non.") for rang in range(nombre)]).error
    attendus = {str(rang): "Non." for rang in range(50)}
    assert dits == (attendus if reste is None else {**attendus, "…": reste})


def test_qui_est_refuse():
    entite = SimpleNamespace(plural="individus")
    for individu, noms in (
        (SimpleNamespace(entity=entite, ids=["a", "b"]), ["a", "b", "2"]), (SimpleNamespace(entity=entite), ["0", "1", "2"]),
        (SimpleNamespace(entity=entite, ids=None), ["0", "1", "2"]), (SimpleNamespace(entity=entite, ids=[]), ["0", "1", "2"]),
    ):
        for index, nom in enumerate(noms):
            with pytest.raises(Refus) as erreur:
                refus.refuser(individu, index, "primes", "2025-03", "Non.")
            assert (erreur.value.chemin, erreur.value.message) == (("individus", nom, "primes", "2025-03"), "Non.")
    for refuses, message in (
        ([1], "Non."), ([1, 3], "Non. (1 autre dans le même cas.)"), ([1, 2, 3], "Non. (2 autres dans le même cas.)"),
        ([1, 2, 3, 4], "Non. (3 autres dans le même cas.)"),
    ):
        masque = numpy.isin(numpy.arange(5), refuses)
        with pytest.raises(Refus) as erreur:
            refus.refuser_le_premier(individu, masque, "primes", "2025-03", "Non.")
        assert (erreur.value.chemin, erreur.value.message) == (("individus", "1", "primes", "2025-03"), message)
    refus.refuser_le_premier(individu, numpy.zeros(5, dtype=bool), "primes", "2025-03", "Non.")


def test_refus_consignes():
    individu = SimpleNamespace(entity=SimpleNamespace(plural="individus"))
    notes = refus.consigner(individu)
    assert refus.consigner(individu) is notes == {}
    refus.refuser_le_premier(individu, numpy.array([False, True, True]), "primes", cal.periode(2025 * 12), "Un.")
    refus.refuser_le_premier(individu, numpy.array([True, True, False]), "primes", "2025-02", "Deux.")
    assert notes == {1: ("primes", "2025-01", "Un."), 2: ("primes", "2025-01", "Un."), 0: ("primes", "2025-02", "Deux.")}


def test_phrases():
    nombres = [(0, "0"), (12, "12"), (1234.5, "1 234,5"), (numpy.array([1234567.25]), "1 234 567,25"), (0.1 + 0.2, "0,3")]
    assert [phrases.nombre(valeur) for valeur, _ in nombres] == [attendu for _, attendu in nombres]
    euros = [(0, "0,00 €"), (1234.5, "1 234,50 €"), (numpy.array([1234567.256]), "1 234 567,26 €"), (-3, "-3,00 €")]
    assert [phrases.euros(valeur) for valeur, _ in euros] == [attendu for _, attendu in euros]
    taux = [(0.404, "40,4 %"), (0.57, "57 %"), (numpy.array([0.0049125]), "0,49125 %"), (1, "100 %"), (1 / 3, "33,3333 %")]
    assert [phrases.pour_cent(valeur) for valeur, _ in taux] == [attendu for _, attendu in taux]
    # six decimals of a percent: the seventh is rounded away, though « :g » would show it
    assert phrases.pour_cent(0.00012345678) == "0,012346 %" and phrases.pour_cent(0.0000000123) == "1e-06 %"
    assert phrases.en_date(0) == "01/01/1970" and phrases.en_date(numpy.array([19797])) == "15/03/2024"


# --- The door of inputs, from Python


@pytest.fixture
def deux(systeme):
    """A simulation of two persons, named « 0 » and « 1 »."""
    return SimulationBuilder().build_default_simulation(systeme, count=2)


def refuse(simulation, nom, periode, valeurs) -> tuple:
    with pytest.raises(Refus) as erreur:
        simulation.set_input(nom, periode, numpy.array(valeurs))
    return erreur.value.chemin, erreur.value.message


@pytest.mark.parametrize("nom", ["calendrier_contrats", "salaire_brut", "quotite_travail", "are_nette"])
def test_ce_qui_n_est_pas_une_plage(deux, nom):
    periode = "day:2025-03-04:0"
    message = (
        f"« {periode} » n'est pas une plage de jours. Écrivez un mois (2025-03), une année (2025) "
        "ou une plage (day:2025-03-04:180)."
    )
    assert refuse(deux, nom, periode, [1, 1]) == (("individus", nom, periode), message)


IMPOSSIBLES = {
    "salaire_brut": ([-1, -0.5, float("nan"), float("inf"), -float("inf")], [0, 0.5, 12]),
    "quotite_travail": ([-1, -0.5, float("nan"), float("inf"), -float("inf")], [0, 0.5, 1]),
    "are_nette": ([-2, -0.5, float("nan"), float("inf"), -float("inf")], [-1, 0, 0.5]),
    "reliquat": ([-2, -5], [-1, 0, 12]),
}


@pytest.mark.parametrize("nom", IMPOSSIBLES)
def test_montants_impossibles_de_python(deux, nom):
    mauvais, bons = IMPOSSIBLES[nom]
    for valeur in mauvais:
        montre = numpy.array([valeur], dtype=deux.tax_benefit_system.variables[nom].dtype)[0]
        message = f"« {montre} » n'est pas une valeur possible de « {nom} » : un nombre fini, positif ou nul, est attendu."
        assert refuse(deux, nom, "2025-03", [1, valeur]) == (("individus", "1", nom, "2025-03"), message)
    for valeur in bons:
        deux.set_input(nom, "2025-03", numpy.array([valeur, valeur]))


def test_masque_de_bits_de_python(deux):
    message = "Un calendrier s'écrit true pour une plage de jours (« day:2025-03-04:180 »: true), jamais par un masque de bits."
    nom = "calendrier_contrats"
    for valeur in (2, -1):
        assert refuse(deux, nom, "2025-03", [1, valeur]) == (("individus", "1", nom, "2025-03"), message)


def test_masques_et_plages(deux):
    """Masks of a month join what was given before and after, by whichever door, and are replaced by nobody's range."""
    individu, mois, nom = deux.populations["individu"], 2025 * 12, "calendrier_contrats"

    def bits():
        return deux.calculate(nom, "2025-01").tolist()

    saisie.poser_masque(individu, nom, mois, [0b1, 0])
    assert bits() == [0b1, 0]
    deux.set_input(nom, "day:2025-01-02:2", numpy.array([True, True]))
    assert bits() == [0b111, 0b110]
    saisie.poser_masque(individu, nom, mois, numpy.array([0b1000, 0b1000], dtype=numpy.int64))
    assert bits() == [0b1111, 0b1110]
    deux.set_input(nom, "day:2025-01-02:2", numpy.array([False, True]))  # the range again: the last mask stays, and it alone
    assert bits() == [0b1000, 0b1110]
    with pytest.raises(Refus) as erreur:
        saisie.poser_masque(individu, nom, 2025 * 12 + 1, [0, 1 << 28])
    assert erreur.value.chemin == ("individus", "1", nom, "2025-02")
    assert erreur.value.message == "Un masque désigne un jour que ce mois de 28 jours n'a pas."


def test_plages_de_calendrier_remplacees(deux):
    """The same range again replaces, whatever ranges share its months."""
    nom = "calendrier_contrats"
    deux.set_input(nom, "day:2025-01-30:3", numpy.array([True, False]))
    deux.set_input(nom, "day:2025-02-01:1", numpy.array([False, True]))
    deux.set_input(nom, "day:2025-01-30:3", numpy.array([False, True]))
    assert deux.calculate(nom, "2025-01").tolist() == [0, 0b11 << 29]
    assert deux.calculate(nom, "2025-02").tolist() == [0, 1]


def test_flux_de_plusieurs_plages(deux):
    """Ranges add up, person by person; a range given again replaces itself alone; who gives nothing stays without a value."""
    nom, defaut = "indu_reclame", -1
    deux.set_input(nom, "2025", numpy.array([1200, defaut]))
    deux.set_input(nom, "2025-03", numpy.array([50, 30]))
    deux.set_input(nom, "day:2025-03-31:2", numpy.array([defaut, 8]))
    assert deux.calculate(nom, "2025-03").tolist() == [150, 34] and deux.calculate(nom, "2025-04").tolist() == [100, 4]
    assert deux.calculate(nom, "2025-05").tolist() == [100, defaut]
    deux.set_input(nom, "2025", numpy.array([2400, defaut]))
    assert deux.calculate(nom, "2025-03").tolist() == [250, 34] and deux.calculate(nom, "2025-05").tolist() == [200, defaut]
    deux.set_input(nom, "day:2025-03-31:2", numpy.array([2, defaut]))
    assert deux.calculate(nom, "2025-03").tolist() == [251, 30] and deux.calculate(nom, "2025-04").tolist() == [201, defaut]


def test_niveau_de_l_un_puis_de_l_autre(deux):
    """What a second input does not say of a person, the first still says."""
    deux.set_input("quotite_travail", "2025-03", numpy.array([0.5, 1.0]))
    deux.set_input("quotite_travail", "2025", numpy.array([1.0, 0.75]))
    assert deux.calculate("quotite_travail", "2025-03").tolist() == [0.5, 0.75]
    assert deux.calculate("quotite_travail", "2025-04").tolist() == [1.0, 0.75]
    motifs = [MotifRupture.fin_cdd, MotifRupture.aucune], [MotifRupture.demission, MotifRupture.demission]
    deux.set_input("motif_rupture", "2025-03", numpy.array([motif.name for motif in motifs[0]]))
    deux.set_input("motif_rupture", "2025-03", numpy.array(["aucune", "demission"]))
    lus = deux.calculate("motif_rupture", "2025-03")
    assert isinstance(lus, EnumArray) and lus.decode_to_str().tolist() == ["fin_cdd", "demission"]
    deux.set_input("motif_rupture", "2025-03", numpy.array(["demission", "aucune"]))
    assert deux.calculate("motif_rupture", "2025-03").decode().tolist() == motifs[1]


DROIT = {
    "date_naissance": {"ETERNITY": "1985-03-15"},
    "calendrier_contrats": {"day:2023-01-01:731": True, "day:2025-03-03:5": True},
    "salaire_brut": {"2023": 24000, "2024": 24000, "2025-03": 300},
    "motif_rupture": {"2024-12": "fin_cdd", "2025-03": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
    "date_justificatif": {"2025-03": "2025-06-10"},
}


def test_une_saisie_fait_oublier_ce_qui_en_etait_tire(simuler):
    """Whatever is kept beside the population while months are computed goes when an input is set."""
    simulation = simuler(moi=DROIT)
    individu = simulation.populations["individu"]
    avant = set(vars(individu))
    for mois in range(1, 10):
        for nom in ("are_nette", "are_versee", "solde_indu", "reliquat_verse"):
            simulation.calculate(nom, f"2025-{mois:02}")
    assert set(vars(individu)) > avant
    simulation.set_input("primes", "2025-12", numpy.array([10.0]))
    assert set(vars(individu)) == avant


def test_periode_du_constructeur(systeme):
    """Other callers than OpenFisca's builder have no persons to lose: they pass."""
    period_str = "year:2025"  # noqa: F841  (read in this frame)
    systeme.variables["salaire_brut"].check_set_value(1)


@pytest.mark.parametrize(("nom", "valeur", "message"), [
    ("salaire_brut", [1], "« [1] » : un nombre est attendu pour « salaire_brut »."),
    ("reliquat", {}, "« {} » : un entier est attendu pour « reliquat »."),
    ("saisie_en_cours", [], "« [] » : true ou false est attendu pour « saisie_en_cours »."),
    ("date_fin_contrat", {"a": 1}, "« {'a': 1} » : une date AAAA-MM-JJ est attendue pour « date_fin_contrat »."),
    ("salaire_brut", float("inf"), "« inf » n'est pas un nombre fini : un nombre est attendu pour « salaire_brut »."),
    ("reliquat", float("nan"), "« nan » n'est pas un nombre fini : un entier est attendu pour « reliquat »."),
    ("salaire_brut", -1, "« -1 » est négatif : une valeur positive ou nulle est attendue pour « salaire_brut »."),
    ("are_nette", -0.5, "« -0.5 » est négatif : une valeur positive ou nulle est attendue pour « are_nette »."),
    ("reliquat", 2.5, "« 2.5 » n'est pas entier : un entier est attendu pour « reliquat »."),
    (
        "calendrier_contrats", 2,
        "« 2 » : un calendrier s'écrit true pour une plage de jours (« day:2025-03-04:180 »: true), jamais par un masque de bits.",
    ),
])
def test_valeur_refusee_par_sa_variable(systeme, nom, valeur, message):
    with pytest.raises(ValueError) as erreur:
        systeme.variables[nom].check_set_value(valeur)
    assert str(erreur.value) == message


@pytest.mark.parametrize(("nom", "valeur", "lue"), [
    ("salaire_brut", 0, 0), ("salaire_brut", 2.5, 2.5), ("are_nette", -1, -1), ("are_nette", 2.5, 2.5), ("reliquat", -1, -1),
    ("reliquat", 3.0, 3), ("calendrier_contrats", True, True), ("calendrier_contrats", 0, 0), ("saisie_en_cours", True, True),
    ("salaire_brut", "12 + 3", 15), ("date_fin_contrat", "2025-03-04", datetime.date(2025, 3, 4)),
])
def test_valeur_admise_par_sa_variable(systeme, nom, valeur, lue):
    assert systeme.variables[nom].check_set_value(valeur) == lue


# --- Variables of a reform, and the population that computes them

MOIS = period("2025-03")


class ordinaire(Variable):
    value_type = float
    entity = Individu
    definition_period = DateUnit.MONTH

    def formula(individu, period):
        return individu("un_nombre", period) * 3


class un_nombre(VariableChomage):
    value_type = float
    nature = "etat"

    def formula(individu, period):
        APPELS.append(period)
        return individu.filled_array(1.5)


class un_scalaire(VariableChomage):
    value_type = int
    nature = "niveau"
    default_value = 0

    def formula(individu, period):
        return 7


class un_motif(VariableChomage):
    value_type = Enum
    nature = "niveau"
    possible_values = Territoire
    default_value = Territoire.metropole

    def formula(individu, period):
        return numpy.array([Territoire.drom, Territoire.mayotte], dtype=object)


class un_motif_code(VariableChomage):
    value_type = Enum
    nature = "niveau"
    possible_values = Territoire
    default_value = Territoire.metropole

    def formula(individu, period):
        return Territoire.encode(numpy.array(["drom", "mayotte"]))


class une_annee(VariableChomage):
    value_type = float
    nature = "niveau"
    definition_period = DateUnit.YEAR

    def formula(individu, period):
        return individu.filled_array(12.0)


class trop_courte(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        return numpy.zeros(3)


class deux_colonnes(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        APPELS.append(period)
        return numpy.zeros((2, 2))


class une_spirale(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        return individu("une_spirale", period.last_month) + 1


class sur_la_spirale(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        return individu("une_spirale", period) + individu("un_nombre", period)


class datee(VariableChomage):
    value_type = float
    nature = "niveau"
    end = "2025-12-31"

    def formula_2020_01(individu, period):
        return individu.filled_array(20.0)

    def formula_2025_01(individu, period):
        return individu.filled_array(25.0)


APPELS: list = []
VARIABLES = (
    ordinaire, un_nombre, un_scalaire, un_motif, un_motif_code, une_annee, trop_courte, deux_colonnes, une_spirale, sur_la_spirale, datee,
)


def reforme(systeme, faire):
    """The law with what ``faire`` changes in it."""
    return avec_nos_populations(type("UneReforme", (Reform,), {"apply": faire})(systeme))


@pytest.fixture(scope="module")
def etendu(systeme):
    return reforme(systeme, lambda autre: autre.add_variables(*VARIABLES))


@pytest.fixture
def peuple(etendu):
    """Two persons under that reform; the holders of its variables are there, as once each has been read."""
    APPELS.clear()
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    individu = simulation.populations["individu"]
    assert isinstance(individu, PopulationChomage)
    for une in VARIABLES:
        individu.get_holder(une.__name__)
    return individu


def test_sans_le_moteur(peuple, monkeypatch):
    """What is known is read and what is not is computed, once, without a call of the engine."""
    def non(*_, **__):
        raise AssertionError("the engine is called")

    monkeypatch.setattr(populations.Population, "__call__", non)
    monkeypatch.setattr(simulations.Simulation, "calculate", non)
    for _ in range(2):
        assert peuple("un_nombre", MOIS).tolist() == [1.5, 1.5]
    assert APPELS == [MOIS] and peuple.simulation.tracer.stack == []
    valeurs = peuple("un_scalaire", MOIS)
    assert valeurs.tolist() == [7, 7] and valeurs.dtype == numpy.int32
    with pytest.raises(AssertionError):
        peuple("un_nombre", "2025-03")
    with pytest.raises(AssertionError):
        peuple("un_nombre", MOIS, [ADD])


def test_par_le_moteur(peuple):
    """What is not a month of a variable of the package is the engine's: its own kind, its errors, its options."""
    assert peuple("un_nombre", "2025-03").tolist() == [1.5, 1.5]
    assert peuple("un_nombre", period("2025"), [ADD]).tolist() == [18, 18]
    assert peuple("ordinaire", MOIS).tolist() == [4.5, 4.5]
    motifs = peuple("un_motif", MOIS)
    assert isinstance(motifs, EnumArray) and motifs.decode().tolist() == [Territoire.drom, Territoire.mayotte]
    for nom, autre in (("un_nombre", period("2025")), ("un_nombre", period("month:2025-01:2")), ("une_annee", MOIS)):
        with pytest.raises(ValueError):
            peuple(nom, autre)
    assert peuple("une_annee", period("2025")).tolist() == [12, 12]


def test_formes(peuple):
    """Arrays of a wrong length are refused as the engine refuses them; what it would keep is kept."""
    with pytest.raises(ValueError, match="as its length is 3 while there are 2 individus"):
        peuple("trop_courte", MOIS)
    for _ in range(2):
        assert peuple("deux_colonnes", MOIS).shape == (2, 2)
    assert APPELS == [MOIS] and peuple.get_holder("deux_colonnes").get_known_periods() == [MOIS]


def test_neutralisee(etendu):
    systeme = reforme(etendu, lambda autre: autre.neutralize_variable("un_nombre"))
    individu = SimulationBuilder().build_default_simulation(systeme, count=2).populations["individu"]
    individu.get_holder("un_nombre")
    APPELS.clear()
    assert individu("un_nombre", MOIS).tolist() == [-1, -1] and APPELS == []


def test_spirale(etendu, peuple):
    """A variable that reads itself the month before, asked here, gets what the engine gives, which keeps nothing of it."""
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    siens = populations.Population(etendu.person_entity)
    siens.count, siens.simulation = 2, simulation
    simulation.populations["individu"] = simulation.persons = siens
    attendue = simulation.calculate("sur_la_spirale", MOIS)
    assert peuple("sur_la_spirale", MOIS).tolist() == attendue.tolist()
    assert not peuple.simulation.invalidated_caches
    assert peuple.get_holder("une_spirale").get_known_periods() == simulation.get_holder("une_spirale").get_known_periods()
    assert peuple("une_spirale", MOIS).tolist() == simulation.calculate("une_spirale", MOIS).tolist()


def test_sur_disque_ou_nulle_part(etendu, tmp_path):
    """A simulation told to keep its arrays on disk, and some of them nowhere, does so."""
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    simulation._data_storage_dir = str(tmp_path)
    simulation.memory_config = SimpleNamespace(
        max_memory_occupation_pc=0, priority_variables=["un_scalaire"], variables_to_drop=["un_scalaire"],
    )
    individu = simulation.populations["individu"]
    for nom, connus in (("un_nombre", [MOIS]), ("un_scalaire", [])):
        holder = individu.get_holder(nom)
        individu(nom, MOIS)
        assert holder._memory_storage.get(MOIS) is None
        assert holder.get_known_periods() == connus


def test_commence_tard_et_sans_memoire(etendu, peuple):
    peuple.simulation.start_computation_period = "2025-04"
    assert peuple("un_nombre", MOIS).tolist() == [-1, -1]
    assert peuple("un_nombre", period("2025-04")).tolist() == [1.5, 1.5]
    peuple.simulation.start_computation_period = None
    peuple.simulation.opt_out_cache, etendu.cache_blacklist = True, {"un_scalaire"}
    try:
        peuple("un_scalaire", MOIS)
    finally:
        etendu.cache_blacklist = None
    assert peuple.get_holder("un_scalaire").get_known_periods() == []


def test_motif_calcule_et_donne(etendu):
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    simulation.set_input("un_motif_code", "2025-03", numpy.array(["mayotte", "metropole"]))
    lus = simulation.calculate("un_motif_code", "2025-03")
    assert isinstance(lus, EnumArray) and lus.decode().tolist() == [Territoire.mayotte, Territoire.mayotte]
    assert lus.possible_values is Territoire and lus.dtype == simulation.get_holder("un_motif_code").variable.dtype


def test_date_calculee_et_donnee(simuler):
    """A date given to one of two persons: the other's is computed, the last day of her contract."""
    fin = {**FIN_DE_2024, "date_naissance": {"ETERNITY": "1985-03-15"}}
    simulation = simuler(moi=fin, toi={**fin, "date_fin_contrat": {"2024-12": "2024-12-15"}})
    fins = simulation.calculate("date_fin_contrat", "2024-12")
    assert fins.tolist() == [datetime.date(2024, 12, 31), datetime.date(2024, 12, 15)] and fins.dtype == "datetime64[D]"
    variable = simulation.get_holder("date_fin_contrat").variable
    individu = simulation.populations["individu"]
    assert variable.get_formula(period("2024-12"))(individu, period("2024-12"), None).dtype == variable.dtype
    simulation.set_input("reliquat", "2024-12", numpy.array([3, -1]))
    variable = simulation.get_holder("reliquat").variable
    assert variable.get_formula(period("2024-12"))(individu, period("2024-12"), None).dtype == variable.dtype == numpy.int32


def test_formules_datees(etendu, peuple):
    """The formula of each date, the first where none is asked, none after the end; what is given is laid over each."""
    assert [peuple("datee", period(mois)).tolist()[0] for mois in ("2019-12", "2020-01", "2024-12", "2025-01", "2026-01")] == [
        -1, 20, 20, 25, -1]
    variable = etendu.variables["datee"]
    assert variable.get_formula()(peuple, MOIS).tolist() == [20, 20]
    assert variable.get_formula("2025-06")(peuple, MOIS, None).tolist() == [25, 25]
    assert variable.get_formula("2026-06") is None and etendu.variables["salaire_brut"].get_formula() is None


def test_ce_que_dit_une_variable(systeme, etendu):
    """What a class of the package leaves unsaid, and what it does not say of a right."""
    nombre, entree = etendu.variables["un_nombre"], systeme.variables["salaire_brut"]
    assert (nombre.default_value, nombre.dtype, nombre.definition_period, nombre.entity.key) == (
        -1, numpy.float64, DateUnit.MONTH, "individu")
    assert etendu.variables["un_scalaire"].default_value == 0 == entree.default_value

    class avec_son_defaut(VariableChomage):
        value_type = int
        default_value = 0

        def formula(individu, period):
            return 7

    class sans_defaut(VariableChomage):
        value_type = int

        def formula(individu, period):
            return 7

    assert (avec_son_defaut.default_value, sans_defaut.default_value) == (0, -1)
    assert systeme.variables["are_nette"].default_value == -1 and systeme.variables["reliquat"].default_value == -1
    assert entree.dtype == numpy.float64 and nombre.set_input is saisie.un_mois
    assert systeme.variables["reliquat"].nature is nombre.nature is Nature.etat and entree.nature is None
    assert nombre.explication is None and callable(systeme.variables["are_nette"].explication)


def test_variable_d_une_reforme(systeme):
    """A reform that changes a formula alone keeps the explanation, the type and the default of what it changes."""
    class are_nette(VariableChomage):
        value_type = float

        def formula_2019_11(individu, period):
            return individu.filled_array(3.0)

    class reliquat(VariableChomage):
        value_type = int

        def explication(individu, period, parameters):
            return "Une autre."

    autre = reforme(systeme, lambda autre: (autre.update_variable(are_nette), autre.update_variable(reliquat)))
    avant, apres = systeme.variables["are_nette"], autre.variables["are_nette"]
    assert apres.explication is avant.explication is not None
    assert (apres.label, apres.default_value, apres.dtype) == (avant.label, avant.default_value, avant.dtype)
    assert autre.variables["reliquat"].explication(None, None, None) == "Une autre."
    simulation = SimulationBuilder().build_default_simulation(autre, count=1)
    assert simulation.calculate("are_nette", "2025-03").tolist() == [3]


# --- Cents, laws


def test_moitie_d_un_scalaire():
    """Halves, and what binary puts just under them, go up, for one amount as for many."""
    for valeur, attendue in ((0.005, 0.01), (70.395, 70.4), (1.005, 1.01), (0.0049, 0.0)):
        assert float(monnaie.au_centime(valeur)) == attendue == monnaie.au_centime(numpy.array([valeur]))[0]
    for valeur, attendue in ((0.5, 1), (1.5, 2), (2.5, 3), (0.49, 0), (0.0, 0)):
        assert float(monnaie.entier_le_plus_proche(valeur)) == attendue


def test_cents_et_jours_de_tout_type():
    """Floats of 32 bits, as another package gives them, are rounded in 64; integers too; days of 32 bits are days."""
    for valeurs, attendus in ((numpy.array([123456.78], dtype=numpy.float32), [123456.78]), (numpy.array([3]), [3])):
        arrondis = monnaie.au_centime(valeurs)
        assert arrondis.dtype == numpy.float64 and arrondis.tolist() == attendus
    assert cal.en_dates(numpy.array([0, 19797], dtype=numpy.int32)).tolist() == [datetime.date(1970, 1, 1), datetime.date(2024, 3, 15)]
    for nombre in (3, 65):
        sommes = cal.jours_par_semaine(numpy.full((nombre, 2), 0b1111111, dtype=numpy.int32), 2024 * 12, 5)
        assert sommes.dtype == numpy.int64 and set(sommes.tolist()) == {5 + 4 + 3}  # Monday 1 January; Thursday 1, Monday 5 February


def parametre(**valeurs) -> Parameter:
    return Parameter("essai", {"values": {date.strip("_").replace("_", "-"): {"value": valeur} for date, valeur in valeurs.items()}})


def jour(date: str) -> int:
    return int(numpy.datetime64(date, "D").astype(int))


def test_serie_d_un_parametre_change():
    """A reform that changes the values of a parameter is read, and its dates in order."""
    un = parametre(_2019_11_01=1.5, _2021_10_01=3.0)
    for _ in range(2):
        dates, valeurs = serie(un)
        assert dates.tolist() == [jour("2019-11-01"), jour("2021-10-01")] and valeurs.tolist() == [1.5, 3.0]
    assert all(une is autre for une, autre in zip(serie(un), serie(un)))  # kept on the parameter
    un.update(start=period("2025-01").start, value=4.0)
    for _ in range(2):
        dates, valeurs = serie(un)
        assert dates.tolist()[-1] == jour("2025-01-01") and valeurs.tolist() == [1.5, 3.0, 4.0]


def refusee_par(un, *jours) -> tuple:
    individu = SimpleNamespace(simulation=SimpleNamespace(tax_benefit_system=SimpleNamespace(parameters=SimpleNamespace(essai=un))))
    with pytest.raises(Refus) as erreur:
        Loi(individu, numpy.array([jour(un) for un in jours])).essai  # noqa: B018
    return erreur.value.chemin, erreur.value.message


def inconnue(date: str, premiere: str) -> tuple:
    return ("droit", "essai"), (
        f"La règle « essai » n'est pas connue au {date} : sa première version modélisée est du {premiere}. "
        "Un fait générateur antérieur n'est pas calculé."
    )


def test_loi_sans_valeur():
    """A date before the first value, or in a period whose value was taken away, is refused: that of the first such person."""
    un = parametre(_2019_11_01=1.5, _2021_10_01=None, _2023_02_01=3.0)
    assert refusee_par(un, "2024-01-01", "2019-10-31") == inconnue("31/10/2019", "01/11/2019")
    assert refusee_par(un, "2024-01-01", "2022-06-15", "2021-10-01") == inconnue("15/06/2022", "01/11/2019")
    jamais = parametre(_2019_11_01=None, _2021_10_01=None)
    assert refusee_par(jamais, "2024-01-01") == inconnue("01/01/2024", "01/11/2019")
    textes = parametre(_2019_11_01="a", _2021_10_01="b")
    individu = SimpleNamespace(simulation=SimpleNamespace(tax_benefit_system=SimpleNamespace(parameters=SimpleNamespace(essai=textes))))
    assert Loi(individu, numpy.array([jour("2021-09-30"), jour("2021-10-01")])).essai.tolist() == ["a", "b"]


def test_regle_declaree_de_nouveau():
    """The later of two versions of the same day is the law; rows may have columns, and kinds that differ."""
    regle, jours = Regle("essai"), numpy.array([jour("2020-01-01"), jour("2022-01-01"), jour("2020-01-02")])
    regle.depuis("2021-10-01")(lambda lignes: lignes * 10)
    regle.depuis("2019-11-01")(lambda lignes: lignes)
    lignes = numpy.array([[1, 2], [3, 4], [5, 6]])
    resultat = regle(jours, lignes)
    assert resultat.tolist() == [[1, 2], [30, 40], [5, 6]] and resultat.dtype.kind == "i"
    regle.depuis("2021-10-01")(lambda lignes: lignes * 0.5)
    resultat = regle(jours, lignes)
    assert resultat.tolist() == [[1, 2], [1.5, 2], [5, 6]] and resultat.dtype == numpy.float64
    regle = Regle("essai")
    regle.depuis("2019-11-01")(lambda lignes: lignes * 0.5)
    regle.depuis("2021-10-01")(lambda lignes: lignes * 10)
    assert regle(jours, numpy.array([5, 7, 9])).tolist() == [2.5, 70, 4.5]
    regle = Regle("essai")
    regle.depuis("2019-11-01")(lambda lignes: lignes > 0)
    regle.depuis("2021-10-01")(lambda lignes: lignes)
    assert regle(jours, numpy.array([4, 7, 0])).tolist() == [1, 7, 0] and regle(jours, numpy.array([4, 7, 0])).dtype == numpy.int64
    with pytest.raises(Refus) as erreur:
        regle(jours - 365, lignes)
    assert (erreur.value.chemin, erreur.value.message) == inconnue("01/01/2019", "01/11/2019")


# --- Amounts that are the same month after month


def test_calcul_pour_qui_change_seulement(deux, systeme):
    """Numbers, arrays of one value, nodes of parameters: computed again where one differs, or becomes of another kind."""
    individu, appels = deux.populations["individu"], []

    def demander(entree, qui=None):
        def calcul(places):
            appels.append(numpy.arange(2)[places].tolist())
            return numpy.ones(2)[places]

        la_ou_change(individu, "essai", (entree,), calcul, qui)
        return appels.pop() if appels else []

    un, autre = (systeme.get_parameters_at_instant(mois).prelevements for mois in ("2025-10-01", "2026-01-01"))
    assert demander(float("1000.5"), numpy.array([False, True])) == [1]
    assert demander(float("1000.5"), numpy.array([False, True])) == [] and demander(float("1000.5")) == [0]
    assert demander(float("1000.25")) == [0, 1] and demander(float("1000.25")) == []
    assert demander(numpy.array(2.0)) == [0, 1] and demander(numpy.array(2.0)) == [] and demander(numpy.array(3.0)) == [0, 1]
    assert demander(3.0) == [0, 1] and demander(numpy.array([3.0, 4.0])) == [0, 1] and demander(numpy.array([3.0, 5.0])) == [1]
    assert demander(5) == [0, 1] and demander(5.0) == [0, 1] and demander(numpy.array([5.0, 5.0])) == [0, 1]
    assert demander(un) == [0, 1] and demander(un) == [] and demander(autre) == [0, 1]
    assert demander(3.0) == [0, 1] and demander(un) == [0, 1]


# --- The story: what is kept of it, what is read of it

ENTREES = {"date_naissance": {"ETERNITY": "1985-03-15"}, "salaire_brut": {"2023": 24000, "2024": 24000}}
SUIVI = ("are_nette", "are_versee", "reliquat", "reliquat_verse", "solde_indu")


def connus(individu) -> dict:
    return {nom: set(holder._memory_storage._arrays) for nom, holder in individu._holders.items()}


@pytest.fixture
def suivie(simuler):
    """A claimant whose months of 2025 were asked one after the other, and what each answered."""
    simulation = simuler(moi=DROIT)
    reponses = {(nom, mois): simulation.calculate(nom, f"2025-{mois:02}").tolist() for mois in range(1, 10) for nom in SUIVI}
    return simulation, reponses


def test_ce_qui_est_oublie(suivie):
    """Computed months before the one that is told go; inputs, events, late months, what is to be kept and latest states stay."""
    simulation, _ = suivie
    individu, limite = simulation.populations["individu"], period("2025-06")
    for nom, mois in (("date_limite_recours_indu", (1, 2, 3)), ("date_contrainte_possible", (2, 6))):
        for un_mois in mois:
            simulation.calculate(nom, f"2025-{un_mois:02}")
    simulation.calculate("date_limite_age", "2025-01")
    individu.get_holder("date_rejet_implicite_recours")  # a holder without anything
    avant = connus(individu)
    oublier_avant(individu, cal.numero(limite), garder=("are_nette", "are_versee"))
    apres, variables = connus(individu), simulation.tax_benefit_system.variables
    assert apres["date_limite_recours_indu"] == {period("2025-03")} and apres["date_contrainte_possible"] == {period("2025-06")}
    assert period("2025-03") in apres["jours_verses"] and period("2025-02") not in apres["jours_verses"]
    assert period("2025-03") not in apres["reliquat"] and period("2025-06") in apres["reliquat"]
    assert apres["date_rejet_implicite_recours"] == set()
    assert apres["are_nette"] == avant["are_nette"] and apres["are_versee"] == avant["are_versee"] and len(avant["are_nette"]) > 8
    oublies = 0
    for nom, periodes in avant.items():
        nature = variables[nom].nature
        if nature in (None, Nature.evenement) or nom in ("are_nette", "are_versee") or len(periodes) < 2:
            assert apres[nom] == periodes, nom
            continue
        gardees = {une for une in periodes if une.start >= limite.start or nature is Nature.ecriture and une == period("2025-03")}
        assert apres[nom] == (gardees or {max(periodes, key=lambda une: une.start)}), nom
        oublies += len(periodes) - len(apres[nom])
    assert oublies > 100 and len(apres["fin_examinee"]) > 6


def test_ce_qui_a_ete_oublie_se_retrouve(suivie):
    """A month forgotten is computed again, the same, though the months after it are known."""
    simulation, reponses = suivie
    individu = simulation.populations["individu"]
    oublier_avant(individu, cal.numero(period("2025-06")))
    assert anterieur(individu, "reliquat", period("2025-06")).tolist() == reponses["reliquat", 5]
    oublier_avant(individu, cal.numero(period("2025-06")))
    for mois in (5, 3, 4):
        assert simulation.calculate("reliquat", f"2025-{mois:02}").tolist() == reponses["reliquat", mois]
    assert len({tuple(reponses["reliquat", mois]) for mois in range(3, 7)}) == 4


def test_lire_matrice_d_un_autre_type(deux):
    """What a table put in another type is read as the variable's."""
    individu, mois = deux.populations["individu"], 2025 * 12
    holder = individu.get_holder("quotite_travail")
    holder._memory_storage.put(numpy.array([0.5, 0.25], dtype=numpy.float32), cal.periode(mois))
    matrice = lire_matrice(individu, "quotite_travail", numpy.array([1, 0]), numpy.array([mois, mois]), numpy.array([mois, mois + 1]))
    assert matrice.tolist() == [[0.25, 1.0], [0.5, 1.0]] and matrice.dtype == numpy.float64


# --- The career, day by day

PREMIER, DERNIER = 2022 * 12, 2024 * 12 + 5  # January 2022 to June 2024


@functools.cache
def debut_du_mois(mois: int) -> int:
    return jour(f"{mois // 12}-{mois % 12 + 1:02}-01")


@functools.cache
def mois_du(un: int) -> int:
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=un)
    return date.year * 12 + date.month - 1


class Tirees:
    """Persons whose contracts and registrations are drawn day by day, and read day by day."""

    def __init__(self, systeme, nombre, graine):
        h = numpy.random.default_rng(graine)
        self.simulation = SimulationBuilder().build_default_simulation(systeme, count=nombre)
        self.individu, self.nombre = self.simulation.populations["individu"], nombre
        longueurs = {"calendrier_contrats": 70, "calendrier_inscription": 40, "calendrier_neutralise": 20}
        self.jours = {nom: [set() for _ in range(nombre)] for nom in longueurs}
        for nom, longueur in longueurs.items():
            for qui in range(nombre):
                un = debut_du_mois(PREMIER) + int(h.integers(0, 60))
                while un < debut_du_mois(DERNIER - 1):
                    combien = int(h.choice([1, 2, 15, longueur]))
                    self.jours[nom][qui] |= set(range(un, un + combien))
                    un += combien + int(h.choice([1, 2, 3, 40, 200]))
            masques: dict = {}
            for qui, jours in enumerate(self.jours[nom]):
                for un in jours:
                    mois = mois_du(un)
                    masques.setdefault(mois, [0] * nombre)[qui] |= 1 << (un - debut_du_mois(mois))
            for mois, bits in masques.items():
                saisie.poser_masque(self.individu, nom, mois, bits)
        self.salaires = {mois: h.integers(1, 100, nombre) * 10.0 for mois in range(PREMIER, DERNIER + 1)}
        self.quotites = {mois: h.integers(1, 8, nombre) / 8 for mois in range(PREMIER, DERNIER + 1, 2)}
        for nom, valeurs in (("salaire_brut", self.salaires), ("quotite_travail", self.quotites)):
            for mois, tableau in valeurs.items():
                self.simulation.set_input(nom, cal.periode(mois), tableau)
        contrats = self.jours["calendrier_contrats"]
        self.fins = [sorted(un for un in contrats[qui] if un + 1 not in contrats[qui]) for qui in range(nombre)]

    def carriere(self, indices, debut, fin) -> Carriere:
        indices, debut, fin = (numpy.array(un, dtype=numpy.int64) for un in (indices, debut, fin))
        return Carriere(self.individu, DERNIER, indices, fin, fin, debut, numpy.full(len(indices), -1))


@pytest.fixture(scope="module")
def tirees(systeme):
    return Tirees(systeme, 24, 5)


def bornes(tirees) -> list[tuple]:
    """Periods of all kinds: days drawn, whole months, one month, cut at its first or last day or just before it."""
    h, resultat = numpy.random.default_rng(9), []
    for qui in range(tirees.nombre):
        mois = PREMIER + 2 + qui * 3 % 20
        a, b, z = debut_du_mois(mois), debut_du_mois(mois + 1), debut_du_mois(mois + 8)
        resultat += [(qui, *couple) for couple in (
            (a, z - 1), (a + 1, z - 1), (a, z - 2), (a, b - 1), (a + 3, a + 12), (a, b - 2), (a + 1, b - 1), (a + 5, a + 5), (a - 1, b),
            sorted(int(un) for un in h.integers(debut_du_mois(PREMIER), debut_du_mois(DERNIER), 2)),
        )]
    return resultat


def somme_des_salaires(tirees, qui, debut, fin) -> float:
    """By its contract days in the period over those of the month; without any, a month counts where it is whole."""
    total = 0.0
    for mois in range(mois_du(debut), mois_du(fin) + 1):
        jours = range(debut_du_mois(mois), debut_du_mois(mois + 1))
        du_contrat = [un for un in jours if un in tirees.jours["calendrier_contrats"][qui]]
        if du_contrat:
            part = sum(debut <= un <= fin for un in du_contrat) / len(du_contrat)
        else:
            part = float(debut <= jours[0] and jours[-1] <= fin)
        total += part * tirees.salaires[mois][qui] if mois in tirees.salaires else 0.0
    return total


def lues(carriere_lue) -> dict:
    """All that the tests read of a career."""
    largeur = carriere_lue.dernier_mois - carriere_lue.premier_mois + 1
    assert carriere_lue.contrats.shape == carriere_lue.matrice("primes").shape == (len(carriere_lue.indices), largeur)
    assert carriere_lue.bruts.tolist() == carriere_lue.matrice("calendrier_contrats").tolist()
    assert carriere_lue.compter_calendrier("calendrier_formation", carriere_lue.debut).dtype == numpy.int64
    assert carriere_lue.compter_calendrier("calendrier_neutralise", carriere_lue.debut).dtype == numpy.int64
    assert carriere_lue.entree("quotite_travail").dtype == numpy.float64
    assert numpy.all(carriere_lue.jours_non_declares() == 0)
    montants = carriere_lue.dans_la_periode(carriere_lue.matrice("salaire_brut"))
    return {
        "premier": carriere_lue.premier_jour_de_contrat().tolist(), "dernier": carriere_lue.dernier_jour_de_contrat().tolist(),
        "sans": carriere_lue.sans_contrat.tolist(), "montants": [round(un, 6) for un in montants.tolist()],
        "neutralises": carriere_lue.compter_calendrier("calendrier_neutralise", carriere_lue.debut + 3).tolist(),
        "formation": carriere_lue.compter_calendrier("calendrier_formation", carriere_lue.debut).tolist(),
        "quotites": carriere_lue.entree("quotite_travail").tolist(), "primes": carriere_lue.entree("primes").tolist(),
    }


def attendues(tirees, lignes) -> dict:
    resultat = {nom: [] for nom in ("premier", "dernier", "sans", "montants", "neutralises", "formation", "quotites", "primes")}
    for qui, debut, fin in lignes:
        dedans = sorted(un for un in tirees.jours["calendrier_contrats"][qui] if debut <= un <= fin)
        resultat["premier"].append(dedans[0] if dedans else fin + 1)
        resultat["dernier"].append(dedans[-1] if dedans else debut - 1)
        resultat["sans"].append(not dedans)
        resultat["montants"].append(round(somme_des_salaires(tirees, qui, debut, fin), 6))
        neutralises = tirees.jours["calendrier_neutralise"][qui] - tirees.jours["calendrier_contrats"][qui]
        resultat["neutralises"].append(sum(debut + 3 <= un <= fin for un in neutralises))
        resultat["formation"].append(0)
        quotites = tirees.quotites.get(mois_du(fin))
        resultat["quotites"].append(1.0 if quotites is None else quotites[qui])
        resultat["primes"].append(0)
    return resultat


def une_ligne_chacun(lignes, rang):
    """One period a person: the persons of a career are in the order of the population, each once."""
    return [ligne for place, ligne in enumerate(lignes) if place % 10 == (rang + place // 10 * 3) % 10]


@pytest.mark.parametrize("rang", range(10))
def test_carriere_jour_par_jour(tirees, rang):
    lignes = une_ligne_chacun(bornes(tirees), rang)
    une = tirees.carriere(*zip(*lignes))
    attendu = attendues(tirees, lignes)
    assert any(attendu["sans"]) and not all(attendu["sans"])
    assert lues(une) == attendu
    assert une.premier_mois == min(mois_du(debut) for _, debut, _ in lignes) and une.dernier_mois == max(mois_du(fin) for *_, fin in lignes)


@pytest.mark.parametrize("seuil", [1, 3, 10**6])
@pytest.mark.parametrize("rang", range(4))
def test_carriere_de_certains(tirees, rang, seuil, monkeypatch):
    """Some of the persons, another period, short careers apart from long ones: the same as read alone."""
    monkeypatch.setattr(carriere, "COURTES_AU_MOINS", seuil)
    lignes = une_ligne_chacun(bornes(tirees), rang)[:20]
    une = tirees.carriere(*zip(*lignes))
    attendu = attendues(tirees, lignes)
    assert une.sur(une.debut.copy()) is une and une.sur(une.debut, une.fin.copy()) is une
    derniers = une.selon_la_duree(lambda lue: lue.dernier_jour_de_contrat())
    assert derniers.tolist() == attendu["dernier"] and derniers.dtype == numpy.int64
    for places in (numpy.arange(len(lignes)) % 3 == 1, numpy.array([0, 2, 5, 7]), numpy.array([len(lignes) - 1])):
        assert lues(une.pour(places)) == attendues(tirees, [lignes[place] for place in numpy.arange(len(lignes))[places]])
    longues = numpy.flatnonzero(une.debut <= [debut_du_mois(une.dernier_mois - 11) - 1] * len(lignes))
    for places in (longues, longues[:-1], longues[1:], numpy.append(longues[:-1], len(lignes) - 1)):
        places = numpy.unique(places)
        if len(places):
            assert lues(une.pour(places)) == attendues(tirees, [lignes[place] for place in places])
    autres = [(qui, debut - 40, fin - 1) for qui, debut, fin in lignes]
    sur = une.sur(*(numpy.array(bord) for bord in list(zip(*autres))[1:]))
    assert lues(sur) == attendues(tirees, autres) and lues(une) == attendu
    assert lues(une.sur(numpy.array([debut - 40 for _, debut, _ in lignes]))) == attendues(
        tirees, [(qui, debut - 40, fin) for qui, debut, fin in lignes])
    assert une.sur(sur.debut.copy(), sur.fin.copy()) is sur
    for places in (numpy.array([1, 4]), numpy.arange(len(lignes)) % 3 == 1, numpy.arange(len(lignes)) > 15):
        assert lues(une.pour(places)) == attendues(tirees, [lignes[place] for place in numpy.arange(len(lignes))[places]])
    partie = une.pour(numpy.array([1, 4])).sur(sur.debut[[1, 4]], sur.fin[[1, 4]])
    assert lues(partie) == attendues(tirees, [autres[1], autres[4]])


def test_carriere_de_personne(tirees):
    personne = tirees.carriere([], [], [])
    assert (personne.premier_mois, personne.dernier_mois) == (DERNIER, DERNIER)
    assert personne.entree("quotite_travail").tolist() == [] and personne.entree("primes").shape == (0,)


@pytest.mark.parametrize("horizon", [0, 1, 2, 5, 40])
def test_prochaine_fin_jour_par_jour(tirees, horizon):
    h = numpy.random.default_rng(horizon)
    indices = numpy.repeat(numpy.arange(tirees.nombre), 3)
    apres = h.integers(debut_du_mois(PREMIER) - 30, debut_du_mois(DERNIER), len(indices))
    obtenues = carriere.prochaine_fin(tirees.individu, indices, apres, horizon)
    for qui, un, obtenue in zip(indices, apres, obtenues):
        fins = [fin for fin in tirees.fins[qui] if un < fin < debut_du_mois(mois_du(int(un)) + horizon + 1)]
        assert obtenue == min(fins, default=LOIN)
    assert carriere.prochaine_fin(tirees.individu, indices[:0], apres[:0], horizon).tolist() == []


def test_premier_jour_inscrit_jour_par_jour(tirees):
    h = numpy.random.default_rng(3)
    indices = numpy.repeat(numpy.arange(tirees.nombre), 3)
    apres = h.integers(debut_du_mois(PREMIER) - 30, debut_du_mois(DERNIER), len(indices))
    jusqu_a = apres + h.choice([1, 20, 200], len(indices))
    inscrits = [[un for un in tirees.jours["calendrier_inscription"][qui] if debut < un <= fin]
                for qui, debut, fin in zip(indices, apres, jusqu_a)]
    obtenus = carriere.premier_jour_inscrit(tirees.individu, indices, apres, jusqu_a)
    assert obtenus.tolist() == [min(jours, default=LOIN) for jours in inscrits]
    suivantes = [min((fin for fin in tirees.fins[qui] if fin > debut), default=LOIN) for qui, debut in zip(indices, apres)]
    fins = numpy.array([min((fin for fin in tirees.fins[qui] if fin >= debut), default=0) for qui, debut in zip(indices, apres)])
    de_ceux = numpy.flatnonzero(fins)
    jours = carriere.premier_jour_inscrit(tirees.individu, indices[de_ceux], fins[de_ceux], fins[de_ceux] + 90)
    suivantes = [min((fin for fin in tirees.fins[qui] if fin > debut), default=LOIN) for qui, debut in zip(indices[de_ceux], fins[de_ceux])]
    avant = carriere.avant_la_fin_suivante(tirees.individu, indices[de_ceux], fins[de_ceux], jours)
    assert avant.tolist() == [un < LOIN and un <= suivante for un, suivante in zip(jours, suivantes)]
    assert 0 < avant.sum() < (jours < LOIN).sum()


def test_le_jour_de_la_fin_suivante(deux):
    """Who registers on the very day of the next end registers before it is over; the day after it, too late."""
    individu = deux.populations["individu"]
    deux.set_input("calendrier_contrats", "day:2025-01-01:10", numpy.array([True, True]))
    deux.set_input("calendrier_contrats", "day:2025-01-15:6", numpy.array([True, True]))  # up to the 20th
    fins, jours = numpy.full(2, jour("2025-01-10")), numpy.array([jour("2025-01-20"), jour("2025-01-21")])
    assert carriere.avant_la_fin_suivante(individu, numpy.arange(2), fins, jours).tolist() == [True, False]
    # the 9th is given as an end, but the contract goes on to the 10th: who registers on the 11th does so after another end
    fins, jours = numpy.full(2, jour("2025-01-09")), numpy.array([jour("2025-01-10"), jour("2025-01-11")])
    assert carriere.avant_la_fin_suivante(individu, numpy.arange(2), fins, jours).tolist() == [True, False]


@pytest.mark.parametrize("ordre", [(3, 9, 15, 28), (28, 15, 9, 3), (15, 15, 16, 14), (9, 9), (10, 9, 8, 7), tuple(range(4, 27))])
def test_dernieres_fins_jour_par_jour(systeme, ordre):
    """The last end of the last month that has one, and of the month before that has one, in whatever order months are asked."""
    tirees = Tirees(systeme, 8, 11)
    indices = numpy.array([0, 1, 3, 4, 6, 7])
    for tour, rang in enumerate(ordre):
        mois = PREMIER + rang
        apres = debut_du_mois(mois) - numpy.array([0, 20, 100, 200, 400, 800]) // (1 + tour % 2)
        obtenues = carriere.dernieres_fins(tirees.individu, indices, apres, mois)
        for place, qui in enumerate(indices):
            par_mois = {mois_du(fin): fin for fin in tirees.fins[qui] if fin < debut_du_mois(mois + 1)}
            deux_dernieres = [0, 0, *par_mois.values()][:-3:-1]
            assert [int(une[place]) for une in obtenues] == [fin if fin > apres[place] else 0 for fin in deux_dernieres]
    vides = carriere.dernieres_fins(tirees.individu, indices[:0], indices[:0], mois)
    assert [une.tolist() for une in vides] == [[], []] and {une.dtype for une in (*vides, *obtenues)} == {numpy.dtype(numpy.int64)}


def test_une_seule_fin(deux):
    """One end has none before it, however many times it is asked; who has none has 0, were it asked from before 1970."""
    individu, indices = deux.populations["individu"], numpy.arange(2)
    deux.set_input("calendrier_contrats", "day:2025-01-01:10", numpy.array([True, False]))
    fin = jour("2025-01-10")
    for mois, apres in ((0, fin - 20), (1, fin - 20), (2, fin - 20), (5, fin - 20), (5, fin - 1), (6, -10)):
        dernieres, precedentes = carriere.dernieres_fins(individu, indices, numpy.full(2, apres), 2025 * 12 + mois)
        assert dernieres.tolist() == [fin, 0] and precedentes.tolist() == [0, 0]


def test_personnes_donnees(deux):
    individu, mois = deux.populations["individu"], period("2025-03")
    noms = ("duree_indemnisation", "reliquat", "reliquat_debut", "date_fin_contrat")
    assert carriere.personnes_donnees(individu, noms, mois) is None
    deux.set_input("reliquat", "2025-03", numpy.array([0, -1]))
    assert carriere.personnes_donnees(individu, noms, mois).tolist() == [True, False]
    deux.set_input("date_fin_contrat", "2025-03", numpy.array(["1970-01-01", "2025-03-04"], dtype="datetime64[D]"))
    assert carriere.personnes_donnees(individu, noms, mois).tolist() == [True, True]
    assert carriere.personnes_donnees(individu, noms[3:], mois).tolist() == [False, True]
    assert carriere.personnes_donnees(individu, noms, period("2025-04")) is None


FIN_DE_2024 = {
    "calendrier_contrats": {"day:2024-01-01:366": True}, "motif_rupture": {"2024-12": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
}


def test_ages_des_examines(simuler):
    """Full years at the end of the contract, -1 where the birth is not known; an age that is given, 0 included, is the age."""
    def ages(**personnes):
        individu = simuler(**{nom: {**FIN_DE_2024, **une} for nom, une in personnes.items()}).populations["individu"]
        return carriere.examinees(individu, period("2024-12"), lambda une: une.fin).age.tolist()

    def ne(date):
        return {"date_naissance": {"ETERNITY": date}}

    def donne(age):
        return {"age_fin_contrat": {"2024-12": age}}

    assert ages(a={}, b={}) == [-1, -1]
    assert ages(a=ne("1985-12-31"), b={}, c=ne("1986-01-01"), d=ne("1900-06-01"), e=ne("1970-01-01")) == [39, -1, 38, 124, 54]
    assert ages(a=donne(50), b={}, c=donne(0)) == [50, -1, 0]
    assert ages(a=ne("1985-12-31") | donne(1), b=ne("1985-12-31"), c=ne("1985-12-31") | donne(0)) == [1, 39, 0]


def contrat(debut: str, fin: str) -> dict:
    return {f"day:{debut}:{jour(fin) - jour(debut) + 1}": True}


def inscrit(debut: str, fin: str) -> dict:
    return {"calendrier_inscription": contrat(debut, fin)}


RECITS = {
    "rien": ([{"calendrier_contrats": contrat("2023-01-01", "2024-05-31")}], None),
    "un motif": ([{"motif_rupture": {"2024-12": "fin_cdd", "2025-03": "demission"}}], "2024-12"),
    "un motif d'avant la loi": ([{"motif_rupture": {"2019-10": "fin_cdd"}}], None),
    "un motif du premier mois": ([{"motif_rupture": {"2019-10": "fin_cdd", "2019-11": "fin_cdd", "2020-01": "fin_cdd"}}], "2019-11"),
    "aucun motif": ([{"motif_rupture": {"2024-12": "aucune"}}], None),
    "une fin suivie": ([{"calendrier_contrats": contrat("2023-01-01", "2024-05-31"), **inscrit("2024-07-10", "2024-12-31")}], "2024-05"),
    "une fin suivie d'une autre": (
        [{
            "calendrier_contrats": contrat("2023-01-01", "2024-05-31") | contrat("2024-06-10", "2024-12-31"),
            **inscrit("2025-02-01", "2025-06-30"),
        }],
        "2024-12",
    ),
    "une fin au bout de douze mois": (
        [{"calendrier_contrats": contrat("2023-01-01", "2023-03-31"), **inscrit("2024-03-31", "2024-12-31")}], "2023-03",
    ),
    "une fin au-delà de douze mois": (
        [{"calendrier_contrats": contrat("2023-01-01", "2023-03-31"), **inscrit("2024-04-01", "2024-12-31")}], None,
    ),
    "une fin pendant l'inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2024-06-30")}], "2024-06",
    ),
    "une fin pendant une longue inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2025-06-30")}], "2024-06",
    ),
    "deux fins pendant l'inscription": (
        [{
            "calendrier_contrats": contrat("2023-01-01", "2024-02-15") | contrat("2024-03-01", "2024-06-15"),
            **inscrit("2024-01-01", "2024-12-31"),
        }],
        "2024-02",
    ),
    "une inscription d'un seul mois": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-05-31"), **inscrit("2024-07-10", "2024-07-20")}], "2024-05",
    ),
    "une fin du premier mois d'inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-01-15"), **inscrit("2024-01-10", "2024-04-30")}], "2024-01",
    ),
    "une fin suivie, puis une autre pendant l'inscription": (
        [{
            "calendrier_contrats": contrat("2023-01-01", "2024-05-31") | contrat("2024-07-10", "2024-07-20"),
            "calendrier_inscription": contrat("2024-07-01", "2024-07-05") | contrat("2024-08-01", "2024-09-30"),
        }],
        "2024-05",
    ),
    "une fin après l'inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-03-25"), **inscrit("2024-01-01", "2024-03-20")}], None,
    ),
    "une inscription sans fin": ([inscrit("2024-01-01", "2024-06-30")], None),
    "un état donné d'abord": (
        [{"reliquat": {"2024-03": 10}, "calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2024-12-31")}],
        "2024-03",
    ),
    "un état donné après": (
        [{"reliquat": {"2024-09": 10}, "calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2024-12-31")}],
        "2024-06",
    ),
    "une date qui n'est pas un état": ([{"date_fin_contrat": {"2024-03": "2024-03-15"}}], None),
    "deux personnes": (
        [
            {"calendrier_contrats": contrat("2022-01-01", "2022-03-31")},
            {"calendrier_contrats": contrat("2023-01-01", "2024-05-31"), **inscrit("2024-07-10", "2024-12-31")},
        ],
        "2024-05",
    ),
    "deux personnes qui s'inscrivent": (
        [
            {"calendrier_contrats": contrat("2022-01-01", "2023-11-30"), **inscrit("2023-12-04", "2023-12-20")},
            {"calendrier_contrats": contrat("2023-01-01", "2023-08-31"), **inscrit("2024-07-10", "2024-12-31")},
        ],
        "2023-08",
    ),
}


@pytest.mark.parametrize("nom", RECITS)
def test_debut_du_recit(simuler, nom):
    """The first month where something may happen: a loss of a job that one registers after, or a state that is given."""
    personnes, attendu = RECITS[nom]
    individu = simuler(**{f"p{rang}": une for rang, une in enumerate(personnes)}).populations["individu"]
    debut = carriere.debut_du_recit(individu, jour("2019-11-01"))
    assert (None if debut is None else str(cal.periode(debut))) == attendu


def test_lu_une_fois_jusqu_a_la_saisie_suivante(simuler, monkeypatch):
    """What is read of the inputs alone, and where the story begins, are kept until an input changes."""
    simulation = simuler(moi=FIN_DE_2024)
    individu, appels = simulation.populations["individu"], []
    lue = jusqu_a_une_saisie(lambda _: appels.append("entrées") or 7)
    monkeypatch.setattr(carriere, "debut_du_recit", lambda *_: appels.append("récit") or 2024 * 12 + 11)
    for _ in range(2):
        assert lue(individu) == 7 and debut_histoire(individu) == 2024 * 12 + 11
        carriere.examinees(individu, period("2024-12"), lambda une: une.fin)
    assert sorted(appels) == ["entrées", "récit"]
    simulation.set_input("primes", "2024-11", numpy.array([10.0]))
    assert lue(individu) == 7 and debut_histoire(individu) == 2024 * 12 + 11
    assert sorted(appels) == ["entrées", "entrées", "récit", "récit"]


ANCIENNE = (
    "Une fin de contrat d'avant le 1er novembre 2019 est suivie d'une inscription avant la fin de contrat suivante : "
    "les règlements antérieurs ne sont pas encore modélisés. Retirez l'inscription de cette époque, "
    "ou donnez l'état du droit (reliquat, salaire_journalier_reference)."
)


@pytest.mark.parametrize(("fin", "inscription", "mois"), [
    ("2018-10-15", "2019-10-15", "2018-10"), ("2018-10-15", "2019-10-16", None), ("2019-10-31", "2019-11-02", "2019-10"),
    ("2019-10-31", "2020-10-31", "2019-10"), ("2019-10-31", "2020-11-01", None), ("2019-11-01", "2019-11-02", None),
    ("2017-01-15", "2019-10-15", None),
])
def test_fins_d_avant_la_loi(simuler, fin, inscription, mois):
    """An end before November 2019 is refused where one registers within twelve months of it, and is career otherwise."""
    moi = {"calendrier_contrats": contrat("2016-01-01", fin), **inscrit(inscription, "2020-12-31")}
    individu = simuler(moi=moi).populations["individu"]
    if mois is None:
        carriere.debut_du_recit(individu, jour("2019-11-01"))
        return
    with pytest.raises(Refus) as erreur:
        carriere.debut_du_recit(individu, jour("2019-11-01"))
    assert (erreur.value.chemin, erreur.value.message) == (("individus", "moi", "calendrier_inscription", mois), ANCIENNE)


@pytest.mark.parametrize("ordre", [("moi", "donne"), ("donne", "moi"), ("donne", "moi", "autre"), ("moi", "autre", "donne")])
def test_un_droit_s_ouvre_et_un_autre_est_donne(simuler, ordre):
    """In one month, a right opens for some and is given for others: each has what she has alone."""
    donne = {
        "salaire_journalier_reference": {"2024-12": 60}, "allocation_journaliere_pleine": {"2024-12": 40}, "reliquat": {"2024-12": 100},
        "calendrier_inscription": {"2025": True}, "date_naissance": {"ETERNITY": "1990-01-01"},
    }
    autre = {**DROIT, "calendrier_contrats": {"day:2024-01-01:363": True, "day:2025-03-03:5": True}}
    personnes = {"moi": DROIT, "donne": donne, "autre": autre}

    def lire(simulation):
        return [simulation.calculate(nom, f"2025-{mois:02}") for mois in (1, 2, 4) for nom in (
            "duree_indemnisation", "reliquat", "salaire_journalier_reference", "fin_contrat_du_droit", "age_fin_contrat", "are_nette")]

    ensemble = lire(simuler(**{nom: personnes[nom] for nom in ordre}))
    for rang, nom in enumerate(ordre):
        seul = lire(simuler(moi=personnes[nom]))
        assert [valeurs[rang] for valeurs in ensemble] == [valeurs[0] for valeurs in seul]
