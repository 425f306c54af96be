"""Reforms: a file checked against the law, both sides of each chunk, exact effects, a page that stands alone."""

import datetime
import io
import itertools
import json
import pickle
import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy
import pytest
from openfisca_core.reforms import Reform
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

pa = pytest.importorskip("pyarrow")
polars = pytest.importorskip("polars")
pytest.importorskip("pydantic")
pytest.importorskip("rich")
pytest.importorskip("jinja2")
pytest.importorskip("matplotlib")

import pyarrow.compute as pc  # noqa: E402
import pyarrow.csv  # noqa: E402
from rich.console import Console  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))

from test_population import tirer  # noqa: E402

from openfisca_chomage import CountryTaxBenefitSystem  # noqa: E402
from openfisca_chomage.population import ErreurDemande, effets, lecture, simuler  # noqa: E402
from openfisca_chomage.population.effets import Effets, Rapport, assembler, calculer_lot_compare  # noqa: E402
from openfisca_chomage.population.erreurs import Erreurs  # noqa: E402
from openfisca_chomage.population.lot import Montre  # noqa: E402
from openfisca_chomage.population.page import en_html  # noqa: E402
from openfisca_chomage.population.reformes import Changement, Reforme, lire_reforme  # noqa: E402
from openfisca_chomage.socle.moteur import PopulationChomage  # noqa: E402
from openfisca_chomage.socle.variable import VariableChomage  # noqa: E402

RACINE = Path(__file__).parents[2]
EXEMPLES = sorted((RACINE / "exemples" / "reformes").glob("*.yaml"))
DEBUT, FIN = "2022-07", "2025-12"


# --- Claimants, and a comparison as the command makes it


def arrow(lignes):
    noms = dict.fromkeys(nom for ligne in lignes for nom in ligne)
    return pa.table({nom: [ligne.get(nom) for ligne in lignes] for nom in noms})


@pytest.fixture(scope="module")
def tables():
    tires = [tirer(graine) for graine in range(120)]
    return (
        arrow([individu for _, individu, _, _ in tires]),
        arrow([contrat for _, _, contrats, _ in tires for contrat in contrats]),
        arrow([mois for _, _, _, mois in tires for mois in mois]),
    )


def en_nombre(mois):
    return int(mois[:4]) * 12 + int(mois[5:]) - 1


def comparer(tables, reforme, dossier, *, variables=("are_nette",), debut=DEBUT, fin=FIN, lot=500, poids=None, base=None):
    """(the report, the table, the rejects), chunk after chunk; ``poids`` by identifier."""
    base = CountryTaxBenefitSystem() if base is None else base
    reforme = lire_reforme(reforme, base)
    systemes = base, reforme.systeme(base)
    premier, dernier = en_nombre(debut), en_nombre(fin)
    refus, total, sorties = Erreurs(), Effets(premier, dernier), []
    dossier.mkdir(exist_ok=True)
    lues = lecture.Tables(*tables, dossier, tout_lire=True)
    lues.partager(lot)
    for rang in range(len(lues)):
        un_lot = lues.lire(rang).verifier(refus)
        if poids is not None:
            un_lot.individus["poids"] = numpy.array([poids[un_lot.identifiants[qui].as_py()] for qui in un_lot.individus["qui"]])
        table, du_lot = calculer_lot_compare(systemes, un_lot, list(variables), premier, dernier, refus, Montre())
        total.fusionner(pickle.loads(pickle.dumps(du_lot)))
        sorties.append(table)
    return Rapport(reforme, reforme.en_clair(base), total, len(refus)), pa.concat_tables(sorties), refus.table()


def ecrire(dossier, texte, nom="reforme.yaml"):
    chemin = dossier / nom
    chemin.write_text(texte, encoding="utf-8")
    return chemin


# --- The file


def test_un_fichier_change_la_loi_par_dates(tmp_path, systeme):
    chemin = ecrire(
        tmp_path,
        "nom: Essai\n"
        "parametres:\n"
        "  duree.minimum: {2025-04-01: 152}\n"
        "  allocation_journaliere.partie_fixe: {2025-01-01: loi, 2023-07-01: 12.5, 2026-01-01: 15}\n"
        "  vie_du_droit.decheance_en_cours: {2024-01-01: true}\n"
        "  recouvrement.saisissable.bareme.tranche_2.taux: {2025-01-01: 0.12}\n",
    )
    parametres = lire_reforme(chemin, systeme).systeme(systeme).parameters
    minimum, fixe = parametres.duree.minimum, parametres.allocation_journaliere.partie_fixe
    assert [minimum(jour) for jour in ("2021-12-01", "2025-03-31", "2025-04-01", "2026-12-31")] == [182, 182, 152, 152]
    assert [fixe(jour) for jour in ("2023-06-30", "2023-07-01", "2024-12-31")] == [12.71, 12.5, 12.5]
    assert [fixe(jour) for jour in ("2025-01-01", "2025-07-01", "2025-12-31", "2026-01-01", "2026-07-01")] == [13.11, 13.18, 13.18, 15, 15]
    assert parametres.vie_du_droit.decheance_en_cours("2024-06-01") is True
    assert parametres.recouvrement.saisissable.bareme("2025-06-01").rates[1] == 0.12
    # The law that is reformed stays as it is.
    assert systeme.parameters.duree.minimum("2025-04-01") == 182
    assert systeme.parameters.recouvrement.saisissable.bareme("2025-06-01").rates[1] != 0.12


