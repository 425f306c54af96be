"""What YAML cases cannot say of the debt: reforms of its choices, refusals, the ledger asked in any order, the web API."""

import numpy
import pytest
from openfisca_core.periods import period
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.service import creer_application
from openfisca_chomage.socle.refus import Refus

DROIT = {
    "salaire_journalier_reference": {"2025-05": 100},
    "reliquat": {"2025-05": 300},
    "allocation_journaliere_pleine": {"2025-05": 57},
}
AVANCE = {
    **DROIT,
    "salaire_activite_declare": {"2025-06": 1500},
    "salaire_activite_justifie": {"2025-06": 2100},
    "date_justificatif": {"2025-06": "2025-09-10"},
}
CACHEE = {**AVANCE, "salaire_activite_declare": {"2025-06": 0}}


def avec(systeme, chemin, valeur, personne):
    """A simulation of one person under a reform of one parameter."""
    return avec_plusieurs(systeme, chemin, valeur, {"moi": personne})


def avec_plusieurs(systeme, chemin, valeur, personnes):
    """A simulation of several."""

    class reforme(Reform):
        def apply(self):
            self.modify_parameters(self.changer)

        @staticmethod
        def changer(parametres):
            noeud = parametres
            for nom in chemin.split("/"):
                noeud = getattr(noeud, nom)
            noeud.update(period=period("year:2019:30"), value=valeur)
            return parametres

    return SimulationBuilder().build_from_dict(reforme(systeme), {"individus": personnes})


def test_avance_arrondie_au_jour(systeme):
    # 0,8 x 12 = 9,6, soit 10 jours à 54 €
    assert avec(systeme, "versement/avance/arrondi_des_jours", True, AVANCE).calculate("are_versee", "2025-06")[0] == 540


def test_jours_rendus_le_mois_d_apres(systeme):
    simulation = avec(systeme, "versement/mois_avant_recredit", 1, AVANCE)
    # 300 - 12, - 30 x 3 ; en octobre 198 + 8 - 30
    restes = [simulation.calculate("reliquat_verse", mois)[0] for mois in ("2025-06", "2025-09", "2025-10")]
    assert restes == [288, 198, 176]


def test_indu_en_brut(systeme):
    """Gross: 3 % of 175.44 leaves 94.74; CSG 6.2 % and CRDS 0.5 % of 98.25 % leave 88.50."""
    personne = {
        **CACHEE,
        "salaire_journalier_reference": {"2025-05": 175.44},
        "allocation_journaliere_pleine": {"2025-05": 100},
        "salaire_activite_justifie": {"2025-06": 5000},
    }
    simulation = avec(systeme, "indus/assiette_nette", False, personne)
    assert simulation.calculate("trop_percu", "2025-06")[0] == 2655.00
    assert simulation.calculate("indu", "2025-06")[0] == 2842.20


def test_seuil_de_recouvrement_reforme(systeme):
    simulation = avec(systeme, "indus/seuil_recouvrement", 2000, CACHEE)
    assert simulation.calculate("indu_abandonne", "2025-06")[0] == 1404
    assert simulation.calculate("solde_indu", "2025-12")[0] == 0


def test_penalite_plafonnee_jamais_automatique(simuler):
    assert simuler(moi={**CACHEE, "fausse_declaration": {"2025-06": True}}).calculate("penalite_exigible", "2025-06")[0] == 0
    assert simuler(moi={"penalite_prononcee": {"2025-06": 3000}}).calculate("penalite_exigible", "2025-06")[0] == 3000
    with pytest.raises(Refus, match="3 000,00 €"):
        simuler(moi={"penalite_prononcee": {"2025-06": 3000.01}}).calculate("penalite_exigible", "2025-06")


def test_plus_de_vingt_quatre_mensualites(simuler):
    with pytest.raises(Refus, match="24 mensualités"):
        simuler(moi={**CACHEE, "mensualites_indu": {"2025-06": 25}}).calculate("retenue_indu", "2025-12")


def reprises(simulation, nom, *mois):
    return [simulation.calculate(nom, un_mois)[0] for un_mois in mois]


def test_avance_sans_piece_non_reprise_sous_l_autre_lecture(systeme):
    """Nothing is taken back before the evidence: then 518.40 - 216, on the payment of the month of the evidence."""
    simulation = avec(systeme, "versement/avance/reprise_sans_piece", False, AVANCE)
    assert reprises(simulation, "avance_reprise", "2025-07", "2025-08", "2025-09", "2025-10") == [0, 0, 302.4, 0]
    assert reprises(simulation, "solde_avances", "2025-08", "2025-09") == [0, 0]


def test_le_compte_des_avances_tombe_juste(simuler):
    """Taken back less given back is what was paid and not due, whatever the order of the evidence of two advances."""
    personne = {
        **DROIT,
        "salaire_activite_declare": {"2025-06": 1500, "2025-08": 1200},
        "salaire_activite_justifie": {"2025-06": 2100, "2025-08": 1900},
        "date_justificatif": {"2025-06": "2025-09-10", "2025-08": "2025-12-20"},
    }
    simulation = simuler(moi=personne)
    mois = [f"2025-{rang:02}" for rang in range(6, 13)]
    solde = sum(reprises(simulation, "avance_reprise", *mois)) - sum(reprises(simulation, "avance_rendue", *mois))
    a_reprendre = sum(reprises(simulation, "avance_a_reprendre", *mois))
    assert a_reprendre > 302.4
    assert round(solde + simulation.calculate("solde_avances", "2025-12")[0], 2) == round(a_reprendre, 2)


