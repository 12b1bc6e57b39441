"""The kernels against the oracle: bit for bit, phase by phase, in a sample of small worlds."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.engine.world import HIDDEN_INCIDENTS, Outlets, allocate
from sim.model import layout, randomness
from sim.model.day.newsroom import choose_outlet
from tests.oracle import (
    dated,
    draws,
    evening,
    newsroom,
    people,
    rumour,
    run,
    start,
    state,
)
from tests.oracle.compare import follow
from tests.oracle.run import Oracle
from tests.oracle.sampled import run_of, series_of
from tests.oracle.worlds import DAYS, SAMPLE, lively, sample

MODULES = (run, draws, dated, evening, newsroom, people, rumour, state)


# The oracle itself


@pytest.mark.parametrize("module", [*MODULES, start], ids=lambda module: module.__name__)
def test_the_oracle_is_plain_python(module: ModuleType) -> None:
    """It borrows names, parameters, the scenario and the first morning; nothing that computes."""
    allowed = {
        "__future__",
        "math",
        "statistics",
        "dataclasses",
        "typing",
        "numpy",
        "sim",
        "sim.model",
        "sim.model.layout",
        "sim.model.randomness",
        "sim.scenario.scenario",
        "sim.engine.world",
    }
    names = {
        "sim.model": {"layout"},
        "sim.model.randomness": {"Decision"},
        "sim.engine.world": {"World"},
    }
    tree = ast.parse(inspect.getsource(module))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not str(node.module).startswith("tests.oracle"):
            assert node.module in allowed, node.module
            borrowed = {alias.name for alias in node.names}
            assert borrowed <= names.get(node.module, borrowed), borrowed
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= allowed
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "np":
            assert node.attr == "float32"


@pytest.mark.kernel
@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 2**64 - 1),
    st.sampled_from(randomness.Decision),
    st.integers(0, 36_500),
    st.integers(0, 2**40),
    st.one_of(st.floats(0, 20), st.floats(0, 2_000), st.sampled_from([0.0, 16.0, 32.0])),
)
def test_draws_are_the_same(
    seed: int, decision: randomness.Decision, day: int, agent: int, mean: float
) -> None:
    with np.errstate(over="ignore"):
        key = np.uint64(randomness.stream(np.uint64(seed), int(decision), day))
        assert draws.mix(seed) == int(randomness.mix(np.uint64(seed)))
        assert draws.stream(seed, int(decision), day) == int(key)
        assert draws.uniform(int(key), agent) == randomness.uniform(key, agent)
        word = np.uint64(randomness.word(key, agent))
        assert float(draws.half(int(key), agent, "high")) == float(randomness.first_of(word))
        assert float(draws.half(int(key), agent, "low")) == float(randomness.second_of(word))
        assert draws.poisson(int(key), mean) == randomness.poisson(key, mean)


NEARLY_ONE = 1.0 - 2.0**-53


def media(count: int) -> Any:
    """Return an oracle's newsroom of some outlets with any reach and appetite."""
    luck = draws.Luck(count, 0)
    outlets = [
        state.Outlet(
            reach=luck(randomness.Decision.OUTLET_REACH, k),
            slant=0.0,
            appetite=luck(randomness.Decision.OUTLET_SLANT, k),
        )
        for k in range(count)
    ]
    empty: Any = None
    return newsroom.NewsroomDay(empty, luck, empty, empty, empty, empty, outlets, {})


@pytest.mark.kernel
@pytest.mark.parametrize("count", [1, 2, 20, 50])
def test_the_outlet_of_a_story_is_the_same(count: int) -> None:
    """Also where rounding leaves something over after the last outlet."""
    newsroom = media(count)
    arrays = Outlets(
        np.array([outlet.reach for outlet in newsroom.outlets]),
        np.zeros(count),
        np.array([outlet.appetite for outlet in newsroom.outlets]),
        np.zeros(count, dtype=np.int64),
    )
    for u in (0.0, 0.3, 0.5, 0.99, NEARLY_ONE):
        chosen = newsroom.choose_outlet(u)
        assert newsroom.outlets.index(chosen) == choose_outlet(u, arrays)


# A world in which everything happens


@pytest.mark.kernel
@pytest.mark.parametrize("name", SAMPLE)
def test_the_sample_phase_by_phase(name: str) -> None:
    scenario = sample(name)
    assert follow(scenario, blocks=3).today == scenario.run.days


@pytest.mark.parametrize("seed", range(100, 140))
def test_lively_seeds_phase_by_phase(seed: int) -> None:
    assert follow(lively({"run.seed": seed})).today == DAYS


