"""Pairs of worlds: a claim's arms as scenarios, run with its mechanisms and without.

All arms of a world share its crowd, its network and its luck, with the mechanism and without it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.claims.claim import Arm, Claim
from sim.claims.observed import Look, ObservedArms, ObservedRun, run_through
from sim.engine.engine import Engine
from sim.engine.threads import cores
from sim.engine.world import allocate
from sim.experiments.design import Point
from sim.runs.many import in_order
from sim.runs.networks import NETWORKS, lucky
from sim.scenario.files import load
from sim.scenario.scenario import Scenario, checked


@dataclass(frozen=True)
class ClaimWorld:
    """One world of a claim: each part with (x) and without (y), and its figure's curves.

    Attributes
    ----------
    x, y : dict of str to float
        By the part's name; ``y`` lacks the parts that have no ablated world.
    curves : dict of (str, bool) to float32 (days,)
        The figure's series by arm, with (True) and without the first ablation.
    """

    x: dict[str, float]
    y: dict[str, float]
    curves: dict[tuple[str, bool], NDArray[np.float32]] = field(default_factory=dict)


@lru_cache(maxsize=64)
def _base(name: str) -> Scenario:
    """Return a shipped scenario without its events and rules."""
    return load(name).model_copy(update={"events": (), "playbook": ()})


def arm_scenario(claim: Claim, arm: Arm, point: Point | None = None) -> Scenario:
    """Return the scenario of one arm, with its mechanisms.

    Parameters
    ----------
    claim : Claim
    arm : Arm
    point : dict, optional
        Values of the parameters drawn from the box; what the arm sets wins over them.

    Raises
    ------
    TarpeiaError
        If the record asks for something that a scenario cannot have.
    """
    setting = claim.setting
    values = {
        "run.days": setting.days,
        "crowd.people": setting.people,
        **setting.values,
        **(point or {}),
        **arm.values,
    }
    changed = _base(setting.scenario).with_values(values)
    events = sorted((*setting.events, *arm.events), key=lambda event: event.day)
    data = changed.model_dump()
    data["events"] = tuple(event.dated(changed.run.start).model_dump() for event in events)
    return checked(data).without(setting.without)


@dataclass(frozen=True)
class ClaimScenarios:
    """The arms of a claim as scenarios: with its mechanisms, and without each of its ablations."""

    claim: Claim
    arms: tuple[Scenario, ...]
    ablated: dict[tuple[str, ...], tuple[Scenario, ...]]


def claim_scenarios(
    claim: Claim, point: Point | None = None, off: Sequence[str] = ()
) -> ClaimScenarios:
    """Return a claim's scenarios at one point of the box, with mechanisms off in all of them."""
    arms = tuple(arm_scenario(claim, arm, point).without(off) for arm in claim.arms)
    ablated = {gone: tuple(arm.without(gone) for arm in arms) for gone in claim.ablations}
    return ClaimScenarios(claim, arms, ablated)


def seeds_of(claim: Claim, seed: int, count: int, first: int = 0) -> list[tuple[int, int]]:
    """Return crowd's and luck's seeds of a claim's worlds from number ``first`` on, a pair each.

    Crowds are the same for all claims, so that networks are made once; luck is a claim's own.
    """
    numbers = range(first, first + count)
    return [(seed_of("crowd", seed, k), seed_of(claim.id, seed, k)) for k in numbers]


def seed_of(*names: str | int) -> int:
    """Return a seed below 2**62 that goes with some names: a hash of them."""
    digest = hashlib.sha256("/".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2


def observe(scenario: Scenario, look: Look = run_through) -> ObservedRun:
    """Run a scenario, with its own luck and crowd, and return what is seen of it."""
    engine = Engine(allocate(scenario, NETWORKS.of(scenario)))
    extra = look(engine)
    return ObservedRun(engine.world.series, extra, engine.world.people)


def _observe_arms(
    claim: Claim, scenarios: Sequence[Scenario], crowd: int, luck: int
) -> dict[str, ObservedRun]:
    """Return what is seen of all arms in one world."""
    found = {}
    for arm, scenario in zip(claim.arms, scenarios, strict=True):
        own = seed_of(luck, arm.luck) if arm.luck else luck
        found[arm.name] = observe(lucky(scenario, own, crowd), claim.look)
    return found


def world_of(
    scenarios: ClaimScenarios,
    crowd: int,
    luck: int,
    unpaired: bool = False,
    with_curves: bool = False,
) -> ClaimWorld:
    """Run one world of a claim: all arms, with the mechanism and without.

    Parameters
    ----------
    scenarios : ClaimScenarios
    crowd, luck : int
        Seeds.
    unpaired : bool
        Give the ablated arms luck and a crowd of their own: for testing the judge.
    with_curves : bool
        Keep what the figure shows.
    """
    claim = scenarios.claim
    with_it = _observe_arms(claim, scenarios.arms, crowd, luck)
    other = (seed_of("crowd", crowd), seed_of("luck", luck)) if unpaired else (crowd, luck)
    x = {part.name: float(part.measure(with_it)) for part in claim.parts}
    y: dict[str, float] = {}
    curves = _curves(claim, with_it, True) if with_curves else {}
    for number, (off, arms) in enumerate(scenarios.ablated.items()):
        without = _observe_arms(claim, arms, *other)
        for part in claim.parts:
            if claim.off(part) == off:
                y[part.name] = float(part.measure(without))
        if with_curves and number == 0:
            curves |= _curves(claim, without, False)
    return ClaimWorld(x, y, curves)


def _curves(
    claim: Claim, arms: ObservedArms, with_it: bool
) -> dict[tuple[str, bool], NDArray[np.float32]]:
    """Return the figure's series of the first arms."""
    if not claim.figure:
        return {}
    return {
        (name, with_it): arms[name][claim.figure].astype(np.float32) for name in claim.shown_arms
    }


def worlds_of(
    scenarios: ClaimScenarios,
    seeds: Sequence[tuple[int, int]],
    workers: int | None = None,
    unpaired: bool = False,
    with_curves: bool = False,
) -> Iterator[ClaimWorld]:
    """Yield the worlds of a claim in the order of their seeds, several at a time."""

    def one(job: tuple[int, int], _: threading.Event) -> ClaimWorld:
        return world_of(scenarios, *job, unpaired=unpaired, with_curves=with_curves)

    return in_order(one, seeds, workers or cores())
