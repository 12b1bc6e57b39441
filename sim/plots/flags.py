"""The flags of the dated events above the panels: placed so that none overlaps, and drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matplotlib import dates as mdates
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from sim.plots import days, style, text
from sim.scenario.playbook import Event

# Inches: a tier of flags, and the stalks below the lowest.
TIER: Final = 0.235
STALK: Final = 0.09
MOST_TIERS: Final = 3

# Face, edge and box of a flag, by the valence of its event.
FLAG_LOOK: Final = {
    "+": ("#D3E8F6", style.BLUE, "round,pad=0.22,rounding_size=0.7"),
    "-": ("#FBDCC6", style.VERMILION, "square,pad=0.22"),
    "0": ("white", style.GREY, "round,pad=0.22,rounding_size=0.2"),
}


@dataclass
class Flag:
    """One flag: the events it stands for (numbered from 1), where it is and what it says."""

    first: int
    last: int
    label: str
    centre: float
    tier: int = 0

    @property
    def half(self) -> float:
        """Half its width, in inches."""
        return text.width_of(self.label, text.SMALL, "bold") / 2 + 0.055


def place_flags(events: Sequence[Event], x: days.Floats, width: float) -> list[Flag]:
    """Place a flag for each event so that none overlaps, in at most three tiers.

    A flag says the number of its event and what it was; when they are crowded, the number alone;
    where there is no room even so, neighbours share a flag (``4-6``).

    Parameters
    ----------
    events : sequence of Event
        By date.
    x : float64 (days,)
        The days, as matplotlib date numbers.
    width : float
        Inches there are.
    """
    centres = [_place(event, x, width) for event in events]
    words = [
        Flag(k, k, f"{k} {_short(event)}", centre)
        for k, (event, centre) in enumerate(zip(events, centres, strict=True), 1)
    ]
    if _stack(words, width) is None:
        return words
    groups = [[k] for k in range(len(centres))]
    while True:
        flags = []
        for group in groups:
            first, last = group[0] + 1, group[-1] + 1
            label = str(first) if first == last else f"{first}\N{EN DASH}{last}"
            flags.append(Flag(first, last, label, sum(centres[k] for k in group) / len(group)))
        full = _stack(flags, width)
        if full is None:
            return flags
        # The closest pair around the flag that found no room shares one.
        nearby = range(max(full - MOST_TIERS, 0), full)
        k = min(nearby, key=lambda k: flags[k + 1].centre - flags[k].centre)
        groups[k : k + 2] = [groups[k] + groups[k + 1]]


def _stack(flags: list[Flag], width: float) -> int | None:
    """Give each flag a tier, lowest first; return the index of the first that finds no room."""
    ends = [-math.inf] * MOST_TIERS
    for k, flag in enumerate(flags):
        flag.centre = min(max(flag.centre, flag.half), max(width - flag.half, flag.half))
        free = [t for t in range(MOST_TIERS) if flag.centre - flag.half >= ends[t] + 0.04]
        if not free:
            return k
        flag.tier = free[0]
        ends[flag.tier] = flag.centre + flag.half
    return None


def _place(event: Event, x: days.Floats, width: float) -> float:
    """Return where the middle of the event's day is, in inches from the left."""
    return width * (float(mdates.date2num(event.date)) - float(x[0]) + 0.5) / len(x)


def _short(event: Event) -> str:
    """Return two words at most for a flag."""
    words = {
        "launch event": "launch",
        "road accident": "accident",
        "product-quality dispute": "dispute",
        "quality ranking": "ranking",
        "crime involving the product": "crime",
        "labour story": "labour",
        "participation campaign": "campaign",
        "strategic retreat": "retreat",
    }
    return words.get(event.kind, event.kind.removeprefix("founder "))


def valence_of(flag: Flag, events: Sequence[Event]) -> str:
    """Return the valence that a flag shows: that of all its events, or neither."""
    signs = {event.valence for event in events[flag.first - 1 : flag.last]}
    return signs.pop() if len(signs) == 1 else "0"


def draw_flags(
    figure: Figure,
    place: tuple[float, float, float, float],
    flags: Sequence[Flag],
    events: Sequence[Event],
    x: days.Floats,
    width: float,
) -> None:
    """Draw the flags above a column, each over its day or joined to it."""
    ax = figure.add_axes(place, label="flags")
    ax.set_axis_off()
    ax.set_xlim(0, width)
    ax.set_ylim(-STALK / TIER, max(flag.tier for flag in flags) + 1)
    stalks = []
    for flag in flags:
        face, edge, box = FLAG_LOOK[valence_of(flag, events)]
        stalks += [
            [(flag.centre, flag.tier + 0.45), (_place(event, x, width), -STALK / TIER)]
            for event in events[flag.first - 1 : flag.last]
        ]
        ax.text(
            flag.centre,
            flag.tier + 0.5,
            flag.label,
            fontsize=text.SMALL,
            fontweight="bold",
            ha="center",
            va="center",
            zorder=2,
            gid=f"flag-{flag.first}-{flag.last}",
            bbox={"boxstyle": box, "facecolor": face, "edgecolor": edge, "linewidth": 1.1},
        )
    ax.add_collection(LineCollection(stalks, colors=style.GREY, linewidths=0.7, zorder=1))
