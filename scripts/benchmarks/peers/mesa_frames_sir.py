"""SIR with mesa-frames: the people are one Polars data frame, and a step works on whole columns.

This release has grids but no networks, so the contacts are a second data frame, in both directions;
a semi-join with the infected finds whom they meet. States are written with ``with_columns``, as the
library's own text on ``AgentSetPolars`` does, which costs less than its indexed assignment. Polars
gets one thread unless POLARS_MAX_THREADS says otherwise.
"""

from __future__ import annotations

import os

os.environ.setdefault("POLARS_MAX_THREADS", "1")

import numpy as np
import polars as pl
from harness import Epidemic, Problem, Start, measure, version
from mesa_frames import AgentSetPolars, ModelDF

SUSCEPTIBLE, INFECTED, RECOVERED = 0, 1, 2


class People(AgentSetPolars):
    """Everyone: a number and a state."""

    def __init__(self, model: ModelDF, problem: Problem, contacts: pl.DataFrame) -> None:
        super().__init__(model)
        self.contacts, self.beta, self.gamma = contacts, problem.beta, problem.gamma
        self.ill = 0
        state = np.zeros(problem.people, dtype=np.int8)
        state[problem.infected] = INFECTED
        self += pl.DataFrame(
            {"unique_id": np.arange(problem.people, dtype=np.int64), "state": state}
        )

    def drawn(self, number: int, chance: float) -> pl.Series:
        """Return that many draws against a chance."""
        return pl.Series(self.random.random(number) < chance)

    def spread(self) -> None:
        """Infect, and let recover those who were infected before."""
        state, number = pl.col("state"), pl.col("unique_id")
        ill = self.agents.filter(state == INFECTED).select("unique_id")
        met = self.contacts.join(ill, left_on="source", right_on="unique_id", how="semi")
        struck = met["target"].filter(self.drawn(met.height, self.beta)).unique()
        cured = ill["unique_id"].filter(self.drawn(ill.height, self.gamma))
        self.ill = ill.height
        self.agents = self.agents.with_columns(
            pl.when((state == SUSCEPTIBLE) & number.is_in(struck.implode()))
            .then(pl.lit(INFECTED, dtype=pl.Int8))
            .when((state == INFECTED) & number.is_in(cured.implode()))
            .then(pl.lit(RECOVERED, dtype=pl.Int8))
            .otherwise(state)
            .alias("state")
        )

    def step(self) -> None:
        """Do what people do in a step."""
        self.do("spread")


class SIR(ModelDF):
    """The model: its people."""

    def __init__(self, problem: Problem, contacts: pl.DataFrame, seed: int) -> None:
        super().__init__(seed)
        self.people = People(self, problem, contacts)
        self.agents += self.people

    def step(self) -> None:
        """Let everyone act."""
        self.agents.do("step")


class Run:
    """One epidemic."""

    def __init__(self, model: SIR) -> None:
        self.model = model

    def people(self) -> People:
        """Return the people; the model may hold a copy of those added."""
        people = self.model.get_agents_of_type(People)
        assert isinstance(people, People)
        return people

    def step(self) -> int:
        """Step the model; return how many were infected before."""
        self.model.step()
        return self.people().ill

    def ever_infected(self) -> int:
        """Return how many are infected or recovered."""
        return int((self.people().agents["state"] != SUSCEPTIBLE).sum())


def prepare(problem: Problem) -> Start:
    """Build the data frame of contacts."""
    source, target = problem.arcs()
    contacts = pl.DataFrame({"source": source, "target": target}).cast(pl.Int64)

    def start(seed: int) -> Epidemic:
        return Run(SIR(problem, contacts, seed))

    return start


if __name__ == "__main__":
    measure("mesa-frames", prepare, version("mesa-frames"), __doc__)
