"""Salaire de référence et salaire journalier (articles 9 et 11 à 13 du règlement)."""

import numpy

from openfisca_chomage.reglements import DECRET_2019
from openfisca_chomage.regles import diviseur_du_salaire, periode_du_salaire
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import fige, refaits
from openfisca_chomage.socle.histoire import est_connue
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.monnaie import au_centime
from openfisca_chomage.socle.phrases import euros, nombre
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement, texte
from openfisca_chomage.variables.are.affiliation import contrats_de_la_periode_longue, debut_periode, jours_travailles
from openfisca_chomage.variables.are.age import exiger_age
from openfisca_chomage.variables.are.allocation_journaliere import loi_de_chacun
from openfisca_chomage.variables.are.revalorisation import plafonds_mensuels, salaire_journalier_revalorise, salaire_revalorise


def entiere(jours, taux):
    """Integer part of ``jours x taux`` (0.7 x 350 is 245), in integers: days are never floating."""
    millieme = numpy.rint(numpy.asarray(taux) * 1000).astype(numpy.int64)
    return jours * millieme // 1000


def jours_calendaires_de_travail(carriere, jours):
    """Days worked turned into calendar days: x 1.4, the integer above."""
    coefficient = Loi(carriere.individu, carriere.loi).salaire_reference.coefficient_jours_calendaires
    millieme = numpy.rint(numpy.asarray(coefficient) * 1000).astype(numpy.int64)
    return -(-jours * millieme // 1000)

@periode_du_salaire.depuis(DECRET_2019)
def douze_mois_civils(carriere):
    """The twelve civil months before the last day worked; its month counts where it is the last of its month."""
    nombre = numpy.asarray(Loi(carriere.individu, carriere.loi).salaire_reference.periode_calcul_mois).astype(numpy.int64)
    mois = cal.mois_du_jour(carriere.fin)
    complet = carriere.fin == cal.premier_jour(mois + 1) - 1
    dernier = numpy.where(complet, mois, mois - 1)
    return numpy.stack([cal.premier_jour(dernier - nombre + 1), cal.premier_jour(dernier + 1) - 1], axis=1)


@periode_du_salaire.depuis("2021-10-01")
def periode_affiliation(carriere):
    """The affiliation period itself."""
    return numpy.stack([debut_periode(carriere), carriere.fin], axis=1)


def carriere_du_salaire(carriere):
    """The career over the period whose pay makes the reference wage."""

    def calcul(une):
        bornes = periode_du_salaire(une.loi, une, regime=une.regime)
        return une.sur(numpy.maximum(bornes[:, 0], debut_periode(une)), bornes[:, 1])

    return carriere.retenir("du_salaire", calcul)


def carriere_affiliation(carriere):
    """The career over its affiliation period."""
    return carriere.retenir("affiliation", lambda une: une.sur(debut_periode(une)))


def _paies(carriere):
    """Pay of each month: work never declared left out, suspended days put back at the usual pay."""
    paie = carriere.matrice("salaire_brut")
    individu = carriere.individu
    if est_connue(individu, "salaire_non_declare"):
        exclus = carriere.jours_non_declares() != 0
        paie = numpy.maximum(paie - numpy.where(exclus, carriere.matrice("salaire_non_declare"), 0), 0)
    if est_connue(individu, "salaire_habituel"):
        contrats = carriere.matrice("calendrier_contrats")
        suspendus = cal.compter(carriere.matrice("calendrier_suspension") & contrats)
        part = suspendus / numpy.maximum(cal.compter(contrats), 1)
        paie = paie + carriere.matrice("salaire_habituel") * part
    if est_connue(individu, "primes"):
        primes = carriere.matrice("primes")
        anciennes = numpy.zeros(individu.count, dtype=bool)
        anciennes[carriere.indices] = (primes > 0).any(axis=1) & (carriere.loi < _PRIMES_EN_ENTIER)
        refuser_le_premier(
            individu, anciennes, "primes", carriere.period,
            "Pour une fin de contrat d'avant le 1er octobre 2021, les primes ne sont pas comptées en entier et leur "
            "prorata n'est pas modélisé : ajoutez à salaire_brut la part de la prime qui se rapporte à chaque mois.",
        )
        paie = paie + primes
    return paie

#: Since this day, a premium received in the period counts whole (décret n° 2021-346, article 1er).
_PRIMES_EN_ENTIER = int(numpy.datetime64("2021-10-01", "D").astype(int))


class salaire_reference(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Salaire de référence"
    nature = "etat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(salaire de référence)"), reglement("11", "§ 1", loi=("2021-10-01", "")),
        reglement("12", "§§ 1 et 3", loi=("2021-10-01", "")), reglement("20", "(revalorisation)"),
    )
    documentation = """
    Les rémunérations de la période de référence, mois par mois dans la limite de quatre plafonds de la sécurité
    sociale de ce mois, arrondies au centime. Revalorisé quand toutes ont au moins six mois.
    """

    def formula(individu, period):
        def a_l_ouverture(carriere):
            carriere.valeur("derniere_remuneration")  # Read at a later revaluation: known while the career is at hand.
            exiger_age(carriere, contrats_de_la_periode_longue(carriere), "salaire_reference")
            du_salaire = carriere_du_salaire(carriere)
            mois = numpy.arange(du_salaire.premier_mois, du_salaire.dernier_mois + 1)
            paies = _paies(du_salaire)
            numpy.minimum(paies, plafonds_mensuels(individu, mois, carriere.loi), out=paies)
            return au_centime(du_salaire.dans_la_periode(paies))

        return salaire_revalorise(individu, period, fige(individu, "salaire_reference", period, a_l_ouverture, 0.0))

    def explication(individu, period, parameters):
        montant = individu("salaire_reference", period)[0]
        fois = nombre(Loi(individu, loi_de_chacun(individu, period)).salaire_reference.nombre_plafonds)
        return f"Rémunérations de la période de référence, {fois} plafonds de la sécurité sociale au plus par mois : {euros(montant)}."


