"""What a claimant may say: declared once, bounded once, said by her file as by the tables, laid the same."""

import datetime
import json
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy
import pytest
from openfisca_core.simulations import SimulationBuilder

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pydantic")
pytest.importorskip("typer")
pytest.importorskip("rich")

from openfisca_chomage.cas import fautes  # noqa: E402
from openfisca_chomage.dossier import modele  # noqa: E402
from openfisca_chomage.dossier.calcul import calculer  # noqa: E402
from openfisca_chomage.dossier.lecture import ErreurDossier, lire_texte  # noqa: E402
from openfisca_chomage.dossier.situation import construire, situation  # noqa: E402
from openfisca_chomage.guichet import catalogue, documentation  # noqa: E402
from openfisca_chomage.guichet.catalogue import DONNEES, ENTREES, PARTIES, RAISONS, TABLES  # noqa: E402
from openfisca_chomage.population import ErreurPopulation, conversion, lecture, simuler  # noqa: E402
from openfisca_chomage.socle import calendrier as cal  # noqa: E402
from openfisca_chomage.socle.controle import Controle  # noqa: E402

RACINE = Path(__file__).parents[2]
UN_JOUR = datetime.timedelta(days=1)


# --- Declared once


def test_chaque_entree_a_une_colonne_et_un_champ_ou_une_raison(systeme):
    sans_formule = {nom for nom, variable in systeme.variables.items() if not variable.formulas}
    assert sans_formule == ENTREES.keys()
    for ou in ("colonne", "champ"):
        dites = {nom for donnee in DONNEES if getattr(donnee, ou) for nom in donnee.variables}
        assert not ENTREES.keys() - dites - RAISONS.keys(), ou
        assert dites <= systeme.variables.keys()
    assert not RAISONS.keys() - ENTREES.keys()


def test_ce_que_dit_une_table_se_dit_dans_un_dossier_et_l_inverse():
    dites = [{nom for donnee in DONNEES if getattr(donnee, ou) for nom in donnee.variables} for ou in ("colonne", "champ")]
    assert dites[0] == dites[1]


def test_chaque_lieu_est_dit_une_fois():
    for ou in ("colonne", "champ"):
        lieux = [getattr(donnee, ou) for donnee in DONNEES if getattr(donnee, ou)]
        assert len(lieux) == len(set(lieux))
    assert {donnee.partie for donnee in DONNEES if donnee.champ} == PARTIES.keys()
    assert {donnee.table for donnee in DONNEES if donnee.colonne} == TABLES.keys()


def test_les_types_des_colonnes_sont_ceux_de_leurs_entrees(systeme):
    """A column that goes to its input as it stands has its type and its bounds."""
    for donnee in DONNEES:
        if donnee.mensuelle:
            variable = systeme.variables[donnee.variable]
            assert donnee.genre == catalogue._genre(variable.value_type), donnee
            assert donnee.bornes is None or donnee.bornes == variable.bornes, donnee


def test_les_champs_du_dossier_sont_ceux_du_catalogue():
    """Of each part, the fields of the model and those declared, the parts that it holds left out."""
    attendus = {nom for nom in modele.Contrat.model_fields if nom != "suspensions"}
    assert attendus == {donnee.nom_du_champ for donnee in catalogue.champs_de("contrats[]")}
    assert {donnee.nom_du_champ for donnee in catalogue.champs_de("avis[]")} == modele.Avis.model_fields.keys()


def test_la_documentation_est_a_jour():
    for chemin, texte in documentation.mise_a_jour(RACINE / "docs"):
        assert chemin.read_text(encoding="utf-8") == texte, f"{chemin.name} : lancez make docs."


def test_une_page_sans_marque_est_dite(tmp_path):
    for page in documentation.PAGES:
        (tmp_path / page).write_text("rien", encoding="utf-8")
    with pytest.raises(ValueError, match="<!-- individus -->"):
        list(documentation.mise_a_jour(tmp_path))


