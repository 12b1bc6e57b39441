"""Which parameters an outcome depends on: a sweep over their ranges, and its indices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.experiments.design import factor
from sim.experiments.indices import Index, analyse, sample
from sim.experiments.loop import ProgressCallback
from sim.experiments.outcomes import outcome
from sim.experiments.plausible import plausible
from sim.experiments.results import SweepResult
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.sweep import run_sweep
from sim.experiments.sweep_settings import settings_of
from sim.scenario.scenario import Scenario

OUTCOMES: Final = ("fan_share_end", "anti_fan_share_peak", "voiced_sentiment_mean", "units_sold")


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
    """Return the range of each parameter: as given, or its plausible one where None is.

    Raises
    ------
    TarpeiaError
        For a parameter without a plausible range, or something that is no range.
    """
    known = plausible(scenario)
    found = {}
    for name, given in vary.items():
        if given is None:
            if name not in known:
                raise TarpeiaError(f"{name}: no plausible range is known; use {name}=low:high")
            found[name] = known[name]
            continue
        one = factor(name, given)
        if one.values:
            raise TarpeiaError(f"{name}: values are no range; use low:high")
        found[name] = (one.low, one.high)
    if len(found) < 2:
        raise TarpeiaError("vary: at least two parameters are needed")
    return found


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
    progress: ProgressCallback | None = None,
) -> Sensitivity:
    """Find which parameters some outcomes depend on.

    Parameters
    ----------
    scenario : Scenario
    vary : mapping
        ``group.name`` to (low, high), or None for its plausible range.
    method : str
        ``sobol`` or ``morris``.
    samples : int
        See ``indices.sample``.
    replicates : int
        Runs of each point, whose mean is analysed; the luck is the same at every point.
    outcomes, seed, name, folder, workers, progress
        See ``sim.experiments.sweep.run_sweep``.

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
    result = run_sweep(made, folder, workers, progress=progress)
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
