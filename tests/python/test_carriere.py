"""The career, day by day: drawn contracts and registrations, read by brute force; where the story begins."""

import datetime
import functools

import numpy
import pytest
from openfisca_core.periods import period
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import carriere, saisie
from openfisca_chomage.socle.carriere import LOIN, Carriere
from openfisca_chomage.socle.histoire import debut_histoire
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.refus import Refus

DROIT = {
    "date_naissance": {"ETERNITY": "1985-03-15"},
    "calendrier_contrats": {"day:2023-01-01:731": True, "day:2025-03-03:5": True},
    "salaire_brut": {"2023": 24000, "2024": 24000, "2025-03": 300},
    "motif_rupture": {"2024-12": "fin_cdd", "2025-03": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
    "date_justificatif": {"2025-03": "2025-06-10"},
}


def jour(date: str) -> int:
    return int(numpy.datetime64(date, "D").astype(int))


PREMIER, DERNIER = 2022 * 12, 2024 * 12 + 5  # January 2022 to June 2024


@functools.cache
def debut_du_mois(mois: int) -> int:
    return jour(f"{mois // 12}-{mois % 12 + 1:02}-01")


@functools.cache
def mois_du(un: int) -> int:
    date = datetime.date(1970, 1, 1) + datetime.timedelta(days=un)
    return date.year * 12 + date.month - 1


class Tirees:
    """Persons whose contracts and registrations are drawn day by day, and read day by day."""

    def __init__(self, systeme, nombre, graine):
        h = numpy.random.default_rng(graine)
        self.simulation = SimulationBuilder().build_default_simulation(systeme, count=nombre)
        self.individu, self.nombre = self.simulation.populations["individu"], nombre
        longueurs = {"calendrier_contrats": 70, "calendrier_inscription": 40, "calendrier_neutralise": 20}
        self.jours = {nom: [set() for _ in range(nombre)] for nom in longueurs}
        for nom, longueur in longueurs.items():
            for qui in range(nombre):
                un = debut_du_mois(PREMIER) + int(h.integers(0, 60))
                while un < debut_du_mois(DERNIER - 1):
                    combien = int(h.choice([1, 2, 15, longueur]))
                    self.jours[nom][qui] |= set(range(un, un + combien))
                    un += combien + int(h.choice([1, 2, 3, 40, 200]))
            masques: dict = {}
            for qui, jours in enumerate(self.jours[nom]):
                for un in jours:
                    mois = mois_du(un)
                    masques.setdefault(mois, [0] * nombre)[qui] |= 1 << (un - debut_du_mois(mois))
            for mois, bits in masques.items():
                saisie.poser_masque(self.individu, nom, mois, bits)
        self.salaires = {mois: h.integers(1, 100, nombre) * 10.0 for mois in range(PREMIER, DERNIER + 1)}
        self.quotites = {mois: h.integers(1, 8, nombre) / 8 for mois in range(PREMIER, DERNIER + 1, 2)}
        for nom, valeurs in (("salaire_brut", self.salaires), ("quotite_travail", self.quotites)):
            for mois, tableau in valeurs.items():
                self.simulation.set_input(nom, cal.periode(mois), tableau)
        contrats = self.jours["calendrier_contrats"]
        self.fins = [sorted(un for un in contrats[qui] if un + 1 not in contrats[qui]) for qui in range(nombre)]

    def carriere(self, indices, debut, fin) -> Carriere:
        indices, debut, fin = (numpy.array(un, dtype=numpy.int64) for un in (indices, debut, fin))
        return Carriere(self.individu, DERNIER, indices, fin, fin, debut, numpy.full(len(indices), -1))


@pytest.fixture(scope="module")
def tirees(systeme):
    return Tirees(systeme, 24, 5)


def bornes(tirees) -> list[tuple]:
    """Periods of all kinds: days drawn, whole months, one month, cut at its first or last day or just before it."""
    h, resultat = numpy.random.default_rng(9), []
    for qui in range(tirees.nombre):
        mois = PREMIER + 2 + qui * 3 % 20
        a, b, z = debut_du_mois(mois), debut_du_mois(mois + 1), debut_du_mois(mois + 8)
        resultat += [(qui, *couple) for couple in (
            (a, z - 1), (a + 1, z - 1), (a, z - 2), (a, b - 1), (a + 3, a + 12), (a, b - 2), (a + 1, b - 1), (a + 5, a + 5), (a - 1, b),
            sorted(int(un) for un in h.integers(debut_du_mois(PREMIER), debut_du_mois(DERNIER), 2)),
        )]
    return resultat


def somme_des_salaires(tirees, qui, debut, fin) -> float:
    """By its contract days in the period over those of the month; without any, a month counts where it is whole."""
    total = 0.0
    for mois in range(mois_du(debut), mois_du(fin) + 1):
        jours = range(debut_du_mois(mois), debut_du_mois(mois + 1))
        du_contrat = [un for un in jours if un in tirees.jours["calendrier_contrats"][qui]]
        if du_contrat:
            part = sum(debut <= un <= fin for un in du_contrat) / len(du_contrat)
        else:
            part = float(debut <= jours[0] and jours[-1] <= fin)
        total += part * tirees.salaires[mois][qui] if mois in tirees.salaires else 0.0
    return total


def lues(carriere_lue) -> dict:
    """All that the tests read of a career."""
    largeur = carriere_lue.dernier_mois - carriere_lue.premier_mois + 1
    assert carriere_lue.contrats.shape == carriere_lue.matrice("primes").shape == (len(carriere_lue.indices), largeur)
    assert carriere_lue.bruts.tolist() == carriere_lue.matrice("calendrier_contrats").tolist()
    assert carriere_lue.compter_calendrier("calendrier_formation", carriere_lue.debut).dtype == numpy.int64
    assert carriere_lue.compter_calendrier("calendrier_neutralise", carriere_lue.debut).dtype == numpy.int64
    assert carriere_lue.entree("quotite_travail").dtype == numpy.float64
    assert numpy.all(carriere_lue.jours_non_declares() == 0)
    montants = carriere_lue.dans_la_periode(carriere_lue.matrice("salaire_brut"))
    return {
        "premier": carriere_lue.premier_jour_de_contrat().tolist(), "dernier": carriere_lue.dernier_jour_de_contrat().tolist(),
        "sans": carriere_lue.sans_contrat.tolist(), "montants": [round(un, 6) for un in montants.tolist()],
        "neutralises": carriere_lue.compter_calendrier("calendrier_neutralise", carriere_lue.debut + 3).tolist(),
        "formation": carriere_lue.compter_calendrier("calendrier_formation", carriere_lue.debut).tolist(),
        "quotites": carriere_lue.entree("quotite_travail").tolist(), "primes": carriere_lue.entree("primes").tolist(),
    }


def attendues(tirees, lignes) -> dict:
    resultat = {nom: [] for nom in ("premier", "dernier", "sans", "montants", "neutralises", "formation", "quotites", "primes")}
    for qui, debut, fin in lignes:
        dedans = sorted(un for un in tirees.jours["calendrier_contrats"][qui] if debut <= un <= fin)
        resultat["premier"].append(dedans[0] if dedans else fin + 1)
        resultat["dernier"].append(dedans[-1] if dedans else debut - 1)
        resultat["sans"].append(not dedans)
        resultat["montants"].append(round(somme_des_salaires(tirees, qui, debut, fin), 6))
        neutralises = tirees.jours["calendrier_neutralise"][qui] - tirees.jours["calendrier_contrats"][qui]
        resultat["neutralises"].append(sum(debut + 3 <= un <= fin for un in neutralises))
        resultat["formation"].append(0)
        quotites = tirees.quotites.get(mois_du(fin))
        resultat["quotites"].append(1.0 if quotites is None else quotites[qui])
        resultat["primes"].append(0)
    return resultat


def une_ligne_chacun(lignes, rang):
    """One period a person: the persons of a career are in the order of the population, each once."""
    return [ligne for place, ligne in enumerate(lignes) if place % 10 == (rang + place // 10 * 3) % 10]


@pytest.mark.parametrize("rang", range(10))
def test_carriere_jour_par_jour(tirees, rang):
    lignes = une_ligne_chacun(bornes(tirees), rang)
    une = tirees.carriere(*zip(*lignes))
    attendu = attendues(tirees, lignes)
    assert any(attendu["sans"]) and not all(attendu["sans"])
    assert lues(une) == attendu
    assert une.premier_mois == min(mois_du(debut) for _, debut, _ in lignes) and une.dernier_mois == max(mois_du(fin) for *_, fin in lignes)


@pytest.mark.parametrize("seuil", [1, 3, 10**6])
@pytest.mark.parametrize("rang", range(4))
def test_carriere_de_certains(tirees, rang, seuil, monkeypatch):
    """Some of the persons, another period, short careers apart from long ones: the same as read alone."""
    monkeypatch.setattr(carriere, "COURTES_AU_MOINS", seuil)
    lignes = une_ligne_chacun(bornes(tirees), rang)[:20]
    une = tirees.carriere(*zip(*lignes))
    attendu = attendues(tirees, lignes)
    assert une.sur(une.debut.copy()) is une and une.sur(une.debut, une.fin.copy()) is une
    derniers = une.selon_la_duree(lambda lue: lue.dernier_jour_de_contrat())
    assert derniers.tolist() == attendu["dernier"] and derniers.dtype == numpy.int64
    for places in (numpy.arange(len(lignes)) % 3 == 1, numpy.array([0, 2, 5, 7]), numpy.array([len(lignes) - 1])):
        assert lues(une.pour(places)) == attendues(tirees, [lignes[place] for place in numpy.arange(len(lignes))[places]])
    longues = numpy.flatnonzero(une.debut <= [debut_du_mois(une.dernier_mois - 11) - 1] * len(lignes))
    for places in (longues, longues[:-1], longues[1:], numpy.append(longues[:-1], len(lignes) - 1)):
        places = numpy.unique(places)
        if len(places):
            assert lues(une.pour(places)) == attendues(tirees, [lignes[place] for place in places])
    autres = [(qui, debut - 40, fin - 1) for qui, debut, fin in lignes]
    sur = une.sur(*(numpy.array(bord) for bord in list(zip(*autres))[1:]))
    assert lues(sur) == attendues(tirees, autres) and lues(une) == attendu
    assert lues(une.sur(numpy.array([debut - 40 for _, debut, _ in lignes]))) == attendues(
        tirees, [(qui, debut - 40, fin) for qui, debut, fin in lignes])
    assert une.sur(sur.debut.copy(), sur.fin.copy()) is sur
    for places in (numpy.array([1, 4]), numpy.arange(len(lignes)) % 3 == 1, numpy.arange(len(lignes)) > 15):
        assert lues(une.pour(places)) == attendues(tirees, [lignes[place] for place in numpy.arange(len(lignes))[places]])
    partie = une.pour(numpy.array([1, 4])).sur(sur.debut[[1, 4]], sur.fin[[1, 4]])
    assert lues(partie) == attendues(tirees, [autres[1], autres[4]])


def test_carriere_de_personne(tirees):
    personne = tirees.carriere([], [], [])
    assert (personne.premier_mois, personne.dernier_mois) == (DERNIER, DERNIER)
    assert personne.entree("quotite_travail").tolist() == [] and personne.entree("primes").shape == (0,)


@pytest.mark.parametrize("horizon", [0, 1, 2, 5, 40])
def test_prochaine_fin_jour_par_jour(tirees, horizon):
    h = numpy.random.default_rng(horizon)
    indices = numpy.repeat(numpy.arange(tirees.nombre), 3)
    apres = h.integers(debut_du_mois(PREMIER) - 30, debut_du_mois(DERNIER), len(indices))
    obtenues = carriere.prochaine_fin(tirees.individu, indices, apres, horizon)
    for qui, un, obtenue in zip(indices, apres, obtenues):
        fins = [fin for fin in tirees.fins[qui] if un < fin < debut_du_mois(mois_du(int(un)) + horizon + 1)]
        assert obtenue == min(fins, default=LOIN)
    assert carriere.prochaine_fin(tirees.individu, indices[:0], apres[:0], horizon).tolist() == []


def test_premier_jour_inscrit_jour_par_jour(tirees):
    h = numpy.random.default_rng(3)
    indices = numpy.repeat(numpy.arange(tirees.nombre), 3)
    apres = h.integers(debut_du_mois(PREMIER) - 30, debut_du_mois(DERNIER), len(indices))
    jusqu_a = apres + h.choice([1, 20, 200], len(indices))
    inscrits = [[un for un in tirees.jours["calendrier_inscription"][qui] if debut < un <= fin]
                for qui, debut, fin in zip(indices, apres, jusqu_a)]
    obtenus = carriere.premier_jour_inscrit(tirees.individu, indices, apres, jusqu_a)
    assert obtenus.tolist() == [min(jours, default=LOIN) for jours in inscrits]
    suivantes = [min((fin for fin in tirees.fins[qui] if fin > debut), default=LOIN) for qui, debut in zip(indices, apres)]
    fins = numpy.array([min((fin for fin in tirees.fins[qui] if fin >= debut), default=0) for qui, debut in zip(indices, apres)])
    de_ceux = numpy.flatnonzero(fins)
    jours = carriere.premier_jour_inscrit(tirees.individu, indices[de_ceux], fins[de_ceux], fins[de_ceux] + 90)
    suivantes = [min((fin for fin in tirees.fins[qui] if fin > debut), default=LOIN) for qui, debut in zip(indices[de_ceux], fins[de_ceux])]
    avant = carriere.avant_la_fin_suivante(tirees.individu, indices[de_ceux], fins[de_ceux], jours)
    assert avant.tolist() == [un < LOIN and un <= suivante for un, suivante in zip(jours, suivantes)]
    assert 0 < avant.sum() < (jours < LOIN).sum()


def test_le_jour_de_la_fin_suivante(deux):
    """Who registers on the very day of the next end registers before it is over; the day after it, too late."""
    individu = deux.populations["individu"]
    deux.set_input("calendrier_contrats", "day:2025-01-01:10", numpy.array([True, True]))
    deux.set_input("calendrier_contrats", "day:2025-01-15:6", numpy.array([True, True]))  # up to the 20th
    fins, jours = numpy.full(2, jour("2025-01-10")), numpy.array([jour("2025-01-20"), jour("2025-01-21")])
    assert carriere.avant_la_fin_suivante(individu, numpy.arange(2), fins, jours).tolist() == [True, False]
    # the 9th is given as an end, but the contract goes on to the 10th: who registers on the 11th does so after another end
    fins, jours = numpy.full(2, jour("2025-01-09")), numpy.array([jour("2025-01-10"), jour("2025-01-11")])
    assert carriere.avant_la_fin_suivante(individu, numpy.arange(2), fins, jours).tolist() == [True, False]


@pytest.mark.parametrize("ordre", [(3, 9, 15, 28), (28, 15, 9, 3), (15, 15, 16, 14), (9, 9), (10, 9, 8, 7), tuple(range(4, 27))])
def test_dernieres_fins_jour_par_jour(systeme, ordre):
    """The last end of the last month that has one, and of the month before that has one, in whatever order months are asked."""
    tirees = Tirees(systeme, 8, 11)
    indices = numpy.array([0, 1, 3, 4, 6, 7])
    for tour, rang in enumerate(ordre):
        mois = PREMIER + rang
        apres = debut_du_mois(mois) - numpy.array([0, 20, 100, 200, 400, 800]) // (1 + tour % 2)
        obtenues = carriere.dernieres_fins(tirees.individu, indices, apres, mois)
        for place, qui in enumerate(indices):
            par_mois = {mois_du(fin): fin for fin in tirees.fins[qui] if fin < debut_du_mois(mois + 1)}
            deux_dernieres = [0, 0, *par_mois.values()][:-3:-1]
            assert [int(une[place]) for une in obtenues] == [fin if fin > apres[place] else 0 for fin in deux_dernieres]
    vides = carriere.dernieres_fins(tirees.individu, indices[:0], indices[:0], mois)
    assert [une.tolist() for une in vides] == [[], []] and {une.dtype for une in (*vides, *obtenues)} == {numpy.dtype(numpy.int64)}


def test_une_seule_fin(deux):
    """One end has none before it, however many times it is asked; who has none has 0, were it asked from before 1970."""
    individu, indices = deux.populations["individu"], numpy.arange(2)
    deux.set_input("calendrier_contrats", "day:2025-01-01:10", numpy.array([True, False]))
    fin = jour("2025-01-10")
    for mois, apres in ((0, fin - 20), (1, fin - 20), (2, fin - 20), (5, fin - 20), (5, fin - 1), (6, -10)):
        dernieres, precedentes = carriere.dernieres_fins(individu, indices, numpy.full(2, apres), 2025 * 12 + mois)
        assert dernieres.tolist() == [fin, 0] and precedentes.tolist() == [0, 0]


def test_personnes_donnees(deux):
    individu, mois = deux.populations["individu"], period("2025-03")
    noms = ("duree_indemnisation", "reliquat", "reliquat_debut", "date_fin_contrat")
    assert carriere.personnes_donnees(individu, noms, mois) is None
    deux.set_input("reliquat", "2025-03", numpy.array([0, -1]))
    assert carriere.personnes_donnees(individu, noms, mois).tolist() == [True, False]
    deux.set_input("date_fin_contrat", "2025-03", numpy.array(["1970-01-01", "2025-03-04"], dtype="datetime64[D]"))
    assert carriere.personnes_donnees(individu, noms, mois).tolist() == [True, True]
    assert carriere.personnes_donnees(individu, noms[3:], mois).tolist() == [False, True]
    assert carriere.personnes_donnees(individu, noms, period("2025-04")) is None


FIN_DE_2024 = {
    "calendrier_contrats": {"day:2024-01-01:366": True}, "motif_rupture": {"2024-12": "fin_cdd"},
    "calendrier_inscription": {"2025": True},
}


def test_ages_des_examines(simuler):
    """Full years at the end of the contract, -1 where the birth is not known; an age that is given, 0 included, is the age."""
    def ages(**personnes):
        individu = simuler(**{nom: {**FIN_DE_2024, **une} for nom, une in personnes.items()}).populations["individu"]
        return carriere.examinees(individu, period("2024-12"), lambda une: une.fin).age.tolist()

    def ne(date):
        return {"date_naissance": {"ETERNITY": date}}

    def donne(age):
        return {"age_fin_contrat": {"2024-12": age}}

    assert ages(a={}, b={}) == [-1, -1]
    assert ages(a=ne("1985-12-31"), b={}, c=ne("1986-01-01"), d=ne("1900-06-01"), e=ne("1970-01-01")) == [39, -1, 38, 124, 54]
    assert ages(a=donne(50), b={}, c=donne(0)) == [50, -1, 0]
    assert ages(a=ne("1985-12-31") | donne(1), b=ne("1985-12-31"), c=ne("1985-12-31") | donne(0)) == [1, 39, 0]


def contrat(debut: str, fin: str) -> dict:
    return {f"day:{debut}:{jour(fin) - jour(debut) + 1}": True}


def inscrit(debut: str, fin: str) -> dict:
    return {"calendrier_inscription": contrat(debut, fin)}


RECITS = {
    "rien": ([{"calendrier_contrats": contrat("2023-01-01", "2024-05-31")}], None),
    "un motif": ([{"motif_rupture": {"2024-12": "fin_cdd", "2025-03": "demission"}}], "2024-12"),
    "un motif d'avant la loi": ([{"motif_rupture": {"2019-10": "fin_cdd"}}], None),
    "un motif du premier mois": ([{"motif_rupture": {"2019-10": "fin_cdd", "2019-11": "fin_cdd", "2020-01": "fin_cdd"}}], "2019-11"),
    "aucun motif": ([{"motif_rupture": {"2024-12": "aucune"}}], None),
    "une fin suivie": ([{"calendrier_contrats": contrat("2023-01-01", "2024-05-31"), **inscrit("2024-07-10", "2024-12-31")}], "2024-05"),
    "une fin suivie d'une autre": (
        [{
            "calendrier_contrats": contrat("2023-01-01", "2024-05-31") | contrat("2024-06-10", "2024-12-31"),
            **inscrit("2025-02-01", "2025-06-30"),
        }],
        "2024-12",
    ),
    "une fin au bout de douze mois": (
        [{"calendrier_contrats": contrat("2023-01-01", "2023-03-31"), **inscrit("2024-03-31", "2024-12-31")}], "2023-03",
    ),
    "une fin au-delà de douze mois": (
        [{"calendrier_contrats": contrat("2023-01-01", "2023-03-31"), **inscrit("2024-04-01", "2024-12-31")}], None,
    ),
    "une fin pendant l'inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2024-06-30")}], "2024-06",
    ),
    "une fin pendant une longue inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2025-06-30")}], "2024-06",
    ),
    "deux fins pendant l'inscription": (
        [{
            "calendrier_contrats": contrat("2023-01-01", "2024-02-15") | contrat("2024-03-01", "2024-06-15"),
            **inscrit("2024-01-01", "2024-12-31"),
        }],
        "2024-02",
    ),
    "une inscription d'un seul mois": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-05-31"), **inscrit("2024-07-10", "2024-07-20")}], "2024-05",
    ),
    "une fin du premier mois d'inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-01-15"), **inscrit("2024-01-10", "2024-04-30")}], "2024-01",
    ),
    "une fin suivie, puis une autre pendant l'inscription": (
        [{
            "calendrier_contrats": contrat("2023-01-01", "2024-05-31") | contrat("2024-07-10", "2024-07-20"),
            "calendrier_inscription": contrat("2024-07-01", "2024-07-05") | contrat("2024-08-01", "2024-09-30"),
        }],
        "2024-05",
    ),
    "une fin après l'inscription": (
        [{"calendrier_contrats": contrat("2023-01-01", "2024-03-25"), **inscrit("2024-01-01", "2024-03-20")}], None,
    ),
    "une inscription sans fin": ([inscrit("2024-01-01", "2024-06-30")], None),
    "un état donné d'abord": (
        [{"reliquat": {"2024-03": 10}, "calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2024-12-31")}],
        "2024-03",
    ),
    "un état donné après": (
        [{"reliquat": {"2024-09": 10}, "calendrier_contrats": contrat("2023-01-01", "2024-06-15"), **inscrit("2024-01-01", "2024-12-31")}],
        "2024-06",
    ),
    "une date qui n'est pas un état": ([{"date_fin_contrat": {"2024-03": "2024-03-15"}}], None),
    "deux personnes": (
        [
            {"calendrier_contrats": contrat("2022-01-01", "2022-03-31")},
            {"calendrier_contrats": contrat("2023-01-01", "2024-05-31"), **inscrit("2024-07-10", "2024-12-31")},
        ],
        "2024-05",
    ),
    "deux personnes qui s'inscrivent": (
        [
            {"calendrier_contrats": contrat("2022-01-01", "2023-11-30"), **inscrit("2023-12-04", "2023-12-20")},
            {"calendrier_contrats": contrat("2023-01-01", "2023-08-31"), **inscrit("2024-07-10", "2024-12-31")},
        ],
        "2023-08",
    ),
}


