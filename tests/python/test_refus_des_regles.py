"""Every refusal of the rules: who is refused, the path of the field, the words of the message; and who is not.

Each case is asked of a person whom nothing refuses, then of the one refused, beside her: the path must name the second.
"""

import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.socle.refus import Refus, consigner

NAISSANCE = {"date_naissance": {"ETERNITY": "1985-06-15"}}
DROIT = {"salaire_journalier_reference": {"2025-05": 100}, "reliquat": {"2025-05": 300}}
CARRIERE = NAISSANCE | {
    "calendrier_contrats": {"day:2023-01-01:731": True},
    "salaire_brut": {"year:2023:2": 48000},
    "motif_rupture": {"2024-12": "licenciement_personnel"},
    "calendrier_inscription": {"day:2025-01-01:365": True},
}
DE_2019 = NAISSANCE | {
    "calendrier_contrats": {"day:2018-01-01:730": True},
    "salaire_brut": {"year:2018:2": 48000},
    "motif_rupture": {"2019-12": "licenciement_economique"},
    "calendrier_inscription": {"day:2020-01-01:300": True},
}
LONGUE = "day:2023-01-01:762"  # up to the end of January 2025


def sans(situation, *noms):
    return {nom: valeurs for nom, valeurs in situation.items() if nom not in noms}


EPUISE = NAISSANCE | {
    "salaire_journalier_reference": {"2024-05": 100}, "reliquat": {"2024-05": 214},
    "calendrier_contrats": {"day:2024-06-03:194": True}, "salaire_brut": {"month:2024-06:7": 21000},
    "salaire_activite_declare": {"month:2024-06:7": 0}, "calendrier_inscription": {"day:2024-05-01:600": True},
}

