"""The claimant's file: what it accepts, refuses, computes and explains.

The figures of the six examples are computed by hand from the règlement, in the comments beside them.
"""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from openfisca_core.periods import period
from openfisca_core.reforms import Reform
from openfisca_core.simulation_builder import SimulationBuilder

pytest.importorskip("pydantic")
pytest.importorskip("typer")
pytest.importorskip("rich")

from rich.console import Console  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from openfisca_chomage import CountryTaxBenefitSystem  # noqa: E402
from openfisca_chomage.dossier.application import application  # noqa: E402
from openfisca_chomage.dossier.calcul import COLONNES, calculer, situation_a_poster  # noqa: E402
from openfisca_chomage.dossier.lecture import ErreurDossier, lire, lire_texte  # noqa: E402
from openfisca_chomage.dossier.rendu import afficher, en_csv, en_json  # noqa: E402
from openfisca_chomage.dossier.situation import construire  # noqa: E402

EXEMPLES = Path(__file__).parents[2] / "exemples"
NOMS = sorted(chemin.stem for chemin in EXEMPLES.glob("*.yaml") if not chemin.stem.startswith("indu_"))

DROITS = {
    # 24 mois de 2 400 € = 57 600 €, sur 731 jours (2023 et 2024) : 78,796 -> 78,80 €.
    # 40,4 % x 78,80 + 13,11 = 44,945 -> 44,95 € ; 57 % = 44,92 €. Durée : 730 x 0,75 = 547,5 -> 548.
    # Congés payés 900 / 78,80 = 11,4 -> 11 ; spécifique 3 000 / 107,9 = 27,8 -> 27 ; attente 7 :
    # 1er janvier + 27 + 11 + 7 = 15 février. Jours travaillés : dimanche 1er janvier 2023 (1), 104 semaines (520),
    # lundi 30 et mardi 31 décembre 2024 (2) : 523.
    "cdi_long": {
        "date_fait_generateur": "2024-11-04",
        "jours_travailles_affiliation": 523,
        "salaire_reference": 57600,
        "diviseur_salaire_reference": 731,
        "salaire_journalier_reference": 78.80,
        "allocation_journaliere_pleine": 44.95,
        "duree_indemnisation": 548,
        "differe_conges_payes": 11,
        "differe_specifique": 27,
        "delai_attente": 7,
        "date_premier_jour_indemnisable": "2025-02-15",
    },
    # 13 + 8 + 17 semaines de cinq jours = 190 jours, x 1,4 = 266 jours calendaires ; du 8 janvier 2024 au 26 septembre
    # 2025 : 628 jours ; 362 non travaillés, limités à 70 % de 266 = 186 : 452. Paie : 5 400 + 1 850 x 29/30 +
    # 1 850 x 25/31 + 1 900 x 29/30 + 3 800 + 1 900 x 26/30 = 15 963,61 €. / 452 = 35,318 -> 35,32 €.
    # Minimum 32,13 €, limité à 75 % de 35,32 = 26,49 €. 452 x 0,75 = 339. Congés payés 420 / 35,32 = 11,9 -> 11 :
    # 27 septembre + 11 + 7 = 15 octobre.
    "contrats_courts": {
        "jours_travailles_affiliation": 190,
        "salaire_reference": 15963.61,
        "jours_calendaires_reference": 628,
        "diviseur_salaire_reference": 452,
        "salaire_journalier_reference": 35.32,
        "allocation_journaliere_pleine": 26.49,
        "duree_indemnisation": 339,
        "differe_conges_payes": 11,
        "date_premier_jour_indemnisable": "2025-10-15",
    },
    # 24 x 2 280 = 54 720 € sur 731 jours : 74,856 -> 74,86 €. 40,4 % x 74,86 + 13,11 = 43,353 -> 43,35 €.
    # 1er mai + 7 = 8 mai.
    "activite_reprise": {
        "salaire_reference": 54720,
        "salaire_journalier_reference": 74.86,
        "allocation_journaliere_pleine": 43.35,
        "duree_indemnisation": 548,
        "date_premier_jour_indemnisable": "2025-05-08",
    },
    # 24 x 7 300 = 175 200 € sur 731 jours : 239,671 -> 239,67 € ; 57 % = 136,61 €. 11 190 / 109,6 = 102,1 -> 102 jours :
    # 1er juillet + 102 + 7 = 18 octobre.
    "haut_salaire_degressivite": {
        "age_fin_contrat": 44,
        "salaire_reference": 175200,
        "salaire_journalier_reference": 239.67,
        "allocation_journaliere_pleine": 136.61,
        "differe_specifique": 102,
        "date_premier_jour_indemnisable": "2025-10-18",
    },
    # 58 ans : 36 mois, 1 096 jours, 216 000 € : 197,08 € ; 57 % = 112,336 -> 112,34 €. 1 095 x 0,75 = 821,25 -> 822 jours.
    # 40 000 / 109,6 = 364, au plus 75 pour un motif économique : 1er septembre + 75 + 7 = 22 novembre.
    "senior": {
        "date_fait_generateur": "2025-05-12",
        "age_fin_contrat": 58,
        "salaire_reference": 216000,
        "diviseur_salaire_reference": 1096,
        "salaire_journalier_reference": 197.08,
        "allocation_journaliere_pleine": 112.34,
        "duree_indemnisation": 822,
        "differe_specifique": 75,
        "date_premier_jour_indemnisable": "2025-11-22",
    },
    # 11 x 950 + 950 x 15/31 + 1 000 x 16/31 + 7 x 1 000 = 18 425,81 €, sur 214 + 365 = 579 jours : 31,823 -> 31,82 €.
    # Mi-temps : 40,4 % x 31,82 + 13,18 / 2 = 19,445 -> 19,45 €. Pas de coefficient outre-mer : 579 jours.
    "outre_mer": {
        "salaire_reference": 18425.81,
        "diviseur_salaire_reference": 579,
        "salaire_journalier_reference": 31.82,
        "coefficient_temps_partiel": 0.5,
        "allocation_journaliere_pleine": 19.45,
        "duree_indemnisation": 579,
        "date_premier_jour_indemnisable": "2026-01-08",
    },
}

