"""All that a claimant may say, each thing once: the column of the tables and the field of her file that say it.

The checks of both doors, their conversion, the model of the file and the tables of ``docs/`` are made from it. A new input
is a class of ``variables/entrees/`` (its type, its bounds) and a line here. The type and the bounds are those of the input
unless a line says others.

The place of a field is written ``contrats[].quotite`` (of each element of a list) or ``remises{}`` (a value a month,
``{AAAA-MM: valeur}``; ``{annee}``: a value a year). ``RAISONS`` says why an input has no column or no field.
"""

from __future__ import annotations

import dataclasses
import datetime
import inspect
from enum import Enum

from openfisca_core.indexed_enums import Enum as EnumDeVariable

from openfisca_chomage.socle import bornes
from openfisca_chomage.socle.bornes import Bornes
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.entrees import carriere, indus, mois, personne

__all__ = ["CALENDRIERS", "DONNEES", "ENTREES", "PARTIES", "RAISONS", "TABLES", "Base", "Donnee", "MotifIndisponibilite", "champs_de"]

#: The inputs without formula, by name: their classes.
ENTREES = {
    nom: classe
    for module in (carriere, mois, indus, personne)
    for nom, classe in vars(module).items()
    if inspect.isclass(classe) and issubclass(classe, VariableChomage) and classe.__module__ == module.__name__
}

#: How the documentation names a type.
GENRES = {
    "identifiant": "texte ou entier",
    "texte": "texte",
    "date": "date",
    "mois": "AAAA-MM ou date",
    "nombre": "nombre",
    "entier": "entier",
    "booleen": "booléen",
    "enum": "texte",
}


class Base(Enum):
    """What a notice counts in: what was paid, or the same before CSG and CRDS."""

    net = "Net"
    brut = "Brut"


class MotifIndisponibilite(Enum):
    """Why days cannot be paid. All have the same effect: the reason is for the reader of the file."""

    maladie = "Maladie"
    maternite = "Maternité, paternité, adoption"
    accident_travail = "Accident du travail"
    detention = "Détention"
    absence = "Absence du territoire"
    suspension = "Suspension"


@dataclasses.dataclass(frozen=True)
class Donnee:
    """One thing that a claimant may say.

    Attributes:
        variable: the input that it feeds, or none.
        sens: what it means, in French.
        colonne: the table and its column, ``contrats.quotite``, or none.
        champ: the place of the field in a file, ``contrats[].quotite``, or none.
        genre: its type, a key of ``GENRES``.
        bornes: what its numbers may be.
        liste: the Enum of its values, ``aucune`` left out.
        aussi: the other inputs that it feeds.
        presente: the table must have the column.
        remplie: no value of the column may be missing.
        requis: the field must be given where its part is.
        defaut: what the field is where it is not given.
        mensuelle: it goes to its variable as it stands, month by month.
    """

    variable: str
    sens: str
    colonne: str = ""
    champ: str = ""
    genre: str = ""
    bornes: Bornes | None = None
    liste: type[Enum] | None = None
    aussi: tuple[str, ...] = ()
    presente: bool = False
    remplie: bool = False
    requis: bool = False
    defaut: object = None
    mensuelle: bool = False

    def __post_init__(self) -> None:
        entree = ENTREES.get(self.variable)
        if not self.genre:
            object.__setattr__(self, "genre", _genre(entree.value_type))
        if self.genre == "enum" and self.liste is None:
            object.__setattr__(self, "liste", entree.possible_values)
        if self.bornes is None and self.genre in ("nombre", "entier"):
            type_ = int if self.genre == "entier" else float
            siennes = entree.__bornes__ if entree else None
            object.__setattr__(self, "bornes", siennes or bornes.par_defaut(type_, getattr(entree, "unit", None)))
        if self.remplie:
            object.__setattr__(self, "presente", True)

    @property
    def table(self) -> str:
        """The table of its column."""
        return self.colonne.partition(".")[0]

    @property
    def nom(self) -> str:
        """The name of its column."""
        return self.colonne.partition(".")[2]

    @property
    def partie(self) -> str:
        """The part of the file that holds its field, empty for the file itself."""
        return self.champ.rpartition(".")[0]

    @property
    def nom_du_champ(self) -> str:
        """The name of its field in its part."""
        return self.champ.rpartition(".")[2].partition("{")[0]

    @property
    def variables(self) -> tuple[str, ...]:
        """The inputs that it feeds."""
        return (*((self.variable,) if self.variable else ()), *self.aussi)

    @property
    def valeurs(self) -> list[str]:
        """The names that a value may have, of an Enum."""
        return [membre.name for membre in self.liste if membre.name != "aucune"]

    @property
    def type_ecrit(self) -> str:
        """Its type, as the documentation says it."""
        if self.liste is not None:
            return ", ".join(f"`{nom}`" for nom in self.valeurs)
        return self.bornes.attendu if self.bornes is not None else GENRES[self.genre]


