"""The README says what the code does: its blocks run, and its two tables are held against the system."""

import json
import re
from pathlib import Path

import pytest
from openfisca_core.tools.test_runner import run_tests

from openfisca_chomage.service import creer_application

RACINE = Path(__file__).parents[2]
TEXTE = (RACINE / "README.md").read_text(encoding="utf-8")


def bloc(langue):
    return re.search(rf"```{langue}\n(.*?)```", TEXTE, re.DOTALL)[1]


def lignes(titre):
    """The rows of the table whose first column has this title, as lists of cells."""
    tableau = re.search(rf"^\| {titre} \|.*\n\|[-|]+\n((?:\|.*\n)+)", TEXTE, re.MULTILINE)[1]
    return [[cellule.strip() for cellule in ligne.strip("|").split("|")] for ligne in tableau.splitlines()]


def noms(cellule):
    return re.findall(r"`(\w+)`", cellule)


@pytest.fixture(scope="module")
def api(systeme):
    return creer_application(systeme).test_client()


def test_bloc_python(capsys):
    code = bloc("python")
    assert len([ligne for ligne in code.splitlines() if ligne.strip()]) <= 10
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out.split() == re.findall(r"# (\[.*?\])", code)


def test_cas_yaml(systeme, tmp_path):
    fichier = tmp_path / "cas.yaml"
    fichier.write_text(bloc("yaml"), encoding="utf-8")
    assert run_tests(systeme, str(fichier), {"verbose": False}) == 0


def test_curl(api):
    situation = json.loads(re.search(r"-d '(\{.*?\n\})'", TEXTE, re.DOTALL)[1])
    reponse = api.post("/calculate", json=situation)
    assert reponse.status_code == 200, reponse.json
    camille = reponse.json["individus"]["camille"]
    assert camille["jours_indemnises"]["2025-02"] == 28
    assert 0 < camille["are_nette"]["2025-03"] < camille["are_nette"]["2025-02"]


@pytest.mark.parametrize("ligne", lignes("Modelled"), ids=lambda ligne: ligne[0][:30])
def test_modelise(systeme, ligne):
    assert noms(ligne[1])
    assert [nom for nom in noms(ligne[1]) if nom not in systeme.variables] == []


CARRIERE = {
    "date_naissance": {"ETERNITY": "1990-05-01"},
    "calendrier_contrats": {"2023": True, "2024": True},
    "salaire_brut": {"2023": 60000, "2024": 60000},
    "motif_rupture": {"2024-12": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
    "are_nette": {"2025-02": None},
}
SITUATIONS = {
    "calendrier_inscription": {
        "calendrier_contrats": {"2017": True, "2018": True},
        "motif_rupture": {"2018-12": "fin_cdd"},
        "calendrier_inscription": {"2019": True},
        "are_nette": {"2019-02": None},
    },
    "motif_rupture": {
        "calendrier_contrats": {"day:2022-09-01:181": True, "day:2024-06-24:5": True, "day:2025-02-03:5": True},
        "motif_rupture": {"2023-02": "fin_cdd", "2024-06": "fin_cdd", "2025-02": "fin_cdd"},
        "calendrier_inscription": {"day:2025-02-10:100": True},
    },
    "territoire": {"territoire": {"2024-12": "mayotte"}},
    "motif_rupture_conservee": {"motif_rupture_conservee": {"2025-02": "fin_cdd"}},
    "revenu_fiscal_reference_n2": {"territoire": {"2025": "drom"}, "revenu_fiscal_reference_n2": {"2025": 9000}},
}
NON_MODELISE = {mode: [ligne for ligne in lignes("Not modelled") if ligne[1] == mode] for mode in ("refused", "unknown", "not seen")}


def test_chaque_ligne_dit_comment():
    assert sum(map(len, NON_MODELISE.values())) == len(lignes("Not modelled"))


@pytest.mark.parametrize("ligne", NON_MODELISE["refused"], ids=lambda ligne: ligne[0][:30])
def test_refuse(api, ligne):
    champ = noms(ligne[2])[0]
    message = re.search(r"« (.*) »", ligne[2])[1]
    reponse = api.post("/calculate", json={"individus": {"camille": {**CARRIERE, **SITUATIONS[champ]}}})
    assert reponse.status_code == 400
    assert message in next(iter(reponse.json["individus"]["camille"][champ].values()))


@pytest.mark.parametrize("ligne", NON_MODELISE["unknown"], ids=lambda ligne: ligne[0][:30])
def test_inconnu(api, systeme, ligne):
    assert noms(ligne[2])
    for nom in noms(ligne[2]):
        assert nom not in systeme.variables
        assert api.post("/calculate", json={"individus": {"camille": {nom: {"2025-02": None}}}}).status_code == 404


def test_depart_volontaire_sous_un_droit_non_vu(api):
    """When the rule is written, this fails and the README's line goes."""
    situation = {
        **CARRIERE,
        "calendrier_contrats": {"2023": True, "2024": True, "day:2025-02-01:120": True},
        "motif_rupture": {"2024-12": "fin_cdd", "2025-05": "demission"},
        "jours_indemnises": {"2025-07": None},
    }
    reponse = api.post("/calculate", json={"individus": {"camille": situation}})
    assert reponse.json["individus"]["camille"]["jours_indemnises"]["2025-07"] == 30


def test_crise_sanitaire_non_vue(simuler):
    """Work of the first months of 2018 is out of the 24 months that end in March 2020, health crisis or not."""
    personne = {
        "date_naissance": {"ETERNITY": "1990-05-01"},
        "calendrier_contrats": {"day:2018-04-10:200": True, "day:2020-06-01:30": True},
        "motif_rupture": {"2020-06": "fin_cdd"},
        "calendrier_inscription": {"2020": True},
    }
    simulation = simuler(moi=personne)
    assert simulation.calculate("jours_travailles_affiliation", "2020-06")[0] < 130


def test_les_fichiers_cites_existent():
    cites = ["tests/python/test_readme.py", "tests/yaml", "openfisca_chomage/parameters"]
    for chemin in re.findall(r"\]\((?!http|#)(.*?)\)", TEXTE) + cites:
        assert (RACINE / chemin).exists(), chemin
    salles = TEXTE.split("dans l'ordre du mois.")[1].split(". ")[0]
    cites = re.findall(r"`(\w+)`", salles)
    regles = [fichier for fichier in (RACINE / "openfisca_chomage/variables").glob("*/*.py") if fichier.parent.name != "entrees"]
    pieces = {fichier.stem for fichier in regles} - {"__init__"}
    assert pieces - set(cites) == set()
    assert set(cites) - pieces == {"are", "versement", "indus"}
