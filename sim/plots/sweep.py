"""Figures of many runs: fan charts, spaghetti, phase diagrams."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.errors import TarpeiaError, nearest
from sim.experiments.results import SweepResult
from sim.plots import style, text
from sim.plots.many_runs import LOOKS, titled
from sim.runs.summary import in_words

MOST_LINES: Final = 200
BANDS: Final = ((5.0, 95.0, 0.16), (25.0, 75.0, 0.30))


def worlds(result: SweepResult, series: str) -> dict[str, tuple[NDArray[Any], NDArray[np.float64]]]:
    """Return a series by point and plan: days (days,), and values float64 (replicates, days).

    Raises
    ------
    TarpeiaError
        When the sweep has not kept the series.
    """
    kept = result.sweep.settings.series if result.sweep.settings.series_step else ()
    if series not in kept:
        raise TarpeiaError(f"--series: '{series}' was not kept, {nearest(series, kept)}")
    found = {}
    groups: Any = result.series.groupby(["plan", "point"], sort=True)
    for (plan, point), rows in groups:
        table = rows.pivot_table(index="replicate", columns="day", values=series)
        found[label_of(result, str(plan), int(point))] = (
            table.columns.to_numpy(),
            table.to_numpy(dtype=np.float64),
        )
    return found


def label_of(result: SweepResult, plan: str, point: int) -> str:
    """Return what a group of worlds is called: its plan and what is varied."""
    held = result.sweep.points[point]
    parts = [plan] if plan else []
    if len(result.sweep.points) > 1:
        parts += [
            f"{name.partition('.')[2] or name} {value:g}"
            if isinstance(value, float)
            else f"{name.partition('.')[2] or name} {value}"
            for name, value in list(held.items())[:3]
        ]
    return ", ".join(parts) or "all worlds"


def fan_chart(days: NDArray[Any], values: NDArray[np.float64], ax: Axes, look: int = 0) -> Axes:
    """Draw the median and the 50 and 90 % bands of many worlds.

    Parameters
    ----------
    days : int (days,)
    values : float64 (worlds, days)
    ax : Axes
    look : int
        Place in ``LOOKS``.
    """
    color, dash = LOOKS[look % len(LOOKS)]
    for low, high, alpha in BANDS:
        ends = np.nanpercentile(values, [low, high], axis=0)
        ax.fill_between(days, ends[0], ends[1], color=color, alpha=alpha, linewidth=0)
    ax.plot(days, np.nanmedian(values, axis=0), color=color, linestyle=dash)
    return ax


def spaghetti(days: NDArray[Any], values: NDArray[np.float64], ax: Axes, look: int = 0) -> Axes:
    """Draw world by world, at most ``MOST_LINES`` of them, and the median over them."""
    color, dash = LOOKS[look % len(LOOKS)]
    thin = values[:: max(1, -(-len(values) // MOST_LINES))]
    ax.plot(days, thin.T, color=color, alpha=min(0.6, 8.0 / len(thin) + 0.06), linewidth=0.7)
    ax.plot(days, np.nanmedian(values, axis=0), color=style.INK, linestyle=dash, linewidth=2.0)
    return ax


def worlds_page(result: SweepResult, series: str, kind: str) -> Figure:
    """Return fan charts or spaghetti of a series, a panel a group of worlds, on one scale."""
    groups = worlds(result, series)
    most = 12
    shown = list(groups.items())[:most]
    columns = min(3, len(shown))
    rows = -(-len(shown) // columns)
    figure = style.new_figure(4.3 * columns + 0.6, 2.9 * rows + 1.5)
    grid = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False)
    draw = fan_chart if kind == "fan" else spaghetti
    for k, axes in enumerate(grid.ravel()):
        if k >= len(shown):
            axes.set_visible(False)
            continue
        label, (days, values) = shown[k]
        draw(days, values, axes, k if len(shown) <= len(LOOKS) else 0)
        axes.set_title(text.fitted(label, 4.0, text.BODY), fontsize=text.BODY)
        if k % columns == 0:
            axes.set_ylabel(series.replace("_", " "))
        if k >= len(shown) - columns:
            axes.set_xlabel("day")
    how = "median, 50 and 90 % of worlds" if kind == "fan" else "every world, and the median"
    more = f"; the first {most} of {len(groups)}" if len(groups) > most else ""
    titled(figure, result, f"{series.replace('_', ' ')}: {how}{more}")
    return figure


def phase_page(result: SweepResult, outcome: str) -> Figure:
    """Return the phase diagram of two factors: mean of an outcome, and its spread over replicates.

    Raises
    ------
    TarpeiaError
        When the sweep does not vary two things on a grid.
    """
    names, table, spread = phase_table(result, outcome)
    figure = style.new_figure(12.4, 5.6)
    pair = figure.subplots(1, 2)
    for axes, data, words in zip(
        pair, (table, spread), ("mean", "spread (sd) over replicates"), strict=True
    ):
        x, y = data.columns.to_list(), data.index.to_list()
        image = axes.imshow(data.to_numpy(), origin="lower", aspect="auto", cmap="cividis")
        axes.set_xticks(range(len(x)), [_tick(value) for value in x])
        axes.set_yticks(range(len(y)), [_tick(value) for value in y])
        axes.set_xlabel(names[0])
        axes.set_ylabel(names[1])
        axes.set_title(words, fontsize=text.BODY)
        if data.size <= 150:
            _cells(axes, data.to_numpy(), image)
        figure.colorbar(image, ax=axes, fraction=0.05, format=FuncFormatter(text.brief))
    titled(figure, result, in_words(outcome))
    figure.subplots_adjust(wspace=0.35, right=0.94)
    return figure


def phase_table(result: SweepResult, outcome: str) -> tuple[tuple[str, str], Any, Any]:
    """Return the names of two factors, and tables of mean and standard deviation (y by x).

    Raises
    ------
    TarpeiaError
        When the sweep does not vary exactly two things, or has no such outcome.
    """
    names = result.sweep.factors
    if len(names) != 2:
        raise TarpeiaError(
            f"phase: the sweep varies {len(names)} things, a phase diagram needs two, on a grid"
        )
    if outcome not in {one.name for one in result.sweep.outcomes}:
        raise TarpeiaError(f"--outcome: {outcome}: not among the outcomes of this sweep")
    cells = result.runs.pivot_table(
        index=names[1], columns=names[0], values=outcome, aggfunc=["mean", "std"]
    )
    return (names[0], names[1]), cells["mean"], cells["std"]


def _tick(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _cells(axes: Axes, data: NDArray[np.float64], image: Any) -> None:
    """Write each cell's number into it, in ink that is seen."""
    middle = float(np.nanmean([np.nanmin(data), np.nanmax(data)]))
    for (row, column), value in np.ndenumerate(data):
        if np.isfinite(value):
            ink = "white" if value < middle else "black"
            axes.text(
                column, row, text.brief(value), ha="center", va="center", color=ink, fontsize=8
            )
