"""The page of the law's versions: each règlement and scheme, its dates by clock, its text, what is computed and what is refused.

Everything that depends on how far the law is modelled is read here: the first law, the last month that a door computes, the
month until which amounts are known, the sentences of what is refused, the two tables of the README.

Three clocks date a rule, and this page says which règlement uses which:

- the **end of contract** chooses the règlement of a right (``Reglement.depuis``);
- the **start of the procedure** keeps under the former règlement who was dismissed after it, for some motives
  (``Reglement.procedure``);
- the **calendar** dates what changes for everybody, whatever the règlement of the right (``Etape`` of clock ``calendrier``).

This module imports nothing of the package.
"""

from __future__ import annotations

import dataclasses

__all__ = [
    "ANTERIEURS", "DECRET_2019", "DERNIER_MOIS", "MODELISE", "NON_MODELISE", "PREMIERE_LOI", "PREMIER_MOIS", "REGIMES", "REGLEMENTS",
    "Absence", "Etape", "FicheDeRegime", "Reglement", "au_dela", "avant_la_loi", "dernier_mois_connu", "en_deca", "est_projete",
    "jour_francais", "phrase_de_projection", "reglement_de", "reglements_anterieurs", "tableau_modelise", "tableau_non_modelise",
    "verifie_le",
]  # fmt: skip

#: The last month that a door computes. Beyond, the last known amounts say nothing any more.
DERNIER_MOIS = "2035-12"

#: The dismissals: who is dismissed may keep the règlement of the day when the procedure started.
TOUT_LICENCIEMENT = ("licenciement_economique", "licenciement_personnel")
LICENCIEMENT_ECONOMIQUE = ("licenciement_economique",)


# --- The règlements


@dataclasses.dataclass(frozen=True)
class Etape:
    """A change of rules under a règlement.

    Attributes:
        date: the first day, ``2021-10-01``.
        horloge: ``fin_contrat`` (that of the end of contract, or of the procedure where it chooses the law), ``procedure`` (that of
            the start of the procedure alone) or ``calendrier``.
        quoi: what changes, in French.
        texte: the title of the text.
    """

    date: str
    horloge: str
    quoi: str
    texte: str


@dataclasses.dataclass(frozen=True)
class Reglement:
    """A règlement d'assurance chômage.

    Attributes:
        nom: how messages name it.
        texte, adresse: its title, and where it is read.
        depuis: the first end of contract that it governs.
        procedure: the motives that keep the former règlement where the procedure started before ``depuis``.
        etapes: what changed while it was in force.
        modele: whether the package computes it; refused otherwise.
    """

    nom: str
    texte: str
    adresse: str
    depuis: str
    procedure: tuple[str, ...] = TOUT_LICENCIEMENT
    etapes: tuple[Etape, ...] = ()
    modele: bool = False


#: The first day of the first règlement that is modelled: the rules of that règlement are registered from it.
DECRET_2019 = "2019-11-01"

