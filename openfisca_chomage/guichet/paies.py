"""Pay and hours of contracts, month by month, as decimals compute them.

Amounts are added in millionths, as integers: the sums do not depend on the order of the rows, and a cent is a cent. What
cannot be held in millionths (a pay of seventeen digits) is computed by decimals.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import numpy

from openfisca_chomage.guichet.contrats import Contrats
from openfisca_chomage.socle import calendrier as cal

__all__ = ["UNITE", "ajouter", "ensemble", "heures", "mensuel", "repartir", "sommer"]

#: An amount is held in millionths; those of a file are rounded to the cent.
UNITE, _CENTIME = 1_000_000, 10_000


def _millioniemes(montants):
    """(amounts in millionths, which are not exactly so)."""
    entiers = numpy.rint(montants * UNITE)
    return entiers.astype(numpy.int64), entiers / UNITE != montants


def mensuel(contrats: Contrats, montants):
    """A monthly amount; a month that the contract cuts has its share by calendar days, to the cent (of each month, NaN as 0)."""
    donnes = ~numpy.isnan(montants)
    lesquels = numpy.flatnonzero(donnes[contrats.rang])
    rangs, jours = contrats.rang[lesquels], contrats.nombre_de_jours()[lesquels]
    longueurs = cal.nombre_jours(contrats.mois[lesquels])
    entiers, fins = _millioniemes(numpy.where(donnes, montants, 0))
    parts = _au_centime(entiers[rangs], jours, longueurs)
    for rang in numpy.flatnonzero(fins[rangs]):
        exact = Decimal(str(float(montants[rangs[rang]]))) * int(jours[rang]) / int(longueurs[rang])
        parts[rang] = _decimal_en_millioniemes(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return contrats.qui[lesquels], contrats.mois[lesquels], parts


def _au_centime(unites, jours, longueurs):
    """``unites * jours / longueurs``, half up to the cent."""
    diviseur = 2 * _CENTIME * longueurs
    return (2 * unites * jours + _CENTIME * longueurs) // diviseur * _CENTIME


def _decimal_en_millioniemes(montant: Decimal) -> int:
    return int((montant * UNITE).to_integral_value(ROUND_HALF_UP))


def repartir(contrats: Contrats, totaux):
    """A total shared between the months of its contract by their days, to the cent, so that the sum is the total."""
    donnes = ~numpy.isnan(totaux)
    parts = numpy.zeros(len(contrats.rang), dtype=numpy.int64)
    reste, fins = _millioniemes(numpy.where(donnes, totaux, 0))
    jours_restants = contrats.fin - contrats.debut + 1
    nombres = contrats.nombre_de_jours()
    places = numpy.flatnonzero(donnes[contrats.rang])
    ordre = places[numpy.argsort(contrats.numero[places], kind="stable")]
    bornes = numpy.searchsorted(contrats.numero[ordre], numpy.arange(int(contrats.numero[ordre].max(initial=-1)) + 2))
    for debut, fin in zip(bornes[:-1], bornes[1:]):
        lignes = ordre[debut:fin]
        rangs, jours = contrats.rang[lignes], nombres[lignes]
        part = numpy.where(jours == jours_restants[rangs], reste[rangs], _au_centime(reste[rangs], jours, jours_restants[rangs]))
        parts[lignes] = part
        reste[rangs] -= part
        jours_restants[rangs] -= jours
    for rang in numpy.flatnonzero(donnes & fins):
        _repartir_un(contrats, rang, totaux[rang], parts, nombres)
    return contrats.qui[places], contrats.mois[places], parts[places]


def _repartir_un(contrats: Contrats, rang: int, total: float, parts, nombres) -> None:
    """The same for one total that is not in millionths."""
    reste, jours_restants = Decimal(str(float(total))), int(contrats.fin[rang] - contrats.debut[rang] + 1)
    for ligne in range(*numpy.searchsorted(contrats.rang, [rang, rang + 1])):
        jours = int(nombres[ligne])
        exact = reste if jours == jours_restants else (reste * jours / jours_restants).quantize(Decimal("0.01"), ROUND_HALF_UP)
        parts[ligne] = _decimal_en_millioniemes(exact)
        reste, jours_restants = reste - exact, jours_restants - jours


def ensemble(*parties):
    """Several (claimants, months, amounts), one after the other."""
    return tuple(numpy.concatenate(une) for une in zip(*parties))


def heures(contrats: Contrats):
    """The hours of contracts: (claimants, months, millionths)."""
    return ensemble(mensuel(contrats, contrats.colonne("heures_mensuelles")), repartir(contrats, contrats.colonne("heures")))


def ajouter(unites, montants):
    """The sum of millionths and of amounts, as decimals add them."""
    entiers = numpy.rint(montants * UNITE)
    total = (unites + entiers) / UNITE
    reste = (unites != 0) & (entiers / UNITE != montants)
    total = numpy.where(unites == 0, montants, total)
    for rang in numpy.flatnonzero(reste):
        total[rang] = float(Decimal(int(unites[rang])) / UNITE + Decimal(str(float(montants[rang]))))
    return total


def sommer(groupe, montants, nombre: int):
    """The sum of amounts by group, as decimals add them."""
    entiers, fins = _millioniemes(montants)
    somme = numpy.bincount(groupe, weights=entiers, minlength=nombre) / UNITE
    for un in numpy.unique(groupe[fins]):
        somme[un] = float(sum((Decimal(str(float(montant))) for montant in montants[groupe == un]), Decimal(0)))
    return somme
