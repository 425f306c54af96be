"""What was paid for the month, what was due, and the difference (article 24 of the règlement; articles 27 and L5426-1).

Two ledgers of days. *Due* (``reliquat``): each month on its evidence, whenever it came. *Paid* (``reliquat_verse``): what the
operator knew when paying; where evidence comes late, the days paid and not due come back to it at the start of the month of
the evidence. What was paid for a month never changes because of what is learnt later.
"""

import datetime

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import CONSTATE, OUVERT
from openfisca_chomage.socle.histoire import anterieur, lire, mois_connus
from openfisca_chomage.socle.monnaie import au_centime, entier_le_plus_proche
from openfisca_chomage.socle.phrases import en_date, euros, pour_cent
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.cumul import jours_apres_activite
from openfisca_chomage.variables.degressivite import (
    compteur_au_debut,
    jours_a_l_allocation_pleine,
    jours_de_formation_payes,
    jours_ordinaires,
    le_compte_repart,
)
from openfisca_chomage.variables.paiement import jours_a_verser
from openfisca_chomage.variables.prelevements import montant_des_jours
from openfisca_chomage.variables.vie_du_droit import meme_droit, registres_distincts, reste_a_la_fin, reste_au_debut

ARTICLE_24 = "Article 24 du règlement d'assurance chômage (paiement, avance, régularisation)"
ARTICLE_27 = "Article 27 du règlement d'assurance chômage (prestations indues)"


# --- The evidence


def date_limite_du_justificatif(individu, period) -> int:
    """The last day on which evidence for the month is in time for its payment (day number)."""
    jour = individu.simulation.tax_benefit_system.parameters.versement.jour_limite_justificatif(period.start)
    return int(cal.premier_jour(cal.numero(period) + 1)) + int(jour) - 1


def justifie_en_retard(individu, period):
    """Whose evidence for the month came after the deadline (bool array), or None where no date is given."""
    dates = lire(individu, "date_justificatif", cal.numero(period))
    if dates is None:
        return None
    return cal.en_jours(dates) > date_limite_du_justificatif(individu, period)


def pieces_tardives(individu, mois: int) -> list:
    """The late evidence that came in a month: ``[(month of origin, indices of the persons), …]``."""
    connues = individu.__dict__.get("pieces_tardives")
    if connues is None:
        connues = {}
        for origine in mois_connus(individu, "date_justificatif"):
            qui = numpy.flatnonzero(justifie_en_retard(individu, cal.periode(origine)))
            venues = cal.mois_du_jour(cal.en_jours(lire(individu, "date_justificatif", origine))[qui])
            for un_mois in numpy.unique(venues):
                connues.setdefault(int(un_mois), []).append((origine, qui[venues == un_mois]))
        individu.__dict__["pieces_tardives"] = connues
    return connues.get(mois, [])


# --- The advance


class avance_refusee(VariableChomage):
    value_type = bool
    label = "L'activité du mois est déclarée sans justificatif, et aucune avance n'est versée"
    reference = [ARTICLE_24, "Convention Unédic-Pôle emploi du 19 décembre 2008, annexe 2, § 1.2 (cas où il n'y a pas d'avance)"]
    documentation = """
    Trois cas : une saisie ou une pension alimentaire en cours ; moins de trente jours au début du mois, par ce qui a
    été versé ; une avance antérieure, non nulle, dont la pièce manque encore à la date limite.
    """
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        refusee = activite_sans_piece(individu, period)
        if not refusee.any():
            return refusee
        loi = parameters(period).versement.avance
        empechee = individu("reliquat_verse_debut", period) < loi.reliquat_minimum
        saisies = lire(individu, "saisie_en_cours", cal.numero(period))
        if saisies is not None:
            empechee |= saisies
        attendue = anterieur(individu, "piece_attendue", period)
        if attendue is not None:
            empechee |= cal.en_jours(attendue) > date_limite_du_justificatif(individu, period)
        return refusee & empechee

    def explication(individu, period, parameters):
        if not individu("avance_refusee", period)[0]:
            return None
        saisies = lire(individu, "saisie_en_cours", cal.numero(period))
        if saisies is not None and saisies[0]:
            return "Pas d'avance : une saisie ou une pension alimentaire est en cours."
        minimum = parameters(period).versement.avance.reliquat_minimum
        reste = individu("reliquat_verse_debut", period)[0]
        if reste < minimum:
            return f"Pas d'avance : {reste} jours restent au début du mois, moins de {minimum}."
        return "Pas d'avance : la pièce d'une avance antérieure manque encore."


