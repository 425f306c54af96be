"""What a computed variable is: one word, obligatory, from which follows all that the ground does with it.

=============  ====================================================  ==================  ======================  =====================
word           what the variable is                                  a range of months   given by a situation    as months go forward
=============  ====================================================  ==================  ======================  =====================
``flux``       money or hours of the month                           shared between      says nothing of a       forgotten
                                                                     its months          right
``niveau``     what holds in the month: a rate, a count of days, a   refused             says nothing of a       forgotten
               date, yes or no                                                           right
``etat``       what only a right that stands has: its state, its     refused             a right stands from     forgotten
               days, its daily amounts                                                   that month on
``allocation`` money of the month that only a right that stands      shared              a right stands from     forgotten
               gives                                                                     that month on
``evenement``  what is examined at an end of contract                refused             the story begins at     kept: it says, years
                                                                                         that month, without     later, whether the
                                                                                         a right                 state changed
``ecriture``   what was entered for the month when it was paid       shared in euros,    says nothing of a       kept where evidence
                                                                     refused else        right                   of that month is
                                                                                         late: it is read again
=============  ====================================================  ==================  ======================  =====================

An input (a variable without formula) has no nature: what is given is all that it is.
"""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Nature", "commence_le_recit", "dit_un_droit", "lire_nature", "nature_de", "se_partage"]

EUROS = "currency-EUR"


class Nature(StrEnum):
    """The word that a class of variable says: ``nature = "flux"``. Its text is what a developer is told of it."""

    flux = "flux"
    niveau = "niveau"
    etat = "etat"
    allocation = "allocation"
    evenement = "evenement"
    ecriture = "ecriture"

    @property
    def sens(self) -> str:
        """What the word says, in French."""
        return _SENS[self]


_SENS = {
    Nature.flux: "somme ou heures du mois ; une plage se partage entre ses mois",
    Nature.niveau: "ce qui vaut dans le mois : taux, nombre de jours, date, oui ou non",
    Nature.etat: "ce que seul un droit qui court a : le donner dit qu'un droit court",
    Nature.allocation: "somme du mois que seul un droit donne : la donner dit qu'un droit court",
    Nature.evenement: "ce qui s'examine à une fin de contrat ; gardé d'un mois à l'autre",
    Nature.ecriture: "ce qui a été inscrit pour le mois quand il a été payé, et qu'une pièce tardive relit",
}


def nature_de(variable) -> Nature | None:
    """The nature of a variable; None for an input, and for a variable that is not of the package."""
    return getattr(variable, "nature", None)


def dit_un_droit(variable) -> bool:
    """Whether giving this variable says that a right stands."""
    return nature_de(variable) in (Nature.etat, Nature.allocation)


def commence_le_recit(variable) -> bool:
    """Whether the story is told from the month in which this variable is given, at the latest."""
    return dit_un_droit(variable) or nature_de(variable) is Nature.evenement


def se_partage(nature: Nature, unite: str | None) -> bool:
    """Whether a range that is given is shared between its months; else more than a month is refused.

    Args:
        nature: what the variable is.
        unite: its unit; an entry in euros is a sum, another one counts days or says a date.
    """
    return nature in (Nature.flux, Nature.allocation) or nature is Nature.ecriture and unite == EUROS


def lire_nature(nom: str, mot) -> Nature:
    """The nature that a class says by its word.

    Args:
        nom: the name of the class, for the message.
        mot: the word, or None where the class says nothing.

    Raises:
        ValueError: no word, or one that is none of them, with the list of those that are.
    """
    if mot in Nature.__members__:
        return Nature(mot)
    dit = "ne dit pas sa nature" if mot is None else f"a pour nature « {mot} », qui n'est pas connue"
    mots = "\n".join(f'    nature = "{une}"  # {une.sens}' for une in Nature)
    raise ValueError(f"La variable calculée « {nom} » {dit}. Écrivez dans sa classe l'une de ces lignes :\n{mots}")