class derniere_remuneration(VariableChomage):
    import datetime

    value_type = datetime.date
    label = "Dernier jour dont la paie est dans le salaire de référence"
    nature = "niveau"
    reference = references(reglement("20", "(revalorisation)"))
    del datetime

    def formula(individu, period):
        def a_l_ouverture(carriere):
            du_salaire = carriere_du_salaire(carriere)
            dernier = du_salaire.dernier_jour_de_contrat()
            return cal.en_dates(numpy.where(dernier < du_salaire.debut, carriere.fin - 1, dernier))

        return fige(individu, "derniere_remuneration", period, a_l_ouverture, numpy.datetime64("1970-01-01"))


class jours_calendaires_reference(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours calendaires du premier contrat de la période à sa fin, jours neutralisés déduits"
    nature = "etat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(durée d'indemnisation)"), reglement("9", "§§ 1 et 2", loi=("2021-10-01", "")),
    )

    def formula(individu, period):
        def a_l_ouverture(carriere):
            exiger_age(carriere, contrats_de_la_periode_longue(carriere), "jours_calendaires_reference")
            affiliation = carriere_affiliation(carriere)
            premier = affiliation.premier_jour_de_contrat()
            return numpy.maximum(
                affiliation.fin - premier + 1 - affiliation.compter_calendrier("calendrier_neutralise", premier), 0
            )

        return fige(individu, "jours_calendaires_reference", period, a_l_ouverture, 0)


def jours_avec_inactivite_limitee(carriere):
    """Calendar days, those not worked counted up to 75 %, then 70 %, of the days worked (article 9, § 3)."""
    calendaires = carriere.valeur("jours_calendaires_reference")
    travailles = jours_calendaires_de_travail(carriere, jours_affiliation(carriere))
    plafond = entiere(travailles, Loi(carriere.individu, carriere.loi).salaire_reference.plafond_jours_non_travailles)
    non_travailles = numpy.maximum(calendaires - travailles, 0)
    return numpy.minimum(calendaires, travailles + numpy.minimum(non_travailles, plafond))


def jours_affiliation(carriere):
    """Days worked of the affiliation: those of the event, given or counted."""
    jours = carriere.valeur("jours_travailles_affiliation")
    return numpy.where(jours > 0, jours, 0)

