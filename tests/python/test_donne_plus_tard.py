"""What is given counts from the month in which it is given, whatever its month: a month after the first state, or with it."""

import numpy
import pytest
from openfisca_core.periods import DateUnit

NAISSANCE = {"date_naissance": {"ETERNITY": "1975-06-15"}}

#: What a right that is given says first, in September 2025.
PREMIERS = {
    "jours": {"reliquat": 300},
    "jours et salaire journalier": {"reliquat": 300, "salaire_journalier_reference": 250.0, "jours_indemnises_cumules": 200},
    "salaire": {"reliquat": 300, "salaire_reference": 60000.0},
    "diviseur": {"reliquat": 300, "diviseur_salaire_reference": 400.0},
    "jours calendaires": {"reliquat": 300, "salaire_reference": 60000.0, "jours_travailles_affiliation": 300},
    "base de la durée": {"reliquat": 300, "jours_reference": 500},
    "base de la durée seule": {"jours_reference": 500, "droit_ouvert": True},
}
#: Every state that is fixed at the opening, and a value of it.
FIXES = {
    "age_fin_contrat": 56, "salaire_reference": 40000.0, "jours_calendaires_reference": 500, "diviseur_salaire_reference": 400.0,
    "salaire_journalier_reference": 150.0, "coefficient_temps_partiel": 0.5, "jours_reference": 500, "duree_indemnisation": 450,
    "differe_conges_payes": 10, "differe_specifique": 20, "delai_attente": 7, "date_premier_jour_indemnisable": "2025-09-20",
    "allocation_journaliere_pleine": 120.0,
}
#: Those that go with each month: what they are the month after, where 30 days are paid, when given at the end of October.
COMPTES = {
    "reliquat": (200, 170), "reliquat_verse": (200, 170), "jours_indemnises_cumules": (100, 130), "compteur_degressivite": (100, 130),
}
#: The figures of one month alone.
DU_MOIS = {
    "reliquat_debut": 200, "reliquat_verse_debut": 200, "jours_indemnisables": 12, "jours_indemnises": 12, "jours_indemnises_declares": 12,
    "allocation_journaliere": 61.0, "allocation_journaliere_brute": 60.0, "allocation_journaliere_nette": 58.0, "are_brute": 1000.0,
    "are_nette": 900.0, "cotisation_alsace_moselle_journaliere": 1.0, "crds_journaliere": 0.5, "csg_journaliere": 2.0,
    "retenue_retraite_journaliere": 3.0, "droit_ouvert": True,
}
MOIS = ("2025-10", "2025-11", "2026-06", "2026-07", "2026-08")


def test_chaque_etat_est_essaye(systeme):
    etats = {nom for nom, une in systeme.variables.items() if une.nature in ("etat", "allocation")}
    assert etats == {*FIXES, *COMPTES, *DU_MOIS}


def figures(systeme, simulation):
    noms = [nom for nom, une in systeme.variables.items() if une.formulas and une.definition_period is DateUnit.MONTH]
    return {(nom, mois): simulation.calculate(nom, mois)[0] for mois in MOIS for nom in noms}


@pytest.mark.parametrize("nom", FIXES)
@pytest.mark.parametrize("premiers", PREMIERS)
def test_un_mois_apres_ou_en_meme_temps(systeme, simuler, premiers, nom):
    """From that month on, all the figures are the same."""
    donnes = NAISSANCE | {autre: {"2025-09": valeur} for autre, valeur in PREMIERS[premiers].items() if autre != nom}
    ensemble = figures(systeme, simuler(moi=donnes | {nom: {"2025-09": FIXES[nom]}}))
    # As given, or as revalued since: the month after, one gives what it is then.
    plus_tard = ensemble[nom, "2025-10"].item()
    apres = figures(systeme, simuler(moi=donnes | {nom: {"2025-10": str(plus_tard) if isinstance(FIXES[nom], str) else plus_tard}}))
    assert {cle: (ensemble[cle], apres[cle]) for cle in ensemble if ensemble[cle] != apres[cle]} == {}


@pytest.mark.parametrize("nom", COMPTES)
def test_un_compte_donne_plus_tard_repart_de_la(simuler, nom):
    donne, suivant = COMPTES[nom]
    simulation = simuler(moi=NAISSANCE | {
        "salaire_journalier_reference": {"2025-09": 100}, "reliquat": {"2025-09": 300}, nom: {"2025-10": donne},
    } | ({"reliquat": {"2025-09": 300, "2025-10": 200}} if nom == "reliquat" else {}))
    assert [simulation.calculate(nom, mois)[0] for mois in ("2025-10", "2025-11")] == [donne, suivant]


