"""What the three tables hold: each column, its type, whether it is needed, what it means, the variable that it feeds.

The check on entry, the conversion and ``docs/population.md`` all read it here.
"""

from __future__ import annotations

import dataclasses

from openfisca_chomage import nomenclatures

__all__ = ["ANNEES", "CALENDRIERS", "CONTRATS", "DERNIER_MOIS", "INDIVIDUS", "MOIS", "MONTANT_MAXIMAL", "TABLES", "Colonne", "tableau"]

#: The last month that may be asked: the amounts of the law are known until then (as in a claimant's file).
DERNIER_MOIS = "2026-12"

#: Dates are of these years, the second one left out; amounts are no greater than this.
ANNEES = (1900, 2100)
MONTANT_MAXIMAL = 1e8

#: How the documentation names a type.
GENRES = {
    "identifiant": "texte ou entier",
    "date": "date",
    "mois": "AAAA-MM ou date",
    "nombre": "nombre",
    "quotite": "nombre de 0 (exclu) à 1",
    "parts": "nombre, par quarts, 1 au moins",
    "entier": "entier",
    "booleen": "booléen",
    "enum": "texte",
}


@dataclasses.dataclass(frozen=True)
class Colonne:
    """A column of a table.

    Attributes:
        nom: its name.
        genre: its type, a key of ``GENRES``.
        sens: what it means, in French.
        variable: the input variable that it feeds.
        presente: the table must have the column.
        remplie: no value of it may be missing.
        liste: the Enum of its values, ``aucune`` left out.
        mensuelle: it goes to its variable as it stands, month by month.
    """

    nom: str
    genre: str
    sens: str
    variable: str = ""
    presente: bool = False
    remplie: bool = False
    liste: type | None = None
    mensuelle: bool = False

    @property
    def valeurs(self) -> list[str]:
        """The names that a value may have, of an Enum."""
        return [membre.name for membre in self.liste if membre.name != "aucune"]


def _identifiant(de: str) -> Colonne:
    return Colonne("identifiant", "identifiant", f"Le demandeur {de}", presente=True, remplie=True)


INDIVIDUS = (
    _identifiant("; une ligne par demandeur"),
    Colonne("date_naissance", "date", "Date de naissance", "date_naissance", presente=True, remplie=True),
    Colonne("territoire", "enum", "Territoire de résidence ; métropole à défaut", "territoire", liste=nomenclatures.Territoire),
    Colonne(
        "regime_alsace_moselle", "enum", "Régime local d'assurance maladie ; aucun à défaut", "regime_alsace_moselle",
        liste=nomenclatures.RegimeAlsaceMoselle,
    ),
    Colonne("date_taux_plein", "date", "Date de la retraite à taux plein", "date_taux_plein"),
    Colonne("nombre_parts_fiscales", "parts", "Parts du foyer fiscal ; 1 à défaut", "nombre_parts_fiscales"),
    Colonne("poids", "nombre", "Combien de demandeurs celui-ci représente dans les effets d'une réforme ; 1 à défaut"),
    Colonne("personnes_a_charge", "entier", "Personnes à charge, pour la part saisissable", "personnes_a_charge"),
)

CONTRATS = (
    _identifiant("du contrat"),
    Colonne("debut", "date", "Premier jour du contrat", "calendrier_contrats", presente=True, remplie=True),
    Colonne("fin", "date", "Dernier jour ; vide : le contrat est en cours", "calendrier_contrats", presente=True),
    Colonne("motif", "enum", "Motif de la fin", "motif_rupture", presente=True, liste=nomenclatures.MotifRupture),
    Colonne("salaire_mensuel", "nombre", "Brut d'un mois entier ; un mois coupé en a sa part, par jours, au centime", "salaire_brut"),
    Colonne("salaire_total", "nombre", "Brut de tout le contrat, partagé entre ses mois par jours, au centime", "salaire_brut"),
    Colonne("heures", "nombre", "Heures payées de tout le contrat", "heures_travaillees"),
    Colonne("heures_mensuelles", "nombre", "Heures payées d'un mois entier", "heures_travaillees"),
    Colonne("quotite", "quotite", "Horaire rapporté au temps plein ; 1 à défaut", "quotite_travail"),
    Colonne("saisonnier", "booleen", "Contrat saisonnier", "calendrier_contrats_saisonniers"),
    Colonne("date_engagement_procedure", "date", "Début de la procédure de licenciement", "date_engagement_procedure"),
    Colonne("indemnite_conges_payes", "nombre", "Congés non pris, payés à la fin du contrat", "indemnite_conges_payes"),
    Colonne("jours_conges_payes", "entier", "Les mêmes en jours, pour une reprise de droits", "jours_conges_payes"),
    Colonne("indemnites_supra_legales", "nombre", "Sommes de rupture au-delà du minimum légal", "indemnites_supra_legales"),
    Colonne("premiere_admission", "booleen", "Jamais admis dans les vingt ans qui précèdent", "premiere_admission"),
    Colonne(
        "conserve", "booleen",
        "Emploi conservé pendant l'indemnisation : ses jours, sa paie et son motif vont aux variables des emplois conservés ; "
        "ses autres colonnes ne sont pas lues",
        "calendrier_activite_conservee",
    ),
)

