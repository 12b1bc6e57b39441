"""What is varied, as typed: ``group.name=low:high:steps`` or ``group.name=a,b,c``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sim.errors import TarpeiaError, nearest
from sim.experiments.plans import Plan, load_plan
from sim.scenario.typed import parse

DESIGNS: Final = {
    "grid": "grid",
    "lhs": "latin-hypercube",
    "latin-hypercube": "latin-hypercube",
    "sobol": "sobol",
}
_TEXTS: Final = (".when", ".kind", ".valence", ".text", ".source", ".stance")


def levers(texts: Sequence[str]) -> dict[str, Any]:
    """Return what several ``--vary`` say, as in a sweep's file.

    Raises
    ------
    TarpeiaError
        One line a fault.
    """
    found: dict[str, Any] = {}
    faults: list[str] = []
    for text in texts:
        name, sign, typed = (part.strip() for part in text.partition("="))
        if not sign or not typed:
            faults.append(f"{text[:60]!r} varies nothing, allowed is group.name=low:high:steps")
        elif name in found:
            faults.append(f"{name}: given twice, allowed is once")
        else:
            try:
                found[name] = _told(name, typed)
            except TarpeiaError as error:
                faults.extend(error.faults)
    if faults:
        raise TarpeiaError(*faults)
    return found


def _told(name: str, typed: str) -> Any:
    """Return a range as low, high and steps, else a list of values."""
    if ":" not in typed:
        return [value_of(name, word.strip()) for word in typed.split(",")]
    parts = typed.split(":")
    try:
        if len(parts) not in (2, 3):
            raise ValueError(typed)
        ends = {"low": float(parts[0]), "high": float(parts[1])}
        return ends if len(parts) == 2 else {**ends, "steps": int(parts[2])}
    except ValueError:
        raise TarpeiaError(
            f"{name}: {typed[:40]!r} is not allowed, allowed is low:high, low:high:steps or values "
            "with commas"
        ) from None


def value_of(name: str, text: str) -> Any:
    """Return the value that a text stands for, by the kind of what is varied.

    Raises
    ------
    TarpeiaError
        When it is none of that kind.
    """
    if not name.startswith(("events[", "playbook[")):
        return parse(name, text)
    try:
        if name.endswith(".date"):
            return dt.date.fromisoformat(text)
        if name.endswith(_TEXTS):
            return text
        return int(text) if name.endswith(".for_days") else float(text)
    except ValueError:
        allowed = "a day as in 2026-01-31" if name.endswith(".date") else "a number"
        raise TarpeiaError(f"{name}: {text[:40]!r} is not allowed, allowed is {allowed}") from None


def plans(paths: Sequence[Path]) -> list[Plan]:
    """Return the plans in some files, and doing nothing before them.

    Raises
    ------
    TarpeiaError
        Naming the file.
    """
    from sim.experiments.plans import NOTHING

    return [Plan(name=NOTHING), *(load_plan(path) for path in paths)]


def design(text: str) -> str:
    """Return the design of a word.

    Raises
    ------
    TarpeiaError
        When there is none of that name.
    """
    if text not in DESIGNS:
        raise TarpeiaError(f"--design: no design '{text[:40]}', {nearest(text, DESIGNS)}")
    return DESIGNS[text]
