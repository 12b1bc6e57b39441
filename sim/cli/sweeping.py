"""What ``sweep``, ``compare`` and ``sensitivity`` have in common: how their runs are done."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sim.cli.program import as_options, no_empty_folders, signals
from sim.cli.progress import duration, print_event, progress
from sim.experiments.loop import ProgressCallback, SweepProgress

# The folder of figures inside that of the results.
FIGURES: Final = "figures"
# Options that the library knows by the same names.
OPTIONS: Final = (
    "collapse",
    "executor",
    "method",
    "replicates",
    "samples",
    "scheduler",
    "seed",
    "vary",
    "workers",
)


class Execution(NamedTuple):
    """How runs are done and reported, as typed; None where nothing was.

    Attributes
    ----------
    workers : int, optional
    out : Path, optional
        Folder of the results.
    as_json : bool
        Lines of JSON on standard output.
    executor, scheduler : str
    """

    workers: int | None
    out: Path | None
    as_json: bool
    executor: str = "local"
    scheduler: str = ""


def typed_numbers(**numbers: int | None) -> dict[str, int]:
    """Return the numbers that were typed, by name."""
    return {name: value for name, value in numbers.items() if value is not None}


@contextlib.contextmanager
def sweeping(title: str, execution: Execution) -> Iterator[ProgressCallback]:
    """Yield what shows the progress of runs; leave no empty folder when they cannot be done.

    Faults that come up inside are named after the options.
    """
    out = execution.out
    with (
        as_options(OPTIONS),
        contextlib.nullcontext() if out is None else no_empty_folders(out),
        _shown(title, execution.as_json) as show,
    ):
        yield show


@contextlib.contextmanager
def _shown(title: str, as_json: bool) -> Iterator[ProgressCallback]:
    if as_json:

        def as_line(found: SweepProgress) -> None:
            signals.check()
            print_event("progress", found._asdict())

        yield as_line
        return
    with progress(title, 0, "runs") as show:
        yield lambda found: show(found.done, line_of(found), found.total)


def line_of(found: SweepProgress) -> str:
    """Return the progress of a sweep as one line."""
    line = f"{found.done:,} of {found.total:,} runs"
    if found.failed:
        line += f", {found.failed:,} failed"
    if found.fresh:
        line += f", {found.rate:,.1f} a second"
    if found.done < found.total:
        line += f", time left {duration(found.left)}"
    return line
