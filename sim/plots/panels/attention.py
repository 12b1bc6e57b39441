"""The panel of attention, with the good and the bad stories of each day."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.plots import days, style, text
from sim.plots.panels import axes
from sim.plots.panels.heading import head


def attention(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw attention (an area) with the stories a day, good ones up and bad ones down.

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
        level = days.values(frame, "attention")
        good, bad = days.values(frame, "stories_good"), days.values(frame, "stories_bad")
        width, _, mean = days.bin_days(len(x))
        edges = days.bin_edges(x, width)
        thin = 1.0 if len(x) <= 1000 else 0.5
        axes.area(ax, x, np.zeros(len(x)), level, facecolor="#FBE3B0", label="attention")
        axes.line(ax, x, level, color=style.ORANGE, linewidth=thin, drawstyle="steps-mid")
        up: dict[str, Any] = {"facecolor": style.BLUE, "edgecolor": "white", "linewidth": 0.3}
        down: dict[str, Any] = {
            "facecolor": style.VERMILION,
            "edgecolor": "#FFE3CF",
            "hatch": "////",
        }
        ax.stairs(days.binned(good, width), edges, fill=True, label="good stories", **up)
        ax.stairs(
            -days.binned(bad, width), edges, fill=True, label="bad stories", linewidth=0, **down
        )
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        above = max(float(level.max()), float(days.binned(good, width).max()))
        beneath = float(days.binned(bad, width).max())
        room = max(above, beneath, 1.0)
        ax.set_ylim(-1.08 * max(beneath, 0.18 * room), 1.08 * max(above, 0.18 * room))
        ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        ax.yaxis.set_major_formatter(FuncFormatter(text.apart))
        ax.set_ylabel("stories/day")
        key = [
            (Patch(facecolor="#FBE3B0", edgecolor=style.ORANGE), "attention"),
            (Patch(**up), "good stories (up)"),
            (Patch(linewidth=0, **down), "bad stories (down)"),
        ]
        title = (
            f"Attention: peak {text.brief(round(level.max(), 1))} ({days.when_highest(x, level)}); "
        )
        title += f"{text.brief(good.sum())} good, {text.brief(bad.sum())} bad stories"
        note = "attention: fast memory of the coverage, by reach"
        head(ax, title, key, f"{note}; bars: {mean}" if mean else note, raised)
        return axes.finish(ax, x)
