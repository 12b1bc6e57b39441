"""Published limits of the turn, by thresholds: cascades on a network, and the riot that jumps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.limits import graphs
from sim.limits.limit import Input, Measured, refuse, spread_interval
from sim.limits.quiet_world import quiet, run_until_quiet
from sim.limits.theory import (
    threshold_fixed_point,
    watts_cascade,
)
from sim.model import layout

WATTS: Final = (
    Input("phi", 0.18, 0.02, 0.9, "share of blame at which a person turns"),
    Input("mean_degree", 1.5, 0.5, 30.0, "mean degree of the Poisson network"),
    Input("seed_share", 0.01, 0.0005, 0.5, "share who blame from the start"),
    Input("people", 20_000, 5_000, 500_000, "people in the network"),
)


def watts(inputs: Mapping[str, Any], replicates: int | None) -> Measured:
    """Measure the cascade of blame: everybody speaks, who hears a share phi of blame turns."""
    phi, z, seeds = inputs["phi"], inputs["mean_degree"], inputs["seed_share"]
    people = inputs["people"]
    if seeds * people < 50:
        raise refuse("watts", f"seed_share x people is {seeds * people:.0f}", "50 seeds or more")
    size = watts_cascade(phi, z, seeds)
    near = [
        watts_cascade(phi, z * (1.0 + move), seeds * (1.0 + more))
        for move in (-0.04, 0.04)
        for more in (-0.1, 0.1)
    ]
    if max(abs(other - size) for other in near) > 0.12:
        raise refuse(
            "watts",
            f"the cascade jumps near mean_degree = {z:g}, seed_share = {seeds:g}",
            "a place where 4 % of the degree and 10 % of the seeds move it by less than .12",
        )
    count = replicates or 24
    sizes = []
    for seed in range(1, count + 1):
        scenario = quiet(
            {
                "crowd.people": people,
                "run.days": 3_000,
                "start.fans": 1.0 - seeds,
                "start.anti_fans": seeds,
                "people.hearing_share": True,
                "people.blame_weight": 1.0,
                "people.grievance_memory": 0.0,
                "people.threshold": phi,
                "people.threshold_passion": 0.0,
                "people.turning": 1.0,
            },
            seed,
        )
        network = graphs.poisson(people, z, seed)
        engine = Engine(allocate(scenario, network))
        run_until_quiet(engine, layout.S_FAN_TO_BLACK)
        sizes.append(float(engine.world.series[engine.day - 1, layout.S_ANTI_FAN_SHARE]))
    return Measured(
        {"cascade_size": float(np.mean(sizes))},
        {"cascade_size": size},
        {"cascade_size": spread_interval(sizes, 20.0 / people)},
        count,
    )


GRANOVETTER: Final = (
    Input("mean", 0.25, 0.05, 0.9, "mean threshold, a share of the others"),
    Input("sd", 0.122, 0.001, 1.0, "standard deviation of the thresholds"),
    Input("people", 10_000, 100, 200_000, "people, thresholds at the even quantiles"),
)


def granovetter(inputs: Mapping[str, Any], replicates: int | None) -> Measured:
    """Measure the share that turns at ``sd``, and at ``sd`` + .001: everyone hears everyone.

    Nothing is left to luck; the interval is half a person wide. ``replicates`` has no effect.
    """
    people, mean = inputs["people"], inputs["mean"]
    measured, expected, interval = {}, {}, {}
    for name, sd in (("share", inputs["sd"]), ("share_next", inputs["sd"] + 0.001)):
        if sd / mean > 1.5:
            raise refuse("granovetter", f"sd / mean is {sd / mean:.2f}", "1.499 at most")
        scenario = quiet(
            {
                "crowd.people": people,
                "crowd.threshold_law": "normal",
                "crowd.threshold_spread": sd / mean,
                "network.kind": "complete",
                "run.days": 5_000,
                "start.fans": 1.0,
                "people.hearing_share": True,
                "people.blame_weight": 1.0,
                "people.grievance_memory": 0.0,
                "people.threshold": mean,
                "people.threshold_passion": 0.0,
                "people.turning": 1.0,
            }
        )
        engine = Engine(allocate(scenario))
        run_until_quiet(engine, layout.S_FAN_TO_BLACK, piece=5)
        measured[name] = float(engine.world.series[engine.day - 1, layout.S_ANTI_FAN_SHARE])
        expected[name] = threshold_fixed_point(mean, sd, people)
        interval[name] = (measured[name] - 0.5 / people, measured[name] + 0.5 / people)
    return Measured(measured, expected, interval, 1)
