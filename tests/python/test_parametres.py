"""The parameter tree: its form, its sources, and the figures that check one another.

Reads the YAML files alone, so a failure here is a failure of the legal data and not of a formula.
"""

from __future__ import annotations

import copy
import itertools
import json
import math
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import jsonschema
import pytest
import yaml
from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale, load_parameter_file

from openfisca_chomage.socle.texte_yaml import Lecteur

RACINE = Path(__file__).resolve().parents[2] / "openfisca_chomage" / "parameters"
SCHEMA = json.loads(
    (Path(__file__).parent / "schema_parametre.json").read_text(encoding="utf-8")
)
VALIDATEUR = jsonschema.Draft202012Validator(SCHEMA)

# The packages that own other folders of the tree: checked for form, not listed here.
SALLES = {
    "perte_emploi",
    "affiliation",
    "salaire_reference",
    "allocation_journaliere",
    "duree",
    "differes",
    "degressivite",
    "paiement",
    "cumul",
    "prelevements",
    "vie_du_droit",
    "versement",
    "indus",
    "recouvrement",
}

# Above this share of all dated values, one address no longer says where a value comes from.
PART_MAXIMALE_D_UNE_ADRESSE = 0.08


class _Lecteur(Lecteur):
    """The package's reader, but that it keeps dates as text and refuses a key written twice."""


def _sans_doublon(lecteur, noeud, deep=False):
    cles = [lecteur.construct_object(cle, deep=True) for cle, _ in noeud.value]
    doublons = [cle for cle, fois in Counter(cles).items() if fois > 1]
    if doublons:
        raise yaml.constructor.ConstructorError(
            None, None, f"clé répétée : {doublons}", noeud.start_mark
        )
    return Lecteur.construct_mapping(lecteur, noeud, deep)


_Lecteur.add_constructor(
    "tag:yaml.org,2002:timestamp", lambda lecteur, noeud: noeud.value
)
_Lecteur.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG,
    lambda lecteur, noeud: _sans_doublon(lecteur, noeud, deep=True),
)


def lire(chemin: Path) -> dict:
    return yaml.load(chemin.read_text(encoding="utf-8"), Loader=_Lecteur)


def nom(chemin: Path) -> str:
    return chemin.relative_to(RACINE).with_suffix("").as_posix().replace("/", ".")


#: A scale has brackets, each a threshold and a rate with their dates: checked by its own schema below.
BAREMES = sorted(p for p in RACINE.rglob("bareme.yaml"))
FICHIERS = sorted(p for p in RACINE.rglob("*.yaml") if p.name != "index.yaml" and p not in BAREMES)
INDEX = sorted(RACINE.rglob("index.yaml"))
DONNEES = {nom(p): lire(p) for p in FICHIERS}
tous_les_fichiers = pytest.mark.parametrize("cle", sorted(DONNEES))


def sources(fiche: dict, date: str) -> list[dict]:
    source = fiche["metadata"]["reference"][date]
    return source if isinstance(source, list) else [source]


def defauts(fiche: dict) -> list[str]:
    """Everything that is wrong with one file, in words."""
    trouves = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message}"
        for e in VALIDATEUR.iter_errors(fiche)
    ]
    if trouves:
        return trouves
    valeurs, references = fiche["values"], fiche["metadata"]["reference"]
    for date in sorted(set(valeurs) - set(references)):
        trouves.append(f"{date}: valeur sans source")
    for date in sorted(set(references) - set(valeurs)):
        trouves.append(f"{date}: source sans valeur")
    if trouves:
        return trouves
    titres = Counter(sources(fiche, date)[0]["title"] for date in valeurs)
    trouves += [f"même titre pour {n} dates : {t}" for t, n in titres.items() if n > 1]
    if fiche["metadata"]["last_value_still_valid_on"] < max(valeurs):
        trouves.append("last_value_still_valid_on est antérieur à la dernière valeur")
    if list(valeurs) != sorted(valeurs) or list(references) != sorted(references):
        trouves.append("les dates ne sont pas dans l'ordre")
    return trouves


# --- 1. Form and sources


@tous_les_fichiers
def test_fichier_conforme(cle):
    assert defauts(DONNEES[cle]) == []


@pytest.fixture
def fiche():
    return copy.deepcopy(DONNEES["affiliation.jours"])


def _sans_source(f):
    del f["metadata"]["reference"]["2020-08-01"]


