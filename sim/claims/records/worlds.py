"""The worlds in which claims are tried: a firm at its height, at its beginning, and its shocks.

The sizes of the shocks come from ``sim/data/case_events.csv``: ordinary is the median excess of the
bad events whose excess was measured above 0 (5.9 titles), of the middle severity; severe is the
largest excess (40.7) with the greatest severity. They were fixed before any claim was tried.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sim.claims.claim import ScheduledEvent
from sim.model.mechanisms import SWITCHES

# A loved firm in tailwind, some months after its launch (assumption). Only dated events happen.
HEIGHT: Final[Mapping[str, Any]] = {
    "run.incidents": "dated",
    "start.fans": 0.3,
    "start.anti_fans": 0.01,
    "start.passion": 0.6,
    "start.expectation": 0.8,
    "start.climate": 0.3,
    "start.attention": 2.0,
    "start.coupling": 0.6,
    "start.reservoir": 30.0,
    "start.fleet": 500_000.0,
}
# The classroom's first day, without random incidents.
BEGINNING: Final[Mapping[str, Any]] = {"run.incidents": "dated"}
LAUNCH: Final = ScheduledEvent(14, "launch event", "+", 30.0)

# Equal camps in a climate that lasts, so that two climates can be compared at one composition.
EVEN_CAMPS: Final[Mapping[str, Any]] = {
    "run.incidents": "dated",
    "start.fans": 0.15,
    "start.anti_fans": 0.15,
    "start.passion": 0.5,
    "start.hostility": 0.5,
    "conversation.climate_memory": 0.99,
    "start.fleet": 500_000.0,
}
# Nothing but incidents of a fixed fleet and their coverage.
INCIDENTS_ALONE: Final[Mapping[str, Any]] = {
    "start.fans": 0.0,
    "start.anti_fans": 0.0,
    "people.recruitment": 0.0,
    "people.coverage": 0.0,
    "founder.participation": 0.0,
    "founder.exposure": 0.0,
    "product.demand": 0.0,
    "start.fleet": 1_000_000.0,
    "start.coupling": 0.0,
    "start.attention": 0.0,
    "network.communities": 2,
}


def ordinary(day: int) -> ScheduledEvent:
    """Return a bad event of ordinary size."""
    return ScheduledEvent(day, "road accident", "-", 6.0, 3.0)


def severe(day: int) -> ScheduledEvent:
    """Return a bad event of the greatest size on record."""
    return ScheduledEvent(day, "road accident", "-", 40.0, 5.0)


def minor(day: int) -> ScheduledEvent:
    """Return a minor fault: as much told of as an ordinary one, judged as little as can be."""
    return ScheduledEvent(day, "road accident", "-", 6.0, 1.0)


def conduct(day: int) -> ScheduledEvent:
    """Return bad conduct of the founder, with no fault of the product."""
    return ScheduledEvent(day, "founder conduct", "-", 20.0, 4.0)


def lever(
    day: int, kind: str = "founder appearance", for_days: int | None = None, **values: Any
) -> ScheduledEvent:
    """Return an event that sets levers and is no news."""
    return ScheduledEvent(day, kind, set=values, for_days=for_days)


def put_on(*switches: str) -> dict[str, Any]:
    """Return the values that put extensions on, as their mechanisms state them."""
    return {name: value for switch in switches for name, value in SWITCHES[switch].on.items()}
