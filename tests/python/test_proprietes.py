"""The laws of conservation of the règlement, as properties: hundreds of drawn claimants an example, one simulation.

    pytest tests/python/test_proprietes.py                   # the same draws at each run
    EXEMPLES=400 LIBRE=1 pytest tests/python/test_proprietes.py      # more of them, never the same

Two doors.  ``Droits``: rights given as state, months drawn straight into arrays.  ``Registre``: careers as tables, through
``population.simuler``; those that the rules refuse are left out, and counted.

The balance of a debt (known to be undue = abandoned + lapsed + remitted + paid back + retained + owed) is in
``test_indus_bilan.py``, on rights given as state; here the identities of each month hold on careers too.
"""

from __future__ import annotations

import datetime
import os

import numpy
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openfisca_core.simulations import SimulationBuilder

from openfisca_chomage import CountryTaxBenefitSystem
from openfisca_chomage.nomenclatures import Territoire
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.saisie import poser_masque

EXEMPLES = int(os.environ.get("EXEMPLES", "0"))
LIBRE = bool(os.environ.get("LIBRE"))
NOMBRE = 2000  # claimants an example, at most
DERNIER = 2026 * 12 + 11
PREMIERS = (2020 * 12 + 0, 2026 * 12 + 5)  # first month of state
SYSTEME = CountryTaxBenefitSystem()
UN_JOUR = datetime.timedelta(days=1)


