"""How long the right lasts (articles 9 and 9 bis of the règlement)."""

import numpy

from openfisca_chomage.nomenclatures import MotifRupture, Territoire
from openfisca_chomage.reglements import DECRET_2019
from openfisca_chomage.regles import base_de_la_duree, duree_maximale, duree_minimale
from openfisca_chomage.socle.carriere import fige
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.monnaie import entier_superieur
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement, texte
from openfisca_chomage.variables.are.affiliation import jours_saisonniers, jours_travailles, premiere_admission
from openfisca_chomage.variables.are.age import exiger_age
from openfisca_chomage.variables.are.salaire_reference import (
    carriere_affiliation,
    jours_affiliation,
    jours_avec_inactivite_limitee,
    jours_calendaires_de_travail,
)

#: Les états faute desquels la durée n'était pas faite : l'un d'eux, donné plus tard, la fait.
CE_QUI_FAIT_LA_DUREE = ("age_fin_contrat", "jours_calendaires_reference", "jours_reference")


class age_fin_contrat(VariableChomage):
    value_type = int
    unit = "an"
    label = "Âge à la fin du contrat qui a ouvert le droit"
    nature = "etat"
    reference = references(reglement("3", "§ 1"), reglement("9", "§ 4"), reglement("17 bis", "§ 1"))
    documentation = "-1 : la date de naissance n'est pas connue."

    def formula(individu, period):
        return fige(individu, "age_fin_contrat", period, lambda carriere: carriere.age, -1)

@base_de_la_duree.depuis(DECRET_2019)
def base_2019(carriere):
    """Days worked of the affiliation period x 1.4, the integer above."""
    return jours_calendaires_de_travail(carriere, jours_affiliation(carriere))


@base_de_la_duree.depuis("2021-10-01")
def base_2021(carriere):
    """Calendar days, those not worked limited."""
    return jours_avec_inactivite_limitee(carriere)


def base_maximale(carriere):
    """730, 913 or 1,095 days by age, before the coefficient."""
    maximum = Loi(carriere.individu, carriere.loi).duree.maximum
    return numpy.select(
        [carriere.age >= maximum.age_longue, carriere.age >= maximum.age_intermediaire],
        [maximum.longue, maximum.intermediaire],
        maximum.courte,
    )


class jours_reference(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Base de la durée d'indemnisation"
    nature = "etat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(durée d'indemnisation)"), reglement("9", "§§ 1 à 3", loi=("2021-10-01", "")),
        reglement("9", "§ 4"),
    )

    def formula(individu, period):
        def a_l_ouverture(carriere):
            base, maximum = base_de_la_duree(carriere.loi, carriere, regime=carriere.regime), base_maximale(carriere)
            exiger_age(carriere, base > maximum, "jours_reference")
            return numpy.minimum(base, maximum)

        return fige(individu, "jours_reference", period, a_l_ouverture, 0, faute_de=("age_fin_contrat", "jours_calendaires_reference"))


def sans_coefficient(carriere):
    """Who lives in a territory where the duration is not reduced."""
    return carriere.entree("territoire") == Territoire.drom.index

@duree_minimale.depuis(DECRET_2019)
def minimum_general(carriere):
    """182 days (122 during the health crisis)."""
    return Loi(carriere.individu, carriere.loi).duree.minimum + numpy.zeros(len(carriere.indices), dtype=numpy.int64)


@duree_minimale.depuis("2025-04-01")
def minimum_2025(carriere):
    """152 days where all the contract days of the period are seasonal."""
    affiliation = carriere_affiliation(carriere)
    minimum = minimum_general(carriere)
    saisonniers = jours_saisonniers(affiliation)
    tous = (saisonniers > 0) & (saisonniers == jours_travailles(affiliation))
    return numpy.where(tous, Loi(carriere.individu, carriere.loi).duree.minimum_saisonniers, minimum)


