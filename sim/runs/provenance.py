"""What a result came from: versions of what computes it, and the state of the source tree."""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


def versions() -> dict[str, str]:
    """Return the versions of what computes the result."""
    found = {"python": sys.version.split()[0]}
    for name in ("tarpeia", "numpy", "numba", "llvmlite"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "from the source tree"
    return found


def git_state() -> str:
    """Return the commit of the source tree, ``+changes`` when it is changed, '' without git."""
    here = Path(__file__).resolve().parent.parent
    if not (here / ".git").exists() or shutil.which("git") is None:
        return ""

    def git(*words: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(here), *words],
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
        )
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "HEAD")
    return commit + ("+changes" if commit and git("status", "--porcelain", "-uno") else "")
