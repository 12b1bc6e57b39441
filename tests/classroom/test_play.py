"""A course: a team's decisions, played through the game's world."""

from __future__ import annotations

import numpy as np

import sim
from sim.classroom.play import dated_changes, played
from sim.classroom.rules import BEFORE, NO_ACTION, QUARTER_DAYS, QUARTERS, class_world
from sim.model import layout
from sim.model.mechanisms import MECHANISMS
from sim.runs.interactive import InteractiveRun
from sim.scenario.files import load
from tests.classroom.small_game import LOUD, PLAIN, firm


def test_a_course_is_a_scenario_whose_decisions_are_dated_changes() -> None:
    world = class_world(firm(), seed=2)
    run = played(world, [PLAIN, {}, LOUD, NO_ACTION])
    again = sim.run(sim.Scenario.model_validate(run.scenario.model_dump()))
    np.testing.assert_array_equal(again.series, run.series)
    days = [
        (event.date - world.run.start).days for event in dated_changes(world, [PLAIN, {}, LOUD])
    ]
    assert days == [BEFORE, BEFORE + 2 * QUARTER_DAYS]


def test_teams_share_everything_up_to_their_first_difference() -> None:
    world = class_world(firm(), seed=2)
    one, other = (played(world, [PLAIN, last]).series for last in (PLAIN, LOUD))
    differ = np.flatnonzero((one != other).any(axis=1))
    assert differ[0] == BEFORE + QUARTER_DAYS
    idle = played(world, [{}, {}]).series
    np.testing.assert_array_equal(idle[:BEFORE], one[:BEFORE])


def test_a_mechanism_is_switched_off_in_the_midst_and_the_run_stays_as_it_was() -> None:
    world = class_world(load("classroom"), seed=4)
    eve = InteractiveRun(world, dated_changes(world, [LOUD] * QUARTERS), BEFORE)
    whole = played(world, [LOUD] * QUARTERS).series
    np.testing.assert_array_equal(eve.series_without((), QUARTERS * QUARTER_DAYS), whole)
    less = eve.series_without(("fan-to-black",), QUARTERS * QUARTER_DAYS)
    np.testing.assert_array_equal(less[:BEFORE], whole[:BEFORE])
    assert whole[BEFORE:, layout.S_FAN_TO_BLACK].sum() > 0
    assert less[BEFORE:, layout.S_FAN_TO_BLACK].sum() == 0
    assert eve.day == BEFORE
    eve.advance(QUARTERS * QUARTER_DAYS)
    np.testing.assert_array_equal(eve.series, whole)
    core = [one.name for one in MECHANISMS if not one.on]
    assert all(len(eve.series_without((name,), 1)) == len(whole) for name in core)
