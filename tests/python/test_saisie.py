"""The door of inputs: ranges, what is refused, and with which words."""

from datetime import date, timedelta

import numpy
import pytest
from openfisca_core import periods
from openfisca_core.errors import SituationParsingError
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.nomenclatures import MotifRupture
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


def test_motif_inconnu_les_nomme(simuler):
    with pytest.raises(SituationParsingError, match="fin_cdd"):
        simuler(moi={"motif_rupture": {"2024-12": "renvoi"}})


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


def refuse(simulation, nom, periode, valeurs) -> tuple:
    with pytest.raises(Refus) as erreur:
        simulation.set_input(nom, periode, numpy.array(valeurs))
    return erreur.value.chemin, erreur.value.message


@pytest.mark.parametrize("nom", ["calendrier_contrats", "salaire_brut", "quotite_travail", "are_nette"])
def test_ce_qui_n_est_pas_une_plage(deux, nom):
    periode = "day:2025-03-04:0"
    message = (
        f"« {periode} » n'est pas une plage de jours. Écrivez un mois (2025-03), une année (2025) "
        "ou une plage (day:2025-03-04:180)."
    )
    assert refuse(deux, nom, periode, [1, 1]) == (("individus", nom, periode), message)


IMPOSSIBLES = {
    "salaire_brut": ([-1, -0.5, float("nan"), float("inf"), -float("inf")], [0, 0.5, 12]),
    "quotite_travail": ([-1, -0.5, float("nan"), float("inf"), -float("inf")], [0, 0.5, 1]),
    "are_nette": ([-2, -0.5, float("nan"), float("inf"), -float("inf")], [-1, 0, 0.5]),
    "reliquat": ([-2, -5], [-1, 0, 12]),
}


@pytest.mark.parametrize("nom", IMPOSSIBLES)
def test_montants_impossibles_de_python(deux, nom):
    mauvais, bons = IMPOSSIBLES[nom]
    for valeur in mauvais:
        montre = numpy.array([valeur], dtype=deux.tax_benefit_system.variables[nom].dtype)[0]
        message = f"« {montre} » n'est pas une valeur possible de « {nom} » : un nombre fini, positif ou nul, est attendu."
        assert refuse(deux, nom, "2025-03", [1, valeur]) == (("individus", "1", nom, "2025-03"), message)
    for valeur in bons:
        deux.set_input(nom, "2025-03", numpy.array([valeur, valeur]))


def test_masque_de_bits_de_python(deux):
    message = "Un calendrier s'écrit true pour une plage de jours (« day:2025-03-04:180 »: true), jamais par un masque de bits."
    nom = "calendrier_contrats"
    for valeur in (2, -1):
        assert refuse(deux, nom, "2025-03", [1, valeur]) == (("individus", "1", nom, "2025-03"), message)


def test_masques_et_plages(deux):
    """Masks of a month join what was given before and after, by whichever door, and are replaced by nobody's range."""
    individu, mois, nom = deux.populations["individu"], 2025 * 12, "calendrier_contrats"

    def bits():
        return deux.calculate(nom, "2025-01").tolist()

    saisie.poser_masque(individu, nom, mois, [0b1, 0])
    assert bits() == [0b1, 0]
    deux.set_input(nom, "day:2025-01-02:2", numpy.array([True, True]))
    assert bits() == [0b111, 0b110]
    saisie.poser_masque(individu, nom, mois, numpy.array([0b1000, 0b1000], dtype=numpy.int64))
    assert bits() == [0b1111, 0b1110]
    deux.set_input(nom, "day:2025-01-02:2", numpy.array([False, True]))  # the range again: the last mask stays, and it alone
    assert bits() == [0b1000, 0b1110]
    with pytest.raises(Refus) as erreur:
        saisie.poser_masque(individu, nom, 2025 * 12 + 1, [0, 1 << 28])
    assert erreur.value.chemin == ("individus", "1", nom, "2025-02")
    assert erreur.value.message == "Un masque désigne un jour que ce mois de 28 jours n'a pas."


