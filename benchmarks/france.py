"""The ARE and the cumulation of openfisca-france, in an environment of its own: the same questions, timed (a line of JSON).

    python benchmarks/france.py [DEMANDEURS ...]

The claimants are those of ``population.py``, given in the shape that it takes: whole months of contract, one end of
contract, the motives that it knows. Its ARE (``are_allocation_nette_mensuelle``) pays nothing in a month of work, and its
cumulation (``complement_are_net``) is a module apart, which takes the daily allowance, the reference wage, the month's
allowance and the days of the right as inputs: they are read in the former and handed over, as its user does. Months are
asked in order, as its own guard against spirals needs. The tax income, which its CSG asks for, is given, so that no
income tax is computed; so are the days worked of each month.

Each size is a simulation of its own, without chunks.
"""

from __future__ import annotations

import gc
import json
import resource
import sys
import time

import numpy
import population as tirage
from openfisca_core.simulations import SimulationBuilder
from openfisca_france import FranceTaxBenefitSystem

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.socle import calendrier as cal

#: The daily allowance and the reference wage of the right, handed over to the cumulation.
ALLOCATION, SJR = "are_allocation_journaliere_super_brute_tx_plein", "are_sjr_gele"
MOTIFS = {
    "licenciement_economique": "licenciement", "licenciement_personnel": "licenciement", "fin_cdd": "fin_cdd",
    "fin_mission": "fin_cdd", "rupture_conventionnelle": "rupture_conventionnelle", "demission": "demission",
}


def instant():
    """Seconds of the wall clock and of the processor."""
    return numpy.array([time.perf_counter(), time.process_time()])


def mois(premiere_annee, derniere_annee):
    return [f"{annee}-{un:02d}" for annee in range(premiere_annee, derniere_annee + 1) for un in range(1, 13)]


def personne():
    """The claimant of ``population.exemple_d_un``: the same contract, the same months of part-time work."""
    travail, reprise = mois(2021, 2023), ("2024-05", "2024-06", "2024-07")
    return {
        "date_naissance": {"ETERNITY": "1985-06-12"},
        "salaire_de_base": dict.fromkeys(travail, 2800) | dict.fromkeys(reprise, 900),
        "nombre_jours_travailles": dict.fromkeys(travail, 21),
        "contrat_de_travail_debut": dict.fromkeys(travail, "2021-01-01"),
        "contrat_de_travail_fin": dict.fromkeys(travail, "2023-12-31"),
        "motif_fin_contrat": {"2023-12": "licenciement"},
        "activite": dict.fromkeys(mois(2024, 2025), "chomeur") | dict.fromkeys(reprise, "actif"),
    }


class Paie:
    """The months in order: the ARE, then the cumulation of who works, fed with what the ARE says of the right."""

    def __init__(self, simulation) -> None:
        self.simulation = simulation
        self.allocation = self.sjr = 0.0
        self.pose = False

    def du_mois(self, un_mois):
        calculer, poser = self.simulation.calculate, self.simulation.set_input
        net = calculer("are_allocation_nette_mensuelle", un_mois)
        salaire = calculer("salaire_de_base", un_mois)
        allocation, sjr = calculer(ALLOCATION, un_mois), calculer(SJR, un_mois)
        nouveaux = (allocation > 0) & (self.allocation == 0)
        self.allocation, self.sjr = numpy.where(allocation > 0, allocation, self.allocation), numpy.where(sjr > 0, sjr, self.sjr)
        veille = str(cal.periode(cal.numero(self._periode(un_mois)) - 1))
        if not self.pose:
            poser("complement_are_nombre_jours_restants_fin_droits", veille, numpy.zeros(len(net), dtype=numpy.float32))
            self.pose = True
        if nouveaux.any():
            restants = calculer("complement_are_nombre_jours_restants_fin_droits", veille)
            duree = calculer("are_duree_nette_gelee", un_mois)
            poser("complement_are_nombre_jours_restants", un_mois, numpy.where(nouveaux, duree, restants).astype(numpy.float32))
        poser("allocation_retour_emploi_journaliere", un_mois, self.allocation)
        poser("allocation_retour_emploi_montant", un_mois, 30 * self.allocation)
        poser("are_salaire_journalier_reference", un_mois, self.sjr)
        complement = calculer("complement_are_net", un_mois)
        return numpy.where(salaire > 0, complement, net)

    @staticmethod
    def _periode(un_mois):
        annee, rang = un_mois.split("-")
        return cal.periode(12 * int(annee) + int(rang) - 1)


