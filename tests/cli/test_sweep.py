"""``tarpeia sweep``: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import sim
from sim.cli.program import signals
from sim.experiments.plans import NOTHING as NO_ACTION
from sim.scenario.files import shipped_sweeps
from tests.cli.calls import (
    everything,
    tarpeia,
)
from tests.cli.sweeps import SET_SMALL, TITLE, VARY, swept

pytestmark = pytest.mark.usefixtures("workplace")


def test_a_table_of_means(workplace: Path) -> None:
    result = swept("--replicates", "2", "--outcome", "falls", "--outcome", "attention.mean[2:9]")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert rows[0] == f"{TITLE}: means".split()
    assert ["founder.exposure", "falls", "attention.mean[2:9]"] in rows
    kept = sim.load_sweep("out")
    for point, exposure in enumerate(("0.1", "0.5", "0.9")):
        means = [kept.values(name)[point].mean() for name in ("falls", "attention.mean[2:9]")]
        assert [exposure, *(f"{mean:.4g}" for mean in means)] in rows
    *_, results, way = result.stdout.splitlines()
    assert results == "6 runs. Results: out"
    assert way == 'pandas.read_parquet("out/runs") reads them.'
    assert len(pd.read_parquet("out/runs")) == 6
    first, *_, last = result.stderr.splitlines()
    assert first == f"{TITLE}: 3 points"
    assert re.fullmatch(r"6 of 6 runs, [\d.,]+ a second", last)


def test_a_table_of_plans(workplace: Path) -> None:
    Path("hush.toml").write_text('[founder]\nstance = "silent"\n')
    result = swept("--replicates", "1", "--plan", "hush.toml", "--outcome", "falls")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["plan", "founder.exposure", "falls"] in rows
    assert sum(row[:1] == ["hush"] for row in rows) == 3
    assert sum(row[:2] == NO_ACTION.split() for row in rows) == 3
    assert set(sim.load_sweep("out").runs["plan"]) == {NO_ACTION, "hush"}


def test_a_long_table_is_cut(workplace: Path) -> None:
    result = tarpeia(
        "sweep", "classroom", *SET_SMALL, "--vary", "founder.exposure=0:1:30", "--replicates", "1"
    )
    assert "... and 6 points more" in result.stdout.splitlines()
    assert "30 runs. Results: " in result.stdout


def test_lines_of_json(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiments.rounds.BATCH_MOST", 2)
    result = swept("--replicates", "2", "--json", "--workers", "1")
    assert result.stderr == ""
    told = [json.loads(line) for line in result.stdout.splitlines()]
    *progress, done = told
    assert done == {"event": "done", "runs": 6, "failed": 0, "results": "out"}
    assert {one["event"] for one in progress} == {"progress"}
    assert [one["done"] for one in progress] == [0, 2, 4, 6]
    assert {one["total"] for one in progress} == {6}
    assert progress[0]["left"] is None
    assert progress[-1]["rate"] > 0


def test_the_folder_is_named_after_scenario_and_content(workplace: Path) -> None:
    words = ("sweep", "classroom", *SET_SMALL, *VARY, "--json")
    first = json.loads(tarpeia(*words, "--replicates", "1").stdout.splitlines()[-1])
    (folder,) = (workplace / "results").iterdir()
    assert first["results"] == f"results/{folder.name}"
    assert re.fullmatch(r"classroom-[0-9a-f]{8}", folder.name)
    more = json.loads(tarpeia(*words, "--replicates", "2").stdout.splitlines()[-1])
    assert (more["results"], more["runs"]) == (first["results"], 6)
    other = tarpeia(*words, "--replicates", "1", "--seed", "2")
    assert json.loads(other.stdout.splitlines()[-1])["results"] != first["results"]


def test_a_second_call_finds_all_there(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = swept("--replicates", "2")
    monkeypatch.setattr(
        "sim.experiments.sweep.opened", lambda *_: pytest.fail("somebody was called to work")
    )
    again = swept("--replicates", "2")
    assert again.stdout == first.stdout
    assert again.stderr.splitlines()[-1] == "6 of 6 runs"


def test_runs_that_fail_are_told_and_the_exit_code_is_1(workplace: Path) -> None:
    (workplace / "good.csv").write_text("0,1\n1,2\n")
    files = ",".join(str(workplace / name) for name in ("good.csv", "missing.csv"))
    words = (
        "sweep",
        "classroom",
        *SET_SMALL,
        "--set",
        f"network.file={workplace / 'good.csv'}",
        "--vary",
        f"network.file={files}",
        "--replicates",
        "2",
        "--outcome",
        "climate.mean",
        "--out",
        "out",
    )
    result = tarpeia(*words)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith("4 of 4 runs, 2 failed, ")
    (line,) = (line for line in result.stdout.splitlines() if "runs failed" in line)
    assert line.startswith("2 runs failed, the first with: ")
    assert "missing.csv: no such file" in line
    (row,) = (line for line in result.stdout.splitlines() if "missing.csv  " in line)
    assert row.split()[-1] == "none"
    again = tarpeia(*words, "--json")
    assert again.exit_code == 1
    assert json.loads(again.stdout.splitlines()[-1])["failed"] == 2
    assert sim.load_sweep("out").runs["error"].ne("").tolist() == [False, False, True, True]


def test_ctrl_c_says_what_is_kept_and_goes_on(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiments.rounds.BATCH_MOST", 1)
    asked: list[int] = []

    def check() -> None:
        asked.append(1)
        if len(asked) == 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(signals, "check", check)
        result = tarpeia(
            "sweep", "classroom", *SET_SMALL, *VARY, "--replicates", "9", "--out", "out"
        )
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == (
        "tarpeia: interrupted; 3 of 27 runs are kept in out; rerun to resume"
    )
    kept = everything(workplace / "out" / "runs")
    assert len(kept) == 3
    swept("--replicates", "9")
    assert len(sim.load_sweep("out").runs) == 27
    assert everything(workplace / "out" / "runs").items() >= kept.items()


def test_a_dry_run_says_what_it_would_take(workplace: Path) -> None:
    words = ("sweep", "classroom", *SET_SMALL, *VARY, "--replicates", "200", "--dry-run")
    result = tarpeia(*words)
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == f"{TITLE}: 3 points x 200 replicates = 600 runs of 60 people over 20 days"
    assert re.fullmatch(r"600 still to do, about \d+ s; about \d+\.\d MB in all", second)
    assert everything(workplace) == {}
    told = json.loads(tarpeia(*words, "--json").stdout)
    assert told["event"] == "estimate"
    assert (told["runs"], told["missing"], told["points"], told["plans"]) == (600, 600, 3, 0)
    assert told["bytes"] > 1e5


def test_a_dry_run_counts_what_is_there(workplace: Path) -> None:
    swept("--replicates", "2")
    before = everything(workplace)
    result = swept("--replicates", "5", "--dry-run")
    assert result.stdout.splitlines()[1].startswith("9 still to do, ")
    assert everything(workplace) == before


@pytest.mark.parametrize("name", shipped_sweeps())
def test_sweeps_that_come_along_can_be_called_by_name(name: str, workplace: Path) -> None:
    result = tarpeia("sweep", name, "--set", "crowd.people=50", "--replicates", "3", "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert "x 3 replicates = " in result.stdout
    assert "runs of 50 people over " in result.stdout
    assert everything(workplace) == {}


def test_help_tells_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = tarpeia("sweep", "--help").stdout
    for flag in ("--vary", "--plan", "--outcome", "--replicates", "--dry-run", "--executor"):
        assert flag in shown
