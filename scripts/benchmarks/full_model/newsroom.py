"""The newsroom of the pure-Mesa version of the model: hidden incidents, outlets, coverage.

See ``model`` for the model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Final

import mesa

from scripts.benchmarks.full_model.surroundings import Surroundings
from sim.engine.world import World
from sim.model import layout
from sim.model.layout import STANCE_APOLOGISE

MOST_STORIES: Final = 100_000.0


def poisson(random: Random, mean: float) -> int:
    """Return a Poisson count: how many exponential waiting times fit into the mean."""
    count = 0
    waited = random.expovariate(1.0)
    while waited < mean:
        count += 1
        waited += random.expovariate(1.0)
    return count


@dataclass(slots=True)
class Incident:
    """An accident or a dispute that the public does not know."""

    kind: str
    severity: float
    age: int = 0


class OutletAgent(mesa.Agent):  # type: ignore[misc]
    """One of the media."""

    model: Surroundings

    def __init__(self, model: Surroundings, reach: float, slant: float) -> None:
        super().__init__(model)
        self.reach = reach
        self.slant = slant
        self.appetite = 1.0
        self.stories = 0

    def rest(self) -> None:
        """Tire of the day's stories, rest, and lean the way the climate blows."""
        p = self.model.p
        tired = p.appetite_fatigue * self.appetite * self.stories / (1.0 + self.stories)
        rested = p.appetite_recovery * (1.0 - self.appetite)
        self.appetite = max(0.01, self.appetite + rested - tired)
        self.slant += p.slant_herding * (0.9 * self.model.climate - self.slant)
        self.stories = 0


class Newsroom:
    """Hidden incidents, the outlets, and what is remembered of the coverage."""

    def __init__(self, model: Surroundings, world: World) -> None:
        start = dict(zip(layout.MOOD, world.mood.tolist(), strict=True))
        reach, slant = world.outlets.reach.tolist(), world.outlets.slant.tolist()
        self.model = model
        self.outlets = list(OutletAgent.create_agents(model, len(reach), reach=reach, slant=slant))
        self.hidden: list[Incident] = []
        self.attention = start["attention"]
        self.habituation = start["habituation"]
        self.reservoir = start["reservoir"]
        self.excitation_good = start["excitation_good"]
        self.excitation_bad = start["excitation_bad"]
        self.excitation_gravity = start["excitation_gravity"]
        self.attack_stories = 0.0
        self.gravity = 0.0
        self.surprise = 0.0
        self.bad_surprise = 0.0
        self.good_surprise = 0.0
        self.dose_good = 0.0
        self.dose_bad = 0.0
        self.founder_blamed = 0.0

    def disclose(self) -> tuple[float, float]:
        """Bring hidden incidents to light; return their first stories and the mass of gravity."""
        p, row, random = self.model.p, self.model.row, self.model.random.random
        habit = self.habituation
        fame = p.brand + self.model.founder.coupling + habit / (1.0 + habit)
        fame = 1.0 + p.fame_weight * (fame - 1.0)
        rate = (p.disclosure + p.scrutiny * self.attention) * fame
        banked = self.reservoir / (self.reservoir + p.reservoir_half)
        stories = mass = 0.0
        still_hidden = []
        for incident in self.hidden:
            later = p.later_disclosure if incident.age else 1.0
            if random() < 1.0 - math.exp(-rate * incident.severity * later):
                first = p.story_scale * incident.severity * (1.0 + p.reservoir_gain * banked)
                stories += first
                mass += first * (1.0 + math.log2(incident.severity)) / 3.0
                row[f"{incident.kind}_public"] += 1.0
            elif incident.age < p.latent_days:
                incident.age += 1
                still_hidden.append(incident)
        self.hidden = still_hidden
        row["latent"] = float(len(still_hidden))
        return stories, mass

    def run(self) -> None:
        """Let incidents become public, stories bring stories, and people get used to them."""
        model = self.model
        p, founder, row, dated = model.p, model.founder, model.row, model.dated
        first, mass = self.disclose()
        posts = founder.visible
        good = p.founder_stories * posts + dated["stories_good"]
        good += p.branching * self.excitation_good
        bad = first + dated["stories_bad"] + self.attack_stories
        bad += p.branching * self.excitation_bad
        mass += dated["stories_bad"] * dated["gravity_bad"] + self.attack_stories
        mass += p.branching * self.excitation_gravity
        self.gravity = mass / bad if bad > 0.0 else 0.0
        own = (dated["stories_founder"] + self.attack_stories) / bad if bad > 0.0 else 0.0
        if founder.stance == STANCE_APOLOGISE:
            own += (1.0 - own) * p.apology_naming
        self.publish(good, bad, founder.coupling + (1.0 - founder.coupling) * own)
        new = 1.0 - p.kernel
        ran_good, ran_bad = row["stories_good"], row["stories_bad"]
        self.excitation_good += new * (ran_good - self.excitation_good)
        self.excitation_bad += new * (ran_bad - self.excitation_bad)
        self.excitation_gravity += new * (ran_bad * self.gravity - self.excitation_gravity)
        model.agents_by_type[OutletAgent].do("rest")
        self.react(posts)

    def publish(self, good: float, bad: float, naming_bad: float) -> None:
        """Draw the day's stories; each finds an outlet, a sign, and names the founder or not."""
        model = self.model
        row, random = model.row, model.random.random
        count = poisson(model.random, min(good + bad, MOST_STORIES))
        share_bad = bad / (good + bad) if good + bad > 0.0 else 0.0
        self.dose_good = self.dose_bad = dose_founder = 0.0
        weights = [outlet.reach * outlet.appetite for outlet in self.outlets]
        for outlet in model.random.choices(self.outlets, weights, k=count):
            outlet.stories += 1
            if random() < share_bad:
                dose = outlet.reach * (1.0 - outlet.slant)
                self.dose_bad += dose
                row["stories_bad"] += 1.0
                if random() < naming_bad:
                    dose_founder += dose
                    row["stories_bad_founder"] += 1.0
            else:
                self.dose_good += outlet.reach * (1.0 + outlet.slant)
                row["stories_good"] += 1.0
                if random() < model.founder.coupling:
                    row["stories_good_founder"] += 1.0
        self.founder_blamed = dose_founder / self.dose_bad if self.dose_bad > 0.0 else 0.0

    def react(self, posts: float) -> None:
        """Let attention, surprise, habit and the banked praise follow from the day's doses."""
        p = self.model.p
        doses = self.dose_good + self.dose_bad
        self.attention = p.attention_memory * self.attention + doses + p.attention_posts * posts
        habit = p.habituation_weight * self.habituation
        self.surprise = max(0.0, self.attention - habit) / (1.0 + habit)
        self.habituation += (self.attention - self.habituation) / p.habituation_days
        self.bad_surprise = self.surprise * self.dose_bad / doses if doses > 0.0 else 0.0
        self.good_surprise = self.surprise * self.dose_good / doses if doses > 0.0 else 0.0
        kept = self.reservoir * (1.0 - 1.0 / p.reservoir_days)
        self.reservoir = max(0.0, kept + self.dose_good - self.dose_bad)
