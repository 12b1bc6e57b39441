"""``tarpeia compare``: plans in the same worlds, a table, and a figure a board could read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli.program import named
from sim.cli.progress import print_event
from sim.cli.sweeping import FIGURES, Execution, sweeping
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


def compare_and_print(
    target: str,
    paths: Sequence[Path],
    settings: Sequence[str],
    base: Sequence[str],
    outcomes: Sequence[str],
    numbers: dict[str, int],
    fixed: bool,
    execution: Execution,
) -> None:
    """Compare, print what came of it, draw the figures.

    Parameters
    ----------
    target : str
        A scenario.
    paths, settings : sequence
        Files of plans, and what was typed of one more plan.
    base : sequence of str
        What was typed for all plans.
    outcomes : sequence of str
        Those of ``compare.OUTCOMES`` when empty.
    numbers : dict
        ``replicates`` and ``seed``, where they were typed.
    fixed : bool
        Hold the parameters at their values.
    execution : Execution
    """
    scenario = load(target)
    with named("--base"):
        scenario = scenario.with_values(typed.settings(base, scenario.folder))
    plans = plans_of(paths, settings, scenario.folder)
    title = "One plan" if len(plans) == 1 else f"{len(plans)} plans"
    with sweeping(f"{title} and no action in {target}", execution) as show:
        found = compare(
            scenario,
            *plans,
            fixed_parameters=fixed,
            outcomes=tuple(outcomes) or OUTCOMES,
            name=f"compare-{name_of(target)}",
            folder=execution.out,
            workers=execution.workers,
            progress=show,
            **numbers,
        )
    figures = draw(found)
    if execution.as_json:
        print_event("done", record(found, figures))
        return
    for name in found.outcomes:
        print_table(table(found, name))
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
