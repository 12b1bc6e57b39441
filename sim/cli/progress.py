"""Progress: on standard error a bar on a terminal, now and then a line elsewhere; or as JSON."""

from __future__ import annotations

import contextlib
import json
import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import typer

from sim.cli.program import one_line, signals, tell

# On a pipe or in a file a line of progress at most so often, in seconds.
EVERY: Final = 10.0

# Told how much is done; the words for it, and a total other than at first, where they differ.
Show = Callable[..., None]


@contextlib.contextmanager
def progress(title: str, total: int, unit: str) -> Iterator[Show]:
    """Yield who shows how much is done: ``show(done, words="", total=total)``.

    The title is written when something is first shown. ``words`` stands for "3 of 12 runs, time
    left 40 s". Every call also looks whether the user has asked the program to stop.

    Parameters
    ----------
    title : str
        What is under way.
    total : int
        How much there is to do.
    unit : str
        Of what, in the plural.
    """
    began = time.monotonic()
    first: list[int] = []  # what was there before, which took none of this time

    def words_of(done: int, whole: int) -> str:
        if not first:
            first.append(done)
        passed, fresh = time.monotonic() - began, done - first[0]
        left = passed / fresh * (whole - done) if fresh > 0 else math.nan
        counted = f"{done:,} of {whole:,} {unit}"
        return counted if done >= whole else f"{counted}, time left {duration(left)}"

    with _bar(title) if sys.stderr.isatty() else _lines(title) as draw:

        def show(done: int, words: str = "", total: int = total) -> None:
            signals.check()
            draw(done, total, words or words_of(done, total))

        yield show


def print_event(event: str, fields: Mapping[str, Any]) -> None:
    """Write what happened as one line of JSON to standard output; nan becomes null."""
    plain = {name: None if value != value else value for name, value in fields.items()}
    typer.echo(json.dumps({"event": event, **plain}))
    sys.stdout.flush()


def duration(seconds: float) -> str:
    """Return a time in words: 40 s, 12 min, 3 h 20 min."""
    if not math.isfinite(seconds):
        return "not known yet"
    if seconds < 100:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"


@contextlib.contextmanager
def _lines(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Write the title, a line every so often, and the last one."""
    titles, last = [title], [time.monotonic()]

    def draw(done: int, total: int, words: str) -> None:
        if titles:
            tell(titles.pop())
        if time.monotonic() - last[0] >= EVERY or done == total:
            last[0] = time.monotonic()
            tell(words)

    yield draw


@contextlib.contextmanager
def _bar(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """Draw a bar, which is gone when all is done; the title stays above it."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True, markup=False, highlight=False)
    columns = BarColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("getting ready", total=None)
        titles = [title]

        def draw(done: int, total: int, words: str) -> None:
            if titles:
                console.print(one_line(titles.pop()), soft_wrap=True)
            bar.update(task, completed=done, total=total, description=words)

        yield draw
