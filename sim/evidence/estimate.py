"""What an estimate is, and the intervals that the estimators share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError

LEVEL: Final = 0.95
DRAWS: Final = 2_000
# New negatives cluster for some days and no longer than a week; blocks keep that.
BLOCK_DAYS: Final = 7


@dataclass(frozen=True)
class Estimate:
    """One number estimated from the data files.

    Attributes
    ----------
    name : str
    value, low, high : float
        The estimate and its 95 % interval; both ends equal the value where it is a plain count.
    unit : str
    method : str
        How the value and its interval are made.
    sample : str
        What ``n`` counts.
    n : int
    note : str
        What to beware of.
    """

    name: str
    value: float
    low: float
    high: float
    unit: str
    method: str
    sample: str
    n: int
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.value:.3g} [{self.low:.3g}, {self.high:.3g}] {self.unit}"


def percentiles(draws: NDArray[np.float64]) -> tuple[float, float]:
    """Return the ends of the 95 % percentile interval (Efron 1979) of draws, float64 (draws,).

    Draws that are not finite are left out.

    Raises
    ------
    TarpeiaError
        When less than half of the draws are finite.
    """
    finite = draws[np.isfinite(draws)]
    if 2 * finite.size < draws.size or finite.size == 0:
        raise TarpeiaError("interval: the statistic has no value in most draws; more data needed")
    low, high = np.quantile(finite, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0])
    return float(low), float(high)


def bootstrap(
    data: NDArray[Any],
    statistic: Callable[[NDArray[Any]], float],
    seed: int = 1,
    draws: int = DRAWS,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of a statistic of independent rows (Efron 1979).

    Parameters
    ----------
    data : ndarray, shape (rows, ...)
    statistic : callable
        Of an array like ``data``.
    seed, draws : int

    Raises
    ------
    TarpeiaError
        For no row, or when the statistic has no value in most draws.
    """
    if len(data) == 0:
        raise TarpeiaError("bootstrap: no data, at least one row is needed")
    random = np.random.default_rng(seed)
    found = [statistic(data[random.integers(len(data), size=len(data))]) for _ in range(draws)]
    return percentiles(np.array(found, dtype=np.float64))


def block_rows(
    days: int, block: int, random: np.random.Generator, draws: int
) -> Iterator[NDArray[np.int64]]:
    """Yield row numbers of resampled days, int64 (days,): whole blocks, wrapped at the end.

    The circular block bootstrap of Politis & Romano (1992).

    Raises
    ------
    TarpeiaError
        For a block shorter than a day or longer than the days.
    """
    if not 1 <= block <= days:
        raise TarpeiaError(f"block: {block} d is not allowed, allowed is 1 to {days}")
    blocks = -(-days // block)
    for _ in range(draws):
        starts = random.integers(days, size=blocks)
        yield ((starts[:, None] + np.arange(block)) % days).reshape(-1)[:days]


def block_bootstrap(
    data: NDArray[Any],
    statistic: Callable[[NDArray[Any]], float],
    seed: int = 1,
    block: int = BLOCK_DAYS,
    draws: int = DRAWS,
) -> tuple[float, float]:
    """Return the interval of a statistic of days that depend on their neighbours.

    Percentiles of the circular block bootstrap (Politis & Romano 1992).

    Parameters
    ----------
    data : ndarray, shape (days, ...)
        In the order of time.
    statistic : callable
        Of an array like ``data``; it must not depend on the order of the days.
    seed, block, draws : int
        ``block`` in days.

    Raises
    ------
    TarpeiaError
        For a block that is not allowed, or when the statistic has no value in most draws.
    """
    random = np.random.default_rng(seed)
    found = [statistic(data[rows]) for rows in block_rows(len(data), block, random, draws)]
    return percentiles(np.array(found, dtype=np.float64))


def mean_ratio(
    after: NDArray[np.int64],
    before: NDArray[np.int64],
    seed: int = 1,
    block: int = BLOCK_DAYS,
    draws: int = DRAWS,
) -> tuple[float, float, float]:
    """Return the ratio of two mean counts a day, and its interval.

    Both periods are resampled in blocks of days. Half a title is added to each resampled total,
    so that a draw without any has a ratio too (Haldane 1956; Anscombe 1956); the ratio itself is
    the plain one.

    Parameters
    ----------
    after, before : int64 (days,), each its own number of days
    seed, block, draws : int

    Raises
    ------
    TarpeiaError
        Where nothing was counted before, or for a block that is not allowed.
    """
    if before.sum() == 0:
        raise TarpeiaError("ratio: nothing was counted before, at least one title is needed")
    random = np.random.default_rng(seed)

    def rates(counts: NDArray[np.int64]) -> NDArray[np.float64]:
        drawn = block_rows(len(counts), min(block, len(counts)), random, draws)
        return np.array([(counts[rows].sum() + 0.5) / len(counts) for rows in drawn])

    low, high = percentiles(rates(after) / rates(before))
    return float(after.mean() / before.mean()), low, high


def wilson(successes: int, trials: int) -> tuple[float, float, float]:
    """Return a share and its score interval (Wilson 1927).

    Raises
    ------
    TarpeiaError
        For no trial, or more successes than trials.
    """
    if not 0 <= successes <= trials or trials == 0:
        raise TarpeiaError(f"share: {successes} of {trials} is no share")
    from scipy.special import ndtri

    z = float(ndtri((1.0 + LEVEL) / 2.0))
    share = successes / trials
    middle = (share + z * z / (2 * trials)) / (1.0 + z * z / trials)
    half = z / (1.0 + z * z / trials)
    half *= float(np.sqrt(share * (1.0 - share) / trials + z * z / (4.0 * trials**2)))
    return share, middle - half, middle + half
