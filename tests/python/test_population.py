"""Tables of claimants: the figures of a claimant's file, whatever the chunks and the order; what is wrong is said, not dropped."""

import datetime
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from random import Random

import numpy
import pytest
from openfisca_core import periods
from openfisca_core.simulations import SimulationBuilder

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pydantic")
pytest.importorskip("typer")
pytest.importorskip("rich")

import pyarrow.compute  # noqa: E402
import pyarrow.csv  # noqa: E402
import pyarrow.parquet  # noqa: E402, F401
from typer.testing import CliRunner  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))

import oracle as ci  # noqa: E402
import oracle_indus as cii  # noqa: E402

from openfisca_chomage.dossier import modele, situation  # noqa: E402
from openfisca_chomage.dossier.application import application  # noqa: E402
from openfisca_chomage.dossier.calcul import calculer as calculer_dossier  # noqa: E402
from openfisca_chomage.dossier.lecture import ErreurDossier, Lu  # noqa: E402
from openfisca_chomage.population import ErreurDemande, ErreurPopulation, colonnes, conversion, lecture, lot, simuler  # noqa: E402
from openfisca_chomage.socle import calendrier as cal  # noqa: E402
from openfisca_chomage.socle.refus import consigner  # noqa: E402

RACINE = Path(__file__).parents[2]
DEBUT, FIN = "2022-07", "2025-12"
VARIABLES = [*ci.VARIABLES, *cii.VARIABLES, "droit_ouvert", "salaire_activite_declare", "salaire_activite_justifie"]
PUBLIQUES = list(dict.fromkeys(VARIABLES))
DE_LA_PERSONNE = ("territoire", "regime_alsace_moselle", "nombre_parts_fiscales", "personnes_a_charge")
UN_JOUR = datetime.timedelta(days=1)


# --- The same claimants as files and as tables


def tirer(graine: int):
    """One claimant: the raw file, her row of ``individus``, her rows of ``contrats`` and of ``mois``."""
    h = Random(f"population {graine}")
    nom = f"d{graine:04}"
    naissance = datetime.date(h.randint(1960, 2000), h.randint(1, 12), h.randint(1, 28))
    individu = {"identifiant": nom, "date_naissance": naissance}
    personne = {"date_naissance": naissance}
    if h.random() < 0.15:
        personne["territoire"] = individu["territoire"] = h.choice(["drom", "drom", "mayotte"])
    if h.random() < 0.1:
        personne["regime_alsace_moselle"] = individu["regime_alsace_moselle"] = h.choice(["general", "agricole"])
    if h.random() < 0.05:
        personne["date_taux_plein"] = individu["date_taux_plein"] = datetime.date(h.randint(2023, 2026), 5, 1)
    if h.random() < 0.2:
        personne["parts_fiscales"] = individu["nombre_parts_fiscales"] = h.choice([1.5, 2.0])
        personne["personnes_a_charge"] = individu["personnes_a_charge"] = h.randint(0, 3)
    contrats, lignes, mois = [], [], {}

    def du_mois(un_mois: str) -> dict:
        return mois.setdefault(un_mois, {"identifiant": nom, "mois": un_mois})

    debut = datetime.date(h.choice([2012, 2018, 2019, 2020, 2021, 2022, 2023]), h.randint(1, 12), h.randint(1, 28))
    fins = {}
    for _ in range(h.choice([1, 1, 2, 3, 5, 9])):
        fin = debut + datetime.timedelta(days=h.choice([0, h.randint(1, 60), h.randint(60, 900), h.randint(400, 1800)]))
        if h.random() < 0.3:
            fin = fin.replace(day=28) + datetime.timedelta(days=4)
            fin -= datetime.timedelta(days=fin.day)
        fin = max(fin, debut)
        ouvert = fin > datetime.date(2026, 3, 1)
        if fin in fins.values():
            fin += UN_JOUR
        un = _contrat(h, debut, None if ouvert else fin)
        if un.get("motif"):
            fins[len(contrats)] = fin
        ligne = {cle: valeur for cle, valeur in un.items() if cle not in ("salaires", "engagement_procedure")}
        if "engagement_procedure" in un:
            ligne["date_engagement_procedure"] = un["engagement_procedure"]
        contrats.append(un)
        lignes.append({"identifiant": nom, **ligne})
        for un_mois, montant in un.get("salaires", {}).items():
            une = du_mois(un_mois)
            une["salaire_brut"] = float(Decimal(str(montant)) + Decimal(str(une.get("salaire_brut", 0.0))))
        debut = (fin if not ouvert else debut) + datetime.timedelta(days=h.choice([1, h.randint(2, 90), h.randint(-200, 20)]))
        debut = max(debut, datetime.date(2010, 1, 1))
    dossier = {"personne": personne, "contrats": contrats}
    inscrit = max([un["fin"] for un in contrats if "fin" in un and un["fin"].year >= 2020], default=datetime.date(2022, 3, 1))
    dossier["inscription"] = [_plage(h, inscrit + datetime.timedelta(days=h.choice([1, h.randint(1, 60)])))]
    for champ in ("indisponibilites", "formations", "neutralisations"):
        if h.random() < 0.2:
            debut = datetime.date(h.randint(2022, 2024), h.randint(1, 12), h.randint(1, 28))
            dossier[champ] = [_plage(h, debut, h.randint(0, 80))]
            if champ == "indisponibilites":
                dossier[champ][0]["motif"] = "maladie"
    for champ, nature in (
        ("inscription", "inscription"), ("indisponibilites", "indisponibilite"), ("formations", "formation"),
        ("neutralisations", "neutralisation"),
    ):
        for une in dossier.get(champ, []):
            _jours(h, du_mois, nature, une["debut"], une.get("fin", datetime.date(2027, 6, 30)))
    for un_mois in situation.mois_suivants("2022-09", "2025-06"):
        if h.random() < 0.3:
            une = du_mois(un_mois)
            une["salaire_activite_declare"] = round(h.uniform(0, 1500), 2)
            dossier.setdefault("declarations", {})[un_mois] = {"salaire": une["salaire_activite_declare"]}
            if h.random() < 0.7:
                une["salaire_activite_justifie"] = round(une["salaire_activite_declare"] * h.choice([1, 1.3, 2]), 2)
                dossier.setdefault("justificatifs", {})[un_mois] = {"salaire": une["salaire_activite_justifie"]}
                if h.random() < 0.8:
                    arrive = datetime.date(int(un_mois[:4]), int(un_mois[5:]), 1) + datetime.timedelta(days=h.randint(31, 200))
                    une["date_justificatif"] = dossier["justificatifs"][un_mois]["date"] = arrive
    if individu.get("territoire") is None and h.random() < 0.2:
        dossier["revenu_fiscal"] = {2021: 11000.0, 2022: 14500.0}
        for annee, revenu in dossier["revenu_fiscal"].items():
            for ecart in (2, 3):
                for numero in range(1, 13):
                    du_mois(f"{annee + ecart}-{numero:02}")[f"revenu_fiscal_reference_n{ecart}"] = revenu
    return dossier, individu, lignes, list(mois.values())


