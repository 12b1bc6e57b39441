"""A run whose course can be changed on any day, and taken back: what the page and a class drive.

What was done is a list of dated events beside the scenario's own, so that a course is a scenario
like any other: ``tarpeia run`` gives the same series, bit by bit. A change is played by running the
days before it anew, which takes a moment, and everything else is the luck that it was.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from sim.engine.engine import Engine
from sim.engine.state_arrays import arrays_of
from sim.engine.world import World, allocate
from sim.errors import TarpeiaError
from sim.model import layout
from sim.runs.course import _only_moves, course, happening_of, move_of
from sim.runs.networks import NETWORKS
from sim.runs.run import Run
from sim.scenario.files import dumps
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario

# Changes that one course may hold: the file of it stays readable, and is checked in a moment.
MOST_CHANGES: Final = 500


class InteractiveRun:
    """A scenario, the changes made to its course, and the day that has been reached.

    Parameters
    ----------
    scenario : Scenario
    changes : iterable of Event
        Changes made before, as ``changes`` lists them.
    day : int
        Days to run at once, 0 to the scenario's days.

    Raises
    ------
    TarpeiaError
        For a change or a day outside the scenario, or more than 500 changes.

    Notes
    -----
    Networks are shared between the runs of a process and only read.
    """

    def __init__(self, scenario: Scenario, changes: Iterable[Event] = (), day: int = 0) -> None:
        self.base: Final = scenario
        self.changes: tuple[Event, ...] = ()
        self.scenario = scenario
        self._engine = Engine(allocate(scenario, NETWORKS.of(scenario)))
        self._play(tuple(changes), day)

    @property
    def day(self) -> int:
        """Days that have been run; a change made now is in force on the next one."""
        return self._engine.day

    @property
    def days(self) -> int:
        """Days of the scenario."""
        return self._engine.days

    @property
    def date(self) -> dt.date:
        """The latest day that was run; the first one before it is."""
        return self.base.run.start + dt.timedelta(days=max(self.day - 1, 0))

    @property
    def world(self) -> World:
        """The state reached, to be read and not to be written."""
        return self._engine.world

    @property
    def series(self) -> NDArray[np.float64]:
        """The daily series so far, float64 (day, columns): a view, see ``layout.SERIES``."""
        return self._engine.world.series[: self._engine.day]

    def advance(self, days: int = 1) -> None:
        """Run some days more, at most to the last."""
        self._engine.advance(days)

    def rewind(self, day: int) -> None:
        """Go back to an earlier day and forget the changes made for the days after it.

        Raises
        ------
        TarpeiaError
            If ``day`` is not between 0 and the day that has been reached.
        """
        if not 0 <= day <= self.day:
            raise TarpeiaError(f"day: {day} is invalid; use 0 to {self.day}")
        self._play(tuple(c for c in self.changes if self._number(c) < day), day)

    def go_to(self, day: int) -> None:
        """Go to any day, and keep the changes.

        Raises
        ------
        TarpeiaError
            If there is no such day.
        """
        if self.day <= day <= self.days:
            self.advance(day - self.day)
        else:
            self._play(self.changes, day)

    def fork(self) -> Self:
        """Return the same course at the same day, to be changed on its own, on the same luck."""
        return type(self)(self.base, self.changes, self.day)

    def move(self, levers: Mapping[str, float | str], for_days: int | None = None) -> None:
        """Move levers of the founder, from the next day on.

        Moving one twice on a day leaves the later value. Lasts to the end, or ``for_days``.

        Raises
        ------
        TarpeiaError
            For an unknown lever, a value out of bounds, or after the last day.
        """
        today = self._tomorrow()
        before = list(self.changes)
        moved = dict(levers)
        latest = before[-1] if before and _only_moves(before[-1]) else None
        if latest is not None and (latest.date, latest.for_days) == (today, for_days):
            moved = {**before.pop().set, **moved}
        self._play((*before, move_of(today, moved, for_days)), self.day)

    def drop(self, happening: str) -> None:
        """Let something happen on the next day: one of ``HAPPENINGS``.

        Raises
        ------
        TarpeiaError
            For an unknown happening, or after the last day.
        """
        self._play((*self.changes, happening_of(self._tomorrow(), happening)), self.day)

    def series_without(self, mechanisms: Iterable[str], days: int) -> NDArray[np.float64]:
        """Return the series if mechanisms were off from today on; this run stays as it is.

        Parameters
        ----------
        mechanisms : iterable of str
            Names, see ``sim.model.mechanisms``; what the scenario has off stays off.
        days : int
            Days to go on, at most to the last.

        Returns
        -------
        float64 (days so far + days, columns)
            Days so far as they were, then the others on the same luck.

        Raises
        ------
        TarpeiaError
            For an unknown mechanism, or one without which the state has another shape (ties that
            strengthen, rumours).
        """
        scenario = self.scenario.without(mechanisms)
        world = allocate(scenario, self.world.network)
        source, target = arrays_of(self.world), arrays_of(world)
        for name, array in source.items():
            if target[name].shape != array.shape:
                raise TarpeiaError(f"without: {', '.join(mechanisms)} cannot be switched off later")
            np.copyto(target[name], array)
        engine = Engine(world)
        engine.day = self.day
        engine.advance(days)
        return engine.world.series[: engine.day]

    def toml(self) -> str:
        """Return the course as a scenario file, which ``tarpeia run`` plays to the same bits."""
        return dumps(self.scenario)

    def csv(self) -> str:
        """Return the series so far as CSV, a day a line, numbers as they are held."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("date", *layout.SERIES_NAMES))
        for day, row in enumerate(self.series.tolist()):
            date = self.base.run.start + dt.timedelta(days=day)
            writer.writerow((date.isoformat(), *row))
        return text.getvalue()

    def run(self) -> Run:
        """Return the days so far as a run, for figures and summaries."""
        return Run(self.scenario, self.series.copy())

    # How a course is played.

    def _number(self, event: Event) -> int:
        """Return the day of an event, counted from the first, which is 0."""
        return (event.date - self.base.run.start).days

    def _tomorrow(self) -> dt.date:
        if self.day >= self.days:
            raise TarpeiaError("day: the run is over; go back to an earlier day to change it")
        return self.base.run.start + dt.timedelta(days=self.day)

    def _play(self, changes: tuple[Event, ...], day: int) -> None:
        """Run a course from its first day; nothing is changed where something is wrong."""
        if not 0 <= day <= self.base.run.days:
            raise TarpeiaError(f"day: {day} is invalid; use 0 to {self.base.run.days}")
        if len(changes) > MOST_CHANGES:
            raise TarpeiaError(f"changes: {len(changes)} are too many; use at most {MOST_CHANGES}")
        scenario = course(self.base, changes)
        engine = Engine(allocate(scenario, NETWORKS.of(scenario)))
        engine.advance(day)
        self.scenario, self.changes, self._engine = scenario, changes, engine