REGLEMENTS = (
    Reglement(
        "règlement de 2006",
        "Règlement général annexé à la convention du 18 janvier 2006 (arrêté du 23 février 2006, NOR SOCF0610470A)",
        "https://github.com/etalab/lois-non-codifiees-et-reglements-francais",
        "2006-01-18",
        procedure=(),
        etapes=(
            Etape(
                "2006-01-18", "procedure", "Les durées de 2004 restent celles des procédures engagées avant",
                "Article 10 de la convention du 18 janvier 2006",
            ),
        ),
    ),
    Reglement(
        "règlement de 2009",
        "Règlement général annexé à la convention du 19 février 2009 (arrêté du 30 mars 2009, NOR ECED0907050A)",
        "https://github.com/etalab/lois-non-codifiees-et-reglements-francais",
        "2009-04-01",
    ),
    Reglement(
        "règlement de 2011",
        "Règlement général annexé à la convention du 6 mai 2011 (arrêté du 15 juin 2011)",
        "https://juriblio.fr/arretes/arrete-du-15-juin-2011/158403450",
        "2011-06-01",
    ),
    Reglement(
        "règlement de 2014",
        "Règlement général annexé à la convention du 14 mai 2014 (arrêté du 25 juin 2014, NOR ETSD1415197A)",
        "https://juriblio.fr/arretes/arrete-du-25-juin-2014/163368496",
        "2014-07-01",
        procedure=LICENCIEMENT_ECONOMIQUE,
        etapes=(
            Etape(
                "2014-10-01", "calendrier", "Reprise, rechargement, révision et cumul, pour tous les allocataires",
                "Article 13 de la convention du 14 mai 2014",
            ),
            Etape(
                "2015-04-01", "calendrier", "Droit d'option, pour toute reprise depuis le 1er octobre 2014",
                "Avenant n° 1 du 25 mars 2015",
            ),
            Etape("2015-07-09", "fin_contrat", "Départ volontaire et emplois courts", "Avenants du 8 juillet 2015"),
            Etape("2016-02-29", "fin_contrat", "Sommes allouées par le juge hors du différé", "Avenant du 18 décembre 2015"),
        ),
    ),
    Reglement(
        "règlement de 2017",
        "Règlement général annexé à la convention du 14 avril 2017 (arrêté du 4 mai 2017)",
        "https://fr.readkong.com/page/reglement-general-annexe-a-la-convention-du-14-avril-2017-7065187",
        "2017-11-01",
        etapes=(
            Etape("2018-01-01", "fin_contrat", "Ruptures d'un commun accord dans un cadre collectif", "Avenant n° 1 du 17 janvier 2018"),
        ),
    ),
    Reglement(
        "règlement de 2019",
        "Règlement d'assurance chômage annexé au décret n° 2019-797 du 26 juillet 2019",
        "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000038829574",
        DECRET_2019,
        etapes=(
            Etape(
                "2020-08-01", "fin_contrat", "Affiliation de 88 jours ou 610 heures, durée d'au moins 122 jours",
                "Décret n° 2020-929 du 29 juillet 2020",
            ),
            Etape("2021-07-01", "calendrier", "Fin de la suspension de la dégressivité", "Décret n° 2021-346 du 30 mars 2021"),
            Etape(
                "2021-10-01", "fin_contrat", "Salaire journalier de référence, durée et différés en jours calendaires",
                "Décret n° 2021-346 du 30 mars 2021",
            ),
            Etape("2021-12-01", "fin_contrat", "Retour à 130 jours ou 910 heures", "Arrêté du 18 novembre 2021"),
            Etape("2023-02-01", "fin_contrat", "Durée réduite d'un quart", "Décret n° 2023-33 du 26 janvier 2023"),
        ),
        modele=True,
    ),
    Reglement(
        "règlement de 2024",
        "Règlement général annexé à la convention du 15 novembre 2024 relative à l'assurance chômage (arrêté du 19 décembre 2024)",
        "https://www.unedic.org/ged/documents/regulatory_texts/pdf/TXT-RG-Reglement_general_annexe_a_la_convention.pdf",
        "2025-01-01",
        etapes=(
            Etape(
                "2025-04-01", "fin_contrat", "Âges de 55 et 57 ans, saisonniers, différé spécifique",
                "Circulaire Unédic n° 2025-03 du 1er avril 2025",
            ),
            Etape(
                "2025-04-01", "calendrier", "Trente jours payables par mois, pour tous les allocataires",
                "Circulaire Unédic n° 2025-03 du 1er avril 2025",
            ),
            Etape("2026-04-01", "fin_contrat", "Primo-entrants", "Article L5422-2-2 du code du travail"),
            Etape("2026-09-01", "fin_contrat", "Durée après une rupture conventionnelle", "Avenant n° 2 du 25 février 2026"),
        ),
        modele=True,
    ),
)

#: The règlements that are refused: a right is opened under none of them.
ANTERIEURS = tuple(un for un in REGLEMENTS if not un.modele)

#: The first day of the law that is modelled; an end of contract before it is career.
PREMIERE_LOI = next(un.depuis for un in REGLEMENTS if un.modele)

#: The first month that a door computes.
PREMIER_MOIS = PREMIERE_LOI[:7]


