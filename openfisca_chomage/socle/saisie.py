"""The door by which inputs pass: any OpenFisca range, checked, told from what is computed.

``set_input`` is where what is *given* passes and what is *computed* does not. An input of a variable
without formula goes to its holder. An input of a computed variable is kept aside, month by month, with
the variable's default where nobody gave anything: the formula then runs for the others
(:mod:`openfisca_chomage.socle.variable`). What is given for one person so changes nothing for another.
"""

from __future__ import annotations

import datetime
import functools
import sys

import numpy
from openfisca_core import periods
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.periods import DateUnit

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.memoire import oublier
from openfisca_chomage.socle.noyau import en_tableau, est_eternel, ranger
from openfisca_chomage.socle.refus import Refus, refuser_le_premier

__all__ = ["calendrier", "donnees", "flux", "niveau", "periode_canonique", "poser_masque", "un_mois"]

#: The ordinal of 1 January 1970, the day 0 of the package.
_EPOQUE = 719163

#: A day beyond which a date is a slip; a day that never comes is written in 2199 or 2200.
_DERNIER_JOUR = int(numpy.datetime64("2200-12-31", "D").astype(int))

_PLAGES_DE_MOIS = (DateUnit.MONTH, DateUnit.YEAR)


def donnees(individu, nom: str) -> dict:
    """What the situation gives of a variable: arrays by period, the default where it is not given."""
    holder = individu.get_holder(nom)
    return holder.__dict__.setdefault("donnees", {})


def _est_calculee(holder) -> bool:
    return bool(holder.variable.formulas)


def _ranger(holder, periode, tableau) -> None:
    """Store a month (or the eternity) of input, an array of the variable's type, beside the formula or in the holder.

    All that is given passes here: what was drawn from the inputs is forgotten.
    """
    oublier(holder.population)
    if _est_calculee(holder):
        donnees(holder.population, holder.variable.name)[periode] = tableau
    else:
        ranger(holder, periode, tableau)


def _range(holder, periode):
    """What :func:`_ranger` stored of a month, or None."""
    if _est_calculee(holder):
        return donnees(holder.population, holder.variable.name).get(periode)
    return holder.get_array(periode)


def _non_donne(holder, tableau):
    """Where an array still has the variable's default, that is where nothing was given."""
    defaut = holder.variable.default_array(1)[0]
    if isinstance(tableau, EnumArray):
        tableau, defaut = tableau.view(numpy.ndarray), int(defaut)
    return tableau == defaut


def _jours(holder, periode) -> tuple[int, int]:
    """First and last day of a range; an eternity or an empty range is refused."""
    if periode.unit == DateUnit.ETERNITY or periode.size < 1:
        raise Refus(
            (holder.population.entity.plural, holder.variable.name, str(periode)),
            f"« {periode} » n'est pas une plage de jours. Écrivez un mois (2025-03), une année (2025) "
            "ou une plage (day:2025-03-04:180).",
        )
    return _bornes(periode)


@functools.lru_cache(maxsize=4096)
def _bornes(periode) -> tuple[int, int]:
    """First and last day of a range, which many values of a situation share."""
    return periode.start.date.toordinal() - _EPOQUE, periode.stop.date.toordinal() - _EPOQUE


def _verifier(holder, periode, tableau) -> None:
    """Refuse NaN, infinite and negative amounts, and days out of time, set from Python (the builder's pass by ``check_set_value``)."""
    variable = holder.variable
    if variable.value_type is datetime.date:
        jours = cal.en_jours(tableau)
        refuser_le_premier(
            holder.population, (jours < cal.SANS_NAISSANCE) | (jours > _DERNIER_JOUR), variable.name, periode,
            f"Un jour au plus tard en 2200 est attendu pour « {variable.name} », écrit AAAA-MM-JJ.",
        )
        return
    if variable.value_type not in (float, int) or not numpy.issubdtype(tableau.dtype, numpy.number):
        return
    mauvais = ~numpy.isfinite(tableau) | (tableau < min(0, variable.default_value))
    if variable.default_value == -1:
        mauvais |= (tableau < 0) & (tableau != -1)
    if mauvais.any():
        refuser_le_premier(
            holder.population,
            mauvais,
            variable.name,
            periode,
            f"« {tableau[mauvais.argmax()]} » n'est pas une valeur possible de « {variable.name} » : "
            "un nombre fini, positif ou nul, est attendu.",
        )


