"""A course: a scenario and the dated changes made to it, which together are a scenario again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sim.errors import TarpeiaError, nearest
from sim.model.mechanisms import SWITCHES
from sim.scenario.playbook import Event
from sim.scenario.scenario import Scenario, checked

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
        "kind": "participation campaign",
        "valence": "+",
        "excess": 3.1,
        "for_days": 30,
        "set": {"participation": 1.0},
    },
}

# In a small crowd a rumour might begin with nobody: so many have it on its day (assumption).
FIRST_TO_TELL: Final = 10

# What a named case is called once its course is no longer what happened.
INVENTED_TITLE: Final = "Firm A and Founder A"

INVENTED_CASE: Final = "invented"

_PUBLIC: Final = "public record of the case"


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
        "date": date,
        "kind": "founder appearance",
        "valence": "0",
        "set": dict(levers),
        "for_days": for_days,
        "text": told,
    }
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
