"""What may be varied, which points come of it, what is measured, and which plans are crossed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sim
from sim.cli import vary
from sim.experiments.design import MOST_POINTS, Factor, factor, points, shown
from sim.experiments.outcomes import DEFAULT, STATISTICS, outcome, outcomes
from sim.experiments.plans import NOTHING, Plan, as_plan, load_plan, plan_of
from sim.model.layout import SERIES_NAMES
from sim.runs.summary import SUMMARY_NAMES
from sim.scenario.typed import KNOWN
from tests.places import ROOT

DAYS = 30
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": 100, "run.days": DAYS}
)


# Factors -------------------------------------------------------------------------------------


def test_values_and_ranges_become_factors() -> None:
    name = "founder.exposure"
    assert factor(name, [0.1, 0.4]) == Factor(name, (0.1, 0.4))
    assert factor(name, {"low": 0, "high": 1}) == Factor(name, low=0.0, high=1.0)
    assert factor(name, (0.2, 0.6)) == factor(name, {"low": 0.2, "high": 0.6})
    ranged = factor(name, (0.2, 0.6, 5))
    assert ranged == factor(name, {"low": 0.2, "high": 0.6, "steps": 5})
    assert ranged.spread() == pytest.approx((0.2, 0.3, 0.4, 0.5, 0.6))
    assert (ranged.spread()[0], ranged.spread()[-1]) == (0.2, 0.6)
    assert factor("start.fans", [[0.1, 0.2], 0.3]).values == ((0.1, 0.2), 0.3)
    assert factor("founder.stance", ["deny"]).spread() == ("deny",)


@pytest.mark.parametrize(
    "told",
    [[0.1, 0.4], ["deny", "none"], (0.2, 0.6), (0.2, 0.6, 5), {"low": 1, "high": 2, "steps": 3}],
)
def test_what_a_factor_tells_makes_the_same_factor(told: Any) -> None:
    made = factor("founder.exposure", told)
    assert factor("founder.exposure", made.told) == made


BAD_FACTORS: dict[str, tuple[Any, str]] = {
    "nothing": ([], "at least one value"),
    "a number": (0.3, "a list"),
    "a text": ("0.3", "a list"),
    "a tuple of one": ((0.3,), "a list"),
    "a tuple of texts": (("a", "b"), "a list"),
    "no high": ({"low": 0.3}, "a list"),
    "another name": ({"low": 0.3, "high": 0.4, "step": 3}, "a list"),
    "a truth": ({"low": False, "high": True}, "a list"),
    "no number": ({"low": float("nan"), "high": 0.4}, "a list"),
    "endless": ((0.3, float("inf")), "a list"),
    "high first": ((0.6, 0.2), "low below high"),
    "no width": ((0.6, 0.6), "low below high"),
    "one step": ((0.2, 0.6, 1), "2 or more"),
    "fewer than no steps": ((0.2, 0.6, -3), "2 or more"),
    "half a step": ((0.2, 0.6, 2.5), "2 or more"),
    "steps that are true": ({"low": 0.2, "high": 0.6, "steps": True}, "2 or more"),
    "too many steps": ((0.2, 0.6, MOST_POINTS + 1), "2 or more"),
    "a value twice": ([0.1, 0.2, 0.1], "is once"),
}


@pytest.mark.parametrize("case", BAD_FACTORS)
def test_bad_factors_are_named(case: str) -> None:
    told, allowed = BAD_FACTORS[case]
    with pytest.raises(sim.TarpeiaError, match=r"^founder\.exposure: .*allowed is ") as caught:
        factor("founder.exposure", told)
    assert allowed in str(caught.value)


def test_whole_numbers_are_rounded_and_come_once() -> None:
    people = factor("crowd.people", (10, 13, 7))
    assert people.spread() == (10, 11, 12, 13)
    assert all(type(value) is int for value in people.spread())
    days = points([factor("run.days", (10, 20))], "latin-hypercube", 16, 1)
    assert all(type(point["run.days"]) is int for point in days)
    assert {type(v) for v in factor("founder.exposure", (0, 1, 2)).spread()} == {float}


def test_the_days_of_an_event_are_whole_numbers() -> None:
    (first, *_) = factor("events[1].for_days", (1, 9, 3)).spread()
    assert SCENARIO.with_values({"events[1].for_days": first}).events[0].for_days == 1


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (0.25, 0.25),
        (7, 7),
        (True, True),
        ("deny", "deny"),
        (dt.date(2026, 1, 31), "2026-01-31"),
        ((0.1, 0.2), "0.1, 0.2"),
        (["shield", "doubt"], "shield, doubt"),
        ((), ""),
    ],
)
def test_cells_of_a_table(value: Any, cell: Any) -> None:
    assert shown(value) == cell
    assert type(shown(value)) is type(cell)


# Points --------------------------------------------------------------------------------------

LEVELS = factor("founder.exposure", [0.1, 0.5, 0.9])
STEPS = factor("product.strength", (0.0, 1.0, 2))
RANGE = factor("founder.warmth", (0.25, 0.75))
OTHER = factor("founder.candour", (0.0, 0.5))


def test_a_grid_crosses_everything_in_order() -> None:
    assert points([LEVELS, STEPS], "grid", 0, 1) == [
        {"founder.exposure": exposure, "product.strength": strength}
        for exposure in (0.1, 0.5, 0.9)
        for strength in (0.0, 1.0)
    ]


def test_without_factors_there_is_one_empty_point() -> None:
    assert points([], "grid", 0, 1) == [{}]


def test_a_grid_wants_steps() -> None:
    with pytest.raises(sim.TarpeiaError, match=r"^founder\.warmth: a range without steps"):
        points([LEVELS, RANGE], "grid", 0, 1)


def test_samples_are_crossed_with_values() -> None:
    found = points([LEVELS, RANGE, OTHER], "latin-hypercube", 5, 3)
    alone = points([RANGE, OTHER], "latin-hypercube", 5, 3)
    assert len(found) == 15
    assert found == [{"founder.exposure": level, **one} for level in LEVELS.values for one in alone]
    assert all(0.25 <= point["founder.warmth"] <= 0.75 for point in found)


@pytest.mark.parametrize("samples", [0, -1, MOST_POINTS + 1])
def test_samples_must_be_given(samples: int) -> None:
    with pytest.raises(sim.TarpeiaError, match=rf"^samples: {samples} is not allowed"):
        points([RANGE], "latin-hypercube", samples, 1)


def test_too_many_points_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiments.design.MOST_POINTS", 6)
    assert len(points([LEVELS, STEPS], "grid", 0, 1)) == 6
    assert len(points([LEVELS, RANGE], "latin-hypercube", 2, 1)) == 6
    for wide, samples in (([LEVELS, LEVELS], 0), ([STEPS, STEPS, STEPS], 0), ([LEVELS, RANGE], 3)):
        with pytest.raises(sim.TarpeiaError, match=r"^design: more than 6 points"):
            points(wide, "latin-hypercube", samples, 1)


def strata(found: list[dict[str, Any]], one: Factor, count: int) -> list[int]:
    """Return in which of ``count`` equal parts of a range each point lies, sorted."""
    shares = (np.array([p[one.name] for p in found]) - one.low) / (one.high - one.low)
    return sorted(np.floor(shares * count).astype(int).tolist())


@settings(max_examples=60, deadline=None)
@given(
    samples=st.integers(1, 60),
    dimensions=st.integers(1, 5),
    seed=st.integers(0, 2**32),
    low=st.sampled_from([0.0, -1.0]),
)
def test_a_latin_hypercube_hits_each_stratum_once(
    samples: int, dimensions: int, seed: int, low: float
) -> None:
    free = [Factor(f"group.name_{k}", low=low, high=low + 1.0) for k in range(dimensions)]
    found = points(free, "latin-hypercube", samples, seed)
    assert len(found) == samples
    for one in free:
        assert strata(found, one, samples) == list(range(samples))


@settings(max_examples=30, deadline=None)
@given(power=st.integers(0, 7), dimensions=st.integers(1, 5), seed=st.integers(0, 2**32))
def test_a_sobol_sequence_hits_each_stratum_once(power: int, dimensions: int, seed: int) -> None:
    free = [Factor(f"group.name_{k}", high=1.0) for k in range(dimensions)]
    found = points(free, "sobol", 1 << power, seed)
    for one in free:
        assert strata(found, one, 1 << power) == list(range(1 << power))


@pytest.mark.parametrize(("samples", "way_out"), [(3, "2 or 4"), (12, "8 or 16"), (63, "32 or 64")])
def test_sobol_wants_a_power_of_two(samples: int, way_out: str) -> None:
    with pytest.raises(sim.TarpeiaError, match=rf"^samples: {samples} .*power of two.*{way_out}"):
        points([RANGE], "sobol", samples, 1)


@pytest.mark.parametrize("design", ["latin-hypercube", "sobol"])
def test_the_seed_decides_the_points(design: Any) -> None:
    both = [RANGE, OTHER]
    assert points(both, design, 8, 5) == points(both, design, 8, 5)
    assert points(both, design, 8, 5) != points(both, design, 8, 6)


# Outcomes ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run() -> sim.Run:
    return sim.run(SCENARIO, seed=4)


def test_outcomes_of_the_summary(run: sim.Run) -> None:
    assert [one.name for one in outcomes((), DAYS)] == list(DEFAULT) == list(SUMMARY_NAMES)
    assert {one.name: one.of(run) for one in outcomes((), DAYS)} == run.summary


FIGURES: dict[str, Callable[[np.ndarray], float]] = {
    "mean": lambda x: float(np.mean(x)),
    "sum": lambda x: float(np.sum(x)),
    "last": lambda x: float(x[-1]),
    "highest": lambda x: float(max(x)),
    "lowest": lambda x: float(min(x)),
    "spread": lambda x: float(np.sqrt(np.mean((x - np.mean(x)) ** 2))),
}


@pytest.mark.parametrize(
    ("days", "cut"),
    [
        ("", slice(0, 30)),
        ("[:]", slice(0, 30)),
        ("[5:12]", slice(5, 12)),
        ("[20:]", slice(20, 30)),
        ("[:1]", slice(0, 1)),
        ("[29:30]", slice(29, 30)),
    ],
)
@pytest.mark.parametrize("statistic", FIGURES)
def test_outcomes_of_a_series(
    statistic: str, days: str, cut: slice, run: sim.Run, of: Callable[[Any, str], np.ndarray]
) -> None:
    name = f"attention.{statistic}{days}"
    expected = FIGURES[statistic](of(run, "attention")[cut])
    assert outcome(name, DAYS).of(run) == pytest.approx(expected, rel=1e-12, abs=1e-15)
    assert outcome(name, DAYS).name == name


def test_every_statistic_is_tested() -> None:
    assert set(FIGURES) == set(STATISTICS)
    assert len({round(make(np.array([1.0, 5.0, 3.0])), 9) for make in FIGURES.values()}) > 4


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("fan_share_ende", "'fan_share_end'"),
        ("climat.mean", "'climate'"),
        ("climate", "series.statistic"),
        ("climate.median", "'median', allowed is one of mean, sum"),
        ("climate.mean[0:31]", "within 0 to 30"),
        ("climate.mean[30:]", "within 0 to 30"),
        ("climate.mean[9:9]", "within 0 to 30"),
        ("climate.mean[9:3]", "within 0 to 30"),
        ("climate.mean[-3:]", "no such outcome"),
        ("__import__('os')", "no such outcome"),
        ("", "no such outcome"),
    ],
)
def test_bad_outcomes_are_named(name: str, told: str) -> None:
    with pytest.raises(sim.TarpeiaError, match="^" + re.escape(name)) as caught:
        outcome(name, DAYS)
    assert told in str(caught.value)


def test_all_bad_outcomes_are_told_at_once() -> None:
    with pytest.raises(sim.TarpeiaError) as caught:
        outcomes(("fals", "falls", "climate.top", "falls"), DAYS)
    assert [fault.partition(":")[0] for fault in caught.value.faults] == [
        "fals",
        "climate.top",
        "outcomes",
    ]


# Plans ---------------------------------------------------------------------------------------

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
    "no table": ("founder = 3\n", "founder: not allowed here"),
    "no levers": ('[[playbook]]\nwhen = "climate < 0"\n', "playbook[1].set: missing"),
    "no condition": (
        '[[playbook]]\nwhen = "soon"\nset = { exposure = 0.1 }\nfor_days = 3\n',
        "playbook[1].when: 'soon' is no condition",
    ),
    "no event": ("[[events]]\ndate = 2026-01-05\n", "events[1].kind: missing"),
    "no name": ('name = ""\n', "name: '' is not allowed"),
    "no TOML": ("exposure: 3\n", "not TOML"),
    "empty": ("", "the file is empty"),
    "no list": ('without = "shield"\n', "without: 'shield' is not allowed"),
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
        ({"founder": {"exposure": 2}}, r"founder\.exposure: 2 is not allowed"),
        ({"without": ["sheild"]}, r".*sheild.*'shield'"),
        ({"events": [{"date": dt.date(2020, 1, 1), "kind": "market"}]}, r"events\[2\]\.date: .*"),
    ],
)
def test_a_plan_that_does_not_fit_is_named(told: dict[str, Any], fault: str) -> None:
    with pytest.raises(sim.TarpeiaError, match=f"^plan wild: {fault}"):
        plan_of(told, "wild").applied(SCENARIO)


# Names in lists ------------------------------------------------------------------------------

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
        ("events[2].date", dt.date(2026, 1, 9), "there is no events[2], allowed is 1 to 1"),
        ("events[0].date", dt.date(2026, 1, 9), "there is no events[0], allowed is 1 to 1"),
        ("playbook[3].for_days", 3, "there is no playbook[3], allowed is 1 to 2"),
        ("playbook[1].for_day", 3, "did you mean 'for_days'?"),
        ("playbook[1].set", {"exposure": 0.1}, "no such part"),
        ("events[1].date.day", 3, "no such part"),
        ("playbook[1].set.exposur", 0.1, "no lever 'exposur'"),
        ("playbook[1].set.exposure", 1.5, "allowed is "),
        ("playbook[1].for_days", 0, "1 or more"),
        ("events[1].date", dt.date(2025, 1, 9), "before the first day"),
        ("events[1].date", "soon", "a day as in"),
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
    with pytest.raises(sim.TarpeiaError, match=r"no playbook\[1\], allowed is none"):
        SCENARIO.with_values({"playbook[1].for_days": 3})


# What is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("founder.exposure=0.1:0.9:5", {"low": 0.1, "high": 0.9, "steps": 5}),
        ("founder.exposure=0.1:0.9", {"low": 0.1, "high": 0.9}),
        ("founder.exposure = 0.1, 0.4", [0.1, 0.4]),
        ("founder.exposure=0.4", [0.4]),
        ("founder.stance=deny,none", ["deny", "none"]),
        ("product.heavy_tail=true,false", [True, False]),
        ("crowd.people=100,200", [100, 200]),
        ("run.start=2026-01-01,2026-02-01", [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]),
        ("events[1].date=2026-01-09,2026-01-10", [dt.date(2026, 1, 9), dt.date(2026, 1, 10)]),
        ("events[1].excess=3,4.5", [3.0, 4.5]),
        ("events[1].kind=market,rumour", ["market", "rumour"]),
        ("playbook[1].for_days=3,9", [3, 9]),
        ("playbook[1].set.exposure=0.1:0.3", {"low": 0.1, "high": 0.3}),
        ("playbook[1].set.stance=deny,none", ["deny", "none"]),
        ("playbook[1].when=climate < 0", ["climate < 0"]),
    ],
)
def test_levers_as_typed(typed: str, told: Any) -> None:
    (found,) = vary.levers([typed]).items()
    assert found == (typed.partition("=")[0].strip(), told)
    assert [type(v) for v in found[1]] == [type(v) for v in told]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("founder.exposure", "varies nothing"),
        ("founder.exposure=", "varies nothing"),
        ("founder.exposur=0.1,0.2", "did you mean 'founder.exposure'?"),
        ("exposure=0.1", "did you mean 'founder.exposure'?"),
        ("founder.exposure=0.1:0.2:0.3", "low:high:steps"),
        ("founder.exposure=0.1:0.2:3:4", "low:high:steps"),
        ("founder.exposure=a:b", "low:high:steps"),
        ("founder.exposure=:", "low:high:steps"),
        ("founder.exposure=much", "a number from 0 to 1"),
        ("founder.exposure=0.1,,0.2", "a number from 0 to 1"),
        ("founder.exposure=nan", "a number from 0 to 1"),
        ("crowd.people=1.5", "a whole number"),
        ("product.heavy_tail=1", "true or false"),
        ("events[1].date=soon", "a day as in"),
        ("events[1].date=2026-01-01:2026-02-01:3", "low:high:steps"),
        ("playbook[1].for_days=1.5", "a number"),
        ("playbook[1].set.exposure=__import__('os')", "a number"),
    ],
)
def test_bad_levers_are_named(typed: str, told: str) -> None:
    with pytest.raises(sim.TarpeiaError) as caught:
        vary.levers([typed])
    (line,) = caught.value.faults
    assert typed.partition("=")[0] in line
    assert told in line


def test_all_bad_levers_are_told_at_once() -> None:
    typed = ["founder.exposure=0.1", "founder.exposure=0.2", "nothing", "a.b=1"]
    with pytest.raises(sim.TarpeiaError) as caught:
        vary.levers(typed)
    assert len(caught.value.faults) == 3
    assert caught.value.faults[0] == "founder.exposure: given twice, allowed is once"


def test_designs_and_plans_as_typed(tmp_path: Path) -> None:
    assert {vary.design(word) for word in ("lhs", "latin-hypercube")} == {"latin-hypercube"}
    with pytest.raises(sim.TarpeiaError, match=r"^--design: no design 'sobel', .*'sobol'"):
        vary.design("sobel")
    (tmp_path / "a.toml").write_text("[founder]\nexposure = 0.1\n")
    assert [plan.name for plan in vary.plans([tmp_path / "a.toml"])] == [NOTHING, "a"]


def test_series_are_no_parameters() -> None:
    """Outcomes and factors are columns of one table: no name may stand for both."""
    names = {*SUMMARY_NAMES, *(f"{s}.{t}" for s in SERIES_NAMES for t in STATISTICS)}
    assert not names & set(KNOWN)
