"""GraphML files: they come back; what is faulty or dangerous is refused."""

from __future__ import annotations

import networkx as nx
import pytest

from sim.network.files import load
from tests.network.edges import directed, expect_fault, expect_fault_of, expected_rows
from tests.network.laid import check, same

NODES = '<node id="a"/><node id="b"/>'
LAUGHS = '<!DOCTYPE graphml [<!ENTITY lol "lol"><!ENTITY lots "&lol;&lol;&lol;">]>\n'
SECRET = '<!DOCTYPE graphml [<!ENTITY secret SYSTEM "file:///etc/hostname">]>\n'


def graphml(inside, default="directed", before=""):
    return (
        f'<?xml version="1.0"?>\n{before}<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
        f'\n<graph edgedefault="{default}">\n{inside}\n</graph></graphml>'
    )


@pytest.mark.kernel
@pytest.mark.parametrize("make_directed", [True, False])
def test_graphml_comes_back(tmp_path, make_directed):
    path = tmp_path / "crowd.graphml"
    original = directed() if make_directed else directed().to_undirected()
    for node in original:
        original.nodes[node]["name"] = "x & <y>"
    nx.write_graphml(original, path)
    network = load(path, 60)
    check(network, 60)
    assert same(network, expected_rows(original.to_directed().edges(), 60))


@pytest.mark.kernel
def test_graphml_node_ids(tmp_path):
    path = tmp_path / "crowd.graphml"
    shuffled = nx.DiGraph([(2, 0), (0, 1), (3, 0)])
    nx.write_graphml(shuffled, path)
    assert same(load(path), expected_rows(shuffled.edges(), 4))
    named = nx.DiGraph()
    named.add_nodes_from(["carol", "alice", "07", "bob"])
    named.add_edges_from([("alice", "carol"), ("bob", "07")])
    nx.write_graphml(named, path)
    assert same(load(path), expected_rows([(1, 0), (3, 2)], 4))
    sparse = nx.DiGraph([(900, 40)])
    nx.write_graphml(sparse, path)
    assert same(load(path, 2), expected_rows([(0, 1)], 2))


@pytest.mark.kernel
def test_graphml_edges_with_a_direction_of_their_own(tmp_path):
    path = tmp_path / "crowd.graphml"
    nodes = "".join(f'<node id="{node}"/>' for node in range(3))
    edges = '<edge source="0" target="1" directed="false"/><edge source="1" target="2"/>'
    path.write_text(graphml(edges + nodes))  # nodes may follow
    assert same(load(path), expected_rows([(0, 1), (1, 0), (1, 2)], 3))


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.graphml", "", ["the file is empty"]),
        ("a.graphml", "0 1\n", ["line 1", "malformed XML"]),
        ("a.graphml", b"\0\1\2\3", ["malformed XML"]),
        ("a.graphml", graphml(NODES)[:-5], ["line 5", "malformed XML"]),
        ("a.graphml", "<html/>", ["root element is 'html'", "'graphml'"]),
        ("a.graphml", graphml(NODES), ["contains no ties"]),
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
    ],
)
def test_a_faulty_graphml_file_is_one_clear_line(tmp_path, name, content, told):
    expect_fault_of(tmp_path / name, content, told)


@pytest.mark.kernel
def test_a_graphml_file_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.network.graphml.LIMIT", 100)
    path = tmp_path / "a.graphml"
    path.write_text(graphml(NODES))
    expect_fault(path, ["bytes", "at most 100"])
