"""Fin du mois : ce qui reste du droit, une fois payé (article 26 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT
from openfisca_chomage.socle.histoire import anterieur, debut_histoire
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement
from openfisca_chomage.variables.are.decheance import reste_a_la_fin


class reliquat(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent à la fin du mois, d'après ce qui est dû"
    nature = "etat"
    reference = references(reglement("26", "§ 1"), code_du_travail("R5422-2", "I"))

    def formula(individu, period):
        debut = debut_histoire(individu)
        if debut is None or cal.numero(period) < debut:
            return individu.filled_array(0, dtype=numpy.int64)
        reste = numpy.maximum(individu("reliquat_debut", period) - individu("jours_indemnises", period), 0)
        return reste_a_la_fin(individu, period, reste)

    def explication(individu, period, parameters):
        avant, pris = individu("reliquat_debut", period)[0], individu("jours_indemnises", period)[0]
        reste = individu("reliquat", period)[0]
        if reste == 0 and avant > pris:
            jour = individu("date_decheance", period)[0].item()
            return f"{avant} jours au début du mois, {pris} payés ; ce qui restait est perdu depuis le {jour:%d/%m/%Y}."
        return f"{avant} jours au début du mois, {pris} payés : {reste} restent."


class droit_ouvert(VariableChomage):
    value_type = bool
    label = "Un droit court à la fin du mois"
    nature = "etat"
    reference = references(code_du_travail("L5422-2", horloge="loi"), reglement("26", "§ 1"), code_du_travail("R5422-2", "I"))

    def formula(individu, period):
        return individu("reliquat", period) > 0


class jours_indemnises_cumules(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés au titre de ce droit jusqu'à la fin du mois"
    nature = "etat"
    reference = references(reglement("26", "§ 1"), code_du_travail("R5422-2", "I"))

    def formula(individu, period):
        veille = anterieur(individu, "jours_indemnises_cumules", period)
        avant = individu.filled_array(0, dtype=numpy.int64) if veille is None else veille
        avant = numpy.where(individu("nature_ouverture", period) == OUVERT, 0, avant)
        return avant + individu("jours_indemnises", period)
