"""What a claimant's file may hold. Anything else is refused, in French, and all at once."""

from __future__ import annotations

import datetime
import difflib
import math
import re
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from openfisca_chomage import nomenclatures

__all__ = ["DERNIER_MOIS", "PREMIER_MOIS", "Avis", "Contrat", "Dossier", "Personne", "Plage", "en_date", "jour_francais", "mois_de"]

#: The last month that a statement may reach: the amounts of the law are known until then.
DERNIER_MOIS = "2026-12"

#: The first month that may be paid under the law that is modelled.
PREMIER_MOIS = "2019-11"

_MOIS = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])\Z")
_JOUR = re.compile(r"\d{4}-\d\d-\d\d\Z")
_ANNEES = (1900, 2100)
_MONTANT_MAXIMAL = 1e8


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
    if isinstance(valeur, str) and _JOUR.match(valeur):
        try:
            return datetime.date.fromisoformat(valeur)
        except ValueError:
            return None
    return None


def _date(valeur: Any) -> Any:
    jour = en_date(valeur)
    if jour is None:
        raise _erreur(f"« {valeur} » n'est pas une date. Écrivez AAAA-MM-JJ, par exemple 2025-01-06.")
    if not _ANNEES[0] <= jour.year < _ANNEES[1]:
        raise _erreur(f"« {valeur} » est hors des années {_ANNEES[0]} à {_ANNEES[1] - 1}.")
    return jour


def _nombre(valeur: Any) -> Any:
    if isinstance(valeur, bool) or not isinstance(valeur, (int, float)):
        indice = " Écrivez les décimales avec un point." if isinstance(valeur, str) and "," in valeur else ""
        raise _erreur(f"« {valeur} » n'est pas un nombre.{indice}")
    if isinstance(valeur, float) and not math.isfinite(valeur):
        raise _erreur(f"« {valeur} » n'est pas un nombre fini.")
    if valeur < 0:
        raise _erreur(f"« {valeur} » est négatif : une valeur positive ou nulle est attendue.")
    if valeur > _MONTANT_MAXIMAL:
        raise _erreur(f"« {valeur} » est trop grand pour être une valeur de ce champ.")
    return valeur


def _entier(valeur: Any) -> Any:
    if _nombre(valeur) != int(valeur):
        raise _erreur(f"« {valeur} » n'est pas un nombre entier.")
    return int(valeur)


def _quotite(valeur: Any) -> Any:
    if not 0 < _nombre(valeur) <= 1:
        raise _erreur(f"« {valeur} » n'est pas une quotité : 1 pour un temps plein, 0.5 pour un mi-temps.")
    return valeur


def _parts(valeur: Any) -> Any:
    if _nombre(valeur) < 1 or valeur * 4 != int(valeur * 4):
        raise _erreur(f"« {valeur} » n'est pas un nombre de parts : 1, 1.25, 1.5, 2...")
    return valeur


def _oui_non(valeur: Any) -> Any:
    if isinstance(valeur, str) and valeur.lower() in ("oui", "non"):
        return valeur.lower() == "oui"
    if not isinstance(valeur, bool):
        raise _erreur(f"« {valeur} » : oui ou non est attendu.")
    return valeur


def _mois(valeur: Any) -> Any:
    if not isinstance(valeur, str) or not _MOIS.match(valeur):
        raise _erreur(f"« {valeur} » n'est pas un mois. Écrivez AAAA-MM, par exemple 2025-05.")
    return valeur


def _annee(valeur: Any) -> Any:
    if not re.match(r"(19|20)\d\d\Z", str(valeur)):
        raise _erreur(f"« {valeur} » n'est pas une année. Écrivez par exemple 2023.")
    return int(valeur)


def _texte(valeur: Any) -> Any:
    if not isinstance(valeur, str):
        raise _erreur(f"« {valeur} » n'est pas un texte : écrivez-le entre guillemets.")
    return valeur


def _parmi(liste: type[Enum], quoi: str, sauf: tuple[str, ...] = ()):
    connus = [membre.name for membre in liste if membre.name not in sauf]

    def verifier(valeur: Any) -> str:
        if valeur in connus:
            return valeur
        proches = difflib.get_close_matches(str(valeur), connus, 1)
        voulu = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
        raise _erreur(f"« {valeur} » n'est pas {quoi}.{voulu} Connus : {', '.join(connus)}.")

    return verifier


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


