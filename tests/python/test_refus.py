"""A refusal: its path, its words, its code; several together; who is refused, in a population."""

from types import SimpleNamespace

import numpy
import pytest

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import refus
from openfisca_chomage.socle.refus import Refus


def test_refus():
    un = Refus(("individus", "a/b", "are_nette", 2025), "Non.", 404)
    assert un.chemin == ("individus", "a∕b", "are_nette", "2025") and un.message == "Non." and un.code == 404
    assert un.error == {"individus": {"a∕b": {"are_nette": {"2025": "Non."}}}}
    assert un.args == (str(un.error),) and str(un) == str(un.error)
    assert isinstance(un, ValueError) and Refus(("a",), "Non.").code == 400


def test_refus_reunis():
    un, deux = Refus(("a", "b"), "Un.", 404), Refus(("a", "c"), "Deux.", 404)
    assert refus.reunir(iter([un])) is un
    deux_ensemble = refus.reunir(iter([un, deux]))
    assert deux_ensemble.error == {"a": {"b": "Un.", "c": "Deux."}} and deux_ensemble.code == 404
    assert deux_ensemble.chemin == ("a", "b") and deux_ensemble.message == "Un."
    assert deux_ensemble.args == (str(deux_ensemble.error),)
    assert refus.reunir([un, Refus(("a", "d"), "Trois.", 413)]).code == 400
    memes = [Refus(("a",), "Un."), Refus(("a",), "Deux."), Refus(("a",), "Un."), Refus(("a", "b", "c"), "Trois.")]
    assert refus.reunir(memes).error == {"a": "Un. Deux. Trois."}
    dessus = [Refus(("a", "b", "c"), "Un."), Refus(("a", "b"), "Deux."), Refus(("a", "b", "d"), "Trois.")]
    assert refus.reunir(dessus).error == {"a": {"b": {"c": "Un.", "…": "Deux.", "d": "Trois."}}}


@pytest.mark.parametrize(("nombre", "reste"), [(50, None), (51, "1 autre erreur."), (52, "2 autres erreurs."), (53, "3 autres erreurs.")])
def test_beaucoup_de_refus(nombre, reste):
    dits = refus.reunir([Refus((str(rang),), "Non.") for rang in range(nombre)]).error
    attendus = {str(rang): "Non." for rang in range(50)}
    assert dits == (attendus if reste is None else {**attendus, "…": reste})


def test_qui_est_refuse():
    entite = SimpleNamespace(plural="individus")
    for individu, noms in (
        (SimpleNamespace(entity=entite, ids=["a", "b"]), ["a", "b", "2"]), (SimpleNamespace(entity=entite), ["0", "1", "2"]),
        (SimpleNamespace(entity=entite, ids=None), ["0", "1", "2"]), (SimpleNamespace(entity=entite, ids=[]), ["0", "1", "2"]),
    ):
        for index, nom in enumerate(noms):
            with pytest.raises(Refus) as erreur:
                refus.refuser(individu, index, "primes", "2025-03", "Non.")
            assert (erreur.value.chemin, erreur.value.message) == (("individus", nom, "primes", "2025-03"), "Non.")
    for refuses, message in (
        ([1], "Non."), ([1, 3], "Non. (1 autre dans le même cas.)"), ([1, 2, 3], "Non. (2 autres dans le même cas.)"),
        ([1, 2, 3, 4], "Non. (3 autres dans le même cas.)"),
    ):
        masque = numpy.isin(numpy.arange(5), refuses)
        with pytest.raises(Refus) as erreur:
            refus.refuser_le_premier(individu, masque, "primes", "2025-03", "Non.")
        assert (erreur.value.chemin, erreur.value.message) == (("individus", "1", "primes", "2025-03"), message)
    refus.refuser_le_premier(individu, numpy.zeros(5, dtype=bool), "primes", "2025-03", "Non.")


def test_refus_consignes():
    individu = SimpleNamespace(entity=SimpleNamespace(plural="individus"))
    notes = refus.consigner(individu)
    assert refus.consigner(individu) is notes == {}
    refus.refuser_le_premier(individu, numpy.array([False, True, True]), "primes", cal.periode(2025 * 12), "Un.")
    refus.refuser_le_premier(individu, numpy.array([True, True, False]), "primes", "2025-02", "Deux.")
    assert notes == {1: ("primes", "2025-01", "Un."), 2: ("primes", "2025-01", "Un."), 0: ("primes", "2025-02", "Deux.")}


def test_un_refus_dont_une_etape_est_un_grand_nombre():
    """A step that is a number is a name as any other, not the rank of a list to be made."""
    refus = Refus(("individus", "7", "are_nette", "545233178258119"), "Non.")
    assert refus.error == {"individus": {"7": {"are_nette": {"545233178258119": "Non."}}}}
    assert str(refus) == str(refus.error) and refus.code == 400
