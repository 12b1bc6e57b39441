"""The only time loop, and the thin caller that runs a world through it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from sim import layout
from sim.compiled import kernel, parallel_kernel, prange
from sim.day.conversation import deliver, fill_hall
from sim.day.founder import founder_day
from sim.day.measure import measure_day
from sim.day.newsroom import newsroom_day
from sim.day.people import people_block, workspace
from sim.day.product import product_day
from sim.day.rumour import rumour_day
from sim.day.ties import strengthen
from sim.day.today import nature_of
from sim.errors import TarpeiaError
from sim.network import Network
from sim.record import Run
from sim.scenario import Scenario
from sim.world import World, allocate


def run_days(
    first: int, last: int, seed: Any, p: Any, nature: Any, weight: float, bounds: Any,
    book: Any, calendar: Any, offsets: Any, audience: Any, complete: bool, crowd: Any,
    voice_eights: Any, strength: Any, rumour: Any, outlets: Any, latent: Any, mood: Any,
    levers: Any, hall: Any, totals: Any, blocks: Any, room: Any, series: Any,
) -> None:  # fmt: skip
    """Run the days ``first`` to ``last - 1``: the phases of ``sim.day.SCHEDULE``, in order.

    ``bounds`` (int64, blocks + 1) cuts the people into blocks, which may run on several threads;
    all that they share are integers, so that any cut gives the same bits. ``room`` (Workspace) has
    a row for each block; the rest is the ``World``'s.
    """
    people = crowd.role.shape[0]
    noise = int(p.attack_noise)
    for day in range(first, last):
        row = series[day]
        founder_day(day, p, book, calendar, series, levers, mood)
        product_day(day, seed, p, weight, people, calendar, totals, latent, mood, row)
        newsroom_day(day, seed, p, calendar, levers, outlets, latent, mood, row)
        if complete:
            fill_hall(noise, crowd.voice, hall)
        else:
            for b in prange(bounds.shape[0] - 1):
                deliver(
                    bounds[b], bounds[b + 1], noise, crowd.voice, voice_eights, offsets,
                    audience, strength, crowd.heard, room.lists[b, 0],
                )  # fmt: skip
        rumour_day(
            day, seed, p, calendar, levers, offsets, audience, complete, crowd, rumour, row
        )  # fmt: skip
        for b in prange(bounds.shape[0] - 1):
            people_block(
                day, seed, bounds[b], bounds[b + 1], p, nature, levers, mood, complete, hall,
                crowd, room.hearing[b], room.luck[b], room.acts[b], room.act_eights[b],
                room.lists[b], blocks[b],
            )  # fmt: skip
        strengthen(day, seed, p, offsets, audience, crowd.marks, strength, row)
        measure_day(p, people, levers, totals, blocks, mood, row)


run_days_on_one_thread = kernel(run_days)
run_days_on_threads = parallel_kernel(run_days)

Progress = Callable[[int], None]


def cores() -> int:
    """Return the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_threads(threads: int, name: str = "threads") -> None:
    """Check a number of threads, called ``name`` by whoever gave it.

    Raises
    ------
    TarpeiaError
        If it is not at least 1 and at most the processors there are (or 4).
    """
    if not 1 <= threads <= max(cores(), 4):
        raise TarpeiaError(f"{name}: {threads} is not allowed, allowed is 1 to {max(cores(), 4)}")


class Engine:
    """A world and the day it has reached.

    Parameters
    ----------
    world : World
    threads : int
        Threads that share the people; the series do not depend on it.

    Raises
    ------
    TarpeiaError
        If ``threads`` is not at least 1 and at most the processors there are.
    """

    def __init__(self, world: World, threads: int = 1) -> None:
        check_threads(threads)
        self.world = world
        self.day = 0
        self.threads = threads
        count = min(threads, world.people)
        # Blocks begin at multiples of 64 people, so that threads do not share cache lines.
        inner = [world.people * k // count // 64 * 64 for k in range(1, count)]
        self._bounds = np.array([0, *inner, world.people], dtype=np.int64)
        self._blocks = np.zeros((count, layout.TOTALS), dtype=np.int64)
        self._room = workspace(count)
        whole = world.people // 8 * 8
        self._voice_eights = world.crowd.voice[:whole].view(np.int64)
        self._nature = nature_of(world.values)

    @property
    def days(self) -> int:
        """Days of the scenario."""
        return int(self.world.series.shape[0])

    def advance(self, days: int) -> None:
        """Run some days more, at most to the end of the scenario."""
        w = self.world
        last = min(self.day + days, self.days)
        loop: Any = run_days_on_one_thread
        if len(self._bounds) > 2:
            loop = run_days_on_threads
            _use_threads(self.threads)
        with np.errstate(over="ignore"):
            loop(
                self.day, last, np.uint64(w.seed), w.values, self._nature, w.weight, self._bounds,
                w.book, w.calendar, w.network.offsets, w.network.audience, w.network.complete,
                w.crowd, self._voice_eights, w.strength, w.rumour, w.outlets, w.latent, w.mood,
                w.levers, w.hall, w.totals, self._blocks, self._room, w.series,
            )  # fmt: skip
        self.day = last

    def run(self, progress: Progress | None = None, steps: int = 50) -> None:
        """Run to the end; with ``progress``, in about ``steps`` pieces, told the day after each."""
        if progress is None:
            self.advance(self.days - self.day)
            return
        piece = max(1, self.days // steps)
        while self.day < self.days:
            self.advance(piece)
            progress(self.day)


def _use_threads(threads: int) -> None:
    """Tell numba how many threads a parallel loop may take."""
    import numba

    numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))


def make_ready() -> None:
    """Compile the time loop, or load it compiled: so that it is no part of anybody's time."""
    one = Scenario().with_values({"crowd.people": 1, "network.kind": "complete", "run.days": 1})
    Engine(allocate(one)).advance(0)


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
