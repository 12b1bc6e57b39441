"""What is decided: every answer within bounds, everything else refused."""

from __future__ import annotations

from typing import Any

import pytest

from sim.classroom.rules import (
    PLAYBOOKS,
    QUESTIONS,
    check_decision,
    class_world,
    decision_levers,
)
from sim.errors import TarpeiaError
from sim.model.entries import ENTRIES
from tests.classroom.small_game import firm


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
def test_every_answer_moves_levers_within_their_bounds(question: Any) -> None:
    for option in question.options:
        for lever, value in decision_levers({question.name: option.name}).items():
            entry = ENTRIES[f"founder.{lever}"]
            if entry.choices:
                assert value in entry.choices
            else:
                assert entry.low <= float(value) <= entry.high
    lists = [set(option.levers) for option in question.options]
    assert all(one == lists[0] for one in lists), "an answer leaves what another one set"


def test_the_answers_of_two_questions_never_move_the_same_lever() -> None:
    sets = [{lever for option in q.options for lever in option.levers} for q in QUESTIONS]
    assert sum(map(len, sets)) == len(set.union(*sets))


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        "x",
        {"visible": "nowhere"},
        {"colour": "red"},
        {"visible": 1},
        {1: "often"},
        {"visible": ["often"]},
        {"visible": "often", "candid": None},
    ],
)
def test_a_decision_out_of_range_is_refused(wrong: Any) -> None:
    with pytest.raises(TarpeiaError):
        check_decision(wrong)


def test_the_playbooks_are_decisions_like_any_other() -> None:
    assert all(check_decision(one) == one for one in PLAYBOOKS.values())


def test_a_scenario_that_is_too_short_is_refused() -> None:
    with pytest.raises(TarpeiaError, match="needs at least 729"):
        class_world(firm().with_values({"run.days": 700}))
