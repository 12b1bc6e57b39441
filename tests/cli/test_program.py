"""The program itself: help, version, and what must not be loaded for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sim
from sim.model.entries import ENTRIES
from sim.model.start import START_ENTRIES
from tests.cli.calls import (
    environment,
    process,
    tarpeia,
)


def test_help_is_quick_to_load() -> None:
    done = process("--help", unwanted="mesa,numpy,numba,pydantic,pandas,pyarrow,matplotlib")
    assert done.returncode == 0, done.stderr
    for name in ("run", "validate", "scenarios", "parameters", "schedule", "plot", "new"):
        assert f" {name} " in done.stdout


COMMANDS = (
    *("run", "validate", "plot", "new", "claims", "verify"),
    *("sweep", "compare", "sensitivity", "app", "class", "lesson", "atlas"),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_loads_nothing_heavy(command: str) -> None:
    done = process(command, "--help", unwanted="numba,pandas,pyarrow,matplotlib,mesa,solara,scipy")
    assert done.returncode == 0, done.stderr
    assert f"Usage: tarpeia {command} " in done.stdout


# What several commands have, and which: it is declared once.
SHARED = {
    "--set": ("run", "sweep", "compare", "sensitivity", "verify"),
    "--seed": ("run", "sweep", "compare", "sensitivity", "claims", "class"),
    "--days": ("run", "new"),
    "--workers": ("sweep", "compare", "sensitivity", "claims"),
    "--replicates": ("sweep", "compare", "sensitivity", "claims", "verify"),
    "--out": ("run", "sweep", "compare", "sensitivity", "plot", "atlas"),
    "--json": ("run", "parameters", "schedule", "evidence", "claims", "verify", "sweep"),
}


@pytest.mark.parametrize("option", SHARED)
def test_an_option_means_the_same_wherever_it_is(
    option: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "250")
    begins = set()
    for command in SHARED[option]:
        (row,) = (
            line.strip("│ ")
            for line in tarpeia(command, "--help").stdout.splitlines()
            if line.strip("│* ").startswith(f"{option} ")
        )
        begins.add(tuple(row.split()[2:5]))
    assert len(begins) == (2 if option == "--out" else 1), begins  # atlas writes a file


def test_looking_at_things_loads_no_compiler() -> None:
    assert process("schedule", unwanted="mesa,numba,pandas,matplotlib").returncode == 0


def test_no_words_at_all_is_help() -> None:
    result = tarpeia()
    assert result.exit_code == 0
    assert "Usage: tarpeia" in result.stdout


def test_version() -> None:
    assert tarpeia("--version").stdout == f"tarpeia {sim.__version__}\n"


def test_help_of_options_comes_from_the_parameters() -> None:
    shown = " ".join(tarpeia("run", "--help").stdout.replace("│", " ").split())
    assert ENTRIES["crowd.people"].meaning in shown
    assert "from 1 to 30,000,000" in shown
    shown = " ".join(tarpeia("new", "--help").stdout.replace("│", " ").split())
    assert ENTRIES["founder.candour"].meaning in shown
    assert START_ENTRIES["start.coupling"].meaning in shown


def test_output_is_utf_8_everywhere(tmp_path: Path) -> None:
    text = 'title = "小米"\n[run]\ndays = 3\n[crowd]\npeople = 50\n'
    (tmp_path / "小米.toml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "sim", "validate", "小米.toml"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        env=environment(PYTHONIOENCODING="ascii", PYTHONUTF8="1"),
    )
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").split() == ["小米.toml:", "ok"]