def reglement_de(fin: str, motif: str | None = None, engagement: str | None = None) -> Reglement | None:
    """The règlement of a right: that of the end of contract, or for some dismissals that of the start of the procedure.

    Args:
        fin: the end of contract, ``2017-11-01``.
        motif: its motive, a name of ``MotifRupture``.
        engagement: the day when the procedure started.

    Returns:
        The règlement, modelled or not; None before the first one listed.
    """
    precedent = None
    for un in REGLEMENTS:
        if fin < un.depuis or (engagement is not None and engagement < un.depuis and motif in un.procedure):
            break
        precedent = un
    return precedent


# --- The schemes


@dataclasses.dataclass(frozen=True)
class FicheDeRegime:
    """A scheme: who is paid by other rules.

    Attributes:
        cle: its name in the code (``socle.regimes.Regime.nom``).
        nom: its name in French.
        texte, adresse: its text, and where it is read.
        modele: whether the package computes it.
    """

    cle: str
    nom: str
    texte: str
    adresse: str
    modele: bool = False


_CODE_DU_TRAVAIL = "https://www.legifrance.gouv.fr/codes/texte_lc/LEGITEXT000006072050/"

REGIMES = (
    FicheDeRegime("general", "Régime général (ARE)", "Articles L5422-1 à L5422-5 du code du travail", _CODE_DU_TRAVAIL, modele=True),
    FicheDeRegime(
        "intermittents", "Intermittents du spectacle (annexes VIII et X)", "Annexes VIII et X au règlement d'assurance chômage",
        "https://legal.tricoteuses.fr/articles/JORFARTI000038830721",
    ),
    FicheDeRegime(
        "annexes", "Autres annexes (intérimaires, marins, travailleurs à domicile, expatriés…)",
        "Annexes I à VII, IX et XI au règlement d'assurance chômage", "https://legal.tricoteuses.fr/articles/LEGIARTI000050839033",
    ),
    FicheDeRegime(
        "mayotte", "Mayotte", "Règlement d'assurance chômage de Mayotte (arrêté du 19 décembre 2024, annexe 3)",
        "https://legal.tricoteuses.fr/articles/LEGIARTI000047596266",
    ),
    FicheDeRegime(
        "asp", "Contrat de sécurisation professionnelle (ASP)", "Articles L1233-65 à L1233-70 du code du travail", _CODE_DU_TRAVAIL,
    ),
    FicheDeRegime("ass", "Allocation de solidarité spécifique (ASS)", "Articles L5423-1 à L5423-6 du code du travail", _CODE_DU_TRAVAIL),
    FicheDeRegime(
        "ati", "Allocation des travailleurs indépendants (ATI)", "Articles L5424-24 à L5424-29 du code du travail", _CODE_DU_TRAVAIL,
    ),
)  # fmt: skip


# --- What is refused, and how it is said


_NOMS_DES_MOIS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()


def jour_francais(jour: str) -> str:
    """``1er avril 2025`` for ``2025-04-01``."""
    annee, mois, quantieme = (int(part) for part in jour.split("-"))
    return f"{'1er' if quantieme == 1 else quantieme} {_NOMS_DES_MOIS[mois - 1]} {annee}"


def reglements_anterieurs() -> str:
    """Those that are refused, named: ``ceux de 2006, 2009 et 2017``."""
    annees = [un.depuis[:4] for un in ANTERIEURS]
    return f"ceux de {', '.join(annees[:-1])} et {annees[-1]}"


#: The sentences of the refusals, which the rules say and the README cites.
REGLEMENTS_ANTERIEURS = "les règlements antérieurs ne sont pas encore modélisés"
FIN_ANTERIEURE = "retenir une fin de contrat antérieure (article 8) n'est pas encore modélisé"
MAYOTTE = "Mayotte a son propre règlement d'assurance chômage, qui n'est pas encore modélisé"
PERTE_CONSERVEE = "cette révision n'est pas encore modélisée"
REVENU_D_OUTRE_MER = "Les seuils de revenu fiscal d'outre-mer"


def avant_la_loi(quoi: str) -> str:
    """What is said of a computed variable asked before the first law."""
    return f"« {quoi} » se calcule depuis {PREMIER_MOIS} : la loi d'avant n'est pas modélisée. Demandez un mois plus récent."


