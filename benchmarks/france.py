"""The ARE of openfisca-france, in an environment of its own: the same questions, timed (prints a line of JSON).

It models less: whole months of contract, no work under a right, the law of 2025. The tax income, which its CSG asks for, is
given, so that no income tax is computed.
"""

import json
import sys
import time

import numpy
from openfisca_core.simulations import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem


def instant():
    """Seconds of the wall clock and of the processor."""
    return numpy.array([time.perf_counter(), time.process_time()])


def mois(premiere_annee, derniere_annee):
    return [f"{annee}-{un:02d}" for annee in range(premiere_annee, derniere_annee + 1) for un in range(1, 13)]


def personne():
    travail = mois(2021, 2023)
    return {
        "date_naissance": {"ETERNITY": "1985-06-12"},
        "salaire_de_base": dict.fromkeys(travail, 2800),
        "nombre_jours_travailles": dict.fromkeys(travail, 21),
        "contrat_de_travail_debut": dict.fromkeys(travail, "2021-01-01"),
        "contrat_de_travail_fin": dict.fromkeys(travail, "2023-12-31"),
        "motif_fin_contrat": {"2023-12": "licenciement"},
    }


def un(systeme):
    revenu, parts = dict.fromkeys(("2022", "2023"), 30000), dict.fromkeys(("2022", "2023"), 1)
    situation = {
        "individus": {"camille": personne()},
        "foyers_fiscaux": {"f": {"declarants": ["camille"], "rfr": revenu, "nbptr": parts}},
        "familles": {"a": {"parents": ["camille"]}},
        "menages": {"m": {"personne_de_reference": ["camille"]}},
    }
    debut = instant()
    simulation = SimulationBuilder().build_from_entities(systeme, situation)
    total = sum(float(simulation.calculate("are_allocation_nette_mensuelle", un_mois)[0]) for un_mois in mois(2024, 2025))
    return 1000 * (instant() - debut), total


def beaucoup(systeme, nombre):
    simulation = SimulationBuilder().build_default_simulation(systeme, count=nombre)
    hasard = numpy.random.default_rng(1)
    salaires = numpy.round(numpy.exp(hasard.normal(7.75, 0.45, nombre)), 2)
    simulation.set_input("date_naissance", "ETERNITY", numpy.datetime64("1963-01-01") + hasard.integers(0, 40 * 365, nombre))
    for un_mois in mois(2020, 2022):
        simulation.set_input("salaire_de_base", un_mois, salaires)
        simulation.set_input("nombre_jours_travailles", un_mois, numpy.full(nombre, 21))
        for nom, jour in (("contrat_de_travail_debut", "2020-01-01"), ("contrat_de_travail_fin", "2022-12-31")):
            simulation.set_input(nom, un_mois, numpy.full(nombre, numpy.datetime64(jour)))
    motifs = systeme.get_variable("motif_fin_contrat").possible_values
    simulation.set_input("motif_fin_contrat", "2022-12", motifs.encode(numpy.array(["licenciement"] * nombre)))
    for annee in range(2021, 2024):
        simulation.set_input("rfr", str(annee), 10 * salaires)
        simulation.set_input("nbptr", str(annee), numpy.ones(nombre))
    debut = instant()
    total = 0.0
    for un_mois in mois(2023, 2025):
        total += float(simulation.calculate("are_allocation_nette_mensuelle", un_mois).sum())
    return nombre * 36 / (instant() - debut), total


if __name__ == "__main__":
    systeme = FranceTaxBenefitSystem()
    froid, net = un(systeme)
    chaud = numpy.median([un(systeme)[0] for _ in range(5)], axis=0)
    debit, total = beaucoup(systeme, int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
    assert net > 0 and total > 0
    print(json.dumps({"froid": list(froid), "chaud": list(chaud), "debit": list(debit)}))
