"""Dated events on a page: numbered flags above the panels and their names at its foot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib import dates as mdates
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from sim.plots import days, style, text
from sim.runs.run import Run
from sim.scenario.playbook import INCIDENTS, Event

# Inches: the margins of a page, a line of small text, a tier of flags, and their stalks.
MARGIN: Final = 0.40
LINE: Final = 0.175
TIER: Final = 0.235
STALK: Final = 0.09
# Room for the number and the date before an event's name, and for the gap after it.
NAME: Final = 1.27
MOST_TIERS: Final = 3
MOST_NAMED: Final = 48

# Face, edge and box of a flag, by the valence of its event.
FLAG_LOOK: Final = {
    "+": ("#D3E8F6", style.BLUE, "round,pad=0.22,rounding_size=0.7"),
    "-": ("#FBDCC6", style.VERMILION, "square,pad=0.22"),
    "0": ("white", style.GREY, "round,pad=0.22,rounding_size=0.2"),
}
VALENCE: Final = (("+", "good news"), ("-", "bad news"), ("0", "neither, or several"))


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


def shown_events(run: Run) -> list[Event]:
    """Return the dated events that took place in the run, by date."""
    frame_end = run.last_day
    random_only = run.scenario.run.incidents == "random"
    return sorted(
        (
            event
            for event in run.scenario.events
            if event.date <= frame_end and not (random_only and event.kind in INCIDENTS)
        ),
        key=lambda event: event.date,
    )


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


@dataclass(frozen=True)
class Listing:
    """How the events are named at the foot: columns, rows, and the inches of a column."""

    columns: int
    rows: int
    width: float

    @property
    def height(self) -> float:
        """The inches it takes, with its heading."""
        return LINE * (self.rows + 1) + 0.16 if self.rows else 0.0


def list_events(events: Sequence[Event], width: float) -> Listing:
    """Lay out the names of the events: as many columns as hold them whole, or as are needed."""
    number = min(len(events), MOST_NAMED)
    if number == 0:
        return Listing(1, 0, width)
    most = max(1, int(width / 3.6))
    columns = max(math.ceil(number / 11), min(3, math.ceil(number / 4)))
    widest = max(text.width_of(_told(event), text.SMALL) for event in events)
    while columns < min(most, number) and widest + NAME < width / (columns + 1):
        columns += 1
    columns = min(columns, most)
    return Listing(columns, math.ceil(number / columns), width / columns)


def _told(event: Event) -> str:
    return text.plain(event.text) or event.kind


def name_events(
    figure: Figure, events: Sequence[Event], flags: Sequence[Flag], listed: Listing, top: float
) -> None:
    """Name the numbered events, column by column, from ``top`` inches downwards."""
    width, height = figure.get_size_inches()
    looks = {_look(flag, events) for flag in flags}

    def write(x: float, y: float, written: str, **look: Any) -> None:
        figure.text(x / width, y / height, written, fontsize=text.SMALL, va="center", **look)

    x = MARGIN
    for valence, name in VALENCE:
        if valence not in looks:
            continue
        face, edge, box = FLAG_LOOK[valence]
        boxed = {"boxstyle": box, "facecolor": face, "edgecolor": edge, "linewidth": 1.1}
        write(x + 0.08, top - LINE / 2, "n", fontweight="bold", ha="center", bbox=boxed)
        write(x + 0.24, top - LINE / 2, name, gid="event-key")
        x += 0.24 + text.width_of(name, text.SMALL) + 0.3
    if len(events) > MOST_NAMED:
        more = f"the first {MOST_NAMED} of {len(events)} events; all are in scenario.toml"
        write(x, top - LINE / 2, more, gid="event-key")
    for k, event in enumerate(events[:MOST_NAMED]):
        left = MARGIN + (k // listed.rows) * listed.width
        y = top - (k % listed.rows + 1.75) * LINE
        write(left + 0.18, y, str(k + 1), fontweight="bold", ha="right", gid="event-number")
        write(
            left + 0.26,
            y,
            f"{event.date.day} {event.date:%b %Y}",
            color=style.GREY,
            gid="event-date",
        )
        name = text.fitted(_told(event), listed.width - NAME, text.SMALL, clauses=True)
        write(left + NAME - 0.12, y, name, gid="event-name")


def _look(flag: Flag, events: Sequence[Event]) -> str:
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
        face, edge, box = FLAG_LOOK[_look(flag, events)]
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


def mark_time(
    ax: Axes, x: days.Floats, events: Sequence[Event], fallen: Sequence[tuple[int, int]]
) -> None:
    """Shade the falls and draw a line at each event."""
    for peak, day in fallen:
        ax.axvspan(
            x[peak], x[day], color=style.BLACK, alpha=0.1, linewidth=0, zorder=2.2, gid="fall"
        )
    if events:
        ax.vlines(
            mdates.date2num([event.date for event in events]),
            0,
            1,
            colors=style.GREY,
            linewidths=0.7,
            linestyles=(0, (1, 1.6)),
            alpha=0.8,
            transform=ax.get_xaxis_transform(),
            zorder=2.8,
            gid="event-line",
        )
