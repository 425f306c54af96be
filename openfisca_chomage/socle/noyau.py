"""What the package touches of openfisca-core that it does not publish: every private attribute, in this module alone.

Tried on openfisca-core 44.7.1 (``requirements/ancien.txt``) and 46.0.1 (``requirements/verrou.txt``), which continuous integration both
runs. A new core that renames one of them breaks here, and nowhere else; ``tests/python/test_noyau.py`` says so by name.
"""

from __future__ import annotations

__all__ = ["en_tableau", "enfants", "est_eternel", "holders", "memoire_du_moteur", "ranger", "tableaux"]


def tableaux(holder) -> dict:
    """The arrays that a holder has, by period: the very dictionary, which may be written."""
    return holder._memory_storage._arrays


def ranger(holder, periode, tableau) -> None:
    """Store an array of the variable's type, without the checks of ``set_input``."""
    holder._memory_storage.put(tableau, periode)


def en_tableau(holder, valeurs):
    """Values as an array of the variable's type, of the population's length, as the engine makes it (and checks it)."""
    return holder._to_array(valeurs)


def est_eternel(holder) -> bool:
    """Whether the variable never changes."""
    return holder._eternal


def memoire_du_moteur(holder) -> bool:
    """Whether the engine keeps the variable's arrays otherwise than in memory: on disk, or not at all."""
    return holder._do_not_store or holder._on_disk_storable


def holders(population) -> dict:
    """The holders that a population has made so far, by variable: the very dictionary."""
    return population._holders


def enfants(noeud) -> dict:
    """The children of a node of parameters at an instant, by name."""
    return noeud._children
