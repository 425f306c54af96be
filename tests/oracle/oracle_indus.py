"""What was paid, what is owed: the oracle, continued.

New here?  `oracle.py` first: this module adds to its `Histoire` a ledger of what was paid, then an account of the debts.

    raconter(situation, mois), calculer(situation, mois)        the same, and the variables of "paid, due, owed"
    ecarts(situation, mois)                                     what was paid too much or too little, without the account

Nothing of `openfisca_chomage` is read here either.  Two stories are told in turn.

The first is that of the operator, month after month: it pays on what it knows on the day of the payment, out of a
ledger of its own, which learns later what was due.  The second is that of the debts: each month's overpayment enters
the account when it is known, and leaves it by one of five doors (abandoned, lapsed, remitted, paid back, retained).

Readings taken here beyond the package's named choices:

- the paid ledger of a right that is used up by what is due goes on until it is empty too: its months are paid as if
  the right stood, and nothing of them is due;
- what was paid never depends on what is learnt later: so days are given back against the days that would have been
  paid for the month, had its evidence been there (not against the days due, which the ledger of what is due may have
  limited by what other months, still unknown, were to teach);
- the days of a month that the paid ledger cut are the days after part-time work less the days paid, in every month
  after the opening; evidence corrects them too; a month whose advance was refused is only cut by its evidence;
- days given back are the sum over the evidence of the month; days taken from an empty ledger wait for the next ones
  given back;
- a new right starts both ledgers again: evidence about a former right gives nothing back;
- the oldest debt is that of the oldest month paid for, not the one known first;
- a date of limitation is only said of a month that has a debt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal as D
from decimal import localcontext
from functools import cache

import oracle as ci

# --------------------------------------------------------------------------------------------------------------
# 1. Figures of the law
# --------------------------------------------------------------------------------------------------------------

# each read at the first day of a month: the month paid for, or the month of origin of a debt

COEFFICIENT_AVANCE = ci.Chiffre("versement.avance.coefficient", (ci.ORIGINE, D("0.8")))  # règlement art. 24: at least 0.8
RELIQUAT_MINIMUM_AVANCE = ci.Chiffre("versement.avance.reliquat_minimum", (ci.ORIGINE, 30))
# convention Unédic-Pôle emploi du 19/12/2008, annexe 2, § 1.2
JOUR_LIMITE = ci.Chiffre("versement.jour_limite_justificatif", (ci.ORIGINE, 15))
# end of the monthly declaration, in the month that follows
JOUR_PAIEMENT = ci.Chiffre("versement.jour_paiement", (ci.ORIGINE, 15))
SEUIL_RECOUVREMENT = ci.Chiffre("indus.seuil_recouvrement", (ci.ORIGINE, 77))  # R5426-24: below, nothing is recovered
ANNEES_PRESCRIPTION = ci.Chiffre("indus.prescription.annees", (ci.ORIGINE, 3))  # L5422-5
ANNEES_PRESCRIPTION_FRAUDE = ci.Chiffre("indus.prescription.annees_fausse_declaration", (ci.ORIGINE, 10))
MOIS_AVANT_RETENUE = ci.Chiffre("recouvrement.retenue.delai_mois", (ci.ORIGINE, 2))  # règlement art. 27 § 2
MOIS_RECOURS = ci.Chiffre("indus.recours.delai_mois", (ci.ORIGINE, 2))  # R5426-19
MOIS_SILENCE = ci.Chiffre("indus.recours.silence_mois", (ci.ORIGINE, 2))
MOIS_MISE_EN_DEMEURE = ci.Chiffre("indus.mise_en_demeure.delai_mois", (ci.ORIGINE, 1))  # R5426-20
JOURS_OPPOSITION = ci.Chiffre("indus.contrainte.opposition_jours", (ci.ORIGINE, 15))  # R5426-22
MENSUALITES_MAXIMUM = ci.Chiffre("recouvrement.echelonnement.mensualites_maximum", (ci.ORIGINE, 24))
PENALITE_MAXIMUM = ci.Chiffre("indus.penalite.maximum", (ci.ORIGINE, 3000))  # L5426-5

BAREME = "recouvrement.saisissable.bareme"
TAUX_SAISISSABLES = [  # R3252-2
    ci.Chiffre(f"{BAREME}.tranche_{rang}.taux", (ci.ORIGINE, taux))
    for rang, taux in enumerate([D("0.05"), D("0.1"), D("0.2"), D("0.25"), ci.UN_TIERS, ci.DEUX_TIERS, D(1)], start=1)]
DATES_SAISISSABLES = ("2019-01-01", "2020-01-01", "2022-01-01", "2023-01-01", "2024-01-01", "2025-01-01", "2026-01-01")
SEUILS_SAISISSABLES = [  # euros a year, above each of the first six brackets
    ci.Chiffre(f"{BAREME}.tranche_{rang}.seuil", *zip(DATES_SAISISSABLES, seuils, strict=True))
    for rang, seuils in enumerate([
        (3830, 3870, 3940, 4170, 4370, 4440, 4480), (7480, 7550, 7690, 8140, 8520, 8660, 8730),
        (11150, 11250, 11460, 12130, 12690, 12890, 13000), (14800, 14930, 15200, 16080, 16820, 17090, 17230),
        (18450, 18610, 18950, 20050, 20970, 21300, 21470), (22170, 22360, 22770, 24090, 25200, 25600, 25810)], start=2)]
MAJORATION_PAR_PERSONNE = ci.Chiffre(  # the rise of each threshold for each dependant (R3252-3)
    "recouvrement.saisissable.majoration_par_personne", *zip(DATES_SAISISSABLES, (1470, 1490, 1520, 1610, 1690, 1720, 1740), strict=True))
RSA_PERSONNE_SEULE = ci.Chiffre("recouvrement.saisissable.rsa_personne_seule", *ci.euros(  # euros a month (L3252-3, R3252-5)
    ("2019-04-01", "559.74"), ("2020-04-01", "564.78"), ("2021-04-01", "565.34"), ("2022-04-01", "575.52"), ("2022-07-01", "598.54"),
    ("2023-04-01", "607.75"), ("2024-04-01", "635.71"), ("2025-04-01", "646.52"), ("2026-04-01", "651.69")))
AUCUNE_DATE = date(1970, 1, 1)


# --------------------------------------------------------------------------------------------------------------
# 2. Rules, one by one
# --------------------------------------------------------------------------------------------------------------

def jour_du_mois_suivant(mois: str, jour: int) -> date:
    return ci.premier_jour(ci.mois_plus(mois, 1)).replace(day=jour)


@ci.sous_la_loi
@cache
def bornes_saisissables(mois: str, personnes: int) -> list[D]:
    """The bounds of the brackets, on a month's money (the last one has none above), in fifty digits."""
    with localcontext(ci.CONTEXTE):
        majoration = MAJORATION_PAR_PERSONNE.du_mois(mois) * personnes
        return [D(0)] + [D(seuil.du_mois(mois) + majoration) / 12 for seuil in SEUILS_SAISISSABLES]


