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
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from sim import layout
from sim.engine import Engine
from sim.errors import TarpeiaError, nearest
from sim.experiments.batches import NETWORKS
from sim.mechanisms import SWITCHES
from sim.playbook import Event
from sim.record import Run
from sim.scenario import Scenario, checked
from sim.scenario_files import dumps
from sim.state_files import arrays_of
from sim.world import World, allocate

# Changes that one course may hold: the file of it stays readable, and is checked in a moment.
MOST_CHANGES: Final = 500

# What can be dropped into a day. Each has the size of one that was seen in the Xiaomi case
# (sim/data/case_events.csv): the car's announcement, the crash of 2025-03-29, the founder conduct
# and the participation campaign that show in the titles; docs/patterns.md turns it into stories.
# That a campaign opens all nodes is an assumption.
HAPPENINGS: Final[Mapping[str, Mapping[str, Any]]] = {
    "launch": {"kind": "launch event", "valence": "+", "excess": 28.9},
    "accident": {"kind": "road accident", "valence": "-", "excess": 17.7, "severity": 5.0},
    "conduct": {"kind": "founder conduct", "valence": "-", "excess": 14.2, "severity": 2.0},
    "rumour": {"kind": "rumour", "valence": "0"},
    "campaign": {
        "kind": "participation campaign", "valence": "+", "excess": 3.1, "for_days": 30,
        "set": {"participation": 1.0},
    },
}  # fmt: skip

# In a small crowd a rumour might begin with nobody: so many have it on its day (assumption).
FIRST_TO_TELL: Final = 10

# What a named case is called once its course is no longer what happened.
INVENTED_TITLE: Final = "Firm A and Founder A"
INVENTED_CASE: Final = "invented"
_PUBLIC: Final = "public record of the case"


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
            raise TarpeiaError(f"day: {day} is not allowed, allowed is 0 to {self.day}")
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
            Names, see ``sim.mechanisms``; what the scenario has off stays off.
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
            raise TarpeiaError(f"day: {day} is not allowed, allowed is 0 to {self.base.run.days}")
        if len(changes) > MOST_CHANGES:
            raise TarpeiaError(f"changes: {len(changes)} are too many, allowed are {MOST_CHANGES}")
        scenario = course(self.base, changes)
        engine = Engine(allocate(scenario, NETWORKS.of(scenario)))
        engine.advance(day)
        self.scenario, self.changes, self._engine = scenario, changes, engine


def course(base: Scenario, changes: Iterable[Event]) -> Scenario:
    """Return a scenario with changes to its course; a named case then is an invented firm.

    Raises
    ------
    TarpeiaError
        For a change before the first day.
    """
    own = tuple(changes)
    if not own:
        return base
    data = base.model_dump()
    data["events"] = (*data["events"], *(event.model_dump() for event in own))
    talk = data["parameters"]["conversation"]
    if talk["rumour_telling"] == 0.0 and any(event.kind == "rumour" for event in own):
        talk["rumour_telling"] = SWITCHES["rumour"].on["conversation.rumour_telling"]
        for event in data["events"][: len(base.events)]:
            if event["kind"] == "rumour":
                event["kind"] = "labour story"  # it spread nowhere, and shall not now
        few = FIRST_TO_TELL / data["parameters"]["crowd"]["people"]
        talk["rumour_seeds"] = min(1.0, max(talk["rumour_seeds"], few))
    if base.run.case:
        _invent(data, len(base.events))
    return checked(data)


def invented(base: Scenario) -> Scenario:
    """Return a named case as an invented firm: its events keep date and size, and lose words.

    A scenario that names nobody is returned as it is.
    """
    if not base.run.case or base.run.case == INVENTED_CASE:
        return base
    data = base.model_dump()
    _invent(data, len(base.events))
    return checked(data)


def _invent(data: dict[str, Any], events: int) -> None:
    """Take the names out of a scenario's data; the first ``events`` are the case's own."""
    data |= {"title": INVENTED_TITLE, "question": "What if it had gone otherwise?"}
    data["run"]["case"] = INVENTED_CASE
    for event in data["events"][:events]:
        event["text"], event["source"] = "", event["source"] and _PUBLIC


def move_of(date: dt.date, levers: Mapping[str, float | str], for_days: int | None = None) -> Event:
    """Return a move of levers as a dated event without a story of its own.

    Raises
    ------
    TarpeiaError
        For an unknown lever or a value out of bounds.
    """
    told = ", ".join(f"{name} to {value}" for name, value in levers.items())
    change = {
        "date": date, "kind": "founder appearance", "valence": "0", "set": dict(levers),
        "for_days": for_days, "text": told,
    }  # fmt: skip
    return _event(change)


def happening_of(date: dt.date, happening: str) -> Event:
    """Return one of ``HAPPENINGS`` as a dated event.

    Raises
    ------
    TarpeiaError
        For an unknown happening.
    """
    if happening not in HAPPENINGS:
        raise TarpeiaError(f"event: no '{happening}', {nearest(happening, HAPPENINGS)}")
    return _event({"date": date, "text": happening, **HAPPENINGS[happening]})


def _event(change: Mapping[str, Any]) -> Event:
    """Return a change as an event, checked.

    Raises
    ------
    TarpeiaError
        For an unknown lever or a value out of bounds.
    """
    from pydantic import ValidationError

    try:
        return Event.model_validate(dict(change))
    except ValidationError as error:
        raise TarpeiaError(
            *(f"change: {str(one['msg']).removeprefix('Value error, ')}" for one in error.errors())
        ) from None


def _only_moves(event: Event) -> bool:
    """Whether an event does nothing but move levers."""
    return event.valence == "0" and bool(event.set)
