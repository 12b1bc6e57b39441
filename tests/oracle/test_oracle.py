"""The kernels against the oracle: bit for bit, phase by phase and over whole runs."""

from __future__ import annotations

import ast
import inspect
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.engine.world import HIDDEN_INCIDENTS, Outlets, allocate
from sim.model import layout, randomness
from sim.model.day.newsroom import choose_outlet
from sim.model.entries import ENTRIES
from sim.model.mechanisms import SWITCHES
from sim.model.start import START_ENTRIES
from sim.network.build import Network
from sim.scenario.scenario import Scenario
from tests.oracle import draws, newsroom, people, rumour, run, start, state
from tests.oracle.compare import follow, follow_whole, same
from tests.oracle.run import Oracle
from tests.oracle.worlds import (
    DAYS,
    EVENTS,
    PEOPLE,
    SAMPLE,
    any_world,
    bounds,
    lively,
    sample,
)
from tests.places import ROOT

MODULES = (run, draws, newsroom, people, rumour, state)
WITHOUT_JIT = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


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


@cache
def run_of(name: str) -> Oracle:
    """Return the oracle after it has run a world of the sample."""
    found = Oracle(allocate(sample(name)))
    found.run(sample(name).run.days)
    return found


def series_of(name: str) -> np.ndarray:
    """Return the series of a world of the sample, as the oracle computes them."""
    return np.array([[row[column] for column in layout.SERIES_NAMES] for row in run_of(name).rows])


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


# Every bound, switch, kind and edge

# What a bound needs besides to act.
COMPANY = {
    "network.rewiring": {"network.kind": "watts-strogatz"},
    "start.fans": {"start.anti_fans": 0.0},
    "start.anti_fans": {"start.fans": 0.0},
}
# Thirty million people one at a time take days: the bound of the crowd is a fair crowd here.
INSTEAD: dict[str, list[Any]] = {"crowd.people": [1, 300]}
BOUNDED = [name for name in ENTRIES | START_ENTRIES if name != "network.file"]


@pytest.mark.parametrize("name", BOUNDED)
def test_every_bound(name: str) -> None:
    """At either end of each range the bits are the same, and one end differs from the middle."""
    entry = (ENTRIES | START_ENTRIES)[name]
    company = COMPANY.get(name, {})
    middle = follow(lively(company)).rows
    ends = [
        follow(lively({**company, name: value})).rows for value in INSTEAD.get(name, bounds(entry))
    ]
    assert any(rows != middle for rows in ends)


@pytest.mark.parametrize("switch", SWITCHES)
def test_every_switch(switch: str) -> None:
    """Without any mechanism the bits are the same, and not those with it."""
    changed = False
    for seed in (7, 8):
        changed |= follow(lively({"run.seed": seed}, [switch])).rows != run_of(f"seed {seed}").rows
    assert changed


def test_every_switch_at_once() -> None:
    follow(lively(without=SWITCHES))


@pytest.mark.parametrize("stance", layout.STANCES)
@pytest.mark.parametrize("incidents", ["both", "dated", "random"])
def test_every_stance_held_throughout(stance: str, incidents: str) -> None:
    changes = {"founder.stance": stance, "run.incidents": incidents}
    held = lively(changes).model_copy(update={"events": (), "playbook": ()})
    found = follow(held)
    assert all(row["stance"] == layout.STANCES.index(stance) for row in found.rows)


@pytest.mark.parametrize("kind", bounds(ENTRIES["network.kind"]))
@pytest.mark.parametrize("audience", [0.0, 1.0, 7.5, 2_000.0])
@pytest.mark.parametrize("people", [1, 2, 3, 40])
def test_every_network(kind: str, audience: float, people: int) -> None:
    changes = {"network.kind": kind, "network.audience": audience, "crowd.people": people}
    follow(lively(changes), blocks=2)


def test_a_star_and_people_without_ties() -> None:
    offsets = np.zeros(PEOPLE + 1, dtype=np.int64)
    offsets[1:] = PEOPLE - 6  # the first is heard by all but himself and five
    star = Network(offsets, np.arange(1, PEOPLE - 5, dtype=np.int32), False)
    for seed in range(5):
        follow(lively({"run.seed": seed, "start.fans": 0.9, "start.anti_fans": 0.0}), star, 2)


def test_a_rumour_deeper_than_is_counted() -> None:
    """It goes round a ring, one person a day, until the mouths are more than are counted."""
    people = layout.DEEPEST + 5
    everyone = np.arange(people, dtype=np.int64)
    ring = Network(
        np.arange(people + 1, dtype=np.int64), ((everyone + 1) % people).astype(np.int32), False
    )
    luck = draws.Luck(7, 2)
    lowest, second = sorted(luck(randomness.Decision.RUMOUR_SEED, i) for i in range(people))[:2]
    told_by_one = {
        "conversation.rumour_seeds": (lowest + second) / 2,
        "conversation.rumour_telling": 1.0,
        "conversation.rumour_partisanship": 0.0,
        "conversation.rumour_rebuttal": 0.0,
        "crowd.people": people,
        "run.days": people + 5,
    }
    once = tuple(event for event in EVENTS if event.date.day <= 3)
    found = follow(lively(told_by_one).model_copy(update={"events": once}), ring)
    assert found.rows[-1]["rumour_believed"] == people
    assert found.rows[-1]["rumour_depth"] == layout.DEEPEST


