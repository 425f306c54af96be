"""Months and days as integers, and months as sets of days.

A month is numbered ``12 * year + month - 1``; a day is the number of days since 1 January 1970, as in
``datetime64[D]``. A *calendar* of a month is an int32 whose bit ``d - 1`` says that day ``d`` counts:
union, intersection, count, first and last day are exact and vectorised.
"""

from __future__ import annotations

import functools

import numpy
from openfisca_core import periods
from openfisca_core.periods import DateUnit, Instant, Period

__all__ = [
    "SANS_DATE",
    "SANS_NAISSANCE",
    "age",
    "ajouter_mois",
    "anniversaire",
    "apres",
    "compter",
    "dernier_jour_du_masque",
    "en_dates",
    "en_jours",
    "jours_par_semaine",
    "masque",
    "mois_du_jour",
    "mois_entier",
    "nombre_jours",
    "numero",
    "periode",
    "periode_ecrite",
    "premier_jour",
    "premier_jour_du_masque",
]

_BASE = 1900 * 12
_TYPE_DATE = numpy.dtype("datetime64[D]")
_PREMIERS_JOURS = numpy.arange("1900-01", "2201-02", dtype="datetime64[M]").astype("datetime64[D]").astype(numpy.int64)
_LONGUEURS = numpy.diff(_PREMIERS_JOURS)
_PREMIERS_JOURS_UN_A_UN, _LONGUEURS_UNE_A_UNE = list(_PREMIERS_JOURS), list(_LONGUEURS)
_EPOQUE = 1970 * 12

#: The month of each day of eight centuries: reading a table costs a tenth of NumPy's conversion of dates.
_JOUR_ZERO = int(numpy.datetime64("1600-01-01", "D").astype(int))
_MOIS_DES_JOURS = (
    numpy.arange("1600-01-01", "2400-01-01", dtype="datetime64[D]").astype("datetime64[M]").astype(numpy.int64) + _EPOQUE
)

#: The first days of a month: 0 to 31 of them, as a calendar.
_PREMIERS_BITS = ((1 << numpy.arange(32, dtype=numpy.int64)) - 1).astype(numpy.int32)

#: The day of a date that is not given: 1 January 1970, OpenFisca's default date.
SANS_DATE = 0

#: The birth date that is not given: one may be born on 1 January 1970, nobody who claims was born in 1800.
SANS_NAISSANCE = int(numpy.datetime64("1800-01-01", "D").astype(int))


def numero(periode: Period) -> int:
    """The number of the month in which a period starts."""
    debut = periode[1]
    return debut[0] * 12 + debut[1] - 1


