"""SIR with NDlib: its ``SIRModel`` on a NetworkX graph, one ``iteration`` a step.

NDlib's rule is the benchmark's: all infected try every susceptible neighbour with probability beta,
then recover with probability gamma, on the states of the step before. ``node_status=False`` spares
it the copy of who changed. Its iteration 0 only reports the start and is not timed. Its random
numbers are NumPy's global ones, seeded by the model.
"""

from __future__ import annotations

from typing import Any

from harness import Epidemic, Problem, Start, measure, version
from ndlib.models import ModelConfig
from ndlib.models.epidemics import SIRModel

INFECTED = 1


class Run:
    """One epidemic."""

    def __init__(self, problem: Problem, graph: Any, seed: int) -> None:
        self.model = SIRModel(graph, seed=seed)
        config = ModelConfig.Configuration()
        config.add_model_parameter("beta", problem.beta)
        config.add_model_parameter("gamma", problem.gamma)
        config.add_model_initial_configuration("Infected", problem.infected.tolist())
        self.model.set_initial_status(config)
        self.model.iteration(node_status=False)

    def step(self) -> int:
        """Iterate once; return how many are infected after it."""
        return int(self.model.iteration(node_status=False)["node_count"][INFECTED])

    def ever_infected(self) -> int:
        """Return how many are infected or removed."""
        return sum(status != 0 for status in self.model.status.values())


def prepare(problem: Problem) -> Start:
    """Build the graph."""
    graph = problem.networkx()

    def start(seed: int) -> Epidemic:
        return Run(problem, graph, seed)

    return start


if __name__ == "__main__":
    measure("NDlib", prepare, version("ndlib"), __doc__)
