"""Figures of the debrief: a team's course beside the others, and its luck."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from sim.classroom.debrief.outcomes import ComparedCourse, Debrief, TeamDebrief
from sim.classroom.rules import QUARTER_DAYS, QUARTERS
from sim.plots import style

# Okabe and Ito's, with a dash of its own for each team, so that a figure also reads in grey.
COLOURS: Final = (
    style.BLUE,
    style.VERMILION,
    style.GREEN,
    style.PURPLE,
    style.ORANGE,
    style.SKY,
    style.BLACK,
)
DASHES: Final = ("-", (0, (6, 2)), (0, (2, 1.5)))
LOOKS: Final = {
    "no action": (style.BLACK, ":"),
    "step back": (style.GREEN, "--"),
    "low-key": (style.ORANGE, "-."),
}


def look(team: int) -> tuple[str, object]:
    """Return the colour and the dash of a team."""
    return COLOURS[team % len(COLOURS)], DASHES[team // len(COLOURS) % len(DASHES)]


def _frame(axes: Axes, days: int) -> None:
    for quarter in range(QUARTERS + 1):
        axes.axvline(quarter * QUARTER_DAYS, color=style.PALE, linewidth=1, zorder=0)
    axes.axhline(0, color=style.GREY, linewidth=0.6, zorder=0)
    axes.set_xlim(-QUARTER_DAYS, days)
    axes.set_xticks([(k - 0.5) * QUARTER_DAYS for k in range(days // QUARTER_DAYS + 1)])
    names = ["the year before", *(f"quarter {k + 1}" for k in range(days // QUARTER_DAYS))]
    axes.set_xticklabels(names)
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel("fans minus anti-fans,\nof 100 people, monthly")


def all_courses(axes: Axes, found: Debrief) -> None:
    """Draw the courses of all teams and of doing nothing."""
    days = found.quarters * QUARTER_DAYS
    for idle in found.beside[:1]:
        axes.plot(
            np.arange(len(idle.curve)) - QUARTER_DAYS + 1,
            idle.curve,
            color=style.BLACK,
            linestyle=":",
            label=idle.name,
        )
    for one in sorted(found.teams, key=lambda team: team.team):
        colour, dash = look(one.team)
        axes.plot(
            np.arange(len(one.curve)) - QUARTER_DAYS + 1,
            one.curve,
            color=colour,
            linestyle=dash,
            label=one.name,
        )
    _frame(axes, days)
    axes.legend(
        frameon=False,
        ncols=2 if len(found.teams) > 6 else 1,
        loc="center left",
        bbox_to_anchor=(1.0, 0.5),
    )
    axes.set_title("All teams, on the same luck")


def team_course(axes: Axes, team: TeamDebrief, beside: list[ComparedCourse], quarters: int) -> None:
    """Draw a team's course beside no action and the playbooks."""
    for one in beside:
        colour, dash = LOOKS[one.name]
        axes.plot(
            np.arange(len(one.curve)) - QUARTER_DAYS + 1,
            one.curve,
            color=colour,
            linestyle=dash,
            linewidth=1.3,
            label=one.name,
        )
    days = np.arange(len(team.curve)) - QUARTER_DAYS + 1
    axes.plot(days, team.curve, color=style.BLUE, linewidth=2.6, label=team.name)
    _frame(axes, quarters * QUARTER_DAYS)
    axes.legend(frameon=False, loc="best")
    axes.set_title("The course, beside others on the same luck")


def luck(axes: Axes, team: TeamDebrief) -> None:
    """Draw the totals of the same decisions in other worlds, and the one of this class."""
    axes.hist(
        team.spread.totals,
        bins=[float(edge) for edge in range(0, 105, 5)],
        color=style.SKY,
        edgecolor="white",
    )
    axes.axvline(team.total, color=style.BLUE, linewidth=2.6)
    top = axes.get_ylim()[1]
    side = "right" if team.total > 50 else "left"
    axes.annotate("this class ", (team.total, 0.94 * top), ha=side, color=style.BLUE)
    axes.set_xlim(0, 100)
    axes.set_xlabel("points")
    axes.set_ylabel("other worlds")
    axes.set_title("The same decisions, other luck")


def causes(axes: Axes, team: TeamDebrief, most: int = 6) -> None:
    """Draw the shares of causes and of luck in a fall."""
    found = [(one.name, one.share) for one in team.causes if one.share >= 0.005][:most]
    found.append(("luck", team.luck_share))
    names, shares = zip(*reversed(found), strict=True)
    colours = [style.GREY if name == "luck" else style.VERMILION for name in names]
    axes.barh(names, [100 * share for share in shares], color=colours)
    axes.set_xlabel("share of the fall, %")
    axes.set_title("What the fall came from")


def summary_figure(found: Debrief) -> Figure:
    """Return all teams' courses, 9 by 4 inches."""
    figure = Figure(figsize=(9, 4), layout="constrained")
    all_courses(figure.subplots(), found)
    return figure


def team_figure(team: TeamDebrief, found: Debrief) -> Figure:
    """Return a team's course, luck and causes, 9 by 6 inches."""
    figure = Figure(figsize=(9, 6), layout="constrained")
    fell = any(one.share > 0 for one in team.causes)
    panels = figure.subplot_mosaic("AA;BC" if fell else "AA;BB")
    team_course(panels["A"], team, found.beside, found.quarters)
    luck(panels["B"], team)
    if fell:
        causes(panels["C"], team)
    return figure


def png_of(figure: Figure) -> bytes:
    """Return a figure as PNG, 120 dots an inch."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=120)
    return picture.getvalue()


def pdf_pages(pages: list[Figure], title: str) -> bytes:
    """Return figures as one PDF, a page each, with a title and without a date."""
    whole = io.BytesIO()
    with PdfPages(whole, metadata={"Title": title, "CreationDate": None}) as pdf:
        for page in pages:
            pdf.savefig(page)
    return whole.getvalue()
