"""A longer run, in several times: the package against the oracle on as many claimants as one likes, and its report.

    nice -n 15 python tests/oracle/campagne.py --effectif 200000
    nice -n 15 python tests/oracle/campagne.py --effectif 200000 --minutes 30       stops after half an hour

Each whole block has, besides, its reform (`comparaison.comparer_sous_reforme`).

One line of JSON a block of seeds goes to the journal (`build/oracle.jsonl` unless told) as soon as the block is compared.  Run
again, here or on another machine, the campaign goes on with the blocks that the journal does not have *for the same rules and the same
oracle*: their fingerprint is that of the files of both, so that what was compared before a change is never counted after it (and leaves
the journal).  The report (`docs/oracle.md`) is written at the end of each run, whole or not, with the figures reached.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from datetime import date
from itertools import islice
from multiprocessing import get_context, parent_process
from pathlib import Path

import comparaison

RACINE = Path(__file__).parents[2]
JOURNAL = RACINE / "build" / "oracle.jsonl"  # not in the repository
RAPPORT = RACINE / "docs" / "oracle.md"
ECARTS_MONTRES = 40
LARGEUR = 60  # characters of a value or of a refusal


def empreinte() -> str:
    """Of the rules, their parameters, the oracle and the draw."""
    somme = hashlib.sha256()
    dossiers = [(RACINE / "openfisca_chomage", ("variables", "socle", "parameters")), (RACINE / "tests", ("oracle",))]
    for dossier, sous_dossiers in dossiers:
        fichiers = [*dossier.glob("*.py"), *(f for nom in sous_dossiers for f in (dossier / nom).rglob("*"))]
        for fichier in sorted(fichiers):
            if fichier.suffix in (".py", ".yaml") and not fichier.name.startswith(("test_", "campagne")):
                somme.update(str(fichier.relative_to(RACINE)).encode() + b"\0" + fichier.read_bytes())
    return somme.hexdigest()[:16]


def version() -> str:
    """The commit, or nothing outside a repository."""
    commande = subprocess.run(["git", "-C", str(RACINE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return commande.stdout.strip() or "hors dépôt"


def en_ligne(bornes: tuple[int, int], bilan: comparaison.Bilan, marque: str, secondes: float) -> str:
    contenu = dict(vars(bilan))
    contenu["ecarts"] = [{**vars(ecart), "oracle": str(ecart.oracle), "paquet": str(ecart.paquet)} for ecart in bilan.ecarts]
    return ecrire({"graines": bornes, "empreinte": marque, "secondes": round(secondes, 1), **contenu})


def ecrire(ligne: dict) -> str:
    return json.dumps(ligne, ensure_ascii=False) + "\n"


def lire(journal: Path, marque: str) -> dict[tuple[int, int], dict]:
    """The blocks already compared with these rules and this oracle; a line cut by an interruption is no line."""
    lignes = {}
    for texte in journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []:
        try:
            ligne = json.loads(texte)
        except json.JSONDecodeError:
            continue
        if ligne["empreinte"] == marque:
            lignes[tuple(ligne["graines"])] = ligne
    return lignes


def finir_avec_le_parent() -> None:
    """A worker whose campaign was killed ends too."""
    def attendre():
        parent_process().join()
        os._exit(1)

    threading.Thread(target=attendre, daemon=True).start()


def bloc(bornes: tuple[int, int]) -> tuple[tuple[int, int], comparaison.Bilan, float]:
    debut = time.perf_counter()
    bilan = comparaison.comparer_bloc(bornes)
    if bornes[1] - bornes[0] == comparaison.LOT:
        bilan += comparaison.comparer_sous_reforme(bornes[0] // comparaison.LOT)
    return bornes, bilan, time.perf_counter() - debut


def parcourir(effectif: int, depuis: int, journal: Path, processus: int, minutes: float | None) -> None:
    """Compare the blocks that are missing, from a seed on then from the first, and write each down."""
    marque = empreinte()
    faits = lire(journal, marque)
    manquants = [
        bornes for debut in range(0, effectif, comparaison.LOT)
        if (bornes := (debut, min(debut + comparaison.LOT, effectif))) not in faits
    ]
    manquants = iter(sorted(manquants, key=lambda bornes: (bornes[0] < depuis, bornes)))
    fin = time.monotonic() + 60 * minutes if minutes is not None else float("inf")
    journal.parent.mkdir(parents=True, exist_ok=True)
    neuf = journal.with_suffix(".neuf")
    neuf.write_text("".join(ecrire(faits[bornes]) for bornes in sorted(faits)), encoding="utf-8")
    neuf.replace(journal)
    ouvriers = ProcessPoolExecutor(processus, mp_context=get_context("spawn"), initializer=finir_avec_le_parent)
    with ouvriers as pool, journal.open("a", encoding="utf-8") as fichier:
        en_cours = {pool.submit(bloc, bornes) for bornes in islice(manquants, processus)}
        while en_cours:
            finis, en_cours = wait(en_cours, return_when=FIRST_COMPLETED)
            for fini in finis:
                bornes, bilan, secondes = fini.result()
                fichier.write(en_ligne(bornes, bilan, marque, secondes))
                fichier.flush()
                print(f"graines {bornes[0]} à {bornes[1] - 1} : {len(bilan.ecarts)} écarts, {secondes:.0f} s", flush=True)
                suivant = next(manquants, None) if time.monotonic() < fin else None
                if suivant is not None:
                    en_cours.add(pool.submit(bloc, suivant))


# --- Report


def nombre(valeur: int) -> str:
    return f"{valeur:,}".replace(",", " ")


def decimale(valeur: float) -> str:
    return f"{valeur:.1f}".replace(".", ",")


def rapport(lignes: list[dict], effectif: int, marque: str) -> str:
    """What the journal holds, in French, for docs/oracle.md."""
    total = {nom: sum(ligne[nom] for ligne in lignes) for nom in ("demandeurs", "complets", "mois", "valeurs", "reformes")}
    atteint = total["demandeurs"] - total["reformes"]  # the seeds, each computed under the law
    refus = sum((Counter(ligne["refus_communs"]) for ligne in lignes), Counter())
    ecarts = [ecart for ligne in lignes for ecart in ligne["ecarts"]]
    graines = {ecart["graine"] for ecart in ecarts}
    par_variable = Counter(ecart["variable"] for ecart in ecarts)
    premiers = {graine: min((e for e in ecarts if e["graine"] == graine), key=lambda e: e["mois"]) for graine in sorted(graines)}
    secondes = sum(ligne["secondes"] for ligne in lignes)
    texte = (RACINE / "tests" / "oracle" / "rapport.md").read_text(encoding="utf-8")
    return texte.format(
        date=date.today().strftime("%d/%m/%Y"), version=version(), empreinte=marque,
        atteint=nombre(atteint), effectif=nombre(effectif), part=decimale(100 * atteint / effectif), reformes=nombre(total["reformes"]),
        achevement="achevée" if atteint >= effectif else "**inachevée** : elle reprend où elle s'est arrêtée",
        complets=nombre(total["complets"]), mois=nombre(total["mois"]), valeurs=nombre(total["valeurs"]),
        variables=len(comparaison.VARIABLES), premier=comparaison.PREMIER_MOIS, dernier=comparaison.DERNIER_MOIS,
        ecarts=nombre(len(ecarts)), graines_en_ecart=nombre(len(graines)), heures=decimale(secondes / 3600),
        refuses=nombre(sum(refus.values())),
        tableau_refus="\n".join(f"| {raison} | {nombre(n)} |" for raison, n in refus.most_common()) or "| aucun | 0 |",
        tableau_ecarts="\n".join(f"| `{nom}` | {nombre(n)} |" for nom, n in par_variable.most_common()) or "| aucune | 0 |",
        premiers="\n".join(
            f"- {lieu(e)}, {e['mois']}, `{e['variable']}` : oracle {e['oracle'][:LARGEUR]}, paquet {e['paquet'][:LARGEUR]}"
            for e in list(premiers.values())[:ECARTS_MONTRES]) or "Aucun.",
    )


def lieu(ecart: dict) -> str:
    """Whose difference it is."""
    return f"graine {ecart['graine']}" + (f" sous la réforme {ecart['reforme']}" if ecart["reforme"] is not None else "")


def principal(arguments: list[str] | None = None) -> int:
    lecture = argparse.ArgumentParser(description="Comparer le paquet et l'oracle sur des demandeurs tirés au hasard.")
    lecture.add_argument("--effectif", type=int, default=200_000, help="demandeurs à comparer, graines 0 à N - 1")
    lecture.add_argument("--depuis", type=int, default=0, help="la première graine, les précédentes venant après les autres")
    lecture.add_argument("--minutes", type=float, help="ne plus commencer de bloc après ce temps")
    lecture.add_argument("--processus", type=int, default=2)
    lecture.add_argument("--journal", type=Path, default=JOURNAL)
    lecture.add_argument("--rapport", type=Path, default=RAPPORT)
    lecture.add_argument("--rapport-seul", action="store_true", help="écrire le rapport de ce que le journal contient")
    options = lecture.parse_args(arguments)
    if not options.rapport_seul:
        parcourir(options.effectif, options.depuis, options.journal, options.processus, options.minutes)
    marque = empreinte()
    lignes = [ligne for bornes, ligne in sorted(lire(options.journal, marque).items()) if bornes[1] <= options.effectif]
    options.rapport.write_text(rapport(lignes, options.effectif, marque), encoding="utf-8")
    return 1 if any(ligne["ecarts"] for ligne in lignes) else 0


if __name__ == "__main__":
    sys.exit(principal())
