"""The schemes (régimes) whose rules the package knows, and what says which of them an end of contract comes under.

A scheme lives in a folder of its own, declares itself and registers its rules (:class:`openfisca_chomage.socle.loi.Regle`); no rule
of another scheme changes. Where it registers no version of a rule, those of the scheme from which it comes serve, if it says one.
"""

from __future__ import annotations

import numpy

from openfisca_chomage.socle.refus import Refus

__all__ = ["GENERAL", "Regime", "declares", "plusieurs", "regime_de_chacun", "regime_de_code"]


class Regime:
    """A scheme.

    Args:
        code: the integer that ``regime_du_droit`` holds, an identity: it never changes.
        nom: its short name, as rules write it.
        libelle: its name, for who reads.
        de: the scheme whose rules serve where this one registers none; None: every rule that it needs must be its own.
        lit: the variables that say whose end of contract comes under it: where a system lacks one, the scheme is not there.

    Raises:
        ValueError: another scheme has this code or this name.
    """

    def __init__(self, code: int, nom: str, libelle: str, de: Regime | None = None, lit: tuple = ()) -> None:
        self.code, self.nom, self.libelle, self.de, self.lit = code, nom, libelle, de, lit
        self.releve = None
        for autre in _DECLARES.values():
            if (autre.code == code) != (autre.nom == nom):
                raise ValueError(f"Le régime « {nom} » ({code}) et le régime « {autre.nom} » ({autre.code}) se confondent.")
        _DECLARES[code] = self

    def s_applique_a(self, fonction):
        """Declare the function ``(gens: Personnes) -> bool array`` that says whose end of contract comes under this scheme."""
        self.releve = fonction
        return fonction

    def __repr__(self) -> str:
        return f"<régime {self.nom}>"


_DECLARES: dict[int, Regime] = {}

#: The general scheme: whoever comes under no other.
GENERAL = Regime(0, "general", "Régime général d'assurance chômage")


def declares(individu) -> list[Regime]:
    """The schemes of a population's system, the general one first."""
    variables = individu.simulation.tax_benefit_system.variables
    return [_DECLARES[code] for code in sorted(_DECLARES) if all(nom in variables for nom in _DECLARES[code].lit)]


def regime_de_code(code: int) -> Regime:
    """The scheme of a code.

    Raises:
        Refus: no scheme has it.
    """
    regime = _DECLARES.get(int(code))
    if regime is None:
        connus = ", ".join(f"{un.code} ({un.nom})" for un in _DECLARES.values())
        raise Refus(("droit", "regime_du_droit"), f"« {code} » n'est le code d'aucun régime. Régimes connus : {connus}.")
    return regime


def plusieurs(individu) -> bool:
    """Whether a population's system has another scheme than the general one."""
    return len(_DECLARES) > 1 and len(declares(individu)) > 1


def oublier(regime: Regime) -> None:
    """Take a scheme out: for tests, which declare schemes of their own."""
    _DECLARES.pop(regime.code, None)


def regime_de_chacun(gens):
    """The scheme of each end of contract examined: the one whose condition is met, the general one where none is.

    Args:
        gens: persons (:class:`openfisca_chomage.socle.mois.Personnes`), with the column ``fin``.

    Returns:
        int32 array of codes.

    Raises:
        Refus: two schemes claim the same end of contract.
    """
    codes = numpy.full(len(gens), GENERAL.code, dtype=numpy.int32)
    for regime in declares(gens.mois.individu):
        if regime.releve is None:
            continue
        siens = regime.releve(gens)
        disputes = siens & (codes != GENERAL.code)
        if disputes.any():
            autre = _DECLARES[int(codes[disputes][0])]
            raise Refus(
                ("droit", "regime_du_droit"),
                f"La même fin de contrat relève du {autre.libelle} et du {regime.libelle} : un régime, et un seul, doit s'appliquer.",
            )
        codes[siens] = regime.code
    return codes
