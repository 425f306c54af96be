"""A reform asked for: parameters changed by date in a file, or an OpenFisca reform class; checked, then a system to simulate.

A :class:`Reforme` holds texts and numbers only, so it goes to another process, which builds the system there.
"""

from __future__ import annotations

import dataclasses
import datetime
import difflib
import importlib
import inspect
import math
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from openfisca_core.parameters import Parameter, ParameterNode, ParameterScale
from openfisca_core.periods import Instant
from openfisca_core.reforms import Reform
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.population.erreurs import ErreurDemande
from openfisca_chomage.reglements import DERNIER_MOIS
from openfisca_chomage.systeme import avec_nos_populations

__all__ = ["LOI", "Changement", "Reforme", "lire_reforme"]

#: The word that gives a parameter back to the law.
LOI = "loi"

CHAMPS = ("nom", "description", "parametres", "classe")
TAILLE_MAXIMALE = 1_000_000

#: What a rule divides by, and days of a month: (least, most).
BORNES = {
    "prelevements.jours_semaine": (1, 7),
    "versement.jour_paiement": (1, 28),
    "versement.jour_limite_justificatif": (1, 28),
    "paiement.jours_par_mois": (0, 31),
    "affiliation.jours_par_semaine_civile": (1, 7),
}

#: The most that a value of a unit may be; the least is 0.
MAXIMUMS = {"jour": 3660, "mois": 240, "an": 120, "heure": 20_000, "currency": 1e7}

#: How messages name a unit.
UNITES = {"jour": "jours", "mois": "mois", "an": "ans", "heure": "heures", "currency": "euros", "/1": "proportion", "bool": "oui ou non"}


@dataclasses.dataclass(frozen=True)
class Changement:
    """A value of a parameter from a date on.

    Attributes:
        parametre: its name in the tree; ``bareme.tranche_2.taux`` for a bracket of a scale.
        date: ``2025-04-01``.
        valeur: the value from that day on, until the next change; None gives the parameter back to the law.
    """

    parametre: str
    date: str
    valeur: float | int | bool | None


@dataclasses.dataclass(frozen=True)
class Reforme:
    """A reform, checked.

    Attributes:
        nom, description: what it is called, and what it does.
        changements: values of parameters, by name then date.
        classe: the OpenFisca reform class, ``module.Classe`` or the class itself, in place of the parameters.
        dossier: where the module of the class is looked for, beside Python's own path.
    """

    nom: str
    description: str = ""
    changements: tuple[Changement, ...] = ()
    classe: str | type | None = None
    dossier: str = ""

    def systeme(self, base: TaxBenefitSystem | None = None) -> TaxBenefitSystem:
        """The law with the reform, as fast as the law itself.

        Args:
            base: the law that is reformed, which stays as it is; the package's own by default.

        Raises:
            ErreurDemande: the class cannot be found, or does not apply.
        """
        base = CountryTaxBenefitSystem() if base is None else base
        if self.classe is None:
            return avec_nos_populations(_Parametres(base, self.changements))
        classe = self.classe if isinstance(self.classe, type) else _trouver_classe(self.classe, self.dossier)
        try:
            systeme = classe(base)
        except Exception as erreur:  # Whatever the class of a user does is told with its name.
            raise ErreurDemande(
                f"La réforme « {_nom_de(self.classe)} » ne s'applique pas : {type(erreur).__name__}, {erreur}"
            ) from erreur
        return avec_nos_populations(systeme)

    def __call__(self) -> TaxBenefitSystem:
        """The law of the package with the reform: what a process that computes chunks needs to make it, once."""
        return self.systeme()

    def en_clair(self, base: TaxBenefitSystem | None = None) -> list[dict]:
        """The changed parameters, told: one a change.

        Returns:
            A list of ``parametre``, ``libelle``, ``date``, ``unite``, ``avant`` and ``apres`` (the value of the law and of the
            reform on that day), ``retour`` (whether the law is back), ``fait_generateur`` (whether the date is that of the end of
            contract, or that of the month).
        """
        base = CountryTaxBenefitSystem() if base is None else base
        lignes = []
        for un in self.changements:
            parametre, description, unite, metadonnees = _feuille(base.parameters, un.parametre)
            avant = parametre(un.date)
            lignes.append(
                {
                    "parametre": un.parametre,
                    "libelle": description,
                    "date": un.date,
                    "unite": unite,
                    "avant": avant,
                    "apres": avant if un.valeur is None else un.valeur,
                    "retour": un.valeur is None,
                    "fait_generateur": metadonnees.get("applicabilite") == "fait_generateur",
                }
            )
        return lignes


