"""A closed model says so, and neither closed nor dropped models leave memory behind."""

from __future__ import annotations

import gc
import tracemalloc
import weakref

import mesa
import numpy as np
import pytest

from sim.errors import TarpeiaError
from sim.mesa.model import ReputationModel
from sim.network.build import build
from tests.mesa.small_model import SMALL, small


def test_a_closed_model_says_so() -> None:
    model = ReputationModel(**SMALL)
    person, outlet, founder = model.person(0), model.outlets[0], model.founder
    model.step()
    model.close()
    model.close()
    model.step()
    model.run_model()
    assert not model.running
    assert len(model.agents) == 0
    assert model.scenario == small()
    for ask in (
        lambda: model.series,
        lambda: model.world,
        lambda: len(model.people),
        lambda: person.role,
        lambda: outlet.reach,
        lambda: founder.exposure,
        lambda: founder.coupling,
    ):
        with pytest.raises(TarpeiaError, match="model: closed"):
            ask()


def test_close_releases_the_arrays_at_once() -> None:
    gc.collect()
    gc.disable()
    try:
        model = ReputationModel(**SMALL)
        model.step()
        person, outlet = model.person(0), model.outlets[0]
        arrays = [weakref.ref(model.world.crowd.passion), weakref.ref(model.world.network.audience)]
        collector = weakref.ref(model.datacollector)
        model.close()
        assert [array() for array in arrays] == [None, None]
        assert collector() is None
    finally:
        gc.enable()
    del person, outlet


@pytest.mark.parametrize("close", [True, False])
def test_models_are_freed_closed_or_only_dropped(close: bool) -> None:
    model = ReputationModel(**SMALL)
    model.step()
    things = [weakref.ref(thing) for thing in (model, model.founder, model.world.crowd.role)]
    if close:
        model.close()
    del model
    gc.collect()
    assert [thing() for thing in things] == [None] * 3


def test_two_hundred_models_leave_no_memory_behind() -> None:
    scenario = small({"run.days": 5})
    network = build(scenario.network_settings, 200, 1, np.linspace(0, 1, 200, dtype=np.float32))

    def run_models(count: int) -> None:
        for seed in range(count):
            with ReputationModel(scenario, seed, network=network) as model:
                model.run_model()
        gc.collect()

    def alive() -> int:
        kinds = (mesa.Model, mesa.Agent, mesa.DataCollector)
        return sum(isinstance(thing, kinds) for thing in gc.get_objects())

    tracemalloc.start()
    try:
        run_models(10)
        objects, before = alive(), tracemalloc.get_traced_memory()[0]
        run_models(200)
        assert alive() == objects
        # The arrays of one model alone are more than 10 kB; caches that fill up take a little.
        assert tracemalloc.get_traced_memory()[0] - before < 200 * 1_000
    finally:
        tracemalloc.stop()
    assert not any(
        isinstance(key, ReputationModel) and not key.running
        for key in getattr(mesa.Agent, "_ids", {})
    )
