"""Ce qui a été versé pour le mois, ce qui était dû, et la différence (articles 24 et 27 du règlement ; L5426-8-1)."""

import datetime

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.monnaie import au_centime, entier_le_plus_proche
from openfisca_chomage.socle.phrases import en_date, euros, pour_cent
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement
from openfisca_chomage.variables.are.debut_du_mois import registres_distincts
from openfisca_chomage.variables.are.degressivite import (
    compteur_au_debut,
    jours_a_l_allocation_pleine,
    jours_de_formation_payes,
    jours_ordinaires,
)
from openfisca_chomage.variables.are.montants import montant_des_jours
from openfisca_chomage.variables.are.prelevements import refuser_revenu_d_outre_mer
from openfisca_chomage.variables.versement.justificatif import date_limite_du_justificatif, justifie_en_retard
from openfisca_chomage.variables.versement.registre_verse import registre_au_debut


class are_versee(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation nette versée pour le mois, quand il a été payé"
    nature = "ecriture"
    reference = references(reglement("24", "(paiement mensuel, avances)"))
    documentation = """
    Sur le justificatif arrivé à temps ; sinon, une avance (au moins 80 % des jours comptés sur la paie déclarée, à
    l'allocation nette) si une activité est déclarée, et le mois entier si rien ne l'est.
    """

    def formula(individu, period, parameters):
        """Ce qui est dû là où les deux registres comptent de même ; sinon les jours versés, à leurs taux, et la part avancée."""
        mois = Mois(individu, period, parameters)
        versee = mois["are_nette"]
        if not registres_distincts(individu):
            return versee
        refuser_revenu_d_outre_mer(individu, period, "reliquat_verse_debut")
        compteur = registre_au_debut(individu, period).compteur
        autre = (mois["jours_verses"] != mois["jours_indemnises"]) | (compteur != compteur_au_debut(individu, period))
        if autre.any():
            versee = numpy.where(autre, montant_des_jours_verses(mois, compteur), versee)
        if mois["avance"].any():
            versee = numpy.where(mois["avance"], montant_de_l_avance(mois.loi.versement.avance, versee, mois["jours_verses"]), versee)
        return versee

    def explication(individu, period, parameters):
        mois = Mois(individu, period, parameters)
        jours = mois["jours_verses"][0]
        if mois["avance_refusee"][0]:
            return explication_de(individu, "avance_refusee", period, parameters)
        limite = en_date(date_limite_du_justificatif(mois))
        if mois["avance"][0]:
            taux, nette = pour_cent(mois.loi.versement.avance.coefficient), euros(mois["allocation_journaliere_nette"])
            return f"Avance : {taux} de {jours} jours à {nette} net, faute de justificatif au {limite}."
        if justifie_en_retard(mois)[0]:
            return f"{jours} jours payés sur ce qui était déclaré : la pièce est arrivée après le {limite}."
        return f"{jours} jours payés sur ce qui était justifié." if jours else "Aucun jour payé ce mois."


def montant_des_jours_verses(mois: Mois, compteur):
    """Le montant net des jours versés : pleins, réduits par la dégressivité, en formation."""
    individu, period = mois.individu, mois.period
    ordinaires = jours_ordinaires(individu, period, "jours_verses")
    pleins = jours_a_l_allocation_pleine(individu, period, ordinaires, compteur)
    formation = jours_de_formation_payes(individu, period, "jours_verses")
    return montant_des_jours(individu, period, mois.parameters, "nette", pleins, ordinaires - pleins, formation, compteur)


def montant_de_l_avance(loi, montant, jours):
    """Le coefficient de l'avance, sur le montant ; sur les jours, au plus proche, si le paramètre le dit."""
    if not loi.arrondi_des_jours:
        return au_centime(loi.coefficient * montant)
    part = entier_le_plus_proche(loi.coefficient * jours) / numpy.where(jours > 0, jours, 1)
    return au_centime(montant * part)


def explication_de(individu, nom, period, parameters):
    """The sentence of another variable."""
    return individu.simulation.tax_benefit_system.variables[nom].explication(individu, period, parameters)


class are_due(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation nette due pour le mois, une fois le justificatif arrivé"
    nature = "flux"
    reference = references(reglement("24", "(paiement mensuel)"))

    def formula(individu, period):
        return individu("are_nette", period)

    def explication(individu, period, parameters):
        jours = individu("jours_indemnises", period)[0]
        salaire = individu("salaire_activite_justifie", period)
        sur = f" sur {euros(salaire)} de paie justifiée" if salaire[0] > 0 else ""
        return f"{jours} jours dus{sur}."


class complement_du(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Ce qui est dû pour le mois et n'a pas été versé quand il a été payé"
    nature = "flux"
    reference = references(reglement("24", "(paiement mensuel, avances)"))
    documentation = "Dû dès que le justificatif est arrivé, si tard que ce soit."

    def formula(individu, period):
        return au_centime(numpy.maximum(individu("are_due", period) - individu("are_versee", period), 0))


class trop_percu(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Ce qui a été versé pour le mois et n'était pas dû"
    nature = "flux"
    reference = references(reglement("27", "§ 1"), code_du_travail("L5426-8-1"))

    def formula(individu, period):
        return au_centime(numpy.maximum(individu("are_versee", period) - individu("are_due", period), 0))

    def explication(individu, period, parameters):
        versee, due = individu("are_versee", period), individu("are_due", period)
        if versee[0] <= due[0]:
            return "Rien : ce qui a été versé n'excède pas ce qui était dû."
        return f"{euros(versee)} versés, {euros(due)} dus : {euros(individu('trop_percu', period))} de trop."


class avance_a_reprendre(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Part du trop-perçu qui était une avance : reprise sur le paiement suivant"
    nature = "ecriture"
    reference = references(reglement("24", "(avances)"))
    documentation = "Sans procédure ni quotité saisissable : l'avance diminue les paiements suivants."

    def formula(individu, period):
        return numpy.where(individu("avance", period), individu("trop_percu", period), 0.0)

    def explication(individu, period, parameters):
        if not individu("avance_a_reprendre", period)[0]:
            return None
        return "Le mois avait été payé par une avance : la différence diminue le paiement suivant, sans procédure d'indu."


class piece_attendue(VariableChomage):
    value_type = datetime.date
    label = "Le jour le plus tardif où est venue la pièce d'une avance versée jusqu'à ce mois"
    nature = "niveau"
    reference = references(reglement("24", "(avances)"))

    def formula(individu, period):
        """Celle de la veille ou, si elle vient plus tard, celle de l'avance versée pour le mois."""
        mois = Mois(individu, period)
        attendue = mois.veille("piece_attendue")
        avancee = mois["avance"]
        if avancee.any():
            avancee = avancee & (mois["are_versee"] > 0)
            attendue = numpy.where(avancee, numpy.maximum(attendue, mois.entree("date_justificatif")), attendue)
        return cal.en_dates(attendue)
