"""A CSV file read strictly: columns, cells and order are checked, a fault is told with its line."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from sim.errors import TarpeiaError

# Where the files lie.
DATA: Final = Path(__file__).resolve().parent

Row = TypeVar("Row", bound=tuple[Any, ...])
Convert = Callable[[str], Any]


def as_count(text: str) -> int:
    """Return a whole number from 0; raises ValueError for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise ValueError(f"{text[:40]!r} is no count, allowed is a whole number from 0")
    return int(text)


def _day(form: str, rest: str) -> Convert:
    """Return what takes a date written in this form, completed by ``rest``."""

    def convert(text: str) -> dt.date:
        try:
            if len(text) == len(form):
                return dt.date.fromisoformat(text + rest)
        except ValueError:
            pass
        raise ValueError(f"{text[:40]!r} is no date, allowed is {form}")

    return convert


as_date = _day("YYYY-MM-DD", "")
as_month = _day("YYYY-MM", "-01")


def as_number(text: str) -> float | None:
    """Return a number from 0, None where nothing stands; raises ValueError for anything else."""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < 1e9:
        raise ValueError(f"{text[:40]!r} is not allowed, allowed is a number from 0, or nothing")
    return value


def as_text(text: str) -> str:
    """Return any text as it stands."""
    return text


def one_of(known: Sequence[str]) -> Convert:
    """Return what takes these texts and raises ValueError for any other."""

    def convert(text: str) -> str:
        if text not in known:
            raise ValueError(f"{text[:40]!r} is unknown, allowed is one of {', '.join(known)}")
        return text

    return convert


def _lines(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells of each row below the header."""
    line = 0
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if header != list(columns):
                raise TarpeiaError(f"{path.name}:1: not the columns {','.join(columns)}")
            for cells in reader:
                line = reader.line_num
                yield line, cells
    except OSError as error:
        raise TarpeiaError(f"{path.name}: cannot be read ({error.strerror or error})") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise TarpeiaError(f"{path.name}:{line + 1}: no CSV text in UTF-8 ({error})") from None


def _row(cells: list[str], columns: dict[str, Convert]) -> list[Any]:
    """Return the cells of a line, converted; a ValueError names the column."""
    if len(cells) != len(columns):
        raise ValueError(f"{len(cells)} cells, allowed are {len(columns)}")
    values = []
    for (name, convert), cell in zip(columns.items(), cells, strict=True):
        try:
            values.append(convert(cell))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return values


def read(
    path: Path,
    make: type[Row],
    columns: dict[str, Convert],
    keys: int,
    fault: Callable[[Row], str] = lambda row: "",
) -> tuple[Row, ...]:
    """Return the rows of a file, each cell converted, at least one row.

    Parameters
    ----------
    path : Path
    make : type
        The named tuple of a row.
    columns : dict
        The header's names in order, and what converts a cell of each; it raises ValueError.
    keys : int
        So many of the first columns, taken together, rise from line to line.
    fault : callable, optional
        Of a row: what is wrong with it, or an empty text.

    Raises
    ------
    TarpeiaError
        For a file at fault, with its name and line.
    """
    found: list[Row] = []
    for line, cells in _lines(path, list(columns)):
        try:
            row = make(*_row(cells, columns))
            if found and keys and row[:keys] <= found[-1][:keys]:
                raise ValueError(f"{', '.join(cells[:keys])} does not come after the line before")
            if wrong := fault(row):
                raise ValueError(wrong)
        except ValueError as error:
            raise TarpeiaError(f"{path.name}:{line}: {error}") from None
        found.append(row)
    if not found:
        raise TarpeiaError(f"{path.name}:2: no row, at least one is needed")
    return tuple(found)