def en_deca(mois: str) -> str:
    """What is said of a payment before the first law."""
    return f"{mois} : les droits payés avant {PREMIER_MOIS} ne sont pas encore modélisés."


def au_dela(mois: str) -> str:
    """What is said of a month after the last one that is computed."""
    return f"{mois} : le calcul va jusqu'à {DERNIER_MOIS}, les derniers montants connus prolongés. Demandez un mois plus ancien."


# --- Until when the law is known


def verifie_le(systeme) -> str | None:
    """The day on which all the values of the law were last checked: the oldest ``last_value_still_valid_on``.

    A reform is read on the law that it reforms: what it changes is nobody's law, and moves no horizon.

    Args:
        systeme: a tax and benefit system.

    Returns:
        A day, ``2026-01-31``; None for a system whose parameters do not say it.
    """
    while getattr(systeme, "baseline", None) is not None:
        systeme = systeme.baseline
    racine = systeme.parameters
    if "_verifie_le" not in racine.__dict__:
        racine.__dict__["_verifie_le"] = min(_verifications(racine), default=None)
    return racine.__dict__["_verifie_le"]


def _verifications(noeud):
    jour = (getattr(noeud, "metadata", None) or {}).get("last_value_still_valid_on")
    if jour is not None:
        yield str(jour)
    enfants = getattr(noeud, "children", None) or {}
    for enfant in enfants.values():
        yield from _verifications(enfant)


def dernier_mois_connu(systeme) -> str | None:
    """The last month whose amounts are known: that of the check. A value checked on a day of a month holds for the month."""
    jour = verifie_le(systeme)
    return None if jour is None else jour[:7]


def est_projete(systeme, mois: str, nom: str | None = None) -> bool:
    """Whether a figure is a projection: computed with the last known amounts, for a month after the last one known.

    Every computed figure of such a month is, but for the variables that say ``sans_montant``: dates of contracts and
    procedures, that no amount moves. An input is never a projection.

    Args:
        systeme: the tax and benefit system; the law that it reforms says what is known.
        mois: the month of the figure, ``2027-01``.
        nom: the variable; without it, whether the month has projections.
    """
    connu = dernier_mois_connu(systeme)
    if connu is None or mois <= connu:
        return False
    if nom is None:
        return True
    variable = systeme.variables[nom]
    return bool(variable.formulas) and not getattr(variable, "sans_montant", False)


def phrase_de_projection(systeme) -> str:
    """What is said of projections, in a sentence."""
    jour = verifie_le(systeme)
    return (
        f"Après {jour[:7]}, les chiffres sont projetés : les montants de la loi sont connus jusqu'à ce mois (vérifiés le "
        f"{jour[8:]}/{jour[5:7]}/{jour[:4]}), et les derniers connus sont prolongés."
    )


# --- The two tables of the README


#: What is modelled: (in English, for the README; the variables).
MODELISE = (
    (
        "Which ends of contract open a right; the law of each claimant",
        "motif_rupture date_fin_contrat date_engagement_procedure date_fait_generateur",
    ),
    (
        "Affiliation, seasonal workers and first-time entrants included",
        "jours_travailles_affiliation heures_affiliation premiere_admission affiliation_suffisante ouverture_droit",
    ),
    (
        "Reference wage, by the rules of 2019 and of October 2021; revaluation",
        "salaire_reference diviseur_salaire_reference salaire_journalier_reference",
    ),
    ("Daily allowance, part-time ratio", "allocation_journaliere_pleine coefficient_temps_partiel"),
    ("Degressivity", "compteur_degressivite allocation_journaliere"),
    (
        "Duration, its reduction of 2023, age, overseas, ends by mutual agreement of September 2026",
        "jours_reference duree_indemnisation",
    ),
    ("Deferrals and waiting time", "differe_conges_payes differe_specifique delai_attente date_premier_jour_indemnisable"),
    (
        "Payable days, thirty a month since April 2025, sickness, training",
        "calendrier_indisponibilite calendrier_formation jours_indemnisables",
    ),
    (
        "Part-time work under a right, declared and evidenced; conserved jobs while they last",
        "salaire_activite_declare salaire_activite_justifie calendrier_activite_conservee jours_indemnises",
    ),
    (
        "Pension levy, CSG, CRDS, Alsace-Moselle, net",
        "retenue_retraite_journaliere csg_journaliere crds_journaliere regime_alsace_moselle are_brute are_nette",
    ),
    ("Days left, resumption, recharging, forfeiture, full pension", "reliquat jours_indemnises_cumules droit_ouvert date_taux_plein"),
    (
        "What was paid, on the declaration or by an advance, and what was due once evidence is in; two ledgers of days",
        "are_versee are_due complement_du reliquat_verse date_justificatif saisie_en_cours",
    ),
    ("The overpayment: advance to take back, *indu*, threshold of 77 €", "trop_percu avance_a_reprendre indu indu_abandonne"),
    (
        "The debt: retention within the seizable share, instalments, repayment, remission, limitation",
        "retenue_maximale retenue_indu indu_rembourse indu_remis indu_prescrit solde_indu",
    ),
    (
        "The claim and its procedure, as a diagram in [docs/indus.md](docs/indus.md)",
        "indu_reclame indu_reclame_a_tort date_prescription_indu date_limite_recours_indu date_limite_opposition",
    ),
)