Date = Annotated[datetime.date, BeforeValidator(_date)]
Nombre = Annotated[float, BeforeValidator(_nombre)]
Entier = Annotated[int, BeforeValidator(_entier)]
Quotite = Annotated[float, BeforeValidator(_quotite)]
Parts = Annotated[float, BeforeValidator(_parts)]
OuiNon = Annotated[bool, BeforeValidator(_oui_non)]
Mois = Annotated[str, BeforeValidator(_mois)]
Annee = Annotated[int, BeforeValidator(_annee)]
Texte = Annotated[str, BeforeValidator(_texte)]
Motif = Annotated[str, BeforeValidator(_parmi(nomenclatures.MotifRupture, "un motif de rupture connu", ("aucune",)))]
Territoire = Annotated[str, BeforeValidator(_parmi(nomenclatures.Territoire, "un territoire connu"))]
Regime = Annotated[str, BeforeValidator(_parmi(nomenclatures.RegimeAlsaceMoselle, "un régime connu"))]
Indisponible = Annotated[str, BeforeValidator(_parmi(MotifIndisponibilite, "un motif d'indisponibilité connu"))]


BaseReclamee = Annotated[str, BeforeValidator(_parmi(Base, "une base connue"))]


def _mensualites(valeur: Any) -> Any:
    if _entier(valeur) < 1:
        raise _erreur(f"« {valeur} » n'est pas un nombre de mensualités : 1 au moins.")
    return int(valeur)


Mensualites = Annotated[int, BeforeValidator(_mensualites)]


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


class Personne(Modele):
    """The claimant."""

    nom: Texte = "Demandeur"
    date_naissance: Date | None = None
    territoire: Territoire = "metropole"
    regime_alsace_moselle: Regime = "non"
    date_taux_plein: Date | None = None
    parts_fiscales: Parts = 1.0
    personnes_a_charge: Entier | None = None


class Plage(Modele):
    """Days from ``debut`` to ``fin`` included; no ``fin``: still running."""

    debut: Date
    fin: Date | None = None

    @classmethod
    def coherence(cls, brut):
        return _ordre(brut)


class Indisponibilite(Plage):
    """Days that cannot be paid."""

    motif: Indisponible


class Formation(Plage):
    """A training paid by the allowance."""

    intitule: Texte = ""


class Suspension(Plage):
    """Days in contract that are not normally paid."""

    salaire_habituel: Nombre | None = None


_PAIES = ("salaire_mensuel", "salaire_total", "salaires")


class Contrat(Modele):
    """A contract, its pay, and how it ends."""

    debut: Date
    fin: Date | None = None
    salaire_mensuel: Nombre | None = None
    salaire_total: Nombre | None = None
    salaires: dict[Mois, Nombre] | None = None
    primes: dict[Mois, Nombre] = Field(default_factory=dict)
    heures: Nombre | None = None
    heures_mensuelles: Nombre | None = None
    quotite: Quotite | None = None
    saisonnier: OuiNon = False
    suspensions: list[Suspension] = Field(default_factory=list)
    motif: Motif | None = None
    engagement_procedure: Date | None = None
    indemnite_conges_payes: Nombre | None = None
    jours_conges_payes: Entier | None = None
    indemnites_supra_legales: Nombre | None = None
    premiere_admission: OuiNon | None = None

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
                if _MOIS.match(str(mois)) and not mois_de(debut) <= mois <= (mois_de(fin) if fin else "9999-12"):
                    erreurs.append((("salaires", mois), f"{mois} est hors du contrat."))
        if debut and isinstance(brut.get("suspensions"), list):
            for rang, une in enumerate(brut["suspensions"]):
                jours = [en_date(une.get(nom)) for nom in ("debut", "fin")] if isinstance(une, dict) else []
                if any(jour and (jour < debut or (fin and jour > fin)) for jour in jours):
                    erreurs.append((("suspensions", rang), "La suspension sort du contrat."))
        return erreurs


_DE_LA_FIN = ("indemnite_conges_payes", "jours_conges_payes", "indemnites_supra_legales", "premiere_admission")


class Declaration(Modele):
    """What the claimant declared for a month."""

    salaire: Nombre
    heures: Nombre = 0.0


