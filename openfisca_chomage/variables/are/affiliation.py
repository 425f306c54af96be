"""Affiliation : a-t-on assez travaillé (article 3 du règlement), et depuis un départ volontaire (article 4, e)."""

import numpy

from openfisca_chomage.nomenclatures import LICENCIEMENTS, MotifRupture
from openfisca_chomage.reglements import DECRET_2019
from openfisca_chomage.regles import affiliation_minimale, debut_de_la_periode
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import carriere as lecture
from openfisca_chomage.socle.histoire import anterieur, est_connue, lire
from openfisca_chomage.socle.loi import PREMIERE_LOI, Loi, serie
from openfisca_chomage.socle.phrases import nombre
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement, texte
from openfisca_chomage.variables.are.age import refuser_sans_age


@debut_de_la_periode.depuis(DECRET_2019)
def vingt_quatre_ou_trente_six_mois(carriere):
    """24 mois jusqu'à la fin du contrat, 36 à partir d'un âge : le premier jour (article 3)."""
    loi = Loi(carriere.individu, carriere.loi).affiliation.periode_reference
    return mois_avant_la_fin(carriere, numpy.where(carriere.age >= loi.age_longue, loi.longue, loi.courte))


def mois_avant_la_fin(carriere, mois):
    """Le premier jour d'une période de tant de mois qui finit avec le contrat."""
    return cal.ajouter_mois(carriere.fin, -numpy.asarray(mois).astype(numpy.int64)) + 1


def debut_periode(carriere):
    """Le premier jour de la période d'affiliation, selon la loi et le régime ; les jours qui ont déjà servi n'y sont pas."""
    return apres_le_droit_precedent(carriere, debut_de_la_periode(carriere.loi, carriere, regime=carriere.regime))


def apres_le_droit_precedent(carriere, debut):
    """Les jours jusqu'à la fin du contrat qui a ouvert le droit précédent ont servi une fois, et ne servent plus."""
    utilisee = anterieur(carriere.individu, "fin_contrat_du_droit", carriere.period)
    if utilisee is not None:
        debut = numpy.maximum(debut, cal.en_jours(utilisee)[carriere.indices] + 1)
    return debut


def carrieres_examinees(individu, period):
    """The careers of the ends of contract of the month, each over its affiliation period (or None)."""
    carriere = lecture.examinees(individu, period, debut_periode)
    if carriere is None:
        return None
    if (carriere.age < 0).any():
        sans_age = numpy.zeros(individu.count, dtype=bool)
        sans_age[carriere.indices] = (carriere.age < 0) & (~carriere.sans_contrat | contrats_de_la_periode_longue(carriere))
        refuser_sans_age(
            individu, sans_age, "L'âge à la fin du contrat est nécessaire (période de référence, durée) et la date de naissance manque."
        )
    return carriere


def contrats_de_la_periode_longue(carriere):
    """Qui, sans âge connu, a des jours de contrat dans la période de 36 mois hors de celle de 24 (tableau de booléens)."""
    qui = carriere.age < 0
    if qui.any():
        ceux = carriere.pour(qui)
        mois = Loi(ceux.individu, ceux.loi).affiliation.periode_reference.longue
        longue = ceux.sur(apres_le_droit_precedent(ceux, mois_avant_la_fin(ceux, mois)))
        qui[qui] = longue.premier_jour_de_contrat() < debut_periode(ceux)
    return qui


def jours_travailles(carriere, contrats=None):
    """Days worked: five a civil week, Monday to Sunday; in a week cut by a contract, its contract days, five at most."""
    if contrats is None:
        return carriere.retenir(
            "jours_travailles", lambda une: une.selon_la_duree(lambda partie: jours_travailles(partie, partie.contrats))
        )
    par_semaine = Loi(carriere.individu, carriere.loi).affiliation.jours_par_semaine_civile
    return cal.jours_par_semaine(contrats, carriere.premier_mois, par_semaine)


