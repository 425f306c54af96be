"""Congés payés d'un emploi perdu sous un droit qui court : ils reportent la reprise du paiement (article 21, § 1 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import OUVERT, fins_du_mois
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.mois import Mois, Personnes
from openfisca_chomage.variables.are.debut_du_mois import meme_droit
from openfisca_chomage.variables.are.differes import quotient

#: Le plafond du différé, trente jours, ne porte pas le report au-delà du deuxième mois qui suit la fin du contrat.
MOIS_D_UN_REPORT = 2


def jours_reportes_a_la_reprise(mois: Mois):
    """Les jours du mois que reportent les congés payés d'un emploi perdu sous le droit (calendriers).

    Le report commence au lendemain de la fin du contrat, dans le mois ou dans l'un des deux qui le précèdent.
    """
    reportes = mois.tous(0, dtype=numpy.int32)
    for numero in range(mois.numero - MOIS_D_UN_REPORT, mois.numero + 1):
        de_la_fin = mois.autre(numero)
        if not (de_la_fin.est_donne("jours_conges_payes") or de_la_fin.est_donne("indemnite_conges_payes")):
            continue
        gens = emplois_perdus_sous_un_droit(de_la_fin)
        gens = gens.qui(meme_droit(mois.individu, numero, mois.numero, gens.rangs))
        if len(gens):
            reportes[gens.rangs] |= cal.masque(mois.numero, gens.fin + 1, gens.fin + jours_de_conges(gens))
    return reportes


def emplois_perdus_sous_un_droit(mois: Mois) -> Personnes:
    """De qui un contrat finit dans le mois quand il reste des jours d'un ancien droit, ou d'un droit qu'une fin antérieure recharge.

    Columns: ``fin``, le dernier jour du contrat.
    """
    if not mois.a_une_veille:
        return mois.personnes([]).avec(fin=numpy.zeros(0, dtype=numpy.int64))
    rangs, fins = fins_du_mois(mois.individu, mois.numero)
    gens = mois.personnes(rangs, fin=fins)
    nature = gens["nature_ouverture"]
    rechargent = (nature == OUVERT) & (gens["fin_examinee"] < mois.premier_jour)
    gens = gens.qui((gens["reliquat_debut"] > 0) & ((nature == 0) | rechargent))
    donnee = mois.est_donnee("date_fin_contrat")[gens.rangs]
    return gens.avec(fin=numpy.where(donnee, gens["date_fin_contrat"], gens.fin))


def jours_de_conges(gens: Personnes):
    """Les jours de congés donnés, sinon l'indemnité divisée par le salaire journalier de référence ; dans la limite du différé."""
    loi = gens["loi_du_droit"]
    en_jours = quotient(gens.mois.individu, loi, gens.entree("indemnite_conges_payes"), gens["salaire_journalier_reference"])
    donnes = gens.entree("jours_conges_payes")
    plafond = Loi(gens.mois.individu, loi).differes.conges_payes.plafond
    return numpy.minimum(numpy.where(donnes >= 0, donnes, en_jours), plafond)
