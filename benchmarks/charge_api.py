"""The web API under load, on loopback: mixed requests, good and bad, by several clients, and what is answered.

``python benchmarks/charge_api.py`` starts the service on a free port, sends for 60 seconds from 8 clients, stops it, and prints
requests a second, latencies, statuses and the memory of the workers. It ends with 1 where an answer is not the one expected.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import dataclasses
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from openfisca_chomage.service import OCTETS_MAXIMUM  # noqa: E402
from openfisca_chomage.systeme import SITUATION_EXEMPLE  # noqa: E402

RACINE = Path(__file__).parents[1]
CAMILLE = SITUATION_EXEMPLE["individus"]["camille"]
JSON = {"Content-Type": "application/json"}


@dataclasses.dataclass(frozen=True)
class Requete:
    """A request and the status that it must have; ``corps`` in pieces is sent without a length."""

    nom: str
    code: int
    methode: str = "POST"
    chemin: str = "/calculate"
    corps: object = None
    entetes: dict = dataclasses.field(default_factory=lambda: dict(JSON))


def _corps(individus) -> bytes:
    return json.dumps({"individus": individus}).encode()


def _chaque_mois(personne: dict) -> dict:
    mois = [f"{annee}-{un:02}" for annee in (2025, 2026) for un in range(1, 13)]
    return {**personne, "are_nette": dict.fromkeys(mois), "are_versee": dict.fromkeys(mois), "reliquat": dict.fromkeys(mois)}


def requetes() -> list[tuple[int, Requete]]:
    """The mix, each with its weight."""
    faux = {**CAMILLE, "salaire_brut": {"2024": -5}}
    sans_motif = {nom: valeur for nom, valeur in CAMILLE.items() if nom != "motif_rupture"} | {"motif_rupture": {"2025-05": "fin_cdd"}}
    trop = b" " * (OCTETS_MAXIMUM + 1)
    morceaux = tuple(trop[rang : rang + 65_536] for rang in range(0, len(trop), 65_536))
    return [
        (30, Requete("un demandeur", 200, corps=_corps({"camille": CAMILLE}))),
        (10, Requete("24 mois", 200, corps=_corps({"camille": _chaque_mois(CAMILLE)}))),
        (4, Requete("20 demandeurs", 200, corps=_corps({f"p{rang}": CAMILLE for rang in range(20)}))),
        (6, Requete("trace", 200, chemin="/trace", corps=_corps({"camille": CAMILLE}))),
        (3, Requete("sans longueur", 200, corps=(_corps({"camille": CAMILLE}),))),
        (4, Requete("variable", 200, "GET", "/variable/are_nette")),
        (3, Requete("parametre", 200, "GET", "/parameter/allocation_journaliere/partie_fixe")),
        (1, Requete("variables", 200, "GET", "/variables")),
        (1, Requete("spec", 200, "GET", "/spec")),
        (6, Requete("montant négatif", 400, corps=_corps({"camille": faux}))),
        (5, Requete("refus de la loi", 400, corps=_corps({"camille": sans_motif}))),
        (5, Requete("variable inconnue", 404, corps=_corps({"camille": {"are_net": {"2025-03": None}}}))),
        (5, Requete("pas du JSON", 400, corps=b'{"individus": ')),
        (3, Requete("imbriqué", 400, corps=b"[" * 50_000)),
        (3, Requete("pas annoncé en JSON", 415, corps=_corps({"camille": CAMILLE}), entetes={"Content-Type": "text/plain"})),
        (3, Requete("sans corps ni type", 415, entetes={})),
        (2, Requete("adresse inconnue", 404, "GET", "/rien")),
        (2, Requete("méthode", 405, "DELETE", "/calculate")),
        (2, Requete("201 personnes", 413, corps=_corps({f"p{rang}": {} for rang in range(201)}))),
        (1, Requete("100 000 personnes", 413, corps=_corps({f"p{rang}": {} for rang in range(100_000)}))),
        (1, Requete("corps trop gros", 413, corps=trop)),
        (1, Requete("corps trop gros, sans longueur", 413, corps=morceaux)),
    ]  # fmt: skip


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


@contextlib.contextmanager
def service(*options: str):
    """Start the service on a free port; its port and its process. It is stopped at the end, and its errors printed if any."""
    port = port_libre()
    chemins = [str(RACINE), *filter(None, [os.environ.get("PYTHONPATH")])]
    with tempfile.TemporaryFile("w+") as journal:
        processus = subprocess.Popen(
            [sys.executable, "-m", "openfisca_chomage.service", "--port", str(port), *options],
            stdout=journal, stderr=journal, env={**os.environ, "PYTHONPATH": os.pathsep.join(chemins)},
        )  # fmt: skip
        try:
            _attendre(port, processus)
            yield port, processus
        finally:
            processus.send_signal(signal.SIGTERM)
            try:
                processus.wait(40)
            except subprocess.TimeoutExpired:
                processus.kill()
            journal.seek(0)
            erreurs = [ligne for ligne in journal if "Traceback" in ligne or "[ERROR]" in ligne or "[CRITICAL]" in ligne]
            print("".join(erreurs), end="", file=sys.stderr)


def _attendre(port: int, processus) -> None:
    for _ in range(300):
        if processus.poll() is not None:
            raise RuntimeError("The service did not start.")
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("The service does not answer.")


def envoyer(port: int, requete: Requete) -> tuple[int, bytes]:
    """Send a request by a connection of its own; the status and the body of the answer."""
    connexion = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        morceaux = isinstance(requete.corps, tuple)
        corps = iter(requete.corps) if morceaux else requete.corps
        connexion.request(requete.methode, requete.chemin, corps, requete.entetes, encode_chunked=morceaux)
        reponse = connexion.getresponse()
        return reponse.status, reponse.read()
    finally:
        connexion.close()


def memoire(processus) -> dict[int, float]:
    """The resident memory of each worker, in MB, by process number (Linux)."""
    enfants = Path(f"/proc/{processus.pid}/task/{processus.pid}/children")
    if not enfants.exists():
        return {}
    resultat = {}
    for numero in enfants.read_text().split():
        with contextlib.suppress(OSError):
            etat = Path(f"/proc/{numero}/status").read_text()
            resultat[int(numero)] = next(int(ligne.split()[1]) / 1024 for ligne in etat.splitlines() if ligne.startswith("VmRSS"))
    return resultat


@dataclasses.dataclass
class Releve:
    """What a load saw: seconds by kind of request, statuses, and what was not expected."""

    durees: dict = dataclasses.field(default_factory=lambda: collections.defaultdict(list))
    codes: collections.Counter = dataclasses.field(default_factory=collections.Counter)
    inattendus: list = dataclasses.field(default_factory=list)
    secondes: float = 0.0

    def rang(self, part: float) -> float:
        """A quantile of all latencies, in milliseconds."""
        toutes = sorted(une for unes in self.durees.values() for une in unes)
        return 1000 * toutes[min(len(toutes) - 1, int(part * len(toutes)))]


def charger(port: int, secondes: float, clients: int = 8, graine: int = 0) -> Releve:
    """Send the mix from several clients, each as soon as it is answered."""
    releve, verrou = Releve(), threading.Lock()
    poids, choix = zip(*requetes())
    debut = time.perf_counter()

    def un_client(rang: int) -> None:
        hasard = random.Random(f"{graine} {rang}")
        while time.perf_counter() - debut < secondes:
            requete = hasard.choices(choix, poids)[0]
            parti = time.perf_counter()
            try:
                code, corps = envoyer(port, requete)
            except (OSError, http.client.HTTPException) as erreur:
                code, corps = type(erreur).__name__, str(erreur).encode()
            with verrou:
                releve.durees[requete.nom].append(time.perf_counter() - parti)
                releve.codes[code] += 1
                if code != requete.code:
                    releve.inattendus.append((requete.nom, requete.code, code, corps[:200]))

    fils = [threading.Thread(target=un_client, args=(rang,)) for rang in range(clients)]
    for un in fils:
        un.start()
    for un in fils:
        un.join()
    releve.secondes = time.perf_counter() - debut
    return releve


def principal() -> int:
    analyseur = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    analyseur.add_argument("--secondes", type=float, default=60)
    analyseur.add_argument("--clients", type=int, default=8)
    analyseur.add_argument("--processus", help="worker processes (one a core)")
    options = analyseur.parse_args()
    with service(*(["--processus", options.processus] if options.processus else [])) as (port, processus):
        charger(port, min(5, options.secondes), options.clients, graine=1)
        avant = memoire(processus)
        releve = charger(port, options.secondes, options.clients)
        apres = memoire(processus)
    nombre = sum(releve.codes.values())
    print(f"{nombre} requests in {releve.secondes:.0f} s by {options.clients} clients: {nombre / releve.secondes:.0f} a second")
    print("latency, ms: " + ", ".join(f"p{100 * part:g} {releve.rang(part):.0f}" for part in (0.5, 0.95, 0.99)))
    print("statuses: " + ", ".join(f"{code}: {fois}" for code, fois in sorted(releve.codes.items(), key=str)))
    for nom, durees in releve.durees.items():
        durees = sorted(durees)
        print(f"  {nom:32} {len(durees):6} requests, median {1000 * durees[len(durees) // 2]:6.1f} ms, slowest {1000 * durees[-1]:7.1f} ms")
    print("memory of the workers, MB: " + ", ".join(f"{avant.get(un, 0):.0f} -> {fin:.0f}" for un, fin in apres.items()))
    for une in releve.inattendus[:20]:
        print("unexpected:", *une)
    print(f"{len(releve.inattendus)} unexpected answers")
    return 1 if releve.inattendus else 0


if __name__ == "__main__":
    sys.exit(principal())
