"""From the end of the contract to the first day paid (articles 21 to 23 of the règlement)."""

import datetime

import numpy

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.reglements import DECRET_2019
from openfisca_chomage.regles import attente, differe_de_conges, differe_des_indemnites
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import LOIN, fige, premier_jour_inscrit
from openfisca_chomage.socle.histoire import anterieur, mois_connus
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.monnaie import entier_inferieur, entier_superieur
from openfisca_chomage.socle.phrases import nombre
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement, texte
from openfisca_chomage.variables.are.salaire_reference import CE_QUI_FAIT_LE_SJR

#: The deferrals start the day after the end of the contract.
JOURS_AVANT_LES_DIFFERES = 1

#: Les états faute desquels le différé de congés payés n'était pas fait : l'un d'eux, donné plus tard, le fait.
CE_QUI_FAIT_LES_CONGES = ("salaire_journalier_reference", *CE_QUI_FAIT_LE_SJR)

#: Les différés et le délai que suit le premier jour indemnisable.
DIFFERES, REPORTS = ("differe_conges_payes", "differe_specifique"), ("differe_conges_payes", "differe_specifique", "delai_attente")

#: More days than the ceiling of any deferral.
SANS_FIN = 10_000


def quotient(individu, loi, somme, diviseur):
    """A sum divided, as an integer: the one above up to 30 September 2021, the integer part since (a choice).

    Without a daily wage, more days than any ceiling for a sum that is paid, none else (a choice).
    """
    brut = numpy.where(diviseur > 0, somme / numpy.where(diviseur > 0, diviseur, 1), numpy.where(somme > 0, SANS_FIN, 0.0))
    superieur = Loi(individu, loi).differes.arrondi_superieur
    return numpy.where(superieur, entier_superieur(brut), entier_inferieur(brut)).astype(numpy.int64)


@differe_de_conges.depuis(DECRET_2019)
def conges_par_le_salaire_journalier(carriere):
    """L'indemnité de congés payés divisée par le salaire journalier de référence, dans la limite du plafond (article 21, § 1)."""
    plafond = Loi(carriere.individu, carriere.loi).differes.conges_payes.plafond
    sjr = carriere.valeur("salaire_journalier_reference")
    return numpy.minimum(quotient(carriere.individu, carriere.loi, carriere.entree("indemnite_conges_payes"), sjr), plafond)


class differe_conges_payes(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Différé d'indemnisation des congés payés"
    nature = "etat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(différés d'indemnisation)"), reglement("21", "§ 1", loi=("2021-10-01", "")),
    )

    def formula(individu, period):
        def a_l_ouverture(carriere):
            return differe_de_conges(carriere.loi, carriere, regime=carriere.regime)

        return fige(individu, "differe_conges_payes", period, a_l_ouverture, 0, faute_de=CE_QUI_FAIT_LES_CONGES)

    def explication(individu, period, parameters):
        jours = individu("differe_conges_payes", period)[0]
        if not jours:
            return None
        plafond = Loi(individu, cal.en_jours(individu("loi_du_droit", period))).differes.conges_payes.plafond
        return f"{jours} jours : l'indemnité de congés payés divisée par le salaire journalier de référence, {nombre(plafond)} au plus."


@differe_des_indemnites.depuis(DECRET_2019)
def indemnites_par_le_diviseur(carriere):
    """Les indemnités supra-légales divisées par le diviseur, dans la limite d'un plafond, plus bas si le motif est économique."""
    loi = Loi(carriere.individu, carriere.loi).differes
    diviseur = loi.diviseur + numpy.zeros(len(carriere.indices))
    jours = quotient(carriere.individu, carriere.loi, carriere.entree("indemnites_supra_legales"), diviseur)
    economique = carriere.valeur("motif_examine") == MotifRupture.licenciement_economique.index
    return numpy.minimum(jours, numpy.where(economique, loi.plafond_economique, loi.plafond))


