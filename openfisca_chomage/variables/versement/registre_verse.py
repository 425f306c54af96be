"""Registre de ce qui a été versé, au début du mois (article 24 du règlement).

Deux registres de jours. Le *dû* (``reliquat``) : chaque mois d'après son justificatif, quel que soit le jour où il est arrivé. Le *versé*
(``reliquat_verse``) : ce que l'opérateur savait en payant ; un justificatif tardif rend les jours versés et non dus au début du mois où
il arrive. Ce qui a été versé pour un mois n'est jamais changé par ce que l'on apprend ensuite.
"""

from typing import NamedTuple

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT
from openfisca_chomage.socle.histoire import anterieur
from openfisca_chomage.socle.loi import serie
from openfisca_chomage.socle.memoire import le_mois
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import references, reglement
from openfisca_chomage.variables.are.debut_du_mois import meme_droit, registres_distincts, reste_au_debut
from openfisca_chomage.variables.are.degressivite import compteur_au_debut, jours_ordinaires, le_compte_repart
from openfisca_chomage.variables.versement.justificatif import pieces_tardives


class Retours(NamedTuple):
    """Ce que rendent au registre les justificatifs arrivés dans le mois (int64, une ligne par personne).

    Attributes:
        jours: les jours versés, moins ceux que le registre aurait versés d'après la pièce.
        comptes: ceux de ces jours qui avaient compté pour la dégressivité.
        coupes: ce qui s'ajoute aux jours que le registre avait refusés, faute de reste.
    """

    jours: numpy.ndarray
    comptes: numpy.ndarray
    coupes: numpy.ndarray


class Registre(NamedTuple):
    """Le registre de ce qui a été versé, au début d'un mois (int64, une ligne par personne).

    Attributes:
        reste: les jours qui restent.
        ecourtes: les jours refusés à des mois déjà payés, et qui ne leur ont pas été payés depuis.
        compteur: les jours qui comptent pour la dégressivité.
    """

    reste: numpy.ndarray
    ecourtes: numpy.ndarray
    compteur: numpy.ndarray


@le_mois
def retours(individu, period) -> Retours | None:
    """Les retours des pièces arrivées dans le mois, pour les mois d'origine du même droit ; None s'il n'en arrive pas."""
    mois = Mois(individu, period)
    totaux = None
    for origine, qui in pieces_qui_recreditent(mois):
        if origine >= mois.numero:
            continue
        qui = qui[meme_droit(individu, origine, mois.numero, qui)]
        if not len(qui):
            continue
        if totaux is None:
            totaux = Retours(*numpy.zeros((3, individu.count), dtype=numpy.int64))
        d_origine = mois.autre(origine)
        totaux.jours[qui] += (d_origine["jours_verses"] - d_origine["jours_verses_justifies"])[qui]
        if comptent_encore(individu, origine, mois.numero):
            verses, justifies = (jours_ordinaires(individu, d_origine.period, nom) for nom in ("jours_verses", "jours_verses_justifies"))
            totaux.comptes[qui] += (verses - justifies)[qui]
        totaux.coupes[qui] += (d_origine["jours_coupes_justifies"] - d_origine["jours_coupes"])[qui]
    return totaux


def pieces_qui_recreditent(mois: Mois):
    """Les pièces tardives dont les jours reviennent dans le mois : chacune après le délai du mois où elle est arrivée."""
    delai = mois.individu.simulation.tax_benefit_system.parameters.versement.mois_avant_recredit
    for nombre in sorted({int(valeur) for valeur in serie(delai)[1]}):
        if delai(cal.periode(mois.numero - nombre).start) == nombre:
            yield from pieces_tardives(mois.individu, mois.numero - nombre)


def comptent_encore(individu, origine: int, mois: int) -> bool:
    """Si les jours du mois ``origine`` comptent pour la dégressivité dans ``mois`` : le délai n'a été suspendu ni alors, ni depuis."""
    if Mois(individu, cal.periode(origine)).loi.degressivite.delai_suspendu:
        return False
    return not any(le_compte_repart(individu, cal.periode(un_mois)) for un_mois in range(origine + 1, mois + 1))


@le_mois
def registre_au_debut(individu, period) -> Registre:
    """Le registre de ce qui a été versé au début du mois : celui de la veille, puis ce que rendent les pièces arrivées dans le mois."""
    mois = Mois(individu, period)
    registre = Registre(
        reste=reste_au_debut(individu, period, anterieur(individu, "reliquat_verse", period)),
        ecourtes=numpy.where(mois["nature_ouverture"] == OUVERT, 0, mois.veille("jours_ecourtes")),
        compteur=compteur_au_debut(individu, period, "compteur_degressivite_verse"),
    )
    rendus = retours(individu, period)
    return registre if rendus is None else recrediter(registre, rendus)


def recrediter(registre: Registre, rendus: Retours) -> Registre:
    """Les jours rendus paient d'abord les mois que le registre avait écourtés ; le reste est pour les mois à venir.

    Les jours qu'une pièce enlève et que le registre n'a plus sont pris sur les prochains qui seront rendus. Un mois que la pièce
    montre moins écourté qu'il ne l'avait été n'a plus besoin de tous ses jours : ils sont rendus avec les autres.
    """
    touches = numpy.flatnonzero(numpy.any(rendus, axis=0))
    jours, comptes, coupes = (colonne[touches] for colonne in rendus)
    reste, ecourtes, compteur = (colonne.copy() for colonne in registre)

    attendus = ecourtes[touches] + coupes
    sans_besoin = numpy.maximum(-attendus, 0)
    jours, comptes, attendus = jours + sans_besoin, comptes + sans_besoin, numpy.maximum(attendus, 0)

    complement = numpy.clip(jours, 0, attendus)
    solde = reste[touches] + jours - complement
    reste[touches] = numpy.maximum(solde, 0)
    ecourtes[touches] = attendus - complement + numpy.maximum(-solde, 0)
    compteur[touches] = numpy.maximum(compteur[touches] - comptes + complement, 0)
    return Registre(reste, ecourtes, compteur)


class reliquat_verse_debut(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent au début du mois, d'après ce qui a été versé"
    nature = "etat"
    reference = references(reglement("24", "(avances)"), reglement("26", "§ 1"))

    def formula(individu, period):
        """Le registre au début du mois ; l'état du droit que donne la situation est celui des deux registres."""
        mois = Mois(individu, period)
        if not registres_distincts(individu):
            return mois["reliquat_debut"]
        return mois.sauf_donnee("reliquat_debut", registre_au_debut(individu, period).reste)
