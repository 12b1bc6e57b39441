"""A sweep on a dask cluster is the sweep at home, also when a worker dies."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim.engine.engine import make_ready
from sim.experiments.loop import SweepProgress
from sim.experiments.results import SweepResult
from tests.experiments.small_sweeps import same
from tests.places import ROOT

distributed: Any = pytest.importorskip(
    "distributed",
    reason="DASK IS NOT HERE: SWEEPS OVER SEVERAL MACHINES GO UNTESTED (tarpeia[cluster])",
)

SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": 50, "run.days": 20}
)
LEVERS = {"founder.exposure": [0.2, 0.8]}
REPLICATES, BATCH = 120, 8
# Much longer than anything here takes: to end rather than hang.
DEADLINE = 60.0

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="signals are another matter there"),
]


class Cluster:
    """A scheduler and its workers, each a process started by dask's own command line."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.file = folder / "scheduler.json"
        self.workers: list[subprocess.Popen[bytes]] = []
        self._stack = stack
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", "127.0.0.1:0"
        )
        self.address = self._address()

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        log = self._stack.enter_context((self.folder / f"{kind}.log").open("ab"))
        command = [sys.executable, "-m", "dask", kind, "--scheduler-file", str(self.file), *words]
        started = subprocess.Popen(
            command,
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=log,
            stderr=log,
        )
        self._stack.enter_context(started)
        self._stack.callback(started.kill)  # before it is waited for
        return started

    def _address(self) -> str:
        until = time.monotonic() + DEADLINE
        while time.monotonic() < until and self.scheduler.poll() is None:
            try:
                return str(json.loads(self.file.read_text())["address"])
            except (OSError, ValueError):  # not there yet, or half of it
                time.sleep(0.02)
        return pytest.fail(f"no scheduler: {(self.folder / 'scheduler.log').read_text()}")

    def have(self, count: int) -> None:
        """Have so many workers, new ones for those that died."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        while len(self.workers) < count:
            self.workers.append(
                self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")
            )
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=DEADLINE)


@contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    with ExitStack() as stack:
        yield Cluster(folder, stack)


@pytest.fixture(scope="module")
def _cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A scheduler, still without workers."""
    make_ready()  # so that no worker has to compile
    with started(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


@pytest.fixture
def cluster(_cluster: Cluster) -> Cluster:
    """A scheduler and two workers."""
    _cluster.have(2)
    return _cluster


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiments.rounds.BATCH_MOST", BATCH)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    """The same sweep by threads of this process."""
    result = sim.sweep(SCENARIO, LEVERS, REPLICATES, tmp_path_factory.mktemp("home") / "out")
    assert not len(result.failed)
    return result


def test_a_scheduler_without_workers_is_named(tmp_path: Path) -> None:
    with (
        started(tmp_path) as alone,
        pytest.raises(sim.TarpeiaError, match=f"^scheduler: {alone.address} has no workers"),
    ):
        sim.sweep(SCENARIO, LEVERS, 1, tmp_path / "out", executor="dask", scheduler=alone.address)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "smoke://signals", "nonsense"])
def test_a_scheduler_that_is_not_there_is_named(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiments.executors._PATIENCE", 0.5)
    with pytest.raises(
        sim.TarpeiaError, match=f"^scheduler: no dask scheduler answers at {address}"
    ):
        sim.sweep(SCENARIO, LEVERS, 1, tmp_path, executor="dask", scheduler=address)


def test_a_cluster_makes_no_difference(
    cluster: Cluster, at_home: SweepResult, tmp_path: Path
) -> None:
    told: list[SweepProgress] = []
    result = sim.sweep(
        SCENARIO,
        LEVERS,
        REPLICATES,
        tmp_path,
        executor="dask",
        scheduler=cluster.address,
        progress=told.append,
    )
    assert same(result, at_home)
    assert told[-1].fresh == 2 * REPLICATES
    # What is there may be all: then the cluster is not asked, and need not be there.
    again = sim.sweep(SCENARIO, LEVERS, REPLICATES, tmp_path, executor="dask", scheduler="x:1")
    assert same(again, at_home)


def test_a_worker_that_dies_costs_nothing(
    cluster: Cluster, at_home: SweepResult, tmp_path: Path
) -> None:
    victim = cluster.workers[0]
    seen: list[int] = []

    def kill(found: SweepProgress) -> None:
        if found.fresh and not seen:
            seen.append(found.done)
            victim.send_signal(signal.SIGKILL)

    result = sim.sweep(
        SCENARIO,
        LEVERS,
        REPLICATES,
        tmp_path,
        executor="dask",
        scheduler=cluster.address,
        progress=kill,
    )
    assert victim.wait(DEADLINE) == -signal.SIGKILL
    assert cluster.workers[1].poll() is None
    assert seen[0] < REPLICATES, "it died too late to tell anything"
    assert same(result, at_home)
    assert len(list((tmp_path / "runs").iterdir())) == 2 * REPLICATES // BATCH


def test_workers_with_another_engine_are_told(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sim.experiments.sweep.engine_version", lambda: "another")
        with pytest.raises(sim.TarpeiaError, match=r"2 runs are missing.*another version of the"):
            sim.sweep(SCENARIO, LEVERS, 1, tmp_path, executor="dask", scheduler=cluster.address)


def test_this_machine_as_a_cluster(at_home: SweepResult, tmp_path: Path) -> None:
    """Without a scheduler the program starts workers itself, and ends them."""
    words = (
        "sweep",
        "classroom",
        "--set",
        "crowd.people=50",
        "--set",
        "run.days=20",
        "--vary",
        "founder.exposure=0.2,0.8",
        "--replicates",
        "3",
        "--executor",
        "dask",
        "--workers",
        "2",
        "--out",
        "out",
    )
    ended = subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=DEADLINE,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert "Warning" not in ended.stderr
    expected = at_home.compared[at_home.compared["replicate"] < 3].reset_index(drop=True)
    pd.testing.assert_frame_equal(sim.load_sweep(tmp_path / "out").compared, expected)


IMPATIENT = """
import sys
from sim.experiments import executors, rounds
executors._PATIENCE, rounds.BATCH_MOST = 2.0, 5
sys.argv[0] = "tarpeia"
from sim.cli.main import main
main()
"""


# The futures of a client that has lost its scheduler never end.
def test_a_scheduler_that_dies_ends_the_sweep(tmp_path: Path, at_home: SweepResult) -> None:
    words = [
        "sweep",
        "classroom",
        "--set",
        "crowd.people=50",
        "--set",
        "run.days=20",
        "--vary",
        "founder.exposure=0.2,0.8",
        "--replicates",
        str(REPLICATES),
        "--out",
        "out",
    ]
    with started(tmp_path) as cluster:
        cluster.have(1)
        command = [sys.executable, "-c", IMPATIENT, *words, "--executor", "dask"]
        with subprocess.Popen(
            [*command, "--scheduler", cluster.address],
            cwd=tmp_path,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as running:
            try:
                until = time.monotonic() + DEADLINE
                while not list((tmp_path / "out" / "runs").glob("part-*")):
                    assert time.monotonic() < until, "no parts in a minute"
                    assert running.poll() is None
                    time.sleep(0.002)
                cluster.scheduler.kill()
                _, told = running.communicate(timeout=25)
            except subprocess.TimeoutExpired:
                pytest.fail("the sweep hangs when its scheduler is gone")
            finally:
                running.kill()
    assert running.returncode == 2
    assert any("scheduler" in line and "kept" in line for line in told.splitlines()), told
    there = len(sim.load_sweep(tmp_path / "out").runs)
    assert 0 < there < 2 * REPLICATES
    again = sim.sweep(SCENARIO, LEVERS, REPLICATES, tmp_path / "out", name="classroom")
    assert same(again, at_home)