class Justificatif(Modele):
    """What the payslip of a month shows, and when it came."""

    salaire: Nombre
    date: Date | None = None


class Paiement(Modele):
    """What was really paid for a month, net, and when."""

    montant: Nombre
    date: Date | None = None


def _paiement(valeur: Any) -> Any:
    return valeur if isinstance(valeur, dict) else {"montant": valeur}


PaiementDuMois = Annotated[Paiement, BeforeValidator(_paiement)]


class Avis(Modele):
    """A notice of overpayment, and what followed it."""

    date: Date
    montants: dict[Mois, Nombre]
    base: BaseReclamee = "net"
    cause: Texte = ""
    jours: dict[Mois, Entier] = Field(default_factory=dict)
    conteste_le: Date | None = None
    rejet_le: Date | None = None
    fausse_declaration: OuiNon = False
    mensualites: Mensualites | None = None
    mise_en_demeure_le: Date | None = None
    contrainte_le: Date | None = None
    retenues: dict[Mois, Nombre] = Field(default_factory=dict)

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
            erreurs += [((champ, mois), _au_dela(mois)) for mois in _mois_donnes(brut.get(champ)) if mois > DERNIER_MOIS]
        erreurs += [(("montants", mois), _en_deca(mois)) for mois in _mois_donnes(montants) if mois < PREMIER_MOIS]
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
    return [mois for mois in brut if isinstance(mois, str) and _MOIS.match(mois)] if isinstance(brut, dict) else []


def _au_dela(mois: str) -> str:
    return f"{mois} : les montants de la loi sont connus jusqu'à {DERNIER_MOIS}."


def _en_deca(mois: str) -> str:
    return f"{mois} : les droits payés avant {PREMIER_MOIS} ne sont pas encore modélisés."


class Bornes(Modele):
    """The months of the statement."""

    debut: Mois | None = None
    fin: Mois | None = None

    @classmethod
    def coherence(cls, brut):
        debut, fin = brut.get("debut"), brut.get("fin")
        valides = [isinstance(mois, str) and _MOIS.match(mois) for mois in (debut, fin)]
        erreurs = []
        if all(valides) and fin < debut:
            erreurs.append((("fin",), f"La fin ({fin}) est avant le début ({debut})."))
        for nom, mois, valide in zip(("debut", "fin"), (debut, fin), valides):
            if valide and mois > DERNIER_MOIS:
                erreurs.append(((nom,), _au_dela(mois)))
        return erreurs


class Dossier(Modele):
    """A claimant's file."""

    personne: Personne
    contrats: list[Contrat] = Field(min_length=1)
    inscription: list[Plage] = Field(default_factory=list)
    indisponibilites: list[Indisponibilite] = Field(default_factory=list)
    formations: list[Formation] = Field(default_factory=list)
    neutralisations: list[Plage] = Field(default_factory=list)
    declarations: dict[Mois, Declaration] = Field(default_factory=dict)
    justificatifs: dict[Mois, Justificatif] = Field(default_factory=dict)
    revenu_fiscal: dict[Annee, Nombre] = Field(default_factory=dict)
    saisies: list[Plage] = Field(default_factory=list)
    paiements: dict[Mois, PaiementDuMois] = Field(default_factory=dict)
    avis: list[Avis] = Field(default_factory=list)
    remboursements: dict[Mois, Nombre] = Field(default_factory=dict)
    remises: dict[Mois, Nombre] = Field(default_factory=dict)
    mois: Bornes = Bornes()

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
            if fin:
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
    for champ in ("paiements", "remboursements", "remises"):
        erreurs += [((champ, mois), _au_dela(mois)) for mois in _mois_donnes(brut.get(champ)) if mois > DERNIER_MOIS]
    erreurs += [(("paiements", mois), _en_deca(mois)) for mois in _mois_donnes(brut.get("paiements")) if mois < PREMIER_MOIS]
    for mois in _mois_donnes(brut.get("paiements")):
        paiement = brut["paiements"][mois]
        jour = en_date(paiement.get("date")) if isinstance(paiement, dict) else None
        if jour and mois_de(jour) < mois:
            erreurs.append((("paiements", mois, "date"), f"Le paiement ({jour_francais(jour)}) est avant le mois payé ({mois})."))
    return erreurs
