"""What a claimant's file may hold. Anything else is refused, in French, and all at once."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from openfisca_chomage import nomenclatures
from openfisca_chomage.guichet.catalogue import Base, Donnee, MotifIndisponibilite, champs_de
from openfisca_chomage.reglements import DERNIER_MOIS, PREMIER_MOIS, au_dela, en_deca
from openfisca_chomage.socle import bornes
from openfisca_chomage.socle.bornes import ANNEES, est_un_mois, lire_jour

__all__ = ["Avis", "Contrat", "Dossier", "Personne", "en_date", "jour_francais", "mois_de"]


def _erreur(message: str) -> PydanticCustomError:
    message = message.replace("« None »", "Rien")
    return PydanticCustomError("dossier", "{message}", {"message": message})


def mois_de(jour: datetime.date) -> str:
    """The month of a day, ``2025-03``."""
    return f"{jour.year:04}-{jour.month:02}"


def jour_francais(jour: datetime.date) -> str:
    """A day as the French write it."""
    return f"{jour:%d/%m/%Y}"


def en_date(valeur: Any) -> datetime.date | None:
    """The date that a raw value writes, or None."""
    if isinstance(valeur, datetime.datetime):
        return valeur.date() if valeur.time() == datetime.time() else None
    if isinstance(valeur, datetime.date):
        return valeur
    return lire_jour(valeur) if isinstance(valeur, str) else None


def _date(valeur: Any) -> Any:
    jour = en_date(valeur)
    if jour is None:
        raise _erreur(f"« {valeur} » n'est pas une date. Écrivez AAAA-MM-JJ, par exemple 2025-01-06.")
    if not ANNEES[0] <= jour.year <= ANNEES[1]:
        raise _erreur(f"« {valeur} » est hors des années {ANNEES[0]} à {ANNEES[1]}.")
    return jour


def _nombre(admis: bornes.Bornes, entier: bool = False) -> Callable:
    """The check of a number: within bounds."""

    def verifier(valeur: Any) -> Any:
        if isinstance(valeur, bool) or not isinstance(valeur, (int, float)):
            indice = " Écrivez les décimales avec un point." if isinstance(valeur, str) and "," in valeur else ""
            raise _erreur(f"« {valeur} » n'est pas un nombre.{indice}")
        if isinstance(valeur, float) and not math.isfinite(valeur):
            raise _erreur(f"« {valeur} » n'est pas un nombre fini.")
        if valeur < 0:
            raise _erreur(f"« {valeur} » est négatif : une valeur positive ou nulle est attendue.")
        if valeur > admis.trop:
            raise _erreur(f"« {bornes.court(valeur)} » est trop grand pour être une valeur de ce champ.")
        if entier and valeur != int(valeur):
            raise _erreur(f"« {valeur} » n'est pas un nombre entier.")
        if not admis.admet(valeur):
            raise _erreur(f"« {valeur} » {admis.faute}")
        return int(valeur) if entier else valeur

    return verifier


def _oui_non(valeur: Any) -> Any:
    if isinstance(valeur, str) and valeur.lower() in ("oui", "non"):
        return valeur.lower() == "oui"
    if not isinstance(valeur, bool):
        raise _erreur(f"« {valeur} » : oui ou non est attendu.")
    return valeur


def _est_oui(valeur: Any) -> bool:
    """Whether a raw yes/no is yes."""
    return valeur is True or (isinstance(valeur, str) and valeur.lower() == "oui")


def _mois(valeur: Any) -> Any:
    if not est_un_mois(valeur):
        raise _erreur(f"« {valeur} » n'est pas un mois. Écrivez AAAA-MM, par exemple 2025-05.")
    return valeur


def _annee(valeur: Any) -> Any:
    if not re.fullmatch(r"(19|20)[0-9]{2}", str(valeur)):
        raise _erreur(f"« {valeur} » n'est pas une année. Écrivez par exemple 2023.")
    return int(valeur)


def _texte(valeur: Any) -> Any:
    if not isinstance(valeur, str):
        raise _erreur(f"« {valeur} » n'est pas un texte : écrivez-le entre guillemets.")
    return valeur


def _parmi(liste: type[Enum], quoi: str):
    connus = [membre.name for membre in liste if membre.name != "aucune"]

    def verifier(valeur: Any) -> str:
        if valeur in connus:
            return valeur
        proches = difflib.get_close_matches(str(valeur), connus, 1)
        voulu = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
        raise _erreur(f"« {valeur} » n'est pas {quoi}.{voulu} Connus : {', '.join(connus)}.")

    return verifier


#: How a message names the values of a list.
_QUOI = {
    nomenclatures.MotifRupture: "un motif de rupture connu",
    nomenclatures.Territoire: "un territoire connu",
    nomenclatures.RegimeAlsaceMoselle: "un régime connu",
    MotifIndisponibilite: "un motif d'indisponibilité connu",
    Base: "une base connue",
}

Mois = Annotated[str, BeforeValidator(_mois)]
Annee = Annotated[int, BeforeValidator(_annee)]


def _type(donnee: Donnee):
    """The type of a field, with its check."""
    if donnee.genre == "enum":
        return Annotated[str, BeforeValidator(_parmi(donnee.liste, _QUOI[donnee.liste]))]
    if donnee.genre in ("nombre", "entier"):
        entier = donnee.genre == "entier"
        return Annotated[int if entier else float, BeforeValidator(_nombre(donnee.bornes, entier))]
    return {
        "date": Annotated[datetime.date, BeforeValidator(_date)],
        "booleen": Annotated[bool, BeforeValidator(_oui_non)],
        "texte": Annotated[str, BeforeValidator(_texte)],
        "mois": Mois,
    }[donnee.genre]


def en_francais(erreur: dict, champs) -> str:
    """The French message of a pydantic error."""
    if erreur["type"] == "dossier":
        return erreur["ctx"]["message"]
    champ = str(erreur["loc"][-1]) if erreur["loc"] else ""
    if erreur["type"] == "missing":
        return f"« {champ} » manque."
    if erreur["type"] == "extra_forbidden":
        proches = difflib.get_close_matches(champ, list(champs), 1)
        voulu = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
        return f"« {champ} » n'est pas un champ connu ici.{voulu} Connus : {', '.join(champs)}."
    if erreur["type"] in ("model_type", "model_attributes_type", "dict_type"):
        return "Des champs (« nom: valeur ») sont attendus ici."
    if erreur["type"] == "too_short":
        return "Un contrat au moins est attendu."
    if erreur["type"] == "list_type":
        return "Une liste est attendue ici : une ligne qui commence par « - » pour chaque élément."
    return f"Valeur impossible : {erreur['msg']}"


class Modele(BaseModel):
    """A part of a file: its fields, and what must hold between them, all told together."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def coherence(cls, brut: dict) -> list[tuple[tuple, str]]:
        """What is wrong between the raw fields: places and messages. Runs even where a field alone is wrong."""
        return []

    @model_validator(mode="wrap")
    @classmethod
    def _tout_dire(cls, valeur, suite):
        details: list[InitErrorDetails] = []
        objet = None
        try:
            objet = suite(valeur)
        except ValidationError as erreurs:
            details = [
                InitErrorDetails(type=_erreur(en_francais(une, cls.model_fields)), loc=une["loc"], input=une["input"])
                for une in erreurs.errors()
            ]
        if isinstance(valeur, dict):
            details += [InitErrorDetails(type=_erreur(message), loc=lieu, input=valeur) for lieu, message in cls.coherence(valeur)]
        if details:
            raise ValidationError.from_exception_data(cls.__name__, details)
        return objet


