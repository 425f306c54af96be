"""The oracle: an independent computation of the allocation, one person at a time, day by day, for tests only.

New here?  `raconter` is the door; section 5 (`Histoire`) tells the story month by month; sections 1 and 3 are the law, figures then
rules, each with its article.  `python tests/oracle/comparaison.py 17` shows a drawn claimant and what differs; `docs/oracle.md`
says how far the comparison went.

Double entry book-keeping: this module computes the right and the months of ONE person with sets of `datetime.date` and with
`decimal.Decimal`: fifty digits while computing, thirty before a legal rounding.  It imports nothing of `openfisca_chomage` and reads
none of its parameters: the figures of the law are copied below by hand.  A figure or a rule that is wrong in only one of the two
computations makes `test_comparaison.py` fail.

    raconter(situation, mois) -> ({mois: {variable: valeur}}, refus)       as far as a refusal (its month, its reason), or None
    calculer(situation, mois) -> {mois: {variable: valeur}}                 or raises HorsChamp

Under `with loi_reformee({"duree.minimum": {"2025-04-01": 152}}):` the same, by the law so changed: a figure has the name that the
parameters give it, which is all that the two computations share, and its own clock (`Chiffre`).

`situation` holds the public inputs of one person (`{"salaire_brut": {"2024-01": 2000.0}, ...}`), `mois` the months
wanted.  A value `None` says "this computation has no opinion": the variable has no meaning in that month (a state
when no right stands).  What was paid and what is owed stand in `oracle_indus.py`, which hears of each month by `mois_paye`
and `mois_sans_droit`.

Readings taken here where the law is silent (`CHOIX` in the code; those of the package are in `docs/incertitudes.md`):

- an end of contract opens a right when she is registered after it, within twelve months and no later than the next
  end: the last end before the registration, never an earlier one (refused if an earlier one would do);
- a resignation since the former right bars a later opening until 65 days worked or 455 hours follow it;
- a contract that stops inside a month while another goes on past it counts as an end, of which nothing is said;
- recharging, at exhaustion, on the last end of contract since the former one or on an older one with enough work; none while a
  contract runs on the day after: see MOIS_SUIVANT and MEME_MOIS.  In the same month, `reliquat_debut` adds both rights, and what is
  paid adds the days of both;
- the pay of a month is that of resumed work from the month after the end of the contract that opened the right;
- a full pension, or 67 years, reached on the day of the end of contract already bars the opening;
- the admission (twelve months without a new wait, forfeiture) is the first payable day;
- revaluation: the last pay is the last day under contract of the period of the reference wage; a right is not
  revalued by what came before the month of its opening; `salaire_reference` shows the revalued wage;
- pay and hours of a month without any day under contract belong to all its days, when the start of the period cuts it;
- `jours_reference` is the base limited to 730, 913 or 1,095, `diviseur_salaire_reference` is not;
- 152 days at least for every first-time entrant; who had a right in this story is no longer one;
- the degressivity counter runs from November 2019 to February 2020, stops until June 2021, and restarts from 0; a day of training never
  counts; when every payable day of a month is a day of training, every paid day is;
- the leave paid at the end of resumed work defers the resumption by `jours_conges_payes`, or else by the quotient by
  the reference wage of the right, 30 days at most; it does not defer the next right;
- under a reform: a motive that it closes is that of a voluntary departure, and the reverse; what a resumption owes to a departure
  (leaving a resumed job, working enough since) follows the law of the day of that end of contract.
"""

from __future__ import annotations

import calendar
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, localcontext
from decimal import Decimal as D
from fractions import Fraction
from functools import cache, cached_property, lru_cache, wraps

UN_JOUR = timedelta(days=1)
CENTIME = D("0.01")
CONTEXTE = Context(prec=50)  # every computation
TRENTE_CHIFFRES = Context(prec=30)  # before every legal rounding
UN_TIERS, DEUX_TIERS = CONTEXTE.divide(D(1), D(3)), CONTEXTE.divide(D(2), D(3))


class HorsChamp(Exception):
    """The situation calls for a rule that is not computed here."""


# --------------------------------------------------------------------------------------------------------------
# 1. Figures of the law.  Each has its dates, oldest first, and the name by which a reform may change it.
# --------------------------------------------------------------------------------------------------------------

LOI = "loi"  # in a reform: the law again, from that day on

CHIFFRES: dict[str, Chiffre] = {}


class Chiffre:
    """A figure of the law: its values, each with its first day; a reform puts others in their place (`loi_reformee`).

    The value None says that the law reads it no more.

    `au` reads it at the date of a triggering event (the law of one claimant), `du_mois` at the first day of a month (the same
    day for all).  The two are never mixed: each rule below says which clock it follows.  One figure alone follows each day
    (`age_atteint`).
    """

    def __init__(self, nom: str, *valeurs: tuple[str, object]):
        self.nom = nom
        self.de_la_loi = [(date.fromisoformat(depuis), valeur) for depuis, valeur in valeurs]
        self.prendre(self.de_la_loi)
        CHIFFRES[nom] = self

    def prendre(self, valeurs: list[tuple[date, object]]) -> None:
        self.dates, self.valeurs = [depuis for depuis, _ in valeurs], [valeur for _, valeur in valeurs]

    def au(self, jour: date):
        """Value in force on that day; before the first one is refused."""
        rang = bisect_right(self.dates, jour)
        if rang == 0:
            raise HorsChamp(f"{jour} : avant la première version connue, {self.dates[0]}")
        return self.valeurs[rang - 1]

    def du_mois(self, mois: str):
        """Value in force on the first day of the month."""
        return self.au(premier_jour(mois))

    def evenement(self, mois: str):
        """What is decided for the first day of that month, and is not carried to the others; or None."""
        rang = bisect_left(self.dates, premier_jour(mois))
        return self.valeurs[rang] if rang < len(self.dates) and self.dates[rang] == premier_jour(mois) else None

    def reformer(self, changements: dict[str, object]) -> None:
        """`{"2025-04-01": 152, "2026-01-01": "loi"}`: from each day on, that value, or the law again, until the next change."""
        dates = sorted(map(date.fromisoformat, changements))
        valeurs = [(depuis, valeur) for depuis, valeur in self.de_la_loi if depuis < dates[0]]
        for depuis, suivant in zip(dates, [*dates[1:], date.max]):
            valeur = changements[depuis.isoformat()]
            if valeur == LOI:
                valeurs.append((depuis, self.au(depuis)))
                valeurs += [(jour, une) for jour, une in self.de_la_loi if depuis < jour < suivant]
            else:
                valeurs.append((depuis, self.du_meme_type(valeur)))
        self.prendre(valeurs)

    def du_meme_type(self, valeur):
        modele = self.de_la_loi[0][1]
        return D(str(valeur)) if isinstance(modele, D) else type(modele)(valeur)


#: Tables that keep what the law in force says, emptied when it changes.
MEMOIRES: list = []


def sous_la_loi(memoire):
    """A memory of answers that hold as long as the law in force does."""
    MEMOIRES.append(memoire)
    return memoire


@contextmanager
def loi_reformee(reforme: dict[str, dict[str, object]]):
    """The oracle under a reform, `{figure: {day: value, or "loi"}}`; the law again afterwards."""
    chiffres = [CHIFFRES[nom] for nom in reforme]
    try:
        for chiffre in chiffres:
            chiffre.reformer(reforme[chiffre.nom])
        oublier()
        yield
    finally:
        for chiffre in chiffres:
            chiffre.prendre(chiffre.de_la_loi)
        oublier()


def oublier() -> None:
    for memoire in MEMOIRES:
        memoire.cache_clear()


def euros(*valeurs: tuple[str, str]) -> list[tuple[str, D]]:
    return [(depuis, D(valeur)) for depuis, valeur in valeurs]


# -- followed at the date of the triggering event (fait générateur) --------------------------------------------

PREMIERE_LOI = date(2019, 11, 1)  # décret 2019-797, annexe A
ORIGINE = PREMIERE_LOI.isoformat()

# règlement art. 3 ; R5422-2 ; décret 2020-929 ; arrêté du 18/11/2021
JOURS_AFFILIATION = Chiffre("affiliation.jours", (ORIGINE, 130), ("2020-08-01", 88), ("2021-12-01", 130))
HEURES_AFFILIATION = Chiffre("affiliation.heures", (ORIGINE, 910), ("2020-08-01", 610), ("2021-12-01", 910))
JOURS_PAR_SEMAINE = Chiffre("affiliation.jours_par_semaine_civile", (ORIGINE, 5))  # règlement art. 3: five days a civil week at most
DEBUT_SAISONNIERS = date(2025, 4, 1)  # circulaire Unédic 2025-03
JOURS_SAISONNIERS = Chiffre("affiliation.saisonniers.jours", ("2025-04-01", 108))  # convention du 15/11/2024
HEURES_SAISONNIERS = Chiffre("affiliation.saisonniers.heures", ("2025-04-01", 758))
DEBUT_PRIMO = date(2026, 4, 1)  # loi 2025-989 art. 9
JOURS_PRIMO = Chiffre("affiliation.primo_entrants.jours", ("2026-04-01", 108))  # L5422-2-2
HEURES_PRIMO = Chiffre("affiliation.primo_entrants.heures", ("2026-04-01", 758))
AGE_PERIODE_LONGUE = Chiffre("affiliation.periode_reference.age_longue", (ORIGINE, 53), ("2025-04-01", 55))  # règlement art. 3
MOIS_PERIODE_COURTE = Chiffre("affiliation.periode_reference.courte", (ORIGINE, 24))
MOIS_PERIODE_LONGUE = Chiffre("affiliation.periode_reference.longue", (ORIGINE, 36))
RECONVERSION_JOURS = Chiffre("perte_emploi.demission_reconversion.jours_travailles", (ORIGINE, 1300))  # L5422-1 II, R5422-2-1
RECONVERSION_MOIS = Chiffre("perte_emploi.demission_reconversion.periode_mois", (ORIGINE, 60))
MOIS_INSCRIPTION = Chiffre("perte_emploi.delai_inscription", (ORIGINE, 12))  # règlement art. 7
PURGE_JOURS = Chiffre("perte_emploi.depart_volontaire.jours", (ORIGINE, 65))  # règlement art. 4 e
PURGE_HEURES = Chiffre("perte_emploi.depart_volontaire.heures", (ORIGINE, 455))
# règlement art. 26 § 1 b ; circulaire 2025-03
DEPART_JOURS = Chiffre("vie_du_droit.seuil_depart_volontaire_jours", (ORIGINE, 65), ("2025-04-01", 88))
DEPART_HEURES = Chiffre("vie_du_droit.seuil_depart_volontaire_heures", (ORIGINE, 455), ("2025-04-01", 610))
EMPLOI_COURT = Chiffre("vie_du_droit.emploi_court_jours", (ORIGINE, 6))
# jours travaillés: leaving a shorter job has no consequence (avenants de 2015, règlement de 2017)

