"""Sweeps that several tests look at; none of them is changed by a test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sim.experiments.results import SweepResult
from sim.experiments.sweep import run_sweep
from tests.experiments import small_sweeps, stored_sweeps


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three runs in a part."""
    work = small_sweeps.PEOPLE * small_sweeps.DAYS
    monkeypatch.setattr("sim.experiments.rounds.BATCH_WORK", 3 * work)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    """A sweep of two factors and two plans."""
    sweep = small_sweeps.made(plans=small_sweeps.PLANS, crowds=2)
    return run_sweep(sweep, tmp_path_factory.mktemp("whole") / "out")


@pytest.fixture
def two_in_a_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two runs in a part."""
    monkeypatch.setattr("sim.experiments.rounds.BATCH_WORK", stored_sweeps.TWO_RUNS)


@pytest.fixture(scope="session")
def stored(tmp_path_factory: pytest.TempPathFactory) -> SweepResult:
    """A sweep that was stored undisturbed, two runs in a part."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.experiments.rounds.BATCH_WORK", stored_sweeps.TWO_RUNS)
        return stored_sweeps.done(tmp_path_factory.mktemp("stored") / "out")[0]


@pytest.fixture
def folder(stored: SweepResult, tmp_path: Path) -> Path:
    """A copy of the folder of the stored sweep, to be damaged."""
    copy = tmp_path / "out"
    shutil.copytree(stored.folder, copy)
    return copy
