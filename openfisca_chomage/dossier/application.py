"""The command line: ``openfisca-chomage dossier FILE``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from openfisca_chomage.dossier.calcul import calculer, situation_a_poster
from openfisca_chomage.dossier.lecture import ErreurDossier, lire
from openfisca_chomage.dossier.rendu import afficher, en_csv, en_json

application = typer.Typer(
    name="openfisca-chomage",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: Where the output is not a terminal, lines are this wide.
LARGEUR = 110


@application.callback()
def _racine() -> None:
    """L'assurance chômage, calculée et expliquée."""


@application.command()
def dossier(
    fichier: Annotated[Path, typer.Argument(help="Le dossier du demandeur, en YAML ou en JSON.", show_default=False)],
    situation: Annotated[bool, typer.Option("--situation", help="Écrire la situation OpenFisca, prête pour /calculate.")] = False,
    en_json_: Annotated[bool, typer.Option("--json", help="Écrire le relevé en JSON.")] = False,
    en_csv_: Annotated[bool, typer.Option("--csv", help="Écrire la table des mois en CSV.")] = False,
    mois: Annotated[int | None, typer.Option("--mois", min=1, max=120, help="Nombre de mois du relevé.", show_default=False)] = None,
) -> None:
    """Le droit et les paiements d'un demandeur, chaque chiffre avec sa raison et son article."""
    if situation + en_json_ + en_csv_ > 1:
        print("Choisissez une seule sortie : --situation, --json ou --csv.", file=sys.stderr)
        raise typer.Exit(2)
    try:
        lu = lire(fichier)
        if situation:
            print(json.dumps(situation_a_poster(lu, mois), ensure_ascii=False, indent=2))
            return
        releve = calculer(lu, nombre_de_mois=mois)
    except ErreurDossier as refus:
        print(refus, file=sys.stderr)
        raise typer.Exit(1) from None
    if en_json_:
        print(en_json(releve))
    elif en_csv_:
        print(en_csv(releve), end="")
    else:
        console = Console(highlight=False, width=None if sys.stdout.isatty() else LARGEUR)
        afficher(releve, console)
