"""Whoever works on a sweep, and whatever fails, its rows are the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import sim
from sim.experiments.batches import Batch, Rows, work
from sim.experiments.loop import SweepProgress
from sim.experiments.results import SweepResult
from sim.experiments.sweep import run_sweep
from sim.runs.simulate import run_one
from tests.experiments.small_sweeps import (
    PLANS,
    contents,
    done,
    made,
    parts,
    same,
)


@pytest.mark.usefixtures("small_batches")
def test_workers_make_no_difference(tmp_path: Path, whole: SweepResult) -> None:
    sweep = made(plans=PLANS, crowds=2)
    one, two = (done(sweep, tmp_path / str(n), workers=n) for n in (1, 2))
    assert len(list((tmp_path / "2" / "runs").iterdir())) == 24 / 3
    assert same(one, two)
    assert same(one, whole)  # and the size of the batches neither


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"workers": 0}, "workers: 0 is invalid"),
        ({"workers": 999}, "workers: 999 is invalid"),
        ({"executor": "cloud"}, "executor: 'cloud' is invalid; use local or dask"),
        ({"scheduler": "tcp://x:1"}, "scheduler: goes with the executor dask"),
    ],
)
def test_bad_workers_are_named_before_anything_is_written(
    more: dict[str, Any], told: str, tmp_path: Path
) -> None:
    with pytest.raises(sim.TarpeiaError, match=f"^{told}"):
        run_sweep(made(), tmp_path / "out", **more)
    assert contents(tmp_path) == {}


def test_progress_is_told_after_every_part(small_batches: None, tmp_path: Path) -> None:
    told: list[SweepProgress] = []
    run_sweep(made(), tmp_path / "out", workers=1, progress=told.append)
    assert [one.done for one in told] == [0, 3, 6, 9, 12]
    assert {one.total for one in told} == {12}
    assert [one.fresh for one in told] == [one.done for one in told]
    assert told[0].left != told[0].left  # not known yet
    assert told[-1].left == 0
    again: list[SweepProgress] = []
    run_sweep(made(), tmp_path / "out", progress=again.append)
    assert [(one.done, one.total, one.fresh) for one in again] == [(12, 12, 0)]


FIRM = """
title = "A firm and its network"
[run]
days = 20
[crowd]
people = 50
[start]
fans = 0.5
anti_fans = 0.3
[conversation]
speaking = 2.0
[network]
kind = "file"
file = "good.csv"
"""


@pytest.fixture
def networked(tmp_path: Path) -> sim.Scenario:
    """A scenario whose network is a file beside it."""
    folder = tmp_path / "firm"
    folder.mkdir()
    ring = "".join(f"{k},{(k + step) % 50}\n" for k in range(50) for step in (1, 2, 3))
    star = "".join(f"0,{k}\n" for k in range(1, 50))
    (folder / "good.csv").write_text(ring)
    (folder / "other.csv").write_text(star)
    (folder / "firm.toml").write_text(FIRM)
    return sim.load(folder / "firm.toml")


def test_a_run_that_fails_is_a_row(networked: sim.Scenario, tmp_path: Path) -> None:
    files = [str(tmp_path / "firm" / name) for name in ("good.csv", "missing.csv", "other.csv")]
    result = sim.sweep(networked, {"network.file": files}, 2, tmp_path / "out")
    assert result.runs["point"].tolist() == [0, 0, 1, 1, 2, 2]
    assert result.failed["point"].tolist() == [1, 1]
    assert all("missing.csv: no such file" in error for error in result.failed["error"])
    assert set(result.failed["digest"]) == {""}
    assert result.failed["climate_mean"].isna().all()
    good = result.runs[result.runs["error"] == ""]
    assert good["climate_mean"].notna().all()
    assert set(result.series["point"]) == {0, 2}
    told: list[SweepProgress] = []
    again = done(result.sweep, tmp_path / "out", progress=told.append)
    assert same(result, again)
    assert [(one.done, one.failed, one.fresh) for one in told] == [(6, 2, 0)]


def test_network_files_are_looked_up_beside_the_scenario(
    networked: sim.Scenario, tmp_path: Path
) -> None:
    levers = {"network.file": ["good.csv", "other.csv"]}
    result = sim.sweep(networked, levers, 1, tmp_path / "out")
    assert result.runs["error"].tolist() == ["", ""]
    assert result.runs["digest"].nunique() == 2


def test_a_defect_of_the_program_is_a_row_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(scenario: sim.Scenario, *more: Any) -> sim.Run:
        if scenario.parameters.founder.exposure == 0.9:
            raise ZeroDivisionError("by nothing")
        return run_one(scenario, *more)

    monkeypatch.setattr("sim.experiments.batches.run_one", defect)
    result = run_sweep(made(), tmp_path / "out")
    assert set(result.failed["error"]) == {"ZeroDivisionError: by nothing"}
    assert set(result.failed["founder.exposure"]) == {0.9}
    assert len(result.failed) == 6
    assert len(result.runs) == 12


def test_a_batch_that_no_worker_can_do_stays_missing(tmp_path: Path) -> None:
    tried: list[int] = []

    def refuse(text: str, engine: str, batch: Batch, *more: Any) -> Rows:
        if batch.number == 0:
            return work(text, engine, batch, *more)
        tried.append(batch.number)
        raise RuntimeError("this worker is not well")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.experiments.loop.work", refuse)
        patch.setattr("sim.experiments.rounds.BATCH_MOST", 4)
        with pytest.raises(sim.TarpeiaError, match=r"out: 8 runs are missing.*is not well.*kept"):
            run_sweep(made(), tmp_path / "out")
    assert sorted(tried) == [1, 1, 1, 2, 2, 2]
    before = parts(tmp_path)
    assert len(before) == 2
    result = done(made(), tmp_path / "out")
    assert not len(result.failed)
    assert len(result.runs) == 12
    assert parts(tmp_path).items() > before.items()
