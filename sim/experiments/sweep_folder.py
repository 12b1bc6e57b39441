"""The folder of a sweep: its name, whose it is, and the files that say what it holds."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

from sim.errors import TarpeiaError
from sim.experiments.specification import Sweep
from sim.experiments.sweep_files import dumps_sweep
from sim.files import UNFINISHED, write
from sim.runs.provenance import stamp
from sim.scenario.files import dumps

RUNS: Final = "runs"
SERIES: Final = "series"
SWEEP_FILE: Final = "sweep.toml"
SCENARIO_FILE: Final = "scenario.toml"
MANIFEST_FILE: Final = "manifest.json"
LOCK_FILE: Final = ".lock"


def default_folder(sweep: Sweep, engine: str) -> Path:
    """Return ``results/<name>-<hash>``: another sweep, scenario or engine has another hash."""
    return Path("results") / f"{sweep.name}-{identity(sweep, engine)[:8]}"


def identity(sweep: Sweep, engine: str) -> str:
    """Return the hash (hex) of what a store may hold."""
    return hashlib.sha256(f"{sweep.content_hash} {engine}".encode()).hexdigest()


def describe(folder: Path, sweep: Sweep, engine: str) -> None:
    """Write what the folder is: manifest, scenario, sweep.

    Raises
    ------
    OSError
        When they cannot be written.
    """
    manifest = {
        **stamp(),
        "title": sweep.settings.title,
        "question": sweep.settings.question,
        "identity": identity(sweep, engine),
        "engine": engine,
        "content_hash": sweep.content_hash,
        "scenario_hash": sweep.scenario.content_hash,
        "hypothetical": list(sweep.scenario.hypothetical),
        "replicates": sweep.most_replicates,
    }
    # The manifest first: it says whose folder this is, whatever happens next.
    write(folder / MANIFEST_FILE, json.dumps(manifest, indent=2) + "\n")
    write(folder / SCENARIO_FILE, dumps(sweep.scenario))
    write(folder / SWEEP_FILE, dumps_sweep(sweep, SCENARIO_FILE))


def check_ours(folder: Path, expected: str) -> None:
    """Check that a folder is new, empty, or holds the sweep of an ``identity``.

    Raises
    ------
    TarpeiaError
        When it holds another sweep or something else.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise TarpeiaError(f"{folder}: is a file; --out is a folder for a sweep")
    if not any(folder.iterdir()):
        return
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        found = manifest["identity"]
    except (OSError, ValueError, KeyError, TypeError):
        if all(_is_beginning(path) for path in folder.iterdir()):
            return  # cut short before its manifest was there
        raise TarpeiaError(
            f"{folder}: holds something that is no sweep; --out is a new folder or one of the same "
            "sweep"
        ) from None
    if found != expected:
        raise TarpeiaError(
            f"{folder}: holds another sweep (other factors, scenario, seed or engine); choose "
            "another with --out, nothing was changed"
        )


def _is_beginning(path: Path) -> bool:
    """Tell whether a path is what a folder of a sweep holds before its manifest."""
    if path.name in (RUNS, SERIES):
        return path.is_dir() and not any(path.iterdir())
    return path.name == LOCK_FILE or path.name.startswith(UNFINISHED)
