"""Several plans and doing nothing in the same worlds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.errors import TarpeiaError
from sim.experiments.loop import ProgressCallback
from sim.experiments.outcomes import outcome
from sim.experiments.plans import NOTHING, Plan, as_plan
from sim.experiments.plausible import plausible
from sim.experiments.results import SweepResult
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.sweep import run_sweep
from sim.experiments.sweep_settings import settings_of
from sim.experiments.verdicts import Verdict, judge, less_is_better
from sim.scenario.kinds import invalid
from sim.scenario.scenario import Scenario

# Runs with one draw of the parameters, so that luck can be told from ignorance.
LUCK: Final = 4
OUTCOMES: Final = (
    "voiced_sentiment_mean",
    "fan_share_end",
    "anti_fan_share_peak",
    "falls",
    "units_sold",
    "climate_lowest",
)


@dataclass(frozen=True)
class Comparison:
    """Plans compared in the same worlds.

    Attributes
    ----------
    result : SweepResult
        The runs behind it.
    fixed : bool
        Whether parameters were held at their values.
    """

    result: SweepResult
    fixed: bool

    @property
    def plans(self) -> list[str]:
        """The names of the plans, doing nothing first."""
        return [plan.name for plan in self.result.sweep.settings.plans]

    @property
    def outcomes(self) -> list[str]:
        """What was measured."""
        return [one.name for one in self.result.sweep.outcomes]

    @property
    def worlds(self) -> int:
        """Worlds, in each of which all plans were run."""
        return len(self.result.sweep.points) * self.result.sweep.settings.replicates

    def values(self, outcome: str) -> dict[str, NDArray[np.float64]]:
        """Return an outcome by plan, float64 (draws, replicates), world by world."""
        return {plan: self.result.values(outcome, plan) for plan in self.plans}

    @cached_property
    def verdicts(self) -> dict[str, list[Verdict]]:
        """What is said of each outcome: a verdict a plan."""
        return {
            name: judge(self.values(name), NOTHING, less_is_better(name)) for name in self.outcomes
        }


def worlds_of(replicates: int, fixed: bool) -> tuple[int, int]:
    """Return draws of the parameters and runs of each for a number of worlds.

    Raises
    ------
    TarpeiaError
        When there are too few worlds to say anything.
    """
    if replicates < 2 * LUCK:
        raise invalid("replicates", replicates, f"{2 * LUCK} or more")
    return (1, replicates) if fixed else (max(2, round(replicates / LUCK)), LUCK)


def comparison_of(
    name: str,
    scenario: Scenario,
    plans: Sequence[Plan],
    replicates: int = 100,
    fixed_parameters: bool = False,
    outcomes: Sequence[str] = (),
    seed: int = 1,
) -> Sweep:
    """Return the sweep behind a comparison.

    Raises
    ------
    TarpeiaError
        For plans that the scenario cannot carry out, outcomes that are none, too few worlds.
    """
    if not plans:
        raise TarpeiaError("plans: none given, at least one is needed")
    draws, luck = worlds_of(replicates, fixed_parameters)
    for plan in plans:
        for key in plan.changes:
            if key.startswith(("crowd.", "network.", "run.")):
                raise TarpeiaError(
                    f"plan {plan.name}: {key}: nobody decides that; use levers, other parameters, "
                    "events and rules in a plan (--base sets it for all plans)"
                )
    names = tuple(outcomes) or OUTCOMES
    for one in names:
        outcome(one, scenario.run.days)
    decided = {key for plan in plans for key in plan.changes}
    ranges = {
        key: {"low": low, "high": high}
        for key, (low, high) in plausible(scenario).items()
        if key not in decided
    }
    settings = settings_of(
        {
            "title": f"Plans in {scenario.title}",
            "question": "Which plan is best, and how often?",
            "uncertainties": {} if fixed_parameters else ranges,
            "design": "latin-hypercube",
            "samples": draws,
            "replicates": luck,
            "luck": "own",
            "crowds": 1_000,
            "seed": seed,
            "plans": [Plan(name=NOTHING), *plans],
            "outcomes": list(names),
        }
    )
    return sweep_of(name, scenario, settings)


def compare(
    scenario: Scenario,
    *plans: Plan | Mapping[str, Any] | str | Path,
    replicates: int = 100,
    fixed_parameters: bool = False,
    outcomes: Sequence[str] = (),
    seed: int = 1,
    name: str = "compare",
    folder: str | Path | None = None,
    workers: int | None = None,
    progress: ProgressCallback | None = None,
) -> Comparison:
    """Run plans and doing nothing in the same worlds.

    Parameters
    ----------
    scenario : Scenario
    *plans : Plan, mapping, str or Path
        A plan; ``{"founder.candour": 0.9}``; or a plan's file.
    replicates : int
        Worlds. Parameters are drawn from their plausible ranges (``sim.experiments.plausible``),
        four worlds of different luck a draw.
    fixed_parameters : bool
        Hold the parameters at the scenario's values; then luck alone differs.
    outcomes : sequence of str
        See ``sim.experiments.outcomes``.
    seed : int
    name, folder, workers, progress
        See ``sim.experiments.sweep.run_sweep``.

    Returns
    -------
    Comparison

    Raises
    ------
    TarpeiaError
        For bad plans, outcomes, or a folder that cannot be used.
    """
    known = [as_plan(plan) for plan in plans]
    made = comparison_of(name, scenario, known, replicates, fixed_parameters, outcomes, seed)
    return Comparison(run_sweep(made, folder, workers, progress=progress), fixed_parameters)
