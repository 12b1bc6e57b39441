"""The scenarios that come with the program, and the rule that sizes their events."""

from __future__ import annotations

import csv
import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import sim
from sim.model import layout
from sim.model.entries import ENTRIES
from sim.scenario.files import dumps, parse, shipped
from sim.scenario.playbook import Event, compile_calendar, conditions
from sim.scenario.scenario import Scenario, checked
from tests.places import ROOT

NAMES = sorted(shipped())
NAMED = {
    "xiaomi-su7": "xiaomi",
    "tesla-2024": "tesla",
    "byd-low-profile": "byd",
    "participation-2011": "xiaomi",
}


def observed() -> list[dict[str, str]]:
    with (ROOT / "sim" / "data" / "case_events.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_cases_are_there() -> None:
    assert sorted([*NAMED, "classroom"]) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_has_title_and_question_and_runs(name: str) -> None:
    scenario = sim.load(name)
    assert scenario.title
    assert scenario.question.endswith("?")
    run = sim.run(scenario.with_values({"crowd.people": 300, "network.communities": 5}))
    assert run.series.shape == (scenario.run.days, len(layout.SERIES))
    assert not scenario.hypothetical


@pytest.mark.parametrize("name", NAMES)
def test_each_survives_being_written_and_read(name: str) -> None:
    scenario = sim.load(name)
    again = checked(parse(dumps(scenario), scenario.folder))
    assert again == scenario
    assert again.content_hash == scenario.content_hash


@pytest.mark.parametrize(("name", "case"), NAMED.items())
def test_named_cases_replay_the_observed_columns(name: str, case: str) -> None:
    scenario = sim.load(name)
    last = scenario.end - dt.timedelta(days=1)
    rows = [
        row
        for row in observed()
        if row["case"] == case and str(scenario.run.start) <= row["date"] <= str(last)
    ]
    assert len(rows) == len(scenario.events)
    for row, event in zip(rows, scenario.events, strict=True):
        assert (row["date"], row["kind"], row["valence"]) == (
            str(event.date),
            event.kind,
            event.valence,
        )
        assert event.excess == (float(row["hs_excess_3d"]) if row["hs_excess_3d"] else None)
        judged = row["severity_judged_1to5"]
        assert event.severity == (float(judged) if judged else None)
        assert event.source == row["source"]
        assert event.text.startswith(row["text"].replace('"', "'"))


@pytest.mark.parametrize("name", NAMED)
def test_named_cases_carry_the_note(name: str) -> None:
    text = " ".join(shipped()[name].read_text(encoding="utf-8").replace("#", " ").split())
    for part in (
        "Names mark public, sourced events",
        "neither forecast nor advice",
        "no fault is implied beyond cited findings",
        "nobody named endorses it",
        "Victims and families are never agents",
    ):
        assert part in text


def test_the_classroom_differs_from_the_defaults_in_size_alone() -> None:
    scenario = sim.load("classroom")
    plain = Scenario()
    changed = {
        name
        for name in ENTRIES
        if getattr(getattr(scenario.parameters, name.split(".")[0]), name.split(".")[1])
        != getattr(getattr(plain.parameters, name.split(".")[0]), name.split(".")[1])
    }
    assert changed == {"crowd.people"}
    assert scenario.start == plain.start
    assert not scenario.playbook
    assert [event.kind for event in scenario.events] == ["launch event"]


def test_sizes_follow_the_stated_rule() -> None:
    start = dt.date(2025, 4, 1)
    events = [
        Event(date=start, kind="road accident", valence="-", excess=17.7, severity=5.0),
        Event(date=start, kind="labour story", valence="-"),
        Event(date=dt.date(2025, 4, 2), kind="launch event", valence="+", excess=10.0),
        Event(
            date=dt.date(2025, 4, 3), kind="founder conduct", valence="-", excess=0.0, severity=2.0
        ),
        Event(date=dt.date(2025, 4, 4), kind="strategic retreat", set={"exposure": 0.1}),
    ]
    calendar = compile_calendar(events, start, 5, 0.67)
    first = 0.67 * 17.7
    assert calendar[0, layout.CALENDAR_BAD] == pytest.approx(first + 1.0)
    gravity = (first * 5 / 3 + 1.0 * 2 / 3) / (first + 1.0)
    assert calendar[0, layout.CALENDAR_GRAVITY] == pytest.approx(gravity)
    assert calendar[0, layout.CALENDAR_ACCIDENTS] == 1.0
    assert calendar[1, layout.CALENDAR_GOOD] == pytest.approx(6.7)
    assert calendar[1, layout.CALENDAR_LAUNCH] == pytest.approx(0.5)
    assert calendar[2, layout.CALENDAR_BAD] == calendar[2, layout.CALENDAR_FOUNDER] == 1.0
    assert not calendar[3].any()


def test_incidents_may_be_dated_random_or_both() -> None:
    case = sim.load("xiaomi-su7").with_values({"crowd.people": 500, "start.fleet": 5e6})
    accidents, column = {}, layout.SERIES_NAMES.index("accidents")
    for how in ("dated", "random", "both"):
        accidents[how] = sim.run(case.with_values({"run.incidents": how})).series[:, column]
    assert accidents["dated"].sum() == 4
    assert accidents["random"].sum() > 0
    assert np.array_equal(
        accidents["both"] - accidents["random"] >= 0, np.ones(len(accidents["both"]), dtype=bool)
    )
    assert accidents["both"].sum() > accidents["random"].sum()


def test_what_goes_beyond_a_named_case_is_hypothetical() -> None:
    case = sim.load("xiaomi-su7")
    assert not case.with_values({"run.seed": 5, "crowd.people": 100, "run.days": 30}).hypothetical
    assert case.with_values({"founder.exposure": 0.3}).hypothetical == ("founder.exposure = 0.3",)
    assert case.with_values({"run.incidents": "both"}).hypothetical[0] == "random incidents"
    assert case.without(["coupling"]).hypothetical == ("without coupling",)
    own = Event(date=dt.date(2025, 1, 1), kind="rumour", valence="-")
    assert case.model_copy(update={"events": (*case.events, own)}).hypothetical
    assert not sim.load("classroom").without(["coupling"]).hypothetical
    # The stamp survives being written and read.
    written = case.with_values({"founder.exposure": 0.3})
    assert checked(parse(dumps(written))).hypothetical == written.hypothetical


def test_the_retreat_of_april_2025_lasts_until_the_return() -> None:
    case = sim.load("xiaomi-su7").with_values({"crowd.people": 200})
    run = sim.run(case)
    exposure = run.daily["exposure"]
    assert exposure["2025-04-02"] == 0.87
    assert set(exposure["2025-04-03":"2025-05-09"]) == {0.174}
    assert exposure["2025-05-10"] == 0.87


def test_a_rule_acts_the_day_after_for_its_days() -> None:
    rule = {"when": "attention > -1", "set": {"exposure": 0.1, "stance": "silent"}, "for_days": 3}
    scenario = checked(
        {
            "title": "x",
            "run": {"days": 9},
            "playbook": [rule],
            "parameters": {"crowd": {"people": 20}},
        }
    )
    run = sim.run(scenario)
    assert run.daily["exposure"].tolist() == [0.6, *[0.1] * 8]
    assert run.daily["stance"].tolist() == [0, *[1] * 8]
    rule["when"] = "attention > 1000000 and climate <= 1"
    never = checked(
        {
            "title": "x",
            "run": {"days": 9},
            "playbook": [rule],
            "parameters": {"crowd": {"people": 20}},
        }
    )
    assert set(sim.run(never).daily["exposure"]) == {0.6}


@pytest.mark.parametrize(
    "when",
    [
        "",
        "attention",
        "attention > ",
        "attention == 3",
        "attention > six",
        "__import__('os') > 1",
        "attention > 6 or climate < 0",
        "moon > 3",
        "attention > 6; 1",
        "attention > nan",
    ],
)
def test_what_is_no_condition_is_refused(when: str) -> None:
    with pytest.raises(ValueError, match=r"condition|observable"):
        conditions(when)


@given(
    st.sampled_from(layout.SERIES_NAMES),
    st.sampled_from(["<", "<=", ">", ">="]),
    st.floats(-1e6, 1e6).map(lambda x: round(x, 3)),
)
def test_conditions_are_read_as_written(name: str, sign: str, bound: float) -> None:
    ((series, code, number),) = conditions(f" {name}{sign}  {bound:.3f} ")
    assert layout.SERIES_NAMES[series] == name
    assert ("<", "<=", ">", ">=")[code] == sign
    assert number == bound


def test_start_ranges_are_sampled_by_the_seed() -> None:
    scenario = Scenario().with_values(
        {"start.fans": [0.1, 0.4], "crowd.people": 500, "run.days": 1}
    )
    shares = [sim.run(scenario, seed=seed).daily["fan_share"].iloc[0] for seed in range(6)]
    assert min(shares) > 0.08
    assert max(shares) < 0.45
    assert len(set(shares)) == 6