def test_plages_de_calendrier_remplacees(deux):
    """The same range again replaces, whatever ranges share its months."""
    nom = "calendrier_contrats"
    deux.set_input(nom, "day:2025-01-30:3", numpy.array([True, False]))
    deux.set_input(nom, "day:2025-02-01:1", numpy.array([False, True]))
    deux.set_input(nom, "day:2025-01-30:3", numpy.array([False, True]))
    assert deux.calculate(nom, "2025-01").tolist() == [0, 0b11 << 29]
    assert deux.calculate(nom, "2025-02").tolist() == [0, 1]


def test_flux_de_plusieurs_plages(deux):
    """Ranges add up, person by person; a range given again replaces itself alone; who gives nothing stays without a value."""
    nom, defaut = "indu_reclame", -1
    deux.set_input(nom, "2025", numpy.array([1200, defaut]))
    deux.set_input(nom, "2025-03", numpy.array([50, 30]))
    deux.set_input(nom, "day:2025-03-31:2", numpy.array([defaut, 8]))
    assert deux.calculate(nom, "2025-03").tolist() == [150, 34] and deux.calculate(nom, "2025-04").tolist() == [100, 4]
    assert deux.calculate(nom, "2025-05").tolist() == [100, defaut]
    deux.set_input(nom, "2025", numpy.array([2400, defaut]))
    assert deux.calculate(nom, "2025-03").tolist() == [250, 34] and deux.calculate(nom, "2025-05").tolist() == [200, defaut]
    deux.set_input(nom, "day:2025-03-31:2", numpy.array([2, defaut]))
    assert deux.calculate(nom, "2025-03").tolist() == [251, 30] and deux.calculate(nom, "2025-04").tolist() == [201, defaut]


def test_niveau_de_l_un_puis_de_l_autre(deux):
    """What a second input does not say of a person, the first still says."""
    deux.set_input("quotite_travail", "2025-03", numpy.array([0.5, 1.0]))
    deux.set_input("quotite_travail", "2025", numpy.array([1.0, 0.75]))
    assert deux.calculate("quotite_travail", "2025-03").tolist() == [0.5, 0.75]
    assert deux.calculate("quotite_travail", "2025-04").tolist() == [1.0, 0.75]
    motifs = [MotifRupture.fin_cdd, MotifRupture.aucune], [MotifRupture.demission, MotifRupture.demission]
    deux.set_input("motif_rupture", "2025-03", numpy.array([motif.name for motif in motifs[0]]))
    deux.set_input("motif_rupture", "2025-03", numpy.array(["aucune", "demission"]))
    lus = deux.calculate("motif_rupture", "2025-03")
    assert isinstance(lus, EnumArray) and lus.decode_to_str().tolist() == ["fin_cdd", "demission"]
    deux.set_input("motif_rupture", "2025-03", numpy.array(["demission", "aucune"]))
    assert deux.calculate("motif_rupture", "2025-03").decode().tolist() == motifs[1]


DROIT = {
    "date_naissance": {"ETERNITY": "1985-03-15"},
    "calendrier_contrats": {"day:2023-01-01:731": True, "day:2025-03-03:5": True},
    "salaire_brut": {"2023": 24000, "2024": 24000, "2025-03": 300},
    "motif_rupture": {"2024-12": "fin_cdd", "2025-03": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
    "date_justificatif": {"2025-03": "2025-06-10"},
}


def test_une_saisie_fait_oublier_ce_qui_en_etait_tire(simuler):
    """Whatever is kept beside the population while months are computed goes when an input is set."""
    simulation = simuler(moi=DROIT)
    individu = simulation.populations["individu"]
    avant = set(vars(individu))
    for mois in range(1, 10):
        for nom in ("are_nette", "are_versee", "solde_indu", "reliquat_verse"):
            simulation.calculate(nom, f"2025-{mois:02}")
    assert set(vars(individu)) > avant
    simulation.set_input("primes", "2025-12", numpy.array([10.0]))
    assert set(vars(individu)) == avant


def test_periode_du_constructeur(systeme):
    """Other callers than OpenFisca's builder have no persons to lose: they pass."""
    period_str = "year:2025"  # noqa: F841  (read in this frame)
    systeme.variables["salaire_brut"].check_set_value(1)
