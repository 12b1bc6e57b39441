"""One sweep that is stored in many small parts, and what lies in its folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sim
from sim.experiments.loop import SweepProgress
from sim.experiments.results import SweepResult
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.sweep import run_sweep
from sim.experiments.sweep_folder import RUNS
from sim.experiments.sweep_settings import settings_of
from sim.files import UNFINISHED
from tests.places import ROOT

PEOPLE, DAYS = 60, 20
SCENARIO = sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
    {"crowd.people": PEOPLE, "run.days": DAYS, "start.fans": 0.2}
)
TWO_RUNS = 2 * PEOPLE * DAYS


def made(**more: Any) -> Sweep:
    """Return a sweep of three points and four replicates unless told otherwise."""
    settings = {"levers": {"founder.exposure": [0.1, 0.5, 0.9]}, "replicates": 4, **more}
    return sweep_of("small", SCENARIO, settings_of(settings))


def done(folder: Path, sweep: Sweep | None = None) -> tuple[SweepResult, int]:
    """Do a sweep; return it, its tables read at once, and how many runs were done."""
    seen: list[SweepProgress] = []
    result = run_sweep(sweep or made(), folder, workers=1, progress=seen.append)
    assert len(result.runs) > 0
    assert len(result.series) > 0
    return result, seen[-1].fresh


def parts(folder: Path, kind: str = RUNS) -> list[Path]:
    """Return the parts of a kind, in order."""
    return sorted((folder / kind).glob("part-*.parquet"))


def unfinished(folder: Path) -> list[Path]:
    """Return what has not got its name yet."""
    return list(folder.rglob(f"{UNFINISHED}*"))
