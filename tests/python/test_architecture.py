"""The rooms of the rules: no circle by what a month really reads, no file too long to read."""

from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from comparaison import MOIS, VARIABLES, _avec_ses_periodes
from openfisca_core.simulations import SimulationBuilder
from tirage import tirer

from openfisca_chomage.socle.refus import Refus, consigner

RACINE = Path(__file__).parents[2]
REGLES = RACINE / "openfisca_chomage" / "variables"

#: A rule that does not fit is two rules.
LIGNES_AU_PLUS = 300

DEMANDEURS = 150


@pytest.mark.parametrize("fichier", sorted(REGLES.glob("*/*.py")), ids=lambda chemin: str(chemin.relative_to(REGLES)))
def test_aucun_fichier_de_regles_n_est_trop_long(fichier):
    assert fichier.read_text(encoding="utf-8").count("\n") <= LIGNES_AU_PLUS


def lectures_d_un_mois(systeme):
    """What files of rules read of one another within a month, for drawn claimants: ``{file: {file read: (variable, read)}}``."""
    fichier_de = {nom: variable.introspection_data[0].split("variables/")[1] for nom, variable in systeme.variables.items()}
    situations = {str(graine): _avec_ses_periodes(tirer(graine)) for graine in range(DEMANDEURS)}
    simulation = SimulationBuilder().build_from_dict(systeme, {"individus": situations})
    consigner(simulation.populations["individu"])
    simulation.trace = True
    for mois in MOIS:
        for nom in VARIABLES:
            try:
                simulation.calculate(nom, mois)
            except Refus:
                pass
    lectures = {}
    a_voir = list(simulation.tracer.trees)
    while a_voir:
        noeud = a_voir.pop()
        a_voir.extend(noeud.children)
        for lue in noeud.children:
            une, autre = fichier_de[noeud.name], fichier_de[lue.name]
            if str(lue.period) == str(noeud.period) and une != autre:
                lectures.setdefault(une, {}).setdefault(autre, (noeud.name, lue.name))
    return lectures


def test_les_fichiers_de_regles_ne_tournent_pas_en_rond(systeme):
    """The rules follow the month: a file that another reads within the month reads nothing of it, even through others."""
    lectures = lectures_d_un_mois(systeme)
    assert len(lectures) > 20
    try:
        TopologicalSorter({une: set(autres) for une, autres in lectures.items()}).prepare()
    except CycleError as cercle:
        fichiers = cercle.args[1][::-1]
        pas = [f"{une} lit {autre} : {lectures[une][autre]}" for une, autre in zip(fichiers, fichiers[1:])]
        pytest.fail("Ces fichiers de règles se lisent en rond :\n" + "\n".join(pas))
