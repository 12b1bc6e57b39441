"""How long a high day is remembered: the decay of the autocorrelation of daily counts."""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import daily
from sim.evidence.estimate import Estimate, block_rows, percentiles

LAGS: Final = 14
BLOCK: Final = 60
DRAWS: Final = 500
DECAYS: Final = np.arange(0.2, 0.9951, 0.001)


def lagged(values: NDArray[np.float64], lags: int = LAGS) -> NDArray[np.float64]:
    """Return each day beside the days after it, float64 (days, lags + 1); nan past the end.

    Parameters
    ----------
    values : float64 (days,)
        Nan on days without record.
    lags : int
    """
    padded = np.concatenate([values, np.full(lags, np.nan)])
    return np.lib.stride_tricks.sliding_window_view(padded, lags + 1)


def autocorrelation(pairs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the correlation at lags 1 and more, float64 (lags,), of what ``lagged`` returns.

    Mean product of deviations over the variance; pairs with a missing day are left out.
    """
    first = pairs[:, 0]
    there = np.isfinite(first)
    mean, variance = first[there].mean(), first[there].var()
    deviation = np.nan_to_num(pairs - mean, nan=0.0)
    known = np.isfinite(pairs) & there[:, None]
    products = (deviation[:, :1] * deviation * known)[:, 1:].sum(axis=0)
    return np.asarray(products / np.maximum(known[:, 1:].sum(axis=0), 1) / variance)


def geometric_decay(correlation: NDArray[np.float64]) -> float:
    """Return the decay a day, d, of the curve ``A d^lag`` nearest to it by least squares.

    ``A`` is free: a fast fall within the first day does not count. Source: assumption.
    """
    lag = np.arange(1, len(correlation) + 1)
    curves = DECAYS[:, None] ** lag
    scale = (curves * correlation).sum(axis=1) / (curves**2).sum(axis=1)
    loss = ((correlation - scale[:, None] * curves) ** 2).sum(axis=1)
    return float(DECAYS[np.argmin(loss)])


@cache
def memory(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the decay a day of the autocorrelation, of titles that name the founder and others.

    First of Lei Jun's titles, then of ln(1 + titles), then of all titles that name Xiaomi.
    """
    found = []
    for label, entity, logs in (
        ("", "leijun", False),
        (", logarithms", "leijun", True),
        (", the firm", "xiaomi_all", False),
    ):
        series = daily(entity)
        counts = np.where(series.recorded, series.titles, np.nan)
        pairs = lagged(np.log1p(counts) if logs else counts)
        random = np.random.default_rng(seed)
        draws = [
            geometric_decay(autocorrelation(pairs[rows]))
            for rows in block_rows(len(pairs), BLOCK, random, DRAWS)
        ]
        found.append(
            Estimate(
                "decay" + label,
                geometric_decay(autocorrelation(pairs)),
                *percentiles(np.array(draws)),
                "1/day",
                "A d^lag fitted to the autocorrelation at lags 1 to 14 d by least squares; "
                "bootstrap of blocks of 60 d",
                "recorded days",
                int(series.recorded.sum()),
                f"correlation {autocorrelation(pairs)[0]:.2f} at 1 d, "
                f"{autocorrelation(pairs)[6]:.2f} at 7 d; few large bursts weigh most",
            )
        )
    return tuple(found)
