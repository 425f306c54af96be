"""The oracle against published figures, and its legal roundings."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal as D
from decimal import localcontext
from pathlib import Path

import oracle as ci
import oracle_indus as cii
import pytest
from tirage import debut_pour, jours_travailles

LOI = date(2025, 4, 1)  # of a claimant, where none is told


@pytest.fixture(autouse=True)
def cinquante_chiffres():
    """The rules below are called one by one: in the context that `ci.raconter` gives them."""
    with localcontext(ci.CONTEXTE):
        yield


# --------------------------------------------------------------------------------------------------------------
# What makes it a second opinion
# --------------------------------------------------------------------------------------------------------------

def test_aucun_code_commun():
    """Neither the computation nor the draw reads anything of the package."""
    for nom in ("oracle.py", "oracle_indus.py", "tirage.py"):
        code = (Path(__file__).parent / nom).read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import)\s+(openfisca|numpy)", code, re.MULTILINE), nom


@pytest.mark.parametrize("diviseur", [3, 7, 9, 11, 365, 731, 1.4, 30.42])
@pytest.mark.parametrize("entier", [0, 1, 2, 133, 13395, 182, 400519])
def test_une_moitie_reste_une_moitie(entier, diviseur):
    """A half reached through inexact thirds, sevenths... is still a half, and a whole number a whole number."""
    diviseur = D(str(diviseur))
    moitie = (D(entier) + D("0.5")) / diviseur * diviseur
    assert ci.plus_proche(moitie) == entier + 1
    assert ci.centime((D(entier) + D("0.5")) / 100 / diviseur * diviseur) == D(entier + 1) / 100
    tout = D(entier) / diviseur * diviseur
    assert ci.inferieur(tout) == ci.superieur(tout) == ci.plus_proche(tout) == entier


def test_un_temps_partiel_ecrit_en_virgule_est_une_fraction():
    """40.4 % of 26.25 and a third of 13.11 euros: 10.605 + 4.37 = 14.975, whose half cent goes up."""
    assert ci.nette(ci.quotite(0.3333333333333333) * 3) == 1
    assert ci.allocation_pleine(D("26.25"), "2025-03", LOI, ci.quotite(1 / 3)) == D("14.98")
    assert (ci.quotite(0.75), ci.quotite(0.8), ci.quotite(D("0.5"))) == (D("0.75"), D("0.8"), D("0.5"))


def test_arrondis_legaux():
    tiers = D(1) / 3
    assert tiers * 3 != 1  # fifty digits of a third are not a third
    assert ci.nette(tiers * 3) == 1
    assert ci.plus_proche(tiers * 3 / 2) == 1  # 0,5 upwards
    assert ci.plus_proche(D("2.4999999999999999")) == 2
    assert ci.superieur(D("2.0000000000000001")) == 3
    assert ci.inferieur(D("2.9999999999999999")) == 2
    assert ci.centime(D("0.005")) == D("0.01")
    assert ci.centime(D("0.00499999999999999")) == 0
    assert ci.en_calendaires(5, LOI) == 7
    assert sum([ci.UN_TIERS] * 3) != 1 and ci.nette(sum([ci.UN_TIERS] * 3)) == 1


# --------------------------------------------------------------------------------------------------------------
# The independent computation against published or hand-made figures
# --------------------------------------------------------------------------------------------------------------

def e(texte) -> D:
    return D(str(texte))


def plein_temps(debut: str, jours: int, salaire: float, motif: str = "fin_cdd", naissance: str = "1985-06-15", **autres):
    """One contract of `jours` days from `debut`, the same pay every month, registered the day after its end."""
    premier = date.fromisoformat(debut)
    fin = premier + (jours - 1) * ci.UN_JOUR
    mois, paie = ci.mois_de(premier), {}
    while mois <= ci.mois_de(fin):
        paie[mois] = salaire
        mois = ci.mois_plus(mois, 1)
    situation = {
        "date_naissance": {"ETERNITY": naissance}, "calendrier_contrats": {f"day:{debut}:{jours}": True},
        "salaire_brut": paie, "motif_rupture": {ci.mois_de(fin): motif},
        "calendrier_inscription": {f"day:{fin + ci.UN_JOUR}:1200": True}, **autres}
    return situation, ci.mois_de(fin)


def ouverture(*args, **kw) -> dict:
    situation, mois = plein_temps(*args, **kw)
    return ci.calculer(situation, [mois])[mois]


# -- a reform, and the clock of each figure ---------------------------------------------------------------------------

def test_un_chiffre_et_sa_reforme():
    """From each day on that value, or the law again, until the next change; then the law, as it was."""
    minimum, fixe = ci.CHIFFRES["duree.minimum"], ci.CHIFFRES["allocation_journaliere.partie_fixe"]
    jours = [date(2020, 7, 31), date(2020, 8, 1), date(2021, 5, 31), date(2021, 6, 1), date(2021, 12, 1), date(2024, 1, 1)]
    loi = [182, 122, 122, 122, 182, 182]
    assert [minimum.au(jour) for jour in jours] == loi
    with ci.loi_reformee({"duree.minimum": {"2021-06-01": 150}}):
        assert [minimum.au(jour) for jour in jours] == [182, 122, 122, 150, 150, 150]
    with ci.loi_reformee({"duree.minimum": {"2020-08-01": 100, "2021-06-01": ci.LOI}}):
        assert [minimum.au(jour) for jour in jours] == [182, 100, 100, 122, 182, 182]
    with ci.loi_reformee({"allocation_journaliere.partie_fixe": {"2024-02-15": 10.1}}):
        assert [fixe.du_mois(mois) for mois in ("2024-02", "2024-03", "2026-01")] == [D("12.95"), D("10.1"), D("10.1")]
        assert ci.allocation_pleine(e(60), "2024-03", LOI) == e("34.34")  # 40.4 % of 60, and 10.10
    assert ci.allocation_pleine(e(60), "2024-03", LOI) == e("37.19")  # and 12.95
    assert [minimum.au(jour) for jour in jours] == loi and minimum.au(date(2030, 1, 1)) == 182
    with pytest.raises(KeyError), ci.loi_reformee({"duree.minimum": {"2020-08-01": 100}, "duree.maximum": {"2020-08-01": 100}}):
        pass
    with pytest.raises(ci.HorsChamp):
        minimum.au(date(2019, 10, 31))


def test_une_revalorisation_ne_dure_pas():
    """What is decided for a day is not carried to the next months; a reform replaces what the law decides after it."""
    taux = ci.CHIFFRES["salaire_reference.revalorisation.taux"]
    mois = ["2023-06", "2023-07", "2024-02", "2024-03", "2024-07"]
    assert [taux.evenement(m) for m in mois] == [None, D("0.019"), None, None, D("0.012")]
    with ci.loi_reformee({taux.nom: {"2024-02-01": 0.05}}):
        assert [taux.evenement(m) for m in mois] == [None, D("0.019"), D("0.05"), None, None]


def test_une_semaine_reformee_suit_la_loi_de_chacun():
    """Thirteen whole weeks under contract: 65 days worked for who lost the job before 1 April 2025, 91 at seven days a week after."""
    with ci.loi_reformee({"affiliation.jours_par_semaine_civile": {"2025-04-01": 7}}):
        assert ouverture("2024-12-30", 91, 1800.0)["jours_travailles_affiliation"] == 65  # to 30 March
        assert ouverture("2025-01-06", 91, 1800.0)["jours_travailles_affiliation"] == 91  # to 6 April


def test_un_age_reforme_ne_vaut_que_depuis_sa_date():
    """Born on 10 May 1963, 62 on 10 May 2025, 64 on 10 May 2027: paid like others if the age changes in 2030."""
    situation, mois = plein_temps("2023-03-06", 731, 1800.0, naissance="1963-05-10")
    suite = [mois, "2025-04", "2025-05", "2025-06", "2025-12"]
    attendu = ci.calculer(situation, suite)
    assert attendu[mois]["ouverture_droit"] and [attendu[m]["jours_indemnises"] for m in suite[1:]] == [30] * 4
    for changements, jours in [
            ({"2030-01-01": 62}, [30, 30, 30, 30]),
            ({"2025-05-15": 62}, [30, 13, 0, 0]),  # on the 15th she has that age: 14 days of 31, or 30 less 17
            ({"2025-04-01": 62}, [30, 8, 0, 0]),  # her birthday: 9 days of 31
            ({"2025-04-01": 62, "2025-06-01": ci.LOI}, [30, 8, 0, 0]),  # had reached it
            ({"2025-04-01": 62, "2025-05-01": 64}, [30, 30, 30, 30])]:  # had not
        with ci.loi_reformee({"perte_emploi.age_taux_plein_automatique": changements}):
            assert [ci.calculer(situation, suite)[m]["jours_indemnises"] for m in suite[1:]] == jours, changements


def test_l_argent_d_une_plage_se_partage():
    """3,000 euros over three months are 1,000 in each, over a civil year 250, over ninety days as many ninetieths as the month has days."""
    for nom in ("salaire_brut", "salaire_activite_declare", "salaire_activite_justifie", "retenue_pratiquee"):
        for periode, parts in [("month:2025-01:3", ["1000", "1000", "1000"]), ("2025", ["250", "250", "250"]),
                               ("day:2025-01-01:90", ["1033.33", "933.33", "1033.33"])]:
            lues = ci.lire({nom: {periode: 3000}}).sommes[nom]
            assert [ci.centime(lues[m]) for m in ("2025-01", "2025-02", "2025-03")] == [D(part) for part in parts], (nom, periode)
    lues = ci.lire({"salaire_activite_declare": {"month:2025-01:3": 3000, "2025-02": 100}}).sommes["salaire_activite_declare"]
    assert [lues[m] for m in ("2025-01", "2025-02", "2025-03")] == [1000, 1100, 1000]


# -- part-time work: ministère du Travail, « Cumul de l'ARE avec une rémunération » ; jeux Pôle emploi d'Estime ----

@pytest.mark.parametrize(("base", "pleine", "sjr", "salaire", "jours"), [
    (30, 57, 100, 2100, 4), (30, "22.5", 30, 846, 3), (30, "39.74", "65.75", 700, 18), (30, "39.74", "65.75", 1900, 0),
    (30, 37, 48, 1200, 7), (30, 37, 45, 375, 23), (30, "35.71", "58.38", 1800, 0), (30, "27.72", "48.63", 210, 25),
    (30, "118.10", "207.20", 1200, 23), (31, "118.10", "207.20", 1200, 24), (28, "35.11", "56.91", 918, 10),
    (29, "35.11", "56.91", 918, 11), (30, "35.11", "56.91", 918, 12), (31, "35.11", "56.91", 918, 13),
    (31, "91.20", 160, 1000, 23), (31, 57, 100, 2100, 5),
])
def test_cumul_publie(base, pleine, sjr, salaire, jours):
    assert ci.jours_du_cumul(base, e(pleine), e(sjr), e(salaire), "2025-01") == jours


def jour_paye(allocation, sjr, mois: str):
    """At the full rates."""
    return ci.jour_paye(e(allocation), e(sjr), mois, ci.TAUX_CSG.du_mois(mois), ci.TAUX_CRDS.du_mois(mois))


# -- deductions: jeux Pôle emploi d'Estime ; unedic.org « Retenues sociales » ---------------------------------------

@pytest.mark.parametrize(("mois", "allocation", "sjr", "retraite", "csg", "crds", "jours", "net"), [
    ("2022-04", 37, 48, "1.44", 0, 0, 7, "248.92"), ("2022-04", 37, 45, "1.35", 0, 0, 23, "819.95"),
    ("2022-04", "27.72", "48.63", 0, 0, 0, 25, 693), ("2022-04", "118.10", "207.20", "6.22", "6.82", "0.55", 23, "2403.73"),
    ("2022-05", "82.67", "207.20", "6.22", "4.66", "0.38", 24, "1713.84"),
    ("2022-02", "35.11", "56.91", "1.71", 0, 0, 10, 334), ("2022-03", "35.11", "56.91", "1.71", 0, 0, 13, "434.20"),
    ("2024-02", "35.11", "56.91", "1.71", 0, 0, 11, "367.40"), ("2025-01", "68.40", 120, "3.60", "3.95", "0.32", 1, "60.53"),
    ("2026-07", "33.11", "49.32", "0.98", 0, 0, 30, "963.90"), ("2026-07", "65.59", "115.07", "3.45", "0.14", 0, 30, 1860),
    ("2026-07", "74.96", "131.51", "3.95", "4.33", "0.35", 30, "1989.90"),
    ("2026-07", "300.21", "526.68", "15.80", "17.32", "1.40", 30, "7970.70"),
])
def test_retenues_publiees(mois, allocation, sjr, retraite, csg, crds, jours, net):
    jour = jour_paye(allocation, sjr, mois)
    assert (jour.retraite, jour.csg, jour.crds) == (e(retraite), e(csg), e(crds))
    assert jours * jour.nette == e(net)


# -- daily allowance, July 2025 on ----------------------------------------------------------------------------------

@pytest.mark.parametrize(("sjr", "allocation"), [
    (20, 15), ("42.83", "32.12"), ("42.84", "32.13"), ("46.90", "32.13"), (47, "32.17"), (60, "37.42"),
    ("79.39", "45.25"), (80, "45.60"), (120, "68.40"), (250, "142.50"), ("526.68", "300.21"), ("26.30", "19.73"),
    ("61.38", "37.98"), ("98.63", "56.22"), ("164.38", "93.70"), ("328.77", "187.40"), (30, "22.50"),
])
def test_allocation_2025(sjr, allocation):
    assert ci.allocation_pleine(e(sjr), "2025-07", LOI) == e(allocation)


@pytest.mark.parametrize(("mois", "a_50", "a_80"), [
    ("2019-11", "32.20", "45.60"), ("2020-07", "32.25", "45.60"), ("2021-07", "32.32", "45.60"),
    ("2022-07", "32.67", "45.60"), ("2023-04", "32.91", "45.60"), ("2023-07", "33.15", "45.60"),
    ("2024-07", "33.31", "45.60"), ("2025-07", "33.38", "45.60"),
])
def test_allocations_temoins(mois, a_50, a_80):
    assert ci.allocation_pleine(e(50), mois, LOI) == e(a_50)
    assert ci.allocation_pleine(e(80), mois, LOI) == e(a_80)


def test_allocation_temps_partiel():
    assert ci.allocation_pleine(e(30), "2025-07", LOI, D("0.5")) == e("18.71")


@pytest.mark.parametrize(("pleine", "mois", "servie"), [
    ("92.57", "2026-01", "92.57"), ("92.58", "2026-01", "92.57"), ("132.25", "2026-01", "92.58"),
    ("142.50", "2026-01", "99.75"), (90, "2025-07", 90), (100, "2025-07", "92.57"), ("132.24", "2025-07", "92.57"),
    (140, "2025-07", 98), ("300.21", "2025-07", "210.15"), ("133.95", "2022-08", "93.77"), ("149.92", "2026-07", "104.94"),
])
def test_degressivite_publiee(pleine, mois, servie):
    assert ci.allocation_degressive(e(pleine), mois, LOI) == e(servie)


def test_seuil_degressivite_en_salaire():
    """Ministère du Travail, July 2024: 161,60 € of reference wage is where the 92,11 € floor begins to bind."""
    assert ci.centime(ci.PLANCHER_DEGRESSIVITE.du_mois("2024-07") / ci.TAUX_UNIQUE.au(LOI)) == e("161.60")


# -- reference wage and length --------------------------------------------------------------------------------------

def test_salaire_journalier_publie():
    assert ci.centime(e(25000) / ci.diviseur_2019(261, date(2019, 11, 1))) == e("68.42")  # service-public.fr F2064, 2018
    assert ci.centime(e(48000) / 731) == e("65.66")  # service-public.fr F2064, 2024


@pytest.mark.parametrize(("jt", "jc", "base", "accordee"), [
    (130, 182, 182, 182), (130, 400, 309, 232), (174, 244, 244, 183), (250, 365, 365, 274), (260, 730, 618, 464),
    (390, 730, 730, 548), (522, 730, 730, 548),
])
def test_duree_2025(jt, jc, base, accordee):
    assert ci.denominateur(jc, jt, date(2025, 5, 1)) == base
    assert ci.duree(base, 40, date(2025, 5, 1)) == accordee


@pytest.mark.parametrize(("base", "moins_55", "de_55_a_56", "depuis_57", "rc_moins_55", "rc_depuis_55"), [
    (200, 182, 182, 182, 182, 182), (242, 182, 182, 182, 182, 182), (243, 183, 183, 183, 183, 183),
    (365, 274, 274, 274, 274, 274), (608, 456, 456, 456, 456, 456), (609, 457, 457, 457, 456, 457),
    (730, 548, 548, 548, 456, 548), (832, 548, 624, 624, 456, 624), (913, 548, 685, 685, 456, 624),
    (1095, 548, 685, 822, 456, 624),
])
def test_durees_par_age(base, moins_55, de_55_a_56, depuis_57, rc_moins_55, rc_depuis_55):
    loi = date(2026, 9, 30)
    assert [ci.duree(base, age, loi) for age in (54, 55, 57)] == [moins_55, de_55_a_56, depuis_57]
    assert [ci.duree(base, age, loi, rupture_conventionnelle=True) for age in (54, 55)] == [rc_moins_55, min(
        rc_depuis_55, de_55_a_56)]


def test_durees_sans_coefficient():
    assert [ci.duree(1095, age, date(2025, 5, 1), "drom") for age in (54, 55, 57)] == [730, 913, 1095]
    assert ci.en_calendaires(417, date(2019, 11, 1)) == 584  # ministère du Travail, circulaire Unédic du 01/11/2019
    assert ci.duree(584, 40, date(2020, 1, 1)) == 584


# -- deferrals ------------------------------------------------------------------------------------------------------

def test_differes_publies():
    avant, apres = date(2019, 11, 30), date(2026, 1, 31)
    assert ci.differe_specifique(e(10000), avant, False) == 106  # service-public.fr F14860
    assert ci.quotient_differe(e(570), e(100), 30, avant) == 6  # service-public.fr F14860
    assert ci.quotient_differe(e(646), e(38), 30, apres) == 17
    assert ci.quotient_differe(e(5000), e(100), 30, apres) == 30
    assert ci.quotient_differe(e(1000), e(60), 30, apres) == 16
    assert ci.differe_specifique(e(20000), apres, False) == 150
    assert ci.differe_specifique(e(3000), apres, False) == 26
    assert ci.differe_specifique(e(20000), apres, True) == 75
    assert ci.differe_specifique(e(5000), date(2025, 6, 30), True) == 45


def test_premier_jour():
    """End on 1 November, 12 days of deferral: the 21st when registered at once, 8 December when on the 1st."""
    for inscription, attendu in [("2025-11-10", date(2025, 11, 21)), ("2025-12-01", date(2025, 12, 8))]:
        situation, mois = plein_temps("2023-11-02", 731, 2000.0)
        sjr = ci.calculer(situation, [mois])[mois]["salaire_journalier_reference"]
        situation["indemnite_conges_payes"] = {mois: float(round(sjr * D("12.4"), 2))}
        situation["calendrier_inscription"] = {f"day:{inscription}:300": True}
        assert ci.calculer(situation, [mois])[mois]["date_premier_jour_indemnisable"] == attendu


# -- affiliation ----------------------------------------------------------------------------------------------------

def jours_ouvres(fin: str, nombre: int):
    dernier = date.fromisoformat(fin)
    premier = debut_pour(dernier, nombre)
    assert jours_travailles(premier, dernier) == nombre
    return premier.isoformat(), (dernier - premier).days + 1


@pytest.mark.parametrize(("fin", "jours", "admis", "autres"), [
    ("2019-11-15", 129, False, {}), ("2020-08-14", 88, True, {}), ("2021-11-15", 90, True, {}),
    ("2021-12-03", 90, False, {}), ("2025-06-05", 108, False, {}),
    ("2025-06-05", 108, True, {"calendrier_contrats_saisonniers": {"year:2024:2": True}}),
    ("2026-06-05", 110, True, {"premiere_admission": {"2026-06": 1}}),
    ("2026-06-05", 110, False, {"premiere_admission": {"2026-06": 0}}),
])
def test_affiliation(fin, jours, admis, autres):
    debut, longueur = jours_ouvres(fin, jours)
    r = ouverture(debut, longueur, 1800.0, **autres)
    assert (r["jours_travailles_affiliation"], r["affiliation_suffisante"], r["ouverture_droit"]) == (jours, admis, admis)


def test_age_de_la_periode():
    """54 years old: 36 months until March 2025 (pivot 53), 24 from April (pivot 55)."""
    for fin, attendu in [("2025-03-10", 200), ("2025-05-12", 100)]:
        dernier = date.fromisoformat(fin)
        recent, longueur = jours_ouvres(fin, 100)
        ancien, longueur_ancien = jours_ouvres(ci.date_plus_mois(dernier, -25).isoformat(), 100)
        situation, mois = plein_temps(recent, longueur, 1800.0, naissance="1971-01-15")
        situation["calendrier_contrats"][f"day:{ancien}:{longueur_ancien}"] = True
        assert ci.calculer(situation, [mois])[mois]["jours_travailles_affiliation"] == attendu


# -- the whole chain ------------------------------------------------------------------------------------------------

def test_chaine_complete():
    """2 000 € a month, 24 months, under 55, end after April 2025; a full month: 1 133,10 €."""
    situation, mois = plein_temps("2023-07-01", 731, 2000.0)
    r = ci.calculer(situation, [mois, "2025-09", "2026-01", "2026-02"])
    assert r[mois]["salaire_reference"] == 48000
    assert r[mois]["diviseur_salaire_reference"] == 731
    assert r[mois]["duree_indemnisation"] == 548
    situation, mois = plein_temps("2024-01-01", 730, 2000.0, motif="rupture_conventionnelle")
    situation["calendrier_contrats"] = {"day:2024-10-01:730": True}
    situation["salaire_brut"] = dict.fromkeys([ci.mois_plus("2024-10", k) for k in range(24)], 2000.0)
    situation["motif_rupture"] = {"2026-09": "rupture_conventionnelle"}
    situation["calendrier_inscription"] = {"day:2026-10-01:90": True}
    r = ci.calculer(situation, ["2026-09", "2026-10", "2026-11"])
    assert r["2026-09"]["salaire_journalier_reference"] == D("65.75")
    assert r["2026-09"]["duree_indemnisation"] == 456
    assert r["2026-10"]["jours_indemnisables"] == 23  # 30 less the 7 days of waiting
    assert r["2026-11"]["allocation_journaliere"] == D("39.74")
    assert r["2026-11"]["retenue_retraite_journaliere"] == D("1.97")
    assert r["2026-11"]["are_nette"] == D("1133.10")


def test_mois_incomplets():
    """Convention of the package since April 2025: 30 less the calendar days that cannot be paid."""
    jours = ci.jours_du_mois
    assert ci.Histoire.compter(jours("2026-02")[-1:], "2026-02") == 3
    assert ci.Histoire.compter(jours("2025-05")[-1:], "2025-05") == 0
    assert ci.Histoire.compter(jours("2025-05")[1:], "2025-05") == 29
    assert ci.Histoire.compter([], "2026-02") == 0
    assert ci.Histoire.compter(jours("2025-03")[-1:], "2025-03") == 1


def test_deux_taux_dans_un_mois():
    """Days 183 and after: the month of the change adds both rates."""
    situation, _ = plein_temps("2024-04-01", 730, 8000.0)
    r = ci.calculer(situation, ["2026-04", "2026-09", "2026-10", "2026-11"])
    assert r["2026-09"]["jours_indemnises_cumules"] == 173  # 23 in April, then five months of 30
    assert r["2026-10"]["allocation_journaliere_pleine"] == D("149.92")
    assert r["2026-10"]["allocation_journaliere"] == D("104.94")
    pleine, reduite = jour_paye("149.92", "263.01", "2026-10"), jour_paye("104.94", "263.01", "2026-10")
    assert r["2026-10"]["are_brute"] == ci.en_euros(9 * pleine.brute + 21 * reduite.brute)


@pytest.mark.parametrize(("rechargement", "avant"), [(ci.MOIS_SUIVANT, 0), (ci.MEME_MOIS, 1)])
def test_rechargement_a_l_epuisement(rechargement, avant):
    """A right of 182 days used up while a job was found and lost: recharged on that job's end, by either reading."""
    situation, _ = plein_temps("2024-04-01", 183, 1800.0)
    situation["calendrier_contrats"]["day:2024-10-15:200"] = True
    situation["salaire_brut"].update({ci.mois_plus("2024-10", k): 3000.0 for k in range(7)})
    situation["motif_rupture"]["2025-05"] = "fin_cdd"
    mois = [ci.mois_plus("2024-09", k) for k in range(20)]
    r = ci.calculer(situation, mois, rechargement=rechargement)
    ouvertures = [m for m in mois if r[m]["ouverture_droit"]]
    epuise = next(m for m in mois if m > "2024-09" and ci.calculer(situation, [m])[m]["reliquat"] == 0)
    assert ouvertures == ["2024-09", ci.mois_plus(epuise, 1 - avant)]
    assert r["2024-09"]["duree_indemnisation"] == 182
    m = ouvertures[1]
    assert r[m]["delai_attente"] == 7  # more than twelve months after the former admission
    assert r[m]["jours_indemnises"] == 23  # 30 less the wait: in the same month no other day is lost between the two rights
    assert r[m]["reliquat_debut"] - r[m]["jours_indemnises"] == r[m]["reliquat"]


