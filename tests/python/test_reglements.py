"""The page of the law's versions: dates by clock, one place for the first law and the last month, projections at every door."""

import csv
import datetime
import io
import json
import re
from pathlib import Path

import numpy
import pyarrow as pa
import pytest
import yaml
from comparaison import MOIS as MOIS_TIRES
from comparaison import _avec_ses_periodes
from openfisca_core.parameters import ParameterNode
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.tools.test_runner import run_tests
from tirage import tirer
from typer.testing import CliRunner

from openfisca_chomage import CountryTaxBenefitSystem, cas, nomenclatures, reglements
from openfisca_chomage.dossier.application import application
from openfisca_chomage.dossier.calcul import calculer, demandes
from openfisca_chomage.dossier.lecture import ErreurDossier, lire_texte
from openfisca_chomage.dossier.rendu import en_csv, en_json
from openfisca_chomage.dossier.verification import verifier
from openfisca_chomage.dossier.verification_rendu import reponses, verification_en_json
from openfisca_chomage.population import ErreurDemande, simuler
from openfisca_chomage.population.reformes import lire_reforme
from openfisca_chomage.service import creer_application
from openfisca_chomage.socle.refus import Refus, consigner
from openfisca_chomage.socle.regimes import GENERAL
from openfisca_chomage.systeme import avec_nos_populations

RACINE = Path(__file__).parents[2]
PAQUET = RACINE / "openfisca_chomage"

# --- The page itself


@pytest.mark.parametrize(
    ("fin", "motif", "engagement", "attendu"),
    [
        ("2006-01-17", "fin_cdd", None, None),
        ("2006-01-18", "fin_cdd", None, "2006"),
        ("2006-03-20", "licenciement_personnel", "2006-01-10", "2006"),
        ("2009-03-31", "fin_cdd", None, "2006"),
        ("2009-04-02", "fin_cdd", None, "2009"),
        ("2009-06-15", "licenciement_personnel", "2009-03-20", "2006"),
        ("2014-06-30", "fin_cdd", None, "2011"),
        ("2014-07-01", "fin_cdd", None, "2014"),
        ("2014-09-15", "licenciement_personnel", "2014-06-15", "2014"),
        ("2014-09-15", "licenciement_economique", "2014-06-15", "2011"),
        ("2017-10-31", "fin_cdd", None, "2014"),
        ("2017-11-01", "fin_cdd", None, "2017"),
        ("2018-01-31", "licenciement_personnel", "2017-10-15", "2014"),
        ("2019-10-31", "rupture_conventionnelle", None, "2017"),
        ("2019-11-01", "rupture_conventionnelle", "2019-10-01", "2019"),
        ("2019-11-01", "licenciement_personnel", "2019-10-01", "2017"),
        ("2024-12-31", "fin_cdd", None, "2019"),
        ("2025-01-01", "fin_cdd", None, "2024"),
    ],
)
def test_reglement_d_une_fin_de_contrat(fin, motif, engagement, attendu):
    """The table of the règlements' own entry clauses: 2006 keeps only durations, 2014 keeps only economic dismissals."""
    trouve = reglements.reglement_de(fin, motif, engagement)
    assert (trouve and trouve.nom) == (attendu and f"règlement de {attendu}")


def test_les_reglements_se_suivent_et_se_lisent():
    dates = [un.depuis for un in reglements.REGLEMENTS]
    assert dates == sorted(set(dates))
    modeles = [un.modele for un in reglements.REGLEMENTS]
    assert modeles == sorted(modeles) and any(modeles)
    for un in (*reglements.REGLEMENTS, *reglements.REGIMES):
        assert un.texte and un.adresse.startswith("https://")
    motifs = {un.name for un in nomenclatures.MotifRupture}
    for rang, un in enumerate(reglements.REGLEMENTS):
        suivant = reglements.REGLEMENTS[rang + 1].depuis if rang + 1 < len(dates) else "9999"
        assert set(un.procedure) <= motifs
        assert all(un.depuis <= etape.date < suivant for etape in un.etapes)
        assert {etape.horloge for etape in un.etapes} <= {"fin_contrat", "procedure", "calendrier"}