def test_l_exemple_de_la_page_du_dossier():
    texte = (RACINE / "docs" / "dossier.md").read_text(encoding="utf-8").split("```yaml\n")[1].split("```")[0]
    releve = calculer(lire_texte(texte))
    assert [droit.mois for droit in releve.droits if droit.ouvert] == ["2024-12"]
    assert releve.avertissements == (
        "Le salaire déclaré pour 2025-05 n'a pas de contrat dans le dossier : il ne comptera pas pour un prochain droit.",
    )


def test_le_guichet_n_importe_aucune_porte():
    for fichier in (RACINE / "openfisca_chomage" / "guichet").glob("*.py"):
        texte = fichier.read_text(encoding="utf-8")
        for porte in ("dossier", "population", "cas", "service"):
            assert f"openfisca_chomage.{porte}" not in texte and f"openfisca_chomage import {porte}" not in texte, fichier


# --- The same bounds at each door

DOSSIER = """\
personne: {date_naissance: 1985-06-12%s}
contrats:
  - {debut: 2022-01-01, fin: 2024-12-31, salaire_mensuel: 2400, motif: fin_cdd%s}
inscription: [{debut: 2025-01-06}]
%s
"""


def du_dossier(personne="", contrat="", reste=""):
    try:
        lire_texte(DOSSIER % (personne, contrat, reste))
    except ErreurDossier as refus:
        return " ".join(une.message for une in refus.erreurs)
    return ""


def des_tables(individus=(), contrats=(), mois=()):
    tables = [
        {"identifiant": ["a"], "date_naissance": ["1985-06-12"], **dict(individus)},
        {"identifiant": ["a"], "debut": ["2022-01-01"], "fin": ["2024-12-31"], "motif": ["fin_cdd"], "salaire_mensuel": [2400.0]}
        | dict(contrats),
        {"identifiant": ["a"], "mois": ["2025-01"], "inscription": [True], **dict(mois)},
    ]
    try:
        simuler(*map(pa.table, tables), variables=["are_nette"], debut="2025-01", fin="2025-01")
    except ErreurPopulation as refus:
        return " ".join(une["message"] for une in refus.erreurs.to_pylist())
    return ""


def de_l_api(systeme, variable, valeur):
    corps = {"individus": {"moi": {variable: {"2025-03": valeur}}}}
    return " ".join(refus.message for refus in Controle(systeme).situation(json.loads(json.dumps(corps))))


def du_moteur(systeme, variable, valeur):
    try:
        systeme.variables[variable].check_set_value(valeur)
    except ValueError as refus:
        return str(refus)
    return ""


def d_un_cas(systeme, tmp_path, variable, valeur):
    chemin = tmp_path / "cas.yaml"
    chemin.write_text(
        f"- name: un cas\n  period: 2025-03\n  input: {{{variable}: {json.dumps(valeur)}}}\n  output: {{are_nette: 0}}\n", encoding="utf-8"
    )
    return " ".join(map(str, fautes(chemin, systeme)))


