"""What a worker does: some runs of a sweep, one after another, turned into rows."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from sim.experiments.design import shown
from sim.experiments.specification import Sweep
from sim.experiments.sweep_files import from_json
from sim.model import layout
from sim.runs.networks import NETWORKS, lucky
from sim.runs.run import Run
from sim.runs.simulate import StoppedError, never, run_one
from sim.scenario.scenario import Scenario


class Batch(NamedTuple):
    """Runs that are worked off and kept together.

    Attributes
    ----------
    number : int
        Place of the batch among all of the sweep.
    runs : tuple of (int, int)
        Place (point and plan) and replicate of each run.
    """

    number: int
    runs: tuple[tuple[int, int], ...]


class Rows(NamedTuple):
    """What came of a batch.

    Attributes
    ----------
    runs : list of dict
        One a run, column to value.
    series : dict of str to list
        Column to values, a row a run and day that is kept.
    """

    runs: list[dict[str, Any]]
    series: dict[str, list[Any]]


@lru_cache(maxsize=4)
def _sweep(text: str) -> Sweep:
    return from_json(text)


@lru_cache(maxsize=256)
def _scenario(text: str, place: int) -> Scenario:
    return _sweep(text).at(place)


def work(text: str, engine: str, batch: Batch, stop: Callable[[], bool] | None = None) -> Rows:
    """Do the runs of a batch; a run that raises becomes a row with its error.

    Parameters
    ----------
    text : str
        The sweep (``sweep_files.to_json``).
    engine : str
        Version of the engine that the store is for.
    batch : Batch
    stop : callable, optional
        Asked during a run whether to give it up.

    Raises
    ------
    RuntimeError
        When this process has another engine.
    StoppedError
        When told to stop.
    """
    from sim.version import engine_version

    if engine != engine_version():
        raise RuntimeError(f"{socket.gethostname()} has another version of the engine")
    sweep = _sweep(text)
    columns = [layout.SERIES_NAMES.index(name) for name in sweep.settings.series]
    rows: list[dict[str, Any]] = []
    kept: dict[str, list[Any]] = {
        name: [] for name in ("point", "plan", "replicate", "day", *sweep.settings.series)
    }
    for place, replicate in batch.runs:
        row = empty_row(sweep, place, replicate)
        began = time.perf_counter()
        try:
            scenario = lucky(_scenario(text, place), *sweep.luck(place, replicate))
            run = run_one(scenario, stop or never, NETWORKS.of(scenario))
            row |= {one.name: one.of(run) for one in sweep.outcomes}
            row["digest"] = run.digest[:16]
            _keep(run, sweep.settings.series_step, columns, row, kept)
        except StoppedError:
            raise
        except Exception as error:  # noqa: BLE001 a run that fails is data; the sweep goes on
            row["error"] = f"{type(error).__name__}: {error}"[:500]
        row |= {"seconds": time.perf_counter() - began, "host": socket.gethostname()}
        rows.append(row)
    return Rows(rows, kept)


def empty_row(sweep: Sweep, place: int, replicate: int) -> dict[str, Any]:
    """Return the row of a run that has not been done: its place and luck, no outcomes."""
    point, plan = place % len(sweep.points), sweep.plans[place // len(sweep.points)]
    seed, crowd = sweep.luck(place, replicate)
    row: dict[str, Any] = {
        "point": point,
        "plan": "" if plan is None else plan.name,
        "replicate": replicate,
        "seed": seed,
        "crowd_seed": crowd,
    }
    row |= {name: shown(sweep.points[point].get(name)) for name in sweep.factors}
    row |= {one.name: float("nan") for one in sweep.outcomes}
    return row | {"digest": "", "error": "", "seconds": float("nan"), "host": ""}


def _keep(
    run: Run, step: int, columns: list[int], row: dict[str, Any], kept: dict[str, list[Any]]
) -> None:
    """Add the days of a run that are kept: every so many, and the last."""
    if step == 0 or not columns:
        return
    days = np.arange(0, len(run.series), step)
    if days[-1] != len(run.series) - 1:
        days = np.append(days, len(run.series) - 1)
    for name in ("point", "plan", "replicate"):
        kept[name].extend([row[name]] * len(days))
    kept["day"].extend(days.tolist())
    for column in columns:
        kept[layout.SERIES_NAMES[column]].extend(run.series[days, column].tolist())
