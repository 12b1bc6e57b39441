"""."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.classroom.score import points
from sim.scenario.scenario import Scenario

Floats = NDArray[np.float64]

OTHER_WORLDS: Final = 200


class Spread(NamedTuple):
    """The same decisions in other worlds.

    Attributes
    ----------
    points : list of dict
        By world, the points of each measure.
    totals, reputations, falls : float64 (worlds,)
    better_than : float
        The share of them in which the total was lower than in the class's own world, equal
        ones counted half.
    """

    points: list[dict[str, float]]
    totals: Floats
    reputations: Floats
    falls: Floats
    better_than: float


class _Outcome(NamedTuple):
    measures: dict[str, float]
    fall: float


def other_worlds(world: Scenario, count: int = OTHER_WORLDS) -> list[Scenario]:
    """Return worlds that differ from a game's in luck alone: the seeds after its own."""
    first = world.run.seed + 1
    return [world.with_values({"run.seed": first + k}) for k in range(count)]


def _spread(found: Sequence[_Outcome], idle: Sequence[_Outcome]) -> Spread:
    """Return a course's outcomes in other worlds, marked against doing nothing in each of them."""
    return Spread(
        [points(one.measures, none.measures) for one, none in zip(found, idle, strict=True)],
        np.zeros(len(found)),
        np.array([one.measures["reputation"] for one in found]),
        np.array([one.fall for one in found]),
        float("nan"),
    )


def _place(values: Floats, here: float) -> float:
    """Return the share of values below one, equal ones counted half; nan where there are none."""
    if not len(values):
        return float("nan")
    equal = np.isclose(values, here, rtol=0.0, atol=1e-9)
    return float(np.mean((values < here) & ~equal) + 0.5 * np.mean(equal))
