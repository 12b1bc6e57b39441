"""Bursts whose shape and size are known."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from sim.data.titles import Daily, daily
from sim.errors import TarpeiaError
from sim.evidence import bursts, tails


def series_of(titles: np.ndarray, missing: tuple[int, ...] = ()) -> Daily:
    recorded = np.ones(len(titles), dtype=bool)
    recorded[list(missing)] = False
    first = dt.date(2024, 1, 1)
    dates = tuple(first + dt.timedelta(days=day) for day in range(len(titles)))
    return Daily(dates, recorded, np.where(recorded, titles, 0).astype(np.int64))


def planted(left: float, every: int = 60, number: int = 30) -> np.ndarray:
    """Return days with a burst of 100 now and then that leaves a share each day, and 2 a day."""
    titles = np.full(every * number, 2)
    for k in range(number):
        for day in range(8):
            titles[30 + every * k + day] += round(100 * left**day)
    return titles


@pytest.mark.parametrize("left", [0.2, 0.35, 0.5])
def test_half_life_and_profile_of_planted_bursts(left: float) -> None:
    series = series_of(planted(left))
    for level in (bursts.normal_level, bursts.earlier_level):
        shapes = bursts.profiles(bursts.excess(series, level(series)))
        assert len(shapes) == 30
        assert shapes.mean(axis=0) == pytest.approx(left ** np.arange(5), abs=0.006)
        assert bursts.half_life(shapes) == pytest.approx(np.log(2) / -np.log(left), rel=0.03)


def test_the_half_life_is_covered() -> None:
    random = np.random.default_rng(1)
    held = 0
    for _ in range(60):
        shapes = np.ones((50, 5))
        shapes[:, 1] = random.beta(1.5, 2.5, size=50)  # mean .375
        from sim.evidence.estimate import bootstrap

        low, high = bootstrap(shapes, bursts.half_life, draws=200)
        held += low <= np.log(2) / -np.log(0.375) <= high
    assert held >= 51


def test_a_missing_day_is_no_zero() -> None:
    series = series_of(planted(0.35), missing=(31,))
    above = bursts.excess(series, bursts.normal_level(series))
    assert np.isnan(above[31])
    assert 30 not in bursts.single_peaks(above)
    assert len(bursts.single_peaks(above)) == 29
    assert (bursts.normal_level(series) == 2).all()


def test_bursts_that_are_not_single_are_left_out() -> None:
    above = np.zeros(100)
    above[40] = 20.0
    assert bursts.single_peaks(above).tolist() == [40]
    above[42] = 15.0  # still the same burst
    assert bursts.single_peaks(above).tolist() == [40]
    above[44] = 11.0  # another, above half
    assert bursts.single_peaks(above).tolist() == []
    above[44] = 10.0
    assert bursts.single_peaks(above).tolist() == [40]
    above[41] = 20.0  # of equal days the first
    assert bursts.single_peaks(above).tolist() == [40]
    assert bursts.single_peaks(above * 0.2).tolist() == []  # below 5 titles
    assert bursts.single_peaks(above[38:43]).tolist() == []  # days after it are not known


def test_the_other_normal_level_needs_half_its_days() -> None:
    titles = np.arange(60)
    level = bursts.earlier_level(series_of(titles))
    assert np.isnan(level[:18]).all()
    assert level[40] == np.arange(12, 33).mean()
    level = bursts.earlier_level(series_of(titles, missing=tuple(range(12, 23))))
    assert np.isnan(level[40])


def test_half_life_is_unknown_where_nothing_or_all_is_left() -> None:
    assert np.isnan(bursts.half_life(np.array([[1.0, 0.0]])))
    assert np.isnan(bursts.half_life(np.array([[1.0, 1.2]])))


def test_sizes_end_at_a_gap_and_at_normal_days() -> None:
    above = np.array([1.0, 2.0, 0.0, 3.0, np.nan, 4.0, -1.0, 5.0])
    assert tails.sizes(above).tolist() == [3, 3, 4, 5]
    assert tails.sizes(np.zeros(5)).tolist() == []


def power_law(random: np.random.Generator, power: float, number: int) -> np.ndarray:
    """Return a discrete power law from 8 on, by rejection from all whole numbers."""
    drawn = random.zipf(power, size=400 * number)
    return drawn[drawn >= tails.SIZE_LEAST][:number]


def test_the_exponent_of_a_power_law_is_found_and_covered() -> None:
    random = np.random.default_rng(2)
    values = power_law(random, 2.2, 4_000)
    assert tails.exponent(values) == pytest.approx(2.2, abs=0.05)
    from sim.evidence.estimate import bootstrap

    held = 0
    for _ in range(40):
        low, high = bootstrap(power_law(random, 2.5, 100), tails.exponent, draws=100)
        held += low <= 2.5 <= high
    assert held >= 33


def test_the_comparison_tells_a_lognormal_from_a_power_law() -> None:
    random = np.random.default_rng(3)
    normal = np.rint(np.exp(random.normal(3.0, 0.5, size=3_000))).astype(np.int64)
    z, middle, spread = tails.against_lognormal(normal[normal >= 8])
    assert z < -5.0
    assert (middle, spread) == pytest.approx((3.0, 0.5), abs=0.05)
    assert abs(tails.against_lognormal(power_law(random, 2.3, 150))[0]) < 2.5


def test_too_few_or_too_small_sizes_are_refused() -> None:
    for values in ([9], [7, 12]):
        with pytest.raises(TarpeiaError, match="at least two are needed, each 8 or more"):
            tails.exponent(np.array(values))


def test_no_title_counts_twice_in_the_entities_apart() -> None:
    """A founder's or a model's titles are among his firm's, so they stay out."""
    firms = {"leijun": "xiaomi_all", "su7": "xiaomi_all", "musk": "tesla_all"}
    for part, whole in firms.items():
        assert part not in bursts.APART
        assert whole in bursts.APART
        assert (daily(part).titles <= daily(whole).titles).mean() > 0.99
