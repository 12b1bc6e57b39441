"""How tests call the command, and what they look at afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from sim.cli.main import app
from tests.places import ROOT

SMALL = ("--people", "200", "--days", "20")
# What lies in a folder of results.
FILES = ["daily.parquet", "manifest.json", "overview.png", "overview.svg", "scenario.toml"]
NOTHING = "tarpeia: interrupted; nothing was written; rerun to start again"
ON_WINDOWS = sys.platform == "win32"

# Runs the program, then fails if a module that must not be loaded was.
CHECKED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
unwanted, sys.argv = sys.argv[1].split(","), ["tarpeia", *sys.argv[2:]]
from sim.cli.main import main
try:
    main()
finally:
    loaded = [name for name in unwanted if name in sys.modules]
    if loaded:
        sys.stderr.write(f"loaded: {loaded}")
        sys.stderr.flush()
        import os
        os._exit(99)
"""


def tarpeia(*words: str, safe: bool = False) -> Result:
    """Call the command as a user would."""
    return CliRunner().invoke(app, list(words), catch_exceptions=safe)


def refused(result: Result) -> str:
    """Return the one line of a refusal."""
    assert result.exit_code == 2, result.stdout
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert "Traceback" not in lines[0]
    assert len(lines[0]) < 600
    return lines[0]


def digest(*words: str) -> str:
    """Return the digest of a small run, its results in ``out``."""
    result = tarpeia("run", *SMALL, "--json", "--out", "out", *words)
    assert result.exit_code == 0, result.stderr
    return str(json.loads(result.stdout)["digest"])


def command(*words: str, unwanted: str = "mesa") -> list[str]:
    """Return what calls the command in a process that must not load what is unwanted."""
    return [sys.executable, "-c", CHECKED, unwanted, *words]


def process(*words: str, unwanted: str = "mesa", **more: Any) -> subprocess.CompletedProcess[str]:
    """Call the command in a process of its own; it must not load what is unwanted."""
    return subprocess.run(
        command(*words, unwanted=unwanted),
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        check=False,
        **more,
    )


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that finds this checkout."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def everything(folder: Path) -> dict[str, bytes | None]:
    """Return all files and folders below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }
