"""Sweeps that cannot be done: one line, nothing left, nothing of others' touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calls import (
    everything,
    refused,
    tarpeia,
)
from tests.cli.sweeps import SET_SMALL, VARY, swept

pytestmark = pytest.mark.usefixtures("workplace")


# What is typed beside a scenario: what the line must say.
TYPED: dict[tuple[str, ...], str] = {
    (): "classroom: nothing to vary; give --vary",
    ("--vary", "founder.exposur=0.1,0.2"): "founder.exposur: no such parameter, did you mean",
    ("--vary", "exposure=0.1"): "did you mean 'founder.exposure'?",
    (
        "--vary",
        "founder.exposure",
    ): "--vary: 'founder.exposure' is invalid; use group.name=low:high:steps",
    ("--vary", "founder.exposure=0.9:0.1:3"): "founder.exposure: 0.9 to 0.1 is no range",
    ("--vary", "founder.exposure=0.5:2:3"): "founder.exposure: 1.25 is invalid",
    ("--vary", "founder.exposure=0.1,1.5"): "point 2: founder.exposure: 1.5 is invalid",
    ("--vary", "founder.exposure=0.1:0.9:0"): "founder.exposure: a range without steps",
    (
        "--vary",
        "founder.exposure=0.1:0.9:1",
    ): "founder.exposure: 1 steps are invalid; use 2 or more",
    ("--vary", "founder.exposure=0.1:0.9:-2"): "founder.exposure: -2 steps are invalid",
    ("--vary", "founder.exposure=0.1:0.9:x"): "use low:high, low:high:steps or values",
    ("--vary", "founder.exposure=0.1:0.9"): "or the design latin-hypercube or sobol",
    ("--vary", "founder.exposure=0.1,0.1"): "a value is given twice",
    ("--vary", "run.seed=1,2"): "run.seed: luck is not varied",
    ("--vary", "run.days=10,20"): "run.days: not varied",
    ("--vary", "events[9].date=2026-01-09"): "there is no events[9]; use 1 to 1",
    (*VARY, "--replicates", "0"): "--replicates: '0' is invalid; use a whole number from 1",
    (*VARY, "--replicates", "-1"): "--replicates: '-1' is invalid; use a whole number",
    (*VARY, "--replicates", "few"): "--replicates: 'few' is invalid",
    (*VARY, "--replicates", "9" * 30): "--replicates: ",
    (*VARY, "--seed", "-1"): "--seed: '-1' is invalid; use a whole number, 0 or more",
    (*VARY, "--design", "sobel"): "--design: 'sobel' is invalid; use grid, lhs, latin-",
    (*VARY, "--outcome", "fals"): "fals: no such outcome, did you mean 'falls'?",
    (*VARY, "--outcome", "climate.mean[9:30]"): "within 0 to 20",
    (*VARY, "--outcome", "falls", "--outcome", "falls"): "a name is given twice",
    (*VARY, "--executor", "cloud"): "--executor: 'cloud' is invalid; use local or dask",
    (*VARY, "--scheduler", "tcp://10.0.0.5:1"): "--scheduler: goes with the executor dask",
    (*VARY, "--workers", "0"): "--workers: '0' is invalid; use a whole number, 1 or more",
    (*VARY, "--workers", "9999"): "--workers: 9999 is ",
    (*VARY, "--workers", "two"): "--workers: 'two' is invalid; use a whole number",
    (*VARY, "--workers", "-1"): "--workers: '-1' is invalid",
    (*VARY, "--plan", "nowhere.toml"): "nowhere.toml: no such file; a plan is a TOML file",
    (*VARY, "--set", "founder.warmth=2"): "--set: founder.warmth: 2.0 is invalid",
    (*VARY, "--samples", "many"): "--samples: 'many' is invalid",
    ("--vary", "founder.exposure=0:1", "--design", "lhs"): "--samples: 0 is invalid",
    (
        "--vary",
        "founder.exposure=0:1",
        "--design",
        "sobol",
        "--samples",
        "6",
    ): "--samples: 6 is invalid; use a power of two",
}


@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["run", "dry"])
@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: " ".join(typed)[:60])
def test_bad_options_are_one_line_and_leave_nothing(
    typed: tuple[str, ...], dry: tuple[str, ...], workplace: Path
) -> None:
    line = refused(tarpeia("sweep", "classroom", *SET_SMALL, *typed, *dry))
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
    words = ("sweep", "classroom", *SET_SMALL, *VARY, "--replicates", "1")
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
    words = ("sweep", "classroom", *SET_SMALL, *VARY, "--replicates", "1", "--out", "out")
    for more in ((), ("--dry-run",)):
        line = refused(tarpeia(*words, *more))
        assert line.startswith(f"out/runs/{part.name}: torn or changed")
    part.unlink()
    swept("--replicates", "1")


def test_fewer_replicates_than_are_there(workplace: Path) -> None:
    swept("--replicates", "3")
    assert "9 runs. Results: out" in swept("--replicates", "2").stdout
