"""Showing the check of notices: in the terminal, as JSON."""

from __future__ import annotations

import dataclasses
import json

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from openfisca_chomage.dossier.lectures import dernier_mois_a_venir
from openfisca_chomage.dossier.modele import jour_francais
from openfisca_chomage.dossier.phrases import Chiffre, textes_cites
from openfisca_chomage.dossier.rendu import (
    afficher_textes,
    articles_en_texte,
    chiffre_json,
    de_mois,
    imprimer_table,
    mois_francais,
    simple,
    valeur_francaise,
)
from openfisca_chomage.dossier.verification import (
    AVERTISSEMENT,
    AvisVerifie,
    LigneAvis,
    Verification,
)
from openfisca_chomage.socle.phrases import euros
from openfisca_chomage.textes import Reference

__all__ = [
    "afficher_verification",
    "bilan_en_lignes",
    "ecart_de_jours",
    "etat_de_la_prescription",
    "phrase_des_avances",
    "prochaines_utiles",
    "regles_a_montrer",
    "reponses",
    "sous_titre",
    "textes_de_la_verification",
    "titre_de_l_avis",
    "verification_en_json",
]


# --- The answers, in sentences: the same in the text, in JSON and on the page


def reponses(verification: Verification) -> list[tuple[str, str]]:
    """The questions of who receives a notice, and the answers, in the order in which they are asked."""
    lignes = [
        ("Réclamé", euros(verification.reclame)),
        ("Dû, de ce qui est réclamé", euros(verification.du)),
        ("Réclamé et non dû", euros(verification.a_tort)),
        ("Reste dû", f"{euros(verification.bilan.solde)} à la fin {de_mois(verification.bilan.mois)}"),
    ]
    if verification.bilan.prescrits:
        lignes.append(("Déjà prescrit", euros(verification.bilan.prescrits)))
    if verification.complements:
        mois = ", ".join(mois_francais(un.mois) for un in verification.mois if un.complement)
        lignes.append(("Dû au demandeur en complément", f"{euros(verification.complements)} ({mois})"))
    if verification.retenues:
        total = sum(une.pratiquee for une in verification.retenues)
        exces = verification.retenu_en_trop
        lignes.append(("Retenu", f"{euros(total)}, dont {euros(exces)} de trop" if exces else f"{euros(total)}, dans la limite"))
    if verification.avis:
        lignes.append(("Prochaine retenue, au plus", prochaine_retenue(verification)))
    return lignes


def prochaine_retenue(verification: Verification) -> str:
    """What may be retained on the payments to come, in a sentence."""
    if not verification.bilan.solde:
        return "Aucune : rien ne reste dû."
    premiere = next((une for une in verification.prochaines if une.permise), None)
    if premiere:
        return f"{euros(premiere.permise)} sur le paiement {de_mois(premiere.mois)}"
    if not any(une.maximum.valeur for une in verification.prochaines):
        return f"Aucune : pas d'allocation saisissable d'ici {mois_francais(dernier_mois_a_venir(verification.au))}, dernier mois regardé."
    return "Aucune pour l'instant : l'indu est contesté, ou sa notification est trop récente."


def etat_de_la_prescription(ligne: LigneAvis) -> str:
    """When a month lapses, or has lapsed."""
    jour = jour_francais(ligne.prescription.valeur)
    return f"prescrit depuis le {jour}" if ligne.prescrit else f"prescrit après le {jour}"


def titre_de_l_avis(un: AvisVerifie) -> str:
    """The notice in a line."""
    cause = f" : {un.avis.cause}" if un.avis.cause else ""
    return f"Avis du {jour_francais(un.avis.date)}{cause}"


def sous_titre(un: AvisVerifie) -> str:
    """What the notice counts in and relies on."""
    dit = [f"Montants réclamés en {un.avis.base}."]
    if un.avis.fausse_declaration:
        dit.append("L'opérateur invoque une fausse déclaration.")
    if un.avis.mensualites:
        dit.append(f"{un.avis.mensualites} mensualités accordées.")
    return " ".join(dit)


