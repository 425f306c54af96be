"""The web API of ``make serve``: OpenFisca's own, with a door in front that refuses what it would answer by a 500.

Every refusal is of the 4xx family, in French, and carries the path of the field in the situation, in the shape of
the stock errors: ``{"individus": {"camille": {"are_nette": {"2025": "..."}}}}``.

``python -m openfisca_chomage.service --port 5000``, or any WSGI server on ``openfisca_chomage.service:creer_application()``.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import re

from flask import Flask, Response, abort, g, jsonify, make_response, request
from flask.json.provider import DefaultJSONProvider
from gunicorn.app.base import BaseApplication
from openfisca_core.errors import ParameterNotFoundError
from openfisca_web_api.app import create_app
from werkzeug.exceptions import HTTPException

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.reglements import PREMIER_MOIS, phrase_de_projection
from openfisca_chomage.socle.controle import Controle, Limites
from openfisca_chomage.socle.refus import Refus, reunir
from openfisca_chomage.systeme import CountryTaxBenefitSystem
from openfisca_chomage.textes import reference_applicable

__all__ = [
    "LIMITES", "OCTETS_MAXIMUM", "PERSONNES_MAXIMUM", "creer_application", "lire_situation", "options_du_serveur", "principal",
    "verifier_situation",
]

#: The stock builder takes a time that grows with the square of the persons: tables do not pass by the API.
PERSONNES_MAXIMUM = 200

#: What one call may ask. At these limits it takes about five seconds; the same persons over ten years stay below them.
LIMITES = Limites(personnes=PERSONNES_MAXIMUM, valeurs=100_000, mois=50_000)

#: A situation of 200 persons over ten years weighs less than 2 MB.
OCTETS_MAXIMUM = 4_000_000

#: A body with more braces holds too many persons, and is refused before it is read: 200 persons of 200 variables have fewer.
ACCOLADES_MAXIMUM = 50_000

#: Of a body that is too big, as much is read and thrown away after the answer, so that a client who is writing can read it.
OCTETS_JETES = 16_000_000

_CHEMINS = ("/calculate", "/trace")

#: The field of an answer that says which of its figures are projections.
PROJECTIONS = "projections"

_SCHEMA_DES_PROJECTIONS = {
    "type": "object",
    "description": "Les chiffres de mois dont les montants ne sont pas encore connus : les derniers connus y sont prolongés.",
    "properties": {
        "avertissement": {"type": "string"},
        "chiffres": {
            "type": "object",
            "description": "Les mois projetés, par variable.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}

#: Half of a character that UTF-16 writes in two: alone, no UTF-8 can answer it.
_DEMI_CARACTERE = re.compile(rb"\\u[dD][89a-fA-F]")

#: What is said of the errors of HTTP itself.
_ERREURS_HTTP = {
    404: "Cette adresse n'existe pas. Celles qui existent sont à /spec.",
    405: "Cette adresse ne répond pas à cette méthode. Ce qu'elle accepte est à /spec.",
    413: f"Le corps dépasse {OCTETS_MAXIMUM // 1_000_000} Mo. Faites plusieurs appels.",
    415: "Un corps en JSON est attendu, avec l'en-tête « Content-Type: application/json ».",
    500: "Une erreur du serveur, qui n'est pas la vôtre. Dites-la avec la situation envoyée : c'est un défaut à corriger.",
}


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
        Refus: it is not JSON (the message says the line and the column), or it holds far too many persons.
    """
    objets = corps.count(b"{")
    if objets > ACCOLADES_MAXIMUM:
        message = f"{objets} objets : une situation a {PERSONNES_MAXIMUM} personnes au plus. Faites plusieurs appels, ou passez par Python."
        raise Refus(("json",), message, 413)
    try:
        situation = json.loads(corps.decode("utf-8"), object_pairs_hook=_objet)
        if _DEMI_CARACTERE.search(corps):
            json.dumps(situation, ensure_ascii=False).encode()
        return situation
    except json.JSONDecodeError as erreur:
        raise Refus(("json",), f"Ce n'est pas du JSON, ligne {erreur.lineno}, colonne {erreur.colno} : {erreur.msg}.") from erreur
    except UnicodeEncodeError as erreur:
        raise Refus(("json",), "Le texte a la moitié d'un caractère (\\ud800 à \\udfff, seul).") from erreur
    except UnicodeDecodeError as erreur:
        raise Refus(("json",), f"Le texte n'est pas en UTF-8 (octet {erreur.start}).") from erreur
    except (RecursionError, ValueError) as erreur:
        raise Refus(("json",), "Ce JSON ne se lit pas : trop de niveaux, ou un nombre trop long.") from erreur


