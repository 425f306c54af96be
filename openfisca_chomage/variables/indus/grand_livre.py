"""Grand livre des indus et des avances, mois après mois.

Un indu qui n'est pas abandonné entre dans ``solde_indu`` quand il est connu, et en sort par prescription (L5422-5), remise,
remboursement et retenue sur les paiements à venir, dans la part saisissable (L5426-8-1, R3252-2). Les avances à reprendre ont leur propre
compte, sans procédure ni part saisissable (article 24 du règlement).
"""

import numpy

from openfisca_chomage.socle import calendrier as cal
from openfisca_chomage.socle.carriere import LOIN
from openfisca_chomage.socle.histoire import debut_histoire, lire
from openfisca_chomage.socle.memoire import jusqu_a_une_saisie
from openfisca_chomage.socle.mois import Mois
from openfisca_chomage.socle.monnaie import entier_superieur
from openfisca_chomage.socle.refus import refuser_le_premier
from openfisca_chomage.socle.saisie import donnees
from openfisca_chomage.variables.indus.sommes import SANS_LIMITE, Avances, Dettes, centimes, en_centimes, zero
from openfisca_chomage.variables.versement.justificatif import justifie_en_retard, pieces_tardives

#: What leaves the stock of debts in a month, and what remains: a month of their ledger.
MOUVEMENTS = ("indu_prescrit", "indu_remis", "indu_rembourse", "retenue_indu", "solde_indu")

#: What the ledger of the advances says of a month: taken back, given back once evidence is in, still to be taken back.
REPRISES = ("avance_reprise", "avance_rendue", "solde_avances")


def grand_livre(individu, period) -> dict:
    """The movements of the debts in the month and their stock at its end (arrays of cents)."""
    return tenir(individu, Dettes, period, MOUVEMENTS, mouvements_du_mois)


def livre_des_avances(individu, period) -> dict:
    """The same of the advances that are taken back: nothing of one ledger depends on the other."""
    return tenir(individu, Avances, period, REPRISES, reprises_du_mois)


@jusqu_a_une_saisie
def _livres(individu) -> dict:
    """The ledgers kept, by their kind."""
    return {}


def tenir(individu, registre, period, colonnes, mouvements) -> dict:
    """A month of a ledger, kept month by month in their order: ``mouvements(individu, sums, period)`` makes the next one."""
    livres = _livres(individu)
    if registre not in livres:
        livres[registre] = registre(individu.count), {}
    sommes, connus = livres[registre]
    mois, debut = cal.numero(period), debut_des_dettes(individu)
    if debut is None or mois < debut:
        return dict.fromkeys(colonnes, zero(individu))
    for un_mois in range(max(connus, default=debut - 1) + 1, mois + 1):
        connus[un_mois] = mouvements(individu, sommes, cal.periode(un_mois))
    return connus[mois]


def debut_des_dettes(individu):
    """The first month in which an indu may be: the first of the story, or the first that the situation gives."""
    noms = ("indu", "trop_percu", "are_versee", "are_due", "are_nette", *MOUVEMENTS, *REPRISES)
    candidats = [cal.numero(periode) for nom in noms for periode in donnees(individu, nom)]
    recit = debut_histoire(individu)
    return min(candidats + ([] if recit is None else [recit]), default=None)


def mouvements_du_mois(individu, dettes, period) -> dict:
    """Un mois du grand livre des indus, dans l'ordre : entrées, prescription, remise, remboursement, retenue, solde donné."""
    faire_entrer(individu, dettes, cal.numero(period))
    mouvements = {
        "indu_prescrit": prescrire(individu, dettes, period),
        "indu_remis": imputer_ce_qui_est_donne(individu, dettes, period, "remise_indu", "indu_remis"),
        "indu_rembourse": imputer_ce_qui_est_donne(individu, dettes, period, "remboursement_indu", "indu_rembourse"),
        "retenue_indu": retenir(individu, dettes, period),
    }
    repartir_du_solde_donne(individu, dettes, period)
    mouvements["solde_indu"] = dettes.par_personne(dettes.reste)
    dettes.oublier_les_eteintes()
    return mouvements


def reprises_du_mois(individu, avances, period) -> dict:
    """Un mois du livre des avances : elles diminuent les paiements qui suivent, quelle que soit la part saisissable.

    En entier si la pièce manque à la fin du mois suivant ; de ce qui n'était pas dû une fois la pièce arrivée. Ce qui avait été repris
    et était dû est alors rendu.
    """
    mois = Mois(individu, period)
    rendu = regulariser_les_avances(individu, avances, mois.numero)
    if mois.loi.versement.avance.reprise_sans_piece:
        reprendre_sans_piece(individu, avances, mois.numero)
    if not len(avances.qui):
        return {"avance_reprise": zero(individu), "avance_rendue": rendu, "solde_avances": zero(individu)}
    paiement = mois.sauf_donnee("avance_reprise", mois["are_versee"])
    repris = avances.imputer(centimes(paiement))
    return {"avance_reprise": repris, "avance_rendue": rendu, "solde_avances": avances.par_personne(avances.reste)}


