"""The sentence and the article of a figure, as the rule that gave it tells them. None is written here."""

from __future__ import annotations

import dataclasses
from typing import Any

from openfisca_chomage.socle import calendrier as cal

__all__ = ["Chiffre", "chiffre", "phrase"]


@dataclasses.dataclass(frozen=True)
class Chiffre:
    """A figure of the statement.

    Attributes:
        nom: the variable.
        libelle: its label.
        valeur: its value, as Python writes it.
        unite: its unit, as the variable tells it.
        explication: the sentence of its rule for this person and this month, or None.
        reference: the articles of the rule.
    """

    nom: str
    libelle: str
    valeur: Any
    unite: str | None
    explication: str | None
    reference: tuple[str, ...]

    @property
    def articles(self) -> str:
        """The articles on one line."""
        return " ; ".join(self.reference)


def phrase(simulation, nom: str, periode: str) -> str | None:
    """The sentence of the rule of a variable for the only person of a simulation, or None."""
    systeme = simulation.tax_benefit_system
    explication = getattr(systeme.variables[nom], "explication", None)
    if explication is None:
        return None
    return explication(simulation.populations["individu"], cal.periode_ecrite(periode), systeme.get_parameters_at_instant)


def chiffre(simulation, nom: str, periode: str) -> Chiffre:
    """A figure of the only person of a simulation, with its sentence and its articles."""
    variable = simulation.tax_benefit_system.variables[nom]
    valeur = simulation.calculate(nom, cal.periode_ecrite(periode))[0].item()
    reference = variable.reference or ()
    reference = (reference,) if isinstance(reference, str) else tuple(reference)
    return Chiffre(nom, variable.label, valeur, variable.unit, phrase(simulation, nom, periode), reference)
