"""The recovery of the debt, in calendar time: what may be retained, and the stock until its last euro.

The indus that are not abandoned enter ``solde_indu`` when they are known, and leave it by limitation (L5422-5), remission,
repayment, and retention on the payments to come within the seizable share (L5426-8-1, R3252-2). Advances to take back have
their own account, without procedure nor seizable share (article 24 of the règlement).
"""

import dataclasses

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import LOIN
from openfisca_chomage.socle.histoire import debut_histoire, lire
from openfisca_chomage.socle.monnaie import au_centime, entier_le_plus_proche, entier_superieur
from openfisca_chomage.socle.phrases import euros
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.socle.variable import VariableChomage
from openfisca_chomage.variables.indus import PRESCRIPTION, RECOUVREMENT
from openfisca_chomage.variables.versement import ARTICLE_24, ARTICLE_27, justifie_en_retard, pieces_tardives

QUOTITE = ["Articles L3252-2 à L3252-4, R3252-2 et R3252-3 du Code du travail (quotité saisissable)", "Article L5428-1 du même code"]


# --- What may be retained


def fraction_saisissable(loi, ressources, personnes):
    """The share of a month's net resources that may be seized: the scale's thresholds rise with each dependant.

    Args:
        loi: the parameters ``recouvrement.saisissable`` of the month.
        ressources: net resources of the month, euros.
        personnes: number of dependants.
    """
    majoration = loi.majoration_par_personne * personnes
    annuelles = 12 * ressources
    sous_majoration = numpy.minimum(annuelles, majoration)
    au_dela = loi.bareme.calc(annuelles - sous_majoration)
    return (au_dela + loi.bareme.rates[0] * sous_majoration) / 12