def test_ce_qui_est_refuse_est_nomme():
    assert [un.depuis[:4] for un in reglements.ANTERIEURS] == ["2006", "2009", "2011", "2014", "2017"]
    assert reglements.reglements_anterieurs() == "ceux de 2006, 2009, 2011, 2014 et 2017"
    assert [un.cle for un in reglements.REGIMES if un.modele] == [GENERAL.nom]


def test_les_reglements_modelises_suivent_la_procedure_pour_les_memes_motifs():
    """``date_fait_generateur`` reads one list of motives: a modelled règlement with another one must dispatch it."""
    assert {un.procedure for un in reglements.REGLEMENTS if un.modele} == {nomenclatures.LICENCIEMENTS}


def test_la_premiere_loi_est_celle_des_parametres(systeme):
    assert min(un.instant_str for un in systeme.parameters.affiliation.jours.values_list) == reglements.PREMIERE_LOI
    assert reglements.PREMIER_MOIS == reglements.PREMIERE_LOI[:7]


def test_chaque_etape_modelisee_a_laisse_une_date(systeme):
    """A stage that no parameter nor rule knows is a sentence only."""
    dates = {date for feuille in feuilles(systeme.parameters) for date in [un.instant_str for un in feuille.values_list]}
    dates |= set(re.findall(r'depuis\("(.{10})"\)', "".join(un.read_text(encoding="utf-8") for un in PAQUET.glob("variables/*/*.py"))))
    etapes = [etape for un in reglements.REGLEMENTS if un.modele for etape in un.etapes]
    assert [etape.quoi for etape in etapes if etape.date not in dates] == []


@pytest.mark.parametrize("date", ["2019-11", "2026-12", "2035-12"])
def test_une_date_du_champ_n_est_ecrite_qu_une_fois(date):
    """The first law and the last month are written on the page of the règlements, and nowhere else in the package.

    The dates of the versions of an article, each before the number that Légifrance gives it, are those of the article.
    """
    ailleurs = {
        str(fichier.relative_to(PAQUET)): len(re.findall(rf"{date}(?!-\d\d 0000)", fichier.read_text(encoding="utf-8")))
        for fichier in PAQUET.rglob("*") if fichier.suffix in (".py", ".html")
    }  # fmt: skip
    assert {nom: fois for nom, fois in ailleurs.items() if fois} == ({} if date == "2026-12" else {"reglements.py": 1})


def test_les_tableaux_du_readme():
    texte = (RACINE / "README.md").read_text(encoding="utf-8")
    assert reglements.tableau_modelise() + "\n" in texte
    assert reglements.tableau_non_modelise() + "\n" in texte


# --- Until when the law is known


def feuilles(noeud):
    """The parameters under a node, those of the scales included."""
    for enfant in noeud.children.values():
        if isinstance(enfant, ParameterNode):
            yield from feuilles(enfant)
        elif hasattr(enfant, "brackets"):
            yield from (un for tranche in enfant.brackets for un in tranche.children.values())
        else:
            yield enfant


def verifiee_le(jour):
    """The law, as if all its values had been checked on a day."""
    systeme = CountryTaxBenefitSystem()
    pile = [systeme.parameters]
    while pile:
        noeud = pile.pop()
        if "last_value_still_valid_on" in noeud.metadata:
            noeud.metadata["last_value_still_valid_on"] = jour
        pile += getattr(noeud, "children", {}).values()
    return systeme


@pytest.fixture(scope="module")
def connue():
    """The law known until November 2026, whatever the day on which the package is updated."""
    return verifiee_le("2026-11-24")


def test_le_dernier_mois_connu_est_celui_de_la_plus_vieille_verification(systeme):
    jours = {
        str(yaml.safe_load(fichier.read_text(encoding="utf-8")).get("metadata", {}).get("last_value_still_valid_on"))
        for fichier in (PAQUET / "parameters").rglob("*.yaml")
    } - {"None"}
    assert reglements.verifie_le(systeme) == min(jours)
    assert reglements.dernier_mois_connu(systeme) == min(jours)[:7]


def test_une_seule_valeur_non_verifiee_arrete_l_horizon():
    systeme = verifiee_le("2027-02-10")
    assert reglements.dernier_mois_connu(systeme) == "2027-02"
    systeme = verifiee_le("2027-02-10")
    systeme.parameters.prelevements.smic_horaire.metadata["last_value_still_valid_on"] = "2026-12-31"
    assert reglements.dernier_mois_connu(systeme) == "2026-12"


