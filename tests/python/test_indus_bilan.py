"""100,000 random claimants: not a cent of debt is lost, and what was paid never changes because of what came later.

    NOMBRE_DEMANDEURS=1000000 pytest tests/python/test_indus_bilan.py

Rights are given as state; the months are drawn straight into arrays.  At every month and for every claimant: what is
known to be undue = what was abandoned, has lapsed, was remitted, paid back, retained + what is still owed.
"""

from __future__ import annotations

import os

import numpy
import pytest
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.socle import calendrier as cal

NOMBRE = int(os.environ.get("NOMBRE_DEMANDEURS", "100000"))
LOT = min(20000, NOMBRE)
SORTIES_DE_LA_DETTE = ("retenue_indu", "indu_rembourse", "indu_remis", "indu_prescrit")
AUCUNE, JAMAIS = numpy.datetime64("1970-01-01"), numpy.datetime64("2099-12-31")
#: First month (its end is given), number of months that follow: around each change of the law of the month.
LOTS = [(2023 * 12 + 0, 24), (2023 * 12 + 5, 30), (2024 * 12 + 1, 27), (2024 * 12 + 5, 30), (2020 * 12 + 8, 26)]


class Population:
    """The inputs of a chunk: {variable: {month: array}}."""

    def __init__(self, graine: int, premier: int, longueur: int, nombre: int):
        self.h = numpy.random.default_rng(graine)
        self.premier, self.nombre = premier, nombre
        self.mois = list(range(premier + 1, premier + 1 + longueur))
        self.entrees: dict[str, dict[int, numpy.ndarray]] = {}
        self.droits()
        for mois in self.mois:
            self.activite(mois)
            self.dette(mois)

    def parmi(self, part: float):
        return self.h.random(self.nombre) < part

    def montant(self, mini: float, maxi: float):
        return numpy.round(self.h.uniform(mini, maxi, self.nombre), 2)

    def mettre(self, nom: str, mois: int, qui, valeurs, defaut=0):
        self.entrees.setdefault(nom, {})[mois] = numpy.where(qui, valeurs, defaut)

    def jours(self, mois: int, mini: int, maxi: int):
        """Days drawn from the start of the following month."""
        return cal.en_dates(cal.premier_jour(mois + 1) + self.h.integers(mini, maxi + 1, self.nombre))

    def droits(self):
        n, h, m = self.nombre, self.h, self.premier
        sjr = numpy.round(numpy.exp(h.normal(4.1, 0.5, n)), 2)
        self.sjr = sjr
        self.entrees["salaire_journalier_reference"] = {m: sjr}
        donnee = self.parmi(0.3)
        self.entrees["allocation_journaliere_pleine"] = {m: numpy.where(donnee, numpy.round(0.57 * sjr, 2), -1.0)}
        self.entrees["reliquat"] = {m: numpy.where(self.parmi(0.5), h.integers(20, 300, n), h.integers(300, 731, n))}
        self.entrees["jours_indemnises_cumules"] = {m: numpy.where(self.parmi(0.5), h.integers(0, 200, n), 0)}

    def piece(self, mois: int):
        """Day when the evidence came: in time, on the last day, late, very late, never."""
        genre = self.h.integers(0, 6, self.nombre)
        return numpy.select(
            [genre == 0, genre == 1, genre == 2, genre == 3, genre == 4],
            [self.jours(mois, 0, 14), self.jours(mois, 14, 15), self.jours(mois, 15, 60), self.jours(mois, 60, 150),
             self.jours(mois, 150, 500)], JAMAIS)

    def activite(self, mois: int):
        paie = numpy.round(self.sjr * 30 * self.h.uniform(0.02, 1.1, self.nombre), 2)
        autre = numpy.round(self.sjr * 30 * self.h.uniform(0.02, 0.8, self.nombre), 2)
        genre = self.h.integers(0, 12, self.nombre)
        # 0 to 4: nothing; 5 and 6: all declared; 7 and 8: hidden; 9: one employer forgotten; 10, 11: corrected
        declare = numpy.where((genre < 5) | (genre == 7) | (genre == 8), 0.0, paie)
        justifie = numpy.select([genre < 5, genre <= 8, genre == 9], [0.0, paie, numpy.round(paie + autre, 2)], autre)
        self.mettre("salaire_activite_declare", mois, True, declare)
        self.mettre("salaire_activite_justifie", mois, True, justifie)
        self.mettre("date_justificatif", mois, self.parmi(0.6) & (genre >= 4), self.piece(mois), AUCUNE)
        self.mettre("saisie_en_cours", mois, self.parmi(0.02), True, False)

    def dette(self, mois: int):
        parmi, mettre, h, n = self.parmi, self.mettre, self.h, self.nombre
        tot = numpy.where(parmi(0.5), h.integers(-1250, -850, n), h.integers(0, 40, n))
        mettre("date_paiement", mois, parmi(0.25), cal.en_dates(cal.premier_jour(mois + 1) + tot), AUCUNE)
        mettre("fausse_declaration", mois, parmi(0.2), True, False)
        mettre("date_notification_indu", mois, parmi(0.3), self.jours(mois, 20, 400), AUCUNE)
        conteste = parmi(0.15)
        mettre("indu_conteste", mois, conteste, True, False)
        mettre("date_rejet_recours", mois, conteste & parmi(0.6), self.jours(mois, 30, 400), AUCUNE)
        mettre("mensualites_indu", mois, parmi(0.2), h.integers(1, 25, n))
        mettre("indu_reclame", mois, parmi(0.1), self.montant(0, 3000), -1.0)
        rembourse = numpy.where(parmi(0.9), self.montant(1, 400), 5000.0)
        mettre("remboursement_indu", mois, parmi(0.08), rembourse)
        mettre("remise_indu", mois, parmi(0.03), self.montant(1, 700))
        mettre("retenue_pratiquee", mois, parmi(0.05), numpy.where(parmi(0.2), 0.0, self.montant(1, 600)), -1.0)
        mettre("personnes_a_charge", mois, parmi(0.2), h.integers(1, 5, n))
        mettre("autres_ressources_saisissables", mois, parmi(0.2), self.montant(10, 2500))
        mettre("impot_preleve", mois, parmi(0.2), self.montant(1, 400))

    def simuler(self, systeme, **autres):
        simulation = SimulationBuilder().build_default_simulation(systeme, count=self.nombre)
        simulation.set_input("date_naissance", "ETERNITY", numpy.full(self.nombre, numpy.datetime64("1985-06-15")))
        for nom, par_mois in {**self.entrees, **autres}.items():
            for mois, valeurs in par_mois.items():
                simulation.set_input(nom, cal.periode(mois), valeurs)
        return simulation


