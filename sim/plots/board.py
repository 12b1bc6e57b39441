"""The figure of a comparison: one that a board could read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.experiments.compare import Comparison
from sim.experiments.verdicts import Verdict, less_is_better
from sim.plots import style, text
from sim.plots.many_runs import LOOKS, titled
from sim.runs.summary import in_words

ROW: Final = 0.62
FIXED: Final = "FIXED PARAMETERS: what is not known about them is left out"


def board(comparison: Comparison, outcome: str) -> Figure:
    """Return one page: how much better each plan is than doing nothing, and how surely.

    Left the difference in every world, its mean and 90 % interval; right, in words, in how many
    worlds a plan is best, its worst tenth, and its regret.
    """
    nothing, *rows = comparison.verdicts[outcome]
    values = comparison.values(outcome)
    figure = style.new_figure(12.4, 2.9 + ROW * (len(rows) + 1))
    axes = figure.subplots()
    axes.axvline(0.0, color=style.INK, linewidth=1.0)
    for k, verdict in enumerate(rows):
        _row(axes, k, verdict, (values[verdict.plan] - values[nothing.plan]).ravel())
    axes.plot(0.0, len(rows), marker="o", color=style.INK, markersize=6)
    shown = [*rows, nothing]
    axes.set_yticks(range(len(shown)), [text.fitted(v.plan, 2.05, text.BODY) for v in shown])
    axes.set_ylim(len(rows) + 0.5, -0.6)
    axes.set_xlabel(f"difference from no action: {in_words(outcome)}")
    way = "less is better" if less_is_better(outcome) else "more is better"
    told = (
        f"{comparison.worlds:,} worlds, each with all plans and the same luck; {way}. "
        "Dots: worlds. Band: nine in ten. Diamond and bar: mean and 90 % interval."
    )
    titled(figure, comparison.result, told, FIXED if comparison.fixed else "")
    figure.subplots_adjust(left=2.3 / 12.4, right=0.62)
    _words(figure, axes, shown)
    return figure


def _row(axes: Axes, k: int, verdict: Verdict, difference: NDArray[np.float64]) -> None:
    """Draw one plan: a dot a world, the band of nine worlds in ten, the mean and its interval."""
    color, _ = LOOKS[k % len(LOOKS)]
    seen = difference[np.isfinite(difference)]
    spread = 0.26 * ((np.arange(len(seen)) * 0.618034) % 1.0 - 0.5)  # apart, without luck
    axes.scatter(seen, k + 0.2 + spread, s=7, color=color, alpha=0.35, linewidths=0)
    low, high = np.percentile(seen, [5, 95])
    axes.plot([low, high], [k - 0.13, k - 0.13], color=color, linewidth=7, alpha=0.25)
    axes.plot([verdict.low, verdict.high], [k - 0.13, k - 0.13], color=color, linewidth=3)
    axes.plot(verdict.difference, k - 0.13, marker="D", color=color, markersize=7)


def _words(figure: Figure, axes: Axes, shown: Sequence[Verdict]) -> None:
    """Write beside each plan what a board asks: how often best, how bad at worst, what regret."""
    box = axes.get_position()
    low, high = axes.get_ylim()
    columns = (
        ("best in", 0.64),
        ("worst tenth", 0.74),
        ("regret", 0.83),
        ("sd: luck | unknown", 0.885),
    )
    for name, x in columns:
        figure.text(x, box.y1 + 0.015, name, fontsize=text.SMALL, color=style.GREY)
    for k, verdict in enumerate(shown):
        y = box.y0 + (low - k) / (low - high) * (box.y1 - box.y0)
        apart = "" if verdict is shown[-1] else f"{verdict.luck:.2g} | {verdict.ignorance:.2g}"
        cells = (
            f"{100 * verdict.best:.0f} % of worlds",
            text.brief(verdict.worst),
            f"{verdict.regret:.2g}",
            apart.replace("nan", "-"),
        )
        for (_, x), cell in zip(columns, cells, strict=True):
            figure.text(x, y, cell, fontsize=text.BODY, va="center")
