"""Mutation check of the rules: every small change of a rule that no test sees is listed.

    python outils/mutation.py                                        # all rules, the YAML cases
    python outils/mutation.py --tests tests/python --survivants      # what survived them, the Python tests
    python outils/mutation.py --rapport                              # the figures; the survivors, by explanation
    python outils/mutation.py --rapport --depuis main                # exits 1 if a changed line has a survivor that nothing explains

The changes are those of mutmut (its operators and its visitor), on ``variables/`` and ``socle/``.  How mutmut runs them is
not used: it puts the mutants of a function beside it, in the class, and a wrapper in its place, and OpenFisca refuses a
``Variable`` with unknown attributes and reads the signature of its formulas.  Here pytest collects the tests once, on one
tax and benefit system; then, for each mutant, a fork puts the changed bytecode into the function, forgets what was cached
and runs only the tests that reach the changed statement, up to the first that fails.  What runs while the system is built
is built again in the fork.

What mutmut leaves out is left out too (statements outside functions, so parameters and labels); functions with a decorator
are not: the dated rules have one.

Results: one JSON line a mutant in ``--resultats``; a line written later replaces an earlier one of the same mutant.
"""

from __future__ import annotations

import argparse
import ast
import collections
import dataclasses
import functools
import gc
import json
import os
import pickle
import random
import re
import resource
import signal
import subprocess
import sys
import time
import types
from importlib.machinery import SourceFileLoader
from pathlib import Path

import libcst as cst
import yaml
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.file_mutation import MutationVisitor, deep_replace
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

RACINE = Path(__file__).resolve().parent.parent
PAQUET = RACINE / "openfisca_chomage"
RESULTATS = RACINE / "build" / "mutation.jsonl"
EXPLICATIONS = RACINE / "outils"  # mutation_explications.yaml: by pattern; mutation_explications_*.yaml: line by line
SURVIVANTS = RACINE / "build" / "mutation_survivants.txt"
SEUIL = 92.0  # percent of all the mutants, under which ``--rapport`` exits 1
MEMOIRE = 8 << 30  # bytes of address space of a fork
DELAI, FACTEUR = 3.0, 10  # seconds of processor for a test: a floor, and so many times what it takes without a mutant
ISSUES = ("tué", "délai", "survit", "sans test")


@dataclasses.dataclass
class Mutant:
    """One change: where it is, what it reads before and after, and the source of the module with it."""

    fichier: str
    fonction: str
    premiere_ligne: int  # as in the code object: that of the first decorator
    nom_court: str
    lignes: tuple[int, int]  # the changed statement, or the head of a compound one
    ligne: int
    avant: str
    apres: str
    sorte: str
    rang: int  # among the mutants of the file with the same function, before and after
    module: str  # source of the module, of its changed top-level statement, of that statement once changed
    original: str
    remplacant: str

    @property
    def source(self) -> str:
        return self.module.replace(self.original, self.remplacant)

    @property
    def cle(self) -> str:
        return f"{self.fichier}::{self.fonction}::{self.avant} -> {self.apres}::{self.rang}"


class Visiteur(MutationVisitor):
    """mutmut's visitor, which also enters decorated functions (never their decorators)."""

    def _skip_node_and_children(self, node) -> bool:
        if isinstance(node, cst.FunctionDef) and node.decorators:
            return False
        return super()._skip_node_and_children(node)


def enonces(source: str) -> list[tuple[int, int]]:
    """First and last line of each statement; of a compound one, its head only."""
    resultat = []
    for noeud in ast.walk(ast.parse(source)):
        if isinstance(noeud, ast.stmt):
            corps = getattr(noeud, "body", None)
            fin = max(noeud.lineno, corps[0].lineno - 1) if corps else noeud.end_lineno
            resultat.append((noeud.lineno, fin))
    return resultat


