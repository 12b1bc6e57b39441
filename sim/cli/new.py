"""``tarpeia new``: questions, answers, a file."""

from __future__ import annotations

import sys
from collections.abc import Mapping

import typer

from sim import files
from sim.cli.program import named, signals
from sim.cli.text import print_lines
from sim.errors import TarpeiaError
from sim.scenario import new as new_scenario


def write_scenario(name: str, given: Mapping[str, str], yes: bool, force: bool) -> None:
    """Write a commented scenario.

    Parameters
    ----------
    name : str
        Of the file.
    given : mapping
        Questions answered by options: key to text.
    yes : bool
        Take the defaults for the rest.
    force : bool
        Replace a file of that name.

    Raises
    ------
    TarpeiaError
        For an odd name, a bad option, a file that is there, or a folder that takes none.
    """
    path = new_scenario.file_name(name)
    if path.exists() and not force:
        raise TarpeiaError(f"{path}: is there already; use another name, or --force")
    answers: new_scenario.Answers = {}
    for question in new_scenario.QUESTIONS:  # bad options are named before anything is asked
        if question.key in given and question.key != "launch":
            answers = _take(question.key, given[question.key], path.stem, answers)
    answers = {}
    for question in new_scenario.QUESTIONS:
        key = question.key
        if key in given:
            answers = _take(key, given[key], path.stem, answers)
        elif yes:
            usual = new_scenario.default(key, path.stem, answers)
            answers = _take(key, usual, path.stem, answers)
        else:
            answers = _ask(question, path.stem, answers)
    with files.writing(path, "choose a folder that can be written to"):
        files.write(path, new_scenario.document(path.stem, answers))
    print_lines(f"{path} is written. Next: tarpeia run {path}")


def _take(key: str, text: str, name: str, answers: new_scenario.Answers) -> new_scenario.Answers:
    with named(new_scenario.flag(key), key):
        return new_scenario.answered(key, text, name, answers)


def _ask(
    question: new_scenario.Question, name: str, answers: new_scenario.Answers
) -> new_scenario.Answers:
    """Ask until the answer is a good one."""
    default = new_scenario.default(question.key, name, answers)
    words = f"{question.words} ({new_scenario.permitted(question.key)})"
    while True:
        try:
            typed = typer.prompt(words, default=default)
        except typer.Abort:
            typer.echo()
            if signals.seen or sys.stdin.isatty():
                raise KeyboardInterrupt from None
            flag = new_scenario.flag(question.key)
            raise TarpeiaError(
                f"new: no answer to '{question.words}'; use {flag} or --yes"
            ) from None
        try:
            return new_scenario.answered(question.key, str(typed), name, answers)
        except TarpeiaError as error:
            print_lines(f"  {error}")
