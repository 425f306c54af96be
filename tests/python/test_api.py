"""The web API: the stock one, and that of ``make serve``, which refuses with the path of the field."""

import json
from pathlib import Path

import pytest
from openfisca_web_api.app import create_app

from openfisca_chomage.service import LIMITES, OCTETS_MAXIMUM, PERSONNES_MAXIMUM, creer_application, options_du_serveur
from openfisca_chomage.systeme import SITUATION_EXEMPLE


@pytest.fixture(scope="module", params=[create_app, creer_application], ids=["stock", "service"])
def client(request, systeme):
    return request.param(systeme).test_client()


@pytest.fixture(scope="module")
def service(systeme):
    return creer_application(systeme).test_client()


def poster(client, situation, route="/calculate"):
    corps = situation if isinstance(situation, (str, bytes)) else json.dumps(situation)
    return client.post(route, data=corps, content_type="application/json")


def dans(erreur, *chemin):
    """The message at a path of an error."""
    for etape in chemin:
        assert etape in erreur, (etape, erreur)
        erreur = erreur[etape]
    assert isinstance(erreur, str), erreur
    return erreur


def test_calculate(client):
    reponse = poster(client, SITUATION_EXEMPLE)
    assert reponse.status_code == 200, reponse.json
    camille = reponse.json["individus"]["camille"]
    assert camille["jours_indemnises"] == {"2025-03": 31, "2025-05": 19}
    assert camille["are_nette"]["2025-03"] == pytest.approx(1320.29, abs=0.001)


def test_trace(client):
    reponse = poster(client, SITUATION_EXEMPLE, "/trace")
    assert reponse.status_code == 200
    assert "are_nette<2025-05>" in reponse.json["requestedCalculations"]
    assert reponse.json["trace"]["are_nette<2025-05>"]["dependencies"]


def test_spec_a_l_exemple(client):
    spec = client.get("/spec").json
    exemple = spec["components"]["schemas"]["SituationInput"]["example"]
    assert exemple == SITUATION_EXEMPLE
    assert "are_nette" in spec["components"]["schemas"]["Individu"]["properties"]


def test_variables(client):
    assert {"are_nette", "reliquat", "calendrier_contrats"} <= set(client.get("/variables").json)


def test_variable_are_nette(client):
    variable = client.get("/variable/are_nette").json
    assert variable["definitionPeriod"] == "MONTH"
    assert variable["references"] and variable["formulas"]


def test_toutes_les_variables_repondent(client, systeme):
    for nom in systeme.variables:
        reponse = client.get(f"/variable/{nom}")
        assert reponse.status_code == 200, nom
        json.loads(reponse.data, parse_constant=pytest.fail)


def test_parameters(client):
    parametres = client.get("/parameters").json
    assert "allocation_journaliere.partie_fixe" in parametres
    un = client.get("/parameter/allocation_journaliere/partie_fixe").json
    assert un["values"] and un["metadata"]["reference"]


def test_un_refus_du_droit_est_un_400_avec_son_chemin(client):
    situation = json.loads(json.dumps(SITUATION_EXEMPLE))
    del situation["individus"]["camille"]["motif_rupture"]["2024-12"]
    reponse = poster(client, situation)
    assert reponse.status_code == 400
    assert "aucun motif n'est donné" in dans(reponse.json, "individus", "camille", "motif_rupture", "2024-12")


def test_une_sortie_de_date_de_l_api_d_origine_n_est_pas_une_entree(systeme):
    """The README says so; when this fails, the README can be shortened, and the service's own way of writing dates can go."""
    client = create_app(systeme).test_client()
    moi = {"date_premier_jour_indemnisable": {"2024-12": None}, **SITUATION_EXEMPLE["individus"]["camille"]}
    jour = poster(client, {"individus": {"moi": moi}}).json["individus"]["moi"]["date_premier_jour_indemnisable"]["2024-12"]
    assert "2025" in jour and jour != "2025-01-08"
    rendu = poster(client, {"individus": {"moi": {**moi, "date_premier_jour_indemnisable": {"2024-12": jour}}}})
    assert rendu.status_code == 400


