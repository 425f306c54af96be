"""The chain asked for a claimant's file under one reading of the law: what the check of notices is made of.

The same claimant is simulated once, in several *variants* side by side (the notices one by one where two claim the same
month, the months where something was retained...): the chain is vectorised, and what is given for one person never changes
another's result.
"""

from __future__ import annotations

import copy
import dataclasses
import datetime
import functools
from collections.abc import Iterator
from decimal import Decimal

from openfisca_core.periods import period as une_periode
from openfisca_core.reforms import Reform
from openfisca_core.simulation_builder import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.dossier.lecture import Lu
from openfisca_chomage.dossier.modele import mois_de
from openfisca_chomage.dossier.phrases import Chiffre, chiffre
from openfisca_chomage.dossier.situation import DEMANDEUR, Construction, decaler, dernier_jour, mois_suivants
from openfisca_chomage.reglements import DERNIER_MOIS, PREMIER_MOIS, PREMIERE_LOI
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.systeme import avec_nos_populations

__all__ = ["Cadre", "Calcul", "Lecture", "autre_lecture", "dernier_mois_a_venir", "moins", "somme", "systeme_de"]

#: How many months after the check the payments to come are looked at.
MOIS_A_VENIR = 24


def dernier_mois_a_venir(au: datetime.date) -> str:
    """The last month that a check made on a day looks at."""
    return min(decaler(mois_de(au), MOIS_A_VENIR), DERNIER_MOIS)


def somme(montants) -> float:
    """An exact sum of amounts to the cent."""
    return float(sum((Decimal(str(round(montant, 2))) for montant in montants), Decimal(0)))


def moins(premier: float, second: float) -> float:
    return float(Decimal(str(round(premier, 2))) - Decimal(str(round(second, 2))))


# --- The law, and its other readings


@functools.cache
def systeme_de(lectures: tuple[tuple[str, object], ...] = ()):
    """The package's law, or the same with parameters of another reading."""
    return _lire_autrement(systeme_de(), lectures) if lectures else CountryTaxBenefitSystem()


def _lire_autrement(systeme, lectures):
    class Lecture(Reform):
        def apply(self):
            def modifier(parametres):
                for chemin, valeur in lectures:
                    noeud = parametres
                    for etape in chemin.split("/"):
                        noeud = getattr(noeud, etape)
                    noeud.update(start=une_periode(PREMIERE_LOI).start, value=valeur)
                return parametres

            self.modify_parameters(modifier)

    return avec_nos_populations(Lecture(systeme))


# --- One computation: the variants of a claimant side by side


class Calcul:
    """The chain on the variants of a file, under one law; figures are read by variant and month."""

    def __init__(self, systeme, variantes: dict[str, dict]) -> None:
        contenu = {"individus": variantes, "familles": {f"famille_{nom}": {"parents": [nom]} for nom in variantes}}
        self.simulation = SimulationBuilder().build_from_entities(systeme, contenu)
        self.rangs = {nom: rang for rang, nom in enumerate(variantes)}

    def lire(self, variable: str, mois: str, variante: str = DEMANDEUR):
        return self.simulation.calculate(variable, cal.periode_ecrite(mois))[self.rangs[variante]].item()

    def chiffre(self, variable: str, mois: str, jour: datetime.date | None = None) -> Chiffre:
        return chiffre(self.simulation, variable, mois, jour)


@dataclasses.dataclass(frozen=True)
class Cadre:
    """What all readings of a file share."""

    lu: Lu
    construction: Construction
    au: datetime.date
    par_mois: dict[str, list[int]]

    @property
    def dossier(self):
        return self.lu.dossier

    @property
    def mois_du_bilan(self) -> str:
        """The last month of the account: that of the check."""
        return mois_de(self.au)

    @property
    def dernier_mois(self) -> str:
        """The last month looked at."""
        return dernier_mois_a_venir(self.au)

    @property
    def premier_mois(self) -> str:
        debuts = [self.construction.premier_mois, *self.par_mois, *self.dossier.paiements]
        return max(PREMIER_MOIS, min(debuts))

    def pratiquees(self) -> dict[str, float]:
        """What was retained on each payment, all notices together."""
        sommes: dict[str, float] = {}
        for avis in self.dossier.avis:
            for mois, montant in avis.retenues.items():
                sommes[mois] = somme((sommes.get(mois, 0.0), montant))
        return dict(sorted(sommes.items()))


