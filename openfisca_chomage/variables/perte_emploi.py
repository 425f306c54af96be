"""Losing a job: which ends of contract may open a right (articles 2, 4, 7 and 8 of the règlement)."""

import datetime

import numpy

from openfisca_chomage.nomenclatures import LICENCIEMENTS, MotifRupture
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import (
    LOIN,
    avant_la_fin_suivante,
    dernieres_fins,
    fins_du_mois,
    inscrits_avant_la_fin_suivante,
    personnes_donnees,
    personnes_examinees,
    premier_jour_inscrit,
)
from openfisca_chomage.socle.histoire import anterieur, lire, lire_sur
from openfisca_chomage.socle.loi import Loi, premiere_loi, serie
from openfisca_chomage.socle.phrases import en_date
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.variable import VariableChomage

#: A motive may be given with what the situation knows of the event: then the event is examined.
EVENEMENTS = ("ouverture_droit", "affiliation_suffisante", "jours_travailles_affiliation", "heures_affiliation")

_EST_LICENCIEMENT = numpy.array([motif.name in LICENCIEMENTS for motif in MotifRupture])


class date_fin_contrat(VariableChomage):
    value_type = datetime.date
    label = "Dernier jour du contrat qui finit dans le mois"
    reference = "Article 7 du règlement d'assurance chômage"
    vit_avec_le_droit = False

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
    reference = "Articles L1232-2, L1233-11 et L1233-28 du Code du travail"
    vit_avec_le_droit = False

    def formula(individu, period):
        return individu("date_fin_contrat", period)


class fin_examinee(VariableChomage):
    value_type = datetime.date
    label = "Fin de contrat dont on examine dans le mois si elle ouvre un droit"
    reference = "Article 8 du règlement d'assurance chômage"
    documentation = """
    La dernière fin de contrat du mois ; le mois qui suit un épuisement ou une déchéance, la dernière fin de contrat
    qui le précède, pour un rechargement, ou à défaut d'affiliation une fin antérieure depuis l'ouverture. Sans jour de
    contrat, le premier jour du mois.
    """
    vit_avec_le_droit = False

    def formula(individu, period):
        mois = cal.numero(period)
        premiere = premiere_loi(individu)
        motifs = lire(individu, "motif_rupture", mois)
        avec_motif = numpy.zeros(individu.count, dtype=bool) if motifs is None else numpy.asarray(motifs) != 0
        donnes = personnes_donnees(individu, EVENEMENTS, period)
        declares = avec_motif if donnes is None else avec_motif | donnes
        examines = declares.copy()
        examines[_dernieres_fins(individu, period)[0]] = True
        indices = numpy.flatnonzero(examines)
        fins = numpy.zeros(individu.count, dtype=numpy.int64)
        if len(indices):
            fin = cal.en_jours(individu("date_fin_contrat", period))[indices]
            _refuser_fin_ambigue(individu, period, indices, avec_motif[indices], fin)
            fin = numpy.where(fin == cal.SANS_DATE, cal.premier_jour(mois), fin)
            fins[indices] = numpy.where(fin < premiere, 0, fin) if mois < cal.mois_du_jour(premiere) else fin
        retenues = _avec_rechargement(individu, period, fins, donnes)
        _refuser_fin_sans_motif(individu, period, declares if retenues is fins else declares | (retenues != fins))
        return cal.en_dates(retenues)


def _dernieres_fins(individu, period):
    """Those whose contract days stop in the month for good, and the last of them: no contract day after it in the month."""
    indices, jours = fins_du_mois(individu, cal.numero(period))
    if len(indices) == 0:
        return indices, jours
    dernieres = jours == cal.en_jours(individu("date_fin_contrat", period))[indices]
    return (indices, jours) if dernieres.all() else (indices[dernieres], jours[dernieres])


def _refuser_fin_ambigue(individu, period, indices, avec_motif, fin) -> None:
    """A motive in a month whose last day is followed by another contract day: which end is it?"""
    mois = cal.numero(period)
    suite = lire(individu, "calendrier_contrats", mois + 1)
    if suite is None:
        return
    ambigues = avec_motif & (fin == cal.premier_jour(mois + 1) - 1) & ((suite[indices] & 1) != 0)
    if not ambigues.any():
        return
    ambigue = numpy.zeros(individu.count, dtype=bool)
    ambigue[indices[ambigues]] = True
    donnee = personnes_donnees(individu, ("date_fin_contrat",), period)
    refuser_le_premier(
        individu,
        ambigue if donnee is None else ambigue & ~donnee,
        "date_fin_contrat",
        period,
        "Un motif de rupture est donné, mais le contrat continue le mois suivant : donnez date_fin_contrat, "
        "le dernier jour du contrat qui finit dans ce mois.",
    )