NOUVEAU_SJR = date(2021, 10, 1)  # décret 2021-1251
PLAFOND_JOURS_NON_TRAVAILLES = Chiffre(  # art. 9 § 3
    "salaire_reference.plafond_jours_non_travailles", *euros(("2021-10-01", "0.75"), ("2025-04-01", "0.70")))
CONVERSION = Chiffre("salaire_reference.coefficient_jours_calendaires", (ORIGINE, D("1.4")))  # jours travaillés en jours calendaires
JOURS_COEFFICIENT = Chiffre("salaire_reference.jours_coefficient_ancien", (ORIGINE, 130), ("2020-08-01", 88), ("2021-10-01", None))
# décret 2019-1106 art. 1 (SJR multiplié par jours travaillés / 130, borné à 1), décret 2020-929 art. 1 I 3° (88)
MOIS_SALAIRE_2017 = Chiffre("salaire_reference.periode_calcul_mois", (ORIGINE, 12), ("2021-10-01", None))
# convention of 2017, kept until September 2021
NOMBRE_PLAFONDS = Chiffre("salaire_reference.nombre_plafonds", (ORIGINE, 4))  # règlement art. 11 et 49

PARTIE_PROPORTIONNELLE = Chiffre("allocation_journaliere.taux_partie_proportionnelle", (ORIGINE, D("0.404")))  # art. 14 à 16
TAUX_UNIQUE = Chiffre("allocation_journaliere.taux_unique", (ORIGINE, D("0.57")))
PLAFOND_SJR = Chiffre("allocation_journaliere.plafond", (ORIGINE, D("0.75")))

DUREE_MINIMALE = Chiffre("duree.minimum", (ORIGINE, 182), ("2020-08-01", 122), ("2021-12-01", 182))  # R5422-1
DUREE_MINIMALE_SAISONNIERS = Chiffre("duree.minimum_saisonniers", ("2025-04-01", 152))
DUREE_MINIMALE_PRIMO = Chiffre("duree.minimum_primo_entrants", ("2026-04-01", 152))
AGES_DUREE = (  # règlement art. 9
    Chiffre("duree.maximum.age_intermediaire", (ORIGINE, 53), ("2025-04-01", 55)),
    Chiffre("duree.maximum.age_longue", (ORIGINE, 55), ("2025-04-01", 57)))
BASES_MAXIMALES = (  # règlement art. 9 § 4; once modulated 548, 685 and 822 (décret 2023-33)
    Chiffre("duree.maximum.courte", (ORIGINE, 730)), Chiffre("duree.maximum.intermediaire", (ORIGINE, 913)),
    Chiffre("duree.maximum.longue", (ORIGINE, 1095)))
MODULATION = Chiffre("duree.coefficient", *euros((ORIGINE, "1"), ("2023-02-01", "0.75")))  # décret 2023-33; not overseas
DEBUT_RC = date(2026, 9, 1)  # avenant n° 2 du 25/02/2026, loi 2026-470
AGE_RC = Chiffre("duree.rupture_conventionnelle.age_longue", ("2026-09-01", 55))
DUREES_RC = {  # below that age, from it on
    "metropole": (Chiffre("duree.rupture_conventionnelle.courte", ("2026-09-01", 456)),
                  Chiffre("duree.rupture_conventionnelle.longue", ("2026-09-01", 624))),
    "drom": (Chiffre("duree.rupture_conventionnelle.courte_sans_coefficient", ("2026-09-01", 608)),
             Chiffre("duree.rupture_conventionnelle.longue_sans_coefficient", ("2026-09-01", 832)))}

ARRONDI_SUPERIEUR = Chiffre("differes.arrondi_superieur", (ORIGINE, True), ("2021-10-01", False))
PLAFOND_DIFFERE_CP = Chiffre("differes.conges_payes.plafond", (ORIGINE, 30))  # règlement art. 21 § 1
PLAFOND_DIFFERE_SPECIFIQUE = Chiffre("differes.plafond", (ORIGINE, 150))  # règlement art. 21 § 2
PLAFOND_DIFFERE_ECONOMIQUE = Chiffre("differes.plafond_economique", (ORIGINE, 75))
DIVISEUR_DIFFERE = Chiffre("differes.diviseur", *euros(  # règlement art. 21 § 2, circulaires annuelles de l'Unédic
    ("2019-01-01", "94.4"), ("2020-01-01", "95.8"), ("2023-01-01", "102.4"), ("2024-01-01", "107.9"),
    ("2025-01-01", "109.6"), ("2026-01-01", "111.8")))
DELAI_ATTENTE = Chiffre("differes.delai_attente", (ORIGINE, 7))  # règlement art. 22
MOIS_SANS_DELAI = Chiffre("differes.dispense_attente_mois", (ORIGINE, 12))

AGE_DEGRESSIVITE = Chiffre("degressivite.age", (ORIGINE, 57), ("2025-04-01", 55))  # règlement art. 17 bis
TAUX_DEGRESSIVITE = Chiffre("degressivite.coefficient", (ORIGINE, D("0.70")))
DELAI_DEGRESSIVITE = Chiffre("degressivite.delai_jours", (ORIGINE, 243), ("2021-12-01", 182))
# jours payés à taux plein (8 mois, 6 mois)
ANNEES_DECHEANCE = Chiffre("vie_du_droit.decheance_annees", (ORIGINE, 3))  # règlement art. 26

LICENCIEMENTS = {"licenciement_economique", "licenciement_personnel"}
OUVRENT = {"fin_cdd", "fin_mission", "rupture_conventionnelle", "rupture_conventionnelle_collective",
           "rupture_periode_essai_employeur", "demission_legitime", *LICENCIEMENTS}  # règlement art. 2
MOTIFS = OUVRENT | {"aucune", "demission", "demission_reconversion", "abandon_poste"}
ABANDON_PRESUME_DEMISSION = "2023-04-19"  # R1237-13; before, it led to a dismissal
DE_TOUT_TEMPS = "2000-01-01"  # a departure is voluntary, or is not, whenever it was
OUVRE_DROIT = {
    **{motif: Chiffre(f"perte_emploi.ouvre_droit.{motif}", (DE_TOUT_TEMPS, True))
       for motif in [*sorted(OUVRENT), "demission_reconversion"]},
    "demission": Chiffre("perte_emploi.ouvre_droit.demission", (DE_TOUT_TEMPS, False)),
    "abandon_poste": Chiffre("perte_emploi.ouvre_droit.abandon_poste", (DE_TOUT_TEMPS, True), (ABANDON_PRESUME_DEMISSION, False))}

# -- followed at the calendar ----------------------------------------------------------------------------------

SUSPENSION_DEGRESSIVITE = Chiffre(  # jours payés non comptés
    "degressivite.delai_suspendu", (ORIGINE, False), ("2020-03-01", True), ("2021-07-01", False))
REPRISE_A_ZERO = "2021-07"  # décret 2021-346: compte remis à zéro des droits antérieurs

PMSS = Chiffre("salaire_reference.plafond_securite_sociale", *((f"{annee}-01-01", plafond) for annee, plafond in {
    2009: 2859, 2010: 2885, 2011: 2946, 2012: 3031, 2013: 3086, 2014: 3129, 2015: 3170, 2016: 3218, 2017: 3269,
    2018: 3311, 2019: 3377, 2020: 3428, 2021: 3428, 2022: 3428, 2023: 3666, 2024: 3864, 2025: 3925, 2026: 4005}.items()))

REVALORISATIONS = Chiffre("salaire_reference.revalorisation.taux", *euros(
    # art. 20, circulaires Unédic 2020-09, 2021-08, 2022-09, décret 2023-228, 2023-06, 2024-04, 2025-07
    ("2020-07-01", "0.004"), ("2021-07-01", "0.006"), ("2022-07-01", "0.029"), ("2023-04-01", "0.019"), ("2023-07-01", "0.019"),
    ("2024-07-01", "0.012"), ("2025-07-01", "0.005")))
MOIS_ANCIENNETE_REVALORISATION = Chiffre("salaire_reference.revalorisation.anciennete_mois", (ORIGINE, 6))

DATES_DES_MONTANTS = ("2019-07-01", "2020-07-01", "2021-07-01", "2022-07-01", "2023-04-01", "2023-07-01", "2024-07-01", "2025-07-01")
PARTIE_FIXE, ALLOCATION_MINIMALE, MINIMUM_FORMATION, PLANCHER_DEGRESSIVITE = (  # art. 14, 17, 17 bis
    Chiffre(nom, *euros(*zip(DATES_DES_MONTANTS, montants.split(), strict=True))) for nom, montants in [
        ("allocation_journaliere.partie_fixe", "12.00 12.05 12.12 12.47 12.71 12.95 13.11 13.18"),
        ("allocation_journaliere.minimum", "29.26 29.38 29.56 30.42 31.00 31.59 31.97 32.13"),
        ("allocation_journaliere.minimum_formation", "20.96 21.04 21.17 21.78 22.19 22.61 22.88 22.99"),
        ("degressivite.plancher", "84.33 84.67 85.18 87.65 89.32 91.02 92.11 92.57")])

