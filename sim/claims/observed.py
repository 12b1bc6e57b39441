"""What is seen of a claim's runs: daily series, and what a closer look at the people adds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from sim.engine.engine import Engine
from sim.model import layout

Numbers = NDArray[np.float64]


class ObservedRun:
    """What was observed of one run: daily series by name, and what a claim's own look at it added.

    Parameters
    ----------
    series : float64 (days, columns)
        See ``layout.SERIES``.
    extra : mapping of str to float
    people : int
    """

    def __init__(self, series: NDArray[np.float64], extra: Mapping[str, float], people: int):
        self.series = series
        self.extra = dict(extra)
        self.people = people

    def __getitem__(self, name: str) -> Numbers:
        """Return one daily series, float64 (days,)."""
        return np.asarray(self.series[:, layout.SERIES_NAMES.index(name)])


# The runs of all arms of a claim in one world, by the arm's name.
ObservedArms = Mapping[str, ObservedRun]
# From the runs of one world to one number; nan where it is undefined.
Statistic = Callable[[ObservedArms], float]
# Runs an engine to its end, and may look at people on the way: numbers by name.
Look = Callable[[Engine], Mapping[str, float]]


def run_through(engine: Engine) -> Mapping[str, float]:
    """Run an engine to its end and look at nothing but the daily series."""
    engine.run()
    return {}
