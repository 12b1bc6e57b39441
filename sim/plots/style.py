"""Colours and fonts of the figures, and the empty figure that they begin with.

Colours are Okabe and Ito's; no pair of them is told apart by red against green, and each comes
with a line style, a hatch or a marker of its own, so that a figure also reads in grey.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Final

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from sim.plots import text

BLACK: Final = "#000000"
ORANGE: Final = "#E69F00"
SKY: Final = "#56B4E9"
GREEN: Final = "#009E73"
BLUE: Final = "#0072B2"
VERMILION: Final = "#D55E00"
PURPLE: Final = "#CC79A7"
INK: Final = "#1A1A1A"
GREY: Final = "#595959"
PALE: Final = "#E3E3E3"

# Inches: the margins of a page, and a line of small text on it.
MARGIN: Final = 0.40
LINE: Final = 0.175


def style() -> AbstractContextManager[None]:
    """Return the context in which figures are made and saved; nothing is changed outside it."""
    return rc_context(
        {
            "font.family": list(text.families()),
            "font.size": text.BODY,
            "text.color": INK,
            "text.parse_math": False,
            "axes.edgecolor": GREY,
            "axes.labelcolor": INK,
            "axes.labelsize": text.SMALL + 0.5,
            "axes.linewidth": 0.8,
            "axes.spines.right": False,
            "axes.spines.top": False,
            "axes.titlecolor": INK,
            "axes.titlelocation": "left",
            "axes.titlesize": text.HEAD,
            "axes.titleweight": "bold",
            "hatch.linewidth": 0.7,
            "legend.fontsize": text.SMALL + 0.5,
            "lines.linewidth": 1.8,
            "xtick.color": GREY,
            "xtick.labelcolor": INK,
            "xtick.labelsize": text.SMALL + 0.5,
            "ytick.color": GREY,
            "ytick.labelcolor": INK,
            "ytick.labelsize": text.SMALL + 0.5,
            "svg.fonttype": "path",
            "svg.hashsalt": "tarpeia",
        }
    )


def new_figure(width: float, height: float) -> Figure:
    """Return an empty white figure of so many inches, drawn by Agg, unknown to pyplot."""
    figure = Figure(figsize=(width, height), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def axes_for(ax: Axes | None) -> Axes:
    """Return ``ax``, or the only axes of a new figure of 10 x 4.5 inches."""
    if ax is not None:
        return ax
    return new_figure(10, 4.5).add_axes((0.09, 0.12, 0.86, 0.70))
