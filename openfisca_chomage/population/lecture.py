"""Reading the tables: whatever their format and the order of their rows, checked, and shared between chunks of claimants.

A table is read once, by batches. Each batch is checked and coded (a date is a day number, a name of a list its rank), and
its rows are written to one file on disk, chunk by chunk: a chunk then finds its own rows whatever their order was, and
memory does not grow with the tables. Only the identifiers, sorted, stay in memory: a claimant is her rank among them, so
that chunks, and results, do not depend on the order of the rows.
"""

from __future__ import annotations

import collections
import concurrent.futures
import contextlib
import csv
import dataclasses
import difflib
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

from openfisca_chomage import nomenclatures
from openfisca_chomage.guichet.catalogue import CALENDRIERS
from openfisca_chomage.guichet.codes import ABSENT, JOUR_ABSENT
from openfisca_chomage.population import prive
from openfisca_chomage.population.colonnes import TABLES, Colonne
from openfisca_chomage.population.erreurs import ErreurPopulation, Erreurs
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.bornes import ANNEES, est_un_mois, lire_jour

__all__ = ["ABSENT", "JOUR_ABSENT", "Lot", "LotSurDisque", "Tables", "empreinte"]

#: What a day or a whole number is coded by where the value is none.
_FAUX = JOUR_ABSENT + 1

#: Rows read at a time, and threads that code them.
LIGNES, FILS = 1 << 18, 2

PAS_UTF8 = "elle n'est pas en UTF-8. Enregistrez-la dans cet encodage."

#: More errors than this end the reading, when nobody asked for the rejected to be written.
TROP = 1000

_LICENCIEMENTS = [nomenclatures.MotifRupture[nom].index for nom in nomenclatures.LICENCIEMENTS]
_MOIS_MIN, _MOIS_MAX = ANNEES[0] * 12, (ANNEES[1] + 1) * 12
_JOUR_MIN, _JOUR_MAX = int(cal.premier_jour(_MOIS_MIN)), int(cal.premier_jour(_MOIS_MAX))
_NOMBRE = r"^\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*$"
_OUI_NON = {"true": 1, "false": 0, "oui": 1, "non": 0, "vrai": 1, "faux": 0, "1": 1, "0": 0}


# --- Formats


@dataclasses.dataclass(frozen=True)
class _Source:
    """A table that can be read again and again: its types, and its batches of some columns."""

    schema: pa.Schema
    lire: Callable[[list[str]], Iterator[pa.RecordBatch]]
    texte: bool = False
    virgule: bool = False


def empreinte(source, table: str) -> object:
    """What tells a table from another: the name, size and date of its files, or what it holds.

    Returns:
        text and numbers.
    """
    if source is None:
        return None
    if isinstance(source, (str, Path)):
        chemin = Path(source)
        etats = [(un.name, un.stat()) for un in (sorted(chemin.glob("*.parquet")) if chemin.is_dir() else [chemin]) if un.is_file()]
        return [str(chemin.resolve()), *([nom, etat.st_size, etat.st_mtime_ns] for nom, etat in etats)]
    ouverte, somme = _ouvrir(source, table), hashlib.blake2b(digest_size=16)
    for morceau in ouverte.lire(ouverte.schema.names):
        somme.update(morceau.serialize())
    return [str(ouverte.schema), somme.hexdigest()]


def _refus(table: str, colonne: str, valeur, attendu: str, message: str) -> ErreurPopulation:
    erreurs = Erreurs()
    erreurs.ajouter(table, None, None, colonne, valeur, attendu, message)
    return ErreurPopulation(erreurs.table())


def _ouvrir(source, table: str) -> _Source:
    """A table as Parquet, CSV, pandas, Polars or Arrow gives it."""
    if isinstance(source, (str, Path)):
        return _ouvrir_fichier(Path(source), table)
    if hasattr(source, "collect") and hasattr(source, "lazy"):
        source = source.collect()
    try:
        if isinstance(source, pa.RecordBatch):
            arrow = pa.Table.from_batches([source])
        elif isinstance(source, pa.Table):
            arrow = source
        elif hasattr(source, "to_arrow"):
            arrow = source.to_arrow()
        elif type(source).__module__.partition(".")[0] == "pandas":
            arrow = pa.Table.from_pandas(source, preserve_index=False)
        else:
            arrow = pa.table(source)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as erreur:
        raise _refus(table, "", None, "une table", f"La table ne peut pas être lue : {erreur}") from None
    except (TypeError, ValueError):
        attendu = "un fichier Parquet ou CSV, une table pandas, Polars ou Arrow"
        raise _refus(table, "", type(source).__name__, attendu, f"« {type(source).__name__} » n'est pas {attendu}.") from None
    return _Source(arrow.schema, lambda noms: iter(arrow.select(noms).to_batches(LIGNES)))


