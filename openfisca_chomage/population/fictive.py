"""A made-up population: claimants, contracts and months like those of a register, for whoever has none.

Claimants are drawn by blocks of :data:`BLOC`, each block from its own seed (the seed of the run and the rank of the block): a
claimant is the same whatever the size of the population and of what is written at a time. Distributions, and where they come
from, are in ``fictive_repartitions``. Nothing here asks the rules; amounts are in whole cents until they are written.

Days are day numbers since 1970, months month numbers, as in ``socle.calendrier``.
"""

from __future__ import annotations

import collections
import concurrent.futures
import dataclasses
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from openfisca_chomage.nomenclatures import LICENCIEMENTS, MotifRupture, RegimeAlsaceMoselle, Territoire
from openfisca_chomage.population import fictive_repartitions as lois
from openfisca_chomage.population.colonnes import CONTRATS, INDIVIDUS, MOIS
from openfisca_chomage.population.erreurs import ErreurDemande
from openfisca_chomage.reglements import DERNIER_MOIS, PREMIER_MOIS, au_dela
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.bornes import est_un_mois

__all__ = ["BLOC", "GRAINE", "LOT", "BilanFictif", "ecrire", "tables"]

#: Claimants drawn together, and the seed of a run that says none.
BLOC, GRAINE = 10_000, 2019

#: Claimants written together.
LOT = 20_000

#: The first window: careers before it open rights under the laws that are known.
PREMIER_DEBUT = f"{int(PREMIER_MOIS[:4]) + 1}{PREMIER_MOIS[4:]}"

#: Months before the window where the first job may be lost.
AVANT = 12

#: Spells of registration of a claimant, at most.
EPISODES = 3

#: Contracts under a right drawn for a claimant, at most.
ACTIVITES = 48

#: No day; the day of a payslip that never comes.
_RIEN = numpy.int64(-(2**31))
_JAMAIS = int(numpy.datetime64("2099-12-31", "D").astype(int))

#: Days of a month, on average.
_JOURS_DU_MOIS = 365 / 12

_RANG = {membre.name: membre.index for membre in MotifRupture}
_CDD, _MISSION, _DEMISSION = _RANG["fin_cdd"], _RANG["fin_mission"], _RANG["demission"]


@dataclasses.dataclass
class BilanFictif:
    """What was written: how many claimants, contracts and months, and the three files."""

    demandeurs: int = 0
    contrats: int = 0
    mois: int = 0
    fichiers: list[Path] = dataclasses.field(default_factory=list)


def ecrire(
    dossier, effectif: int, *, graine: int = GRAINE, debut: str = "2023-01", fin: str = "2025-12", format: str = "parquet",
    lot: int = LOT, progression: Callable[[int, int], None] | None = None,
) -> BilanFictif:  # fmt: skip
    """Write the three tables in a folder, which is made if need be; files of the same names are replaced.

    Args:
        dossier: the folder.
        effectif: how many claimants.
        graine: the seed.
        debut, fin: the window, ``2023-01``: first and last month of registration; who lost a job in the year before it is there.
        format: ``parquet`` or ``csv``.
        lot: claimants in memory, and in a row group. It does not change what is drawn.
        progression: a function of (claimants done, claimants).

    Raises:
        ErreurDemande: what is asked cannot be.
    """
    if format not in ("parquet", "csv"):
        raise ErreurDemande(f"« {format} » n'est pas un format : parquet ou csv.")
    dossier = Path(dossier)
    if dossier.exists() and not dossier.is_dir():
        raise ErreurDemande(f"{dossier} n'est pas un dossier.")
    morceaux = tables(effectif, graine=graine, debut=debut, fin=fin, lot=lot)
    dossier.mkdir(parents=True, exist_ok=True)
    bilan, ouverts = BilanFictif(), {}
    with tempfile.TemporaryDirectory(prefix=".fictive-", dir=dossier) as passage:
        try:
            for morceau in morceaux:
                for nom, table in morceau.items():
                    if nom not in ouverts:
                        ouverts[nom] = _Fichier(Path(passage) / f"{nom}.{format}", table.schema)
                    ouverts[nom].ajouter(table)
                bilan.demandeurs += morceau["individus"].num_rows
                bilan.contrats += morceau["contrats"].num_rows
                bilan.mois += morceau["mois"].num_rows
                if progression is not None:
                    progression(bilan.demandeurs, effectif)
        finally:
            for fichier in ouverts.values():
                fichier.fermer()
        for nom in ouverts:
            bilan.fichiers.append(dossier / f"{nom}.{format}")
            os.replace(Path(passage) / f"{nom}.{format}", bilan.fichiers[-1])
    return bilan


class _Fichier:
    """A table being written, in Parquet or in CSV (by its name)."""

    def __init__(self, chemin: Path, schema: pa.Schema) -> None:
        self.texte = chemin.suffix == ".csv"
        if self.texte:
            self.schema = pa.schema([(champ.name, pa.string() if pa.types.is_dictionary(champ.type) else champ.type) for champ in schema])
            self._ecrit = pyarrow.csv.CSVWriter(chemin, self.schema)
        else:
            self.schema = schema
            listes = [champ.name for champ in schema if pa.types.is_dictionary(champ.type)]
            self._ecrit = pyarrow.parquet.ParquetWriter(chemin, schema, use_dictionary=listes, compression="zstd")

    def ajouter(self, table: pa.Table) -> None:
        if table.num_rows and self.texte:
            self._ecrit.write_table(table.cast(self.schema))
        elif table.num_rows:
            self._ecrit.write_table(table, row_group_size=table.num_rows)

    def fermer(self) -> None:
        self._ecrit.close()


def tables(
    effectif: int, *, graine: int = GRAINE, debut: str = "2023-01", fin: str = "2025-12", lot: int = LOT
) -> Iterator[dict[str, pa.Table]]:
    """The three tables, ``lot`` claimants after ``lot`` claimants: ``individus``, ``contrats`` and ``mois`` (see :func:`ecrire`).

    Raises:
        ErreurDemande: what is asked cannot be (at once, before anything is drawn).
    """
    premier, dernier = _fenetre(debut, fin)
    if effectif < 1:
        raise ErreurDemande(f"« {effectif} » n'est pas un nombre de demandeurs : 1 au moins.")
    if graine < 0:
        raise ErreurDemande(f"« {graine} » n'est pas une graine : un entier positif ou nul.")
    if lot < 1:
        raise ErreurDemande(f"« {lot} » n'est pas un nombre de demandeurs par lot : 1 au moins.")
    return _morceaux(effectif, graine, premier, dernier, lot)


