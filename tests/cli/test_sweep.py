"""``tarpeia sweep``: what it prints, what it writes, how it ends; sweeps under ``validate``."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

import sim
from sim.cli import sweep
from sim.cli.main import app
from sim.cli.program import signals
from sim.experiments import specification
from sim.experiments.plans import NOTHING
from sim.experiments.sweep import Progress
from sim.scenario.files import shipped_sweeps
from tests.places import ROOT

SMALL = ("--set", "crowd.people=60", "--set", "run.days=20", "--set", "start.fans=0.2")
VARY = ("--vary", "founder.exposure=0.1:0.9:3")
TITLE = "Sweep of Firm A and its celebrated founder"


def tarpeia(*words: str) -> Result:
    """Call the command as a user would."""
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


def swept(*words: str) -> Result:
    """Call a small sweep that should succeed."""
    result = tarpeia("sweep", "classroom", *SMALL, *VARY, "--out", "out", *words)
    assert result.exit_code == 0, result.stderr
    return result


def refused(result: Result) -> str:
    """Return the one line of a refusal."""
    assert result.exit_code == 2, result.stdout
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in lines[0]
    assert len(lines[0]) < 600
    return lines[0]


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return all files and folders below a folder."""
    found = sorted(folder.rglob("*"))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in found
    }


@pytest.fixture(autouse=True)
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


# What it prints ------------------------------------------------------------------------------


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
    first, last = result.stderr.splitlines()
    assert first == f"{TITLE}: 3 points"
    assert re.fullmatch(r"6 of 6 runs, [\d.,]+ a second", last)


def test_a_table_of_plans(workplace: Path) -> None:
    Path("hush.toml").write_text('[founder]\nstance = "silent"\n')
    result = swept("--replicates", "1", "--plan", "hush.toml", "--outcome", "falls")
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["plan", "founder.exposure", "falls"] in rows
    assert sum(row[:1] == ["hush"] for row in rows) == 3
    assert sum(row[:2] == NOTHING.split() for row in rows) == 3
    assert set(sim.load_sweep("out").runs["plan"]) == {NOTHING, "hush"}


def test_a_long_table_is_cut(workplace: Path) -> None:
    result = tarpeia(
        "sweep", "classroom", *SMALL, "--vary", "founder.exposure=0:1:30", "--replicates", "1"
    )
    assert "... and 6 points more" in result.stdout.splitlines()
    assert "30 runs. Results: " in result.stdout


def test_lines_of_json(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(specification, "BATCH_MOST", 2)
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
    words = ("sweep", "classroom", *SMALL, *VARY, "--json")
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
        *SMALL,
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
    monkeypatch.setattr(specification, "BATCH_MOST", 1)
    asked: list[int] = []

    def check() -> None:
        asked.append(1)
        if len(asked) == 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(signals, "check", check)
        result = tarpeia("sweep", "classroom", *SMALL, *VARY, "--replicates", "9", "--out", "out")
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == (
        "tarpeia: interrupted; 3 of 27 runs are kept in out; the same command goes on from there"
    )
    kept = everything(workplace / "out" / "runs")
    assert len(kept) == 3
    swept("--replicates", "9")
    assert len(sim.load_sweep("out").runs) == 27
    assert everything(workplace / "out" / "runs").items() >= kept.items()


def test_progress_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with sweep.progress("A sweep", as_json=False) as told:
        told(Progress(0, 0, 40, 0, 0.0, float("nan")))
        told(Progress(10, 1, 40, 10, 2.0, 15.0))
    seen = capsys.readouterr()
    assert seen.out == ""
    assert "A sweep\n" in re.sub(r"\x1b\[[\d;?]*[A-Za-z]|\r", "", seen.err)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "0 s"),
        (40, "40 s"),
        (99.4, "99 s"),
        (100, "2 min"),
        (720, "12 min"),
        (12_000, "3 h 20 min"),
        (float("nan"), "not known yet"),
        (float("inf"), "not known yet"),
    ],
)
def test_times_in_words(seconds: float, words: str) -> None:
    assert sweep.duration(seconds) == words


def test_a_line_of_progress() -> None:
    assert sweep.line_of(Progress(0, 0, 40, 0, 0.0, float("nan"))) == (
        "0 of 40 runs, time left not known yet"
    )
    assert sweep.line_of(Progress(1_010, 1, 4_000, 10, 2.0, 1_495.0)) == (
        "1,010 of 4,000 runs, 1 failed, 2.0 a second, time left 25 min"
    )
    assert sweep.line_of(Progress(40, 0, 40, 0, 0.0, float("nan"))) == "40 of 40 runs"


# A dry run -----------------------------------------------------------------------------------


