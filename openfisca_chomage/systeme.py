"""The tax and benefit system of the package: its entities, its parameters, its variables, its example."""

import types
from pathlib import Path

from openfisca_core.populations import GroupPopulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_chomage.entites import entites
from openfisca_chomage.socle.moteur import PopulationChomage

DOSSIER = Path(__file__).parent

#: A situation for ``/spec``: three years of work, a dismissal, a part-time job resumed in May 2025.
SITUATION_EXEMPLE = {
    "individus": {
        "camille": {
            "date_naissance": {"ETERNITY": "1985-06-12"},
            "calendrier_contrats": {"day:2022-01-01:1096": True, "day:2025-05-01:31": True},
            "salaire_brut": {"2022": 28800, "2023": 28800, "2024": 28800, "2025-05": 700},
            "motif_rupture": {"2024-12": "licenciement_personnel", "2025-05": "fin_cdd"},
            "calendrier_inscription": {"2025": True},
            "are_nette": {"2025-03": None, "2025-05": None},
            "jours_indemnises": {"2025-03": None, "2025-05": None},
        }
    },
    "familles": {"famille": {"parents": ["camille"]}},
}


class CountryTaxBenefitSystem(TaxBenefitSystem):
    """French unemployment insurance."""

    def __init__(self) -> None:
        super().__init__(entites)
        self.add_variables_from_directory(str(DOSSIER / "variables"))
        self.load_parameters(str(DOSSIER / "parameters"))
        self.open_api_config = {
            "variable_example": "are_nette",
            "parameter_example": "allocation_journaliere.partie_fixe",
            "simulation_example": SITUATION_EXEMPLE,
        }

    def get_package_metadata(self) -> dict[str, str]:
        """Name, version and place of the package, read once: the engine asks for them at each file of variables."""
        if not hasattr(self, "_metadonnees"):
            self._metadonnees = super().get_package_metadata()
        return self._metadonnees

    def instantiate_entities(self):
        """The populations of a simulation; the claimants read what is known without the engine's checks."""
        individus = PopulationChomage(self.person_entity)
        groupes = {entite.key: GroupPopulation(entite, individus) for entite in self.group_entities}
        return {self.person_entity.key: individus, **groupes}


def avec_nos_populations(systeme: TaxBenefitSystem) -> TaxBenefitSystem:
    """Give a reform of the package's law the populations of the package, as fast as those of the law.

    A class built on openfisca-core's ``Reform`` makes the engine's own populations, whatever it reforms. One that makes its
    own keeps them.
    """
    if type(systeme).instantiate_entities is TaxBenefitSystem.instantiate_entities:
        systeme.instantiate_entities = types.MethodType(CountryTaxBenefitSystem.instantiate_entities, systeme)
    return systeme
