"""The page of a run: panels below flags of the dated events, between header and foot."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots import days, style
from sim.plots.event_list import list_events, name_events
from sim.plots.events import mark_time, shown_events
from sim.plots.flags import STALK, TIER, draw_flags, place_flags
from sim.plots.header_and_foot import draw_foot, draw_header, header_height, notes_of
from sim.plots.panels.attention import attention
from sim.plots.panels.camps import camps
from sim.plots.panels.conversions import conversions
from sim.plots.panels.fleet import fleet
from sim.plots.panels.heading import HEAD_ROOM
from sim.plots.panels.levers import levers
from sim.plots.panels.sentiment import sentiment
from sim.plots.style import LINE, MARGIN
from sim.runs.falls import falls
from sim.runs.run import Run

# The panels in the order of the overview: down the left column, then down the right.
PANELS: Final[dict[str, Callable[..., Axes]]] = {
    "camps": camps,
    "sentiment": sentiment,
    "attention": attention,
    "fleet": fleet,
    "conversions": conversions,
    "levers": levers,
}

# Inches: left of a panel, between two columns, below the lowest panel.
LEFT: Final = 0.95
GUTTER: Final = 1.15
DATES: Final = 0.36


def page(run: Run, names: Sequence[str], columns: int, width: float, height: float) -> Figure:
    """Return a figure of the run with the named panels, column by column.

    Parameters
    ----------
    run : Run
    names : sequence of str
        Names of ``PANELS``.
    columns : int
        Columns of panels.
    width, height : float
        Inches; the height grows by up to a sixth when there are many events to name.
    """
    with style.style():
        frame = run.table
        events = shown_events(run)
        x = days.days_of(frame)
        rows = math.ceil(len(names) / columns)
        column = (width - LEFT - MARGIN - (columns - 1) * GUTTER) / columns
        flags = place_flags(events, x, column)
        strip = (max(flag.tier for flag in flags) + 1) * TIER + STALK if flags else 0.0
        listed = list_events(events, width - 2 * MARGIN)
        notes = notes_of(run, width - 2 * MARGIN)
        foot = 0.18 + LINE * len(notes) + listed.height
        fixed = header_height(run, width) + strip + foot + rows * HEAD_ROOM + DATES + 0.06
        body = max((height - fixed) / rows, min(1.65, (height * 7 / 6 - fixed) / rows), 1.45)
        height = fixed + rows * body
        figure = style.new_figure(width, height)
        draw_header(figure, run)

        fallen = falls(days.values(frame, "fan_share"))
        first: Axes | None = None
        for k, name in enumerate(names):
            left = LEFT + (k // rows) * (column + GUTTER)
            low = foot + DATES + (rows - 1 - k % rows) * (body + HEAD_ROOM)
            place = (left / width, low / height, column / width, body / height)
            ax = figure.add_axes(place, label=name, sharex=first)
            first = first or ax
            PANELS[name](frame, ax, raised=0.0 if k % rows else strip)
            for each in figure.axes[figure.axes.index(ax) :]:
                mark_time(each, x, events, fallen)
                if k % rows < rows - 1:
                    each.tick_params(axis="x", labelbottom=False)
        if events:
            for c in range(columns):
                left = LEFT + c * (column + GUTTER)
                low = foot + DATES + (rows - 1) * (body + HEAD_ROOM) + body
                place = (left / width, low / height, column / width, strip / height)
                draw_flags(figure, place, flags, events, x, column)
            name_events(figure, events, flags, listed, foot - 0.04)
        draw_foot(figure, notes)
    return figure