def _contrat(h, debut, fin) -> dict:
    un = {"debut": debut}
    if fin is not None:
        un["fin"] = fin
    paie = round(h.uniform(300, 6000), h.choice([0, 2, 2, 2]))
    maniere = h.choice(["salaire_mensuel", "salaire_mensuel", "salaire_total", "salaires"])
    if maniere == "salaire_mensuel" or (fin is None and maniere == "salaire_total"):
        un["salaire_mensuel"] = h.choice([paie, paie, paie * 1.1])
    elif maniere == "salaire_total":
        un["salaire_total"] = round(paie * ((fin - debut).days + 1) / 30, 2)
    else:
        un["salaires"] = {
            mois: round(paie * h.uniform(0.5, 1), 2)
            for mois in situation.mois_suivants(modele.mois_de(debut), modele.mois_de(fin or datetime.date(2026, 12, 31)))
        }
    if h.random() < 0.2:
        un["heures_mensuelles"] = 151.67
    elif h.random() < 0.2 and fin is not None:
        un["heures"] = float(h.randint(5, 1500))
    if h.random() < 0.3:
        un["quotite"] = h.choice([0.5, 0.8, 0.333, 1.0])
    if h.random() < 0.1:
        un["saisonnier"] = True
    if fin is not None and h.random() < 0.97:
        un["motif"] = h.choice(["fin_cdd", "fin_cdd", "fin_mission", "licenciement_personnel", "rupture_conventionnelle"])
        if un["motif"].startswith("licenciement") and h.random() < 0.7:
            un["engagement_procedure"] = fin - datetime.timedelta(days=h.randint(0, 120))
        if h.random() < 0.3:
            un["indemnite_conges_payes"] = round(h.uniform(10, 4000), 2)
        if h.random() < 0.1:
            un["jours_conges_payes"] = h.randint(0, 30)
        if h.random() < 0.2:
            un["indemnites_supra_legales"] = round(h.uniform(10, 20000), 2)
        if h.random() < 0.1:
            un["premiere_admission"] = h.random() < 0.5
    return un


def _plage(h, debut, jours=None) -> dict:
    une = {"debut": debut}
    if jours is not None or h.random() < 0.3:
        une["fin"] = debut + datetime.timedelta(days=h.randint(20, 700) if jours is None else jours)
    return une


def _jours(h, du_mois, nature, debut, fin) -> None:
    """The days of a range in the months, by one of the ways that the table has."""
    for un_mois in situation.mois_suivants(modele.mois_de(debut), modele.mois_de(fin)):
        premier = datetime.date(int(un_mois[:4]), int(un_mois[5:]), 1)
        dernier = situation.dernier_jour(un_mois)
        de, a = max(debut, premier), min(fin, dernier)
        une = du_mois(un_mois)
        if h.random() < 0.3:
            une[f"{nature}_masque"] = sum(1 << (jour - 1) for jour in range(de.day, a.day + 1))
            continue
        if (de, a) == (premier, dernier):
            une[nature] = True
        if de > premier:
            une[f"{nature}_debut"] = de
        if a < dernier or (de, a) != (premier, dernier) and de == premier:
            une[f"{nature}_fin"] = a


def _table(lignes: list[dict], table: str) -> pa.Table:
    genres = {"date": pa.date32(), "booleen": pa.bool_(), "entier": pa.int64()}
    genres |= dict.fromkeys(("identifiant", "mois", "enum"), pa.string())
    noms = {nom for ligne in lignes for nom in ligne}
    champs = [
        (une.nom, genres.get(une.genre, pa.float64())) for une in colonnes.TABLES[table] if une.nom in noms or une.presente
    ]
    return pa.Table.from_pylist(lignes, schema=pa.schema(champs))


@pytest.fixture(scope="module")
def demandeurs():
    """Three hundred claimants that the file accepts: files, and tables of mixed rows."""
    dossiers, individus, contrats, mois, graine = {}, [], [], [], 0
    while len(dossiers) < 300:
        dossier, individu, lignes, ses_mois = tirer(graine)
        graine += 1
        try:
            dossiers[individu["identifiant"]] = modele.Dossier.model_validate(dossier)
        except ValueError:
            continue  # several ends of a month of which the last has no motive
        individus.append(individu)
        contrats += lignes
        mois += ses_mois
    h = Random(3)
    for lignes in (individus, contrats, mois):
        h.shuffle(lignes)
    return dossiers, (_table(individus, "individus"), _table(contrats, "contrats"), _table(mois, "mois"))


