"""Poisson counts: their law, and the draws they are made of."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.model.randomness import Decision
from tests.model.drawn import ALPHA, Ints, both_tails, draws, fill_counts, normal

MEANS = (0.003, 0.3, 1.0, 4.0, 15.99, 16.0, 16.01, 40.0, 100.0, 1_000.0)


def counts_of(mean: float, n: int, along: str) -> Ints:
    i = np.arange(n)
    seeds = (i if along == "seeds" else np.full(n, 5)).astype(np.uint64)
    days = i if along == "days" else np.full(n, 5)
    out = np.empty(n, np.int64)
    fill_counts(seeds, int(Decision.STORIES), days, mean, out)
    return out


@pytest.mark.parametrize("along", ["days", "seeds"])
@pytest.mark.parametrize("mean", MEANS)
def test_poisson_counts_follow_poissons_law(mean: float, along: str) -> None:
    """Chi-square against the probabilities, cells of fewer than 10 expected taken together."""
    n = 20_000 if mean > 100 else 200_000
    counts = counts_of(mean, n, along)
    top = int(counts.max()) + 2
    expected = n * np.append(
        stats.poisson.pmf(np.arange(top), mean), stats.poisson.sf(top - 1, mean)
    )
    observed = np.bincount(counts, minlength=top + 1).astype(float)
    cells, seen, hoped = [], 0.0, 0.0
    for o, e in zip(observed, expected, strict=True):
        seen, hoped = seen + o, hoped + e
        if hoped >= 10.0:
            cells.append([seen, hoped])
            seen = hoped = 0.0
    cells[-1][0] += seen
    cells[-1][1] += hoped
    table = np.array(cells)
    assert table.sum(axis=0) == pytest.approx([n, n])
    statistic = float(((table[:, 0] - table[:, 1]) ** 2 / table[:, 1]).sum())
    assert both_tails(stats.chi2.sf(statistic, len(table) - 1)) > ALPHA / 2
    assert normal((counts.mean() - mean) / math.sqrt(mean / n)) > ALPHA / 2


@pytest.mark.parametrize("mean", [m for m in MEANS if m < 1_000])
def test_poisson_counts_are_the_quantiles_of_their_draws(mean: float) -> None:
    """Each piece of at most 16 is the least n with u < P(N <= n); pieces add up.

    The running sum of probabilities is exact to some 1e-15, so that a draw may fall on the wrong
    side of an edge with about that chance.
    """
    n = 2_000
    counts = counts_of(mean, n, "days")
    pieces = [16.0] * int(mean // 16.0) + ([mean % 16.0] if mean % 16.0 else [])
    total = np.zeros(n)
    for k, piece in enumerate(pieces):
        total += stats.poisson.ppf(draws(5, Decision.STORIES, np.arange(n), k), piece)
    assert np.array_equal(counts, total)


def test_a_poisson_count_without_a_mean_is_zero() -> None:
    assert counts_of(0.0, 100, "days").tolist() == [0] * 100
    assert counts_of(-1.0, 100, "days").tolist() == [0] * 100
