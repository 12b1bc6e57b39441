"""The first morning derived again from the draws: docs/ODD.md, "Initialization".

Roles, owners, resisters, slants and the public mood come out to the bit. Traits and reach go
through ``exp``, ``cos`` and powers, which numpy and ``math`` may round differently: they come out
to about the last digit that is stored.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np

from sim.model import layout
from sim.model.randomness import Decision
from sim.scenario.scenario import Scenario
from tests.oracle.draws import Luck

START = (
    "fans",
    "anti_fans",
    "resisters",
    "passion",
    "hostility",
    "grievance",
    "expectation",
    "climate",
    "attention",
    "coupling",
    "reservoir",
    "fleet",
    "coverage",
)


def stored(x: float) -> float:
    """Return a number as the state of a person keeps it: rounded to float32."""
    return float(np.float32(x))


@dataclass
class Newcomer:
    """A person on the first morning, but for the traits."""

    expectation: float
    role: int = layout.SILENT
    passion: float = 0.0
    grievance: float = 0.0
    owner: bool = False
    product: int = 0
    resister: bool = False
    betrayed: bool = False


def start_values(scenario: Scenario) -> dict[str, float]:
    """Return the starting state, ranges drawn from evenly; switches of the coupling applied."""
    luck = Luck(scenario.run.seed, 0)
    found = {}
    for number, name in enumerate(START):
        value: Any = getattr(scenario.start, name)
        if isinstance(value, tuple):
            low, high = value
            value = low + (high - low) * luck(Decision.START_RANGE, number)
        found[name] = float(value)
    if "coupling" in scenario.run.without:
        found["coupling"] = 0.0
    return found


def traits(scenario: Scenario) -> list[tuple[float, float, float]]:
    """Return susceptibility, threshold trait and activity of everyone, before they are stored."""
    crowd = scenario.effective.crowd
    quantile = NormalDist().inv_cdf
    luck = Luck(scenario.run.seed, 0)
    found = []
    for i in range(crowd.people):
        u = luck(Decision.SUSCEPTIBILITY, i)
        inner = 1.0 - (1.0 - u) ** (1.0 / crowd.susceptibility_high)
        susceptibility = inner ** (1.0 / crowd.susceptibility_low)
        hard = normal(luck(Decision.THRESHOLD, i), luck(Decision.THRESHOLD_ANGLE, i))
        busy = normal(luck(Decision.ACTIVITY, i), luck(Decision.ACTIVITY_ANGLE, i))
        threshold = math.exp(crowd.threshold_spread * hard)
        if crowd.threshold_law == "normal":
            threshold = 1.0 + crowd.threshold_spread * quantile((i + 0.5) / crowd.people)
        spread = crowd.activity_spread
        activity = math.exp(spread * busy - spread * spread / 2.0)
        found.append((susceptibility, threshold, activity))
    return found


def normal(radius: float, angle: float) -> float:
    """Return a standard normal number by Box and Muller."""
    return math.sqrt(-2.0 * math.log1p(-radius)) * math.cos(2.0 * math.pi * angle)


def newcomers(scenario: Scenario, susceptibility: list[float]) -> list[Newcomer]:
    """Return everyone's first morning, given the stored susceptibility."""
    start = start_values(scenario)
    leave = scenario.effective.people.leave
    people = scenario.effective.crowd.people
    luck = Luck(scenario.run.seed, 0)
    crowd = [Newcomer(stored(start["expectation"])) for _ in range(people)]

    queue = seeding(scenario, susceptibility)
    fans = queue[: round(start["fans"] * people)]
    anti_fans = queue[len(fans) :][: round(start["anti_fans"] * people)]
    for i in fans:
        crowd[i].role = layout.FAN
        crowd[i].passion = stored(spread(start["passion"], leave, luck(Decision.START_PASSION, i)))
        crowd[i].grievance = stored(start["grievance"])
    for i in anti_fans:
        crowd[i].role = layout.ANTI_FAN
        crowd[i].betrayed = True
        hostility = spread(start["hostility"], leave, luck(Decision.START_PASSION, i))
        crowd[i].passion = stored(-hostility)
    silent = [i for i in range(people) if crowd[i].role == layout.SILENT]
    silent.sort(key=lambda i: luck(Decision.START_RESISTER, i))
    for i in silent[: round(start["resisters"] * len(silent))]:
        crowd[i].resister = True
    units = scenario.effective.crowd.population / people
    queue = sorted(range(people), key=lambda i: luck(Decision.START_OWNER, i))
    for i in queue[: round(start["fleet"] / units)]:
        crowd[i].owner = True
        product = luck(Decision.PRODUCT, i) * scenario.effective.product.products
        crowd[i].product = int(product)
    return crowd


def seeding(scenario: Scenario, susceptibility: list[float]) -> list[int]:
    """Return everyone in the order in which they become fans, then anti-fans."""
    luck = Luck(scenario.run.seed, 0)
    people = range(len(susceptibility))
    how = scenario.effective.crowd.seeding
    if how == "readiest":
        return sorted(people, key=lambda i: -susceptibility[i])
    if how == "random":
        return sorted(people, key=lambda i: luck(Decision.START_ROLE, i))
    if how == "neighbours":
        first = int(luck(Decision.START_ROLE, 0) * len(people))
        return [*people[first:], *people[:first]]

    def keenness(i: int) -> float:
        return luck(Decision.START_ROLE, i) / max(susceptibility[i], stored(1e-6))

    return sorted(people, key=keenness)


def spread(middle: float, low: float, u: float) -> float:
    """Return a number about ``middle``, evenly within [low, 1]."""
    half = max(0.0, min(middle - low, 1.0 - middle))
    return min(max(middle + half * (2.0 * u - 1.0), low), 1.0)


def reaches(scenario: Scenario) -> list[float]:
    """Return the outlets' reach: Pareto, at most 100, scaled to a mean dose of 1 a story."""
    luck = Luck(scenario.run.seed, 0)
    newsroom = scenario.effective.newsroom
    found = []
    for k in range(newsroom.outlets):
        u = luck(Decision.OUTLET_REACH, k)
        found.append(min((1.0 - u) ** (-1.0 / newsroom.reach_tail), 100.0))
    dose = sum(reach * reach for reach in found) / sum(found)
    return [reach / dose for reach in found]


def slants(scenario: Scenario) -> list[float]:
    """Return the outlets' slants on the first morning."""
    luck = Luck(scenario.run.seed, 0)
    newsroom = scenario.effective.newsroom
    return [
        newsroom.slant_spread * (2.0 * luck(Decision.OUTLET_SLANT, k) - 1.0)
        for k in range(newsroom.outlets)
    ]


def mood(scenario: Scenario) -> dict[str, float]:
    """Return what of ``layout.MOOD`` is not zero on the first morning."""
    start = start_values(scenario)
    effective = scenario.effective
    apart = effective.product.products if effective.product.separate_products else 1
    yesterday = (1.0 - effective.newsroom.kernel) * start["coverage"]
    return {
        "excitation_bad": yesterday,
        "excitation_gravity": yesterday,
        "attention": start["attention"],
        "habituation": start["attention"],
        "climate": start["climate"],
        "coupling": start["coupling"],
        "reservoir": start["reservoir"],
        "public_expectation": start["expectation"],
        "strength": effective.product.strength * math.pow(apart, -effective.product.focus),
        "image_seen": float(effective.founder.image),
        "novelty": 1.0,
        "benefit": 1.0,
        "success": 0.5,
    }
