"""From the rows of claimants, their contracts and their months, to the monthly inputs of the chain.

The one conversion of the tables and of a claimant's file, which is three small tables. A contract becomes its days, its pay
and its hours of each month, and what its end says in the month of the end. What each input is laid on is the door's: a
:class:`Recepteur`.

Rows are arrays by column (:mod:`openfisca_chomage.guichet.codes`): ``qui`` is the claimant of each; a column that nobody gives
is not there.
"""

from __future__ import annotations

import abc

import numpy

from openfisca_chomage.guichet import paies
from openfisca_chomage.guichet.catalogue import CALENDRIERS, TABLES
from openfisca_chomage.guichet.codes import ABSENT, JOUR_ABSENT
from openfisca_chomage.guichet.contrats import Contrats
from openfisca_chomage.socle import calendrier as cal

__all__ = ["MOIS_AU_DELA", "Recepteur", "convertir"]

#: What still runs at the horizon runs this many months after it: the horizon itself ends nothing.
MOIS_AU_DELA = 14

#: What is said of a person, once: what never changes, and what holds each month.
_POUR_TOUJOURS = ("date_naissance", "date_taux_plein")
_CHAQUE_MOIS = ("territoire", "regime_alsace_moselle", "nombre_parts_fiscales", "personnes_a_charge")

#: The columns of ``mois`` that something else than the column alone makes.
_AVEC_LES_CONTRATS = ("salaire_brut", "heures", "heures_saisonnieres", "salaire_activite_conservee", "quotite")


class Recepteur(abc.ABC):
    """What inputs are laid on, month by month, arrays of a value a claimant.

    Args:
        nombre: how many claimants there are.
        dernier: the last month that is laid.

    Attributes:
        premier: the first month in which anything was laid, ``dernier`` before.
    """

    def __init__(self, nombre: int, dernier: int) -> None:
        self.nombre, self.dernier = nombre, dernier
        self.premier = dernier

    @abc.abstractmethod
    def poser_jours(self, variable: str, mois: int, masques) -> None:
        """Lay the days of a month, int32 calendars."""

    @abc.abstractmethod
    def poser_valeurs(self, variable: str, mois: int, valeurs) -> None:
        """Lay the values of a month, the default where nobody gave any."""

    @abc.abstractmethod
    def poser_toujours(self, variable: str, valeurs) -> None:
        """Lay what never changes."""

    @abc.abstractmethod
    def poser_chaque_mois(self, variable: str, valeurs) -> None:
        """Lay what holds in all the months from ``premier`` to ``dernier``."""

    @abc.abstractmethod
    def defaut(self, variable: str):
        """The default of a variable, a rank for a list."""

    @abc.abstractmethod
    def noter(self, variable: str, contrats: Contrats, rangs, mois, colonnes: tuple[str, ...] = ()) -> None:
        """Remember which contracts said a variable of some months, by one of some columns; a door without places does not."""

    # --- What lays them

    def calendrier(self, variable: str, contrats: Contrats, colonnes: tuple[str, ...] = ()) -> None:
        """Join the days of contracts."""
        self.masques(variable, contrats.qui, contrats.mois, contrats.jours())
        self.noter(variable, contrats, contrats.rang, contrats.mois, colonnes)

    def masques(self, variable: str, qui, mois, masques) -> None:
        """Join days, of (claimant, month) that may come several times."""
        for un_mois, lignes in _par_mois(mois, self.dernier):
            tableau = numpy.zeros(self.nombre, dtype=numpy.int32)
            numpy.bitwise_or.at(tableau, qui[lignes], masques[lignes])
            if tableau.any():
                self.premier = min(self.premier, un_mois)
                self.poser_jours(variable, un_mois, tableau)

    def valeurs(self, variable: str, qui, mois, valeurs) -> None:
        """Lay values, of (claimant, month) that come once."""
        defaut = self.defaut(variable)
        for un_mois, lignes in _par_mois(mois, self.dernier):
            self.premier = min(self.premier, un_mois)
            tableau = numpy.full(self.nombre, defaut, dtype=valeurs.dtype)
            tableau[qui[lignes]] = valeurs[lignes]
            self.poser_valeurs(variable, un_mois, tableau)

    def dates(self, variable: str, qui, mois, jours) -> None:
        """Lay days."""
        self.valeurs(variable, qui, mois, cal.en_dates(jours))

    def montants(self, variable: str, contrats, mois: dict, colonne: str) -> None:
        """Add what contracts give, (claimants, months, millionths), to what a column of ``mois`` gives."""
        qui, lesquels, unites = contrats
        if colonne in mois:
            donnes = ~numpy.isnan(mois[colonne])
            autres = mois["qui"][donnes], mois["mois"][donnes], mois[colonne][donnes]
        else:
            autres = (numpy.empty(0, dtype=numpy.int64),) * 2 + (numpy.empty(0),)
        des_mois = dict(_par_mois(autres[1], self.dernier))
        des_contrats = dict(_par_mois(lesquels, self.dernier))
        for un_mois in sorted({*des_mois, *des_contrats}):
            self.premier = min(self.premier, un_mois)
            somme = numpy.zeros(self.nombre)
            if un_mois in des_contrats:
                lignes = des_contrats[un_mois]
                somme = numpy.bincount(qui[lignes], weights=unites[lignes], minlength=self.nombre)
            tableau = somme / paies.UNITE
            if un_mois in des_mois:
                lignes = des_mois[un_mois]
                a_qui, combien = autres[0][lignes], autres[2][lignes]
                tableau[a_qui] = paies.ajouter(somme[a_qui], combien)
            if tableau.any():
                self.poser_valeurs(variable, un_mois, tableau)