def test_une_reforme_ne_deplace_pas_l_horizon(connue):
    class Future(Reform):
        def apply(self):
            def changer(parametres):
                parametres.paiement.jours_par_mois.update(period="year:2027:10", value=31)
                parametres.paiement.jours_par_mois.metadata["last_value_still_valid_on"] = "2030-01-01"
                return parametres

            self.modify_parameters(changer)

    assert reglements.dernier_mois_connu(Future(connue)) == "2026-11"


def test_un_systeme_qui_ne_dit_rien_ne_projette_rien():
    systeme = CountryTaxBenefitSystem()
    systeme.parameters = ParameterNode("", data={})
    assert reglements.dernier_mois_connu(systeme) is None
    assert not reglements.est_projete(systeme, "2030-01", "are_nette")


@pytest.mark.parametrize(
    ("mois", "nom", "attendu"),
    [
        ("2026-11", "are_nette", False),
        ("2026-12", "are_nette", True),
        ("2030-01", "reliquat", True),
        ("2030-01", None, True),
        ("2026-11", None, False),
        ("2030-01", "salaire_brut", False),
        ("2030-01", "date_prescription_indu", False),
        ("2030-01", "date_decheance", True),
    ],
)
def test_est_projete(connue, mois, nom, attendu):
    assert reglements.est_projete(connue, mois, nom) is attendu


def test_aucun_montant_ne_change_ce_qui_se_dit_sans_montant(systeme):
    """All amounts and rates of the law a tenth higher from the start: what says ``sans_montant`` does not move, the rest does."""

    class PlusCher(Reform):
        def apply(self):
            def changer(parametres):
                for feuille in feuilles(parametres):
                    if feuille.metadata.get("unit", "currency") in ("currency", "/1"):
                        for une in feuille.values_list:
                            une.value = une.value and une.value * 1.1
                return parametres

            self.modify_parameters(changer)

    situations = {str(graine): _avec_ses_periodes(tirer(graine)) for graine in range(40)}
    noms = [nom for nom, une in systeme.variables.items() if getattr(une, "sans_montant", False)]
    assert set(noms) == {
        "date_fin_contrat", "date_engagement_procedure", "date_limite_age", "date_prescription_indu", "date_limite_recours_indu",
        "date_rejet_implicite_recours", "date_contrainte_possible", "date_limite_opposition",
    }  # fmt: skip
    cotes = []
    for un in (systeme, avec_nos_populations(PlusCher(systeme))):
        simulation = SimulationBuilder().build_from_dict(un, {"individus": situations})
        refusees = consigner(simulation.populations["individu"])
        cotes.append((_tout(simulation, [*noms, "are_nette"]), refusees))
    (avant, refusees), (apres, autres) = cotes
    gardes = [rang for rang in range(len(situations)) if rang not in refusees and rang not in autres]
    assert len(gardes) > 25
    bougent = {nom for nom, mois in avant if (avant[nom, mois][gardes] != apres[nom, mois][gardes]).any()}
    assert bougent == {"are_nette"}


def _tout(simulation, noms):
    resultat = {}
    for mois in MOIS_TIRES:
        for nom in noms:
            eternelle = simulation.tax_benefit_system.variables[nom].definition_period == "eternity"
            try:
                resultat[nom, mois] = numpy.array(simulation.calculate(nom, "ETERNITY" if eternelle else mois))
            except Refus:
                pass
    return resultat


# --- A claimant of 2026 to 2028, by every door

