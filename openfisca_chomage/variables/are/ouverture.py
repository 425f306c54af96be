"""Ouverture d'un droit : ce qui est examiné à une fin de contrat, et ce qui est figé à l'ouverture (articles 2 à 8 et 26)."""

import datetime

import numpy

from openfisca_chomage.nomenclatures import MotifRupture, Territoire
from openfisca_chomage.reglements import FIN_ANTERIEURE, MAYOTTE, PERTE_CONSERVEE
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import CONSTATE, OUVERT, fige, personnes_donnees, personnes_examinees
from openfisca_chomage.socle.histoire import anterieur, debut_histoire, lire
from openfisca_chomage.socle.mois import Mois, Personnes
from openfisca_chomage.socle.nature import dit_un_droit
from openfisca_chomage.socle.noyau import holders
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.regimes import GENERAL
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.textes import LOI_DU_DROIT, code_du_travail, references, reglement
from openfisca_chomage.variables.are.decheance import perdus_au_premier


class ouverture_droit(VariableChomage):
    value_type = bool
    label = "Un droit s'ouvre, ou se recharge, par la fin de contrat examinée ce mois-ci"
    nature = "evenement"
    reference = references(
        code_du_travail("L5422-1", "I", horloge="loi"), code_du_travail("L5422-2", horloge="loi"), reglement("1er"), reglement("2"),
        reglement("3"), reglement("4"), reglement("7"), reglement("28"), code_du_travail("R5422-2", "I", horloge="loi"),
    )
    documentation = """
    Aucun droit ne court, le motif est de ceux qui ouvrent, l'affiliation suffit, la personne s'inscrit dans le
    délai et n'a pas l'âge de la retraite à taux plein.
    """

    def formula(individu, period):
        refuser_perte_conservee(individu, period)
        ouvre = individu.filled_array(False, dtype=bool)
        qui, fins = personnes_examinees(individu, period)
        for condition in CONDITIONS_D_OUVERTURE:
            if len(qui) == 0:
                return ouvre
            remplie = condition(individu, period, qui, fins)
            qui, fins = qui[remplie], fins[remplie]
        ouvre[qui] = True
        mois = cal.numero(period)
        sans_motif = ouvre & (individu("motif_examine", period) == 0)
        if sans_motif.any():
            refuser_le_premier(
                individu, sans_motif & (cal.en_jours(individu("fin_examinee", period)) < cal.premier_jour(mois)), "motif_rupture", period,
                "Le droit est épuisé et la dernière fin de contrat peut le recharger, mais son motif n'est pas donné. "
                "Écrivez motif_rupture pour le mois de cette fin de contrat.",
            )
            ouvre &= ~sans_motif
        return ouvre

    def explication(individu, period, parameters):
        if individu("ouverture_droit", period)[0]:
            return "Un droit s'ouvre : motif, affiliation, inscription et âge remplissent les conditions."
        manques = [
            raison
            for nom, raison in (
                ("perte_involontaire", "le motif de la rupture n'ouvre pas de droit"),
                ("affiliation_suffisante", "l'affiliation est insuffisante"),
                ("depart_volontaire_efface", "un départ volontaire antérieur n'est pas effacé par assez de travail"),
            )
            if not individu(nom, period)[0]
        ]
        if individu("premier_jour_inscription", period)[0] == numpy.datetime64("1970-01-01"):
            manques.append("pas d'inscription dans les douze mois")
        return "Aucun droit ne s'ouvre : " + (", ".join(manques) or "un droit court déjà, ou l'âge est atteint") + "."


# Les conditions d'une ouverture, dans l'ordre où elles sont regardées : qui la remplit (tableau de booléens), parmi les personnes de rang
# ``qui`` dont on examine les fins de contrat ``fins``. Chacune n'est demandée qu'à qui remplit les précédentes.


def aucun_droit_ne_court(individu, period, qui, fins):
    reliquat = anterieur(individu, "reliquat", period)
    if reliquat is None:
        return slice(None)
    libres, perdus = reliquat[qui] <= 0, perdus_au_premier(individu, period)
    return libres if perdus is None else libres | perdus[qui]


def age_permis(individu, period, qui, fins):
    return fins < cal.en_jours(individu("date_limite_age", period))[qui]


def motif_possible(individu, period, qui, fins):
    """A motive that opens a right, or none (it is asked for later, of who could open a right)."""
    return individu("perte_involontaire", period)[qui] | (individu("motif_examine", period)[qui] == 0)


def inscrit_dans_le_delai(individu, period, qui, fins):
    return cal.en_jours(individu("premier_jour_inscription", period)[qui]) != cal.SANS_DATE


def hors_de_mayotte(individu, period, qui, fins):
    """Everybody: who lives in Mayotte is refused, whatever the affiliation there."""
    concernes = individu.filled_array(False, dtype=bool)
    concernes[qui] = True
    refuser_mayotte(individu, period, concernes & a_mayotte(individu, period))
    return numpy.ones(len(qui), dtype=bool)


def affilie(individu, period, qui, fins):
    suffisante = individu("affiliation_suffisante", period)[qui]
    motifs = individu("motif_examine", period)[qui]
    insuffisante = ~suffisante & (motifs != 0) & (motifs != MotifRupture.demission_reconversion.index)
    if insuffisante.any():
        refuser_fin_anterieure(Mois(individu, period).personnes(qui[insuffisante]))
    return suffisante


