"""Euros and days: the one rounding, half up, proof against binary representation.

57 % of 123.50 € is 70.395 €, which the law rounds to 70.40 €. In binary the product is
70.39499999999998: ``numpy.round`` and ``floor(x * 100 + .5)`` both give 70.39. The products of the
law have at most eight decimals of a cent; a margin far under their grain, and far over the error of
a double, sends each of them to the right side.
"""

from __future__ import annotations

import numpy

__all__ = ["au_centime", "entier_inferieur", "entier_le_plus_proche", "entier_superieur"]

#: Absolute and relative margins, in the unit that is rounded (cents or days). The finest product of the
#: law is 0.062 x 0.9825 x an amount in cents: its grain is 1e-6 cent, a margin of 3e-8 stays under it.
MARGE = 1e-9
MARGE_RELATIVE = 1e-12


def _avec_marge(valeur):
    return valeur + (MARGE + MARGE_RELATIVE * abs(valeur))


def _arrondi(valeur, unites):
    """``valeur`` in so many units, rounded half up: one array, written in place."""
    resultat = numpy.multiply(valeur, unites * (1 + MARGE_RELATIVE), dtype=numpy.float64)
    if not resultat.ndim:
        return numpy.floor(resultat + (0.5 + MARGE))
    resultat += 0.5 + MARGE
    return numpy.floor(resultat, out=resultat)


def au_centime(montant):
    """Round an amount in euros (scalar or array, positive) to the cent, half up."""
    centimes = _arrondi(montant, 100.0)
    if not centimes.ndim:
        return centimes / 100.0
    centimes /= 100.0
    return centimes


def entier_le_plus_proche(valeur):
    """Round to the nearest integer, half up (float result)."""
    return _arrondi(valeur, 1.0)


def entier_inferieur(valeur):
    """The integer part, where 12.999999999999998 is 13 (float result)."""
    return numpy.floor(_avec_marge(valeur))


def entier_superieur(valeur):
    """The integer above, where 547.0000000000001 is 547 (float result)."""
    return numpy.ceil(valeur - (MARGE + MARGE_RELATIVE * abs(valeur)))
