"""The population of the package answers as the stock engine does, and bare NumPy as the chain does."""

import sys
import types
from pathlib import Path

import numpy
import pytest
from openfisca_core.errors import CycleError
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import Instant
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.entites import Individu
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import carriere, histoire
from openfisca_chomage.socle.inchange import la_ou_change
from openfisca_chomage.socle.moteur import PopulationChomage
from openfisca_chomage.socle.variable import VariableChomage

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import numpy_nu  # noqa: E402
import population as tirage  # noqa: E402

MOIS = range(tirage.PREMIER, tirage.DERNIER + 1, 5)
NOMS = ("are_nette", "jours_indemnises", "reliquat", "duree_indemnisation", "date_premier_jour_indemnisable", "fin_examinee")


def systeme_ordinaire():
    """The same system, with the engine's own population."""
    systeme = CountryTaxBenefitSystem()
    systeme.instantiate_entities = types.MethodType(TaxBenefitSystem.instantiate_entities, systeme)
    return systeme


@pytest.fixture(scope="module")
def population():
    return tirage.tirer(150, 5)


def resultats(simulation):
    return {(nom, mois): simulation.calculate(nom, cal.periode(mois)) for mois in MOIS for nom in NOMS}


def test_comme_le_moteur(systeme, population):
    notre, sien = tirage.poser(systeme, population), tirage.poser(systeme_ordinaire(), population)
    assert isinstance(notre.populations["individu"], PopulationChomage)
    assert not isinstance(sien.populations["individu"], PopulationChomage)
    attendus = resultats(sien)
    for cle, valeurs in resultats(notre).items():
        assert valeurs.dtype == attendus[cle].dtype
        numpy.testing.assert_array_equal(valeurs, attendus[cle], err_msg=str(cle))


def test_trace(systeme, population):
    trace, simple = tirage.poser(systeme, population), tirage.poser(systeme, population)
    trace.trace = True
    mois = cal.periode(tirage.PREMIER + 14)
    numpy.testing.assert_array_equal(trace.calculate("are_nette", mois), simple.calculate("are_nette", mois))
    noeuds = {noeud.name for noeud in trace.tracer.browse_trace()}
    assert {"are_nette", "jours_indemnises", "salaire_journalier_reference", "fin_examinee"} <= noeuds


def test_boucle_vue():
    systeme = CountryTaxBenefitSystem()

    class une(VariableChomage):
        value_type = float
        entity = Individu
        label = "Une"
        nature = "niveau"

        def formula(individu, period):
            return individu("autre", period)

    class autre(VariableChomage):
        value_type = float
        entity = Individu
        label = "Autre"
        nature = "niveau"

        def formula(individu, period):
            return individu("une", period)

    systeme.add_variables(une, autre)
    simulation = SimulationBuilder().build_default_simulation(systeme, count=2)
    with pytest.raises(CycleError):
        simulation.calculate("une", "2025-01")
    assert simulation.tracer.stack == []


class remonte(VariableChomage):
    value_type = int
    default_value = 0
    entity = Individu
    label = "Remonte"
    nature = "niveau"

    def formula(individu, period):
        return individu("remonte", period.last_month) + 1


@pytest.mark.parametrize("tours", [1, 2, 8])
def test_remonter_sans_fin_s_arrete_comme_dans_le_moteur(tours):
    """A variable that reads its own month before: the engine's limit, its default, and what it leaves uncached."""
    dites = []
    for systeme in (CountryTaxBenefitSystem(), systeme_ordinaire()):
        systeme.add_variables(remonte)
        simulation = SimulationBuilder().build_default_simulation(systeme, count=2)
        simulation.max_spiral_loops = tours
        valeurs = [simulation.calculate("remonte", mois).tolist() for mois in ("2025-06", "2025-07", "2025-05")]
        dites.append((valeurs, sorted(map(str, simulation.get_holder("remonte").get_known_periods())), simulation.tracer.stack))
    assert dites[0] == dites[1] and dites[0][2] == []


def test_les_mois_d_avant_se_calculent_sans_le_moteur(systeme, monkeypatch):
    """As many as the engine allows, eight here; it computes the ninth, to which it answers the default, 0: the last month has 8."""
    systeme = systeme.clone()
    systeme.add_variables(remonte)
    simulation = SimulationBuilder().build_default_simulation(systeme, count=2)
    simulation.max_spiral_loops = 8
    demandes, calculer = [], Simulation.calculate
    monkeypatch.setattr(Simulation, "calculate", lambda une, nom, mois: demandes.append(str(mois)) or calculer(une, nom, mois))
    assert simulation.populations["individu"]("remonte", cal.periode(2025 * 12 + 11)).tolist() == [8, 8]
    assert demandes == ["2025-04"]


