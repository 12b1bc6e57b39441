"""Where people stand on the page: the same each time, made once, drawn by an even sample."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.app.positions import FIELD, MOST_DRAWN, Layouts, drawn, lay, overlap, thinned, ties_between
from sim.app.session import Session
from sim.engine.world import allocate
from tests.app.sessions import firm


@pytest.mark.parametrize("people", [2, 300, MOST_DRAWN, 3 * MOST_DRAWN + 500])
def test_everyone_is_drawn_or_an_even_sample(people: int) -> None:
    who = drawn(people)
    assert len(who) == min(people, MOST_DRAWN)
    assert who[0] == 0
    assert (np.diff(who) > 0).all()
    assert who[-1] < people
    if people > MOST_DRAWN:
        assert set(np.diff(who)) == {people // MOST_DRAWN, people // MOST_DRAWN + 1}


@pytest.mark.parametrize("kind", ["audience", "erdos-renyi", "complete"])
def test_places_are_on_the_field_and_the_same_each_time(kind: str) -> None:
    network = allocate(firm(**{"network.kind": kind, "crowd.people": 200})).network
    one, other = lay(network), lay(network)
    for name in ("who", "x", "y", "ties"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert min(one.x.min(), one.y.min()) >= 0
    assert max(one.x.max(), one.y.max()) <= FIELD
    assert len({*zip(one.x.tolist(), one.y.tolist(), strict=True)}) > 150


def test_ties_and_friends_in_common_against_sets() -> None:
    network = allocate(firm(**{"crowd.people": 120})).network
    who = np.arange(0, 120, 2)
    ties = ties_between(network, who)
    place = {int(person): k for k, person in enumerate(who)}
    wanted = set()
    for i in who.tolist():
        for j in network.audience[network.offsets[i] : network.offsets[i + 1]].tolist():
            if j in place:
                wanted.add(tuple(sorted((place[i], place[j]))))
    assert {tuple(tie) for tie in ties.tolist()} == wanted
    friends = {k: {a + b - k for a, b in wanted if k in (a, b)} for k in range(len(who))}
    expected = [
        len(friends[a] & friends[b]) / max(1, min(len(friends[a]), len(friends[b])))
        for a, b in ties.tolist()
    ]
    np.testing.assert_allclose(overlap(ties, len(who)), expected)


def test_layouts_are_made_once_shared_and_few() -> None:
    scenarios = [firm(**{"run.crowd_seed": 987_654 + k, "crowd.people": 60}) for k in range(3)]
    networks = [Session("classroom", one).run.world.network for one in scenarios]
    layouts = Layouts(most=2)
    first = layouts.of(scenarios[0], networks[0])
    layouts.of(scenarios[1], networks[1])
    assert layouts.of(scenarios[0], networks[0]) is first  # used again: it is the other that goes
    layouts.of(scenarios[2], networks[2])
    assert len(layouts) == 2
    assert layouts.of(scenarios[0], networks[0]) is first


@given(count=st.integers(0, 300), most=st.integers(1, 100))
def test_ties_are_thinned_evenly(count: int, most: int) -> None:
    ties = np.stack([np.arange(count), np.arange(count)], axis=1)
    found = thinned(ties, most)
    assert len(found) <= most
    assert (count == 0) == (len(found) == 0)
    assert len(set(np.diff(found[:, 0]).tolist())) <= 1
