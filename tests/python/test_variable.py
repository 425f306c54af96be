"""What a variable of the package says, takes and computes, where a class leaves it unsaid too, and in a reform."""

import datetime

import numpy
import pytest
from openfisca_core.indexed_enums import Enum, EnumArray
from openfisca_core.periods import DateUnit, period
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.nomenclatures import Territoire
from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.moteur import PopulationChomage
from openfisca_chomage.socle.nature import Nature
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.systeme import avec_nos_populations


@pytest.mark.parametrize(("nom", "valeur", "message"), [
    ("salaire_brut", [1], "« [1] » : un nombre est attendu pour « salaire_brut »."),
    ("reliquat", {}, "« {} » : un entier est attendu pour « reliquat »."),
    ("saisie_en_cours", [], "« [] » : true ou false est attendu pour « saisie_en_cours »."),
    ("date_fin_contrat", {"a": 1}, "« {'a': 1} » : une date AAAA-MM-JJ est attendue pour « date_fin_contrat »."),
    ("salaire_brut", float("inf"), "« inf » n'est pas un nombre fini : un nombre est attendu pour « salaire_brut »."),
    ("reliquat", float("nan"), "« nan » n'est pas un nombre fini : un entier est attendu pour « reliquat »."),
    ("salaire_brut", -1, "« -1 » est négatif : une valeur positive ou nulle est attendue pour « salaire_brut »."),
    ("are_nette", -0.5, "« -0.5 » est négatif : une valeur positive ou nulle est attendue pour « are_nette »."),
    ("reliquat", 2.5, "« 2.5 » n'est pas entier : un entier est attendu pour « reliquat »."),
    (
        "calendrier_contrats", 2,
        "« 2 » : un calendrier s'écrit true pour une plage de jours (« day:2025-03-04:180 »: true), jamais par un masque de bits.",
    ),
])
def test_valeur_refusee_par_sa_variable(systeme, nom, valeur, message):
    with pytest.raises(ValueError) as erreur:
        systeme.variables[nom].check_set_value(valeur)
    assert str(erreur.value) == message


@pytest.mark.parametrize(("nom", "valeur", "lue"), [
    ("salaire_brut", 0, 0), ("salaire_brut", 2.5, 2.5), ("are_nette", -1, -1), ("are_nette", 2.5, 2.5), ("reliquat", -1, -1),
    ("reliquat", 3.0, 3), ("calendrier_contrats", True, True), ("calendrier_contrats", 0, 0), ("saisie_en_cours", True, True),
    ("salaire_brut", "12 + 3", 15), ("date_fin_contrat", "2025-03-04", datetime.date(2025, 3, 4)),
])
def test_valeur_admise_par_sa_variable(systeme, nom, valeur, lue):
    assert systeme.variables[nom].check_set_value(valeur) == lue


MOIS = period("2025-03")


class un_nombre(VariableChomage):
    value_type = float
    nature = "etat"

    def formula(individu, period):
        return individu.filled_array(1.5)


class un_scalaire(VariableChomage):
    value_type = int
    nature = "niveau"
    default_value = 0

    def formula(individu, period):
        return 7


class un_motif_code(VariableChomage):
    value_type = Enum
    nature = "niveau"
    possible_values = Territoire
    default_value = Territoire.metropole

    def formula(individu, period):
        return Territoire.encode(numpy.array(["drom", "mayotte"]))


class datee(VariableChomage):
    value_type = float
    nature = "niveau"
    end = "2025-12-31"

    def formula_2020_01(individu, period):
        return individu.filled_array(20.0)

    def formula_2025_01(individu, period):
        return individu.filled_array(25.0)


VARIABLES = (un_nombre, un_scalaire, un_motif_code, datee)


def reforme(systeme, faire):
    """The law with what ``faire`` changes in it."""
    return avec_nos_populations(type("UneReforme", (Reform,), {"apply": faire})(systeme))


@pytest.fixture(scope="module")
def etendu(systeme):
    return reforme(systeme, lambda autre: autre.add_variables(*VARIABLES))


@pytest.fixture
def peuple(etendu):
    """Two persons under that reform; the holders of its variables are there, as once each has been read."""
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    individu = simulation.populations["individu"]
    assert isinstance(individu, PopulationChomage)
    for une in VARIABLES:
        individu.get_holder(une.__name__)
    return individu


