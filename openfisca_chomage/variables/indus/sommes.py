"""Sommes à recouvrer : des lignes datées d'une personne, la plus ancienne d'abord, en centimes entiers."""

import numpy

from openfisca_chomage.socle.monnaie import entier_le_plus_proche


class Registre:
    """Sums to recover, a row a sum: those of a person together, the oldest first. Amounts are integer cents.

    Args:
        effectif: how many persons the population has.

    Attributes (int64 arrays with a row a sum):
        qui: the person, by its place in the population.
        origine: the month number of the sum.
        reste: what remains of it.
    """

    COLONNES = ("qui", "origine", "reste")

    def __init__(self, effectif: int) -> None:
        self.effectif = effectif
        for nom in self.COLONNES:
            setattr(self, nom, numpy.empty(0, dtype=numpy.int64))

    def ajouter(self, **colonnes) -> None:
        """Enter sums of one month (a number stands for all of them), the persons in order; after those that are there."""
        places = numpy.searchsorted(_rang(self.qui, self.origine), _rang(colonnes["qui"], colonnes["origine"]), side="right")
        for nom in self.COLONNES:
            setattr(self, nom, numpy.insert(getattr(self, nom), places, colonnes[nom]))

    def oublier_les_eteintes(self) -> None:
        """Keep the sums of which something remains."""
        restent = numpy.flatnonzero(self.reste)
        if len(restent) < len(self.reste):
            for nom in self.COLONNES:
                setattr(self, nom, getattr(self, nom)[restent])

    def parts(self, montant, plafonds):
        """What ``montant`` (a row a person) takes of each sum, the oldest first, no more of each than ``plafonds`` (a row a sum)."""
        premieres = numpy.flatnonzero(numpy.diff(self.qui, prepend=-1))
        avant = numpy.cumsum(plafonds) - plafonds
        avant -= numpy.repeat(avant[premieres], numpy.diff(premieres, append=len(self.qui)))
        return numpy.clip(montant[self.qui] - avant, 0, plafonds)

    def retirer(self, parts):
        """Take these parts off the sums; what was taken, a row a person."""
        self.reste = self.reste - parts
        return self.par_personne(parts)

    def par_personne(self, montants):
        """The sums added up, a row a person."""
        return numpy.bincount(self.qui, weights=montants, minlength=self.effectif).astype(numpy.int64)

    def imputer(self, montant):
        """Take ``montant`` off the sums, the oldest first; what was taken, a row a person."""
        return self.retirer(self.parts(montant, self.reste))


def _rang(qui, origine):
    """What puts the sums of a person together, the oldest first."""
    return qui * 100_000 + origine


class Dettes(Registre):
    """The debts.

    Attributes:
        retenable: the month number from which the debt may be retained on.
        echeance: the most that one month may retain of it, cents (instalments).
        prescription: the last day on which it may be claimed (day number).
    """

    COLONNES = (*Registre.COLONNES, "retenable", "echeance", "prescription")


class Avances(Registre):
    """The advances that are taken back; those that are keep their row, since they may be given back.

    Attributes:
        a_reprendre: the whole advance as long as its evidence is missing, then what was paid and not due.
    """

    COLONNES = (*Registre.COLONNES, "a_reprendre")

SANS_LIMITE = numpy.iinfo(numpy.int64).max


def centimes(montant):
    """Integer cents of an amount in euros."""
    return entier_le_plus_proche(montant * 100).astype(numpy.int64)


def zero(individu):
    """No cent, for everybody."""
    return individu.filled_array(0, dtype=numpy.int64)


def en_centimes(donnee):
    """What the situation gives of a movement, in cents, negative where it says nothing; None where nobody is given any."""
    return None if donnee is None else numpy.where(donnee < 0, -1, centimes(numpy.maximum(donnee, 0)))
