"""A sweep from beginning to end: its store, its workers, the loop, and all that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.engine.engine import make_ready
from sim.errors import TarpeiaError
from sim.experiments.executors import check, opened
from sim.experiments.loop import Loop, ProgressCallback
from sim.experiments.results import SweepResult, read
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.store import Store
from sim.experiments.sweep_folder import default_folder
from sim.experiments.sweep_settings import SweepSettings, settings_of
from sim.scenario.scenario import Scenario
from sim.version import engine_version


def run_sweep(
    sweep: Sweep,
    folder: str | Path | None = None,
    workers: int | None = None,
    executor: str = "local",
    scheduler: str = "",
    progress: ProgressCallback | None = None,
) -> SweepResult:
    """Do what is missing of a sweep, keep it, and return all of it.

    Parameters
    ----------
    sweep : Sweep
    folder : str or Path, optional
        ``results/<name>-<hash>`` unless given.
    workers, executor, scheduler
        See ``executors.opened``.
    progress : callable, optional
        Called with a ``SweepProgress`` after every batch.

    Returns
    -------
    SweepResult

    Raises
    ------
    TarpeiaError
        For a folder that cannot be used, a cluster that is not there.
    KeyboardInterrupt
        With what is kept, and how to go on.
    """
    check(executor, workers, scheduler)
    engine = engine_version()
    place = default_folder(sweep, engine) if folder is None else Path(folder)
    with Store(place, sweep, engine) as store:
        loop = Loop(sweep, store, progress)
        # What is there may be all: then nobody has to be called together.
        if not loop.complete():
            make_ready()  # once, before threads ask for it
            with opened(executor, workers, scheduler) as pool:
                loop.go(pool, executor == "local")
    return read(place)


def sweep(
    scenario: Scenario,
    vary: Mapping[str, Any],
    replicates: int = 10,
    folder: str | Path | None = None,
    name: str = "sweep",
    workers: int | None = None,
    executor: str = "local",
    scheduler: str = "",
    progress: ProgressCallback | None = None,
    **settings: Any,
) -> SweepResult:
    """Run a scenario many times, with other values, and keep what comes of it.

    Parameters
    ----------
    scenario : Scenario
    vary : mapping
        ``group.name`` to a list of values, or a tuple ``(low, high)`` to be sampled, or ``(low,
        high, steps)`` for a grid.
    replicates : int
        Runs of each point, with the same luck at every point.
    folder : str or Path, optional
        Where it is kept: ``results/<name>-<hash>`` unless given. What is there is not done again.
    name : str
    workers, executor, scheduler, progress
        See ``run_sweep``.
    **settings
        More of ``SweepSettings``: ``design``, ``samples``, ``outcomes``, ``stop``, ``plans``,
        ``crowds``, ``seed``, ``series``, ``series_step``, ``base``.

    Returns
    -------
    SweepResult
        ``runs`` and ``series`` are tables.

    Raises
    ------
    TarpeiaError
        For whatever cannot be varied or kept.
    """
    unknown = [key for key in settings if key not in SweepSettings.model_fields]
    if unknown:
        raise TarpeiaError(f"{unknown[0]}: no such setting of a sweep")
    given = {"levers": dict(vary), "replicates": replicates, **settings}
    made = sweep_of(name, scenario, settings_of(given))
    return run_sweep(made, folder, workers, executor, scheduler, progress)
