"""Notices of overpayment against what the rules say: claimed, owed, claimed and not owed, lapsed, retained.

Every amount is asked of the chain, through OpenFisca (:mod:`.lectures`). What depends on a choice of reading, or on what the
file does not say, is computed again the other way (:mod:`.suppositions`).
"""

from __future__ import annotations

import dataclasses
import datetime

from openfisca_core.errors import SituationParsingError

from openfisca_chomage.dossier.calcul import erreur_du_refus
from openfisca_chomage.dossier.lecture import Erreur, ErreurDossier, Lu
from openfisca_chomage.dossier.lectures import (
    Cadre,
    Calcul,
    Lecture,
    autre_lecture,
    dernier_mois_a_venir,
    moins,
    somme,
    systeme_de,
)
from openfisca_chomage.dossier.modele import Avis, jour_francais, mois_de
from openfisca_chomage.dossier.phrases import Chiffre, articles_applicables
from openfisca_chomage.dossier.situation import DEMANDEUR, avis_par_mois, construire, mois_suivants
from openfisca_chomage.dossier.suppositions import Supposition, suppositions
from openfisca_chomage.reglements import DERNIER_MOIS, au_dela, est_projete, phrase_de_projection
from openfisca_chomage.socle.phrases import euros
from openfisca_chomage.textes import Reference

__all__ = [
    "AVERTISSEMENT",
    "AvisVerifie",
    "Bilan",
    "Echeance",
    "LigneAvis",
    "MoisPaye",
    "Part",
    "Prochaine",
    "Retenue",
    "Supposition",
    "Verification",
    "verifier",
]

#: What every output says.
AVERTISSEMENT = (
    "Ce document est un calcul, pas un conseil juridique. Il ne remplace ni la notification de l'opérateur, ni l'avis d'une "
    "personne qualifiée, ni la décision d'un juge. Il ne vaut que pour ce que dit le dossier."
)

#: What explains each month of a notice, in the order of the chain.
REGLES = ("are_versee", "jours_indemnises", "are_due", "trop_percu", "avance_a_reprendre", "indu", "indu_abandonne", "complement_du")

#: Of these, the steps of a procedure: their articles are those of the day of the notice.
PROCEDURE = ("trop_percu", "indu", "indu_abandonne")

#: The amounts and days of a month, which the chain gives.
_DU_MOIS = (
    "are_versee",
    "are_due",
    "trop_percu",
    "complement_du",
    "avance_a_reprendre",
    "indu",
    "indu_abandonne",
    "jours_verses",
    "jours_indemnises",
)

