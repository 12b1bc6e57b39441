"""Which parameters an outcome hangs on: Sobol indices and Morris screening, through SALib."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.experiments.design import factor
from sim.experiments.outcomes import outcome
from sim.experiments.plausible import plausible
from sim.experiments.results import SweepResult
from sim.experiments.specification import Sweep, settings_of, sweep_of
from sim.experiments.sweep import Told, run_sweep
from sim.scenario.scenario import Scenario

Method = Literal["sobol", "morris"]
METHODS: Final = ("sobol", "morris")
OUTCOMES: Final = ("fan_share_end", "anti_fan_share_peak", "voiced_sentiment_mean", "units_sold")
LEVEL: Final = 0.95
LEVELS: Final = 4  # of Morris's grid


class Index(NamedTuple):
    """How much an outcome hangs on one parameter.

    Attributes
    ----------
    name : str
    first, first_half : float
        Sobol: share of the variance by this parameter alone, and half its 95 % interval. Morris:
        mean of the elementary effects, and nan.
    total, total_half : float
        Sobol: with all interactions. Morris: mean of the absolute effects, and half its interval.
    spread : float
        Morris: standard deviation of the effects, high where it interacts or is curved; nan of
        Sobol.
    """

    name: str
    first: float
    first_half: float
    total: float
    total_half: float
    spread: float


@dataclass(frozen=True)
class Sensitivity:
    """Indices of several outcomes.

    Attributes
    ----------
    result : SweepResult
    method : str
    indices : dict of str to list of Index
        By outcome, the largest total first; empty where the outcome does not vary.
    """

    result: SweepResult
    method: str
    indices: dict[str, list[Index]]


def ranges_of(scenario: Scenario, vary: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return the range of each parameter: as told, or its plausible one where None is told.

    Raises
    ------
    TarpeiaError
        For a parameter without a plausible range, or something that is no range.
    """
    known = plausible(scenario)
    found = {}
    for name, told in vary.items():
        if told is None:
            if name not in known:
                raise TarpeiaError(
                    f"{name}: no plausible range is known, give --vary {name}=low:high"
                )
            found[name] = known[name]
            continue
        one = factor(name, told)
        if one.values:
            raise TarpeiaError(f"{name}: values are no range, allowed is low:high")
        found[name] = (one.low, one.high)
    if len(found) < 2:
        raise TarpeiaError("vary: at least two parameters are needed")
    return found


