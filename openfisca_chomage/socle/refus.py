"""A refusal: what cannot be computed, where, why, and what to write instead."""

from __future__ import annotations

from openfisca_core.errors import SituationParsingError

__all__ = ["Refus", "consigner", "refuser", "refuser_le_premier", "reunir"]

#: As many refusals are told at once.
MONTRES = 50


class Refus(SituationParsingError, ValueError):
    """A situation that the package refuses to compute, rather than answer 0.

    The stock web API turns it into an answer of the 4xx family that carries the path of the
    field; the YAML runner shows its message; and Python callers may catch it as a ``ValueError``.

    Attributes:
        chemin: the path of the field in the situation, ``("individus", "moi", "salaire_brut", "2025-03")``.
        message: what is wrong, what was expected, what to do, in French.
        code: the HTTP status, 400 unless told.
    """

    def __init__(self, chemin, message: str, code: int = 400) -> None:
        self.chemin = tuple(str(etape).replace("/", "∕") for etape in chemin)
        self.message = message
        # The stock error reads a step that is a number as a rank in a list, and makes the list: it is given none.
        super().__init__(("refus",), message, code)
        self.error = message
        for etape in reversed(self.chemin):
            self.error = {etape: self.error}
        self.args = (str(self.error),)


def reunir(refus) -> Refus:
    """One refusal that tells several, each under its path; the first ones where they are many.

    Args:
        refus: at least one :class:`Refus`, in the order of the situation.
    """
    refus = list(refus)
    tous = refus[0]
    if len(refus) == 1:
        return tous
    codes = {un.code for un in refus}
    reuni = Refus(tous.chemin, tous.message, codes.pop() if len(codes) == 1 else 400)
    reuni.error = {}
    for un in refus[:MONTRES]:
        _placer(reuni.error, un.chemin, un.message)
    if len(refus) > MONTRES:
        reste = len(refus) - MONTRES
        _placer(reuni.error, ("…",), f"{reste} autre{'s' if reste > 1 else ''} erreur{'s' if reste > 1 else ''}.")
    reuni.args = (str(reuni.error),)
    return reuni


def _placer(erreurs: dict, chemin, message: str) -> None:
    """Put a message at its path; beside those that are on the way, if any."""
    for etape in chemin[:-1]:
        suite = erreurs.setdefault(etape, {})
        if isinstance(suite, str):
            erreurs[etape] = f"{suite} {message}"
            return
        erreurs = suite
    dernier = erreurs.get(chemin[-1])
    if isinstance(dernier, dict):
        dernier["…"] = message
    elif dernier is None:
        erreurs[chemin[-1]] = message
    elif message not in dernier:
        erreurs[chemin[-1]] = f"{dernier} {message}"


def refuser(individu, index: int, variable: str, periode, message: str) -> None:
    """Refuse the person at ``index`` of the population, naming the variable and its period."""
    ids = getattr(individu, "ids", None)
    nom = str(ids[index]) if ids is not None and len(ids) > index else str(index)
    raise Refus((individu.entity.plural, nom, variable, periode), message)


def consigner(individu) -> dict[int, tuple[str, str, str]]:
    """The door of tables: from now on, who would be refused is noted, and the others are computed.

    What is then computed for who is noted means nothing, and may fail. What is computed for the others is what it would be
    without her: a claimant's figures depend on nobody else's.

    Returns:
        The first refusal of each person, by her index: the variable, its period, the message. It fills as months are asked.
    """
    return individu.__dict__.setdefault("refus_consignes", {})


def refuser_le_premier(individu, masque, variable: str, periode, message: str) -> None:
    """Refuse the first person that ``masque`` (bool array over the population) holds, if any.

    The message says how many others are in the same case, so that one mend can serve them all. Where refusals are noted
    (:func:`consigner`), all of them are, and nobody is refused.
    """
    nombre = int(masque.sum())
    if nombre == 0:
        return
    consignes = individu.__dict__.get("refus_consignes")
    if consignes is not None:
        for index in masque.nonzero()[0].tolist():
            consignes.setdefault(index, (variable, str(periode), message))
        return
    if nombre > 1:
        message = f"{message} ({nombre - 1} autre{'s' if nombre > 2 else ''} dans le même cas.)"
    refuser(individu, int(masque.argmax()), variable, periode, message)