class _Parametres(Reform):
    """A system whose parameters are changed by date."""

    def __init__(self, base, changements) -> None:
        self._changements = changements
        super().__init__(base)

    def apply(self) -> None:
        self.modify_parameters(lambda parametres: _changer(parametres, self._changements))


def _changer(parametres: ParameterNode, changements) -> ParameterNode:
    """Write the changes in a tree."""
    for nom in dict.fromkeys(un.parametre for un in changements):
        les_siens = sorted((un for un in changements if un.parametre == nom), key=lambda un: un.date)
        feuille = _feuille(parametres, nom)[0]
        for rang, un in enumerate(les_siens):
            if un.valeur is None:
                continue
            suivant = les_siens[rang + 1].date if rang + 1 < len(les_siens) else None
            veille = None if suivant is None else _instant(suivant).offset(-1, "day")
            feuille.update(start=_instant(un.date), stop=veille, value=un.valeur)
    return parametres


def _instant(date: str) -> Instant:
    return Instant(tuple(int(part) for part in date.split("-")))


# --- The tree of parameters


class _Introuvable(LookupError):
    """A name that is no leaf of the tree; the message says why."""


def _feuilles(noeud: ParameterNode) -> Iterator[str]:
    """The names that a file may change."""
    for enfant in noeud.children.values():
        if isinstance(enfant, ParameterNode):
            yield from _feuilles(enfant)
        elif isinstance(enfant, ParameterScale):
            for rang in range(len(enfant.brackets)):
                yield from (f"{enfant.name}.tranche_{rang + 1}.{champ}" for champ in ("seuil", "taux"))
        else:
            yield enfant.name


def _feuille(parametres: ParameterNode, nom: str) -> tuple[Parameter, str, str, dict]:
    """A leaf: the parameter, what it is, its unit, its metadata.

    Raises:
        _Introuvable: the name is that of no leaf.
    """
    noeud, etapes = parametres, nom.split(".")
    for rang, etape in enumerate(etapes):
        if isinstance(noeud, ParameterScale):
            return _tranche(noeud, nom, etapes[rang:])
        if not isinstance(noeud, ParameterNode) or etape not in noeud.children:
            proches = difflib.get_close_matches(nom, list(_feuilles(parametres)), 3, 0.5)
            voulu = f" Vouliez-vous écrire {' ou '.join(f'« {un} »' for un in proches)} ?" if proches else ""
            raise _Introuvable(f"« {nom} » n'est pas un paramètre.{voulu}")
        noeud = noeud.children[etape]
    if isinstance(noeud, ParameterScale):
        raise _Introuvable(
            f"« {nom} » est un barème : nommez une tranche, de {nom}.tranche_1.seuil (ou .taux) à {nom}.tranche_{len(noeud.brackets)}.taux."
        )
    if isinstance(noeud, ParameterNode):
        dedans = [un for un in _feuilles(parametres) if un.startswith(f"{nom}.")]
        suite = "…" if len(dedans) > 8 else ""
        raise _Introuvable(f"« {nom} » est un groupe de paramètres. Choisissez : {', '.join(dedans[:8])}{suite}.")
    return noeud, noeud.description or nom, noeud.metadata.get("unit", ""), noeud.metadata