JOURS_DU_MOIS = Chiffre("paiement.jours_par_mois", (ORIGINE, 0), ("2025-04-01", 30))  # art. 24; 0: those of the calendar
TAUX_CUMUL = Chiffre("cumul.taux_deduction", (ORIGINE, D("0.70")))  # art. 30 à 32
JOURS_PLAFOND_CUMUL = Chiffre("cumul.plafond_jours", (ORIGINE, D("30.42")))

TAUX_RETRAITE = Chiffre("prelevements.retraite.taux", (ORIGINE, D("0.03")))  # art. 19
# L136-1-2, L136-8 CSS ; ordonnance 96-50
ASSIETTE_CSG = Chiffre("prelevements.assiette", (ORIGINE, D("0.9825")))
TAUX_CSG = Chiffre("prelevements.csg.taux_plein", (ORIGINE, D("0.062")))
TAUX_CSG_REDUIT = Chiffre("prelevements.csg.taux_reduit", (ORIGINE, D("0.038")))
TAUX_CRDS = Chiffre("prelevements.crds.taux", (ORIGINE, D("0.005")))
TAUX_ALSACE_MOSELLE = {  # fiche ARE du ministère du travail ; conseil d'administration du régime local, avril 2022
    "general": Chiffre("prelevements.alsace_moselle.taux_general", *euros(("2019-01-01", "0.015"), ("2022-04-01", "0.013"))),
    "agricole": Chiffre("prelevements.alsace_moselle.taux_agricole", ("2019-01-01", D("0.012")))}
SMIC_HORAIRE = Chiffre("prelevements.smic_horaire", *euros(  # D242-13 CSS: un septième de 35 heures, à l'euro supérieur
    ("2019-01-01", "10.03"), ("2020-01-01", "10.15"), ("2021-01-01", "10.25"), ("2021-10-01", "10.48"), ("2022-01-01", "10.57"),
    ("2022-05-01", "10.85"), ("2022-08-01", "11.07"), ("2023-01-01", "11.27"), ("2023-05-01", "11.52"), ("2024-01-01", "11.65"),
    ("2024-11-01", "11.88"), ("2026-01-01", "12.02"), ("2026-06-01", "12.31")))
HEURES_PAR_SEMAINE = Chiffre("prelevements.duree_legale_hebdomadaire", (ORIGINE, 35))
JOURS_DE_LA_SEMAINE = Chiffre("prelevements.jours_semaine", (ORIGINE, 7))
SEUILS_RFR = tuple(  # L136-8 III CSS: exonération et demi-part, taux réduit et demi-part (métropole)
    Chiffre(f"prelevements.revenu_fiscal.metropole.{nom}", *((f"{2019 + rang}-01-01", seuil) for rang, seuil in enumerate(seuils)))
    for nom, seuils in [
        ("exoneration", (11128, 11306, 11408, 11431, 11614, 12230, 12817, 13048)),
        ("exoneration_demi_part", (2971, 3019, 3046, 3052, 3101, 3265, 3422, 3484)),
        ("taux_reduit", (14548, 14781, 14914, 14944, 15183, 15988, 16755, 17057)),
        ("taux_reduit_demi_part", (3884, 3946, 3982, 3990, 4054, 4269, 4474, 4555))])
AGE_LIMITE = Chiffre("perte_emploi.age_taux_plein_automatique", (ORIGINE, 67))  # L5421-4, L351-8 1° CSS
JOURS_NON_DECLARES = Chiffre("affiliation.activite_non_declaree.jours", ("2016-08-10", 3))
# L5426-1-1: more than that in a civil month are left out of a new right, and their pay
DECHEANCE_EN_COURS = Chiffre("vie_du_droit.decheance_en_cours", (ORIGINE, False), ("2025-04-01", True))
# false: it is only opposed to a resumption
DERNIER_MOIS = "2026-12"

# CHOIX.  Recharging: the law says "at the date of exhaustion" (R5422-2), and not how two rights share a month.
# MOIS_SUIVANT is the choice that the package writes in docs/incertitudes.md: the new right opens on the first day of the
# month that follows; MEME_MOIS opens it in the month where the old one is used up, the day after its last paid day.
MOIS_SUIVANT, MEME_MOIS = "mois suivant", "même mois"


# --------------------------------------------------------------------------------------------------------------
# 2. Dates, roundings, look-ups
# --------------------------------------------------------------------------------------------------------------

@cache
def mois_de(jour: date) -> str:
    return f"{jour.year:04d}-{jour.month:02d}"


@cache
def premier_jour(mois: str) -> date:
    return date(int(mois[:4]), int(mois[5:7]), 1)


@cache
def dernier_jour(mois: str) -> date:
    premier = premier_jour(mois)
    return premier.replace(day=calendar.monthrange(premier.year, premier.month)[1])


@cache
def mois_plus(mois: str, nombre: int) -> str:
    rang = int(mois[:4]) * 12 + int(mois[5:7]) - 1 + nombre
    return f"{rang // 12:04d}-{rang % 12 + 1:02d}"


def mois_jusqu_a(debut: str, fin: str) -> list[str]:
    """Both included."""
    suite = [debut]
    while suite[-1] < fin:
        suite.append(mois_plus(suite[-1], 1))
    return suite


@lru_cache(16384)
def date_plus_mois(jour: date, nombre: int) -> date:
    """Same day of another month, or the last day of that month when it has none."""
    mois = mois_plus(mois_de(jour), nombre)
    return min(dernier_jour(mois), premier_jour(mois) + timedelta(days=jour.day - 1))


def anniversaire(naissance: date, age: int) -> date:
    """Day from which a person has that age; born on 29 February: 1 March in common years."""
    annee = naissance.year + age
    if naissance.month == 2 and naissance.day == 29 and not calendar.isleap(annee):
        return date(annee, 3, 1)
    return naissance.replace(year=annee)


def age_au(naissance: date, jour: date) -> int:
    age = jour.year - naissance.year
    return age if anniversaire(naissance, age) <= jour else age - 1


def age_atteint(naissance: date) -> date:
    """The day from which a pension is full whatever was worked: the first on which one has the age in force that day."""
    # CHOIX: an age that is lowered stops the payment on its own first day; raised afterwards, it gives nothing back
    dates, ages = AGE_LIMITE.dates, AGE_LIMITE.valeurs
    for depuis, suivante, age in zip([date.min, *dates[1:]], [*dates[1:], date.max], ages, strict=True):
        jour = max(depuis, anniversaire(naissance, age))
        if jour < suivante:
            return jour
    return date.max


@cache
def semaine_civile(jour: date) -> tuple[int, int]:
    return tuple(jour.isocalendar())[:2]


PREMIER_DU_CALENDRIER = date(1900, 1, 1)
CALENDRIER = [PREMIER_DU_CALENDRIER + timedelta(days=k) for k in range(150 * 366)]


def jours_entre(debut: date, fin: date) -> list[date]:
    """Both included."""
    return CALENDRIER[(debut - PREMIER_DU_CALENDRIER).days:(fin - PREMIER_DU_CALENDRIER).days + 1]


@lru_cache(4096)
def jours_par_mois(debut: date, fin: date) -> Counter:
    """How many days of each month."""
    return Counter(mois_de(jour) for jour in jours_entre(debut, fin))


@cache
def jours_du_mois(mois: str) -> list[date]:
    return jours_entre(premier_jour(mois), dernier_jour(mois))


def exact(calcul):
    """Run a public computation with fifty digits, whatever the caller's context."""

    @wraps(calcul)
    def avec_cinquante_chiffres(*args, **kw):
        with localcontext(CONTEXTE):
            return calcul(*args, **kw)

    return avec_cinquante_chiffres


def garde(calcul):
    """Keep the latest answers of a rule that depends on its arguments alone: a month asks the same several times."""
    return sous_la_loi(lru_cache(4096)(exact(calcul)))


def nette(valeur: D) -> D:
    """The same, to thirty digits: what a third has blurred far behind the point is gone before a legal rounding."""
    return TRENTE_CHIFFRES.plus(valeur)


def inferieur(valeur: D) -> int:
    return int(nette(valeur).to_integral_value(ROUND_FLOOR))


def superieur(valeur: D) -> int:
    return int(nette(valeur).to_integral_value(ROUND_CEILING))


def plus_proche(valeur: D) -> int:
    """Half up, positive numbers."""
    return int(nette(valeur).to_integral_value(ROUND_HALF_UP))


def centime(valeur: D) -> D:
    return nette(valeur).quantize(CENTIME, ROUND_HALF_UP)


def en_euros(valeur: D) -> D:
    """An amount that is already in cents, and nothing else."""
    assert valeur == valeur.quantize(CENTIME), valeur
    return valeur


@sous_la_loi
@cache
def smic_journalier(mois: str) -> int:
    return superieur(SMIC_HORAIRE.du_mois(mois) * HEURES_PAR_SEMAINE.du_mois(mois) / JOURS_DE_LA_SEMAINE.du_mois(mois))


# --------------------------------------------------------------------------------------------------------------
# 3. Rules, one by one
# --------------------------------------------------------------------------------------------------------------

def jours_travailles(jours, loi: date) -> int:
    """So many days a civil week at most, whatever the days."""
    semaines, maximum = Counter(map(semaine_civile, jours)), JOURS_PAR_SEMAINE.au(loi)
    return sum(min(maximum, nombre) for nombre in semaines.values())


