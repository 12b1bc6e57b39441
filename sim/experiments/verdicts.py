"""What a comparison of plans in the same worlds says: differences, luck and ignorance apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError, missing

LEVEL: Final = 0.9
WORST: Final = 0.1
# Outcomes of which less is better.
BAD: Final = (
    "falls",
    "anti_fan",
    "fan_to_black",
    "largest_day_of_turning",
    "stories_bad",
    "accidents",
    "disputes",
    "resisters",
    "alienated",
    "mean_grievance",
    "mean_hostility",
    "blame",
)


class Verdict(NamedTuple):
    """One plan against doing nothing, in the same worlds.

    Attributes
    ----------
    plan : str
    mean : float
        Of the outcome.
    difference, low, high : float
        Mean difference from doing nothing, and its interval (``LEVEL``).
    luck, ignorance : float
        Standard deviation of the difference from world to world by luck, parameters given; and of
        its expectation by parameters that are not known.
    best : float
        Share of worlds in which no plan is better; shared where several are.
    better : float
        Share of worlds in which it is better than doing nothing.
    worst : float
        Mean of the outcome over the worst tenth of its worlds.
    regret, regret_most : float
        What the best plan of each world has over it: mean, and the 95th of 100 worlds.
    saved : float
        Variance of the difference of as many unpaired runs over that of these pairs; nan for
        doing nothing.
    """

    plan: str
    mean: float
    difference: float
    low: float
    high: float
    luck: float
    ignorance: float
    best: float
    better: float
    worst: float
    regret: float
    regret_most: float
    saved: float


def less_is_better(outcome: str) -> bool:
    """Tell whether less of an outcome is better."""
    return outcome.startswith(BAD)


def interval(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Return mean, low and high of the mean: Student's t over draws of the parameters.

    Worlds with one draw of the parameters are not independent of each other, so their mean counts
    as one; where there is one draw alone, each world counts.

    Parameters
    ----------
    values : float64 (draws, replicates)

    Raises
    ------
    TarpeiaError
        Without scipy.

    Notes
    -----
    Source: Student (1908); means of clusters as in Cameron & Miller (2015).
    """
    try:
        from scipy.stats import t as student
    except ImportError:
        raise missing("compare", "scipy", "analysis") from None

    units = values.mean(axis=1) if values.shape[0] > 1 else values[0]
    mean, count = float(units.mean()), units.shape[0]
    if count < 2:
        return mean, float("-inf"), float("inf")
    half = float(student.ppf(0.5 + LEVEL / 2.0, count - 1) * units.std(ddof=1) / np.sqrt(count))
    return mean, mean - half, mean + half


def apart(values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the standard deviations by luck and by parameters (analysis of variance, one way).

    Parameters
    ----------
    values : float64 (draws, replicates)

    Returns
    -------
    luck, ignorance : float
        nan where there are too few replicates, or one draw, to know.
    """
    draws, replicates = values.shape
    if replicates < 2:
        return float("nan"), float("nan")
    within = float(values.var(axis=1, ddof=1).mean())
    if draws < 2:
        return float(np.sqrt(within)), float("nan")
    between = float(values.mean(axis=1).var(ddof=1)) - within / replicates
    return float(np.sqrt(within)), float(np.sqrt(max(0.0, between)))


def judge(values: Mapping[str, NDArray[np.float64]], nothing: str, less: bool) -> list[Verdict]:
    """Compare plans by an outcome, world by world.

    Parameters
    ----------
    values : mapping
        Plan to its outcome, float64 (draws, replicates), the same worlds in the same places.
        Worlds in which any plan has no value are left out with their draw.
    nothing : str
        The plan the others are held against.
    less : bool
        Whether less is better.

    Returns
    -------
    list of Verdict
        In the order of the plans.

    Raises
    ------
    TarpeiaError
        When no draw is left.
    """
    names = list(values)
    cube = np.stack([values[name] for name in names])
    whole = np.isfinite(cube).all(axis=(0, 2))
    if not whole.any():
        raise TarpeiaError("compare: no world in which all plans have a value")
    cube = cube[:, whole]
    good = -cube if less else cube
    top = good.max(axis=0)
    is_best = good == top
    base = cube[names.index(nothing)]
    found = []
    for k, name in enumerate(names):
        difference = cube[k] - base
        mean, low, high = interval(difference)
        luck, ignorance = apart(difference)
        paired = float(difference.var(ddof=1)) if difference.size > 1 else 0.0
        unpaired = float(cube[k].var(ddof=1) + base.var(ddof=1)) if difference.size > 1 else 0.0
        regret = top - good[k]
        ordered = np.sort(good[k], axis=None)[: max(1, round(WORST * good[k].size))]
        found.append(
            Verdict(
                plan=name,
                mean=float(cube[k].mean()),
                difference=mean,
                low=low,
                high=high,
                luck=luck,
                ignorance=ignorance,
                best=float((is_best[k] / is_best.sum(axis=0)).mean()),
                better=float((good[k] > good[names.index(nothing)]).mean()),
                worst=float(-ordered.mean() if less else ordered.mean()),
                regret=float(regret.mean()),
                regret_most=float(np.quantile(regret, 0.95)),
                saved=unpaired / paired if paired > 0.0 else float("nan"),
            )
        )
    return found
