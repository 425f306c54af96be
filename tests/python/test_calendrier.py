"""Calendars, weeks and ages against the standard library, by brute force."""

import calendar
import datetime
from random import Random

import numpy
import pytest

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle import monnaie

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


@pytest.mark.parametrize("premier", range(2021 * 12, 2021 * 12 + 14))
@pytest.mark.parametrize("maximum", [5, 6])
def test_semaines_par_bits_ou_par_jours(premier, maximum):
    hasard = numpy.random.default_rng(premier)
    mois = numpy.arange(premier, premier + 25)
    matrice = hasard.integers(0, 1 << 31, (200, len(mois))) & ((1 << cal.nombre_jours(mois)) - 1)
    matrice = matrice.astype(numpy.int32)
    par_bits = cal.jours_par_semaine(matrice, premier, maximum)
    par_jours = [cal.jours_par_semaine(matrice[rang : rang + 50], premier, maximum) for rang in range(0, 200, 50)]
    numpy.testing.assert_array_equal(par_bits, numpy.concatenate(par_jours))


def test_mois_hors_de_la_table():
    ecrits = ["1000-01-01", "1066-10-14", "1599-12-31", "1600-01-01", "2026-11-24", "2399-12-31"]
    for jours in (ecrits, ["0999-12-31", *ecrits], [*ecrits, "2400-01-01", "3000-02-28"], []):
        dates = numpy.array(jours, dtype="datetime64[D]")
        attendus = [12 * date.year + date.month - 1 for date in dates.tolist()]
        assert cal.mois_du_jour(cal.en_jours(dates)).tolist() == attendus
        assert [int(cal.mois_du_jour(jour)) for jour in cal.en_jours(dates)] == attendus


def test_jours_en_lecture_seule():
    dates = numpy.array(["2025-01-01"], dtype="datetime64[D]")
    with pytest.raises(ValueError, match="read-only"):
        cal.en_jours(dates)[0] = 0


def test_cents_et_jours_de_tout_type():
    """Floats of 32 bits, as another package gives them, are rounded in 64; integers too; days of 32 bits are days."""
    for valeurs, attendus in ((numpy.array([123456.78], dtype=numpy.float32), [123456.78]), (numpy.array([3]), [3])):
        arrondis = monnaie.au_centime(valeurs)
        assert arrondis.dtype == numpy.float64 and arrondis.tolist() == attendus
    assert cal.en_dates(numpy.array([0, 19797], dtype=numpy.int32)).tolist() == [datetime.date(1970, 1, 1), datetime.date(2024, 3, 15)]
    for nombre in (3, 65):
        sommes = cal.jours_par_semaine(numpy.full((nombre, 2), 0b1111111, dtype=numpy.int32), 2024 * 12, 5)
        assert sommes.dtype == numpy.int64 and set(sommes.tolist()) == {5 + 4 + 3}  # Monday 1 January; Thursday 1, Monday 5 February


@pytest.mark.parametrize("nombre", [1, 3, 65, 130])
def test_jours_par_semaine_selon_le_maximum_de_chacun(nombre):
    """One maximum a row: each row has what it has alone under its own."""
    generateur = numpy.random.default_rng(nombre)
    entiers = numpy.array([int(cal.mois_entier(2024 * 12 + rang)) for rang in range(4)], dtype=numpy.int32)
    matrice = generateur.integers(0, 2**31, (nombre, 4)).astype(numpy.int32) & entiers
    for maxima in (generateur.integers(1, 8, nombre), numpy.full(nombre, 4), numpy.array(generateur.integers(3, 6, nombre), dtype=float)):
        sommes = cal.jours_par_semaine(matrice, 2024 * 12, maxima)
        seuls = [int(cal.jours_par_semaine(matrice[[rang]], 2024 * 12, int(maxima[rang]))[0]) for rang in range(nombre)]
        assert sommes.tolist() == seuls and sommes.dtype == numpy.int64
    assert cal.jours_par_semaine(matrice[:0], 2024 * 12, numpy.zeros(0, dtype=int)).tolist() == []