def _morceaux(effectif: int, graine: int, premier: int, dernier: int, lot: int):
    blocs = _blocs(graine, (effectif - 1) // BLOC + 1, premier, dernier)
    rang, bloc = -1, {}
    for depart in range(0, effectif, lot):
        arrivee, parties = min(depart + lot, effectif), []
        for voulu in range(depart // BLOC, (arrivee - 1) // BLOC + 1):
            if voulu != rang:
                rang, bloc = voulu, next(blocs)
            bas, haut = max(depart, rang * BLOC) + 1, min(arrivee, (rang + 1) * BLOC)
            parties.append({nom: _entre(table, bas, haut) for nom, table in bloc.items()})
        yield {nom: pa.concat_tables([une[nom] for une in parties]) for nom in ("individus", "contrats", "mois")}


def _blocs(graine: int, nombre: int, premier: int, dernier: int):
    """The blocks in their order, some drawn ahead: NumPy leaves the other processors free to draw."""
    avance = min(os.cpu_count() or 1, 4)
    with concurrent.futures.ThreadPoolExecutor(avance) as fils:
        attendus = collections.deque()
        for rang in range(nombre):
            attendus.append(fils.submit(_tirer, graine, rang, premier, dernier))
            if len(attendus) > avance:
                yield attendus.popleft().result()
        while attendus:
            yield attendus.popleft().result()


def _entre(table: pa.Table, bas: int, haut: int) -> pa.Table:
    """The rows of the claimants ``bas`` to ``haut``, of a table in their order."""
    qui = table.column("identifiant").to_numpy()
    debut, fin = numpy.searchsorted(qui, [bas, haut + 1])
    return table.slice(debut, fin - debut)


def _fenetre(debut: str, fin: str) -> tuple[int, int]:
    for nom, un_mois in (("debut", debut), ("fin", fin)):
        if not est_un_mois(un_mois):
            raise ErreurDemande(f"« {un_mois} » n'est pas un mois pour « {nom} ». Écrivez AAAA-MM, par exemple 2025-05.")
    if fin < debut:
        raise ErreurDemande(f"La fin ({fin}) est avant le début ({debut}).")
    if debut < PREMIER_DEBUT:
        raise ErreurDemande(f"{debut} : la période commence au plus tôt en {PREMIER_DEBUT}, un an après la première loi connue.")
    if fin > DERNIER_MOIS:
        raise ErreurDemande(au_dela(fin))
    return tuple(int(un[:4]) * 12 + int(un[5:]) - 1 for un in (debut, fin))


# --- Drawing


def _parmi(h, parts, nombre: int):
    """``nombre`` ranks among shares that add up to 1 (int64)."""
    bornes = numpy.cumsum(numpy.asarray(parts, dtype=float))
    return numpy.searchsorted(bornes[:-1] / bornes[-1], h.random(nombre), side="right")


def _log_normale(h, mediane, dispersion, forme):
    return mediane * numpy.exp(dispersion * h.standard_normal(forme))


def _jours(h, loi: dict, forme):
    """Lengths in days, 1 at least: a log-normal, and a share of one day."""
    longueurs = numpy.maximum(_log_normale(h, loi["mediane"], loi["dispersion"], forme), 1).astype(numpy.int64)
    return numpy.where(h.random(forme) < loi["un_jour"], 1, longueurs) if loi["un_jour"] else longueurs


def _centimes(montants):
    return numpy.rint(numpy.asarray(montants) * 100).astype(numpy.int64)


class _Contrats:
    """Contracts being gathered: columns of arrays, one value a contract."""

    #: Columns and what they are where nothing is said.
    COLONNES = {
        "qui": 0, "debut": 0, "fin": 0, "motif": 0, "mensuel": 0, "total": -1, "minutes": 0, "quotite": 1.0, "saisonnier": False,
        "engagement": _RIEN, "conges": -1, "jours_conges": -1, "supra": -1, "premiere": -1, "conserve": False, "nature": 0,
    }  # fmt: skip

    def __init__(self) -> None:
        self._parties: dict[str, list] = {nom: [] for nom in self.COLONNES}

    def ajouter(self, gardes=None, **colonnes) -> None:
        """Add contracts, of arrays of one shape or of single values; ``gardes`` (bool array) says which."""
        forme = numpy.shape(colonnes["debut"])
        gardes = numpy.ones(forme, dtype=bool) if gardes is None else gardes
        for nom, defaut in self.COLONNES.items():
            self._parties[nom].append(numpy.broadcast_to(colonnes.get(nom, defaut), forme)[gardes])

    def ensemble(self) -> dict:
        """All of them, by claimant, then by first day."""
        tous = {nom: numpy.concatenate(parties) for nom, parties in self._parties.items()}
        ordre = numpy.argsort(tous["qui"] * (1 << 32) + tous["debut"], kind="stable")
        return {nom: valeurs[ordre] for nom, valeurs in tous.items()}


def _tirer(graine: int, rang: int, premier: int, dernier: int) -> dict[str, pa.Table]:
    """The tables of a block."""
    h = numpy.random.Generator(numpy.random.PCG64(numpy.random.SeedSequence(graine, spawn_key=(rang,))))
    personnes = _personnes(h, premier, dernier)
    contrats = _Contrats()
    _carrieres(h, personnes, contrats)
    episodes = _episodes(h, personnes, contrats, dernier)
    _activites(h, personnes, episodes, contrats, dernier)
    contrats = contrats.ensemble()
    _dans_la_vie(contrats, personnes, dernier)
    grille = _Grille(h, personnes, episodes, contrats, premier, dernier)
    identifiants = rang * BLOC + 1
    return {
        "individus": _table_individus(personnes, identifiants), "contrats": _table_contrats(contrats, identifiants),
        "mois": grille.table(identifiants),
    }  # fmt: skip


def _personnes(h, premier: int, dernier: int) -> dict:
    """Who they are, what they earned, and the day they first lost a job (arrays of a block)."""
    carriere = _parmi(h, list(lois.CARRIERES.values()), BLOC)
    noms = numpy.array(list(lois.CARRIERES))[carriere]
    largeur = dernier - premier + 1
    avant = h.random(BLOC) < lois.DEJA_LA
    poids = numpy.tile(lois.SAISONS, -(-largeur // 12) + 1)[premier % 12 :][:largeur]
    mois_perte = numpy.where(avant, premier - 1 - h.integers(0, AVANT, BLOC), premier + _parmi(h, poids, BLOC))
    saison = noms == "saisonnier"
    # A season ends from August to October, or from March to April.
    ecart = numpy.array([2, 1, 0, 0, 5, 4, 3, 2, 1, 0, 0, 0])[mois_perte % 12]
    mois_perte = numpy.where(saison & (mois_perte + ecart <= dernier), mois_perte + ecart, mois_perte)
    fin_de_mois = h.random(BLOC) < 0.55
    quantieme = (h.random(BLOC) * cal.nombre_jours(mois_perte)).astype(numpy.int64)
    perte = cal.premier_jour(mois_perte) + numpy.where(fin_de_mois, cal.nombre_jours(mois_perte) - 1, quantieme)
    classe = _parmi(h, lois.PARTS_DES_AGES, BLOC)
    bornes = numpy.array(lois.AGES)[classe]
    ans = bornes[:, 0] + h.random(BLOC) * (bornes[:, 1] - bornes[:, 0])
    naissance = perte - numpy.ceil(ans * 365.25).astype(numpy.int64) - 1
    rapport = 1 + _log_normale(h, lois.SALAIRES["mediane"], lois.SALAIRES["dispersion"], BLOC)
    cadre = numpy.isin(noms, lois.CARRIERES_DE_CADRES) & (ans >= 25)
    cadre &= h.random(BLOC) < lois.CADRES["part"] / max(cadre.mean(), 0.01)
    rapport = numpy.where(cadre, 1 + _log_normale(h, lois.CADRES["mediane"], lois.CADRES["dispersion"], BLOC), rapport)
    partiel = (h.random(BLOC) < lois.TEMPS_PARTIEL) & ~cadre & (noms != "interim")
    quotite = numpy.where(partiel, numpy.array(lois.QUOTITES)[_parmi(h, lois.PARTS_DES_QUOTITES, BLOC)], 1.0)
    lieu = h.random(BLOC)
    metropole = lieu >= lois.OUTRE_MER
    age_taux_plein = 62.5 + 4.5 * h.random(BLOC)
    taux_plein = cal.premier_jour(cal.mois_du_jour(naissance + numpy.ceil(age_taux_plein * 365.25).astype(numpy.int64)))
    parts = numpy.array(list(lois.PARTS_FISCALES))[_parmi(h, list(lois.PARTS_FISCALES.values()), BLOC)]
    connu = (h.random(BLOC) < lois.REVENU_CONNU) & metropole
    revenu = numpy.rint(12 * 1600 * rapport * quotite * (0.5 + 0.5 * parts) * (0.55 + 0.6 * h.random(BLOC)))
    return {
        "noms": noms, "perte": perte, "naissance": naissance, "ans": ans, "rapport": rapport, "quotite": quotite, "cadre": cadre,
        "metropole": metropole, "alsace_moselle": metropole & (lieu < lois.OUTRE_MER + lois.ALSACE_MOSELLE),
        "taux_plein": numpy.where(ans >= 58, taux_plein, _RIEN), "parts": parts,
        "a_charge": _parmi(h, lois.A_CHARGE, BLOC), "revenu": numpy.where(connu, revenu, -1),
        "negligence": h.gamma(lois.NEGLIGENCE, 1 / lois.NEGLIGENCE, BLOC), "saisie": h.random(BLOC) < lois.SAISIE,
    }  # fmt: skip


def _paie(personnes: dict, qui, debut, fin, quotite, niveau=1.0) -> dict:
    """Pay and hours of contracts: of a whole month, in cents and in hundredths of an hour, and of the contract if it fits in a month."""
    mensuel = lois.smic(fin) * numpy.maximum(personnes["rapport"][qui] * niveau, 1) * quotite
    heures = lois.HEURES_DU_MOIS * quotite
    jours = fin - debut + 1
    # Five days worked a week of seven; a contract of five days or less is all work.
    travailles = numpy.where(jours <= 5, jours, numpy.maximum(numpy.rint(jours * 5 / 7), 5))
    court = cal.mois_du_jour(debut) == cal.mois_du_jour(fin)
    du_contrat = travailles * lois.HEURES_DU_JOUR * quotite
    total = mensuel / lois.HEURES_DU_MOIS / quotite * du_contrat
    return {
        "mensuel": _centimes(mensuel), "total": numpy.where(court, _centimes(total), -1),
        "minutes": _centimes(numpy.where(court, du_contrat, heures)), "quotite": quotite,
    }  # fmt: skip


# --- Before the first loss


def _carrieres(h, personnes: dict, contrats: _Contrats) -> None:
    """The contracts that end with the first loss, and those before."""
    noms, perte = personnes["noms"], personnes["perte"]
    motif = numpy.zeros(BLOC, dtype=numpy.int64)
    for nom, choix in lois.MOTIFS.items():
        tires = _parmi(h, list(choix.values()), BLOC)
        motif = numpy.where(noms == nom, numpy.array([_RANG[un] for un in choix])[tires], motif)
    premiere = ((personnes["ans"] < 26) & (h.random(BLOC) < 0.6)).astype(numpy.int64)
    fins = _fins(h, personnes, motif)
    loi = lois.ANCIENNETE
    anciennete = numpy.clip(_log_normale(h, loi["mediane"], loi["dispersion"], BLOC), loi["minimum"], loi["maximum"])
    essai = h.integers(lois.ESSAI["minimum"], lois.ESSAI["maximum"], BLOC)
    anciennete = numpy.where(noms == "essai", essai, anciennete).astype(numpy.int64)
    duree = h.integers(90, 200, BLOC)
    stables = numpy.isin(noms, ("licenciement", "essai", "rupture_conventionnelle", "economique", "demission"))
    un_seul = stables | (noms == "assistante_maternelle")
    anciennete = numpy.where(noms == "saisonnier", duree, anciennete)
    qui = numpy.flatnonzero(un_seul | (noms == "saisonnier"))
    debut = perte[qui] - anciennete[qui] + 1
    saison = noms[qui] == "saisonnier"
    quotite = numpy.where(noms[qui] == "assistante_maternelle", lois.ENFANT["quotite"], personnes["quotite"][qui])
    paie = _paie(personnes, qui, debut, perte[qui], quotite)
    # A childminder is paid by child, apart from the minimum wage of a month.
    enfant = _centimes(_log_normale(h, lois.ENFANT["mediane"], lois.ENFANT["dispersion"], len(qui)))
    garde = noms[qui] == "assistante_maternelle"
    paie["mensuel"], paie["total"] = numpy.where(garde, enfant, paie["mensuel"]), numpy.where(garde, -1, paie["total"])
    paie["minutes"] = numpy.where(garde, _centimes(lois.HEURES_DU_MOIS * lois.ENFANT["quotite"]), paie["minutes"])
    contrats.ajouter(
        qui=qui, debut=debut, fin=perte[qui], motif=motif[qui], saisonnier=saison, premiere=premiere[qui],
        **paie, **fins(paie["mensuel"], qui),
    )  # fmt: skip
    _avant(h, personnes, contrats, qui, debut, saison)
    for nom, suite in lois.SUITES.items():
        _repetes(h, personnes, contrats, nom, suite, motif, premiere)
    _conserves(h, personnes, contrats)


def _fins(h, personnes: dict, motif):
    """A function of (monthly pay in cents, who) that gives what the first end of contract pays, and the procedure."""
    noms, perte = personnes["noms"], personnes["perte"]
    conges = numpy.where(h.random(BLOC) < lois.CONGES["part"], h.integers(1, lois.CONGES["jours"] + 1, BLOC), 0)
    part = numpy.select([noms == nom for nom in lois.SUPRA_LEGALES], list(lois.SUPRA_LEGALES.values()), 0)
    loi = lois.MOIS_SUPRA_LEGAUX
    mois = numpy.minimum(_log_normale(h, loi["mediane"], loi["dispersion"], BLOC), loi["maximum"])
    mois = numpy.where(h.random(BLOC) < part, mois, 0)
    licencie = numpy.isin(motif, [_RANG[nom] for nom in LICENCIEMENTS]) & (noms != "assistante_maternelle")
    engagement = numpy.where(licencie, perte - h.integers(15, 100, BLOC), _RIEN)

    def du_contrat(mensuel, qui) -> dict:
        return {
            "conges": numpy.where(conges[qui] > 0, numpy.rint(mensuel * conges[qui] / lois.JOURS_OUVRES).astype(numpy.int64), -1),
            "supra": numpy.where(mois[qui] > 0, numpy.rint(mensuel * mois[qui]).astype(numpy.int64), -1),
            "engagement": engagement[qui],
        }

    return du_contrat


def _avant(h, personnes: dict, contrats: _Contrats, qui, debut, saison) -> None:
    """A fixed term before a short permanent job; the seasons of the years before, and a winter job."""
    nombre = len(qui)
    pause, duree, a_lieu = h.integers(1, 120, nombre), h.integers(60, 600, nombre), h.random(nombre) < 0.7
    lesquels = a_lieu & ~saison & (personnes["perte"][qui] - debut < 730)
    fin = debut - pause
    contrats.ajouter(
        lesquels, qui=qui, debut=fin - duree, fin=fin, motif=numpy.where(h.random(nombre) < 0.75, _CDD, _DEMISSION),
        **_paie(personnes, qui, fin - duree, fin, personnes["quotite"][qui]),
    )  # fmt: skip
    for ans in (1, 2):
        fin = personnes["perte"][qui] - 365 * ans + h.integers(-12, 13, nombre)
        duree = h.integers(80, 180, nombre)
        contrats.ajouter(
            saison, qui=qui, debut=fin - duree, fin=fin, motif=_CDD, saisonnier=True,
            **_paie(personnes, qui, fin - duree, fin, personnes["quotite"][qui]),
        )  # fmt: skip
    debut_hiver, duree, a_lieu = debut - 150 + h.integers(0, 40, nombre), h.integers(30, 90, nombre), h.random(nombre) < 0.5
    contrats.ajouter(
        saison & a_lieu, qui=qui, debut=debut_hiver, fin=debut_hiver + duree, motif=_CDD,
        **_paie(personnes, qui, debut_hiver, debut_hiver + duree, personnes["quotite"][qui]),
    )  # fmt: skip


def _repetes(h, personnes: dict, contrats: _Contrats, nom: str, loi: dict, motif, premiere) -> None:
    """Contracts one after the other back from the first loss: fixed terms, missions."""
    qui = numpy.flatnonzero(personnes["noms"] == nom)
    forme = len(qui), loi["nombre"]
    durees = _jours(h, loi, forme)
    rythme = loi["pause"] * numpy.exp(0.7 * h.standard_normal(len(qui)))[:, None]
    pauses = numpy.floor(rythme * h.standard_exponential(forme)).astype(numpy.int64)
    perte = personnes["perte"][qui][:, None]
    fins = perte - numpy.cumsum(durees + pauses, axis=1) + (durees + pauses)
    debuts = fins - durees + 1
    # Who began lately has a short career: not all open a right.
    recul = loi["recul"] * numpy.where(h.random(len(qui)) < lois.CARRIERE_COURTE, h.random(len(qui)), 1)[:, None]
    gardes = fins > perte - recul
    gardes[:, 0] = True
    lignes = numpy.broadcast_to(qui[:, None], forme)
    paie = _paie(personnes, lignes, debuts, fins, personnes["quotite"][lignes])
    # Leave is a tenth of the pay of a fixed term (Code du travail, L1242-16, L1251-19); only that of the last contract counts.
    montant = numpy.where(paie["total"] >= 0, paie["total"], paie["mensuel"] * durees / _JOURS_DU_MOIS)
    dernier = numpy.zeros(forme, dtype=bool)
    dernier[:, 0] = True
    contrats.ajouter(
        gardes, qui=lignes, debut=debuts, fin=fins, motif=numpy.broadcast_to(motif[qui][:, None], forme),
        conges=numpy.where(dernier, numpy.rint(montant / 10).astype(numpy.int64), -1),
        premiere=numpy.where(dernier, premiere[qui][:, None], -1), **paie,
    )  # fmt: skip


def _conserves(h, personnes: dict, contrats: _Contrats) -> None:
    """Jobs that go on when the other one is lost: children still kept, small jobs."""
    noms, perte = personnes["noms"], personnes["perte"]
    gardes = _parmi(h, lois.ENFANT["gardes"], BLOC)
    for rang in range(1, len(lois.ENFANT["gardes"])):
        paie = _centimes(_log_normale(h, lois.ENFANT["mediane"], lois.ENFANT["dispersion"], BLOC))
        debut = perte - h.integers(200, 900, BLOC)
        lesquels = (noms == "assistante_maternelle") & (gardes >= rang)
        contrats.ajouter(lesquels, qui=numpy.arange(BLOC), debut=debut, fin=_JAMAIS, mensuel=paie, conserve=True)
    loi = lois.EMPLOI_CONSERVE
    lesquels = (h.random(BLOC) < loi["part"]) & (noms != "assistante_maternelle")
    paie, debut = h.integers(100 * loi["minimum"], 100 * loi["maximum"], BLOC), perte - h.integers(200, 900, BLOC)
    contrats.ajouter(lesquels, qui=numpy.arange(BLOC), debut=debut, fin=_JAMAIS, mensuel=paie, conserve=True)


# --- From the first loss on


def _episodes(h, personnes: dict, contrats: _Contrats, dernier: int) -> dict:
    """Spells of registration and the lasting jobs between them.

    Returns:
        ``debut``, ``fin`` (days; arrays of claimants x spells): registration; ``libre``: its last day without a lasting job.
    """
    horizon = int(cal.premier_jour(dernier + 1)) - 1
    forme = BLOC, EPISODES
    loi = lois.INSCRIPTION
    delais = numpy.minimum(_log_normale(h, loi["mediane"], loi["dispersion"], forme), loi["maximum"]).astype(numpy.int64)
    durees = numpy.maximum(_log_normale(h, lois.EPISODE["mediane"], lois.EPISODE["dispersion"], forme), lois.EPISODE["minimum"])
    sans_emploi = h.random(forme) < lois.DEPART_SANS_EMPLOI
    loi = lois.REPRISE
    emplois = numpy.maximum(_log_normale(h, loi["mediane"], loi["dispersion"], forme), loi["minimum"]).astype(numpy.int64)
    motifs = numpy.array([_RANG[nom] for nom in lois.FINS_DE_REPRISE])[_parmi(h, list(lois.FINS_DE_REPRISE.values()), BLOC * EPISODES)]
    loi = lois.RESTE_INSCRIT
    restes = numpy.where(h.random(forme) < loi["part"], h.integers(loi["minimum"], loi["maximum"], forme), 0)
    conges = numpy.where(h.random(forme) < lois.CONGES["part"], h.integers(1, lois.CONGES["jours"] + 1, forme), 0)
    niveaux = 0.85 + 0.3 * h.random(forme)
    motifs, qui = motifs.reshape(forme), numpy.arange(BLOC)
    debut, fin, libre = (numpy.full(forme, _RIEN, dtype=numpy.int64) for _ in range(3))
    perte, present = personnes["perte"], numpy.ones(BLOC, dtype=bool)
    for rang in range(EPISODES):
        debut[:, rang] = numpy.where(present, perte + 1 + delais[:, rang], _RIEN)
        present &= debut[:, rang] <= horizon
        termine = debut[:, rang] + durees[:, rang].astype(numpy.int64)
        if rang == EPISODES - 1:
            termine = numpy.full(BLOC, horizon)
        libre[:, rang] = numpy.where(present, numpy.minimum(termine, horizon), _RIEN)
        embauche = libre[:, rang] + 1
        reprend = present & (termine < horizon) & ~sans_emploi[:, rang]
        sortie = numpy.where(reprend, embauche + emplois[:, rang] - 1, _RIEN)
        reste = numpy.where(reprend, numpy.minimum(restes[:, rang], emplois[:, rang]), 0)
        fin[:, rang] = numpy.where(present, numpy.minimum(libre[:, rang] + reste, horizon), _RIEN)
        quotite = personnes["quotite"]
        paie = _paie(personnes, qui, embauche, sortie, quotite, niveaux[:, rang])
        montant = numpy.where(conges[:, rang] > 0, numpy.rint(paie["mensuel"] * conges[:, rang] / lois.JOURS_OUVRES), -1)
        contrats.ajouter(
            reprend, qui=qui, debut=embauche, fin=sortie, motif=motifs[:, rang], nature=1, conges=montant,
            jours_conges=numpy.where(conges[:, rang] > 0, conges[:, rang], -1), **paie,
        )  # fmt: skip
        perte, present = sortie, reprend & (sortie <= horizon)
    return {"debut": debut, "fin": fin, "libre": libre}


def _activites(h, personnes: dict, episodes: dict, contrats: _Contrats, dernier: int) -> None:
    """Contracts taken while registered: one habit a claimant, contracts and pauses from the first registration on."""
    habitudes = _parmi(h, [loi["part"] for loi in lois.HABITUDES.values()], BLOC)
    depart = episodes["debut"][:, 0]
    for rang, (_nom, loi) in enumerate(lois.HABITUDES.items()):
        qui = numpy.flatnonzero((habitudes == rang) & (depart != _RIEN))
        if loi["pause"] >= 1e6 or len(qui) == 0:
            continue
        forme = len(qui), ACTIVITES
        durees = _jours(h, loi, forme)
        rythme = loi["pause"] * numpy.exp(0.6 * h.standard_normal(len(qui)))[:, None]
        pauses = 1 + numpy.floor(rythme * h.standard_exponential(forme)).astype(numpy.int64)
        debuts = depart[qui][:, None] + numpy.cumsum(pauses + durees, axis=1) - durees
        fins = debuts + durees - 1
        bas, haut = lois.HORAIRES_D_APPOINT
        quotites = numpy.where(h.random(forme) < loi["partiel"], numpy.rint(100 * (bas + (haut - bas) * h.random(forme))) / 100, 1.0)
        niveaux = 0.8 + 0.3 * h.random(forme)
        quitte = h.random(forme) < lois.DEMISSION_D_UNE_ACTIVITE
        interim = (personnes["noms"][qui] == "interim")[:, None]
        for episode in range(EPISODES):
            premier_jour, dernier_jour = (episodes[nom][qui, episode][:, None] for nom in ("debut", "libre"))
            dedans = (premier_jour != _RIEN) & (debuts > premier_jour) & (debuts <= dernier_jour)
            lignes, places = numpy.nonzero(dedans)
            un, debut = qui[lignes], debuts[dedans]
            fin = numpy.minimum(fins[dedans], dernier_jour[lignes, 0])
            # A contract that runs when the window ends goes on.
            fin = numpy.where(dernier_jour[lignes, 0] >= int(cal.premier_jour(dernier + 1)) - 1, fins[dedans], fin)
            motif = numpy.where(quitte[dedans], _DEMISSION, numpy.where(interim[lignes, 0], _MISSION, _CDD))
            paie = _paie(personnes, un, debut, fin, quotites[dedans], niveaux[dedans])
            contrats.ajouter(qui=un, debut=debut, fin=fin, motif=motif, nature=2, **paie)


def _dans_la_vie(contrats: dict, personnes: dict, dernier: int) -> None:
    """Nobody works before sixteen; what runs at the end of the window has no end yet."""
    seize = personnes["naissance"][contrats["qui"]] + 5845
    gardes = contrats["fin"] > seize
    for nom in list(contrats):
        contrats[nom] = contrats[nom][gardes]
    contrats["debut"] = numpy.maximum(contrats["debut"], seize[gardes])
    engagement = contrats["engagement"]
    contrats["engagement"] = numpy.where(engagement == _RIEN, _RIEN, numpy.maximum(engagement, contrats["debut"]))
    ouvert = contrats["fin"] >= int(cal.premier_jour(dernier + 1))
    contrats["fin"] = numpy.where(ouvert, _RIEN, contrats["fin"])
    contrats["motif"] = numpy.where(ouvert, 0, contrats["motif"])
    # The hours of a contract that fits in a month are its own; without an end, they are those of a month.
    heures = _centimes(lois.HEURES_DU_MOIS * contrats["quotite"])
    contrats["minutes"] = numpy.where(ouvert & (contrats["total"] >= 0), heures, contrats["minutes"])
    for nom, rien in (("total", -1), ("conges", -1), ("jours_conges", -1), ("supra", -1), ("premiere", -1), ("engagement", _RIEN)):
        contrats[nom] = numpy.where(ouvert, rien, contrats[nom])


# --- Months


class _Grille:
    """The months of a block: arrays of claimants x months, flattened."""

    def __init__(self, h, personnes: dict, episodes: dict, contrats: dict, premier: int, dernier: int) -> None:
        self.depart, self.largeur, self.dernier = premier - AVANT, dernier - premier + AVANT + 1, dernier
        self.mois = numpy.tile(numpy.arange(self.depart, dernier + 1), BLOC)
        self.qui = numpy.repeat(numpy.arange(BLOC), self.largeur)
        self.personnes = personnes
        self.inscription = self._inscriptions(h, episodes)
        self.colonnes: dict[str, tuple] = {}
        self._activites(contrats)
        self._declarations(h)
        self._dettes(h)
        self._autres(h, episodes)

    def _poser(self, nom: str, cellules, valeurs, vide) -> None:
        """A column: ``valeurs`` at some cells, ``vide`` (no value) elsewhere."""
        self.colonnes[nom] = (cellules, valeurs, vide)

    def _inscriptions(self, h, episodes: dict):
        masques = numpy.zeros(BLOC * self.largeur, dtype=numpy.int32)
        par_personne = masques.reshape(BLOC, self.largeur)
        for rang in range(EPISODES):
            qui = numpy.flatnonzero(episodes["debut"][:, rang] != _RIEN)
            bornes = (episodes[nom][qui, rang][:, None] for nom in ("debut", "fin"))
            par_personne[qui] |= cal.masque(self.mois[: self.largeur][None, :], *bornes).astype(numpy.int32)
        oublie = numpy.flatnonzero(h.random(BLOC) < lois.OUBLI)
        cellule = cal.mois_du_jour(numpy.maximum(episodes["debut"][oublie, 0], 0)) + h.integers(2, 12, len(oublie)) - self.depart
        bons = (episodes["debut"][oublie, 0] != _RIEN) & (cellule >= 0) & (cellule < self.largeur)
        masques[oublie[bons] * self.largeur + cellule[bons]] = 0
        return masques

    def _activites(self, contrats: dict) -> None:
        """Pay, hours and days of the contracts under a right, in the months of registration."""
        lesquels = numpy.flatnonzero(contrats["nature"] > 0)
        un = {nom: valeurs[lesquels] for nom, valeurs in contrats.items()}
        fin = numpy.where(un["fin"] == _RIEN, int(cal.premier_jour(self.dernier + 1)) - 1, un["fin"])
        premiers, derniers = cal.mois_du_jour(un["debut"]), cal.mois_du_jour(fin)
        longueurs = numpy.maximum(derniers - premiers + 1, 0)
        rang = numpy.repeat(numpy.arange(len(lesquels)), longueurs)
        mois = premiers[rang] + numpy.arange(len(rang)) - (numpy.cumsum(longueurs) - longueurs)[rang]
        masques = cal.masque(mois, un["debut"][rang], fin[rang])
        jours, long = cal.compter(masques).astype(numpy.int64), cal.nombre_jours(mois)
        entier = un["total"][rang] >= 0
        part = numpy.where(entier, un["total"][rang], (2 * un["mensuel"][rang] * jours + long) // (2 * long))
        heures = numpy.where(entier, un["minutes"][rang], (2 * un["minutes"][rang] * jours + long) // (2 * long))
        cellules = un["qui"][rang] * self.largeur + mois - self.depart
        taille = BLOC * self.largeur
        self.paie = numpy.bincount(cellules, weights=part, minlength=taille).astype(numpy.int64)
        self.heures = numpy.bincount(cellules, weights=heures, minlength=taille).astype(numpy.int64)
        self.jours = numpy.zeros(taille, dtype=numpy.int32)
        numpy.bitwise_or.at(self.jours, cellules, masques)
        # The month where a lasting job ends: what is declared depends on the right that opens or goes on, and is left to the rules.
        durable = un["nature"][rang] == 1
        self.durable = numpy.bincount(cellules, weights=durable, minlength=taille) > 0
        finit = durable & (un["fin"][rang] != _RIEN) & (mois == derniers[rang])
        self.finit = numpy.bincount(cellules, weights=finit, minlength=taille) > 0

    def _declarations(self, h) -> None:
        """What is declared, what the payslip shows and when it comes; work not declared."""
        cellules = numpy.flatnonzero((self.paie > 0) & (self.inscription != 0) & ~self.finit)
        nombre, paie = len(cellules), self.paie[cellules]
        negligence = self.personnes["negligence"][self.qui[cellules]]
        noms, u = list(lois.PIECES), h.random(nombre)
        cachee = numpy.minimum(lois.PIECES["non_declaree"] * negligence, 0.5)
        cachee = numpy.where(self.durable[cellules], lois.DURABLE_NON_DECLARE * cachee, cachee)
        en_partie = numpy.minimum(lois.PIECES["en_partie"] * negligence, 0.45)
        nature = numpy.full(nombre, noms.index("a_temps"))
        for nom, bas, haut in (
            ("non_declaree", 0, cachee), ("en_partie", cachee, cachee + en_partie),
            ("en_retard", 1 - lois.PIECES["en_retard"] - lois.PIECES["jamais"], 1 - lois.PIECES["jamais"]),
            ("jamais", 1 - lois.PIECES["jamais"], 1),
        ):
            nature = numpy.where((u >= bas) & (u < haut), noms.index(nom), nature)
        est = {nom: nature == noms.index(nom) for nom in noms}
        suivant = cal.premier_jour(self.mois[cellules] + 1)
        # Bounds in days from the first of the next month; up to the fifteenth is in time.
        bornes = {"a_temps": (2, 14), "en_retard": (16, 95), "en_partie": (20, 200), "non_declaree": (30, 300)}
        arrivee = numpy.full(nombre, _JAMAIS)
        for nom, (bas, haut) in bornes.items():
            arrivee = numpy.where(est[nom], suivant + h.integers(bas, haut, nombre), arrivee)
        arrivee = numpy.where(est["a_temps"] & (h.random(nombre) < 0.5), suivant + 4, arrivee)
        declare = numpy.where(est["en_partie"], numpy.rint(paie * h.uniform(*lois.PART_DECLAREE, nombre)).astype(numpy.int64), paie)
        declare = numpy.where(est["non_declaree"], 0, declare)
        self._poser("salaire_activite_declare", cellules, declare, -1)
        self._poser("salaire_activite_justifie", cellules, numpy.where(est["jamais"], -1, paie), -1)
        self._poser("date_justificatif", cellules, arrivee, _RIEN)
        self._poser("heures_activite", cellules, self.heures[cellules], -1)
        self.cachees = cellules[est["non_declaree"]]
        self.arrivee_des_cachees = arrivee[est["non_declaree"]]
        self._poser("activite_non_declaree_masque", self.cachees, self.jours[self.cachees].astype(numpy.int64), -1)
        self._poser("salaire_non_declare", self.cachees, self.paie[self.cachees], -1)

    def _dettes(self, h) -> None:
        """What is claimed for work not declared, and what becomes of it."""
        loi, nombre = lois.DETTES, len(self.cachees)
        personnes, qui = self.personnes, self.qui[self.cachees]
        # What the rules will find is not known here: what is claimed comes near it, within what the claimant may be paid.
        smic = lois.smic(cal.premier_jour(self.mois[self.cachees]))
        plafond = _centimes(0.5 * smic * personnes["rapport"][qui] * personnes["quotite"][qui])
        montant = numpy.minimum(numpy.rint(lois.PART_RECLAMEE * self.paie[self.cachees]).astype(numpy.int64), plafond)
        notification = self.arrivee_des_cachees + h.integers(8, 60, nombre)
        recours, rejet = notification + h.integers(5, 55, nombre), h.integers(20, 60, nombre)
        demeure, contrainte = notification + h.integers(90, 200, nombre), h.integers(35, 120, nombre)
        mensualites, penalite = h.integers(3, 25, nombre), h.integers(100, 900, nombre) * 100
        part = numpy.where(h.random(nombre) < 0.5, 1.0, 0.2 + 0.7 * h.random(nombre))
        delai = h.integers(1, 4, nombre)
        tire = {nom: h.random(nombre) < taux for nom, taux in loi.items()}
        reclamee = tire["reclamee"] & (montant >= 7700)
        contestee = reclamee & tire["contestee"]
        rejetee, demeuree = contestee & tire["rejetee"], reclamee & ~contestee & tire["mise_en_demeure"]
        for nom, lesquels, valeurs, vide in (
            ("indu_reclame", reclamee, montant, -1), ("date_notification_indu", reclamee, notification, _RIEN),
            ("indu_conteste", contestee, 1, -1), ("date_recours_indu", contestee, recours, _RIEN),
            ("date_rejet_recours", rejetee, recours + rejet, _RIEN), ("date_mise_en_demeure", demeuree, demeure, _RIEN),
            ("date_contrainte", demeuree & tire["contrainte"], demeure + contrainte, _RIEN),
            ("fausse_declaration", reclamee & tire["fraude"], 1, -1), ("penalite_prononcee", reclamee & tire["penalite"], penalite, -1),
            ("mensualites_indu", reclamee & ~contestee & tire["echelonnee"], mensualites, -1),
        ):
            self._poser(nom, self.cachees[lesquels], numpy.broadcast_to(valeurs, nombre)[lesquels], vide)
        for nom, lesquels, combien in (
            ("remboursement_indu", reclamee & ~contestee & tire["remboursee"], numpy.rint(montant * part).astype(numpy.int64)),
            ("remise_indu", reclamee & ~contestee & ~tire["remboursee"] & tire["remise"], montant),
        ):
            quand = cal.mois_du_jour(notification) + delai - self.depart
            bons = lesquels & (quand < self.largeur)
            somme = numpy.bincount(qui[bons] * self.largeur + quand[bons], weights=combien[bons], minlength=BLOC * self.largeur)
            cellules = numpy.flatnonzero(somme)
            self._poser(nom, cellules, somme[cellules].astype(numpy.int64), -1)

    def _autres(self, h, episodes: dict) -> None:
        """Sickness, training, seizures, tax income."""
        inscrits = numpy.flatnonzero(self.inscription)
        malades = inscrits[h.random(len(inscrits)) < lois.MALADIE]
        debut = cal.premier_jour(self.mois[malades]) + h.integers(0, 20, len(malades))
        fin = numpy.minimum(debut + h.integers(2, 25, len(malades)), cal.premier_jour(self.mois[malades] + 1) - 1)
        self._poser("indisponibilite_debut", malades, debut, _RIEN)
        self._poser("indisponibilite_fin", malades, fin, _RIEN)
        apprend = numpy.flatnonzero((h.random(BLOC) < lois.FORMATION) & (episodes["debut"][:, 0] != _RIEN))
        depart = cal.mois_du_jour(episodes["debut"][apprend, 0]) + h.integers(2, 10, len(apprend)) - self.depart
        longueur, formation = h.integers(1, 4, len(apprend)), numpy.zeros(BLOC * self.largeur, dtype=bool)
        for rang in range(3):
            bons = (rang < longueur) & (depart + rang >= 0) & (depart + rang < self.largeur)
            formation[apprend[bons] * self.largeur + depart[bons] + rang] = True
        self._poser("formation", numpy.flatnonzero(formation & (self.inscription != 0) & (self.paie == 0)), 1, -1)
        saisis = numpy.flatnonzero(self.personnes["saisie"][self.qui] & (self.inscription != 0))
        self._poser("saisie_en_cours", saisis, 1, -1)
        revenus, annee = self.personnes["revenu"][self.qui], self.mois // 12
        connus = numpy.flatnonzero((revenus >= 0) & (self.inscription != 0))
        for ecart in (2, 3):
            montant = numpy.rint(revenus[connus] * 1.02 ** (annee[connus] - ecart - 2020)) * 100
            self._poser(f"revenu_fiscal_reference_n{ecart}", connus, montant.astype(numpy.int64), -1)

    def table(self, identifiants: int) -> pa.Table:
        """The rows where there is something to say."""
        la = self.inscription != 0
        for nom in ("remboursement_indu", "remise_indu"):
            la[self.colonnes[nom][0]] = True
        lignes, places = numpy.flatnonzero(la), numpy.cumsum(la) - 1
        mois, masques = self.mois[lignes], self.inscription[lignes]
        noms = pa.array([f"{un // 12:04}-{un % 12 + 1:02}" for un in range(self.depart, self.dernier + 1)])
        sortie = {
            "identifiant": pa.array(self.qui[lignes] + identifiants),
            "mois": pa.DictionaryArray.from_arrays(pa.array((mois - self.depart).astype(numpy.int32)), noms),
        }
        bas = numpy.int64(1) << numpy.arange(32)
        premier_bit = numpy.searchsorted(bas, (masques & -masques).astype(numpy.int64))
        plage = (masques != 0) & (((masques + (masques & -masques)) & masques) == 0)
        entier = cal.compter(masques) == cal.nombre_jours(mois)
        debut = cal.premier_jour(mois) + premier_bit
        fin = debut + cal.compter(masques) - 1
        sortie["inscription"] = _booleens(numpy.where(plage, 1, -1))
        sortie["inscription_debut"] = _dates(numpy.where(plage & ~entier, debut, _RIEN))
        sortie["inscription_fin"] = _dates(numpy.where(plage & ~entier, fin, _RIEN))
        sortie["inscription_masque"] = _entiers(numpy.where(plage | (masques == 0), -1, masques))
        genres = {une.nom: une.genre for une in MOIS}
        for nom, (cellules, valeurs, vide) in self.colonnes.items():
            colonne = numpy.full(len(lignes), vide, dtype=numpy.int64)
            colonne[places[cellules]] = valeurs
            sortie[nom] = _EN_COLONNE[genres[nom]](colonne)
        return pa.table({une.nom: sortie[une.nom] for une in MOIS if une.nom in sortie})


# --- Tables


def _entiers(valeurs) -> pa.Array:
    return pa.array(valeurs.astype(numpy.int32), mask=valeurs < 0)


def _booleens(valeurs) -> pa.Array:
    return pa.array(valeurs == 1, mask=valeurs < 0)


def _montants(centimes) -> pa.Array:
    return pa.array(centimes / 100, mask=centimes < 0)


def _dates(jours) -> pa.Array:
    return pa.array(jours.astype(numpy.int32), mask=jours == _RIEN).cast(pa.date32())


_EN_COLONNE = {"nombre": _montants, "date": _dates, "entier": _entiers, "booleen": _booleens}


def _noms(enumeration, rangs) -> pa.Array:
    """Names of an Enum by rank; 0 is no value."""
    membres = sorted(enumeration, key=lambda membre: membre.index)
    return pa.DictionaryArray.from_arrays(pa.array(rangs.astype(numpy.int32), mask=rangs < 0), pa.array([un.name for un in membres]))


def _table_individus(personnes: dict, identifiants: int) -> pa.Table:
    territoire = numpy.where(personnes["metropole"], Territoire.metropole.index, Territoire.drom.index)
    regime = numpy.where(personnes["alsace_moselle"], RegimeAlsaceMoselle.general.index, RegimeAlsaceMoselle.non.index)
    sortie = {
        "identifiant": pa.array(numpy.arange(identifiants, identifiants + BLOC)), "date_naissance": _dates(personnes["naissance"]),
        "territoire": _noms(Territoire, territoire), "regime_alsace_moselle": _noms(RegimeAlsaceMoselle, regime),
        "date_taux_plein": _dates(personnes["taux_plein"]), "nombre_parts_fiscales": pa.array(personnes["parts"]),
        "personnes_a_charge": _entiers(personnes["a_charge"]),
    }  # fmt: skip
    # No weight: each of them stands for as many.
    return pa.table({une.nom: sortie[une.nom] for une in INDIVIDUS if une.nom != "poids"})


def _table_contrats(c: dict, identifiants: int) -> pa.Table:
    total, conserve = c["total"] >= 0, c["conserve"]
    sortie = {
        "identifiant": pa.array(c["qui"] + identifiants), "debut": _dates(c["debut"]), "fin": _dates(c["fin"]),
        "motif": _noms(MotifRupture, numpy.where(c["motif"] == 0, -1, c["motif"])),
        "salaire_mensuel": _montants(numpy.where(total, -1, c["mensuel"])), "salaire_total": _montants(c["total"]),
        "heures": _montants(numpy.where(total & ~conserve, c["minutes"], -1)),
        "heures_mensuelles": _montants(numpy.where(total | conserve, -1, c["minutes"])),
        "quotite": pa.array(c["quotite"], mask=conserve), "saisonnier": pa.array(c["saisonnier"]),
        "date_engagement_procedure": _dates(c["engagement"]), "indemnite_conges_payes": _montants(c["conges"]),
        "jours_conges_payes": _entiers(c["jours_conges"]), "indemnites_supra_legales": _montants(c["supra"]),
        "premiere_admission": _booleens(c["premiere"]), "conserve": pa.array(conserve),
    }  # fmt: skip
    return pa.table({une.nom: sortie[une.nom] for une in CONTRATS})
