"""The debrief as one HTML file without script, and as a PDF: a page for the class, one a team."""

from __future__ import annotations

import base64
import html
import textwrap
from typing import Any, Final

from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from sim.classroom.debrief import figures
from sim.classroom.debrief.causes import CAUSES
from sim.classroom.debrief.outcomes import Debrief, TeamDebrief
from sim.classroom.debrief.words import (
    against_told,
    fall_told,
    held_told,
    luck_told,
    playbooks_told,
    quarters_told,
)
from sim.classroom.score import MEASURES
from sim.plots import style

METHOD: Final = (
    "All teams lived in the same world, on the same luck. A cause's share is found by switching "
    "its mechanism off from the first day of the game, with the same decisions and luck: the fall "
    "that is then missing, as a share of all that the causes and luck account for. Effects "
    "overlap; they do not add up to the fall. Luck is how much deeper the fall was than the middle "
    "one of the same decisions in other worlds. A model of an invented firm, not a forecast."
)
NUMBER: Final = ' class="number"'
_STYLE: Final = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff; margin: 0 auto;
  max-width: 900px; padding: 16px; }
h1 { font-size: 26px; line-height: 1.2; } h2 { font-size: 21px; margin-top: 40px; }
img { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td { text-align: left; padding: 3px 8px; border-bottom: 1px solid #ddd; }
th.number, td.number { text-align: right; font-variant-numeric: tabular-nums; }
.first { font-size: 18px; font-weight: 600; } .small { font-size: 13px; color: #444; }
@media print { h2 { break-before: page; } }
"""


def _table(head: list[str], rows: list[list[Any]]) -> str:
    numbers = [isinstance(one, float) for one in rows[0]] if rows else [False] * len(head)
    top = "".join(
        f'<th scope="col"{number * NUMBER}>{html.escape(one)}</th>'
        for one, number in zip(head, numbers, strict=True)
    )
    body = ""
    for row in rows:
        cells = "".join(
            f'<td class="number">{round(one):,}</td>'
            if isinstance(one, float)
            else f"<td>{html.escape(str(one))}</td>"
            for one in row
        )
        body += f"<tr>{cells}</tr>"
    return (
        f'<div class="wide"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _picture(png: bytes, text: str) -> str:
    data = base64.b64encode(png).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{html.escape(text, quote=True)}">'


def _score_rows(found: Debrief) -> list[list[Any]]:
    rows: list[list[Any]] = [
        [f"{one.rank}. {one.name}", one.total, *(one.measures[m.name] for m in MEASURES)]
        for one in found.teams
    ]
    rows += [
        [f"({other.name})", other.total, *(other.measures[m.name] for m in MEASURES)]
        for other in found.beside
    ]
    return rows


def html_of(found: Debrief) -> str:
    """Return the debrief as one HTML document, pictures inside."""
    title = html.escape(f"Debrief: {found.title}")
    with style.style():
        summary = figures.png_of(figures.summary_figure(found))
        pictures = [figures.png_of(figures.team_figure(team, found)) for team in found.teams]
    body = [
        f"<h1>{title}</h1>",
        _picture(summary, "The courses of all teams, on the same luck; the table has the scores."),
        _table(["", "points", *(m.short for m in MEASURES)], _score_rows(found)),
        "<h3>What the numbers mean</h3>",
        _table(
            ["measure", "what it is", "its points, 0 to 100", "weight"],
            [[m.short, m.text, m.points, found.weights[m.name]] for m in MEASURES],
        ),
        f'<p class="small">{html.escape(METHOD)} {html.escape(playbooks_told())}</p>',
    ]
    for team, picture in zip(found.teams, pictures, strict=True):
        body += _team_html(team, found, picture)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main>{''.join(body)}</main></body></html>"
    )


def _team_html(team: TeamDebrief, found: Debrief, picture: bytes) -> list[str]:
    sentences = [against_told(team, found.beside), luck_told(team), held_told(team)]
    body = [
        f'<h2 id="team-{team.team + 1}">{html.escape(team.name)}: {team.total:.0f} points, '
        f"place {team.rank} of {len(found.teams)}</h2>",
        f'<p class="first">{html.escape(fall_told(team))}</p>',
        *(f"<p>{html.escape(text)}</p>" for text in sentences if text),
        _picture(picture, f"{team.name}: its course beside others, and the same in other worlds."),
        _table(
            ["quarter", "what was decided"],
            [[quarter, text] for quarter, text in quarters_told(team.decisions)],
        ),
    ]
    if team.parts:
        rows = [
            [
                one.name,
                one.meaning,
                f"{one.effect:+.1f}",
                "" if one.elsewhere != one.elsewhere else f"{one.elsewhere:+.1f}",
                f"{100 * one.share:.0f} %" if one.name in CAUSES else "",
            ]
            for one in team.parts
        ]
        head = ["mechanism", "what it does", "points of the fall", "in other worlds", "share"]
        body += [
            "<details><summary>Every mechanism switched off, one at a time</summary>",
            _table(head, rows),
            "</details>",
        ]
    return body


def pdf_of(found: Debrief) -> bytes:
    """Return the debrief as PDF: a page for the class, more for many teams, then a page a team."""
    with style.style():
        pages = [*_class_pages(found), *(_team_page(team, found) for team in found.teams)]
        return figures.pdf_pages(pages, f"Debrief: {found.title}")


# A4, and how much of its height a line of text takes.
_PAGE: Final = (11.7, 8.3)
_LINE: Final = 0.026
MOST_ROWS: Final = 12


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
        for row in _score_rows(found)
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
    told = "\n".join(_lines(f"{METHOD} {playbooks_told()}", 170))
    note.text(0.06, 0.02, told, fontsize=7.5, va="bottom", color=style.GREY)
    return pages


def _team_page(team: TeamDebrief, found: Debrief) -> Figure:
    figure = Figure(figsize=_PAGE)
    heading = f"{team.name}: {team.total:.0f} points, place {team.rank} of {len(found.teams)}"
    figure.text(0.06, 0.96, heading, fontsize=17, weight="bold", va="top")
    texts = [fall_told(team), against_told(team, found.beside), luck_told(team), held_told(team)]
    texts += [f"Quarter {q}: {text}." for q, text in quarters_told(team.decisions)]
    lines = [line for text in texts for line in _lines(text)]
    figure.text(0.06, 0.90, "\n".join(lines), fontsize=9.5, va="top", linespacing=1.45)
    # What is left below the text is shared by the figures.
    top = 0.90 - _LINE * len(lines) - 0.05
    fell = any(one.share > 0 for one in team.parts)
    low = 0.07
    small = 0.42 * (top - low) - 0.05
    course = figure.add_axes((0.10, low + small + 0.13, 0.84, top - low - small - 0.13))
    figures.team_course(course, team, found.beside, found.quarters)
    figures.luck(figure.add_axes((0.10, low, 0.36 if fell else 0.84, small)), team)
    if fell:
        figures.causes(figure.add_axes((0.62, low, 0.32, small)), team)
    return figure
