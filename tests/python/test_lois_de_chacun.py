"""Each claimant's own law: a dated reform of any parameter gives her the same figures alone, beside others, and by every door.

Every parameter of the tree is changed at drawn dates: before the events of the claimants drawn, between them and after them. A month
examines one cohort of ends of contract, and the laws of a cohort differ where some were dismissed by a procedure begun before the
change: many claimants of a draw are, around the day on which its parameters change together. Computed with the others, then apart,
they show a parameter that is read once for everybody.
"""

import datetime
from random import Random

import numpy
import pytest
from openfisca_core.parameters import ParameterNode, ParameterScale
from openfisca_core.reforms import Reform
from openfisca_core.simulations import SimulationBuilder

pa = pytest.importorskip("pyarrow")
pytest.importorskip("pydantic")

import pyarrow.compute as pc  # noqa: E402
import pyarrow.parquet  # noqa: E402

from openfisca_chomage import CountryTaxBenefitSystem  # noqa: E402
from openfisca_chomage.population import fictive, simuler  # noqa: E402
from openfisca_chomage.population.reformes import Changement, Reforme  # noqa: E402
from openfisca_chomage.systeme import avec_nos_populations  # noqa: E402

#: What is compared: what the right is, what is paid of it, what is due and taken back.
CHIFFRES = (
    "affiliation_suffisante", "loi_du_droit", "salaire_reference", "salaire_journalier_reference", "jours_reference",
    "duree_indemnisation", "delai_attente", "date_premier_jour_indemnisable", "date_decheance", "delai_degressivite",
    "depart_volontaire_oppose", "allocation_journaliere_nette", "jours_indemnises", "are_nette", "are_versee", "avance_reprise",
    "reliquat", "reliquat_verse", "indu", "date_prescription_indu", "date_limite_recours_indu", "solde_indu", "retenue_indu",
)  # fmt: skip

#: First and last month of registration of the claimants drawn, and the day on which the parameters of the draw change together.
PERIODES = (
    ("2020-11", "2021-02", "2020-11-24"), ("2021-06", "2021-09", "2021-07-06"), ("2022-10", "2023-01", "2022-10-20"),
    ("2023-12", "2024-03", "2024-01-03"), ("2025-02", "2025-05", "2025-03-12"), ("2026-08", "2026-11", "2026-09-14"),
)  # fmt: skip
#: Claimants of a draw; those of all of them make two thousand.
DEMANDEURS, RECHARGES = 320, 24
DERNIER_MOIS = "2026-12"

#: Values that move more than the generic draw, from the law's own, so that claimants of every age, wage and past meet them.
VALEURS = {
    "perte_emploi.age_taux_plein_automatique": (50, 62), "salaire_reference.nombre_plafonds": (1, 2),
    "salaire_reference.periode_calcul_mois": (3, 20), "differes.dispense_attente_mois": (0, 5),
    "affiliation.jours_par_semaine_civile": (3, 7), "affiliation.periode_reference.age_longue": (35, 60),
    "duree.maximum.age_longue": (45, 60), "duree.maximum.age_intermediaire": (30, 45), "degressivite.age": (30, 65),
    "degressivite.delai_jours": (20, 120), "degressivite.plancher": (30.0, 90.0), "versement.mois_avant_recredit": (0, 2),
    "versement.jour_paiement": (1, 28), "versement.jour_limite_justificatif": (1, 28), "paiement.jours_par_mois": (25, 31),
    "prelevements.jours_semaine": (5, 7), "vie_du_droit.decheance_annees": (0, 3), "indus.prescription.annees": (0, 4),
    "affiliation.activite_non_declaree.jours": (0, 8), "duree.coefficient": (0.5, 1.0), "recouvrement.retenue.delai_mois": (0, 5),
    "recouvrement.echelonnement.mensualites_maximum": (20, 60), "indus.penalite.maximum": (3000, 6000),
    "perte_emploi.delai_inscription": (4, 12),
}  # fmt: skip


# --- The tree, and a draw


