"""The full model as pure Mesa: what the project's engine is timed against.

    python scripts/benchmarks/full_model/model.py --people 2000 --days 50

Another reading of docs/ODD.md, in plain Python: people, outlets and founder are ``mesa.Agent``, the
phases ``agents_by_type[...].shuffle_do(...)``, the daily series a ``mesa.DataCollector``. One agent
at a time, nothing vectorised over people. Everyone reads the state of this morning and writes only
his own, so that ``do`` would give the same; shuffling is Mesa's habit and costs a tenth to a fifth.

First morning, dated events and network are those of ``sim.engine.world.allocate``. All other
luck is ``model.random``, Python's ``random.Random``; Poisson counts are exponential waiting times
drawn from it. Passion, expectation and grievance are not rounded to float32, nor the praise that
wins people to 1/63 voice. Runs with Mesa 3.3 to 3.5.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final

import mesa

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from scripts.benchmarks.full_model.day import FounderAgent, Tally, today_of
from scripts.benchmarks.full_model.newsroom import Incident, Newsroom, poisson
from scripts.benchmarks.full_model.people import PersonAgent
from scripts.places import SCENARIOS
from sim.engine.world import HIDDEN_INCIDENTS, World, allocate
from sim.model import layout
from sim.network.network import Network
from sim.scenario.files import load
from sim.scenario.scenario import Scenario

TRAITS: Final = (
    "role",
    "marks",
    "passion",
    "expectation",
    "grievance",
    "susceptibility",
    "threshold",
    "activity",
)


def _of_today(name: str, model: ReputationMesa) -> float:
    return model.row[name]


class ReputationMesa(mesa.Model):  # type: ignore[misc]
    """The model, one day a step, until the scenario's last day.

    Parameters
    ----------
    scenario : Scenario
        Its seed makes the first morning: traits, roles, outlets.
    network : Network, optional
        Who hears whom; built from the scenario when not given.
    seed : int
        Luck of all days.

    Attributes
    ----------
    row : dict of str to float
        The latest day's series by the names of ``layout.SERIES``.
    datacollector : mesa.DataCollector
        All of them, a row a day.
    """

    running: bool

    def __init__(self, scenario: Scenario, network: Network | None = None, seed: int = 1) -> None:
        super().__init__(rng=seed)
        world = allocate(scenario, network)
        start = dict(zip(layout.MOOD, world.mood.tolist(), strict=True))
        self.p = world.values
        self.calendar = [
            dict(zip(layout.CALENDAR, row, strict=True)) for row in world.calendar.tolist()
        ]
        self.days = len(self.calendar)
        self.day = 0
        self.dated = self.calendar[0]
        self.weight = world.weight
        self.climate = start["climate"]
        self.public_expectation = start["public_expectation"]
        self.strength = start["strength"]
        self.success = start["success"]
        self.fleet = 0.0
        self.launch = 0.0
        self.sales_fast = 0.0
        self.sales_slow = 0.0
        self.market = 0.0
        self.attack_noise = float(int(self.p.attack_noise))
        self.founder = FounderAgent(self, world)
        self.newsroom = Newsroom(self, world)
        self.people = self._make_people(world)
        self.tally = Tally(owners=sum(person.owner for person in self.people))
        self.today = today_of(self)
        self.row = dict.fromkeys(layout.SERIES_NAMES, 0.0)
        self.datacollector = mesa.DataCollector(
            model_reporters={name: partial(_of_today, name) for name in layout.SERIES_NAMES}
        )

    def _make_people(self, world: World) -> list[PersonAgent]:
        crowd, network = world.crowd, world.network
        traits = {name: getattr(crowd, name).tolist() for name in TRAITS}
        people = list(PersonAgent.create_agents(self, world.people, **traits))
        if network.complete:
            for person in people:
                person.audience = [other for other in people if other is not person]
            return people
        offsets, audience = network.offsets.tolist(), network.audience.tolist()
        for i, person in enumerate(people):
            person.audience = [people[j] for j in audience[offsets[i] : offsets[i + 1]]]
        return people

    @property
    def perceived_strength(self) -> float:
        """Product strength as the climate lets it look."""
        seen: float = self.strength + self.p.perception * self.climate
        return min(1.0, max(0.0, seen))

    def step(self) -> None:
        """Run one day; nothing after the last."""
        if not self.running:
            return
        self.dated = self.calendar[self.day]
        self.founder.step()
        self.row = dict.fromkeys(layout.SERIES_NAMES, 0.0)
        self.product()
        self.newsroom.run()
        self.agents_by_type[PersonAgent].shuffle_do("speak")
        self.today = today_of(self)
        self.tally = Tally()
        self.agents_by_type[PersonAgent].shuffle_do("live")
        self.measure()
        self.datacollector.collect(self)
        self.day += 1
        self.running = self.day < self.days

    def product(self) -> None:
        """Let yesterday's purchases make the fleet, and accidents and disputes happen to it."""
        p, news, dated, row = self.p, self.newsroom, self.dated, self.row
        people = len(self.people)
        sold = self.tally.bought * self.weight
        self.fleet = self.tally.owners * self.weight
        self.sales_fast += (sold - self.sales_fast) / p.success_fast
        self.sales_slow += (sold - self.sales_slow) / p.success_slow
        self.market = self.market * p.market_memory + dated["success"]
        both = self.sales_fast + self.sales_slow
        share = self.sales_fast / both if both > 0.0 else 0.5
        share = min(max(share + self.market, 0.0), 1.0)
        self.success = 0.5 + p.success_weight * (share - 0.5)
        self.strength += p.co_creation * self.tally.participants / people * (1.0 - self.strength)
        self.launch = self.launch * p.launch_memory + dated["launch"]
        at_risk = self.fleet if p.fleet_at_risk else 0.01 * self.weight * people
        at_risk *= 1.0 - p.protection * self.strength
        for kind, rate in (("accidents", p.hazard), ("disputes", p.defects)):
            happened = poisson(self.random, rate * at_risk)
            kept = min(happened, HIDDEN_INCIDENTS)
            news.hidden += [Incident(kind, self.severity()) for _ in range(kept)]
            del news.hidden[:-HIDDEN_INCIDENTS]
            row[kind] = happened + dated[kind]
            row[f"{kind}_public"] = dated[kind]
        row["fleet"] = self.fleet
        row["sales"] = sold

    def severity(self) -> float:
        """Draw a severity: a Pareto law cut at the greatest, or its mean."""
        p = self.p
        a: float = p.severity_tail - 1.0
        cap: float = p.severity_cap
        inside: float = 1.0 - cap**-a
        if p.heavy_tail:
            drawn: float = (1.0 - self.random.random() * inside) ** (-1.0 / a)
            return min(cap, drawn)
        if abs(a - 1.0) < 1e-9:
            return math.log(cap) / (1.0 - 1.0 / cap)
        mean: float = a / (1.0 - a) * (cap ** (1.0 - a) - 1.0) / inside
        return mean

    def measure(self) -> None:
        """Let the public mood take in the day; write the rest of the day's series."""
        p, founder, news, tally = self.p, self.founder, self.newsroom, self.tally
        people = len(self.people)
        outlet = p.media_voice * people
        praise = tally.praise + outlet * news.dose_good
        blame = tally.blame + outlet * news.dose_bad
        target = (praise - blame) / (praise + blame + p.background * people)
        self.climate += (1.0 - p.climate_memory) * (target - self.climate)
        hoped = self.strength + (1.0 - founder.candour) * p.hype * founder.visible * 0.5
        self.public_expectation += p.expectation_rate * (hoped - self.public_expectation)
        founder.answer((tally.voices_praise + tally.voices_blame) / people)
        news.attack_stories = p.own_goal * 1000.0 * tally.attacks / people
        self.row |= tally.series(people) | founder.series()
        for name in ("attention", "habituation", "surprise", "reservoir"):
            self.row[name] = getattr(news, name)
        for name in ("climate", "success", "strength", "perceived_strength"):
            self.row[name] = getattr(self, name)


