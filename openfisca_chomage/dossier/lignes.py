"""A claimant's file as three small tables: the rows that the conversion reads, and the place of the file that said each.

What the catalogue declares with a column and a field goes from one to the other by itself. The rest is here: the ranges of
days, the amounts by month of contracts, the tax income of a year, the notices that claim a same month.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

import numpy

from openfisca_chomage.dossier.modele import Dossier, mois_de
from openfisca_chomage.guichet import paies
from openfisca_chomage.guichet.catalogue import CALENDRIERS, TABLES, champs_de
from openfisca_chomage.guichet.codes import colonne, numero_du_jour, numero_du_mois
from openfisca_chomage.guichet.contrats import Contrats
from openfisca_chomage.socle import calendrier as cal

__all__ = ["NON_LUS_D_UN_CONSERVE", "Lignes", "avis_par_mois", "mois_ecrit"]

#: The fields of a contract that are not read of a conserved job.
NON_LUS_D_UN_CONSERVE = (
    "primes", "heures", "heures_mensuelles", "quotite", "saisonnier", "suspensions", "engagement_procedure", "indemnite_conges_payes",
    "jours_conges_payes", "indemnites_supra_legales", "premiere_admission",
)

_COLONNES = {donnee.nom: donnee for donnee in TABLES["mois"]}


def mois_ecrit(numero: int) -> str:
    """The text of a month number, ``2025-03``."""
    return f"{numero // 12:04}-{numero % 12 + 1:02}"


def avis_par_mois(dossier: Dossier) -> dict[str, list[int]]:
    """The notices (their rank in the file) that claim something for each month, the oldest first."""
    par_mois: dict[str, list[int]] = {}
    for rang in sorted(range(len(dossier.avis)), key=lambda rang: (dossier.avis[rang].date, rang)):
        for mois in dossier.avis[rang].montants:
            par_mois.setdefault(mois, []).append(rang)
    return dict(sorted(par_mois.items()))


class Lignes:
    """The rows of a file.

    Args:
        dossier: the file.
        dernier: the number of the last month; what still runs stops there.

    Attributes:
        individus, contrats, mois: arrays by column, as the conversion reads them.
        origines: the place of the file that said each (variable, month or ``""``), contracts left out.
    """

    def __init__(self, dossier: Dossier, dernier: int) -> None:
        self.dossier, self.dernier = dossier, dernier
        self.origines: dict[tuple[str, str], tuple] = {}
        self._cellules: dict[str, dict[str, object]] = {}
        self.individus = self._personne()
        self.contrats = self._contrats()
        self._mois_des_contrats()
        self._mois_tels_quels()
        for nom, (variable, _, partie) in CALENDRIERS.items():
            if "." not in partie:
                champ = partie.removesuffix("[]")
                for rang, plage in enumerate(getattr(dossier, champ)):
                    self._jours(nom, variable, plage.debut, plage.fin, (champ, rang))
        self._activites_cachees()
        self._revenus_et_saisies()
        self._avis()
        self.mois = self._table_des_mois()

    # --- Writing

    def _noter(self, variable: str, mois: str, lieu: tuple) -> None:
        self.origines.setdefault((variable, mois), lieu)
        self.origines.setdefault((variable, ""), lieu)

    def _mettre(self, nom: str, mois: str, valeur, lieu: tuple) -> None:
        """Set a cell of ``mois``."""
        self._cellules.setdefault(mois, {})[nom] = valeur
        self._noter(_COLONNES[nom].variable, mois, lieu)

    def _ajouter(self, nom: str, mois: str, montant: float, lieu: tuple) -> None:
        """Add to a cell, as decimals add."""
        deja = self._cellules.get(mois, {}).get(nom, Decimal(0))
        self._mettre(nom, mois, deja + Decimal(str(montant)), lieu)

    def _jours(self, nom: str, variable: str, debut: datetime.date, fin: datetime.date | None, lieu: tuple) -> None:
        """Join days to the calendar of each of their months."""
        bas = numero_du_jour(debut)
        haut = max(int(cal.premier_jour(self.dernier + 1)) - 1, bas) if fin is None else numero_du_jour(fin)
        mois = numpy.arange(int(cal.mois_du_jour(bas)), int(cal.mois_du_jour(haut)) + 1)
        for un_mois, masque in zip(map(mois_ecrit, mois.tolist()), cal.masque(mois, bas, haut).tolist()):
            self._mettre(f"{nom}_masque", un_mois, masque | (self._cellules.get(un_mois, {}).get(f"{nom}_masque") or 0), lieu)
            self._noter(variable, un_mois, lieu)

    def _mois_de_la_plage(self, debut: datetime.date, fin: datetime.date | None) -> list[str]:
        dernier = max(self.dernier, numero_du_mois(mois_de(debut))) if fin is None else numero_du_mois(mois_de(fin))
        return [mois_ecrit(numero) for numero in range(numero_du_mois(mois_de(debut)), dernier + 1)]

    def _table_des_mois(self) -> dict:
        lignes = sorted(self._cellules.items())
        table = {"qui": numpy.zeros(len(lignes), dtype=numpy.int64)}
        table["mois"] = numpy.array([numero_du_mois(mois) for mois, _ in lignes], dtype=numpy.int64)
        for nom in sorted({nom for _, cellules in lignes for nom in cellules}):
            table[nom] = colonne(_COLONNES[nom], [cellules.get(nom) for _, cellules in lignes])
        return table

    # --- Herself and her contracts

    def _personne(self) -> dict:
        table = {"qui": numpy.zeros(1, dtype=numpy.int64)}
        for donnee in champs_de("personne"):
            valeur = getattr(self.dossier.personne, donnee.nom_du_champ)
            if donnee.colonne and valeur is not None and valeur != donnee.defaut:
                table[donnee.nom] = colonne(donnee, [valeur])
                self._noter(donnee.variable, "", ("personne", donnee.nom_du_champ))
        return table

    def _contrats(self) -> dict:
        contrats = self.dossier.contrats
        table = {"qui": numpy.zeros(len(contrats), dtype=numpy.int64), "ligne": numpy.arange(len(contrats))}
        for donnee in champs_de("contrats[]"):
            if donnee.colonne:
                valeurs = [getattr(contrat, donnee.nom_du_champ) for contrat in contrats]
                if donnee.presente or any(valeur is not None for valeur in valeurs):
                    table[donnee.nom] = colonne(donnee, valeurs)
        return table

    def _mois_des_contrats(self) -> None:
        """What contracts say month by month."""
        for rang, contrat in enumerate(self.dossier.contrats):
            lieu = ("contrats", rang)
            salaire = "salaire_activite_conservee" if contrat.conserve else "salaire_brut"
            for mois, montant in (contrat.salaires or {}).items():
                self._ajouter(salaire, mois, montant, (*lieu, "salaires"))
            if contrat.conserve:
                continue
            for mois, montant in contrat.primes.items():
                self._ajouter("primes", mois, montant, (*lieu, "primes"))
            for numero, suspension in enumerate(contrat.suspensions):
                ou, fin = (*lieu, "suspensions", numero), suspension.fin or contrat.fin
                self._jours("suspension", "calendrier_suspension", suspension.debut, fin, ou)
                if suspension.salaire_habituel is not None:
                    for mois in self._mois_de_la_plage(suspension.debut, fin):
                        self._mettre("salaire_habituel", mois, suspension.salaire_habituel, ou)

    # --- Her months

    def _mois_tels_quels(self) -> None:
        """What a month of the file says and its column takes as it stands."""
        for donnee in TABLES["mois"]:
            champ = donnee.nom_du_champ
            if not donnee.champ or "[]" in donnee.champ:
                continue
            if not donnee.partie:
                for mois, valeur in getattr(self.dossier, champ).items():
                    self._mettre(donnee.nom, mois, valeur, (champ, mois))
                continue
            partie = donnee.partie.removesuffix("{}")
            for mois, dit in getattr(self.dossier, partie).items():
                valeur = getattr(dit, champ)
                if valeur is not None and valeur != donnee.defaut:
                    self._mettre(donnee.nom, mois, valeur, (partie, mois) if donnee.requis else (partie, mois, champ))

    def _activites_cachees(self) -> None:
        """The pay of an activity never declared, shared between its months as that of a contract."""
        activites = [(rang, une) for rang, une in enumerate(self.dossier.activites_cachees) if une.salaire is not None]
        for rang, une in activites:
            table = {"qui": [0], "debut": [numero_du_jour(une.debut)], "fin": [numero_du_jour(une.fin)]}
            seule = Contrats({nom: numpy.array(valeurs) for nom, valeurs in table.items()}, self.dernier)
            _, mois, parts = paies.repartir(seule, numpy.array([une.salaire]))
            for numero, part in zip(mois.tolist(), parts.tolist()):
                self._ajouter("salaire_non_declare", mois_ecrit(numero), part / paies.UNITE, ("activites_cachees", rang, "salaire"))

    def _revenus_et_saisies(self) -> None:
        for annee, revenu in sorted(self.dossier.revenu_fiscal.items()):
            for ecart in (2, 3):
                for mois in range(1, 13):
                    nom = f"revenu_fiscal_reference_n{ecart}"
                    self._mettre(nom, f"{annee + ecart}-{mois:02}", revenu, ("revenu_fiscal", annee))
        for rang, saisie in enumerate(self.dossier.saisies):
            for mois in self._mois_de_la_plage(saisie.debut, saisie.fin):
                self._mettre("saisie_en_cours", mois, True, ("saisies", rang))

    def _avis(self) -> None:
        """The notices: of those that claim the same month, the amounts add up and the first one gives the dates.

        A false declaration is established for a month, whichever notice says so.
        """
        avis = self.dossier.avis
        dits = [une for une in champs_de("avis[]") if une.colonne and not une.champ.endswith("{}")]
        du_premier = [une for une in dits if une.nom != "fausse_declaration"]
        for mois, rangs in avis_par_mois(self.dossier).items():
            premier = avis[rangs[0]]
            for donnee in du_premier:
                valeur = getattr(premier, donnee.nom_du_champ)
                if valeur is not None:
                    self._mettre(donnee.nom, mois, valeur, ("avis", rangs[0]))
            if premier.conteste_le:
                self._mettre("indu_conteste", mois, True, ("avis", rangs[0]))
            for rang in rangs:
                self._ajouter("indu_reclame", mois, avis[rang].montants[mois], ("avis", rang))
                if avis[rang].fausse_declaration:
                    self._mettre("fausse_declaration", mois, True, ("avis", rang, "fausse_declaration"))
        for rang, un in enumerate(avis):
            for mois, montant in un.retenues.items():
                self._ajouter("retenue_pratiquee", mois, montant, ("avis", rang, "retenues", mois))
