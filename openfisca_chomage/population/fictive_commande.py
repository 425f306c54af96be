"""The command ``openfisca-chomage population-fictive``. It imports the extra ``population`` only when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from openfisca_chomage.population.application import sans_l_option
from openfisca_chomage.population.avancement import barre

__all__ = ["brancher_fictive"]


def population_fictive(
    effectif: Annotated[int, typer.Option(min=1, help="Combien de demandeurs.", show_default=False)],
    dossier: Annotated[Path, typer.Option(help="Le dossier où écrire ; des tables du même nom y sont remplacées.")] = Path(
        "population_fictive"
    ),
    graine: Annotated[int, typer.Option(min=0, help="La même graine donne les mêmes demandeurs.")] = 2019,
    debut: Annotated[str, typer.Option(metavar="AAAA-MM", help="Le premier mois de la période.")] = "2023-01",
    fin: Annotated[str, typer.Option(metavar="AAAA-MM", help="Le dernier mois de la période.")] = "2025-12",
    format: Annotated[str, typer.Option(help="parquet ou csv.")] = "parquet",
    lot: Annotated[int, typer.Option(min=1, help="Demandeurs en mémoire à la fois ; ne change pas ce qui est tiré.")] = 20_000,
) -> None:
    """Une population inventée, reproductible : individus, contrats et mois, à lire par « population »."""
    try:
        from openfisca_chomage.population.erreurs import ErreurDemande
        from openfisca_chomage.population.fictive import ecrire
    except ImportError as manque:
        raise sans_l_option("population-fictive", manque) from None
    try:
        demande = {"graine": graine, "debut": debut, "fin": fin, "format": format, "lot": lot}
        if sys.stderr.isatty():
            with barre(effectif) as avancer:
                bilan = ecrire(dossier, effectif, progression=lambda faits, _: avancer(faits), **demande)
        else:
            bilan = ecrire(dossier, effectif, **demande)
    except ErreurDemande as refus:
        print(refus, file=sys.stderr)
        raise typer.Exit(1) from None
    except OSError as erreur:
        print(f"{erreur.filename or dossier} ne peut pas être écrit : {erreur.strerror}.", file=sys.stderr)
        raise typer.Exit(1) from None
    comptes = zip(("demandeurs", "contrats", "mois"), (bilan.demandeurs, bilan.contrats, bilan.mois))
    print(", ".join(f"{combien:,} {nom}".replace(",", " ") for nom, combien in comptes) + " :")
    for fichier in bilan.fichiers:
        print(f"  {fichier}")


def brancher_fictive(application: typer.Typer) -> None:
    """Add the command to the command line."""
    application.command("population-fictive", short_help="Une population inventée, pour essayer « population ».")(population_fictive)
