"""The foundations against the standard library: every function of calendars, weeks, cents and dated law, by brute force."""

import calendar
import datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from random import Random

import numpy
import pytest

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import monnaie
from openfisca_chomage.socle.histoire import PEU, lire_matrice
from openfisca_chomage.socle.loi import Loi, Regle, serie
from openfisca_chomage.socle.refus import Refus

EPOQUE = datetime.date(1970, 1, 1)
MOIS = [1900 * 12, 1969 * 12 + 11, 1970 * 12, 1970 * 12 + 1, 2019 * 12 + 10, 2024 * 12 + 1, 2025 * 12 + 1, 2025 * 12 + 3, 2099 * 12 + 11]


def en_jour(numero) -> datetime.date:
    return EPOQUE + datetime.timedelta(days=int(numero))


def numero(jour: datetime.date) -> int:
    return (jour - EPOQUE).days


def jours_du_masque(masque, mois: int) -> set[datetime.date]:
    return {datetime.date(mois // 12, mois % 12 + 1, bit + 1) for bit in range(32) if int(masque) >> bit & 1}


def jours_du_mois(mois: int) -> list[datetime.date]:
    annee, rang = divmod(mois, 12)
    return [datetime.date(annee, rang + 1, jour + 1) for jour in range(calendar.monthrange(annee, rang + 1)[1])]


def jours_tires(nombre: int) -> list[datetime.date]:
    h = Random(7)
    jours = [datetime.date(1900, 1, 1) + datetime.timedelta(days=h.randrange(73000)) for _ in range(nombre)]
    return jours + [datetime.date(annee, mois, jour) for annee in (1999, 2000, 2024, 2025)
                    for mois, jour in ((1, 1), (1, 31), (2, 28), (3, 1), (5, 31), (12, 31))] + [datetime.date(2024, 2, 29)]


@pytest.mark.parametrize("mois", MOIS)
def test_mois(mois):
    jours = jours_du_mois(mois)
    tableau = numpy.array([mois])
    for valeur in (mois, numpy.int64(mois), tableau):
        assert numpy.all(cal.premier_jour(valeur) == numero(jours[0]))
        assert numpy.all(cal.nombre_jours(valeur) == len(jours))
    assert jours_du_masque(cal.mois_entier(mois), mois) == set(jours)
    assert str(cal.periode(mois)) == f"{jours[0]:%Y-%m}"
    assert cal.numero(cal.periode(mois)) == mois
    assert cal.mois_du_jour(numpy.array([numero(jour) for jour in jours])).tolist() == [mois] * len(jours)


def test_mois_du_jour_loin_du_tableau():
    """Days before and after those that are tabulated, together with others, and no day at all."""
    jours = [datetime.date(1200, 2, 29), datetime.date(1899, 12, 31), datetime.date(2025, 6, 15), datetime.date(3000, 1, 1)]
    attendus = [jour.year * 12 + jour.month - 1 for jour in jours]
    numeros = numpy.array([numero(jour) for jour in jours])
    assert cal.mois_du_jour(numeros).tolist() == attendus
    for un, attendu in zip(numeros, attendus):
        assert int(cal.mois_du_jour(numpy.array([un]))[0]) == attendu
        assert int(cal.mois_du_jour(un)) == attendu
    assert cal.mois_du_jour(numpy.empty(0, dtype=numpy.int64)).tolist() == []


def test_dates_et_jours():
    jours = jours_tires(50)
    numeros = numpy.array([numero(jour) for jour in jours])
    dates = cal.en_dates(numeros)
    assert dates.tolist() == jours
    assert cal.en_jours(dates).tolist() == numeros.tolist()
    assert cal.en_jours(dates.astype("datetime64[s]")).tolist() == numeros.tolist()
    with pytest.raises(ValueError):
        cal.en_jours(dates)[0] = 0


def test_ajouter_mois_et_age():
    jours = jours_tires(300)
    numeros = numpy.array([numero(jour) for jour in jours])
    for nombre in (0, 1, 11, 12, 36, 12 * 67):
        for jour, obtenu in zip(jours, cal.ajouter_mois(numeros, nombre)):
            annee, rang = divmod(jour.year * 12 + jour.month - 1 + nombre, 12)
            if annee < 2100:
                dernier = calendar.monthrange(annee, rang + 1)[1]
                assert en_jour(obtenu) == datetime.date(annee, rang + 1, min(jour.day, dernier))
    for rang, naissance in enumerate(jours):
        for jour in jours[rang % 7:: 7]:
            ans = jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))
            assert int(cal.age(numero(naissance), numero(jour))) == ans, (naissance, jour)