REFUS = {
    "liste": ({"moi": {"salaire_brut": {"2025-03": [1, 2]}}}, ("moi", "salaire_brut", "2025-03"), "liste"),
    "objet": ({"moi": {"salaire_brut": {"2025-03": {"a": 1}}}}, ("moi", "salaire_brut", "2025-03"), "objet"),
    "sans periode": ({"moi": {"salaire_brut": 12}}, ("moi", "salaire_brut"), "période"),
    "barre": ({"m/oi": {"are_nette": {"2025-03": None}}}, ("m∕oi",), "identifiant"),
    "identifiant vide": ({"": {}}, ("(vide)",), "identifiant"),
    "annee demandee": ({"moi": {"are_nette": {"2025": None}}}, ("moi", "are_nette", "2025"), "un mois"),
    "jour demande": ({"moi": {"are_nette": {"2025-03-04": None}}}, ("moi", "are_nette", "2025-03-04"), "un mois"),
    "deux mois demandes": ({"moi": {"are_nette": {"month:2025-03:2": None}}}, ("moi", "are_nette", "month:2025-03:2"), "un mois"),
    "mois treize": ({"moi": {"are_nette": {"2025-13": None}}}, ("moi", "are_nette", "2025-13"), "période"),
    "an 3000": ({"moi": {"are_nette": {"3000-01": None}}}, ("moi", "are_nette", "3000-01"), "2100"),
    "NaN": ({"moi": {"salaire_brut": {"2025-03": float("nan")}}}, ("moi", "salaire_brut", "2025-03"), "fini"),
    "infini": ({"moi": {"salaire_brut": {"2025-03": float("inf")}}}, ("moi", "salaire_brut", "2025-03"), "fini"),
    "negatif": ({"moi": {"salaire_brut": {"2025-03": -5}}}, ("moi", "salaire_brut", "2025-03"), "négatif"),
    "negatif une annee": ({"moi": {"salaire_brut": {"2025": -5}}}, ("moi", "salaire_brut", "2025"), "négatif"),
    "calcul ecrit": ({"moi": {"primes": {"2025-03": "1/0"}}}, ("moi", "primes", "2025-03"), "un texte"),
    "date d un autre siecle": ({"moi": {"date_fin_contrat": {"2025-03": "2300-01-01"}}}, ("moi", "date_fin_contrat", "2025-03"), "2100"),
    "date ecrite par l API": (
        {"moi": {"date_fin_contrat": {"2025-03": "Wed, 08 Jan 2025 00:00:00 GMT"}}}, ("moi", "date_fin_contrat", "2025-03"), "AAAA-MM-JJ"
    ),
    "enorme": ({"moi": {"reliquat": {"2025-03": 10**30}}}, ("moi", "reliquat", "2025-03"), "trop grand"),
    "variable inconnue": ({"moi": {"are_net": {"2025-03": None}}}, ("moi", "are_net"), "are_nette"),
    "personnes": ({f"p{rang}": {} for rang in range(PERSONNES_MAXIMUM + 1)}, (), "200"),
    "aucune": ({}, (), "au moins un"),
    "liste de personnes": ([], (), "objet"),
}


@pytest.mark.parametrize("route", ["/calculate", "/trace"])
@pytest.mark.parametrize("cas", REFUS)
def test_refus_du_service(service, cas, route):
    individus, chemin, mot = REFUS[cas]
    reponse = poster(service, {"individus": individus}, route)
    assert 400 <= reponse.status_code < 500, reponse.json
    assert mot in dans(reponse.json, "individus", *chemin)


@pytest.mark.parametrize(
    ("corps", "chemin", "mot"),
    [
        ('{"individus": ', ("json",), "ligne 1"),
        (b'{"individus": {"\xe9": {}}}', ("json",), "UTF-8"),
        ("[" * 100_000, ("json",), "niveaux"),
        ("[1]", ("situation",), "liste"),
        ('{"individu": {"moi": {}}}', ("individu",), "individus"),
        ('{"individus": {"moi": {}}, "axes": [[]]}', ("axes",), "axes"),
        ('{"individus": {"moi": {"primes": {"2025-03": 1, "2025-03": 2}}}}', ("individus", "moi", "primes", "2025-03"), "deux fois"),
        ('{"individus": {"moi": {"primes": {"2025-03": 1e999}}}}', ("individus", "moi", "primes", "2025-03"), "fini"),
    ],
)
def test_refus_du_corps(service, corps, chemin, mot):
    reponse = poster(service, corps)
    assert reponse.status_code == 400
    assert mot in dans(reponse.json, *chemin)


@pytest.mark.parametrize("valeur", ["abc", "2025-02-31", "licenciement", True, 3.5])
@pytest.mark.parametrize(
    "nom", ["salaire_brut", "date_fin_contrat", "motif_rupture", "calendrier_contrats", "reliquat", "affiliation_suffisante"]
)
def test_aucune_valeur_ne_fait_un_500(service, nom, valeur):
    reponse = poster(service, {"individus": {"moi": {nom: {"2025-03": valeur}, "are_nette": {"2025-03": None}}}})
    assert reponse.status_code < 500, reponse.json


def test_deux_cents_personnes_passent(service):
    personnes = {f"p{rang}": {"salaire_brut": {"2025-03": 1000}, "are_nette": {"2025-03": None}} for rang in range(PERSONNES_MAXIMUM)}
    assert poster(service, {"individus": personnes}).status_code == 200


def test_les_familles_passent(service):
    familles = {"f": {"parents": ["a", "b"], "enfants": ["c"]}}
    assert poster(service, {"individus": {"a": {}, "b": {}, "c": {}}, "familles": familles}).status_code == 200


# --- Where the stock API answers 500; ``docs/api.md`` lists them

