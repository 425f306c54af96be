"""The page of the check of notices, opened in a real browser: wide, narrow, and on paper.

What it needs, and what happens without, is in ``conftest.py``.
"""

import datetime
import re
from html import escape, unescape
from pathlib import Path

import pytest

pytest.importorskip("pydantic")
pytest.importorskip("jinja2")
pytest.importorskip("matplotlib", reason="LEFT OUT, not passed: matplotlib is not installed")

from openfisca_chomage.dossier.graphique import graphique, texte_du_graphique  # noqa: E402
from openfisca_chomage.dossier.lecture import lire, lire_texte  # noqa: E402
from openfisca_chomage.dossier.page import en_html  # noqa: E402
from openfisca_chomage.dossier.verification import AVERTISSEMENT, verifier  # noqa: E402
from openfisca_chomage.textes import TEXTES  # noqa: E402

EXEMPLES = Path(__file__).parents[2] / "exemples"
JOURS = {"indu_employeur_en_retard": "2026-05-04", "indu_somme_due": "2026-11-24", "indu_activite_oubliee": "2026-08-20"}

#: The addresses of the texts of law.
ADRESSES = {version.adresse for un in TEXTES.values() for suite in (un.versions, *un.articles.values()) for version in suite}


def ecrire(dossier, nom, contenu):
    chemin = dossier / f"{nom}.html"
    chemin.write_text(contenu, encoding="utf-8")
    return chemin.as_uri()


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    dossier = tmp_path_factory.mktemp("pages")
    return {
        nom: ecrire(dossier, nom, en_html(verifier(lire(EXEMPLES / f"{nom}.yaml"), datetime.date.fromisoformat(au))))
        for nom, au in JOURS.items()
    }


@pytest.mark.parametrize("nom", JOURS)
@pytest.mark.parametrize("largeur", [1280, 768, 360])
def test_rien_ne_deborde_et_un_graphique_se_voit(deborde, ouvrir, pages, nom, largeur):
    page = ouvrir(pages[nom], largeur)
    assert page.evaluate("document.documentElement.scrollWidth") <= largeur
    assert deborde(page) == []
    (visible,) = [un for un in page.query_selector_all("svg.graphique") if un.is_visible()]
    assert ("etroit" in visible.get_attribute("class")) is (largeur < 640)
    assert visible.bounding_box()["height"] > 150
    assert page.locator("text=" + AVERTISSEMENT[:50]).count() >= 2
    assert page.is_visible("#suppose")


@pytest.mark.parametrize("nom", JOURS)
def test_la_page_se_lit_sans_la_voir(ouvrir, pages, nom):
    page = ouvrir(pages[nom])
    assert page.get_attribute("html", "lang") == "fr" and page.locator("h1").count() == 1
    for table in page.query_selector_all("table"):
        assert table.query_selector("caption").inner_text().strip()
        assert all(titre.get_attribute("scope") in ("col", "row") for titre in table.query_selector_all("th"))
        assert table.query_selector("th")
    for un in page.query_selector_all("svg.graphique"):
        titre = page.query_selector("#" + un.get_attribute("aria-labelledby"))
        assert un.get_attribute("role") == "img" and "Allocation versée et allocation due" in titre.text_content()
    noms = page.evaluate("[...document.querySelectorAll('[id]')].map(un => un.id)")
    assert len(noms) == len(set(noms))
    for cible in page.evaluate("[...document.querySelectorAll('[aria-labelledby]')].map(un => un.getAttribute('aria-labelledby'))"):
        assert cible in noms
    # Dark text on white: each colour of text has a contrast of 4.5 at least with the page.
    couleurs = page.evaluate("[...new Set([...document.querySelectorAll('body *:not(svg *)')].map(un => getComputedStyle(un).color))]")
    for couleur in couleurs:
        assert contraste([int(part) for part in re.findall(r"\d+", couleur)[:3]]) >= 4.5, couleur


def contraste(rouge_vert_bleu):
    """The contrast with white, as WCAG 2 computes it."""
    lineaires = [c / 255 / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rouge_vert_bleu]
    return 1.05 / (sum(poids * c for poids, c in zip((0.2126, 0.7152, 0.0722), lineaires)) + 0.05)


