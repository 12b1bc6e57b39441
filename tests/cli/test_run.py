"""``tarpeia run``: what it prints and what it writes, also on a disk that fills up."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.runs.run import Run, load_run
from sim.runs.summary import SUMMARY
from tests.cli.calls import (
    FILES,
    SMALL,
    digest,
    names,
    tarpeia,
)


def test_json_is_all_that_is_on_standard_output(finished: tuple[Any, Path]) -> None:
    done, folder = finished
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["scenario"] == "xiaomi-su7"
    assert (told["seed"], told["people"], told["days"]) == (3, 200, 20)
    assert told["hypothetical"] == []
    assert told["agent_days_per_second"] > 0
    assert told["seconds"] > 0
    assert [measure.name for measure in SUMMARY] == list(told["summary"])
    assert len(told["digest"]) == 64
    first, *_, last = done.stderr.splitlines()
    assert first.startswith("Running Xiaomi SU7")
    assert last == "20 of 20 days"
    assert (folder / told["results"]).is_dir()


def test_the_folder_of_results_is_complete(finished: tuple[Any, Path]) -> None:
    done, folder = finished
    told = json.loads(done.stdout)
    assert names(folder) == ["results"]
    (results,) = (folder / "results").iterdir()
    assert results.name == f"xiaomi-su7-seed3-{told['content_hash'][:8]}"
    assert names(results) == FILES
    assert all((results / name).stat().st_size > 100 for name in FILES)
    stored = load_run(results)
    assert stored.digest == told["digest"]
    assert stored.summary == told["summary"]
    scenario = sim.load("xiaomi-su7").with_values({"crowd.people": 200, "run.days": 20})
    again = sim.run(scenario, seed=3)
    assert again.digest == told["digest"]


def test_a_table_in_plain_words(undrawn: Path) -> None:
    result = tarpeia("run", *SMALL, "--out", "out")
    assert result.exit_code == 0
    rows = result.stdout.splitlines()
    for measure in SUMMARY:
        begin = f" {measure.label}  "
        found = [row for row in rows if row.startswith(begin) and row.endswith(measure.unit)]
        assert len(found) == 1, measure.label
    assert rows[-1] == "Results: out"
    assert "HYPOTHETICAL" not in result.stdout
    assert "endorses" not in result.stdout
    assert all(row == row.rstrip() for row in rows)
    assert result.stderr.splitlines()[-1] == "20 of 20 days"
    assert "200 agents over 20 days, seed 1" in result.stdout


def test_a_named_case_carries_its_note_and_its_stamp(undrawn: Path) -> None:
    result = tarpeia("run", "xiaomi-su7", *SMALL, "--set", "founder.exposure=0.2", "--out", "out")
    (stamp,) = (row for row in result.stdout.splitlines() if "HYPOTHETICAL" in row)
    assert "founder.exposure = 0.2" in stamp
    (note,) = (row for row in result.stdout.splitlines() if "endorses" in row)
    assert note.startswith("Names mark public, sourced events.")
    plain = tarpeia("run", "xiaomi-su7", *SMALL, "--out", "out")
    assert "HYPOTHETICAL" not in plain.stdout
    assert "endorses" in plain.stdout


def test_settings_arrive(undrawn: Path) -> None:
    result = tarpeia(
        "run",
        *SMALL,
        "--seed",
        "5",
        "--out",
        "out",
        "--without",
        "hitchhiking",
        "--without",
        "shield",
        "--set",
        "founder.exposure=0.25",
        "--set",
        "start.fans=0.1:0.2",
        "--set",
        "start.climate=-0.5",
        "--set",
        "founder.stance=deny",
        "--set",
        "product.heavy_tail=false",
        "--set",
        "newsroom.outlets=7",
        "--set",
        "run.incidents=random",
        "--set",
        "run.start=2025-12-31",
    )
    assert result.exit_code == 0, result.stderr
    scenario = load_run(Path("out")).scenario
    assert scenario.run.seed == 5
    assert scenario.run.without == ("hitchhiking", "shield")
    assert (scenario.run.incidents, str(scenario.run.start)) == ("random", "2025-12-31")
    assert scenario.start.fans == (0.1, 0.2)
    assert scenario.start.climate == -0.5
    p = scenario.parameters
    assert (p.founder.exposure, p.founder.stance) == (0.25, "deny")
    assert (p.product.heavy_tail, p.newsroom.outlets) == (False, 7)


@pytest.mark.slow
def test_the_digest_follows_the_seed_and_not_the_threads(undrawn: Path) -> None:
    one = digest("--seed", "1")
    assert digest("--seed", "1") == one
    assert digest("--seed", "1", "--threads", "2") == one
    assert digest("--seed", "2") != one


def test_a_network_file_is_seen_from_where_it_is_typed(undrawn: Path) -> None:
    Path("net.csv").write_text("0,1\n1,2\n")
    assert len(digest("--set", "network.file=net.csv")) == 64


def test_results_are_replaced_whole(undrawn: Path) -> None:
    digest()
    (undrawn / "out" / "camps.png").write_bytes(b"an older figure")
    digest("--seed", "2")
    assert names(undrawn) == ["out"]
    assert names(undrawn / "out") == ["daily.parquet", "manifest.json", "scenario.toml"]
    assert load_run(Path("out")).scenario.run.seed == 2


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A disk that is full the first time a run is written."""
    tried: list[Path] = []
    write = Run._write

    def fill(run: Run, work: Path) -> None:
        tried.append(work)
        write(run, work)
        if len(tried) == 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Run, "_write", fill)
    return tried


def test_a_disk_that_fills_up_does_not_cost_the_run(undrawn: Path, full: list[Path]) -> None:
    result = tarpeia("run", *SMALL, "--out", "results/out")
    assert result.exit_code == 2
    assert result.stdout == ""
    line = result.stderr.splitlines()[-1]
    assert line.startswith(f"{Path('results/out')}: cannot be written (No space left on device)")
    (spare,) = (undrawn.parent / "temporary").iterdir()
    assert line.endswith(f"are kept in {spare / 'out'}")
    assert len(load_run(spare / "out").series) == 20
    assert names(undrawn) == []


def test_when_nothing_can_be_kept_it_says_so(
    undrawn: Path, full: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Run, "_write", refuse)
    result = tarpeia("run", *SMALL, "--out", "out")
    assert result.exit_code == 2
    assert "the results are lost" in result.stderr
    assert names(undrawn) == names(undrawn.parent / "temporary") == []


def test_a_defect_in_a_figure_does_not_cost_the_run(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defect(_: Path) -> None:
        raise RuntimeError("no such colour")

    monkeypatch.setattr("sim.cli.run._draw", lambda *_: defect)
    result = tarpeia("run", *SMALL, "--out", "out", safe=True)
    assert isinstance(result.exception, RuntimeError)
    (spare,) = (workplace.parent / "temporary").iterdir()
    assert f"kept in {spare / 'out'}" in result.stderr
    assert names(workplace) == []
