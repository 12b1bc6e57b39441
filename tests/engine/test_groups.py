"""The groups that the time loop is handed hold the world's own arrays, whichever world it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from sim.engine.engine import Engine
from sim.engine.groups import agenda_of, given_of, public_of, ties_of, voices_of, work_of
from sim.engine.state_arrays import arrays_of
from sim.engine.world import World, allocate
from sim.model.day.people import desks_of
from tests.engine.states import busy


def arrays_in(group: Any) -> Iterator[np.ndarray]:
    """Yield the arrays of a group, and of the groups in it."""
    for part in group:
        if isinstance(part, np.ndarray):
            yield part
        elif isinstance(part, tuple):
            yield from arrays_in(part)


def handed(world: World) -> list[np.ndarray]:
    """Return all arrays that the loop is handed, but the room to work in."""
    work = work_of(world, np.array([0, world.people]), desks_of(1))
    groups = (given_of(world), agenda_of(world), ties_of(world), public_of(world), world.crowd)
    return [*arrays_in(groups), work.voice_eights, work.hall]


def test_every_array_of_the_state_is_handed_on_itself() -> None:
    world = allocate(busy())
    arrays = handed(world)
    for name, array in arrays_of(world).items():
        assert any(array is found for found in arrays), name
    for array in (world.network.offsets, world.network.audience, world.calendar):
        assert any(array is found for found in arrays)


def test_the_eights_are_the_voices_themselves() -> None:
    world = allocate(busy())
    voices = voices_of(world)
    voices.each[17] = 5
    assert world.crowd.voice[17] == 5
    assert voices.eights.shape == (world.people // 8,)
    assert np.flatnonzero(voices.eights).tolist() == [17 // 8]


def test_numbers_are_those_of_the_world() -> None:
    world = allocate(busy())
    given = given_of(world)
    assert (given.seed, given.weight, given.people) == (world.seed, world.weight, world.people)
    assert given.parameters is world.values
    assert ties_of(world).complete is world.network.complete


def test_an_engine_that_is_given_another_world_goes_on_with_that() -> None:
    """Nothing of the world that was is kept beside it."""
    whole, engine = Engine(allocate(busy())), Engine(allocate(busy()))
    whole.advance(20)
    engine.advance(10)
    copied = {name: array.copy() for name, array in arrays_of(engine.world).items()}
    crowd = type(engine.world.crowd)(
        **{name: copied[f"crowd.{name}"] for name in engine.world.crowd._fields}
    )
    left = engine.world
    engine.world = replace(left, crowd=crowd, mood=copied["mood"], totals=copied["totals"])
    engine.advance(10)
    for name, array in arrays_of(whole.world).items():
        assert array.tobytes() == arrays_of(engine.world)[name].tobytes(), name
    assert left.mood.tobytes() != engine.world.mood.tobytes()
