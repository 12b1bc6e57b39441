"""What is typed on the command line, turned into values by the kind of the parameter.

Nothing typed is evaluated. Bounds are not looked at here: the scenario checks them.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sim.errors import TarpeiaError, nearest
from sim.model.entries import ENTRIES, FLAT, Entry
from sim.model.start import START_ENTRIES
from sim.model.tables import allowed

# Settings of the run that may be typed; the rest belongs to the file.
RUN_KINDS: Final = {
    "run.start": ("date", "a day as in 2026-01-31", "first day"),
    "run.days": ("int", "a whole number from 1 to 36,500", "days simulated"),
    "run.seed": ("int", "a whole number from 0 up", "luck: the same seed, the same run"),
    "run.crowd_seed": (
        "int",
        "a whole number from 0 up",
        "traits and network; --seed unless given",
    ),
    "run.incidents": ("choice", "one of dated, random, both", "which accidents happen"),
}
KNOWN: Final = (*ENTRIES, *START_ENTRIES, *RUN_KINDS)
_SHORT: Final = {
    **{name.partition(".")[2]: name for name in (*RUN_KINDS, *START_ENTRIES)},
    **FLAT,
}


def meaning_of(name: str) -> str:
    """Return what ``group.name`` means."""
    return RUN_KINDS[name][2] if name in RUN_KINDS else _entry(name).meaning


def allowed_for(name: str) -> str:
    """Return in words what may be typed for ``group.name``."""
    if name in RUN_KINDS:
        return RUN_KINDS[name][1]
    entry = _entry(name)
    words = {"int": "a whole number from ", "float": "a number from ", "choice": "one of "}
    told = words.get(entry.kind, "") + allowed(entry)
    return told + " or a range low:high" if name in START_ENTRIES else told


def parse(name: str, text: str) -> Any:
    """Return the value that a text stands for.

    Parameters
    ----------
    name : str
        ``group.name`` of a parameter, of the starting state or of the run.
    text : str
        As typed: a number, ``true`` or ``false``, a choice, a text; ``low:high`` in the
        starting state.

    Raises
    ------
    TarpeiaError
        ``group.name: what is wrong, what is allowed``.
    """
    if name not in KNOWN:
        raise TarpeiaError(f"{name}: no such parameter, {_hint(name)}")
    kind = RUN_KINDS[name][0] if name in RUN_KINDS else _entry(name).kind
    try:
        if name in START_ENTRIES and ":" in text:
            low, _, high = text.partition(":")
            return (_number(low), _number(high))
        return _of_kind(kind, text)
    except ValueError:
        shown = repr(text if len(text) <= 40 else text[:37] + "...")
        raise TarpeiaError(
            f"{name}: {shown} is not allowed, allowed is {allowed_for(name)}"
        ) from None


def settings(texts: Sequence[str], folder: str = ".") -> dict[str, Any]:
    """Return the values of several ``group.name=value``.

    Parameters
    ----------
    texts : sequence of str
    folder : str
        Folder of the scenario: a network file is typed as seen from the working folder, and
        kept as seen from there.

    Raises
    ------
    TarpeiaError
        One line a fault.
    """
    found: dict[str, Any] = {}
    faults: list[str] = []
    for text in texts:
        name, sign, typed = text.partition("=")
        name = name.strip()
        if not sign:
            faults.append(f"{text!r} is no setting, allowed is group.name=value")
            continue
        if name in found:
            faults.append(f"{name}: given twice, allowed is once")
        try:
            found[name] = parse(name, typed.strip())
        except TarpeiaError as error:
            faults.extend(error.faults)
    if faults:
        raise TarpeiaError(*faults)
    if found.get("network.file"):
        found["network.file"] = _seen_from(folder, found["network.file"])
        found.setdefault("network.kind", "file")
    return found


def _seen_from(folder: str, path: str) -> str:
    if Path(path).is_absolute() or not Path(path).exists():
        return path
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # another drive
        return str(Path(path).resolve())


def _entry(name: str) -> Entry:
    return ENTRIES.get(name) or START_ENTRIES[name]


def _hint(name: str) -> str:
    if name in _SHORT:
        return f"did you mean '{_SHORT[name]}'?"
    close = difflib.get_close_matches(name, _SHORT, n=1, cutoff=0.75)
    if close:
        return f"did you mean '{_SHORT[close[0]]}'?"
    return nearest(name, KNOWN) + " (tarpeia parameters lists them)"


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def _of_kind(kind: str, text: str) -> Any:
    """Return the text as a value of a kind.

    Raises
    ------
    ValueError
        When it is none.
    """
    if kind == "bool":
        if text.lower() not in ("true", "false"):
            raise ValueError(text)
        return text.lower() == "true"
    if kind == "int":
        return int(text)
    if kind == "float":
        return _number(text)
    if kind == "date":
        return dt.date.fromisoformat(text)
    return text