def _ouvrir_fichier(chemin: Path, table: str) -> _Source:
    fichiers = sorted(chemin.glob("*.parquet")) if chemin.is_dir() else [chemin]
    if not fichiers or not fichiers[0].is_file():
        raise _refus(table, "", str(chemin), "un fichier", f"{chemin} : aucun fichier à lire.")
    try:
        if chemin.suffix.lower() in (".csv", ".txt", ".tsv"):
            return _ouvrir_csv(chemin)

        schema = pyarrow.parquet.read_schema(fichiers[0])

        def lire(noms):
            for un in fichiers:
                with pyarrow.parquet.ParquetFile(un) as fichier:
                    if not fichier.schema_arrow.equals(schema):
                        raise pa.ArrowInvalid(f"{un.name} n'a pas les mêmes colonnes que {fichiers[0].name}")
                    yield from fichier.iter_batches(LIGNES, columns=noms)

        return _Source(schema, lire)
    except UnicodeDecodeError:
        raise _refus(table, "", str(chemin), "UTF-8", f"{chemin} : la table ne peut pas être lue, {PAS_UTF8}") from None
    except (pa.ArrowInvalid, OSError) as erreur:
        raise _refus(table, "", str(chemin), "un fichier Parquet ou CSV", f"{chemin} ne peut pas être lu : {erreur}") from None


def _ouvrir_csv(chemin: Path) -> _Source:
    with open(chemin, encoding="utf-8-sig", newline="") as fichier:
        entete = fichier.readline()
    separateur = max((";", "\t", ","), key=entete.count)
    noms = [nom.strip() for nom in next(csv.reader([entete], delimiter=separateur), [])]

    def lire(voulues):
        lecteur = pyarrow.csv.open_csv(
            chemin,
            read_options=pyarrow.csv.ReadOptions(column_names=noms, skip_rows=1, block_size=1 << 23),
            parse_options=pyarrow.csv.ParseOptions(delimiter=separateur),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(noms, pa.string()), include_columns=voulues, strings_can_be_null=True, null_values=[""]
            ),
        )
        with lecteur:
            yield from lecteur

    return _Source(pa.schema([(nom, pa.string()) for nom in noms]), lire, texte=True, virgule=separateur == ";")


# --- One column


def _est_texte(type_: pa.DataType) -> bool:
    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    return pa.types.is_string(type_) or pa.types.is_large_string(type_) or "string_view" in str(type_)


def _admis(colonne: Colonne, type_: pa.DataType, texte: bool) -> bool:
    """Whether a column may have a type; text is a number or a yes/no in a CSV only."""
    if pa.types.is_null(type_):
        return True
    if _est_texte(type_):
        return texte or colonne.genre in ("identifiant", "date", "mois", "enum")
    entier = pa.types.is_integer(type_)
    if colonne.genre in ("date", "mois"):
        return pa.types.is_date(type_) or (pa.types.is_timestamp(type_) and type_.tz is None)
    if colonne.genre == "identifiant":
        return entier
    if colonne.genre == "booleen":
        return pa.types.is_boolean(type_) or entier
    return colonne.genre != "enum" and (entier or pa.types.is_floating(type_) or pa.types.is_decimal(type_))


def _par_uniques(tableau, lire, absent: int):
    """Code texts by reading each distinct one once."""
    if not pa.types.is_dictionary(tableau.type):
        tableau = tableau.cast(pa.string()).dictionary_encode()
    codes = numpy.array([*(absent if une is None else lire(une) for une in tableau.dictionary.to_pylist()), absent], dtype=numpy.int64)
    return codes[numpy.asarray(pc.fill_null(tableau.indices.cast(pa.int64()), len(codes) - 1))]


def _lire_date(texte: str) -> int:
    jour = lire_jour(texte.strip())
    return _FAUX if jour is None else jour.toordinal() - 719163


def _lire_mois(texte: str) -> int:
    texte = texte.strip()
    if est_un_mois(texte):
        return int(texte[:4]) * 12 + int(texte[5:]) - 1
    jour = _lire_date(texte)
    return _FAUX if jour == _FAUX else int(cal.mois_du_jour(numpy.array([jour]))[0])


def _coder_jours(tableau, lire_texte, en_mois: bool):
    """Day or month numbers, ``_FAUX`` where the value is none."""
    if _est_texte(tableau.type):
        return _par_uniques(tableau, lire_texte, JOUR_ABSENT)
    jours = tableau.cast(pa.date32(), safe=False)
    faux = None
    if pa.types.is_timestamp(tableau.type):
        faux = numpy.asarray(pc.fill_null(pc.not_equal(jours.cast(tableau.type, safe=False), tableau), False))
    codes = numpy.asarray(pc.fill_null(jours.cast(pa.int32()), JOUR_ABSENT)).astype(numpy.int64)
    codes[(codes == JOUR_ABSENT) & ~numpy.asarray(tableau.is_null())] = _FAUX
    if en_mois:
        la = (codes != JOUR_ABSENT) & (codes >= _JOUR_MIN) & (codes < _JOUR_MAX)
        mois = cal.mois_du_jour(numpy.where(la, codes, 0))
        codes = numpy.where(la, mois, numpy.where(codes == JOUR_ABSENT, JOUR_ABSENT, _FAUX))
    return codes if faux is None else numpy.where(faux, _FAUX, codes)


def _vider_texte(tableau, lesquels):
    """Texts, none at some places (what ``if_else`` makes of a slice cannot be read again in pyarrow 17 to 20)."""
    if not lesquels.any():
        return tableau
    return pa.array([None if vide else texte for vide, texte in zip(lesquels.tolist(), tableau.to_pylist())], pa.string())