def fraction_saisissable(net: D, mois: str, personnes: int) -> D:
    """Bracket by bracket, on a month's money."""
    bornes = bornes_saisissables(mois, personnes)
    total = D(0)
    for rang, taux in enumerate(TAUX_SAISISSABLES):
        if net <= bornes[rang]:
            break
        haut = bornes[rang + 1] if rang + 1 < len(bornes) else net
        total += taux.du_mois(mois) * (min(net, haut) - bornes[rang])
    return ci.centime(total)


def retenue_maximale(allocation: D, mois: str, personnes: int = 0, ressources: D = D(0), impot: D = D(0)) -> D:
    if not allocation:
        return D(0)
    net = allocation + ressources - impot
    plancher = RSA_PERSONNE_SEULE.du_mois(mois)
    return max(D(0), min(fraction_saisissable(max(net, D(0)), mois, personnes), ci.centime(net - plancher), allocation))


def mensualite(dette: D, nombre: int) -> D:
    """Each instalment, to the cent above: no more than `nombre` of them."""
    return ci.centime(D(ci.superieur(dette * 100 / nombre)) / 100)


# --------------------------------------------------------------------------------------------------------------
# 3. What the operator pays
# --------------------------------------------------------------------------------------------------------------

@dataclass
class MoisPaye:
    mois: str
    droit: ci.Droit | None = None
    tardif: bool = False
    connu_le: date | None = None  # day of late evidence
    avance: bool = False
    jours_payes: int = 0
    comptes_payes: int = 0  # those of them that count towards degressivity
    comptes_justifies: int = 0
    jours_justifies: int = 0  # that would have been paid on the evidence
    coupes: int = 0  # days that the ledger refused to this month, as paid, then as evidenced
    coupes_justifies: int = 0
    verse: D = D(0)
    du: D = D(0)


