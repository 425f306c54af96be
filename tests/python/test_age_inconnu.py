"""An unknown age is never read as young: the rule whose answer depends on it refuses, and only where it does."""

import pytest

from openfisca_chomage.socle.refus import Refus

#: 250 € a day: 142.50 € of allowance in 2025, above the floor of degressivity.
HAUT = {"reliquat": {"2025-05": 300}, "salaire_journalier_reference": {"2025-05": 250}}
BAS = {"reliquat": {"2025-05": 300}, "salaire_journalier_reference": {"2025-05": 100}}


def refus(simuler, nom, mois, **situation):
    """The refusal of a person beside another whom nothing refuses."""
    with pytest.raises(Refus) as refuse:
        simuler(autre=BAS, moi=situation).calculate(nom, mois)
    assert refuse.value.chemin == ("individus", "moi", "date_naissance", "ETERNITY")
    return refuse.value.message


# --- Degressivity


@pytest.mark.parametrize("cumules", [153, 182, 183])
@pytest.mark.parametrize("nom", ["are_nette", "are_versee", "allocation_journaliere"])
def test_le_mois_ou_le_delai_passe(simuler, cumules, nom):
    """182 days at the full allowance: those of July that come after them, were it one, are not paid as those of a young person."""
    assert "dégressivité" in refus(simuler, nom, "2025-07", **HAUT, jours_indemnises_cumules={"2025-06": cumules})


def test_le_mois_d_avant_n_en_depend_pas(simuler):
    """30 days up to the 182nd: 30 x 142.50 before the pension levy, whatever the age."""
    simulation = simuler(moi=HAUT | {"jours_indemnises_cumules": {"2025-06": 152}})
    assert simulation.calculate("jours_au_taux_plein", "2025-07")[0] == 30
    assert simulation.calculate("allocation_journaliere", "2025-07")[0] == pytest.approx(142.5)


def test_sous_le_plancher_l_age_ne_change_rien(simuler):
    simulation = simuler(moi=BAS | {"jours_indemnises_cumules": {"2025-06": 170}})
    assert simulation.calculate("are_nette", "2025-07")[0] == pytest.approx(simuler(
        moi=BAS | {"jours_indemnises_cumules": {"2025-06": 170}, "age_fin_contrat": {"2025-05": 58}},
    ).calculate("are_nette", "2025-07")[0])


# --- The duration and the reference period


def test_la_base_de_la_duree_qu_un_age_borne(simuler):
    """800 calendar days: 730 at the most before 55, and 730 of anybody."""

    def jours(nombre):
        return {"jours_calendaires_reference": {"2025-05": nombre}, "jours_travailles_affiliation": {"2025-05": 600}} | BAS

    assert "« jours_reference »" in refus(simuler, "jours_reference", "2025-05", **jours(800))
    for age, base in ((54, 730), (55, 800)):
        une = simuler(moi=jours(800) | {"age_fin_contrat": {"2025-05": age}})
        assert une.calculate("jours_reference", "2025-05")[0] == base
    assert simuler(moi=jours(730)).calculate("jours_reference", "2025-05")[0] == 730


def test_une_base_donnee_ne_demande_pas_l_age_d_une_autre(simuler):
    """Beside a person of whom the formula is asked, who is given the figure is not refused for her age."""
    donnee = {"jours_reference": {"2025-05": 600}, "duree_indemnisation": {"2025-05": 450}, "reliquat": {"2025-05": 300}}
    autre = {"jours_reference": {"2025-05": 400}, "age_fin_contrat": {"2025-05": 40}, "reliquat": {"2025-05": 300}}
    simulation = simuler(moi=donnee, autre=autre)
    assert simulation.calculate("duree_indemnisation", "2025-05").tolist() == [450, 300]
    assert simulation.calculate("jours_reference", "2025-05").tolist() == [600, 400]


#: Two years and a half of work that ended 26 months before the end examined in May 2025, without contract day since.
ANCIENS = {
    "calendrier_contrats": {"day:2020-10-01:880": True}, "salaire_brut": {"2022": 24000}, "motif_rupture": {"2025-05": "fin_cdd"},
    "calendrier_inscription": {"day:2025-05-01:400": True},
}


