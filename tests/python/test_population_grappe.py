"""The run as a whole: workers, a cluster one of whose workers is killed, an interruption and what a later run makes of it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
import warnings
from pathlib import Path

import pytest

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pyarrow.parquet")

psutil = pytest.importorskip("psutil")
pytest.importorskip("distributed")

from openfisca_chomage import CountryTaxBenefitSystem  # noqa: E402
from openfisca_chomage.dossier.commande import principal  # noqa: E402
from openfisca_chomage.population import ErreurDemande, ErreurPopulation, equipe, gardien, lot, simuler  # noqa: E402

VARIABLES = ["are_nette", "are_versee", "trop_percu", "reliquat"]
DEMANDE = {"variables": VARIABLES, "debut": "2024-10", "fin": "2025-09"}
NOMBRE = 60


@pytest.fixture(scope="module")
def tables(tmp_path_factory) -> list[Path]:
    """Sixty claimants, no two alike, as files."""
    dossier = tmp_path_factory.mktemp("registre")
    rangs = range(NOMBRE)
    noms = [f"d{rang:03}" for rang in rangs]
    individus = pa.table({"identifiant": noms, "date_naissance": [f"{1965 + rang % 35}-03-{rang % 28 + 1:02}" for rang in rangs]})
    contrats = pa.table(
        {
            "identifiant": noms,
            "debut": [f"2022-{rang % 12 + 1:02}-01" for rang in rangs],
            "fin": [f"2024-{rang % 6 + 5:02}-{rang % 27 + 1:02}" for rang in rangs],
            "motif": ["fin_cdd" if rang % 3 else "licenciement_economique" for rang in rangs],
            "salaire_mensuel": [1500.0 + 37.5 * rang for rang in rangs],
        }
    )
    les_mois = [f"{2024 + (4 + rang) // 12}-{(4 + rang) % 12 + 1:02}" for rang in range(17)]
    mois = pa.table(
        {
            "identifiant": [nom for nom in noms for _ in les_mois],
            "mois": [un for _ in noms for un in les_mois],
            "inscription": [un >= f"2024-{rang % 6 + 6:02}" for rang in rangs for un in les_mois],
            "salaire_activite_declare": [400.0 + rang if un == "2025-02" and rang % 2 else None for rang in rangs for un in les_mois],
        }
    )
    chemins = []
    for nom, table in (("individus", individus), ("contrats", contrats), ("mois", mois)):
        chemins.append(dossier / f"{nom}.parquet")
        pa.parquet.write_table(table, chemins[-1])
    return chemins


@pytest.fixture(scope="module")
def attendus(tables) -> pa.Table:
    resultats = simuler(*tables, travailleurs=1, **DEMANDE)
    assert resultats.num_rows == NOMBRE * 12
    assert sum(resultats.column("are_nette").to_pylist()) > 0
    return resultats


def _lire(chemin: Path) -> pa.Table:
    return pa.parquet.read_table(chemin)


def _restes(dossier: Path) -> list[str]:
    return sorted(un.name for un in dossier.iterdir())


# --- The cores of this machine


def test_deux_processus(tables, attendus, tmp_path):
    faits = []
    bilan = simuler(
        *tables, sortie=tmp_path / "s.parquet", travailleurs=2, lot=7, progression=lambda un, total: faits.append((un, total)), **DEMANDE
    )
    assert _lire(tmp_path / "s.parquet").equals(attendus)
    assert (bilan.demandeurs, bilan.lots, bilan.travailleurs, bilan.lignes, bilan.rejetes) == (60, 9, 2, 720, 0)
    assert faits == [(min(7 * rang, 60), 60) for rang in range(1, 10)]
    assert _restes(tmp_path) == ["s.parquet"]


@contextlib.contextmanager
def port_de_dask_pris():
    """The port of Dask's page, as another run would hold it."""
    with socket.socket() as prise:
        with contextlib.suppress(OSError):  # another run holds it indeed
            prise.bind(("", 8787))
            prise.listen()
        yield