def _source_sans_titre(f):
    del f["metadata"]["reference"]["2020-08-01"]["title"]


def _titre_recopie(f):
    f["metadata"]["reference"]["2020-08-01"] = f["metadata"]["reference"]["2019-11-01"]


def _sans_horloge(f):
    del f["metadata"]["applicabilite"]


def _horloge_inconnue(f):
    f["metadata"]["applicabilite"] = "paiement"


def _unite_inconnue(f):
    f["metadata"]["unit"] = "jours"


def _sans_date_de_verification(f):
    del f["metadata"]["last_value_still_valid_on"]


def _metadonnee_inconnue(f):
    f["metadata"]["source"] = "quelque part sur le site"


def _verification_ancienne(f):
    f["metadata"]["last_value_still_valid_on"] = "2020-01-01"


def _valeur_en_texte(f):
    f["values"]["2019-11-01"]["value"] = "130"


def _booleen_pour_des_jours(f):
    f["values"]["2019-11-01"]["value"] = True


def _adresse_locale(f):
    f["metadata"]["reference"]["2019-11-01"]["href"] = "file:///reglement.pdf"


@pytest.mark.parametrize(
    "abime",
    [
        _sans_source,
        _source_sans_titre,
        _titre_recopie,
        _sans_horloge,
        _horloge_inconnue,
        _unite_inconnue,
        _sans_date_de_verification,
        _metadonnee_inconnue,
        _verification_ancienne,
        _valeur_en_texte,
        _booleen_pour_des_jours,
        _adresse_locale,
    ],
)
def test_un_fichier_abime_est_vu(fiche, abime):
    assert defauts(fiche) == []
    abime(fiche)
    assert defauts(fiche)


@pytest.mark.parametrize("chemin", INDEX, ids=nom)
def test_index(chemin):
    contenu = lire(chemin)
    assert set(contenu) <= {"description", "documentation", "metadata"}
    assert len(contenu["description"]) >= 15


def parts_des_adresses(fiches: dict[str, dict]) -> dict[str, float]:
    """Share of all dated values that cite each address (an address counts once a value)."""
    citees: Counter = Counter()
    total = 0
    for contenu in fiches.values():
        for date in contenu["values"]:
            total += 1
            citees.update({s["href"] for s in sources(contenu, date) if "href" in s})
    return {href: n / total for href, n in citees.items()}


def test_aucune_adresse_ne_sert_a_tout():
    parts = parts_des_adresses(DONNEES)
    assert len(parts) >= 60
    trop = {h: round(p, 3) for h, p in parts.items() if p > PART_MAXIMALE_D_UNE_ADRESSE}
    assert trop == {}


def test_une_adresse_recopiee_partout_est_vue():
    recopies = copy.deepcopy(DONNEES)
    for contenu in recopies.values():
        for date in contenu["values"]:
            for source in sources(contenu, date):
                source["href"] = "https://www.unedic.org/"
    assert max(parts_des_adresses(recopies).values()) > PART_MAXIMALE_D_UNE_ADRESSE


def test_la_plupart_des_valeurs_ont_une_adresse():
    avec = sans = 0
    for contenu in DONNEES.values():
        for date in contenu["values"]:
            if any("href" in s for s in sources(contenu, date)):
                avec += 1
            else:
                sans += 1
    assert avec / (avec + sans) > 0.9


# --- 2. Scales

VALIDATEUR_BAREME = jsonschema.Draft202012Validator({"$ref": "#/$defs/bareme", "$defs": SCHEMA["$defs"]})


def defauts_bareme(fiche: dict) -> list[str]:
    """Everything that is wrong with one scale, in words: as severe as for a plain parameter."""
    trouves = [f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in VALIDATEUR_BAREME.iter_errors(fiche)]
    if trouves:
        return trouves
    references = fiche["metadata"]["reference"]
    dates = list(references)
    seuils = [{date: une["value"] for date, une in tranche["threshold"].items()} for tranche in fiche["brackets"]]
    taux = [[une["value"] for une in tranche["rate"].values()] for tranche in fiche["brackets"]]
    if any(list(seuil) != dates for seuil in seuils):
        return ["les seuils n'ont pas tous les dates des sources"]
    if dates != sorted(dates):
        trouves.append("les dates ne sont pas dans l'ordre")
    if fiche["metadata"]["last_value_still_valid_on"] < max(dates):
        trouves.append("last_value_still_valid_on est antérieur à la dernière valeur")
    for cle in ("title", "href"):
        cites = Counter(source.get(cle) for source in references.values())
        trouves += [f"{cle} pour {n} dates : {cite}" for cite, n in cites.items() if n > 1]
    if any(list(tranche["rate"]) != dates[:1] for tranche in fiche["brackets"]):
        trouves.append("un taux ne commence pas à la première date, ou change")
    if not all(bas[0] < haut[0] for bas, haut in itertools.pairwise(taux)) or taux[-1][0] > 1:
        trouves.append("les taux ne croissent pas jusqu'à 1")
    for date in dates:
        au_jour = [seuil[date] for seuil in seuils]
        if au_jour[0] != 0 or au_jour != sorted(set(au_jour)):
            trouves.append(f"{date}: les seuils ne croissent pas depuis 0")
    return trouves