def _genre(type_) -> str:
    if type_ is EnumDeVariable:
        return "enum"
    return {datetime.date: "date", bool: "booleen", int: "entier", float: "nombre"}[type_]


# --- Herself

_PERSONNE = (
    Donnee("", "Le demandeur ; une ligne par demandeur", "individus.identifiant", genre="identifiant", remplie=True),
    Donnee("", "Nom que le relevé écrit", champ="personne.nom", genre="texte", defaut="Demandeur"),
    Donnee("date_naissance", "Date de naissance", "individus.date_naissance", "personne.date_naissance", remplie=True),
    Donnee(
        "territoire", "Territoire de résidence ; métropole à défaut", "individus.territoire", "personne.territoire", defaut="metropole"
    ),
    Donnee(
        "regime_alsace_moselle", "Régime local d'assurance maladie ; aucun à défaut",
        "individus.regime_alsace_moselle", "personne.regime_alsace_moselle", defaut="non",
    ),
    Donnee("date_taux_plein", "Date de la retraite à taux plein", "individus.date_taux_plein", "personne.date_taux_plein"),
    Donnee(
        "nombre_parts_fiscales", "Parts du foyer fiscal ; 1 à défaut", "individus.nombre_parts_fiscales", "personne.parts_fiscales",
        defaut=1.0,
    ),
    Donnee("", "Combien de demandeurs celui-ci représente dans les effets d'une réforme ; 1 à défaut", "individus.poids", genre="nombre"),
    Donnee(
        "personnes_a_charge", "Personnes à charge, pour la part saisissable", "individus.personnes_a_charge", "personne.personnes_a_charge"
    ),
)

# --- Her contracts