def test_un_travailleur_garde_sa_memoire_connait_la_loi_et_part_de_lui_meme(tmp_path, monkeypatch):
    """Dask would have it give its memory back at each array, look at its stack every ten milliseconds, and be killed at the end.

    Beside another run, nobody hears of ports.
    """

    def reglages():  # sent whole to the worker, which does not have this file
        import os

        import dask

        from openfisca_chomage.population import lot

        connues = lot._faire.cache_info().currsize
        return os.environ.get("MALLOC_TRIM_THRESHOLD_"), dask.config.get("distributed.worker.profile.enabled"), connues

    monkeypatch.delenv("MALLOC_TRIM_THRESHOLD_", raising=False)
    with port_de_dask_pris(), warnings.catch_warnings(record=True) as avertissements, equipe.Equipe(2, None, tmp_path) as deux:
        deux._venue.result()
        deux._client.wait_for_workers(2, timeout=60)
        rendus = deux._client.run(reglages)
        assert list(deux.rendre(abs, [(-1,), (-2,)])) == [1, 2]
        programmes = [un.process for un in deux._grappe.workers.values()]
    assert not [str(un.message) for un in avertissements if "Port" in str(un.message)]
    assert set(rendus.values()) == {(None, False, 1)}
    assert len(rendus) == 2
    assert [un.returncode for un in programmes] == [0, 0]


def test_deux_processus_sans_fichier(tables, attendus):
    assert simuler(*tables, travailleurs=2, lot=25, **DEMANDE).equals(attendus)


def test_un_seul_lot_reste_dans_ce_processus(tables, attendus, tmp_path, monkeypatch):
    monkeypatch.setattr(equipe.Equipe, "_embaucher", lambda self: pytest.fail("no worker is needed"))
    assert simuler(*tables, sortie=tmp_path / "s", travailleurs=2, **DEMANDE).travailleurs == 1
    assert _lire(tmp_path / "s").equals(attendus)


def test_un_script_sans_garde(tables, attendus, tmp_path):
    """A script of three lines, without ``if __name__``: workers do not run it again."""
    script = tmp_path / "script.py"
    script.write_text(
        "from openfisca_chomage.population import simuler\n"
        f"print('debut')\nsimuler(*{[str(une) for une in tables]!r}, sortie={str(tmp_path / 's.parquet')!r}, travailleurs=2, lot=30, "
        f"**{DEMANDE!r})\nprint('fin')\n",
        encoding="utf-8",
    )
    rendu = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False)
    assert (rendu.returncode, rendu.stdout.split()) == (0, ["debut", "fin"]), rendu.stderr
    assert rendu.stderr == ""
    assert _lire(tmp_path / "s.parquet").equals(attendus)


def test_un_travailleur_qui_ne_repond_plus(tmp_path, monkeypatch):
    """It does not hold the run: it is killed."""
    monkeypatch.setattr(gardien, "DEPART", 0.2)
    with equipe.Equipe(2, None, tmp_path) as deux:
        assert list(deux.rendre(abs, [(-1,)])) == [1]
        programmes = [un.process for un in deux._grappe.workers.values()]
        os.kill(programmes[0].pid, signal.SIGSTOP)
    assert programmes[0].returncode == -signal.SIGKILL


def test_rejets_et_travailleurs(tables, tmp_path):
    """What is refused is the same, whoever computes."""
    contrats = _lire(tables[1])
    fins = contrats.column("fin").to_pylist()
    fins[5] = "2021-01-01"
    contrats = contrats.set_column(2, "fin", pa.array(fins))
    sans_motif = contrats.column("motif").to_pylist()
    sans_motif[8] = None
    contrats = contrats.set_column(3, "motif", pa.array(sans_motif))
    rendus = []
    for nombre, taille in ((1, None), (2, 11)):
        bilan = simuler(
            tables[0], contrats, tables[2], sortie=tmp_path / f"s{nombre}.parquet", rejets=tmp_path / f"r{nombre}.parquet",
            travailleurs=nombre, lot=taille, **DEMANDE,
        )  # fmt: skip
        rendus.append((_lire(tmp_path / f"s{nombre}.parquet"), _lire(tmp_path / f"r{nombre}.parquet"), bilan.rejetes, bilan.erreurs))
    assert rendus[0] == rendus[1]
    assert rendus[0][2] >= 1


# --- Who else is on this machine, or on its network


def _prises() -> set[tuple[str, int]]:
    """The addresses that this process and those that it started listen on."""
    tous = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return {tuple(une.laddr) for un in tous for une in un.net_connections("inet") if une.status == psutil.CONN_LISTEN}


