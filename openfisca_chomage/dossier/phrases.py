"""The sentence and the articles of a figure, as the rule that gave it tells them. None is written here.

The articles are those of the version that applied to this person: by the law of her right, by the month of the figure or by the
day of the act of a procedure (:func:`articles_applicables`).
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable
from typing import Any

import numpy

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.reglements import est_projete
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import personnes_donnees
from openfisca_chomage.textes import Reference, reference_applicable

__all__ = ["Chiffre", "articles_applicables", "chiffre", "en_une_ligne", "phrase", "textes_cites"]


@dataclasses.dataclass(frozen=True)
class Chiffre:
    """A figure of the statement.

    Attributes:
        nom: the variable.
        libelle: its label.
        valeur: its value, as Python writes it.
        unite: its unit, as the variable tells it.
        explication: the sentence of its rule for this person and this month, or None.
        reference: the articles of the rule, in the version that applied to the person.
        projete: whether it is computed with the last known amounts, for a month whose amounts are not known.
    """

    nom: str
    libelle: str
    valeur: Any
    unite: str | None
    explication: str | None
    reference: tuple[Reference, ...]
    projete: bool = False

    @property
    def articles(self) -> str:
        """The articles on one line."""
        return en_une_ligne(self.reference)


def en_une_ligne(references: Iterable[Reference]) -> str:
    """The articles, without their addresses, on one line."""
    return " ; ".join(une.article for une in references)


def textes_cites(chiffres: Iterable) -> tuple[Reference, ...]:
    """What some figures cite (anything with a ``reference``), each text once, in order."""
    return tuple(dict.fromkeys(une for un in chiffres for une in un.reference))


def phrase(simulation, nom: str, periode: str) -> str | None:
    """The sentence of the rule of a variable for the only person of a simulation, or None."""
    systeme = simulation.tax_benefit_system
    explication = getattr(systeme.variables[nom], "explication", None)
    if explication is None:
        return None
    return explication(simulation.populations["individu"], cal.periode_ecrite(periode), systeme.get_parameters_at_instant)


def articles_applicables(simulation, nom: str, periode: str, jour: datetime.date | None = None) -> tuple[Reference, ...]:
    """The articles of a variable that applied to the only person of a simulation.

    Args:
        periode: the month of the figure, AAAA-MM.
        jour: the day of the act of a procedure, which chooses the version of the codes instead of the month.
    """
    return reference_applicable(
        simulation.tax_benefit_system.variables[nom], _loi(simulation, periode) or f"{periode}-01", jour or periode,
        _motif(simulation, periode),
    )


def _loi(simulation, periode: str) -> datetime.date | None:
    """The day whose law governs the right that stands in a month, or the end that is examined in it; None where there is neither."""
    for nom in ("loi_du_droit", "date_fait_generateur"):
        jour = simulation.calculate(nom, cal.periode_ecrite(periode))[0]
        if jour != numpy.datetime64("1970-01-01"):
            return jour.item()
    return None


def _motif(simulation, periode: str) -> str | None:
    """How the contract examined in a month ended, or None where none is."""
    rang = int(simulation.calculate("motif_examine", cal.periode_ecrite(periode))[0])
    return list(MotifRupture)[rang].name if rang else None


def chiffre(simulation, nom: str, periode: str, jour: datetime.date | None = None) -> Chiffre:
    """A figure of the only person of a simulation, with its sentence and the articles that applied to her.

    Args:
        jour: the day of the act of a procedure, for :func:`articles_applicables`.
    """
    variable = simulation.tax_benefit_system.variables[nom]
    valeur = simulation.calculate(nom, cal.periode_ecrite(periode))[0].item()
    reference = articles_applicables(simulation, nom, periode, jour)
    projete = est_projete(simulation.tax_benefit_system, periode, nom) and not _donne(simulation, nom, periode)
    return Chiffre(nom, variable.label, valeur, variable.unit, phrase(simulation, nom, periode), reference, projete)


def _donne(simulation, nom: str, periode: str) -> bool:
    """Whether the situation gives the figure."""
    donnees = personnes_donnees(simulation.populations["individu"], (nom,), cal.periode_ecrite(periode))
    return donnees is not None and bool(donnees[0])