def convertir(recepteur: Recepteur, individus: dict, contrats: dict, mois: dict) -> None:
    """Lay the inputs of claimants.

    Args:
        recepteur: what they are laid on.
        individus, contrats, mois: the rows of each table.
    """
    mois = _par_ordre_de_mois(mois)
    en_propre, conserves = Contrats(contrats, recepteur.dernier).selon("conserve")
    _jours_et_paies(recepteur, en_propre, mois, "calendrier_contrats", "salaire_brut")
    _jours_et_paies(recepteur, conserves, mois, "calendrier_activite_conservee", "salaire_activite_conservee")
    saisonniers = en_propre.selon("saisonnier")[1]
    recepteur.calendrier("calendrier_contrats_saisonniers", saisonniers, ("saisonnier",))
    for variable, ceux, colonne in (
        ("heures_travaillees", en_propre, "heures"), ("heures_saisonnieres", saisonniers, "heures_saisonnieres")
    ):
        recepteur.montants(variable, paies.heures(ceux), mois, colonne)
        recepteur.noter(variable, ceux, ceux.rang, ceux.mois, ("heures_mensuelles", "heures"))
    _quotites(recepteur, en_propre, mois)
    _fins(recepteur, en_propre)
    _fins_conservees(recepteur, conserves)
    _mois(recepteur, mois)
    _personnes(recepteur, individus)


def _par_ordre_de_mois(mois: dict) -> dict:
    """The rows of ``mois``, month after month: each column is then cut in months without being sorted again."""
    if "mois" not in mois:
        return mois
    ordre = numpy.argsort(mois["mois"].astype(numpy.int16), kind="stable")
    return {nom: valeurs[ordre] for nom, valeurs in mois.items()}


def _par_mois(mois, dernier: int):
    """(month, places: a slice where they are in a row), in order, up to a last month."""
    if len(mois) == 0:
        return
    ordre = None
    ecarts = numpy.diff(mois)
    if (ecarts < 0).any():
        ordre = numpy.argsort(mois.astype(numpy.int16), kind="stable")
        mois = mois[ordre]
        ecarts = numpy.diff(mois)
    bornes = [0, *(numpy.flatnonzero(ecarts) + 1).tolist(), len(mois)]
    for debut, fin in zip(bornes[:-1], bornes[1:]):
        if mois[debut] <= dernier:
            yield int(mois[debut]), slice(debut, fin) if ordre is None else ordre[debut:fin]


# --- Contracts


def _jours_et_paies(recepteur: Recepteur, contrats: Contrats, mois: dict, calendrier: str, salaire: str) -> None:
    recepteur.calendrier(calendrier, contrats)
    par_contrat = paies.ensemble(
        paies.mensuel(contrats, contrats.colonne("salaire_mensuel")), paies.repartir(contrats, contrats.colonne("salaire_total"))
    )
    recepteur.montants(salaire, par_contrat, mois, salaire)
    recepteur.noter(salaire, contrats, contrats.rang, contrats.mois, ("salaire_mensuel", "salaire_total"))


