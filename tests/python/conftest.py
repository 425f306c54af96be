"""What the tests share: the system, the way to build a simulation from persons, a browser for the pages.

The pages need Playwright for Python and the system's Chromium (Debian: ``apt-get install chromium``), whose path may be given by
the variable ``CHROMIUM``. Where either is missing, their tests are left out and say so: they never count as passed.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.socle.refus import Refus

sys.path.insert(0, str(Path(__file__).parents[1] / "oracle"))  # the draw and the independent computation


@pytest.fixture(scope="session")
def systeme():
    return CountryTaxBenefitSystem()


@pytest.fixture
def simuler(systeme):
    def construire(**personnes):
        return SimulationBuilder().build_from_dict(systeme, {"individus": personnes})

    return construire


@pytest.fixture
def deux(systeme):
    """A simulation of two persons, named « 0 » and « 1 »."""
    return SimulationBuilder().build_default_simulation(systeme, count=2)


ARGUMENTS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]


def chromium():
    """The system's Chromium, or None."""
    noms = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((chemin for chemin in map(shutil.which, noms) if chemin), None)


@pytest.fixture(scope="module")
def navigateur():
    playwright = pytest.importorskip("playwright.sync_api", reason="LEFT OUT, not passed: playwright is not installed")
    chemin = chromium()
    if chemin is None:
        pytest.skip("LEFT OUT, not passed: no Chromium on this machine (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as outil:
        navigateur = outil.chromium.launch(executable_path=chemin, args=ARGUMENTS)
        yield navigateur
        navigateur.close()


@pytest.fixture
def ouvrir(navigateur):
    """Open an address at a width; whatever it asks of the network or complains of fails the test."""
    ouvertes, plaintes = [], []

    def ouvrir_une(adresse, largeur=1280, teinte="light"):
        page = navigateur.new_page(viewport={"width": largeur, "height": 800}, locale="fr-FR", color_scheme=teinte)
        ouvertes.append(page)
        page.on("request", lambda demande: plaintes.append(demande.url) if demande.url != adresse else None)
        page.on("console", lambda message: plaintes.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda erreur: plaintes.append(str(erreur)))
        page.on("dialog", lambda dialogue: (plaintes.append(dialogue.message), dialogue.dismiss()))
        page.goto(adresse)
        return page

    yield ouvrir_une
    for page in ouvertes:
        page.close()
    assert not plaintes


#: What a screen's width hides, cut or too wide: the elements that go past the page on the right.
DEBORDE = """() => [...document.querySelectorAll('body *')]
  .filter(un => un.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(un => un.tagName + ' ' + un.textContent.slice(0, 40))"""


@pytest.fixture
def deborde():
    """What goes past a page on the right: its tags and first words."""
    return lambda page: page.evaluate(DEBORDE)


@pytest.fixture
def verifier_un_refus(simuler):
    """A claimant is computed, another beside her is refused: ``(permis, refuse, variable, mois, champ, periode, mots)``."""

    def verifier(permis, refuse, variable, mois, champ, periode, mots):
        simuler(permise=permis).calculate(variable, mois)
        with pytest.raises(Refus) as refus:
            simuler(permise=permis, refusee=refuse).calculate(variable, mois)
        assert refus.value.chemin == ("individus", "refusee", champ, periode)
        assert mots in refus.value.message

    return verifier
