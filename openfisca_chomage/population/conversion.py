"""From the contracts and months of a chunk to the monthly inputs of the chain, by arrays, exactly as one claimant's file.

A contract becomes its days, its pay and its hours of each month, and what its end says in the month of the end. Amounts are
added in millionths, as integers: the sums do not depend on the order of the rows, and a cent is a cent. What a file computes
by decimals and cannot be held in millionths (a pay of seventeen digits) is computed by decimals here too.
"""

from __future__ import annotations

import dataclasses
from decimal import ROUND_HALF_UP, Decimal

import numpy
from openfisca_core.periods import DateUnit, Instant, Period

from openfisca_chomage.population.colonnes import CALENDRIERS, MOIS
from openfisca_chomage.population.lecture import ABSENT, JOUR_ABSENT, Lot
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.saisie import poser_masque

__all__ = ["MOIS_AU_DELA", "poser"]

#: What still runs at the horizon runs this many months after it: the horizon itself ends nothing (as in a claimant's file).
MOIS_AU_DELA = 14

#: An amount is held in millionths; those of a file are rounded to the cent.
_UNITE, _CENTIME = 1_000_000, 10_000
_LOIN = 1 << 30


def poser(simulation, lot: Lot, fin: int) -> None:
    """Set the inputs of a chunk.

    Args:
        simulation: a simulation of as many persons as the chunk has.
        lot: the chunk.
        fin: the last month that will be asked.
    """
    saisie = _Saisie(simulation, len(lot), fin + MOIS_AU_DELA)
    lot = dataclasses.replace(lot, mois=_par_ordre_de_mois(lot.mois))
    contrats = _Contrats(lot.contrats, saisie.dernier)
    en_propre, conserves = contrats.selon("conserve")
    _jours_et_paies(saisie, en_propre, lot.mois, "calendrier_contrats", "salaire_brut")
    _jours_et_paies(saisie, conserves, lot.mois, "calendrier_activite_conservee", "salaire_activite_conservee")
    saisonniers = en_propre.selon("saisonnier")[1]
    saisie.calendrier("calendrier_contrats_saisonniers", saisonniers)
    saisie.montants("heures_travaillees", _heures(en_propre), lot.mois, "heures")
    saisie.montants("heures_saisonnieres", _heures(saisonniers), lot.mois, "heures_saisonnieres")
    _quotites(saisie, en_propre, lot.mois)
    _fins(saisie, en_propre)
    _fins_conservees(saisie, conserves)
    _mois(saisie, lot.mois)
    _personnes(saisie, lot.individus)


# --- Setting


class _Saisie:
    """The simulation being filled."""

    def __init__(self, simulation, nombre: int, dernier: int) -> None:
        self.simulation, self.nombre, self.dernier = simulation, nombre, dernier
        self.individu = simulation.populations["individu"]
        self.premier = dernier

    def calendrier(self, variable: str, contrats: _Contrats) -> None:
        self.masques(variable, contrats.qui, contrats.mois, contrats.jours())

    def masques(self, variable: str, qui, mois, masques) -> None:
        """Join days, of (claimant, month) that may come several times."""
        for un_mois, lignes in _par_mois(mois, self.dernier):
            tableau = numpy.zeros(self.nombre, dtype=numpy.int32)
            numpy.bitwise_or.at(tableau, qui[lignes], masques[lignes])
            if tableau.any():
                self.premier = min(self.premier, un_mois)
                poser_masque(self.individu, variable, un_mois, tableau)

    def valeurs(self, variable: str, qui, mois, valeurs, defaut) -> None:
        """Set values, of (claimant, month) that come once."""
        for un_mois, lignes in _par_mois(mois, self.dernier):
            self.premier = min(self.premier, un_mois)
            tableau = numpy.full(self.nombre, defaut, dtype=valeurs.dtype)
            tableau[qui[lignes]] = valeurs[lignes]
            self.simulation.set_input(variable, cal.periode(un_mois), tableau)

    def montants(self, variable: str, contrats, mois: dict, colonne: str) -> None:
        """Add what contracts give, in millionths, to what ``mois`` gives."""
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
            tableau = somme / _UNITE
            if un_mois in des_mois:
                lignes = des_mois[un_mois]
                a_qui, combien = autres[0][lignes], autres[2][lignes]
                tableau[a_qui] = _ajouter(somme[a_qui], combien)
            if tableau.any():
                self.simulation.set_input(variable, cal.periode(un_mois), tableau)


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


