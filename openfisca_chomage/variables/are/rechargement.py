"""Rechargement : la fin de contrat qui recharge un droit épuisé ou déchu (articles 26 et 28 du règlement)."""

import numpy
from openfisca_core.parameters import Parameter

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import dernieres_fins, fins_du_mois
from openfisca_chomage.socle.loi import Loi, serie
from openfisca_chomage.socle.mois import Mois, Personnes
from openfisca_chomage.variables.are.decheance import perdus_au_premier

#: Aucun mois n'est plus court : autant de jours par mois font au plus une période.
JOURS_PAR_MOIS_AU_MOINS = 28


def avec_rechargement(individu, period, fins, donnes):
    """Les fins examinées dans le mois, avec celles qui rechargent un droit épuisé ou déchu à la fin du mois d'avant (article 28).

    La dernière fin de contrat depuis l'ouverture est examinée ; si son affiliation ne suffit pas, une fin antérieure peut l'être.

    Args:
        fins: la fin de contrat du mois de chaque personne (jour), 0 s'il n'y en a pas.
        donnes: à qui la situation donne l'événement du mois : il est examiné tel quel (tableau de booléens, ou None).
    """
    mois = Mois(individu, period)
    anciens = mois.personnes(droit_fini(mois) if donnes is None else droit_fini(mois) & ~donnes)
    if not len(anciens):
        return fins
    anciens = anciens.qui(~sous_contrat_au_premier(anciens))
    anciens = anciens.avec(du_mois=fins[anciens.rangs], depuis=anciens.veille("fin_contrat_du_droit"))
    derniere, precedente = dernieres_fins(individu, anciens.rangs, anciens.depuis, mois.numero - 1)

    retenues = numpy.where(anciens.du_mois > 0, anciens.du_mois, derniere)
    plusieurs = numpy.flatnonzero((derniere > 0) & ((anciens.du_mois > 0) | (precedente > 0)))
    a_comparer = anciens.avec(derniere=derniere, sinon=retenues).qui(plusieurs)
    if len(plusieurs):
        possibles = (a_comparer.du_mois > 0) | fin_anterieure_possible(a_comparer)
        plusieurs, a_comparer = plusieurs[possibles], a_comparer.qui(possibles)
    if len(plusieurs):
        retenues[plusieurs] = fin_qui_recharge(a_comparer)

    examinees = fins.copy()
    examinees[anciens.rangs] = retenues
    return examinees


def droit_fini(mois: Mois):
    """De qui le droit a été épuisé dans le mois d'avant, ou est déchu au premier jour de celui-ci (tableau de booléens)."""
    reste = mois.veille("reliquat")
    fini = (reste <= 0) & (mois.autre(mois.numero - 1)["reliquat_debut"] > 0) if mois.a_une_veille else mois.tous(False, dtype=bool)
    perdus = perdus_au_premier(mois.individu, mois.period)
    return fini if perdus is None else fini | (perdus & (reste > 0))


def sous_contrat_au_premier(gens: Personnes):
    """Qui est sous contrat le dernier jour du mois d'avant et le premier de celui-ci (tableau de booléens)."""
    avant = gens.mois.autre(gens.mois.numero - 1)
    dernier_jour_d_avant = cal.masque(avant.numero, avant.dernier_jour, avant.dernier_jour)
    hier = avant.entree("calendrier_contrats")[gens.rangs] & dernier_jour_d_avant
    return (hier != 0) & (gens.entree("calendrier_contrats") & 1 != 0)


def fin_anterieure_possible(gens: Personnes):
    """Si une fin entre ``depuis`` et la dernière peut suffire alors que la dernière ne suffit pas (tableau de booléens).

    L'affiliation de la dernière contient celles d'avant, sauf si sa période peut commencer plus tard ou si la loi de
    l'affiliation a changé.
    """
    loi = Loi(gens.mois.individu, gens.derniere).affiliation
    possibles = gens.derniere - gens.depuis >= JOURS_PAR_MOIS_AU_MOINS * loi.periode_reference.courte
    parametres = gens.mois.individu.simulation.tax_benefit_system.parameters.affiliation
    for changements in (serie(un)[0] for un in parametres.get_descendants() if isinstance(un, Parameter)):
        version = numpy.searchsorted(changements, gens.derniere, side="right")
        possibles |= version != numpy.searchsorted(changements, gens.depuis, side="right")
    return possibles


def fin_qui_recharge(gens: Personnes):
    """La dernière fin avant l'épuisement ; si son affiliation ne suffit pas, la plus récente avant elle qui suffit.

    Un départ volontaire ne recharge pas, et l'on ne remonte pas avant lui. ``sinon`` là où aucune fin ne recharge : le droit s'ouvre
    alors, ou non, par celle-là.
    """
    individu = gens.mois.individu
    retenues, cherches = gens.sinon.copy(), numpy.arange(len(gens))
    for numero in range(int(cal.mois_du_jour(gens.derniere).max()), int(cal.mois_du_jour(gens.depuis).min()) - 1, -1):
        finissent, jours = fins_du_mois(individu, numero)
        ici = numpy.flatnonzero(numpy.isin(gens.rangs[cherches], finissent))
        if len(ici) == 0:
            continue
        ceux = cherches[ici]
        fins = jours[numpy.searchsorted(finissent, gens.rangs[ceux])]
        examen = gens.mois.autre(numero).personnes(gens.rangs[ceux])
        connues = (fins > gens.depuis[ceux]) & (examen["fin_examinee"] == fins)
        suffisantes = connues & examen["affiliation_suffisante"]
        involontaires = examen["perte_involontaire"] | (examen["motif_examine"] == 0)
        inscrits = examen["premier_jour_inscription"] != cal.SANS_DATE
        rechargent = suffisantes & involontaires & examen["depart_volontaire_efface"] & inscrits
        retenues[ceux[rechargent]] = fins[rechargent]
        cherches = numpy.delete(cherches, ici[suffisantes | (connues & ~involontaires)])
        if len(cherches) == 0:
            break
    return retenues
