"""Herself: her birth, her home, her household.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

import datetime

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit

from openfisca_chomage.nomenclatures import RegimeAlsaceMoselle, Territoire
from openfisca_chomage.socle import bornes, saisie
from openfisca_chomage.socle.variable import VariableChomage


class date_naissance(VariableChomage):
    value_type = datetime.date
    default_value = datetime.date(1800, 1, 1)
    definition_period = DateUnit.ETERNITY
    label = "Date de naissance"
    reference = "Article L5421-4 du Code du travail"
    set_input = saisie.niveau
    documentation = "Refusée là où un âge est nécessaire et où elle manque."


class date_taux_plein(VariableChomage):
    value_type = datetime.date
    definition_period = DateUnit.ETERNITY
    label = "Date de la retraite à taux plein"
    reference = "Article L5421-4 du Code du travail"
    set_input = saisie.niveau


class territoire(VariableChomage):
    value_type = Enum
    possible_values = Territoire
    default_value = Territoire.metropole
    label = "Territoire de résidence"
    reference = "Article 9 du règlement (décret n° 2023-33 du 26 janvier 2023)"
    set_input = saisie.niveau


class regime_alsace_moselle(VariableChomage):
    value_type = Enum
    possible_values = RegimeAlsaceMoselle
    default_value = RegimeAlsaceMoselle.non
    label = "Affiliation au régime local d'Alsace-Moselle"
    reference = "Article L325-1 du Code de la sécurité sociale"
    set_input = saisie.niveau


class revenu_fiscal_reference_n2(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Revenu fiscal de référence de l'avant-dernière année"
    reference = "Article L136-8, III du Code de la sécurité sociale"
    unit = "currency-EUR"
    set_input = saisie.niveau
    documentation = "-1 : inconnu, la CSG est au taux plein."


class revenu_fiscal_reference_n3(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Revenu fiscal de référence de l'année d'avant"
    reference = "Article L136-8, III du Code de la sécurité sociale"
    unit = "currency-EUR"
    set_input = saisie.niveau


class nombre_parts_fiscales(VariableChomage):
    value_type = float
    default_value = 1.0
    label = "Nombre de parts du foyer fiscal"
    reference = "Article L136-8, III du Code de la sécurité sociale"
    bornes = bornes.PARTS
    set_input = saisie.niveau


class personnes_a_charge(VariableChomage):
    value_type = int
    label = "Personnes à charge, pour la quotité saisissable"
    reference = "Article R3252-3 du Code du travail"
    set_input = saisie.niveau