def sans_depart_volontaire(individu, period, qui, fins):
    return individu("depart_volontaire_efface", period)[qui]

#: In the order of the règlement; each is asked only of who fills those before.
CONDITIONS_D_OUVERTURE = (
    aucun_droit_ne_court,
    age_permis,
    motif_possible,
    inscrit_dans_le_delai,
    hors_de_mayotte,
    affilie,
    sans_depart_volontaire,
)


def refuser_fin_anterieure(gens: Personnes) -> None:
    """L'affiliation ne suffit pas à la dernière fin, mais suffit à une fin antérieure (article 8) : y remonter n'est pas modélisé."""
    mois = gens.mois
    debut = debut_histoire(mois.individu)
    deja_servie, inscription = gens.veille("fin_contrat_du_droit"), gens["premier_jour_inscription"]
    for numero in range(mois.numero - 12 if debut is None else max(mois.numero - 12, debut), mois.numero):
        anterieures = mois.autre(numero).personnes(gens.rangs)
        fins = anterieures["fin_examinee"]
        possibles = (fins != cal.SANS_DATE) & (fins > deja_servie)
        if not possibles.any():
            continue
        possibles &= anterieures["perte_involontaire"] & (inscription <= cal.ajouter_mois(fins, 12))
        if possibles.any():
            possibles &= anterieures["affiliation_suffisante"]
        gens.refuser(
            possibles, "motif_rupture",
            f"L'affiliation ne suffit pas à cette fin de contrat, mais elle suffisait à celle de {anterieures.mois.period}, dans les douze "
            f"mois de l'inscription : {FIN_ANTERIEURE}. "
            "Donnez ouverture_droit pour le mois de la fin retenue.",
        )


def a_mayotte(individu, period):
    """Who lives in Mayotte that month (bool array)."""
    territoires = lire(individu, "territoire", cal.numero(period))
    if territoires is None:
        return individu.filled_array(False, dtype=bool)
    return numpy.asarray(territoires) == Territoire.mayotte.index


def refuser_mayotte(individu, period, concernes) -> None:
    """Refuse those to whom the rules of Mayotte would apply (bool array)."""
    refuser_le_premier(
        individu, concernes, "territoire", period,
        f"{MAYOTTE}.",
    )


def refuser_perte_conservee(individu, period) -> None:
    motifs = lire(individu, "motif_rupture_conservee", cal.numero(period))
    if motifs is not None:
        refuser_le_premier(
            individu, numpy.asarray(motifs) != 0, "motif_rupture_conservee", period,
            f"La perte d'un emploi conservé révise le droit (article 34) : {PERTE_CONSERVEE}.",
        )


class nature_ouverture(VariableChomage):
    value_type = int
    default_value = 0
    label = "0 : rien ; 1 : un droit s'ouvre ; 2 : la situation donne l'état d'un droit pour la première fois"
    nature = "evenement"
    reference = references(reglement("3", "§ 1"), reglement("28"))

    def formula(individu, period):
        nature = individu("ouverture_droit", period).astype(numpy.int32) * OUVERT
        donnes = personnes_donnees(individu, _etats_donnes(individu, period), period)
        if donnes is not None:
            lois = anterieur(individu, "loi_du_droit", period)
            premiers = donnes & (nature == 0)
            if lois is not None:
                premiers &= cal.en_jours(lois) == cal.SANS_DATE
            nature = numpy.where(premiers, CONSTATE, nature)
            refuser_mayotte(individu, period, premiers & a_mayotte(individu, period))
        return nature


def _etats_donnes(individu, period) -> list[str]:
    """The states of a right that the situation gives in a month."""
    return [
        nom for nom, holder in holders(individu).items()
        if period in holder.__dict__.get("donnees", ()) and dit_un_droit(holder.variable)
    ]


class loi_du_droit(VariableChomage):
    value_type = datetime.date
    label = "Jour dont la loi régit le droit qui court"
    nature = "niveau"
    reference = references(*LOI_DU_DROIT)

    def formula(individu, period):
        return fige(individu, "loi_du_droit", period, lambda carriere: cal.en_dates(carriere.loi), numpy.datetime64("1970-01-01"))


class regime_du_droit(VariableChomage):
    value_type = int
    label = "Régime qui régit le droit qui court (code ; 0 : régime général)"
    nature = "niveau"
    reference = references(reglement("1er"), code_du_travail("L5422-1", "I", horloge="loi"))

    documentation = "Figé à l'ouverture, comme la loi : le droit suit les règles de ce régime tant qu'il court."

    def formula(individu, period):
        """Celui de la fin de contrat qui a ouvert le droit."""
        return fige(individu, "regime_du_droit", period, lambda carriere: carriere.valeur("regime_examine"), GENERAL.code)


class fin_contrat_du_droit(VariableChomage):
    value_type = datetime.date
    label = "Fin du contrat qui a ouvert le droit"
    nature = "evenement"
    reference = references(reglement("8"), reglement("28"))
    documentation = "Les jours jusqu'à cette date ont servi : une même période n'ouvre qu'un droit."

    def formula(individu, period):
        def a_l_ouverture(carriere):
            return cal.en_dates(numpy.where(carriere.constate, carriere.fin - 1, carriere.fin))

        return fige(individu, "fin_contrat_du_droit", period, a_l_ouverture, numpy.datetime64("1970-01-01"))