def _tranche(bareme: ParameterScale, nom: str, etapes: list[str]) -> tuple[Parameter, str, str, dict]:
    noms = [f"tranche_{rang + 1}" for rang in range(len(bareme.brackets))]
    if len(etapes) != 2 or etapes[0] not in noms or etapes[1] not in ("seuil", "taux"):
        raise _Introuvable(
            f"« {nom} » n'est pas une tranche du barème : de {bareme.name}.tranche_1.seuil (ou .taux) à {bareme.name}.{noms[-1]}.taux."
        )
    tranche = bareme.brackets[noms.index(etapes[0])]
    parametre = tranche.children["threshold" if etapes[1] == "seuil" else "rate"]
    unite = bareme.metadata.get("threshold_unit" if etapes[1] == "seuil" else "rate_unit", "")
    description = f"{bareme.description}, {etapes[1]} de la tranche {noms.index(etapes[0]) + 1}"
    return parametre, description, unite, bareme.metadata


# --- Checking a value


def _loi_connue(parametre: Parameter) -> list[tuple[str, object]]:
    """The dates of the law, ascending, and its values."""
    return [(un.instant_str, un.value) for un in reversed(parametre.values_list)]


def _faute_de_date(nom: str, parametre: Parameter, date: str) -> str | None:
    """What is wrong with the date of a change."""
    connue = _loi_connue(parametre)
    premiere, derniere = connue[0][0], f"{DERNIER_MOIS}-31"
    if date < premiere:
        return f"{date} est avant le {premiere}, première date où ce paramètre est modélisé."
    if date > derniere:
        return f"{date} est après le {derniere}, dernier jour que le calcul atteint : la réforme ne changerait rien."
    if parametre(date) is None:
        return f"La loi ne lit plus ce paramètre au {date} : la réforme ne changerait rien."
    return None


def _faute_de_valeur(nom: str, parametre: Parameter, unite: str, valeur) -> str | None:
    """What is wrong with a value, for its unit and beside those of the law."""
    connues = [une for _, une in _loi_connue(parametre) if une is not None]
    if unite == "bool":
        return None if isinstance(valeur, bool) else f"{_lue(valeur)} : true ou false est attendu."
    if isinstance(valeur, bool) or not isinstance(valeur, (int, float)):
        if isinstance(valeur, str) and valeur.replace(",", "", 1).strip("-").isdigit() and "," in valeur:
            return f"{_lue(valeur)} : les décimales s'écrivent avec un point, {valeur.replace(',', '.')}."
        return f"{_lue(valeur)} : un nombre est attendu ({UNITES.get(unite, unite)})."
    if not math.isfinite(valeur):
        return f"{_lue(valeur)} : un nombre fini est attendu."
    if unite in ("jour", "mois", "an") and all(isinstance(une, int) for une in connues) and valeur != int(valeur):
        return f"{_lue(valeur)} : un nombre entier est attendu ({UNITES[unite]})."
    bas, haut = BORNES.get(nom, (0, MAXIMUMS.get(unite, math.inf)))
    if unite == "/1":
        haut = 1 if all(une <= 1 for une in connues) else 100
        if haut == 1 and 1 < valeur <= 100:
            return f"{_lue(valeur)} : une proportion de 0 à 1 est attendue. Pour {valeur:g} %, écrivez {valeur / 100:g}."
    if not bas <= valeur <= haut:
        return f"{_lue(valeur)} : une valeur de {bas:g} à {haut:g} est attendue ({UNITES.get(unite, unite)})."
    if nom == "differes.diviseur" and valeur == 0:
        return "0 : les indemnités de rupture sont divisées par ce paramètre."
    return None


def _lue(valeur) -> str:
    return f"« {str(valeur).lower() if isinstance(valeur, bool) else valeur} »"


def _fautes_de_bareme(parametres: ParameterNode, changements: list[Changement]) -> Iterator[tuple[str, str]]:
    """The scales whose thresholds would no longer ascend: (name of the change, message)."""
    for nom in dict.fromkeys(un.parametre.rsplit(".", 2)[0] for un in changements if ".tranche_" in un.parametre):
        bareme = parametres
        for etape in nom.split("."):
            bareme = bareme.children[etape]
        clone = bareme.clone()
        arbre = _sous_arbre(nom, clone)
        les_siens = [un for un in changements if un.parametre.startswith(f"{nom}.tranche_")]
        _changer(arbre, les_siens)
        for un in les_siens:
            seuils = [tranche.children["threshold"](un.date) for tranche in clone.brackets]
            if any(suivant <= seuil for seuil, suivant in zip(seuils, seuils[1:])):
                dits = ", ".join(f"{seuil:g}" for seuil in seuils)
                yield un.parametre, f"Au {un.date}, les seuils du barème ne sont plus croissants : {dits}."


