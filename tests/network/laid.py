"""Networks for tests, and what holds of the rows of each."""

from __future__ import annotations

import networkx as nx
import numpy as np

from sim.model.entries import NetworkSettings
from sim.model.randomness import Decision, uniforms
from sim.network.audience import community_bounds
from sim.network.build import build, statistics

KINDS = ("audience", "erdos-renyi", "barabasi-albert", "watts-strogatz", "complete")
LAID = KINDS[:-1]


def traits(people):
    """Return who is like-minded, the same for all seeds."""
    return uniforms(1, Decision.SUSCEPTIBILITY, people).astype(np.float32)


def make(people, seed=1, kind="audience", **shape):
    return build(NetworkSettings(kind=kind, **shape), people, seed, traits(people))


def measure(people, seed=1, **shape):
    chosen = NetworkSettings(**shape)
    bounds = community_bounds(people, chosen.communities, seed)
    return statistics(build(chosen, people, seed, traits(people)), traits(people), bounds)


def row(network, person):
    return network.audience[network.offsets[person] : network.offsets[person + 1]]


def check(network, people):
    """Check that the rows are valid."""
    assert network.offsets.dtype == np.int64
    assert network.audience.dtype == np.int32
    assert network.offsets.shape == (people + 1,)
    assert network.offsets[0] == 0
    assert network.offsets[-1] == network.audience.shape[0]
    assert (np.diff(network.offsets) >= 0).all()
    for person in range(people):
        heard_by = row(network, person)
        assert (np.diff(heard_by) > 0).all()
        assert person not in heard_by
        assert ((heard_by >= 0) & (heard_by < people)).all()


def same(one, two):
    return all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


def graph(network):
    """Return the network as networkx sees it: an edge goes to the one who hears."""
    people = network.offsets.shape[0] - 1
    directed = nx.DiGraph()
    directed.add_nodes_from(range(people))
    directed.add_edges_from((i, int(j)) for i in range(people) for j in row(network, i))
    return directed
