"""What the made-up population is drawn from: shares, lengths and amounts, each with its source, or said to be a choice.

``docs/population_fictive.md`` gives the same sources with their titles, dates and addresses, and compares what comes out with
what is published. Shares of a table add up to 1; lengths are in days, amounts in euros a month unless said otherwise.

Sources, by the short names used below:

* U24: Unédic, « Qui sont les allocataires de l'Assurance chômage ? », 9 April 2024 (third quarter of 2023),
  https://unedic.org/publications/qui-sont-les-allocataires-de-l-assurance-chomage-avril-2024
* U25: the same of April 2025 (third quarter of 2024),
  https://unedic.org/publications/qui-sont-les-allocataires-de-l-assurance-chomage-avril-2025
* UI: Unédic, « Les indicateurs de l'Assurance chômage », November 2024 (second quarter of 2024),
  https://unedic.org/publications/les-indicateurs-de-l-assurance-chomage-novembre-2024
* AM: Unédic, « Assistantes maternelles employées par des particuliers » (second quarter of 2015),
  https://unedic.org/publications/assistantes-maternelles-employees-par-des-particuliers
* D17: Dares Analyses n° 026, K. Milin, « CDD, CDI : comment évoluent les embauches et les ruptures depuis 25 ans ? », June 2018,
  http://ses.ens-lyon.fr/actualites/rapports-etudes-et-4-pages/cdd-cdi-comment-evoluent-les-embauches-et-les-ruptures-depuis-25-ans-dares-juin-2018
* PE14: Pôle emploi, « L'intérim et la durée des missions en 2014 », 10 September 2015,
  http://www.pole-emploi.org/statistiques-analyses/entreprises/interim/linterim-et-la-duree-des-mission.html?type=article
* IN17: a note of Unédic of April 2018 on the overpayments of 2017, as told by
  https://europe1.fr/economie/assurance-chomage-un-milliard-deuros-verses-a-tort-en-2017-3634718
* DG: Unédic, as told by https://www.gref-bretagne.com/ressources/cadre-suspension-de-la-degressivite-des-allocations/
"""

from __future__ import annotations

import numpy

#: Monthly minimum wage, 35 hours a week, by the first day it applies (decrees and orders of the year; Insee, series of the Smic,
#: https://www.insee.fr/fr/statistiques/1375188). Only the scale of the wages drawn depends on it: no rule reads it.
SMIC = {
    "2015-01-01": 1457.52, "2017-01-01": 1480.27, "2018-01-01": 1498.47, "2019-01-01": 1521.22, "2020-01-01": 1539.42,
    "2021-01-01": 1554.58, "2021-10-01": 1589.47, "2022-01-01": 1603.12, "2022-05-01": 1645.58, "2022-08-01": 1678.95,
    "2023-01-01": 1709.28, "2023-05-01": 1747.20, "2024-01-01": 1766.92, "2024-11-01": 1801.80, "2026-01-01": 1823.03,
}  # fmt: skip

#: Hours of a full-time month, and of a full-time day (35 hours a week).
HEURES_DU_MOIS, HEURES_DU_JOUR = 151.67, 7.0

# --- Careers

#: Kinds of career, with their shares. U24 has the ends of contract of those taken in charge: fixed term 30 %, dismissal on
#: personal grounds or end of a trial period more than 20 %, by mutual agreement 21 %, temporary agency work 12 %, economic
#: dismissal 6 %. Childminders with a right: 158,620 (AM), about 4 % of 3.7 million; theirs are dismissals. Here people without a
#: right are drawn too (resignations, careers too short), who open one by a fixed term later; the split of fixed terms and the rest
#: are choices.
CARRIERES = {
    "licenciement": 0.145, "essai": 0.035, "rupture_conventionnelle": 0.215, "economique": 0.062, "cdd": 0.133, "cdd_courts": 0.085,
    "saisonnier": 0.040, "interim": 0.120, "assistante_maternelle": 0.040, "demission": 0.125,
}  # fmt: skip

#: The motive of the end of contract, by kind of career (choices within the shares above).
MOTIFS = {
    "licenciement": {"licenciement_personnel": 1.0},
    "essai": {"rupture_periode_essai_employeur": 1.0},
    "rupture_conventionnelle": {"rupture_conventionnelle": 0.97, "rupture_conventionnelle_collective": 0.03},
    "economique": {"licenciement_economique": 1.0},
    "cdd": {"fin_cdd": 1.0}, "cdd_courts": {"fin_cdd": 1.0}, "saisonnier": {"fin_cdd": 1.0},
    "interim": {"fin_mission": 1.0},
    "assistante_maternelle": {"licenciement_personnel": 1.0},
    "demission": {"demission": 0.27, "demission_legitime": 0.62, "demission_reconversion": 0.08, "abandon_poste": 0.03},
}  # fmt: skip

