"""From a claimant's file to an OpenFisca situation, in canonical periods, ready for ``/calculate``.

The file becomes the rows of three small tables (:mod:`.lignes`), which the one conversion lays here.
"""

from __future__ import annotations

import calendar
import dataclasses
import datetime

import numpy

from openfisca_chomage.dossier.lignes import NON_LUS_D_UN_CONSERVE, Lignes, avis_par_mois, mois_ecrit
from openfisca_chomage.dossier.modele import Contrat, Dossier, jour_francais, mois_de
from openfisca_chomage.guichet.catalogue import DONNEES, ENTREES, TABLES
from openfisca_chomage.guichet.codes import numero_du_mois
from openfisca_chomage.guichet.conversion import MOIS_AU_DELA, Recepteur, convertir
from openfisca_chomage.reglements import DERNIER_MOIS
from openfisca_chomage.socle import calendrier as cal

__all__ = [
    "DEMANDEUR",
    "FAMILLE",
    "Construction",
    "avis_par_mois",
    "construire",
    "mois_suivants",
    "plage",
    "situation",
]

#: The identifiers of the only person and of her household.
DEMANDEUR, FAMILLE = "demandeur", "famille"

#: An end of contract may open a right this many months later, when one registers.
MOIS_POUR_S_INSCRIRE = 12

#: A statement without months of its own shows this many.
NOMBRE_DE_MOIS = 36

#: The inputs that a file says by year.
_PAR_ANNEE = {variable for donnee in DONNEES if donnee.champ.endswith("{annee}") for variable in donnee.variables}

#: The lists of values, by input.
_LISTES = {variable: donnee.liste for donnee in DONNEES if donnee.liste for variable in donnee.variables}
_LISTES["motif_rupture_conservee"] = _LISTES["motif_rupture"]

#: The field of each column of contracts.
_CHAMPS = {donnee.nom: donnee.nom_du_champ for donnee in TABLES["contrats"] if donnee.champ}


@dataclasses.dataclass(frozen=True)
class Construction:
    """A situation, and what its reader should know.

    Attributes:
        contenu: the situation, JSON-like.
        origines: the place of the file that gave each (variable, month or ``""``).
        avertissements: French sentences on what the situation could not say as the file did.
        premier_mois: the first month that may open a right: that of the first end of contract.
        dernier_mois: the last month that the statement may reach.
    """

    contenu: dict
    origines: dict[tuple[str, str], tuple]
    avertissements: list[str]
    premier_mois: str
    dernier_mois: str


def plage(debut: datetime.date, fin: datetime.date) -> str:
    """The canonical OpenFisca range of the days from ``debut`` to ``fin`` included."""
    return f"day:{debut.isoformat()}:{(fin - debut).days + 1}" if fin > debut else debut.isoformat()


def mois_suivants(debut: str, fin: str) -> list[str]:
    """The months from ``debut`` to ``fin`` included."""
    return [mois_ecrit(numero) for numero in range(numero_du_mois(debut), numero_du_mois(fin) + 1)]


def decaler(mois: str, nombre: int) -> str:
    """The month ``nombre`` months after."""
    return mois_ecrit(numero_du_mois(mois) + nombre)


def dernier_jour(mois: str) -> datetime.date:
    """The last day of a month."""
    annee, rang = int(mois[:4]), int(mois[5:])
    return datetime.date(annee, rang, calendar.monthrange(annee, rang)[1])


