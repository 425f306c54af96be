"""Three rules of the toy scheme, and an allowance of its own."""

import numpy
from regime_jouet.regime import JOUET

from openfisca_chomage.regles import affiliation_minimale, allocation_du_droit, duree_minimale
from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.variable import VariableChomage


class fabrique_des_jouets(VariableChomage):
    value_type = bool
    label = "Le contrat qui finit dans le mois était celui d'un fabricant de jouets"
    reference = "Article 1er du règlement des jouets : https://example.org/jouets"
    set_input = saisie.niveau


@affiliation_minimale.depuis("2019-11-01", regime=JOUET)
def vingt_jours(carriere):
    return carriere.valeur("jours_travailles_affiliation") >= 20


@duree_minimale.depuis("2019-11-01", regime=JOUET)
def cent_jours(carriere):
    return numpy.full(len(carriere.indices), 100)


@allocation_du_droit.depuis("2019-11-01", regime=JOUET)
def vingt_euros(gens):
    return numpy.full(len(gens), 20.0)


@allocation_du_droit.depuis("2025-04-01", regime=JOUET)
def vingt_cinq_euros(gens):
    return numpy.full(len(gens), 25.0)


class allocation_jouet(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation des jouets due pour le mois : un euro par jour payé"
    reference = "Article 2 du règlement des jouets : https://example.org/jouets"
    nature = "niveau"

    def formula(individu, period):
        mois = Mois(individu, period)
        return numpy.where(mois["regime_du_droit"] == JOUET.code, mois["jours_indemnises"] * 1.0, 0.0)
