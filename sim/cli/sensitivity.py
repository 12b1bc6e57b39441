"""``tarpeia sensitivity``: which parameters an outcome depends on, and where it collapses."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.cli.program import named
from sim.cli.progress import print_event
from sim.cli.sweeping import FIGURES, Execution, sweeping
from sim.cli.text import print_lines, print_table
from sim.errors import TarpeiaError
from sim.experiments.regions import Region, condition_of, regions
from sim.experiments.sensitivity import OUTCOMES, Sensitivity, sensitivity
from sim.model.tables import Table
from sim.runs.folder import name_of
from sim.runs.summary import in_words
from sim.scenario import typed
from sim.scenario.files import load
from sim.scenario.kinds import TWICE


def varied(texts: Sequence[str]) -> dict[str, Any]:
    """Return what is varied: a range, or None for the plausible one, by name.

    Raises
    ------
    TarpeiaError
        One line per problem.
    """
    plain = [text.strip() for text in texts if "=" not in text]
    with named("--vary"):
        unknown = [name for name in plain if name not in typed.KNOWN]
        if unknown:
            typed.parse(unknown[0], "")  # says which name was meant
        ranges = typed.variations([text for text in texts if "=" in text])
        both = [name for name in plain if name in ranges or plain.count(name) > 1]
        if both:
            raise TarpeiaError(f"{both[0]}: {TWICE}")
    return dict.fromkeys(plain) | ranges


def analyse_and_print(
    target: str,
    vary: Sequence[str],
    settings: Sequence[str],
    method: str,
    outcomes: Sequence[str],
    collapse: str,
    numbers: dict[str, int],
    execution: Execution,
) -> None:
    """Analyse, print what came of it, draw the figure.

    Parameters
    ----------
    target : str
        A scenario.
    vary, settings, outcomes : sequence of str
        As typed.
    method : str
        ``sobol`` or ``morris``.
    collapse : str
        A condition as ``falls >= 1``; '' for none.
    numbers : dict
        ``samples``, ``replicates`` and ``seed``, where they were typed.
    execution : Execution
    """
    scenario = load(target)
    with named("--set"):
        scenario = scenario.with_values(typed.settings(settings, scenario.folder))
    names = tuple(outcomes) or OUTCOMES
    with sweeping(f"Sensitivity of {target}", execution) as show:
        if collapse and (other := condition_of(collapse)[0]) not in names:
            names = (*names, other)
        found = sensitivity(
            scenario,
            varied(vary),
            method,
            outcomes=names,
            folder=execution.out,
            name=f"sensitivity-{name_of(target)}",
            workers=execution.workers,
            progress=show,
            **numbers,
        )
    corners = regions(found.result, collapse) if collapse else []
    figure = _draw(found)
    if execution.as_json:
        print_event("done", _record(found, corners, figure))
        return
    for name, rows in found.indices.items():
        if not rows:
            print_lines(f"{in_words(name)}: the same at every point; no index", "")
            continue
        print_table(_table(found, name))
    if collapse:
        print_table(_corners(collapse, corners))
    runs = len(found.result.runs)
    print_lines(f"{runs:,} runs.", f"Figure: {figure}", f"Results: {found.result.folder}")


def _draw(found: Sensitivity) -> Path:
    from sim.plots import files, style
    from sim.plots.sensitivity import indices_page

    folder = found.result.folder / FIGURES
    folder.mkdir(exist_ok=True)
    with style.style():
        return files.save(indices_page(found), folder, found.method)[0]


def _table(found: Sensitivity, outcome: str) -> Table:
    if found.method == "sobol":
        head = ("parameter", "alone (S1)", "with interactions (ST)")
        rows = tuple(
            (i.name, f"{i.first:.2f} +- {i.first_half:.2f}", f"{i.total:.2f} +- {i.total_half:.2f}")
            for i in found.indices[outcome]
        )
    else:
        head = ("parameter", "mean absolute effect", "spread of effects")
        rows = tuple(
            (i.name, f"{i.total:.3g} +- {i.total_half:.2g}", f"{i.spread:.3g}")
            for i in found.indices[outcome]
        )
    return Table(in_words(outcome), head, rows)


def _corners(collapse: str, corners: Sequence[Region]) -> Table:
    head = (f"where {collapse}", "of the space", "of its worlds", "of all such worlds")
    rows = tuple(
        (
            " and ".join(c.rules) or "everywhere",
            f"{c.share:.0%}",
            f"{c.density:.0%}",
            f"{c.coverage:.0%}",
        )
        for c in corners
    )
    return Table("Corners of the space, the densest first (a tree of three rules)", head, rows)


def _record(found: Sensitivity, corners: Sequence[Region], figure: Path) -> dict[str, Any]:
    return {
        "method": found.method,
        "indices": {
            name: [{k: None if v != v else v for k, v in i._asdict().items()} for i in rows]
            for name, rows in found.indices.items()
        },
        "regions": [c._asdict() for c in corners],
        "figure": str(figure),
        "results": str(found.result.folder),
    }