def _sous_arbre(nom: str, bareme: ParameterScale) -> ParameterNode:
    """A tree that holds one scale."""
    racine = noeud = ParameterNode("", data={})
    *noeuds, dernier = nom.split(".")
    for etape in noeuds:
        suivant = ParameterNode(etape, data={})
        noeud.add_child(etape, suivant)
        noeud = suivant
    noeud.add_child(dernier, bareme)
    return racine


# --- The file


class _Fautes:
    """What is wrong with a file, by line."""

    def __init__(self) -> None:
        self.lignes: list[tuple[int, int, str]] = []

    def ajouter(self, noeud, message: str) -> None:
        self.lignes.append((noeud.start_mark.line + 1, noeud.start_mark.column, message))

    def lever(self, nom: str) -> None:
        """Raise all of it, if there is any."""
        if self.lignes:
            nombre = len(self.lignes)
            dites = [f"  ligne {ligne} : {message}" for ligne, _, message in sorted(self.lignes)]
            raise ErreurDemande("\n".join([f"{nom} : {nombre} erreur{'s' if nombre > 1 else ''}", *dites]))


def lire_reforme(quoi, base: TaxBenefitSystem | None = None) -> Reforme:
    """The reform that a file, a name or a class gives, checked: its system can be built.

    Args:
        quoi: the path of a YAML file; ``module.Classe`` (or ``module:Classe``); a class built on openfisca-core's ``Reform``; a
            :class:`Reforme`, given back as it is.
        base: the law that is reformed, the package's own by default.

    Raises:
        ErreurDemande: all that is wrong with it, with the lines of the file.
    """
    if isinstance(quoi, Reforme):
        return quoi
    base = CountryTaxBenefitSystem() if base is None else base
    if isinstance(quoi, type):
        reforme = Reforme(quoi.name or quoi.__name__ if issubclass(quoi, Reform) else quoi.__name__, _documentation(quoi), classe=quoi)
        _verifier_classe(quoi, quoi.__name__)
    elif isinstance(quoi, Path) or str(quoi).lower().endswith((".yaml", ".yml")) or Path(quoi).exists():
        reforme = _lire_fichier(Path(quoi), base)
    else:
        reforme = _de_classe(str(quoi), os.getcwd())
    if reforme.classe is not None:
        reforme.systeme(base)
    return reforme


def _de_classe(chemin: str, dossier: str) -> Reforme:
    classe = _trouver_classe(chemin, dossier)
    return Reforme(classe.name or classe.__name__, _documentation(classe), classe=chemin, dossier=dossier)


def _documentation(classe: type) -> str:
    return "" if classe.__doc__ == Reform.__doc__ else inspect.cleandoc(classe.__doc__ or "")


def _nom_de(classe) -> str:
    return classe.__name__ if isinstance(classe, type) else str(classe)


def _trouver_classe(chemin: str, dossier: str) -> type:
    """Import a class, from Python's path and from a folder."""
    module, _, nom = chemin.replace(":", ".").rpartition(".")
    if not module or not all(part.isidentifier() for part in [*module.split("."), nom]):
        raise ErreurDemande(f"« {chemin} » n'est ni un fichier YAML, ni le nom d'une classe : écrivez module.Classe.")
    sys.path.insert(0, dossier)
    try:
        trouve = importlib.import_module(module)
    except ModuleNotFoundError as erreur:
        raise ErreurDemande(f"Le module « {erreur.name} » n'existe pas : « {chemin} » ne peut pas être importé.") from None
    except Exception as erreur:  # The module of a user may fail in any way.
        raise ErreurDemande(f"Le module « {module} » ne peut pas être importé : {type(erreur).__name__}, {erreur}") from erreur
    finally:
        sys.path.remove(dossier)
    if not hasattr(trouve, nom):
        classes = [un for un, objet in vars(trouve).items() if _est_reforme(objet)]
        proches = f" Réformes de ce module : {', '.join(sorted(classes))}." if classes else ""
        raise ErreurDemande(f"Le module « {module} » n'a pas de « {nom} ».{proches}")
    classe = getattr(trouve, nom)
    _verifier_classe(classe, chemin)
    return classe


