"""Avance : ce qui est versé pour un mois d'activité dont le justificatif n'est pas arrivé (article 24 du règlement)."""

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import anterieur, lire
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.versement.justificatif import ARTICLE_24, activite_sans_piece, date_limite_du_justificatif


class avance_refusee(VariableChomage):
    value_type = bool
    label = "L'activité du mois est déclarée sans justificatif, et aucune avance n'est versée"
    reference = [ARTICLE_24, "Convention Unédic-Pôle emploi du 19 décembre 2008, annexe 2, § 1.2 (cas où il n'y a pas d'avance)"]
    documentation = """
    Trois cas : une saisie ou une pension alimentaire en cours ; moins de trente jours au début du mois, par ce qui a
    été versé ; une avance antérieure, non nulle, dont la pièce manque encore à la date limite.
    """
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        refusee = activite_sans_piece(individu, period)
        if not refusee.any():
            return refusee
        loi = parameters(period).versement.avance
        empechee = individu("reliquat_verse_debut", period) < loi.reliquat_minimum
        saisies = lire(individu, "saisie_en_cours", cal.numero(period))
        if saisies is not None:
            empechee |= saisies
        attendue = anterieur(individu, "piece_attendue", period)
        if attendue is not None:
            empechee |= cal.en_jours(attendue) > date_limite_du_justificatif(individu, period)
        return refusee & empechee

    def explication(individu, period, parameters):
        if not individu("avance_refusee", period)[0]:
            return None
        saisies = lire(individu, "saisie_en_cours", cal.numero(period))
        if saisies is not None and saisies[0]:
            return "Pas d'avance : une saisie ou une pension alimentaire est en cours."
        minimum = parameters(period).versement.avance.reliquat_minimum
        reste = individu("reliquat_verse_debut", period)[0]
        if reste < minimum:
            return f"Pas d'avance : {reste} jours restent au début du mois, moins de {minimum}."
        return "Pas d'avance : la pièce d'une avance antérieure manque encore."


class avance(VariableChomage):
    value_type = bool
    label = "Le mois a été payé par une avance"
    reference = ARTICLE_24
    documentation = "Une activité cachée n'est pas une avance : le mois est payé en entier, sur ce qui est déclaré."
    vit_avec_le_droit = False

    def formula(individu, period):
        sans_piece = activite_sans_piece(individu, period)
        return sans_piece & ~individu("avance_refusee", period) if sans_piece.any() else sans_piece
