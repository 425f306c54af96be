"""The check of notices: claimed, owed, claimed and not owed, lapsed, retained.

The figures of the three examples are computed by hand from the règlement and the Code du travail, in the comments.
"""

import datetime
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pydantic")
pytest.importorskip("typer")
pytest.importorskip("rich")

from rich.console import Console  # noqa: E402
from typer.testing import CliRunner  # noqa: E402

from openfisca_chomage.dossier.application import application  # noqa: E402
from openfisca_chomage.dossier.calcul import calculer  # noqa: E402
from openfisca_chomage.dossier.lecture import ErreurDossier, lire, lire_texte  # noqa: E402
from openfisca_chomage.dossier.situation import construire  # noqa: E402
from openfisca_chomage.dossier.verification import AVERTISSEMENT, verifier  # noqa: E402
from openfisca_chomage.dossier.verification_rendu import afficher_verification, verification_en_json  # noqa: E402

EXEMPLES = Path(__file__).parents[2] / "exemples"

#: The examples, and the day on which each is checked.
JOURS = {"indu_employeur_en_retard": "2026-05-04", "indu_somme_due": "2026-11-24", "indu_activite_oubliee": "2026-08-20"}


def jour(texte):
    return datetime.date.fromisoformat(texte)


@pytest.fixture(scope="module")
def verifies():
    return {nom: verifier(lire(EXEMPLES / f"{nom}.yaml"), jour(au)) for nom, au in JOURS.items()}


# Le droit des deux premiers dossiers : 24 x 2 021 = 48 504 € sur 731 jours = 66,353 -> 66,35 €.
# 40,4 % x 66,35 + 13,18 = 39,985 -> 39,99 € ; retraite 3 % x 66,35 = 1,99 : 38,00 € par jour, sous le SMIC journalier,
# donc ni CSG ni CRDS : brut et net sont égaux. Un mois entier de 30 jours : 1 140 €.


def test_employeur_en_retard(verifies):
    # 690 € : 70 % = 483 € ; (30 x 39,99 - 483) / 39,99 = 17,92 -> 18 jours, 684 €.
    # L'opérateur compte 1 380 € en octobre : 966 € ; 5,84 -> 6 jours ; il réclame 18 - 6 = 12 jours, 456 €.
    # Octobre : bulletin de 690 € le 10 novembre, avant le 15 : 684 € versés, 684 € dus. Rien n'est dû.
    # Septembre : bulletin le 28 octobre, après le 15 : avance de 80 % x 684 = 547,20 € ; 136,80 € restent dus au demandeur.
    v = verifies["indu_employeur_en_retard"]
    assert (v.reclame, v.du, v.a_tort) == (456, 0, 456)
    (avis,) = v.avis
    (ligne,) = avis.lignes
    (part,) = ligne.parts
    assert part.montant == 456 and "18 jours dus sur 690,00 € de paie justifiée" in part.raison
    assert any(une.article.startswith("Article 31 du règlement") for une in part.reference)
    assert (ligne.jours_reclames, ligne.jours_en_trop) == (12, 0)
    mois = {un.mois: un for un in v.mois}
    assert (mois["2025-09"].versee, mois["2025-09"].due, mois["2025-09"].complement) == (547.20, 684, 136.80)
    assert (mois["2025-10"].versee, mois["2025-10"].due, mois["2025-10"].reclame) == (684, 684, 456)
    assert v.complements == 136.80
    # Notifié le 20 janvier 2026 : recours jusqu'au 20 mars ; formé le 16 février, silence jusqu'au 16 avril.
    effets = " ".join(une.effet for une in avis.echeances)
    assert "Contesté le 16/02/2026, dans le délai" in effets and "rejet depuis le 16/04/2026" in effets
    assert str(avis.echeances[0].chiffre.valeur) == "2026-03-20"
    # 60 € retenus en mars : rien n'était dû.
    (retenue,) = v.retenues
    assert (retenue.pratiquee, retenue.permise, retenue.exces) == (60, 0, 60) and "Rien n'était dû" in retenue.raison
    assert v.bilan.solde == 0 and not v.prochaines
    # L'autre arrondi de l'avance : 0,8 x 18 = 14,4 -> 14 jours, 532 € ; le complément est de 152 €.
    autres = {une.sujet: une.effet for une in v.suppositions}
    assert "compléments dus : 152,00 € au lieu de 136,80 €" in autres["Montant de l'avance"]