def _refuser_fin_sans_motif(individu, period, examines) -> None:
    """Contract days stop, no right stands, the person registers and says no motive: no "no loss" by default."""
    indices, jours = fins_du_mois(individu, cal.numero(period))
    if len(indices) == 0:
        return
    reliquat = anterieur(individu, "reliquat", period)
    libres = ~examines[indices]
    if reliquat is not None and libres.any():
        libres &= reliquat[indices] <= 0
    droit_donne = personnes_donnees(individu, ("reliquat", "reliquat_debut", "duree_indemnisation"), period)
    if droit_donne is not None:
        libres &= ~droit_donne[indices]
    indices, jours = indices[libres], jours[libres]
    if len(indices) == 0:
        return
    refuser_le_premier(
        individu,
        inscrits_avant_la_fin_suivante(individu, indices, jours),
        "motif_rupture",
        period,
        "Un contrat finit ce mois-ci, la personne s'inscrit dans les douze mois, et aucun motif n'est donné. "
        "Écrivez motif_rupture pour ce mois (fin_cdd, licenciement_personnel, demission...).",
    )


def premiere_decheance(individu, decheance) -> int:
    """The first of these days of forfeiture (day number), kept as long as the array is the same."""
    connue = individu.__dict__.get("premiere_decheance")
    if connue is None or connue[0] is not decheance:
        connue = individu.__dict__["premiere_decheance"] = decheance, int(cal.en_jours(decheance).min(initial=LOIN))
    return connue[1]


def perdus_au_premier(individu, period):
    """Whose right is forfeited on the first day of the month at the latest (bool array); None where it is nobody's.

    Before April 2025, it is not for who was paid the month before (a condition of resumption).
    """
    decheance, origine = anterieur(individu, "date_decheance", period), cal.premier_jour(cal.numero(period))
    if decheance is None or premiere_decheance(individu, decheance) > origine:
        return None
    perdus = cal.en_jours(decheance) <= origine
    if not individu.simulation.tax_benefit_system.parameters.vie_du_droit.decheance_en_cours(period.start):
        perdus &= anterieur(individu, "jours_indemnises", period) <= 0
    return perdus


def _avec_rechargement(individu, period, fins, donnes):
    """Put, the month after a right is used up or forfeited, the end of contract that recharges it (article 28).

    Args:
        fins: the end of the month itself of each person, 0 where there is none.
        donnes: who is given the event of the month: it is examined (bool array, or None).
    """
    veille = anterieur(individu, "reliquat", period)
    if veille is None:
        return fins
    mois = cal.numero(period)
    epuises = (veille <= 0) & (individu("reliquat_debut", cal.periode(mois - 1)) > 0)
    perdus = perdus_au_premier(individu, period)
    if perdus is not None:
        epuises |= perdus & (veille > 0)
    if donnes is not None:
        epuises &= ~donnes
    indices = numpy.flatnonzero(epuises)
    if len(indices) == 0:
        return fins
    en_contrat = (lire_sur(individu, "calendrier_contrats", mois - 1, indices) >> (int(cal.nombre_jours(mois - 1)) - 1)) & 1
    en_contrat &= lire_sur(individu, "calendrier_contrats", mois, indices) & 1
    indices = indices[en_contrat == 0]
    depuis = cal.en_jours(anterieur(individu, "fin_contrat_du_droit", period))[indices]
    dernieres, precedentes = dernieres_fins(individu, indices, depuis, mois - 1)
    propres = fins[indices]
    retenues = numpy.where(propres > 0, propres, dernieres)
    choix = numpy.flatnonzero((dernieres > 0) & ((propres > 0) | (precedentes > 0)))
    if len(choix):
        choix = choix[(propres[choix] > 0) | _fin_anterieure_possible(individu, depuis[choix], dernieres[choix])]
    if len(choix):
        retenues[choix] = _fin_qui_recharge(individu, indices[choix], depuis[choix], dernieres[choix], retenues[choix])
    retenues_de_tous = fins.copy()
    retenues_de_tous[indices] = retenues
    return retenues_de_tous


#: No month is shorter: so many days a month make a period at the most.
_JOURS_PAR_MOIS_AU_MOINS = 28


