"""The law of each date: parameters, dated rules, what is refused before the first version."""

import datetime
from types import SimpleNamespace

import numpy
import pytest
from openfisca_core.parameters import Parameter
from openfisca_core.periods import period

from openfisca_chomage.socle.loi import Loi, Regle, serie
from openfisca_chomage.socle.refus import Refus

EPOQUE = datetime.date(1970, 1, 1)


def numero(jour: datetime.date) -> int:
    return (jour - EPOQUE).days


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


def parametre(**valeurs) -> Parameter:
    return Parameter("essai", {"values": {date.strip("_").replace("_", "-"): {"value": valeur} for date, valeur in valeurs.items()}})


def jour(date: str) -> int:
    return int(numpy.datetime64(date, "D").astype(int))


def test_serie_d_un_parametre_change():
    """A reform that changes the values of a parameter is read, and its dates in order."""
    un = parametre(_2019_11_01=1.5, _2021_10_01=3.0)
    for _ in range(2):
        dates, valeurs = serie(un)
        assert dates.tolist() == [jour("2019-11-01"), jour("2021-10-01")] and valeurs.tolist() == [1.5, 3.0]
    assert all(une is autre for une, autre in zip(serie(un), serie(un)))  # kept on the parameter
    un.update(start=period("2025-01").start, value=4.0)
    for _ in range(2):
        dates, valeurs = serie(un)
        assert dates.tolist()[-1] == jour("2025-01-01") and valeurs.tolist() == [1.5, 3.0, 4.0]


def refusee_par(un, *jours) -> tuple:
    individu = SimpleNamespace(simulation=SimpleNamespace(tax_benefit_system=SimpleNamespace(parameters=SimpleNamespace(essai=un))))
    with pytest.raises(Refus) as erreur:
        Loi(individu, numpy.array([jour(un) for un in jours])).essai  # noqa: B018
    return erreur.value.chemin, erreur.value.message


def inconnue(date: str, premiere: str) -> tuple:
    return ("droit", "essai"), (
        f"La règle « essai » n'est pas connue au {date} : sa première version modélisée est du {premiere}. "
        "Un fait générateur antérieur n'est pas calculé."
    )


def test_loi_sans_valeur():
    """A date before the first value, or in a period whose value was taken away, is refused: that of the first such person."""
    un = parametre(_2019_11_01=1.5, _2021_10_01=None, _2023_02_01=3.0)
    assert refusee_par(un, "2024-01-01", "2019-10-31") == inconnue("31/10/2019", "01/11/2019")
    assert refusee_par(un, "2024-01-01", "2022-06-15", "2021-10-01") == inconnue("15/06/2022", "01/11/2019")
    jamais = parametre(_2019_11_01=None, _2021_10_01=None)
    assert refusee_par(jamais, "2024-01-01") == inconnue("01/01/2024", "01/11/2019")
    textes = parametre(_2019_11_01="a", _2021_10_01="b")
    individu = SimpleNamespace(simulation=SimpleNamespace(tax_benefit_system=SimpleNamespace(parameters=SimpleNamespace(essai=textes))))
    assert Loi(individu, numpy.array([jour("2021-09-30"), jour("2021-10-01")])).essai.tolist() == ["a", "b"]


def test_regle_declaree_de_nouveau():
    """The later of two versions of the same day is the law; rows may have columns, and kinds that differ."""
    regle, jours = Regle("essai"), numpy.array([jour("2020-01-01"), jour("2022-01-01"), jour("2020-01-02")])
    regle.depuis("2021-10-01")(lambda lignes: lignes * 10)
    regle.depuis("2019-11-01")(lambda lignes: lignes)
    lignes = numpy.array([[1, 2], [3, 4], [5, 6]])
    resultat = regle(jours, lignes)
    assert resultat.tolist() == [[1, 2], [30, 40], [5, 6]] and resultat.dtype.kind == "i"
    regle.depuis("2021-10-01")(lambda lignes: lignes * 0.5)
    resultat = regle(jours, lignes)
    assert resultat.tolist() == [[1, 2], [1.5, 2], [5, 6]] and resultat.dtype == numpy.float64
    regle = Regle("essai")
    regle.depuis("2019-11-01")(lambda lignes: lignes * 0.5)
    regle.depuis("2021-10-01")(lambda lignes: lignes * 10)
    assert regle(jours, numpy.array([5, 7, 9])).tolist() == [2.5, 70, 4.5]
    regle = Regle("essai")
    regle.depuis("2019-11-01")(lambda lignes: lignes > 0)
    regle.depuis("2021-10-01")(lambda lignes: lignes)
    assert regle(jours, numpy.array([4, 7, 0])).tolist() == [1, 7, 0] and regle(jours, numpy.array([4, 7, 0])).dtype == numpy.int64
    with pytest.raises(Refus) as erreur:
        regle(jours - 365, lignes)
    assert (erreur.value.chemin, erreur.value.message) == inconnue("01/01/2019", "01/11/2019")


def test_loi_anterieure(simuler):
    with pytest.raises(Refus, match="01/11/2019"):
        simuler(moi={"salaire_journalier_reference": {"2019-01": 50}}).calculate("allocation_journaliere_pleine", "2019-01")