def test_somme_due(verifies):
    # 24 x 4 000 = 96 000 €, revalorisés de 1,9 % le 1er juillet 2023 : 97 824 / 730 jours = 134,005 -> 134,01 €.
    # 57 % = 76,386 -> 76,39 € ; retraite 4,02 : 72,37 € brut ; CSG 6,2 % x 98,25 % = 4,41, CRDS 0,36 : 67,60 € net.
    # Décembre 2023, 640 € : 448 € ; (31 x 76,39 - 448) / 76,39 = 25,14 -> 25 jours ; 31 payés, 6 en trop :
    # 6 x 67,60 = 405,60 € net, 6 x 72,37 = 434,22 € brut. L'écart de 28,62 € n'a jamais été versé.
    # Septembre 2023, 700 € : 490 € ; 30 - 6,41 = 23,59 -> 24 jours ; payé le 15 octobre 2023, prescrit après le 15 octobre
    # 2026 ; l'avis est du 20. Le second avis réclame encore décembre. 434,22 + 28,62 + 405,60 = 868,44 € non dus.
    v = verifies["indu_somme_due"]
    assert (v.reclame, v.du, v.a_tort) == (1274.04, 405.60, 868.44)
    premier, second = v.avis
    septembre, decembre = premier.lignes
    assert (septembre.du, septembre.a_tort, septembre.prescrit) == (0, 434.22, True)
    assert [part.montant for part in septembre.parts] == [434.22] and "Prescrit avant l'avis" in septembre.parts[0].raison
    assert [une.article for une in septembre.parts[0].reference] == [
        "Article L5422-5 du Code du travail",
        "Article 27, § 4 du règlement d'assurance chômage annexé au décret n° 2019-797 du 26 juillet 2019",
    ]
    assert str(septembre.prescription.valeur) == "2026-10-15"
    assert (decembre.du, decembre.a_tort, decembre.prescrit) == (405.60, 28.62, False)
    assert [part.montant for part in decembre.parts] == [28.62] and "Réclamé en brut" in decembre.parts[0].raison
    assert (decembre.jours_reclames, decembre.jours_en_trop) == (6, 6)
    assert str(decembre.prescription.valeur) == "2027-01-15"
    assert (second.du, second.a_tort) == (0, 405.60) and "Réclamé deux fois" in second.lignes[0].parts[0].raison
    assert (v.bilan.indus, v.bilan.prescrits, v.bilan.solde) == (811.20, 405.60, 405.60)
    assert [str(un.echeances[0].chiffre.valeur) for un in v.avis] == ["2026-12-20", "2027-01-12"]
    # En brut : 434,22 € dus pour décembre, 1 274,04 - 434,22 = 839,82 € non dus.
    effet = {une.sujet: une.effet for une in v.suppositions}["Brut ou net"]
    assert "839,82 € au lieu de 868,44 €" in effet and "434,22 € au lieu de 405,60 €" in effet


def test_somme_due_s_eteint(verifies):
    # Le 16 janvier 2027, la prescription de décembre 2023 est acquise.
    v = verifier(lire(EXEMPLES / "indu_somme_due.yaml"), jour("2027-01-16"))
    assert [ligne.prescrit for un in v.avis for ligne in un.lignes] == [True, True, True]
    v = verifier(lire(EXEMPLES / "indu_somme_due.yaml"), jour("2027-01-15"))
    assert [ligne.prescrit for un in v.avis for ligne in un.lignes] == [True, False, False]


def test_activite_oubliee(verifies):
    # 900 € : 630 € ; (30 x 39,99 - 630) / 39,99 = 14,25 -> 14 jours, 532 €. Décembre payé 1 140 € : 16 jours, 608 € de trop.
    v = verifies["indu_activite_oubliee"]
    assert (v.reclame, v.du, v.a_tort) == (608, 608, 0)
    (ligne,) = v.avis[0].lignes
    assert not ligne.parts and (ligne.jours_reclames, ligne.jours_en_trop) == (16, 16)
    # Juillet 2026, 1 140 € nets, une personne à charge : tranches de 2026, chacune + 1 740 €, par mois :
    # 518,33 / 20 = 25,92 ; (872,50 - 518,33) / 10 = 35,42 ; (1 140 - 872,50) / 5 = 53,50 : 114,83 €.
    # 200 - 114,83 = 85,17 € de trop. Reste 408 € : trois fois 114,83, puis 63,51.
    (retenue,) = v.retenues
    assert (retenue.maximum.valeur, retenue.permise, retenue.exces) == (114.83, 114.83, 85.17)
    assert "part saisissable est dépassée" in retenue.raison
    assert v.bilan.solde == 408
    assert [(une.mois, une.permise, une.reste) for une in v.prochaines] == [
        ("2026-08", 114.83, 293.17),
        ("2026-09", 114.83, 178.34),
        ("2026-10", 114.83, 63.51),
        ("2026-11", 63.51, 0),
    ]
    assert "fini depuis le 20/07/2026" in v.avis[0].echeances[0].effet