# a right of 300 days from June 2024, used up on 27 March 2025, and a job under it, from 3 June 2024 to 14 March 2025
EPUISE_EN_MARS = NAISSANCE | {
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
    "mayotte, fin de contrat": (
        CARRIERE | {"territoire": {"2024-12": "metropole"}}, CARRIERE | {"territoire": {"2024-12": "mayotte"}},
        "ouverture_droit", "2024-12", "territoire", "2024-12", "Mayotte"),
    "mayotte, droit donné": (
        DROIT | {"territoire": {"2025-05": "metropole"}}, DROIT | {"territoire": {"2025-05": "mayotte"}},
        "are_nette", "2025-06", "territoire", "2025-05", "Mayotte"),
    "mayotte, mois payé": (
        DROIT | {"territoire": {"2025-07": "drom"}}, DROIT | {"territoire": {"2025-07": "mayotte"}},
        "are_nette", "2025-07", "territoire", "2025-07", "Mayotte"),
    "revenu fiscal outre-mer": (
        DROIT | {"revenu_fiscal_reference_n2": {"2025-06": 100000}},
        DROIT | {"revenu_fiscal_reference_n2": {"2025-06": 0}, "territoire": {"2025-06": "drom"}},
        "taux_csg", "2025-06", "revenu_fiscal_reference_n2", "2025-06", "outre-mer"),
    "pénalité": (
        {"penalite_prononcee": {"2025-06": 3000}}, {"penalite_prononcee": {"2025-06": 3000.01}},
        "penalite_exigible", "2025-06", "penalite_prononcee", "2025-06", "3 000,00 €"),
    "vingt-cinq mensualités": (
        DROIT | {"indu": {"2025-06": 100}, "mensualites_indu": {"2025-06": 24}},
        DROIT | {"indu": {"2025-06": 100}, "mensualites_indu": {"2025-06": 25}},
        "retenue_indu", "2025-08", "mensualites_indu", "2025-06", "24 mensualités"),
    "procédure après la fin": (
        CARRIERE | {"date_engagement_procedure": {"2024-12": "2024-12-31"}},
        CARRIERE | {"date_engagement_procedure": {"2024-12": "2025-01-01"}},
        "date_fait_generateur", "2024-12", "date_engagement_procedure", "2024-12", "engagée après la fin"),
    "procédure avant la première loi": (
        DE_2019 | {"date_engagement_procedure": {"2019-12": "2019-11-01"}},
        DE_2019 | {"date_engagement_procedure": {"2019-12": "2019-10-31"}},
        "are_nette", "2020-01", "date_engagement_procedure", "2019-12", "avant le 01/11/2019"),
    "fin sans motif": (
        CARRIERE, sans(CARRIERE, "motif_rupture"),
        "ouverture_droit", "2024-12", "motif_rupture", "2024-12", "aucun motif"),
    "motif alors que le contrat continue": (
        CARRIERE | {"calendrier_contrats": {LONGUE: True}, "date_fin_contrat": {"2024-12": "2024-12-31"},
                    "motif_rupture": {"2024-12": "fin_cdd", "2025-01": "fin_cdd"},
                    "calendrier_inscription": {"day:2025-02-01:300": True}},
        CARRIERE | {"calendrier_contrats": {LONGUE: True}, "motif_rupture": {"2024-12": "fin_cdd", "2025-01": "fin_cdd"},
                    "calendrier_inscription": {"day:2025-02-01:300": True}},
        "ouverture_droit", "2024-12", "date_fin_contrat", "2024-12", "donnez date_fin_contrat"),
    "sans âge, période de référence": (
        CARRIERE, sans(CARRIERE, "date_naissance"),
        "jours_travailles_affiliation", "2024-12", "date_naissance", "ETERNITY", "date de naissance manque"),
    "sans âge, durée": (
        NAISSANCE | {"jours_reference": {"2025-05": 400}, "salaire_journalier_reference": {"2025-05": 100}},
        {"jours_reference": {"2025-05": 400}, "salaire_journalier_reference": {"2025-05": 100}},
        "duree_indemnisation", "2025-05", "date_naissance", "ETERNITY", "duree_indemnisation"),
    "sans âge, dégressivité": (
        NAISSANCE | DROIT | {"salaire_journalier_reference": {"2025-05": 250}, "jours_indemnises_cumules": {"2025-05": 182}},
        DROIT | {"salaire_journalier_reference": {"2025-05": 250}, "jours_indemnises_cumules": {"2025-05": 182},
                 "soumis_a_degressivite": {"2025-05": True}},
        "allocation_reduite", "2025-06", "date_naissance", "ETERNITY", "plancher de la dégressivité"),
    "primes anciennes": (
        CARRIERE | {"primes": {"2024-06": 500}},
        NAISSANCE | {"calendrier_contrats": {"day:2019-01-01:731": True}, "salaire_brut": {"year:2019:2": 48000},
                     "motif_rupture": {"2020-12": "fin_cdd"}, "calendrier_inscription": {"day:2021-01-01:300": True},
                     "primes": {"2020-06": 500}},
        "salaire_reference", "2020-12", "primes", "2020-12", "1er octobre 2021"),
    "emploi conservé perdu": (
        CARRIERE, DROIT | {"motif_rupture_conservee": {"2025-06": "fin_cdd"}},
        "ouverture_droit", "2025-06", "motif_rupture_conservee", "2025-06", "article 34"),
    "rechargement sans motif": (
        EPUISE | {"motif_rupture": {"2024-12": "fin_cdd"}}, EPUISE,
        "ouverture_droit", "2025-01", "motif_rupture", "2025-01", "n'est pas donné"),
    "fin d'avant novembre 2019": (
        CARRIERE | {"calendrier_contrats": {"day:2018-01-01:516": True, "day:2023-01-01:731": True}},
        CARRIERE | {"calendrier_contrats": {"day:2018-01-01:516": True, "day:2023-01-01:731": True},
                    "calendrier_inscription": {"day:2019-07-01:100": True, "day:2025-01-01:365": True}},
        "ouverture_droit", "2024-12", "calendrier_inscription", "2019-05", "1er novembre 2019"),
    "fin sans motif, inscription au bout de douze mois": (
        sans(CARRIERE, "motif_rupture") | {"calendrier_inscription": {"day:2026-01-01:300": True}},
        sans(CARRIERE, "motif_rupture") | {"calendrier_inscription": {"day:2025-12-31:300": True}},
        "ouverture_droit", "2024-12", "motif_rupture", "2024-12", "aucun motif"),
    "une fin antérieure suffirait": (
        CARRIERE,
        NAISSANCE | {"calendrier_contrats": {"day:2022-01-03:180": True, "day:2024-05-06:12": True, "day:2023-06-05:20": True},
                     "salaire_brut": {"month:2022-01:7": 14000, "2024-05": 1000, "2023-06": 1000},
                     "motif_rupture": {"2023-06": "fin_cdd", "2024-05": "fin_cdd"},
                     "calendrier_inscription": {"day:2024-05-20:300": True}},
        "ouverture_droit", "2024-05", "motif_rupture", "2024-05", "retenir une fin de contrat antérieure"),
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
        EPUISE_EN_MARS,
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
        "are_versee", "2025-06", "revenu_fiscal_reference_n2", "2025-06", "outre-mer"),
    "revenu fiscal outre-mer, jours encore payés": (
        PLUS_RIEN | OUTRE_MER, PLUS_RIEN | OUTRE_MER | {"reliquat_verse": {"2025-05": 20}},
        "are_versee", "2025-06", "revenu_fiscal_reference_n2", "2025-06", "outre-mer"),
    "une fin antérieure suffirait, nommée, deux autres depuis": (
        CARRIERE,
        NAISSANCE | {"calendrier_contrats": {"day:2022-09-01:181": True, "day:2024-06-24:5": True, "day:2025-02-03:5": True},
                     "salaire_brut": {"month:2022-09:6": 12000, "2024-06": 400, "2025-02": 400},
                     "motif_rupture": {"2023-02": "fin_cdd", "2024-06": "fin_cdd", "2025-02": "fin_cdd"},
                     "calendrier_inscription": {"day:2025-02-10:100": True}},
        "ouverture_droit", "2025-02", "motif_rupture", "2025-02", "2024-06"),
}


