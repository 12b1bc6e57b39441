"""The briefing tells what the series has, and names nobody."""

from __future__ import annotations

from sim.classroom.briefing import MOST_HEADLINES, briefing
from sim.classroom.net_fans import monthly_net_fans
from sim.classroom.play import played
from sim.classroom.rules import QUARTER_DAYS, QUARTERS, class_world
from sim.model import layout
from sim.scenario.files import load
from tests.classroom.small_game import LOUD


def test_a_briefing_tells_the_quarter_as_the_series_has_it() -> None:
    world = class_world(load("classroom"))
    series = played(world, [{}, {}]).series
    told = briefing(world, series)
    assert 1 <= len(told["headlines"]) <= MOST_HEADLINES
    days = [one["day"] for one in told["headlines"]]
    assert days == sorted(days)
    assert all(len(series) - QUARTER_DAYS < day <= len(series) for day in days)
    now = monthly_net_fans(series)[-1]
    sold = series[-QUARTER_DAYS:, layout.S_SALES].sum()
    assert [one["value"] for one in told["figures"]][:2] == [f"{now:.0f}", f"{sold:,.0f}"]
    assert len(told["figures"]) == 3
    assert told["unknown"]


def test_a_named_case_is_played_as_an_invented_firm() -> None:
    case = load("participation-2011")
    world = class_world(case)
    assert case.run.case
    assert case.title != world.title == "Firm A and Founder A"
    assert [event.date for event in world.events] == [event.date for event in case.events]
    assert not any(event.text for event in world.events)
    assert class_world(world) == world
    told = str(briefing(world, played(world, [LOUD] * QUARTERS).series))
    assert "Xiaomi" not in told
    assert "Lei Jun" not in told