def feuilles(noeud):
    """Every parameter: (name, parameter, unit, which date counts); brackets of a scale by their rank."""
    for enfant in noeud.children.values():
        if isinstance(enfant, ParameterNode):
            yield from feuilles(enfant)
        elif isinstance(enfant, ParameterScale):
            for rang, tranche in enumerate(enfant.brackets, 1):
                for champ, nom, unite in (("threshold", "seuil", "threshold_unit"), ("rate", "taux", "rate_unit")):
                    metadonnees = enfant.metadata
                    yield f"{enfant.name}.tranche_{rang}.{nom}", tranche.children[champ], metadonnees[unite], metadonnees["applicabilite"]
        else:
            yield enfant.name, enfant, enfant.metadata["unit"], enfant.metadata["applicabilite"]


LOI = CountryTaxBenefitSystem()
PARAMETRES = list(feuilles(LOI.parameters))
NOMS = [nom for nom, *_ in PARAMETRES]


def jour(texte):
    return datetime.date.fromisoformat(texte if len(texte) == 10 else f"{texte}-01")


def mois_d_apres(texte, nombre):
    rang = int(texte[:4]) * 12 + int(texte[5:7]) - 1 + nombre
    return f"{rang // 12:04}-{rang % 12 + 1:02}"


UN_JOUR = datetime.timedelta(days=1)


def bornes_de_la_loi(parametre):
    """The days on which the law reads the parameter: from its first value on, to the end of the last one."""
    valeurs = [(jour(une.instant_str), une.value) for une in reversed(parametre.values_list)]
    premier = max(valeurs[0][0], datetime.date(2019, 11, 1))
    return premier, datetime.date(2026, 12, 31) if valeurs[-1][1] is not None else valeurs[-1][0] - UN_JOUR


def evenements(rang):
    """The days of the events of a draw: jobs lost from the year before its first month on."""
    debut, fin, _ = PERIODES[rang]
    return jour(mois_d_apres(debut, -12)), jour(mois_d_apres(fin, 1)) - UN_JOUR


def lu_le_jour_du_changement(parametre, rang):
    premier, dernier = bornes_de_la_loi(parametre)
    return premier < jour(PERIODES[rang][2]) <= dernier


def tirer_valeur(h, nom, parametre, unite, date):
    """A value other than the law's, in its neighbourhood; of a scale, thresholds that still ascend."""
    connue = parametre(date.isoformat())
    valeur = _valeur(h, nom, connue, unite)
    while valeur == connue and connue:
        valeur = _valeur(h, nom, connue, unite)
    return valeur


