"""Install the development lock and run every check; pytest's closing line comes last.

``--quick`` leaves out the newest Python, the kernels without JIT and the verdicts on the claims,
and stops at pytest's first failure; ``--coverage`` adds the combined line coverage of sim/ and
wants 95 %. What follows ``--`` goes to the last pytest: ``scripts/test.py --quick -- tests/day -k
fleet``. The exit code is 0 where all held, 1 where something did not, 2 where the set-up failed.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):
    sys.exit("tarpeia needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

import argparse
import glob
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bootstrap

LINE = "=" * 72
# Run by the newest Python: the model as a Mesa model, a few days of it, any warning an error.
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


def heading(text: str) -> None:
    """Print a step's heading at once, so that it stands before what the step prints."""
    print(f"\n{LINE}\n{text}\n{LINE}", flush=True)


def call(command: list[str], **variables: str) -> bool:
    """Run one program from the project's folder; return whether it succeeded."""
    return not subprocess.run(
        command, cwd=bootstrap.ROOT, env={**os.environ, **variables}, check=False
    ).returncode


def other_pythons() -> Iterator[str]:
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


def newer_pythons() -> dict[tuple[int, int], str]:
    """Return the released CPythons newer than this one, the newest first."""
    ask = (
        "import sys; v = sys.version_info; import venv, ensurepip;"
        " print(v[0], v[1], v[3], sys.implementation.name)"
    )
    found: dict[tuple[int, int], str] = {}
    for path in filter(None, other_pythons()):
        try:
            told = subprocess.run(
                [path, "-I", "-c", ask], capture_output=True, text=True, timeout=30, check=False
            ).stdout.split()
        except (OSError, subprocess.TimeoutExpired):
            continue
        if len(told) == 4 and told[2:] == ["final", "cpython"]:
            found.setdefault((int(told[0]), int(told[1])), path)
    return {v: found[v] for v in sorted(found, reverse=True) if v > sys.version_info[:2]}


def newest_python() -> bool:
    """Run a small case and the Mesa model on the newest Python that the locked versions serve."""
    for version, path in newer_pythons().items():
        name = "{}.{}".format(*version)
        newest = bootstrap.Environment(".venv-newest", path, name)
        if bootstrap.prepare(newest, "run"):
            print(f"PYTHON {name} IS HERE BUT CANNOT BE SET UP (see above): trying an older one")
            continue
        print(f"Python {name}", flush=True)
        with tempfile.TemporaryDirectory() as out:
            case = ["run", "scenarios/classroom.toml", "--people", "500", "--days", "30"]
            command = [newest.python, *bootstrap.MODULE, *case, "--json", "--out", out]
            ran = subprocess.run(
                command, cwd=bootstrap.ROOT, stdout=subprocess.PIPE, text=True, check=False
            )
        try:
            digest = json.loads(ran.stdout)["digest"]
        except (ValueError, KeyError, TypeError):
            digest = ""
        print(f"classroom.toml, 500 people, 30 days: exit {ran.returncode}, digest {digest[:16]}")
        if ran.returncode or not digest:
            print(f"no JSON object with a digest on standard output, but: {ran.stdout[:300]!r}")
        return call([newest.python, "-P", "-c", MESA_SMOKE]) and not ran.returncode and bool(digest)
    print("NO NEWER PYTHON THAN THIS ONE WAS FOUND: THE NEWEST PYTHON AND MESA GO UNTESTED")
    return True


def install_browser() -> None:
    """Install Debian's chromium for the tests of the page, where it is missing and can be had."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Setting up, once: installing chromium for the tests of the page.", flush=True)
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        call(["apt-get", "update", "-qq"], **quiet)
        call(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], **quiet)
    if not shutil.which("chromium"):
        print("CHROMIUM IS NOT HERE AND CANNOT BE INSTALLED: THE PAGE GOES UNTESTED", flush=True)


def pytest_command(python: str, measured: bool) -> list[str]:
    """Return how pytest is called, under coverage when that is measured."""
    under = ["-m", "coverage", "run", "--parallel-mode"] if measured else []
    return [python, *under, "-m", "pytest"]


def steps(
    environment: bootstrap.Environment, quick: bool, measured: bool
) -> dict[str, Callable[[], bool]]:
    """Return every check but the last, by name, in order."""
    python = environment.python
    lint = [environment.program("lint-imports"), "--no-logo", "--cache-dir", ".cache/importlinter"]
    kernels = [*pytest_command(python, measured), "-m", "kernel", "-q"]
    listed: dict[str, Callable[[], bool]] = {
        "locks": lambda: call([python, "scripts/lock.py", "--check"]),
        "ruff check": lambda: call([python, "-m", "ruff", "check", "."]),
        "ruff format": lambda: call([python, "-m", "ruff", "format", "--check", "--diff", "."]),
        "layers (import-linter)": lambda: call(lint),
        "types (mypy)": lambda: call([python, "-m", "mypy"]),
    }
    if not quick:
        listed["newest Python"] = newest_python
        listed["kernels without JIT"] = lambda: call(kernels, NUMBA_DISABLE_JIT="1")
        claims = [python, "scripts/update_claims.py", "--verdicts"]
        listed["verdicts on the claims"] = lambda: call(claims)
    return listed


def main() -> int:
    """Run the checks; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer checks, stop at a failed test")
    parser.add_argument(
        "--coverage", action="store_true", help="combined line coverage, kernels without JIT"
    )
    parser.add_argument("pytest", nargs="*", help="after --: arguments for the last pytest")
    options = parser.parse_args()

    environment = bootstrap.Environment()
    if code := bootstrap.prepare(environment, "dev"):
        return code
    install_browser()
    failed = []
    for name, step in steps(environment, options.quick, options.coverage).items():
        heading(name)
        started = time.monotonic()
        held = step()
        took = time.monotonic() - started
        print(f"-- {name}: {'held' if held else 'FAILED'} in {took:.1f} s", flush=True)
        if not held:
            failed.append(name)
    heading("FAILED SO FAR: " + ", ".join(failed) if failed else "All held so far; now pytest")
    tests = pytest_command(environment.python, options.coverage)
    held = call([*tests, *(["-x"] if options.quick else []), *options.pytest])
    if options.coverage:
        coverage = [environment.python, "-m", "coverage"]
        call([*coverage, "combine", "--quiet"])
        held = call([*coverage, "report", "--fail-under=95", "--skip-covered"]) and held
    return 0 if held and not failed else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