def en_calendaires(jt: int, loi: date) -> int:
    return superieur(jt * CONVERSION.au(loi))


def denominateur(jc: int, jt: int, loi: date) -> int:
    """Art. 9 and 13 since October 2021: calendar days, those not worked being limited."""
    jtc = en_calendaires(jt, loi)
    non_travailles = max(jc - jtc, 0)
    return min(jc, jtc + min(non_travailles, inferieur(PLAFOND_JOURS_NON_TRAVAILLES.au(loi) * jtc)))


def diviseur_2019(jt_douze_mois: int, loi: date) -> D:
    """Convention 2017 kept until September 2021, with the coefficient of decrees 2019-1106 and 2020-929."""
    return CONVERSION.au(loi) * max(jt_douze_mois, JOURS_COEFFICIENT.au(loi))


def tranche_age(age: int, loi: date) -> int:
    return sum(age >= seuil.au(loi) for seuil in AGES_DUREE)


def duree(base: int, age: int, loi: date, territoire: str = "metropole", rupture_conventionnelle: bool = False,
          minimum_reduit: Chiffre | None = None, fin: date | None = None) -> int:
    """Days granted; the base is at most that of the age, and is modulated in metropolitan France."""
    coefficient = MODULATION.au(loi) if territoire == "metropole" else D(1)
    maximum = superieur(coefficient * BASES_MAXIMALES[tranche_age(age, loi)].au(loi))
    if rupture_conventionnelle and (fin or loi) >= DEBUT_RC:
        maximum = min(maximum, DUREES_RC[territoire][age >= AGE_RC.au(loi)].au(loi))
    minimum = (minimum_reduit or DUREE_MINIMALE).au(loi)
    return min(max(superieur(coefficient * base), minimum), maximum)


def quotient_differe(montant: D, diviseur: D, plafond: int, loi: date) -> int:
    if montant <= 0:
        return 0
    if diviseur == 0:
        return plafond
    entier = superieur if ARRONDI_SUPERIEUR.au(loi) else inferieur
    return min(entier(montant / diviseur), plafond)


def differe_conges_payes(montant: D, sjr: D, loi: date) -> int:
    return quotient_differe(montant, sjr, PLAFOND_DIFFERE_CP.au(loi), loi)


def differe_specifique(montant: D, loi: date, economique: bool) -> int:
    plafond = PLAFOND_DIFFERE_ECONOMIQUE if economique else PLAFOND_DIFFERE_SPECIFIQUE
    return quotient_differe(montant, DIVISEUR_DIFFERE.au(loi), plafond.au(loi), loi)


@garde
def allocation_pleine(sjr: D, mois: str, loi: date, coefficient: D = D(1)) -> D:
    """Its rates are those of the right, its amounts those of the month."""
    fixe, minimum = PARTIE_FIXE.du_mois(mois) * coefficient, ALLOCATION_MINIMALE.du_mois(mois) * coefficient
    return centime(min(max(PARTIE_PROPORTIONNELLE.au(loi) * sjr + fixe, TAUX_UNIQUE.au(loi) * sjr, minimum), PLAFOND_SJR.au(loi) * sjr))


def allocation_degressive(pleine: D, mois: str, loi: date) -> D:
    return min(pleine, max(centime(TAUX_DEGRESSIVITE.au(loi) * pleine), PLANCHER_DEGRESSIVITE.du_mois(mois)))


def jours_du_cumul(base: int, pleine: D, sjr: D, salaire: D, mois: str) -> int:
    """Days paid in a month of resumed work, before the days left limit them."""
    if salaire == 0:
        return base
    if pleine == 0:
        return 0
    du = max(D(0), base * pleine - TAUX_CUMUL.du_mois(mois) * salaire)
    marge = max(D(0), JOURS_PLAFOND_CUMUL.du_mois(mois) * sjr - salaire)
    return plus_proche(min(du, marge) / pleine)


@dataclass(frozen=True)
class Jour:
    """What one paid day is worth."""

    allocation: D
    retraite: D
    csg: D
    crds: D
    alsace_moselle: D = D(0)

    @property
    def brute(self) -> D:
        return self.allocation - self.retraite

    @property
    def nette(self) -> D:
        return self.brute - self.csg - self.crds - self.alsace_moselle


@garde
def jour_paye(allocation: D, sjr: D, mois: str, taux_csg: D, taux_crds: D, taux_local: D = D(0)) -> Jour:
    retraite = min(centime(TAUX_RETRAITE.du_mois(mois) * sjr), max(D(0), allocation - ALLOCATION_MINIMALE.du_mois(mois)))
    brute = allocation - retraite
    marge = max(D(0), brute - smic_journalier(mois))
    assiette = ASSIETTE_CSG.du_mois(mois) * brute
    csg = min(centime(assiette * taux_csg), marge)
    crds = min(centime(assiette * taux_crds), marge - csg)
    # CHOIX: on the gross allowance, after the other two, under the same floor; nothing for who pays no CSG
    local = min(centime(brute * taux_local), marge - csg - crds) if taux_csg else D(0)
    return Jour(allocation, retraite, csg, crds, local)


def taux_sociaux(mois: str, rfr_n2: D, rfr_n3: D, parts: D) -> tuple[D, D]:
    plein, crds = TAUX_CSG.du_mois(mois), TAUX_CRDS.du_mois(mois)
    if rfr_n2 < 0:
        return plein, crds
    exoneration, demi_exoneration, reduit, demi_reduit = (seuil.du_mois(mois) for seuil in SEUILS_RFR)
    demi_parts = (parts - 1) * 2
    if rfr_n2 <= exoneration + demi_parts * demi_exoneration:
        return D(0), D(0)
    seuil = reduit + demi_parts * demi_reduit
    if rfr_n2 <= seuil or 0 <= rfr_n3 <= seuil:
        return TAUX_CSG_REDUIT.du_mois(mois), crds
    return plein, crds


# --------------------------------------------------------------------------------------------------------------
# 4. Inputs
# --------------------------------------------------------------------------------------------------------------

CALENDRIERS = {"calendrier_contrats", "calendrier_contrats_saisonniers", "calendrier_suspension",
               "calendrier_neutralise", "calendrier_inscription", "calendrier_indisponibilite", "calendrier_formation",
               "calendrier_activite_non_declaree", "calendrier_activite_conservee"}
SOMMES = {"salaire_brut", "primes", "heures_travaillees", "heures_saisonnieres", "indemnite_conges_payes",
          "indemnites_supra_legales", "salaire_activite_declare", "salaire_activite_justifie", "heures_activite",
          "salaire_activite_conservee", "salaire_non_declare"}
VALEURS = {"quotite_travail", "premiere_admission", "jours_conges_payes", "revenu_fiscal_reference_n2",
           "revenu_fiscal_reference_n3", "nombre_parts_fiscales", "territoire", "regime_alsace_moselle",
           "motif_rupture", "motif_rupture_conservee"}
DATES = {"date_fin_contrat", "date_engagement_procedure", "date_justificatif"}
ETERNELLES = {"date_naissance", "date_taux_plein"}
# read here, used by `oracle_indus.py` alone
SOMMES |= {"remboursement_indu", "remise_indu", "autres_ressources_saisissables", "impot_preleve", "indu_reclame",
           "retenue_pratiquee", "penalite_prononcee"}
VALEURS |= {"personnes_a_charge", "saisie_en_cours", "indu_conteste", "fausse_declaration", "mensualites_indu"}
DATES |= {"date_paiement", "date_notification_indu", "date_recours_indu", "date_rejet_recours",
          "date_mise_en_demeure", "date_contrainte"}


@cache
def lire_periode(texte: str) -> tuple[str, date, date]:
    """Unit, first day, last day of an OpenFisca period."""
    if m := re.fullmatch(r"(\d{4})", texte):
        return "year", date(int(texte), 1, 1), date(int(texte), 12, 31)
    if m := re.fullmatch(r"(\d{4})-(\d{2})", texte):
        return "month", premier_jour(texte), dernier_jour(texte)
    if m := re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", texte):
        return "day", date.fromisoformat(texte), date.fromisoformat(texte)
    m = re.fullmatch(r"(day|month|year):(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?::(\d+))?", texte)
    if not m:
        raise ValueError(f"période illisible : {texte}")
    unite, annee, mois, jour, taille = m.groups()
    debut, taille = date(int(annee), int(mois or 1), int(jour or 1)), int(taille or 1)
    if unite == "day":
        return unite, debut, debut + timedelta(days=taille - 1)
    return unite, debut, date_plus_mois(debut, taille * (12 if unite == "year" else 1)) - UN_JOUR


@cache
def nombre(valeur) -> D:
    return D(int(valeur)) if isinstance(valeur, bool) else D(str(valeur))


@cache
def quotite(valeur) -> D:
    """A working time: 0.3333333333333333 is a third, to fifty digits."""
    fraction = Fraction(valeur).limit_denominator(1000)
    return D(fraction.numerator) / fraction.denominator


def en_date(valeur) -> date:
    return valeur if isinstance(valeur, date) else date.fromisoformat(valeur)


@dataclass
class Donnees:
    calendriers: dict = field(default_factory=dict)
    sommes: dict = field(default_factory=dict)
    valeurs: dict = field(default_factory=dict)
    eternelles: dict = field(default_factory=dict)
    tries: dict = field(default_factory=dict)

    def jours(self, nom):
        return self.calendriers.get(nom, set())

    def jours_tries(self, nom, debut: date, fin: date) -> list[date]:
        """The days of a calendar from one day to another, in order."""
        jours = self.tries.get(nom)
        if jours is None:
            jours = self.tries[nom] = sorted(self.jours(nom))
        return jours[bisect_left(jours, debut):bisect_right(jours, fin)]

    def somme(self, nom, mois, defaut=D(0)):
        return self.sommes.get(nom, {}).get(mois, defaut)

    def valeur(self, nom, mois, defaut):
        return self.valeurs.get(nom, {}).get(mois, defaut)


