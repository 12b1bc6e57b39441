"""Self-exciting series with known branching and memory, and the decay of known memories."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import TarpeiaError
from sim.evidence import hawkes, memory
from sim.evidence.founder import refits

TRUTH = hawkes.Fit(0.15, 0.0, 0.6, 0.5, 0.9, 0.0)


def days_of(count: int, gap: slice | None = None) -> hawkes.Record:
    recorded = np.ones(count, dtype=bool)
    if gap is not None:
        recorded[gap] = False
    return hawkes.record(np.ones(count, dtype=np.int64), recorded)


def drawn(truth: hawkes.Fit, days: hawkes.Record, draws: int, seed: int) -> list[hawkes.Record]:
    return [days._replace(counts=y) for y in hawkes.simulate(truth, days, None, draws, seed)]


@pytest.mark.slow
def test_known_parameters_are_recovered_from_a_long_series() -> None:
    (days,) = drawn(TRUTH, days_of(30_000, slice(10_000, 10_100)), 1, 1)
    found = hawkes.fit(days)
    assert found[:5] == pytest.approx(TRUTH[:5], abs=0.06)
    assert found.relaxation == pytest.approx(0.8, abs=0.03)


@pytest.mark.slow
def test_the_parametric_bootstrap_covers_the_branching() -> None:
    held = 0
    series = drawn(TRUTH, days_of(1_000), 40, 2)
    for k, days in enumerate(series):
        again = [one.branching for one in refits(hawkes.fit(days), days, None, k + 1, 60)]
        low, high = np.quantile(again, [0.025, 0.975])
        held += low <= TRUTH.branching <= high
    assert held >= 32


def test_unexcited_counts_have_no_branching() -> None:
    truth = TRUTH._replace(constant=1.0, branching=0.0)
    for days in drawn(truth, days_of(3_000), 3, 3):
        assert hawkes.fit(days).branching < 0.1


def test_a_slow_baseline_takes_a_drift_out_of_the_branching() -> None:
    days = days_of(3_000)
    drift = 0.5 + 0.45 * np.sin(np.arange(3_000) / 200.0)
    truth = hawkes.Fit(0.0, 1.0, 0.3, 0.3, 2.0, 0.0)
    series = [days._replace(counts=y) for y in hawkes.simulate(truth, days, drift, draws=6, seed=4)]
    plain = np.mean([hawkes.fit(one).branching for one in series])
    slow = np.mean([hawkes.fit(one, hawkes.slow_level(one)).branching for one in series])
    assert slow == pytest.approx(0.3, abs=0.08)
    assert plain > slow + 0.1


def test_the_slow_level_leaves_the_week_either_side_out() -> None:
    counts = np.zeros(200, dtype=np.int64)
    counts[100] = 76
    days = hawkes.record(counts, np.ones(200, dtype=bool))
    level = hawkes.slow_level(days)
    assert level[93:108] == pytest.approx(0.0)
    assert level[[92, 108, 55, 145]] == pytest.approx(1.0)  # 76 days of the window are left
    assert level[[54, 146]] == pytest.approx(0.0)


def test_a_gap_restarts_the_filter() -> None:
    whole = drawn(TRUTH, days_of(400, slice(150, 200)), 1, 5)[0]
    parts = [whole.counts[:150], whole.counts[200:]]
    goal = hawkes._Objective(whole, None)
    level, _ = goal.heard(0.5)
    assert level[150] == pytest.approx(goal.start)
    assert len(level) == sum(map(len, parts))
    slowly = goal.start
    for day, count in enumerate(parts[1]):
        assert level[150 + day] == pytest.approx(slowly)
        slowly = 0.5 * slowly + 0.5 * count


def test_the_gradient_is_the_slope() -> None:
    days = drawn(TRUTH, days_of(500, slice(200, 220)), 1, 6)[0]
    goal = hawkes._Objective(days, hawkes.slow_level(days))
    point, step = np.array([0.1, 0.2, 0.5, 0.4, 0.1]), 1e-6
    slopes = [
        (goal(point + step * e)[0] - goal(point - step * e)[0]) / (2 * step) for e in np.eye(5)
    ]
    assert goal(point)[1] == pytest.approx(slopes, rel=1e-4)


def test_simulated_series_keep_gaps_and_mean() -> None:
    days = days_of(4_000, slice(100, 140))
    y = hawkes.simulate(TRUTH, days, None, draws=20, seed=7)
    assert not y[:, 100:140].any()
    kept = np.delete(y, np.s_[100:140], axis=1)
    assert kept.mean() == pytest.approx(0.15 / (1 - 0.6), rel=0.05)
    assert (y == hawkes.simulate(TRUTH, days, None, draws=20, seed=7)).all()


def test_too_little_to_fit_is_refused() -> None:
    for counts, days in ((np.ones(20), 20), (np.zeros(50), 50)):
        with pytest.raises(TarpeiaError, match="at least 30 recorded days"):
            hawkes.record(counts.astype(np.int64), np.ones(days, dtype=bool))


def test_the_decay_of_a_known_memory() -> None:
    random = np.random.default_rng(8)
    values = random.normal(size=20_000)
    for day in range(1, len(values)):
        values[day] += 0.85 * values[day - 1]
    values = values + 2.0 * random.normal(size=len(values))  # noise of a day, no memory
    values[5_000:5_100] = np.nan
    pairs = memory.lagged(values)
    assert pairs.shape == (20_000, 15)
    assert memory.geometric_decay(memory.autocorrelation(pairs)) == pytest.approx(0.85, abs=0.02)


def test_missing_days_leave_their_pairs_out() -> None:
    values = np.array([1.0, np.nan, 3.0, 1.0, 3.0])
    found = memory.autocorrelation(memory.lagged(values, 2))
    # Deviations -1, -, 1, -1, 1: at lag 1 two pairs of -1, at lag 2 one of -1 and one of 1.
    assert found == pytest.approx([-1.0, 0.0])