@pytest.mark.parametrize("nom", RECITS)
def test_debut_du_recit(simuler, nom):
    """The first month where something may happen: a loss of a job that one registers after, or a state that is given."""
    personnes, attendu = RECITS[nom]
    individu = simuler(**{f"p{rang}": une for rang, une in enumerate(personnes)}).populations["individu"]
    debut = carriere.debut_du_recit(individu, jour("2019-11-01"))
    assert (None if debut is None else str(cal.periode(debut))) == attendu


def test_lu_une_fois_jusqu_a_la_saisie_suivante(simuler, monkeypatch):
    """What is read of the inputs alone, and where the story begins, are kept until an input changes."""
    simulation = simuler(moi=FIN_DE_2024)
    individu, appels = simulation.populations["individu"], []
    lue = jusqu_a_une_saisie(lambda _: appels.append("entrées") or 7)
    monkeypatch.setattr(carriere, "debut_du_recit", lambda *_: appels.append("récit") or 2024 * 12 + 11)
    for _ in range(2):
        assert lue(individu) == 7 and debut_histoire(individu) == 2024 * 12 + 11
        carriere.examinees(individu, period("2024-12"), lambda une: une.fin)
    assert sorted(appels) == ["entrées", "récit"]
    simulation.set_input("primes", "2024-11", numpy.array([10.0]))
    assert lue(individu) == 7 and debut_histoire(individu) == 2024 * 12 + 11
    assert sorted(appels) == ["entrées", "entrées", "récit", "récit"]