BORNES = {
    "quotité nulle": (
        "quotite_travail", 0, "n'est pas une quotité", {"contrat": ", quotite: 0"}, {"contrats": {"quotite": [0.0]}}
    ),
    "quotité du mois nulle": ("quotite_travail", 0, "n'est pas une quotité", None, {"mois": {"quotite": [0.0]}}),
    "quotité du mois immense": ("quotite_travail", 11, "n'est pas une quotité", None, {"mois": {"quotite": [11.0]}}),
    "parts nulles": (
        "nombre_parts_fiscales", 0, "n'est pas un nombre de parts", {"personne": ", parts_fiscales: 0"},
        {"individus": {"nombre_parts_fiscales": [0.0]}},
    ),
    "parts qui ne sont pas des quarts": (
        "nombre_parts_fiscales", 1.37, "n'est pas un nombre de parts", {"personne": ", parts_fiscales: 1.37"},
        {"individus": {"nombre_parts_fiscales": [1.37]}},
    ),
    "aucune mensualité": (
        "mensualites_indu", 0, "n'est pas un nombre de mensualités : 1 au moins",
        {"reste": "avis: [{date: 2026-05-20, montants: {2025-12: 608}, mensualites: 0}]"}, {"mois": {"mensualites_indu": [0]}},
    ),
    "un montant trop grand": (
        "primes", 2e8, "trop grand", {"contrat": ", primes: {2024-12: 2.0e+8}"}, {"mois": {"primes": [2e8]}}
    ),
    "un siècle de congés": (
        "jours_conges_payes", 40_000, "trop grand", {"contrat": ", jours_conges_payes: 40000"},
        {"contrats": {"jours_conges_payes": [40_000]}},
    ),
    "des heures négatives": (
        "heures_activite", -1, "est négatif", {"reste": "declarations: {2025-05: {salaire: 0, heures: -1}}"},
        {"mois": {"heures_activite": [-1.0]}},
    ),
    "une date de 2100": (
        "date_justificatif", "2100-01-01", "1900", {"reste": "justificatifs: {2025-05: {salaire: 0, date: 2100-01-01}}"},
        {"mois": {"date_justificatif": ["2100-01-01"]}},
    ),
    "une date par sa semaine": (
        "date_justificatif", "2025-W01-1", "2025-W01-1", {"reste": "justificatifs: {2025-05: {salaire: 0, date: 2025-W01-1}}"},
        {"mois": {"date_justificatif": ["2025-W01-1"]}},
    ),
    "une date en chiffres arabes": (
        "date_justificatif", "٢٠٢٥-٠١-٠١", "٢٠٢٥", {"reste": "justificatifs: {2025-05: {salaire: 0, date: ٢٠٢٥-٠١-٠١}}"},
        {"mois": {"date_justificatif": ["٢٠٢٥-٠١-٠١"]}},
    ),
}


@pytest.mark.parametrize("nom", BORNES)
def test_ce_qu_une_porte_refuse_toutes_le_refusent(systeme, tmp_path, nom):
    variable, valeur, message, dossier, tables = BORNES[nom]
    assert message in de_l_api(systeme, variable, valeur)
    assert message in du_moteur(systeme, variable, valeur)
    assert message in d_un_cas(systeme, tmp_path, variable, valeur)
    assert dossier is None or message in du_dossier(**dossier)
    assert message in des_tables(**tables)


@pytest.mark.parametrize(("variable", "valeur"), [
    ("quotite_travail", 0.5), ("quotite_travail", 1), ("quotite_travail", 1.5),
    ("nombre_parts_fiscales", 1), ("nombre_parts_fiscales", 2.25),
    ("mensualites_indu", 1), ("mensualites_indu", 24), ("premiere_admission", 0), ("premiere_admission", 1), ("premiere_admission", -1),
    ("jours_conges_payes", -1), ("jours_conges_payes", 0), ("retenue_pratiquee", -1), ("primes", 1e8), ("date_justificatif", "2099-12-31"),
])  # fmt: skip
def test_les_bornes_sont_admises(systeme, tmp_path, variable, valeur):
    assert not de_l_api(systeme, variable, valeur) and not du_moteur(systeme, variable, valeur)
    assert not d_un_cas(systeme, tmp_path, variable, valeur)


def test_une_reponse_est_0_ou_1(systeme):
    for valeur in (2, 5):
        assert "n'est pas une réponse" in de_l_api(systeme, "premiere_admission", valeur)


@pytest.mark.parametrize("mois", ["2025-W01-1", "٢٠٢٥-٠١", "2025-1", "2025-13"])
def test_un_mois_mal_ecrit(mois):
    assert "n'est pas un mois" in des_tables(mois={"mois": [mois]})
    assert "n'est pas un mois" in du_dossier(reste=f"remises: {{{mois}: 5}}")


# --- A file is three small tables


