"""Dated events and playbook rules: what may be written, and the arrays the kernels read."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, field_validator

from sim.errors import nearest
from sim.model import layout
from sim.model.entries import ENTRIES

Kind = Literal[
    "launch event",
    "road accident",
    "product-quality dispute",
    "recall",
    "quality ranking",
    "crime involving the product",
    "rumour",
    "labour story",
    "market",
    "founder conduct",
    "founder political act",
    "founder appearance",
    "founder denial",
    "founder personnel",
    "strategic retreat",
    "return",
    "participation campaign",
    "founding",
]
DISPUTES: Final = ("product-quality dispute", "recall", "quality ranking")
NAMES_FOUNDER: Final = (
    "founder conduct",
    "founder political act",
    "founder appearance",
    "founder denial",
    "founder personnel",
    "strategic retreat",
    "return",
)
INCIDENTS: Final = ("road accident", *DISPUTES)
# docs/patterns.md, "The size of a dated event".
JUDGED_MIDDLE: Final = 3.0
JUDGED_UNKNOWN: Final = 2.0
LAUNCH_FULL: Final = 20.0
MARKET_SHOCK: Final = 0.1

_CONDITION: Final = re.compile(r"^\s*([a-z_]+)\s*(<=|>=|<|>)\s*([-+]?\d+(?:\.\d*)?|[-+]?\.\d+)\s*$")
_COMPARISONS: Final = ("<", "<=", ">", ">=")
MOST_CONDITIONS: Final = 4

Levers = dict[str, float | str]


def check_levers(levers: Mapping[str, Any]) -> dict[str, float | str]:
    """Return the levers when all are known and within the bounds of their parameters.

    Raises
    ------
    ValueError
        Naming the lever, the fault and what is allowed.
    """
    for name, value in levers.items():
        if name not in layout.LEVERS:
            raise ValueError(f"no lever '{name}', {nearest(name, layout.LEVERS)}")
        entry = ENTRIES[f"founder.{name}"]
        if entry.choices:
            good = isinstance(value, str) and value in entry.choices
        else:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            good = number and entry.low <= value <= entry.high
        if not good:
            raise ValueError(f"{name} = {value!r} is invalid; use {entry.allowed}")
    return dict(levers)


class Ruled(BaseModel):
    """Something that may set levers."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, strict=True)

    set: Annotated[dict[str, Any], Field(description="levers and their new values")] = {}
    text: str = ""

    @field_validator("set")
    @classmethod
    def _levers(cls, value: dict[str, Any]) -> dict[str, Any]:
        return check_levers(value)


