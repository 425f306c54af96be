"""What is claimed back from her, what followed, and what the seizable share reads.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

import datetime

from openfisca_chomage.socle import bornes, saisie
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement


class indu_reclame(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Ce que l'opérateur réclame pour ce mois"
    reference = references(reglement("27", "§ 2"))
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "-1 : rien n'est réclamé."


class date_notification_indu(VariableChomage):
    value_type = datetime.date
    label = "Jour où l'indu de ce mois a été notifié"
    reference = references(reglement("27", "§ 2"), code_du_travail("R5426-19"))
    set_input = saisie.niveau


class indu_conteste(VariableChomage):
    value_type = bool
    label = "L'indu de ce mois est contesté dans le délai : rien n'est retenu"
    reference = references(code_du_travail("L5426-8-1"), code_du_travail("R5426-19"))
    set_input = saisie.niveau


class date_recours_indu(VariableChomage):
    value_type = datetime.date
    label = "Jour du recours gracieux contre l'indu de ce mois"
    reference = references(code_du_travail("R5426-19"))
    set_input = saisie.niveau


class date_rejet_recours(VariableChomage):
    value_type = datetime.date
    label = "Jour où le recours contre l'indu de ce mois a été rejeté"
    reference = references(code_du_travail("R5426-19"))
    set_input = saisie.niveau
    documentation = "À partir de ce mois, l'indu n'est plus contesté et peut être retenu."


class date_mise_en_demeure(VariableChomage):
    value_type = datetime.date
    label = "Jour de la mise en demeure de payer l'indu de ce mois"
    reference = references(code_du_travail("R5426-20"))
    set_input = saisie.niveau


class date_contrainte(VariableChomage):
    value_type = datetime.date
    label = "Jour où la contrainte pour l'indu de ce mois a été notifiée ou signifiée"
    reference = references(code_du_travail("R5426-21"), code_du_travail("R5426-22"))
    set_input = saisie.niveau


class fausse_declaration(VariableChomage):
    value_type = bool
    label = "Une fraude ou une fausse déclaration est établie pour ce mois"
    reference = references(code_du_travail("L5422-5"), reglement("27", "§ 4"))
    set_input = saisie.niveau


class penalite_prononcee(VariableChomage):
    value_type = float
    label = "Pénalité administrative prononcée pour ce mois"
    reference = references(code_du_travail("L5426-5"))
    unit = "currency-EUR"
    set_input = saisie.flux


class mensualites_indu(VariableChomage):
    value_type = int
    label = "Nombre de mensualités accordées pour l'indu de ce mois"
    reference = references(reglement("27", "§ 3"))
    bornes = bornes.MENSUALITES
    set_input = saisie.niveau
    documentation = "0 : aucun échelonnement."


class retenue_pratiquee(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Ce qui a été réellement retenu dans ce mois"
    reference = references(reglement("27", "§ 2"), code_du_travail("L5426-8-1"))
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "-1 : inconnu, la retenue est celle que la loi permet."


class remboursement_indu(VariableChomage):
    value_type = float
    label = "Ce que le demandeur a remboursé dans ce mois"
    reference = references(reglement("27", "§ 1"))
    unit = "currency-EUR"
    set_input = saisie.flux


class remise_indu(VariableChomage):
    value_type = float
    label = "Ce qui a été remis dans ce mois"
    reference = references(reglement("27", "§ 3"))
    unit = "currency-EUR"
    set_input = saisie.flux


class impot_preleve(VariableChomage):
    value_type = float
    label = "Impôt prélevé à la source sur l'allocation et les autres ressources saisissables"
    reference = references(code_du_travail("L3252-3"))
    unit = "currency-EUR"
    set_input = saisie.flux


class autres_ressources_saisissables(VariableChomage):
    value_type = float
    label = "Autres ressources saisissables du mois, nettes"
    reference = references(code_du_travail("L3252-4"))
    unit = "currency-EUR"
    set_input = saisie.flux
