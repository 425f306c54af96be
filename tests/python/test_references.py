"""What the variables cite: an article and an address that opens it, in force for the claimant to whom it is shown.

The dates of the texts are written here again, from the texts themselves (Légifrance, Unédic), and not read in the table of the package.
"""

import datetime
import io
import json
import re
from pathlib import Path

import pytest
from openfisca_core.periods import DateUnit
from openfisca_core.variables import Variable
from rich.console import Console

from openfisca_chomage.dossier.calcul import calculer
from openfisca_chomage.dossier.lecture import lire_texte
from openfisca_chomage.dossier.phrases import Chiffre
from openfisca_chomage.dossier.rendu import afficher, en_json
from openfisca_chomage.dossier.verification import verifier
from openfisca_chomage.entites import Individu
from openfisca_chomage.nomenclatures import LICENCIEMENTS
from openfisca_chomage.service import creer_application
from openfisca_chomage.textes import (
    TEXTES,
    Reference,
    References,
    code_du_travail,
    reference_applicable,
    references,
    reglement,
    texte,
)

EXEMPLES = Path(__file__).parents[2] / "exemples"

#: A law of every month since November 2019, its first day or its last but some.
LOIS = [datetime.date(2019 + mois // 12, mois % 12 + 1, jour) for jour in (1, 28) for mois in range(10 + jour % 2, 96, 2)]

CONVENTION_2024 = "convention du 15 novembre 2024"

#: What is paid by thirty days a month since April 2025, whatever law opened the right.
MENSUALISES = ("jours_indemnisables", "are_brute", "are_nette")

#: A voluntary departure has the règlement of its own day, whatever law opened the right that it stops.
DU_JOUR_DU_DEPART = "depart_volontaire_oppose"

#: By what is written in a reference: (clock, first day, last day) of the texts, from the texts themselves.
EN_VIGUEUR = {
    "annexé au décret n° 2019-797": ("loi", "2019-11-01", "2024-12-31"),  # convention of 2024 for the ends of contract of 2025
    "règlement général annexé à la convention du 15 novembre 2024": ("loi", "2025-01-01", "9999-12-31"),
    "avant ses mesures du 1er avril 2025": ("loi", "2025-01-01", "2025-03-31"),
    "décret n° 2023-33": ("loi", "2023-02-01", "2024-12-31"),  # article 5 bis of the decree of 2019
    "décret n° 2021-346 du 30 mars 2021, appliquée": ("loi", "2021-10-01", "2024-12-31"),  # decree n° 2021-1251
    "décret n° 2021-730": ("loi", "2021-10-01", "2024-12-31"),
    "annexé à la convention du 14 avril 2017": ("loi", "2019-11-01", "2021-09-30"),  # decree n° 2021-1251
    "Décret n° 2020-929": ("loi", "2020-08-01", "2021-11-30"),  # order of 18 November 2021
    "décret n° 2020-425": ("mois", "2020-03-01", "2021-06-30"),
    "Avenant n° 2 du 25 février 2026": ("loi", "2026-09-01", "9999-12-31"),
    "Convention du 15 novembre 2024": ("loi", "2025-01-01", "9999-12-31"),
    "30 jours chaque mois": ("mois", "2025-04-01", "9999-12-31"),
}

#: Versions of the codes, by their number on Légifrance: (first day, last day), "" while in force.
CODES = {
    "LEGIARTI000037388218": ("2019-01-01", "2022-12-22"),  # L5422-1
    "LEGIARTI000046774640": ("2022-12-23", "2024-12-31"),
    "LEGIARTI000048590547": ("2025-01-01", ""),
    "LEGIARTI000037388300": ("2019-01-01", "2023-08-31"),  # L5421-4
    "LEGIARTI000047452871": ("2023-09-01", "2025-12-31"),
    "LEGIARTI000051289909": ("2026-01-01", ""),
    "LEGIARTI000038893023": ("2019-11-01", "2026-03-31"),  # R5422-1
    "LEGIARTI000033482162": ("2016-11-27", "2022-06-30"),  # R5426-19
    "LEGIARTI000045417020": ("2022-07-01", "2024-06-30"),
    "LEGIARTI000049816559": ("2024-07-01", ""),
    "LEGIARTI000028975891": ("2014-05-25", "2024-06-30"),  # R5426-24
    "LEGIARTI000049816544": ("2024-07-01", ""),
    "LEGIARTI000033818028": ("2018-01-01", "2023-12-31"),  # L5426-8-1
    "LEGIARTI000048600563": ("2024-01-01", ""),
    "LEGIARTI000044466485": ("2022-01-01", "2022-12-31"),  # R3252-2
    "LEGIARTI000053193584": ("2026-01-01", ""),
    "LEGIARTI000042683546": ("2020-12-16", "2025-06-30"),  # L136-8 of the Code de la sécurité sociale
    "LEGIARTI000053278668": ("2025-12-31", ""),
    "LEGIARTI000050929395": ("2025-01-01", ""),  # R5411-7
}


def jour_du_mois(mois):
    return datetime.date.fromisoformat(f"{mois}-01")


def mois_apres(loi, nombre):
    rang = loi.year * 12 + loi.month - 1 + nombre
    return f"{rang // 12}-{rang % 12 + 1:02}"


def hors_de_vigueur(une, loi, mois):
    """What a reference shows that was not in force for a law and a month."""
    horloges = {"loi": loi, "mois": jour_du_mois(mois)}
    for mots, (horloge, depuis, jusqu_a) in EN_VIGUEUR.items():
        if mots not in une.article or (horloge == "loi" and "30 jours chaque mois" in une.article):
            continue
        if not datetime.date.fromisoformat(depuis) <= horloges[horloge] <= datetime.date.fromisoformat(jusqu_a):
            yield f"{une.article} : {horloge} {horloges[horloge]}"


def test_chaque_variable_a_un_article_et_une_adresse(systeme):
    for nom, variable in systeme.variables.items():
        assert isinstance(variable.reference, References) and variable.reference, nom
        for une in variable.reference:
            # Its article (or the name of a text that has none to cite), its time, its address.
            assert re.match(r"(Article \S|Annexe 2, § |Décret n° |Avenant n° |Convention du )", une), (nom, une)
            assert re.search(r" \((?:faits générateurs|mois) .*\d{2}/\d{2}/\d{4}.*\) : https://[a-z.]+/\S+$", une), (nom, une)
        assert any(une.startswith(("Article ", "Annexe ")) for une in variable.reference), nom


def test_une_variable_sans_adresse_ou_un_article_inconnu_se_voient():
    assert isinstance(references(reglement("3", "§ 1")), list)
    with pytest.raises(ValueError, match=r"« L9999-1 » n'est pas dans la table"):
        references(code_du_travail("L9999-1"))
    with pytest.raises(ValueError, match="« reglemant » n'est pas dans la table"):
        texte("reglemant", "3")


def test_les_versions_d_un_article_se_suivent():
    adresses = {}
    for nom, un in TEXTES.items():
        assert un.horloge in ("loi", "mois")
        for article, versions in {"": un.versions, **un.articles}.items():
            for version in versions:
                assert version.adresse.startswith("https://") and " " not in version.adresse, (nom, article)
                assert datetime.date.fromisoformat(version.depuis) and (not version.avant or version.depuis < version.avant)
                numero = re.search(r"codes/article_lc/(LEGIARTI\d{12})$", version.adresse)
                if numero:
                    assert adresses.setdefault(numero.group(1), article) == article
            for avant, apres in zip(versions, versions[1:], strict=False):
                assert avant.avant == apres.depuis, (nom, article)
            assert all(version.avant for version in versions[:-1])


def test_les_versions_des_codes_sont_celles_de_legifrance():
    versions = {
        version.adresse.rsplit("/", 1)[1]: version
        for nom in ("code_du_travail", "code_securite_sociale") for article in TEXTES[nom].articles.values() for version in article
    }
    for numero, (depuis, jusqu_a) in CODES.items():
        lendemain = str(datetime.date.fromisoformat(jusqu_a) + datetime.timedelta(days=1)) if jusqu_a else ""
        assert (versions[numero].depuis, versions[numero].avant) == (depuis, lendemain), numero


@pytest.mark.parametrize("motif", [None, "licenciement_personnel", "rupture_conventionnelle", "demission_reconversion", "abandon_poste"])
def test_rien_de_cite_n_etait_hors_de_vigueur(systeme, motif):
    for loi in LOIS[:: 1 if motif is None else 5]:
        for nombre in (0, 13, 30):
            mois = mois_apres(loi, nombre)
            for nom, variable in systeme.variables.items():
                citees = reference_applicable(variable, loi, mois, motif)
                for une in citees:
                    assert une.adresse.startswith("https://"), (nom, une)
                    assert not list(hors_de_vigueur(une, jour_du_mois(mois) if nom == DU_JOUR_DU_DEPART else loi, mois)), (nom, loi, mois)
                if variable.formulas:
                    assert citees, (nom, loi, mois)


def test_un_droit_de_2023_ne_voit_jamais_la_convention_de_2024(systeme):
    for loi in (datetime.date(2023, 1, 1), datetime.date(2023, 6, 30), datetime.date(2023, 12, 31)):
        for nombre in range(48):
            mois = mois_apres(loi, nombre)
            for nom, variable in systeme.variables.items():
                vues = [une for une in reference_applicable(variable, loi, mois) if CONVENTION_2024 in une.article]
                if nom in MENSUALISES and mois >= "2025-04":
                    vues = [une for une in vues if "30 jours chaque mois" not in une.article]
                assert not vues or (nom == DU_JOUR_DU_DEPART and mois >= "2025-01"), (nom, loi, mois, vues)


def test_l_avenant_de_2026_n_est_que_pour_les_ruptures_conventionnelles_depuis_septembre_2026(systeme):
    duree = systeme.variables["duree_indemnisation"]

    def cite(loi, motif):
        return any("Avenant n° 2" in une.article for une in reference_applicable(duree, loi, loi[:7], motif))

    assert cite("2026-09-01", "rupture_conventionnelle")
    assert not cite("2026-08-31", "rupture_conventionnelle")
    assert not any(cite("2024-06-30", motif) for motif in (None, *LICENCIEMENTS, "rupture_conventionnelle"))
    assert not any(cite("2026-10-01", motif) for motif in (None, *LICENCIEMENTS, "fin_cdd", "rupture_conventionnelle_collective"))


ARTICLE_9 = [
    ("2019-11-01", "Article 9, § 4 du règlement d'assurance chômage annexé au décret n° 2019-797 du 26 juillet 2019"),
    ("2021-09-30", "Article 9, § 4 du règlement d'assurance chômage annexé au décret n° 2019-797 du 26 juillet 2019"),
    ("2021-10-01", "rédaction du décret n° 2021-346 du 30 mars 2021, appliquée depuis le 1er octobre 2021"),
    ("2023-01-31", "rédaction du décret n° 2021-346 du 30 mars 2021, appliquée depuis le 1er octobre 2021"),
    ("2023-02-01", "rédaction du décret n° 2023-33 du 26 janvier 2023"),
    ("2024-12-31", "rédaction du décret n° 2023-33 du 26 janvier 2023"),
    ("2025-01-01", "du règlement général annexé à la convention du 15 novembre 2024, avant ses mesures du 1er avril 2025"),
    ("2025-03-31", "du règlement général annexé à la convention du 15 novembre 2024, avant ses mesures du 1er avril 2025"),
    ("2025-04-01", "du règlement général annexé à la convention du 15 novembre 2024"),
]


@pytest.mark.parametrize(("loi", "fin"), ARTICLE_9)
def test_l_article_9_de_chaque_loi(systeme, loi, fin):
    citees = [une.article for une in reference_applicable(systeme.variables["duree_indemnisation"], loi, "2026-01")]
    (article_9,) = [une for une in citees if une.startswith("Article 9,")]
    assert article_9.endswith(fin)


def test_le_salaire_de_reference_d_avant_octobre_2021_cite_les_regles_maintenues(systeme):
    diviseur = systeme.variables["diviseur_salaire_reference"]
    avant, apres = (reference_applicable(diviseur, loi, "2021-12") for loi in ("2021-09-30", "2021-10-01"))
    assert [une.article for une in avant] == [
        "Article 5, III (salaire de référence) du décret n° 2019-797 du 26 juillet 2019, qui maintient jusqu'au 30 septembre 2021 les "
        "règles du règlement général annexé à la convention du 14 avril 2017"
    ]
    assert len(apres) == 1 and apres[0].article.startswith("Article 13 du règlement d'assurance chômage")


def test_le_mois_choisit_la_version_du_code(systeme):
    (avant,) = reference_applicable(systeme.variables["indu_abandonne"], "2023-05-31", "2024-06")
    (apres,) = reference_applicable(systeme.variables["indu_abandonne"], "2023-05-31", "2024-07")
    assert avant == Reference(
        "Article R5426-24 du Code du travail", "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000028975891"
    )
    assert apres.adresse.endswith("LEGIARTI000049816544")
    # A day of a procedure in the place of the month.
    assert reference_applicable(systeme.variables["indu_abandonne"], "2023-05-31", datetime.date(2024, 6, 30)) == (avant,)


def test_la_suspension_de_la_degressivite_n_est_citee_que_de_mars_2020_a_juin_2021(systeme):
    compteur = systeme.variables["compteur_degressivite"]
    cites = {
        mois: [une.article for une in reference_applicable(compteur, "2019-12-31", mois)]
        for mois in ("2020-02", "2020-03", "2021-06", "2021-07")
    }
    assert [any("2020-425" in une for une in cites[mois]) for mois in cites] == [False, True, True, False]
    assert any("Article 2 du décret n° 2021-346" in une for une in cites["2021-07"])


def test_une_variable_d_un_autre_paquet_garde_ce_qu_elle_cite():
    class ailleurs(Variable):
        value_type = float
        entity = Individu
        definition_period = DateUnit.MONTH
        label = "Variable d'un autre paquet"
        reference = "Article 12 d'un autre texte"

    assert reference_applicable(ailleurs(), "2023-05-31", "2023-06") == (Reference("Article 12 d'un autre texte", ""),)
    assert str(Reference("Article 12 d'un autre texte", "")) == "Article 12 d'un autre texte"


# --- Through the doors

DOSSIER = """\
personne: {{nom: Essai, date_naissance: 1985-06-12}}
contrats:
  - {{debut: {debut}, fin: {fin}, salaire_mensuel: 2000, motif: {motif}{procedure}}}
inscription:
  - {{debut: {inscription}}}
"""

#: (end of contract, motive, start of the procedure, law that governs the right).
DROITS = [
    ("2019-12-31", "fin_cdd", None, "2019-12-31"),
    ("2020-09-30", "fin_cdd", None, "2020-09-30"),
    ("2021-08-31", "fin_cdd", None, "2021-08-31"),
    ("2021-11-30", "fin_cdd", None, "2021-11-30"),
    ("2022-06-30", "fin_cdd", None, "2022-06-30"),
    ("2023-05-31", "fin_cdd", None, "2023-05-31"),
    ("2024-06-30", "licenciement_personnel", "2024-05-02", "2024-05-02"),
    ("2025-01-31", "licenciement_personnel", "2024-12-02", "2024-12-02"),
    ("2025-02-28", "fin_cdd", None, "2025-02-28"),
    ("2025-06-30", "fin_cdd", None, "2025-06-30"),
    ("2026-05-31", "fin_cdd", None, "2026-05-31"),
    ("2026-09-30", "licenciement_personnel", "2026-09-02", "2026-09-02"),
    ("2026-09-30", "rupture_conventionnelle", None, "2026-09-30"),
]


def releve_de(fin, motif, procedure):
    fin = datetime.date.fromisoformat(fin)
    return calculer(lire_texte(DOSSIER.format(
        debut=fin.replace(year=fin.year - 3, day=1),
        fin=fin,
        motif=motif,
        procedure=f", engagement_procedure: {procedure}" if procedure else "",
        inscription=fin + datetime.timedelta(days=1),
    )))


def montres(releve):
    """The figures that a statement shows, each with its month."""
    for droit in releve.droits:
        yield from ((droit.mois, un) for un in droit.chiffres)
    for ligne in releve.mois:
        yield from ((ligne.mois, un) for un in (*ligne.changements, *ligne.colonnes.values()))


@pytest.mark.parametrize(("fin", "motif", "procedure", "loi"), DROITS)
def test_le_releve_ne_cite_que_les_textes_de_son_droit(fin, motif, procedure, loi):
    releve = releve_de(fin, motif, procedure)
    loi = datetime.date.fromisoformat(loi)
    vues = 0
    for mois, un in montres(releve):
        assert isinstance(un, Chiffre) and un.reference, un.nom
        for une in un.reference:
            vues += 1
            assert une.adresse.startswith("https://")
            assert not list(hors_de_vigueur(une, loi, mois)), (un.nom, mois)
            if loi.year < 2025 and CONVENTION_2024 in une.article:
                assert un.nom in MENSUALISES and mois >= "2025-04" and "30 jours chaque mois" in une.article, (un.nom, mois)
    assert vues > 100
    cites = en_json(releve)
    assert ("Avenant n° 2" in cites) is (motif == "rupture_conventionnelle")
    assert ("Article L1232-2 du Code du travail" in cites) is (procedure is not None)


def test_le_terminal_lie_les_articles_et_donne_leurs_adresses():
    releve = releve_de("2023-05-31", "fin_cdd", None)
    sortie = io.StringIO()
    afficher(releve, Console(file=sortie, width=100, force_terminal=True))
    adresse = "https://www.legifrance.gouv.fr/eli/decret/2023/1/26/2023-33/jo/texte"
    assert f";{adresse}\x1b\\" in sortie.getvalue()  # a link of the terminal
    sortie = io.StringIO()
    afficher(releve, Console(file=sortie, width=100))
    textes = sortie.getvalue().split("Les textes cités\n")[1].splitlines()
    assert len(textes) == len(set(textes)) > 10 and all(" : https://" in un for un in textes)
    assert sum(un.endswith(adresse) for un in textes) >= 1


def test_une_verification_ne_cite_que_ce_qui_etait_en_vigueur():
    """A right of 2023, a notice of 2026: the règlement of the right, the Code of the day of the notice."""
    lu = lire_texte((EXEMPLES / "indu_somme_due.yaml").read_text(encoding="utf-8"))
    v = verifier(lu, datetime.date(2026, 11, 24))
    citees = [une for un in v.avis for ligne in un.lignes for part in ligne.parts for une in part.reference]
    citees += [une for un in v.avis for ligne in un.lignes for regle in ligne.regles for une in regle.reference]
    echeances = [une for un in v.avis for echeance in un.echeances for une in echeance.chiffre.reference]
    assert citees and echeances
    assert not [une for une in (*citees, *echeances) if CONVENTION_2024 in une.article]
    recours = {une.adresse for une in echeances if "R5426-19" in une.article}
    assert recours == {"https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000049816559"}
    retenues = {une.adresse for une in citees if "L5426-8-1" in une.article}
    assert retenues == {"https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI000048600563"}


@pytest.fixture(scope="module")
def client(systeme):
    return creer_application(systeme).test_client()


def test_l_api_ne_cite_que_la_version_qui_s_applique(client):
    reponse = client.get("/references/duree_indemnisation?loi=2023-05-31&mois=2023-07").json
    assert [une["article"][:10] for une in reponse["references"]] == ["Article 9,", "Article R5"]
    assert all(une["adresse"].startswith("https://") for une in reponse["references"])
    assert CONVENTION_2024 not in json.dumps(reponse, ensure_ascii=False)
    apres = client.get("/references/duree_indemnisation?loi=2026-09-15&mois=2026-09&motif=rupture_conventionnelle").json
    assert any("Avenant n° 2" in une["article"] for une in apres["references"])
    toutes = client.get("/variable/duree_indemnisation").json["references"]
    assert len(toutes) > len(apres["references"]) and all(" : https://" in une for une in toutes)


@pytest.mark.parametrize(
    ("adresse", "code", "champ", "mots"),
    [
        ("/references/are_net?loi=2023-05-31&mois=2023-07", 404, "erreur", "« are_net » n'est pas une variable"),
        ("/references/are_nette", 400, "loi", "« » : AAAA-MM-JJ est attendu"),
        ("/references/are_nette?loi=2023-02-30&mois=2023-07", 400, "loi", "« 2023-02-30 » : AAAA-MM-JJ est attendu"),
        ("/references/are_nette?loi=2023-05-31&mois=2023-13", 400, "mois", "« 2023-13 » : AAAA-MM est attendu"),
        ("/references/are_nette?loi=2023-05-31&mois=2023-07&motif=depart", 400, "motif", "« depart » n'est pas un motif"),
    ],
)
def test_l_api_refuse_ce_qu_elle_ne_peut_pas_dater(client, adresse, code, champ, mots):
    reponse = client.get(adresse)
    assert reponse.status_code == code and mots in reponse.json[champ].replace("«  »", "« »")