#: The calendars that ``mois`` gives, and what their days are.
CALENDRIERS = {
    "inscription": ("calendrier_inscription", "inscrits comme demandeur d'emploi"),
    "indisponibilite": ("calendrier_indisponibilite", "qui ne peuvent pas être payés (maladie, absence, suspension)"),
    "formation": ("calendrier_formation", "d'une formation payée par l'allocation"),
    "neutralisation": ("calendrier_neutralise", "hors contrat que la période de référence ne compte pas"),
    "suspension": ("calendrier_suspension", "sous contrat non payés normalement (maladie, maternité, activité partielle)"),
    "activite_non_declaree": ("calendrier_activite_non_declaree", "d'une activité jamais déclarée"),
}


def _calendrier(nom: str, variable: str, jours: str) -> tuple[Colonne, ...]:
    return (
        Colonne(nom, "booleen", f"Vrai : le mois a des jours {jours}, tous à défaut de dates", variable),
        Colonne(f"{nom}_debut", "date", "Premier de ces jours dans le mois", variable),
        Colonne(f"{nom}_fin", "date", "Dernier de ces jours dans le mois", variable),
        Colonne(f"{nom}_masque", "entier", "Ou ces jours un à un : le bit d - 1 pour le jour d", variable),
    )


def _tel_quel(genre: str, sens: str, variable: str, nom: str = "") -> Colonne:
    return Colonne(nom or variable, genre, sens, variable, mensuelle=True)


MOIS = (
    _identifiant("du mois"),
    Colonne("mois", "mois", "Le mois ; une ligne par demandeur et par mois", presente=True, remplie=True),
    _tel_quel("nombre", "Brut du mois, ajouté à celui que donnent les contrats", "salaire_brut"),
    _tel_quel("nombre", "Primes reçues dans le mois et qui ne s'y rapportent pas", "primes"),
    _tel_quel("nombre", "Heures payées, ajoutées à celles des contrats", "heures_travaillees", "heures"),
    _tel_quel("nombre", "Heures saisonnières payées, ajoutées à celles des contrats", "heures_saisonnieres"),
    _tel_quel("quotite", "Horaire du mois, à la place de celui des contrats", "quotite_travail", "quotite"),
    _tel_quel("nombre", "Paie habituelle d'un contrat suspendu", "salaire_habituel"),
    *(colonne for nom, (variable, jours) in CALENDRIERS.items() for colonne in _calendrier(nom, variable, jours)),
    _tel_quel("nombre", "Brut déclaré de l'activité reprise", "salaire_activite_declare"),
    _tel_quel("nombre", "Brut que montre le bulletin de paie", "salaire_activite_justifie"),
    _tel_quel("date", "Jour où ce bulletin est arrivé", "date_justificatif"),
    _tel_quel("nombre", "Heures de l'activité reprise", "heures_activite"),
    _tel_quel("nombre", "Brut des emplois conservés, ajouté à celui des contrats", "salaire_activite_conservee"),
    _tel_quel("nombre", "Part de la paie qui vient d'une activité non déclarée", "salaire_non_declare"),
    _tel_quel("nombre", "Revenu fiscal de référence de l'avant-dernière année", "revenu_fiscal_reference_n2"),
    _tel_quel("nombre", "Revenu fiscal de référence de l'année d'avant", "revenu_fiscal_reference_n3"),
    _tel_quel("nombre", "Net réellement versé pour le mois", "are_versee"),
    _tel_quel("date", "Jour de ce versement", "date_paiement"),
    _tel_quel("booleen", "Saisie ou pension alimentaire en cours : pas d'avance", "saisie_en_cours"),
    _tel_quel("nombre", "Indu réclamé pour le mois", "indu_reclame"),
    _tel_quel("date", "Jour de sa notification", "date_notification_indu"),
    _tel_quel("booleen", "Indu contesté dans le délai", "indu_conteste"),
    _tel_quel("date", "Jour du recours", "date_recours_indu"),
    _tel_quel("date", "Jour de son rejet", "date_rejet_recours"),
    _tel_quel("date", "Jour de la mise en demeure", "date_mise_en_demeure"),
    _tel_quel("date", "Jour de la contrainte", "date_contrainte"),
    _tel_quel("booleen", "Fausse déclaration établie pour le mois", "fausse_declaration"),
    _tel_quel("entier", "Mensualités accordées", "mensualites_indu"),
    _tel_quel("nombre", "Remboursé dans le mois", "remboursement_indu"),
    _tel_quel("nombre", "Remis dans le mois", "remise_indu"),
    _tel_quel("nombre", "Réellement retenu dans le mois", "retenue_pratiquee"),
    _tel_quel("nombre", "Pénalité prononcée pour le mois", "penalite_prononcee"),
    _tel_quel("nombre", "Impôt prélevé à la source", "impot_preleve"),
    _tel_quel("nombre", "Autres ressources saisissables, nettes", "autres_ressources_saisissables"),
)

TABLES = {"individus": INDIVIDUS, "contrats": CONTRATS, "mois": MOIS}


def tableau(table: str) -> str:
    """The columns of a table as Markdown, for the documentation."""
    lignes = ["| Colonne | Type | Obligatoire | Sens | Variable |", "|---|---|---|---|---|"]
    for une in TABLES[table]:
        besoin = "oui" if une.remplie else "oui, même vide" if une.presente else ""
        genre = GENRES[une.genre] if une.liste is None else ", ".join(f"`{nom}`" for nom in une.valeurs)
        lignes.append(f"| `{une.nom}` | {genre} | {besoin} | {une.sens} | {f'`{une.variable}`' if une.variable else ''} |")
    return "\n".join(lignes)