def verifier_situation(systeme, situation) -> Controle:
    """Refuse what the stock API would answer by a 500, or not see, or take too long to compute.

    Returns:
        The look at the situation: what to answer if the rules then fail (the months asked that come before the law), and what
        asks for a projection.

    Raises:
        Refus: all the faults, each with the path of its field.
    """
    controle = Controle(systeme, LIMITES, laisser_calculer=True)
    fautes = list(controle.situation(situation))
    trop = [faute for faute in fautes if faute.code == 413]
    if fautes:
        raise reunir(trop or fautes)
    return controle


def _sans_liste(erreur):
    """An error whose path ends by a year, which the stock API writes as the 2,026th item of a list."""
    if isinstance(erreur, list) and erreur and not any(erreur[:-1]):
        return {str(len(erreur) - 1): _sans_liste(erreur[-1])}
    if isinstance(erreur, dict):
        return {cle: _sans_liste(valeur) for cle, valeur in erreur.items()}
    return erreur


def _verifier_la_requete(systeme) -> None:
    """Stop a request that the stock API would not answer well."""
    if request.method != "POST" or request.path.rstrip("/") not in _CHEMINS:
        return
    if (request.content_length or 0) > OCTETS_MAXIMUM:
        abort(413)
    if not request.is_json:
        abort(415)
    try:
        corps = request.get_data()
        if request.content_length is None and len(corps) >= OCTETS_MAXIMUM:
            abort(413)
        g.controle = verifier_situation(systeme, lire_situation(corps))
    except Refus as refus:
        abort(make_response(jsonify(refus.error), refus.code))


