"""What the answer rests on and the file does not settle, and what the other reading would change."""

from __future__ import annotations

import dataclasses

from openfisca_chomage.dossier.lectures import Calcul, Lecture, autre_lecture
from openfisca_chomage.dossier.rendu import mois_francais
from openfisca_chomage.dossier.situation import DEMANDEUR
from openfisca_chomage.socle.phrases import euros

__all__ = ["Supposition", "suppositions"]


@dataclasses.dataclass(frozen=True)
class Supposition:
    """What the answer rests on and the file does not settle; what the other reading would change."""

    sujet: str
    retenu: str
    autre: str
    effet: str


def _ecart(avant: dict[str, float], apres: dict[str, float]) -> str:
    """What another reading changes, in French."""
    ecarts = [f"{nom} : {euros(apres[nom])} au lieu de {euros(avant[nom])}" for nom in avant if avant[nom] != apres[nom]]
    return f"Cela changerait : {' ; '.join(ecarts)}." if ecarts else "Les montants de ce dossier n'en changent pas."


def suppositions(lecture: Lecture):
    cadre, dossier, avant = lecture.cadre, lecture.cadre.dossier, lecture.resume()
    reclames = list(cadre.par_mois)
    calcul = lecture.calcul

    def par_la_loi(*lectures) -> str:
        return _ecart(avant, autre_lecture(lecture, lectures).resume())

    def par_le_dossier(completer) -> str:
        return _ecart(avant, Lecture(cadre, lecture.systeme, completer).resume())

    if reclames:
        yield Supposition(
            "Brut ou net",
            "L'indu est compté en net : ce qui a été versé en trop.",
            "Compté en brut, avant CSG et CRDS. Aucun texte lu ne tranche.",
            par_la_loi(("indus/assiette_nette", False)),
        )
    sans_piece = sorted(
        mois for mois, piece in dossier.justificatifs.items() if piece.date is None and (mois in reclames or not reclames)
    )
    if sans_piece:

        def en_retard(individu: dict) -> None:
            for mois in sans_piece:
                rangs = cadre.par_mois.get(mois)
                jour = dossier.avis[rangs[0]].date if rangs else cadre.au
                individu.setdefault("date_justificatif", {})[mois] = jour.isoformat()

        yield Supposition(
            "Date du justificatif",
            f"Pour {_liste(sans_piece)}, le dossier ne dit pas quand la pièce est arrivée : elle est supposée arrivée à temps.",
            "Arrivée le jour de l'avis, après le paiement.",
            par_le_dossier(en_retard),
        )
    sans_bulletin = sorted(mois for mois in reclames if mois not in dossier.justificatifs)
    if sans_bulletin:
        yield Supposition(
            "Paie justifiée",
            f"Pour {_liste(sans_bulletin)}, aucun justificatif n'est donné : ce qui a été déclaré est tenu pour exact.",
            "La paie des bulletins, si elle est autre.",
            "Ce qui est dû dépend de cette paie : donnez « justificatifs ».",
        )
    avances = [mois for mois in lecture.payes if calcul.lire("avance", mois) and mois not in dossier.paiements]
    if avances:
        yield Supposition(
            "Montant de l'avance",
            f"Pour {_liste(avances)}, l'avance est la part du montant, au centime.",
            "La part des jours, arrondie au jour le plus proche.",
            par_la_loi(("versement/avance/arrondi_des_jours", True)),
        )
    if any(calcul.lire("jours_verses", mois) != calcul.lire("jours_indemnises", mois) for mois in lecture.payes):
        yield Supposition(
            "Jours rendus au droit",
            "Les jours payés et non dus reviennent au droit au début du mois où la pièce est arrivée.",
            "Le mois suivant.",
            par_la_loi(("versement/mois_avant_recredit", 1)),
        )
    sans_versement = [mois for mois in reclames if mois not in dossier.paiements]
    if sans_versement:
        yield Supposition(
            "Montants versés",
            f"Pour {_liste(sans_versement)}, le montant versé est celui que la règle donne, pas celui du relevé bancaire.",
            "Le montant réellement reçu : donnez « paiements ».",
            "Un montant reçu plus faible diminue d'autant ce qui peut être réclamé.",
        )
    sans_date = [mois for mois in reclames if not (mois in dossier.paiements and dossier.paiements[mois].date)]
    if sans_date:
        jour = int(lecture.systeme.parameters.versement.jour_paiement(f"{sans_date[0]}-01"))
        yield Supposition(
            "Date du paiement",
            f"Pour {_liste(sans_date)}, le mois est supposé payé le {jour} du mois suivant : la prescription court de ce jour.",
            "Payé le 1er du mois suivant : la prescription est acquise plus tôt.",
            par_la_loi(("versement/jour_paiement", 1)),
        )
    reprises = [mois for mois in reclames if calcul.lire("avance_a_reprendre", mois)]
    if reprises:
        yield Supposition(
            "Avance réclamée par un avis",
            f"Pour {_liste(reprises)}, le mois avait été payé par une avance : la différence est comptée comme due.",
            "L'opérateur l'a déjà reprise sur les paiements suivants, comme la règle le veut : l'avis la réclame alors deux fois.",
            "Comparez les paiements reçus à ce qui était dû : ce qui a déjà été repris n'est plus dû.",
        )
    if any(calcul.lire("indu_abandonne", mois) for mois in reclames):
        yield Supposition(
            "Seuil de récupération",
            "Le seuil s'apprécie mois par mois : un indu par mois d'origine.",
            "Avis par avis : les petits montants d'un avis qui atteint le seuil seraient dus.",
            par_la_loi(("indus/seuil_recouvrement", 0)),
        )
    yield from _suppositions_sur_la_dette(lecture, par_le_dossier)