def _entendre(port: int, contexte: ssl.SSLContext | None) -> bytes:
    """What a process says first to who connects to it: Dask speaks as soon as it accepts."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=10) as prise:
            if contexte is None:
                prise.sendall(b"\0" * 64)  # no beginning of an encrypted connection
                return prise.recv(1)
            with contexte.wrap_socket(prise) as chiffree:
                return chiffree.recv(1)
    except (ssl.SSLError, ConnectionError):
        return b""


def test_les_processus_d_un_calcul_n_ecoutent_que_cette_machine_et_que_qui_a_leur_secret(tmp_path):
    from distributed.security import Security

    def contexte(securite) -> ssl.SSLContext:
        return securite.get_connection_args("client")["ssl_context"]

    avant, chemins = _prises(), list(sys.path)
    with equipe.Equipe(2, None, tmp_path) as deux:
        assert list(deux.rendre(abs, [(-1,)])) == [1]
        deux._client.wait_for_workers(2, timeout=60)
        prises = _prises() - avant
        assert {adresse for adresse, _ in prises} == {"127.0.0.1"}
        assert len(prises) == 5  # the scheduler, two keepers, two workers: no page
        sans_certificat = ssl.create_default_context()
        sans_certificat.check_hostname, sans_certificat.verify_mode = False, ssl.CERT_NONE
        un_autre = contexte(Security.temporary())
        un_autre.verify_mode = ssl.CERT_NONE
        for _, port in prises:
            assert _entendre(port, contexte(deux._grappe.security)) != b""
            for intrus in (None, sans_certificat, un_autre):
                assert _entendre(port, intrus) == b""
        cle = deux._grappe.security.tls_worker_key.splitlines()[1]
        lignes = [mot for un in psutil.Process().children(recursive=True) for mot in un.cmdline()]
        assert any("dask" in mot for mot in lignes) and not any(cle in mot for mot in lignes)  # anybody reads a command line
        assert [un for un in sys.path if un not in chemins and not un.startswith(str(tmp_path))] == []
    assert not [un for un in tmp_path.rglob("*") if un.is_file() and cle.encode() in un.read_bytes()]
    assert _prises() == avant


PIEGES = ("dask", "distributed", "calendar", "random", "numpy", "openfisca_core")


def test_un_calcul_n_execute_rien_du_dossier_courant(tables, attendus, tmp_path):
    """Installed, the command does not look there for its modules; no more do its workers."""
    dossier = tmp_path / "ici"
    dossier.mkdir()
    for nom in PIEGES:
        (dossier / f"{nom}.py").write_text(f"open({str(tmp_path / nom)!r}, 'w')\nraise SystemExit(3)\n", encoding="utf-8")
    python, *suite = _commande(tables, tmp_path / "s.parquet", "--lot", "20", "--travailleurs", "2")
    rendu = subprocess.run([python, "-P", *suite], cwd=dossier, capture_output=True, text=True, timeout=120, check=False)
    assert (rendu.returncode, rendu.stderr) == (0, "")
    assert "60 demandeurs calculés" in rendu.stdout
    assert _lire(tmp_path / "s.parquet").equals(attendus)
    assert _restes(tmp_path) == ["ici", "s.parquet"]


def test_les_travailleurs_trouvent_la_loi_du_script_apres_tout_le_reste(tables, attendus, tmp_path):
    """A law given from Python, in a module beside the script: nothing there comes before what Python has."""
    (tmp_path / "ma_loi.py").write_text(
        "import json, os, sys\nfrom pathlib import Path\nfrom openfisca_chomage import CountryTaxBenefitSystem\n\n\ndef faire():\n"
        "    Path(__file__).with_name(f'{os.getpid()}.json').write_text(json.dumps(sys.path))\n    return CountryTaxBenefitSystem()\n",
        encoding="utf-8",
    )
    (tmp_path / "script.py").write_text(
        "import ma_loi\nfrom openfisca_chomage.population import simuler\n"
        f"simuler(*{[str(une) for une in tables]!r}, sortie={str(tmp_path / 's.parquet')!r}, travailleurs=2, lot=5, "
        f"systeme=ma_loi.faire, **{DEMANDE!r})\n",
        encoding="utf-8",
    )
    rendu = subprocess.run([sys.executable, str(tmp_path / "script.py")], capture_output=True, text=True, timeout=120, check=False)
    assert (rendu.returncode, rendu.stderr) == (0, "")
    assert _lire(tmp_path / "s.parquet").equals(attendus)
    chemins = [json.loads(un.read_text(encoding="utf-8")) for un in tmp_path.glob("*.json")]
    assert sum(un[0] == str(tmp_path) for un in chemins) == 1  # the script
    assert sum(un[-1] == str(tmp_path) for un in chemins) == len(chemins) - 1 >= 1  # its workers


def _pour_d_autres(dossier: Path) -> list[str]:
    """What another user may read, write or enter."""
    return [str(un) for un in (dossier, *dossier.rglob("*")) if stat.S_IMODE(un.stat().st_mode) & 0o077 and not _verrou_vide(un)]


def _verrou_vide(chemin: Path) -> bool:
    """Dask's own locks, empty, in a folder that nobody else enters."""
    return chemin.suffix in (".lock", ".dirlock") and chemin.stat().st_size == 0


