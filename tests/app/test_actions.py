"""Nothing that arrives from a browser can harm a session."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.app.actions import ACTIONS, act
from tests.app.sessions import DAYS, do, visit

JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)
KEYS = (
    "painted",
    "speed",
    "days",
    "day",
    "lever",
    "value",
    "happening",
    "scenario",
    "seed",
    "people",
    "without",
    "keep",
    "text",
    "kind",
)


@pytest.mark.slow
@given(
    actions=st.lists(
        st.fixed_dictionaries(
            {"what": st.sampled_from([*ACTIONS]) | JUNK},
            optional=dict.fromkeys(KEYS, JUNK),
        )
        | JUNK,
        max_size=5,
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_arrives_the_session_goes_on(actions: list[Any]) -> None:
    one = visit()
    for action in actions:
        act(one, action)
        assert one.run.world.people <= 50_000
        one.frame()
        one.course()
        one.future()
    act(one, {"what": "begin", "people": 300})
    do(one, "step", days=1)


@pytest.mark.parametrize(
    ("action", "fault"),
    [
        ({"what": "__init__"}, "page: no action '__init__'"),
        ({"what": "open"}, "page: no action 'open'"),
        ([], "page: that was no action"),
        ({"what": "step", "days": 10**9}, "days: 1000000000 is invalid"),
        ({"what": "step", "days": True}, "days: True is invalid"),
        ({"what": "go_to", "day": DAYS + 1}, f"use 0 to {DAYS}"),
        ({"what": "lever", "lever": "exposure", "value": float("nan")}, "a number or a name"),
        ({"what": "lever", "lever": ["exposure"], "value": 1}, "lever: a name and a value"),
        ({"what": "begin", "scenario": "/etc/passwd"}, "scenario: no '/etc/passwd'"),
        ({"what": "begin", "scenario": ["classroom"]}, "scenario: no"),
        ({"what": "begin", "without": "all"}, "without: a list of names is needed"),
        ({"what": "begin", "without": [["x"]]}, "without: no"),
    ],
)
def test_a_bad_action_is_told_and_nothing_is_done(action: Any, fault: str) -> None:
    one = visit()
    before = (one.run, one.run.day, one.notice)
    act(one, action)
    assert fault in one.message
    assert (one.run, one.run.day, one.notice) == (*before[:2], before[2] + 1)


@pytest.mark.parametrize(
    "value", [2.0, 10**400, -1, "high"], ids=["above", "huge", "below", "word"]
)
def test_a_refused_lever_leaves_the_course_as_it_was(value: Any) -> None:
    one = visit()
    do(one, "step", days=20)
    do(one, "lever", lever="exposure", value=0.3)
    do(one, "step", days=20)
    one.frame()
    do(one, "go_to", day=10)
    before = (one.run.changes, one.furthest, one.parted)
    act(one, {"what": "lever", "lever": "exposure", "value": value})
    assert one.message
    act(one, {"what": "drop", "happening": "flood"})
    assert "event: no 'flood'" in one.message
    assert (one.run.changes, one.furthest, one.parted) == before
