"""Figures written in French, for the sentences that explain them."""

import datetime

import numpy

__all__ = ["accorde", "en_date", "euros", "nombre", "pour_cent"]


def accorde(participe: str, nom: str) -> str:
    """The participle of a noun that has its article: « attendu », « une date » -> « attendue »."""
    return f"{participe}e" if nom.startswith("une ") else participe


def _scalaire(valeur) -> float:
    return float(numpy.atleast_1d(valeur)[0])


def nombre(valeur) -> str:
    """1234.5 -> « 1 234,5 »."""
    return f"{_scalaire(valeur):,.10g}".replace(",", " ").replace(".", ",")


def euros(montant) -> str:
    """1234.5 -> « 1 234,50 € »."""
    return f"{_scalaire(montant):,.2f} €".replace(",", " ").replace(".", ",")


def pour_cent(taux) -> str:
    """0.404 -> « 40,4 % »."""
    return f"{round(_scalaire(taux) * 100, 6):g} %".replace(".", ",")


def en_date(jour) -> str:
    """The day number 19797 -> « 15/03/2024 »."""
    return datetime.date.fromordinal(int(_scalaire(jour)) + 719163).strftime("%d/%m/%Y")