def test_a_dry_run_says_what_it_would_take(workplace: Path) -> None:
    words = ("sweep", "classroom", *SMALL, *VARY, "--replicates", "200", "--dry-run")
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


# A sweep's file ------------------------------------------------------------------------------

FILE = """
title = "Two levels"
scenario = "classroom"
replicates = 2
outcomes = ["falls", "climate.mean"]
[base]
crowd.people = 60
run.days = 20
[levers]
founder.exposure = [0.1, 0.9]
[[plans]]
name = "as it is"
[[plans]]
name = "hush"
[plans.founder]
stance = "silent"
"""


@pytest.fixture
def file(workplace: Path) -> Path:
    path = workplace / "two.toml"
    path.write_text(FILE)
    return path


def test_a_sweep_from_a_file(file: Path) -> None:
    result = tarpeia("sweep", "two.toml", "--json", "--out", "out")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout.splitlines()[-1])["runs"] == 8
    kept = sim.load_sweep("out")
    assert kept.sweep.settings.title == "Two levels"
    assert [one.name for one in kept.sweep.outcomes] == ["falls", "climate.mean"]
    assert kept.sweep.scenario.parameters.crowd.people == 60


def test_options_beside_a_file(file: Path) -> None:
    result = tarpeia(
        "sweep",
        "two.toml",
        "--replicates",
        "3",
        "--seed",
        "7",
        "--outcome",
        "climate_lowest",
        "--set",
        "founder.warmth=0.25",
        "--out",
        "out",
    )
    assert result.exit_code == 0, result.stderr
    kept = sim.load_sweep("out")
    assert len(kept.runs) == 12
    assert kept.sweep.settings.seed == 7
    assert [one.name for one in kept.sweep.outcomes] == ["climate_lowest"]
    assert kept.sweep.scenario.parameters.founder.warmth == 0.25
    assert kept.sweep.scenario.parameters.crowd.people == 60  # of the file's base


def test_more_of_a_file_goes_into_the_same_folder(file: Path) -> None:
    both = [
        json.loads(tarpeia("sweep", "two.toml", "--json", *more).stdout.splitlines()[-1])
        for more in ((), ("--replicates", "4"))
    ]
    assert both[0]["results"] == both[1]["results"]
    assert [one["runs"] for one in both] == [8, 16]


def test_longer_than_the_file_says(file: Path) -> None:
    file.write_text(FILE.replace("run.days = 20", "run.days = 10"))  # the launch is on day 15
    result = tarpeia("sweep", "two.toml", "--set", "run.days=20", "--out", "out")
    assert result.exit_code == 0, result.stderr
    row = sim.load_sweep("out").runs.iloc[0]
    values = {"crowd.people": 60, "run.days": 20, "founder.exposure": 0.1}
    luck = {"run.seed": int(row["seed"]), "run.crowd_seed": int(row["crowd_seed"])}
    assert row["plan"] == "as it is"
    run = sim.run(sim.load("classroom").with_values({**values, **luck}))
    assert run.digest[:16] == row["digest"]


def test_a_stop_rule_in_a_file(workplace: Path) -> None:
    rule = '[stop]\noutcome = "falls"\nhalf_width = 9.0\nat_least = 3\nat_most = 50\n'
    (workplace / "two.toml").write_text(FILE + rule)
    dry = tarpeia("sweep", "two.toml", "--dry-run")
    assert "2 points x 2 plans x 50 replicates at most = 200 runs" in dry.stdout
    result = tarpeia("sweep", "two.toml", "--json")
    assert json.loads(result.stdout.splitlines()[-1])["runs"] == 12


