"""Bad inputs by the four doors, and what each is answered. ``docs/entrees_fautives.md`` is written from this table.

``python tests/python/test_entrees_fautives.py`` writes it again.
"""

import dataclasses
import datetime
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pydantic")
pytest.importorskip("typer")
pytest.importorskip("rich")
pa = pytest.importorskip("pyarrow")

import pyarrow.parquet  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from openfisca_chomage import CountryTaxBenefitSystem  # noqa: E402
from openfisca_chomage.cas import fautes  # noqa: E402
from openfisca_chomage.dossier.application import application  # noqa: E402
from openfisca_chomage.population import ErreurDemande, ErreurPopulation, simuler  # noqa: E402
from openfisca_chomage.service import creer_application  # noqa: E402

RACINE = Path(__file__).parents[2]
DOCUMENT = RACINE / "docs" / "entrees_fautives.md"

#: Seconds within which the biggest inputs are refused, on a slow and shared machine.
VITE = 1.0


@dataclasses.dataclass(frozen=True)
class Ligne:
    """A bad input.

    Attributes:
        nom: what is wrong, in French, for the document.
        entree: what is given; its form depends on the door.
        message: the sentences that must all be in the answer.
        code: the status of HTTP, or of the command.
        chemin: the path of the field in the answer of the web API.
    """

    nom: str
    entree: object
    message: str | tuple
    code: int = 1
    chemin: tuple = ()

    @property
    def phrases(self) -> tuple:
        return (self.message,) if isinstance(self.message, str) else self.message


# --- Door 1: a YAML case


def cas(entrees: str = "salaire_brut: {2025-03: 1000}", sorties: str = "are_nette: 0", periode: str = "2025-03", reste: str = "") -> str:
    return f"- name: un cas\n  period: {periode}\n  input: {{{entrees}}}\n  output: {{{sorties}}}\n{reste}"


def rires(niveaux: int = 9) -> str:
    """A billion laughs: each level holds ten times the one before."""
    lignes = ["a0: &a0 [rire, rire, rire, rire, rire, rire, rire, rire, rire, rire]"]
    lignes += [f"a{un}: &a{un} [{', '.join([f'*a{un - 1}'] * 10)}]" for un in range(1, niveaux)]
    return "\n".join(lignes) + "\n"


