"""How large bursts get: the exponent of the tail, and whether a lognormal does as well."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import daily, entities
from sim.errors import TarpeiaError
from sim.evidence.bursts import APART, excess, normal_level
from sim.evidence.estimate import Estimate, bootstrap

SIZE_LEAST: Final = 8
# Where the optimum of an exponent and of the lognormal's spread is sought.
EXPONENTS: Final = (1.05, 8.0)
WIDEST: Final = 20.0


def sizes(above: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the sizes of bursts, int64 (bursts,): titles above normal over days in a row.

    Parameters
    ----------
    above : float64 (days,)
        Whole titles above normal; nan, as well as 0 or less, ends a burst.
    """
    inside = np.nan_to_num(above, nan=0.0) > 0.0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]])))
    totals = np.concatenate([[0.0], np.cumsum(np.where(inside, above, 0.0))])
    return np.asarray(np.rint(totals[edges[1::2]] - totals[edges[::2]]), dtype=np.int64)


def exponent(values: NDArray[np.int64], least: int = SIZE_LEAST) -> float:
    """Return the exponent of a discrete power law from ``least`` on, by maximum likelihood.

    Maximises ``-n ln zeta(a, least) - a sum(ln x)`` (Clauset, Shalizi & Newman 2009, eq. 3.5).

    Parameters
    ----------
    values : int64 (n,), all at least ``least``
    least : int

    Raises
    ------
    TarpeiaError
        For a smaller value, or fewer than two values.
    """
    if len(values) < 2 or values.min() < least:
        raise TarpeiaError(f"sizes: at least two are needed, each {least} or more")
    from scipy.optimize import minimize_scalar
    from scipy.special import zeta

    logs = float(np.log(values).mean())
    found = minimize_scalar(
        lambda a: math.log(zeta(a, least)) + a * logs, bounds=EXPONENTS, method="bounded"
    )
    return float(found.x)


def _lognormal_terms(
    values: NDArray[np.int64], middle: float, spread: float, least: int
) -> NDArray[np.float64]:
    """Return ln P(x | x >= least) of a lognormal rounded to whole numbers, float64 (n,)."""
    from scipy.special import log_ndtr

    # Upper tails, ln S(u): their differences stay exact far out.
    low = log_ndtr(-(np.log(values - 0.5) - middle) / spread)
    high = log_ndtr(-(np.log(values + 0.5) - middle) / spread)
    whole = log_ndtr(-(math.log(least - 0.5) - middle) / spread)
    return np.asarray(low + np.log1p(-np.exp(np.minimum(high - low, -1e-15))) - whole)


def against_lognormal(
    values: NDArray[np.int64], least: int = SIZE_LEAST
) -> tuple[float, float, float]:
    """Return Vuong's statistic of the power law against a lognormal, and the lognormal.

    Both are fitted by maximum likelihood to the values from ``least`` on.

    Parameters
    ----------
    values : int64 (n,), all at least ``least``
    least : int

    Returns
    -------
    z, middle, spread : float
        z is standard normal where both are equally far from the truth, positive where the power
        law is nearer (Vuong 1989); mean and standard deviation of the lognormal's logarithm.
    """
    from scipy.optimize import minimize
    from scipy.special import zeta

    def loss(point: NDArray[np.float64]) -> float:
        terms = _lognormal_terms(values, point[0], math.exp(point[1]), least)
        return -float(terms.sum())

    best = minimize(
        loss,
        np.array([math.log(least), 0.0]),
        method="SLSQP",
        bounds=[(-WIDEST, WIDEST), (math.log(0.05), math.log(WIDEST))],
    )
    middle, spread = float(best.x[0]), math.exp(float(best.x[1]))
    power = exponent(values, least)
    terms = -math.log(zeta(power, least)) - power * np.log(values)
    ratio = terms - _lognormal_terms(values, middle, spread, least)
    z = float(ratio.sum() / (math.sqrt(len(values)) * ratio.std()))
    return z, middle, spread


def large_sizes(
    names: Sequence[str], least: int = SIZE_LEAST, above_normal: bool = True
) -> NDArray[np.int64]:
    """Return the sizes of all bursts of some entities from ``least`` on, int64 (bursts,).

    Parameters
    ----------
    names : sequence of str
    least : int
        Titles.
    above_normal : bool
        Whether days and titles count above the normal level alone, or any title counts.
    """
    found = []
    for series in map(daily, names):
        normal = normal_level(series) if above_normal else np.zeros(len(series.dates))
        found.append(sizes(excess(series, normal)))
    pooled = np.concatenate(found)
    return pooled[pooled >= least]


@cache
def tail(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the exponent of burst sizes from 8 on, and its comparison with a lognormal.

    First over the six entities that share no title, above their normal level; then other ways:
    all eleven, and days in a row with any title.
    """
    above = "burst: days in a row above the median within 30 d; size: titles above it"
    plain = "burst: days in a row with a title; size: titles"
    samples = {
        "": (large_sizes(APART), above),
        ", all eleven entities": (large_sizes(entities()), above),
        ", any title": (large_sizes(APART, above_normal=False), plain),
        ", any title, all eleven entities": (large_sizes(entities(), above_normal=False), plain),
    }
    found = []
    for label, (values, rule) in samples.items():
        power = exponent(values)
        z, middle, spread = against_lognormal(values)
        found += [
            Estimate(
                "tail exponent" + label,
                power,
                *bootstrap(values, exponent, seed, 500),
                "exponent",
                f"discrete maximum likelihood (Clauset et al. 2009); {rule}; bootstrap of bursts",
                "bursts of 8 or more titles",
                len(values),
            ),
            Estimate(
                "power law against lognormal" + label,
                z,
                z - 1.96,
                z + 1.96,
                "standard normal",
                f"Vuong (1989), both fitted from 8 on; {rule}; interval: plus and minus 1.96",
                "bursts of 8 or more titles",
                len(values),
                f"lognormal: mean {middle:.2f}, standard deviation {spread:.2f} of the logarithm",
            ),
        ]
    return tuple(found)
