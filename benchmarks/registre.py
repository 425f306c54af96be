"""From tables to tables: a register of claimants by the workers of this machine, its growth, its steps, its variables, its peer.

    python benchmarks/registre.py                        10,000, 100,000 and 1,000,000 claimants over 36 months
    python benchmarks/registre.py --effectifs 10000 --france .venv-france/bin/python

The claimants are those of ``population.py``, written as the three tables of ``docs/population.md`` in Parquet, with evidence
that comes late for a quarter of the months worked, one in three of them hidden. Every run is a process of its own, from
Parquet to a folder of Parquet; what it costs in memory is the sum over all its processes, looked at ten times a second.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy
import population as tirage
import psutil
import pyarrow as pa
import pyarrow.parquet

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.socle import calendrier as cal

#: What is asked: what is due, what was paid, what is owed, and the state of the right.
VARIABLES = (
    "are_nette", "are_due", "are_versee", "trop_percu", "indu", "solde_indu", "reliquat", "jours_indemnises", "allocation_journaliere",
)  # fmt: skip
#: The chain alone, which is what openfisca-france computes.
CHAINE = ("are_nette", "jours_indemnises", "reliquat")
DEBUT, FIN, MOIS = "2023-01", "2025-12", 36
TRANCHE = 20_000
OBJECTIF_DEBIT, OBJECTIF_MEMOIRE, OBJECTIF_LINEAIRE, OBJECTIF_FRANCE = 1_500_000, 2000, 0.15, 20

#: The variables that an end of contract makes: those of the opening of a right.
OUVERTURE = ("perte_emploi", "affiliation", "salaire_reference", "duree", "differes")


# --- The register


def ecrire_le_registre(dossier: Path, effectif: int) -> None:
    """Write ``individus``, ``contrats`` and ``mois``, drawn by ``population.tirer``, a row group for each 20,000 claimants."""
    ecrits: dict = {}
    for rang, depart in enumerate(range(0, effectif, TRANCHE)):
        nombre = min(TRANCHE, effectif - depart)
        for nom, table in _tables(tirage.tirer(nombre, 1 + rang), depart, numpy.random.default_rng(1000 + rang)).items():
            if nom not in ecrits:
                ecrits[nom] = pyarrow.parquet.ParquetWriter(dossier / f"{nom}.parquet", table.schema)
            ecrits[nom].write_table(table)
    for un in ecrits.values():
        un.close()


def _tables(population: dict, depart: int, hasard) -> dict[str, pa.Table]:
    nombre, numeros = population["nombre"], sorted(population["contrats"])
    individus = pa.table({"identifiant": numpy.arange(depart, depart + nombre), "date_naissance": pa.array(population["naissance"])})
    masques = numpy.stack([population["contrats"][mois] for mois in numeros], axis=1)
    return {
        "individus": individus,
        "contrats": _contrats(population, masques, numpy.array(numeros), depart),
        "mois": _mois(population, masques, depart, hasard),
    }


def _contrats(population: dict, masques, numeros, depart: int) -> pa.Table:
    """Contract days in a row are one contract; that of resumed work has its own pay, the others the pay of a full month."""
    longueurs = cal.nombre_jours(numeros)
    premiers = cal.premier_jour_du_masque(masques, numeros)
    derniers = cal.dernier_jour_du_masque(masques, numeros)
    en_contrat, entier = masques != 0, masques == (1 << longueurs.astype(numpy.int64)) - 1
    suit = en_contrat.copy()
    suit[:, 1:] &= en_contrat[:, :-1] & (derniers[:, :-1] == cal.premier_jour(numeros[1:]) - 1) & (masques[:, 1:] & 1 == 1)
    suit[:, 0] = False
    debuts = en_contrat & ~suit
    finissent = en_contrat.copy()
    finissent[:, :-1] &= ~suit[:, 1:]
    qui, colonne = numpy.nonzero(debuts)
    _, colonne_fin = numpy.nonzero(finissent)
    motif = numpy.zeros(len(qui), dtype=numpy.int64)
    conges = numpy.full(len(qui), numpy.nan)
    for mois in population["motifs"]:
        ici = numeros[colonne_fin] == mois
        motif[ici] = population["motifs"][mois][qui[ici]]
        conges[ici] = population["conges"][mois][qui[ici]]
    salaire = population["salaire"][qui]
    reprise = (numeros[colonne] >= tirage.PREMIER) & (colonne == colonne_fin) & ~entier[qui, colonne] & (
        derniers[qui, colonne_fin] > population["fin"][qui]
    )  # fmt: skip
    payes = numpy.stack([population["salaires"][mois] for mois in numeros.tolist()], axis=1)[qui, colonne]
    noms = [membre.name for membre in sorted(MotifRupture, key=lambda un: un.index)]
    return pa.table(
        {
            "identifiant": qui + depart,
            "debut": pa.array(cal.en_dates(premiers[qui, colonne])),
            "fin": pa.array(cal.en_dates(derniers[qui, colonne_fin])),
            "motif": pa.DictionaryArray.from_arrays(pa.array(motif, mask=motif == 0), pa.array(noms)),
            "salaire_mensuel": pa.array(salaire, mask=reprise),
            "salaire_total": pa.array(payes, mask=~reprise),
            "indemnite_conges_payes": pa.array(conges, mask=~(conges > 0)),
        }
    )


def _mois(population: dict, masques, depart: int, hasard) -> pa.Table:
    """The months of 2023 to 2025 in which there is something to say: registered, ill, or evidence that comes late."""
    lignes = []
    for mois in range(tirage.PREMIER, tirage.DERNIER + 1):
        inscrits, malades = population["inscriptions"][mois], population["indisponibilites"][mois]
        paies = population["salaires"][mois]
        travail = (paies > 0) & (cal.premier_jour(mois) > population["fin"])
        tardif = travail & (hasard.random(len(paies)) < 0.25)
        cache = tardif & (hasard.random(len(paies)) < 0.33)
        venue = cal.premier_jour(mois + 1) + hasard.integers(15, 200, len(paies))
        qui = numpy.flatnonzero((inscrits != 0) | (malades != 0) | tardif)
        lignes.append(
            pa.table(
                {
                    "identifiant": qui + depart,
                    "mois": pa.array(numpy.full(len(qui), cal.en_dates(cal.premier_jour(mois)))),
                    "inscription_masque": inscrits[qui].astype(numpy.int32),
                    "indisponibilite_masque": pa.array(malades[qui], mask=malades[qui] == 0),
                    "salaire_activite_declare": pa.array(numpy.zeros(len(qui)), mask=~cache[qui]),
                    "salaire_activite_justifie": pa.array(paies[qui], mask=~tardif[qui]),
                    "date_justificatif": pa.array(cal.en_dates(venue[qui]), mask=~tardif[qui]),
                }
            )
        )
    return pa.concat_tables(lignes).combine_chunks()


# --- One run


def partie_simuler(options) -> dict:
    """The register of a folder, by the workers."""
    from openfisca_chomage.population import simuler

    sources = [options.dossier / f"{nom}.parquet" for nom in ("individus", "contrats", "mois")]
    debut = time.perf_counter()
    bilan = simuler(
        *sources, variables=CHAINE if options.chaine else VARIABLES, debut=DEBUT, fin=FIN, sortie=options.dossier / options.sortie,
        rejets=options.dossier / "rejets.parquet", travailleurs=options.travailleurs,
    )  # fmt: skip
    duree = time.perf_counter() - debut
    return {
        "duree": duree, "secondes": bilan.secondes, "demandeurs": bilan.demandeurs, "rejetes": bilan.rejetes, "lots": bilan.lots,
        "travailleurs": bilan.travailleurs, "lignes": bilan.lignes,
    }  # fmt: skip


def partie_variables(options) -> dict:
    """Own seconds of each variable, of one chunk: what its formula takes, without those that it asks."""
    from openfisca_chomage.population.erreurs import Erreurs
    from openfisca_chomage.population.lecture import Tables
    from openfisca_chomage.population.lot import Montre, calculer_lot

    systeme, pile, propres = CountryTaxBenefitSystem(), [0.0], {}

    def chronometrer(nom, formule):
        def mesurer(*arguments):
            debut = time.perf_counter()
            pile.append(0.0)
            try:
                return formule(*arguments)
            finally:
                ecoule = time.perf_counter() - debut
                propres[nom] = propres.get(nom, 0.0) + ecoule - pile.pop()
                pile[-1] += ecoule

        if formule.__code__.co_argcount == 2:  # the engine looks at what a formula takes
            return lambda individu, period: mesurer(individu, period)
        return lambda individu, period, parameters: mesurer(individu, period, parameters)

    for nom, variable in systeme.variables.items():
        for date, formule in variable.formulas.items():
            variable.formulas[date] = chronometrer(nom, formule)
    with tempfile.TemporaryDirectory() as dossier:
        tables = Tables(*(options.dossier / f"{nom}.parquet" for nom in ("individus", "contrats", "mois")), Path(dossier))
        tables.partager(TRANCHE)
        montre = Montre()
        calculer_lot(systeme, tables.lire(0), VARIABLES, tirage.PREMIER, tirage.DERNIER, Erreurs(), montre)
    # The engine loads a file of variables under a name of its own: numbers, then that of the file.
    pieces = {nom: re.sub(r"^-?\d+_-?\d+_", "", type(variable).__module__) for nom, variable in systeme.variables.items()}
    return {"propres": propres, "regles": montre.secondes["regles"], "pieces": pieces}


def partie_ouvertures(options) -> dict:
    """Seconds of the rules for chunks in which all, a half, a tenth or nobody loses a job; and of those of the opening alone."""
    rendus = {}
    for part in (1.0, 0.5, 0.1, 0.0):
        with tempfile.TemporaryDirectory() as dossier:
            sources = [pyarrow.parquet.read_table(options.dossier / f"{nom}.parquet") for nom in ("individus", "contrats", "mois")]
            perdent = numpy.random.default_rng(1).random(TRANCHE) < part
            sources = [_sans_evenement(table, perdent) for table in sources]
            for nom, table in zip(("individus", "contrats", "mois"), sources):
                pyarrow.parquet.write_table(table, Path(dossier) / f"{nom}.parquet")
            mesures = partie_variables(argparse.Namespace(dossier=Path(dossier)))
        evenement = sum(temps for nom, temps in mesures["propres"].items() if mesures["pieces"][nom] in OUVERTURE)
        rendus[f"{part:.0%}"] = (evenement, mesures["regles"])
    return rendus


def _sans_evenement(table: pa.Table, perdent) -> pa.Table:
    """Those who do not lose a job are in their contracts still, and registered nowhere."""
    qui = table.column("identifiant").to_numpy()
    table, qui = table.filter(pa.array(qui < TRANCHE)), qui[qui < TRANCHE]
    if "motif" not in table.column_names:
        return table if "date_naissance" in table.column_names else table.filter(pa.array(perdent[qui]))
    for nom in ("fin", "motif", "indemnite_conges_payes", "salaire_total"):
        colonne = table.column(nom).combine_chunks()
        if nom == "motif":
            colonne = colonne.dictionary_decode() if isinstance(colonne, pa.DictionaryArray) else colonne
        garde = perdent[qui]
        table = table.set_column(table.column_names.index(nom), nom, pa.compute.if_else(pa.array(garde), colonne, None))
    salaires = pa.compute.coalesce(table.column("salaire_mensuel"), pa.scalar(1500.0))
    garde = pa.array(perdent[qui])
    salaires = pa.compute.if_else(garde, table.column("salaire_mensuel"), salaires)
    return table.set_column(table.column_names.index("salaire_mensuel"), "salaire_mensuel", salaires)


PARTIES = {"simuler": partie_simuler, "variables": partie_variables, "ouvertures": partie_ouvertures}


# --- All of them


def _lancer(partie: str, dossier: Path, travailleurs: int = 1, *autres: str) -> dict:
    """A part in a process of its own, and the peak of the memory of all its processes together."""
    commande = [sys.executable, __file__, "--partie", partie, "--dossier", str(dossier), "--travailleurs", str(travailleurs)]
    processus = subprocess.Popen([*commande, *autres], stdout=subprocess.PIPE, text=True)
    pics = [0.0]
    fini = threading.Event()

    def regarder():
        racine = psutil.Process(processus.pid)
        while not fini.wait(0.1):
            try:
                tous = [racine, *racine.children(recursive=True)]
                pics.append(sum(_residente(un) for un in tous) / 1e6)
            except psutil.NoSuchProcess:
                return

    veilleur = threading.Thread(target=regarder, daemon=True)
    veilleur.start()
    dit, _ = processus.communicate()
    fini.set()
    veilleur.join()
    if processus.returncode:
        raise SystemExit(processus.returncode)
    return {**json.loads(dit.splitlines()[-1]), "memoire": max(pics)}


def _residente(processus: psutil.Process) -> int:
    try:
        return processus.memory_info().rss
    except psutil.NoSuchProcess:
        return 0


def _france(python: str, nombre: int, processus: int) -> float:
    """Claimant-months a second of openfisca-france, as many processes at once as we have workers."""
    commande = [python, str(Path(__file__).parent / "france.py"), str(nombre)]
    tous = [subprocess.Popen(commande, stdout=subprocess.PIPE, text=True) for _ in range(processus)]
    debits = []
    for un in tous:
        dit, _ = un.communicate()
        debits.append(json.loads(dit.splitlines()[-1])["tailles"][0]["debit"][0])
    return sum(debits)


def principal() -> None:
    analyseur = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    analyseur.add_argument("--effectifs", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    analyseur.add_argument("--travailleurs", type=int, default=2)
    analyseur.add_argument("--france", help="the Python of an environment with openfisca-france")
    analyseur.add_argument("--partie", choices=PARTIES, help=argparse.SUPPRESS)
    analyseur.add_argument("--dossier", type=Path, help="keep the registers there")
    analyseur.add_argument("--sortie", default="resultats", help=argparse.SUPPRESS)
    analyseur.add_argument("--chaine", action="store_true", help=argparse.SUPPRESS)
    options = analyseur.parse_args()
    if options.partie:
        print(json.dumps(PARTIES[options.partie](options)))
        return
    with tempfile.TemporaryDirectory(prefix="registre-") as provisoire:
        racine = options.dossier or Path(provisoire)
        for effectif in options.effectifs:
            if not (racine / str(effectif) / "mois.parquet").exists():
                (racine / str(effectif)).mkdir(parents=True, exist_ok=True)
                ecrire_le_registre(racine / str(effectif), effectif)
        _montrer(options, racine)


def _montrer(options, racine: Path) -> None:
    grand = options.effectifs[-1]
    print(f"\nFrom Parquet to Parquet, {MOIS} months, {len(VARIABLES)} variables\n")
    print(f"{'workers':>7}  {'claimants':>10}  {'seconds':>8}  {'claimant-months/s':>17}  {'memory':>8}  rejected")
    for travailleurs in dict.fromkeys((1, options.travailleurs)):
        rendus = {}
        for effectif in options.effectifs:
            rendus[effectif] = un = _lancer("simuler", racine / str(effectif), travailleurs)
            print(
                f"{un['travailleurs']:>7}  {effectif:>10,}  {un['duree']:>8.2f}  {effectif * MOIS / un['duree']:>17,.0f}  "
                f"{un['memoire']:>5.0f} MB  {un['rejetes']:,}"
            )
        pentes = [(b["duree"] - a["duree"]) / (m - n) for (n, a), (m, b) in zip(list(rendus.items())[:-1], list(rendus.items())[1:])]
        if len(pentes) > 1:
            ecart = pentes[-1] / pentes[0] - 1
            print(f"Seconds for each claimant more, last step over the one before: {ecart:+.0%} (target {OBJECTIF_LINEAIRE:.0%} at most).")
    print(f"\nTargets at 1,000,000: {OBJECTIF_DEBIT:,} claimant-months/s, {OBJECTIF_MEMOIRE:,} MB in all processes together.")
    fichier = _lancer("simuler", racine / str(grand), options.travailleurs, "--sortie", "resultats.parquet")
    print(f"Into one file instead of a folder: {fichier['duree']:.2f} s.")
    total = sum(un["secondes"].values())
    print("\nSeconds by step, all workers together\n")
    for etape, secondes in un["secondes"].items():
        print(f"{etape:<12}  {secondes:>7.1f}  {secondes / total:>4.0%}")
    de_quoi = next((effectif for effectif in options.effectifs if effectif >= TRANCHE), grand)
    variables = _lancer("variables", racine / str(de_quoi))
    regles = sum(variables["propres"].values())
    print(f"\nOwn seconds by variable, a chunk of {min(TRANCHE, de_quoi):,}: {regles:.2f} in all\n")
    for nom, secondes in sorted(variables["propres"].items(), key=lambda un: -un[1])[:20]:
        print(f"{nom:<32}  {secondes:>6.3f}  {secondes / regles:>4.0%}  {variables['pieces'][nom]}")
    print("\nSeconds of the variables of the opening, and of all the rules, as fewer lose a job\n")
    for part, mesures in _lancer("ouvertures", racine / str(grand)).items():
        if part != "memoire":
            print(f"{part:>5}  {mesures[0]:>6.3f}  {mesures[1]:>6.3f}")
    if options.france:
        leur = _france(options.france, TRANCHE, options.travailleurs)
        chaine = _lancer("simuler", racine / str(grand), options.travailleurs, "--chaine")
        print(f"\nopenfisca-france, {options.travailleurs} processes of {TRANCHE:,}, inputs given: {leur:,.0f} claimant-months/s.")
        print(f"This package on as many workers, and how many times that (target {OBJECTIF_FRANCE}):\n")
        for nom, secondes in (
            ("the chain alone, rules", chaine["secondes"]["regles"] / options.travailleurs),
            ("all the rules, debts included", un["secondes"]["regles"] / options.travailleurs),
            ("the chain alone, from Parquet to Parquet", chaine["duree"]),
            ("all the rules, from Parquet to Parquet", un["duree"]),
        ):
            print(f"{nom:<42}  {grand * MOIS / secondes:>12,.0f}  {grand * MOIS / secondes / leur:>5.1f}")


if __name__ == "__main__":
    principal()
