"""Audience networks: heavy tails, communities, homophily, closure."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from sim.model.entries import NetworkSettings
from sim.network.audience import audience_sizes, community_bounds
from tests.network.laid import make, measure, row, traits


@pytest.mark.parametrize("people", [10_000, 20_000, 70_000])
@pytest.mark.parametrize("tail", [2.05, 2.3, 3.0, 5.0])
@pytest.mark.parametrize("mean", [0.5, 3, 20, 150])
def test_the_mean_audience_is_what_was_asked(people, tail, mean):
    sizes = audience_sizes(people, mean, tail, 1)
    assert sizes.mean() == pytest.approx(mean, rel=0.02)
    assert sizes.min() >= 0
    assert sizes.max() <= math.ceil(max(people / 10, 3 * mean))


def test_ties_keep_the_audience_sizes():
    network = make(20_000, seed=3)
    assert np.array_equal(
        np.diff(network.offsets), audience_sizes(20_000, 20, NetworkSettings().tail, 3)
    )


def test_the_seed_says_who_is_heard_not_how_many_are():
    one, two = (audience_sizes(5_000, 20, 2.3, seed) for seed in (1, 2))
    assert not np.array_equal(one, two)
    assert np.array_equal(np.sort(one), np.sort(two))


@pytest.mark.parametrize("tail", [2.3, 3.0])
def test_audiences_have_a_power_law_tail(tail):
    sizes = audience_sizes(200_000, 20, tail, 1)
    for size in (30, 100, 300):
        fewer = (sizes >= 2 * size).mean() / (sizes >= size).mean()
        assert fewer == pytest.approx(2 ** (1 - tail), rel=0.12)


def test_the_default_tail_is_heavy():
    found = measure(20_000)
    assert found["top_share"] > 0.15
    assert found["largest_audience"] > 1_000
    assert measure(20_000, tail=5.0)["top_share"] < 0.06
    assert found["most_heard"] < 100


@pytest.mark.kernel
def test_communities_are_blocks_of_the_crowd():
    for people, communities in ((100, 7), (7, 100), (1, 1), (1_000, 1_000)):
        bounds = community_bounds(people, communities, 5)
        assert bounds.shape == (min(people, communities) + 1,)
        assert bounds[0] == 0
        assert bounds[-1] == people
        assert (np.diff(bounds) >= 1).all()
    sizes = np.diff(community_bounds(20_000, 40, 1))
    assert sizes.max() > 1.5 * sizes.min()
    assert sizes.max() < 6 * sizes.min()


def test_ties_stay_in_the_community_as_often_as_asked():
    shape = {"communities": 10, "tail": 5}
    by_chance = measure(20_000, community_ties=0, **shape)["community_share"]
    assert by_chance < 0.13
    for share in (0.0, 0.4, 0.8, 1.0):
        expected = share + (1 - share) * by_chance
        for clustering in (0.0, 0.3):
            found = measure(20_000, community_ties=share, clustering=clustering, **shape)
            assert found["community_share"] == pytest.approx(expected, abs=0.02)


def test_closing_ties_leaves_communities_and_homophily():
    one, two = (measure(20_000, clustering=share) for share in (0, 0.5))
    assert two["clustering"] > one["clustering"] + 0.05
    assert two["community_share"] == pytest.approx(one["community_share"], abs=0.02)
    assert two["assortativity"] == pytest.approx(one["assortativity"], abs=0.03)


def test_small_crowds_have_homophily_too():
    assert measure(2_000)["assortativity"] > 0.1


def test_homophily_makes_the_like_minded_hear_each_other():
    found = [measure(4_000, homophily=share)["assortativity"] for share in (0, 0.25, 0.5, 0.75, 1)]
    assert abs(found[0]) < 0.02
    assert all(later > earlier + 0.04 for earlier, later in pairwise(found))
    assert abs(measure(4_000, homophily=1, community_ties=0)["assortativity"]) < 0.02


def test_the_like_minded_of_a_hub_are_nearer_than_chance():
    people = 20_000
    network = make(people, homophily=1, community_ties=1, clustering=0, communities=1)
    hub = int(np.diff(network.offsets).argmax())
    rank = np.argsort(np.argsort(traits(people), kind="stable"), kind="stable")
    distance = np.abs(rank[row(network, hub)] - rank[hub])
    assert np.median(distance) < 1.5 * row(network, hub).size


def test_clustering_closes_triangles():
    shares = (0, 0.2, 0.4, 0.6, 0.9)
    shape = {"tail": 5.0, "homophily": 0.0, "community_ties": 0.0}
    found = [measure(3_000, clustering=share, **shape)["clustering"] for share in shares]
    assert found[0] < 0.02
    assert all(later > earlier + 0.01 for earlier, later in pairwise(found))


@pytest.mark.kernel
def test_a_closed_tie_goes_to_a_friends_friend():
    people = 400

    def closed_share(clustering):
        network = make(people, audience=6, tail=5, community_ties=0, clustering=clustering)
        closed = 0
        for person in range(people):
            friends = row(network, person)
            theirs = [row(network, friend) for friend in friends]
            closed += np.isin(friends, np.concatenate(theirs)).sum()
        return closed / network.audience.size

    by_chance = closed_share(0.0)
    assert by_chance < 0.15
    assert closed_share(0.5) > 0.47  # duplicates of closed ties are drawn again, half of them anew
