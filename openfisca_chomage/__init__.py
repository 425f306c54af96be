"""openfisca-chomage: French unemployment insurance as code, on OpenFisca.

The law is made when it is asked for: the program that keeps a worker of a register imports the package and has no need of it.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openfisca_chomage.systeme import CountryTaxBenefitSystem

__all__ = ["CountryTaxBenefitSystem"]


def __getattr__(nom: str):
    if nom != "CountryTaxBenefitSystem":
        raise AttributeError(f"module {__name__!r} has no attribute {nom!r}")
    from openfisca_chomage.systeme import CountryTaxBenefitSystem

    return CountryTaxBenefitSystem
