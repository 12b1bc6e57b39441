"""Results on disk: whole, checked, replaced only by results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sim
from sim.runs.falls import falls
from sim.runs.folder import MANIFEST_FILE, SCENARIO_FILE, SERIES_FILE
from sim.runs.run import load_run
from sim.scenario.scenario import Scenario


def test_a_run_comes_back_bit_for_bit(tiny: Scenario, tmp_path: Path) -> None:
    run = sim.run(tiny)
    run.save(tmp_path / "one")
    again = load_run(tmp_path / "one")
    assert again.digest == run.digest
    assert again.scenario.content_hash == run.scenario.content_hash
    assert again.scenario.title == run.scenario.title
    assert again.summary == run.summary
    # Readable with one line of pandas.
    frame = pd.read_parquet(tmp_path / "one" / SERIES_FILE)
    assert np.array_equal(frame["fans"].to_numpy(), run.daily["fans"].to_numpy())
    assert str(frame["date"].iloc[0])[:10] == str(tiny.run.start)


def test_the_resolved_scenario_runs_to_the_same_result(tiny: Scenario, tmp_path: Path) -> None:
    run = sim.run(tiny.without(["shield"]), seed=9)
    run.save(tmp_path / "one")
    assert sim.run(sim.load(tmp_path / "one" / SCENARIO_FILE)).digest == run.digest


def test_results_replace_results_and_leave_nothing_behind(tiny: Scenario, tmp_path: Path) -> None:
    sim.run(tiny, seed=1).save(tmp_path / "one")
    second = sim.run(tiny, seed=2)
    second.save(tmp_path / "one")
    assert load_run(tmp_path / "one").digest == second.digest
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_foreign_folders_are_left_alone(tiny: Scenario, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(sim.TarpeiaError, match=r"contains other files \(thesis\.txt\)"):
        sim.run(tiny).save(tmp_path / "mine")
    assert (tmp_path / "mine" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_disk_that_fills_up_leaves_the_old_results(
    tiny: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sim.run(tiny, seed=1)
    first.save(tmp_path / "one")

    def full(self: Path, *args: Any, **kwargs: Any) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(sim.TarpeiaError, match="No space left"):
        sim.run(tiny, seed=2).save(tmp_path / "one")
    monkeypatch.undo()
    assert load_run(tmp_path / "one").digest == first.digest
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


@pytest.mark.parametrize("name", [SERIES_FILE, SCENARIO_FILE, MANIFEST_FILE])
def test_missing_and_damaged_files_are_named(tiny: Scenario, tmp_path: Path, name: str) -> None:
    sim.run(tiny).save(tmp_path / "one")
    file = tmp_path / "one" / name
    file.write_bytes(file.read_bytes()[:-40])
    with pytest.raises(sim.TarpeiaError):
        load_run(tmp_path / "one")
    file.unlink()
    with pytest.raises(sim.TarpeiaError, match=f"no {name}"):
        load_run(tmp_path / "one")


def test_a_changed_series_is_found_by_its_digest(tiny: Scenario, tmp_path: Path) -> None:
    sim.run(tiny).save(tmp_path / "one")
    manifest = json.loads((tmp_path / "one" / MANIFEST_FILE).read_text(encoding="utf-8"))
    manifest["digest"] = "0" * 64
    (tmp_path / "one" / MANIFEST_FILE).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(sim.TarpeiaError, match="does not match its manifest"):
        load_run(tmp_path / "one")


def test_falls_are_counted_as_defined() -> None:
    def f(*shares: float) -> list[tuple[int, int]]:
        return falls(np.array(shares))

    assert f() == []
    assert f(0.04, 0.01) == []  # the peak is below 5 %
    assert f(0.1, 0.07, 0.061) == []  # not below 60 %
    assert f(0.1, 0.2, 0.119) == [(1, 2)]
    assert f(0.2, 0.1, 0.02, 0.02) == [(0, 1)]  # no second fall without recovery
    assert f(0.2, 0.1, 0.04, 0.09, 0.2, 0.1) == [(0, 1), (4, 5)]
