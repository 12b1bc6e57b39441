"""The panels of the public: its camps, its sentiment, its attention."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.plots import days, style, text

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
        crowd = np.maximum(sum(days.values(frame, n) for n in ("fans", "anti_fans", "silent")), 1.0)
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
            style.area(
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
        style.head(ax, title, key, note, raised)
        return style.finish(ax, x)


def _cut(ax: Axes, fans: float, quiet_top: float) -> None:
    """Cut the scale of the camps between the highest fans and the lowest that hangs above."""
    low = style.round_up(max(1.06 * fans, 0.02))
    high = 1 - style.round_up(max(1.06 * (1 - quiet_top), 0.02))
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
    step = style.round_up((low + 1 - high) / 6, (1, 2, 5))
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


def sentiment(frame: days.Frame, ax: Axes | None = None, *, raised: float = 0.0) -> Axes:
    """Draw voiced against private sentiment, and the climate of opinion, each from -1 to 1.

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
        width = 7 if len(x) > 130 else 1
        voiced = days.smoothed(days.values(frame, "voiced_sentiment"), width)
        private = days.smoothed(days.values(frame, "private_sentiment"), width)
        climate = days.values(frame, "climate")
        ax.axhline(0, color=style.GREY, linewidth=0.8)
        wide, said_wide, felt_wide = days.widened(x, voiced, private)
        gap = ax.fill_between(wide, said_wide, felt_wide, color="#EBD9E4", linewidth=0)
        felt = style.line(
            ax, x, private, color=style.PURPLE, linestyle=(0, (5, 1.5)), label="private"
        )
        said = style.line(ax, x, voiced, color=style.BLUE, linewidth=1.6, label="voiced")
        mood = style.line(
            ax, x, climate, color=style.BLACK, linestyle=(0, (1, 1)), linewidth=2.2, label="climate"
        )
        ax.set_ylim(-1.08, 1.08)
        ax.set_yticks(
            [-1, -0.5, 0, 0.5, 1], ["\N{MINUS SIGN}1", "\N{MINUS SIGN}0.5", "0", "+0.5", "+1"]
        )
        ax.set_ylabel("← blame    praise →")
        key = [
            (said, "voiced (what is said)"),
            (felt, "private (what is felt)"),
            (gap, "gap"),
            (mood, "climate"),
        ]
        title = f"Sentiment: voiced {text.signed(voiced.min())} to {text.signed(voiced.max())}, "
        title += f"climate {text.signed(climate.min())} to {text.signed(climate.max())}"
        note = "climate: slow balance of what is voiced, the silent counted"
        note += "; voiced and private as 7-day means" if width > 1 else ""
        style.head(ax, title, key, note, raised)
        return style.finish(ax, x)


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
        style.area(ax, x, np.zeros(len(x)), level, facecolor="#FBE3B0", label="attention")
        style.line(ax, x, level, color=style.ORANGE, linewidth=thin, drawstyle="steps-mid")
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
        style.head(ax, title, key, f"{note}; bars: {mean}" if mean else note, raised)
        return style.finish(ax, x)
