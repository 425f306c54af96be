"""Avance : ce qui est versé pour un mois d'activité dont le justificatif n'est pas arrivé (article 24 du règlement)."""

from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement, texte
from openfisca_chomage.variables.versement.justificatif import activite_sans_piece, date_limite_du_justificatif


class avance_refusee(VariableChomage):
    value_type = bool
    label = "L'activité du mois est déclarée sans justificatif, et aucune avance n'est versée"
    nature = "niveau"
    reference = references(reglement("24", "(avances)"), texte("convention_2008", "Annexe 2", "§ 1.2"))
    documentation = """
    Trois cas : une saisie ou une pension alimentaire en cours ; moins de trente jours au début du mois, par ce qui a
    été versé ; une avance antérieure, non nulle, dont la pièce manque encore à la date limite.
    """

    def formula(individu, period, parameters):
        """Une activité déclarée sans justificatif n'ouvre pas droit à l'avance dans ces trois cas."""
        mois = Mois(individu, period, parameters)
        sans_piece = activite_sans_piece(mois)
        if not sans_piece.any():
            return sans_piece
        trop_peu_de_jours = mois["reliquat_verse_debut"] < mois.loi.versement.avance.reliquat_minimum
        avance_sans_piece = mois.veille("piece_attendue") > date_limite_du_justificatif(mois)
        return sans_piece & (mois.entree("saisie_en_cours") | trop_peu_de_jours | avance_sans_piece)

    def explication(individu, period, parameters):
        mois = Mois(individu, period, parameters)
        if not mois["avance_refusee"][0]:
            return None
        if mois.entree("saisie_en_cours")[0]:
            return "Pas d'avance : une saisie ou une pension alimentaire est en cours."
        minimum, reste = mois.loi.versement.avance.reliquat_minimum, mois["reliquat_verse_debut"][0]
        if reste < minimum:
            return f"Pas d'avance : {reste} jours restent au début du mois, moins de {minimum}."
        return "Pas d'avance : la pièce d'une avance antérieure manque encore."


class avance(VariableChomage):
    value_type = bool
    label = "Le mois a été payé par une avance"
    nature = "ecriture"
    reference = references(reglement("24", "(avances)"))
    documentation = "Une activité cachée n'est pas une avance : le mois est payé en entier, sur ce qui est déclaré."

    def formula(individu, period):
        """L'activité déclarée sans justificatif est payée par une avance, sauf refus."""
        mois = Mois(individu, period)
        sans_piece = activite_sans_piece(mois)
        return sans_piece & ~mois["avance_refusee"] if sans_piece.any() else sans_piece
