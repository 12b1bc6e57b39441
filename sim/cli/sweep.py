"""``tarpeia sweep``: from what was typed to a sweep, its progress, and what came of it."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import typer

from sim.cli import vary as cli_vary
from sim.cli.program import named, no_empty_folders, signals
from sim.cli.progress import duration, progress
from sim.cli.text import print_lines, print_table
from sim.errors import TarpeiaError
from sim.experiments.executors import check
from sim.experiments.specification import Sweep, settings_of, sweep_of
from sim.experiments.sweep import Estimate, Progress, estimate, run_sweep
from sim.experiments.sweep_files import read_sweep
from sim.model.tables import Table
from sim.runs.folder import name_of
from sim.scenario import typed as cli_values
from sim.scenario.files import load, read, read_toml, shipped_sweeps


class Options(NamedTuple):
    """What was typed beside the target; empty strings and lists where nothing was."""

    vary: Sequence[str]
    settings: Sequence[str]
    plans: Sequence[Path]
    outcomes: Sequence[str]
    numbers: dict[str, str | None]
    design: str


def chosen(target: str, options: Options) -> Sweep:
    """Return the sweep that was typed: a file of one, or a scenario with things to vary.

    Parameters
    ----------
    target : str
        A sweep file, the name of a shipped one, or a scenario.
    options : Options

    Raises
    ------
    TarpeiaError
        Naming the file or the option.
    """
    path = sweep_file(target)
    if path is not None:
        given = [
            flag
            for flag, typed in (
                ("--vary", options.vary),
                ("--plan", options.plans),
                ("--design", options.design),
            )
            if typed
        ]
        if given:
            raise TarpeiaError(f"{given[0]}: goes with a scenario; a sweep's file says it itself")
        with named(target):
            scenario, held = read_sweep(path)
        changes: dict[str, Any] = dict(_numbers(options))
        if options.outcomes:
            changes["outcomes"] = list(options.outcomes)
        with named("--set"):
            changes["base"] = cli_values.settings(options.settings, scenario.folder)
        typed = settings_of(changes)
        update = {key: getattr(typed, key) for key in changes}
        settings = held.model_copy(update={**update, "base": {**held.base, **typed.base}})
        with named(target):
            return sweep_of(path.stem, scenario, settings)
    scenario = load(target)
    with named("--set"):
        scenario = scenario.with_values(cli_values.settings(options.settings, scenario.folder))
    data: dict[str, Any] = {"title": f"Sweep of {scenario.title}", **_numbers(options)}
    with named("--vary"):
        data["levers"] = cli_vary.levers(options.vary)
    if options.plans:
        data["plans"] = cli_vary.plans(options.plans)
    if options.outcomes:
        data["outcomes"] = list(options.outcomes)
    if options.design:
        data["design"] = cli_vary.design(options.design)
    if not options.vary and not options.plans:
        raise TarpeiaError(f"{target}: nothing to vary; give --vary group.name=low:high:steps")
    return sweep_of(name_of(target), scenario, settings_of(data))


def sweep_file(target: str) -> Path | None:
    """Return the file of a sweep, None when the target is something else."""
    path = Path(target)
    if not path.is_file():
        return shipped_sweeps().get(target)
    try:
        return path if "scenario" in read_toml(read(path)) else None
    except TarpeiaError as error:
        raise error.at(target) from None


def _numbers(options: Options) -> dict[str, int]:
    """Return the numbers that were typed."""
    return numbers_of(options.numbers)


def numbers_of(typed: dict[str, str | None]) -> dict[str, int]:
    """Return the whole numbers that were typed, by option.

    Raises
    ------
    TarpeiaError
        Naming the option.
    """
    found = {}
    for flag, text in typed.items():
        if text is None:
            continue
        if not text.isdecimal() or len(text) > 18:
            raise TarpeiaError(f"--{flag}: {text[:40]!r} is not allowed, allowed is a whole number")
        found[flag] = int(text)
    return found


def sweep(
    target: str,
    options: Options,
    workers: str | None,
    executor: str,
    scheduler: str,
    out: Path | None,
    dry: bool,
    as_json: bool,
) -> int:
    """Do a sweep, or say what it would take; return the exit code, 1 when a run failed."""
    made = chosen(target, options)
    count = workers_of(workers)
    check(executor, count, scheduler)
    if dry:
        _tell_estimate(made, estimate(made, count or _cores(), out), as_json)
        return 0
    with contextlib.ExitStack() as stack:
        if out is not None:
            stack.enter_context(no_empty_folders(out))
        told = stack.enter_context(
            sweeping(f"{made.settings.title}: {made.places:,} points", as_json)
        )
        result = run_sweep(made, out, count, executor, scheduler, told)
    failed = len(result.failed)
    if as_json:
        line = {
            "event": "done",
            "runs": len(result.runs),
            "failed": failed,
            "results": str(result.folder),
        }
        typer.echo(json.dumps(line))
        return 1 if failed else 0
    _print_result(made, result)
    return 1 if failed else 0


def workers_of(text: str | None) -> int | None:
    """Return the number of workers that was typed.

    Raises
    ------
    TarpeiaError
        When it is none.
    """
    if text is None:
        return None
    if not text.isdecimal() or len(text) > 6:
        raise TarpeiaError(f"--workers: {text[:40]!r} is not allowed, allowed is 1 or more")
    return int(text)


def _cores() -> int:
    from sim.engine.threads import cores

    return cores()


def _tell_estimate(made: Sweep, found: Estimate, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"event": "estimate", **found._asdict()}))
        return
    plans = f" x {found.plans} plans" if found.plans else ""
    people, days = made.scenario.effective.crowd.people, made.scenario.run.days
    print_lines(
        f"{made.settings.title}: {found.points:,} points{plans} x {made.most_replicates:,} "
        f"replicates{' at most' if made.settings.stop else ''} = {found.runs:,} runs of "
        f"{people:,} people over {days:,} days",
        f"{found.missing:,} still to do, about {duration(found.seconds)}; about "
        f"{found.bytes / 1e6:,.1f} MB in all",
    )


def line_of(found: Progress) -> str:
    """Return the progress as one line."""
    told = f"{found.done:,} of {found.total:,} runs"
    if found.failed:
        told += f", {found.failed:,} failed"
    if found.fresh:
        told += f", {found.rate:,.1f} a second"
    if found.done < found.total:
        told += f", time left {duration(found.left)}"
    return told


@contextlib.contextmanager
def sweeping(title: str, as_json: bool) -> Iterator[Callable[[Progress], None]]:
    """Show the progress of a sweep, or write it as JSON lines to standard output when asked for."""
    if as_json:

        def as_line(found: Progress) -> None:
            signals.check()
            told = {k: None if v != v else v for k, v in found._asdict().items()}
            typer.echo(json.dumps({"event": "progress", **told}))
            sys.stdout.flush()

        yield as_line
        return
    with progress(title, 0, "runs") as show:
        yield lambda found: show(found.done, line_of(found), found.total)


def _print_result(made: Sweep, result: Any) -> None:
    """Print the mean of some outcomes at each point, and where the rest is."""
    names = [one.name for one in made.outcomes][:4]
    rows = []
    for place in range(min(made.places, 24)):
        plan = made.plans[place // len(made.points)]
        point = made.points[place % len(made.points)]
        values = [result.values(name, "" if plan is None else plan.name) for name in names]
        cells = [] if plan is None else [plan.name]
        cells += [_cell(point.get(name, "")) for name in made.factors]
        cells += [_mean(value[place % len(made.points)]) for value in values]
        rows.append(tuple(cells))
    head = ([] if made.plans == (None,) else ["plan"]) + made.factors + names
    print_table(Table(f"{made.settings.title}: means", tuple(head), tuple(rows)))
    if made.places > len(rows):
        print_lines(f"... and {made.places - len(rows):,} points more")
    if len(result.failed):
        first = result.failed.iloc[0]
        print_lines(f"{len(result.failed):,} runs failed, the first with: {first['error']}")
    print_lines(f"{len(result.runs):,} runs. Results: {result.folder}")
    print_lines(f'pandas.read_parquet("{(result.folder / "runs").as_posix()}") reads them.')


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _mean(values: Any) -> str:
    good = values[values == values]
    return f"{good.mean():.4g}" if len(good) else "none"
