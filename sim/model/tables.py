"""The tables of the model, made from the code: for the command line and for docs/ODD.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple

from sim.model.day.schedule import SCHEDULE
from sim.model.entries import ENTRIES, Entry
from sim.model.layout import SERIES
from sim.model.mechanisms import MECHANISMS
from sim.model.start import START_ENTRIES


class Table(NamedTuple):
    """A table of text: its title, the names of its columns, and its rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def number(value: float) -> str:
    """Return a number as a reader writes it: 20,000 and 0.35 and 1.5e-06."""
    if value == int(value):
        return f"{int(value):,}"
    return repr(value)


def value_text(value: Any) -> str:
    """Return a value of a parameter as it is typed in a scenario, text without its quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value).replace(",", "_")
    if isinstance(value, tuple):
        return "[" + ", ".join(value_text(part) for part in value) + "]"
    return str(value)


def allowed(entry: Entry) -> str:
    """Return what may be typed for a parameter, short: ``0 to 1`` or the choices."""
    if entry.kind == "bool":
        return "true or false"
    if entry.choices:
        return ", ".join(entry.choices)
    if entry.low is None or entry.high is None:
        return "text"
    return f"{number(entry.low)} to {number(entry.high)}"


def _entries(title: str, entries: Iterable[Entry]) -> Table:
    rows = (
        (e.name, value_text(e.default), e.unit, allowed(e), e.meaning, e.source) for e in entries
    )
    return Table(title, ("name", "default", "unit", "allowed", "meaning", "source"), tuple(rows))


def parameters() -> Table:
    """Return every parameter of the model."""
    return _entries("Parameters", ENTRIES.values())


def start() -> Table:
    """Return the quantities of the starting state."""
    return _entries("The state at the start: a value or a range", START_ENTRIES.values())


def series() -> Table:
    """Return the daily series, which are also what playbook rules may watch."""
    return Table("Daily series", ("name", "unit", "meaning"), tuple(tuple(c) for c in SERIES))


def _settings(settings: Iterable[tuple[str, Any]]) -> str:
    return "; ".join(f"{name} = {value_text(value)}" for name, value in settings)


def mechanisms() -> Table:
    """Return every switch, with what replaces the mechanism when it is off.

    The last two columns say what an extension, off by default, is put on by, and what off sets.
    """
    rows = tuple(
        (
            m.name,
            m.phase,
            m.meaning + (" (extension)" if m.on else ""),
            m.off,
            _settings(m.on.items()) or "(on)",
            _settings(m.sets.items()),
        )
        for m in MECHANISMS
    )
    columns = ("switch", "phase", "on", "off (--without SWITCH)", "put on by", "off sets")
    return Table("Mechanisms and their switches", columns, rows)


def schedule() -> Table:
    """Return the phases of a day, in order."""
    rows = tuple(
        (str(place), phase.name, phase.meaning, phase.reads, phase.writes)
        for place, phase in enumerate(SCHEDULE, 1)
    )
    return Table("A day, phase by phase", ("", "phase", "what happens", "reads", "writes"), rows)


def markdown(table: Table) -> str:
    """Return a table in Markdown, without its title, ending with a line break."""

    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    rule = "|" + "---|" * len(table.columns)
    return "\n".join([line(table.columns), rule, *map(line, table.rows)]) + "\n"


def entries_record() -> dict[str, Any]:
    """Return parameters and starting state as plain data, for JSON."""
    return {
        name: [{**entry._asdict(), "choices": list(entry.choices)} for entry in entries.values()]
        for name, entries in (("parameters", ENTRIES), ("start", START_ENTRIES))
    }


def schedule_record() -> dict[str, Any]:
    """Return phases and mechanisms as plain data, for JSON."""
    return {
        "phases": [phase._asdict() for phase in SCHEDULE],
        "mechanisms": [{**m._asdict(), "sets": dict(m.sets), "on": dict(m.on)} for m in MECHANISMS],
    }


_BY_NAME: Final[dict[str, Callable[[], Table]]] = {
    "parameters": parameters,
    "start": start,
    "series": series,
    "mechanisms": mechanisms,
    "schedule": schedule,
}
TABLES: Final[dict[str, Callable[[], str]]] = {
    name: (lambda make=make: markdown(make()))  # type: ignore[misc]
    for name, make in _BY_NAME.items()
}
