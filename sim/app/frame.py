"""What the browser is sent: a scene once, and a frame whenever something has changed."""

from __future__ import annotations

import base64
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.app.charts import COLUMNS, SHOWN
from sim.app.positions import Positions
from sim.model import layout
from sim.runs.headline import headline, ledger
from sim.runs.interactive import InteractiveRun
from sim.scenario.scenario import Scenario

DIGITS: Final = 5

# Bits of the byte that a person is sent as; the role is in the lowest two, passion in the highest.
# ``browser/crowd.js`` reads them.
CIRCLE: Final = 4
SPEAKS: Final = 8
REPELLED: Final = 16
PASSION_SHIFT: Final = 5


def text_of(values: NDArray[Any]) -> str:
    """Return an array's bytes as base64."""
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")


def scene_of(run: InteractiveRun, positions: Positions) -> dict[str, Any]:
    """Return what stays as it is while a course is played: places, ties, outlets, names."""
    outlets = run.world.outlets
    places = np.stack([positions.x, positions.y])
    return {
        "people": run.world.people,
        "drawn": len(positions.who),
        "places": text_of(places.astype("<u2")),
        "ties": text_of(positions.ties.astype("<u2")),
        "outlets": [round(float(reach), 2) for reach in outlets.reach],
        "shown": list(SHOWN),
    }


def people_of(run: InteractiveRun, positions: Positions) -> NDArray[np.uint8]:
    """Return the people drawn, a byte each: role, circle, speaks today, repelled, passion 0-7."""
    crowd, who = run.world.crowd, positions.who
    role = crowd.role[who]
    passion = crowd.passion[who]
    feeling = np.where(role == layout.ANTI_FAN, np.abs(passion), passion).clip(0.0, 1.0)
    byte = role.astype(np.uint8)
    circle = (role == layout.FAN) & (passion > run.scenario.effective.people.circle)
    byte |= np.where(circle, CIRCLE, 0).astype(np.uint8)
    byte |= np.where(crowd.voice[who] != 0, SPEAKS, 0).astype(np.uint8)
    repelled = (role == layout.SILENT) & (crowd.marks[who] & layout.RESISTER != 0)
    byte |= np.where(repelled, REPELLED, 0).astype(np.uint8)
    byte |= np.rint(7 * feeling).astype(np.uint8) << PASSION_SHIFT
    return byte


def rows_of(run: InteractiveRun, first: int) -> list[list[float]]:
    """Return the rows of the charted series from a day on, rounded to five digits."""
    rows = run.series[first:, COLUMNS].tolist()
    return [[float(f"{value:.{DIGITS}g}") for value in row] for row in rows]


def flags_of(scenario: Scenario, own: int) -> list[dict[str, Any]]:
    """Return the dated events as flags for the charts; the last ``own`` are the user's."""
    events = scenario.within
    begin = scenario.run.start
    return [
        {
            "day": (event.date - begin).days,
            "sign": event.valence,
            "text": event.text or event.kind,
            "own": k >= len(events) - own,
        }
        for k, event in enumerate(events)
    ]


def frame_of(run: InteractiveRun, positions: Positions, first: int) -> dict[str, Any]:
    """Return a frame: the day, everyone drawn, rows from ``first`` on, and what is told.

    Parameters
    ----------
    run : InteractiveRun
    positions : Positions
    first : int
        The first day whose row the browser does not have.
    """
    return {
        "day": run.day,
        "days": run.days,
        "date": run.date.isoformat(),
        "first": first,
        "rows": rows_of(run, first),
        "people": text_of(people_of(run, positions)),
        "headline": headline(run.scenario, run.series),
        "ledger": [
            [what, round(value, 3) if value == value else None, unit]
            for what, value, unit in ledger(run.series)
        ],
        "levers": levers_of(run),
        "news": news_of(run),
    }


def news_of(run: InteractiveRun) -> dict[str, Any]:
    """Return who is in the news.

    ``outlets`` is the appetite that each has spent on the stories it ran lately (float, 0 to 1),
    ``founder`` the stories of the latest day that name the founder (float).
    """
    spent = 1.0 - run.world.outlets.appetite
    columns = [layout.S_STORIES_GOOD_FOUNDER, layout.S_STORIES_BAD_FOUNDER]
    named = float(run.series[-1, columns].sum()) if run.day else 0.0
    return {"outlets": [round(float(one), 2) for one in spent], "founder": named}


def levers_of(run: InteractiveRun) -> dict[str, float | str]:
    """Return the levers as they stand, what was moved for the next day included."""
    founder = run.scenario.effective.founder
    found: dict[str, float | str] = {name: getattr(founder, name) for name in layout.LEVERS}
    if run.day > 0:
        found = {
            name: layout.STANCES[int(value)] if name == "stance" else float(value)
            for name, value in zip(layout.LEVERS, run.world.levers.tolist(), strict=True)
        }
    for change in run.changes:
        if (change.date - run.base.run.start).days == run.day:
            found |= change.set
    return found
