"""Faults of a scenario in words: the name, what is wrong, what is allowed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sim.errors import nearest
from sim.model.entries import ENTRIES, FLAT, Parameters
from sim.model.start import START_ENTRIES
from sim.scenario.playbook import Event, Rule
from sim.scenario.run_settings import RunSettings


def fault_line(fault: Mapping[str, Any]) -> str:
    """Return a pydantic fault as ``group.name: what is wrong, what is allowed``."""
    place = [part for part in fault["loc"] if part != "parameters"]
    name = ""
    for part in place:
        if isinstance(part, int):
            if not name.startswith("start."):  # an end of a range
                name += f"[{part + 1}]"
        elif part not in ("float", "tuple[float, float]") and "[" not in part:
            name += ("." if name else "") + part
    if fault["type"] == "extra_forbidden":
        return f"{name}: unknown name, {nearest(name, _known_beside(name))}"
    if fault["type"] == "missing":
        return f"{name}: missing; it must be given"
    if fault["type"] == "value_error":
        return f"{name}: {str(fault['msg']).removeprefix('Value error, ')}"
    entry = ENTRIES.get(name) or START_ENTRIES.get(name)
    if entry is not None:
        allowed = entry.allowed + (" or a range [low, high]" if name in START_ENTRIES else "")
    else:
        allowed = _allowed(fault)
    return f"{name}: {_shown(fault.get('input'))} is invalid; use {allowed}"


def _shown(typed: Any) -> str:
    """Return what was typed, shortened."""
    if isinstance(typed, bool):
        return "true" if typed else "false"
    if isinstance(typed, int) and abs(typed) >= 10**30:
        return "a number of more than thirty digits"
    if isinstance(typed, dt.date):
        return str(typed)
    if isinstance(typed, str | int | float):
        text = repr(typed)
        return text if len(text) <= 60 else text[:56] + "...'"
    return "a table" if isinstance(typed, Mapping) else "a list"


def _allowed(fault: Mapping[str, Any]) -> str:
    """Return what is allowed where a fault without a table entry was found."""
    limits, kind = fault.get("ctx", {}), str(fault["type"])
    if kind == "literal_error":
        return f"one of {limits['expected']}".replace("'", "").replace(" or ", ", ")
    if kind == "greater_than_equal":
        return f"{limits['ge']:g} or more"
    if kind == "less_than_equal":
        return f"{limits['le']:,} or less"
    for start, words in _ALLOWED.items():
        if kind.startswith(start):
            return words
    message = str(fault["msg"])
    return message[:1].lower() + message[1:]


_ALLOWED = {
    "date": "a date such as 2026-01-31",
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "string": "text in quotes",
    "tuple": "a list as in [1, 2] or [[events]]",
    "model": "a table of names and values",
    "dict": "a table of names and values",
    "too_short": "at least one",
}


def _known_beside(name: str) -> list[str]:
    """Return the names that could stand where an unknown name stands."""
    group = name.rpartition(".")[0]
    if group == "run":
        return [f"run.{key}" for key in RunSettings.model_fields]
    if group.startswith("events["):
        return [f"{group}.{key}" for key in Event.model_fields]
    if group.startswith("playbook["):
        return [f"{group}.{key}" for key in Rule.model_fields]
    if group:
        beside = [n for n in (*ENTRIES, *START_ENTRIES) if n.startswith(f"{group}.")]
        return beside or [*ENTRIES, *START_ENTRIES]
    groups = ["title", "question", "run", "start", "events", "playbook", *Parameters.model_fields]
    return [*groups, FLAT[name]] if name in FLAT else groups
