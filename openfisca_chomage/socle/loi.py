"""The law of each claimant: parameters and dated rules, read at each person's own date.

``parameters(period)`` is one date for everybody. The law that governs a right is the one in force at the
triggering event (fait générateur) of *that* claimant, often years before the month that is paid.
"""

from __future__ import annotations

import functools

import numpy
from openfisca_core.parameters import Parameter, ParameterNode

from openfisca_chomage import reglements
from openfisca_chomage.socle.phrases import en_date
from openfisca_chomage.socle.refus import Refus
from openfisca_chomage.socle.regimes import GENERAL, Regime, regime_de_code

__all__ = ["PREMIERE_LOI", "Loi", "Regle", "au_fil_des_jours", "serie"]

#: The first day of the law that is modelled (a day number); an end of contract before it is career.
PREMIERE_LOI = int(numpy.datetime64(reglements.PREMIERE_LOI, "D").astype(int))


def serie(parametre: Parameter):
    """The dates (day numbers, ascending) and the values of a parameter; a value that stops is left out.

    Kept on the parameter as long as its list of values is the same object, so that a reform counts.
    """
    connue = parametre.__dict__.get("_serie_chomage")
    if connue is not None and connue[0] is parametre.values_list:
        return connue[1], connue[2]
    dates, valeurs = [], []
    for element in reversed(parametre.values_list):
        dates.append(int(numpy.datetime64(element.instant_str, "D").astype(int)))
        valeurs.append(element.value)
    if any(valeur is None for valeur in valeurs):
        valeurs = [numpy.nan if valeur is None else valeur for valeur in valeurs]
    resultat = numpy.array(dates, dtype=numpy.int64), numpy.array(valeurs)
    parametre.__dict__["_serie_chomage"] = (parametre.values_list, *resultat)
    return resultat


def au_fil_des_jours(parametre: Parameter, jours):
    """The values of a parameter of the calendar at some days; before its first date, its first value.

    Args:
        parametre: the parameter.
        jours: int64 array of days, those of the months of a career for instance.
    """
    dates, valeurs = serie(parametre)
    return valeurs[numpy.maximum(numpy.searchsorted(dates, jours, side="right") - 1, 0)]


#: Later than every date: the first day of nobody.
_JAMAIS = numpy.iinfo(numpy.int64).max


class Loi:
    """A subtree of parameters, at an array of dates: ``Loi(individu, jours).affiliation.jours``.

    A leaf is an array with the value in force at each date (a scalar where the parameter never changed).

    Args:
        individu: the population, whose tax and benefit system (reforms included) is read.
        jours: int64 array of days (since 1 January 1970), one a person.

    Raises:
        Refus: a date before the first value of the parameter, or in a period without value: the law of that
            time is not modelled. The newest value is never given instead.
    """

    def __init__(self, individu, jours, noeud=None, premier=None) -> None:
        self._individu = individu
        self._jours = jours
        self._premier = jours.min(initial=_JAMAIS) if premier is None else premier
        self._noeud = individu.simulation.tax_benefit_system.parameters if noeud is None else noeud

    def __getattr__(self, nom):
        enfant = getattr(self._noeud, nom)
        if isinstance(enfant, ParameterNode):
            return Loi(self._individu, self._jours, enfant, self._premier)
        return self._valeur(enfant)

    def __getitem__(self, nom):
        return getattr(self, nom)

    def _valeur(self, parametre):
        dates, valeurs = serie(parametre)
        if self._premier < dates[0]:
            _refuser_date(parametre.name, self._premier, dates[0])
        if len(dates) == 1:
            return valeurs[0]
        resultat = valeurs[numpy.searchsorted(dates, self._jours, side="right") - 1]
        if resultat.dtype.kind == "f" and numpy.isnan(resultat).any():
            _refuser_date(parametre.name, self._jours[numpy.isnan(resultat)][0], dates[0])
        return resultat


def _refuser_date(regle, jour, premiere) -> None:
    raise Refus(
        ("droit", regle),
        f"La règle « {regle} » n'est pas connue au {en_date(jour)} : sa première version modélisée est du "
        f"{en_date(premiere)}. Un fait générateur antérieur n'est pas calculé.",
    )


