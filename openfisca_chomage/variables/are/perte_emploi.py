"""Perte d'un emploi : quelles fins de contrat peuvent ouvrir un droit (articles 2, 4, 7 et 8 du règlement)."""

import datetime

import numpy

from openfisca_chomage.nomenclatures import LICENCIEMENTS, MotifRupture
from openfisca_chomage.reglements import reglements_anterieurs
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import (
    avant_la_fin_suivante,
    fins_du_mois,
    inscrits_avant_la_fin_suivante,
    personnes_donnees,
    personnes_examinees,
    premier_jour_inscrit,
)
from openfisca_chomage.socle.histoire import lire, lire_sur
from openfisca_chomage.socle.loi import PREMIERE_LOI, Loi
from openfisca_chomage.socle.mois import Mois, Personnes
from openfisca_chomage.socle.phrases import en_date
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.regimes import GENERAL, plusieurs, regime_de_chacun
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import LOI_DU_DROIT, code_du_travail, references, reglement
from openfisca_chomage.variables.are.rechargement import avec_rechargement

#: A motive may be given with what the situation knows of the event: then the event is examined.
EVENEMENTS = ("ouverture_droit", "affiliation_suffisante", "jours_travailles_affiliation", "heures_affiliation")

_EST_LICENCIEMENT = numpy.array([motif.name in LICENCIEMENTS for motif in MotifRupture])




class date_fin_contrat(VariableChomage):
    value_type = datetime.date
    label = "Dernier jour du contrat qui finit dans le mois"
    nature = "niveau"
    sans_montant = True
    reference = references(reglement("3", "§ 1"))

    def formula(individu, period):
        mois = cal.numero(period)
        contrats = lire(individu, "calendrier_contrats", mois)
        if contrats is None:
            return cal.en_dates(numpy.zeros(individu.count))
        jours = numpy.where(contrats != 0, cal.dernier_jour_du_masque(contrats, mois), cal.SANS_DATE)
        return cal.en_dates(jours)


class date_engagement_procedure(VariableChomage):
    value_type = datetime.date
    label = "Jour où la procédure de licenciement est engagée"
    nature = "niveau"
    sans_montant = True
    reference = references(code_du_travail("L1232-2"), code_du_travail("L1233-11"), code_du_travail("L1233-28"))

    def formula(individu, period):
        return individu("date_fin_contrat", period)


class fin_examinee(VariableChomage):
    value_type = datetime.date
    label = "Fin de contrat dont on examine dans le mois si elle ouvre un droit"
    nature = "evenement"
    reference = references(reglement("8"), code_du_travail("R5422-2", "I"))
    documentation = """
    La dernière fin de contrat du mois ; le mois qui suit un épuisement ou une déchéance, la dernière fin de contrat
    qui le précède, pour un rechargement, ou à défaut d'affiliation une fin antérieure depuis l'ouverture. Sans jour de
    contrat, le premier jour du mois.
    """

    def formula(individu, period):
        """La fin de contrat du mois, ou celle qui recharge le droit épuisé le mois d'avant."""
        mois = Mois(individu, period)
        avec_motif, donnes = mois.entree("motif_rupture") != 0, personnes_donnees(individu, EVENEMENTS, period)
        declares = avec_motif if donnes is None else avec_motif | donnes
        fins = fin_du_mois(mois, declares, avec_motif)
        examinees = avec_rechargement(individu, period, fins, donnes)
        refuser_fin_sans_motif(mois, declares if examinees is fins else declares | (examinees != fins))
        return cal.en_dates(examinees)


def fin_du_mois(mois: Mois, declares, avec_motif):
    """La fin de contrat du mois de qui en a une, ou de qui en déclare le motif ; 0 pour les autres, et avant la première loi modélisée.

    Args:
        declares: qui donne un motif, ou ce que la situation sait de l'événement (tableau de booléens).
        avec_motif: qui donne un motif.
    """
    finissent = declares.copy()
    finissent[_dernieres_fins(mois.individu, mois.period)[0]] = True
    gens = mois.personnes(finissent)
    fins = mois.tous(0, dtype=numpy.int64)
    if not len(gens):
        return fins
    dernier_jour = gens["date_fin_contrat"]
    refuser_fin_ambigue(gens, avec_motif[gens.rangs] & (dernier_jour == mois.dernier_jour))
    dernier_jour = numpy.where(dernier_jour == cal.SANS_DATE, mois.premier_jour, dernier_jour)
    if mois.premier_jour < PREMIERE_LOI:
        dernier_jour = numpy.where(dernier_jour < PREMIERE_LOI, 0, dernier_jour)
    fins[gens.rangs] = dernier_jour
    return fins


