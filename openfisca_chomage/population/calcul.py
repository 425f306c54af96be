"""The run: tables in, chunk after chunk through the chain, a table out."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet

from openfisca_chomage.population import prive
from openfisca_chomage.population.chantier import Chantier, controler_la_sortie
from openfisca_chomage.population.effets import Effets, Rapport, schema_compare
from openfisca_chomage.population.equipe import Equipe, coeurs, version
from openfisca_chomage.population.erreurs import ErreurDemande, ErreurPopulation, Erreurs
from openfisca_chomage.population.lecture import Tables, empreinte
from openfisca_chomage.population.lot import ETAPES, Demande, Montre, Rendu, loi, rendre_un_lot, schema
from openfisca_chomage.population.reformes import lire_reforme
from openfisca_chomage.reglements import DERNIER_MOIS, au_dela, dernier_mois_connu, est_projete, phrase_de_projection
from openfisca_chomage.socle.bornes import est_un_mois

__all__ = ["LOT", "Bilan", "simuler"]

#: Claimants in a chunk, at most.
LOT = 20_000

SANS_REJETS = "Pour calculer les autres demandeurs, donnez un fichier de rejets."


@dataclasses.dataclass
class Bilan:
    """What a run did.

    Attributes:
        demandeurs, rejetes: how many claimants the table has, and how many have no result.
        lignes: rows written.
        erreurs: how many errors the rejects hold.
        secondes: by step (``lecture``, ``conversion``, ``regles``, ``ecriture``), those of all the workers together.
        travailleurs: how many processes computed, this one when 1; 0 on a cluster.
        lots, repris: chunks, and how many of them a former run had done.
        abandonnes: chunks of a former, interrupted run, that were thrown away.
        non_lues: the columns of each table that are not known, and were not read.
        projection: the sentence on the months whose figures are projections, where there are some.
        rapport: what the reform changes.
    """

    demandeurs: int = 0
    rejetes: int = 0
    lignes: int = 0
    erreurs: int = 0
    secondes: dict[str, float] = dataclasses.field(default_factory=lambda: dict.fromkeys(ETAPES, 0.0))
    travailleurs: int = 1
    lots: int = 0
    repris: int = 0
    abandonnes: int = 0
    non_lues: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    projection: str = ""
    rapport: Rapport | None = None

    def compter(self, rendu: Rendu) -> None:
        """Add a chunk."""
        self.lots += 1
        self.lignes += rendu.lignes
        self.rejetes += rendu.rejetes
        self.ajouter_secondes(rendu.secondes)

    def ajouter_secondes(self, secondes: dict[str, float]) -> None:
        """Add times by step."""
        for etape, une in secondes.items():
            self.secondes[etape] += une


def simuler(
    individus, contrats, mois=None, *, variables, debut: str, fin: str, sortie=None, rejets=None, lot: int | None = None,
    travailleurs: int | None = None, grappe: str | None = None, reprendre: bool = False, reforme=None,
    progression: bool | Callable[[int, int], None] = False, systeme=None, tls: tuple | None = None,
) -> pa.Table | tuple[pa.Table, Rapport] | Bilan:  # fmt: skip
    """Compute variables for the claimants of a register, month by month.

    Args:
        individus, contrats, mois: the tables: a path (Parquet, CSV), or a pandas, Polars or Arrow table. Their columns are in
            ``docs/population.md``.
        variables: the variables asked, by name.
        debut, fin: the first and the last month, ``2023-01``.
        sortie: the Parquet file to write, or a folder of such files (a name without extension: the chunks are then written
            once); the results are in no memory. It appears when it is whole.
        rejets: the Parquet file where the errors and the refusals go; the run then goes on without those claimants.
        lot: claimants in a chunk. Memory grows with it; results do not change.
        travailleurs: processes of this machine, its cores by default. One chunk alone is computed in this process.
        grappe: the address of a Dask scheduler; its workers compute, wherever they are.
        reprendre: go on with the interrupted run of the same output.
        reforme: a reform to compute beside the law: a file, the name of a class, a class (``docs/reformes.md``). Each variable
            then has a second column, ``X_reforme``, and the report says what it costs, who gains and who loses.
        progression: show a bar, or call a function of (claimants done, claimants).
        systeme: the law, a reform of it for instance, or an importable function that makes it; the package's own by default.
            Other processes than this one need the function: those of this machine look for it where this one would.
        tls: to join a cluster at an address ``tls://``: the files of the authority, of the certificate and of its key; those of Dask's
            configuration by default.

    Returns:
        The results, ordered by claimant and month, whatever the order of the rows, and with a reform its report; or, with
        ``sortie``, what was done.

    Raises:
        ErreurPopulation: the tables are wrong, or the rules refuse a claimant, and ``rejets`` is not given.
        ErreurDemande: what is asked cannot be.
    """
    variables = (variables,) if isinstance(variables, str) else tuple(variables)
    la_loi = loi(systeme)
    premier, dernier = _controler(variables, debut, fin, la_loi)
    reforme = None if reforme is None else lire_reforme(reforme, la_loi)
    if reforme is not None:
        _controler(variables, debut, fin, loi(reforme))
    sortie, rejets = (None if chemin is None else Path(chemin) for chemin in (sortie, rejets))
    _controler_les_fichiers(sortie, rejets, (individus, contrats, mois))
    travailleurs = _controler_l_equipe(lot, travailleurs, grappe, reprendre, sortie, systeme, tls)
    demande = Demande(variables, premier, dernier, systeme, reforme)
    projete = any(est_projete(la_loi, fin, nom) for nom in variables)
    bilan, montre = Bilan(projection=phrase_de_projection(la_loi) if projete else ""), Montre()
    with contextlib.ExitStack() as pile:
        chantier = dossier = None
        if sortie is None:
            dossier = Path(pile.enter_context(tempfile.TemporaryDirectory(prefix="population-")))
        else:
            sources = {"individus": individus, "contrats": contrats, "mois": mois}
            demandee = {"version": version(), "variables": variables, "debut": debut, "fin": fin}
            demandee |= {"systeme": _nom(systeme), "reforme": None if reforme is None else repr(reforme)}
            demandee |= {table: empreinte(source, table) for table, source in sources.items()}
            chantier = pile.enter_context(Chantier(sortie, demandee, reprendre))
            dossier, bilan.abandonnes = chantier.tables, chantier.remplace
        tables = Tables(individus, contrats, mois, dossier, tout_lire=rejets is not None)
        nombre = len(tables.identifiants)
        taille = (chantier and chantier.lot) or lot or _taille(nombre, travailleurs)
        bilan.travailleurs = 0 if grappe else min(travailleurs, max(1, -(-nombre // taille)))
        equipe = pile.enter_context(Equipe(bilan.travailleurs, grappe, dossier, _chemins(systeme, reforme), tls))
        tables.partager(taille)
        montre.noter("lecture")
        bilan.ajouter_secondes(montre.secondes)
        if len(tables.erreurs) and rejets is None:
            tables.verifier()
            raise ErreurPopulation(tables.erreurs.table(), SANS_REJETS)
        bilan.demandeurs, bilan.rejetes, bilan.non_lues = nombre, int(tables.rejetes.sum()), tables.non_lues
        if chantier is not None:
            chantier.commencer(tables.lot)
        avancer = pile.enter_context(_suivre(progression, bilan.demandeurs))
        morceaux, effets = [], None if reforme is None else Effets(premier, dernier)
        for rang, rendu in enumerate(_rendus(equipe, tables, demande, chantier, bilan)):
            if len(rendu.erreurs) and rejets is None:
                tables.verifier()
                raise ErreurPopulation(tables.erreurs.table(), SANS_REJETS)
            if len(rendu.refus) and rejets is None:
                raise ErreurPopulation(rendu.refus.table(), SANS_REJETS)
            tables.erreurs.joindre(rendu.erreurs)
            tables.erreurs.joindre(rendu.refus)
            bilan.compter(rendu)
            if effets is not None:
                effets.fusionner(rendu.effets)
            if chantier is None:
                morceaux.append(rendu.resultats)
            avancer(min((rang + 1) * tables.lot, bilan.demandeurs))
        montre = Montre()
        bilan.erreurs = len(tables.erreurs)
        if rejets is not None:
            _ecrire_les_rejets(tables.erreurs, rejets)
        forme = schema(la_loi, variables, tables.identifiants.type)
        if reforme is not None:
            forme = schema_compare(forme, schema(loi(reforme), variables, tables.identifiants.type))
            projection = phrase_de_projection(la_loi) if est_projete(la_loi, fin) else ""
            bilan.rapport = Rapport(reforme, reforme.en_clair(la_loi), effets, bilan.rejetes, dernier_mois_connu(la_loi), projection)
        if chantier is None:
            resultats = pa.concat_tables([forme.empty_table(), *morceaux])
            return resultats if reforme is None else (resultats, bilan.rapport)
        chantier.rendre(forme)
        montre.noter("ecriture")
        bilan.ajouter_secondes(montre.secondes)
    return bilan


def _rendus(equipe: Equipe, tables: Tables, demande: Demande, chantier: Chantier | None, bilan: Bilan) -> Iterator[Rendu]:
    """What each chunk gives, in their order; what a former run did is read, what is done is kept."""
    if chantier is not None or not equipe.ici:
        demande = dataclasses.replace(demande, en_parquet=True)
    faits = set() if chantier is None else chantier.faits()
    rangs = [rang for rang in range(len(tables)) if rang not in faits]
    taches = ((tables.lire(rang) if equipe.a_distance else tables.ou_est(rang), demande) for rang in rangs)
    nouveaux = equipe.rendre(rendre_un_lot, taches)
    for rang in range(len(tables)):
        if rang in faits:
            bilan.repris += 1
            etat = chantier.etat(rang)
            effets = None if etat["effets"] is None else Effets.de(etat["effets"])
            yield Rendu(b"", etat["lignes"], etat["rejetes"], Erreurs.de(etat["erreurs"]), Erreurs.de(etat["refus"]), {}, effets)
            continue
        rendu = next(nouveaux)
        if chantier is not None:
            etat = {"lignes": rendu.lignes, "rejetes": rendu.rejetes, "effets": rendu.effets and rendu.effets.etat()}
            etat |= {nom: getattr(rendu, nom).table().to_pylist() for nom in ("erreurs", "refus")}
            chantier.garder(rang, rendu.resultats, etat)
        elif isinstance(rendu.resultats, bytes):
            rendu.resultats = pyarrow.parquet.read_table(pa.BufferReader(rendu.resultats))
        yield rendu


def _nom(systeme) -> str | None:
    """The law that was asked, by name: another one makes another run."""
    nomme = systeme if hasattr(systeme, "__qualname__") else type(systeme)
    return None if systeme is None else f"{nomme.__module__}.{nomme.__qualname__}"


def _chemins(systeme, reforme) -> list[str]:
    """Where other processes look for the user's own law: where this one would. The package's law needs none of it."""
    sienne = systeme is not None or (reforme is not None and isinstance(reforme.classe, type))
    return [os.path.abspath(un) for un in sys.path] if sienne else []


def _taille(nombre: int, travailleurs: int) -> int:
    """Claimants in a chunk: as many chunks for each worker, none of them too large."""
    lots = -(-nombre // LOT)
    if lots > 1:
        lots = -(-lots // travailleurs) * travailleurs
    return max(1, -(-nombre // max(1, lots)))


def _controler(variables, debut: str, fin: str, systeme) -> tuple[int, int]:
    """The months asked, as numbers.

    Raises:
        ErreurDemande: what is asked cannot be.
    """
    for nom, un_mois in (("debut", debut), ("fin", fin)):
        if not est_un_mois(un_mois):
            raise ErreurDemande(f"« {un_mois} » n'est pas un mois pour « {nom} ». Écrivez AAAA-MM, par exemple 2025-05.")
    if fin < debut:
        raise ErreurDemande(f"La fin ({fin}) est avant le début ({debut}).")
    if fin > DERNIER_MOIS:
        raise ErreurDemande(au_dela(fin))
    if not variables:
        raise ErreurDemande("Aucune variable n'est demandée.")
    for nom in variables:
        if nom not in systeme.variables:
            proches = difflib.get_close_matches(nom, systeme.variables, 1)
            voulu = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
            raise ErreurDemande(f"« {nom} » n'est pas une variable.{voulu}")
        if variables.count(nom) > 1:
            raise ErreurDemande(f"« {nom} » est demandée deux fois.")
    return tuple(int(un[:4]) * 12 + int(un[5:]) - 1 for un in (debut, fin))


def _controler_les_fichiers(sortie: Path | None, rejets: Path | None, lus) -> None:
    """The files to write may be: their folder is there, and they are no table that is read."""
    lus = [Path(source).resolve() for source in lus if isinstance(source, (str, Path))]
    if sortie is not None:
        controler_la_sortie(sortie)
    if rejets is not None:
        if not rejets.absolute().parent.is_dir():
            raise ErreurDemande(f"Le dossier de {rejets} n'existe pas.")
        if rejets.is_dir():
            raise ErreurDemande(f"{rejets} est un dossier : donnez un nom de fichier.")
    for chemin in (sortie, rejets):
        if chemin is not None and chemin.resolve() in lus:
            raise ErreurDemande(f"{chemin} est une des tables lues : il serait remplacé.")
    if None not in (sortie, rejets) and sortie.resolve() == rejets.resolve():
        raise ErreurDemande(f"{sortie} ne peut pas être à la fois la sortie et les rejets.")


def _controler_l_equipe(lot, travailleurs, grappe, reprendre: bool, sortie, systeme, tls) -> int:
    """How many processes of this machine may compute.

    Raises:
        ErreurDemande: what is asked cannot be.
    """
    if lot is not None and lot < 1:
        raise ErreurDemande(f"« {lot} » n'est pas un nombre de demandeurs par lot : 1 au moins.")
    if travailleurs is not None and travailleurs < 1:
        raise ErreurDemande(f"« {travailleurs} » n'est pas un nombre de travailleurs : 1 au moins.")
    if grappe is not None and travailleurs is not None:
        raise ErreurDemande("Donnez « travailleurs » ou « grappe », pas les deux : une grappe a les siens.")
    if tls is not None and (grappe is None or len(tls) != 3 or None in tls):
        raise ErreurDemande("« tls » va avec une grappe : trois fichiers, l'autorité, le certificat et sa clé.")
    if reprendre and sortie is None:
        raise ErreurDemande("« reprendre » continue un calcul écrit dans un fichier : donnez sa sortie.")
    ici_seulement = systeme is not None and not callable(systeme)
    if ici_seulement and (grappe is not None or (travailleurs or 1) > 1):
        raise ErreurDemande("D'autres processus ne peuvent pas lire un système tout fait : donnez une fonction qui le construit.")
    return 1 if ici_seulement else travailleurs or coeurs()


def _suivre(progression, total: int):
    """A context that gives the function to call as claimants are done."""
    if callable(progression):
        return contextlib.nullcontext(lambda faits: progression(faits, total))
    if not progression:
        return contextlib.nullcontext(lambda faits: None)
    from openfisca_chomage.population.avancement import barre

    return barre(total)


def _ecrire_les_rejets(erreurs: Erreurs, rejets: Path) -> None:
    """The file appears when it is whole."""
    provisoire = prive.creer_fichier(rejets.with_name(f".{rejets.name}.part"))
    pyarrow.parquet.write_table(erreurs.table(), provisoire)
    prive.publier(provisoire)
    os.replace(provisoire, rejets)
