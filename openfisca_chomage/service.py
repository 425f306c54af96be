"""The web API of ``make serve``: OpenFisca's own, with a door in front that refuses what it would answer by a 500.

Every refusal is of the 4xx family, in French, and carries the path of the field in the situation, in the shape of
the stock errors: ``{"individus": {"camille": {"are_nette": {"2025": "..."}}}}``.

``python -m openfisca_chomage.service --port 5000``, or any WSGI server on ``openfisca_chomage.service:creer_application()``.
"""

from __future__ import annotations

import argparse
import datetime
import difflib
import json
import math

from flask import Flask, Response, abort, jsonify, make_response, request
from gunicorn.app.base import BaseApplication
from openfisca_core import periods
from openfisca_core.periods import DateUnit
from openfisca_web_api.app import create_app

from openfisca_chomage.socle.refus import Refus
from openfisca_chomage.systeme import CountryTaxBenefitSystem

__all__ = ["PERSONNES_MAXIMUM", "creer_application", "lire_situation", "principal", "verifier_situation"]

#: The stock builder takes a time that grows with the square of the persons: tables do not pass by the API.
PERSONNES_MAXIMUM = 200

#: A situation of 200 persons over ten years weighs less than 2 MB.
OCTETS_MAXIMUM = 8_000_000

#: The years that a situation may speak of, and a number above which an amount or a count is a slip.
ANNEES = (1900, 2100)
NOMBRE_MAXIMUM = 1e9

_CHEMINS = ("/calculate", "/trace")
_PERIODES = {DateUnit.MONTH: "un mois (2025-03)", DateUnit.YEAR: "une année (2025)", DateUnit.DAY: "un jour (2025-03-04)"}


class _Objet(dict):
    """A JSON object that remembers its keys written twice: the last would win without a word."""

    doublons: tuple = ()


def _objet(paires) -> _Objet:
    objet = _Objet(paires)
    if len(objet) < len(paires):
        cles = [cle for cle, _ in paires]
        objet.doublons = tuple(cle for cle in objet if cles.count(cle) > 1)
    return objet


def lire_situation(corps: bytes):
    """Parse the body of a request.

    Raises:
        Refus: it is not JSON; the message says the line and the column.
    """
    try:
        return json.loads(corps.decode("utf-8"), object_pairs_hook=_objet)
    except json.JSONDecodeError as erreur:
        raise Refus(("json",), f"Ce n'est pas du JSON, ligne {erreur.lineno}, colonne {erreur.colno} : {erreur.msg}.") from erreur
    except UnicodeDecodeError as erreur:
        raise Refus(("json",), f"Le texte n'est pas en UTF-8 (octet {erreur.start}).") from erreur
    except (RecursionError, ValueError) as erreur:
        raise Refus(("json",), "Ce JSON ne se lit pas : trop de niveaux, ou un nombre trop long.") from erreur


def verifier_situation(systeme, situation) -> None:
    """Refuse what the stock API would answer by a 500, or not see.

    Raises:
        Refus: with the path of the field.
    """
    _exiger_objet((), situation, "une situation : { \"individus\": { \"moi\": { ... } } }")
    individus = systeme.person_entity.plural
    pluriels = {entite.plural: entite for entite in systeme.entities}
    for nom, personnes in situation.items():
        if nom == "axes":
            raise Refus(("axes",), "Les axes ne passent pas par l'API, qui n'en rendrait que la première valeur.")
        if nom not in pluriels:
            raise Refus((nom,), f"« {nom} » n'est pas une entité : {', '.join(pluriels)}{_proche(nom, pluriels)}.")
        _exiger_objet((nom,), personnes, "un objet, avec un nom par membre,")
        if len(personnes) > PERSONNES_MAXIMUM:
            raise Refus(
                (nom,),
                f"{len(personnes)} {nom} : {PERSONNES_MAXIMUM} au plus par appel. Faites plusieurs appels, ou passez par Python.",
                413,
            )
        for identifiant, valeurs in personnes.items():
            _verifier_identifiant(nom, identifiant)
            _exiger_objet((nom, identifiant), valeurs, "un objet, avec un nom de variable par champ,")
            for champ, contenu in valeurs.items():
                if nom == individus or champ not in _roles(pluriels[nom]):
                    _verifier_variable(systeme, (nom, identifiant, champ), contenu)
    if not situation.get(individus):
        raise Refus((individus,), "Aucun individu : il en faut au moins un.")