CAS = [
    Ligne("Un fichier vide", "", "ligne 1 : Le fichier est vide : une liste de cas est attendue, « - name: … »."),
    Ligne("Un fichier qui n'est pas en UTF-8", b"- name: pay\xe9\n", "ligne 1 : Le fichier n'est pas en UTF-8"),
    Ligne("Un fichier de 200 Mo", 200_000_000, "Le fichier est trop gros pour être un fichier de cas : 2 Mo au plus."),
    Ligne("Un crochet non fermé", "- name: un\n  period: [2025-03\n  input: {}\n", "ligne 3 : Le YAML n'est pas bien formé"),
    Ligne("Un caractère de contrôle", "- name: \x07\n", "Un caractère du fichier ne peut pas être lu."),
    Ligne("10 000 niveaux d'imbrication", "[" * 10_000, "Le fichier est trop imbriqué : 30 niveaux au plus."),
    Ligne("Des renvois qui se déplient un milliard de fois", rires(), "se déplient en plus de 200000 valeurs"),
    Ligne("Un renvoi à soi-même", "- &soi [*soi]\n", "Un renvoi (*nom) se contient lui-même"),
    Ligne(
        "Une étiquette qui lancerait un programme",
        cas().replace("input: ", 'input: !!python/object/apply:os.system ["exit 3"] #'),
        "ligne 3 : L'étiquette « !!python/object/apply:os.system » n'est pas admise",
    ),
    Ligne("Une étiquette inconnue", cas("salaire_brut: {2025-03: !euros 5}"), "L'étiquette « !euros » n'est pas admise"),
    Ligne(
        "Un champ de cas mal écrit", cas(reste="  mots: [a]\n  outputs: {}\n"),
        "« outputs » n'est pas un champ de cas. Vouliez-vous dire « output » ?",
    ),
    Ligne("Un cas qui n'attend rien", "- name: un\n  period: 2025-03\n  input: {}\n", "« output » manque : un cas dit ce qu'il attend."),
    Ligne("Un cas qui est un texte", "- bonjour\n", "Un cas est attendu (name, period, input, output), pas « bonjour »."),
    Ligne(
        "Une variable inconnue en entrée", cas("salaire_bru: {2025-03: 5}"),
        "« salaire_bru » n'est pas une variable. Vouliez-vous dire « salaire_brut » ?",
    ),
    Ligne(
        "Une variable inconnue en sortie", cas(sorties="are_nete: 0"),
        "« are_nete » n'est pas une variable. Vouliez-vous dire « are_nette » ?",
    ),
    Ligne("Un champ donné deux fois", cas("primes: {2025-03: 5, 2025-03: 6}"), "Ce champ est donné deux fois : seul le dernier serait lu."),
    Ligne("Un mois qui n'existe pas", cas(periode="2025-13"), "« 2025-13 » n'est pas une période"),
    Ligne("Un jour qui n'existe pas", cas("date_fin_contrat: {2025-02: 2025-02-30}"), "« 2025-02-30 » : une date AAAA-MM-JJ"),
    Ligne("Un siècle trop loin", cas("salaire_brut: {3000-01: 5}"), "« 3000-01 » : une période non vide, de 1900 à 2100, est attendue."),
    Ligne("Un mois d'avant la loi modélisée", cas(sorties="are_nette: {2015-01: 0}"), "« are_nette » se calcule depuis 2019-11"),
    Ligne("Un mois que le calcul n'atteint pas", cas(sorties="are_nette: {2036-01: 0}"), "2036-01 : le calcul va jusqu'à 2035-12"),
    Ligne(
        "Une année demandée d'une variable mensuelle", cas(sorties="are_nette: {2025: 0}"),
        "« are_nette » se demande sur un mois (2025-03)",
    ),
    Ligne("Une plage vide", cas('calendrier_contrats: {"day:2025-03-04:0": true}'), "une période non vide"),
    Ligne("Un montant négatif", cas("salaire_brut: {2025-03: -5}"), "« -5 » est négatif : une valeur positive ou nulle est attendue"),
    Ligne("Un montant infini", cas("salaire_brut: {2025-03: .inf}"), "« inf » n'est pas un nombre fini"),
    Ligne("Un montant qui n'en est pas un (NaN)", cas("salaire_brut: {2025-03: .nan}"), "« nan » n'est pas un nombre fini"),
    Ligne("Un montant immense", cas("salaire_brut: {2025-03: 1e30}"), "est un texte : écrivez un nombre sans guillemets"),
    Ligne("Un texte pour un nombre", cas("salaire_brut: {2025-03: beaucoup}"), "« beaucoup » est un texte"),
    Ligne("Une virgule décimale", cas("salaire_brut: {2025-03: '1500,5'}"), "Les décimales s'écrivent avec un point."),
    Ligne(
        "Un nombre pour un oui ou non", cas("saisie_en_cours: {2025-03: 3}"), "« 3 » : true ou false est attendu pour « saisie_en_cours ».",
    ),
    Ligne(
        "Un masque de bits pour un calendrier", cas("calendrier_contrats: {2025-03: 7}"),
        "un calendrier s'écrit true pour une plage de jours",
    ),
    Ligne("Un motif inconnu", cas("motif_rupture: {2025-03: licenciement}"), "Vouliez-vous dire « licenciement_personnel » ?"),
    Ligne("Une marge infinie", cas(reste="  absolute_error_margin: .inf\n"), "« inf » n'est pas une marge : un nombre fini, 0 ou plus."),
    Ligne(
        "Plusieurs fautes", cas("salaire_bru: {2025-03: 5}, primes: {2025-03: -1}"), ("2 erreurs", "« salaire_bru »", "« -1 » est négatif"),
    ),
    Ligne(
        "Ce que la loi refuse (la date de naissance manque)",
        cas(
            "calendrier_contrats: {2023: true, 2024: true}, salaire_brut: {2024: 24000}, motif_rupture: {2024-12: fin_cdd}, "
            "calendrier_inscription: {2025: true}",
        ),
        "la date de naissance manque",
    ),
]


# --- Door 2: a claimant's file

DOSSIER = """personne: {nom: Camille, date_naissance: 1985-06-12}
contrats:
  - {debut: 2022-01-01, fin: 2024-12-31, salaire_mensuel: 2400, motif: fin_cdd}
inscription:
  - {debut: 2025-01-06}
"""


def dossier(*remplacements: tuple[str, str], reste: str = "") -> str:
    texte = DOSSIER
    for avant, apres in remplacements:
        assert avant in texte
        texte = texte.replace(avant, apres)
    return texte + reste


AVIS = "avis:\n  - {date: 2025-10-01, montants: {2025-05: 300}%s}\n"

