"""Bad options and folders: exit 2, one line that names problem and way out, nothing left."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from tests.cli.calls import (
    SMALL,
    everything,
    refused,
    tarpeia,
)
from tests.places import ROOT

pytestmark = pytest.mark.usefixtures("workplace")


HEAD = 'title = "A firm"\n'

# What is typed: what the line must say.
TYPED = {
    ("--set", "exposure=0.4"): "'founder.exposure'",
    ("--set", "exposre=0.4"): "'founder.exposure'",
    ("--set", "founder.exposre=0.4"): "'founder.exposure'",
    ("--set", "fans=0.4"): "'start.fans'",
    ("--set", "days=4"): "'run.days'",
    ("--set", "founder.exposure"): "group.name=value",
    ("--set", "founder.exposure=much"): "a number from 0 to 1",
    ("--set", "founder.exposure=1.01"): "a number from 0 to 1",
    ("--set", "founder.exposure=nan"): "a number from 0 to 1",
    ("--set", "founder.exposure=-inf"): "a number from 0 to 1",
    ("--set", "founder.exposure=1e999"): "a number from 0 to 1",
    ("--set", "founder.exposure=0.1:0.2"): "a number from 0 to 1",
    ("--set", "founder.exposure=__import__('os')"): "a number from 0 to 1",
    ("--set", "founder.stance=shout"): "apologise",
    ("--set", "product.heavy_tail=1"): "true or false",
    ("--set", "crowd.people=2e3"): "a whole number from 1",
    ("--set", f"crowd.people={'9' * 9999}"): "a whole number from 1",
    ("--set", "start.fans=0.4:0.1"): "low first",
    ("--set", "start.fans=0.1:x"): "low:high",
    ("--set", "start.fans=0.1:nan"): "low:high",
    ("--set", "run.start=2026-02-30"): "a date such as",
    ("--set", "run.case="): "no such parameter",
    ("--set", "run.incidents=few"): "dated, random, both",
    ("--set", "network.kind=file"): "network.file",
    ("--set", "network.file=nowhere.csv"): "no such file",
    ("--seed", "-1"): "0 or more",
    ("--seed", "luck"): "a whole number",
    ("--people", "0"): "from 1",
    ("--people", "99999999999"): "a whole number from 1",
    ("--days", "1.5"): "a whole number",
    ("--days", "40000"): "or less",
    ("--threads", "0"): "1 or more",
    ("--threads", "-1"): "1 or more",
    ("--threads", "999"): "1 to ",
    ("--threads", "two"): "a whole number, 1 or more",
    ("--without", "hichhiking"): "'hitchhiking'",
}


@pytest.mark.parametrize("typed", TYPED, ids=lambda typed: " ".join(typed)[:40])
def test_option(typed: tuple[str, str], workplace: Path) -> None:
    flag, text = typed
    given = [] if flag in ("--people", "--days") else SMALL
    line = refused(tarpeia("run", "classroom", *given, f"{flag}={text}"))
    assert line.startswith((f"{flag}: ", "classroom: network.file: "))
    assert TYPED[typed] in line
    assert len(line) < 600
    assert everything(workplace) == {}


def test_twice_the_same_setting(workplace: Path) -> None:
    line = refused(tarpeia("run", "--set", "founder.exposure=0.1", "--set", "founder.exposure=0.2"))
    assert "founder.exposure: given twice" in line


# Numbers of the other commands: what is typed, and the line.
NUMBERS = {
    ("class", "--teams", "21"): "--teams: '21' is invalid; use a whole number from 1 to 20",
    ("class", "--seconds", "x"): "--seconds: 'x' is invalid; use a whole number from 5 to 3,600",
    ("class", "--seed", "-1"): "--seed: '-1' is invalid; use a whole number, 0 or more",
    ("app", "--port", "0"): "--port: '0' is invalid; use a whole number from 1 to 65,535",
    ("atlas", "--steps", "1.5"): "--steps: '1.5' is invalid; use a whole number from 2 to 41",
    ("verify", "--replicates", "1"): "--replicates: '1' is invalid; use a whole number from 2 to "
    "100,000",
    ("claims", "--draws", "many"): "--draws: 'many' is invalid; use a whole number from 0 to "
    "10,000",
    ("lesson", "first"): "lesson: 'first' is invalid; use a whole number, 1 or more",
}


@pytest.mark.parametrize("words", NUMBERS, ids=" ".join)
def test_numbers_are_refused_in_the_same_way_everywhere(
    words: tuple[str, ...], workplace: Path
) -> None:
    assert refused(tarpeia(*words)) == NUMBERS[words]
    assert everything(workplace) == {}


@pytest.mark.parametrize(
    ("words", "beside"),
    [
        (["run", "--sed", "1"], "--sed"),
        (["run", "--seed"], "--seed"),
        (["run", "a", "b"], "b"),
        (["rum"], "'run'"),
        (["--nonsense"], "--nonsense"),
        (["validate"], "FILE"),
        (["plot"], "results"),
        (["new"], "name"),
    ],
)
def test_wrong_usage(words: list[str], beside: str, workplace: Path) -> None:
    line = refused(tarpeia(*words))
    assert line.startswith("tarpeia")
    assert beside.lower() in line.lower()
    assert "--help" in line
    assert everything(workplace) == {}


def test_out_below_a_file(workplace: Path) -> None:
    (workplace / "notes.txt").write_text("mine")
    line = refused(tarpeia("run", *SMALL, "--out", "notes.txt/out"))
    assert line.startswith(str(Path("notes.txt/out")) + ": cannot be written")
    assert "--out" in line
    assert everything(workplace).keys() == {"notes.txt"}


def test_out_that_is_a_file(workplace: Path) -> None:
    (workplace / "notes.txt").write_text("mine")
    line = refused(tarpeia("run", *SMALL, "--out", "notes.txt"))
    assert line.startswith("notes.txt: is a file")
    assert (workplace / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("beside", [(), ("manifest.json",)])
def test_out_with_foreign_files(beside: tuple[str, ...], workplace: Path) -> None:
    folder = workplace / "thesis"
    folder.mkdir()
    for name in ("chapter.tex", *beside):
        (folder / name).write_text("mine")
    line = refused(tarpeia("run", *SMALL, "--out", "thesis"))
    assert line.startswith("thesis: contains other files ")
    assert "chapter.tex" in line
    assert (folder / "chapter.tex").read_text() == "mine"


def test_out_with_too_long_a_name(workplace: Path) -> None:
    line = refused(tarpeia("run", *SMALL, "--out", "x" * 300))
    assert "x" * 300 in line
    assert everything(workplace) == {}


def test_a_full_disk_is_found_before_the_run(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10**9, 10**9 - 4096, 4096))
    monkeypatch.setattr("sim.runs.simulate.run", lambda *_, **__: pytest.fail("the run began"))
    line = refused(tarpeia("run", *SMALL, "--out", "results/out"))
    assert line.startswith(str(Path("results/out")) + ": the disk has")
    assert "--out" in line
    assert everything(workplace) == {}


def test_a_folder_that_takes_nothing_is_found_before_the_run(
    workplace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.NamedTemporaryFile", refuse)
    monkeypatch.setattr("sim.runs.simulate.run", lambda *_, **__: pytest.fail("the run began"))
    line = refused(tarpeia("run", *SMALL, "--out", "results/out"))
    assert line.startswith(str(Path("results/out")) + ": cannot be written (Permission denied)")
    assert everything(workplace) == {}


def test_too_little_memory(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("sim.runs.simulate.run", refuse)
    assert "--people" in refused(tarpeia("run", *SMALL))
    assert everything(workplace) == {}


@pytest.mark.parametrize("damage", ["no folder", "no file", "no Parquet", "other bytes", "no JSON"])
def test_damaged_results(damage: str, workplace: Path, tiny: object) -> None:
    from sim.runs.simulate import run
    from sim.scenario.scenario import Scenario

    assert isinstance(tiny, Scenario)
    folder = workplace / "results"
    if damage != "no folder":
        run(tiny).save(folder)
    if damage == "no file":
        (folder / "daily.parquet").unlink()
    if damage == "no Parquet":
        (folder / "daily.parquet").write_bytes(b"PAR1PAR1")
    if damage == "other bytes":
        run(tiny, seed=7).save(workplace / "other")
        shutil.copy(workplace / "other" / "daily.parquet", folder)
        shutil.rmtree(workplace / "other")
    if damage == "no JSON":
        (folder / "manifest.json").write_text("[")
    before = everything(workplace)
    assert refused(tarpeia("plot", "results", "--out", "figures")).startswith("results")
    assert everything(workplace) == before


@pytest.mark.slow
def test_no_traceback_from_the_program_itself(workplace: Path) -> None:
    (workplace / "firm.toml").write_bytes(b"\x00")
    done = subprocess.run(
        [sys.executable, "-m", "sim", "run", "firm.toml", "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "firm.toml: a binary file; a scenario is TOML text in UTF-8"
    ]
