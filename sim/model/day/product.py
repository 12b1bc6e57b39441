"""The product phase: the fleet grows, incidents happen to it, most of them unseen at first."""

from __future__ import annotations

import math
from typing import Any

from sim.model.compiled import inner_kernel
from sim.model.day.groups import Given
from sim.model.layout import (
    ACCIDENT,
    CALENDAR_LAUNCH,
    CALENDAR_SUCCESS,
    COUNT,
    DEBT,
    DISPUTE,
    FLEET,
    LAUNCH,
    MARKET,
    S_ACCIDENTS,
    S_DISPUTES,
    S_FLEET,
    S_SALES,
    SALES_FAST,
    SALES_SLOW,
    STRENGTH,
    SUCCESS,
    T_BOUGHT,
    T_OWNERS,
    T_PARTICIPANTS,
)
from sim.model.randomness import Decision, poisson, stream, uniform

_ACCIDENTS = int(Decision.ACCIDENTS)
_DISPUTES = int(Decision.DISPUTES)
_ACCIDENT_SEVERITY = int(Decision.ACCIDENT_SEVERITY)
_DISPUTE_SEVERITY = int(Decision.DISPUTE_SEVERITY)
FIXED_FLEET_SHARE = 0.01


@inner_kernel
def mean_severity(tail: float, cap: float) -> float:
    """Return the mean of a Pareto density of exponent ``tail`` on [1, cap]."""
    a = tail - 1.0
    if abs(a - 1.0) < 1e-9:
        return math.log(cap) / (1.0 - 1.0 / cap)
    return a / (1.0 - a) * (math.pow(cap, 1.0 - a) - 1.0) / (1.0 - math.pow(cap, -a))


@inner_kernel
def severity(u: float, p: Any) -> float:
    """Return a severity in [1, cap]: truncated Pareto by inversion, or its mean (thin tail)."""
    if p.heavy_tail == 0.0:
        return mean_severity(p.severity_tail, p.severity_cap)
    a = p.severity_tail - 1.0
    rest = 1.0 - u * (1.0 - math.pow(p.severity_cap, -a))
    return min(math.pow(rest, -1.0 / a), p.severity_cap)


@inner_kernel
def remember(day: int, kind: int, happened: int, key: Any, p: Any, latent: Any) -> None:
    """Add today's incidents of one kind to the hidden ones; the oldest make room.

    The store holds a fixed number of incidents in order of age; more are forgotten.
    """
    room = latent.severity.shape[0]
    added = min(happened, room)
    have = latent.filled[COUNT]
    spill = max(0, have + added - room)
    for k in range(spill, have):
        latent.severity[k - spill] = latent.severity[k]
        latent.kind[k - spill] = latent.kind[k]
        latent.age[k - spill] = latent.age[k]
        latent.identity[k - spill] = latent.identity[k]
    have -= spill
    for k in range(added):
        latent.severity[have + k] = severity(uniform(key, k), p)
        latent.kind[have + k] = kind
        latent.age[have + k] = 0
        latent.identity[have + k] = (day * 2 + kind) * room + k
    latent.filled[COUNT] = have + added


@inner_kernel
def follow_sales(p: Any, weight: float, people: int, totals: Any, mood: Any, shock: float) -> float:
    """Count yesterday's purchases into fleet, sales memories and success; return units sold."""
    sold = totals[T_BOUGHT] * weight
    mood[FLEET] = totals[T_OWNERS] * weight
    mood[SALES_FAST] += (sold - mood[SALES_FAST]) / p.success_fast
    mood[SALES_SLOW] += (sold - mood[SALES_SLOW]) / p.success_slow
    mood[MARKET] = mood[MARKET] * p.market_memory + shock
    both = mood[SALES_FAST] + mood[SALES_SLOW]
    share = mood[SALES_FAST] / both if both > 0.0 else 0.5
    share = min(max(share + mood[MARKET], 0.0), 1.0)
    mood[SUCCESS] = 0.5 + p.success_weight * (share - 0.5)
    haste = max(0.0, mood[SALES_FAST] - mood[SALES_SLOW]) / both if both > 0.0 else 0.0
    mood[DEBT] += (haste - mood[DEBT]) / p.debt_days
    took_part = totals[T_PARTICIPANTS] / people
    mood[STRENGTH] += p.co_creation * took_part * (1.0 - mood[STRENGTH])
    return sold


@inner_kernel
def products_apart(p: Any) -> float:
    """Return how many products stand for themselves: 1 where they do not matter."""
    return p.products if p.separate_products > 0.0 else 1.0


@inner_kernel
def product_day(
    day: int, given: Given, calendar: Any, totals: Any, latent: Any, mood: Any, row: Any
) -> None:
    """Run the product phase of a day.

    Parameters
    ----------
    day : int
    given : Given
    calendar : float64 (days, 10)
        Launches and market news of the dated events.
    totals : int64 (totals,)
        Yesterday's totals over people: purchases, owners, participants.
    latent : Latent
        Hidden incidents; written.
    mood : float64 (moods,)
        Fleet, launch, sales memories, success, debt and strength are written.
    row : float64 (columns,)
        Today's series: accidents, disputes, fleet and sales are written.

    Notes
    -----
    Incidents ~ Poisson(rate x (1 - protection x strength) x fleet at risk): the law of large
    numbers (Diaconis & Mosteller 1989). Hasty growth leaves a debt of quality, which adds disputes
    (assumption). A launch is of one product of several.
    """
    seed, p, weight, people = given.seed, given.parameters, given.weight, given.people
    sold = follow_sales(p, weight, people, totals, mood, calendar[day, CALENDAR_SUCCESS])
    launched = calendar[day, CALENDAR_LAUNCH] / products_apart(p)
    mood[LAUNCH] = mood[LAUNCH] * p.launch_memory + launched
    at_risk = mood[FLEET] if p.fleet_at_risk > 0.0 else FIXED_FLEET_SHARE * weight * people
    exposed = at_risk * (1.0 - p.protection * mood[STRENGTH])
    accidents = poisson(stream(seed, _ACCIDENTS, day), p.hazard * exposed)
    owed = 1.0 + p.debt_gain * mood[DEBT]
    disputes = poisson(stream(seed, _DISPUTES, day), p.defects * exposed * owed)
    remember(day, ACCIDENT, accidents, stream(seed, _ACCIDENT_SEVERITY, day), p, latent)
    remember(day, DISPUTE, disputes, stream(seed, _DISPUTE_SEVERITY, day), p, latent)
    row[S_ACCIDENTS] = accidents
    row[S_DISPUTES] = disputes
    row[S_FLEET] = mood[FLEET]
    row[S_SALES] = sold
