"""SIR with Starsim: its ``ss.SIR`` on an ``ss.Network`` of the given contacts, which stay.

Only parameters are set. A step is Starsim's year, beta a probability a year (a plain number would
be taken for a rate, and make 1 - exp(-beta)), nobody dies, and the duration of infection is
geometric. Starsim lets people recover at the beginning of a step, before transmission, and those
just infected transmit from the next step on; so a duration of 1 + k steps gives the k chances to
transmit of the benchmark, and the people infected at the start, who transmit in the first step
already, get one step less. The infected of the benchmark are those whom Starsim counts without the
newly infected of the same step: both are in its results, from which the peak is read. Transmission
draws are plain uniform numbers (``ss.options(crn=False)``, its documented fast way) and not its
common random numbers. An ``ss.StaticNet`` made from a NetworkX graph runs the same, but takes 23 s
to initialise for 100,000 people, because Starsim then searches all of the graph for distributions.
"""

from __future__ import annotations

import os

os.environ.setdefault("STARSIM_INSTALL_FONTS", "0")  # or its first import prints that it does

import numpy as np
import scipy.stats
import starsim as ss
from harness import Epidemic, Problem, Start, measure, version
from numpy.typing import NDArray

ss.options(crn=False, verbose=0)


class Contacts(ss.Network):
    """Contacts that stay."""

    def step(self) -> None:
        """Leave them as they are."""


class Run:
    """One epidemic."""

    def __init__(
        self, problem: Problem, one: NDArray[np.int32], other: NDArray[np.int32], seed: int
    ) -> None:
        first = np.zeros(problem.people, dtype=bool)
        first[problem.infected] = True
        sir = ss.SIR(
            beta=ss.probperyear(problem.beta),
            init_prev=ss.bernoulli(p=lambda module, sim, uids: first[uids].astype(float)),
            dur_inf=ss.Dist(scipy.stats.geom, p=problem.gamma, loc=1),
            p_death=ss.bernoulli(p=0),
        )
        self.sim = ss.Sim(
            n_agents=problem.people,
            start=0,
            stop=problem.steps - 1,
            dt=1,
            rand_seed=seed,
            diseases=sir,
            networks=Contacts(p1=one, p2=other, beta=np.ones(len(one))),
            copy_inputs=False,
            verbose=0,
        )
        self.sim.init()
        self.sir = self.sim.diseases.sir
        self.sir.ti_recovered[ss.uids(problem.infected)] -= 1
        self.steps = 0

    def step(self) -> int:
        """Run one step; return how many were infected before."""
        self.sim.run_one_step()
        results, step = self.sir.results, self.steps
        self.steps += 1
        return int(results.n_infected[step] - results.new_infections[step])

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return int(np.count_nonzero(~self.sir.susceptible.values))


def prepare(problem: Problem) -> Start:
    """List the contacts."""
    one, other = problem.edges()

    def start(seed: int) -> Epidemic:
        return Run(problem, one, other, seed)

    return start


if __name__ == "__main__":
    measure("Starsim", prepare, version("starsim"), __doc__)