def _ordre(brut: dict) -> list[tuple[tuple, str]]:
    debut, fin = en_date(brut.get("debut")), en_date(brut.get("fin"))
    if debut and fin and fin < debut:
        return [(("fin",), f"La fin ({jour_francais(fin)}) est avant le début ({jour_francais(debut)}).")]
    return []


def _champ(donnee: Donnee) -> tuple:
    """The type and the default of a field, as the catalogue declares it."""
    type_ = _type(donnee)
    if donnee.champ.endswith("}"):
        par = dict[Annee if donnee.champ.endswith("{annee}") else Mois, type_]
        if donnee.requis:
            return par, ...
        return (par | None, None) if donnee.champ in _PARMI_D_AUTRES else (par, Field(default_factory=dict))
    if donnee.requis:
        return type_, ...
    return (type_ | None, None) if donnee.defaut is None else (type_, donnee.defaut)


#: The values by month whose absence is said: another field may be given in their place.
_PARMI_D_AUTRES = ("contrats[].salaires{}",)


def _partie(partie: str, base: type[Modele] = Modele, **contenu) -> type[Modele]:
    """The model of a part of the file: the fields that the catalogue gives it, and the parts that it holds."""
    return create_model(partie, __base__=base, **{une.nom_du_champ: _champ(une) for une in champs_de(partie)}, **contenu)