class _Situation(Recepteur):
    """The situation being written, for one claimant."""

    def __init__(self, dossier: Dossier, dernier: int, origines: dict) -> None:
        super().__init__(1, dernier)
        self.dossier, self.origines = dossier, origines
        self.individu: dict[str, dict] = {}
        self._jours: dict[str, list] = {}

    def poser_jours(self, variable: str, mois: int, masques) -> None:
        jours = numpy.flatnonzero((masques[0] >> numpy.arange(31)) & 1) + cal.premier_jour(mois)
        self._jours.setdefault(variable, []).append(jours)

    def poser_valeurs(self, variable: str, mois: int, valeurs) -> None:
        self.individu.setdefault(variable, {})[mois_ecrit(mois)] = _ecrire(variable, valeurs[0])

    def poser_toujours(self, variable: str, valeurs) -> None:
        self.individu[variable] = {"ETERNITY": _ecrire(variable, valeurs[0])}

    def poser_chaque_mois(self, variable: str, valeurs) -> None:
        premiere = min(contrat.debut for contrat in self.dossier.contrats).year
        valeur = _ecrire(variable, valeurs[0])
        self.individu[variable] = {str(annee): valeur for annee in range(premiere, self.dernier // 12 + 1)}

    def defaut(self, variable: str):
        defaut = getattr(ENTREES.get(variable), "default_value", 0)
        return getattr(defaut, "index", defaut)

    def noter(self, variable: str, contrats, rangs, mois, colonnes: tuple[str, ...] = ()) -> None:
        for rang, un_mois in zip(contrats.table["ligne"][rangs].tolist(), mois.tolist()):
            champs = [_CHAMPS[nom] for nom in colonnes]
            donnes = [champ for champ in champs if getattr(self.dossier.contrats[rang], champ) not in (None, False)]
            if donnes or not champs:
                lieu = ("contrats", rang, *donnes[:1])
                self.origines.setdefault((variable, mois_ecrit(un_mois)), lieu)
                self.origines.setdefault((variable, ""), lieu)

    def finir(self) -> dict:
        """The values of the claimant: her days by ranges, by year what a file says by year."""
        for variable, jours in self._jours.items():
            tous = numpy.unique(numpy.concatenate(jours))
            plages = numpy.split(tous, numpy.flatnonzero(numpy.diff(tous) != 1) + 1)
            self.individu[variable] = {plage(*(cal.en_dates(une[[0, -1]]).tolist())): True for une in plages}
        for variable in _PAR_ANNEE & self.individu.keys():
            self.individu[variable] = _par_annee(self.individu[variable])
        return self.individu


def _ecrire(variable: str, valeur):
    """A value as JSON has it."""
    if valeur.dtype.kind == "M":
        return valeur.item().isoformat()
    if variable in _LISTES:
        return next(membre.name for membre in _LISTES[variable] if membre.index == valeur)
    return valeur.item()


def _par_annee(valeurs: dict) -> dict:
    """Months of one value all the year as the year."""
    resultat = {}
    for annee in dict.fromkeys(mois[:4] for mois in valeurs):
        siens = {mois: valeur for mois, valeur in valeurs.items() if mois[:4] == annee}
        resultat |= {annee: next(iter(siens.values()))} if len(siens) == 12 and len(set(siens.values())) == 1 else siens
    return resultat


def _bornes(dossier: Dossier, jusqu_a: str | None, nombre_de_mois: int) -> tuple[str, str]:
    """The month of the first end of contract, and the last month that a right of the last one may reach in a statement."""
    contrats = [contrat for contrat in dossier.contrats if not contrat.conserve] or dossier.contrats
    fins = [mois_de(contrat.fin) for contrat in contrats if contrat.fin]
    premier = min(fins, default=dossier.mois.debut or max(mois_de(contrat.debut) for contrat in contrats))
    dits = [un for un in (*fins, dossier.mois.debut, dossier.mois.fin) if un]
    dernier = max(decaler(max(dits, default=premier), MOIS_POUR_S_INSCRIRE + nombre_de_mois), jusqu_a or premier)
    return premier, min(dernier, DERNIER_MOIS)


def construire(dossier: Dossier, jusqu_a: str | None = None, nombre_de_mois: int | None = None) -> Construction:
    """The situation of a file, without any variable asked.

    Args:
        dossier: the file.
        jusqu_a: a month that will be read, beyond those of the statement.
        nombre_de_mois: how many months the statement shows, instead of those of the file.
    """
    premier, fin = _bornes(dossier, jusqu_a, nombre_de_mois or NOMBRE_DE_MOIS)
    dernier = numero_du_mois(fin) + MOIS_AU_DELA
    lignes = Lignes(dossier, dernier)
    chantier = _Situation(dossier, dernier, lignes.origines)
    convertir(chantier, lignes.individus, lignes.contrats, lignes.mois)
    contenu = {"individus": {DEMANDEUR: chantier.finir()}, "familles": {FAMILLE: {"parents": [DEMANDEUR]}}}
    return Construction(contenu, chantier.origines, list(_avertissements(dossier)), premier, fin)


def situation(dossier: Dossier, demandes: dict[str, list[str]] | None = None, nombre_de_mois: int | None = None) -> dict:
    """The situation of a file, with variables asked as ``/calculate`` wants them.

    Args:
        dossier: the file.
        demandes: the months asked of each variable.
        nombre_de_mois: as :func:`construire`.

    Returns:
        A situation; what is asked is null, what is given stays given.
    """
    contenu = construire(dossier, nombre_de_mois=nombre_de_mois).contenu
    individu = contenu["individus"][DEMANDEUR]
    for variable, periodes in (demandes or {}).items():
        for periode in periodes:
            individu.setdefault(variable, {}).setdefault(periode, None)
    return contenu


# --- What the situation cannot say as the file does


def _avertissements(dossier: Dossier):
    repris = [contrat for contrat in dossier.contrats if not contrat.conserve]
    par_mois: dict[str, list[tuple[datetime.date, bool, int, Contrat]]] = {}
    for rang, contrat in enumerate(repris):
        if contrat.fin:
            par_mois.setdefault(mois_de(contrat.fin), []).append((contrat.fin, contrat.motif is not None, rang, contrat))
    for mois, fins in sorted(par_mois.items()):
        fins.sort(key=lambda une: une[:3])
        if fins[-1][3].motif is not None:
            yield from _plusieurs_fins(repris, mois, [(fin, contrat) for fin, _, _, contrat in fins])
    for rang, contrat in enumerate(dossier.contrats):
        non_lus = [nom for nom in NON_LUS_D_UN_CONSERVE if contrat.conserve and getattr(contrat, nom)]
        if non_lus:
            yield f"Le contrat {rang + 1} est un emploi conservé : {', '.join(non_lus)} n'en est pas lu."
    for mois, declaration in sorted(dossier.declarations.items()):
        if declaration.salaire and not any(contrat.debut <= dernier_jour(mois) and _court_en(contrat, mois) for contrat in repris):
            yield f"Le salaire déclaré pour {mois} n'a pas de contrat dans le dossier : il ne comptera pas pour un prochain droit."


def _court_en(contrat: Contrat, mois: str) -> bool:
    return contrat.fin is None or contrat.fin >= dernier_jour(mois).replace(day=1)


def _plusieurs_fins(contrats: list, mois: str, fins: list):
    jour, dernier = fins[-1]
    if any(un.motif is not None and (fin != jour or un.motif != dernier.motif) for fin, un in fins[:-1]):
        yield f"Plusieurs contrats finissent en {mois} : le motif et la procédure lus sont ceux du dernier ({jour_francais(jour)})."
    if any(contrat.debut <= jour and (contrat.fin is None or contrat.fin > jour) for contrat in contrats):
        yield (
            f"Un autre contrat court après la fin du {jour_francais(jour)} : le calcul le traite comme repris. "
            "Si c'est un emploi conservé, écrivez-y « conserve: oui »."
        )