@pytest.fixture(scope="module")
def resultats(systeme, demandeurs, tmp_path_factory):
    rejets = tmp_path_factory.mktemp("population") / "rejets.parquet"
    table = simuler(*demandeurs[1], variables=PUBLIQUES, debut=DEBUT, fin=FIN, rejets=rejets, systeme=systeme)
    return table, pa.parquet.read_table(rejets)


def _mois(debut=DEBUT, fin=FIN) -> list[str]:
    return situation.mois_suivants(debut, fin)


def _ramener(colonne, largeur: int):
    """A column of results as the engine has it, a row a claimant."""
    if pa.types.is_date(colonne.type):
        colonne = colonne.cast(pa.int32()).fill_null(0)
    return colonne.to_numpy().reshape(-1, largeur)


def _par_le_dossier(systeme, dossiers):
    """The files of all of them in one simulation, in the order of their names."""
    contenu = {}
    for nom in sorted(dossiers):
        situation_du_dossier = situation.construire(dossiers[nom], jusqu_a=FIN).contenu["individus"][situation.DEMANDEUR]
        contenu[nom] = {
            variable: {str(periods.period(periode)): valeur for periode, valeur in valeurs.items()}
            for variable, valeurs in situation_du_dossier.items()
        }
    return SimulationBuilder().build_from_dict(systeme, {"individus": contenu})


def test_les_memes_entrees_que_le_dossier(systeme, demandeurs, tmp_path):
    """Days, pay, hours, working time, ends and sums of each month, before any rule."""
    attendue = _par_le_dossier(systeme, demandeurs[0])
    tables = lecture.Tables(*demandeurs[1], tmp_path)
    tables.partager(1000)
    obtenue = SimulationBuilder().build_default_simulation(systeme, count=len(tables.identifiants))
    fin = 2025 * 12 + 11
    conversion.poser(obtenue, tables.lire(0), fin)
    comparees = 0
    for nom, variable in systeme.variables.items():
        holders = [une.populations["individu"].get_holder(nom) for une in (attendue, obtenue)]
        for mois in range(2010 * 12, fin + conversion.MOIS_AU_DELA + 1):
            if nom in DE_LA_PERSONNE and mois < 2024 * 12:
                continue  # a file says it from the year of her first contract, a table from the first month of anyone
            periode = cal.periode(mois)
            des_deux = [
                holder.__dict__.get("donnees", {}).get(periode) if variable.formulas else holder.get_array(periode) for holder in holders
            ]
            if all(une is None for une in des_deux):
                continue
            defaut = variable.default_array(len(tables.identifiants))
            valeurs = [numpy.asarray(defaut if une is None else une) for une in des_deux]
            assert (valeurs[0] == valeurs[1]).all(), (nom, periode, numpy.flatnonzero(valeurs[0] != valeurs[1]))
            comparees += int((valeurs[0] != numpy.asarray(defaut)).sum())
    assert comparees > 50_000


def test_les_memes_chiffres_que_le_dossier(systeme, demandeurs, resultats):
    """Three hundred random claimants, every public variable, every month: equal to the last bit."""
    dossiers, _ = demandeurs
    noms = sorted(dossiers)
    simulation = _par_le_dossier(systeme, dossiers)
    refuses = consigner(simulation.populations["individu"])
    mois, (table, rejets) = _mois(), resultats
    attendus = {nom: [simulation.calculate(nom, un_mois) for un_mois in mois] for nom in PUBLIQUES}
    gardes = numpy.array([rang not in refuses for rang in range(len(noms))])
    assert gardes.sum() > 150 and 0 < len(refuses)
    assert table.column("identifiant").unique().to_pylist() == [nom for nom, garde in zip(noms, gardes) if garde]
    assert table.column("mois").to_pylist()[: len(mois)] == mois
    for nom in PUBLIQUES:
        attendu = numpy.stack(attendus[nom], axis=1)[gardes]
        if attendu.dtype.kind == "M":
            attendu = attendu.astype("datetime64[D]").astype(numpy.int64)
        obtenu = _ramener(table.column(nom), len(mois))
        differents = numpy.argwhere(obtenu != attendu)
        assert not len(differents), (nom, [(numpy.array(noms)[gardes][qui], mois[quand]) for qui, quand in differents[:5]])
    dits = {une["identifiant"]: (une["colonne"], une["valeur"], une["message"]) for une in rejets.to_pylist()}
    assert set(rejets.column("table").to_pylist()) == {"regles"}
    assert dits == {noms[rang]: refus for rang, refus in refuses.items()}
    assert (table.column("are_nette").to_numpy() > 0).sum() > 1000 and (table.column("trop_percu").to_numpy() > 0).sum() > 20


def test_les_memes_chiffres_que_le_releve(demandeurs, resultats):
    """A few of them one by one, by the very statement of ``openfisca-chomage dossier``; who is refused is refused there."""
    table, rejets = resultats
    compares = 0
    refuses = rejets.column("identifiant").to_pylist()
    for nom in sorted(demandeurs[0])[:40] + refuses[:10]:
        ses_lignes = table.filter(pa.compute.equal(table.column("identifiant"), nom))
        par_mois = {ligne["mois"]: ligne for ligne in ses_lignes.to_pylist()}
        try:
            releve = calculer_dossier(Lu(demandeurs[0][nom]))
        except ErreurDossier:
            assert nom in refuses
            continue
        for ligne in releve.mois:
            for variable, chiffre in ligne.colonnes.items():
                if ligne.mois in par_mois:
                    assert par_mois[ligne.mois][variable] == chiffre.valeur, (nom, ligne.mois, variable)
                    compares += 1
    assert compares > 1000