@pytest.mark.parametrize("nom, travailleurs", [("s.parquet", 2), ("s", 1)])
def test_les_fichiers_d_un_calcul_sont_a_leur_proprietaire_seul(tables, tmp_path, nom, travailleurs):
    """The output itself has the rights of any file that he writes."""
    en_cours, vus = tmp_path / f"{nom}.en-cours", []

    def avancer(faits, total):
        assert _pour_d_autres(en_cours) == []
        vus.append({un.name for un in en_cours.rglob("*")})

    avant = os.umask(0o022)
    try:
        en_cours.mkdir()  # of an older version, that anybody reads
        simuler(
            *tables, sortie=tmp_path / nom, rejets=tmp_path / "r.parquet", lot=20, travailleurs=travailleurs, progression=avancer, **DEMANDE
        )
    finally:
        os.umask(avant)
    assert {"verrou", "demande.json", "individus.arrow", "contrats.arrow", "mois.arrow", "000000.json", "lot-000000.parquet"} <= vus[0]
    ecrits = [tmp_path / "r.parquet", tmp_path / nom, *(tmp_path / nom).rglob("*.parquet")]
    assert len(ecrits) == (2 if travailleurs == 2 else 5)
    for un in ecrits:
        assert stat.S_IMODE(un.stat().st_mode) == (0o755 if un.is_dir() else 0o644)


def test_le_dossier_d_un_autre_utilisateur(tables, tmp_path, monkeypatch):
    """Made by somebody else before the run, in a folder where everybody writes: he would read the register."""
    (tmp_path / "s.parquet.en-cours").mkdir()
    autre = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: autre)
    with pytest.raises(ErreurDemande, match="s.parquet.en-cours est à un autre utilisateur"):
        simuler(*tables, sortie=tmp_path / "s.parquet", **DEMANDE)
    assert list((tmp_path / "s.parquet.en-cours").iterdir()) == []


# --- A reform

REFORME = Path(__file__).parents[2] / "exemples" / "reformes" / "taux_et_partie_fixe.yaml"


def test_une_reforme_ne_depend_ni_des_lots_ni_des_travailleurs_ni_d_une_interruption(tables, attendus, tmp_path):
    poids = [1.5 + rang % 3 for rang in range(NOMBRE)]
    tables = [_lire(tables[0]).append_column("poids", pa.array(poids)), *tables[1:]]
    demande = {**DEMANDE, "reforme": REFORME, "variables": [*VARIABLES, "are_due"]}
    resultats, rapport = simuler(*tables, travailleurs=1, **demande)
    assert resultats.column_names[3:7] == ["are_nette", "are_nette_reforme", "are_versee", "are_versee_reforme"]
    assert resultats.select(attendus.column_names).equals(attendus)
    assert rapport.effets.ensemble.poids == sum(poids)
    assert rapport.effets.ensemble.ecart_net != 0
    ecarts = [
        (apres - avant) * poids[int(nom[1:])]
        for nom, avant, apres in zip(*(resultats.column(un).to_pylist() for un in ("identifiant", "are_due", "are_due_reforme")))
    ]
    assert rapport.effets.ensemble.ecart_net == pytest.approx(sum(ecarts), abs=0.0051)
    bilan = simuler(*tables, sortie=tmp_path / "s.parquet", travailleurs=2, lot=7, **demande)
    assert bilan.rapport.effets == rapport.effets
    assert _lire(tmp_path / "s.parquet").equals(resultats)
    with pytest.raises(_Panne):
        simuler(*tables, sortie=tmp_path / "t.parquet", travailleurs=1, lot=10, progression=_interrompre_apres(30), **demande)
    with pytest.raises(ErreurDemande, match="variables, reforme ont changé"):
        simuler(*tables, sortie=tmp_path / "t.parquet", travailleurs=1, reprendre=True, **DEMANDE)
    bilan = simuler(*tables, sortie=tmp_path / "t.parquet", travailleurs=1, reprendre=True, **demande)
    assert bilan.repris == 3
    assert bilan.rapport.effets == rapport.effets
    assert _lire(tmp_path / "t.parquet").equals(resultats)


