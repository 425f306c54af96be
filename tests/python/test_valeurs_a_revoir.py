"""``make revoir``: what is to be checked again, on which day, and the page of the yearly update."""

import datetime
import importlib.util
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from openfisca_chomage.socle.texte_yaml import Lecteur

RACINE = Path(__file__).parents[2]
PAGE = (RACINE / "docs" / "mise_a_jour_annuelle.md").read_text(encoding="utf-8")

_spec = importlib.util.spec_from_file_location("valeurs_a_revoir", RACINE / "outils" / "valeurs_a_revoir.py")
outil = importlib.util.module_from_spec(_spec)
sys.modules["valeurs_a_revoir"] = outil
_spec.loader.exec_module(outil)


def a_revoir(chemin, verifiee, au):
    valeur = outil.Valeur(chemin, "2020-01-01", datetime.date.fromisoformat(verifiee), "une source")
    return outil.pourquoi(valeur, datetime.date.fromisoformat(au)) is not None


@pytest.mark.parametrize(
    ("chemin", "verifiee", "au", "attendu"),
    [
        # the minimum wage changes on 1 January
        ("prelevements.smic_horaire", "2026-11-24", "2026-12-31", False),
        ("prelevements.smic_horaire", "2026-11-24", "2027-01-01", True),
        ("prelevements.smic_horaire", "2027-01-01", "2027-12-31", False),
        # all that is under a path: the thresholds of taxable income
        ("prelevements.revenu_fiscal.metropole.exoneration", "2026-11-24", "2027-01-01", True),
        # the board of the end of June, from 1 July
        ("allocation_journaliere.minimum", "2027-06-30", "2027-06-30", False),
        ("allocation_journaliere.minimum", "2027-06-30", "2027-07-01", True),
        ("allocation_journaliere.minimum", "2027-07-01", "2028-06-30", False),
        ("allocation_journaliere.minimum_formation", "2027-06-30", "2027-07-01", True),
        # RSA, 1 April
        ("recouvrement.saisissable.rsa_personne_seule", "2027-01-15", "2027-03-31", False),
        ("recouvrement.saisissable.rsa_personne_seule", "2027-01-15", "2027-04-01", True),
        # another value: 365 days, and one more
        ("affiliation.jours", "2026-11-24", "2027-11-24", False),
        ("affiliation.jours", "2026-11-24", "2027-11-25", True),
    ],
)
def test_quand_une_valeur_est_a_revoir(chemin, verifiee, au, attendu):
    assert a_revoir(chemin, verifiee, au) is attendu


def test_chaque_rendez_vous_a_ses_parametres():
    chemins = [valeur.chemin for valeur in outil.valeurs()]
    assert len(chemins) == len(set(chemins)) > 100
    for un in outil.RENDEZ_VOUS:
        for debut in un.chemins:
            assert [chemin for chemin in chemins if outil.est_sous(chemin, [debut])], debut
    sous = [[un for un in outil.RENDEZ_VOUS if outil.est_sous(chemin, un.chemins)] for chemin in chemins]
    assert max(map(len, sous)) == 1


def test_un_montant_revalorise_chaque_annee_a_son_rendez_vous():
    """What has changed in three of the last four years of the law that is known is expected to change again."""
    attendus = []
    for fichier in outil.fichiers():
        fiche = yaml.load(fichier.read_text(encoding="utf-8"), Loader=Lecteur)
        annees = {str(date)[:4] for date in fiche["metadata"]["reference"]}
        if len(annees & {"2023", "2024", "2025", "2026"}) >= 3:
            attendus.append(outil.chemin_de(fichier))
    assert len(attendus) > 15
    assert [chemin for chemin in attendus if outil.rendez_vous_de(chemin) is None] == []


def test_la_page_a_le_tableau_de_l_outil():
    assert outil.table() in PAGE, "Recopiez dans la page ce que dit « python outils/valeurs_a_revoir.py --table »."


def test_les_fichiers_du_tableau_existent():
    for un in outil.RENDEZ_VOUS:
        for chemin in un.chemins:
            base = outil.PARAMETRES / chemin.replace(".", "/")
            assert base.is_dir() or base.with_suffix(".yaml").exists(), chemin


def test_la_commande_dit_quoi_revoir_et_ou(capsys):
    assert outil.main(["--au", "2100-01-01", "--strict"]) == 1
    dit = capsys.readouterr().out
    assert "prelevements.smic_horaire : peut avoir changé le 01/01/2100" in dit
    assert "affiliation.jours : vérifiée il y a" in dit
    assert "dernière source : Arrêté" in dit and "https://code.travail.gouv.fr/fiche-ministere-travail/le-smic" in dit
    assert outil.main(["--au", "1990-01-01", "--strict"]) == 0
    assert capsys.readouterr().out.endswith(", 0 à revoir au 01/01/1990.\n")


@pytest.fixture
def copie(tmp_path):
    racine = tmp_path / "parameters"
    shutil.copytree(outil.PARAMETRES / "allocation_journaliere", racine / "allocation_journaliere")
    shutil.copytree(outil.PARAMETRES / "recouvrement", racine / "recouvrement")
    return racine


def test_noter_un_controle(copie):
    """The day is written in the files named, bracket scales included, and nothing else changes."""
    avant = {fichier: fichier.read_text(encoding="utf-8") for fichier in outil.fichiers(copie)}
    notes = outil.noter(["allocation_journaliere.minimum", "recouvrement.saisissable"], datetime.date(2031, 2, 3), copie)
    assert notes == [
        "allocation_journaliere.minimum", "recouvrement.saisissable.bareme",
        "recouvrement.saisissable.majoration_par_personne", "recouvrement.saisissable.rsa_personne_seule",
    ]  # fmt: skip
    for fichier, texte in avant.items():
        lignes = list(zip(texte.splitlines(), fichier.read_text(encoding="utf-8").splitlines(), strict=True))
        changees = [apres for ancienne, apres in lignes if ancienne != apres]
        attendu = ["  last_value_still_valid_on: 2031-02-03"] if outil.chemin_de(fichier, copie) in notes else []
        assert changees == attendu, fichier
    verifiees = {valeur.chemin: valeur.verifiee for valeur in outil.valeurs(copie)}
    assert verifiees["recouvrement.saisissable.bareme"] == datetime.date(2031, 2, 3)


def test_noter_refuse_un_chemin_inconnu_ou_un_jour_d_avant_la_valeur(copie):
    with pytest.raises(ValueError, match="« allocation_journaliere.minimun » n'est le chemin d'aucun paramètre"):
        outil.noter(["allocation_journaliere.minimun"], datetime.date(2031, 2, 3), copie)
    with pytest.raises(ValueError, match="« recouvrement.saisissable.rsa_personne_seule » a une valeur au"):
        outil.noter(["recouvrement.saisissable.rsa_personne_seule"], datetime.date(2020, 1, 1), copie)
    echelonnement = outil.noter(["recouvrement.echelonnement"], datetime.date(2031, 2, 3), copie)
    assert echelonnement == ["recouvrement.echelonnement.mensualites_maximum"]


def test_une_date_mal_ecrite_est_dite(capsys):
    with pytest.raises(SystemExit):
        outil.main(["--au", "15/01/2027"])
    assert "« 15/01/2027 » n'est pas une date" in capsys.readouterr().err
