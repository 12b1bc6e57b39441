"""The state of a session as the part of an address behind the question mark."""

from __future__ import annotations

import datetime as dt
import urllib.parse
from typing import Any, Final

from sim.app.asked import FIRST_PEOPLE, decimal, digits
from sim.errors import TarpeiaError, nearest
from sim.runs.course import happening_of, move_of
from sim.runs.interactive import InteractiveRun
from sim.scenario.files import load
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario

# What a link may carry.
LINKED: Final = ("scenario", "people", "seed", "without", "day", "changes")
MOST_LINK: Final = 4_000


def link_of(name: str, run: InteractiveRun) -> str:
    """Return the link of a shipped scenario's run; '' where it would be too long."""
    asked: dict[str, Any] = {"scenario": name, "seed": run.base.run.seed}
    if run.base.effective.crowd.people != FIRST_PEOPLE:
        asked["people"] = run.base.effective.crowd.people
    if run.base.run.without != load(name).run.without:
        asked["without"] = ",".join(run.base.run.without)
    if run.changes:
        asked["changes"] = ";".join(linked(run))
    asked["day"] = run.day
    text = urllib.parse.urlencode(asked, safe=",;:")
    return text if len(text) <= MOST_LINK else ""


def asked_of(query: str) -> dict[str, str]:
    """Return what a link asks for, by name.

    Raises
    ------
    TarpeiaError
        For a link that is too long, or a name that a link cannot have.
    """
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
    return asked


def unlinked(base: Scenario, part: str) -> Event:
    """Return the change that a part of a link stands for."""
    day, *rest = part.split(":")
    number = digits("changes", day)
    if number >= base.run.days:
        raise TarpeiaError(f"changes: day {number} is invalid; use one before the last")
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
