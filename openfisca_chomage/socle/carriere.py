"""The career read from the situation: ends of contract, registration, what a reference period holds.

No rule of the law stands here; the rules ask it for days, hours and pay.
"""

from __future__ import annotations

import numpy

from openfisca_chomage.reglements import PREMIERE_LOI, REGLEMENTS_ANTERIEURS, jour_francais, reglements_anterieurs
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.histoire import anterieur, debut_histoire, est_connue, lire, lire_matrice, lire_sur, mois_connus
from openfisca_chomage.socle.loi import au_fil_des_jours
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.nature import Nature, commence_le_recit, nature_de
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.regimes import plusieurs
from openfisca_chomage.socle.saisie import donnees

__all__ = [
    "LOIN",
    "Carriere",
    "avant_la_fin_suivante",
    "debut_du_recit",
    "dernieres_fins",
    "examinees",
    "fige",
    "fins_du_mois",
    "inscrits_avant_la_fin_suivante",
    "ouvertures",
    "personnes_donnees",
    "personnes_examinees",
    "premier_jour_inscrit",
    "prochaine_fin",
    "refaits",
]

#: A day after every story, for "never".
LOIN = int(numpy.datetime64("2200-01-01", "D").astype(int))

#: How many short careers are worth being read apart from the long ones.
COURTES_AU_MOINS = 1024


def personnes_donnees(individu, noms, period):
    """Who is given at least one of these variables in a month (bool array), or None when nobody is."""
    resultat = None
    for nom in noms:
        tableau = donnees(individu, nom).get(period)
        if tableau is None:
            continue
        defaut = individu.get_holder(nom).variable.default_array(1)
        present = numpy.asarray(tableau) != numpy.asarray(defaut)[0]
        resultat = present if resultat is None else resultat | present
    return resultat


def _fins_en_bits(individu, mois, indices=slice(None)):
    """The days of a month at which contract days stop, as a calendar, for the persons at ``indices`` (else for all)."""
    contrats, suite = lire(individu, "calendrier_contrats", mois), lire(individu, "calendrier_contrats", mois + 1)
    contrats = contrats[indices]
    lendemain = contrats >> 1
    if suite is not None:
        premier = suite[indices] & 1
        premier <<= int(cal.nombre_jours(mois)) - 1
        lendemain |= premier
    numpy.invert(lendemain, out=lendemain)
    lendemain &= contrats
    return lendemain


def fins_du_mois(individu, mois: int):
    """The persons whose contract days stop in a month, and the last day at which they do.

    Returns:
        (indices, jours): two int64 arrays.
    """
    connues = _carrieres(individu)
    if ("fins", mois) not in connues:
        if lire(individu, "calendrier_contrats", mois) is None:
            indices = jours = numpy.empty(0, dtype=numpy.int64)
        else:
            fins = _fins_en_bits(individu, mois)
            indices = numpy.flatnonzero(fins != 0)
            jours = cal.dernier_jour_du_masque(fins[indices], mois)
        connues["fins", mois] = indices, jours
    return connues["fins", mois]


def _premier_jour(apres, derniers, jours_du_mois):
    """The first day of a calendar after each day ``apres``, up to the end of each month ``derniers`` (else ``LOIN``).

    Args:
        apres: a day a person.
        derniers: a month a person.
        jours_du_mois: a function of a month and of the places of some persons: their days of the month, as a calendar; None
            where nobody has any.
    """
    resultat = numpy.full(len(apres), LOIN, dtype=numpy.int64)
    if len(apres) == 0:
        return resultat
    premiers = cal.mois_du_jour(apres)
    premier, dernier, tous_jusqu_a = int(premiers.min()), int(derniers.max()), int(derniers.min())
    arrivent = numpy.argsort(premiers, kind="stable")
    bornes = numpy.searchsorted(premiers[arrivent], numpy.arange(premier, dernier + 2))
    cherches = arrivent[:0]
    for rang, mois in enumerate(range(premier, dernier + 1)):
        if mois > tous_jusqu_a:
            cherches = cherches[derniers[cherches] >= mois]
        anciens, nouveaux = len(cherches), arrivent[bornes[rang] : bornes[rang + 1]]
        if len(nouveaux):
            cherches = numpy.concatenate([cherches, nouveaux]) if anciens else nouveaux
        elif anciens == 0:
            if bornes[rang + 1] == len(arrivent):
                break
            continue
        jours = jours_du_mois(mois, cherches)
        if jours is None:
            continue
        if len(nouveaux):
            jours[anciens:] = cal.apres(jours[anciens:], mois, apres[nouveaux])
        trouves = jours != 0
        if trouves.all():
            resultat[cherches] = cal.premier_jour_du_masque(jours, mois)
            cherches = cherches[:0]
        elif trouves.any():
            resultat[cherches[trouves]] = cal.premier_jour_du_masque(jours[trouves], mois)
            cherches = cherches[~trouves]
    return resultat