ANCIENNE = (
    "Une fin de contrat d'avant le 1er novembre 2019 est suivie d'une inscription avant la fin de contrat suivante : "
    "les règlements antérieurs ne sont pas encore modélisés (ceux de 2006, 2009, 2011, 2014 et 2017). Retirez l'inscription de cette "
    "époque, ou donnez l'état du droit (reliquat, salaire_journalier_reference)."
)


@pytest.mark.parametrize(("fin", "inscription", "mois"), [
    ("2018-10-15", "2019-10-15", "2018-10"), ("2018-10-15", "2019-10-16", None), ("2019-10-31", "2019-11-02", "2019-10"),
    ("2019-10-31", "2020-10-31", "2019-10"), ("2019-10-31", "2020-11-01", None), ("2019-11-01", "2019-11-02", None),
    ("2017-01-15", "2019-10-15", None),
])
def test_fins_d_avant_la_loi(simuler, fin, inscription, mois):
    """An end before November 2019 is refused where one registers within twelve months of it, and is career otherwise."""
    moi = {"calendrier_contrats": contrat("2016-01-01", fin), **inscrit(inscription, "2020-12-31")}
    individu = simuler(moi=moi).populations["individu"]
    if mois is None:
        carriere.debut_du_recit(individu, jour("2019-11-01"))
        return
    with pytest.raises(Refus) as erreur:
        carriere.debut_du_recit(individu, jour("2019-11-01"))
    assert (erreur.value.chemin, erreur.value.message) == (("individus", "moi", "calendrier_inscription", mois), ANCIENNE)


