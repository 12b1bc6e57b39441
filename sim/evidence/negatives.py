"""Whether new negative titles come together, beyond what attention alone brings together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.data.titles import CLASSES_FROM, daily
from sim.errors import TarpeiaError
from sim.evidence.estimate import LEVEL, Estimate, block_rows, percentiles
from sim.evidence.memory import lagged
from sim.evidence.signed import signed

LAGS: Final = (1, 2, 3, 5, 7, 14)
DRAWS: Final = 2_000
BLOCK: Final = 30
SMOOTH_DAYS: Final = 7
SLOW_DAYS: Final = 45


def pair_correlation(counts: NDArray[np.int64], lags: Sequence[int] = LAGS) -> NDArray[np.float64]:
    """Return the pair correlation of daily counts, float64 (..., lags).

    ``mean(x_t x_{t + lag}) / mean(x)^2``: 1 where days know nothing of each other (Stoyan & Stoyan
    1994).

    Parameters
    ----------
    counts : int64 (..., days)
    lags : sequence of int
        Days, below the number of days.

    Raises
    ------
    TarpeiaError
        When nothing was counted, or a lag is not allowed.
    """
    days = counts.shape[-1]
    if not all(0 < lag < days for lag in lags):
        raise TarpeiaError(f"lag: {tuple(lags)} d are not allowed, allowed is 1 to {days - 1}")
    mean = counts.mean(axis=-1)
    if not mean.all():
        raise TarpeiaError("pair correlation: nothing was counted, at least one title is needed")
    products = [(counts[..., :-lag] * counts[..., lag:]).mean(axis=-1) for lag in lags]
    return np.stack([product / mean**2 for product in products], axis=-1)


def smoothed(attention: NDArray[np.int64], half: int = SMOOTH_DAYS) -> NDArray[np.float64]:
    """Return the mean over the days within ``half`` either side, float64 (days,)."""
    kernel = np.ones(2 * half + 1)
    total = np.convolve(attention, kernel)[half:-half]
    return np.asarray(total / np.convolve(np.ones(len(attention)), kernel)[half:-half])


def attention_only(
    total: int,
    attention: NDArray[np.float64],
    lags: Sequence[int] = LAGS,
    seed: int = 1,
    draws: int = DRAWS,
) -> NDArray[np.float64]:
    """Return pair correlations of titles strewn in proportion to attention, (draws, lags).

    Each title falls on a day by itself; nothing but attention brings two together.

    Parameters
    ----------
    total : int
        Titles.
    attention : float64 (days,)
    lags, seed, draws
    """
    random = np.random.default_rng(seed)
    strewn = random.multinomial(total, attention / attention.sum(), size=draws)
    return pair_correlation(strewn, lags)


def _bootstrap(counts: NDArray[np.int64], seed: int) -> NDArray[np.float64]:
    """Return bootstrapped pair correlations, float64 (draws, lags): blocks of 30 d."""
    pairs = lagged(counts.astype(np.float64), max(LAGS))
    random = np.random.default_rng(seed)
    found = []
    for rows in block_rows(len(pairs), BLOCK, random, DRAWS):
        drawn = pairs[rows]
        chosen = drawn[:, list(LAGS)]
        with np.errstate(invalid="ignore"):
            found.append(np.nanmean(drawn[:, :1] * chosen, axis=0) / drawn[:, 0].mean() ** 2)
    return np.array(found)


def _observed(counts: NDArray[np.int64], label: str, sample: str, seed: int) -> list[Estimate]:
    value, drawn = pair_correlation(counts), _bootstrap(counts, seed)
    return [
        Estimate(
            f"pair correlation at {lag} d{label}",
            float(value[k]),
            *percentiles(drawn[:, k]),
            "times chance",
            "mean(x_t x_t+lag) / mean(x)^2 of new negatives a day; bootstrap of blocks of 30 d",
            sample,
            int(counts.sum()),
        )
        for k, lag in enumerate(LAGS)
    ]


def _null(
    counts: NDArray[np.int64], attention: NDArray[np.int64], label: str, seed: int, half: int
) -> list[Estimate]:
    """Return what attention alone brings together, and what was seen over that."""
    total = int(counts.sum())
    drawn = attention_only(total, smoothed(attention, half), seed=seed)
    seen = pair_correlation(counts)
    ends = np.quantile(drawn, [(1.0 - LEVEL) / 2.0, (1.0 + LEVEL) / 2.0], axis=0)
    mean = drawn.mean(axis=0)
    method = (
        "negatives strewn in proportion to attention, its mean within "
        f"{half} d either side; {DRAWS:,} draws"
    )
    band = "the band holds where chance puts the statistic; it is no error of a mean"
    found = []
    for k, lag in enumerate(LAGS):
        found += [
            Estimate(
                f"attention alone at {lag} d{label}",
                float(mean[k]),
                float(ends[0, k]),
                float(ends[1, k]),
                "times chance",
                method,
                "negatives",
                total,
                band,
            ),
            Estimate(
                f"beyond attention at {lag} d{label}",
                float(seen[k] / mean[k]),
                float(seen[k] / ends[1, k]),
                float(seen[k] / ends[0, k]),
                "times attention alone",
                "pair correlation over that of " + method,
                "negatives",
                total,
                band,
            ),
        ]
    return found


@cache
def clustering(seed: int = 1) -> tuple[Estimate, ...]:
    """Return the pair correlation of new negatives at 1, 2, 3, 5, 7, 14 d, and what attention does.

    Of titles first, then of days with at least one. Attention: all titles that name Xiaomi a day,
    the mean of 15 days; then that of 91 days; then new positives, which no negative is among.
    """
    new = signed()
    firm = daily("xiaomi_all").between(CLASSES_FROM, new.dates[-1]).titles
    return (
        *_observed(new.bad, "", "negatives", seed),
        *_observed((new.bad > 0).astype(np.int64), ", days", "days with a negative", seed),
        *_null(new.bad, firm, "", seed, SMOOTH_DAYS),
        *_null(new.bad, firm, ", slow attention", seed, SLOW_DAYS),
        *_null(new.bad, new.good, ", positives as attention", seed, SMOOTH_DAYS),
    )
