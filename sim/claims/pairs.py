"""."""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.claims.claim import Arm, Claim, Seen, event_of
from sim.engine.engine import Engine
from sim.engine.threads import cores
from sim.engine.world import allocate
from sim.network.build import Network
from sim.runs.many import in_order
from sim.runs.networks import NETWORKS, lucky
from sim.scenario.files import load
from sim.scenario.scenario import Scenario, checked

Point = Mapping[str, Any]


@dataclass(frozen=True)
class World:
    """One world of a claim: each part's number with (x) and without (y), and what a figure shows.

    Attributes
    ----------
    x, y : dict of str to float
        By the part's name; ``y`` lacks the parts that have no ablated world.
    shown : dict of (str, bool) to float32 (days,)
        The figure's series by arm, with (True) and without the first ablation.
    """

    x: dict[str, float]
    y: dict[str, float]
    shown: dict[tuple[str, bool], NDArray[np.float32]] = field(default_factory=dict)


@lru_cache(maxsize=64)
def _base(name: str) -> Scenario:
    """Return a shipped scenario without its events and rules."""
    return load(name).model_copy(update={"events": (), "playbook": ()})


def scenario_of(claim: Claim, arm: Arm, point: Point | None = None) -> Scenario:
    """Return the scenario of one arm, with its mechanisms.

    Parameters
    ----------
    claim : Claim
    arm : Arm
    point : mapping, optional
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
    whens = sorted((*setting.events, *arm.events), key=lambda when: when.day)
    data = changed.model_dump()
    data["events"] = tuple(
        event_of(when, changed.run.start + dt.timedelta(days=when.day)).model_dump()
        for when in whens
    )
    return checked(data).without(setting.without)


@dataclass(frozen=True)
class Course:
    """The arms of a claim as scenarios: with its mechanisms, and without each of its ablations."""

    claim: Claim
    arms: tuple[Scenario, ...]
    ablated: dict[tuple[str, ...], tuple[Scenario, ...]]


def course_of(claim: Claim, point: Point | None = None, off: Sequence[str] = ()) -> Course:
    """Return a claim's scenarios at one point of the box, with mechanisms off in all of them."""
    arms = tuple(scenario_of(claim, arm, point).without(off) for arm in claim.arms)
    ablated = {gone: tuple(arm.without(gone) for arm in arms) for gone in claim.ablations}
    return Course(claim, arms, ablated)


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


def observe(claim: Claim, scenario: Scenario, network: Network) -> Seen:
    """Run one arm and return what is seen of it."""
    engine = Engine(allocate(scenario, network))
    extra = claim.look(engine)
    return Seen(engine.world.series, extra, engine.world.people)


def _seen(claim: Claim, arms: Sequence[Scenario], crowd: int, luck: int) -> dict[str, Seen]:
    """Return what is seen of all arms in one world."""
    found = {}
    for arm, scenario in zip(claim.arms, arms, strict=True):
        own = seed_of(luck, arm.luck) if arm.luck else luck
        one = lucky(scenario, own, crowd)
        found[arm.name] = observe(claim, one, NETWORKS.of(one))
    return found


def world_of(
    course: Course, crowd: int, luck: int, unpaired: bool = False, shown: bool = False
) -> World:
    """Run one world of a claim: all arms, with the mechanism and without.

    Parameters
    ----------
    course : Course
    crowd, luck : int
        Seeds.
    unpaired : bool
        Give the ablated arms luck and a crowd of their own: for testing the judge.
    shown : bool
        Keep what the figure shows.
    """
    claim = course.claim
    with_it = _seen(claim, course.arms, crowd, luck)
    other = (seed_of("crowd", crowd), seed_of("luck", luck)) if unpaired else (crowd, luck)
    x = {part.name: float(part.measure(with_it)) for part in claim.parts}
    y: dict[str, float] = {}
    kept = _shown(claim, with_it, True) if shown else {}
    for number, (off, arms) in enumerate(course.ablated.items()):
        without = _seen(claim, arms, *other)
        for part in claim.parts:
            if claim.off(part) == off:
                y[part.name] = float(part.measure(without))
        if shown and number == 0:
            kept |= _shown(claim, without, False)
    return World(x, y, kept)


def _shown(
    claim: Claim, seen: Mapping[str, Seen], with_it: bool
) -> dict[tuple[str, bool], NDArray[np.float32]]:
    """Return the figure's series of the first arms."""
    if not claim.figure:
        return {}
    return {
        (name, with_it): seen[name][claim.figure].astype(np.float32) for name in claim.shown_arms
    }


def worlds_of(
    course: Course,
    seeds: Sequence[tuple[int, int]],
    workers: int | None = None,
    unpaired: bool = False,
    shown: bool = False,
) -> Iterator[World]:
    """Yield the worlds of a claim in the order of their seeds, several at a time."""

    def one(job: tuple[int, int], _: threading.Event) -> World:
        return world_of(course, *job, unpaired=unpaired, shown=shown)

    return in_order(one, seeds, workers or cores())


def observe_whole(scenario: Scenario, seed: int) -> Seen:
    """Run a scenario with a crowd and luck of its own and return what is seen of it."""
    one = lucky(scenario, seed, seed)
    engine = Engine(allocate(one, NETWORKS.of(one)))
    engine.run()
    return Seen(engine.world.series, {}, engine.world.people)
