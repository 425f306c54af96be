"""The same rules in bare NumPy: what they cost without an engine, without variables, and without a word of explanation.

From the tables of ``population.py`` to the days and the net of each month, openings of rights included: ends of contract,
affiliation by civil weeks, reference wage under the monthly ceilings and its revaluation, duration, deferrals, payable days,
part-time work, degressivity, pension levy, CSG and CRDS, recharging and forfeiture. What this population has not is left
out (hours, seasonal work, training, given states, overseas, law before 2021), and so is every refusal. Written as one would who
knew which arrays are needed: a right is computed for who opens one, a month for everybody. The benchmark checks that it
gives the chain's days and net, to the cent, for every claimant and month.
"""

from __future__ import annotations

import time

import numpy
import population as tirage

from openfisca_chomage.nomenclatures import MotifRupture
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.loi import serie
from openfisca_chomage.variables.are.prelevements import smic_journalier

TABLES = ("contrats", "salaires", "motifs", "inscriptions", "indisponibilites", "conges")
JAMAIS = int(numpy.datetime64("2200-01-01", "D").astype(int))


def _instant():
    return numpy.array([time.perf_counter(), time.process_time()])


def _centime(montant):
    return numpy.floor(montant * 100 * (1 + 1e-12) + 0.5 + 1e-9) / 100


def _superieur(valeur):
    return numpy.ceil(valeur - 1e-9).astype(numpy.int64)


class Lois:
    """The amounts of each month, and the figures of each law by date of end of contract, read once before the clock starts."""

    def __init__(self, systeme) -> None:
        self._series = {}
        racine = systeme.parameters
        for nom in (
            "affiliation.jours", "affiliation.jours_par_semaine_civile", "affiliation.periode_reference.age_longue",
            "affiliation.periode_reference.courte", "affiliation.periode_reference.longue",
            "perte_emploi.depart_volontaire.jours", "perte_emploi.delai_inscription", "perte_emploi.age_taux_plein_automatique",
            "salaire_reference.plafond_securite_sociale", "salaire_reference.nombre_plafonds",
            "salaire_reference.coefficient_jours_calendaires", "salaire_reference.plafond_jours_non_travailles",
            "salaire_reference.revalorisation.taux", "salaire_reference.revalorisation.anciennete_mois",
            "duree.coefficient", "duree.minimum", "duree.maximum.age_longue", "duree.maximum.age_intermediaire",
            "duree.maximum.longue", "duree.maximum.intermediaire", "duree.maximum.courte",
            "differes.conges_payes.plafond", "differes.delai_attente", "differes.dispense_attente_mois",
            "degressivite.age", "degressivite.delai_jours", "degressivite.coefficient", "vie_du_droit.decheance_annees",
            "allocation_journaliere.taux_partie_proportionnelle", "allocation_journaliere.taux_unique", "allocation_journaliere.plafond",
        ):
            noeud = racine
            for etape in nom.split("."):
                noeud = getattr(noeud, etape)
            self._series[nom] = serie(noeud)
        ouvre = [False] + [
            bool(getattr(racine.perte_emploi.ouvre_droit, motif.name)("2023-01-01")) for motif in list(MotifRupture)[1:]
        ]
        self.motifs_qui_ouvrent = numpy.array(ouvre)
        self.mois = {mois: self._du_mois(racine(cal.periode(mois).start)) for mois in range(tirage.PREMIER, tirage.DERNIER + 1)}

    def __call__(self, nom, jours):
        """A figure at each date; a number where it never changed."""
        dates, valeurs = self._series[nom]
        return valeurs[0] if len(dates) == 1 else valeurs[numpy.searchsorted(dates, jours, side="right") - 1]

    def revalorisation(self, mois):
        """The rate of that very month, else 0."""
        dates, taux = self._series["salaire_reference.revalorisation.taux"]
        rang = numpy.searchsorted(dates, cal.premier_jour(mois))
        return taux[rang] if rang < len(dates) and dates[rang] == cal.premier_jour(mois) else 0.0

    @staticmethod
    def _du_mois(loi):
        return {
            "jours_par_mois": loi.paiement.jours_par_mois, "decheance_en_cours": loi.vie_du_droit.decheance_en_cours,
            "fixe": loi.allocation_journaliere.partie_fixe, "minimum": loi.allocation_journaliere.minimum,
            "deduction": loi.cumul.taux_deduction, "plafond": loi.cumul.plafond_jours, "plancher": loi.degressivite.plancher,
            "retraite": loi.prelevements.retraite.taux, "smic": smic_journalier(lambda _: loi, None),
            "assiette": loi.prelevements.assiette, "csg": loi.prelevements.csg.taux_plein, "crds": loi.prelevements.crds.taux,
        }