@pytest.mark.parametrize("chemin", BAREMES, ids=nom)
def test_bareme(chemin):
    assert defauts_bareme(lire(chemin)) == []


def _tranche_sans_une_date(f):
    del f["brackets"][3]["threshold"]["2020-01-01"]


def _date_sans_source(f):
    del f["metadata"]["reference"]["2020-01-01"]


def _adresse_recopiee(f):
    sources_ = f["metadata"]["reference"]
    sources_["2020-01-01"]["href"] = sources_["2019-01-01"]["href"]


def _seuils_renverses(f):
    f["brackets"][3]["threshold"]["2020-01-01"]["value"] = 7550


def _taux_renverses(f):
    f["brackets"][3]["rate"]["2013-02-01"]["value"] = 0.2


def _taux_superieur_a_un(f):
    f["brackets"][-1]["rate"]["2013-02-01"]["value"] = 1.5


def _seuil_en_texte(f):
    f["brackets"][1]["threshold"]["2020-01-01"]["value"] = "3 870"


def _bareme_sans_horloge(f):
    del f["metadata"]["applicabilite"]


@pytest.mark.parametrize(
    "abime",
    [
        _tranche_sans_une_date,
        _date_sans_source,
        _adresse_recopiee,
        _seuils_renverses,
        _taux_renverses,
        _taux_superieur_a_un,
        _seuil_en_texte,
        _bareme_sans_horloge,
    ],
)
def test_un_bareme_abime_est_vu(abime):
    fiche = lire(RACINE / "recouvrement" / "saisissable" / "bareme.yaml")
    assert defauts_bareme(fiche) == []
    abime(fiche)
    assert defauts_bareme(fiche)


# Articles R3252-2 and R3252-3 of the code, version by version: thresholds, then what each dependant adds.
QUOTITE_SAISISSABLE = {
    "2013-02-01": (3670, 7180, 10720, 14230, 17760, 21330, 1390),
    "2014-01-01": (3700, 7240, 10800, 14340, 17890, 21490, 1400),
    "2015-01-01": (3720, 7270, 10840, 14390, 17950, 21570, 1410),
    "2016-01-01": (3730, 7280, 10850, 14410, 17970, 21590, 1420),
    "2018-01-01": (3760, 7340, 10940, 14530, 18110, 21760, 1440),
    "2019-01-01": (3830, 7480, 11150, 14800, 18450, 22170, 1470),
    "2020-01-01": (3870, 7550, 11250, 14930, 18610, 22360, 1490),
    "2022-01-01": (3940, 7690, 11460, 15200, 18950, 22770, 1520),
    "2023-01-01": (4170, 8140, 12130, 16080, 20050, 24090, 1610),
    "2024-01-01": (4370, 8520, 12690, 16820, 20970, 25200, 1690),
    "2025-01-01": (4440, 8660, 12890, 17090, 21300, 25600, 1720),
    "2026-01-01": (4480, 8730, 13000, 17230, 21470, 25810, 1740),
}


def test_quotite_saisissable(arbre):
    """Each date's thresholds, read through OpenFisca; rounded to the ten above (R3252-4), they only rise."""
    saisissable = arbre.children["recouvrement"].children["saisissable"]
    majoration = saisissable.children["majoration_par_personne"]
    assert sorted(serie("recouvrement.saisissable.majoration_par_personne")) == sorted(QUOTITE_SAISISSABLE)
    precedents = (0,) * 7
    for date, attendus in QUOTITE_SAISISSABLE.items():
        bareme = saisissable.children["bareme"](date)
        assert (0, *attendus[:-1]) == tuple(bareme.thresholds)
        assert majoration(date) == attendus[-1]
        assert tuple(bareme.rates) == (0.05, 0.1, 0.2, 0.25, 1 / 3, 2 / 3, 1)
        assert all(a >= b and a % 10 == 0 for a, b in zip(attendus, precedents, strict=True))
        precedents = attendus


