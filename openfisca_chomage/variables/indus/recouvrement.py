"""Recouvrement des indus et reprise des avances, dans le temps du calendrier (article 27 du règlement ; L5426-8-1)."""

from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement
from openfisca_chomage.variables.indus.grand_livre import REPRISES, grand_livre, livre_des_avances


def mouvement(individu, period, nom):
    """A movement of the debts, or of the advances, or a stock, in euros."""
    livre = livre_des_avances if nom in REPRISES else grand_livre
    return livre(individu, period)[nom] / 100.0


class indu_prescrit(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus que la prescription éteint dans ce mois"
    nature = "flux"
    reference = references(code_du_travail("L5422-5"), reglement("27", "§ 4"))
    documentation = "Ce qui en reste le lendemain de `date_prescription_indu`."

    def formula(individu, period):
        return mouvement(individu, period, "indu_prescrit")


class indu_remis(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus remis dans ce mois"
    nature = "flux"
    reference = references(reglement("27", "§ 3"))
    documentation = "Les plus anciens d'abord, dans la limite de ce qui est dû."

    def formula(individu, period):
        return mouvement(individu, period, "indu_remis")


class indu_rembourse(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus remboursés par le demandeur dans ce mois"
    nature = "flux"
    reference = references(reglement("27", "§ 1"))
    documentation = "Les plus anciens d'abord, dans la limite de ce qui est dû."

    def formula(individu, period):
        return mouvement(individu, period, "indu_rembourse")


class retenue_indu(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus retenus sur le paiement du mois"
    nature = "flux"
    reference = references(reglement("27", "§ 2"), code_du_travail("L5426-8-1"), code_du_travail("L5428-1"), code_du_travail("L3252-2"))
    documentation = """
    Les plus anciens d'abord, dans la part saisissable, deux mois après la notification et seulement s'ils ne sont pas
    contestés ; ce qui a été réellement retenu, si `retenue_pratiquee` le dit.
    """

    def formula(individu, period):
        return mouvement(individu, period, "retenue_indu")


class solde_indu(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus qui restent dus à la fin du mois"
    nature = "niveau"
    reference = references(reglement("27", "§ 1"), reglement("27", "§ 2"), code_du_travail("L5426-8-1"))
    documentation = "Un indu y entre dans le mois où son justificatif est arrivé."

    def formula(individu, period):
        return mouvement(individu, period, "solde_indu")


class avance_reprise(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Avances reprises sur le paiement du mois"
    nature = "flux"
    reference = references(reglement("24", "(avances)"))
    documentation = """
    Sans procédure ni part saisissable : l'avance entière si la pièce manque à la fin du mois suivant, sinon ce qui
    n'était pas dû, à partir du mois de la pièce. `are_versee` n'en est pas diminuée : elle dit ce qui a été versé.
    """

    def formula(individu, period):
        return mouvement(individu, period, "avance_reprise")


class avance_rendue(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Avances reprises faute de pièce, et rendues dans le mois où la pièce est arrivée"
    nature = "flux"
    reference = references(reglement("24", "(avances)"))
    documentation = "S'ajoute au complément dû : la reprise de ce qui était dû est annulée."

    def formula(individu, period):
        return mouvement(individu, period, "avance_rendue")


class solde_avances(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Avances qui restent à reprendre à la fin du mois"
    nature = "niveau"
    reference = references(reglement("24", "(avances)"))

    def formula(individu, period):
        return mouvement(individu, period, "solde_avances")
