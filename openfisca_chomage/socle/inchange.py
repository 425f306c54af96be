"""What the month before knows already: an amount is computed again only for the persons whose inputs changed.

The daily allowance of a right, and what is taken from it, are the same month after month until the right opens, is
revalued, or an amount of the law changes. They are still asked each month; here they are computed for who needs it.
"""

from __future__ import annotations

import numpy
from openfisca_core.parameters import ParameterNodeAtInstant

from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.noyau import enfants

__all__ = ["TOUS", "la_ou_change"]

#: Everybody, where an amount is not computed for some persons only.
TOUS = slice(None)


@jusqu_a_une_saisie
def _connus(individu) -> dict:
    """What each amount was made of, and what it was, by name."""
    return {}


def la_ou_change(individu, cle, entrees, calcul, qui=None):
    """The values of ``calcul``, run only for the persons of whom an input differs from what it last was.

    Args:
        individu: the population.
        cle: the name under which inputs and values are kept.
        entrees: all that ``calcul`` reads: arrays with a row a person, numbers and nodes of parameters.
        calcul: a function of the places of some persons (an index array, or :data:`TOUS`): their values, float64, each
            from its own row alone.
        qui: the persons whose values are needed (bool array), else everybody; the others' are of no meaning.

    Returns:
        An array not to be written; the very one of the last time where nobody's inputs changed.
    """
    if individu.simulation.trace:
        return calcul(TOUS)
    connus = _connus(individu)
    anciennes, valeurs, a_jour = connus.get(cle, (None, None, None))
    if anciennes is not None:
        a_jour = _encore_a_jour(anciennes, entrees, a_jour)
    if a_jour is None:
        manquants = TOUS if qui is None else numpy.flatnonzero(qui)
    else:
        manquants = numpy.flatnonzero(~a_jour if qui is None else qui & ~a_jour)
        if len(manquants) == 0:
            connus[cle] = entrees, valeurs, a_jour
            return valeurs
    if manquants is TOUS:
        valeurs, a_jour = calcul(TOUS), numpy.ones(individu.count, dtype=bool)
    else:
        valeurs = numpy.zeros(individu.count) if a_jour is None else valeurs.copy()
        a_jour = numpy.zeros(individu.count, dtype=bool) if a_jour is None else a_jour.copy()
        valeurs[manquants], a_jour[manquants] = calcul(manquants), True
    connus[cle] = entrees, valeurs, a_jour
    return valeurs


def _encore_a_jour(anciennes, entrees, a_jour):
    """Whose values still hold with these inputs (bool array); None where it is nobody's."""
    for ancienne, entree in zip(anciennes, entrees):
        if ancienne is entree:
            continue
        if not isinstance(entree, numpy.ndarray) or not entree.ndim or not isinstance(ancienne, numpy.ndarray):
            if not _pareilles(ancienne, entree):
                return None
        elif len(ancienne) != len(entree):
            return None
        else:
            pareil = ancienne == entree
            if not pareil.all():
                a_jour = a_jour & pareil
    return a_jour


def _pareilles(une, autre) -> bool:
    """Whether two numbers, or all the leaves of two nodes of parameters, are the same."""
    if isinstance(une, ParameterNodeAtInstant) and isinstance(autre, ParameterNodeAtInstant):
        return _feuilles(une) == _feuilles(autre)
    return type(une) is type(autre) and bool(une == autre)


def _feuilles(noeud) -> list:
    """The names and the values of the leaves of a node, read once."""
    feuilles = noeud.__dict__.get("_feuilles_chomage")
    if feuilles is None:
        feuilles = []
        for nom, enfant in enfants(noeud).items():
            feuilles.append((nom, _feuilles(enfant) if isinstance(enfant, ParameterNodeAtInstant) else enfant))
        noeud.__dict__["_feuilles_chomage"] = feuilles
    return feuilles
