"""Cumul de l'allocation et d'une activité reprise (articles 30 à 33 du règlement)."""

import numpy

from openfisca_chomage.regles import jours_du_cumul
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT
from openfisca_chomage.socle.histoire import lire
from openfisca_chomage.socle.inchange import TOUS
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.monnaie import entier_le_plus_proche
from openfisca_chomage.socle.phrases import euros, nombre, pour_cent
from openfisca_chomage.socle.regimes import plusieurs
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement
from openfisca_chomage.variables.are.debut_du_mois import droit_en_cours


class salaire_activite_declare(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Rémunération brute de l'activité reprise, telle que déclarée"
    nature = "flux"
    reference = references(code_du_travail("R5411-6", "1°"), code_du_travail("R5411-7"), reglement("30"))
    documentation = """
    À défaut, `salaire_brut` du mois, dans les mois qui suivent l'ouverture. Une activité cachée se dit par 0.
    """

    def formula(individu, period):
        mois = cal.numero(period)
        salaires = lire(individu, "salaire_brut", mois)
        if salaires is None:
            return individu.filled_array(0.0, dtype=numpy.float64)
        courant = droit_en_cours(individu, period)
        nature = individu("nature_ouverture", period)
        if (nature == OUVERT).any():
            fin = cal.en_jours(individu("fin_examinee", period))
            courant &= ~((nature == OUVERT) & (fin >= cal.premier_jour(mois)))
        return numpy.where(courant, salaires, 0.0)


class salaire_activite_justifie(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Rémunération brute de l'activité reprise, d'après les justificatifs"
    nature = "flux"
    reference = references(reglement("32"))
    documentation = "À défaut, ce qui a été déclaré."

    def formula(individu, period):
        return individu("salaire_activite_declare", period)


def quotient_du_cumul(individu, period, parameters, salaire, jours, qui=TOUS):
    """What ``jours`` payable days owe in days before rounding, and whether the ceiling of the former wage binds.

    The full allowance stands on both sides of the quotient (degressivity left out); the ceiling applies to the
    amount, before it is divided and rounded.
    """
    loi = parameters(period).cumul
    allocation = individu("allocation_journaliere_pleine", period)[qui]
    due = numpy.maximum(jours * allocation - loi.taux_deduction * salaire, 0)
    plafond = numpy.maximum(loi.plafond_jours * individu("salaire_journalier_reference", period)[qui] - salaire, 0)
    limitee = plafond < due
    allocation_sure = numpy.where(allocation > 0, allocation, 1)
    return numpy.minimum(due, plafond) / allocation_sure, limitee


@jours_du_cumul.depuis("2014-10-01")
def soixante_dix_pour_cent_de_la_paie(gens, salaire, jours):
    """L'allocation du mois moins 70 % de la paie, sans dépasser avec elle l'ancien salaire ; en jours (articles 30 à 32)."""
    return quotient_du_cumul(gens.mois.individu, gens.mois.period, gens.mois.parameters, salaire, jours, gens.rangs)[0]


def jours_apres_activite(individu, period, parameters, salaire, jours):
    """Of ``jours`` payable days, those paid after part-time work: nearest integer, half up.

    What is left of the right does not limit them here.
    """
    travaillent = numpy.flatnonzero(salaire > 0)
    if len(travaillent) == 0:
        return jours
    mois = Mois(individu, period, parameters)
    regimes = individu("regime_du_droit", period)[travaillent] if plusieurs(individu) else None
    au_premier = numpy.full(len(travaillent), mois.premier_jour)
    quotient = jours_du_cumul(au_premier, mois.personnes(travaillent), salaire[travaillent], jours[travaillent], regime=regimes)
    jours = jours.copy()
    jours[travaillent] = numpy.minimum(entier_le_plus_proche(quotient), jours[travaillent])
    return jours


class jours_indemnises(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours dus d'après l'activité justifiée, qui s'imputent sur le droit"
    nature = "etat"
    reference = references(reglement("30"), reglement("31"), reglement("32"))

    def formula(individu, period, parameters):
        justifies = individu("salaire_activite_justifie", period)
        jours = jours_apres_activite(individu, period, parameters, justifies, individu("jours_indemnisables", period))
        return numpy.minimum(jours, individu("reliquat_debut", period))

    def explication(individu, period, parameters):
        jours = individu("jours_indemnises", period)[0]
        indemnisables = individu("jours_indemnisables", period)[0]
        salaire = individu("salaire_activite_justifie", period)
        if individu("reliquat_debut", period)[0] == jours and jours < indemnisables and salaire[0] == 0:
            return f"{jours} jours : tout ce qui restait du droit."
        if salaire[0] == 0:
            return None
        quotient, limitee = quotient_du_cumul(
            individu, period, parameters, salaire, individu("jours_indemnisables", period)
        )
        loi = parameters(period).cumul
        cause = (
            f"le cumul est limité à {nombre(loi.plafond_jours)} salaires journaliers" if limitee[0]
            else f"{pour_cent(loi.taux_deduction)} de {euros(salaire)} sont déduits de {indemnisables} jours d'allocation"
        )
        return f"Activité de {euros(salaire)} : {cause}, soit {nombre(numpy.round(quotient, 2))} jours, arrondis à {jours}."
