"""Départ volontaire d'un emploi repris sous un droit (article 26, § 1, b du règlement)."""

import datetime

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT, Carriere, personnes_examinees, retenu
from openfisca_chomage.socle.histoire import anterieur, lire, lire_sur, mois_connus
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.are.affiliation import jours_travailles, motifs_fermants


class depart_volontaire_oppose(VariableChomage):
    value_type = datetime.date
    label = "Départ volontaire d'un emploi repris, qui arrête le paiement de ce qui reste du droit"
    reference = [
        "Article 26, § 1, b du règlement d'assurance chômage : "
        "https://www.legifrance.gouv.fr/affichTexteArticle.do?cidTexte=JORFTEXT000038829574&idArticle=LEGIARTI000038869244",
        "Article 4, e du règlement d'assurance chômage",
    ]
    documentation = """
    Opposé à qui a travaillé 65 jours ou 455 heures depuis l'ouverture (88 jours ou 610 heures pour un départ depuis avril
    2025), sauf un emploi de moins de six jours, et sauf si ce qui reste du droit mène à la retraite à taux plein ; jusqu'à 65 jours
    travaillés ou 455 heures depuis, et une fin de contrat qui n'est pas volontaire. Le réexamen après 121 jours n'est pas
    modélisé. 1970 : aucun.
    """
    vit_avec_le_droit = False

    def formula(individu, period):
        veille = anterieur(individu, "depart_volontaire_oppose", period)
        if veille is None:
            veille = cal.en_dates(individu.filled_array(cal.SANS_DATE, dtype=numpy.int64))
        aucun = not cal.en_jours(veille).any()
        if aucun and cal.numero(period) not in mois_de_depart(individu):
            return veille
        qui, fins, volontaires, motifs = fins_sous_un_droit(individu, period)
        if aucun and not volontaires.any():
            return veille
        departs = numpy.where(individu("nature_ouverture", period) == OUVERT, cal.SANS_DATE, cal.en_jours(veille))
        arretes = ~volontaires & (departs[qui] != cal.SANS_DATE)
        partis, jours = qui[volontaires], fins[volontaires]
        retenus = departs_opposes(individu, period, partis, jours)
        departs[partis[retenus]] = jours[retenus]
        ceux, jours, motifs = qui[arretes], fins[arretes], motifs[arretes]
        effaces = travail_qui_efface(individu, period, ceux, departs[ceux] + 1, jours)
        sans_motif = individu.filled_array(False, dtype=bool)
        sans_motif[ceux[effaces & (motifs == 0)]] = True
        refuser_le_premier(
            individu, sans_motif, "motif_rupture", period,
            "Un départ volontaire arrête le paiement, et le contrat qui finit ce mois-ci peut le faire reprendre, mais son motif "
            "n'est pas donné. Écrivez motif_rupture pour ce mois.",
        )
        departs[ceux[effaces]] = cal.SANS_DATE
        return cal.en_dates(departs)

    def explication(individu, period, parameters):
        depart = individu("depart_volontaire_oppose", period)[0]
        if depart == numpy.datetime64("1970-01-01"):
            return None
        return f"L'emploi repris a été quitté volontairement le {depart.item():%d/%m/%Y} : le paiement s'arrête."


def fins_sous_un_droit(individu, period):
    """The ends of contract of the month, of who has days left of a right that another end opened.

    Returns:
        (qui, fins, volontaires, motifs): places of the persons, days, whether the motive opens no right, ranks of the motives.
    """
    qui, fins = personnes_examinees(individu, period)
    ici = (fins >= cal.premier_jour(cal.numero(period))) & (individu("nature_ouverture", period)[qui] == 0)
    ici &= individu("reliquat_debut", period)[qui] > 0
    qui, fins = qui[ici], fins[ici]
    motifs = individu("motif_examine", period)[qui]
    return qui, fins, (motifs != 0) & ~individu("perte_involontaire", period)[qui], motifs


def travail_depuis(individu, period, qui, debuts, fins):
    """Days worked and hours of the persons at ``qui``, from a day to another of each (int64 and float64 arrays)."""
    carriere = Carriere(individu, cal.numero(period), qui, fins, fins, debuts, numpy.full(len(qui), -1))
    heures = carriere.dans_la_periode(carriere.matrice("heures_travaillees"))
    return jours_travailles(carriere, carriere.contrats), numpy.round(heures, 6)