#: 72,000 € over 730 days: 98.63 € a day, of which 57 % are 56.22 €, less 3 % of the reference wage, 2.96 €: 53.26 € gross; thirty
#: days are 1,597.80 €. CSG and CRDS would leave less than the minimum wage of a day: none. 730 days less a quarter: 548.
DOSSIER = """\
personne: {nom: Camille, date_naissance: 1990-05-01}
contrats: [{debut: 2024-09-01, fin: 2026-08-31, salaire_mensuel: 3000, motif: fin_cdd}]
inscription: [{debut: 2026-09-01}]
"""
SITUATION = {
    "date_naissance": {"ETERNITY": "1990-05-01"},
    "calendrier_contrats": {"day:2024-09-01:730": True},
    "salaire_brut": {"month:2024-09:24": 72000},
    "motif_rupture": {"2026-08": "fin_cdd"},
    "calendrier_inscription": {"day:2026-09-01:1218": True},
}
NOMS = ("jours_indemnises", "are_brute", "are_nette", "are_versee", "reliquat")
MOIS = [f"{annee}-{mois:02}" for annee in (2026, 2027, 2028) for mois in range(1, 13)][8:28]
PROJETES = [mois for mois in MOIS if mois > "2026-11"]


@pytest.fixture(scope="module")
def tables():
    individus = pa.table({"identifiant": ["camille"], "date_naissance": ["1990-05-01"]})
    contrats = pa.table(
        {"identifiant": ["camille"], "debut": ["2024-09-01"], "fin": ["2026-08-31"], "motif": ["fin_cdd"], "salaire_mensuel": [3000.0]}
    )
    mois = pa.table({"identifiant": ["camille"] * 40, "mois": _suite("2026-09", 40), "inscription": [True] * 40})
    return individus, contrats, mois


def _suite(debut, nombre):
    premier = int(debut[:4]) * 12 + int(debut[5:]) - 1
    return [f"{un // 12:04}-{un % 12 + 1:02}" for un in range(premier, premier + nombre)]


def par_le_dossier(systeme, tmp_path):
    lignes = {une.mois: une for une in calculer(lire_texte(DOSSIER + f"mois: {{fin: {MOIS[-1]}}}\n"), systeme).mois}
    chiffres = {(nom, mois): lignes[mois].colonnes[nom].valeur for nom in NOMS for mois in MOIS}
    return chiffres, {(nom, mois) for nom in NOMS for mois in MOIS if lignes[mois].colonnes[nom].projete}


def par_les_tables(systeme, tmp_path, tables):
    resultat = simuler(*tables, variables=NOMS, debut=MOIS[0], fin=MOIS[-1], systeme=systeme).to_pylist()
    lignes = {une["mois"]: une for une in resultat}
    chiffres = {(nom, mois): lignes[mois][nom] for nom in NOMS for mois in MOIS}
    return chiffres, {(nom, mois) for nom in NOMS for mois in MOIS if lignes[mois]["projete"]}


def par_l_api(systeme, tmp_path):
    demande = {**SITUATION, **{nom: dict.fromkeys(MOIS) for nom in NOMS}}
    reponse = creer_application(systeme).test_client().post("/calculate", json={"individus": {"camille": demande}})
    assert reponse.status_code == 200, reponse.json
    rendus = reponse.json["individus"]["camille"]
    projections = reponse.json["projections"]
    assert projections["avertissement"] == reglements.phrase_de_projection(systeme)
    marques = {(nom, mois) for nom, ceux in projections["chiffres"].items() for mois in ceux}
    return {(nom, mois): rendus[nom][mois] for nom in NOMS for mois in MOIS}, marques


def par_python(systeme, tmp_path):
    simulation = SimulationBuilder().build_from_entities(systeme, {"individus": {"camille": SITUATION}})
    chiffres = {(nom, mois): simulation.calculate(nom, mois)[0].item() for nom in NOMS for mois in MOIS}
    return chiffres, {(nom, mois) for nom in NOMS for mois in MOIS if reglements.est_projete(systeme, mois, nom)}


PORTES = {"dossier": par_le_dossier, "tables": par_les_tables, "api": par_l_api, "python": par_python}


@pytest.fixture(scope="module")
def par_porte(connue, tables):
    return {nom: porte(connue, None, *([tables] if nom == "tables" else [])) for nom, porte in PORTES.items()}


def test_toutes_les_portes_disent_la_meme_chose(par_porte):
    reference, marques = par_porte["python"]
    for nom, (chiffres, les_siennes) in par_porte.items():
        assert chiffres == reference, nom
        assert les_siennes == marques, nom


