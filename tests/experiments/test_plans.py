"""Plans, and events and rules that are set by name."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.plans import NOTHING, Plan, as_plan, load_plan, plan_of
from tests.places import ROOT

DAYS = 30
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": 100, "run.days": DAYS}
)


PLAN = """
name = "Step back"
without = ["shield"]
events = [{ date = 2026-01-20, kind = "strategic retreat", set = { exposure = 0.1 } }]

[founder]
exposure = 0.4
stance = "apologise"

[start]
fans = [0.1, 0.2]

[[playbook]]
when = "attention > 6"
set = { exposure = 0.05 }
for_days = 9
"""


def test_a_plan_is_carried_out(tmp_path: Path) -> None:
    file = tmp_path / "step-back.toml"
    file.write_text(PLAN, encoding="utf-8")
    plan = load_plan(file)
    assert plan.name == "Step back"
    done = plan.applied(SCENARIO)
    assert done.parameters.founder.exposure == 0.4
    assert done.parameters.founder.stance == "apologise"
    assert done.start.fans == (0.1, 0.2)
    assert done.run.without == ("shield",)
    assert done.events[:-1] == SCENARIO.events
    assert (done.events[-1].date, done.events[-1].set) == (dt.date(2026, 1, 20), {"exposure": 0.1})
    (rule,) = done.playbook
    assert (rule.when, rule.set, rule.for_days) == ("attention > 6", {"exposure": 0.05}, 9)
    assert sim.run(done).digest != sim.run(SCENARIO).digest


def test_a_plan_is_added_to_what_is_there() -> None:
    plan = plan_of({"without": ["doubt"], "playbook": [rule_of("climate < 0")]}, "more")
    once = plan.applied(SCENARIO.without(["shield"]))
    twice = plan.model_copy(update={"name": "again"}).applied(once)
    assert once.run.without == ("shield", "doubt")
    assert [rule.when for rule in twice.playbook] == ["climate < 0", "climate < 0"]
    assert plan.name == "more"


def rule_of(when: str) -> dict[str, Any]:
    return {"when": when, "set": {"exposure": 0.1}, "for_days": 3}


def test_doing_nothing_changes_nothing() -> None:
    assert Plan(name=NOTHING).applied(SCENARIO) == SCENARIO


def test_a_plan_is_named_after_its_file(tmp_path: Path) -> None:
    (tmp_path / "hush.toml").write_text("[founder]\nexposure = 0.1\n")
    assert load_plan(tmp_path / "hush.toml").name == "hush"
    assert as_plan(tmp_path / "hush.toml").changes == {"founder.exposure": 0.1}
    assert as_plan({"founder.exposure": 0.1}).name == "founder.exposure = 0.1"


def test_a_plan_makes_a_named_case_hypothetical() -> None:
    case = sim.load("xiaomi-su7").with_values({"crowd.people": 50, "run.days": 60})
    event = {"date": dt.date(2024, 2, 1), "kind": "market", "source": "none"}
    done = plan_of({"events": [event]}, "what if").applied(case)
    assert "plan what if" in done.hypothetical
    assert "plan what if" not in case.hypothetical


BAD_PLANS = {
    "unknown group": ("[foundr]\nexposure = 1\n", "foundr: unknown name, did you mean 'founder'"),
    "no table": ("founder = 3\n", "founder: no table; use a table of names"),
    "no levers": ('[[playbook]]\nwhen = "climate < 0"\n', "playbook[1].set: missing"),
    "no condition": (
        '[[playbook]]\nwhen = "soon"\nset = { exposure = 0.1 }\nfor_days = 3\n',
        "playbook[1].when: 'soon' is no condition",
    ),
    "no event": ("[[events]]\ndate = 2026-01-05\n", "events[1].kind: missing"),
    "no name": ('name = ""\n', "name: '' is invalid"),
    "no TOML": ("exposure: 3\n", "not TOML"),
    "empty": ("", "the file is empty"),
    "no list": ('without = "shield"\n', "without: 'shield' is invalid"),
}


@pytest.mark.parametrize("case", BAD_PLANS)
def test_faults_of_a_plan_name_the_file(case: str, tmp_path: Path) -> None:
    text, told = BAD_PLANS[case]
    file = tmp_path / "plan.toml"
    file.write_text(text)
    with pytest.raises(sim.TarpeiaError) as caught:
        load_plan(file)
    assert caught.value.faults[0].startswith(f"{file}: {told}")


def test_a_plan_that_is_not_there() -> None:
    with pytest.raises(sim.TarpeiaError, match=r"^nowhere\.toml: no such file"):
        load_plan("nowhere.toml")


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        ({"founder": {"exposur": 0.1}}, r"founder\.exposur: no such parameter"),
        ({"founder": {"exposure": 2}}, r"founder\.exposure: 2 is invalid"),
        ({"without": ["sheild"]}, r".*sheild.*'shield'"),
        ({"events": [{"date": dt.date(2020, 1, 1), "kind": "market"}]}, r"events\[2\]\.date: .*"),
    ],
)
def test_a_plan_that_does_not_fit_is_named(told: dict[str, Any], fault: str) -> None:
    with pytest.raises(sim.TarpeiaError, match=f"^plan wild: {fault}"):
        plan_of(told, "wild").applied(SCENARIO)


RULED = Plan.model_validate(
    {"name": "rules", "playbook": [rule_of("climate < 0"), rule_of("attention > 9")]}
).applied(SCENARIO)


def test_events_and_rules_can_be_set_by_name() -> None:
    changed = RULED.with_values(
        {
            "events[1].date": dt.date(2026, 1, 9),
            "events[1].excess": 3.5,
            "events[1].set.exposure": 0.2,
            "playbook[2].set.exposure": 0.7,
            "playbook[2].set.stance": "deny",
            "playbook[1].for_days": 5,
            "playbook[1].when": "climate < -0.5",
        }
    )
    (event,) = changed.events
    assert (event.date, event.excess, event.set) == (dt.date(2026, 1, 9), 3.5, {"exposure": 0.2})
    first, second = changed.playbook
    assert (first.when, first.for_days, first.set) == ("climate < -0.5", 5, {"exposure": 0.1})
    assert (second.when, second.for_days) == ("attention > 9", 3)
    assert second.set == {"exposure": 0.7, "stance": "deny"}
    assert RULED.playbook[1].set == {"exposure": 0.1}  # the scenario is as it was
    assert RULED.events == SCENARIO.events


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("events[2].date", dt.date(2026, 1, 9), "there is no events[2]; use 1 to 1"),
        ("events[0].date", dt.date(2026, 1, 9), "there is no events[0]; use 1 to 1"),
        ("playbook[3].for_days", 3, "there is no playbook[3]; use 1 to 2"),
        ("playbook[1].for_day", 3, "did you mean 'for_days'?"),
        ("playbook[1].set", {"exposure": 0.1}, "no such part"),
        ("events[1].date.day", 3, "no such part"),
        ("playbook[1].set.exposur", 0.1, "no lever 'exposur'"),
        ("playbook[1].set.exposure", 1.5, "; use "),
        ("playbook[1].for_days", 0, "1 or more"),
        ("events[1].date", dt.date(2025, 1, 9), "before the first day"),
        ("events[1].date", "soon", "a date such as"),
        ("events[1].kind", "markt", "market"),
    ],
)
def test_bad_names_and_values_in_lists(name: str, value: Any, told: str) -> None:
    with pytest.raises(sim.TarpeiaError) as caught:
        RULED.with_values({name: value})
    line = caught.value.faults[0]
    assert line.startswith(name.partition(".set")[0])
    assert told in line


def test_a_scenario_without_rules_says_so() -> None:
    with pytest.raises(sim.TarpeiaError, match=r"no playbook\[1\]; the scenario has none"):
        SCENARIO.with_values({"playbook[1].for_days": 3})
