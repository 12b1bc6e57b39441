"""Clustered and unclustered points, and the rates and shares of the labelled titles."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from sim.data.titles import class_counts
from sim.errors import TarpeiaError
from sim.evidence import negatives, shocks, standing
from sim.evidence.estimate import Estimate
from sim.evidence.signed import signed


def by_name(estimates: tuple[Estimate, ...]) -> dict[str, Estimate]:
    named = {one.name: one for one in estimates}
    assert len(named) == len(estimates)
    return named


def test_the_pair_correlation_of_a_short_series() -> None:
    counts = np.array([2, 0, 1, 1])
    # Products at lag 1: 0, 0, 1; at lag 2: 2, 0; at lag 3: 2. The mean is 1.
    assert negatives.pair_correlation(counts, (1, 2, 3)) == pytest.approx([1 / 3, 1.0, 2.0])
    assert negatives.pair_correlation(np.stack([counts, counts]), (1,)).shape == (2, 1)


def test_what_has_no_pair_correlation_is_refused() -> None:
    with pytest.raises(TarpeiaError, match="nothing was counted"):
        negatives.pair_correlation(np.zeros(50, dtype=np.int64))
    for lag in (0, 50):
        with pytest.raises(TarpeiaError, match="allowed is 1 to 49"):
            negatives.pair_correlation(np.ones(50, dtype=np.int64), (lag,))


def test_unclustered_points_stay_within_attention_alone_and_clusters_do_not() -> None:
    random = np.random.default_rng(1)
    attention = np.exp(np.sin(np.arange(600) / 90.0))
    outside = 0
    for k in range(40):
        points = random.multinomial(200, attention / attention.sum())
        drawn = negatives.attention_only(200, attention, (1,), seed=k, draws=200)
        low, high = np.quantile(drawn, [0.025, 0.975])
        outside += not low <= negatives.pair_correlation(points, (1,))[0] <= high
    assert outside <= 6
    # Each of 50 parents brings three more within two days.
    clustered = np.zeros(600, dtype=np.int64)
    for parent in random.choice(590, size=50, p=attention[:590] / attention[:590].sum()):
        clustered[parent] += 1
        np.add.at(clustered, parent + random.integers(0, 3, size=3), 1)
    drawn = negatives.attention_only(200, attention, negatives.LAGS, draws=500)
    found = negatives.pair_correlation(clustered)
    assert found[0] > drawn[:, 0].max()
    assert found[-1] < np.quantile(drawn[:, -1], 0.999)


def test_attention_alone_knows_its_mean() -> None:
    attention = np.tile([1.0, 3.0], 200)
    drawn = negatives.attention_only(400, attention, (1, 2), draws=400)
    # Neighbours: 3/4 of the mean square; every second day: 5/4; less one title in 400.
    assert drawn.mean(axis=0) == pytest.approx([0.75, 1.25], abs=0.02)


def test_smoothing_is_a_mean_of_what_is_there() -> None:
    assert negatives.smoothed(np.full(30, 4), 7) == pytest.approx(4.0)
    assert negatives.smoothed(np.arange(30), 1)[[0, 10, 29]] == pytest.approx([0.5, 10.0, 28.5])


def test_signed_titles_are_all_titles() -> None:
    new = signed()
    assert (new.bad.sum(), new.good.sum()) == (216, 914)
    assert new.bad_named.sum() + new.good_named.sum() == sum(
        r.founder_named for r in class_counts()
    )
    assert new.bad_top.sum() + new.good_top.sum() == sum(r.top_ten for r in class_counts())
    assert (new.dates[0], len(new.dates)) == (dt.date(2023, 10, 1), 639)
    with pytest.raises(TarpeiaError, match="not within the labelled titles"):
        new.between(dt.date(2023, 9, 30), dt.date(2024, 1, 1))


def test_the_silence_counts_titles_not_days() -> None:
    """The published .44 and .41 a day are new titles; days with one are fewer."""
    found = by_name(shocks.silence())
    assert round(found["new negatives, before"].value, 2) == 0.44
    assert round(found["new negatives, silence"].value, 2) == 0.41
    assert round(found["days with a new negative, before"].value, 2) == 0.33
    assert round(found["founder's titles, before"].value, 2) == 2.09
    assert round(found["founder's titles, silence"].value, 2) == 0.43
    assert round(found["negative share, silence"].value, 2) == 0.35
    ratio = found["new negatives, silence over before"]
    assert ratio.low < 0.6 < 1.5 < ratio.high  # "unchanged" is not known to better than that


def test_windows_around_a_shock_have_its_day_once() -> None:
    after, before = shocks.around(shocks.LAUNCH)
    assert (before.dates[-1], after.dates[0]) == (dt.date(2024, 3, 27), shocks.LAUNCH)
    assert len(after.dates) == len(before.dates) == 45
    found = by_name(shocks.launch_and_crash())
    assert found["negatives after the launch"].value == pytest.approx(51 / 5)
    assert found["negatives after the crash"].value == pytest.approx(37 / 18)


def test_shares_of_titles() -> None:
    found = by_name((*standing.founder_named(), *standing.top_ten()))
    assert [round(one.value, 2) for one in found.values()] == [0.22, 0.5, 0.32, 0.31, 0.37, 0.23]
    assert all(one.low < one.value < one.high for one in found.values())
    empty = np.zeros(20, dtype=np.int64)
    with pytest.raises(TarpeiaError, match="no value in most draws"):
        standing.share("nothing", empty, empty)


@pytest.mark.slow
def test_the_interval_of_a_share_covers() -> None:
    random = np.random.default_rng(2)
    held = 0
    for _ in range(60):
        whole = random.poisson(1.0, size=150)
        one = standing.share("share", random.binomial(whole, 0.3), whole)
        held += one.low <= 0.3 <= one.high
    assert held >= 51