# --- 2 bis. The tree that OpenFisca loads


@pytest.fixture(scope="module")
def arbre() -> ParameterNode:
    return load_parameter_file(str(RACINE))


def test_chaque_fichier_est_un_parametre_charge(arbre):
    baremes = {noeud.name for noeud in arbre.get_descendants() if isinstance(noeud, ParameterScale)}
    charges = {
        noeud.name
        for noeud in arbre.get_descendants()
        if isinstance(noeud, Parameter) and not any(noeud.name.startswith(f"{bareme}[") for bareme in baremes)
    }
    assert charges == set(DONNEES)
    assert baremes == {nom(chemin) for chemin in BAREMES}


def test_aucun_fichier_egare():
    egares = [
        p.relative_to(RACINE).as_posix()
        for p in RACINE.rglob("*")
        if p.is_file() and p.suffix != ".yaml" and p.name != "__init__.py"
    ]
    assert egares == []
    for chemin in FICHIERS:
        for partie in nom(chemin).split("."):
            assert partie.isidentifier() and partie == partie.lower()


def test_chaque_salle_a_ses_parametres(arbre):
    assert SALLES <= set(arbre.children)
    for salle in SALLES:
        assert arbre.children[salle].description


@tous_les_fichiers
def test_horloge_et_dates(cle):
    """What the claimant's event chooses starts with the first law modelled, never before."""
    fiche = DONNEES[cle]
    if fiche["metadata"]["applicabilite"] == "fait_generateur":
        assert min(fiche["values"]) >= "2019-11-01"


# --- 3. Values that check one another


def serie(cle: str) -> dict[str, Decimal]:
    return {
        date: Decimal(str(v["value"]))
        for date, v in DONNEES[cle]["values"].items()
        if v["value"] is not None
    }


def en_vigueur(cle: str, date: str) -> Decimal:
    valeurs = serie(cle)
    connues = [d for d in valeurs if d <= date]
    assert connues, f"{cle} : aucune valeur au {date}"
    return valeurs[max(connues)]


def au_centime(montant: Decimal) -> Decimal:
    return montant.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


MONTANTS_REVALORISES = [
    "allocation_journaliere.partie_fixe",
    "allocation_journaliere.minimum",
    "allocation_journaliere.minimum_formation",
    "degressivite.plancher",
]


@pytest.mark.parametrize("cle", MONTANTS_REVALORISES)
def test_chaine_des_revalorisations(cle):
    """Each amount is the one before it, times (1 + rate), half up to the cent."""
    taux = serie("salaire_reference.revalorisation.taux")
    montants = serie(cle)
    origine = min(montants)
    dates = [d for d in sorted(taux) if d > origine]
    assert sorted(set(montants) - {origine}) == dates
    courant = montants[origine]
    for date in dates:
        courant = au_centime(courant * (1 + taux[date]))
        assert montants[date] == courant, date


def test_dates_des_revalorisations():
    taux = serie("salaire_reference.revalorisation.taux")
    attendues = [f"{annee}-07-01" for annee in range(2008, 2027)] + ["2023-04-01"]
    assert sorted(taux) == sorted(attendues)
    assert [d for d in sorted(taux) if not taux[d]] == ["2016-07-01", "2026-07-01"]
    assert min(serie("degressivite.plancher")) == "2019-11-01"


# Daily minimum wage below which CSG and CRDS do not bring the net allowance (whole euros).
SMIC_JOURNALIER = {
    "2009-01-01": 44,
    "2009-07-01": 45,
    "2010-01-01": 45,
    "2011-01-01": 45,
    "2011-12-01": 46,
    "2012-01-01": 47,
    "2012-07-01": 47,
    "2013-01-01": 48,
    "2014-01-01": 48,
    "2015-01-01": 49,
    "2016-01-01": 49,
    "2017-01-01": 49,
    "2018-01-01": 50,
    "2019-01-01": 51,
    "2020-01-01": 51,
    "2021-01-01": 52,
    "2021-10-01": 53,
    "2022-01-01": 53,
    "2022-05-01": 55,
    "2022-08-01": 56,
    "2023-01-01": 57,
    "2023-05-01": 58,
    "2024-01-01": 59,
    "2024-11-01": 60,
    "2026-01-01": 61,
    "2026-06-01": 62,
}