#: A file with one thing wrong, the line, and what is said of it.
FAUTES = [
    ("duree.minimun: {2025-04-01: 152}", "« duree.minimun » n'est pas un paramètre. Vouliez-vous écrire « duree.minimum »"),
    ("duree.maximum: {2025-04-01: 152}", "groupe de paramètres. Choisissez : duree.maximum.age_longue, "),
    ("duree.minimum.jours: {2025-04-01: 152}", "n'est pas un paramètre"),
    ("duree.minimum: {2025-02-30: 152}", "« 2025-02-30 » n'est pas une date"),
    ("duree.minimum: {2025-4-1: 152}", "« 2025-4-1 » n'est pas une date"),
    ("duree.minimum: {2018-01-01: 152}", "2018-01-01 est avant le 2019-11-01"),
    ("duree.minimum: {2036-01-01: 152}", "2036-01-01 est après le 2035-12-31"),
    ("duree.minimum: {2025-04-01: 152, 2025-04-01: 160}", "« 2025-04-01 » est donné deux fois"),
    ("duree.minimum: {2025-04-01: 152.5}", "un nombre entier est attendu (jours)"),
    ("duree.minimum: {2025-04-01: -3}", "une valeur de 0 à 3660 est attendue (jours)"),
    ("duree.minimum: {2025-04-01: '152'}", "un nombre est attendu (jours)"),
    ("duree.minimum: {2025-04-01: true}", "« true » : un nombre est attendu (jours)"),
    ("duree.minimum: {2025-04-01: }", "une valeur manque au 2025-04-01"),
    ("duree.minimum: {2025-04-01: [152]}", "une valeur est attendue au 2025-04-01"),
    ("duree.minimum: {2025-04-01: 2025-13-45}", "un nombre est attendu (jours)"),
    ("duree.minimum: 152", "donnez la date à partir de laquelle la valeur change, par exemple {2025-04-01: 182}"),
    ("duree.minimum: {}", "donnez la date à partir de laquelle"),
    ("duree.coefficient: {2025-04-01: 75}", "Pour 75 %, écrivez 0.75"),
    ("duree.coefficient: {2025-04-01: '0,75'}", "les décimales s'écrivent avec un point, 0.75"),
    ("duree.coefficient: {2025-04-01: -0.1}", "une valeur de 0 à 1 est attendue"),
    ("duree.coefficient: {2025-04-01: .nan}", "un nombre fini est attendu"),
    ("allocation_journaliere.partie_fixe: {2025-04-01: -1.0}", "est attendue (euros)"),
    ("indus.assiette_nette: {2025-04-01: 1}", "« 1 » : true ou false est attendu"),
    ("differes.diviseur: {2025-04-01: 0}", "divisées par ce paramètre"),
    ("prelevements.jours_semaine: {2025-04-01: 0}", "une valeur de 1 à 7 est attendue"),
    ("salaire_reference.jours_coefficient_ancien: {2025-04-01: 100}", "La loi ne lit plus ce paramètre au 2025-04-01"),
    ("salaire_reference.periode_calcul_mois: {2021-10-01: 6}", "La loi ne lit plus ce paramètre au 2021-10-01"),
    ("recouvrement.saisissable.bareme: {2025-04-01: 1}", "est un barème : nommez une tranche"),
    ("recouvrement.saisissable.bareme.tranche_8.taux: {2025-04-01: 1}", "n'est pas une tranche du barème"),
    ("recouvrement.saisissable.bareme.tranche_2.seuil: {2025-04-01: 9000}", "ne sont plus croissants : 0, 9000, "),
]


@pytest.mark.parametrize("ligne, dit", FAUTES)
def test_chaque_faute_est_dite_avec_sa_ligne(tmp_path, systeme, ligne, dit):
    chemin = ecrire(tmp_path, f"nom: Essai\nparametres:\n  {ligne}\n")
    with pytest.raises(ErreurDemande) as refus:
        lire_reforme(chemin, systeme)
    assert f"{chemin} : 1 erreur\n  ligne 3 : " in str(refus.value) and dit in str(refus.value), str(refus.value)


def test_toutes_les_fautes_a_la_fois(tmp_path, systeme):
    lignes = [ligne for ligne, _ in FAUTES if "tranche_2" not in ligne and "donné deux fois" not in _]
    chemin = ecrire(tmp_path, "noms: Essai\nparametres:\n" + "".join(f"  {ligne}\n" for ligne in dict.fromkeys(lignes)))
    with pytest.raises(ErreurDemande) as refus:
        lire_reforme(chemin, systeme)
    dites = str(refus.value).splitlines()
    # « noms » for « nom », « nom » that is not there, each line; and the names that several lines give.
    assert dites[0] == f"{chemin} : {len(dites) - 1} erreurs" and len(dites) - 1 == len(lignes) + 2
    assert "ligne 1 : « nom » manque" in str(refus.value) and "Vouliez-vous écrire « nom » ?" in str(refus.value)