DOSSIERS = [
    Ligne("Un fichier vide", "", "Le fichier ne contient pas de dossier : « personne: » et « contrats: » sont attendus."),
    Ligne("Un fichier qui n'existe pas", None, "Le fichier ne peut pas être lu : il n'existe pas."),
    Ligne("Un fichier qui n'est pas en UTF-8", dossier(("Camille", "Zo\udce9")), "ligne 1 : Le fichier n'est pas en UTF-8"),
    Ligne("Un fichier de 200 Mo", 200_000_000, "Le fichier est trop gros pour être le dossier d'une personne : 0,5 Mo au plus."),
    Ligne("Une accolade non fermée", dossier(("12}", "12")), "Le YAML n'est pas bien formé"),
    Ligne("10 000 niveaux d'imbrication", "personne: " + "[" * 10_000, "Le fichier est trop imbriqué : 30 niveaux au plus."),
    Ligne("Des renvois qui se déplient un milliard de fois", rires(), "ligne 2 : Un renvoi (*nom) n'est pas admis : écrivez la valeur."),
    Ligne(
        "Une étiquette qui lancerait un programme",
        dossier(("Camille", '!!python/object/apply:os.system ["exit 3"]')),
        "ligne 1 : L'étiquette « !!python/object/apply:os.system » n'est pas admise",
    ),
    Ligne("Un champ inconnu", dossier(("motif:", "motiff:")), "« motiff » n'est pas un champ connu ici. Vouliez-vous écrire « motif » ?"),
    Ligne("Un champ qui manque", dossier(("debut: 2022-01-01, ", "")), "ligne 3, contrats[1].debut : « debut » manque."),
    Ligne("Un champ donné deux fois", dossier(("motif:", "debut: 2022-01-02, motif:")), "Ce champ est donné deux fois."),
    Ligne("Un jour qui n'existe pas", dossier(("2024-12-31", "2024-02-30")), "« 2024-02-30 » n'est pas une date. Écrivez AAAA-MM-JJ"),
    Ligne("Une date d'un autre siècle", dossier(("1985-06-12", "1785-06-12")), "« 1785-06-12 » est hors des années 1900 à 2099."),
    Ligne("Une fin avant le début", dossier(("2024-12-31", "2021-12-31")), "La fin (31/12/2021) est avant le début (01/01/2022)."),
    Ligne("Un contrat d'avant la naissance", dossier(("1985-06-12", "2022-06-12")), "Le contrat commence avant la naissance."),
    Ligne("Un montant négatif", dossier(("2400", "-2400")), "« -2400 » est négatif : une valeur positive ou nulle est attendue."),
    Ligne("Un montant infini", dossier(("2400", ".inf")), "« inf » n'est pas un nombre fini."),
    Ligne("Un montant qui n'en est pas un (NaN)", dossier(("2400", ".nan")), "« nan » n'est pas un nombre fini."),
    Ligne("Un montant immense", dossier(("2400", "1e+30")), "« 1e+30 » n'est pas un nombre."),
    Ligne("Un texte pour un nombre", dossier(("2400", "beaucoup")), "« beaucoup » n'est pas un nombre."),
    Ligne("Une virgule décimale", dossier(("2400", "'2400,50'")), "Écrivez les décimales avec un point."),
    Ligne("Une liste pour un nombre", dossier(("2400", "[2400]")), "« [2400] » n'est pas un nombre."),
    Ligne("Un motif inconnu", dossier(("fin_cdd", "fin_cd")), "Vouliez-vous écrire « fin_cdd » ?"),
    Ligne("Deux paies pour un contrat", dossier(("2400", "2400, salaire_total: 80000")), "Donnez la paie d'une seule manière"),
    Ligne("Un contrat sans paie", dossier(("salaire_mensuel: 2400, ", "")), "Donnez la paie d'une seule manière"),
    Ligne("Une paie hors du contrat", dossier(("salaire_mensuel: 2400", "salaires: {2025-06: 2400}")), "2025-06 est hors du contrat."),
    Ligne(
        "Un mois déclaré deux fois", dossier(reste="declarations: {2025-05: {salaire: 1}, 2025-05: {salaire: 2}}\n"),
        "Ce champ est donné deux fois.",
    ),
    Ligne(
        "Un mois qui n'existe pas", dossier(reste="declarations: {2025-13: {salaire: 1}}\n"),
        "« 2025-13 » n'est pas un mois. Écrivez AAAA-MM",
    ),
    Ligne(
        "Un mois que le calcul n'atteint pas", dossier(reste="mois: {fin: 2036-01}\n"), "2036-01 : le calcul va jusqu'à 2035-12",
    ),
    Ligne(
        "Un avis d'avant le mois réclamé", dossier(reste=AVIS.replace("2025-10", "2025-01") % ""),
        "2025-05 vient après l'avis (01/01/2025).",
    ),
    Ligne(
        "Un avis d'avant la loi modélisée", dossier(reste=AVIS.replace("2025-05", "2017-05") % ""),
        "les droits payés avant 2019-11 ne sont pas encore modélisés.",
    ),
    Ligne(
        "Un rejet d'avant le recours", dossier(reste=AVIS % ", conteste_le: 2025-11-01, rejet_le: 2025-10-15"),
        "Le rejet (15/10/2025) est avant",
    ),
    Ligne("Une liste à la place du dossier", "- 1\n- 2\n", "Le fichier ne contient pas de dossier"),
    Ligne("Plusieurs fautes", dossier(("2400", "-1"), ("fin_cdd", "fin_cd")), ("2 erreurs", "« -1 » est négatif", "« fin_cd » n'est pas")),
    Ligne(
        "Ce que la loi refuse (une fin de contrat d'avant novembre 2019)",
        dossier(("2024-12-31", "2019-06-30"), ("2022-01-01", "2015-01-01"), ("2025-01-06", "2019-07-05")),
        "les règlements antérieurs ne sont pas encore modélisés",
    ),
]