_CONTRATS = (
    Donnee("", "Le demandeur du contrat", "contrats.identifiant", genre="identifiant", remplie=True),
    Donnee(
        "calendrier_contrats", "Premier jour du contrat", "contrats.debut", "contrats[].debut", "date", remplie=True, requis=True
    ),
    Donnee(
        "calendrier_contrats", "Dernier jour ; vide : le contrat est en cours", "contrats.fin", "contrats[].fin", "date",
        aussi=("date_fin_contrat",), presente=True,
    ),
    Donnee("motif_rupture", "Motif de la fin", "contrats.motif", "contrats[].motif", presente=True),
    Donnee(
        "salaire_brut", "Brut d'un mois entier ; un mois coupé en a sa part, par jours, au centime",
        "contrats.salaire_mensuel", "contrats[].salaire_mensuel",
    ),
    Donnee(
        "salaire_brut", "Brut de tout le contrat, partagé entre ses mois par jours, au centime",
        "contrats.salaire_total", "contrats[].salaire_total",
    ),
    Donnee("salaire_brut", "Brut de chaque mois du contrat", champ="contrats[].salaires{}"),
    Donnee("primes", "Primes reçues dans le mois et qui ne s'y rapportent pas", champ="contrats[].primes{}"),
    Donnee("heures_travaillees", "Heures payées de tout le contrat", "contrats.heures", "contrats[].heures"),
    Donnee("heures_travaillees", "Heures payées d'un mois entier", "contrats.heures_mensuelles", "contrats[].heures_mensuelles"),
    Donnee(
        "quotite_travail", "Horaire rapporté au temps plein ; 1 à défaut", "contrats.quotite", "contrats[].quotite", bornes=bornes.QUOTITE
    ),
    Donnee(
        "calendrier_contrats_saisonniers", "Contrat saisonnier", "contrats.saisonnier", "contrats[].saisonnier", "booleen",
        aussi=("heures_saisonnieres",), defaut=False,
    ),
    Donnee(
        "date_engagement_procedure", "Début de la procédure de licenciement",
        "contrats.date_engagement_procedure", "contrats[].engagement_procedure", "date",
    ),
    Donnee(
        "indemnite_conges_payes", "Congés non pris, payés à la fin du contrat",
        "contrats.indemnite_conges_payes", "contrats[].indemnite_conges_payes",
    ),
    Donnee(
        "jours_conges_payes", "Les mêmes en jours, pour une reprise de droits",
        "contrats.jours_conges_payes", "contrats[].jours_conges_payes",
    ),
    Donnee(
        "indemnites_supra_legales", "Sommes de rupture au-delà du minimum légal",
        "contrats.indemnites_supra_legales", "contrats[].indemnites_supra_legales",
    ),
    Donnee(
        "premiere_admission", "Jamais admis dans les vingt ans qui précèdent",
        "contrats.premiere_admission", "contrats[].premiere_admission", "booleen",
    ),
    Donnee(
        "calendrier_activite_conservee",
        "Emploi conservé pendant l'indemnisation : ses jours, sa paie et son motif vont aux variables des emplois conservés ; "
        "le reste n'en est pas lu",
        "contrats.conserve", "contrats[].conserve", "booleen",
        aussi=("salaire_activite_conservee", "motif_rupture_conservee"), defaut=False,
    ),
)

# --- Her months

#: The calendars: the name of their columns, the input, what their days are, the part of the file that gives them.
CALENDRIERS = {
    "inscription": ("calendrier_inscription", "inscrits comme demandeur d'emploi", "inscription[]"),
    "indisponibilite": (
        "calendrier_indisponibilite", "qui ne peuvent pas être payés (maladie, absence, suspension)", "indisponibilites[]"
    ),
    "formation": ("calendrier_formation", "d'une formation payée par l'allocation", "formations[]"),
    "neutralisation": ("calendrier_neutralise", "hors contrat que la période de référence ne compte pas", "neutralisations[]"),
    "suspension": (
        "calendrier_suspension", "sous contrat non payés normalement (maladie, maternité, activité partielle)",
        "contrats[].suspensions[]",
    ),
    "activite_non_declaree": ("calendrier_activite_non_declaree", "d'une activité jamais déclarée", "activites_cachees[]"),
}


def _calendrier(nom: str, variable: str, jours: str, partie: str) -> tuple[Donnee, ...]:
    return (
        Donnee(variable, f"Vrai : le mois a des jours {jours}, tous à défaut de dates", f"mois.{nom}", genre="booleen"),
        Donnee(variable, "Premier de ces jours dans le mois", f"mois.{nom}_debut", genre="date"),
        Donnee(variable, "Dernier de ces jours dans le mois", f"mois.{nom}_fin", genre="date"),
        Donnee(variable, "Ou ces jours un à un : le bit d - 1 pour le jour d", f"mois.{nom}_masque", genre="entier", bornes=bornes.MASQUE),
        Donnee(variable, f"Premier des jours {jours}", champ=f"{partie}.debut", genre="date", requis=True),
        Donnee(variable, "Dernier ; vide : ils courent encore", champ=f"{partie}.fin", genre="date"),
    )