def _ajouter(unites, montants):
    """The sum of millionths and of amounts, as decimals add them."""
    entiers = numpy.rint(montants * _UNITE)
    total = (unites + entiers) / _UNITE
    reste = (unites != 0) & (entiers / _UNITE != montants)
    total = numpy.where(unites == 0, montants, total)
    for rang in numpy.flatnonzero(reste):
        total[rang] = float(Decimal(int(unites[rang])) / _UNITE + Decimal(str(float(montants[rang]))))
    return total


# --- Contracts


class _Contrats:
    """Contracts, and each of their months up to the last one.

    Attributes:
        table: columns, one value a contract.
        rang: the contract of each month.
        qui, mois: the claimant and the number of each month.
    """

    def __init__(self, table: dict, dernier: int) -> None:
        if "debut" not in table:
            vide = numpy.empty(0, dtype=numpy.int64)
            table = {"qui": vide, "debut": vide, "fin": vide, "motif": vide}
        self.table, self.dernier = table, dernier
        self.nombre = len(table["qui"])
        self.ouvert = table["fin"] == JOUR_ABSENT
        self.debut = table["debut"].astype(numpy.int64)
        au_dela = int(cal.premier_jour(dernier + 1)) - 1
        self.fin = numpy.where(self.ouvert, numpy.maximum(au_dela, self.debut), table["fin"]).astype(numpy.int64)
        premiers = cal.mois_du_jour(self.debut)
        longueurs = numpy.maximum(numpy.minimum(cal.mois_du_jour(self.fin), dernier) - premiers + 1, 0)
        self.rang = numpy.repeat(numpy.arange(self.nombre), longueurs)
        departs = numpy.cumsum(longueurs) - longueurs
        self.numero = numpy.arange(len(self.rang)) - departs[self.rang]
        self.mois = premiers[self.rang] + self.numero
        self.qui = table["qui"][self.rang]

    def selon(self, colonne: str) -> tuple[_Contrats, _Contrats]:
        """Those whose yes/no column is not yes, and those whose it is."""
        if colonne not in self.table:
            oui = numpy.zeros(self.nombre, dtype=bool)
        else:
            oui = self.table[colonne] == 1
        if not oui.any():
            return self, _Contrats({nom: valeurs[:0] for nom, valeurs in self.table.items()}, self.dernier)
        return tuple(
            _Contrats({nom: valeurs[lesquels] for nom, valeurs in self.table.items()}, self.dernier) for lesquels in (~oui, oui)
        )

    def jours(self):
        """The contract days of each month, as calendars."""
        return cal.masque(self.mois, self.debut[self.rang], self.fin[self.rang])

    def nombre_de_jours(self):
        """How many they are."""
        if not hasattr(self, "_nombres"):
            premier = cal.premier_jour(self.mois)
            dernier = premier + cal.nombre_jours(self.mois) - 1
            self._nombres = numpy.minimum(self.fin[self.rang], dernier) - numpy.maximum(self.debut[self.rang], premier) + 1
        return self._nombres

    def colonne(self, nom: str):
        """A column of amounts, NaN where the table has none."""
        return self.table.get(nom, numpy.full(self.nombre, numpy.nan))


def _millioniemes(montants):
    """(amounts in millionths, which are not exactly so)."""
    entiers = numpy.rint(montants * _UNITE)
    return entiers.astype(numpy.int64), entiers / _UNITE != montants


def _mensuel(contrats: _Contrats, montants):
    """A monthly amount; a month that the contract cuts has its share by calendar days, to the cent (of each month, NaN as 0)."""
    donnes = ~numpy.isnan(montants)
    lesquels = numpy.flatnonzero(donnes[contrats.rang])
    rangs, jours = contrats.rang[lesquels], contrats.nombre_de_jours()[lesquels]
    longueurs = cal.nombre_jours(contrats.mois[lesquels])
    entiers, fins = _millioniemes(numpy.where(donnes, montants, 0))
    parts = _au_centime(entiers[rangs], jours, longueurs)
    for rang in numpy.flatnonzero(fins[rangs]):
        exact = Decimal(str(float(montants[rangs[rang]]))) * int(jours[rang]) / int(longueurs[rang])
        parts[rang] = _decimal_en_millioniemes(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))
    return contrats.qui[lesquels], contrats.mois[lesquels], parts


