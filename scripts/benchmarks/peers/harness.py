"""What all peers share: the arguments, the graph, the clock and the line of JSON.

A peer is a function that takes a ``Problem`` and returns a function that starts an epidemic from a
seed. Of an epidemic only ``step`` is timed: the peer's library is imported, its model built and its
kernels compiled (on a small ring of people) before the clock starts.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

WARM_UP = 100
"""People in the ring on which a peer warms up."""


@dataclass(frozen=True)
class Problem:
    """A graph in CSR form with both directions of every contact, and what happens on it."""

    offsets: NDArray[np.int64]
    neighbours: NDArray[np.int32]
    infected: NDArray[np.int64]
    beta: float
    gamma: float
    steps: int

    @property
    def people(self) -> int:
        """How many people there are."""
        return len(self.offsets) - 1

    def arcs(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return source and target of every contact, in both directions."""
        people = np.arange(self.people, dtype=np.int32)
        return np.repeat(people, np.diff(self.offsets)), self.neighbours

    def edges(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the two ends of every contact, once each."""
        source, target = self.arcs()
        once = source < target
        return source[once], target[once]

    def networkx(self) -> Any:
        """Return the graph as NetworkX has it, people as plain integers."""
        import networkx as nx

        graph = nx.Graph()
        graph.add_nodes_from(range(self.people))
        one, other = self.edges()
        graph.add_edges_from(zip(one.tolist(), other.tolist(), strict=True))
        return graph

    def small(self) -> Problem:
        """Return the same on a small ring of people, to warm up on."""
        people = np.arange(WARM_UP)
        both = np.stack([(people - 1) % WARM_UP, (people + 1) % WARM_UP], axis=1)
        return Problem(
            offsets=np.arange(WARM_UP + 1, dtype=np.int64) * 2,
            neighbours=both.astype(np.int32).ravel(),
            infected=people[:: WARM_UP // 10].astype(np.int64),
            beta=self.beta,
            gamma=self.gamma,
            steps=self.steps,
        )


class Epidemic(Protocol):
    """One run of one peer, built and ready."""

    def step(self) -> int:
        """Go one step on; return how many are infected, at its start or end as is at hand."""

    def ever_infected(self) -> int:
        """Return how many are infected or recovered by now."""


Start = Callable[[int], Epidemic]


def parse(description: str | None) -> argparse.Namespace:
    """Return what the command line asks."""
    parser = argparse.ArgumentParser(
        description=(description or "").split("\n", maxsplit=1)[0],
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
    )
    parser.add_argument("--graph", type=Path, required=True, help="made by make_graph.py")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--beta", type=float, default=0.05, help="chance a contact and step")
    parser.add_argument("--gamma", type=float, default=0.1, help="chance to recover a step")
    parser.add_argument("--seed", type=int, default=1, help="of the first repeat; then one more")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--initial", type=int, default=10, help="how many start infected")
    parser.add_argument("--limit", type=float, default=120, help="seconds, then a repeat stops")
    parser.add_argument("--people-limit", type=int, help="skip a graph of more people")
    arguments = parser.parse_args()
    if not (0 < arguments.beta < 1 and 0 < arguments.gamma < 1):
        parser.error("--beta and --gamma must lie between 0 and 1")
    return arguments


def load(arguments: argparse.Namespace) -> Problem:
    """Return the problem that the command line asks for."""
    with np.load(arguments.graph) as stored:
        if arguments.initial > len(stored["infected"]):
            raise SystemExit(f"{arguments.graph} names {len(stored['infected'])} to start with")
        return Problem(
            offsets=stored["offsets"],
            neighbours=stored["neighbours"],
            infected=stored["infected"][: arguments.initial].astype(np.int64),
            beta=arguments.beta,
            gamma=arguments.gamma,
            steps=arguments.steps,
        )


def skip(peer: str, reason: str) -> None:
    """Print that a peer did not run, and why."""
    print(json.dumps({"peer": peer, "skipped": reason}))


def version(distribution: str) -> str:
    """Return the version of an installed distribution."""
    return metadata.version(distribution)


def timed(epidemic: Epidemic, steps: int, limit: float) -> tuple[float, float, int, int]:
    """Run an epidemic; return its wall and CPU seconds, the steps done and the most infected."""
    gc.collect()
    peak = done = 0
    cpu, wall = time.process_time(), time.perf_counter()
    while done < steps:
        peak = max(peak, epidemic.step())
        done += 1
        if time.perf_counter() - wall > limit:
            break
    return time.perf_counter() - wall, time.process_time() - cpu, done, peak


def measure(
    peer: str, prepare: Callable[[Problem], Start], found: str, description: str | None
) -> None:
    """Build, warm up and time a peer, and print one line of JSON."""
    arguments = parse(description)
    problem = load(arguments)
    people = problem.people
    if arguments.people_limit is not None and people > arguments.people_limit:
        skip(peer, f"{people} people are more than --people-limit {arguments.people_limit}")
        return
    ring = prepare(problem.small())(arguments.seed)
    for _ in range(problem.steps):
        ring.step()
    ring.ever_infected()

    wall, cpu, done, recovered, peak, setups = [], [], [], [], [], []
    begun = time.perf_counter()
    start = prepare(problem)
    once = time.perf_counter() - begun
    for repeat in range(arguments.repeats):
        begun = time.perf_counter()
        epidemic = start(arguments.seed + repeat)
        setups.append(time.perf_counter() - begun)
        seconds, busy, steps, most = timed(epidemic, problem.steps, arguments.limit)
        wall.append(round(seconds, 6))
        cpu.append(round(busy, 6))
        done.append(steps)
        recovered.append(round(epidemic.ever_infected() / people, 6))
        peak.append(round(most / people, 6))
        del epidemic
    line: dict[str, Any] = {
        "peer": peer,
        "version": found,
        "python": platform.python_version(),
        "people": people,
        "steps": problem.steps,
        "setup": round(once + min(setups, default=0.0), 6),
        "wall": wall,
        "cpu": cpu,
        "recovered": recovered,
        "peak": peak,
    }
    if any(steps < problem.steps for steps in done):
        line["steps_done"] = done
    print(json.dumps(line))
