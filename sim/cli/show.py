"""``tarpeia validate``, ``scenarios``, ``parameters`` and ``schedule``: looking, not running."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sim.cli.program import BAD_INPUT, DONE, tell
from sim.cli.text import dates, print_lines, print_table
from sim.errors import TarpeiaError
from sim.model import tables
from sim.model.tables import Table
from sim.scenario.files import load, shipped
from sim.scenario.scenario import Scenario


def validate_files(files: Sequence[str]) -> int:
    """Print ``FILE: ok`` or, on standard error, one line per problem; return the exit code."""
    code = DONE
    for file in files:
        try:
            _check(file)
        except TarpeiaError as error:
            for fault in error.faults:
                tell(fault)
            code = BAD_INPUT
        else:
            print_lines(f"{file}: ok")
    return code


def _check(file: str) -> None:
    """Check a scenario or a sweep."""
    from sim.cli.sweep import sweep_file
    from sim.experiments.sweep_files import load_sweep_file

    path = sweep_file(file)
    if path is None:
        _check_network(load(file), file)
    else:
        load_sweep_file(path)


def _check_network(scenario: Scenario, file: str) -> None:
    """Read the network's file, where the scenario has one."""
    settings = scenario.network_settings
    if settings.kind == "file":
        from sim.network.files import load as load_network

        try:
            load_network(settings.file, scenario.parameters.crowd.people)
        except TarpeiaError as error:
            raise error.at("network.file").at(file) from None


def print_scenarios() -> None:
    """Print the scenarios that come with the program."""
    rows = []
    for name in shipped():
        scenario = load(name)
        people = f"{scenario.parameters.crowd.people:,}"
        rows.append((name, scenario.title, scenario.question, dates(scenario), people))
    columns = ("name", "title", "question", "dates", "people")
    print_table(Table("Scenarios: tarpeia run NAME", columns, tuple(rows)))


def print_parameters(as_json: bool, markdown: bool) -> None:
    """Print every parameter and the starting state."""
    both = [tables.parameters(), tables.start()]
    if as_json:
        print_lines(json.dumps(tables.entries_record(), indent=2))
    elif markdown:
        _print_markdown(both)
    else:
        for table in both:  # one column less, so that it fits a terminal
            *columns, _, _ = table.columns
            rows = tuple((*row[:-2], f"{row[-2]} ({row[-1]})") for row in table.rows)
            print_table(Table(table.title, (*columns, "meaning (source)"), rows), whole=3)


def print_schedule(as_json: bool, markdown: bool) -> None:
    """Print the phases of a day and the switches of the mechanisms."""
    phases, mechanisms = tables.schedule(), tables.mechanisms()
    if as_json:
        print_lines(json.dumps(tables.schedule_record(), indent=2))
    elif markdown:
        _print_markdown([phases, mechanisms])
    else:
        print_table(phases, whole=2)
        rows = tuple(row[:-2] for row in mechanisms.rows)  # without the parameters that it sets
        print_table(Table(mechanisms.title, mechanisms.columns[:-2], rows))


def _print_markdown(several: Sequence[Table]) -> None:
    for table in several:
        print_lines(f"## {table.title}", "", tables.markdown(table))