def ecart_de_jours(ligne: LigneAvis) -> str | None:
    """Where the notice takes back other days than those that were paid and not due."""
    if ligne.jours_reclames is None or ligne.jours_reclames == ligne.jours_en_trop:
        return None
    return f"L'avis reprend {ligne.jours_reclames} jours ; {ligne.jours_en_trop} ont été payés en trop."


def bilan_en_lignes(verification: Verification) -> list[tuple[str, float]]:
    """The account of the debts: what entered, what left, what remains."""
    bilan = verification.bilan
    lignes = [
        ("Indus connus", bilan.indus),
        ("Non récupérés, sous le seuil", -bilan.abandonnes),
        ("Prescrits", -bilan.prescrits),
        ("Remis", -bilan.remis),
        ("Remboursés", -bilan.rembourses),
        ("Retenus", -bilan.retenus),
    ]
    return [lignes[0], *(une for une in lignes[1:] if une[1]), ("Reste dû", bilan.solde)]


def phrase_des_avances(verification: Verification) -> str:
    """The advances to take back, which follow no procedure."""
    bilan = verification.bilan
    rendus = f", {euros(bilan.avances_rendues)} rendus quand la pièce est arrivée" if bilan.avances_rendues else ""
    return (
        f"Avances à reprendre directement sur les paiements suivants : {euros(bilan.avances)}. D'après la règle, "
        f"{euros(bilan.avances_reprises)} ont dû être repris à la fin {de_mois(bilan.mois)}{rendus}, "
        f"{euros(bilan.solde_avances)} restent."
    )


def regles_a_montrer(verification: Verification) -> dict[tuple[int, str], bool]:
    """Where the rules of a month are shown: in the first notice that claims it."""
    vus: set[str] = set()
    montrer = {}
    for un in verification.avis:
        for ligne in un.lignes:
            montrer[un.rang, ligne.mois] = ligne.mois not in vus
            vus.add(ligne.mois)
    return montrer


def prochaines_utiles(verification: Verification) -> bool:
    """Whether the table of the payments to come says more than zeros."""
    return any(une.maximum.valeur for une in verification.prochaines)


def textes_de_la_verification(verification: Verification) -> tuple[Reference, ...]:
    """The texts that the check cites, each once, in order."""
    montrer = regles_a_montrer(verification)
    citants: list = []
    for un in verification.avis:
        for ligne in un.lignes:
            citants += [*ligne.parts, *(ligne.regles if montrer[un.rang, ligne.mois] else ())]
        citants += [echeance.chiffre for echeance in un.echeances]
    citants += verification.retenues
    if prochaines_utiles(verification):
        citants.append(verification.prochaines[0].maximum)
    return textes_cites(citants)


# --- In the terminal


def _regles(console: Console, regles: tuple[Chiffre, ...]) -> None:
    for un in regles:
        titre = Text(f"    {un.libelle} : ")
        titre.append(valeur_francaise(un), style="cyan")
        console.print(titre)
        texte = Text(un.explication + "\n" if un.explication else "")
        texte.append_text(articles_en_texte(un.reference))
        console.print(Padding(texte, (0, 0, 0, 8), expand=False))


