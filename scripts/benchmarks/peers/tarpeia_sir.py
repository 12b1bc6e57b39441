"""SIR as a limit of Tarpeia: parameters of the whole model, run by the kernels that scenarios run.

Infected is a fan who speaks, recovered a fan whose voice has ended; each voice of praise wins a
silent listener with probability beta, a voice ends with probability gamma. News, purchases and all
else are switched off by their parameters, not by other code (sim/limits/quiet_world.py, ``QUIET``).
Runs in the project's own environment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from harness import Epidemic, Problem, Start, measure

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

import sim
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.limits.quiet_world import quiet
from sim.model import layout
from sim.network.network import Network


class Limit:
    """One epidemic: a world in which the given people are fans and have just spoken."""

    def __init__(self, problem: Problem, network: Network, seed: int) -> None:
        scenario = quiet(
            {
                "crowd.people": problem.people,
                "run.days": problem.steps,
                "people.word_of_mouth": problem.beta,
                "conversation.voice_ending": problem.gamma,
            },
            seed,
        )
        world = allocate(scenario, network)
        world.crowd.role[problem.infected] = layout.FAN
        world.crowd.passion[problem.infected] = 1.0
        world.crowd.voice[problem.infected] = layout.LOUDNESS_LEVELS
        world.totals[layout.T_FANS] = len(problem.infected)
        self.engine = Engine(world)

    def step(self) -> int:
        """Run a day; return how many are infected after it."""
        self.engine.advance(1)
        return int(self.engine.world.series[self.engine.day - 1, layout.S_VOICES_PRAISE])

    def ever_infected(self) -> int:
        """Return how many are fans."""
        return int(self.engine.world.totals[layout.T_FANS])


def prepare(problem: Problem) -> Start:
    """Take the graph as it is: its rows are audiences."""
    network = Network(problem.offsets, problem.neighbours, False)

    def start(seed: int) -> Epidemic:
        return Limit(problem, network, seed)

    return start


if __name__ == "__main__":
    measure("tarpeia", prepare, sim.__version__, __doc__)
