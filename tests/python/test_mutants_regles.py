"""What the mutation check asks for and a YAML case cannot say: refusals beside another claimant, dates that its reader refuses."""

import numpy
import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.socle.refus import Refus

NAISSANCE = {"date_naissance": {"ETERNITY": "1985-06-15"}}
# a right of 300 days from June 2024, used up on 27 March 2025, and a job under it, from 3 June 2024 to 14 March 2025
EPUISE = NAISSANCE | {
    "salaire_journalier_reference": {"2024-05": 100}, "reliquat": {"2024-05": 300},
    "calendrier_contrats": {"day:2024-06-03:285": True}, "motif_rupture": {"2025-03": "fin_cdd"},
    "calendrier_inscription": {"day:2024-05-01:600": True},
}
# an end on 24 June 2023 whose affiliation suffices, one on 17 May 2024 whose does not
ANTERIEURE = NAISSANCE | {
    "calendrier_contrats": {"day:2022-01-03:180": True, "day:2024-05-06:12": True, "day:2023-06-05:20": True},
    "salaire_brut": {"month:2022-01:7": 14000, "2024-05": 1000, "2023-06": 1000},
    "motif_rupture": {"2023-06": "fin_cdd", "2024-05": "fin_cdd"},
}
# a right since June 2024, a voluntary departure on 14 January 2025, a contract the day after: 65 days up to 11 April
DEPART = {
    "salaire_journalier_reference": {"2024-06": 100}, "reliquat": {"2024-06": 700},
    "calendrier_contrats": {"day:2024-07-01:285": True}, "date_fin_contrat": {"2025-01": "2025-01-14"},
    "motif_rupture": {"2025-01": "demission", "2025-04": "fin_cdd"},
}
OUTRE_MER = {"territoire": {"2025-06": "drom"}, "revenu_fiscal_reference_n2": {"2025-06": 12000}}
PLUS_RIEN = {"salaire_journalier_reference": {"2025-05": 100}, "reliquat": {"2025-05": 0}}
# two ends after a right of 214 days used up in December 2021: 115 days up to 12 November (88 are asked), one day on 1 December (130 are)
LOI_CHANGEE = NAISSANCE | {
    "salaire_journalier_reference": {"2021-05": 100}, "reliquat": {"2021-05": 214},
    "calendrier_contrats": {"day:2021-06-07:159": True, "2021-12-01": True}, "calendrier_inscription": {"day:2021-05-01:600": True},
    "motif_rupture": {"2021-11": "fin_cdd", "2021-12": "fin_cdd"},
}
SANS_MOTIF = NAISSANCE | {
    "salaire_journalier_reference": {"2025-03": 100}, "calendrier_contrats": {"day:2024-06-03:313": True},
    "calendrier_inscription": {"day:2025-03-01:300": True},
}
MAYOTTE = NAISSANCE | {"territoire": {"2025-04": "mayotte"}}
ANCIEN = {"salaire_journalier_reference": {"2022-06": 100}, "reliquat": {"2022-06": 0}}