def _coder_nombres(tableau, virgule: bool):
    """(numbers, which are not numbers); a missing one is NaN."""
    absents = numpy.asarray(tableau.is_null())
    faux = numpy.zeros(len(tableau), dtype=bool)
    if _est_texte(tableau.type):
        tableau = tableau.cast(pa.string())
        if virgule:
            tableau = pc.replace_substring(tableau, ",", ".")
        faux = ~absents & ~numpy.asarray(pc.fill_null(pc.match_substring_regex(tableau, _NOMBRE), False))
        tableau = pc.utf8_trim_whitespace(_vider_texte(tableau, faux))
    nombres = numpy.array(pc.fill_null(tableau.cast(pa.float64(), safe=False), numpy.nan))
    return nombres, faux | (numpy.isnan(nombres) & ~absents & ~faux)


def _coder(colonne: Colonne, tableau, source: _Source):
    """The codes of a column, and what is wrong: (mask, what was expected, message with {valeur})."""
    if pa.types.is_dictionary(tableau.type) and colonne.genre not in ("enum", "date", "mois"):
        tableau = tableau.dictionary_decode()
    if colonne.genre in ("date", "mois"):
        en_mois = colonne.genre == "mois"
        codes = _coder_jours(tableau, _lire_mois if en_mois else _lire_date, en_mois)
        forme = "AAAA-MM, par exemple 2025-05" if en_mois else "AAAA-MM-JJ, par exemple 2025-01-06"
        absent = codes == JOUR_ABSENT
        bas, haut = (_MOIS_MIN, _MOIS_MAX) if en_mois else (_JOUR_MIN, _JOUR_MAX)
        hors = ~absent & (codes != _FAUX) & ((codes < bas) | (codes >= haut))
        annees = f"années {ANNEES[0]} à {ANNEES[1]}"
        fautes = [
            (codes == _FAUX, forme, f"« {{valeur}} » n'est pas {'un mois' if en_mois else 'une date'}. Écrivez {forme}."),
            (hors, annees, f"« {{valeur}} » est hors des {annees}."),
        ]
        codes = numpy.where(fautes[0][0] | hors, JOUR_ABSENT, codes).astype(numpy.int32)
    elif colonne.genre == "enum":
        rangs = {membre.name: membre.index for membre in colonne.liste if membre.name != "aucune"}
        codes = _par_uniques(tableau, lambda texte: rangs.get(texte.strip(), _FAUX), ABSENT)
        absent, connus = codes == ABSENT, ", ".join(rangs)
        fautes = [(codes == _FAUX, connus, f"« {{valeur}} » n'est pas connu de « {colonne.nom} ».{{proche}} Connus : {connus}.")]
        codes = numpy.where(codes == _FAUX, ABSENT, codes).astype(numpy.int16)
    elif colonne.genre == "booleen":
        if _est_texte(tableau.type):
            codes = _par_uniques(tableau, lambda texte: _OUI_NON.get(texte.strip().lower(), _FAUX), ABSENT)
        else:
            codes = numpy.array(pc.fill_null(tableau.cast(pa.int64()), ABSENT))
            codes[(codes == ABSENT) & ~numpy.asarray(tableau.is_null())] = _FAUX
        absent = codes == ABSENT
        faux = ~absent & (codes != 0) & (codes != 1)
        fautes = [(faux, "vrai ou faux", "« {valeur} » : vrai ou faux est attendu.")]
        codes = numpy.where(faux, ABSENT, codes).astype(numpy.int8)
    else:
        codes, absent, fautes = _coder_valeurs(colonne, tableau, source)
    if colonne.remplie:
        fautes.append((absent, "une valeur", f"« {colonne.nom} » manque."))
    return codes, fautes


def _coder_valeurs(colonne: Colonne, tableau, source: _Source):
    nombres, faux = _coder_nombres(tableau, source.virgule)
    absent, admis, entier = numpy.isnan(nombres) & ~faux, colonne.bornes, colonne.genre == "entier"
    with numpy.errstate(invalid="ignore"):
        infinis, negatifs, grands = numpy.isinf(nombres), nombres < 0, nombres > admis.trop
        fautes = [
            (faux, "un nombre", "« {valeur} » n'est pas un nombre."),
            (infinis, "un nombre fini", "« {valeur} » n'est pas un nombre fini."),
            (negatifs & ~infinis, "0 ou plus", "« {valeur} » est négatif : une valeur positive ou nulle est attendue."),
            (grands & ~infinis, f"{admis.trop:.0f} au plus", f"« {{valeur}} » est trop grand pour « {colonne.nom} »."),
        ]
        bon = ~absent & ~faux & ~infinis & ~negatifs & ~grands
        if entier:
            entiers = nombres == numpy.floor(nombres)
            fautes.append((bon & ~entiers, "un entier", "« {valeur} » n'est pas un nombre entier."))
            bon &= entiers
        if admis.faute:
            dedans = admis.admet(nombres)
            fautes.append((bon & ~dedans, admis.attendu, f"« {{valeur}} » {admis.faute}"))
            bon &= dedans
    if entier:
        return numpy.where(bon, nombres, ABSENT).astype(numpy.int32), absent, fautes
    return numpy.where(bon, nombres, numpy.nan), absent, fautes


# --- Between the columns of a row


def _present(codes):
    if codes.dtype == numpy.int32:
        return codes >= 0
    return ~numpy.isnan(codes) if codes.dtype == float else codes != ABSENT