def test_ni_les_lots_ni_l_ordre_ne_comptent(systeme, demandeurs, resultats, tmp_path):
    table, rejets = resultats
    individus, contrats, mois = demandeurs[1]
    h = numpy.random.default_rng(5)
    for taille in (1, 7, 64, 299):
        if taille == 1:
            gardes = pa.compute.is_in(individus.column("identifiant"), pa.array(sorted(demandeurs[0])[:12]))
            individus_lus = individus.filter(gardes)
            retenus = individus_lus.column("identifiant").combine_chunks()
            autres = [une.filter(pa.compute.is_in(une.column("identifiant"), retenus)) for une in (contrats, mois)]
        else:
            individus_lus, autres, retenus = individus, (contrats, mois), individus.column("identifiant").combine_chunks()
        melees = [une.take(h.permutation(une.num_rows)) for une in (individus_lus, *autres)]
        chemin = tmp_path / f"rejets{taille}.parquet"
        obtenue = simuler(*melees, variables=PUBLIQUES, debut=DEBUT, fin=FIN, rejets=chemin, lot=taille, systeme=systeme)
        assert obtenue.equals(table.filter(pa.compute.is_in(table.column("identifiant"), retenus)))
        attendus = rejets.filter(pa.compute.is_in(rejets.column("identifiant"), retenus))
        assert pa.parquet.read_table(chemin).equals(attendus)


def test_la_fenetre_ne_change_pas_les_mois(systeme, demandeurs, resultats, tmp_path):
    """A month is what it is, whatever the months asked beside it."""
    rejets = tmp_path / "rejets.parquet"
    courte = simuler(*demandeurs[1], variables=["are_nette", "reliquat"], debut="2024-03", fin="2024-05", rejets=rejets, systeme=systeme)
    table = resultats[0].select(["identifiant", "mois", "projete", "are_nette", "reliquat"])
    table = table.filter(pa.compute.is_in(table.column("mois"), pa.array(["2024-03", "2024-04", "2024-05"])))
    courte = courte.filter(pa.compute.is_in(courte.column("identifiant"), table.column("identifiant").unique()))
    assert courte.equals(table)


# --- A few claimants by hand

INDIVIDUS = {
    "identifiant": ["a", "b", "c"],
    "date_naissance": [datetime.date(1980, 1, 1), datetime.date(1990, 5, 1), datetime.date(1985, 6, 12)],
}
CONTRATS = {
    "identifiant": ["b", "a", "c"],
    "debut": [datetime.date(2023, 1, 1), datetime.date(2022, 1, 1), datetime.date(2020, 1, 1)],
    "fin": [datetime.date(2024, 12, 31), datetime.date(2024, 12, 15), None],
    "motif": ["fin_cdd", "licenciement_personnel", None],
    "salaire_mensuel": [3000.0, 2400.0, 1800.0],
}
INSCRITS = {
    "identifiant": ["a"] * 6 + ["b"] * 6,
    "mois": [f"2025-{mois:02}" for mois in range(1, 7)] * 2,
    "inscription": [True] * 12,
}
DEMANDE = {"variables": ["are_nette", "jours_indemnises"], "debut": "2025-01", "fin": "2025-06"}


@pytest.fixture
def tables():
    return [pa.table(une) for une in (INDIVIDUS, CONTRATS, INSCRITS)]


def test_le_cas_du_readme(systeme, tables):
    """Born on 1 May 1990, 3,000 € a month over 2023 and 2024: the README's own figure for February 2025."""
    table = simuler(*tables, systeme=systeme, **DEMANDE)
    assert table.schema.types == [pa.string(), pa.string(), pa.bool_(), pa.float64(), pa.int32()]
    assert table.num_rows == 18
    assert table.column("are_nette").to_pylist()[7] == 1489.32
    assert table.column("are_nette").to_pylist()[12:] == [0] * 6


FORMATS = ("parquet", "csv", "csv_francais", "pandas", "polars", "polars_lazy", "dictionnaire", "entiers", "dates")


@pytest.mark.parametrize("format_", FORMATS)
def test_formats(systeme, tables, tmp_path, format_):
    attendue = simuler(*tables, systeme=systeme, **DEMANDE)
    if format_ in ("parquet", "csv", "csv_francais"):
        chemins = []
        for nom, une in zip(("individus", "contrats", "mois"), tables):
            chemin = tmp_path / f"{nom}.{'parquet' if format_ == 'parquet' else 'csv'}"
            if format_ == "parquet":
                pa.parquet.write_table(une, chemin)
            else:
                pa.csv.write_csv(une, chemin)
            if format_ == "csv_francais":
                lignes = chemin.read_text(encoding="utf-8")
                for avant, apres in ((",", ";"), ('"', ""), ("3000", "3000,00"), ("true", "oui")):
                    lignes = lignes.replace(avant, apres)
                chemin.write_text("\ufeff" + lignes, encoding="utf-8")
            chemins.append(chemin)
        tables = chemins
    elif format_ == "pandas":
        pytest.importorskip("pandas")
        tables = [une.to_pandas() for une in tables]
    elif format_.startswith("polars"):
        polars = pytest.importorskip("polars")
        tables = [polars.from_arrow(une) for une in tables]
        tables = [une.lazy() for une in tables] if format_ == "polars_lazy" else tables
    elif format_ == "dictionnaire":
        tables = [
            pa.table({nom: une.column(nom).dictionary_encode() if nom in ("identifiant", "motif", "mois") else une.column(nom)
                      for nom in une.column_names}) for une in tables
        ]  # fmt: skip
    elif format_ == "entiers":
        rangs = {"a": 1, "b": 2, "c": 3}
        tables = [une.set_column(0, "identifiant", pa.array([rangs[nom] for nom in une.column(0).to_pylist()])) for une in tables]
        attendue = attendue.set_column(0, "identifiant", pa.array([rangs[nom] for nom in attendue.column(0).to_pylist()]))
    else:
        mois = pa.array([datetime.date(2025, int(un[5:]), 1) for un in tables[2].column("mois").to_pylist()])
        tables[2] = tables[2].set_column(1, "mois", mois)
        tables[1] = tables[1].set_column(1, "debut", tables[1].column("debut").cast(pa.timestamp("ns")))
        tables[0] = tables[0].set_column(1, "date_naissance", pa.array([str(jour) for jour in INDIVIDUS["date_naissance"]]))
    assert simuler(*tables, systeme=systeme, **DEMANDE).equals(attendue)


