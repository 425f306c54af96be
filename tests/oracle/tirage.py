"""Random claimants, near the thresholds of the law, for `test_tirage.py`.

    tirer(graine) -> {variable: {period: value}}      the inputs of one person; the same seed, the same person
    tirer_carriere(graine)                            the same without what was declared, evidenced, claimed, retained
    tirer_avec_plages(graine)                         the person of `tirer`, told over months, years and days: ranges
    tirer_reforme(rang) -> {figure: {day: value}}     what a reform makes of the law

Dates are drawn around every date of the law, ages around every age, days worked around every affiliation, sums
around every deferral; what follows the loss of the job (resumed work, sickness, training, new ends of contract,
recharging) is drawn too.  No month is later than December 2026.

What makes overpayments and debts comes from a stream of its own, so that a career stays what its seed makes it: work
that was hidden or half declared, corrections, evidence in time, late or never come, attachments; then notices,
contests, rejections, instalments, repayments, remissions, retentions, claims true, too high or too late.

Ranges and reforms have streams of their own too: what a seed draws without them does not change.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

DATES_DE_LA_LOI = [date(2019, 11, 1), date(2020, 8, 1), date(2021, 7, 1), date(2021, 10, 1), date(2021, 12, 1),
                   date(2023, 2, 1), date(2023, 4, 19), date(2025, 1, 1), date(2025, 4, 1), date(2026, 4, 1),
                   date(2026, 9, 1)]
PREMIER, DERNIER = date(2019, 11, 1), date(2026, 12, 31)
AGES = [53, 55, 57]  # at an end of contract: periods, lengths, degressivity
AGES_LIMITES = [62, 67]
SEUILS_JOURS = [88, 108, 130]
SEUILS_HEURES = [610, 758, 910]
SALAIRES = [480, 800, 1304, 1500, 1867, 2000, 2415, 3500, 4000, 4940, 5000, 6000, 8000, 12000, 17000]
MOTIFS = ["licenciement_economique", "licenciement_personnel", "fin_cdd", "fin_mission", "rupture_conventionnelle",
          "rupture_conventionnelle_collective", "rupture_periode_essai_employeur", "demission", "demission_legitime",
          "demission_reconversion", "abandon_poste"]
UN_JOUR = timedelta(days=1)


@cache
def mois_de(jour: date) -> str:
    return f"{jour.year:04d}-{jour.month:02d}"


def mois_entre(debut: date, fin: date) -> list[str]:
    rangs = range(debut.year * 12 + debut.month - 1, fin.year * 12 + fin.month)
    return [f"{r // 12:04d}-{r % 12 + 1:02d}" for r in rangs]


def plage(debut: date, fin: date) -> str:
    """The days from one to the other, as OpenFisca writes them (canonical: one day is that day)."""
    jours = (fin - debut).days + 1
    return debut.isoformat() if jours == 1 else f"day:{debut.isoformat()}:{jours}"


def jours_travailles(debut: date, fin: date) -> int:
    """Five days at most in each civil week: those that are cut count their days, the others five."""
    if debut > fin:
        return 0
    lundi, dernier_lundi = (jour - jour.weekday() * UN_JOUR for jour in (debut, fin))
    if lundi == dernier_lundi:
        return min(5, (fin - debut).days + 1)
    entieres = (dernier_lundi - lundi).days // 7 - 1
    return min(5, 7 - debut.weekday()) + 5 * entieres + min(5, fin.weekday() + 1)


def debut_pour(fin: date, jours: int) -> date:
    """First day of a contract that ends at `fin` and counts at least `jours` days worked."""
    debut = fin
    while jours_travailles(debut, fin) < jours:
        debut -= UN_JOUR
    return debut


class Tirage:
    """One career.  The chance is that of a seed, or is given (Hypothesis gives its own, which shrinks)."""

    def __init__(self, graine: int | str, hasard: Random | None = None):
        self.h = hasard or Random(graine)
        self.s: dict[str, dict] = {}
        self.contrats: list[tuple[date, date, float]] = []  # first day, last day, monthly pay

    # -- small draws -------------------------------------------------------------------------------------------

    def chance(self, p: float) -> bool:
        return self.h.random() < p

    def autour(self, jour: date, ecart: int = 1) -> date:
        return jour + timedelta(days=self.h.randint(-ecart, ecart))

    def salaire(self) -> float:
        montant = self.h.choice(SALAIRES) * self.h.choice([1, 1, self.h.uniform(0.9, 1.1)])
        return round(montant, 2)

    def mettre(self, nom: str, periode: str, valeur):
        self.s.setdefault(nom, {})[periode] = valeur

    # -- career ------------------------------------------------------------------------------------------------

    def fin_principale(self) -> date:
        if self.chance(0.55):
            fin = self.autour(self.h.choice(DATES_DE_LA_LOI))
        elif self.chance(0.5):
            jour = PREMIER + timedelta(days=self.h.randrange((DERNIER - PREMIER).days - 90))
            fin = jour.replace(day=1) - UN_JOUR  # last day of a month
        else:
            fin = PREMIER + timedelta(days=self.h.randrange((DERNIER - PREMIER).days - 60))
        return min(max(fin, PREMIER), date(2026, 10, 31))

    def carriere(self, fin: date):
        h = self.h
        profil = h.choice(["cdi", "cdi", "cdi", "seuil", "seuil", "cdd", "cdd", "saison", "fractions", "chevauchements"])
        paie = self.salaire()
        if profil == "cdi":
            debut = fin - timedelta(days=h.choice([h.randint(200, 800), h.randint(700, 760), h.randint(1090, 2200)]))
            self.contrats.append((debut, fin, paie))
        elif profil == "seuil":
            self.contrats.append((debut_pour(fin, h.choice(SEUILS_JOURS) + h.randint(-1, 1)), fin, paie))
        elif profil == "cdd":
            reste, dernier = h.randint(2, 7), fin
            for _ in range(reste):
                debut = dernier - timedelta(days=h.randint(15, 170))
                self.contrats.append((debut, dernier, self.salaire() if self.chance(0.5) else paie))
                dernier = debut - timedelta(days=h.randint(2, 120))
        elif profil == "saison":
            jours = h.choice([108, 108, 130]) + h.randint(-1, 1)
            debut = debut_pour(fin, jours)
            self.contrats.append((debut, fin, paie))
            premier_saison = debut if self.chance(0.6) else debut + timedelta(days=h.randint(1, 30))
            self.mettre("calendrier_contrats_saisonniers", plage(premier_saison, fin), True)
            if self.chance(0.4):
                avant = debut - timedelta(days=h.randint(30, 200))
                self.contrats.append((avant - timedelta(days=h.randint(10, 60)), avant, paie))
        elif profil == "chevauchements":
            dernier = fin
            for _ in range(h.randint(2, 8)):
                debut = dernier - timedelta(days=h.choice([h.randint(5, 40), h.randint(20, 150)]))
                self.contrats.append((debut, dernier, self.salaire()))
                # the one before ends the day before, within this one, or with it
                dernier = debut + timedelta(days=h.choice([-1, -1, 0, h.randint(1, 30), (dernier - debut).days]))
        else:
            dernier = fin
            for _ in range(h.randint(6, 16)):
                debut = dernier - timedelta(days=h.randint(0, 25))
                self.contrats.append((debut, dernier, paie))
                dernier = debut - timedelta(days=h.randint(2, 25))
        self.profil = profil

    def motif(self, fin: date) -> str:
        if self.profil == "cdi" and fin >= date(2026, 8, 31) and self.chance(0.5):
            return "rupture_conventionnelle"  # its lengths change on 1 September 2026
        if self.profil == "cdi":
            return self.h.choice(MOTIFS if self.chance(0.4) else MOTIFS[:7])
        if self.chance(0.8):
            return self.h.choice(["fin_cdd", "fin_mission"])
        return self.h.choice(MOTIFS)

    def naissance(self, fin: date):
        h = self.h
        if self.chance(0.5):
            annee, age = fin, h.choice([*AGES, *AGES, *AGES_LIMITES])
            jour = date(annee.year - age, annee.month, min(annee.day, 28)) + timedelta(days=annee.day - min(annee.day, 28))
            naissance = self.autour(jour, h.choice([0, 1, 1, 3]))
        elif self.chance(0.06):
            naissance = self.autour(date(fin.year - 66, fin.month, min(fin.day, 28)), 200)
        elif self.chance(0.1):
            naissance = date(h.choice([1968, 1972, 1980]), 2, 29)
        else:
            naissance = date(fin.year - h.randint(19, 61), h.randint(1, 12), h.randint(1, 28))
        self.mettre("date_naissance", "ETERNITY", naissance.isoformat())
        if self.chance(0.03):
            self.mettre("date_taux_plein", "ETERNITY", (fin + timedelta(days=h.randint(-40, 500))).isoformat())

    # -- after the loss ----------------------------------------------------------------------------------------

    def inscrire(self, fin: date) -> date:
        h = self.h
        delai = h.choice([364, 365, 366, 367]) if self.chance(0.08) else h.choice([1, 1, 1, h.randint(2, 60), h.randint(2, 300)])
        debut = fin + timedelta(days=delai)
        if self.chance(0.05):
            debut = fin - timedelta(days=h.randint(0, 40))
        dernier = DERNIER
        if self.chance(0.12):
            coupure = debut + timedelta(days=h.randint(20, 500))
            retour = coupure + timedelta(days=h.randint(3, 150))
            if coupure < DERNIER:
                self.mettre("calendrier_inscription", plage(debut, coupure), True)
                if retour <= dernier:
                    self.mettre("calendrier_inscription", plage(retour, dernier), True)
                return debut
        if debut <= dernier:
            self.mettre("calendrier_inscription", plage(debut, dernier), True)
        return debut

    def reprises(self, apres: date):
        """Resumed work: short spells, a long contract that may recharge, work under a running right."""
        h = self.h
        debut = apres + timedelta(days=h.choice([h.randint(2, 20), h.randint(20, 300), h.randint(20, 300)]))
        for _ in range(h.choice([0, 0, 1, 1, 2, 3])):
            longueur = h.choice([h.randint(3, 60), h.randint(3, 60), h.randint(120, 400)])
            fin = debut + timedelta(days=longueur)
            if self.chance(0.3):
                fin = fin.replace(day=1) - UN_JOUR
            if fin < debut or debut > DERNIER:
                return
            fin = min(fin, DERNIER)
            self.contrats.append((debut, fin, round(self.h.choice([300, 700, 1000, 1900, 2600]) * h.uniform(0.8, 1.2), 2)))
            debut = fin + timedelta(days=h.choice([1, h.randint(2, 200), h.randint(2, 200), -min(longueur, 10)]))

    def ecrire_contrats(self, principale: date):
        h = self.h
        sous_contrat: set[date] = set()
        paie: dict[str, float] = {}
        for debut, fin, mensuel in sorted(self.contrats):
            self.mettre("calendrier_contrats", plage(debut, fin), True)
            jour = debut
            while jour <= fin:
                sous_contrat.add(jour)
                jour += UN_JOUR
            for m in mois_entre(debut, fin):
                annee, numero = int(m[:4]), int(m[5:])
                premier = date(annee, numero, 1)
                dernier = (date(annee + numero // 12, numero % 12 + 1, 1)) - UN_JOUR
                part = ((min(fin, dernier) - max(debut, premier)).days + 1) / ((dernier - premier).days + 1)
                paie[m] = paie.get(m, 0) + mensuel * part
        for m, montant in sorted(paie.items()):
            self.mettre("salaire_brut", m, round(montant, 2))
        dernier_du_mois = {mois_de(j): j for j in sorted(sous_contrat)}
        for m, jour in dernier_du_mois.items():
            if jour + UN_JOUR in sous_contrat:
                continue
            if jour == principale:
                motif = self.motif(jour)
            elif jour > principale and self.chance(0.06) or jour < principale and self.chance(0.015):
                motif = "demission"
            else:
                motif = h.choice(["fin_cdd", "fin_cdd", "fin_mission"])
            if not self.chance(0.004):
                self.mettre("motif_rupture", m, motif)
            if jour == principale and motif.startswith("licenciement") and self.chance(0.5):
                proches = [d for d in DATES_DE_LA_LOI if 20 < (jour - d).days < 200]
                engagement = self.autour(h.choice(proches)) if proches else jour - timedelta(days=h.randint(15, 120))
                self.mettre("date_engagement_procedure", m, engagement.isoformat())
        for _, fin, _ in sorted(self.contrats):
            m = mois_de(fin)
            repris = dernier_du_mois[m] > fin and dernier_du_mois[m] + UN_JOUR in sous_contrat
            if repris and fin + UN_JOUR not in sous_contrat and (
                    fin >= principale and self.chance(0.97) or self.chance(0.3)):
                # a contract ends and another, begun in the same month, goes on: the end must be named
                self.mettre("date_fin_contrat", m, fin.isoformat())
                self.mettre("motif_rupture", m, self.motif(fin) if fin == principale else "fin_cdd")
        if self.chance(0.15):
            quotite = h.choice([0.5, 0.8, 1 / 3, 0.75])
            mois = list(paie)
            if self.chance(0.5):
                mois = mois[: max(1, len(mois) // 2)]
            for m in mois:
                self.mettre("quotite_travail", m, quotite)
        if self.chance(0.12):
            dernier = [m for m in paie if m <= mois_de(principale)]
            total = h.choice(SEUILS_HEURES) + h.choice([-1, -0.5, 0, 0.5, 1])
            for m in dernier[-6:]:
                self.mettre("heures_travaillees", m, round(total / len(dernier[-6:]), 4))
        if self.chance(0.1) and principale >= date(2021, 10, 1):
            for m in h.sample(list(paie), min(2, len(paie))):
                self.mettre("primes", m, float(h.choice([500, 1800, 9000])))

    def sommes_de_rupture(self, fin: date):
        h, m = self.h, mois_de(fin)
        if self.chance(0.4):
            self.mettre("indemnite_conges_payes", m, round(h.choice([h.uniform(20, 900), h.uniform(900, 6000)]), 2))
        if self.chance(0.3):
            self.mettre("indemnites_supra_legales", m, round(h.choice([h.uniform(50, 5000), h.uniform(7000, 18000)]), 2))
        if self.chance(0.15) or fin >= date(2026, 3, 1) and self.chance(0.4):
            self.mettre("premiere_admission", m, h.choice([0, 1, 1]))

    def vie(self, fin: date, inscription: date):
        h = self.h
        if self.chance(0.25):
            for _ in range(h.randint(1, 3)):
                debut = inscription + timedelta(days=h.randint(0, 600))
                if debut <= DERNIER:
                    arret = min(DERNIER, debut + timedelta(days=h.choice([0, 1, h.randint(2, 20), h.randint(20, 75)])))
                    self.mettre("calendrier_indisponibilite", plage(debut, arret), True)
        if self.chance(0.2):
            debut = inscription + timedelta(days=h.randint(0, 400))
            if debut <= DERNIER:
                arret = min(DERNIER, debut + timedelta(days=h.choice([h.randint(2, 30), h.randint(30, 240)])))
                self.mettre("calendrier_formation", plage(debut, arret), True)
        if self.chance(0.08):
            debut = fin - timedelta(days=h.randint(60, 500))
            self.mettre("calendrier_neutralise", plage(debut, debut + timedelta(days=h.randint(16, 90))), True)
        if self.chance(0.08):
            debut = fin - timedelta(days=h.randint(30, 300))
            self.mettre("calendrier_suspension", plage(debut, debut + timedelta(days=h.randint(5, 60))), True)
        drom = self.chance(0.1)
        if drom:
            for m in mois_entre(fin, DERNIER):
                self.mettre("territoire", m, "drom")
        elif self.chance(0.15):
            n2, n3 = h.choice([11000, 13048, 14000, 16755, 17057, 40000]), h.choice([-1, 12000, 17000, 40000])
            parts = h.choice([1, 1, 1.5, 2])
            for m in mois_entre(fin, DERNIER):
                self.mettre("revenu_fiscal_reference_n2", m, n2)
                self.mettre("nombre_parts_fiscales", m, parts)
                if n3 >= 0:
                    self.mettre("revenu_fiscal_reference_n3", m, n3)
        apres = [m for m in self.s.get("salaire_brut", {}) if m > mois_de(fin)]
        if apres and self.chance(0.15):
            m = h.choice(apres)
            self.mettre("salaire_activite_declare", m, round(self.s["salaire_brut"][m] * h.choice([0, 0.5, 0.9]), 2))
            if self.chance(0.7):
                self.mettre("salaire_activite_justifie", m, self.s["salaire_brut"][m])
        for m in self.s.get("motif_rupture", {}):
            if m > mois_de(fin) and self.chance(0.2):
                if self.chance(0.5):
                    self.mettre("jours_conges_payes", m, h.choice([0, 3, 10, 35]))
                self.mettre("indemnite_conges_payes", m, round(h.uniform(50, 900), 2))

    def tirer(self) -> dict:
        fin = self.fin_principale()
        self.carriere(fin)
        inscription = self.inscrire(fin)
        self.reprises(max(fin, inscription))
        self.ecrire_contrats(fin)
        self.naissance(fin)
        self.sommes_de_rupture(fin)
        self.vie(fin, inscription)
        return self.s


# --------------------------------------------------------------------------------------------------------------
# Rarer things
# --------------------------------------------------------------------------------------------------------------

class TirageRare(Tirage):
    """Over a drawn career: undeclared work, conserved jobs, local regimes, overseas, seasonal hours."""

    def __init__(self, graine, situation: dict, hasard: Random | None = None):
        super().__init__(f"rare {graine}", hasard)
        self.s = situation
        self.fins = sorted(m for m in situation.get("motif_rupture", {}) if m >= mois_de(PREMIER))
        self.payes = sorted(situation.get("salaire_brut", {}))

    def apres(self, mois: str) -> list[str]:
        return mois_entre(premier_jour(mois), DERNIER)

    def activite_cachee(self):
        """Around the three days of L5426-1-1, in months of work, before and after an opening."""
        h = self.h
        for m in h.sample(self.payes, min(len(self.payes), h.randint(1, 4))):
            if m < mois_de(PREMIER):
                continue
            debut = premier_jour(m) + timedelta(days=h.randint(0, 20))
            self.mettre("calendrier_activite_non_declaree", plage(debut, debut + timedelta(days=h.choice([1, 2, 3, 3, 7]))), True)
            if self.chance(0.8):
                self.mettre("salaire_non_declare", m, round(self.s["salaire_brut"][m] * h.uniform(0.05, 1.05), 2))

    def activite_conservee(self):
        h, m = self.h, self.h.choice(self.fins)
        mois = mois_entre(premier_jour(m, -12), DERNIER)[:h.randint(14, 50)]
        self.mettre("calendrier_activite_conservee", plage(premier_jour(mois[0]), premier_jour(mois[-1], 1) - UN_JOUR), True)
        for un in mois:
            self.mettre("salaire_activite_conservee", un, float(h.choice([200, 450, 900])))
        if self.chance(0.3):
            self.mettre("motif_rupture_conservee", mois[-1], h.choice(["fin_cdd", "licenciement_economique", "demission"]))

    def alsace_moselle(self):
        regime = self.h.choice(["general", "general", "agricole"])
        for m in self.apres(self.fins[0])[self.h.choice([0, 0, 5]):]:
            self.mettre("regime_alsace_moselle", m, regime)

    def outre_mer(self):
        for m in self.apres(self.fins[0]):
            self.mettre("territoire", m, "drom")
            if "nombre_parts_fiscales" not in self.s and self.chance(0.02):
                self.mettre("revenu_fiscal_reference_n2", m, 12000)

    def mayotte(self):
        m = self.h.choice(self.fins)
        for un in self.apres(m)[:self.h.choice([1, 1, 12])]:
            self.mettre("territoire", un, "mayotte")

    def heures_saisonnieres(self):
        h, fin = self.h, self.h.choice(self.fins)
        mois = [m for m in self.payes if m <= fin][-h.randint(2, 7):]
        total = 758 + h.choice([-1, -0.5, 0, 0, 0.5, 1])
        for m in mois:
            self.mettre("heures_saisonnieres", m, round(total / len(mois), 4))

    def tirer(self) -> dict:
        if self.fins and self.payes and self.chance(0.3):
            getattr(self, self.h.choice(["activite_cachee", "activite_cachee", "activite_conservee", "alsace_moselle",
                                         "alsace_moselle", "outre_mer", "mayotte", "heures_saisonnieres"]))()
        return self.s


# --------------------------------------------------------------------------------------------------------------
# Declared, evidenced, paid, owed
# --------------------------------------------------------------------------------------------------------------

JAMAIS = date(2099, 12, 31)
PAIES_CACHEES = [40, 80, 120, 300, 700, 1000, 1400, 1900, 2600, 4000]


def premier_jour(mois: str, de_plus: int = 0) -> date:
    rang = int(mois[:4]) * 12 + int(mois[5:7]) - 1 + de_plus
    return date(rang // 12, rang % 12 + 1, 1)


class TirageIndus(Tirage):
    """Over a drawn career, what happens between the claimant and the operator."""

    def __init__(self, graine: int | str, situation: dict, hasard: Random | None = None):
        super().__init__(f"indus {graine}", hasard)
        self.s = situation
        fins = [m for m in situation.get("motif_rupture", {}) if m >= mois_de(PREMIER)]
        self.mois = self.mois_du_droit(mois_entre(premier_jour(min(fins)), DERNIER)) if fins else []
        self.touches: list[str] = []  # months whose pay or evidence was drawn

    def mois_du_droit(self, mois: list[str]) -> list[str]:
        """From the month of the opening, three years."""
        import oracle

        ouvert = oracle.premier_mois_paye(self.s, mois)
        return [m for m in mois if ouvert is None or m >= ouvert][:36]

    def suite(self, longueur: int, depuis: str = "") -> list[str]:
        """Successive months; the first year more often, as an overpayment needs time to be known, then retained."""
        mois = [m for m in self.mois if m >= depuis] or self.mois
        rang = min(self.h.randrange(len(mois)) for _ in range(3))
        return mois[rang:rang + longueur]

    def paie(self) -> float:
        return round(self.h.choice(PAIES_CACHEES) * self.h.uniform(0.8, 1.2), 2)

    def date_de_piece(self, mois: str) -> date:
        h = self.h
        limite = premier_jour(mois, 1).replace(day=15)
        return h.choice([
            limite - timedelta(days=h.randint(0, 14)), limite, limite + UN_JOUR, limite + timedelta(days=h.randint(1, 16)),
            limite + timedelta(days=h.randint(17, 80)), limite + timedelta(days=h.randint(17, 80)),
            limite + timedelta(days=h.randint(80, 420)), JAMAIS,
        ])

    def activite(self, mois: str, declare: float, justifie: float, piece: date | None):
        self.touches.append(mois)
        self.mettre("salaire_activite_declare", mois, declare)
        if justifie != declare:
            self.mettre("salaire_activite_justifie", mois, justifie)
        elif "salaire_activite_justifie" in self.s:
            self.s["salaire_activite_justifie"].pop(mois, None)
        if piece:
            self.mettre("date_justificatif", mois, piece.isoformat())

    def histoire(self):
        h = self.h
        genre = h.choice(["cachée", "cachée", "oubli", "oubli", "correction", "tard", "tard", "avances"])
        mois = self.suite(h.choice([1, 1, 2, 3, 6]) if genre != "avances" else h.randint(4, 12))
        paie, oubliee = self.paie(), self.paie()
        commune = self.date_de_piece(mois[-1]) if self.chance(0.4) else None  # all the evidence at once
        for m in mois:
            piece = commune or (self.date_de_piece(m) if self.chance(0.9) else None)
            if genre == "cachée":
                self.activite(m, 0.0, paie, piece)
            elif genre == "oubli":
                self.activite(m, paie, round(paie + oubliee, 2), piece)
            elif genre == "correction":
                self.activite(m, paie, round(paie * h.choice([0, 0.3, 0.9, 1.1, 2]), 2), piece)
            elif genre == "avances":
                self.activite(m, paie, paie if self.chance(0.7) else oubliee, piece)
            elif piece:  # the pay of the career, or none
                self.touches.append(m)
                self.mettre("date_justificatif", m, piece.isoformat())

    def jour(self, mois: str, mini: int, maxi: int) -> str:
        return (premier_jour(mois) + timedelta(days=self.h.randint(mini, maxi))).isoformat()

    def suites(self):
        """What is said of the debt of each month of origin."""
        h = self.h
        for m in sorted(set(self.touches)):
            if self.chance(0.3):
                fin_de_mois = h.choice([(31, 60), (31, 60), (-900, 60), (-1060, -900), (-1200, -1060)])
                self.mettre("date_paiement", m, self.jour(m, *fin_de_mois))
            if self.chance(0.3):
                self.mettre("fausse_declaration", m, True)
            if self.chance(0.4):
                self.mettre("date_notification_indu", m, self.jour(m, *h.choice([(40, 400), (40, 120), (1000, 1300)])))
            if self.chance(0.25):
                self.mettre("indu_conteste", m, True)
                self.mettre("date_recours_indu", m, self.jour(m, 60, 200))
                if self.chance(0.6):
                    self.mettre("date_rejet_recours", m, self.jour(m, 60, 500))
            if self.chance(0.25):
                self.mettre("mensualites_indu", m, h.choice([1, 2, 3, 7, 12, 24]))
            if self.chance(0.15):
                self.mettre("date_mise_en_demeure", m, self.jour(m, 100, 400))
                self.mettre("date_contrainte", m, self.jour(m, 130, 500))
            if self.chance(0.05):
                self.mettre("penalite_prononcee", m, float(h.choice([100, 1500, 3000])))

    def calendrier_de_la_dette(self):
        """What happens month after month, whatever the month of origin."""
        h, depuis = self.h, min(self.touches, default="")
        if self.chance(0.5):
            for m in self.suite(h.choice([1, 3, 12, 24]), depuis):
                self.mettre(h.choice(["remboursement_indu", "remboursement_indu", "remise_indu"]), m,
                            round(h.choice([h.uniform(1, 60), h.uniform(60, 900), 5000]), 2))
        if self.chance(0.3):
            for m in self.suite(h.choice([1, 2, 12]), depuis):
                self.mettre("retenue_pratiquee", m, h.choice([0.0, 50.0, round(h.uniform(1, 500), 2), 3000.0]))
        if self.chance(0.3):
            personnes = h.choice([1, 1, 2, 4])
            for m in self.suite(36, depuis):
                self.mettre("personnes_a_charge", m, personnes)
        if self.chance(0.2):
            for m in self.suite(24, depuis):
                self.mettre("autres_ressources_saisissables", m, round(h.uniform(50, 2500), 2))
        if self.chance(0.2):
            for m in self.suite(24, depuis):
                self.mettre("impot_preleve", m, round(h.uniform(1, 200), 2))
        if self.chance(0.15):
            for m in self.suite(h.choice([1, 3, 24])):
                self.mettre("saisie_en_cours", m, True)

    def reclamations(self):
        """Claims that are right to the cent, too high, or of a month that owes nothing."""
        import oracle_indus

        h = self.h
        reclames = [m for m in sorted(set(self.touches)) if self.chance(0.5)]
        connus = oracle_indus.ecarts(self.s, reclames) if reclames else {}
        for m in reclames:
            trop = float(connus[m]["trop_percu"]) if m in connus else 0.0
            net = trop - float(connus[m]["indu_abandonne"]) if trop else 0.0
            montant = h.choice([net, net, trop, trop * 2, net + 0.01, net + self.paie(), net * 0.5])
            self.mettre("indu_reclame", m, round(montant, 2))

    def tirer(self) -> dict:
        if self.mois and self.chance(0.85):
            for _ in range(self.h.choice([1, 2, 3, 5, 8])):
                self.histoire()
            self.suites()
            self.calendrier_de_la_dette()
            self.reclamations()
        return self.s


def tirer_carriere(graine: int | str = "", hasard: Random | None = None) -> dict:
    return TirageRare(graine, Tirage(graine, hasard).tirer(), hasard).tirer()


def tirer(graine: int | str = "", hasard: Random | None = None) -> dict:
    return TirageIndus(graine, tirer_carriere(graine, hasard), hasard).tirer()


# --------------------------------------------------------------------------------------------------------------
# Ranges
# --------------------------------------------------------------------------------------------------------------

#: Money and hours of a month: over a range, each of its months has its share (each of its days, over days), and ranges add up.
FLUX = ["salaire_brut", "primes", "heures_travaillees", "heures_saisonnieres", "salaire_activite_declare", "salaire_activite_justifie",
        "salaire_non_declare", "salaire_activite_conservee", "indemnite_conges_payes", "indemnites_supra_legales",
        "remboursement_indu", "remise_indu", "retenue_pratiquee", "indu_reclame", "autres_ressources_saisissables", "impot_preleve"]
#: What holds in each month of a range.
NIVEAUX = ["quotite_travail", "territoire", "regime_alsace_moselle", "revenu_fiscal_reference_n2", "revenu_fiscal_reference_n3",
           "nombre_parts_fiscales", "personnes_a_charge", "saisie_en_cours"]


def plage_de_mois(mois: str, nombre: int) -> str:
    """So many months from one on, canonical: a civil year is its number, twelve months a year."""
    if nombre == 1:
        return mois
    if nombre == 12:
        return mois[:4] if mois.endswith("-01") else f"year:{mois}"
    return f"month:{mois}:{nombre}"


class TiragePlages(TirageIndus):
    """Over a drawn person: the same told by ranges, which is another story where the months were not alike."""

    def __init__(self, graine: int | str, situation: dict, hasard: Random | None = None):
        super().__init__(graine, situation, hasard)
        self.h = hasard or Random(f"plages {graine}")

    def longueur(self) -> int:
        return self.h.choice([2, 3, 3, 6, 12, 12, self.h.randint(2, 14)])

    def regrouper(self, nom: str, valeur_de) -> None:
        """The months of a run become one range, whose value is made from theirs."""
        donnes = self.s[nom]
        premier = self.h.choice(sorted(donnes))
        mois = mois_entre(premier_jour(premier), DERNIER)[:self.longueur()]
        anciennes = [donnes.pop(m) for m in mois if m in donnes]
        self.mettre(nom, plage_de_mois(premier, len(mois)), valeur_de(anciennes))

    def en_jours(self, nom: str) -> None:
        """A run of days in place of the month where it begins."""
        donnes = self.s[nom]
        mois = self.h.choice(sorted(m for m in donnes if len(m) == 7))
        debut = premier_jour(mois) + timedelta(days=self.h.randint(0, 27))
        fin = min(DERNIER, debut + timedelta(days=self.h.choice([0, 9, 44, self.h.randint(1, 100)])))
        donnes[plage(debut, fin)] = donnes.pop(mois)

    def activite_par_plages(self) -> None:
        """Pay declared, then evidenced, over several months of the right; sometimes beside what was given by the month."""
        h = self.h
        nombre = self.longueur()
        premier = self.suite(1)[0]
        mois = mois_entre(premier_jour(premier), DERNIER)[:nombre]
        par_mois = self.paie()
        declare = round(par_mois * len(mois) * h.choice([0, 0.5, 1, 1]), 2)
        periode = plage_de_mois(premier, len(mois))
        if self.chance(0.15):
            debut = premier_jour(premier) + timedelta(days=h.randint(0, 20))
            periode = plage(debut, min(DERNIER, debut + timedelta(days=h.randint(20, 120))))
        self.mettre("salaire_activite_declare", periode, declare)
        if declare != par_mois * len(mois) or self.chance(0.3):
            self.mettre("salaire_activite_justifie", periode, round(par_mois * len(mois), 2))

    def mois_entiers(self) -> None:
        """The whole months of a calendar, said again as months: the same days."""
        nom = self.h.choice(sorted(n for n in self.s if n.startswith("calendrier_")))
        for periode in sorted(self.s[nom]):
            debut = date.fromisoformat(periode[4:14] if periode.startswith("day:") else periode)
            jours = int(periode[15:]) if periode.startswith("day:") else 1
            entiers = [m for m in mois_entre(debut, debut + timedelta(days=jours - 1))
                       if debut <= premier_jour(m) and premier_jour(m, 1) <= debut + timedelta(days=jours)]
            if entiers:
                self.mettre(nom, plage_de_mois(entiers[0], len(entiers)), True)

    def tirer(self) -> dict:
        donnes = [nom for nom in FLUX if self.s.get(nom)]
        for nom in self.h.sample(donnes, min(len(donnes), self.h.choice([1, 2, 4]))):
            if self.chance(0.25) and any(len(m) == 7 for m in self.s[nom]):
                self.en_jours(nom)
            else:
                self.regrouper(nom, lambda anciennes: round(sum(anciennes), 2))
        for nom in NIVEAUX:
            if self.s.get(nom) and self.chance(0.5):
                self.regrouper(nom, lambda anciennes: anciennes[0])
        if self.mois and self.chance(0.7):
            self.activite_par_plages()
        if self.chance(0.3):
            self.mois_entiers()
        return self.s


def tirer_avec_plages(graine: int | str = "", hasard: Random | None = None) -> dict:
    return TiragePlages(graine, tirer(graine, hasard), hasard).tirer()


# --------------------------------------------------------------------------------------------------------------
# Reforms
# --------------------------------------------------------------------------------------------------------------

LOI = "loi"  # the law again
#: The figures of the law that a drawn reform changes, by their name in the parameters, and values that the law does not have.
REFORMABLES: dict[str, list] = {
    # at the law of each claimant
    "affiliation.jours": [60, 100, 150, 200],
    "affiliation.heures": [400, 700, 1000, 1200],
    "affiliation.jours_par_semaine_civile": [3, 4, 6, 7],
    "affiliation.periode_reference.age_longue": [50, 52, 57, 60],
    "affiliation.periode_reference.courte": [18, 20, 28, 30],
    "affiliation.periode_reference.longue": [30, 33, 40],
    "affiliation.saisonniers.jours": [80, 120],
    "affiliation.saisonniers.heures": [600, 800],
    "affiliation.primo_entrants.jours": [70, 120],
    "affiliation.primo_entrants.heures": [500, 850],
    "allocation_journaliere.plafond": [0.6, 0.7, 0.8],
    "allocation_journaliere.taux_partie_proportionnelle": [0.3, 0.38, 0.45],
    "allocation_journaliere.taux_unique": [0.5, 0.55, 0.6],
    "degressivite.age": [50, 53, 58, 60],
    "degressivite.coefficient": [0.5, 0.65, 0.8, 0.95],
    "degressivite.delai_jours": [60, 120, 200, 300],
    "differes.arrondi_superieur": [True, False],
    "differes.conges_payes.plafond": [5, 15, 45],
    "differes.delai_attente": [0, 3, 10, 14],
    "differes.dispense_attente_mois": [3, 6, 18, 24],
    "differes.diviseur": [60.0, 80.5, 120.0],
    "differes.plafond": [60, 100, 180],
    "differes.plafond_economique": [30, 50, 90],
    "duree.coefficient": [0.6, 0.7, 0.9],
    "duree.maximum.age_intermediaire": [50, 52, 54],
    "duree.maximum.age_longue": [56, 58, 60],
    "duree.maximum.courte": [500, 640, 701],
    "duree.maximum.intermediaire": [800, 851, 950],
    "duree.maximum.longue": [1000, 1051, 1200],
    "duree.minimum": [100, 150, 200, 240],
    "duree.minimum_saisonniers": [120, 170],
    "duree.minimum_primo_entrants": [130, 160],
    "duree.rupture_conventionnelle.age_longue": [53, 57],
    "duree.rupture_conventionnelle.courte": [400, 500],
    "duree.rupture_conventionnelle.longue": [550, 650],
    "duree.rupture_conventionnelle.courte_sans_coefficient": [550, 650],
    "duree.rupture_conventionnelle.longue_sans_coefficient": [750, 900],
    "perte_emploi.delai_inscription": [3, 6, 18],
    "perte_emploi.demission_reconversion.jours_travailles": [200, 800, 1000],
    "perte_emploi.demission_reconversion.periode_mois": [36, 48, 72],
    "perte_emploi.depart_volontaire.jours": [30, 45, 90],
    "perte_emploi.depart_volontaire.heures": [200, 300, 600],
    "perte_emploi.ouvre_droit.abandon_poste": [True, False],
    "perte_emploi.ouvre_droit.demission": [True],
    "perte_emploi.ouvre_droit.demission_legitime": [False],
    "perte_emploi.ouvre_droit.demission_reconversion": [False],
    "perte_emploi.ouvre_droit.fin_cdd": [False],
    "perte_emploi.ouvre_droit.fin_mission": [False],
    "perte_emploi.ouvre_droit.licenciement_economique": [False],
    "perte_emploi.ouvre_droit.licenciement_personnel": [False],
    "perte_emploi.ouvre_droit.rupture_conventionnelle": [False],
    "perte_emploi.ouvre_droit.rupture_conventionnelle_collective": [False],
    "perte_emploi.ouvre_droit.rupture_periode_essai_employeur": [False],
    "salaire_reference.coefficient_jours_calendaires": [1.2, 1.5, 1.6],
    "salaire_reference.jours_coefficient_ancien": [60, 110, 150],
    "salaire_reference.nombre_plafonds": [1, 2, 3, 5],
    "salaire_reference.periode_calcul_mois": [6, 10, 15],
    "salaire_reference.plafond_jours_non_travailles": [0.3, 0.5, 0.9],
    "vie_du_droit.decheance_annees": [0, 1, 2],
    "vie_du_droit.emploi_court_jours": [2, 20, 40],
    "vie_du_droit.seuil_depart_volontaire_heures": [100, 300, 800],
    "vie_du_droit.seuil_depart_volontaire_jours": [20, 40, 120],
    # at the calendar
    "affiliation.activite_non_declaree.jours": [0, 1, 2, 5],
    "allocation_journaliere.minimum": [25.0, 30.1, 36.5],
    "allocation_journaliere.minimum_formation": [20.0, 28.4, 40.0],
    "allocation_journaliere.partie_fixe": [8.0, 10.55, 16.0],
    "cumul.plafond_jours": [20.0, 28.5, 35.0],
    "cumul.taux_deduction": [0.4, 0.6, 0.8],
    "degressivite.plancher": [60.0, 75.5, 110.0],
    "indus.contrainte.opposition_jours": [10, 20],
    "indus.mise_en_demeure.delai_mois": [2, 3],
    "indus.prescription.annees": [1, 2, 5],
    "indus.prescription.annees_fausse_declaration": [1, 4, 6],
    "indus.recours.delai_mois": [1, 3],
    "indus.recours.silence_mois": [1, 4],
    "indus.seuil_recouvrement": [0, 40, 300],
    "paiement.jours_par_mois": [0, 28, 29, 31],
    "perte_emploi.age_taux_plein_automatique": [60, 62, 64, 70],
    "prelevements.alsace_moselle.taux_agricole": [0.01, 0.02],
    "prelevements.alsace_moselle.taux_general": [0.01, 0.02],
    "prelevements.assiette": [0.9, 0.95, 1.0],
    "prelevements.crds.taux": [0.0, 0.01],
    "prelevements.csg.taux_plein": [0.05, 0.075, 0.092],
    "prelevements.csg.taux_reduit": [0.02, 0.045],
    "prelevements.duree_legale_hebdomadaire": [32, 39],
    "prelevements.jours_semaine": [5, 6],
    "prelevements.retraite.taux": [0.01, 0.02, 0.05],
    "prelevements.revenu_fiscal.metropole.exoneration": [10000, 14500],
    "prelevements.revenu_fiscal.metropole.exoneration_demi_part": [2000, 5000],
    "prelevements.revenu_fiscal.metropole.taux_reduit": [15000, 20000, 41000],
    "prelevements.revenu_fiscal.metropole.taux_reduit_demi_part": [3000, 6000],
    "prelevements.smic_horaire": [5.0, 9.5, 13.2],
    "recouvrement.retenue.delai_mois": [0, 1, 4],
    "recouvrement.saisissable.majoration_par_personne": [1000, 2500],
    "recouvrement.saisissable.rsa_personne_seule": [400.0, 600.5, 800.0],
    "recouvrement.saisissable.bareme.tranche_2.seuil": [2000, 3000],  # the thresholds of a scale go on rising, whichever change
    "recouvrement.saisissable.bareme.tranche_3.seuil": [6500, 9000],
    "recouvrement.saisissable.bareme.tranche_4.seuil": [10000, 13500],
    "recouvrement.saisissable.bareme.tranche_5.seuil": [14500, 17500],
    "recouvrement.saisissable.bareme.tranche_6.seuil": [18000, 21000],
    "recouvrement.saisissable.bareme.tranche_7.seuil": [21900, 30000],
    "recouvrement.saisissable.bareme.tranche_1.taux": [0.0, 0.08],
    "recouvrement.saisissable.bareme.tranche_2.taux": [0.05, 0.15],
    "recouvrement.saisissable.bareme.tranche_3.taux": [0.18, 0.3],
    "recouvrement.saisissable.bareme.tranche_4.taux": [0.22, 0.4],
    "recouvrement.saisissable.bareme.tranche_5.taux": [0.25, 0.5],
    "recouvrement.saisissable.bareme.tranche_6.taux": [0.6, 0.75],
    "recouvrement.saisissable.bareme.tranche_7.taux": [0.8, 0.9],
    "salaire_reference.plafond_securite_sociale": [1500, 2500, 5000],
    "salaire_reference.revalorisation.anciennete_mois": [0, 3, 12],
    "salaire_reference.revalorisation.taux": [0.002, 0.01, 0.05],
    "versement.avance.coefficient": [0.5, 0.7, 0.9],
    "versement.avance.reliquat_minimum": [0, 60, 150],
    "versement.jour_limite_justificatif": [5, 10, 20],
    "versement.jour_paiement": [1, 10, 28],
    "vie_du_droit.decheance_en_cours": [True, False],
}
#: The others, and why no reform is drawn of them.
NON_REFORMABLES: dict[str, str] = {
    "affiliation.primo_entrants.annees_sans_admission": "said in `premiere_admission`",
    "differes.fenetre_jours": "said in the indemnities given",
    "degressivite.delai_suspendu": "the law starts the count again once, on 1 July 2021: it does not say what another suspension would do",
    "indus.assiette_nette": "a reading, of which the oracle has one",
    "indus.penalite.maximum": "the most that an input may say",
    "prelevements.revenu_fiscal.antilles_reunion": "refused overseas",
    "prelevements.revenu_fiscal.guyane_mayotte": "refused overseas",
    "recouvrement.echelonnement.mensualites_maximum": "the most that an input may say",
    "recouvrement.remise.plafond_delegation": "changes no amount",
    "recouvrement.saisissable.bareme.tranche_1.seuil": "nothing is below 0",
    "recouvrement.solidarite": "another allowance",
    "versement.avance.arrondi_des_jours": "a reading, of which the oracle has one",
    "versement.avance.reprise_sans_piece": "a reading, of which the oracle has one",
    "versement.mois_avant_recredit": "a reading, of which the oracle has one",
}
#: Decided for one date, and not carried to the next ones: changed on the first of a month, once.
EVENEMENTS = {"salaire_reference.revalorisation.taux"}
MAINS = 4  # so many reforms change every figure once
APRES_TOUT = date(2034, 1, 1)


class TirageReforme(Tirage):
    """One of four hands of the figures, each changed from a day on, in a few cases twice or for a time."""

    def __init__(self, rang: int):
        super().__init__(f"réforme {rang}")
        noms = list(REFORMABLES)
        Random(f"figures {rang // MAINS}").shuffle(noms)
        self.noms = noms[rang % MAINS::MAINS]

    def jour_de_reforme(self, premier: date, dernier: date) -> date:
        """Around a date of the law, or any day, or (if that may be) when everything is over."""
        if dernier > DERNIER and self.chance(0.12):
            return DERNIER + timedelta(days=self.h.randint(1, (dernier - DERNIER).days))
        dernier = min(dernier, DERNIER)
        proches = [jour for jour in DATES_DE_LA_LOI if premier < jour < dernier]
        if proches and self.chance(0.5):
            return self.autour(self.h.choice(proches))
        return premier + timedelta(days=self.h.randint(0, (dernier - premier).days))

    def changements(self, nom: str, dernier: date) -> dict[str, object]:
        import oracle

        h, chiffre = self.h, oracle.CHIFFRES[nom]
        if chiffre.de_la_loi[-1][1] is None:  # while the law still reads it
            dernier = min(dernier, chiffre.de_la_loi[-1][0] - UN_JOUR)
        jour = self.jour_de_reforme(max(PREMIER, chiffre.de_la_loi[0][0]), dernier)
        if nom in EVENEMENTS:
            return {jour.replace(day=1).isoformat(): h.choice(REFORMABLES[nom])}
        changements = {jour.isoformat(): h.choice(REFORMABLES[nom])}
        reste = (min(dernier, DERNIER) - jour).days
        if reste > 60 and self.chance(0.35):
            changements[(jour + timedelta(days=h.randint(30, reste))).isoformat()] = h.choice([LOI, *REFORMABLES[nom]])
        return changements

    def tirer_la_reforme(self, dernier: date) -> dict[str, dict[str, object]]:
        return {nom: self.changements(nom, dernier) for nom in self.noms}


def tirer_reforme(rang: int, dernier: date = APRES_TOUT) -> dict[str, dict[str, object]]:
    """What a reform changes, `{figure: {day: value, or "loi"}}`, no day being later than `dernier`."""
    return TirageReforme(rang).tirer_la_reforme(dernier)
