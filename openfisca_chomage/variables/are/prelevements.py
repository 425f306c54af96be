"""From the daily allowance to what is paid: pension levy, CSG, CRDS, local regime (article 19; CSS)."""

import numpy

from openfisca_chomage.nomenclatures import RegimeAlsaceMoselle, Territoire
from openfisca_chomage.reglements import REVENU_D_OUTRE_MER
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import lire
from openfisca_chomage.socle.inchange import TOUS
from openfisca_chomage.socle.monnaie import au_centime, entier_superieur
from openfisca_chomage.socle.phrases import euros, pour_cent
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import CRDS, CSG, SMIC_JOURNALIER, code_securite_sociale, references, reglement
from openfisca_chomage.variables.are.degressivite import (
    dernier_jour_en_formation,
)


def smic_journalier(parameters, period):
    """The daily minimum wage of the month paid for, to the euro above: a seventh of 35 hourly wages."""
    loi = parameters(period).prelevements
    return float(entier_superieur(loi.smic_horaire * loi.duree_legale_hebdomadaire / loi.jours_semaine))


def retraite(individu, period, parameters, allocation, qui=TOUS):
    """3 % of the reference daily wage, without going under the minimum allowance (article 19)."""
    loi = parameters(period)
    due = au_centime(loi.prelevements.retraite.taux * individu("salaire_journalier_reference", period)[qui])
    marge = numpy.maximum(allocation - loi.allocation_journaliere.minimum, 0)
    return numpy.minimum(due, au_centime(marge))


class taux_csg(VariableChomage):
    value_type = float
    default_value = 0.0
    unit = "/1"
    label = "Taux de la CSG sur l'allocation"
    nature = "niveau"
    reference = references(*CSG)
    documentation = """
    Nul si le revenu fiscal de l'avant-dernière année n'excède pas le premier seuil ; réduit si lui, ou celui de
    l'année d'avant, n'excède pas le second ; plein sinon, et quand le revenu n'est pas connu.
    """

    def formula(individu, period, parameters):
        loi = parameters(period).prelevements
        n2 = lire(individu, "revenu_fiscal_reference_n2", cal.numero(period))
        if n2 is None or not (n2 >= 0).any():
            return individu.filled_array(loi.csg.taux_plein, dtype=numpy.float64)
        refuser_revenu_d_outre_mer(individu, period)
        exoneration, reduit = seuils_revenu_fiscal(individu, period, parameters)
        n3 = lire(individu, "revenu_fiscal_reference_n3", cal.numero(period))
        sous_le_second = n2 <= reduit
        if n3 is not None:
            sous_le_second = sous_le_second | ((n3 >= 0) & (n3 <= reduit))
        taux = numpy.where(n2 <= exoneration, 0.0, numpy.where(sous_le_second, loi.csg.taux_reduit, loi.csg.taux_plein))
        return numpy.where(n2 >= 0, taux, loi.csg.taux_plein)


def refuser_revenu_d_outre_mer(individu, period, reste="reliquat_debut") -> None:
    """Refuse who has days left in the month, lives overseas and gives a taxable income: whoever else is computed with her.

    ``reste`` is the ledger: that of what is due here, that of what was paid where what was paid is computed.
    """
    mois = cal.numero(period)
    n2, territoires = lire(individu, "revenu_fiscal_reference_n2", mois), lire(individu, "territoire", mois)
    if n2 is None or territoires is None:
        return
    concernes = (n2 >= 0) & (numpy.asarray(territoires) == Territoire.drom.index)
    if concernes.any():
        refuser_le_premier(
            individu, concernes & (individu(reste, period) > 0), "revenu_fiscal_reference_n2", period,
            f"{REVENU_D_OUTRE_MER} ne sont pas tous publiés et diffèrent entre la Guyane et les "
            "autres territoires : retirez le revenu fiscal (la CSG est alors au taux plein).",
        )


def seuils_revenu_fiscal(individu, period, parameters):
    """The two thresholds of taxable income of a household, by its half-shares (mainland France)."""
    loi = parameters(period).prelevements.revenu_fiscal.metropole
    demi_parts = (individu("nombre_parts_fiscales", period) - 1) * 2
    return (
        au_centime(loi.exoneration + demi_parts * loi.exoneration_demi_part),
        au_centime(loi.taux_reduit + demi_parts * loi.taux_reduit_demi_part),
    )


def par_jour(individu, period, parameters, allocation, formation=False, qui=TOUS):
    """One day's allowance: gross, CSG, CRDS, local contribution and net (a dict of arrays, euros).

    The CSG then the CRDS, then the local contribution, take no more than what leaves the daily minimum wage. A day
    of training pays neither.
    """
    levee = retraite(individu, period, parameters, allocation, qui)
    return jour_brut(individu, period, parameters, au_centime(allocation - levee), formation, qui)


