"""A second scheme, added without a line of the general rules, beside general claimants in one array."""

import sys
from pathlib import Path

import numpy
import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem, regles
from openfisca_chomage.socle import regimes
from openfisca_chomage.socle.loi import Regle
from openfisca_chomage.socle.refus import Refus

MOIS = [f"{annee}-{mois:02}" for annee in (2024, 2025) for mois in range(1, 13)]
LUES = [
    "ouverture_droit", "loi_du_droit", "regime_du_droit", "duree_indemnisation", "allocation_journaliere_pleine", "are_nette", "reliquat",
]  # fmt: skip


@pytest.fixture(scope="module")
def avec_jouets():
    """The law with the toy scheme; the scheme and its rules go with the module."""
    avant = {nom: {regime: dict(versions) for regime, versions in regle._versions.items()} for nom, regle in toutes()}
    sys.path.insert(0, str(Path(__file__).parent))
    systeme = CountryTaxBenefitSystem()
    systeme.add_variables_from_directory(str(Path(__file__).parent / "regime_jouet" / "variables"))
    yield systeme
    from regime_jouet.regime import JOUET

    regimes.oublier(JOUET)
    for nom, regle in toutes():
        regle._versions = avant[nom]
    sys.path.remove(str(Path(__file__).parent))


def toutes():
    return [(nom, regle) for nom, regle in vars(regles).items() if isinstance(regle, Regle)]


def travail(fin, jours, paie=2000.0, **autres):
    """A contract that ends on the last day of a month, of so many days, and a registration the day after."""
    dernier = numpy.datetime64(fin, "D")
    premier = dernier - jours + 1
    mois = [str(un) for un in numpy.arange(premier.astype("datetime64[M]"), dernier.astype("datetime64[M]") + 1)]
    return {
        "date_naissance": {"ETERNITY": "1985-03-01"},
        "calendrier_contrats": {f"day:{premier}:{jours}": True},
        "salaire_brut": dict.fromkeys(mois, paie),
        "motif_rupture": {str(dernier.astype("datetime64[M]")): "fin_cdd"},
        "calendrier_inscription": {f"day:{dernier + 1}:700": True},
        **autres,
    }


GENS = {
    "general": travail("2024-01-31", 400),
    "jouet": travail("2024-01-31", 400, fabrique_des_jouets={"2024-01": True}),
    "jouet_court": travail("2024-03-31", 40, fabrique_des_jouets={"2024-03": True}),
    "general_court": travail("2024-03-31", 40),
    "jouet_de_2025": travail("2025-04-30", 40, fabrique_des_jouets={"2025-04": True}),
    "general_de_2025": travail("2025-04-30", 300),
}


def calculer(systeme, gens):
    simulation = SimulationBuilder().build_from_entities(systeme, {"individus": gens})
    return {nom: {mois: simulation.calculate(nom, mois) for mois in MOIS} for nom in (*LUES, "allocation_jouet")}


def test_chacun_a_la_loi_de_son_regime(avec_jouets):
    figures = calculer(avec_jouets, GENS)
    rangs = {nom: rang for rang, nom in enumerate(GENS)}

    def figure(nom, mois, qui):
        return figures[nom][mois][rangs[qui]]

    assert [figure("regime_du_droit", "2025-06", qui) for qui in GENS] == [0, 90, 90, 0, 90, 0]
    assert not figure("ouverture_droit", "2024-03", "general_court") and figure("ouverture_droit", "2024-03", "jouet_court")
    assert figure("duree_indemnisation", "2024-03", "jouet_court") == 100
    assert figure("allocation_journaliere_pleine", "2024-05", "jouet") == 20
    assert figure("allocation_journaliere_pleine", "2025-06", "jouet_de_2025") == 25
    assert figure("allocation_journaliere_pleine", "2025-06", "jouet_court") == 20, "the law of the right is that of its opening"
    assert figure("allocation_journaliere_pleine", "2024-05", "general") > 35
    assert figure("allocation_jouet", "2024-05", "jouet") == 31 and figure("allocation_jouet", "2024-05", "general") == 0


def test_chacun_a_les_memes_chiffres_seul_ou_a_cote_des_autres(avec_jouets):
    ensemble = calculer(avec_jouets, GENS)
    for rang, nom in enumerate(GENS):
        seul = calculer(avec_jouets, {nom: GENS[nom]})
        for variable, mois in ensemble.items():
            for un_mois, valeurs in mois.items():
                assert seul[variable][un_mois][0] == valeurs[rang], (nom, variable, un_mois)


def test_le_regime_general_ne_change_pas(avec_jouets):
    generaux = {nom: situation for nom, situation in GENS.items() if nom.startswith("general")}
    simulation = SimulationBuilder().build_from_entities(CountryTaxBenefitSystem(), {"individus": generaux})
    avec = calculer(avec_jouets, generaux)
    for nom in LUES:
        for mois in MOIS:
            assert (simulation.calculate(nom, mois) == avec[nom][mois]).all(), (nom, mois)


def test_un_regime_donne_regit_le_droit_donne(avec_jouets):
    droit = {
        "salaire_journalier_reference": {"2024-05": 80.0}, "reliquat": {"2024-05": 300}, "regime_du_droit": {"2024-05": 90},
    }
    assert calculer(avec_jouets, {"moi": droit})["allocation_journaliere_pleine"]["2024-06"][0] == 20


def test_une_regle_sans_version_pour_un_regime_est_refusee():
    regime = regimes.Regime(91, "orphelin", "régime orphelin")
    try:
        with pytest.raises(Refus, match="« affiliation minimale » n'a aucune version pour le régime orphelin"):
            regles.affiliation_minimale(numpy.array([20000]), None, regime=numpy.array([91]))
    finally:
        regimes.oublier(regime)


def test_deux_versions_de_la_meme_date_sont_refusees():
    regle = Regle("essai")
    regle.depuis("2019-11-01")(lambda x: x)
    with pytest.raises(ValueError, match="deux versions au 01/11/2019 pour le Régime général"):

        @regle.depuis("2019-11-01")
        def autre(x):
            return x


def test_deux_regimes_pour_une_fin_de_contrat_sont_refuses(avec_jouets):
    regime = regimes.Regime(92, "rival", "régime rival")
    regime.s_applique_a(lambda gens: gens.entree("fabrique_des_jouets"))
    try:
        with pytest.raises(Refus, match="relève du régime des jouets et du régime rival"):
            calculer(avec_jouets, {"jouet": GENS["jouet"]})
    finally:
        regimes.oublier(regime)


@pytest.mark.parametrize(("code", "nom"), [(0, "autre"), (93, "general")])
def test_deux_regimes_ne_se_confondent_pas(code, nom):
    with pytest.raises(ValueError, match="se confondent"):
        regimes.Regime(code, nom, "régime de trop")


def test_un_code_de_regime_inconnu_est_refuse(avec_jouets):
    droit = {"salaire_journalier_reference": {"2024-05": 80.0}, "reliquat": {"2024-05": 300}, "regime_du_droit": {"2024-05": 7}}
    with pytest.raises(Refus, match=r"« 7 » n'est le code d'aucun régime. Régimes connus : 0 \(general\)"):
        calculer(avec_jouets, {"moi": droit})