def _problem(ranges: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    return {
        "num_vars": len(ranges),
        "names": list(ranges),
        "bounds": [list(r) for r in ranges.values()],
    }


def sample(
    ranges: Mapping[str, tuple[float, float]], method: str, samples: int, seed: int
) -> NDArray[np.float64]:
    """Return the points of a method, float64 (points, parameters).

    Sobol: Saltelli's (2010) scheme, samples x (parameters + 2) points. Morris (1991): trajectories
    x (parameters + 1).

    Raises
    ------
    TarpeiaError
        For an unknown method, too few samples, or (Sobol) no power of two; or without SALib.
    """
    if method not in METHODS:
        raise TarpeiaError(f"--method: {method[:40]!r} is not allowed, allowed is sobol or morris")
    power = samples & (samples - 1) == 0
    if samples < 4 or (method == "sobol" and not power):
        allowed = "a power of two from 4" if method == "sobol" else "4 or more"
        raise TarpeiaError(f"--samples: {samples} is not allowed, allowed is {allowed}")
    try:
        from SALib.sample import morris, sobol
    except ImportError:
        raise TarpeiaError(
            'sensitivity: SALib is not here; pip install "tarpeia[analysis]"'
        ) from None
    problem = _problem(ranges)
    if method == "sobol":
        drawn = sobol.sample(problem, samples, calc_second_order=False, seed=seed)
    else:
        drawn = morris.sample(problem, samples, num_levels=LEVELS, seed=seed)
    return np.asarray(drawn, dtype=np.float64)


def analyse(
    ranges: Mapping[str, tuple[float, float]],
    method: str,
    points: NDArray[np.float64],
    values: NDArray[np.float64],
    seed: int,
) -> list[Index]:
    """Return the indices of one outcome, the largest total first; none if it does not vary.

    Parameters
    ----------
    points : float64 (points, parameters)
    values : float64 (points,)
    """
    from SALib.analyze import morris, sobol

    if np.ptp(values) == 0.0:
        return []
    problem, nothing = _problem(ranges), float("nan")
    if method == "sobol":
        found = sobol.analyze(
            problem,
            values,
            calc_second_order=False,
            conf_level=LEVEL,
            seed=seed,
            print_to_console=False,
        )
        rows = [
            Index(
                name,
                float(found["S1"][k]),
                float(found["S1_conf"][k]),
                float(found["ST"][k]),
                float(found["ST_conf"][k]),
                nothing,
            )
            for k, name in enumerate(ranges)
        ]
    else:
        found = morris.analyze(
            problem, points, values, conf_level=LEVEL, num_levels=LEVELS, seed=seed
        )
        rows = [
            Index(
                name,
                float(found["mu"][k]),
                nothing,
                float(found["mu_star"][k]),
                float(found["mu_star_conf"][k]),
                float(found["sigma"][k]),
            )
            for k, name in enumerate(ranges)
        ]
    return sorted(rows, key=lambda row: -row.total)


def sensitivity_of(
    name: str,
    scenario: Scenario,
    ranges: Mapping[str, tuple[float, float]],
    method: str,
    samples: int,
    replicates: int,
    outcomes: Sequence[str],
    seed: int,
) -> tuple[Sweep, NDArray[np.float64]]:
    """Return the sweep behind a sensitivity analysis, and its points.

    Raises
    ------
    TarpeiaError
        For what the scenario cannot have.
    """
    for one in outcomes:
        outcome(one, scenario.run.days)
    drawn = sample(ranges, method, samples, seed)
    ends = {key: factor(key, ends) for key, ends in ranges.items()}
    rows = [
        {
            key: ends[key].at((value - ends[key].low) / (ends[key].high - ends[key].low))
            for key, value in zip(ranges, row, strict=True)
        }
        for row in drawn.tolist()
    ]
    settings = settings_of(
        {
            "title": f"What matters in {scenario.title}",
            "points": rows,
            "seed": seed,
            "replicates": replicates,
            "outcomes": list(outcomes),
            "series_step": 0,
        }
    )
    return sweep_of(name, scenario, settings), drawn


def sensitivity(
    scenario: Scenario,
    vary: Mapping[str, Any],
    method: str = "sobol",
    samples: int = 64,
    replicates: int = 4,
    outcomes: Sequence[str] = OUTCOMES,
    seed: int = 1,
    name: str = "sensitivity",
    folder: str | Path | None = None,
    workers: int | None = None,
    told: Told | None = None,
) -> Sensitivity:
    """Find which parameters some outcomes hang on.

    Parameters
    ----------
    scenario : Scenario
    vary : mapping
        ``group.name`` to (low, high), or None for its plausible range.
    method : str
        ``sobol`` or ``morris``.
    samples : int
        See ``sample``.
    replicates : int
        Runs of each point, whose mean is analysed; the luck is the same at every point.
    outcomes, seed, name, folder, workers, told
        See ``sim.experiments.sweep``.

    Returns
    -------
    Sensitivity

    Raises
    ------
    TarpeiaError
        For bad input, or when a run failed.
    """
    ranges = ranges_of(scenario, vary)
    made, drawn = sensitivity_of(
        name, scenario, ranges, method, samples, replicates, outcomes, seed
    )
    result = run_sweep(made, folder, workers, told=told)
    if len(result.failed):
        raise TarpeiaError(
            f"{result.folder}: {len(result.failed)} runs failed, indices need all of them; the "
            f"first with: {result.failed.iloc[0]['error']}"
        )
    return Sensitivity(
        result,
        method,
        {
            one: analyse(ranges, method, drawn, result.values(one).mean(axis=1), seed)
            for one in outcomes
        },
    )
