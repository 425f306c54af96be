"""Jours versés pour le mois, et le registre de ce qui a été versé à sa fin (article 24 du règlement)."""

import numpy

from openfisca_chomage.socle.carriere import CONSTATE
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.are.cumul import ARTICLE_30, jours_apres_activite
from openfisca_chomage.variables.are.debut_du_mois import registres_distincts
from openfisca_chomage.variables.are.decheance import reste_a_la_fin
from openfisca_chomage.variables.are.degressivite import jours_ordinaires
from openfisca_chomage.variables.are.jours_payables import jours_a_verser
from openfisca_chomage.variables.are.ouverture import a_mayotte, refuser_mayotte
from openfisca_chomage.variables.versement.justificatif import ARTICLE_24, justifie_en_retard
from openfisca_chomage.variables.versement.registre_verse import comme_l_autre_registre, registre_au_debut, retours


def jours_possibles(individu, period, parameters, salaire):
    """The days of the month after this pay, whatever is left of the right."""
    return jours_apres_activite(individu, period, parameters, individu(salaire, period), jours_a_verser(individu, period, parameters))


class jours_indemnises_declares(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés d'après l'activité déclarée"
    reference = ARTICLE_30
    documentation = "Dans la limite de ce que le registre de ce qui a été versé laisse au début du mois."

    def formula(individu, period, parameters):
        declares = individu("salaire_activite_declare", period)
        jours = jours_apres_activite(individu, period, parameters, declares, jours_a_verser(individu, period, parameters))
        return numpy.minimum(jours, individu("reliquat_verse_debut", period))


class jours_verses_justifies(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé aurait payés sur le justificatif"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        dus = individu("jours_indemnises", period)
        if not registres_distincts(individu):
            return dus
        debut = individu("reliquat_verse_debut", period)
        refuser_mayotte(individu, period, a_mayotte(individu, period) & (debut > 0))
        autre = debut != individu("reliquat_debut", period)
        if not autre.any():
            return dus
        possibles = jours_possibles(individu, period, parameters, "salaire_activite_justifie")
        return numpy.where(autre, numpy.minimum(possibles, debut), dus)


class jours_verses(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés pour le mois quand il a été payé"
    reference = ARTICLE_24
    documentation = """
    Sur le justificatif s'il est arrivé à temps, sinon sur ce qui est déclaré ; aucun si l'avance est refusée. Une
    avance prend tous les jours comptés, et non la part avancée.
    """
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        jours = individu("jours_verses_justifies", period)
        retard = justifie_en_retard(individu, period)
        if retard is None or not retard.any():
            return jours
        jours = numpy.where(retard, individu("jours_indemnises_declares", period), jours)
        return numpy.where(individu("avance_refusee", period), 0, jours)


class jours_coupes_justifies(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé aurait refusés au mois, sur le justificatif"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        justifies = individu("jours_verses_justifies", period)
        arretes = justifies == individu("reliquat_verse_debut", period)
        if not registres_distincts(individu) or not arretes.any():
            return individu.filled_array(0, dtype=numpy.int64)
        possibles = jours_possibles(individu, period, parameters, "salaire_activite_justifie")
        return numpy.where(arretes, possibles - justifies, 0)


class jours_coupes(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé a refusés au mois, quand il a été payé"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        coupes = individu("jours_coupes_justifies", period)
        retard = justifie_en_retard(individu, period)
        if retard is None or not retard.any():
            return coupes
        possibles = jours_possibles(individu, period, parameters, "salaire_activite_declare")
        au_paiement = possibles - individu("jours_indemnises_declares", period)
        return numpy.where(retard, numpy.where(individu("avance_refusee", period), 0, au_paiement), coupes)


class jours_ecourtes(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que ce qui avait été versé a empêché de payer, et qui ne l'ont pas été depuis"
    reference = ARTICLE_24
    documentation = "Aucun dans le mois où l'état du droit est donné : les deux registres partent de cet état."
    vit_avec_le_droit = False

    def formula(individu, period):
        if not registres_distincts(individu):
            return individu.filled_array(0, dtype=numpy.int64)
        ecourtes = registre_au_debut(individu, period)[1] + individu("jours_coupes", period)
        ecourtes = numpy.where(individu("nature_ouverture", period) == CONSTATE, 0, ecourtes)
        donne = donnees(individu, "reliquat").get(period)
        return ecourtes if donne is None else numpy.where(donne >= 0, 0, ecourtes)


class compteur_degressivite_verse(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui comptent pour le délai de dégressivité, d'après ce qui a été versé"
    reference = "Article 17 bis du règlement d'assurance chômage"
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        if not registres_distincts(individu):
            return individu("compteur_degressivite", period)
        compte = registre_au_debut(individu, period)[2]
        if not parameters(period).degressivite.delai_suspendu:
            compte = compte + jours_ordinaires(individu, period, "jours_verses")
        for nom in ("jours_indemnises_cumules", "compteur_degressivite"):
            compte = comme_l_autre_registre(individu, period, nom, compte)
        return compte


class reliquat_verse(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent à la fin du mois, d'après ce qui a été versé"
    reference = [ARTICLE_24, "Article 26 du règlement d'assurance chômage"]

    def formula(individu, period):
        if not registres_distincts(individu):
            return individu("reliquat", period)
        reste = numpy.maximum(individu("reliquat_verse_debut", period) - individu("jours_verses", period), 0)
        return comme_l_autre_registre(individu, period, "reliquat", reste_a_la_fin(individu, period, reste))

    def explication(individu, period, parameters):
        debut, pris = individu("reliquat_verse_debut", period)[0], individu("jours_verses", period)[0]
        phrase = f"{debut} jours au début du mois par ce qui a été versé, {pris} pris."
        totaux = retours(individu, period) if registres_distincts(individu) else None
        if totaux is not None and totaux[0][0] > 0:
            phrase += f" Un justificatif arrivé ce mois a rendu {totaux[0][0]} jours."
        return phrase
