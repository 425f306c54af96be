"""The door of inputs: ranges, what is refused, and with which words."""

from datetime import date, timedelta

import numpy
import pytest
from openfisca_core import periods
from openfisca_core.errors import SituationParsingError
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.service import creer_application
from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.refus import Refus


def test_calendrier_d_une_plage(simuler):
    simulation = simuler(moi={"calendrier_contrats": {"day:2024-03-04:180": True, "2025-01": True, "2025-01-03": False}})
    assert sum(int(simulation.calculate("calendrier_contrats", f"2024-{mois:02d}")[0]).bit_count() for mois in range(3, 9)) == 180
    assert int(simulation.calculate("calendrier_contrats", "2025-01")[0]).bit_count() == 31


def test_montants_partages_et_additionnes(simuler):
    simulation = simuler(moi={"salaire_brut": {"2024": 24000, "2024-12": 500, "day:2025-01-30:4": 400}})
    assert simulation.calculate("salaire_brut", "2024-12")[0] == 2500
    assert simulation.calculate("salaire_brut", "2025-01")[0] == pytest.approx(200)
    assert simulation.calculate("salaire_brut", "2025-02")[0] == pytest.approx(200)


def test_meme_plage_remplace(systeme):
    simulation = SimulationBuilder().build_default_simulation(systeme)
    simulation.set_input("salaire_brut", "2024", [12000])
    simulation.set_input("salaire_brut", "2024", [24000])
    assert simulation.calculate("salaire_brut", "2024-05")[0] == 2000
    simulation.set_input("calendrier_contrats", "2024-05", [True])
    simulation.set_input("calendrier_contrats", "2024-05", [False])
    assert simulation.calculate("calendrier_contrats", "2024-05")[0] == 0


def test_plages_de_plusieurs_personnes_jointes_puis_remplacees(systeme):
    """Day by day: ranges of several persons, over masks and across years; one is then given again, for others."""
    simulation = SimulationBuilder().build_default_simulation(systeme, count=3)
    individu, nom = simulation.populations["individu"], "calendrier_inscription"
    saisie.poser_masque(individu, nom, 2025 * 12, numpy.array([1, 0, 1 << 30]))
    donnees = {"day:2024-12-30:35": [True, False, True], "2025-01-31": [False, True, True], "2025-02": [True, True, False]}
    for plage, qui in donnees.items():
        simulation.set_input(nom, plage, qui)

    def attendu(qui: int, masques: dict) -> set:
        jours = {date(2025, 1, jour) for jour in masques.get(qui, [])}
        for plage, oui in donnees.items():
            periode = periods.period(plage)
            if oui[qui]:
                jours |= {periode.start.date + timedelta(days=k) for k in range(periode.days)}
        return jours

    def lu(qui: int) -> set:
        jours = set()
        for annee, mois in ((2024, 11), (2024, 12), (2025, 1), (2025, 2), (2025, 3)):
            masque = int(simulation.calculate(nom, f"{annee}-{mois:02d}")[qui])
            jours |= {date(annee, mois, k + 1) for k in range(31) if masque >> k & 1}
        return jours

    for _ in range(2):
        assert [lu(qui) for qui in range(3)] == [attendu(qui, {0: [1], 2: [31]}) for qui in range(3)]
        donnees["day:2024-12-30:35"] = [False, True, False]
        simulation.set_input(nom, "day:2024-12-30:35", donnees["day:2024-12-30:35"])


@pytest.mark.parametrize(
    "nom, periode, valeurs",
    [
        ("salaire_brut", "2025", [1.0, 2.0]), ("calendrier_contrats", "2025-01", [True, False]), ("quotite_travail", "2025", [1, 1]),
        ("date_naissance", "ETERNITY", ["1990-01-01", "1991-01-01"]), ("motif_rupture", "2025-01", ["demission", "fin_cdd"]),
    ],
)  # fmt: skip
def test_un_tableau_d_une_autre_longueur_est_refuse(systeme, nom, periode, valeurs):
    simulation = SimulationBuilder().build_default_simulation(systeme, count=3)
    with pytest.raises(ValueError, match="length is 2 while there are 3"):
        simulation.set_input(nom, periode, numpy.array(valeurs))
    assert simulation.get_holder(nom).get_known_periods() == []
    with pytest.raises(ValueError, match="length is 2 while there are 3"):
        saisie.poser_masque(simulation.populations["individu"], "calendrier_contrats", 2025 * 12, numpy.array([1, 1]))


