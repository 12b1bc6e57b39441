"""SIR with Mesa 3 as its examples step: everyone, every step, in random order.

"Virus on network" calls ``agents.shuffle_do("step")`` on all agents. To make the step synchronous
everyone decides first and changes after, the two stages of Mesa's "Game of Life". What an agent
does is as in ``mesa_sir.py``, which takes the infected alone and is the quicker for it.
"""

from __future__ import annotations

from typing import Any

from harness import Epidemic, Problem, Start, measure, version
from mesa import Model
from mesa.discrete_space import Cell, FixedAgent, Network
from mesa_sir import Run, State


class Person(FixedAgent):
    """A person in a cell of its own."""

    def __init__(self, model: Model, state: State, beta: float, gamma: float, cell: Cell) -> None:
        super().__init__(model)
        self.state, self.next, self.beta, self.gamma = state, state, beta, gamma
        self.cell = cell

    def decide(self) -> None:
        """Infect susceptible neighbours, and perhaps recover, from the next step on."""
        if self.state is not State.INFECTED:
            return
        for agent in self.cell.neighborhood.agents:
            if agent.state is State.SUSCEPTIBLE and self.random.random() < self.beta:
                agent.next = State.INFECTED
        if self.random.random() < self.gamma:
            self.next = State.RECOVERED

    def assume(self) -> None:
        """Take on what was decided."""
        self.state = self.next


class SIR(Model):
    """The people and their network."""

    def __init__(self, problem: Problem, graph: Any, seed: int) -> None:
        super().__init__(seed=seed)
        self.infected = len(problem.infected)
        self.grid = Network(graph, capacity=1, random=self.random)
        cells = list(self.grid.all_cells)
        Person.create_agents(
            self, problem.people, State.SUSCEPTIBLE, problem.beta, problem.gamma, cells
        )
        for person in problem.infected.tolist():
            agent = self.grid[person].agents[0]
            agent.state = agent.next = State.INFECTED
        for cell in cells:
            _ = cell.neighborhood

    def step(self) -> None:
        """Let everyone decide, then change."""
        self.agents.shuffle_do("decide")
        self.agents.do("assume")
        self.infected = sum(agent.state is State.INFECTED for agent in self.agents)


def prepare(problem: Problem) -> Start:
    """Build the graph."""
    graph = problem.networkx()

    def start(seed: int) -> Epidemic:
        return Run(SIR(problem, graph, seed))

    return start


if __name__ == "__main__":
    measure("Mesa, everyone", prepare, version("mesa"), __doc__)
