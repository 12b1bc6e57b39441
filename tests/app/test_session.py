"""A visitor's session: what it shows is the engine's, back and forth, and taken home."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np

import sim
from sim.app.charts import SHOWN
from sim.app.session import Session
from sim.model import layout
from sim.runs.course import HAPPENINGS, INVENTED_TITLE
from sim.scenario.files import load
from tests.app.sessions import DAYS, do, firm, visit


def series_shown(frames: list[dict[str, Any]]) -> list[list[float]]:
    """Return the rows that a browser has after some frames."""
    rows: list[list[float]] = []
    for frame in frames:
        assert frame["first"] <= len(rows)
        rows[frame["first"] :] = frame["rows"]
    return rows


def test_frames_add_up_to_the_series_of_the_engine() -> None:
    one = visit()
    frames = [one.frame()]
    for what, more in (
        ("step", {"days": 5}),
        ("go_to", {"day": 2}),
        ("step", {"days": 9}),
        ("rewind", {"day": 4}),
        ("step", {"days": 20}),
    ):
        do(one, what, **more)
        frames.append(one.frame())
    rows = series_shown(frames)
    columns = [layout.SERIES_NAMES.index(name) for name in SHOWN]
    assert len(rows) == one.run.day == 24
    np.testing.assert_allclose(rows, one.run.series[:, columns], rtol=1e-4)
    np.testing.assert_allclose(rows, sim.run(firm()).series[:24, columns], rtol=1e-4)


def test_it_plays_on_only_when_the_last_frame_was_painted() -> None:
    one = visit()
    number = one.frame()["number"]
    do(one, "next", painted=number)
    assert one.run.day == 0  # not playing
    do(one, "play", speed=3)
    number = one.frame()["number"]
    do(one, "next", painted=number - 1)
    assert one.run.day == 0  # an old frame
    do(one, "next", painted=number)
    do(one, "next", painted=number + 1)
    assert one.run.day == 3  # told twice, or of a frame not sent
    do(one, "pause")
    do(one, "next", painted=one.frame()["number"])
    assert one.run.day == 3


def test_at_the_end_it_stops_and_plays_anew() -> None:
    one = visit()
    do(one, "play", speed=60)
    do(one, "next", painted=one.frame()["number"])
    assert (one.run.day, one.playing) == (DAYS, False)
    do(one, "play", speed=1)
    frame = one.frame()
    assert (frame["day"], frame["first"], frame["playing"]) == (0, 0, True)


def test_going_back_and_doing_otherwise_shows_both_futures() -> None:
    one = visit()
    do(one, "step", days=40)
    before = one.run.series.copy()
    do(one, "rewind", day=15)
    do(one, "lever", lever="exposure", value=0.0)
    do(one, "step", days=25)
    other = one.future()
    assert other["first"] == 15
    columns = [layout.SERIES_NAMES.index(name) for name in SHOWN]
    np.testing.assert_allclose(other["rows"], before[15:, columns], rtol=1e-4)
    np.testing.assert_array_equal(one.run.series[:15], before[:15])
    assert not np.array_equal(one.run.series, before)
    do(one, "forget")
    assert "rows" not in one.future()


def test_a_change_on_a_day_that_is_looked_at_again_parts_the_futures_too() -> None:
    one = visit()
    do(one, "step", days=40)
    one.frame()
    do(one, "go_to", day=10)
    assert "rows" not in one.future()  # only looked
    do(one, "drop", happening="accident")
    assert one.future()["first"] == 10
    assert len(one.future()["rows"]) == 30


def test_what_is_taken_home_gives_the_same_bits(tmp_path: Path) -> None:
    one = visit()
    do(one, "step", days=10)
    do(one, "lever", lever="stance", value="silent")
    do(one, "lever", lever="exposure", value=0.15)
    do(one, "step", days=5)
    do(one, "drop", happening="conduct")
    do(one, "step", days=100)
    do(one, "download", kind="toml")
    assert one.file is not None
    path = tmp_path / one.file["name"]
    path.write_text(one.file["text"], encoding="utf-8")
    np.testing.assert_array_equal(sim.run(sim.load(path)).series, one.run.series)
    number = one.file["number"]
    do(one, "download", kind="csv")
    assert one.file["number"] == number + 1
    assert one.file["text"].count("\n") == DAYS + 1


def test_the_scenario_that_is_taken_home_is_toml() -> None:
    one = visit()
    do(one, "download", kind="toml")
    assert one.file is not None
    assert tomllib.loads(one.file["text"])["title"] == firm().title


def test_a_mechanism_switched_off_is_compared_on_the_same_luck_at_the_same_day() -> None:
    one = visit()
    do(one, "step", days=30)
    before = one.run.series.copy()
    do(one, "begin", without=["fan-to-black"], keep=True)
    assert one.run.day == 30
    assert one.course()["without"] == ["fan-to-black"]
    columns = [layout.SERIES_NAMES.index(name) for name in SHOWN]
    np.testing.assert_allclose(one.future()["rows"], before[:, columns], rtol=1e-4)
    assert one.run.series[:, layout.S_FAN_TO_BLACK].sum() == 0


def test_a_named_case_that_is_changed_loses_its_names_on_the_page() -> None:
    one = Session("xiaomi-su7")
    do(one, "step", days=100)
    assert one.course()["hypothetical"] == []
    do(one, "lever", lever="exposure", value=0.1)
    course = one.course()
    assert course["title"] == INVENTED_TITLE
    assert course["hypothetical"]
    do(one, "go_to", day=551)
    told = " ".join(flag["text"] for flag in one.course()["flags"]) + one.frame()["headline"]
    assert not any(name in told for name in ("SU7", "Xiaomi", "Lei"))


def test_every_happening_can_be_dropped_and_is_flagged_as_ones_own() -> None:
    one = visit()
    do(one, "step", days=3)
    for happening in HAPPENINGS:
        do(one, "drop", happening=happening)
    own = [flag for flag in one.course()["flags"] if flag["own"]]
    assert [flag["text"] for flag in own] == list(HAPPENINGS)
    assert {flag["day"] for flag in own} == {3}


def test_a_rumour_that_is_dropped_does_not_wake_those_that_never_spread() -> None:
    quiet = load("byd-low-profile")
    rumours = [event for event in quiet.within if event.kind == "rumour"]
    assert rumours
    assert quiet.parameters.conversation.rumour_telling == 0.0
    one = Session("byd-low-profile")
    do(one, "begin", people=300)
    do(one, "step", days=364)
    before = one.run.series.copy()
    do(one, "drop", happening="rumour")
    np.testing.assert_array_equal(one.run.series, before)
