"""The toy scheme, and whose ends of contract come under it."""

from openfisca_chomage.socle.regimes import GENERAL, Regime

JOUET = Regime(90, "jouet", "régime des jouets", de=GENERAL, lit=("fabrique_des_jouets",))


@JOUET.s_applique_a
def fabricants_de_jouets(gens):
    """Whoever says so in the month of her end of contract."""
    return gens.entree("fabrique_des_jouets")