def jour_brut(individu, period, parameters, brute, formation, qui=TOUS):
    """From the gross of a day to its net: CSG, CRDS, local contribution (a dict of arrays, euros)."""
    loi = parameters(period).prelevements
    zero = numpy.zeros(len(brute))
    jour = {"brute": brute, "csg": zero, "crds": zero, "locale": zero, "nette": brute}
    marge = au_centime(numpy.maximum(brute - smic_journalier(parameters, period), 0))
    if numpy.all(formation) or not marge.any():
        return jour
    marge = numpy.where(formation, 0.0, marge)
    assiette = loi.assiette * brute
    taux = individu("taux_csg", period)[qui]
    jour["csg"] = numpy.minimum(au_centime(taux * assiette), marge)
    marge = au_centime(marge - jour["csg"])
    jour["crds"] = numpy.minimum(numpy.where(taux > 0, au_centime(loi.crds.taux * assiette), 0.0), marge)
    regimes = lire(individu, "regime_alsace_moselle", cal.numero(period))
    if regimes is not None and numpy.asarray(regimes).any():
        marge = au_centime(marge - jour["crds"])
        regimes = numpy.asarray(regimes)[qui]
        local = numpy.select(
            [regimes == RegimeAlsaceMoselle.general.index, regimes == RegimeAlsaceMoselle.agricole.index],
            [loi.alsace_moselle.taux_general, loi.alsace_moselle.taux_agricole], 0.0,
        )
        jour["locale"] = numpy.minimum(numpy.where(taux > 0, au_centime(local * brute), 0.0), marge)
    jour["nette"] = au_centime(brute - jour["csg"] - jour["crds"] - jour["locale"])
    return jour








def du_dernier_jour(individu, period, parameters, quoi):
    """What is taken from the gross of the last day paid of the month, else of the next payable day."""
    brute = individu("allocation_journaliere_brute", period)
    return jour_brut(individu, period, parameters, brute, dernier_jour_en_formation(individu, period))[quoi]


class retenue_retraite_journaliere(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Participation journalière à la retraite complémentaire"
    nature = "etat"
    reference = references(reglement("19"))

    def formula(individu, period, parameters):
        return retraite(individu, period, parameters, individu("allocation_journaliere", period))

    def explication(individu, period, parameters):
        taux = parameters(period).prelevements.retraite.taux
        minimum = parameters(period).allocation_journaliere.minimum
        return f"{pour_cent(taux)} du salaire journalier de référence, sans que l'allocation descende sous {euros(minimum)}."


class allocation_journaliere_brute(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation journalière après participation à la retraite"
    nature = "etat"
    reference = references(reglement("19"))

    def formula(individu, period, parameters):
        return au_centime(individu("allocation_journaliere", period) - individu("retenue_retraite_journaliere", period))


class csg_journaliere(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "CSG par jour"
    nature = "etat"
    reference = references(*CSG, *SMIC_JOURNALIER)

    def formula(individu, period, parameters):
        return du_dernier_jour(individu, period, parameters, "csg")

    def explication(individu, period, parameters):
        csg = individu("csg_journaliere", period)[0]
        smic = f"{smic_journalier(parameters, period):.0f} €"
        if individu("allocation_journaliere_brute", period)[0] <= smic_journalier(parameters, period):
            return f"Aucune : l'allocation ne dépasse pas le SMIC journalier de {smic}."
        taux = pour_cent(individu("taux_csg", period))
        assiette = pour_cent(parameters(period).prelevements.assiette)
        limite = f", sans que le net descende sous le SMIC journalier de {smic}"
        return f"{taux} de {assiette} de l'allocation brute{limite}." if csg else "Aucune : revenu fiscal ou formation."


class crds_journaliere(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "CRDS par jour"
    nature = "etat"
    reference = references(*CRDS, *SMIC_JOURNALIER)

    def formula(individu, period, parameters):
        return du_dernier_jour(individu, period, parameters, "crds")


class cotisation_alsace_moselle_journaliere(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Cotisation journalière au régime local d'Alsace-Moselle"
    nature = "etat"
    reference = references(code_securite_sociale("L325-1"), code_securite_sociale("D325-4"), *SMIC_JOURNALIER)

    def formula(individu, period, parameters):
        return du_dernier_jour(individu, period, parameters, "locale")


class allocation_journaliere_nette(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation journalière nette"
    nature = "etat"
    reference = references(reglement("19"), *CSG, *CRDS)

    def formula(individu, period, parameters):
        prelevements = sum(
            individu(nom, period)
            for nom in ("csg_journaliere", "crds_journaliere", "cotisation_alsace_moselle_journaliere")
        )
        return au_centime(individu("allocation_journaliere_brute", period) - prelevements)




