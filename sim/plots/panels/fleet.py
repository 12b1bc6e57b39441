"""The panel of the fleet, with its accidents and disputes below it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.plots import days, style, text
from sim.plots.panels import axes
from sim.plots.panels.heading import head

# Rows of incidents from the bottom: series, marker, colour, edge.
INCIDENT_LOOK: Final = (
    ("disputes", "o", style.ORANGE, "#7A5500"),
    ("accidents", "^", style.VERMILION, "#7A3600"),
)


def fleet(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw the fleet (units), and below it accidents and disputes as they happen and come out.

    Hollow markers stand where something happened, known or not; filled ones where it became
    public. A marker's area grows with how many there are in its day or week.

    Parameters
    ----------
    frame : DataFrame (days, series)
    ax : Axes, optional
        Without one a figure of its own is made.
    raised : float
        Inches left free between the axes and what is written above it.
    """
    with style.style():
        ax = style.axes_for(ax)
        x = days.days_of(frame)
        units = days.values(frame, "fleet")
        axes.area(ax, x, np.zeros(len(x)), units, facecolor="#EDEDED")
        curve = axes.line(ax, x, units, color=style.BLACK, label="fleet")
        ax.set_ylim(0, 1.1 * max(float(units.max()), 1.0))
        if units.any():
            ax.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        else:
            ax.set_yticks([0])
        ax.yaxis.set_major_formatter(FuncFormatter(text.brief))
        ax.set_ylabel("units in use")
        strip = axes.below(ax, "62%")
        _incidents(strip, frame, x, axes.width_in(ax))
        key: list[tuple[Any, str]] = [
            (curve, "fleet"),
            (_key_marker("white"), "happened, known or not"),
            (_key_marker(style.GREY), "became public"),
        ]
        public = [
            text.counted(days.values(frame, f"{kind}_public").sum(), kind[:-1], kind)
            for kind in ("accidents", "disputes")
        ]
        title = f"Fleet: {text.brief(units.max())} units at most; public: {', '.join(public)}"
        _, bar, _ = days.bin_days(len(x))
        head(ax, title, key, f"each marker sums {bar}; a larger one, more of them", raised)
        return axes.finish(ax, x, strip)


def _incidents(strip: Axes, frame: days.Frame, x: days.Floats, width_in: float) -> None:
    """Draw a row of markers for disputes and one for accidents, on axes ``width_in`` inches wide.

    In each row those that happened stand above those that became public.
    """
    bar, _, _ = days.bin_days(len(x))
    room = 0.95 * 72 * width_in * bar / max(len(x), bar)
    edges = days.bin_edges(x, bar)
    middle = (edges[:-1] + edges[1:]) / 2
    starts = np.arange(0, len(x), bar)
    for row, (kind, marker, colour, edge) in enumerate(INCIDENT_LOOK):
        for public, offset in ((False, 0.23), (True, -0.23)):
            each = days.values(frame, kind + ("_public" if public else ""))
            number = np.add.reduceat(each, starts)
            some = number > 0
            strip.scatter(
                middle[some],
                np.full(int(some.sum()), row + offset),
                marker=marker,
                s=_areas(number[some], room),
                facecolors=colour if public else "white",
                edgecolors=edge,
                linewidths=0.7,
                label=kind + (" public" if public else ""),
                zorder=3,
            )
        if not any(days.values(frame, name).any() for name in (kind, f"{kind}_public")):
            strip.text(
                0.5,
                row,
                f"no {kind}",
                transform=strip.get_yaxis_transform(),
                ha="center",
                va="center",
                fontsize=text.SMALL,
                color=style.GREY,
            )
    strip.set_ylim(-0.6, 1.6)
    strip.set_yticks([0, 1], ["disputes", "accidents"])
    strip.tick_params(axis="y", length=0)
    strip.axhline(0.5, color=style.PALE, linewidth=0.8)


def _areas(number: days.Floats, room: float) -> days.Floats:
    """Return the areas of markers for so many incidents each, none wider than ``room`` points."""
    largest = min(max(room, 4.5), 9.0) ** 2
    least = min(18.0, 0.5 * largest)
    most = max(float(number.max(initial=1.0)), 5.0)
    return least + (largest - least) * (number - 1) / (most - 1)


def _key_marker(face: str) -> Line2D:
    """Return the marker of an incident for the key."""
    return Line2D(
        [0, 1],
        [0, 0],
        linestyle="",
        marker="^",
        markersize=6,
        markerfacecolor=face,
        markeredgecolor=style.INK,
        markeredgewidth=0.8,
    )
