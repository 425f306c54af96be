"""Départ volontaire d'un emploi repris sous un droit (article 26, § 1, b du règlement)."""

import datetime

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT, Carriere, personnes_examinees
from openfisca_chomage.socle.histoire import lire, mois_connus
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.mois import Mois, Personnes
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement
from openfisca_chomage.variables.are.affiliation import jours_travailles, motifs_fermants
from openfisca_chomage.variables.are.age import limites_d_age_possibles, refuser_sans_age


class depart_volontaire_oppose(VariableChomage):
    value_type = datetime.date
    label = "Départ volontaire d'un emploi repris, qui arrête le paiement de ce qui reste du droit"
    nature = "niveau"
    reference = references(reglement("26", "§ 1, b", horloge="mois"), reglement("4", "e", horloge="mois"))
    documentation = """
    Opposé à qui a travaillé 65 jours ou 455 heures depuis l'ouverture (88 jours ou 610 heures pour un départ depuis avril
    2025), sauf un emploi de moins de six jours, et sauf si ce qui reste du droit mène à la retraite à taux plein ; jusqu'à 65 jours
    travaillés ou 455 heures depuis, et une fin de contrat qui n'est pas volontaire. Le réexamen après 121 jours n'est pas
    modélisé. 1970 : aucun.
    """

    def formula(individu, period):
        """Le départ volontaire du mois qui est opposé ; celui de la veille, tant qu'assez de travail ne l'a pas effacé."""
        mois = Mois(individu, period)
        veille = mois.veille("depart_volontaire_oppose")
        if not veille.any() and mois.numero not in mois_de_depart(individu):
            return cal.en_dates(veille)
        gens = fins_sous_un_droit(mois)
        if not veille.any() and not gens.volontaire.any():
            return cal.en_dates(veille)
        departs = numpy.where(mois["nature_ouverture"] == OUVERT, cal.SANS_DATE, veille)
        partis, rentres = gens.qui(gens.volontaire), gens.qui(~gens.volontaire & (departs[gens.rangs] != cal.SANS_DATE))

        opposes = partis.qui(depart_oppose(partis))
        departs[opposes.rangs] = opposes.fin
        effaces = rentres.qui(travail_qui_efface(rentres, departs[rentres.rangs] + 1))
        effaces.refuser(
            effaces.motif == 0, "motif_rupture",
            "Un départ volontaire arrête le paiement, et le contrat qui finit ce mois-ci peut le faire reprendre, mais son motif "
            "n'est pas donné. Écrivez motif_rupture pour ce mois.",
        )
        departs[effaces.rangs] = cal.SANS_DATE
        return cal.en_dates(departs)

    def explication(individu, period, parameters):
        depart = individu("depart_volontaire_oppose", period)[0]
        if depart == numpy.datetime64("1970-01-01"):
            return None
        return f"L'emploi repris a été quitté volontairement le {depart.item():%d/%m/%Y} : le paiement s'arrête."


def fins_sous_un_droit(mois: Mois) -> Personnes:
    """De qui un contrat finit dans le mois, sous un droit qu'une autre fin a ouvert et dont il reste des jours.

    Columns: ``fin`` et ``loi`` (jours), ``motif`` (rang), ``volontaire`` (le motif n'ouvre pas de droit).
    """
    qui, fins = personnes_examinees(mois.individu, mois.period)
    gens = mois.personnes(qui, fin=fins)
    gens = gens.qui((gens.fin >= mois.premier_jour) & (gens["nature_ouverture"] == 0) & (gens["reliquat_debut"] > 0))
    motifs = gens["motif_examine"]
    return gens.avec(loi=gens["date_fait_generateur"], motif=motifs, volontaire=(motifs != 0) & ~gens["perte_involontaire"])


def travail_depuis(gens: Personnes, debuts):
    """Jours travaillés et heures de ces personnes, d'un jour de chacune jusqu'à sa fin de contrat (int64 et float64)."""
    carriere = Carriere(gens.mois.individu, gens.mois.numero, gens.rangs, gens.fin, gens.loi, debuts, numpy.full(len(gens), -1))
    heures = carriere.dans_la_periode(carriere.matrice("heures_travaillees"))
    return jours_travailles(carriere, carriere.contrats), numpy.round(heures, 6)


