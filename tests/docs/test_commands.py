"""What README and docs/sweeps.md tell to type can be typed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

README = ROOT / "README.md"
SWEEPS = ROOT / "docs" / "sweeps.md"


def blocks_of(path: Path, kind: str) -> list[str]:
    """Return the code blocks of one kind in a document."""
    return re.findall(rf"```{kind}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


def run(words: list[str], folder: Path) -> None:
    """Run Python with the project on its path; it must succeed."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr


def run_program(block: str, folder: Path) -> None:
    """Run a block of Python, the scenarios of the checkout at hand."""
    run(["-c", block.replace('"scenarios/', f'"{(ROOT / "scenarios").as_posix()}/')], folder)


def commands_of_readme() -> list[str]:
    lines = "".join(blocks_of(README, "(?:sh|console)")).splitlines()
    return [line.strip() for line in lines if line.strip().startswith("python3 ")]


@pytest.mark.slow
@pytest.mark.parametrize("command", commands_of_readme())
def test_the_commands_of_the_readme_run(command: str, tmp_path: Path) -> None:
    _, script, *arguments = shlex.split(command.split("  #", maxsplit=1)[0])
    assert (ROOT / script).is_file()
    if script != "scripts/tarpeia.py":
        return  # the checks themselves are not run from within the checks
    if arguments[0] in ("app", "class"):
        return  # serves until it is stopped; tests/app and tests/classroom start it
    if arguments[0] == "atlas":
        arguments += ["--steps", "2", "--lucks", "1"]
    if arguments[0] == "run":
        arguments += ["--people", "300", "--days", "60"]
    if arguments[0] == "plot":
        small = ["--people", "200", "--days", "30", "--out", arguments[1]]
        run(["-m", "sim", "run", "classroom", *small], tmp_path)
    arguments = [str(ROOT / a) if a.startswith("scenarios/") else a for a in arguments]
    run(["-m", "sim", *arguments], tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("place", range(len(blocks_of(README, "python"))))
def test_the_python_of_the_readme_runs(place: int, tmp_path: Path) -> None:
    run_program(blocks_of(README, "python")[place], tmp_path)


def test_the_readme_has_commands_and_python() -> None:
    assert len(commands_of_readme()) >= 10
    assert blocks_of(README, "python")


def test_the_sweep_of_the_document_is_one(tmp_path: Path) -> None:
    from sim.experiments.sweep_files import load_sweep_file

    (text,) = blocks_of(SWEEPS, "toml")
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    sweep = load_sweep_file(path)
    assert len(sweep.points) == 9 * 2 * 7
    assert [plan.name for plan in sweep.settings.plans] == ["step back"]


@pytest.mark.slow
def test_the_python_of_the_sweeps_runs(tmp_path: Path) -> None:
    _, block = blocks_of(SWEEPS, "python")
    run_program(block, tmp_path)


def commands_of_sweeps() -> list[str]:
    """Return the commands of docs/sweeps.md that need nothing made before."""
    lines = "".join(blocks_of(SWEEPS, "sh")).splitlines()
    found = [line.split("  #")[0].strip() for line in lines]
    return [line for line in found if ".toml" not in line and "results/" not in line]


@pytest.mark.slow
@pytest.mark.parametrize("command", commands_of_sweeps())
def test_the_commands_of_the_sweeps_are_understood(command: str, tmp_path: Path) -> None:
    words = shlex.split(command)[1:]
    small = {
        "sweep": ["--dry-run"],
        "compare": ["--replicates", "8"],
        "sensitivity": ["--samples", "4"],
    }
    words += small[words[0]]
    if words[0] != "sweep":
        base = "--base" if words[0] == "compare" else "--set"
        words += [base, "run.days=30", base, "crowd.people=100"]
    run(["-m", "sim", *words], tmp_path)
