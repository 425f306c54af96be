"""What is claimed back from her, what followed, and what the seizable share reads.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

import datetime

from openfisca_chomage.socle import bornes, saisie
from openfisca_chomage.socle.variable import VariableChomage


class indu_reclame(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Ce que l'opérateur réclame pour ce mois"
    reference = "Article 27, § 2 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "-1 : rien n'est réclamé."


class date_notification_indu(VariableChomage):
    value_type = datetime.date
    label = "Jour où l'indu de ce mois a été notifié"
    reference = "Article 27, § 2 du règlement d'assurance chômage"
    set_input = saisie.niveau


class indu_conteste(VariableChomage):
    value_type = bool
    label = "L'indu de ce mois est contesté dans le délai : rien n'est retenu"
    reference = "Articles L5426-8-1 et R5426-19 du Code du travail"
    set_input = saisie.niveau


class date_recours_indu(VariableChomage):
    value_type = datetime.date
    label = "Jour du recours gracieux contre l'indu de ce mois"
    reference = "Article R5426-19 du Code du travail"
    set_input = saisie.niveau


class date_rejet_recours(VariableChomage):
    value_type = datetime.date
    label = "Jour où le recours contre l'indu de ce mois a été rejeté"
    reference = "Article R5426-19 du Code du travail"
    set_input = saisie.niveau
    documentation = "À partir de ce mois, l'indu n'est plus contesté et peut être retenu."


class date_mise_en_demeure(VariableChomage):
    value_type = datetime.date
    label = "Jour de la mise en demeure de payer l'indu de ce mois"
    reference = "Article R5426-20 du Code du travail"
    set_input = saisie.niveau


class date_contrainte(VariableChomage):
    value_type = datetime.date
    label = "Jour où la contrainte pour l'indu de ce mois a été notifiée ou signifiée"
    reference = "Articles R5426-21 et R5426-22 du Code du travail"
    set_input = saisie.niveau


class fausse_declaration(VariableChomage):
    value_type = bool
    label = "Une fraude ou une fausse déclaration est établie pour ce mois"
    reference = "Article L5422-5 du Code du travail"
    set_input = saisie.niveau


class penalite_prononcee(VariableChomage):
    value_type = float
    label = "Pénalité administrative prononcée pour ce mois"
    reference = "Article L5426-5 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux


class mensualites_indu(VariableChomage):
    value_type = int
    label = "Nombre de mensualités accordées pour l'indu de ce mois"
    reference = "Article 27, § 3 du règlement d'assurance chômage"
    bornes = bornes.MENSUALITES
    set_input = saisie.niveau
    documentation = "0 : aucun échelonnement."


class retenue_pratiquee(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Ce qui a été réellement retenu dans ce mois"
    reference = "Article L5426-8-1 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "-1 : inconnu, la retenue est celle que la loi permet."


class remboursement_indu(VariableChomage):
    value_type = float
    label = "Ce que le demandeur a remboursé dans ce mois"
    reference = "Article 27 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


class remise_indu(VariableChomage):
    value_type = float
    label = "Ce qui a été remis dans ce mois"
    reference = "Article 27, § 3 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


class impot_preleve(VariableChomage):
    value_type = float
    label = "Impôt prélevé à la source sur l'allocation et les autres ressources saisissables"
    reference = "Article L3252-3 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux


class autres_ressources_saisissables(VariableChomage):
    value_type = float
    label = "Autres ressources saisissables du mois, nettes"
    reference = "Article L3252-4 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux
