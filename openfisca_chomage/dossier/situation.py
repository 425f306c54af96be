"""From a claimant's file to an OpenFisca situation, in canonical periods, ready for ``/calculate``."""

from __future__ import annotations

import calendar
import dataclasses
import datetime
from decimal import ROUND_HALF_UP, Decimal

from openfisca_chomage.dossier.modele import DERNIER_MOIS, Avis, Contrat, Dossier, jour_francais, mois_de

__all__ = [
    "DEMANDEUR",
    "FAMILLE",
    "Construction",
    "avis_par_mois",
    "construire",
    "mois_suivants",
    "plage",
    "situation",
]

#: The identifiers of the only person and of her household.
DEMANDEUR, FAMILLE = "demandeur", "famille"

#: What still runs at the horizon runs this many months after it: the horizon itself ends nothing.
MOIS_AU_DELA = 14

#: A statement without months of its own shows this many.
NOMBRE_DE_MOIS = 36

_CENTIME = Decimal("0.01")


@dataclasses.dataclass(frozen=True)
class Construction:
    """A situation, and what its reader should know.

    Attributes:
        contenu: the situation, JSON-like.
        origines: the place of the file that gave each (variable, month or ``""``).
        avertissements: French sentences on what the situation could not say as the file did.
        premier_mois: the first month that may open a right: that of the first end of contract.
        dernier_mois: the last month that the statement may reach.
    """

    contenu: dict
    origines: dict[tuple[str, str], tuple]
    avertissements: list[str]
    premier_mois: str
    dernier_mois: str


def plage(debut: datetime.date, fin: datetime.date) -> str:
    """The canonical OpenFisca range of the days from ``debut`` to ``fin`` included."""
    return f"day:{debut.isoformat()}:{(fin - debut).days + 1}"


def mois_suivants(debut: str, fin: str) -> list[str]:
    """The months from ``debut`` to ``fin`` included."""
    premier, dernier = (int(mois[:4]) * 12 + int(mois[5:]) - 1 for mois in (debut, fin))
    return [f"{numero // 12:04}-{numero % 12 + 1:02}" for numero in range(premier, dernier + 1)]


def decaler(mois: str, nombre: int) -> str:
    """The month ``nombre`` months after."""
    numero = int(mois[:4]) * 12 + int(mois[5:]) - 1 + nombre
    return f"{numero // 12:04}-{numero % 12 + 1:02}"


def dernier_jour(mois: str) -> datetime.date:
    """The last day of a month."""
    annee, rang = int(mois[:4]), int(mois[5:])
    return datetime.date(annee, rang, calendar.monthrange(annee, rang)[1])


def jours_dans(mois: str, debut: datetime.date, fin: datetime.date) -> int:
    """How many days of a range a month holds."""
    dernier = dernier_jour(mois)
    return max((min(fin, dernier) - max(debut, dernier.replace(day=1))).days + 1, 0)


def _decimal(montant: float) -> Decimal:
    return Decimal(str(montant))


def repartir(total: float, debut: datetime.date, fin: datetime.date, pas: Decimal = _CENTIME) -> dict[str, Decimal]:
    """Share a total between months by their days, to the cent, so that the sum is the total."""
    reste, jours_restants = _decimal(total), (fin - debut).days + 1
    parts = {}
    for mois in mois_suivants(mois_de(debut), mois_de(fin)):
        jours = jours_dans(mois, debut, fin)
        part = reste if jours == jours_restants else (reste * jours / jours_restants).quantize(pas, ROUND_HALF_UP)
        parts[mois] = part
        reste, jours_restants = reste - part, jours_restants - jours
    return parts


def _mensuel(montant: float, debut: datetime.date, fin: datetime.date) -> dict[str, Decimal]:
    """A monthly amount; a month that the contract cuts has its share by calendar days, to the cent."""
    parts = {}
    for mois in mois_suivants(mois_de(debut), mois_de(fin)):
        part = _decimal(montant) * jours_dans(mois, debut, fin) / dernier_jour(mois).day
        parts[mois] = part.quantize(_CENTIME, ROUND_HALF_UP)
    return parts


