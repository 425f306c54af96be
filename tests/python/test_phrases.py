"""The figures of the sentences that a person reads."""

import numpy

from openfisca_chomage.socle import phrases


def test_phrases():
    nombres = [(0, "0"), (12, "12"), (1234.5, "1 234,5"), (numpy.array([1234567.25]), "1 234 567,25"), (0.1 + 0.2, "0,3")]
    assert [phrases.nombre(valeur) for valeur, _ in nombres] == [attendu for _, attendu in nombres]
    euros = [(0, "0,00 €"), (1234.5, "1 234,50 €"), (numpy.array([1234567.256]), "1 234 567,26 €"), (-3, "-3,00 €")]
    assert [phrases.euros(valeur) for valeur, _ in euros] == [attendu for _, attendu in euros]
    taux = [(0.404, "40,4 %"), (0.57, "57 %"), (numpy.array([0.0049125]), "0,49125 %"), (1, "100 %"), (1 / 3, "33,3333 %")]
    assert [phrases.pour_cent(valeur) for valeur, _ in taux] == [attendu for _, attendu in taux]
    # six decimals of a percent: the seventh is rounded away, though « :g » would show it
    assert phrases.pour_cent(0.00012345678) == "0,012346 %" and phrases.pour_cent(0.0000000123) == "1e-06 %"
    assert phrases.en_date(0) == "01/01/1970" and phrases.en_date(numpy.array([19797])) == "15/03/2024"
