"""A YAML case read before ``openfisca test`` runs it: what is wrong is told by line, all at once, without a traceback.

A pytest plugin, which OpenFisca's runner loads by itself (``setup.cfg``, ``pytest11``). It looks only at the YAML cases of
this package: the stock runner would read them with a loader that runs what their tags say, and would show a traceback
where a name is misspelt. A case without fault is left to the stock runner as it is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from openfisca_core.tools import test_runner

from openfisca_chomage.reglements import phrase_de_projection
from openfisca_chomage.socle.controle import Controle, court, nature, proche
from openfisca_chomage.socle.texte_yaml import FauteDeTexte, composer, lire_octets

__all__ = ["CasFautif", "CasProjete", "fautes", "projections", "pytest_collect_file", "pytest_collectstart"]

#: The biggest file of cases.
OCTETS_MAXIMUM = 2_000_000

_FUSION = "tag:yaml.org,2002:merge"

#: As many faults are shown.
MONTREES = 50


class _Lignes:
    """The value of a node, and the line of each of its places; a value that YAML cannot make keeps its text."""

    def __init__(self, lecteur, noeud) -> None:
        self._lecteur, self.lignes, self.doublons = lecteur, {}, []
        self.valeur = self._valeur(noeud, ())

    def _valeur(self, noeud, chemin: tuple):
        self.lignes.setdefault(chemin, noeud.start_mark.line + 1)
        if isinstance(noeud, yaml.SequenceNode):
            return [self._valeur(un, (*chemin, rang)) for rang, un in enumerate(noeud.value)]
        if isinstance(noeud, yaml.MappingNode):
            resultat = self._fusions(noeud, chemin)
            ecrits = set()
            for cle, valeur in noeud.value:
                if cle.tag == _FUSION:
                    continue
                nom = cle.value if isinstance(cle, yaml.ScalarNode) else "(composé)"
                if nom in ecrits:
                    self.doublons.append(((*chemin, nom), cle.start_mark.line + 1))
                ecrits.add(nom)
                self.lignes[*chemin, nom] = cle.start_mark.line + 1
                resultat[nom] = self._valeur(valeur, (*chemin, nom))
            return resultat
        try:
            return self._lecteur.construct_object(noeud)
        except (yaml.YAMLError, ValueError, OverflowError):
            return noeud.value

    def _fusions(self, noeud, chemin: tuple) -> dict:
        """What ``<<: *autre`` brings, which the fields of the mapping itself replace."""
        resultat: dict = {}
        for cle, valeur in noeud.value:
            if cle.tag == _FUSION:
                for un in valeur.value if isinstance(valeur, yaml.SequenceNode) else [valeur]:
                    if isinstance(un, yaml.MappingNode):
                        resultat = {**self._valeur(un, chemin), **resultat}
        return resultat

    def ligne(self, chemin: tuple) -> int | None:
        while chemin and chemin not in self.lignes:
            chemin = chemin[:-1]
        return self.lignes.get(chemin)


def fautes(chemin: Path, systeme) -> list[str]:
    """What is wrong with a file of cases: one French sentence a fault, with its line; an empty list where nothing is."""
    return _lire(chemin, systeme)[0]


def projections(chemin: Path, systeme) -> dict[str, list[str]]:
    """The months of a file of cases whose expected figures are projections, by variable."""
    return _lire(chemin, systeme)[1]


def _lire(chemin: Path, systeme) -> tuple[list[str], dict[str, list[str]]]:
    """The faults of a file of cases, and its projections."""
    try:
        lecteur, racine = composer(lire_octets(Path(chemin), OCTETS_MAXIMUM, "un fichier de cas"), renvois=True)
        if racine is None:
            raise FauteDeTexte(1, "Le fichier est vide : une liste de cas est attendue, « - name: … ».")
    except FauteDeTexte as faute:
        return [f"{f'ligne {faute.ligne}' if faute.ligne else 'fichier'} : {faute.message}"], {}
    lu = _Lignes(lecteur, racine)
    cas = lu.valeur if isinstance(lu.valeur, list) else [lu.valeur]
    trouvees = [(ligne, chemin, "Ce champ est donné deux fois : seul le dernier serait lu.") for chemin, ligne in lu.doublons]
    projetes: dict[str, list[str]] = {}
    for rang, un in enumerate(cas):
        ici = (rang,) if isinstance(lu.valeur, list) else ()
        le_cas = _Cas(systeme, un)
        trouvees += [(lu.ligne((*ici, *lieu)), (*ici, *lieu), message) for lieu, message in le_cas.fautes()]
        for nom, mois in le_cas.controle.projetes.items():
            projetes[nom] = sorted({*projetes.get(nom, ()), *mois})
    lignes = []
    for ligne, lieu, message in sorted(dict.fromkeys(trouvees), key=lambda une: une[0] or 0):
        noms = ".".join(str(etape) for etape in lieu if not isinstance(etape, int))
        lignes.append(f"ligne {ligne}{f', {noms}' if noms else ''} : {message}")
    return lignes, projetes


class _Cas:
    """One case: places and messages of what is wrong with it."""

    def __init__(self, systeme, cas) -> None:
        self.systeme, self.cas, self.controle = systeme, cas, Controle(systeme)
        self.singuliers = {entite.key: entite for entite in systeme.entities}
        self.pluriels = {entite.plural: entite for entite in systeme.entities}

    def fautes(self) -> Iterator[tuple[tuple, str]]:
        if not isinstance(self.cas, dict):
            yield (), f"Un cas est attendu (name, period, input, output), pas {nature(self.cas)}."
            return
        for nom in self.cas:
            if nom not in test_runner.TEST_KEYWORDS:
                connus = sorted(test_runner.TEST_KEYWORDS)
                yield (nom,), f"« {court(nom)} » n'est pas un champ de cas.{proche(nom, connus)} Connus : {', '.join(connus)}."
        if self.cas.get("output") is None:
            yield (), "« output » manque : un cas dit ce qu'il attend."
        for champ in ("input", "output"):
            if not isinstance(self.cas.get(champ) or {}, dict):
                yield (champ,), f"Des champs (« nom: valeur ») sont attendus, pas {nature(self.cas[champ])}."
        if self.cas.get("period") is not None:
            periode = self.controle.periode(self.cas["period"])
            if isinstance(periode, str):
                yield ("period",), periode
        for champ in ("absolute_error_margin", "relative_error_margin"):
            yield from self._marge(champ, self.cas.get(champ))
        if self.cas.get("reforms") or self.cas.get("extensions"):
            return
        for champ in ("input", "output"):
            if isinstance(self.cas.get(champ), dict):
                yield from self._noms(champ, self.cas[champ])

    def _marge(self, champ, marge) -> Iterator[tuple[tuple, str]]:
        for nom, valeur in marge.items() if isinstance(marge, dict) else [(None, marge)]:
            if valeur is None:
                continue
            try:
                bonne = not isinstance(valeur, bool) and math.isfinite(float(valeur)) and float(valeur) >= 0
            except (TypeError, ValueError):
                bonne = False
            if not bonne:
                yield (champ, nom)[: 1 + (nom is not None)], f"« {court(valeur)} » n'est pas une marge : un nombre fini, 0 ou plus."

    def _noms(self, champ, contenu) -> Iterator[tuple[tuple, str]]:
        """The names of an input or of an output: variables, an entity, or the members of an entity."""
        for nom, valeur in contenu.items():
            lieu = (champ, nom)
            if nom in self.systeme.variables:
                yield from self._variable(champ, lieu, nom, valeur)
            elif nom in self.singuliers:
                yield from self._membre(champ, lieu, self.singuliers[nom], valeur)
            elif nom in self.pluriels:
                if not isinstance(valeur, dict):
                    yield lieu, f"Un nom par membre est attendu, pas {nature(valeur)}."
                    continue
                for identifiant, membre in valeur.items():
                    yield from self._membre(champ, (*lieu, identifiant), self.pluriels[nom], membre)
            elif not (champ == "input" and nom == "axes"):
                connus = [*self.systeme.variables, *self.singuliers, *self.pluriels]
                yield lieu, f"« {court(nom)} » n'est pas une variable.{proche(nom, connus)}"

    def _membre(self, champ, lieu, entite, membre) -> Iterator[tuple[tuple, str]]:
        if not isinstance(membre, dict):
            yield lieu, f"Des variables (« nom: valeur ») sont attendues, pas {nature(membre)}."
            return
        roles = {nom for role in getattr(entite, "roles", ()) for nom in (role.key, role.plural)}
        for nom, valeur in membre.items():
            if nom in roles:
                continue
            if nom not in self.systeme.variables:
                yield (*lieu, nom), f"« {court(nom)} » n'est pas une variable.{proche(nom, self.systeme.variables)}"
            else:
                yield from self._variable(champ, (*lieu, nom), nom, valeur)

    def _variable(self, champ, lieu, nom, contenu) -> Iterator[tuple[tuple, str]]:
        variable = self.systeme.variables[nom]
        if isinstance(contenu, dict):
            par_periode = [((*lieu, texte), texte, valeur) for texte, valeur in contenu.items()]
        elif self.cas.get("period") is None:
            yield lieu, f"« {nom} » est donné sans période : donnez « period » au cas, ou écrivez {nom}: {{2025-03: …}}."
            return
        else:
            par_periode = [(lieu, self.cas["period"], contenu)]
        for ici, texte, valeur in par_periode:
            if isinstance(self.controle.periode(texte), str):
                if ici != lieu:
                    yield ici, self.controle.periode(texte)
                continue
            for une in valeur if isinstance(valeur, list) else [valeur]:
                if champ == "output":
                    yield from ((ici, refus.message) for refus in self.controle.valeur(lieu, variable, texte, None))
                    une = abs(une) if isinstance(une, float) or type(une) is int else une
                if une is None:
                    continue
                periode = "ETERNITY" if champ == "output" and variable.definition_period == "eternity" else texte
                yield from ((ici, refus.message) for refus in self.controle.valeur(lieu, variable, periode, une))


class CasProjete(UserWarning):
    """Cases expect figures of months whose amounts are not known yet."""


class FauteDeCas(Exception):
    """A file of cases that is refused."""


class CasFautif(pytest.Item):
    """What stands in the place of a file of cases that is refused: a test that fails with its faults."""

    def __init__(self, *, trouvees, **options) -> None:
        super().__init__(**options)
        self.trouvees = trouvees

    def runtest(self) -> None:
        nombre = len(self.trouvees)
        montrees = [f"  {une}" for une in self.trouvees[:MONTREES]]
        if nombre > MONTREES:
            montrees.append(f"  … et {nombre - MONTREES} autre{'s' if nombre > MONTREES + 1 else ''}.")
        raise FauteDeCas("\n".join([f"{self.path} : {nombre} erreur{'s' if nombre > 1 else ''}", *montrees]))

    def repr_failure(self, excinfo):
        if isinstance(excinfo.value, FauteDeCas):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self):
        return self.path, 0, "cas"


#: What a file of cases projects, kept from its reading to its run.
_PROJETES = pytest.StashKey[dict[str, list[str]]]()


class _FichierFautif(pytest.File):
    def __init__(self, *, trouvees, **options) -> None:
        super().__init__(**options)
        self.trouvees = trouvees

    def collect(self):
        yield CasFautif.from_parent(self, name="lecture", trouvees=self.trouvees)


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path, parent):
    """Put the faults of a file of cases in the place of the file."""
    collecteurs = yield
    return [_le_lire(un, file_path, parent) for un in collecteurs]


def _le_lire(collecteur, chemin, parent):
    if not isinstance(collecteur, test_runner.YamlFile) or not _est_le_notre(collecteur.tax_benefit_system):
        return collecteur
    trouvees, projetes = _lire(chemin, collecteur.tax_benefit_system)
    if projetes:
        collecteur.stash[_PROJETES] = projetes
    return _FichierFautif.from_parent(parent, path=chemin, trouvees=trouvees) if trouvees else collecteur


def pytest_collectstart(collector):
    """Say what the cases of a file project, once, where the file is one of those that are run."""
    projetes = collector.stash.get(_PROJETES, None)
    if projetes:
        dits = " ; ".join(f"{nom} ({', '.join(mois)})" for nom, mois in projetes.items())
        collector.warn(CasProjete(f"{dits}. {phrase_de_projection(collector.tax_benefit_system)}"))


def _est_le_notre(systeme) -> bool:
    while systeme is not None:
        if type(systeme).__module__.partition(".")[0] == "openfisca_chomage":
            return True
        systeme = getattr(systeme, "baseline", None)
    return False
