"""The indu: what was overpaid and must go back, its dates, and whether what is claimed is owed.

An overpayment that was not an advance is an *indu*, one debt a month of origin (article 27 of the règlement). Under the
threshold it is not recovered (R5426-24). The others are recovered: :mod:`openfisca_chomage.variables.recouvrement`.
"""

import datetime

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import lire
from openfisca_chomage.socle.monnaie import au_centime
from openfisca_chomage.socle.phrases import en_date, euros
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement


class indu(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Part du trop-perçu qui n'était pas une avance, quel qu'en soit le montant"
    nature = "ecriture"
    reference = references(reglement("27", "§§ 1 et 2"), code_du_travail("L5426-8-1"))
    documentation = "En net, ou en brut si le paramètre `indus/assiette_nette` vaut 0."

    def formula(individu, period, parameters):
        net = au_centime(individu("trop_percu", period) - individu("avance_a_reprendre", period))
        if parameters(period).indus.assiette_nette or not net.any():
            return net
        brute, nette = individu("allocation_journaliere_brute", period), individu("allocation_journaliere_nette", period)
        return au_centime(net * numpy.where(nette > 0, brute / numpy.where(nette > 0, nette, 1), 1))

    def explication(individu, period, parameters):
        if not individu("indu", period)[0]:
            return None
        seuil = euros(parameters(period).indus.seuil_recouvrement)
        if individu("indu_abandonne", period)[0]:
            return f"Moins de {seuil} : il n'est pas récupéré."
        return f"{seuil} ou plus : il peut être récupéré, par la procédure d'indu."


class indu_abandonne(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indu inférieur au seuil sous lequel rien n'est récupéré"
    nature = "ecriture"
    reference = references(code_du_travail("R5426-24"))
    documentation = "Strictement inférieur à 77 €, indu par indu (un indu par mois d'origine)."

    def formula(individu, period, parameters):
        montant = individu("indu", period)
        return numpy.where(montant < parameters(period).indus.seuil_recouvrement, montant, 0.0)


def jour_du_paiement(individu, period):
    """The day on which the month was paid (day numbers): the date given, else that of the parameter."""
    jour = individu.simulation.tax_benefit_system.parameters.versement.jour_paiement(period.start)
    defaut = int(cal.premier_jour(cal.numero(period) + 1)) + int(jour) - 1
    dates = lire(individu, "date_paiement", cal.numero(period))
    if dates is None:
        return individu.filled_array(defaut, dtype=numpy.int64)
    jours = cal.en_jours(dates)
    return numpy.where(jours == cal.SANS_DATE, defaut, jours)


def date_apres(individu, period, nom, mois=0, jours=0):
    """The date that follows the one given by ``nom``, by months and days; 1970-01-01 where none is given."""
    dates = lire(individu, nom, cal.numero(period))
    if dates is None:
        return cal.en_dates(individu.filled_array(cal.SANS_DATE, dtype=numpy.int64))
    depart = cal.en_jours(dates)
    return cal.en_dates(numpy.where(depart == cal.SANS_DATE, cal.SANS_DATE, cal.ajouter_mois(depart, mois) + jours))


class date_prescription_indu(VariableChomage):
    value_type = datetime.date
    label = "Dernier jour où ce qui a été versé de trop pour ce mois peut être réclamé"
    nature = "ecriture"
    sans_montant = True
    reference = references(code_du_travail("L5422-5"), reglement("27", "§ 4"))
    documentation = "Trois ans après le versement, dix ans en cas de fraude ou de fausse déclaration."

    def formula(individu, period, parameters):
        loi = parameters(period).indus.prescription
        annees = individu.filled_array(loi.annees, dtype=numpy.int64)
        fausses = lire(individu, "fausse_declaration", cal.numero(period))
        if fausses is not None:
            annees = numpy.where(fausses, int(loi.annees_fausse_declaration), annees)
        return cal.en_dates(cal.ajouter_mois(jour_du_paiement(individu, period), 12 * annees))

    def explication(individu, period, parameters):
        loi = parameters(period).indus.prescription
        fausses = lire(individu, "fausse_declaration", cal.numero(period))
        annees = loi.annees_fausse_declaration if fausses is not None and fausses[0] else loi.annees
        versement = en_date(jour_du_paiement(individu, period))
        return f"{annees} ans à compter du versement du {versement}."


class date_limite_recours_indu(VariableChomage):
    value_type = datetime.date
    label = "Dernier jour du recours gracieux contre l'indu de ce mois"
    nature = "niveau"
    sans_montant = True
    reference = references(code_du_travail("R5426-19"), reglement("27", "§ 2"))

    def formula(individu, period, parameters):
        return date_apres(individu, period, "date_notification_indu", mois=parameters(period).indus.recours.delai_mois)

    def explication(individu, period, parameters):
        return f"{parameters(period).indus.recours.delai_mois} mois à compter de la notification."


class date_rejet_implicite_recours(VariableChomage):
    value_type = datetime.date
    label = "Jour où le silence gardé sur le recours vaut rejet"
    nature = "niveau"
    sans_montant = True
    reference = references(code_du_travail("R5426-19"))

    def formula(individu, period, parameters):
        return date_apres(individu, period, "date_recours_indu", mois=parameters(period).indus.recours.silence_mois)


class date_contrainte_possible(VariableChomage):
    value_type = datetime.date
    label = "Jour à partir duquel une contrainte peut suivre la mise en demeure restée sans effet"
    nature = "niveau"
    sans_montant = True
    reference = references(code_du_travail("L5426-8-2"), code_du_travail("R5426-20"), code_du_travail("R5426-21"))

    def formula(individu, period, parameters):
        return date_apres(individu, period, "date_mise_en_demeure", mois=parameters(period).indus.mise_en_demeure.delai_mois)


class date_limite_opposition(VariableChomage):
    value_type = datetime.date
    label = "Dernier jour de l'opposition à la contrainte"
    nature = "niveau"
    sans_montant = True
    reference = references(code_du_travail("L5426-8-2"), code_du_travail("R5426-22"))

    def formula(individu, period, parameters):
        return date_apres(individu, period, "date_contrainte", jours=parameters(period).indus.contrainte.opposition_jours)


class penalite_exigible(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Pénalité administrative prononcée, dans la limite de la loi"
    nature = "flux"
    reference = references(code_du_travail("L5426-5"), code_du_travail("L5426-6"))
    documentation = "Jamais automatique : celle que la situation donne. Elle n'entre pas dans `solde_indu`."

    def formula(individu, period, parameters):
        prononcee = lire(individu, "penalite_prononcee", cal.numero(period))
        if prononcee is None:
            return individu.filled_array(0.0, dtype=numpy.float64)
        maximum = parameters(period).indus.penalite.maximum
        refuser_le_premier(
            individu, prononcee > maximum, "penalite_prononcee", period,
            f"Une pénalité ne peut pas dépasser {euros(maximum)} (article L5426-5 du Code du travail).",
        )
        return au_centime(prononcee)


class indu_reclame_a_tort(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Ce qui est réclamé pour ce mois et n'est pas dû"
    nature = "flux"
    reference = references(reglement("27", "§ 1"), code_du_travail("L5422-5"), reglement("27", "§ 4"), code_du_travail("R5426-24"))
    documentation = "Tout, si la réclamation vient après la prescription."

    def formula(individu, period):
        reclame = lire(individu, "indu_reclame", cal.numero(period))
        if reclame is None:
            return individu.filled_array(0.0, dtype=numpy.float64)
        du = individu("avance_a_reprendre", period) + individu("indu", period) - individu("indu_abandonne", period)
        dates = lire(individu, "date_notification_indu", cal.numero(period))
        if dates is not None:
            du = numpy.where(cal.en_jours(dates) > cal.en_jours(individu("date_prescription_indu", period)), 0, du)
        return au_centime(numpy.where(reclame >= 0, numpy.maximum(reclame - du, 0), 0))

    def explication(individu, period, parameters):
        reclame = lire(individu, "indu_reclame", cal.numero(period))
        if reclame is None or reclame[0] < 0:
            return None
        dates = lire(individu, "date_notification_indu", cal.numero(period))
        fin = individu("date_prescription_indu", period)
        if dates is not None and cal.en_jours(dates)[0] > cal.en_jours(fin)[0]:
            return f"La réclamation vient après la prescription, acquise le {en_date(cal.en_jours(fin))}."
        a_tort, abandonne = individu("indu_reclame_a_tort", period), individu("indu_abandonne", period)
        if abandonne[0]:
            return f"L'indu de {euros(abandonne)} est inférieur au seuil de {euros(parameters(period).indus.seuil_recouvrement)}."
        trop = euros(individu("trop_percu", period))
        return f"{euros(reclame)} réclamés, {trop} versés de trop : {euros(a_tort)} réclamés à tort." if a_tort[0] else "La somme est due."
