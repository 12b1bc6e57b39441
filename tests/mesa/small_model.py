"""A small model, the scenario that it runs, and whether two runs agree."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.scenario.files import load
from sim.scenario.scenario import Scenario

SMALL: dict[str, Any] = {"people": 200, "days": 30}


def small(changes: dict[str, Any] | None = None) -> Scenario:
    """Return the scenario of ``ReputationModel(**SMALL)``, made without it."""
    return load("classroom").with_values(
        {"crowd.people": SMALL["people"], "run.days": SMALL["days"], **(changes or {})}
    )


def same(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Tell whether two frames agree in index, columns and every bit."""
    alike = one.index.equals(other.index) and list(one.columns) == list(other.columns)
    return alike and one.to_numpy().tobytes() == other.to_numpy().tobytes()
