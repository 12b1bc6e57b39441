"""The words: shares with their intervals."""

from __future__ import annotations

import pytest

from sim.claims.report.words import box_interval, box_text
from sim.claims.trial import Box


def test_wilsons_interval() -> None:
    low, high = box_interval(Box(8, 10))
    assert (low, high) == pytest.approx((0.490, 0.943), abs=0.001)
    assert box_interval(Box(0, 10))[0] == 0.0
    assert box_interval(Box(10, 10))[1] == pytest.approx(1.0)
    assert box_text(Box(0, 0)) == "–"
