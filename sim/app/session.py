"""What one browser session shows: its run, and the other future beside it."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from sim.app.asked import check_size, small
from sim.app.frame import flags_of, frame_of, rows_of, scene_of
from sim.app.links import link_of
from sim.app.positions import LAYOUTS
from sim.runs.interactive import InteractiveRun
from sim.scenario.files import DEFAULT, load
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario


class Session:
    """One visitor's run.

    Parameters
    ----------
    name : str
        A scenario that comes with the program.
    scenario : Scenario, optional
        The one to play, where it is not the shipped one of that name.

    Attributes
    ----------
    run : InteractiveRun
    playing : bool
    speed : int
        Days of a frame.
    shown, furthest : int
        The day up to which the browser has the rows, and the last one that was played.
    sent, scenes, parted, notice : int
        How many frames, scenes, other futures and messages there were: a new number is news.
    other : InteractiveRun or None
        The future that was left, on the same luck.
    branched : int
        The day on which both part.
    message : str
        What went wrong last; '' when nothing did.
    file : dict or None
        A download: number, name and text.
    own : bool
        Whether it is a scenario that nobody else has, so that no link can open it.
    lock : RLock
        Held by whoever asks something of the session.
    owner : object
        The page that shows it: the one that opened it last.
    """

    def __init__(self, name: str = DEFAULT, scenario: Scenario | None = None) -> None:
        self.lock = threading.RLock()
        self.owner: object = None
        self.name = name
        self.own = scenario is not None
        self.message = ""
        self.notice = 0
        self.playing = False
        self.speed = 1
        self.file: dict[str, Any] | None = None
        self.run: InteractiveRun
        self.other: InteractiveRun | None = None
        self.branched = self.sent = self.scenes = self.shown = self.furthest = 0
        self.parted = 0
        scenario = small(load(name)) if scenario is None else scenario
        check_size(scenario)
        self.begin(scenario)

    # What is shown.

    def scene(self) -> dict[str, Any]:
        """Return what stays as it is while this scenario is played."""
        return {"number": self.scenes, **scene_of(self.run, self.positions)}

    def frame(self) -> dict[str, Any]:
        """Return what has changed since the last frame, to be drawn."""
        first = min(self.shown, self.run.day)
        self.furthest = max(self.furthest, self.run.day)
        frame = frame_of(self.run, self.positions, first)
        self.shown = self.run.day
        self.sent += 1
        return {
            "number": self.sent,
            "scene": self.scenes,
            "playing": self.playing,
            "speed": self.speed,
            **frame,
        }

    def course(self) -> dict[str, Any]:
        """Return what changes only when something is done: flags, names, the link."""
        scenario = self.run.scenario
        return {
            "number": self.scenes,
            "name": self.name,
            "title": scenario.title,
            "question": scenario.question,
            "hypothetical": list(scenario.hypothetical),
            "start": scenario.run.start.isoformat(),
            "seed": scenario.run.seed,
            "without": list(scenario.run.without),
            "flags": flags_of(scenario, len(self.run.changes)),
            "link": self.link(),
        }

    def future(self) -> dict[str, Any]:
        """Return the rows of the other future from the day on which both part; none: empty."""
        if self.other is None:
            return {"number": self.parted}
        rows = rows_of(self.other, self.branched)
        return {"number": self.parted, "first": self.branched, "rows": rows}

    def link(self) -> str:
        """Return the state as the part of an address behind the question mark; '' for one's own."""
        return "" if self.own else link_of(self.name, self.run)

    # What an action may change.

    def begin(self, scenario: Scenario, changes: Iterable[Event] = (), day: int = 0) -> None:
        """Begin a scenario with changes to its course, up to a day."""
        run = InteractiveRun(scenario, changes, day)
        self.positions = LAYOUTS.of(scenario, run.world.network)
        self.run, self.playing = run, False
        self.beside(None, 0)
        self.shown, self.furthest = 0, run.day
        self.scenes += 1

    def part(self) -> None:
        """Where the course had gone further, keep that future beside the one that comes now."""
        if self.run.day >= self.furthest:
            return
        other = InteractiveRun(self.run.base, self.run.changes, self.furthest)
        self.furthest = self.run.day
        self.run.rewind(self.run.day)
        self.beside(other, self.run.day)

    def beside(self, other: InteractiveRun | None, day: int) -> None:
        """Show another future from a day on, or none."""
        self.other, self.branched = other, day
        self.parted += 1

    def tell(self, text: str) -> None:
        """Say something to the visitor, and stop playing."""
        self.message, self.playing = text, False
        self.notice += 1