class Regle:
    """A rule in versions, one a scheme and a date, each applied to the claimants whose law and scheme it is.

    As ``formula_YYYY_MM_DD`` is for the month that is asked, but for the triggering event of each person::

        diviseur = Regle("diviseur du salaire de référence")

        @diviseur.depuis(DECRET_2019)
        def diviseur_des_douze_mois(jours_calendaires, jours_travailles): ...

        @diviseur.depuis("2021-10-01")
        def diviseur_calendaire(jours_calendaires, jours_travailles): ...

        diviseur(jours_du_fait_generateur, jours_calendaires, jours_travailles, regime=codes)

    Another scheme registers its own versions from its own folder: ``@diviseur.depuis(DECRET_2019, regime=INTERMITTENTS)``. Every
    argument is an array with a row a person (or an object with a method ``pour(masque)``); a version that nobody needs is not
    computed. One version and only one answers for a person: two of the same scheme and date, or none, is an error.
    """

    def __init__(self, nom: str) -> None:
        self.nom = nom
        self._versions: dict[str, dict[int, object]] = {}

    def depuis(self, date: str, regime: Regime = GENERAL):
        """Declare the version in force for the events from ``date`` on, in a scheme.

        Raises:
            ValueError: another function is declared for the same scheme and date (a module loaded twice declares the same one).
        """
        jour = int(numpy.datetime64(date, "D").astype(int))

        def declarer(fonction):
            versions = self._versions.setdefault(regime.nom, {})
            if jour in versions and _lieu(versions[jour]) != _lieu(fonction):
                raise ValueError(
                    f"« {self.nom} » a deux versions au {en_date(jour)} pour le {regime.libelle} : "
                    f"{versions[jour].__qualname__} et {fonction.__qualname__}."
                )
            versions[jour] = fonction
            self._versions[regime.nom] = dict(sorted(versions.items()))
            return fonction

        return declarer

    def versions(self, regime: Regime = GENERAL) -> dict:
        """The versions that serve a scheme, by first day: its own, else those of the scheme from which it comes.

        Raises:
            Refus: neither has any.
        """
        source = regime
        while source is not None:
            if source.nom in self._versions:
                return self._versions[source.nom]
            source = source.de
        raise Refus(("droit", self.nom), f"La règle « {self.nom} » n'a aucune version pour le {regime.libelle}.")

    def __call__(self, jours, *arguments, regime=None):
        """Apply to each person the version of her law, in her scheme.

        Args:
            jours: int64 array, the day whose law governs each person.
            arguments: what the versions take.
            regime: the code of the scheme of each person; None: the general scheme for everybody.

        Raises:
            Refus: an event before the first version of a scheme.
        """
        if regime is not None and len(regime):
            presents = [regime_de_code(code) for code in numpy.unique(regime)]
            if len(presents) > 1:
                return self._assembler(
                    len(jours), ((regime == un.code, functools.partial(self._dater, un)) for un in presents), jours, arguments
                )
            return self._dater(presents[0], jours, *arguments)
        return self._dater(GENERAL, jours, *arguments)

    def _dater(self, regime, jours, *arguments):
        versions = self.versions(regime)
        dates, fonctions = numpy.array(list(versions)), list(versions.values())
        if len(jours) == 0:
            return fonctions[-1](*arguments)
        if jours.min() < dates[0]:
            _refuser_date(self.nom, jours.min(), dates[0])
        rangs = numpy.searchsorted(dates, jours, side="right") - 1
        presents = numpy.flatnonzero(numpy.bincount(rangs))
        if len(presents) == 1:
            return fonctions[presents[0]](*arguments)
        return self._assembler(
            len(jours), ((rangs == rang, lambda _, *siens, une=fonctions[rang]: une(*siens)) for rang in presents), jours, arguments
        )

    def _assembler(self, nombre, parties, jours, arguments):
        """One array of what each part of the persons is given: ``(mask, function of their days and arguments)``."""
        resultat = None
        for masque, fonction in parties:
            partie = fonction(jours[masque], *(_choisir(argument, masque) for argument in arguments))
            if resultat is None:
                resultat = numpy.empty((nombre, *numpy.shape(partie)[1:]), dtype=numpy.asarray(partie).dtype)
            if resultat.dtype != numpy.asarray(partie).dtype:
                resultat = resultat.astype(numpy.result_type(resultat, partie))
            resultat[masque] = partie
        return resultat


def _lieu(fonction) -> tuple:
    """Where a function is written: the same one, in a module that is loaded twice."""
    return fonction.__code__.co_filename, fonction.__qualname__


def _choisir(argument, masque):
    if hasattr(argument, "pour"):
        return argument.pour(masque)
    return argument[masque] if isinstance(argument, numpy.ndarray) and argument.ndim else argument