def _tel_quel(variable: str, sens: str, champ: str = "", genre: str = "", colonne: str = "", **autres) -> Donnee:
    return Donnee(variable, sens, f"mois.{colonne or variable}", champ, genre, mensuelle=True, **autres)


_MOIS = (
    Donnee("", "Le demandeur du mois", "mois.identifiant", genre="identifiant", remplie=True),
    Donnee("", "Le mois ; une ligne par demandeur et par mois", "mois.mois", genre="mois", remplie=True),
    _tel_quel("salaire_brut", "Brut du mois, ajouté à celui que donnent les contrats"),
    _tel_quel("primes", "Primes reçues dans le mois et qui ne s'y rapportent pas"),
    _tel_quel("heures_travaillees", "Heures payées, ajoutées à celles des contrats", colonne="heures"),
    _tel_quel("heures_saisonnieres", "Heures saisonnières payées, ajoutées à celles des contrats"),
    _tel_quel("quotite_travail", "Horaire du mois, à la place de celui des contrats", colonne="quotite"),
    _tel_quel("salaire_habituel", "Paie habituelle d'un contrat suspendu", "contrats[].suspensions[].salaire_habituel"),
    *(donnee for nom, dit in CALENDRIERS.items() for donnee in _calendrier(nom, *dit)),
    Donnee("", "Pourquoi ces jours ne peuvent pas être payés", champ="indisponibilites[].motif", genre="enum", liste=MotifIndisponibilite,
           requis=True),  # fmt: skip
    Donnee("", "Ce qu'est la formation", champ="formations[].intitule", genre="texte", defaut=""),
    Donnee("salaire_non_declare", "Brut de cette activité, partagé entre ses mois par jours, au centime ; son contrat et sa paie se "
           "donnent aussi dans `contrats`", champ="activites_cachees[].salaire"),  # fmt: skip
    _tel_quel("salaire_activite_declare", "Brut déclaré de l'activité reprise", "declarations{}.salaire", "nombre", requis=True),
    _tel_quel("salaire_activite_justifie", "Brut que montre le bulletin de paie", "justificatifs{}.salaire", "nombre", requis=True),
    _tel_quel("date_justificatif", "Jour où ce bulletin est arrivé", "justificatifs{}.date"),
    _tel_quel("heures_activite", "Heures de l'activité reprise", "declarations{}.heures", defaut=0.0),
    _tel_quel("salaire_activite_conservee", "Brut des emplois conservés, ajouté à celui des contrats"),
    _tel_quel("salaire_non_declare", "Part de la paie qui vient d'une activité non déclarée"),
    _tel_quel("revenu_fiscal_reference_n2", "Revenu fiscal de référence de l'avant-dernière année"),
    _tel_quel("revenu_fiscal_reference_n3", "Revenu fiscal de référence de l'année d'avant"),
    Donnee(
        "revenu_fiscal_reference_n2", "Revenu fiscal de référence de l'année", champ="revenu_fiscal{annee}",
        aussi=("revenu_fiscal_reference_n3",),
    ),
    _tel_quel("are_versee", "Net réellement versé pour le mois", "paiements{}.montant", "nombre", requis=True),
    _tel_quel("date_paiement", "Jour de ce versement", "paiements{}.date"),
    _tel_quel("saisie_en_cours", "Saisie ou pension alimentaire en cours : pas d'avance"),
    Donnee("saisie_en_cours", "Premier jour d'une saisie ou d'une pension alimentaire : pas d'avance", champ="saisies[].debut",
           genre="date", requis=True),  # fmt: skip
    Donnee("saisie_en_cours", "Dernier ; vide : elle est en cours", champ="saisies[].fin", genre="date"),
)

# --- What is claimed from her

