"""The networks: rows are valid, seeded and shaped as asked; the same bits with and without JIT."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import TarpeiaError
from sim.model.compiled import kernel
from sim.model.entries import NetworkSettings
from sim.network import build as building
from sim.network.audience import community_bounds
from sim.network.build import build, statistics
from tests.network.laid import KINDS, LAID, check, make, row, same, traits
from tests.places import ROOT


@pytest.mark.kernel
@settings(max_examples=80, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    people=st.integers(1, 60),
    seed=st.integers(0, 2**64 - 1),
    audience=st.floats(0, 80),
    tail=st.floats(2.05, 5),
    communities=st.integers(1, 100),
    community_ties=st.floats(0, 1),
    homophily=st.floats(0, 1),
    clustering=st.floats(0, 0.9),
    rewiring=st.floats(0, 1),
)
def test_rows_are_valid_whatever_is_asked(kind, people, seed, **shape):
    network = make(people, seed, kind, **shape)
    check(network, people)
    assert network.complete == (kind == "complete")
    if kind == "audience":
        mean = min(shape["audience"], people - 1)
        assert network.offsets[-1] == pytest.approx(people * mean, abs=1 + 0.001 * people * mean)


@pytest.mark.kernel
@pytest.mark.parametrize("kind", LAID)
def test_a_seed_decides_everything(kind):
    assert same(make(80, 7, kind), make(80, 7, kind))
    assert not same(make(80, 7, kind), make(80, 8, kind))
    assert not same(make(80, 7, kind), make(80, 2**63 + 7, kind))


@pytest.mark.kernel
@pytest.mark.parametrize("kind", LAID)
def test_small_and_large_asks(kind):
    for people in (1, 2, 3):
        check(make(people, kind=kind), people)
    assert make(50, kind=kind, audience=0).audience.size == 0
    check(make(12, kind=kind, audience=2_000, communities=100_000), 12)


@pytest.mark.kernel
def test_an_audience_larger_than_the_crowd_is_everyone():
    for kind in ("audience", "erdos-renyi"):
        assert make(12, kind=kind, audience=50).audience.size == 12 * 11


@pytest.mark.kernel
def test_the_complete_network_is_held_implicitly():
    network = make(1_000, kind="complete")
    assert network.complete
    assert network.audience.size == 0
    assert not network.offsets.any()
    found = statistics(network, traits(1_000), community_bounds(1_000, 5, 1))
    assert found["mean_audience"] == found["most_heard"] == 999
    assert found["clustering"] == found["reciprocity"] == 1
    assert found["assortativity"] == pytest.approx(-1 / 999)
    assert 0 < found["community_share"] < 0.5


@kernel
def ties_or_everyone(network):
    if network.complete:
        return -1
    return network.offsets[-1]


@pytest.mark.kernel
def test_a_network_passes_into_a_kernel():
    assert ties_or_everyone(make(50)) == make(50).audience.size
    assert ties_or_everyone(make(50, kind="complete")) == -1


@pytest.mark.kernel
def test_a_network_does_not_depend_on_ties_of_others():
    """Another community changes only what it touches: the rows of people without it stay."""
    people = 60
    changed = traits(people)
    bounds = community_bounds(people, 3, 1)
    last = slice(int(bounds[-2]), people)
    changed[last] = changed[last][::-1]
    chosen = NetworkSettings(audience=5, communities=3, clustering=0, tail=5)
    one = build(chosen, people, 1, traits(people))
    two = build(chosen, people, 1, changed)
    assert not same(one, two)
    for person in range(int(bounds[-2])):
        assert np.array_equal(row(one, person), row(two, person))


def test_too_many_ties_are_refused():
    with pytest.raises(TarpeiaError, match=r"network\.audience: 2000 for 30,000,000 people"):
        build(NetworkSettings(audience=2_000), 30_000_000, 1, np.empty(0, np.float32))


def test_hearing_too_many_is_refused(monkeypatch):
    monkeypatch.setattr(building, "MOST_HEARD", 30)
    with pytest.raises(TarpeiaError, match=r"network\.audience: 20 makes someone hear more than"):
        make(500)


@pytest.mark.kernel
def test_a_wrong_predisposition_is_refused():
    with pytest.raises(ValueError, match="predisposition"):
        build(NetworkSettings(), 10, 1, traits(9))


# The same bits.

PROGRAM = """
import hashlib
import numpy as np
from sim.network.build import build
from sim.model.parameters.network import NetworkSettings
digest = hashlib.sha256()
for kind in ("audience", "erdos-renyi", "barabasi-albert", "watts-strogatz"):
    for people, audience in ((60, 5), (300, 12), (40, 39)):
        for clustering in (0.1, 0.6):
            chosen = NetworkSettings(
                kind=kind, audience=audience, communities=4, clustering=clustering
            )
            trait = ((np.arange(people) * 37) % 101).astype(np.float32)
            for part in build(chosen, people, 2**63 + 5, trait)[:2]:
                digest.update(part.tobytes())
digest = digest.hexdigest()
"""


@pytest.mark.kernel
def test_the_same_bits_with_and_without_jit():
    here: dict[str, str] = {}
    exec(PROGRAM, here)
    other = "0" if os.environ.get("NUMBA_DISABLE_JIT") == "1" else "1"
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM + "print(digest)"],
        cwd=ROOT,
        env=os.environ | {"NUMBA_DISABLE_JIT": other},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == here["digest"]
