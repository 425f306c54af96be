"""``make bench``: how fast, how much memory, against bare NumPy and against openfisca-france, on this machine.

    python benchmarks/banc.py [--demandeurs 100000] [--lot 20000] [--france .venv-france/bin/python] [--profil]

Each part runs in a process of its own, so that nothing is warm but what is said to be, and memory is that part's. All is
of one thread. Each figure is given by the wall clock, which is what one waits, and by the processor's, which what else the
machine does changes less.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import json
import os
import platform
import pstats
import resource
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

#: Claimant-months a second, milliseconds of one claimant warm; times bare NumPy at most, times openfisca-france at least.
OBJECTIF_DEBIT, OBJECTIF_CHAUD, OBJECTIF_NU, OBJECTIF_FRANCE = 1_000_000, 80, 3, 15

#: What a month reads of the months before: the state of the preceding one, an event of the two before.
MOIS_GARDES = 2

_MOIS_D_UN = [f"{annee}-{mois:02d}" for annee in (2024, 2025) for mois in range(1, 13)]
_DEMANDES = ("jours_indemnises", "are_brute", "are_nette", "reliquat")


def _instant():
    """Seconds of the wall clock and of the processor."""
    return numpy.array([time.perf_counter(), time.process_time()])


def _memoire() -> float:
    """Peak resident memory of this process, MB."""
    pic = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return pic / 1024 / (1024 if sys.platform == "darwin" else 1)


def _un(systeme):
    """Milliseconds to build, then to compute 24 months of one claimant."""
    situation = tirage.exemple_d_un()
    debut = _instant()
    simulation = SimulationBuilder().build_from_entities(systeme, situation)
    construite = _instant()
    for mois in _MOIS_D_UN:
        for nom in _DEMANDES:
            simulation.calculate(nom, mois)
    return 1000 * (construite - debut), 1000 * (_instant() - construite)


def _parts(profil) -> dict:
    """Share of own time by package."""
    temps = {"openfisca_core": 0.0, "openfisca_chomage": 0.0, "reste": 0.0}
    for (fichier, _, _), (_, _, propre, _, _) in pstats.Stats(profil).stats.items():
        paquet = next((nom for nom in ("openfisca_core", "openfisca_chomage") if f"{os.sep}{nom}{os.sep}" in fichier), "reste")
        temps[paquet] += propre
    total = sum(temps.values())
    return {nom: propre / total for nom, propre in temps.items()}


def partie_un(_options) -> dict:
    debut = _instant()
    systeme = CountryTaxBenefitSystem()
    chargement = 1000 * (_instant() - debut)
    froid = _un(systeme)
    chauds = [_un(systeme) for _ in range(15)]
    profil = cProfile.Profile()
    profil.runcall(_un, systeme)
    return {
        "chargement": list(chargement), "froid": list(sum(froid)), "chaud": list(numpy.median([sum(un) for un in chauds], axis=0)),
        "construction": list(numpy.median([un[0] for un in chauds], axis=0)), "parts": _parts(profil),
    }


def _derouler(simulation, a_chaque_mois=None) -> list:
    """The net of each month, asked in order; what no later month reads is forgotten."""
    individu = simulation.populations["individu"]
    nets = []
    for mois in range(tirage.PREMIER, tirage.DERNIER + 1):
        nets.append(simulation.calculate("are_nette", cal.periode(mois)))
        if a_chaque_mois:
            a_chaque_mois(mois)
        oublier_avant(individu, mois - MOIS_GARDES)
    return nets


def partie_population(options) -> dict:
    systeme = CountryTaxBenefitSystem()
    _derouler(tirage.poser(systeme, tirage.tirer(100, 0)))
    gc.collect()
    gc.freeze()
    avant, saisie, calcul, payes, au_fil = _memoire(), numpy.zeros(2), numpy.zeros(2), 0, []
    for rang, depart in enumerate(range(0, options.demandeurs, options.lot)):
        population = tirage.tirer(min(options.lot, options.demandeurs - depart), 1 + rang)
        debut = _instant()
        simulation = tirage.poser(systeme, population)
        posee = _instant()
        nets = _derouler(simulation, lambda _: au_fil.append(_memoire()))
        del simulation
        gc.collect()  # A simulation and its populations hold one another: what goes with the chunk goes now.
        calcul += _instant() - posee
        saisie += posee - debut
        payes += int(sum((net > 0).sum() for net in nets))
        del population, nets
    mois = options.demandeurs * (tirage.DERNIER - tirage.PREMIER + 1)
    return {
        "debit": list(mois / calcul), "debit_avec_saisie": list(mois / (calcul + saisie)), "calcul": list(calcul),
        "memoire": _memoire(), "memoire_avant": avant, "payes": payes / mois, "au_fil": au_fil[11:36:12],
    }


def partie_dette(options) -> dict:
    """The same months with late evidence (a quarter of the months worked, one in three of them hidden): paid, due and owed."""
    systeme = CountryTaxBenefitSystem()
    _derouler(tirage.poser(systeme, tirage.tirer(100, 0)))
    population, hasard, durees = tirage.tirer(options.lot, 1), numpy.random.default_rng(7), []
    simulation, pieces = tirage.poser(systeme, population), {}
    for mois in range(tirage.PREMIER, tirage.DERNIER + 1):
        tardifs = (population["salaires"][mois] > 0) & (hasard.random(options.lot) < 0.25)
        venue = cal.premier_jour(mois + 1) + hasard.integers(15, 200, options.lot)
        cache = tardifs & (hasard.random(options.lot) < 0.33)
        pieces[mois] = cal.en_dates(numpy.where(tardifs, venue, cal.SANS_DATE)), numpy.where(cache, 0, -1.0)
    for _ in range(3):
        simulation, montants = tirage.poser(systeme, population), 0
        for mois, (dates, declares) in pieces.items():
            simulation.set_input("date_justificatif", cal.periode(mois), dates)
            simulation.set_input("salaire_activite_declare", cal.periode(mois), declares)
            simulation.set_input("salaire_activite_justifie", cal.periode(mois), population["salaires"][mois])
        debut = _instant()
        for mois in range(tirage.PREMIER, tirage.DERNIER + 1):
            simulation.calculate("are_versee", cal.periode(mois))
            montants += (simulation.calculate("solde_indu", cal.periode(mois)) > 0).sum()
            oublier_avant(simulation.populations["individu"], mois - MOIS_GARDES)
        durees.append(_instant() - debut)
        del simulation
        gc.collect()
    mois = options.lot * (tirage.DERNIER - tirage.PREMIER + 1)
    return {"debit": list(mois / numpy.min(durees, axis=0)), "endettes": int(montants) / mois}


def partie_taille(options) -> dict:
    """One simulation of one size, as openfisca-france computes it: the same claimants, the best of three."""
    systeme = CountryTaxBenefitSystem()
    _derouler(tirage.poser(systeme, tirage.tirer(100, 0)))
    population, durees = tirage.tirer(options.lot, 1), []
    for _ in range(3):
        simulation = tirage.poser(systeme, population)
        debut = _instant()
        _derouler(simulation)
        durees.append(_instant() - debut)
        del simulation
        gc.collect()
    mois = options.lot * (tirage.DERNIER - tirage.PREMIER + 1)
    return {"debit": list(mois / numpy.min(durees, axis=0)), "memoire": _memoire()}


def partie_numpy(options) -> dict:
    """The same months by the chain and by bare NumPy, on one chunk: the best of five runs of each, and the same results.

    Raises:
        SystemExit: they differ for a claimant and a month, and the ratio means nothing.
    """
    systeme = CountryTaxBenefitSystem()
    population = tirage.tirer(options.lot, 1)
    tables, lois = numpy_nu.tables(population), numpy_nu.Lois(systeme)
    chaine, nu = [], []
    for _ in range(5):
        simulation = tirage.poser(systeme, population)
        debut = _instant()
        _derouler(simulation)
        chaine.append(_instant() - debut)
        resultats, duree = numpy_nu.derouler(tables, lois)
        nu.append(duree)
    chaine, nu, jours = numpy.min(chaine, axis=0), numpy.min(nu, axis=0), []
    simulation = tirage.poser(systeme, population)
    nets = _derouler(simulation, lambda mois: jours.append(simulation.calculate("jours_indemnises", cal.periode(mois))))
    for rang, (payes, net) in enumerate(resultats):
        differents = (payes != jours[rang]) | (numpy.abs(net - nets[rang]) > 0.001)
        if differents.any():
            qui, mois = int(differents.argmax()), cal.periode(tirage.PREMIER + rang)
            raise SystemExit(
                f"Bare NumPy and the chain differ for {int(differents.sum())} claimants in {mois}: the {qui}th has "
                f"{payes[qui]} days and {net[qui]:.2f} € by NumPy, {jours[rang][qui]} and {nets[rang][qui]:.2f} by the chain."
            )
    return {"debit": list(options.lot * len(jours) / nu), "rapport": list(chaine / nu)}


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


PARTIES = {
    "un": partie_un,
    "population": partie_population,
    "numpy": partie_numpy,
    "dette": partie_dette,
    "taille": partie_taille,
    "profil": partie_profil,
}


def _lancer(partie, options) -> dict:
    commande = [sys.executable, __file__, "--partie", partie, "--demandeurs", str(options.demandeurs), "--lot", str(options.lot)]
    sortie = subprocess.run(commande, check=True, stdout=subprocess.PIPE, text=True).stdout
    *texte, derniere = sortie.rstrip("\n").split("\n")
    if texte:
        print("\n".join(texte))
    return json.loads(derniere)


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
    un, masse, nu, dette = (_lancer(partie, options) for partie in ("un", "population", "numpy", "dette"))
    debit, ms = "{:,.0f} claimant-months/s", "{:.0f} ms"
    lignes = [
        ("Load of the system", ms, un["chargement"], "openfisca-core imported"),
        ("One claimant, 24 months, cold", ms, un["froid"], "the first of the process"),
        ("One claimant, 24 months, warm", ms, un["chaud"], f"target {OBJECTIF_CHAUD} ms"),
        ("   of which building the simulation", ms, un["construction"], ""),
        (
            f"{options.demandeurs:,} claimants x 36 months", debit, masse["debit"],
            f"target {OBJECTIF_DEBIT:,}; {masse['payes']:.0%} of months paid",
        ),
        ("   setting the inputs included", debit, masse["debit_avec_saisie"], ""),
        (
            "Paid, due and owed, a quarter of evidence late", debit, dette["debit"],
            f"one simulation of {options.lot:,}, the best of three; {dette['endettes']:.0%} of months with a debt",
        ),
        ("Bare NumPy, the same rules", debit, nu["debit"], "openings included; the same days and net, to the cent"),
        ("   the chain takes", "{:.1f} times as long", nu["rapport"], f"target {OBJECTIF_NU} at most"),
    ]
    rapports = []
    if options.france:
        tailles = sorted({options.lot, options.demandeurs})
        commande = [options.france, str(Path(__file__).parent / "france.py"), *map(str, tailles)]
        sortie = subprocess.run(commande, check=True, stdout=subprocess.PIPE, text=True)
        france = json.loads(sortie.stdout.splitlines()[-1])
        rapport, but = "{:.1f} times as long", f"target {OBJECTIF_FRANCE} at least"
        lignes += [
            ("openfisca-france, one claimant, cold", ms, france["froid"], "its ARE and its cumulation"),
            ("openfisca-france, one claimant, warm", ms, france["chaud"], ""),
            ("   compared with this package", rapport, numpy.array(france["chaud"]) / un["chaud"], but),
        ]
        for taille in france["tailles"]:
            nombre = taille["nombre"]
            notre = _lancer("taille", argparse.Namespace(demandeurs=nombre, lot=nombre))
            note = f"this package, the best of three, {notre['memoire']:.0f} MB"
            lignes.append((f"One simulation of {nombre:,} x 36 months", debit, notre["debit"], note))
            rapports.append(numpy.array(notre["debit"]) / taille["debit"])
            note = f"in one simulation: {taille['payes']:.0%} of months paid, {taille['memoire']:.0f} MB"
            lignes += [
                (f"openfisca-france, {nombre:,} x 36 months", debit, taille["debit"], note),
                ("   compared with this package", rapport, rapports[-1], but),
            ]
    print(f"\nPython {platform.python_version()}, NumPy {numpy.__version__}, openfisca-core {version('openfisca-core')}, one thread\n")
    tableau = [("", "wall clock", "processor", "")]
    tableau += [(nom, forme.format(valeurs[0]), forme.format(valeurs[1]), note) for nom, forme, valeurs, note in lignes]
    largeurs = [max(len(ligne[rang]) for ligne in tableau) for rang in range(3)]
    for nom, horloge, processeur, note in tableau:
        print(f"{nom:<{largeurs[0]}}  {horloge:>{largeurs[1]}}  {processeur:>{largeurs[2]}}  {note}".rstrip())
    print(f"\nPeak memory: {masse['memoire']:.0f} MB by chunks of {options.lot:,}, {masse['memoire_avant']:.0f} MB for a hundred.")
    print("Along the months of the first chunk: " + ", ".join(f"{pic:.0f} MB" for pic in masse["au_fil"]) + " after 12, 24 and 36.")
    parts = ", ".join(f"{nom} {part:.0%}" for nom, part in un["parts"].items())
    print(f"Own time of one claimant, by profile: {parts} (Python and NumPy).")
    manques = masse["debit"][1] < OBJECTIF_DEBIT or un["chaud"][1] > OBJECTIF_CHAUD or nu["rapport"][1] > OBJECTIF_NU
    if options.profil or manques or any(rapport[1] < OBJECTIF_FRANCE for rapport in rapports):
        print("\nA target is not reached, or --profil is given: hot spots.\n")
        _lancer("profil", options)


if __name__ == "__main__":
    principal()
