"""SIR with NumPy alone: masks over a list of all contacts, in both directions.

Every contact from an infected to a susceptible person makes one draw against beta.
"""

from __future__ import annotations

import numpy as np
from harness import Epidemic, Problem, Start, measure, version
from numpy.typing import NDArray

SUSCEPTIBLE, INFECTED, RECOVERED = 0, 1, 2


class Masks:
    """One epidemic on a list of contacts."""

    def __init__(
        self, problem: Problem, source: NDArray[np.int32], target: NDArray[np.int32], seed: int
    ) -> None:
        self.problem, self.source, self.target = problem, source, target
        self.rng = np.random.default_rng(seed)
        self.state = np.zeros(problem.people, dtype=np.int8)
        self.state[problem.infected] = INFECTED

    def step(self) -> int:
        """Infect and let recover; return how many were infected before."""
        infected, susceptible = self.state == INFECTED, self.state == SUSCEPTIBLE
        met = self.target[infected[self.source] & susceptible[self.target]]
        ill = np.flatnonzero(infected)
        self.state[met[self.rng.random(len(met)) < self.problem.beta]] = INFECTED
        self.state[ill[self.rng.random(len(ill)) < self.problem.gamma]] = RECOVERED
        return len(ill)

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return int(np.count_nonzero(self.state))


def prepare(problem: Problem) -> Start:
    """List the contacts."""
    source, target = problem.arcs()

    def start(seed: int) -> Epidemic:
        return Masks(problem, source, target, seed)

    return start


if __name__ == "__main__":
    measure("NumPy", prepare, version("numpy"), __doc__)
