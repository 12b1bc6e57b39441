"""The score: months, falls, measures, and how they become points."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.classroom.net_fans import deepest_fall, moving_month, net_fans
from sim.classroom.play import played
from sim.classroom.rules import BEFORE, QUARTER_DAYS, QUARTERS, class_world
from sim.classroom.score import (
    MEASURES,
    WEIGHTS,
    check_weights,
    score_measures,
    score_points,
    total_points,
)
from sim.errors import TarpeiaError
from sim.model import layout
from tests.classroom.small_game import LOUD, PLAIN, firm


def test_the_months_are_means_of_28_days() -> None:
    values = np.arange(100.0)
    month = moving_month(values)
    assert month[0] == 0.0
    assert month[9] == pytest.approx(values[:10].mean())
    assert month[80] == pytest.approx(values[53:81].mean())


def test_a_fall_is_the_deepest_way_down_from_a_peak_of_the_game() -> None:
    series = np.zeros((BEFORE + 300, len(layout.SERIES)))
    series[:, layout.S_FAN_SHARE] = 0.5
    series[BEFORE + 100 : BEFORE + 200, layout.S_FAN_SHARE] = 0.2
    assert deepest_fall(series) == pytest.approx(30.0)
    series[:100, layout.S_FAN_SHARE] = 0.9  # what was long before the game does not count
    assert deepest_fall(series) == pytest.approx(30.0)


def test_doing_nothing_is_fifty_points_wherever_it_is_the_measure() -> None:
    own = score_measures(played(class_world(firm(), seed=2), [{}] * QUARTERS).series)
    marks = score_points(own, own)
    assert (marks["reputation"], marks["units"], marks["worst"]) == (50.0, 50.0, 50.0)
    assert marks["care"] == own["care"]


def test_the_measures_are_what_their_texts_say() -> None:
    series = played(class_world(firm(), seed=2), [PLAIN, LOUD, PLAIN, PLAIN]).series
    own, net = score_measures(series), net_fans(series)
    assert own["reputation"] == pytest.approx(net[-28:].mean())
    assert own["units"] == series[BEFORE:, layout.S_SALES].sum()
    windows = [net[k : k + 28].mean() for k in range(BEFORE, len(net) - 27)]
    assert own["worst"] == pytest.approx(min(windows))
    game = series[BEFORE:]
    candour = np.where(np.arange(len(game)) // QUARTER_DAYS == 1, 0.1, 0.9).mean()
    trouble = (game[:, layout.S_ACCIDENTS_PUBLIC] + game[:, layout.S_DISPUTES_PUBLIC]) > 0
    stood_by = (np.arange(len(game)) // QUARTER_DAYS != 1)[trouble].mean()
    assert own["care"] == pytest.approx(50 * candour + 50 * stood_by)


def test_points_stay_within_bounds_and_a_total_is_their_weighted_mean() -> None:
    own = {"reputation": 90.0, "units": 1000.0, "worst": -80.0, "care": 40.0}
    idle = {"reputation": -20.0, "units": 100.0, "worst": 30.0, "care": 0.0}
    marks = score_points(own, idle)
    assert marks == {"reputation": 100.0, "units": 100.0, "worst": 0.0, "care": 40.0}
    assert total_points(marks) == pytest.approx((40 * 100 + 25 * 100 + 10 * 40) / 100)
    assert total_points(marks, {**dict.fromkeys(WEIGHTS, 0.0), "care": 7.0}) == 40.0
    assert sum(one.weight for one in MEASURES) == 100.0


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        {**WEIGHTS, "luck": 1.0},
        dict.fromkeys(WEIGHTS, 0),
        {**WEIGHTS, "care": -1},
        {**WEIGHTS, "care": True},
        {**WEIGHTS, "care": "9"},
        {**WEIGHTS, "care": float("nan")},
    ],
)
def test_bad_weights_are_refused(wrong: Any) -> None:
    with pytest.raises(TarpeiaError, match="weights"):
        check_weights(wrong)
