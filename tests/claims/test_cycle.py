"""Phases by the stated rule, what follows what, and peaks that are begun anew after a fall."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.claims.cycle import (
    FALL,
    HEIGHT,
    PHASES,
    RECOVERY,
    RETALIATION,
    RISE,
    cycle_of,
    followed_by,
    headwinds,
    phases_of,
    spells_of,
    transition_shares,
)
from sim.claims.observed import ObservedRun
from sim.model import layout
from sim.runs.falls import falls, running_peaks


def observed(share: list[float], climate: list[float]) -> ObservedRun:
    series = np.zeros((len(share), len(layout.SERIES)))
    series[:, layout.S_FAN_SHARE] = share
    series[:, layout.S_CLIMATE] = climate
    return ObservedRun(series, {}, 100)


def names(found: np.ndarray) -> list[str]:
    return [PHASES[phase] for phase, _, _ in spells_of(found)]


def test_a_story_of_all_five_phases() -> None:
    up = list(np.linspace(0.05, 0.50, 120))
    flat = [0.50] * 60
    down = list(np.linspace(0.50, 0.15, 30))
    angry = [0.15] * 30
    back = list(np.linspace(0.15, 0.17, 30))
    again = list(np.linspace(0.20, 0.40, 90))
    share = up + flat + down + angry + back + again
    climate = [0.5] * 210 + [-0.2] * 30 + [0.2] * 120
    found = phases_of(observed(share, climate))
    assert names(found) == ["rise", "height", "fall", "retaliation", "recovery", "rise"]
    assert found[60] == RISE
    assert found[170] == HEIGHT
    assert found[200] == FALL
    assert found[225] == RETALIATION
    assert found[255] == RECOVERY
    assert found[-1] == RISE


def test_falls_that_bring_headwind_are_counted() -> None:
    share = [0.5] * 20 + [0.2] * 40 + [0.3] * 20 + [0.1] * 20
    climate = [0.5] * 40 + [-0.1] + [0.3] * 59
    assert headwinds(observed(share, climate)) == (2, 1)
    assert headwinds(observed([0.5] * 30, [-1.0] * 30)) == (0, 0)


def test_a_spell_of_less_than_a_week_belongs_to_its_neighbour() -> None:
    share = [0.5] * 60
    climate = [0.3] * 60
    share[40:46] = [0.35] * 6  # six days below .8 of the peak, fewer fans than a week ago
    assert names(phases_of(observed(share, climate))) == ["height"]
    share[40:47] = [0.35] * 7
    assert "fall" in names(phases_of(observed(share, climate)))


@given(st.lists(st.sampled_from(range(5)), min_size=1, max_size=80))
def test_spells_cover_a_run_and_transitions_count_them(days: list[int]) -> None:
    phases = np.array(days, dtype=np.int8)
    spells = spells_of(phases)
    assert spells[0][1] == 0
    assert spells[-1][2] == len(days)
    assert all(a[2] == b[1] and a[0] != b[0] for a, b in pairwise(spells))
    counts = followed_by([phases, phases])
    assert counts.sum() == 2 * (len(spells) - 1)
    assert np.trace(counts) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=120))
def test_falls_are_where_the_running_peak_is_lost(share: list[float]) -> None:
    values = np.array(share)
    peak, day, fallen = running_peaks(values)
    for k, value in enumerate(share):
        if not fallen[k]:
            assert value >= 0.6 * peak[k] or peak[k] < 0.05
        assert peak[k] == values[day[k]]
    for top, when in falls(values):
        assert share[top] >= 0.05
        assert share[when] < 0.6 * share[top]
        assert top < when


def test_the_cycle_of_some_worlds() -> None:
    found = cycle_of(seed=1, worlds=3)
    assert found.worlds == 3
    assert len(found.phases) == len(found.run.series) == 1_461
    assert found.followed.sum() > 10
    again = cycle_of(seed=1, worlds=3, workers=1)
    assert np.array_equal(found.followed, again.followed)
    assert np.array_equal(found.phases, again.phases)
    share = transition_shares(found.followed)
    whole = found.followed.sum(axis=1)
    assert np.allclose(share.sum(axis=1)[whole > 0], 1.0)
    assert not share[whole == 0].any()


def test_shares_of_a_phase_that_never_ended_are_none() -> None:
    followed = np.zeros((5, 5), dtype=np.int64)
    followed[0, 1:3] = (3, 1)
    share = transition_shares(followed)
    assert share[0].tolist() == [0.0, 0.75, 0.25, 0.0, 0.0]
    assert not share[1:].any()