def test_retenue_trop_tot():
    # Notifié en mai : la première retenue vient sur le paiement de juillet.
    texte = (EXEMPLES / "indu_activite_oubliee.yaml").read_text(encoding="utf-8").replace("2026-07: 200", "2026-06: 100")
    (retenue,) = verifier(lire_texte(texte), jour("2026-08-20")).retenues
    assert (retenue.permise, retenue.exces) == (0, 100) and "Trop tôt" in retenue.raison


BASE = """\
personne: {nom: Essai, date_naissance: 1992-04-27, personnes_a_charge: 1}
contrats:
  - {debut: 2023-07-01, fin: 2025-06-30, salaire_mensuel: 2021, motif: fin_cdd}
inscription: [{debut: 2025-07-01}]
declarations: {2025-12: {salaire: 0}}
justificatifs: {2025-12: {salaire: 900, date: 2026-05-12}}
"""


def de(suite, au="2026-08-20", base=BASE):
    return verifier(lire_texte(base + suite), jour(au))


def test_le_recours_arrete_les_retenues_s_il_vient_a_temps():
    avis = "avis: [{date: 2026-05-20, montants: {2025-12: 608}, conteste_le: %s, retenues: {2026-07: 100}}]\n"
    # Jusqu'au 20 juillet.
    a_temps, trop_tard = de(avis % "2026-07-20"), de(avis % "2026-07-21")
    assert a_temps.retenues[0].permise == 0 and "contesté" in a_temps.retenues[0].raison
    assert trop_tard.retenues[0].permise == 114.83 and trop_tard.retenues[0].exces == 0
    assert "après le délai" in trop_tard.avis[0].echeances[0].effet
    assert not any(une.permise for une in a_temps.prochaines) and trop_tard.prochaines[0].permise == 114.83


def test_le_silence_est_une_autre_lecture_et_le_rejet_rend_la_retenue_possible():
    avis = "avis: [{date: 2026-03-20, montants: {2025-12: 608}, conteste_le: 2026-04-10%s}]\n"
    base = BASE.replace("2026-05-12", "2026-03-12")
    muet = de(avis % "", base=base)
    effet = {une.sujet: une.effet for une in muet.suppositions}["Recours sans réponse"]
    assert "114,83 € au lieu de 0,00 €" in effet
    rejete = de(avis % ", rejet_le: 2026-06-05", base=base)
    assert rejete.prochaines[0].permise == 114.83
    assert "rejeté le 05/06/2026" in " ".join(une.effet for une in rejete.avis[0].echeances)


def test_le_paiement_donne_l_emporte():
    # 1 000 € reçus : 1 000 - 532 = 468 € de trop ; payé le 9 janvier 2026, prescrit après le 9 janvier 2029.
    v = de("paiements: {2025-12: {montant: 1000, date: 2026-01-09}}\navis: [{date: 2026-05-20, montants: {2025-12: 608}}]\n")
    assert (v.du, v.a_tort) == (468, 140)
    assert str(v.avis[0].lignes[0].prescription.valeur) == "2029-01-09"
    assert {"Montants versés", "Date du paiement"}.isdisjoint(une.sujet for une in v.suppositions)
    assert de("paiements: {2025-12: 1000}\navis: [{date: 2026-05-20, montants: {2025-12: 608}}]\n").du == 468


def test_sous_le_seuil_rien_n_est_du_et_l_autre_lecture_le_dit():
    # 1 140 - 600 = 540 € reçus au lieu de 532 : 8 € de trop, moins de 77 €.
    v = de("paiements: {2025-12: 540}\navis: [{date: 2026-05-20, montants: {2025-12: 8}}]\n")
    assert (v.du, v.a_tort) == (0, 8)
    assert [une.article for une in v.avis[0].lignes[0].parts[0].reference] == ["Article R5426-24 du Code du travail"]
    assert "0,00 € au lieu de 8,00 €" in {une.sujet: une.effet for une in v.suppositions}["Seuil de récupération"]


