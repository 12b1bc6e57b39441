"""The panel of the camps: fans, the silent, resisters and anti-fans as shares of the crowd."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.plots import days, style, text
from sim.plots.panels import axes
from sim.plots.panels.heading import head

# Fan circle and the rest, from the bottom of the stack to its top: series, colour, hatch.
CAMPS: Final = (
    ("fan circle", style.BLUE, None, None),
    ("other fans", style.SKY, None, None),
    ("silent", "#F1F1F1", None, None),
    ("resisters", style.PURPLE, "----", "#7A3B5B"),
    ("anti-fans", style.VERMILION, "////", "#FFE3CF"),
)
# The scale of the camps is cut where all are silent, if that is at least this share of it.
CUT_WORTH: Final = 0.35
CUT_HEIGHT: Final = 0.12


def camps(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw the camps as shares of the crowd, stacked, over the days.

    Fans stand on the bottom, anti-fans hang from the top, the silent are between. Where nearly
    all are silent, the scale is cut between both, marked, and equal above and below the cut.

    Parameters
    ----------
    frame : DataFrame (days, series)
        The daily series of a run, indexed by date.
    ax : Axes, optional
        Without one a figure of its own is made.
    raised : float
        Inches left free between the axes and what is written above it, for flags.
    """
    with style.style():
        ax = style.axes_for(ax)
        x = days.days_of(frame)
        crowd = days.crowd(frame)
        circle = days.values(frame, "fan_circle")
        resisters = days.values(frame, "resisters")
        sizes = (
            circle,
            days.values(frame, "fans") - circle,
            days.values(frame, "silent") - resisters,
            resisters,
            days.values(frame, "anti_fans"),
        )
        tops = np.cumsum(np.stack(sizes) / crowd, axis=0)
        bottom = np.zeros(len(x))
        key = []
        for (name, colour, hatch, hatch_colour), top in zip(CAMPS, tops, strict=True):
            axes.area(
                ax,
                x,
                bottom,
                top,
                facecolor=colour,
                hatch=hatch,
                edgecolor=hatch_colour or colour,
                label=name,
            )
            bottom = top
            patch = Patch(facecolor=colour, hatch=hatch, edgecolor=hatch_colour or style.GREY)
            patch.set_linewidth(0.4)
            key.append((patch, name))
        ax.set_ylim(0, 1)
        ax.set_ylabel("share of the crowd")
        _cut(ax, float(tops[1].max()), float(tops[2].min()))
        fans = tops[1]
        against = days.values(frame, "anti_fans") / crowd
        title = f"Camps: fans reach {text.share(fans.max())} ({days.when_highest(x, fans)}), "
        title += f"anti-fans {text.share(against.max())}"
        note = "fans stand on the bottom, anti-fans hang from the top, the silent are between"
        head(ax, title, key, note, raised)
        return axes.finish(ax, x)


def _cut(ax: Axes, fans: float, quiet_top: float) -> None:
    """Cut the scale of the camps between the highest fans and the lowest that hangs above."""
    low = axes.round_up(max(1.06 * fans, 0.02))
    high = 1 - axes.round_up(max(1.06 * (1 - quiet_top), 0.02))
    if high - low < CUT_WORTH:
        ax.yaxis.set_major_locator(MaxNLocator(5))
        ax.yaxis.set_major_formatter(FuncFormatter(text.share))
        return
    scale = (1 - CUT_HEIGHT) / (low + 1 - high)
    shown = np.array([0.0, low * scale, low * scale + CUT_HEIGHT, 1.0])
    meant = np.array([0.0, low, high, 1.0])

    def forward(y: Any) -> Any:
        return np.interp(y, meant, shown)

    def back(y: Any) -> Any:
        return np.interp(y, shown, meant)

    ax.set_yscale("function", functions=(forward, back))
    ax.set_ylim(0, 1)
    step = axes.round_up((low + 1 - high) / 6, (1, 2, 5))
    up = np.arange(0, low + step / 9, step)
    down = 1 - np.arange(0, 1 - high + step / 9, step)
    ticks = [*up, *down[::-1]]
    ax.set_yticks(ticks, [text.share(t) for t in ticks], minor=False)
    ax.minorticks_off()
    for edge in (low, high):
        ax.axhline(edge, color="white", linewidth=2.4, zorder=2.5)
        ax.axhline(edge, color=style.GREY, linewidth=0.8, linestyle=(0, (2, 2)), zorder=2.6)
    ax.text(
        0.5,
        (shown[1] + shown[2]) / 2,
        f"silent; scale cut from {text.share(low)} to {text.share(high)}",
        transform=ax.transAxes,
        ha="center",
        va="center",
        fontsize=text.SMALL,
        color=style.GREY,
        gid="cut",
        zorder=6,
    )