def lire(situation: dict) -> Donnees:
    d = Donnees()
    for nom, par_periode in situation.items():
        if nom in ETERNELLES:
            (valeur,) = par_periode.values()
            d.eternelles[nom] = en_date(valeur)
        elif nom in CALENDRIERS:
            jours = d.calendriers.setdefault(nom, set())
            for periode, valeur in par_periode.items():
                if valeur:
                    _, debut, fin = lire_periode(periode)
                    jours.update(jours_entre(debut, fin))
        elif nom in SOMMES:
            sommes = d.sommes.setdefault(nom, {})
            for periode, valeur in par_periode.items():
                unite, debut, fin = lire_periode(periode)
                parts = jours_par_mois(debut, fin) if unite == "day" else dict.fromkeys(mois_jusqu_a(mois_de(debut), mois_de(fin)), 1)
                for m, part in parts.items():
                    sommes[m] = sommes.get(m, D(0)) + nombre(valeur) * part / sum(parts.values())
        elif nom in VALEURS or nom in DATES:
            valeurs = d.valeurs.setdefault(nom, {})
            for periode, valeur in par_periode.items():
                _, debut, fin = lire_periode(periode)
                for m in mois_jusqu_a(mois_de(debut), mois_de(fin)):
                    valeurs[m] = en_date(valeur) if nom in DATES else (
                        valeur if isinstance(valeur, str) else nombre(valeur))
        else:
            raise HorsChamp(f"entrée non lue par ce calcul : {nom}")
    return d


# --------------------------------------------------------------------------------------------------------------
# 5. A person's story
# --------------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Fin:
    """The end of contract of a month."""

    jour: date
    motif: str
    mois: str
    loi: date  # date du fait générateur


@dataclass
class Droit:
    fin: Fin
    mois_ouverture: str
    age: int
    salaire_reference: D
    jours_calendaires: int
    base: int
    diviseur: D
    sjr: D
    coefficient: D
    duree: int
    differe_cp: int
    differe_specifique: int
    attente: int
    premier_jour: date | None  # None: never registered again after the deferrals
    derniere_remuneration: date
    reliquat: int = 0
    payes: int = 0
    compteur: int = 0
    reportes: set = field(default_factory=set)  # deferral of a resumption
    quitte: date | None = None  # day of a voluntary departure that stops the payment
    suspensions: list = field(default_factory=list)  # former ones: that day, and the day of the end that starts it again

    def suspendu(self, jour: date) -> bool:
        if self.quitte and jour > self.quitte:
            return True
        return bool(self.suspensions) and any(depart < jour <= fin for depart, fin in self.suspensions)

    @cached_property
    def delai_degressivite(self) -> int:
        return DELAI_DEGRESSIVITE.au(self.fin.loi)

    @cached_property
    def degressif(self) -> bool:
        return self.age < AGE_DEGRESSIVITE.au(self.fin.loi)

    @cached_property
    def decheance(self) -> date:
        return date_plus_mois(self.premier_jour + timedelta(days=self.duree), 12 * ANNEES_DECHEANCE.au(self.fin.loi))

    def alloc_pleine(self, mois):
        return allocation_pleine(self.sjr, mois, self.fin.loi, self.coefficient)