def test_motif_calcule_et_donne(etendu):
    simulation = SimulationBuilder().build_default_simulation(etendu, count=2)
    simulation.set_input("un_motif_code", "2025-03", numpy.array(["mayotte", "metropole"]))
    lus = simulation.calculate("un_motif_code", "2025-03")
    assert isinstance(lus, EnumArray) and lus.decode().tolist() == [Territoire.mayotte, Territoire.mayotte]
    assert lus.possible_values is Territoire and lus.dtype == simulation.get_holder("un_motif_code").variable.dtype


def test_date_calculee_et_donnee(simuler):
    """A date given to one of two persons: the other's is computed, the last day of her contract."""
    fin = {**FIN_DE_2024, "date_naissance": {"ETERNITY": "1985-03-15"}}
    simulation = simuler(moi=fin, toi={**fin, "date_fin_contrat": {"2024-12": "2024-12-15"}})
    fins = simulation.calculate("date_fin_contrat", "2024-12")
    assert fins.tolist() == [datetime.date(2024, 12, 31), datetime.date(2024, 12, 15)] and fins.dtype == "datetime64[D]"
    variable = simulation.get_holder("date_fin_contrat").variable
    individu = simulation.populations["individu"]
    assert variable.get_formula(period("2024-12"))(individu, period("2024-12"), None).dtype == variable.dtype
    simulation.set_input("reliquat", "2024-12", numpy.array([3, -1]))
    variable = simulation.get_holder("reliquat").variable
    assert variable.get_formula(period("2024-12"))(individu, period("2024-12"), None).dtype == variable.dtype == numpy.int32


def test_formules_datees(etendu, peuple):
    """The formula of each date, the first where none is asked, none after the end; what is given is laid over each."""
    assert [peuple("datee", period(mois)).tolist()[0] for mois in ("2019-12", "2020-01", "2024-12", "2025-01", "2026-01")] == [
        -1, 20, 20, 25, -1]
    variable = etendu.variables["datee"]
    assert variable.get_formula()(peuple, MOIS).tolist() == [20, 20]
    assert variable.get_formula("2025-06")(peuple, MOIS, None).tolist() == [25, 25]
    assert variable.get_formula("2026-06") is None and etendu.variables["salaire_brut"].get_formula() is None


def test_ce_que_dit_une_variable(systeme, etendu):
    """What a class of the package leaves unsaid, and what it does not say of a right."""
    nombre, entree = etendu.variables["un_nombre"], systeme.variables["salaire_brut"]
    assert (nombre.default_value, nombre.dtype, nombre.definition_period, nombre.entity.key) == (
        -1, numpy.float64, DateUnit.MONTH, "individu")
    assert etendu.variables["un_scalaire"].default_value == 0 == entree.default_value

    class avec_son_defaut(VariableChomage):
        value_type = int
        default_value = 0

        def formula(individu, period):
            return 7

    class sans_defaut(VariableChomage):
        value_type = int

        def formula(individu, period):
            return 7

    assert (avec_son_defaut.default_value, sans_defaut.default_value) == (0, -1)
    assert systeme.variables["are_nette"].default_value == -1 and systeme.variables["reliquat"].default_value == -1
    assert entree.dtype == numpy.float64 and nombre.set_input is saisie.un_mois
    assert systeme.variables["reliquat"].nature is nombre.nature is Nature.etat and entree.nature is None
    assert nombre.explication is None and callable(systeme.variables["are_nette"].explication)


def test_variable_d_une_reforme(systeme):
    """A reform that changes a formula alone keeps the explanation, the type and the default of what it changes."""
    class are_nette(VariableChomage):
        value_type = float

        def formula_2019_11(individu, period):
            return individu.filled_array(3.0)

    class reliquat(VariableChomage):
        value_type = int

        def explication(individu, period, parameters):
            return "Une autre."

    autre = reforme(systeme, lambda autre: (autre.update_variable(are_nette), autre.update_variable(reliquat)))
    avant, apres = systeme.variables["are_nette"], autre.variables["are_nette"]
    assert apres.explication is avant.explication is not None
    assert (apres.label, apres.default_value, apres.dtype) == (avant.label, avant.default_value, avant.dtype)
    assert autre.variables["reliquat"].explication(None, None, None) == "Une autre."
    simulation = SimulationBuilder().build_default_simulation(autre, count=1)
    assert simulation.calculate("are_nette", "2025-03").tolist() == [3]


FIN_DE_2024 = {
    "calendrier_contrats": {"day:2024-01-01:366": True}, "motif_rupture": {"2024-12": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
}