def prochaine_fin(individu, indices, apres, horizon):
    """The first day after ``apres`` at which contract days stop, within ``horizon`` months of each (else ``LOIN``)."""

    def fins(mois, cherches):
        return None if lire(individu, "calendrier_contrats", mois) is None else _fins_en_bits(individu, mois, indices[cherches])

    return _premier_jour(apres, cal.mois_du_jour(apres) + horizon, fins)


def dernieres_fins(individu, indices, apres, mois: int):
    """The last days after ``apres`` and up to the end of a month at which contract days stop.

    Returns:
        (dernieres, precedentes): the last of them, and the one of a month before (0 where there is none), int64 arrays.
    """
    if len(indices) == 0:
        return numpy.empty(0, dtype=numpy.int64), numpy.empty(0, dtype=numpy.int64)
    connues, premier = _carrieres(individu), int(cal.mois_du_jour(apres).min())
    depuis, suivant, dernieres, precedentes = connues.get(("fins", None), (LOIN, LOIN, None, None))
    if depuis > premier or suivant > mois + 1:
        dernieres, precedentes = (individu.filled_array(0, dtype=numpy.int64) for _ in range(2))
        depuis, suivant = premier, max(premier, min(mois_connus(individu, "calendrier_contrats"), default=mois))
    for un_mois in range(suivant, mois + 1):
        finissent, jours = fins_du_mois(individu, un_mois)
        precedentes[finissent] = dernieres[finissent]
        dernieres[finissent] = jours
    connues["fins", None] = depuis, mois + 1, dernieres, precedentes
    return tuple(numpy.where(fins[indices] > apres, fins[indices], 0) for fins in (dernieres, precedentes))


def premier_jour_inscrit(individu, indices, apres, jusqu_a):
    """The first day registered after ``apres`` and up to ``jusqu_a`` included (else ``LOIN``)."""

    def inscrits(mois, cherches):
        jours = lire(individu, "calendrier_inscription", mois)
        return None if jours is None else jours[indices[cherches]]

    jour = _premier_jour(apres, cal.mois_du_jour(jusqu_a), inscrits)
    return numpy.where(jour <= jusqu_a, jour, LOIN)


def inscrits_avant_la_fin_suivante(individu, indices, fins):
    """Who registers after an end of contract, within twelve months and before the next end (bool, the population)."""
    concernes = numpy.zeros(individu.count, dtype=bool)
    jours = premier_jour_inscrit(individu, indices, fins, cal.ajouter_mois(fins, 12))
    concernes[indices] = avant_la_fin_suivante(individu, indices, fins, jours)
    return concernes


def avant_la_fin_suivante(individu, indices, fins, jours):
    """Whether each day found after an end of contract (``LOIN``: none) comes before the next end (bool)."""
    resultat = jours < LOIN
    plus_tard = numpy.flatnonzero(resultat & (jours > fins + 1))
    if len(plus_tard):
        jours, fins = jours[plus_tard], fins[plus_tard]
        horizon = cal.mois_du_jour(jours) - cal.mois_du_jour(fins)
        resultat[plus_tard] = jours <= prochaine_fin(individu, indices[plus_tard], fins, horizon)
    return resultat


