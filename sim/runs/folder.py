"""The folder of a run: what lies in it, whether it can be written, what it is called."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.errors import TarpeiaError
from sim.files import writing
from sim.scenario.scenario import Scenario

if TYPE_CHECKING:
    pass

SERIES_FILE: Final = "daily.parquet"

SCENARIO_FILE: Final = "scenario.toml"

MANIFEST_FILE: Final = "manifest.json"

ROOM_NEEDED: Final = 20_000_000


def _is_result(path: Path) -> bool:
    """Tell whether a file may be replaced by new results: one of ours, or a figure."""
    ours = (SERIES_FILE, SCENARIO_FILE, MANIFEST_FILE, ".DS_Store")
    return path.is_file() and (path.name in ours or path.suffix in (".png", ".svg"))


def check_writable(directory: Path) -> None:
    """Check, before a run, that its results can be written.

    Raises
    ------
    TarpeiaError
        When the place is no folder for results, is not writable, or the disk is nearly full.
    """
    if directory.exists():
        if not directory.is_dir():
            raise TarpeiaError(f"{directory}: is a file; use a folder with --out")
        inside = list(directory.iterdir())
        strange = sorted(path.name for path in inside if not _is_result(path))
        if strange or (inside and not (directory / MANIFEST_FILE).is_file()):
            what = strange[0] if strange else inside[0].name
            raise TarpeiaError(
                f"{directory}: contains other files ({what}); "
                "use a new folder or a folder of results with --out"
            )
    check_room(directory)


def check_room(directory: Path) -> None:
    """Check that a folder can be made, or is there, and that the disk is not nearly full.

    Raises
    ------
    TarpeiaError
        Naming the folder and the way out.
    """
    with writing(directory):
        parent = directory.resolve().parent
        parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=parent, prefix=".tarpeia-"):
            pass
        free = shutil.disk_usage(parent).free
    if free < ROOM_NEEDED:
        raise TarpeiaError(
            f"{directory}: the disk has {free / 1e6:.0f} MB left, results need "
            f"{ROOM_NEEDED / 1e6:.0f}; make room or choose another with --out"
        )


def default_directory(scenario: Scenario, name: str) -> Path:
    """Return ``results/<name>-seed<seed>-<hash>`` below the working folder."""
    return Path("results") / f"{name}-seed{scenario.run.seed}-{scenario.content_hash[:8]}"


def name_of(path: str | os.PathLike[str]) -> str:
    """Return the short name of a scenario file."""
    return Path(path).stem
