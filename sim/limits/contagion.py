"""Published limits of word of mouth: outbreaks on a network, and the S-curve of adoption."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.limits import graphs
from sim.limits.limit import Input, Measured, refuse, spread_interval
from sim.limits.quiet_world import LONGEST, quiet, run_once, run_until_quiet
from sim.limits.theory import (
    bass_peak,
    bass_recursion,
    critical_transmissibility,
    final_size_of_degrees,
    poisson_final_size,
    transmissibility,
)
from sim.model import layout
from sim.network.network import Network

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
    people = inputs["people"]
    t = transmissibility(inputs["transmissibility"], inputs["gamma"])
    sample = _network(inputs, 1)
    size = _final_size(inputs, t, sample)
    if inputs["network"] == "poisson":
        beyond = t * inputs["mean_degree"]
    else:
        beyond = t / critical_transmissibility(np.diff(sample.offsets))
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
        network = _network(inputs, seed)
        reached = _outbreak(inputs, network, seed)
        if reached > 0.4 * size:
            sizes.append(reached)
            expected.append(_final_size(inputs, t, network))
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


def _network(inputs: Mapping[str, Any], seed: int) -> Network:
    """Return a network of the law of degrees asked for."""
    if inputs["network"] == "poisson":
        return graphs.poisson(inputs["people"], inputs["mean_degree"], seed)
    return graphs.power_law(inputs["people"], inputs["exponent"], seed)


def _final_size(inputs: Mapping[str, Any], t: float, network: Network) -> float:
    """Return the share that a large outbreak reaches, by theory."""
    if inputs["network"] == "poisson":
        return poisson_final_size(t, inputs["mean_degree"])
    return final_size_of_degrees(t, np.diff(network.offsets))


def _outbreak(inputs: Mapping[str, Any], network: Network, seed: int) -> float:
    """Return the share that one voice reaches in the end."""
    scenario = quiet(
        {
            "crowd.people": inputs["people"],
            "run.days": 3_000,
            "start.fans": 1.0 / inputs["people"],
            "people.word_of_mouth": inputs["transmissibility"],
            "conversation.voice_ending": inputs["gamma"],
        },
        seed,
    )
    engine = Engine(allocate(scenario, network))
    run_until_quiet(engine, layout.S_VOICES_PRAISE)
    return float(engine.world.series[engine.day - 1, layout.S_FAN_SHARE])


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
    if days > LONGEST or days * people > 3e8:
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