MOIS = {
    # Retraite 3 % x 78,80 = 2,36 € : 42,59 € par jour, sous le SMIC journalier : ni CSG ni CRDS.
    # Février : du 15 au 28, 14 jours, 596,26 €. Juin : sept jours de maladie, 30 - 7 = 23.
    # 1er juillet 2025, revalorisation de 0,5 % : 57 888 / 731 = 79,19 € ; 40,4 % + 13,18 = 45,17 €.
    "cdi_long": {
        "2025-02": {"jours_indemnises": 14, "are_brute": 596.26, "are_nette": 596.26, "reliquat": 534},
        "2025-06": {"jours_indemnisables": 23, "reliquat": 420},
        "2025-07": {"allocation_journaliere": 45.17},
        "2026-08": {"reliquat": 0},
    },
    # Octobre : 30 - 14 = 16 jours. L'allocation est sous le minimum : pas de retraite. 339 jours finis en septembre 2026 :
    # 16 + 10 x 30 = 316, il en reste 23.
    "contrats_courts": {
        "2025-10": {"jours_indemnises": 16, "are_nette": 423.84},
        "2026-09": {"jours_indemnises": 23, "reliquat": 0},
    },
    # 43,42 € depuis juillet (13,18 €). (30 x 43,42 - 70 % x 700) / 43,42 = 18,71 -> 19 ; 720 € : 18,39 -> 18.
    # Retraite 3 % x 74,86 = 2,25 : 41,17 x 19 = 782,23 €.
    "activite_reprise": {
        "2025-09": {"jours_indemnises": 19, "are_brute": 782.23},
        "2025-10": {"salaire_activite_declare": 700, "salaire_activite_justifie": 720, "jours_indemnises": 18},
        "2025-11": {"jours_indemnises": 19, "reliquat": 379},
    },
    # Octobre : 30 - 17 = 13. Retraite 7,19 € : 129,42 € ; CSG 6,2 % de 98,25 % = 7,88 €, CRDS 0,64 € : 120,90 € net.
    # 182 jours payés le 19 avril : 13 + 5 x 30 + 19. Puis 70 % = 95,63 €, moins 7,19 = 88,44 €.
    # Avril : 19 x 129,42 + 11 x 88,44 = 3 431,82 €.
    "haut_salaire_degressivite": {
        "2025-10": {"jours_indemnises": 13, "are_nette": 1571.70},
        "2026-03": {"allocation_journaliere": 136.61, "are_brute": 3882.60, "are_nette": 3627.00},
        "2026-04": {"allocation_journaliere": 95.63, "are_brute": 3431.82},
        "2026-05": {"are_brute": 2653.20, "are_nette": 2478.60},
    },
    # Novembre : 30 - 21 = 9. Retraite 5,91 : 106,43 € ; CSG 6,48 et CRDS 0,52 : 99,43 € net. Pas de dégressivité.
    "senior": {
        "2025-11": {"jours_indemnises": 9, "are_brute": 957.87, "are_nette": 894.87},
        "2026-12": {"allocation_journaliere": 112.34},
    },
    "outre_mer": {"2026-01": {"jours_indemnises": 23, "are_nette": 447.35}, "2026-12": {"reliquat": 226}},
}


