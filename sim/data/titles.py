"""Titles of the hot-search board: the days recorded, titles a day by entity, new ones by class.

Every loader is cached. What the columns mean and where they come from stands in
``sim/data/README.md``.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data.checked_csv import DATA, Convert, as_count, as_date, as_number, as_text, one_of, read
from sim.errors import TarpeiaError, nearest

COVERAGE_FILE: Final = DATA / "hotsearch_coverage.csv"
HOTSEARCH_FILE: Final = DATA / "hotsearch_daily.csv"
CLASSES_FILE: Final = DATA / "xiaomi_titles_by_class.csv"

GOOD_CLASS: Final = "P"
CLASSES: Final = ("A", "C", "F", "L", "P", "Q", "R", "S")
CLASSES_FROM: Final = dt.date(2023, 10, 1)


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
        "date": as_date,
        "day_total_titles": as_count,
        "day_snapshots": as_count,
    }
    rows = read(path, _Covered, columns, 1)
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
        "date": as_date,
        "entity": as_text,
        "n_titles": as_count,
        "title_hours": as_count,
        "best_rank": as_number,
    }
    days = set(coverage(covered).dates)

    def fault(row: HotSearch) -> str:
        return "" if row.date in days else f"date: {row.date} is no day of {covered.name}"

    return read(path, HotSearch, columns, 2, fault)


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
        "date": as_date,
        "class": one_of(CLASSES),
        "n_titles": as_count,
        "n_founder_named": as_count,
        "n_top_ten": as_count,
    }

    def fault(row: ClassCount) -> str:
        whole = max(row.founder_named, row.top_ten) <= row.titles
        return "" if whole else f"n_titles: {row.titles} is less than a part of it"

    return read(path, ClassCount, columns, 2, fault)
