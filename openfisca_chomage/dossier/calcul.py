"""From a claimant's file to her statement: the rights that open, and what each month is worth."""

from __future__ import annotations

import dataclasses
import datetime
import functools

from openfisca_core.errors import SituationParsingError
from openfisca_core.indexed_enums import Enum
from openfisca_core.simulation_builder import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.dossier.lecture import Erreur, ErreurDossier, Lu
from openfisca_chomage.dossier.phrases import Chiffre, chiffre
from openfisca_chomage.dossier.situation import NOMBRE_DE_MOIS, Construction, construire, decaler, mois_suivants, situation
from openfisca_chomage.reglements import DERNIER_MOIS, PREMIER_MOIS, phrase_de_projection
from openfisca_chomage.socle import calendrier as cal

__all__ = ["COLONNES", "DROIT", "Droit", "LigneMois", "Releve", "calculer", "demandes", "situation_a_poster"]

#: The figures of a right, in the order of the chain.
DROIT = (
    "ouverture_droit",
    "date_fait_generateur",
    "age_fin_contrat",
    "jours_travailles_affiliation",
    "heures_affiliation",
    "affiliation_suffisante",
    "salaire_reference",
    "jours_calendaires_reference",
    "diviseur_salaire_reference",
    "salaire_journalier_reference",
    "coefficient_temps_partiel",
    "allocation_journaliere_pleine",
    "jours_reference",
    "duree_indemnisation",
    "differe_conges_payes",
    "differe_specifique",
    "delai_attente",
    "date_premier_jour_indemnisable",
)

#: The figures of an end of contract that opens nothing.
EXAMEN = ("ouverture_droit", "date_fait_generateur", "jours_travailles_affiliation", "heures_affiliation", "affiliation_suffisante")

#: The columns of the table of months.
COLONNES = (
    "jours_indemnisables",
    "salaire_activite_declare",
    "salaire_activite_justifie",
    "jours_indemnises",
    "allocation_journaliere",
    "are_brute",
    "are_nette",
    "are_versee",
    "reliquat",
)

#: What is explained under the table: the columns, and what leads from the daily allowance to its net.
EXPLIQUEES = (
    "salaire_journalier_reference",
    "allocation_journaliere_pleine",
    "jours_indemnisables",
    "jours_indemnises",
    "allocation_journaliere",
    "retenue_retraite_journaliere",
    "allocation_journaliere_brute",
    "csg_journaliere",
    "crds_journaliere",
    "allocation_journaliere_nette",
    "are_nette",
    "are_versee",
    "trop_percu",
    "complement_du",
    "reliquat",
)

#: Explained only in a month that was paid otherwise than it was due.
_SI_DIFFERE = ("are_versee", "trop_percu", "complement_du")

#: What is left changes with every month paid: its change alone explains nothing.
_SUIVENT = ("reliquat",)

_JAMAIS = datetime.date(1970, 1, 1)


@dataclasses.dataclass(frozen=True)
class Droit:
    """An end of contract that was examined, and what it gives."""

    mois: str
    ouvert: bool
    chiffres: tuple[Chiffre, ...]


@dataclasses.dataclass(frozen=True)
class LigneMois:
    """A month: its columns, and the sentences of what differs from the month before."""

    mois: str
    colonnes: dict[str, Chiffre]
    changements: tuple[Chiffre, ...]

    @property
    def projete(self) -> bool:
        """Whether a figure of the month is a projection."""
        return any(un.projete for un in self.colonnes.values())


@dataclasses.dataclass(frozen=True)
class Releve:
    """The statement of a file."""

    nom: str
    droits: tuple[Droit, ...]
    mois: tuple[LigneMois, ...]
    avertissements: tuple[str, ...]


@functools.cache
def _systeme():
    return CountryTaxBenefitSystem()


def calculer(lu: Lu, systeme=None, nombre_de_mois: int | None = None) -> Releve:
    """The statement of a file.

    Args:
        lu: the file, as :func:`openfisca_chomage.dossier.lecture.lire` gives it.
        systeme: the law, a reform of it for instance; the package's own by default.
        nombre_de_mois: how many months the table shows, instead of those of the file.

    Raises:
        ErreurDossier: where the rules refuse to compute, with the line that they refuse.
    """
    construction = construire(lu.dossier, nombre_de_mois=nombre_de_mois)
    systeme = _systeme() if systeme is None else systeme
    try:
        simulation = SimulationBuilder().build_from_entities(systeme, construction.contenu)
        return _releve(lu, simulation, construction, nombre_de_mois)
    except SituationParsingError as refus:
        raise ErreurDossier(lu.nom, [erreur_du_refus(refus, lu, construction)]) from refus


def erreur_du_refus(refus: SituationParsingError, lu: Lu, construction: Construction) -> Erreur:
    """The refusal of a rule, brought back to the line of the file."""
    chemin = getattr(refus, "chemin", ())
    message = getattr(refus, "message", None)
    if message is None:
        message = str(refus.error)
    variable, periode = (str(chemin[2]), str(chemin[3])) if len(chemin) > 3 else ("", "")
    lieu = construction.origines.get((variable, periode)) or construction.origines.get((variable, "")) or ()
    if variable == "date_naissance":
        lieu = ("personne", "date_naissance")
    return Erreur(lu.ligne(lieu), lieu, f"{message}" if lieu else f"{message} ({variable} {periode})")