def reprendre_sans_piece(individu, avances, mois: int) -> None:
    """Les avances du mois d'avant dont la pièce manque encore à la fin de celui-ci sont reprises, en entier."""
    d_origine = Mois(individu, cal.periode(mois - 1))
    if not d_origine.est_donne("date_justificatif"):
        return
    gens = d_origine.personnes(d_origine["avance"] & (d_origine.entree("date_justificatif") >= cal.premier_jour(mois + 1)))
    if len(gens):
        versee = centimes(gens["are_versee"])
        avances.ajouter(qui=gens.rangs, origine=mois - 1, reste=versee, a_reprendre=versee)


def regulariser_les_avances(individu, avances, mois: int):
    """Evidence is in: what is to be taken back is what was not due. What was taken beyond is given back (cents)."""
    rendu = zero(individu)
    for origine, qui in pieces_tardives(individu, mois):
        du = centimes(individu("avance_a_reprendre", cal.periode(origine)))
        venues = individu.filled_array(False, dtype=bool)
        venues[qui] = True
        siennes = numpy.flatnonzero(avances.origine == origine)
        connues = avances.qui[siennes]
        lignes = siennes[venues[connues]]
        repris, a_reprendre = avances.a_reprendre[lignes] - avances.reste[lignes], du[avances.qui[lignes]]
        rendu[avances.qui[lignes]] += numpy.maximum(repris - a_reprendre, 0)
        avances.reste[lignes] = numpy.maximum(a_reprendre - repris, 0)
        avances.a_reprendre[lignes] = a_reprendre
        venues[connues] = False
        nouvelles = numpy.flatnonzero(venues & (du > 0))
        if len(nouvelles):
            avances.ajouter(qui=nouvelles, origine=origine, reste=du[nouvelles], a_reprendre=du[nouvelles])
    return rendu


def faire_entrer(individu, dettes, mois: int) -> None:
    """Enter the debts known in a month: that of the month itself, and those whose late evidence came in it."""
    for origine, qui in [(mois, None), *pieces_tardives(individu, mois)]:
        cle = cal.periode(origine)
        indus = individu("indu", cle)
        if qui is None:
            qui = numpy.flatnonzero((indus > 0) & ~justifie_en_retard(Mois(individu, cle)))
        montant = centimes(indus[qui] - individu("indu_abandonne", cle)[qui])
        qui, montant = qui[montant > 0], montant[montant > 0]
        if len(qui):
            dettes.ajouter(
                qui=qui, origine=origine, reste=montant, retenable=mois_retenable(individu, cle, mois, qui),
                echeance=echeance(individu, cle, qui, montant), prescription=cal.en_jours(individu("date_prescription_indu", cle))[qui],
            )  # fmt: skip


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
        return numpy.full(len(qui), SANS_LIMITE, dtype=numpy.int64)
    maximum = individu.simulation.tax_benefit_system.parameters.recouvrement.echelonnement.mensualites_maximum(origine.start)
    refuser_le_premier(
        individu, nombre > maximum, "mensualites_indu", origine, f"Un échelonnement compte {maximum} mensualités au plus.",
    )
    nombre = nombre[qui]
    part = entier_superieur(montant / numpy.where(nombre > 0, nombre, 1)).astype(numpy.int64)
    return numpy.where(nombre > 0, part, SANS_LIMITE)


def prescrire(individu, dettes, period):
    """What lapses in the month: what remains of each debt whose last day is before the last day of the month."""
    dernier_jour = cal.premier_jour(cal.numero(period) + 1) - 1
    donne = en_centimes(donnees(individu, "indu_prescrit").get(period))
    eteints = numpy.where(dernier_jour > dettes.prescription, dettes.reste, 0)
    if donne is not None:
        eteints = numpy.where(donne[dettes.qui] >= 0, dettes.parts(donne, dettes.reste), eteints)
    return dettes.retirer(eteints)


def imputer_ce_qui_est_donne(individu, dettes, period, entree, mouvement):
    """A repayment or a remission of the month, within what is owed."""
    sommes = lire(individu, entree, cal.numero(period))
    donne = en_centimes(donnees(individu, mouvement).get(period))
    montant = zero(individu) if sommes is None else centimes(sommes)
    if sommes is None and donne is None:
        return montant
    if donne is not None:
        montant = numpy.where(donne >= 0, donne, montant)
    return dettes.imputer(montant)


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
        retenu = dettes.imputer(numpy.where(connues, pratiquees, 0))
    plafonds = numpy.where(dettes.retenable <= mois, numpy.minimum(dettes.reste, dettes.echeance), 0)
    if plafonds.any():
        maximum = numpy.where(connues, 0, centimes(individu("retenue_maximale", period)))
        retenu = retenu + dettes.retirer(dettes.parts(maximum, plafonds))
    return retenu


def repartir_du_solde_donne(individu, dettes, period) -> None:
    """A stock that the situation gives stands for the debts of the person: one, of this month, which may be retained."""
    donne = en_centimes(donnees(individu, "solde_indu").get(period))
    if donne is None:
        return
    dettes.reste = numpy.where(donne[dettes.qui] >= 0, 0, dettes.reste)
    qui = numpy.flatnonzero(donne > 0)
    dettes.ajouter(
        qui=qui, origine=cal.numero(period), reste=donne[qui], retenable=0, echeance=SANS_LIMITE,
        prescription=cal.en_jours(individu("date_prescription_indu", period))[qui],
    )  # fmt: skip