def en_centimes(simulation, nom: str, mois: int):
    cents = simulation.calculate(nom, cal.periode(mois)) * 100
    entiers = numpy.rint(cents)
    assert (numpy.abs(cents - entiers) < 1e-5).all(), (nom, mois)
    assert (entiers >= 0).all(), (nom, mois, entiers.min())
    return entiers.astype(numpy.int64)


def limite(mois: int):
    """Last day when evidence is in time for the payment of a month."""
    return cal.en_dates(cal.premier_jour(mois + 1) + 14)


def mois_connu(pieces, mois: int):
    """Month when the overpayment of a month is known."""
    tardif = pieces > limite(mois)
    venue = pieces.astype("datetime64[M]").astype(int) + 1970 * 12
    return numpy.where(tardif, numpy.maximum(venue, mois), mois)


def premier_ecart(population, mois, ecart, **montrer):
    qui = int(numpy.flatnonzero(ecart)[0])
    return f"{int(ecart.sum())} demandeurs au mois {cal.periode(mois)} ; le premier : {qui}, " + ", ".join(
        f"{nom} = {valeurs[qui]}" for nom, valeurs in montrer.items())


@pytest.fixture(scope="module", params=range(-(-NOMBRE // LOT)), ids=lambda rang: f"lot-{rang}")
def lot(request, systeme):
    premier, longueur = LOTS[request.param % len(LOTS)]
    population = Population(request.param, premier, longueur, LOT)
    return population, population.simuler(systeme)


def test_bilan_au_centime(lot):
    population, simulation = lot
    connus = {mois: numpy.zeros(population.nombre, dtype=numpy.int64) for mois in population.mois}
    sortis = numpy.zeros(population.nombre, dtype=numpy.int64)
    vus = dict.fromkeys((*SORTIES_DE_LA_DETTE, "indu_abandonne", "complement_du", "avance_a_reprendre"), 0)
    for mois in population.mois:
        indu, abandonne = (en_centimes(simulation, nom, mois) for nom in ("indu", "indu_abandonne"))
        entree = mois_connu(population.entrees["date_justificatif"][mois], mois)
        for un_mois, total in connus.items():
            if un_mois >= mois:
                total += numpy.where(entree <= un_mois, indu - abandonne, 0)
        versee, due, trop, reprise, complement = (en_centimes(simulation, nom, mois) for nom in (
            "are_versee", "are_due", "trop_percu", "avance_a_reprendre", "complement_du"))
        assert (versee - due == trop - complement).all()
        assert (trop == reprise + indu).all()
        assert ((abandonne == 0) | ((abandonne == indu) & (indu < 7700))).all()
        assert ((indu >= 7700) | (abandonne == indu)).all()
        sorties = {nom: en_centimes(simulation, nom, mois) for nom in SORTIES_DE_LA_DETTE}
        sortis += sum(sorties.values())
        solde = en_centimes(simulation, "solde_indu", mois)
        ecart = connus[mois] != sortis + solde
        assert not ecart.any(), premier_ecart(population, mois, ecart, connus=connus[mois], sortis=sortis, solde=solde)
        retenue, maximale = sorties["retenue_indu"], en_centimes(simulation, "retenue_maximale", mois)
        pratiquee = population.entrees["retenue_pratiquee"][mois]
        assert ((retenue <= maximale) | (pratiquee >= 0)).all()
        assert ((retenue <= numpy.rint(pratiquee * 100)) | (pratiquee < 0)).all()
        assert (maximale <= due).all()
        for nom, valeurs in {**sorties, "indu_abandonne": abandonne, "complement_du": complement,
                             "avance_a_reprendre": reprise}.items():
            vus[nom] += int((valeurs > 0).sum())
    assert min(vus.values()) > population.nombre / 100, vus  # the draw reaches every door


def plus_tard(population: Population) -> tuple[dict, numpy.ndarray]:
    """The same claimants, each up to a month of her own: what is learnt after its payment is other, or never comes."""
    h, n = numpy.random.default_rng(population.premier), population.nombre
    jusqu_a = h.integers(population.mois[2], population.mois[-1], n)
    autres: dict = {nom: {} for nom in ("salaire_activite_declare", "salaire_activite_justifie", "date_justificatif")}
    connu = limite(jusqu_a)
    for mois in population.mois:
        avant = {nom: population.entrees[nom][mois] for nom in autres}
        ensuite, appris = mois > jusqu_a, avant["date_justificatif"] > connu
        paie = numpy.round(population.sjr * 30 * h.uniform(0, 1, n), 2)
        piece = numpy.where(h.random(n) < 0.5, JAMAIS, numpy.maximum(connu, limite(mois)) + h.integers(1, 300, n))
        autres["salaire_activite_declare"][mois] = numpy.where(ensuite, paie, avant["salaire_activite_declare"])
        autres["salaire_activite_justifie"][mois] = numpy.where(
            ensuite | appris, numpy.where(h.random(n) < 0.3, 0, paie), avant["salaire_activite_justifie"])
        autres["date_justificatif"][mois] = numpy.where(ensuite | appris, piece, avant["date_justificatif"])
    return autres, jusqu_a


def test_ce_qui_a_ete_verse_ne_change_plus(lot, systeme):
    population, simulation = lot
    autres, jusqu_a = plus_tard(population)
    autre = population.simuler(systeme, **autres)
    change = 0
    for mois in population.mois:
        versees = en_centimes(simulation, "are_versee", mois), en_centimes(autre, "are_versee", mois)
        ecart = (versees[0] != versees[1]) & (mois <= jusqu_a)
        assert not ecart.any(), premier_ecart(population, mois, ecart, versee=versees[0], autre=versees[1], jusqu_a=jusqu_a)
        change += int((versees[0] != versees[1]).sum())
    assert change > population.nombre  # what came later does change what was paid later
