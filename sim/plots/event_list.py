"""The dated events named at the foot of a page, with a key to the looks of their flags."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from matplotlib.figure import Figure

from sim.plots import style, text
from sim.plots.flags import FLAG_LOOK, Flag, valence_of
from sim.plots.style import LINE, MARGIN
from sim.scenario.playbook import Event

# Inches for the number and the date before an event's name, and for the gap after it.
BESIDE_NAME: Final = 1.27
MOST_NAMED: Final = 48
VALENCE_NAMES: Final = (("+", "good news"), ("-", "bad news"), ("0", "neither, or several"))


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
    widest = max(text.width_of(_name_of(event), text.SMALL) for event in events)
    while columns < min(most, number) and widest + BESIDE_NAME < width / (columns + 1):
        columns += 1
    columns = min(columns, most)
    return Listing(columns, math.ceil(number / columns), width / columns)


def name_events(
    figure: Figure, events: Sequence[Event], flags: Sequence[Flag], listed: Listing, top: float
) -> None:
    """Name the numbered events, column by column, from ``top`` inches downwards."""
    width, height = figure.get_size_inches()
    there = {valence_of(flag, events) for flag in flags}

    def write(x: float, y: float, written: str, **look: Any) -> None:
        figure.text(x / width, y / height, written, fontsize=text.SMALL, va="center", **look)

    x = MARGIN
    for valence, name in VALENCE_NAMES:
        if valence not in there:
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
        name = text.fitted(_name_of(event), listed.width - BESIDE_NAME, text.SMALL, clauses=True)
        write(left + BESIDE_NAME - 0.12, y, name, gid="event-name")


def _name_of(event: Event) -> str:
    """Return what an event is called: its text, or its kind where it has none."""
    return text.plain(event.text) or event.kind
