"""The policy experts' cases themselves: how many, where from, and what they leave out."""

import collections
import functools
import importlib.util
import re
import sys
from pathlib import Path

import pytest
import yaml

from openfisca_chomage.socle.texte_yaml import Lecteur

RACINE = Path(__file__).resolve().parents[2]
CAS = RACINE / "tests" / "yaml"
ROOMS = {
    "affiliation",
    "allocation_journaliere",
    "cumul",
    "degressivite",
    "differes",
    "duree",
    "fait_generateur",
    "indus",
    "recouvrement",
    "paiement",
    "perte_emploi",
    "prelevements",
    "salaire_reference",
    "versement",
    "vie_du_droit",
}
FICHIERS = sorted(CAS.rglob("*.yaml"))
ADRESSE = re.compile(r"https?://\S+")
CALCUL = re.compile(r"\d")

_spec = importlib.util.spec_from_file_location("seuils_sans_cas", RACINE / "outils" / "seuils_sans_cas.py")
outil = importlib.util.module_from_spec(_spec)
sys.modules["seuils_sans_cas"] = outil
_spec.loader.exec_module(outil)


@functools.cache
def cas_du_fichier(fichier):
    return yaml.load(fichier.read_text(encoding="utf-8"), Loader=Lecteur)


def commentaires(fichier):
    """Comments that open the file, then those written over each case, in order."""
    entete, tampon, par_cas = None, [], []
    for ligne in fichier.read_text(encoding="utf-8").splitlines():
        if ligne.startswith("#"):
            tampon.append(ligne)
        elif ligne.startswith("- name:"):
            par_cas.append("\n".join(tampon))
            tampon = []
        elif entete is None and not ligne.strip():
            entete, tampon = "\n".join(tampon), []
    return entete or "", par_cas


def test_au_moins_cent_cinquante_cas():
    assert sum(len(cas_du_fichier(fichier)) for fichier in FICHIERS) >= 150


def test_un_dossier_par_piece():
    assert {fichier.relative_to(CAS).parts[0] for fichier in FICHIERS} >= ROOMS


def test_noms_uniques():
    noms = collections.Counter((fichier.relative_to(CAS).parts[0], cas["name"]) for fichier in FICHIERS for cas in cas_du_fichier(fichier))
    assert not [nom for nom, fois in noms.items() if fois > 1]


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: str(fichier.relative_to(CAS)))
def test_source_et_calcul(fichier):
    """An address in the header or over the case, and the calculation (or the reason) over each case."""
    entete, par_cas = commentaires(fichier)
    noms = [cas["name"] for cas in cas_du_fichier(fichier)]
    assert len(par_cas) == len(noms)
    sans_source = [nom for nom, texte in zip(noms, par_cas, strict=True) if not ADRESSE.search(entete) and not ADRESSE.search(texte)]
    assert not sans_source
    assert not [nom for nom, texte in zip(noms, par_cas, strict=True) if not texte.strip()]
    assert any(CALCUL.search(texte) for texte in par_cas)


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda fichier: str(fichier.relative_to(CAS)))
def test_cinq_cas_au_plus_par_regle_et_par_mois(fichier):
    """One file is one rule: more than five cases on the same month is repetition, not proof."""
    mois = collections.Counter(str(cas["period"]) for cas in cas_du_fichier(fichier))
    assert not {periode: fois for periode, fois in mois.items() if fois > 5}


def test_rien_ne_manque():
    liste = outil.manques(outil.parametres(), outil.mots_cles())
    assert not liste, "\n".join(f"{manque.chemin} {manque.cote} : {manque.detail}" for manque in liste)


def test_chaque_exception_est_justifiee():
    assert all(len(raison) > 20 for raison in outil.EXCEPTIONS.values())
