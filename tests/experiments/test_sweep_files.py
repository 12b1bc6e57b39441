"""A sweep is the same after a round trip through a file or a worker."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.loop import SweepProgress
from sim.experiments.results import read
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.sweep import run_sweep
from sim.experiments.sweep_files import dumps_sweep, from_json, load_sweep_file, to_json
from sim.experiments.sweep_settings import settings_of
from sim.scenario.files import dumps
from tests.experiments.small_sweeps import (
    SCENARIO,
    done,
    made,
    same,
)

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SHARES = st.floats(0, 1)
LISTS = {
    "founder.exposure": st.lists(SHARES, min_size=1, max_size=3, unique=True),
    "founder.stance": st.just(["deny", "none", "apologise"]),
    "product.heavy_tail": st.just([True, False]),
    "crowd.people": st.just([10, 20]),
    "start.fans": st.just([0.1, [0.1, 0.2]]),
    "run.start": st.just([dt.date(2025, 12, 1), dt.date(2026, 1, 1)]),
    "run.without": st.just([["shield", "doubt"], []]),
    "events[1].date": st.lists(
        st.dates(dt.date(2026, 1, 2), dt.date(2026, 1, 25)), min_size=1, max_size=3, unique=True
    ),
    "events[1].set.exposure": st.just([0.25, 0.5]),
    "founder.warmth": st.just((0.1, 0.9, 3)),
    "founder.candour": st.just({"low": 0, "high": 1}),
}
EVENTS = st.fixed_dictionaries(
    {
        "date": st.dates(dt.date(2026, 1, 2), dt.date(2026, 1, 25)),
        "kind": st.sampled_from(["market", "recall"]),
        "text": TEXTS,
    },
    optional={"excess": st.floats(0, 99), "set": st.just({"exposure": 0.5, "stance": "deny"})},
)
RULES = st.fixed_dictionaries(
    {
        "when": st.just("attention > 6 and climate < -0.25"),
        "set": st.dictionaries(st.sampled_from(["exposure", "candour"]), SHARES, min_size=1),
        "for_days": st.integers(1, 99),
    }
)
COURSES = st.fixed_dictionaries(
    {},
    optional={
        "founder": st.fixed_dictionaries({"exposure": SHARES}),
        "start": st.just({"fans": [0.1, 0.2], "climate": -0.5}),
        "without": st.just(["scapegoat"]) | st.just(["shield"]),
        "events": st.lists(EVENTS, max_size=2),
        "playbook": st.lists(RULES, max_size=2),
    },
)


@st.composite
def sweeps(draw: st.DrawFn) -> Sweep:
    """Any sweep of a few points."""
    names = st.lists(st.sampled_from(sorted(LISTS)), max_size=3, unique=True)
    chosen = {name: draw(LISTS[name]) for name in draw(names)}
    cut = draw(st.integers(0, len(chosen)))
    told: dict[str, Any] = {
        "title": draw(TEXTS),
        "question": draw(TEXTS),
        "levers": dict(list(chosen.items())[:cut]),
        "uncertainties": dict(list(chosen.items())[cut:]),
        "design": draw(st.sampled_from(["latin-hypercube", "sobol"])),
        "samples": 4,
        "replicates": draw(st.integers(1, 9)),
        "crowds": draw(st.integers(1, 9)),
        "seed": draw(st.integers(0, 2**63 - 1)),
        "luck": draw(st.sampled_from(["shared", "own"])),
        "series_step": draw(st.integers(0, 9)),
    }
    if draw(st.booleans()):
        told["base"] = {"people.turning": draw(SHARES), "newsroom.outlets": 7}
    if draw(st.booleans()):
        plans = draw(st.lists(COURSES.filter(valid), max_size=2))
        told["plans"] = [{"name": f'{k} "ü"', **plan} for k, plan in enumerate(plans)]
    if draw(st.booleans()):
        told["outcomes"] = ["falls", "climate.mean[3:9]"]
        told["stop"] = {"outcome": "climate.mean[3:9]", "half_width": draw(st.floats(1e-9, 9))}
        told["series"] = ["climate"]
    if not chosen and draw(st.booleans()):
        told["points"] = [{"founder.exposure": 0.5}, {"events[1].date": dt.date(2026, 1, 9)}]
    return sweep_of("any", SCENARIO, settings_of(told))


def valid(plan: dict[str, Any]) -> bool:
    return "scapegoat" not in plan.get("without", ())


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(sweeps())
def test_a_sweep_is_the_same_after_a_round_trip(sweep: Sweep) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scenario.toml").write_text(dumps(sweep.scenario), encoding="utf-8")
        (folder / "any.toml").write_text(dumps_sweep(sweep, "scenario.toml"), encoding="utf-8")
        again = load_sweep_file(folder / "any.toml")
    assert again.points == sweep.points or listed(again) == listed(sweep)
    assert again.content_hash == sweep.content_hash
    told = sweep.settings.model_dump(exclude={"base"})
    assert {**again.settings.model_dump(exclude={"base"})} == told
    elsewhere = from_json(to_json(sweep))
    assert elsewhere.places == sweep.places
    assert elsewhere.factors == sweep.factors
    for place in range(sweep.places):
        expected = sweep.at(place).content_hash
        assert again.at(place).content_hash == expected
        assert elsewhere.at(place).content_hash == expected
        assert elsewhere.luck(place, 2) == sweep.luck(place, 2)


def listed(sweep: Sweep) -> list[str]:
    return [repr(point).replace("[", "(").replace("]", ")") for point in sweep.points]


def test_the_folder_of_a_sweep_can_be_read_and_gone_on_with(tmp_path: Path) -> None:
    first = done(made(base={"founder.warmth": 0.2}), tmp_path / "out")
    assert same(read(tmp_path / "out"), first)
    again = load_sweep_file(tmp_path / "out" / "sweep.toml")
    told: list[SweepProgress] = []
    assert same(run_sweep(again, tmp_path / "out", progress=told.append), first)
    assert told[-1].fresh == 0