def activite_sans_piece(individu, period):
    """Who declared an activity for the month without evidence in time (bool array)."""
    retard = justifie_en_retard(individu, period)
    if retard is None or not retard.any():
        return individu.filled_array(False, dtype=bool)
    return retard & (individu("salaire_activite_declare", period) > 0)


class avance(VariableChomage):
    value_type = bool
    label = "Le mois a été payé par une avance"
    reference = ARTICLE_24
    documentation = "Une activité cachée n'est pas une avance : le mois est payé en entier, sur ce qui est déclaré."
    vit_avec_le_droit = False

    def formula(individu, period):
        sans_piece = activite_sans_piece(individu, period)
        return sans_piece & ~individu("avance_refusee", period) if sans_piece.any() else sans_piece


class piece_attendue(VariableChomage):
    value_type = datetime.date
    label = "Le jour le plus tardif où est venue la pièce d'une avance versée jusqu'à ce mois"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period):
        veille = anterieur(individu, "piece_attendue", period)
        attendue = individu.filled_array(cal.SANS_DATE, dtype=numpy.int64) if veille is None else cal.en_jours(veille)
        versee = individu("avance", period)
        if versee.any():
            versee = versee & (individu("are_versee", period) > 0)
            dates = cal.en_jours(lire(individu, "date_justificatif", cal.numero(period)))
            attendue = numpy.where(versee, numpy.maximum(attendue, dates), attendue)
        return cal.en_dates(attendue)


# --- The ledger of what was paid


def retours(individu, period):
    """What the evidence that came in the month gives back to the ledger, of the months of origin of the same right.

    Returns:
        (rendus, comptes, coupes): days paid less those that the ledger would have paid on the evidence; those of them
        that had counted towards degressivity; the change of the days that the ledger had refused. None where no
        evidence comes in.
    """
    return une_fois_par_mois(individu, "retours", period, totaliser_les_retours)


def une_fois_par_mois(individu, nom, period, calcul):
    """What ``calcul(individu, period)`` gives, kept while the same month is asked: several variables read it."""
    connus = individu.__dict__.get(nom)
    if connus is None or connus[0] != period:
        individu.__dict__[nom] = connus = period, calcul(individu, period)
    return connus[1]


def totaliser_les_retours(individu, period):
    """The sums of :func:`retours`."""
    mois = cal.numero(period)
    decalage = int(individu.simulation.tax_benefit_system.parameters.versement.mois_avant_recredit(period.start))
    totaux = None
    for origine, qui in pieces_tardives(individu, mois - decalage):
        if origine >= mois:
            continue
        cle = cal.periode(origine)
        qui = qui[meme_droit(individu, origine, mois, qui)]
        if not len(qui):
            continue
        if totaux is None:
            totaux = numpy.zeros((3, individu.count), dtype=numpy.int64)
        totaux[0, qui] += (individu("jours_verses", cle) - individu("jours_verses_justifies", cle))[qui]
        if comptent_encore(individu, origine, mois):
            verses, justifies = (jours_ordinaires(individu, cle, nom) for nom in ("jours_verses", "jours_verses_justifies"))
            totaux[1, qui] += (verses - justifies)[qui]
        totaux[2, qui] += (individu("jours_coupes_justifies", cle) - individu("jours_coupes", cle))[qui]
    return totaux


def comptent_encore(individu, origine: int, mois: int) -> bool:
    """Whether the days of the month ``origine`` count towards degressivity in ``mois``."""
    suspendu = individu.simulation.tax_benefit_system.parameters.degressivite.delai_suspendu
    if suspendu(cal.periode(origine).start):
        return False
    return not any(le_compte_repart(individu, cal.periode(un_mois)) for un_mois in range(origine + 1, mois + 1))


