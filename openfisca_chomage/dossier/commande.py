"""The entry point of the command line. It imports nothing of the extra before it knows that it is there."""

import sys

__all__ = ["principal"]


def principal() -> None:
    """Run the command line; say what to install where the extra is missing."""
    try:
        import pydantic  # noqa: F401
        import rich  # noqa: F401
        import typer  # noqa: F401
    except ImportError as manque:
        print(
            f"La ligne de commande a besoin de « {manque.name} ». Installez l'option « dossier » : "
            'pip install "openfisca-chomage[dossier]"',
            file=sys.stderr,
        )
        raise SystemExit(2) from None
    from openfisca_chomage.dossier.application import application

    application()


if __name__ == "__main__":
    principal()
