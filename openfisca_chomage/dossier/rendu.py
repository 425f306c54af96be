"""Showing a statement: in the terminal, as JSON, as CSV."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from openfisca_chomage.dossier.calcul import COLONNES, Releve
from openfisca_chomage.dossier.modele import jour_francais
from openfisca_chomage.dossier.phrases import Chiffre, textes_cites
from openfisca_chomage.textes import Reference

__all__ = [
    "afficher",
    "afficher_textes",
    "articles_en_texte",
    "chiffre_json",
    "de_mois",
    "en_csv",
    "en_json",
    "imprimer_table",
    "mois_francais",
    "simple",
    "valeur_francaise",
]

#: The heads of the table of months, which has no room for the labels of the variables.
TITRES = {
    "jours_indemnisables": "Jours\nindemni-\nsables",
    "salaire_activite_declare": "Salaire\ndéclaré\n(€)",
    "salaire_activite_justifie": "Salaire\njustifié\n(€)",
    "jours_indemnises": "Jours\nindem-\nnisés",
    "allocation_journaliere": "Alloc.\npar jour\n(€)",
    "are_brute": "Brut\ndu mois\n(€)",
    "are_nette": "Net\ndu mois\n(€)",
    "are_versee": "Versé\npour le\nmois (€)",
    "reliquat": "Jours\nrestants",
}

_MOIS = "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.".split()
_EUROS = "currency-EUR"
_SUFFIXES = re.compile(r" (jours?|€)$")
LARGEUR_SANS_BORNE = 10_000
_SANS_DATE = datetime.date(1970, 1, 1)


def mois_francais(mois: str) -> str:
    """``mars 2025`` for ``2025-03``."""
    return f"{_MOIS[int(mois[5:]) - 1]} {mois[:4]}"


def de_mois(mois: str) -> str:
    """``de mars 2025``, ``d'avril 2025``."""
    nom = mois_francais(mois)
    return f"d'{nom}" if nom[0] in "ao" else f"de {nom}"


def valeur_francaise(un: Chiffre) -> str:
    """A figure as the French write it."""
    valeur = un.valeur
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, datetime.date):
        return "—" if valeur == _SANS_DATE else jour_francais(valeur)
    if un.unite == _EUROS:
        return f"{valeur:,.2f} €".replace(",", "\u202f").replace(".", ",")
    texte = f"{valeur:g}".replace(".", ",") if isinstance(valeur, float) else str(valeur)
    suffixe = {"jour": "jour", "heure": "heure", "an": "an"}.get(un.unite or "", "")
    return f"{texte} {suffixe}{'s' if abs(valeur) >= 2 else ''}" if suffixe else texte


def articles_en_texte(references: tuple[Reference, ...]) -> Text:
    """The articles on one line, each a link to its address where the terminal has links."""
    texte = Text()
    for rang, une in enumerate(references):
        texte.append(" ; " if rang else "", style="dim italic")
        texte.append(une.article, style=Style(dim=True, italic=True, link=une.adresse or None))
    return texte


def afficher_textes(references: tuple[Reference, ...], console: Console) -> None:
    """Print the texts cited, each with the address that opens it."""
    if not references:
        return
    console.print()
    console.print(Text("Les textes cités", style="bold underline"))
    for une in references:
        console.print(Text(str(une)), soft_wrap=True)


def _justifier(console: Console, un: Chiffre, retrait: int) -> None:
    """The sentence of a figure and its article, indented under it."""
    texte = Text()
    if un.explication:
        texte.append(un.explication)
        texte.append("\n")
    texte.append_text(articles_en_texte(un.reference))
    console.print(Padding(texte, (0, 0, 0, retrait), expand=False))


def imprimer_table(table: Table, console: Console) -> None:
    """Print a table: an amount is never cut. Where the terminal is too narrow, the line goes on under itself."""
    mesure = Measurement.get(console, console.options.update(max_width=LARGEUR_SANS_BORNE), table).maximum
    large = Console(file=console.file, width=max(mesure, console.width), highlight=False, force_terminal=console.is_terminal)
    large.print(table)


