"""Losing a job: which ends of contract may open a right (articles 2, 4, 7 and 8 of the règlement)."""

import datetime

import numpy

from openfisca_chomage.nomenclatures import LICENCIEMENTS, MotifRupture
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import (
    LOIN,
    derniere_fin,
    fins_du_mois,
    inscrits_avant_la_fin_suivante,
    personnes_donnees,
    premier_jour_inscrit,
    prochaine_fin,
)
from openfisca_chomage.socle.histoire import anterieur, lire, lire_sur
from openfisca_chomage.socle.loi import Loi, serie
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
    La dernière fin de contrat du mois ; le mois qui suit un épuisement, la dernière
    fin de contrat depuis l'ouverture, pour un rechargement. Sans jour de contrat, le premier jour du mois.
    """
    vit_avec_le_droit = False

    def formula(individu, period):
        mois = cal.numero(period)
        premiere_loi = int(serie(individu.simulation.tax_benefit_system.parameters.affiliation.jours)[0][0])
        motifs = lire(individu, "motif_rupture", mois)
        avec_motif = numpy.zeros(individu.count, dtype=bool) if motifs is None else numpy.asarray(motifs) != 0
        donnes = personnes_donnees(individu, EVENEMENTS, period)
        finit = numpy.zeros(individu.count, dtype=bool)
        indices, jours = fins_du_mois(individu, mois)
        if len(indices):
            dernier = cal.en_jours(individu("date_fin_contrat", period))[indices]
            finit[indices[jours == dernier]] = True
        examines = avec_motif | finit if donnes is None else avec_motif | finit | donnes
        fins = numpy.zeros(individu.count, dtype=numpy.int64)
        if examines.any():
            fin = cal.en_jours(individu("date_fin_contrat", period))
            _refuser_fin_ambigue(individu, period, avec_motif, fin)
            fins = numpy.where(examines, numpy.where(fin == cal.SANS_DATE, cal.premier_jour(mois), fin), 0)
            fins = numpy.where(fins < premiere_loi, 0, fins) if mois < cal.mois_du_jour(premiere_loi) else fins
        _refuser_fin_sans_motif(individu, period, avec_motif if donnes is None else avec_motif | donnes)
        return cal.en_dates(_avec_rechargement(individu, period, fins))


def _refuser_fin_ambigue(individu, period, avec_motif, fin) -> None:
    """A motive in a month whose last day is followed by another contract day: which end is it?"""
    mois = cal.numero(period)
    suite = lire(individu, "calendrier_contrats", mois + 1)
    if suite is None:
        return
    ambigue = avec_motif & (fin == cal.premier_jour(mois + 1) - 1) & ((suite & 1) != 0)
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
    mois = cal.numero(period)
    indices, jours = fins_du_mois(individu, mois)
    if len(indices) == 0:
        return
    reliquat = anterieur(individu, "reliquat", period)
    libres = ~examines[indices]
    if reliquat is not None:
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


def _avec_rechargement(individu, period, fins):
    """Add, the month after a right is used up, the last end of contract since its opening (article 26)."""
    veille = anterieur(individu, "reliquat", period)
    if veille is None:
        return fins
    mois = cal.numero(period)
    epuises = (veille <= 0) & (fins == 0)
    if not epuises.any():
        return fins
    epuises &= individu("reliquat_debut", cal.periode(mois - 1)) > 0
    indices = numpy.flatnonzero(epuises)
    if len(indices) == 0:
        return fins
    en_contrat = (lire_sur(individu, "calendrier_contrats", mois - 1, indices) >> (int(cal.nombre_jours(mois - 1)) - 1)) & 1
    en_contrat &= lire_sur(individu, "calendrier_contrats", mois, indices) & 1
    indices = indices[en_contrat == 0]
    retenue = cal.en_jours(anterieur(individu, "fin_contrat_du_droit", period))[indices]
    fin = derniere_fin(individu, indices, retenue, mois - 1)
    indices, fin = indices[fin > 0], fin[fin > 0]
    if len(indices) == 0:
        return fins
    fins = fins.copy()
    fins[indices] = fin
    return fins


class motif_examine(VariableChomage):
    value_type = int
    default_value = 0
    label = "Rang du motif de la fin de contrat examinée (0 : aucun)"
    reference = "Article 2 du règlement d'assurance chômage"
    vit_avec_le_droit = False

    def formula(individu, period):
        motifs = numpy.zeros(individu.count, dtype=numpy.int64)
        fins = cal.en_jours(individu("fin_examinee", period))
        indices = numpy.flatnonzero(fins != cal.SANS_DATE)
        mois_fin = cal.mois_du_jour(fins[indices])
        for mois in numpy.unique(mois_fin):
            ceux = indices[mois_fin == mois]
            motifs[ceux] = numpy.asarray(lire_sur(individu, "motif_rupture", int(mois), ceux))
        return motifs


class date_fait_generateur(VariableChomage):
    value_type = datetime.date
    label = "Fait générateur : jour qui choisit la loi applicable"
    reference = "Article 1er du règlement d'assurance chômage ; circulaire Unédic n° 2025-03 du 1er avril 2025"
    documentation = """
    La fin du contrat de travail ; pour un licenciement, le jour où la procédure est engagée.
    """

    def formula(individu, period):
        fins = cal.en_jours(individu("fin_examinee", period))
        if not fins.any():
            return cal.en_dates(fins)
        licencies = _EST_LICENCIEMENT[individu("motif_examine", period)]
        mois = cal.numero(period)
        licencies &= (fins >= cal.premier_jour(mois)) & (fins < cal.premier_jour(mois + 1))
        if licencies.any():
            engagement = cal.en_jours(individu("date_engagement_procedure", period))
            engagement = numpy.where(engagement == cal.SANS_DATE, fins, engagement)
            refuser_le_premier(
                individu,
                licencies & (engagement > fins),
                "date_engagement_procedure",
                period,
                "La procédure de licenciement est engagée après la fin du contrat : corrigez l'une des deux dates.",
            )
            fins = numpy.where(licencies, engagement, fins)
        return cal.en_dates(fins)

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
        motifs = individu("motif_examine", period)
        lois = cal.en_jours(individu("date_fait_generateur", period))
        indices = numpy.flatnonzero(motifs != 0)
        for motif in MotifRupture:
            ceux = indices[motifs[indices] == motif.index]
            if len(ceux):
                resultat[ceux] = Loi(individu, lois[ceux]).perte_emploi.ouvre_droit[motif.name]
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
        fins = cal.en_jours(individu("fin_examinee", period))
        indices = numpy.flatnonzero(fins != cal.SANS_DATE)
        if len(indices):
            lois = cal.en_jours(individu("date_fait_generateur", period))[indices]
            delai = Loi(individu, lois).perte_emploi.delai_inscription
            jour = premier_jour_inscrit(individu, indices, fins[indices], cal.ajouter_mois(fins[indices], delai))
            inscrits = jour < LOIN
            indices, jour, apres = indices[inscrits], jour[inscrits], fins[indices][inscrits]
            resultat[indices] = jour
            plus_tard = jour > apres + 1
            if plus_tard.any():
                indices, jour, apres = indices[plus_tard], jour[plus_tard], apres[plus_tard]
                horizon = cal.mois_du_jour(jour) - cal.mois_du_jour(apres)
                resultat[indices] = numpy.where(jour <= prochaine_fin(individu, indices, apres, horizon), jour, 0)
        return cal.en_dates(resultat)
