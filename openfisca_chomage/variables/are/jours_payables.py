"""Jours du mois qui peuvent être payés (articles 21, 24 et 25 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import lire, mois_connus
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import PAIEMENT_MENSUEL, code_du_travail, references, reglement
from openfisca_chomage.variables.are.age import limites_d_age_possibles, refuser_sans_age
from openfisca_chomage.variables.are.conges_payes import jours_reportes_a_la_reprise
from openfisca_chomage.variables.are.debut_du_mois import droit_en_cours, registres_distincts
from openfisca_chomage.variables.are.decheance import avant_la_decheance
from openfisca_chomage.variables.are.depart_volontaire import avant_le_depart
from openfisca_chomage.variables.are.ouverture import a_mayotte, refuser_mayotte


class calendrier_payable(VariableChomage):
    value_type = int
    default_value = 0
    label = "Jours du mois qui peuvent être payés"
    nature = "niveau"
    reference = references(reglement("23"), reglement("25"), reglement("26", "§ 1"), code_du_travail("L5421-4"))
    documentation = """
    Inscrit, à partir du premier jour indemnisable, disponible, avant la déchéance du droit et l'âge de la retraite à
    taux plein ; hors des jours de congés payés à la reprise d'un droit.
    """

    def formula(individu, period):
        mois = cal.numero(period)
        droit = droit_en_cours(individu, period)
        if not droit.any():
            return individu.filled_array(0, dtype=numpy.int32)
        mahorais = droit & a_mayotte(individu, period)
        if mahorais.any():
            refuser_mayotte(individu, period, mahorais & (individu("reliquat_debut", period) > 0))
        entier = cal.mois_entier(mois)
        inscrits = lire(individu, "calendrier_inscription", mois)
        if not mois_connus(individu, "calendrier_inscription"):
            payables = individu.filled_array(entier, dtype=numpy.int32)
        else:
            payables = individu.filled_array(0, dtype=numpy.int32) if inscrits is None else inscrits
            jamais = _jamais_inscrits(individu)
            payables = numpy.where(jamais, entier, payables) if jamais.any() else payables
        payables = numpy.where(droit, payables, numpy.int32(0))
        premier = cal.en_jours(individu("date_premier_jour_indemnisable", period))
        au_plus_tot, limite = limites_d_age_possibles(Mois(individu, period))
        origine, fin = cal.premier_jour(mois), cal.premier_jour(mois + 1)
        coupes = numpy.flatnonzero(droit & ((premier > origine) | (limite < fin)))
        if len(coupes):
            payables[coupes] &= cal.masque(mois, premier[coupes], limite[coupes] - 1)
        indisponibles = lire(individu, "calendrier_indisponibilite", mois)
        if indisponibles is not None:
            payables = payables & ~indisponibles
        payables = payables & ~jours_reportes_a_la_reprise(Mois(individu, period))
        payables = avant_la_decheance(individu, period, avant_le_depart(individu, period, payables))
        refuser_une_limite_inconnue(individu, period, payables, au_plus_tot, limite)
        return payables


def refuser_une_limite_inconnue(individu, period, payables, au_plus_tot, limite) -> None:
    """Refuse de qui le mois serait payé ou non selon une date de naissance qui manque : l'âge à la fin du contrat ne suffit pas."""
    if au_plus_tot is limite:
        return
    mois = cal.numero(period)
    qui = numpy.flatnonzero((au_plus_tot != cal.SANS_DATE) & (au_plus_tot < limite) & (au_plus_tot < cal.premier_jour(mois + 1)))
    incertains = individu.filled_array(False, dtype=bool)
    incertains[qui] = payables[qui] & cal.masque(mois, au_plus_tot[qui], limite[qui] - 1) != 0
    refuser_sans_age(
        individu, incertains & (individu("reliquat_debut", period) > 0),
        "L'âge de la retraite à taux plein peut arrêter le paiement ce mois-ci : la date de naissance est nécessaire, et manque.",
    )


@jusqu_a_une_saisie
def _jamais_inscrits(individu):
    """Whose right is given without a word on registration: registered all along."""
    jamais = individu.filled_array(True, dtype=bool)
    for mois in mois_connus(individu, "calendrier_inscription"):
        jamais &= lire(individu, "calendrier_inscription", mois) == 0
    return jamais


def jours_a_verser(individu, period, parameters):
    """The days of the month that could be paid, as long as either ledger, due or paid, has days left."""
    payables = cal.compter(individu("calendrier_payable", period))
    base = parameters(period).paiement.jours_par_mois
    if not base:
        return payables
    perdus = cal.nombre_jours(cal.numero(period)) - payables
    return numpy.maximum(base - perdus, 0) * (payables != 0)


class jours_indemnisables(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours du mois qui pourraient être payés sans activité"
    nature = "etat"
    reference = references(*PAIEMENT_MENSUEL)
    documentation = """
    Les jours du calendrier jusqu'au 31 mars 2025 ; depuis, trente pour tout mois, moins les jours calendaires qui ne
    peuvent pas être payés, et aucun quand aucun jour ne peut l'être. Ce qui reste du droit ne les limite pas.
    """

    def formula(individu, period, parameters):
        jours = jours_a_verser(individu, period, parameters)
        if registres_distincts(individu):
            jours = numpy.where(individu("reliquat_debut", period) > 0, jours, 0)
        return jours

    def explication(individu, period, parameters):
        jours = individu("jours_indemnisables", period)[0]
        total = int(cal.nombre_jours(cal.numero(period)))
        payables = int(cal.compter(individu("calendrier_payable", period))[0])
        base = parameters(period).paiement.jours_par_mois
        depart = individu("depart_volontaire_oppose", period)[0]
        if depart != numpy.datetime64("1970-01-01"):
            return f"{jours} jours payables : un départ volontaire, le {depart.item():%d/%m/%Y}, arrête le paiement."
        if not base:
            return f"{jours} jours payables sur les {total} du mois."
        if payables == 0:
            return "Aucun jour du mois ne peut être payé."
        if payables == total:
            return f"Mois complet : {base} jours quel que soit le mois."
        return f"{base} jours moins {total - payables} qui ne peuvent pas être payés : {jours}."


class jours_formation(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours du mois, parmi ceux qui peuvent être payés, d'une formation rémunérée par l'allocation"
    nature = "ecriture"
    reference = references(reglement("16", "(formation)"))

    def formula(individu, period, parameters):
        formations = lire(individu, "calendrier_formation", cal.numero(period))
        if formations is None:
            return individu.filled_array(0, dtype=numpy.int64)
        jours = cal.compter(formations & individu("calendrier_payable", period))
        return numpy.where(tout_le_mois_en_formation(individu, period), jours_a_verser(individu, period, parameters), jours)


def tout_le_mois_en_formation(individu, period):
    """Whose every payable day of the month is a day of training (bool array)."""
    formations = lire(individu, "calendrier_formation", cal.numero(period))
    if formations is None:
        return individu.filled_array(False, dtype=bool)
    payables = individu("calendrier_payable", period)
    return (payables != 0) & ((payables & ~formations) == 0)
