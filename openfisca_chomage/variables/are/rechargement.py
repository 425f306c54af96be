"""Rechargement : la fin de contrat qui recharge un droit épuisé ou déchu (articles 26 et 28 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import dernieres_fins, fins_du_mois
from openfisca_chomage.socle.histoire import anterieur, lire_sur
from openfisca_chomage.socle.loi import Loi, serie
from openfisca_chomage.variables.are.decheance import perdus_au_premier


def avec_rechargement(individu, period, fins, donnes):
    """Put, the month after a right is used up or forfeited, the end of contract that recharges it (article 28).

    Args:
        fins: the end of the month itself of each person, 0 where there is none.
        donnes: who is given the event of the month: it is examined (bool array, or None).
    """
    veille = anterieur(individu, "reliquat", period)
    if veille is None:
        return fins
    mois = cal.numero(period)
    epuises = (veille <= 0) & (individu("reliquat_debut", cal.periode(mois - 1)) > 0)
    perdus = perdus_au_premier(individu, period)
    if perdus is not None:
        epuises |= perdus & (veille > 0)
    if donnes is not None:
        epuises &= ~donnes
    indices = numpy.flatnonzero(epuises)
    if len(indices) == 0:
        return fins
    en_contrat = (lire_sur(individu, "calendrier_contrats", mois - 1, indices) >> (int(cal.nombre_jours(mois - 1)) - 1)) & 1
    en_contrat &= lire_sur(individu, "calendrier_contrats", mois, indices) & 1
    indices = indices[en_contrat == 0]
    depuis = cal.en_jours(anterieur(individu, "fin_contrat_du_droit", period))[indices]
    dernieres, precedentes = dernieres_fins(individu, indices, depuis, mois - 1)
    propres = fins[indices]
    retenues = numpy.where(propres > 0, propres, dernieres)
    choix = numpy.flatnonzero((dernieres > 0) & ((propres > 0) | (precedentes > 0)))
    if len(choix):
        choix = choix[(propres[choix] > 0) | _fin_anterieure_possible(individu, depuis[choix], dernieres[choix])]
    if len(choix):
        retenues[choix] = _fin_qui_recharge(individu, indices[choix], depuis[choix], dernieres[choix], retenues[choix])
    retenues_de_tous = fins.copy()
    retenues_de_tous[indices] = retenues
    return retenues_de_tous

#: No month is shorter: so many days a month make a period at the most.
_JOURS_PAR_MOIS_AU_MOINS = 28


def _fin_anterieure_possible(individu, depuis, dernieres):
    """Where an end between ``depuis`` and the last one may suffice although the last does not (bool array).

    The affiliation of the last holds that of those before, unless its period may start later or the law has changed.
    """
    affiliation = individu.simulation.tax_benefit_system.parameters.affiliation
    mois = Loi(individu, dernieres).affiliation.periode_reference.courte
    possibles = dernieres - depuis >= _JOURS_PAR_MOIS_AU_MOINS * mois
    for seuil in (affiliation.jours, affiliation.heures):
        changements = serie(seuil)[0]
        possibles |= numpy.searchsorted(changements, dernieres, side="right") != numpy.searchsorted(changements, depuis, side="right")
    return possibles


def _fin_qui_recharge(individu, indices, depuis, dernieres, sinon):
    """The last end before the right is used up; where its affiliation lacks, the latest before it whose affiliation suffices.

    An end that is a voluntary departure does not recharge, and one does not go back before it. ``sinon`` where no end
    recharges: the right then opens, or not, by that one.
    """
    resultat, cherches = sinon.copy(), numpy.arange(len(indices))
    for mois in range(int(cal.mois_du_jour(dernieres).max()), int(cal.mois_du_jour(depuis).min()) - 1, -1):
        finissent, jours = fins_du_mois(individu, mois)
        ici = numpy.flatnonzero(numpy.isin(indices[cherches], finissent))
        if len(ici) == 0:
            continue
        ceux = cherches[ici]
        fins, cle, qui = jours[numpy.searchsorted(finissent, indices[ceux])], cal.periode(mois), indices[ceux]
        connues = (fins > depuis[ceux]) & (cal.en_jours(individu("fin_examinee", cle))[qui] == fins)
        suffisantes = connues & individu("affiliation_suffisante", cle)[qui]
        involontaires = individu("perte_involontaire", cle)[qui] | (individu("motif_examine", cle)[qui] == 0)
        rechargent = suffisantes & involontaires & individu("depart_volontaire_efface", cle)[qui]
        rechargent &= cal.en_jours(individu("premier_jour_inscription", cle)[qui]) != cal.SANS_DATE
        resultat[ceux[rechargent]] = fins[rechargent]
        cherches = numpy.delete(cherches, ici[suffisantes | (connues & ~involontaires)])
        if len(cherches) == 0:
            break
    return resultat