class jours_travailles_affiliation(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours travaillés dans la période d'affiliation"
    nature = "evenement"
    reference = references(reglement("3", "§§ 1 et 2"), code_du_travail("L5426-1-1", "I"))
    documentation = "Les jours d'une activité jamais déclarée, au-delà de trois dans un mois, n'y sont pas."

    def formula(individu, period):
        resultat = numpy.zeros(individu.count, dtype=numpy.int32)
        carriere = carrieres_examinees(individu, period)
        if carriere is not None:
            resultat[carriere.indices] = jours_travailles(carriere)
        return resultat

    def explication(individu, period, parameters):
        jours = individu("jours_travailles_affiliation", period)[0]
        carriere = carrieres_examinees(individu, period)
        debut, fin = cal.en_dates(carriere.debut)[0].item(), cal.en_dates(carriere.fin)[0].item()
        return f"{jours} jours travaillés du {debut:%d/%m/%Y} au {fin:%d/%m/%Y}, cinq au plus par semaine civile."


class heures_affiliation(VariableChomage):
    value_type = float
    unit = "heure"
    label = "Heures de travail dans la période d'affiliation"
    nature = "evenement"
    reference = references(reglement("3", "§ 1"), code_du_travail("L5426-1-1", "I"))
    documentation = "Les heures d'un mois que la période coupe comptent au prorata de ses jours sous contrat."

    def formula(individu, period):
        resultat = numpy.zeros(individu.count)
        carriere = carrieres_examinees(individu, period)
        if carriere is not None and est_connue(individu, "heures_travaillees"):
            heures = carriere.dans_la_periode(carriere.matrice("heures_travaillees"))
            resultat[carriere.indices] = numpy.round(heures, 6)
        return resultat


def _general(carriere):
    """130 days or 910 hours (88 or 610 during the health crisis)."""
    loi = Loi(carriere.individu, carriere.loi).affiliation
    return (carriere.valeur("jours_travailles_affiliation") >= loi.jours) | (
        carriere.valeur("heures_affiliation") >= loi.heures
    )


def jours_saisonniers(carriere):
    """Days worked under seasonal contracts, over the same period."""
    if not est_connue(carriere.individu, "calendrier_contrats_saisonniers"):
        return numpy.zeros(len(carriere.indices), dtype=numpy.int64)
    return jours_travailles(carriere, carriere.contrats & carriere.matrice("calendrier_contrats_saisonniers"))


def saisonnier(carriere):
    """108 days or 758 hours, on seasonal contracts alone."""
    loi = Loi(carriere.individu, carriere.loi).affiliation.saisonniers
    if not est_connue(carriere.individu, "heures_saisonnieres"):
        return jours_saisonniers(carriere) >= loi.jours
    heures = carriere.dans_la_periode(carriere.matrice("heures_saisonnieres"))
    return (jours_saisonniers(carriere) >= loi.jours) | (numpy.round(heures, 6) >= loi.heures)


def premiere_admission(carriere):
    """Who was never admitted in the twenty years before: says so, and has had no right in this story (bool array)."""
    ancien = anterieur(carriere.individu, "fin_contrat_du_droit", carriere.period)
    dite = carriere.entree("premiere_admission") == 1
    return dite if ancien is None else dite & (cal.en_jours(ancien)[carriere.indices] == cal.SANS_DATE)


def primo_entrant(carriere):
    """108 days or 758 hours for a first admission."""
    loi = Loi(carriere.individu, carriere.loi).affiliation.primo_entrants
    return premiere_admission(carriere) & (
        (carriere.valeur("jours_travailles_affiliation") >= loi.jours)
        | (carriere.valeur("heures_affiliation") >= loi.heures)
    )

@affiliation_minimale.depuis(DECRET_2019)
def affiliation_2019(carriere):
    """Days or hours, the general threshold alone."""
    return _general(carriere)


@affiliation_minimale.depuis("2025-04-01")
def affiliation_2025(carriere):
    """The general threshold, or that of seasonal workers."""
    return _general(carriere) | saisonnier(carriere)


@affiliation_minimale.depuis("2026-04-01")
def affiliation_2026(carriere):
    """The general threshold, that of seasonal workers, or that of first-time entrants."""
    return affiliation_2025(carriere) | primo_entrant(carriere)


def reconversion_suffisante(carriere):
    """1,300 days worked in the sixty months before the end, for a resignation for a project (L5422-1, II)."""
    loi = Loi(carriere.individu, carriere.loi).perte_emploi.demission_reconversion
    longue = carriere.sur(apres_le_droit_precedent(carriere, mois_avant_la_fin(carriere, loi.periode_mois)))
    return jours_travailles(longue) >= loi.jours_travailles


class depart_volontaire_efface(VariableChomage):
    value_type = bool
    label = "Aucun départ volontaire, ou assez de travail depuis pour l'effacer"
    nature = "evenement"
    reference = references(reglement("4", "e"))
    documentation = """
    Un départ volontaire depuis le droit précédent empêche l'ouverture jusqu'à 65 jours travaillés ou 455 heures.
    """

    def formula(individu, period):
        resultat = numpy.ones(individu.count, dtype=bool)
        carriere = carrieres_examinees(individu, period)
        if carriere is None:
            return resultat
        depart = dernier_depart_volontaire(carriere)
        concernes = depart > 0
        if concernes.any():
            ceux = carriere.pour(concernes)
            loi = Loi(individu, ceux.loi).perte_emploi.depart_volontaire
            depuis = ceux.sur(numpy.maximum(ceux.debut, depart[concernes] + 1))
            heures = depuis.dans_la_periode(depuis.matrice("heures_travaillees"))
            resultat[ceux.indices] = (jours_travailles(depuis) >= loi.jours) | (numpy.round(heures, 6) >= loi.heures)
        return resultat


def motifs_fermants(individu) -> list:
    """The motives that open no right, at some time at least."""
    ouvre = individu.simulation.tax_benefit_system.parameters.perte_emploi.ouvre_droit
    return [motif for motif in MotifRupture if motif is not MotifRupture.aucune and not serie(getattr(ouvre, motif.name))[1].all()]


def dernier_depart_volontaire(carriere):
    """The last end, before the one examined, whose motive does not open a right (0 where there is none)."""
    individu = carriere.individu
    depart = numpy.zeros(len(carriere.indices), dtype=numpy.int64)
    fermants = motifs_fermants(individu)
    ferme = numpy.zeros(len(MotifRupture), dtype=bool)
    ferme[[motif.index for motif in fermants]] = True
    for mois in range(carriere.premier_mois, carriere.dernier_mois + 1):
        motifs = lire(individu, "motif_rupture", mois)
        if motifs is None:
            continue
        motifs = numpy.asarray(motifs)[carriere.indices]
        if not ferme[motifs].any():
            continue
        fins = cal.en_jours(individu("date_fin_contrat", cal.periode(mois)))[carriere.indices]
        possibles = (motifs != 0) & (fins >= carriere.debut) & (fins < carriere.fin)
        for motif in fermants:
            ceux = possibles & (motifs == motif.index)
            if ceux.any():
                faits = fins[ceux]
                if motif.name in LICENCIEMENTS:
                    engagements = cal.en_jours(individu("date_engagement_procedure", cal.periode(mois)))[carriere.indices][ceux]
                    faits = numpy.where(engagements == cal.SANS_DATE, faits, numpy.minimum(engagements, faits))
                ouvre = Loi(individu, numpy.maximum(faits, PREMIERE_LOI)).perte_emploi.ouvre_droit[motif.name]
                depart[ceux] = numpy.where(ouvre, depart[ceux], fins[ceux])
    return depart


class affiliation_suffisante(VariableChomage):
    value_type = bool
    label = "L'affiliation est suffisante pour ouvrir un droit"
    nature = "evenement"
    reference = references(
        reglement("3", "§ 1"), reglement("3", "§ 1 bis", loi=("2025-04-01", "")),
        texte("decret_2020_929", "Décret n° 2020-929 du 29 juillet 2020"),
        code_du_travail("L5422-2-2", "alinéa 2", horloge="loi", loi=("2026-04-01", "")),
        code_du_travail("L5422-1", "II", horloge="loi", motifs=("demission_reconversion",)),
        code_du_travail("R5422-2-1", horloge="loi", motifs=("demission_reconversion",)),
    )

    def formula(individu, period):
        resultat = numpy.zeros(individu.count, dtype=bool)
        carriere = carrieres_examinees(individu, period)
        if carriere is None:
            return resultat
        suffisante = affiliation_minimale(carriere.loi, carriere, regime=carriere.regime)
        reconversion = carriere.valeur("motif_examine") == MotifRupture.demission_reconversion.index
        if reconversion.any():
            suffisante = suffisante.copy()
            suffisante[reconversion] &= reconversion_suffisante(carriere.pour(reconversion))
        resultat[carriere.indices] = suffisante
        return resultat

    def explication(individu, period, parameters):
        carriere = carrieres_examinees(individu, period)
        seuils = Loi(individu, carriere.loi).affiliation
        jours, heures = numpy.atleast_1d(seuils.jours)[0], numpy.atleast_1d(seuils.heures)[0]
        suffit = "suffisante" if individu("affiliation_suffisante", period)[0] else "insuffisante"
        autres = []
        for qui, depuis, nom in (
            ("les saisonniers", "2025-04-01", "saisonniers"),
            ("une première admission", "2026-04-01", "primo_entrants"),
        ):
            if cal.en_dates(carriere.loi)[0] >= numpy.datetime64(depuis):
                autres.append(f"{nombre(seuils[nom].jours)} ou {nombre(seuils[nom].heures)} pour {qui}")
        suite = f" ({' ; '.join(autres)})" if autres else ""
        return f"Affiliation {suffit} : la loi demande {jours} jours travaillés ou {heures} heures{suite}."