class _Chantier:
    """The situation being built."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.individu: dict[str, dict] = {}
        self.origines: dict[tuple[str, str], tuple] = {}
        self.avertissements: list[str] = []
        self.premier_mois, self.dernier_mois = self._bornes()
        self.au_dela = dernier_jour(decaler(self.dernier_mois, MOIS_AU_DELA))
        self.sommes: dict[str, dict[str, Decimal]] = {}

    def _bornes(self) -> tuple[str, str]:
        fins = [mois_de(contrat.fin) for contrat in self.dossier.contrats if contrat.fin]
        return min(fins, default=self.dossier.mois.debut or DERNIER_MOIS), DERNIER_MOIS

    def mettre(self, variable: str, periode: str, valeur, origine: tuple) -> None:
        self.individu.setdefault(variable, {})[periode] = valeur
        self.origines.setdefault((variable, periode), origine)
        self.origines.setdefault((variable, ""), origine)

    def ajouter(self, variable: str, mois: str, montant: Decimal, origine: tuple) -> None:
        """Add to a month: contracts pay side by side."""
        somme = self.sommes.setdefault(variable, {})
        somme[mois] = somme.get(mois, Decimal(0)) + montant
        if somme[mois]:
            self.mettre(variable, mois, float(somme[mois]), origine)

    def jours(self, variable: str, debut: datetime.date, fin: datetime.date | None, origine: tuple) -> None:
        """Set days; every month of the range knows the place that gave it."""
        fin = max(self.au_dela, debut) if fin is None else fin
        self.mettre(variable, plage(debut, fin), True, origine)
        for mois in mois_suivants(mois_de(debut), mois_de(fin)):
            self.origines.setdefault((variable, mois), origine)


def construire(dossier: Dossier) -> Construction:
    """The situation of a file, without any variable asked."""
    chantier = _Chantier(dossier)
    _personne(chantier)
    for rang, contrat in enumerate(dossier.contrats):
        _contrat(chantier, contrat, ("contrats", rang))
    _quotites(chantier)
    _fins(chantier)
    for variable, champ in (
        ("calendrier_inscription", "inscription"),
        ("calendrier_indisponibilite", "indisponibilites"),
        ("calendrier_formation", "formations"),
        ("calendrier_neutralise", "neutralisations"),
    ):
        for rang, une in enumerate(getattr(dossier, champ)):
            chantier.jours(variable, une.debut, une.fin, (champ, rang))
    _activite(chantier)
    _versements(chantier)
    _avis(chantier)
    contenu = {"individus": {DEMANDEUR: chantier.individu}, "familles": {FAMILLE: {"parents": [DEMANDEUR]}}}
    return Construction(contenu, chantier.origines, chantier.avertissements, chantier.premier_mois, chantier.dernier_mois)


def situation(dossier: Dossier, demandes: dict[str, list[str]] | None = None) -> dict:
    """The situation of a file, with variables asked as ``/calculate`` wants them.

    Args:
        dossier: the file.
        demandes: the months asked of each variable.

    Returns:
        A situation; what is asked is null, what is given stays given.
    """
    contenu = construire(dossier).contenu
    individu = contenu["individus"][DEMANDEUR]
    for variable, periodes in (demandes or {}).items():
        for periode in periodes:
            individu.setdefault(variable, {}).setdefault(periode, None)
    return contenu


def _annees(chantier: _Chantier) -> range:
    premiere = min(contrat.debut for contrat in chantier.dossier.contrats).year
    return range(premiere, chantier.au_dela.year + 1)


def _personne(chantier: _Chantier) -> None:
    personne = chantier.dossier.personne
    for champ, variable in (("date_naissance", "date_naissance"), ("date_taux_plein", "date_taux_plein")):
        jour = getattr(personne, champ)
        if jour is not None:
            chantier.mettre(variable, "ETERNITY", jour.isoformat(), ("personne", champ))
    for champ, variable, defaut in (
        ("territoire", "territoire", "metropole"),
        ("regime_alsace_moselle", "regime_alsace_moselle", "non"),
        ("parts_fiscales", "nombre_parts_fiscales", 1.0),
        ("personnes_a_charge", "personnes_a_charge", None),
    ):
        valeur = getattr(personne, champ)
        if valeur != defaut:
            for annee in _annees(chantier):
                chantier.mettre(variable, str(annee), valeur, ("personne", champ))
    for annee, revenu in sorted(chantier.dossier.revenu_fiscal.items()):
        for ecart in (2, 3):
            chantier.mettre(f"revenu_fiscal_reference_n{ecart}", str(annee + ecart), revenu, ("revenu_fiscal", annee))


def _contrat(chantier: _Chantier, contrat: Contrat, lieu: tuple) -> None:
    fin = contrat.fin or max(chantier.au_dela, contrat.debut)
    chantier.jours("calendrier_contrats", contrat.debut, fin, lieu)
    if contrat.saisonnier:
        chantier.jours("calendrier_contrats_saisonniers", contrat.debut, fin, (*lieu, "saisonnier"))
    if contrat.salaire_mensuel is not None:
        paies, champ = _mensuel(contrat.salaire_mensuel, contrat.debut, fin), "salaire_mensuel"
    elif contrat.salaire_total is not None:
        paies, champ = repartir(contrat.salaire_total, contrat.debut, fin), "salaire_total"
    else:
        paies, champ = {mois: _decimal(montant) for mois, montant in contrat.salaires.items()}, "salaires"
    for mois, montant in paies.items():
        chantier.ajouter("salaire_brut", mois, montant, (*lieu, champ))
    for mois, montant in contrat.primes.items():
        chantier.ajouter("primes", mois, _decimal(montant), (*lieu, "primes"))
    heures: dict[str, Decimal] = {}
    if contrat.heures_mensuelles is not None:
        heures = _mensuel(contrat.heures_mensuelles, contrat.debut, fin)
    elif contrat.heures is not None:
        heures = repartir(contrat.heures, contrat.debut, fin)
    for mois, nombre in heures.items():
        chantier.ajouter("heures_travaillees", mois, nombre, lieu)
        if contrat.saisonnier:
            chantier.ajouter("heures_saisonnieres", mois, nombre, lieu)
    for rang, suspension in enumerate(contrat.suspensions):
        ou = (*lieu, "suspensions", rang)
        jusqu_a = suspension.fin or fin
        chantier.jours("calendrier_suspension", suspension.debut, jusqu_a, ou)
        if suspension.salaire_habituel is not None:
            for mois in mois_suivants(mois_de(suspension.debut), mois_de(jusqu_a)):
                chantier.mettre("salaire_habituel", mois, suspension.salaire_habituel, ou)


def _quotites(chantier: _Chantier) -> None:
    """The working time of each month: that of its contracts, by days, those side by side added."""
    contrats = chantier.dossier.contrats
    if all(contrat.quotite in (None, 1) for contrat in contrats):
        return
    for mois in mois_suivants(mois_de(min(contrat.debut for contrat in contrats)), mois_de(chantier.au_dela)):
        jours: set[int] = set()
        somme, origine = 0.0, None
        for rang, contrat in enumerate(contrats):
            fin = contrat.fin or chantier.au_dela
            nombre = jours_dans(mois, contrat.debut, fin)
            if not nombre:
                continue
            premier = max(contrat.debut, dernier_jour(mois).replace(day=1)).day
            jours.update(range(premier, premier + nombre))
            somme += nombre * (1.0 if contrat.quotite is None else contrat.quotite)
            origine = ("contrats", rang, "quotite")
        if jours:
            chantier.mettre("quotite_travail", mois, round(somme / len(jours), 12), origine)


def _fins(chantier: _Chantier) -> None:
    """The ends of contract, month by month: the motive is that of the last one."""
    par_mois: dict[str, list[tuple[datetime.date, int, Contrat]]] = {}
    for rang, contrat in enumerate(chantier.dossier.contrats):
        if contrat.fin:
            par_mois.setdefault(mois_de(contrat.fin), []).append((contrat.fin, rang, contrat))
    for mois, fins in sorted(par_mois.items()):
        fins.sort(key=lambda une: (une[0], une[2].motif is not None, une[1]))
        jour, rang, contrat = fins[-1]
        lieu = ("contrats", rang)
        for variable in ("motif_rupture", "date_fin_contrat", "date_engagement_procedure"):
            chantier.origines[variable, mois] = (*lieu, "motif" if contrat.motif else "fin")
        if contrat.motif is None:
            continue
        chantier.mettre("motif_rupture", mois, contrat.motif, (*lieu, "motif"))
        if _a_preciser(chantier, mois, jour):
            chantier.mettre("date_fin_contrat", mois, jour.isoformat(), (*lieu, "fin"))
        if contrat.engagement_procedure:
            origine = (*lieu, "engagement_procedure")
            chantier.mettre("date_engagement_procedure", mois, contrat.engagement_procedure.isoformat(), origine)
            chantier.origines["date_engagement_procedure", mois] = origine
        for _, autre, un in fins:
            for champ in ("indemnite_conges_payes", "indemnites_supra_legales"):
                if getattr(un, champ) is not None:
                    chantier.ajouter(champ, mois, _decimal(getattr(un, champ)), ("contrats", autre, champ))
        jours_conges = [un.jours_conges_payes for _, _, un in fins if un.jours_conges_payes is not None]
        if jours_conges:
            chantier.mettre("jours_conges_payes", mois, sum(jours_conges), (*lieu, "jours_conges_payes"))
        if contrat.premiere_admission is not None:
            chantier.mettre("premiere_admission", mois, int(contrat.premiere_admission), (*lieu, "premiere_admission"))
        _avertir_de_plusieurs_fins(chantier, mois, fins)


def _a_preciser(chantier: _Chantier, mois: str, jour: datetime.date) -> bool:
    """Whether the last contract day of the month, or the day after the end, is under another contract."""
    limite = dernier_jour(mois)
    lendemain = jour + datetime.timedelta(days=1)
    return any(
        contrat.debut <= max(limite, lendemain) and (contrat.fin is None or contrat.fin > jour) for contrat in chantier.dossier.contrats
    )


def _avertir_de_plusieurs_fins(chantier: _Chantier, mois: str, fins: list) -> None:
    jour, _, dernier = fins[-1]
    autres = [un for une_fin, _, un in fins[:-1] if un.motif is not None and (une_fin != jour or un.motif != dernier.motif)]
    if autres:
        chantier.avertissements.append(
            f"Plusieurs contrats finissent en {mois} : le motif et la procédure lus sont ceux du dernier ({jour_francais(jour)})."
        )
    continue_apres = [
        contrat
        for contrat in chantier.dossier.contrats
        if contrat.debut <= jour and (contrat.fin is None or contrat.fin > jour)
    ]
    if continue_apres:
        chantier.avertissements.append(
            f"Un autre contrat court après la fin du {jour_francais(jour)} : c'est un emploi conservé, que le calcul traite comme repris."
        )


def _activite(chantier: _Chantier) -> None:
    dossier = chantier.dossier
    for mois, declaration in sorted(dossier.declarations.items()):
        chantier.mettre("salaire_activite_declare", mois, declaration.salaire, ("declarations", mois))
        if declaration.heures:
            chantier.mettre("heures_activite", mois, declaration.heures, ("declarations", mois))
        if declaration.salaire and not any(
            jours_dans(mois, contrat.debut, contrat.fin or chantier.au_dela) for contrat in dossier.contrats
        ):
            chantier.avertissements.append(
                f"Le salaire déclaré pour {mois} n'a pas de contrat dans le dossier : il ne comptera pas pour un prochain droit."
            )
    for mois, justificatif in sorted(dossier.justificatifs.items()):
        chantier.mettre("salaire_activite_justifie", mois, justificatif.salaire, ("justificatifs", mois))
        if justificatif.date:
            chantier.mettre("date_justificatif", mois, justificatif.date.isoformat(), ("justificatifs", mois))


def _versements(chantier: _Chantier) -> None:
    """What was really paid, attachments, and what the claimant paid back or was remitted."""
    dossier = chantier.dossier
    for mois, paiement in sorted(dossier.paiements.items()):
        chantier.mettre("are_versee", mois, paiement.montant, ("paiements", mois))
        if paiement.date:
            chantier.mettre("date_paiement", mois, paiement.date.isoformat(), ("paiements", mois, "date"))
    for rang, saisie in enumerate(dossier.saisies):
        fin = saisie.fin or max(chantier.au_dela, saisie.debut)
        for mois in mois_suivants(mois_de(saisie.debut), mois_de(fin)):
            chantier.mettre("saisie_en_cours", mois, True, ("saisies", rang))
    for champ, variable in (("remboursements", "remboursement_indu"), ("remises", "remise_indu")):
        for mois, montant in sorted(getattr(dossier, champ).items()):
            chantier.mettre(variable, mois, montant, (champ, mois))


def avis_par_mois(dossier: Dossier) -> dict[str, list[int]]:
    """The notices (their rank in the file) that claim something for each month, the oldest first."""
    par_mois: dict[str, list[int]] = {}
    for rang in sorted(range(len(dossier.avis)), key=lambda rang: (dossier.avis[rang].date, rang)):
        for mois in dossier.avis[rang].montants:
            par_mois.setdefault(mois, []).append(rang)
    return dict(sorted(par_mois.items()))


def _ecrire_avis(avis: Avis, mois: str) -> dict[str, object]:
    """What a notice says of a month that it claims: the value of each variable."""
    dit: dict[str, object] = {"indu_reclame": avis.montants[mois], "date_notification_indu": avis.date.isoformat()}
    for champ, variable in (
        ("conteste_le", "date_recours_indu"),
        ("rejet_le", "date_rejet_recours"),
        ("mise_en_demeure_le", "date_mise_en_demeure"),
        ("contrainte_le", "date_contrainte"),
    ):
        if getattr(avis, champ):
            dit[variable] = getattr(avis, champ).isoformat()
    if avis.conteste_le:
        dit["indu_conteste"] = True
    if avis.mensualites:
        dit["mensualites_indu"] = avis.mensualites
    return dit


def _avis(chantier: _Chantier) -> None:
    """The notices: of those that claim the same month, the amounts add up and the first one gives the dates.

    A false declaration is established for a month, whichever notice says so.
    """
    dossier = chantier.dossier
    for mois, rangs in avis_par_mois(dossier).items():
        for variable, valeur in _ecrire_avis(dossier.avis[rangs[0]], mois).items():
            chantier.mettre(variable, mois, valeur, ("avis", rangs[0]))
        fausses = [rang for rang in rangs if dossier.avis[rang].fausse_declaration]
        if fausses:
            chantier.mettre("fausse_declaration", mois, True, ("avis", fausses[0], "fausse_declaration"))
        total = sum((_decimal(dossier.avis[rang].montants[mois]) for rang in rangs), Decimal(0))
        chantier.mettre("indu_reclame", mois, float(total), ("avis", rangs[0], "montants", mois))
    for rang, avis in enumerate(dossier.avis):
        for mois in avis.retenues:
            total = sum((_decimal(un.retenues[mois]) for un in dossier.avis if mois in un.retenues), Decimal(0))
            chantier.mettre("retenue_pratiquee", mois, float(total), ("avis", rang, "retenues", mois))