def test_les_derniers_montants_sont_prolonges(par_porte):
    chiffres, marques = par_porte["python"]
    assert [chiffres["are_brute", mois] for mois in ("2026-10", "2026-12", "2027-03", "2027-12", "2028-02")] == [1597.80] * 5
    # Sept jours d'attente, puis 548 jours : 23 en septembre 2026, 30 par mois, les 15 derniers en mars 2028.
    assert (chiffres["jours_indemnises", "2026-09"], chiffres["jours_indemnises", "2028-03"]) == (23, 15)
    assert marques == {(nom, mois) for nom in NOMS for mois in PROJETES}


def test_les_cas_yaml_disent_leurs_projections(connue, par_porte, tmp_path, capsys):
    def cas_de(mois):
        sorties = {nom: {un: par_porte["python"][0][nom, un] for un in mois} for nom in NOMS}
        entrees = {nom: {str(periode): une for periode, une in valeurs.items()} for nom, valeurs in SITUATION.items()}
        fichier = tmp_path / f"cas_{mois[0]}.yaml"
        contenu = [{"name": "Camille", "absolute_error_margin": 0.001, "input": entrees, "output": sorties}]
        fichier.write_text(yaml.safe_dump(contenu), encoding="utf-8")
        return fichier

    connus, projetes = cas_de(MOIS[:3]), cas_de(MOIS[3:])
    assert cas.fautes(projetes, connue) == [] and cas.projections(connus, connue) == {}
    assert cas.projections(projetes, connue) == {nom: PROJETES for nom in NOMS}
    assert run_tests(connue, str(connus), {"verbose": False}) == 0
    assert "CasProjete" not in capsys.readouterr().out
    assert run_tests(connue, str(projetes), {"verbose": False}) == 0
    sortie = capsys.readouterr().out
    assert "CasProjete" in sortie and "are_nette (2026-12, " in sortie


def test_rien_n_est_dit_des_mois_connus(connue, tables):
    releve = calculer(lire_texte(DOSSIER + "mois: {fin: 2026-11}\n"), connue)
    assert not any(une.projete for une in releve.mois) and releve.avertissements == ()
    resultat = simuler(*tables, variables=NOMS, debut="2026-09", fin="2026-11", systeme=connue)
    assert resultat.column("projete").to_pylist() == [False] * 3
    demande = {**SITUATION, "are_nette": {"2026-11": None}}
    reponse = creer_application(connue).test_client().post("/calculate", json={"individus": {"camille": demande}})
    assert "projections" not in reponse.json


def test_le_releve_le_dit(connue):
    releve = calculer(lire_texte(DOSSIER), connue)
    assert releve.mois[-1].mois == "2028-03"
    assert releve.avertissements == (
        "Après 2026-11, les chiffres sont projetés : les montants de la loi sont connus jusqu'à ce mois (vérifiés le 24/11/2026), et "
        "les derniers connus sont prolongés.",
    )
    contenu = json.loads(en_json(releve))
    assert {un["mois"] for un in contenu["mois"] if un["projete"]} == set(PROJETES[:16])
    assert all(un["chiffres"]["are_nette"]["projete"] == un["projete"] for un in contenu["mois"])
    lignes = list(csv.DictReader(io.StringIO(en_csv(releve))))
    assert [une["projete"] for une in lignes if une["mois"] in ("2026-11", "2026-12")] == ["false", "true"]


def test_ce_qui_est_donne_n_est_pas_une_projection(connue):
    texte = DOSSIER + "paiements: {2027-01: 1500}\nmois: {fin: 2027-01}\n"
    derniere = calculer(lire_texte(texte), connue).mois[-1]
    assert derniere.colonnes["are_versee"].valeur == 1500 and not derniere.colonnes["are_versee"].projete
    assert derniere.colonnes["are_nette"].projete and derniere.projete


def test_une_table_sans_montant_n_a_pas_de_projection(connue, tables):
    resultat = simuler(*tables, variables=["date_fin_contrat", "salaire_brut"], debut="2027-01", fin="2027-02", systeme=connue)
    assert resultat.column("projete").to_pylist() == [False, False]


