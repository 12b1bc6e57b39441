"""A stop rule asks for replicates until the interval is narrow, whatever is there already."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.experiments.rounds import half_width, rounds
from sim.experiments.specification import Sweep
from sim.experiments.sweep import run_sweep
from tests.experiments.small_sweeps import (
    done,
    made,
    same,
)

STOP = {"outcome": "fan_share_end", "half_width": 0.012, "at_least": 4, "at_most": 30}


@pytest.fixture
def single(monkeypatch: pytest.MonkeyPatch) -> None:
    """One run in a part, so that any of them can be missing."""
    monkeypatch.setattr("sim.experiments.rounds.BATCH_MOST", 1)


def stopping(**more: Any) -> Sweep:
    return made(levers={"founder.exposure": [0.0, 0.9]}, **{"stop": STOP, **more})


def test_half_of_an_interval() -> None:
    values = [1.0, 2.0, 4.0, 9.0]
    expected = 1.959964 * np.std(values, ddof=1) / 2
    assert half_width(values) == pytest.approx(expected)
    assert half_width([*values, float("nan")]) == pytest.approx(expected)
    assert half_width([1.0]) == half_width([]) == half_width([float("nan")] * 9) == float("inf")
    assert half_width([3.0, 3.0]) == 0


def test_fewer_replicates_where_the_outcome_is_certain(tmp_path: Path) -> None:
    result = run_sweep(stopping(), tmp_path / "out")
    counts = result.runs.groupby("point")["replicate"].count().tolist()
    assert 4 <= min(counts) < max(counts) <= 30
    for point, count in enumerate(counts):
        values = result.values("fan_share_end")[point]
        assert np.isfinite(values[:count]).all()
        assert np.isnan(values[count:]).all()
        assert count == 30 or half_width(values[:count]) <= 0.012
        looked_at = range(4, count, 2)
        assert all(half_width(values[:upto]) > 0.012 for upto in looked_at)


def test_an_outcome_that_is_never_certain(tmp_path: Path) -> None:
    sure = {**STOP, "half_width": 1e-9, "at_most": 9}
    result = run_sweep(stopping(stop=sure), tmp_path / "out")
    assert result.runs.groupby("point")["replicate"].count().tolist() == [9, 9]


def test_the_outcome_of_the_stop_rule_may_have_days(tmp_path: Path) -> None:
    name = "fan_share.mean[3:20]"
    stop = {**STOP, "outcome": name, "half_width": 9.0}
    result = run_sweep(stopping(stop=stop, outcomes=["falls", name]), tmp_path / "out")
    assert result.runs.groupby("point")["replicate"].count().tolist() == [4, 4]


@pytest.mark.usefixtures("single")
def test_where_it_stops_does_not_depend_on_workers(tmp_path: Path) -> None:
    one, two = (done(stopping(), tmp_path / str(n), workers=n) for n in (1, 2))
    assert same(one, two)


@pytest.mark.usefixtures("single")
@pytest.mark.slow
def test_where_it_stops_does_not_depend_on_what_is_missing(tmp_path: Path) -> None:
    first = done(stopping(), tmp_path / "out")
    kept = sorted((tmp_path / "out" / "runs").iterdir())
    for path in kept[:: len(kept) // 3]:
        torn = tmp_path / path.stem
        shutil.copytree(tmp_path / "out", torn)
        (torn / "runs" / path.name).unlink()
        assert same(done(stopping(), torn), first), path.name


# Of later rounds some may be there: were they looked at, the rest would not be missed.
@pytest.mark.parametrize("missing", range(12))
def test_rounds_ask_for_whatever_is_missing(missing: int) -> None:
    sweep = stopping(stop={**STOP, "half_width": 1.0})
    luck = [0.0, 9.0, 0.0, 9.0, *[4.0, 5.0] * 13]  # it takes many to make up for the first four

    def work(have: set[tuple[int, int]]) -> set[tuple[int, int]]:
        def values() -> dict[int, list[float]]:
            return {place: [luck[k] for p, k in sorted(have) if p == place] for place in (0, 1)}

        for wanted in rounds(sweep, values):
            have |= set(wanted)
        return have

    whole = work(set())
    assert 12 <= len(whole) / 2 < 30
    assert work(whole - {(1, missing)}) == whole


def test_a_stop_rule_after_plain_replicates(tmp_path: Path) -> None:
    run_sweep(stopping(stop=None, replicates=5), tmp_path / "out")
    later, fresh = (run_sweep(stopping(), tmp_path / name) for name in ("out", "new"))
    counts = [r.runs.groupby("point")["replicate"].count() for r in (later, fresh)]
    assert counts[0].tolist() == [max(5, count) for count in counts[1]]


def test_rounds_without_a_rule_are_one() -> None:
    (only,) = rounds(made(replicates=2), dict)
    assert only == [(place, k) for place in range(4) for k in range(2)]
