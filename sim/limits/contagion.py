"""Published limits of word of mouth and of the turn: percolation, cascades, riots, adoption."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.limits import graphs
from sim.limits.theory import (
    bass_peak,
    bass_recursion,
    critical_transmissibility,
    final_size_of_degrees,
    poisson_final_size,
    threshold_fixed_point,
    transmissibility,
    watts_cascade,
)
from sim.limits.worlds import (
    Input,
    Measured,
    quiet,
    refuse,
    run_once,
    run_until_quiet,
    spread_interval,
)
from sim.model import layout

SIR: Final = (
    Input("network", "poisson", 0, 0, "law of the degrees", ("poisson", "powerlaw")),
    Input("transmissibility", 0.5, 0.001, 1.0, "chance that a voice wins a listener on a day"),
    Input("mean_degree", 3.0, 0.5, 50.0, "mean degree of the Poisson network"),
    Input("exponent", 2.5, 2.05, 3.5, "exponent of the power law, degrees 2 to 1000"),
    Input("gamma", 1.0, 0.05, 1.0, "chance that a voice ends on a day"),
    Input("people", 20_000, 5_000, 500_000, "people in the network"),
)
MOST_TRIES: Final = 4_000


def sir(inputs: Mapping[str, Any], replicates: int | None) -> Measured:
    """Measure the final size of large outbreaks from one voice, each on a network of its own.

    A voice of praise wins each silent listener with the transmissibility on every day it lasts.
    """
    people, gamma = inputs["people"], inputs["gamma"]
    t = transmissibility(inputs["transmissibility"], gamma)
    poisson = inputs["network"] == "poisson"
    if poisson:
        beyond = t * inputs["mean_degree"]
        size = poisson_final_size(t, inputs["mean_degree"])
    else:
        sample = graphs.power_law(people, inputs["exponent"], 1)
        degrees = np.diff(sample.offsets)
        beyond = t / critical_transmissibility(degrees)
        size = final_size_of_degrees(t, degrees)
    if beyond < 1.2 or size * people < 500:
        raise refuse(
            "sir",
            f"the outbreak is {beyond:.2f} times its threshold and would reach {size * people:.0f}",
            "1.2 times the threshold or more, and 500 people or more",
        )
    wanted = replicates or 20
    sizes: list[float] = []
    expected: list[float] = []
    for seed in range(1, MOST_TRIES + 1):
        if poisson:
            network = graphs.poisson(people, inputs["mean_degree"], seed)
        else:
            network = graphs.power_law(people, inputs["exponent"], seed)
        scenario = quiet(
            {
                "crowd.people": people,
                "run.days": 3_000,
                "start.fans": 1.0 / people,
                "people.word_of_mouth": inputs["transmissibility"],
                "conversation.voice_ending": gamma,
            },
            seed,
        )
        engine = Engine(allocate(scenario, network))
        run_until_quiet(engine, layout.S_VOICES_PRAISE)
        reached = float(engine.world.series[engine.day - 1, layout.S_FAN_SHARE])
        if reached > 0.4 * size:
            sizes.append(reached)
            expected.append(size if poisson else final_size_of_degrees(t, np.diff(network.offsets)))
        if len(sizes) == wanted:
            break
    else:
        raise refuse(
            "sir",
            f"{len(sizes)} large outbreaks in {MOST_TRIES} tries",
            "a larger transmissibility",
        )
    # A finite network misses the limit by terms of order 1 / N, and merged pairs by as much.
    allowance = 20.0 / people
    return Measured(
        {"final_size": float(np.mean(sizes))},
        {"final_size": float(np.mean(expected))},
        {"final_size": spread_interval(sizes, allowance)},
        len(sizes),
    )


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


BASS: Final = (
    Input("p", 0.03, 0.001, 0.5, "innovation a unit of time"),
    Input("q", 0.38, 0.05, 2.0, "imitation a unit of time"),
    Input("step", 0.01, 0.001, 0.01, "units of time a day"),
    Input("people", 100_000, 5_000, 200_000, "people, everyone hears everyone"),
)


def peak_of(share: np.ndarray[Any, Any], step: float, width: float) -> tuple[float, float, float]:
    """Return time, cumulative share and rate at the peak of a cumulative curve.

    The rate is read off a polynomial of degree 5 fitted to the curve within ``width`` units of
    time about the day on which it is half way up.
    """
    time = step * np.arange(1, share.size + 1)
    middle = float(np.interp(0.5 * share[-1], share, time))
    near = np.abs(time - middle) <= width
    fit = np.polynomial.Polynomial.fit(time[near] - middle, share[near], 5)
    rate = fit.deriv()
    grid = np.linspace(-0.7 * width, 0.7 * width, 20_001)
    best = grid[int(np.argmax(rate(grid)))]
    return float(middle + best), float(fit(best)), float(rate(best))


def bass_run(inputs: Mapping[str, Any], days: int, seed: int) -> np.ndarray[Any, Any]:
    """Return the cumulative share day by day, float64 (days,), of one world."""
    p, q, step, people = inputs["p"], inputs["q"], inputs["step"], inputs["people"]
    scenario = quiet(
        {
            "crowd.people": people,
            "network.kind": "complete",
            "run.days": days,
            "people.recruitment": p * step,
            "people.word_of_mouth": q * step / people,
        },
        seed,
    )
    return np.asarray(run_once(scenario).world.series[:, layout.S_FAN_SHARE])


def bass(inputs: Mapping[str, Any], replicates: int | None) -> Measured:
    """Measure the peak of adoption by charm p and imitation q on the complete network.

    The interval allows for the discrete day: the exact recursion with its one-day lag is read off
    in the same way, and its distance from the continuous curve is added.
    """
    p, q, step, people = inputs["p"], inputs["q"], inputs["step"], inputs["people"]
    if q < 2.0 * p:
        raise refuse("bass", f"q is {q / p:.2f} p", "q of 2 p or more, so that there is a peak")
    peak = bass_peak(p, q)
    width = min(0.65 * peak[0], 1.5 / q)
    days = math.ceil((peak[0] + 2.0 * width) / step) + 100
    if days > 36_500 or days * people > 3e8:
        raise refuse("bass", f"{days:,} days of {people:,} people", "fewer people or larger p, q")
    count = replicates or 8
    values = np.array(
        [peak_of(bass_run(inputs, days, seed), step, width) for seed in range(1, count + 1)]
    )
    discrete = peak_of(bass_recursion(p, q, step, days, people), step, width)
    names = ("peak_time", "cumulative_at_peak", "peak_rate")
    return Measured(
        {k: float(values[:, i].mean()) for i, k in enumerate(names)},
        dict(zip(names, peak, strict=True)),
        {k: spread_interval(values[:, i], abs(discrete[i] - peak[i])) for i, k in enumerate(names)},
        count,
    )
