"""The tables of ``docs/`` that the catalogue makes: columns, fields, inputs.

``python -m openfisca_chomage.guichet.documentation`` writes them again in the pages, between their marks;
``tests/python/test_guichet.py`` fails where a page is out of date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from openfisca_core.indexed_enums import Enum
from openfisca_core.periods import DateUnit

from openfisca_chomage.guichet.catalogue import DONNEES, ENTREES, PARTIES, RAISONS, TABLES, champs_de
from openfisca_chomage.socle import bornes, saisie

__all__ = ["PAGES", "champs", "entrees", "mise_a_jour", "tableau"]


def tableau(table: str) -> str:
    """The columns of a table."""
    lignes = ["| Colonne | Type | Obligatoire | Sens | Variable |", "|---|---|---|---|---|"]
    for une in TABLES[table]:
        besoin = "oui" if une.remplie else "oui, même vide" if une.presente else ""
        lignes.append(f"| `{une.nom}` | {une.type_ecrit} | {besoin} | {une.sens} | {_en_code(une.variable)} |")
    return "\n".join(lignes)


def champs() -> str:
    """The fields of a file, part by part."""
    return "\n\n".join(_de_la_partie(partie, sens) for partie, sens in PARTIES.items())


def _de_la_partie(partie: str, sens: str) -> str:
    lignes = [f"### {_en_code(partie) or 'Le dossier'}", "", sens, ""]
    lignes += ["| Champ | Type | Obligatoire | Sens | Variable |", "|---|---|---|---|---|"]
    for une in champs_de(partie):
        besoin = "oui" if une.requis else ""
        par = " par année" if une.champ.endswith("{annee}") else " par mois" if une.champ.endswith("{}") else ""
        genre = "oui ou non" if une.genre == "booleen" else "AAAA-MM" if une.genre == "mois" else une.type_ecrit
        lignes.append(f"| `{une.nom_du_champ}` | {genre}{par} | {besoin} | {une.sens} | {_en_code(une.variable)} |")
    return "\n".join(lignes)


def entrees() -> str:
    """The inputs of the chain: type, period, default, bounds, and where each door says them."""
    lignes = ["| Entrée | Type | Période | À défaut | Sens | Colonne | Champ du dossier |", "|---|---|---|---|---|---|---|"]
    for nom, classe in sorted(ENTREES.items()):
        colonnes = [une.colonne for une in DONNEES if une.colonne and nom in une.variables and not _du_calendrier(une)]
        siens = [une.champ for une in DONNEES if une.champ and nom in une.variables]
        periode = "toujours" if classe.definition_period is DateUnit.ETERNITY else "mois"
        raison = RAISONS.get(nom, "")
        lignes.append(
            f"| `{nom}` | {_type(classe)} | {periode} | {_defaut(classe)} | {classe.label} | "
            f"{_liste(colonnes) or raison} | {_liste(siens) or raison} |"
        )
    return "\n".join(lignes)


def _du_calendrier(donnee) -> bool:
    """The columns that say the days of a calendar otherwise than by yes."""
    return re.search("_(debut|fin|masque)$", donnee.colonne) is not None and donnee.variable.startswith("calendrier_")


def _type(classe) -> str:
    if classe.__dict__.get("set_input") is saisie.calendrier:
        return "jours"
    if classe.value_type is Enum:
        return ", ".join(f"`{membre.name}`" for membre in classe.possible_values)
    if classe.value_type in (int, float):
        return (classe.__bornes__ or bornes.par_defaut(classe.value_type, getattr(classe, "unit", None))).attendu
    return "oui ou non" if classe.value_type is bool else "date"


def _defaut(classe) -> str:
    defaut = getattr(classe, "default_value", None)
    if classe.value_type is Enum:
        return f"`{defaut.name}`"
    if classe.value_type not in (int, float) or classe.__dict__.get("set_input") is saisie.calendrier:
        return ""
    return "non donné" if defaut == -1 else f"{defaut or 0:g}"


def _en_code(nom: str) -> str:
    return f"`{nom}`" if nom else ""


def _liste(noms) -> str:
    return ", ".join(_en_code(nom) for nom in noms)


#: The pages and what stands between their marks, ``<!-- nom -->`` and ``<!-- fin de nom -->``.
PAGES = {
    "population.md": {table: (lambda table=table: tableau(table)) for table in TABLES},
    "dossier.md": {"champs": champs},
    "entrees.md": {"entrees": entrees},
}


def mise_a_jour(dossier: Path) -> Iterator[tuple[Path, str]]:
    """The pages of a folder as they should be: (path, text)."""
    for page, parties in PAGES.items():
        chemin = dossier / page
        texte = chemin.read_text(encoding="utf-8")
        for nom, faire in parties.items():
            debut, fin = f"<!-- {nom} -->\n", f"\n<!-- fin de {nom} -->"
            avant, _, reste = texte.partition(debut)
            _, marque, apres = reste.partition(fin)
            if not marque:
                raise ValueError(f"{chemin} : les marques « {debut.strip()} » et « {fin.strip()} » manquent.")
            texte = f"{avant}{debut}\n{faire()}\n{fin}{apres}"
        yield chemin, texte


if __name__ == "__main__":
    for chemin, texte in mise_a_jour(Path("docs")):
        chemin.write_text(texte, encoding="utf-8")
