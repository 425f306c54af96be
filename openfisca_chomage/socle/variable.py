"""The variables of the package: float64, given instead of computed, with their explanation."""

from __future__ import annotations

import datetime

import numpy
from openfisca_core import periods
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit, Period
from openfisca_core.variables import Variable

from openfisca_chomage.entites import Individu
from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.bornes import Bornes, faute_de_date, faute_de_nombre, par_defaut
from openfisca_chomage.socle.nature import lire_nature, nature_de, se_partage
from openfisca_chomage.socle.phrases import accorde

__all__ = ["VariableChomage"]

#: The only period of what never changes.
TOUJOURS = periods.period(DateUnit.ETERNITY)

_TYPES_FRANCAIS = {float: "un nombre", int: "un entier", bool: "true ou false", datetime.date: "une date AAAA-MM-JJ"}


class VariableChomage(Variable):
    """A monthly variable of the claimant, which may always be given instead of computed.

    A subclass says as little as it can: ``entity`` is ``Individu`` and ``definition_period`` is
    ``MONTH`` unless told. Beside OpenFisca's attributes it may have:

    ``explication``
        a function ``(individu, period, parameters) -> str | None``: the French sentence that says why the
        (only) person has this value. It stands beside the formula and reads the same variables and
        parameters, so that a reform changes it too.
    ``bornes``
        what its numbers may be, besides positive (:mod:`openfisca_chomage.socle.bornes`); every door reads it.
    ``nature``
        what a computed variable is, one word of :class:`~openfisca_chomage.socle.nature.Nature`: how a range is laid, what
        giving it says of a right and what is forgotten of it follow. Obligatory where there is a formula; a class that
        replaces a variable and says nothing keeps its nature.
    ``sans_montant``
        True where no amount of the law moves the figure, even through others (the date of a procedure): it is known even for
        a month whose amounts are not (``reglements.est_projete``).

    Amounts are float64. Computed numbers have -1 as their default: it means "not given".
    """

    entity = Individu
    value_type = int
    definition_period = DateUnit.MONTH

    def __init_subclass__(cls, **options) -> None:
        super().__init_subclass__(**options)
        for nom, defaut in (("entity", Individu), ("definition_period", DateUnit.MONTH)):
            if nom not in cls.__dict__:
                setattr(cls, nom, defaut)
        cls.__explication__ = cls._retirer("explication", None)
        cls.__bornes__ = cls._retirer("bornes", None)
        cls.__sans_montant__ = cls._retirer("sans_montant", False)
        mot = cls._retirer("nature", None)
        cls.__nature__ = None if mot is None else lire_nature(cls.__name__, mot)
        calculee = any(nom.startswith("formula") for nom in cls.__dict__)
        if calculee and "default_value" not in cls.__dict__ and cls.__dict__.get("value_type") in (float, int):
            cls.default_value = -1

    @classmethod
    def _retirer(cls, nom, defaut):
        """Take an attribute that OpenFisca would refuse out of the class."""
        if nom not in cls.__dict__:
            return defaut
        valeur = cls.__dict__[nom]
        delattr(cls, nom)
        return valeur

    def __init__(self, baseline_variable=None) -> None:
        super().__init__(baseline_variable)
        if self.value_type is float:
            self.dtype = numpy.float64
        self.nature = self._sa_nature()
        if self.set_input is None or self.nature and "set_input" not in type(self).__dict__:
            self.set_input = self._sa_saisie()
        self._formules_superposees = {}
        self._formules_des_mois = {}

    @property
    def explication(self):
        """The function that explains a value, or None."""
        propre = type(self).__explication__
        return propre if propre is not None else getattr(self.baseline_variable, "explication", None)

    @property
    def bornes(self) -> Bornes:
        """What its numbers may be: what it says, what the variable that it reforms says, or what its type and its unit say."""
        if type(self).__bornes__ is not None:
            return type(self).__bornes__
        return getattr(self.baseline_variable, "bornes", None) or par_defaut(self.value_type, self.unit)

    def _sa_nature(self):
        """What the class says that the variable is, else what it replaces; None for an input.

        Raises:
            ValueError: a computed variable whose nature nothing says.
        """
        if not self.formulas:
            return None
        nature = type(self).__nature__ or nature_de(self.baseline_variable) or lire_nature(self.name, None)
        if se_partage(nature, self.unit) and self.value_type is not float:
            raise ValueError(f"« {self.name} » est une somme qui se partage (nature « {nature} ») : écrivez value_type = float.")
        return nature

    def _sa_saisie(self):
        """How a range that is given is laid: by its nature for a computed variable, in each month for an input."""
        if self.nature is None or self.definition_period is not DateUnit.MONTH:
            return saisie.niveau
        return saisie.flux if se_partage(self.nature, self.unit) else saisie.un_mois

    def clone(self):
        """The same variable again; it still replaces what it replaced."""
        return type(self)(self.baseline_variable)

    @property
    def sans_montant(self) -> bool:
        """Whether no amount of the law moves the figure."""
        return type(self).__sans_montant__

    def get_formula(self, period=None):
        """The formula in force, over which what the situation gives is laid; that of today for what never changes."""
        if period in self._formules_superposees:
            return self._formules_superposees[period]
        toujours = isinstance(period, Period) and period.unit is DateUnit.ETERNITY
        formule = super().get_formula(None if toujours else period)
        if formule is None or period is None:
            return formule
        if formule not in self._formules_superposees:
            self._formules_superposees[formule] = self._superposer(formule)
        if isinstance(period, Period):
            self._formules_superposees[period] = self._formules_superposees[formule]
        return self._formules_superposees[formule]

    def formule_du_mois(self, period: Period):
        """The formula of a month, or None where it takes the engine: another period, an enumeration, a neutralized variable."""
        connue = self._formules_des_mois.get(period, False)
        if connue is not False:
            return connue
        un_mois = self.definition_period is period[0] is DateUnit.MONTH and period[2] == 1
        formule = self.get_formula(period) if un_mois and self.value_type is not Enum and not self.is_neutralized else None
        self._formules_des_mois[period] = formule
        return formule

    def _superposer(self, formule):
        nom = self.name
        sans_parametres = formule.__code__.co_argcount == 2
        eternelle = self.definition_period is DateUnit.ETERNITY

        def formule_superposee(individu, period, parameters):
            holder = individu.get_holder(nom)
            donnees = holder.__dict__.get("donnees")
            donne = donnees.get(TOUJOURS if eternelle else period) if donnees else None
            if donne is None:
                return formule(individu, period) if sans_parametres else formule(individu, period, parameters)
            absent = saisie._non_donne(holder, donne)
            if not absent.any():
                return donne
            calcul = formule(individu, period) if sans_parametres else formule(individu, period, parameters)
            if isinstance(donne, EnumArray):
                brut = numpy.where(absent, numpy.asarray(calcul), donne.view(numpy.ndarray))
                return EnumArray(brut, self.possible_values)
            return numpy.where(absent, calcul, donne).astype(self.dtype)

        return formule_superposee

    def check_set_value(self, value):
        """Check one value of a situation; a wrong one is refused with the path of its field.

        Raises:
            ValueError: which the builder turns into a ``SituationParsingError`` with its path.
        """
        saisie.periode_canonique(self)
        attendu = _TYPES_FRANCAIS.get(self.value_type)
        if attendu and isinstance(value, (list, dict)):
            raise ValueError(f"« {value} » : {attendu} est {accorde('attendu', attendu)} pour « {self.name} ».")
        if self.value_type in (float, int) and not isinstance(value, (str, bool)):
            faute = faute_de_nombre(self, value) if self.set_input is not saisie.calendrier else None
            if faute:
                raise ValueError(faute)
        if self.set_input is saisie.calendrier and value not in (0, 1):
            raise ValueError(
                f"« {value} » : un calendrier s'écrit true pour une plage de jours "
                f"(« day:2025-03-04:180 »: true), jamais par un masque de bits."
            )
        if self.value_type is datetime.date and (faute := faute_de_date(value)):
            raise ValueError(faute)
        lue = super().check_set_value(value)
        if isinstance(value, str) and self.value_type in (float, int) and (faute := faute_de_nombre(self, lue)):
            raise ValueError(faute)
        return lue