def proprietes(nombre: int):
    """Settings: so many examples (or ``EXEMPLES``), the same at each run unless ``LIBRE`` is given.

    A crowd is drawn from a seed, which does not shrink: the message shows the first claimant instead.
    """
    return settings(
        max_examples=EXEMPLES or nombre, derandomize=not LIBRE, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def aucun(ecart, **montrer) -> None:
    """No claimant has a deviation; else the first, with what is to be shown of her."""
    if ecart.any():
        qui = int(numpy.flatnonzero(ecart)[0])
        raise AssertionError(f"{int(ecart.sum())} sur {len(ecart)}, le premier : {qui} : " + ", ".join(
            f"{nom} = {valeurs[qui]}" for nom, valeurs in montrer.items()))


def centimes(montants):
    entiers = numpy.rint(montants * 100)
    assert (numpy.abs(montants * 100 - entiers) < 1e-5).all()
    return entiers.astype(numpy.int64)


def mois_de(jour: datetime.date) -> int:
    """The number of the month of a day."""
    return jour.year * 12 + jour.month - 1


# --- Rights given as state


class Droits:
    """Drawn claimants under a right: what a simulation takes, month by month.

    ``entrees`` is {variable: {month number: array}}, ``masques`` the same for calendars.
    """

    def __init__(self, graine: int, nombre: int, premier: int, duree: int, activite: bool = True, absences: bool = True):
        h = self.h = numpy.random.default_rng(graine)
        self.nombre, self.premier = nombre, premier
        self.mois = list(range(premier + 1, min(premier + 1 + duree, DERNIER + 1)))
        self.entrees: dict[str, dict[int, numpy.ndarray]] = {}
        self.masques: dict[str, dict[int, numpy.ndarray]] = {}
        self.sjr = numpy.round(numpy.exp(h.normal(4.2, 0.6, nombre)), 2)
        self.poser("salaire_journalier_reference", premier, self.sjr)
        partiel = self.parmi(0.2)
        self.poser("coefficient_temps_partiel", premier, numpy.where(partiel, numpy.round(h.uniform(0.3, 1, nombre), 2), -1.0))
        self.reliquat = numpy.where(self.parmi(0.5), h.integers(1, 300, nombre), h.integers(300, 1096, nombre))
        self.poser("reliquat", premier, self.reliquat)
        self.poser("jours_indemnises_cumules", premier, numpy.where(self.parmi(0.5), h.integers(0, 400, nombre), 0))
        ages = numpy.where(self.parmi(0.3), h.integers(53 * 365, 58 * 366, nombre), h.integers(19 * 365, 66 * 365, nombre))
        self.naissances = cal.en_dates(cal.premier_jour(premier) - ages)
        self.drom = self.parmi(0.1)
        for mois in self.mois:
            self.du_mois(mois, activite, absences)

    def parmi(self, part: float):
        return self.h.random(self.nombre) < part

    def poser(self, nom: str, mois: int, valeurs) -> None:
        self.entrees.setdefault(nom, {})[mois] = valeurs

    def du_mois(self, mois: int, activite: bool, absences: bool) -> None:
        h, n = self.h, self.nombre
        paie = numpy.round(self.sjr * 30 * h.uniform(0.01, 1.2, n), 2)
        self.poser("salaire_activite_declare", mois, numpy.where(activite & self.parmi(0.35), paie, 0.0))
        self.poser("revenu_fiscal_reference_n2", mois, numpy.where(self.drom | self.parmi(0.5), -1.0, h.integers(5000, 30000, n)))
        territoire = numpy.where(self.drom, Territoire.drom.index, Territoire.metropole.index)
        self.poser("territoire", mois, territoire)
        if absences:
            for nom, part in (("calendrier_indisponibilite", 0.2), ("calendrier_formation", 0.15)):
                debut = h.integers(0, 31, n)
                jours = cal.masque(mois, cal.premier_jour(mois) + debut, cal.premier_jour(mois) + debut + h.integers(0, 40, n))
                self.masques.setdefault(nom, {})[mois] = numpy.where(self.parmi(part), jours, 0).astype(numpy.int32)

    def simuler(self, ordre=None, **autres):
        """A simulation of the claimants, in another order or with other inputs ({variable: {month: array}}) if told."""
        ordre = numpy.arange(self.nombre) if ordre is None else ordre
        simulation = SimulationBuilder().build_default_simulation(SYSTEME, count=self.nombre)
        simulation.set_input("date_naissance", "ETERNITY", self.naissances[ordre])
        for nom, par_mois in {**self.entrees, **autres}.items():
            for mois, valeurs in par_mois.items():
                simulation.set_input(nom, cal.periode(mois), valeurs[ordre])
        for nom, par_mois in self.masques.items():
            for mois, masques in par_mois.items():
                poser_masque(simulation.populations["individu"], nom, mois, masques[ordre])
        return simulation


def droits(**options):
    """Drawn ``Droits``: first month, length, how many, and the seed of the crowd."""
    return st.builds(
        lambda graine, nombre, premier, duree: Droits(graine, nombre, premier, duree, **options),
        st.integers(0, 2**32 - 1), st.integers(NOMBRE // 4, NOMBRE), st.integers(*PREMIERS), st.integers(2, 24),
    )


@proprietes(120)
@given(droits())
def test_jours_payes_dans_la_limite_du_droit(droits):
    """What is left + what was paid = what was granted, and never below zero, until forfeiture takes what is left."""
    simulation = droits.simuler()
    payes = numpy.zeros(droits.nombre, dtype=numpy.int64)
    for mois in droits.mois:
        periode = cal.periode(mois)
        payes += simulation.calculate("jours_indemnises", periode)
        reliquat = simulation.calculate("reliquat", periode)
        aucun(payes > droits.reliquat, payes=payes, accordes=droits.reliquat)
        aucun((payes + reliquat != droits.reliquat) & (reliquat > 0), payes=payes, reste=reliquat, accordes=droits.reliquat)
        aucun(reliquat < 0, reste=reliquat)


@proprietes(120)
@given(droits())
def test_capital_paye_dans_la_limite_du_capital_accorde(droits):
    """The gross paid never exceeds the days granted at the full allowance.

    The full allowance is that of the month (it is revalued on 1 July and the right goes on at the new amount), and a day of
    training is paid at the training minimum where that is more (article 16): the capital is counted at the higher.
    """
    simulation = droits.simuler()
    verse = numpy.zeros(droits.nombre, dtype=numpy.int64)
    meilleure = numpy.zeros(droits.nombre, dtype=numpy.int64)
    for mois in droits.mois:
        periode = cal.periode(mois)
        pleine = centimes(simulation.calculate("allocation_journaliere_pleine", periode))
        jours, formation = (simulation.calculate(nom, periode) for nom in ("jours_indemnises", "jours_formation"))
        minimum = SYSTEME.parameters(periode.start).allocation_journaliere.minimum_formation
        taux = numpy.where(formation > 0, numpy.maximum(pleine, round(minimum * 100)), pleine)
        brute, nette = (centimes(simulation.calculate(nom, periode)) for nom in ("are_brute", "are_nette"))
        aucun(brute > jours * taux, brute=brute, jours=jours, taux=taux)
        aucun((nette > brute) | (nette < 0), brute=brute, nette=nette)
        aucun((jours == 0) & (brute != 0), brute=brute)
        meilleure = numpy.maximum(meilleure, taux)
        verse += brute
        aucun(verse > droits.reliquat * meilleure, verse=verse, jours=droits.reliquat, meilleure=meilleure)


@proprietes(120)
@given(droits(), st.integers(0, 2**32 - 1), st.sampled_from([0.01, 1.0, 50.0, 2000.0]))
def test_declarer_plus_ne_rapporte_jamais_plus_dans_le_mois(droits, graine, ecart):
    """More pay in a month, all else equal up to that month: no more days, no more euros for it.

    The days are rounded by a function that never decreases, and each day paid is worth something: the property is exact.
    Only that month is compared: days not paid are paid later (article 30), which may well be more in a later month.
    """
    rang = numpy.random.default_rng(graine).integers(0, len(droits.mois))
    mois = droits.mois[rang]
    avant = droits.entrees["salaire_activite_declare"]
    plus = numpy.round(avant[mois] + numpy.random.default_rng(graine).uniform(0, ecart, droits.nombre), 2)
    une, autre = droits.simuler(), droits.simuler(salaire_activite_declare={**avant, mois: plus})
    for nom in ("jours_indemnises", "jours_indemnises_declares", "are_brute", "are_nette", "are_versee"):
        valeurs = [simulation.calculate(nom, cal.periode(mois)) for simulation in (une, autre)]
        aucun(valeurs[1] > valeurs[0], nom=[nom] * droits.nombre, paie=avant[mois], plus=plus, avant=valeurs[0], apres=valeurs[1])


@proprietes(120)
@given(droits(activite=False, absences=False))
def test_un_mois_sans_travail_est_paye_en_entier(droits):
    """No work, nothing that prevents payment: thirty days (those of the month before April 2025), or what is left.

    Who reaches the age of a full pension, or whose right lapses, is left out from that month on.
    """
    simulation = droits.simuler()
    for mois in droits.mois:
        periode = cal.periode(mois)
        entier = 30 if mois >= 2025 * 12 + 3 else int(cal.nombre_jours(mois))
        debut, jours = (simulation.calculate(nom, periode) for nom in ("reliquat_debut", "jours_indemnises"))
        limites = cal.en_jours(simulation.calculate("date_limite_age", "ETERNITY"))
        limites = numpy.minimum(limites, cal.en_jours(simulation.calculate("date_decheance", periode)))
        concernes = limites >= cal.premier_jour(mois + 1)
        aucun(concernes & (jours != numpy.minimum(entier, debut)), jours=jours, debut=debut)
        pleins = simulation.calculate("jours_au_taux_plein", periode)
        journaliere = centimes(simulation.calculate("allocation_journaliere_brute", periode))
        brute = centimes(simulation.calculate("are_brute", periode))
        un_taux = concernes & ((pleins == jours) | (pleins == 0))
        aucun(un_taux & (brute != jours * journaliere), brute=brute, jours=jours, journaliere=journaliere)


ETATS = ("jours_indemnises", "reliquat", "reliquat_verse", "are_brute", "are_nette", "are_versee", "allocation_journaliere",
         "compteur_degressivite", "csg_journaliere", "trop_percu", "complement_du")


@proprietes(60)
@given(droits(), st.integers(0, 2**32 - 1))
def test_permuter_les_demandeurs_permute_les_resultats(droits, graine):
    """Bit for bit: nobody's figure depends on who is computed beside, nor on her place."""
    ordre = numpy.random.default_rng(graine).permutation(droits.nombre)
    une, autre = droits.simuler(), droits.simuler(ordre)
    for mois in droits.mois:
        for nom in ETATS:
            valeurs = [simulation.calculate(nom, cal.periode(mois)) for simulation in (une, autre)]
            aucun(valeurs[0][ordre] != valeurs[1], nom=[nom] * droits.nombre, attendu=valeurs[0][ordre], obtenu=valeurs[1])


# --- Careers, as tables

pa = pytest.importorskip("pyarrow")
pytest.importorskip("polars")

from openfisca_chomage.population import simuler  # noqa: E402

MOTIFS = ("licenciement_personnel", "licenciement_economique", "fin_cdd", "fin_cdd", "fin_mission", "rupture_conventionnelle",
          "rupture_periode_essai_employeur", "demission_legitime")


class Registre:
    """Drawn careers: the rows of the tables of individuals, contracts and months, of claimants named by number."""

    def __init__(self, graine: int, nombre: int, fin: datetime.date, suite: int = 24):
        self.h = numpy.random.default_rng(graine)
        self.individus, self.contrats, self.mois, self.inscriptions = [], [], {}, {}
        self.debut = mois_de(fin) - 1  # the first end is up to 25 days before
        self.dernier = min(self.debut + suite, DERNIER)
        for qui in range(nombre):
            self.demandeur(qui, fin)

    def entier(self, mini: int, maxi: int) -> int:
        return int(self.h.integers(mini, maxi + 1))

    def chance(self, part: float) -> bool:
        return bool(self.h.random() < part)

    def du_mois(self, qui: int, mois: int) -> dict:
        return self.mois.setdefault((qui, mois), {"identifiant": qui, "mois": str(cal.periode(mois))})

    def contrat(self, qui: int, debut, fin, motif, paie: float, **colonnes) -> None:
        """A contract, whose pay is given month by month, so that it does not depend on how its days are cut."""
        self.contrats.append({"identifiant": qui, "debut": debut, "fin": fin, "motif": motif, **colonnes})
        for mois in range(mois_de(debut), mois_de(fin) + 1):
            premier = datetime.date(mois // 12, mois % 12 + 1, 1)
            jours = int(cal.nombre_jours(mois))
            dernier = premier + (jours - 1) * UN_JOUR
            part = ((min(fin, dernier) - max(debut, premier)).days + 1) / jours
            une = self.du_mois(qui, mois)
            une["salaire_brut"] = round(une.get("salaire_brut", 0.0) + paie * part, 2)

    def demandeur(self, qui: int, fin_voulue) -> None:
        self.individus.append({"identifiant": qui, "date_naissance": fin_voulue - self.entier(20 * 365, 62 * 365) * UN_JOUR,
                               "territoire": "drom" if self.chance(0.1) else "metropole"})
        fin = fin_voulue - self.entier(0, 25) * UN_JOUR
        dernier, paie = fin, round(float(numpy.exp(self.h.normal(7.6, 0.5))), 2)
        quotite = round(self.h.uniform(0.3, 1), 2) if self.chance(0.2) else 1.0
        for rang in range(self.entier(1, 4)):
            longueur = self.entier(190, 1500) if rang == 0 else self.entier(3, 300)
            debut = dernier - longueur * UN_JOUR
            motif = MOTIFS[self.entier(0, len(MOTIFS) - 1)] if rang == 0 else "fin_cdd"
            colonnes = {"quotite": quotite}
            if rang == 0 and self.chance(0.4):
                colonnes |= {"indemnite_conges_payes": round(self.h.uniform(0, 4000), 2),
                             "indemnites_supra_legales": round(self.h.uniform(0, 30000), 2)}
            self.contrat(qui, debut, dernier, motif, paie, **colonnes)
            dernier = debut - self.entier(2, 200) * UN_JOUR
        inscription = self.inscriptions[qui] = fin + self.entier(1, 60) * UN_JOUR
        for mois in range(mois_de(inscription), self.dernier + 1):
            une = self.du_mois(qui, mois)
            une["inscription"] = True
            if mois == mois_de(inscription):
                une["inscription_debut"] = inscription
            if mois > self.debut + 2 and self.chance(0.3):
                self.activite(une, mois, paie)
        if self.chance(0.3):
            reprise = fin + self.entier(150, 500) * UN_JOUR
            arret = reprise + self.entier(20, 250) * UN_JOUR
            self.contrat(qui, reprise, arret, "fin_cdd", paie, quotite=quotite)

    def activite(self, une: dict, mois: int, paie: float) -> None:
        """Work in the month: declared, half declared or hidden, its evidence in time, late or corrected."""
        reelle = round(paie * self.h.uniform(0.05, 1), 2)
        une["salaire_activite_declare"] = [reelle, reelle, 0.0, round(reelle / 2, 2)][self.entier(0, 3)]
        une["salaire_activite_justifie"] = reelle
        if self.chance(0.6):
            lendemain = datetime.date(mois // 12, mois % 12 + 1, 28) + 4 * UN_JOUR
            une["date_justificatif"] = lendemain + self.entier(0, 200) * UN_JOUR

    def simuler(self, variables, dossier, contrats=None, nom=None):
        """Results by claimant and month, and the set of the refused; under other contracts or other names if told."""
        nom = nom or (lambda qui: qui)
        tables = [
            pa.Table.from_pylist([{**ligne, "identifiant": nom(ligne["identifiant"])} for ligne in lignes], schema=schema(lignes))
            for lignes in (self.individus, self.contrats if contrats is None else contrats, list(self.mois.values()))
        ]
        rejets = dossier / "rejets.parquet"
        table = simuler(*tables, variables=list(variables), debut=str(cal.periode(self.debut)),
                        fin=str(cal.periode(self.dernier)), rejets=rejets)
        import pyarrow.parquet
        return table, set(pyarrow.parquet.read_table(rejets).column("identifiant").to_pylist())


def schema(lignes):
    """The Arrow schema of rows of which some lack columns."""
    valeurs = {nom: valeur for ligne in lignes for nom, valeur in ligne.items() if valeur is not None}
    return pa.schema({nom: pa.scalar(valeur).type for nom, valeur in valeurs.items()})


def registres(nombre: int = 120):
    """Drawn careers that end around a date."""
    dates = st.dates(datetime.date(2020, 1, 31), datetime.date(2026, 6, 30))
    return st.builds(Registre, st.integers(0, 2**32 - 1), st.integers(nombre // 3, nombre), dates)


def par_demandeur(table, nom: str):
    """A column as an array (claimants, months)."""
    lignes = table.num_rows
    demandeurs = len(set(table.column("identifiant").to_pylist()))
    valeurs = table.column(nom).to_numpy(zero_copy_only=False)
    if valeurs.dtype.kind == "M":  # no date is not equal to itself
        valeurs = valeurs.astype(numpy.int64)
    return valeurs.reshape(demandeurs, lignes // max(demandeurs, 1))


def couper(registre: Registre, graine: int, motif=None) -> list[dict]:
    """The contracts, each of two days or more cut in two that touch: the first ends, the second starts on the next day.

    Not in a month where another contract ends: the tables refuse to guess which end a motive of the month speaks of.
    """
    h, lignes = numpy.random.default_rng(graine), []
    fins = {(ligne["identifiant"], mois_de(ligne["fin"])) for ligne in registre.contrats}
    for ligne in registre.contrats:
        longueur = (ligne["fin"] - ligne["debut"]).days
        if longueur == 0:
            lignes.append(ligne)
            continue
        if motif and ligne["debut"] > registre.inscriptions[ligne["identifiant"]]:
            lignes.append(ligne)
            continue
        coupe = ligne["debut"] + int(h.integers(0, longueur)) * UN_JOUR
        if h.random() < 0.3:  # at the end of a month
            coupe = min(max(coupe.replace(day=1) - UN_JOUR, ligne["debut"]), ligne["fin"] - UN_JOUR)
        if (ligne["identifiant"], mois_de(coupe)) in fins:
            lignes.append(ligne)
            continue
        commun = {nom: ligne[nom] for nom in ("identifiant", "quotite") if nom in ligne}
        lignes += [{**commun, "debut": ligne["debut"], "fin": coupe, "motif": motif}, {**ligne, "debut": coupe + UN_JOUR}]
    return lignes


DU_DROIT = ("ouverture_droit", "date_fait_generateur", "affiliation_suffisante", "jours_travailles_affiliation", "salaire_reference",
            "jours_calendaires_reference", "jours_reference", "coefficient_temps_partiel", "allocation_journaliere_pleine",
            "duree_indemnisation", "differe_conges_payes", "differe_specifique", "date_premier_jour_indemnisable")
DU_MOIS = ("salaire_journalier_reference", "jours_indemnises", "reliquat", "are_brute", "are_nette", "are_versee", "are_due",
           "trop_percu", "complement_du", "avance_a_reprendre", "indu", "indu_abandonne")


def premier_ecart(une, autre) -> str:
    for nom in une.column_names:
        for rang, (avant, apres) in enumerate(zip(une.column(nom).to_pylist(), autre.column(nom).to_pylist())):
            if avant != apres:
                return f"{nom}, {une.column(0)[rang]}, {une.column(1)[rang]} : {avant} puis {apres}"
    return "les lignes diffèrent"


@proprietes(8)
@given(registres(), st.integers(0, 2**32 - 1))
def test_couper_un_contrat_ne_change_rien(tmp_path_factory, registre, graine):
    """A contract, or the same days and pay under two contracts of which the second starts on the day after the first."""
    dossier = tmp_path_factory.mktemp("registre")
    une, refuses = registre.simuler(DU_DROIT + DU_MOIS, dossier)
    autre, autres_refuses = registre.simuler(DU_DROIT + DU_MOIS, dossier, couper(registre, graine))
    assert refuses == autres_refuses
    assert une.equals(autre), premier_ecart(une, autre)


@proprietes(8)
@given(registres(), st.integers(0, 2**32 - 1))
def test_renouveler_un_cdd_ne_change_rien_a_ce_qui_est_paye(tmp_path_factory, registre, graine):
    """The same where the first part ends as a fixed-term contract does, as long as the person is not registered then.

    Registered, she loses a job on that day: the right opens by that end (article 2), so those contracts are not cut. The
    end of the first part is an event of its month, whether it opens a right or not: only what is paid is compared.
    """
    dossier = tmp_path_factory.mktemp("registre")
    une, refuses = registre.simuler(DU_MOIS, dossier)
    autre, autres_refuses = registre.simuler(DU_MOIS, dossier, couper(registre, graine, "fin_cdd"))
    assert refuses == autres_refuses
    assert une.equals(autre), premier_ecart(une, autre)


@proprietes(8)
@given(registres())
def test_un_droit_ne_paie_que_ce_qu_il_accorde(tmp_path_factory, registre):
    """From one opening to the next: the days paid and the days left are those granted; the gross paid is under the capital."""
    table, _ = registre.simuler(DU_DROIT + DU_MOIS, tmp_path_factory.mktemp("registre"))
    if not table.num_rows:
        return
    colonnes = {nom: par_demandeur(table, nom) for nom in DU_DROIT + DU_MOIS}
    nombre = len(colonnes["reliquat"])
    accordes, payes, verse, meilleure = numpy.zeros((4, nombre), dtype=numpy.int64)
    for rang in range(colonnes["reliquat"].shape[1]):
        un_mois = {nom: valeurs[:, rang] for nom, valeurs in colonnes.items()}
        ouvre = un_mois["ouverture_droit"].astype(bool)
        accordes = numpy.where(ouvre, un_mois["duree_indemnisation"], accordes)
        payes, verse, meilleure = (numpy.where(ouvre, 0, valeurs) for valeurs in (payes, verse, meilleure))
        payes = payes + un_mois["jours_indemnises"]
        reliquat = un_mois["reliquat"]
        aucun(payes > accordes, payes=payes, accordes=accordes)
        aucun((payes + reliquat != accordes) & (reliquat > 0), payes=payes, reste=reliquat, accordes=accordes)
        pleine = centimes(un_mois["allocation_journaliere_pleine"])
        meilleure = numpy.maximum(meilleure, pleine)
        brute = centimes(un_mois["are_brute"])
        verse = verse + brute
        aucun(brute > un_mois["jours_indemnises"] * pleine, brute=brute, jours=un_mois["jours_indemnises"], pleine=pleine)
        aucun(verse > accordes * meilleure, verse=verse, accordes=accordes, meilleure=meilleure)


@proprietes(8)
@given(registres())
def test_verse_moins_du_est_trop_percu_moins_complement(tmp_path_factory, registre):
    """To the cent, each month: paid - due = overpaid - still to pay; overpaid = advance taken back + undue."""
    table, _ = registre.simuler(DU_MOIS, tmp_path_factory.mktemp("registre"))
    cents = {nom: centimes(table.column(nom).to_numpy()) for nom in DU_MOIS[3:]}
    trop, complement, indu, abandonne = (cents[nom] for nom in ("trop_percu", "complement_du", "indu", "indu_abandonne"))
    aucun(cents["are_due"] != cents["are_nette"], due=cents["are_due"], nette=cents["are_nette"])
    aucun(cents["are_versee"] - cents["are_due"] != trop - complement, trop=trop, complement=complement)
    aucun((trop > 0) & (complement > 0), trop=trop, complement=complement)
    aucun(trop != cents["avance_a_reprendre"] + indu, trop=trop, indu=indu, reprise=cents["avance_a_reprendre"])
    aucun((abandonne != 0) & (abandonne != indu), abandonne=abandonne, indu=indu)
    for nom, valeurs in cents.items():
        aucun(valeurs < 0, **{nom: valeurs})


@proprietes(6)
@given(registres(), st.integers(0, 2**32 - 1))
def test_renommer_les_demandeurs_ne_change_rien(tmp_path_factory, registre, graine):
    """Other names put the claimants in another order: each keeps her figures, bit for bit."""
    dossier = tmp_path_factory.mktemp("registre")
    noms = numpy.random.default_rng(graine).permutation(len(registre.individus)).tolist()
    une, refuses = registre.simuler(DU_DROIT + DU_MOIS, dossier)
    autre, autres_refuses = registre.simuler(DU_DROIT + DU_MOIS, dossier, nom=noms.__getitem__)
    assert {str(noms[int(qui)]) for qui in refuses} == autres_refuses
    gardes = [qui for qui in range(len(noms)) if str(qui) not in refuses]
    places = numpy.argsort(numpy.argsort([noms[qui] for qui in gardes]))
    for nom in DU_DROIT + DU_MOIS:
        avant, apres = par_demandeur(une, nom), par_demandeur(autre, nom)
        assert numpy.array_equal(avant, apres[places]), nom


def test_le_tirage_passe_par_toutes_les_portes(tmp_path_factory):
    """The careers drawn open rights of every sort: the properties above do not hold for want of cases."""
    registre = Registre(1, 400, datetime.date(2023, 3, 31), suite=36)
    table, refuses = registre.simuler(DU_DROIT + DU_MOIS, tmp_path_factory.mktemp("registre"))
    assert len(refuses) < 40
    droits_ouverts = par_demandeur(table, "ouverture_droit").sum(axis=1)
    assert (droits_ouverts >= 1).mean() > 0.8 and (droits_ouverts >= 2).sum() > 10
    for nom in ("are_nette", "trop_percu", "complement_du", "avance_a_reprendre", "indu", "differe_specifique"):
        assert (par_demandeur(table, nom) > 0).any(axis=1).sum() > 20, nom
    assert (par_demandeur(table, "reliquat")[:, -1] == 0).sum() > 20  # used up
    coupes = couper(registre, 2)
    assert len(coupes) > 1.8 * len(registre.contrats)