def registre_au_debut(individu, period):
    """The ledger of what was paid at the start of the month, once what evidence gives back is in it.

    Days given back go first to the months that the ledger had cut short, whose complement is then paid; the rest stays
    for the months to come. Days that evidence takes and that the ledger no longer has are taken from the next given back.

    Returns:
        (reste, ecourtes, compteur): days left, days refused to months paid before, days counted towards degressivity.
    """
    return une_fois_par_mois(individu, "registre_au_debut", period, reporter_le_registre)


def reporter_le_registre(individu, period):
    """The three arrays of :func:`registre_au_debut`."""
    reste = reste_au_debut(individu, period, anterieur(individu, "reliquat_verse", period))
    ecourtes = anterieur(individu, "jours_ecourtes", period)
    ecourtes = individu.filled_array(0, dtype=numpy.int64) if ecourtes is None else ecourtes
    ecourtes = numpy.where(individu("nature_ouverture", period) == OUVERT, 0, ecourtes)
    compteur = compteur_au_debut(individu, period, "compteur_degressivite_verse")
    totaux = retours(individu, period)
    if totaux is None:
        return reste, ecourtes, compteur
    touches = numpy.flatnonzero(totaux.any(axis=0))
    rendus, comptes, coupes = totaux[:, touches]
    ses_ecourtes = ecourtes[touches] + coupes
    sans_besoin = numpy.maximum(-ses_ecourtes, 0)
    rendus, comptes, ses_ecourtes = rendus + sans_besoin, comptes + sans_besoin, numpy.maximum(ses_ecourtes, 0)
    complement = numpy.clip(rendus, 0, ses_ecourtes)
    son_reste = reste[touches] + rendus - complement
    reste, ecourtes, compteur = reste.copy(), ecourtes.copy(), compteur.copy()
    reste[touches] = numpy.maximum(son_reste, 0)
    ecourtes[touches] = ses_ecourtes - complement + numpy.maximum(-son_reste, 0)
    compteur[touches] = numpy.maximum(compteur[touches] - comptes + complement, 0)
    return reste, ecourtes, compteur


