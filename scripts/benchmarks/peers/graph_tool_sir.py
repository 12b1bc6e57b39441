"""SIR with graph-tool: its ``SIRState``, one ``iterate_sync`` a step, in compiled C++.

graph-tool is not on PyPI. On Debian and Ubuntu it is the package python3-graph-tool, for the
system's own Python: run this program with /usr/bin/python3. Where it cannot be imported, the
program says so. It gets one thread unless OMP_NUM_THREADS says otherwise. Its rule is the
benchmark's.
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

from typing import Any

import numpy as np
from harness import Epidemic, Problem, Start, measure, parse, skip

SUSCEPTIBLE, INFECTED = 0, 1


class Run:
    """One epidemic."""

    def __init__(self, problem: Problem, graph: Any, seed: int) -> None:
        from graph_tool import seed_rng
        from graph_tool.dynamics import SIRState

        seed_rng(seed)
        begin = graph.new_vertex_property("int32_t", val=SUSCEPTIBLE)
        begin.a[problem.infected] = INFECTED
        self.state = SIRState(graph, beta=problem.beta, gamma=problem.gamma, s=begin)

    def step(self) -> int:
        """Iterate once; return how many are infected after it."""
        self.state.iterate_sync()
        return int(np.count_nonzero(self.state.get_state().a == INFECTED))

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return int(np.count_nonzero(self.state.get_state().a != SUSCEPTIBLE))


def prepare(problem: Problem) -> Start:
    """Build the graph."""
    from graph_tool import Graph

    graph = Graph(directed=False)
    graph.add_vertex(problem.people)
    graph.add_edge_list(np.stack(problem.edges(), axis=1))

    def start(seed: int) -> Epidemic:
        return Run(problem, graph, seed)

    return start


if __name__ == "__main__":
    parse(__doc__)
    try:
        import graph_tool
    except ImportError as missing:
        skip("graph-tool", f"{type(missing).__name__}: {missing}")
    else:
        measure("graph-tool", prepare, graph_tool.__version__.split()[0], __doc__)