class retenue_maximale(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Part saisissable de l'allocation nette du mois"
    reference = QUOTITE
    documentation = """
    Le barème du mois, selon les personnes à charge, sur l'allocation nette due et les autres ressources saisissables
    si elles sont données, l'impôt prélevé déduit ; il reste toujours le revenu de solidarité d'une personne seule.
    """
    vit_avec_le_droit = False

    def formula(individu, period, parameters):
        loi, mois = parameters(period).recouvrement.saisissable, cal.numero(period)
        allocation = individu("are_nette", period)
        ressources = allocation
        autres, impot = (lire(individu, nom, mois) for nom in ("autres_ressources_saisissables", "impot_preleve"))
        if autres is not None:
            ressources = ressources + autres
        if impot is not None:
            ressources = numpy.maximum(ressources - impot, 0)
        personnes = lire(individu, "personnes_a_charge", mois)
        fraction = fraction_saisissable(loi, ressources, 0 if personnes is None else personnes)
        au_dessus_du_plancher = numpy.maximum(ressources - loi.rsa_personne_seule, 0)
        return au_centime(numpy.minimum(numpy.minimum(fraction, au_dessus_du_plancher), allocation))

    def explication(individu, period, parameters):
        loi = parameters(period).recouvrement.saisissable
        personnes = lire(individu, "personnes_a_charge", cal.numero(period))
        charge = 0 if personnes is None else int(personnes[0])
        maximum = euros(individu("retenue_maximale", period))
        plancher = euros(loi.rsa_personne_seule)
        return (
            f"Barème du mois sur {euros(individu('are_nette', period))} nets, {charge} personne(s) à charge, "
            f"sans laisser moins de {plancher} : {maximum}."
        )


# --- The stock of debts, in calendar time


@dataclasses.dataclass
class Dette:
    """The debts of one month of origin: what remains of each (integer cents), and what may be done with it.

    Attributes (but for the first, arrays with a row a debtor):
        origine: the month number.
        qui: the debtors, by their place in the population.
        reste: cents still owed.
        retenable: the month number from which it may be retained on.
        echeance: the most that one month may retain, cents (instalments).
        prescription: the last day on which it may be claimed (day number).
    """

    origine: int
    qui: numpy.ndarray
    reste: numpy.ndarray
    retenable: numpy.ndarray
    echeance: numpy.ndarray
    prescription: numpy.ndarray

    def oublier_les_eteintes(self) -> None:
        """Keep the debtors who still owe something."""
        restent = self.reste > 0
        if not restent.all():
            for nom in ("qui", "reste", "retenable", "echeance", "prescription"):
                setattr(self, nom, getattr(self, nom)[restent])


@dataclasses.dataclass
class Avance:
    """The advances of one month of origin that are taken back: what is to be, and what remains of it (integer cents).

    Attributes (but for the first, arrays with a row a claimant):
        origine: the month number.
        qui: the claimants, by their place in the population, in order.
        a_reprendre: the whole advance as long as its evidence is missing, then what was paid and not due.
        reste: what of it has not been taken back.
    """

    origine: int
    qui: numpy.ndarray
    a_reprendre: numpy.ndarray
    reste: numpy.ndarray


#: What the ledger says of advances: taken back, given back once evidence is in, still to be taken back.
REPRISES = ("avance_reprise", "avance_rendue", "solde_avances")

#: What leaves the stock in a month, and what remains: the keys of a month of the ledger.
MOUVEMENTS = ("indu_prescrit", "indu_remis", "indu_rembourse", "retenue_indu", "solde_indu", *REPRISES)

_SANS_LIMITE = numpy.iinfo(numpy.int64).max


def centimes(montant):
    """Integer cents of an amount in euros."""
    return entier_le_plus_proche(montant * 100).astype(numpy.int64)


def grand_livre(individu, period) -> dict:
    """The movements of the month and the stock at its end (arrays of cents), kept month by month in their order."""
    livre = individu.__dict__.setdefault("grand_livre", {"dettes": [], "avances": [], "mois": {}})
    mois, connus = cal.numero(period), livre["mois"]
    debut = debut_des_dettes(individu)
    if debut is None or mois < debut:
        return dict.fromkeys(MOUVEMENTS, zero(individu))
    for un_mois in range(max(connus, default=debut - 1) + 1, mois + 1):
        cle = cal.periode(un_mois)
        connus[un_mois] = mouvements_du_mois(individu, livre["dettes"], cle) | reprises_du_mois(individu, livre["avances"], cle)
    return connus[mois]


def debut_des_dettes(individu):
    """The first month in which an indu may be: the first of the story, or the first that the situation gives."""
    noms = ("indu", "trop_percu", "are_versee", "are_due", "are_nette", *MOUVEMENTS)
    candidats = [cal.numero(periode) for nom in noms for periode in donnees(individu, nom)]
    recit = debut_histoire(individu)
    return min(candidats + ([] if recit is None else [recit]), default=None)


def mouvements_du_mois(individu, dettes, period) -> dict:
    """One month of the ledger: entries, then limitation, remission, repayment, retention."""
    mois = cal.numero(period)
    dettes.extend(dettes_qui_entrent(individu, mois))
    dettes.sort(key=lambda dette: dette.origine)
    mouvements = {}
    mouvements["indu_prescrit"] = prescrire(individu, dettes, period)
    mouvements["indu_remis"] = imputer_ce_qui_est_donne(individu, dettes, period, "remise_indu", "indu_remis")
    mouvements["indu_rembourse"] = imputer_ce_qui_est_donne(individu, dettes, period, "remboursement_indu", "indu_rembourse")
    mouvements["retenue_indu"] = retenir(individu, dettes, period)
    repartir_du_solde_donne(individu, dettes, period)
    mouvements["solde_indu"] = solde = zero(individu)
    for dette in dettes:
        dette.oublier_les_eteintes()
        solde[dette.qui] += dette.reste
    dettes[:] = [dette for dette in dettes if len(dette.qui)]
    return mouvements


def reprises_du_mois(individu, avances, period) -> dict:
    """Advances reduce the payments that follow, whatever the seizable share: in whole where evidence is missing at the end of
    the month after, and by what was paid and not due once it is in. What was taken and was due is then given back.
    """
    mois = cal.numero(period)
    rendu = regulariser_les_avances(individu, avances, mois)
    if individu.simulation.tax_benefit_system.parameters.versement.avance.reprise_sans_piece(period.start):
        avances.extend(avances_sans_piece(individu, mois))
    disponible = zero(individu)
    if avances:
        disponible = centimes(individu("are_versee", period))
        donne = en_centimes(donnees(individu, "avance_reprise").get(period))
        if donne is not None:
            disponible = numpy.where(donne >= 0, donne, disponible)
    repris = imputer(avances, disponible)
    solde = zero(individu)
    for avance in avances:
        solde[avance.qui] += avance.reste
    return {"avance_reprise": repris, "avance_rendue": rendu, "solde_avances": solde}


def avances_sans_piece(individu, mois: int) -> list:
    """The advances of the month before whose evidence is still missing at the end of this one."""
    origine = mois - 1
    dates = lire(individu, "date_justificatif", origine)
    if dates is None:
        return []
    cle = cal.periode(origine)
    qui = numpy.flatnonzero(individu("avance", cle) & (cal.en_jours(dates) >= cal.premier_jour(mois + 1)))
    versee = centimes(individu("are_versee", cle))[qui]
    return [Avance(origine, qui, versee, versee)] if len(qui) else []


def regulariser_les_avances(individu, avances, mois: int):
    """Evidence is in: what is to be taken back is what was not due. What was taken beyond is given back (cents)."""
    rendu = zero(individu)
    for origine, qui in pieces_tardives(individu, mois):
        du = centimes(individu("avance_a_reprendre", cal.periode(origine)))
        nouveaux = qui
        for avance in avances:
            if avance.origine != origine:
                continue
            concernes = numpy.isin(avance.qui, qui)
            repris, a_reprendre = avance.a_reprendre - avance.reste, du[avance.qui]
            rendu[avance.qui] += numpy.where(concernes, numpy.maximum(repris - a_reprendre, 0), 0)
            avance.reste = numpy.where(concernes, numpy.maximum(a_reprendre - repris, 0), avance.reste)
            avance.a_reprendre = numpy.where(concernes, a_reprendre, avance.a_reprendre)
            nouveaux = numpy.setdiff1d(nouveaux, avance.qui, assume_unique=True)
        nouveaux = nouveaux[du[nouveaux] > 0]
        if len(nouveaux):
            avances.append(Avance(origine, nouveaux, du[nouveaux], du[nouveaux]))
    avances.sort(key=lambda avance: avance.origine)
    return rendu


def zero(individu):
    """No cent, for everybody."""
    return individu.filled_array(0, dtype=numpy.int64)


def dettes_qui_entrent(individu, mois: int) -> list:
    """The debts known in a month: that of the month itself, and those whose late evidence came in it."""
    entrantes = []
    for origine, qui in [(mois, None), *pieces_tardives(individu, mois)]:
        cle = cal.periode(origine)
        montant = centimes(individu("indu", cle) - individu("indu_abandonne", cle))
        if qui is None:
            retard = justifie_en_retard(individu, cle)
            qui = numpy.flatnonzero(montant if retard is None else montant * ~retard)
        else:
            qui = qui[montant[qui] > 0]
        if len(qui):
            montant = montant[qui]
            prescription = cal.en_jours(individu("date_prescription_indu", cle))[qui]
            entrantes.append(
                Dette(origine, qui, montant, mois_retenable(individu, cle, mois, qui), echeance(individu, cle, qui, montant), prescription)
            )
    return entrantes


def mois_retenable(individu, origine, entree: int, qui):
    """The first month whose payment may be reduced: two months after the notification, none while it is contested."""
    mois = cal.numero(origine)
    delai = int(individu.simulation.tax_benefit_system.parameters.recouvrement.retenue.delai_mois(cal.periode(entree).start))
    notifies = numpy.full(len(qui), entree, dtype=numpy.int64)
    dates = lire(individu, "date_notification_indu", mois)
    if dates is not None:
        jours = cal.en_jours(dates)[qui]
        notifies = numpy.where(jours == cal.SANS_DATE, notifies, cal.mois_du_jour(jours))
    premiers = notifies + delai
    contestes = lire(individu, "indu_conteste", mois)
    if contestes is None or not contestes[qui].any():
        return premiers
    contestes = contestes[qui]
    rejets = lire(individu, "date_rejet_recours", mois)
    if rejets is None:
        return numpy.where(contestes, LOIN, premiers)
    jours = cal.en_jours(rejets)[qui]
    rejetes = numpy.maximum(premiers, cal.mois_du_jour(jours))
    return numpy.where(contestes, numpy.where(jours == cal.SANS_DATE, LOIN, rejetes), premiers)


def echeance(individu, origine, qui, montant):
    """The most that one month may retain of a debt: all of it, or one of the instalments granted (cents)."""
    nombre = lire(individu, "mensualites_indu", cal.numero(origine))
    if nombre is None or not nombre.any():
        return numpy.full(len(qui), _SANS_LIMITE, dtype=numpy.int64)
    maximum = individu.simulation.tax_benefit_system.parameters.recouvrement.echelonnement.mensualites_maximum(origine.start)
    refuser_le_premier(
        individu, nombre > maximum, "mensualites_indu", origine, f"Un échelonnement compte {maximum} mensualités au plus.",
    )
    nombre = nombre[qui]
    part = entier_superieur(montant / numpy.where(nombre > 0, nombre, 1)).astype(numpy.int64)
    return numpy.where(nombre > 0, part, _SANS_LIMITE)


def prescrire(individu, dettes, period):
    """What lapses in the month: what remains of each debt whose last day is before the last day of the month."""
    dernier_jour = cal.premier_jour(cal.numero(period) + 1) - 1
    donne = en_centimes(donnees(individu, "indu_prescrit").get(period))
    prescrit = zero(individu)
    for dette in dettes:
        eteint = numpy.where(dernier_jour > dette.prescription, dette.reste, 0)
        if donne is not None:
            impose = numpy.minimum(dette.reste, numpy.maximum(donne - prescrit, 0)[dette.qui])
            eteint = numpy.where(donne[dette.qui] >= 0, impose, eteint)
        dette.reste = dette.reste - eteint
        prescrit[dette.qui] += eteint
    return prescrit


def en_centimes(donnee):
    """What the situation gives of a movement, in cents, negative where it says nothing; None where nobody is given any."""
    return None if donnee is None else numpy.where(donnee < 0, -1, centimes(numpy.maximum(donnee, 0)))


def imputer(dettes, montant, retenables=None):
    """Take ``montant`` (cents, a row a person) off the debts, or the advances, the oldest first; what was used.

    With ``retenables``, a month number: off those that may be retained in it, each within its instalment.
    """
    disponible = montant.copy()
    for dette in dettes:
        part = numpy.minimum(dette.reste, disponible[dette.qui])
        if retenables is not None:
            part = numpy.where(dette.retenable <= retenables, numpy.minimum(part, dette.echeance), 0)
        dette.reste = dette.reste - part
        disponible[dette.qui] -= part
    return montant - disponible


def imputer_ce_qui_est_donne(individu, dettes, period, entree, mouvement):
    """A repayment or a remission of the month, within what is owed."""
    sommes = lire(individu, entree, cal.numero(period))
    montant = zero(individu) if sommes is None else centimes(sommes)
    donne = en_centimes(donnees(individu, mouvement).get(period))
    if donne is not None:
        montant = numpy.where(donne >= 0, donne, montant)
    return imputer(dettes, montant)


def retenir(individu, dettes, period):
    """What is retained on the month's payment: what was really retained where it is known, else what the law allows."""
    mois = cal.numero(period)
    retenu = zero(individu)
    pratiquees = en_centimes(lire(individu, "retenue_pratiquee", mois))
    donnees_du_mois = en_centimes(donnees(individu, "retenue_indu").get(period))
    if donnees_du_mois is not None:
        pratiquees = donnees_du_mois if pratiquees is None else numpy.where(donnees_du_mois >= 0, donnees_du_mois, pratiquees)
    connues = individu.filled_array(False, dtype=bool) if pratiquees is None else pratiquees >= 0
    if connues.any():
        retenu = imputer(dettes, numpy.where(connues, pratiquees, 0))
    if any(((dette.retenable <= mois) & (dette.reste > 0)).any() for dette in dettes):
        maximum = centimes(individu("retenue_maximale", period))
        retenu = retenu + imputer(dettes, numpy.where(connues, 0, maximum), retenables=mois)
    return retenu


def repartir_du_solde_donne(individu, dettes, period) -> None:
    """A stock that the situation gives stands for the debts of the person: one, of this month, which may be retained."""
    donne = en_centimes(donnees(individu, "solde_indu").get(period))
    if donne is None:
        return
    for dette in dettes:
        dette.reste = numpy.where(donne[dette.qui] >= 0, 0, dette.reste)
    qui = numpy.flatnonzero(donne > 0)
    prescription = cal.en_jours(individu("date_prescription_indu", period))[qui]
    sans_limite = numpy.full(len(qui), _SANS_LIMITE, dtype=numpy.int64)
    dettes.append(Dette(cal.numero(period), qui, donne[qui], numpy.zeros_like(qui), sans_limite, prescription))


def mouvement(individu, period, nom):
    """A movement of the ledger, or its stock, in euros."""
    return grand_livre(individu, period)[nom] / 100.0


class indu_prescrit(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus que la prescription éteint dans ce mois"
    reference = PRESCRIPTION
    documentation = "Ce qui en reste le lendemain de `date_prescription_indu`."
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "indu_prescrit")


class indu_remis(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus remis dans ce mois"
    reference = "Article 27, § 3 du règlement d'assurance chômage"
    documentation = "Les plus anciens d'abord, dans la limite de ce qui est dû."
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "indu_remis")


class indu_rembourse(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus remboursés par le demandeur dans ce mois"
    reference = ARTICLE_27
    documentation = "Les plus anciens d'abord, dans la limite de ce qui est dû."
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "indu_rembourse")


class retenue_indu(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus retenus sur le paiement du mois"
    reference = [RECOUVREMENT, *QUOTITE]
    documentation = """
    Les plus anciens d'abord, dans la part saisissable, deux mois après la notification et seulement s'ils ne sont pas
    contestés ; ce qui a été réellement retenu, si `retenue_pratiquee` le dit.
    """
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "retenue_indu")


class solde_indu(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Indus qui restent dus à la fin du mois"
    reference = RECOUVREMENT
    documentation = "Un indu y entre dans le mois où son justificatif est arrivé."
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "solde_indu")


class avance_reprise(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Avances reprises sur le paiement du mois"
    reference = ARTICLE_24
    documentation = """
    Sans procédure ni part saisissable : l'avance entière si la pièce manque à la fin du mois suivant, sinon ce qui
    n'était pas dû, à partir du mois de la pièce. `are_versee` n'en est pas diminuée : elle dit ce qui a été versé.
    """
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "avance_reprise")


class avance_rendue(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Avances reprises faute de pièce, et rendues dans le mois où la pièce est arrivée"
    reference = ARTICLE_24
    documentation = "S'ajoute au complément dû : la reprise de ce qui était dû est annulée."
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "avance_rendue")


class solde_avances(VariableChomage):
    value_type = float
    unit = "currency-EUR"
    label = "Avances qui restent à reprendre à la fin du mois"
    reference = ARTICLE_24
    vit_avec_le_droit = False

    def formula(individu, period):
        return mouvement(individu, period, "solde_avances")