def travail_qui_efface(gens: Personnes, depuis):
    """Qui a assez travaillé depuis un départ volontaire (article 4, e) : 65 jours ou 455 heures (tableau de booléens)."""
    if not len(gens):
        return numpy.zeros(0, dtype=bool)
    loi = Loi(gens.mois.individu, gens.loi).perte_emploi.depart_volontaire
    jours, heures = travail_depuis(gens, depuis)
    return (jours >= loi.jours) | (heures >= loi.heures)


def depart_oppose(gens: Personnes):
    """À qui le départ volontaire du mois est opposé (article 26, § 1, b), parmi qui quitte un emploi (tableau de booléens)."""
    if not len(gens):
        return numpy.zeros(0, dtype=bool)
    loi = Loi(gens.mois.individu, gens.loi).vie_du_droit
    ouverture = gens["fin_contrat_du_droit"] + 1
    jours, heures = travail_depuis(gens, ouverture)
    a_assez_travaille = (jours >= loi.seuil_depart_volontaire_jours) | (heures >= loi.seuil_depart_volontaire_heures)
    jours_de_l_emploi, _ = travail_depuis(gens, debut_de_l_emploi(gens, ouverture))
    opposable = a_assez_travaille & (jours_de_l_emploi >= loi.emploi_court_jours)
    terme = gens.fin + gens["reliquat_debut"]
    au_plus_tot, au_plus_tard = (limite[gens.rangs] for limite in limites_d_age_possibles(gens.mois))
    incertain = (au_plus_tot != cal.SANS_DATE) & (au_plus_tot <= terme) & (terme < au_plus_tard)
    refuser_sans_age(
        gens.mois.individu, gens.drapeau(opposable & incertain),
        "Un départ volontaire n'est pas opposé à qui atteint la retraite avec ce qui reste du droit : la date de naissance est nécessaire, "
        "et manque.",
    )
    mene_a_la_retraite = terme >= au_plus_tard
    return opposable & ~mene_a_la_retraite


def debut_de_l_emploi(gens: Personnes, depuis):
    """Le premier des jours de contrat qui se suivent jusqu'à la fin de contrat, à partir du jour ``depuis`` (jours)."""
    debuts = numpy.zeros(len(gens), dtype=numpy.int64)
    cherches = numpy.arange(len(gens))
    for numero in range(int(cal.mois_du_jour(gens.fin).max()), int(cal.mois_du_jour(depuis).min()) - 1, -1):
        hors_contrat = ~gens.mois.autre(numero).entree("calendrier_contrats")[gens.rangs[cherches]]
        hors_contrat &= cal.masque(numero, depuis[cherches] - 1, gens.fin[cherches])
        trouves = hors_contrat != 0
        debuts[cherches[trouves]] = cal.dernier_jour_du_masque(hors_contrat[trouves], numero) + 1
        cherches = cherches[~trouves]
        if len(cherches) == 0:
            break
    return numpy.maximum(debuts, depuis)


@jusqu_a_une_saisie
def mois_de_depart(individu) -> set:
    """The months of whose motives one opens no right, at some time at least."""
    rangs = [motif.index for motif in motifs_fermants(individu)]
    motifs = {mois: numpy.asarray(lire(individu, "motif_rupture", mois)) for mois in mois_connus(individu, "motif_rupture")}
    return {mois for mois, du_mois in motifs.items() if any((du_mois == rang).any() for rang in rangs)}


def avant_le_depart(individu, period, payables):
    """Des jours payables du mois (calendriers, écrits sur place), ceux qu'aucun départ volontaire n'arrête.

    Jusqu'au départ opposé dans le mois ; à partir du lendemain de la fin de contrat qui efface celui de la veille.
    """
    if not mois_de_depart(individu) and not donnees(individu, "depart_volontaire_oppose"):
        return payables
    mois = Mois(individu, period)
    departs, veille = mois["depart_volontaire_oppose"], mois.veille("depart_volontaire_oppose")
    gens = mois.personnes(((departs != cal.SANS_DATE) | (veille != cal.SANS_DATE)) & (payables != 0))
    if not len(gens):
        return payables
    departs, veille = departs[gens.rangs], veille[gens.rangs]
    arretes = departs != cal.SANS_DATE
    jamais = mois.dernier_jour + 1
    premiers = numpy.where(veille == cal.SANS_DATE, mois.premier_jour, numpy.where(arretes, jamais, gens["fin_examinee"] + 1))
    payables[gens.rangs] &= cal.masque(mois.numero, premiers, numpy.where(arretes, departs, mois.dernier_jour))
    return payables
