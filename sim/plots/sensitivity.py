"""Figures of sensitivity: bars of indices with their intervals, an outcome a panel."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.experiments.indices import Index
from sim.experiments.sensitivity import Sensitivity
from sim.plots import style, text
from sim.plots.many_runs import titled
from sim.runs.summary import in_words

MOST: Final = 12


def indices_page(found: Sensitivity) -> Figure:
    """Return a page with a panel an outcome: Sobol's first and total, or Morris's effects."""
    shown = [(name, rows[:MOST]) for name, rows in found.indices.items() if rows]
    columns = min(2, max(1, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    most = max((len(bars) for _, bars in shown), default=1)
    figure = style.new_figure(6.4 * columns, (0.9 + 0.32 * most) * rows + 1.7)
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in grid[len(shown) :]:
        axes.set_visible(False)
    for axes, (name, bars) in zip(grid, shown, strict=False):
        _bars(axes, bars, found.method)
        axes.set_title(text.fitted(in_words(name), 5.2, text.BODY), fontsize=text.BODY)
    sobol = "share of the variance: alone (dark) and with interactions (light), 95 % intervals"
    morris = "mean absolute effect over the range, 95 % interval; ring: spread of the effects"
    titled(figure, found.result, sobol if found.method == "sobol" else morris)
    width = figure.get_size_inches()[0]
    figure.subplots_adjust(left=2.2 / width, wspace=2.6 / 6.4, hspace=0.45)
    return figure


def _bars(axes: Axes, bars: list[Index], method: str) -> None:
    """Draw the indices of one outcome, the largest on top."""
    places = np.arange(len(bars))
    total = [max(0.0, bar.total) for bar in bars]
    half = [bar.total_half for bar in bars]
    axes.barh(places, total, xerr=half, color=style.SKY, ecolor=style.GREY, height=0.7)
    if method == "sobol":
        first = [max(0.0, bar.first) for bar in bars]
        axes.barh(places, first, color=style.BLUE, height=0.36)
        axes.set_xlim(0.0, max(1.0, *(t + h for t, h in zip(total, half, strict=True))))
    else:
        axes.plot([bar.spread for bar in bars], places, "o", mfc="none", mec=style.VERMILION)
    axes.set_yticks(places, [text.fitted(bar.name, 2.0, text.SMALL) for bar in bars])
    axes.invert_yaxis()
