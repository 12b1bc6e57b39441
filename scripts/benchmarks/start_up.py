"""How long it takes until something happens: imports, help, the first run ever, later ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time

import numpy as np

from scripts.places import ROOT

HEAVY = ("mesa", "matplotlib", "pandas", "numba", "pyarrow", "solara")


def took(arguments: list[str], repeats: int, **environment: str) -> tuple[float, str]:
    """Return the median wall time of a command, and what it last printed."""
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **environment},
            check=True,
            capture_output=True,
            text=True,
        )
        times.append(time.perf_counter() - began)
    return float(np.median(times)), done.stdout


def measure(repeats: int = 5) -> dict[str, object]:
    """Return seconds of every start, and which heavy libraries ``import sim`` loads (none)."""
    loaded = f"import sys, sim; print([m for m in {HEAVY!r} if m in sys.modules])"
    found: dict[str, object] = {
        "python": took(["-c", "pass"], repeats)[0],
        "import sim": took(["-c", "import sim"], repeats)[0],
        "loaded by import sim": took(["-c", loaded], 1)[1].strip(),
        "--help": took(["-m", "sim", "--help"], repeats)[0],
    }
    with tempfile.TemporaryDirectory() as cache, tempfile.TemporaryDirectory() as results:
        environment = {"XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache, "HOME": cache}
        run = ["-m", "sim", "run", "scenarios/classroom.toml", "--json", "--out", results]
        for name, times in (("first run ever", 1), ("later run", repeats)):
            seconds, told = took(run, times, **environment)
            found[name] = seconds
            found[f"{name}, days alone"] = json.loads(told)["seconds"]
    return found