def test_des_contrats_de_la_seule_periode_longue(simuler):
    """Their days count from 57 on (36 months) and not before (24): none is not read for an unknown age."""
    assert "période de référence" in refus(simuler, "jours_travailles_affiliation", "2025-05", **ANCIENS)
    ages = {"jeune": 30, "ancien": 58}
    simulation = simuler(**{nom: ANCIENS | {"age_fin_contrat": {"2025-05": age}} for nom, age in ages.items()})
    jeune, ancien = simulation.calculate("jours_travailles_affiliation", "2025-05")
    assert jeune == 0 < ancien


@pytest.mark.parametrize("nom", ["salaire_reference", "jours_calendaires_reference"])
def test_d_un_droit_donne_aussi(simuler, nom):
    droit = {cle: valeurs for cle, valeurs in ANCIENS.items() if cle != "motif_rupture"} | {"reliquat": {"2025-05": 300}}
    droit["calendrier_inscription"] = {"day:2025-05-01:400": True}
    assert f"« {nom} »" in refus(simuler, nom, "2025-05", **droit)
    assert simuler(moi=droit | {"date_naissance": {"ETERNITY": "1990-01-01"}}).calculate(nom, "2025-05")[0] == 0
    donne = simuler(moi=droit | {nom: {"2025-05": 500}}, autre=BAS)
    assert donne.calculate(nom, "2025-05")[0] == 500


# --- The age at which payment ceases


def test_la_limite_d_age_a_un_an_pres(simuler):
    """66 on 30 April 2025: 67 between 1 May 2025 and 30 April 2026. A birth date, or a full pension, says when."""
    droit = BAS | {"age_fin_contrat": {"2025-05": 66}}
    assert "retraite" in refus(simuler, "are_nette", "2025-06", **droit)
    simulation = simuler(moi=droit | {"date_naissance": {"ETERNITY": "1958-10-11"}},
                         autre=droit | {"date_taux_plein": {"ETERNITY": "2025-05-01"}})
    assert simulation.calculate("jours_indemnises", "2025-10").tolist() == [30 - 21, 0]


def test_avant_elle_et_apres_elle_rien_ne_manque(simuler):
    """65: 67 from May 2026 on at the earliest, in April 2027 at the latest. 67: at once."""
    droit = BAS | {"reliquat": {"2025-05": 700}}
    simulation = simuler(moi=droit | {"age_fin_contrat": {"2025-05": 65}}, autre=droit | {"age_fin_contrat": {"2025-05": 67}})
    assert simulation.calculate("jours_indemnises", "2025-06").tolist() == [30, 0]
    assert simulation.calculate("jours_indemnises", "2025-12").tolist() == [30, 0]
    with pytest.raises(Refus):
        simulation.calculate("jours_indemnises", "2026-06")


def test_un_droit_donne_sans_age_est_payable(simuler):
    """Nothing said of an age nor of a pension: the right that is given is payable (a choice)."""
    assert simuler(moi=BAS).calculate("jours_indemnises", "2025-06")[0] == 30


SOUS_UN_DROIT = {
    "salaire_journalier_reference": {"2025-01": 100}, "reliquat": {"2025-01": 500},
    "calendrier_contrats": {"day:2025-02-01:150": True}, "salaire_brut": {"2025": 12000}, "salaire_activite_declare": {"2025-06": 0},
    "motif_rupture": {"2025-06": "demission"}, "calendrier_inscription": {"2025": True},
}


@pytest.mark.parametrize(("age", "oppose"), [(64, True), (65, None), (66, False)])
def test_un_depart_volontaire_qui_peut_mener_a_la_retraite(simuler, age, oppose):
    """500 days left on 30 June 2025, up to November 2026: who was 64 in January is 67 from 2027 on, who was 66 before 2026 ends."""
    situation = SOUS_UN_DROIT | {"age_fin_contrat": {"2025-01": age}, "jours_indemnises": {f"2025-0{mois}": 0 for mois in range(2, 7)}}
    if oppose is None:
        assert "départ volontaire" in refus(simuler, "depart_volontaire_oppose", "2025-06", **situation)
        return
    jour = simuler(moi=situation).calculate("depart_volontaire_oppose", "2025-06")[0]
    assert (str(jour) != "1970-01-01") is oppose