def un(systeme):
    revenu, parts = dict.fromkeys(("2022", "2023"), 30000), dict.fromkeys(("2022", "2023"), 1)
    situation = {
        "individus": {"camille": personne()},
        "foyers_fiscaux": {"f": {"declarants": ["camille"], "rfr": revenu, "nbptr": parts}},
        "familles": {"a": {"parents": ["camille"]}},
        "menages": {"m": {"personne_de_reference": ["camille"]}},
    }
    debut = instant()
    paie = Paie(SimulationBuilder().build_from_entities(systeme, situation))
    total = sum(float(paie.du_mois(un_mois)[0]) for un_mois in mois(2024, 2025))
    return 1000 * (instant() - debut), total


def poser(systeme, population):
    """The claimants of a chunk, in whole months of contract."""
    nombre, fin = population["nombre"], population["fin"]
    debut, mois_fin = cal.mois_du_jour(fin - population["duree"]), cal.mois_du_jour(fin)
    simulation = SimulationBuilder().build_default_simulation(systeme, count=nombre)
    simulation.set_input("date_naissance", "ETERNITY", population["naissance"])
    premier, dernier = cal.en_dates(cal.premier_jour(debut)), cal.en_dates(cal.premier_jour(mois_fin + 1) - 1)
    types = systeme.get_variable("motif_fin_contrat").possible_values
    activites = systeme.get_variable("activite").possible_values
    jamais = numpy.datetime64("2099-12-31")
    for un_mois in range(tirage.DEBUT_CARRIERE, tirage.DERNIER + 1):
        cle = str(cal.periode(un_mois))
        sous_contrat = (un_mois >= debut) & (un_mois <= mois_fin) & (population["contrats"][un_mois] != 0)
        simulation.set_input("salaire_de_base", cle, population["salaires"][un_mois])
        if un_mois < tirage.PREMIER + 11:
            simulation.set_input("nombre_jours_travailles", cle, numpy.where(sous_contrat, 21.0, 0.0))
            simulation.set_input("contrat_de_travail_debut", cle, numpy.where(sous_contrat, premier, numpy.datetime64("1870-01-01")))
            simulation.set_input("contrat_de_travail_fin", cle, numpy.where(sous_contrat, dernier, jamais))
        if un_mois >= tirage.PREMIER:
            travaille = population["salaires"][un_mois] > 0
            noms = numpy.where(travaille, "actif", "chomeur")
            simulation.set_input("activite", cle, activites.encode(noms))
    motifs = numpy.full(nombre, "autre", dtype=object)
    for nom, sien in MOTIFS.items():
        motifs[population["motif"] == MotifRupture[nom].index] = sien
    # One month for all: it reads the motive in the latest month that anybody has one.
    simulation.set_input("motif_fin_contrat", str(cal.periode(tirage.DEBUT_CARRIERE)), types.encode(motifs.astype(str)))
    for annee in range(2021, 2024):
        simulation.set_input("rfr", str(annee), 10 * population["salaire"])
        simulation.set_input("nbptr", str(annee), numpy.ones(nombre))
    return simulation


def beaucoup(systeme, nombre):
    """Claimant-months a second of one simulation of this size, inputs set, the best of three; and the share of months paid."""
    population, durees = tirage.tirer(nombre, 1), []
    for _ in range(3):
        simulation = poser(systeme, population)
        debut, payes = instant(), 0
        paie = Paie(simulation)
        for un_mois in mois(2023, 2025):
            payes += int((paie.du_mois(un_mois) > 0).sum())
        durees.append(instant() - debut)
        del simulation, paie
        gc.collect()
    return nombre * 36 / numpy.min(durees, axis=0), payes / (nombre * 36)


def memoire():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def principal() -> None:
    numpy.seterr(all="ignore")  # It divides by 0 where there is no right, then leaves the result out.
    tailles = [int(texte) for texte in sys.argv[1:]] or [20_000]
    systeme = FranceTaxBenefitSystem()
    froid, net = un(systeme)
    chaud = numpy.median([un(systeme)[0] for _ in range(5)], axis=0)
    assert net > 0
    resultats = {"froid": list(froid), "chaud": list(chaud), "tailles": []}
    for taille in sorted(tailles):
        debit, payes = beaucoup(systeme, taille)
        assert payes > 0.2, payes
        resultats["tailles"].append({"nombre": taille, "debit": list(debit), "payes": payes, "memoire": memoire()})
    print(json.dumps(resultats))


if __name__ == "__main__":
    principal()
