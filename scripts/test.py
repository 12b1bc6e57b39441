"""Install the development lock and run the checks; pytest's closing line comes last.

Usual: locks, style, layers, types and every test but those of the wheel. ``--quick``: the same
checks, and only the tests that are neither slow nor in a browser. ``--all``: all tests, and the
newest Python, the kernels without JIT and the verdicts on the claims. What follows ``--`` goes to
the last pytest: ``scripts/test.py --quick -- tests/model -k fleet``. The exit code is 0 where all
held, 1 where something did not, 2 where the set-up failed.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):
    sys.exit("tarpeia needs Python 3.11 or newer; this is Python " + sys.version.split()[0])

import argparse
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import bootstrap

LINE = "=" * 72
# The tests of each way to call this, as pytest's -m has it.
TESTS = {"quick": "not slow", "usual": "not wheel", "all": ""}
# As the tests have their kernels: they call them one by one.
CALLABLE = {"TARPEIA_CALLABLE_KERNELS": "1"}
# Measured by two runs of pytest, and reported by the last.
COVERAGE = ["--cov=sim", "--cov-report="]
COVERED = ["--cov=sim", "--cov-append", "--cov-report=term:skip-covered", "--cov-fail-under=95"]
# Workers of pytest: each takes a processor and up to half a gigabyte.
MOST_WORKERS = 8


@dataclass(frozen=True)
class Step:
    """A check: a program, run from the project's folder, that holds where it exits with 0."""

    name: str
    command: Sequence[str]
    variables: dict[str, str] = field(default_factory=dict)


def checks(environment: bootstrap.Environment) -> list[Step]:
    """Return what is checked each time, side by side, before anything is run."""
    python = environment.python
    layers = environment.program("lint-imports")
    return [
        Step("types (mypy)", [python, "-m", "mypy"]),
        Step("layers (import-linter)", [layers, "--no-logo", "--cache-dir", ".cache/importlinter"]),
        Step("ruff check", [python, "-m", "ruff", "check", "."]),
        Step("ruff format", [python, "-m", "ruff", "format", "--check", "--diff", "."]),
        Step("locks", [python, "scripts/lock.py", "--check"]),
        # Before the workers of pytest start, each of which would compile them.
        Step("kernels compiled", [python, "-c", bootstrap.COMPILE], CALLABLE),
    ]


def long_steps(environment: bootstrap.Environment, options: argparse.Namespace) -> list[Step]:
    """Return what ``--all`` adds before the tests, one after the other."""
    python = environment.python
    kernels = [*pytest(python), "-m", "kernel", "-q", *(COVERAGE if options.coverage else [])]
    without_jit = Step("kernels without JIT", kernels, {"NUMBA_DISABLE_JIT": "1"})
    if not options.all:
        return [without_jit] if options.coverage else []
    return [
        Step("newest Python", [python, "scripts/pythons.py"]),
        without_jit,
        Step("verdicts on the claims", [python, "scripts/update/claims.py", "--verdicts"]),
    ]


def pytest(python: str) -> list[str]:
    """Return how pytest is called: one worker a processor, each file's tests on one of them."""
    workers = min(processors(), MOST_WORKERS)
    return [python, "-m", "pytest", f"--numprocesses={workers}", "--no-loadscope-reorder"]


def processors() -> int:
    """Return the number of processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def heading(text: str) -> None:
    """Print a step's heading at once, so that it stands before what the step prints."""
    print(f"\n{LINE}\n{text}\n{LINE}", flush=True)


def run(step: Step, told: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a step's program; what it prints goes by, or is kept where ``told`` is a pipe."""
    return subprocess.run(
        step.command,
        cwd=bootstrap.ROOT,
        env={**os.environ, **step.variables},
        stdout=told,
        stderr=subprocess.STDOUT if told else None,
        text=True,
        errors="replace",
        check=False,
    )


class Clock:
    """Seconds since it was made: of the clock, and of processors in programs that have ended."""

    def __init__(self) -> None:
        self.began, self.worked = time.monotonic(), self._worked()

    def _worked(self) -> float:
        times = os.times()
        return times.children_user + times.children_system

    def __str__(self) -> str:
        seconds, worked = time.monotonic() - self.began, self._worked() - self.worked
        return f"{seconds:.0f} s ({worked:.0f} s of processors)"


def side_by_side(steps: Sequence[Step]) -> list[str]:
    """Run some steps at a time; print each when it ends. Return the names of what failed."""
    heading("Checks: " + ", ".join(step.name for step in steps))
    clock, failed = Clock(), []
    with ThreadPoolExecutor(min(processors(), len(steps))) as pool:
        running = {pool.submit(run, step, subprocess.PIPE): step for step in steps}
        for one in as_completed(running):
            step, done = running[one], one.result()
            if done.returncode:
                failed.append(step.name)
                print(f"{done.stdout.rstrip()}\n-- {step.name}: FAILED", flush=True)
            else:
                print(f"-- {step.name}: held", flush=True)
    print(f"-- checks: {clock}", flush=True)
    return failed


def in_order(steps: Sequence[Step]) -> list[str]:
    """Run steps one after the other, each with its heading. Return the names of what failed."""
    failed = []
    for step in steps:
        heading(step.name)
        clock = Clock()
        held = not run(step).returncode
        print(f"-- {step.name}: {'held' if held else 'FAILED'} in {clock}", flush=True)
        if not held:
            failed.append(step.name)
    return failed


def install_browser() -> None:
    """Install Debian's chromium for the tests of the pages, where it is missing and can be had."""
    if shutil.which("chromium") or shutil.which("chromium-browser"):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print(
            "Setting up, once: installing chromium OUTSIDE THE PROJECT, by apt-get as root, for "
            "the tests of the pages (--no-browser does without).",
            flush=True,
        )
        quiet = {"DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        run(Step("apt-get update", ["apt-get", "update", "-qq"], quiet))
        run(Step("apt-get install", install, quiet))
    if not shutil.which("chromium"):
        print("CHROMIUM IS NOT HERE AND CANNOT BE INSTALLED: THE PAGES GO UNTESTED", flush=True)


def parse() -> argparse.Namespace:
    """Return what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--quick", action="store_true", help="no slow tests, stop at a failed one")
    which.add_argument("--all", action="store_true", help="every check: some take long")
    parser.add_argument(
        "--coverage", action="store_true", help="combined line coverage of sim, 95 %% or more"
    )
    parser.add_argument("--no-browser", action="store_true", help="leave out tests in a browser")
    parser.add_argument("pytest", nargs="*", help="after --: arguments for the last pytest")
    return parser.parse_args()


def main() -> int:
    """Run the checks; return the exit code."""
    options = parse()
    which = "quick" if options.quick else "all" if options.all else "usual"
    environment = bootstrap.Environment()
    if code := bootstrap.prepare(environment, "dev"):
        return code
    if not (options.quick or options.no_browser):
        install_browser()
    failed = side_by_side(checks(environment))
    failed += in_order(long_steps(environment, options))

    heading("FAILED SO FAR: " + ", ".join(failed) if failed else "All held so far; now the tests")
    tests = [*pytest(environment.python), *(["-m", TESTS[which]] if TESTS[which] else [])]
    tests += ["--exitfirst"] * options.quick + ["--no-browser"] * options.no_browser
    tests += COVERED if options.coverage else []
    held = not run(Step("tests", [*tests, *options.pytest])).returncode
    return 0 if held and not failed else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
