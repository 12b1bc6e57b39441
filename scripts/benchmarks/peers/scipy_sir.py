"""SIR with SciPy: the infected neighbours of all are one product of a sparse matrix and a vector.

``adjacency @ infected`` counts them, and who has any is infected with probability
1 - (1 - beta)**count, looked up in a table; the draws are NumPy's.
"""

from __future__ import annotations

import numpy as np
from harness import Epidemic, Problem, Start, measure, version
from numpy.typing import NDArray
from scipy.sparse import csr_array

SUSCEPTIBLE, INFECTED, RECOVERED = 0, 1, 2


class Product:
    """One epidemic on a sparse matrix."""

    def __init__(
        self, problem: Problem, adjacency: csr_array, chance: NDArray[np.floating], seed: int
    ) -> None:
        self.adjacency, self.chance, self.gamma = adjacency, chance, problem.gamma
        self.rng = np.random.default_rng(seed)
        self.state = np.zeros(problem.people, dtype=np.int8)
        self.state[problem.infected] = INFECTED

    def step(self) -> int:
        """Infect and let recover; return how many were infected before."""
        infected = self.state == INFECTED
        exposure = self.adjacency @ infected.astype(np.int32)
        exposed = np.flatnonzero((exposure > 0) & (self.state == SUSCEPTIBLE))
        ill = np.flatnonzero(infected)
        caught = self.rng.random(len(exposed)) < self.chance[exposure[exposed]]
        self.state[exposed[caught]] = INFECTED
        self.state[ill[self.rng.random(len(ill)) < self.gamma]] = RECOVERED
        return len(ill)

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return int(np.count_nonzero(self.state))


def prepare(problem: Problem) -> Start:
    """Build the matrix and the table of chances."""
    shape = (problem.people, problem.people)
    ones = np.ones(len(problem.neighbours), dtype=np.int32)
    adjacency = csr_array((ones, problem.neighbours, problem.offsets), shape=shape)
    counts = np.arange(int(np.diff(problem.offsets).max(initial=0)) + 1)
    chance = 1.0 - (1.0 - problem.beta) ** counts

    def start(seed: int) -> Epidemic:
        return Product(problem, adjacency, chance, seed)

    return start


if __name__ == "__main__":
    measure("SciPy", prepare, version("scipy"), __doc__)