def test_la_commande_avec_une_reforme(tables, tmp_path, monkeypatch, capsys):
    demande = ("--reforme", str(REFORME), "--effets", str(tmp_path / "effets.html"))
    rendu = subprocess.run(
        _commande(tables, tmp_path / "s.parquet", *demande), capture_output=True, text=True, timeout=120, check=False
    )
    assert rendu.returncode == 0, rendu.stderr
    assert "Effets de la réforme «" in rendu.stdout and "Gagnants" in rendu.stdout
    assert "<svg" in (tmp_path / "effets.html").read_text(encoding="utf-8")
    for options, extrait in (
        (("--effets", str(tmp_path / "e.html")), "donnez « --reforme »"),
        (("--reforme", str(REFORME), "--effets", str(tmp_path / "e.txt")), "s'écrivent en .html, .json ou .csv"),
        (("--reforme", str(tmp_path / "absente.yaml")), "absente.yaml"),
    ):
        monkeypatch.setattr(sys, "argv", ["openfisca-chomage", *_commande(tables, tmp_path / "u.parquet", *options)[3:]])
        with pytest.raises(SystemExit) as sortie:
            principal()
        assert sortie.value.code == 1
        dit = capsys.readouterr().err
        assert extrait in dit and "Traceback" not in dit
    assert _restes(tmp_path) == ["effets.html", "s.parquet"]


# --- A cluster


def _port() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


class _Grappe:
    """A scheduler and two workers, each a process of its own, without a nanny: who is killed does not come back."""

    def __init__(self, dossier: Path, tls: tuple[Path, Path, Path] | None = None) -> None:
        self.adresse, self.securite = f"{'tls' if tls else 'tcp'}://127.0.0.1:{_port()}", equipe._securite("tls://", tls) if tls else None
        certificats = [str(mot) for paire in zip(("--tls-ca-file", "--tls-cert", "--tls-key"), tls or ()) for mot in paire]
        options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": dossier}
        commande = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", self.adresse, "--no-dashboard", *certificats]
        self.processus = [subprocess.Popen(commande, **options)]
        for nom in ("un", "deux"):
            commande = [sys.executable, "-m", "distributed.cli.dask_worker", self.adresse, "--name", nom, "--no-nanny", "--nthreads", "1"]
            commande += ["--no-dashboard", "--local-directory", str(dossier / nom), *certificats]
            self.processus.append(subprocess.Popen(commande, **options))

    def attendre(self) -> None:
        from distributed import Client

        with Client(self.adresse, timeout=60, set_as_default=False, security=self.securite) as client:
            client.wait_for_workers(2, timeout=60)

    def tuer_un_travailleur(self) -> None:
        self.processus[1].send_signal(signal.SIGKILL)

    def fermer(self) -> None:
        for un in self.processus:
            un.kill()
            un.wait()


@pytest.fixture
def grappe(tmp_path):
    une = _Grappe(tmp_path)
    try:
        une.attendre()
        yield une
    finally:
        une.fermer()


def test_une_grappe_dont_un_travailleur_meurt(tables, attendus, tmp_path, grappe):
    """The result is whole, and the same, when one of the two workers is killed during the run."""
    morts = []

    def tuer(faits, total):
        if faits >= 8 and not morts:
            grappe.tuer_un_travailleur()
            morts.append(faits)

    bilan = simuler(*tables, sortie=tmp_path / "s.parquet", grappe=grappe.adresse, lot=2, progression=tuer, **DEMANDE)
    assert morts and morts[0] < NOMBRE
    assert (bilan.lots, bilan.lignes, bilan.travailleurs) == (30, 720, 0)
    assert grappe.processus[1].poll() is not None and grappe.processus[2].poll() is None
    assert _lire(tmp_path / "s.parquet").equals(attendus)


def test_une_adresse_ou_personne_ne_repond(tables, tmp_path, monkeypatch):
    monkeypatch.setattr(equipe, "ATTENTE", 1)
    for adresse in (f"tcp://127.0.0.1:{_port()}", "nulle part"):
        with pytest.raises(ErreurDemande, match="Aucun ordonnanceur Dask ne répond à"):
            simuler(*tables, sortie=tmp_path / "s.parquet", grappe=adresse, **DEMANDE)
    assert _restes(tmp_path) == []


