"""The daily allowance (articles 14 to 16 of the règlement)."""

import numpy

from openfisca_chomage.reglements import DECRET_2019
from openfisca_chomage.regles import allocation_du_droit
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import anterieur
from openfisca_chomage.socle.inchange import TOUS, la_ou_change
from openfisca_chomage.socle.loi import PREMIERE_LOI, Loi
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.monnaie import au_centime
from openfisca_chomage.socle.phrases import euros, pour_cent
from openfisca_chomage.socle.regimes import plusieurs
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement


def formules(individu, period, parameters, qui=TOUS):
    """The three amounts of article 14 and their ceiling of article 16, by name, not rounded."""
    sjr = individu("salaire_journalier_reference", period)[qui]
    coefficient = individu("coefficient_temps_partiel", period)[qui]
    montants = parameters(period).allocation_journaliere
    taux = Loi(individu, loi_de_chacun(individu, period)[qui]).allocation_journaliere
    return {
        "partie_fixe": taux.taux_partie_proportionnelle * sjr + montants.partie_fixe * coefficient,
        "taux_unique": taux.taux_unique * sjr,
        "minimum": montants.minimum * coefficient,
        "plafond": taux.plafond * sjr,
    }


@allocation_du_droit.depuis(DECRET_2019)
def la_plus_elevee_des_trois(gens):
    """Le plus élevé des trois montants de l'article 14, dans la limite de l'article 16, au centime."""
    montants = formules(gens.mois.individu, gens.mois.period, gens.mois.parameters, gens.rangs)
    calcul = numpy.maximum(montants["partie_fixe"], montants["taux_unique"])
    return au_centime(numpy.minimum(numpy.maximum(calcul, montants["minimum"]), montants["plafond"]))


def loi_de_chacun(individu, period):
    """The day whose law governs each right; who has no right has no law: the first one stands in, and its result is not used."""
    lois = cal.en_jours(individu("loi_du_droit", period))
    return numpy.where(lois == cal.SANS_DATE, PREMIERE_LOI, lois)


class allocation_journaliere_pleine(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation journalière avant dégressivité et avant participation à la retraite"
    nature = "etat"
    reference = references(reglement("14"), reglement("15"), reglement("16"))
    documentation = """
    La plus élevée de 40,4 % du SJR et d'une partie fixe, de 57 % du SJR et de l'allocation minimale, dans la limite
    de 75 % du SJR ; la partie fixe et le minimum sont réduits à proportion du temps partiel. Au centime. Une
    allocation donnée pour un mois vaut tant que le droit court.
    """

    def formula(individu, period, parameters):
        """L'allocation du régime et de la loi du droit ; celle que la situation a donnée, tant que ce droit court."""
        def montant(qui):
            lois = loi_de_chacun(individu, period)[qui]
            regimes = individu("regime_du_droit", period)[qui] if plusieurs(individu) else None
            gens = Mois(individu, period, parameters).personnes(numpy.arange(individu.count)[qui])
            return allocation_du_droit(lois, gens, regime=regimes)

        lues = ("salaire_journalier_reference", "coefficient_temps_partiel", "loi_du_droit", "regime_du_droit")
        entrees = [individu(nom, period) for nom in lues]
        entrees.append(parameters(period).allocation_journaliere)
        calcul = la_ou_change(individu, "allocation_journaliere_pleine", entrees, montant)
        if not donnees(individu, "allocation_journaliere_pleine"):
            return calcul
        donnee = anterieur(individu, "allocation_journaliere_donnee", period)
        if donnee is None:
            return calcul
        ouvre = individu("nature_ouverture", period) == 1
        return numpy.where((donnee > 0) & ~ouvre, donnee, calcul)

    def explication(individu, period, parameters):
        montants = {nom: float(numpy.atleast_1d(valeur)[0]) for nom, valeur in formules(individu, period, parameters).items()}
        taux = Loi(individu, loi_de_chacun(individu, period)).allocation_journaliere
        fixe = parameters(period).allocation_journaliere
        gagnantes = {
            "partie_fixe": f"{pour_cent(taux.taux_partie_proportionnelle)} du SJR plus {euros(fixe.partie_fixe)} l'emporte",
            "taux_unique": f"{pour_cent(taux.taux_unique)} du SJR l'emporte",
            "minimum": f"le minimum de {euros(fixe.minimum)} l'emporte",
        }
        gagnante = max(gagnantes, key=lambda nom: montants[nom])
        phrase = f"{gagnantes[gagnante]} ({euros(montants[gagnante])})"
        if montants[gagnante] > montants["plafond"]:
            phrase += f", limité à {pour_cent(taux.plafond)} du SJR ({euros(montants['plafond'])})"
        return phrase[0].upper() + phrase[1:] + "."


class allocation_journaliere_donnee(VariableChomage):
    value_type = float
    default_value = 0.0
    unit = "currency-EUR"
    label = "Allocation journalière donnée pour un mois antérieur du droit (0 : aucune)"
    nature = "niveau"
    reference = references(reglement("14"), reglement("15"), reglement("16"))

    def formula(individu, period):
        veille = anterieur(individu, "allocation_journaliere_donnee", period)
        valeurs = individu.filled_array(0.0, dtype=numpy.float64) if veille is None else veille
        if veille is not None:
            valeurs = numpy.where(individu("nature_ouverture", period) == 1, 0.0, valeurs)
        donnee = donnees(individu, "allocation_journaliere_pleine").get(period)
        return valeurs if donnee is None else numpy.where(donnee >= 0, donnee, valeurs)