@functools.cache
def periode(mois: int) -> Period:
    """The OpenFisca period of a month number."""
    return Period((DateUnit.MONTH, Instant((mois // 12, mois % 12 + 1, 1)), 1))


@functools.lru_cache(maxsize=4096)
def periode_ecrite(texte: str) -> Period:
    """The OpenFisca period of a text of the package's own (``2025-03``): a statement asks a few dozen months thousands of times."""
    return periods.period(texte)


def premier_jour(mois):
    """The first day of a month (scalar or array)."""
    return _PREMIERS_JOURS_UN_A_UN[mois - _BASE] if type(mois) is int else _PREMIERS_JOURS[mois - _BASE]


def nombre_jours(mois):
    """The number of days of a month (scalar or array)."""
    return _LONGUEURS_UNE_A_UNE[mois - _BASE] if type(mois) is int else _LONGUEURS[mois - _BASE]


def mois_du_jour(jour):
    """The month number of a day (array)."""
    rangs = numpy.asarray(jour) - _JOUR_ZERO
    if rangs.size and rangs.min() >= 0:
        try:
            return _MOIS_DES_JOURS[rangs]
        except IndexError:
            pass
    return numpy.asarray(jour).astype("datetime64[D]").astype("datetime64[M]").astype(numpy.int64) + _EPOQUE


def en_jours(dates):
    """Day numbers of an array of ``datetime64``: the same memory, read otherwise, and not to be written."""
    if dates.dtype != _TYPE_DATE:
        dates = dates.astype(_TYPE_DATE)
    jours = dates.view(numpy.int64)
    jours.flags.writeable = False
    return jours


def en_dates(jours):
    """``datetime64[D]`` of an array of day numbers, which is not written afterwards."""
    return numpy.asarray(jours, dtype=numpy.int64).view(_TYPE_DATE)


def ajouter_mois(jour, nombre):
    """The same day, ``nombre`` months later; the last day of the month where it does not exist."""
    jour = numpy.asarray(jour)
    mois = mois_du_jour(jour)
    quantieme = jour - premier_jour(mois)
    cible = mois + nombre
    return premier_jour(cible) + numpy.minimum(quantieme, nombre_jours(cible) - 1)


def anniversaire(naissance, annees):
    """The first day at which an age in full years is reached: 1 March for who was born on 29 February, where there is none."""
    mois = mois_du_jour(naissance)
    quantieme = numpy.asarray(naissance) - premier_jour(mois)
    return premier_jour(mois + 12 * annees) + quantieme


def age(naissance, jour):
    """Age in full years at a day; who was born on 29 February is a year older on 1 March."""
    naissance, jour = numpy.asarray(naissance), numpy.asarray(jour)
    mois_naissance, mois_jour = mois_du_jour(naissance), mois_du_jour(jour)
    mois_ecoules = mois_jour - mois_naissance
    quantieme_naissance = naissance - premier_jour(mois_naissance)
    mois_ecoules = mois_ecoules - ((jour - premier_jour(mois_jour)) < quantieme_naissance)
    return mois_ecoules // 12


def masque(mois, debut, fin):
    """The days of a month from ``debut`` to ``fin`` included, as a calendar (scalars or arrays).

    Days outside the month count for nothing; an empty range gives 0.
    """
    origine = premier_jour(mois)
    bas = numpy.minimum(numpy.maximum(debut - origine, 0), 31)
    haut = numpy.minimum(numpy.maximum(fin - origine + 1, 0), nombre_jours(mois))
    return _PREMIERS_BITS[haut] & ~_PREMIERS_BITS[bas]


def apres(calendrier, mois, jour):
    """The days of a calendar that come after a day of its month."""
    return calendrier & ~_PREMIERS_BITS[jour - premier_jour(mois) + 1]


@functools.cache
def mois_entier(mois: int) -> numpy.int32:
    """The calendar of all the days of a month."""
    return numpy.int32((1 << int(nombre_jours(mois))) - 1)


def compter(calendrier):
    """How many days a calendar holds."""
    return numpy.bitwise_count(calendrier).astype(numpy.int64)


def premier_jour_du_masque(calendrier, mois):
    """The first day of a calendar (undefined where it is empty)."""
    bits = numpy.asarray(calendrier).astype(numpy.int64)
    return premier_jour(mois) + numpy.bitwise_count((bits & -bits) - 1)


def dernier_jour_du_masque(calendrier, mois):
    """The last day of a calendar (undefined where it is empty)."""
    bits = numpy.array(calendrier, dtype=numpy.int32)
    for pas in (1, 2, 4, 8, 16):
        bits |= bits >> pas
    return premier_jour(mois) + numpy.bitwise_count(bits) - 1


def jours_par_semaine(matrice, premier_mois: int, maximum):
    """Sum over the civil weeks of the days of each row, at most ``maximum`` a week.

    Args:
        matrice: calendars of successive months, int32, shape (people, months).
        premier_mois: the month of the first column.
        maximum: days that count in one week, Monday to Sunday: a number, or one a row.

    Returns:
        int64 array, one sum a row.
    """
    if numpy.ndim(maximum):
        valeurs = numpy.unique(maximum)
        if len(valeurs) > 1:
            sommes = numpy.empty(len(matrice), dtype=numpy.int64)
            for valeur in valeurs:
                lignes = maximum == valeur
                sommes[lignes] = jours_par_semaine(matrice[lignes], premier_mois, valeur)
            return sommes
        maximum = valeurs[0] if len(valeurs) else 0
    maximum = int(maximum)
    if len(matrice) > 64:
        return _jours_par_semaine_en_bits(matrice, premier_mois, maximum)
    nombre, largeur = matrice.shape
    longueurs = nombre_jours(numpy.arange(premier_mois, premier_mois + largeur))
    colonnes = numpy.concatenate([32 * rang + numpy.arange(longueur) for rang, longueur in enumerate(longueurs)])
    lundi = (7 - (int(premier_jour(premier_mois)) + 3) % 7) % 7
    bornes = numpy.arange(lundi, len(colonnes), 7)
    if lundi:
        bornes = numpy.concatenate([[0], bornes])
    sommes = numpy.empty(nombre, dtype=numpy.int64)
    pas = 2048
    for debut in range(0, nombre, pas):
        lignes = numpy.ascontiguousarray(matrice[debut : debut + pas].astype("<i4"))
        jours = numpy.unpackbits(lignes.view(numpy.uint8), axis=1, bitorder="little")[:, colonnes]
        semaines = numpy.add.reduceat(jours, bornes, axis=1)
        sommes[debut : debut + pas] = numpy.minimum(semaines, maximum).sum(axis=1, dtype=numpy.int64)
    return sommes


def _jours_par_semaine_en_bits(matrice, premier_mois: int, maximum: int):
    """The same for many rows: the bits go by sevens, each month after the unfinished week of the one before.

    A table says what two weeks in a row count for.
    """
    table = _deux_semaines(maximum)
    total = numpy.zeros(len(matrice), dtype=numpy.int16)
    en_cours, jours_en_cours = numpy.int64(0), (int(premier_jour(premier_mois)) + 3) % 7
    for rang in range(matrice.shape[1]):
        bits = (matrice[:, rang].astype(numpy.int64) << jours_en_cours) | en_cours
        semaines, reste = divmod(jours_en_cours + int(nombre_jours(premier_mois + rang)), 7)
        while semaines:
            prises = min(semaines, 2)
            total += table[bits & ((1 << 7 * prises) - 1)]
            bits >>= 7 * prises
            semaines -= prises
        en_cours, jours_en_cours = bits, reste
    return (total + table[en_cours]).astype(numpy.int64)


@functools.cache
def _deux_semaines(maximum: int):
    """Days that count in two weeks of seven bits, at most ``maximum`` in each."""
    une = numpy.minimum(numpy.bitwise_count(numpy.arange(128)), maximum).astype(numpy.int16)
    return (une[:, None] + une[None, :]).ravel()