def mutants_du_fichier(chemin: Path) -> list[Mutant]:
    """All the mutants of a module, in the order of its lines."""
    source = chemin.read_text(encoding="utf-8")
    enveloppe = MetadataWrapper(cst.parse_module(source))
    visiteur = Visiteur(mutation_operators, IgnoredCode(set(), set(), set()))
    module = enveloppe.visit(visiteur)
    positions = enveloppe.resolve(PositionProvider)
    blocs = enonces(source)
    lieu = {}  # top-level function or method: (top-level statement, name)
    for haut in module.body:
        if isinstance(haut, cst.FunctionDef):
            lieu[haut] = haut, haut.name.value
        elif isinstance(haut, cst.ClassDef) and isinstance(haut.body, cst.IndentedBlock):
            for methode in haut.body.body:
                if isinstance(methode, cst.FunctionDef):
                    lieu[methode] = haut, f"{haut.name.value}.{methode.name.value}"
    textes, rangs, resultat = {}, collections.Counter(), []
    lignes_source = source.splitlines()
    for mutation in visiteur.mutations:
        fonction = mutation.contained_by_top_level_function
        if fonction not in lieu:
            continue
        haut, nom = lieu[fonction]
        if haut not in textes:
            textes[haut] = module.code_for_node(haut)
        nouveau = module.code_for_node(deep_replace(haut, mutation.original_node, mutation.mutated_node))
        assert source.count(textes[haut]) == 1, (chemin, nom)
        ligne = positions[mutation.original_node].start.line if mutation.original_node in positions else None
        if ligne is None:
            ligne = positions[fonction].start.line
        premiere = positions[fonction.decorators[0] if fonction.decorators else fonction].start.line
        dedans = [bloc for bloc in blocs if bloc[0] <= ligne <= bloc[1]]
        bloc = min(dedans, key=lambda bloc: bloc[1] - bloc[0]) if dedans else (ligne, ligne)
        mute = source.replace(textes[haut], nouveau)
        avant, apres = difference(lignes_source, mute.splitlines())
        rang = rangs[nom, avant, apres]
        rangs[nom, avant, apres] += 1
        resultat.append(Mutant(
            str(chemin.relative_to(RACINE)), nom, premiere, fonction.name.value, bloc, ligne, avant, apres,
            type(mutation.original_node).__name__, rang, source, textes[haut], nouveau))
    return resultat


def difference(avant: list[str], apres: list[str]) -> tuple[str, str]:
    """The lines that differ, before and after, on one line each."""
    debut = 0
    while debut < min(len(avant), len(apres)) and avant[debut] == apres[debut]:
        debut += 1
    fin = 0
    while fin < min(len(avant), len(apres)) - debut and avant[-1 - fin] == apres[-1 - fin]:
        fin += 1
    return tuple(" ".join(ligne.strip() for ligne in lignes[debut: len(lignes) - fin]) for lignes in (avant, apres))


class Paquet:
    """The package in memory: its functions, what ran while it was built, its system."""

    def __init__(self) -> None:
        self.construites: set[tuple[str, int]] = set()

        def regarder(cadre, evenement, _):
            if evenement == "call" and cadre.f_code.co_filename.startswith(str(PAQUET)):
                self.construites.add((cadre.f_code.co_filename, cadre.f_code.co_firstlineno))

        sys.setprofile(regarder)
        from openfisca_chomage import CountryTaxBenefitSystem
        self.systeme = CountryTaxBenefitSystem()
        sys.setprofile(None)
        assert Path(sys.modules["openfisca_chomage"].__file__).parent == PAQUET, "another copy of the package is installed"

    def indexer(self) -> None:
        """Find the functions: OpenFisca loads a file of variables a second time, so each may be there twice."""
        self.fonctions = collections.defaultdict(list)
        self.caches = []
        for objet in gc.get_objects():
            if isinstance(objet, types.FunctionType):
                code = objet.__code__
                if code.co_filename.startswith(str(PAQUET)):
                    self.fonctions[code.co_filename, code.co_firstlineno, code.co_name].append(objet)
            elif isinstance(objet, functools._lru_cache_wrapper) and objet.__module__.startswith(
                    ("openfisca_chomage", "openfisca_core")):
                self.caches.append(objet)

        gc.freeze()

    def oublier(self) -> None:
        for cache in self.caches:
            cache.cache_clear()

    def poser(self, mutant: Mutant) -> bool:
        """Put the mutant's bytecode in its function(s). Returns whether the system must be built again."""
        nom_fichier = str(RACINE / mutant.fichier)
        arbre = ast.parse(mutant.source)
        module = compile(arbre, nom_fichier, "exec")
        _charger_aussi(module, nom_fichier)
        code = _trouver_code(module, mutant.premiere_ligne, mutant.nom_court)
        fonctions = self.fonctions[nom_fichier, mutant.premiere_ligne, mutant.nom_court]
        assert fonctions, f"fonction introuvable : {mutant.cle}"
        defauts = _defauts(arbre, mutant)
        for fonction in fonctions:
            if len(code.co_freevars) != len(fonction.__code__.co_freevars):
                fonction = _autre_fonction(fonction, code)
            fonction.__code__ = code
            if fonction.__defaults__:
                fonction.__defaults__ = tuple(eval(texte, fonction.__globals__) for texte in defauts)
        self.oublier()
        return (nom_fichier, mutant.premiere_ligne) in self.construites

    def reconstruire(self):
        """The system built again by mutated code, its variables loaded again."""
        for nom in [nom for nom in sys.modules if nom.startswith("openfisca_chomage.variables.")]:
            del sys.modules[nom]
        from openfisca_chomage import CountryTaxBenefitSystem
        return CountryTaxBenefitSystem()


