"""The life of a right, month by month: opening, use, resumption, recharging, forfeiture (article 26)."""

import datetime

import numpy

from openfisca_chomage.nomenclatures import MotifRupture, Territoire
from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import CONSTATE, LOIN, OUVERT, Carriere, fige, personnes_donnees, personnes_examinees, retenu
from openfisca_chomage.socle.histoire import anterieur, debut_histoire, lire, lire_sur, mois_connus
from openfisca_chomage.socle.loi import Loi
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.affiliation import jours_travailles, motifs_fermants
from openfisca_chomage.variables.perte_emploi import EVENEMENTS, perdus_au_premier, premiere_decheance

ARTICLE_26 = "Article 26 du règlement d'assurance chômage"


class ouverture_droit(VariableChomage):
    value_type = bool
    label = "Un droit s'ouvre, ou se recharge, par la fin de contrat examinée ce mois-ci"
    reference = ["Articles L5422-1 et L5422-2 du Code du travail", "Articles 2 à 8 et 26 du règlement d'assurance chômage"]
    documentation = """
    Aucun droit ne court, le motif est de ceux qui ouvrent, l'affiliation suffit, la personne s'inscrit dans le
    délai et n'a pas l'âge de la retraite à taux plein.
    """

    def formula(individu, period):
        refuser_perte_conservee(individu, period)
        ouvre = individu.filled_array(False, dtype=bool)
        qui, fins = personnes_examinees(individu, period)
        for condition in CONDITIONS_D_OUVERTURE:
            if len(qui) == 0:
                return ouvre
            remplie = condition(individu, period, qui, fins)
            qui, fins = qui[remplie], fins[remplie]
        ouvre[qui] = True
        mois = cal.numero(period)
        sans_motif = ouvre & (individu("motif_examine", period) == 0)
        if sans_motif.any():
            refuser_le_premier(
                individu, sans_motif & (cal.en_jours(individu("fin_examinee", period)) < cal.premier_jour(mois)), "motif_rupture", period,
                "Le droit est épuisé et la dernière fin de contrat peut le recharger, mais son motif n'est pas donné. "
                "Écrivez motif_rupture pour le mois de cette fin de contrat.",
            )
            ouvre &= ~sans_motif
        return ouvre

    def explication(individu, period, parameters):
        if individu("ouverture_droit", period)[0]:
            return "Un droit s'ouvre : motif, affiliation, inscription et âge remplissent les conditions."
        manques = [
            raison
            for nom, raison in (
                ("perte_involontaire", "le motif de la rupture n'ouvre pas de droit"),
                ("affiliation_suffisante", "l'affiliation est insuffisante"),
                ("depart_volontaire_efface", "un départ volontaire antérieur n'est pas effacé par assez de travail"),
            )
            if not individu(nom, period)[0]
        ]
        if individu("premier_jour_inscription", period)[0] == numpy.datetime64("1970-01-01"):
            manques.append("pas d'inscription dans les douze mois")
        return "Aucun droit ne s'ouvre : " + (", ".join(manques) or "un droit court déjà, ou l'âge est atteint") + "."


# The conditions of an opening, in the order in which they are looked at: of the persons at ``qui``, whose ends examined are
# ``fins``, who fills each (bool arrays). Each is asked of who fills those before.


def aucun_droit_ne_court(individu, period, qui, fins):
    reliquat = anterieur(individu, "reliquat", period)
    if reliquat is None:
        return slice(None)
    libres, perdus = reliquat[qui] <= 0, perdus_au_premier(individu, period)
    return libres if perdus is None else libres | perdus[qui]


def age_permis(individu, period, qui, fins):
    return fins < cal.en_jours(individu("date_limite_age", period))[qui]


def motif_possible(individu, period, qui, fins):
    """A motive that opens a right, or none (it is asked for later, of who could open a right)."""
    return individu("perte_involontaire", period)[qui] | (individu("motif_examine", period)[qui] == 0)


def inscrit_dans_le_delai(individu, period, qui, fins):
    return cal.en_jours(individu("premier_jour_inscription", period)[qui]) != cal.SANS_DATE


