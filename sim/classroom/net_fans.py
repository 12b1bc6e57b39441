"""Net fans: fans minus anti-fans of each hundred people, by day and by month, and their fall."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.classroom.rules import BEFORE, MONTH_DAYS, QUARTER_DAYS
from sim.model import layout

Floats = NDArray[np.float64]


def net_fans(series: Floats) -> Floats:
    """Return fans minus anti-fans of each hundred people by day, float64 (days,)."""
    return np.asarray(100.0 * (series[:, layout.S_FAN_SHARE] - series[:, layout.S_ANTI_FAN_SHARE]))


def moving_month(values: Floats) -> Floats:
    """Return the mean of each day and the 27 before it, as many as there are, float64 (days,)."""
    total = np.concatenate([[0.0], np.cumsum(values)])
    last = np.arange(1, len(values) + 1)
    first = np.maximum(0, last - MONTH_DAYS)
    return np.asarray((total[last] - total[first]) / (last - first))


def monthly_net_fans(series: Floats) -> Floats:
    """Return the moving month of net fans by day, float64 (days,)."""
    return moving_month(net_fans(series))


def game_curve(series: Floats) -> Floats:
    """Return monthly net fans from a quarter before the game on, float64 (days,)."""
    return monthly_net_fans(series)[BEFORE - QUARTER_DAYS :]


def deepest_fall(series: Floats) -> float:
    """Return the deepest fall of the game: monthly net fans from a peak to what follows, points.

    The peak may lie on the eve of the game; 0 where it only rises.
    """
    month = monthly_net_fans(series)[BEFORE - 1 :]
    return float(np.max(np.maximum.accumulate(month) - month)) if len(month) else 0.0
