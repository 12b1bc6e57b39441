"""The founder phase: dated events and playbook rules set today's levers; coupling follows."""

from __future__ import annotations

from typing import Any

from sim.model.compiled import inner_kernel
from sim.model.day.groups import Agenda
from sim.model.layout import (
    BENEFIT,
    CALENDAR_CAMPAIGNS,
    CANDOUR,
    COUPLING,
    DISTANCE,
    EXPOSURE,
    IMAGE,
    IMAGE_SEEN,
    NOVELTY,
    PARTICIPATION,
    REPLIES,
    STANCE,
    WARMTH,
)


@inner_kernel
def holds(observed: float, comparison: int, bound: float) -> bool:
    """Tell whether ``observed`` (0 <, 1 <=, 2 >, 3 >=) ``bound``."""
    if comparison == 0:
        return observed < bound
    if comparison == 1:
        return observed <= bound
    if comparison == 2:
        return observed > bound
    return observed >= bound


@inner_kernel
def rule_fires(rule: int, book: Any, yesterday: Any) -> bool:
    """Tell whether all conditions of a playbook rule held in yesterday's series."""
    for k in range(book.conditions[rule]):
        observed = yesterday[book.observable[rule, k]]
        if not holds(observed, book.comparison[rule, k], book.bound[rule, k]):
            return False
    return True


@inner_kernel
def set_levers(day: int, p: Any, book: Any, series: Any, levers: Any) -> None:
    """Write today's levers: the parameters, then orders in force, then rules in force.

    Later orders and rules win over earlier ones. A rule that fires on yesterday's series acts for
    its number of days and cannot fire again while it acts.
    """
    levers[EXPOSURE] = p.exposure
    levers[CANDOUR] = p.candour
    levers[IMAGE] = p.image
    levers[WARMTH] = p.warmth
    levers[DISTANCE] = p.distance
    levers[STANCE] = p.stance
    levers[PARTICIPATION] = p.participation
    levers[REPLIES] = p.replies
    for order in range(book.order_first.shape[0]):
        if book.order_first[order] <= day < book.order_end[order]:
            for k in range(levers.shape[0]):
                if book.order_sets[order, k]:
                    levers[k] = book.order_value[order, k]
    for rule in range(book.conditions.shape[0]):
        if book.remaining[rule] == 0 and day > 0 and rule_fires(rule, book, series[day - 1]):
            book.remaining[rule] = book.rule_days[rule]
        if book.remaining[rule] > 0:
            book.remaining[rule] -= 1
            for k in range(levers.shape[0]):
                if book.rule_sets[rule, k]:
                    levers[k] = book.rule_value[rule, k]


@inner_kernel
def see_worth(p: Any, campaigns: float, levers: Any, mood: Any) -> None:
    """Let novelty fade where nodes are open, and people learn what taking part gives them.

    A campaign makes it new again (assumption, after essay 2).
    """
    novelty = 1.0 if campaigns > 0.0 else mood[NOVELTY]
    fading = p.novelty_fading * levers[PARTICIPATION]
    mood[NOVELTY] = novelty * (1.0 - fading) + p.renewal * (1.0 - novelty)
    mood[BENEFIT] += p.benefit_learning * (p.beneficial - mood[BENEFIT])


@inner_kernel
def founder_day(day: int, p: Any, agenda: Agenda, series: Any, levers: Any, mood: Any) -> None:
    """Run the founder phase of a day.

    Parameters
    ----------
    day : int
        Day of the run from 0.
    p : Values
    agenda : Agenda
        Dated orders and playbook rules, of which ``remaining`` is written; campaigns.
    series : float64 (days, columns)
        Yesterday's row is read.
    levers : float64 (8,)
        Written.
    mood : float64 (moods,)
        Coupling is written: it moves toward ceiling x exposure / (exposure + brand). So are the
        image as it is seen, novelty, and the benefit of taking part as people know it.
    """
    set_levers(day, p, agenda.book, series, levers)
    mood[IMAGE_SEEN] = p.image_rate * levers[IMAGE] + (1.0 - p.image_rate) * mood[IMAGE_SEEN]
    see_worth(p, agenda.calendar[day, CALENDAR_CAMPAIGNS], levers, mood)
    exposure = levers[EXPOSURE]
    target = p.coupling_ceiling * exposure / (exposure + p.brand)
    mood[COUPLING] += p.coupling_rate * (target - mood[COUPLING])