def test_the_scenario_of_a_file_is_looked_for_beside_it(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = workplace / "study"
    study.mkdir()
    (study / "firm.toml").write_text('title = "Mine"\n[crowd]\npeople = 50\n[run]\ndays = 20\n')
    text = 'scenario = "firm.toml"\nreplicates = 1\n[levers]\nfounder.exposure = [0.1]\n'
    (study / "sweep.toml").write_text(text)
    before = everything(study)
    result = tarpeia("sweep", "study/sweep.toml", "--json")
    assert result.exit_code == 0, result.stderr
    line = refused(tarpeia("sweep", "study/sweep.toml", "--out", "study"))
    assert line.startswith("study: holds something that is no sweep")
    assert everything(study) == before


# Bad input -----------------------------------------------------------------------------------

# What is typed beside a scenario: what the line must say.
TYPED: dict[tuple[str, ...], str] = {
    (): "classroom: nothing to vary; give --vary",
    ("--vary", "founder.exposur=0.1,0.2"): "founder.exposur: no such parameter, did you mean",
    ("--vary", "exposure=0.1"): "did you mean 'founder.exposure'?",
    ("--vary", "founder.exposure"): "'founder.exposure' varies nothing",
    ("--vary", "founder.exposure=0.9:0.1:3"): "founder.exposure: 0.9 to 0.1 is no range",
    ("--vary", "founder.exposure=0.5:2:3"): "founder.exposure: 1.25 is not allowed",
    ("--vary", "founder.exposure=0.1,1.5"): "point 2: founder.exposure: 1.5 is not allowed",
    ("--vary", "founder.exposure=0.1:0.9:0"): "founder.exposure: a range without steps",
    ("--vary", "founder.exposure=0.1:0.9:1"): "founder.exposure: 1 steps are not allowed",
    ("--vary", "founder.exposure=0.1:0.9:-2"): "founder.exposure: -2 steps are not allowed",
    ("--vary", "founder.exposure=0.1:0.9:x"): "allowed is low:high",
    ("--vary", "founder.exposure=0.1:0.9"): "choose the design latin-hypercube or sobol",
    ("--vary", "founder.exposure=0.1,0.1"): "a value is given twice",
    ("--vary", "run.seed=1,2"): "run.seed: luck is not varied",
    ("--vary", "run.days=10,20"): "run.days: not varied",
    ("--vary", "events[9].date=2026-01-09"): "there is no events[9], allowed is 1 to 1",
    (*VARY, "--replicates", "0"): "replicates: 0 is not allowed, allowed is 1 or more",
    (*VARY, "--replicates", "-1"): "--replicates: '-1' is not allowed, allowed is a whole number",
    (*VARY, "--replicates", "few"): "--replicates: 'few' is not allowed",
    (*VARY, "--replicates", "9" * 30): "--replicates: ",
    (*VARY, "--seed", "-1"): "--seed: '-1' is not allowed",
    (*VARY, "--design", "sobel"): "--design: no design 'sobel', did you mean 'sobol'?",
    (*VARY, "--outcome", "fals"): "fals: no such outcome, did you mean 'falls'?",
    (*VARY, "--outcome", "climate.mean[9:30]"): "within 0 to 20",
    (*VARY, "--outcome", "falls", "--outcome", "falls"): "a name is given twice",
    (*VARY, "--executor", "cloud"): "executor: 'cloud' is not allowed, allowed is local or dask",
    (*VARY, "--scheduler", "tcp://10.0.0.5:1"): "scheduler: goes with the executor dask",
    (*VARY, "--workers", "0"): "workers: 0 is not allowed",
    (*VARY, "--workers", "9999"): "workers: 9999 is not allowed",
    (*VARY, "--workers", "two"): "--workers: 'two' is not allowed, allowed is 1 or more",
    (*VARY, "--workers", "-1"): "--workers: '-1' is not allowed",
    (*VARY, "--plan", "nowhere.toml"): "nowhere.toml: no such file; a plan is a TOML file",
    (*VARY, "--set", "founder.warmth=2"): "--set: founder.warmth: 2.0 is not allowed",
    (*VARY, "--samples", "many"): "--samples: 'many' is not allowed",
    ("--vary", "founder.exposure=0:1", "--design", "lhs"): "samples: 0 is not allowed",
    ("--vary", "founder.exposure=0:1", "--design", "sobol", "--samples", "6"): "a power of two",
}


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["run", "dry"])
@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: " ".join(typed)[:60])
def test_bad_options_are_one_line_and_leave_nothing(
    typed: tuple[str, ...], dry: tuple[str, ...], workplace: Path
) -> None:
    line = refused(tarpeia("sweep", "classroom", *SMALL, *typed, *dry))
    assert TYPED[typed] in line
    assert everything(workplace) == {}


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("clasroom", "clasroom: no such file; did you mean 'classroom'?"),
        ("nowhere.toml", "nowhere.toml: no such file"),
        ("folder", "folder: not a file"),
        ("binary.toml", "binary.toml: a binary file"),
    ],
)
def test_targets_that_are_none(target: str, told: str, workplace: Path) -> None:
    (workplace / "folder").mkdir()
    (workplace / "binary.toml").write_bytes(b"\0")
    before = everything(workplace)
    assert refused(tarpeia("sweep", target, *VARY)).startswith(told)
    assert everything(workplace) == before


@pytest.mark.parametrize(
    "more", [VARY, ("--plan", "plan.toml"), ("--design", "lhs")], ids=lambda more: more[0]
)
def test_what_a_file_says_itself(more: tuple[str, ...], file: Path) -> None:
    before = everything(file.parent)
    for target in ("two.toml", "top-heavy"):
        line = refused(tarpeia("sweep", target, *more))
        assert line == f"{more[0]}: goes with a scenario; a sweep's file says it itself"
    assert everything(file.parent) == before


