"""The published limit of the product: accidents of a fixed fleet are Poisson."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.limits.limit import SIGMAS, Input, Measured, refuse
from sim.limits.quiet_world import LONGEST, again, quiet
from sim.model import layout

ACCIDENTS: Final = (
    Input("hazard", 1e-7, 0.0, 1e-4, "accidents a unit and day"),
    Input("fleet", 1e6, 1.0, 1e9, "units in use"),
    Input("days", 30, 1, 3_650, "days observed"),
)


def accidents(inputs: Mapping[str, Any], replicates: int | None) -> Measured:
    """Measure mean, variance and P(at least one) of the accidents of a fixed fleet.

    Windows of ``days`` are cut from long runs of one owner who stands for the whole fleet.
    """
    hazard, fleet, days = inputs["hazard"], inputs["fleet"], inputs["days"]
    mean = hazard * fleet * days
    if not 0.02 <= mean <= 200.0:
        raise refuse(
            "accidents", f"hazard x fleet x days is {mean:g}", "a product from 0.02 to 200"
        )
    count = replicates or 8_000
    a_run = max(1, LONGEST // days)
    scenario = quiet(
        {
            "crowd.people": 1,
            "crowd.population": fleet,
            "start.fleet": fleet,
            "product.hazard": hazard,
            "run.days": min(a_run, count) * days,
        }
    )
    world = allocate(scenario)
    windows: list[float] = []
    seed = 1
    while len(windows) < count:
        engine = Engine(again(world, seed))
        engine.run()
        happened = engine.world.series[:, layout.S_ACCIDENTS].reshape(-1, days).sum(axis=1)
        windows.extend(happened[: count - len(windows)])
        seed += 1
    data = np.array(windows)
    p_any = 1.0 - math.exp(-mean)
    measured = {
        "mean": float(data.mean()),
        "variance": float(data.var(ddof=1)),
        "p_any": float(np.mean(data > 0)),
    }
    # Standard errors from the Poisson law: Var of a variance is (m + 2 m^2) / n.
    error = {
        "mean": math.sqrt(mean / count),
        "variance": math.sqrt((mean + 2.0 * mean * mean) / count),
        "p_any": math.sqrt(p_any * (1.0 - p_any) / count) + 0.5 / count,
    }
    return Measured(
        measured,
        {"mean": mean, "variance": mean, "p_any": p_any},
        {k: (v - SIGMAS * error[k], v + SIGMAS * error[k]) for k, v in measured.items()},
        count,
    )
