"""Part saisissable de l'allocation du mois (articles L3252-2 et R3252-2 du Code du travail)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import lire
from openfisca_chomage.socle.monnaie import au_centime
from openfisca_chomage.socle.phrases import euros
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references


def fraction_saisissable(loi, ressources, personnes):
    """The share of a month's net resources that may be seized: the scale's thresholds rise with each dependant.

    Args:
        loi: the parameters ``recouvrement.saisissable`` of the month.
        ressources: net resources of the month, euros.
        personnes: number of dependants.
    """
    majoration = loi.majoration_par_personne * personnes
    annuelles = 12 * ressources
    sous_majoration = numpy.minimum(annuelles, majoration)
    au_dela = loi.bareme.calc(annuelles - sous_majoration)
    return (au_dela + loi.bareme.rates[0] * sous_majoration) / 12


class retenue_maximale(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Part saisissable de l'allocation nette du mois"
    nature = "flux"
    reference = references(
        code_du_travail("L5428-1"), code_du_travail("L3252-2"), code_du_travail("L3252-3"), code_du_travail("R3252-2"),
        code_du_travail("R3252-3"), code_du_travail("L3252-5"), code_du_travail("R3252-5"),
    )
    documentation = """
    Le barème du mois, selon les personnes à charge, sur l'allocation nette due et les autres ressources saisissables
    si elles sont données, l'impôt prélevé déduit ; il reste toujours le revenu de solidarité d'une personne seule.
    """

    def formula(individu, period, parameters):
        loi, mois = parameters(period).recouvrement.saisissable, cal.numero(period)
        allocation = individu("are_nette", period)
        ressources = allocation
        autres, impot = (lire(individu, nom, mois) for nom in ("autres_ressources_saisissables", "impot_preleve"))
        if autres is not None:
            ressources = ressources + autres
        if impot is not None:
            ressources = numpy.maximum(ressources - impot, 0)
        personnes = lire(individu, "personnes_a_charge", mois)
        maximum = individu.filled_array(0.0, dtype=numpy.float64)
        qui = numpy.flatnonzero((allocation > 0) & (ressources > loi.rsa_personne_seule))
        ressources = ressources[qui]
        fraction = fraction_saisissable(loi, ressources, 0 if personnes is None else personnes[qui])
        maximum[qui] = numpy.minimum(numpy.minimum(fraction, ressources - loi.rsa_personne_seule), allocation[qui])
        return au_centime(maximum)

    def explication(individu, period, parameters):
        loi = parameters(period).recouvrement.saisissable
        personnes = lire(individu, "personnes_a_charge", cal.numero(period))
        charge = 0 if personnes is None else int(personnes[0])
        maximum = euros(individu("retenue_maximale", period))
        plancher = euros(loi.rsa_personne_seule)
        return (
            f"Barème du mois sur {euros(individu('are_nette', period))} nets, {charge} personne(s) à charge, "
            f"sans laisser moins de {plancher} : {maximum}."
        )
