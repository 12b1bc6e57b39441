"""SIR with Mesa 3 as its examples step: everyone, every step, in random order.

"Virus on network" calls ``agents.shuffle_do("step")`` on all agents. To make the step synchronous
everyone decides first and changes after, the two stages of Mesa's "Game of Life". The people and
their network are those of ``mesa_sir.py``, which takes the infected alone and is the quicker for
it.
"""

from __future__ import annotations

from typing import Any

from harness import Epidemic, Problem, Start, measure, version
from mesa_sir import SIR, Person, Run, State


class Decider(Person):
    """A person who decides before anybody changes."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.next = self.state

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


class Everyone(SIR):
    """The people and their network, all of them stepping."""

    person = Decider

    def __init__(self, problem: Problem, graph: Any, seed: int) -> None:
        super().__init__(problem, graph, seed)
        for person in problem.infected.tolist():
            self.grid[person].agents[0].next = State.INFECTED
        self.infected = len(problem.infected)

    def step(self) -> None:
        """Let everyone decide, then change."""
        self.agents.shuffle_do("decide")
        self.agents.do("assume")
        self.infected = sum(agent.state is State.INFECTED for agent in self.agents)


def prepare(problem: Problem) -> Start:
    """Build the graph."""
    graph = problem.networkx()

    def start(seed: int) -> Epidemic:
        return Run(Everyone(problem, graph, seed))

    return start


if __name__ == "__main__":
    measure("Mesa, everyone", prepare, version("mesa"), __doc__)