def test_une_avance_est_reprise_sans_procedure():
    # 300 € déclarés, 900 € justifiés en retard : (1 199,70 - 210) / 39,99 = 24,75 -> 25 jours, 950 € ; avance 760 € ;
    # 532 € dus : 228 € à reprendre sur le paiement suivant.
    v = de("avis: [{date: 2026-05-20, montants: {2025-12: 228}}]\n", base=BASE.replace("salaire: 0", "salaire: 300"))
    # La pièce manque à la fin de janvier : les 760 € sont repris, 532 € sur le paiement de janvier (900 € de paie) et 228 €
    # sur février ; elle arrive en mai, les 532 € dus sont rendus, 228 € restent repris.
    assert (v.du, v.a_tort, v.bilan.solde) == (228, 0, 0)
    bilan = v.bilan
    assert (bilan.avances, bilan.avances_reprises, bilan.avances_rendues, bilan.solde_avances) == (228, 760, 532, 0)
    assert "Avance réclamée par un avis" in {une.sujet for une in v.suppositions}
    assert "avance_a_reprendre" in {regle.nom for regle in v.avis[0].lignes[0].regles}


def test_la_fausse_declaration_est_une_supposition():
    base = BASE.replace("2023-07-01, fin: 2025-06-30", "2020-01-01, fin: 2021-12-31").replace("2025-07-01", "2022-01-01")
    base = base.replace("2025-12", "2022-12")
    avis = "avis: [{date: 2026-05-20, montants: {2022-12: 400}%s}]\n"
    simple, fausse = de(avis % "", base=base), de(avis % ", fausse_declaration: oui", base=base)
    # Payé le 15 janvier 2023 : prescrit après le 15 janvier 2026, ou 2033.
    assert simple.du == 0 and str(simple.avis[0].lignes[0].prescription.valeur) == "2026-01-15"
    assert fausse.du == 400 and str(fausse.avis[0].lignes[0].prescription.valeur) == "2033-01-15"
    assert "400,00 € au lieu de 0,00 €" in {une.sujet: une.effet for une in fausse.suppositions}["Fausse déclaration"]


def test_une_piece_sans_date_est_une_supposition():
    v = de("avis: [{date: 2026-05-20, montants: {2025-12: 608}}]\n", base=BASE.replace(", date: 2026-05-12", ""))
    assert v.a_tort == 608
    effet = {une.sujet: une.effet for une in v.suppositions}["Date du justificatif"]
    assert "réclamé et non dû : 0,00 € au lieu de 608,00 €" in effet


def test_le_second_avis_n_est_du_que_de_ce_qui_reste():
    # 300 € réclamés d'abord : il reste 308 € des 608.
    v = de("avis: [{date: 2026-06-20, montants: {2025-12: 608}}, {date: 2026-05-20, montants: {2025-12: 300}}]\n")
    premier, second = v.avis
    assert (premier.avis.date, premier.du, second.du, second.a_tort) == (jour("2026-05-20"), 300, 308, 300)
    assert [part.montant for part in second.lignes[0].parts] == [300]


def test_remboursement_remise_et_echelonnement():
    # 608 - 100 remboursés - 200 remis = 308 € ; en dix mensualités, 60,80 € au plus sur le paiement d'août.
    v = de(
        "remboursements: {2026-06: 100}\nremises: {2026-07: 200}\n"
        "avis: [{date: 2026-05-20, montants: {2025-12: 608}, mensualites: 10}]\n"
    )
    assert (v.bilan.rembourses, v.bilan.remis, v.bilan.solde) == (100, 200, 308)
    assert v.prochaines[0].permise == 60.80


def test_contrainte_et_opposition():
    v = de("avis: [{date: 2026-05-20, montants: {2025-12: 608}, mise_en_demeure_le: 2026-07-10, contrainte_le: 2026-08-12}]\n")
    dates = {une.chiffre.nom: str(une.chiffre.valeur) for une in v.avis[0].echeances}
    assert dates["date_contrainte_possible"] == "2026-08-10" and dates["date_limite_opposition"] == "2026-08-27"
    assert "ouverte jusqu'au 27/08/2026" in " ".join(une.effet for une in v.avis[0].echeances)


