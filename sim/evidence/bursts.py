"""Bursts of attention on the board: how fast a single one fades.

The normal level of an entity is the median of its titles a day over the recorded days within 30
days either side, rounded down: one rule for shapes and sizes, which no single burst moves. What
lies above it is excess. Days without record are missing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import Daily, daily, entities
from sim.evidence.estimate import Estimate, bootstrap

# No title counts twice: founders and models are named within their firm's titles.
APART: Final = ("byd_all", "dongyuhui", "huawei_all", "pangdonglai", "tesla_all", "xiaomi_all")
NORMAL_DAYS: Final = 30
PEAK_LEAST: Final = 5.0
HIGHEST_WITHIN_DAYS: Final = 7
SINGLE_WITHIN_DAYS: Final = 14
SAME_BURST_DAYS: Final = 2
PROFILE_DAYS: Final = 5
RULE: Final = (
    "peak at least 5 titles above the normal level, the highest day within 7 d, and no day from 3 "
    "to 14 d off above half of it; normal level: median within 30 d either side"
)


def normal_level(series: Daily) -> NDArray[np.float64]:
    """Return the normal titles a day, float64 (days,): the median within 30 d, rounded down."""
    titles = np.where(series.recorded, series.titles, np.nan)
    padded = np.pad(titles, NORMAL_DAYS, constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * NORMAL_DAYS + 1)
    return np.asarray(np.floor(np.nanmedian(windows, axis=1)), dtype=np.float64)


def earlier_level(series: Daily) -> NDArray[np.float64]:
    """Return another normal level, float64 (days,): the mean of the days 28 to 8 before.

    Nan where fewer than half of those days were recorded.
    """
    titles = np.where(series.recorded, series.titles, 0.0)
    sums = np.concatenate([[0.0], np.cumsum(titles)])
    there = np.concatenate([[0], np.cumsum(series.recorded)])
    day = np.arange(len(titles))
    first, stop = np.maximum(day - 28, 0), np.maximum(day - 7, 0)
    count = there[stop] - there[first]
    return np.where(count >= 11, (sums[stop] - sums[first]) / np.maximum(count, 1), np.nan)


def excess(series: Daily, normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return titles above the normal level, float64 (days,); nan on days without record."""
    return np.where(series.recorded, series.titles - normal, np.nan)


def single_peaks(above: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the days of the peaks of single bursts, int64 (bursts,), by the rule ``RULE``.

    A burst whose day before or one of whose four days after was not recorded is left out.

    Parameters
    ----------
    above : float64 (days,)
        Titles above normal, nan where unknown.
    """
    padded = np.pad(above, SINGLE_WITHIN_DAYS, constant_values=np.nan)
    around = np.lib.stride_tricks.sliding_window_view(padded, 2 * SINGLE_WITHIN_DAYS + 1)
    found = []
    for day in np.flatnonzero(above >= PEAK_LEAST):
        window = np.nan_to_num(around[day], nan=-np.inf)
        distance = np.abs(np.arange(window.size) - SINGLE_WITHIN_DAYS)
        near = window[distance <= HIGHEST_WITHIN_DAYS]
        other = window[distance > SAME_BURST_DAYS]
        first = int(near.argmax()) == HIGHEST_WITHIN_DAYS  # of equal days the first
        shape = above[max(day - 1, 0) : day + PROFILE_DAYS]
        whole = shape.size == PROFILE_DAYS + 1 and bool(np.isfinite(shape).all())
        if first and whole and other.max() <= above[day] / 2.0:
            found.append(int(day))
    return np.array(found, dtype=np.int64)


def profiles(
    above: NDArray[np.float64], shown: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Return single bursts from the peak on, over their peak, float64 (bursts, ``PROFILE_DAYS``).

    Parameters
    ----------
    above : float64 (days,)
        Titles above normal, nan where unknown: these decide what a single burst is.
    shown : float64 (days,), optional
        What is returned of them; ``above`` itself when not given.
    """
    peaks = single_peaks(above)
    height = above if shown is None else shown
    return np.asarray(height[peaks[:, None] + np.arange(PROFILE_DAYS)] / height[peaks][:, None])


def half_life(shapes: NDArray[np.float64]) -> float:
    """Return the days in which a burst halves: ln 2 / -ln(mean share left after a day).

    Nan where nothing or everything is left.
    """
    left = float(shapes[:, 1].mean())
    return math.log(2.0) / -math.log(left) if 0.0 < left < 1.0 else float("nan")


def _pooled(names: Sequence[str], level: str = "around") -> NDArray[np.float64]:
    found = []
    for series in map(daily, names):
        normal = earlier_level(series) if level == "before" else normal_level(series)
        raw = excess(series, np.zeros_like(normal)) if level == "nothing" else None
        found.append(profiles(excess(series, normal), raw))
    return np.concatenate(found)


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean())


@cache
def decay(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the half-life (days) and mean profile of single bursts, pooled over entities.

    First over the six entities that share no title; then other ways: all eleven, the mean of the
    three weeks before as the normal level, and nothing taken off.
    """
    method = f"mean over single bursts ({RULE}); bootstrap of bursts"
    samples = {
        "": (_pooled(APART), "from daily counts: the first day's step alone"),
        ", all eleven entities": (_pooled(entities()), "a title may count twice"),
        ", normal level of the weeks before": (_pooled(APART, "before"), ""),
        ", nothing taken off": (_pooled(APART, "nothing"), "holds what is there on any day"),
    }
    found = []
    for label, (shapes, note) in samples.items():
        found.append(
            Estimate(
                "half-life" + label,
                half_life(shapes),
                *bootstrap(shapes, half_life, seed),
                "d",
                "ln 2 / -ln(mean share left after a day); " + method,
                "bursts",
                len(shapes),
                note,
            )
        )
        found += [
            Estimate(
                f"profile day {day}{label}",
                _mean(shapes[:, day]),
                *bootstrap(shapes[:, day], _mean, seed),
                "of the peak",
                method,
                "bursts",
                len(shapes),
                note if label else "",
            )
            for day in range(1, PROFILE_DAYS)
        ]
    return tuple(found)
