"""Revalorisation du salaire de référence, au 1er juillet (article 20 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import ouvertures
from openfisca_chomage.socle.histoire import anterieur
from openfisca_chomage.socle.loi import Loi, serie


def plafonds_mensuels(individu, mois, loi):
    """Four times the social security ceiling of each month (shape: months)."""
    dates, valeurs = serie(individu.simulation.tax_benefit_system.parameters.salaire_reference.plafond_securite_sociale)
    rangs = numpy.searchsorted(dates, cal.premier_jour(mois), side="right") - 1
    return valeurs[numpy.maximum(rangs, 0)] * numpy.max(Loi(individu, loi).salaire_reference.nombre_plafonds)


def taux_de_revalorisation(individu, period):
    """The rate of the revaluation of that very month, 0 in a month without revaluation (article 20)."""
    dates, taux = serie(individu.simulation.tax_benefit_system.parameters.salaire_reference.revalorisation.taux)
    rang = numpy.searchsorted(dates, cal.premier_jour(cal.numero(period)))
    return taux[rang] if rang < len(dates) and dates[rang] == cal.premier_jour(cal.numero(period)) else 0.0


def revalorises(individu, period):
    """Who has a running reference wage whose last pay is six months old."""
    derniere = anterieur(individu, "derniere_remuneration", period)
    if derniere is None:
        return numpy.zeros(individu.count, dtype=bool)
    anciennete = individu.simulation.tax_benefit_system.parameters.salaire_reference.revalorisation.anciennete_mois(period.start)
    limite = cal.ajouter_mois(cal.premier_jour(cal.numero(period)), -int(anciennete))
    jours = cal.en_jours(derniere)
    nouveaux = ouvertures(individu, period)
    resultat = (jours != cal.SANS_DATE) & (jours < limite)
    if nouveaux is not None:
        resultat[nouveaux.indices] = False
    return resultat


def plafond_du_salaire_revalorise(individu, period):
    """Four ceilings a month of the date of the revaluation, by day."""
    mois = numpy.array([cal.numero(period)])
    premier = numpy.array([cal.premier_jour(cal.numero(period))])
    return plafonds_mensuels(individu, mois, premier)[0] * 12 / 365
