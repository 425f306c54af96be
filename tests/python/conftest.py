"""What the tests share: the system, and the way to build a simulation from persons."""

import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem


@pytest.fixture(scope="session")
def systeme():
    return CountryTaxBenefitSystem()


@pytest.fixture
def simuler(systeme):
    def construire(**personnes):
        return SimulationBuilder().build_from_dict(systeme, {"individus": personnes})

    return construire