def _entre_colonnes(table: str, c: dict, nombre: int):
    """What is wrong between the columns of a row: (column, mask, what was expected, message)."""
    if table == "contrats":
        yield from _dans_un_contrat(c, nombre)
    if table == "mois":
        yield from _dans_un_mois(c, nombre)


#: What only an end of contract may have, with its motive.
_DE_LA_FIN = (
    "date_engagement_procedure", "indemnite_conges_payes", "jours_conges_payes", "indemnites_supra_legales", "premiere_admission",
)


def _dans_un_contrat(c: dict, nombre: int):
    def jour(nom):
        return c.get(nom, numpy.full(nombre, JOUR_ABSENT, dtype=numpy.int32))

    def donne(nom):
        if nom not in c:
            return numpy.zeros(nombre, dtype=bool)
        return c[nom] != JOUR_ABSENT if nom in ("fin", "debut", "date_engagement_procedure") else _present(c[nom])

    debut, fin, engagement = jour("debut"), jour("fin"), jour("date_engagement_procedure")
    finit, motive = donne("fin"), donne("motif")
    yield "fin", finit & donne("debut") & (fin < debut), "une fin après le début", "La fin « {valeur} » est avant le début du contrat."
    for une, autre in (("salaire_total", "salaire_mensuel"), ("heures", "heures_mensuelles")):
        yield une, donne(une) & donne(autre), f"{une} ou {autre}", f"Donnez {une} ou {autre}, pas les deux."
    for nom in ("salaire_total", "heures"):
        yield nom, donne(nom) & ~finit, "la fin du contrat", f"« {nom} » est celui de tout le contrat : il faut sa fin."
    for nom in ("motif", *_DE_LA_FIN):
        yield nom, donne(nom) & ~finit, "une fin de contrat", f"« {nom} » est celui d'une fin de contrat, et ce contrat n'a pas de fin."
    for nom in _DE_LA_FIN:
        yield nom, donne(nom) & finit & ~motive, "le motif", f"« {nom} » est donné sans le motif de la fin du contrat."
    procedure = donne("date_engagement_procedure") & motive & finit
    motif = c.get("motif", numpy.full(nombre, ABSENT))
    attendu = " ou ".join(nomenclatures.LICENCIEMENTS)
    yield (
        "date_engagement_procedure", procedure & ~numpy.isin(motif, _LICENCIEMENTS), attendu,
        f"Une procédure n'est engagée que pour {attendu}.",
    )
    yield (
        "date_engagement_procedure", procedure & (engagement > fin), "une date d'avant la fin du contrat",
        "La procédure est engagée le {valeur}, après la fin du contrat.",
    )


def _dans_un_mois(c: dict, nombre: int):
    mois = c["mois"]
    connu = numpy.where(mois >= 0, mois, _MOIS_MIN)
    for nom in CALENDRIERS:
        if not {f"{nom}_debut", f"{nom}_fin", f"{nom}_masque"} & c.keys():
            continue
        vide = numpy.full(nombre, JOUR_ABSENT, dtype=numpy.int32)
        debut, fin = c.get(f"{nom}_debut", vide), c.get(f"{nom}_fin", vide)
        for colonne, jour in ((f"{nom}_debut", debut), (f"{nom}_fin", fin)):
            if colonne not in c:
                continue
            la = (jour != JOUR_ABSENT) & (mois >= 0)
            hors = la & ((jour < cal.premier_jour(connu)) | (jour >= cal.premier_jour(connu + 1)))
            yield colonne, hors, "un jour du mois", "« {valeur} » n'est pas un jour du mois de la ligne."
        datee = (debut != JOUR_ABSENT) | (fin != JOUR_ABSENT)
        if {f"{nom}_debut", f"{nom}_fin"} <= c.keys():
            yield (
                f"{nom}_fin", (debut != JOUR_ABSENT) & (fin != JOUR_ABSENT) & (fin < debut), "une fin après le début",
                "La fin « {valeur} » est avant le début.",
            )
        if nom in c:
            yield nom, (c[nom] == 0) & datee, "vrai, ou pas de dates", f"« {nom} » est faux et des dates sont données."
        if f"{nom}_masque" in c:
            masque = c[f"{nom}_masque"]
            double = (masque >= 0) & (datee | (c[nom] != ABSENT if nom in c else False))
            yield f"{nom}_masque", double, "une seule manière", "Donnez ces jours par leur masque ou par des dates, pas les deux."
            entier = (1 << cal.nombre_jours(connu).astype(numpy.int64)) - 1
            yield (
                f"{nom}_masque", (masque > entier) & (mois >= 0), "des jours du mois",
                "Le masque « {valeur} » a un jour que le mois de la ligne n'a pas.",
            )


def _en_texte(valeur: pa.Scalar) -> str | None:
    """What was read, as text; a date that Python has not keeps its number of days."""
    try:
        lue = valeur.as_py()
    except (OverflowError, ValueError):
        return str(valeur.value)
    return None if lue is None else str(lue)


# --- The tables