# --- Door 3: the web API


def situation(**champs) -> dict:
    return {"individus": {"moi": {"are_nette": {"2025-03": None}, **champs}}}


def _du_mois(nom: str, valeur, message: str, mois: str = "2025-03", code: int = 400) -> tuple:
    return situation(**{nom: {mois: valeur}}), message, code, ("individus", "moi", nom, mois)


API = [
    Ligne("Un corps vide", b"", "Ce n'est pas du JSON, ligne 1, colonne 1", 400, ("json",)),
    Ligne("Un JSON coupé", '{"individus": ', "Ce n'est pas du JSON, ligne 1, colonne 15", 400, ("json",)),
    Ligne("Un corps qui n'est pas en UTF-8", b'{"individus": {"\xe9": {}}}', "Le texte n'est pas en UTF-8 (octet 16).", 400, ("json",)),
    Ligne("La moitié d'un caractère", '{"individus": {"\\ud800": {}}}', "la moitié d'un caractère", 400, ("json",)),
    Ligne("100 000 niveaux d'imbrication", "[" * 100_000, "trop de niveaux", 400, ("json",)),
    Ligne(
        "Un nombre de 10 000 chiffres", '{"individus": {"moi": {"primes": {"2025-03": ' + "9" * 10_000 + "}}}}",
        "un nombre trop long", 400, ("json",),
    ),
    Ligne("Un corps de 200 Mo", 200_000_000, "Le corps dépasse 4 Mo. Faites plusieurs appels.", 413, ("erreur",)),
    Ligne(
        "Un corps qui n'est pas annoncé en JSON", None,
        "Un corps en JSON est attendu, avec l'en-tête « Content-Type: application/json ».", 415, ("erreur",),
    ),
    Ligne("Une liste à la place de la situation", [1], "est attendue, pas une liste.", 400, ("situation",)),
    Ligne("Une situation vide", {}, "Aucun individu : il en faut au moins un.", 400, ("individus",)),
    Ligne(
        "Une situation de 201 personnes", {"individus": {f"p{un}": {} for un in range(201)}},
        "201 individus : 200 au plus par appel.", 413, ("individus",),
    ),
    Ligne(
        "Une situation de 100 000 personnes", {"individus": {f"p{un}": {} for un in range(100_000)}},
        "une situation a 200 personnes au plus.", 413, ("json",),
    ),
    Ligne(
        "3 000 plages d'un siècle",
        situation(salaire_brut={f"day:1950-01-01:{un}": 1 for un in range(3, 3003)}), "couvrent plus de 50000 mois", 413, ("individus",),
    ),
    Ligne(
        "Une entité inconnue", {"individu": {"moi": {}}},
        "« individu » n'est pas une entité : individus, familles. Vouliez-vous dire « individus » ?", 400, ("individu",),
    ),
    Ligne("Des axes", {**situation(), "axes": [[]]}, "Les axes ne passent pas par l'API", 400, ("axes",)),
    Ligne("Un identifiant vide", {"individus": {"": {}}}, "Un identifiant ne peut pas être vide.", 400, ("individus", "(vide)")),
    Ligne("Un identifiant qui contient « / »", {"individus": {"m/oi": {}}}, "contient « / »", 400, ("individus", "m∕oi")),
    Ligne(
        "Un parent qui n'est pas dans la situation", {**situation(), "familles": {"f": {"parents": ["mio"]}}},
        "« mio » n'est pas un individu de la situation. Vouliez-vous dire « moi » ?", 400, ("familles", "f", "parents"),
    ),
    Ligne(
        "Une variable inconnue", situation(are_net={"2025-03": None}),
        "« are_net » n'est pas une variable. Vouliez-vous dire « are_nette » ?", 404, ("individus", "moi", "are_net"),
    ),
    Ligne("Une valeur sans période", situation(salaire_brut=12), "s'écrit avec sa période", 400, ("individus", "moi", "salaire_brut")),
    Ligne(
        "Un champ écrit deux fois", '{"individus": {"moi": {"primes": {"2025-03": 1, "2025-03": 2}}}}', "est écrit deux fois", 400,
        ("individus", "moi", "primes", "2025-03"),
    ),
    Ligne("Un mois qui n'existe pas", *_du_mois("salaire_brut", 5, "« 2025-13 » n'est pas une période", "2025-13")),
    Ligne("Un siècle trop loin", *_du_mois("salaire_brut", 5, "de 1900 à 2100, est attendue.", "3000-01")),
    Ligne("Un mois d'avant la loi modélisée", *_du_mois("are_brute", None, "« are_brute » se calcule depuis 2019-11", "2015-01")),
    Ligne("Un mois que le calcul n'atteint pas", *_du_mois("are_brute", None, "2036-01 : le calcul va jusqu'à 2035-12", "2036-01")),
    Ligne(
        "Une année demandée d'une variable mensuelle", *_du_mois("are_brute", None,
        "se demande sur un mois (2025-03), pas sur « 2025 »", "2025"),
    ),
    Ligne("Une plage vide", *_du_mois("salaire_brut", 5, "une période non vide", "day:2025-03-04:0")),
    Ligne("Une plage à l'envers", *_du_mois("salaire_brut", 5, "une période non vide", "day:2025-03-04:-3")),
    Ligne("Une éternité pour ce qui change", *_du_mois("salaire_brut", 5, "« salaire_brut » change avec le temps", "ETERNITY")),
    Ligne("Un jour qui n'existe pas", *_du_mois("date_fin_contrat", "2025-02-30", "« 2025-02-30 » : une date AAAA-MM-JJ")),
    Ligne("Un jour écrit par sa semaine", *_du_mois("date_fin_contrat", "2025-W10-1", "« 2025-W10-1 » : une date AAAA-MM-JJ")),
    Ligne(
        "Un montant négatif", *_du_mois("salaire_brut", -5,
        "« -5 » est négatif : une valeur positive ou nulle est attendue pour « salaire_brut »."),
    ),
    Ligne("Un montant infini", *_du_mois("salaire_brut", float("inf"), "« inf » n'est pas un nombre fini")),
    Ligne("Un montant qui n'en est pas un (NaN)", *_du_mois("salaire_brut", float("nan"), "« nan » n'est pas un nombre fini")),
    Ligne("Un montant immense", *_du_mois("salaire_brut", 10**30, "est trop grand pour être un montant")),
    Ligne("Un texte pour un nombre", *_du_mois("salaire_brut", "1/0", "« 1/0 » est un texte : écrivez un nombre sans guillemets")),
    Ligne("Un oui pour un nombre", *_du_mois("salaire_brut", True, "« true » n'est pas un nombre")),
    Ligne("Une liste pour un nombre", *_du_mois("salaire_brut", [1, 2], "Une seule valeur est attendue, pas une liste.")),
    Ligne("Un demi-jour", *_du_mois("reliquat", 3.5, "« 3.5 » n'est pas entier")),
    Ligne("Un masque de bits pour un calendrier", *_du_mois("calendrier_contrats", 7, "jamais par un masque de bits")),
    Ligne("Un motif inconnu", *_du_mois("motif_rupture", "licenciement", "Vouliez-vous dire « licenciement_personnel » ?")),
    Ligne("Un nombre pour un motif", *_du_mois("motif_rupture", 3, "« 3 » n'est pas connu de « motif_rupture ».")),
    Ligne(
        "Plusieurs fautes", situation(primes={"2025-03": -1,
        "2025-13": 5}), ("« -1 » est négatif", "« 2025-13 » n'est pas une période"), 400, ("individus", "moi", "primes"),
    ),
    Ligne(
        "Ce que la loi refuse (deux motifs pour une période d'emploi qui continue)",
        situation(
            calendrier_contrats={"2024": True, "2025": True}, motif_rupture={"2024-12": "fin_cdd"}, calendrier_inscription={"2025": True}
        ),
        "mais le contrat continue le mois suivant", 400, ("individus", "moi", "date_fin_contrat", "2024-12"),
    ),
]


