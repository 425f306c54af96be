"""Revalorisation du salaire de référence, au 1er juillet (article 20 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import ouvertures
from openfisca_chomage.socle.histoire import anterieur
from openfisca_chomage.socle.loi import Loi, au_fil_des_jours, serie
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.monnaie import au_centime
from openfisca_chomage.variables.are.allocation_journaliere import loi_de_chacun


def plafonds_mensuels(individu, mois, loi):
    """Quatre plafonds de la sécurité sociale de chaque mois : autant que le dit la loi de chacun.

    Returns:
        Shape (people, months); one row for all where the number of ceilings never changed.
    """
    plafond = individu.simulation.tax_benefit_system.parameters.salaire_reference.plafond_securite_sociale
    nombre = numpy.atleast_1d(Loi(individu, loi).salaire_reference.nombre_plafonds)
    return nombre[:, None] * au_fil_des_jours(plafond, cal.premier_jour(mois))


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
    """Par jour, quatre plafonds d'un mois à la date de la revalorisation : autant que le dit la loi de chaque droit."""
    return plafonds_mensuels(individu, numpy.array([cal.numero(period)]), loi_de_chacun(individu, period))[:, 0] * 12 / 365


def salaire_revalorise(individu, period, salaires):
    """Les salaires de référence du mois, augmentés du taux de ce mois dans la limite du plafond ; jamais moins qu'avant."""
    taux = taux_de_revalorisation(individu, period)
    if taux == 0:
        return salaires
    concernes = revalorises(individu, period) & (salaires > 0)
    plafond = plafond_du_salaire_revalorise(individu, period) * individu("diviseur_salaire_reference", period)
    augmentes = numpy.minimum(au_centime(salaires * (1 + taux)), au_centime(plafond))
    return numpy.where(concernes, numpy.maximum(salaires, augmentes), salaires)


def salaire_journalier_revalorise(individu, period, journaliers, sauf=()):
    """Les salaires journaliers du mois : le salaire de référence revalorisé, divisé ; là où il ne fait pas ce salaire journalier, qui
    a été donné, le salaire journalier lui-même augmenté. ``sauf`` : ceux que la situation vient de refaire, sur un salaire de ce mois.
    """
    taux = taux_de_revalorisation(individu, period)
    concernes = revalorises(individu, period) & (journaliers > 0) if taux else individu.filled_array(False, dtype=bool)
    for refaits in sauf:
        concernes[refaits.indices] = False
    if not concernes.any():
        return journaliers
    mois = Mois(individu, period)
    diviseur = mois["diviseur_salaire_reference"]
    diviseur_sur = numpy.where(diviseur > 0, diviseur, 1)
    vient_du_salaire = (diviseur > 0) & (au_centime(mois.veille("salaire_reference") / diviseur_sur) == journaliers)
    par_le_salaire = au_centime(mois["salaire_reference"] / diviseur_sur)
    plafond = au_centime(plafond_du_salaire_revalorise(individu, period))
    par_le_jour = numpy.maximum(journaliers, numpy.minimum(au_centime(journaliers * (1 + taux)), plafond))
    return numpy.where(concernes, numpy.where(vient_du_salaire, par_le_salaire, par_le_jour), journaliers)
