"""Début du mois : ce qui reste du droit, par ce qui est dû et par ce qui a été versé (article 26 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT, refaits
from openfisca_chomage.socle.histoire import anterieur, est_connue, lire, mois_connus
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import code_du_travail, references, reglement
from openfisca_chomage.variables.are.decheance import perdus_au_premier


def registres_distincts(individu) -> bool:
    """Whether what was paid may differ from what is due: the situation says when some evidence came, or gives the ledger."""
    if est_connue(individu, "date_justificatif"):
        return True
    return bool(donnees(individu, "reliquat_verse") or donnees(individu, "reliquat_verse_debut"))


def droit_en_cours(individu, period):
    """Who may still be paid under her right: days are left by what is due or, where evidence may give some back, not yet."""
    en_cours = individu("reliquat_debut", period) > 0
    if registres_distincts(individu):
        a_un_droit = cal.en_jours(individu("loi_du_droit", period)) != cal.SANS_DATE
        en_cours = en_cours | (a_un_droit & registre_distinct(individu))
    return en_cours


@jusqu_a_une_saisie
def registre_distinct(individu):
    """For whom what was paid may differ from what is due (bool array)."""
    distincts = individu.filled_array(False, dtype=bool)
    for mois in mois_connus(individu, "date_justificatif"):
        distincts |= cal.en_jours(lire(individu, "date_justificatif", mois)) != cal.SANS_DATE
    for nom in ("reliquat_verse", "reliquat_verse_debut"):
        for donnee in donnees(individu, nom).values():
            distincts |= donnee >= 0
    return distincts


def reste_au_debut(individu, period, veille):
    """The days left at the start of the month: those of the month before, the duration at an opening, none once forfeited."""
    nature = individu("nature_ouverture", period)
    reste = individu.filled_array(0, dtype=numpy.int64) if veille is None else veille
    perdus = None if veille is None else perdus_au_premier(individu, period)
    if perdus is not None:
        reste = numpy.where(perdus, 0, reste)
    if nature.any():
        reste = numpy.where(nature == OUVERT, individu("duree_indemnisation", period), reste)
    return avec_la_duree_donnee(individu, period, reste)


def avec_la_duree_donnee(individu, period, reste):
    """The days left, and what a duration given in the month adds to that of the opening, or takes off it.

    Who is given the days left themselves keeps them.
    """
    for droits in refaits(individu, ("reliquat", "reliquat_debut"), period, selon=("duree_indemnisation",)):
        qui = droits.indices[~droits.constate]
        change = individu("duree_indemnisation", period)[qui] - anterieur(individu, "duree_indemnisation", period)[qui]
        reste = reste.copy()
        reste[qui] = numpy.maximum(reste[qui] + change, 0)
    return reste


def meme_droit(individu, origine: int, mois: int, qui):
    """Of the persons at ``qui``, whose right at the end of the month ``origine`` still stands at the start of ``mois``."""
    meme = numpy.ones(len(qui), dtype=bool)
    for un_mois in range(origine + 1, mois + 1):
        nature = individu("nature_ouverture", cal.periode(un_mois))
        if nature.any():
            meme &= nature[qui] != OUVERT
    return meme


class reliquat_debut(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent au début du mois, droit ouvert dans le mois compris"
    nature = "etat"
    reference = references(reglement("26", "§ 1"), code_du_travail("R5422-2", "I"))

    def formula(individu, period):
        return reste_au_debut(individu, period, anterieur(individu, "reliquat", period))