def _dernieres_fins(individu, period):
    """De qui les jours de contrat s'arrêtent dans le mois, et le dernier de ces jours : plus aucun jour de contrat ensuite dans le mois."""
    indices, jours = fins_du_mois(individu, cal.numero(period))
    if len(indices) == 0:
        return indices, jours
    dernieres = jours == cal.en_jours(individu("date_fin_contrat", period))[indices]
    return (indices, jours) if dernieres.all() else (indices[dernieres], jours[dernieres])


def refuser_fin_ambigue(gens: Personnes, au_dernier_jour) -> None:
    """Un motif est donné dans un mois dont le dernier jour est suivi d'un autre jour de contrat : de quelle fin parle-t-il ?"""
    mois, suivant = gens.mois, gens.mois.autre(gens.mois.numero + 1)
    continue_ensuite = suivant.entree("calendrier_contrats")[gens.rangs] & 1 != 0
    ambigues = gens.drapeau(au_dernier_jour & continue_ensuite) & ~mois.est_donnee("date_fin_contrat")
    mois.refuser(
        ambigues, "date_fin_contrat",
        "Un motif de rupture est donné, mais le contrat continue le mois suivant : donnez date_fin_contrat, "
        "le dernier jour du contrat qui finit dans ce mois.",
    )


def refuser_fin_sans_motif(mois: Mois, examines) -> None:
    """Un contrat finit, aucun droit ne court, la personne s'inscrit et aucun motif n'est donné : jamais lu « pas de perte »."""
    rangs, jours = fins_du_mois(mois.individu, mois.numero)
    if len(rangs) == 0:
        return
    libres = ~examines & (mois.veille("reliquat") <= 0)
    for etat in ("reliquat", "reliquat_debut", "duree_indemnisation"):
        libres &= ~mois.est_donnee(etat)
    rangs, jours = rangs[libres[rangs]], jours[libres[rangs]]
    if len(rangs) == 0:
        return
    mois.refuser(
        inscrits_avant_la_fin_suivante(mois.individu, rangs, jours), "motif_rupture",
        "Un contrat finit ce mois-ci, la personne s'inscrit dans les douze mois, et aucun motif n'est donné. "
        "Écrivez motif_rupture pour ce mois (fin_cdd, licenciement_personnel, demission...).",
    )


class motif_examine(VariableChomage):
    value_type = int
    default_value = 0
    label = "Rang du motif de la fin de contrat examinée (0 : aucun)"
    nature = "evenement"
    reference = references(reglement("2"), code_du_travail("L5422-1", "I", horloge="loi"))

    def formula(individu, period):
        motifs = numpy.zeros(individu.count, dtype=numpy.int32)
        indices, fins = personnes_examinees(individu, period)
        mois_fin = cal.mois_du_jour(fins)
        while len(indices):
            mois = int(mois_fin.max())
            dans_le_mois = mois_fin == mois
            ceux = indices[dans_le_mois]
            motifs[ceux] = numpy.asarray(lire_sur(individu, "motif_rupture", mois, ceux))
            indices, mois_fin = indices[~dans_le_mois], mois_fin[~dans_le_mois]
        return motifs


def _procedures_engagees(individu, cle, indices, fins):
    """The day on which the dismissal of each person was begun, in a month; that of the end of contract when it is not given.

    Refused: a procedure begun after the end, or under a law that is not modelled.
    """
    engagements = cal.en_jours(individu("date_engagement_procedure", cle))[indices]
    engagements = numpy.where(engagements == cal.SANS_DATE, fins, engagements)
    anciens = (engagements < fins) & (engagements < PREMIERE_LOI)
    for ceux, message in (
        (engagements > fins, "La procédure de licenciement est engagée après la fin du contrat : corrigez l'une des deux dates."),
        (
            anciens,
            f"La procédure de licenciement est engagée avant le {en_date(PREMIERE_LOI)}, sous un règlement qui n'est pas "
            f"encore modélisé ({reglements_anterieurs()}) : donnez l'état du droit (reliquat, salaire_journalier_reference).",
        ),
    ):
        refuses = numpy.zeros(individu.count, dtype=bool)
        refuses[indices] = ceux
        refuser_le_premier(individu, refuses, "date_engagement_procedure", cle, message)
    return numpy.where(anciens, fins, engagements)


