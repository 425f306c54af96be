"""From a chunk of the tables to the inputs of a simulation, by arrays."""

from __future__ import annotations

from openfisca_core.periods import DateUnit, Instant, Period

from openfisca_chomage.guichet.conversion import MOIS_AU_DELA, Recepteur, convertir
from openfisca_chomage.population.lecture import Lot
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.saisie import poser_masque

__all__ = ["MOIS_AU_DELA", "poser"]


def poser(simulation, lot: Lot, fin: int) -> None:
    """Set the inputs of a chunk.

    Args:
        simulation: a simulation of as many persons as the chunk has.
        lot: the chunk.
        fin: the last month that will be asked.
    """
    convertir(_Simulation(simulation, len(lot), fin + MOIS_AU_DELA), lot.individus, lot.contrats, lot.mois)


class _Simulation(Recepteur):
    """The simulation being filled."""

    def __init__(self, simulation, nombre: int, dernier: int) -> None:
        super().__init__(nombre, dernier)
        self.simulation = simulation
        self.individu = simulation.populations["individu"]

    def poser_jours(self, variable: str, mois: int, masques) -> None:
        poser_masque(self.individu, variable, mois, masques)

    def poser_valeurs(self, variable: str, mois: int, valeurs) -> None:
        self.simulation.set_input(variable, cal.periode(mois), valeurs)

    def poser_toujours(self, variable: str, valeurs) -> None:
        self.simulation.set_input(variable, DateUnit.ETERNITY, valeurs)

    def poser_chaque_mois(self, variable: str, valeurs) -> None:
        depart = self.premier
        toujours = Period((DateUnit.MONTH, Instant((depart // 12, depart % 12 + 1, 1)), self.dernier - depart + 1))
        self.simulation.set_input(variable, toujours, valeurs)

    def defaut(self, variable: str):
        defaut = self.simulation.tax_benefit_system.variables[variable].default_value
        return getattr(defaut, "index", defaut)

    def noter(self, variable: str, contrats, rangs, mois, colonnes: tuple[str, ...] = ()) -> None:
        """A refusal of the rules names the claimant and the variable, not a row."""
