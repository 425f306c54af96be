"""The population of the package answers as the stock engine does, and bare NumPy as the chain does."""

import sys
import types
from pathlib import Path
from types import SimpleNamespace

import numpy
import pytest
from openfisca_core import populations, simulations
from openfisca_core.errors import CycleError
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit, Instant, period
from openfisca_core.populations import ADD
from openfisca_core.reforms import Reform
from openfisca_core.simulations import Simulation, SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.entites import Individu
from openfisca_chomage.nomenclatures import Territoire
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import carriere, histoire
from openfisca_chomage.socle.moteur import PopulationChomage
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.systeme import avec_nos_populations

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
import numpy_nu  # noqa: E402
import population as tirage  # noqa: E402

TOUS_LES_CINQ_MOIS = range(tirage.PREMIER, tirage.DERNIER + 1, 5)
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
    return {(nom, mois): simulation.calculate(nom, cal.periode(mois)) for mois in TOUS_LES_CINQ_MOIS for nom in NOMS}


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
    nature = "niveau"
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


MOIS = period("2025-03")


class ordinaire(Variable):
    value_type = float
    entity = Individu
    definition_period = DateUnit.MONTH

    def formula(individu, period):
        return individu("un_nombre", period) * 3


class un_nombre(VariableChomage):
    value_type = float
    nature = "etat"

    def formula(individu, period):
        APPELS.append(period)
        return individu.filled_array(1.5)


class un_scalaire(VariableChomage):
    value_type = int
    nature = "niveau"
    default_value = 0

    def formula(individu, period):
        return 7


class un_motif(VariableChomage):
    value_type = Enum
    nature = "niveau"
    possible_values = Territoire
    default_value = Territoire.metropole

    def formula(individu, period):
        return numpy.array([Territoire.drom, Territoire.mayotte], dtype=object)


class une_annee(VariableChomage):
    value_type = float
    nature = "niveau"
    definition_period = DateUnit.YEAR

    def formula(individu, period):
        return individu.filled_array(12.0)


