#!/usr/bin/env python3
"""List the parameters whose values were checked too long ago, each with the source to open.

Usage: python outils/valeurs_a_revoir.py [--au AAAA-MM-JJ] [--strict] [--table]
       python outils/valeurs_a_revoir.py --noter CHEMIN [CHEMIN ...] [--au AAAA-MM-JJ]

``last_value_still_valid_on``, in the metadata of a parameter, is the day on which somebody last opened its source. It is too old:

* where the law or a board changes the amount at a known time of the year (``RENDEZ_VOUS``), once that day has come again;
* for every other value, after ``JOURS`` days.

``--noter`` writes the day in the files of these parameters (or of all those under these paths): for who has opened their sources and
found nothing new. ``--table`` prints the table of ``docs/mise_a_jour_annuelle.md``. With ``--strict``, the exit code is 1 if a value
is to be checked.
"""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from openfisca_chomage.socle.texte_yaml import Lecteur

RACINE = Path(__file__).resolve().parent.parent
PARAMETRES = RACINE / "openfisca_chomage" / "parameters"

#: How long a value without a known time of change is taken as checked, in days.
JOURS = 365

CLE = "last_value_still_valid_on"


@dataclass(frozen=True)
class RendezVous:
    """Amounts that change at a known time of the year.

    Attributes:
        quoi: what they are, in French.
        mois, jour: the day of the year on which they may change.
        ou: where they are published, in French, and the address.
        chemins: the parameters, or the beginnings of their paths.
    """

    quoi: str
    mois: int
    jour: int
    ou: str
    adresse: str
    chemins: tuple[str, ...]

    def dernier(self, au: datetime.date) -> datetime.date:
        """The last time, on this day or before."""
        cette_annee = datetime.date(au.year, self.mois, self.jour)
        return cette_annee if cette_annee <= au else cette_annee.replace(year=au.year - 1)


