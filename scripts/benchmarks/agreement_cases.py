"""The cases in which engine and pure-Mesa version are compared; see ``agreement``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from scripts.places import SCENARIOS
from sim.scenario.files import load
from sim.scenario.playbook import Event, Rule
from sim.scenario.scenario import Scenario


def classroom(people: int, days: int) -> Scenario:
    """Return the classroom with a small crowd."""
    scenario = load(SCENARIOS / "classroom.toml")
    return scenario.with_values({"crowd.people": people, "run.days": days})


def busy(people: int, days: int) -> Scenario:
    """Return a classroom in which every rule of the day has something to do.

    A quarter are fans, many own the product, nodes are open, dated troubles hit, the playbook
    takes every stance, and those who were heard may fall silent for good.
    """
    scenario = classroom(people, days).with_values(
        {
            "start.fans": 0.3,
            "start.anti_fans": 0.05,
            "start.resisters": 0.1,
            "start.passion": 0.6,
            "start.fleet": 1_200_000.0,
            "start.coverage": 1.0,
            "founder.participation": 0.8,
            "founder.distance": 0.2,
            "participation.taking_part": 0.01,
            "participation.co_creation": 0.2,
            "product.demand": 5e-5,
            "conversation.attack": 0.03,
            "conversation.voice_ending": 0.02,
            "people.carryover_own": 0.7,
            "people.admiration_decay": 0.02,
            "people.leave": 0.2,
            "people.alienation": 0.05,
            "people.resistance_fading": 0.05,
            "people.trust_healing": 0.05,
            "people.turning": 0.04,
            "people.critic": 0.05,
        }
    )
    start = scenario.run.start
    kinds: tuple[tuple[int, dict[str, Any]], ...] = (
        (10, {"kind": "launch event", "valence": "+", "excess": 30.0}),
        (20, {"kind": "road accident", "valence": "-", "excess": 20.0, "severity": 4.0}),
        (40, {"kind": "founder conduct", "valence": "-", "excess": 10.0, "set": {"image": 0.8},
              "for_days": 20}),
        (60, {"kind": "recall", "valence": "-", "excess": 25.0}),
        (70, {"kind": "market", "valence": "-", "severity": 3.0, "set": {"stance": "compensate"},
              "for_days": 15}),
        (90, {"kind": "strategic retreat", "set": {"exposure": 0.2, "candour": 0.9}}),
    )  # fmt: skip
    events = tuple(Event(date=start + dt.timedelta(days=day), **what) for day, what in kinds)
    rules = (
        Rule(when="attention > 12", for_days=5, set={"stance": "apologise"}),
        Rule(when="stories_bad > 6 and climate < 0.3", for_days=4, set={"stance": "deny"}),
        Rule(when="surprise > 3.5", for_days=3, set={"stance": "silent"}),
    )
    return scenario.model_copy(update={"events": events, "playbook": rules})


CASES: Final[dict[str, Callable[[int, int], Scenario]]] = {"classroom": classroom, "busy": busy}