@pytest.mark.parametrize(
    "texte, dit",
    [
        ("", "est vide"),
        ("# rien\n", "est vide"),
        ("- a\n", "n'est pas une réforme"),
        ("nom: a\nparametres: {a: [}\n", "ligne 2, colonne 18 : le YAML n'est pas bien formé"),
        ("nom: &a b\ndescription: *a\n", "ligne 2 : un renvoi (*nom) n'est pas admis"),
        ("nom: a\n", "Donnez « parametres »"),
        ("nom: a\nparametres: {}\n", "des noms de paramètres sont attendus"),
        ("nom: a\nclasse: m.C\nparametres: {duree.minimum: {2025-04-01: 152}}\n", "l'un des deux"),
        ("nom: [a]\nparametres: {duree.minimum: {2025-04-01: 152}}\n", "« nom » : un texte est attendu"),
        ("nom: !!python/object/apply:os.system [true]\nparametres: {duree.minimum: {2025-04-01: 152}}\n", "un texte est attendu"),
        ("nom: a\nclasse: json.JSONDecoder\n", "n'est pas une réforme"),
        ("nom: a\nclasse: module_absent.Reforme\n", "« module_absent » n'existe pas"),
    ],
)
def test_un_fichier_qui_n_est_pas_une_reforme(tmp_path, systeme, texte, dit):
    with pytest.raises(ErreurDemande, match=re.escape(dit)):
        lire_reforme(ecrire(tmp_path, texte), systeme)


def test_un_fichier_absent_ou_illisible(tmp_path):
    (tmp_path / "latin.yaml").write_bytes("nom: été".encode("latin-1"))
    for nom, dit in (("absent.yaml", "ne peut pas être lu"), ("latin.yaml", "UTF-8")):
        with pytest.raises(ErreurDemande, match=dit):
            lire_reforme(tmp_path / nom)
    with pytest.raises(ErreurDemande, match="module.Classe"):
        lire_reforme("rien")


@pytest.mark.parametrize("chemin", EXEMPLES, ids=lambda chemin: chemin.stem)
def test_les_exemples_se_lisent(chemin, systeme):
    reforme = lire_reforme(chemin, systeme)
    assert reforme.description and reforme.changements and pickle.loads(pickle.dumps(reforme)) == reforme
    assert all(un["avant"] != un["apres"] or un["retour"] for un in reforme.en_clair(systeme))


def test_le_fichier_de_la_documentation_se_lit(tmp_path, systeme):
    blocs = re.findall(r"```yaml\n(.*?)```", (RACINE / "docs" / "reformes.md").read_text(encoding="utf-8"), re.DOTALL)
    lus = [lire_reforme(ecrire(tmp_path, bloc), systeme) for bloc in blocs if "classe:" not in bloc]
    assert lus and len(blocs) > len(lus)


# --- A class

