"""Whether praise banked earlier comes back as blame: negatives on the positives before them."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.evidence.estimate import Estimate
from sim.evidence.regression import poisson
from sim.evidence.signed import signed

WINDOW_DAYS: Final = 30
OTHER_WINDOWS: Final = (14, 60, 90)


def windows(counts: NDArray[np.int64], days: int) -> NDArray[np.int64]:
    """Return totals of windows side by side, int64 (windows,); the last one ends the record.

    Parameters
    ----------
    counts : int64 (days,)
        Days at the beginning that fill no window are left out.
    days : int
        Length of a window.

    Raises
    ------
    TarpeiaError
        When the record holds fewer than four windows.
    """
    number = len(counts) // days if days > 0 else 0
    if number < 4:
        raise TarpeiaError(f"windows: of {days} d there are {number}, at least four are needed")
    return np.asarray(counts[len(counts) - number * days :].reshape(number, days).sum(axis=1))


def elasticity(
    bad: NDArray[np.int64], good: NDArray[np.int64], days: int, held: bool = False
) -> tuple[float, float, float, int]:
    """Return the elasticity of negatives on positives of the window before, interval and rows.

    Poisson regression of a window's negatives on ln(1 + positives of the window before), with
    sandwich errors.

    Parameters
    ----------
    bad, good : int64 (days,)
    days : int
        Length of a window.
    held : bool
        Whether ln(1 + positives of the same window) is held fixed.

    Raises
    ------
    TarpeiaError
        For too few windows, or a regression that cannot be made.
    """
    blame, praise = windows(bad, days), np.log1p(windows(good, days))
    columns = (praise[:-1], praise[1:]) if held else (praise[:-1],)
    value, low, high = poisson(blame[1:], *columns).of(1)
    return value, low, high, len(blame) - 1


@cache
def banked(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the elasticity over windows of 30 days, then of 14, 60 and 90 (nothing is drawn)."""
    new, found = signed(), []
    runs = [("", WINDOW_DAYS, False)]
    runs += [(f", windows of {days} d", days, False) for days in OTHER_WINDOWS]
    runs += [(", positives of the same window held", WINDOW_DAYS, True)]
    for label, days, held in runs:
        value, low, high, rows = elasticity(new.bad, new.good, days, held)
        found.append(
            Estimate(
                "elasticity of negatives on earlier positives" + label,
                value,
                low,
                high,
                "elasticity",
                f"Poisson regression of new negatives in {days} d on ln(1 + new "
                "positives in the window before), windows side by side; sandwich errors, t",
                "windows",
                rows,
                "few windows; attention moves both",
            )
        )
    return tuple(found)
