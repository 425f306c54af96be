"""L'âge inconnu (articles 3, 9 et 17 bis du règlement ; L5421-4 du Code du travail) : il n'est jamais lu comme un jeune âge.

La règle dont la réponse en dépend refuse, en nommant la date de naissance. Sur un droit dont la situation donne l'état sans dire d'âge
ni de retraite, rien ne dit que l'âge de la retraite arrête le paiement : le droit donné est payable (un choix).
"""

import datetime

import numpy
from openfisca_core.periods import DateUnit

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import (
    LOIN,
    personnes_donnees,
)
from openfisca_chomage.socle.loi import serie
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, code_securite_sociale, references


def refuser_sans_age(individu, qui, message: str) -> None:
    """Refuse ces personnes (tableau de booléens), en nommant la date de naissance."""
    refuser_le_premier(individu, qui, "date_naissance", "ETERNITY", message)


def exiger_age(carriere, qui, nom: str) -> None:
    """Refuse, parmi les personnes examinées, ``qui`` n'a pas d'âge connu, sauf si la situation donne la variable ``nom`` elle-même."""
    qui = qui & (carriere.age < 0)
    if not qui.any():
        return
    individu = carriere.individu
    sans_age = numpy.zeros(individu.count, dtype=bool)
    sans_age[carriere.indices] = qui
    donnes = personnes_donnees(individu, (nom,), cal.periode(carriere.lu_en))
    refuser_sans_age(
        individu, sans_age if donnes is None else sans_age & ~donnes,
        f"L'âge à la fin du contrat est nécessaire pour « {nom} » et la date de naissance manque.",
    )


@jusqu_a_une_saisie
def sans_naissance(individu):
    """De qui ni la date de naissance, ni le jour où l'âge arrête le paiement ne sont donnés (tableau de booléens)."""
    naissances = individu.get_holder("date_naissance").get_array(None)
    inconnues = individu.filled_array(True, dtype=bool) if naissances is None else cal.en_jours(naissances) == cal.SANS_NAISSANCE
    for limites in donnees(individu, "date_limite_age").values():
        inconnues &= cal.en_jours(limites) == cal.SANS_DATE
    return inconnues


def limites_d_age_possibles(mois: Mois):
    """Le premier et le dernier jour où l'âge peut arrêter le paiement du droit qui court (jours, deux tableaux).

    Les mêmes là où la date de naissance est connue. Sans elle, l'âge à la fin du contrat dit l'anniversaire à un an près ; sans âge, rien
    ne dit qu'il l'arrête : le premier est 1970.
    """
    limite, inconnues = mois["date_limite_age"], sans_naissance(mois.individu)
    if not inconnues.any():
        return limite, limite
    age, fin = mois["age_fin_contrat"], mois["fin_contrat_du_droit"]
    au_plus_tot = jour_du_taux_plein(mois.individu, lambda voulu: cal.ajouter_mois(fin, 12 * (voulu - age - 1)) + 1)
    au_plus_tard = jour_du_taux_plein(mois.individu, lambda voulu: cal.ajouter_mois(fin + 1, 12 * (voulu - age)))
    premier = numpy.where(age >= 0, au_plus_tot, cal.SANS_DATE)
    dernier = numpy.where(age >= 0, au_plus_tard, limite)
    return tuple(numpy.where(inconnues, numpy.minimum(une, limite), limite) for une in (premier, dernier))


def jour_du_taux_plein(individu, anniversaire):
    """Le premier jour où chacun a l'âge du taux plein automatique en vigueur ce jour-là (jours).

    La première valeur de l'âge vaut aussi avant sa date.

    Args:
        anniversaire: une fonction d'un âge, en années : le jour où chacun l'a.
    """
    dates, ages = serie(individu.simulation.tax_benefit_system.parameters.perte_emploi.age_taux_plein_automatique)
    resultat = individu.filled_array(LOIN, dtype=numpy.int64)
    for rang, age in enumerate(ages):
        if numpy.isnan(age):
            continue
        jours = anniversaire(int(age))
        jours = jours if rang == 0 else numpy.maximum(jours, dates[rang])
        encore = jours < dates[rang + 1] if rang + 1 < len(dates) else True
        resultat = numpy.where(encore, numpy.minimum(resultat, jours), resultat)
    return resultat


class date_limite_age(VariableChomage):
    value_type = datetime.date
    definition_period = DateUnit.ETERNITY
    label = "Jour à partir duquel l'âge ou la retraite à taux plein arrête le paiement"
    nature = "niveau"
    sans_montant = True
    documentation = """
    L'âge en vigueur le jour où on l'atteint : le versement « cesse » aux allocataires « atteignant l'âge prévu ». Un âge
    abaissé arrête, le jour où il entre en vigueur, qui l'a déjà ; un âge relevé ensuite ne rend rien à qui l'avait atteint.
    """
    reference = references(code_du_travail("L5421-4"), code_securite_sociale("L351-8", "1°"))

    def formula(individu, period):
        limite = individu.filled_array(LOIN, dtype=numpy.int64)
        naissances = individu.get_holder("date_naissance").get_array(period)
        if naissances is not None:
            jours = cal.en_jours(naissances)
            nes = numpy.maximum(jours, cal.premier_jour(1900 * 12))
            atteint = jour_du_taux_plein(individu, lambda age: cal.anniversaire(nes, age))
            limite = numpy.where(jours == cal.SANS_NAISSANCE, limite, atteint)
        taux_plein = individu.get_holder("date_taux_plein").get_array(period)
        if taux_plein is not None:
            jours = cal.en_jours(taux_plein)
            limite = numpy.where(jours == cal.SANS_DATE, limite, numpy.minimum(limite, jours))
        return cal.en_dates(limite)
