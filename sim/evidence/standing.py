"""Where the founder and the negatives stand: who is named, and what reaches the top ten."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.evidence.estimate import BLOCK_DAYS, Estimate, block_bootstrap
from sim.evidence.shocks import Period
from sim.evidence.signed import signed

YEAR: Final = Period("April 2024 to March 2025", dt.date(2024, 4, 1), dt.date(2025, 3, 31))
SPRING: Final = Period("April and May 2025", dt.date(2025, 4, 1), dt.date(2025, 5, 31))


def _share(columns: NDArray[np.int64]) -> float:
    part, whole = columns.sum(axis=0)
    return float(part / whole) if whole else float("nan")


def share(
    name: str, part: NDArray[np.int64], whole: NDArray[np.int64], seed: int = 1, note: str = ""
) -> Estimate:
    """Return the share of titles, all days together, with an interval by blocks of days.

    Parameters
    ----------
    name : str
    part, whole : int64 (days,)
    seed : int
    note : str
    """
    columns = np.stack([part, whole], axis=1)
    return Estimate(
        name,
        _share(columns),
        *block_bootstrap(columns, _share, seed),
        "share of titles",
        f"bootstrap of blocks of {BLOCK_DAYS} d",
        "titles",
        int(whole.sum()),
        note,
    )


@cache
def founder_named(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the share of new negative and of new positive titles that name the founder."""
    found = []
    for name, first, last in (YEAR, SPRING):
        new = signed().between(first, last)
        found += [
            share(f"founder named in negatives, {name}", new.bad_named, new.bad, seed),
            share(f"founder named in positives, {name}", new.good_named, new.good, seed),
        ]
    return tuple(found)


@cache
def top_ten(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the share of new negative and of new positive titles that reach the top ten."""
    new = signed()
    return (
        share("negatives in the top ten", new.bad_top, new.bad, seed),
        share("positives in the top ten", new.good_top, new.good, seed),
    )