def _jeter_le_corps(flux) -> None:
    """Read what a client still writes, and forget it: a connection closed on unread bytes loses the answer."""
    with contextlib.suppress(OSError, ValueError):
        for _ in range(OCTETS_JETES // 65_536):
            if not flux.read(65_536):
                return


def _en_json(valeur):
    """What JSON has no word for: a date is written as it is read, and as the served document says, AAAA-MM-JJ."""
    return valeur.isoformat() if isinstance(valeur, datetime.date) else DefaultJSONProvider.default(valeur)


#: The days that ``/references/{nom}`` is asked with, and how each is written.
_JOURS = {"loi": "AAAA-MM-JJ", "mois": "AAAA-MM"}


def _references(systeme, nom: str) -> Response:
    """The articles of a variable that apply under a law (``loi``), in a month (``mois``), for an end of contract (``motif``)."""
    variable = systeme.variables.get(nom)
    if variable is None:
        return make_response(jsonify({"erreur": f"« {nom} » n'est pas une variable. Elles sont toutes à /variables."}), 404)
    dates = {}
    for champ, attendu in _JOURS.items():
        dates[champ] = request.args.get(champ, "")
        if not _est_une_date(dates[champ], attendu):
            message = f"« {dates[champ]} » : {attendu} est attendu (« ?loi=2023-05-31&mois=2023-07 »)."
            return make_response(jsonify({champ: message}), 400)
    motif = request.args.get("motif")
    if motif is not None and motif not in MotifRupture.__members__:
        message = f"« {motif} » n'est pas un motif. Ceux qui existent sont à /variable/motif_rupture."
        return make_response(jsonify({"motif": message}), 400)
    citees = reference_applicable(variable, dates["loi"], dates["mois"], motif)
    return jsonify({"variable": nom, **dates, "references": [{"article": une.article, "adresse": une.adresse} for une in citees]})


def _est_une_date(texte: str, forme: str) -> bool:
    """Whether a text is a day or a month of the calendar, written in the form AAAA-MM-JJ or AAAA-MM."""
    if len(texte) != len(forme):
        return False
    try:
        datetime.date.fromisoformat(texte if forme == "AAAA-MM-JJ" else f"{texte}-01")
    except ValueError:
        return False
    return True


def creer_application(systeme=None) -> Flask:
    """The WSGI application: OpenFisca's web API behind our door.

    Args:
        systeme: the tax and benefit system (a reform of it, say); that of the package unless given.
    """
    systeme = CountryTaxBenefitSystem() if systeme is None else systeme
    application = create_app(systeme)
    application.config["MAX_CONTENT_LENGTH"] = OCTETS_MAXIMUM
    application.json.default = _en_json
    application.before_request_funcs[None].insert(0, lambda: _verifier_la_requete(systeme))

    @application.errorhandler(HTTPException)
    def dire_en_francais(erreur: HTTPException) -> Response:
        if erreur.response is not None or erreur.code not in _ERREURS_HTTP:
            return erreur.get_response()
        reponse = make_response(jsonify({"erreur": _ERREURS_HTTP[erreur.code]}), erreur.code)
        if erreur.code == 405:
            reponse.headers["Allow"] = ", ".join(erreur.valid_methods or ())
        if erreur.code == 413:
            flux = request.environ["wsgi.input"]
            reponse.call_on_close(lambda: _jeter_le_corps(flux))
        return reponse

    application.register_error_handler(500, dire_en_francais)

    @application.errorhandler(Exception)
    def dire_la_loi_inconnue(erreur: Exception) -> Response:
        controle = g.get("controle")
        if controle is not None and controle.avant_la_loi:
            return make_response(jsonify(reunir(controle.avant_la_loi).error), 400)
        if isinstance(erreur, ParameterNotFoundError):
            message = f"Ce calcul a besoin d'un mois où la loi n'est pas connue : elle est modélisée depuis {PREMIER_MOIS}."
            return make_response(jsonify({"erreur": message}), 400)
        raise erreur

    @application.get("/references/<nom>")
    def citer(nom: str) -> Response:
        return _references(systeme, nom)

    @application.after_request
    def remettre_l_annee(reponse: Response) -> Response:
        if request.path in _CHEMINS and 400 <= reponse.status_code < 500 and reponse.is_json:
            reponse.set_data(json.dumps(_sans_liste(reponse.json), ensure_ascii=False))
        return reponse

    @application.after_request
    def dire_les_projections(reponse: Response) -> Response:
        controle = g.get("controle")
        if controle is not None and controle.projetes and reponse.status_code == 200 and reponse.is_json:
            contenu = {**reponse.json, PROJECTIONS: _projections(systeme, controle.projetes)}
            reponse.set_data(json.dumps(contenu, ensure_ascii=False))
        elif request.path == "/spec" and reponse.is_json:
            reponse.set_data(json.dumps(_description_des_projections(reponse.json), ensure_ascii=False))
        return reponse

    return application


def _projections(systeme, projetes: dict[str, list[str]]) -> dict:
    """What an answer says of its projections: the months by variable, and the sentence."""
    return {"avertissement": phrase_de_projection(systeme), "chiffres": {nom: sorted(mois) for nom, mois in projetes.items()}}


def _description_des_projections(description: dict) -> dict:
    """The OpenAPI description, with the field that an answer has where it holds projections."""
    schemas = description["components"]["schemas"]
    for nom in ("SituationOutput", "Trace"):
        schemas[nom] = {**schemas[nom], "properties": {**schemas[nom].get("properties", {}), PROJECTIONS: _SCHEMA_DES_PROJECTIONS}}
    return description


def _coeurs() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def options_du_serveur(hote: str, port: int, processus: int | None = None, delai: int = 60) -> dict:
    """The settings of gunicorn for a public service behind a reverse proxy.

    Args:
        hote, port: the address to listen on.
        processus: worker processes; one a core unless told.
        delai: seconds after which a worker that answers nothing is replaced.
    """
    return {
        "bind": f"{hote}:{port}",
        "workers": processus or _coeurs(),
        "preload_app": True,
        "timeout": delai,
        "graceful_timeout": 30,
        "max_requests": 5_000,
        "max_requests_jitter": 500,
        "backlog": 256,
        "limit_request_line": 4_094,
        "limit_request_fields": 50,
        "limit_request_field_size": 8_190,
    }


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
    analyseur.add_argument("--processus", "--workers", type=int, help="worker processes (one a core)")
    analyseur.add_argument("--delai", "--timeout", type=int, default=60, help="seconds before a mute worker is replaced (60)")
    options = analyseur.parse_args(arguments)
    _Serveur(options_du_serveur(options.hote, options.port, options.processus, options.delai)).run()


if __name__ == "__main__":
    principal()