def debut_du_recit(individu, premiere_loi: int):
    """The first month where something may happen: a loss of a job, or a state that the situation gives.

    Args:
        individu: the population.
        premiere_loi: the first day of the law that the package models; what is before is career.

    Returns:
        A month number, or None when nothing ever happens.
    """
    mois_premiere_loi = int(cal.mois_du_jour(premiere_loi))
    candidats = []
    for nom, variable in individu.simulation.tax_benefit_system.variables.items():
        if commence_le_recit(variable):
            candidats += [cal.numero(periode) for periode in donnees(individu, nom)]
    for mois in mois_connus(individu, "motif_rupture"):
        if mois >= mois_premiere_loi and numpy.asarray(lire(individu, "motif_rupture", mois)).any():
            candidats.append(mois)
            break
    inscrits = mois_connus(individu, "calendrier_inscription")
    if inscrits:
        premier = max(mois_premiere_loi, inscrits[0] - 12)
        # Before anyone registers, the last end of each alone may be followed by it.
        dernieres = individu.filled_array(0, dtype=numpy.int64)
        for mois in range(premier, min([inscrits[0], *candidats])):
            indices, jours = fins_du_mois(individu, mois)
            dernieres[indices] = jours
        indices = numpy.flatnonzero(dernieres)
        suivies = dernieres[inscrits_avant_la_fin_suivante(individu, indices, dernieres[indices])]
        if len(suivies):
            candidats.append(int(cal.mois_du_jour(suivies.min())))
        for mois in range(max(premier, inscrits[0]), inscrits[-1] + 1):
            if candidats and mois >= min(candidats):
                break
            indices, jours = fins_du_mois(individu, mois)
            if len(indices) and inscrits_avant_la_fin_suivante(individu, indices, jours).any():
                candidats.append(mois)
                break
        _refuser_fins_anciennes(individu, premiere_loi, inscrits[0])
    return min(candidats) if candidats else None


def _refuser_fins_anciennes(individu, premiere_loi: int, premier_inscrit: int) -> None:
    """An end before the first law modelled is career, unless one registers between it and the next end."""
    mois_premiere_loi = int(cal.mois_du_jour(premiere_loi))
    contrats = [mois for mois in mois_connus(individu, "calendrier_contrats") if mois < mois_premiere_loi]
    for mois in contrats:
        if mois + 12 < premier_inscrit:
            continue
        indices, jours = fins_du_mois(individu, mois)
        anciennes = jours < premiere_loi
        indices, jours = indices[anciennes], jours[anciennes]
        if len(indices) == 0:
            continue
        refuser_le_premier(
            individu,
            inscrits_avant_la_fin_suivante(individu, indices, jours),
            "calendrier_inscription",
            cal.periode(mois),
            f"Une fin de contrat d'avant le {jour_francais(PREMIERE_LOI)} est suivie d'une inscription avant la fin de contrat "
            f"suivante : {REGLEMENTS_ANTERIEURS} ({reglements_anterieurs()}). Retirez l'inscription de cette "
            "époque, ou donnez l'état du droit (reliquat, salaire_journalier_reference).",
        )


