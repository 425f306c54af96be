"""openfisca-chomage: French unemployment insurance as code, on OpenFisca."""

from openfisca_chomage.systeme import CountryTaxBenefitSystem

__all__ = ["CountryTaxBenefitSystem"]