def run_mesa(
    scenario: Scenario, network: Network | None, seed: int, days: int
) -> dict[str, list[float]]:
    """Run the Mesa model for some days; return its daily series by name.

    Parameters
    ----------
    scenario : Scenario
        Its seed makes the first morning.
    network : Network or None
        Who hears whom; built from the scenario when None.
    seed : int
        Luck of all days.
    days : int
        Days to run; the scenario is made as long.
    """
    model = ReputationMesa(scenario.with_values({"run.days": days}), network, seed)
    for _ in range(days):
        model.step()
    series = {name: list(values) for name, values in model.datacollector.model_vars.items()}
    release(model)
    return series


def release(model: mesa.Model) -> None:
    """Let go of a model that is done: Mesa 3.3 keeps every one in a table of counters."""
    getattr(mesa.Agent, "_ids", {}).pop(model, None)


def timed(scenario: Scenario, network: Network | None, seed: int, days: int) -> dict[str, float]:
    """Run the Mesa model; return the seconds of set-up and of the days, and agent-days a second."""
    began = time.perf_counter()
    model = ReputationMesa(scenario.with_values({"run.days": days}), network, seed)
    made = time.perf_counter()
    for _ in range(days):
        model.step()
    ended = time.perf_counter()
    people = len(model.people)
    release(model)
    return {
        "setup_seconds": made - began,
        "seconds": ended - made,
        "agent_days_per_second": people * days / (ended - made),
    }


def main() -> int:
    """Time one run of the classroom and print it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--days", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    scenario = load(SCENARIOS / "classroom.toml")
    scenario = scenario.with_values({"crowd.people": asked.people, "run.days": asked.days})
    network = allocate(scenario).network
    found = timed(scenario, network, asked.seed, asked.days)
    print(f"Mesa {mesa.__version__}: {asked.people:,} people, {asked.days} days")
    for name, value in found.items():
        print(f"{name}: {value:,.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