# --- Door 4: tables

TABLES = {
    "individus": {"identifiant": ["a", "b"], "date_naissance": ["1985-06-12", "1990-01-01"]},
    "contrats": {
        "identifiant": ["a", "b"], "debut": ["2022-01-01", "2023-01-01"], "fin": ["2024-12-31", "2024-12-31"],
        "motif": ["fin_cdd", "fin_cdd"], "salaire_mensuel": [2400.0, 1800.0],
    },
    "mois": {"identifiant": ["a", "b"], "mois": ["2025-01", "2025-01"], "inscription": [True, True]},
}


def tables(table: str = "", demande: dict | None = None, **colonnes) -> dict:
    """The three tables with other columns in one of them (None takes a column away), and what is asked."""
    donnees = {nom: dict(contenu) for nom, contenu in TABLES.items()}
    for nom, valeurs in colonnes.items():
        if valeurs is None:
            del donnees[table][nom]
        else:
            donnees[table][nom] = valeurs
    return {**donnees, "demande": {"variables": ["are_nette"], "debut": "2025-01", "fin": "2025-03", **(demande or {})}}


POPULATION = [
    Ligne("Un fichier vide", ("individus.csv", b""), "La colonne « identifiant » manque dans individus."),
    Ligne("Un fichier qui n'existe pas", ("individus.csv", None), "aucun fichier à lire."),
    Ligne("Un Parquet qui n'en est pas un", ("individus.parquet", b"bonjour"), "ne peut pas être lu"),
    Ligne(
        "Un CSV qui n'est pas en UTF-8", ("individus.csv", b"identifiant;date_naissance\nZo\xe9;1985-06-12\n"),
        "la table ne peut pas être lue, elle n'est pas en UTF-8",
    ),
    Ligne("Une colonne qui manque", tables("contrats", debut=None), "La colonne « debut » manque dans contrats."),
    Ligne("Une colonne mal écrite", tables("mois", incription_masque=[1, 1]), "Vouliez-vous écrire « inscription_masque » ?"),
    Ligne(
        "Une colonne d'un autre type", tables("contrats", salaire_mensuel=["2400", "1800"]),
        "La colonne « salaire_mensuel » de contrats est de type string. Attendu : un nombre.",
    ),
    Ligne("Un identifiant qui manque", tables("contrats", identifiant=["a", None]), "« identifiant » manque."),
    Ligne("Un identifiant donné deux fois", tables("individus", identifiant=["a", "a"]), "L'identifiant « a » est donné plusieurs fois."),
    Ligne("Un identifiant inconnu", tables("contrats", identifiant=["a", "c"]), "L'identifiant « c » n'est pas dans individus."),
    Ligne("Un jour qui n'existe pas", tables("contrats", fin=["2024-02-30", "2024-12-31"]), "« 2024-02-30 » n'est pas une date."),
    Ligne(
        "Une date d'un autre siècle", tables("contrats", fin=[datetime.date(2300, 1, 1), None]),
        "« 2300-01-01 » est hors des années 1900 à 2099.",
    ),
    Ligne(
        "Une fin avant le début", tables("contrats", fin=["2021-12-31", "2024-12-31"]),
        "La fin « 2021-12-31 » est avant le début du contrat.",
    ),
    Ligne("Un contrat d'avant la naissance", tables("individus", date_naissance=["2023-06-12", "1990-01-01"]), "avant la naissance."),
    Ligne("Un montant négatif", tables("contrats", salaire_mensuel=[-1.0, 1800.0]), "« -1.0 » est négatif"),
    Ligne("Un montant infini", tables("contrats", salaire_mensuel=[float("inf"), 1800.0]), "« inf » n'est pas un nombre fini."),
    Ligne(
        "Un montant qui n'en est pas un (NaN)", tables("contrats", salaire_mensuel=[float("nan"), 1800.0]), "« nan » n'est pas un nombre.",
    ),
    Ligne("Un montant immense", tables("contrats", salaire_mensuel=[1e30, 1800.0]), "est trop grand pour « salaire_mensuel »."),
    Ligne("Un motif inconnu", tables("contrats", motif=["fin_cd", "fin_cdd"]), "Vouliez-vous écrire « fin_cdd » ?"),
    Ligne("Une quotité de 1 500 %", tables("contrats", quotite=[15.0, 1.0]), "« 15.0 » n'est pas une quotité"),
    Ligne(
        "Deux paies pour un contrat", tables("contrats", salaire_total=[80000.0, None]),
        "Donnez salaire_total ou salaire_mensuel, pas les deux.",
    ),
    Ligne("Un contrat sans paie", tables("contrats", salaire_mensuel=[None, 1800.0]), "Le contrat n'a pas de paie"),
    Ligne("Un mois donné deux fois", tables("mois", identifiant=["a", "a"]), "Le mois 2025-01 est donné plusieurs fois."),
    Ligne("Un mois qui n'existe pas", tables("mois", mois=["2025-13", "2025-01"]), "« 2025-13 » n'est pas un mois."),
    Ligne(
        "Des jours d'un autre mois", tables("mois", inscription_debut=["2025-02-03", None]),
        "« 2025-02-03 » n'est pas un jour du mois de la ligne.",
    ),
    Ligne(
        "Une plage à l'envers", tables("mois", inscription_debut=["2025-01-20", None], inscription_fin=["2025-01-10", None]),
        "La fin « 2025-01-10 » est avant le début.",
    ),
    Ligne(
        "Un 31e jour dans un mois de 30", tables("mois", mois=["2025-04", "2025-04"], inscription=None, inscription_masque=[2**31 - 1, 1]),
        "a un jour que le mois de la ligne n'a pas.",
    ),
    Ligne("Une variable inconnue", tables(demande={"variables": ["are_net"]}), "are_nette"),
    Ligne("Aucune variable", tables(demande={"variables": []}), "Aucune variable n'est demandée."),
    Ligne("Un mois demandé qui n'existe pas", tables(demande={"debut": "2025-00"}), "« 2025-00 » n'est pas un mois pour « debut »."),
    Ligne("Une fin demandée avant le début", tables(demande={"fin": "2024-01"}), "La fin (2024-01) est avant le début (2025-01)."),
    Ligne(
        "Un mois que le calcul n'atteint pas", tables(demande={"fin": "2036-01"}), "2036-01 : le calcul va jusqu'à 2035-12",
    ),
    Ligne(
        "Plusieurs fautes", tables("contrats", salaire_mensuel=[-1.0, 1e30]),
        ("2 erreurs dans les tables", "contrats, ligne 1, demandeur a", "ligne 2, demandeur b"),
    ),
]