def test_une_saisie_empeche_l_avance():
    base = BASE.replace("salaire: 0", "salaire: 300")
    v = de("saisies: [{debut: 2025-11-01, fin: 2026-01-31}]\n", base=base)
    assert {un.mois: un.versee for un in v.mois}["2025-12"] == 0


@pytest.mark.parametrize("nom", JOURS)
def test_les_parts_font_la_somme_et_le_bilan_est_en_balance(verifies, nom):
    v = verifies[nom]
    for un in v.avis:
        for ligne in un.lignes:
            assert sum(part.montant for part in ligne.parts) == pytest.approx(ligne.a_tort)
            assert ligne.du + ligne.a_tort == pytest.approx(ligne.reclame)
            assert all(part.reference and part.raison for part in ligne.parts) and ligne.regles
            assert all(regle.reference for regle in ligne.regles)
    bilan = v.bilan
    sortis = bilan.abandonnes + bilan.prescrits + bilan.remis + bilan.rembourses + bilan.retenus
    assert bilan.indus == pytest.approx(sortis + bilan.solde)
    assert bilan.indus == pytest.approx(sum(un.trop_percu for un in v.mois) - bilan.avances)


@pytest.mark.parametrize("nom", JOURS)
def test_texte_et_json_disent_que_ce_n_est_pas_un_conseil(verifies, nom):
    sortie = io.StringIO()
    afficher_verification(verifies[nom], Console(file=sortie, width=4000))
    texte = sortie.getvalue()
    contenu = json.loads(verification_en_json(verifies[nom]))
    assert AVERTISSEMENT in texte and contenu["avertissement"] == AVERTISSEMENT
    assert "Ce que la réponse suppose" in texte and contenu["suppositions"]
    for avis in contenu["avis"]:
        for mois in avis["mois"]:
            assert all(un["reference"] for un in mois["chiffres"].values())
    assert contenu["reclame_et_non_du"] == verifies[nom].a_tort


def test_sans_avis_le_verse_et_le_du_sont_compares():
    v = de("")
    assert not v.avis and v.reclame == 0
    assert {un.mois: un.trop_percu for un in v.mois}["2025-12"] == 608


MAUVAIS = """\
personne: {personnes_a_charge: -1}
contrats: [{debut: 2023-07-01, fin: 2025-06-30, salaire_mensuel: 2021, motif: fin_cdd}]
paiements: {2025-12: {montant: abc}, 2026-01: {montant: 10, date: 2025-12-30}, 2036-01: 5}
remises: {2025-13: 3}
saisies: [{debut: 2025-02-01, fin: 2025-01-01}]
avis:
  - {date: 2026-05-20, montants: {}}
  - date: 2026-05-20
    montants: {2026-06: 10}
    base: neto
    jours: {2025-01: 3}
    rejet_le: 2026-06-01
    mensualites: 0
    mise_en_demeure_le: 2026-05-01
    retenues: {2026-04: 10}
    fausse_declaration: peut-être
  - {montants: {2025-12: 3}, conteste: 2026-01-01}
"""

ATTENDUES = {
    (1, "« -1 » est négatif"),
    (3, "« abc » n'est pas un nombre"),
    (3, "est avant le mois payé"),
    (3, "jusqu'à 2035-12"),
    (4, "« 2025-13 » n'est pas un mois"),
    (5, "avant le début"),
    (7, "pour un mois au moins"),
    (9, "vient après l'avis"),
    (10, "Vouliez-vous écrire « net » ?"),
    (11, "ne réclame rien pour 2025-01"),
    (12, "donnez conteste_le"),
    (13, "1 au moins"),
    (14, "La mise en demeure (01/05/2026) est avant"),
    (15, "est avant l'avis"),
    (16, "oui ou non est attendu"),
    (17, "« date » manque"),
    (17, "« conteste » n'est pas un champ connu"),
}


def test_toutes_les_erreurs_avec_leur_ligne():
    with pytest.raises(ErreurDossier) as refus:
        lire_texte(MAUVAIS)
    erreurs = refus.value.erreurs
    manquent = {
        (ligne, texte) for ligne, texte in ATTENDUES if not any(une.ligne == ligne and texte in une.message for une in erreurs)
    }
    assert not manquent, "\n".join(map(str, erreurs))
    assert len(erreurs) == len(ATTENDUES), "\n".join(map(str, erreurs))