def _table(titres: tuple[str, ...]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for rang, titre in enumerate(titres):
        table.add_column(titre, justify="right" if rang else "left", no_wrap=True)
    return table


def _titre(console: Console, texte: str) -> None:
    console.print()
    console.print(Text(texte, style="bold underline"))


def afficher_verification(verification: Verification, console: Console) -> None:
    """Print the check of a file in the terminal."""
    console.print(Text(f"Vérification des avis de trop-perçu : {verification.nom}", style="bold"))
    console.print(Text(f"Au {jour_francais(verification.au)}"))
    console.print(Text(AVERTISSEMENT, style="italic"))
    for avertissement in verification.avertissements:
        console.print(Text(f"Attention : {avertissement}", style="yellow"))
    if not verification.avis:
        console.print("\nLe dossier ne contient aucun avis : seuls le versé et le dû sont comparés.")
    _titre(console, "En bref")
    for question, reponse in reponses(verification):
        ligne = Text(f"{question} : ")
        ligne.append(reponse, style="bold cyan")
        console.print(ligne)
    montrer = regles_a_montrer(verification)
    for un in verification.avis:
        _afficher_avis(un, console, montrer)
    if verification.mois:
        _titre(console, "Versé et dû, mois par mois (€)")
        table = _table(("Mois", "Versé", "Dû", "Versé en trop", "Complément dû", "Réclamé"))
        for mois in verification.mois:
            montants = (mois.versee, mois.due, mois.trop_percu, mois.complement, mois.reclame)
            table.add_row(mois_francais(mois.mois), *(_sans_euro(montant, vide=rang > 1) for rang, montant in enumerate(montants)))
        imprimer_table(table, console)
    _afficher_dette(verification, console)
    _titre(console, "Ce que la réponse suppose")
    for une in verification.suppositions:
        console.print(Text(une.sujet, style="bold"))
        for texte in (une.retenu, f"Autre lecture : {une.autre}", une.effet):
            console.print(Padding(Text(texte), (0, 0, 0, 4), expand=False))
    afficher_textes(textes_de_la_verification(verification), console)


def _sans_euro(montant: float, vide: bool = False) -> str:
    return "" if vide and not montant else euros(montant).removesuffix(" €")


def _afficher_avis(un: AvisVerifie, console: Console, montrer: dict) -> None:
    _titre(console, titre_de_l_avis(un))
    console.print(sous_titre(un))
    table = _table(("Mois", "Réclamé", "Dû", "Réclamé et non dû", "Prescription"))
    for ligne in un.lignes:
        table.add_row(
            mois_francais(ligne.mois), euros(ligne.reclame), euros(ligne.du), euros(ligne.a_tort), etat_de_la_prescription(ligne)
        )
    if len(un.lignes) > 1:
        table.add_row("Total", euros(un.reclame), euros(un.du), euros(un.a_tort), "", style="bold")
    imprimer_table(table, console)
    for ligne in un.lignes:
        console.print(Text(mois_francais(ligne.mois).capitalize(), style="bold"))
        for part in ligne.parts:
            texte = Text("  ")
            texte.append(f"{euros(part.montant)} non dus. ", style="bold red")
            texte.append(part.raison)
            console.print(texte)
            console.print(Padding(articles_en_texte(part.reference), (0, 0, 0, 4), expand=False))
        if ligne.du:
            suite = " Prescrit depuis : il ne peut plus être réclamé." if ligne.prescrit else ""
            console.print(Text(f"  {euros(ligne.du)} dus.{suite}", style="bold"))
        if ecart_de_jours(ligne):
            console.print(f"  {ecart_de_jours(ligne)}")
        if montrer[un.rang, ligne.mois]:
            _regles(console, ligne.regles)
        else:
            console.print("    Les règles de ce mois sont données avec le premier avis.")
    for echeance in un.echeances:
        console.print(Text(f"{echeance.effet} (").append_text(articles_en_texte(echeance.chiffre.reference)).append(")"))


def _afficher_dette(verification: Verification, console: Console) -> None:
    if verification.bilan.indus:
        _titre(console, f"La dette, à la fin {de_mois(verification.bilan.mois)}")
        for libelle, montant in bilan_en_lignes(verification):
            console.print(Text(f"{libelle} : {euros(montant)}".replace(": -", ": \u2212")))
    if verification.bilan.avances or verification.bilan.avances_reprises:
        console.print(Text(phrase_des_avances(verification)))
    if verification.retenues:
        _titre(console, "Ce qui a été retenu")
        table = _table(("Paiement de", "Retenu", "Part saisissable", "Permis", "De trop"))
        for une in verification.retenues:
            table.add_row(
                mois_francais(une.mois), euros(une.pratiquee), valeur_francaise(une.maximum), euros(une.permise), euros(une.exces)
            )
        imprimer_table(table, console)
        for une in verification.retenues:
            console.print(Text(f"{mois_francais(une.mois).capitalize()} : {une.raison}"))
            console.print(Padding(articles_en_texte(une.reference), (0, 0, 0, 4), expand=False))
    if prochaines_utiles(verification):
        _titre(console, "Ce qui peut être retenu sur les prochains paiements, au plus")
        table = _table(("Paiement de", "Part saisissable", "Retenue au plus", "Resterait dû"))
        for une in verification.prochaines:
            table.add_row(mois_francais(une.mois), valeur_francaise(une.maximum), euros(une.permise), euros(une.reste))
        imprimer_table(table, console)
        premiere = verification.prochaines[0].maximum
        console.print(Text(premiere.explication or ""))
        console.print(Padding(articles_en_texte(premiere.reference), (0, 0, 0, 4), expand=False))


# --- As JSON


def verification_en_json(verification: Verification) -> str:
    """The check of a file as JSON: each figure with its sentence and its articles."""
    contenu = {
        "nom": verification.nom,
        "au": simple(verification.au),
        "avertissement": AVERTISSEMENT,
        "avertissements": list(verification.avertissements),
        "reclame": verification.reclame,
        "du": verification.du,
        "reclame_et_non_du": verification.a_tort,
        "retenu_en_trop": verification.retenu_en_trop,
        "complements_dus": verification.complements,
        "avis": [_avis_json(un) for un in verification.avis],
        "mois": [dataclasses.asdict(un) for un in verification.mois],
        "dette": dataclasses.asdict(verification.bilan),
        "retenues": [
            {
                "mois": une.mois,
                "pratiquee": une.pratiquee,
                "retenue_maximale": chiffre_json(une.maximum),
                "permise": une.permise,
                "exces": une.exces,
                "raison": une.raison,
                "reference": [str(article) for article in une.reference],
            }
            for une in verification.retenues
        ],
        "prochaines_retenues": [
            {"mois": une.mois, "retenue_maximale": chiffre_json(une.maximum), "permise": une.permise, "reste": une.reste}
            for une in verification.prochaines
        ],
        "suppositions": [dataclasses.asdict(une) for une in verification.suppositions],
    }
    return json.dumps(contenu, ensure_ascii=False, indent=2, allow_nan=False)


def _avis_json(un: AvisVerifie) -> dict:
    return {
        "date": simple(un.avis.date),
        "cause": un.avis.cause,
        "base": un.avis.base,
        "fausse_declaration": un.avis.fausse_declaration,
        "reclame": un.reclame,
        "du": un.du,
        "reclame_et_non_du": un.a_tort,
        "mois": [
            {
                "mois": ligne.mois,
                "reclame": ligne.reclame,
                "du": ligne.du,
                "reclame_et_non_du": ligne.a_tort,
                "jours_reclames": ligne.jours_reclames,
                "jours_en_trop": ligne.jours_en_trop,
                "prescrit": ligne.prescrit,
                "causes": [
                    {"montant": part.montant, "raison": part.raison, "reference": [str(article) for article in part.reference]}
                    for part in ligne.parts
                ],
                "chiffres": {regle.nom: chiffre_json(regle) for regle in (*ligne.regles, ligne.prescription)},
            }
            for ligne in un.lignes
        ],
        "echeances": [
            {"chiffre": {une.chiffre.nom: chiffre_json(une.chiffre)}, "passee": une.passee, "effet": une.effet} for une in un.echeances
        ],
    }