MODULE = '''
"""A reform as a user writes it."""
from openfisca_core.periods import instant
from openfisca_core.reforms import Reform


def _changer(parametres):
    parametres.allocation_journaliere.taux_unique.update(start=instant("2023-01-01"), value=0.6)
    return parametres


class TauxUnique(Reform):
    """Un taux unique de 60 %."""

    name = "Taux de 60 %"

    def apply(self):
        self.modify_parameters(_changer)


class Cassee(Reform):
    def apply(self):
        raise KeyError("rien")
'''


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A folder with a module of reforms, from which the command is run."""
    nom = f"reformes_{tmp_path.name.replace('-', '_')}"
    ecrire(tmp_path, MODULE, f"{nom}.py")
    monkeypatch.chdir(tmp_path)
    yield nom
    sys.modules.pop(nom, None)


def taux_unique(valeur=0.6):
    return Reforme("Taux", changements=(Changement("allocation_journaliere.taux_unique", "2023-01-01", valeur),))


def test_une_classe_fait_ce_que_font_ses_parametres(module, tables, systeme, tmp_path):
    attendu = comparer(tables, taux_unique(), tmp_path / "1", base=systeme)
    par_fichier = ecrire(tmp_path, f"nom: Par le fichier\nclasse: {module}.TauxUnique\n")
    for numero, quoi in enumerate((f"{module}.TauxUnique", f"{module}:TauxUnique", par_fichier)):
        rapport, table, rejets = comparer(tables, quoi, tmp_path / f"2{numero}", base=systeme)
        assert table.equals(attendu[1]) and rejets.equals(attendu[2]) and rapport.effets == attendu[0].effets
        assert rapport.effets.ensemble.gagnants > 10 and rapport.changements == []
    classe = sys.modules[module].TauxUnique
    assert lire_reforme(classe).nom == lire_reforme(f"{module}.TauxUnique").nom == "Taux de 60 %"
    assert lire_reforme(par_fichier).nom == "Par le fichier" and lire_reforme(classe).description == "Un taux unique de 60 %."
    assert comparer(tables, classe, tmp_path / "3", base=systeme)[1].equals(attendu[1])


def test_une_classe_qui_ne_va_pas(module):
    for quoi, dit in (
        (f"{module}.Absente", "Réformes de ce module : Cassee, TauxUnique"),
        (f"{module}.Cassee", "ne s'applique pas : KeyError"),
        (f"{module}._changer", "n'est pas une réforme"),
        ("module_absent.Reforme", "« module_absent » n'existe pas"),
    ):
        with pytest.raises(ErreurDemande, match=re.escape(dit)):
            lire_reforme(quoi)
    with pytest.raises(ErreurDemande, match="n'est pas une réforme"):
        lire_reforme(dict)


class Tout(Reform):
    """A reform of parameters, of a formula, and a variable that is no more computed."""

    name = "Tout"

    def apply(self):
        def changer(parametres):
            parametres.duree.coefficient.update(start="2023-06-01", value=0.6)
            return parametres

        class allocation_journaliere_pleine(VariableChomage):
            value_type = float

            def formula(individu, period):
                return numpy.round(0.5 * individu("salaire_journalier_reference", period), 2)

        self.modify_parameters(changer)
        self.update_variable(allocation_journaliere_pleine)
        self.neutralize_variable("differe_conges_payes")


def test_une_reforme_va_aussi_vite_et_donne_ce_que_donne_le_moteur(tables, tmp_path):
    class ParLeMoteur(Tout):
        def instantiate_entities(self):
            return TaxBenefitSystem.instantiate_entities(self)

    for reforme in (Reforme("T", classe=Tout), taux_unique()):
        assert type(reforme.systeme().instantiate_entities()["individu"]) is PopulationChomage
    assert type(Reforme("M", classe=ParLeMoteur).systeme().instantiate_entities()["individu"]) is not PopulationChomage
    noms = ("are_due", "allocation_journaliere_pleine", "differe_conges_payes", "duree_indemnisation", "solde_indu")
    vite, moteur = (comparer(tables, classe, tmp_path / classe.__name__, variables=noms)[1] for classe in (Tout, ParLeMoteur))
    assert vite.equals(moteur)
    assert set(vite.column("differe_conges_payes_reforme").to_pylist()) == {-1}
    assert not vite.column("are_due").equals(vite.column("are_due_reforme"))


# --- By hand

UN_PAR_UN = {
    # 197 days: 148 after the coefficient, raised to the minimum of the law of the end of contract.
    "apres": ("2024-10-01", "2025-04-15", "fin_cdd"),
    "avant": ("2024-09-15", "2025-03-31", "fin_mission"),
    # Long enough for no minimum.
    "long": ("2023-04-01", "2025-04-15", "licenciement_personnel"),
    "demission": ("2023-04-01", "2025-04-15", "demission"),
}


def quelques_uns(**colonnes):
    lignes = [{"identifiant": nom, "date_naissance": "1970-06-15"} for nom in UN_PAR_UN]
    for nom, valeurs in colonnes.items():
        for ligne in lignes:
            ligne[nom] = valeurs.get(ligne["identifiant"])
    contrats = [
        {"identifiant": nom, "debut": debut, "fin": fin, "motif": motif, "salaire_mensuel": 2600.0}
        for nom, (debut, fin, motif) in UN_PAR_UN.items()
    ]
    mois = [f"{annee}-{numero:02}" for annee in (2025, 2026) for numero in range(1, 13)]
    inscrits = [{"identifiant": nom, "mois": un, "inscription": True} for nom in UN_PAR_UN for un in mois if un >= "2025-04"]
    return arrow(lignes), arrow(contrats), arrow(inscrits)


def par_demandeur(table, colonne, mois):
    lignes = table.filter(pc.equal(table.column("mois"), mois)).to_pylist()
    return {une["identifiant"]: une[colonne] for une in lignes}


def test_la_duree_minimale_a_la_main(tmp_path):
    reforme = Reforme("152 jours", changements=(Changement("duree.minimum", "2025-04-01", 152),))
    noms = ("duree_indemnisation", "jours_indemnises", "are_due")
    rapport, table, _ = comparer(quelques_uns(), reforme, tmp_path, variables=noms, debut="2025-04", fin="2026-12")
    assert table.column_names == ["identifiant", "mois", "projete", *(nom + fin for nom in noms for fin in ("", "_reforme"))]
    sans, avec = (par_demandeur(table, nom, "2025-05") for nom in ("duree_indemnisation", "duree_indemnisation_reforme"))
    assert (sans["apres"], sans["avant"]) == (182, 182) and (avec["apres"], avec["avant"]) == (152, 182)
    assert sans["long"] == avec["long"] > 300
    # The days that are lost are the only difference, at the end of the right.
    t = polars.from_arrow(table)
    par_un = t.group_by("identifiant").agg(polars.col("jours_indemnises", "jours_indemnises_reforme", "are_due", "are_due_reforme").sum())
    par_un = {une["identifiant"]: une for une in par_un.to_dicts()}
    assert par_un["apres"]["jours_indemnises"] == 182 and par_un["apres"]["jours_indemnises_reforme"] == 152
    perte = round(par_un["apres"]["are_due"] - par_un["apres"]["are_due_reforme"], 2)
    tous = rapport.effets.ensemble
    assert (tous.demandeurs, tous.gagnants, tous.perdants, tous.inchanges) == (4, 0, 1, 3)
    assert tous.pertes == tous.perte_moyenne == perte == -tous.ecart_net and tous.gains == 0 and tous.gain_moyen is None
    assert [(une.modalite, une.perdants) for une in rapport.effets.cellules("motif")] == [
        ("licenciement_personnel", 0), ("fin_cdd", 1), ("fin_mission", 0), ("jamais", 0),
    ]  # fmt: skip
    assert [(une.modalite, une.demandeurs) for une in rapport.effets.cellules("age")] == [("53", 3), ("jamais", 1)]
    (baisse,) = (une for une in rapport.effets.cellules("variation") if une.perdants)
    assert baisse.libelle == "Baisse de 10 à 20 %" and baisse.faible
    assert [(une.libelle, une.ecart_net) for une in rapport.effets.cellules("annee")] == [("2025", -perte), ("2026", 0.0)]


def test_le_taux_a_la_main(tmp_path):
    noms = ("salaire_journalier_reference", "allocation_journaliere", "allocation_journaliere_brute", "jours_indemnises", "are_brute")
    rapport, table, _ = comparer(quelques_uns(), taux_unique(), tmp_path, variables=noms, debut="2025-06", fin="2025-06")

    def au_centime(montant):
        return float(montant.quantize(Decimal("0.01"), ROUND_HALF_UP))

    cout = 0.0
    for une in table.to_pylist():
        if une["identifiant"] == "demission":
            assert une["are_brute"] == une["are_brute_reforme"] == 0
            continue
        salaire = Decimal(str(une["salaire_journalier_reference"]))
        assert une["salaire_journalier_reference"] == une["salaire_journalier_reference_reforme"]
        assert une["allocation_journaliere"] == au_centime(max(salaire * Decimal("0.57"), salaire * Decimal("0.404") + Decimal("13.11")))
        assert une["allocation_journaliere_reforme"] == au_centime(salaire * Decimal("0.60"))
        assert une["jours_indemnises"] == une["jours_indemnises_reforme"] == 30
        assert une["are_brute_reforme"] == round(30 * une["allocation_journaliere_brute_reforme"], 2)
        cout += une["are_brute_reforme"] - une["are_brute"]
    tous = rapport.effets.ensemble
    assert tous.ecart_brut == round(cout, 2) > 0
    assert (tous.payes, tous.payes_reforme, tous.gagnants, tous.perdants, tous.inchanges) == (3, 3, 3, 0, 1)


def test_poids_territoires_et_nouveaux(tmp_path):
    tables = quelques_uns(territoire={"avant": "drom", "long": "metropole"})
    poids = {"apres": 10.0, "avant": 2.5, "long": numpy.nan, "demission": 0.1}
    ouvre = Reforme("Démission", changements=(Changement("perte_emploi.ouvre_droit.demission", "2025-04-01", True),
                                              Changement("duree.minimum", "2025-04-01", 152)))  # fmt: skip
    rapport, table, _ = comparer(tables, ouvre, tmp_path, variables=("are_due",), debut="2025-04", fin="2026-12", poids=poids)
    totaux = polars.from_arrow(table).group_by("identifiant").agg(polars.col("are_due", "are_due_reforme").sum())
    totaux = {une["identifiant"]: une for une in totaux.to_dicts()}
    poids["long"] = 1.0
    tous = rapport.effets.ensemble
    assert rapport.pondere and tous.demandeurs == 4 and tous.poids == pytest.approx(13.6, abs=1e-9)
    for cote, net in (("are_due", tous.net), ("are_due_reforme", tous.net_reforme)):
        assert net == pytest.approx(sum(poids[nom] * totaux[nom][cote] for nom in poids), abs=1e-6)
    assert (tous.gagnants, tous.perdants, tous.inchanges) == (0.1, 10.0, 3.5)
    assert (tous.nombre_gagnants, tous.nombre_perdants) == (1, 1)
    # The mean of those who gain is that of one claimant, whatever her weight.
    assert tous.gain_moyen == totaux["demission"]["are_due_reforme"]
    territoires = {une.modalite: une for une in rapport.effets.cellules("territoire")}
    assert territoires["drom"].poids == 2.5 and territoires["metropole"].poids == pytest.approx(11.1)
    # Who is paid with the reform alone has the motive and the age of that right.
    motifs = {une.modalite: une for une in rapport.effets.cellules("motif")}
    assert motifs["demission"].gagnants == 0.1 and "jamais" not in motifs
    assert {une.modalite: une.poids for une in rapport.effets.cellules("variation")}["nouveau"] == 0.1
    assert "qui en représentent 13,6" in dict(effets.reponses(rapport))["Demandeurs"]


def test_classes_de_variation():
    avant = numpy.array([100, 100, 0, 0, 100, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000])
    apres = numpy.array([100, 0, 0, 50, 101, 1049, 1050, 1100, 1200, 999, 950, 900, 800])
    attendues = "inchange perdu inchange nouveau hausse_0 hausse_0 hausse_5 hausse_10 hausse_20 baisse_0 baisse_5 baisse_10 baisse_20"
    assert effets._variations(avant, apres).to_pylist() == attendues.split()
    assert set(attendues.split()) <= set(effets.VARIATIONS)


# --- Many claimants


def test_sans_changement_tout_est_nul(tables, tmp_path):
    class Rien(Reform):
        def apply(self):
            pass

    rapport, table, _ = comparer(tables, Rien, tmp_path, variables=("are_due", "reliquat", "date_premier_jour_indemnisable"))
    for nom in ("are_due", "reliquat", "date_premier_jour_indemnisable"):
        assert table.column(nom).equals(table.column(nom + "_reforme"))
    for dimension in effets.DIMENSIONS:
        for une in rapport.effets.cellules(dimension):
            assert (une.gagnants, une.perdants, une.gains, une.pertes, une.ecart_brut, une.ecart_net) == (0, 0, 0, 0, 0, 0)
            assert une.inchanges == une.poids == une.demandeurs and une.brut == une.brut_reforme
    assert rapport.effets.ensemble.brut > 0
    assert "ne change rien" in en_html(rapport) and "<svg" not in en_html(rapport)


@pytest.fixture(scope="module")
def rapport(tables, tmp_path_factory):
    return comparer(tables, RACINE / "exemples" / "reformes" / "taux_et_partie_fixe.yaml", tmp_path_factory.mktemp("rapport"))


def test_comme_deux_simulations(tables, rapport, tmp_path):
    """What two runs give, joined, and summed otherwise."""
    rapport, table, _ = rapport
    debut = dict(debut=DEBUT, fin=FIN, variables=["are_nette", "are_due", "are_brute"])
    droit = simuler(*tables, **debut, rejets=tmp_path / "1.parquet")
    reforme = simuler(*tables, **debut, rejets=tmp_path / "2.parquet", systeme=rapport.reforme)
    assert assembler(droit, reforme, ["are_nette"]).equals(table)
    t = polars.from_arrow(assembler(droit, reforme))
    par_un = t.group_by("identifiant").agg(polars.col("are_due", "are_due_reforme", "are_brute", "are_brute_reforme").sum().round(2))
    ecarts = (par_un["are_due_reforme"] - par_un["are_due"]).round(2)
    tous = rapport.effets.ensemble
    assert tous.demandeurs == len(par_un) and tous.inchanges == (ecarts == 0).sum()
    assert (tous.gagnants, tous.perdants) == ((ecarts > 0).sum(), (ecarts < 0).sum()) and tous.gagnants * tous.perdants > 0
    assert tous.gains == pytest.approx(ecarts.filter(ecarts > 0).sum(), abs=1e-6)
    assert tous.pertes == pytest.approx(-ecarts.filter(ecarts < 0).sum(), abs=1e-6)
    assert tous.brut_reforme == pytest.approx(t["are_brute_reforme"].sum(), abs=1e-6)
    for une in rapport.effets.cellules("annee"):
        de_l_annee = t.filter(polars.col("mois").str.starts_with(une.modalite))
        assert une.net == pytest.approx(de_l_annee["are_due"].sum(), abs=1e-6)
    with pytest.raises(ValueError, match="mêmes demandeurs"):
        assembler(droit, reforme.slice(1))


def test_les_groupes_font_le_total(rapport):
    effets_ = rapport[0].effets
    tous = effets_.ensemble
    for dimension in ("age", "territoire", "motif", "variation"):
        cellules = effets_.cellules(dimension)
        assert len({une.modalite for une in cellules}) == len(cellules)
        for nom in effets.SOMMES:
            assert sum(getattr(une, nom) for une in cellules) == pytest.approx(getattr(tous, nom), abs=1e-6), (dimension, nom)
    for une in itertools.chain.from_iterable(map(effets_.cellules, effets.DIMENSIONS)):
        assert une.gagnants + une.perdants + une.inchanges == une.poids == une.demandeurs
    annees = effets_.cellules("annee")
    assert [une.libelle for une in annees] == ["2022", "2023", "2024", "2025"]
    for nom in ("brut", "brut_reforme", "net", "net_reforme"):
        assert sum(getattr(une, nom) for une in annees) == pytest.approx(getattr(tous, nom), abs=1e-6)


def test_ni_les_lots_ni_leur_ordre_ne_changent_un_chiffre(tables, rapport, tmp_path):
    hasard = numpy.random.default_rng(4)
    poids = {nom: float(hasard.uniform(0.1, 30)) for nom in tables[0].column("identifiant").to_pylist()}
    rapports = []
    for lot in (7, 500):
        un, table, rejets = comparer(tables, rapport[0].reforme, tmp_path / str(lot), lot=lot, poids=poids)
        assert table.equals(rapport[1]) and rejets.num_rows == rapport[2].num_rows
        rapports.append(un)
    assert rapports[0].effets == rapports[1].effets != rapport[0].effets
    assert effets.en_json(rapports[0]) == effets.en_json(rapports[1])
    assert en_html(rapports[0]) == en_html(rapports[1])
    un, autre = rapport[0].effets, rapports[0].effets
    droite, gauche = Effets(un.premier, un.dernier), Effets(un.premier, un.dernier)
    for total, ordre in ((droite, (un, autre)), (gauche, (autre, un))):
        for celui in ordre:
            total.fusionner(celui)
    assert droite == gauche
    relus = Effets.de(json.loads(json.dumps(droite.etat())))
    assert relus == droite and relus.cellules("age") == droite.cellules("age")
    with pytest.raises(ValueError, match="mêmes mois"):
        un.fusionner(Effets(un.premier, un.dernier + 1))


def test_refuse_d_un_cote_refuse_des_deux(tmp_path):
    tables = quelques_uns(territoire={"demission": "mayotte", "avant": "mayotte"})
    ouvre = Reforme("Démission", changements=(Changement("perte_emploi.ouvre_droit.demission", "2025-04-01", True),))
    for lot in (1, 4):
        rapport, table, rejets = comparer(tables, ouvre, tmp_path / str(lot), debut="2025-04", fin="2025-12", lot=lot)
        dits = {un["identifiant"]: (un["table"], un["colonne"], un["message"]) for un in rejets.to_pylist()}
        assert set(dits) == {"demission", "avant"} and rejets.num_rows == rapport.rejetes == 2
        assert dits["avant"][:2] == dits["demission"][:2] == ("regles", "territoire")
        assert dits["avant"][2].startswith("Sans la réforme : Mayotte")
        assert dits["demission"][2].startswith("Avec la réforme : Mayotte")
        assert set(table.column("identifiant").to_pylist()) == {"apres", "long"}
        assert rapport.effets.ensemble.demandeurs == 2


def test_des_parametres_changes_au_milieu_d_un_lot(tables, tmp_path, systeme):
    """Claimants of one chunk under several versions of a parameter have what each has alone."""
    changements = [
        ("duree.coefficient", "2023-03-15", 0.8), ("degressivite.coefficient", "2023-03-15", 0.6), ("differes.plafond", "2023-05-01", 100),
        ("affiliation.periode_reference.courte", "2023-06-01", 30), ("vie_du_droit.decheance_annees", "2023-02-01", 1),
        ("salaire_reference.plafond_jours_non_travailles", "2023-04-01", 0.5), ("perte_emploi.delai_inscription", "2023-04-01", 6),
        ("affiliation.jours_par_semaine_civile", "2023-04-01", 4), ("allocation_journaliere.plafond", "2023-04-01", 0.7),
    ]  # fmt: skip
    reforme = Reforme("Tous", changements=tuple(Changement(*un) for un in changements))
    ensemble, un_par_un = (comparer(tables, reforme, tmp_path / str(lot), lot=lot, base=systeme) for lot in (500, 3))
    assert ensemble[1].equals(un_par_un[1]) and ensemble[0].effets == un_par_un[0].effets
    assert ensemble[0].effets.ensemble.perdants >= 5 <= ensemble[0].effets.ensemble.gagnants


def test_un_age_des_plafonds_et_une_periode_se_changent_a_leur_date(tables, tmp_path, systeme):
    texte = (
        "nom: Dates\nparametres:\n  perte_emploi.age_taux_plein_automatique: {2024-03-01: 60, 2025-04-01: loi}\n"
        "  salaire_reference.nombre_plafonds: {2022-09-15: 1, 2024-01-01: loi}\n"
        "  salaire_reference.periode_calcul_mois: {2020-06-01: 6}\n"
    )
    ensemble, un_par_un = (
        comparer(tables, ecrire(tmp_path, texte), tmp_path / str(lot), debut="2020-01", lot=lot, base=systeme) for lot in (500, 9)
    )
    assert ensemble[1].equals(un_par_un[1]) and ensemble[0].effets.ensemble.perdants > 0


# --- What is shown


def test_texte_json_csv(rapport, tmp_path):
    rapport = rapport[0]
    sortie = io.StringIO()
    effets.afficher(rapport, Console(file=sortie, width=110, highlight=False))
    texte = sortie.getvalue()
    for dit in ("Taux de 42 %", "57 ans et plus", "Fin de mission d'intérim", "Outre-mer, hors Mayotte", "* Un des"):
        assert dit in texte
    for question, reponse in effets.reponses(rapport):
        assert f"{question} : {reponse}" in texte
    for nom in ("effets.json", "effets.csv", "effets.html"):
        effets.ecrire(rapport, tmp_path / nom)
    lu = json.loads((tmp_path / "effets.json").read_text(encoding="utf-8"))
    assert lu["reforme"]["parametres"][0]["parametre"] == "allocation_journaliere.partie_fixe" and lu["debut"] == DEBUT
    lignes = pyarrow.csv.read_csv(tmp_path / "effets.csv").to_pylist()
    assert len(lignes) == len(lu["effets"])
    ensemble, tous = lu["effets"][0], rapport.effets.ensemble
    assert (ensemble["net"], ensemble["ecart_net"], ensemble["inchanges"]) == (tous.net, tous.ecart_net, tous.inchanges)
    assert lignes[0]["gains"] == tous.gains and {une["dimension"] for une in lignes} == set(effets.DIMENSIONS)
    with pytest.raises(ErreurDemande, match=r"\.html, \.json ou \.csv"):
        effets.ecrire(rapport, tmp_path / "effets.xls")


def test_personne_n_est_calcule(systeme):
    reforme = Reforme("Vide", changements=(Changement("duree.minimum", "2025-04-01", 152),))
    vide = Rapport(reforme, reforme.en_clair(systeme), Effets(en_nombre("2025-01"), en_nombre("2025-12")), 3)
    effets.afficher(vide, Console(file=io.StringIO()))
    assert "Demandeurs" in en_html(vide) and json.loads(effets.en_json(vide))["effets"] == []


def test_nombres_en_francais():
    assert [effets.somme(un) for un in (0, 12.5, -3.456, 1234.4, -12_345_678)] == ["0,00 €", "12,50 €", "−3,46 €", "1 234 €", "−12,3 M€"]
    assert [effets.ecart(un) for un in (5, 0, -5)] == ["+5,00 €", "0,00 €", "−5,00 €"]
    assert [effets.taux(un, signe=True) for un in (0.1234, -0.2, 0)] == ["+12,3 %", "−20,0 %", "0,0 %"]
    assert [effets.effectif(un) for un in (3, 13.6, 12_345.6)] == ["3", "13,6", "12 346"]


# --- The page, in Chromium


@pytest.fixture(scope="module")
def html(rapport):
    return en_html(rapport[0])


@pytest.fixture
def ouvrir_la_page(ouvrir, tmp_path):
    """Open a page of its text."""
    numeros = itertools.count()
    return lambda html, *reglages: ouvrir(ecrire(tmp_path, html, f"page{next(numeros)}.html").as_uri(), *reglages)


#: Each text beside the background of the page: [colour, what it says]; those of the charts have their fill.
COULEURS = """() => [...document.querySelectorAll('h1, h2, p, dt, dd, caption, th, td, code, svg text')]
  .filter(un => un.getClientRects().length)
  .map(un => un.closest('svg') ? getComputedStyle(un).fill : getComputedStyle(un).color)"""


def luminance(couleur):
    canaux = [int(un) / 255 for un in re.findall(r"\d+", couleur)[:3]]
    lineaires = [un / 12.92 if un <= 0.04045 else ((un + 0.055) / 1.055) ** 2.4 for un in canaux]
    return sum(poids * un for poids, un in zip((0.2126, 0.7152, 0.0722), lineaires))


def contraste(une, autre):
    """The contrast of two colours, as WCAG 2 computes it."""
    clair, sombre = sorted((luminance(une), luminance(autre)), reverse=True)
    return (clair + 0.05) / (sombre + 0.05)


@pytest.mark.parametrize("teinte", ["light", "dark"])
@pytest.mark.parametrize("largeur", [1280, 768, 400, 320])
def test_la_page_tient_et_se_lit(deborde, ouvrir_la_page, html, largeur, teinte):
    page = ouvrir_la_page(html, largeur, teinte)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur and deborde(page) == []
    visibles = [un for un in page.query_selector_all("svg.graphique") if un.is_visible()]
    assert len(visibles) == 3
    for un in visibles:
        assert ("etroit" in un.get_attribute("class")) is (largeur <= 640) and un.bounding_box()["height"] > 80
    fond = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (luminance(fond) < 0.1) is (teinte == "dark")
    couleurs = set(page.evaluate(COULEURS))
    assert couleurs and all(contraste(une, fond) >= 4.5 for une in couleurs), couleurs
    barres = page.evaluate("""() => ['gagnant', 'neutre', 'perdant'].map(nom => {
      const un = document.createElement('i'); un.style.color = `var(--${nom})`; document.body.append(un);
      return getComputedStyle(un).color })""")
    assert len(set(barres)) == 3 and all(contraste(une, fond) >= 1.3 for une in barres)
    dedans = page.evaluate("""() => [...document.querySelectorAll('svg.graphique text')].filter(un => un.getClientRects().length)
      .every(un => { const b = un.getBoundingClientRect(), s = un.closest('svg').getBoundingClientRect();
                     return b.left >= s.left - 2 && b.right <= s.right + 2 })""")
    assert dedans


def test_la_page_se_lit_sans_la_voir(ouvrir_la_page, html, rapport):
    page = ouvrir_la_page(html)
    assert page.get_attribute("html", "lang") == "fr" and page.locator("h1").count() == 1
    for table in page.query_selector_all("table"):
        assert table.query_selector("caption").inner_text().strip()
        assert all(titre.get_attribute("scope") in ("col", "row") for titre in table.query_selector_all("th"))
    for un in page.query_selector_all("svg.graphique"):
        titre = page.query_selector("#" + un.get_attribute("aria-labelledby"))
        assert un.get_attribute("role") == "img" and len(titre.text_content()) > 60
    noms = page.evaluate("[...document.querySelectorAll('[id]')].map(un => un.id)")
    assert len(noms) == len(set(noms))
    # What the charts show is in the tables.
    texte = page.inner_text("main")
    for dimension in ("annee", "age", "territoire", "motif", "variation"):
        for une in rapport[0].effets.cellules(dimension):
            assert une.libelle in texte


def test_sur_papier(deborde, ouvrir_la_page, html):
    page = ouvrir_la_page(html, 400, "dark")
    page.emulate_media(media="print")
    assert page.locator("svg.large").first.is_visible() and not page.locator("svg.etroit").first.is_visible()
    assert luminance(page.evaluate("getComputedStyle(document.body).backgroundColor")) > 0.9
    page.set_viewport_size({"width": 680, "height": 1000})
    assert deborde(page) == []
    assert 2 <= len(re.findall(rb"/Type ?/Page\b", page.pdf(prefer_css_page_size=True))) <= 6


def test_une_reforme_ne_peut_rien_ecrire_dans_la_page(ouvrir_la_page, rapport):
    piege = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    reforme = Reforme(piege, piege, rapport[0].reforme.changements)
    page = ouvrir_la_page(en_html(Rapport(reforme, rapport[0].changements, rapport[0].effets)))
    assert page.locator("script, img").count() == 0 and piege in page.inner_text("h1")


def test_la_page_ne_depend_de_rien(html, rapport):
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)|@import|url\((?!#)""", html)
    assert set(re.findall(r"https?://[^\s\"'<]+", html)) <= {"http://www.w3.org/2000/svg"}
    assert html == en_html(rapport[0]) and str(datetime.date.today().year) + "-" not in html
    # No colour of a chart is written in it: each is the page's, so that dark has its own.
    assert not re.search(r"(fill|stroke): ?#(?!fff)", "".join(re.findall(r"<svg.*?</svg>", html, re.DOTALL)))