# -- paid, due, owed ------------------------------------------------------------------------------------------------

@pytest.mark.parametrize(("net", "seul", "une", "deux"), [
    (600, 0, 0, 0), (700, "48.31", "44.08", "36.83"), (900, "88.58", "66.83", "56.83"), (1035, "115.58", "93.83", "72.08"),
    (1200, "154.42", "126.83", "105.08"), (1500, "234.76", "200.42", "171.42"), (2000, "471.71", "382.29", "319.26"),
])
def test_quotite_saisissable_2026(net, seul, une, deux):
    """R3252-2, décret 2025-1299, worked by hand; the income of one person on the RSA is left (651,69)."""
    assert [cii.retenue_maximale(D(net), "2026-04", n) for n in range(3)] == [e(seul), e(une), e(deux)]


def test_autres_ressources_et_impot():
    assert cii.retenue_maximale(D(500), "2026-04", ressources=D(400)) == e("88.58")
    assert cii.retenue_maximale(D(1000), "2026-04", ressources=D(0), impot=D(100)) == e("88.58")
    assert cii.retenue_maximale(D(50), "2026-04", ressources=D(3000)) == 50
    assert cii.retenue_maximale(D(0), "2026-04", ressources=D(3000)) == 0


def test_avance_de_quatre_cinquiemes():
    """SJR 100, allowance 57 less 3; 1 500 declared, 2 100 on the payslip: 518,40 advanced, 216 due."""
    jours = [ci.jours_du_cumul(30, e(57), e(100), e(paie), "2025-05") for paie in (1500, 2100)]
    assert jours == [12, 4]
    assert ci.centime(cii.COEFFICIENT_AVANCE.du_mois("2025-05") * jours[0] * 54) == e("518.40")