# name, who is not refused, who is, variable asked, month asked, field and period of the path, words of the message
CAS = {
    "une fin antérieure suffirait, après des mois sans fin": (
        ANCIEN, ANTERIEURE | {"calendrier_inscription": {"day:2024-05-20:300": True}},
        "ouverture_droit", "2024-05", "motif_rupture", "2024-05", "retenir une fin de contrat antérieure"),
    "une fin antérieure, inscription au bout de douze mois": (
        ANTERIEURE | {"calendrier_inscription": {"day:2024-06-25:300": True}},
        ANTERIEURE | {"calendrier_inscription": {"day:2024-06-24:300": True}},
        "ouverture_droit", "2024-05", "motif_rupture", "2024-05", "retenir une fin de contrat antérieure"),
    "départ volontaire effacé par une fin sans motif": (
        DEPART, DEPART | {"motif_rupture": {"2025-01": "demission"}},
        "depart_volontaire_oppose", "2025-04", "motif_rupture", "2025-04", "Un départ volontaire arrête le paiement"),
    "fin sans motif à côté d'un rechargement": (
        EPUISE,
        NAISSANCE | {"calendrier_contrats": {"day:2023-04-03:740": True}, "calendrier_inscription": {"day:2025-04-12:300": True}},
        "fin_examinee", "2025-04", "motif_rupture", "2025-04", "aucun motif"),
    "une fin antérieure suffirait, la dernière est un licenciement économique": (
        ANCIEN, ANTERIEURE | {"motif_rupture": {"2023-06": "fin_cdd", "2024-05": "licenciement_economique"},
                              "calendrier_inscription": {"day:2024-05-20:300": True}},
        "ouverture_droit", "2024-05", "motif_rupture", "2024-05", "retenir une fin de contrat antérieure"),
    "rechargement par une fin antérieure sans motif": (
        LOI_CHANGEE, LOI_CHANGEE | {"motif_rupture": {"2021-12": "fin_cdd"}},
        "ouverture_droit", "2022-01", "motif_rupture", "2022-01", "n'est pas donné"),
    "fin sans motif, un jour reste ou aucun": (
        SANS_MOTIF | {"reliquat": {"2025-03": 1}}, SANS_MOTIF | {"reliquat": {"2025-03": 0}},
        "fin_examinee", "2025-04", "motif_rupture", "2025-04", "aucun motif"),
    "mayotte, sans fin de contrat ou avec": (
        MAYOTTE, MAYOTTE | {"calendrier_contrats": {"day:2023-05-01:731": True}, "motif_rupture": {"2025-04": "fin_cdd"},
                            "calendrier_inscription": {"day:2025-05-01:300": True}},
        "ouverture_droit", "2025-04", "territoire", "2025-04", "Mayotte"),
    "revenu fiscal outre-mer, un jour reste": (
        PLUS_RIEN | OUTRE_MER, PLUS_RIEN | OUTRE_MER | {"reliquat": {"2025-05": 1}},
        "are_nette", "2025-06", "revenu_fiscal_reference_n2", "2025-06", "outre-mer"),
    "revenu fiscal outre-mer, un jour encore payé": (
        PLUS_RIEN | OUTRE_MER, PLUS_RIEN | OUTRE_MER | {"reliquat_verse": {"2025-05": 1}},
        "are_nette", "2025-06", "revenu_fiscal_reference_n2", "2025-06", "outre-mer"),
    "revenu fiscal outre-mer, jours encore payés": (
        PLUS_RIEN | OUTRE_MER, PLUS_RIEN | OUTRE_MER | {"reliquat_verse": {"2025-05": 20}},
        "are_nette", "2025-06", "revenu_fiscal_reference_n2", "2025-06", "outre-mer"),
}


@pytest.mark.parametrize("nom", CAS)
def test_refus(verifier_un_refus, nom):
    verifier_un_refus(*CAS[nom])


def test_fin_d_avant_le_premier_reglement(simuler):
    """30 September 2019 is career: nothing is examined before 1 November 2019, the first day of the law modelled."""
    simulation = simuler(moi=NAISSANCE | {
        "calendrier_contrats": {"day:2018-01-01:638": True, "day:2019-10-14:19": True},
        "motif_rupture": {"2019-09": "fin_cdd", "2019-11": "fin_cdd"}, "calendrier_inscription": {"day:2019-11-02:300": True},
    })
    assert simulation.calculate("fin_examinee", "2019-09")[0] == numpy.datetime64("1970-01-01")
    assert simulation.calculate("fin_examinee", "2019-11")[0] == numpy.datetime64("2019-11-01")


def test_decheance_d_un_droit_de_duree_inconnue(simuler):
    """The length is neither given nor computed: no day of forfeiture, that is 2200."""
    simulation = simuler(moi={"salaire_journalier_reference": {"2025-05": 100}, "reliquat": {"2025-05": 300}})
    assert simulation.calculate("date_decheance", "2025-06")[0] == numpy.datetime64("2200-01-01")


def test_decheance_de_qui_n_a_pas_de_droit(simuler):
    """No right, no day of forfeiture, beside somebody who has one."""
    simulation = simuler(
        une={"salaire_journalier_reference": {"2025-05": 100}, "date_decheance": {"2025-05": "2026-01-01"}}, autre=NAISSANCE,
    )
    assert list(simulation.calculate("date_decheance", "2025-06")) == [numpy.datetime64("2026-01-01"), numpy.datetime64("2200-01-01")]


@pytest.mark.parametrize(("du", "verse"), [(0, 30), (30, 0)])
def test_mayotte_est_refusee_tant_qu_un_des_deux_registres_a_des_jours(systeme, du, verse):
    """By what is due or by what was paid: something would be paid there."""
    situation = {"reliquat": {"2025-05": du}, "reliquat_verse": {"2025-05": verse}, "salaire_journalier_reference": {"2025-05": 100}}
    situation["territoire"] = {"2025-06": "mayotte"}
    simulation = SimulationBuilder().build_from_entities(systeme, {"individus": {"moi": situation}})
    with pytest.raises(Refus, match="Mayotte"):
        simulation.calculate("are_versee", "2025-06")
