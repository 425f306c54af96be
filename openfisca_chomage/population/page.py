"""The effects of a reform as one HTML page that needs nothing else: to read on a screen, in light or dark, and to print."""

from __future__ import annotations

import io
import re
import textwrap

import matplotlib
import matplotlib.ticker
from markupsafe import Markup
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from openfisca_chomage.dossier import graphique as commun
from openfisca_chomage.dossier.page import environnement
from openfisca_chomage.dossier.rendu import de_mois, mois_francais
from openfisca_chomage.population.effets import JAMAIS, PEU, TITRES, Cellule, Rapport, ecart, effectif, reponses, somme, taux
from openfisca_chomage.socle.phrases import euros, nombre, pour_cent

__all__ = ["en_html"]

#: The colours of the charts: told apart by lightness too, and each a variable of the page, of which dark has its own.
GAGNANT, NEUTRE, PERDANT = "#1f4e79", "#d5d5d5", "#e39a2d"
BORD, TEXTE, AXE, GRILLE = "#8a5a10", "#1a1a1a", "#767676", "#d0d0d1"
_VARIABLES = {GAGNANT: "gagnant", NEUTRE: "neutre", PERDANT: "perdant", BORD: "bord", TEXTE: "texte", AXE: "axe", GRILLE: "grille"}

#: The dimensions that say who gains and who loses.
QUI = ("age", "territoire", "motif")


def en_html(rapport: Rapport) -> str:
    """The page of a report."""
    filtres = {
        "effectif": effectif, "somme": somme, "ecart": ecart, "taux": taux, "de_mois": de_mois, "mois": mois_francais, "jour": _jour,
    }  # fmt: skip
    effets = rapport.effets
    change = bool(effets.ensemble.gagnants or effets.ensemble.perdants)
    return environnement("openfisca_chomage.population", filtres).get_template("effets.html").render(
        r=rapport,
        reponses=reponses(rapport),
        changements=[_changement(un) for un in rapport.changements],
        classe=rapport.reforme.classe if isinstance(rapport.reforme.classe, (str, type(None))) else rapport.reforme.classe.__name__,
        change=change,
        annees=effets.cellules("annee"),
        qui=[(TITRES[dimension], effets.cellules(dimension)) for dimension in QUI],
        titres=TITRES,
        variations=effets.cellules("variation"),
        faibles=any(une.faible for dimension in (*QUI, "annee", "variation") for une in effets.cellules(dimension)),
        peu=PEU,
        cout=_graphiques("cout", _cout, rapport, texte_du_cout(rapport)) if change else (),
        parts=_graphiques("parts", _parts, rapport, texte_des_parts(rapport)) if change else (),
        classes=_graphiques("classes", _classes, rapport, texte_des_classes(rapport)) if change else (),
    )


def _jour(date: str) -> str:
    return f"{date[8:]}/{date[5:7]}/{date[:4]}"


def _changement(un: dict) -> dict:
    """A changed parameter in words."""
    valeurs = {cote: _valeur(un[cote], un["unite"]) for cote in ("avant", "apres")}
    return {**un, **valeurs, **({"apres": "retour à la loi"} if un["retour"] else {})}


def _valeur(valeur, unite: str) -> str:
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if valeur is None:
        return "sans valeur"
    if unite == "/1":
        return pour_cent(valeur) if abs(valeur) <= 1 else nombre(valeur)
    if unite == "currency":
        return euros(valeur)
    nom = {"jour": "jour", "heure": "heure", "an": "an"}.get(unite, "")
    nom = f" {nom}{'s' if abs(valeur) >= 2 else ''}" if nom else f" {unite}" if unite == "mois" else ""
    return nombre(valeur) + nom


# --- What the charts show, in words


def texte_du_cout(rapport: Rapport) -> str:
    """What the chart of the cost shows, for who cannot see it."""
    dits = [f"{une.libelle} : {ecart(une.ecart_brut)} brut, {ecart(une.ecart_net)} net" for une in rapport.effets.cellules("annee")]
    return f"Écart de dépense par année. {' ; '.join(dits)}."