class Carriere:
    """What the reference period of some persons holds, at the ends of contract examined in a month.

    Attributes (arrays with a row a person examined):
        indices: their place in the population.
        fin: last day of the contract (day number).
        loi: day that chooses the law.
        debut: first day of the affiliation period, after the days that a former right has used.
        age: age at ``fin``, -1 where the birth date is not known.
        sans_contrat: bool, no contract day stands in the period: the right is given, not computed.
        mois: the month in which the end is examined.
        lu_en: the month in which the states of the right are read: that one, or a later one where they are made again.
    """

    def __init__(self, individu, mois, indices, fin, loi, debut, age, lu_en=None) -> None:
        self.individu = individu
        self.mois = mois
        self.indices = indices
        self.fin = fin
        self.loi = loi
        self.debut = debut
        self.age = age
        self.lu_en = mois if lu_en is None else lu_en
        self._premiers, self._derniers = cal.mois_du_jour(debut), cal.mois_du_jour(fin)
        self.premier_mois = int(self._premiers.min()) if len(debut) else mois
        self.dernier_mois = int(self._derniers.max()) if len(fin) else mois
        self._contrats = self._bruts = None
        self._origine = self._longues = None
        self._retenus = {}
        self._voisines = [self]

    @property
    def regime(self):
        """The code of the scheme of each person; None where the general scheme is the only one declared."""
        return self.valeur("regime_examine") if plusieurs(self.individu) else None

    def retenir(self, nom, calcul):
        """What ``calcul`` gives for these persons, computed once: several rules read the same period."""
        if nom not in self._retenus:
            self._retenus[nom] = calcul(self)
        return self._retenus[nom]

    @property
    def period(self):
        """The OpenFisca period of the month in which the end is examined."""
        return cal.periode(self.mois)

    def valeur(self, nom):
        """A variable for the persons examined: an event is of the month in which it is examined, a state is read at ``lu_en``."""
        evenement = nature_de(self.individu.get_holder(nom).variable) is Nature.evenement
        return self.individu(nom, self.period if evenement else cal.periode(self.lu_en))[self.indices]

    def entree(self, nom):
        """An input of the month of the end of contract of each person."""
        mois_fin = cal.mois_du_jour(self.fin)
        resultat = None
        for mois in numpy.unique(mois_fin):
            valeurs = numpy.asarray(lire_sur(self.individu, nom, int(mois), self.indices))
            resultat = valeurs if resultat is None else numpy.where(mois_fin == mois, valeurs, resultat)
        if resultat is None:
            resultat = numpy.asarray(lire_sur(self.individu, nom, self.mois, self.indices))
        return resultat

    def selon_la_duree(self, calcul):
        """What ``calcul`` gives of these careers, those of less than a year apart.

        Who works under a right has used the days up to its opening: a few months are read for her, three years for others.
        """
        courtes = self._premiers > self.dernier_mois - 12
        if self._contrats is not None or numpy.count_nonzero(courtes) < COURTES_AU_MOINS or courtes.all():
            return calcul(self)
        places = numpy.flatnonzero(~courtes)
        longues = self.pour(places)
        resultat = numpy.empty(len(self.indices), dtype=numpy.int64)
        resultat[places], resultat[courtes] = calcul(longues), calcul(self.pour(courtes))
        self._longues = places, longues
        return resultat

    def pour(self, masque):
        """The same for some of the persons examined."""
        if self._longues is not None and masque.dtype != bool:
            rangs = numpy.searchsorted(self._longues[0], masque)
            if rangs[-1] < len(self._longues[0]) and numpy.array_equal(self._longues[0][rangs], masque):
                return self._longues[1].pour(rangs)
        parties = []
        for voisine in self._voisines:
            if voisine is not self and voisine._contrats is None:
                continue
            partie = Carriere(
                self.individu, self.mois, self.indices[masque], voisine.fin[masque], self.loi[masque], voisine.debut[masque],
                self.age[masque], self.lu_en,
            )
            if voisine._contrats is not None:
                mois = slice(partie.premier_mois - voisine.premier_mois, partie.dernier_mois - voisine.premier_mois + 1)
                partie._contrats = voisine._contrats.T[mois, masque].T
                partie._origine = voisine, masque, mois.start
            partie._voisines = parties
            parties.append(partie)
            if voisine is self:
                resultat = partie
        return resultat

    def sur(self, debut, fin=None):
        """The same over another period; the very same career where it has been asked for already."""
        fin = self.fin if fin is None else fin
        for voisine in self._voisines:
            if numpy.array_equal(voisine.debut, debut) and numpy.array_equal(voisine.fin, fin):
                return voisine
        nouvelle = Carriere(self.individu, self.mois, self.indices, fin, self.loi, debut, self.age, self.lu_en)
        nouvelle._voisines = self._voisines
        self._voisines.append(nouvelle)
        return nouvelle

    def matrice(self, nom):
        """An input over the months that each period touches, shape (people, months): the default in the others."""
        return lire_matrice(self.individu, nom, self.indices, self._premiers, self._derniers)

    def _bords(self):
        """The first month of each period, then its last where it is another: ``(persons, columns, months)``, twice."""
        premier, dernier = self._premiers, self._derniers
        for bord, personnes in ((premier, premier <= dernier), (dernier, premier < dernier)):
            personnes = numpy.flatnonzero(personnes)
            yield personnes, bord[personnes] - self.premier_mois, bord[personnes]

    def _dans_la_periode(self, matrice):
        """Cut the calendars of the months that each period touches to its days."""
        coupes = matrice.copy(order="K")
        for qui, rang, mois in self._bords():
            coupes[qui, rang] &= cal.masque(mois, self.debut[qui], self.fin[qui])
        return coupes

    def jours_non_declares(self):
        """Days of work never declared that count against the claimant: more than three in a month.

        The threshold is that of the month worked: the days count "within the same civil month" (article L5426-1-1).
        """
        if not est_connue(self.individu, "calendrier_activite_non_declaree"):
            return numpy.int32(0)
        parametres = self.individu.simulation.tax_benefit_system.parameters
        mois = numpy.arange(self.premier_mois, self.dernier_mois + 1)
        seuils = au_fil_des_jours(parametres.affiliation.activite_non_declaree.jours, cal.premier_jour(mois))
        jours = self.matrice("calendrier_activite_non_declaree")
        return numpy.where(cal.compter(jours) > seuils, jours, 0).astype(numpy.int32)

    @property
    def bruts(self):
        """Contract days of each month, whole months, days never declared left out."""
        if self._bruts is None and self._origine is not None:
            voisine, masque, ecart = self._origine
            self._bruts = voisine.bruts.T[ecart : ecart + self.contrats.shape[1], masque].T
        elif self._bruts is None:
            self._bruts, exclus = self.matrice("calendrier_contrats"), self.jours_non_declares()
            if exclus.ndim:
                self._bruts &= ~exclus
        return self._bruts

    def _bruts_de(self, qui, rangs):
        """Contract days of the whole month, for some persons, each in one month; read where they were first."""
        if self._bruts is not None or self._origine is None:
            return self.bruts[qui, rangs]
        voisine, masque, ecart = self._origine
        places = numpy.flatnonzero(masque) if masque.dtype == bool else masque
        return voisine._bruts_de(places[qui], rangs + ecart)

    @property
    def contrats(self):
        """Contract days within the period, days never declared left out."""
        if self._contrats is None:
            self._contrats = self._dans_la_periode(self.bruts)
        return self._contrats

    @property
    def sans_contrat(self):
        """Who has no contract day in the period."""
        return ~self.contrats.any(axis=1)

    @property
    def finit_sous_contrat(self):
        """Whose last day is a contract day, declared or not: the right is computed, not given."""
        mois = cal.mois_du_jour(self.fin)
        return self.entree("calendrier_contrats") & cal.masque(mois, self.fin, self.fin) != 0

    def dans_la_periode(self, montants):
        """The sum of each month's pay or hours that falls in the period, by its contract days.

        A month within the period counts whole; only its first and its last month may be cut. Where all the contract days of a
        month are of work never declared, so is all that it holds: it counts for nothing (article L5426-1-1).

        Args:
            montants: those of the months that each period touches (:meth:`matrice`), 0 in the others; written in place.
        """
        for qui, rang, mois in self._bords():
            total, retenus = cal.compter(self._bruts_de(qui, rang)), cal.compter(self.contrats[qui, rang])
            entier = (cal.premier_jour(mois) >= self.debut[qui]) & (cal.premier_jour(mois + 1) - 1 <= self.fin[qui])
            montants[qui, rang] *= numpy.where(total > 0, retenus / numpy.maximum(total, 1), entier)
        exclus = self.jours_non_declares()
        if exclus.any():
            contrats = self.matrice("calendrier_contrats")
            montants[(contrats & exclus != 0) & (contrats & ~exclus == 0)] = 0
        return montants.sum(axis=1)

    def premier_jour_de_contrat(self):
        """The first contract day of the period; the day after its end where there is none."""
        rangs = (self.contrats != 0).argmax(axis=1)
        jours = self.contrats[numpy.arange(len(rangs)), rangs]
        return numpy.where(jours != 0, cal.premier_jour_du_masque(jours, self.premier_mois + rangs), self.fin + 1)

    def dernier_jour_de_contrat(self):
        """The last contract day of the period; the day before its start where there is none."""
        resultat, cherches = self.debut - 1, numpy.arange(len(self.indices))
        for rang in reversed(range(self.contrats.shape[1])):
            jours = self.contrats[cherches, rang]
            presents = jours != 0
            resultat[cherches[presents]] = cal.dernier_jour_du_masque(jours[presents], self.premier_mois + rang)
            cherches = cherches[~presents]
            if len(cherches) == 0:
                break
        return resultat

    def compter_calendrier(self, nom, depuis):
        """Days of a calendar from ``depuis`` to the end of the period that are out of contract."""
        total = numpy.zeros(len(self.indices), dtype=numpy.int64)
        if not est_connue(self.individu, nom):
            return total
        jours = self.matrice(nom) & ~self.matrice("calendrier_contrats")
        for rang in range(jours.shape[1]):
            if jours[:, rang].any():
                bornes = cal.masque(self.premier_mois + rang, depuis, self.fin)
                total += cal.compter(jours[:, rang] & bornes)
        return total


