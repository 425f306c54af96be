"""The contracts of claimants, and each of their months, as arrays."""

from __future__ import annotations

import numpy

from openfisca_chomage.guichet.codes import ABSENT, JOUR_ABSENT
from openfisca_chomage.socle import calendrier as cal

__all__ = ["Contrats"]

_LOIN = 1 << 30


class Contrats:
    """Contracts, and each of their months up to the last one.

    Attributes:
        table: columns, one value a contract.
        rang: the contract of each month.
        qui, mois: the claimant and the number of each month.
    """

    def __init__(self, table: dict, dernier: int) -> None:
        if "debut" not in table:
            vide = numpy.empty(0, dtype=numpy.int64)
            table = {"qui": vide, "debut": vide, "fin": vide, "motif": vide}
        self.table, self.dernier = table, dernier
        self.nombre = len(table["qui"])
        self.ouvert = table["fin"] == JOUR_ABSENT
        self.debut = table["debut"].astype(numpy.int64)
        au_dela = int(cal.premier_jour(dernier + 1)) - 1
        self.fin = numpy.where(self.ouvert, numpy.maximum(au_dela, self.debut), table["fin"]).astype(numpy.int64)
        premiers = cal.mois_du_jour(self.debut)
        longueurs = numpy.maximum(numpy.minimum(cal.mois_du_jour(self.fin), dernier) - premiers + 1, 0)
        self.rang = numpy.repeat(numpy.arange(self.nombre), longueurs)
        departs = numpy.cumsum(longueurs) - longueurs
        self.numero = numpy.arange(len(self.rang)) - departs[self.rang]
        self.mois = premiers[self.rang] + self.numero
        self.qui = table["qui"][self.rang]

    def selon(self, colonne: str) -> tuple[Contrats, Contrats]:
        """Those whose yes/no column is not yes, and those whose it is."""
        if colonne not in self.table:
            oui = numpy.zeros(self.nombre, dtype=bool)
        else:
            oui = self.table[colonne] == 1
        if not oui.any():
            return self, Contrats({nom: valeurs[:0] for nom, valeurs in self.table.items()}, self.dernier)
        return tuple(
            Contrats({nom: valeurs[lesquels] for nom, valeurs in self.table.items()}, self.dernier) for lesquels in (~oui, oui)
        )

    def jours(self):
        """The contract days of each month, as calendars."""
        return cal.masque(self.mois, self.debut[self.rang], self.fin[self.rang])

    def nombre_de_jours(self):
        """How many they are."""
        if not hasattr(self, "_nombres"):
            premier = cal.premier_jour(self.mois)
            dernier = premier + cal.nombre_jours(self.mois) - 1
            self._nombres = numpy.minimum(self.fin[self.rang], dernier) - numpy.maximum(self.debut[self.rang], premier) + 1
        return self._nombres

    def colonne(self, nom: str):
        """A column of amounts, NaN where the table has none."""
        return self.table.get(nom, numpy.full(self.nombre, numpy.nan))

    def dernieres(self):
        """The contracts that end last in their month (one a claimant and month), and those that end in it: (last, all, group)."""
        finissent = numpy.flatnonzero(~self.ouvert & (cal.mois_du_jour(self.fin) <= self.dernier))
        fin, motif, qui = self.fin[finissent], self.table["motif"][finissent], self.table["qui"][finissent]
        engagement = self.table.get("date_engagement_procedure", numpy.full(self.nombre, JOUR_ABSENT))[finissent]
        premiere = self.table.get("premiere_admission", numpy.full(self.nombre, ABSENT))[finissent]
        cles = qui.astype(numpy.int64) * (1 << 16) + cal.mois_du_jour(fin)
        ordre = numpy.lexsort((premiere, engagement, motif, fin, cles))
        finissent, cles = finissent[ordre], cles[ordre]
        groupe = numpy.cumsum(numpy.diff(cles, prepend=-1) != 0) - 1
        return finissent[numpy.diff(cles, append=-1) != 0], finissent, groupe

    def a_preciser(self, dernieres):
        """Whether the last contract day of the month, or the day after the end, is under another contract than this one."""
        if len(dernieres) == 0:
            return numpy.zeros(0, dtype=bool)
        qui = self.table["qui"].astype(numpy.int64)
        cles = qui * (1 << 32) + self.debut + _LOIN
        ordre = numpy.argsort(cles)
        fins = qui * (1 << 32) + numpy.where(self.ouvert, _LOIN, self.fin) + _LOIN
        plus_tardives = numpy.maximum.accumulate(fins[ordre])
        jour = self.fin[dernieres]
        limite = numpy.maximum(cal.premier_jour(cal.mois_du_jour(jour) + 1) - 1, jour + 1)
        rangs = numpy.searchsorted(cles[ordre], qui[dernieres] * (1 << 32) + limite + _LOIN, side="right") - 1
        return plus_tardives[rangs] > qui[dernieres] * (1 << 32) + jour + _LOIN