def test_everything_happens_in_the_sample() -> None:
    everything = {
        "fan_circle",
        "critics",
        "resisters",
        "stories_good",
        "stories_bad",
        "stories_good_founder",
        "stories_bad_founder",
        "accidents",
        "accidents_public",
        "disputes",
        "disputes_public",
        "sales",
        "recruits",
        "fan_to_black",
        "cooled",
        "recovered",
        "alienated",
        "voices_praise",
        "voices_blame",
        "attacks",
        "participants",
        "reservoir",
        "quality_debt",
        "slighted",
        "reach_outlets",
        "reach_own",
        "rumour_spreading",
        "rumour_believed",
        "rumour_depth",
    }
    for name in ("seed 7", "seed 8", "complete"):
        sums = dict(zip(layout.SERIES_NAMES, series_of(name).sum(axis=0), strict=True))
        assert {column for column in everything if not sums[column] > 0} == set()
    stance = series_of("seed 7")[:, layout.SERIES_NAMES.index("stance")]
    assert set(stance) == set(range(len(layout.STANCES)))
    flood = series_of("more incidents than are kept")
    assert np.max(flood[:, layout.S_LATENT]) == HIDDEN_INCIDENTS
    assert np.min(flood[:, layout.S_DISPUTES]) > 100  # so every day some are forgotten
    # More than 16, a Poisson count is drawn in pieces.
    assert series_of("many stories")[:, layout.S_STORIES_GOOD].max() > 100
    # 64 voices of full loudness are the most that recruit.
    assert series_of("loud")[:, layout.S_PRAISE].max() > 64


def test_every_extension_acts_in_the_sample() -> None:
    for name in ("seed 7", "seed 8", "complete"):
        column = dict(zip(layout.SERIES_NAMES, series_of(name).T, strict=True))
        assert column["rumour_depth"].max() > 1
        assert (column["image_seen"] != column["image"]).any()
        assert column["novelty"].max() > 1.05 * column["novelty"].min()
        assert column["benefit_seen"].min() < 1
        owners = {person.product for person in run_of(name).people if person.owner}
        assert owners == {0, 1, 2}
        assert {person.rumour for person in run_of(name).people} >= {layout.UNAWARE, layout.BORED}
    for name in ("seed 7", "seed 8", "erdos-renyi", "barabasi-albert", "watts-strogatz"):
        assert series_of(name)[:, layout.S_TIE_STRENGTH].max() > 1
    strengths = run_of("ties as strong as they may be").strengths
    assert {strength for row in strengths for strength in row} == {1, 2, 3, 4}
    states = {person.rumour for person in run_of("a denied rumour").people}
    assert states >= {layout.BORED, layout.REBUTTED}
    found = Oracle(allocate(sample("as many products as there may be")))
    assert {found.firm.faulty for _ in range(DAYS) if found.day()} == {0, 1, 2, 3}


def statements(module: ModuleType) -> Iterator[tuple[int, int]]:
    """Yield first and last line of each statement in the functions of a module."""
    tree = ast.parse(inspect.getsource(module))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        for node in ast.walk(function):
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if not isinstance(node, ast.stmt) or node in functions or docstring:
                continue
            body = getattr(node, "body", None)
            last = body[0].lineno - 1 if body else node.end_lineno
            yield node.lineno, int(last or node.lineno)


def lines_run(action: Callable[[], object]) -> set[tuple[str, int]]:
    """Return the lines of the oracle that an action runs."""
    seen: set[tuple[str, int]] = set()
    files = {str(module.__file__) for module in MODULES}

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            seen.add((frame.f_code.co_filename, frame.f_lineno))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return seen


@pytest.mark.slow
def test_every_line_of_the_oracle_runs_in_the_sample() -> None:
    """So every branch that the oracle knows has been compared with the kernels."""
    worlds = [allocate(sample(name)) for name in SAMPLE]

    def run_all() -> None:
        for count in range(1, 60):
            media(count).choose_outlet(NEARLY_ONE)
        for world in worlds:
            found = Oracle(world)
            found.run(world.scenario.run.days)
            assert {person.voice.code for person in found.people}
            assert {person.marks for person in found.people}

    seen = lines_run(run_all)
    missed = [
        f"{module.__name__}:{first}"
        for module in MODULES
        for first, last in statements(module)
        if not any((str(module.__file__), line) in seen for line in range(first, last + 1))
    ]
    assert missed == []