@pytest.fixture(scope="module")
def systeme():
    return CountryTaxBenefitSystem()


@pytest.fixture(scope="module")
def releves():
    return {nom: calculer(lire(EXEMPLES / f"{nom}.yaml")) for nom in NOMS}


def egal(obtenu, attendu):
    return obtenu == attendu if isinstance(attendu, str) else obtenu == pytest.approx(attendu, abs=1e-9)


def ouvert(releve):
    (droit,) = [un for un in releve.droits if un.ouvert]
    return {un.nom: un for un in droit.chiffres}


def test_les_six_exemples_sont_la():
    assert set(NOMS) == set(DROITS) == set(MOIS)


@pytest.mark.parametrize("nom", DROITS)
def test_droit_calcule_a_la_main(releves, nom):
    chiffres = json.loads(en_json(releves[nom]))["droits"][-1]["chiffres"]
    faux = {cle: (chiffres[cle]["valeur"], voulu) for cle, voulu in DROITS[nom].items() if not egal(chiffres[cle]["valeur"], voulu)}
    assert not faux


@pytest.mark.parametrize("nom", MOIS)
def test_mois_calcules_a_la_main(releves, nom):
    lignes = {ligne.mois: ligne.colonnes for ligne in releves[nom].mois}
    faux = [
        (mois, cle, lignes[mois][cle].valeur, voulu)
        for mois, attendus in MOIS[nom].items()
        for cle, voulu in attendus.items()
        if not egal(lignes[mois][cle].valeur, voulu)
    ]
    assert not faux


@pytest.mark.parametrize("nom", NOMS)
def test_la_situation_est_acceptee_et_donne_le_meme_resultat(releves, systeme, nom):
    lu = lire(EXEMPLES / f"{nom}.yaml")
    corps = json.loads(json.dumps(situation_a_poster(lu)))
    simulation = SimulationBuilder().build_from_entities(systeme, corps)
    demandes = corps["individus"]["demandeur"]
    for ligne in reversed(releves[nom].mois):
        for colonne in COLONNES:
            assert ligne.mois in demandes[colonne]
            assert simulation.calculate(colonne, period(ligne.mois))[0].item() == ligne.colonnes[colonne].valeur
    for variable, periodes in demandes.items():
        for une in periodes:
            assert une in ("ETERNITY", str(period(une))), (variable, une)


@pytest.mark.parametrize("nom", NOMS)
def test_chaque_phrase_cite_l_article_de_sa_variable(releves, systeme, nom):
    releve = releves[nom]
    montres = [un for droit in releve.droits for un in droit.chiffres]
    montres += [un for ligne in releve.mois for un in (*ligne.changements, *ligne.colonnes.values())]
    assert montres
    for un in montres:
        assert un.reference, un.nom
        for une in un.reference:  # one of the versions that the variable serves, with its time between the article and the address
            servies = systeme.variables[un.nom].reference
            assert any(servie.startswith(f"{une.article} (") and servie.endswith(f") : {une.adresse}") for servie in servies)
    sortie = io.StringIO()
    afficher(releve, Console(file=sortie, width=4000))
    lignes = [ligne.strip() for ligne in sortie.getvalue().splitlines()]
    for un in [un for droit in releve.droits for un in droit.chiffres] + [un for ligne in releve.mois for un in ligne.changements]:
        if un.explication:
            assert lignes[lignes.index(un.explication) + 1] == un.articles or any(
                lignes[rang + 1] == un.articles for rang, texte in enumerate(lignes) if texte == un.explication
            )


