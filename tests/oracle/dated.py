"""What is written down beforehand: what dated events add to a day, orders, and playbook rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.scenario.scenario import Scenario

COMPARISONS = ("<=", ">=", "<", ">")
RANDOM_KINDS = ("road accident", "product-quality dispute", "recall", "quality ranking")
FOUNDER_KINDS = (
    "founder conduct",
    "founder political act",
    "founder appearance",
    "founder denial",
    "founder personnel",
    "strategic retreat",
    "return",
)


@dataclass
class Dated:
    """What dated events add to one day."""

    stories_good: float = 0.0
    stories_bad: float = 0.0
    stories_founder: float = 0.0
    gravity_bad: float = 0.0
    launch: float = 0.0
    accidents: float = 0.0
    disputes: float = 0.0
    success: float = 0.0
    rumours: float = 0.0
    campaigns: float = 0.0


@dataclass
class Order:
    """Levers that a dated event sets from day ``first`` up to, not including, day ``end``."""

    first: int
    end: int
    levers: dict[str, Any]


@dataclass
class Rule:
    """A playbook rule: conditions on yesterday's row, levers, and days still to act."""

    conditions: list[tuple[str, str, float]]
    days: int
    levers: dict[str, Any]
    remaining: int = 0


def events_of(scenario: Scenario) -> list[tuple[int, Any]]:
    """Return the dated events that count, each with its day, in the order they are written."""
    found = []
    for event in scenario.events:
        day = (event.date - scenario.run.start).days
        left_out = scenario.run.incidents == "random" and event.kind in RANDOM_KINDS
        if day < scenario.run.days and not left_out:
            found.append((day, event))
    return found


def orders_of(scenario: Scenario) -> list[Order]:
    """Return the levers that dated events set."""
    orders = []
    for day, event in events_of(scenario):
        if event.set:
            end = scenario.run.days
            if event.for_days is not None:
                end = day + event.for_days
            orders.append(Order(day, end, dict(event.set)))
    return orders


def rules_of(scenario: Scenario) -> list[Rule]:
    """Return the playbook: ``name > number`` joined by ``and``."""
    rules = []
    for rule in scenario.playbook:
        conditions = []
        for part in rule.when.split(" and "):
            sign = next(sign for sign in COMPARISONS if sign in part)
            name, bound = part.split(sign)
            conditions.append((name.strip(), sign, float(bound)))
        rules.append(Rule(conditions, rule.for_days, dict(rule.set)))
    return rules


def calendar_of(scenario: Scenario) -> list[Dated]:
    """Return what dated events add to each day: docs/patterns.md, "The size of a dated event"."""
    calendar = [Dated() for _ in range(scenario.run.days)]
    share = scenario.effective.newsroom.first_day_share
    for number, event in events_of(scenario):
        day = calendar[number]
        excess = event.excess or 0.0
        gravity = (event.severity or 2.0) / 3.0
        stories = max(1.0, share * excess)
        if event.valence == "+":
            day.stories_good += stories
        if event.valence == "-":
            mass = day.stories_bad * day.gravity_bad
            day.stories_bad += stories
            day.gravity_bad = (mass + stories * gravity) / day.stories_bad
            if event.kind in FOUNDER_KINDS:
                day.stories_founder += stories
        if event.kind == "launch event":
            day.launch += min(1.0, excess / 20.0)
        if event.kind == "road accident":
            day.accidents += 1.0
        if event.kind in RANDOM_KINDS[1:]:
            day.disputes += 1.0
        if event.kind == "market" and event.valence == "+":
            day.success += 0.1 * gravity
        if event.kind == "market" and event.valence == "-":
            day.success += -0.1 * gravity
        if event.kind == "rumour":
            day.rumours += 1.0
        if event.kind == "participation campaign":
            day.campaigns += 1.0
    return calendar
