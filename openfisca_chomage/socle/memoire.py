"""What is kept beside a population while months are computed, and forgotten by itself.

A function is declared with the lifetime of what it answers; nothing else is to be written, nor forgotten by hand:

- :func:`jusqu_a_une_saisie`: until an input is set (what is read of the inputs alone, the ledgers);
- :func:`le_mois`: while the same month is asked (what several variables of a month read);
- :func:`entrees_inchangees`: while it is asked of the very same object (what is drawn from an array).

Whatever its lifetime, all of it goes when an input is set: :func:`oublier`, which the door of inputs calls. An answer is the
very object kept: it is not to be written, but by who keeps a ledger there.
"""

from __future__ import annotations

import functools

__all__ = ["entrees_inchangees", "jusqu_a_une_saisie", "le_mois", "oublier"]

_ICI = "memoire_chomage"


def _memoire(individu) -> dict:
    return individu.__dict__.setdefault(_ICI, {})


def oublier(individu) -> None:
    """Forget all that is kept of a population: an input is set."""
    individu.__dict__.pop(_ICI, None)


def jusqu_a_une_saisie(fonction):
    """``fonction(individu)``, computed once until an input is set."""

    @functools.wraps(fonction)
    def retenue(individu):
        memoire = _memoire(individu)
        if fonction not in memoire:
            reponse = fonction(individu)
            memoire[fonction] = reponse
        return memoire[fonction]

    return retenue


def le_mois(fonction):
    """``fonction(individu, period)``, kept while the same month is asked."""

    @functools.wraps(fonction)
    def retenue(individu, period):
        memoire = _memoire(individu)
        connu = memoire.get(fonction)
        if connu is None or connu[0] != period:
            memoire[fonction] = connu = period, fonction(individu, period)
        return connu[1]

    return retenue


def entrees_inchangees(fonction):
    """``fonction(individu, entree)``, kept while it is asked of the very same object."""

    @functools.wraps(fonction)
    def retenue(individu, entree):
        memoire = _memoire(individu)
        connu = memoire.get(fonction)
        if connu is None or connu[0] is not entree:
            memoire[fonction] = connu = entree, fonction(individu, entree)
        return connu[1]

    return retenue
