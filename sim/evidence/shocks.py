"""What a silence, a launch and a crash did to the titles: rates a day before and after."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import daily
from sim.evidence.estimate import BLOCK_DAYS, Estimate, block_bootstrap, mean_ratio
from sim.evidence.signed import Signed, signed

BLOCKS: Final = f"bootstrap of blocks of {BLOCK_DAYS} d in each period"
LAUNCH: Final = dt.date(2024, 3, 28)
CRASH: Final = dt.date(2025, 3, 29)
SHOCK_DAYS: Final = 45


class Period(NamedTuple):
    """Days, both ends included."""

    name: str
    first: dt.date
    last: dt.date


BEFORE_SILENCE: Final = Period("before", dt.date(2025, 2, 15), dt.date(2025, 3, 31))
SILENCE: Final = Period("silence", dt.date(2025, 4, 3), dt.date(2025, 5, 9))


def _mean(counts: NDArray[np.int64]) -> float:
    return float(counts.mean())


def _share(both: NDArray[np.int64]) -> float:
    total = both.sum()
    return float(both[:, 0].sum() / total) if total else float("nan")


def signs(new: Signed) -> NDArray[np.int64]:
    """Return new bad and good titles side by side, int64 (days, 2)."""
    return np.stack([new.bad, new.good], axis=1)


def _rate(name: str, counts: NDArray[np.int64], seed: int, unit: str) -> Estimate:
    return Estimate(
        name,
        _mean(counts),
        *block_bootstrap(counts, _mean, seed),
        unit,
        f"mean; {BLOCKS}",
        "days",
        len(counts),
    )


def _ratio(
    name: str, after: NDArray[np.int64], before: NDArray[np.int64], seed: int, note: str = ""
) -> Estimate:
    return Estimate(
        name,
        *mean_ratio(after, before, seed),
        "times",
        f"ratio of means a day; {BLOCKS}",
        "days",
        len(after) + len(before),
        f"{after.sum()} against {before.sum()} titles{note}",
    )


@cache
def silence(seed: int = 1) -> tuple[Estimate, ...]:
    """Return what the silence of April 2025 did: titles a day, negatives a day, negative share.

    Negatives count as new titles, and as days with at least one.
    """
    founder, bad, days, found = [], [], [], []
    for name, first, last in (BEFORE_SILENCE, SILENCE):
        new = signed().between(first, last)
        founder.append(daily("leijun").between(first, last).titles)
        bad.append(new.bad)
        days.append((new.bad > 0).astype(np.int64))
        both = signs(new)
        found += [
            _rate(f"founder's titles, {name}", founder[-1], seed, "titles/day"),
            _rate(f"new negatives, {name}", bad[-1], seed, "titles/day"),
            _rate(f"days with a new negative, {name}", days[-1], seed, "share of days"),
            Estimate(
                f"negative share, {name}",
                _share(both),
                *block_bootstrap(both, _share, seed),
                "share",
                f"new bad over new good and bad titles; {BLOCKS}",
                "titles",
                int(both.sum()),
            ),
        ]
    note = (
        "; a halving and a rise by half lie within the interval of the negatives; the board is "
        "edited, and the crash of 03-29 falls into the end of the time before"
    )
    return (
        *found,
        _ratio("founder's titles, silence over before", founder[1], founder[0], seed),
        _ratio("new negatives, silence over before", bad[1], bad[0], seed, note),
        _ratio("days with a new negative, silence over before", days[1], days[0], seed, note),
    )


def around(day: dt.date, days: int = SHOCK_DAYS) -> tuple[Signed, Signed]:
    """Return the labelled titles of the ``days`` days from ``day`` on, and of as many before."""
    one = dt.timedelta(days=1)
    return (
        signed().between(day, day + (days - 1) * one),
        signed().between(day - days * one, day - one),
    )


@cache
def launch_and_crash(seed: int = 1) -> tuple[Estimate, ...]:
    """Return by what the launch and the crash multiplied new negatives, 45 days against 45."""
    found = []
    for name, day in (("launch", LAUNCH), ("crash", CRASH)):
        after, before = around(day)
        found += [
            _ratio(f"negatives after the {name}", after.bad, before.bad, seed),
            _ratio(f"positives after the {name}", after.good, before.good, seed),
        ]
    return tuple(found)
