"""What a sweep has kept is not done again; another sweep has another folder."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.experiments.loop import SweepProgress
from sim.experiments.sweep import run_sweep
from sim.experiments.workload import estimate
from tests.experiments.small_sweeps import (
    LEVERS,
    PLANS,
    SCENARIO,
    contents,
    done,
    made,
    parts,
    same,
)


def no_run(*_: object, **__: object) -> None:
    pytest.fail("a run was done again")


@pytest.mark.usefixtures("small_batches")
def test_a_second_time_nothing_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = done(made(), tmp_path / "out")
    before = parts(tmp_path)
    monkeypatch.setattr("sim.experiments.batches.run_one", no_run)
    monkeypatch.setattr("sim.experiments.sweep.opened", no_run)
    again = done(made(), tmp_path / "out")
    assert parts(tmp_path) == before
    assert same(first, again)
    pd.testing.assert_frame_equal(first.runs, again.runs)  # seconds and hosts, too


@pytest.mark.usefixtures("small_batches")
def test_more_replicates_extend(tmp_path: Path) -> None:
    few = done(made(replicates=2), tmp_path / "out")
    before = parts(tmp_path)
    told: list[SweepProgress] = []
    more = done(made(replicates=5), tmp_path / "out", progress=told.append)
    after = parts(tmp_path)
    assert {name: after[name] for name in before} == before
    assert told[-1].fresh == 4 * 3
    old = more.runs[more.runs["replicate"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(old, few.runs)
    assert same(more, done(made(replicates=5), tmp_path / "at once"))


def test_fewer_replicates_than_are_there(tmp_path: Path) -> None:
    many = done(made(replicates=4), tmp_path / "out")
    before = parts(tmp_path)
    few = done(made(replicates=2), tmp_path / "out")
    assert parts(tmp_path) == before
    assert (few.values("climate_mean")[:, :2] == many.values("climate_mean")[:, :2]).all()


@pytest.mark.usefixtures("small_batches")
def test_what_is_removed_is_done_again(tmp_path: Path) -> None:
    first = done(made(), tmp_path / "out")
    kept = sorted((tmp_path / "out" / "runs").iterdir())
    kept[1].unlink()
    told: list[SweepProgress] = []
    assert same(done(made(), tmp_path / "out", progress=told.append), first)
    assert told[-1].fresh == 3


def test_another_sweep_has_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    kinds = {
        "as it is": made(),
        "more replicates": made(replicates=4),
        "scenario": made(scenario=SCENARIO.with_values({"founder.warmth": 0.1})),
        "base": made(base={"founder.warmth": 0.2}),
        "seed": made(seed=2),
        "factors": made(levers={"founder.exposure": [0.1, 0.9]}),
        "luck": made(luck="own"),
        "plans": made(plans=PLANS),
        "outcomes": made(outcomes=["falls"]),
        "title": made(title="Another name of the same"),
    }
    folders = {kind: run_sweep(sweep).folder for kind, sweep in kinds.items()}
    same_folder = {k for k, folder in folders.items() if folder == folders["as it is"]}
    assert same_folder == {"as it is", "more replicates", "title"}
    assert len(set(folders.values())) == len(kinds) - 2
    assert all(folder.parent == Path("results") for folder in folders.values())
    assert all(folder.name.startswith("small-") for folder in folders.values())


def test_the_order_of_factors_numbers_the_points() -> None:
    one, other = made(), made(levers=dict(reversed(LEVERS.items())))
    assert one.points != other.points
    assert one.content_hash != other.content_hash


def test_another_sweep_is_refused_in_the_same_folder(tmp_path: Path) -> None:
    done(made(), tmp_path / "out")
    before = contents(tmp_path)
    with pytest.raises(sim.TarpeiaError, match=r"out: holds another sweep .*nothing was changed"):
        done(made(scenario=SCENARIO.with_values({"founder.warmth": 0.1})), tmp_path / "out")
    assert contents(tmp_path) == before


def test_another_engine_is_refused_in_the_same_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done(made(), tmp_path / "out")
    before = contents(tmp_path)
    monkeypatch.setattr("sim.experiments.sweep.engine_version", lambda: "another")
    with pytest.raises(sim.TarpeiaError, match="holds another sweep"):
        done(made(), tmp_path / "out")
    assert contents(tmp_path) == before


def test_an_estimate_changes_nothing(tmp_path: Path) -> None:
    done(made(), tmp_path / "out")
    before = contents(tmp_path)
    found = estimate(made(replicates=10), 2, tmp_path / "out")
    assert (found.runs, found.missing, found.points, found.plans) == (40, 40 - 12, 4, 0)
    assert found.seconds > 0
    assert found.bytes > 0
    assert contents(tmp_path) == before
    estimate(made(plans=PLANS), 2, tmp_path / "new")
    assert not (tmp_path / "new").exists()
