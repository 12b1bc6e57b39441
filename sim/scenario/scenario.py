"""A scenario: parameters, starting state, dated events, playbook; frozen and hashed."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.errors import TarpeiaError, nearest
from sim.model import start as start_state
from sim.model.entries import ENTRIES, Parameters
from sim.model.layout import LEVERS
from sim.model.mechanisms import SWITCHES, replacements
from sim.model.parameters.network import NetworkSettings
from sim.model.start import START_ENTRIES, Start
from sim.scenario.faults import fault_line
from sim.scenario.playbook import INCIDENTS, Book, Event, Rule, compile_book, compile_calendar
from sim.scenario.run_settings import RunSettings

# Changes that leave a named case what it is.
_HARMLESS = ("run.seed", "run.crowd_seed", "run.days", "crowd.people")


class Scenario(BaseModel):
    """All that a run needs.

    Attributes
    ----------
    title, question : str
        What it is and what it asks.
    run : RunSettings
    parameters : Parameters
        As written, switches not applied.
    start : Start
    events : tuple of Event
    playbook : tuple of Rule
    folder : str
        Where the scenario was read; a network file is looked up there. Not part of the content.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: str = "Defaults"
    question: str = ""
    run: RunSettings = RunSettings()
    parameters: Parameters = Parameters()
    start: Start = Start()
    events: Annotated[tuple[Event, ...], Field(strict=False)] = ()
    playbook: Annotated[tuple[Rule, ...], Field(strict=False)] = ()
    folder: str = "."

    @cached_property
    def effective(self) -> Parameters:
        """The parameters with the switches of ``run.without`` and ``run.incidents`` applied."""
        changes = {
            name: value
            for name, value in replacements(self.run.without).items()
            if not name.startswith("start.")
        }
        if self.run.incidents == "dated":
            changes.update({"product.hazard": 0.0, "product.defects": 0.0})
        return _updated(self.parameters, changes)

    @property
    def crowd_seed(self) -> int:
        """The seed of who is there: people's traits, and who hears whom."""
        return self.run.seed if self.run.crowd_seed is None else self.run.crowd_seed

    @property
    def network_settings(self) -> NetworkSettings:
        """The network's settings, a file's path made whole."""
        settings = self.effective.network
        if settings.kind == "file":
            path = (Path(self.folder) / settings.file).resolve()
            return settings.model_copy(update={"file": str(path)})
        return settings

    def start_values(self, draws: NDArray[np.float64]) -> dict[str, float]:
        """Return the starting state; ranges are sampled with one uniform draw each."""
        off = replacements(self.run.without)
        found: dict[str, float] = {}
        for k, name in enumerate(START_ENTRIES):
            value = off.get(name, getattr(self.start, name.split(".")[1]))
            if isinstance(value, tuple):
                value = value[0] + (value[1] - value[0]) * float(draws[k])
            found[name.split(".")[1]] = float(value)
        return found

    @property
    def _dated(self) -> list[Event]:
        if self.run.incidents == "random":
            return [event for event in self.within if event.kind not in INCIDENTS]
        return list(self.within)

    @property
    def within(self) -> tuple[Event, ...]:
        """The dated events within the run; a run made shorter leaves the others out."""
        return tuple(event for event in self.events if event.date < self.end)

    @property
    def end(self) -> dt.date:
        """The day after the last."""
        return self.run.start + dt.timedelta(days=self.run.days)

    def book(self) -> Book:
        """Return the orders and rules as arrays (a fresh copy: ``remaining`` is state)."""
        return compile_book(self._dated, self.playbook, self.run.start, self.run.days)

    def calendar(self) -> NDArray[np.float64]:
        """Return what the dated events add to each day, float64 (days, 10)."""
        share = self.effective.newsroom.first_day_share
        return compile_calendar(self._dated, self.run.start, self.run.days, share)

    @property
    def hypothetical(self) -> tuple[str, ...]:
        """Why a named case goes beyond what happened; empty when it does not."""
        if not self.run.case:
            return ()
        reasons = []
        if self.run.incidents != "dated":
            reasons.append("random incidents")
        if self.run.without:
            reasons.append("without " + ", ".join(self.run.without))
        if self.playbook:
            reasons.append("a playbook")
        reasons.extend(self.run.changes)
        reasons.extend(
            f"event of {event.date} without a source" for event in self.within if not event.source
        )
        return tuple(reasons)

    def with_values(self, changes: Mapping[str, Any]) -> Scenario:
        """Return a copy with other values, named ``group.name``.

        Groups are those of the parameters, ``start`` and ``run``. What dated events and playbook
        rules say is named as in errors, ``events[2].date`` or ``playbook[1].set.exposure``.

        Raises
        ------
        TarpeiaError
            For an unknown name, a wrong type or a value out of bounds.
        """
        data = self.model_dump()
        for name, value in changes.items():
            group, _, key = name.partition(".")
            if _set_in_list(data, name, value):
                continue
            known = {*ENTRIES, *START_ENTRIES, *(f"run.{k}" for k in RunSettings.model_fields)}
            if name not in known:
                raise TarpeiaError(f"{name}: no such parameter, {nearest(name, known)}")
            target = data["parameters"] if group not in ("run", "start") else data
            target[group][key] = value
        if self.run.case:
            told = [
                f"{k} = {v}"
                for k, v in changes.items()
                if k not in _HARMLESS and k != "run.without"
            ]
            kept = [c for c in data["run"]["changes"] if c.split(" = ")[0] not in changes]
            data["run"]["changes"] = (*kept, *told)
        return checked(data)

    def without(self, names: Iterable[str]) -> Scenario:
        """Return a copy with mechanisms switched off.

        Raises
        ------
        TarpeiaError
            For a name that is no mechanism.
        """
        both = tuple(dict.fromkeys((*self.run.without, *names)))
        replacements(both)
        return self.with_values({"run.without": both})

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 (hex) of all that decides the result; title, question and folder do not."""
        heard = self.model_copy(update={"events": self.within})
        data = heard.model_dump(mode="json", exclude={"title", "question", "folder"})
        if self.run.crowd_seed is None:
            del data["run"]["crowd_seed"]
        if self.parameters.network.kind == "file":
            # What the file holds decides, not where it lies.
            path = Path(self.network_settings.file)
            held = path.read_bytes() if path.is_file() else b""
            data["parameters"]["network"]["file"] = hashlib.sha256(held).hexdigest()
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


_IN_LIST = re.compile(r"(events|playbook)\[(\d{1,6})\]\.([a-z_]+)(?:\.([a-z_]+))?")


def _set_in_list(data: dict[str, Any], name: str, value: Any) -> bool:
    """Set ``events[2].date`` or ``playbook[1].set.exposure``; tell whether it is such a name.

    Raises
    ------
    TarpeiaError
        When there is no such event or rule, or it has no such part.
    """
    found = _IN_LIST.fullmatch(name)
    if found is None:
        return False
    kind, rows = found[1], [dict(row) for row in data[found[1]]]
    number = int(found[2])
    if not 1 <= number <= len(rows):
        there = f"use 1 to {len(rows)}" if rows else "the scenario has none"
        raise TarpeiaError(f"{name}: there is no {kind}[{number}]; {there}")
    row, part = rows[number - 1], found[3]
    model: type[BaseModel] = Event if kind == "events" else Rule
    if part not in model.model_fields or (found[4] is not None) != (part == "set"):
        known = [f"set.{lever}" for lever in LEVERS] + [k for k in model.model_fields if k != "set"]
        raise TarpeiaError(f"{name}: no such part, {nearest(name.partition('.')[2], known)}")
    row[part] = {**row["set"], found[4]: value} if part == "set" else value
    data[kind] = (*rows[: number - 1], row, *rows[number:])
    return True


def _updated(parameters: Parameters, changes: Mapping[str, Any]) -> Parameters:
    """Return the parameters with some values replaced; the values are known to be good."""
    groups: dict[str, dict[str, Any]] = {}
    for name, value in changes.items():
        group, key = name.split(".")
        groups.setdefault(group, {})[key] = value
    return parameters.model_copy(
        update={
            group: getattr(parameters, group).model_copy(update=values)
            for group, values in groups.items()
        }
    )


def checked(data: Mapping[str, Any]) -> Scenario:
    """Return the scenario that nested data describe.

    Raises
    ------
    TarpeiaError
        With one line a fault in ``faults``.
    """
    try:
        scenario = Scenario.model_validate(dict(data))
    except ValidationError as error:
        # One line a name: a value that may be a number or a range has a fault for each.
        lines = [fault_line(fault) for fault in error.errors()]
        raise TarpeiaError(*{line.partition(": ")[0]: line for line in lines}.values()) from None
    try:
        _ = scenario.end
    except OverflowError:
        raise TarpeiaError(
            f"run.days: {scenario.run.days:,} days from {scenario.run.start} end after the year "
            "9999; use fewer days"
        ) from None
    faults = start_state.faults(scenario.start)
    faults += [
        f"run.without: no mechanism '{name}', {nearest(name, SWITCHES)}"
        for name in scenario.run.without
        if name not in SWITCHES
    ]
    for number, event in enumerate(scenario.events, 1):
        if event.date < scenario.run.start:
            faults.append(
                f"events[{number}].date: {event.date} is before the first day; "
                f"use {scenario.run.start} or later"
            )
    network = scenario.parameters.network
    if (network.kind == "file") != bool(network.file):
        faults.append('network.file: use it with kind = "file", and only then')
    if faults:
        raise TarpeiaError(*faults)
    return scenario
