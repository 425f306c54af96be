#!/usr/bin/env python3
"""List the dated values and the thresholds of the parameters that no YAML case checks on both sides.

Usage: python outils/seuils_sans_cas.py [--strict] [--tout]

A case of ``tests/yaml/`` says what it covers in its ``keywords`` (a field that the OpenFisca runner accepts, and that
``openfisca test --name-filter`` searches). A keyword is the path of a parameter, alone or followed by a side:

======================================== =========================================================================
``duree.minimum``                        the case would fail if this parameter were wrong
``duree.minimum@2020-08-01:avant``       same rule, the day (or the month) before the value of that date takes effect
``duree.minimum@2020-08-01:depuis``      same rule, on the day (or in the month) from which it takes effect
``affiliation.jours:atteint``            the threshold is just reached
``affiliation.jours:sous``, ``:depasse`` the other side of the threshold, just below or just above
======================================== =========================================================================

What is expected:

* every parameter is named by at least one case, whatever the side;
* each value dated after the first day of the law that the package knows (1 November 2019) has its two sides, ``avant``
  and ``depuis``; the value in force on that day has no day before, it is enough that a case names the parameter;
* each parameter of ``SEUILS`` has its two sides, ``atteint`` and the one written there;
* what cannot have a case, or needs none, is in ``EXCEPTIONS`` with the reason.

A keyword that names no parameter, no date of it, or no known side is an error too: coverage must not survive the
parameter that it speaks of. The answer is a table; with ``--strict``, the exit code is 1 if it is not empty.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from openfisca_chomage.socle.texte_yaml import Lecteur

RACINE = Path(__file__).resolve().parent.parent
PARAMETRES = RACINE / "openfisca_chomage" / "parameters"
CAS = RACINE / "tests" / "yaml"

#: First day of the law that the package knows: nothing can be asked of the day before.
PREMIER_JOUR = "2019-11-01"

COTES = {"avant", "depuis", "atteint", "sous", "depasse"}

#: Thresholds and caps: the side to check besides ``atteint``.
SEUILS = {
    "affiliation.activite_non_declaree.jours": "depasse",
    "affiliation.heures": "sous",
    "affiliation.jours": "sous",
    "affiliation.periode_reference.age_longue": "sous",
    "affiliation.periode_reference.courte": "sous",
    "affiliation.periode_reference.longue": "sous",
    "affiliation.primo_entrants.heures": "sous",
    "affiliation.primo_entrants.jours": "sous",
    "affiliation.saisonniers.heures": "sous",
    "affiliation.saisonniers.jours": "sous",
    "allocation_journaliere.minimum": "sous",
    "indus.penalite.maximum": "sous",
    "indus.prescription.annees": "depasse",
    "indus.seuil_recouvrement": "sous",
    "versement.avance.reliquat_minimum": "sous",
    "versement.jour_limite_justificatif": "depasse",
    "allocation_journaliere.minimum_formation": "sous",
    "allocation_journaliere.plafond": "sous",
    "cumul.plafond_jours": "sous",
    "degressivite.age": "sous",
    "degressivite.delai_jours": "sous",
    "degressivite.plancher": "depasse",
    "differes.conges_payes.plafond": "sous",
    "differes.dispense_attente_mois": "sous",
    "differes.plafond": "sous",
    "differes.plafond_economique": "sous",
    "duree.maximum.age_intermediaire": "sous",
    "duree.maximum.age_longue": "sous",
    "duree.maximum.courte": "sous",
    "duree.maximum.intermediaire": "sous",
    "duree.maximum.longue": "sous",
    "duree.minimum": "sous",
    "duree.rupture_conventionnelle.age_longue": "sous",
    "duree.rupture_conventionnelle.courte": "sous",
    "duree.rupture_conventionnelle.courte_sans_coefficient": "sous",
    "duree.rupture_conventionnelle.longue": "sous",
    "duree.rupture_conventionnelle.longue_sans_coefficient": "sous",
    "perte_emploi.age_taux_plein_automatique": "sous",
    "perte_emploi.delai_inscription": "depasse",
    "perte_emploi.demission_reconversion.jours_travailles": "sous",
    "perte_emploi.demission_reconversion.periode_mois": "sous",
    "prelevements.revenu_fiscal.metropole.exoneration": "depasse",
    "prelevements.revenu_fiscal.metropole.exoneration_demi_part": "depasse",
    "prelevements.revenu_fiscal.metropole.taux_reduit": "depasse",
    "prelevements.revenu_fiscal.metropole.taux_reduit_demi_part": "depasse",
    "salaire_reference.jours_coefficient_ancien": "sous",
    "salaire_reference.nombre_plafonds": "sous",
    "salaire_reference.plafond_jours_non_travailles": "sous",
    "salaire_reference.revalorisation.anciennete_mois": "sous",
    "perte_emploi.depart_volontaire.heures": "sous",
    "perte_emploi.depart_volontaire.jours": "sous",
    "vie_du_droit.decheance_annees": "depasse",
}

REFUS = "seuils de 2019 seulement : un revenu fiscal y est refusé, et un refus n'est pas un cas YAML"

#: Path, beginning of a path, or path with its date (and side), and why no YAML case is asked of it.
EXCEPTIONS: dict[str, str] = {
    "recouvrement.remise.plafond_delegation": "dit qui décide d'une remise : la remise est donnée, aucune formule ne lit ce montant",
    "recouvrement.solidarite": "allocation de solidarité, qui n'est pas encore modélisée",
    "affiliation.primo_entrants.annees_sans_admission": "dite par l'entrée premiere_admission : aucune formule ne compte les vingt ans",
    "degressivite.plancher@2020-07-01": "délai suspendu du 1er mars 2020 au 30 juin 2021 : aucun jour n'est payé à ce plancher",
    "degressivite.plancher@2021-07-01:avant": "délai suspendu jusqu'au 30 juin 2021 : aucun jour n'est payé au plancher d'avant",
    "differes.fenetre_jours": "sommes des autres fins de contrat des 182 jours : seule la dernière fin est lue (choix)",
    "prelevements.alsace_moselle": "assiette et rang dans l'écrêtement : aucun exemple publié à opposer au calcul",
    "prelevements.revenu_fiscal.antilles_reunion": REFUS,
    "prelevements.revenu_fiscal.guyane_mayotte": REFUS,
    "vie_du_droit.seuil_depart_volontaire_jours": "effet d'un départ volontaire sous un droit : détails non sourcés",
}


@dataclass(frozen=True)
class Manque:
    chemin: str
    cote: str
    detail: str


def parametres(racine: Path = PARAMETRES) -> dict[str, dict[str, object]]:
    """Path of each parameter, and its values by date of effect, oldest first."""
    arbre = {}
    for fichier in sorted(racine.rglob("*.yaml")):
        contenu = yaml.load(fichier.read_text(encoding="utf-8"), Loader=Lecteur) or {}
        chemin = ".".join(fichier.relative_to(racine).with_suffix("").parts)
        for suite, valeurs in _series(contenu):
            dates = {str(date): _valeur(valeur) for date, valeur in valeurs.items()}
            arbre[".".join([chemin, *suite])] = dict(sorted(dates.items()))
    return arbre


def _series(noeud: object, suite: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict]]:
    if not isinstance(noeud, dict):
        return
    if isinstance(noeud.get("values"), dict):
        yield suite, noeud["values"]
        return
    for cle, enfant in noeud.items():
        if cle != "metadata":
            yield from _series(enfant, (*suite, str(cle)))


def _valeur(valeur: object) -> object:
    return valeur.get("value") if isinstance(valeur, dict) else valeur


def mots_cles(racine: Path = CAS) -> dict[str, list[str]]:
    """Each keyword, and the cases that declare it."""
    mots: dict[str, list[str]] = {}
    for fichier in sorted(racine.rglob("*.yaml")):
        for cas in yaml.load(fichier.read_text(encoding="utf-8"), Loader=Lecteur) or []:
            for mot in cas.get("keywords") or []:
                mots.setdefault(str(mot), []).append(f"{fichier.relative_to(racine)} : {cas['name']}")
    return mots


def exception(mot: str) -> str | None:
    """Why this parameter, or this side of it, is excused, if it is."""
    for debut, raison in EXCEPTIONS.items():
        if mot == debut or mot.startswith((debut + ".", debut + "@", debut + ":")):
            return raison
    return None


def manques(arbre: dict[str, dict[str, object]], mots: dict[str, list[str]]) -> list[Manque]:
    """What no case covers, and the keywords that speak of nothing."""
    liste: list[Manque] = []
    nommes = {mot.split("@")[0].split(":")[0] for mot in mots}
    for chemin, valeurs in arbre.items():
        if exception(chemin):
            continue
        if chemin not in nommes:
            liste.append(Manque(chemin, "aucun cas", "aucun cas ne nomme ce paramètre"))
        for date, valeur in valeurs.items():
            if date <= PREMIER_JOUR:
                continue
            liste += [
                Manque(chemin, f"@{date}:{cote}", f"valeur {valeur} au {date}")
                for cote in ("avant", "depuis")
                if f"{chemin}@{date}:{cote}" not in mots and not exception(f"{chemin}@{date}:{cote}")
            ]
        if chemin in SEUILS:
            derniere = [valeur for valeur in valeurs.values() if valeur is not None][-1]
            liste += [
                Manque(chemin, f":{cote}", f"seuil, {derniere} en dernier")
                for cote in ("atteint", SEUILS[chemin])
                if f"{chemin}:{cote}" not in mots
            ]
    for mot, cas in mots.items():
        if probleme := mal_nomme(mot, arbre):
            liste.append(Manque(mot, "mot clé", f"{probleme} ({cas[0]})"))
    for chemin in (*SEUILS, *(nom.split("@")[0] for nom in EXCEPTIONS)):
        if not any(nom == chemin or nom.startswith(chemin + ".") for nom in arbre):
            liste.append(Manque(chemin, "table", "nommé dans cet outil, absent des paramètres"))
    return liste


def mal_nomme(mot: str, arbre: dict[str, dict[str, object]]) -> str | None:
    """Why this keyword speaks of nothing, if so."""
    gauche, _, cote = mot.partition(":")
    chemin, _, date = gauche.partition("@")
    if chemin not in arbre:
        return "paramètre inconnu"
    if cote and cote not in COTES:
        return "côté inconnu"
    if date and date not in arbre[chemin]:
        return "date sans valeur"
    return None


def main(arguments: list[str] | None = None) -> int:
    analyse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyse.add_argument("--strict", action="store_true", help="exit 1 when something is missing")
    analyse.add_argument("--tout", action="store_true", help="print the excused parameters too")
    options = analyse.parse_args(arguments)
    arbre, mots = parametres(), mots_cles()
    liste = manques(arbre, mots)
    if liste:
        largeur = max(len(m.chemin) for m in liste)
        colonne = max(len(m.cote) for m in liste)
        print(f"{'paramètre':{largeur}}  {'côté':{colonne}}  détail")
        for manque in liste:
            print(f"{manque.chemin:{largeur}}  {manque.cote:{colonne}}  {manque.detail}")
    if options.tout:
        for mot, raison in EXCEPTIONS.items():
            print(f"{mot} : excepté, {raison}")
    dates = sum(date > PREMIER_JOUR for chemin, valeurs in arbre.items() if not exception(chemin) for date in valeurs)
    print(f"{len(arbre)} paramètres, {dates} valeurs datées, {len(SEUILS)} seuils, {len(liste)} manques.")
    return 1 if liste and options.strict else 0


if __name__ == "__main__":
    sys.exit(main())