def mois_entre(debut: datetime.date, fin: datetime.date):
    un = debut.replace(day=1)
    while un <= fin:
        suivant = (un + 31 * UN_JOUR).replace(day=1)
        yield f"{un:%Y-%m}", max(un, debut), min(suivant - UN_JOUR, fin)
        un = suivant


def tirer(graine: int):
    """One claimant who says all that may be said: the raw file, and her rows of the three tables, written apart."""
    h, nom = Random(f"guichet {graine}"), f"d{graine:03}"
    mois: dict[str, dict] = {}

    def du_mois(un_mois: str) -> dict:
        return mois.setdefault(un_mois, {"identifiant": nom, "mois": un_mois})

    def ajouter(colonne: str, un_mois: str, montant: float) -> None:
        une = du_mois(un_mois)
        une[colonne] = float(Decimal(str(une.get(colonne, 0.0))) + Decimal(str(montant)))

    def jours(nature: str, debut, fin) -> None:
        for un_mois, de, a in mois_entre(debut, fin):
            une = du_mois(un_mois)
            une[f"{nature}_masque"] = une.get(f"{nature}_masque", 0) | sum(1 << (jour - 1) for jour in range(de.day, a.day + 1))

    def jour(annee_1=2023, annee_2=2025):
        return datetime.date(h.randint(annee_1, annee_2), h.randint(1, 12), h.randint(1, 28))

    def plage(duree=90):
        debut = jour()
        return debut, debut + h.randint(0, duree) * UN_JOUR

    def montant(haut=3000):
        return h.choice([round(h.uniform(1, haut), 2), round(h.uniform(1, haut), 2), round(h.uniform(1, haut), 7)])

    def un_mois(annee_1=2023, annee_2=2025):
        return f"{jour(annee_1, annee_2):%Y-%m}"

    individu = {"identifiant": nom, "date_naissance": jour(1960, 2000)}
    individu |= {"territoire": h.choice(["metropole", "drom"]), "regime_alsace_moselle": h.choice(["non", "general", "agricole"])}
    individu |= {"date_taux_plein": jour(2025, 2026), "nombre_parts_fiscales": h.choice([1.0, 1.5, 2.25])}
    individu["personnes_a_charge"] = h.randint(0, 4)
    personne = {cle: valeur for cle, valeur in individu.items() if cle not in ("identifiant", "nombre_parts_fiscales")}
    personne["parts_fiscales"] = individu["nombre_parts_fiscales"]

    contrats, lignes, fins = [], [], set()
    for conserve in (False, False, False, True, False):
        debut, fin = plage(700)
        while f"{fin:%Y-%m}" in fins:
            fin += 29 * UN_JOUR
        fins.add(f"{fin:%Y-%m}")
        un = {"debut": debut, "fin": fin, "motif": h.choice(["licenciement_personnel", "fin_cdd", "demission"])}
        maniere = h.choice(["salaire_mensuel", "salaire_total", "salaires"])
        if maniere == "salaires":
            un["salaires"] = {texte: montant() for texte, _, _ in mois_entre(debut, fin)}
            for texte, paie in un["salaires"].items():
                ajouter("salaire_activite_conservee" if conserve else "salaire_brut", texte, paie)
        else:
            un[maniere] = montant(9000)
        if conserve:
            un["conserve"] = True
            if h.random() < 0.5:
                del un["fin"], un["motif"]
                if maniere == "salaire_total":
                    un["salaire_mensuel"] = un.pop("salaire_total")
        else:
            un[h.choice(["heures", "heures_mensuelles"])] = montant(150)
            un["quotite"], un["saisonnier"] = h.choice([0.5, 0.8, 0.333, 1.0]), h.random() < 0.5
            if un["motif"] == "licenciement_personnel":
                un["engagement_procedure"] = fin - h.randint(0, 60) * UN_JOUR
            un |= {"indemnite_conges_payes": montant(), "jours_conges_payes": h.randint(0, 30), "indemnites_supra_legales": montant()}
            un["premiere_admission"] = h.random() < 0.5
            un["primes"] = {texte: montant(400) for texte in {un_mois(), un_mois()}}
            for texte, prime in un["primes"].items():
                ajouter("primes", texte, prime)
            milieu = debut + (fin - debut) / 2
            un["suspensions"] = [{"debut": debut, "fin": milieu, "salaire_habituel": 2100.5}]
            jours("suspension", debut, milieu)
            for texte, _, _ in mois_entre(debut, milieu):
                du_mois(texte)["salaire_habituel"] = 2100.5
        contrats.append(un)
        ligne = {"identifiant": nom} | {cle: valeur for cle, valeur in un.items() if cle not in ("salaires", "primes", "suspensions")}
        if "engagement_procedure" in ligne:
            ligne["date_engagement_procedure"] = ligne.pop("engagement_procedure")
        lignes.append(ligne)
    dossier = {"personne": personne, "contrats": contrats}
    for champ, nature in (
        ("inscription", "inscription"), ("indisponibilites", "indisponibilite"), ("formations", "formation"),
        ("neutralisations", "neutralisation"), ("activites_cachees", "activite_non_declaree"),
    ):
        dossier[champ] = [dict(zip(("debut", "fin"), plage())) for _ in range(2)]
        for une in dossier[champ]:
            jours(nature, une["debut"], une["fin"])
            if champ == "indisponibilites":
                une["motif"] = "maladie"
    # 900 € over 1 to 30 April and 1 to 15 May 2024, 45 days: 600, then what is left.
    dossier["activites_cachees"].append({"debut": datetime.date(2024, 4, 1), "fin": datetime.date(2024, 5, 15), "salaire": 900})
    jours("activite_non_declaree", datetime.date(2024, 4, 1), datetime.date(2024, 5, 15))
    ajouter("salaire_non_declare", "2024-04", 600.0)
    ajouter("salaire_non_declare", "2024-05", 300.0)
    for champ, colonnes in (
        ("declarations", {"salaire": "salaire_activite_declare", "heures": "heures_activite"}),
        ("justificatifs", {"salaire": "salaire_activite_justifie", "date": "date_justificatif"}),
        ("paiements", {"montant": "are_versee", "date": "date_paiement"}),
    ):
        dossier[champ] = {}
        for texte in {un_mois(), un_mois(), un_mois()}:
            dit = {cle: jour(2026, 2026) if cle == "date" else montant() for cle in colonnes}
            dossier[champ][texte] = dit
            du_mois(texte).update({colonnes[cle]: valeur for cle, valeur in dit.items()})
    for champ, colonne in (
        ("remboursements", "remboursement_indu"), ("remises", "remise_indu"), ("penalites", "penalite_prononcee"),
        ("impot_preleve", "impot_preleve"), ("autres_ressources", "autres_ressources_saisissables"),
    ):
        dossier[champ] = {texte: montant() for texte in {un_mois(), un_mois()}}
        for texte, valeur in dossier[champ].items():
            du_mois(texte)[colonne] = valeur
    dossier["revenu_fiscal"] = {2021: 11000.0, 2022: 14500.5}
    for annee, revenu in dossier["revenu_fiscal"].items():
        for ecart in (2, 3):
            for numero in range(1, 13):
                du_mois(f"{annee + ecart}-{numero:02}")[f"revenu_fiscal_reference_n{ecart}"] = revenu
    debut, fin = plage()
    dossier["saisies"] = [{"debut": debut, "fin": fin}]
    for texte, _, _ in mois_entre(debut, fin):
        du_mois(texte)["saisie_en_cours"] = True
    avis = {"date": datetime.date(2026, 2, 3), "montants": {texte: montant() for texte in {un_mois(), "2025-03"}}}
    avis |= {"conteste_le": datetime.date(2026, 2, 20), "rejet_le": datetime.date(2026, 4, 2), "mensualites": h.randint(1, 24)}
    avis |= {"mise_en_demeure_le": datetime.date(2026, 5, 3), "contrainte_le": datetime.date(2026, 6, 5)}
    second = {"date": datetime.date(2026, 3, 9), "montants": {"2025-03": montant()}, "fausse_declaration": True}
    avis["retenues"], second["retenues"] = {"2026-03": montant()}, {"2026-03": 10.1}
    dossier["avis"] = [second, avis] if h.random() < 0.5 else [avis, second]
    for texte, reclame in avis["montants"].items():
        une = du_mois(texte)
        une |= {"indu_reclame": reclame, "date_notification_indu": avis["date"], "indu_conteste": True}
        une |= {"date_recours_indu": avis["conteste_le"], "date_rejet_recours": avis["rejet_le"], "mensualites_indu": avis["mensualites"]}
        une |= {"date_mise_en_demeure": avis["mise_en_demeure_le"], "date_contrainte": avis["contrainte_le"]}
    ajouter("indu_reclame", "2025-03", second["montants"]["2025-03"])
    du_mois("2025-03")["fausse_declaration"] = True
    ajouter("retenue_pratiquee", "2026-03", avis["retenues"]["2026-03"])
    ajouter("retenue_pratiquee", "2026-03", 10.1)
    return dossier, individu, lignes, list(mois.values())


