"""Whether the famous firm draws more titles: by event, by car and by day; and what judges say.

Confounders that the files cannot remove: an entity is a whole company, phones included, but for
the entity su7; the board is Chinese and edited, while Tesla's cars are counted worldwide; which
events entered the list was one reader's choice, most of them known because they were loud.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.data.cars import tesla_deliveries, xiaomi_units
from sim.data.events import CaseEvent, case_events
from sim.data.titles import coverage, daily
from sim.evidence.crashes import fleet
from sim.evidence.estimate import BLOCK_DAYS, Estimate, block_bootstrap, bootstrap, mean_ratio

CASES: Final = ("xiaomi", "tesla", "byd")
FIRMS: Final = ("tesla_all", "huawei_all", "byd_all")
CARS_FROM: Final = dt.date(2024, 4, 1)
SPRING: Final = (dt.date(2025, 4, 1), dt.date(2025, 6, 30))
SU7_YEAR: Final = (dt.date(2024, 7, 1), dt.date(2025, 6, 30))
TESLA_YEAR: Final = (dt.date(2022, 1, 1), dt.date(2022, 12, 31))
PER_CARS: Final = 10_000.0
YEAR_DAYS: Final = 365.25
FEW: Final = 5


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean())


def negative_events() -> tuple[CaseEvent, ...]:
    """Return the negative events whose excess of titles was measured."""
    return tuple(e for e in case_events() if e.valence == "-" and e.excess is not None)


def _excess(case: str) -> NDArray[np.float64]:
    return np.array([e.excess for e in negative_events() if e.case == case], dtype=np.float64)


def _by_event(seed: int) -> list[Estimate]:
    return [
        Estimate(
            f"titles a negative event, {case}",
            _mean(_excess(case)),
            *bootstrap(_excess(case), _mean, seed),
            "titles in 3 d",
            "mean excess over normal of the listed negative events; bootstrap of events",
            "negative events",
            len(_excess(case)),
            f"{(_excess(case) == 0).sum()} of them without any excess; listed by one reader"
            + ("; too few for the interval to mean much" if len(_excess(case)) < FEW else ""),
        )
        for case in CASES
    ]


def _by_day(seed: int) -> list[Estimate]:
    """Return how many times more titles a day name Xiaomi than other firms, phones and all."""
    own = daily("xiaomi_all").between(CARS_FROM, dt.date.max)
    found = []
    for firm in FIRMS:
        other = daily(firm).between(CARS_FROM, dt.date.max)
        found.append(
            Estimate(
                f"titles a day, xiaomi_all over {firm}",
                *mean_ratio(own.titles[own.recorded], other.titles[other.recorded], seed, 30),
                "times",
                "ratio of means since 2024-04-01; bootstrap of blocks of 30 d",
                "days",
                int(own.recorded.sum()),
                "whole companies, phones included",
            )
        )
    return found


def _months_since(first: dt.date, day: dt.date) -> float:
    return 12.0 * (day.year - first.year) + day.month - first.month + (day.day - 1) / 31.0


def su7_cars(dates: tuple[dt.date, ...]) -> NDArray[np.float64]:
    """Return the SU7 sold so far, float64 (days,), straight within each month.

    Days before the first month have none, days after the last month have its end.
    """
    total = np.concatenate([[0.0], np.cumsum([float(row.units) for row in xiaomi_units()])])
    first = xiaomi_units()[0].month
    passed = [_months_since(first, day) for day in dates]
    return np.asarray(np.interp(passed, np.arange(len(total)), total), dtype=np.float64)


def _titles_by_car(
    entity: str, cars: NDArray[np.float64], period: tuple[dt.date, dt.date], seed: int, note: str
) -> Estimate:
    series = daily(entity).between(*period)
    both = np.stack([series.titles, cars], axis=1)[series.recorded]

    def rate(rows: NDArray[np.float64]) -> float:
        return float(rows[:, 0].sum() / rows[:, 1].sum() * PER_CARS * YEAR_DAYS)

    return Estimate(
        f"titles a car, {entity}",
        rate(both),
        *block_bootstrap(both, rate, seed, 30),
        "titles / 10,000 cars and year",
        f"titles over car-years on the road, {period[0]} to "
        f"{period[1]}, no car leaves; bootstrap of blocks of 30 d",
        "days",
        len(both),
        note,
    )


def _by_car(seed: int) -> list[Estimate]:
    """Return titles by car on the road: the SU7 over a year, Tesla over its last known year."""
    own = daily("su7").between(*SU7_YEAR).dates
    other = daily("tesla_all").between(*TESLA_YEAR).dates
    cars = fleet(tesla_deliveries(), [day.replace(day=1) for day in other])
    return [
        _titles_by_car(
            "su7",
            su7_cars(own),
            SU7_YEAR,
            seed,
            "the car alone, from the fourth month of sales on; units partly from memory",
        ),
        _titles_by_car(
            "tesla_all",
            cars,
            TESLA_YEAR,
            seed,
            "the whole firm; cars worldwide, titles of a Chinese board",
        ),
    ]


@cache
def topic(seed: int = 1) -> tuple[Estimate, ...]:
    """Return titles by negative event, by day and by car."""
    return (*_by_event(seed), *_by_day(seed), *_by_car(seed))


@cache
def visibility(seed: int = 1) -> tuple[Estimate, ...]:
    """Return how far measured visibility follows judged severity, and the events unseen in spring.

    The rank correlation is over the negative events with both; events are resampled.
    """
    from scipy.stats import rankdata

    judged = [(e.severity, e.excess) for e in negative_events() if e.severity is not None]
    pairs = np.array(judged, dtype=np.float64)

    def spearman(rows: NDArray[np.float64]) -> float:
        ranks = rankdata(rows, axis=0)
        spread = ranks.std(axis=0)
        return float(np.corrcoef(ranks.T)[0, 1]) if spread.all() else float("nan")

    spring = [
        e.excess
        for e in negative_events()
        if e.case == "xiaomi" and SPRING[0] <= e.date <= SPRING[1]
    ]
    unseen = sum(1 for value in spring if value == 0.0)
    return (
        Estimate(
            "rank correlation of severity and visibility",
            spearman(pairs),
            *bootstrap(pairs, spearman, seed),
            "Spearman",
            "judged severity against titles above normal in 3 d; bootstrap of events",
            "negative events",
            len(pairs),
            "severity is one reader's; 0 titles may be editing",
        ),
        Estimate(
            "negative events unseen, spring 2025",
            float(unseen),
            float(unseen),
            float(unseen),
            "events",
            "count of listed Xiaomi events from April to June with an excess of 0",
            "negative events measured",
            len(spring),
        ),
    )


@cache
def board(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the titles a day of the whole board in 2021 and in the first half of 2025."""
    found = []
    for year in (2021, 2025):
        titles = np.array(
            [
                n
                for day, n in zip(coverage().dates, coverage().titles, strict=True)
                if day.year == year
            ],
            dtype=np.int64,
        )
        found.append(
            Estimate(
                f"titles of the board, {year}",
                _mean(titles.astype(np.float64)),
                *block_bootstrap(titles, lambda x: float(x.mean()), seed),
                "titles/day",
                f"mean; bootstrap of blocks of {BLOCK_DAYS} d",
                "recorded days",
                len(titles),
            )
        )
    return tuple(found)
