"""Colours, days, axes and titles of the figures: what every panel shares.

Colours are Okabe and Ito's; no pair of them is told apart by red against green, and each comes
with a line style, a hatch or a marker of its own, so that a figure also reads in grey.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib import dates as mdates
from matplotlib import rc_context
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator
from matplotlib.transforms import ScaledTranslation
from mpl_toolkits.axes_grid1 import make_axes_locatable  # type: ignore[import-untyped]

from sim.plots import text

if TYPE_CHECKING:
    pass
from sim.plots.days import Floats, edges_of, widened

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

# Space above a panel for its title and two lines, its key and a note, in inches; points a line.
HEAD_ROOM: Final = 0.74
KEY_LINE: Final = 13.5
# Length of a key's handle, in letters.
HANDLE: Final = 1.7


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


# Days -------------------------------------------------------------------------------------------


def area(ax: Axes, x: Floats, low: Floats, high: Floats, **look: Any) -> None:
    """Fill between two daily series: in steps a day wide, or point to point when days are many."""
    if len(x) <= 400:
        ax.stairs(high, edges_of(x), baseline=low, fill=True, linewidth=0, **look)
    else:
        ax.fill_between(x, low, high, linewidth=0, **look)


def line(ax: Axes, x: Floats, y: Floats, **look: Any) -> Artist:
    """Draw a daily series as a line."""
    return ax.plot(*widened(x, y), **look)[0]


def date_axis(ax: Axes, x: Floats, width: float) -> None:
    """Give ``ax`` dates below it, for ``width`` inches, from the first day to the last."""
    ax.set_xlim(x[0] - 0.5, x[-1] + 0.5)
    if len(x) <= 4:
        ax.set_xticks(x, [text.day_name(day) for day in x])
        return
    locator = mdates.AutoDateLocator(minticks=3, maxticks=max(4, int(width / 0.8)))
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(_Dates(locator))


class _Dates(mdates.ConciseDateFormatter):
    """Matplotlib's concise dates; the first names the year when none else does."""

    def __init__(self, locator: mdates.AutoDateLocator) -> None:
        days = ["%Y", "%b", "%d %b", "%d %b", "%H:%M", "%S.%f"]
        super().__init__(  # type: ignore[no-untyped-call]
            locator, formats=days, zero_formats=["", *days[:-1]], show_offset=False
        )

    def format_ticks(self, values: Any) -> list[str]:
        """Return a label for each tick."""
        concise = super().format_ticks(values)  # type: ignore[no-untyped-call]
        labels = [label.lstrip("0") for label in concise]
        years = [mdates.num2date(value).year for value in values]
        if labels and not any(
            str(year) in label for year, label in zip(years, labels, strict=True)
        ):
            labels[0] += f" {years[0]}"
        return labels


# Title and key ----------------------------------------------------------------------------------


def _rows(labels: Sequence[str], width: float) -> tuple[int, float]:
    """Return in how many rows a key of these labels fits, and the letters between its columns."""
    size = text.SMALL + 0.5
    one = [text.width_of(label, size) + (HANDLE + 0.5) * size / 72 for label in labels]
    for rows in range(1, len(one)):
        columns = math.ceil(len(one) / rows)
        gap = 1.2 if rows == 1 else 0.7
        wide = sum(max(one[c * rows : (c + 1) * rows], default=0.0) for c in range(columns))
        if wide + (columns - 1) * gap * size / 72 <= width:
            return rows, gap
    return len(one), 1.2


def width_in(ax: Axes) -> float:
    """Return the width of an axes in inches."""
    return float(ax.get_position().width * ax.get_figure(root=True).get_size_inches()[0])  # type: ignore[union-attr]


def head(
    ax: Axes, title: str, key: Sequence[tuple[Any, str]], note: str, raised: float = 0.0
) -> None:
    """Write the title, below it the key, and below that a note, all above the axes.

    Nothing of it can hide data, and all of it keeps to the width of the axes. A key of two rows
    takes the place of the note. ``raised`` is the room left free below it all, in inches.
    """
    width = width_in(ax)
    figure = ax.get_figure(root=True)
    assert figure is not None
    points = 72 * raised + 4
    rows, gap = _rows([label for _, label in key], width)
    if rows == 1:
        ax.annotate(
            text.fitted(note, width, text.SMALL, clauses=True),
            (0, 1),
            (0, points),
            xycoords="axes fraction",
            textcoords="offset points",
            fontsize=text.SMALL,
            color=GREY,
            va="bottom",
            gid="note",
            annotation_clip=False,
        )
        points += KEY_LINE
    ax.legend(
        [handle for handle, _ in key],
        [label for _, label in key],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        bbox_transform=ax.transAxes + ScaledTranslation(0, points / 72, figure.dpi_scale_trans),
        ncols=math.ceil(len(key) / rows),
        frameon=False,
        borderpad=0,
        borderaxespad=0,
        handlelength=HANDLE,
        handletextpad=0.5,
        columnspacing=gap,
        labelspacing=0.25,
    )
    points += rows * KEY_LINE + 2
    ax.set_title(text.fitted(title, width, text.HEAD, "bold", clauses=True), loc="left", pad=points)


def finish(ax: Axes, x: Floats, below: Axes | None = None) -> Axes:
    """Put dates below the lowest axes and hide them above it."""
    date_axis(ax, x, width_in(ax))
    if below is not None:
        ax.tick_params(axis="x", labelbottom=False, length=0)
        date_axis(below, x, width_in(ax))
    for each in (ax, below):
        if each is not None:
            each.spines[["top", "right"]].set_visible(False)
            each.tick_params(labelsize=text.SMALL + 0.5)
            each.yaxis.set_label_coords(-0.6 / width_in(ax), 0.5)
            each.grid(axis="x", color=PALE, linewidth=0.6)
            each.set_axisbelow(True)
    return ax


def below(ax: Axes, size: str, gap: float = 0.07) -> Axes:
    """Return a second axes in the lower part of the place of ``ax``, on the same dates."""
    return make_axes_locatable(ax).append_axes("bottom", size=size, pad=gap, sharex=ax)  # type: ignore[no-any-return]


def round_up(value: float, steps: tuple[float, ...] = (1, 2, 3, 4, 5, 6, 8)) -> float:
    """Return the next of the steps, which begin with 1, times a power of ten."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(next(m * power for m in (*steps, 10) if m * power >= value * 0.9999))


def round_down(value: float) -> float:
    """Return the last of 1, 1.5, 2, 3, 4, 5, 6, 8 times a power of ten not above the value."""
    power = 10.0 ** np.floor(np.log10(value))
    steps = (8, 6, 5, 4, 3, 2, 1.5, 1)
    return float(next(m * power for m in steps if m * power <= value * 1.0001))


def both_ways(ax: Axes, above: float, beneath: float) -> None:
    """Scale an axes whose bars go up and down, with room for both and no sign on the ticks."""
    room = max(above, beneath, 1e-9)
    if above == 0 and beneath == 0:
        room = above = beneath = 1.0
    ax.set_ylim(-1.1 * max(beneath, 0.15 * room), 1.1 * max(above, 0.15 * room))
    ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(FuncFormatter(text.apart))