class differe_specifique(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Différé spécifique d'indemnisation"
    nature = "etat"
    reference = references(
        texte("maintien_de_2017", "5, III", "(différés d'indemnisation)"), reglement("21", "§ 2", loi=("2021-10-01", "")),
    )

    def formula(individu, period):
        def a_l_ouverture(carriere):
            return differe_des_indemnites(carriere.loi, carriere, regime=carriere.regime)

        return fige(individu, "differe_specifique", period, a_l_ouverture, 0)

    def explication(individu, period, parameters):
        jours = individu("differe_specifique", period)[0]
        if not jours:
            return None
        loi = Loi(individu, cal.en_jours(individu("loi_du_droit", period))).differes
        diviseur, plafond = float(numpy.atleast_1d(loi.diviseur)[0]), int(numpy.atleast_1d(loi.plafond)[0])
        return f"{jours} jours : les indemnités supra-légales divisées par {nombre(diviseur)}, {plafond} au plus."


@attente.depuis(DECRET_2019)
def sept_jours_sauf_admission_recente(carriere):
    """Sept jours, aucun dans les douze mois de l'admission précédente (article 22)."""
    loi = Loi(carriere.individu, carriere.loi).differes
    jours = loi.delai_attente + numpy.zeros(len(carriere.indices), dtype=numpy.int64)
    precedente = anterieur(carriere.individu, "date_premier_jour_indemnisable", carriere.period)
    if precedente is None:
        return jours
    admission = cal.en_jours(precedente)[carriere.indices]
    recente = depart(carriere) <= cal.ajouter_mois(admission, loi.dispense_attente_mois)
    return numpy.where((admission != cal.SANS_DATE) & recente, 0, jours)


class delai_attente(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Délai d'attente"
    nature = "etat"
    reference = references(reglement("22"))
    documentation = "Aucun dans les douze mois de l'admission précédente."

    def formula(individu, period):
        def a_l_ouverture(carriere):
            jours = attente(carriere.loi, carriere, regime=carriere.regime)
            return numpy.where(inconnu(carriere), 0, jours)

        return fige(individu, "delai_attente", period, a_l_ouverture, 0, DIFFERES, CE_QUI_FAIT_LES_CONGES)


def inconnu(carriere):
    """Whose right is given without an end of contract: payable from the first day of the month."""
    return carriere.constate | ((carriere.valeur("motif_examine") == 0) & (carriere.fin == cal.premier_jour(carriere.mois)))


def depart(carriere):
    """The day from which the waiting period runs: the first day registered once the deferrals are over."""
    differes = carriere.valeur("differe_conges_payes") + carriere.valeur("differe_specifique")
    inscription = cal.en_jours(carriere.valeur("premier_jour_inscription"))
    jour = numpy.maximum(carriere.fin + JOURS_AVANT_LES_DIFFERES + differes, inscription)
    recharge = cal.mois_du_jour(carriere.fin) < carriere.mois
    jour = numpy.maximum(jour, numpy.where(recharge, cal.premier_jour(carriere.mois), jour))
    connus = mois_connus(carriere.individu, "calendrier_inscription")
    if not connus:
        return jour
    dernier = cal.premier_jour(connus[-1] + 1) - 1 + numpy.zeros_like(jour)
    inscrit = premier_jour_inscrit(carriere.individu, carriere.indices, jour - 1, numpy.maximum(dernier, jour))
    return numpy.where(inscrit < LOIN, inscrit, jour)


class date_premier_jour_indemnisable(VariableChomage):
    value_type = datetime.date
    label = "Premier jour indemnisable"
    nature = "etat"
    reference = references(reglement("23"))

    def formula(individu, period):
        def a_l_ouverture(carriere):
            jour = depart(carriere) + carriere.valeur("delai_attente")
            return cal.en_dates(numpy.where(inconnu(carriere), cal.premier_jour(carriere.mois), jour))

        jamais = numpy.datetime64("1970-01-01")
        return fige(individu, "date_premier_jour_indemnisable", period, a_l_ouverture, jamais, REPORTS, CE_QUI_FAIT_LES_CONGES)

    def explication(individu, period, parameters):
        jour = individu("date_premier_jour_indemnisable", period)[0].item()
        reports = {
            "differe_specifique": "différé spécifique",
            "differe_conges_payes": "différé congés payés",
            "delai_attente": "délai d'attente",
        }
        parts = [f"{individu(nom, period)[0]} jours de {quoi}" for nom, quoi in reports.items() if individu(nom, period)[0] > 0]
        return f"Payable à partir du {jour:%d/%m/%Y}" + (" : " + ", ".join(parts) if parts else "") + "."
