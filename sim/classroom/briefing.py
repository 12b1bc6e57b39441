"""What a team is told before it decides: headlines, three figures, and what nobody knows."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from sim.classroom.net_fans import Floats, monthly_net_fans
from sim.classroom.rules import QUARTER_DAYS
from sim.classroom.score import UNITS_SOLD
from sim.model import layout
from sim.runs.headline import told, wind
from sim.scenario.scenario import Scenario

MOST_HEADLINES: Final = 4
UNKNOWN: Final = (
    "How many incidents have happened that nobody has heard of yet.",
    "What the silent think: only those who speak are counted.",
    "What luck the coming quarter brings; it is the same for every team.",
)


def headlines(world: Scenario, series: Floats) -> list[dict[str, Any]]:
    """Return the days of the last quarter that made most news, in order.

    Parameters
    ----------
    world : Scenario
    series : float64 (days, columns)
        The course so far.

    Returns
    -------
    list of dict
        ``day`` (1 is the first), ``date`` and ``text``, at most four.
    """
    first = max(0, len(series) - QUARTER_DAYS)
    days = [(day, *_news(world, series, day)) for day in range(first, len(series))]
    loudest = sorted((one for one in days if one[2]), key=lambda one: (-one[1], one[0]))
    return [
        {
            "day": day + 1,
            "date": (world.run.start + dt.timedelta(days=day)).isoformat(),
            "text": "; ".join(texts),
        }
        for day, _, texts in sorted(loudest[:MOST_HEADLINES])
    ]


def _news(world: Scenario, series: Floats, day: int) -> tuple[float, list[str]]:
    """Return how loud a day was, in stories, and what there is to say of it."""
    row, texts = series[day], told(world, series, day)
    good, bad = row[layout.S_STORIES_GOOD], row[layout.S_STORIES_BAD]
    if texts and good + bad > 0:
        texts.append(f"{good:.0f} good and {bad:.0f} bad stories")
    return float(good + bad), texts


def figures(series: Floats) -> list[dict[str, str]]:
    """Return the three figures of a briefing: name, value and change since a quarter ago."""
    month = monthly_net_fans(series)
    now, before = float(month[-1]), float(month[max(0, len(month) - QUARTER_DAYS - 1)])
    sales = series[:, layout.S_SALES]
    sold, earlier = sales[-QUARTER_DAYS:].sum(), sales[-2 * QUARTER_DAYS : -QUARTER_DAYS].sum()
    climate = float(series[-1, layout.S_CLIMATE])
    return [
        {
            "name": "Fans minus anti-fans, of 100 people",
            "value": f"{now:.0f}",
            "change": f"{now - before:+.0f} in a quarter",
        },
        {
            "name": f"{UNITS_SOLD.label} in the quarter",
            "value": UNITS_SOLD.written(sold),
            "change": f"{100 * (sold / earlier - 1):+.0f} % on the quarter before"
            if earlier
            else "",
        },
        {"name": "Climate of opinion, -1 to 1", "value": f"{climate:.2f}", "change": wind(climate)},
    ]


def briefing(world: Scenario, series: Floats) -> dict[str, Any]:
    """Return what a team is told before it decides.

    Parameters
    ----------
    world : Scenario
    series : float64 (days, columns)
        The team's course so far.
    """
    return {
        "headlines": headlines(world, series),
        "figures": figures(series),
        "unknown": list(UNKNOWN),
    }
