"""SIR as one plain, one-thread numba kernel: the yardstick.

A state a person; every susceptible person counts infected neighbours and makes one draw against
1 - (1 - beta)**count, every infected person one against gamma. A draw is a SplitMix64 hash of seed,
step and person, so that nothing depends on the order of work.
"""

from __future__ import annotations

import numba
import numpy as np
from harness import Epidemic, Problem, Start, measure, version
from numpy.typing import NDArray

SUSCEPTIBLE, INFECTED, RECOVERED = np.int8(0), np.int8(1), np.int8(2)
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
S30, S27, S31, S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)


@numba.njit(inline="always")
def mixed(number: np.uint64) -> np.uint64:
    """Return the SplitMix64 finaliser of a 64-bit number."""
    number = (number ^ (number >> S30)) * MIX_1
    number = (number ^ (number >> S27)) * MIX_2
    return number ^ (number >> S31)


@numba.njit
def advance(
    offsets: NDArray[np.int64],
    neighbours: NDArray[np.int32],
    now: NDArray[np.int8],
    then: NDArray[np.int8],
    beta: float,
    gamma: float,
    seed: int,
    step: int,
) -> int:
    """Write the states of the next step into ``then``; return how many are infected in it."""
    key = mixed(mixed(np.uint64(seed) + GOLDEN) + GOLDEN * np.uint64(step + 1))
    infected = 0
    for person in range(len(now)):
        state = now[person]
        if state == SUSCEPTIBLE:
            count = 0
            for at in range(offsets[person], offsets[person + 1]):
                count += now[neighbours[at]] == INFECTED
            if count > 0:
                hashed = mixed(key + GOLDEN * np.uint64(person + 1))
                if np.float64(hashed >> S11) * 2.0**-53 < 1.0 - (1.0 - beta) ** count:
                    state = INFECTED
        elif state == INFECTED:
            hashed = mixed(key + GOLDEN * np.uint64(person + 1))
            if np.float64(hashed >> S11) * 2.0**-53 < gamma:
                state = RECOVERED
        then[person] = state
        infected += state == INFECTED
    return infected


class Kernel:
    """One epidemic: two arrays of states that change places every step."""

    def __init__(self, problem: Problem, seed: int) -> None:
        self.problem, self.seed, self.steps = problem, seed, 0
        self.now = np.zeros(problem.people, dtype=np.int8)
        self.now[problem.infected] = INFECTED
        self.then = np.empty_like(self.now)

    def step(self) -> int:
        """Call the kernel once; return how many are infected after it."""
        problem = self.problem
        infected = advance(
            problem.offsets,
            problem.neighbours,
            self.now,
            self.then,
            problem.beta,
            problem.gamma,
            self.seed,
            self.steps,
        )
        self.now, self.then = self.then, self.now
        self.steps += 1
        return int(infected)

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return int(np.count_nonzero(self.now))


def prepare(problem: Problem) -> Start:
    """Nothing to prepare."""

    def start(seed: int) -> Epidemic:
        return Kernel(problem, seed)

    return start


if __name__ == "__main__":
    measure("numba, plain", prepare, version("numba"), __doc__)
