"""Many runs at a time: threads over shared networks.

The kernels release the interpreter's lock and a run needs few other things, so that threads of one
process do what processes would, without starting any and without a second copy of a network. Each
run stays on one thread: workers are never more than processors, and no thread pool of numba's is
started beside them.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from typing import TypeVar

from sim.engine.engine import Engine
from sim.engine.threads import check_threads, cores
from sim.engine.world import allocate
from sim.errors import TarpeiaError
from sim.network.network import Network
from sim.runs.run import Run
from sim.runs.simulate import run_one
from sim.scenario.scenario import Scenario

Job = TypeVar("Job")
Done = TypeVar("Done")


def in_order(
    work: Callable[[Job, threading.Event], Done], jobs: Iterable[Job], workers: int
) -> Iterator[Done]:
    """Yield ``work(job, stop)`` for every job, in their order, worked on by threads.

    At most twice as many jobs as workers are under way or waiting to be taken, so that memory does
    not grow with the number of jobs. An exception of a job is raised where its result would stand.
    Once nobody takes results any more ``stop`` is set: a long job should look at it now and then.
    """
    stop = threading.Event()
    with ThreadPoolExecutor(workers, thread_name_prefix="tarpeia") as pool:
        waiting: deque[Future[Done]] = deque()
        rest = iter(jobs)
        try:
            for job in islice(rest, 2 * workers):
                waiting.append(pool.submit(work, job, stop))
            while waiting:
                yield waiting.popleft().result()
                for job in islice(rest, 1):
                    waiting.append(pool.submit(work, job, stop))
        finally:
            stop.set()
            for future in waiting:
                future.cancel()


def replicates(
    scenario: Scenario,
    seeds: Sequence[int],
    workers: int | None = None,
    network: Network | None = None,
) -> Iterator[Run]:
    """Run a scenario once for every seed, several at a time; runs come in that order.

    All runs have one crowd, its traits and its network, unless a network is given: that of
    ``run.crowd_seed``, of the first seed when that is not set. They differ in luck.

    Parameters
    ----------
    scenario : Scenario
    seeds : sequence of int
        One run each, as ``sim.run(scenario, seed, network=network)`` gives it, bit by bit, with
        ``run.crowd_seed`` set.
    workers : int, optional
        Threads, each with a run of its own; all processors when not given.
    network : Network, optional
        Shared by all runs and only read. Then traits are of each run's own seed, as in ``sim.run``.

    Returns
    -------
    iterator of Run

    Raises
    ------
    TarpeiaError
        For a bad seed, number of workers or network.

    Notes
    -----
    Whoever stops taking runs (or is interrupted) waits for no run to end: those under way give up
    within a twentieth of their days.
    """
    workers = cores() if workers is None else workers
    check_threads(workers, "workers")
    if seeds and network is None and scenario.run.crowd_seed is None:
        scenario = scenario.with_values({"run.crowd_seed": seeds[0]})
    luck = [scenario.with_values({"run.seed": seed}) for seed in seeds]
    if not luck:
        raise TarpeiaError("seeds: none given, at least one is needed")
    first = Engine(allocate(luck[0], network))
    first.advance(0)  # compiles, once, before threads ask for it
    shared = first.world.network
    return in_order(partial(_one, network=shared), luck, workers)


def _one(scenario: Scenario, stop: threading.Event, network: Network) -> Run:
    return run_one(scenario, stop.is_set, network)
