"""Her contracts: their days, their pay, their hours, and how they end.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

from openfisca_core.indexed_enums import Enum

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.socle import bornes, saisie
from openfisca_chomage.socle.variable import VariableChomage


class calendrier_contrats(VariableChomage):
    value_type = int
    label = "Jours sous au moins un contrat de travail, emplois conservés exclus"
    reference = "Article 3 du règlement d'assurance chômage"
    set_input = saisie.calendrier


class calendrier_contrats_saisonniers(VariableChomage):
    value_type = int
    label = "Ceux de ces jours qui sont sous un contrat saisonnier"
    reference = "Article 3, § 1 bis du règlement annexé à la convention du 15 novembre 2024"
    set_input = saisie.calendrier


class calendrier_suspension(VariableChomage):
    value_type = int
    label = "Jours sous contrat qui ne sont pas normalement rémunérés (maladie, maternité, activité partielle)"
    reference = "Articles 11 et 12 du règlement (décret n° 2021-730 du 8 juin 2021)"
    set_input = saisie.calendrier
    documentation = "Le salaire de ces jours est rétabli sur `salaire_habituel`."


class calendrier_neutralise(VariableChomage):
    value_type = int
    label = "Jours hors contrat que la période de référence ne compte pas"
    reference = "Article 9, § 2 du règlement d'assurance chômage"
    set_input = saisie.calendrier


class salaire_brut(VariableChomage):
    value_type = float
    label = "Rémunération soumise à contributions, dans le mois qu'elle rémunère"
    reference = "Article 11 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "Emplois conservés et primes exclus."


class primes(VariableChomage):
    value_type = float
    label = "Primes perçues dans le mois et qui ne s'y rapportent pas"
    reference = "Article 12 du règlement (décret n° 2021-346 du 30 mars 2021)"
    unit = "currency-EUR"
    set_input = saisie.flux


class salaire_non_declare(VariableChomage):
    value_type = float
    label = "Part de la rémunération du mois qui vient d'une activité non déclarée"
    reference = "Article L5426-1-1 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux


class salaire_habituel(VariableChomage):
    value_type = float
    label = "Rémunération mensuelle habituelle du contrat suspendu"
    reference = "Article 12, § 3 du règlement (décret n° 2021-730 du 8 juin 2021)"
    unit = "currency-EUR"
    set_input = saisie.niveau
    documentation = "Rétablit la paie des jours de `calendrier_suspension`. Sans elle, `salaire_brut` est supposé rétabli."


class heures_travaillees(VariableChomage):
    value_type = float
    label = "Heures de travail rémunérées"
    reference = "Article 3 du règlement d'assurance chômage"
    unit = "heure"
    set_input = saisie.flux


class heures_saisonnieres(VariableChomage):
    value_type = float
    label = "Heures de travail saisonnier rémunérées"
    reference = "Article 3, § 1 bis du règlement annexé à la convention du 15 novembre 2024"
    unit = "heure"
    set_input = saisie.flux


class quotite_travail(VariableChomage):
    value_type = float
    default_value = 1.0
    label = "Horaire de travail rapporté au temps plein"
    reference = "Article 15 du règlement d'assurance chômage"
    unit = "/1"
    bornes = bornes.QUOTITE_DU_MOIS
    set_input = saisie.niveau


class motif_rupture(VariableChomage):
    value_type = Enum
    possible_values = MotifRupture
    default_value = MotifRupture.aucune
    label = "Motif de la dernière fin de contrat du mois"
    reference = "Article L5422-1 du Code du travail"
    set_input = saisie.niveau


class premiere_admission(VariableChomage):
    value_type = int
    default_value = -1
    label = "1 pour une personne qui n'a pas été admise à l'allocation dans les vingt ans qui précèdent"
    reference = "Article L5422-2-2 du Code du travail"
    bornes = bornes.OUI_NON
    set_input = saisie.niveau


class indemnite_conges_payes(VariableChomage):
    value_type = float
    label = "Indemnité compensatrice de congés payés versée à cette fin de contrat"
    reference = "Article 21, § 1 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


class jours_conges_payes(VariableChomage):
    value_type = int
    default_value = -1
    label = "La même en jours, pour une reprise de droits"
    reference = "Article 21, § 1 du règlement d'assurance chômage"
    unit = "jour"
    set_input = saisie.niveau


class indemnites_supra_legales(VariableChomage):
    value_type = float
    label = "Indemnités de rupture versées au-delà du minimum légal"
    reference = "Article 21, § 2 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


class calendrier_activite_conservee(VariableChomage):
    value_type = int
    label = "Jours d'un emploi conservé"
    reference = "Article 30 du règlement d'assurance chômage"
    set_input = saisie.calendrier


class salaire_activite_conservee(VariableChomage):
    value_type = float
    label = "Rémunération des emplois conservés"
    reference = "Article 30 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


class motif_rupture_conservee(VariableChomage):
    value_type = Enum
    possible_values = MotifRupture
    default_value = MotifRupture.aucune
    label = "Motif de la fin d'un emploi conservé"
    reference = "Article 34 du règlement d'assurance chômage"
    set_input = saisie.niveau
