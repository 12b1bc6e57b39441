"""Cars: sold by Xiaomi, delivered by Tesla, and in recorded fatal crashes of Teslas."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from sim.data.checked_csv import DATA, Convert, as_count, as_month, as_text, read

UNITS_FILE: Final = DATA / "xiaomi_monthly_units.csv"
DELIVERIES_FILE: Final = DATA / "tesla_deliveries_yearly.csv"
CRASHES_FILE: Final = DATA / "tesla_fatal_crashes_monthly.csv"


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


@cache
def xiaomi_units(path: Path = UNITS_FILE) -> tuple[MonthlyUnits, ...]:
    """Return the cars Xiaomi sold a month; raises TarpeiaError for a file at fault."""
    columns: dict[str, Convert] = {"month": as_month, "retail_units": as_count, "source": as_text}
    return read(path, MonthlyUnits, columns, 1)


@cache
def tesla_deliveries(path: Path = DELIVERIES_FILE) -> tuple[YearlyDeliveries, ...]:
    """Return the cars Tesla delivered a year; raises TarpeiaError for a file at fault."""
    columns: dict[str, Convert] = {"year": as_count, "deliveries": as_count}
    return read(path, YearlyDeliveries, columns, 1)


@cache
def tesla_crashes(path: Path = CRASHES_FILE) -> tuple[MonthlyCrashes, ...]:
    """Return the recorded fatal crashes a month, months without one left out.

    Raises TarpeiaError for a file at fault.
    """
    columns: dict[str, Convert] = {"month": as_month, "fatal_crashes": as_count, "deaths": as_count}
    return read(path, MonthlyCrashes, columns, 1)
