"""The lessons: run, compared with what they print, and every heading, link and command checked."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts.update.lessons import FIGURES, played
from sim.app.actions import open_link
from sim.app.session import Session
from sim.claims.index import CLAIMS
from sim.errors import TarpeiaError
from sim.handouts.lessons import ANSWERS, HEADINGS, Lesson, lesson, lessons
from sim.model.entries import ENTRIES
from sim.model.mechanisms import SWITCHES
from sim.model.start import Start
from tests.places import ROOT

EVERY = lessons()
STARTS = {f"start.{name}" for name in Start.model_fields}
NUMBERS = re.compile(r"`(-?\d[\d.,]*)`")
each = pytest.mark.parametrize("one", EVERY, ids=lambda one: str(one.number))


def test_there_are_five_in_order() -> None:
    assert [one.number for one in EVERY] == [1, 2, 3, 4, 5]
    assert len({one.title for one in EVERY}) == 5
    with pytest.raises(TarpeiaError, match="allowed is 1 to 5"):
        lesson(6)


@each
def test_a_lesson_has_all_headings_in_order_and_fits_a_class(one: Lesson) -> None:
    assert tuple(one.sections) == HEADINGS
    assert all(len(text.split()) > 15 for text in one.sections.values())
    least, most = one.minutes
    assert 20 <= least <= most <= 75
    assert one.text.startswith(f"# Lesson {one.number}: ")
    # The prediction comes before anything that tells the result.
    assert one.text.index("## Write down first") < one.text.index("```")


@pytest.mark.slow
@each
def test_its_programs_print_what_it_says_and_draw_its_figure(one: Lesson) -> None:
    printed, figure = played(one)
    assert printed == one.outputs
    name = f"lesson-{one.number}.png"
    assert f"../../results/figures/lessons/{name}" in one.text
    assert (FIGURES / name).is_file()
    assert figure.axes
    for axes in figure.axes:
        assert axes.get_title()
        assert axes.get_xlabel()
        assert axes.lines or axes.patches


@each
def test_every_figure_of_the_answer_key_is_one_that_the_program_printed(one: Lesson) -> None:
    numbers = NUMBERS.findall(one.sections[ANSWERS])
    assert len(numbers) >= 3
    printed = re.findall(r"-?\d[\d.,]*", " ".join(one.outputs))
    assert set(numbers) <= set(printed)


@each
def test_its_links_open_the_page_without_a_fault(one: Lesson) -> None:
    assert one.links
    for query in one.links:
        session = Session()
        open_link(session, query)
        assert session.message == "", query
        assert session.run.day > 0


@pytest.mark.slow
@each
def test_its_commands_are_the_program_s(one: Lesson, tmp_path: Path) -> None:
    assert one.commands
    for command in one.commands:
        assert command.startswith("python3 scripts/tarpeia.py ")
        words = shlex.split(command)[2:]
        if words[0] == "run":
            words += ["--days", "30", "--people", "200"]
        done = (
            subprocess.run(
                [sys.executable, "-P", "-m", "sim", *words, "--out", str(tmp_path / "out")],
                capture_output=True,
                text=True,
                check=False,
                cwd=tmp_path,
                stdin=subprocess.DEVNULL,
            )
            if words[0] == "run"
            else _checked(words)
        )
        assert done.returncode == 0, (command, done.stderr)


def _checked(words: list[str]) -> subprocess.CompletedProcess[str]:
    """Ask a slow command for its help: its words must be known."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "sim", words[0], "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    known = set(re.findall(r"--[a-z-]+", done.stdout))
    assert {word for word in words if word.startswith("--")} <= known
    return done


@each
def test_what_it_names_exists(one: Lesson) -> None:
    for name in re.findall(r"--without ([a-z-]+)", one.text):
        assert name in SWITCHES
    for name in re.findall(r"--set (\w+\.\w+)=", one.text):
        assert name in ENTRIES or name in STARTS
    for name in re.findall(r"[Cc]laim `([a-z-]+)`", one.text):
        assert name in CLAIMS
    for path in re.findall(r"\b((?:docs|sim|tests)/[\w/]+\.\w+)", one.text):
        assert (ROOT / path).is_file(), path


def test_the_command_opens_a_lesson_and_keeps_the_answers_back() -> None:
    def told(*words: str) -> Any:
        return subprocess.run(
            [sys.executable, "-P", "-m", "sim", "lesson", *words],
            capture_output=True,
            text=True,
            check=False,
            encoding="utf-8",
        )

    listed = told().stdout
    assert all(one.title in listed for one in EVERY)
    shown, whole = told("3").stdout, told("3", "--answers").stdout
    assert shown.startswith("# Lesson 3")
    assert "## Answer key" not in shown
    assert "## Sources" in shown
    assert EVERY[2].sections[ANSWERS] in whole
    assert told("9").returncode == 2