class Event(Ruled):
    """One dated event, with the columns that were observed of it.

    ``excess`` is titles above normal in three days, ``severity`` a judgement from 1 to 5; the
    sizes follow from both by the rule in docs/patterns.md.
    """

    date: dt.date
    kind: Kind
    valence: Literal["+", "-", "0"] = "0"
    excess: float | None = Field(None, ge=0, le=100_000)
    severity: float | None = Field(None, ge=1, le=5)
    source: str = ""
    for_days: int | None = Field(None, ge=1, le=36_500)

    @field_validator("date", mode="before")
    @classmethod
    def _no_time(cls, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            raise ValueError("a day without a time, as in 2025-04-01")
        return value


class Rule(Ruled):
    """One playbook rule: when yesterday's series meet the condition, set levers for some days."""

    when: str
    for_days: int = Field(ge=1, le=36_500)
    set: Annotated[dict[str, Any], Field(description="levers and their new values", min_length=1)]

    @field_validator("when")
    @classmethod
    def _condition(cls, value: str) -> str:
        conditions(value)
        return value


def conditions(when: str) -> list[tuple[int, int, float]]:
    """Return the conditions of a rule: (index of the series, comparison code, bound).

    Raises
    ------
    ValueError
        When it is not ``name > number``, up to four of them joined by ``and``, or the name is
        unknown. Nothing typed is evaluated.
    """
    found = []
    for part in when.split(" and "):
        match = _CONDITION.match(part)
        if match is None:
            raise ValueError(
                f"'{when}' is no condition; write 'attention > 6', or several joined by 'and', "
                "with <, <=, > or >="
            )
        name, sign, bound = match.groups()
        if name not in layout.SERIES_NAMES:
            raise ValueError(f"'{name}' is no observable, {nearest(name, layout.SERIES_NAMES)}")
        found.append((layout.SERIES_NAMES.index(name), _COMPARISONS.index(sign), float(bound)))
    if len(found) > MOST_CONDITIONS:
        raise ValueError(f"a rule has at most {MOST_CONDITIONS} conditions, this one {len(found)}")
    return found


class Book(NamedTuple):
    """Orders (from dated events) and rules as arrays; ``remaining`` is state."""

    order_first: NDArray[np.int64]
    order_end: NDArray[np.int64]
    order_sets: NDArray[np.bool_]
    order_value: NDArray[np.float64]
    conditions: NDArray[np.int64]
    observable: NDArray[np.int64]
    comparison: NDArray[np.int64]
    bound: NDArray[np.float64]
    rule_days: NDArray[np.int64]
    rule_sets: NDArray[np.bool_]
    rule_value: NDArray[np.float64]
    remaining: NDArray[np.int64]


def _lever_rows(all_levers: Sequence[Mapping[str, Any]]) -> tuple[Any, Any]:
    sets = np.zeros((len(all_levers), len(layout.LEVERS)), dtype=np.bool_)
    value = np.zeros((len(all_levers), len(layout.LEVERS)))
    for row, levers in enumerate(all_levers):
        for name, typed in levers.items():
            k = layout.LEVERS.index(name)
            sets[row, k] = True
            value[row, k] = layout.STANCES.index(typed) if isinstance(typed, str) else typed
    return sets, value


def compile_book(events: Sequence[Event], rules: Sequence[Rule], start: dt.date, days: int) -> Book:
    """Return the orders and rules as arrays, days counted from ``start``."""
    orders = [event for event in events if event.set]
    first = [(event.date - start).days for event in orders]
    end = [
        day + event.for_days if event.for_days else days
        for day, event in zip(first, orders, strict=True)
    ]
    order_sets, order_value = _lever_rows([event.set for event in orders])
    rule_sets, rule_value = _lever_rows([rule.set for rule in rules])
    parsed = [conditions(rule.when) for rule in rules]
    observable = np.zeros((len(rules), MOST_CONDITIONS), dtype=np.int64)
    comparison = np.zeros((len(rules), MOST_CONDITIONS), dtype=np.int64)
    bound = np.zeros((len(rules), MOST_CONDITIONS))
    for row, found in enumerate(parsed):
        for k, (series, code, number) in enumerate(found):
            observable[row, k], comparison[row, k], bound[row, k] = series, code, number
    return Book(
        np.array(first, dtype=np.int64),
        np.array(end, dtype=np.int64),
        order_sets,
        order_value,
        np.array([len(found) for found in parsed], dtype=np.int64),
        observable,
        comparison,
        bound,
        np.array([rule.for_days for rule in rules], dtype=np.int64),
        rule_sets,
        rule_value,
        np.zeros(len(rules), dtype=np.int64),
    )


def stories_of(event: Event, first_day_share: float) -> float:
    """Return the stories of an event on its day: max(1, first_day_share x excess)."""
    return max(1.0, first_day_share * (event.excess or 0.0))


def gravity_of(event: Event) -> float:
    """Return the gravity of a bad event: judged severity / 3, unknown counts as 2."""
    return (event.severity or JUDGED_UNKNOWN) / JUDGED_MIDDLE


def compile_calendar(
    events: Sequence[Event], start: dt.date, days: int, first_day_share: float
) -> NDArray[np.float64]:
    """Return what dated events add to each day, float64 (days, 10); see ``layout.CALENDAR``."""
    calendar = np.zeros((days, len(layout.CALENDAR)))
    for event in events:
        day = calendar[(event.date - start).days]
        stories = stories_of(event, first_day_share)
        if event.valence == "+":
            day[layout.CALENDAR_GOOD] += stories
        elif event.valence == "-":
            gravity = gravity_of(event)
            before = day[layout.CALENDAR_BAD] * day[layout.CALENDAR_GRAVITY]
            day[layout.CALENDAR_BAD] += stories
            day[layout.CALENDAR_GRAVITY] = (before + stories * gravity) / day[layout.CALENDAR_BAD]
            if event.kind in NAMES_FOUNDER:
                day[layout.CALENDAR_FOUNDER] += stories
        if event.kind == "launch event":
            day[layout.CALENDAR_LAUNCH] += min(1.0, (event.excess or 0.0) / LAUNCH_FULL)
        elif event.kind == "road accident":
            day[layout.CALENDAR_ACCIDENTS] += 1.0
        elif event.kind in DISPUTES:
            day[layout.CALENDAR_DISPUTES] += 1.0
        elif event.kind == "market" and event.valence != "0":
            sign = 1.0 if event.valence == "+" else -1.0
            day[layout.CALENDAR_SUCCESS] += sign * MARKET_SHOCK * gravity_of(event)
        elif event.kind == "rumour":
            day[layout.CALENDAR_RUMOURS] += 1.0
        elif event.kind == "participation campaign":
            day[layout.CALENDAR_CAMPAIGNS] += 1.0
    return calendar
