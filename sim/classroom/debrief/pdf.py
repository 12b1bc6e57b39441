"""The debrief as a PDF: a page for the class, more for many teams, then a page a team."""

from __future__ import annotations

import textwrap
from typing import Final

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.classroom.debrief import figures
from sim.classroom.debrief.outcomes import Debrief, TeamDebrief
from sim.classroom.debrief.words import (
    METHOD,
    beside_sentence,
    fall_sentence,
    held_sentence,
    luck_sentence,
    playbooks_in_words,
    quarters_in_words,
    score_rows,
)
from sim.classroom.score import MEASURES
from sim.plots import style

# A4, and how much of its height a line of text takes.
_PAGE: Final = (11.7, 8.3)
_LINE: Final = 0.026
MOST_ROWS: Final = 12


def debrief_pdf(found: Debrief) -> bytes:
    """Return the debrief as PDF: a page for the class, more for many teams, then a page a team."""
    with style.style():
        pages = [*_class_pages(found), *(_team_page(team, found) for team in found.teams)]
        return figures.pdf_pages(pages, f"Debrief: {found.title}")


def _lines(text: str, width: int = 130) -> list[str]:
    return textwrap.wrap(text, width) if text else []


def _table_on(figure: Figure, rows: list[list[str]], top: float) -> None:
    height = 0.036 * (len(rows) + 1)
    space = figure.add_axes((0.06, top - height, 0.88, height))
    space.axis("off")
    names = ["", "points", *(m.short for m in MEASURES)]
    table = space.table(rows, colLabels=names, bbox=Bbox.unit())
    table.auto_set_font_size(False)
    table.set_fontsize(9)


def _class_pages(found: Debrief) -> list[Figure]:
    rows = [
        [row[0], f"{row[1]:.0f}", *(f"{round(value):,}" for value in row[2:])]
        for row in score_rows(found)
    ]
    first = Figure(figsize=_PAGE)
    first.text(0.06, 0.95, f"Debrief: {found.title}", fontsize=17, weight="bold", va="top")
    figures.all_courses(first.add_axes((0.09, 0.53, 0.70, 0.34)), found)
    pages, note = [first], first
    if len(rows) <= MOST_ROWS:
        _table_on(first, rows, 0.47)
    else:
        note = Figure(figsize=_PAGE)
        _table_on(note, rows, 0.95)
        pages.append(note)
    method = "\n".join(_lines(f"{METHOD} {playbooks_in_words()}", 170))
    note.text(0.06, 0.02, method, fontsize=7.5, va="bottom", color=style.GREY)
    return pages


def _team_page(team: TeamDebrief, found: Debrief) -> Figure:
    figure = Figure(figsize=_PAGE)
    heading = f"{team.name}: {team.total:.0f} points, place {team.rank} of {len(found.teams)}"
    figure.text(0.06, 0.96, heading, fontsize=17, weight="bold", va="top")
    texts = [
        fall_sentence(team),
        beside_sentence(team, found.beside),
        luck_sentence(team),
        held_sentence(team),
    ]
    texts += [f"Quarter {q}: {text}." for q, text in quarters_in_words(team.decisions)]
    lines = [line for text in texts for line in _lines(text)]
    figure.text(0.06, 0.90, "\n".join(lines), fontsize=9.5, va="top", linespacing=1.45)
    # What is left below the text is shared by the figures.
    top = 0.90 - _LINE * len(lines) - 0.05
    fell = any(one.share > 0 for one in team.causes)
    low = 0.07
    small = 0.42 * (top - low) - 0.05
    course = figure.add_axes((0.10, low + small + 0.13, 0.84, top - low - small - 0.13))
    figures.team_course(course, team, found.beside, found.quarters)
    figures.luck(figure.add_axes((0.10, low, 0.36 if fell else 0.84, small)), team)
    if fell:
        figures.causes(figure.add_axes((0.62, low, 0.32, small)), team)
    return figure
