"""The longer run: what is done is not done again, what is cut is, and the report says what the journal holds."""

from __future__ import annotations

import json
from collections import Counter

import campagne
import comparaison

MARQUE = "0123456789abcdef"


def bilan(graine: int, ecarts=()) -> comparaison.Bilan:
    return comparaison.Bilan(260, 259, 21_000, 700_000, Counter({"Mayotte": 1}), [comparaison.Ecart(graine, *e) for e in ecarts], 10)


def test_journal_et_rapport(tmp_path):
    journal = tmp_path / "journal.jsonl"
    lignes = [
        campagne.en_ligne((0, 250), bilan(0), MARQUE, 9.0),
        campagne.en_ligne((250, 500), bilan(250, [("2025-01", "are_nette", 3, 2.5), ("2025-02", "are_due", 3, 2.5, 7)]), MARQUE, 9.0),
        campagne.en_ligne((500, 750), bilan(500), "autre", 9.0),  # other rules
        campagne.en_ligne((750, 1000), bilan(750), MARQUE, 9.0)[:40],  # cut by an interruption
    ]
    journal.write_text("".join(lignes), encoding="utf-8")
    lus = campagne.lire(journal, MARQUE)
    assert sorted(lus) == [(0, 250), (250, 500)]
    texte = campagne.rapport([lus[bornes] for bornes in sorted(lus)], 1000, MARQUE)
    assert "500 sur 1 000 (50,0 %) : campagne **inachevée**" in texte
    assert "| `are_nette` | 1 |" in texte
    assert "graine 250, 2025-01, `are_nette` : oracle 3, paquet 2.5" in texte
    assert "| Mayotte | 2 |" in texte
    assert "| Comparés, de plus, dits par plages et sous une réforme tirée | 20 |" in texte
    assert campagne.lieu({"graine": 3, "reforme": 7}) == "graine 3 sous la réforme 7"


def test_reprise(tmp_path):
    """Four claimants, compared once; the second run has nothing to do, and says the same."""
    journal, rapport = tmp_path / "oracle" / "journal.jsonl", tmp_path / "oracle.md"
    arguments = ["--effectif", "4", "--processus", "1", "--journal", str(journal), "--rapport", str(rapport)]
    campagne.principal(arguments)
    avant, texte = journal.read_text(encoding="utf-8"), rapport.read_text(encoding="utf-8")
    (ligne,) = map(json.loads, avant.splitlines())
    assert (ligne["graines"], ligne["demandeurs"]) == ([0, 4], 4)
    campagne.principal(arguments)
    assert (journal.read_text(encoding="utf-8"), rapport.read_text(encoding="utf-8")) == (avant, texte)
    journal.write_text(avant[: len(avant) // 2], encoding="utf-8")  # interrupted while writing
    campagne.principal(arguments)
    assert journal.read_text(encoding="utf-8").count("\n") == len(campagne.lire(journal, campagne.empreinte())) == 1


def test_depuis_une_graine(tmp_path, monkeypatch):
    """The last seeds first, the others after; what was compared with other rules leaves the journal."""
    journal = tmp_path / "journal.jsonl"
    journal.write_text(campagne.en_ligne((0, 2), bilan(0), "autre", 9.0), encoding="utf-8")
    monkeypatch.setattr(comparaison, "LOT", 2)
    campagne.parcourir(6, 4, journal, 1, None)
    assert [json.loads(ligne)["graines"] for ligne in journal.read_text(encoding="utf-8").splitlines()] == [[4, 6], [0, 2], [2, 4]]
