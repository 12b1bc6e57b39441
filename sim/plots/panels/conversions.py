"""The panel of conversions: who turns each day, and the passion carried along."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from sim.plots import days, style, text
from sim.plots.panels import axes
from sim.plots.panels.heading import head

# Towards the founder, and away; from the zero line outwards.
FLOWS: Final = (("recruits", "recovered"), ("fan_to_black", "cooled"))
# Name in the key, and looks, by series.
FLOW_LOOK: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "recruits": ("recruits", {"facecolor": style.BLUE, "edgecolor": style.BLUE}),
    "recovered": (
        "recovered",
        {"facecolor": style.SKY, "edgecolor": "#0B4F75", "hatch": "\\\\\\\\"},
    ),
    "fan_to_black": (
        "fan-to-black",
        {"facecolor": style.VERMILION, "edgecolor": "#FFE3CF", "hatch": "////"},
    ),
    "cooled": ("cooled", {"facecolor": "#B8B8B8", "edgecolor": "#B8B8B8"}),
}
ADMIRATION_LOOK: Final[dict[str, Any]] = {
    "facecolor": "#CFE6F5",
    "edgecolor": style.BLUE,
    "linewidth": 0.8,
}
HOSTILITY_LOOK: Final[dict[str, Any]] = {
    "facecolor": "#3D1B00",
    "edgecolor": "#3D1B00",
    "linewidth": 0.8,
}


def conversions(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw who converts each day, towards the founder up and away down, and the passion carried.

    Below: the admiration of those who turn from fan to anti-fan on the day before they do (up)
    and the hostility they turn it into (down): passion is kept, its sign is not.

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
        _, _, mean = days.bin_days(len(x))
        key = _flows(ax, frame, x)
        carried = axes.below(ax, "55%")
        key += _passion(carried, frame, x)
        title = f"Conversions: {text.whole(days.values(frame, 'recruits').sum())} recruits, "
        title += f"{text.whole(days.values(frame, 'fan_to_black').sum())} fan-to-black"
        note = "below: passion a day, the admiration of those who turn and their hostility"
        head(ax, title, key, f"{note}; {mean}" if mean else note, raised)
        return axes.finish(ax, x, carried)


def _flows(ax: Axes, frame: days.Frame, x: days.Floats) -> list[tuple[Patch, str]]:
    """Draw those who convert, towards the founder up and away down; return the key to them."""
    width, _, _ = days.bin_days(len(x))
    edges = days.bin_edges(x, width)
    flows = {
        series: days.binned(days.values(frame, series), width) for pair in FLOWS for series in pair
    }
    key = []
    for pair, sign in zip(FLOWS, (1.0, -1.0), strict=True):
        base = np.zeros(len(edges) - 1)
        for series in pair:
            label, look = FLOW_LOOK[series]
            top = base + sign * flows[series]
            ax.stairs(top, edges, baseline=base, fill=True, linewidth=0, label=label, **look)
            base = top
            key.append((Patch(linewidth=0.4, **look), label))
    ax.axhline(0, color=style.GREY, linewidth=0.8)
    above, beneath = (float((flows[one] + flows[other]).max()) for one, other in FLOWS)
    axes.both_ways(ax, above, beneath)
    ax.set_ylabel("people/day")
    return key


def _passion(ax: Axes, frame: days.Frame, x: days.Floats) -> list[tuple[Patch, str]]:
    """Draw the admiration of those who turn (up) and their hostility (down); return the key."""
    width, _, _ = days.bin_days(len(x))
    edges = days.bin_edges(x, width)
    before = days.binned(days.values(frame, "passion_turned"), width)
    after = days.binned(days.values(frame, "hostility_made"), width)
    ax.stairs(before, edges, fill=True, label="admiration before", **ADMIRATION_LOOK)
    ax.stairs(-after, edges, fill=True, label="hostility after", **HOSTILITY_LOOK)
    ax.axhline(0, color=style.GREY, linewidth=0.8)
    most = max(float(before.max()), float(after.max()))
    axes.both_ways(ax, most, most)
    tick = axes.round_down(most or 1.0)
    ax.set_yticks([-tick, 0, tick])
    ax.set_ylabel("passion")
    return [(Patch(**ADMIRATION_LOOK), "admiration"), (Patch(**HOSTILITY_LOOK), "hostility")]
