"""What is wrong with the tables: rows of an error table, one exception that holds them all."""

from __future__ import annotations

import pyarrow as pa

__all__ = ["SCHEMA", "ErreurDemande", "ErreurPopulation", "Erreurs"]

#: The error table. ``ligne`` counts the rows of the table from 1, a header left out; ``table`` is ``regles`` for a
#: refusal of the rules, whose ``colonne`` is the variable refused and whose ``valeur`` is its period.
SCHEMA = pa.schema(
    [
        ("table", pa.string()),
        ("ligne", pa.int64()),
        ("identifiant", pa.string()),
        ("colonne", pa.string()),
        ("valeur", pa.string()),
        ("attendu", pa.string()),
        ("message", pa.string()),
    ]
)

#: The exception shows as many errors.
MONTREES = 20


class Erreurs:
    """Errors being gathered."""

    def __init__(self) -> None:
        self._colonnes: dict[str, list] = {nom: [] for nom in SCHEMA.names}

    def __len__(self) -> int:
        return len(self._colonnes["table"])

    def ajouter(self, table, ligne, identifiant, colonne, valeur, attendu, message) -> None:
        """Add an error."""
        valeurs = (table, ligne, None if identifiant is None else str(identifiant), colonne, valeur, attendu, message)
        for nom, une in zip(SCHEMA.names, valeurs):
            self._colonnes[nom].append(une)

    def joindre(self, autres: Erreurs) -> None:
        """Add those of another."""
        for nom, une in self._colonnes.items():
            une.extend(autres._colonnes[nom])

    @classmethod
    def de(cls, lignes: list[dict]) -> Erreurs:
        """Errors from the rows of an error table."""
        erreurs = cls()
        for une in lignes:
            erreurs.ajouter(*une.values())
        return erreurs

    def table(self) -> pa.Table:
        """The error table, in the order of the tables and of their rows."""
        table = pa.table(self._colonnes, schema=SCHEMA)
        ordre = {"individus": 0, "contrats": 1, "mois": 2}
        rangs = pa.array([ordre.get(nom, 3) for nom in self._colonnes["table"]], pa.int8())
        cles = [("rang", "ascending"), ("ligne", "ascending"), ("identifiant", "ascending"), ("colonne", "ascending")]
        return table.append_column("rang", rangs).sort_by([*cles, ("message", "ascending")]).drop_columns(["rang"])


class ErreurDemande(ValueError):
    """What is asked cannot be: an unknown variable, a month that is none, a file that cannot be written."""


class ErreurPopulation(ValueError):
    """Tables that are refused, with all that is wrong with them.

    Attributes:
        erreurs: the error table.
    """

    def __init__(self, erreurs: pa.Table, conseil: str = "") -> None:
        self.erreurs = erreurs
        nombre = erreurs.num_rows
        lignes = [f"{nombre} erreur{'s' if nombre > 1 else ''} dans les tables"]
        for une in erreurs.slice(0, MONTREES).to_pylist():
            lieu = une["table"] if une["ligne"] is None else f"{une['table']}, ligne {une['ligne']}"
            if une["identifiant"] is not None:
                lieu += f", demandeur {une['identifiant']}"
            if une["colonne"]:
                lieu += f", {une['colonne']}"
            lignes.append(f"  {lieu} : {une['message']}")
        if nombre > MONTREES:
            lignes.append(f"  … et {nombre - MONTREES} autre{'s' if nombre - MONTREES > 1 else ''}.")
        if conseil:
            lignes.append(conseil)
        super().__init__("\n".join(lignes))