def _liste(modele) -> tuple:
    return list[modele], Field(default_factory=list)


def _par_mois(modele) -> tuple:
    return dict[Mois, modele], Field(default_factory=dict)


class _Plage(Modele):
    """Days from ``debut`` to ``fin`` included; no ``fin``: still running."""

    @classmethod
    def coherence(cls, brut):
        return _ordre(brut)


class _ActiviteCachee(_partie("activites_cachees[]", _Plage)):
    """An activity never declared."""

    @classmethod
    def coherence(cls, brut):
        erreurs = _ordre(brut)
        if brut.get("salaire") is not None and brut.get("fin") is None:
            erreurs.append((("salaire",), "« salaire » est celui de toute l'activité : il faut sa fin."))
        return erreurs


Personne = _partie("personne")

_PAIES = ("salaire_mensuel", "salaire_total", "salaires")


class Contrat(_partie("contrats[]", suspensions=_liste(_partie("contrats[].suspensions[]", _Plage)))):
    """A contract, its pay, and how it ends."""

    @classmethod
    def coherence(cls, brut):
        erreurs = _ordre(brut)
        donnes = [nom for nom in _PAIES if brut.get(nom) is not None]
        if len(donnes) != 1:
            trop = f" ({', '.join(donnes)} sont donnés)" if donnes else ""
            lieu = (donnes[1],) if donnes else ()
            erreurs.append((lieu, f"Donnez la paie d'une seule manière : {', '.join(_PAIES)}{trop}."))
        if brut.get("heures") is not None and brut.get("heures_mensuelles") is not None:
            erreurs.append((("heures_mensuelles",), "Donnez heures (de tout le contrat) ou heures_mensuelles, pas les deux."))
        debut, fin = en_date(brut.get("debut")), en_date(brut.get("fin"))
        if brut.get("fin") is None:
            for nom in ("salaire_total", "heures"):
                if brut.get(nom) is not None:
                    erreurs.append(((nom,), f"« {nom} » est celui de tout le contrat : il faut sa fin."))
            for nom in ("motif", "engagement_procedure", *_DE_LA_FIN):
                if brut.get(nom) is not None:
                    erreurs.append(((nom,), f"« {nom} » est celui d'une fin de contrat, et ce contrat n'a pas de fin."))
        elif brut.get("motif") is None:
            for nom in ("engagement_procedure", *_DE_LA_FIN):
                if brut.get(nom) is not None:
                    erreurs.append(((nom,), f"« {nom} » est donné sans le motif de la fin du contrat."))
        engagement = en_date(brut.get("engagement_procedure"))
        if engagement and brut.get("motif") is not None and brut["motif"] not in nomenclatures.LICENCIEMENTS:
            erreurs.append(
                (("engagement_procedure",), f"Une procédure n'est engagée que pour {' ou '.join(nomenclatures.LICENCIEMENTS)}.")
            )
        if engagement and fin and engagement > fin:
            erreurs.append(
                (("engagement_procedure",), f"La procédure est engagée le {jour_francais(engagement)}, après la fin du contrat.")
            )
        if debut and isinstance(brut.get("salaires"), dict):
            for mois in brut["salaires"]:
                if est_un_mois(mois) and not mois_de(debut) <= mois <= (mois_de(fin) if fin else "9999-12"):
                    erreurs.append((("salaires", mois), f"{mois} est hors du contrat."))
        if debut and isinstance(brut.get("suspensions"), list):
            for rang, une in enumerate(brut["suspensions"]):
                jours = [en_date(une.get(nom)) for nom in ("debut", "fin")] if isinstance(une, dict) else []
                if any(jour and (jour < debut or (fin and jour > fin)) for jour in jours):
                    erreurs.append((("suspensions", rang), "La suspension sort du contrat."))
        return erreurs


