"""How the founder's coverage feeds on itself: the self-exciting model fitted to his titles.

The two baselines bracket the answer. A constant one takes years of rising attention for memory. A
slow one made of the same counts takes part of the memory for baseline, and its noise brings part of
it back: made anew from each drawn series it puts the branching of the whole record .07 too high.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import CLASSES_FROM, daily
from sim.evidence.estimate import Estimate, percentiles
from sim.evidence.hawkes import Fit, Record, fit, record, simulate, slow_level

SAMPLES: Final = 400
PARTS: Final = ("branching", "memory", "size", "relaxation")
UNITS: Final = {"branching": "titles/title", "memory": "1/day", "size": "r", "relaxation": "1/day"}


def refits(
    model: Fit,
    days: Record,
    slow: NDArray[np.float64] | None,
    seed: int = 1,
    samples: int = SAMPLES,
) -> list[Fit]:
    """Return fits to series drawn from a fitted model: the parametric bootstrap (Efron 1979).

    A slow baseline is taken as given in all of them.

    Parameters
    ----------
    model : Fit
    days : Record
    slow : float64 (days,) or None
    seed, samples : int
    """
    # Draws hang on every bit of the model; rounded, they are the same wherever it was fitted.
    model = Fit(*(round(value, 3) for value in model))
    drawn = simulate(model, days, slow, samples, seed)
    return [fit(days._replace(counts=counts), slow, start=model) for counts in drawn]


def estimates(
    days: Record, slow: NDArray[np.float64] | None, label: str, note: str, seed: int = 1
) -> tuple[Estimate, ...]:
    """Return branching, memory, size and relaxation of a fit with their intervals."""
    model = fit(days, slow)
    again = refits(model, days, slow, seed)
    baseline = "a constant baseline" if slow is None else "a + b x a slow 91-day baseline"
    return tuple(
        Estimate(
            part + label,
            getattr(model, part),
            *percentiles(np.array([getattr(one, part) for one in again])),
            UNITS[part],
            f"maximum likelihood with {baseline}; parametric bootstrap, {SAMPLES} series",
            "recorded days",
            sum(s.stop - s.start for s in days.stretches),
            note,
        )
        for part in PARTS
    )


def _titles(first: dt.date) -> Record:
    series = daily("leijun").between(first, dt.date.max)
    return record(series.titles, series.recorded)


@cache
def coverage_fits(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the fits to the titles a day that name Lei Jun: constant baseline, then a slow one.

    Each over the whole record, then from October 2023 on.
    """
    found: list[Estimate] = []
    for label, first in (("", dt.date.min), (", from October 2023", CLASSES_FROM)):
        days = _titles(first)
        found += estimates(
            days,
            None,
            ", constant baseline" + label,
            "a level that rises over the years counts as memory",
            seed,
        )
        found += estimates(
            days,
            slow_level(days),
            ", slow baseline" + label,
            "the baseline (recorded days 8 to 45 off, either side) is taken as given; it is made "
            "of the same counts, the days after included",
            seed,
        )
    return tuple(found)
