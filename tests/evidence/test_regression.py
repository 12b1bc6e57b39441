"""Regressions with known elasticities, the fleet, and windows of praise and blame."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from sim.data.cars import YearlyDeliveries, tesla_deliveries
from sim.errors import TarpeiaError
from sim.evidence import crashes, praise
from sim.evidence.regression import negative_binomial, poisson


def counts_of(
    random: np.random.Generator, logs: np.ndarray, elasticity: float, size: float
) -> np.ndarray:
    mean = 2.0 * np.exp(elasticity * logs)
    return random.negative_binomial(size, size / (size + mean))


def test_a_known_elasticity_is_found() -> None:
    random = np.random.default_rng(1)
    logs = random.normal(size=5_000)
    for size in (1.0, 5.0):
        counts = counts_of(random, logs, 0.7, size)
        assert poisson(counts, logs).of(1)[0] == pytest.approx(0.7, abs=0.06)
        found = negative_binomial(counts, logs)
        assert found.of(1)[0] == pytest.approx(0.7, abs=0.05)
        assert found.size == pytest.approx(size, rel=0.15)


def test_the_intervals_cover_under_overdispersion() -> None:
    random = np.random.default_rng(2)
    logs = np.linspace(-2.0, 2.0, 113)
    held = {poisson: 0, negative_binomial: 0}
    for _ in range(100):
        counts = counts_of(random, logs, 0.7, 2.0)
        for regress in held:
            _, low, high = regress(counts, logs).of(1)
            held[regress] += low <= 0.7 <= high
    assert all(88 <= number <= 100 for number in held.values())


def test_a_second_column_is_held() -> None:
    random = np.random.default_rng(3)
    one = random.normal(size=4_000)
    two = 0.5 * one + random.normal(size=4_000)
    counts = random.poisson(np.exp(0.4 * one - 0.3 * two))
    found = poisson(counts, one, two)
    assert found.coefficients[1:] == pytest.approx([0.4, -0.3], abs=0.04)
    assert found.freedom == 3_997


def test_the_poisson_solution_is_that_of_a_closed_form() -> None:
    """With one group as the column, the coefficient is the log of the ratio of means."""
    counts = np.array([1, 2, 3, 6, 8, 10])
    group = np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])
    assert poisson(counts, group).coefficients == pytest.approx([np.log(2), np.log(4)])


def test_what_cannot_be_regressed_is_refused() -> None:
    column = np.arange(6.0)
    with pytest.raises(TarpeiaError, match="more rows than columns"):
        poisson(np.array([1, 2]), column[:2])
    with pytest.raises(TarpeiaError, match="a count above 0"):
        poisson(np.zeros(6, dtype=np.int64), column)
    with pytest.raises(TarpeiaError, match="a column follows from the others"):
        poisson(np.arange(6), column, 2.0 * column + 1.0)


def test_the_fleet_is_the_sum_of_deliveries_at_the_end_of_years() -> None:
    deliveries = (YearlyDeliveries(2012, 120), YearlyDeliveries(2013, 1200))
    when = crashes.months(dt.date(2012, 12, 1), dt.date(2013, 2, 1))
    assert [str(month) for month in when] == ["2012-12-01", "2013-01-01", "2013-02-01"]
    assert crashes.fleet(deliveries, when) == pytest.approx([115.0, 170.0, 270.0])
    with pytest.raises(TarpeiaError, match="a year is left out"):
        crashes.fleet((deliveries[0], YearlyDeliveries(2014, 3)), when)
    with pytest.raises(TarpeiaError, match="not within 2012 to 2013"):
        crashes.fleet(deliveries, [dt.date(2014, 1, 1)])


def test_months_without_a_crash_are_zeros() -> None:
    when = crashes.months(crashes.FIRST, crashes.LAST)
    counts = crashes.monthly_crashes(when)
    assert (len(when), int(counts.sum())) == (113, 254)
    assert counts[:3].tolist() == [1, 0, 0]
    assert (np.diff(crashes.fleet(tesla_deliveries(), when)) > 0).all()


def test_windows_end_with_the_record() -> None:
    assert praise.windows(np.arange(9), 2).tolist() == [3, 7, 11, 15]
    for days in (3, 0):
        with pytest.raises(TarpeiaError, match="at least four are needed"):
            praise.windows(np.arange(9), days)


def test_praise_that_comes_back_is_found() -> None:
    random = np.random.default_rng(4)
    level = np.exp(random.normal(2.5, 1.0, size=200))
    good = random.poisson(level)
    bad = np.zeros(200, dtype=np.int64)
    bad[1:] = random.poisson(1.5 * (1.0 + good[:-1]) ** 0.55)
    days = np.arange(200 * 30) % 30 == 0  # all of a window on its first day
    spread = [np.zeros(6_000, dtype=np.int64) for _ in range(2)]
    spread[0][days], spread[1][days] = bad, good
    value, low, high, rows = praise.elasticity(*spread, 30)
    assert rows == 199
    assert value == pytest.approx(0.55, abs=0.05)
    assert low < 0.55 < high
    still = praise.elasticity(*spread, 30, held=True)
    assert still[0] == pytest.approx(0.55, abs=0.06)
    none = praise.elasticity(random.permutation(bad).repeat(30), good.repeat(30), 30)
    assert none[1] < 0.0 < none[2]