def test_la_commande_population_le_dit(tables, tmp_path):
    for nom, table in zip(("individus", "contrats", "mois"), tables):
        pa.parquet.write_table(table, tmp_path / f"{nom}.parquet")
    entrees = [f"--{nom}={tmp_path / nom}.parquet" for nom in ("individus", "contrats", "mois")]
    sortie = tmp_path / "resultats.parquet"
    resultat = CliRunner().invoke(
        application, ["population", *entrees, "--variables", "are_nette", "--debut", "2035-01", "--fin", "2035-12", "--sortie", str(sortie)]
    )
    assert resultat.exit_code == 0 and "les chiffres sont projetés" in resultat.stdout
    assert pa.parquet.read_table(sortie).column("projete").to_pylist() == [True] * 12


# --- How far the doors go


@pytest.mark.parametrize("annee", range(2027, 2036))
def test_aucune_porte_ne_refuse_un_mois(systeme, tables, annee):
    mois = f"{annee}-12"
    assert len(calculer(lire_texte(DOSSIER + f"mois: {{debut: {mois}, fin: {mois}}}\n"), systeme).mois) == 1
    assert simuler(*tables, variables=["are_nette"], debut=mois, fin=mois, systeme=systeme).num_rows == 1
    demande = {**SITUATION, "are_nette": {mois: None}}
    assert creer_application(systeme).test_client().post("/calculate", json={"individus": {"moi": demande}}).status_code == 200
    assert list(cas.Controle(systeme).variable(("are_nette",), {mois: None})) == []


def test_toutes_les_portes_refusent_ce_qu_elles_n_atteignent_pas(systeme, tables, tmp_path):
    attendu = "2036-01 : le calcul va jusqu'à 2035-12, les derniers montants connus prolongés. Demandez un mois plus ancien."
    with pytest.raises(ErreurDossier) as refus:
        lire_texte(DOSSIER + "mois: {fin: 2036-01}\n")
    assert [une.message for une in refus.value.erreurs] == [attendu]
    with pytest.raises(ErreurDemande) as refus:
        simuler(*tables, variables=["are_nette"], debut="2035-12", fin="2036-01", systeme=systeme)
    assert str(refus.value) == attendu
    demande = {**SITUATION, "are_nette": {"2036-01": None}}
    reponse = creer_application(systeme).test_client().post("/calculate", json={"individus": {"moi": demande}})
    assert reponse.status_code == 400 and reponse.json["individus"]["moi"]["are_nette"]["2036-01"] == attendu
    fichier = tmp_path / "cas.yaml"
    fichier.write_text("- name: Trop loin\n  input: {salaire_brut: {2025-01: 1}}\n  output: {are_nette: {2036-01: 0}}\n", encoding="utf-8")
    assert [faute.endswith(attendu) for faute in cas.fautes(fichier, systeme)] == [True]
    with pytest.raises(ErreurDossier) as refus:
        verifier(lire_texte(DOSSIER), datetime.date(2036, 1, 1))
    assert attendu in str(refus.value)


@pytest.mark.parametrize(("nombre", "lignes"), [(18, 18), (48, 48), (113, 113), (120, 113)])
def test_le_releve_a_les_mois_demandes_ou_dit_pourquoi(systeme, nombre, lignes):
    releve = calculer(lire_texte(DOSSIER), systeme, nombre)
    assert len(releve.mois) == lignes and releve.mois[-1].mois == _suite("2026-08", nombre)[lignes - 1]
    dit = [un for un in releve.avertissements if "au lieu de" in un]
    assert dit == ([] if lignes == nombre else [f"{lignes} mois au lieu de {nombre} : le calcul va jusqu'à 2035-12."])
    assert len(demandes(lire_texte(DOSSIER), nombre)["are_nette"]) == lignes


def test_dossier_de_18_mois_en_ligne_de_commande(tmp_path):
    fichier = tmp_path / "camille.yaml"
    fichier.write_text(DOSSIER, encoding="utf-8")
    resultat = CliRunner().invoke(application, ["dossier", str(fichier), "--mois", "18", "--csv"])
    assert resultat.exit_code == 0 and len(resultat.stdout.splitlines()) == 19
    resultat = CliRunner().invoke(application, ["dossier", str(fichier), "--mois", "30"])
    assert resultat.exit_code == 0 and "les chiffres sont projetés" in resultat.stdout.replace("\n", " ")
    assert "janv. 2029 (projeté)" in resultat.stdout


