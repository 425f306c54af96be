"""Her months: registered, unavailable, in training, at work again; the evidence of it, and when she was paid.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

import datetime

from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement, texte


class calendrier_inscription(VariableChomage):
    value_type = int
    label = "Jours d'inscription comme demandeur d'emploi"
    reference = references(code_du_travail("L5411-1"), reglement("4", "a"))
    set_input = saisie.calendrier


class calendrier_indisponibilite(VariableChomage):
    value_type = int
    label = "Jours qui ne peuvent pas être payés : maladie, maternité, détention, absence, suspension"
    reference = references(reglement("25"))
    set_input = saisie.calendrier


class calendrier_formation(VariableChomage):
    value_type = int
    label = "Jours d'une formation rémunérée par l'allocation (AREF)"
    reference = references(reglement("16", "(formation)"))
    set_input = saisie.calendrier


class calendrier_activite_non_declaree(VariableChomage):
    value_type = int
    label = "Jours d'une activité qui n'a pas été déclarée"
    reference = references(code_du_travail("L5426-1-1", "I"))
    set_input = saisie.calendrier


class heures_activite(VariableChomage):
    value_type = float
    label = "Heures de l'activité reprise"
    reference = references(code_du_travail("R5411-10", "1°"))
    unit = "heure"
    set_input = saisie.flux


class date_justificatif(VariableChomage):
    value_type = datetime.date
    label = "Jour où le justificatif de l'activité du mois est arrivé"
    reference = references(reglement("24", "(avances)"), reglement("32"))
    set_input = saisie.niveau
    documentation = "Sans effet sur ce qui est dû : il dit quand ce dû est connu."


class date_paiement(VariableChomage):
    value_type = datetime.date
    label = "Jour où le mois a été payé : la prescription court de ce jour"
    reference = references(code_du_travail("L5422-5"), reglement("24", "(paiement mensuel)"))
    set_input = saisie.niveau
    documentation = "À défaut, le jour que dit le paramètre `versement/jour_paiement`, dans le mois suivant."


class saisie_en_cours(VariableChomage):
    value_type = bool
    label = "Une saisie, un avis à tiers détenteur ou une pension alimentaire est en cours : pas d'avance"
    reference = references(texte("convention_2008", "Annexe 2", "§ 1.2"))
    set_input = saisie.niveau
