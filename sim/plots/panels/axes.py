"""What the axes of every panel share: days along them, a second axes below, scales."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib import dates as mdates
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator
from mpl_toolkits.axes_grid1 import make_axes_locatable  # type: ignore[import-untyped]

from sim.plots import style, text
from sim.plots.days import Floats, edges_of, widened


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


def width_in(ax: Axes) -> float:
    """Return the width of an axes in inches."""
    return float(ax.get_position().width * ax.get_figure(root=True).get_size_inches()[0])  # type: ignore[union-attr]


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
            each.grid(axis="x", color=style.PALE, linewidth=0.6)
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