@dataclass
class Registre:
    """The ledger of what was paid, for one right."""

    droit: ci.Droit
    reste: int
    compteur: int = 0
    coupes: int = 0  # days that the ledger refused to months already paid, or that are still to be taken from it


class HistoireIndus(ci.Histoire):
    def __init__(self, situation: dict, **choix):
        super().__init__(situation, **choix)
        self.registre: Registre | None = None
        self.passe: list[MoisPaye] = []
        self.comptes = 0
        for dites, maximum, faute in [(self.d.valeurs.get("mensualites_indu", {}), MENSUALITES_MAXIMUM, "trop de mensualités"),
                                      (self.d.sommes.get("penalite_prononcee", {}), PENALITE_MAXIMUM, "pénalité trop haute")]:
            if any(valeur > maximum.du_mois(mois) for mois, valeur in dites.items()):
                raise ci.HorsChamp(faute)

    # -- the hooks ---------------------------------------------------------------------------------------------

    @staticmethod
    def reprise_a_zero(droit, mois) -> bool:
        return mois == ci.REPRISE_A_ZERO and droit.fin.loi < ci.premier_jour(ci.REPRISE_A_ZERO)

    def repartir(self, droit, mois, payables, jours):
        avant = 0 if self.reprise_a_zero(droit, mois) else droit.compteur
        tranches = super().repartir(droit, mois, payables, jours)
        self.comptes = droit.compteur - avant
        return tranches

    def mois_paye(self, mois, droit, courant, tranches, r):
        if self.registre is None or self.registre.droit is not droit:
            self.registre = Registre(droit, droit.duree)
        if courant is droit:
            self.tenir(mois, r, r["are_nette"])
        else:  # both rights are paid in this month: as due, then the ledger of the new one
            self.passe.append(MoisPaye(mois, courant, verse=r["are_nette"], du=r["are_nette"]))
            self.registre = Registre(courant, courant.reliquat, courant.compteur)
            r.update(jours_indemnises_declares=r["jours_indemnises"], reliquat_verse=courant.reliquat)
        if self.perdu(courant, mois, r["jours_indemnises"]):
            self.registre.reste = r["reliquat_verse"] = 0

    def mois_sans_droit(self, mois, r):
        if self.registre is None:
            self.passe.append(MoisPaye(mois))
            r.update(jours_indemnises_declares=0, reliquat_verse=0)
            return
        droit = self.registre.droit
        if self.dechu(droit, mois, ci.premier_jour(mois)):
            self.registre.reste = 0
        self.revaloriser(droit, mois)
        self.tenir(mois, r, D(0))
        if self.perdu(droit, mois, 0):
            self.registre.reste = r["reliquat_verse"] = 0

    # -- one month ---------------------------------------------------------------------------------------------

    def tenir(self, mois: str, r: dict, du: D):
        registre, droit = self.registre, self.registre.droit
        if self.reprise_a_zero(droit, mois):  # what had counted counts no more, so cannot be given back
            for m in self.passe:
                m.comptes_payes = m.comptes_justifies = 0
        self.rendre(mois)
        au_debut = registre.reste
        if au_debut and self.d.valeur("territoire", mois, "metropole") == "mayotte":
            raise ci.HorsChamp("Mayotte")  # what would be paid there, even once nothing more is due
        declare, justifie = self.activite(droit, mois)
        justificatif = self.d.valeur("date_justificatif", mois, None)
        tardif = justificatif is not None and justificatif > jour_du_mois_suivant(mois, JOUR_LIMITE.du_mois(mois))
        m = MoisPaye(mois, droit, tardif=tardif, connu_le=justificatif if tardif else None, du=du,
                     avance=tardif and declare > 0)
        payables = self.jours_payables(droit, mois)
        base, pleine = self.compter(payables, mois), droit.alloc_pleine(mois)
        declares, justifies = (ci.jours_du_cumul(base, pleine, droit.sjr, paie, mois) for paie in (declare, justifie))
        jours = declares if tardif else justifies
        m.jours_justifies = min(justifies, au_debut)
        m.coupes_justifies = justifies - m.jours_justifies
        if not (m.avance and self.avance_refusee(mois, au_debut)):
            m.jours_payes = min(jours, au_debut)
            m.coupes = jours - m.jours_payes
        # the rates of the paid days, on the ledger's own counter; then what the counter would be on the evidence
        garde, droit.compteur = droit.compteur, registre.compteur
        self.repartir(droit, mois, payables, m.jours_justifies)
        m.comptes_justifies, droit.compteur = self.comptes, registre.compteur
        tranches = self.repartir(droit, mois, payables, m.jours_payes)
        m.comptes_payes, registre.compteur, droit.compteur = self.comptes, droit.compteur, garde
        m.verse = sum((n * jour.nette for n, jour in tranches), D(0))
        if m.avance:
            m.verse = ci.centime(COEFFICIENT_AVANCE.du_mois(mois) * m.verse)
        registre.reste -= m.jours_payes
        registre.coupes += m.coupes
        self.passe.append(m)
        r.update(jours_indemnises_declares=min(declares, au_debut), reliquat_verse=registre.reste)

    def rendre(self, mois: str):
        """The evidence that came this month gives days back to the ledger, or takes some."""
        registre = self.registre
        connus = [m for m in self.passe if m.droit is registre.droit and m.tardif and ci.mois_de(m.connu_le) == mois]
        rendus = sum(m.jours_payes - m.jours_justifies for m in connus)
        comptes = sum(m.comptes_payes - m.comptes_justifies for m in connus)
        registre.coupes += sum(m.coupes_justifies - m.coupes for m in connus)
        if registre.coupes < 0:  # days that had gone to a month which turns out not to have needed them
            rendus, comptes, registre.coupes = rendus - registre.coupes, comptes - registre.coupes, 0
        repris = min(max(rendus, 0), registre.coupes)
        registre.coupes -= repris
        registre.reste += rendus - repris
        if registre.reste < 0:
            registre.coupes, registre.reste = registre.coupes - registre.reste, 0
        registre.compteur = max(0, registre.compteur - (comptes - repris))

    def avance_refusee(self, mois: str, au_debut: int) -> bool:
        limite = jour_du_mois_suivant(mois, JOUR_LIMITE.du_mois(mois))
        return bool(self.d.valeur("saisie_en_cours", mois, 0) or au_debut < RELIQUAT_MINIMUM_AVANCE.du_mois(mois)
                    or any(m.avance and m.verse > 0 and m.connu_le > limite for m in self.passe))

    # -- all months --------------------------------------------------------------------------------------------

    def raconter(self, mois_demandes: list[str]) -> tuple[dict, tuple[str, str] | None]:
        resultats, refus = super().raconter(mois_demandes)
        compte = Compte(self.d, self.passe)
        for m in self.passe:
            ligne = compte.derouler(m.mois)
            if m.mois in resultats:
                resultats[m.mois].update(ligne)
        return resultats, refus


