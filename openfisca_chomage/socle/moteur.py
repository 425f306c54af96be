"""A population whose formulas read what is already known without the engine's checks.

A month of the chain reads some 130 values, of which two thirds are computed already: the engine then parses the period,
looks the variable up four times, checks it against the entity and the period, and opens a frame for its tracer, which
takes as long as the arithmetic. Here a value that the holder has is read in the holder; all the rest goes through the
engine, and so does everything in a simulation that is traced.
"""

from __future__ import annotations

from openfisca_core.periods import Period
from openfisca_core.populations import Population

__all__ = ["PopulationChomage"]


class PopulationChomage(Population):
    """The claimants of a simulation."""

    def __call__(self, variable_name, period, options=None):
        """The values of a variable in a period: those known, else those that the engine computes."""
        holder = self._holders.get(variable_name)
        if holder is None or options is not None or self.simulation.trace:
            return super().__call__(variable_name, period, options)
        connues = holder._memory_storage._arrays.get(period)
        if connues is not None:
            return connues
        if type(period) is Period:
            return self.simulation.calculate(variable_name, period)
        return super().__call__(variable_name, period)