def test_un_montant_n_est_jamais_tronque(releves):
    sortie = io.StringIO()
    afficher(releves["activite_reprise"], Console(file=sortie, width=60))
    assert "…" not in sortie.getvalue() and "1\u202f235,10" in sortie.getvalue()


def test_les_changements_seuls_sont_expliques(releves):
    lignes = {ligne.mois: ligne for ligne in releves["activite_reprise"].mois}
    assert not lignes["2026-02"].changements
    assert "jours_indemnises" in {un.nom for un in lignes["2025-09"].changements}


def test_une_reforme_change_la_phrase_et_garde_l_article():
    class PartieFixe(Reform):
        def apply(self):
            def modifier(parametres):
                parametres.allocation_journaliere.partie_fixe.update(start=period("2020-01-01").start, value=20.0)
                return parametres

            self.modify_parameters(modifier)

    lu = lire(EXEMPLES / "cdi_long.yaml")
    avant, apres = ouvert(calculer(lu)), ouvert(calculer(lu, PartieFixe(CountryTaxBenefitSystem())))
    nom = "allocation_journaliere_pleine"
    assert "13,11 €" in avant[nom].explication and "20,00 €" in apres[nom].explication
    assert avant[nom].reference == apres[nom].reference
    # 40,4 % x 78,80 + 20 = 51,835 -> 51,84.
    assert apres[nom].valeur == pytest.approx(51.84)


MAUVAIS = """\
personne: {nom: Essai, date_naissance: 1985-02-30, ville: Lyon}
contrats:
  - debut: 2022-01-01
    fin: 2021-12-31
    salaire_mensuel: -5
    motif: licencie
    saisonier: oui
  - {debut: 2024-01-01, fin: 2024-06-30, salaire_total: .nan, salaire_mensuel: 10, motif: fin_cdd}
  - debut: 2024-09-01
    salaire_mensuel: "2 400"
    motif: fin_cdd
inscription:
  - {debut: 2025-01-06, fin: 2025-01-01}
declarations:
  2025-13: {salaire: 700}
  2025-05: {salaire: 12,5}
  2025-05: {salaire: 12}
mois: {debut: 2026-01, fin: 2025-01}
"""

ATTENDUES = {
    (1, "« 1985-02-30 » n'est pas une date"),
    (1, "« ville » n'est pas un champ connu"),
    (4, "avant le début"),
    (5, "« -5 » est négatif"),
    (6, "Connus : licenciement_economique"),
    (7, "Vouliez-vous écrire « saisonnier »"),
    (8, "n'est pas un nombre fini"),
    (8, "d'une seule manière"),
    (10, "n'est pas un nombre"),
    (11, "n'a pas de fin"),
    (13, "avant le début"),
    (15, "« 2025-13 » n'est pas un mois"),
    (16, "« 5 » n'est pas un champ connu"),
    (17, "deux fois"),
    (18, "avant le début"),
}


def erreurs_de(texte, **options):
    with pytest.raises(ErreurDossier) as refus:
        lire_texte(texte, **options)
    return refus.value.erreurs


def test_toutes_les_erreurs_ensemble_avec_leur_ligne():
    erreurs = erreurs_de(MAUVAIS)
    manquent = {
        (ligne, texte) for ligne, texte in ATTENDUES if not any(une.ligne == ligne and texte in une.message for une in erreurs)
    }
    assert not manquent, "\n".join(map(str, erreurs))
    assert len(erreurs) == len(ATTENDUES), "\n".join(map(str, erreurs))


