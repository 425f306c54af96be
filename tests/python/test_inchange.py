"""Amounts that are the same month after month are computed again for who changes, and no other."""


import numpy
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.socle.inchange import la_ou_change


def test_la_ou_change(systeme):
    simulation = SimulationBuilder().build_default_simulation(systeme, count=4)
    individu, appels = simulation.populations["individu"], []

    def demander(salaires, taux, qui=None):
        def calcul(places):
            appels.append(numpy.arange(4)[places].tolist())
            return salaires[places] * taux

        return la_ou_change(individu, "essai", (salaires, taux), calcul, qui)

    salaires = numpy.array([10.0, 20.0, 30.0, 40.0])
    premier = demander(salaires, 2.0)
    assert premier.tolist() == [20, 40, 60, 80]
    assert demander(salaires.copy(), 2.0) is premier
    autres = numpy.array([10.0, 21.0, 31.0, 40.0])
    assert demander(autres, 2.0, numpy.array([True, True, False, False]))[1] == 42
    assert demander(autres, 2.0).tolist() == [20, 42, 62, 80]
    assert premier.tolist() == [20, 40, 60, 80]
    assert demander(autres, 3.0).tolist() == [30, 63, 93, 120]
    simulation.set_input("salaire_brut", "2025-01", numpy.ones(4))
    demander(autres, 3.0)
    assert appels == [[0, 1, 2, 3], [1], [2], [0, 1, 2, 3], [0, 1, 2, 3]]


def test_feuilles_comparees(systeme):
    """Amounts that a month changes are told from those that it does not, wherever they stand under the node."""
    individu = SimulationBuilder().build_default_simulation(systeme, count=1).populations["individu"]
    avant, meme, apres = (systeme.get_parameters_at_instant(mois).prelevements for mois in ("2025-10-01", "2025-11-01", "2026-01-01"))
    appels = []
    for noeud in (avant, meme, apres, avant):
        la_ou_change(individu, "essai", (noeud,), lambda places: appels.append(places) or numpy.zeros(1))
    assert avant.smic_horaire != apres.smic_horaire
    assert len(appels) == 3


def test_calcul_pour_qui_change_seulement(deux, systeme):
    """Numbers, arrays of one value, nodes of parameters: computed again where one differs, or becomes of another kind."""
    individu, appels = deux.populations["individu"], []

    def demander(entree, qui=None):
        def calcul(places):
            appels.append(numpy.arange(2)[places].tolist())
            return numpy.ones(2)[places]

        la_ou_change(individu, "essai", (entree,), calcul, qui)
        return appels.pop() if appels else []

    un, autre = (systeme.get_parameters_at_instant(mois).prelevements for mois in ("2025-10-01", "2026-01-01"))
    assert demander(float("1000.5"), numpy.array([False, True])) == [1]
    assert demander(float("1000.5"), numpy.array([False, True])) == [] and demander(float("1000.5")) == [0]
    assert demander(float("1000.25")) == [0, 1] and demander(float("1000.25")) == []
    assert demander(numpy.array(2.0)) == [0, 1] and demander(numpy.array(2.0)) == [] and demander(numpy.array(3.0)) == [0, 1]
    assert demander(3.0) == [0, 1] and demander(numpy.array([3.0, 4.0])) == [0, 1] and demander(numpy.array([3.0, 5.0])) == [1]
    assert demander(5) == [0, 1] and demander(5.0) == [0, 1] and demander(numpy.array([5.0, 5.0])) == [0, 1]
    assert demander(un) == [0, 1] and demander(un) == [] and demander(autre) == [0, 1]
    assert demander(3.0) == [0, 1] and demander(un) == [0, 1]
