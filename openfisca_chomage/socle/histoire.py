"""The months in order: the state at the end of the preceding month, whatever is asked first.

OpenFisca guards against spirals: a variable that calls itself two months back gets its default value,
uncached, without a word. A right that is used up month after month is exactly that. Here the state of
the preceding month is found by going *forward*, from the latest month already known, or from the first
month of the story; each step then only looks one month back.
"""

from __future__ import annotations

from operator import itemgetter

import numpy
from openfisca_core.periods import DateUnit

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.nature import Nature, nature_de
from openfisca_chomage.socle.noyau import holders, tableaux

__all__ = ["anterieur", "debut_histoire", "est_connue", "lire", "lire_matrice", "lire_sur", "mois_connus", "oublier_avant"]

#: How many times a variable may stand in the engine's stack: the month asked, the month that the walk
#: computes, and the state that this month reads. The engine's own limit (1) answers defaults.
PROFONDEUR = 8

#: Under how many persons a month read and not used costs less than finding who uses it.
PEU = 1000


def lire(individu, nom: str, mois: int):
    """The values of an input variable in a month, or None where nobody gave any.

    Reads the holder, without the engine's cost: an input that nobody gave costs a dictionary look-up.

    Raises:
        AssertionError: the variable is computed: what it would give depends on what was asked before.
    """
    holder = individu.get_holder(nom)
    assert not holder.variable.formulas, f"« {nom} » est calculée : elle se lit par individu({nom!r}, period), jamais comme une entrée."
    return tableaux(holder).get(cal.periode(mois))


def lire_sur(individu, nom: str, mois: int, indices):
    """The same for the persons at ``indices``, the variable's default where nobody gave any."""
    tableau = lire(individu, nom, mois)
    if tableau is None:
        return individu.get_holder(nom).variable.default_array(len(indices))
    return tableau[indices]


def lire_matrice(individu, nom: str, indices, premiers, derniers):
    """The values of an input over the months of some persons, shape (people, months), the default where not given.

    Args:
        individu: the population.
        nom: the input.
        indices: the places of the persons.
        premiers, derniers: the first and the last month to read of each; the default stands in the others.
    """
    premier_mois, dernier_mois = int(premiers.min()), int(derniers.max())
    communs = range(int(premiers.max()), int(derniers.min()) + 1)
    d_un_coup = len(indices) < PEU
    variable = individu.get_holder(nom).variable
    largeur = dernier_mois - premier_mois + 1
    matrice = numpy.empty((len(indices), largeur), dtype=variable.dtype, order="F")
    for rang in range(largeur):
        mois = premier_mois + rang
        tableau = lire(individu, nom, mois)
        if tableau is None:
            matrice[:, rang] = variable.default_value
        elif mois not in communs and not d_un_coup:
            ceux = numpy.flatnonzero((premiers <= mois) & (mois <= derniers))
            matrice[:, rang] = variable.default_value
            matrice[ceux, rang] = tableau[indices[ceux]]
        elif tableau.dtype != matrice.dtype:
            matrice[:, rang] = tableau[indices]
        else:
            numpy.take(tableau, indices, out=matrice[:, rang], mode="clip")
    if d_un_coup and len(communs) < largeur:
        mois = numpy.arange(premier_mois, dernier_mois + 1)[:, None]
        matrice.T[(mois < premiers) | (derniers < mois)] = variable.default_value
    return matrice


def est_connue(individu, nom: str) -> bool:
    """Whether anybody was given this input, in any month."""
    return bool(tableaux(individu.get_holder(nom)))


def mois_connus(individu, nom: str) -> list[int]:
    """The months for which an input is known, in order."""
    return sorted(cal.numero(periode) for periode in tableaux(individu.get_holder(nom)))


@jusqu_a_une_saisie
def debut_histoire(individu):
    """The first month of the story: the first loss of a job, or the first state that the situation gives.

    None when nothing ever happens. The career before it is read, not stepped through.
    """
    from openfisca_chomage.socle.carriere import debut_du_recit
    from openfisca_chomage.socle.loi import PREMIERE_LOI

    return debut_du_recit(individu, PREMIERE_LOI)


def anterieur(individu, nom: str, period):
    """The array of a state variable at the end of the month before ``period``, or None before the story.

    Args:
        individu: the population.
        nom: a state variable.
        period: the month that asks.

    Returns:
        The array, computed forward in chronological order where needed; None where the month asked is the
        first of the story, or before it.
    """
    debut = debut_histoire(individu)
    mois = cal.numero(period)
    if debut is None or mois <= debut:
        return None
    connus = tableaux(individu.get_holder(nom))
    veille = connus.get(cal.periode(mois - 1))
    if veille is not None:
        return veille
    simulation = individu.simulation
    simulation.max_spiral_loops = max(simulation.max_spiral_loops, PROFONDEUR)
    depart = mois - 1
    while depart > debut and cal.periode(depart - 1) not in connus:
        depart -= 1
    for un_mois in range(depart, mois):
        veille = individu(nom, cal.periode(un_mois))
    return veille


def oublier_avant(individu, mois: int, garder=()) -> None:
    """Delete the computed arrays of the months before ``mois``, but for the variables to keep.

    Going forward, each month only reads the state at the end of the month before: with this, memory stays
    flat along the months. Inputs are kept (the career is read years back) and, by the nature of each variable, the events (they
    say in which month a state may have changed) and what late evidence will read again; so is the latest known month of each
    variable (a state that no month has asked since).
    """
    attendues = tableaux(individu.get_holder("date_justificatif"))
    debut = cal.periode(mois).start
    for nom, holder in holders(individu).items():
        connus = tableaux(holder)
        if len(connus) < 2 or nom in garder or not holder.variable.formulas:
            continue
        nature = nature_de(holder.variable)
        if nature is Nature.evenement:
            continue
        passes = [periode for periode in connus if periode[1] < debut and periode[0] is DateUnit.MONTH]
        if len(passes) == len(connus):
            passes.remove(max(passes, key=itemgetter(1)))
        for periode in passes:
            if nature is not Nature.ecriture or periode not in attendues:
                del connus[periode]