_INDUS = (
    _tel_quel("indu_reclame", "Indu réclamé pour le mois", "avis[].montants{}", requis=True),
    _tel_quel("date_notification_indu", "Jour de sa notification", "avis[].date", requis=True),
    _tel_quel("indu_conteste", "Indu contesté dans le délai"),
    _tel_quel("date_recours_indu", "Jour du recours", "avis[].conteste_le", aussi=("indu_conteste",)),
    _tel_quel("date_rejet_recours", "Jour de son rejet", "avis[].rejet_le"),
    _tel_quel("date_mise_en_demeure", "Jour de la mise en demeure", "avis[].mise_en_demeure_le"),
    _tel_quel("date_contrainte", "Jour de la contrainte", "avis[].contrainte_le"),
    _tel_quel("fausse_declaration", "Fausse déclaration établie pour le mois", "avis[].fausse_declaration", defaut=False),
    _tel_quel("mensualites_indu", "Mensualités accordées", "avis[].mensualites"),
    Donnee("", "Ce que l'avis compte : le net, ou le brut", champ="avis[].base", genre="enum", liste=Base, defaut="net"),
    Donnee("", "Pourquoi, comme l'avis le dit", champ="avis[].cause", genre="texte", defaut=""),
    Donnee("", "Jours que l'avis reprend, de chaque mois", champ="avis[].jours{}", genre="entier"),
    _tel_quel("remboursement_indu", "Remboursé dans le mois", "remboursements{}"),
    _tel_quel("remise_indu", "Remis dans le mois", "remises{}"),
    _tel_quel("retenue_pratiquee", "Réellement retenu dans le mois", "avis[].retenues{}"),
    _tel_quel("penalite_prononcee", "Pénalité prononcée pour le mois", "penalites{}"),
    _tel_quel("impot_preleve", "Impôt prélevé à la source", "impot_preleve{}"),
    _tel_quel("autres_ressources_saisissables", "Autres ressources saisissables, nettes", "autres_ressources{}"),
)

# --- The months of the statement

_RELEVE = (
    Donnee("", "Premier mois du relevé", champ="mois.debut", genre="mois"),
    Donnee("", "Dernier mois du relevé", champ="mois.fin", genre="mois"),
)

#: All that may be said.
DONNEES = (*_PERSONNE, *_CONTRATS, *_MOIS, *_INDUS, *_RELEVE)

#: The columns of each table.
TABLES = {
    table: tuple(donnee for donnee in DONNEES if donnee.table == table) for table in ("individus", "contrats", "mois")
}

#: The parts of a file, and what each is.
PARTIES = {
    "personne": "Le demandeur.",
    "contrats[]": "Un contrat de travail par élément, dans l'ordre que l'on veut. La paie se donne d'une seule manière : "
    "`salaire_mensuel`, `salaire_total` ou `salaires`.",
    "contrats[].suspensions[]": "Les jours du contrat qui ne sont pas payés normalement : maladie, maternité, activité partielle.",
    "inscription[]": "Les jours d'inscription comme demandeur d'emploi.",
    "indisponibilites[]": "Les jours qui ne peuvent pas être payés.",
    "formations[]": "Les formations payées par l'allocation.",
    "neutralisations[]": "Les jours hors contrat que la période de référence ne compte pas.",
    "activites_cachees[]": "Les activités jamais déclarées.",
    "declarations{}": "Ce que le demandeur a déclaré de chaque mois.",
    "justificatifs{}": "Ce que montre le bulletin de paie de chaque mois.",
    "paiements{}": "Ce qui a été réellement versé pour chaque mois : le montant seul, ou avec sa date.",
    "saisies[]": "Les saisies et les pensions alimentaires.",
    "avis[]": "Les avis de trop-perçu, et ce qui a suivi. Quand deux avis réclament un mois, les montants s'ajoutent et les dates "
    "sont celles du premier.",
    "": "Directement dans le dossier, une valeur par mois (`remises: {2025-03: 120}`) ou par année.",
    "mois": "Les mois du relevé.",
}

#: The inputs that no column or no field says, and why.
RAISONS: dict[str, str] = {}


def champs_de(partie: str) -> tuple[Donnee, ...]:
    """The fields that a part of the file has of its own."""
    return tuple(donnee for donnee in DONNEES if donnee.champ and donnee.partie == partie)