@pytest.mark.parametrize(
    ("texte", "ligne", "message"),
    [
        ("", 1, "ne contient pas de dossier"),
        ("- 1\n", 1, "ne contient pas de dossier"),
        ("personne: {}\ncontrats: [\n", 3, "bien formé"),
        ("personne: {}\ncontrats: []\n", 2, "Un contrat au moins"),
        ("personne: {}\ncontrats: 3\n", 2, "Une liste est attendue"),
        ("personne: 3\ncontrats:\n  - {debut: 2024-01-01, salaire_mensuel: 1}\n", 1, "Des champs"),
        ("personne: {}\ncontrats:\n  - {debut: 0, salaire_mensuel: 1}\n", 3, "« 0 » n'est pas une date"),
        ("personne: {}\ncontrats:\n  - {debut: 2024-01-01, salaire_mensuel: true}\n", 3, "n'est pas un nombre"),
        ("personne: {}\ncontrats:\n  - {debut: 2024-01-01, salaire_mensuel: .inf}\n", 3, "n'est pas un nombre fini"),
        ("personne: {}\ncontrats:\n  - {debut: 2024-01-01}\n", 3, "d'une seule manière"),
        ("personne: {}\ncontrats:\n  - {debut: 2024-01-01, salaire_mensuel: 1}\nmois: {fin: 2036-01}\n", 4, "jusqu'à 2035-12"),
        ("personne: {territoire: reunion}\ncontrats:\n  - {debut: 2024-01-01, salaire_mensuel: 1}\n", 1, "Connus : metropole, drom"),
        ("a: &a 1\npersonne: *a\n", 2, "renvoi"),
        ("personne: {}\ncontrats:\n  - &c {debut: 2024-01-01, salaire_mensuel: [1, 2]}\n", 3, "n'est pas un nombre"),
    ],
)
def test_refus(texte, ligne, message):
    assert any(une.ligne == ligne and message in une.message for une in erreurs_de(texte)), erreurs_de(texte)


def test_json_est_lu_avec_ses_lignes():
    contenu = {
        "personne": {"date_naissance": "1985-06-12"},
        "contrats": [{"debut": "2022-01-01", "fin": "2024-12-31", "salaire_mensuel": 2400, "motif": "fin_cdd"}],
        "inscription": [{"debut": "2025-01-06"}],
    }
    texte = json.dumps(contenu, indent="\t")
    assert lire_texte(texte, en_json=True).dossier.contrats[0].salaire_mensuel == 2400
    (erreur,) = erreurs_de(texte.replace("2400", "-1"), en_json=True)
    assert erreur.ligne == 1 + texte.splitlines().index('\t\t\t"salaire_mensuel": 2400,')
    assert erreurs_de('{"personne": {},\n "contrats": [}', en_json=True)[0].ligne == 2


def test_un_refus_des_regles_revient_a_la_ligne_du_fichier():
    texte = """\
personne: {date_naissance: 1985-06-12}
contrats:
  - {debut: 2022-01-01, fin: 2024-12-31, salaire_mensuel: 2400}
inscription: [{debut: 2025-01-06}]
"""
    with pytest.raises(ErreurDossier) as refus:
        calculer(lire_texte(texte))
    assert [une.ligne for une in refus.value.erreurs] == [3]
    assert "motif" in str(refus.value)


def contenu_de(contrats, suite=""):
    texte = f"personne: {{date_naissance: 1985-06-12}}\ncontrats:\n{contrats}\n{suite}"
    construction = construire(lire_texte(texte).dossier)
    return construction.contenu["individus"]["demandeur"], construction.avertissements


def test_mois_coupe_au_prorata_et_total_par_jours():
    # 2 000 x 17/31 = 1 096,77 ; 2 000 x 10/30 = 666,67.
    individu, _ = contenu_de("  - {debut: 2025-03-15, fin: 2025-04-10, salaire_mensuel: 2000, motif: fin_cdd}")
    assert individu["salaire_brut"] == {"2025-03": 1096.77, "2025-04": 666.67}
    assert individu["calendrier_contrats"] == {"day:2025-03-15:27": True}
    # 1 000 x 17/27 = 629,63 ; le reste, 370,37 : la somme est le total.
    individu, _ = contenu_de("  - {debut: 2025-03-15, fin: 2025-04-10, salaire_total: 1000, motif: fin_cdd}")
    assert individu["salaire_brut"] == {"2025-03": 629.63, "2025-04": 370.37}


def test_deux_fins_dans_le_mois():
    individu, avertissements = contenu_de(
        "  - {debut: 2025-01-01, fin: 2025-03-20, salaire_mensuel: 2000, motif: licenciement_personnel}\n"
        "  - {debut: 2025-03-05, fin: 2025-03-10, salaire_total: 300, motif: fin_mission}"
    )
    assert individu["motif_rupture"] == {"2025-03": "licenciement_personnel"}
    assert "date_fin_contrat" not in individu
    assert individu["salaire_brut"]["2025-03"] == pytest.approx(2000 * 20 / 31 + 300, abs=0.005)
    assert len(avertissements) == 1 and "dernier (20/03/2025)" in avertissements[0]
    assert any("donnez-le" in une.message for une in erreurs_de(
        "personne: {}\ncontrats:\n"
        "  - {debut: 2025-01-01, fin: 2025-03-20, salaire_mensuel: 2000}\n"
        "  - {debut: 2025-03-05, fin: 2025-03-10, salaire_total: 300, motif: fin_mission}\n"
    ))