@pytest.mark.parametrize("nom", CAS)
def test_refus(verifier_un_refus, nom):
    verifier_un_refus(*CAS[nom])


@pytest.mark.parametrize("nom", CAS)
def test_qui_est_refuse_ne_change_rien_aux_autres(simuler, nom):
    """Where refusals are noted, the others are computed: only she is noted, and the neighbour has what she has alone."""
    permis, refuse, variable, mois, champ, periode, mots = CAS[nom]
    ensemble = simuler(permise=permis, refusee=refuse, autre=permis)
    refus = consigner(ensemble.populations["individu"])
    valeurs = ensemble.calculate(variable, mois)
    assert list(refus) == [1]
    assert refus[1][:2] == (champ, periode) and mots in refus[1][2]
    seule = simuler(permise=permis).calculate(variable, mois)
    assert valeurs[0] == valeurs[2] == seule[0]


@pytest.mark.parametrize(("du", "verse"), [(0, 30), (30, 0)])
def test_mayotte_est_refusee_tant_qu_un_des_deux_registres_a_des_jours(systeme, du, verse):
    """By what is due or by what was paid: something would be paid there."""
    situation = {"reliquat": {"2025-05": du}, "reliquat_verse": {"2025-05": verse}, "salaire_journalier_reference": {"2025-05": 100}}
    situation["territoire"] = {"2025-06": "mayotte"}
    simulation = SimulationBuilder().build_from_entities(systeme, {"individus": {"moi": situation}})
    with pytest.raises(Refus, match="Mayotte"):
        simulation.calculate("are_versee", "2025-06")
