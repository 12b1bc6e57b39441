"""SIR with EoN: ``fast_nonMarkov_SIR`` with geometric times, or ``discrete_SIR`` by generations.

EoN has no SIR in discrete time whose infected stay so for more than one step: its ``discrete_SIR``
and ``basic_discrete_SIR`` let everyone recover after one. Two ways around that:

``--method events`` (default): ``fast_nonMarkov_SIR``, EoN's event queue for delays of one's own
choice, with whole-numbered geometric delays to transmission (beta) and recovery (gamma). The
delays make it the benchmark's process exactly, shares and peak. But its cost goes with events, not
with steps: it does no work for those to whom nothing happens, and runs all steps in one call, which
--limit cannot break off.

``--method generations``: ``discrete_SIR`` with a test of transmission that puts the whole illness
into one step: the infected has a geometric duration, and transmits with probability
1 - (1 - beta)**duration. The final share is the benchmark's, the peak is not (a step is a
generation here, and there are about ten to twenty of them), and the cost is that of one test a
contact: not to be compared with 100 steps of the others.
"""

from __future__ import annotations

import argparse
import math
import sys
from random import Random
from typing import Any

import EoN
import numpy as np
from harness import Epidemic, Problem, Start, measure, version


class Events:
    """One epidemic of ``fast_nonMarkov_SIR``: the first step runs it all."""

    def __init__(self, problem: Problem, graph: Any, seed: int) -> None:
        self.problem, self.graph, self.rng = problem, graph, Random(seed)
        self.infected: list[int] = []
        self.steps = self.ever = 0

    def run(self) -> None:
        """Run all steps."""
        random = self.rng.random
        log_spared = math.log1p(-self.problem.beta)
        log_ill = math.log1p(-self.problem.gamma)

        def delays(person: int, susceptible: list[int]) -> tuple[dict[int, int], int]:
            """Return the steps until the transmissions that come to pass, and until recovery."""
            duration = 1 + int(math.log(1.0 - random()) / log_ill)
            delay = {}
            for neighbour in susceptible:
                steps = 1 + int(math.log(1.0 - random()) / log_spared)
                if steps <= duration:
                    delay[neighbour] = steps
            return delay, duration

        # The queue drops what happens at tmax itself.
        times, susceptible, infected, _ = EoN.fast_nonMarkov_SIR(
            self.graph,
            trans_and_rec_time_fxn=delays,
            initial_infecteds=self.problem.infected.tolist(),
            tmax=self.problem.steps + 0.5,
        )
        last = np.searchsorted(times, np.arange(1, self.problem.steps + 1), side="right") - 1
        self.infected = infected[last].tolist()
        self.ever = self.problem.people - int(susceptible[-1])

    def step(self) -> int:
        """Return how many are infected after the next step."""
        if not self.infected:
            self.run()
        self.steps += 1
        return self.infected[self.steps - 1]

    def ever_infected(self) -> int:
        """Return how many are infected or recovered at the end."""
        return self.ever


class Generations(Events):
    """One epidemic of ``discrete_SIR``: the first step runs it all."""

    def run(self) -> None:
        """Run until nobody is infected."""
        random = self.rng.random
        log_ill = math.log1p(-self.problem.gamma)
        spared = 1.0 - self.problem.beta
        chance: dict[int, float] = {}

        def transmits(one: int, _: int) -> bool:
            """Test whether someone infected ever transmits to a susceptible neighbour."""
            if one not in chance:
                chance[one] = 1.0 - spared ** (1 + int(math.log(1.0 - random()) / log_ill))
            return random() < chance[one]

        _, susceptible, infected, _ = EoN.discrete_SIR(
            self.graph, transmits, (), initial_infecteds=self.problem.infected.tolist()
        )
        self.infected = infected.tolist() + [0] * self.problem.steps
        self.ever = self.problem.people - int(susceptible[-1])


METHODS = {"events": Events, "generations": Generations}


def main() -> None:
    """Take the method from the command line and measure it."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--method", choices=METHODS, default="events")
    chosen, rest = parser.parse_known_args()
    sys.argv[1:] = rest

    def prepare(problem: Problem) -> Start:
        graph = problem.networkx()

        def start(seed: int) -> Epidemic:
            return METHODS[chosen.method](problem, graph, seed)

        return start

    name = "EoN" if chosen.method == "events" else "EoN, generations"
    measure(name, prepare, version("EoN"), __doc__)


if __name__ == "__main__":
    main()
