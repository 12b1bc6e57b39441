"""Ctrl-C, signals and readers that go away: nothing half done is left."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from sim.runs.run import load_run
from tests.cli.calls import (
    NOTHING,
    ON_WINDOWS,
    SMALL,
    command,
    digest,
    environment,
    names,
    tarpeia,
)


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    "place", ["sim.runs.simulate.run", "sim.runs.run.Run._write", "sim.cli.run._draw"]
)
def test_ctrl_c_leaves_nothing(place: str, undrawn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, interrupt)
    result = tarpeia("run", *SMALL, "--out", "results/a/out")
    assert result.exit_code == 130
    assert result.stdout == ""
    assert result.stderr.splitlines()[-1] == NOTHING
    assert names(undrawn) == names(undrawn.parent / "temporary") == []


def test_ctrl_c_after_the_results_are_written(
    undrawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.cli.run.print_summary", interrupt)
    result = tarpeia("run", *SMALL, "--out", "out")
    assert result.exit_code == 130
    assert result.stderr.splitlines()[-1] == "tarpeia: interrupted; the results are in out"
    assert load_run(Path("out")).scenario.run.days == 20


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_ctrl_c_while_results_are_replaced_keeps_one_of_both(
    cut: int, undrawn: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest("--seed", "1")
    rename, calls = Path.rename, []

    def cut_short(path: Path, target: Path) -> Path:
        calls.append(path)
        if len(calls) == cut:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", cut_short)
    result = tarpeia("run", *SMALL, "--seed", "2", "--out", "out")
    assert result.exit_code == (0 if cut == 3 else 130)
    assert names(undrawn) == ["out"]
    assert load_run(Path("out")).scenario.run.seed == (2 if cut == 3 else 1)


@pytest.mark.skipif(ON_WINDOWS, reason="signals are another matter there")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_signal_in_the_middle_of_a_run(name: str, tmp_path: Path) -> None:
    words = command("run", "--people", "20000", "--days", "36500", "--out", "results/out", "--json")
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env=environment(),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stderr is not None
        first = running.stderr.readline()  # comes when the first days are done
        running.send_signal(getattr(signal, name))
        out, rest = running.communicate()
    assert first.startswith("Running Firm A")
    assert running.returncode == 130
    assert out == ""
    assert rest == f"{NOTHING}\n"
    assert names(tmp_path) == []


@pytest.mark.skipif(ON_WINDOWS, reason="no SIGPIPE there")
def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with subprocess.Popen(
        command("parameters", "--json"),
        cwd=tmp_path,
        env=environment(),
        stdout=writing,
        stderr=subprocess.PIPE,
    ) as running:
        os.close(writing)
        assert running.stderr is not None
        told = running.stderr.read()
    assert running.returncode == 141
    assert told == b""
