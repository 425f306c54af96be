"""The check of notices as one HTML page that needs nothing else: to read on a screen and to print."""

from __future__ import annotations

import re

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from openfisca_chomage.dossier.graphique import graphique
from openfisca_chomage.dossier.modele import jour_francais
from openfisca_chomage.dossier.rendu import de_mois, mois_francais, valeur_francaise
from openfisca_chomage.dossier.verification import AVERTISSEMENT, Verification
from openfisca_chomage.dossier.verification_rendu import (
    bilan_en_lignes,
    ecart_de_jours,
    etat_de_la_prescription,
    phrase_des_avances,
    prochaines_utiles,
    regles_a_montrer,
    reponses,
    sous_titre,
    textes_de_la_verification,
    titre_de_l_avis,
)
from openfisca_chomage.socle.phrases import euros

__all__ = ["en_html", "environnement"]

INSECABLE = "\u00a0"


def en_html(verification: Verification) -> str:
    """The page of a check."""
    filtres = {
        "euros": euros,
        "solde": lambda montant: euros(montant).replace("-", "\u2212"),
        "jour": jour_francais,
        "mois": lambda un: mois_francais(un).replace(" ", INSECABLE),
        "de_mois": de_mois,
        "valeur": valeur_francaise,
    }
    return environnement("openfisca_chomage.dossier", filtres).get_template("verification.html").render(
        v=verification,
        avertissement=AVERTISSEMENT,
        reponses=reponses(verification),
        bilan=bilan_en_lignes(verification),
        montrer=regles_a_montrer(verification),
        prochaines=verification.prochaines if prochaines_utiles(verification) else (),
        etat=etat_de_la_prescription,
        ecart=ecart_de_jours,
        titre=titre_de_l_avis,
        phrase_des_avances=phrase_des_avances,
        sous_titre=sous_titre,
        textes=textes_de_la_verification(verification),
        # The only text of the charts is that of their months: nothing of the file enters them unescaped.
        large=Markup(graphique(verification.mois)) if verification.mois else "",
        etroit=Markup(graphique(verification.mois, etroit=True)) if verification.mois else "",
    )


def environnement(paquet: str, filtres: dict) -> Environment:
    """What makes the pages of a package of their templates: nothing unescaped, nothing missing, the spaces of French."""
    pages = Environment(
        loader=PackageLoader(paquet, ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_typographie,
    )
    pages.filters |= filtres
    return pages


def _typographie(valeur):
    """French spaces that do not break, in what the template writes of a text."""
    if not isinstance(valeur, str) or isinstance(valeur, Markup):
        return valeur
    valeur = re.sub(r" (?=[:;?!»€%])", INSECABLE, valeur)
    valeur = re.sub(r"(?<=«) ", INSECABLE, valeur)
    return re.sub(r"(?<=\d) (?=\d{3}\b)", INSECABLE, valeur)