def afficher(releve: Releve, console: Console) -> None:
    """Print a statement in the terminal."""
    console.print(Text(f"Allocation d'aide au retour à l'emploi : {releve.nom}", style="bold"))
    for avertissement in releve.avertissements:
        console.print(Text(f"Attention : {avertissement}", style="yellow"))
    for droit in releve.droits:
        console.print()
        titre = "Le droit ouvert" if droit.ouvert else "Aucun droit ouvert"
        console.print(Text(f"{titre} par la fin de contrat examinée en {mois_francais(droit.mois)}", style="bold underline"))
        for un in droit.chiffres:
            if not _montre(un):
                continue
            ligne = Text(f"{un.libelle} : ")
            ligne.append(valeur_francaise(un), style="bold cyan")
            console.print(ligne)
            _justifier(console, un, 4)
    if not releve.droits:
        console.print("\nAucune fin de contrat à examiner : aucun droit ne s'ouvre.")
    if releve.mois:
        _afficher_mois(releve, console)
    montres = [*(droit.chiffres for droit in releve.droits), *(ligne.changements for ligne in releve.mois)]
    afficher_textes(textes_cites(un for ceux in montres for un in ceux if _montre(un)), console)


def _montre(un: Chiffre) -> bool:
    """Whether a figure of a right is shown: hours are not where there are none."""
    return un.nom != "heures_affiliation" or bool(un.valeur)


def _afficher_mois(releve: Releve, console: Console) -> None:
    """The table of months, and what changes in it."""
    console.print()
    console.print(Text("Mois par mois", style="bold underline"))
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Mois", no_wrap=True)
    colonnes = _colonnes_utiles(releve)
    for nom in colonnes:
        table.add_column(TITRES[nom], justify="right", no_wrap=True)
    for ligne in releve.mois:
        marque = (" (projeté)" if ligne.projete else "") + (" *" if ligne.changements else "")
        cellules = [_SUFFIXES.sub("", valeur_francaise(ligne.colonnes[nom])) for nom in colonnes]
        table.add_row(mois_francais(ligne.mois) + marque, *cellules)
    imprimer_table(table, console)
    if any(ligne.changements for ligne in releve.mois):
        console.print()
        console.print(Text("* Ce qui change, et pourquoi", style="bold underline"))
    for ligne in releve.mois:
        if not ligne.changements:
            continue
        console.print(Text(mois_francais(ligne.mois).capitalize(), style="bold"))
        for un in ligne.changements:
            titre = Text(f"  {un.libelle} : ")
            titre.append(valeur_francaise(un), style="bold cyan")
            console.print(titre)
            _justifier(console, un, 6)


#: A column that says the same as another one in every month is left out: (it, the other).
_DOUBLES = {"salaire_activite_justifie": "salaire_activite_declare", "are_versee": "are_nette"}


def _colonnes_utiles(releve: Releve) -> list[str]:
    """The columns; evidenced pay only where it differs from what was declared, what was paid from what was due."""
    return [
        nom
        for nom in COLONNES
        if nom not in _DOUBLES or any(ligne.colonnes[nom].valeur != ligne.colonnes[_DOUBLES[nom]].valeur for ligne in releve.mois)
    ]


def simple(valeur: Any) -> Any:
    """A value as JSON and CSV write it."""
    return valeur.isoformat() if isinstance(valeur, datetime.date) else valeur


def chiffre_json(un: Chiffre) -> dict:
    """A figure as JSON writes it: with its sentence and its articles."""
    return {
        "libelle": un.libelle,
        "valeur": simple(un.valeur),
        "unite": un.unite,
        "explication": un.explication,
        "reference": [str(une) for une in un.reference],
        "projete": un.projete,
    }


def en_json(releve: Releve) -> str:
    """A statement as JSON: each figure with its sentence and its articles."""
    contenu = {
        "nom": releve.nom,
        "avertissements": list(releve.avertissements),
        "droits": [
            {"mois": droit.mois, "ouvert": droit.ouvert, "chiffres": {un.nom: chiffre_json(un) for un in droit.chiffres}}
            for droit in releve.droits
        ],
        "mois": [
            {
                "mois": ligne.mois,
                "projete": ligne.projete,
                "chiffres": {nom: chiffre_json(un) for nom, un in ligne.colonnes.items()},
                "changements": {un.nom: chiffre_json(un) for un in ligne.changements},
            }
            for ligne in releve.mois
        ],
    }
    return json.dumps(contenu, ensure_ascii=False, indent=2, allow_nan=False)


def en_csv(releve: Releve) -> str:
    """The table of months as CSV: a line a month, a column a variable and whether the month is projected, decimals with a point."""
    sortie = io.StringIO()
    ecrivain = csv.writer(sortie, lineterminator="\n")
    ecrivain.writerow(["mois", *COLONNES, "projete"])
    for ligne in releve.mois:
        projete = str(ligne.projete).lower()
        ecrivain.writerow([ligne.mois, *(simple(ligne.colonnes[nom].valeur) for nom in COLONNES), projete])
    return sortie.getvalue()