# --------------------------------------------------------------------------------------------------------------
# 4. What is owed
# --------------------------------------------------------------------------------------------------------------

@dataclass
class Dette:
    origine: str
    montant: D  # at entry
    entree: str
    dernier_jour: date  # the last day it lives
    depuis: str | None  # month from which it may be retained; None: never
    mensualites: int
    reste: D = field(default=D(0))


def ecart(m: MoisPaye) -> dict[str, D]:
    """What was paid for a month against what was due."""
    trop = max(D(0), m.verse - m.du)
    avance = trop if m.avance else D(0)
    indu = trop - avance
    return {"are_versee": m.verse, "are_due": m.du, "complement_du": max(D(0), m.du - m.verse), "trop_percu": trop,
            "avance_a_reprendre": avance, "indu": indu,
            "indu_abandonne": indu if indu < SEUIL_RECOUVREMENT.du_mois(m.mois) else D(0)}


class Compte:
    """The account of the debts, in calendar time."""

    def __init__(self, donnees: ci.Donnees, passe: list[MoisPaye]):
        self.d = donnees
        self.passe = {m.mois: m for m in passe}
        self.ecarts = {m.mois: ecart(m) for m in passe}
        self.dettes: list[Dette] = []
        for m in passe:
            self.inscrire(m)

    def fin_de_prescription(self, mois: str) -> date:
        paiement = self.d.valeur("date_paiement", mois, jour_du_mois_suivant(mois, JOUR_PAIEMENT.du_mois(mois)))
        annees = ANNEES_PRESCRIPTION_FRAUDE if self.d.valeur("fausse_declaration", mois, 0) else ANNEES_PRESCRIPTION
        return ci.date_plus_mois(paiement, 12 * annees.du_mois(mois))

    def inscrire(self, m: MoisPaye):
        ecart = self.ecarts[m.mois]
        montant = ecart["indu"] - ecart["indu_abandonne"]
        if montant == 0:
            return
        entree = max(m.mois, ci.mois_de(m.connu_le)) if m.tardif else m.mois
        notifie = self.d.valeur("date_notification_indu", m.mois, None)
        notification = ci.mois_de(notifie) if notifie else entree
        depuis = ci.mois_plus(notification, MOIS_AVANT_RETENUE.du_mois(notification))
        if self.d.valeur("indu_conteste", m.mois, 0):
            rejet = self.d.valeur("date_rejet_recours", m.mois, None)
            depuis = max(depuis, ci.mois_de(rejet)) if rejet else None
        self.dettes.append(Dette(m.mois, montant, entree, self.fin_de_prescription(m.mois), depuis,
                                 int(self.d.valeur("mensualites_indu", m.mois, 0))))

    def eteindre(self, somme: D, dettes) -> D:
        """Oldest first; what was used."""
        utilise = D(0)
        for dette in dettes:
            part = min(dette.reste, somme - utilise)
            dette.reste -= part
            utilise += part
        return utilise

    def derouler(self, mois: str) -> dict:
        d, m = self.d, self.passe[mois]
        for dette in self.dettes:
            if dette.entree == mois:
                dette.reste = dette.montant
        vivantes = sorted((x for x in self.dettes if x.reste), key=lambda x: x.origine)
        prescrit = sum((x.reste for x in vivantes if ci.dernier_jour(mois) > x.dernier_jour), D(0))
        for dette in vivantes:
            if ci.dernier_jour(mois) > dette.dernier_jour:
                dette.reste = D(0)
        remis = rembourse = retenu = D(0)
        if vivantes:
            remis = self.eteindre(ci.centime(d.somme("remise_indu", mois)), vivantes)
            rembourse = self.eteindre(ci.centime(d.somme("remboursement_indu", mois)), vivantes)
        plafond = retenue_maximale(m.du, mois, int(d.valeur("personnes_a_charge", mois, 0)),
                                   d.somme("autres_ressources_saisissables", mois), d.somme("impot_preleve", mois))
        pratiquee = d.somme("retenue_pratiquee", mois, None)
        if pratiquee is not None:
            retenu = self.eteindre(ci.centime(pratiquee), vivantes)
        else:
            for dette in vivantes:
                if dette.depuis is None or mois < dette.depuis:
                    continue
                au_plus = plafond - retenu
                if dette.mensualites:
                    au_plus = min(au_plus, mensualite(dette.montant, dette.mensualites))
                retenu += self.eteindre(au_plus, [dette])
        ecart = self.ecarts[mois]
        return {**ecart, "retenue_maximale": plafond, "retenue_indu": retenu, "indu_rembourse": rembourse,
                "indu_remis": remis, "indu_prescrit": prescrit, "solde_indu": sum((x.reste for x in self.dettes), D(0)),
                "indu_reclame_a_tort": self.reclame_a_tort(mois, ecart), **self.dates(mois, ecart)}

    def reclame_a_tort(self, mois: str, ecart: dict) -> D:
        reclame = ci.centime(self.d.somme("indu_reclame", mois))
        notification = self.d.valeur("date_notification_indu", mois, None)
        if notification and notification > self.fin_de_prescription(mois):
            return reclame
        return max(D(0), reclame - (ecart["trop_percu"] - ecart["indu_abandonne"]))

    def dates(self, mois: str, ecart: dict) -> dict:
        def apres(nom: str, mois_de_plus: int = 0, jours: int = 0) -> date:
            jour = self.d.valeur(nom, mois, None)
            return ci.date_plus_mois(jour, mois_de_plus) + jours * ci.UN_JOUR if jour else AUCUNE_DATE

        dette = ecart["indu"] - ecart["indu_abandonne"]
        return {
            "date_prescription_indu": self.fin_de_prescription(mois) if dette else None,
            "date_limite_recours_indu": apres("date_notification_indu", MOIS_RECOURS.du_mois(mois)),
            "date_rejet_implicite_recours": apres("date_recours_indu", MOIS_SILENCE.du_mois(mois)),
            "date_contrainte_possible": apres("date_mise_en_demeure", MOIS_MISE_EN_DEMEURE.du_mois(mois)),
            "date_limite_opposition": apres("date_contrainte", jours=JOURS_OPPOSITION.du_mois(mois)),
        }


