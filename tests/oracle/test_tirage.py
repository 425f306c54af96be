"""The draw: the same seed, the same claimant; and it reaches all that it is made for."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import oracle
import oracle_indus
import pytest
from comparaison import MOIS
from tirage import AGES, DATES_DE_LA_LOI, JAMAIS, MOTIFS, UN_JOUR, tirer, tirer_carriere

NOMBRE = 800


def test_tirage_deterministe_et_borne():
    for graine in range(50):
        situation = tirer(graine)
        assert situation == tirer(graine)
        carriere = tirer_carriere(graine)
        assert all(situation[nom] == carriere[nom] for nom in carriere if not nom.startswith("salaire_activite"))
        for par_periode in situation.values():
            for periode in par_periode:
                if periode != "ETERNITY":
                    assert oracle.lire_periode(periode)[2] <= date(2026, 12, 31)


@pytest.fixture(scope="module")
def situations():
    return [tirer(graine) for graine in range(NOMBRE)]


def contrats(situation) -> list[tuple[date, date]]:
    """First and last day of each contract, in order."""
    return sorted(oracle.lire_periode(periode)[1:] for periode in situation["calendrier_contrats"])


def test_carrieres_tirees(situations):
    """Contracts, motives, ages, evidence: how many of the claimants drawn have each."""
    vus = Counter()
    for s in situations:
        plages = contrats(s)
        jours = set().union(*(oracle.jours_entre(*plage) for plage in plages))
        suivantes = list(zip(plages, plages[1:]))
        fins = [fin for _, fin in plages]
        vus["chevauchement"] += any(debut <= fin for (_, fin), (debut, _) in suivantes)
        vus["contrats qui se touchent"] += any(debut == fin + UN_JOUR for (_, fin), (debut, _) in suivantes)
        vus["à cheval sur deux années"] += any(debut.year < fin.year for debut, fin in plages)
        for jour in DATES_DE_LA_LOI:
            vus[f"à cheval sur le {jour}"] += jour in jours and jour - UN_JOUR in jours
            vus[f"fin de contrat à un jour du {jour}"] += any(abs((fin - jour).days) <= 1 for fin in fins)
        for motif in s.get("motif_rupture", {}).values():
            vus[motif] += 1
        naissance = date.fromisoformat(s["date_naissance"]["ETERNITY"])
        for age in [*AGES, 67]:
            jour = oracle.anniversaire(naissance, age)
            vus[f"{age} ans à trois jours près"] += any(abs((fin - jour).days) <= 3 for fin in fins)
        connus = [(m, date.fromisoformat(jour)) for m, jour in s.get("date_justificatif", {}).items()]
        limites = [(oracle_indus.jour_du_mois_suivant(m, 15), jour) for m, jour in connus]
        vus["pièce le dernier jour à temps"] += any(jour == limite for limite, jour in limites)
        vus["pièce un jour trop tard"] += any(jour == limite + UN_JOUR for limite, jour in limites)
        vus["pièce très en retard"] += any(limite + timedelta(days=80) < jour < JAMAIS for limite, jour in limites)
        vus["pièce jamais venue"] += any(jour == JAMAIS for _, jour in limites)
        declares, justifies = s.get("salaire_activite_declare", {}), s.get("salaire_activite_justifie", {})
        vus["activité cachée"] += any(paie == 0 and justifies.get(m) for m, paie in declares.items())
        vus["mayotte"] += "mayotte" in s.get("territoire", {}).values()
        vus["drom"] += "drom" in s.get("territoire", {}).values()
        for regime in ("general", "agricole"):
            vus[regime] += regime in s.get("regime_alsace_moselle", {}).values()
        vus["première admission"] += 1 in s.get("premiere_admission", {}).values()
        vus["coupure de l'inscription"] += len(s.get("calendrier_inscription", {})) > 1
        for nom in s:
            vus[nom] += 1
    voulus = [
        "chevauchement", "contrats qui se touchent", "à cheval sur deux années", *MOTIFS,
        *(f"à cheval sur le {jour}" for jour in DATES_DE_LA_LOI), *(f"fin de contrat à un jour du {jour}" for jour in DATES_DE_LA_LOI),
        *(f"{age} ans à trois jours près" for age in [*AGES, 67]), "pièce le dernier jour à temps", "pièce un jour trop tard",
        "pièce très en retard", "pièce jamais venue", "activité cachée", "mayotte", "drom", "general", "agricole",
        "première admission", "coupure de l'inscription", *oracle.CALENDRIERS, *oracle.SOMMES, *oracle.VALEURS, *oracle.DATES,
        *oracle.ETERNELLES,
    ]
    absents = [nom for nom in voulus if not vus[nom] and nom not in JAMAIS_TIREES]
    assert not absents, absents


#: Inputs that the oracle reads and the draw does not give: none of them changes an amount of the comparison.
JAMAIS_TIREES = {"heures_activite"}


def test_droits_tires(situations):
    """What the careers lead to: openings, exhaustion, recharging, forfeiture, two rates, part-time work, debts."""
    vus = Counter()
    for s in situations:
        recit, refus = oracle_indus.raconter(s, MOIS)
        mois = list(recit.values())
        ouvertures = sum(r["ouverture_droit"] for r in mois)
        vus["refus"] += refus is not None
        vus["ouverture"] += ouvertures > 0
        vus["sans droit"] += ouvertures == 0
        vus["rechargement"] += ouvertures > 1
        vus["épuisement"] += any(r["reliquat_debut"] and not r["reliquat"] for r in mois)
        vus["déchéance"] += any(r["reliquat_debut"] > r["jours_indemnises"] and not r["reliquat"] for r in mois)
        vus["dégressivité"] += any(r["allocation_journaliere"] is not None
                                   and r["allocation_journaliere"] < r["allocation_journaliere_pleine"] for r in mois)
        vus["cumul"] += any(r["jours_indemnises"] < min(r["jours_indemnisables"] or 0, r["reliquat_debut"]) for r in mois)
        vus["deux registres"] += any(r["reliquat_verse"] != r["reliquat"] for r in mois)
        for duree in (122, 152, 182, 456, 548, 685, 730, 822, 913, 1095):
            vus[f"durée de {duree}"] += any(r["duree_indemnisation"] == duree for r in mois)
        for nom in [*oracle_indus.EUROS, "csg_journaliere", "crds_journaliere", "cotisation_alsace_moselle_journaliere"]:
            vus[nom] += any(r.get(nom) for r in mois)
    assert all(vus.values()), vus
    assert vus["ouverture"] > NOMBRE / 2, vus
