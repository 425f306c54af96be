"""Degressivity of high allowances after six months paid (article 17 bis of the règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT, fige
from openfisca_chomage.socle.histoire import anterieur
from openfisca_chomage.socle.inchange import la_ou_change
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.monnaie import au_centime
from openfisca_chomage.socle.phrases import euros, pour_cent
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement, texte
from openfisca_chomage.variables.are.age import refuser_sans_age
from openfisca_chomage.variables.are.allocation_journaliere import loi_de_chacun
from openfisca_chomage.variables.are.jours_payables import tout_le_mois_en_formation


class soumis_a_degressivite(VariableChomage):
    value_type = bool
    label = "L'âge à la fin du contrat soumet le droit à la dégressivité"
    nature = "niveau"
    reference = references(reglement("17 bis", "§ 1"))
    documentation = """
    Moins de 57 ans, puis moins de 55 ans pour les faits générateurs depuis le 1er avril 2025. Un âge inconnu ne l'exclut pas : ce qui
    en dépend est refusé.
    """

    def formula(individu, period):
        age, loi = individu("age_fin_contrat", period), individu("loi_du_droit", period)

        def moins_que_l_age(qui):
            seuil = Loi(individu, loi_de_chacun(individu, period)[qui]).degressivite.age
            return (cal.en_jours(loi[qui]) != cal.SANS_DATE) & (age[qui] < seuil)

        return la_ou_change(individu, "soumis_a_degressivite", (age, loi), moins_que_l_age) > 0


class delai_degressivite(VariableChomage):
    value_type = int
    default_value = 0
    unit = "jour"
    label = "Jours payés avant la dégressivité"
    nature = "niveau"
    reference = references(reglement("17 bis", "§ 1"), texte("decret_2021_346", "2", "(huit mois)", loi=("", "2021-12-01")))

    def formula(individu, period):
        return fige(individu, "delai_degressivite", period, lambda carriere: Loi(individu, carriere.loi).degressivite.delai_jours, 0)


def le_compte_repart(individu, period) -> bool:
    """Whether the count of the days paid before degressivity starts again in this month."""
    suspendu = individu.simulation.tax_benefit_system.parameters.degressivite.delai_suspendu
    return suspendu(cal.periode(cal.numero(period) - 1).start) and not suspendu(period.start)


def compteur_au_debut(individu, period, compteur="compteur_degressivite"):
    """Days already counted at the start of the month: none at an opening, none where the count starts again."""
    veille = anterieur(individu, compteur, period)
    if veille is None or le_compte_repart(individu, period):
        return individu.filled_array(0, dtype=numpy.int64)
    nature = individu("nature_ouverture", period)
    return numpy.where(nature == OUVERT, 0, veille) if nature.any() else veille


class jours_au_taux_plein(VariableChomage):
    value_type = int
    default_value = 0
    unit = "jour"
    label = "Jours payés du mois, hors formation, à l'allocation pleine"
    nature = "niveau"
    reference = references(reglement("17 bis", "§ 1"))

    def formula(individu, period):
        ordinaires = jours_ordinaires(individu, period)
        if not individu("soumis_a_degressivite", period).any():
            return ordinaires
        return jours_a_l_allocation_pleine(individu, period, ordinaires, compteur_au_debut(individu, period))


def jours_a_l_allocation_pleine(individu, period, ordinaires, compteur):
    """Of the days paid out of training, those that come before degressivity, when ``compteur`` days have counted."""
    reste = numpy.maximum(individu("delai_degressivite", period) - compteur, 0)
    apres = numpy.flatnonzero(individu("soumis_a_degressivite", period) & (ordinaires > reste))
    if len(apres) == 0:
        return ordinaires
    refuser_un_age_inconnu(individu, period, apres)
    pleins = ordinaires.copy()
    pleins[apres] = reste[apres]
    return pleins


def refuser_un_age_inconnu(individu, period, qui) -> None:
    """Refuse, parmi les personnes à ces rangs que la dégressivité toucherait, celles sans âge connu dont elle réduirait l'allocation."""
    qui = qui[individu("age_fin_contrat", period)[qui] < 0]
    if len(qui) == 0:
        return
    plancher = individu.simulation.tax_benefit_system.parameters.degressivite.plancher(period.start)
    sans_age = individu.filled_array(False, dtype=bool)
    sans_age[qui] = individu("allocation_journaliere_pleine", period)[qui] > plancher
    refuser_sans_age(
        individu, sans_age,
        "L'allocation dépasse le plancher de la dégressivité : l'âge à la fin du contrat est nécessaire et la date "
        "de naissance (ou age_fin_contrat) manque.",
    )


def jours_de_formation_payes(individu, period, payes="jours_indemnises"):
    """The days paid in training: the first days paid of the month."""
    formation = individu("jours_formation", period)
    return numpy.minimum(formation, individu(payes, period)) if formation.any() else formation