def _au_centime(unites, jours, longueurs):
    """``unites * jours / longueurs``, half up to the cent."""
    diviseur = 2 * _CENTIME * longueurs
    return (2 * unites * jours + _CENTIME * longueurs) // diviseur * _CENTIME


def _decimal_en_millioniemes(montant: Decimal) -> int:
    return int((montant * _UNITE).to_integral_value(ROUND_HALF_UP))


def _repartir(contrats: _Contrats, totaux):
    """A total shared between the months of its contract by their days, to the cent, so that the sum is the total."""
    donnes = ~numpy.isnan(totaux)
    parts = numpy.zeros(len(contrats.rang), dtype=numpy.int64)
    reste, fins = _millioniemes(numpy.where(donnes, totaux, 0))
    jours_restants = contrats.fin - contrats.debut + 1
    nombres = contrats.nombre_de_jours()
    places = numpy.flatnonzero(donnes[contrats.rang])
    ordre = places[numpy.argsort(contrats.numero[places], kind="stable")]
    bornes = numpy.searchsorted(contrats.numero[ordre], numpy.arange(int(contrats.numero[ordre].max(initial=-1)) + 2))
    for debut, fin in zip(bornes[:-1], bornes[1:]):
        lignes = ordre[debut:fin]
        rangs, jours = contrats.rang[lignes], nombres[lignes]
        part = numpy.where(jours == jours_restants[rangs], reste[rangs], _au_centime(reste[rangs], jours, jours_restants[rangs]))
        parts[lignes] = part
        reste[rangs] -= part
        jours_restants[rangs] -= jours
    for rang in numpy.flatnonzero(donnes & fins):
        _repartir_un(contrats, rang, totaux[rang], parts, nombres)
    return contrats.qui[places], contrats.mois[places], parts[places]


def _repartir_un(contrats: _Contrats, rang: int, total: float, parts, nombres) -> None:
    """The same for one total that is not in millionths."""
    reste, jours_restants = Decimal(str(float(total))), int(contrats.fin[rang] - contrats.debut[rang] + 1)
    for ligne in range(*numpy.searchsorted(contrats.rang, [rang, rang + 1])):
        jours = int(nombres[ligne])
        exact = reste if jours == jours_restants else (reste * jours / jours_restants).quantize(Decimal("0.01"), ROUND_HALF_UP)
        parts[ligne] = _decimal_en_millioniemes(exact)
        reste, jours_restants = reste - exact, jours_restants - jours


def _ensemble(*parties):
    return tuple(numpy.concatenate(une) for une in zip(*parties))


def _jours_et_paies(saisie: _Saisie, contrats: _Contrats, mois: dict, calendrier: str, salaire: str) -> None:
    saisie.calendrier(calendrier, contrats)
    paies = _ensemble(
        _mensuel(contrats, contrats.colonne("salaire_mensuel")), _repartir(contrats, contrats.colonne("salaire_total"))
    )
    saisie.montants(salaire, paies, mois, salaire)


def _heures(contrats: _Contrats):
    return _ensemble(_mensuel(contrats, contrats.colonne("heures_mensuelles")), _repartir(contrats, contrats.colonne("heures")))


def _quotites(saisie: _Saisie, contrats: _Contrats, mois: dict) -> None:
    """The working time of each month: that of its contracts, by days, those side by side added; or that which ``mois`` gives."""
    qui, lesquels, valeurs = numpy.empty(0, dtype=numpy.int64), numpy.empty(0, dtype=numpy.int64), numpy.empty(0)
    quotites = numpy.nan_to_num(contrats.colonne("quotite"), nan=1.0)
    partiel = numpy.zeros(saisie.nombre, dtype=bool)
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
        qui, lesquels, valeurs = _ensemble((qui[autres], lesquels[autres], valeurs[autres]), propres)
    saisie.valeurs("quotite_travail", qui, lesquels, valeurs, 1.0)


# --- Ends of contract


