"""``make bench``: how fast, how much memory, against bare NumPy and against openfisca-france, on this machine.

    python benchmarks/banc.py [--demandeurs 100000] [--lot 20000] [--france .venv-france/bin/python] [--profil]

Each part runs in a process of its own, so that nothing is warm but what is said to be, and memory is that part's.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import platform
import pstats
import resource
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy
import numpy_nu
import population as tirage
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import oublier_avant

#: Claimant-months a second, milliseconds of one claimant warm.
OBJECTIF_DEBIT, OBJECTIF_CHAUD = 1_000_000, 80

#: What a month reads of the months before: the state of the preceding one, an event of the two before.
MOIS_GARDES = 2

_MOIS_D_UN = [f"{annee}-{mois:02d}" for annee in (2024, 2025) for mois in range(1, 13)]
_DEMANDES = ("jours_indemnises", "are_brute", "are_nette", "reliquat")


def _memoire() -> float:
    """Peak resident memory of this process, MB."""
    pic = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pic / 1024 / (1024 if sys.platform == "darwin" else 1)


def _un(systeme):
    """Milliseconds to build, then to compute 24 months of one claimant."""
    situation = tirage.exemple_d_un()
    debut = time.perf_counter()
    simulation = SimulationBuilder().build_from_entities(systeme, situation)
    construite = time.perf_counter()
    for mois in _MOIS_D_UN:
        for nom in _DEMANDES:
            simulation.calculate(nom, mois)
    return 1000 * (construite - debut), 1000 * (time.perf_counter() - construite)


def _parts(profil) -> dict:
    """Share of own time by package."""
    temps = {"openfisca_core": 0.0, "openfisca_chomage": 0.0, "reste": 0.0}
    for (fichier, _, _), (_, _, propre, _, _) in pstats.Stats(profil).stats.items():
        paquet = next((nom for nom in ("openfisca_core", "openfisca_chomage") if f"{os.sep}{nom}{os.sep}" in fichier), "reste")
        temps[paquet] += propre
    total = sum(temps.values())
    return {nom: propre / total for nom, propre in temps.items()}


def partie_un(_options) -> dict:
    debut = time.perf_counter()
    systeme = CountryTaxBenefitSystem()
    chargement = 1000 * (time.perf_counter() - debut)
    froid = _un(systeme)
    chauds = [_un(systeme) for _ in range(15)]
    profil = cProfile.Profile()
    profil.runcall(_un, systeme)
    return {
        "chargement": chargement, "froid": sum(froid), "chaud": statistics.median(map(sum, chauds)),
        "construction": statistics.median(construction for construction, _ in chauds), "parts": _parts(profil),
    }


def _derouler(simulation, a_chaque_mois=None, oublier=True) -> list:
    individu = simulation.populations["individu"]
    nets = []
    for mois in range(tirage.PREMIER, tirage.DERNIER + 1):
        nets.append(simulation.calculate("are_nette", cal.periode(mois)))
        if a_chaque_mois:
            a_chaque_mois(mois)
        if oublier:
            oublier_avant(individu, mois - MOIS_GARDES)
    return nets


def partie_population(options) -> dict:
    systeme = CountryTaxBenefitSystem()
    _derouler(tirage.poser(systeme, tirage.tirer(100, 0)))
    avant, saisie, calcul, total, payes = _memoire(), 0.0, 0.0, 0.0, 0
    for rang, depart in enumerate(range(0, options.demandeurs, options.lot)):
        population = tirage.tirer(min(options.lot, options.demandeurs - depart), 1 + rang)
        debut = time.perf_counter()
        simulation = tirage.poser(systeme, population)
        posee = time.perf_counter()
        nets = _derouler(simulation)
        calcul += time.perf_counter() - posee
        saisie += posee - debut
        total += float(sum(net.sum() for net in nets))
        payes += int(sum((net > 0).sum() for net in nets))
        del simulation, population, nets
    mois = options.demandeurs * (tirage.DERNIER - tirage.PREMIER + 1)
    return {
        "debit": mois / calcul, "debit_avec_saisie": mois / (calcul + saisie), "calcul": calcul, "saisie": saisie,
        "memoire": _memoire(), "memoire_avant": avant, "payes": payes / mois, "net": total / payes,
    }


def partie_numpy(options) -> dict:
    """The same months by the chain and by bare NumPy, on one chunk, equal to the cent."""
    systeme = CountryTaxBenefitSystem()
    population = tirage.tirer(options.lot, 1)
    simulation = tirage.poser(systeme, population)
    debut = time.perf_counter()
    _derouler(simulation)
    chaine = time.perf_counter() - debut
    releves = []
    simulation = tirage.poser(systeme, population)
    nets = _derouler(simulation, lambda mois: releves.append(numpy_nu.releve(simulation, mois)))
    lois = [numpy_nu.lois(systeme, mois) for mois in range(tirage.PREMIER, tirage.DERNIER + 1)]
    essais = [numpy_nu.derouler(releves, lois) for _ in range(3)]
    ecart = max(float(numpy.abs(chaque - nu).max()) for chaque, nu in zip(nets, essais[0][0]))
    nu = min(duree for _, duree in essais)
    return {"debit": options.lot * len(lois) / nu, "rapport": chaine / nu, "ecart": ecart}


def partie_profil(options) -> dict:
    """The hot spots, printed: of one chunk, and of one claimant warm."""
    systeme = CountryTaxBenefitSystem()
    _un(systeme)
    simulation = tirage.poser(systeme, tirage.tirer(options.lot, 1))
    for titre, fonction, argument in (("lot", _derouler, simulation), ("un demandeur", _un, systeme)):
        profil = cProfile.Profile()
        profil.runcall(fonction, argument)
        print(f"--- {titre}", {nom: f"{part:.0%}" for nom, part in _parts(profil).items()})
        pstats.Stats(profil).sort_stats("tottime").print_stats(15)
    return {}


PARTIES = {"un": partie_un, "population": partie_population, "numpy": partie_numpy, "profil": partie_profil}


def _lancer(partie, options) -> dict:
    commande = [sys.executable, __file__, "--partie", partie, "--demandeurs", str(options.demandeurs), "--lot", str(options.lot)]
    sortie = subprocess.run(commande, check=True, stdout=subprocess.PIPE, text=True).stdout
    *texte, derniere = sortie.rstrip("\n").split("\n")
    if texte:
        print("\n".join(texte))
    return json.loads(derniere)


def _nombre(valeur) -> str:
    return f"{valeur:,.0f}"


def principal() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    analyseur.add_argument("--demandeurs", type=int, default=100_000)
    analyseur.add_argument("--lot", type=int, default=20_000)
    analyseur.add_argument("--france", help="the Python of an environment with openfisca-france")
    analyseur.add_argument("--profil", action="store_true", help="print the hot spots")
    analyseur.add_argument("--partie", choices=PARTIES, help=argparse.SUPPRESS)
    options = analyseur.parse_args()
    if options.partie:
        print(json.dumps(PARTIES[options.partie](options)))
        return
    un, masse, nu = (_lancer(partie, options) for partie in ("un", "population", "numpy"))
    moteur = un["parts"]["openfisca_core"]
    lignes = [
        ("Load of the system", f"{un['chargement']:.0f} ms", ""),
        ("One claimant, 24 months, cold", f"{un['froid']:.0f} ms", "the first of the process"),
        ("One claimant, 24 months, warm", f"{un['chaud']:.0f} ms", f"target {OBJECTIF_CHAUD} ms; building: {un['construction']:.0f} ms"),
        ("   of which the engine's own code", f"{moteur:.0%}", f"profile; rules and socle {un['parts']['openfisca_chomage']:.0%}"),
        (
            f"{_nombre(options.demandeurs)} claimants x 36 months", f"{_nombre(masse['debit'])} claimant-months/s",
            f"target {_nombre(OBJECTIF_DEBIT)}; {masse['calcul']:.1f} s, {masse['payes']:.0%} of months paid",
        ),
        ("   setting the inputs included", f"{_nombre(masse['debit_avec_saisie'])} claimant-months/s", f"{masse['saisie']:.1f} s more"),
        ("   peak memory", f"{masse['memoire']:.0f} MB", f"{masse['memoire_avant']:.0f} MB before; chunks of {_nombre(options.lot)}"),
        ("Bare NumPy, the rules of the month", f"{_nombre(nu['debit'])} claimant-months/s", f"largest difference {nu['ecart']:.2f} €"),
        ("   the chain takes", f"{nu['rapport']:.1f} times as long", "opening of rights included"),
    ]
    if options.france:
        dossier = Path(__file__).parent
        sortie = subprocess.run([options.france, str(dossier / "france.py"), str(options.lot)], check=True, stdout=subprocess.PIPE, text=True)
        france = json.loads(sortie.stdout.splitlines()[-1])
        lignes += [
            ("openfisca-france, one claimant, cold", f"{france['froid']:.0f} ms", f"{france['froid'] / un['froid']:.1f} times as long"),
            ("openfisca-france, one claimant, warm", f"{france['chaud']:.0f} ms", f"{france['chaud'] / un['chaud']:.1f} times as long"),
            (
                f"openfisca-france, {_nombre(options.lot)} claimants", f"{_nombre(france['debit'])} claimant-months/s",
                f"{masse['debit'] / france['debit']:.1f} times slower; its net is {_nombre(france['total'])} €",
            ),
        ]
    print(
        f"\n{platform.python_implementation()} {platform.python_version()}, NumPy {numpy.__version__}, "
        f"openfisca-core {version('openfisca-core')}, one process, {os.cpu_count()} processors seen\n"
    )
    largeurs = [max(len(ligne[rang]) for ligne in lignes) for rang in range(2)]
    for nom, valeur, note in lignes:
        print(f"{nom:<{largeurs[0]}}  {valeur:>{largeurs[1]}}  {note}".rstrip())
    if options.profil or masse["debit"] < OBJECTIF_DEBIT or un["chaud"] > OBJECTIF_CHAUD:
        print("\nA target is not reached, or --profil is given: hot spots.\n")
        _lancer("profil", options)


if __name__ == "__main__":
    principal()
