"""The package against the oracle: seeds by thousands, under the law; by 150 under a reform; then careers that Hypothesis draws and shrinks.

    pytest tests/oracle                                             1,000 seeds, in one test; more, a test for each thousand; four reforms
    NOMBRE_TIRAGES=10000 pytest tests/oracle -n 2                   what continuous integration asks
    python tests/oracle/comparaison.py 17                           one seed: the situation, and what differs
    python tests/oracle/comparaison.py --reforme 3                  one reform: what differs, with what makes it differ alone
    python tests/oracle/campagne.py --effectif 200000               many more, in several times: docs/oracle.md
"""

from __future__ import annotations

import os
from random import Random

import comparaison
import oracle_indus
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tirage import MAINS, tirer

NOMBRE_TIRAGES = int(os.environ.get("NOMBRE_TIRAGES", "1000"))
NOMBRE_REFORMES = int(os.environ.get("NOMBRE_REFORMES", MAINS))  # so many change every figure of the law once
NOMBRE_EXEMPLES = int(os.environ.get("NOMBRE_EXEMPLES", "60"))


def enoncer(ecarts: list[comparaison.Ecart]) -> str:
    graines = sorted({e.graine for e in ecarts})
    premiers = [next(str(e) for e in ecarts if e.graine == graine) for graine in graines]
    return f"{len(ecarts)} écarts, {len(graines)} graines\n" + "\n".join(premiers[:25])


BLOCS = [(debut, min(debut + comparaison.LOT, NOMBRE_TIRAGES)) for debut in range(0, NOMBRE_TIRAGES, comparaison.LOT)]


@pytest.mark.parametrize("bornes", BLOCS, ids=lambda bornes: f"{bornes[0]}-{bornes[1] - 1}")
def test_aucun_ecart(bornes):
    """In days and in cents, every public variable of every month; a refusal by one side alone is a difference.

    Every claimant drawn is compared whole, or is refused by both: no third kind.
    """
    bilan = comparaison.comparer_bloc(bornes)
    assert not bilan.ecarts, enoncer(bilan.ecarts)
    assert bilan.demandeurs == bornes[1] - bornes[0] == bilan.complets + sum(bilan.refus_communs.values())
    assert bilan.complets > 0.9 * bilan.demandeurs  # six in a hundred are refused, nine at most in a thousand of the campaign's
    assert bilan.valeurs > 2000 * bilan.complets


@pytest.mark.parametrize("rang", range(NOMBRE_REFORMES))
def test_aucun_ecart_sous_reforme(rang):
    """The same under a dated reform, people of every law side by side, told by months, years and days.

    A figure read at one date for everybody gives somebody that of another; money of a range repeated in its months is paid several times.
    """
    bilan = comparaison.comparer_sous_reforme(rang)
    assert not bilan.ecarts, enoncer(bilan.ecarts)
    assert bilan.demandeurs == bilan.reformes == comparaison.LOT_REFORME == bilan.complets + sum(bilan.refus_communs.values())
    assert bilan.complets > 0.8 * bilan.demandeurs
    assert bilan.valeurs > 2000 * bilan.complets


@settings(max_examples=NOMBRE_EXEMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(hasard=st.randoms(use_true_random=False))
def test_carrieres_d_hypothesis(hasard):
    """The same draw with the chance of Hypothesis, which seeks and shrinks: the situation of a failure is the smallest found."""
    situation = tirer(hasard=hasard)
    calcul, = comparaison.calculer_par_le_paquet(comparaison.systeme(), [situation], Random(0))
    bilan = comparaison.Bilan()
    comparaison.comparer_un(0, oracle_indus.raconter(situation, comparaison.MOIS), calcul, bilan)
    assert not bilan.ecarts, f"{enoncer(bilan.ecarts)}\n{situation}"


def test_une_difference_se_voit():
    """The comparison itself: one cent, one day, one refusal less, and it says so."""
    graine = 0
    situation = tirer(graine)
    calcul, = comparaison.calculer_par_le_paquet(comparaison.systeme(), [situation], Random(0))
    attendus, refus = oracle_indus.raconter(situation, comparaison.MOIS)
    assert refus is None and calcul.refus is None
    mois = next(m for m in comparaison.MOIS if attendus[m]["are_nette"])
    for nom, ecart in [("are_nette", 0.01), ("reliquat", 1), ("solde_indu", -0.01)]:
        bilan, avant = comparaison.Bilan(), calcul.valeurs[mois][nom]
        calcul.valeurs[mois][nom] = avant + ecart
        comparaison.comparer_un(graine, (attendus, None), calcul, bilan)
        calcul.valeurs[mois][nom] = avant
        assert [(e.mois, e.variable) for e in bilan.ecarts] == [(mois, nom)]
    bilan = comparaison.Bilan()
    comparaison.comparer_un(graine, (attendus, (mois, "hors champ")), calcul, bilan)
    assert [e.variable for e in bilan.ecarts] == ["refus"]


def test_ce_qui_fait_differer_se_reduit():
    """Of the changes and the neighbours of who differs, those that are needed, and no other."""
    assert comparaison._moins(list(range(100)), lambda moins: {3, 57} <= set(moins)) == [3, 57]
    assert comparaison._moins(list("abc"), lambda moins: True) == []
    assert comparaison._moins(list("abc"), lambda moins: len(moins) > 2) == ["a", "b", "c"]


def test_une_reforme_par_ses_deux_portes():
    """Written as an OpenFisca reform or read from a file, a reform is the same law; the law itself has not moved."""
    reforme = {"duree.minimum": {"2022-03-01": 150, "2024-01-01": "loi"},
               "recouvrement.saisissable.bareme.tranche_2.taux": {"2025-01-01": 0.15}}
    for par_fichier in (False, True):
        parametres = comparaison.systeme_reforme(reforme, par_fichier).parameters
        assert [parametres.duree.minimum(jour) for jour in ("2021-06-30", "2022-02-28", "2022-03-01", "2023-12-31", "2024-01-01")] == [
            122, 182, 150, 150, 182]
        assert [parametres.recouvrement.saisissable.bareme.brackets[1].rate(jour) for jour in ("2024-12-31", "2025-01-01")] == [0.1, 0.15]
    assert comparaison.systeme().parameters.duree.minimum("2022-03-01") == 182