class Histoire:
    def __init__(self, situation: dict, rechargement: str = MOIS_SUIVANT):
        self.rechargement = rechargement
        self.d = lire(situation)
        self.contrats = self.d.jours("calendrier_contrats")
        self.inscription = self.d.jours("calendrier_inscription")
        if "date_naissance" not in self.d.eternelles:
            raise HorsChamp("date_naissance manque")
        self.naissance = self.d.eternelles["date_naissance"]
        self.limite = min(age_atteint(self.naissance), self.d.eternelles.get("date_taux_plein", date.max))
        self.contrats_du_mois: dict[str, list[date]] = {}
        for jour in self.d.jours_tries("calendrier_contrats", date.min, date.max):
            self.contrats_du_mois.setdefault(mois_de(jour), []).append(jour)
        self.droit: Droit | None = None  # the right that stands
        self.ancien: Droit | None = None  # the former one
        self.utilise: date | None = None  # the end of contract that opened the last right
        self.epuise_en: str | None = None  # month where it was used up
        self.payes_avant = 0  # days paid in the month before
        # what was asked already
        self.affiliations: dict[tuple[Fin, date | None], tuple[int, D, bool]] = {}
        self.taux_des_mois: dict[str, tuple[D, D, D]] = {}
        self.refus_generaux()
        par_mois = Counter(map(mois_de, self.d.jours("calendrier_activite_non_declaree")))
        self.mois_caches = {m for m, jours in par_mois.items() if jours > JOURS_NON_DECLARES.du_mois(m)}
        self.caches = {j for j in self.d.jours("calendrier_activite_non_declaree") if mois_de(j) in self.mois_caches}
        self.fins = self.trouver_fins()
        self.arrets = sorted({f.jour for f in self.fins} | {j for j in self.contrats if j + UN_JOUR not in self.contrats})
        self.refuser_fins_anciennes()

    # -- what is refused whole ---------------------------------------------------------------------------------

    def refus_generaux(self):
        v = self.d.valeurs
        if set(v.get("motif_rupture_conservee", {}).values()) - {"aucune"}:
            raise HorsChamp("perte d'une activité conservée")

    # -- ends of contract --------------------------------------------------------------------------------------

    def trouver_fins(self) -> list[Fin]:
        v = self.d.valeurs
        fins = []
        for m in sorted(set(self.contrats_du_mois) | set(v.get("motif_rupture", {})) | set(v.get("date_fin_contrat", {}))):
            motif = self.d.valeur("motif_rupture", m, "aucune")
            assert motif in MOTIFS, motif
            jours = self.contrats_du_mois.get(m, [])
            jour = self.d.valeur("date_fin_contrat", m, None)
            if jour is None and jours:
                if jours[-1] + UN_JOUR in self.contrats:
                    if motif != "aucune":
                        raise HorsChamp(f"{m} : date_fin_contrat doit être donnée")
                    continue
                jour = jours[-1]
            elif jour is None:
                if motif == "aucune":
                    continue
                jour = premier_jour(m)
            assert mois_de(jour) == m, jour
            loi = self.d.valeur("date_engagement_procedure", m, jour) if motif in LICENCIEMENTS else jour
            fins.append(Fin(jour, motif, m, loi))
        return fins

    def suivante(self, fin: Fin) -> date | None:
        """Day of the next end of contract, whether or not something is said of it."""
        return next((j for j in self.arrets if j > fin.jour), None)

    def refuser_fins_anciennes(self):
        for rang, jour in enumerate(self.arrets):
            if jour < PREMIERE_LOI:
                suivant = self.arrets[rang + 1] if rang + 1 < len(self.arrets) else None
                if any(jour < j and (suivant is None or j <= suivant) for j in self.inscription):
                    raise HorsChamp(f"fin de contrat du {jour}, avant le {PREMIERE_LOI}, suivie d'une inscription")

    def inscrit_apres(self, fin: Fin) -> date | None:
        """First registered day for which this end is the last one, within twelve months (art. 7 and 8)."""
        butoir = date_plus_mois(fin.jour, MOIS_INSCRIPTION.au(fin.loi))
        suivante = self.suivante(fin)
        if suivante:
            butoir = min(butoir, suivante)
        return next(iter(self.d.jours_tries("calendrier_inscription", fin.jour + UN_JOUR, butoir)), None)

    # -- affiliation -------------------------------------------------------------------------------------------

    def debut_periode(self, fin: Fin, utilise: date | None, mois: int | None = None) -> date:
        if mois is None:
            longue = age_au(self.naissance, fin.jour) >= AGE_PERIODE_LONGUE.au(fin.loi)
            mois = (MOIS_PERIODE_LONGUE if longue else MOIS_PERIODE_COURTE).au(fin.loi)
        debut = date_plus_mois(fin.jour, -mois) + UN_JOUR
        return max(debut, utilise + UN_JOUR) if utilise else debut

    def contrats_entre(self, debut: date, fin: date, nom: str = "calendrier_contrats") -> list[date]:
        jours = self.d.jours_tries(nom, debut, fin)
        if nom != "calendrier_contrats":
            jours = [j for j in jours if j in self.contrats]
        return [j for j in jours if j not in self.caches] if self.caches else jours

    def part_du_mois(self, mois: str, debut: date, fin: date) -> D:
        """Share of a month's pay, or hours, that belongs to a period: its days under contract, those of hidden work left out."""
        jours = self.contrats_du_mois.get(mois) or jours_du_mois(mois)
        jours = [j for j in jours if j not in self.caches]
        return D(sum(debut <= j <= fin for j in jours)) / len(jours) if jours else D(0)

    def mois_entre(self, debut: date, fin: date) -> list[str]:
        return mois_jusqu_a(mois_de(debut), mois_de(fin)) if debut <= fin else []

    def heures(self, debut: date, fin: date, nom: str = "heures_travaillees") -> D:
        return nette(sum((self.d.somme(nom, m) * self.part_du_mois(m, debut, fin)
                          for m in self.mois_entre(debut, fin) if self.d.somme(nom, m)), D(0)))

    def affiliation(self, fin: Fin, utilise: date | None) -> tuple[int, D, bool]:
        """Days worked, hours, whether they are enough; computed once."""
        if (fin, utilise) not in self.affiliations:
            self.affiliations[fin, utilise] = self.compter_l_affiliation(fin, utilise)
        return self.affiliations[fin, utilise]

    def compter_l_affiliation(self, fin: Fin, utilise: date | None) -> tuple[int, D, bool]:
        loi, debut = fin.loi, self.debut_periode(fin, utilise)
        jt = jours_travailles(self.contrats_entre(debut, fin.jour), loi)
        heures = self.heures(debut, fin.jour)
        suffisante = jt >= JOURS_AFFILIATION.au(loi) or heures >= HEURES_AFFILIATION.au(loi)
        if loi >= DEBUT_SAISONNIERS:
            saison = self.contrats_entre(debut, fin.jour, "calendrier_contrats_saisonniers")
            suffisante |= (jours_travailles(saison, loi) >= JOURS_SAISONNIERS.au(loi)
                           or self.heures(debut, fin.jour, "heures_saisonnieres") >= HEURES_SAISONNIERS.au(loi))
        if self.primo(fin, utilise):
            suffisante |= jt >= JOURS_PRIMO.au(loi) or heures >= HEURES_PRIMO.au(loi)
        if fin.motif == "demission_reconversion":
            debut = self.debut_periode(fin, utilise, RECONVERSION_MOIS.au(loi))
            suffisante = jours_travailles(self.contrats_entre(debut, fin.jour), loi) >= RECONVERSION_JOURS.au(loi)
        return jt, heures, suffisante

    def primo(self, fin: Fin, utilise: date | None) -> bool:
        # CHOIX: who already had a right in this story is no longer a first-time entrant
        return (fin.loi >= DEBUT_PRIMO and utilise is None
                and self.d.valeur("premiere_admission", fin.mois, D(-1)) == 1)

    # -- conditions --------------------------------------------------------------------------------------------

    @staticmethod
    def volontaire(fin: Fin) -> bool:
        # CHOIX: a motive that a reform closes is that of a voluntary departure, and the reverse
        return fin.motif in OUVRE_DROIT and not OUVRE_DROIT[fin.motif].au(fin.loi)

    def motif_ouvre(self, fin: Fin) -> bool:
        return fin.motif in OUVRE_DROIT and OUVRE_DROIT[fin.motif].au(fin.loi)

    def depart_efface(self, fin: Fin, utilise: date | None) -> bool:
        """A former resignation is forgotten after 65 days worked or 455 hours (art. 4 e)."""
        departs = [f for f in self.fins if f.jour < fin.jour and self.volontaire(f) and (not utilise or f.jour > utilise)]
        if not departs:
            return True
        return self.efface(departs[-1].jour + UN_JOUR, fin.jour, fin.loi)

    def ouvre(self, fin: Fin, utilise: date | None) -> bool:
        inscrit = self.inscrit_apres(fin)
        if inscrit is None:
            return False
        if fin.motif == "aucune":
            raise HorsChamp(f"fin de contrat du {fin.jour} sans motif")
        suffisante = self.affiliation(fin, utilise)[2]
        if self.limite <= fin.jour:
            return False
        if not self.motif_ouvre(fin):
            return False
        if not suffisante:
            if fin.motif != "demission_reconversion":
                self.refuser_fin_anterieure(fin, inscrit, utilise)
            return False
        return self.depart_efface(fin, utilise)

    def refuser_fin_anterieure(self, fin: Fin, inscrit: date, utilise: date | None):
        for autre in self.fins:
            if (autre.jour < fin.jour and autre.loi >= PREMIERE_LOI
                    and date_plus_mois(inscrit, -MOIS_INSCRIPTION.au(autre.loi)) <= autre.jour
                    and (not utilise or autre.jour > utilise) and autre.motif in OUVRENT and self.motif_ouvre(autre)
                    and self.affiliation(autre, utilise)[2]):
                raise HorsChamp(f"fin de contrat antérieure à retenir : {autre.jour} au lieu de {fin.jour}")

    # -- opening -----------------------------------------------------------------------------------------------

    def salaires(self, debut: date, fin: date, loi: date, primes: bool) -> D:
        total, plafonds = D(0), NOMBRE_PLAFONDS.au(loi)
        for m in self.mois_entre(debut, fin):
            paie = self.d.somme("salaire_brut", m)
            if m in self.mois_caches:
                paie = max(D(0), paie - self.d.somme("salaire_non_declare", m))
            prime = self.d.somme("primes", m)
            if prime and not primes:
                raise HorsChamp(f"primes de {m}, avant le {NOUVEAU_SJR}")
            total += min(paie + prime, D(plafonds * PMSS.du_mois(m))) * self.part_du_mois(m, debut, fin)
        return centime(total)

    def ouvrir(self, fin: Fin, mois: str, au_plus_tot: date | None = None, precedent: Droit | None = None) -> Droit:
        """The right that an end of contract opens; that end is then used."""
        utilise, self.utilise = self.utilise, fin.jour
        loi, age = fin.loi, age_au(self.naissance, fin.jour)
        debut = self.debut_periode(fin, utilise)
        jours = self.contrats_entre(debut, fin.jour)
        jt = jours_travailles(jours, loi)
        premier = min(jours, default=fin.jour)
        neutralises = [j for j in self.d.jours_tries("calendrier_neutralise", premier, fin.jour) if j not in self.contrats]
        jc = (fin.jour - premier).days + 1 - len(neutralises)
        if loi >= NOUVEAU_SJR:
            debut_sr, fin_sr = debut, fin.jour
            sr = self.salaires(debut_sr, fin_sr, loi, primes=True)
            base = denominateur(jc, jt, loi)
            diviseur = D(base)
        else:
            dernier = fin.mois if fin.jour == dernier_jour(fin.mois) else mois_plus(fin.mois, -1)
            debut_sr, fin_sr = premier_jour(mois_plus(dernier, 1 - MOIS_SALAIRE_2017.au(loi))), dernier_jour(dernier)
            if utilise:
                debut_sr = max(debut_sr, utilise + UN_JOUR)
            if debut_sr <= fin_sr:
                sr, douze_mois = self.salaires(debut_sr, fin_sr, loi, primes=False), self.contrats_entre(debut_sr, fin_sr)
            else:
                sr, douze_mois = D(0), []
            diviseur = diviseur_2019(jours_travailles(douze_mois, loi), loi)
            base = en_calendaires(jt, loi)
        sjr = centime(sr / diviseur) if diviseur else D(0)
        base = min(base, BASES_MAXIMALES[tranche_age(age, loi)].au(loi))
        jours_sr = self.contrats_entre(debut_sr, fin_sr)
        quotites = [D(1)]
        if "quotite_travail" in self.d.valeurs:
            quotites = [quotite(self.d.valeur("quotite_travail", mois_de(j), D(1))) for j in jours_sr]
        if not quotites:  # CHOIX: no contract day in the period of the wage, whose mean is then that of the job that ends
            quotites = [quotite(self.d.valeur("quotite_travail", fin.mois, D(1)))]
        coefficient = min(D(1), sum(quotites, D(0)) / len(quotites))
        saisonniers = self.d.jours("calendrier_contrats_saisonniers")
        reduit = None
        if loi >= DEBUT_SAISONNIERS and jours and all(j in saisonniers for j in jours):
            reduit = DUREE_MINIMALE_SAISONNIERS
        elif self.primo(fin, utilise):
            reduit = DUREE_MINIMALE_PRIMO
        territoire = self.d.valeur("territoire", fin.mois, "metropole")
        accordee = duree(base, age, loi, territoire, fin.motif == "rupture_conventionnelle", reduit, fin.jour)
        cp = differe_conges_payes(self.d.somme("indemnite_conges_payes", fin.mois), sjr, loi)
        specifique = differe_specifique(self.d.somme("indemnites_supra_legales", fin.mois), loi,
                                        fin.motif == "licenciement_economique")
        depart = fin.jour + timedelta(days=cp + specifique + 1)
        if au_plus_tot:
            depart = max(depart, au_plus_tot)
        depart = next(iter(self.d.jours_tries("calendrier_inscription", depart, date.max)), None)
        attente = DELAI_ATTENTE.au(loi)
        # CHOIX: "within twelve months of the former admission": from its first payable day to the start of the wait; a delay
        # in months ends with the day of the same number
        if precedent and precedent.premier_jour and depart and depart <= date_plus_mois(
                precedent.premier_jour, MOIS_SANS_DELAI.au(loi)):
            attente = 0
        return Droit(
            fin=fin, mois_ouverture=mois, age=age, salaire_reference=sr, jours_calendaires=jc, base=base,
            diviseur=diviseur, sjr=sjr, coefficient=coefficient, duree=accordee, differe_cp=cp,
            differe_specifique=specifique, attente=attente,
            premier_jour=depart + timedelta(days=attente) if depart else None,
            derniere_remuneration=max(jours_sr, default=fin_sr), reliquat=accordee)

    # -- months ------------------------------------------------------------------------------------------------

    def revaloriser(self, droit: Droit, mois: str):
        taux = REVALORISATIONS.evenement(mois)
        if taux is None or droit.mois_ouverture >= mois:
            return
        if droit.derniere_remuneration >= date_plus_mois(premier_jour(mois), -MOIS_ANCIENNETE_REVALORISATION.du_mois(mois)):
            return
        plafond = D(NOMBRE_PLAFONDS.au(droit.fin.loi) * PMSS.du_mois(mois) * 12) / 365 * droit.diviseur
        droit.salaire_reference = max(droit.salaire_reference,
                                      centime(min(droit.salaire_reference * (1 + taux), plafond)))
        droit.sjr = centime(droit.salaire_reference / droit.diviseur)

    def jours_payables(self, droit: Droit, mois: str) -> list[date]:
        if droit.premier_jour is None:
            return []
        empeches = self.d.jours("calendrier_indisponibilite")
        debut, fin = droit.premier_jour, self.limite
        if dernier_jour(mois) >= droit.decheance and self.decheance_opposee(droit, mois):
            fin = min(fin, droit.decheance)
        if dernier_jour(mois) < debut or fin <= premier_jour(mois):
            return []
        jours = [j for j in jours_du_mois(mois)
                 if j in self.inscription and j not in empeches and j not in droit.reportes and debut <= j < fin]
        return [j for j in jours if not droit.suspendu(j)] if droit.quitte or droit.suspensions else jours

    def decheance_opposee(self, droit: Droit, mois: str) -> bool:
        """Whether the three years after the length of the right end it, once they are over (art. 26)."""
        # CHOIX: a resumption is a month paid after a month where nothing was paid
        return DECHEANCE_EN_COURS.du_mois(mois) or not (self.payes_avant or self.payables_avant_decheance(droit, mois))

    def payables_avant_decheance(self, droit: Droit, mois: str) -> bool:
        empeches = self.d.jours("calendrier_indisponibilite")
        return any(j in self.inscription and j not in empeches and j not in droit.reportes and not droit.suspendu(j)
                   and droit.premier_jour <= j < min(self.limite, droit.decheance) for j in jours_du_mois(mois))

    def dechu(self, droit: Droit, mois: str, jour: date) -> bool:
        """Whether the right is lost on a day of a month."""
        return droit.premier_jour is not None and jour >= droit.decheance and self.decheance_opposee(droit, mois)

    def perdu(self, droit: Droit, mois: str, dus: int) -> bool:
        """Whether the right is lost at the end of a month of which so many days are due."""
        # CHOIX: a month without a day due, once the delay is over, ends what was still being paid
        return self.dechu(droit, mois, dernier_jour(mois)) or (
            dus == 0 and droit.premier_jour is not None and dernier_jour(mois) >= droit.decheance)

    @staticmethod
    def compter(payables: list[date], mois: str) -> int:
        forfait = JOURS_DU_MOIS.du_mois(mois)
        if not (forfait and payables):
            return len(payables)
        return max(0, forfait - (len(jours_du_mois(mois)) - len(payables)))

    def repartir(self, droit: Droit, mois: str, payables: list[date], jours: int) -> list[tuple[int, Jour]]:
        """Days paid at each rate, in order; the last one is the rate shown.  Moves the counter."""
        if mois == REPRISE_A_ZERO and droit.fin.loi < premier_jour(REPRISE_A_ZERO):
            droit.compteur = 0
        d, jours_de_formation = self.d, self.d.jours("calendrier_formation")
        formation = [j for j in payables if j in jours_de_formation]
        tout_en_formation = bool(payables) and len(formation) == len(payables)
        en_formation = jours if tout_en_formation else min(jours, len(formation))
        autres = jours - en_formation
        delai = droit.delai_degressivite
        suspendu = SUSPENSION_DEGRESSIVITE.du_mois(mois)
        tranches = []  # (days, training, reduced)
        if suspendu:
            tranches = [(en_formation, True, False), (autres, False, False)]
        elif droit.compteur >= delai:
            tranches = [(en_formation, True, True), (autres, False, True)]
            droit.compteur += autres  # CHOIX: a day of training never counts, even past the delay
        else:
            pleins = min(autres, delai - droit.compteur)
            tranches = [(en_formation, True, False), (pleins, False, False), (autres - pleins, False, True)]
            droit.compteur += autres
        suivant_reduit = not suspendu and droit.compteur >= delai and jours == 0
        if (jours or self.droit) and d.valeur("territoire", mois, "metropole") != "metropole" and d.valeur(
                "revenu_fiscal_reference_n2", mois, -1) >= 0:
            raise HorsChamp("revenu fiscal de référence outre-mer")
        return [(n, self.valeur_du_jour(droit, mois, f, r)) for n, f, r in tranches if n] or [
            (0, self.valeur_du_jour(droit, mois, tout_en_formation, suivant_reduit))]

    def valeur_du_jour(self, droit: Droit, mois: str, formation: bool, reduit: bool) -> Jour:
        allocation = droit.alloc_pleine(mois)
        if reduit and droit.degressif:
            allocation = allocation_degressive(allocation, mois, droit.fin.loi)
        if formation:
            return jour_paye(max(allocation, MINIMUM_FORMATION.du_mois(mois)), droit.sjr, mois, D(0), D(0))
        return jour_paye(allocation, droit.sjr, mois, *self.taux(mois))

    def taux(self, mois: str) -> tuple[D, D, D]:
        """Of CSG, CRDS and the local regime."""
        if mois not in self.taux_des_mois:
            d = self.d
            sociaux = taux_sociaux(mois, d.valeur("revenu_fiscal_reference_n2", mois, D(-1)),
                                   d.valeur("revenu_fiscal_reference_n3", mois, D(-1)),
                                   d.valeur("nombre_parts_fiscales", mois, D(1)))
            regime = d.valeur("regime_alsace_moselle", mois, "non")
            local = TAUX_ALSACE_MOSELLE[regime].du_mois(mois) if regime != "non" else D(0)
            self.taux_des_mois[mois] = *sociaux, local
        return self.taux_des_mois[mois]

    def raconter(self, mois_demandes: list[str]) -> tuple[dict, tuple[str, str] | None]:
        """The months asked that come before a refusal; that refusal: its month and its reason."""
        resultats = {}
        for mois in self.a_raconter(mois_demandes):
            try:
                resultats[mois] = self.un_mois(mois)
            except HorsChamp as refus:
                return {m: resultats[m] for m in mois_demandes if m in resultats}, (mois, str(refus))
        return {m: resultats[m] for m in mois_demandes}, None

    def a_raconter(self, mois_demandes: list[str]) -> list[str]:
        """The months to go through, from the first in which something happens to the last one asked."""
        self.fins_du_mois = {f.mois: f for f in self.fins if f.jour >= PREMIERE_LOI}
        debut = min([*self.fins_du_mois, *mois_demandes,
                     *(m for m in self.contrats_du_mois if m >= mois_de(PREMIERE_LOI) and self.inscription)])
        return mois_jusqu_a(debut, max(mois_demandes))

    def premier_mois_paye(self, mois_demandes: list[str]) -> str | None:
        """The first of the months asked, before a refusal, that begins with days of a right left to pay; or None."""
        for mois in self.a_raconter(mois_demandes):
            try:
                if self.un_mois(mois)["reliquat_debut"] and mois in mois_demandes:
                    return mois
            except HorsChamp:
                return None
        return None

    def un_mois(self, mois: str) -> dict:
        if mois > DERNIER_MOIS:
            raise HorsChamp(f"mois postérieur à {DERNIER_MOIS}")
        r, fin = self.mois_vide(), self.fins_du_mois.get(mois)
        if self.droit and self.dechu(self.droit, mois, premier_jour(mois)):
            self.droit, self.ancien, self.epuise_en = None, self.droit, mois_plus(mois, -1)
        if self.droit:
            self.revaloriser(self.droit, mois)
        elif self.epuise_en == mois_plus(mois, -1) and self.rechargement == MOIS_SUIVANT:
            utilise = self.utilise
            self.droit = self.recharger(self.ancien, premier_jour(mois) - UN_JOUR, mois)
            r["ouverture_droit"] = self.droit is not None
            if self.droit:  # CHOIX: the event of the month is the end that recharges, whatever ends in it
                r.update(self.evenement(self.droit.fin, utilise))
        self.refuser_fin_muette(mois)
        if self.d.valeur("territoire", mois, "metropole") == "mayotte" and (
                self.droit or fin and self.motif_ouvre(fin) and self.inscrit_apres(fin) and fin.jour < self.limite):
            raise HorsChamp("Mayotte")
        if fin:
            if not r["ouverture_droit"]:
                r.update(self.evenement(fin, self.utilise))
            if self.droit:
                self.fin_en_cours_de_droit(self.droit, fin)
            elif self.ouvre(fin, self.utilise):
                self.droit = self.ouvrir(fin, mois, precedent=self.ancien)
                r["ouverture_droit"] = True
        elif self.droit:  # a contract stops, another goes on past the month: the leave of the first is put off all the same
            arrets = [j for j in self.contrats_du_mois.get(mois, []) if j + UN_JOUR not in self.contrats]
            if arrets:
                self.reporter_les_conges(self.droit, arrets[-1], mois)
        if self.droit:
            self.payer(self.droit, mois, r)
        else:
            self.mois_sans_droit(mois, r)
        self.payes_avant = r["jours_indemnises"]
        return r

    def evenement(self, fin: Fin, utilise: date | None) -> dict:
        """The facts of an end of contract (EVENEMENTS)."""
        jt, heures, suffisante = self.affiliation(fin, utilise)
        return {"date_fait_generateur": fin.loi, "jours_travailles_affiliation": jt, "heures_affiliation": heures,
                "affiliation_suffisante": suffisante}

    def refuser_fin_muette(self, mois: str):
        """No right stands, a contract stops inside a month, another goes on past it, and nothing is said of it."""
        jours = self.contrats_du_mois.get(mois, [])
        if self.droit or mois < mois_de(PREMIERE_LOI) or not jours or any(f.mois == mois for f in self.fins):
            return
        arrets = [j for j in jours if j + UN_JOUR not in self.contrats]
        if arrets and self.inscrit_apres(Fin(arrets[-1], "aucune", mois, arrets[-1])):
            raise HorsChamp(f"fin de contrat du {arrets[-1]} sans motif")

    def fin_en_cours_de_droit(self, droit: Droit, fin: Fin):
        self.depart_volontaire(droit, fin)
        self.reporter_les_conges(droit, fin.jour, fin.mois)

    def reporter_les_conges(self, droit: Droit, jour: date, mois: str):
        """The leave paid at an end of contract under a right puts off what follows that day (article 21, § 1)."""
        conges = self.d.valeur("jours_conges_payes", mois, D(-1))
        if conges >= 0:
            jours = min(int(conges), PLAFOND_DIFFERE_CP.au(droit.fin.loi))
        else:
            jours = differe_conges_payes(self.d.somme("indemnite_conges_payes", mois), droit.sjr, droit.fin.loi)
        droit.reportes.update(jour + timedelta(days=k) for k in range(1, jours + 1))

    def depart_volontaire(self, droit: Droit, fin: Fin):
        """Leaving a resumed job of one's own will stops the payment; enough work, then a loss, starts it again (26 § 1 b)."""
        if not self.volontaire(fin):
            if droit.quitte and self.efface(droit.quitte + UN_JOUR, fin.jour, fin.jour):
                droit.suspensions.append((droit.quitte, fin.jour))
                droit.quitte = None
            return
        debut = fin.jour
        while debut - UN_JOUR in self.contrats:
            debut -= UN_JOUR
        if jours_travailles(self.contrats_entre(debut, fin.jour), fin.jour) < EMPLOI_COURT.au(fin.jour):
            return
        ouverture = droit.fin.jour + UN_JOUR
        oppose = (jours_travailles(self.contrats_entre(ouverture, fin.jour), fin.jour) >= DEPART_JOURS.au(fin.jour)
                  or self.heures(ouverture, fin.jour) >= DEPART_HEURES.au(fin.jour))
        if oppose and fin.jour + timedelta(days=droit.reliquat) < self.limite:
            if droit.quitte:
                droit.suspensions.append((droit.quitte, fin.jour))
            droit.quitte = fin.jour

    def efface(self, debut: date, fin: date, loi: date) -> bool:
        return (jours_travailles(self.contrats_entre(debut, fin), loi) >= PURGE_JOURS.au(loi)
                or self.heures(debut, fin) >= PURGE_HEURES.au(loi))

    def activite(self, droit: Droit, mois: str) -> tuple[D, D]:
        """Pay of resumed work, as declared and as evidenced."""
        defaut = self.d.somme("salaire_brut", mois) if mois > droit.fin.mois else D(0)
        declare = self.d.somme("salaire_activite_declare", mois, defaut)
        return declare, self.d.somme("salaire_activite_justifie", mois, declare)

    def payer(self, droit: Droit, mois: str, r: dict):
        declare, justifie = self.activite(droit, mois)
        payables = self.jours_payables(droit, mois)
        base = self.compter(payables, mois)
        pleine = droit.alloc_pleine(mois)
        au_debut = droit.reliquat
        dus = min(jours_du_cumul(base, pleine, droit.sjr, justifie, mois), au_debut)
        tranches = self.repartir(droit, mois, payables, dus)
        droit.reliquat -= dus
        droit.payes += dus
        courant, paye_sur = droit, droit
        if droit.reliquat == 0:
            travail = declare or justifie or self.contrats_du_mois.get(mois)
            epuise = dernier_jour(mois) if travail or dus == 0 else payables[min(dus, len(payables)) - 1]
            nouveau = self.recharger(droit, epuise, mois) if self.rechargement == MEME_MOIS else None
            if nouveau:
                r["ouverture_droit"] = True
                au_debut += nouveau.duree
                suite = [j for j in self.jours_payables(nouveau, mois) if j > epuise]
                if suite and not travail:
                    anciens = [j for j in payables if j <= epuise]
                    base = self.compter(anciens + suite, mois)
                    neufs = min(max(0, base - dus), nouveau.reliquat)
                    if neufs:
                        tranches = [*tranches, *self.repartir(nouveau, mois, suite, neufs)]
                        nouveau.reliquat -= neufs
                        nouveau.payes += neufs
                        dus, paye_sur = dus + neufs, nouveau
                courant = nouveau
        if self.perdu(courant, mois, dus):
            courant.reliquat = 0
        jour = tranches[-1][1]
        r.update(
            age_fin_contrat=courant.age, salaire_reference=courant.salaire_reference,
            jours_calendaires_reference=courant.jours_calendaires if courant.fin.loi >= NOUVEAU_SJR else None,
            jours_reference=courant.base, diviseur_salaire_reference=courant.diviseur,
            salaire_journalier_reference=courant.sjr, coefficient_temps_partiel=courant.coefficient,
            duree_indemnisation=courant.duree, differe_conges_payes=courant.differe_cp,
            differe_specifique=courant.differe_specifique, delai_attente=courant.attente,
            date_premier_jour_indemnisable=courant.premier_jour,
            allocation_journaliere_pleine=paye_sur.alloc_pleine(mois), allocation_journaliere=jour.allocation,
            reliquat_debut=au_debut, reliquat=courant.reliquat,
            jours_indemnises_cumules=courant.payes, compteur_degressivite=courant.compteur,
            droit_ouvert=courant.reliquat > 0, jours_indemnisables=base,
            jours_indemnises=dus,
            retenue_retraite_journaliere=jour.retraite, allocation_journaliere_brute=jour.brute,
            csg_journaliere=jour.csg, crds_journaliere=jour.crds,
            cotisation_alsace_moselle_journaliere=jour.alsace_moselle, allocation_journaliere_nette=jour.nette,
            are_brute=sum((n * j.brute for n, j in tranches), D(0)),
            are_nette=sum((n * j.nette for n, j in tranches), D(0)))
        self.mois_paye(mois, droit, courant, tranches, r)
        self.droit = courant
        if courant is not droit:
            self.ancien = droit
        if courant.reliquat == 0:
            self.droit, self.ancien, self.epuise_en = None, courant, mois

    def mois_paye(self, mois: str, droit: Droit, courant: Droit, tranches, r: dict):
        """Hook: a month of a right; `courant` is the right recharged in it, or the same."""

    def mois_sans_droit(self, mois: str, r: dict):
        """Hook: a month without a right, by what is due."""

    def recharger(self, droit: Droit, epuise: date, mois: str) -> Droit | None:
        """Recharging at exhaustion, on the last end of contract since the former one."""
        lendemain = epuise + UN_JOUR
        if epuise in self.contrats and lendemain in self.contrats:
            return None  # a contract is running at exhaustion: its end will open
        fin = self.fin_qui_recharge(epuise)
        return self.ouvrir(fin, mois, au_plus_tot=lendemain, precedent=droit) if fin else None

    def fin_qui_recharge(self, epuise: date) -> Fin | None:
        """The last end since the one that opened the right, or the most recent of those before it with enough work (art. 28)."""
        for fin in reversed([f for f in self.fins if self.utilise < f.jour <= epuise]):
            if self.volontaire(fin):
                return None  # CHOIX: one does not go back past a voluntary departure
            if not self.affiliation(fin, self.utilise)[2] or not (fin.motif == "aucune" or self.motif_ouvre(fin)):
                continue
            if fin.jour >= self.limite or not self.depart_efface(fin, self.utilise):
                return None
            if fin.motif == "aucune":
                raise HorsChamp(f"fin de contrat du {fin.jour} sans motif, au rechargement")
            return fin
        return None

    @staticmethod
    def mois_vide() -> dict:
        return MOIS_VIDE.copy()