def _dernieres(contrats: _Contrats):
    """The contracts that end last in their month (one a claimant and month), and those that end in it: (last, all, group)."""
    finissent = numpy.flatnonzero(~contrats.ouvert & (cal.mois_du_jour(contrats.fin) <= contrats.dernier))
    fin, motif, qui = contrats.fin[finissent], contrats.table["motif"][finissent], contrats.table["qui"][finissent]
    engagement = contrats.table.get("date_engagement_procedure", numpy.full(contrats.nombre, JOUR_ABSENT))[finissent]
    premiere = contrats.table.get("premiere_admission", numpy.full(contrats.nombre, ABSENT))[finissent]
    cles = qui.astype(numpy.int64) * (1 << 16) + cal.mois_du_jour(fin)
    ordre = numpy.lexsort((premiere, engagement, motif, fin, cles))
    finissent, cles = finissent[ordre], cles[ordre]
    groupe = numpy.cumsum(numpy.diff(cles, prepend=-1) != 0) - 1
    return finissent[numpy.diff(cles, append=-1) != 0], finissent, groupe


def _fins(saisie: _Saisie, contrats: _Contrats) -> None:
    """What the ends of contract of a month say: the motive is that of the last one, the sums are those of all of them."""
    dernieres, toutes, groupe = _dernieres(contrats)
    motives = contrats.table["motif"][dernieres] != ABSENT
    table, garde = contrats.table, motives[groupe]
    toutes, groupe = toutes[garde], (numpy.cumsum(motives) - 1)[groupe[garde]]
    dernieres = dernieres[motives]
    qui, mois = table["qui"][dernieres], cal.mois_du_jour(contrats.fin[dernieres])
    saisie.valeurs("motif_rupture", qui, mois, table["motif"][dernieres].astype(numpy.int16), 0)
    ambigues = numpy.flatnonzero(_a_preciser(contrats, dernieres))
    _dates(saisie, "date_fin_contrat", qui[ambigues], mois[ambigues], contrats.fin[dernieres][ambigues])
    if "date_engagement_procedure" in table:
        jours = table["date_engagement_procedure"][dernieres]
        donnes = jours != JOUR_ABSENT
        _dates(saisie, "date_engagement_procedure", qui[donnes], mois[donnes], jours[donnes])
    rien = numpy.empty(0, dtype=numpy.int64)
    for nom in ("indemnite_conges_payes", "indemnites_supra_legales"):
        if nom in table:
            montants = numpy.nan_to_num(table[nom][toutes])
            somme = _sommer(groupe, montants, len(dernieres))
            payes = somme != 0
            mois_payes = {"qui": qui[payes], "mois": mois[payes], nom: somme[payes]}
            saisie.montants(nom, (rien, rien, rien), mois_payes, nom)
    if "jours_conges_payes" in table:
        jours = table["jours_conges_payes"][toutes]
        donnes = numpy.bincount(groupe, weights=jours >= 0, minlength=len(dernieres)) > 0
        somme = numpy.bincount(groupe, weights=numpy.maximum(jours, 0), minlength=len(dernieres)).astype(numpy.int32)
        saisie.valeurs("jours_conges_payes", qui[donnes], mois[donnes], somme[donnes], -1)
    if "premiere_admission" in table:
        reponse = table["premiere_admission"][dernieres]
        donnes = reponse != ABSENT
        saisie.valeurs("premiere_admission", qui[donnes], mois[donnes], reponse[donnes].astype(numpy.int32), -1)


def _sommer(groupe, montants, nombre: int):
    """The sum of amounts by group, as decimals add them."""
    entiers, fins = _millioniemes(montants)
    somme = numpy.bincount(groupe, weights=entiers, minlength=nombre) / _UNITE
    for un in numpy.unique(groupe[fins]):
        somme[un] = float(sum((Decimal(str(float(montant))) for montant in montants[groupe == un]), Decimal(0)))
    return somme


