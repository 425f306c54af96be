"""What the tests share: the system, and the way to build a simulation from persons."""

import sys
from pathlib import Path

import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))  # the draw and the independent computation


@pytest.fixture(scope="session")
def systeme():
    return CountryTaxBenefitSystem()


@pytest.fixture
def simuler(systeme):
    def construire(**personnes):
        return SimulationBuilder().build_from_dict(systeme, {"individus": personnes})

    return construire
