"""Who is there: people, traits and thresholds."""

from __future__ import annotations

from typing import Literal

from sim.model.parameters.group import Group, choice, number

ThresholdLaw = Literal["lognormal", "normal"]
Seeding = Literal["ready", "readiest", "random", "neighbours"]


class CrowdSettings(Group):
    """Who is there."""

    people: int = number(20_000, 1, 30_000_000, "agents", "agents in the crowd")
    population: float = number(24e6, 1, 8e9, "people", "real people the crowd stands for")
    susceptibility_low: float = number(
        0.85, 0.2, 1e9, "shape", "Kumaraswamy a of susceptibility: low values, many near zero"
    )
    susceptibility_high: float = number(
        2.5, 0.2, 20, "shape", "Kumaraswamy b of susceptibility: high values, few near one"
    )
    threshold_spread: float = number(
        0.35, 0, 1.5, "log sd", "lognormal spread of the grievance threshold over people"
    )
    threshold_law: ThresholdLaw = choice(
        "lognormal",
        "spread of thresholds: lognormal by luck, or normal by even quantiles (sd / mean)",
        "Granovetter 1978",
    )
    activity_spread: float = number(
        2.5,
        0,
        4,
        "log sd",
        "lognormal spread of how much a person writes",
        "observed: 5 % write about 80 %",
    )
    seeding: Seeding = choice(
        "ready",
        "who is a fan at the start: easily won and lucky, the most easily won, anyone, or people "
        "who know each other",
    )