def test_identifiants_d_un_csv_sont_du_texte(systeme, tables, tmp_path):
    """A CSV does not lose the zeros in front of an identifier."""
    for rang, nom in enumerate(("individus", "contrats", "mois")):
        noms = pa.array(["00" + un for un in tables[rang].column(0).to_pylist()])
        noms = pa.array([un.replace("a", "1").replace("b", "2").replace("c", "3") for un in noms.to_pylist()])
        pa.csv.write_csv(tables[rang].set_column(0, "identifiant", noms), tmp_path / f"{nom}.csv")
    chemins = [tmp_path / f"{nom}.csv" for nom in ("individus", "contrats", "mois")]
    assert simuler(*chemins, systeme=systeme, **DEMANDE).column("identifiant").unique().to_pylist() == ["001", "002", "003"]


def test_sans_mois_ni_droit(systeme, tables):
    table = simuler(tables[0].slice(2, 1), tables[1].slice(2, 1), systeme=systeme, **DEMANDE)
    assert table.column("are_nette").to_pylist() == [0] * 6


def test_emploi_conserve(systeme):
    """A job that went on beside the one that was lost: its days and pay are those of a conserved job."""
    contrats = {nom: [*valeurs[:1], valeurs[0]] for nom, valeurs in CONTRATS.items()}
    contrats.update(fin=[datetime.date(2024, 12, 31), None], motif=["fin_cdd", None])
    contrats.update(salaire_mensuel=[3000.0, 500.0], conserve=[False, True])
    individus = pa.table(INDIVIDUS).slice(1, 1)
    mois = pa.table(INSCRITS).slice(6)
    noms = ["salaire_brut", "salaire_activite_conservee", "calendrier_activite_conservee", "calendrier_contrats", "salaire_reference"]
    table = simuler(individus, pa.table(contrats), mois, systeme=systeme, variables=noms, debut="2024-12", fin="2025-01")
    assert table.select(noms[:4]).to_pydict() == {
        "salaire_brut": [3000, 0], "salaire_activite_conservee": [500, 500],
        "calendrier_activite_conservee": [2**31 - 1] * 2, "calendrier_contrats": [2**31 - 1, 0],
    }  # fmt: skip
    assert table.column("salaire_reference").to_pylist()[0] == 72000


# --- What is wrong


def _erreurs(systeme, *tables, **demande):
    with pytest.raises(ErreurPopulation) as refus:
        simuler(*tables, systeme=systeme, **{**DEMANDE, **demande})
    return refus.value


def _avec(table: pa.Table, nom: str, valeurs) -> pa.Table:
    valeurs = pa.array(valeurs) if isinstance(valeurs, list) else valeurs
    if nom in table.column_names:
        return table.set_column(table.column_names.index(nom), nom, valeurs)
    return table.append_column(nom, valeurs)


JOUR = datetime.date(2024, 12, 15)
FAUTES = {
    # table, column, values of the whole column, row that is wrong, what the message holds
    "sans naissance": ("individus", "date_naissance", [None, *INDIVIDUS["date_naissance"][1:]], 1, "« date_naissance » manque"),
    "identifiant double": ("individus", "identifiant", ["a", "b", "b"], 2, "plusieurs fois"),
    "date hors bornes": ("contrats", "debut", [datetime.date(1850, 1, 1), *CONTRATS["debut"][1:]], 1, "hors des années 1900 à 2099"),
    "date sans annee": ("contrats", "debut", pa.array([2**31 - 1, 19000, 18000], pa.int32()).cast(pa.date32()), 1, "hors des années"),
    "date illisible": ("contrats", "debut", ["2023-01-01", "01/02/2022", "2020-01-01"], 2, "« 01/02/2022 » n'est pas une date"),
    "fin avant debut": ("contrats", "fin", [datetime.date(2022, 12, 31), JOUR, None], 1, "« 2022-12-31 » est avant le début"),
    "motif inconnu": ("contrats", "motif", ["fin_cd", "licenciement_personnel", None], 1, "Vouliez-vous écrire « fin_cdd »"),
    "identifiant inconnu": ("contrats", "identifiant", ["b", "z", "c"], 2, "« z » n'est pas dans individus"),
    "sans identifiant": ("contrats", "identifiant", ["b", None, "c"], 2, "« identifiant » manque"),
    "negatif": ("contrats", "salaire_mensuel", [3000.0, -1.0, 1800.0], 2, "« -1.0 » est négatif"),
    "nan": ("contrats", "salaire_mensuel", [3000.0, float("nan"), 1800.0], 2, "« nan » n'est pas un nombre"),
    "infini": ("contrats", "salaire_mensuel", [3000.0, float("inf"), 1800.0], 2, "n'est pas un nombre fini"),
    "trop grand": ("contrats", "salaire_mensuel", [3000.0, 1e9, 1800.0], 2, "trop grand"),
    "sans paie": ("contrats", "salaire_mensuel", [3000.0, None, 1800.0], 2, "n'a pas de paie"),
    "deux paies": ("contrats", "salaire_total", [3000.0, None, None], 1, "pas les deux"),
    "total sans fin": ("contrats", "heures", [None, None, 3.0], 3, "il faut sa fin"),
    "motif sans fin": ("contrats", "motif", ["fin_cdd", "licenciement_personnel", "fin_cdd"], 3, "n'a pas de fin"),
    "quotite": ("contrats", "quotite", [0.5, 1.5, None], 2, "n'est pas une quotité"),
    "procedure de fin_cdd": ("contrats", "date_engagement_procedure", [JOUR, None, None], 1, "n'est engagée que pour"),
    "procedure apres": ("contrats", "date_engagement_procedure", [None, datetime.date(2025, 1, 1), None], 2, "après la fin"),
    "avant la naissance": ("contrats", "debut", [datetime.date(1989, 1, 1), *CONTRATS["debut"][1:]], 1, "avant la naissance"),
    "indemnite sans motif": ("contrats", "motif", [None, "licenciement_personnel", None], 1, "sans le motif"),
    "mois double": ("mois", "mois", ["2025-02", "2025-02", *INSCRITS["mois"][2:]], 1, "2025-02 est donné plusieurs fois"),
    "mois double, au loin": ("mois", "mois", ["1950-02", "1950-02", *INSCRITS["mois"][2:]], 1, "1950-02 est donné plusieurs fois"),
    "mois illisible": ("mois", "mois", ["2025-13", *INSCRITS["mois"][1:]], 1, "« 2025-13 » n'est pas un mois"),
    "jour hors du mois": ("mois", "inscription_debut", [datetime.date(2025, 2, 1)] + [None] * 11, 1, "n'est pas un jour du mois"),
    "masque trop long": ("mois", "formation_masque", [None, 1 << 30] + [None] * 10, 2, "un jour que le mois"),
    "masque et dates": ("mois", "inscription_masque", [1] + [None] * 11, 1, "pas les deux"),
}


