"""Edge lists: however they are written they come back; what is faulty is refused."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import TarpeiaError
from sim.model.entries import NetworkSettings
from sim.model.layout import MOST_HEARD
from sim.network.build import build
from sim.network.files import load
from tests.network.edges import directed, expect_fault, expect_fault_of, expected_rows
from tests.network.laid import check, make, same, traits


@pytest.mark.kernel
@pytest.mark.parametrize("suffix", ["txt", "csv", "tsv", "edges", "CSV"])
def test_an_edge_list_comes_back(tmp_path, suffix):
    path = tmp_path / f"crowd.{suffix}"
    mark = {"csv": ",", "tsv": "\t"}.get(suffix.lower(), " ")
    nx.write_edgelist(directed(), path, data=False, delimiter=mark)
    network = load(path, 50)
    check(network, 50)
    assert same(network, expected_rows(directed().edges(), 50))
    assert same(build(NetworkSettings(kind="file", file=str(path)), 50, 1, traits(50)), network)


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
    assert same(load(path), expected_rows(edges, 3))
    assert same(load(path, 9), expected_rows(edges, 9))


@pytest.mark.kernel
@settings(max_examples=40, deadline=None)
@given(edges=st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), min_size=1))
def test_any_edge_list_makes_valid_rows(tmp_path_factory, edges):
    path = tmp_path_factory.mktemp("edges") / "crowd.csv"
    path.write_text("a,b\n" + "".join(f"{a},{b}\n" for a, b in edges))
    network = load(path, 20)
    check(network, 20)
    assert same(network, expected_rows(edges, 20))


@pytest.mark.kernel
@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.txt", "", ["the file is empty"]),
        ("a.csv", "# nothing\n\n", ["contains no ties"]),
        ("a.csv", "source,target\n", ["contains no ties"]),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", ["binary data"]),
        ("a.txt", b"\x1f\x8b\x08\x08\xff\xfe\x03", ["line 1", "binary data"]),
        ("a.txt", "0 1\n".encode("utf-16"), ["binary data"]),
        ("a.txt", "0 1\n1 -2\n", ["line 2", "negative id '-2'", "from 0 to 9"]),
        ("a.csv", "0,1\n1\n", ["line 2", "missing", "two whole numbers"]),
        ("a.csv", "0,1\n1,\n", ["line 2", "missing"]),
        ("a.csv", "0,1\n\n,1\n", ["line 3", "missing"]),
        ("a.csv", "0,1\n,\n", ["line 2", "missing"]),
        ("a.csv", "0,,1\n", ["line 1", "missing"]),
        ("a.csv", "a,b\n0,x\n", ["line 2", "id 'x' is not a whole number", "from 0 to 9"]),
        ("a.csv", "a,b\nc,d\n", ["line 2", "id 'c' is not a whole number"]),
        ("a.csv", "0,nan\n", ["line 1", "'nan' is not a whole number"]),
        ("a.csv", "0,1e3\n", ["line 1", "'1e3' is not a whole number"]),
        ("a.csv", "0,٣\n", ["line 1", "is not a whole number"]),
        ("a.csv", "1,2.0\n", ["line 1", "fractional id '2.0'"]),
        ("a.csv", "1,.5\n", ["line 1", "fractional id '.5'"]),
        ("a.tsv", "0\t1\n3\t10\n", ["line 2", "id '10' is too large", "from 0 to 9"]),
        ("a.tsv", "0\t" + "9" * 5_000, ["line 1", "too large"]),
        ("a.txt", "0 1 5\n", ["line 1", "3 columns"]),
        ("a.txt", "0 1\n" + "7" * 200 + "x 1\n", ["line 2", "not a whole number"]),
        ("a.txt", "0 1;2\n", ["line 1", "'1;2' is not a whole number"]),
        ("a.xlsx", "0 1\n", ["unknown kind of file '.xlsx'", ".csv", ".graphml", ".parquet"]),
        ("a", "0 1\n", ["unknown kind of file ''"]),
    ],
)
def test_a_faulty_edge_list_is_one_clear_line(tmp_path, name, content, told):
    expect_fault_of(tmp_path / name, content, told)


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


def test_hearing_too_many_in_a_file(tmp_path):
    path = tmp_path / "a.edges"
    path.write_text("".join(f"{i} 0\n" for i in range(1, MOST_HEARD + 2)))
    expect_fault(path, ["person 0 hears 65,536 people", "at most 65,535"], people=70_000)


@pytest.mark.kernel
def test_the_kind_file_needs_a_file():
    with pytest.raises(TarpeiaError, match=r"network\.file: missing"):
        make(10, kind="file")