def _est_reforme(objet) -> bool:
    return isinstance(objet, type) and issubclass(objet, Reform) and objet is not Reform


def _verifier_classe(classe, nom: str) -> None:
    if not _est_reforme(classe):
        raise ErreurDemande(f"« {nom} » n'est pas une réforme : une classe construite sur openfisca_core.reforms.Reform est attendue.")


def _lire_fichier(chemin: Path, base: TaxBenefitSystem) -> Reforme:
    try:
        if chemin.stat().st_size > TAILLE_MAXIMALE:
            raise ErreurDemande(f"{chemin} est trop gros pour être une réforme.")
        texte = chemin.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ErreurDemande(f"{chemin} n'est pas en UTF-8.") from None
    except OSError as erreur:
        raise ErreurDemande(f"{chemin} ne peut pas être lu : {erreur.strerror}.") from None
    racine = _racine(texte, str(chemin))
    fautes = _Fautes()
    champs = _champs(racine, fautes)
    nom, description, classe = (_texte(champs, cle, fautes) for cle in ("nom", "description", "classe"))
    if "nom" not in champs:
        fautes.ajouter(racine, "« nom » manque : il dit la réforme en une ligne.")
    if ("parametres" in champs) == ("classe" in champs):
        fautes.ajouter(racine, "Donnez « parametres » (des valeurs par date), ou « classe » (une réforme OpenFisca), l'un des deux.")
    changements = _changements(champs["parametres"], base, fautes) if "parametres" in champs else []
    reforme = Reforme(nom, description, tuple(changements), classe or None, str(chemin.absolute().parent))
    if classe:
        try:
            _trouver_classe(classe, reforme.dossier)
        except ErreurDemande as refus:
            fautes.ajouter(champs["classe"], str(refus))
    fautes.lever(str(chemin))
    return reforme


