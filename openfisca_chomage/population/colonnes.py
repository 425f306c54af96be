"""What the three tables hold: the columns of the catalogue of what a claimant may say.

The check on entry, the conversion and ``docs/population.md`` all read it there.
"""

from __future__ import annotations

from openfisca_chomage.guichet.catalogue import TABLES, Donnee

__all__ = ["CONTRATS", "INDIVIDUS", "MOIS", "TABLES", "Colonne"]

#: A column.
Colonne = Donnee

INDIVIDUS, CONTRATS, MOIS = TABLES["individus"], TABLES["contrats"], TABLES["mois"]