CINQ_CENTS = {
    "un corps qui n'est pas annoncé en JSON": ("{}", "text/plain", 415),
    "un JSON de plus de mille niveaux": ("[" * 100_000, "application/json", 400),
    "un identifiant vide": ({"individus": {"": {}}}, "application/json", 400),
    "un identifiant qui contient « / », avec une valeur demandée": (
        {"individus": {"a/b": {"are_nette": {"2025-03": None}}}}, "application/json", 400
    ),
    "une variable mensuelle demandée pour une année": ({"individus": {"a": {"are_nette": {"2025": None}}}}, "application/json", 400),
    "une variable calculée demandée avant novembre 2019": (
        {"individus": {"a": {"are_nette": {"2015-01": None}}}}, "application/json", 400
    ),
    "un texte qui est une division par zéro": ({"individus": {"a": {"primes": {"2025-03": "1/0"}}}}, "application/json", 400),
}


@pytest.mark.parametrize("cas", CINQ_CENTS)
def test_les_500_d_origine_sont_des_refus(systeme, service, cas):
    """When the stock API answers otherwise, its line of ``docs/api.md`` can go."""
    situation, type_, code = CINQ_CENTS[cas]
    corps = situation if isinstance(situation, str) else json.dumps(situation)
    assert create_app(systeme).test_client().post("/calculate", data=corps, content_type=type_).status_code == 500
    assert service.post("/calculate", data=corps, content_type=type_).status_code == code


def test_la_documentation_dit_les_500_et_les_limites():
    page = (Path(__file__).parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
    for cas in CINQ_CENTS:
        assert f"- {cas}" in page, cas
    for limite in (PERSONNES_MAXIMUM, LIMITES.valeurs, LIMITES.mois, OCTETS_MAXIMUM // 1_000_000):
        assert f"{limite:,}".replace(",", " ") in page, limite
    for nom, valeur in options_du_serveur("127.0.0.1", 5000).items():
        assert f"`{nom}`" in page, nom
        if nom not in ("bind", "workers"):
            assert f"{valeur:,}".replace(",", " ") in page or f"{valeur}" in page, nom


# --- HTTP


def test_longueur_exacte_admise_et_au_dela_refusee(service):
    corps = json.dumps(SITUATION_EXEMPLE).encode()
    assert poster(service, corps.ljust(OCTETS_MAXIMUM)).status_code == 200
    assert poster(service, corps.ljust(OCTETS_MAXIMUM + 1)).status_code == 413


@pytest.mark.parametrize(("methode", "chemin", "code"), [("get", "/rien", 404), ("delete", "/calculate", 405), ("get", "/variable/x", 404)])
def test_les_erreurs_de_http_sont_en_francais(service, methode, chemin, code):
    reponse = getattr(service, methode)(chemin)
    assert reponse.status_code == code and "/spec" in reponse.json["erreur"]
    assert code != 405 or "POST" in reponse.headers["Allow"]


def test_une_erreur_du_serveur_ne_dit_rien_d_elle(systeme):
    application = creer_application(systeme)
    application.view_functions["get_variables"] = lambda: 1 / 0
    reponse = application.test_client().get("/variables")
    assert reponse.status_code == 500 and "division" not in reponse.get_data(as_text=True)


def test_toutes_les_fautes_ensemble(service):
    moi = {"salaire_brut": {"2025-03": -5, "2025-13": 1}, "are_net": {"2025-03": None}}
    erreur = poster(service, {"individus": {"moi": moi, "lui": {"primes": {"2025-03": "a"}}}}).json["individus"]
    assert set(erreur["moi"]["salaire_brut"]) == {"2025-03", "2025-13"}
    assert "are_nette" in erreur["moi"]["are_net"] and "texte" in erreur["lui"]["primes"]["2025-03"]


def test_les_fautes_montrees_sont_bornees(service):
    erreur = poster(service, {"individus": {"moi": {f"v{rang}": {} for rang in range(5000)}}}).json
    assert erreur["…"] == "4950 autres erreurs."


def test_des_montants_sur_des_plages_qui_se_recouvrent_se_lisent_en_temps_lineaire(service):
    """Each range once added all the others of its months again: six minutes for 80 kB."""
    plages = {f"day:2024-01-01:{rang}": 1 for rang in range(2, 1500)}
    assert poster(service, {"individus": {"moi": {"salaire_brut": plages, "are_nette": {"2025-03": None}}}}).status_code == 200


def test_une_date_rendue_se_redonne(service):
    """Sixty-seven years after the birth: what comes out goes in, and gives the same days."""
    droit = {"salaire_journalier_reference": {"2025-01": 100}, "reliquat": {"2025-01": 300}, "date_naissance": {"ETERNITY": "1958-03-11"}}
    demande = {"date_limite_age": {"ETERNITY": None}, "jours_indemnises": {"2025-03": None}}
    rendu = poster(service, {"individus": {"moi": droit | demande}}).json["individus"]["moi"]
    assert rendu["date_limite_age"] == {"ETERNITY": "2025-03-11"}
    assert rendu["jours_indemnises"] == {"2025-03": 10}
    redonne = poster(service, {"individus": {"moi": rendu | {"jours_indemnises": {"2025-03": None}}}})
    assert redonne.json["individus"]["moi"] == rendu