def test_out_is_a_folder_of_this_sweep(workplace: Path) -> None:
    (workplace / "notes.txt").write_text("mine")
    (workplace / "thesis").mkdir()
    (workplace / "thesis" / "chapter.tex").write_text("mine")
    swept("--replicates", "1")
    before = everything(workplace)
    words = ("sweep", "classroom", *SMALL, *VARY, "--replicates", "1")
    for out, told in (
        ("notes.txt", "notes.txt: is a file; --out is a folder for a sweep"),
        ("notes.txt/out", "notes.txt/out: cannot be written"),
        ("thesis", "thesis: holds something that is no sweep"),
    ):
        assert refused(tarpeia(*words, "--out", out)).startswith(told)
    line = refused(tarpeia(*words, "--seed", "2", "--out", "out"))
    assert line.startswith("out: holds another sweep (other factors, scenario, seed or engine)")
    assert everything(workplace) == before


def test_a_torn_part_is_one_line(workplace: Path) -> None:
    swept("--replicates", "1")
    (part,) = (workplace / "out" / "runs").iterdir()
    part.write_bytes(part.read_bytes()[:-9])
    words = ("sweep", "classroom", *SMALL, *VARY, "--replicates", "1", "--out", "out")
    for more in ((), ("--dry-run",)):
        line = refused(tarpeia(*words, *more))
        assert line.startswith(f"out/runs/{part.name}: torn or changed")
    part.unlink()
    swept("--replicates", "1")


def test_fewer_replicates_than_are_there(workplace: Path) -> None:
    swept("--replicates", "3")
    assert "9 runs. Results: out" in swept("--replicates", "2").stdout


# validate ------------------------------------------------------------------------------------


def test_sweeps_that_come_along_are_valid(workplace: Path) -> None:
    named = list(shipped_sweeps())
    paths = [str(path) for path in shipped_sweeps().values()]
    assert len(named) == len(list((ROOT / "scenarios" / "sweeps").glob("*.toml"))) >= 3
    result = tarpeia("validate", *named, *paths)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.splitlines() == [f"{target}: ok" for target in (*named, *paths)]


# What is put in place of a line of the file: what the line of the fault must say.
BROKEN: dict[str, tuple[str, str, str]] = {
    "unknown name": ("replicates = 2", "replicate = 2", "replicate: unknown name, did you mean"),
    "no scenario": (
        '"classroom"',
        '"clasroom"',
        "clasroom: no such file; did you mean 'classroom'",
    ),
    "scenario": ('"classroom"', "3", "scenario: missing, it must be given"),
    "out of bounds": ("[0.1, 0.9]", "[0.1, 9]", "point 2: founder.exposure: 9 is not allowed"),
    "no such lever": ("exposure =", "exposur =", "founder.exposur: no such parameter"),
    "crossed": ("[0.1, 0.9]", "{ low = 0.9, high = 0.1, steps = 3 }", "0.9 to 0.1 is no range"),
    "no steps": ("[0.1, 0.9]", "{ low = 0.1, high = 0.9 }", "a range without steps"),
    "base": ("people = 60", "people = 0", "crowd.people: 0 is not allowed"),
    "plans": ('"hush"', '"as it is"', "plans: the name 'as it is' is given twice"),
    "plan": ('"silent"', '"shout"', "founder.stance: 'shout' is not allowed"),
    "outcome": ('"falls"', '"fals"', "fals: no such outcome, did you mean 'falls'?"),
    "days": ("climate.mean", "climate.mean[9:30]", "climate.mean[9:30]: no such days"),
    "no TOML": ("replicates = 2", "replicates: 2", "not TOML"),
}


@pytest.mark.parametrize("command", ["validate", "sweep"])
@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_file_is_named(case: str, command: str, file: Path) -> None:
    old, new, told = BROKEN[case]
    assert FILE.count(old) == 1
    file.write_text(FILE.replace(old, new))
    line = refused(tarpeia(command, "two.toml"))
    assert line.startswith("two.toml: ")
    assert told in line
    assert everything(file.parent).keys() == {"two.toml"}


def test_all_faults_of_a_file_are_listed_by_validate(file: Path) -> None:
    file.write_text(
        FILE + '[[plans]]\nname = "hush"\n[stop]\nouttcome = "falls"\nhalf_width = -1\n'
    )
    result = tarpeia("validate", "two.toml", "top-heavy")
    assert result.exit_code == 2
    assert result.stdout == "top-heavy: ok\n"
    lines = result.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("two.toml: stop.") for line in lines)


def test_help_tells_the_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown: Any = tarpeia("sweep", "--help").stdout
    for flag in ("--vary", "--plan", "--outcome", "--replicates", "--dry-run", "--executor"):
        assert flag in shown
