"""States and series of two runs, told apart by the bit."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sim
from sim.engine.engine import Engine
from sim.engine.state_arrays import arrays_of
from sim.engine.world import allocate
from sim.scenario.scenario import Scenario

State = dict[str, NDArray[Any]]
FIRST = dt.date(2026, 1, 1)


def state_after(scenario: Scenario, days: int) -> State:
    """Return copies of all arrays of the state after some days."""
    done = Engine(allocate(scenario))
    done.advance(days)
    return {name: array.copy() for name, array in arrays_of(done.world).items()}


def unequal(one: State, other: State) -> list[str]:
    """Return the names of the arrays that differ in a bit."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name].tobytes() != other[name].tobytes()]


def series_of(scenario: Scenario) -> NDArray[np.float64]:
    """Return the series of a run."""
    return sim.run(scenario).series


def first_difference(one: NDArray[np.float64], other: NDArray[np.float64]) -> int:
    """Return the first row in which two runs differ, -1 when there is none."""
    rows = np.flatnonzero((one != other).any(axis=1))
    return int(rows[0]) if rows.size else -1
