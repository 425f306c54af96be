"""The texts of law that the variables cite: their articles, their addresses, and the time when each was in force.

A variable cites an article; which version of it applied depends on the claimant. The règlement follows the day whose law
governs the right (the end of contract, or the start of the procedure of a dismissal); the codes follow the month, or the day of
the act of a procedure. ``references(...)`` gives OpenFisca every version with its time; :func:`reference_applicable` gives the one
that applied.

The versions of the codes are those of Légifrance. Where the version of an article of the règlement has no address of its own
here, the address is that of the decree or of the order that holds it.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
from typing import NamedTuple

from openfisca_chomage.reglements import DECRET_2019

__all__ = [
    "CRDS", "CSG", "LOI_DU_DROIT", "PAIEMENT_MENSUEL", "SMIC_JOURNALIER", "TEXTES", "Citation", "Reference", "References", "Version",
    "code_du_travail", "code_securite_sociale", "reference_applicable", "references", "reglement", "texte",
]


class Reference(NamedTuple):
    """What is cited for a claimant: the article of the version that applied, and the address that opens it."""

    article: str
    adresse: str

    def __str__(self) -> str:
        return f"{self.article} : {self.adresse}" if self.adresse else self.article


class Version(NamedTuple):
    """A version of an article.

    Attributes:
        depuis: its first day (AAAA-MM-JJ), by the clock of its text.
        avant: the day when it is no longer in force, or "" while it is.
        titre: what follows the number of the article, ``du Code du travail``.
        adresse: what opens it.
    """

    depuis: str
    avant: str
    titre: str
    adresse: str


@dataclasses.dataclass(frozen=True)
class Texte:
    """A text.

    Attributes:
        horloge: ``loi`` where the law of the claimant chooses the version, ``mois`` where the month does.
        versions: the versions of an article that is not in ``articles``; empty where only those may be cited.
        articles: the versions of articles that have their own.
    """

    horloge: str
    versions: tuple[Version, ...] = ()
    articles: dict[str, tuple[Version, ...]] = dataclasses.field(default_factory=dict)

    def versions_de(self, article: str) -> tuple[Version, ...]:
        """The versions of an article.

        Raises:
            ValueError: the text has no such article.
        """
        versions = self.articles.get(article, self.versions)
        if not versions:
            raise ValueError(f"L'article « {article} » n'est pas dans la table des textes (openfisca_chomage/textes.py).")
        return versions


def _suite(*versions: tuple[str, str, str], avant: str = "") -> tuple[Version, ...]:
    """Versions that follow one another, each in force until the next: (first day, title, address)."""
    fins = [depuis for depuis, *_ in versions[1:]] + [avant]
    return tuple(Version(depuis, fin, titre, adresse) for (depuis, titre, adresse), fin in zip(versions, fins, strict=True))


# --- The règlement: the decree of 2019 and its wordings, then the convention of 2024

_2019 = "du règlement d'assurance chômage annexé au décret n° 2019-797 du 26 juillet 2019"
_DECRET_2019 = "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000038829574"
_2021 = f"{_2019}, rédaction du décret n° 2021-346 du 30 mars 2021, appliquée depuis le 1er octobre 2021"
_DECRET_2021 = (
    "https://www.lexbase.fr/index/source/66266584-decret-n-2021346-du-30-mars-2021-portant-diverses-mesures-relatives-au-"
    "regime-dassurance-chomage"
)
_SUSPENSIONS = f"{_2019}, rédaction du décret n° 2021-730 du 8 juin 2021, appliquée depuis le 1er octobre 2021"
_DECRET_SUSPENSIONS = "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000043623639"
_2023 = f"{_2019}, rédaction du décret n° 2023-33 du 26 janvier 2023"
_DECRET_2023 = "https://www.legifrance.gouv.fr/eli/decret/2023/1/26/2023-33/jo/texte"
_2024 = "du règlement général annexé à la convention du 15 novembre 2024"
_ARRETE_2024 = "https://www.legifrance.gouv.fr/eli/arrete/2024/12/19/PRMX2433664A/jo/texte"
_CONVENTION_2024 = (
    "https://unedic.org/la-reglementation/conventions-d-assurance-chomage/convention-du-15-novembre-2024-relative-a-l-assurance-"
    "chomage"
)
_DEBUT_2025 = f"{_2024}, avant ses mesures du 1er avril 2025"


def _du_reglement(decret=_DECRET_2019, en_2021=None, en_2023=False, convention=_ARRETE_2024, en_avril_2025=False):
    """The versions of an article of the règlement.

    Args:
        decret: the address of its first version.
        en_2021: (title, address) of the wording applied from 1 October 2021.
        en_2023: whether the decree of 26 January 2023 wrote it again.
        convention: its address in the order that approves the convention of 2024.
        en_avril_2025: whether its new measures wait until 1 April 2025.
    """
    versions = [(DECRET_2019, _2019, decret)]
    if en_2021:
        versions.append(("2021-10-01", *en_2021))
    if en_2023:
        versions.append(("2023-02-01", _2023, _DECRET_2023))
    versions.append(("2025-01-01", _DEBUT_2025 if en_avril_2025 else _2024, convention))
    if en_avril_2025:
        versions.append(("2025-04-01", _2024, convention))
    return _suite(*versions)


_LODA = "https://www.legifrance.gouv.fr/loda/article_lc/"
_JORF = "https://www.legifrance.gouv.fr/jorf/article_jo/"
_TRICOTEUSES = "https://legal.tricoteuses.fr/articles/"
_ALLOCATION_2024 = (
    "https://juriblio.fr/arretes/arrete-du-19-decembre-2024/185015589/annexes/annexe-2/convention-du-15-novembre-2024-relative-a-"
    "l-assurance-chomage/reglement-general-d-assurance-chomage/titre-i/chapitre-4/section-3"
)

_REGLEMENT = Texte(
    "loi",
    _du_reglement(),
    {
        "3": _du_reglement(
            "https://www.lexbase.fr/index/source/105599383-art-3-decret-n-2019797-du-26-juillet-2019-relatif-au-regime-dassurance-"
            "chomage",
            convention=f"{_TRICOTEUSES}LEGIARTI000050837511",
            en_avril_2025=True,
        ),
        "9": _du_reglement(f"{_JORF}JORFARTI000038830350", (_2021, _DECRET_2021), en_2023=True, en_avril_2025=True),
        "11": _du_reglement(en_2021=(_2021, _DECRET_2021), convention=f"{_TRICOTEUSES}LEGIARTI000050837899"),
        "12": _du_reglement(f"{_JORF}JORFARTI000038830603", (_SUSPENSIONS, _DECRET_SUSPENSIONS)),
        "13": _du_reglement(en_2021=(_2021, _DECRET_2021), en_2023=True, en_avril_2025=True),
        "14": _du_reglement(convention=_ALLOCATION_2024),
        "15": _du_reglement(convention=_ALLOCATION_2024),
        "16": _du_reglement(convention=_ALLOCATION_2024),
        "17 bis": _du_reglement(
            f"{_LODA}LEGIARTI000038869230", en_2023=True, convention=f"{_TRICOTEUSES}LEGIARTI000050841461", en_avril_2025=True
        ),
        "24": _du_reglement(f"{_LODA}LEGIARTI000038869248"),
        "26": _du_reglement(f"{_LODA}LEGIARTI000038869244", en_2023=True, en_avril_2025=True),
        "27": _du_reglement(f"{_JORF}JORFARTI000038830741"),
        "28": _du_reglement(en_2023=True),
        "31": _du_reglement(f"{_LODA}LEGIARTI000038869252"),
        "34": _du_reglement(en_2023=True),
    },
)


# --- The codes: each version of an article by its first day and the end of its number on Légifrance


def _code(titre: str, articles: dict[str, str]) -> Texte:
    """A code: for each article, the first day and the number of each version, in order."""
    adresse = "https://www.legifrance.gouv.fr/codes/article_lc/LEGIARTI"
    versions = {}
    for article, ecrites in articles.items():
        mots = ecrites.split()
        versions[article] = _suite(*((depuis, titre, adresse + fin) for depuis, fin in zip(mots[::2], mots[1::2], strict=True)))
    return Texte("mois", (), versions)


_TRAVAIL = _code(
    "du Code du travail",
    {
        "L1232-2": "2008-05-01 000006901000",
        "L1233-11": "2008-05-01 000006901023",
        "L1233-28": "2018-01-01 000035652699",
        "R1237-13": "2023-04-19 000047456645",
        "L3252-2": "2008-05-01 000006902878",
        "L3252-3": "2019-01-01 000033812428",
        "L3252-4": "2013-01-01 000024967564 2025-07-01 000048447294",
        "L3252-5": "2016-04-01 000031686176",
        "R3252-2": (
            "2019-01-01 000037821358 2020-01-01 000039806110 2022-01-01 000044466485 2023-01-01 000046816318 "
            "2024-01-01 000048653279 2025-01-01 000050923216 2026-01-01 000053193584"
        ),
        "R3252-3": (
            "2019-01-01 000037821361 2020-01-01 000039806114 2022-01-01 000044466489 2023-01-01 000046816321 "
            "2024-01-01 000048653288 2025-01-01 000050923221 2026-01-01 000053193590"
        ),
        "R3252-5": "2016-01-01 000031694644",
        "L5411-1": "2019-01-01 000037388622 2025-01-01 000048590205",
        "L5421-4": "2019-01-01 000037388300 2023-09-01 000047452871 2026-01-01 000051289909",
        "L5422-1": "2019-01-01 000037388218 2022-12-23 000046774640 2025-01-01 000048590547",
        "L5422-2": "2019-01-01 000037388568 2026-06-13 000054241899",
        "L5422-2-1": "2013-06-17 000027550383",
        "L5422-2-2": "2022-12-23 000046773092 2025-10-26 000052437200",
        "L5422-5": "2008-05-01 000006903827",
        "L5426-1-1": "2016-08-10 000033014106 2024-01-01 000048600576",
        "L5426-5": "2019-01-01 000037388483 2024-01-01 000048600574",
        "L5426-6": "2019-01-01 000037388477 2024-01-01 000048600570",
        "L5426-8-1": "2018-01-01 000033818028 2024-01-01 000048600563",
        "L5426-8-2": "2018-01-01 000033818022 2024-01-01 000048600559 2026-06-30 000054334613",
        "L5428-1": "2019-01-01 000037388531 2024-01-01 000048600528 2026-06-30 000054334605",
        "R5411-6": "2014-05-25 000028976110 2024-07-01 000049816643",
        "R5411-7": "2014-05-25 000028976108 2024-07-01 000049816641 2025-01-01 000050929395",
        "R5411-10": "2014-05-25 000028976103 2024-07-01 000049816601 2025-01-01 000050929377",
        "R5422-1": "2019-11-01 000038893023 2026-04-01 000053731270",
        "R5422-2": "2019-11-01 000038893018",
        "R5422-2-1": "2019-11-01 000038876733",
        "R5426-19": "2016-11-27 000033482162 2022-07-01 000045417020 2024-07-01 000049816559",
        "R5426-20": "2019-01-01 000038033024 2024-07-01 000049816553",
        "R5426-21": "2019-01-01 000038033021",
        "R5426-22": "2012-09-21 000026386111",
        "R5426-24": "2014-05-25 000028975891 2024-07-01 000049816544",
    },
)

_SECURITE_SOCIALE = _code(
    "du Code de la sécurité sociale",
    {
        "L131-2": "2019-10-01 000038836961 2020-12-16 000042683604 2023-03-11 000047288555 2023-09-01 000047453476",
        "L136-1-2": (
            "2019-10-01 000038836947 2020-12-16 000042683588 2023-03-11 000047288526 2023-07-01 000047770460 "
            "2025-02-28 000051289679"
        ),
        "L136-8": (
            "2019-01-01 000037947799 2019-12-28 000041398360 2020-12-16 000042683546 2025-07-01 000051287395 "
            "2025-12-31 000053278668"
        ),
        "L325-1": (
            "2016-12-25 000033714709 2020-01-01 000041398981 2021-12-25 000044628865 2022-05-14 000044404002 "
            "2023-12-28 000048702040"
        ),
        "L351-8": "2014-01-22 000028498855 2023-09-01 000047452736 2025-02-28 000051289852",
        "D242-13": "2018-09-30 000037456443",
        "D325-4": "2010-04-01 000022073289 2020-05-25 000041969525 2023-01-01 000046356277",
    },
)


# --- All the texts

#: Every text that a variable may cite, by its short name.
TEXTES: dict[str, Texte] = {
    "reglement": _REGLEMENT,
    "code_du_travail": _TRAVAIL,
    "code_securite_sociale": _SECURITE_SOCIALE,
    # What the decree of 2019 kept of the convention of 2017: duration, reference wage and deferrals, until 30 September 2021.
    "maintien_de_2017": Texte(
        "loi",
        _suite(
            (
                DECRET_2019,
                "du décret n° 2019-797 du 26 juillet 2019, qui maintient jusqu'au 30 septembre 2021 les règles du règlement général "
                "annexé à la convention du 14 avril 2017",
                _DECRET_2019,
            ),
            avant="2021-10-01",
        ),
    ),
    # Four months of work instead of six, 122 days at least, during the health crisis.
    "decret_2020_929": Texte(
        "loi",
        _suite(
            (
                "2020-08-01",
                "abaissant l'affiliation et la durée minimale pendant la crise sanitaire",
                "https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000042170059",
            ),
            avant="2021-12-01",
        ),
    ),
    # The months whose days do not count before degressivity.
    "decret_2020_425": Texte(
        "mois",
        _suite(
            (
                "2020-03-01",
                "du décret n° 2020-425 du 14 avril 2020 (délai suspendu pendant la crise sanitaire)",
                "https://www.legifrance.gouv.fr/loda/id/JORFTEXT000041798325",
            ),
            avant="2021-07-01",
        ),
    ),
    # The count before degressivity starts again, and lasts eight months for the laws before 1 December 2021.
    "decret_2021_346": Texte("mois", _suite(("2021-07-01", "du décret n° 2021-346 du 30 mars 2021", _DECRET_2021))),
    # Thirty days a month for everybody, whatever law opened the right.
    "mensualisation": Texte(
        "mois",
        _suite(
            ("2025-04-01", f"{_2024}, appliqué depuis le 1er avril 2025 à tous les allocataires, droits en cours compris", _ARRETE_2024)
        ),
    ),
    # Which règlement governs a right: by the end of contract, or by the start of the procedure of a dismissal.
    "entree_en_vigueur": Texte(
        "loi",
        (),
        {
            "5": _suite((DECRET_2019, "du décret n° 2019-797 du 26 juillet 2019", _DECRET_2019), avant="2025-01-01"),
            "5 bis": _suite(
                ("2023-02-01", "du décret n° 2019-797 du 26 juillet 2019", f"{_LODA}LEGIARTI000047062811"), avant="2025-01-01"
            ),
            "Convention du 15 novembre 2024": _suite(
                ("2025-01-01", "relative à l'assurance chômage (entrée en vigueur)", _CONVENTION_2024)
            ),
        },
    ),
    "avenant_2026": Texte(
        "loi",
        _suite(
            (
                "2026-09-01",
                "à la convention du 15 novembre 2024, agréé par arrêté du 19 juin 2026 (ruptures conventionnelles)",
                _CONVENTION_2024,
            )
        ),
    ),
    "ordonnance_1996": Texte(
        "mois",
        _suite(
            (
                "2019-09-01",
                "de l'ordonnance n° 96-50 du 24 janvier 1996 relative au remboursement de la dette sociale",
                "https://www.legifrance.gouv.fr/affichTexteArticle.do?cidTexte=JORFTEXT000000190291&idArticle=LEGIARTI000006759735",
            )
        ),
    ),
    "convention_2008": Texte(
        "mois",
        _suite(
            (
                "2008-12-19",
                "de la convention du 19 décembre 2008 entre l'Unédic et Pôle emploi",
                "https://www.unedic.org/indemnisation/textes-reglementaires/recouvrement-des-contributions/annexe-2-paiement-des",
            )
        ),
    ),
}


# --- What a variable writes


@dataclasses.dataclass(frozen=True)
class Citation:
    """An article that a variable cites.

    Attributes:
        texte: the short name of the text, in :data:`TEXTES`.
        article: its number; a citation that names itself (« Avenant n° 2 ») says so with a capital letter.
        alinea: the paragraph, ``§ 1``, ``II, 1°``, or between brackets what it is about.
        horloge: ``loi`` or ``mois``, which chooses the version.
        loi: (first day, day after the last) of the laws under which it is cited; "" where there is no bound.
        mois: the same by the month.
        motifs: how the contract ended, where it is cited for these alone.
    """

    texte: str
    article: str
    alinea: str = ""
    horloge: str = ""
    loi: tuple[str, str] = ("", "")
    mois: tuple[str, str] = ("", "")
    motifs: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.texte not in TEXTES:
            raise ValueError(f"Le texte « {self.texte} » n'est pas dans la table des textes (openfisca_chomage/textes.py).")
        object.__setattr__(self, "horloge", self.horloge or TEXTES[self.texte].horloge)

    @functools.cached_property
    def versions(self) -> tuple[Version, ...]:
        """Its versions, within the bounds that the same clock gives it."""
        depuis, avant = self.loi if self.horloge == "loi" else self.mois
        bornees = []
        for version in TEXTES[self.texte].versions_de(self.article):
            debut = max(version.depuis, depuis)
            fin = min(filter(None, (version.avant, avant)), default="")
            if not fin or debut < fin:
                bornees.append(version._replace(depuis=debut, avant=fin))
        return tuple(bornees)

    def dire(self, version: Version) -> str:
        """The article, its paragraph and the text, as a sentence cites them."""
        nom = self.article if self.article[0].isupper() and " " in self.article else f"Article {self.article}"
        alinea = f" {self.alinea}" if self.alinea.startswith("(") else f", {self.alinea}" if self.alinea else ""
        return f"{nom}{alinea} {version.titre}"

    def applicable(self, loi: str, mois: str, motif: str | None) -> Reference | None:
        """What is cited of it under a law, in a month, for an end of contract; None where it did not apply."""
        if self.motifs and motif not in self.motifs:
            return None
        if not (_dans(loi, *self.loi) and _dans(mois, *self.mois)):
            return None
        jour = loi if self.horloge == "loi" else mois
        for version in self.versions:
            if _dans(jour, version.depuis, version.avant):
                return Reference(self.dire(version), version.adresse)
        return None


def _dans(jour: str, depuis: str, avant: str) -> bool:
    return depuis <= jour and (not avant or jour < avant)


class References(list):
    """The references of a variable, as OpenFisca serves them: a text a version, with its time and its address."""

    def __init__(self, citations: tuple[Citation, ...]) -> None:
        self.citations = citations
        super().__init__(dict.fromkeys(_servie(citation, version) for citation in citations for version in citation.versions))


def _servie(citation: Citation, version: Version) -> str:
    """A version as ``/variable`` lists it, with the laws and the months for which it is cited."""
    par_la_loi, par_le_mois = citation.loi, citation.mois
    if citation.horloge == "loi":
        par_la_loi = version.depuis, version.avant
    else:
        par_le_mois = version.depuis, version.avant
    bornes = [f"{quoi} {_duree(*dates)}" for quoi, dates in (("faits générateurs", par_la_loi), ("mois", par_le_mois)) if any(dates)]
    return f"{citation.dire(version)} ({' ; '.join(bornes)}) : {version.adresse}"


def _duree(depuis: str, avant: str) -> str:
    """A time as one says it: ``depuis le 01/04/2025``, ``du 01/01/2025 au 31/03/2025``, ``jusqu'au 31/03/2025``."""
    fin = datetime.date.fromisoformat(avant) - datetime.timedelta(days=1) if avant else None
    if not depuis:
        return f"jusqu'au {fin:%d/%m/%Y}"
    debut = datetime.date.fromisoformat(depuis)
    return f"du {debut:%d/%m/%Y} au {fin:%d/%m/%Y}" if fin else f"depuis le {debut:%d/%m/%Y}"


