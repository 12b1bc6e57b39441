"""Teams that nobody sits in: one decides at random, one looks ahead on the model.

They show whether decisions matter: who tries playbooks out in other worlds must do better than who
throws dice, although neither knows the luck of the class.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

import numpy as np

from sim.classroom.play import played
from sim.classroom.rules import NAMES, NO_ACTION, QUARTERS, QUESTIONS, Decision
from sim.classroom.score import score_measures, score_points, total_points
from sim.scenario.scenario import Scenario

# Worlds in which each playbook is tried (assumption).
TRIALS: Final = 4


def all_decisions() -> list[Decision]:
    """Return every full decision: an answer to each question."""
    answers = [[one.name for one in question.options] for question in QUESTIONS]
    return [dict(zip(NAMES, chosen, strict=True)) for chosen in itertools.product(*answers)]


def at_random(seed: int) -> list[Decision]:
    """Return four quarters' decisions, each drawn from all with equal chances."""
    every = all_decisions()
    drawn = np.random.default_rng(seed).integers(0, len(every), QUARTERS)
    return [every[int(k)] for k in drawn]


def points_of(world: Scenario, plan: Sequence[Decision], idle: dict[str, float]) -> float:
    """Return the total points of a plan in a world; ``idle`` are the measures of doing nothing."""
    return total_points(score_points(score_measures(played(world, plan).series), idle))


def idle_in(world: Scenario) -> dict[str, float]:
    """Return the measures of doing nothing for four quarters."""
    return score_measures(played(world, [NO_ACTION] * QUARTERS).series)


def looking_ahead(worlds: Sequence[Scenario]) -> list[Decision]:
    """Return the playbook, one decision for all quarters, with the most points in some worlds."""
    idle = [idle_in(world) for world in worlds]

    def mean(plan: Sequence[Decision]) -> float:
        return sum(
            points_of(world, plan, none) for world, none in zip(worlds, idle, strict=True)
        ) / len(worlds)

    plans = [[decision] * QUARTERS for decision in all_decisions()]
    return max(plans, key=mean)


def a_class(scenario: Scenario, number: int, trials: int = TRIALS) -> tuple[float, float, float]:
    """Let both play a class of their own luck.

    Parameters
    ----------
    scenario : Scenario
        As ``rules.class_world`` gives it.
    number : int
        Of the class; all luck follows from it.
    trials : int
        Worlds in which playbooks are tried; none of them is the class's own.

    Returns
    -------
    ahead, random, idle : float
        Total points of each, and of doing nothing.
    """
    world = scenario.with_values({"run.seed": 10_000 + number})
    first = 1_000_000 + 1_000 * number
    tried = [scenario.with_values({"run.seed": first + k}) for k in range(trials)]
    idle = idle_in(world)
    ahead = points_of(world, looking_ahead(tried), idle)
    random = points_of(world, at_random(first), idle)
    return ahead, random, total_points(score_points(idle, idle))
