"""The run whose course is changed: a course is a scenario, and the days before a change stand."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.model import layout
from sim.runs.course import HAPPENINGS, INVENTED_TITLE, course
from sim.runs.interactive import MOST_CHANGES, InteractiveRun
from sim.scenario.files import load, shipped
from sim.scenario.scenario import Scenario

DAYS = 60


def firm(**changes: Any) -> Scenario:
    return load("classroom").with_values({"crowd.people": 300, "run.days": DAYS, **changes})


def replayed(one: InteractiveRun, tmp_path: Path) -> np.ndarray[Any, Any]:
    """Return the series that the course's file gives to anyone who runs it."""
    path = tmp_path / "course.toml"
    path.write_text(one.toml(), encoding="utf-8")
    return sim.run(sim.load(path)).series


STEPS = st.one_of(
    st.tuples(st.just("advance"), st.integers(0, 20)),
    st.tuples(st.just("exposure"), st.sampled_from((0.0, 0.2, 0.9))),
    st.tuples(st.just("stance"), st.sampled_from(layout.STANCES)),
    st.tuples(st.just("drop"), st.sampled_from(sorted(HAPPENINGS))),
    st.tuples(st.just("rewind"), st.integers(0, DAYS)),
    st.tuples(st.just("go_to"), st.integers(0, DAYS)),
    st.tuples(st.just("fork"), st.just(0)),
)


@given(steps=st.lists(STEPS, max_size=12))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_done_the_course_is_a_scenario_that_gives_the_same_bits(
    steps: list[tuple[str, Any]], tmp_path: Path
) -> None:
    one = InteractiveRun(firm())
    for what, how in steps:
        if what == "rewind":
            one.rewind(min(how, one.day))
        elif what in ("advance", "go_to"):
            getattr(one, what)(how)
        elif what == "fork":
            one = one.fork()
        elif one.day < DAYS:
            one.drop(how) if what == "drop" else one.move({what: how})
    day = one.day
    np.testing.assert_array_equal(one.series, replayed(one, tmp_path)[:day])
    one.go_to(DAYS)
    np.testing.assert_array_equal(one.series, replayed(one, tmp_path))


@pytest.mark.parametrize("happening", HAPPENINGS)
def test_what_is_dropped_into_a_day_changes_no_day_before_it_and_some_after(happening: str) -> None:
    one = InteractiveRun(firm(), day=30)
    before = one.series.copy()
    calm = one.fork()
    one.drop(happening)
    np.testing.assert_array_equal(one.series, before)
    one.go_to(DAYS)
    calm.go_to(DAYS)
    np.testing.assert_array_equal(one.series[:30], before)
    assert not np.array_equal(one.series[30:], calm.series[30:])


def test_a_dropped_rumour_goes_about() -> None:
    one = InteractiveRun(firm(), day=20)
    one.drop("rumour")
    one.go_to(DAYS)
    spreading = one.series[:, layout.SERIES_NAMES.index("rumour_spreading")]
    assert spreading[:20].max() == 0
    assert spreading[20:].max() > 0


def test_a_lever_moves_on_the_next_day_and_for_as_long_as_it_was_told() -> None:
    one = InteractiveRun(firm(), day=10)
    exposure = layout.SERIES_NAMES.index("exposure")
    usual = one.series[-1, exposure]
    one.move({"exposure": 0.05}, for_days=5)
    one.go_to(20)
    assert one.series[9:16, exposure].tolist() == [usual, *[0.05] * 5, usual]


def test_the_last_value_of_a_day_counts_and_is_one_change() -> None:
    one = InteractiveRun(firm(), day=10)
    for value in (0.1, 0.2, 0.3):
        one.move({"exposure": value})
    one.move({"candour": 0.9})
    (change,) = one.changes
    assert change.set == {"exposure": 0.3, "candour": 0.9}
    assert change.text == "exposure to 0.3, candour to 0.9"
    one.move({"exposure": 0.4}, for_days=3)  # another length is another change
    one.advance()
    one.move({"exposure": 0.5})
    assert len(one.changes) == 3


def test_going_back_forgets_what_was_done_later_and_going_to_a_day_does_not() -> None:
    one = InteractiveRun(firm(), day=10)
    one.move({"exposure": 0.9})
    one.advance(20)
    one.drop("accident")
    one.go_to(5)
    assert (one.day, len(one.changes)) == (5, 2)
    one.go_to(30)
    one.rewind(30)
    assert len(one.changes) == 1  # what was to happen on the day after is forgotten too
    one.rewind(10)
    assert one.changes == ()
    assert one.scenario is one.base


