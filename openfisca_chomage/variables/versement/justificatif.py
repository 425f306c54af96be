"""Justificatif de l'activité du mois : arrivé à temps pour le paiement, ou après (article 24 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import mois_connus
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.mois import Mois


def date_limite_du_justificatif(mois: Mois) -> int:
    """Le dernier jour où le justificatif du mois arrive à temps pour son paiement (article 24)."""
    return mois.dernier_jour + int(mois.loi.versement.jour_limite_justificatif)


def justifie_en_retard(mois: Mois):
    """De qui le justificatif du mois est arrivé après ce jour ; sans date donnée, il est arrivé à temps (tableau de booléens)."""
    return mois.entree("date_justificatif") > date_limite_du_justificatif(mois)


def pieces_tardives(individu, mois: int) -> list:
    """Les justificatifs tardifs arrivés dans un mois : ``[(mois d'origine, rangs des personnes), …]``."""
    return _pieces_tardives_par_mois(individu).get(mois, [])


@jusqu_a_une_saisie
def _pieces_tardives_par_mois(individu) -> dict:
    """Les mêmes, par mois d'arrivée."""
    par_mois = {}
    for origine in mois_connus(individu, "date_justificatif"):
        mois_d_origine = Mois(individu, cal.periode(origine))
        qui = numpy.flatnonzero(justifie_en_retard(mois_d_origine))
        venues = cal.mois_du_jour(mois_d_origine.entree("date_justificatif")[qui])
        for un_mois in numpy.unique(venues):
            par_mois.setdefault(int(un_mois), []).append((origine, qui[venues == un_mois]))
    return par_mois


def activite_sans_piece(mois: Mois):
    """Qui a déclaré pour le mois une activité dont le justificatif n'est pas arrivé à temps (tableau de booléens)."""
    retard = justifie_en_retard(mois)
    return retard & (mois["salaire_activite_declare"] > 0) if retard.any() else retard