class trop_courte(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        return numpy.zeros(3)


class deux_colonnes(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        APPELS.append(period)
        return numpy.zeros((2, 2))


class une_spirale(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        return individu("une_spirale", period.last_month) + 1


class sur_la_spirale(VariableChomage):
    value_type = float
    nature = "niveau"

    def formula(individu, period):
        return individu("une_spirale", period) + individu("un_nombre", period)


APPELS: list = []
VARIABLES = (ordinaire, un_nombre, un_scalaire, un_motif, une_annee, trop_courte, deux_colonnes, une_spirale, sur_la_spirale)


def reforme(systeme, faire):
    """The law with what ``faire`` changes in it."""
    return avec_nos_populations(type("UneReforme", (Reform,), {"apply": faire})(systeme))


@pytest.fixture(scope="module")
def etendu(systeme):
    return reforme(systeme, lambda autre: autre.add_variables(*VARIABLES))


@pytest.fixture
def peuple(etendu):
    """Two persons under that reform; the holders of its variables are there, as once each has been read."""
    APPELS.clear()
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    individu = simulation.populations["individu"]
    assert isinstance(individu, PopulationChomage)
    for une in VARIABLES:
        individu.get_holder(une.__name__)
    return individu


def test_sans_le_moteur(peuple, monkeypatch):
    """What is known is read and what is not is computed, once, without a call of the engine."""
    def non(*_, **__):
        raise AssertionError("the engine is called")

    monkeypatch.setattr(populations.Population, "__call__", non)
    monkeypatch.setattr(simulations.Simulation, "calculate", non)
    for _ in range(2):
        assert peuple("un_nombre", MOIS).tolist() == [1.5, 1.5]
    assert APPELS == [MOIS] and peuple.simulation.tracer.stack == []
    valeurs = peuple("un_scalaire", MOIS)
    assert valeurs.tolist() == [7, 7] and valeurs.dtype == numpy.int32
    with pytest.raises(AssertionError):
        peuple("un_nombre", "2025-03")
    with pytest.raises(AssertionError):
        peuple("un_nombre", MOIS, [ADD])


def test_par_le_moteur(peuple):
    """What is not a month of a variable of the package is the engine's: its own kind, its errors, its options."""
    assert peuple("un_nombre", "2025-03").tolist() == [1.5, 1.5]
    assert peuple("un_nombre", period("2025"), [ADD]).tolist() == [18, 18]
    assert peuple("ordinaire", MOIS).tolist() == [4.5, 4.5]
    motifs = peuple("un_motif", MOIS)
    assert isinstance(motifs, EnumArray) and motifs.decode().tolist() == [Territoire.drom, Territoire.mayotte]
    for nom, autre in (("un_nombre", period("2025")), ("un_nombre", period("month:2025-01:2")), ("une_annee", MOIS)):
        with pytest.raises(ValueError):
            peuple(nom, autre)
    assert peuple("une_annee", period("2025")).tolist() == [12, 12]


def test_formes(peuple):
    """Arrays of a wrong length are refused as the engine refuses them; what it would keep is kept."""
    with pytest.raises(ValueError, match="as its length is 3 while there are 2 individus"):
        peuple("trop_courte", MOIS)
    for _ in range(2):
        assert peuple("deux_colonnes", MOIS).shape == (2, 2)
    assert APPELS == [MOIS] and peuple.get_holder("deux_colonnes").get_known_periods() == [MOIS]


def test_neutralisee(etendu):
    systeme = reforme(etendu, lambda autre: autre.neutralize_variable("un_nombre"))
    individu = SimulationBuilder().build_default_simulation(systeme, count=2).populations["individu"]
    individu.get_holder("un_nombre")
    APPELS.clear()
    assert individu("un_nombre", MOIS).tolist() == [-1, -1] and APPELS == []


def test_spirale(etendu, peuple):
    """A variable that reads itself the month before, asked here, gets what the engine gives, which keeps nothing of it."""
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    siens = populations.Population(etendu.person_entity)
    siens.count, siens.simulation = 2, simulation
    simulation.populations["individu"] = simulation.persons = siens
    attendue = simulation.calculate("sur_la_spirale", MOIS)
    assert peuple("sur_la_spirale", MOIS).tolist() == attendue.tolist()
    assert not peuple.simulation.invalidated_caches
    assert peuple.get_holder("une_spirale").get_known_periods() == simulation.get_holder("une_spirale").get_known_periods()
    assert peuple("une_spirale", MOIS).tolist() == simulation.calculate("une_spirale", MOIS).tolist()


def test_sur_disque_ou_nulle_part(etendu, tmp_path):
    """A simulation told to keep its arrays on disk, and some of them nowhere, does so."""
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    simulation._data_storage_dir = str(tmp_path)
    simulation.memory_config = SimpleNamespace(
        max_memory_occupation_pc=0, priority_variables=["un_scalaire"], variables_to_drop=["un_scalaire"],
    )
    individu = simulation.populations["individu"]
    for nom, connus in (("un_nombre", [MOIS]), ("un_scalaire", [])):
        holder = individu.get_holder(nom)
        individu(nom, MOIS)
        assert holder._memory_storage.get(MOIS) is None
        assert holder.get_known_periods() == connus


def test_commence_tard_et_sans_memoire(etendu, peuple):
    peuple.simulation.start_computation_period = "2025-04"
    assert peuple("un_nombre", MOIS).tolist() == [-1, -1]
    assert peuple("un_nombre", period("2025-04")).tolist() == [1.5, 1.5]
    peuple.simulation.start_computation_period = None
    peuple.simulation.opt_out_cache, etendu.cache_blacklist = True, {"un_scalaire"}
    try:
        peuple("un_scalaire", MOIS)
    finally:
        etendu.cache_blacklist = None
    assert peuple.get_holder("un_scalaire").get_known_periods() == []
