"""Try a small case and the Mesa model on the newest Python here that the locked versions serve.

Where there is none newer than this one, it says so, and that counts as held.
"""

from __future__ import annotations

import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bootstrap

# The model as a Mesa model, a few days of it, any warning an error.
MESA_SMOKE = """
import warnings
warnings.simplefilter("error")
import mesa
import sim
model = sim.ReputationModel(people=500, rng=1)
for _ in range(5):
    model.step()
frame = model.datacollector.get_model_vars_dataframe()
assert len(frame) >= 5, frame
print(f"Mesa {mesa.__version__}: ReputationModel made and stepped for 5 days")
"""


def candidates() -> Iterator[str]:
    """Yield paths of what may be a newer Python: on the PATH and where Pythons are kept."""
    for minor in range(30, 11, -1):
        if found := shutil.which(f"python3.{minor}"):
            yield found
    home = os.path.expanduser("~")
    pyenv = os.environ.get("PYENV_ROOT", os.path.join(home, ".pyenv"))
    for pattern in (
        os.path.join(pyenv, "versions", "3.*", "bin", "python"),
        os.path.join(home, ".local", "share", "uv", "python", "cpython-3.*", "bin", "python3"),
        "/Library/Frameworks/Python.framework/Versions/3.*/bin/python3",
        "/opt/homebrew/bin/python3.[0-9]*[0-9]",
        "/usr/local/bin/python3.[0-9]*[0-9]",
    ):
        yield from glob.glob(pattern)
    if bootstrap.WINDOWS and (launcher := shutil.which("py")):
        listed = subprocess.run([launcher, "-0p"], capture_output=True, text=True, check=False)
        for line in listed.stdout.splitlines():
            yield line.split(maxsplit=2)[-1] if "python" in line.lower() else ""


def newer() -> dict[tuple[int, int], str]:
    """Return the released CPythons newer than this one, the newest first."""
    ask = (
        "import sys; v = sys.version_info; import venv, ensurepip;"
        " print(v[0], v[1], v[3], sys.implementation.name)"
    )
    found: dict[tuple[int, int], str] = {}
    for path in filter(None, candidates()):
        try:
            told = subprocess.run(
                [path, "-I", "-c", ask], capture_output=True, text=True, timeout=30, check=False
            ).stdout.split()
        except (OSError, subprocess.TimeoutExpired):
            continue
        if len(told) == 4 and told[2:] == ["final", "cpython"]:
            found.setdefault((int(told[0]), int(told[1])), path)
    return {v: found[v] for v in sorted(found, reverse=True) if v > sys.version_info[:2]}


def works(python: str) -> bool:
    """Whether a small case gives a digest and the Mesa model steps, on one Python."""
    with tempfile.TemporaryDirectory() as out:
        case = ["run", "scenarios/classroom.toml", "--people", "500", "--days", "30"]
        ran = subprocess.run(
            [python, *bootstrap.MODULE, *case, "--json", "--out", out],
            cwd=bootstrap.ROOT,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    try:
        digest = json.loads(ran.stdout)["digest"]
    except (ValueError, KeyError, TypeError):
        digest = ""
    print(f"classroom.toml, 500 people, 30 days: exit {ran.returncode}, digest {digest[:16]}")
    if ran.returncode or not digest:
        print(f"no JSON object with a digest on standard output, but: {ran.stdout[:300]!r}")
        return False
    mesa = [python, "-P", "-c", MESA_SMOKE]
    return not subprocess.run(mesa, cwd=bootstrap.ROOT, check=False).returncode


def main() -> int:
    """Try the newest Python that can be set up; return the exit code."""
    for version, path in newer().items():
        name = "{}.{}".format(*version)
        newest = bootstrap.Environment(".venv-newest", path, name)
        if bootstrap.prepare(newest, "run"):
            print(f"PYTHON {name} IS HERE BUT CANNOT BE SET UP (see above): trying an older one")
            continue
        print(f"Python {name}", flush=True)
        return 0 if works(newest.python) else 1
    print("NO NEWER PYTHON THAN THIS ONE WAS FOUND: THE NEWEST PYTHON AND MESA GO UNTESTED")
    return 0


if __name__ == "__main__":
    sys.exit(main())