#: Age at the first loss of a job: classes (first age, first age after) and shares. Under 35: 41 % (U25). The rest is a choice.
AGES = ((18, 25), (25, 35), (35, 50), (50, 57), (57, 64))
PARTS_DES_AGES = (0.14, 0.27, 0.34, 0.14, 0.11)

#: Length of a permanent job (choice: median a year and a half), in days: log-normal, with its bounds. A job that lasted longer
#: than five years is said to have lasted five: no rule reads further back.
ANCIENNETE = {"mediane": 560, "dispersion": 1.0, "minimum": 60, "maximum": 1826}
ESSAI = {"minimum": 15, "maximum": 120}

#: Repeated contracts: length (log-normal, share of one day), time between two, how far back they go, at most how many.
#: D17: half of fixed terms last less than five days, 30 % one day, the mean is 46 days; but those of a claimant are weighed by
#: claimants, and D17 by contracts: short (``cdd_courts``) and long (``cdd``) ones are drawn apart. PE14: a mission lasts 8.5 days
#: on average (working days: 12 calendar days).
SUITES = {
    "cdd": {"mediane": 130, "dispersion": 0.8, "un_jour": 0.0, "pause": 25, "recul": 900, "nombre": 8},
    "cdd_courts": {"mediane": 9, "dispersion": 1.2, "un_jour": 0.3, "pause": 5, "recul": 730, "nombre": 60},
    "interim": {"mediane": 9, "dispersion": 0.8, "un_jour": 0.1, "pause": 4, "recul": 730, "nombre": 60},
}

#: Of these, whose career began lately: it goes back a share of that only, uniform (choice).
CARRIERE_COURTE = 0.3

# --- Wages

#: Full-time wage over the minimum wage: it is this much more, log-normal, by kind of career (choices, made so that about 4 % of
#: claimants paid had a wage of more than EUR 4,500 a month (DG) and that the mean allowance comes near what is published).
SALAIRES = {"mediane": 0.21, "dispersion": 1.0}
CADRES = {"part": 0.085, "mediane": 1.35, "dispersion": 0.65}
CARRIERES_DE_CADRES = ("licenciement", "essai", "rupture_conventionnelle", "economique", "demission")

#: Part-time work: share of claimants and hours over full time (choices).
TEMPS_PARTIEL = 0.24
QUOTITES = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
PARTS_DES_QUOTITES = (0.10, 0.25, 0.20, 0.15, 0.25, 0.05)

#: A contract of a childminder: pay and hours of one child; children kept when one leaves (choices). Two thirds work (AM).
ENFANT = {"mediane": 520, "dispersion": 0.35, "quotite": 0.35, "gardes": (0.33, 0.30, 0.25, 0.12)}

#: Others who keep a small job, its pay (choices).
EMPLOI_CONSERVE = {"part": 0.02, "minimum": 150, "maximum": 800}

#: What an end of contract pays (choices): days of leave not taken, of so many worked in a month; beyond the minimum of the law,
#: who has some and how many months of pay (log-normal).
CONGES = {"part": 0.75, "jours": 22}
SUPRA_LEGALES = {"licenciement": 0.06, "rupture_conventionnelle": 0.22, "economique": 0.25}
MOIS_SUPRA_LEGAUX = {"mediane": 1.2, "dispersion": 0.9, "maximum": 12}
JOURS_OUVRES = 21.67

# --- Unemployment

#: First losses: this share in the twelve months before the window, the others in it; weights of the calendar months. Openings peak
#: in September (UI); the weights are a choice.
DEJA_LA = 0.25
SAISONS = (1.15, 0.85, 0.9, 0.9, 0.85, 1.05, 1.15, 1.2, 1.25, 1.0, 0.85, 0.85)

#: Days between the end of contract and registration (choice: log-normal).
INSCRIPTION = {"mediane": 6, "dispersion": 1.3, "maximum": 300}

