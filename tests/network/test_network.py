"""The networks: rows are valid, seeded and shaped as asked; the same bits with and without JIT."""

from __future__ import annotations

import math
import os
import subprocess
import sys
from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import TarpeiaError
from sim.model.compiled import kernel
from sim.model.entries import NetworkSettings
from sim.model.layout import MOST_HEARD
from sim.model.randomness import Decision, uniforms
from sim.network import build as networks
from sim.network.audience import community_bounds
from sim.network.build import Network, build, statistics
from tests.places import ROOT

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


# --- audience networks -------------------------------------------------------------------------


@pytest.mark.parametrize("people", [10_000, 20_000, 70_000])
@pytest.mark.parametrize("tail", [2.05, 2.3, 3.0, 5.0])
@pytest.mark.parametrize("mean", [0.5, 3, 20, 150])
def test_the_mean_audience_is_what_was_asked(people, tail, mean):
    sizes = networks.audience_sizes(people, mean, tail, 1)
    assert sizes.mean() == pytest.approx(mean, rel=0.02)
    assert sizes.min() >= 0
    assert sizes.max() <= math.ceil(max(people / 10, 3 * mean))


def test_ties_keep_the_audience_sizes():
    network = make(20_000, seed=3)
    assert np.array_equal(
        np.diff(network.offsets), networks.audience_sizes(20_000, 20, NetworkSettings().tail, 3)
    )


def test_the_seed_says_who_is_heard_not_how_many_are():
    one, two = (networks.audience_sizes(5_000, 20, 2.3, seed) for seed in (1, 2))
    assert not np.array_equal(one, two)
    assert np.array_equal(np.sort(one), np.sort(two))


@pytest.mark.parametrize("tail", [2.3, 3.0])
def test_audiences_have_a_power_law_tail(tail):
    sizes = networks.audience_sizes(200_000, 20, tail, 1)
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
    monkeypatch.setattr(networks, "MOST_HEARD", 30)
    with pytest.raises(TarpeiaError, match=r"network\.audience: 20 makes someone hear more than"):
        make(500)


@pytest.mark.kernel
def test_a_wrong_predisposition_is_refused():
    with pytest.raises(ValueError, match="predisposition"):
        build(NetworkSettings(), 10, 1, traits(9))


# --- textbook networks -------------------------------------------------------------------------


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


# --- statistics --------------------------------------------------------------------------------


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


# --- the same bits -----------------------------------------------------------------------------