def _charger_aussi(module, nom_fichier: str) -> None:
    """A test that builds a system of its own loads the files of variables again: it must find the mutant there."""
    charger = SourceFileLoader.get_code

    def get_code(chargeur, nom):
        return module if chargeur.path == nom_fichier else charger(chargeur, nom)

    SourceFileLoader.get_code = get_code


def _autre_fonction(fonction, code):
    """A method in the place of one whose mutant no longer has (or now has) its ``super()``."""
    cellules = dict(zip(fonction.__code__.co_freevars, fonction.__closure__ or ()))
    autre = types.FunctionType(
        code, fonction.__globals__, fonction.__name__, fonction.__defaults__, tuple(cellules[nom] for nom in code.co_freevars))
    setattr(getattr(sys.modules[fonction.__module__], fonction.__qualname__.partition(".")[0]), fonction.__name__, autre)
    return autre


def _trouver_code(code, ligne, nom):
    for constante in code.co_consts:
        if isinstance(constante, types.CodeType):
            if constante.co_firstlineno == ligne and constante.co_name == nom:
                return constante
            dedans = _trouver_code(constante, ligne, nom)
            if dedans is not None:
                return dedans
    return None


def _defauts(arbre, mutant: Mutant) -> list[str]:
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.FunctionDef) and noeud.name == mutant.nom_court:
            premiere = noeud.decorator_list[0].lineno if noeud.decorator_list else noeud.lineno
            if premiere == mutant.premiere_ligne:
                return [ast.unparse(defaut) for defaut in noeud.args.defaults]
    return []


def dans_un_fils(travail):
    """Run ``travail`` in a fork. Returns (signal that ended it or 0, what it returned)."""
    lecture, ecriture = os.pipe()
    fils = os.fork()
    if fils == 0:
        gc.disable()  # a collection would copy every page of the parent
        os.close(lecture)
        vide = os.open(os.devnull, os.O_RDWR)
        for sortie in (1, 2):
            os.dup2(vide, sortie)
        resource.setrlimit(resource.RLIMIT_AS, (MEMOIRE, MEMOIRE))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        try:
            resultat = travail()
        except BaseException as erreur:  # a mutant may raise anything
            resultat = f"{type(erreur).__name__}: {str(erreur)[:100]}"
        with os.fdopen(ecriture, "wb") as tuyau:
            pickle.dump(resultat, tuyau)
        os._exit(0)
    os.close(ecriture)
    with os.fdopen(lecture, "rb") as tuyau:
        recu = tuyau.read()
    _, etat = os.waitpid(fils, 0)
    return (os.WTERMSIG(etat) if os.WIFSIGNALED(etat) else 0), pickle.loads(recu) if recu else None


def passer(item, suivant=None) -> bool:
    """Run one test. Returns whether it passes."""
    if type(item).__name__ == "YamlItem":
        try:
            item.runtest()
        except BaseException:
            return False
        return True
    from _pytest.runner import runtestprotocol
    return all(rapport.outcome != "failed" for rapport in runtestprotocol(item, log=False, nextitem=suivant))


