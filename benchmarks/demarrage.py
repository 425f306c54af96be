"""How long the commands take to answer, from the start of the program: the best of ten, in seconds of wall clock.

    python benchmarks/demarrage.py

What is aimed at: the help in 0.3 s; a claimant's file in 1 s more than importing openfisca-core alone, which nothing here can shorten.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

RACINE = Path(__file__).resolve().parents[1]
DOSSIER = str(RACINE / "exemples" / "cdi_long.yaml")
COMMANDE = ("-m", "openfisca_chomage.dossier.commande")
MOTEUR = "from openfisca_core.simulation_builder import SimulationBuilder; from openfisca_core.taxbenefitsystems import TaxBenefitSystem"
PROGRAMMES = {
    "Python alone": ("-c", "pass"),
    "importing openfisca-core alone": ("-c", MOTEUR),
    "openfisca-chomage --help": (*COMMANDE, "--help"),
    "openfisca-chomage dossier FILE": (*COMMANDE, "dossier", DOSSIER),
}
FOIS = 10


def secondes(arguments: tuple[str, ...]) -> float:
    """The best of ``FOIS`` runs of Python with these arguments, in seconds."""
    durees = []
    for _ in range(FOIS):
        debut = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=RACINE, check=True, stdout=subprocess.DEVNULL)
        durees.append(time.perf_counter() - debut)
    return min(durees)


def principal() -> None:
    """Print the table."""
    mesures = {nom: secondes(arguments) for nom, arguments in PROGRAMMES.items()}
    print(f"Start of the programs, the best of {FOIS} (s)\n")
    for nom, duree in mesures.items():
        print(f"  {nom:34} {duree:5.2f}")
    au_dela = mesures["openfisca-chomage dossier FILE"] - mesures["importing openfisca-core alone"]
    print(f"  {'dossier FILE, without the core':34} {au_dela:5.2f}   (1 at most; the help: 0.3)\n")


if __name__ == "__main__":
    principal()
