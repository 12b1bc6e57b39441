"""The page around the panels: title, question, stamp, flags of the events, falls and the foot."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots import days, style, text
from sim.plots.events import (
    LINE,
    MARGIN,
    STALK,
    TIER,
    draw_flags,
    list_events,
    mark_time,
    name_events,
    place_flags,
    shown_events,
)
from sim.plots.firm import conversions, fleet, levers
from sim.plots.public import attention, camps, sentiment
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
CASE_NOTE: Final = (
    "Names mark public, sourced events; all that the model adds is invented "
    "and is neither forecast nor advice."
)
FALL_NOTE: Final = (
    "Shaded: a fall, from the peak of the fan share to the day on which it is below 60 % of it."
)
STAMP: Final = "HYPOTHETICAL"

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
        notes = _notes(run, width - 2 * MARGIN)
        foot = 0.18 + LINE * len(notes) + listed.height
        fixed = _header_height(run, width) + strip + foot + rows * style.HEAD_ROOM + DATES + 0.06
        body = max((height - fixed) / rows, min(1.65, (height * 7 / 6 - fixed) / rows), 1.45)
        height = fixed + rows * body
        figure = style.new_figure(width, height)
        _header(figure, run)

        fallen = falls(days.values(frame, "fan_share"))
        first: Axes | None = None
        for k, name in enumerate(names):
            left = LEFT + (k // rows) * (column + GUTTER)
            low = foot + DATES + (rows - 1 - k % rows) * (body + style.HEAD_ROOM)
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
                low = foot + DATES + (rows - 1) * (body + style.HEAD_ROOM) + body
                place = (left / width, low / height, column / width, strip / height)
                draw_flags(figure, place, flags, events, x, column)
            name_events(figure, events, flags, listed, foot - 0.04)
        _foot(figure, notes)
    return figure


# Header and foot --------------------------------------------------------------------------------


def _stamp_lines(run: Run, width: float) -> list[str]:
    """Return why the run is hypothetical, in at most four lines."""
    reasons = run.scenario.hypothetical
    for kept in range(len(reasons), 0, -1):
        more = [f"and {len(reasons) - kept} more"] if kept < len(reasons) else []
        stamp = text.plain("Goes beyond what happened: " + "; ".join([*reasons[:kept], *more]))
        stamp = stamp.replace(" = ", "\N{NO-BREAK SPACE}=\N{NO-BREAK SPACE}")
        if len(text.broken(stamp, _stamp_width(width), text.SMALL)) <= 4:
            return text.wrapped(stamp, _stamp_width(width), 4, text.SMALL)
    return ["Goes beyond what happened; see scenario.toml"] if reasons else []


def _stamp_width(width: float) -> float:
    return 0.29 * width


def _title_lines(run: Run, width: float) -> tuple[list[str], list[str]]:
    room = width - 2 * MARGIN - (_stamp_width(width) + 0.3 if run.scenario.hypothetical else 0.0)
    title = text.wrapped(text.plain(run.scenario.title), room, 2, text.TITLE, "bold")
    question = text.plain(run.scenario.question)
    return title, text.wrapped(question, room, 2, text.HEAD) if question else []


def _header_height(run: Run, width: float) -> float:
    title, question = _title_lines(run, width)
    words = 0.2 + 0.33 * len(title) + 0.22 * len(question)
    stamp = 0.62 + LINE * len(_stamp_lines(run, width)) if run.scenario.hypothetical else 0.0
    return max(words, stamp) + 0.08


def _header(figure: Figure, run: Run) -> None:
    """Write the title, the question and, where the run goes beyond its case, the stamp."""
    width, height = figure.get_size_inches()
    title, question = _title_lines(run, float(width))
    top = height - 0.18
    for line in title:
        figure.text(
            MARGIN / width,
            top / height,
            line,
            fontsize=20,
            fontweight="bold",
            va="top",
            gid="title",
        )
        top -= 0.33
    for line in question:
        figure.text(
            MARGIN / width,
            (top - 0.03) / height,
            line,
            fontsize=text.HEAD,
            color=style.GREY,
            va="top",
            gid="question",
        )
        top -= 0.22
    lines = _stamp_lines(run, float(width))
    if lines:
        right = 1 - MARGIN / width
        figure.text(
            right - 0.09 / width,
            (height - 0.36) / height,
            STAMP,
            fontsize=19,
            fontweight="bold",
            color="#8F3E00",
            ha="right",
            va="center",
            gid="stamp",
            bbox={
                "boxstyle": "square,pad=0.3",
                "facecolor": "#FFF1E6",
                "edgecolor": style.VERMILION,
                "linewidth": 2.2,
            },
        )
        for k, line in enumerate(lines):
            figure.text(
                right,
                (height - 0.64 - k * LINE) / height,
                line,
                fontsize=text.SMALL,
                color="#8F3E00",
                ha="right",
                va="top",
                gid="stamp-reason",
            )


def _notes(run: Run, width: float) -> list[str]:
    """Return the lines at the foot: the note of a named case, then seed, people and days."""
    crowd = run.scenario.effective.crowd
    each = crowd.population / crowd.people
    first, last = run.scenario.run.start, run.last_day
    lines = [CASE_NOTE] if run.scenario.run.case else []
    if falls(days.values(run.table, "fan_share")):
        lines.append(FALL_NOTE)
    lines.append(
        f"Tarpeia; seed {run.scenario.run.seed}; {text.whole(crowd.people)} people, "
        f"each standing for {text.whole(each) if each >= 10 else f'{each:.3g}'}; "
        f"{text.counted(len(run.series), 'day', 'days')}, {first:%Y-%m-%d} to {last:%Y-%m-%d}"
    )
    return [piece for line in lines for piece in text.wrapped(line, width, 2, text.SMALL)]


def _foot(figure: Figure, notes: Sequence[str]) -> None:
    width, height = figure.get_size_inches()
    for k, line in enumerate(reversed(notes)):
        figure.text(
            MARGIN / width,
            (0.12 + k * LINE) / height,
            line,
            fontsize=text.SMALL,
            color=style.GREY,
            va="bottom",
            gid="foot",
        )