#: Days of a spell of registration before a lasting job or a departure (choice: log-normal); the share that leaves without a job;
#: the share that stays registered in the lasting job, and how long (1.2 of 3.8 million taken in charge are paid nothing, most
#: often because they work: U25).
EPISODE = {"mediane": 300, "dispersion": 0.9, "minimum": 20}
DEPART_SANS_EMPLOI = 0.15
RESTE_INSCRIT = {"part": 0.8, "minimum": 40, "maximum": 500}

#: A lasting job: its length (choice), and how it ends.
REPRISE = {"mediane": 260, "dispersion": 0.8, "minimum": 40}
FINS_DE_REPRISE = {"fin_cdd": 0.52, "fin_mission": 0.10, "licenciement_personnel": 0.12, "rupture_conventionnelle": 0.10,
                   "rupture_periode_essai_employeur": 0.08, "licenciement_economique": 0.03, "demission": 0.05}  # fmt: skip

#: Work under a right, by habit: share of claimants, length of a contract, time between two, share of part-time contracts.
#: 51 to 52 % of those taken in charge work in a month (UI). The habits are choices that come near it.
HABITUDES = {
    "aucune": {"part": 0.43, "mediane": 1, "dispersion": 0.0, "un_jour": 0.0, "pause": 1e6, "partiel": 0.0},
    "rare": {"part": 0.20, "mediane": 6, "dispersion": 1.0, "un_jour": 0.2, "pause": 90, "partiel": 0.3},
    "courante": {"part": 0.25, "mediane": 6, "dispersion": 1.0, "un_jour": 0.3, "pause": 16, "partiel": 0.3},
    "temps_partiel": {"part": 0.12, "mediane": 150, "dispersion": 0.7, "un_jour": 0.0, "pause": 40, "partiel": 1.0},
}
HORAIRES_D_APPOINT = (0.15, 0.45)

#: Contracts under a right that the claimant leaves (choice).
DEMISSION_D_UNE_ACTIVITE = 0.01

#: A month of work: what is declared, and when the payslip comes. IN17: 2.3 million overpayments a year for 2.5 million people
#: paid, 87 % of them from work; of these 62 % declared in part, 38 % not declared. The shares of months are choices that come near.
PIECES = {"a_temps": 0.740, "en_retard": 0.070, "jamais": 0.010, "en_partie": 0.110, "non_declaree": 0.070}

#: A lasting job is hidden less often; of a pay declared in part, the share declared (choices).
DURABLE_NON_DECLARE, PART_DECLAREE = 0.5, (0.1, 0.75)

#: How much persons differ: the shares of months in part or not declared are multiplied by a gamma of this shape and of mean 1.
NEGLIGENCE = 0.6

#: A debt of work not declared (choices): claimed, contested, its appeal rejected, by instalments, repaid, remitted, put in
#: default, then a writ, fraud established, penalty. Appeals and remissions are not published by month.
DETTES = {"reclamee": 0.9, "contestee": 0.08, "rejetee": 0.6, "echelonnee": 0.15, "remboursee": 0.30, "remise": 0.02,
          "mise_en_demeure": 0.10, "contrainte": 0.5, "fraude": 0.03, "penalite": 0.005}  # fmt: skip

#: What is claimed, of the pay not declared: the rules deduct 70 % of it, before levies and rounding to days. The generator asks no
#: rule: a claim is not the exact debt, and may be of a month where nothing was paid.
PART_RECLAMEE = 0.63

#: Sickness (share of months), training (share of claimants), a forgotten update (share of spells), a seizure (share of
#: claimants): choices.
MALADIE, FORMATION, OUBLI, SAISIE = 0.02, 0.06, 0.05, 0.015

# --- Persons

#: Where they live (choice, from the population of the territories). Mayotte, which the rules refuse, is left out.
OUTRE_MER, ALSACE_MOSELLE = 0.05, 0.045

#: Whose tax income is known, tax shares, persons to support (choices).
REVENU_CONNU = 0.4
PARTS_FISCALES = {1.0: 0.55, 1.5: 0.14, 2.0: 0.13, 2.5: 0.10, 3.0: 0.08}
A_CHARGE = (0.62, 0.18, 0.14, 0.06)


def smic(jours):
    """The minimum wage at each day (day numbers)."""
    dates = numpy.array(list(SMIC), dtype="datetime64[D]").astype(numpy.int64)
    valeurs = numpy.array(list(SMIC.values()))
    return valeurs[numpy.maximum(numpy.searchsorted(dates, jours, side="right") - 1, 0)]
