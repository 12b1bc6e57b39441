"""What scripts/test.py does for each way to call it."""

from __future__ import annotations

import tomllib
from argparse import Namespace

import pytest

from scripts import bootstrap, test
from tests.places import ROOT

ENVIRONMENT = bootstrap.Environment()


def steps(**asked: bool) -> list[test.Step]:
    options = Namespace(**{"all": False, "coverage": False, **asked})
    return [*test.checks(ENVIRONMENT), *test.long_steps(ENVIRONMENT, options)]


def test_all_adds_to_the_checks_of_every_call() -> None:
    usual = [step.name for step in steps()]
    every = [step.name for step in steps(all=True)]
    assert every[: len(usual)] == usual
    assert set(every) - set(usual) == {
        "newest Python",
        "kernels without JIT",
        "verdicts on the claims",
    }
    # Kernels without JIT have lines to count; compiled ones have none.
    assert [step.name for step in steps(coverage=True)][-1] == "kernels without JIT"


@pytest.mark.parametrize("step", steps(all=True), ids=lambda step: step.name)
def test_what_a_step_calls_is_there(step: test.Step) -> None:
    for word in step.command:
        if word.startswith("scripts/"):
            assert (ROOT / word).is_file(), word


def test_tests_are_chosen_by_marks_that_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    marks = {line.split(":")[0] for line in project["tool"]["pytest"]["ini_options"]["markers"]}
    chosen = {words.removeprefix("not ") for words in test.TESTS.values() if words}
    assert chosen <= marks
    assert test.TESTS["all"] == ""  # leaves out nothing
