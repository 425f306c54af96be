"""How the rows of claimants are coded: arrays of numbers, whichever door they come by.

A day is its number since 1970, a month ``12 * year + month - 1``, a name of a list its rank, a yes/no 1 or 0.
"""

from __future__ import annotations

import datetime

import numpy

from openfisca_chomage.guichet.catalogue import Donnee

__all__ = ["ABSENT", "JOUR_ABSENT", "coder", "colonne", "numero_du_jour", "numero_du_mois"]

#: No value: of a list, a whole number or a yes/no; of a day or of a month. A number that is missing is NaN.
ABSENT, JOUR_ABSENT = -1, -(2**31)

#: The ordinal of 1 January 1970.
_EPOQUE = 719163

_TYPES = {"date": numpy.int64, "nombre": float, "entier": numpy.int32, "booleen": numpy.int8, "enum": numpy.int16}
_VIDES = {"date": JOUR_ABSENT, "nombre": numpy.nan}


def numero_du_jour(jour: datetime.date) -> int:
    """The number of a day."""
    return jour.toordinal() - _EPOQUE


def numero_du_mois(mois: str) -> int:
    """The number of a month, ``2025-03``."""
    return int(mois[:4]) * 12 + int(mois[5:]) - 1


def coder(donnee: Donnee, valeur) -> float | int:
    """The code of a value of a column; None is no value."""
    if valeur is None:
        return _VIDES.get(donnee.genre, ABSENT)
    if donnee.genre == "date":
        return numero_du_jour(valeur)
    if donnee.genre == "enum":
        return donnee.liste[valeur].index
    return valeur


def colonne(donnee: Donnee, valeurs: list) -> numpy.ndarray:
    """The codes of the values of a column."""
    return numpy.array([coder(donnee, valeur) for valeur in valeurs], dtype=_TYPES[donnee.genre])
