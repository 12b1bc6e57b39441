"""The networks of the textbooks, and what networks look like."""

from __future__ import annotations

import math

import networkx as nx
import numpy as np
import pytest

from sim.network.audience import community_bounds
from sim.network.build import statistics
from tests.network.laid import check, graph, make, measure, traits


def test_erdos_renyi_degrees_are_binomial():
    people, mean = 20_000, 12.0
    network = make(people, kind="erdos-renyi", audience=mean)
    audiences = np.diff(network.offsets)
    heard = np.bincount(network.audience, minlength=people)
    for degree in (audiences, heard):
        assert degree.mean() == pytest.approx(mean, rel=0.01)
        assert degree.var() == pytest.approx(mean * (1 - mean / people), rel=0.05)
        for k in (6, 12, 18):
            poisson = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
            assert (degree == k).mean() == pytest.approx(
                poisson, abs=4 * math.sqrt(poisson / people)
            )
    halves = network.audience < people // 2
    assert halves.mean() == pytest.approx(0.5, abs=0.005)
    assert statistics(network, traits(people))["clustering"] < 0.005


@pytest.mark.kernel
def test_barabasi_albert_ties_and_reciprocity():
    for people, asked, width in ((30, 2, 1), (60, 6, 3), (60, 0.1, 1), (4, 6, 3), (4, 90, 3)):
        network = make(people, kind="barabasi-albert", audience=asked)
        assert network.audience.size == 2 * width * (people - width)
        found = graph(network)
        assert nx.overall_reciprocity(found) == 1
        assert nx.is_weakly_connected(found)


def test_barabasi_albert_degrees():
    people, width = 20_000, 4
    network = make(people, kind="barabasi-albert", audience=2 * width)
    degree = np.diff(network.offsets)
    assert degree.min() == width
    for k in (4, 5, 8, 16):  # 2 m (m + 1) / (k (k + 1) (k + 2))
        exact = 2 * width * (width + 1) / (k * (k + 1) * (k + 2))
        assert (degree == k).mean() == pytest.approx(exact, abs=4 * math.sqrt(exact / people))
    assert 2 * math.sqrt(people) < degree.max() < 20 * math.sqrt(people)
    older, younger = degree[:100].mean(), degree[-100:].mean()
    assert older > 10 * younger


@pytest.mark.kernel
def test_a_small_world_without_rewiring_is_a_ring():
    for people, asked, around in ((40, 6, 6), (7, 6, 6), (7, 20, 6), (8, 20, 6), (5, 1, 2)):
        network = make(people, kind="watts-strogatz", audience=asked, rewiring=0)
        ring = nx.watts_strogatz_graph(people, around, 0)
        assert nx.utils.graphs_equal(graph(network), ring.to_directed())


@pytest.mark.kernel
@pytest.mark.parametrize("rewiring", [0.1, 1.0])
def test_rewiring_keeps_the_number_of_ties(rewiring):
    network = make(150, kind="watts-strogatz", audience=6, rewiring=rewiring)
    check(network, 150)
    assert network.audience.size == 150 * 6
    assert nx.overall_reciprocity(graph(network)) == 1
    assert np.diff(network.offsets).min() >= 3


def test_rewiring_lowers_the_clustering():
    people, around = 5_000, 10
    whole = 3 * (around - 2) / (4 * (around - 1))
    for rewiring in (0.0, 0.1, 0.3):
        found = measure(people, kind="watts-strogatz", audience=around, rewiring=rewiring)
        assert found["clustering"] == pytest.approx(whole * (1 - rewiring) ** 3, abs=0.03)
    assert measure(people, kind="watts-strogatz", audience=10, rewiring=1.0)["clustering"] < 0.02


# Statistics.


def test_statistics_agree_with_networkx():
    for kind in ("audience", "watts-strogatz"):
        network = make(400, kind=kind, audience=10)
        theirs, ours = graph(network), statistics(network, traits(400))
        assert ours["reciprocity"] == pytest.approx(nx.overall_reciprocity(theirs))
        assert ours["most_heard"] == max(degree for _, degree in theirs.in_degree())
        assert ours["largest_audience"] == max(degree for _, degree in theirs.out_degree())
        assert ours["ties"] == theirs.number_of_edges()
        trait = traits(400).astype(np.float64)
        ends = np.array(theirs.edges())
        expected = np.corrcoef(trait[ends[:, 0]], trait[ends[:, 1]])[0, 1]
        assert ours["assortativity"] == pytest.approx(expected)
    clustering = nx.average_clustering(theirs.to_undirected())  # all ties of the ring are mutual
    assert ours["clustering"] == pytest.approx(clustering, abs=0.03)


@pytest.mark.kernel
def test_statistics_of_nothing():
    for network in (make(1), make(3, audience=0), make(1, kind="complete")):
        people = network.offsets.shape[0] - 1
        found = statistics(network, traits(people), community_bounds(people, 2, 1))
        assert all(math.isfinite(value) for value in found.values())
        assert found["mean_audience"] == 0
