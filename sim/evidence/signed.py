"""New titles on Xiaomi by day and sign: bad is every class but P, good is P (one reader)."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import CLASSES_FROM, GOOD_CLASS, class_counts, coverage
from sim.errors import TarpeiaError


class Signed(NamedTuple):
    """New titles by day, int64 (days,) each: all, those that name the founder, in the top ten."""

    dates: tuple[dt.date, ...]
    bad: NDArray[np.int64]
    good: NDArray[np.int64]
    bad_named: NDArray[np.int64]
    good_named: NDArray[np.int64]
    bad_top: NDArray[np.int64]
    good_top: NDArray[np.int64]

    def between(self, first: dt.date, last: dt.date) -> Signed:
        """Return the days from ``first`` to ``last``, both included.

        Raises
        ------
        TarpeiaError
            When the period is not wholly in the record.
        """
        start, stop = (first - self.dates[0]).days, (last - self.dates[0]).days + 1
        if not 0 <= start < stop <= len(self.dates):
            raise TarpeiaError(f"period: {first} to {last} is not within the labelled titles")
        part = slice(start, stop)
        return Signed(self.dates[part], *(column[part] for column in self.columns()))

    def columns(self) -> tuple[NDArray[np.int64], ...]:
        """Return the six counts without the dates."""
        return self.bad, self.good, self.bad_named, self.good_named, self.bad_top, self.good_top


@cache
def signed() -> Signed:
    """Return the labelled titles of every recorded day from 2023-10-01 on.

    Raises
    ------
    TarpeiaError
        When a day of that time was not recorded; there is none.
    """
    dates = tuple(date for date in coverage().dates if date >= CLASSES_FROM)
    if len(dates) != (dates[-1] - CLASSES_FROM).days + 1:
        raise TarpeiaError("labelled titles: a day without record, none is allowed")
    counts = np.zeros((6, len(dates)), dtype=np.int64)
    for row in class_counts():
        good = int(row.label == GOOD_CLASS)
        day = (row.date - CLASSES_FROM).days
        counts[[good, 2 + good, 4 + good], day] += (row.titles, row.founder_named, row.top_ten)
    counts.flags.writeable = False  # shared by all who ask
    return Signed(dates, *counts)
