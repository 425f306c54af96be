"""Justificatif de l'activité du mois : arrivé à temps pour le paiement, ou après (article 24 du règlement)."""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import lire, mois_connus

ARTICLE_24 = "Article 24 du règlement d'assurance chômage (paiement, avance, régularisation)"

ARTICLE_27 = "Article 27 du règlement d'assurance chômage (prestations indues)"


def date_limite_du_justificatif(individu, period) -> int:
    """The last day on which evidence for the month is in time for its payment (day number)."""
    jour = individu.simulation.tax_benefit_system.parameters.versement.jour_limite_justificatif(period.start)
    return int(cal.premier_jour(cal.numero(period) + 1)) + int(jour) - 1


def justifie_en_retard(individu, period):
    """Whose evidence for the month came after the deadline (bool array), or None where no date is given."""
    dates = lire(individu, "date_justificatif", cal.numero(period))
    if dates is None:
        return None
    return cal.en_jours(dates) > date_limite_du_justificatif(individu, period)


def pieces_tardives(individu, mois: int) -> list:
    """The late evidence that came in a month: ``[(month of origin, indices of the persons), …]``."""
    connues = individu.__dict__.get("pieces_tardives")
    if connues is None:
        connues = {}
        for origine in mois_connus(individu, "date_justificatif"):
            qui = numpy.flatnonzero(justifie_en_retard(individu, cal.periode(origine)))
            venues = cal.mois_du_jour(cal.en_jours(lire(individu, "date_justificatif", origine))[qui])
            for un_mois in numpy.unique(venues):
                connues.setdefault(int(un_mois), []).append((origine, qui[venues == un_mois]))
        individu.__dict__["pieces_tardives"] = connues
    return connues.get(mois, [])


def activite_sans_piece(individu, period):
    """Who declared an activity for the month without evidence in time (bool array)."""
    retard = justifie_en_retard(individu, period)
    if retard is None or not retard.any():
        return individu.filled_array(False, dtype=bool)
    return retard & (individu("salaire_activite_declare", period) > 0)
