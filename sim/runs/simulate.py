"""``sim.run``: one scenario from its first day to its last."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from sim.engine.engine import Engine, Progress
from sim.engine.threads import check_threads
from sim.engine.world import allocate
from sim.network.network import Network
from sim.runs.run import Run
from sim.scenario.scenario import Scenario


def run(
    scenario: Scenario,
    seed: int | None = None,
    threads: int = 1,
    progress: Progress | None = None,
    network: Network | None = None,
) -> Run:
    """Run a scenario from its first day to its last.

    Parameters
    ----------
    scenario : Scenario
    seed : int, optional
        Luck; the scenario's own when not given.
    threads : int
        Threads that share the people; the result does not depend on it.
    progress : callable, optional
        Told the number of days done, about fifty times.
    network : Network, optional
        A network to share between runs; built from the scenario when not given.

    Returns
    -------
    Run
        The daily series and what they sum up to.

    Raises
    ------
    TarpeiaError
        For a bad seed, number of threads or network.
    """
    if seed is not None:
        scenario = scenario.with_values({"run.seed": seed})
    check_threads(threads)  # before a network is built
    engine = Engine(allocate(scenario, network), threads)
    engine.advance(0)  # compiles the kernels, or loads them: no part of the time
    began = time.perf_counter()
    engine.run(progress)
    return Run(scenario, engine.world.series, time.perf_counter() - began)


# A run asks this often whether it should stop.
PIECES: Final = 20


class StoppedError(Exception):
    """A run was given up because nobody wants it any more."""


def never() -> bool:
    """Tell a run to go on."""
    return False


def run_one(scenario: Scenario, stop: Callable[[], bool], network: Network) -> Run:
    """Run one scenario on a network that is there, unless told to stop.

    Raises
    ------
    StoppedError
        When ``stop``, asked twenty times, says so.
    """
    engine = Engine(allocate(scenario, network))
    began = time.perf_counter()
    piece = max(1, engine.days // PIECES)
    while engine.day < engine.days:
        if stop():
            raise StoppedError
        engine.advance(piece)
    return Run(scenario, engine.world.series, time.perf_counter() - began)
