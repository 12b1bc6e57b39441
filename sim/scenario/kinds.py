"""What a typed text may stand for, and the one way of saying that it does not.

Nothing typed is evaluated. Each function takes a ``place`` (an option, or ``group.name``) that
the fault names: ``--workers: 'two' is invalid; use a whole number from 1 to 8``.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sim.errors import TarpeiaError

Value = TypeVar("Value")

# A text is quoted up to this length.
QUOTED: Final = 40
DAY: Final = "a date such as 2026-01-31"
TWICE: Final = "given twice; give it once"


def invalid(place: str, typed: Any, use: str) -> TarpeiaError:
    """Return the error ``place: typed is invalid; use ...``."""
    shown = typed
    if isinstance(typed, str):
        shown = repr(typed if len(typed) <= QUOTED else typed[: QUOTED - 3] + "...")
    return TarpeiaError(f"{place}: {shown} is invalid; use {use}")


def whole_words(low: int | None = None, high: int | None = None) -> str:
    """Return in words which whole numbers may be typed."""
    if low is None:
        return "a whole number"
    if high is None:
        return f"a whole number, {low:,} or more"
    return f"a whole number from {low:,} to {high:,}"


def any_of(names: Iterable[str]) -> str:
    """Return some names as a choice in words: ``grid, lhs or sobol``."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def whole_number(place: str, text: str, low: int | None = None, high: int | None = None) -> int:
    """Return the whole number that a text stands for.

    Parameters
    ----------
    place : str
    text : str
        As typed, ``20_000`` included.
    low, high : int, optional
        Bounds, inclusive.

    Raises
    ------
    TarpeiaError
        When it is none, or out of bounds.
    """
    try:
        value = int(text)
    except ValueError:
        raise invalid(place, text, whole_words(low, high)) from None
    if (low is not None and value < low) or (high is not None and value > high):
        raise invalid(place, text, whole_words(low, high))
    return value


def choice(place: str, text: str, choices: Mapping[str, Value]) -> Value:
    """Return what a word stands for.

    Raises
    ------
    TarpeiaError
        When it is none of the choices.
    """
    if text not in choices:
        raise invalid(place, text, any_of(choices))
    return choices[text]


def pairs(texts: Sequence[str], use: str) -> tuple[dict[str, str], list[str]]:
    """Split several ``name=value``, spaces aside; return them by name, and the faults.

    Parameters
    ----------
    texts : sequence of str
    use : str
        What a text should look like.
    """
    found: dict[str, str] = {}
    faults: list[str] = []
    for text in texts:
        name, sign, typed = (part.strip() for part in text.partition("="))
        if not sign or not name:
            shown = repr(text if len(text) <= 60 else text[:57] + "...")
            faults.append(f"{shown} is invalid; use {use}")
        elif name in found:
            faults.append(f"{name}: {TWICE}")
        else:
            found[name] = typed
    return found, faults


def number(text: str) -> float:
    """Return a finite number.

    Raises
    ------
    ValueError
        When the text is none.
    """
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def value_of(kind: str, text: str) -> Any:
    """Return a text as a value of a kind: bool, int, float, date; else the text.

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
        return number(text)
    if kind == "date":
        return dt.date.fromisoformat(text)
    return text
