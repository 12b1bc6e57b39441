"""Everything that a visitor may ask of a session.

An action is a name and a few plain values; what is wrong comes back as a message, and the session
goes on as it was.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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
from sim.app.links import asked_of, unlinked
from sim.app.session import Session
from sim.errors import TarpeiaError, nearest
from sim.runs.course import happening_of, move_of
from sim.scenario.files import load

MOST_SPEED: Final = 60
MOST_FAULTS_TOLD: Final = 5


def act(session: Session, action: Any) -> None:
    """Do what the browser asks; what cannot be done is said in the session's ``message``.

    Parameters
    ----------
    session : Session
    action : mapping
        ``what``, one of the names of ``ACTIONS``, and what that needs.
    """
    with _told(session, "page: that is more than can be done; fewer people, days or levels"):
        if not isinstance(action, Mapping) or not isinstance(action.get("what"), str):
            raise TarpeiaError("page: that was no action")
        what = action["what"]
        if what not in ACTIONS:
            raise TarpeiaError(f"page: no action '{what[:40]}', {nearest(what, ACTIONS)}")
        if what != "next":
            session.message = ""
        ACTIONS[what](session, action)


def open_link(session: Session, query: str) -> None:
    """Open the state of a link; what is wrong in it is said, and the rest is left.

    Parameters
    ----------
    session : Session
    query : str
        The part of the address behind the question mark.
    """
    with _told(session, "address: that is more than can be done"):
        _open(session, asked_of(query))


@contextmanager
def _told(session: Session, too_much: str) -> Iterator[None]:
    """Say to the visitor what goes wrong inside."""
    try:
        yield
    except TarpeiaError as error:
        session.tell("\n".join(error.faults[:MOST_FAULTS_TOLD]))
    except (MemoryError, RecursionError, OverflowError):
        session.tell(too_much)


def _open(session: Session, asked: Mapping[str, str]) -> None:
    wanted: dict[str, Any] = {}
    if "scenario" in asked:
        wanted["scenario"] = asked["scenario"]
    for key in ("seed", "people"):
        if key in asked:
            wanted[key] = digits(key, asked[key])
    if "without" in asked:
        wanted["without"] = [one for one in asked["without"].split(",") if one]
    if wanted:
        begin(session, wanted)
    last = digits("day", asked["day"]) if "day" in asked else 0
    base = session.run.base
    changes = [unlinked(base, part) for part in asked.get("changes", "").split(";") if part.strip()]
    session.begin(base, changes, last)


# Days.


def go_on(session: Session, action: Action) -> None:
    """Run on, when the last frame was painted and the run is playing."""
    if not session.playing or whole(action, "painted", 0, 2**53) != session.sent:
        return
    session.run.advance(session.speed)
    if session.run.day >= session.run.days:
        session.playing = False


def play(session: Session, action: Action) -> None:
    """Begin to play; at the end, from the first day again."""
    session.speed = whole(action, "speed", 1, MOST_SPEED)
    if session.run.day >= session.run.days:
        session.run.go_to(0)
        session.shown = 0
    session.playing = True


def pause(session: Session, action: Action) -> None:
    """Stop playing."""
    session.playing = False


def faster(session: Session, action: Action) -> None:
    """Set the days of a frame."""
    session.speed = whole(action, "speed", 1, MOST_SPEED)


def step(session: Session, action: Action) -> None:
    """Run some days."""
    session.playing = False
    session.run.advance(whole(action, "days", 1, 400))


def go_to(session: Session, action: Action) -> None:
    """Show another day of the same course."""
    day = whole(action, "day", 0, session.run.days)
    session.playing = False
    session.furthest = max(session.furthest, session.run.day)
    session.run.go_to(day)
    session.shown = 0


def rewind(session: Session, action: Action) -> None:
    """Go back and keep the future that was, to be compared with what comes now."""
    furthest = max(session.furthest, session.run.day)
    go_to(session, {"day": whole(action, "day", 0, furthest)})
    session.part()


def forget(session: Session, action: Action) -> None:
    """Show one future alone."""
    session.beside(None, 0)


def again(session: Session, action: Action) -> None:
    """Send everything anew: to a browser that has lost something."""
    session.shown = 0


# Changes to the course.


def move_lever(session: Session, action: Action) -> None:
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
    move_of(session.run.date, moved)  # refused before anything has changed
    session.part()
    session.run.move(moved)


def drop(session: Session, action: Action) -> None:
    """Let something happen on the next day."""
    happening = action.get("happening")
    if not isinstance(happening, str):
        raise TarpeiaError("event: a name is needed")
    happening_of(session.run.date, happening[:40])
    session.part()
    session.run.drop(happening[:40])


# Scenarios.


def begin(session: Session, action: Action) -> None:
    """Begin a scenario anew: another one, other luck, mechanisms off, another size."""
    name = action.get("scenario", session.name)
    base = session.run.base
    if name != session.name:
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
    if name == session.name and action.get("keep") is True:
        # The same course in a world that differs in this alone, up to the same day.
        other = session.run.fork()
        session.begin(scenario, session.run.changes, session.run.day)
        session.beside(other, 0)
        return
    session.begin(scenario)
    session.own = session.own and name == session.name
    session.name = str(name)


def upload(session: Session, action: Action) -> None:
    """Begin the scenario of a file."""
    session.begin(scenario_of(action.get("text")))
    session.name, session.own = "upload", True


def download(session: Session, action: Action) -> None:
    """Hand over the series as CSV or the course as TOML."""
    number = session.file["number"] + 1 if session.file else 1
    kind = "toml" if action.get("kind") == "toml" else "csv"
    text = session.run.toml() if kind == "toml" else session.run.csv()
    session.file = {"number": number, "name": f"{session.name}.{kind}", "text": text}


ACTIONS: Final[Mapping[str, Callable[[Session, Action], None]]] = {
    "next": go_on,
    "play": play,
    "pause": pause,
    "faster": faster,
    "step": step,
    "go_to": go_to,
    "rewind": rewind,
    "forget": forget,
    "lever": move_lever,
    "drop": drop,
    "begin": begin,
    "upload": upload,
    "download": download,
    "again": again,
}