class reliquat_verse_debut(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent au début du mois, d'après ce qui a été versé"
    reference = [ARTICLE_24, "Article 26 du règlement d'assurance chômage"]

    def formula(individu, period):
        if not registres_distincts(individu):
            return individu("reliquat_debut", period)
        return comme_l_autre_registre(individu, period, "reliquat_debut", registre_au_debut(individu, period)[0])


class reliquat_verse(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui restent à la fin du mois, d'après ce qui a été versé"
    reference = [ARTICLE_24, "Article 26 du règlement d'assurance chômage"]

    def formula(individu, period):
        if not registres_distincts(individu):
            return individu("reliquat", period)
        reste = numpy.maximum(individu("reliquat_verse_debut", period) - individu("jours_verses", period), 0)
        return comme_l_autre_registre(individu, period, "reliquat", reste_a_la_fin(individu, period, reste))

    def explication(individu, period, parameters):
        debut, pris = individu("reliquat_verse_debut", period)[0], individu("jours_verses", period)[0]
        phrase = f"{debut} jours au début du mois par ce qui a été versé, {pris} pris."
        totaux = retours(individu, period) if registres_distincts(individu) else None
        if totaux is not None and totaux[0][0] > 0:
            phrase += f" Un justificatif arrivé ce mois a rendu {totaux[0][0]} jours."
        return phrase


def comme_l_autre_registre(individu, period, nom, jours):
    """A state that the situation gives on the ledger of what is due starts both ledgers."""
    donnee = donnees(individu, nom).get(period)
    return jours if donnee is None else numpy.where(donnee >= 0, donnee, jours)


def jours_possibles(individu, period, parameters, salaire):
    """The days of the month after this pay, whatever is left of the right."""
    return jours_apres_activite(individu, period, parameters, individu(salaire, period), jours_a_verser(individu, period, parameters))


class jours_verses_justifies(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé aurait payés sur le justificatif"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        dus = individu("jours_indemnises", period)
        if not registres_distincts(individu):
            return dus
        debut = individu("reliquat_verse_debut", period)
        autre = debut != individu("reliquat_debut", period)
        if not autre.any():
            return dus
        possibles = jours_possibles(individu, period, parameters, "salaire_activite_justifie")
        return numpy.where(autre, numpy.minimum(possibles, debut), dus)


class jours_verses(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours payés pour le mois quand il a été payé"
    reference = ARTICLE_24
    documentation = """
    Sur le justificatif s'il est arrivé à temps, sinon sur ce qui est déclaré ; aucun si l'avance est refusée. Une
    avance prend tous les jours comptés, et non la part avancée.
    """
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        jours = individu("jours_verses_justifies", period)
        retard = justifie_en_retard(individu, period)
        if retard is None or not retard.any():
            return jours
        jours = numpy.where(retard, individu("jours_indemnises_declares", period), jours)
        return numpy.where(individu("avance_refusee", period), 0, jours)


class jours_coupes_justifies(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé aurait refusés au mois, sur le justificatif"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        justifies = individu("jours_verses_justifies", period)
        arretes = justifies == individu("reliquat_verse_debut", period)
        if not registres_distincts(individu) or not arretes.any():
            return individu.filled_array(0, dtype=numpy.int64)
        possibles = jours_possibles(individu, period, parameters, "salaire_activite_justifie")
        return numpy.where(arretes, possibles - justifies, 0)


class jours_coupes(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que le registre de ce qui a été versé a refusés au mois, quand il a été payé"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        coupes = individu("jours_coupes_justifies", period)
        retard = justifie_en_retard(individu, period)
        if retard is None or not retard.any():
            return coupes
        possibles = jours_possibles(individu, period, parameters, "salaire_activite_declare")
        au_paiement = possibles - individu("jours_indemnises_declares", period)
        return numpy.where(retard, numpy.where(individu("avance_refusee", period), 0, au_paiement), coupes)


class jours_ecourtes(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours que ce qui avait été versé a empêché de payer, et qui ne l'ont pas été depuis"
    reference = ARTICLE_24
    documentation = "Aucun dans le mois où l'état du droit est donné : les deux registres partent de cet état."
    vit_avec_le_droit = False

    def formula(individu, period):
        if not registres_distincts(individu):
            return individu.filled_array(0, dtype=numpy.int64)
        ecourtes = registre_au_debut(individu, period)[1] + individu("jours_coupes", period)
        ecourtes = numpy.where(individu("nature_ouverture", period) == CONSTATE, 0, ecourtes)
        donne = donnees(individu, "reliquat").get(period)
        return ecourtes if donne is None else numpy.where(donne >= 0, 0, ecourtes)


class compteur_degressivite_verse(VariableChomage):
    value_type = int
    unit = "jour"
    label = "Jours qui comptent pour le délai de dégressivité, d'après ce qui a été versé"
    reference = "Article 17 bis du règlement d'assurance chômage"
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        if not registres_distincts(individu):
            return individu("compteur_degressivite", period)
        compte = registre_au_debut(individu, period)[2]
        if not parameters(period).degressivite.delai_suspendu:
            compte = compte + jours_ordinaires(individu, period, "jours_verses")
        for nom in ("jours_indemnises_cumules", "compteur_degressivite"):
            compte = comme_l_autre_registre(individu, period, nom, compte)
        return compte


# --- Paid, due, and the difference


class are_versee(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation nette versée pour le mois, quand il a été payé"
    reference = ARTICLE_24
    documentation = """
    Sur le justificatif arrivé à temps ; sinon, une avance (au moins 80 % des jours comptés sur la paie déclarée, à
    l'allocation nette) si une activité est déclarée, et le mois entier si rien ne l'est.
    """
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        due = individu("are_nette", period)
        if not registres_distincts(individu):
            return due
        jours = individu("jours_verses", period)
        compteur = registre_au_debut(individu, period)[2]
        autre = (jours != individu("jours_indemnises", period)) | (compteur != compteur_au_debut(individu, period))
        versee = due
        if autre.any():
            ordinaires = jours_ordinaires(individu, period, "jours_verses")
            pleins = jours_a_l_allocation_pleine(individu, period, ordinaires, compteur)
            formation = jours_de_formation_payes(individu, period, "jours_verses")
            montant = montant_des_jours(individu, period, parameters, "nette", pleins, ordinaires - pleins, formation, compteur)
            versee = numpy.where(autre, montant, due)
        avances = individu("avance", period)
        if avances.any():
            versee = numpy.where(avances, montant_de_l_avance(parameters(period).versement.avance, versee, jours), versee)
        return versee

    def explication(individu, period, parameters):
        jours = individu("jours_verses", period)[0]
        if individu("avance_refusee", period)[0]:
            return explication_de(individu, "avance_refusee", period, parameters)
        nette = euros(individu("allocation_journaliere_nette", period))
        limite = en_date(date_limite_du_justificatif(individu, period))
        if individu("avance", period)[0]:
            taux = pour_cent(parameters(period).versement.avance.coefficient)
            return f"Avance : {taux} de {jours} jours à {nette} net, faute de justificatif au {limite}."
        retard = justifie_en_retard(individu, period)
        if retard is not None and retard[0]:
            return f"{jours} jours payés sur ce qui était déclaré : la pièce est arrivée après le {limite}."
        return f"{jours} jours payés sur ce qui était justifié." if jours else "Aucun jour payé ce mois."


def montant_de_l_avance(loi, montant, jours):
    """The advance: the coefficient on the amount, or on the days, to the nearest whole day, where the parameter says so."""
    if not loi.arrondi_des_jours:
        return au_centime(loi.coefficient * montant)
    part = entier_le_plus_proche(loi.coefficient * jours) / numpy.where(jours > 0, jours, 1)
    return au_centime(montant * part)


def explication_de(individu, nom, period, parameters):
    """The sentence of another variable."""
    return individu.simulation.tax_benefit_system.variables[nom].explication(individu, period, parameters)


class are_due(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Allocation nette due pour le mois, une fois le justificatif arrivé"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period):
        return individu("are_nette", period)

    def explication(individu, period, parameters):
        jours = individu("jours_indemnises", period)[0]
        salaire = individu("salaire_activite_justifie", period)
        sur = f" sur {euros(salaire)} de paie justifiée" if salaire[0] > 0 else ""
        return f"{jours} jours dus{sur}."


class complement_du(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Ce qui est dû pour le mois et n'a pas été versé quand il a été payé"
    reference = ARTICLE_24
    documentation = "Dû dès que le justificatif est arrivé, si tard que ce soit."
    vit_avec_le_droit = False

    def formula(individu, period):
        return au_centime(numpy.maximum(individu("are_due", period) - individu("are_versee", period), 0))


class trop_percu(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Ce qui a été versé pour le mois et n'était pas dû"
    reference = [ARTICLE_27, "Article L5426-8-1 du Code du travail"]
    vit_avec_le_droit = False

    def formula(individu, period):
        return au_centime(numpy.maximum(individu("are_versee", period) - individu("are_due", period), 0))

    def explication(individu, period, parameters):
        versee, due = individu("are_versee", period), individu("are_due", period)
        if versee[0] <= due[0]:
            return "Rien : ce qui a été versé n'excède pas ce qui était dû."
        return f"{euros(versee)} versés, {euros(due)} dus : {euros(individu('trop_percu', period))} de trop."


class avance_a_reprendre(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Part du trop-perçu qui était une avance : reprise sur le paiement suivant"
    reference = ARTICLE_24
    documentation = "Sans procédure ni quotité saisissable : l'avance diminue les paiements suivants."
    vit_avec_le_droit = False

    def formula(individu, period):
        return numpy.where(individu("avance", period), individu("trop_percu", period), 0.0)

    def explication(individu, period, parameters):
        if not individu("avance_a_reprendre", period)[0]:
            return None
        return "Le mois avait été payé par une avance : la différence diminue le paiement suivant, sans procédure d'indu."