class Lecture:
    """A reading of a file: the same computation under a law and a way to complete the situation."""

    def __init__(self, cadre: Cadre, systeme, completer=None) -> None:
        self.cadre = cadre
        self.systeme = systeme
        self.base = copy.deepcopy(cadre.construction.contenu["individus"][DEMANDEUR])
        self._contestes_a_temps()
        if completer is not None:
            completer(self.base)
        self.payes = self._mois_payes()
        self.calcul = Calcul(systeme, self._variantes())

    def _contestes_a_temps(self) -> None:
        """An appeal that came after its term contests nothing."""
        avis = self.cadre.dossier.avis
        conteste = {
            mois: rangs[0] for mois, rangs in self.cadre.par_mois.items() if avis[rangs[0]].conteste_le is not None
        }
        if not conteste:
            return
        dates = {"date_notification_indu": {mois: avis[rang].date.isoformat() for mois, rang in conteste.items()}}
        limites = Calcul(self.systeme, {DEMANDEUR: dates})
        for mois, rang in conteste.items():
            if avis[rang].conteste_le > limites.lire("date_limite_recours_indu", mois):
                del self.base["indu_conteste"][mois]

    def date_du_paiement(self, mois: str) -> datetime.date:
        """When a month was or will be paid."""
        donnee = self.base.get("date_paiement", {}).get(mois)
        if donnee:
            return datetime.date.fromisoformat(donnee)
        jour = self.systeme.parameters.versement.jour_paiement(f"{mois}-01")
        return dernier_jour(mois) + datetime.timedelta(days=int(jour))

    def _mois_payes(self) -> list[str]:
        """The months already paid on the day of the check."""
        mois = mois_suivants(self.cadre.premier_mois, self.cadre.dernier_mois)
        return [un for un in mois if self.date_du_paiement(un) <= self.cadre.au]

    def _variantes(self) -> dict[str, dict]:
        cadre, pratiquees = self.cadre, self.cadre.pratiquees()

        def connues(jusqu_a: str, inclus: bool) -> dict:
            """Retentions known up to a month: what the file does not say was not retained."""
            individu = copy.deepcopy(self.base)
            mois = [un for un in mois_suivants(cadre.premier_mois, cadre.dernier_mois) if un < jusqu_a or (inclus and un == jusqu_a)]
            individu["retenue_pratiquee"] = {un: pratiquees.get(un, 0.0) for un in mois}
            return individu

        dernier_paye = self.payes[-1] if self.payes else decaler(cadre.premier_mois, -1)
        principale = connues(max(dernier_paye, max(pratiquees, default=dernier_paye)), True)
        variantes = {DEMANDEUR: principale, "solde": connues(cadre.mois_du_bilan, True)}
        for mois in pratiquees:
            variantes[f"retenue_{mois}"] = connues(mois, False)
        for profondeur in range(max((len(rangs) for rangs in cadre.par_mois.values()), default=0)):
            individu = copy.deepcopy(principale)
            for mois, rangs in cadre.par_mois.items():
                avis = cadre.dossier.avis[rangs[min(profondeur, len(rangs) - 1)]]
                individu["indu_reclame"][mois] = avis.montants[mois]
                individu["date_notification_indu"][mois] = avis.date.isoformat()
            variantes[f"avis_{profondeur}"] = individu
        return variantes

    # The amounts of each notice

    def du(self) -> dict[tuple[int, str], tuple[float, float]]:
        """For each notice and month: what is owed of it, and what earlier notices already claimed of the month."""
        resultat = {}
        for mois, rangs in self.cadre.par_mois.items():
            consomme = deja = 0.0
            for profondeur, rang in enumerate(rangs):
                montant = self.cadre.dossier.avis[rang].montants[mois]
                variante = f"avis_{profondeur}"
                par_la_chaine = moins(montant, self.calcul.lire("indu_reclame_a_tort", mois, variante))
                total = self.recouvrable(mois)
                du = max(0.0, min(par_la_chaine, moins(total, consomme)))
                resultat[rang, mois] = (du, deja)
                consomme, deja = somme((consomme, du)), somme((deja, montant))
        return resultat

    def recouvrable(self, mois: str) -> float:
        """What may be claimed of a month, limitation apart."""
        avance, indu, abandonne = (self.calcul.lire(nom, mois) for nom in ("avance_a_reprendre", "indu", "indu_abandonne"))
        return moins(somme((avance, indu)), abandonne)

    def resume(self) -> dict[str, float]:
        """The figures that readings are compared by."""
        montants = [avis.montants.values() for avis in self.cadre.dossier.avis]
        reclame = somme(un for ceux in montants for un in ceux)
        du = somme(un for un, _ in self.du().values())
        prochaine = next(self.prochaines_retenues(), None)
        return {
            "réclamé et non dû": moins(reclame, du),
            "reste dû": self.calcul.lire("solde_indu", self.cadre.mois_du_bilan, "solde"),
            "compléments dus": somme(self.calcul.lire("complement_du", mois) for mois in self.payes),
            "retenue permise sur le prochain paiement": prochaine[1] if prochaine else 0.0,
        }

    def prochaines_retenues(self) -> Iterator[tuple[str, float, float]]:
        """Month, what may be retained at most, what would remain owed."""
        payes = set(self.payes)
        for mois in mois_suivants(self.cadre.premier_mois, self.cadre.dernier_mois):
            if mois not in payes:
                yield mois, self.calcul.lire("retenue_indu", mois), self.calcul.lire("solde_indu", mois)


def autre_lecture(lecture: Lecture, lectures) -> Lecture:
    """The same file under another reading of the law."""
    maison = lecture.systeme is systeme_de()
    return Lecture(lecture.cadre, systeme_de(lectures) if maison else _lire_autrement(lecture.systeme, lectures))
