"""The made-up population: reproducible, whole for the reader, coherent, and like what is published within stated bounds."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy
import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pydantic")
pytest.importorskip("typer")
pytest.importorskip("rich")

import pyarrow.compute as pc  # noqa: E402
import pyarrow.parquet  # noqa: E402, F401
from typer.testing import CliRunner  # noqa: E402

from openfisca_chomage.dossier.application import application  # noqa: E402
from openfisca_chomage.population import ErreurDemande, colonnes, fictive, fictive_repartitions, simuler  # noqa: E402

NOMS = ("individus", "contrats", "mois")
EFFECTIF = 4000


def tirer(effectif: int, **demande) -> dict:
    morceaux = list(fictive.tables(effectif, **demande))
    return {nom: pa.concat_tables([un[nom] for un in morceaux]).combine_chunks() for nom in NOMS}


def lire(systeme, tables: dict, dossier, un_mois: str):
    """(what was done, what is wrong in the tables): every row is read and checked, and next to nothing is computed."""
    bilan = simuler(
        *(tables[nom] for nom in NOMS), systeme=systeme, variables=["salaire_brut"], debut=un_mois, fin=un_mois,
        sortie=dossier / "lus.parquet", rejets=dossier / "faux.parquet",
    )  # fmt: skip
    return bilan, pa.parquet.read_table(dossier / "faux.parquet").to_pylist()


@pytest.fixture(scope="module")
def population():
    return tirer(EFFECTIF)


@pytest.fixture(scope="module")
def resultats(systeme, population, tmp_path_factory):
    """(results, rejects) of the window, as arrays of claimants x months by variable."""
    dossier = tmp_path_factory.mktemp("fictive")
    variables = ["are_due", "are_versee", "trop_percu", "indu", "solde_indu", "ouverture_droit", "duree_indemnisation", "droit_ouvert",
                 "allocation_journaliere_pleine", "salaire_brut", "heures_travaillees", "salaire_activite_justifie",
                 "salaire_activite_declare", "calendrier_inscription"]  # fmt: skip
    simuler(
        *(population[nom] for nom in NOMS), systeme=systeme, variables=variables, debut="2022-01", fin="2025-12",
        sortie=dossier / "resultats.parquet", rejets=dossier / "rejets.parquet",
    )  # fmt: skip
    table = pa.parquet.read_table(dossier / "resultats.parquet")
    tableaux = {nom: table.column(nom).to_numpy().reshape(-1, 48) for nom in ["identifiant", *variables]}
    return tableaux, pa.parquet.read_table(dossier / "rejets.parquet")


# --- Reproducible


def test_la_meme_graine_donne_les_memes_tables(population):
    autre = tirer(EFFECTIF)
    assert all(autre[nom].equals(population[nom]) for nom in NOMS)
    assert not tirer(EFFECTIF, graine=1)["individus"].equals(population["individus"])


def test_un_demandeur_ne_depend_ni_de_l_effectif_ni_du_lot():
    petite, grande = tirer(11_500, lot=1_700), tirer(20_500, lot=20_000)
    for nom in NOMS:
        debut = grande[nom].filter(pc.less_equal(grande[nom].column("identifiant"), 11_500))
        assert petite[nom].equals(debut.combine_chunks()), nom
        assert grande[nom].column("identifiant").to_pylist() == sorted(grande[nom].column("identifiant").to_pylist())
    assert petite["individus"].num_rows == 11_500


def test_les_memes_octets(tmp_path):
    for dossier in ("un", "deux"):
        fictive.ecrire(tmp_path / dossier, 300)
    for nom in NOMS:
        assert (tmp_path / "un" / f"{nom}.parquet").read_bytes() == (tmp_path / "deux" / f"{nom}.parquet").read_bytes()
    assert sorted(un.name for un in (tmp_path / "un").iterdir()) == ["contrats.parquet", "individus.parquet", "mois.parquet"]


# --- Whole


def test_le_lecteur_n_y_trouve_aucune_erreur(systeme, population, tmp_path):
    bilan, erreurs = lire(systeme, population, tmp_path, "2023-01")
    assert erreurs == []
    assert bilan.demandeurs == EFFECTIF
    assert bilan.non_lues == {nom: [] for nom in NOMS}
    for nom in NOMS:
        connues = [une.nom for une in colonnes.TABLES[nom]]
        assert population[nom].column_names == [une for une in connues if une in population[nom].column_names]


@pytest.mark.parametrize(("debut", "fin"), [("2020-11", "2020-11"), ("2021-01", "2022-06"), ("2025-02", "2026-12")])
def test_d_autres_periodes(systeme, tmp_path, debut, fin):
    tables = tirer(600, debut=debut, fin=fin)
    assert lire(systeme, tables, tmp_path, debut)[1] == []
    simuler(
        *(tables[nom] for nom in NOMS), systeme=systeme, variables=["are_versee"], debut=debut, fin=fin,
        sortie=tmp_path / "s.parquet", rejets=tmp_path / "r.parquet",
    )  # fmt: skip
    assert pa.parquet.read_table(tmp_path / "r.parquet").num_rows <= 0.01 * 600
    mois = tables["mois"].column("mois").to_pylist()
    assert max(mois) <= fin
    assert min(mois) >= f"{int(debut[:4]) - 1}{debut[4:]}"


def test_le_csv_dit_la_meme_chose(systeme, tmp_path):
    resultats = []
    for format in ("parquet", "csv"):
        fictive.ecrire(tmp_path, 200, format=format, lot=70)
        tables = [tmp_path / f"{nom}.{format}" for nom in NOMS]
        variables = ["are_versee", "are_due", "solde_indu"]
        resultats.append(simuler(*tables, systeme=systeme, variables=variables, debut="2023-01", fin="2025-12", rejets=tmp_path / "r"))
    lignes = [sorted(un.cast(pa.schema([("identifiant", pa.string()), *list(un.schema)[1:]])).to_pylist(), key=str) for un in resultats]
    assert lignes[0] == lignes[1]


def test_les_montants_sont_au_centime(population):
    for table in population.values():
        for nom, champ in zip(table.column_names, table.schema):
            if pa.types.is_floating(champ.type) and nom not in ("quotite", "nombre_parts_fiscales"):
                valeurs = table.column(nom).drop_null().to_numpy()
                assert (valeurs >= 0).all()
                assert (numpy.round(valeurs, 2) == valeurs).all(), nom


def test_l_activite_est_dans_les_contrats_et_dans_les_declarations(population, resultats):
    """After the month of registration, what the payslip shows is the pay of the contracts of the month, and its hours."""
    tableaux, _ = resultats
    mois = population["mois"]
    place = {identifiant: rang for rang, identifiant in enumerate(tableaux["identifiant"][:, 0].tolist())}
    premiers, comparees, cachees = {}, 0, 0
    lues = ("identifiant", "mois", "salaire_activite_justifie", "salaire_activite_declare", "heures_activite", "salaire_non_declare")
    for qui, un_mois, justifie, declare, heures, cache in zip(*(mois.column(nom).to_pylist() for nom in lues)):
        premier = premiers.setdefault(qui, un_mois)
        if justifie is None or un_mois == premier or qui not in place:
            continue
        rang = place[qui], (int(un_mois[:4]) - 2022) * 12 + int(un_mois[5:]) - 1
        assert tableaux["salaire_brut"][rang] == pytest.approx(justifie, abs=1e-9)
        assert tableaux["heures_travaillees"][rang] == pytest.approx(heures, abs=1e-9)
        assert declare <= justifie
        assert (cache is not None) == (declare == 0)
        cachees += cache == justifie
        comparees += 1
    assert comparees > 10 * EFFECTIF / 4
    assert cachees > 0.01 * comparees


# --- Like what is published


def test_les_regles_refusent_rarement(resultats):
    _, rejets = resultats
    assert set(rejets.column("table").to_pylist()) <= {"regles"}
    assert rejets.num_rows <= 0.005 * EFFECTIF


def test_les_droits_ressemblent_a_ceux_qui_sont_publies(resultats):
    """Bounds around docs/population_fictive.md: 482 days, half of those taken in charge at work, two thirds paid, about EUR 1,000."""
    r, _ = resultats
    ouvre = r["ouverture_droit"]
    assert 0.88 < ouvre.any(axis=1).mean() < 0.97
    assert 34 < r["allocation_journaliere_pleine"][ouvre].mean() < 42
    assert 450 < r["duree_indemnisation"][ouvre].mean() < 580
    dedans = slice(12, None)
    pris = (r["droit_ouvert"] & (r["calendrier_inscription"] != 0))[:, dedans]
    travaille, paye = r["salaire_activite_justifie"][:, dedans] > 0, r["are_versee"][:, dedans] > 0
    assert 0.45 < travaille[pris].mean() < 0.60
    assert 0.62 < paye[pris].mean() < 0.80
    assert 820 < r["are_versee"][:, dedans][paye].mean() < 1080


def test_les_trop_percus_ressemblent_a_ceux_qui_sont_publies(resultats):
    """2.3 million a year for 2.5 million people paid, EUR 456 to 559 on average, about 3 % of what is paid."""
    r, _ = resultats
    trop, verse = r["trop_percu"][:, 12:], r["are_versee"][:, 12:]
    assert 0.05 < (trop > 0).sum() / (verse > 0).sum() < 0.10
    assert 380 < trop[trop > 0].mean() < 580
    assert 0.02 < trop.sum() / verse.sum() < 0.045
    assert (r["solde_indu"][:, -1] > 0).any()


def test_les_contrats_et_les_ages_ressemblent_a_ceux_qui_sont_publies(population):
    contrats, individus = population["contrats"], population["individus"]
    cdd = contrats.filter(pc.equal(contrats.column("motif").cast(pa.string()), "fin_cdd"))
    jours = pc.days_between(cdd.column("debut"), cdd.column("fin")).to_numpy() + 1
    assert 3 <= numpy.median(jours) <= 7
    assert 0.75 < (jours <= 30).mean() < 0.88
    assert 0.25 < (jours == 1).mean() < 0.38
    ages = 2024 - numpy.array([une.year for une in individus.column("date_naissance").to_pylist()])
    assert 0.36 < (ages < 35).mean() < 0.46
    assert set(individus.column("territoire").to_pylist()) == {"metropole", "drom"}


def test_les_repartitions_font_un():
    lois = fictive_repartitions
    for parts in (
        lois.CARRIERES.values(), lois.PARTS_DES_AGES, lois.PARTS_DES_QUOTITES, lois.ENFANT["gardes"], lois.FINS_DE_REPRISE.values(),
        [loi["part"] for loi in lois.HABITUDES.values()], lois.PIECES.values(), lois.PARTS_FISCALES.values(), lois.A_CHARGE,
        *(choix.values() for choix in lois.MOTIFS.values()),
    ):
        assert sum(parts) == pytest.approx(1)
    assert set(lois.MOTIFS) == set(lois.CARRIERES)


# --- Refused


@pytest.mark.parametrize(
    ("demande", "dit"),
    [
        ({"debut": "2023"}, "n'est pas un mois pour « debut »"),
        ({"debut": "2024-01", "fin": "2023-12"}, "avant le début"),
        ({"debut": "2019-11"}, "2020-11"),
        ({"fin": "2036-01"}, "jusqu'à 2035-12"),
        ({"effectif": 0}, "nombre de demandeurs"),
        ({"graine": -1}, "graine"),
        ({"lot": 0}, "par lot"),
        ({"format": "xlsx"}, "parquet ou csv"),
    ],
)
def test_ce_qui_ne_peut_pas_etre_demande(tmp_path, demande, dit):
    with pytest.raises(ErreurDemande, match=dit):
        fictive.ecrire(tmp_path / "rien", **{"effectif": 10, **demande})
    assert not (tmp_path / "rien").exists()


def test_un_fichier_n_est_pas_un_dossier(tmp_path):
    (tmp_path / "pris").write_text("")
    fait = CliRunner().invoke(application, ["population-fictive", "--effectif", "10", "--dossier", str(tmp_path / "pris")])
    assert fait.exit_code == 1
    assert "n'est pas un dossier" in fait.output


# --- The command line and the documentation


DOC = (Path(__file__).parents[2] / "docs" / "population_fictive.md").read_text(encoding="utf-8")


def test_les_commandes_de_la_documentation(tmp_path):
    """The commands of docs/population_fictive.md, one after the other in an empty folder."""

    def lancer(mots: list):
        code = f"from openfisca_chomage.dossier.application import application; application({mots!r})"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)

    lignes = [shlex.split(ligne) for ligne in re.search(r"```sh\n(.*?)```", DOC, re.DOTALL)[1].splitlines()]
    commandes = [mots[1:] for mots in lignes if mots[0] == "openfisca-chomage"]
    assert [mots[0] for mots in commandes] == ["population-fictive", "population"]
    faits = [lancer(mots) for mots in commandes]
    assert [fait.returncode for fait in faits] == [0, 0], [fait.stderr for fait in faits]
    assert "1 000 demandeurs" in faits[0].stdout
    assert pa.parquet.read_table(tmp_path / "resultats.parquet").num_rows >= 990 * 36


def test_le_code_de_la_documentation(systeme, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", DOC, re.DOTALL):
        exec(compile(code, "population_fictive.md", "exec"), {})


def test_la_commande_dit_ce_qu_il_faut_installer(tmp_path):
    code = (
        "import sys; sys.modules['pyarrow'] = None; from openfisca_chomage.dossier.application import application; "
        "application('population-fictive --effectif 3'.split())"
    )
    fait = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert fait.returncode == 2
    assert 'pip install "openfisca-chomage[dossier,population]"' in fait.stderr
