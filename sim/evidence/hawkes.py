"""A self-exciting model of daily counts: negative-binomial autoregression, geometric kernel.

``lambda_t = mu_t + n H_t``, ``H_t = p H_{t-1} + (1 - p) y_{t-1}``, ``y_t`` negative binomial with
mean ``lambda_t`` and size ``r``: variance ``lambda + lambda^2 / r``. In discrete time it is the
process of Hawkes (1971); as an autoregression of counts, Ferland, Latour & Oraichi (2006). A gap in
the record restarts ``H`` at the mean count, since nothing is known of the days before.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError

LEAST_MEAN: Final = 1e-4
LARGEST_BRANCHING: Final = 0.995
LARGEST_MEMORY: Final = 0.97
SIZES: Final = (0.05, 200.0)
# The slow baseline: the days 8 to 45 either side, a window of 91 days without its inner 15.
WINDOW_DAYS: Final = 45
LEFT_OUT_DAYS: Final = 7


class Fit(NamedTuple):
    """A fitted model.

    Attributes
    ----------
    constant : float
        Titles a day that nothing brought; with a slow baseline what does not move with it.
    slope : float
        Of the slow baseline; 0 without one.
    branching : float
        n: titles that one title brings in the end.
    memory : float
        p: what is left a day later of what a title brings; 1 / day.
    size : float
        r of the negative binomial.
    log_likelihood : float
    """

    constant: float
    slope: float
    branching: float
    memory: float
    size: float
    log_likelihood: float

    @property
    def relaxation(self) -> float:
        """What is left of an excess a day later, n (1 - p) + p; 1 / day."""
        return self.branching * (1.0 - self.memory) + self.memory


class Record(NamedTuple):
    """Counts by day, int64 (days,), and the stretches of days without a gap, as slices."""

    counts: NDArray[np.int64]
    stretches: tuple[slice, ...]


def record(counts: NDArray[np.int64], recorded: NDArray[np.bool_]) -> Record:
    """Return the counts with the stretches of days that were recorded.

    Parameters
    ----------
    counts : int64 (days,)
    recorded : bool (days,)

    Raises
    ------
    TarpeiaError
        For fewer than 30 recorded days, or no count above 0.
    """
    edges = np.flatnonzero(np.diff(np.concatenate([[False], recorded, [False]])))
    if recorded.sum() < 30 or counts[recorded].sum() == 0:
        raise TarpeiaError("hawkes: at least 30 recorded days and one count above 0 are needed")
    return Record(
        np.where(recorded, counts, 0),
        tuple(slice(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)),
    )


def slow_level(days: Record) -> NDArray[np.float64]:
    """Return the slow baseline, float64 (days,): the mean of recorded days 8 to 45 days off.

    The day itself and the week either side are left out, so that a burst is not explained by
    itself. Source: assumption (91 days as published, the part left out is ours).
    """
    there = np.zeros(len(days.counts))
    for stretch in days.stretches:
        there[stretch] = 1.0
    kernel = np.ones(2 * WINDOW_DAYS + 1)
    kernel[WINDOW_DAYS - LEFT_OUT_DAYS : WINDOW_DAYS + LEFT_OUT_DAYS + 1] = 0.0
    total = np.convolve(days.counts, kernel)[WINDOW_DAYS:-WINDOW_DAYS]
    return np.asarray(total / np.maximum(np.convolve(there, kernel)[WINDOW_DAYS:-WINDOW_DAYS], 1.0))


class _Objective:
    """Minus the log-likelihood and its gradient at (constant, slope, n, p, ln r)."""

    def __init__(self, days: Record, slow: NDArray[np.float64] | None) -> None:
        self.kept = np.concatenate([np.arange(s.start, s.stop) for s in days.stretches])
        self.y = days.counts[self.kept].astype(np.float64)
        self.start = float(self.y.mean())
        self.slow = np.zeros(len(self.y)) if slow is None else slow[self.kept]
        lengths = [s.stop - s.start for s in days.stretches]
        ends = np.cumsum(lengths)
        self.parts = [slice(int(e) - n, int(e)) for e, n in zip(ends, lengths, strict=True)]
        self.levels, self.place = np.unique(self.y, return_inverse=True)

    def heard(self, memory: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return H and its derivative by p, float64 (days,) each."""
        from scipy.signal import lfilter

        level, change = np.empty_like(self.y), np.empty_like(self.y)
        for part in self.parts:
            poles = [1.0, -memory]
            level[part], _ = lfilter([0.0, 1.0 - memory], poles, self.y[part], zi=[self.start])
            change[part] = lfilter([0.0, 1.0], poles, level[part] - self.y[part])
        return level, change

    def __call__(self, point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        from scipy.special import digamma, gammaln

        constant, slope, branching, memory = point[:4]
        size = float(np.exp(point[4]))
        level, change = self.heard(float(memory))
        mean = np.maximum(constant + slope * self.slow + branching * level, LEAST_MEAN)
        y, both = self.y, size + mean
        of_size = gammaln(self.levels + size) - gammaln(size) - gammaln(self.levels + 1.0)
        share = np.log(size / both)
        terms = of_size[self.place] + size * share + y * np.log(mean / both)
        by_mean = y / mean - (y + size) / both
        by_size = (digamma(self.levels + size) - digamma(size))[self.place]
        by_size = by_size + share + 1.0 - (size + y) / both
        gradient = np.array(
            [
                by_mean.sum(),
                (by_mean * self.slow).sum(),
                (by_mean * level).sum(),
                branching * (by_mean * change).sum(),
                size * by_size.sum(),
            ]
        )
        return -float(terms.sum()), -gradient


def fit(days: Record, slow: NDArray[np.float64] | None = None, start: Fit | None = None) -> Fit:
    """Fit the model by maximum likelihood (SLSQP, analytic gradient).

    Parameters
    ----------
    days : Record
    slow : float64 (days,), optional
        A baseline for every day: ``mu_t = constant + slope slow_t``, both at least 0; constant
        alone when not given.
    start : Fit, optional
        Where to begin; otherwise the best of three beginnings is kept.

    Raises
    ------
    TarpeiaError
        When the search finds no finite likelihood.
    """
    from scipy.optimize import minimize

    goal = _Objective(days, slow)
    mean = goal.start
    bounds = [
        (LEAST_MEAN, None),
        (0.0, None if slow is not None else 0.0),
        (0.0, LARGEST_BRANCHING),
        (0.0, LARGEST_MEMORY),
        tuple(np.log(SIZES)),
    ]
    slope = 0.3 if slow is not None else 0.0
    points: list[list[float]] = [[0.3 * mean, slope, 0.4, p, 0.0] for p in (0.2, 0.5, 0.85)]
    if start is not None:
        points = [[*start[:4], float(np.log(start.size))]]
    # SLSQP: as near as L-BFGS-B, which starts threads for its five numbers.
    tried: list[Any] = [
        minimize(goal, np.array(p), jac=True, method="SLSQP", bounds=bounds, options={"ftol": 1e-9})
        for p in points
    ]
    best = min(tried, key=lambda one: float(one.fun))
    if not np.isfinite(best.fun):
        raise TarpeiaError("hawkes: the search found no finite likelihood")
    constant, slope, branching, memory, log_size = map(float, best.x)
    return Fit(constant, slope, branching, memory, float(np.exp(log_size)), -float(best.fun))


def simulate(
    model: Fit, days: Record, slow: NDArray[np.float64] | None = None, draws: int = 1, seed: int = 1
) -> NDArray[np.int64]:
    """Draw series from a fitted model, with the gaps of the record, int64 (draws, days).

    ``H`` starts, and restarts after a gap, at the model's mean count.

    Parameters
    ----------
    model : Fit
    days : Record
        Its stretches alone are used.
    slow : float64 (days,), optional
    draws, seed : int
    """
    random = np.random.default_rng(seed)
    steady = np.full(len(days.counts), model.constant)
    if slow is not None:
        steady += model.slope * slow
    found = np.zeros((draws, len(days.counts)), dtype=np.int64)
    for stretch in days.stretches:
        level = np.full(draws, float(steady[stretch].mean()) / (1.0 - model.branching))
        for day in range(stretch.start, stretch.stop):
            mean = steady[day] + model.branching * level
            drawn = random.negative_binomial(model.size, model.size / (model.size + mean))
            found[:, day] = drawn
            level = model.memory * level + (1.0 - model.memory) * drawn
    return found