def hors_de_mayotte(individu, period, qui, fins):
    """Everybody: who lives in Mayotte is refused, whatever the affiliation there."""
    concernes = individu.filled_array(False, dtype=bool)
    concernes[qui] = True
    refuser_mayotte(individu, period, concernes & a_mayotte(individu, period))
    return numpy.ones(len(qui), dtype=bool)


def affilie(individu, period, qui, fins):
    suffisante = individu("affiliation_suffisante", period)[qui]
    motifs = individu("motif_examine", period)[qui]
    refuser_fin_anterieure(individu, period, qui[~suffisante & (motifs != 0) & (motifs != MotifRupture.demission_reconversion.index)])
    return suffisante


def sans_depart_volontaire(individu, period, qui, fins):
    return individu("depart_volontaire_efface", period)[qui]


#: In the order of the règlement; each is asked only of who fills those before.
CONDITIONS_D_OUVERTURE = (
    aucun_droit_ne_court,
    age_permis,
    motif_possible,
    inscrit_dans_le_delai,
    hors_de_mayotte,
    affilie,
    sans_depart_volontaire,
)


def refuser_fin_anterieure(individu, period, qui) -> None:
    """The last end has not enough affiliation, but an earlier one would (article 8): going back is not modelled."""
    if len(qui) == 0:
        return
    mois = cal.numero(period)
    inscription = cal.en_jours(individu("premier_jour_inscription", period)[qui])
    retenue = anterieur(individu, "fin_contrat_du_droit", period)
    retenue = cal.SANS_DATE if retenue is None else cal.en_jours(retenue)[qui]
    debut = debut_histoire(individu)
    for un_mois in range(mois - 12 if debut is None else max(mois - 12, debut), mois):
        cle = cal.periode(un_mois)
        fins = cal.en_jours(individu("fin_examinee", cle))[qui]
        anciennes = numpy.flatnonzero((fins != cal.SANS_DATE) & (fins > retenue))
        if len(anciennes) == 0:
            continue
        inscrites = inscription[anciennes] <= cal.ajouter_mois(fins[anciennes], 12)
        anciennes = qui[anciennes[individu("perte_involontaire", cle)[qui[anciennes]] & inscrites]]
        if len(anciennes):
            anciennes = anciennes[individu("affiliation_suffisante", cle)[anciennes]]
        if len(anciennes):
            possibles = numpy.zeros(individu.count, dtype=bool)
            possibles[anciennes] = True
            refuser_le_premier(
                individu, possibles,
                "motif_rupture", period,
                f"L'affiliation ne suffit pas à cette fin de contrat, mais elle suffisait à celle de {cle}, dans les douze mois "
                "de l'inscription : retenir une fin de contrat antérieure (article 8) n'est pas encore modélisé. "
                "Donnez ouverture_droit pour le mois de la fin retenue.",
            )


def a_mayotte(individu, period):
    """Who lives in Mayotte that month (bool array)."""
    territoires = lire(individu, "territoire", cal.numero(period))
    if territoires is None:
        return individu.filled_array(False, dtype=bool)
    return numpy.asarray(territoires) == Territoire.mayotte.index


def refuser_mayotte(individu, period, concernes) -> None:
    """Refuse those to whom the rules of Mayotte would apply (bool array)."""
    refuser_le_premier(
        individu, concernes, "territoire", period,
        "Mayotte a son propre règlement d'assurance chômage, qui n'est pas encore modélisé.",
    )


def refuser_perte_conservee(individu, period) -> None:
    motifs = lire(individu, "motif_rupture_conservee", cal.numero(period))
    if motifs is not None:
        refuser_le_premier(
            individu, numpy.asarray(motifs) != 0, "motif_rupture_conservee", period,
            "La perte d'un emploi conservé révise le droit (article 34) : cette révision n'est pas encore modélisée.",
        )


class nature_ouverture(VariableChomage):
    value_type = int
    default_value = 0
    label = "0 : rien ; 1 : un droit s'ouvre ; 2 : la situation donne l'état d'un droit pour la première fois"
    reference = ARTICLE_26
    vit_avec_le_droit = False

    def formula(individu, period):
        nature = individu("ouverture_droit", period).astype(numpy.int32) * OUVERT
        donnes = personnes_donnees(individu, _etats_donnes(individu, period), period)
        if donnes is not None:
            lois = anterieur(individu, "loi_du_droit", period)
            premiers = donnes & (nature == 0)
            if lois is not None:
                premiers &= cal.en_jours(lois) == cal.SANS_DATE
            nature = numpy.where(premiers, CONSTATE, nature)
            refuser_mayotte(individu, period, premiers & a_mayotte(individu, period))
        return nature


