"""``tarpeia validate``, ``scenarios``, ``parameters`` and ``schedule``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import sim
from sim.model import tables
from sim.model.day.schedule import SCHEDULE
from sim.model.entries import ENTRIES
from sim.model.layout import SERIES
from sim.model.mechanisms import MECHANISMS
from sim.model.start import START_ENTRIES
from sim.scenario.files import shipped
from tests.cli.calls import (
    tarpeia,
)


def test_validate_names_each_file(workplace: Path) -> None:
    files = [str(path) for path in shipped().values()]
    result = tarpeia("validate", *files)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{file}: ok" for file in files]
    assert result.stderr == ""


def test_scenarios_lists_those_that_come_with_the_program() -> None:
    result = tarpeia("scenarios")
    assert result.exit_code == 0
    for name in shipped():
        scenario = sim.load(name)
        (row,) = (row for row in result.stdout.splitlines() if row.split()[:1] == [name])
        for shown in (scenario.title, scenario.question, str(scenario.run.start)):
            assert shown in row
        assert f"{scenario.parameters.crowd.people:,}" in row


def test_parameters_as_table_markdown_and_json() -> None:
    plain, markdown = tarpeia("parameters"), tarpeia("parameters", "--markdown")
    told = json.loads(tarpeia("parameters", "--json").stdout)
    assert [entry["name"] for entry in told["parameters"]] == list(ENTRIES)
    assert [entry["name"] for entry in told["start"]] == list(START_ENTRIES)
    for entry in (*ENTRIES.values(), *START_ENTRIES.values()):
        (row,) = (row for row in plain.stdout.splitlines() if row.split()[:1] == [entry.name])
        assert entry.meaning in row
        assert entry.source in row
        assert f"| {entry.name} |" in markdown.stdout
    assert tables.TABLES["parameters"]() in markdown.stdout
    assert tables.TABLES["start"]() in markdown.stdout


def test_schedule_as_table_markdown_and_json() -> None:
    plain, markdown = tarpeia("schedule"), tarpeia("schedule", "--markdown")
    told = json.loads(tarpeia("schedule", "--json").stdout)
    assert [phase["name"] for phase in told["phases"]] == [phase.name for phase in SCHEDULE]
    assert [switch["name"] for switch in told["mechanisms"]] == [m.name for m in MECHANISMS]
    for phase in SCHEDULE:
        assert f"{phase.reads}" in plain.stdout
        assert f"{phase.writes}" in plain.stdout
    for mechanism in MECHANISMS:
        (row,) = (row for row in plain.stdout.splitlines() if row.split()[:1] == [mechanism.name])
        assert mechanism.off in row
    assert tables.TABLES["schedule"]() in markdown.stdout
    assert tables.TABLES["mechanisms"]() in markdown.stdout


@pytest.mark.parametrize("name", tables.TABLES)
def test_markdown_tables_are_whole(name: str) -> None:
    lines = tables.TABLES[name]().splitlines()
    bars = {line.replace("\\|", "").count("|") for line in lines}
    assert len(bars) == 1
    assert set(lines[1]) == {"|", "-"}
    assert len(lines) > 5


def test_the_table_of_series_is_complete() -> None:
    assert [row[0] for row in tables.series().rows] == [column.name for column in SERIES]


@pytest.mark.parametrize(
    "write", [tables.parameters, tables.start, tables.series, tables.mechanisms, tables.schedule]
)
def test_no_cell_is_empty(write: Callable[[], tables.Table]) -> None:
    table = write()
    for row in table.rows:
        assert len(row) == len(table.columns)
        assert all(row) or row[0] == "network.file"