def _certificats(dossier: Path) -> tuple[Path, Path, Path]:
    """An authority, a certificate of it, and its key."""
    from distributed.security import Security

    secret = Security.temporary()
    for nom, contenu in (("autorite", secret.tls_ca_file), ("certificat", secret.tls_client_cert), ("cle", secret.tls_client_key)):
        (dossier / f"{nom}.pem").write_text(contenu, encoding="ascii")
    return dossier / "autorite.pem", dossier / "certificat.pem", dossier / "cle.pem"


def test_une_grappe_chiffree(tables, attendus, tmp_path, monkeypatch):
    import dask

    monkeypatch.setattr(equipe, "ATTENTE", 20)
    tls = _certificats(tmp_path)
    une = _Grappe(tmp_path, tls)
    try:
        une.attendre()
        simuler(*tables, sortie=tmp_path / "s.parquet", grappe=une.adresse, lot=30, tls=tls, **DEMANDE)
        assert _lire(tmp_path / "s.parquet").equals(attendus)
        options = [mot for paire in zip(("--tls-autorite", "--tls-certificat", "--tls-cle"), map(str, tls)) for mot in paire]
        commande = _commande(tables, tmp_path / "t.parquet", "--grappe", une.adresse, *options)
        rendu = subprocess.run(commande, capture_output=True, text=True, timeout=120, check=False)
        assert (rendu.returncode, rendu.stderr) == (0, "")
        reglages = {f"distributed.comm.tls.{nom}": str(un) for nom, un in zip(("ca-file", "client.cert", "client.key"), tls)}
        with dask.config.set(reglages):
            assert simuler(*tables, grappe=une.adresse, **DEMANDE).equals(attendus)
        (tmp_path / "autre").mkdir()
        monkeypatch.setattr(equipe, "ATTENTE", 2)
        with pytest.raises(ErreurDemande, match="Aucun ordonnanceur Dask ne répond .* de la même autorité"):
            simuler(*tables, grappe=une.adresse, tls=_certificats(tmp_path / "autre"), **DEMANDE)
    finally:
        une.fermer()


def test_une_adresse_chiffree_et_ses_certificats(tables, tmp_path):
    autorite, certificat, cle = _certificats(tmp_path)
    for demande, extrait in (
        ({"grappe": "tls://127.0.0.1:1"}, "est chiffrée : donnez les fichiers PEM"),
        ({"grappe": "tcp://127.0.0.1:1", "tls": (autorite, certificat, cle)}, "n'est pas chiffrée : elle commencerait par tls://"),
        ({"grappe": "tls://127.0.0.1:1", "tls": (autorite, certificat, tmp_path / "absente.pem")}, "absente.pem, donné pour joindre"),
        ({"grappe": "tls://127.0.0.1:1", "tls": (autorite, certificat, autorite)}, "ne peuvent pas être lus"),
        ({"grappe": "tls://127.0.0.1:1", "tls": (autorite, certificat, None)}, "trois fichiers, l'autorité, le certificat et sa clé"),
        ({"tls": (autorite, certificat, cle)}, "« tls » va avec une grappe"),
    ):
        with pytest.raises(ErreurDemande, match=extrait):
            simuler(*tables, **demande, **DEMANDE)


@pytest.mark.parametrize("ailleurs, extrait", [
    ("9.9", r"Le travailleur tcp://la a openfisca-chomage 9\.9, et cette machine \d"), (None, "n'ont pas « openfisca_chomage »"),
    ("personne", "La grappe de tcp://127.0.0.1:8786 n'a aucun travailleur"),
])  # fmt: skip
def test_une_autre_version_ailleurs(tmp_path, ailleurs, extrait):
    class Client:
        def wait_for_workers(self, nombre, timeout):
            if ailleurs == "personne":
                raise TimeoutError

        def run(self, fonction):
            if ailleurs is None:
                raise ModuleNotFoundError("No module named 'openfisca_chomage'", name="openfisca_chomage")
            return {"tcp://la": ailleurs}

    une = equipe.Equipe(1, "tcp://127.0.0.1:8786", tmp_path)
    une._client = Client()
    with pytest.raises(ErreurDemande, match=extrait):
        next(une.rendre(len, []))


# --- Interrupted


class _Panne(Exception):
    pass


def _interrompre_apres(nombre: int, erreur=_Panne):
    def avancer(faits, total):
        if faits >= nombre:
            raise erreur

    return avancer