def test_a_fork_goes_its_own_way_on_the_same_luck() -> None:
    one = InteractiveRun(firm(), day=20)
    other = one.fork()
    other.move({"exposure": 0.0})
    other.advance(20)
    one.advance(20)
    assert one.changes == ()
    np.testing.assert_array_equal(one.series[:20], other.series[:20])
    assert not np.array_equal(one.series, other.series)
    assert one.world.network is other.world.network


@pytest.mark.parametrize("name", [name for name in shipped() if load(name).run.case])
def test_a_named_case_that_is_changed_is_an_invented_firm_and_says_so(name: str) -> None:
    one = InteractiveRun(load(name).with_values({"crowd.people": 200}), day=3)
    assert one.scenario.hypothetical == ()
    one.move({"exposure": 0.1})
    assert one.scenario.title == INVENTED_TITLE
    assert any("without a source" in why for why in one.scenario.hypothetical)
    told = one.toml().lower()
    for word in ("xiaomi", "lei jun", "su7", "tesla", "musk", "byd", "wang chuanfu", "http"):
        assert word not in told, word
    one.rewind(0)
    assert one.scenario.hypothetical == ()
    assert one.scenario.title != INVENTED_TITLE


def test_the_table_has_a_line_a_day_with_the_numbers_as_they_are() -> None:
    one = InteractiveRun(firm(), day=7)
    rows = list(csv.reader(io.StringIO(one.csv())))
    assert rows[0] == ["date", *layout.SERIES_NAMES]
    assert [row[0] for row in rows[1:]] == [f"2026-01-{day:02d}" for day in range(1, 8)]
    assert np.array_equal(np.array([row[1:] for row in rows[1:]], dtype=float), one.series)
    assert np.array_equal(one.run().series, one.series)


@pytest.mark.parametrize(
    ("what", "fault"),
    [
        (
            lambda one: one.move({"exposure": 1.5}),
            "exposure = 1.5 is invalid; use a number from 0",
        ),
        (lambda one: one.move({"exposre": 0.5}), "did you mean 'exposure'"),
        (lambda one: one.move({"stance": "sulk"}), "is invalid; use one of none, silent"),
        (lambda one: one.move({"exposure": 0.5}, for_days=0), "change: "),
        (lambda one: one.drop("earthquake"), "event: no 'earthquake', known: accident"),
        (lambda one: one.rewind(11), "day: 11 is invalid; use 0 to 10"),
        (lambda one: one.rewind(-1), "day: -1"),
        (lambda one: one.go_to(DAYS + 1), f"is invalid; use 0 to {DAYS}"),
        (lambda one: one.go_to(-1), "day: -1"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(what: Any, fault: str) -> None:
    one = InteractiveRun(firm(), day=10)
    before = one.series.copy()
    with pytest.raises(sim.TarpeiaError) as caught:
        what(one)
    assert fault in str(caught.value)
    assert (one.day, one.changes) == (10, ())
    np.testing.assert_array_equal(one.series, before)


def test_after_the_last_day_there_is_nothing_to_change() -> None:
    one = InteractiveRun(firm(), day=DAYS)
    for what in (lambda: one.drop("launch"), lambda: one.move({"exposure": 0.1})):
        with pytest.raises(sim.TarpeiaError, match="the run is over; go back"):
            what()


def test_a_course_has_no_more_changes_than_can_be_checked_in_a_moment() -> None:
    one = InteractiveRun(firm(), day=1)
    one.drop("launch")
    with pytest.raises(sim.TarpeiaError, match="501 are too many; use at most 500"):
        InteractiveRun(firm(), one.changes * (MOST_CHANGES + 1))


def test_nothing_done_leaves_the_scenario_what_it_is() -> None:
    scenario = load("xiaomi-su7")
    assert course(scenario, ()) is scenario


@pytest.mark.parametrize("happening", [name for name in HAPPENINGS if name != "rumour"])
def test_what_is_dropped_has_the_size_of_an_observed_event(happening: str) -> None:
    asked = HAPPENINGS[happening]
    sizes = [
        (event.excess, event.severity)
        for event in load("xiaomi-su7").events
        if (event.kind, event.valence) == (asked["kind"], asked["valence"])
    ]
    assert (asked["excess"], asked.get("severity")) in sizes