@pytest.mark.parametrize("sans_piece", [True, False])
def test_avances_d_un_mois_et_pieces_de_mois_differents(systeme, sans_piece):
    """Three advances of June whose evidence comes in July, in September and in November: each as if alone."""
    pieces = {"a": "2025-07-20", "b": "2025-09-10", "c": "2025-11-02"}
    personnes = {nom: {**AVANCE, "date_justificatif": {"2025-06": piece}} for nom, piece in pieces.items()}

    chemin = "versement/avance/reprise_sans_piece"
    ensemble = avec_plusieurs(systeme, chemin, sans_piece, personnes)
    mois = [f"2025-{rang:02}" for rang in range(6, 13)]
    nets = {}
    for rang, (nom, personne) in enumerate(personnes.items()):
        seul = avec(systeme, chemin, sans_piece, personne)
        for variable in ("avance_reprise", "avance_rendue", "solde_avances"):
            attendu = reprises(seul, variable, *mois)
            obtenu = [ensemble.calculate(variable, un_mois)[rang] for un_mois in mois]
            assert obtenu == attendu, (nom, variable)
            nets[nom, variable] = sum(attendu)
    # whatever the way, 518.40 less 216 is what is not given back
    assert {round(nets[nom, "avance_reprise"] - nets[nom, "avance_rendue"], 2) for nom in pieces} == {302.4}


def test_le_passe_demande_apres_l_avenir(simuler):
    """The ledger goes forward; a month asked after a later one, or before any debt, has its own stock."""
    simulation = simuler(moi=CACHEE)
    apres = simulation.calculate("solde_indu", "2026-01")[0]
    assert simulation.calculate("solde_indu", "2025-09")[0] == 1404
    assert simulation.calculate("solde_indu", "2020-01")[0] == 0
    assert simulation.calculate("solde_indu", "2026-01")[0] == apres < 1404


def test_ce_qui_est_donne_a_l_un_ne_change_rien_a_l_autre(simuler):
    """A late piece of one person leaves the figures of another as they were, in months without any right too."""
    noms = ("salaire_activite_declare", "jours_indemnisables", "are_versee", "reliquat_verse", "solde_indu")
    autre = {**DROIT, "reliquat": {"2025-05": 20}, "salaire_brut": {"2025-07": 900}}
    seul, deux = simuler(b=autre), simuler(a=CACHEE, b=autre)
    for nom in noms:
        for mois in ("2025-06", "2025-07", "2025-08"):
            assert seul.calculate(nom, mois)[0] == deux.calculate(nom, mois)[1], (nom, mois)


def test_chaque_refus_de_saisie_a_son_chemin(systeme):
    client = creer_application(systeme).test_client()
    mauvais = {"indu_reclame": -5, "retenue_pratiquee": "beaucoup", "date_justificatif": "2025-02-30", "indu_conteste": "peut-être"}
    for champ, valeur in mauvais.items():
        personne = {champ: {"2025-06": valeur}, "solde_indu": {"2025-06": None}}
        reponse = client.post("/calculate", json={"individus": {"moi": personne}})
        assert reponse.status_code == 400, champ
        assert champ in str(reponse.json)


def test_api_de_la_declaration_a_la_dette(systeme):
    client = creer_application(systeme).test_client()
    demandes = {"are_versee": "2025-06", "are_due": "2025-06", "indu": "2025-06", "solde_indu": "2025-11", "retenue_indu": "2025-11"}
    personne = {**CACHEE, **{nom: {mois: None} for nom, mois in demandes.items()}}
    reponse = client.post("/calculate", json={"individus": {"moi": personne}})
    assert reponse.status_code == 200, reponse.json
    obtenu = {nom: reponse.json["individus"]["moi"][nom][mois] for nom, mois in demandes.items()}
    # 30 x 54 ; 4 x 54 ; barème de 2025 sur 1 620 € : 370 / 20 = 18,50 ; 351,67 / 10 = 35,17 ; 352,50 / 5 = 70,50 ;
    # 350 / 4 = 87,50 ; (1 620 - 1 424,17) / 3 = 65,28 ; en tout 276,94
    assert obtenu == {"are_versee": 1620, "are_due": 216, "indu": 1404, "solde_indu": 1127.06, "retenue_indu": 276.94}


def test_mille_dettes_dans_un_tableau(systeme):
    """Debts of all in one array: what one is worth alone is what it is worth among others."""
    simulation = SimulationBuilder().build_default_simulation(systeme, count=1000)
    for nom in DROIT:
        simulation.set_input(nom, "2025-05", numpy.full(1000, DROIT[nom]["2025-05"], dtype=float))
    declares = numpy.zeros(1000)
    simulation.set_input("salaire_activite_declare", "2025-06", declares)
    simulation.set_input("salaire_activite_justifie", "2025-06", numpy.linspace(0, 3000, 1000))
    simulation.set_input("date_justificatif", "2025-06", numpy.full(1000, numpy.datetime64("2025-09-10")))
    soldes = simulation.calculate("solde_indu", "2025-12")
    assert soldes[0] == 0 and soldes[-1] > soldes[500] > 0