@pytest.mark.parametrize("nom", JOURS)
def test_les_noms_des_mois_du_graphique_ne_se_touchent_pas(ouvrir, pages, nom):
    for largeur in (1280, 360):
        page = ouvrir(pages[nom], largeur)
        boites = page.evaluate("""() => [...document.querySelectorAll('svg.graphique text')]
          .filter(un => un.getClientRects().length && getComputedStyle(un.closest('svg')).display !== 'none')
          .map(un => { const b = un.getBoundingClientRect(), s = un.closest('svg').getBoundingClientRect();
                       return [un.textContent, b.left >= s.left - 1, b.right <= s.right + 1, b.top, b.bottom, b.left] })""")
        assert boites and all(dedans for _, *cotes in boites for dedans in cotes[:2]), boites


@pytest.mark.parametrize("nom", JOURS)
def test_sur_papier(deborde, ouvrir, pages, nom):
    page = ouvrir(pages[nom], 360)
    page.emulate_media(media="print")
    # On paper the wide chart is the one that is printed, whatever the screen was.
    assert page.is_visible("svg.large") and not page.is_visible("svg.etroit")
    pdf = page.pdf(prefer_css_page_size=True)
    largeur, hauteur = (float(cote) for cote in re.search(rb"/MediaBox ?\[ ?0 0 ([\d.]+) ([\d.]+)", pdf).groups())
    assert (largeur, hauteur) == (pytest.approx(595, abs=1.5), pytest.approx(842, abs=1.5))
    assert 2 <= len(re.findall(rb"/Type ?/Page\b", pdf)) <= 6
    # The width of the printable area of the sheet: 210 mm less the margins.
    page.set_viewport_size({"width": 680, "height": 1000})
    assert deborde(page) == []


def test_le_dossier_ne_peut_rien_ecrire_dans_la_page(ouvrir, tmp_path):
    piege = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    texte = (EXEMPLES / "indu_activite_oubliee.yaml").read_text(encoding="utf-8")
    texte = texte.replace("Inès Colin", f'"{piege}"').replace("Activité non déclarée en décembre 2025", f'"{piege}"')
    v = verifier(lire_texte(texte), datetime.date(2026, 8, 20))
    page = ouvrir(ecrire(tmp_path, "piege", en_html(v)))
    assert page.locator("script, img").count() == 0
    assert piege in page.inner_text("header") and piege in page.inner_text("#avis-1")


def test_une_longue_histoire_tient_dans_la_page(deborde, ouvrir, tmp_path):
    texte = (EXEMPLES / "indu_somme_due.yaml").read_text(encoding="utf-8")
    texte = texte.replace("2024-06-30", "2025-12-31").replace("mois: {debut: 2023-07}", "")
    v = verifier(lire_texte(texte), datetime.date(2026, 11, 24))
    assert len(v.mois) >= 24
    adresse = ecrire(tmp_path, "longue", en_html(v))
    for largeur in (1280, 360):
        assert deborde(ouvrir(adresse, largeur)) == []


def test_sans_navigateur_la_page_ne_depend_de_rien(pages):
    """Nothing is loaded: the only addresses are links to the texts of law that are cited."""
    for adresse in pages.values():
        html = Path(adresse.removeprefix("file://")).read_text(encoding="utf-8")
        liens = set(re.findall(r'<a href="(https://[^"]+)">', html))
        reste = re.sub(r'<a href="https://[^"]+">', "<a>", html)
        assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)|@import|url\((?!#)""", reste)
        assert set(re.findall(r"https?://[^\s\"'<]+", reste)) <= {"http://www.w3.org/2000/svg", *map(escape, liens)}
        assert not {unescape(lien) for lien in liens} - ADRESSES
        assert liens or "<h2 id=\"textes\">" not in html


def test_le_graphique_est_le_meme_a_chaque_fois():
    v = verifier(lire(EXEMPLES / "indu_activite_oubliee.yaml"), datetime.date(2026, 8, 20))
    assert graphique(v.mois) == graphique(v.mois)
    assert "Elles diffèrent en déc. 2025" in texte_du_graphique(v.mois)