class Execution:
    """The pytest plugin which takes the place of the loop over the tests."""

    def __init__(self, paquet: Paquet, options) -> None:
        self.paquet, self.options = paquet, options

    def pytest_runtestloop(self, session):
        self.items = session.items
        self.noms = [nom_du_test(item) for item in self.items]
        from openfisca_core.tools import test_runner
        test_runner._get_tax_benefit_system(self.paquet.systeme, [], [])
        self.paquet.indexer()
        for item in self.items:  # one system, already built, for the fixture ``systeme`` too
            for fixture in getattr(getattr(item, "_fixtureinfo", None), "name2fixturedefs", {}).get("systeme", ()):
                fixture.func = lambda: self.paquet.systeme
        self.couvrir()
        self.boucle()
        return True

    def couvrir(self) -> None:
        """Which tests run each line, and how long each takes; the tests of a Python module share a fork, for its fixtures."""
        self.lignes = collections.defaultdict(set)  # (file, line): ranks of tests
        self.durees = {}
        groupes = collections.defaultdict(list)
        for rang, item in enumerate(self.items):
            groupes[rang if type(item).__name__ == "YamlItem" else str(item.path)].append(rang)
        ecartes = 0
        for rangs in groupes.values():
            mort, mesures = dans_un_fils(functools.partial(self._mesurer, rangs))
            assert not mort and isinstance(mesures, list), (self.noms[rangs[0]], mort, mesures)
            for rang, passe, duree, lignes in mesures:
                assert passe, f"{self.noms[rang]} ne passe pas sans mutant"
                if duree > self.options.duree_max:
                    ecartes += 1
                    continue
                self.durees[rang] = duree
                for lieu in lignes:
                    self.lignes[lieu].add(rang)
        print(f"{len(self.durees)} tests, {sum(self.durees.values()):.0f} s ; {ecartes} trop longs, écartés", flush=True)

    def _mesurer(self, rangs):
        self.paquet.oublier()
        resultat, vues = [], set()

        def tracer(cadre, evenement, _):
            nom = cadre.f_code.co_filename
            if not nom.startswith(prefixes):
                return None
            vues.add((nom, cadre.f_lineno))
            return tracer

        prefixes = str(PAQUET / "variables"), str(PAQUET / "socle")
        for place, rang in enumerate(rangs):
            vues.clear()
            suivant = self.items[rangs[place + 1]] if place + 1 < len(rangs) else None
            debut = time.process_time()
            sys.settrace(tracer)
            passe = passer(self.items[rang], suivant)
            sys.settrace(None)
            resultat.append((rang, passe, time.process_time() - debut, set(vues)))
        return resultat

    def choisir(self, mutant: Mutant) -> list[int]:
        """The tests that run the changed statement; those of its room first, then the quickest."""
        nom_fichier, piece = str(RACINE / mutant.fichier), Path(mutant.fichier).stem
        rangs = set()
        for ligne in range(mutant.lignes[0], mutant.lignes[1] + 1):
            rangs |= self.lignes.get((nom_fichier, ligne), set())
        return self.dans_le_budget(sorted(rangs, key=lambda rang: (f"/{piece}/" not in self.noms[rang], self.durees[rang])))

    def dans_le_budget(self, rangs: list[int]) -> list[int]:
        """The first of the tests, as many as ``--budget`` seconds allow; what survives them might not survive the others."""
        total, gardes = 0.0, []
        for rang in rangs:
            total += self.durees[rang]
            if self.options.budget and total > self.options.budget:
                break
            gardes.append(rang)
        return gardes

    def essayer(self, mutant: Mutant):
        rangs = self.choisir(mutant)
        construite = (str(RACINE / mutant.fichier), mutant.premiere_ligne) in self.paquet.construites
        if construite:
            rangs = self.dans_le_budget(sorted(self.durees, key=self.durees.get))
        if not rangs:
            return "sans test", "", 0

        def travail():
            signal.setitimer(signal.ITIMER_PROF, FACTEUR * DELAI)
            if self.paquet.poser(mutant):
                try:
                    systeme = self.paquet.reconstruire()
                except BaseException:
                    return "construction du système"
                self.paquet.systeme = systeme
                for rang in rangs:
                    self.items[rang].baseline_tax_benefit_system = systeme
            for rang in rangs:
                signal.setitimer(signal.ITIMER_PROF, DELAI + FACTEUR * self.durees[rang])
                if not passer(self.items[rang]):
                    return rang
            return None

        mort, rang = dans_un_fils(travail)
        if mort == signal.SIGPROF:
            return "délai", "", len(rangs)
        if mort:
            return "tué", f"signal {mort}", len(rangs)
        if rang is None:
            return "survit", "", len(rangs)
        if isinstance(rang, str) and rang != "construction du système":
            return "erreur", rang, len(rangs)
        return "tué", self.noms[rang] if isinstance(rang, int) else rang, len(rangs)

    def boucle(self) -> None:
        compte, debut = collections.Counter(), time.time()
        a_faire = choisir_mutants(self.options)
        self.options.resultats.parent.mkdir(parents=True, exist_ok=True)
        with self.options.resultats.open("a", encoding="utf-8") as sortie:
            for numero, mutant in enumerate(a_faire, 1):
                issue, tueur, nombre = self.essayer(mutant)
                if issue == "sans test" and self.options.survivants:
                    continue  # what the first run said stands
                compte[issue] += 1
                ligne = {"cle": mutant.cle, "fichier": mutant.fichier, "fonction": mutant.fonction, "ligne": mutant.ligne,
                         "avant": mutant.avant, "apres": mutant.apres, "sorte": mutant.sorte, "issue": issue,
                         "tueur": tueur, "tests": nombre}
                sortie.write(json.dumps(ligne, ensure_ascii=False) + "\n")
                sortie.flush()
                if numero % 200 == 0 or numero == len(a_faire):
                    print(f"{numero}/{len(a_faire)} {mutant.fichier} {dict(compte)} {time.time() - debut:.0f} s", flush=True)


