"""Two samples of one size, compared: means by Welch's t, spreads by Brown and Forsythe's F."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

BEYOND: Final = 1e9  # the t of different constants: infinite, but JSON has no such number


def compare_samples(
    one: NDArray[np.float64], other: NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """Return Welch's t with p, and Brown and Forsythe's F with p, of two samples of one size.

    Samples without any spread have equal means (p = 1) up to rounding, or not (p = 0). Where the
    distances from the median do not vary, nothing can be said about the spreads (p = 1).
    """
    t, p_mean = welch(one, other)
    away = [np.abs(sample - np.median(sample)) for sample in (one, other)]
    t_spread, p_spread = welch(away[0], away[1], pooled=True)
    if abs(t_spread) == BEYOND:
        t_spread, p_spread = 0.0, 1.0
    return t, p_mean, t_spread**2, p_spread


def welch(
    one: NDArray[np.float64], other: NDArray[np.float64], pooled: bool = False
) -> tuple[float, float]:
    """Return the t of two samples of one size and its p-value; ``pooled`` is Student's.

    With samples of one size both have the same t; only the degrees of freedom differ.
    """
    from scipy import stats

    size = len(one)
    difference = float(one.mean() - other.mean())
    squares = [float(sample.var(ddof=1)) / size for sample in (one, other)]
    error = math.sqrt(sum(squares))
    if error <= 1e-12 * max(float(np.abs(one).max()), float(np.abs(other).max()), 1e-300):
        same = abs(difference) <= 1e-9 * max(abs(float(one.mean())), 1e-300)
        return (0.0, 1.0) if same else (math.copysign(BEYOND, difference), 0.0)
    freedom = 2.0 * (size - 1)
    if not pooled:
        freedom = sum(squares) ** 2 / (sum(x * x for x in squares) / (size - 1))
    t = difference / error
    return t, float(2.0 * stats.t.sf(abs(t), freedom))