def test_les_parametres_d_un_mois_se_lisent_une_fois_par_loi(systeme, monkeypatch):
    """The engine keeps 128 instants of all the laws together: two laws over more months than that were built at each chunk."""
    lois = [systeme.clone(), systeme.clone()]
    lus, lire = [], ParameterNode.get_at_instant
    monkeypatch.setattr(ParameterNode, "get_at_instant", lambda noeud, instant: lus.append(noeud) or lire(noeud, instant))
    for _ in range(2):
        for loi in lois:
            individu = SimulationBuilder().build_default_simulation(loi, count=1).populations["individu"]
            for mois in range(2013 * 12, 2024 * 12):
                assert individu._parametres(cal.periode(mois)) is individu._parametres(cal.periode(mois).start)
    assert [sum(noeud is loi.parameters for noeud in lus) for loi in lois] == [11 * 12, 11 * 12]
    individu = SimulationBuilder().build_default_simulation(lois[0], count=1).populations["individu"]
    avant = [individu._parametres(quand).allocation_journaliere.partie_fixe for quand in (cal.periode(2025 * 12), "2025-01-01", "2021-01")]
    assert avant == [13.11, 13.11, 12.05]
    parametres = lois[0].parameters.clone()
    parametres.allocation_journaliere.partie_fixe.update(start=Instant((2020, 1, 1)), value=99.0)
    lois[0].parameters = parametres
    assert individu._parametres(cal.periode(2025 * 12)).allocation_journaliere.partie_fixe == 99.0


def test_periode_refusee(systeme, population):
    individu = tirage.poser(systeme, population).populations["individu"]
    individu("are_nette", cal.periode(tirage.PREMIER))
    with pytest.raises(ValueError, match="must be computed for a whole month"):
        individu("are_nette", "2025")


def test_numpy_nu(systeme, population):
    simulation = tirage.poser(systeme, population)
    nus, _ = numpy_nu.derouler(numpy_nu.tables(population), numpy_nu.Lois(systeme))
    for rang, (jours, net) in enumerate(nus):
        mois = cal.periode(tirage.PREMIER + rang)
        numpy.testing.assert_array_equal(simulation.calculate("jours_indemnises", mois), jours)
        numpy.testing.assert_allclose(simulation.calculate("are_nette", mois), net, atol=0.001)


def test_lectures_a_part_sans_effet(systeme, population, monkeypatch):
    """Short careers apart from long ones, and a month for who uses it alone, as many persons have it: the same values."""
    attendus = resultats(tirage.poser(systeme, population))
    monkeypatch.setattr(carriere, "COURTES_AU_MOINS", 1)
    monkeypatch.setattr(histoire, "PEU", 0)
    for cle, valeurs in resultats(tirage.poser(systeme, population)).items():
        numpy.testing.assert_array_equal(valeurs, attendus[cle], err_msg=str(cle))


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


@pytest.mark.parametrize("premier", range(2021 * 12, 2021 * 12 + 14))
@pytest.mark.parametrize("maximum", [5, 6])
def test_semaines_par_bits_ou_par_jours(premier, maximum):
    hasard = numpy.random.default_rng(premier)
    mois = numpy.arange(premier, premier + 25)
    matrice = hasard.integers(0, 1 << 31, (200, len(mois))) & ((1 << cal.nombre_jours(mois)) - 1)
    matrice = matrice.astype(numpy.int32)
    par_bits = cal.jours_par_semaine(matrice, premier, maximum)
    par_jours = [cal.jours_par_semaine(matrice[rang : rang + 50], premier, maximum) for rang in range(0, 200, 50)]
    numpy.testing.assert_array_equal(par_bits, numpy.concatenate(par_jours))


def test_mois_hors_de_la_table():
    ecrits = ["1000-01-01", "1066-10-14", "1599-12-31", "1600-01-01", "2026-11-24", "2399-12-31"]
    for jours in (ecrits, ["0999-12-31", *ecrits], [*ecrits, "2400-01-01", "3000-02-28"], []):
        dates = numpy.array(jours, dtype="datetime64[D]")
        attendus = [12 * date.year + date.month - 1 for date in dates.tolist()]
        assert cal.mois_du_jour(cal.en_jours(dates)).tolist() == attendus
        assert [int(cal.mois_du_jour(jour)) for jour in cal.en_jours(dates)] == attendus


def test_jours_en_lecture_seule():
    dates = numpy.array(["2025-01-01"], dtype="datetime64[D]")
    with pytest.raises(ValueError, match="read-only"):
        cal.en_jours(dates)[0] = 0