def nom_du_test(item) -> str:
    if type(item).__name__ == "YamlItem":
        return f"{Path(item.path).relative_to(RACINE)}::{item.test.name}"
    return item.nodeid


def lire(chemin: Path) -> dict[str, dict]:
    """{key: last result} of a file of results."""
    resultats = {}
    if chemin.exists():
        for ligne in chemin.read_text(encoding="utf-8").splitlines():
            resultat = json.loads(ligne)
            resultats[resultat["cle"]] = resultat
    return resultats


def fichiers_des_regles(options) -> list[Path]:
    if options.fichiers:
        return [(RACINE / nom).resolve() for nom in options.fichiers]
    return sorted((PAQUET / "variables").rglob("*.py")) + sorted((PAQUET / "socle").rglob("*.py"))


def lignes_changees(reference: str) -> dict[str, set[int]]:
    """{file: numbers of its lines that are not those of this commit or branch}."""
    lu = subprocess.run(["git", "-C", str(RACINE), "diff", "--unified=0", "--no-prefix", reference, "--", "openfisca_chomage"],
                        capture_output=True, text=True, check=True).stdout
    changees, fichier = collections.defaultdict(set), ""
    for ligne in lu.splitlines():
        if ligne.startswith("+++ "):
            fichier = ligne[4:]
        elif bloc := re.match(r"@@ -\S+ \+(\d+)(?:,(\d+))? @@", ligne):
            premiere, nombre = int(bloc[1]), int(bloc[2] or 1)
            changees[fichier] |= set(range(premiere, premiere + nombre))
    return changees


def mutants_des_regles(options) -> list[Mutant]:
    """The mutants of the files; with ``--depuis``, of the statements that have a changed line."""
    mutants = [mutant for fichier in fichiers_des_regles(options) for mutant in mutants_du_fichier(fichier)]
    if options.depuis:
        changees = lignes_changees(options.depuis)
        mutants = [mutant for mutant in mutants
                   if not changees[mutant.fichier].isdisjoint(range(mutant.lignes[0], mutant.lignes[1] + 1))]
    return mutants


