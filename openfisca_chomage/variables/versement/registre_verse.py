"""Registre de ce qui a été versé, au début du mois (article 24 du règlement).

Deux registres de jours. Le *dû* (``reliquat``) : chaque mois d'après son justificatif, quel que soit le jour où il est arrivé. Le *versé*
(``reliquat_verse``) : ce que l'opérateur savait en payant ; un justificatif tardif rend les jours versés et non dus au début du mois où
il arrive. Ce qui a été versé pour un mois n'est jamais changé par ce que l'on apprend ensuite.
"""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT
from openfisca_chomage.socle.histoire import anterieur
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.are.debut_du_mois import meme_droit, registres_distincts, reste_au_debut
from openfisca_chomage.variables.are.degressivite import compteur_au_debut, jours_ordinaires, le_compte_repart
from openfisca_chomage.variables.versement.justificatif import ARTICLE_24, pieces_tardives


def retours(individu, period):
    """What the evidence that came in the month gives back to the ledger, of the months of origin of the same right.

    Returns:
        (rendus, comptes, coupes): days paid less those that the ledger would have paid on the evidence; those of them
        that had counted towards degressivity; the change of the days that the ledger had refused. None where no
        evidence comes in.
    """
    return une_fois_par_mois(individu, "retours", period, totaliser_les_retours)


def une_fois_par_mois(individu, nom, period, calcul):
    """What ``calcul(individu, period)`` gives, kept while the same month is asked: several variables read it."""
    connus = individu.__dict__.get(nom)
    if connus is None or connus[0] != period:
        individu.__dict__[nom] = connus = period, calcul(individu, period)
    return connus[1]


def totaliser_les_retours(individu, period):
    """The sums of :func:`retours`."""
    mois = cal.numero(period)
    decalage = int(individu.simulation.tax_benefit_system.parameters.versement.mois_avant_recredit(period.start))
    totaux = None
    for origine, qui in pieces_tardives(individu, mois - decalage):
        if origine >= mois:
            continue
        cle = cal.periode(origine)
        qui = qui[meme_droit(individu, origine, mois, qui)]
        if not len(qui):
            continue
        if totaux is None:
            totaux = numpy.zeros((3, individu.count), dtype=numpy.int64)
        totaux[0, qui] += (individu("jours_verses", cle) - individu("jours_verses_justifies", cle))[qui]
        if comptent_encore(individu, origine, mois):
            verses, justifies = (jours_ordinaires(individu, cle, nom) for nom in ("jours_verses", "jours_verses_justifies"))
            totaux[1, qui] += (verses - justifies)[qui]
        totaux[2, qui] += (individu("jours_coupes_justifies", cle) - individu("jours_coupes", cle))[qui]
    return totaux


def comptent_encore(individu, origine: int, mois: int) -> bool:
    """Whether the days of the month ``origine`` count towards degressivity in ``mois``."""
    suspendu = individu.simulation.tax_benefit_system.parameters.degressivite.delai_suspendu
    if suspendu(cal.periode(origine).start):
        return False
    return not any(le_compte_repart(individu, cal.periode(un_mois)) for un_mois in range(origine + 1, mois + 1))


def registre_au_debut(individu, period):
    """The ledger of what was paid at the start of the month, once what evidence gives back is in it.

    Days given back go first to the months that the ledger had cut short, whose complement is then paid; the rest stays
    for the months to come. Days that evidence takes and that the ledger no longer has are taken from the next given back.

    Returns:
        (reste, ecourtes, compteur): days left, days refused to months paid before, days counted towards degressivity.
    """
    return une_fois_par_mois(individu, "registre_au_debut", period, reporter_le_registre)


def reporter_le_registre(individu, period):
    """The three arrays of :func:`registre_au_debut`."""
    reste = reste_au_debut(individu, period, anterieur(individu, "reliquat_verse", period))
    ecourtes = anterieur(individu, "jours_ecourtes", period)
    ecourtes = individu.filled_array(0, dtype=numpy.int64) if ecourtes is None else ecourtes
    ecourtes = numpy.where(individu("nature_ouverture", period) == OUVERT, 0, ecourtes)
    compteur = compteur_au_debut(individu, period, "compteur_degressivite_verse")
    totaux = retours(individu, period)
    if totaux is None:
        return reste, ecourtes, compteur
    touches = numpy.flatnonzero(totaux.any(axis=0))
    rendus, comptes, coupes = totaux[:, touches]
    ses_ecourtes = ecourtes[touches] + coupes
    sans_besoin = numpy.maximum(-ses_ecourtes, 0)
    rendus, comptes, ses_ecourtes = rendus + sans_besoin, comptes + sans_besoin, numpy.maximum(ses_ecourtes, 0)
    complement = numpy.clip(rendus, 0, ses_ecourtes)
    son_reste = reste[touches] + rendus - complement
    reste, ecourtes, compteur = reste.copy(), ecourtes.copy(), compteur.copy()
    reste[touches] = numpy.maximum(son_reste, 0)
    ecourtes[touches] = ses_ecourtes - complement + numpy.maximum(-son_reste, 0)
    compteur[touches] = numpy.maximum(compteur[touches] - comptes + complement, 0)
    return reste, ecourtes, compteur


class reliquat_verse_debut(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent au début du mois, d'après ce qui a été versé"
    reference = [ARTICLE_24, "Article 26 du règlement d'assurance chômage"]

    def formula(individu, period):
        if not registres_distincts(individu):
            return individu("reliquat_debut", period)
        return comme_l_autre_registre(individu, period, "reliquat_debut", registre_au_debut(individu, period)[0])


def comme_l_autre_registre(individu, period, nom, jours):
    """A state that the situation gives on the ledger of what is due starts both ledgers."""
    donnee = donnees(individu, nom).get(period)
    return jours if donnee is None else numpy.where(donnee >= 0, donnee, jours)