@diviseur_du_salaire.depuis(DECRET_2019)
def diviseur_2019(carriere):
    """Days worked of the twelve months x 1.4, not rounded; 130 or 88 days at least (the ratio is bounded by 1).

    0 where no contract is known: the right is given.
    """
    loi = Loi(carriere.individu, carriere.loi).salaire_reference
    jours = jours_travailles(carriere_du_salaire(carriere))
    retenus = numpy.where(carriere.finit_sous_contrat, numpy.maximum(jours, loi.jours_coefficient_ancien), 0)
    return numpy.round(retenus * loi.coefficient_jours_calendaires, 6)


@diviseur_du_salaire.depuis("2021-10-01")
def diviseur_2021(carriere):
    """Calendar days, those not worked limited."""
    return jours_avec_inactivite_limitee(carriere).astype(numpy.float64)


class diviseur_salaire_reference(VariableChomage):
    value_type = float
    unit = "jour"
    label = "Diviseur du salaire de référence"
    nature = "etat"
    reference = references(texte("maintien_de_2017", "5, III", "(salaire de référence)"), reglement("13", loi=("2021-10-01", "")))

    def formula(individu, period):
        def a_l_ouverture(carriere):
            return diviseur_du_salaire(carriere.loi, carriere, regime=carriere.regime)

        return fige(individu, "diviseur_salaire_reference", period, a_l_ouverture, 0.0, faute_de=("jours_calendaires_reference",))

    def explication(individu, period, parameters):
        diviseur = individu("diviseur_salaire_reference", period)[0]
        calendaires = individu("jours_calendaires_reference", period)[0]
        if diviseur < calendaires:
            return f"{nombre(diviseur)} jours : les jours non travaillés sont limités, sur {calendaires} jours calendaires."
        return f"{nombre(diviseur)} jours calendaires du premier contrat de la période à sa fin."


#: Les états faute desquels le SJR n'était pas fait : l'un d'eux, donné plus tard, le fait.
CE_QUI_FAIT_LE_SJR = ("salaire_reference", "diviseur_salaire_reference", "jours_calendaires_reference")


class salaire_journalier_reference(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Salaire journalier de référence (SJR)"
    nature = "etat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(salaire de référence)"), reglement("13", loi=("2021-10-01", "")),
        reglement("20", "(revalorisation)"),
    )

    def formula(individu, period):
        def a_l_ouverture(carriere):
            salaire, diviseur = carriere.valeur("salaire_reference"), carriere.valeur("diviseur_salaire_reference")
            return au_centime(numpy.where(diviseur > 0, salaire / numpy.where(diviseur > 0, diviseur, 1), 0.0))

        journaliers = fige(individu, "salaire_journalier_reference", period, a_l_ouverture, 0.0, faute_de=CE_QUI_FAIT_LE_SJR)
        refaits_ce_mois = refaits(individu, ("salaire_journalier_reference",), period, faute_de=CE_QUI_FAIT_LE_SJR)
        return salaire_journalier_revalorise(individu, period, journaliers, sauf=refaits_ce_mois)

    def explication(individu, period, parameters):
        salaire = individu("salaire_reference", period)[0]
        diviseur = individu("diviseur_salaire_reference", period)[0]
        if diviseur <= 0 or salaire <= 0:
            return "Salaire journalier de référence donné par le dossier."
        return f"Salaire de référence de {euros(salaire)} divisé par {nombre(diviseur)} jours."


class coefficient_temps_partiel(VariableChomage):
    value_type = float
    unit = "/1"
    label = "Coefficient de temps partiel du droit"
    nature = "etat"
    reference = references(reglement("15"))
    documentation = """
    Moyenne des quotités de travail des mois de la période du salaire de référence, pondérée par leurs jours sous
    contrat ; 1 au plus.
    """

    def formula(individu, period):
        def a_l_ouverture(carriere):
            if not est_connue(individu, "quotite_travail"):
                return 1.0
            du_salaire = carriere_du_salaire(carriere)
            jours = cal.compter(du_salaire.contrats)
            total = jours.sum(axis=1)
            moyenne = (du_salaire.matrice("quotite_travail") * jours).sum(axis=1) / numpy.maximum(total, 1)
            quotite_du_mois = carriere.entree("quotite_travail")
            return numpy.minimum(numpy.where(total > 0, numpy.round(moyenne, 12), quotite_du_mois), 1.0)

        return fige(individu, "coefficient_temps_partiel", period, a_l_ouverture, 1.0)