def choisir_mutants(options) -> list[Mutant]:
    """The mutants to run: all those of the files, a drawn sample of them, or those that survived."""
    mutants = mutants_des_regles(options)
    if options.survivants:
        connus = lire(options.resultats)
        mutants = [mutant for mutant in mutants if connus.get(mutant.cle, {}).get("issue") in ("survit", "sans test", "erreur")]
        if options.reste:
            groupes, raisons = explications()
            mutants = [mutant for mutant in mutants if groupe_de(montrer(connus[mutant.cle]), groupes, raisons) == "à tuer"]
    elif options.reprendre:
        connus = lire(options.resultats)
        mutants = [mutant for mutant in mutants if mutant.cle not in connus]
    if options.nombre and options.nombre < len(mutants):
        tires = set(random.Random(options.graine).sample(range(len(mutants)), options.nombre))
        mutants = [mutant for rang, mutant in enumerate(mutants) if rang in tires]
    part, parts = (int(nombre) for nombre in options.part.split("/"))
    return mutants[part - 1:: parts]


def montrer(resultat: dict) -> str:
    """A survivor on one line: where, and the change in its line."""
    avant, apres = resultat["avant"], resultat["apres"]
    debut = len(os.path.commonprefix([avant, apres]))
    fin = len(os.path.commonprefix([avant[debut:][::-1], apres[debut:][::-1]]))
    change = f"[{avant[debut: len(avant) - fin]} -> {apres[debut: len(apres) - fin]}]"
    fichier = resultat["fichier"].removeprefix("openfisca_chomage/")
    return f"{fichier}:{resultat['ligne']} {resultat['fonction']} | {avant[:debut]}{change}{avant[len(avant) - fin:]}"


def sans_lieu(ligne: str) -> str:
    """A line of ``montrer`` without its file and number: the function and the text, which a rule that moves keeps."""
    return ligne.partition(" ")[2]


def explications() -> tuple[list[dict], dict[str, str]]:
    """The groups, by pattern; and {function and text of a line: reason} of the survivors explained one by one."""
    groupes, raisons = [], {}
    for chemin in sorted(EXPLICATIONS.glob("mutation_explications*.yaml")):
        for entree in yaml.safe_load(chemin.read_text(encoding="utf-8")) or []:
            if "motif" in entree:
                groupes.append(entree)
            for ligne in entree.get("lignes", ()):
                assert raisons.setdefault(ligne, entree["raison"]) == entree["raison"], f"expliqué deux fois : {ligne}"
    return groupes, raisons


def groupe_de(ligne: str, groupes: list[dict], raisons: dict[str, str]) -> str:
    """Where a survivor stands: explained by itself, in a group, or left to examine."""
    if sans_lieu(ligne) in raisons:
        return "expliqués un par un"
    return next((groupe["groupe"] for groupe in groupes if re.search(groupe["motif"], ligne)), "à tuer")