@pytest.mark.parametrize("ordre", [("moi", "donne"), ("donne", "moi"), ("donne", "moi", "autre"), ("moi", "autre", "donne")])
def test_un_droit_s_ouvre_et_un_autre_est_donne(simuler, ordre):
    """In one month, a right opens for some and is given for others: each has what she has alone."""
    donne = {
        "salaire_journalier_reference": {"2024-12": 60}, "allocation_journaliere_pleine": {"2024-12": 40}, "reliquat": {"2024-12": 100},
        "calendrier_inscription": {"2025": True}, "date_naissance": {"ETERNITY": "1990-01-01"},
    }
    autre = {**DROIT, "calendrier_contrats": {"day:2024-01-01:363": True, "day:2025-03-03:5": True}}
    personnes = {"moi": DROIT, "donne": donne, "autre": autre}

    def lire(simulation):
        return [simulation.calculate(nom, f"2025-{mois:02}") for mois in (1, 2, 4) for nom in (
            "duree_indemnisation", "reliquat", "salaire_journalier_reference", "fin_contrat_du_droit", "age_fin_contrat", "are_nette")]

    ensemble = lire(simuler(**{nom: personnes[nom] for nom in ordre}))
    for rang, nom in enumerate(ordre):
        seul = lire(simuler(moi=personnes[nom]))
        assert [valeurs[rang] for valeurs in ensemble] == [valeurs[0] for valeurs in seul]