def _valeur(h, nom, connue, unite):
    if unite == "bool":
        return h.random() < 0.5 if connue is None else not connue
    if nom in VALEURS:
        bas, haut = VALEURS[nom]
        return h.randint(bas, haut) if isinstance(bas, int) else round(h.uniform(bas, haut), 2)
    if ".tranche_" in nom:
        return round(connue * h.uniform(0.98, 1.02), 4 if unite == "/1" else 0)
    if isinstance(connue, int) and unite != "currency":
        return max(0, connue + h.choice([-1, 1]) * h.randint(1, max(2, connue // 3)))
    valeur = connue * h.uniform(0.6, 1.4)
    return min(round(valeur, 4), 1.0) if unite == "/1" and connue <= 1 else round(valeur, 2)


def tirer_changements(h, rang, lesquels):
    """Of each parameter, a change on the day of the draw, often one before all its events and one after them."""
    debut, fin = evenements(rang)
    changements = []
    for nom, parametre, unite, _ in lesquels:
        premier, dernier = bornes_de_la_loi(parametre)
        dates = {jour(PERIODES[rang][2])}
        if premier < debut and nom not in VALEURS and h.random() < 0.5:
            dates.add(premier + datetime.timedelta(days=h.randint(0, (debut - premier).days)))
        if dernier > fin and h.random() < 0.5:
            dates.add(fin + datetime.timedelta(days=h.randint(1, (dernier - fin).days)))
        changements += [Changement(nom, date.isoformat(), tirer_valeur(h, nom, parametre, unite, date)) for date in sorted(dates)]
    return tuple(changements)


def tirages():
    """The parameters of each draw: each in one of those on whose day its law is read, chosen where the fewest are."""
    parts = [[] for _ in PERIODES]
    possibles = {un[0]: [rang for rang in range(len(PERIODES)) if lu_le_jour_du_changement(un[1], rang)] for un in PARAMETRES}
    for un in sorted(PARAMETRES, key=lambda un: (len(possibles[un[0]]), Random(un[0]).random())):
        parts[min(possibles[un[0]], key=lambda rang: len(parts[rang]))].append(un)
    return parts


TIRAGES = tirages()


def par_une_classe(changements):
    """The same reform as an OpenFisca class, written as its documentation says."""

    class Tiree(Reform):
        def apply(self):
            def modifier(parametres):
                for un in sorted(changements, key=lambda un: un.date):
                    feuille = dict((nom, parametre) for nom, parametre, *_ in feuilles(parametres))[un.parametre]
                    feuille.update(start=un.date, value=un.valeur)
                return parametres

            self.modify_parameters(modifier)

    return Tiree


# --- Claimants


def tirer_demandeurs(rang, graine):
    """The three tables of a draw.

    Of those who lose a job in the weeks after the day of the change, half are dismissed by a procedure begun before it: the law of
    their right is the old one, that of the others the new one.

    Returns:
        (tables, identifiers of those dismissed so).
    """
    debut, fin, date = PERIODES[rang]
    h, date = Random(f"demandeurs {graine}"), jour(date)
    (tables,) = fictive.tables(DEMANDEURS, graine=graine, debut=debut, fin=fin, lot=DEMANDEURS)
    contrats, licencies = tables["contrats"].to_pylist(), set()
    tires = {qui: h.random() < 0.5 for qui in tables["individus"].column("identifiant").to_pylist()}
    for un in contrats:
        perdu = un["motif"] not in (None, "demission") and not un["conserve"] and un["fin"] is not None
        if perdu and date <= un["fin"] < date + datetime.timedelta(75) and un["debut"] < date and tires[un["identifiant"]]:
            engagement = max(un["debut"], date - datetime.timedelta(h.randint(1, 40)))
            un |= {"motif": "licenciement_personnel", "date_engagement_procedure": engagement}
    recharges = _recharges(date, h)
    for un in [*contrats, *recharges["contrats"]]:
        if un["fin"] is not None and (un.get("date_engagement_procedure") or un["fin"]) < date <= un["fin"]:
            licencies.add(un["identifiant"])
    tables["contrats"] = _table(contrats, tables["contrats"].schema)
    tables = {nom: pa.concat_tables([table, _table(recharges[nom], table.schema)]) for nom, table in tables.items()}
    return (tables["individus"], tables["contrats"], tables["mois"]), licencies


def _table(lignes, schema):
    return pa.table([pa.array([une.get(champ.name) for une in lignes]).cast(champ.type) for champ in schema], schema=schema)


def _recharges(date, h):
    """Rows of claimants whose short first right is recharged, after the day of the change, by a job of six months held under it."""
    lignes = {"individus": [], "contrats": [], "mois": []}
    for rang in range(RECHARGES):
        qui, fin = 1_000_000 + rang, date + datetime.timedelta(h.randint(0, 55))
        perte = fin - datetime.timedelta(190)
        lignes["individus"].append({"identifiant": qui, "date_naissance": datetime.date(1962 + rang, 3, 1), "territoire": "metropole"})
        premier = {"debut": perte - datetime.timedelta(210), "fin": perte, "motif": "fin_cdd", "salaire_mensuel": h.uniform(1800, 6000)}
        second = {"debut": perte + datetime.timedelta(4), "fin": fin, "motif": "fin_cdd", "salaire_mensuel": h.uniform(100, 200)}
        if rang % 2:
            second |= {"motif": "licenciement_personnel", "date_engagement_procedure": date - datetime.timedelta(h.randint(1, 30))}
        lignes["contrats"] += [{"identifiant": qui, "conserve": False, **un} for un in (premier, second)]
        lignes["mois"] += [{"identifiant": qui, "mois": mois_d_apres(f"{perte:%Y-%m}", un), "inscription": True} for un in range(1, 24)]
    return lignes


def parmi(tables, identifiants):
    """The rows of some claimants."""
    return [table.filter(pc.is_in(table.column("identifiant"), pa.array(identifiants))) for table in tables]


def calculer(dossier, tables, rang, lot=DEMANDEURS + RECHARGES, **loi):
    """(the results, the refusals by claimant), in chunks of ``lot``, all in one by default."""
    sortie, rejets = dossier / "resultats.parquet", dossier / "rejets.parquet"
    debut, fin, _ = PERIODES[rang]
    simuler(
        *tables, variables=CHIFFRES, debut=mois_d_apres(debut, -12), fin=min(mois_d_apres(fin, 3), DERNIER_MOIS),
        sortie=sortie, rejets=rejets, lot=lot, travailleurs=1, **loi,
    )  # fmt: skip
    refus = {un["identifiant"]: un["message"] for un in pyarrow.parquet.read_table(rejets).to_pylist()}
    resultats = pyarrow.parquet.read_table(sortie)
    sortie.unlink()
    return resultats, refus


def avec_la_reforme(resultats):
    """The columns of the reform, under the names of the variables."""
    return resultats.select(["identifiant", "mois", *(f"{nom}_reforme" for nom in CHIFFRES)]).rename_columns(
        ["identifiant", "mois", *CHIFFRES]
    )


def demandeurs_touches(resultats):
    """Whom the reform changes a figure of."""
    touches = numpy.zeros(resultats.num_rows, dtype=bool)
    for nom in CHIFFRES:
        egaux = pc.equal(resultats.column(nom), resultats.column(f"{nom}_reforme"))
        touches |= ~numpy.asarray(pc.fill_null(egaux, True))
    return set(resultats.filter(pa.array(touches)).column("identifiant").to_pylist())


def premiere_difference(une, autre):
    """What differs first, told; None where nothing does."""
    une, autre = (table.select(["identifiant", "mois", *CHIFFRES]) for table in (une, autre))
    if une.equals(autre):
        return None
    if not une.column("identifiant").equals(autre.column("identifiant")) or not une.column("mois").equals(autre.column("mois")):
        manquent = set(une.column("identifiant").to_pylist()) ^ set(autre.column("identifiant").to_pylist())
        return f"Ni les mêmes demandeurs ni les mêmes mois : {sorted(manquent)[:5]}"
    for nom in CHIFFRES:
        gauche, droite = une.column(nom).to_pylist(), autre.column(nom).to_pylist()
        for rang, (un, deux) in enumerate(zip(gauche, droite)):
            if un != deux:
                return f"{une.column('identifiant')[rang]}, {une.column('mois')[rang]}, {nom} : {un} et {deux}"
    raise AssertionError("Deux tables de mêmes valeurs ne sont pas égales.")


# --- The properties


def test_chaque_parametre_de_l_arbre_est_tire():
    tires = [nom for part in TIRAGES for nom, *_ in part]
    assert sorted(tires) == sorted(NOMS) and len(set(NOMS)) == len(NOMS) > 130
    assert all(part for part in TIRAGES)


@pytest.mark.parametrize("rang", range(len(PERIODES)))
def test_chacun_a_les_memes_chiffres_seul_ou_avec_d_autres(tmp_path, rang):
    """All together by ``--reforme``; then by an OpenFisca class, those of the old law apart, by seven, and alone.

    Alone, in the engine's populations.
    """
    h = Random(f"lois {rang}")
    changements = tirer_changements(h, rang, TIRAGES[rang])
    tables, licencies = tirer_demandeurs(rang, graine=rang)
    ensemble, refus = calculer(tmp_path, tables, rang, reforme=Reforme("Tirée", changements=changements))
    reforme = avec_la_reforme(ensemble)
    sans = {qui for qui, message in refus.items() if message.startswith("Sans la réforme")}
    avec = {qui: message.removeprefix("Avec la réforme : ") for qui, message in refus.items() if qui not in sans}
    tous = [qui for qui in tables[0].column("identifiant").to_pylist() if qui not in sans]
    assert len(demandeurs_touches(ensemble)) > len(tous) // 6 and len(licencies) > 30 < len(tous) - len(licencies)
    autres, par_sept = [qui for qui in tous if qui not in licencies], h.sample([qui for qui in tous if qui not in avec], 8)
    for lot, ceux in ((len(tous), autres), (len(tous), sorted(licencies - sans)), (7, par_sept), (1, par_sept[:1])):
        la_loi = par_une_classe(changements)(LOI)
        la_loi = avec_nos_populations(la_loi) if lot > 7 else la_loi
        resultats, refuses = calculer(tmp_path, parmi(tables, ceux), rang, lot, systeme=la_loi)
        assert refuses == {qui: message for qui, message in avec.items() if qui in ceux}
        attendus = reforme.filter(pc.is_in(reforme.column("identifiant"), pa.array(ceux)))
        assert premiere_difference(attendus, resultats) is None, f"{len(ceux)} demandeurs par lots de {lot}"


def changer_tout(date, applicabilites, h):
    """Every parameter of these clocks changed on a day on which the law reads it."""
    changements = []
    for nom, parametre, unite, applicabilite in PARAMETRES:
        if applicabilite in applicabilites and parametre(date.isoformat()) is not None:
            changements.append(Changement(nom, date.isoformat(), tirer_valeur(h, nom, parametre, unite, date)))
    return tuple(changements)


def test_une_reforme_datee_apres_tout_ne_change_rien(tmp_path):
    """A pension age dated 2035 closes no right of 2025, nor does any other parameter change a figure."""
    changements = changer_tout(datetime.date(2035, 1, 1), ("fait_generateur", "calendrier"), Random("après"))
    assert {nom for nom, parametre, *_ in PARAMETRES if parametre("2035-01-01") is not None} == {un.parametre for un in changements}
    tables, _ = tirer_demandeurs(4, graine=20)
    loi = calculer(tmp_path, tables, 4, systeme=LOI)
    reforme = calculer(tmp_path, tables, 4, systeme=par_une_classe(changements)(LOI))
    assert loi[1] == reforme[1]
    assert premiere_difference(loi[0], reforme[0]) is None


@pytest.mark.parametrize("rang", [1, 3])
def test_une_reforme_du_droit_ne_change_rien_aux_droits_d_avant(tmp_path, rang):
    """The parameters of the triggering event change one day: whose events are all before, dismissals by their beginning, is as before."""
    date = jour(PERIODES[rang][2])
    tables, licencies = tirer_demandeurs(rang, graine=30 + rang)
    changements = changer_tout(date, ("fait_generateur",), Random(f"droit {rang}"))
    resultats, _ = calculer(tmp_path, tables, rang, reforme=Reforme("Tirée", changements=changements))
    faits = [(un["identifiant"], un["date_engagement_procedure"] or un["fin"]) for un in tables[1].to_pylist()]
    depuis = {qui for qui, fait in faits if fait is not None and fait >= date}
    avant = pc.invert(pc.is_in(resultats.column("identifiant"), pa.array(sorted(depuis))))
    droit, reforme = resultats.select(["identifiant", "mois", *CHIFFRES]), avec_la_reforme(resultats)
    assert len(licencies & set(droit.filter(avant).column("identifiant").to_pylist())) > 10
    assert premiere_difference(droit.filter(avant), reforme.filter(avant)) is None
    assert premiere_difference(droit, reforme) is not None


@pytest.mark.parametrize("rang", [2, 4])
def test_une_reforme_du_calendrier_ne_change_rien_aux_mois_d_avant(tmp_path, rang):
    """The parameters of the calendar change one day: the months before have the law's figures."""
    date = jour(mois_d_apres(PERIODES[rang][1], 1))
    tables, _ = tirer_demandeurs(rang, graine=40 + rang)
    changements = changer_tout(date, ("calendrier",), Random(f"calendrier {rang}"))
    # What is left of a right leads, or not, to the age that will then be in force: a voluntary departure looks ahead to it.
    changements = tuple(un for un in changements if un.parametre != "perte_emploi.age_taux_plein_automatique")
    resultats, _ = calculer(tmp_path, tables, rang, reforme=Reforme("Tirée", changements=changements))
    avant = pc.less(resultats.column("mois"), date.isoformat()[:7])
    droit, reforme = resultats.select(["identifiant", "mois", *CHIFFRES]), avec_la_reforme(resultats)
    assert numpy.any(numpy.asarray(droit.filter(avant).column("are_nette")) > 0)
    assert premiere_difference(droit.filter(avant), reforme.filter(avant)) is None
    assert premiere_difference(droit, reforme) is not None


# --- By hand


def reformer(*changements):
    """The law with these changes: (name, date, value)."""
    return par_une_classe(tuple(Changement(*un) for un in changements))(LOI)


def demandeur(debut, fin, motif="fin_cdd", paies=2000, **autres):
    """A contract, its pay month by month (an amount, or one a year), and a registration of a year."""
    premier, dernier = jour(debut), jour(fin)
    mois = [mois_d_apres(debut[:7], un) for un in range((dernier.year - premier.year) * 12 + dernier.month - premier.month + 1)]
    return {
        "date_naissance": {"ETERNITY": "1985-03-15"}, "calendrier_contrats": {f"day:{debut}:{(dernier - premier).days + 1}": True},
        "salaire_brut": {un: paies[un[:4]] if isinstance(paies, dict) else paies for un in mois}, "motif_rupture": {fin[:7]: motif},
        "calendrier_inscription": {f"day:{dernier + UN_JOUR}:365": True}, **autres,
    }  # fmt: skip


def lire(systeme, variable, *personnes):
    """The values of a variable of each person, (person, month) by (person, month), computed together."""
    individus = {f"i{rang}": personne for rang, (personne, _) in enumerate(personnes)}
    simulation = SimulationBuilder().build_from_dict(systeme, {"individus": individus})
    return [simulation.calculate(variable, mois)[rang] for rang, (_, mois) in enumerate(personnes)]


def ensemble_et_seuls(systeme, variable, *personnes):
    """The same values whoever is computed with each, in any order."""
    valeurs = lire(systeme, variable, *personnes)
    assert lire(systeme, variable, *personnes[::-1]) == valeurs[::-1]
    assert [lire(systeme, variable, une)[0] for une in personnes] == valeurs
    return valeurs


#: Two ends of contract of one month, the first of a dismissal begun in March.
ENGAGEE = {"date_engagement_procedure": {"2025-05": "2025-03-20"}}


def test_les_jours_d_une_semaine_sont_ceux_de_la_loi_de_chacun():
    """From Monday 3 June 2024 to Saturday 31 May 2025: 51 whole weeks, then six days. Five a week: 51 x 5 + 5; six: 51 x 6 + 6."""
    systeme = reformer(("affiliation.jours_par_semaine_civile", "2025-04-01", 6))
    ancienne = demandeur("2024-06-03", "2025-05-31", "licenciement_personnel", **ENGAGEE)
    nouvelle = demandeur("2024-06-03", "2025-05-31")
    assert ensemble_et_seuls(systeme, "jours_travailles_affiliation", (ancienne, "2025-05"), (nouvelle, "2025-05")) == [260, 312]


def test_les_plafonds_du_salaire_sont_ceux_de_la_loi_de_chacun():
    """Pay of 20,000 euros a month, seven months of 2024 (ceiling 3,864) and five of 2025 (3,925): four ceilings each, or three."""
    systeme = reformer(("salaire_reference.nombre_plafonds", "2025-04-01", 3))
    ancienne = demandeur("2024-06-01", "2025-05-31", "licenciement_personnel", 20000, **ENGAGEE)
    nouvelle = demandeur("2024-06-01", "2025-05-31", paies=20000)
    valeurs = ensemble_et_seuls(systeme, "salaire_reference", (ancienne, "2025-05"), (nouvelle, "2025-05"))
    assert valeurs == [4 * (7 * 3864 + 5 * 3925), 3 * (7 * 3864 + 5 * 3925)]


def test_la_periode_du_salaire_est_celle_de_la_loi_de_chacun():
    """Twelve months of pay or six, up to 31 May 2021: 12 x 2,000 and 6 x 2,000."""
    systeme = reformer(("salaire_reference.periode_calcul_mois", "2021-04-01", 6))
    engagee = {"date_engagement_procedure": {"2021-05": "2021-03-20"}}
    ancienne = demandeur("2020-01-01", "2021-05-31", "licenciement_personnel", **engagee)
    nouvelle = demandeur("2020-01-01", "2021-05-31")
    assert ensemble_et_seuls(systeme, "salaire_reference", (ancienne, "2021-05"), (nouvelle, "2021-05")) == [24000, 12000]


def test_la_dispense_d_attente_est_celle_de_la_loi_de_chacun():
    """Eight months after the former admission: within twelve months, beyond six."""
    systeme = reformer(("differes.dispense_attente_mois", "2025-04-01", 6))
    admis = {"reliquat": {"2024-10": 0}, "date_premier_jour_indemnisable": {"2024-10": "2024-10-01"}}
    ancienne = demandeur("2024-06-03", "2025-05-31", "licenciement_personnel", **ENGAGEE, **admis)
    nouvelle = demandeur("2024-06-03", "2025-05-31", **admis)
    assert ensemble_et_seuls(systeme, "delai_attente", (ancienne, "2025-05"), (nouvelle, "2025-05")) == [0, 7]


@pytest.mark.parametrize(
    "age, date, naissance, limite",
    [
        (62, "2030-01-01", "1960-06-15", "2027-06-15"),  # 67 in 2027, before the lower age is in force
        (62, "2030-01-01", "1966-03-01", "2030-01-01"),  # 62 in 2028, 67 in 2033: stopped by the day of the lower age
        (62, "2030-01-01", "1969-09-10", "2031-09-10"),  # 62 under the lower age
        (70, "2028-01-01", "1960-06-15", "2027-06-15"),  # 67 before the higher age: it gives nothing back
        (70, "2028-01-01", "1962-02-01", "2032-02-01"),  # 67 in 2029, when 70 is the age
        (70, "2028-01-01", "1961-01-01", "2031-01-01"),  # 67 on the very day of the higher age
    ],
)
def test_l_age_est_celui_du_jour_ou_on_l_atteint(age, date, naissance, limite):
    systeme = reformer(("perte_emploi.age_taux_plein_automatique", date, age))
    autre = {"date_naissance": {"ETERNITY": "1990-01-01"}}
    une = {"date_naissance": {"ETERNITY": naissance}}
    assert str(ensemble_et_seuls(systeme, "date_limite_age", (une, "2025-01"), (autre, "2025-01"))[0]) == limite


def test_le_seuil_de_l_activite_non_declaree_est_celui_du_mois_travaille():
    """Four days hidden in June 2024, then in March 2025: more than three in June, no more than five in March (L5426-1-1).

    From Monday 3 June 2024 to Friday 2 May 2025, 48 weeks of five days; from Thursday 13 to Sunday 16 June, a week that keeps three.
    """
    systeme = reformer(("affiliation.activite_non_declaree.jours", "2025-01-01", 5))
    juin = demandeur("2024-06-03", "2025-05-02", calendrier_activite_non_declaree={"day:2024-06-13:4": True})
    mars = demandeur("2024-06-03", "2025-05-02", calendrier_activite_non_declaree={"day:2025-03-13:4": True})
    assert ensemble_et_seuls(systeme, "jours_travailles_affiliation", (juin, "2025-05"), (mars, "2025-05")) == [238, 240]


@pytest.mark.parametrize("delais, rendus_en", [((0, 1), "2026-03"), ((1, 0), "2026-04")])
def test_une_piece_ne_rend_ses_jours_qu_une_fois(delais, rendus_en):
    """Evidence of March follows the delay of March, though it changes in April: eight days come back, once.

    300 - 12 - 30 = 258 at the end of February, then eight days given back and thirty a month: 206 at the end of April.
    """
    avant, apres = delais
    systeme = reformer(("versement.mois_avant_recredit", "2019-11-01", avant), ("versement.mois_avant_recredit", "2026-04-01", apres))
    personne = {
        "salaire_journalier_reference": {"2025-12": 100}, "reliquat": {"2025-12": 300}, "allocation_journaliere_pleine": {"2025-12": 57},
        "salaire_activite_declare": {"2026-01": 1500}, "salaire_activite_justifie": {"2026-01": 2100},
        "date_justificatif": {"2026-01": "2026-03-31"},
    }  # fmt: skip
    mars, avril = (lire(systeme, "reliquat_verse", (personne, mois))[0] for mois in ("2026-03", "2026-04"))
    assert (mars, avril) == (236 if rendus_en == "2026-03" else 228, 206)


def test_un_depart_volontaire_se_juge_a_la_loi_de_cette_fin():
    """A dismissal begun while it opened a right leaves no voluntary departure, though it ended once it opened none.

    The dismissal of 31 March 2025 was begun on 20 January; the second one, on 10 March, when dismissals no longer open a right.
    """
    systeme = reformer(("perte_emploi.ouvre_droit.licenciement_personnel", "2025-03-01", False))

    def deux_emplois(engagement):
        premier = demandeur("2024-01-01", "2025-03-31", "licenciement_personnel", calendrier_inscription={"2025-06": True})
        premier["calendrier_contrats"]["day:2025-05-01:31"] = True
        premier["motif_rupture"]["2025-05"] = "fin_cdd"
        return premier | {"date_engagement_procedure": {"2025-03": engagement}}

    personnes = ((deux_emplois("2025-01-20"), "2025-05"), (deux_emplois("2025-03-10"), "2025-05"))
    assert ensemble_et_seuls(systeme, "depart_volontaire_efface", *personnes) == [True, False]