@pytest.mark.parametrize("valeur", [float("nan"), float("inf"), -1])
def test_montant_impossible_refuse(simuler, valeur):
    with pytest.raises(SituationParsingError, match="salaire_brut"):
        simuler(moi={"salaire_brut": {"2025-03": valeur}})


def test_masque_de_bits_refuse(simuler):
    with pytest.raises(SituationParsingError, match="masque de bits"):
        simuler(moi={"calendrier_contrats": {"2025-03": 7}})


def test_plage_eternelle_refusee(simuler):
    with pytest.raises((SituationParsingError, ValueError)):
        simuler(moi={"salaire_brut": {"ETERNITY": 7}})


@pytest.mark.parametrize("texte", ["year:2025", "month:2025-01", "day:2025-01-03"])
def test_periode_non_canonique_a_plusieurs(simuler, texte):
    """When OpenFisca's builder keeps both values, ``saisie.periode_canonique`` can go: this test then fails."""
    personne = {"salaire_brut": {texte: 100}}
    with pytest.raises(SituationParsingError, match="même période"):
        simuler(un=personne, deux={"salaire_brut": {texte: 200}})
    assert simuler(seul=personne) is not None


def test_porte_des_masques(systeme):
    simulation = SimulationBuilder().build_default_simulation(systeme, count=2)
    individu = simulation.populations["individu"]
    saisie.poser_masque(individu, "calendrier_contrats", 2025 * 12 + 1, numpy.array([3, 1 << 27]))
    assert list(simulation.calculate("calendrier_contrats", "2025-02")) == [3, 1 << 27]
    with pytest.raises(Refus, match="28 jours"):
        saisie.poser_masque(individu, "calendrier_contrats", 2025 * 12 + 1, numpy.array([0, 1 << 28]))