def tables(population) -> dict:
    """The tables as arrays with a row a month, from ``DEBUT_CARRIERE``."""
    nombre, resultat = population["nombre"], {}
    for nom in TABLES:
        premier = population[nom][tirage.PREMIER]
        vide = numpy.zeros(nombre, dtype=premier.dtype)
        resultat[nom] = numpy.stack([population[nom].get(mois, vide) for mois in range(tirage.DEBUT_CARRIERE, tirage.DERNIER + 1)])
    resultat["naissance"] = population["naissance"].astype(numpy.int64)
    return resultat


def _ligne(mois):
    return mois - tirage.DEBUT_CARRIERE


def _fins(contrats, mois, qui=slice(None)):
    """The days of a month at which contract days stop."""
    ligne = _ligne(mois)
    jours = contrats[ligne, qui]
    suite = contrats[ligne + 1, qui] & 1 if ligne + 1 < len(contrats) else numpy.int32(0)
    return jours & ~((jours >> 1) | (suite << (int(cal.nombre_jours(mois)) - 1)))


def _premier_inscrit(inscriptions, qui, apres, jusqu_a):
    jour = numpy.full(len(qui), JAMAIS)
    for mois in range(int(cal.mois_du_jour(apres.min())), min(int(cal.mois_du_jour(jusqu_a.max())), tirage.DERNIER) + 1):
        jours = inscriptions[_ligne(mois), qui] & cal.masque(mois, apres + 1, jusqu_a)
        jour = numpy.where((jour == JAMAIS) & (jours != 0), cal.premier_jour_du_masque(jours, mois), jour)
        if (jour < JAMAIS).all():
            break
    return jour


def _prochaine_fin(contrats, qui, apres, jusqu_a):
    jour = numpy.full(len(qui), JAMAIS)
    for mois in range(int(cal.mois_du_jour(apres.min())), min(int(cal.mois_du_jour(jusqu_a.max())), tirage.DERNIER) + 1):
        jours = _fins(contrats, mois, qui) & cal.masque(mois, apres + 1, jusqu_a)
        jour = numpy.where((jour == JAMAIS) & (jours != 0), cal.premier_jour_du_masque(jours, mois), jour)
    return jour


