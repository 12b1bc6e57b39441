"""SIR with agentpy, after its own example "virus spread".

As in the example, the model selects the infected, and each tries to infect its susceptible
neighbours on an ``ap.Network`` and then to recover, with the model's random numbers; since they are
selected first, the step is synchronous. Left out are the example's records of all three shares,
each of which costs another pass over everyone: ``select`` has counted the infected already.
"""

from __future__ import annotations

import agentpy as ap
from harness import Epidemic, Problem, Start, measure, version

SUSCEPTIBLE, INFECTED, RECOVERED = 0, 1, 2


class Person(ap.Agent):
    """A person on a node of its own."""

    def setup(self) -> None:
        """Begin susceptible."""
        self.condition = SUSCEPTIBLE

    def being_sick(self) -> None:
        """Infect neighbours, then recover, by chance."""
        rng = self.model.random
        for neighbor in self.network.neighbors(self):
            if neighbor.condition == SUSCEPTIBLE and self.p.beta > rng.random():
                neighbor.condition = INFECTED
        if self.p.gamma > rng.random():
            self.condition = RECOVERED


class VirusModel(ap.Model):
    """The people and their network."""

    def setup(self) -> None:
        """Put everyone on the graph and infect the first."""
        self.infected = 0
        self.agents = ap.AgentList(self, self.p.population, Person)
        self.network = self.agents.network = ap.Network(self, self.p.graph)
        self.network.add_agents(self.agents, self.network.nodes)
        for person in self.p.initial:
            self.agents[person].condition = INFECTED

    def step(self) -> None:
        """Let everyone infected act."""
        sick = self.agents.select(self.agents.condition == INFECTED)
        self.infected = len(sick)
        sick.being_sick()


class Run:
    """One epidemic."""

    def __init__(self, model: VirusModel) -> None:
        self.model = model

    def step(self) -> int:
        """Step the model; return how many were infected before."""
        self.model.sim_step()
        return self.model.infected

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return sum(agent.condition != SUSCEPTIBLE for agent in self.model.agents)


def prepare(problem: Problem) -> Start:
    """Build the graph."""
    graph = problem.networkx()

    def start(seed: int) -> Epidemic:
        parameters = {
            "population": problem.people,
            "beta": problem.beta,
            "gamma": problem.gamma,
            "initial": problem.infected.tolist(),
            "graph": graph,
        }
        model = VirusModel(parameters)
        model.sim_setup(steps=problem.steps, seed=seed)
        return Run(model)

    return start


if __name__ == "__main__":
    measure("agentpy", prepare, version("agentpy"), __doc__)