CARRIERE = {
    "date_naissance": {"ETERNITY": "1985-03-15"},
    "calendrier_contrats": {"day:2023-01-01:731": True},
    "salaire_brut": {"2023": 24000, "2024": 24000},
    "motif_rupture": {"2024-12": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
}


def refus(simuler, variable="are_nette", mois="2025-03", **changements):
    with pytest.raises(Refus) as erreur:
        simuler(moi=CARRIERE | changements).calculate(variable, mois)
    return erreur.value


def test_fin_sans_motif(simuler):
    erreur = refus(simuler, motif_rupture={})
    assert erreur.chemin == ("individus", "moi", "motif_rupture", "2024-12")


def test_naissance_inconnue(simuler):
    assert refus(simuler, date_naissance={}).chemin[2] == "date_naissance"


def test_mayotte(simuler):
    assert "Mayotte" in refus(simuler, territoire={"2024-12": "mayotte"}).message
    assert "Mayotte" in refus(simuler, territoire={"2025-03": "mayotte"}).message


def test_perte_d_un_emploi_conserve(simuler):
    assert "conservé" in refus(simuler, motif_rupture_conservee={"2025-02": "fin_cdd"}).message


def test_fin_ancienne_et_inscription(simuler):
    erreur = refus(
        simuler,
        calendrier_contrats={"day:2018-01-01:365": True, "day:2023-01-01:731": True},
        calendrier_inscription={"2019": True, "2025": True},
    )
    assert "1er novembre 2019" in erreur.message


def test_loi_anterieure(simuler):
    with pytest.raises(Refus, match="01/11/2019"):
        simuler(moi={"salaire_journalier_reference": {"2019-01": 50}}).calculate("allocation_journaliere_pleine", "2019-01")


def test_procedure_apres_la_fin(simuler):
    erreur = refus(
        simuler, motif_rupture={"2024-12": "licenciement_personnel"}, date_engagement_procedure={"2024-12": "2025-01-10"}
    )
    assert erreur.chemin[2] == "date_engagement_procedure"


def test_fin_ambigue(simuler):
    assert refus(simuler, calendrier_contrats={"day:2023-01-01:800": True}).chemin[2] == "date_fin_contrat"


def test_primes_d_avant_octobre_2021(simuler):
    with pytest.raises(Refus, match="primes"):
        simuler(
            moi={
                "date_naissance": {"ETERNITY": "1985-03-15"},
                "calendrier_contrats": {"day:2019-07-01:731": True},
                "salaire_brut": {"2020": 24000},
                "primes": {"2020-12": 500},
                "motif_rupture": {"2021-06": "fin_cdd"},
                "calendrier_inscription": {"2021": True},
            }
        ).calculate("salaire_reference", "2021-06")


def test_revenu_fiscal_outre_mer(simuler):
    erreur = refus(
        simuler, salaire_brut={"2023": 90000, "2024": 90000}, territoire={"2025": "drom"}, revenu_fiscal_reference_n2={"2025": 9000}
    )
    assert erreur.chemin[2] == "revenu_fiscal_reference_n2"


def test_motif_inconnu_les_nomme(simuler):
    with pytest.raises(SituationParsingError, match="fin_cdd"):
        simuler(moi={"motif_rupture": {"2024-12": "renvoi"}})


def test_fin_anterieure_qui_suffirait(simuler):
    # six mois de septembre 2022 à février 2023 ; une semaine en juin 2024, puis une en février 2025 : la fenêtre de
    # 24 mois de juin 2024 tient les 130 jours, celle de février 2025 les a perdus
    erreur = refus(
        simuler,
        "ouverture_droit",
        "2025-02",
        calendrier_contrats={"day:2022-09-01:181": True, "day:2024-06-24:5": True, "day:2025-02-03:5": True},
        salaire_brut={"month:2022-09:6": 12000, "2024-06": 400, "2025-02": 400},
        motif_rupture={"2023-02": "fin_cdd", "2024-06": "fin_cdd", "2025-02": "fin_cdd"},
        calendrier_inscription={"day:2025-02-10:100": True},
    )
    assert "2024-06" in erreur.message


def test_un_refus_dont_une_etape_est_un_grand_nombre():
    """A step that is a number is a name as any other, not the rank of a list to be made."""
    refus = Refus(("individus", "7", "are_nette", "545233178258119"), "Non.")
    assert refus.error == {"individus": {"7": {"are_nette": {"545233178258119": "Non."}}}}
    assert str(refus) == str(refus.error) and refus.code == 400


@pytest.mark.parametrize("jour", ["20250304", "2201-01-01", "NaT", "1799-12-31"])
def test_un_jour_hors_du_temps_est_refuse(systeme, jour):
    """From Python, where numpy reads « 20250304 » as a year."""
    simulation = SimulationBuilder().build_default_simulation(systeme, count=2)
    with pytest.raises(Refus) as refus_:
        simulation.set_input("date_naissance", "ETERNITY", numpy.array(["1985-06-12", jour], dtype="datetime64[D]"))
    assert refus_.value.chemin[-2:] == ("date_naissance", "ETERNITY")
    assert refus_.value.message.startswith("Un jour au plus tard en 2200 est attendu pour « date_naissance »")
    simulation.set_input("date_taux_plein", "ETERNITY", numpy.array(["1985-06-12", "2200-12-31"], dtype="datetime64[D]"))


def test_ce_qui_ne_change_jamais_se_demande_par_l_api(systeme):
    """A computed variable of eternity, given or asked."""
    client = creer_application(systeme).test_client()
    for donnee, rendue in (("2025-02-11", "2025-02-11"), (None, "2052-06-12")):
        individu = {"date_naissance": {"ETERNITY": "1985-06-12"}, "date_limite_age": {"ETERNITY": donnee}, "reliquat": {"2025-01": None}}
        reponse = client.post("/calculate", json={"individus": {"moi": individu}})
        assert reponse.status_code == 200, reponse.text
        assert reponse.json["individus"]["moi"]["date_limite_age"] == {"ETERNITY": rendue}


@pytest.mark.parametrize("jour", ["2025-W10-1", "20250304  ", "20250304ab", "2025-3-4"])
def test_une_date_s_ecrit_d_une_seule_facon(systeme, jour):
    individu = {"date_naissance": {"ETERNITY": jour}, "reliquat": {"2025-01": None}}
    reponse = creer_application(systeme).test_client().post("/calculate", json={"individus": {"moi": individu}})
    assert reponse.status_code == 400
    assert "AAAA-MM-JJ" in reponse.text


def test_un_etat_donne_en_deux_fois_garde_les_deux(systeme):
    """A computed variable of one month, given for one person, then for the other."""
    simulation = SimulationBuilder().build_default_simulation(systeme, count=2)
    simulation.set_input("reliquat", "2025-01", numpy.array([300, -1]))
    simulation.set_input("reliquat", "2025-01", numpy.array([-1, 200]))
    assert simulation.calculate("reliquat", "2025-01").tolist() == [300, 200]
