"""What an input may be besides its type: said once, with the input, and read at each door.

A variable carries its bounds (``bornes``, :class:`openfisca_chomage.socle.variable.VariableChomage`); the YAML cases and the
engine, the web API, a claimant's file and the tables all read them. The years of dates stand here too.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
import re

import numpy

__all__ = [
    "ANNEES", "ENTIER", "JAMAIS", "JOURS", "JOURS_DU_MOIS", "MASQUE", "MENSUALITES", "MONTANT", "MONTANT_MAXIMAL",
    "OUI_NON", "PARTS", "QUOTITE", "QUOTITE_DU_MOIS", "Bornes", "court", "est_un_mois", "faute_de_date",
    "faute_de_nombre", "lire_jour", "par_defaut",
]  # fmt: skip

#: The years of dates, both included.
ANNEES = (1900, 2099)

#: What a situation writes for a day that never comes.
JAMAIS = "2199-12-31"

#: Above it, an amount, hours or a count is a slip.
MONTANT_MAXIMAL = 1e8

_JOUR = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOIS = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")


@dataclasses.dataclass(frozen=True)
class Bornes:
    """The numbers that an input may be.

    Attributes:
        attendu: what is expected, in French, as the documentation and the tables of errors say it.
        faute: what a message says of another number, after the number; empty where the number is but too great.
        minimum, maximum: the least and the greatest.
        minimum_exclu: the least is left out.
        pas: the numbers are multiples of it; 0: any.
    """

    attendu: str
    faute: str = ""
    minimum: float = 0.0
    maximum: float = MONTANT_MAXIMAL
    minimum_exclu: bool = False
    pas: float = 0.0

    @property
    def trop(self) -> float:
        """Above it, a number is a slip, whatever it is of."""
        return MONTANT_MAXIMAL if self.faute else self.maximum

    def admet(self, nombres):
        """Whether numbers (one, or an array) are within the bounds; they are finite, positive and no greater than ``trop``."""
        admis = (nombres > self.minimum) if self.minimum_exclu else (nombres >= self.minimum)
        admis = admis & (nombres <= self.maximum)
        if self.pas:
            admis = admis & (numpy.floor(nombres / self.pas) * self.pas == nombres)
        return admis


MONTANT = Bornes("nombre")
ENTIER = Bornes("entier")
JOURS = Bornes("entier", maximum=36_600)
JOURS_DU_MOIS = Bornes("entier de 0 à 31", "n'est pas un nombre de jours d'un mois : 31 au plus.", maximum=31)
#: The days of a month one by one, as a table has them: the bit ``d - 1`` for day ``d``.
MASQUE = Bornes("entier", maximum=2**31 - 1)
QUOTITE = Bornes(
    "nombre de 0 (exclu) à 1", "n'est pas une quotité : 1 pour un temps plein, 0.5 pour un mi-temps.", maximum=1, minimum_exclu=True
)
QUOTITE_DU_MOIS = Bornes(
    "nombre de 0 (exclu) à 10", "n'est pas une quotité : 1 pour un temps plein, 0.5 pour un mi-temps, plus de 1 pour plusieurs emplois.",
    maximum=10, minimum_exclu=True,
)  # fmt: skip
PARTS = Bornes("nombre, par quarts, 1 au moins", "n'est pas un nombre de parts : 1, 1.25, 1.5, 2…", minimum=1, pas=0.25)
MENSUALITES = Bornes("entier, 1 au moins", "n'est pas un nombre de mensualités : 1 au moins.", minimum=1)
OUI_NON = Bornes("0 ou 1", "n'est pas une réponse : 1 pour oui, 0 pour non.", maximum=1)


def court(valeur, longueur: int = 80) -> str:
    """A value as a message may show it."""
    texte = str(valeur)
    return texte if len(texte) <= longueur else f"{texte[:longueur]}…"


def par_defaut(type_, unite: str | None) -> Bornes:
    """The bounds of a variable that says none, by its type and its unit."""
    if type_ is int:
        return JOURS if unite == "jour" else ENTIER
    return MONTANT


def faute_de_nombre(variable, valeur) -> str | None:
    """What is wrong with a number given of a variable, in French, or None.

    Args:
        variable: its type is ``int`` or ``float``.
        valeur: a number; -1 is admitted where it is the default, which says that nothing is given.
    """
    nom, bornes = variable.name, variable.bornes
    entier = variable.value_type is int
    if isinstance(valeur, float) and not math.isfinite(valeur):
        return f"« {valeur} » n'est pas un nombre fini : un {'entier' if entier else 'nombre'} est attendu pour « {nom} »."
    if valeur > bornes.trop or valeur < -MONTANT_MAXIMAL:
        return f"« {court(valeur, 20)} » est trop grand pour être un montant, des heures ou des jours."
    if valeur < 0 and valeur == variable.default_value:
        return None
    if valeur < 0:
        return f"« {valeur} » est négatif : une valeur positive ou nulle est attendue pour « {nom} »."
    if entier and valeur != int(valeur):
        return f"« {valeur} » n'est pas entier : un entier est attendu pour « {nom} »."
    if not bornes.admet(valeur):
        return f"« {valeur} » {bornes.faute}"
    return None


def faute_de_date(valeur) -> str | None:
    """What is wrong with a day given of a variable, a date or its text, in French, or None."""
    jour = None
    if isinstance(valeur, str) or (isinstance(valeur, datetime.date) and not isinstance(valeur, datetime.datetime)):
        jour = lire_jour(str(valeur))
    if jour is not None and (ANNEES[0] <= jour.year <= ANNEES[1] or str(valeur) == JAMAIS):
        return None
    return f"« {court(valeur)} » : une date AAAA-MM-JJ, depuis {ANNEES[0]} et avant {ANNEES[1] + 1}, est attendue."


def lire_jour(texte: str) -> datetime.date | None:
    """The day that a text writes, AAAA-MM-JJ in plain digits, or None."""
    if not _JOUR.fullmatch(texte):
        return None
    try:
        return datetime.date.fromisoformat(texte)
    except ValueError:
        return None


def est_un_mois(texte) -> bool:
    """Whether a text writes a month, AAAA-MM in plain digits, of the years of dates."""
    return isinstance(texte, str) and _MOIS.fullmatch(texte) is not None