def _quotites(recepteur: Recepteur, contrats: Contrats, mois: dict) -> None:
    """The working time of each month: that of its contracts, by days, those side by side added; or that which ``mois`` gives."""
    qui, lesquels, valeurs = numpy.empty(0, dtype=numpy.int64), numpy.empty(0, dtype=numpy.int64), numpy.empty(0)
    quotites = numpy.nan_to_num(contrats.colonne("quotite"), nan=1.0)
    partiel = numpy.zeros(recepteur.nombre, dtype=bool)
    partiel[contrats.table["qui"][quotites != 1]] = True
    lignes = numpy.flatnonzero(partiel[contrats.qui])
    if len(lignes):
        rangs = contrats.rang[lignes]
        cles = contrats.qui[lignes].astype(numpy.int64) * (1 << 16) + contrats.mois[lignes]
        ordre = numpy.lexsort((quotites[rangs], contrats.fin[rangs], contrats.debut[rangs], cles))
        lignes, rangs, cles = lignes[ordre], rangs[ordre], cles[ordre]
        departs = numpy.flatnonzero(numpy.diff(cles, prepend=-1) != 0)
        jours = numpy.bitwise_or.reduceat(contrats.jours()[lignes], departs)
        groupe = numpy.cumsum(numpy.diff(cles, prepend=-1) != 0) - 1
        somme = numpy.bincount(groupe, weights=contrats.nombre_de_jours()[lignes] * quotites[rangs])
        qui, lesquels = contrats.qui[lignes][departs], contrats.mois[lignes][departs]
        valeurs = numpy.round(somme / cal.compter(jours), 12)
    if "quotite" in mois:
        donnes = ~numpy.isnan(mois["quotite"])
        propres = mois["qui"][donnes], mois["mois"][donnes], mois["quotite"][donnes]
        cles = qui.astype(numpy.int64) * (1 << 16) + lesquels
        autres = ~numpy.isin(cles, propres[0].astype(numpy.int64) * (1 << 16) + propres[1])
        qui, lesquels, valeurs = paies.ensemble((qui[autres], lesquels[autres], valeurs[autres]), propres)
    recepteur.valeurs("quotite_travail", qui, lesquels, valeurs)
    recepteur.noter("quotite_travail", contrats, contrats.rang, contrats.mois, ("quotite",))


# --- Ends of contract


def _fins(recepteur: Recepteur, contrats: Contrats) -> None:
    """What the ends of contract of a month say: the motive is that of the last one, the sums are those of all of them."""
    dernieres, toutes, groupe = contrats.dernieres()
    table, fins = contrats.table, cal.mois_du_jour(contrats.fin)
    recepteur.noter(
        "date_engagement_procedure", contrats, dernieres, fins[dernieres], ("date_engagement_procedure", "motif", "fin")
    )
    for nom in ("motif_rupture", "date_fin_contrat"):
        recepteur.noter(nom, contrats, dernieres, fins[dernieres], ("motif", "fin"))
    motives = table["motif"][dernieres] != ABSENT
    garde = motives[groupe]
    toutes, groupe = toutes[garde], (numpy.cumsum(motives) - 1)[groupe[garde]]
    dernieres = dernieres[motives]
    qui, mois = table["qui"][dernieres], fins[dernieres]
    recepteur.valeurs("motif_rupture", qui, mois, table["motif"][dernieres].astype(numpy.int16))
    ambigues = numpy.flatnonzero(contrats.a_preciser(dernieres))
    recepteur.dates("date_fin_contrat", qui[ambigues], mois[ambigues], contrats.fin[dernieres][ambigues])
    if "date_engagement_procedure" in table:
        jours = table["date_engagement_procedure"][dernieres]
        donnes = jours != JOUR_ABSENT
        recepteur.dates("date_engagement_procedure", qui[donnes], mois[donnes], jours[donnes])
    rien = numpy.empty(0, dtype=numpy.int64)
    for nom in ("indemnite_conges_payes", "indemnites_supra_legales"):
        if nom in table:
            somme = paies.sommer(groupe, numpy.nan_to_num(table[nom][toutes]), len(dernieres))
            payes = somme != 0
            mois_payes = {"qui": qui[payes], "mois": mois[payes], nom: somme[payes]}
            recepteur.montants(nom, (rien, rien, rien), mois_payes, nom)
            recepteur.noter(nom, contrats, toutes, fins[toutes], (nom,))
    if "jours_conges_payes" in table:
        jours = table["jours_conges_payes"][toutes]
        donnes = numpy.bincount(groupe, weights=jours >= 0, minlength=len(dernieres)) > 0
        somme = numpy.bincount(groupe, weights=numpy.maximum(jours, 0), minlength=len(dernieres)).astype(numpy.int32)
        recepteur.valeurs("jours_conges_payes", qui[donnes], mois[donnes], somme[donnes])
        recepteur.noter("jours_conges_payes", contrats, toutes, fins[toutes], ("jours_conges_payes",))
    if "premiere_admission" in table:
        reponse = table["premiere_admission"][dernieres]
        donnes = reponse != ABSENT
        recepteur.valeurs("premiere_admission", qui[donnes], mois[donnes], reponse[donnes].astype(numpy.int32))
        recepteur.noter("premiere_admission", contrats, dernieres, mois, ("premiere_admission",))


