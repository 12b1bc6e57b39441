"""Falls of the fan share: when a peak counts, and when it is lost."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

# A fall: the fan share drops below this share of a running peak of at least PEAK.
FALL: Final = 0.6
PEAK: Final = 0.05
RECOVERED: Final = 1.25


def running_peaks(
    fan_share: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.bool_]]:
    """Return the running peak of a fan share, its day, and whether the share has fallen from it.

    A fall is a drop below 60 % of a running peak of at least 5 %; the next peak is sought from
    the lowest point after it, and counts once the share has recovered: to 5 % and to a quarter
    above that point.

    Parameters
    ----------
    fan_share : float64 (days,)

    Returns
    -------
    peak, day, fallen : float64 (days,), int64 (days,), bool (days,)
    """
    peak = np.empty(len(fan_share))
    peak_day = np.empty(len(fan_share), dtype=np.int64)
    fallen = np.zeros(len(fan_share), dtype=np.bool_)
    top, top_day, low, down = 0.0, 0, 0.0, False
    for day, share in enumerate(fan_share):
        if down:
            low = min(low, share)
            if share >= PEAK and share >= RECOVERED * low:
                down, top, top_day = False, share, day
        elif share > top:
            top, top_day = share, day
        elif top >= PEAK and share < FALL * top:
            down, low = True, share
        peak[day], peak_day[day], fallen[day] = top, top_day, down
    return peak, peak_day, fallen


def falls(fan_share: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the falls in a series of the fan share, as (day of the peak, day of the fall).

    Parameters
    ----------
    fan_share : float64 (days,)
    """
    _, peak_day, fallen = running_peaks(fan_share)
    begins = np.flatnonzero(fallen & ~np.concatenate([[False], fallen[:-1]]))
    return [(int(peak_day[day]), int(day)) for day in begins]
