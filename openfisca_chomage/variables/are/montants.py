"""Montants du mois : les jours payés à chaque taux, brut et net (articles 19 et 24 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import lire
from openfisca_chomage.socle.inchange import la_ou_change
from openfisca_chomage.socle.monnaie import au_centime
from openfisca_chomage.socle.phrases import euros
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import CRDS, CSG, PAIEMENT_MENSUEL, references, reglement
from openfisca_chomage.variables.are.degressivite import (
    allocation_en_formation,
    jours_de_formation_payes,
    jours_ordinaires,
)
from openfisca_chomage.variables.are.prelevements import par_jour, refuser_revenu_d_outre_mer


def des_jours(individu, period, parameters, quoi, jours, allocation):
    """What these days are worth at the allowance of this name; computed for who has some."""
    montants = individu(allocation, period)
    loi = parameters(period)
    regimes = lire(individu, "regime_alsace_moselle", cal.numero(period))
    entrees = (
        montants, individu("salaire_journalier_reference", period), individu("taux_csg", period),
        None if regimes is None else numpy.asarray(regimes), loi.prelevements, loi.allocation_journaliere,
    )
    jour = la_ou_change(
        individu, (quoi, allocation), entrees,
        lambda qui: par_jour(individu, period, parameters, montants[qui], qui=qui)[quoi], jours != 0,
    )
    return jours * jour


def du_mois(individu, period, parameters, quoi):
    """The month's amount due: the days at each rate, times one day at that rate."""
    refuser_revenu_d_outre_mer(individu, period)
    if not individu("jours_indemnises", period).any():
        return numpy.zeros(individu.count)
    pleins = individu("jours_au_taux_plein", period)
    reduits = jours_ordinaires(individu, period) - pleins
    formation = jours_de_formation_payes(individu, period)
    return montant_des_jours(individu, period, parameters, quoi, pleins, reduits, formation)


def montant_des_jours(individu, period, parameters, quoi, pleins, reduits, formation, compteur=None):
    """What days of the month are worth: at the full allowance, at the reduced one, in training (euros, to the cent).

    Args:
        quoi: ``"brute"`` or ``"nette"``.
        pleins, reduits, formation: days at each rate, one of each a person.
        compteur: days counted towards degressivity at the start of the month; by what is due unless told.
    """
    total = des_jours(individu, period, parameters, quoi, pleins, "allocation_journaliere_pleine")
    if reduits.any():
        total = total + des_jours(individu, period, parameters, quoi, reduits, "allocation_reduite")
    if formation.any():
        allocation = allocation_en_formation(individu, period, parameters, compteur)
        total = total + formation * par_jour(individu, period, parameters, allocation, formation=True)[quoi]
    donnee = donnees(individu, f"allocation_journaliere_{quoi}").get(period)
    if donnee is not None:
        total = numpy.where(donnee >= 0, (pleins + reduits + formation) * donnee, total)
    return au_centime(total)


class are_brute(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation due pour le mois, après participation à la retraite, avant CSG et CRDS"
    nature = "allocation"
    reference = references(reglement("19"), *PAIEMENT_MENSUEL)

    def formula(individu, period, parameters):
        return du_mois(individu, period, parameters, "brute")


class are_nette(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation nette due pour le mois"
    nature = "allocation"
    reference = references(*PAIEMENT_MENSUEL, *CSG, *CRDS)

    def formula(individu, period, parameters):
        return du_mois(individu, period, parameters, "nette")

    def explication(individu, period, parameters):
        jours = individu("jours_indemnises", period)[0]
        nette = euros(individu("allocation_journaliere_nette", period))
        formation = jours_de_formation_payes(individu, period)[0]
        if jours and individu("are_nette", period)[0] != au_centime(jours * individu("allocation_journaliere_nette", period)[0]):
            dont = f", dont {formation} de formation" if formation else ""
            return f"{jours} jours payés à plusieurs taux{dont}, le dernier à {nette} net."
        return f"{jours} jours à {nette} net." if jours else "Aucun jour payé ce mois."
