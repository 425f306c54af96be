"""What a computed variable is: a word, from which follow ranges, the story of a right, what is kept, what is read again."""

import itertools
import textwrap

import numpy
import pytest
from openfisca_core.periods import DateUnit, period
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder
from openfisca_web_api.app import create_app

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.histoire import debut_histoire, oublier_avant
from openfisca_chomage.socle.nature import Nature
from openfisca_chomage.socle.refus import Refus
from openfisca_chomage.socle.variable import VariableChomage

#: A right opened in December 2024 by 731 days of work; a job resumed in March 2025 and hidden, whose evidence came in June.
DROIT = {
    "date_naissance": {"ETERNITY": "1985-03-15"},
    "calendrier_contrats": {"day:2023-01-01:731": True, "day:2025-03-03:5": True},
    "salaire_brut": {"2023": 24000, "2024": 24000, "2025-03": 300},
    "motif_rupture": {"2024-12": "fin_cdd", "2025-03": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
    "salaire_activite_declare": {"2025-03": 0},
    "salaire_activite_justifie": {"2025-03": 300},
    "date_justificatif": {"2025-03": "2025-06-10"},
}
MOIS = [f"{annee}-{mois:02}" for annee, mois in [(2024, 12), *((2025, rang) for rang in range(1, 11))]]


# --- The word


def test_chaque_variable_calculee_dit_sa_nature(systeme):
    natures = {nom: variable.nature for nom, variable in systeme.variables.items()}
    assert all((natures[nom] is None) == (not variable.formulas) for nom, variable in systeme.variables.items())
    assert set(natures.values()) == {None, *Nature}
    assert all(isinstance(nature.sens, str) and nature.sens for nature in Nature)


def test_une_variable_calculee_sans_nature_est_refusee(systeme):
    class ass_due(VariableChomage):
        value_type = float

        def formula(individu, period):
            return individu.filled_array(0.0)

    with pytest.raises(ValueError) as erreur:
        systeme.clone().add_variable(ass_due)
    message = "La variable calculée « ass_due » ne dit pas sa nature. Écrivez dans sa classe l'une de ces lignes :"
    assert str(erreur.value).startswith(message)
    for nature in Nature:
        assert f'nature = "{nature}"' in str(erreur.value)


def test_une_nature_inconnue_est_refusee_quand_la_classe_est_ecrite():
    with pytest.raises(ValueError, match="« ass_due » a pour nature « stock », qui n'est pas connue"):
        class ass_due(VariableChomage):
            value_type = float
            nature = "stock"

            def formula(individu, period):
                return individu.filled_array(0.0)


@pytest.mark.parametrize("nature", ["flux", "allocation"])
def test_ce_qui_se_partage_est_un_nombre_reel(systeme, nature):
    attributs = {"value_type": int, "nature": nature, "formula": lambda individu, period: individu.filled_array(0)}
    une = type("une", (VariableChomage,), attributs)
    with pytest.raises(ValueError, match="« une » est une somme qui se partage .* value_type = float"):
        systeme.clone().add_variable(une)


def test_une_reforme_garde_la_nature_de_ce_qu_elle_change(systeme):
    """A class that changes a formula alone; neutralized by another reform, it still is what it was. One that says a word has it."""
    class indu(VariableChomage):
        value_type = float

        def formula(individu, period):
            return individu.filled_array(3.0)

    class are_nette(VariableChomage):
        value_type = float
        nature = "niveau"

        def formula(individu, period):
            return individu.filled_array(3.0)

    class Premiere(Reform):
        def apply(self):
            self.update_variable(indu)
            self.update_variable(are_nette)

    class Seconde(Reform):
        def apply(self):
            self.neutralize_variable("indu")

    premiere = Premiere(systeme)
    assert premiere.variables["indu"].nature is Nature.ecriture and premiere.variables["indu"].set_input is saisie.flux
    assert premiere.variables["are_nette"].nature is Nature.niveau and premiere.variables["are_nette"].set_input is saisie.un_mois
    assert Seconde(premiere).variables["indu"].nature is Nature.ecriture


# --- A dummy of each kind

EXTENSION = """
    from openfisca_core.indexed_enums import Enum
    import datetime

    from openfisca_chomage.nomenclatures import Territoire
    from openfisca_chomage.socle.variable import VariableChomage


    class factice_flux(VariableChomage):
        value_type = float
        nature = "flux"

        def formula(individu, period):
            return individu.filled_array(0.0)


    class factice_niveau(VariableChomage):
        value_type = int
        nature = "niveau"

        def formula(individu, period):
            return individu.filled_array(0)


    class factice_niveau_code(VariableChomage):
        value_type = Enum
        possible_values = Territoire
        default_value = Territoire.metropole
        nature = "niveau"

        def formula(individu, period):
            return individu.filled_array(Territoire.metropole.index)


    class factice_etat(VariableChomage):
        value_type = int
        nature = "etat"

        def formula(individu, period):
            return individu.filled_array(0)


    class factice_allocation(VariableChomage):
        value_type = float
        nature = "allocation"

        def formula(individu, period):
            return individu.filled_array(0.0)


    class factice_evenement(VariableChomage):
        value_type = bool
        nature = "evenement"

        def formula(individu, period):
            return individu.filled_array(False)


    class factice_ecriture(VariableChomage):
        value_type = float
        unit = "currency-EUR"
        nature = "ecriture"

        def formula(individu, period):
            return individu.filled_array(0.0)


    class factice_ecriture_en_jours(VariableChomage):
        value_type = int
        unit = "jour"
        nature = "ecriture"

        def formula(individu, period):
            return individu.filled_array(0)


    class factice_entree(VariableChomage):
        value_type = datetime.date
"""

FACTICES = {
    "factice_flux": 100.0, "factice_niveau": 5, "factice_niveau_code": "drom", "factice_etat": 7, "factice_allocation": 100.0,
    "factice_evenement": True, "factice_ecriture": 100.0, "factice_ecriture_en_jours": 3, "factice_entree": "2024-06-01",
}
#: Where they may be given: long before the right, at its opening, under it, in the month of the late evidence, after.
OU = ("2024-01", "2024-12", "2025-02", "2025-03", "2025-06", "2025-09")
#: The month from which the right of ``DROIT`` stands.
OUVERTURE = "2024-12"


@pytest.fixture(scope="module")
def etendu(tmp_path_factory):
    """The system with an extension package of one variable of each nature."""
    dossier = tmp_path_factory.mktemp("extension")
    paquet = dossier / "extension_factice"
    paquet.mkdir()
    (paquet / "__init__.py").write_text("")
    (paquet / "variables.py").write_text(textwrap.dedent(EXTENSION))
    systeme = CountryTaxBenefitSystem()
    with pytest.MonkeyPatch.context() as ici:
        ici.syspath_prepend(str(dossier))
        systeme.load_extension("extension_factice")
    return systeme


def figures(systeme, **personnes):
    """All that is computed of some persons, month after month, past months forgotten as a register does: ``{(name, month): array}``."""
    simulation = SimulationBuilder().build_from_dict(systeme, {"individus": personnes})
    noms = [nom for nom, une in systeme.variables.items() if une.formulas and une.definition_period is DateUnit.MONTH]
    dites = {}
    for mois in MOIS:
        for nom in noms:
            dites[nom, mois] = numpy.asarray(simulation.calculate(nom, mois)).copy()
        oublier_avant(simulation.populations["individu"], period(mois).start.year * 12 + period(mois).start.month - 3)
    return dites


def test_une_variable_factice_de_chaque_nature_ne_change_rien(etendu, systeme):
    """Given alone or all together, in any month: but what says that a right stands is given where one does."""
    natures = {nom: etendu.variables[nom].nature for nom in FACTICES}
    assert set(natures.values()) == {None, *Nature}
    dit_un_droit = (Nature.etat, Nature.allocation)
    donnes = [
        {nom: {mois: FACTICES[nom]}} for nom, mois in itertools.product(FACTICES, OU)
        if natures[nom] not in dit_un_droit or mois >= OUVERTURE
    ]
    attendues = figures(systeme, moi=DROIT)
    assert attendues["are_nette", "2025-06"][0] > 0 and attendues["indu", "2025-03"][0] > 0
    ensemble = {
        nom: {mois: valeur for mois in OU if natures[nom] not in dit_un_droit or mois >= OUVERTURE} for nom, valeur in FACTICES.items()
    }
    for personnes in ({"moi": DROIT | ensemble}, {f"p{rang}": DROIT | un for rang, un in enumerate([{}, *donnes])}):
        obtenues = figures(etendu, **personnes)
        for cle, attendue in attendues.items():
            assert (obtenues[cle] == attendue[0]).all(), (cle, attendue, obtenues[cle])


@pytest.mark.parametrize("nom", [nom for nom in FACTICES if nom not in ("factice_etat", "factice_allocation")])
def test_seule_et_sans_droit_elle_n_en_ouvre_aucun(etendu, nom):
    simulation = SimulationBuilder().build_from_dict(etendu, {"individus": {"moi": {nom: {"2025-02": FACTICES[nom]}}}})
    debut = debut_histoire(simulation.populations["individu"])
    assert debut == (2025 * 12 + 1 if nom == "factice_evenement" else None)
    for mois in ("2025-02", "2025-03"):
        assert simulation.calculate("nature_ouverture", mois)[0] == 0
        assert simulation.calculate("loi_du_droit", mois)[0] == numpy.datetime64("1970-01-01")


@pytest.mark.parametrize("nom", ["factice_etat", "factice_allocation"])
def test_ce_que_seul_un_droit_a_dit_qu_un_droit_court(etendu, nom):
    simulation = SimulationBuilder().build_from_dict(etendu, {"individus": {"moi": {nom: {"2025-02": FACTICES[nom]}}}})
    assert simulation.calculate("nature_ouverture", "2025-02")[0] == 2
    assert simulation.calculate("loi_du_droit", "2025-03")[0] == numpy.datetime64("2025-02-01")


def test_ce_qui_s_oublie_et_ce_qui_reste(etendu):
    """Months gone: an event stays, an entry of a month whose evidence was late too; the rest goes."""
    simulation = SimulationBuilder().build_from_dict(etendu, {"individus": {"moi": DROIT}})
    noms = [nom for nom in FACTICES if nom != "factice_entree"]
    for nom, mois in itertools.product(noms, ("2025-02", "2025-03", "2025-07")):
        simulation.calculate(nom, mois)
    oublier_avant(simulation.populations["individu"], 2025 * 12 + 5)
    restent = {nom: {str(un) for un in simulation.get_holder(nom).get_known_periods()} for nom in noms}
    assert restent.pop("factice_evenement") == {"2025-02", "2025-03", "2025-07"}
    for nom in ("factice_ecriture", "factice_ecriture_en_jours"):
        assert restent.pop(nom) == {"2025-03", "2025-07"}
    assert set(map(frozenset, restent.values())) == {frozenset({"2025-07"})}


# --- Ranges

PLAGES = ("month:2025-02:3", "day:2025-02-15:60", "2025")


def _valeur(variable):
    """A value that says something of a variable, is within its bounds, and is not its default."""
    if variable.name in ("premiere_admission", "quotite_travail"):
        return {"premiere_admission": 1, "quotite_travail": 0.5}[variable.name]
    return {"float": 300.0, "int": 3, "bool": True, "date": "2025-02-03"}.get(variable.value_type.__name__) or list(
        variable.possible_values
    )[1].name


def _noms(calculees):
    return [nom for nom, une in CountryTaxBenefitSystem().variables.items()
            if bool(une.formulas) is calculees and une.definition_period is DateUnit.MONTH]


@pytest.mark.parametrize("nom", _noms(calculees=True))
def test_plage_de_plusieurs_mois_d_une_variable_calculee(systeme, simuler, nom):
    """Euros that are a flow are shared; what is a level, a count, a date, yes or no says one month at a time."""
    variable = systeme.variables[nom]
    sommes = variable.unit == "currency-EUR" and not nom.endswith(("_journaliere", "_pleine", "_nette", "_brute", "_reduite"))
    sommes = sommes or nom in ("are_nette", "are_brute")
    niveaux_en_euros = {
        "allocation_journaliere_donnee", "salaire_reference", "salaire_journalier_reference", "solde_indu", "solde_avances",
    }
    if sommes and nom not in niveaux_en_euros:
        donnees = saisie.donnees(simuler(moi={nom: {"month:2025-02:3": 300.0}}).populations["individu"], nom)
        assert {str(mois): valeurs.tolist() for mois, valeurs in donnees.items()} == {f"2025-0{mois}": [100.0] for mois in (2, 3, 4)}
        return
    for plage in PLAGES:
        with pytest.raises(Refus) as refus:
            simuler(une={}, moi={nom: {plage: _valeur(variable)}})
        assert refus.value.chemin == ("individus", "moi", nom, str(period(plage)))
        assert f"« {nom} » se donne un mois à la fois" in refus.value.message
    simulation = simuler(moi={nom: {"day:2025-02-03:5": _valeur(variable)}})
    assert list(saisie.donnees(simulation.populations["individu"], nom)) == [period("2025-02")]


@pytest.mark.parametrize("nom", _noms(calculees=False))
def test_plage_de_plusieurs_mois_d_une_entree(systeme, simuler, nom):
    """An input of money or hours is shared, another one holds in each month of the range."""
    variable = systeme.variables[nom]
    valeur = True if variable.set_input is saisie.calendrier else _valeur(variable)
    holder = simuler(moi={nom: {"month:2025-02:3": valeur}}).get_holder(nom)
    assert [str(mois) for mois in sorted(holder.get_known_periods())] == ["2025-02", "2025-03", "2025-04"]
    if variable.set_input is saisie.flux:
        assert [holder.get_array(mois).tolist() for mois in holder.get_known_periods()] == [[100.0]] * 3
    elif variable.unit == "currency-EUR":
        assert nom in ("salaire_habituel", "revenu_fiscal_reference_n2", "revenu_fiscal_reference_n3")


def test_la_paie_declaree_pour_trois_mois_est_partagee(simuler):
    """3,000 € declared for three months are 1,000 a month (they were 3,000 in each)."""
    for nom in ("salaire_activite_declare", "salaire_activite_justifie", "are_versee"):
        simulation = simuler(moi={nom: {"month:2025-01:3": 3000}, "reliquat": {"2024-12": 300}})
        assert [simulation.calculate(nom, f"2025-0{mois}")[0] for mois in (1, 2, 3)] == [1000, 1000, 1000]


def test_une_plage_refusee_l_est_par_l_api(systeme):
    client = create_app(systeme).test_client()
    demande = {"individus": {"moi": {"reliquat": {"2025": 100, "2025-03": None}}}}
    reponse = client.post("/calculate", json=demande)
    assert reponse.status_code == 400
    assert "un mois à la fois" in reponse.json["individus"]["moi"]["reliquat"]["2025"]


def test_une_plage_qui_ne_dit_rien_n_est_pas_refusee(systeme):
    """An array of defaults, of which nobody says anything."""
    simulation = SimulationBuilder().build_default_simulation(systeme, count=2)
    simulation.set_input("reliquat", "2025", numpy.array([-1, -1]))
    with pytest.raises(Refus) as refus:
        simulation.set_input("reliquat", "2025", numpy.array([-1, 100]))
    assert refus.value.chemin == ("individus", "1", "reliquat", "2025")
