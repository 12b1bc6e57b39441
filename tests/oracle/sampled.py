"""The oracle's runs of the sample of small worlds, each made once."""

from __future__ import annotations

from functools import cache

import numpy as np

from sim.engine.world import allocate
from sim.model import layout
from tests.oracle.run import Oracle
from tests.oracle.worlds import sample


@cache
def run_of(name: str) -> Oracle:
    """Return the oracle after it has run a world of the sample."""
    found = Oracle(allocate(sample(name)))
    found.run(sample(name).run.days)
    return found


def series_of(name: str) -> np.ndarray:
    """Return the series of a world of the sample, as the oracle computes them."""
    return np.array([[row[column] for column in layout.SERIES_NAMES] for row in run_of(name).rows])
