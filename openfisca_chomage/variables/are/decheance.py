"""Déchéance : le droit qui n'a pas été repris à temps est perdu (article 26 du règlement)."""

import datetime

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import LOIN, fige
from openfisca_chomage.socle.histoire import anterieur
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.memoire import entrees_inchangees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement
from openfisca_chomage.variables.are.differes import CE_QUI_FAIT_LES_CONGES, REPORTS
from openfisca_chomage.variables.are.duree import CE_QUI_FAIT_LA_DUREE

#: Les états que suit le jour de la déchéance, et ceux faute desquels ils n'étaient pas faits.
SUIVIS = ("duree_indemnisation", "date_premier_jour_indemnisable", *REPORTS)
FAITS = (*CE_QUI_FAIT_LA_DUREE, *CE_QUI_FAIT_LES_CONGES)


class date_decheance(VariableChomage):
    value_type = datetime.date
    label = "Jour à partir duquel ce qui reste du droit est perdu"
    nature = "niveau"
    reference = references(reglement("26", "§ 1"))
    documentation = "Trois ans et la durée du droit après le premier jour indemnisable ; 2200 : durée inconnue."

    def formula(individu, period):
        def a_l_ouverture(carriere):
            annees = Loi(individu, carriere.loi).vie_du_droit.decheance_annees
            duree = carriere.valeur("duree_indemnisation")
            premier = cal.en_jours(carriere.valeur("date_premier_jour_indemnisable"))
            terme = cal.ajouter_mois(premier + duree, 12 * annees)
            return cal.en_dates(numpy.where(duree > 0, terme, LOIN))

        return fige(individu, "date_decheance", period, a_l_ouverture, cal.en_dates(LOIN)[()], SUIVIS, FAITS)


def decheance_en_cours(individu, period) -> bool:
    """Whether forfeiture is opposed to who is being paid too; before April 2025, it is a condition of resumption alone."""
    return individu.simulation.tax_benefit_system.parameters.vie_du_droit.decheance_en_cours(period.start)


@entrees_inchangees
def premiere_decheance(individu, decheance) -> int:
    """The first of these days of forfeiture (day number)."""
    return int(cal.en_jours(decheance).min(initial=LOIN))


def perdus_au_premier(individu, period):
    """Whose right is forfeited on the first day of the month at the latest (bool array); None where it is nobody's.

    Before April 2025, it is not for who was paid the month before (a condition of resumption).
    """
    decheance, origine = anterieur(individu, "date_decheance", period), cal.premier_jour(cal.numero(period))
    if decheance is None or premiere_decheance(individu, decheance) > origine:
        return None
    perdus = cal.en_jours(decheance) <= origine
    if not individu.simulation.tax_benefit_system.parameters.vie_du_droit.decheance_en_cours(period.start):
        perdus &= anterieur(individu, "jours_indemnises", period) <= 0
    return perdus


def avant_la_decheance(individu, period, payables):
    """Of the payable days of the month (calendars, written in place), those that forfeiture leaves.

    Before April 2025, all of them for who was paid the month before, or whose payment is taken up earlier in the month.
    """
    mois = cal.numero(period)
    dates, fin = individu("date_decheance", period), cal.premier_jour(mois + 1)
    if premiere_decheance(individu, dates) >= fin:
        return payables
    decheance = cal.en_jours(dates)
    touches = numpy.flatnonzero((decheance < fin) & (payables != 0))
    restent = payables[touches] & cal.masque(mois, cal.premier_jour(mois), decheance[touches] - 1)
    if not decheance_en_cours(individu, period):
        payes = anterieur(individu, "jours_indemnises", period)
        servi = restent != 0 if payes is None else (restent != 0) | (payes[touches] > 0)
        restent = numpy.where(servi, payables[touches], restent)
    payables[touches] = restent
    return payables


def reste_a_la_fin(individu, period, reste):
    """The days left at the end of the month: none where the right is forfeited in it.

    Before April 2025, forfeiture waits as long as days are paid.
    """
    dates, fin = individu("date_decheance", period), cal.premier_jour(cal.numero(period) + 1)
    if premiere_decheance(individu, dates) >= fin:
        return reste
    perdus = cal.en_jours(dates) < fin
    if not decheance_en_cours(individu, period):
        perdus &= individu("jours_indemnises", period) <= 0
    return numpy.where(perdus, 0, reste)