PORTES = {
    "Un cas YAML": ("`openfisca test --country-package openfisca_chomage FICHIER`", CAS),
    "Le dossier d'un demandeur": ("`openfisca-chomage dossier FICHIER` et `openfisca-chomage verifier FICHIER`", DOSSIERS),
    "L'API web": ("`make serve`, `/calculate` et `/trace`", API),
    "Des tables": ("`openfisca-chomage population` et `openfisca_chomage.population.simuler`", POPULATION),
}


# --- The tests


def ecrire(chemin: Path, entree) -> Path:
    """A file of the test; a number is a size, whose bytes take no place on the disk."""
    if isinstance(entree, int):
        with open(chemin, "wb") as fichier:
            fichier.truncate(entree)
    elif entree is not None:
        chemin.write_bytes(entree if isinstance(entree, bytes) else entree.encode("utf-8", "surrogateescape"))
    return chemin


def contient(texte: str, ligne: Ligne) -> None:
    for phrase in ligne.phrases:
        assert phrase in texte, f"{phrase!r} n'est pas dans : {texte[:2000]}"
    assert "Traceback" not in texte


def par_nom(lignes):
    return pytest.mark.parametrize("ligne", lignes, ids=lambda une: une.nom)


@pytest.fixture(scope="module")
def cas_joues(tmp_path_factory) -> dict[str, str]:
    """Each bad case, one after the other by the stock runner, in one run: its part of what is shown."""
    repertoire = tmp_path_factory.mktemp("cas")
    for rang, ligne in enumerate(CAS):
        ecrire(repertoire / f"cas_{rang:02}.yaml", ligne.entree)
    (repertoire / "un_bon_cas.yaml").write_text(cas(), encoding="utf-8")
    environnement = {**os.environ, "PYTEST_PLUGINS": "openfisca_chomage.cas", "PYTHONPATH": str(RACINE), "COLUMNS": "200"}
    for nom in ("PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTEST_XDIST_WORKER"):
        environnement.pop(nom, None)
    fini = subprocess.run(
        [sys.executable, "-m", "openfisca_core.scripts.openfisca_command", "test", "-c", "openfisca_chomage", str(repertoire)],
        capture_output=True, text=True, env=environnement, timeout=120, cwd=repertoire,
    )  # fmt: skip
    assert fini.returncode == 1, fini.stdout + fini.stderr
    assert f"{len(CAS)} failed, 1 passed" in fini.stdout, fini.stdout[-3000:]
    parts, nom = {}, ""
    for une in fini.stdout.splitlines():
        if f"{repertoire}/cas_" in une and not une.startswith(("FAILED", "ERROR")):
            nom = une.split(f"{repertoire}/")[1].split(".yaml")[0]
        parts[nom] = parts.get(nom, "") + une + "\n"
    return parts


