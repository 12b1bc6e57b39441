"""The statistics of the claims, against plain Python, against theory, and at their edges."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.claims.observed import ObservedRun
from sim.claims.records import statistics
from sim.model import layout
from sim.network.network import Network
from sim.network.statistics import weighted_clustering

COUNTS = st.lists(st.integers(0, 20), min_size=8, max_size=40)


def observed(**columns: Any) -> ObservedRun:
    """Return what was seen of a run with some series, all others 0."""
    days = len(next(iter(columns.values())))
    series = np.zeros((days, len(layout.SERIES)))
    for name, values in columns.items():
        series[:, layout.SERIES_NAMES.index(name)] = values
    return ObservedRun(series, {}, 100)


@given(COUNTS)
def test_pair_correlation_is_what_it_says(counts: list[int]) -> None:
    y = np.array(counts, dtype=float)
    found = statistics.pair_correlation(y, (1, 3))
    if not any(counts):
        assert math.isnan(found)
        return
    level = sum(counts) / len(counts)
    plain = []
    for lag in (1, 3):
        pairs = [counts[k] * counts[k + lag] for k in range(len(counts) - lag)]
        plain.append(sum(pairs) / len(pairs) / level**2)
    assert found == pytest.approx(sum(plain) / 2)


def test_pair_correlation_of_chance_is_one() -> None:
    y = np.random.default_rng(3).poisson(2.0, 200_000).astype(float)
    assert statistics.pair_correlation(y, (1, 2, 3)) == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize("elasticity", [0.0, 0.7, 1.0, -0.5])
def test_poisson_slope_finds_the_elasticity(elasticity: float) -> None:
    luck = np.random.default_rng(5)
    exposure = np.exp(luck.uniform(0.0, 4.0, 4_000))
    counts = luck.poisson(3.0 * (exposure / 10.0) ** elasticity).astype(float)
    assert statistics.poisson_slope(counts, exposure) == pytest.approx(elasticity, abs=0.05)


def test_poisson_slope_solves_the_score_equations() -> None:
    y, x = np.array([0.0, 2.0, 1.0, 5.0, 9.0]), np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    slope = statistics.poisson_slope(y, x)
    u = np.log(x) - np.log(x).mean()
    level = math.log(y.sum() / np.exp(slope * u).sum())
    expected = np.exp(level + slope * u)
    assert (y - expected).sum() == pytest.approx(0.0, abs=1e-8)
    assert (u * (y - expected)).sum() == pytest.approx(0.0, abs=1e-8)


def test_poisson_slope_of_nothing_is_undefined() -> None:
    x = np.array([1.0, 2.0, 3.0])
    assert math.isnan(statistics.poisson_slope(np.zeros(3), x))
    assert math.isnan(statistics.poisson_slope(np.ones(3), np.ones(3)))
    assert math.isnan(statistics.poisson_slope(np.ones(3), np.array([0.0, 0.0, 5.0])))


@given(st.lists(st.floats(0, 100), min_size=1, max_size=60))
def test_top_share_lies_between_its_part_and_one(values: list[float]) -> None:
    y = np.array(values)
    share = statistics.top_share(y)
    if y.sum() == 0.0:
        assert math.isnan(share)
    else:
        count = max(1, round(0.1 * len(y)))
        assert share == pytest.approx(sum(sorted(values)[-count:]) / sum(values))
        assert count / len(y) - 1e-9 <= share <= 1.0 + 1e-9


def test_a_second_peak_is_no_tail() -> None:
    luck = np.random.default_rng(2)
    tail = 1.0 - np.minimum(luck.exponential(0.2, 4_000), 1.0)  # skewed, with one peak
    assert statistics.second_peak(tail) < 0.05
    assert statistics.second_peak(luck.uniform(0, 1, 40_000)) < 0.05
    two = np.concatenate([luck.normal(0.3, 0.05, 2_000), luck.normal(0.85, 0.05, 4_000)])
    assert statistics.second_peak(two) == pytest.approx(0.5, abs=0.05)
    assert statistics.second_peak(np.full(50, 0.7)) == 0.0
    assert math.isnan(statistics.second_peak(np.linspace(0, 1, 9)))


def test_largest_step() -> None:
    assert statistics.largest_step([0.0, 0.1, 0.9, 1.0]) == pytest.approx(0.8 - 1.0 / 3.0)
    assert statistics.largest_step([0.0, 0.5, 1.0]) == 0.0
    assert statistics.largest_step([0.3, 0.3, 0.3]) == 0.0


def test_slopes_ratios_and_days() -> None:
    assert statistics.slope([0.0, 1.0, 2.0], [1.0, 3.0, 5.0]) == pytest.approx(2.0)
    assert math.isnan(statistics.slope([1.0, 1.0], [0.0, 5.0]))
    assert statistics.log_ratio(2.0, 1.0) == pytest.approx(math.log(2.0))
    assert statistics.log_ratio(0.0, 0.0, 1.0) == 0.0
    assert math.isnan(statistics.log_ratio(0.0, 1.0))
    assert statistics.first_day(np.array([False, True, True])) == 1
    assert statistics.first_day(np.array([False, False])) == 2
    assert statistics.correlation(np.arange(12.0), np.ones(12)) == 0.0
    assert statistics.correlation(np.arange(12.0), -np.arange(12.0)) == pytest.approx(-1.0)
    assert math.isnan(statistics.correlation(np.arange(9.0), np.arange(9.0)))


def test_turned_counts_from_the_day_on() -> None:
    one = observed(fans=[10, 8, 6, 6], fan_to_black=[5, 2, 2, 1])
    assert statistics.turned(one, 1, 2) == 0.4
    assert statistics.turned(one, 2, 9) == pytest.approx(3 / 8)
    assert math.isnan(statistics.turned(observed(fans=[0, 0], fan_to_black=[0, 0]), 1, 1))


def test_turned_more_is_the_difference_of_two_arms() -> None:
    arms = {
        "struck": observed(fans=[10, 8, 6, 6], fan_to_black=[5, 2, 2, 1]),
        "calm": observed(fans=[20, 19, 19, 19], fan_to_black=[0, 1, 1, 0]),
    }
    assert statistics.turned_more(arms, "struck", "calm", 1, 2) == pytest.approx(0.4 - 0.1)
    assert statistics.turned_more(arms, "calm", "struck", 1, 2) == pytest.approx(0.1 - 0.4)


def test_months_are_whole() -> None:
    assert statistics.months(np.ones(75)).tolist() == [30.0, 30.0]
    assert statistics.months(np.arange(70.0), first=5).tolist() == [
        sum(range(5, 35)),
        sum(range(35, 65)),
    ]


def network_of(rows: list[list[int]]) -> Network:
    offsets = np.cumsum([0, *map(len, rows)]).astype(np.int64)
    audience = np.array([j for row in rows for j in row], dtype=np.int32)
    return Network(offsets, audience, False)


def plain_clustering(rows: list[list[int]], strengths: list[list[int]]) -> float:
    """Return the same, one pair at a time."""
    whole = closed = 0
    for row, strong in zip(rows, strengths, strict=True):
        for k, a in enumerate(row):
            for m in range(k + 1, len(row)):
                b = row[m]
                whole += strong[k] + strong[m]
                if b in rows[a] or a in rows[b]:
                    closed += strong[k] + strong[m]
    return closed / whole if whole else 0.0


@settings(deadline=None)
@given(st.data())
def test_weighted_clustering_is_the_plain_count(data: st.DataObject) -> None:
    people = data.draw(st.integers(1, 8))
    rows = [
        sorted(data.draw(st.sets(st.sampled_from([j for j in range(people) if j != i]))))
        if people > 1
        else []
        for i in range(people)
    ]
    strengths = [[data.draw(st.integers(1, 4)) for _ in row] for row in rows]
    flat = np.array([s for row in strengths for s in row], dtype=np.int8)
    found = weighted_clustering(network_of(rows), flat)
    assert found == pytest.approx(plain_clustering(rows, strengths))
