"""The worlds behind a verdict: pairs with and without a mechanism, under one luck.

All arms of a world share its crowd, its network and its luck, with the mechanism and without it. A
sample of the plausible parameter box tells in how much of it the claim holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.claims.claim import Claim, Part
from sim.claims.judge import (
    Judged,
    Verdict,
    claims_y,
    holds_roughly,
    judge_part,
    verdict_of,
)
from sim.claims.pairs import World, course_of, scenario_of, seeds_of, worlds_of
from sim.experiments.design import Factor, points
from sim.experiments.plausible import plausible
from sim.model.mechanisms import SWITCHES

# Draws of the parameters, and worlds of each, by which the share of the box is told.
DRAWS: Final = 32
WORLDS_A_DRAW: Final = 5
# Worlds of the box are numbered from here, so that none is one of the verdict's.
BOX_FROM: Final = 1_000_000
EVERYTHING: Final = tuple(SWITCHES)


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
    claim: Claim,
    seed: int = 1,
    replicates: int | None = None,
    draws: int = DRAWS,
    workers: int | None = None,
    told: Any = None,
) -> Trial:
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
    claim: Claim,
    seed: int,
    replicates: int,
    off: Sequence[str] = EVERYTHING,
    workers: int | None = None,
) -> Verdict:
    """Judge a claim in worlds with all of ``off`` off, the ablated ones of other luck.

    What holds there holds by chance.
    """
    course = course_of(claim, off=off)
    seeds = seeds_of(claim, seed, replicates)
    worlds = list(worlds_of(course, seeds, workers, unpaired=True))
    return judge_worlds(claim, worlds)[1]