@pytest.mark.parametrize("rang", range(len(CAS)), ids=[une.nom for une in CAS])
def test_cas(cas_joues, rang):
    contient(cas_joues[f"cas_{rang:02}"], CAS[rang])


def test_un_cas_ne_lance_rien(tmp_path, systeme):
    """The tag of the table would have run a program under the stock loader."""
    temoin = tmp_path / "temoin"
    entree = f'- name: un\n  input: !!python/object/apply:pathlib.Path.touch [!!python/object/apply:pathlib.Path ["{temoin}"]]\n'
    assert len(fautes(ecrire(tmp_path / "cas.yaml", entree), systeme)) == 1
    assert not temoin.exists()


@pytest.mark.parametrize("commande", ["dossier", "verifier"])
@par_nom(DOSSIERS)
def test_dossier(tmp_path, commande, ligne):
    chemin = ecrire(tmp_path / "dossier.yaml", ligne.entree)
    debut = time.perf_counter()
    fini = CliRunner().invoke(application, [commande, str(chemin)])
    assert isinstance(fini.exception, SystemExit), fini.exception
    assert fini.exit_code == ligne.code
    contient(fini.stderr, ligne)
    assert not fini.stdout
    assert time.perf_counter() - debut < 5 * VITE


@pytest.fixture(scope="module")
def client():
    return creer_application(CountryTaxBenefitSystem()).test_client()


class CorpsCompte:
    """A body that says how many times it was read."""

    lectures = 0

    def read(self, *_):
        self.lectures += 1
        return b""


