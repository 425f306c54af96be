"""The draw: the same seed, the same claimant; and it reaches all that it is made for."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path

import oracle
import oracle_indus
import pytest
import yaml
from comparaison import LOT_REFORME, MOIS, graines_de
from tirage import (
    AGES,
    DATES_DE_LA_LOI,
    DERNIER,
    FLUX,
    JAMAIS,
    LOI,
    MAINS,
    MOTIFS,
    NIVEAUX,
    NON_REFORMABLES,
    REFORMABLES,
    UN_JOUR,
    TiragePlages,
    tirer,
    tirer_avec_plages,
    tirer_carriere,
    tirer_reforme,
)

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


# -- ranges -----------------------------------------------------------------------------------------------------------

def test_plages_tirees(situations):
    """Each flow over months, years and days, alone and beside the months; each level over months; calendars by the month."""
    for graine in range(20):
        assert tirer_avec_plages(graine) == tirer_avec_plages(graine) == TiragePlages(graine, deepcopy(situations[graine])).tirer()
    vus = Counter()
    for graine, avant in enumerate(situations):
        s = TiragePlages(graine, deepcopy(avant)).tirer()
        for nom, par_periode in s.items():
            plages = [(periode, *oracle.lire_periode(periode)) for periode in par_periode if periode != "ETERNITY"]
            assert all(fin <= DERNIER for *_, fin in plages)
            mois = {periode for periode, *_ in plages if len(periode) == 7}
            for periode, unite, debut, fin in plages:
                if len(periode) == 7 or periode in avant.get(nom, {}):
                    continue
                genre = {"year": "année civile" if len(periode) == 4 else "douze mois"}.get(unite, unite)
                vus[nom, genre] += 1
                if nom in FLUX:
                    vus["flux", genre] += 1
                    vus["à côté d'un mois"] += any(m in mois for m in oracle.mois_jusqu_a(oracle.mois_de(debut), oracle.mois_de(fin)))
    activites = ["salaire_activite_declare", "salaire_activite_justifie"]
    voulus = [
        *((nom, "month") for nom in [*FLUX, *NIVEAUX, "calendrier_contrats", "calendrier_inscription", "calendrier_formation"]),
        *((nom, genre) for nom in [*activites, "salaire_brut"] for genre in ("année civile", "douze mois", "day")),
        *(("flux", genre) for genre in ("month", "année civile", "douze mois", "day")), "à côté d'un mois",
    ]
    absents = [voulu for voulu in voulus if not vus[voulu]]
    assert not absents, absents
    # the fault that the range must show: more money in a month of the right than its share
    assert sum(vus[nom, "month"] for nom in activites) > NOMBRE / 4


# -- reforms ----------------------------------------------------------------------------------------------------------

PARAMETRES = Path(__file__).parents[2] / "openfisca_chomage" / "parameters"


def noms_des_parametres() -> list[str]:
    noms = []
    for fichier in sorted(PARAMETRES.rglob("*.yaml")):
        nom = ".".join(fichier.relative_to(PARAMETRES).with_suffix("").parts)
        contenu = yaml.safe_load(fichier.read_text(encoding="utf-8"))
        if "values" in contenu:
            noms.append(nom)
        for rang in range(1, len(contenu.get("brackets", [])) + 1):
            noms += [f"{nom}.tranche_{rang}.seuil", f"{nom}.tranche_{rang}.taux"]
    return noms


def test_tout_parametre_est_tire_ou_dit_pourquoi():
    """A parameter added to the law is drawn by a reform, hence computed by the oracle, or is one of those that say why not."""
    noms = noms_des_parametres()
    ecartes = {nom for nom in noms if any(nom == autre or nom.startswith(f"{autre}.") for autre in NON_REFORMABLES)}
    assert sorted([*REFORMABLES, *ecartes]) == sorted(noms)
    assert REFORMABLES.keys() <= oracle.CHIFFRES.keys()


def test_reformes_tirees():
    """So many reforms change every figure once: around the dates of the law, between, for a time, twice, and after everything."""
    vus = Counter()
    for tour in range(4):
        reformes = [tirer_reforme(MAINS * tour + rang) for rang in range(MAINS)]
        assert sorted(nom for reforme in reformes for nom in reforme) == sorted(REFORMABLES)
        for rang, reforme in enumerate(reformes):
            assert reforme == tirer_reforme(MAINS * tour + rang)
            for nom, changements in reforme.items():
                jours = [date.fromisoformat(jour) for jour in changements]
                assert jours == sorted(jours) and jours[0] >= max(date(2019, 11, 1), oracle.CHIFFRES[nom].de_la_loi[0][0])
                lue_jusqu_a = min((jour for jour, valeur in oracle.CHIFFRES[nom].de_la_loi if valeur is None), default=date.max)
                assert jours[-1] < lue_jusqu_a
                assert all(valeur == LOI or valeur in REFORMABLES[nom] for valeur in changements.values())
                vus["après tout"] += jours[0] > DERNIER
                vus["près d'une date de la loi"] += any(abs((jours[0] - jour).days) <= 1 for jour in DATES_DE_LA_LOI)
                vus["un jour quelconque"] += not any(abs((jours[0] - jour).days) <= 1 for jour in DATES_DE_LA_LOI)
                vus["au milieu d'un mois"] += jours[0].day != 1
                vus["rendu à la loi"] += LOI in changements.values()
                vus["deux valeurs"] += len(changements) > 1 and LOI not in changements.values()
            vus["pour un fichier"] += all(max(changements) <= DERNIER.isoformat() for changements in tirer_reforme(rang, DERNIER).values())
    assert set(vus) == {
        "après tout", "près d'une date de la loi", "un jour quelconque", "au milieu d'un mois", "rendu à la loi", "deux valeurs",
        "pour un fichier"}
    assert all(vus.values()) and vus["pour un fichier"] == 4 * MAINS, vus


def test_une_reforme_trouve_des_gens_de_chaque_loi(situations):
    """Among those who are computed together under a reform, ends of contract on both sides of its dates."""
    for rang in range(NOMBRE // LOT_REFORME):
        fins = sorted(m for graine in graines_de(rang) for m in situations[graine].get("motif_rupture", {}) if m >= "2019-11")
        assert len(fins) > LOT_REFORME
        for nom, changements in tirer_reforme(rang, DERNIER).items():
            jour = oracle.mois_de(date.fromisoformat(min(changements)))
            if "2020-01" < jour < "2026-11":
                assert fins[0] < jour < fins[-1], (rang, nom)
