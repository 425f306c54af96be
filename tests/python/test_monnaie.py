"""Cents and whole numbers against ``decimal``."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from random import Random

import numpy
import pytest

from openfisca_chomage.socle import monnaie
from openfisca_chomage.socle.monnaie import au_centime, entier_inferieur, entier_superieur


@pytest.mark.parametrize(("fonction", "decimale", "arrondi"), [
    (monnaie.au_centime, "0.01", ROUND_HALF_UP), (monnaie.entier_le_plus_proche, "1", ROUND_HALF_UP),
    (monnaie.entier_inferieur, "1", ROUND_FLOOR), (monnaie.entier_superieur, "1", ROUND_CEILING),
])
def test_arrondis(fonction, decimale, arrondi):
    """Scalars and arrays, small and large, products that binary puts on the wrong side of a half or of an integer."""
    h = Random(3)
    produits = [(Decimal(h.randrange(1, 10**7)) / 100, Decimal(taux)) for taux in ("0.57", "0.7", "0.75", "0.404", "1", "0.062")
                for _ in range(300)]
    produits += [(Decimal(n), Decimal(1)) for n in ("0", "0.005", "0.015", "0.5", "1.5", "2.5", "0.49", "0.51", "1", "100000000")]
    produits += [(Decimal("123.50"), Decimal("0.57")), (Decimal("350"), Decimal("0.7"))]
    exacts = [float((montant * taux).quantize(Decimal(decimale), arrondi)) for montant, taux in produits]
    flottants = numpy.array([float(montant) * float(taux) for montant, taux in produits])
    assert fonction(flottants).tolist() == exacts
    for flottant, exact in zip(flottants, exacts):
        assert float(fonction(flottant)) == float(fonction(float(flottant))) == exact
    avant = flottants.copy()
    fonction(flottants)
    assert (flottants == avant).all()


def test_arrondi_un_million_de_cas():
    """Half up, as ``decimal`` does, on a million amounts in cents times the rates of the law."""
    hasard = numpy.random.default_rng(1)
    taux = ["0.57", "0.404", "0.7", "0.03", "0.75", "0.060915", "0.0049125", "0.037335"]
    for un_taux in taux:
        centimes = hasard.integers(1, 4_000_000, 125_000)
        obtenu = au_centime(centimes / 100 * float(un_taux)) * 100
        exact = [int((Decimal(int(un)) * Decimal(un_taux)).quantize(Decimal(1), ROUND_HALF_UP)) for un in centimes]
        numpy.testing.assert_array_equal(numpy.rint(obtenu).astype(int), exact)
    assert au_centime(0.57 * 123.50) == 70.40


def test_entiers():
    assert entier_inferieur(0.7 * 350) == 245
    assert entier_superieur(1095 * 0.75) == 822
    assert entier_superieur(numpy.array([0.1 * 3 * 10])) == 3


def test_moitie_d_un_scalaire():
    """Halves, and what binary puts just under them, go up, for one amount as for many."""
    for valeur, attendue in ((0.005, 0.01), (70.395, 70.4), (1.005, 1.01), (0.0049, 0.0)):
        assert float(monnaie.au_centime(valeur)) == attendue == monnaie.au_centime(numpy.array([valeur]))[0]
    for valeur, attendue in ((0.5, 1), (1.5, 2), (2.5, 3), (0.49, 0), (0.0, 0)):
        assert float(monnaie.entier_le_plus_proche(valeur)) == attendue
