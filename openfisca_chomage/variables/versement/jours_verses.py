"""Jours versés pour le mois, et le registre de ce qui a été versé à sa fin (article 24 du règlement)."""

import numpy

from openfisca_chomage.socle.carriere import CONSTATE
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement
from openfisca_chomage.variables.are.cumul import jours_apres_activite
from openfisca_chomage.variables.are.debut_du_mois import registres_distincts
from openfisca_chomage.variables.are.decheance import reste_a_la_fin
from openfisca_chomage.variables.are.degressivite import jours_ordinaires
from openfisca_chomage.variables.are.jours_payables import jours_a_verser
from openfisca_chomage.variables.are.ouverture import a_mayotte, refuser_mayotte
from openfisca_chomage.variables.versement.justificatif import justifie_en_retard
from openfisca_chomage.variables.versement.registre_verse import registre_au_debut, retours


def jours_possibles(mois: Mois, salaire: str):
    """Les jours du mois qui restent après cette paie (le nom d'une variable), quel que soit ce qui reste du droit."""
    payables = jours_a_verser(mois.individu, mois.period, mois.parameters)
    return jours_apres_activite(mois.individu, mois.period, mois.parameters, mois[salaire], payables)


class jours_indemnises_declares(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés d'après l'activité déclarée"
    nature = "etat"
    reference = references(reglement("30"), reglement("31"), reglement("32"))
    documentation = "Dans la limite de ce que le registre de ce qui a été versé laisse au début du mois."

    def formula(individu, period, parameters):
        """Les jours qui restent après l'activité déclarée, dans la limite du registre de ce qui a été versé."""
        mois = Mois(individu, period, parameters)
        return numpy.minimum(jours_possibles(mois, "salaire_activite_declare"), mois["reliquat_verse_debut"])


class jours_verses_justifies(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé aurait payés sur le justificatif"
    nature = "ecriture"
    reference = references(reglement("24", "(avances)"))

    def formula(individu, period, parameters):
        """Les jours dus ; là où les deux registres ne commencent pas le mois avec le même reste, ceux que permet le versé."""
        mois = Mois(individu, period, parameters)
        dus = mois["jours_indemnises"]
        if not registres_distincts(individu):
            return dus
        reste = mois["reliquat_verse_debut"]
        refuser_mayotte(individu, period, a_mayotte(individu, period) & (reste > 0))
        autre = reste != mois["reliquat_debut"]
        if not autre.any():
            return dus
        return numpy.where(autre, numpy.minimum(jours_possibles(mois, "salaire_activite_justifie"), reste), dus)


class jours_verses(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés pour le mois quand il a été payé"
    nature = "ecriture"
    reference = references(reglement("24", "(avances)"))
    documentation = """
    Sur le justificatif s'il est arrivé à temps, sinon sur ce qui est déclaré ; aucun si l'avance est refusée. Une
    avance prend tous les jours comptés, et non la part avancée.
    """

    def formula(individu, period):
        """Ceux que justifie une pièce arrivée à temps, sinon ceux de l'activité déclarée ; aucun si l'avance est refusée."""
        mois = Mois(individu, period)
        justifies, retard = mois["jours_verses_justifies"], justifie_en_retard(mois)
        if not retard.any():
            return justifies
        return numpy.where(mois["avance_refusee"], 0, numpy.where(retard, mois["jours_indemnises_declares"], justifies))


class jours_coupes_justifies(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé aurait refusés au mois, sur le justificatif"
    nature = "ecriture"
    reference = references(reglement("24", "(avances)"))

    def formula(individu, period, parameters):
        """Là où le registre s'épuise dans le mois, ce qu'il n'a pas pu payer."""
        mois = Mois(individu, period, parameters)
        justifies = mois["jours_verses_justifies"]
        epuises = justifies == mois["reliquat_verse_debut"]
        if not registres_distincts(individu) or not epuises.any():
            return mois.tous(0, dtype=numpy.int64)
        return numpy.where(epuises, jours_possibles(mois, "salaire_activite_justifie") - justifies, 0)


class jours_coupes(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé a refusés au mois, quand il a été payé"
    nature = "ecriture"
    reference = references(reglement("24", "(avances)"))

    def formula(individu, period, parameters):
        """Sur ce qui est justifié à temps, sinon sur ce qui est déclaré ; aucun si l'avance est refusée."""
        mois = Mois(individu, period, parameters)
        justifies, retard = mois["jours_coupes_justifies"], justifie_en_retard(mois)
        if not retard.any():
            return justifies
        declares = jours_possibles(mois, "salaire_activite_declare") - mois["jours_indemnises_declares"]
        return numpy.where(retard, numpy.where(mois["avance_refusee"], 0, declares), justifies)


class jours_ecourtes(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que ce qui avait été versé a empêché de payer, et qui ne l'ont pas été depuis"
    nature = "niveau"
    reference = references(reglement("24", "(avances)"))
    documentation = "Aucun dans le mois où l'état du droit est donné : les deux registres partent de cet état."

    def formula(individu, period):
        """Ceux qui l'étaient au début du mois, et ceux du mois ; aucun dans le mois où l'état du droit est donné."""
        mois = Mois(individu, period)
        if not registres_distincts(individu):
            return mois.tous(0, dtype=numpy.int64)
        ecourtes = registre_au_debut(individu, period).ecourtes + mois["jours_coupes"]
        etat_donne = (mois["nature_ouverture"] == CONSTATE) | mois.est_donnee("reliquat")
        return numpy.where(etat_donne, 0, ecourtes)


class compteur_degressivite_verse(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui comptent pour le délai de dégressivité, d'après ce qui a été versé"
    nature = "niveau"
    reference = references(reglement("17 bis", "§§ 1 et 2"), reglement("24", "(avances)"))

    def formula(individu, period, parameters):
        """Le compte du début du mois et les jours versés hors formation, sauf quand le délai est suspendu."""
        mois = Mois(individu, period, parameters)
        if not registres_distincts(individu):
            return mois["compteur_degressivite"]
        compte = registre_au_debut(individu, period).compteur
        if not mois.loi.degressivite.delai_suspendu:
            compte = compte + jours_ordinaires(individu, period, "jours_verses")
        for nom in ("jours_indemnises_cumules", "compteur_degressivite"):
            compte = mois.sauf_donnee(nom, compte)
        return compte


class reliquat_verse(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent à la fin du mois, d'après ce qui a été versé"
    nature = "etat"
    reference = references(reglement("24", "(avances)"), reglement("26", "§ 1"))

    def formula(individu, period):
        """Ce qui restait au début du mois, moins les jours versés ; rien si le droit est déchu dans le mois."""
        mois = Mois(individu, period)
        if not registres_distincts(individu):
            return mois["reliquat"]
        reste = numpy.maximum(mois["reliquat_verse_debut"] - mois["jours_verses"], 0)
        return mois.sauf_donnee("reliquat", reste_a_la_fin(individu, period, reste))

    def explication(individu, period, parameters):
        mois = Mois(individu, period)
        debut, pris = mois["reliquat_verse_debut"][0], mois["jours_verses"][0]
        phrase = f"{debut} jours au début du mois par ce qui a été versé, {pris} pris."
        rendus = retours(individu, period) if registres_distincts(individu) else None
        if rendus is not None and rendus.jours[0] > 0:
            phrase += f" Un justificatif arrivé ce mois a rendu {rendus.jours[0]} jours."
        return phrase