def texte_des_parts(rapport: Rapport) -> str:
    """What the chart of those who gain and lose shows."""
    tous = rapport.effets.ensemble
    return (
        f"Part des perdants, des inchangés et des gagnants par âge, territoire et motif. Ensemble : {taux(tous.part(tous.perdants))} de "
        f"perdants, {taux(tous.part(tous.gagnants))} de gagnants. Les chiffres sont dans les tables qui suivent."
    )


def texte_des_classes(rapport: Rapport) -> str:
    """What the chart of changes shows."""
    dits = [f"{une.libelle} : {effectif(une.poids)}" for une in rapport.effets.cellules("variation") if une.modalite != "inchange"]
    return f"Nombre de demandeurs par variation du net dû. {' ; '.join(dits)}."


# --- The charts


def _graphiques(nom: str, tracer, rapport: Rapport, texte: str) -> tuple[Markup, Markup]:
    """The chart for a wide page and for a narrow one."""
    return tuple(_en_svg(f"{nom}-{largeur}", largeur, tracer(rapport, largeur == "etroit"), texte) for largeur in ("large", "etroit"))


def _en_svg(nom: str, largeur: str, figure: Figure, texte: str) -> Markup:
    """A figure as an element of the page, its colours those of the page."""
    sortie = io.StringIO()
    with matplotlib.rc_context(commun.STYLE):
        FigureCanvasSVG(figure).print_svg(sortie, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    svg = commun.dans_la_page(sortie.getvalue(), nom, texte).replace(f'class="graphique {nom}"', f'class="graphique {largeur}"')
    svg = re.sub(r'fill="(#[0-9a-f]{6})"', r'style="fill: \1"', svg)
    for couleur, variable in _VARIABLES.items():
        svg = svg.replace(couleur, f"var(--{variable})")
    # Its texts are labels of this package, numbers and years: nothing of a file enters them.
    return Markup(svg)


def _figure(largeur: float, hauteur: float) -> Figure:
    with matplotlib.rc_context(commun.STYLE):
        figure = Figure(figsize=(largeur, hauteur), layout="constrained")
    figure.patch.set_alpha(0)
    return figure


def _axes(figure: Figure, grille: str):
    with matplotlib.rc_context(commun.STYLE):
        axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    axes.grid(axis=grille, color=GRILLE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(AXE)
    axes.tick_params(color=AXE)
    return axes


_HACHURES = {"facecolor": PERDANT, "hatch": "///", "edgecolor": BORD, "linewidth": 0.6}


def _cout(rapport: Rapport, etroit: bool) -> Figure:
    """The difference of each year, gross and net."""
    annees = rapport.effets.cellules("annee")
    figure = _figure(3.5 if etroit else 7.4, 2.9)
    axes = _axes(figure, "y")
    plus_grand = max(abs(montant) for une in annees for montant in (une.ecart_brut, une.ecart_net))
    diviseur, unite = next(((d, u) for d, u in ((1e6, "Millions d'euros"), (1e3, "Milliers d'euros")) if plus_grand >= d), (1, "Euros"))
    with matplotlib.rc_context(commun.STYLE):
        rangs = range(len(annees))
        axes.bar([rang - 0.2 for rang in rangs], [une.ecart_brut / diviseur for une in annees], width=0.38, color=GAGNANT)
        axes.bar([rang + 0.2 for rang in rangs], [une.ecart_net / diviseur for une in annees], width=0.38, **_HACHURES)
        axes.axhline(0, color=AXE, linewidth=0.8)
        axes.set_xticks(rangs, [une.libelle for une in annees])
        axes.set_ylabel(unite)
        axes.yaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(_graduation))
        axes.yaxis.set_major_locator(matplotlib.ticker.MaxNLocator(6))
        legende = [Patch(facecolor=GAGNANT, label="Brut"), Patch(**_HACHURES, label="Net dû")]
        figure.legend(handles=legende, loc="outside upper left", ncols=2, frameon=False)
    return figure


def _graduation(valeur: float, _) -> str:
    return f"{valeur:+,.6g}".replace(",", "\u202f").replace(".", ",").replace("-", "\u2212") if valeur else "0"


def _parts(rapport: Rapport, etroit: bool) -> Figure:
    """The shares of those who lose, are unchanged and gain, one bar a group."""
    groupes: list[tuple[str, list[Cellule]]] = [("", [rapport.effets.ensemble])]
    groupes += [(TITRES[nom], [une for une in rapport.effets.cellules(nom) if une.modalite != JAMAIS]) for nom in QUI]
    hauteurs, noms, cellules, titres = [], [], [], []
    hauteur = 0.0
    for titre, les_siennes in groupes:
        if titre and les_siennes:
            titres.append((hauteur - 0.25 if etroit else hauteur + 0.1, titre))
            hauteur += 1.0
        for une in les_siennes:
            hauteurs.append(hauteur)
            noms.append(une.libelle.partition(",")[0] if titre == TITRES["motif"] else une.libelle)
            cellules.append(une)
            hauteur += 1.25 if etroit else 1.0
        hauteur += 0.35
    figure = _figure(3.5 if etroit else 7.4, 0.9 + (0.31 if etroit else 0.25) * hauteur)
    axes = _axes(figure, "x")
    with matplotlib.rc_context(commun.STYLE):
        depart = [0.0] * len(cellules)
        for champ, style in (("perdants", _HACHURES), ("inchanges", {"facecolor": NEUTRE}), ("gagnants", {"facecolor": GAGNANT})):
            largeurs = [100 * une.part(getattr(une, champ)) for une in cellules]
            axes.barh(hauteurs, largeurs, height=0.5 if etroit else 0.66, left=depart, **style)
            depart = [un + largeur for un, largeur in zip(depart, largeurs)]
        if etroit:
            axes.set_yticks([])
            for place, nom in zip(hauteurs, noms):
                axes.text(0, place - 0.33, textwrap.shorten(nom, 52, placeholder="…"), va="bottom", fontsize=8, color=TEXTE)
        else:
            axes.set_yticks(hauteurs, ["\n".join(textwrap.wrap(nom, 44)) for nom in noms])
        for place, titre in titres:
            axes.text(0, place, titre, va="center", fontweight="bold", color=TEXTE, fontsize=9)
        axes.set_ylim(hauteur - 0.4, -0.9 if etroit else -0.6)
        axes.set_xlim(0, 100)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda valeur, _: f"{valeur:.0f} %"))
        legende = [
            Patch(**_HACHURES, label="Perdants"), Patch(facecolor=NEUTRE, label="Inchangés"), Patch(facecolor=GAGNANT, label="Gagnants"),
        ]  # fmt: skip
        figure.legend(handles=legende, loc="outside upper left", ncols=3, frameon=False, columnspacing=1.2, handlelength=1.5)
    return figure