#: What is kept of the inputs whatever month is asked: the ends of contract.
_TOUJOURS = "fins"


@jusqu_a_une_saisie
def _carrieres(individu) -> dict:
    """The careers read, by what they are and month."""
    return {}


def _construire(individu, mois, indices, fin, loi, debut_de):
    naissance = individu.get_holder("date_naissance").get_array(None)
    if naissance is None:
        age = numpy.full(len(indices), -1, dtype=numpy.int64)
    else:
        jours = cal.en_jours(naissance)[indices]
        age = numpy.where(jours == cal.SANS_NAISSANCE, -1, cal.age(numpy.maximum(jours, cal.premier_jour(1900 * 12)), fin))
    donne = donnees(individu, "age_fin_contrat").get(cal.periode(mois))
    if donne is not None:
        age = numpy.where(donne[indices] >= 0, donne[indices], age)
    carriere = Carriere(individu, mois, indices, fin, loi, fin, age)
    return carriere.sur(debut_de(carriere))


def personnes_examinees(individu, period):
    """Those whose end of contract is examined in a month, and the last day of that contract (two int64 arrays)."""
    connues, mois = _carrieres(individu), cal.numero(period)
    if ("examen", mois) not in connues:
        fins = cal.en_jours(individu("fin_examinee", period))
        indices = numpy.flatnonzero(fins != cal.SANS_DATE)
        connues["examen", mois] = indices, fins[indices]
    return connues["examen", mois]


