"""The world's first morning, and what is dated, follow from the draws and the scenario."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from sim.engine.world import allocate
from sim.model import layout
from sim.scenario.scenario import Scenario
from tests.oracle import dated, start
from tests.oracle.compare import same
from tests.oracle.worlds import MANY, SAMPLE, any_world, sample


@pytest.mark.slow
@MANY
@given(any_world())
def test_the_first_morning_follows_from_the_draws(scenario: Scenario) -> None:
    same_first_morning(scenario)


@pytest.mark.parametrize("name", SAMPLE)
def test_the_first_morning_of_the_sample_follows_from_the_draws(name: str) -> None:
    same_first_morning(sample(name))


def same_first_morning(scenario: Scenario) -> None:
    """Check that a world begins as the oracle says."""
    world = allocate(scenario)
    crowd = world.crowd
    susceptibility = [float(x) for x in crowd.susceptibility]
    for i, newcomer in enumerate(start.newcomers(scenario, susceptibility)):
        marks = int(crowd.marks[i])
        assert newcomer.role == crowd.role[i]
        assert newcomer.passion == crowd.passion[i]
        assert newcomer.expectation == crowd.expectation[i]
        assert newcomer.grievance == crowd.grievance[i]
        assert newcomer.owner == bool(marks & layout.OWNER)
        assert newcomer.product == (marks & layout.PRODUCT_BITS) >> layout.PRODUCT_SHIFT
        assert newcomer.resister == bool(marks & layout.RESISTER)
        assert newcomer.betrayed == bool(marks & layout.BETRAYED)
        assert not marks & (layout.SPENT | layout.JOINED)
    # numpy and math may differ in the last digit of exp, cos and powers.
    traits = np.array(start.traits(scenario))
    for k, name in enumerate(("susceptibility", "threshold", "activity")):
        np.testing.assert_allclose(getattr(crowd, name), traits[:, k], rtol=3e-7, atol=1e-12)
    mood = dict.fromkeys(layout.MOOD, 0.0) | start.mood(scenario)
    same([mood[name] for name in layout.MOOD], world.mood, "mood", layout.MOOD)
    same(start.slants(scenario), world.outlets.slant, "slant")
    np.testing.assert_allclose(world.outlets.reach, start.reaches(scenario), rtol=1e-12)
    assert not crowd.voice.any()
    assert not crowd.heard.any()
    assert not world.rumour.state.any()
    assert not world.rumour.depth.any()
    assert (world.strength == 1).all()


@pytest.mark.slow
@MANY
@given(any_world())
def test_what_is_dated_follows_from_the_scenario(scenario: Scenario) -> None:
    calendar = dated.calendar_of(scenario)
    found = [[getattr(day, name) for name in layout.CALENDAR] for day in calendar]
    same(found, scenario.calendar(), "calendar")
    assert len(dated.orders_of(scenario)) == len(scenario.book().order_first)
