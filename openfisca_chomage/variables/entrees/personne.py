"""Herself: her birth, her home, her household.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

import datetime

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit

from openfisca_chomage.nomenclatures import RegimeAlsaceMoselle, Territoire
from openfisca_chomage.socle import bornes, saisie
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, code_securite_sociale, references, reglement


class date_naissance(VariableChomage):
    value_type = datetime.date
    default_value = datetime.date(1800, 1, 1)
    definition_period = DateUnit.ETERNITY
    label = "Date de naissance"
    reference = references(reglement("3", "§ 1"), reglement("9", "§ 4"), code_du_travail("L5421-4"))
    set_input = saisie.niveau
    documentation = "Refusée là où un âge est nécessaire et où elle manque."


class date_taux_plein(VariableChomage):
    value_type = datetime.date
    definition_period = DateUnit.ETERNITY
    label = "Date de la retraite à taux plein"
    reference = references(code_du_travail("L5421-4"))
    set_input = saisie.niveau


class territoire(VariableChomage):
    value_type = Enum
    possible_values = Territoire
    default_value = Territoire.metropole
    label = "Territoire de résidence"
    reference = references(reglement("9", "§ 1"))
    set_input = saisie.niveau


class regime_alsace_moselle(VariableChomage):
    value_type = Enum
    possible_values = RegimeAlsaceMoselle
    default_value = RegimeAlsaceMoselle.non
    label = "Affiliation au régime local d'Alsace-Moselle"
    reference = references(code_securite_sociale("L325-1"))
    set_input = saisie.niveau


class revenu_fiscal_reference_n2(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Revenu fiscal de référence de l'avant-dernière année"
    reference = references(code_securite_sociale("L136-8", "III"), code_securite_sociale("L136-1-2", "II, 4°"))
    unit = "currency-EUR"
    set_input = saisie.niveau
    documentation = "-1 : inconnu, la CSG est au taux plein."


class revenu_fiscal_reference_n3(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Revenu fiscal de référence de l'année d'avant"
    reference = references(code_securite_sociale("L136-8", "III"))
    unit = "currency-EUR"
    set_input = saisie.niveau


class nombre_parts_fiscales(VariableChomage):
    value_type = float
    default_value = 1.0
    label = "Nombre de parts du foyer fiscal"
    reference = references(code_securite_sociale("L136-8", "III"))
    bornes = bornes.PARTS
    set_input = saisie.niveau


class personnes_a_charge(VariableChomage):
    value_type = int
    label = "Personnes à charge, pour la quotité saisissable"
    reference = references(code_du_travail("R3252-3"))
    set_input = saisie.niveau
