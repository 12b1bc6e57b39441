"""Every program in scripts/ can be called as it says, from anywhere."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places import ROOT

SCRIPTS = ROOT / "scripts"
# Run by other environments, or before there is one.
APART = ("scripts/benchmarks/peers", "scripts/mutations")
# These load Mesa before they hear what is asked.
HEAVY = ("scripts/benchmarks/agreement.py", "scripts/benchmarks/full_model/model.py")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


SOURCES = {
    name_of(path): path.read_text(encoding="utf-8")
    for path in sorted(SCRIPTS.rglob("*.py"))
    if not name_of(path).startswith(APART)
}
PROGRAMS = [name for name, text in SOURCES.items() if 'if __name__ == "__main__":\n    r' in text]


def test_the_programs_are_found() -> None:
    assert len(PROGRAMS) >= 12
    assert {"scripts/benchmark.py", "scripts/update/docs.py"} <= set(PROGRAMS)


@pytest.mark.parametrize("name", SOURCES)
def test_a_program_is_called_by_the_name_it_has(name: str) -> None:
    told = ast.get_docstring(ast.parse(SOURCES[name])) or ""
    assert told, "says what it is"
    calls = re.findall(r"\bpython3?\s+(scripts/[\w/]+\.py)", told)
    assert set(calls) <= {name, "scripts/tarpeia.py"}
    assert calls or name not in PROGRAMS


@pytest.mark.parametrize(
    "name", [pytest.param(n, marks=[pytest.mark.slow] * (n in HEAVY)) for n in PROGRAMS]
)
def test_a_program_finds_the_project_wherever_it_is_called(name: str, tmp_path: Path) -> None:
    """Without an environment that knows the way, too: packages alone, no path to the project."""
    packages = next(path for path in sys.path if path.endswith("site-packages"))
    done = subprocess.run(
        [sys.executable, "-S", ROOT / name, "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": packages, "COLUMNS": "200"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"usage: {Path(name).name}")


def test_the_project_is_worked_out_in_one_place() -> None:
    for name, text in SOURCES.items():
        if name not in ("scripts/places.py", "scripts/bootstrap.py", "scripts/lock.py"):
            assert not re.search(r"^ROOT\b.*=", text, re.MULTILINE), name
