"""Shared luck: nothing but the draws sees which number a person has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

import sim
from sim.engine import engine
from sim.engine.crowd import Crowd
from sim.engine.engine import Engine
from sim.engine.state_arrays import arrays_of
from sim.engine.world import World, allocate
from sim.model import layout
from sim.model.day import actions, conversation, counting, feelings, loop, rules
from sim.model.day import people as people_phase
from sim.model.randomness import word
from sim.network.network import Network
from tests.model.states import unequal
from tests.oracle.worlds import lively


def relabelled(world: World, order: NDArray[np.int64]) -> World:
    """Return the world in which place ``i`` is taken by the person ``order[i]``."""
    place = np.argsort(order)
    offsets, audience, complete = world.network
    rows = [np.sort(place[audience[offsets[i] : offsets[i + 1]]]) for i in order]
    network = world.network
    if not complete:
        ends = np.cumsum([0, *(len(row) for row in rows)])
        joined = np.concatenate([*rows, np.empty(0, np.int64)])
        network = Network(ends.astype(np.int64), joined.astype(np.int32), False)
    crowd = Crowd(*(array[order].copy() for array in world.crowd))
    return replace(world, crowd=crowd, network=network)


def assert_permuted(world: World, other: World, order: NDArray[np.int64]) -> None:
    """Fail unless people stand in the new order with all they have, and all else is the same."""
    one = {
        name: array[order] if name.startswith("crowd.") else array
        for name, array in arrays_of(world).items()
    }
    assert unequal(one, arrays_of(other)) == []


@pytest.fixture
def carry_keys(monkeypatch: pytest.MonkeyPatch) -> Callable[[NDArray[np.int64]], None]:
    """Let people draw by the numbers they are given: the people's phase runs as plain Python.

    Draws are keyed by a person's place in compiled code, where nothing can be put in between. So,
    once numbers are given, the loop and the phase run as the Python functions they are compiled
    from, and in the modules of the phase ``word`` is told who is meant.
    """
    modules = (people_phase, feelings, rules, actions, counting, conversation)
    # Of compiled functions, the Python; without JIT they are Python.
    plain = [
        (module, name, function.py_func)
        for module in modules
        for name, function in vars(module).items()
        if hasattr(function, "py_func")
    ]
    drawing = [module for module in modules if hasattr(module, "word")]

    def carry(numbers: NDArray[np.int64]) -> None:
        known = numbers.tolist()
        for module, name, function in plain:
            monkeypatch.setattr(module, name, function)
        for module in drawing:
            monkeypatch.setattr(module, "word", lambda key, i: word(np.uint64(key), known[i]))
        monkeypatch.setattr(loop, "people_block", people_phase.people_block)
        monkeypatch.setattr(engine, "run_days_on_one_thread", loop.run_days)

    return carry


@pytest.mark.parametrize("kind", ["audience", "complete"])
def test_relabelling_people_with_their_keys_permutes_everything(
    kind: str, carry_keys: Callable[[NDArray[np.int64]], None]
) -> None:
    """The whole model: same sums, moods and series, everyone's arrays in the new order.

    The run through Python functions with everyone's own number is first shown to be the compiled
    run, bit by bit, so that what is said of the one is said of the other.
    """
    people = 48
    # Rumours, ties and products are drawn by number of person or tie, not by a person's word.
    changes = {"crowd.people": people, "network.kind": kind, "run.seed": 8, "product.products": 1}
    scenario = lively(changes, without=("rumour", "tie-strength"))
    everyone = np.arange(people)
    compiled, world = allocate(scenario), allocate(scenario)
    Engine(compiled).run()
    carry_keys(everyone)
    Engine(world).run()
    assert unequal(arrays_of(world), arrays_of(compiled)) == []
    order = everyone
    for seed in range(3):
        order = np.random.default_rng(seed).permutation(people)
        other = relabelled(allocate(scenario), order)
        carry_keys(order)
        Engine(other).run()
        assert_permuted(world, other, order)
    # Without their keys it is other luck.
    other = relabelled(allocate(scenario), order)
    carry_keys(everyone)
    Engine(other).run()
    assert not np.array_equal(world.series, other.series)


# Nothing of a person's day is left to luck: every chance is 0 or 1, and no news is bad.
NO_PERSONAL_LUCK = {
    "run.days": 60,
    "product.hazard": 0.0,
    "product.defects": 0.0,
    "product.demand": 0.0,
    "founder.participation": 0.0,
    "conversation.speaking": 5.0,
    "conversation.attack": 0.0,
    "people.recruitment": 0.0,
    "people.coverage": 0.0,
    "people.word_of_mouth": 1.0,
    "people.turning": 1.0,
    "people.alienation": 0.0,
    "people.resistance": 1.0,
    "people.resistance_fading": 1.0,
    "people.scar": 1.0,
    "people.trust_healing": 1.0,
    "people.blame_weight": 0.12,
    "people.hostility_decay": 0.1,
    "people.hostility_echo": 0.5,
    "people.admiration_decay": 0.02,
    "people.critic": 0.05,
    "start.fans": 0.1,
    "start.anti_fans": 0.1,
    "start.resisters": 0.4,
    "start.passion": 0.5,
    "start.fleet": 2e6,
    "network.audience": 6.0,
}


@pytest.mark.parametrize("kind", ["audience", "complete", "watts-strogatz"])
@pytest.mark.parametrize("threads", [1, 2])
def test_relabelling_permutes_everything_that_is_not_luck(kind: str, threads: int) -> None:
    """The compiled kernels as they are, on parameters that leave no person's day to luck.

    Won is who hears praise and is susceptible (all or not at all), past the threshold one turns,
    whoever feels anything speaks; marks last a day. What remains (hearing, climate, passion,
    expectation, grievance, thresholds, hostility, coverage that is drawn for all alike) must not
    see who has which number.
    """
    people = 1_500
    changes = {"crowd.people": people, "network.kind": kind, "network.communities": 20}
    scenario = sim.load("classroom").with_values({**NO_PERSONAL_LUCK, **changes})
    scenario = scenario.model_copy(update={"events": ()})

    def world_of(order: NDArray[np.int64]) -> World:
        world = allocate(scenario)
        world.crowd.susceptibility[:] = world.crowd.susceptibility > 0.25
        world.crowd.activity[:] = 1e9
        return relabelled(world, order)

    orders = [np.arange(people)]
    orders += [np.random.default_rng(seed).permutation(people) for seed in range(4)]
    worlds = [world_of(order) for order in orders]
    for world in worlds:
        Engine(world, threads).run()
    for world, order in zip(worlds, orders, strict=True):
        assert_permuted(worlds[0], world, order)
    series = worlds[0].series
    for name in (
        "recruits",
        "fan_to_black",
        "recovered",
        "voices_praise",
        "voices_blame",
        "critics",
        "stories_good",
    ):
        assert series[:, layout.SERIES_NAMES.index(name)].sum() > 50, name