@pytest.mark.parametrize("nom", DU_MOIS)
def test_un_chiffre_du_mois_donne_plus_tard(simuler, nom):
    """It is of its month, and what the month takes off the right follows."""
    droit = NAISSANCE | {"salaire_journalier_reference": {"2025-09": 100}, "reliquat": {"2025-09": 300}}
    simulation = simuler(moi=droit | {nom: {"2025-10": DU_MOIS[nom]}})
    assert simulation.calculate(nom, "2025-10")[0] == DU_MOIS[nom]
    reste = {"reliquat_debut": 170, "jours_indemnisables": 288, "jours_indemnises": 288}.get(nom, 270)
    assert simulation.calculate("reliquat", "2025-10")[0] == reste


@pytest.mark.parametrize(("age", "allocation"), [
    (55, 142.5),  # 57 % of 250; the law of September 2025 leaves out from 55 on
    (54, 99.75),  # 70 % of it
])
def test_un_age_donne_plus_tard_compte_pour_la_degressivite(simuler, age, allocation):
    simulation = simuler(moi={
        "jours_indemnises_cumules": {"2025-09": 200}, "reliquat": {"2025-09": 300}, "salaire_journalier_reference": {"2025-09": 250},
        "age_fin_contrat": {"2025-10": age},
    })
    assert simulation.calculate("allocation_journaliere", "2025-10")[0] == pytest.approx(allocation)
    assert simulation.calculate("allocation_journaliere", "2025-12")[0] == pytest.approx(allocation)


def test_un_autre_age_donne_plus_tard_aussi(simuler):
    """The age was known, and another is given: degressivity stops with the month in which it is."""
    simulation = simuler(moi={
        "jours_indemnises_cumules": {"2025-09": 200}, "reliquat": {"2025-09": 300}, "salaire_journalier_reference": {"2025-09": 250},
        "age_fin_contrat": {"2025-09": 40, "2025-11": 55},
    })
    assert [simulation.calculate("allocation_journaliere", mois)[0] for mois in ("2025-10", "2025-11")] == pytest.approx([99.75, 142.5])


#: An opening on 1 September 2025 whose only contract day is unknown, and a paid leave of 1,000 €.
OUVERTURE = NAISSANCE | {
    "ouverture_droit": {"2025-09": True}, "motif_rupture": {"2025-09": "fin_cdd"}, "salaire_journalier_reference": {"2025-09": 100},
    "jours_reference": {"2025-09": 400},
}


def test_une_duree_donnee_apres_l_ouverture_change_ce_qui_reste(simuler):
    """400 x 0.75 = 300 days granted; 360 are given a month later: 60 more are left, and each right its own."""
    simulation = simuler(moi=OUVERTURE | {"duree_indemnisation": {"2025-10": 360}}, autre=OUVERTURE, tenu=OUVERTURE | {
        "reliquat": {"2025-09": 150}, "duree_indemnisation": {"2025-10": 360},
    })
    septembre = simulation.calculate("reliquat", "2025-09")
    numpy.testing.assert_array_equal(septembre[:2], septembre[1])
    octobre = simulation.calculate("reliquat_debut", "2025-10")
    assert octobre.tolist() == [septembre[1] + 60, septembre[1], 150]
    dechus = simulation.calculate("date_decheance", "2025-10").astype("datetime64[D]").astype(int)
    assert dechus[0] == dechus[2] and dechus[0] - dechus[1] == 60


def test_un_differe_donne_apres_l_ouverture_recule_le_premier_jour(simuler):
    """A contract that ends on 1 September: the waiting period of 7 days, and 40 more, put the first day off to 19 October."""
    une = OUVERTURE | {"calendrier_inscription": {"day:2025-09-01:400": True}, "date_fin_contrat": {"2025-09": "2025-09-01"}}
    simulation = simuler(moi=une | {"calendrier_contrats": {"2025-09-01": True}, "differe_specifique": {"2025-10": 40}},
                         autre=une | {"calendrier_contrats": {"2025-09-01": True}})
    premiers = simulation.calculate("date_premier_jour_indemnisable", "2025-10").astype(str).tolist()
    assert premiers == ["2025-10-19", "2025-09-09"]  # 2 September + 40 + 7, + 7
    assert simulation.calculate("jours_indemnisables", "2025-10").tolist() == [30 - 18, 30]


def test_ce_qui_etait_connu_reste_fixe(simuler):
    """The daily wage was made of a wage known: another wage given later does not change it (24,000 / 731 = 32.83)."""
    simulation = simuler(moi=NAISSANCE | {
        "salaire_reference": {"2025-01": 24000, "2025-02": 30000}, "diviseur_salaire_reference": {"2025-01": 731},
        "reliquat": {"2025-01": 600},
    })
    assert simulation.calculate("salaire_journalier_reference", "2025-03")[0] == pytest.approx(32.83)
    assert simulation.calculate("salaire_reference", "2025-03")[0] == 30000
