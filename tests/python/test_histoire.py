"""The story: what is kept of it, what is forgotten and found again, what is read of it."""

import numpy
import pytest
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import PEU, anterieur, lire_matrice, oublier_avant
from openfisca_chomage.socle.nature import Nature


@pytest.mark.parametrize("nombre", [3, PEU - 1, PEU, PEU + 40])
def test_lire_matrice(systeme, nombre):
    """Each person's own months, the default elsewhere, for few persons and for many, whatever was given."""
    generateur = numpy.random.default_rng(nombre)
    simulation = SimulationBuilder().build_default_simulation(systeme, count=nombre + 5)
    individu, debut = simulation.populations["individu"], 2024 * 12
    donnes = {}
    for mois in (debut, debut + 1, debut + 3, debut + 4, debut + 5):
        donnes[mois] = generateur.integers(1, 1000, nombre + 5) / 4
        simulation.set_input("quotite_travail", cal.periode(mois), donnes[mois])
    indices = generateur.permutation(nombre + 5)[:nombre]
    for premiers, derniers in (
        (generateur.integers(debut - 1, debut + 3, nombre), generateur.integers(debut + 3, debut + 7, nombre)),
        (numpy.full(nombre, debut), numpy.full(nombre, debut + 5)),
        (numpy.full(nombre, debut) + (numpy.arange(nombre) == 0), numpy.full(nombre, debut + 2)),
        (debut + 3 * (numpy.arange(nombre) % 2), debut + 1 + 4 * (numpy.arange(nombre) % 2)),
    ):
        matrice = lire_matrice(individu, "quotite_travail", indices, premiers, derniers)
        bas, haut = int(premiers.min()), int(derniers.max())
        assert matrice.shape == (nombre, haut - bas + 1)
        for mois in range(bas, haut + 1):
            attendus = numpy.where((premiers <= mois) & (mois <= derniers) & (mois in donnes),
                                   donnes.get(mois, numpy.zeros(nombre + 5))[indices], 1.0)
            assert (matrice[:, mois - bas] == attendus).all(), mois


DROIT = {
    "date_naissance": {"ETERNITY": "1985-03-15"},
    "calendrier_contrats": {"day:2023-01-01:731": True, "day:2025-03-03:5": True},
    "salaire_brut": {"2023": 24000, "2024": 24000, "2025-03": 300},
    "motif_rupture": {"2024-12": "fin_cdd", "2025-03": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
    "date_justificatif": {"2025-03": "2025-06-10"},
}
SUIVI = ("are_nette", "are_versee", "reliquat", "reliquat_verse", "solde_indu")


def connus(individu) -> dict:
    return {nom: set(holder._memory_storage._arrays) for nom, holder in individu._holders.items()}


@pytest.fixture
def suivie(simuler):
    """A claimant whose months of 2025 were asked one after the other, and what each answered."""
    simulation = simuler(moi=DROIT)
    reponses = {(nom, mois): simulation.calculate(nom, f"2025-{mois:02}").tolist() for mois in range(1, 10) for nom in SUIVI}
    return simulation, reponses


def test_ce_qui_est_oublie(suivie):
    """Computed months before the one that is told go; inputs, events, late months, what is to be kept and latest states stay."""
    simulation, _ = suivie
    individu, limite = simulation.populations["individu"], period("2025-06")
    for nom, mois in (("date_limite_recours_indu", (1, 2, 3)), ("date_contrainte_possible", (2, 6))):
        for un_mois in mois:
            simulation.calculate(nom, f"2025-{un_mois:02}")
    simulation.calculate("date_limite_age", "2025-01")
    individu.get_holder("date_rejet_implicite_recours")  # a holder without anything
    avant = connus(individu)
    oublier_avant(individu, cal.numero(limite), garder=("are_nette", "are_versee"))
    apres, variables = connus(individu), simulation.tax_benefit_system.variables
    assert apres["date_limite_recours_indu"] == {period("2025-03")} and apres["date_contrainte_possible"] == {period("2025-06")}
    assert period("2025-03") in apres["jours_verses"] and period("2025-02") not in apres["jours_verses"]
    assert period("2025-03") not in apres["reliquat"] and period("2025-06") in apres["reliquat"]
    assert apres["date_rejet_implicite_recours"] == set()
    assert apres["are_nette"] == avant["are_nette"] and apres["are_versee"] == avant["are_versee"] and len(avant["are_nette"]) > 8
    oublies = 0
    for nom, periodes in avant.items():
        nature = variables[nom].nature
        if nature in (None, Nature.evenement) or nom in ("are_nette", "are_versee") or len(periodes) < 2:
            assert apres[nom] == periodes, nom
            continue
        gardees = {une for une in periodes if une.start >= limite.start or nature is Nature.ecriture and une == period("2025-03")}
        assert apres[nom] == (gardees or {max(periodes, key=lambda une: une.start)}), nom
        oublies += len(periodes) - len(apres[nom])
    assert oublies > 100 and len(apres["fin_examinee"]) > 6


def test_ce_qui_a_ete_oublie_se_retrouve(suivie):
    """A month forgotten is computed again, the same, though the months after it are known."""
    simulation, reponses = suivie
    individu = simulation.populations["individu"]
    oublier_avant(individu, cal.numero(period("2025-06")))
    assert anterieur(individu, "reliquat", period("2025-06")).tolist() == reponses["reliquat", 5]
    oublier_avant(individu, cal.numero(period("2025-06")))
    for mois in (5, 3, 4):
        assert simulation.calculate("reliquat", f"2025-{mois:02}").tolist() == reponses["reliquat", mois]
    assert len({tuple(reponses["reliquat", mois]) for mois in range(3, 7)}) == 4


def test_lire_matrice_d_un_autre_type(deux):
    """What a table put in another type is read as the variable's."""
    individu, mois = deux.populations["individu"], 2025 * 12
    holder = individu.get_holder("quotite_travail")
    holder._memory_storage.put(numpy.array([0.5, 0.25], dtype=numpy.float32), cal.periode(mois))
    matrice = lire_matrice(individu, "quotite_travail", numpy.array([1, 0]), numpy.array([mois, mois]), numpy.array([mois, mois + 1]))
    assert matrice.tolist() == [[0.25, 1.0], [0.5, 1.0]] and matrice.dtype == numpy.float64