@dataclasses.dataclass(frozen=True)
class Absence:
    """What is not modelled.

    Attributes:
        quoi: in English, for the README.
        comment: ``refused`` (an error names the field), ``unknown`` (no variable says it) or ``not seen``.
        nom: the field that the refusal names, the variable that does not exist, the figure that does not see it.
        reponse: the sentence of the refusal in French, or what is computed in English.
    """

    quoi: str
    comment: str
    nom: str
    reponse: str = ""


NON_MODELISE = (
    Absence("Rights opened before 1 November 2019", "refused", "calendrier_inscription", REGLEMENTS_ANTERIEURS),
    Absence(
        "Going back to an earlier end of contract when the last one has not enough affiliation", "refused", "motif_rupture",
        FIN_ANTERIEURE,
    ),
    Absence("Mayotte", "refused", "territoire", MAYOTTE),
    Absence("Revision of the right after the loss of a conserved job", "refused", "motif_rupture_conservee", PERTE_CONSERVEE),
    Absence("Thresholds of taxable income overseas", "refused", "revenu_fiscal_reference_n2", REVENU_D_OUTRE_MER),
    Absence("*Droit d'option* at a new loss of job", "unknown", "droit_option"),
    Absence("Payment maintained until retirement", "unknown", "maintien_droit"),
    Absence("Annexes: temporary agency workers, entertainment, seafarers, home workers", "unknown", "annexe"),
    Absence("*Contrat de sécurisation professionnelle* (ASP)", "unknown", "jours_asp"),
    Absence("Solidarity allowance (ASS) once the right is used up", "unknown", "jours_ass"),
    Absence("Allowance of the self-employed (ATI)", "unknown", "jours_ati"),
    Absence("ARCE, capital for who starts a business", "unknown", "arce"),
    Absence(
        "Review after 121 days of a voluntary departure that stops the payment", "not seen", "depart_volontaire_oppose",
        "the payment stays stopped until work lifts it",
    ),
    Absence(
        "Reference period extended by the health crisis", "not seen", "affiliation_suffisante", "24 or 36 months, no more",
    ),
)  # fmt: skip


def tableau_modelise() -> str:
    """The first table of the README, in Markdown."""
    lignes = [f"| {quoi} | {', '.join(f'`{nom}`' for nom in noms.split())} |" for quoi, noms in MODELISE]
    return "\n".join(["| Modelled | Variables |", "|---|---|", *lignes])


def tableau_non_modelise() -> str:
    """The second table of the README, in Markdown."""
    lignes = []
    for une in NON_MODELISE:
        reponse = {"refused": f": « {une.reponse} »", "unknown": "", "not seen": f": {une.reponse}"}[une.comment]
        lignes.append(f"| {une.quoi} | {une.comment} | `{une.nom}`{reponse} |")
    return "\n".join(["| Not modelled | How | What answers |", "|---|---|---|", *lignes])