EVENEMENTS = ["date_fait_generateur", "jours_travailles_affiliation", "heures_affiliation", "affiliation_suffisante"]
ETAT = ["age_fin_contrat", "salaire_reference", "jours_calendaires_reference", "jours_reference",
        "diviseur_salaire_reference", "salaire_journalier_reference", "coefficient_temps_partiel",
        "allocation_journaliere_pleine", "allocation_journaliere", "duree_indemnisation", "differe_conges_payes",
        "differe_specifique", "delai_attente", "date_premier_jour_indemnisable", "jours_indemnises_cumules",
        "compteur_degressivite", "retenue_retraite_journaliere", "allocation_journaliere_brute", "csg_journaliere",
        "crds_journaliere", "cotisation_alsace_moselle_journaliere", "allocation_journaliere_nette"]
EUROS = {"salaire_reference", "salaire_journalier_reference", "allocation_journaliere_pleine",
         "allocation_journaliere", "retenue_retraite_journaliere", "allocation_journaliere_brute", "csg_journaliere",
         "crds_journaliere", "cotisation_alsace_moselle_journaliere", "allocation_journaliere_nette", "are_brute",
         "are_nette"}
MOIS_VIDE = {**dict.fromkeys(ETAT), **dict.fromkeys(EVENEMENTS), "ouverture_droit": False, "droit_ouvert": False, "reliquat_debut": 0,
             "reliquat": 0, "jours_indemnisables": 0, "jours_indemnises": 0, "are_brute": D(0), "are_nette": D(0)}
