"""The closed lists of the law: how a contract ends, where one lives, which local regime."""

from openfisca_core.indexed_enums import Enum

from openfisca_chomage.reglements import TOUT_LICENCIEMENT


class MotifRupture(Enum):
    """How an employment contract ends (articles L5422-1 of the Code du travail and 2 of the règlement)."""

    __order__ = (
        "aucune licenciement_economique licenciement_personnel fin_cdd fin_mission rupture_conventionnelle "
        "rupture_conventionnelle_collective rupture_periode_essai_employeur demission demission_legitime "
        "demission_reconversion abandon_poste"
    )
    aucune = "Aucune fin de contrat"
    licenciement_economique = "Licenciement pour motif économique"
    licenciement_personnel = "Licenciement pour motif personnel, faute comprise"
    fin_cdd = "Fin de contrat à durée déterminée"
    fin_mission = "Fin de mission d'intérim"
    rupture_conventionnelle = "Rupture conventionnelle individuelle"
    rupture_conventionnelle_collective = "Rupture conventionnelle collective, congé de mobilité"
    rupture_periode_essai_employeur = "Rupture de la période d'essai par l'employeur"
    demission = "Démission"
    demission_legitime = "Démission légitime"
    demission_reconversion = "Démission pour un projet de reconversion ou de création d'entreprise"
    abandon_poste = "Abandon de poste, présumé démission depuis le 19 avril 2023"


#: The dismissals, whose law is that of the day when the procedure starts.
LICENCIEMENTS = TOUT_LICENCIEMENT


class Territoire(Enum):
    """Where the claimant lives."""

    __order__ = "metropole drom mayotte"
    metropole = "Métropole"
    drom = (
        "Guadeloupe, Guyane, Martinique, La Réunion, Saint-Barthélemy, Saint-Martin, Saint-Pierre-et-Miquelon"
    )
    mayotte = "Mayotte"


class RegimeAlsaceMoselle(Enum):
    """The local health insurance of Alsace and Moselle."""

    __order__ = "non general agricole"
    non = "Non affilié au régime local"
    general = "Régime local d'Alsace-Moselle"
    agricole = "Régime local agricole d'Alsace-Moselle"
