"""Statistics of runs that several claims share. All are defined for every run, or nan."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.claims.observed import Numbers, ObservedArms, ObservedRun

MONTH: Final = 30
BINS: Final = 20


def turned(run: ObservedRun, day: int, days: int) -> float:
    """Return the share of yesterday's fans who turn within ``days`` from ``day`` on."""
    fans = float(run["fans"][day - 1])
    return float(run["fan_to_black"][day : day + days].sum()) / fans if fans > 0.0 else math.nan


def turned_more(arms: ObservedArms, one: str, other: str, day: int, days: int) -> float:
    """Return by how much the share of fans who turn is larger in the arm ``one`` than ``other``."""
    return turned(arms[one], day, days) - turned(arms[other], day, days)


def total(run: ObservedRun, name: str, first: int = 0, end: int | None = None) -> float:
    """Return the sum of a series over the days ``first`` to ``end - 1``."""
    return float(run[name][first:end].sum())


def mean(run: ObservedRun, name: str, first: int = 0, end: int | None = None) -> float:
    """Return the mean of a series over the days ``first`` to ``end - 1``."""
    return float(run[name][first:end].mean())


def difference(arms: ObservedArms, one: str, other: str, name: str, day: int) -> float:
    """Return how much more of a series the arm ``one`` has on a day than ``other``."""
    return float(arms[one][name][day] - arms[other][name][day])


def log_ratio(one: float, other: float, more: float = 0.0) -> float:
    """Return ln((one + more) / (other + more)), nan where either is not above 0."""
    one, other = one + more, other + more
    return math.log(one / other) if one > 0.0 and other > 0.0 else math.nan


def pair_correlation(counts: Numbers, lags: tuple[int, ...]) -> float:
    """Return the mean product of counts some days apart over their squared mean: 1 by chance.

    The mean over the lags. Source: Diggle (1983), in discrete time.
    """
    level = float(counts.mean())
    if level == 0.0:
        return math.nan
    found = [float(np.mean(counts[lag:] * counts[:-lag])) / level**2 for lag in lags]
    return float(np.mean(found))


def poisson_slope(counts: Numbers, exposure: Numbers) -> float:
    """Return the elasticity of Poisson counts on an exposure: the slope of ln mean on ln exposure.

    Maximum likelihood by Newton's method; nan where there is nothing to fit. Units of no exposure
    are left out.

    Parameters
    ----------
    counts, exposure : float64 (units,)
    """
    exposed = exposure > 0.0
    y, x = counts[exposed], np.log(exposure[exposed])
    if len(y) < 3 or y.sum() == 0.0 or float(np.ptp(x)) == 0.0:
        return math.nan
    x = x - x.mean()
    level, slope = math.log(float(y.mean())), 0.0
    for _ in range(50):
        expected = np.exp(np.clip(level + slope * x, -50.0, 50.0))
        gradient = np.array([(y - expected).sum(), (x * (y - expected)).sum()])
        hessian = np.array(
            [[expected.sum(), (x * expected).sum()], [0.0, (x * x * expected).sum()]]
        )
        hessian[1, 0] = hessian[0, 1]
        step = np.linalg.solve(hessian, gradient)
        step = np.clip(step, -2.0, 2.0)
        level, slope = level + float(step[0]), slope + float(step[1])
        if float(np.abs(step).max()) < 1e-10:
            return slope
    return math.nan


def months(values: Numbers, first: int = 0) -> Numbers:
    """Return sums over whole months of 30 days, float64 (months,)."""
    whole = (len(values) - first) // MONTH
    return np.asarray(values[first : first + whole * MONTH].reshape(whole, MONTH).sum(axis=1))


def top_share(values: Numbers, share: float = 0.1) -> float:
    """Return the part of a sum that the largest tenth of its terms carry; nan of nothing."""
    whole = float(values.sum())
    if whole == 0.0:
        return math.nan
    count = max(1, round(share * len(values)))
    return float(np.sort(values)[-count:].sum()) / whole


def slope(x: list[float], y: list[float]) -> float:
    """Return the least-squares slope of y on x; nan where x does not vary."""
    across, up = np.array(x), np.array(y)
    across = across - across.mean()
    spread = float((across * across).sum())
    return float((across * up).sum()) / spread if spread > 0.0 else math.nan


def first_day(condition: NDArray[np.bool_]) -> int:
    """Return the first day on which a condition holds; the number of days if it never does."""
    return int(np.argmax(condition)) if condition.any() else len(condition)


def largest_step(values: list[float]) -> float:
    """Return by how much the largest rise between neighbours exceeds the mean one."""
    steps = np.diff(np.array(values))
    return float(steps.max() - steps.mean())


def second_peak(values: Numbers) -> float:
    """Return how far a second peak of a distribution on [0, 1] rises above the valley between.

    As a share of the highest peak, 0 where there is but one; of a histogram of ``BINS`` bins,
    smoothed twice by (1, 2, 1) / 4. nan of fewer than ten values.
    """
    if len(values) < 10:
        return math.nan
    counts = np.histogram(values, bins=BINS, range=(0.0, 1.0))[0].astype(np.float64)
    for _ in range(2):
        wide = np.concatenate([counts[:1], counts, counts[-1:]])
        counts = (wide[:-2] + 2.0 * wide[1:-1] + wide[2:]) / 4.0
    first = int(np.argmax(counts))
    found = 0.0
    for k in range(BINS):
        between = counts[min(k, first) : max(k, first) + 1]
        found = max(found, float(counts[k] - between.min()))
    top = float(counts[first])
    return found / top  # the first peak itself has no valley, and adds nothing


def correlation(x: Numbers, y: Numbers) -> float:
    """Return Pearson's correlation; nan of fewer than ten pairs, 0 where either does not vary."""
    if len(x) < 10:
        return math.nan
    if float(np.ptp(x)) == 0.0 or float(np.ptp(y)) == 0.0:
        return 0.0
    return float(np.corrcoef(x, y)[0, 1])
