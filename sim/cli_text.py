"""What the command line prints: tables of text, and a run summed up in plain words."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import typer
from rich import box
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from sim.record import Run
from sim.scenario import Scenario
from sim.tables import Table

# Wide enough that a line of a table in a file or a pipe stays one line.
PIPE_WIDTH: Final = 320

NOTE: Final = (
    "Names mark public, sourced events. All that the model adds is invented: it describes no real "
    "person's conduct and no real product, it is neither forecast nor advice, no fault is implied "
    "beyond cited findings, and nobody named endorses it."
)


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _signed(value: float) -> str:
    return f"{value:+.2f}"


# Name in Run.summary, words, how it is written, unit.
SUMMARY: Final[tuple[tuple[str, str, Callable[[float], str], str], ...]] = (
    ("fan_share_end", "Fans at the end", _share, "of the crowd"),
    ("fan_share_peak", "Fans at their peak", _share, "of the crowd"),
    ("anti_fan_share_end", "Anti-fans at the end", _share, "of the crowd"),
    ("anti_fan_share_peak", "Anti-fans at their peak", _share, "of the crowd"),
    ("falls", "Falls of the fan share below 60 % of a peak", _count, "falls"),
    ("fan_to_black", "Fans who turned into anti-fans (fan-to-black)", _count, "agents"),
    ("largest_day_of_turning", "Most of the fans who turned in one day", _share, "of the fans"),
    ("climate_mean", "Climate of opinion, mean", _signed, "-1 to 1"),
    ("climate_lowest", "Climate of opinion, lowest", _signed, "-1 to 1"),
    ("voiced_sentiment_mean", "Sentiment voiced, mean", _signed, "-1 to 1"),
    ("attention_peak", "Attention at its peak", lambda x: f"{x:,.1f}", "stories"),
    ("stories_good", "Good stories", _count, "stories"),
    ("stories_bad", "Bad stories", _count, "stories"),
    ("accidents", "Accidents", _count, "accidents"),
    ("accidents_public", "Accidents that became public", _count, "accidents"),
    ("disputes", "Quality disputes", _count, "disputes"),
    ("disputes_public", "Quality disputes that became public", _count, "disputes"),
    ("units_sold", "Sold", _count, "units"),
    ("fleet_end", "In use at the end", _count, "units"),
    ("coupling_end", "How far the firm is its founder, at the end", _share, "of one"),
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
    for name, words, written, unit in SUMMARY:
        shown.add_row(Text(words), Text(written(run.summary[name])), Text(unit))
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
