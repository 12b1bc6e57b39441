"""What the limits expect is what the literature prints."""

from __future__ import annotations

import numpy as np
import pytest

from sim.limits import graphs, theory


def test_the_theory_gives_the_published_numbers() -> None:
    assert theory.hawkes_moments(0.2, 0.6, 0.5) == pytest.approx((0.5, 1.25, 0.4))
    assert theory.poisson_final_size(1.0, 1.5) == pytest.approx(0.58281, abs=5e-6)
    assert theory.poisson_final_size(0.5, 4.0) == pytest.approx(0.79681, abs=5e-6)
    assert theory.watts_cascade(0.18, 1.5, 0.01) == pytest.approx(0.5914, abs=5e-5)
    assert theory.watts_cascade(0.18, 3.0, 0.01) == pytest.approx(0.9412, abs=5e-5)
    assert theory.bass_peak(0.03, 0.38) == pytest.approx((6.1926, 0.46053, 0.110592), abs=5e-5)
    assert sum(theory.borel(0.6, s) for s in range(1, 400)) == pytest.approx(1.0)
    assert sum(s * theory.borel(0.6, s) for s in range(1, 400)) == pytest.approx(2.5, abs=1e-6)


def test_the_power_law_has_the_published_threshold_and_size() -> None:
    k = np.arange(2, 1001)
    share = graphs.power_law_weights(2.5, 2, 1000)
    assert k @ share / ((k * k) @ share - k @ share) == pytest.approx(0.026145, abs=5e-7)
    degrees = np.repeat(k, np.round(share * 50_000_000).astype(int))
    assert theory.final_size_of_degrees(0.2, degrees) == pytest.approx(0.2905, abs=2e-4)


def test_the_window_of_vanishing_seeds_has_the_published_ends() -> None:
    """Global cascades for phi = .18 at vanishing seeds: mean degree 1.02 to 5.76."""
    for inside in (1.1, 3.0, 5.6):
        assert theory.watts_cascade(0.18, inside, 1e-6) > 0.1
    for outside in (0.95, 5.95):
        assert theory.watts_cascade(0.18, outside, 1e-6) < 0.01


def test_the_riot_jumps_between_the_published_deviations() -> None:
    assert theory.threshold_fixed_point(0.25, 0.122, 10_000) < 0.1
    assert theory.threshold_fixed_point(0.25, 0.123, 10_000) == 1.0


def test_an_ending_voice_wins_by_its_days() -> None:
    assert theory.transmissibility(0.3, 1.0) == pytest.approx(0.3)
    days = np.arange(1, 2000)
    law = 0.25 * 0.75 ** (days - 1)
    expected = 1.0 - (law * 0.7**days).sum()
    assert theory.transmissibility(0.3, 0.25) == pytest.approx(expected)
