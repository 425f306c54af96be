"""The life of a right: dates of its forfeiture that the reader of YAML cases refuses."""

import numpy

NAISSANCE = {"date_naissance": {"ETERNITY": "1985-06-15"}}


def test_decheance_d_un_droit_de_duree_inconnue(simuler):
    """The length is neither given nor computed: no day of forfeiture, that is 2200."""
    simulation = simuler(moi={"salaire_journalier_reference": {"2025-05": 100}, "reliquat": {"2025-05": 300}})
    assert simulation.calculate("date_decheance", "2025-06")[0] == numpy.datetime64("2200-01-01")


def test_decheance_de_qui_n_a_pas_de_droit(simuler):
    """No right, no day of forfeiture, beside somebody who has one."""
    simulation = simuler(
        une={"salaire_journalier_reference": {"2025-05": 100}, "date_decheance": {"2025-05": "2026-01-01"}}, autre=NAISSANCE,
    )
    assert list(simulation.calculate("date_decheance", "2025-06")) == [numpy.datetime64("2026-01-01"), numpy.datetime64("2200-01-01")]
