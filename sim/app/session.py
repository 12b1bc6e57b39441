"""What one browser session does: its run, the other future beside it, and everything it may ask.

All that arrives from a browser is hostile until checked. An action is a name and a few plain
values; what is wrong comes back as a message, and the session goes on as it was.
"""

from __future__ import annotations

import datetime as dt
import math
import re
import threading
import urllib.parse
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sim.app.frame import flags_of, frame_of, rows_of, scene_of
from sim.app.positions import LAYOUTS
from sim.errors import TarpeiaError, nearest
from sim.interactive import InteractiveRun, happening_of, move_of
from sim.mechanisms import SWITCHES
from sim.playbook import Event
from sim.scenario import Scenario, checked
from sim.scenario_files import DEFAULT, load, parse, shipped

Action = Mapping[str, Any]

# What a page may ask for without making a laptop wait: people and days, bytes of an upload.
MOST_PEOPLE: Final = 50_000
MOST_DAYS: Final = 5_000
MOST_UPLOAD: Final = 100_000
MOST_TIES: Final = 2_000_000
MOST_SPEED: Final = 60
LARGEST: Final = 1e9
# Names of many parts, on which a TOML reader spends the square of their number.
DEEP: Final = re.compile(r"""(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')\s*\.\s*){6}""")
FIRST_PEOPLE: Final = 2_000
# What a link may carry.
LINKED: Final = ("scenario", "people", "seed", "without", "day", "changes")
MOST_LINK: Final = 4_000


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
        return {"number": self.sent, "scene": self.scenes, "playing": self.playing,
                "speed": self.speed, **frame}  # fmt: skip

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
        text = action.get("text")
        if not isinstance(text, str):
            raise TarpeiaError("upload: a scenario is TOML text")
        if len(text.encode("utf-8", "replace")) > MOST_UPLOAD:
            raise TarpeiaError(f"upload: larger than {MOST_UPLOAD:,} bytes; it is no scenario")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise TarpeiaError("upload: not UTF-8 text; a scenario is TOML text in UTF-8")
        if DEEP.search(text):
            raise TarpeiaError("upload: names nested too deeply; a scenario has group.name")
        scenario = checked(parse(text))
        if scenario.parameters.network.kind == "file":
            raise TarpeiaError("network.file: the page opens no files; allowed is another kind")
        check_size(scenario)
        self._begin(scenario)
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
        if self.own:
            return ""
        run = self.run
        asked: dict[str, Any] = {"scenario": self.name, "seed": run.base.run.seed}
        if run.base.effective.crowd.people != FIRST_PEOPLE:
            asked["people"] = run.base.effective.crowd.people
        if run.base.run.without != load(self.name).run.without:
            asked["without"] = ",".join(run.base.run.without)
        if run.changes:
            asked["changes"] = ";".join(linked(run))
        asked["day"] = run.day
        text = urllib.parse.urlencode(asked, safe=",;:")
        return text if len(text) <= MOST_LINK else ""

    def open(self, query: str) -> None:
        """Open the state of a link; what is wrong in it is said, and the rest is left.

        Parameters
        ----------
        query : str
            The part of the address behind the question mark.
        """
        try:
            if len(query) > MOST_LINK:
                raise TarpeiaError(f"address: longer than {MOST_LINK:,} characters")
            try:
                pairs = urllib.parse.parse_qsl(query, keep_blank_values=True, max_num_fields=20)
            except ValueError:
                raise TarpeiaError("address: too many parts") from None
            asked = dict(pairs)
            for key in asked:
                if key not in LINKED:
                    raise TarpeiaError(f"address: no '{key[:40]}', {nearest(key, LINKED)}")
            self._open(asked)
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
        "next", "play", "pause", "faster", "step", "go_to", "rewind", "forget", "lever", "drop",
        "begin", "upload", "download", "again",
    )
}  # fmt: skip


def check_size(scenario: Scenario) -> None:
    """Refuse what would make a laptop, and everyone else on the page, wait.

    Raises
    ------
    TarpeiaError
        For too many people, days or ties.
    """
    settings = scenario.effective
    people = settings.crowd.people
    if people > MOST_PEOPLE:
        raise TarpeiaError(f"crowd.people: the page takes at most {MOST_PEOPLE:,}")
    if scenario.run.days > MOST_DAYS:
        raise TarpeiaError(f"run.days: the page takes at most {MOST_DAYS:,}")
    ties = people * min(settings.network.audience, people - 1)
    if settings.network.kind != "complete" and ties > MOST_TIES:
        raise TarpeiaError(f"network.audience: the page takes at most {MOST_TIES:,} ties")


def small(scenario: Scenario) -> Scenario:
    """Return a scenario with a crowd that a page draws at once."""
    return scenario.with_values({"crowd.people": FIRST_PEOPLE})


def named(name: Any) -> str:
    """Return the name of a shipped scenario; never a path.

    Raises
    ------
    TarpeiaError
        When there is none of that name.
    """
    if not isinstance(name, str) or name not in shipped():
        raise TarpeiaError(f"scenario: no '{str(name)[:40]}', {nearest(str(name)[:40], shipped())}")
    return name


def whole(action: Action, key: str, low: int, high: int) -> int:
    """Return a whole number of an action, within bounds."""
    value = action.get(key)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise TarpeiaError(f"{key}: {str(value)[:40]} is not allowed, allowed is {low} to {high:,}")
    return value


def digits(key: str, text: str) -> int:
    """Return the whole number that a text is."""
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        raise TarpeiaError(f"{key}: '{text[:40]}' is no whole number")
    return int(text)


def decimal(key: str, text: str) -> float:
    """Return the number that a text is, as 0.25."""
    if len(text) <= 24 and text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    raise TarpeiaError(f"{key[:40]}: '{text[:40]}' is no number")


def mechanisms(names: Any) -> tuple[str, ...]:
    """Return names of mechanisms, checked."""
    if not isinstance(names, list | tuple):
        raise TarpeiaError("without: a list of names is needed")
    for name in names:
        if not isinstance(name, str) or name not in SWITCHES:
            raise TarpeiaError(
                f"without: no '{str(name)[:40]}', {nearest(str(name)[:40], SWITCHES)}"
            )
    return tuple(dict.fromkeys(names))


def unlinked(base: Scenario, part: str) -> Event:
    """Return the change that a part of a link stands for."""
    day, *rest = part.split(":")
    number = digits("changes", day)
    if number >= base.run.days:
        raise TarpeiaError(f"changes: day {number} is not allowed, allowed is before the last")
    date = base.run.start + dt.timedelta(days=number)
    if rest[:1] == ["event"]:
        return happening_of(date, rest[1][:40] if len(rest) == 2 else "")
    if not rest or len(rest) % 2:
        raise TarpeiaError(f"changes: '{part[:40]}' is not 'day:lever:value' or 'day:event:name'")
    return move_of(
        date,
        {
            name[:40]: value[:40] if name == "stance" else decimal(name, value)
            for name, value in zip(rest[::2], rest[1::2], strict=True)
        },
    )


def linked(run: InteractiveRun) -> list[str]:
    """Return the changes of a course as they stand in a link.

    ``day:event:name``, or ``day:lever:value`` with as many levers as were moved.
    """
    found = []
    for change in run.changes:
        day = (change.date - run.base.run.start).days
        if change.valence == "0" and change.set:
            moved = [f"{name}:{value}" for name, value in change.set.items()]
            found.append(":".join([str(day), *moved]))
        else:
            found.append(f"{day}:event:{change.text}")
    return found
