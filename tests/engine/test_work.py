"""Counted work: the guard against becoming slow, without a clock.

The kernels run as the Python functions they are compiled from, with counting put in between. What
is counted is exact for these inputs; a change that makes more of it has to say why here.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.crowd import bytes_of_a_day
from sim.engine.engine import Engine
from sim.engine.groups import ties_of, voices_of
from sim.engine.world import World, allocate
from sim.model.day import actions, conversation, feelings, people
from sim.model.day.feelings import CHUNK
from sim.model.day.groups import Desk, Hall
from sim.network.network import Network
from tests.oracle.handed import keys_of, nature_of, today_of

PEOPLE = 1_500  # more than a chunk
DAYS = 60


@pytest.fixture(scope="module")
def world() -> World:
    """A world in the middle of things."""
    changes = {"crowd.people": PEOPLE, "run.days": DAYS + 1, "run.seed": 4, "start.fans": 0.2}
    engine = Engine(allocate(sim.Scenario().with_values(changes)))
    engine.advance(DAYS)
    return engine.world


def plain(kernel: Any) -> Any:
    """Return the Python function behind a kernel."""
    return getattr(kernel, "py_func", kernel)


def spoken(world: World) -> int:
    """Return how many ties carry a voice."""
    offsets = world.network.offsets
    speakers = np.flatnonzero(world.crowd.voice)
    return int((offsets[speakers + 1] - offsets[speakers]).sum())


class Counted:
    """An array that counts how often an element is read or written."""

    def __init__(self, array: np.ndarray) -> None:
        self.array = array
        self.shape = array.shape
        self.read = self.written = 0

    def __getitem__(self, index: Any) -> Any:
        self.read += 1
        return self.array[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        self.written += 1
        self.array[index] = value


def test_state_is_35_bytes_a_person_and_a_day_moves_55(world: World) -> None:
    assert sum(array.nbytes for array in world.crowd) == 35 * PEOPLE
    assert bytes_of_a_day(world.crowd) == 55 * PEOPLE


def test_conversation_visits_the_ties_of_speakers_and_no_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = Counted(np.zeros(PEOPLE, dtype=np.int64))
    audience = Counted(world.network.audience)
    fetched: Counter[int] = Counter()
    monkeypatch.setattr(
        conversation, "fetch", lambda array, index: fetched.update([id(array), "all"])
    )
    for name in ("deliver_from", "list_flagged"):
        monkeypatch.setattr(conversation, name, plain(getattr(conversation, name)))
    plain(conversation.deliver)(
        0,
        PEOPLE,
        3,
        voices_of(world),
        ties_of(world)._replace(audience=audience),
        heard,
        np.zeros(CHUNK, dtype=np.int64),
    )
    speakers = int(np.count_nonzero(world.crowd.voice))
    assert 20 < speakers < PEOPLE / 10
    assert audience.read == heard.written == spoken(world)
    ahead = {id(world.network.offsets): 1, id(audience): 2}  # of a small crowd, not the hearing
    assert fetched == {**{array: n * speakers for array, n in ahead.items()}, "all": 3 * speakers}


def counted_day(world: World, monkeypatch: pytest.MonkeyPatch) -> tuple[Counter[str], int]:
    """Run the people's phase as plain Python; return the words drawn by place, and who acted."""
    words: Counter[str] = Counter()
    acting = 0
    real = feelings.word
    for module in (feelings, actions, conversation):
        where = module.__name__.rsplit(".", 1)[1]

        def counting(key: Any, i: int, where: str = where) -> np.uint64:
            words[where] += 1
            return np.uint64(real(np.uint64(key), i))

        monkeypatch.setattr(module, "word", counting)
    listing = plain(people.list_acting)

    def list_acting(*arguments: Any) -> Any:
        nonlocal acting
        found = listing(*arguments)
        acting += found[2]
        return found

    monkeypatch.setattr(people, "list_acting", list_acting)
    for module, name in (
        (people, "draw"),
        (people, "feel"),
        (people, "mark"),
        (people, "silent_act"),
        (people, "fans_act"),
        (people, "choose"),
        (actions, "choose_voice"),
    ):
        monkeypatch.setattr(module, name, plain(getattr(module, name)))
    crowd = type(world.crowd)(*(array.copy() for array in world.crowd))
    desk = Desk(*(array[0] for array in people.desks_of(1)))
    noise = int(world.values.attack_noise)
    with np.errstate(over="ignore"):
        plain(people.people_block)(
            0,
            PEOPLE,
            nature_of(world.values),
            today_of(world.values, world.levers, world.mood),
            keys_of(world.seed, DAYS),
            Hall(complete=False, attack_noise=noise, sums=world.hall),
            crowd,
            desk,
        )
    return words, acting


def test_a_day_draws_three_words_a_person_and_few_more(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, acting = counted_day(world, monkeypatch)
    assert words["feelings"] == 3 * PEOPLE
    assert acting < PEOPLE / 10
    assert words["actions"] + words["conversation"] < 5 * acting
    assert acting == 97
    assert words == {"feelings": 4_500, "actions": 267, "conversation": 104}


def test_a_crowd_without_events_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """People who hear nothing and to whom nothing happens cost one pass of feelings."""
    changes = {
        "crowd.people": PEOPLE,
        "run.days": DAYS + 1,
        "start.fans": 0.0,
        "people.recruitment": 0.0,
        "people.coverage": 0.0,
        "founder.participation": 0.0,
        "product.demand": 0.0,
    }
    world = allocate(sim.Scenario().with_values(changes))
    words, acting = counted_day(world, monkeypatch)
    assert acting == 0
    assert set(words) == {"feelings"}


def test_replicates_hold_one_network() -> None:
    scenario = sim.Scenario().with_values({"crowd.people": 200, "run.days": 5})
    first = allocate(scenario)
    second = allocate(scenario.with_values({"run.seed": 9}), first.network)
    assert isinstance(second.network, Network)
    assert second.network.audience is first.network.audience
    assert np.shares_memory(second.network.offsets, first.network.offsets)
