"""A situation looked at before it is built: all that is wrong with it at once, each fault with the path of its field.

The web API and the YAML cases share it. It costs less than the building, and bounds what the building may cost.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import math
from collections.abc import Iterator

from openfisca_core import periods
from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit

from openfisca_chomage import reglements
from openfisca_chomage.reglements import PREMIER_MOIS
from openfisca_chomage.socle import saisie
from openfisca_chomage.socle.bornes import court, faute_de_date, faute_de_nombre
from openfisca_chomage.socle.phrases import accorde
from openfisca_chomage.socle.refus import Refus

__all__ = ["ANNEES", "Controle", "Limites", "court", "proche"]

#: The years that the periods of a situation may reach, both included.
ANNEES = (1900, 2100)

_PERIODES = {DateUnit.MONTH: "un mois (2025-03)", DateUnit.YEAR: "une année (2025)", DateUnit.DAY: "un jour (2025-03-04)"}
_FORMES = "écrivez un mois (2025-03), une année (2025), une plage (day:2025-03-04:180) ou ETERNITY."


@dataclasses.dataclass(frozen=True)
class Limites:
    """What one situation may ask of a server.

    Attributes:
        personnes: members of an entity.
        valeurs: values given or asked, over all persons.
        mois: months that the distinct (variable, period) cover, over all of them.
    """

    personnes: float = math.inf
    valeurs: float = math.inf
    mois: float = math.inf


def proche(nom, noms) -> str:
    """`` Vouliez-vous dire « x » ?``, or nothing."""
    proches = difflib.get_close_matches(court(nom), list(noms), n=1)
    return f" Vouliez-vous dire « {proches[0]} » ?" if proches else ""


def nature(valeur) -> str:
    """What a value is, in French."""
    if valeur is None:
        return "null"
    if isinstance(valeur, list):
        return "une liste"
    if isinstance(valeur, dict):
        return "un objet"
    if isinstance(valeur, bool):
        return str(valeur).lower()
    return f"« {court(valeur)} »"


class Controle:
    """One look at one situation.

    Args:
        systeme: the tax and benefit system.
        limites: what the situation may ask.
        laisser_calculer: let what is asked before ``PREMIER_MOIS`` be tried: the rules may refuse it with a better reason.

    Attributes:
        avant_la_loi: the faults that were so let pass.
        projetes: the months whose figures are projections, by variable asked.
    """

    def __init__(self, systeme, limites: Limites | None = None, laisser_calculer: bool = False) -> None:
        self.systeme, self.limites = systeme, limites or Limites()
        self.avant_la_loi: list[Refus] = []
        self.projetes: dict[str, list[str]] = {}
        self._laisser_calculer = laisser_calculer
        self._periodes: dict[tuple, object] = {}
        self._couvertes: set[tuple] = set()
        self._valeurs = self._mois = 0

    # --- A whole situation

    def situation(self, situation) -> Iterator[Refus]:
        """The faults of a situation, ``{"individus": {"moi": {...}}}``; those that cost too much come first, and alone."""
        fautes = list(self._objet((), situation, "une situation : { \"individus\": { \"moi\": { ... } } }"))
        if fautes:
            yield from fautes
            return
        trop = self._trop_de_personnes(situation)
        if trop is not None:
            yield trop
            return
        individus = self.systeme.person_entity.plural
        pluriels = {entite.plural: entite for entite in self.systeme.entities}
        for nom, membres in situation.items():
            if nom == "axes":
                yield Refus(("axes",), "Les axes ne passent pas par l'API, qui n'en rendrait que la première valeur.")
            elif nom not in pluriels:
                yield Refus(
                    (nom or "(vide)",), f"« {court(nom)} » n'est pas une entité : {', '.join(pluriels)}.{proche(nom, pluriels)}"
                )
            else:
                yield from self._membres(pluriels[nom], membres, situation.get(individus))
        if situation.get(individus) in (None, {}):
            yield Refus((individus,), "Aucun individu : il en faut au moins un.")

    def _trop_de_personnes(self, situation) -> Refus | None:
        for nom, membres in situation.items():
            if isinstance(membres, dict) and len(membres) > self.limites.personnes:
                return Refus(
                    (nom,),
                    f"{len(membres)} {court(nom)} : {self.limites.personnes} au plus par appel. "
                    "Faites plusieurs appels, ou passez par Python.",
                    413,
                )
        return None

    def _membres(self, entite, membres, individus) -> Iterator[Refus]:
        nom = entite.plural
        fautes = list(self._objet((nom,), membres, "un objet, avec un nom par membre,"))
        yield from fautes
        if fautes and not isinstance(membres, dict):
            return
        roles, pris = _roles(entite), set()
        for identifiant, valeurs in membres.items():
            if not identifiant.strip():
                yield Refus((nom, "(vide)"), "Un identifiant ne peut pas être vide.")
                continue
            if "/" in identifiant:
                yield Refus(
                    (nom, identifiant),
                    f"L'identifiant « {court(identifiant)} » contient « / », qui sépare les étapes d'un chemin : écrivez-le autrement.",
                )
                continue
            yield from self._objet((nom, identifiant), valeurs, "un objet, avec un nom de variable par champ,")
            for champ, contenu in valeurs.items() if isinstance(valeurs, dict) else ():
                if champ in roles:
                    yield from _fautes_de_role((nom, identifiant, champ), roles[champ], contenu, individus, pris)
                    continue
                yield from self.variable((nom, identifiant, champ), contenu, entite)
                if self._valeurs > self.limites.valeurs or self._mois > self.limites.mois:
                    yield Refus((nom,), self._trop(), 413)
                    return

    def _trop(self) -> str:
        if self._valeurs > self.limites.valeurs:
            return f"Plus de {self.limites.valeurs} valeurs données ou demandées. Faites plusieurs appels, ou passez par Python."
        return (
            f"Les périodes données couvrent plus de {self.limites.mois} mois, toutes variables ensemble : "
            "réunissez les plages qui se suivent, ou passez par Python."
        )

    def _objet(self, chemin, valeur, attendu) -> Iterator[Refus]:
        if not isinstance(valeur, dict):
            phrase = f"{attendu[0].upper()}{attendu[1:]} est {accorde('attendu', attendu)}, pas {nature(valeur)}."
            yield Refus(chemin or ("situation",), phrase)
            return
        for cle in getattr(valeur, "doublons", ()):
            yield Refus((*chemin, cle or "(vide)"), f"« {court(cle)} » est écrit deux fois : seule la dernière valeur serait lue.")

    # --- One variable, one value

    def variable(self, chemin, contenu, entite=None) -> Iterator[Refus]:
        """The faults of a variable and of its values by period; the path ends with its name.

        ``entite``: the entity that it is written under, if it must be its own.
        """
        nom = chemin[-1]
        variable = self.systeme.variables.get(nom)
        if variable is None:
            voulu = proche(nom, self.systeme.variables) or " La liste est à /variables."
            yield Refus(tuple(etape or "(vide)" for etape in chemin), f"« {court(nom)} » n'est pas une variable.{voulu}", 404)
            return
        if entite is not None and variable.entity.key != entite.key:
            yield Refus(chemin, f"« {nom} » est une variable des {variable.entity.plural}, pas des {entite.plural}.")
            return
        yield from self._objet(chemin, contenu, f"« {nom} » s'écrit avec sa période, {{\"2025-03\": ...}} : un objet")
        for texte, valeur in contenu.items() if isinstance(contenu, dict) else ():
            yield from self.valeur(chemin, variable, texte, valeur)
            if self._valeurs > self.limites.valeurs or self._mois > self.limites.mois:
                return

    def valeur(self, chemin, variable, texte, valeur) -> Iterator[Refus]:
        """The faults of one value; the path is that of its variable. ``None`` is what is asked."""
        ici = (*chemin, str(texte) or "(vide)")
        self._valeurs += 1
        periode = self.periode(texte)
        if isinstance(periode, str):
            yield Refus(ici, periode)
            return
        cle = (variable.name, texte)
        if cle not in self._couvertes and periode.unit != DateUnit.ETERNITY:
            self._couvertes.add(cle)
            debut, fin = periode.start, periode.stop
            self._mois += (fin.year - debut.year) * 12 + fin.month - debut.month + 1
        faute = _faute_de_demande(variable, periode) if valeur is None else _faute_de_valeur(variable, periode, valeur)
        if faute:
            yield Refus(ici, faute)
        elif valeur is None and variable.formulas and str(periode) < PREMIER_MOIS:
            refus = Refus(ici, reglements.avant_la_loi(variable.name))
            if self._laisser_calculer:
                self.avant_la_loi.append(refus)
            else:
                yield refus
        elif valeur is None and variable.formulas and periode.unit != DateUnit.ETERNITY:
            yield from self._apres(ici, variable, str(periode))

    def _apres(self, ici, variable, mois: str) -> Iterator[Refus]:
        """What is asked to be computed in a month: refused after the last one, noted where it is a projection."""
        if mois > reglements.DERNIER_MOIS:
            yield Refus(ici, reglements.au_dela(mois))
        elif reglements.est_projete(self.systeme, mois, variable.name):
            projetes = self.projetes.setdefault(variable.name, [])
            if mois not in projetes:
                projetes.append(mois)

    def periode(self, texte):
        """The period that a text writes, or the message that refuses it."""
        cle = (type(texte), texte)
        if cle not in self._periodes:
            self._periodes[cle] = _periode(texte)
        return self._periodes[cle]


def _roles(entite) -> dict:
    """The roles of an entity, by each name that the builder reads."""
    return {role.plural or role.key: role for role in getattr(entite, "roles", ())}


def _fautes_de_role(chemin, role, contenu, individus, pris: set) -> Iterator[Refus]:
    """The faults of who has a role: known persons, each in one place; ``pris`` holds those that were met."""
    noms = [contenu] if isinstance(contenu, str) else contenu
    if not isinstance(noms, list):
        yield Refus(chemin, f"Une liste d'identifiants est attendue, pas {nature(contenu)}.")
        return
    connus = individus if isinstance(individus, dict) else {}
    for nom in noms:
        if not isinstance(nom, str):
            yield Refus(chemin, f"Un identifiant est un texte, pas {nature(nom)}.")
        elif nom not in connus:
            yield Refus(chemin, f"« {court(nom)} » n'est pas un individu de la situation.{proche(nom, connus)}")
        elif nom in pris:
            yield Refus(chemin, f"« {court(nom)} » est déjà placé : une personne n'a qu'une place par entité.")
        else:
            pris.add(nom)
    if role.max is not None and len(noms) > role.max:
        yield Refus(chemin, f"{len(noms)} {chemin[-1]} : {role.max} au plus.")


def _periode(texte):
    try:
        periode = periods.period(texte)
    except Exception:
        return f"« {court(texte)} » n'est pas une période : {_FORMES}"
    if periode.unit == DateUnit.ETERNITY:
        return periode
    try:
        annees = periode.start.year, periode.stop.year
    except (ValueError, OverflowError):
        annees = (0, 0)
    if periode.size < 1 or annees[0] < ANNEES[0] or annees[1] > ANNEES[1]:
        return f"« {court(texte)} » : une période non vide, de {ANNEES[0]} à {ANNEES[1]}, est attendue."
    return periode


def _faute_de_demande(variable, periode) -> str | None:
    unite = variable.definition_period
    if unite == DateUnit.ETERNITY:
        return None
    if periode.unit != unite or periode.size != 1:
        attendue = _PERIODES.get(unite, unite)
        return f"« {variable.name} » se demande sur {attendue}, pas sur « {periode} » : écrivez une ligne par mois demandé."
    return None


def _faute_de_valeur(variable, periode, valeur) -> str | None:
    """What is wrong with a value, or None. What the law says of it is for the variable to say."""
    if isinstance(valeur, (list, dict)):
        return f"Une seule valeur est attendue, pas {nature(valeur)}."
    if isinstance(valeur, str) and not valeur.strip():
        return "Une valeur est attendue, pas un texte vide. Pour la demander, écrivez null."
    if periode.unit == DateUnit.ETERNITY and variable.definition_period != DateUnit.ETERNITY:
        return f"« {variable.name} » change avec le temps : {_FORMES.replace(' ou ETERNITY', '')}"
    if variable.value_type is datetime.date:
        return faute_de_date(valeur)
    if variable.value_type is Enum:
        noms = [membre.name for membre in variable.possible_values]
        if valeur in noms:
            return None
        return f"« {court(valeur)} » n'est pas connu de « {variable.name} ».{proche(valeur, noms)} Connus : {', '.join(noms)}."
    if variable.value_type in (bool, int, float):
        return _faute_de_nombre(variable, valeur)
    return None


def _faute_de_nombre(variable, valeur) -> str | None:
    nom, calendrier = variable.name, variable.set_input is saisie.calendrier
    if isinstance(valeur, str):
        virgule = " Les décimales s'écrivent avec un point." if "," in valeur else ""
        return f"« {court(valeur)} » est un texte : écrivez un nombre sans guillemets, ou true.{virgule}"
    if not isinstance(valeur, (int, float)):
        return f"« {court(valeur)} » n'est pas un nombre : {'true' if calendrier else 'un nombre'} est attendu pour « {nom} »."
    if calendrier or variable.value_type is bool:
        if valeur in (0, 1):
            return None
        if calendrier:
            return (
                f"« {court(valeur)} » : un calendrier s'écrit true pour une plage de jours (« day:2025-03-04:180 »: true), "
                "jamais par un masque de bits."
            )
        return f"« {court(valeur)} » : true ou false est attendu pour « {nom} »."
    if isinstance(valeur, bool) and variable.value_type is float:
        return f"« {str(valeur).lower()} » n'est pas un nombre : un nombre est attendu pour « {nom} »."
    return faute_de_nombre(variable, valeur)
