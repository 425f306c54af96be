"""``docs/premiere_regle.md``, word for word, on a copy of the package: its rule passes its cases and the oracle."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
PAGE = (RACINE / "docs" / "premiere_regle.md").read_text(encoding="utf-8")

#: A path in bold, then the blocks that go in its file, until another path or a title.
BLOCS = re.compile(r"^\*\*`(?P<chemin>[^`]+)`\*\*(?P<nouveau> \(nouveau\))?$|^```(?P<langue>\w+)\n(?P<texte>.*?)^```$|^## ", re.M | re.S)

VARIABLE = "csg_deductible_journaliere"

#: What is run in the copy: the cases, the oracle, the coverage of the parameters, the choice that is written.
CONTROLE = f"""
import json, sys
sys.path[:0] = ["tests/oracle", "outils"]
import comparaison, seuils_sans_cas
from openfisca_core.tools.test_runner import run_tests
systeme = comparaison.systeme()
bilan = comparaison.comparer(range(60))
comptes = {{
    "cas": run_tests(systeme, "tests/yaml/prelevements/csg_deductible.yaml", {{"verbose": False}}),
    "variable": "{VARIABLE}" in systeme.variables,
    "oracle": "{VARIABLE}" in comparaison.VARIABLES,
    "valeurs": bilan.valeurs,
    "ecarts": [str(ecart) for ecart in bilan.ecarts],
    "manques": [manque.chemin for manque in seuils_sans_cas.manques(seuils_sans_cas.parametres(), seuils_sans_cas.mots_cles())],
}}
print("\\n" + json.dumps(comptes))
"""


def etapes():
    """What the page asks to write: ``(path, whether the file is new, block)``, in its order."""
    chemin = nouveau = None
    for trouve in BLOCS.finditer(PAGE):
        if trouve["chemin"]:
            chemin, nouveau = trouve["chemin"], bool(trouve["nouveau"])
        elif trouve["langue"] is None:
            chemin = None
        elif chemin and trouve["langue"] != "sh":
            assert (trouve["langue"] != "diff") == nouveau, chemin
            yield chemin, nouveau, trouve["texte"]


def changer(texte: str, bloc: str) -> str:
    """Apply a block in ``+`` and ``-``; its last line, where it is already there, may be the beginning of a longer one.

    Raises:
        AssertionError: what the block says is there is not, or is there twice.
    """
    lignes = bloc.splitlines()
    avant = "\n".join(ligne[1:] for ligne in lignes if not ligne.startswith("+"))
    apres = "\n".join(ligne[1:] for ligne in lignes if not ligne.startswith("-"))
    assert f"\n{texte}".count(f"\n{avant}") == 1, f"La page dit ceci, qui n'est pas (ou pas une seule fois) dans le fichier :\n{avant}"
    suite = f"\n{texte}".split(f"\n{avant}", 1)[1]
    assert suite.startswith("\n") or lignes[-1].startswith(" "), f"Un début de ligne ne s'efface pas, et rien ne le suit :\n{avant}"
    return f"\n{texte}".replace(f"\n{avant}", f"\n{apres}", 1)[1:]


@pytest.fixture(scope="module")
def copie(tmp_path_factory):
    racine = tmp_path_factory.mktemp("depot")
    for dossier in ("openfisca_chomage", "docs", "outils", "tests/oracle", "tests/yaml"):
        shutil.copytree(RACINE / dossier, racine / dossier, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(RACINE / "CHANGELOG.md", racine)
    for chemin, nouveau, bloc in etapes():
        fichier = racine / chemin
        assert fichier.exists() != nouveau, chemin
        fichier.write_text(bloc if nouveau else changer(fichier.read_text(encoding="utf-8"), bloc), encoding="utf-8")
    return racine


def test_la_page_touche_ce_qu_une_regle_touche():
    assert [chemin.split("/")[0] + ("/" if "/" in chemin else "") for chemin in dict.fromkeys(chemin for chemin, *_ in etapes())] == [
        "tests/", "openfisca_chomage/", "openfisca_chomage/", "openfisca_chomage/", "tests/", "docs/", "CHANGELOG.md",
    ]  # fmt: skip


def test_la_regle_de_la_page_passe_ses_cas_et_l_oracle(copie):
    lance = subprocess.run(
        [sys.executable, "-c", CONTROLE],
        cwd=copie, env=os.environ | {"PYTHONPATH": str(copie)}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert lance.returncode == 0, lance.stdout + lance.stderr
    comptes = json.loads(lance.stdout.splitlines()[-1])
    assert comptes.pop("valeurs") > 100_000
    assert comptes == {"cas": 0, "variable": True, "oracle": True, "ecarts": [], "manques": []}, lance.stdout


def test_la_regle_de_la_page_est_ecrite_comme_la_maison_le_demande(copie):
    lance = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--config", str(RACINE / "pyproject.toml"), "openfisca_chomage", "tests/oracle"],
        cwd=copie, capture_output=True, text=True,
    )  # fmt: skip
    assert lance.returncode == 0, lance.stdout


def test_les_commandes_citent_des_fichiers_qui_existent(copie):
    cibles = re.findall(r"^([\w-]+):", (RACINE / "Makefile").read_text(encoding="utf-8"), re.M)
    commandes = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.M | re.S))
    for chemin in re.findall(r"(?<=\s)(?:tests|outils|openfisca_chomage)/[\w/.]+", commandes):
        assert (RACINE / chemin).exists() or (copie / chemin).exists(), chemin
    for cible in re.findall(r"\bmake ([\w-]+)", commandes):
        assert cible in cibles


def test_un_bloc_qui_ne_va_plus_se_voit():
    with pytest.raises(AssertionError, match="n'est pas"):
        changer("a\nb\n", " c\n+d\n")
    with pytest.raises(AssertionError, match="une seule fois"):
        changer("a\nb\na\n", " a\n+d\n")
    assert changer("a\nb\nc\n", " a\n+d\n b\n") == "a\nd\nb\nc\n"
    assert changer("a\nb c\n", "+d\n b\n") == "a\nd\nb c\n"
    with pytest.raises(AssertionError, match="début de ligne"):
        changer("ab c\n", "-ab\n+abd\n")