@pytest.mark.parametrize("cas", FAUTES)
def test_fautes(systeme, tables, tmp_path, cas):
    """Each fault is told with its row, and the run goes on without that claimant, whole, when rejects are asked for."""
    nom, colonne, valeurs, ligne, extrait = FAUTES[cas]
    rang = ("individus", "contrats", "mois").index(nom)
    if cas == "indemnite sans motif":
        tables[1] = _avec(tables[1], "indemnite_conges_payes", [100.0, None, None])
    tables[rang] = _avec(tables[rang], colonne, valeurs)
    erreur = _erreurs(systeme, *tables)
    dites = [une for une in erreur.erreurs.to_pylist() if une["table"] == nom and extrait in une["message"]]
    assert dites and dites[0]["ligne"] == ligne and extrait in str(erreur)
    rejets = tmp_path / "rejets.parquet"
    table = simuler(*tables, systeme=systeme, rejets=rejets, **DEMANDE)
    ecrits = pa.parquet.read_table(rejets)
    assert ecrits.slice(0, erreur.erreurs.num_rows).equals(erreur.erreurs)
    connus = set(tables[0].column("identifiant").to_pylist())
    assert set(table.column("identifiant").to_pylist()) == connus - set(ecrits.column("identifiant").to_pylist())


def test_fautes_d_un_csv(systeme, tables, tmp_path):
    texte = "identifiant,debut,fin,motif,salaire_mensuel\n,2022-01-01,,,10\na,2022-01-01,2024-12-15,fin_cdd,12 k\nb,2023-01-01,,,nan\n"
    (tmp_path / "contrats.csv").write_text(texte, encoding="utf-8")
    erreurs = _erreurs(systeme, tables[0], tmp_path / "contrats.csv", tables[2]).erreurs
    assert [(une["ligne"], une["identifiant"], une["message"]) for une in erreurs.to_pylist()] == [
        (1, None, "« identifiant » manque."), (2, "a", "« 12 k » n'est pas un nombre."), (3, "b", "« nan » n'est pas un nombre."),
    ]  # fmt: skip


def test_colonne_manquante(systeme, tables):
    erreur = _erreurs(systeme, tables[0].rename_columns(["identifiant", "naissance"]), *tables[1:])
    assert "La colonne « date_naissance » manque dans individus. Est-ce « naissance » ?" in str(erreur)


def test_colonne_mal_ecrite(systeme, tables):
    tables[1] = _avec(tables[1], "quotitee", [1.0, 1.0, 1.0])
    assert "« quotitee » n'est pas connue dans contrats. Vouliez-vous écrire « quotite » ?" in str(_erreurs(systeme, *tables))


TYPES_FAUX = [(1, "debut", [1, 2, 3]), (1, "salaire_mensuel", ["1", "2", "3"]), (0, "date_naissance", [True] * 3)]


@pytest.mark.parametrize(("rang", "nom", "valeurs"), TYPES_FAUX)
def test_type_faux(systeme, tables, rang, nom, valeurs):
    tables[rang] = _avec(tables[rang], nom, valeurs)
    assert f"La colonne « {nom} » de" in str(_erreurs(systeme, *tables))


def test_toutes_les_fautes_a_la_fois(systeme, tables):
    tables[0] = _avec(tables[0], "date_naissance", [None, *INDIVIDUS["date_naissance"][1:]])
    tables[1] = _avec(tables[1], "salaire_mensuel", [-3.0, 2400.0, float("inf")])
    assert [(une["table"], une["ligne"]) for une in _erreurs(systeme, *tables).erreurs.to_pylist()] == [
        ("individus", 1), ("contrats", 1), ("contrats", 3),
    ]  # fmt: skip


def test_motifs_d_une_meme_fin(systeme):
    individus = pa.table(INDIVIDUS).slice(0, 1)
    fin = datetime.date(2024, 12, 31)
    contrats = {"identifiant": ["a", "a"], "debut": [datetime.date(2022, 1, 1)] * 2, "fin": [fin, fin], "salaire_mensuel": [1000.0] * 2}
    differents = pa.table({**contrats, "motif": ["fin_cdd", "fin_mission"]})
    assert "avec des motifs différents" in str(_erreurs(systeme, individus, differents))
    sans = pa.table({**contrats, "motif": pa.array(["fin_cdd", None])})
    assert "le dernier n'a pas de motif" in str(_erreurs(systeme, individus, sans))