EDGES: dict[str, dict[str, Any]] = {
    "one person, a fan": {"crowd.people": 1, "start.fans": 1.0, "start.anti_fans": 0.0},
    "one person, an anti-fan": {"crowd.people": 1, "start.fans": 0.0, "start.anti_fans": 1.0},
    "one person, silent": {"crowd.people": 1, "start.fans": 0.0, "start.anti_fans": 0.0},
    "no ties": {"network.audience": 0.0},
    "complete": {"network.kind": "complete", "crowd.people": 80},
    "no fans": {"start.fans": 0.0},
    "no fans ever": {"start.fans": 0.0, "people.recruitment": 0.0, "people.coverage": 0.0,
                     "people.word_of_mouth": 0.0, "founder.participation": 0.0},
    "all fans": {"start.fans": 1.0, "start.anti_fans": 0.0},
    "all anti-fans": {"start.fans": 0.0, "start.anti_fans": 1.0},
    "all resisters": {"start.fans": 0.0, "start.anti_fans": 0.0, "start.resisters": 1.0},
    "zero fleet": {"start.fleet": 0.0, "product.demand": 0.0},
    "everyone owns": {"start.fleet": 1e9},
    "zero hazard": {"product.hazard": 0.0, "product.defects": 0.0},
    "no news at all": {"product.hazard": 0.0, "product.defects": 0.0, "start.attention": 0.0,
                       "newsroom.founder_stories": 0.0, "newsroom.attention_posts": 0.0},
    "least seed": {"run.seed": 0},
    "greatest seed": {"run.seed": 2**63 - 1},
    "one day": {"run.days": 1},
    "as many stories as a day can hold": {"newsroom.story_scale": 20.0, "run.days": 2,
                                          "newsroom.disclosure": 20.0, "product.defects": 1e-4},
    "everyone attacks": {"conversation.attack": 1.0, "conversation.own_goal": 100.0,
                         "people.circle": 0.05, "conversation.attack_noise": 8, "run.days": 5},
    "all passion fades at once": {"people.admiration_decay": 1.0, "people.idealisation": 0.0,
                                  "people.turning": 1.0, "people.threshold": 0.001,
                                  "people.threshold_passion": 0.0},
}  # fmt: skip


@pytest.mark.kernel
@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    edge = lively(EDGES[name])
    assert follow(edge).today == edge.run.days


@pytest.mark.kernel
@settings(MANY, max_examples=60 if WITHOUT_JIT else 500)
@given(any_world(), st.integers(1, 3))
def test_any_world_phase_by_phase(scenario: Scenario, blocks: int) -> None:
    follow(scenario, blocks=blocks)


# Longer and larger


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_lively_year(seed: int) -> None:
    year = lively({"run.days": 365, "run.seed": seed, "crowd.people": 40})
    assert follow_whole(year).today == 365


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda p: p.stem)
def test_shipped_scenarios_in_small(path: Path) -> None:
    small = sim.load(path).with_values({"crowd.people": 40, "start.fans": 0.3})
    assert follow_whole(small).today == small.run.days


def test_a_century_of_one_person() -> None:
    century = lively({"run.days": 36_500, "crowd.people": 1, "newsroom.outlets": 1})
    calm = {"newsroom.founder_stories": 0.5, "crowd.population": 1e5, "product.hazard": 1e-7}
    assert follow_whole(century.with_values(calm)).today == 36_500


def test_a_larger_crowd() -> None:
    follow(lively({"crowd.people": 2_000, "run.days": 5, "network.communities": 20}), blocks=3)


# The first morning


@MANY
@given(any_world())
def test_the_first_morning_follows_from_the_draws(scenario: Scenario) -> None:
    same_first_morning(scenario)


@pytest.mark.parametrize("name", SAMPLE)
def test_the_first_morning_of_the_sample_follows_from_the_draws(name: str) -> None:
    same_first_morning(sample(name))


def same_first_morning(scenario: Scenario) -> None:
    """Check that a world begins as the oracle says."""
    world = allocate(scenario)
    crowd = world.crowd
    susceptibility = [float(x) for x in crowd.susceptibility]
    for i, newcomer in enumerate(start.newcomers(scenario, susceptibility)):
        marks = int(crowd.marks[i])
        assert newcomer.role == crowd.role[i]
        assert newcomer.passion == crowd.passion[i]
        assert newcomer.expectation == crowd.expectation[i]
        assert newcomer.grievance == crowd.grievance[i]
        assert newcomer.owner == bool(marks & layout.OWNER)
        assert newcomer.product == (marks & layout.PRODUCT_BITS) >> layout.PRODUCT_SHIFT
        assert newcomer.resister == bool(marks & layout.RESISTER)
        assert newcomer.betrayed == bool(marks & layout.BETRAYED)
        assert not marks & (layout.SPENT | layout.JOINED)
    # numpy and math may differ in the last digit of exp, cos and powers.
    traits = np.array(start.traits(scenario))
    for k, name in enumerate(("susceptibility", "threshold", "activity")):
        np.testing.assert_allclose(getattr(crowd, name), traits[:, k], rtol=3e-7, atol=1e-12)
    mood = dict.fromkeys(layout.MOOD, 0.0) | start.mood(scenario)
    same([mood[name] for name in layout.MOOD], world.mood, "mood", layout.MOOD)
    same(start.slants(scenario), world.outlets.slant, "slant")
    np.testing.assert_allclose(world.outlets.reach, start.reaches(scenario), rtol=1e-12)
    assert not crowd.voice.any()
    assert not crowd.heard.any()
    assert not world.rumour.state.any()
    assert not world.rumour.depth.any()
    assert (world.strength == 1).all()


@MANY
@given(any_world())
def test_what_is_dated_follows_from_the_scenario(scenario: Scenario) -> None:
    calendar = state.calendar_of(scenario)
    found = [[getattr(day, name) for name in layout.CALENDAR] for day in calendar]
    same(found, scenario.calendar(), "calendar")
    assert len(state.orders_of(scenario)) == len(scenario.book().order_first)
