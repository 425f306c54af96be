"""The command line: ``openfisca-chomage dossier FILE``, ``openfisca-chomage verifier FILE``, ``openfisca-chomage population``.

Only what describes the commands is imported here: each imports what it runs when it runs, so that ``--help`` answers at once.
"""

from __future__ import annotations

import datetime
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openfisca_chomage.population.application import brancher
from openfisca_chomage.population.fictive_commande import brancher_fictive

if TYPE_CHECKING:
    from rich.console import Console

application = typer.Typer(
    name="openfisca-chomage",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich takes half of the time of --help
    context_settings={"help_option_names": ["-h", "--help"]},
)

#: Where the output is not a terminal, lines are this wide.
LARGEUR = 110


@application.callback()
def _racine() -> None:
    """L'assurance chômage, calculée et expliquée."""


@application.command(short_help="Le droit et les paiements d'un demandeur, expliqués.")
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
    from openfisca_chomage.dossier.calcul import calculer, situation_a_poster
    from openfisca_chomage.dossier.lecture import ErreurDossier, lire
    from openfisca_chomage.dossier.rendu import afficher, en_csv, en_json

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
        afficher(releve, _console())


def _console() -> Console:
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() else LARGEUR)


@application.command(short_help="Un trop-perçu réclamé est-il dû, mois par mois ?")
def verifier(
    fichier: Annotated[Path, typer.Argument(help="Le dossier du demandeur, avec ses avis.", show_default=False)],
    en_json_: Annotated[bool, typer.Option("--json", help="Écrire la vérification en JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Écrire une page à imprimer dans ce fichier.", show_default=False)
    ] = None,
    au: Annotated[
        str | None,
        typer.Option("--au", metavar="AAAA-MM-JJ", help="Le jour de la vérification ; aujourd'hui par défaut.", show_default=False),
    ] = None,
) -> None:
    """Les avis de trop-perçu d'un demandeur : ce qui est réclamé, ce qui est dû, ce qui ne l'est pas."""
    if en_json_ and html is not None:
        print("Choisissez une seule sortie : --json ou --html.", file=sys.stderr)
        raise typer.Exit(2)
    try:
        jour = datetime.date.fromisoformat(au) if au else None
    except ValueError:
        print(f"« {au} » n'est pas une date. Écrivez AAAA-MM-JJ, par exemple 2026-05-04.", file=sys.stderr)
        raise typer.Exit(2) from None
    from openfisca_chomage.dossier.lecture import ErreurDossier, lire
    from openfisca_chomage.dossier.verification import verifier as verifier_le_dossier
    from openfisca_chomage.dossier.verification_rendu import afficher_verification, verification_en_json

    try:
        verification = verifier_le_dossier(lire(fichier), jour)
    except ErreurDossier as refus:
        print(refus, file=sys.stderr)
        raise typer.Exit(1) from None
    if en_json_:
        print(verification_en_json(verification))
    elif html is not None:
        _ecrire_page(verification, html)
    else:
        afficher_verification(verification, _console())


def _ecrire_page(verification, chemin: Path) -> None:
    """Write the page; the template and chart libraries are imported only here."""
    try:
        from openfisca_chomage.dossier.page import en_html
    except ImportError as manque:
        print(
            f"La page a besoin de « {manque.name} ». Installez l'option « dossier » : pip install \"openfisca-chomage[dossier]\"",
            file=sys.stderr,
        )
        raise typer.Exit(2) from None
    remplace = chemin.exists()
    try:
        chemin.write_text(en_html(verification), encoding="utf-8")
    except OSError as erreur:
        print(f"{chemin} ne peut pas être écrit : {erreur.strerror}.", file=sys.stderr)
        raise typer.Exit(1) from None
    print(f"Page {'remplacée' if remplace else 'écrite'} : {chemin}")


brancher(application)
brancher_fictive(application)
