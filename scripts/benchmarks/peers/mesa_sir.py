"""SIR with Mesa 3, after its own example "virus on network": fixed agents on a network of cells.

As in the example, every infected agent tries to infect the susceptible agents of its cell's
neighbourhood and then tries to recover, with the model's random numbers. The example calls
``agents.shuffle_do("step")`` and lets those just infected act in the same step; here ``select``
takes the infected first, so that the step is synchronous, and their order no longer matters. The
neighbourhoods, which Mesa makes on first use and keeps, are made before the clock starts. No data
collector: ``select`` has counted the infected already.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from harness import Epidemic, Problem, Start, measure, version
from mesa import Model
from mesa.discrete_space import Cell, FixedAgent, Network


class State(Enum):
    """What a person is."""

    SUSCEPTIBLE = 0
    INFECTED = 1
    RECOVERED = 2


class Person(FixedAgent):
    """A person in a cell of its own."""

    def __init__(self, model: Model, state: State, beta: float, gamma: float, cell: Cell) -> None:
        super().__init__(model)
        self.state, self.beta, self.gamma = state, beta, gamma
        self.cell = cell

    def try_to_infect_neighbors(self) -> None:
        """Infect each susceptible neighbour with probability beta."""
        for agent in self.cell.neighborhood.agents:
            if agent.state is State.SUSCEPTIBLE and self.random.random() < self.beta:
                agent.state = State.INFECTED

    def try_to_recover(self) -> None:
        """Recover with probability gamma."""
        if self.random.random() < self.gamma:
            self.state = State.RECOVERED

    def step(self) -> None:
        """Act as an infected person."""
        self.try_to_infect_neighbors()
        self.try_to_recover()


class SIR(Model):
    """The people and their network."""

    person: type[Person] = Person

    def __init__(self, problem: Problem, graph: Any, seed: int) -> None:
        super().__init__(seed=seed)
        self.infected = 0
        self.grid = Network(graph, capacity=1, random=self.random)
        cells = list(self.grid.all_cells)
        self.person.create_agents(
            self, problem.people, State.SUSCEPTIBLE, problem.beta, problem.gamma, cells
        )
        for person in problem.infected.tolist():
            self.grid[person].agents[0].state = State.INFECTED
        for cell in cells:
            _ = cell.neighborhood

    def step(self) -> None:
        """Let everyone infected act."""
        infected = self.agents.select(lambda agent: agent.state is State.INFECTED)
        self.infected = len(infected)
        infected.do("step")


class Run:
    """One epidemic."""

    def __init__(self, model: SIR) -> None:
        self.model = model

    def step(self) -> int:
        """Step the model; return how many were infected before."""
        self.model.step()
        return self.model.infected

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return sum(agent.state is not State.SUSCEPTIBLE for agent in self.model.agents)


def prepare(problem: Problem) -> Start:
    """Build the graph."""
    graph = problem.networkx()

    def start(seed: int) -> Epidemic:
        return Run(SIR(problem, graph, seed))

    return start


if __name__ == "__main__":
    measure("Mesa", prepare, version("mesa"), __doc__)