def _classes(rapport: Rapport, etroit: bool) -> Figure:
    """How many claimants are in each class of change, the unchanged left out."""
    cellules = [une for une in rapport.effets.cellules("variation") if une.modalite != "inchange"]
    figure = _figure(3.5 if etroit else 7.4, 0.7 + 0.32 * len(cellules))
    axes = _axes(figure, "x")
    with matplotlib.rc_context(commun.STYLE):
        for rang, une in enumerate(cellules):
            style = _HACHURES if une.perdants else {"facecolor": GAGNANT}
            axes.barh([rang], [une.poids], height=0.66, **style)
            axes.annotate(effectif(une.poids), (une.poids, rang), xytext=(4, 0), textcoords="offset points", va="center", color=TEXTE)
        axes.set_yticks(range(len(cellules)), [une.libelle for une in cellules])
        axes.invert_yaxis()
        axes.margins(x=0.12)
        axes.tick_params(axis="y", length=0)
        axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(4 if etroit else 6, integer=True))
        axes.xaxis.set_major_formatter(matplotlib.ticker.FuncFormatter(lambda valeur, _: f"{valeur:,.0f}".replace(",", "\u202f")))
        axes.set_xlabel("Demandeurs pondérés" if rapport.pondere else "Demandeurs")
    return figure
