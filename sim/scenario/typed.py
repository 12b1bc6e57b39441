"""What is typed for parameters, turned into values by the kind of each.

Bounds are not looked at here: the scenario checks them.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sim.errors import TarpeiaError, nearest
from sim.model.entries import ENTRIES, FLAT, Entry
from sim.model.start import START_ENTRIES
from sim.scenario.kinds import DAY, invalid, number, pairs, value_of, whole_words

# Settings of the run that may be typed; the rest belongs to the file.
RUN_KINDS: Final = {
    "run.start": ("date", DAY, "first day"),
    "run.days": ("int", whole_words(1, 36_500), "days simulated"),
    "run.seed": ("int", whole_words(0), "luck: the same seed, the same run"),
    "run.crowd_seed": ("int", whole_words(0), "traits and network; --seed unless given"),
    "run.incidents": ("choice", "one of dated, random, both", "which accidents happen"),
}
KNOWN: Final = (*ENTRIES, *START_ENTRIES, *RUN_KINDS)
_SHORT: Final = {
    **{name.partition(".")[2]: name for name in (*RUN_KINDS, *START_ENTRIES)},
    **FLAT,
}
RANGES: Final = "low:high, low:high:steps or values with commas"
# Parts of events and rules that are texts or days; the rest are numbers.
_TEXTS: Final = (".when", ".kind", ".valence", ".text", ".source", ".stance")


def meaning_of(name: str) -> str:
    """Return what ``group.name`` means."""
    return RUN_KINDS[name][2] if name in RUN_KINDS else _entry(name).meaning


def allowed_for(name: str) -> str:
    """Return in words what may be typed for ``group.name``."""
    if name in RUN_KINDS:
        return RUN_KINDS[name][1]
    return _entry(name).allowed + (" or a range low:high" if name in START_ENTRIES else "")


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
        ``group.name: what is wrong; what may be used``.
    """
    if name not in KNOWN:
        raise TarpeiaError(f"{name}: no such parameter, {_hint(name)}")
    kind = RUN_KINDS[name][0] if name in RUN_KINDS else _entry(name).kind
    try:
        if name in START_ENTRIES and ":" in text:
            low, _, high = text.partition(":")
            return (number(low), number(high))
        return value_of(kind, text)
    except ValueError:
        raise invalid(name, text, allowed_for(name)) from None


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
        One line per problem.
    """
    typed, faults = pairs(texts, "group.name=value")
    found: dict[str, Any] = {}
    for name, text in typed.items():
        try:
            found[name] = parse(name, text)
        except TarpeiaError as error:
            faults.extend(error.faults)
    if faults:
        raise TarpeiaError(*faults)
    if found.get("network.file"):
        found["network.file"] = _seen_from(folder, found["network.file"])
        found.setdefault("network.kind", "file")
    return found


def variations(texts: Sequence[str]) -> dict[str, Any]:
    """Return what several ``group.name=low:high:steps`` or ``group.name=a,b,c`` vary.

    Returns
    -------
    dict
        As in the file of a sweep: name to ``{low, high}``, ``{low, high, steps}`` or a list.

    Raises
    ------
    TarpeiaError
        One line per problem.
    """
    typed, faults = pairs(texts, "group.name=low:high:steps or group.name=a,b,c")
    found: dict[str, Any] = {}
    for name, text in typed.items():
        try:
            found[name] = _variation(name, text)
        except TarpeiaError as error:
            faults.extend(error.faults)
    if faults:
        raise TarpeiaError(*faults)
    return found


def _variation(name: str, text: str) -> Any:
    """Return a range as low, high and steps, else a list of values."""
    if not text:
        raise TarpeiaError(f"{name}: needs values, e.g. 0.1:0.9:5")
    if ":" not in text:
        return [_varied_value(name, word.strip()) for word in text.split(",")]
    parts = text.split(":")
    try:
        if len(parts) not in (2, 3):
            raise ValueError(text)
        ends = {"low": float(parts[0]), "high": float(parts[1])}
        return ends if len(parts) == 2 else {**ends, "steps": int(parts[2])}
    except ValueError:
        raise invalid(name, text, RANGES) from None


def _varied_value(name: str, text: str) -> Any:
    """Return one value, of a parameter or of a part of an event or rule."""
    if not name.startswith(("events[", "playbook[")):
        return parse(name, text)
    if name.endswith(".date"):
        kind, use = "date", DAY
    elif name.endswith(_TEXTS):
        kind, use = "text", "text"
    elif name.endswith(".for_days"):
        kind, use = "int", whole_words()
    else:
        kind, use = "float", "a number"
    try:
        return value_of(kind, text)
    except ValueError:
        raise invalid(name, text, use) from None


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
