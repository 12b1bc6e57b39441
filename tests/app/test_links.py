"""Links: they open the same state, and what is wrong in one is said."""

from __future__ import annotations

import numpy as np
import pytest

from sim.app.actions import open_link
from sim.app.links import MOST_LINK
from sim.app.session import Session
from tests.app.sessions import do, visit


def test_a_link_opens_the_same_state() -> None:
    one = Session()
    do(one, "begin", seed=12, people=400, without=["hitchhiking", "own-goal"])
    do(one, "step", days=10)
    do(one, "lever", lever="exposure", value=0.15)
    do(one, "lever", lever="stance", value="deny")
    do(one, "step", days=10)
    do(one, "drop", happening="accident")
    do(one, "step", days=10)
    other = Session()
    open_link(other, one.link())
    assert other.message == ""
    np.testing.assert_array_equal(one.run.series, other.run.series)
    assert other.link() == one.link()
    assert other.run.changes == one.run.changes


def test_a_link_is_written_only_of_what_anybody_can_open() -> None:
    shipped_one, own = Session(), visit()
    do(own, "step", days=1)
    assert own.link() == ""
    do(own, "begin", scenario="tesla-2024")
    assert "scenario=tesla-2024" in own.link()
    do(shipped_one, "lever", lever="exposure", value=5e-05)
    other = Session()
    open_link(other, shipped_one.link())
    assert other.message == ""
    assert other.run.changes == shipped_one.run.changes


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("scenario=../../etc/passwd", "scenario: no '../../etc/passwd'"),
        ("scenario=%00", "scenario: no"),
        ("day=-1", "day: '-1' is no whole number"),
        ("day=99999", "day: 99999 is invalid; use 0 to 1461"),
        ("people=1000000", "people: 1000000 is invalid; use 10 to 50,000"),
        ("people=1e9", "people: '1e9' is no whole number"),
        ("seed=" + "9" * 17, "is no whole number"),
        ("without=gravity", "without: no 'gravity'"),
        ("changes=3:exposure:2", "exposure = 2.0 is invalid; use a number from 0"),
        ("changes=3:exposure:nan", "exposure: 'nan' is no number"),
        ("changes=3:__class__:1", "no lever '__class__'"),
        ("changes=3", "changes: '3' is not 'day:lever:value'"),
        ("changes=99999:exposure:0.1", "changes: day 99999 is invalid"),
        ("changes=3:event:flood", "event: no 'flood'"),
        ("eval=1", "address: no 'eval'"),
        ("a=1&" * 30, "address: too many parts"),
        ("x" * (MOST_LINK + 1), "address: longer than"),
    ],
)
def test_a_bad_link_says_so_and_shows_a_world_all_the_same(query: str, fault: str) -> None:
    one = Session()
    open_link(one, query)
    assert fault in one.message
    assert one.frame()["rows"] == []
    do(one, "step", days=1)
