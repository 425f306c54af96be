"""A YAML text that nobody vouches for, read without running, unfolding or digging what it should not.

Tags that make objects are refused, nesting is bounded before anything recurs, and what aliases would unfold is counted.
"""

from __future__ import annotations

from pathlib import Path

import yaml

__all__ = ["PROFONDEUR", "FauteDeTexte", "composer", "lire_octets"]

#: Levels of nesting; a case or a claimant's file needs seven.
PROFONDEUR = 30

TROP_IMBRIQUE = f"Le fichier est trop imbriqué : {PROFONDEUR} niveaux au plus."

#: Nodes that a text may have once its aliases are unfolded.
NOEUDS = 200_000

_PREFIXE = "tag:yaml.org,2002:"
_ETIQUETTES = {_PREFIXE + nom for nom in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")} | {"!"}

#: The C parser where PyYAML has it; the same marks, ten times as fast.
Lecteur = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_POURQUOI = {
    FileNotFoundError: "il n'existe pas",
    IsADirectoryError: "c'est un répertoire",
    PermissionError: "vous n'en avez pas le droit",
}


class FauteDeTexte(ValueError):
    """A text that is not read.

    Attributes:
        ligne: where, from 1, or None.
        message: why, in French.
    """

    def __init__(self, ligne: int | None, message: str) -> None:
        super().__init__(message)
        self.ligne, self.message = ligne, message


def lire_octets(chemin: Path, octets_maximum: int, quoi: str) -> str:
    """The text of a file, which is not read if it is too big to be what it should be.

    Args:
        quoi: what it should be, in French, for the message.

    Raises:
        FauteDeTexte: too big, not a file, or not UTF-8.
    """
    try:
        if chemin.stat().st_size > octets_maximum:
            taille = f"{octets_maximum / 1_000_000:g}".replace(".", ",")
            raise FauteDeTexte(None, f"Le fichier est trop gros pour être {quoi} : {taille} Mo au plus.")
        with open(chemin, "rb") as fichier:
            octets = fichier.read(octets_maximum + 1)
    except OSError as erreur:
        pourquoi = next((texte for genre, texte in _POURQUOI.items() if isinstance(erreur, genre)), erreur.strerror)
        raise FauteDeTexte(None, f"Le fichier ne peut pas être lu : {pourquoi}.") from None
    if len(octets) > octets_maximum:
        raise FauteDeTexte(None, f"Le fichier est trop gros pour être {quoi}.")
    try:
        return octets.decode("utf-8-sig")
    except UnicodeDecodeError as erreur:
        ligne = octets.count(b"\n", 0, erreur.start) + 1
        raise FauteDeTexte(ligne, "Le fichier n'est pas en UTF-8 : enregistrez-le dans cet encodage.") from None


def composer(texte: str, renvois: bool = False):
    """The loader and the root node of a text (None where it is empty).

    Args:
        renvois: whether aliases (``*nom``) are admitted, within ``NOEUDS``.

    Raises:
        FauteDeTexte: with its line.
    """
    try:
        _parcourir(texte, renvois)
        lecteur = Lecteur(texte)
        racine = lecteur.get_single_node()
    except yaml.MarkedYAMLError as erreur:
        ou = erreur.problem_mark or erreur.context_mark
        if "nesting" in (erreur.problem or ""):  # some versions of the C parser have a bound of their own, and meet it first
            raise FauteDeTexte(ou.line + 1 if ou else None, TROP_IMBRIQUE) from None
        colonne = f", colonne {ou.column + 1}" if ou else ""
        message = f"Le YAML n'est pas bien formé{colonne} ({erreur.problem}) : vérifiez les espaces, les « : » et les accolades."
        raise FauteDeTexte(ou.line + 1 if ou else None, message) from None
    except yaml.YAMLError as erreur:
        position = getattr(erreur, "position", None)
        ligne = None if position is None else texte.count("\n", 0, position) + 1
        raise FauteDeTexte(ligne, "Un caractère du fichier ne peut pas être lu.") from None
    if renvois and racine is not None:
        _compter(racine)
    return lecteur, racine


def _parcourir(texte: str, renvois: bool) -> None:
    """Look at the text as it comes, before any tree is made of it."""
    profondeur = 0
    for evenement in yaml.parse(texte, Loader=Lecteur):
        ligne = evenement.start_mark.line + 1
        if isinstance(evenement, yaml.AliasEvent) and not renvois:
            raise FauteDeTexte(ligne, "Un renvoi (*nom) n'est pas admis : écrivez la valeur.")
        if isinstance(evenement, yaml.CollectionStartEvent):
            profondeur += 1
            if profondeur > PROFONDEUR:
                raise FauteDeTexte(ligne, TROP_IMBRIQUE)
        elif isinstance(evenement, yaml.CollectionEndEvent):
            profondeur -= 1
        etiquette = getattr(evenement, "tag", None)
        if etiquette is not None and etiquette not in _ETIQUETTES:
            nom = etiquette.replace(_PREFIXE, "!!")[:60]
            raise FauteDeTexte(ligne, f"L'étiquette « {nom} » n'est pas admise : écrivez la valeur seule.")


def _compter(racine) -> None:
    """Refuse a tree that would be too big, or endless, once unfolded."""
    tailles: dict[int, int | None] = {}

    def taille(noeud) -> int:
        if isinstance(noeud, yaml.ScalarNode):
            return 1
        ligne = noeud.start_mark.line + 1
        if id(noeud) in tailles:
            if tailles[id(noeud)] is None:
                raise FauteDeTexte(ligne, "Un renvoi (*nom) se contient lui-même : écrivez la valeur.")
            return tailles[id(noeud)]
        tailles[id(noeud)] = None
        enfants = noeud.value if isinstance(noeud, yaml.SequenceNode) else [un for paire in noeud.value for un in paire]
        total = 1 + sum(taille(un) for un in enfants)
        if total > NOEUDS:
            raise FauteDeTexte(ligne, f"Les renvois (*nom) se déplient en plus de {NOEUDS} valeurs : écrivez-les.")
        tailles[id(noeud)] = total
        return total

    taille(racine)