def _etats_donnes(individu, period) -> list[str]:
    """The states of a right that the situation gives in a month."""
    return [
        nom for nom, holder in individu._holders.items()
        if period in holder.__dict__.get("donnees", ())
        and getattr(holder.variable, "vit_avec_le_droit", False) and nom not in EVENEMENTS and nom != "date_fait_generateur"
    ]


class loi_du_droit(VariableChomage):
    value_type = datetime.date
    label = "Jour dont la loi régit le droit qui court"
    reference = "Article 1er du règlement d'assurance chômage"
    vit_avec_le_droit = False

    def formula(individu, period):
        return fige(individu, "loi_du_droit", period, lambda carriere: cal.en_dates(carriere.loi), numpy.datetime64("1970-01-01"))


class fin_contrat_du_droit(VariableChomage):
    value_type = datetime.date
    label = "Fin du contrat qui a ouvert le droit"
    reference = ARTICLE_26
    documentation = "Les jours jusqu'à cette date ont servi : une même période n'ouvre qu'un droit."
    vit_avec_le_droit = False

    def formula(individu, period):
        def a_l_ouverture(carriere):
            return cal.en_dates(numpy.where(carriere.constate, carriere.fin - 1, carriere.fin))

        return fige(individu, "fin_contrat_du_droit", period, a_l_ouverture, numpy.datetime64("1970-01-01"))


class date_decheance(VariableChomage):
    value_type = datetime.date
    label = "Jour à partir duquel ce qui reste du droit est perdu"
    reference = ARTICLE_26
    documentation = "Trois ans et la durée du droit après le premier jour indemnisable ; 2200 : durée inconnue."
    vit_avec_le_droit = False

    def formula(individu, period):
        def a_l_ouverture(carriere):
            annees = Loi(individu, carriere.loi).vie_du_droit.decheance_annees
            duree = carriere.valeur("duree_indemnisation")
            premier = cal.en_jours(carriere.valeur("date_premier_jour_indemnisable"))
            terme = cal.ajouter_mois(premier + duree, 12 * annees)
            return cal.en_dates(numpy.where(duree > 0, terme, LOIN))

        return fige(individu, "date_decheance", period, a_l_ouverture, cal.en_dates(LOIN)[()])


def decheance_en_cours(individu, period) -> bool:
    """Whether forfeiture is opposed to who is being paid too; before April 2025, it is a condition of resumption alone."""
    return individu.simulation.tax_benefit_system.parameters.vie_du_droit.decheance_en_cours(period.start)


def avant_la_decheance(individu, period, payables):
    """Of the payable days of the month (calendars, written in place), those that forfeiture leaves.

    Before April 2025, all of them for who was paid the month before, or whose payment is taken up earlier in the month.
    """
    mois = cal.numero(period)
    dates, fin = individu("date_decheance", period), cal.premier_jour(mois + 1)
    if premiere_decheance(individu, dates) >= fin:
        return payables
    decheance = cal.en_jours(dates)
    touches = numpy.flatnonzero((decheance < fin) & (payables != 0))
    restent = payables[touches] & cal.masque(mois, cal.premier_jour(mois), decheance[touches] - 1)
    if not decheance_en_cours(individu, period):
        payes = anterieur(individu, "jours_indemnises", period)
        servi = restent != 0 if payes is None else (restent != 0) | (payes[touches] > 0)
        restent = numpy.where(servi, payables[touches], restent)
    payables[touches] = restent
    return payables


def reste_a_la_fin(individu, period, reste):
    """The days left at the end of the month: none where the right is forfeited in it.

    Before April 2025, forfeiture waits as long as days are paid.
    """
    dates, fin = individu("date_decheance", period), cal.premier_jour(cal.numero(period) + 1)
    if premiere_decheance(individu, dates) >= fin:
        return reste
    perdus = cal.en_jours(dates) < fin
    if not decheance_en_cours(individu, period):
        perdus &= individu("jours_indemnises", period) <= 0
    return numpy.where(perdus, 0, reste)