RENDEZ_VOUS = (
    RendezVous(
        "SMIC horaire", 1, 1,
        "Décret de décembre, au Journal officiel ; par arrêté en cours d'année quand les prix ont pris 2 % (L3231-5 du code du travail)",
        "https://code.travail.gouv.fr/fiche-ministere-travail/le-smic", ("prelevements.smic_horaire",),
    ),
    RendezVous(
        "Plafond de la sécurité sociale", 1, 1, "Arrêté de décembre, au Journal officiel (D242-17 du code de la sécurité sociale)",
        "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000053143451", ("salaire_reference.plafond_securite_sociale",),
    ),
    RendezVous(
        "Seuils de revenu fiscal de la CSG", 1, 1, "Instruction ministérielle de décembre, publiée par l'assurance retraite",
        "https://legislation.lassuranceretraite.fr/", ("prelevements.revenu_fiscal",),
    ),
    RendezVous(
        "Taux de la CSG, de la CRDS et du régime local", 1, 1, "Loi de financement de la sécurité sociale (L136-8 et L136-1-2 du code)",
        "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053278668",
        ("prelevements.alsace_moselle", "prelevements.assiette", "prelevements.crds", "prelevements.csg"),
    ),
    RendezVous(
        "Diviseur du différé spécifique", 1, 1, "Circulaire de l'Unédic de janvier, et « Paramètres utiles »",
        "https://www.unedic.org/", ("differes.diviseur",),
    ),
    RendezVous(
        "Barème des saisies et majoration par personne à charge", 1, 1,
        "Décret de décembre, au Journal officiel (R3252-2 et R3252-3 du code du travail)",
        "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000053193584",
        ("recouvrement.saisissable.bareme", "recouvrement.saisissable.majoration_par_personne"),
    ),
    RendezVous(
        "RSA d'une personne seule", 4, 1, "Décret de mars ou d'avril, au Journal officiel",
        "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000053733826", ("recouvrement.saisissable.rsa_personne_seule",),
    ),
    RendezVous(
        "Revalorisation : allocation minimale, partie fixe, minimum en formation, plancher de la dégressivité, salaire de référence", 7, 1,
        "Conseil d'administration de l'Unédic de la fin de juin, puis circulaire de juillet", "https://www.unedic.org/",
        (
            "allocation_journaliere.minimum", "allocation_journaliere.minimum_formation", "allocation_journaliere.partie_fixe",
            "degressivite.plancher", "salaire_reference.revalorisation.taux",
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Valeur:
    """What is to be known of a parameter to check it again.

    Attributes:
        chemin: its path, ``prelevements.smic_horaire``.
        depuis: the first day of its last value.
        verifiee: the day of the last check.
        source: the title of the source of its last value, and its address if it has one.
    """

    chemin: str
    depuis: str
    verifiee: datetime.date
    source: str


def valeurs(racine: Path = PARAMETRES) -> list[Valeur]:
    """All the parameters of a tree, by path."""
    liste = []
    for fichier in fichiers(racine):
        metadata = yaml.load(fichier.read_text(encoding="utf-8"), Loader=Lecteur)["metadata"]
        depuis = max(map(str, metadata["reference"]))
        sources = {str(date): source for date, source in metadata["reference"].items()}[depuis]
        derniere = sources[-1] if isinstance(sources, list) else sources
        source = f"{derniere['title']} {derniere.get('href', '')}".strip()
        liste.append(Valeur(chemin_de(fichier, racine), depuis, datetime.date.fromisoformat(str(metadata[CLE])), source))
    return liste


def fichiers(racine: Path = PARAMETRES) -> list[Path]:
    """The files of the parameters, scales included."""
    return sorted(fichier for fichier in racine.rglob("*.yaml") if fichier.name != "index.yaml")


def chemin_de(fichier: Path, racine: Path = PARAMETRES) -> str:
    """The path of the parameter of a file."""
    return ".".join(fichier.relative_to(racine).with_suffix("").parts)


def est_sous(chemin: str, debuts) -> bool:
    """Whether a path is one of these, or under one of them."""
    return any(chemin == debut or chemin.startswith(f"{debut}.") for debut in debuts)


def rendez_vous_de(chemin: str) -> RendezVous | None:
    """When this parameter is expected to change, if that is known."""
    return next((un for un in RENDEZ_VOUS if est_sous(chemin, un.chemins)), None)


def pourquoi(valeur: Valeur, au: datetime.date) -> str | None:
    """Why this value is to be checked again on this day, in French; None where it is not."""
    rendez_vous = rendez_vous_de(valeur.chemin)
    if rendez_vous is None:
        age = (au - valeur.verifiee).days
        return f"vérifiée il y a {age} jours" if age > JOURS else None
    dernier = rendez_vous.dernier(au)
    return f"peut avoir changé le {jour(dernier)}" if valeur.verifiee < dernier else None


def jour(date: datetime.date) -> str:
    """A date as it is written in French."""
    return f"{date:%d/%m/%Y}"


def noter(chemins: list[str], au: datetime.date, racine: Path = PARAMETRES) -> list[str]:
    """Write the day of the check in the files of these parameters; their paths.

    Raises:
        ValueError: a path is that of no parameter, or a value begins after that day.
    """
    connues = {valeur.chemin: valeur for valeur in valeurs(racine)}
    for debut in chemins:
        if not any(est_sous(chemin, [debut]) for chemin in connues):
            raise ValueError(f"« {debut} » n'est le chemin d'aucun paramètre : un chemin s'écrit « prelevements.smic_horaire ».")
    notes = [chemin for chemin in connues if est_sous(chemin, chemins)]
    for chemin in notes:
        if connues[chemin].depuis > au.isoformat():
            raise ValueError(
                f"« {chemin} » a une valeur au {connues[chemin].depuis} : notez ce jour ou un jour d'après (--au {connues[chemin].depuis})."
            )
    for fichier in fichiers(racine):
        if chemin_de(fichier, racine) in notes:
            texte = fichier.read_text(encoding="utf-8")
            fichier.write_text(re.sub(rf"(?m)^(  {CLE}: ).*$", rf"\g<1>{au.isoformat()}", texte), encoding="utf-8")
    return notes


def table() -> str:
    """The table of ``docs/mise_a_jour_annuelle.md``."""
    lignes = ["| Montant | Le | Où c'est publié | Paramètre |", "|---|---|---|---|"]
    for un in RENDEZ_VOUS:
        chemins = ", ".join(f"`{chemin.replace('.', '/')}`" for chemin in un.chemins)
        lignes.append(f"| {un.quoi} | {un.jour:02}/{un.mois:02} | {un.ou} : <{un.adresse}> | {chemins} |")
    return "\n".join(lignes)


def main(arguments: list[str] | None = None) -> int:
    analyse = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyse.add_argument("--au", type=_date, default=datetime.date.today(), help="the day to reason on; today unless told")
    analyse.add_argument("--strict", action="store_true", help="exit 1 when a value is to be checked")
    analyse.add_argument("--table", action="store_true", help="print the table of docs/mise_a_jour_annuelle.md")
    analyse.add_argument("--noter", nargs="+", metavar="CHEMIN", help="write the day in the files of these parameters")
    options = analyse.parse_args(arguments)
    if options.table:
        print(table())
        return 0
    if options.noter:
        try:
            notes = noter(options.noter, options.au)
        except ValueError as faute:
            print(faute, file=sys.stderr)
            return 2
        print(f"{len(notes)} paramètre{'s' * (len(notes) > 1)} : {CLE} au {jour(options.au)}.")
        return 0
    toutes = valeurs()
    a_revoir = [(valeur, raison) for valeur in toutes if (raison := pourquoi(valeur, options.au))]
    for valeur, raison in a_revoir:
        rendez_vous = rendez_vous_de(valeur.chemin)
        print(f"{valeur.chemin} : {raison} (dernière valeur au {valeur.depuis}, vérifiée le {jour(valeur.verifiee)})")
        print(f"    dernière source : {valeur.source}")
        if rendez_vous:
            print(f"    publié : {rendez_vous.ou}, {rendez_vous.adresse}")
    print(f"{len(toutes)} paramètres, {len(a_revoir)} à revoir au {jour(options.au)}.")
    return 1 if a_revoir and options.strict else 0


def _date(texte: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(texte)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {texte} » n'est pas une date : elle s'écrit AAAA-MM-JJ, 2027-01-15.") from None


if __name__ == "__main__":
    sys.exit(main())
