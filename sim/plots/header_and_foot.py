"""What stands above the panels of a page, and at its foot: title, question, stamp; notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matplotlib.figure import Figure

from sim.plots import days, style, text
from sim.plots.style import LINE, MARGIN
from sim.runs.falls import falls
from sim.runs.run import Run

CASE_NOTE: Final = (
    "Names mark public, sourced events; all that the model adds is invented "
    "and is neither forecast nor advice."
)
FALL_NOTE: Final = (
    "Shaded: a fall, from the peak of the fan share to the day on which it is below 60 % of it."
)
STAMP: Final = "HYPOTHETICAL"


def header_height(run: Run, width: float) -> float:
    """Return the height of title, question and stamp on a page ``width`` inches wide, in inches."""
    title, question = _title_lines(run, width)
    words = 0.2 + 0.33 * len(title) + 0.22 * len(question)
    stamp = 0.62 + LINE * len(_stamp_lines(run, width)) if run.scenario.hypothetical else 0.0
    return max(words, stamp) + 0.08


def draw_header(figure: Figure, run: Run) -> None:
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
    if run.scenario.hypothetical:
        _draw_stamp(figure, _stamp_lines(run, float(width)))


def notes_of(run: Run, width: float) -> list[str]:
    """Return the lines at the foot: the note of a named case, then seed, people and days.

    None is wider than ``width`` inches.
    """
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


def draw_foot(figure: Figure, notes: Sequence[str]) -> None:
    """Write the lines at the foot of a page."""
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


def _title_lines(run: Run, width: float) -> tuple[list[str], list[str]]:
    """Return title and question, each in at most two lines."""
    room = width - 2 * MARGIN - (_stamp_width(width) + 0.3 if run.scenario.hypothetical else 0.0)
    title = text.wrapped(text.plain(run.scenario.title), room, 2, text.TITLE, "bold")
    question = text.plain(run.scenario.question)
    return title, text.wrapped(question, room, 2, text.HEAD) if question else []


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
    """Return the inches that the stamp may take of a page."""
    return 0.29 * width


def _draw_stamp(figure: Figure, reasons: Sequence[str]) -> None:
    """Write the stamp into the right upper corner, and below it the lines that say why."""
    width, height = figure.get_size_inches()
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
    for k, line in enumerate(reasons):
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
