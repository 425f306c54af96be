"""What a situation says: the person, her contracts and pay, her registration, her activity month by month.

Inputs without formula. Their ranges are those of :mod:`openfisca_chomage.socle.saisie`.
"""

import datetime

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit

from openfisca_chomage.nomenclatures import MotifRupture, RegimeAlsaceMoselle, Territoire
from openfisca_chomage.socle import saisie
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


class calendrier_inscription(VariableChomage):
    value_type = int
    label = "Jours d'inscription comme demandeur d'emploi"
    reference = "Article L5411-1 du Code du travail"
    set_input = saisie.calendrier


class calendrier_indisponibilite(VariableChomage):
    value_type = int
    label = "Jours qui ne peuvent pas être payés : maladie, maternité, détention, absence, suspension"
    reference = "Article 25 du règlement d'assurance chômage"
    set_input = saisie.calendrier


class calendrier_formation(VariableChomage):
    value_type = int
    label = "Jours d'une formation rémunérée par l'allocation (AREF)"
    reference = "Article 16 du règlement d'assurance chômage"
    set_input = saisie.calendrier


class calendrier_activite_non_declaree(VariableChomage):
    value_type = int
    label = "Jours d'une activité qui n'a pas été déclarée"
    reference = "Article L5426-1-1 du Code du travail"
    set_input = saisie.calendrier


class calendrier_activite_conservee(VariableChomage):
    value_type = int
    label = "Jours d'un emploi conservé"
    reference = "Article 30 du règlement d'assurance chômage"
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
    set_input = saisie.niveau


class motif_rupture(VariableChomage):
    value_type = Enum
    possible_values = MotifRupture
    default_value = MotifRupture.aucune
    label = "Motif de la dernière fin de contrat du mois"
    reference = "Article L5422-1 du Code du travail"
    set_input = saisie.niveau


class motif_rupture_conservee(VariableChomage):
    value_type = Enum
    possible_values = MotifRupture
    default_value = MotifRupture.aucune
    label = "Motif de la fin d'un emploi conservé"
    reference = "Article 34 du règlement d'assurance chômage"
    set_input = saisie.niveau


class premiere_admission(VariableChomage):
    value_type = int
    default_value = -1
    label = "1 pour une personne qui n'a pas été admise à l'allocation dans les vingt ans qui précèdent"
    reference = "Article L5422-2-2 du Code du travail"
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


class heures_activite(VariableChomage):
    value_type = float
    label = "Heures de l'activité reprise"
    reference = "Article R5411-10 du Code du travail"
    unit = "heure"
    set_input = saisie.flux


class salaire_activite_conservee(VariableChomage):
    value_type = float
    label = "Rémunération des emplois conservés"
    reference = "Article 30 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


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
    set_input = saisie.niveau


class date_justificatif(VariableChomage):
    value_type = datetime.date
    label = "Jour où le justificatif de l'activité du mois est arrivé"
    reference = "Article 24 du règlement d'assurance chômage"
    set_input = saisie.niveau
    documentation = "Sans effet sur ce qui est dû : il dit quand ce dû est connu."


class saisie_en_cours(VariableChomage):
    value_type = bool
    label = "Une saisie, un avis à tiers détenteur ou une pension alimentaire est en cours : pas d'avance"
    reference = "Convention Unédic-Pôle emploi du 19 décembre 2008, annexe 2, § 1.2"
    set_input = saisie.niveau


class date_paiement(VariableChomage):
    value_type = datetime.date
    label = "Jour où le mois a été payé : la prescription court de ce jour"
    reference = "Article L5422-5 du Code du travail"
    set_input = saisie.niveau
    documentation = "À défaut, le jour que dit le paramètre `versement/jour_paiement`, dans le mois suivant."


