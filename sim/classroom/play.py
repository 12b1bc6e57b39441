"""Play a team's decisions through the game's world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sim.classroom.rules import Decision, decision_levers, quarter_first
from sim.runs.course import move_of
from sim.runs.interactive import InteractiveRun
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario


def dated_changes(world: Scenario, decisions: Sequence[Decision]) -> list[Event]:
    """Return a team's decisions, one a quarter, as dated changes of the course.

    A question that is not answered moves nothing; a later answer replaces an earlier one.
    """
    found = []
    for quarter, decision in enumerate(decisions):
        levers = decision_levers(decision)
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
        As ``rules.class_world`` gives it.
    decisions : sequence of Decision
        One a quarter played, at most four.
    day : int, optional
        Days to run; to the end of the last quarter decided when not given.
    """
    until = quarter_first(len(decisions)) if day is None else day
    return InteractiveRun(world, dated_changes(world, decisions), until)
