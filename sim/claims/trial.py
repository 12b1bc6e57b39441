"""A claim on trial: its worlds, its verdict, and in how much of the parameter box it holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from sim.claims.claim import Claim, ClaimPart
from sim.claims.judge import ClaimVerdict, JudgedPart, holds_roughly, judge_part, verdict_of
from sim.claims.observed import Numbers
from sim.claims.pairs import ClaimWorld, arm_scenario, claim_scenarios, seeds_of, worlds_of
from sim.experiments.design import Factor, points
from sim.experiments.plausible import plausible

# Draws of the parameters, and worlds of each, by which the share of the box is estimated.
DRAWS: Final = 32
WORLDS_A_DRAW: Final = 5
# Worlds of the box are numbered from here, so that none is one of the verdict's.
BOX_FROM: Final = 1_000_000
# Called when another world, or another point of the box, is done.
Step = Callable[[], object]


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
    parts : tuple of JudgedPart
    box : Box
    replicates : int
    seed : int
    curves : dict of (str, bool) to float64 (3, days)
        Low, median and high (a tenth, half, nine tenths of the worlds) of the figure's series.
    """

    claim: Claim
    verdict: ClaimVerdict
    reason: str
    parts: tuple[JudgedPart, ...]
    box: Box
    replicates: int
    seed: int
    curves: dict[tuple[str, bool], Numbers] = field(default_factory=dict)

    @property
    def first(self) -> JudgedPart:
        """The first part that decides."""
        both = zip(self.claim.parts, self.parts, strict=True)
        return next(judged for part, judged in both if not part.reported)


def _numbers(worlds: Sequence[ClaimWorld], part: ClaimPart) -> tuple[Numbers, Numbers | None]:
    """Return a part's numbers with and without, float64 (worlds,) each; None without ablation."""
    x = np.array([world.x[part.name] for world in worlds])
    if part.name not in worlds[0].y:
        return x, None
    return x, np.array([world.y[part.name] for world in worlds])


def judge_worlds(
    claim: Claim, worlds: Sequence[ClaimWorld]
) -> tuple[tuple[JudgedPart, ...], ClaimVerdict, str]:
    """Return the parts judged, the verdict on the claim, and the reason."""
    judged = tuple(judge_part(part, *_numbers(worlds, part)) for part in claim.parts)
    return (judged, *verdict_of(claim, judged))


def box_of(
    claim: Claim, seed: int, draws: int, workers: int | None = None, step: Step | None = None
) -> Box:
    """Return in how much of the plausible parameter box a claim holds, by the means of its parts.

    Parameters the record varies are left alone; all others are drawn by a Latin hypercube from
    their plausible ranges about the record's values (``sim.experiments.plausible``).
    """
    if draws == 0 or claim.disputed:
        return Box(0, 0)
    decided = {name for arm in claim.arms for name in arm.values}
    ranges = plausible(arm_scenario(claim, claim.arms[0]))
    factors = [
        Factor(name, low=low, high=high)
        for name, (low, high) in ranges.items()
        if name not in decided
    ]
    held = 0
    for number, point in enumerate(points(factors, "latin-hypercube", draws, seed)):
        scenarios = claim_scenarios(claim, point)
        seeds = seeds_of(claim, seed, WORLDS_A_DRAW, BOX_FROM + number * WORLDS_A_DRAW)
        worlds = list(worlds_of(scenarios, seeds, workers))
        means = {
            part.name: (
                float(np.mean([world.x[part.name] for world in worlds])),
                float(np.mean([world.y[part.name] for world in worlds]))
                if part.ablated
                else float("nan"),
            )
            for part in claim.parts
        }
        held += holds_roughly(claim, means)
        if step is not None:
            step()
    return Box(held, draws)


def try_claim(
    claim: Claim,
    seed: int = 1,
    replicates: int | None = None,
    draws: int = DRAWS,
    workers: int | None = None,
    step: Step | None = None,
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
    step : callable, optional
        Called after every world and every point.
    """
    count = replicates or claim.replicates
    worlds = []
    for world in worlds_of(
        claim_scenarios(claim), seeds_of(claim, seed, count), workers, with_curves=True
    ):
        worlds.append(world)
        if step is not None:
            step()
    judged, verdict, reason = judge_worlds(claim, worlds)
    curves = {
        key: np.quantile([world.curves[key] for world in worlds], (0.1, 0.5, 0.9), axis=0)
        for key in worlds[0].curves
    }
    box = box_of(claim, seed, draws, workers, step)
    return Trial(claim, verdict, reason, judged, box, count, seed, curves)
