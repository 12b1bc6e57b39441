"""``tarpeia compare``: plans in the same worlds, a table, and a figure a board could read."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from sim.cli.program import named, no_empty_folders
from sim.cli.sweep import sweeping, workers_of
from sim.cli.text import NOTE, print_lines, print_table
from sim.errors import TarpeiaError
from sim.experiments.compare import OUTCOMES, Comparison, compare
from sim.experiments.plans import Plan, as_plan, load_plan
from sim.experiments.verdicts import LEVEL, Verdict, less_is_better
from sim.model.tables import Table
from sim.runs.folder import name_of
from sim.runs.summary import in_words
from sim.scenario import typed
from sim.scenario.files import load

FIGURES = "figures"


def plans_of(paths: Sequence[Path], settings: Sequence[str], folder: str) -> list[Plan]:
    """Return the plans of some files, and of ``--set``: all of these are one plan.

    Raises
    ------
    TarpeiaError
        Naming the file or the option; when there is none.
    """
    found = [load_plan(path) for path in paths]
    if settings:
        with named("--set"):
            found.append(as_plan(typed.settings(settings, folder)))
    if not found:
        raise TarpeiaError("--plan: none given; give --plan FILE or --set group.name=value")
    return found


def run(
    target: str,
    paths: Sequence[Path],
    settings: Sequence[str],
    outcomes: Sequence[str],
    base: Sequence[str],
    numbers: dict[str, int],
    fixed: bool,
    workers: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Compare, print what came of it, draw the figures.

    Parameters
    ----------
    target : str
        A scenario.
    numbers : dict
        ``replicates`` and ``seed``, where they were typed.
    """
    scenario = load(target)
    with named("--base"):
        scenario = scenario.with_values(typed.settings(base, scenario.folder))
    plans = plans_of(paths, settings, scenario.folder)
    title = "One plan" if len(plans) == 1 else f"{len(plans)} plans"
    with contextlib.ExitStack() as stack:
        if out is not None:
            stack.enter_context(no_empty_folders(out))
        told = stack.enter_context(sweeping(f"{title} and no action in {target}", as_json))
        found = compare(
            scenario,
            *plans,
            fixed_parameters=fixed,
            outcomes=tuple(outcomes) or OUTCOMES,
            name=f"compare-{name_of(target)}",
            folder=out,
            workers=workers_of(workers),
            told=told,
            **numbers,
        )
    figures = draw(found)
    if as_json:
        typer.echo(json.dumps({"event": "done", **record(found, figures)}))
        return
    for name in found.outcomes:
        print_table(table(found, name), whole=1)
    lines = [
        f"{found.worlds:,} worlds, in each all plans with the same luck"
        + (", parameters fixed." if fixed else ", parameters drawn from their plausible ranges.")
    ]
    if found.result.sweep.scenario.run.case:
        lines.append(NOTE)
    print_lines(*lines, *(f"Figure: {path}" for path in figures), f"Results: {found.result.folder}")


def draw(found: Comparison) -> list[Path]:
    """Draw the board's figure of each outcome beside the runs; return the PNG files."""
    from sim.plots import board, files, style

    folder = found.result.folder / FIGURES
    folder.mkdir(exist_ok=True)
    drawn = []
    for name in found.outcomes:
        with style.style():
            figure = board.board(found, name)
            drawn.append(files.save(figure, folder, f"board-{files.file_name(name)}")[0])
    return drawn


def table(found: Comparison, outcome: str) -> Table:
    """Return what is said of an outcome, a row a plan."""
    way = "less is better" if less_is_better(outcome) else "more is better"
    head = (
        "plan",
        "mean",
        "difference",
        f"{LEVEL:.0%} interval",
        "sd by luck",
        "sd by parameters",
        "best in",
        "worst tenth",
        "regret",
        "variance saved",
    )
    rows = tuple(_row(verdict, k == 0) for k, verdict in enumerate(found.verdicts[outcome]))
    return Table(f"{in_words(outcome)}; {way}", head, rows)


def _row(v: Verdict, nothing: bool) -> tuple[str, ...]:
    def shown(x: float) -> str:
        return "-" if x != x else f"{x:.3g}"

    against = (
        ("", "", "", "")
        if nothing
        else (
            f"{v.difference:+.3g}",
            f"{v.low:+.3g} to {v.high:+.3g}",
            shown(v.luck),
            shown(v.ignorance),
        )
    )
    saved = "" if nothing or v.saved != v.saved else f"{v.saved:.1f} times"
    return (
        v.plan,
        shown(v.mean),
        *against,
        f"{v.best:.0%}",
        shown(v.worst),
        shown(v.regret),
        saved,
    )


def record(found: Comparison, figures: Sequence[Path]) -> dict[str, Any]:
    """Return what ``--json`` prints."""
    return {
        "worlds": found.worlds,
        "fixed_parameters": found.fixed,
        "outcomes": {
            name: {
                "less_is_better": less_is_better(name),
                "level": LEVEL,
                "plans": [_plain(v) for v in found.verdicts[name]],
            }
            for name in found.outcomes
        },
        "figures": [str(path) for path in figures],
        "results": str(found.result.folder),
    }


def _plain(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict for JSON, which has neither nan nor infinity."""
    numbers = {k: v for k, v in verdict._asdict().items() if k != "plan"}
    return {"plan": verdict.plan} | {
        k: v if v == v and abs(v) != float("inf") else None for k, v in numbers.items()
    }
