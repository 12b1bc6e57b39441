"""The version of the program, and of what decides its results."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

__version__ = "0.1.0"

PACKAGE: Final = Path(__file__).resolve().parent

# What decides the numbers of a run or of a row of a sweep: whole folders, and single files of
# folders that also show, store or compare. A new file in one of the folders is found by itself.
DECIDES: Final = (
    "model",
    "network",
    "scenario",
    "engine",
    "runs/simulate.py",
    "runs/falls.py",
    "runs/networks.py",
    "runs/measures.py",
    "experiments/design.py",
    "experiments/sweep_settings.py",
    "experiments/specification.py",
    "experiments/sweep_files.py",
    "experiments/plans.py",
    "experiments/outcomes.py",
    "experiments/batches.py",
)


def sources(places: Iterable[str], package: Path = PACKAGE) -> Iterator[Path]:
    """Yield the Python files of some places inside the package, each once and in order.

    Parameters
    ----------
    places : iterable of str
        Folders, taken with all below them, or files.
    package : Path
        The folder of the package, or of a copy of it.
    """
    for place in places:
        path = package / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else (path,)


def hash_of(paths: Iterable[Path], package: Path = PACKAGE, begin: str = "") -> str:
    """Return a hash (16 hex digits) of files by place and text, the same for any line ending."""
    digest = hashlib.sha256(begin.encode())
    for path in paths:
        name = path.relative_to(package).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:16]


@cache
def engine_version(package: Path = PACKAGE) -> str:
    """Return a hash (16 hex digits) of the sources that decide results, wherever they run.

    Parameters
    ----------
    package : Path
        The folder of the package, or of a copy of it.
    """
    return hash_of(sources(DECIDES, package), package)
