"""Claimants of mixed careers, drawn as tables: one int32 calendar and one amount a month, as a register has them."""

from __future__ import annotations

import numpy
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.saisie import poser_masque

#: The months asked, and the first month of the careers that they are read on.
PREMIER, DERNIER = 2023 * 12, 2025 * 12 + 11
DEBUT_CARRIERE = 2020 * 12
MOTIFS = ("licenciement_economique", "licenciement_personnel", "fin_cdd", "fin_mission", "rupture_conventionnelle", "demission")


def tirer(nombre: int, graine: int) -> dict:
    """Draw claimants: jobs lost from January to November 2023, of all lengths and pays, then worked months."""
    hasard = numpy.random.default_rng(graine)
    mois_fin = hasard.integers(PREMIER, PREMIER + 11, nombre)
    jour_fin = cal.premier_jour(mois_fin) + numpy.where(
        hasard.random(nombre) < 0.5, cal.nombre_jours(mois_fin) - 1, hasard.integers(5, 27, nombre)
    )
    duree = numpy.where(hasard.random(nombre) < 0.5, hasard.integers(700, 1500, nombre), hasard.integers(100, 700, nombre))
    morcelee = hasard.random(nombre) < 0.3
    salaire = numpy.round(numpy.exp(hasard.normal(7.75, 0.45, nombre)), 2)
    malade = hasard.random(nombre) < 0.05
    population = {
        "nombre": nombre, "fin": jour_fin, "duree": duree, "salaire": salaire,
        "naissance": (numpy.datetime64("1963-01-01") + hasard.integers(0, 40 * 365, nombre)).astype("datetime64[D]"),
        "contrats": {}, "salaires": {}, "motifs": {}, "inscriptions": {}, "indisponibilites": {}, "conges": {},
    }
    rang_motif = hasard.choice([MotifRupture[nom].index for nom in MOTIFS], nombre, p=[0.14, 0.2, 0.34, 0.1, 0.17, 0.05])
    population["motif"] = rang_motif
    # Who works again does it under a right: after it, an earlier end may have to be retained (article 8), which is refused.
    activite = (hasard.random(nombre) < 0.7) & (duree > 450) & (rang_motif != MotifRupture.demission.index)
    for mois in range(DEBUT_CARRIERE, DERNIER + 1):
        contrats = cal.masque(mois, jour_fin - duree, jour_fin)
        pause = morcelee & (mois < mois_fin - 1) & (hasard.random(nombre) < 0.35)
        contrats = numpy.where(pause, 0, contrats)
        motifs = numpy.where(mois == mois_fin, rang_motif, 0)
        paie = salaire * cal.compter(contrats) / cal.nombre_jours(mois)
        if mois >= PREMIER:
            reprise = activite & (mois > mois_fin + 1) & (mois < mois_fin + 7) & (hasard.random(nombre) < 0.4)
            contrats = numpy.where(reprise, cal.masque(mois, cal.premier_jour(mois) + 2, cal.premier_jour(mois) + 21), contrats)
            paie = numpy.where(reprise, salaire * hasard.uniform(0.1, 0.9, nombre), paie)
            motifs = numpy.where(reprise, MotifRupture.fin_cdd.index, motifs)
        population["contrats"][mois] = contrats.astype(numpy.int32)
        population["salaires"][mois] = numpy.round(paie, 2)
        if mois >= PREMIER:
            population["motifs"][mois] = motifs
            population["inscriptions"][mois] = cal.masque(mois, jour_fin + 1, jour_fin + 3000)
            population["conges"][mois] = numpy.round((mois == mois_fin) * salaire * hasard.uniform(0, 0.8, nombre), 2)
            arret = malade & (hasard.random(nombre) < 0.15)
            population["indisponibilites"][mois] = numpy.where(
                arret, cal.masque(mois, cal.premier_jour(mois) + 4, cal.premier_jour(mois) + 12), 0
            ).astype(numpy.int32)
    return population


def poser(systeme, population: dict):
    """Build the simulation and set its inputs, by the door of tables."""
    simulation = SimulationBuilder().build_default_simulation(systeme, count=population["nombre"])
    individu = simulation.populations["individu"]
    simulation.set_input("date_naissance", "ETERNITY", population["naissance"])
    for table, nom in (
        ("contrats", "calendrier_contrats"), ("inscriptions", "calendrier_inscription"),
        ("indisponibilites", "calendrier_indisponibilite"),
    ):
        for mois, masques in population[table].items():
            if masques.any():
                poser_masque(individu, nom, mois, masques)
    for table, nom in (("salaires", "salaire_brut"), ("motifs", "motif_rupture"), ("conges", "indemnite_conges_payes")):
        for mois, valeurs in population[table].items():
            if valeurs.any():
                simulation.set_input(nom, cal.periode(mois), valeurs)
    return simulation


def exemple_d_un() -> dict:
    """One claimant, for the builder: a long contract, a part-time job resumed three months out of 24."""
    return {
        "individus": {
            "camille": {
                "date_naissance": {"ETERNITY": "1985-06-12"},
                "calendrier_contrats": {"day:2021-01-01:1095": True, "day:2024-05-02:81": True},
                "salaire_brut": {"2021": 33600, "2022": 33600, "2023": 33600, "month:2024-05:3": 2700},
                "motif_rupture": {"2023-12": "licenciement_personnel", "2024-07": "fin_cdd"},
                "calendrier_inscription": {"2024": True, "2025": True},
            }
        }
    }
