"""Tesla's recorded fatal crashes against the cars on the road."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.data.cars import YearlyDeliveries, tesla_crashes, tesla_deliveries
from sim.errors import TarpeiaError
from sim.evidence.estimate import Estimate
from sim.evidence.regression import negative_binomial, poisson

FIRST: Final = dt.date(2013, 4, 1)
LAST: Final = dt.date(2022, 8, 1)
MEMORY_NOTE: Final = "deliveries from memory; worldwide; older cars never leave this fleet"


def months(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return the first days of the months from ``first`` to ``last``, both included."""
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    start = first.month - 1
    return [dt.date(first.year + (start + k) // 12, (start + k) % 12 + 1, 1) for k in range(count)]


def fleet(deliveries: Sequence[YearlyDeliveries], when: Sequence[dt.date]) -> NDArray[np.float64]:
    """Return the cars delivered so far in the middle of each month, float64 (months,).

    The sum of deliveries is known at the end of each year and straight in between; no car leaves.
    Source: assumption.

    Parameters
    ----------
    deliveries : sequence of YearlyDeliveries
        Years in a row.
    when : sequence of date
        First days of months.

    Raises
    ------
    TarpeiaError
        When a year is left out, or a month lies outside of the years.
    """
    years = [row.year for row in deliveries]
    if years != list(range(years[0], years[-1] + 1)):
        raise TarpeiaError("fleet: a year is left out, deliveries of every year are needed")
    middle = np.array([month.year + (month.month - 0.5) / 12.0 for month in when])
    if middle.min() < years[0] or middle.max() > years[-1] + 1:
        raise TarpeiaError(f"fleet: a month is not within {years[0]} to {years[-1]}")
    total = np.concatenate([[0.0], np.cumsum([float(row.deliveries) for row in deliveries])])
    ends = np.arange(years[0], years[-1] + 2)
    return np.asarray(np.interp(middle, ends, total), dtype=np.float64)


def monthly_crashes(when: Sequence[dt.date]) -> NDArray[np.int64]:
    """Return fatal crashes of each month, int64 (months,), 0 where none was recorded."""
    known = {row.month: row.crashes for row in tesla_crashes()}
    return np.array([known.get(month, 0) for month in when], dtype=np.int64)


@cache
def fatal_crashes(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the elasticity of monthly fatal crashes on the fleet, and related estimates.

    First by a Poisson regression with sandwich errors, then by a negative binomial, then with a
    straight trend in time beside the fleet; then the rank correlation of crashes and fleet, and
    crashes by car and year at both ends (nothing is drawn).
    """
    when = months(FIRST, LAST)
    cars, crashes = fleet(tesla_deliveries(), when), monthly_crashes(when)
    logs, years = np.log(cars), np.arange(len(when)) / 12.0
    rows = ("months", len(when))
    of = "regression of monthly fatal crashes on ln(cars delivered so far)"
    found = [
        Estimate(name, *result, unit, f"{method} {of}", *rows, note)
        for name, result, unit, method, note in (
            (
                "elasticity to the fleet",
                poisson(crashes, logs).of(1),
                "elasticity",
                "Poisson, sandwich errors:",
                MEMORY_NOTE,
            ),
            (
                "elasticity to the fleet, negative binomial",
                negative_binomial(crashes, logs).of(1),
                "elasticity",
                "negative binomial:",
                MEMORY_NOTE,
            ),
            (
                "elasticity to the fleet, trend held",
                poisson(crashes, logs, years).of(1),
                "elasticity",
                "Poisson, straight trend in time beside it, sandwich errors:",
                f"fleet and time correlate {np.corrcoef(logs, years)[0, 1]:.3f}: hardly separable",
            ),
            (
                "growth with time alone",
                poisson(crashes, years).of(1),
                "log/year",
                "Poisson on time instead of the fleet, not the",
                "",
            ),
        )
    ]
    return (*found, _correlation(crashes, cars))


def _correlation(crashes: NDArray[np.int64], cars: NDArray[np.float64]) -> Estimate:
    from scipy.stats import spearmanr

    found = spearmanr(crashes, cars)
    value = float(found.statistic)
    # Fisher's z with the variance of Bonett & Wright (2000) for ranks.
    half = 1.96 * float(np.sqrt((1.0 + value**2 / 2.0) / (len(cars) - 3)))
    return Estimate(
        "rank correlation of crashes and fleet",
        value,
        float(np.tanh(np.arctanh(value) - half)),
        float(np.tanh(np.arctanh(value) + half)),
        "Spearman",
        "ranks; interval by Fisher's z (Bonett & Wright 2000)",
        "months",
        len(cars),
        f"p = {found.pvalue:.1e} that crashes do not grow with the fleet",
    )