def _mois_de_la_plage(debut: int, fin: int) -> range:
    return range(int(cal.mois_du_jour(debut)), int(cal.mois_du_jour(fin)) + 1)


def calendrier(holder, periode, tableau) -> None:
    """``set_input`` of a calendar: ``true`` for a range sets each of its days.

    Different ranges join; the same range given again replaces; ``false`` says nothing.
    """
    debut, fin = _jours(holder, periode)
    tableau = numpy.atleast_1d(tableau)
    refuser_le_premier(
        holder.population,
        (tableau != 0) & (tableau != 1),
        holder.variable.name,
        periode,
        "Un calendrier s'écrit true pour une plage de jours (« day:2025-03-04:180 »: true), jamais par un masque de bits.",
    )
    plages = holder.__dict__.setdefault("plages", {})
    oui = en_tableau(holder, tableau != 0)
    remplacee = plages.get(periode)
    plages[periode] = oui
    mois_touches = _mois_de_la_plage(debut, fin)
    if remplacee is not None:
        for mois in mois_touches:
            _ranger(holder, cal.periode(mois), _jours_de_toutes_les_plages(holder, mois))
        return
    personnes = oui.nonzero()[0]
    for mois, jours in zip(mois_touches, cal.masque(numpy.arange(mois_touches.start, mois_touches.stop), debut, fin)):
        ancien = holder.get_array(cal.periode(mois))
        somme = numpy.zeros(len(oui), dtype=numpy.int32) if ancien is None else ancien.copy()
        somme[personnes] |= jours
        _ranger(holder, cal.periode(mois), somme)


def _jours_de_toutes_les_plages(holder, mois: int):
    """The days of a month in all the ranges of a calendar, and in its masks."""
    masque = holder.__dict__.get("masques", {}).get(mois)
    somme = numpy.zeros(holder.population.count, dtype=numpy.int32) if masque is None else masque.copy()
    for plage, oui in holder.__dict__["plages"].items():
        somme[oui.nonzero()[0]] |= cal.masque(mois, *_bornes(plage))
    return somme


def poser_masque(individu, nom: str, mois: int, masques) -> None:
    """The door of tables: the days of one month of everybody, as int32 masks (bit ``d - 1`` = day ``d``).

    Args:
        individu: the population.
        nom: a variable named ``calendrier_…``.
        mois: the month number (``12 * year + month - 1``).
        masques: int32 array, one mask a person, no bit after the last day of the month.

    Raises:
        Refus: a mask with a bit that is not a day of the month.
    """
    holder = individu.get_holder(nom)
    masques = en_tableau(holder, masques)
    refuser_le_premier(
        individu,
        (masques & ~cal.mois_entier(mois)) != 0,
        nom,
        cal.periode(mois),
        f"Un masque désigne un jour que ce mois de {cal.nombre_jours(mois)} jours n'a pas.",
    )
    holder.__dict__.setdefault("masques", {})[mois] = masques
    ancien = holder.get_array(cal.periode(mois))
    _ranger(holder, cal.periode(mois), masques if ancien is None else masques | ancien)


def _parts(holder, periode) -> dict:
    """How a range shares what it holds between months: equally between its months, or between its days."""
    debut, fin = _jours(holder, periode)
    mois = _mois_de_la_plage(debut, fin)
    if periode.unit in _PLAGES_DE_MOIS:
        return dict.fromkeys(mois, 1.0 / len(mois))
    total = fin - debut + 1
    return {un_mois: float(cal.compter(cal.masque(un_mois, debut, fin))) / total for un_mois in mois}