# --- Reforms of the future, checks of the future


def test_une_reforme_de_2027_change_2027(connue, tables, tmp_path):
    fichier = tmp_path / "reforme.yaml"
    fichier.write_text("nom: Retraite\nparametres:\n  prelevements.retraite.taux: {2027-06-01: 0}\n", encoding="utf-8")
    resultat, rapport = simuler(
        *tables, variables=["are_brute"], debut="2026-10", fin="2028-02", reforme=lire_reforme(fichier, connue), systeme=connue
    )
    lignes = {une["mois"]: une for une in resultat.to_pylist()}
    assert all(une["are_brute"] == une["are_brute_reforme"] for mois, une in lignes.items() if mois < "2027-06")
    # 30 jours à 56,22 €, sans participation.
    assert {une["are_brute_reforme"] for mois, une in lignes.items() if mois >= "2027-06"} == {1686.60}
    assert [mois for mois, une in lignes.items() if not une["projete"]] == ["2026-10", "2026-11"]
    assert rapport.projection == reglements.phrase_de_projection(connue)


def test_les_effets_marquent_les_annees_projetees(connue, tables, tmp_path):
    from openfisca_chomage.population.effets import en_csv as effets_en_csv
    from openfisca_chomage.population.effets import en_json as effets_en_json

    fichier = tmp_path / "reforme.yaml"
    fichier.write_text("nom: Retraite\nparametres:\n  prelevements.retraite.taux: {2025-06-01: 0}\n", encoding="utf-8")

    def rapport(fin):
        return simuler(*tables, variables=["are_brute"], debut="2025-10", fin=fin, reforme=lire_reforme(fichier, connue), systeme=connue)[1]

    projete = rapport("2027-03")
    lignes = json.loads(effets_en_json(projete))
    annees = {une["modalite"]: une["projete"] for une in lignes["effets"] if une["dimension"] == "annee"}
    assert annees == {"2025": False, "2026": True, "2027": True} and lignes["projection"] == reglements.phrase_de_projection(connue)
    assert "projete" in effets_en_csv(projete).splitlines()[0]
    connu = json.loads(effets_en_json(rapport("2026-11")))
    assert not any(une["projete"] for une in connu["effets"]) and connu["projection"] == ""


AVIS = """\
paiements: {2026-10: 2000}
avis: [{date: 2026-12-15, montants: {2026-10: 402.20}}]
"""


def test_la_verification_va_plus_loin_que_les_montants_connus(connue):
    """What is claimed in 2026 is retained on the payments of 2027: the months of both are there, and marked."""
    verification = verifier(lire_texte(DOSSIER + AVIS), datetime.date(2027, 3, 10), connue)
    assert verification.bilan.mois == "2027-03" and verification.du == 402.20
    assert reglements.phrase_de_projection(connue) in verification.avertissements
    assert {un.mois: un.projete for un in verification.mois}["2026-11"] is False
    assert {un.mois: un.projete for un in verification.mois}["2027-01"] is True
    assert json.loads(verification_en_json(verification))["mois"][-1]["projete"] is True


def test_sans_allocation_a_venir_la_verification_dit_jusqu_ou_elle_regarde(connue):
    texte = DOSSIER.replace("{debut: 2026-09-01}", "{debut: 2026-09-01, fin: 2026-11-30}") + AVIS
    dites = dict(reponses(verifier(lire_texte(texte), datetime.date(2027, 3, 10), connue)))
    assert dites["Prochaine retenue, au plus"] == "Aucune : pas d'allocation saisissable d'ici mars 2029, dernier mois regardé."


# --- The served description


def test_la_description_de_l_api_dit_les_projections(systeme):
    description = creer_application(systeme).test_client().get("/spec").json
    for nom in ("SituationOutput", "Trace"):
        assert set(description["components"]["schemas"][nom]["properties"]["projections"]["properties"]) == {"avertissement", "chiffres"}


def test_trace_dit_aussi_les_projections(connue):
    demande = {**SITUATION, "are_nette": {"2026-11": None, "2027-01": None}}
    reponse = creer_application(connue).test_client().post("/trace", json={"individus": {"camille": demande}})
    assert reponse.json["projections"]["chiffres"] == {"are_nette": ["2027-01"]}