def _a_preciser(contrats: _Contrats, dernieres):
    """Whether the last contract day of the month, or the day after the end, is under another contract than this one."""
    if len(dernieres) == 0:
        return numpy.zeros(0, dtype=bool)
    qui = contrats.table["qui"].astype(numpy.int64)
    cles = qui * (1 << 32) + contrats.debut + _LOIN
    ordre = numpy.argsort(cles)
    fins = qui * (1 << 32) + numpy.where(contrats.ouvert, _LOIN, contrats.fin) + _LOIN
    plus_tardives = numpy.maximum.accumulate(fins[ordre])
    jour = contrats.fin[dernieres]
    limite = numpy.maximum(cal.premier_jour(cal.mois_du_jour(jour) + 1) - 1, jour + 1)
    rangs = numpy.searchsorted(cles[ordre], qui[dernieres] * (1 << 32) + limite + _LOIN, side="right") - 1
    return plus_tardives[rangs] > qui[dernieres] * (1 << 32) + jour + _LOIN


def _fins_conservees(saisie: _Saisie, contrats: _Contrats) -> None:
    dernieres, _, _ = _dernieres(contrats)
    dernieres = dernieres[contrats.table["motif"][dernieres] != ABSENT]
    qui, mois = contrats.table["qui"][dernieres], cal.mois_du_jour(contrats.fin[dernieres])
    saisie.valeurs("motif_rupture_conservee", qui, mois, contrats.table["motif"][dernieres].astype(numpy.int16), 0)


def _dates(saisie: _Saisie, variable: str, qui, mois, jours) -> None:
    saisie.valeurs(variable, qui, mois, cal.en_dates(jours), numpy.datetime64(cal.SANS_DATE, "D"))


# --- Months and persons


#: The columns of ``mois`` that something else than the column alone makes.
_AVEC_LES_CONTRATS = ("salaire_brut", "heures", "heures_saisonnieres", "salaire_activite_conservee", "quotite")


def _mois(saisie: _Saisie, mois: dict) -> None:
    if "mois" not in mois:
        return
    for nom, (variable, _) in CALENDRIERS.items():
        _calendrier_du_mois(saisie, mois, nom, variable)
    variables = saisie.simulation.tax_benefit_system.variables
    for colonne in MOIS:
        if not colonne.mensuelle or colonne.nom not in mois or colonne.nom in _AVEC_LES_CONTRATS:
            continue
        codes = mois[colonne.nom]
        if colonne.genre == "date":
            donnes = codes != JOUR_ABSENT
            _dates(saisie, colonne.variable, mois["qui"][donnes], mois["mois"][donnes], codes[donnes])
            continue
        donnes = ~numpy.isnan(codes) if colonne.genre == "nombre" else codes != ABSENT
        defaut = variables[colonne.variable].default_value
        if colonne.genre == "booleen":
            codes = codes == 1
        saisie.valeurs(colonne.variable, mois["qui"][donnes], mois["mois"][donnes], codes[donnes], defaut)


def _calendrier_du_mois(saisie: _Saisie, mois: dict, nom: str, variable: str) -> None:
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
    saisie.masques(variable, mois["qui"][lignes], mois["mois"][lignes], masques[lignes])


def _personnes(saisie: _Saisie, individus: dict) -> None:
    if "date_naissance" not in individus:
        return
    ordre = numpy.argsort(individus["qui"])
    simulation = saisie.simulation
    simulation.set_input("date_naissance", DateUnit.ETERNITY, cal.en_dates(individus["date_naissance"][ordre]))
    if "date_taux_plein" in individus:
        jours = individus["date_taux_plein"][ordre]
        jours = cal.en_dates(numpy.where(jours == JOUR_ABSENT, cal.SANS_DATE, jours))
        simulation.set_input("date_taux_plein", DateUnit.ETERNITY, jours)
    depart = saisie.premier
    toujours = Period((DateUnit.MONTH, Instant((depart // 12, depart % 12 + 1, 1)), saisie.dernier - depart + 1))
    variables = simulation.tax_benefit_system.variables
    for nom in ("territoire", "regime_alsace_moselle", "nombre_parts_fiscales", "personnes_a_charge"):
        if nom not in individus:
            continue
        codes = individus[nom][ordre]
        defaut = variables[nom].default_value
        defaut = getattr(defaut, "index", defaut)
        absents = numpy.isnan(codes) if codes.dtype == float else codes == ABSENT
        valeurs = numpy.where(absents, defaut, codes).astype(codes.dtype)
        if (valeurs != defaut).any():
            simulation.set_input(nom, toujours, valeurs)
