"""Luck: uniform, independent of order, the same for ever."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.model.randomness import Decision, poisson, stream, uniforms

pytestmark = pytest.mark.kernel


def test_known_draws_never_change() -> None:
    """These values are part of the file format: stored results rest on them."""
    assert uniforms(1, Decision.SPEAK, 3).tolist() == pytest.approx(
        [0.13179253, 0.77550709, 0.87078796], abs=1e-8
    )
    assert (
        uniforms(7, Decision.NEWS, 2, day=400).tolist()
        != uniforms(7, Decision.NEWS, 2, day=401).tolist()
    )


def test_streams_are_numbered_once_and_without_gaps() -> None:
    assert [int(d) for d in Decision] == list(range(len(Decision)))


def test_a_draw_depends_on_its_own_agent_alone() -> None:
    whole = uniforms(3, Decision.RECRUIT, 50, day=9)
    assert np.array_equal(whole[20:], uniforms(3, Decision.RECRUIT, 30, day=9, first=20))


@pytest.mark.parametrize("seed", [0, 1, 2**32, 2**63 - 1])
def test_uniform_in_mean_variance_and_lag(seed: int) -> None:
    n = 4_000
    u = uniforms(seed, Decision.PURCHASE, n, day=5)
    assert u.min() >= 0.0
    assert u.max() < 1.0
    assert abs(u.mean() - 0.5) < 5 / math.sqrt(12 * n)
    assert abs(u.var() - 1 / 12) < 5 * math.sqrt(1 / 180 / n)
    assert abs(np.corrcoef(u[1:], u[:-1])[0, 1]) < 5 / math.sqrt(n)


@pytest.mark.parametrize(
    "other",
    [
        dict(seed=12, decision=Decision.SPEAK, day=3),
        dict(seed=11, decision=Decision.ATTACK, day=3),
        dict(seed=11, decision=Decision.SPEAK, day=4),
    ],
)
def test_neighbouring_streams_are_uncorrelated(other: dict[str, int]) -> None:
    n = 4_000
    a = uniforms(11, Decision.SPEAK, n, day=3)
    b = uniforms(other["seed"], Decision(other["decision"]), n, day=other["day"])
    assert abs(np.corrcoef(a, b)[0, 1]) < 5 / math.sqrt(n)


@pytest.mark.parametrize("mean", [0.0, 0.3, 5.0, 16.0, 40.0])
def test_poisson_has_its_mean_and_variance(mean: float) -> None:
    n = 1_500
    with np.errstate(over="ignore"):
        counts = np.array(
            [
                poisson(np.uint64(stream(np.uint64(k), int(Decision.STORIES), 0)), mean)
                for k in range(n)
            ]
        )
    assert abs(counts.mean() - mean) <= 5 * math.sqrt(mean / n)
    # Var of a sample variance: (mu4 - var^2) / n, mu4 = mean + 3 mean^2.
    assert abs(counts.var() - mean) <= 5 * math.sqrt((mean + 2 * mean * mean) / n)


def test_poisson_counts_grow_with_the_mean_on_one_draw() -> None:
    with np.errstate(over="ignore"):
        key = np.uint64(stream(np.uint64(4), int(Decision.ACCIDENTS), 2))
        counts = [poisson(key, mean) for mean in np.linspace(0.0, 16.0, 60)]
    assert counts == sorted(counts)