def test_mensualites():
    assert cii.mensualite(D(100), 3) == e("33.34")
    assert cii.mensualite(D(100), 4) == 25


def petit_droit(**autres):
    """182 days at one rate: 23 in April 2025, 30 from May to September, 9 in October."""
    situation, _ = plein_temps("2024-09-30", 183, 1800.0, **autres)
    return situation, [ci.mois_plus("2025-03", k) for k in range(20)]


def test_travail_cache_puis_connu():
    """May worked and hidden, known in November: the 30 days come back, 21 to October, which the ledger had cut."""
    situation, mois = petit_droit(salaire_activite_justifie={"2025-05": 10000.0}, salaire_activite_declare={"2025-05": 0},
                                  date_justificatif={"2025-05": "2025-11-20"})
    r = cii.calculer(situation, mois)
    jour, indu = r["2025-10"]["are_nette"] / 30, r["2025-06"]["are_nette"]  # the amounts rise in July
    assert [r[m]["reliquat_verse"] for m in mois[:9]] == [182, 159, 129, 99, 69, 39, 9, 0, 0]
    assert [r[m]["reliquat"] for m in mois[:9]] == [182, 159, 159, 129, 99, 69, 39, 9, 0]
    assert (r["2025-05"]["indu"], r["2025-05"]["avance_a_reprendre"]) == (indu, 0)
    assert (r["2025-10"]["are_versee"], r["2025-10"]["complement_du"]) == (9 * jour, 21 * jour)
    assert (r["2025-11"]["are_versee"], r["2025-11"]["complement_du"]) == (9 * jour, 0)
    assert (r["2025-10"]["solde_indu"], r["2025-11"]["solde_indu"]) == (0, indu)
    assert r["2026-06"]["solde_indu"] == indu  # nothing is paid any more: nothing can be retained


