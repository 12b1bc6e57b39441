"""Published limits of the newsroom: self-exciting coverage, and the clusters of its stories."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.limits.limit import SIGMAS, Input, Measured, refuse, spread_interval
from sim.limits.quiet_world import LONGEST, again, quiet
from sim.limits.theory import (
    borel,
    hawkes_moments,
)
from sim.model import layout

HAWKES: Final = (
    Input("mu", 0.2, 0.01, 20.0, "stories a day that nothing brought"),
    Input("n", 0.6, 0.0, 0.85, "follow-ups of a story"),
    Input("p", 0.5, 0.0, 0.9, "memory of the follow-ups"),
)
BURN_IN: Final = 500


def hawkes(inputs: Mapping[str, Any], replicates: int | None) -> Measured:
    """Measure mean, dispersion and lag-1 correlation of the daily stories over long runs."""
    mu, n, p = inputs["mu"], inputs["n"], inputs["p"]
    relaxation = n * (1.0 - p) + p
    if relaxation > 0.98:
        raise refuse(
            "hawkes", f"n (1 - p) + p is {relaxation:.3f}", "0.98 at most (memory of 50 days)"
        )
    count = replicates or 24
    scenario = quiet(
        {
            "crowd.people": 1,
            "newsroom.founder_stories": mu,
            "newsroom.branching": n,
            "newsroom.kernel": p,
            "run.days": LONGEST,
        }
    )
    world = allocate(scenario)
    found = []
    for seed in range(1, count + 1):
        engine = Engine(again(world, seed))
        engine.run()
        stories = engine.world.series[:, [layout.S_STORIES_GOOD, layout.S_STORIES_BAD]].sum(axis=1)
        y = stories[BURN_IN:]
        centred = y - y.mean()
        lag = float(np.mean(centred[1:] * centred[:-1]) / np.mean(centred * centred))
        found.append((float(y.mean()), float(y.var() / y.mean()), lag))
    values = np.array(found)
    names = ("mean", "variance_over_mean", "lag_one")
    expected = dict(zip(names, hawkes_moments(mu, n, p), strict=True))
    # An estimated correlation is low by about (1 + 4 r) / T.
    allowance = {"mean": 0.0, "variance_over_mean": 0.002, "lag_one": 0.0005}
    return Measured(
        {k: float(values[:, i].mean()) for i, k in enumerate(names)},
        expected,
        {k: spread_interval(values[:, i], allowance[k]) for i, k in enumerate(names)},
        count,
    )


CLUSTERS: Final = (
    Input("n", 0.6, 0.0, 0.85, "follow-ups of a story"),
    Input("p", 0.5, 0.0, 0.9, "memory of the follow-ups"),
)


def clusters(inputs: Mapping[str, Any], replicates: int | None) -> Measured:
    """Measure the law of all stories that follow from one, the first counted."""
    n, p = inputs["n"], inputs["p"]
    relaxation = n * (1.0 - p) + p
    if relaxation > 0.98:
        raise refuse(
            "clusters", f"n (1 - p) + p is {relaxation:.3f}", "0.98 at most (memory of 50 days)"
        )
    days = 2 if relaxation == 0.0 else min(LONGEST, 10 + math.ceil(-22.0 / math.log(relaxation)))
    count = replicates or 6_000
    scenario = quiet(
        {
            "crowd.people": 1,
            "newsroom.branching": n,
            "newsroom.kernel": p,
            "start.coverage": 1.0,
            "run.days": days,
        }
    )
    world = allocate(scenario)
    totals = np.empty(count)
    for seed in range(1, count + 1):
        engine = Engine(again(world, seed))
        engine.run()
        totals[seed - 1] = 1.0 + engine.world.series[:, layout.S_STORIES_BAD].sum()
    expected = {f"p_{size}": borel(n, size) for size in (1, 2, 3)}
    measured = {f"p_{size}": float(np.mean(totals == size)) for size in (1, 2, 3)}
    interval = {}
    for name, share in measured.items():
        half = SIGMAS * math.sqrt(expected[name] * (1.0 - expected[name]) / count) + 0.5 / count
        interval[name] = (share - half, share + half)
    expected["mean"] = 1.0 / (1.0 - n)
    measured["mean"] = float(totals.mean())
    half = SIGMAS * math.sqrt(n / (1.0 - n) ** 3 / count)
    interval["mean"] = (measured["mean"] - half, measured["mean"] + half)
    return Measured(measured, expected, interval, count)
