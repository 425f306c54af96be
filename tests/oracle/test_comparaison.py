"""The package against the oracle: seeds by thousands, then careers that Hypothesis draws and shrinks.

    pytest tests/oracle                                             1,000 seeds, in one test; more, a test for each thousand
    NOMBRE_TIRAGES=10000 pytest tests/oracle -n 2                   what continuous integration asks
    python tests/oracle/comparaison.py 17                           one seed: the situation, and what differs
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
from tirage import tirer

NOMBRE_TIRAGES = int(os.environ.get("NOMBRE_TIRAGES", "1000"))
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