@duree_minimale.depuis("2026-04-01")
def minimum_2026(carriere):
    """152 days too for a first-time entrant, whatever affiliation admits her."""
    minimum = minimum_2025(carriere)
    return numpy.where(premiere_admission(carriere), Loi(carriere.individu, carriere.loi).duree.minimum_primo_entrants, minimum)

@duree_maximale.depuis(DECRET_2019)
def maximum_par_age(carriere):
    """The maximum base, under the coefficient where it applies, the integer above (548, 685, 822)."""
    return entier_superieur(base_maximale(carriere) * coefficient(carriere))


@duree_maximale.depuis("2026-09-01")
def maximum_rupture_conventionnelle(carriere):
    """456 or 624 days after an individual rupture conventionnelle."""
    loi = Loi(carriere.individu, carriere.loi).duree.rupture_conventionnelle
    longue = carriere.age >= loi.age_longue
    exempte = sans_coefficient(carriere)
    plafond = numpy.where(
        exempte,
        numpy.where(longue, loi.longue_sans_coefficient, loi.courte_sans_coefficient),
        numpy.where(longue, loi.longue, loi.courte),
    )
    general = maximum_par_age(carriere)
    concerne = carriere.valeur("motif_examine") == MotifRupture.rupture_conventionnelle.index
    return numpy.where(concerne, numpy.minimum(general, plafond), general)


def coefficient(carriere):
    """0.75 since 1 February 2023, but in the territories that the règlement leaves out."""
    return numpy.where(sans_coefficient(carriere), 1.0, Loi(carriere.individu, carriere.loi).duree.coefficient)


class duree_indemnisation(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Durée d'indemnisation accordée à l'ouverture"
    nature = "etat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(durée d'indemnisation)"), reglement("9", "§ 4", loi=("", "2023-02-01")),
        reglement("9", "§§ 1 et 4", loi=("2023-02-01", "")), code_du_travail("R5422-1", "alinéa 1", horloge="loi"),
        texte("decret_2020_929", "Décret n° 2020-929 du 29 juillet 2020"),
        code_du_travail("L5422-2-2", "alinéa 2", horloge="loi", loi=("2026-04-01", "")),
        code_du_travail("L5422-2", "(mode de rupture)", horloge="loi", loi=("2026-09-01", ""), motifs=("rupture_conventionnelle",)),
        texte("avenant_2026", "Avenant n° 2 du 25 février 2026", motifs=("rupture_conventionnelle",)),
    )
    documentation = """
    La base bornée, réduite par le coefficient (entier supérieur), relevée au minimum après le coefficient, puis
    bornée au maximum de l'âge et du motif.
    """

    def formula(individu, period):
        def a_l_ouverture(carriere):
            base = carriere.valeur("jours_reference")
            exiger_age(carriere, base > 0, "duree_indemnisation")
            duree = entier_superieur(base * coefficient(carriere))
            duree = numpy.maximum(duree, duree_minimale(carriere.loi, carriere, regime=carriere.regime))
            duree = numpy.minimum(duree, duree_maximale(carriere.loi, carriere, regime=carriere.regime))
            return numpy.where(carriere.constate & (base <= 0), 0, duree)

        return fige(individu, "duree_indemnisation", period, a_l_ouverture, 0, faute_de=CE_QUI_FAIT_LA_DUREE)

    def explication(individu, period, parameters):
        base, duree = individu("jours_reference", period)[0], individu("duree_indemnisation", period)[0]
        loi = Loi(individu, individu("loi_du_droit", period).astype("datetime64[D]").astype(int)).duree
        taux = float(numpy.atleast_1d(loi.coefficient)[0])
        if individu("territoire", period)[0] == Territoire.drom.index:
            taux = 1.0
        reduite = int(entier_superieur(base * taux))
        phrase = f"{base} jours de base x {taux:g} = {reduite}".replace(".", ",")
        if duree > reduite:
            return f"{phrase}, relevés au minimum de {duree} jours."
        if duree < reduite:
            return f"{phrase}, limités au maximum de {duree} jours."
        return f"{phrase} jours."