def _suppositions_sur_la_dette(lecture: Lecture, par_le_dossier):
    cadre, dossier = lecture.cadre, lecture.cadre.dossier
    fausses = [mois for mois, rangs in cadre.par_mois.items() if any(dossier.avis[rang].fausse_declaration for rang in rangs)]
    if fausses:
        yield Supposition(
            "Fausse déclaration",
            f"Pour {_liste(fausses)}, elle est tenue pour établie : la prescription est la plus longue.",
            "L'opérateur ne la prouve pas : la prescription est la plus courte.",
            par_le_dossier(lambda individu: individu.pop("fausse_declaration", None)),
        )
    muets = [
        (mois, dossier.avis[rangs[0]])
        for mois, rangs in cadre.par_mois.items()
        if dossier.avis[rangs[0]].conteste_le and not dossier.avis[rangs[0]].rejet_le
    ]
    if muets:

        def rejeter(individu: dict) -> None:
            dates = {"date_recours_indu": {mois: avis.conteste_le.isoformat() for mois, avis in muets}}
            calcul = Calcul(lecture.systeme, {DEMANDEUR: dates})
            for mois, _ in muets:
                jour = calcul.lire("date_rejet_implicite_recours", mois)
                individu.setdefault("date_rejet_recours", {})[mois] = jour.isoformat()

        yield Supposition(
            "Recours sans réponse",
            "Tant que le dossier ne donne pas de rejet, l'indu est contesté et rien ne peut en être retenu.",
            "Le silence vaut rejet, et la retenue redevient possible à partir de ce mois.",
            par_le_dossier(rejeter),
        )
    doubles = [mois for mois, rangs in cadre.par_mois.items() if len(rangs) > 1]
    if doubles:
        yield Supposition(
            "Deux avis pour un mois",
            f"Pour {_liste(doubles)}, les avis s'ajoutent : le premier prend ce qui est dû, le suivant réclame deux fois.",
            "Le second avis remplace le premier : la somme réclamée est alors la sienne seule.",
            "Ce qui est dû pour le mois n'en change pas : demandez à l'opérateur s'il annule le premier.",
        )
    if dossier.avis:
        yield Supposition(
            "Prescription non interrompue",
            "Aucun acte n'a interrompu la prescription (reconnaissance de la dette, action en justice, exécution forcée).",
            "Un tel acte la fait repartir.",
            "Les dates de prescription seraient plus tardives.",
        )
    if not any(avis.retenues for avis in dossier.avis) and dossier.avis:
        yield Supposition(
            "Retenues déjà faites",
            "Le dossier n'en donne aucune : rien n'est supposé retenu.",
            "Ce qui a été retenu : donnez « retenues ».",
            "Le reste dû serait plus faible.",
        )
    if dossier.personne.personnes_a_charge is None:

        def une_personne(individu: dict) -> None:
            annees = range(int(cadre.premier_mois[:4]), int(cadre.dernier_mois[:4]) + 1)
            individu["personnes_a_charge"] = {str(annee): 1 for annee in annees}

        yield Supposition(
            "Personnes à charge",
            "Le dossier ne les donne pas : aucune.",
            "Une personne à charge diminue la part saisissable.",
            par_le_dossier(une_personne),
        )
    yield Supposition(
        "Autres ressources et impôt",
        "La part saisissable est celle de l'allocation seule, sans autre ressource ni impôt prélevé à la source.",
        "D'autres ressources l'augmentent, l'impôt prélevé la diminue.",
        "Le plafond des retenues serait autre.",
    )
    if not dossier.revenu_fiscal:
        yield Supposition(
            "Revenu fiscal",
            "Le dossier ne le donne pas : la CSG est au taux plein, si l'allocation y est soumise.",
            "Un revenu fiscal modeste diminue la CSG, et augmente le net versé comme le net dû.",
            "Donnez « revenu_fiscal ».",
        )


def _liste(mois: list[str]) -> str:
    """Months, in French: « mars 2025, avril 2025 et mai 2025 »."""
    noms = [mois_francais(un) for un in sorted(mois)]
    return noms[0] if len(noms) == 1 else f"{', '.join(noms[:-1])} et {noms[-1]}"
