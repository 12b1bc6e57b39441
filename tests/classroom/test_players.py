"""Teams that nobody sits in: dice, and one who looks ahead and beats them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.classroom.debrief.elsewhere import other_worlds
from sim.classroom.play import played
from sim.classroom.players import a_class, all_decisions, at_random, looking_ahead
from sim.classroom.rules import NO_ACTION, QUARTERS, class_world
from sim.classroom.score import score_measures, score_points, total_points
from sim.scenario.scenario import Scenario
from tests.classroom.small_game import firm


def world(people: int) -> Scenario:
    return class_world(firm(people))


def test_there_are_48_decisions_and_dice_choose_among_all_of_them() -> None:
    every = all_decisions()
    assert len(every) == 48
    thrown = [tuple(sorted(one.items())) for seed in range(200) for one in at_random(seed)]
    assert len(set(thrown)) == 48
    assert at_random(7) == at_random(7)


@pytest.mark.slow
def test_who_looks_ahead_beats_the_dice() -> None:
    """Twelve small classes; scripts/benchmarks/class_players.py plays two hundred."""
    scenario = world(300)
    won = [a_class(scenario, number, trials=2) for number in range(12)]
    assert sum(ahead > random for ahead, random, _ in won) >= 10
    assert np.mean([ahead - random for ahead, random, _ in won]) > 10


def test_looking_ahead_chooses_the_best_of_the_worlds_it_tried() -> None:
    worlds = other_worlds(world(200), 1)
    plan = looking_ahead(worlds)
    idle = score_measures(played(worlds[0], [NO_ACTION] * QUARTERS).series)

    def marks(decision: Any) -> float:
        own = score_measures(played(worlds[0], [decision] * QUARTERS).series)
        return total_points(score_points(own, idle))

    assert marks(plan[0]) == max(marks(one) for one in all_decisions())
