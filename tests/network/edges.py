"""Ties written to files, and how a faulty file is refused."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from sim.errors import TarpeiaError
from sim.network.files import load
from sim.network.network import Network


def directed():
    """Return forty people and some ties."""
    return nx.gnp_random_graph(40, 0.1, seed=3, directed=True)


def expected_rows(edges, people):
    """Return the rows of (source, target) pairs, made slowly."""
    rows = [sorted({b for a, b in edges if a == i and b != i}) for i in range(people)]
    offsets = np.cumsum([0] + [len(one) for one in rows])
    audience = np.array([b for one in rows for b in one], dtype=np.int32)
    return Network(offsets, audience, False)


def expect_fault(path, told, people=10):
    """Check that a file is refused in one line that tells what is wrong."""
    with pytest.raises(TarpeiaError) as caught:
        load(path, people)
    line = str(caught.value)
    assert line.startswith(f"{path}: "), line
    assert "\n" not in line, line
    assert "; use " in line, line
    assert len(line) < 300 + len(str(path)), line
    for part in told:
        assert part in line, line


def expect_fault_of(path, content, told):
    """Write a file and check that it is refused."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    expect_fault(path, told)
