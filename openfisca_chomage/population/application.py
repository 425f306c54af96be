"""The command ``openfisca-chomage population``. It imports the extra ``population`` only when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["brancher", "sans_l_option"]


def sans_l_option(commande: str, manque: ImportError) -> typer.Exit:
    """Say that a command needs the extra ``population``; the exit to raise."""
    print(
        f"La commande « {commande} » a besoin de « {manque.name} ». Installez l'option « population » : "
        'pip install "openfisca-chomage[dossier,population]"',
        file=sys.stderr,
    )
    return typer.Exit(2)


def population(
    individus: Annotated[Path, typer.Option(help="Les demandeurs, en Parquet ou en CSV.", show_default=False)],
    contrats: Annotated[Path, typer.Option(help="Leurs contrats.", show_default=False)],
    variables: Annotated[str, typer.Option(help="Les variables voulues, séparées par des virgules.", show_default=False)],
    debut: Annotated[str, typer.Option(metavar="AAAA-MM", help="Le premier mois.", show_default=False)],
    fin: Annotated[str, typer.Option(metavar="AAAA-MM", help="Le dernier mois.", show_default=False)],
    sortie: Annotated[
        Path, typer.Option(help="Le fichier .parquet à écrire ; sans extension, un dossier de tels fichiers.", show_default=False)
    ],
    mois: Annotated[Path | None, typer.Option(help="Leurs mois : inscription, paies, déclarations.", show_default=False)] = None,
    rejets: Annotated[
        Path | None, typer.Option(help="Écrire les erreurs dans ce fichier et calculer les autres demandeurs.", show_default=False)
    ] = None,
    lot: Annotated[
        int | None, typer.Option(help="Demandeurs par lot, 20 000 au plus à défaut : la mémoire en dépend, pas les résultats.")
    ] = None,
    travailleurs: Annotated[int | None, typer.Option(help="Processus de cette machine ; ses cœurs à défaut.")] = None,
    grappe: Annotated[
        str | None, typer.Option(metavar="ADRESSE", help="Calculer sur une grappe Dask, dont voici l'ordonnanceur : tcp://machine:8786.")
    ] = None,
    tls_autorite: Annotated[
        Path | None, typer.Option(help="Pour une grappe tls://machine:8786 : le certificat de son autorité, en PEM.", show_default=False)
    ] = None,
    tls_certificat: Annotated[Path | None, typer.Option(help="Votre certificat, de cette autorité.", show_default=False)] = None,
    tls_cle: Annotated[Path | None, typer.Option(help="La clé de votre certificat.", show_default=False)] = None,
    reforme: Annotated[
        str | None,
        typer.Option(metavar="FICHIER|CLASSE", help="Calculer aussi une réforme : un fichier YAML, ou une classe mon_module.MaReforme."),
    ] = None,
    effets: Annotated[
        Path | None, typer.Option(help="Écrire les effets de la réforme : une page .html, ou .json, ou .csv.", show_default=False)
    ] = None,
    reprendre: Annotated[bool, typer.Option("--reprendre", help="Continuer le calcul interrompu de la même sortie.")] = False,
) -> None:
    """Les variables voulues pour tous les demandeurs d'un registre, mois par mois, de tables à table."""
    try:
        from openfisca_chomage.population.calcul import simuler
        from openfisca_chomage.population.effets import afficher, controler_les_effets, ecrire
        from openfisca_chomage.population.erreurs import ErreurDemande, ErreurPopulation
    except ImportError as manque:
        raise sans_l_option("population", manque) from None
    try:
        if effets is not None:
            if reforme is None:
                raise ErreurDemande("« --effets » est ce que change une réforme : donnez « --reforme ».")
            controler_les_effets(effets)
        tls = (tls_autorite, tls_certificat, tls_cle)
        bilan = simuler(
            individus, contrats, mois, variables=[nom.strip() for nom in variables.split(",") if nom.strip()], debut=debut,
            fin=fin, sortie=sortie, rejets=rejets, lot=lot, travailleurs=travailleurs, grappe=grappe, reprendre=reprendre,
            reforme=reforme, progression=sys.stderr.isatty(), tls=None if tls == (None, None, None) else tls,
        )  # fmt: skip
    except KeyboardInterrupt:
        print(f"Interrompu. La même commande avec « --reprendre » continue là où {sortie} en était.", file=sys.stderr)
        raise typer.Exit(130) from None
    except (ErreurDemande, ErreurPopulation) as refus:
        print(refus, file=sys.stderr)
        raise typer.Exit(1) from None
    except ModuleNotFoundError as manque:
        raise sans_l_option("population", manque) from None
    except OSError as erreur:
        print(f"{erreur.filename or 'Un fichier'} ne peut pas être lu ou écrit : {erreur.strerror}.", file=sys.stderr)
        raise typer.Exit(1) from None
    for table, noms in bilan.non_lues.items():
        if noms:
            print(f"{table} : colonnes non lues : {', '.join(noms)}.", file=sys.stderr)
    if bilan.abandonnes:
        print(f"{bilan.abandonnes} lots d'un calcul interrompu ont été recalculés : « --reprendre » les aurait gardés.", file=sys.stderr)
    if bilan.repris:
        print(f"{bilan.repris} lots sur {bilan.lots} étaient déjà calculés.")
    calcules = bilan.demandeurs - bilan.rejetes
    print(f"{_nombre(calcules)} demandeurs calculés, {_nombre(bilan.lignes)} lignes écrites : {sortie}")
    if bilan.projection:
        print(bilan.projection)
    if rejets is not None:
        print(f"{_nombre(bilan.rejetes)} demandeurs rejetés, {_nombre(bilan.erreurs)} erreurs écrites : {rejets}")
    if bilan.rapport is not None:
        from rich.console import Console

        afficher(bilan.rapport, Console())
        if effets is not None:
            ecrire(bilan.rapport, effets)
            print(f"Effets de la réforme écrits : {effets}")
    print(", ".join(f"{etape} {secondes:.1f} s".replace(".", ",") for etape, secondes in bilan.secondes.items()))


def _nombre(valeur: int) -> str:
    return f"{valeur:,}".replace(",", " ")


def brancher(application: typer.Typer) -> None:
    """Add the command to the command line."""
    application.command(short_help="Tous les demandeurs d'un registre, de tables à table.")(population)