def _racine(texte: str, nom: str) -> yaml.MappingNode:
    """The mapping of a file, as nodes that know their line."""
    try:
        for evenement in yaml.parse(texte, Loader=yaml.SafeLoader):
            if isinstance(evenement, yaml.AliasEvent):
                raise ErreurDemande(f"{nom}, ligne {evenement.start_mark.line + 1} : un renvoi (*nom) n'est pas admis, écrivez la valeur.")
        racine = yaml.compose(texte, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as erreur:
        ou = erreur.problem_mark or erreur.context_mark
        lieu = f", ligne {ou.line + 1}, colonne {ou.column + 1}" if ou else ""
        message = "vérifiez les espaces, les « : » et les guillemets"
        raise ErreurDemande(f"{nom}{lieu} : le YAML n'est pas bien formé ({erreur.problem}) ; {message}.") from None
    except (yaml.YAMLError, RecursionError):
        raise ErreurDemande(f"{nom} : un caractère ou une imbrication du fichier ne peut pas être lu.") from None
    if racine is None:
        raise ErreurDemande(f"{nom} est vide. Écrivez « nom: » et « parametres: » (ou « classe: »).")
    if not isinstance(racine, yaml.MappingNode):
        raise ErreurDemande(f"{nom} n'est pas une réforme : « nom: » et « parametres: » (ou « classe: ») sont attendus.")
    return racine


def _paires(noeud: yaml.MappingNode, fautes: _Fautes) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    """The pairs of a mapping, those given twice once."""
    vues: dict[str, yaml.Node] = {}
    for cle, valeur in noeud.value:
        if not isinstance(cle, yaml.ScalarNode):
            fautes.ajouter(cle, "Un nom est attendu.")
        elif cle.value in vues:
            fautes.ajouter(cle, f"« {cle.value} » est donné deux fois.")
        else:
            vues[cle.value] = valeur
            yield cle, valeur


def _champs(racine: yaml.MappingNode, fautes: _Fautes) -> dict[str, yaml.Node]:
    champs = {}
    for cle, valeur in _paires(racine, fautes):
        if cle.value in CHAMPS:
            champs[cle.value] = valeur
            continue
        proches = difflib.get_close_matches(cle.value, CHAMPS, 1)
        voulu = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else f" Connus : {', '.join(CHAMPS)}."
        fautes.ajouter(cle, f"« {cle.value} » n'est pas un champ d'une réforme.{voulu}")
    return champs


def _texte(champs: dict, nom: str, fautes: _Fautes) -> str:
    if nom not in champs:
        return ""
    noeud = champs[nom]
    if not isinstance(noeud, yaml.ScalarNode) or not noeud.value.strip() or noeud.tag == "tag:yaml.org,2002:null":
        fautes.ajouter(noeud, f"« {nom} » : un texte est attendu.")
        return ""
    return noeud.value.strip()


def _changements(noeud: yaml.Node, base: TaxBenefitSystem, fautes: _Fautes) -> list[Changement]:
    if not isinstance(noeud, yaml.MappingNode) or not noeud.value:
        fautes.ajouter(noeud, "« parametres » : des noms de paramètres sont attendus, avec leurs valeurs par date.")
        return []
    changements, lieux = [], {}
    for cle, dates in _paires(noeud, fautes):
        nom = cle.value
        try:
            parametre, _, unite, _ = _feuille(base.parameters, nom)
        except _Introuvable as refus:
            fautes.ajouter(cle, str(refus))
            continue
        if not isinstance(dates, yaml.MappingNode) or not dates.value:
            exemple = f"{{2025-04-01: {_exemple(parametre)}}}"
            fautes.ajouter(dates, f"« {nom} » : donnez la date à partir de laquelle la valeur change, par exemple {exemple}.")
            continue
        for date, valeur in _paires(dates, fautes):
            un = _changement(nom, parametre, unite, date, valeur, fautes)
            if un is not None:
                changements.append(un)
                lieux.setdefault(nom, date)
    if not fautes.lignes:
        for nom, message in _fautes_de_bareme(base.parameters, changements):
            fautes.ajouter(lieux[nom], message)
    return sorted(changements, key=lambda un: (un.parametre, un.date))


def _exemple(parametre: Parameter) -> str:
    valeur = _loi_connue(parametre)[-1][1]
    return str(valeur).lower() if isinstance(valeur, bool) else str(valeur)


def _changement(nom: str, parametre: Parameter, unite: str, date, valeur, fautes: _Fautes) -> Changement | None:
    """A change, or None where something is wrong with it."""
    try:
        if len(date.value) != 10:
            raise ValueError
        datetime.date.fromisoformat(date.value)
    except ValueError:
        fautes.ajouter(date, f"« {nom} » : « {date.value} » n'est pas une date. Écrivez AAAA-MM-JJ, par exemple 2025-04-01.")
        return None
    faute = _faute_de_date(nom, parametre, date.value)
    if faute:
        fautes.ajouter(date, f"« {nom} » : {faute}")
        return None
    if not isinstance(valeur, yaml.ScalarNode):
        fautes.ajouter(valeur, f"« {nom} » : une valeur est attendue au {date.value}.")
        return None
    if valeur.value.strip() == LOI:
        return Changement(nom, date.value, None)
    try:
        lue = yaml.SafeLoader("").construct_object(valeur)
    except (yaml.YAMLError, ValueError, OverflowError):
        lue = valeur.value
    faute = f"une valeur manque au {date.value}." if lue is None else _faute_de_valeur(nom, parametre, unite, lue)
    if faute:
        fautes.ajouter(valeur, f"« {nom} » : {faute}")
        return None
    if unite in ("jour", "mois", "an") and isinstance(lue, float) and lue == int(lue) and isinstance(parametre(date.value), int):
        lue = int(lue)
    return Changement(nom, date.value, lue)
