"""Ends of contract: what a YAML case cannot say of the one that is examined."""

import numpy

NAISSANCE = {"date_naissance": {"ETERNITY": "1985-06-15"}}


def test_fin_d_avant_le_premier_reglement(simuler):
    """30 September 2019 is career: nothing is examined before 1 November 2019, the first day of the law modelled."""
    simulation = simuler(moi=NAISSANCE | {
        "calendrier_contrats": {"day:2018-01-01:638": True, "day:2019-10-14:19": True},
        "motif_rupture": {"2019-09": "fin_cdd", "2019-11": "fin_cdd"}, "calendrier_inscription": {"day:2019-11-02:300": True},
    })
    assert simulation.calculate("fin_examinee", "2019-09")[0] == numpy.datetime64("1970-01-01")
    assert simulation.calculate("fin_examinee", "2019-11")[0] == numpy.datetime64("2019-11-01")
