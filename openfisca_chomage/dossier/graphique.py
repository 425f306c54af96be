"""The chart of what was paid against what is due, by month, as SVG to put inside a page."""

from __future__ import annotations

import io
import re

import matplotlib
import matplotlib.ticker
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from openfisca_chomage.dossier.rendu import mois_francais
from openfisca_chomage.dossier.verification import MoisPaye

__all__ = ["STYLE", "dans_la_page", "graphique", "texte_du_graphique"]

#: Told apart by lightness and by hatching, so in grey print and by colour-blind readers too.
VERSE, DU, RECLAME = "#1f4e79", "#e39a2d", "#a4262c"

STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "openfisca-chomage",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Liberation Sans", "Arial"],
    "font.size": 9,
    "text.color": "#1a1a1a",
    "axes.labelcolor": "#1a1a1a",
    "axes.edgecolor": "#767676",
    "xtick.color": "#1a1a1a",
    "ytick.color": "#1a1a1a",
    "hatch.linewidth": 1.2,
}


def texte_du_graphique(mois: tuple[MoisPaye, ...]) -> str:
    """What the chart shows, in words: for who cannot see it."""
    ecarts = [mois_francais(un.mois) for un in mois if un.trop_percu or un.complement]
    reclames = [mois_francais(un.mois) for un in mois if un.reclame]
    dit = f"Allocation versée et allocation due de {mois_francais(mois[0].mois)} à {mois_francais(mois[-1].mois)}."
    dit += f" Elles diffèrent en {', '.join(ecarts)}." if ecarts else " Elles sont égales chaque mois."
    if reclames:
        dit += f" Une somme est réclamée pour {', '.join(reclames)}."
    return f"{dit} Les montants sont dans la table qui suit."


def graphique(mois: tuple[MoisPaye, ...], etroit: bool = False) -> str:
    """The chart as an ``<svg>`` element that needs nothing outside it.

    Args:
        mois: the months, in order.
        etroit: months down the page, for a narrow screen; else months across it.
    """
    with matplotlib.rc_context(STYLE):
        figure = _tracer(mois, etroit)
        sortie = io.StringIO()
        FigureCanvasSVG(figure).print_svg(sortie, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return dans_la_page(sortie.getvalue(), "etroit" if etroit else "large", texte_du_graphique(mois))


def _tracer(mois: tuple[MoisPaye, ...], etroit: bool) -> Figure:
    nombre = len(mois)
    figure = Figure(figsize=(3.5, 1.1 + 0.42 * nombre) if etroit else (7.4, 3.3), layout="constrained")
    axes = figure.add_subplot()
    tracer = axes.barh if etroit else axes.bar
    epaisseur = "height" if etroit else "width"
    series = (
        (-0.2, [un.versee for un in mois], {"color": VERSE}),
        (0.2, [un.due for un in mois], {"color": DU, "hatch": "///", "edgecolor": "#8a5a10", "linewidth": 0.6}),
    )
    for decalage, montants, style in series:
        tracer([rang + decalage for rang in range(nombre)], montants, **{epaisseur: 0.38}, **style)
    reclames = [(rang, un) for rang, un in enumerate(mois) if un.reclame]
    for rang, un in reclames:
        # What is claimed, at the top of what was paid: that is where the operator would take it.
        base = max(un.versee - un.reclame, 0.0)
        for trait in ({"edgecolor": "white", "linewidth": 4.0}, {"edgecolor": RECLAME, "linewidth": 1.8}):
            tracer([rang - 0.2], [un.reclame], **{epaisseur: 0.38, "left" if etroit else "bottom": base}, facecolor="none", **trait)
    legende = [
        Patch(facecolor=VERSE, label="Versé"),
        Patch(facecolor=DU, hatch="///", edgecolor="#8a5a10", label="Dû"),
    ]
    if reclames:
        legende.append(Patch(facecolor="none", edgecolor=RECLAME, linewidth=1.8, label="Réclamé"))
    figure.legend(handles=legende, loc="outside upper left", ncols=3, frameon=False)
    noms = [mois_francais(un.mois) for un in mois]
    montants_francais = matplotlib.ticker.FuncFormatter(lambda valeur, _: f"{valeur:,.0f}".replace(",", "\u202f"))
    if etroit:
        axes.set_yticks(range(nombre), noms)
        axes.invert_yaxis()
        axes.xaxis.set_major_formatter(montants_francais)
        axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(4))
        axes.set_xlabel("Euros nets")
        axes.grid(axis="x", color="#d0d0d0", linewidth=0.6)
    else:
        # Never more than a dozen names across the page: they would run into one another.
        pas = -(-nombre // 14)
        axes.set_xticks(range(0, nombre, pas), noms[::pas], rotation=45, ha="right", rotation_mode="anchor")
        axes.yaxis.set_major_formatter(montants_francais)
        axes.set_ylabel("Euros nets")
        axes.grid(axis="y", color="#d0d0d0", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def dans_la_page(svg: str, nom: str, texte: str) -> str:
    """The bare element: no prologue, no metadata, names of its own, a size that follows the page, and words."""
    svg = svg[svg.index("<svg") :].strip()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{nom}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{nom}-\1)", svg)
    svg = re.sub(r'xlink:href="#([^"]+)"', rf'href="#{nom}-\1"', svg)
    svg = re.sub(r'\s+xmlns:xlink="[^"]*"', "", svg)
    ouverture, suite = svg.split(">", 1)
    ouverture = re.sub(r'\s(width|height)="[^"]*"', "", ouverture)
    titre = f'<title id="{nom}-titre">{texte}</title>'
    return f'{ouverture} class="graphique {nom}" role="img" aria-labelledby="{nom}-titre">{titre}{suite}'
