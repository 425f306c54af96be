"""Each choice of docs/incertitudes.md is carried by something that exists in the code or in the parameters."""

import re
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
PAGE = (RACINE / "docs/incertitudes.md").read_text(encoding="utf-8")
LIGNES = [ligne for ligne in PAGE.split("\n") if ligne.startswith("|") and "prévu" not in ligne]
PORTEURS = sorted({couple for ligne in LIGNES for couple in re.findall(r"`(\w+)`,? `((?:variables|socle)/[\w/]+\.py)`", ligne)})


@pytest.mark.parametrize(("nom", "fichier"), [couple for couple in PORTEURS if couple[0].upper() != couple[0]])
def test_le_choix_est_dans_le_code(nom, fichier):
    code = (RACINE / "openfisca_chomage" / fichier).read_text(encoding="utf-8")
    assert re.search(rf"^(class|def) {nom}\\b|^{nom} =".replace("\\\\", "\\"), code, re.M)


def test_la_page_cite_assez_de_choix():
    assert len(PORTEURS) > 30


def test_chemins_de_parametres():
    dossiers = {dossier.name for dossier in (RACINE / "openfisca_chomage/parameters").iterdir() if dossier.is_dir()}
    for chemin in set(re.findall(rf"`((?:{'|'.join(dossiers)})/[\w/]+)`", "\n".join(LIGNES))):
        base = RACINE / "openfisca_chomage/parameters" / chemin
        assert base.is_dir() or base.with_suffix(".yaml").exists(), chemin