class date_fait_generateur(VariableChomage):
    value_type = datetime.date
    label = "Fait générateur : jour qui choisit la loi applicable"
    nature = "evenement"
    reference = references(*LOI_DU_DROIT)
    documentation = """
    La fin du contrat de travail ; pour un licenciement, le jour où la procédure est engagée.
    """

    def formula(individu, period):
        dates = cal.en_jours(individu("fin_examinee", period)).copy()
        indices, fins = personnes_examinees(individu, period)
        licencies = _EST_LICENCIEMENT[individu("motif_examine", period)[indices]]
        indices, fins = indices[licencies], fins[licencies]
        mois_fin = cal.mois_du_jour(fins)
        for mois in numpy.unique(mois_fin):
            ceux, cle = indices[mois_fin == mois], cal.periode(int(mois))
            dates[ceux] = _procedures_engagees(individu, cle, ceux, fins[mois_fin == mois])
        return cal.en_dates(dates)

    def explication(individu, period, parameters):
        jour = individu("date_fait_generateur", period)[0]
        fin = individu("fin_examinee", period)[0]
        if jour == fin:
            return f"La loi applicable est celle du {jour.item():%d/%m/%Y}, fin du contrat de travail."
        return f"La loi applicable est celle du {jour.item():%d/%m/%Y}, engagement de la procédure de licenciement."


class regime_examine(VariableChomage):
    value_type = int
    default_value = 0
    label = "Régime dont relève la fin de contrat examinée (code ; 0 : régime général)"
    nature = "evenement"
    reference = references(reglement("1er"), code_du_travail("L5422-1", "I", horloge="loi"))


    def formula(individu, period):
        """Le régime dont la fin de contrat remplit la condition ; celui du droit que donne la situation."""
        mois = Mois(individu, period)
        if not plusieurs(individu):
            return mois.tous(GENERAL.code, dtype=numpy.int32)
        qui, fins = personnes_examinees(individu, period)
        regimes = mois.tous(GENERAL.code, dtype=numpy.int32)
        regimes[qui] = regime_de_chacun(mois.personnes(qui, fin=fins))
        return mois.sauf_donnee("regime_du_droit", regimes)


class perte_involontaire(VariableChomage):
    value_type = bool
    label = "Le motif de la fin de contrat examinée est de ceux qui ouvrent un droit"
    nature = "evenement"
    reference = references(
        code_du_travail("L5422-1", "I", horloge="loi"), reglement("2"),
        code_du_travail("L5422-1", "II", horloge="loi", motifs=("demission_reconversion",)),
        code_du_travail("R5422-2-1", horloge="loi", motifs=("demission_reconversion",)),
        code_du_travail("R1237-13", "(présomption de démission)", horloge="loi", motifs=("abandon_poste",)),
    )

    def formula(individu, period):
        resultat = numpy.zeros(individu.count, dtype=bool)
        indices, _ = personnes_examinees(individu, period)
        motifs = individu("motif_examine", period)[indices]
        lois = cal.en_jours(individu("date_fait_generateur", period))[indices]
        ouvre = numpy.zeros(len(indices), dtype=bool)
        for motif in MotifRupture:
            ceux = motifs == motif.index
            if motif is not MotifRupture.aucune and ceux.any():
                ouvre[ceux] = Loi(individu, lois[ceux]).perte_emploi.ouvre_droit[motif.name]
        resultat[indices] = ouvre
        return resultat


class premier_jour_inscription(VariableChomage):
    value_type = datetime.date
    label = "Premier jour d'inscription après la fin de contrat examinée, dans le délai"
    nature = "evenement"
    reference = references(reglement("7", "(délai de douze mois)"))
    documentation = """
    Dans les douze mois de la fin du contrat, et avant la fin de contrat suivante : après celle-ci, c'est elle
    que l'on examine. 1970 : pas d'inscription dans le délai.
    """

    def formula(individu, period):
        resultat = numpy.zeros(individu.count, dtype=numpy.int64)
        indices, fins = personnes_examinees(individu, period)
        if len(indices):
            lois = cal.en_jours(individu("date_fait_generateur", period))[indices]
            delai = Loi(individu, lois).perte_emploi.delai_inscription
            jour = premier_jour_inscrit(individu, indices, fins, cal.ajouter_mois(fins, delai))
            resultat[indices] = numpy.where(avant_la_fin_suivante(individu, indices, fins, jour), jour, 0)
        return cal.en_dates(resultat)