@dataclasses.dataclass
class Lot:
    """A chunk of claimants: arrays of codes by column; ``qui`` is the place in the chunk, ``ligne`` the row of the table.

    Attributes:
        identifiants: Arrow array.
        individus, contrats, mois: columns by name; a column that the table has not is not there.
    """

    identifiants: pa.Array
    individus: dict
    contrats: dict
    mois: dict

    def __len__(self) -> int:
        return len(self.identifiants)

    def verifier(self, erreurs: Erreurs) -> Lot:
        """The chunk without those of whom the rows, together, are wrong; what is wrong is added to ``erreurs``."""
        gardes = numpy.ones(len(self), dtype=bool)
        for table, colonne, lignes, qui, valeurs, attendu, message in _ensemble(self):
            for ligne, place, valeur in zip(lignes.tolist(), qui.tolist(), valeurs):
                texte = message.replace("{valeur}", str(valeur))
                erreurs.ajouter(table, ligne, self.identifiants[place].as_py(), colonne, valeur, attendu, texte)
                gardes[place] = False
        return self if gardes.all() else self.garder(gardes)

    def garder(self, gardes) -> Lot:
        """The same for some of the claimants (bool array)."""
        places = numpy.cumsum(gardes) - 1

        def reduire(table):
            lignes = gardes[table["qui"]]
            reduite = {nom: valeurs[lignes] for nom, valeurs in table.items()}
            return {**reduite, "qui": places[reduite["qui"]]}

        identifiants = self.identifiants.filter(pa.array(gardes))
        return Lot(identifiants, reduire(self.individus), reduire(self.contrats), reduire(self.mois))


class _Etagere:
    """A file of batches, of which each belongs to one chunk: what a chunk needs is read back without the rest."""

    def __init__(self, chemin: Path) -> None:
        self.chemin = chemin
        self.lots: dict[int, list[int]] = {}
        self._ecrit, self._nombre = None, 0

    def ranger(self, lots, colonnes: dict) -> None:
        ordre = numpy.argsort(lots, kind="stable")
        lots = lots[ordre]
        bornes = numpy.flatnonzero(numpy.diff(lots, prepend=-1, append=-1) != 0) if len(lots) else []
        trie = len(bornes) == 2 or bool((numpy.diff(ordre) > 0).all())
        tableaux = [pa.array(valeurs if trie else valeurs[ordre]) for valeurs in colonnes.values()]
        entier = pa.RecordBatch.from_arrays(tableaux, names=list(colonnes))
        if self._ecrit is None:
            self._ecrit = pa.ipc.new_file(str(prive.creer_fichier(self.chemin)), entier.schema)
        for debut, fin in zip(bornes[:-1], bornes[1:]):
            self._ecrit.write_batch(entier.slice(debut, fin - debut))
            self.lots.setdefault(int(lots[debut]), []).append(self._nombre)
            self._nombre += 1

    def fermer(self) -> None:
        if self._ecrit is not None:
            self._ecrit.close()


@dataclasses.dataclass(frozen=True)
class LotSurDisque:
    """Where a chunk is: what a process of this machine needs to read it.

    Attributes:
        identifiants: Arrow array.
        debut: the rank of the first.
        rejetes: who has an error (bool array).
        fichiers: by table, the file and the places of the chunk's batches.
    """

    identifiants: pa.Array
    debut: int
    rejetes: numpy.ndarray
    fichiers: dict[str, tuple[str, list[int]]]

    def lire(self) -> Lot:
        """The chunk, without who is rejected."""
        tables = {}
        for table in TABLES:
            lue = _lire_les_morceaux(*self.fichiers.get(table, ("", [])))
            lue["qui"] = lue.pop("rang") - self.debut
            tables[table] = lue
        entier = Lot(self.identifiants, **tables)
        return entier.garder(~self.rejetes) if self.rejetes.any() else entier


def _lire_les_morceaux(chemin: str, morceaux: list[int]) -> dict:
    if not morceaux:
        return {"rang": numpy.empty(0, dtype=numpy.int64), "ligne": numpy.empty(0, dtype=numpy.int64)}
    with pa.OSFile(chemin) as fichier:
        lecteur = pa.ipc.open_file(fichier)
        table = pa.Table.from_batches([lecteur.get_batch(rang) for rang in morceaux])
    return {nom: table.column(nom).to_numpy() for nom in table.column_names}


def _d_avance(fils, fonction, arguments):
    """What a function gives of each argument, in order, a few computed ahead."""
    en_cours, arguments = collections.deque(), iter(arguments)
    while True:
        while len(en_cours) <= FILS and (un := next(arguments, None)) is not None:
            en_cours.append(fils.submit(fonction, un))
        if not en_cours:
            return
        yield en_cours.popleft().result()


@contextlib.contextmanager
def _lisible(table: str):
    """What cannot be read while it is read is an error of the table."""
    try:
        yield
    except pa.ArrowInvalid as erreur:
        if "UTF8" in str(erreur):
            raise _refus(table, "", None, "UTF-8", f"La table ne peut pas être lue, {PAS_UTF8}") from None
        raise _refus(table, "", None, "un fichier lisible", f"La table ne peut pas être lue : {erreur}") from None