def test_fichiers_illisibles(systeme, tables, tmp_path):
    (tmp_path / "faux.parquet").write_text("bonjour", encoding="utf-8")
    (tmp_path / "inegal.csv").write_text("identifiant,date_naissance\na,1980-01-01\nb\n", encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes("identifiant,date_naissance\né,1980-01-01\n".encode("latin-1"))
    (tmp_path / "plusieurs").mkdir()
    pa.parquet.write_table(tables[0].slice(0, 2), tmp_path / "plusieurs" / "1.parquet")
    pa.parquet.write_table(tables[0].slice(2).rename_columns(["identifiant", "naissance"]), tmp_path / "plusieurs" / "2.parquet")
    for nom, extrait in (
        ("faux.parquet", "ne peut pas être lu"), ("inegal.csv", "ne peut pas être lue"), ("latin.csv", "pas en UTF-8"),
        ("absent.parquet", "aucun fichier"), ("plusieurs", "n'a pas les mêmes colonnes"),
    ):  # fmt: skip
        assert extrait in str(_erreurs(systeme, tmp_path / nom, *tables[1:]))


def test_plusieurs_fichiers(systeme, tables, tmp_path):
    for rang in range(3):
        pa.parquet.write_table(tables[0].slice(rang, 1), tmp_path / f"{rang}.parquet")
    assert simuler(tmp_path, *tables[1:], systeme=systeme, **DEMANDE).equals(simuler(*tables, systeme=systeme, **DEMANDE))


def test_tables_vides(systeme, tables):
    assert simuler(*(une.slice(0, 0) for une in tables), systeme=systeme, **DEMANDE).num_rows == 0
    assert simuler(tables[0], tables[1].slice(0, 0), systeme=systeme, **DEMANDE).num_rows == 18


def test_sorties_fausses(systeme, tables, tmp_path):
    pa.parquet.write_table(tables[0], tmp_path / "individus.parquet")
    tables[0] = tmp_path / "individus.parquet"
    (tmp_path / "d.parquet").mkdir()
    for sortie, rejets, extrait in (
        (tmp_path / "absent" / "x.parquet", None, "n'existe pas"), (tmp_path, None, "n'est pas un dossier de résultats"),
        (tmp_path / "x.csv", None, "est un fichier .parquet, ou un dossier"), (tmp_path / "d.parquet", None, "est un dossier"),
        (tables[0], None, "une des tables lues"), (tmp_path / "x", tmp_path / "x", "à la fois"),
    ):  # fmt: skip
        with pytest.raises(ErreurDemande, match=extrait):
            simuler(*tables, systeme=systeme, sortie=sortie, rejets=rejets, **DEMANDE)


def test_demandes_fausses(systeme, tables):
    for demande, extrait in (
        ({"variables": ["are_net"]}, "Vouliez-vous écrire « are_nette »"), ({"debut": "2025"}, "n'est pas un mois"),
        ({"fin": "2024-12"}, "est avant le début"), ({"fin": "2036-01"}, "va jusqu'à 2035-12"),
        ({"variables": []}, "Aucune variable"), ({"lot": 0}, "par lot"),
    ):  # fmt: skip
        with pytest.raises(ErreurDemande, match=extrait):
            simuler(*tables, systeme=systeme, **{**DEMANDE, **demande})


# --- Refusals of the rules


def test_un_refus_des_regles(systeme, tables, tmp_path):
    """Mayotte is refused where a right opens there; the others are computed, and she is not dropped in silence."""
    attendue = simuler(*tables, systeme=systeme, **DEMANDE)
    tables[0] = _avec(tables[0], "territoire", ["mayotte", None, None])
    erreur = _erreurs(systeme, *tables)
    assert "regles, demandeur a, territoire : Mayotte a son propre règlement" in str(erreur)
    table = simuler(*tables, systeme=systeme, rejets=tmp_path / "rejets.parquet", **DEMANDE)
    assert table.equals(attendue.slice(6))
    rejets = pa.parquet.read_table(tmp_path / "rejets.parquet")
    assert rejets.equals(erreur.erreurs)


def test_un_refus_qui_ne_nomme_personne(systeme, tables, tmp_path, monkeypatch):
    """A refusal without an index is looked for by halves; a failure after a noted refusal starts again without her."""
    from openfisca_chomage.socle.refus import Refus

    derouler = lot._mois_par_mois

    def refuser(simulation, *arguments):
        naissances = simulation.calculate("date_naissance", "2025-01")
        if (naissances == numpy.datetime64("1990-05-01")).any():
            raise Refus(("droit", "une_regle"), "La règle n'est pas connue.")
        return derouler(simulation, *arguments)

    attendue = simuler(*tables, systeme=systeme, **DEMANDE)
    monkeypatch.setattr(lot, "_mois_par_mois", refuser)
    table = simuler(*tables, systeme=systeme, rejets=tmp_path / "rejets.parquet", **DEMANDE)
    assert table.equals(pa.concat_tables([attendue.slice(0, 6), attendue.slice(12)]).combine_chunks())
    rejets = pa.parquet.read_table(tmp_path / "rejets.parquet")
    assert rejets.select(["identifiant", "colonne"]).to_pylist() == [{"identifiant": "b", "colonne": "une_regle"}]

    def echouer(simulation, *arguments):
        if simulation.populations["individu"].count == 3:
            consigner(simulation.populations["individu"])[0] = ("variable", "2025-01", "non")
            raise IndexError("what is computed for who is refused means nothing")
        return derouler(simulation, *arguments)

    monkeypatch.setattr(lot, "_mois_par_mois", echouer)
    assert simuler(*tables, systeme=systeme, rejets=tmp_path / "rejets.parquet", **DEMANDE).equals(attendue.slice(6))


@pytest.mark.parametrize("panne", [IndexError, ValueError, KeyboardInterrupt])
def test_une_vraie_panne_n_est_pas_un_rejet(systeme, tables, tmp_path, monkeypatch, panne):
    """A bug, or Ctrl-C, is told as it is, and leaves no file."""

    def tomber(*_):
        raise panne("a bug")

    monkeypatch.setattr(lot, "_mois_par_mois", tomber)
    with pytest.raises(panne, match="a bug"):
        simuler(*tables, systeme=systeme, rejets=tmp_path / "rejets.parquet", sortie=tmp_path / "sortie.parquet", **DEMANDE)
    assert list(tmp_path.iterdir()) == []


# --- Files and command


def test_fichier(systeme, tables, tmp_path):
    """The file holds what memory would, and nothing is left beside it."""
    attendue = simuler(*tables, systeme=systeme, **DEMANDE)
    faits = []
    bilan = simuler(
        *tables, systeme=systeme, sortie=tmp_path / "sortie.parquet", lot=2, progression=lambda *fait: faits.append(fait), **DEMANDE
    )
    assert (bilan.demandeurs, bilan.rejetes, bilan.lignes) == (3, 0, 18)
    assert faits == [(2, 3), (3, 3)]
    assert pa.parquet.read_table(tmp_path / "sortie.parquet").equals(attendue)
    assert [chemin.name for chemin in tmp_path.iterdir()] == ["sortie.parquet"]


def test_types_de_sortie(systeme, tables):
    noms = ["territoire", "date_premier_jour_indemnisable", "droit_ouvert", "duree_indemnisation", "are_nette", "date_naissance"]
    table = simuler(*tables, systeme=systeme, variables=noms, debut="2025-01", fin="2025-01")
    assert table.schema.types[3:] == [pa.string(), pa.date32(), pa.bool_(), pa.int32(), pa.float64(), pa.date32()]
    assert table.column("territoire").to_pylist() == ["metropole"] * 3
    assert table.column("date_premier_jour_indemnisable").null_count == 1


def test_commande(tables, tmp_path):
    options = []
    tables[0] = _avec(tables[0], "service", ["x", "y", "z"])
    tables[1] = _avec(tables[1], "salaire_mensuel", [-3.0, 2400.0, 1800.0])
    for nom, une in zip(("individus", "contrats", "mois"), tables):
        pa.parquet.write_table(une, tmp_path / f"{nom}.parquet")
        options += [f"--{nom}", str(tmp_path / f"{nom}.parquet")]
    sortie, rejets = tmp_path / "sortie.parquet", tmp_path / "rejets.parquet"
    options += ["--variables", "are_nette, reliquat", "--debut", "2025-01", "--fin", "2025-06", "--sortie", str(sortie)]
    fait = CliRunner().invoke(application, ["population", *options])
    assert fait.exit_code == 1 and "contrats, ligne 1, demandeur b, salaire_mensuel" in fait.stderr
    assert not sortie.exists()
    fait = CliRunner().invoke(application, ["population", *options, "--rejets", str(rejets)])
    assert fait.exit_code == 0, fait.output
    assert "2 demandeurs calculés, 12 lignes écrites" in fait.stdout and "1 demandeurs rejetés" in fait.stdout
    assert "individus : colonnes non lues : service." in fait.stderr
    assert pa.parquet.read_table(sortie).column_names == ["identifiant", "mois", "projete", "are_nette", "reliquat"]
    assert pa.parquet.read_table(rejets).num_rows == 1
    absent = [un.replace("mois.parquet", "rien.parquet") for un in options]
    assert CliRunner().invoke(application, ["population", *absent]).exit_code == 1


def test_barre():
    from openfisca_chomage.population.avancement import barre

    with barre(10) as avancer:
        avancer(5)
        avancer(10)


def test_l_installation_de_base_n_a_pas_besoin_de_pyarrow(tmp_path):
    """Without pyarrow the package, the other commands and the help are there, and the command says what to install."""
    code = (
        "import sys; sys.modules['pyarrow'] = None; import openfisca_chomage, openfisca_chomage.population; "
        "from openfisca_chomage.dossier.application import application; "
        "application('population --individus a --contrats b --variables c --debut d --fin e --sortie f'.split())"
    )
    fait = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert fait.returncode == 2
    assert 'pip install "openfisca-chomage[dossier,population]"' in fait.stderr


def test_les_regles_n_importent_pas_la_population():
    for dossier in ("variables", "socle"):
        for fichier in (RACINE / "openfisca_chomage" / dossier).glob("*.py"):
            assert "chomage.population" not in fichier.read_text(encoding="utf-8"), fichier


def test_les_exemples_de_la_documentation(systeme, tmp_path, monkeypatch):
    """The Python lines of docs/population.md run as they stand."""
    import re

    texte = (RACINE / "docs" / "population.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for code in re.findall(r"```python\n(.*?)```", texte, re.DOTALL):
        exec(compile(code, "population.md", "exec"), {})


def test_jamais_plus_que_quelques_mois_en_memoire(systeme, tables, monkeypatch):
    """What is computed does not pile up along the months."""
    tailles = []
    oublier = lot.oublier_avant

    def mesurer(individu, mois, *arguments):
        oublier(individu, mois, *arguments)
        tailles.append(len(individu.get_holder("reliquat")._memory_storage._arrays))

    monkeypatch.setattr(lot, "oublier_avant", mesurer)
    simuler(*tables, systeme=systeme, variables=["are_versee"], debut="2025-01", fin="2026-12")
    assert max(tailles) <= lot.MOIS_GARDES + 1