@pytest.mark.parametrize("erreur", [_Panne, KeyboardInterrupt])
@pytest.mark.parametrize("travailleurs", [1, 2])
@pytest.mark.parametrize("nom", ["s.parquet", "s"])
def test_reprendre(tables, attendus, tmp_path, monkeypatch, erreur, travailleurs, nom):
    demande = {**DEMANDE, "sortie": tmp_path / nom, "lot": 10, "travailleurs": travailleurs}
    with pytest.raises(erreur):
        simuler(*tables, progression=_interrompre_apres(30, erreur), **demande)
    assert _restes(tmp_path) == [f"{nom}.en-cours"]
    assert "tables" not in _restes(tmp_path / f"{nom}.en-cours")
    rendus = []
    une_fois = lot.calculer_lot
    monkeypatch.setattr(lot, "calculer_lot", lambda *arguments: rendus.append(1) or une_fois(*arguments))
    demande |= {"lot": 7, "travailleurs": 1}  # the size of the chunks is that of the run that goes on
    bilan = simuler(*tables, reprendre=True, **demande)
    assert (bilan.lots, bilan.repris, len(rendus), bilan.lignes) == (6, 3, 3, 720)
    assert _lire(tmp_path / nom).equals(attendus)
    assert _restes(tmp_path) == [nom]


def test_sans_reprendre_tout_est_recalcule(tables, attendus, tmp_path):
    demande = {**DEMANDE, "sortie": tmp_path / "s.parquet", "lot": 10, "travailleurs": 1}
    with pytest.raises(_Panne):
        simuler(*tables, progression=_interrompre_apres(30), **demande)
    bilan = simuler(*tables, **demande)
    assert (bilan.repris, bilan.abandonnes) == (0, 3)
    assert _lire(tmp_path / "s.parquet").equals(attendus)


def test_on_ne_reprend_que_le_meme_calcul(tables, tmp_path):
    demande = {**DEMANDE, "sortie": tmp_path / "s.parquet", "lot": 10, "travailleurs": 1}
    with pytest.raises(ErreurDemande, match="Rien à reprendre"):
        simuler(*tables, reprendre=True, **demande)
    assert _restes(tmp_path) == []
    with pytest.raises(_Panne):
        simuler(*tables, progression=_interrompre_apres(30), **demande)
    with pytest.raises(ErreurDemande, match="Ce n'est pas le calcul interrompu : variables, fin ont changé"):
        simuler(*tables, reprendre=True, **{**demande, "fin": "2025-08", "variables": ["are_due"]})
    autre = _lire(tables[0]).slice(0, 59)
    with pytest.raises(ErreurDemande, match="individus a changé"):
        simuler(autre, *tables[1:], reprendre=True, **demande)
    with pytest.raises(ErreurDemande, match="donnez sa sortie"):
        simuler(*tables, reprendre=True, **DEMANDE)
    with pytest.raises(ErreurDemande, match="systeme a changé"):
        simuler(*tables, reprendre=True, systeme=CountryTaxBenefitSystem, **demande)
    assert simuler(*tables, reprendre=True, **demande).repris == 3


def test_un_lot_a_moitie_ecrit_est_refait(tables, attendus, tmp_path):
    """A chunk whose file is there without the word that it is whole, or the reverse, is computed again."""
    demande = {**DEMANDE, "sortie": tmp_path / "s.parquet", "lot": 10, "travailleurs": 1}
    with pytest.raises(_Panne):
        simuler(*tables, progression=_interrompre_apres(30), **demande)
    en_cours = tmp_path / "s.parquet.en-cours"
    (en_cours / "etats" / "000000.json").unlink()
    (en_cours / "lots" / "lot-000000.parquet").write_bytes(b"PAR1")
    (en_cours / "lots" / "lot-000001.parquet").unlink()
    (en_cours / "lots" / "lot-000003.parquet.part").write_bytes(b"PAR1")
    assert simuler(*tables, reprendre=True, **demande).repris == 1
    assert _lire(tmp_path / "s.parquet").equals(attendus)


def test_deux_calculs_de_la_meme_sortie(tables, tmp_path):
    demande = {**DEMANDE, "sortie": tmp_path / "s.parquet", "lot": 10, "travailleurs": 1}
    vus = []

    def avancer(faits, total):
        with pytest.raises(ErreurDemande, match="Un autre calcul écrit déjà"):
            simuler(*tables, **demande)
        vus.append(faits)

    simuler(*tables, progression=avancer, **demande)
    assert len(vus) == 6


