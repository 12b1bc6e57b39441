"""What a sweep will take, found out by doing one of its runs."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from sim.experiments.specification import Sweep
from sim.experiments.store import held_in
from sim.experiments.sweep_folder import default_folder
from sim.runs.networks import NETWORKS, lucky
from sim.runs.simulate import run as run_once
from sim.version import engine_version

# Seconds that a run takes beside its days, and bytes of a number in a part.
SECONDS_BESIDE: Final = 0.004
BYTES: Final = 6.0


class Workload(NamedTuple):
    """What a sweep will take.

    Attributes
    ----------
    runs, missing : int
        Runs in all, at most where there is a stop rule, and those still to do.
    points, plans : int
    seconds : float
        For what is missing, about.
    bytes : float
        On the disk in all, about.
    """

    runs: int
    missing: int
    points: int
    plans: int
    seconds: float
    bytes: float


def estimate(sweep: Sweep, workers: int, folder: str | Path | None = None) -> Workload:
    """Return how many runs, how long and how large; one run is done to know.

    Raises
    ------
    TarpeiaError
        When the first run cannot be done.
    """
    engine = engine_version()
    place = default_folder(sweep, engine) if folder is None else Path(folder)
    have = held_in(place, sweep, engine)
    runs = sweep.places * sweep.most_replicates
    scenario = lucky(sweep.at(0), *sweep.luck(0, 0))
    seconds = run_once(scenario, network=NETWORKS.of(scenario)).seconds + SECONDS_BESIDE
    missing = max(0, runs - len(have))
    step = sweep.settings.series_step
    days = 0 if step == 0 else -(-scenario.run.days // step) + 1
    columns = len(sweep.factors) + len(sweep.outcomes) + 8
    return Workload(
        runs=runs,
        missing=missing,
        points=len(sweep.points),
        plans=len(sweep.settings.plans),
        seconds=missing * seconds / workers,
        bytes=runs * BYTES * (columns + days * (len(sweep.settings.series) + 4)),
    )