def registres_distincts(individu) -> bool:
    """Whether what was paid may differ from what is due: the situation says when some evidence came, or gives the ledger."""
    if individu.get_holder("date_justificatif")._memory_storage._arrays:
        return True
    return bool(donnees(individu, "reliquat_verse") or donnees(individu, "reliquat_verse_debut"))


def droit_en_cours(individu, period):
    """Who may still be paid under her right: days are left by what is due or, where evidence may give some back, not yet."""
    en_cours = individu("reliquat_debut", period) > 0
    if registres_distincts(individu):
        a_un_droit = cal.en_jours(individu("loi_du_droit", period)) != cal.SANS_DATE
        en_cours = en_cours | (a_un_droit & registre_distinct(individu))
    return en_cours


def registre_distinct(individu):
    """For whom what was paid may differ from what is due (bool array)."""
    connu = individu.__dict__.get("registre_distinct")
    if connu is None:
        connu = individu.filled_array(False, dtype=bool)
        for mois in mois_connus(individu, "date_justificatif"):
            connu |= cal.en_jours(lire(individu, "date_justificatif", mois)) != cal.SANS_DATE
        for nom in ("reliquat_verse", "reliquat_verse_debut"):
            for donnee in donnees(individu, nom).values():
                connu |= donnee >= 0
        individu.__dict__["registre_distinct"] = connu
    return connu


def reste_au_debut(individu, period, veille):
    """The days left at the start of the month: those of the month before, the duration at an opening, none once forfeited."""
    nature = individu("nature_ouverture", period)
    reste = individu.filled_array(0, dtype=numpy.int64) if veille is None else veille
    perdus = None if veille is None else perdus_au_premier(individu, period)
    if perdus is not None:
        reste = numpy.where(perdus, 0, reste)
    if nature.any():
        reste = numpy.where(nature == OUVERT, individu("duree_indemnisation", period), reste)
    return reste


def meme_droit(individu, origine: int, mois: int, qui):
    """Of the persons at ``qui``, whose right at the end of the month ``origine`` still stands at the start of ``mois``."""
    meme = numpy.ones(len(qui), dtype=bool)
    for un_mois in range(origine + 1, mois + 1):
        nature = individu("nature_ouverture", cal.periode(un_mois))
        if nature.any():
            meme &= nature[qui] != OUVERT
    return meme


class depart_volontaire_oppose(VariableChomage):
    value_type = datetime.date
    label = "Départ volontaire d'un emploi repris, qui arrête le paiement de ce qui reste du droit"
    reference = [
        "Article 26, § 1, b du règlement d'assurance chômage : "
        "https://www.legifrance.gouv.fr/affichTexteArticle.do?cidTexte=JORFTEXT000038829574&idArticle=LEGIARTI000038869244",
        "Article 4, e du règlement d'assurance chômage",
    ]
    documentation = """
    Opposé à qui a travaillé 65 jours ou 455 heures depuis l'ouverture (88 jours ou 610 heures pour un départ depuis avril
    2025), sauf un emploi de moins de six jours, et sauf si ce qui reste du droit mène à la retraite à taux plein ; jusqu'à 65 jours
    travaillés ou 455 heures depuis, et une fin de contrat qui n'est pas volontaire. Le réexamen après 121 jours n'est pas
    modélisé. 1970 : aucun.
    """
    vit_avec_le_droit = False

    def formula(individu, period):
        veille = anterieur(individu, "depart_volontaire_oppose", period)
        if veille is None:
            veille = cal.en_dates(individu.filled_array(cal.SANS_DATE, dtype=numpy.int64))
        aucun = not cal.en_jours(veille).any()
        if aucun and cal.numero(period) not in mois_de_depart(individu):
            return veille
        qui, fins, volontaires, motifs = fins_sous_un_droit(individu, period)
        if aucun and not volontaires.any():
            return veille
        departs = numpy.where(individu("nature_ouverture", period) == OUVERT, cal.SANS_DATE, cal.en_jours(veille))
        arretes = ~volontaires & (departs[qui] != cal.SANS_DATE)
        partis, jours = qui[volontaires], fins[volontaires]
        retenus = departs_opposes(individu, period, partis, jours)
        departs[partis[retenus]] = jours[retenus]
        ceux, jours, motifs = qui[arretes], fins[arretes], motifs[arretes]
        effaces = travail_qui_efface(individu, period, ceux, departs[ceux] + 1, jours)
        sans_motif = individu.filled_array(False, dtype=bool)
        sans_motif[ceux[effaces & (motifs == 0)]] = True
        refuser_le_premier(
            individu, sans_motif, "motif_rupture", period,
            "Un départ volontaire arrête le paiement, et le contrat qui finit ce mois-ci peut le faire reprendre, mais son motif "
            "n'est pas donné. Écrivez motif_rupture pour ce mois.",
        )
        departs[ceux[effaces]] = cal.SANS_DATE
        return cal.en_dates(departs)

    def explication(individu, period, parameters):
        depart = individu("depart_volontaire_oppose", period)[0]
        if depart == numpy.datetime64("1970-01-01"):
            return None
        return f"L'emploi repris a été quitté volontairement le {depart.item():%d/%m/%Y} : le paiement s'arrête."


