"""What is measured of a run: names of its summary, or a statistic of one daily series."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError, nearest
from sim.model.layout import SERIES_NAMES
from sim.runs.run import Run
from sim.runs.summary import SUMMARY_NAMES
from sim.scenario.kinds import TWICE, any_of, invalid

STATISTICS: Final[dict[str, Callable[[NDArray[np.float64]], Any]]] = {
    "mean": np.mean,
    "sum": np.sum,
    "last": lambda days: days[-1],
    "highest": np.max,
    "lowest": np.min,
    "spread": np.std,
}
_OF_SERIES: Final = re.compile(
    r"(?P<series>[a-z_]+)\.(?P<statistic>[a-z]+)(?:\[(?P<first>\d{0,6}):(?P<end>\d{0,6})\])?"
)
DEFAULT: Final = SUMMARY_NAMES


class Outcome(NamedTuple):
    """One number of a run.

    Attributes
    ----------
    name : str
        As typed: ``fan_share_end``, or ``climate.mean``, or ``climate.mean[90:180]``.
    column : int
        Of ``layout.SERIES``; -1 for a name of ``Run.summary``.
    statistic : str
        One of ``STATISTICS``; '' for a name of the summary.
    first, end : int
        Days from ``first`` up to, not including, ``end``; -1 for the end of the run.
    """

    name: str
    column: int = -1
    statistic: str = ""
    first: int = 0
    end: int = -1

    def of(self, run: Run) -> float:
        """Return the number of one run."""
        if self.column < 0:
            return run.summary[self.name]
        end = len(run.series) if self.end < 0 else self.end
        return float(STATISTICS[self.statistic](run.series[self.first : end, self.column]))


def outcome(name: str, days: int) -> Outcome:
    """Return the outcome of a name.

    Parameters
    ----------
    name : str
        Of ``Run.summary``, or ``series.statistic`` or ``series.statistic[first:end]`` in days.
    days : int
        Length of the runs.

    Raises
    ------
    TarpeiaError
        When there is no such series, statistic or day.
    """
    if name in SUMMARY_NAMES:
        return Outcome(name)
    found = _OF_SERIES.fullmatch(name)
    if found is None or found["series"] not in SERIES_NAMES:
        known = [*SUMMARY_NAMES, *SERIES_NAMES]
        shown = found["series"] if found else name[:60]
        raise TarpeiaError(
            f"{name[:60]}: no such outcome, {nearest(shown, known)} (a name of the summary, or "
            "series.statistic as in climate.mean)"
        )
    if found["statistic"] not in STATISTICS:
        raise invalid(name, found["statistic"], any_of(STATISTICS))
    first = int(found["first"] or 0)
    end = int(found["end"]) if found["end"] else -1
    if not 0 <= first < (days if end < 0 else end) <= days:
        raise TarpeiaError(f"{name}: no such days; use [first:end] within 0 to {days}")
    return Outcome(name, SERIES_NAMES.index(found["series"]), found["statistic"], first, end)


def outcomes(names: tuple[str, ...], days: int) -> tuple[Outcome, ...]:
    """Return several outcomes; all of ``Run.summary`` when none is named.

    Raises
    ------
    TarpeiaError
        One line per problem.
    """
    found: list[Outcome] = []
    faults: list[str] = []
    for name in names or DEFAULT:
        try:
            found.append(outcome(name, days))
        except TarpeiaError as error:
            faults.extend(error.faults)
    if len(set(names)) < len(names):
        faults.append(f"outcomes: a name is {TWICE}")
    if faults:
        raise TarpeiaError(*faults)
    return tuple(found)
