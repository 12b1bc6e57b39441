"""The one time loop: its order, its bits, its invariants."""

from __future__ import annotations

import ast
import inspect
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.engine.engine import Engine
from sim.engine.state_rules import check
from sim.engine.world import allocate
from sim.model import layout
from sim.model.day.loop import run_days
from sim.model.day.schedule import SCHEDULE
from sim.model.entries import ENTRIES, Entry
from sim.model.mechanisms import SWITCHES
from sim.network.network import Network
from sim.scenario.scenario import Scenario
from tests.places import ROOT


def test_the_loop_runs_the_phases_of_the_schedule_in_order() -> None:
    tree = ast.parse(inspect.getsource(run_days))
    (loop,) = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.For)
        and isinstance(node.target, ast.Name)
        and node.target.id == "day"
    ]
    called = [
        (node.lineno, node.func.id)
        for node in ast.walk(loop)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    phases = [phase.function for phase in SCHEDULE]
    assert [name for _, name in sorted(called) if name in phases] == phases


def test_the_schedule_names_files_of_their_own() -> None:
    for phase in SCHEDULE:
        module = __import__(f"sim.model.day.{phase.name}", fromlist=[phase.function])
        assert hasattr(module, phase.function)


@pytest.mark.parametrize("threads", [2, 3, 4])
def test_threads_change_nothing(tiny: Scenario, threads: int) -> None:
    assert sim.run(tiny, threads=threads).digest == sim.run(tiny).digest


def test_day_by_day_is_the_same_as_at_once(tiny: Scenario) -> None:
    stepped = Engine(allocate(tiny))
    for _ in range(tiny.run.days + 3):
        stepped.advance(1)
    assert np.array_equal(stepped.world.series, sim.run(tiny).series)


def test_a_longer_run_begins_with_the_shorter(tiny: Scenario) -> None:
    short = sim.run(tiny.with_values({"run.days": 50})).series
    assert np.array_equal(short, sim.run(tiny).series[:50])


def test_seeds_are_different_luck(tiny: Scenario) -> None:
    assert sim.run(tiny, seed=1).digest != sim.run(tiny, seed=2).digest


def test_an_intervention_changes_nothing_before_its_day(tiny: Scenario) -> None:
    order = {
        "date": tiny.run.start.replace(month=3),
        "kind": "founder denial",
        "set": {"exposure": 0.0},
        "for_days": 30,
    }
    changed = tiny.model_copy(update={"events": (*tiny.events, _event(order))})
    day = (order["date"] - tiny.run.start).days
    one, other = sim.run(tiny).series, sim.run(changed).series
    assert np.array_equal(one[:day], other[:day])
    assert not np.array_equal(one[day:], other[day:])


def _event(data: dict[str, Any]) -> Any:
    from sim.scenario.playbook import Event

    return Event(**data)


def test_without_jit_the_bits_are_the_same(tiny: Scenario) -> None:
    small = {"crowd.people": 150, "run.days": 40, "start.fans": 0.3, "start.fleet": 1e6}
    program = (
        f"import sim\ns = sim.load('classroom').with_values({small!r})\nprint(sim.run(s).digest)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
    )
    assert done.stdout.strip() == sim.run(sim.load("classroom").with_values(small)).digest


def test_a_shared_network_is_not_changed_and_changes_nothing(tiny: Scenario) -> None:
    network = allocate(tiny).network
    before = network.audience.copy()
    assert sim.run(tiny, network=network).digest == sim.run(tiny).digest
    assert np.array_equal(network.audience, before)


def test_a_network_of_another_size_is_refused(tiny: Scenario) -> None:
    network = allocate(tiny.with_values({"crowd.people": 300})).network
    with pytest.raises(sim.TarpeiaError, match="has 300 people, the scenario 400"):
        sim.run(tiny, network=network)


@pytest.mark.parametrize("threads", [0, -1, 10_000])
def test_threads_out_of_range_are_refused(tiny: Scenario, threads: int) -> None:
    with pytest.raises(sim.TarpeiaError, match="threads"):
        sim.run(tiny, threads=threads)


def test_a_complete_network_equals_the_same_ties_written_out(tiny: Scenario) -> None:
    people = 60
    changes = {
        "crowd.people": people,
        "run.days": 60,
        "start.fans": 0.4,
        "network.kind": "complete",
    }
    implicit = tiny.with_values(changes)
    ties = np.array([j for i in range(people) for j in range(people) if j != i], dtype=np.int32)
    explicit = Network(np.arange(people + 1, dtype=np.int64) * (people - 1), ties, False)
    assert sim.run(implicit).digest == sim.run(implicit, network=explicit).digest


def _anything(entry: Entry) -> st.SearchStrategy[Any]:
    if entry.kind == "bool":
        return st.booleans()
    if entry.choices:
        return st.sampled_from(entry.choices)
    assert entry.low is not None
    assert entry.high is not None
    if entry.kind == "int":
        return st.integers(int(entry.low), int(entry.high))
    bounds = st.sampled_from([entry.low, entry.high])
    return st.one_of(bounds, st.floats(entry.low, entry.high, allow_subnormal=False))


_FREE = {
    name: entry
    for name, entry in ENTRIES.items()
    if not name.startswith("network.") and name not in ("crowd.people", "newsroom.outlets")
}


@st.composite
def worlds(draw: st.DrawFn) -> Scenario:
    """Any parameters within their bounds, a small crowd, some switches off."""
    names = draw(st.lists(st.sampled_from(sorted(_FREE)), max_size=25, unique=True))
    changes = {name: draw(_anything(_FREE[name])) for name in names}
    changes |= {
        "crowd.people": draw(st.integers(1, 40)),
        "newsroom.outlets": draw(st.sampled_from([1, 5, 50])),
        "network.kind": draw(st.sampled_from(["audience", "complete", "erdos-renyi"])),
        "network.audience": draw(st.sampled_from([0.0, 3.0, 20.0])),
        "start.fans": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "start.anti_fans": 0.0,
        "start.fleet": draw(st.sampled_from([0.0, 1e6, 1e9])),
        "start.climate": draw(st.floats(-1, 1)),
        "run.days": draw(st.integers(1, 30)),
        "run.seed": draw(st.integers(0, 2**63 - 1)),
    }
    off = draw(st.lists(st.sampled_from(sorted(SWITCHES)), max_size=4, unique=True))
    return Scenario().with_values(changes).without(off)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(worlds())
def test_the_state_keeps_its_rules_anywhere_in_the_box(scenario: Scenario) -> None:
    done = Engine(allocate(scenario))
    done.run()
    world = done.world
    check(world)
    crowd, last = world.crowd, world.series[-1]
    people = world.people
    assert np.all(world.series[:, :3].sum(axis=1) == people)
    # The series are recounts of the state.
    assert last[layout.S_FANS] == np.sum(crowd.role == layout.FAN)
    assert last[layout.S_ANTI_FANS] == np.sum(crowd.role == layout.ANTI_FAN)
    assert last[layout.S_OWNERS] == np.sum(crowd.marks & layout.OWNER != 0)
    assert last[layout.S_OWNERS] <= people
    circle = float(scenario.effective.people.circle)
    assert last[layout.S_FAN_CIRCLE] == np.sum(
        (crowd.role == layout.FAN) & (crowd.passion.astype(float) > circle)
    ) or np.any(np.isclose(crowd.passion, circle))
    spoken = np.abs(crowd.voice[crowd.voice < 0].astype(int)).sum() / layout.LOUDNESS_LEVELS
    assert last[layout.S_BLAME] == spoken
    # Passion is conserved across the turn: hostility made is carryover x passion turned.
    p = scenario.effective.people
    if p.carryover_own == 1.0:
        turned, made = (
            world.series[:, layout.S_PASSION_TURNED],
            world.series[:, layout.S_HOSTILITY_MADE],
        )
        count = world.series[:, layout.S_FAN_TO_BLACK]
        assert np.all(np.abs(made - p.carryover * turned) <= (count + 1) * 2.0**-19)