def _roles(entite) -> set[str]:
    noms = set()
    for role in getattr(entite, "roles", ()):
        for un_role in (role, *(role.subroles or ())):
            noms |= {un_role.key, un_role.plural or un_role.key}
    return noms


def _exiger_objet(chemin, valeur, attendu) -> None:
    if not isinstance(valeur, dict):
        raise Refus(chemin or ("situation",), f"{attendu[0].upper()}{attendu[1:]} est attendu, pas {_nature(valeur)}.")
    for cle in getattr(valeur, "doublons", ()):
        raise Refus((*chemin, cle or "(vide)"), f"« {cle} » est écrit deux fois : seule la dernière valeur serait lue.")


def _nature(valeur) -> str:
    if valeur is None:
        return "null"
    if isinstance(valeur, list):
        return "une liste"
    if isinstance(valeur, dict):
        return "un objet"
    return f"« {str(valeur)[:80]} »"


def _proche(nom, noms) -> str:
    proches = difflib.get_close_matches(nom, list(noms), n=1)
    return f". Vouliez-vous dire « {proches[0]} » ?" if proches else ""


def _verifier_identifiant(pluriel, identifiant) -> None:
    if not identifiant.strip():
        raise Refus((pluriel, "(vide)"), "Un identifiant ne peut pas être vide.")
    if "/" in identifiant:
        raise Refus(
            (pluriel, identifiant),
            f"L'identifiant « {identifiant} » contient « / », qui sépare les étapes d'un chemin : écrivez-le autrement.",
        )


def _verifier_variable(systeme, chemin, contenu) -> None:
    nom = chemin[-1]
    variable = systeme.variables.get(nom)
    if variable is None:
        raise Refus(
            tuple(etape or "(vide)" for etape in chemin),
            f"« {nom} » n'est pas une variable{_proche(nom, systeme.variables) or '. La liste est à /variables.'}",
            404,
        )
    _exiger_objet(chemin, contenu, f"« {nom} » s'écrit avec sa période, {{\"2025-03\": ...}} : un objet")
    for texte, valeur in contenu.items():
        ici = (*chemin, texte or "(vide)")
        periode = _periode(ici, texte)
        if valeur is None:
            _verifier_demande(ici, variable, periode)
        else:
            _verifier_valeur(ici, variable, valeur)


def _periode(chemin, texte):
    try:
        periode = periods.period(texte)
    except Exception as erreur:
        raise Refus(
            chemin,
            f"« {texte} » n'est pas une période : écrivez un mois (2025-03), une année (2025), "
            "une plage (day:2025-03-04:180) ou ETERNITY.",
        ) from erreur
    if periode.unit == DateUnit.ETERNITY:
        return periode
    try:
        annees = periode.start.year, periode.stop.year
    except (ValueError, OverflowError):
        annees = (0, 0)
    if periode.size < 1 or annees[0] < ANNEES[0] or annees[1] > ANNEES[1]:
        raise Refus(chemin, f"« {texte} » : une période non vide, de {ANNEES[0]} à {ANNEES[1]}, est attendue.")
    return periode


def _verifier_demande(chemin, variable, periode) -> None:
    unite = variable.definition_period
    if unite == DateUnit.ETERNITY or (periode.unit == unite and periode.size == 1):
        return
    raise Refus(
        chemin,
        f"« {variable.name} » se demande sur {_PERIODES.get(unite, unite)}, pas sur « {periode} » : "
        "écrivez une ligne par mois demandé.",
    )


