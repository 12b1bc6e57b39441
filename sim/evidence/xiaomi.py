"""What was observed of the Xiaomi case, and how a run compares with it."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import CLASSES_FROM, GOOD_CLASS, class_counts, daily
from sim.errors import TarpeiaError
from sim.runs.run import Run

# The fall of April 2025: from the day before the crash of 03-29 became public to the horizon.
BEFORE_FALL: Final = dt.date(2025, 3, 31)
FALL_WINDOW_DAYS: Final = 60


class Titles(NamedTuple):
    """Daily hot-search titles, shape (days,) each, int64; days without record are left out."""

    dates: tuple[dt.date, ...]
    firm: NDArray[np.int64]
    founder: NDArray[np.int64]


class Balance(NamedTuple):
    """New titles a month by sign: ``(good - bad) / (good + bad)``, float64 (months,)."""

    months: tuple[dt.date, ...]
    balance: NDArray[np.float64]


@cache
def titles() -> Titles:
    """Return the titles that name Xiaomi and its founder, 2023-10-01 to 2025-06-30."""
    firm, founder = (
        daily(entity).between(CLASSES_FROM, dt.date.max) for entity in ("xiaomi_all", "leijun")
    )
    dates = (date for date, there in zip(firm.dates, firm.recorded, strict=True) if there)
    return Titles(tuple(dates), firm.titles[firm.recorded], founder.titles[founder.recorded])


@cache
def balance() -> Balance:
    """Return the monthly balance of good and bad new titles, labelled by one reader."""
    counts: dict[dt.date, list[int]] = {}
    for row in class_counts():
        both = counts.setdefault(row.date.replace(day=1), [0, 0])
        both[row.label != GOOD_CLASS] += row.titles
    months = tuple(sorted(counts))
    return Balance(
        months,
        np.array([(counts[m][0] - counts[m][1]) / sum(counts[m]) for m in months]),
    )


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return ranks, ties sharing their mean."""
    order = np.sort(values)
    low = np.searchsorted(order, values, side="left")
    return np.asarray((low + np.searchsorted(order, values, side="right") - 1) / 2.0)


def together(run: Run) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return simulated attention and observed titles on the days that both have.

    Raises
    ------
    TarpeiaError
        If the run is not of the Xiaomi case or shares fewer than 30 days with the record.
    """
    if run.scenario.run.case != "xiaomi":
        raise TarpeiaError("observed: only the Xiaomi case has observed titles; run xiaomi-su7")
    seen = titles()
    start = run.scenario.run.start
    day = np.array([(date - start).days for date in seen.dates])
    inside = (day >= 0) & (day < len(run.series))
    if inside.sum() < 30:
        raise TarpeiaError("observed: the run shares fewer than 30 days with the observed titles")
    return run.table["attention"][day[inside]], seen.firm[inside].astype(float)


def comparison(run: Run) -> dict[str, float]:
    """Return how a run of the Xiaomi case compares with what was observed.

    Returns
    -------
    dict
        ``pearson``, ``spearman``: correlation of daily attention with daily titles; ``pearson_log``
        of their log(1 + x); ``fall_size``: largest relative drop of the fan share within 60 days
        after 2025-03-31, 0 to 1; ``fall_day``: days from 2025-04-01 to its lowest point;
        ``sentiment_drop``: drop of the voiced sentiment, mean of the 30 days before less the lowest
        7-day mean after; ``turned``: share of the fans of 2025-03-31 who turned within the window.
    """
    attention, observed = together(run)
    found = {
        "pearson": float(np.corrcoef(attention, observed)[0, 1]),
        "spearman": float(np.corrcoef(_ranks(attention), _ranks(observed))[0, 1]),
        "pearson_log": float(np.corrcoef(np.log1p(attention), np.log1p(observed))[0, 1]),
    }
    before = (BEFORE_FALL - run.scenario.run.start).days
    if 30 <= before < len(run.series) - FALL_WINDOW_DAYS:
        window = slice(before + 1, before + 1 + FALL_WINDOW_DAYS)
        share, voiced = run.table["fan_share"], run.table["voiced_sentiment"]
        weekly = np.convolve(voiced[window], np.ones(7) / 7, mode="valid")
        found |= {
            "fall_size": float(max(0.0, 1.0 - share[window].min() / share[before])),
            "fall_day": float(np.argmin(share[window])),
            "sentiment_drop": float(voiced[before - 29 : before + 1].mean() - weekly.min()),
            "turned": float(run.table["fan_to_black"][window].sum() / run.table["fans"][before]),
        }
    return found