def test_un_contrat_commence_le_lendemain():
    individu, _ = contenu_de(
        "  - {debut: 2025-01-01, fin: 2025-03-20, salaire_mensuel: 2000, motif: demission}\n"
        "  - {debut: 2025-03-21, salaire_mensuel: 2000}"
    )
    assert individu["date_fin_contrat"] == {"2025-03": "2025-03-20"}


def test_enchainement_en_fin_de_mois_se_calcule():
    releve = calculer(lire_texte(
        "personne: {date_naissance: 1985-06-12}\ncontrats:\n"
        "  - {debut: 2024-01-01, fin: 2025-05-31, salaire_mensuel: 2000, motif: fin_cdd}\n"
        "  - {debut: 2025-06-01, fin: 2025-12-31, salaire_mensuel: 2000, motif: fin_cdd}\n"
        "inscription: [{debut: 2026-01-01}]\n"
    ))
    assert [droit.mois for droit in releve.droits if droit.ouvert] == ["2025-12"]


def test_un_contrat_sans_fin_ne_finit_pas_a_l_horizon():
    releve = calculer(lire_texte(
        "personne: {date_naissance: 1985-06-12}\ncontrats:\n"
        "  - {debut: 2022-01-01, fin: 2024-12-31, salaire_mensuel: 2400, motif: fin_cdd}\n"
        "  - {debut: 2026-06-01, salaire_mensuel: 1000}\n"
        "inscription: [{debut: 2025-01-01}]\n"
    ))
    assert [droit.mois for droit in releve.droits] == ["2024-12"]
    assert {ligne.mois: ligne.colonnes["salaire_activite_declare"].valeur for ligne in releve.mois}["2026-06"] == 1000


def test_un_rechargement_est_un_second_droit():
    # Trois mois et demi à 500 € : le premier droit (182 jours) finit en mars 2025 ; le second s'ouvre par la fin d'avril :
    # 3 500 / 212 jours = 16,51 €, 75 % = 12,38 € ; 200 / 16,51 = 12,1 -> 12 jours de congés payés, pas d'attente.
    releve = calculer(lire_texte(
        "personne: {date_naissance: 1995-01-01}\ncontrats:\n"
        "  - {debut: 2024-01-01, fin: 2024-07-31, salaire_mensuel: 1800, motif: fin_cdd}\n"
        "  - {debut: 2024-10-01, fin: 2025-04-30, salaire_mensuel: 500, motif: fin_cdd, indemnite_conges_payes: 200}\n"
        "inscription: [{debut: 2024-08-01}]\n"
    ))
    assert [(droit.mois, droit.ouvert) for droit in releve.droits] == [("2024-07", True), ("2025-04", True)]
    second = {un.nom: un.valeur for un in releve.droits[1].chiffres}
    assert second["salaire_journalier_reference"] == pytest.approx(16.51)
    assert second["allocation_journaliere_pleine"] == pytest.approx(12.38)
    assert (second["differe_conges_payes"], second["delai_attente"]) == (12, 0)
    assert str(second["date_premier_jour_indemnisable"]) == "2025-05-13"


def test_une_declaration_de_zero_n_est_pas_une_absence():
    texte = (
        "personne: {date_naissance: 1995-01-01}\ncontrats:\n"
        "  - {debut: 2022-01-01, fin: 2025-06-30, salaire_mensuel: 3500, motif: fin_cdd}\n"
        "  - {debut: 2025-09-01, fin: 2025-10-31, salaire_mensuel: 1500, motif: fin_cdd}\n"
        "inscription: [{debut: 2025-07-01}]\n"
        "formations: [{debut: 2025-12-01, fin: 2025-12-12}]\n"
    )
    def colonne(releve, mois):
        return {ligne.mois: ligne for ligne in releve.mois}[mois].colonnes["salaire_activite_declare"].valeur

    assert colonne(calculer(lire_texte(texte)), "2025-09") == 1500
    releve = calculer(lire_texte(texte + "declarations: {2025-09: {salaire: 0}}\n"))
    assert colonne(releve, "2025-09") == 0
    # La formation ne paie pas de CSG : le net change, et le mois est expliqué.
    assert {ligne.mois: bool(ligne.changements) for ligne in releve.mois}["2025-12"]