def rapport(options) -> int:
    """The figures by file and by group of survivors; the survivors, by group or with their own reason, in ``SURVIVANTS``.

    Returns 1 if the score is under ``SEUIL``; with ``--depuis``, if a mutant was not run or survived without an explanation.
    """
    connus = {mutant.cle for mutant in mutants_des_regles(options)}
    retenus = [resultat for cle, resultat in lire(options.resultats).items() if cle in connus]
    groupes, raisons = explications()
    par_fichier = collections.defaultdict(collections.Counter)
    listes = {groupe["groupe"]: [] for groupe in groupes} | {"expliqués un par un": [], "à tuer": []}
    un_par_un, servies = collections.defaultdict(list), set()
    for resultat in sorted(retenus, key=lambda r: (r["fichier"], r["ligne"])):
        compte = par_fichier[resultat["fichier"]]
        compte[resultat["issue"]] += 1
        if resultat["issue"] not in ("survit", "sans test"):
            continue
        ligne = montrer(resultat)
        nom = groupe_de(ligne, groupes, raisons)
        if nom == "expliqués un par un":
            servies.add(sans_lieu(ligne))
            un_par_un[raisons[sans_lieu(ligne)]].append(ligne)
        listes[nom].append(ligne)
        compte[{"expliqués un par un": "un par un", "à tuer": "reste"}.get(nom, "par groupe")] += 1
    par_fichier["total"] = sum(par_fichier.values(), collections.Counter())
    colonnes = (*ISSUES, "par groupe", "un par un", "reste")
    print("| fichier | mutants | tués | délai | survivants | sans test | par groupe | un par un | reste | score |")
    print("|---|" + "---:|" * 9)
    for nom in sorted(set(par_fichier) - {"total"}) + ["total"]:
        compte = par_fichier[nom]
        total = sum(compte[issue] for issue in ISSUES)
        score = 100 * (compte["tué"] + compte["délai"]) / total if total else 0
        print(f"| {nom.removeprefix('openfisca_chomage/')} | {total} | " + " | ".join(str(compte[colonne]) for colonne in colonnes)
              + f" | {score:.1f} % |".replace(".", ","))
    print(f"\nNon exécutés : {len(connus) - len(retenus)}\n")
    print("| groupe | survivants |\n|---|---:|")
    textes = []
    pourquoi = {groupe["groupe"]: groupe["raison"] for groupe in groupes} | {"à tuer": "Restent à examiner ou à tuer."}
    for nom, lignes in listes.items():
        print(f"| {nom} | {len(lignes)} |")
        if nom in pourquoi:
            textes.append(f"# {nom} ({len(lignes)})\n# {pourquoi[nom]}\n" + "\n".join(lignes) + "\n")
        else:
            textes.append(f"# {nom} ({len(lignes)})\n")
            textes.extend(f"# - {' '.join(raison.split())}\n" + "\n".join(liste) + "\n" for raison, liste in un_par_un.items())
    SURVIVANTS.parent.mkdir(parents=True, exist_ok=True)
    SURVIVANTS.write_text("\n".join(textes), encoding="utf-8")
    if not options.depuis and not options.fichiers:
        for ligne in sorted(set(raisons) - servies):
            print(f"explication sans survivant : {ligne}")
    if options.depuis:
        return int(bool(listes["à tuer"]) or len(retenus) < len(connus))
    return int(score < SEUIL)


def principal(arguments=None) -> int:
    """Entry point. Returns 0 when the run ended."""
    analyse = argparse.ArgumentParser(description="Mutation check of the rules.")
    analyse.add_argument("fichiers", nargs="*", help="rules to mutate (default: variables/ and socle/)")
    analyse.add_argument("--tests", nargs="+", default=["tests/yaml"], help="paths that pytest collects")
    analyse.add_argument("--duree-max", type=float, default=10.0, help="seconds beyond which a test is left out")
    analyse.add_argument("--budget", type=float, default=0.0, help="seconds of tests a mutant (0: all that reach it)")
    analyse.add_argument("--survivants", action="store_true", help="only the mutants that survived the results so far")
    analyse.add_argument("--reste", action="store_true", help="with --survivants: only those that nothing explains")
    analyse.add_argument("--depuis", default="", help="only what changed since this commit or branch")
    analyse.add_argument("--reprendre", action="store_true", help="only the mutants without a result")
    analyse.add_argument("--nombre", type=int, default=0, help="draw so many mutants (0: all)")
    analyse.add_argument("--graine", type=int, default=0, help="seed of the draw")
    analyse.add_argument("--part", default="1/1", help="i/n: every n-th mutant from the i-th, to share the work")
    analyse.add_argument("--resultats", type=Path, default=RESULTATS)
    analyse.add_argument("--rapport", action="store_true", help="print the figures and the survivors; run nothing")
    options = analyse.parse_args(arguments)
    os.chdir(RACINE)
    if options.rapport:
        return rapport(options)
    sys.path.insert(0, str(RACINE))
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # no plugin but OpenFisca's and ours
    os.environ.setdefault("NOMBRE_DEMANDEURS", "2000")
    os.environ.setdefault("NOMBRE_TIRAGES", "20")
    os.environ.setdefault("EXEMPLES", "3")
    paquet = Paquet()
    import pytest
    from openfisca_core.tools.test_runner import OpenFiscaPlugin, Options
    greffons = [OpenFiscaPlugin(paquet.systeme, Options()), Execution(paquet, options)]
    return pytest.main(["-q", "-s", "-p", "no:cacheprovider", *options.tests], plugins=greffons)


if __name__ == "__main__":
    sys.exit(principal())