def fins_sous_un_droit(individu, period):
    """The ends of contract of the month, of who has days left of a right that another end opened.

    Returns:
        (qui, fins, volontaires, motifs): places of the persons, days, whether the motive opens no right, ranks of the motives.
    """
    qui, fins = personnes_examinees(individu, period)
    ici = (fins >= cal.premier_jour(cal.numero(period))) & (individu("nature_ouverture", period)[qui] == 0)
    ici &= individu("reliquat_debut", period)[qui] > 0
    qui, fins = qui[ici], fins[ici]
    motifs = individu("motif_examine", period)[qui]
    return qui, fins, (motifs != 0) & ~individu("perte_involontaire", period)[qui], motifs


def travail_depuis(individu, period, qui, debuts, fins):
    """Days worked and hours of the persons at ``qui``, from a day to another of each (int64 and float64 arrays)."""
    carriere = Carriere(individu, cal.numero(period), qui, fins, fins, debuts, numpy.full(len(qui), -1))
    heures = carriere.dans_la_periode(carriere.matrice("heures_travaillees"))
    return jours_travailles(carriere, carriere.contrats), numpy.round(heures, 6)


def travail_qui_efface(individu, period, qui, debuts, fins):
    """Who has worked enough since a voluntary departure (article 4, e): 65 days or 455 hours (bool array)."""
    if len(qui) == 0:
        return numpy.zeros(0, dtype=bool)
    loi = Loi(individu, fins).perte_emploi.depart_volontaire
    jours, heures = travail_depuis(individu, period, qui, debuts, fins)
    return (jours >= loi.jours) | (heures >= loi.heures)


def departs_opposes(individu, period, qui, fins):
    """To whom the voluntary departure of the month is opposed (article 26, § 1, b), of the persons at ``qui`` (bool array)."""
    if len(qui) == 0:
        return numpy.zeros(0, dtype=bool)
    loi = Loi(individu, fins).vie_du_droit
    depuis = cal.en_jours(individu("fin_contrat_du_droit", period))[qui] + 1
    jours, heures = travail_depuis(individu, period, qui, depuis, fins)
    opposes = (jours >= loi.seuil_depart_volontaire_jours) | (heures >= loi.seuil_depart_volontaire_heures)
    jours_de_l_emploi, _ = travail_depuis(individu, period, qui, debut_de_l_emploi(individu, qui, depuis, fins), fins)
    opposes &= jours_de_l_emploi >= loi.emploi_court_jours
    terme = fins + individu("reliquat_debut", period)[qui]
    return opposes & (terme < cal.en_jours(individu("date_limite_age", period))[qui])