def test_le_revenu_fiscal_va_aux_annees_qu_il_regle():
    individu, _ = contenu_de(
        "  - {debut: 2022-01-01, fin: 2024-12-31, salaire_mensuel: 2400, motif: fin_cdd}", "revenu_fiscal: {2023: 11000, 2022: 10000}\n"
    )
    assert individu["revenu_fiscal_reference_n2"] == {"2024": 10000, "2025": 11000}
    assert individu["revenu_fiscal_reference_n3"] == {"2025": 10000, "2026": 11000}


def test_forme_du_json(releves):
    contenu = json.loads(en_json(releves["cdi_long"]))
    assert set(contenu) == {"nom", "avertissements", "droits", "mois"}
    sjr = contenu["droits"][0]["chiffres"]["salaire_journalier_reference"]
    assert set(sjr) == {"libelle", "valeur", "unite", "explication", "reference", "projete"}
    assert sjr["explication"] and sjr["reference"]
    assert set(contenu["mois"][0]["chiffres"]) == set(COLONNES)
    assert len(contenu["mois"]) == len(releves["cdi_long"].mois) == 21


def test_forme_du_csv(releves):
    lignes = list(csv.DictReader(io.StringIO(en_csv(releves["senior"]))))
    assert list(lignes[0]) == ["mois", *COLONNES, "projete"]
    assert float(next(une for une in lignes if une["mois"] == "2026-12")["allocation_journaliere"]) == 112.34


@pytest.mark.parametrize("options", [[], ["--json"], ["--csv"], ["--situation"], ["--mois", "3"]])
def test_commande(options):
    resultat = CliRunner().invoke(application, ["dossier", str(EXEMPLES / "cdi_long.yaml"), *options])
    assert resultat.exit_code == 0 and resultat.stdout
    if options in (["--json"], ["--situation"]):
        json.loads(resultat.stdout)
    if options == ["--mois", "3"]:
        assert "févr. 2025" in resultat.stdout and "mars 2025" not in resultat.stdout


def test_commande_refuse(tmp_path):
    mauvais = tmp_path / "mauvais.yaml"
    mauvais.write_text(MAUVAIS, encoding="utf-8")
    resultat = CliRunner().invoke(application, ["dossier", str(mauvais)])
    assert resultat.exit_code == 1 and "ligne 5, contrats[1].salaire_mensuel" in resultat.stderr and not resultat.stdout
    assert CliRunner().invoke(application, ["dossier", str(tmp_path / "absent.yaml")]).exit_code == 1
    assert CliRunner().invoke(application, ["dossier", str(EXEMPLES / "senior.yaml"), "--json", "--csv"]).exit_code == 2


def test_sans_l_option_le_paquet_s_importe_et_la_commande_le_dit():
    code = (
        "import sys\n"
        "for nom in ('pydantic', 'typer', 'rich'): sys.modules[nom] = None\n"
        "import openfisca_chomage, openfisca_chomage.dossier\n"
        "from openfisca_chomage.dossier.commande import principal\n"
        "principal()\n"
    )
    resultat = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert resultat.returncode == 2 and "openfisca-chomage[dossier]" in resultat.stderr and "Traceback" not in resultat.stderr


def test_l_aide_n_importe_ni_le_moteur_ni_ce_qui_montre():
    """The help answers at once since nothing heavy is imported for it (``benchmarks/demarrage.py`` says in how many seconds)."""
    code = (
        "import sys\n"
        "from openfisca_chomage.dossier.application import application\n"
        "application(['--help'], standalone_mode=False)\n"
        "lourds = {'openfisca_core', 'numpy', 'yaml', 'pydantic', 'rich', 'matplotlib', 'jinja2', 'pyarrow', 'pandas', 'dask'}\n"
        "print(sorted(lourds & set(sys.modules)), file=sys.stderr)\n"
    )
    resultat = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert resultat.returncode == 0 and "population-fictive" in resultat.stdout
    assert resultat.stderr == "[]\n"