class Periode:
    """The contract days of some claimants over their reference period, a row a month."""

    def __init__(self, contrats, qui, debut, fin) -> None:
        self.qui, self.debut, self.fin = qui, debut, fin
        self.premier, self.dernier = int(cal.mois_du_jour(debut.min())), int(cal.mois_du_jour(fin.max()))
        self.lignes = slice(_ligne(self.premier), _ligne(self.dernier) + 1)
        self.entiers = contrats[self.lignes, qui]
        self.jours = self.entiers.copy()
        for rang, mois in enumerate(self.mois):
            if debut.max() > cal.premier_jour(mois) or fin.min() < cal.premier_jour(mois + 1) - 1:
                self.jours[rang] &= cal.masque(mois, debut, fin)

    @property
    def mois(self):
        return range(self.premier, self.dernier + 1)

    def pour(self, choix):
        """The same for some of them."""
        autre = object.__new__(Periode)
        autre.__dict__.update(self.__dict__)
        autre.qui, autre.debut, autre.fin = self.qui[choix], self.debut[choix], self.fin[choix]
        autre.entiers, autre.jours = self.entiers[:, choix], self.jours[:, choix]
        return autre

    def jours_travailles(self, maximum):
        """At most so many days a civil week: each week is a slice of bits of one month, or of two."""
        total, reste = 0, 0
        for jours, mois in zip(self.jours, self.mois):
            longueur, jour, rang = int(cal.nombre_jours(mois)), 0, (int(cal.premier_jour(mois)) + 3) % 7
            while jour < longueur:
                pris = min(7 - rang, longueur - jour)
                semaine = numpy.bitwise_count((jours >> jour) & ((1 << pris) - 1)) + reste
                jour, complete = jour + pris, rang + pris == 7
                rang = 0
                if complete:
                    total = total + numpy.minimum(semaine, maximum).astype(numpy.int16)
                reste = 0 if complete else semaine
        return (total + numpy.minimum(reste, maximum)).astype(numpy.int64)

    def salaire(self, salaires, plafonds):
        """The pay of the period, month by month within the ceilings, by the contract days that fall in it."""
        total = numpy.bitwise_count(self.entiers)
        mois = numpy.arange(self.premier, self.dernier + 1)[:, None]
        entier = (cal.premier_jour(mois) >= self.debut) & (cal.premier_jour(mois + 1) - 1 <= self.fin)
        part = numpy.where(total > 0, numpy.bitwise_count(self.jours) / numpy.maximum(total, 1), entier)
        return _centime((numpy.minimum(salaires[self.lignes, self.qui], plafonds) * part).sum(axis=0))

    def premier_jour(self):
        premier = self.fin + 1
        for jours, mois in zip(self.jours[::-1], reversed(self.mois)):
            premier = numpy.where(jours != 0, cal.premier_jour_du_masque(jours, mois), premier)
        return premier