def references(*citations: Citation) -> References:
    """The ``reference`` of a variable: ``reference = references(reglement("3", "§ 1"), code_du_travail("L5422-1", "I"))``.

    Raises:
        ValueError: an article that the table of texts does not have.
    """
    return References(citations)


def texte(nom: str, article: str, alinea: str = "", **bornes) -> Citation:
    """An article of a text of :data:`TEXTES`; ``bornes`` are the other attributes of :class:`Citation`."""
    return Citation(nom, article, alinea, **bornes)


def reglement(article: str, alinea: str = "", **bornes) -> Citation:
    """An article of the règlement d'assurance chômage that governs the right: that of 2019, or that of the convention of 2024."""
    return Citation("reglement", article, alinea, **bornes)


def code_du_travail(article: str, alinea: str = "", **bornes) -> Citation:
    """An article of the Code du travail, in its version of the month (of the law of the right with ``horloge="loi"``)."""
    return Citation("code_du_travail", article, alinea, **bornes)


def code_securite_sociale(article: str, alinea: str = "", **bornes) -> Citation:
    """An article of the Code de la sécurité sociale, in its version of the month."""
    return Citation("code_securite_sociale", article, alinea, **bornes)


# --- What several variables cite

_LICENCIEMENT = {"horloge": "loi", "motifs": ("licenciement_economique", "licenciement_personnel")}