PROGRAM = """
import hashlib
import numpy as np
from sim.network import build
from sim.model.entries import NetworkSettings
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


# --- files -------------------------------------------------------------------------------------


def expected_rows(edges, people):
    """Return the rows of (source, target) pairs, made slowly."""
    rows = [sorted({b for a, b in edges if a == i and b != i}) for i in range(people)]
    offsets = np.cumsum([0] + [len(one) for one in rows])
    audience = np.array([b for one in rows for b in one], dtype=np.int32)
    return Network(offsets, audience, False)


@pytest.fixture(scope="module")
def directed():
    return nx.gnp_random_graph(40, 0.1, seed=3, directed=True)


@pytest.mark.kernel
@pytest.mark.parametrize("suffix", ["txt", "csv", "tsv", "edges", "CSV"])
def test_an_edge_list_comes_back(tmp_path, directed, suffix):
    path = tmp_path / f"crowd.{suffix}"
    mark = {"csv": ",", "tsv": "\t"}.get(suffix.lower(), " ")
    nx.write_edgelist(directed, path, data=False, delimiter=mark)
    network = networks.load(path, 50)
    check(network, 50)
    assert same(network, expected_rows(directed.edges(), 50))
    assert same(build(NetworkSettings(kind="file", file=str(path)), 50, 1, traits(50)), network)


@pytest.mark.kernel
@pytest.mark.parametrize("make_directed", [True, False])
def test_graphml_comes_back(tmp_path, directed, make_directed):
    path = tmp_path / "crowd.graphml"
    original = directed if make_directed else directed.to_undirected()
    for node in original:
        original.nodes[node]["name"] = "x & <y>"
    nx.write_graphml(original, path)
    network = networks.load(path, 60)
    check(network, 60)
    assert same(network, expected_rows(original.to_directed().edges(), 60))


@pytest.mark.kernel
def test_graphml_node_ids(tmp_path):
    path = tmp_path / "crowd.graphml"
    shuffled = nx.DiGraph([(2, 0), (0, 1), (3, 0)])
    nx.write_graphml(shuffled, path)
    assert same(networks.load(path), expected_rows(shuffled.edges(), 4))
    named = nx.DiGraph()
    named.add_nodes_from(["carol", "alice", "07", "bob"])
    named.add_edges_from([("alice", "carol"), ("bob", "07")])
    nx.write_graphml(named, path)
    assert same(networks.load(path), expected_rows([(1, 0), (3, 2)], 4))
    sparse = nx.DiGraph([(900, 40)])
    nx.write_graphml(sparse, path)
    assert same(networks.load(path, 2), expected_rows([(0, 1)], 2))


def graphml(inside, default="directed", before=""):
    return (
        f'<?xml version="1.0"?>\n{before}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        f'\n<graph edgedefault="{default}">\n{inside}\n</graph></graphml>'
    )


@pytest.mark.kernel
def test_graphml_edges_with_a_direction_of_their_own(tmp_path):
    path = tmp_path / "crowd.graphml"
    nodes = "".join(f'<node id="{node}"/>' for node in range(3))
    edges = '<edge source="0" target="1" directed="false"/><edge source="1" target="2"/>'
    path.write_text(graphml(edges + nodes))  # nodes may follow
    assert same(networks.load(path), expected_rows([(0, 1), (1, 0), (1, 2)], 3))


@pytest.mark.kernel
@pytest.mark.parametrize("kind", ["int8", "int32", "int64", "uint16", "uint64"])
def test_parquet_comes_back(tmp_path, directed, kind):
    path = tmp_path / "crowd.parquet"
    write_parquet(path, np.array(directed.edges(), dtype=kind))
    assert same(networks.load(path, 40), expected_rows(directed.edges(), 40))


def write_parquet(path, ends, names=("target", "weight", "source")):
    import pyarrow as pa
    from pyarrow import parquet

    columns = {"source": ends[:, 0], "target": ends[:, 1], "weight": np.ones(len(ends))}
    arrays = [pa.array(columns[name]) for name in names]
    parquet.write_table(pa.table(arrays, names=names), path, row_group_size=7)


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("0 1\n1 2", [(0, 1), (1, 2)]),
        ("0,1\r\n1,2\r\n", [(0, 1), (1, 2)]),
        ("0 , 1\n\n  1,\t2  \n", [(0, 1), (1, 2)]),
        ("0 1\r1 2\r", [(0, 1), (1, 2)]),
        ("\ufeff0 1\n1 2\n", [(0, 1), (1, 2)]),
        ("# 关系\n\nsource,target\n0,1 # a tie\n#2,3\n1,2\n", [(0, 1), (1, 2)]),
        ("\ufeff说话者\t听众\n0\t1\n1\t2\n", [(0, 1), (1, 2)]),
        ('"Source","Target"\n0,1\n1,2\n', [(0, 1), (1, 2)]),
        ("target source\n1 0\n2 1\n", [(0, 1), (1, 2)]),
        ("1 2\n0 1\n1 2\n1 1\n0 1\n", [(0, 1), (1, 2)]),
        ("00 01\n1 0002\n", [(0, 1), (1, 2)]),
        ("0 2", [(0, 2)]),
    ],
)
def test_ways_to_write_an_edge_list(tmp_path, text, edges):
    path = tmp_path / "crowd.txt"
    path.write_bytes(text.encode())
    assert same(networks.load(path), expected_rows(edges, 3))
    assert same(networks.load(path, 9), expected_rows(edges, 9))


@pytest.mark.kernel
@settings(max_examples=40, deadline=None)
@given(edges=st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), min_size=1))
def test_any_edge_list_makes_valid_rows(tmp_path_factory, edges):
    path = tmp_path_factory.mktemp("edges") / "crowd.csv"
    path.write_text("a,b\n" + "".join(f"{a},{b}\n" for a, b in edges))
    network = networks.load(path, 20)
    check(network, 20)
    assert same(network, expected_rows(edges, 20))


NODES = '<node id="a"/><node id="b"/>'
LAUGHS = '<!DOCTYPE graphml [<!ENTITY lol "lol"><!ENTITY lots "&lol;&lol;&lol;">]>\n'
SECRET = '<!DOCTYPE graphml [<!ENTITY secret SYSTEM "file:///etc/hostname">]>\n'


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "", ["the file is empty"]),
        ("a.csv", "# nothing\n\n", ["holds no tie"]),
        ("a.csv", "source,target\n", ["holds no tie"]),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", ["binary data"]),
        ("a.txt", b"\x1f\x8b\x08\x08\xff\xfe\x03", ["line 1", "binary data"]),
        ("a.txt", "0 1\n".encode("utf-16"), ["binary data"]),
        ("a.txt", "0 1\n1 -2\n", ["line 2", "negative id '-2'", "from 0 to 9"]),
        ("a.csv", "0,1\n1\n", ["line 2", "missing", "two whole numbers"]),
        ("a.csv", "0,1\n1,\n", ["line 2", "missing"]),
        ("a.csv", "0,1\n\n,1\n", ["line 3", "missing"]),
        ("a.csv", "0,1\n,\n", ["line 2", "missing"]),
        ("a.csv", "0,,1\n", ["line 1", "missing"]),
        ("a.csv", "a,b\n0,x\n", ["line 2", "id 'x' is no whole number", "from 0 to 9"]),
        ("a.csv", "a,b\nc,d\n", ["line 2", "id 'c' is no whole number"]),
        ("a.csv", "0,nan\n", ["line 1", "'nan' is no whole number"]),
        ("a.csv", "0,1e3\n", ["line 1", "'1e3' is no whole number"]),
        ("a.csv", "0,٣\n", ["line 1", "is no whole number"]),
        ("a.csv", "1,2.0\n", ["line 1", "fractional id '2.0'"]),
        ("a.csv", "1,.5\n", ["line 1", "fractional id '.5'"]),
        ("a.tsv", "0\t1\n3\t10\n", ["line 2", "id '10' is too large", "from 0 to 9"]),
        ("a.tsv", "0\t" + "9" * 5_000, ["line 1", "too large"]),
        ("a.txt", "0 1 5\n", ["line 1", "3 columns"]),
        ("a.txt", "0 1\n" + "7" * 200 + "x 1\n", ["line 2", "no whole number"]),
        ("a.txt", "0 1;2\n", ["line 1", "'1;2' is no whole number"]),
        ("a.xlsx", "0 1\n", ["unknown kind of file '.xlsx'", ".csv", ".graphml", ".parquet"]),
        ("a", "0 1\n", ["unknown kind of file ''"]),
        ("a.graphml", "", ["the file is empty"]),
        ("a.graphml", "0 1\n", ["line 1", "malformed XML"]),
        ("a.graphml", b"\0\1\2\3", ["malformed XML"]),
        ("a.graphml", graphml(NODES)[:-5], ["line 5", "malformed XML"]),
        ("a.graphml", "<html/>", ["root element is 'html'", "'graphml'"]),
        ("a.graphml", graphml(NODES), ["holds no tie"]),
        ("a.graphml", graphml(NODES, before=LAUGHS), ["line 2", "document type or entity"]),
        ("a.graphml", graphml(NODES, before=SECRET), ["line 2", "document type or entity"]),
        ("a.graphml", graphml("&lol;"), ["line 4", "malformed XML", "undefined entity"]),
        ("a.graphml", graphml(NODES, "both"), ["line 3", "edgedefault is 'both'", "'undirected'"]),
        ("a.graphml", graphml("<node/>"), ["line 4", "node without id"]),
        ("a.graphml", graphml(NODES + NODES), ["line 4", "'a' is declared twice"]),
        ("a.graphml", graphml('<node id="-4"/>'), ["line 4", "negative id '-4'"]),
        ("a.graphml", graphml(NODES + '<edge source="a"/>'), ["line 4", "edge without target"]),
        (
            "a.graphml",
            graphml(NODES + '\n<edge source="a" target="c"/>\n<edge source="c" target="a"/>'),
            ["line 5", "edge at 'c', which is no node"],
        ),
        (
            "a.graphml",
            graphml(NODES + '<edge source="a" target="b" directed="yes"/>'),
            ["line 4", "directed is 'yes'", "'true' or 'false'"],
        ),
        ("a.graphml", graphml("<graph/>"), ["line 4", "second or nested graph"]),
        ("a.graphml", graphml("<hyperedge/>"), ["line 4", "hyperedge"]),
        (
            "a.graphml",
            graphml("".join(f'\n<node id="n{i}"/>' for i in range(11))),
            ["line 15", "more than 10 nodes", "at most 10"],
        ),
        (
            "a.graphml",
            graphml(NODES).replace("?>", ' encoding="nonesuch"?>'),
            ["unknown encoding"],
        ),
        ("a.parquet", "", ["the file is empty"]),
        ("a.parquet", "0 1\n", ["no readable Parquet file", "source and target"]),
    ],
)
def test_a_faulty_file_is_one_clear_line(tmp_path, name, content, told):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    expect_fault(path, told)


def expect_fault(path, told, people=10):
    with pytest.raises(TarpeiaError) as caught:
        networks.load(path, people)
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    assert ", allowed is " in line
    assert len(line) < 300 + len(str(path))
    for part in told:
        assert part in line


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("source", "target", "told"),
    [
        ([0, -1], [1, 2], ["column 'source', row 2", "negative id '-1'", "from 0 to 9"]),
        ([0, 1], [1, 10], ["column 'target', row 2", "id '10' is too large"]),
        (np.array([0, 2**64 - 1], np.uint64), [1, 2], ["column 'source', row 2", "too large"]),
        ([0, None], [1, 2], ["column 'source', row 2", "an id is missing"]),
        ([0.0, 1.5], [1, 2], ["column 'source'", "type double", "integers"]),
        (["0", "1"], [1, 2], ["column 'source'", "type string"]),
        ([True, False], [1, 2], ["column 'source'", "type bool"]),
    ],
)
def test_a_faulty_parquet_column(tmp_path, source, target, told):
    import pyarrow as pa
    from pyarrow import parquet

    path = tmp_path / "a.parquet"
    parquet.write_table(pa.table({"source": pa.array(source), "target": target}), path)
    expect_fault(path, told)


@pytest.mark.kernel
def test_parquet_columns_are_needed(tmp_path):
    path = tmp_path / "a.parquet"
    ends = np.array([[0, 1]])
    write_parquet(path, ends, names=("source", "weight"))
    expect_fault(path, ["column 'target' is missing", "source, weight"])
    write_parquet(path, ends, names=("source", "target", "source"))
    expect_fault(path, ["column 'source' stands twice"])
    write_parquet(path, ends[:0])
    expect_fault(path, ["holds no tie"])


@pytest.mark.kernel
def test_files_that_cannot_be_read(tmp_path, monkeypatch):
    expect_fault(tmp_path / "none.csv", ["no such file"])
    (tmp_path / "folder.csv").mkdir()
    expect_fault(tmp_path / "folder.csv", ["is a directory"])
    locked = tmp_path / "locked.csv"
    locked.write_text("0 1\n")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(np, "fromfile", refuse)
    expect_fault(locked, ["cannot be read (Permission denied)"])


@pytest.mark.kernel
def test_a_graphml_file_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.network.graphml.LIMIT", 100)
    path = tmp_path / "a.graphml"
    path.write_text(graphml(NODES))
    expect_fault(path, ["bytes", "at most 100"])


def test_hearing_too_many_in_a_file(tmp_path):
    path = tmp_path / "a.edges"
    path.write_text("".join(f"{i} 0\n" for i in range(1, MOST_HEARD + 2)))
    expect_fault(path, ["person 0 hears 65,536 people", "at most 65,535"], people=70_000)


@pytest.mark.kernel
def test_the_kind_file_needs_a_file():
    with pytest.raises(TarpeiaError, match=r"network\.file: empty"):
        make(10, kind="file")