def _fins_conservees(recepteur: Recepteur, contrats: Contrats) -> None:
    dernieres, _, _ = contrats.dernieres()
    dernieres = dernieres[contrats.table["motif"][dernieres] != ABSENT]
    qui, mois = contrats.table["qui"][dernieres], cal.mois_du_jour(contrats.fin[dernieres])
    recepteur.valeurs("motif_rupture_conservee", qui, mois, contrats.table["motif"][dernieres].astype(numpy.int16))
    recepteur.noter("motif_rupture_conservee", contrats, dernieres, mois, ("motif",))


# --- Months and persons


def _mois(recepteur: Recepteur, mois: dict) -> None:
    if "mois" not in mois:
        return
    for nom, (variable, _, _) in CALENDRIERS.items():
        _calendrier_du_mois(recepteur, mois, nom, variable)
    for colonne in TABLES["mois"]:
        if not colonne.mensuelle or colonne.nom not in mois or colonne.nom in _AVEC_LES_CONTRATS:
            continue
        codes = mois[colonne.nom]
        if colonne.genre == "date":
            donnes = codes != JOUR_ABSENT
            recepteur.dates(colonne.variable, mois["qui"][donnes], mois["mois"][donnes], codes[donnes])
            continue
        donnes = ~numpy.isnan(codes) if colonne.genre == "nombre" else codes != ABSENT
        if colonne.genre == "booleen":
            codes = codes == 1
        recepteur.valeurs(colonne.variable, mois["qui"][donnes], mois["mois"][donnes], codes[donnes])


def _calendrier_du_mois(recepteur: Recepteur, mois: dict, nom: str, variable: str) -> None:
    if not any(colonne in mois for colonne in (nom, f"{nom}_debut", f"{nom}_fin", f"{nom}_masque")):
        return
    nombre = len(mois["qui"])
    vide = numpy.full(nombre, JOUR_ABSENT, dtype=numpy.int64)
    debut, fin = mois.get(f"{nom}_debut", vide), mois.get(f"{nom}_fin", vide)
    datee = (debut != JOUR_ABSENT) | (fin != JOUR_ABSENT)
    oui = (mois[nom] == 1) & ~datee if nom in mois else numpy.zeros(nombre, dtype=bool)
    masques = numpy.zeros(nombre, dtype=numpy.int32)
    masques[oui] = (1 << cal.nombre_jours(mois["mois"][oui]).astype(numpy.int64)) - 1
    if datee.any():
        lesquels = mois["mois"][datee]
        premier = cal.premier_jour(lesquels)
        bas = numpy.where(debut[datee] == JOUR_ABSENT, premier, debut[datee])
        haut = numpy.where(fin[datee] == JOUR_ABSENT, premier + 30, fin[datee])
        masques[datee] = cal.masque(lesquels, bas, haut)
    if f"{nom}_masque" in mois:
        masques |= numpy.maximum(mois[f"{nom}_masque"], 0)
    lignes = numpy.flatnonzero(masques)
    recepteur.masques(variable, mois["qui"][lignes], mois["mois"][lignes], masques[lignes])


def _personnes(recepteur: Recepteur, individus: dict) -> None:
    ordre = numpy.argsort(individus["qui"])
    for nom in _POUR_TOUJOURS:
        if nom in individus:
            jours = individus[nom][ordre]
            recepteur.poser_toujours(nom, cal.en_dates(numpy.where(jours == JOUR_ABSENT, cal.SANS_DATE, jours)))
    for nom in _CHAQUE_MOIS:
        if nom not in individus:
            continue
        codes, defaut = individus[nom][ordre], recepteur.defaut(nom)
        absents = numpy.isnan(codes) if codes.dtype == float else codes == ABSENT
        valeurs = numpy.where(absents, defaut, codes).astype(codes.dtype)
        if (valeurs != defaut).any():
            recepteur.poser_chaque_mois(nom, valeurs)