@pytest.mark.parametrize("mois", MOIS[2:-1])
def test_masques(mois):
    jours, h = jours_du_mois(mois), Random(mois)
    for _ in range(200):
        debut = jours[0] + datetime.timedelta(days=h.randint(-40, 40))
        fin = debut + datetime.timedelta(days=h.randint(-5, 60))
        attendu = {jour for jour in jours if debut <= jour <= fin}
        masque = cal.masque(mois, numpy.array([numero(debut)]), numpy.array([numero(fin)]))
        assert jours_du_masque(masque[0], mois) == attendu
        assert cal.compter(masque).tolist() == [len(attendu)]
        pivot = h.choice(jours)
        assert jours_du_masque(cal.apres(masque, mois, numpy.array([numero(pivot)]))[0], mois) == {j for j in attendu if j > pivot}
        troue = masque & numpy.int32(h.getrandbits(31))
        restants = jours_du_masque(troue[0], mois)
        if restants:
            assert en_jour(cal.premier_jour_du_masque(troue, mois)[0]) == min(restants)
            assert en_jour(cal.dernier_jour_du_masque(troue, mois)[0]) == max(restants)


@pytest.mark.parametrize("nombre", [1, 3, 64, 65, 130, 2100])
@pytest.mark.parametrize("premier", [2024 * 12, 2024 * 12 + 1, 2025 * 12 + 8])  # from a Monday, a Thursday, a Monday
def test_jours_par_semaine(nombre, premier):
    """At most so many days a civil week, for few rows and for many, over weeks that two months share."""
    generateur = numpy.random.default_rng(nombre)
    for largeur, maximum in ((1, 5), (2, 5), (5, 5), (14, 5), (3, 2), (3, 7)):
        entiers = [int(cal.mois_entier(premier + rang)) for rang in range(largeur)]
        matrice = (generateur.integers(0, 2**31, (nombre, largeur)) | generateur.integers(0, 2**31, (nombre, largeur))).astype(numpy.int32)
        matrice[:: 3] = -1
        matrice &= numpy.array(entiers, dtype=numpy.int32)
        sommes = cal.jours_par_semaine(matrice, premier, maximum)
        for ligne in sorted({0, nombre // 2, nombre - 1}):
            semaines: dict = {}
            for rang in range(largeur):
                for jour in jours_du_masque(matrice[ligne, rang], premier + rang):
                    cle = jour - datetime.timedelta(days=jour.weekday())
                    semaines[cle] = semaines.get(cle, 0) + 1
            assert int(sommes[ligne]) == sum(min(maximum, jours) for jours in semaines.values())
        assert sommes.shape == (nombre,)


@pytest.mark.parametrize(("fonction", "decimale", "arrondi"), [
    (monnaie.au_centime, "0.01", ROUND_HALF_UP), (monnaie.entier_le_plus_proche, "1", ROUND_HALF_UP),
    (monnaie.entier_inferieur, "1", ROUND_FLOOR), (monnaie.entier_superieur, "1", ROUND_CEILING),
])
def test_arrondis(fonction, decimale, arrondi):
    """Scalars and arrays, small and large, products that binary puts on the wrong side of a half or of an integer."""
    h = Random(3)
    produits = [(Decimal(h.randrange(1, 10**7)) / 100, Decimal(taux)) for taux in ("0.57", "0.7", "0.75", "0.404", "1", "0.062")
                for _ in range(300)]
    produits += [(Decimal(n), Decimal(1)) for n in ("0", "0.005", "0.015", "0.5", "1.5", "2.5", "0.49", "0.51", "1", "100000000")]
    produits += [(Decimal("123.50"), Decimal("0.57")), (Decimal("350"), Decimal("0.7"))]
    exacts = [float((montant * taux).quantize(Decimal(decimale), arrondi)) for montant, taux in produits]
    flottants = numpy.array([float(montant) * float(taux) for montant, taux in produits])
    assert fonction(flottants).tolist() == exacts
    for flottant, exact in zip(flottants, exacts):
        assert float(fonction(flottant)) == float(fonction(float(flottant))) == exact
    avant = flottants.copy()
    fonction(flottants)
    assert (flottants == avant).all()


class Population:
    """What ``Loi`` reads of a population."""

    def __init__(self, systeme):
        self.simulation = type("Simulation", (), {"tax_benefit_system": systeme})()


def test_loi_de_chacun(systeme):
    """An array of dates gives what each date gives alone; the day of a new value has it, the day before the former."""
    individu, parametre = Population(systeme), systeme.parameters.duree.coefficient
    dates, valeurs = serie(parametre)
    assert len(dates) > 1 and list(dates) == sorted(dates)
    assert [float(valeur) for valeur in valeurs] == [
        float(element.value) for element in sorted(parametre.values_list, key=lambda element: element.instant_str)]
    jours = numpy.array(sorted({*dates, *(dates[1:] - 1), dates[-1] + 400}))
    ensemble = Loi(individu, jours).duree.coefficient
    assert ensemble.tolist() == Loi(individu, jours)["duree"]["coefficient"].tolist()
    for jour, valeur in zip(jours, ensemble):
        attendue = parametre(str(numpy.datetime64(int(jour), "D")))
        assert valeur == attendue == numpy.max(Loi(individu, numpy.array([jour])).duree.coefficient)
    assert Loi(individu, jours[:0]).duree.coefficient.tolist() == []
    with pytest.raises(Refus, match="duree.coefficient"):
        Loi(individu, numpy.array([dates[-1], dates[0] - 1])).duree.coefficient  # noqa: B018


class Avec:
    """An argument that chooses its own rows."""

    def __init__(self, valeurs):
        self.valeurs = valeurs

    def pour(self, masque):
        return Avec(self.valeurs[masque])


def test_regle_datee_de_chacun():
    """Three versions, declared in disorder: each person has hers, of whatever kind the arguments and the results are."""
    regle, appels = Regle("une règle"), []

    def declarer(date, facteur):
        @regle.depuis(date)
        def version(objet, tableau, scalaire):
            appels.append((date, len(tableau)))
            return (objet.valeurs + tableau) * facteur + scalaire

    for date, facteur in (("2021-10-01", 10), ("2019-11-01", 1), ("2025-04-01", 0.5)):
        declarer(date, facteur)
    dates = ["2019-11-01", "2021-09-30", "2021-10-01", "2025-03-31", "2025-04-01", "2030-01-01"]
    jours = numpy.array([numero(datetime.date.fromisoformat(date)) for date in dates])
    objet, tableau = Avec(numpy.arange(6)), numpy.arange(6) * 100
    resultat = regle(jours, objet, tableau, 3)
    assert resultat.tolist() == [3 + (rang * 101) * facteur for rang, facteur in enumerate((1, 1, 10, 10, 0.5, 0.5))]
    assert sorted(appels) == [("2019-11-01", 2), ("2021-10-01", 2), ("2025-04-01", 2)]
    for rang in range(6):
        seul = regle(jours[rang: rang + 1], objet.pour([rang]), tableau[[rang]], 3)
        assert seul.tolist() == [resultat[rang]]
    assert regle(jours[:0], Avec(numpy.empty(0)), numpy.empty(0), 3).tolist() == []
    assert appels[-1] == ("2025-04-01", 0)
    assert regle(jours[2:4], objet.pour([2, 3]), tableau[2:4], 3).dtype.kind == "i"
    with pytest.raises(Refus, match="une règle"):
        regle(jours - 1, objet, tableau, 3)


@pytest.mark.parametrize("nombre", [3, PEU - 1, PEU, PEU + 40])
def test_lire_matrice(systeme, nombre):
    """Each person's own months, the default elsewhere, for few persons and for many, whatever was given."""
    from openfisca_core.simulations import SimulationBuilder

    generateur = numpy.random.default_rng(nombre)
    simulation = SimulationBuilder().build_default_simulation(systeme, count=nombre + 5)
    individu, debut = simulation.populations["individu"], 2024 * 12
    donnes = {}
    for mois in (debut, debut + 1, debut + 3, debut + 4, debut + 5):
        donnes[mois] = generateur.integers(1, 1000, nombre + 5) / 4
        simulation.set_input("quotite_travail", cal.periode(mois), donnes[mois])
    indices = generateur.permutation(nombre + 5)[:nombre]
    for premiers, derniers in (
        (generateur.integers(debut - 1, debut + 3, nombre), generateur.integers(debut + 3, debut + 7, nombre)),
        (numpy.full(nombre, debut), numpy.full(nombre, debut + 5)),
        (numpy.full(nombre, debut) + (numpy.arange(nombre) == 0), numpy.full(nombre, debut + 2)),
        (debut + 3 * (numpy.arange(nombre) % 2), debut + 1 + 4 * (numpy.arange(nombre) % 2)),
    ):
        matrice = lire_matrice(individu, "quotite_travail", indices, premiers, derniers)
        bas, haut = int(premiers.min()), int(derniers.max())
        assert matrice.shape == (nombre, haut - bas + 1)
        for mois in range(bas, haut + 1):
            attendus = numpy.where((premiers <= mois) & (mois <= derniers) & (mois in donnes),
                                   donnes.get(mois, numpy.zeros(nombre + 5))[indices], 1.0)
            assert (matrice[:, mois - bas] == attendus).all(), mois
