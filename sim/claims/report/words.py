"""The words of a report: numbers with their intervals, shares, verdicts, arms and events."""

from __future__ import annotations

import math
from typing import Final

from sim.claims.claim import ESSAYS, Arm, Claim, ScheduledEvent
from sim.claims.judge import Mean
from sim.claims.trial import Box
from sim.evidence.estimate import Estimate, wilson
from sim.model.tables import value_text

# Below this a number is what rounding left of nothing.
ROUNDING: Final = 1e-12
_CAME_OUT: Final = {"holds": "held", "fails": "failed", "contrary": "came out contrary"}


def short_number(x: float) -> str:
    """Return a number with three digits, a dash for what is undefined, 0 for rounding's rest."""
    if not math.isfinite(x):
        return "–"
    if abs(x) >= 1_000.0:
        return f"{x:,.0f}"
    return "0" if abs(x) < ROUNDING else f"{x:.3g}"


def with_interval(mean: Mean | Estimate) -> str:
    """Return a mean or an estimate with its interval."""
    if not math.isfinite(mean.value):
        return "–"
    return f"{short_number(mean.value)} [{short_number(mean.low)}, {short_number(mean.high)}]"


def box_interval(box: Box) -> tuple[float, float]:
    """Return the 95 % interval (Wilson 1927) of the share of the box in which a claim holds."""
    if box.draws == 0:
        return math.nan, math.nan
    _, low, high = wilson(box.held, box.draws)
    return max(0.0, low), min(1.0, high)


def box_text(box: Box) -> str:
    """Return the share of the box in words."""
    if box.draws == 0:
        return "–"
    low, high = box_interval(box)
    return f"{100 * box.share:.0f} % [{100 * low:.0f}, {100 * high:.0f}]"


def essay_text(claim: Claim) -> str:
    """Return who asserts a claim, in words."""
    names = [f"essay {who[1]} ({ESSAYS[who]})" if who in ESSAYS else "us" for who in claim.essay]
    return " and ".join(names)


def event_text(event: ScheduledEvent) -> str:
    """Return a dated event with its size, what it sets and for how long."""
    details = [f"excess {event.excess:g}"] if event.excess is not None else []
    details += [f"severity {event.severity:g}"] if event.severity is not None else []
    details += [f"{name} = {value_text(value)}" for name, value in event.set.items()]
    details += [f"for {event.for_days} days"] if event.for_days else []
    size = f" ({', '.join(details)})" if details else ""
    return f"{event.kind} on day {event.day}{size}"


def arm_text(arm: Arm) -> str:
    """Return an arm with its values and events."""
    values = ", ".join(f"{name} = {value_text(value)}" for name, value in arm.values.items())
    events = ", ".join(map(event_text, arm.events))
    details = "; ".join(filter(None, (values, events, "luck of its own" if arm.luck else "")))
    return f"{arm.name}: {details}" if details else arm.name


def came_out(verdict: str) -> str:
    """Return a verdict as what a claim did."""
    return _CAME_OUT.get(verdict, "was reported")


def amendment_text(claim: Claim) -> str:
    """Return what was amended in a record, and what had come out before."""
    return f"Amended; in the first run it {came_out(claim.first)}. {claim.amended}"


def sentence(text: str) -> str:
    """Return a clause as a sentence: a capital in front, a full stop behind."""
    return f"{text[:1].upper()}{text[1:]}."
