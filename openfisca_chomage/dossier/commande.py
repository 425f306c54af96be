"""The entry point of the command line. It imports nothing of the extra before it knows that it is there."""

import sys
from importlib.util import find_spec

__all__ = ["principal"]


def principal() -> None:
    """Run the command line; say what to install where the extra is missing."""
    manque = next((nom for nom in ("pydantic", "rich", "typer") if find_spec(nom) is None), None)
    if manque is not None:
        print(
            f"La ligne de commande a besoin de « {manque} ». Installez l'option « dossier » : "
            'pip install "openfisca-chomage[dossier]"',
            file=sys.stderr,
        )
        raise SystemExit(2)
    from openfisca_chomage.dossier.application import application

    application()


if __name__ == "__main__":
    principal()