def jours_ordinaires(individu, period, payes="jours_indemnises"):
    """The days paid out of training."""
    if not individu("jours_formation", period).any():
        return individu(payes, period)
    return individu(payes, period) - jours_de_formation_payes(individu, period, payes)


def delai_passe(individu, period, compteur=None):
    """Who has used up the days paid before degressivity at the start of the month (by what is due, unless told)."""
    compteur = compteur_au_debut(individu, period) if compteur is None else compteur
    return individu("soumis_a_degressivite", period) & (compteur >= individu("delai_degressivite", period))


class compteur_degressivite(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés qui comptent pour le délai de dégressivité"
    nature = "etat"
    reference = references(
        reglement("17 bis", "§§ 1 et 2"), texte("decret_2020_425", "7", "III"), texte("decret_2021_346", "2", mois=("", "2021-08-01")),
    )
    documentation = """
    Les jours de formation n'y comptent pas, ni ceux du 1er mars 2020 au 30 juin 2021 ; le compte repart de zéro le
    1er juillet 2021. Part des jours indemnisés cumulés quand eux seuls sont donnés.
    """

    def formula(individu, period, parameters):
        compte = compteur_au_debut(individu, period)
        if not parameters(period).degressivite.delai_suspendu:
            compte = compte + jours_ordinaires(individu, period)
        cumules = donnees(individu, "jours_indemnises_cumules").get(period)
        return compte if cumules is None else numpy.where(cumules >= 0, cumules, compte)


class allocation_reduite(VariableChomage):
    value_type = float
    default_value = 0.0
    unit = "currency-EUR"
    label = "Allocation journalière après le délai de dégressivité"
    nature = "niveau"
    reference = references(reglement("17 bis", "§ 1"))
    documentation = "70 % de l'allocation pleine au centime, sans descendre sous le plancher du mois."

    def formula(individu, period, parameters):
        pleine = individu("allocation_journaliere_pleine", period)
        plancher = parameters(period).degressivite.plancher
        refuser_un_age_inconnu(individu, period, numpy.flatnonzero(delai_passe(individu, period)))

        def montant(qui):
            taux = Loi(individu, loi_de_chacun(individu, period)[qui]).degressivite.coefficient
            return numpy.minimum(pleine[qui], numpy.maximum(au_centime(pleine[qui] * taux), plancher))

        return la_ou_change(individu, "allocation_reduite", (pleine, individu("loi_du_droit", period), plancher), montant)


def allocation_en_formation(individu, period, parameters, compteur=None):
    """The allowance of a training day: at least the training minimum, outside the 75 % ceiling."""
    passe = delai_passe(individu, period, compteur)
    base = numpy.where(passe, individu("allocation_reduite", period), individu("allocation_journaliere_pleine", period))
    return numpy.maximum(base, parameters(period).allocation_journaliere.minimum_formation)


def dernier_jour_en_formation(individu, period):
    """Whose last day paid of the month is of training; without any, all the days that could be paid."""
    derniers = (jours_ordinaires(individu, period) == 0) & (jours_de_formation_payes(individu, period) > 0)
    payables = (individu("calendrier_payable", period) != 0) & (individu("reliquat_debut", period) > 0)
    return derniers | (tout_le_mois_en_formation(individu, period) & payables)


class allocation_journaliere(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation journalière après dégressivité, avant participation à la retraite"
    nature = "etat"
    reference = references(reglement("17 bis", "§ 1"), reglement("16", "(formation)"))
    documentation = "Celle du dernier jour payé du mois, à défaut du prochain jour payable."

    def formula(individu, period, parameters):
        pleine = individu("allocation_journaliere_pleine", period)
        ordinaires = jours_ordinaires(individu, period)
        reduit = numpy.where(
            ordinaires > 0, ordinaires > individu("jours_au_taux_plein", period), delai_passe(individu, period)
        )
        valeur = numpy.where(reduit, individu("allocation_reduite", period), pleine) if reduit.any() else pleine
        formation = dernier_jour_en_formation(individu, period)
        if formation.any():
            valeur = numpy.where(formation, allocation_en_formation(individu, period, parameters), valeur)
        return valeur

    def explication(individu, period, parameters):
        pleins = individu("jours_au_taux_plein", period)[0]
        ordinaires = jours_ordinaires(individu, period)[0]
        if individu("allocation_journaliere", period)[0] >= individu("allocation_journaliere_pleine", period)[0]:
            return None
        delai = individu("delai_degressivite", period)[0]
        loi = parameters(period).degressivite
        taux = pour_cent(Loi(individu, cal.en_jours(individu("loi_du_droit", period))).degressivite.coefficient)
        debut = f"{pleins} jours à l'allocation pleine, puis dégressivité" if 0 < pleins < ordinaires else "Dégressivité"
        return f"{debut} après {delai} jours payés : {taux} de l'allocation, sans descendre sous {euros(loi.plancher)}."