def travail_qui_efface(individu, period, qui, debuts, fins):
    """Who has worked enough since a voluntary departure (article 4, e): 65 days or 455 hours (bool array)."""
    if len(qui) == 0:
        return numpy.zeros(0, dtype=bool)
    loi = Loi(individu, fins).perte_emploi.depart_volontaire
    jours, heures = travail_depuis(individu, period, qui, debuts, fins)
    return (jours >= loi.jours) | (heures >= loi.heures)


def departs_opposes(individu, period, qui, fins):
    """To whom the voluntary departure of the month is opposed (article 26, § 1, b), of the persons at ``qui`` (bool array)."""
    if len(qui) == 0:
        return numpy.zeros(0, dtype=bool)
    loi = Loi(individu, fins).vie_du_droit
    depuis = cal.en_jours(individu("fin_contrat_du_droit", period))[qui] + 1
    jours, heures = travail_depuis(individu, period, qui, depuis, fins)
    opposes = (jours >= loi.seuil_depart_volontaire_jours) | (heures >= loi.seuil_depart_volontaire_heures)
    jours_de_l_emploi, _ = travail_depuis(individu, period, qui, debut_de_l_emploi(individu, qui, depuis, fins), fins)
    opposes &= jours_de_l_emploi >= loi.emploi_court_jours
    terme = fins + individu("reliquat_debut", period)[qui]
    return opposes & (terme < cal.en_jours(individu("date_limite_age", period))[qui])


def debut_de_l_emploi(individu, qui, depuis, fins):
    """The first of the contract days in a row that end with ``fins``, after ``depuis``."""
    debuts = numpy.zeros(len(qui), dtype=numpy.int64)
    cherches = numpy.arange(len(qui))
    for mois in range(int(cal.mois_du_jour(fins).max()), int(cal.mois_du_jour(depuis).min()) - 1, -1):
        libres = ~lire_sur(individu, "calendrier_contrats", mois, qui[cherches])
        libres &= cal.masque(mois, depuis[cherches] - 1, fins[cherches])
        trouves = libres != 0
        debuts[cherches[trouves]] = cal.dernier_jour_du_masque(libres[trouves], mois) + 1
        cherches = cherches[~trouves]
        if len(cherches) == 0:
            break
    return numpy.maximum(debuts, depuis)


def mois_de_depart(individu) -> set:
    """The months of whose motives one opens no right, at some time at least."""

    def calcul():
        rangs = [motif.index for motif in motifs_fermants(individu)]
        motifs = {mois: numpy.asarray(lire(individu, "motif_rupture", mois)) for mois in mois_connus(individu, "motif_rupture")}
        return {mois for mois, du_mois in motifs.items() if any((du_mois == rang).any() for rang in rangs)}

    return retenu(individu, "mois_de_depart", calcul)


def avant_le_depart(individu, period, payables):
    """Of the payable days of the month (calendars, written in place), those that no voluntary departure stops."""
    if not mois_de_depart(individu) and not donnees(individu, "depart_volontaire_oppose"):
        return payables
    fin_du_mois, veille = individu("depart_volontaire_oppose", period), anterieur(individu, "depart_volontaire_oppose", period)
    departs = cal.en_jours(fin_du_mois)
    au_debut = numpy.zeros_like(departs) if veille is None else cal.en_jours(veille)
    if not departs.any() and (veille is None or veille is fin_du_mois or not au_debut.any()):
        return payables
    touches = numpy.flatnonzero(((departs != cal.SANS_DATE) | (au_debut != cal.SANS_DATE)) & (payables != 0))
    departs, au_debut, mois = departs[touches], au_debut[touches], cal.numero(period)
    origine, fin = cal.premier_jour(mois), cal.premier_jour(mois + 1)
    reprises = cal.en_jours(individu("fin_examinee", period))[touches] + 1
    premiers = numpy.where(au_debut == cal.SANS_DATE, origine, numpy.where(departs == cal.SANS_DATE, reprises, fin))
    payables[touches] &= cal.masque(mois, premiers, numpy.where(departs == cal.SANS_DATE, fin - 1, departs))
    return payables
