"""A state saved in mid-run goes on with the same bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.engine.engine import Engine
from sim.engine.saved_state import load_state, save_state
from sim.engine.state_arrays import arrays_of
from sim.engine.world import World, allocate
from sim.runs.run import Run
from sim.scenario.scenario import Scenario
from tests.engine.states import CHANGES, KINDS, assert_same, busy, to_day
from tests.oracle.worlds import any_world, lively


@pytest.fixture(scope="module")
def ends() -> dict[str, World]:
    """The states at the end of undisturbed runs, by kind of network."""
    return {kind: to_day(busy(kind), CHANGES["run.days"]).world for kind in KINDS}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_and_single_days_change_no_bit_of_the_state(
    ends: dict[str, World], kind: str, threads: int
) -> None:
    assert_same(to_day(busy(kind), CHANGES["run.days"], threads).world, ends[kind])
    stepped = Engine(allocate(busy(kind)), threads)
    for _ in range(stepped.days):
        stepped.advance(1)
    assert_same(stepped.world, ends[kind])


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_a_mesa_model_has_the_state_of_the_headless_run_on_every_day(threads: int) -> None:
    headless = Engine(allocate(busy()))
    with sim.ReputationModel(busy(), threads=threads) as model:
        for day in range(headless.days):
            model.step()
            headless.advance(1)
            assert_same(model.world, headless.world)
            assert model.day == day + 1
        assert np.array_equal(model.series.to_numpy(), sim.run(busy()).series)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_from_any_day_a_loaded_state_goes_on_with_the_same_bits(
    ends: dict[str, World], kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "state.npz"
    engine = Engine(allocate(busy(kind)))
    for day in range(engine.days + 1):
        save_state(engine, path)
        loaded = load_state(path, threads=(1, 2, 4)[day % 3])
        assert loaded.day == day
        assert loaded.world.scenario.content_hash == engine.world.scenario.content_hash
        assert_same(loaded.world, engine.world)
        loaded.run()
        assert_same(loaded.world, ends[kind])
        engine.advance(1)


def test_the_days_above_had_everything_that_goes_along() -> None:
    """A playbook rule and an order in force, hidden incidents, tired outlets, voices, marks."""
    engine = Engine(allocate(busy()))
    seen = dict.fromkeys(("rule", "order", "hidden", "outlets", "voices", "marks"), 0)
    for day in range(engine.days):
        engine.advance(1)
        w = engine.world
        seen["rule"] += bool(w.book.remaining.any())
        seen["order"] += bool(np.any((w.book.order_first <= day) & (day < w.book.order_end)))
        seen["hidden"] += bool(w.latent.filled[0])
        seen["outlets"] += bool(np.any(w.outlets.appetite < 0.9))
        seen["voices"] += bool(w.crowd.voice.any())
        seen["marks"] += len(np.unique(w.crowd.marks)) > 3
    assert min(seen.values()) >= 5, seen


def test_saved_and_loaded_day_after_day_by_any_number_of_threads(
    ends: dict[str, World], tmp_path: Path
) -> None:
    path = tmp_path / "state.npz"
    engine = Engine(allocate(busy()))
    for day in range(engine.days):
        engine.advance(1)
        save_state(engine, path)
        engine = load_state(path, threads=1 + day % 4)
    assert_same(engine.world, ends["audience"])
    run = Run(engine.world.scenario, engine.world.series)
    assert run.digest == sim.run(busy()).digest


def test_a_mesa_models_state_goes_on_headless(ends: dict[str, World], tmp_path: Path) -> None:
    with sim.ReputationModel(busy()) as model:
        for _ in range(17):
            model.step()
        assert model._engine is not None
        save_state(model._engine, tmp_path / "state.npz")
    loaded = load_state(tmp_path / "state.npz")
    assert loaded.day == 17
    loaded.run()
    assert_same(loaded.world, ends["audience"])


def test_saving_disturbs_nothing(ends: dict[str, World], tmp_path: Path) -> None:
    engine = to_day(busy(), 20)
    before = {name: array.copy() for name, array in arrays_of(engine.world).items()}
    save_state(engine, tmp_path / "state.npz")
    for name, array in arrays_of(engine.world).items():
        assert np.array_equal(array, before[name]), name
    engine.run()
    assert_same(engine.world, ends["audience"])


def test_a_network_from_a_file_goes_along(tmp_path: Path) -> None:
    people = 90
    ties = "".join(f"{i} {(i * 7 + k) % people}\n" for i in range(people) for k in (1, 5, 11))
    (tmp_path / "ties.txt").write_text(ties, encoding="utf-8")
    scenario = lively(
        {"crowd.people": people, "network.kind": "file", "network.file": str(tmp_path / "ties.txt")}
    )
    whole = to_day(scenario, scenario.run.days)
    save_state(to_day(scenario, 9), tmp_path / "state.npz")
    (tmp_path / "ties.txt").unlink()
    loaded = load_state(tmp_path / "state.npz")
    loaded.run()
    assert_same(loaded.world, whole.world)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_world(), st.data())
def test_any_world_may_be_saved_on_any_day(
    tmp_path_factory: pytest.TempPathFactory, scenario: Scenario, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-state.npz"
    day = data.draw(st.integers(0, scenario.run.days))
    engine = to_day(scenario, day)
    save_state(engine, path)
    loaded = load_state(path, threads=data.draw(st.sampled_from([1, 2])))
    assert_same(loaded.world, engine.world)
    loaded.run()
    engine.run()
    assert_same(loaded.world, engine.world)
