"""What a result came from: when, by which versions, on what machine, from which source tree."""

from __future__ import annotations

import datetime as dt
import platform
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from sim.version import PACKAGE, __version__, engine_version


def stamp() -> dict[str, Any]:
    """Return what every manifest says of where its results came from."""
    return {
        "written": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "engine": engine_version(),
        "versions": versions(),
        "platform": platform.platform(),
        "git": git_state(),
    }


def versions() -> dict[str, str]:
    """Return the versions of what computes the result."""
    found = {"python": sys.version.split()[0], "tarpeia": __version__}
    for name in ("numpy", "numba", "llvmlite"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def git_state() -> str:
    """Return the commit of the source tree, ``+changes`` when it is changed, '' without git."""
    tree = PACKAGE.parent
    if not (tree / ".git").exists() or shutil.which("git") is None:
        return ""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(tree), *words],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "HEAD")
    return commit + ("+changes" if commit and git("status", "--porcelain", "-uno") else "")
