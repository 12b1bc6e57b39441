"""How the numbers are worked out that a run sums up to; ``sim.runs.summary`` names them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.model import layout
from sim.runs.falls import falls

# A day's turning is a share of the fans the day before; of fewer fans than this it says nothing
# (assumption).
FEWEST_FANS: Final = 50


def measures(series: NDArray[np.float64]) -> dict[str, float]:
    """Return what a run sums up to, by the names of ``summary.SUMMARY``.

    Parameters
    ----------
    series : float64 (days, columns)
        See ``layout.SERIES``.
    """

    def of(name: str) -> NDArray[np.float64]:
        return np.asarray(series[:, layout.SERIES_NAMES.index(name)])

    turned, fans = of("fan_to_black"), of("fans")
    before = np.concatenate([[0.0], fans[:-1]])
    lost = np.divide(turned, before, out=np.zeros_like(turned), where=before >= FEWEST_FANS)
    return {
        "fan_share_end": float(of("fan_share")[-1]),
        "fan_share_peak": float(of("fan_share").max()),
        "anti_fan_share_end": float(of("anti_fan_share")[-1]),
        "anti_fan_share_peak": float(of("anti_fan_share").max()),
        "falls": float(len(falls(of("fan_share")))),
        "fan_to_black": float(turned.sum()),
        "largest_day_of_turning": float(lost.max()),
        "climate_mean": float(of("climate").mean()),
        "climate_lowest": float(of("climate").min()),
        "voiced_sentiment_mean": float(of("voiced_sentiment").mean()),
        "attention_peak": float(of("attention").max()),
        "stories_good": float(of("stories_good").sum()),
        "stories_bad": float(of("stories_bad").sum()),
        "accidents": float(of("accidents").sum()),
        "accidents_public": float(of("accidents_public").sum()),
        "disputes": float(of("disputes").sum()),
        "disputes_public": float(of("disputes_public").sum()),
        "units_sold": float(of("sales").sum()),
        "fleet_end": float(of("fleet")[-1]),
        "coupling_end": float(of("coupling")[-1]),
    }