def en_table(lignes: list[dict], table: str) -> pa.Table:
    genres = {"date": pa.date32(), "booleen": pa.bool_(), "entier": pa.int64(), "nombre": pa.float64()}
    noms = {nom for ligne in lignes for nom in ligne}
    champs = [(une.nom, genres.get(une.genre, pa.string())) for une in TABLES[table] if une.nom in noms]
    assert noms == {nom for nom, _ in champs}
    return pa.Table.from_pylist(lignes, schema=pa.schema(champs))


def test_un_dossier_est_trois_petites_tables(systeme, tmp_path):
    """Drawn values of every input: the file and the tables lay the same, to the bit."""
    tires = [tirer(graine) for graine in range(40)]
    dossiers = [modele.Dossier.model_validate(dossier) for dossier, *_ in tires]
    tables = lecture.Tables(
        en_table([individu for _, individu, _, _ in tires], "individus"),
        en_table([ligne for _, _, lignes, _ in tires for ligne in lignes], "contrats"),
        en_table([ligne for _, _, _, mois in tires for ligne in mois], "mois"), tmp_path, tout_lire=True,
    )
    tables.partager(1000)
    tables.verifier()
    assert not len(tables.erreurs), tables.erreurs.table().to_pylist()[:3]
    contenu = {f"d{rang:03}": situation(dossier)["individus"]["demandeur"] for rang, dossier in enumerate(dossiers)}
    attendue = SimulationBuilder().build_from_dict(systeme, {"individus": contenu})
    obtenue = SimulationBuilder().build_default_simulation(systeme, count=len(tires))
    dernier = 2026 * 12 + 11
    conversion.poser(obtenue, tables.lire(0), dernier)
    vues = set()
    for nom, variable in systeme.variables.items():
        holders = [une.populations["individu"].get_holder(nom) for une in (attendue, obtenue)]
        mois = [None] if variable.definition_period == "eternity" else range(2021 * 12, dernier + conversion.MOIS_AU_DELA + 1)
        for un_mois in mois:
            if nom in ("territoire", "regime_alsace_moselle", "nombre_parts_fiscales", "personnes_a_charge") and un_mois < 2024 * 12:
                continue  # a file says it from the year of her first contract, a table from the first month of anyone
            periode = cal.periode(un_mois) if un_mois is not None else None
            valeurs = []
            for holder in holders:
                donnees = holder.__dict__.get("donnees", {})
                lue = donnees.get(periode) if variable.formulas else holder.get_array(periode)
                valeurs.append(numpy.asarray(variable.default_array(len(tires)) if lue is None else lue))
            differents = numpy.flatnonzero(valeurs[0] != valeurs[1])
            assert not len(differents), (nom, un_mois, differents, valeurs[0][differents], valeurs[1][differents])
            if (valeurs[0] != numpy.asarray(variable.default_array(len(tires)))).any():
                vues.add(nom)
    assert not ENTREES.keys() - vues
    assert {nom for donnee in DONNEES for nom in donnee.variables} <= vues