#: Which day chooses the règlement: the end of contract, or the start of the procedure of a dismissal.
LOI_DU_DROIT = (
    texte("entree_en_vigueur", "5", "I et II"),
    texte("entree_en_vigueur", "5 bis"),
    texte("entree_en_vigueur", "Convention du 15 novembre 2024"),
    code_du_travail("L1232-2", **_LICENCIEMENT),
    code_du_travail("L1233-11", **_LICENCIEMENT),
    code_du_travail("L1233-28", **_LICENCIEMENT),
)

#: The days paid for a month: those of the calendar, then thirty for everybody.
PAIEMENT_MENSUEL = (
    reglement("24", "(paiement mensuel)", mois=("", "2025-04-01")),
    texte("mensualisation", "24", "(30 jours chaque mois)"),
)

#: The CSG on the allowance, the CRDS, and the net under which neither may bring it.
CSG = (code_securite_sociale("L136-1-2", "II, 4°"), code_securite_sociale("L136-8", "II, 1°, a et III"))
CRDS = (texte("ordonnance_1996", "14", "I"),)
SMIC_JOURNALIER = (code_securite_sociale("L131-2"), code_securite_sociale("D242-13", "1°"))


# --- What applied to a claimant


def reference_applicable(variable, loi, mois, motif: str | None = None) -> tuple[Reference, ...]:
    """The articles of a variable that applied to a claimant, in the version that applied.

    Args:
        variable: a variable of the tax and benefit system.
        loi: the day whose law governs her right (``loi_du_droit``; ``date_fait_generateur`` of an end that opens nothing): a
            ``datetime.date``, or AAAA-MM-JJ.
        mois: the month of the figure, AAAA-MM, or the day of the act of a procedure.
        motif: how the contract ended (a name of ``MotifRupture``), where it is known.

    Returns:
        The references, without repetition; a variable of another package keeps the text that it gives, without an address.
    """
    reference = variable.reference or ()
    if not isinstance(reference, References):
        return tuple(Reference(un, "") for un in ([reference] if isinstance(reference, str) else reference))
    loi, mois = (f"{jour}-01" if len(str(jour)) == len("2025-01") else str(jour) for jour in (loi, mois))
    trouvees = (citation.applicable(loi, mois, motif) for citation in reference.citations)
    return tuple(dict.fromkeys(une for une in trouvees if une is not None))