class indu_reclame(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Ce que l'opérateur réclame pour ce mois"
    reference = "Article 27, § 2 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "-1 : rien n'est réclamé."


class date_notification_indu(VariableChomage):
    value_type = datetime.date
    label = "Jour où l'indu de ce mois a été notifié"
    reference = "Article 27, § 2 du règlement d'assurance chômage"
    set_input = saisie.niveau


class indu_conteste(VariableChomage):
    value_type = bool
    label = "L'indu de ce mois est contesté dans le délai : rien n'est retenu"
    reference = "Articles L5426-8-1 et R5426-19 du Code du travail"
    set_input = saisie.niveau


class date_recours_indu(VariableChomage):
    value_type = datetime.date
    label = "Jour du recours gracieux contre l'indu de ce mois"
    reference = "Article R5426-19 du Code du travail"
    set_input = saisie.niveau


class date_rejet_recours(VariableChomage):
    value_type = datetime.date
    label = "Jour où le recours contre l'indu de ce mois a été rejeté"
    reference = "Article R5426-19 du Code du travail"
    set_input = saisie.niveau
    documentation = "À partir de ce mois, l'indu n'est plus contesté et peut être retenu."


class date_mise_en_demeure(VariableChomage):
    value_type = datetime.date
    label = "Jour de la mise en demeure de payer l'indu de ce mois"
    reference = "Article R5426-20 du Code du travail"
    set_input = saisie.niveau


class date_contrainte(VariableChomage):
    value_type = datetime.date
    label = "Jour où la contrainte pour l'indu de ce mois a été notifiée ou signifiée"
    reference = "Articles R5426-21 et R5426-22 du Code du travail"
    set_input = saisie.niveau


class fausse_declaration(VariableChomage):
    value_type = bool
    label = "Une fraude ou une fausse déclaration est établie pour ce mois"
    reference = "Article L5422-5 du Code du travail"
    set_input = saisie.niveau


class remboursement_indu(VariableChomage):
    value_type = float
    label = "Ce que le demandeur a remboursé dans ce mois"
    reference = "Article 27 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


class remise_indu(VariableChomage):
    value_type = float
    label = "Ce qui a été remis dans ce mois"
    reference = "Article 27, § 3 du règlement d'assurance chômage"
    unit = "currency-EUR"
    set_input = saisie.flux


class mensualites_indu(VariableChomage):
    value_type = int
    label = "Nombre de mensualités accordées pour l'indu de ce mois"
    reference = "Article 27, § 3 du règlement d'assurance chômage"
    set_input = saisie.niveau
    documentation = "0 : aucun échelonnement."


class retenue_pratiquee(VariableChomage):
    value_type = float
    default_value = -1.0
    label = "Ce qui a été réellement retenu dans ce mois"
    reference = "Article L5426-8-1 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux
    documentation = "-1 : inconnu, la retenue est celle que la loi permet."


class personnes_a_charge(VariableChomage):
    value_type = int
    label = "Personnes à charge, pour la quotité saisissable"
    reference = "Article R3252-3 du Code du travail"
    set_input = saisie.niveau


class impot_preleve(VariableChomage):
    value_type = float
    label = "Impôt prélevé à la source sur l'allocation et les autres ressources saisissables"
    reference = "Article L3252-3 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux


class autres_ressources_saisissables(VariableChomage):
    value_type = float
    label = "Autres ressources saisissables du mois, nettes"
    reference = "Article L3252-4 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux


class penalite_prononcee(VariableChomage):
    value_type = float
    label = "Pénalité administrative prononcée pour ce mois"
    reference = "Article L5426-5 du Code du travail"
    unit = "currency-EUR"
    set_input = saisie.flux


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


class date_naissance(VariableChomage):
    value_type = datetime.date
    default_value = datetime.date(1800, 1, 1)
    definition_period = DateUnit.ETERNITY
    label = "Date de naissance"
    reference = "Article L5421-4 du Code du travail"
    set_input = saisie.niveau
    documentation = "Refusée là où un âge est nécessaire et où elle manque."