def _ouvrir(donnees, lois, droit, mois, qui, fin, reprise):
    """Open the rights of who may have one by an end of contract; ``droit`` holds the state and is written where they open."""
    limite = cal.ajouter_mois(fin, int(lois("perte_emploi.delai_inscription", fin)))
    inscription = _premier_inscrit(donnees["inscriptions"], qui, fin, limite)
    retenus = inscription < JAMAIS
    if retenus.any() and (inscription[retenus].max() > fin[retenus].min() + 1):
        retenus &= inscription <= _prochaine_fin(donnees["contrats"], qui, fin, numpy.minimum(inscription, limite))
    retenus &= fin < droit["limite_age"][qui]
    qui, fin, inscription = qui[retenus], fin[retenus], inscription[retenus]
    if not len(qui):
        return
    age = cal.age(donnees["naissance"][qui], fin)
    longue = age >= lois("affiliation.periode_reference.age_longue", fin)
    duree = numpy.where(longue, lois("affiliation.periode_reference.longue", fin), lois("affiliation.periode_reference.courte", fin))
    debut = numpy.maximum(cal.ajouter_mois(fin, -duree) + 1, droit["fin"][qui] + 1)
    periode = Periode(donnees["contrats"], qui, debut, fin)
    semaine = int(lois("affiliation.jours_par_semaine_civile", fin))
    travailles = periode.jours_travailles(semaine)
    suffit = travailles >= lois("affiliation.jours", fin)
    partis = suffit & (droit["depart"][qui] >= debut) & (droit["depart"][qui] < fin)
    if partis.any():
        depuis = Periode(donnees["contrats"], qui[partis], droit["depart"][qui[partis]] + 1, fin[partis])
        suffit[partis] = depuis.jours_travailles(semaine) >= lois("perte_emploi.depart_volontaire.jours", fin[partis])
    if not suffit.any():
        return
    periode = periode.pour(suffit)
    qui, fin, inscription, age, travailles = qui[suffit], fin[suffit], inscription[suffit], age[suffit], travailles[suffit]
    # The reference wage
    mois_de_paie = cal.premier_jour(numpy.arange(periode.premier, periode.dernier + 1))
    plafonds = lois("salaire_reference.plafond_securite_sociale", mois_de_paie) * lois("salaire_reference.nombre_plafonds", fin)
    salaire = periode.salaire(donnees["salaires"], plafonds[:, None])
    taux = int(round(1000 * float(lois("salaire_reference.coefficient_jours_calendaires", fin))))
    ouvrables = -(-travailles * taux // 1000)
    inactivite = numpy.rint(1000 * lois("salaire_reference.plafond_jours_non_travailles", fin)).astype(numpy.int64)
    calendaires = numpy.maximum(fin - periode.premier_jour() + 1, 0)
    creux = numpy.minimum(numpy.maximum(calendaires - ouvrables, 0), ouvrables * inactivite // 1000)
    diviseur = numpy.minimum(calendaires, ouvrables + creux)
    sjr = _centime(salaire / numpy.maximum(diviseur, 1))
    # The duration
    base = numpy.where(
        age >= lois("duree.maximum.age_longue", fin), lois("duree.maximum.longue", fin),
        numpy.where(
            age >= lois("duree.maximum.age_intermediaire", fin), lois("duree.maximum.intermediaire", fin),
            lois("duree.maximum.courte", fin),
        ),
    )
    coefficient = lois("duree.coefficient", fin)
    duree = _superieur(numpy.minimum(diviseur, base) * coefficient)
    duree = numpy.minimum(numpy.maximum(duree, lois("duree.minimum", fin)), _superieur(base * coefficient))
    # The deferrals
    conges = donnees["conges"][_ligne(mois), qui] if not reprise else numpy.zeros(len(qui))
    differe = numpy.floor(numpy.divide(conges, sjr, out=numpy.zeros(len(qui)), where=sjr > 0) + 1e-9)
    differe = numpy.minimum(differe, lois("differes.conges_payes.plafond", fin)).astype(numpy.int64)
    jour = numpy.maximum(fin + 1 + differe, inscription)
    inscrit = _premier_inscrit(donnees["inscriptions"], qui, jour - 1, cal.ajouter_mois(jour, 12))
    jour = numpy.where(inscrit < JAMAIS, inscrit, jour)
    if reprise:
        jour = numpy.maximum(jour, cal.premier_jour(mois))
    precedent = droit["premier"][qui]
    dispense = (precedent > 0) & (jour <= cal.ajouter_mois(precedent, int(lois("differes.dispense_attente_mois", fin))))
    jour = jour + numpy.where(dispense, 0, lois("differes.delai_attente", fin))
    droit["fin"][qui], droit["premier"][qui], droit["age"][qui] = fin, jour, age
    droit["salaire"][qui], droit["diviseur"][qui], droit["sjr"][qui] = salaire, diviseur, sjr
    droit["reste"][qui], droit["compte"][qui], droit["ouvre"][qui] = duree, 0, True
    droit["soumis"][qui] = age < lois("degressivite.age", fin)
    droit["delai"][qui] = lois("degressivite.delai_jours", fin)
    droit["decheance"][qui] = cal.ajouter_mois(jour + duree, 12 * int(lois("vie_du_droit.decheance_annees", fin)))


def _revaloriser(lois, droit, mois) -> None:
    taux = lois.revalorisation(mois)
    if taux == 0:
        return
    premier = int(cal.premier_jour(mois))
    anciennete = int(lois("salaire_reference.revalorisation.anciennete_mois", numpy.array([premier]))[0])
    concernes = (droit["fin"] > 0) & (droit["fin"] < cal.ajouter_mois(premier, -anciennete)) & ~droit["ouvre"]
    jours = numpy.array([premier])
    plafond = float(lois("salaire_reference.plafond_securite_sociale", jours)[0]) * lois("salaire_reference.nombre_plafonds", jours)
    salaire = numpy.maximum(
        droit["salaire"], numpy.minimum(_centime(droit["salaire"] * (1 + taux)), _centime(plafond * 12 / 365 * droit["diviseur"]))
    )
    droit["salaire"] = numpy.where(concernes, salaire, droit["salaire"])
    droit["sjr"] = numpy.where(concernes, _centime(salaire / numpy.maximum(droit["diviseur"], 1)), droit["sjr"])


def _evenements(donnees, lois, droit, mois) -> None:
    """Who opens or recharges a right this month."""
    droit["ouvre"][:] = False
    motifs = donnees["motifs"][_ligne(mois)]
    qui = numpy.flatnonzero(motifs)
    fin = cal.dernier_jour_du_masque(donnees["contrats"][_ligne(mois), qui], mois)
    ouvrent = lois.motifs_qui_ouvrent[motifs[qui]]
    libres = ouvrent & (droit["reste"][qui] <= 0)
    if libres.any():
        _ouvrir(donnees, lois, droit, mois, qui[libres], fin[libres], False)
    droit["depart"][qui[~ouvrent]] = fin[~ouvrent]
    epuises = numpy.flatnonzero((droit["reste"] <= 0) & (droit["reste_debut"] > 0) & (motifs == 0))
    if not len(epuises):
        return
    veille = donnees["contrats"][_ligne(mois) - 1, epuises] >> (int(cal.nombre_jours(mois - 1)) - 1)
    epuises = epuises[(veille & donnees["contrats"][_ligne(mois), epuises] & 1) == 0]
    retenue = droit["fin"][epuises]
    if not len(epuises):
        return
    fin = numpy.zeros(len(epuises), dtype=numpy.int64)
    for un_mois in range(mois - 1, int(cal.mois_du_jour(retenue.min())) - 1, -1):
        jours = _fins(donnees["contrats"], un_mois, epuises) & cal.masque(un_mois, retenue + 1, JAMAIS)
        fin = numpy.where((fin == 0) & (jours != 0), cal.dernier_jour_du_masque(jours, un_mois), fin)
        if (fin > 0).all():
            break
    qui, fin = epuises[fin > 0], fin[fin > 0]
    if len(qui):
        rangs = donnees["motifs"][_ligne(cal.mois_du_jour(fin)), qui]
        ouvrent = lois.motifs_qui_ouvrent[rangs]
        if ouvrent.any():
            _ouvrir(donnees, lois, droit, mois, qui[ouvrent], fin[ouvrent], True)


def _payables(donnees, droit, loi, mois):
    """The days of the month that could be paid without work."""
    premier, fin_du_mois = int(cal.premier_jour(mois)), int(cal.premier_jour(mois + 1))
    jours = donnees["inscriptions"][_ligne(mois)] & ~donnees["indisponibilites"][_ligne(mois)]
    if droit["premier"].max() > premier:
        jours &= cal.masque(mois, droit["premier"], JAMAIS)
    limite = droit["limite"]
    if limite.min() < fin_du_mois:
        jours &= cal.masque(mois, 0, limite - 1)
    compte = numpy.bitwise_count(jours).astype(numpy.int64)
    compte[droit["reste"] <= 0] = 0
    if loi["jours_par_mois"]:
        compte = numpy.where(compte == 0, 0, numpy.maximum(loi["jours_par_mois"] - int(cal.nombre_jours(mois)) + compte, 0))
    return compte


def _net(allocation, sjr, loi):
    brute = _centime(allocation - numpy.minimum(_centime(loi["retraite"] * sjr), _centime(numpy.maximum(allocation - loi["minimum"], 0))))
    marge = _centime(numpy.maximum(brute - loi["smic"], 0))
    assiette = loi["assiette"] * brute
    csg = numpy.minimum(_centime(loi["csg"] * assiette), marge)
    crds = numpy.minimum(_centime(loi["crds"] * assiette), _centime(marge - csg))
    return _centime(brute - csg - crds)


def _payer(donnees, lois, droit, mois):
    """The days paid and the net of a month."""
    loi, sjr = lois.mois[mois], droit["sjr"]
    jours = _payables(donnees, droit, loi, mois)
    depuis = cal.SANS_DATE
    pleine = numpy.maximum(
        lois("allocation_journaliere.taux_partie_proportionnelle", depuis) * sjr + loi["fixe"],
        lois("allocation_journaliere.taux_unique", depuis) * sjr,
    )
    pleine = numpy.minimum(numpy.maximum(pleine, loi["minimum"]), lois("allocation_journaliere.plafond", depuis) * sjr)
    pleine = _centime(pleine)
    payes = jours
    salaire = donnees["salaires"][_ligne(mois)]
    travaille = numpy.flatnonzero((salaire > 0) & (droit["reste"] > 0) & ~(droit["ouvre"] & (droit["fin"] >= cal.premier_jour(mois))))
    if len(travaille):
        paie, allocation = salaire[travaille], pleine[travaille]
        due = numpy.maximum(jours[travaille] * allocation - loi["deduction"] * paie, 0)
        due = numpy.minimum(due, numpy.maximum(loi["plafond"] * sjr[travaille] - paie, 0)) / numpy.where(allocation > 0, allocation, 1)
        payes = jours.copy()
        payes[travaille] = numpy.minimum(numpy.floor(due * (1 + 1e-12) + 0.5 + 1e-9), jours[travaille])
    payes = numpy.minimum(payes, droit["reste"])
    plein = numpy.minimum(payes, numpy.maximum(droit["delai"] - droit["compte"], 0))
    plein = numpy.where(droit["soumis"], plein, payes)
    net = plein * _net(pleine, sjr, loi)
    reduits = numpy.flatnonzero(payes > plein)
    if len(reduits):
        pleine, coefficient = pleine[reduits], lois("degressivite.coefficient", depuis)
        reduite = numpy.minimum(pleine, numpy.maximum(_centime(pleine * coefficient), loi["plancher"]))
        net[reduits] += (payes - plein)[reduits] * _net(reduite, sjr[reduits], loi)
    return payes, _centime(net)


def derouler(donnees, lois: Lois):
    """The days and the net of each month, and the seconds taken (wall clock, processor)."""
    nombre = len(donnees["naissance"])
    debut = _instant()
    entiers = ("fin", "premier", "age", "diviseur", "reste", "reste_debut", "compte", "delai")
    droit = {nom: numpy.zeros(nombre, dtype=numpy.int64) for nom in entiers}
    droit |= {nom: numpy.zeros(nombre) for nom in ("salaire", "sjr")}
    droit |= {nom: numpy.zeros(nombre, dtype=bool) for nom in ("ouvre", "soumis")}
    droit["depart"], droit["decheance"] = numpy.full(nombre, -1), numpy.full(nombre, JAMAIS)
    age_limite = int(lois("perte_emploi.age_taux_plein_automatique", cal.SANS_DATE))
    droit["limite_age"] = cal.ajouter_mois(donnees["naissance"] - 1, 12 * age_limite) + 1
    payes, resultat = numpy.zeros(nombre, dtype=numpy.int64), []
    for mois in range(tirage.PREMIER, tirage.DERNIER + 1):
        loi = lois.mois[mois]
        _evenements(donnees, lois, droit, mois)
        _revaloriser(lois, droit, mois)
        decheance = droit["decheance"]
        if not loi["decheance_en_cours"] and decheance.min() < cal.premier_jour(mois + 1):
            decheance = numpy.where((payes > 0) & ~droit["ouvre"], JAMAIS, decheance)
        if decheance.min() <= cal.premier_jour(mois):
            droit["reste"] = numpy.where((decheance <= cal.premier_jour(mois)) & ~droit["ouvre"], 0, droit["reste"])
        droit["limite"] = numpy.minimum(droit["limite_age"], decheance)
        payes, net = _payer(donnees, lois, droit, mois)
        droit["reste_debut"] = droit["reste"]
        droit["reste"], droit["compte"] = droit["reste"] - payes, droit["compte"] + payes
        resultat.append((payes, net))
    return resultat, _instant() - debut
