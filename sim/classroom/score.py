"""The score: four measures, each with its unit, its meaning and how it becomes points.

Reputation, units and the worst month count against the same world in which the founder does
nothing: that is 50 points. So no team is paid for the luck that all of them share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np

from sim.classroom.net_fans import Floats, monthly_net_fans
from sim.classroom.numbers import is_number
from sim.classroom.rules import BEFORE, MONTH_DAYS
from sim.errors import TarpeiaError
from sim.model import layout
from sim.runs.summary import SUMMARY, SUMMARY_NAMES


class ScoreMeasure(NamedTuple):
    """One part of the score.

    Attributes
    ----------
    name, short, text, unit : str
        ``short`` heads a column.
    points : str
        In words, how the measure becomes 0 to 100 points.
    weight : float
        Of the points in the sum, unless the lecturer says otherwise (assumption).
    """

    name: str
    short: str
    text: str
    unit: str
    points: str
    weight: float


# Its words are those of every run.
UNITS_SOLD: Final = SUMMARY[SUMMARY_NAMES.index("units_sold")]
MEASURES: Final = (
    ScoreMeasure(
        "reputation",
        "reputation",
        "Fans minus anti-fans of each hundred people, in the last four weeks",
        "of 100 people",
        "50, and one more for each of 100 above doing nothing; 0 to 100",
        40.0,
    ),
    ScoreMeasure(
        "units",
        UNITS_SOLD.words,
        f"{UNITS_SOLD.label} in the game",
        UNITS_SOLD.unit,
        "50 for as many as doing nothing sells, 100 for twice as many or more",
        25.0,
    ),
    ScoreMeasure(
        "worst",
        "worst month",
        "Fans minus anti-fans of each hundred people, in the worst four weeks",
        "of 100 people",
        "50, and one more for each of 100 above doing nothing; 0 to 100",
        25.0,
    ),
    ScoreMeasure(
        "care",
        "safety and candour",
        "What was done for safety and candour: candour kept, and days of trouble on "
        "which the founder stood by customers (apology or compensation)",
        "of 100",
        "the measure itself: half candour, half trouble answered",
        10.0,
    ),
)
WEIGHTS: Final[Mapping[str, float]] = {one.name: one.weight for one in MEASURES}
_CARING: Final = (layout.STANCES.index("apologise"), layout.STANCES.index("compensate"))


def check_weights(weights: Any) -> dict[str, float]:
    """Return weights as the lecturer set them, checked.

    Raises
    ------
    TarpeiaError
        If one is missing, unknown, not a number from 0 to 100, or all are 0.
    """
    if not isinstance(weights, Mapping) or set(weights) != set(WEIGHTS):
        raise TarpeiaError(f"weights: needed is a number for each of {', '.join(WEIGHTS)}")
    for name, value in weights.items():
        if not is_number(value) or not 0 <= value <= 100:
            raise TarpeiaError(f"weights: {name} must be a number, allowed is 0 to 100")
    if not any(weights.values()):
        raise TarpeiaError("weights: one of them must be above 0")
    return {name: float(weights[name]) for name in WEIGHTS}


def score_measures(series: Floats) -> dict[str, float]:
    """Return the four measures of a course, as far as its game has been played.

    Parameters
    ----------
    series : float64 (days, columns)
        The daily series with the year before the game, see ``layout.SERIES``.
    """
    game = series[BEFORE:]
    if not len(game):
        return {name: float("nan") for name in WEIGHTS}
    month = monthly_net_fans(series)[BEFORE:]
    full = month[min(MONTH_DAYS, len(month)) - 1 :]
    trouble = game[:, layout.S_ACCIDENTS_PUBLIC] + game[:, layout.S_DISPUTES_PUBLIC] > 0
    stance = game[:, layout.S_FIRST_LEVER + layout.STANCE].astype(np.int64)
    answered = float(np.isin(stance[trouble], _CARING).mean()) if trouble.any() else 1.0
    candour = float(game[:, layout.S_FIRST_LEVER + layout.CANDOUR].mean())
    return {
        "reputation": float(month[-1]),
        "units": float(game[:, layout.S_SALES].sum()),
        "worst": float(full.min()),
        "care": 50.0 * candour + 50.0 * answered,
    }


def score_points(own: Mapping[str, float], idle: Mapping[str, float]) -> dict[str, float]:
    """Return the points of each measure, 0 to 100, see ``MEASURES``.

    Parameters
    ----------
    own, idle : mapping
        The measures of a team, and of the same world without any action.
    """
    sold = own["units"] / idle["units"] if idle["units"] > 0 else 1.0 + (own["units"] > 0)
    found = {
        "reputation": 50.0 + own["reputation"] - idle["reputation"],
        "units": 50.0 * sold,
        "worst": 50.0 + own["worst"] - idle["worst"],
        "care": own["care"],
    }
    return {name: min(100.0, max(0.0, value)) for name, value in found.items()}


def total_points(found: Mapping[str, float], weights: Mapping[str, float] = WEIGHTS) -> float:
    """Return the weighted mean of the points, 0 to 100."""
    return sum(weights[name] * found[name] for name in WEIGHTS) / sum(weights.values())
