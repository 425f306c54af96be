"""The pages that let people in: what they cite exists, what they show is well formed, versions are dated."""

import datetime
import re
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml

RACINE = Path(__file__).parents[2]
PAGES = sorted([*RACINE.glob("*.md"), *(page for nom in ("docs", "benchmarks", ".github") for page in (RACINE / nom).rglob("*.md"))])

#: The pages of the way in, whose every path and command is held too.
ENTREE = [
    "CONTRIBUTING.md", "docs/architecture.md", "docs/mise_a_jour_annuelle.md", "benchmarks/README.md", ".github/PULL_REQUEST_TEMPLATE.md",
]  # fmt: skip

DOSSIERS = "openfisca_chomage|tests|docs|outils|requirements|exemples|benchmarks"


def ancres(page):
    """The anchors of a page's titles, as GitHub writes them."""
    titres = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", titre.lower()).replace(" ", "-") for titre in titres}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(RACINE)))
def test_les_liens_menent_quelque_part(page):
    for chemin, ancre in re.findall(r"\]\((?!https?:|mailto:)([^)#\s]*)(#[^)\s]*)?\)", page.read_text(encoding="utf-8")):
        cible = page.parent / chemin if chemin else page
        assert cible.exists(), chemin
        assert not ancre or ancre[1:] in ancres(cible), ancre


@pytest.mark.parametrize("nom", ENTREE)
def test_les_chemins_et_les_commandes_existent(nom):
    texte = (RACINE / nom).read_text(encoding="utf-8")
    chemins = set(re.findall(rf"(?<![\w/.])(?:{DOSSIERS})/[\w/.-]*[\w/]", texte))
    assert [chemin for chemin in sorted(chemins) if not (RACINE / chemin).exists()] == []
    cibles = set(re.findall(r"^([\w-]+):", (RACINE / "Makefile").read_text(encoding="utf-8"), re.M))
    lances = {cible for ligne in re.findall(r"(?:`|^)make ((?:[\w-]+ ?)+)", texte, re.M) for cible in ligne.split()}
    assert lances - cibles == set()


def test_chaque_version_a_sa_date_et_la_derniere_est_celle_du_paquet():
    titres = re.findall(r"^## (.*)$", (RACINE / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    if titres[0] == "Prochaine version":
        del titres[0]
    lus = [re.fullmatch(r"(\d+)\.(\d+)\.(\d+) \((\d\d)/(\d\d)/(\d{4})\)", titre) for titre in titres]
    assert all(lus), titres
    versions = [tuple(map(int, lu.groups()[:3])) for lu in lus]
    dates = [datetime.date(*map(int, lu.groups()[:2:-1])) for lu in lus]
    assert versions == sorted(versions, reverse=True) and len(set(versions)) == len(versions)
    assert dates == sorted(dates, reverse=True)
    paquet = ConfigParser()
    paquet.read(RACINE / "setup.cfg", encoding="utf-8")
    assert ".".join(map(str, versions[0])) == paquet["metadata"]["version"]


@pytest.mark.parametrize("modele", sorted((RACINE / ".github/ISSUE_TEMPLATE").glob("*.md")), ids=lambda modele: modele.stem)
def test_un_modele_de_ticket_a_son_nom_et_son_objet(modele):
    entete = yaml.safe_load(modele.read_text(encoding="utf-8").split("---\n")[1])
    assert set(entete) == {"name", "about", "labels"} and all(entete.values())


def test_le_flux_de_github_lance_le_controle_et_rien_d_autre():
    texte = (RACINE / ".github/workflows/ci.yml").read_text(encoding="utf-8")
    etapes = yaml.safe_load(texte)["jobs"]["ci"]["steps"]
    assert [etape["run"] for etape in etapes if "run" in etape] == [".ci/run"]
    assert "secrets" not in texte and yaml.safe_load(texte)["permissions"] == {"contents": "read"}
