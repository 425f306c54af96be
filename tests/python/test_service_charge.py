"""The service as it is served: a short load, schemathesis over its own description, bodies that are too big.

The full load is ``benchmarks/charge_api.py``.
"""

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
sys.path.insert(0, str(RACINE / "benchmarks"))

import charge_api  # noqa: E402


@pytest.fixture(scope="module")
def serveur():
    with charge_api.service("--processus", "2") as (port, processus):
        yield port, processus


def test_une_charge_melee(serveur):
    port, processus = serveur
    charge_api.charger(port, 1, clients=4, graine=1)
    avant = charge_api.memoire(processus)
    releve = charge_api.charger(port, 5, clients=4)
    apres = charge_api.memoire(processus)
    assert releve.inattendus == []
    assert sum(releve.codes.values()) >= 20
    assert not [code for code in releve.codes if not isinstance(code, int) or code >= 500]
    assert set(apres) == set(avant), "a worker died"
    assert all(apres[un] < avant[un] + 60 for un in apres), (avant, apres)


@pytest.mark.parametrize("requete", [requete for _, requete in charge_api.requetes()], ids=lambda une: une.nom)
def test_chaque_requete_du_melange(serveur, requete):
    code, corps = charge_api.envoyer(serveur[0], requete)
    assert code == requete.code, corps[:500]
    if requete.chemin == "/trace" or code == 200:
        json.loads(corps)


def test_un_corps_de_cinq_gigaoctets_est_refuse_sans_etre_lu(serveur):
    """Nothing of the body is sent: the answer waits for none of it."""
    with socket.create_connection(("127.0.0.1", serveur[0]), 10) as prise:
        prise.sendall(b"POST /calculate HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 5000000000\r\n\r\n")
        assert prise.recv(100).startswith(b"HTTP/1.1 413 ")


def test_une_ligne_ou_des_entetes_trop_longs(serveur):
    for requete in (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 60 + b"\r\n"):
        with socket.create_connection(("127.0.0.1", serveur[0]), 10) as prise:
            prise.sendall(requete)
            assert prise.recv(100).startswith(b"HTTP/1.1 4")


def test_schemathesis_ne_trouve_aucun_500(serveur, tmp_path):
    pytest.importorskip("schemathesis")
    fini = subprocess.run(
        [
            sys.executable, "-m", "schemathesis.cli", "run", f"http://127.0.0.1:{serveur[0]}/spec", "--checks", "not_a_server_error",
            "--max-examples", "20", "--max-time", "25", "--seed", "1", "--no-color",
        ],
        capture_output=True, text=True, timeout=150, cwd=tmp_path,
    )  # fmt: skip
    assert fini.returncode == 0, fini.stdout[-3000:] + fini.stderr[-1000:]
    assert "Tested: 7" in fini.stdout