class Tables:
    """The three tables, checked and shared between chunks.

    Attributes:
        identifiants: sorted, without repetition.
        rejetes: by rank, who has an error (bool array).
        erreurs: what is wrong.
        non_lues: the columns of each table that are not known.
        lot: claimants in a chunk, once the rows are shared.
    """

    def __init__(self, individus, contrats, mois, dossier: Path, tout_lire: bool = False) -> None:
        donnees = {"individus": individus, "contrats": contrats, "mois": mois}
        self.sources = {table: _ouvrir(source, table) for table, source in donnees.items() if source is not None}
        self.erreurs, self.non_lues = Erreurs(), {}
        self._tout_lire = tout_lire
        colonnes = {table: self._colonnes(table) for table in self.sources}
        if len(self.erreurs):
            raise ErreurPopulation(self.erreurs.table())
        types = [source.schema.field("identifiant").type for source in self.sources.values()]
        self._en_entiers = all(pa.types.is_integer(un) and un != pa.uint64() for un in types)
        self._etageres = {table: _Etagere(dossier / f"{table}.arrow") for table in self.sources}
        self._lues, self.lot = colonnes, 1
        with _lisible("individus"):
            self.identifiants, self._doubles = self._lire_identifiants()
        self.rejetes = numpy.zeros(len(self.identifiants), dtype=bool)

    def partager(self, lot: int) -> None:
        """Read the tables, check each row, and share the rows between chunks of ``lot`` claimants."""
        self.lot = lot
        for table in self.sources:
            with _lisible(table):
                self._partager(table, self._lues[table], self._doubles)

    def __len__(self) -> int:
        return -(-len(self.identifiants) // self.lot)

    def _colonnes(self, table: str) -> list[Colonne]:
        """The columns that the table has; what misses, what has a wrong type and what looks misspelt are errors."""
        source = self.sources[table]
        lus, connues = source.schema.names, {une.nom: une for une in TABLES[table]}
        for nom in {nom for nom in lus if lus.count(nom) > 1 and nom in connues}:
            message = f"La colonne « {nom} » de {table} est donnée deux fois."
            self.erreurs.ajouter(table, None, None, nom, None, "une seule colonne", message)
        inconnues = [nom for nom in lus if nom not in connues]
        manquent = [une for une in TABLES[table] if une.presente and une.nom not in lus]
        for une in manquent:
            proches = difflib.get_close_matches(une.nom, inconnues, 1, 0.5)
            lues = f" Colonnes lues : {', '.join(lus)}." if any(lus) else " La table n'a aucune colonne."
            voulu = f" Est-ce « {proches[0]} » ?" if proches else lues
            self.erreurs.ajouter(table, None, None, une.nom, None, "la colonne", f"La colonne « {une.nom} » manque dans {table}.{voulu}")
        for nom in inconnues:
            proches = difflib.get_close_matches(nom, [un for un in connues if un not in lus], 1, 0.85)
            if proches and proches[0] not in [une.nom for une in manquent]:
                message = f"La colonne « {nom} » n'est pas connue dans {table}. Vouliez-vous écrire « {proches[0]} » ?"
                self.erreurs.ajouter(table, None, None, nom, None, proches[0], message)
        self.non_lues[table] = inconnues
        presentes = [une for une in TABLES[table] if lus.count(une.nom) == 1]
        for une in presentes:
            type_ = source.schema.field(une.nom).type
            if not _admis(une, type_, source.texte):
                attendu = {"date": "une date", "mois": "un mois (AAAA-MM) ou une date", "booleen": "un booléen", "enum": "un texte",
                           "identifiant": "un texte ou un entier", "entier": "un entier"}.get(une.genre, "un nombre")  # fmt: skip
                message = f"La colonne « {une.nom} » de {table} est de type {type_}. Attendu : {attendu}."
                self.erreurs.ajouter(table, None, None, une.nom, str(type_), attendu, message)
        return presentes

    def _cle(self, tableau):
        """Identifiers in the one type that the tables share."""
        if pa.types.is_dictionary(tableau.type):
            tableau = tableau.dictionary_decode()
        if self._en_entiers:
            return tableau.cast(pa.int64())
        tableau = tableau.cast(pa.string())
        return _vider_texte(tableau, numpy.asarray(pc.fill_null(pc.equal(tableau, ""), False)))

    def _rangs(self, cles):
        """The rank of each identifier, -1 where it is not known."""
        if not self._en_entiers or len(self.identifiants) == 0:
            return numpy.array(pc.fill_null(pc.index_in(cles, self.identifiants), -1)).astype(numpy.int64)
        connus, cherches = self.identifiants.to_numpy(), numpy.asarray(pc.fill_null(cles, 0))
        rangs = numpy.minimum(numpy.searchsorted(connus, cherches), len(connus) - 1)
        inconnus = (connus[rangs] != cherches) | numpy.asarray(cles.is_null())
        return numpy.where(inconnus, -1, rangs)

    def _lire_identifiants(self):
        """The identifiers, sorted, and those that come twice."""
        morceaux = [self._cle(lot.column(0)).drop_null() for lot in self.sources["individus"].lire(["identifiant"])]
        tous = pa.chunked_array(morceaux, pa.int64() if self._en_entiers else pa.string()).combine_chunks()
        if isinstance(tous, pa.ChunkedArray):
            tous = tous.combine_chunks()
        tous = tous.take(pc.sort_indices(tous))
        if len(tous) < 2:
            return tous, tous.slice(0, 0)
        nouveaux = pc.not_equal(tous.slice(1), tous.slice(0, len(tous) - 1))
        doubles = tous.slice(1).filter(pc.invert(nouveaux))
        return tous.filter(pa.concat_arrays([pa.array([True]), nouveaux])), doubles

    def _partager(self, table: str, colonnes: list[Colonne], doubles) -> None:
        """Batches are coded by several threads, and what is found in them is written down in their order."""
        etagere, ligne = self._etageres[table], 1
        morceaux = (un for un in self.sources[table].lire([une.nom for une in colonnes]) if un.num_rows)
        with concurrent.futures.ThreadPoolExecutor(FILS) as fils:
            for morceau, cles, rangs, codes, fautes in _d_avance(fils, lambda un: self._coder(table, colonnes, un), morceaux):
                lignes = numpy.arange(ligne, ligne + morceau.num_rows)
                ligne += morceau.num_rows
                self._controler_identifiants(table, cles, rangs, lignes, doubles)
                for une, *faute in fautes:
                    self._noter(table, une, morceau.column(une.nom), cles, rangs, lignes, *faute)
                gardes = rangs >= 0
                if not gardes.all():
                    codes, rangs, lignes = {nom: valeurs[gardes] for nom, valeurs in codes.items()}, rangs[gardes], lignes[gardes]
                etagere.ranger(rangs // self.lot, {"rang": rangs, "ligne": lignes, **codes})
                self._arreter_si_trop()
        etagere.fermer()

    def _coder(self, table: str, colonnes: list[Colonne], morceau: pa.RecordBatch):
        """A batch, its identifiers, their ranks, the codes of its columns, and what is wrong: (column, mask, expected, message)."""
        cles = self._cle(morceau.column("identifiant"))
        codes, fautes = {}, []
        par_nom = {une.nom: une for une in colonnes}
        for une in colonnes:
            if une.genre != "identifiant":
                codes[une.nom], siennes = _coder(une, morceau.column(une.nom), self.sources[table])
                fautes += [(une, *faute) for faute in siennes]
        fautes += [(par_nom[nom], *faute) for nom, *faute in _entre_colonnes(table, codes, morceau.num_rows) if nom in par_nom]
        return morceau, cles, self._rangs(cles), codes, [une for une in fautes if une[1].any()]

    def _arreter_si_trop(self) -> None:
        if not self._tout_lire and len(self.erreurs) > TROP:
            raise ErreurPopulation(self.erreurs.table(), "La lecture s'est arrêtée là.")

    def _controler_identifiants(self, table, cles, rangs, lignes, doubles) -> None:
        for rang in numpy.flatnonzero(numpy.asarray(cles.is_null())):
            self.erreurs.ajouter(table, int(lignes[rang]), None, "identifiant", None, "un identifiant", "« identifiant » manque.")
        if table == "individus":
            if len(doubles):
                for rang in numpy.flatnonzero(numpy.asarray(pc.is_in(cles, doubles))):
                    nom = str(cles[rang])
                    message = f"L'identifiant « {nom} » est donné plusieurs fois."
                    self.erreurs.ajouter(table, int(lignes[rang]), nom, "identifiant", nom, "une ligne par demandeur", message)
                    self.rejetes[rangs[rang]] = True
            return
        for rang in numpy.flatnonzero((rangs < 0) & ~numpy.asarray(cles.is_null())):
            nom = str(cles[rang])
            message = f"L'identifiant « {nom} » n'est pas dans individus."
            self.erreurs.ajouter(table, int(lignes[rang]), nom, "identifiant", nom, "un identifiant d'individus", message)

    def _noter(self, table, colonne, brut, cles, rangs, lignes, masque, attendu, message) -> None:
        for rang in numpy.flatnonzero(masque):
            valeur, proche = _en_texte(brut[rang]), ""
            if colonne.liste is not None and valeur is not None:
                proches = difflib.get_close_matches(valeur, colonne.valeurs, 1)
                proche = f" Vouliez-vous écrire « {proches[0]} » ?" if proches else ""
            texte = message.replace("{valeur}", str(valeur)).replace("{proche}", proche)
            self.erreurs.ajouter(table, int(lignes[rang]), cles[rang].as_py(), colonne.nom, valeur, attendu, texte)
        touches = rangs[masque]
        self.rejetes[touches[touches >= 0]] = True

    def ou_est(self, lot: int) -> LotSurDisque:
        """Where a chunk is."""
        debut = lot * self.lot
        fin = min(debut + self.lot, len(self.identifiants))
        siens = pa.concat_arrays([self.identifiants.slice(debut, fin - debut)])
        fichiers = {nom: (str(une.chemin), une.lots.get(lot, [])) for nom, une in self._etageres.items()}
        return LotSurDisque(siens, debut, self.rejetes[debut:fin].copy(), fichiers)

    def lire(self, lot: int) -> Lot:
        """A chunk, without who is rejected."""
        return self.ou_est(lot).lire()

    def verifier(self) -> None:
        """What the rows of each claimant say together, of all the chunks (a chunk is looked at again when it is computed)."""
        for lot in range(len(self)):
            self.lire(lot).verifier(self.erreurs)
            self._arreter_si_trop()


def _jours(codes) -> list[str]:
    return [str(jour) for jour in cal.en_dates(codes)]


def _ensemble(lot: Lot):
    """What is wrong between the rows of a claimant: (table, column, rows, claimants, values, expected, message)."""
    contrats, mois = lot.contrats, lot.mois
    if len(mois["qui"]):
        faux = _en_double(mois["qui"], mois["mois"])
        textes = [f"{un // 12:04}-{un % 12 + 1:02}" for un in mois["mois"][faux].tolist()]
        message = "Le mois {valeur} est donné plusieurs fois."
        yield "mois", "mois", mois["ligne"][faux], mois["qui"][faux], textes, "une ligne par mois", message
    if not len(contrats["qui"]):
        return
    naissance = numpy.full(len(lot), JOUR_ABSENT, dtype=numpy.int64)
    naissance[lot.individus["qui"]] = lot.individus["date_naissance"]
    faux = contrats["debut"] <= naissance[contrats["qui"]]
    yield (
        "contrats", "debut", contrats["ligne"][faux], contrats["qui"][faux], _jours(contrats["debut"][faux]),
        "un début après la naissance", "Le contrat commence le {valeur}, avant la naissance.",
    )
    yield from _sans_paie(lot)
    yield from _motifs_ambigus(lot)


def _en_double(qui, mois):
    """Which (claimant, month) come several times."""
    premier = int(mois.min())
    cles = qui.astype(numpy.int64) * (int(mois.max()) - premier + 1) + (mois - premier)
    if cles.max() < 16 * len(cles):
        compte = numpy.bincount(cles)
        return compte[cles] > 1 if compte.max() > 1 else numpy.zeros(len(cles), dtype=bool)
    _, inverse, compte = numpy.unique(cles, return_inverse=True, return_counts=True)
    return compte[inverse] > 1


def _sans_paie(lot: Lot):
    """A contract without pay, whose months have none either in ``mois``."""
    contrats, mois = lot.contrats, lot.mois
    muets = numpy.ones(len(contrats["qui"]), dtype=bool)
    for nom in ("salaire_mensuel", "salaire_total"):
        if nom in contrats:
            muets &= numpy.isnan(contrats[nom])
    if not muets.any():
        return
    conserve = contrats["conserve"] == 1 if "conserve" in contrats else numpy.zeros(len(muets), dtype=bool)
    fin = numpy.where(contrats["fin"] == JOUR_ABSENT, _JOUR_MAX - 1, contrats["fin"])
    bas, haut = cal.mois_du_jour(contrats["debut"]), cal.mois_du_jour(fin)
    for nom, lesquels in (("salaire_brut", muets & ~conserve), ("salaire_activite_conservee", muets & conserve)):
        payes = numpy.empty(0, dtype=numpy.int64)
        if nom in mois:
            donnes = ~numpy.isnan(mois[nom])
            payes = numpy.sort(mois["qui"][donnes].astype(numpy.int64) * (1 << 16) + mois["mois"][donnes])
        qui = contrats["qui"].astype(numpy.int64) * (1 << 16)
        faux = lesquels & (numpy.searchsorted(payes, qui + bas) == numpy.searchsorted(payes, qui + haut, side="right"))
        attendu = f"salaire_mensuel, salaire_total, ou {nom} dans mois"
        yield (
            "contrats", "salaire_mensuel", contrats["ligne"][faux], contrats["qui"][faux], [None] * int(faux.sum()), attendu,
            f"Le contrat n'a pas de paie : donnez {attendu} (0 s'il n'y en a pas).",
        )


def _motifs_ambigus(lot: Lot):
    """Of the contracts that end last in a month: one has no motive and another of the month does, or their motives differ."""
    contrats = lot.contrats
    conserve = contrats["conserve"] == 1 if "conserve" in contrats else numpy.zeros(len(contrats["qui"]), dtype=bool)
    finissent = numpy.flatnonzero((contrats["fin"] != JOUR_ABSENT) & ~conserve)
    if len(finissent) == 0:
        return
    fin, motif, qui = contrats["fin"][finissent], contrats["motif"][finissent].astype(numpy.int64), contrats["qui"][finissent]
    _, groupe = numpy.unique(qui.astype(numpy.int64) * (1 << 16) + cal.mois_du_jour(fin), return_inverse=True)
    derniere = numpy.full(groupe.max() + 1, JOUR_ABSENT, dtype=numpy.int64)
    numpy.maximum.at(derniere, groupe, fin)
    au_dernier = fin == derniere[groupe]
    sans, avec = numpy.zeros(len(derniere), dtype=bool), numpy.zeros(len(derniere), dtype=bool)
    sans[groupe[au_dernier & (motif == ABSENT)]] = True
    avec[groupe[motif != ABSENT]] = True
    faux = au_dernier & (motif == ABSENT) & (sans & avec)[groupe]
    lignes = contrats["ligne"][finissent]
    yield (
        "contrats", "motif", lignes[faux], qui[faux], [None] * int(faux.sum()), "le motif de cette fin",
        "Plusieurs contrats finissent ce mois-là et le dernier n'a pas de motif : donnez-le.",
    )
    motives = au_dernier & (motif != ABSENT)
    bas, haut = numpy.full(len(derniere), 1 << 15, dtype=numpy.int64), numpy.full(len(derniere), -1, dtype=numpy.int64)
    numpy.minimum.at(bas, groupe[motives], motif[motives])
    numpy.maximum.at(haut, groupe[motives], motif[motives])
    faux = motives & (bas < haut)[groupe] & ~(sans & avec)[groupe]
    yield (
        "contrats", "motif", lignes[faux], qui[faux], _jours(fin[faux]), "un seul motif",
        "Deux contrats finissent le {valeur} avec des motifs différents.",
    )