def _verifier_valeur(chemin, variable, valeur) -> None:
    if isinstance(valeur, (list, dict)):
        raise Refus(chemin, f"Une seule valeur est attendue, pas {_nature(valeur)}.")
    if isinstance(valeur, float) and not math.isfinite(valeur):
        raise Refus(chemin, f"« {valeur} » n'est pas un nombre fini.")
    if isinstance(valeur, (int, float)) and abs(valeur) > NOMBRE_MAXIMUM:
        raise Refus(chemin, f"« {str(valeur)[:20]} » est trop grand pour être un montant, des heures ou des jours.")
    if isinstance(valeur, str) and not valeur.strip():
        raise Refus(chemin, "Une valeur est attendue, pas un texte vide. Pour la demander, écrivez null.")
    if isinstance(valeur, str) and variable.value_type in (bool, int, float):
        raise Refus(chemin, f"« {valeur[:80]} » est un texte : écrivez un nombre sans guillemets, ou true.")
    if variable.value_type is datetime.date:
        try:
            annee = datetime.date.fromisoformat(valeur).year if isinstance(valeur, str) else 0
        except ValueError:
            annee = 0
        if not ANNEES[0] <= annee <= ANNEES[1]:
            raise Refus(chemin, f"« {valeur} » : une date AAAA-MM-JJ, de {ANNEES[0]} à {ANNEES[1]}, est attendue.")


def _reponse(refus: Refus) -> Response:
    erreur = refus.message
    for etape in reversed(refus.chemin):
        erreur = {etape: erreur}
    return make_response(jsonify(erreur), refus.code or 400)


def _sans_liste(erreur):
    """An error whose path ends by a year, which the stock API writes as the 2,026th item of a list."""
    if isinstance(erreur, list) and erreur and not any(erreur[:-1]):
        return {str(len(erreur) - 1): _sans_liste(erreur[-1])}
    if isinstance(erreur, dict):
        return {cle: _sans_liste(valeur) for cle, valeur in erreur.items()}
    return erreur


def creer_application(systeme=None) -> Flask:
    """The WSGI application: OpenFisca's web API behind our door.

    Args:
        systeme: the tax and benefit system (a reform of it, say); that of the package unless given.
    """
    systeme = CountryTaxBenefitSystem() if systeme is None else systeme
    application = create_app(systeme)
    application.config["MAX_CONTENT_LENGTH"] = OCTETS_MAXIMUM

    @application.before_request
    def verifier() -> None:
        if request.method != "POST" or request.path not in _CHEMINS or not request.is_json:
            return
        try:
            if (request.content_length or 0) > OCTETS_MAXIMUM:
                raise Refus(("json",), f"Le corps dépasse {OCTETS_MAXIMUM // 1_000_000} Mo. Faites plusieurs appels.", 413)
            verifier_situation(systeme, lire_situation(request.get_data()))
        except Refus as refus:
            abort(_reponse(refus))

    @application.after_request
    def remettre_l_annee(reponse: Response) -> Response:
        if request.path in _CHEMINS and 400 <= reponse.status_code < 500 and reponse.is_json:
            reponse.set_data(json.dumps(_sans_liste(reponse.json), ensure_ascii=False))
        return reponse

    return application


class _Serveur(BaseApplication):
    def __init__(self, options) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for nom, valeur in self._options.items():
            self.cfg.set(nom, valeur)

    def load(self) -> Flask:
        return creer_application()


def principal(arguments=None) -> None:
    """Serve until stopped (gunicorn, as ``openfisca serve``)."""
    analyseur = argparse.ArgumentParser(prog="python -m openfisca_chomage.service", description=principal.__doc__)
    analyseur.add_argument("--hote", "--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    analyseur.add_argument("--port", "-p", type=int, default=5000, help="port (5000)")
    analyseur.add_argument("--processus", "--workers", type=int, default=2, help="worker processes (2)")
    options = analyseur.parse_args(arguments)
    _Serveur(
        {"bind": f"{options.hote}:{options.port}", "workers": options.processus, "timeout": 120, "preload_app": True}
    ).run()


if __name__ == "__main__":
    principal()