EUROS = {"are_versee", "are_due", "complement_du", "trop_percu", "avance_a_reprendre", "indu", "indu_abandonne",
         "retenue_maximale", "retenue_indu", "indu_rembourse", "indu_remis", "indu_prescrit", "solde_indu",
         "indu_reclame_a_tort"}
DATES = {"date_prescription_indu", "date_limite_recours_indu", "date_rejet_implicite_recours",
         "date_contrainte_possible", "date_limite_opposition"}
VARIABLES = ["jours_indemnises_declares", "reliquat_verse", *sorted(EUROS), *sorted(DATES)]


def raconter(situation: dict, mois: list[str], **choix):
    """`oracle.raconter`, and the variables of "paid, due, owed"."""
    return ci.raconter(situation, mois, histoire=HistoireIndus, euros=EUROS | ci.EUROS, **choix)


@ci.exact
def ecarts(situation: dict, mois: list[str]) -> dict[str, dict[str, D]]:
    """Of these months, those that come before a refusal: what was paid, what was due, the overpayment."""
    try:
        histoire = HistoireIndus(situation)
        connus, _ = ci.Histoire.raconter(histoire, list(mois))
    except ci.HorsChamp:
        return {}
    return {m.mois: ecart(m) for m in histoire.passe if m.mois in connus}


def calculer(situation: dict, mois: list[str], **choix) -> dict[str, dict]:
    """`oracle.calculer`, and the variables of "paid, due, owed"."""
    return ci.calculer(situation, mois, histoire=HistoireIndus, euros=EUROS | ci.EUROS, **choix)
