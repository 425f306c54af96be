"""Both packages in one environment: each loads, computes, and knows only its own variables.

Run by `make bench` in the environment of openfisca-france. Exits 1 where it does not hold.
"""

from importlib.metadata import version

from openfisca_core.simulations import SimulationBuilder
from openfisca_france import CountryTaxBenefitSystem as France

from openfisca_chomage import CountryTaxBenefitSystem as Chomage
from openfisca_chomage.systeme import SITUATION_EXEMPLE

chomage, france = Chomage(), France()
simulation = SimulationBuilder().build_from_entities(chomage, SITUATION_EXEMPLE)
nette = float(simulation.calculate("are_nette", "2025-03")[0])
autre = SimulationBuilder().build_from_dict(france, {"individus": {"moi": {"date_naissance": {"ETERNITY": "1985-06-12"}}}})
age = int(autre.calculate("age", "2025-03")[0])
assert nette > 0 and age == 39, (nette, age)
assert "are_nette" not in france.variables and "age" not in chomage.variables
print(
    f"openfisca-core {version('openfisca-core')}, openfisca-france {version('openfisca-france')} beside openfisca-chomage: "
    f"are_nette {nette:.2f} €, age {age}"
)
