"""Causes of a fall: each mechanism switched off, and the fall that is then missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from sim.classroom.net_fans import deepest_fall
from sim.classroom.play import dated_changes
from sim.classroom.rules import BEFORE, Decision, quarter_first
from sim.model.mechanisms import MECHANISMS
from sim.runs.interactive import InteractiveRun
from sim.scenario.scenario import Scenario

# The strongest mechanisms are looked at in so many other worlds too.
STRONGEST: Final = 6

# What a fall is told to come from: the causes that the essays name. The other mechanisms are how a
# fall goes (that fans turn at all, that stories follow stories) and are listed beside them.
CAUSES: Final = (
    "coupling",
    "expectation",
    "idealisation",
    "perfect-idol",
    "base-effect",
    "heavy-tail",
    "hitchhiking",
    "conservation",
    "own-goal",
    "loss-aversion",
)


class CauseShare(NamedTuple):
    """What one mechanism did to a team's fall.

    Attributes
    ----------
    name, meaning : str
    effect : float
        Points by which the fall would have been smaller without it, in this world.
    share : float
        Of the causes' positive effects and luck, 0 to 1; 0 where it held the team up, or is no
        cause.
    elsewhere : float
        The mean effect in twenty other worlds; nan where it was not looked at.
    """

    name: str
    meaning: str
    effect: float
    share: float
    elsewhere: float


def ablations(world: Scenario, decisions: Sequence[Decision], names: Sequence[str]) -> list[float]:
    """Return how much smaller a course's fall is without each mechanism, points.

    Each is switched off from the first day of the game, with the same decisions and luck.
    """
    days = quarter_first(len(decisions)) - BEFORE
    eve = InteractiveRun(world, dated_changes(world, decisions), BEFORE)
    own = deepest_fall(eve.series_without((), days))
    return [own - deepest_fall(eve.series_without((name,), days)) for name in names]


def switches(world: Scenario) -> list[str]:
    """Return the mechanisms that are at work in a world and can be switched off in its midst."""
    off = set(world.run.without)
    return [one.name for one in MECHANISMS if not one.on and one.name not in off]


def cause_shares(
    world: Scenario, decisions: Sequence[Decision], luck: float, others: Sequence[Scenario]
) -> list[CauseShare]:
    """Return what the mechanisms did to a fall, the strongest first.

    The share is of the sum of the causes' positive effects and of luck where that is positive:
    effects overlap, and do not add up to the fall.
    """
    names = switches(world)
    effects = dict(zip(names, ablations(world, decisions, names), strict=True))
    whole = sum(max(0.0, effects.get(name, 0.0)) for name in CAUSES) + max(0.0, luck)
    order = sorted(names, key=lambda name: (name not in CAUSES, -effects[name]))
    elsewhere = dict.fromkeys(names, float("nan"))
    if others:
        strongest = order[:STRONGEST]
        found = np.array([ablations(one, decisions, strongest) for one in others]).mean(axis=0)
        elsewhere |= dict(zip(strongest, found.tolist(), strict=True))
    meaning = {one.name: one.meaning for one in MECHANISMS}
    return [
        CauseShare(
            name,
            meaning[name],
            effects[name],
            max(0.0, effects[name]) / whole if whole > 0 and name in CAUSES else 0.0,
            elsewhere[name],
        )
        for name in order
    ]