def debut_de_l_emploi(individu, qui, depuis, fins):
    """The first of the contract days in a row that end with ``fins``, after ``depuis``."""
    debuts = numpy.zeros(len(qui), dtype=numpy.int64)
    cherches = numpy.arange(len(qui))
    for mois in range(int(cal.mois_du_jour(fins).max()), int(cal.mois_du_jour(depuis).min()) - 1, -1):
        libres = ~lire_sur(individu, "calendrier_contrats", mois, qui[cherches])
        libres &= cal.masque(mois, depuis[cherches] - 1, fins[cherches])
        trouves = libres != 0
        debuts[cherches[trouves]] = cal.dernier_jour_du_masque(libres[trouves], mois) + 1
        cherches = cherches[~trouves]
        if len(cherches) == 0:
            break
    return numpy.maximum(debuts, depuis)


def mois_de_depart(individu) -> set:
    """The months of whose motives one opens no right, at some time at least."""

    def calcul():
        rangs = [motif.index for motif in motifs_fermants(individu)]
        motifs = {mois: numpy.asarray(lire(individu, "motif_rupture", mois)) for mois in mois_connus(individu, "motif_rupture")}
        return {mois for mois, du_mois in motifs.items() if any((du_mois == rang).any() for rang in rangs)}

    return retenu(individu, "mois_de_depart", calcul)


def avant_le_depart(individu, period, payables):
    """Of the payable days of the month (calendars, written in place), those that no voluntary departure stops."""
    if not mois_de_depart(individu) and not donnees(individu, "depart_volontaire_oppose"):
        return payables
    fin_du_mois, veille = individu("depart_volontaire_oppose", period), anterieur(individu, "depart_volontaire_oppose", period)
    departs = cal.en_jours(fin_du_mois)
    au_debut = numpy.zeros_like(departs) if veille is None else cal.en_jours(veille)
    if not departs.any() and (veille is None or veille is fin_du_mois or not au_debut.any()):
        return payables
    touches = numpy.flatnonzero(((departs != cal.SANS_DATE) | (au_debut != cal.SANS_DATE)) & (payables != 0))
    departs, au_debut, mois = departs[touches], au_debut[touches], cal.numero(period)
    origine, fin = cal.premier_jour(mois), cal.premier_jour(mois + 1)
    reprises = cal.en_jours(individu("fin_examinee", period))[touches] + 1
    premiers = numpy.where(au_debut == cal.SANS_DATE, origine, numpy.where(departs == cal.SANS_DATE, reprises, fin))
    payables[touches] &= cal.masque(mois, premiers, numpy.where(departs == cal.SANS_DATE, fin - 1, departs))
    return payables


class reliquat_debut(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent au début du mois, droit ouvert dans le mois compris"
    reference = ARTICLE_26

    def formula(individu, period):
        return reste_au_debut(individu, period, anterieur(individu, "reliquat", period))


class reliquat(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent à la fin du mois, d'après ce qui est dû"
    reference = ARTICLE_26

    def formula(individu, period):
        debut = debut_histoire(individu)
        if debut is None or cal.numero(period) < debut:
            return individu.filled_array(0, dtype=numpy.int64)
        reste = numpy.maximum(individu("reliquat_debut", period) - individu("jours_indemnises", period), 0)
        return reste_a_la_fin(individu, period, reste)

    def explication(individu, period, parameters):
        avant, pris = individu("reliquat_debut", period)[0], individu("jours_indemnises", period)[0]
        reste = individu("reliquat", period)[0]
        if reste == 0 and avant > pris:
            jour = individu("date_decheance", period)[0].item()
            return f"{avant} jours au début du mois, {pris} payés ; ce qui restait est perdu depuis le {jour:%d/%m/%Y}."
        return f"{avant} jours au début du mois, {pris} payés : {reste} restent."


class droit_ouvert(VariableChomage):
    value_type = bool
    label = "Un droit court à la fin du mois"
    reference = ARTICLE_26

    def formula(individu, period):
        return individu("reliquat", period) > 0


class jours_indemnises_cumules(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés au titre de ce droit jusqu'à la fin du mois"
    reference = ARTICLE_26

    def formula(individu, period):
        veille = anterieur(individu, "jours_indemnises_cumules", period)
        avant = individu.filled_array(0, dtype=numpy.int64) if veille is None else veille
        avant = numpy.where(individu("nature_ouverture", period) == OUVERT, 0, avant)
        return avant + individu("jours_indemnises", period)