SANS_DATE = datetime.date(1970, 1, 1)


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of what is claimed and not owed: how much, why, by which article."""

    montant: float
    raison: str
    reference: tuple[Reference, ...]


@dataclasses.dataclass(frozen=True)
class LigneAvis:
    """A month of a notice.

    Attributes:
        mois: the month of origin.
        reclame, du, a_tort: claimed, owed, claimed and not owed.
        jours_reclames: days that the notice takes back, None where it does not say.
        jours_en_trop: days paid and not due.
        parts: what ``a_tort`` is made of.
        regles: the figures of the chain that decide, each with its sentence and articles.
        prescription: the last day on which the month may be claimed.
        prescrit: whether that day is over on the day of the check.
    """

    mois: str
    reclame: float
    du: float
    a_tort: float
    jours_reclames: int | None
    jours_en_trop: int
    parts: tuple[Part, ...]
    regles: tuple[Chiffre, ...]
    prescription: Chiffre
    prescrit: bool


@dataclasses.dataclass(frozen=True)
class Echeance:
    """A date of the procedure, and what it means on the day of the check."""

    chiffre: Chiffre
    passee: bool
    effet: str


@dataclasses.dataclass(frozen=True)
class AvisVerifie:
    """A notice, month by month."""

    rang: int
    avis: Avis
    lignes: tuple[LigneAvis, ...]
    echeances: tuple[Echeance, ...]

    @property
    def reclame(self) -> float:
        return somme(ligne.reclame for ligne in self.lignes)

    @property
    def du(self) -> float:
        return somme(ligne.du for ligne in self.lignes)

    @property
    def a_tort(self) -> float:
        return somme(ligne.a_tort for ligne in self.lignes)


@dataclasses.dataclass(frozen=True)
class MoisPaye:
    """A month paid: the figures of the chain, and what all notices claim for it."""

    mois: str
    versee: float
    due: float
    trop_percu: float
    complement: float
    reclame: float
    projete: bool


@dataclasses.dataclass(frozen=True)
class Retenue:
    """What was retained on the payment of a month, and what could be."""

    mois: str
    pratiquee: float
    maximum: Chiffre
    permise: float
    exces: float
    raison: str
    reference: tuple[Reference, ...]


@dataclasses.dataclass(frozen=True)
class Prochaine:
    """What may be retained on a payment to come, at most."""

    mois: str
    maximum: Chiffre
    permise: float
    reste: float


@dataclasses.dataclass(frozen=True)
class Bilan:
    """The account of the debts at the end of ``mois``: what came in is what left plus what remains."""

    mois: str
    indus: float
    abandonnes: float
    prescrits: float
    remis: float
    rembourses: float
    retenus: float
    solde: float
    avances: float
    avances_reprises: float
    avances_rendues: float
    solde_avances: float


@dataclasses.dataclass(frozen=True)
class Verification:
    """The check of a file on a day."""

    nom: str
    au: datetime.date
    avis: tuple[AvisVerifie, ...]
    mois: tuple[MoisPaye, ...]
    bilan: Bilan
    retenues: tuple[Retenue, ...]
    prochaines: tuple[Prochaine, ...]
    suppositions: tuple[Supposition, ...]
    avertissements: tuple[str, ...]

    @property
    def reclame(self) -> float:
        return somme(un.reclame for un in self.avis)

    @property
    def du(self) -> float:
        return somme(un.du for un in self.avis)

    @property
    def a_tort(self) -> float:
        return somme(un.a_tort for un in self.avis)

    @property
    def retenu_en_trop(self) -> float:
        return somme(une.exces for une in self.retenues)

    @property
    def complements(self) -> float:
        return somme(un.complement for un in self.mois)


# --- The check


def verifier(lu: Lu, au: datetime.date | None = None, systeme=None) -> Verification:
    """Check the notices of a file.

    Args:
        lu: the file, as :func:`openfisca_chomage.dossier.lecture.lire` gives it.
        au: the day of the check, which says what has lapsed and which appeals are open; today by default.
        systeme: the law, a reform of it for instance; the package's own by default.

    Raises:
        ErreurDossier: where a notice is after that day, or where the rules refuse to compute.
    """
    au = datetime.date.today() if au is None else au
    for rang, avis in enumerate(lu.dossier.avis):
        if avis.date > au:
            message = f"L'avis du {jour_francais(avis.date)} est après le jour de la vérification ({jour_francais(au)})."
            raise ErreurDossier(lu.nom, [Erreur(lu.ligne(("avis", rang)), ("avis", rang, "date"), message)])
    if mois_de(au) > DERNIER_MOIS:
        raise ErreurDossier(lu.nom, [Erreur(None, (), au_dela(mois_de(au)))])
    construction = construire(lu.dossier, jusqu_a=dernier_mois_a_venir(au))
    cadre = Cadre(lu, construction, au, avis_par_mois(lu.dossier))
    try:
        lecture = Lecture(cadre, systeme or systeme_de())
        mois, bilan, prochaines = tuple(_mois(lecture)), _bilan(lecture), tuple(_prochaines(lecture))
        return Verification(
            nom=lu.dossier.personne.nom,
            au=au,
            avis=tuple(_avis(lecture, rang) for rang in sorted(range(len(lu.dossier.avis)), key=lambda un: lu.dossier.avis[un].date)),
            mois=mois,
            bilan=bilan,
            retenues=tuple(_retenues(lecture)),
            prochaines=prochaines,
            suppositions=tuple(suppositions(lecture)),
            avertissements=(*construction.avertissements, *_projections(lecture, mois, bilan, prochaines)),
        )
    except SituationParsingError as refus:
        raise ErreurDossier(lu.nom, [erreur_du_refus(refus, lu, construction)]) from refus


def _projections(lecture: Lecture, mois, bilan: Bilan, prochaines):
    """What is said where a figure shown is a projection."""
    montres = [bilan.mois] if bilan.indus or bilan.avances else []
    montres += [une.mois for une in (*mois, *prochaines)]
    if any(est_projete(lecture.systeme, un) for un in montres):
        yield phrase_de_projection(lecture.systeme)


def _avis(lecture: Lecture, rang: int) -> AvisVerifie:
    avis = lecture.cadre.dossier.avis[rang]
    dus = lecture.du()
    lignes = tuple(_ligne(lecture, rang, mois, *dus[rang, mois]) for mois in sorted(avis.montants))
    return AvisVerifie(rang + 1, avis, lignes, tuple(_echeances(lecture, avis)))


def _ligne(lecture: Lecture, rang: int, mois: str, du: float, deja: float) -> LigneAvis:
    avis, calcul = lecture.cadre.dossier.avis[rang], lecture.calcul
    reclame = avis.montants[mois]
    prescription = calcul.chiffre("date_prescription_indu", mois, avis.date)
    regles = tuple(
        un
        for un in (calcul.chiffre(nom, mois, avis.date if nom in PROCEDURE else None) for nom in REGLES)
        if un.nom in ("are_versee", "are_due", "trop_percu") or (un.explication and un.nom == "jours_indemnises") or un.valeur
    )
    return LigneAvis(
        mois=mois,
        reclame=reclame,
        du=du,
        a_tort=moins(reclame, du),
        jours_reclames=avis.jours.get(mois),
        jours_en_trop=max(calcul.lire("jours_verses", mois) - calcul.lire("jours_indemnises", mois), 0),
        parts=tuple(_parts(lecture, rang, mois, reclame, du, deja, prescription)),
        regles=regles,
        prescription=prescription,
        prescrit=lecture.cadre.au > prescription.valeur,
    )


def _parts(lecture: Lecture, rang: int, mois: str, reclame: float, du: float, deja: float, prescription: Chiffre):
    """What is claimed and not owed, cause by cause; the amounts add up to it."""
    avis, calcul = lecture.cadre.dossier.avis[rang], lecture.calcul
    reste = moins(reclame, du)
    if reste <= 0:
        return
    if avis.date > prescription.valeur:
        raison = f"Prescrit avant l'avis : {prescription.explication} Réclamable jusqu'au {jour_francais(prescription.valeur)}."
        yield Part(reste, raison, prescription.reference)
        return
    trop = calcul.chiffre("trop_percu", mois, avis.date)
    double = min(reste, deja)
    if double > 0:
        rangs = lecture.cadre.par_mois[mois]
        premiers = [lecture.cadre.dossier.avis[un].date for un in rangs[: rangs.index(rang)]]
        yield Part(double, f"Réclamé deux fois : l'avis du {jour_francais(premiers[0])} réclame déjà ce mois.", trop.reference)
        reste = moins(reste, double)
    abandonne = calcul.chiffre("indu_abandonne", mois, avis.date)
    part = min(reste, abandonne.valeur)
    if part > 0:
        seuil = calcul.chiffre("indu", mois).explication
        yield Part(part, f"Trop peu pour être récupéré. {seuil or ''}".strip(), abandonne.reference)
        reste = moins(reste, part)
    if avis.base == "brut" and reste > 0:
        ecart = moins(_indu_brut(lecture, mois), calcul.lire("indu", mois))
        part = min(reste, max(ecart, 0.0))
        if part > 0:
            yield Part(
                part,
                "Réclamé en brut, alors que c'est le net qui a été versé : la différence n'a jamais été perçue.",
                calcul.chiffre("indu", mois, avis.date).reference,
            )
            reste = moins(reste, part)
    if reste > 0:
        due = [calcul.chiffre(nom, mois) for nom in ("jours_indemnises", "are_due")]
        raison = " ".join(un.explication for un in (trop, *due) if un.explication)
        yield Part(reste, raison, tuple(dict.fromkeys((*trop.reference, *due[0].reference))))


def _indu_brut(lecture: Lecture, mois: str) -> float:
    """The indu of a month counted in gross: the other reading of the same rule."""
    brut = getattr(lecture, "en_brut", None)
    if brut is None:
        brut = lecture.en_brut = autre_lecture(lecture, (("indus/assiette_nette", False),))
    return brut.calcul.lire("indu", mois)


def _echeances(lecture: Lecture, avis: Avis):
    """The dates of the procedure of a notice, and what they mean on the day of the check."""
    au = lecture.cadre.au
    dates = {"date_notification_indu": avis.date}
    for nom, jour in (("date_recours_indu", avis.conteste_le), ("date_mise_en_demeure", avis.mise_en_demeure_le)):
        if jour:
            dates[nom] = jour
    if avis.contrainte_le:
        dates["date_contrainte"] = avis.contrainte_le
    mois = min(avis.montants)
    calcul = Calcul(lecture.systeme, {DEMANDEUR: {nom: {mois: jour.isoformat()} for nom, jour in dates.items()}})
    for nom, acte in (
        ("date_limite_recours_indu", "date_notification_indu"),
        ("date_rejet_implicite_recours", "date_recours_indu"),
        ("date_contrainte_possible", "date_mise_en_demeure"),
        ("date_limite_opposition", "date_contrainte"),
    ):
        un = calcul.chiffre(nom, mois, dates.get(acte))
        if un.valeur != SANS_DATE:
            passee = au > un.valeur
            yield Echeance(un, passee, _effet(nom, un.valeur, passee, avis))


def _effet(nom: str, jour: datetime.date, passee: bool, avis: Avis) -> str:
    le = jour_francais(jour)
    if nom == "date_limite_recours_indu":
        if avis.conteste_le:
            delai = "dans le délai" if avis.conteste_le <= jour else f"après le délai, qui finissait le {le}"
            return f"Contesté le {jour_francais(avis.conteste_le)}, {delai}."
        return f"Le délai du recours gracieux est fini depuis le {le}." if passee else f"Le recours gracieux est ouvert jusqu'au {le}."
    if nom == "date_rejet_implicite_recours":
        if avis.rejet_le:
            return f"Le recours a été rejeté le {jour_francais(avis.rejet_le)}."
        return f"Sans réponse, le silence vaut rejet depuis le {le}." if passee else f"Sans réponse, le silence vaudra rejet le {le}."
    if nom == "date_contrainte_possible":
        if avis.contrainte_le:
            avant = avis.contrainte_le < jour
            suite = ", avant ce jour" if avant else ""
            return f"Une contrainte était possible à partir du {le} ; elle est du {jour_francais(avis.contrainte_le)}{suite}."
        return f"Une contrainte est possible depuis le {le}." if passee else f"Une contrainte n'est possible qu'à partir du {le}."
    return f"Le délai d'opposition est fini depuis le {le}." if passee else f"L'opposition à la contrainte est ouverte jusqu'au {le}."


def _mois(lecture: Lecture):
    """The months paid, from the first that was, those with nothing paid nor due at either end left out."""
    bornes, cadre = lecture.cadre.dossier.mois, lecture.cadre
    lignes = []
    for mois in lecture.payes:
        if (bornes.debut and mois < bornes.debut) or (bornes.fin and mois > bornes.fin):
            continue
        versee, due, trop, complement = (
            lecture.calcul.lire(nom, mois) for nom in ("are_versee", "are_due", "trop_percu", "complement_du")
        )
        reclame = somme(cadre.dossier.avis[rang].montants[mois] for rang in cadre.par_mois.get(mois, ()))
        lignes.append(MoisPaye(mois, versee, due, trop, complement, reclame, est_projete(lecture.systeme, mois)))
    utiles = [rang for rang, une in enumerate(lignes) if une.versee or une.due or une.reclame]
    return lignes[utiles[0] : utiles[-1] + 1] if utiles else []


#: What moves the account of the advances.
AVANCES = ("avance_reprise", "avance_rendue")


def _bilan(lecture: Lecture) -> Bilan:
    mois = lecture.cadre.mois_du_bilan
    suite = mois_suivants(lecture.cadre.premier_mois, mois) if mois >= lecture.cadre.premier_mois else []
    lire = lecture.calcul.lire
    sommes = {
        nom: somme(lire(nom, un, "solde") for un in suite)
        for nom in ("indu_prescrit", "indu_remis", "indu_rembourse", "retenue_indu", "indu", "indu_abandonne", *AVANCES)
    }
    solde = lire("solde_indu", mois, "solde")
    sortis = somme(sommes[nom] for nom in ("indu_prescrit", "indu_remis", "indu_rembourse", "retenue_indu"))
    return Bilan(
        mois=mois,
        indus=somme((sortis, solde, sommes["indu_abandonne"])),
        abandonnes=sommes["indu_abandonne"],
        prescrits=sommes["indu_prescrit"],
        remis=sommes["indu_remis"],
        rembourses=sommes["indu_rembourse"],
        retenus=sommes["retenue_indu"],
        solde=solde,
        avances=somme((sommes["avance_reprise"], -sommes["avance_rendue"], lire("solde_avances", mois, "solde"))),
        avances_reprises=sommes["avance_reprise"],
        avances_rendues=sommes["avance_rendue"],
        solde_avances=lire("solde_avances", mois, "solde"),
    )


def _retenues(lecture: Lecture):
    for mois, pratiquee in lecture.cadre.pratiquees().items():
        maximum = lecture.calcul.chiffre("retenue_maximale", mois)
        permise = lecture.calcul.lire("retenue_indu", mois, f"retenue_{mois}")
        exces = max(0.0, moins(pratiquee, permise))
        raison, reference = _raison(lecture, mois, maximum, permise, exces)
        yield Retenue(mois, pratiquee, maximum, permise, exces, raison, reference)


def _raison(lecture: Lecture, mois: str, maximum: Chiffre, permise: float, exces: float) -> tuple[str, tuple[Reference, ...]]:
    """Why no more could be retained on a payment."""
    retenue = articles_applicables(lecture.calcul.simulation, "retenue_indu", mois)
    if not exces:
        return f"Dans la limite. {maximum.explication or ''}".strip(), maximum.reference
    variante = f"retenue_{mois}"
    owed = somme((lecture.calcul.lire("solde_indu", mois, variante), permise))
    if not owed:
        return "Rien n'était dû à ce moment : aucune retenue n'était possible.", retenue
    if permise and permise == maximum.valeur:
        return f"La part saisissable est dépassée. {maximum.explication or ''}".strip(), maximum.reference
    if permise and permise == owed:
        return f"Il ne restait dû que {euros(owed)}.", retenue
    if permise:
        return "La mensualité accordée est dépassée.", retenue
    contestes = [jour_francais(un.conteste_le) for un in lecture.cadre.dossier.avis if un.conteste_le]
    if contestes and "indu_conteste" in lecture.base and lecture.base["indu_conteste"]:
        return f"L'indu était contesté (recours du {contestes[0]}) : rien ne pouvait être retenu.", retenue
    if not maximum.valeur:
        return f"Rien n'était saisissable. {maximum.explication or ''}".strip(), maximum.reference
    delai = int(lecture.systeme.parameters.recouvrement.retenue.delai_mois(f"{mois}-01"))
    return f"Trop tôt : la première retenue vient {delai} mois après la notification.", retenue


def _prochaines(lecture: Lecture):
    """The payments to come, until the debt is paid or the last month looked at."""
    for mois, permise, reste in lecture.prochaines_retenues():
        if not permise and not reste:
            return
        yield Prochaine(mois, lecture.calcul.chiffre("retenue_maximale", mois), permise, reste)