def examinees(individu, period, debut_de):
    """The careers of those whose end of contract is examined in a month, or None when there is none.

    Args:
        individu: the population.
        period: the month.
        debut_de: the rule that gives the first day of the affiliation period of a career.
    """
    mois = cal.numero(period)
    connues = _carrieres(individu)
    if ("examinees", mois) not in connues:
        indices, fins = personnes_examinees(individu, period)
        carriere = None
        if len(indices):
            loi = cal.en_jours(individu("date_fait_generateur", period))[indices]
            carriere = _construire(individu, mois, indices, fins, loi, debut_de)
        for cle in [une for une in connues if une[0] != _TOUJOURS and abs(une[1] - mois) > 1]:
            del connues[cle]
        connues["examinees", mois] = carriere
    return connues["examinees", mois]


def _parmi_les_examinees(individu, mois, indices, fin, loi):
    """The careers of who opens a right, taken from those examined, whose calendars are read already (else None)."""
    examinee = _carrieres(individu).get(("examinees", mois))
    if examinee is None:
        return None
    places = numpy.searchsorted(examinee.indices, indices)
    if places[-1] >= len(examinee.indices) or not all(
        numpy.array_equal(siens[places], attendus)
        for siens, attendus in ((examinee.indices, indices), (examinee.fin, fin), (examinee.loi, loi))
    ):
        return None
    return examinee.pour(places).sur(fin)


def ouvertures(individu, period):
    """The careers of those whose right opens in a month, or is first given in it; None when there is none."""
    mois = cal.numero(period)
    connues = _carrieres(individu)
    if ("ouvertures", mois) not in connues:
        nature = individu("nature_ouverture", period)
        indices = numpy.flatnonzero(nature != RIEN) if nature.any() else ()
        carriere = None
        if len(indices):
            fin = cal.en_jours(individu("fin_examinee", period))[indices]
            loi = cal.en_jours(individu("date_fait_generateur", period))[indices]
            inconnue = fin == cal.SANS_DATE
            fin = numpy.where(inconnue, cal.premier_jour(mois), fin)
            loi = numpy.where(loi == cal.SANS_DATE, fin, loi)
            carriere = _parmi_les_examinees(individu, mois, indices, fin, loi)
            if carriere is None:
                carriere = _construire(individu, mois, indices, fin, loi, lambda une: une.fin)
            carriere.constate = nature[indices] == CONSTATE
        connues["ouvertures", mois] = carriere
    return connues["ouvertures", mois]


