"""A population that computes a month of the package's own variables without what the engine checks at each call.

A month of the chain reads some 130 values and computes some 40. At each, the engine parses the period, looks the variable
up four times, checks it against the entity and the period, and searches its formulas by date as texts, which takes as long
as the arithmetic of a claimant. Here a value that the holder has is read in the holder; a month of a variable of the
package is computed by its formula under a frame of the engine's tracer, so that a loop is still seen; everything else goes
through the engine: other variables, other periods, a month that is being computed already or that is asked from too many
others of the same variable (the engine says which loop it is), a simulation that is traced, kept on disk or started late. The
values are the same, the order too.
"""

from __future__ import annotations

import numpy
from openfisca_core.periods import Instant, Period
from openfisca_core.populations import Population

from openfisca_chomage.socle.noyau import holders, memoire_du_moteur, tableaux
from openfisca_chomage.socle.variable import VariableChomage

__all__ = ["PopulationChomage"]


class PopulationChomage(Population):
    """The claimants of a simulation."""

    def __call__(self, variable_name, period, options=None):
        """The values of a variable in a period: those known, else those of its formula."""
        simulation = self.simulation
        if options is not None or simulation.trace:
            return super().__call__(variable_name, period, options)
        holder = self.get_holder(variable_name)
        connues = tableaux(holder).get(period)
        if connues is not None:
            return connues
        if type(period) is not Period:
            return super().__call__(variable_name, period)
        formule = self._formule(holder, period)
        if formule is None:
            return simulation.calculate(variable_name, period)
        return self._calculer(holder, formule, period)

    def get_holder(self, variable_name):
        """The holder of a variable; the engine looks the variable up each time, to find that it is of this entity."""
        return holders(self).get(variable_name) or super().get_holder(variable_name)

    def _formule(self, holder, period):
        """The formula by which a variable of the package is computed here, or None: the engine does it."""
        variable, simulation = holder.variable, self.simulation
        if (
            not isinstance(variable, VariableChomage)
            or memoire_du_moteur(holder)
            or simulation.start_computation_period is not None or simulation.opt_out_cache
        ):
            return None
        formule = variable.formule_du_mois(period)
        if formule is not None:
            nom, autres = variable.name, 0
            for cadre in simulation.tracer.stack:
                if cadre["name"] == nom:
                    autres += 1
                    if cadre["period"] == period or autres >= simulation.max_spiral_loops:
                        return None
        return formule

    def _parametres(self, quand):
        """The parameters of a period or an instant, built once a law; the engine keeps 128 of them, of all the laws together."""
        systeme = self.simulation.tax_benefit_system
        instant = quand.start if type(quand) is Period else quand
        if type(instant) is not Instant:
            return systeme.get_parameters_at_instant(quand)
        racine, connus = systeme.__dict__.get("parametres_par_instant", (None, None))
        if racine is not systeme.parameters:
            racine, connus = systeme.parameters, {}
            systeme.__dict__["parametres_par_instant"] = racine, connus
        noeud = connus.get(instant)
        if noeud is None:
            noeud = connus[instant] = racine.get_at_instant(instant)
        return noeud

    def _calculer(self, holder, formule, period):
        simulation, variable = self.simulation, holder.variable
        pile = simulation.tracer.stack
        pile.append({"name": variable.name, "period": period})
        try:
            valeurs = formule(self, period, self._parametres)
            if not isinstance(valeurs, numpy.ndarray):
                valeurs = self.filled_array(valeurs)
            if valeurs.dtype != variable.dtype:
                valeurs = valeurs.astype(variable.dtype)
            if valeurs.shape == (self.count,):
                tableaux(holder)[period] = valeurs
            else:
                holder.put_in_cache(valeurs, period)
        finally:
            pile.pop()
            if not pile:
                simulation.purge_cache_of_invalid_values()
        return valeurs