def _fin_anterieure_possible(individu, depuis, dernieres):
    """Where an end between ``depuis`` and the last one may suffice although the last does not (bool array).

    The affiliation of the last holds that of those before, unless its period may start later or the law has changed.
    """
    affiliation = individu.simulation.tax_benefit_system.parameters.affiliation
    mois = Loi(individu, dernieres).affiliation.periode_reference.courte
    possibles = dernieres - depuis >= _JOURS_PAR_MOIS_AU_MOINS * mois
    for seuil in (affiliation.jours, affiliation.heures):
        changements = serie(seuil)[0]
        possibles |= numpy.searchsorted(changements, dernieres, side="right") != numpy.searchsorted(changements, depuis, side="right")
    return possibles


def _fin_qui_recharge(individu, indices, depuis, dernieres, sinon):
    """The last end before the right is used up; where its affiliation lacks, the latest before it whose affiliation suffices.

    An end that is a voluntary departure does not recharge, and one does not go back before it. ``sinon`` where no end
    recharges: the right then opens, or not, by that one.
    """
    resultat, cherches = sinon.copy(), numpy.arange(len(indices))
    for mois in range(int(cal.mois_du_jour(dernieres).max()), int(cal.mois_du_jour(depuis).min()) - 1, -1):
        finissent, jours = fins_du_mois(individu, mois)
        ici = numpy.flatnonzero(numpy.isin(indices[cherches], finissent))
        if len(ici) == 0:
            continue
        ceux = cherches[ici]
        fins, cle, qui = jours[numpy.searchsorted(finissent, indices[ceux])], cal.periode(mois), indices[ceux]
        connues = (fins > depuis[ceux]) & (cal.en_jours(individu("fin_examinee", cle))[qui] == fins)
        suffisantes = connues & individu("affiliation_suffisante", cle)[qui]
        involontaires = individu("perte_involontaire", cle)[qui] | (individu("motif_examine", cle)[qui] == 0)
        rechargent = suffisantes & involontaires & individu("depart_volontaire_efface", cle)[qui]
        rechargent &= cal.en_jours(individu("premier_jour_inscription", cle)[qui]) != cal.SANS_DATE
        resultat[ceux[rechargent]] = fins[rechargent]
        cherches = numpy.delete(cherches, ici[suffisantes | (connues & ~involontaires)])
        if len(cherches) == 0:
            break
    return resultat


class motif_examine(VariableChomage):
    value_type = int
    default_value = 0
    label = "Rang du motif de la fin de contrat examinée (0 : aucun)"
    reference = "Article 2 du règlement d'assurance chômage"
    vit_avec_le_droit = False

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
    anciens = (engagements < fins) & (engagements < premiere_loi(individu))
    for ceux, message in (
        (engagements > fins, "La procédure de licenciement est engagée après la fin du contrat : corrigez l'une des deux dates."),
        (
            anciens,
            f"La procédure de licenciement est engagée avant le {en_date(premiere_loi(individu))}, sous un règlement qui n'est pas "
            "encore modélisé : donnez l'état du droit (reliquat, salaire_journalier_reference).",
        ),
    ):
        refuses = numpy.zeros(individu.count, dtype=bool)
        refuses[indices] = ceux
        refuser_le_premier(individu, refuses, "date_engagement_procedure", cle, message)
    return numpy.where(anciens, fins, engagements)


class date_fait_generateur(VariableChomage):
    value_type = datetime.date
    label = "Fait générateur : jour qui choisit la loi applicable"
    reference = "Article 1er du règlement d'assurance chômage ; circulaire Unédic n° 2025-03 du 1er avril 2025"
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


class perte_involontaire(VariableChomage):
    value_type = bool
    label = "Le motif de la fin de contrat examinée est de ceux qui ouvrent un droit"
    reference = "Articles L5422-1 du Code du travail et 2 du règlement d'assurance chômage"
    vit_avec_le_droit = False

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
    reference = "Article 7 du règlement d'assurance chômage"
    documentation = """
    Dans les douze mois de la fin du contrat, et avant la fin de contrat suivante : après celle-ci, c'est elle
    que l'on examine. 1970 : pas d'inscription dans le délai.
    """
    vit_avec_le_droit = False

    def formula(individu, period):
        resultat = numpy.zeros(individu.count, dtype=numpy.int64)
        indices, fins = personnes_examinees(individu, period)
        if len(indices):
            lois = cal.en_jours(individu("date_fait_generateur", period))[indices]
            delai = Loi(individu, lois).perte_emploi.delai_inscription
            jour = premier_jour_inscrit(individu, indices, fins, cal.ajouter_mois(fins, delai))
            resultat[indices] = numpy.where(avant_la_fin_suivante(individu, indices, fins, jour), jour, 0)
        return cal.en_dates(resultat)
