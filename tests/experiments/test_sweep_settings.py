"""Which settings fit a scenario, and how those that do not are named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.sweep_files import load_sweep_file
from sim.scenario.files import shipped_sweeps
from tests.experiments.small_sweeps import (
    DAYS,
    LEVERS,
    SCENARIO,
    contents,
    made,
)

PLANNED: list[Callable[[], sim.Plan]] = [
    lambda: sim.Plan(name="luck of dates", changes={"run.incidents": "dated"}),
    lambda: sim.Plan(name="later", changes={"events[1].date": dt.date(2026, 1, 9)}),
    lambda: sim.Plan(name="both", changes={"founder.exposure": 0.1, "start.fans": (0.1, 0.2)}),
]


@pytest.mark.parametrize("plan", PLANNED)
def test_a_plan_may_set_whatever_a_scenario_has(
    plan: Callable[[], sim.Plan], tmp_path: Path
) -> None:
    result = sim.sweep(SCENARIO, {}, 1, tmp_path / "out", plans=[plan()])
    assert result.runs["error"].tolist() == [""]
    luck = result.runs.iloc[0]
    changed = (
        plan()
        .applied(SCENARIO)
        .with_values({"run.seed": int(luck["seed"]), "run.crowd_seed": int(luck["crowd_seed"])})
    )
    assert sim.run(changed).digest[:16] == luck["digest"]


@pytest.mark.parametrize("number", [1, 2, 4])
def test_an_event_is_the_one_of_its_number(number: int, tmp_path: Path) -> None:
    rows = [(28, "market"), (300, "recall"), (9, "rumour")]  # days of January, two far off
    events = [
        {"date": dt.date(2026, 1, 1) + dt.timedelta(day), "kind": kind, "valence": "-"}
        for day, kind in rows
    ]
    long = SCENARIO.with_values({"run.days": 365})
    scenario = sim.Plan.model_validate({"name": "more", "events": events}).applied(long)
    short = scenario.with_values({"run.days": DAYS})
    name = f"events[{number}].excess"
    refusal = ""
    try:
        result = sim.sweep(short, {name: [40.0, 80.0]}, 1, tmp_path / "out")
    except sim.TarpeiaError as error:
        refusal = str(error)
    if refusal:  # is as good
        assert name in refusal
        return
    for row in result.runs.to_dict("records"):
        luck = {"run.seed": row["seed"], "run.crowd_seed": row["crowd_seed"]}
        assert sim.run(short.with_values({name: row[name], **luck})).digest[:16] == row["digest"]


BAD_SETTINGS: dict[str, tuple[dict[str, Any], str]] = {
    "both": (
        {"uncertainties": {"founder.exposure": [0.1]}},
        "founder.exposure: an uncertainty and a lever too",
    ),
    "plan twice": ({"plans": [{"name": "a"}, {"name": "a"}]}, "plans: the name 'a' is given twice"),
    "no series": ({"series": ["climat"]}, "series: no such series 'climat', did you mean"),
    "series twice": ({"series": ["climate", "climate"]}, "series: "),
    "points too": ({"points": [{"founder.exposure": 0.1}], "levers": LEVERS}, "points: given"),
    "luck": ({"levers": {"run.seed": [1, 2]}}, "run.seed: luck is not varied"),
    "base luck": ({"base": {"run.crowd_seed": 3}}, "run.crowd_seed: luck is not varied"),
    "days": ({"levers": {"run.days": [10, 20]}}, "run.days: not varied"),
    "no parameter": ({"levers": {"founder.exposur": [1]}}, "point 1: founder.exposur: no such"),
    "out of bounds": ({"levers": {"founder.exposure": [0.5, 2]}}, "point 2: founder.exposure: 2"),
    "base": ({"base": {"founder.exposure": 2}}, "founder.exposure: 2 is invalid"),
    "no outcome": ({"outcomes": ["fals"]}, "fals: no such outcome, did you mean 'falls'?"),
    "stop": (
        {"stop": {"outcome": "fals", "half_width": 0.1}},
        "stop.outcome: 'fals' is not among the outcomes",
    ),
    "stop early": (
        {"stop": {"outcome": "falls", "half_width": 0.1, "at_least": 9, "at_most": 5}},
        "stop.at_most: fewer than at_least",
    ),
    "stop at once": ({"stop": {"outcome": "falls", "half_width": 0.0}}, "stop.half_width: 0.0 is"),
    "stop of few": (
        {"stop": {"outcome": "falls", "half_width": 0.1, "at_least": 2}},
        "stop.at_least: 2 is invalid; use 3 or more",
    ),
    "replicates": ({"replicates": 0}, "replicates: 0 is invalid; use 1 or more"),
    "crowds": ({"crowds": 0}, "crowds: 0 is invalid; use 1 or more"),
    "seed": ({"seed": -1}, "seed: -1 is invalid; use 0 or more"),
    "design": ({"design": "lhs"}, "design: 'lhs' is invalid; use one of grid"),
    "unknown": ({"replicate": 3}, "replicate: unknown name, did you mean 'replicates'?"),
    "no table": ({"levers": [1]}, "levers: not a table"),
    "no list": ({"plans": {"name": "a"}}, "plans: not a list; use [[plans]]"),
    "point": ({"points": [3]}, "points: not a table"),
    "plan": ({"plans": [{"name": "a", "x": 1}]}, "x: unknown name"),
}


@pytest.mark.parametrize("case", BAD_SETTINGS)
def test_bad_settings_are_named(case: str) -> None:
    told, line = BAD_SETTINGS[case]
    with pytest.raises(sim.TarpeiaError) as caught:
        made(**told)
    assert caught.value.faults[0].startswith(line)


def test_an_unknown_setting_of_sweep_is_named(tmp_path: Path) -> None:
    with pytest.raises(sim.TarpeiaError, match=r"^replicate: no such setting of a sweep"):
        sim.sweep(SCENARIO, LEVERS, folder=tmp_path / "out", replicate=3)
    assert contents(tmp_path) == {}


@pytest.mark.parametrize("name", shipped_sweeps())
def test_sweeps_that_come_along_are_whole(name: str) -> None:
    sweep = load_sweep_file(shipped_sweeps()[name])
    assert sweep.settings.question.endswith("?")
    assert len(sweep.points) > 1
    assert sweep.settings.replicates >= 20
    assert all(point.keys() == set(sweep.factors) for point in sweep.points)
