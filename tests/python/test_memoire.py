"""What is kept beside a population: its three lifetimes, and nothing after an input."""

import numpy
import pytest
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.memoire import entrees_inchangees, jusqu_a_une_saisie, le_mois, oublier


@pytest.fixture
def individu(systeme):
    return SimulationBuilder().build_default_simulation(systeme, count=2).populations["individu"]


@pytest.fixture
def appels():
    return []


def test_jusqu_a_une_saisie(individu, systeme, appels):
    """Once a population, even what is None; two functions and two populations apart."""
    @jusqu_a_une_saisie
    def une(individu):
        """Une."""
        appels.append("une")

    autre = jusqu_a_une_saisie(lambda _: appels.append("autre") or 7)
    for _ in range(2):
        assert une(individu) is None and autre(individu) == 7
    assert appels == ["une", "autre"] and (une.__name__, une.__doc__) == ("une", "Une.")
    assert autre(SimulationBuilder().build_default_simulation(systeme, count=1).populations["individu"]) == 7
    assert appels == ["une", "autre", "autre"]


def test_le_mois(individu, appels):
    du_mois = le_mois(lambda _, period: appels.append(str(period)) or [str(period)])
    premier = du_mois(individu, period("2025-01"))
    assert du_mois(individu, period("2025-01")) is premier == ["2025-01"]
    assert du_mois(individu, period("2025-02")) == ["2025-02"] and du_mois(individu, period("2025-01")) == ["2025-01"]
    assert appels == ["2025-01", "2025-02", "2025-01"]


def test_entrees_inchangees(individu, appels):
    """The very same object, not an equal one."""
    somme = entrees_inchangees(lambda _, entree: appels.append(1) or int(entree.sum()))
    une = numpy.array([1, 2])
    assert [somme(individu, une), somme(individu, une), somme(individu, une.copy())] == [3, 3, 3]
    assert len(appels) == 2


def test_une_erreur_ne_se_retient_pas(individu, appels):
    @jusqu_a_une_saisie
    def une(individu):
        appels.append(1)
        if len(appels) == 1:
            raise ValueError
        return 7

    with pytest.raises(ValueError):
        une(individu)
    assert une(individu) == 7 == une(individu) and len(appels) == 2


SAISIES = {
    "calendrier": lambda simulation: simulation.set_input("calendrier_contrats", "2025-01", numpy.array([True, False])),
    "masque": lambda simulation: saisie.poser_masque(simulation.populations["individu"], "calendrier_contrats", 24300, numpy.array([1, 0])),
    "somme": lambda simulation: simulation.set_input("salaire_brut", "2025-01", numpy.array([1.0, 0.0])),
    "niveau": lambda simulation: simulation.set_input("saisie_en_cours", "2025-01", numpy.array([True, False])),
    "éternité": lambda simulation: simulation.set_input("date_naissance", "ETERNITY", numpy.array(["1985-01-01"] * 2, dtype="<M8[D]")),
    "somme calculée": lambda simulation: simulation.set_input("are_versee", "2025-01", numpy.array([1.0, -1.0])),
    "état": lambda simulation: simulation.set_input("reliquat", "2025-01", numpy.array([10, -1])),
}


@pytest.mark.parametrize("quoi", SAISIES)
def test_chaque_porte_fait_tout_oublier(individu, quoi):
    gardes = [jusqu_a_une_saisie(lambda _: object()), le_mois(lambda *_: object()), entrees_inchangees(lambda *_: object())]
    mois = period("2025-01")
    demander = [lambda: gardes[0](individu), lambda: gardes[1](individu, mois), lambda: gardes[2](individu, mois)]
    avant = [une() for une in demander]
    assert all(une() is ancienne for une, ancienne in zip(demander, avant))
    SAISIES[quoi](individu.simulation)
    assert all(une() is not ancienne for une, ancienne in zip(demander, avant))
    oublier(individu)
    oublier(individu)  # nothing to forget
