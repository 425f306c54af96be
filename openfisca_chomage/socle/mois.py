"""The month of a rule: what it reads is always an array, in days for dates, and the law is that of the month.

A formula begins with ``mois = Mois(individu, period, parameters)``; what follows then reads as its article. Nothing is None here: where
nobody was given an input, or where no month came before, the answer is the "nothing" of the variable.
"""

from __future__ import annotations

import datetime

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import anterieur, debut_histoire, lire
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.saisie import donnees

__all__ = ["Mois", "Personnes"]


class Mois:
    """A month of everybody.

    Args:
        individu: the population.
        period: the OpenFisca period of the month.
        parameters: the function of the formula, where it has one; else the law of the simulation is read.

    Attributes:
        numero (int): the month number (``12 * year + month - 1``).
        period: the OpenFisca period.
        parameters: the function that gives the law of a period.
    """

    __slots__ = ("individu", "numero", "parameters", "period")

    def __init__(self, individu, period, parameters=None) -> None:
        self.individu, self.period = individu, period
        self.parameters = parameters or individu.simulation.tax_benefit_system.get_parameters_at_instant
        self.numero = cal.numero(period)

    # --- What is read

    def __getitem__(self, nom: str):
        """A variable of the month, or of always, a row a person; days (int64) for a date. What is read is not to be written."""
        return _en_jours(self._variable(nom), self.individu(nom, self.period))

    def entree(self, nom: str):
        """An input of the month, its default where nobody gave any; days (int64) for a date, ranks for an enumeration."""
        valeurs = lire(self.individu, nom, self.numero)
        return _en_jours(self._variable(nom), self._rien(nom) if valeurs is None else valeurs)

    def est_donne(self, nom: str) -> bool:
        """Whether anybody was given this input in the month: what follows from it need not be computed otherwise."""
        return lire(self.individu, nom, self.numero) is not None

    def veille(self, nom: str):
        """A state at the end of the month before, its "nothing" where no month came before; days (int64) for a date."""
        valeurs = anterieur(self.individu, nom, self.period)
        return _en_jours(self._variable(nom), self._rien(nom) if valeurs is None else valeurs)

    def est_donnee(self, nom: str):
        """Who is given this computed variable in the month (bool array)."""
        donnee = donnees(self.individu, nom).get(self.period)
        return self.tous(False, dtype=bool) if donnee is None else donnee != self._variable(nom).default_value

    def sauf_donnee(self, nom: str, valeurs):
        """These values, but for who is given this computed number in the month: then that one."""
        donnee = donnees(self.individu, nom).get(self.period)
        return valeurs if donnee is None else numpy.where(donnee != self._variable(nom).default_value, donnee, valeurs)

    @property
    def a_une_veille(self) -> bool:
        """Whether a month of the story comes before this one."""
        debut = debut_histoire(self.individu)
        return debut is not None and self.numero > debut

    @property
    def loi(self):
        """The parameters in force in the month (the calendar's clock)."""
        return self.parameters(self.period)

    # --- The calendar

    @property
    def premier_jour(self) -> int:
        """Its first day (day number)."""
        return int(cal.premier_jour(self.numero))

    @property
    def dernier_jour(self) -> int:
        """Its last day (day number)."""
        return int(cal.premier_jour(self.numero + 1)) - 1

    def autre(self, numero: int) -> Mois:
        """Another month of the same persons."""
        return Mois(self.individu, cal.periode(numero), self.parameters)

    # --- The persons

    def tous(self, valeur, dtype=None):
        """The same value for everybody (a new array)."""
        return self.individu.filled_array(valeur, dtype=dtype)

    def personnes(self, qui, **colonnes) -> Personnes:
        """Some persons: those of a bool array, or at these places; with columns of their own, a row each."""
        qui = numpy.asarray(qui)
        return Personnes(self, numpy.flatnonzero(qui) if qui.dtype == bool else qui.astype(numpy.int64), colonnes)

    def refuser(self, qui, champ: str, message: str) -> None:
        """Refuse these persons (bool array), naming the field of the month to mend."""
        refuser_le_premier(self.individu, qui, champ, self.period, message)

    def _variable(self, nom):
        return self.individu.get_holder(nom).variable

    def _rien(self, nom):
        """The "nothing" of a variable, for everybody (made once a population): 0 where -1 says "not computed", else its default."""
        riens = _riens(self.individu)
        if nom not in riens:
            variable = self._variable(nom)
            non_calculee = variable.formulas and variable.value_type in (int, float) and variable.default_value == -1
            riens[nom] = self.tous(0, variable.dtype) if non_calculee else variable.default_array(self.individu.count)
            riens[nom].setflags(write=False)
        return riens[nom]


@jusqu_a_une_saisie
def _riens(individu) -> dict:
    """The "nothing" of each variable, by name."""
    return {}


class Personnes:
    """Some persons of a month, in order, with columns of their own: ``gens.fin``, ``gens["reliquat"]``.

    Attributes:
        rangs: their places in the population (int64).
    """

    def __init__(self, mois: Mois, rangs, colonnes: dict) -> None:
        self.mois, self.rangs, self._colonnes = mois, rangs, colonnes

    def __len__(self) -> int:
        return len(self.rangs)

    def __getattr__(self, nom):
        try:
            return self.__dict__["_colonnes"][nom]
        except KeyError:
            raise AttributeError(nom) from None

    def __getitem__(self, nom: str):
        """A variable of the month, for them."""
        return self.mois[nom][self.rangs]

    def entree(self, nom: str):
        """An input of the month, for them."""
        return self.mois.entree(nom)[self.rangs]

    def veille(self, nom: str):
        """A state at the end of the month before, for them."""
        return self.mois.veille(nom)[self.rangs]

    def qui(self, lesquelles) -> Personnes:
        """Those of a bool array with a row for each of them; their columns follow."""
        return Personnes(self.mois, self.rangs[lesquelles], {nom: valeurs[lesquelles] for nom, valeurs in self._colonnes.items()})

    def pour(self, masque) -> Personnes:
        """The same as :meth:`qui`, by the name that versions of a rule ask for."""
        return self.qui(masque)

    def avec(self, **colonnes) -> Personnes:
        """The same persons with more columns."""
        return Personnes(self.mois, self.rangs, {**self._colonnes, **colonnes})

    def drapeau(self, lesquelles=None):
        """For everybody, whether she is one of them (bool array), or of ``lesquelles`` among them."""
        drapeau = self.mois.tous(False, dtype=bool)
        drapeau[self.rangs] = True if lesquelles is None else lesquelles
        return drapeau

    def refuser(self, lesquelles, champ: str, message: str) -> None:
        """Refuse those of a bool array with a row for each of them, naming the field of the month to mend."""
        self.mois.refuser(self.drapeau(lesquelles), champ, message)


def _en_jours(variable, valeurs):
    return cal.en_jours(valeurs) if variable.value_type is datetime.date else valeurs
