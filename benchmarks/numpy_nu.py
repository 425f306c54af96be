"""The arithmetic of the month in bare NumPy: what the same rules cost without an engine.

Cumul, days left, degressivity, pension levy, CSG, CRDS and net, from the payable days, the pay, the reference wage and the
full allowance of each month. It gives the chain's net to the cent: the benchmark checks it.
"""

from __future__ import annotations

import time

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.variables.prelevements import smic_journalier

ENTREES = ("jours_indemnisables", "salaire_activite_justifie", "salaire_journalier_reference", "allocation_journaliere_pleine")
FIXES = ("soumis_a_degressivite", "delai_degressivite", "nature_ouverture", "duree_indemnisation")


def _instant():
    return numpy.array([time.perf_counter(), time.process_time()])


def _centime(montant):
    return numpy.floor(montant * 100 * (1 + 1e-12) + 0.5 + 1e-9) / 100


def releve(simulation, mois: int) -> dict:
    """What the loop starts from, read in the chain: the right and the days that can be paid."""
    individu = simulation.populations["individu"]
    return {nom: numpy.asarray(individu(nom, cal.periode(mois))) for nom in ENTREES + FIXES}


def lois(systeme, mois: int) -> dict:
    """The amounts of the month."""
    loi = systeme.parameters(cal.periode(mois).start)
    return {
        "deduction": loi.cumul.taux_deduction, "plafond": loi.cumul.plafond_jours,
        "plancher": loi.degressivite.plancher, "coefficient": loi.degressivite.coefficient,
        "retraite": loi.prelevements.retraite.taux, "minimum": loi.allocation_journaliere.minimum,
        "smic": smic_journalier(lambda _: loi, None), "assiette": loi.prelevements.assiette,
        "csg": loi.prelevements.csg.taux_plein, "crds": loi.prelevements.crds.taux,
    }


def _net(allocation, sjr, loi):
    brute = _centime(allocation - numpy.minimum(_centime(loi["retraite"] * sjr), _centime(numpy.maximum(allocation - loi["minimum"], 0))))
    marge = _centime(numpy.maximum(brute - loi["smic"], 0))
    csg = numpy.minimum(_centime(loi["csg"] * (loi["assiette"] * brute)), marge)
    crds = numpy.minimum(_centime(loi["crds"] * (loi["assiette"] * brute)), _centime(marge - csg))
    return _centime(brute - csg - crds)


def derouler(mois: list[dict], lois_du_mois: list[dict]) -> tuple[list, numpy.ndarray]:
    """The net of each month, and the seconds taken (wall clock, processor)."""
    nombre = len(mois[0]["jours_indemnisables"])
    reste, compte, nets = numpy.zeros(nombre, dtype=numpy.int64), numpy.zeros(nombre, dtype=numpy.int64), []
    debut = _instant()
    for donnees, loi in zip(mois, lois_du_mois):
        ouvre = donnees["nature_ouverture"] == 1
        reste = numpy.where(ouvre, donnees["duree_indemnisation"], reste)
        compte = numpy.where(ouvre, 0, compte)
        jours, salaire = donnees["jours_indemnisables"], donnees["salaire_activite_justifie"]
        sjr, pleine = donnees["salaire_journalier_reference"], donnees["allocation_journaliere_pleine"]
        due = numpy.maximum(jours * pleine - loi["deduction"] * salaire, 0)
        due = numpy.minimum(due, numpy.maximum(loi["plafond"] * sjr - salaire, 0)) / numpy.where(pleine > 0, pleine, 1)
        due = numpy.minimum(numpy.floor(due * (1 + 1e-12) + 0.5 + 1e-9), jours)
        payes = numpy.minimum(numpy.where(salaire > 0, due, jours), reste).astype(numpy.int64)
        plein = numpy.minimum(payes, numpy.maximum(donnees["delai_degressivite"] - compte, 0))
        plein = numpy.where(donnees["soumis_a_degressivite"], plein, payes)
        reduite = numpy.minimum(pleine, numpy.maximum(_centime(pleine * loi["coefficient"]), loi["plancher"]))
        nets.append(_centime(plein * _net(pleine, sjr, loi) + (payes - plein) * _net(reduite, sjr, loi)))
        reste, compte = reste - payes, compte + payes
    return nets, _instant() - debut
