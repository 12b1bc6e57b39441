"""What comes of a team's decisions: its course through the game's world."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.classroom.rules import BEFORE, MONTH_DAYS, Decision, levers_of, quarter_first
from sim.model import layout
from sim.runs.course import move_of
from sim.runs.interactive import InteractiveRun
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]


def changes_of(world: Scenario, decisions: Sequence[Decision]) -> list[Event]:
    """Return a team's decisions, one a quarter, as dated changes of the course.

    A question that is not answered moves nothing; a later answer replaces an earlier one.
    """
    import datetime as dt

    found = []
    for quarter, decision in enumerate(decisions):
        levers = levers_of(decision)
        if levers:
            date = world.run.start + dt.timedelta(days=quarter_first(quarter))
            found.append(move_of(date, levers))
    return found


def played(
    world: Scenario, decisions: Sequence[Decision], day: int | None = None
) -> InteractiveRun:
    """Play a world with a team's decisions.

    Parameters
    ----------
    world : Scenario
        As ``rules.world_of`` gives it.
    decisions : sequence of Decision
        One a quarter played, at most four.
    day : int, optional
        Days to run; to the end of the last quarter decided when not given.
    """
    until = quarter_first(len(decisions)) if day is None else day
    return InteractiveRun(world, changes_of(world, decisions), until)


def net_fans(series: Floats) -> Floats:
    """Return fans minus anti-fans of each hundred people by day, float64 (days,)."""
    return np.asarray(100.0 * (series[:, layout.S_FAN_SHARE] - series[:, layout.S_ANTI_FAN_SHARE]))


def moving_month(values: Floats) -> Floats:
    """Return the mean of each day and the 27 before it, as many as there are, float64 (days,)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    last = np.arange(1, len(values) + 1)
    first = np.maximum(0, last - MONTH_DAYS)
    return np.asarray((total[last] - total[first]) / (last - first))


def fall(series: Floats) -> float:
    """Return the deepest fall of the game: monthly net fans from a peak to what follows, points.

    The peak may lie on the eve of the game; 0 where it only rises.
    """
    month = moving_month(net_fans(series))[BEFORE - 1 :]
    return float(np.max(np.maximum.accumulate(month) - month)) if len(month) else 0.0
