"""A sweep that is killed or interrupted goes on, and ends as one that nobody disturbed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import sim
from sim.engine.engine import make_ready
from sim.experiments.parts import verify
from sim.experiments.results import SweepResult
from tests.experiments.small_sweeps import same
from tests.experiments.stored_sweeps import unfinished
from tests.places import ROOT

ON_WINDOWS = sys.platform == "win32"
PEOPLE, DAYS, REPLICATES = 50, 20, 300
BATCH = 20
PARTS = 2 * REPLICATES // BATCH
WORDS = (
    "sweep",
    "classroom",
    "--set",
    f"crowd.people={PEOPLE}",
    "--set",
    f"run.days={DAYS}",
    "--vary",
    "founder.exposure=0.2,0.8",
    "--replicates",
    str(REPLICATES),
    "--workers",
    "2",
    "--out",
    "out",
)
# Small batches, and Ctrl-C as in a terminal even where the tests run in the background.
PROGRAM = f"""
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from sim.experiments import rounds
rounds.BATCH_MOST = {BATCH}
sys.argv[0] = "tarpeia"
from sim.cli.main import main
main()
"""
# Much longer than anything here takes: to end rather than hang.
DEADLINE = 120.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(ON_WINDOWS, reason="signals are another matter there"),
]


@contextmanager
def program(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the sweep in a process of its own, which does not outlive the test."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *WORDS],
        cwd=folder,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def parts(folder: Path, kind: str = "runs") -> dict[str, bytes]:
    """Return the parts that are there, by name."""
    found = sorted((folder / "out" / kind).glob("part-*.parquet"))
    return {path.name: path.read_bytes() for path in found}


def wait_for_parts(running: subprocess.Popen[str], folder: Path, count: int) -> None:
    """Wait until some parts are there."""
    until = time.monotonic() + DEADLINE
    while len(list((folder / "out" / "runs").glob("part-*"))) < count:
        if running.poll() is not None:
            pytest.fail(f"it ended too soon: {running.communicate()}")
        assert time.monotonic() < until, "no parts in two minutes"
        time.sleep(0.002)


def finish(folder: Path) -> tuple[str, str]:
    """Let the same command go on to its end; return what it says."""
    with program(folder) as running:
        out, told = running.communicate(timeout=DEADLINE)
    assert running.returncode == 0, told
    return out, told


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    """The same sweep in one go, by this process."""
    make_ready()  # so that no process below has to compile
    scenario = sim.load("classroom").with_values({"crowd.people": PEOPLE, "run.days": DAYS})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.experiments.rounds.BATCH_MOST", BATCH)
        folder = tmp_path_factory.mktemp("undisturbed") / "out"
        result = sim.sweep(scenario, {"founder.exposure": [0.2, 0.8]}, REPLICATES, folder)
    assert len(result.runs) == 2 * REPLICATES
    assert not len(result.failed)
    return result


def test_a_sweep_that_is_killed_goes_on(undisturbed: SweepResult, tmp_path: Path) -> None:
    kept: dict[str, bytes] = {}
    for count in (1, PARTS // 3, 2 * PARTS // 3):
        with program(tmp_path) as running:
            wait_for_parts(running, tmp_path, count)
            running.kill()
            running.wait(DEADLINE)
        assert running.returncode == -signal.SIGKILL
        there = parts(tmp_path)
        assert count <= len(there) < PARTS, "it was killed too late to tell anything"
        assert {name: there.get(name) for name in kept} == kept  # nothing is done again
        for path in (tmp_path / "out").glob("*/part-*"):
            verify(path)
        kept = there
    finish(tmp_path)
    there = parts(tmp_path)
    assert {name: there[name] for name in kept} == kept
    assert not unfinished(tmp_path / "out")
    result = sim.load_sweep(tmp_path / "out")
    assert same(result, undisturbed)
    for kind in ("runs", "series"):
        numbers = [name.split("-")[1] for name in parts(tmp_path, kind)]
        assert numbers == [f"{k:06d}" for k in range(PARTS)]
        assert len(list((undisturbed.folder / kind).iterdir())) == PARTS


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_a_sweep_that_is_interrupted_says_how_to_go_on(
    name: str, undisturbed: SweepResult, tmp_path: Path
) -> None:
    with program(tmp_path) as running:
        wait_for_parts(running, tmp_path, 2)
        running.send_signal(getattr(signal, name))
        out, told = running.communicate(timeout=DEADLINE)
    assert running.returncode == 130, told
    assert out == ""
    assert "Traceback" not in told
    kept = parts(tmp_path)
    assert 2 <= len(kept) < PARTS, "it was interrupted too late to tell anything"
    line = re.fullmatch(
        r"tarpeia: interrupted; (\d+) of 600 runs are kept in out; rerun to resume",
        told.splitlines()[-1],
    )
    assert line is not None, told
    # The signal may come when a part is there and not yet counted.
    assert int(line[1]) in (len(kept) * BATCH, (len(kept) - 1) * BATCH)
    if name == "SIGTERM":
        return
    out, told = finish(tmp_path)
    assert "600 runs. Results: out" in out
    assert told.splitlines()[-1].startswith("600 of 600 runs, ")
    there = parts(tmp_path)
    assert {name: there[name] for name in kept} == kept
    assert same(sim.load_sweep(tmp_path / "out"), undisturbed)
