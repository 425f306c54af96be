"""What every rule stands on: the order of questions, chunks, what is forgotten, laws side by side."""

import random

import numpy
import oracle as ci
import pytest
from openfisca_core import periods
from openfisca_core.simulations import SimulationBuilder
from tirage import tirer

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import oublier_avant

VARIABLES = [
    "reliquat",
    "are_nette",
    "compteur_degressivite",
    "salaire_journalier_reference",
    "jours_indemnises_cumules",
    "reliquat_verse",
    "are_versee",
    "solde_indu",
    "retenue_indu",
    "avance_reprise",
    "avance_rendue",
]
MOIS = [cal.periode(2021 * 12 + rang) for rang in range(60)]


def situations(nombre):
    """Random claimants that the package computes alone, without a refusal."""
    retenues, graine = {}, 0
    while len(retenues) < nombre:
        try:
            ci.calculer(tirer(graine), [str(mois) for mois in MOIS])
            retenues[f"p{graine}"] = {
                nom: {periods.period(periode): valeur for periode, valeur in valeurs.items()}
                for nom, valeurs in tirer(graine).items()
            }
        except ci.HorsChamp:
            pass
        graine += 1
    return retenues


@pytest.fixture(scope="module")
def population():
    return situations(40)


def calculer(systeme, personnes, demandes):
    simulation = SimulationBuilder().build_from_dict(systeme, {"individus": personnes})
    return {(nom, mois): numpy.array(simulation.calculate(nom, mois)) for nom, mois in demandes}


def test_ordre_des_questions_sans_effet(systeme, population):
    """Months asked in any order, with gaps, twice, give the same arrays."""
    demandes = [(nom, mois) for mois in MOIS for nom in VARIABLES]
    attendu = calculer(systeme, population, demandes)
    for graine in range(4):
        melange = demandes[:]
        random.Random(graine).shuffle(melange)
        if graine % 2:
            melange = melange[::7] + melange[::7]
        for cle, tableau in calculer(systeme, population, melange).items():
            numpy.testing.assert_array_equal(tableau, attendu[cle])


def test_tranches_sans_effet(systeme, population):
    """Chunks of any size give the same arrays: what is given for one changes nothing for another."""
    demandes = [(nom, mois) for mois in MOIS[::5] for nom in VARIABLES]
    attendu = calculer(systeme, population, demandes)
    noms = list(population)
    for taille in (1, 7, 13):
        debut = 0
        while debut < len(noms):
            tranche = {nom: population[nom] for nom in noms[debut : debut + taille]}
            for cle, tableau in calculer(systeme, tranche, demandes).items():
                numpy.testing.assert_array_equal(tableau, attendu[cle][debut : debut + taille])
            debut += taille


def test_oublier_le_passe_sans_effet(systeme, population):
    """Deleting past months but the state, as the chain goes forward, changes no result."""
    attendu = calculer(systeme, population, [(nom, mois) for mois in MOIS for nom in ("are_nette", "are_versee", "solde_indu")])
    simulation = SimulationBuilder().build_from_dict(systeme, {"individus": population})
    individu = simulation.populations["individu"]
    for mois in MOIS:
        for nom in ("are_nette", "are_versee", "solde_indu"):
            numpy.testing.assert_array_equal(simulation.calculate(nom, mois), attendu[nom, mois])
        oublier_avant(individu, cal.numero(mois))


def test_le_dernier_mois_demande_d_abord(simuler):
    """The chain that openfisca-france answers 0 to: 500 days left, 1 000 € a month, asked a year later."""
    personne = {
        "salaire_journalier_reference": {"2021-12": 90},
        "allocation_journaliere_pleine": {"2021-12": 50},
        "reliquat": {"2021-12": 500},
        "age_fin_contrat": {"2021-12": 40},
        "calendrier_inscription": {"year:2021:2": True},
        "salaire_brut": {"2022": 12000},
    }
    simulation = simuler(moi=personne)
    # (31 x 50 - 700) / 50 = 17 ; 30 jours : 16 ; 28 jours : 14 ; 7 x 17 + 4 x 16 + 14 = 197 ; 500 - 197 = 303
    assert simulation.calculate("reliquat", "2022-12")[0] == 303
    assert simulation.calculate("jours_indemnises", "2022-12")[0] == 17


def test_deux_lois_dans_un_tableau(simuler):
    """57 years is the age of degressivity before April 2025, 55 since: two claimants in one array."""
    def demandeur(debut):
        return {
            "salaire_journalier_reference": {debut: 300},
            "age_fin_contrat": {debut: 56},
            "reliquat": {debut: 500},
            "jours_indemnises_cumules": {debut: 182},
        }

    simulation = simuler(avant=demandeur("2025-03"), apres=demandeur("2025-04"))
    # 57 % de 300 = 171,00 ; 70 % = 119,70 pour la loi de mars 2025, 171,00 pour celle d'avril
    numpy.testing.assert_allclose(simulation.calculate("allocation_journaliere", "2025-05"), [119.70, 171.00])


def test_ce_qui_est_donne_a_l_un_ne_change_rien_a_l_autre(simuler):
    seul = {"salaire_journalier_reference": {"2025-08": 60}, "reliquat_debut": {"2025-08": 100}}
    autre = {"allocation_journaliere_pleine": {"2025-08": 50}, "reliquat": {"2025-07": 10}, "jours_indemnisables": {"2025-08": 3}}
    attendu = simuler(a=seul).calculate("are_nette", "2025-08")[0]
    assert simuler(b=autre, a=seul).calculate("are_nette", "2025-08")[1] == attendu
