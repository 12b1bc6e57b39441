"""What one browser session does: its run, the other future beside it, and everything it may ask.

An action is a name and a few plain values; what is wrong comes back as a message, and the session
goes on as it was.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sim.app.asked import (
    LARGEST,
    MOST_PEOPLE,
    Action,
    check_size,
    digits,
    mechanisms,
    named,
    scenario_of,
    small,
    whole,
)
from sim.app.frame import flags_of, frame_of, rows_of, scene_of
from sim.app.links import asked_of, link_of, unlinked
from sim.app.positions import LAYOUTS
from sim.errors import TarpeiaError, nearest
from sim.runs.course import happening_of, move_of
from sim.runs.interactive import InteractiveRun
from sim.scenario.files import DEFAULT, load
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario

MOST_SPEED: Final = 60


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
        self._begin(scenario)

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

    # What may be asked.

    def act(self, action: Any) -> None:
        """Do what the browser asks; what cannot be done is said in ``message``.

        Parameters
        ----------
        action : mapping
            ``what``, one of the names of ``ACTIONS``, and what that needs.
        """
        try:
            if not isinstance(action, Mapping) or not isinstance(action.get("what"), str):
                raise TarpeiaError("page: that was no action")
            what = action["what"]
            if what not in ACTIONS:
                raise TarpeiaError(f"page: no action '{what[:40]}', {nearest(what, ACTIONS)}")
            if what != "next":
                self.message = ""
            ACTIONS[what](self, action)
        except TarpeiaError as error:
            self.tell("\n".join(error.faults[:5]))
        except (MemoryError, RecursionError, OverflowError):
            self.tell("page: that is more than can be done; fewer people, days or levels")

    def next(self, action: Action) -> None:
        """Run on, when the last frame was painted and the run is playing."""
        if not self.playing or whole(action, "painted", 0, 2**53) != self.sent:
            return
        self.run.advance(self.speed)
        if self.run.day >= self.run.days:
            self.playing = False

    def play(self, action: Action) -> None:
        """Begin to play; at the end, from the first day again."""
        self.speed = whole(action, "speed", 1, MOST_SPEED)
        if self.run.day >= self.run.days:
            self.run.go_to(0)
            self.shown = 0
        self.playing = True

    def pause(self, action: Action) -> None:
        """Stop playing."""
        self.playing = False

    def faster(self, action: Action) -> None:
        """Set the days of a frame."""
        self.speed = whole(action, "speed", 1, MOST_SPEED)

    def step(self, action: Action) -> None:
        """Run some days."""
        self.playing = False
        self.run.advance(whole(action, "days", 1, 400))

    def go_to(self, action: Action) -> None:
        """Show another day of the same course."""
        day = whole(action, "day", 0, self.run.days)
        self.playing = False
        self.furthest = max(self.furthest, self.run.day)
        self.run.go_to(day)
        self.shown = 0

    def rewind(self, action: Action) -> None:
        """Go back and keep the future that was, to be compared with what comes now."""
        self.go_to({"day": whole(action, "day", 0, max(self.furthest, self.run.day))})
        self._part()

    def forget(self, action: Action) -> None:
        """Show one future alone."""
        self._beside(None, 0)

    def lever(self, action: Action) -> None:
        """Move a lever from the next day on."""
        name, value = action.get("lever"), action.get("value")
        if not isinstance(name, str) or isinstance(value, bool):
            raise TarpeiaError("lever: a name and a value are needed")
        if not isinstance(value, int | float | str) or (
            isinstance(value, float) and not math.isfinite(value)
        ):
            raise TarpeiaError(f"{name[:40]}: a number or a name is needed")
        if not isinstance(value, str) and abs(value) > LARGEST:
            raise TarpeiaError(f"{name[:40]}: {value:.3g} is out of bounds")
        moved = {name[:40]: value[:40] if isinstance(value, str) else round(float(value), 4)}
        move_of(self.run.date, moved)  # refused before anything has changed
        self._part()
        self.run.move(moved)

    def drop(self, action: Action) -> None:
        """Let something happen on the next day."""
        happening = action.get("happening")
        if not isinstance(happening, str):
            raise TarpeiaError("event: a name is needed")
        happening_of(self.run.date, happening[:40])
        self._part()
        self.run.drop(happening[:40])

    def begin(self, action: Action) -> None:
        """Begin a scenario anew: another one, other luck, mechanisms off, another size."""
        name = action.get("scenario", self.name)
        base = self.run.base
        if name != self.name:
            base = small(load(named(name)))
        changes: dict[str, Any] = {}
        if "seed" in action:
            changes["run.seed"] = whole(action, "seed", 0, 2**53)
        if "people" in action:
            changes["crowd.people"] = whole(action, "people", 10, MOST_PEOPLE)
        if "without" in action:
            changes["run.without"] = mechanisms(action["without"])
        scenario = base.with_values(changes) if changes else base
        check_size(scenario)
        if name == self.name and action.get("keep") is True:
            # The same course in a world that differs in this alone, up to the same day.
            other = self.run.fork()
            self._begin(scenario, self.run.changes, self.run.day)
            self._beside(other, 0)
            return
        self._begin(scenario)
        self.own = self.own and name == self.name
        self.name = str(name)

    def upload(self, action: Action) -> None:
        """Begin the scenario of a file."""
        self._begin(scenario_of(action.get("text")))
        self.name, self.own = "upload", True

    def download(self, action: Action) -> None:
        """Hand over the series as CSV or the course as TOML."""
        self.file = {"number": (self.file or {}).get("number", 0) + 1}
        if action.get("kind") == "toml":
            self.file |= {"name": f"{self.name}.toml", "text": self.run.toml()}
        else:
            self.file |= {"name": f"{self.name}.csv", "text": self.run.csv()}

    def again(self, action: Action) -> None:
        """Send everything anew: to a browser that has lost something."""
        self.shown = 0

    # Links.

    def link(self) -> str:
        """Return the state as the part of an address behind the question mark; '' for one's own."""
        return "" if self.own else link_of(self.name, self.run)

    def open(self, query: str) -> None:
        """Open the state of a link; what is wrong in it is said, and the rest is left.

        Parameters
        ----------
        query : str
            The part of the address behind the question mark.
        """
        try:
            self._open(asked_of(query))
        except TarpeiaError as error:
            self.tell("\n".join(error.faults[:5]))
        except (MemoryError, RecursionError, OverflowError):
            self.tell("address: that is more than can be done")

    def _open(self, asked: dict[str, str]) -> None:
        wanted: dict[str, Any] = {}
        if "scenario" in asked:
            wanted["scenario"] = asked["scenario"]
        for key in ("seed", "people"):
            if key in asked:
                wanted[key] = digits(key, asked[key])
        if "without" in asked:
            wanted["without"] = [one for one in asked["without"].split(",") if one]
        if wanted:
            self.begin(wanted)
        last = digits("day", asked["day"]) if "day" in asked else 0
        base = self.run.base
        changes = [
            unlinked(base, part) for part in asked.get("changes", "").split(";") if part.strip()
        ]
        self._begin(base, changes, last)

    # Helpers.

    def _begin(self, scenario: Scenario, changes: Iterable[Event] = (), day: int = 0) -> None:
        run = InteractiveRun(scenario, changes, day)
        self.positions = LAYOUTS.of(scenario, run.world.network)
        self.run, self.playing = run, False
        self._beside(None, 0)
        self.shown, self.furthest = 0, run.day
        self.scenes += 1

    def _part(self) -> None:
        """Where the course had gone further, keep that future beside the one that comes now."""
        if self.run.day >= self.furthest:
            return
        other = InteractiveRun(self.run.base, self.run.changes, self.furthest)
        self.furthest = self.run.day
        self.run.rewind(self.run.day)
        self._beside(other, self.run.day)

    def _beside(self, other: InteractiveRun | None, day: int) -> None:
        """Show another future from a day on, or none."""
        self.other, self.branched = other, day
        self.parted += 1

    def tell(self, text: str) -> None:
        """Say something to the visitor, and stop playing."""
        self.message, self.playing = text, False
        self.notice += 1


ACTIONS: Final[Mapping[str, Callable[[Session, Action], None]]] = {
    name: getattr(Session, name)
    for name in (
        "next",
        "play",
        "pause",
        "faster",
        "step",
        "go_to",
        "rewind",
        "forget",
        "lever",
        "drop",
        "begin",
        "upload",
        "download",
        "again",
    )
}