_DE_LA_FIN = ("indemnite_conges_payes", "jours_conges_payes", "indemnites_supra_legales", "premiere_admission")


def _paiement(valeur: Any) -> Any:
    return valeur if isinstance(valeur, dict) else {"montant": valeur}


class Avis(_partie("avis[]")):
    """A notice of overpayment, and what followed it."""

    @classmethod
    def coherence(cls, brut):
        erreurs = []
        montants = brut.get("montants")
        if montants == {}:
            erreurs.append((("montants",), "Donnez le montant réclamé pour un mois au moins."))
        jour = en_date(brut.get("date"))
        if isinstance(montants, dict) and isinstance(brut.get("jours"), dict):
            erreurs += [
                (("jours", mois), f"L'avis ne réclame rien pour {mois}.") for mois in brut["jours"] if mois not in montants
            ]
        if jour:
            for champ in ("montants", "retenues"):
                for mois in _mois_donnes(brut.get(champ)):
                    if champ == "montants" and mois > mois_de(jour):
                        erreurs.append(((champ, mois), f"{mois} vient après l'avis ({jour_francais(jour)})."))
                    if champ == "retenues" and mois < mois_de(jour):
                        erreurs.append(
                            ((champ, mois), f"Une retenue sur le paiement de {mois} est avant l'avis ({jour_francais(jour)}).")
                        )
        for champ in ("montants", "retenues"):
            erreurs += [((champ, mois), au_dela(mois)) for mois in _mois_donnes(brut.get(champ)) if mois > DERNIER_MOIS]
        erreurs += [(("montants", mois), en_deca(mois)) for mois in _mois_donnes(montants) if mois < PREMIER_MOIS]
        for avant, apres, quoi in _SUITE:
            premier, second = en_date(brut.get(avant)), en_date(brut.get(apres))
            if premier and second and second < premier:
                erreurs.append(((apres,), f"{quoi} ({jour_francais(second)}) est avant « {avant} » ({jour_francais(premier)})."))
        if brut.get("rejet_le") is not None and brut.get("conteste_le") is None:
            erreurs.append((("rejet_le",), "Un rejet est donné sans le recours : donnez conteste_le."))
        return erreurs


#: What cannot come before what, in a notice.
_SUITE = (
    ("date", "conteste_le", "Le recours"),
    ("conteste_le", "rejet_le", "Le rejet"),
    ("date", "mise_en_demeure_le", "La mise en demeure"),
    ("date", "contrainte_le", "La contrainte"),
    ("mise_en_demeure_le", "contrainte_le", "La contrainte"),
)


def _mois_donnes(brut: Any) -> list[str]:
    """The months that a raw field names, those that are not months left out."""
    return [mois for mois in brut if est_un_mois(mois)] if isinstance(brut, dict) else []