def flux(holder, periode, tableau) -> None:
    """``set_input`` of what a period holds (money, hours; a real number): shared between the months of the range.

    A range of months or years is shared equally between its months, a range of days or weeks between its
    days. Different ranges add up; the same range given again replaces.
    """
    tableau = en_tableau(holder, tableau)
    _verifier(holder, periode, tableau)
    plages = holder.__dict__.setdefault("plages", {})
    par_mois = holder.__dict__.setdefault("plages_par_mois", {})
    parts = _parts(holder, periode)
    nouvelle = periode not in plages
    plages[periode] = tableau
    defaut = holder.variable.default_value
    for mois, part in parts.items():
        connues = par_mois.setdefault(mois, {})
        deja = _range(holder, cal.periode(mois)) if nouvelle and connues else None
        connues[periode] = part
        if deja is None:
            somme, est_donne, ajoutees = 0.0, False, connues
        else:
            est_donne, ajoutees = deja != defaut, {periode: part}
            somme = numpy.where(est_donne, deja, 0)
        for plage, sa_part in ajoutees.items():
            donne = plages[plage] != defaut
            somme, est_donne = somme + numpy.where(donne, plages[plage] * sa_part, 0), est_donne | donne
        _ranger(holder, cal.periode(mois), numpy.where(est_donne, somme, defaut))


def niveau(holder, periode, tableau) -> None:
    """``set_input`` of what holds at each moment of a range (a rate, a motive, a date): set in each month."""
    tableau = en_tableau(holder, tableau)
    _verifier(holder, periode, tableau)
    if est_eternel(holder):
        _ranger(holder, periods.period(DateUnit.ETERNITY), tableau)
        return
    debut, fin = _jours(holder, periode)
    for mois in _mois_de_la_plage(debut, fin):
        cle = cal.periode(mois)
        ancien = _range(holder, cle)
        if ancien is None:
            nouveau = tableau
        elif isinstance(tableau, EnumArray):
            brut = numpy.where(_non_donne(holder, tableau), ancien.view(numpy.ndarray), tableau.view(numpy.ndarray))
            nouveau = EnumArray(brut, tableau.possible_values)
        else:
            nouveau = numpy.where(_non_donne(holder, tableau), ancien, tableau)
        _ranger(holder, cle, nouveau)


def un_mois(holder, periode, tableau) -> None:
    """``set_input`` of a level, a count or a date that is computed: one month is said at once.

    Over several months, a computed figure is not the same in each, and is not a sum to be shared: what would be given?

    Raises:
        Refus: a range that touches more than a month, naming the first person whom it says something of.
    """
    debut, fin = _jours(holder, periode)
    if len(_mois_de_la_plage(debut, fin)) > 1:
        nom = holder.variable.name
        refuser_le_premier(
            holder.population, ~_non_donne(holder, en_tableau(holder, tableau)), nom, periode,
            f"« {nom} » se donne un mois à la fois : ce n'est ni une somme ni des heures, qu'une plage partage entre ses mois. Écrivez "
            f"un mois ({cal.periode(int(cal.mois_du_jour(debut)))}) et sa valeur, et chaque autre mois qui a la sienne.",
        )
        return
    niveau(holder, periode, tableau)


@functools.lru_cache(maxsize=4096)
def _canonique(periode) -> str:
    """The canonical text of a period, which thousands of values of a situation share."""
    return str(periods.period(periode))


def periode_canonique(variable) -> None:
    """Refuse a period that the stock builder would lose, when several persons are built.

    The builder looks its buffer up by the raw text of a period and stores by its canonical text: with
    several persons, the value of everyone but the last is silently lost where the two differ. It offers
    no hook at that place, so its frame is read: the calling ``add_variable_value`` holds the raw text and
    the count. ``tests/python/test_saisie.py`` says when this can go.
    """
    appel = sys._getframe(2).f_locals
    texte, constructeur, entite = appel.get("period_str"), appel.get("self"), appel.get("entity")
    if texte is None or isinstance(texte, periods.Period) or not hasattr(constructeur, "get_count"):
        return
    canonique = _canonique(texte)
    if str(texte) == canonique or constructeur.get_count(entite.plural) == 1:
        return
    raise ValueError(
        f"« {texte} » désigne la même période que « {canonique} » : avec plusieurs personnes, le constructeur "
        f"d'OpenFisca perdrait les valeurs des autres. Écrivez « {canonique} »."
    )
