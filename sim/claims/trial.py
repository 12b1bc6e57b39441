"""The worlds behind a verdict: pairs with and without a mechanism, under one luck.

All arms of a world share its crowd, its network and its luck, with the mechanism and without it. A
sample of the plausible parameter box tells in how much of it the claim holds.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.claims.claim import Arm, Claim, Part, Seen, event_of
from sim.claims.judge import (
    Judged,
    Verdict,
    claims_y,
    holds_roughly,
    judge_part,
    verdict_of,
)
from sim.engine import Engine, cores
from sim.experiments.batches import NETWORKS, lucky
from sim.experiments.design import Factor, points
from sim.experiments.plausible import plausible
from sim.mechanisms import SWITCHES
from sim.network import Network
from sim.scenario import Scenario, checked
from sim.scenario_files import load
from sim.workers import in_order
from sim.world import allocate

# Draws of the parameters, and worlds of each, by which the share of the box is told.
DRAWS: Final = 32
WORLDS_A_DRAW: Final = 5
# Worlds of the box are numbered from here, so that none is one of the verdict's.
BOX_FROM: Final = 1_000_000
EVERYTHING: Final = tuple(SWITCHES)

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


@dataclass(frozen=True)
class Box:
    """In how many draws of the plausible parameter box a claim holds, by its means."""

    held: int
    draws: int

    @property
    def share(self) -> float:
        """Held over drawn, nan where none was drawn."""
        return self.held / self.draws if self.draws else float("nan")


@dataclass(frozen=True)
class Trial:
    """A claim, tried.

    Attributes
    ----------
    claim : Claim
    verdict : str
    reason : str
        Why it does not hold; '' where it does.
    parts : tuple of Judged
    box : Box
    replicates : int
    seed : int
    curves : dict of (str, bool) to float64 (3, days)
        Low, median and high (a tenth, half, nine tenths of the worlds) of the figure's series.
    """

    claim: Claim
    verdict: Verdict
    reason: str
    parts: tuple[Judged, ...]
    box: Box
    replicates: int
    seed: int
    curves: dict[tuple[str, bool], NDArray[np.float64]] = field(default_factory=dict)


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
        "run.days": setting.days, "crowd.people": setting.people,
        **setting.values, **(point or {}), **arm.values,
    }  # fmt: skip
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
    course: Course, seeds: Sequence[tuple[int, int]], workers: int | None = None,
    unpaired: bool = False, shown: bool = False,
) -> Iterator[World]:  # fmt: skip
    """Yield the worlds of a claim in the order of their seeds, several at a time."""

    def one(job: tuple[int, int], _: threading.Event) -> World:
        return world_of(course, *job, unpaired=unpaired, shown=shown)

    return in_order(one, seeds, workers or cores())


def _column(worlds: Sequence[World], part: Part) -> tuple[NDArray[np.float64], Any]:
    """Return a part's numbers with and without, float64 (worlds,) each; None without ablation."""
    x = np.array([world.x[part.name] for world in worlds])
    if part.name not in worlds[0].y:
        return x, None
    return x, np.array([world.y[part.name] for world in worlds])


def judge_worlds(claim: Claim, worlds: Sequence[World]) -> tuple[tuple[Judged, ...], Verdict, str]:
    """Return the parts judged, the verdict on the claim, and the reason."""
    judged = tuple(judge_part(part, *_column(worlds, part)) for part in claim.parts)
    return (judged, *verdict_of(claim, judged))


def box_of(
    claim: Claim, seed: int, draws: int, workers: int | None = None, told: Any = None
) -> Box:
    """Return in how much of the plausible parameter box a claim holds, by the means of its parts.

    Parameters the record varies are left alone; all others are drawn by a Latin hypercube from
    their plausible ranges about the record's values (``sim.experiments.plausible``).
    """
    if draws == 0 or claim.disputed:
        return Box(0, 0)
    decided = {name for arm in claim.arms for name in arm.values}
    ranges = plausible(scenario_of(claim, claim.arms[0]))
    factors = [
        Factor(name, low=low, high=high)
        for name, (low, high) in ranges.items()
        if name not in decided
    ]
    held = 0
    for number, point in enumerate(points(factors, "latin-hypercube", draws, seed)):
        course = course_of(claim, point)
        seeds = seeds_of(claim, seed, WORLDS_A_DRAW, BOX_FROM + number * WORLDS_A_DRAW)
        worlds = list(worlds_of(course, seeds, workers))
        means = {
            part.name: (
                float(np.mean([world.x[part.name] for world in worlds])),
                float(np.mean([world.y[part.name] for world in worlds]))
                if claims_y(part)
                else float("nan"),
            )
            for part in claim.parts
        }
        held += holds_roughly(claim, means)
        if told is not None:
            told()
    return Box(held, draws)


def try_claim(
    claim: Claim, seed: int = 1, replicates: int | None = None, draws: int = DRAWS,
    workers: int | None = None, told: Any = None,
) -> Trial:  # fmt: skip
    """Try a claim: its worlds, its verdict, and its share of the parameter box.

    Parameters
    ----------
    claim : Claim
    seed : int
        Of all luck; another gives other worlds.
    replicates : int, optional
        Worlds; the record's number when not given.
    draws : int
        Points of the parameter box; 0 for none.
    workers : int, optional
        Threads; all processors when not given.
    told : callable, optional
        Called after every world and every point.
    """
    count = replicates or claim.replicates
    worlds = []
    for world in worlds_of(course_of(claim), seeds_of(claim, seed, count), workers, shown=True):
        worlds.append(world)
        if told is not None:
            told()
    judged, verdict, reason = judge_worlds(claim, worlds)
    curves = {
        key: np.quantile([world.shown[key] for world in worlds], (0.1, 0.5, 0.9), axis=0)
        for key in worlds[0].shown
    }
    box = box_of(claim, seed, draws, workers, told)
    return Trial(claim, verdict, reason, judged, box, count, seed, curves)


def own_mechanisms(claim: Claim) -> tuple[str, ...]:
    """Return all mechanisms that any of a claim's ablated worlds lacks."""
    return tuple(dict.fromkeys(name for off in claim.ablations for name in off))


def try_nothing(
    claim: Claim, seed: int, replicates: int, off: Sequence[str] = EVERYTHING,
    workers: int | None = None,
) -> Verdict:  # fmt: skip
    """Judge a claim in worlds with all of ``off`` off, the ablated ones of other luck.

    What holds there holds by chance.
    """
    course = course_of(claim, off=off)
    seeds = seeds_of(claim, seed, replicates)
    worlds = list(worlds_of(course, seeds, workers, unpaired=True))
    return judge_worlds(claim, worlds)[1]


def observe_whole(scenario: Scenario, seed: int) -> Seen:
    """Run a scenario with a crowd and luck of its own and return what is seen of it."""
    one = lucky(scenario, seed, seed)
    engine = Engine(allocate(one, NETWORKS.of(one)))
    engine.run()
    return Seen(engine.world.series, {}, engine.world.people)
