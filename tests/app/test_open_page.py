"""An open page: by what address, and what it has of its session."""

from __future__ import annotations

import pytest

from sim.app.open_page import OpenPage, code_in


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("code=k7m2qx", "K7M2QX"),
        ("code=K7M2QX", "K7M2QX"),
        ("code=K7M2Q", ""),
        ("code=K7M2Q0", ""),
        ("code=../../", ""),
        ("scenario=code=K7M2QX", ""),
        ("", ""),
    ],
)
def test_only_a_code_is_taken_for_one(query: str, code: str) -> None:
    assert code_in(query) == code


def test_a_session_that_was_opened_elsewhere_is_left_to_that_page() -> None:
    one = OpenPage("")
    one.act({"what": "step", "days": 3})
    other = OpenPage(f"code={one.code}")
    assert other.session is one.session
    one.act({"what": "step", "days": 3})
    assert "opened elsewhere" in one.lost
    assert other.session.run.day == 3
    other.act({"what": "play", "speed": 1})
    day, number = other.session.run.day, other.frame["number"]
    other.act({"what": "next", "painted": number})
    assert other.session.run.day == day + 1
    assert other.frame["number"] == number + 1
    other.act({"what": "go_to", "day": 0})
    other.act({"what": "play", "speed": 60})
    for _ in range(40):
        other.act({"what": "next", "painted": other.frame["number"]})
    assert other.frame["playing"] is False
    assert f"day={other.session.run.days}" in other.course["link"]
