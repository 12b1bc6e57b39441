"""Scenario files: strict TOML in, resolved TOML out."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sim import files
from sim.errors import TarpeiaError, nearest
from sim.model.entries import FLAT, Parameters
from sim.scenario.scenario import Scenario, checked

LARGEST: Final = 1_000_000
DEFAULT: Final = "classroom"
_TOP: Final = ("title", "question", "run", "start", "events", "playbook")


def shipped() -> dict[str, Path]:
    """Return the scenarios that come with the program, by name."""
    return {path.stem: path for path in sorted(files.shipped("scenarios").glob("*.toml"))}


def shipped_sweeps() -> dict[str, Path]:
    """Return the sweeps that come with the program, by name."""
    return {
        path.stem: path for path in sorted((files.shipped("scenarios") / "sweeps").glob("*.toml"))
    }


def find(name: str | Path) -> Path:
    """Return the file of a scenario given by path or by the name of a shipped one.

    Raises
    ------
    TarpeiaError
        When there is no such file.
    """
    path = Path(name)
    if path.is_file():
        return path
    known = shipped()
    if str(name) in known:
        return known[str(name)]
    if path.exists():
        raise TarpeiaError(f"{name}: not a file; a scenario is a TOML file")
    raise TarpeiaError(f"{name}: no such file; {nearest(path.stem, known)}")


def load(name: str | Path) -> Scenario:
    """Return the scenario in a file, checked.

    Parameters
    ----------
    name : str or Path
        A TOML file, or the name of a scenario that comes with the program.

    Raises
    ------
    TarpeiaError
        One line a fault: ``file: group.name: what is wrong, what is allowed``.
    """
    path = find(name)
    try:
        scenario = checked(parse(read(path), str(path.parent)))
        late = [k for k, event in enumerate(scenario.events, 1) if event.date >= scenario.end]
        if late:
            last = scenario.end - dt.timedelta(days=1)
            raise TarpeiaError(
                *(
                    f"events[{k}].date: {scenario.events[k - 1].date} is after the last day; "
                    f"use {scenario.run.start} to {last}"
                    for k in late
                )
            )
        return scenario
    except TarpeiaError as error:
        raise error.at(str(name)) from None


def read(path: Path) -> str:
    """Return the text of a scenario file, refusing what cannot be one."""
    try:
        if path.stat().st_size > LARGEST:
            raise TarpeiaError(f"the file is larger than {LARGEST:,} bytes; it is no scenario")
        data = path.read_bytes()
    except OSError as error:
        raise TarpeiaError(f"cannot be read: {error.strerror}") from None
    if b"\0" in data:
        raise TarpeiaError("a binary file; a scenario is TOML text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TarpeiaError("not UTF-8 text; a scenario is TOML text in UTF-8") from None
    if not text.strip():
        raise TarpeiaError("the file is empty; a scenario needs at least a title")
    return text


def read_toml(text: str) -> dict[str, Any]:
    """Return what a TOML text says.

    Raises
    ------
    TarpeiaError
        When it is not TOML, with the line at fault.
    """
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise TarpeiaError("not TOML that can be read: nested too deeply") from None
    except ValueError as error:  # of TOML, or a number with thousands of digits
        raise TarpeiaError(_not_toml(error, text)) from None


def parse(text: str, place: str = ".") -> dict[str, Any]:
    """Return the nested data of a scenario text, ``run.end`` turned into days.

    Raises
    ------
    TarpeiaError
        When it is not TOML, or ``end`` is no day after the start.
    """
    data = read_toml(text)
    if not isinstance(data.get("title"), str):
        raise TarpeiaError('title: missing, it must be given, as in title = "My firm"')
    run = data.get("run", {})
    if isinstance(run, dict) and "end" in run:
        run = dict(run)
        end, first = run.pop("end"), run.get("start")
        if "days" in run:
            raise TarpeiaError("run.end: run.days is given too; use one of them")
        if type(end) is not dt.date or type(first) is not dt.date or end < first:
            raise TarpeiaError("run.end: needs two days, start and end, end not before start")
        data["run"] = {**run, "days": (end - first).days + 1}
    shaped: dict[str, Any] = {"parameters": {}, "folder": place}
    for key, value in data.items():
        if key in _TOP:
            shaped[key] = value
        else:
            # Unknown names go along: the check names them and the nearest known one.
            shaped["parameters"][key] = value
    unknown = [key for key in shaped["parameters"] if key not in Parameters.model_fields]
    if unknown:
        raise TarpeiaError(*(f"{key[:60]}: unknown name, {_beside(key)}" for key in unknown))
    return shaped


def _beside(key: str) -> str:
    """Return what an unknown name at the top of a scenario was meant to be."""
    if key in FLAT:
        group, name = FLAT[key].split(".")
        return f"did you mean '{name}' in [{group}]?"
    return nearest(key, [*_TOP, *Parameters.model_fields])


def _not_toml(error: ValueError, text: str) -> str:
    """Return why a text is not TOML, with the line at fault."""
    message = str(error)
    place = re.search(r"at line (\d+)", message)
    if not isinstance(error, tomllib.TOMLDecodeError):
        return "not TOML that can be read: a number with too many digits"
    line = text.split("\n")[int(place[1]) - 1].strip() if place else ""
    shown = f" in {line[:60]!r}" if line else ""
    return f'not TOML: {message}{shown}; names are given once, as in name = 1 or name = "text"'


def literal(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, str):
        escaped = "".join(_ESCAPES.get(c, c) if c >= " " else _control(c) for c in value)
        return f'"{escaped}"'
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {literal(v)}" for k, v in value.items()) + " }"
    return "[" + ", ".join(literal(v) for v in value) + "]"


_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\x7f": "\\u007F"}


def _control(character: str) -> str:
    return _ESCAPES.get(character, f"\\u{ord(character):04X}")


def dumps(scenario: Scenario) -> str:
    """Return the resolved scenario as TOML: every parameter, loading to the same scenario."""
    data = scenario.model_copy(update={"events": scenario.within}).model_dump()
    if scenario.parameters.network.kind == "file":
        # The text may be read from another folder: the network's path is made whole.
        data["parameters"]["network"]["file"] = Path(scenario.network_settings.file).as_posix()
    lines = [f"title = {literal(scenario.title)}", f"question = {literal(scenario.question)}"]
    tables = {"run": data["run"], "start": data["start"], **data["parameters"]}
    for name, table in tables.items():
        lines += ["", f"[{name}]"]
        lines += [f"{k} = {literal(v)}" for k, v in table.items() if v is not None]
    for name in ("events", "playbook"):
        for row in data[name]:
            lines += ["", f"[[{name}]]"]
            lines += [f"{k} = {literal(v)}" for k, v in row.items() if v is not None and v != {}]
    return "\n".join(lines) + "\n"
