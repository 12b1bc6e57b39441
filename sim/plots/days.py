"""The daily series of a run as a figure needs them: its days, means over some days, peaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from matplotlib import dates as mdates
from numpy.typing import NDArray

from sim.plots import text

if TYPE_CHECKING:
    import pandas as pd

    from sim.runs.run import DailyTable

Floats = NDArray[np.float64]

# A panel takes the daily frame of a run, or the same columns without pandas.
Frame: TypeAlias = "pd.DataFrame | DailyTable"


def days_of(frame: Frame) -> Floats:
    """Return the days as matplotlib date numbers, float64 (days,); a day is centred on its own."""
    return np.asarray(mdates.date2num(np.asarray(frame.index)), dtype=np.float64)


def edges_of(x: Floats) -> Floats:
    """Return where each day begins, and where the last ends, float64 (days + 1,)."""
    return np.append(x - 0.5, x[-1] + 0.5)


def values(frame: Frame, name: str) -> Floats:
    """Return a series as float64 (days,)."""
    return np.asarray(frame[name], dtype=np.float64)


def crowd(frame: Frame) -> Floats:
    """Return how many people there are each day, 1 where there are none, float64 (days,)."""
    total = values(frame, "fans") + values(frame, "anti_fans") + values(frame, "silent")
    return np.maximum(total, 1.0)


def bin_days(days: int) -> tuple[int, str, str]:
    """Return how many days share a bar, what that is called, and what a mean over it is called."""
    if days <= 130:
        return 1, "a day", ""
    if days <= 1000:
        return 7, "a week", "weekly means"
    if days <= 2000:
        return 14, "two weeks", "two-week means"
    return 28, "four weeks", "four-week means"


def binned(y: Floats, width: int) -> Floats:
    """Return the mean of each bin of ``width`` days, float64 (bins,); the last may be short."""
    starts = np.arange(0, len(y), width)
    return np.add.reduceat(y, starts) / np.diff(np.append(starts, len(y)))


def bin_edges(x: Floats, width: int) -> Floats:
    """Return where each bin begins, and where the last ends, float64 (bins + 1,)."""
    return np.append(x[::width] - 0.5, x[-1] + 0.5)


def smoothed(y: Floats, width: int) -> Floats:
    """Return the centred mean over ``width`` days, shorter at both ends, float64 (days,)."""
    total = np.concatenate([[0.0], np.cumsum(y)])
    day = np.arange(len(y))
    low = np.maximum(day - width // 2, 0)
    high = np.minimum(day + width // 2 + 1, len(y))
    return np.asarray((total[high] - total[low]) / (high - low), dtype=np.float64)


def widened(x: Floats, *series: Floats) -> list[Floats]:
    """Return days and series reaching from the first day's beginning to the last day's end.

    Each is float64 (days + 2,), so that a single day has a width too.
    """
    days = np.concatenate([[x[0] - 0.5], x, [x[-1] + 0.5]])
    return [days, *[np.concatenate([y[:1], y, y[-1:]]) for y in series]]


def when_highest(x: Floats, y: Floats) -> str:
    """Return the day on which a series is highest, as ``3 Jun 2027``."""
    return text.day_name(x[int(np.argmax(y))])
