"""Figures of sensitivity: bars of indices with their intervals, an outcome a panel."""

from __future__ import annotations

from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim import plots_style as ps
from sim import plots_text as pt
from sim.experiments.sensitivity import Index, Sensitivity
from sim.plots_sweep import head
from sim.words import in_words

MOST: Final = 12


def indices_page(found: Sensitivity) -> Figure:
    """Return a page with a panel an outcome: Sobol's first and total, or Morris's effects."""
    shown = [(name, rows[:MOST]) for name, rows in found.indices.items() if rows]
    columns = min(2, max(1, len(shown)))
    rows = max(1, -(-len(shown) // columns))
    most = max((len(bars) for _, bars in shown), default=1)
    figure = ps.new_figure(6.4 * columns, (0.9 + 0.32 * most) * rows + 1.7)
    grid = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes in grid[len(shown) :]:
        axes.set_visible(False)
    for axes, (name, bars) in zip(grid, shown, strict=False):
        _bars(axes, bars, found.method)
        axes.set_title(pt.fitted(in_words(name), 5.2, pt.BODY), fontsize=pt.BODY)
    sobol = "share of the variance: alone (dark) and with interactions (light), 95 % intervals"
    morris = "mean absolute effect over the range, 95 % interval; ring: spread of the effects"
    head(figure, found.result, sobol if found.method == "sobol" else morris)
    width = figure.get_size_inches()[0]
    figure.subplots_adjust(left=2.2 / width, wspace=2.6 / 6.4, hspace=0.45)
    return figure


def _bars(axes: Axes, bars: list[Index], method: str) -> None:
    """Draw the indices of one outcome, the largest on top."""
    places = np.arange(len(bars))
    total = [max(0.0, bar.total) for bar in bars]
    half = [bar.total_half for bar in bars]
    axes.barh(places, total, xerr=half, color=ps.SKY, ecolor=ps.GREY, height=0.7)
    if method == "sobol":
        first = [max(0.0, bar.first) for bar in bars]
        axes.barh(places, first, color=ps.BLUE, height=0.36)
        axes.set_xlim(0.0, max(1.0, *(t + h for t, h in zip(total, half, strict=True))))
    else:
        axes.plot([bar.spread for bar in bars], places, "o", mfc="none", mec=ps.VERMILION)
    axes.set_yticks(places, [pt.fitted(bar.name, 2.0, pt.SMALL) for bar in bars])
    axes.invert_yaxis()
