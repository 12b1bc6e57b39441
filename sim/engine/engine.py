"""The engine: a world, the day it has reached, and what moves it on through the time loop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.engine.groups import agenda_of, given_of, public_of, ties_of, work_of
from sim.engine.threads import check_threads, use_threads
from sim.engine.world import World, allocate
from sim.model.day.loop import run_days_on_one_thread, run_days_on_threads
from sim.model.day.people import desks_of
from sim.scenario.scenario import Scenario

Progress = Callable[[int], None]


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
        self._desks = desks_of(count)

    @property
    def days(self) -> int:
        """Days of the scenario."""
        return int(self.world.series.shape[0])

    def advance(self, days: int) -> None:
        """Run some days more, at most to the end of the scenario."""
        last = min(self.day + days, self.days)
        loop: Any = run_days_on_one_thread
        if len(self._bounds) > 2:
            loop = run_days_on_threads
            use_threads(self.threads)
        world = self.world
        with np.errstate(over="ignore"):
            loop(
                self.day,
                last,
                given_of(world),
                agenda_of(world),
                ties_of(world),
                world.crowd,
                public_of(world),
                work_of(world, self._bounds, self._desks),
            )
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


def make_ready() -> None:
    """Compile the time loop, or load it compiled: so that it is no part of anybody's time."""
    one = Scenario().with_values({"crowd.people": 1, "network.kind": "complete", "run.days": 1})
    Engine(allocate(one)).advance(0)