@pytest.mark.parametrize("route", ["/calculate", "/trace"])
@par_nom(API)
def test_api(client, route, ligne):
    options, corps = {"content_type": "application/json"}, CorpsCompte()
    if isinstance(ligne.entree, int):
        options["environ_overrides"] = {"wsgi.input": corps, "CONTENT_LENGTH": str(ligne.entree)}
    elif ligne.entree is None:
        options |= {"data": "{}", "content_type": "text/plain"}
    else:
        options["data"] = ligne.entree if isinstance(ligne.entree, (str, bytes)) else json.dumps(ligne.entree)
    debut = time.perf_counter()
    reponse = client.post(route, **options)
    duree = time.perf_counter() - debut
    assert corps.lectures == 0
    assert reponse.status_code == ligne.code, reponse.get_data(as_text=True)[:500]
    erreur = reponse.json
    for etape in ligne.chemin:
        assert etape in erreur, (etape, erreur)
        erreur = erreur[etape]
    contient(str(erreur).replace('\\"', '"'), ligne)
    assert duree < VITE


def test_cent_mille_personnes_en_quelques_millisecondes(client):
    corps = json.dumps({"individus": {f"p{rang}": {} for rang in range(100_000)}})
    durees = []
    for _ in range(5):
        debut = time.perf_counter()
        assert client.post("/calculate", data=corps, content_type="application/json").status_code == 413
        durees.append(time.perf_counter() - debut)
    assert min(durees) < 0.1


def _jouer(entree, tmp_path):
    if isinstance(entree, tuple):
        nom, octets = entree
        entree = tables()
        entree["individus"] = ecrire(tmp_path / nom, octets)
    arguments = {nom: contenu if isinstance(contenu, Path) else pa.table(contenu) for nom, contenu in entree.items() if nom != "demande"}
    return arguments, entree["demande"]


@par_nom(POPULATION)
def test_tables(tmp_path, ligne):
    arguments, demande = _jouer(ligne.entree, tmp_path)
    with pytest.raises((ErreurPopulation, ErreurDemande)) as refus:
        simuler(**arguments, **demande)
    contient(str(refus.value), ligne)


@par_nom(POPULATION)
def test_tables_par_la_commande(tmp_path, ligne):
    arguments, demande = _jouer(ligne.entree, tmp_path)
    options = []
    for nom, contenu in arguments.items():
        if not isinstance(contenu, Path):
            pyarrow.parquet.write_table(contenu, tmp_path / f"{nom}.parquet")
            contenu = tmp_path / f"{nom}.parquet"
        options += [f"--{nom}", str(contenu)]
    options += ["--variables", ",".join(demande["variables"]), "--debut", demande["debut"], "--fin", demande["fin"]]
    fini = CliRunner().invoke(application, ["population", *options, "--sortie", str(tmp_path / "sortie.parquet")])
    assert isinstance(fini.exception, SystemExit), fini.exception
    assert fini.exit_code == ligne.code
    contient(fini.stderr, ligne)
    assert not (tmp_path / "sortie.parquet").exists()


def test_les_memes_bonnes_entrees_passent(client, tmp_path, systeme):
    """The inputs that the table spoils are good before: what refuses them is what was spoilt."""
    assert fautes(ecrire(tmp_path / "cas.yaml", cas()), systeme) == []
    assert CliRunner().invoke(application, ["dossier", str(ecrire(tmp_path / "dossier.yaml", dossier()))]).exit_code == 0
    assert client.post("/calculate", json=situation()).status_code == 200
    arguments, demande = _jouer(tables(), tmp_path)
    assert simuler(**arguments, **demande).num_rows == 6


# --- The document


def document() -> str:
    """``docs/entrees_fautives.md``."""
    total = sum(len(lignes) for _, lignes in PORTES.values())
    morceaux = [
        "# Entrées fautives\n",
        f"Ce que répondent les quatre portes du paquet à {total} entrées fautives : jamais une trace d'erreur, jamais un 0 sans un mot, "
        "jamais un serveur arrêté. Une faute est dite avec son lieu (ligne du fichier, chemin du champ, ligne de la table), la valeur "
        "reçue, ce qui était attendu et le nom connu le plus proche ; toutes les fautes d'une entrée sont dites ensemble.\n",
        "Cette page est écrite par `python tests/python/test_entrees_fautives.py` depuis la table que jouent les tests : "
        "chaque phrase y est une partie de la réponse.\n",
    ]
    for porte, (commande, lignes) in PORTES.items():
        morceaux.append(f"## {porte}\n\nPar {commande}.\n")
        tableau = ["| Ce qui est donné | Code | Ce qui est répondu |", "|---|---|---|"]
        for une in lignes:
            message = " … ".join(une.phrases).replace("|", "\\|").replace("*", "\\*")
            lieu = f"`{'.'.join(une.chemin)}` : " if une.chemin else ""
            tableau.append(f"| {une.nom} | {une.code} | {lieu}{message} |")
        morceaux.append("\n".join(tableau) + "\n")
    return "\n".join(morceaux)


def test_le_document_est_a_jour():
    assert DOCUMENT.read_text(encoding="utf-8") == document()


def test_la_table_a_la_taille_dite():
    assert sum(len(lignes) for _, lignes in PORTES.values()) >= 70
    for _, lignes in PORTES.values():
        noms = [une.nom for une in lignes]
        assert len(noms) == len(set(noms)) >= 15


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