#: ``nature_ouverture``: nothing, a right opens by an end of contract, a right is first given by the situation.
RIEN, OUVERT, CONSTATE = 0, 1, 2


def refaits(individu, noms, period, selon=(), faute_de=()) -> list[Carriere]:
    """Those whose state is made again in a month: what it is made of is given in it, of a right that stands already.

    What is given counts from the month in which it is given, whatever its month. A state that the situation itself gave since the
    right began stays as it was given.

    Args:
        individu: the population.
        noms: the variables by which the situation may give the state.
        period: the month.
        selon: the states that it follows, given another value than the month before.
        faute_de: the states for want of which it could not be made, known at last: what they were until then, it stays fixed on.

    Returns:
        Their careers as of the month in which their right began, the states read in this one; a group for each such month.
    """
    qui = _donnes_autrement(individu, selon, faute_de, period)
    if qui is None:
        return []
    mois, debuts = cal.numero(period), numpy.full(individu.count, -1, dtype=numpy.int64)
    for un_mois in range(debut_histoire(individu), mois + 1):
        debuts[individu("nature_ouverture", cal.periode(un_mois)) != RIEN] = un_mois
    qui &= (debuts >= 0) & (debuts < mois)
    for periode in {une for nom in noms for une in donnees(individu, nom) if une.start <= period.start}:
        qui &= ~personnes_donnees(individu, noms, periode) | (debuts > cal.numero(periode))
    groupes = []
    for debut in numpy.unique(debuts[qui]):
        indices, ouverts = numpy.flatnonzero(qui & (debuts == debut)), ouvertures(individu, cal.periode(int(debut)))
        places = numpy.searchsorted(ouverts.indices, indices)
        fin, age = ouverts.fin[places], individu("age_fin_contrat", period)[indices]
        groupes.append(Carriere(individu, int(debut), indices, fin, ouverts.loi[places], fin, age, lu_en=mois))
        groupes[-1].constate = ouverts.constate[places]
    return groupes


def _donnes_autrement(individu, selon, faute_de, period):
    """Who is given in a month another value of a state than the month before, or one that was not known; None where nobody is."""
    resultat = None
    for nom in (*selon, *faute_de):
        donnes = personnes_donnees(individu, (nom,), period)
        veille = None if donnes is None else anterieur(individu, nom, period)
        if veille is not None:
            inconnu = numpy.zeros(1, dtype=veille.dtype)  # no day, no euro, 1970
            donnes &= donnees(individu, nom)[period] != veille if nom in selon else veille <= inconnu
            resultat = donnes if resultat is None else resultat | donnes
    return resultat if resultat is not None and resultat.any() else None


def fige(individu, nom: str, period, calcul, initial, selon=(), faute_de=()):
    """A state that is fixed when the right opens and carried unchanged while it stands.

    Args:
        individu: the population.
        nom: the variable.
        period: the month.
        calcul: a function of the :class:`Carriere` of those whose right
            opens in the month (or is first given in it): their values.
        initial: the value before any right.
        selon, faute_de: the states that, given later, make it again (:func:`refaits`).

    Returns:
        The array at the end of the month; the very array of the month before where nothing happens.
    """
    veille = anterieur(individu, nom, period)
    if veille is None:
        veille = individu.filled_array(initial, dtype=individu.get_holder(nom).variable.dtype)
    nouveaux = ouvertures(individu, period)
    a_refaire = refaits(individu, (nom,), period, selon, faute_de)
    if nouveaux is None and not a_refaire:
        return veille
    valeurs = veille.copy()
    for carriere in a_refaire if nouveaux is None else [nouveaux, *a_refaire]:
        valeurs[carriere.indices] = calcul(carriere)
    return valeurs
