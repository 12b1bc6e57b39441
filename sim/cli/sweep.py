"""``tarpeia sweep``: from what was typed to a sweep, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from sim.cli.program import as_options, named
from sim.cli.progress import duration, print_event
from sim.cli.sweeping import OPTIONS, Execution, sweeping
from sim.cli.text import print_lines, print_table
from sim.engine.threads import cores
from sim.errors import TarpeiaError
from sim.experiments.executors import check
from sim.experiments.plans import with_nothing
from sim.experiments.results import SweepResult
from sim.experiments.specification import Sweep, sweep_of
from sim.experiments.sweep import run_sweep
from sim.experiments.sweep_files import read_sweep
from sim.experiments.sweep_settings import settings_of
from sim.experiments.workload import Workload, estimate
from sim.model.tables import Table
from sim.runs.folder import name_of
from sim.scenario import typed
from sim.scenario.files import load, read, read_toml, shipped_sweeps
from sim.scenario.kinds import choice

DESIGNS: Final = {
    "grid": "grid",
    "lhs": "latin-hypercube",
    "latin-hypercube": "latin-hypercube",
    "sobol": "sobol",
}
# Of the table of means: so many outcomes, so many points.
MOST_OUTCOMES: Final = 4
MOST_ROWS: Final = 24


class SweepOptions(NamedTuple):
    """What was typed of a sweep beside its target.

    Attributes
    ----------
    vary, settings : sequence of str
        As typed.
    plans : sequence of Path
    outcomes : sequence of str
    numbers : dict
        ``samples``, ``replicates`` and ``seed``, where they were typed.
    design : str
        '' where none was typed.
    """

    vary: Sequence[str]
    settings: Sequence[str]
    plans: Sequence[Path]
    outcomes: Sequence[str]
    numbers: dict[str, int]
    design: str


def chosen_sweep(target: str, options: SweepOptions) -> Sweep:
    """Return the sweep that was typed: a file of one, or a scenario with things to vary.

    Parameters
    ----------
    target : str
        A sweep file, the name of a shipped one, or a scenario.
    options : SweepOptions

    Raises
    ------
    TarpeiaError
        Naming the file or the option.
    """
    path = sweep_file(target)
    with as_options(OPTIONS):
        return _of_scenario(target, options) if path is None else _of_file(target, path, options)


def _of_file(target: str, path: Path, options: SweepOptions) -> Sweep:
    """Return the sweep of a file, with what was typed beside it."""
    of_a_scenario = {"--vary": options.vary, "--plan": options.plans, "--design": options.design}
    for flag, given in of_a_scenario.items():
        if given:
            raise TarpeiaError(f"{flag}: goes with a scenario; a sweep's file says it itself")
    with named(target):
        scenario, held = read_sweep(path)
    changes: dict[str, Any] = dict(options.numbers)
    if options.outcomes:
        changes["outcomes"] = list(options.outcomes)
    with named("--set"):
        changes["base"] = typed.settings(options.settings, scenario.folder)
    changed = settings_of(changes)
    update = {key: getattr(changed, key) for key in changes}
    settings = held.model_copy(update={**update, "base": {**held.base, **changed.base}})
    with named(target):
        return sweep_of(path.stem, scenario, settings)


def _of_scenario(target: str, options: SweepOptions) -> Sweep:
    """Return the sweep of a scenario, with what was typed to vary."""
    scenario = load(target)
    with named("--set"):
        scenario = scenario.with_values(typed.settings(options.settings, scenario.folder))
    data: dict[str, Any] = {"title": f"Sweep of {scenario.title}", **options.numbers}
    with named("--vary"):
        data["levers"] = typed.variations(options.vary)
    if options.plans:
        data["plans"] = with_nothing(options.plans)
    if options.outcomes:
        data["outcomes"] = list(options.outcomes)
    if options.design:
        data["design"] = choice("--design", options.design, DESIGNS)
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


def sweep_and_print(target: str, options: SweepOptions, execution: Execution, dry: bool) -> int:
    """Do a sweep, or say what it would take; return the exit code, 1 when a run failed."""
    made = chosen_sweep(target, options)
    workers, out, as_json, executor, scheduler = execution
    if dry:
        with as_options(OPTIONS):
            check(executor, workers, scheduler)
        _print_workload(made, estimate(made, workers or cores(), out), as_json)
        return 0
    with sweeping(f"{made.settings.title}: {made.places:,} points", execution) as show:
        result = run_sweep(made, out, workers, executor, scheduler, show)
    failed = len(result.failed)
    if as_json:
        counted = {"runs": len(result.runs), "failed": failed, "results": str(result.folder)}
        print_event("done", counted)
    else:
        _print_result(made, result)
    return 1 if failed else 0


def _print_workload(made: Sweep, found: Workload, as_json: bool) -> None:
    if as_json:
        print_event("estimate", found._asdict())
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


def _print_result(made: Sweep, result: SweepResult) -> None:
    """Print the mean of some outcomes at each point, and where the rest is."""
    table = _means(made, result)
    print_table(table)
    if made.places > len(table.rows):
        print_lines(f"... and {made.places - len(table.rows):,} points more")
    if len(result.failed):
        first = result.failed.iloc[0]
        print_lines(f"{len(result.failed):,} runs failed, the first with: {first['error']}")
    print_lines(f"{len(result.runs):,} runs. Results: {result.folder}")
    print_lines(f'pandas.read_parquet("{(result.folder / "runs").as_posix()}") reads them.')


def _means(made: Sweep, result: SweepResult) -> Table:
    """Return the mean of the first outcomes, a row a point, no more than fit a screen."""
    names = [one.name for one in made.outcomes][:MOST_OUTCOMES]
    rows = []
    for place in range(min(made.places, MOST_ROWS)):
        plan = made.plans[place // len(made.points)]
        point = made.points[place % len(made.points)]
        values = [result.values(name, "" if plan is None else plan.name) for name in names]
        cells = [] if plan is None else [plan.name]
        cells += [_cell(point.get(name, "")) for name in made.factors]
        cells += [_mean(value[place % len(made.points)]) for value in values]
        rows.append(tuple(cells))
    head = ([] if made.plans == (None,) else ["plan"]) + made.factors + names
    return Table(f"{made.settings.title}: means", tuple(head), tuple(rows))


def _cell(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _mean(values: Any) -> str:
    good = values[values == values]
    return f"{good.mean():.4g}" if len(good) else "none"
