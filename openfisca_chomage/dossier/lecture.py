"""Reading a claimant's file: YAML or JSON in, a :class:`Dossier` out, or every error with its line."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from openfisca_chomage.dossier.modele import Dossier
from openfisca_chomage.socle.texte_yaml import FauteDeTexte, composer, lire_octets

__all__ = ["Erreur", "ErreurDossier", "Lu", "lire", "lire_texte"]

#: The biggest claimant's file, in bytes: fifty years of monthly pay and declarations weigh a fifth of it.
TAILLE_MAXIMALE = 500_000


@dataclasses.dataclass(frozen=True)
class Erreur:
    """One thing to mend: the line of the file (None where there is none), the place, and what to do."""

    ligne: int | None
    chemin: tuple
    message: str

    def __str__(self) -> str:
        ligne = f"ligne {self.ligne}" if self.ligne else "fichier"
        lieu = chemin_francais(self.chemin)
        return f"{ligne}{f', {lieu}' if lieu else ''} : {self.message}"


class ErreurDossier(ValueError):
    """A file that is refused, with all that is wrong with it.

    Attributes:
        nom: the name of the file.
        erreurs: list of :class:`Erreur`, by line.
    """

    def __init__(self, nom: str, erreurs: list[Erreur]) -> None:
        self.nom = nom
        self.erreurs = sorted(dict.fromkeys(erreurs), key=lambda une: (une.ligne or 0))
        super().__init__(str(self))

    def __str__(self) -> str:
        nombre = len(self.erreurs)
        titre = f"{self.nom} : {nombre} erreur{'s' if nombre > 1 else ''}"
        return "\n".join([titre, *(f"  {une}" for une in self.erreurs)])


@dataclasses.dataclass(frozen=True)
class Lu:
    """A file that was read: what it holds, its name, and the line of each place."""

    dossier: Dossier
    nom: str = "dossier"
    lignes: dict[tuple, int] = dataclasses.field(default_factory=dict)

    def ligne(self, chemin: tuple) -> int | None:
        """The line of a place of the file, or of the nearest place that holds it."""
        return _ligne(self.lignes, chemin)


def chemin_francais(chemin: tuple) -> str:
    """``contrats[1].fin``: the elements of a list are numbered from 1, as people count."""
    texte = ""
    for etape in chemin:
        texte += f"[{etape + 1}]" if isinstance(etape, int) else f"{'.' if texte else ''}{etape}"
    return texte


def _ligne(lignes: dict[tuple, int], chemin: tuple) -> int | None:
    cle = tuple(str(etape) for etape in chemin)
    while cle and cle not in lignes:
        cle = cle[:-1]
    return lignes.get(cle)


def lire(chemin: str | Path) -> Lu:
    """Read a file.

    Raises:
        ErreurDossier: all that is wrong with it.
    """
    chemin = Path(chemin)
    try:
        texte = lire_octets(chemin, TAILLE_MAXIMALE, "le dossier d'une personne")
    except FauteDeTexte as faute:
        raise ErreurDossier(str(chemin), [Erreur(faute.ligne, (), faute.message)]) from None
    return lire_texte(texte, str(chemin), en_json=chemin.suffix.lower() == ".json")


def lire_texte(texte: str, nom: str = "dossier", en_json: bool = False) -> Lu:
    """Read the text of a file (see :func:`lire`)."""
    erreurs: list[Erreur] = []
    lignes: dict[tuple, int] = {}
    try:
        if en_json:
            json.loads(texte)
            texte = texte.replace("\t", " ")
        lecteur, racine = composer(texte)
    except json.JSONDecodeError as erreur:
        raise ErreurDossier(nom, [Erreur(erreur.lineno, (), f"Le JSON n'est pas bien formé, colonne {erreur.colno}.")]) from None
    except FauteDeTexte as faute:
        raise ErreurDossier(nom, [Erreur(faute.ligne, (), faute.message)]) from None
    except (RecursionError, ValueError):
        raise ErreurDossier(nom, [Erreur(None, (), "Ce JSON ne se lit pas : trop de niveaux, ou un nombre trop long.")]) from None
    if not isinstance(racine, yaml.MappingNode):
        raise ErreurDossier(nom, [Erreur(1, (), "Le fichier ne contient pas de dossier : « personne: » et « contrats: » sont attendus.")])
    dossier = None
    try:
        brut = _construire(lecteur, racine, (), lignes, erreurs)
        dossier = Dossier.model_validate(brut)
    except ValidationError as refus:
        for une in refus.errors():
            lieu = tuple(etape for etape in une["loc"] if etape != "[key]")
            message = une["ctx"]["message"] if une["type"] == "dossier" else une["msg"]
            erreurs.append(Erreur(_ligne(lignes, lieu) or 1, lieu, message))
    if erreurs:
        raise ErreurDossier(nom, erreurs)
    return Lu(dossier, nom, lignes)


def _construire(lecteur, noeud, chemin: tuple, lignes: dict, erreurs: list) -> Any:
    """The Python value of a node; keeps the line of each place, refuses what YAML would lose."""
    lignes.setdefault(tuple(str(etape) for etape in chemin), noeud.start_mark.line + 1)
    if isinstance(noeud, yaml.MappingNode):
        resultat = {}
        for cle, valeur in noeud.value:
            ligne = cle.start_mark.line + 1
            if not isinstance(cle, yaml.ScalarNode):
                erreurs.append(Erreur(ligne, chemin, "Un nom de champ est attendu."))
                continue
            nom = cle.value
            if nom in resultat:
                erreurs.append(Erreur(ligne, (*chemin, nom), "Ce champ est donné deux fois."))
                continue
            lignes[tuple(str(etape) for etape in (*chemin, nom))] = ligne
            resultat[nom] = _construire(lecteur, valeur, (*chemin, nom), lignes, erreurs)
        return resultat
    if isinstance(noeud, yaml.SequenceNode):
        return [_construire(lecteur, un, (*chemin, rang), lignes, erreurs) for rang, un in enumerate(noeud.value)]
    try:
        return lecteur.construct_object(noeud)
    except (yaml.YAMLError, ValueError, OverflowError):
        return noeud.value