# --- A conserved job


CONSERVE = """\
personne: {date_naissance: 1985-06-12}
contrats:
  - {debut: 2022-01-01, fin: 2024-12-31, salaire_mensuel: 2400, motif: fin_cdd}
  - debut: 2023-01-01
    %s
    salaire_mensuel: 310
    conserve: oui
    heures_mensuelles: 20
inscription: [{debut: 2025-01-06}]
"""


def test_un_emploi_conserve_a_ses_variables():
    construction = construire(lire_texte(CONSERVE % "fin: 2023-02-14").dossier)
    individu = construction.contenu["individus"]["demandeur"]
    assert individu["calendrier_contrats"] == {"day:2022-01-01:1096": True}
    assert individu["calendrier_activite_conservee"] == {"day:2023-01-01:45": True}
    # 310 x 14/28 = 155.
    assert individu["salaire_activite_conservee"] == {"2023-01": 310, "2023-02": 155}
    assert individu["salaire_brut"]["2023-01"] == 2400 and "heures_travaillees" not in individu
    assert construction.avertissements == ["Le contrat 2 est un emploi conservé : heures_mensuelles n'en est pas lu."]
    assert construction.origines["salaire_activite_conservee", "2023-02"] == ("contrats", 1, "salaire_mensuel")


def test_un_emploi_conserve_ne_change_pas_le_droit():
    avec, sans = (
        [[un.valeur for un in droit.chiffres] for droit in calculer(lire_texte(texte)).droits]
        for texte in (CONSERVE % "fin: 2026-06-30", DOSSIER % ("", "", ""))
    )
    assert avec == sans and len(avec) == 1