def test_smic_journalier():
    heures = en_vigueur("prelevements.duree_legale_hebdomadaire", "2026-06-01")
    jours = en_vigueur("prelevements.jours_semaine", "2026-06-01")
    calcule = {
        date: math.ceil(heures * en_vigueur("prelevements.smic_horaire", date) / jours)
        for date in SMIC_JOURNALIER
    }
    assert calcule == SMIC_JOURNALIER
    # Every rise since 2009 is in the table above.
    depuis_2009 = {d for d in serie("prelevements.smic_horaire") if d > "2009-01-01"}
    assert depuis_2009 == set(SMIC_JOURNALIER) - {"2009-01-01"}


ALLOCATION_MAXIMALE = {
    # 57 % of four monthly ceilings over the year, half up to the cent
    "2015-01-01": "237.62",
    "2018-01-01": "248.19",
    "2019-01-01": "253.14",
    "2021-01-01": "256.96",
    "2023-01-01": "274.80",
    "2024-01-01": "289.64",
    "2025-01-01": "294.21",
    "2026-01-01": "300.21",
}


@pytest.mark.parametrize("date, attendu", ALLOCATION_MAXIMALE.items())
def test_allocation_maximale(date, attendu):
    plafond = en_vigueur("salaire_reference.plafond_securite_sociale", date)
    fois = serie("salaire_reference.nombre_plafonds")["2019-11-01"]
    taux = serie("allocation_journaliere.taux_unique")["2019-11-01"]
    assert au_centime(au_centime(plafond * fois * 12 / 365) * taux) == Decimal(attendu)


def test_plafond_chaque_annee():
    dates = sorted(serie("salaire_reference.plafond_securite_sociale"))
    assert dates == [f"{annee}-01-01" for annee in range(2008, 2027)]


def test_durees_maximales_apres_coefficient():
    coefficient = serie("duree.coefficient")["2023-02-01"]
    bornes = [
        serie(f"duree.maximum.{c}")["2019-11-01"]
        for c in ("courte", "intermediaire", "longue")
    ]
    assert [math.ceil(b * coefficient) for b in bornes] == [548, 685, 822]
    for duree in ("courte", "longue"):
        avec = serie(f"duree.rupture_conventionnelle.{duree}")["2026-09-01"]
        sans = serie(f"duree.rupture_conventionnelle.{duree}_sans_coefficient")
        assert avec == sans["2026-09-01"] * coefficient


# Price index (tobacco left out) of the last year but one: rounded rate of each 1 January.
INDEXATION = {
    "2020-01-01": "0.016",
    "2021-01-01": "0.009",
    "2022-01-01": "0.002",
    "2023-01-01": "0.016",
    "2024-01-01": "0.053",
    "2025-01-01": "0.048",
    "2026-01-01": "0.018",
}


@pytest.mark.parametrize(
    "cle", sorted(c for c in DONNEES if c.startswith("prelevements.revenu_fiscal."))
)
def test_indexation_des_seuils_de_revenu_fiscal(cle):
    """Indexed each 1 January and rounded to the euro, half up (L136-8, III ter)."""
    seuils = serie(cle)
    valable = DONNEES[cle]["metadata"]["last_value_still_valid_on"]
    courant = seuils["2019-01-01"]
    for date, taux in INDEXATION.items():
        if date > valable:
            assert date not in seuils
            continue
        courant = (courant * (1 + Decimal(taux))).quantize(
            Decimal(1), rounding=ROUND_HALF_UP
        )
        assert seuils[date] == courant, date


# --- 4. A few values, read through OpenFisca at a date


