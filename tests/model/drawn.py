"""Draws by the million, and what a perfect source would make of them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from sim.model.compiled import kernel
from sim.model.randomness import poisson, stream, uniform

ALPHA = 1e-6
BITS = 53

Ints = NDArray[np.int64]
Coordinate = Any


@kernel
def fill(seeds: Any, decisions: Any, days: Any, agents: Any, out: Any) -> None:
    """Draw one uniform for each (seed, decision, day, agent)."""
    for i in range(out.shape[0]):
        out[i] = uniform(stream(seeds[i], decisions[i], days[i]), agents[i])


@kernel
def fill_keys(seeds: Any, decisions: Any, days: Any, out: Any) -> None:
    """Write the key (uint64) of each stream."""
    for i in range(out.shape[0]):
        out[i] = stream(seeds[i], decisions[i], days[i])


@kernel
def fill_counts(seeds: Any, decision: int, days: Any, mean: float, out: Any) -> None:
    """Draw one Poisson count (int64) a seed and day."""
    for i in range(out.shape[0]):
        out[i] = poisson(stream(seeds[i], decision, days[i]), mean)


@kernel
def tally(u: Any, cells: Any, pairs: Any, products: Any, in_lag: bool) -> None:
    """Count draws by cell, disjoint pairs of neighbours by square, and sum lagged products."""
    side = int(math.sqrt(float(pairs.shape[0])))
    for i in range(u.shape[0]):
        cells[int(u[i] * cells.shape[0])] += 1
    for i in range(0, u.shape[0] - 1, 2):
        pairs[int(u[i] * side) * side + int(u[i + 1] * side)] += 1
    if in_lag:
        for k in range(products.shape[0]):
            total = 0.0
            for i in range(u.shape[0] - k - 1):
                total += (u[i] - 0.5) * (u[i + k + 1] - 0.5)
            products[k] += total


@kernel
def tally_bits(x: Any, ones: Any) -> None:
    """Count how often each of the lowest bits of int64 numbers is set."""
    for i in range(x.shape[0]):
        for k in range(ones.shape[0]):
            ones[k] += (x[i] >> k) & 1


def draws(
    seed: Coordinate = 1, decision: Coordinate = 0, day: Coordinate = 0, agent: Coordinate = 0
) -> NDArray[np.float64]:
    """Return one uniform a coordinate; each is a number or an array, at least one an array."""
    given = [np.asarray(x) for x in (seed, decision, day, agent)]
    shape = np.broadcast_shapes(*(x.shape for x in given))
    kinds = (np.uint64, np.int64, np.int64, np.int64)
    full = [
        np.ascontiguousarray(np.broadcast_to(x.astype(kind), shape)).ravel()
        for x, kind in zip(given, kinds, strict=True)
    ]
    out = np.empty(full[0].shape)
    fill(*full, out)
    return out.reshape(shape)


def keys(seed: Ints, decision: Ints, day: Ints) -> NDArray[np.uint64]:
    """Return the key of one stream a coordinate."""
    out = np.empty(seed.shape, dtype=np.uint64)
    fill_keys(seed.astype(np.uint64), decision, day, out)
    return out


def even(counts: Ints) -> float:
    """Return the two-sided p-value of counts that should all be alike (chi-square)."""
    expected = counts.sum() / counts.size
    statistic = float(((counts - expected) ** 2).sum() / expected)
    return both_tails(stats.chi2.sf(statistic, counts.size - 1))


def both_tails(p: float) -> float:
    """Return the p-value of a statistic that may be too great or too small."""
    return min(1.0, 2.0 * min(float(p), 1.0 - float(p)))


def normal(z: Any) -> float:
    """Return the p-value of the greatest of some standard normal numbers (Bonferroni)."""
    z = np.atleast_1d(np.abs(z))
    return min(1.0, float(2.0 * stats.norm.sf(z.max()) * z.size))
