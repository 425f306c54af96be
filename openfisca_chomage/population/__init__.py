"""Tables of claimants in, tables of results out, by chunks.

``colonnes`` is what the three tables hold; ``lecture`` opens Parquet, CSV, pandas, Polars and Arrow, checks every value and
shares the rows between chunks of claimants; ``conversion`` turns the contracts and months of a chunk into the inputs of the
chain; ``lot`` asks the rules of a chunk month by month; ``equipe`` is who computes the chunks (Dask); ``chantier`` keeps those that
are done, so that a later run may go on; ``calcul`` is the run; ``reformes`` reads a reform, ``effets`` says what it changes and
``page`` shows it; ``erreurs`` is what is wrong, as a table; ``application`` is the command line; ``fictive`` makes up claimants.

Nothing here knows the law. This package needs the extra ``population`` (``pip install openfisca-chomage[population]``), which
is imported when something of it is asked for: the base install never needs it.
"""

__all__ = ["Bilan", "ErreurDemande", "ErreurPopulation", "simuler"]

_MODULES = {"Bilan": "calcul", "simuler": "calcul", "ErreurDemande": "erreurs", "ErreurPopulation": "erreurs"}


def __getattr__(nom: str):
    if nom not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {nom!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_MODULES[nom]}"), nom)