class _Releve(_partie("mois")):
    """The months of the statement."""

    @classmethod
    def coherence(cls, brut):
        debut, fin = brut.get("debut"), brut.get("fin")
        valides = [est_un_mois(mois) for mois in (debut, fin)]
        erreurs = []
        if all(valides) and fin < debut:
            erreurs.append((("fin",), f"La fin ({fin}) est avant le début ({debut})."))
        for nom, mois, valide in zip(("debut", "fin"), (debut, fin), valides):
            if valide and mois > DERNIER_MOIS:
                erreurs.append(((nom,), au_dela(mois)))
        return erreurs


class Dossier(
    _partie(
        "",
        personne=(Personne, ...),
        contrats=(list[Contrat], Field(min_length=1)),
        inscription=_liste(_partie("inscription[]", _Plage)),
        indisponibilites=_liste(_partie("indisponibilites[]", _Plage)),
        formations=_liste(_partie("formations[]", _Plage)),
        neutralisations=_liste(_partie("neutralisations[]", _Plage)),
        activites_cachees=_liste(_ActiviteCachee),
        declarations=_par_mois(_partie("declarations{}")),
        justificatifs=_par_mois(_partie("justificatifs{}")),
        saisies=_liste(_partie("saisies[]", _Plage)),
        paiements=_par_mois(Annotated[_partie("paiements{}"), BeforeValidator(_paiement)]),
        avis=_liste(Avis),
        mois=(_Releve, _Releve()),
    )
):
    """A claimant's file."""

    @classmethod
    def coherence(cls, brut):
        erreurs = _paiements_et_mois(brut)
        contrats = brut.get("contrats")
        if contrats == []:
            return erreurs
        contrats = [un if isinstance(un, dict) else {} for un in contrats] if isinstance(contrats, list) else []
        fins: dict[str, list] = {}
        for rang, contrat in enumerate(contrats):
            fin = en_date(contrat.get("fin"))
            if fin and not _est_oui(contrat.get("conserve")):
                motif = contrat.get("motif")
                fins.setdefault(mois_de(fin), []).append((fin, rang, None if motif is None else str(motif)))
        for mois, rangs in fins.items():
            derniere = max(fin for fin, _, _ in rangs)
            motifs = {motif for fin, _, motif in rangs if fin == derniere}
            if None in motifs and any(motif for _, _, motif in rangs):
                rang = next(rang for fin, rang, motif in rangs if fin == derniere and motif is None)
                erreurs.append(
                    (("contrats", rang, "fin"), f"Plusieurs contrats finissent en {mois} et le dernier n'a pas de motif : donnez-le.")
                )
            elif len(motifs - {None}) > 1:
                rang = max(rang for fin, rang, _ in rangs if fin == derniere)
                erreurs.append(
                    (("contrats", rang, "motif"), f"Deux contrats finissent le {jour_francais(derniere)} avec des motifs différents.")
                )
        naissance = en_date((brut.get("personne") or {}).get("date_naissance")) if isinstance(brut.get("personne"), dict) else None
        for rang, contrat in enumerate(contrats):
            debut = en_date(contrat.get("debut"))
            if naissance and debut and debut <= naissance:
                erreurs.append((("contrats", rang, "debut"), "Le contrat commence avant la naissance."))
        return erreurs


def _paiements_et_mois(brut: dict) -> list[tuple[tuple, str]]:
    """Payments before their month, months that the law does not reach."""
    erreurs = []
    for champ in ("paiements", *(une.nom_du_champ for une in champs_de("") if une.champ.endswith("{}"))):
        erreurs += [((champ, mois), au_dela(mois)) for mois in _mois_donnes(brut.get(champ)) if mois > DERNIER_MOIS]
    erreurs += [(("paiements", mois), en_deca(mois)) for mois in _mois_donnes(brut.get("paiements")) if mois < PREMIER_MOIS]
    for mois in _mois_donnes(brut.get("paiements")):
        paiement = brut["paiements"][mois]
        jour = en_date(paiement.get("date")) if isinstance(paiement, dict) else None
        if jour and mois_de(jour) < mois:
            erreurs.append((("paiements", mois, "date"), f"Le paiement ({jour_francais(jour)}) est avant le mois payé ({mois})."))
    return erreurs