def test_un_refus_puis_des_rejets(tables, attendus, tmp_path):
    """Refused without a file of rejects, the run goes on with one, and the chunks before are not computed again."""
    individus = _lire(tables[0])
    territoires = ["mayotte" if rang == 35 else "metropole" for rang in range(NOMBRE)]
    tables = [individus.append_column("territoire", pa.array(territoires)), *tables[1:]]
    demande = {**DEMANDE, "sortie": tmp_path / "s.parquet", "lot": 10, "travailleurs": 1}
    with pytest.raises(ErreurPopulation, match="regles, demandeur d035, territoire"):
        simuler(*tables, **demande)
    bilan = simuler(*tables, rejets=tmp_path / "r.parquet", reprendre=True, **demande)
    assert (bilan.repris, bilan.rejetes, bilan.erreurs) == (4, 1, 1)
    assert _lire(tmp_path / "s.parquet").equals(pa.concat_tables([attendus.slice(0, 35 * 12), attendus.slice(36 * 12)]).combine_chunks())


def _commande(tables, sortie: Path, *options) -> list[str]:
    noms = ("--individus", "--contrats", "--mois")
    fichiers = [mot for nom, table in zip(noms, tables) for mot in (nom, str(table))]
    demande = ["--variables", ",".join(VARIABLES), "--debut", "2024-10", "--fin", "2025-09", "--sortie", str(sortie)]
    appel = "from openfisca_chomage.dossier.commande import principal; principal()"
    return [sys.executable, "-c", appel, "population", *fichiers, *demande, *options]


@pytest.mark.parametrize("signe", [signal.SIGINT, signal.SIGKILL])
def test_la_commande_interrompue(tables, attendus, tmp_path, signe):
    """Ctrl-C, as a terminal sends it to all the processes, or a kill of the first: what is done stays, and goes on."""
    sortie = tmp_path / "s.parquet"
    etats = tmp_path / "s.parquet.en-cours" / "etats"
    processus = subprocess.Popen(
        _commande(tables, sortie, "--lot", "2", "--travailleurs", "2"), start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    limite = time.monotonic() + 60
    while not (etats.is_dir() and len(list(etats.glob("*.json"))) >= 3) and processus.poll() is None and time.monotonic() < limite:
        time.sleep(0.01)
    if signe == signal.SIGINT:
        os.killpg(processus.pid, signe)
    else:
        processus.send_signal(signe)
    dit, erreurs = processus.communicate(timeout=60)
    if signe == signal.SIGINT:
        assert processus.returncode == 130, erreurs
        assert erreurs.strip() == f"Interrompu. La même commande avec « --reprendre » continue là où {sortie} en était."
    assert not sortie.exists()
    assert _pour_d_autres(etats.parent) == []
    faits = len(list(etats.glob("*.json")))
    assert 3 <= faits < NOMBRE // 2
    assert json.loads((etats.parent / "demande.json").read_text(encoding="utf-8"))["lot"] == 2
    _attendre_que_tous_soient_partis(processus.pid)
    rendu = subprocess.run(
        _commande(tables, sortie, "--travailleurs", "1", "--reprendre"), capture_output=True, text=True, timeout=120, check=False
    )
    assert rendu.returncode == 0, rendu.stderr
    assert f"{faits} lots sur 30 étaient déjà calculés." in rendu.stdout
    assert _lire(sortie).equals(attendus)
    assert _restes(tmp_path) == ["s.parquet"]


def _attendre_que_tous_soient_partis(session: int) -> None:
    """No worker outlives its run."""
    limite = time.monotonic() + 30
    while any(_session(pid) == session for pid in psutil.pids()):
        assert time.monotonic() < limite, "a worker of the run is still there"
        time.sleep(0.1)


def _session(pid: int) -> int | None:
    """Of a process that runs."""
    try:
        return None if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE else os.getsid(pid)
    except (ProcessLookupError, psutil.NoSuchProcess):
        return None


def test_demandes_fausses(tables, tmp_path):
    for demande, extrait in (
        ({"travailleurs": 0}, "« 0 » n'est pas un nombre de travailleurs"),
        ({"travailleurs": 2, "grappe": "tcp://x:1"}, "pas les deux"),
        ({"travailleurs": 2, "systeme": CountryTaxBenefitSystem()}, "donnez une fonction qui le construit"),
    ):
        with pytest.raises(ErreurDemande, match=extrait):
            simuler(*tables, sortie=tmp_path / "s.parquet", **demande, **DEMANDE)
    assert _restes(tmp_path) == []