RATIOS = {"heures_affiliation", "diviseur_salaire_reference", "coefficient_temps_partiel"}
VARIABLES = list(Histoire.mois_vide())


def vers_euros(valeurs: dict, euros: set[str] = EUROS) -> dict:
    return valeurs | {nom: en_euros(valeurs[nom]) for nom in euros if valeurs.get(nom)}


@exact
def raconter(situation: dict, mois: list[str], histoire=Histoire, euros: set[str] = EUROS, **choix):
    """What `calculer` gives, for the months that come before a refusal; that refusal (its month, its reason) or None."""
    try:
        brut, refus = histoire(situation, **choix).raconter(list(mois))
    except HorsChamp as hors_champ:
        return {}, (mois[0], str(hors_champ))
    return {m: vers_euros(valeurs, euros) for m, valeurs in brut.items()}, refus


@exact
def premier_mois_paye(situation: dict, mois: list[str]) -> str | None:
    """The first of these months, before a refusal, that begins with days of a right left to pay; or None."""
    try:
        return Histoire(situation).premier_mois_paye(mois)
    except HorsChamp:
        return None


def calculer(situation: dict, mois: list[str], **choix) -> dict[str, dict]:
    """The public variables of "the right" and "the month", for each month asked.

    Raises:
        HorsChamp: a month up to the last one asked calls for a rule that is not computed here.
    """
    resultats, refus = raconter(situation, mois, **choix)
    if refus:
        raise HorsChamp(refus[1])
    return resultats