VALEURS = [
    ("affiliation.jours", "2020-07-31", 130),
    ("affiliation.jours", "2020-08-01", 88),
    ("affiliation.jours", "2021-11-30", 88),
    ("affiliation.jours", "2021-12-01", 130),
    ("affiliation.heures", "2021-06-01", 610),
    ("affiliation.heures", "2026-11-24", 910),
    ("affiliation.saisonniers.jours", "2025-04-01", 108),
    ("affiliation.primo_entrants.heures", "2026-04-01", 758),
    ("affiliation.periode_reference.age_longue", "2025-03-31", 53),
    ("affiliation.periode_reference.age_longue", "2025-04-01", 55),
    ("salaire_reference.plafond_jours_non_travailles", "2025-03-31", 0.75),
    ("salaire_reference.plafond_jours_non_travailles", "2025-04-01", 0.7),
    ("salaire_reference.periode_calcul_mois", "2021-09-30", 12),
    ("salaire_reference.periode_calcul_mois", "2021-10-01", None),
    ("salaire_reference.jours_coefficient_ancien", "2020-07-31", 130),
    ("salaire_reference.plafond_securite_sociale", "2026-11-24", 4005),
    ("allocation_journaliere.partie_fixe", "2026-11-24", 13.18),
    ("allocation_journaliere.minimum", "2020-07-30", 29.38),
    ("allocation_journaliere.minimum_formation", "2020-07-30", 21.04),
    ("allocation_journaliere.taux_partie_proportionnelle", "2026-11-24", 0.404),
    ("duree.coefficient", "2023-01-31", 1),
    ("duree.coefficient", "2023-02-01", 0.75),
    ("duree.minimum", "2020-08-01", 122),
    ("duree.minimum", "2021-12-01", 182),
    ("duree.maximum.age_longue", "2025-04-01", 57),
    ("duree.rupture_conventionnelle.courte", "2026-09-01", 456),
    ("differes.diviseur", "2019-12-31", 94.4),
    ("differes.diviseur", "2022-06-30", 95.8),
    ("differes.diviseur", "2026-11-24", 111.8),
    ("differes.arrondi_superieur", "2021-09-30", True),
    ("differes.arrondi_superieur", "2021-10-01", False),
    ("degressivite.age", "2025-03-31", 57),
    ("degressivite.plancher", "2023-05-01", 89.32),
    ("degressivite.delai_jours", "2021-11-30", 243),
    ("degressivite.delai_jours", "2021-12-01", 182),
    ("degressivite.delai_suspendu", "2021-06-30", True),
    ("degressivite.delai_suspendu", "2021-07-01", False),
    ("paiement.jours_par_mois", "2025-03-31", 0),
    ("paiement.jours_par_mois", "2025-04-01", 30),
    ("cumul.plafond_jours", "2026-11-24", 30.42),
    ("perte_emploi.ouvre_droit.demission", "2026-11-24", False),
    ("perte_emploi.ouvre_droit.abandon_poste", "2023-04-18", True),
    ("perte_emploi.ouvre_droit.abandon_poste", "2023-04-19", False),
    ("prelevements.csg.taux_plein", "2026-11-24", 0.062),
    ("prelevements.assiette", "2026-11-24", 0.9825),
    ("prelevements.revenu_fiscal.metropole.exoneration", "2026-11-24", 13048),
    ("prelevements.revenu_fiscal.metropole.taux_reduit_demi_part", "2020-06-01", 3946),
    ("prelevements.revenu_fiscal.antilles_reunion.exoneration", "2019-12-31", 13167),
    ("prelevements.revenu_fiscal.antilles_reunion.exoneration", "2021-06-01", 13498),
    ("prelevements.revenu_fiscal.antilles_reunion.exoneration", "2023-06-01", 13741),
    ("prelevements.alsace_moselle.taux_general", "2022-03-31", 0.015),
    ("prelevements.alsace_moselle.taux_general", "2022-04-01", 0.013),
    ("salaire_reference.jours_coefficient_ancien", "2020-07-31", 130),
    ("salaire_reference.jours_coefficient_ancien", "2020-08-01", 88),
    ("salaire_reference.jours_coefficient_ancien", "2021-09-30", 88),
]


@pytest.mark.parametrize("cle, date, attendu", VALEURS)
def test_valeur_a_une_date(arbre, cle, date, attendu):
    noeud = arbre
    for partie in cle.split("."):
        noeud = noeud.children[partie]
    valeur = noeud(date)
    assert valeur == attendu and isinstance(valeur, bool) == isinstance(attendu, bool)


@pytest.mark.parametrize(
    "cle, debut",
    [
        ("affiliation.saisonniers.jours", "2025-04-01"),
        ("affiliation.primo_entrants.jours", "2026-04-01"),
        ("duree.rupture_conventionnelle.longue", "2026-09-01"),
        ("degressivite.plancher", "2019-11-01"),
        ("differes.fenetre_jours", "2021-10-01"),
    ],
)
def test_pas_de_valeur_avant_la_regle(cle, debut):
    assert min(DONNEES[cle]["values"]) == debut
