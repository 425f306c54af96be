"""Her contracts: their days, their pay, their hours, and how they end.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

from openfisca_core.indexed_enums import Enum

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.socle import bornes, saisie
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement, texte


class calendrier_contrats(VariableChomage):
    value_type = int
    label = "Jours sous au moins un contrat de travail, emplois conservés exclus"
    reference = references(reglement("3", "§ 2"))
    set_input = saisie.calendrier


class calendrier_contrats_saisonniers(VariableChomage):
    value_type = int
    label = "Ceux de ces jours qui sont sous un contrat saisonnier"
    reference = references(reglement("3", "§ 1 bis", loi=("2025-04-01", "")))
    set_input = saisie.calendrier


class calendrier_suspension(VariableChomage):
    value_type = int
    label = "Jours sous contrat qui ne sont pas normalement rémunérés (maladie, maternité, activité partielle)"
    reference = references(texte("maintien_de_2017", "5, III", "(salaire de référence)"), reglement("12", "§ 3", loi=("2021-10-01", "")))
    set_input = saisie.calendrier
    documentation = "Le salaire de ces jours est rétabli sur `salaire_habituel`."


class calendrier_neutralise(VariableChomage):
    value_type = int
    label = "Jours hors contrat que la période de référence ne compte pas"
    reference = references(texte("maintien_de_2017", "5, III", "(durée d'indemnisation)"), reglement("9", "§ 2", loi=("2021-10-01", "")))
    set_input = saisie.calendrier


class salaire_brut(VariableChomage):
    value_type = float
    label = "Rémunération soumise à contributions, dans le mois qu'elle rémunère"
    reference = references(
        texte("maintien_de_2017", "5, III", "(salaire de référence)"), reglement("11", "§ 1", loi=("2021-10-01", "")),
        reglement("12", "§ 1", loi=("2021-10-01", "")),
    )
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "Emplois conservés et primes exclus."


class primes(VariableChomage):
    value_type = float
    label = "Primes perçues dans le mois et qui ne s'y rapportent pas"
    reference = references(texte("maintien_de_2017", "5, III", "(salaire de référence)"), reglement("12", "§ 1", loi=("2021-10-01", "")))
    unit = "currency-EUR"
    set_input = saisie.flux


class salaire_non_declare(VariableChomage):
    value_type = float
    label = "Part de la rémunération du mois qui vient d'une activité non déclarée"
    reference = references(code_du_travail("L5426-1-1", "I"))
    unit = "currency-EUR"
    set_input = saisie.flux


class salaire_habituel(VariableChomage):
    value_type = float
    label = "Rémunération mensuelle habituelle du contrat suspendu"
    reference = references(texte("maintien_de_2017", "5, III", "(salaire de référence)"), reglement("12", "§ 3", loi=("2021-10-01", "")))
    unit = "currency-EUR"
    set_input = saisie.niveau
    documentation = "Rétablit la paie des jours de `calendrier_suspension`. Sans elle, `salaire_brut` est supposé rétabli."


class heures_travaillees(VariableChomage):
    value_type = float
    label = "Heures de travail rémunérées"
    reference = references(reglement("3", "§ 1"))
    unit = "heure"
    set_input = saisie.flux


class heures_saisonnieres(VariableChomage):
    value_type = float
    label = "Heures de travail saisonnier rémunérées"
    reference = references(reglement("3", "§ 1 bis", loi=("2025-04-01", "")))
    unit = "heure"
    set_input = saisie.flux


class quotite_travail(VariableChomage):
    value_type = float
    default_value = 1.0
    label = "Horaire de travail rapporté au temps plein"
    reference = references(reglement("15"))
    unit = "/1"
    bornes = bornes.QUOTITE_DU_MOIS
    set_input = saisie.niveau


class motif_rupture(VariableChomage):
    value_type = Enum
    possible_values = MotifRupture
    default_value = MotifRupture.aucune
    label = "Motif de la dernière fin de contrat du mois"
    reference = references(code_du_travail("L5422-1", "I et II", horloge="loi"), reglement("2"))
    set_input = saisie.niveau


class premiere_admission(VariableChomage):
    value_type = int
    default_value = -1
    label = "1 pour une personne qui n'a pas été admise à l'allocation dans les vingt ans qui précèdent"
    reference = references(
        code_du_travail("L5422-2-2", "alinéa 2", horloge="loi", loi=("2026-04-01", "")),
        reglement("3", "§ 1 bis", loi=("2026-04-01", "")),
    )
    bornes = bornes.OUI_NON
    set_input = saisie.niveau


class indemnite_conges_payes(VariableChomage):
    value_type = float
    label = "Indemnité compensatrice de congés payés versée à cette fin de contrat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(différés d'indemnisation)"), reglement("21", "§ 1", loi=("2021-10-01", "")),
    )
    unit = "currency-EUR"
    set_input = saisie.flux


class jours_conges_payes(VariableChomage):
    value_type = int
    default_value = -1
    label = "La même en jours, pour une reprise de droits"
    reference = references(
        texte("maintien_de_2017", "5, III", "(différés d'indemnisation)"), reglement("21", "§ 1", loi=("2021-10-01", "")),
    )
    unit = "jour"
    set_input = saisie.niveau


class indemnites_supra_legales(VariableChomage):
    value_type = float
    label = "Indemnités de rupture versées au-delà du minimum légal"
    reference = references(
        texte("maintien_de_2017", "5, III", "(différés d'indemnisation)"), reglement("21", "§ 2", loi=("2021-10-01", "")),
    )
    unit = "currency-EUR"
    set_input = saisie.flux


class calendrier_activite_conservee(VariableChomage):
    value_type = int
    label = "Jours d'un emploi conservé"
    reference = references(reglement("30"))
    set_input = saisie.calendrier


class salaire_activite_conservee(VariableChomage):
    value_type = float
    label = "Rémunération des emplois conservés"
    reference = references(reglement("30"))
    unit = "currency-EUR"
    set_input = saisie.flux


class motif_rupture_conservee(VariableChomage):
    value_type = Enum
    possible_values = MotifRupture
    default_value = MotifRupture.aucune
    label = "Motif de la fin d'un emploi conservé"
    reference = references(reglement("34"))
    set_input = saisie.niveau
