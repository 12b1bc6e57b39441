"""The observed data carried with the program, read and checked.

Every loader is cached and refuses a faulty file with its name and line. What the columns mean and
where they come from stands in ``sim/data/README.md``.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError, nearest

DATA: Final = Path(__file__).resolve().parent
COVERAGE_FILE: Final = DATA / "hotsearch_coverage.csv"
HOTSEARCH_FILE: Final = DATA / "hotsearch_daily.csv"
CLASSES_FILE: Final = DATA / "xiaomi_titles_by_class.csv"
EVENTS_FILE: Final = DATA / "case_events.csv"
UNITS_FILE: Final = DATA / "xiaomi_monthly_units.csv"
DELIVERIES_FILE: Final = DATA / "tesla_deliveries_yearly.csv"
CRASHES_FILE: Final = DATA / "tesla_fatal_crashes_monthly.csv"

GOOD_CLASS: Final = "P"
CLASSES: Final = ("A", "C", "F", "L", "P", "Q", "R", "S")
VALENCES: Final = ("+", "-", "0")
CLASSES_FROM: Final = dt.date(2023, 10, 1)

Row = TypeVar("Row", bound=tuple[Any, ...])
Convert = Callable[[str], Any]


class Coverage(NamedTuple):
    """The days that were recorded, shape (days,): all titles of the board, and its copies."""

    dates: tuple[dt.date, ...]
    titles: NDArray[np.int64]
    snapshots: NDArray[np.int64]


class HotSearch(NamedTuple):
    """Titles that name one entity on one day; ``best_rank`` is None where none was recorded."""

    date: dt.date
    entity: str
    titles: int
    title_hours: int
    best_rank: float | None


class Daily(NamedTuple):
    """Titles a day of one entity on every calendar day of the record, shape (days,).

    ``titles`` is int64 and 0 where ``recorded`` is False: such a day is missing, not a zero.
    """

    dates: tuple[dt.date, ...]
    recorded: NDArray[np.bool_]
    titles: NDArray[np.int64]

    def between(self, first: dt.date, last: dt.date) -> Daily:
        """Return the days from ``first`` to ``last``, both included, that lie in the record."""
        start = max(0, (first - self.dates[0]).days)
        stop = max(start, (last - self.dates[0]).days + 1)
        part = slice(start, stop)
        return Daily(self.dates[part], self.recorded[part], self.titles[part])


class ClassCount(NamedTuple):
    """New titles on Xiaomi of one class on one day, labelled by one reader."""

    date: dt.date
    label: str
    titles: int
    founder_named: int
    top_ten: int


class CaseEvent(NamedTuple):
    """One dated event of a case; None where something was not measured or judged."""

    case: str
    date: dt.date
    kind: str
    valence: str
    text: str
    source: str
    excess: float | None
    visibility: float | None
    severity: float | None
    finding: str


class MonthlyUnits(NamedTuple):
    """Cars sold in a month (its first day)."""

    month: dt.date
    units: int
    source: str


class YearlyDeliveries(NamedTuple):
    """Cars delivered in a year."""

    year: int
    deliveries: int


class MonthlyCrashes(NamedTuple):
    """Recorded fatal crashes and deaths of a month (its first day)."""

    month: dt.date
    crashes: int
    deaths: int


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        raise ValueError(f"{text[:40]!r} is no count, allowed is a whole number from 0")
    return int(text)


def _day(form: str, rest: str) -> Convert:
    def convert(text: str) -> dt.date:
        try:
            if len(text) == len(form):
                return dt.date.fromisoformat(text + rest)
        except ValueError:
            pass
        raise ValueError(f"{text[:40]!r} is no date, allowed is {form}")

    return convert


_date = _day("YYYY-MM-DD", "")
_month = _day("YYYY-MM", "-01")


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < 1e9:
        raise ValueError(f"{text[:40]!r} is not allowed, allowed is a number from 0, or nothing")
    return value


def _text(text: str) -> str:
    return text


def _one_of(known: Sequence[str]) -> Convert:
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
    if len(cells) != len(columns):
        raise ValueError(f"{len(cells)} cells, allowed are {len(columns)}")
    values = []
    for (name, convert), cell in zip(columns.items(), cells, strict=True):
        try:
            values.append(convert(cell))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return values


def _read(
    path: Path,
    make: type[Row],
    columns: dict[str, Convert],
    keys: int,
    fault: Callable[[Row], str] = lambda row: "",
) -> tuple[Row, ...]:
    """Read a file whose first ``keys`` columns, taken together, rise from line to line."""
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


class _Covered(NamedTuple):
    date: dt.date
    titles: int
    snapshots: int


@cache
def coverage(path: Path = COVERAGE_FILE) -> Coverage:
    """Return the days that the hot-search archive recorded at all, rising.

    Raises
    ------
    TarpeiaError
        For a file at fault, with its name and line.
    """
    columns: dict[str, Convert] = {
        "date": _date,
        "day_total_titles": _count,
        "day_snapshots": _count,
    }
    rows = _read(path, _Covered, columns, 1)
    return Coverage(
        tuple(row.date for row in rows),
        np.array([row.titles for row in rows], dtype=np.int64),
        np.array([row.snapshots for row in rows], dtype=np.int64),
    )


@cache
def hotsearch(path: Path = HOTSEARCH_FILE, covered: Path = COVERAGE_FILE) -> tuple[HotSearch, ...]:
    """Return the titles a day of all entities, by day and entity; days without a title left out.

    Raises
    ------
    TarpeiaError
        For a file at fault, with its name and line; a day that ``covered`` does not hold is one.
    """
    columns: dict[str, Convert] = {
        "date": _date,
        "entity": _text,
        "n_titles": _count,
        "title_hours": _count,
        "best_rank": _number,
    }
    days = set(coverage(covered).dates)

    def fault(row: HotSearch) -> str:
        return "" if row.date in days else f"date: {row.date} is no day of {covered.name}"

    return _read(path, HotSearch, columns, 2, fault)


@cache
def entities() -> tuple[str, ...]:
    """Return the names of the entities whose titles were counted, sorted."""
    return tuple(sorted({row.entity for row in hotsearch()}))


@cache
def daily(entity: str) -> Daily:
    """Return the titles a day of one entity, on every calendar day from first to last.

    Raises
    ------
    TarpeiaError
        For an unknown entity, or a file at fault.
    """
    if entity not in entities():
        raise TarpeiaError(f"entity: no '{entity[:40]}', {nearest(entity, entities())}")
    first, last = coverage().dates[0], coverage().dates[-1]
    days = (last - first).days + 1
    recorded, titles = np.zeros(days, dtype=np.bool_), np.zeros(days, dtype=np.int64)
    recorded[[(date - first).days for date in coverage().dates]] = True
    for row in hotsearch():
        if row.entity == entity:
            titles[(row.date - first).days] = row.titles
    dates = tuple(first + dt.timedelta(days=day) for day in range(days))
    recorded.flags.writeable = titles.flags.writeable = False  # shared by all who ask
    return Daily(dates, recorded, titles)


@cache
def class_counts(path: Path = CLASSES_FILE) -> tuple[ClassCount, ...]:
    """Return the new titles on Xiaomi by day and class, from ``CLASSES_FROM`` on.

    Raises
    ------
    TarpeiaError
        For a file at fault, with its name and line; more titles that name the founder, or that
        reached the top ten, than titles is one.
    """
    columns: dict[str, Convert] = {
        "date": _date,
        "class": _one_of(CLASSES),
        "n_titles": _count,
        "n_founder_named": _count,
        "n_top_ten": _count,
    }

    def fault(row: ClassCount) -> str:
        whole = max(row.founder_named, row.top_ten) <= row.titles
        return "" if whole else f"n_titles: {row.titles} is less than a part of it"

    return _read(path, ClassCount, columns, 2, fault)


@cache
def case_events(path: Path = EVENTS_FILE) -> tuple[CaseEvent, ...]:
    """Return the dated events of the cases, in the order of the file.

    Raises
    ------
    TarpeiaError
        For a file at fault, with its name and line.
    """
    columns: dict[str, Convert] = {
        "case": _text,
        "date": _date,
        "kind": _text,
        "valence": _one_of(VALENCES),
        "text": _text,
        "source": _text,
        "hs_excess_3d": _number,
        "visibility_rank_1to5": _number,
        "severity_judged_1to5": _number,
        "official_finding": _text,
    }
    return _read(path, CaseEvent, columns, 0)


@cache
def xiaomi_units(path: Path = UNITS_FILE) -> tuple[MonthlyUnits, ...]:
    """Return the cars Xiaomi sold a month; raises as ``coverage`` does."""
    columns: dict[str, Convert] = {"month": _month, "retail_units": _count, "source": _text}
    return _read(path, MonthlyUnits, columns, 1)


@cache
def tesla_deliveries(path: Path = DELIVERIES_FILE) -> tuple[YearlyDeliveries, ...]:
    """Return the cars Tesla delivered a year; raises as ``coverage`` does."""
    columns: dict[str, Convert] = {"year": _count, "deliveries": _count}
    return _read(path, YearlyDeliveries, columns, 1)


@cache
def tesla_crashes(path: Path = CRASHES_FILE) -> tuple[MonthlyCrashes, ...]:
    """Return the recorded fatal crashes a month, months without one left out; raises likewise."""
    columns: dict[str, Convert] = {"month": _month, "fatal_crashes": _count, "deaths": _count}
    return _read(path, MonthlyCrashes, columns, 1)
