"""What the command line prints: tables of text, and a run summed up in plain words."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Final

import typer
from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from sim.model.tables import Table
from sim.runs.run import Run
from sim.runs.summary import SUMMARY
from sim.scenario.scenario import Scenario

# Wide enough that a line of a table in a file or a pipe stays one line.
PIPE_WIDTH: Final = 320

NOTE: Final = (
    "Names mark public, sourced events. All that the model adds is invented: it describes no real "
    "person's conduct and no real product, it is neither forecast nor advice, no fault is implied "
    "beyond cited findings, and nobody named endorses it."
)


def _show(table: RichTable) -> None:
    """Print a rich table: no markup, no spaces at the ends of lines."""
    width = None if sys.stdout.isatty() else PIPE_WIDTH
    console = Console(file=sys.stdout, markup=False, highlight=False, emoji=False, width=width)
    with console.capture() as captured:
        console.print(table)
    print_lines(*(line.rstrip() for line in captured.get().rstrip().split("\n")), "")


def print_table(table: Table, whole: int = 1) -> None:
    """Print a table of text; the cells of the first ``whole`` columns are never broken."""
    shown = RichTable(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(table.columns):
        shown.add_column(name, overflow="fold", no_wrap=place < whole)
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    print_lines(table.title)
    _show(shown)


def print_lines(*lines: str) -> None:
    """Print lines, broken by the terminal alone."""
    for line in lines:
        typer.echo(line)


def print_summary(run: Run, directory: Path) -> None:
    """Print what a reader asks first, and where the rest is."""
    scenario = run.scenario
    people = scenario.effective.crowd.people
    shown = RichTable(box=None, show_header=False)
    shown.add_column()
    shown.add_column(justify="right")
    shown.add_column()
    for measure in SUMMARY:
        written = measure.written(run.summary[measure.name])
        shown.add_row(Text(measure.label), Text(written), Text(measure.unit))
    print_lines(f"{scenario.title}, {dates(scenario)}", "")
    _show(shown)
    weight = scenario.effective.crowd.population / people
    lines = [
        f"{people:,} agents over {len(run.series):,} days, seed {scenario.run.seed}; "
        f"an agent stands for {weight:,.0f} people.",
        f"{run.seconds:.2f} s, {run.agent_days_per_second / 1e6:,.1f} million agent-days a second.",
    ]
    if scenario.hypothetical:
        lines.append("HYPOTHETICAL, beyond what happened: " + "; ".join(scenario.hypothetical))
    if scenario.run.case:
        lines.append(NOTE)
    print_lines(*lines, f"Results: {directory}")


def dates(scenario: Scenario) -> str:
    """Return the first and the last day of a scenario."""
    return f"{scenario.run.start} to {scenario.end - dt.timedelta(days=1)}"
