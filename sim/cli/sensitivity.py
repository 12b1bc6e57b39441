"""``tarpeia sensitivity``: which parameters an outcome hangs on, and where it collapses."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer

from sim.cli import vary as cli_vary
from sim.cli.compare import FIGURES
from sim.cli.program import named, no_empty_folders
from sim.cli.sweep import sweeping, workers_of
from sim.cli.text import print_lines, print_table
from sim.errors import TarpeiaError
from sim.experiments.regions import Region, condition_of, regions
from sim.experiments.sensitivity import OUTCOMES, Sensitivity, sensitivity
from sim.model.tables import Table
from sim.runs.folder import name_of
from sim.runs.summary import in_words
from sim.scenario import typed
from sim.scenario.files import load


def varied(texts: Sequence[str]) -> dict[str, Any]:
    """Return what is varied: a range, or None for the plausible one, by name.

    Raises
    ------
    TarpeiaError
        One line a fault.
    """
    plain = [text.strip() for text in texts if "=" not in text]
    with named("--vary"):
        unknown = [name for name in plain if name not in typed.KNOWN]
        if unknown:
            typed.parse(unknown[0], "")  # says which name was meant
        told = cli_vary.levers([text for text in texts if "=" in text])
    both = [name for name in plain if name in told or plain.count(name) > 1]
    if both:
        raise TarpeiaError(f"--vary: {both[0]}: given twice, allowed is once")
    return dict.fromkeys(plain) | told


def run(
    target: str,
    vary: Sequence[str],
    settings: Sequence[str],
    method: str,
    outcomes: Sequence[str],
    collapse: str,
    numbers: dict[str, int],
    workers: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Analyse, print what came of it, draw the figure."""
    scenario = load(target)
    with named("--set"):
        scenario = scenario.with_values(typed.settings(settings, scenario.folder))
    names = tuple(outcomes) or OUTCOMES
    if collapse and (other := condition_of(collapse)[0]) not in names:
        names = (*names, other)
    with contextlib.ExitStack() as stack:
        if out is not None:
            stack.enter_context(no_empty_folders(out))
        told = stack.enter_context(sweeping(f"Sensitivity of {target}", as_json))
        found = sensitivity(
            scenario,
            varied(vary),
            method,
            outcomes=names,
            folder=out,
            name=f"sensitivity-{name_of(target)}",
            workers=workers_of(workers),
            told=told,
            **numbers,
        )
    corners = regions(found.result, collapse) if collapse else []
    figure = _draw(found)
    if as_json:
        typer.echo(json.dumps({"event": "done", **_record(found, corners, figure)}))
        return
    for name, rows in found.indices.items():
        if not rows:
            print_lines(f"{in_words(name)}: the same at every point; no index", "")
            continue
        print_table(_table(found, name), whole=1)
    if collapse:
        print_table(_corners(collapse, corners))
    runs = len(found.result.runs)
    print_lines(f"{runs:,} runs.", f"Figure: {figure}", f"Results: {found.result.folder}")


def _draw(found: Sensitivity) -> Path:
    from sim.plots import files, style
    from sim.plots import sensitivity as plots_sensitivity

    folder = found.result.folder / FIGURES
    folder.mkdir(exist_ok=True)
    with style.style():
        return files.save(plots_sensitivity.indices_page(found), folder, f"{found.method}")[0]


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