def test_un_refus_de_la_chaine_revient_a_la_ligne():
    with pytest.raises(ErreurDossier) as refus:
        de("avis:\n  - date: 2026-05-20\n    montants: {2025-12: 608}\n    mensualites: 36\n")
    assert [une.ligne for une in refus.value.erreurs] == [8] and "24 mensualités" in str(refus.value)
    with pytest.raises(ErreurDossier) as refus:
        de("avis: [{date: 2026-05-20, montants: {2025-12: 608}}]\n", au="2026-05-19")
    assert [une.ligne for une in refus.value.erreurs] == [7] and "après le jour de la vérification" in str(refus.value)


def test_la_situation_dit_les_avis():
    individu = construire(lire(EXEMPLES / "indu_somme_due.yaml").dossier).contenu["individus"]["demandeur"]
    # 434,22 + 405,60.
    assert individu["indu_reclame"] == {"2023-09": 434.22, "2023-12": 839.82}
    assert individu["date_notification_indu"] == {"2023-09": "2026-10-20", "2023-12": "2026-10-20"}
    assert individu["personnes_a_charge"]["2026"] == 2


def test_le_releve_dit_le_verse_ou_il_differe_du_du():
    lignes = {ligne.mois: ligne for ligne in calculer(lire(EXEMPLES / "indu_employeur_en_retard.yaml")).mois}
    assert (lignes["2025-09"].colonnes["are_versee"].valeur, lignes["2025-09"].colonnes["are_nette"].valeur) == (547.20, 684)
    assert {"are_versee", "complement_du"} <= {un.nom for un in lignes["2025-09"].changements}
    assert "are_versee" not in {un.nom for un in lignes["2025-10"].changements}
    for nom, attendu in (("indu_employeur_en_retard", True), ("cdi_long", False)):
        sortie = CliRunner().invoke(application, ["dossier", str(EXEMPLES / f"{nom}.yaml")]).stdout
        assert ("Versé" in sortie) is attendu


@pytest.mark.parametrize("options", [[], ["--json"], ["--html"]])
def test_commande(options, tmp_path):
    page = tmp_path / "page.html"
    if options == ["--html"]:
        pytest.importorskip("matplotlib")
        options = ["--html", str(page)]
    arguments = ["verifier", str(EXEMPLES / "indu_activite_oubliee.yaml"), "--au", "2026-08-20", *options]
    resultat = CliRunner().invoke(application, arguments)
    assert resultat.exit_code == 0 and resultat.stdout, resultat.stderr
    if options == ["--json"]:
        assert json.loads(resultat.stdout)["du"] == 608
    if page.exists():
        assert f"Page écrite : {page}" in resultat.stdout.replace("\n", "")
        assert AVERTISSEMENT.replace("'", "&#39;") in page.read_text(encoding="utf-8")
        assert "Page remplacée" in CliRunner().invoke(application, arguments).stdout
        assert CliRunner().invoke(application, [*arguments, "--json"]).exit_code == 2
        ailleurs = [*arguments[:-1], str(tmp_path / "absent" / "page.html")]
        assert CliRunner().invoke(application, ailleurs).exit_code == 1


def test_commande_refuse(tmp_path):
    mauvais = tmp_path / "mauvais.yaml"
    mauvais.write_text(MAUVAIS, encoding="utf-8")
    resultat = CliRunner().invoke(application, ["verifier", str(mauvais)])
    assert resultat.exit_code == 1 and "ligne 9, avis[2].montants.2026-06" in resultat.stderr and not resultat.stdout
    exemple = str(EXEMPLES / "indu_activite_oubliee.yaml")
    assert CliRunner().invoke(application, ["verifier", exemple, "--au", "hier"]).exit_code == 2


def test_la_bibliotheque_du_graphique_n_est_importee_que_pour_la_page():
    code = (
        "import sys\n"
        "sys.modules['matplotlib'] = None\n"
        "from openfisca_chomage.dossier.application import application\n"
        f"sys.argv = ['', 'verifier', {str(EXEMPLES / 'indu_activite_oubliee.yaml')!r}, '--au', '2026-08-20', *sys.argv[1:]]\n"
        "application()\n"
    )
    texte, page = (
        subprocess.run([sys.executable, "-c", code, *options], capture_output=True, text=True, check=False)
        for options in ([], ["--html", "page.html"])
    )
    assert texte.returncode == 0 and "608,00" in texte.stdout
    assert page.returncode == 2 and "openfisca-chomage[dossier]" in page.stderr and "Traceback" not in page.stderr
