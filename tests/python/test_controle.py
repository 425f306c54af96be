"""A situation looked at before it is built: each fault with its path, its words and its code.

The sentences are those that a person reads; a word that changes in one of them changes here on purpose.
"""

import datetime
from types import SimpleNamespace

import pytest
from openfisca_core.periods import DateUnit

from openfisca_chomage.socle import controle
from openfisca_chomage.socle.controle import Controle, Limites


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
