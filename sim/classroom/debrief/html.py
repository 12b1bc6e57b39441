"""The debrief as one HTML file without script."""

from __future__ import annotations

import base64
import html
from typing import Any, Final

from sim.classroom.debrief import figures
from sim.classroom.debrief.causes import CAUSES
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


def debrief_html(found: Debrief) -> str:
    """Return the debrief as one HTML document, pictures inside."""
    title = html.escape(f"Debrief: {found.title}")
    with style.style():
        summary = figures.png_of(figures.summary_figure(found))
        pictures = [figures.png_of(figures.team_figure(team, found)) for team in found.teams]
    body = [
        f"<h1>{title}</h1>",
        _picture(summary, "The courses of all teams, on the same luck; the table has the scores."),
        _table(["", "points", *(m.short for m in MEASURES)], score_rows(found)),
        "<h3>What the numbers mean</h3>",
        _table(
            ["measure", "what it is", "its points, 0 to 100", "weight"],
            [[m.short, m.text, m.points, found.weights[m.name]] for m in MEASURES],
        ),
        f'<p class="small">{html.escape(METHOD)} {html.escape(playbooks_in_words())}</p>',
    ]
    for team, picture in zip(found.teams, pictures, strict=True):
        body += _team_html(team, found, picture)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><main>{''.join(body)}</main></body></html>"
    )


def _team_html(team: TeamDebrief, found: Debrief, picture: bytes) -> list[str]:
    sentences = [beside_sentence(team, found.beside), luck_sentence(team), held_sentence(team)]
    body = [
        f'<h2 id="team-{team.team + 1}">{html.escape(team.name)}: {team.total:.0f} points, '
        f"place {team.rank} of {len(found.teams)}</h2>",
        f'<p class="first">{html.escape(fall_sentence(team))}</p>',
        *(f"<p>{html.escape(text)}</p>" for text in sentences if text),
        _picture(picture, f"{team.name}: its course beside others, and the same in other worlds."),
        _table(
            ["quarter", "what was decided"],
            [[quarter, text] for quarter, text in quarters_in_words(team.decisions)],
        ),
    ]
    if team.causes:
        rows = [
            [
                one.name,
                one.meaning,
                f"{one.effect:+.1f}",
                "" if one.elsewhere != one.elsewhere else f"{one.elsewhere:+.1f}",
                f"{100 * one.share:.0f} %" if one.name in CAUSES else "",
            ]
            for one in team.causes
        ]
        head = ["mechanism", "what it does", "points of the fall", "in other worlds", "share"]
        body += [
            "<details><summary>Every mechanism switched off, one at a time</summary>",
            _table(head, rows),
            "</details>",
        ]
    return body