def test_retenue_contestation_prescription():
    cache = {"salaire_activite_justifie": {"2025-05": 10000.0}, "salaire_activite_declare": {"2025-05": 0},
             "date_justificatif": {"2025-05": "2025-06-16"}, "autres_ressources_saisissables": {"month:2025-06:6": 6000.0}}
    situation, mois = petit_droit(**cache)
    r = cii.calculer(situation, mois)
    indu = r["2025-05"]["indu"]
    assert (r["2025-05"]["solde_indu"], r["2025-06"]["solde_indu"], r["2025-07"]["retenue_indu"]) == (0, indu, 0)
    assert r["2025-08"]["retenue_indu"] == min(indu, r["2025-08"]["retenue_maximale"]) > 0
    r = cii.calculer({**situation, "indu_conteste": {"2025-05": True}}, mois)
    assert r["2026-06"]["solde_indu"] == indu
    r = cii.calculer({**situation, "indu_conteste": {"2025-05": True}, "date_rejet_recours": {"2025-05": "2025-10-02"}}, mois)
    assert (r["2025-09"]["solde_indu"], r["2025-10"]["retenue_indu"]) == (indu, r["2025-10"]["retenue_maximale"])
    for paiement, fraude, prescrit in [("2022-10-30", False, indu), ("2022-10-31", False, 0), ("2022-10-30", True, 0),
                                       ("2015-10-30", True, indu)]:
        r = cii.calculer({**situation, "indu_conteste": {"2025-05": True}, "date_paiement": {"2025-05": paiement},
                          "fausse_declaration": {"2025-05": fraude}}, mois)
        assert r["2025-10"]["indu_prescrit"] == prescrit, (paiement, fraude)


def test_hors_champ():
    for ajout in [{"territoire": {"2024-12": "mayotte"}}, {"motif_rupture_conservee": {"2025-01": "fin_cdd"}},
                  {"territoire": {"2024-12": "drom"}, "revenu_fiscal_reference_n2": {"2024-12": 12000}}]:
        situation, mois = plein_temps("2023-01-01", 731, 2000.0, **ajout)
        with pytest.raises(ci.HorsChamp):
            ci.calculer(situation, [mois])
    situation, mois = plein_temps("2023-01-01", 731, 2000.0)
    with pytest.raises(ci.HorsChamp):
        ci.calculer({**situation, "motif_rupture": {}}, [mois])
    with pytest.raises(ci.HorsChamp):
        ci.calculer(situation, ["2027-01"])
