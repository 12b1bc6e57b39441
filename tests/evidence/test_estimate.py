"""Intervals: known values, coverage, and the same numbers at every call."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import TarpeiaError
from sim.evidence.estimate import (
    block_bootstrap,
    block_rows,
    bootstrap,
    mean_ratio,
    percentiles,
    wilson,
)


def mean(values: np.ndarray) -> float:
    return float(values.mean())


def test_the_bootstrap_covers_a_mean() -> None:
    random = np.random.default_rng(3)
    held = 0
    for sample in random.exponential(2.0, size=(200, 60)):
        low, high = bootstrap(sample, mean, seed=1, draws=200)
        held += low <= 2.0 <= high
    assert 0.88 <= held / 200 <= 0.98


def test_blocks_see_the_dependence_that_rows_do_not() -> None:
    random = np.random.default_rng(4)
    noise = random.normal(size=(100, 400))
    series = noise.copy()
    for day in range(1, 400):
        series[:, day] += 0.7 * series[:, day - 1]
    held = {1: 0, 30: 0}
    for row in series:
        for block in held:
            low, high = block_bootstrap(row, mean, seed=1, block=block, draws=200)
            held[block] += low <= 0.0 <= high
    assert held[1] < 75
    assert held[30] > 80


def test_blocks_are_whole_days_in_a_row_and_wrap() -> None:
    rows = list(block_rows(10, 4, np.random.default_rng(1), 50))
    assert {len(row) for row in rows} == {10}
    for row in rows:
        steps = np.diff(row) % 10
        assert (np.delete(steps, [3, 7]) == 1).all()
    with pytest.raises(TarpeiaError, match="block: 11 d is not allowed"):
        next(block_rows(10, 11, np.random.default_rng(1), 1))


def test_the_ratio_of_rates_covers() -> None:
    random = np.random.default_rng(5)
    held = 0
    for _ in range(150):
        before, after = random.poisson(0.5, 45), random.poisson(1.5, 45)
        value, low, high = mean_ratio(after, before, seed=1, draws=200)
        assert low <= value <= high
        held += low <= 3.0 <= high
    assert 0.86 <= held / 150 <= 1.0


def test_a_ratio_needs_something_before_and_stays_finite() -> None:
    few = np.zeros(45, dtype=np.int64)
    with pytest.raises(TarpeiaError, match="nothing was counted before"):
        mean_ratio(few + 1, few)
    few[3] = 1
    value, low, high = mean_ratio(few * 0 + 2, few)
    assert value == pytest.approx(90.0)
    assert 0.0 < low < high < np.inf


def test_wilson_is_the_published_example() -> None:
    """Newcombe (1998), table I: 81 of 263 gives .2553 to .3662."""
    share, low, high = wilson(81, 263)
    assert (share, low, high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=1e-4)
    assert wilson(0, 20)[1] == pytest.approx(0.0, abs=1e-12)
    for bad in ((3, 2), (0, 0), (-1, 5)):
        with pytest.raises(TarpeiaError, match="is no share"):
            wilson(*bad)


def test_percentiles_leave_out_what_is_not_finite() -> None:
    draws = np.append(np.arange(101.0), [np.nan, np.inf])
    assert percentiles(draws) == pytest.approx((2.5, 97.5))
    with pytest.raises(TarpeiaError, match="no value in most draws"):
        percentiles(np.array([1.0, np.nan, np.nan]))
    with pytest.raises(TarpeiaError, match="no data"):
        bootstrap(np.array([]), mean)


def test_the_seed_decides() -> None:
    sample = np.random.default_rng(6).normal(size=50)
    assert bootstrap(sample, mean, 1) == bootstrap(sample, mean, 1)
    assert bootstrap(sample, mean, 1) != bootstrap(sample, mean, 2)
    assert block_bootstrap(sample, mean, 1) == block_bootstrap(sample, mean, 1)
