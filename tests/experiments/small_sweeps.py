"""Small sweeps for tests: how they are made, done, and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

import sim
from sim.experiments.plans import NOTHING
from sim.experiments.results import SweepResult
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.sweep import run_sweep
from sim.experiments.sweep_settings import settings_of
from tests.places import ROOT

PEOPLE, DAYS = 80, 25
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": PEOPLE, "run.days": DAYS, "start.fans": 0.2}
)
LEVERS = {"founder.exposure": [0.1, 0.9], "product.strength": [0.3, 0.8]}
PLANS = [{"name": NOTHING}, {"name": "hush", "founder": {"stance": "silent"}}]


def made(name: str = "small", scenario: sim.Scenario = SCENARIO, **more: Any) -> Sweep:
    """Return a sweep of four points unless told otherwise."""
    levers = {} if "points" in more else {"levers": LEVERS}
    return sweep_of(name, scenario, settings_of({**levers, "replicates": 3, **more}))


def parts(folder: Path) -> dict[str, int]:
    """Return every part below a folder, and when it was written."""
    found = sorted(folder.rglob("part-*.parquet"))
    assert found
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def done(sweep: Sweep, folder: Path, **more: Any) -> SweepResult:
    """Do a sweep and read its tables at once: otherwise they are read when first asked for."""
    result = run_sweep(sweep, folder, **more)
    assert len(result.runs) > 0
    assert result.series is not None
    return result


def same(one: SweepResult, other: SweepResult) -> bool:
    """Tell whether two folders hold the same, time and host aside."""
    pd.testing.assert_frame_equal(one.compared, other.compared)
    pd.testing.assert_frame_equal(one.series, other.series)
    return bool(len(one.runs))