def demandes(lu: Lu, nombre_de_mois: int | None = None) -> dict[str, list[str]]:
    """What ``--situation`` asks: the columns of the table over the months, computed or not."""
    bornes, construction = lu.dossier.mois, construire(lu.dossier, nombre_de_mois=nombre_de_mois)
    debut = bornes.debut or construction.premier_mois
    fin = _fin(bornes.fin, debut, construction, nombre_de_mois)
    mois = mois_suivants(debut, fin)
    fins = {contrat.fin.isoformat()[:7] for contrat in lu.dossier.contrats if contrat.fin}
    examines = sorted(un for un in fins if PREMIER_MOIS <= un <= construction.dernier_mois)
    return {nom: examines for nom in DROIT} | {nom: mois for nom in COLONNES}


def situation_a_poster(lu: Lu, nombre_de_mois: int | None = None) -> dict:
    """The situation of a file with what the statement shows asked as null: the body of ``/calculate``."""
    return situation(lu.dossier, demandes(lu, nombre_de_mois), nombre_de_mois)


def _fin(fin: str | None, debut: str, construction: Construction, nombre_de_mois: int | None) -> str:
    if nombre_de_mois is None and fin is not None:
        return fin
    return min(decaler(debut, (nombre_de_mois or NOMBRE_DE_MOIS) - 1), construction.dernier_mois)


def valeur(simulation, nom: str, periode: str):
    """The value of the only person, as Python writes it."""
    resultat = simulation.calculate(nom, cal.periode_ecrite(periode))
    if isinstance(getattr(resultat, "possible_values", None), type) and issubclass(resultat.possible_values, Enum):
        return resultat.decode_to_str()[0].item()
    return resultat[0].item()


def _releve(lu: Lu, simulation, construction: Construction, nombre_de_mois: int | None) -> Releve:
    bornes = lu.dossier.mois
    droits: list[Droit] = []
    debut, fin = bornes.debut, None
    for un_mois in mois_suivants(max(construction.premier_mois, PREMIER_MOIS), construction.dernier_mois):
        if fin is None and debut is not None:
            fin = _fin(bornes.fin, debut, construction, nombre_de_mois)
        if fin is not None and un_mois > fin:
            break
        ouvert = valeur(simulation, "ouverture_droit", un_mois)
        if ouvert or _examine(simulation, un_mois):
            noms = DROIT if ouvert else EXAMEN
            droits.append(Droit(un_mois, ouvert, tuple(chiffre(simulation, nom, un_mois) for nom in noms)))
        if ouvert and debut is None:
            debut = un_mois
    lignes: tuple[LigneMois, ...] = ()
    if debut is not None:
        lignes = tuple(_lignes(simulation, debut, _derniere_ligne(simulation, lu, construction, debut, nombre_de_mois)))
    avertissements = [*construction.avertissements, *_sur_les_mois(simulation, droits, lignes, nombre_de_mois)]
    return Releve(lu.dossier.personne.nom, tuple(droits), lignes, tuple(avertissements))


def _sur_les_mois(simulation, droits, lignes, nombre_de_mois: int | None):
    """What the reader should know of the months shown: that some are projections, that fewer than asked are there."""
    if any(une.projete for une in lignes) or any(un.projete for droit in droits for un in droit.chiffres):
        yield phrase_de_projection(simulation.tax_benefit_system)
    if nombre_de_mois is not None and lignes and len(lignes) < nombre_de_mois:
        yield f"{len(lignes)} mois au lieu de {nombre_de_mois} : le calcul va jusqu'à {DERNIER_MOIS}."


def _examine(simulation, un_mois: str) -> bool:
    """An end of contract is examined in the month, and no right stood at its start."""
    if valeur(simulation, "fin_examinee", un_mois) == _JAMAIS:
        return False
    return valeur(simulation, "reliquat_debut", un_mois) <= 0


def _derniere_ligne(simulation, lu: Lu, construction: Construction, debut: str, nombre_de_mois: int | None) -> str:
    """The last month shown: what the file or the caller says, else exhaustion, or 36 months.

    A right that stops being payable before it is used up shows one month more, which says why.
    """
    fin = _fin(lu.dossier.mois.fin, debut, construction, nombre_de_mois)
    if nombre_de_mois is not None or lu.dossier.mois.fin is not None:
        return fin
    derniere = debut
    for un_mois in mois_suivants(debut, fin):
        if valeur(simulation, "jours_indemnisables", un_mois) > 0:
            derniere = un_mois
    if valeur(simulation, "reliquat", derniere) > 0:
        derniere = min(decaler(derniere, 1), fin)
    return derniere


def _lignes(simulation, debut: str, fin: str):
    precedents: dict[str, Chiffre] = {}
    for un_mois in mois_suivants(debut, fin):
        chiffres = {nom: chiffre(simulation, nom, un_mois) for nom in dict.fromkeys((*COLONNES, *EXPLIQUEES))}
        change = any(
            nom not in precedents or precedents[nom].valeur != un.valeur for nom, un in chiffres.items() if nom not in _SUIVENT
        )
        changements = ()
        if change and valeur(simulation, "reliquat_debut", un_mois) > 0:
            changements = tuple(chiffres[nom] for nom in EXPLIQUEES if _a_dire(nom, chiffres, precedents))
        yield LigneMois(un_mois, {nom: chiffres[nom] for nom in COLONNES}, changements)
        precedents = chiffres


def _a_dire(nom: str, chiffres: dict[str, Chiffre], precedents: dict[str, Chiffre]) -> bool:
    """Whether a figure of the month is worth its line: it has changed, or the month was paid otherwise than it was due."""
    un, precedent = chiffres[nom], precedents.get(nom)
    if nom in _SI_DIFFERE:
        return bool(un.valeur) and chiffres["are_versee"].valeur != chiffres["are_nette"].valeur
    return bool(un.explication) and (
        precedent is None or precedent.valeur != un.valeur or precedent.explication != un.explication
    )
