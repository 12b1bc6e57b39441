"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sim
from sim.model import layout
from tests.places import ROOT

# Tests call the kernels of a day one by one; read when the first kernel is compiled or loaded.
os.environ["TARPEIA_CALLABLE_KERNELS"] = "1"


@pytest.fixture(scope="session")
def tiny() -> sim.Scenario:
    """A scenario that runs in milliseconds and in which everything happens."""
    return sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
        {"crowd.people": 400, "run.days": 120, "start.fans": 0.2, "network.communities": 5}
    )


@pytest.fixture
def of() -> Callable[[Any, str], np.ndarray]:
    """Return one daily series of a run, by name."""

    def series(run: Any, name: str) -> np.ndarray:
        return np.asarray(run.series[:, layout.SERIES_NAMES.index(name)])

    return series