def test_la_perte_d_un_emploi_conserve_revient_a_sa_ligne():
    with pytest.raises(ErreurDossier) as refus:
        calculer(lire_texte(CONSERVE % "fin: 2025-06-30\n    motif: fin_cdd"))
    (une,) = refus.value.erreurs
    assert une.chemin == ("contrats", 1, "motif") and une.ligne == 6 and "emploi conservé" in une.message


def test_une_fin_d_emploi_conserve_ne_dispute_pas_le_motif():
    """Two ends in a month, one of them of a conserved job: each has its motive."""
    lu = lire_texte(CONSERVE % "fin: 2024-12-31\n    motif: demission")
    individu = construire(lu.dossier).contenu["individus"]["demandeur"]
    assert individu["motif_rupture"] == {"2024-12": "fin_cdd"} and individu["motif_rupture_conservee"] == {"2024-12": "demission"}


def test_la_paie_d_une_activite_cachee_veut_une_fin():
    assert "il faut sa fin" in du_dossier(reste="activites_cachees: [{debut: 2025-02-01, salaire: 300}]")


def test_les_lieux_de_ce_qui_est_dit_mois_par_mois():
    lu = lire_texte(DOSSIER % ("", "", "penalites: {2025-03: 120}\ndeclarations: {2025-04: {salaire: 10, heures: 3}}\n"))
    origines = construire(lu.dossier).origines
    assert origines["penalite_prononcee", "2025-03"] == ("penalites", "2025-03")
    assert origines["heures_activite", "2025-04"] == ("declarations", "2025-04", "heures")
    assert origines["calendrier_inscription", "2025-04"] == ("inscription", 0)
    assert origines["salaire_brut", "2024-12"] == ("contrats", 0, "salaire_mensuel")
    assert origines["date_naissance", ""] == ("personne", "date_naissance")
