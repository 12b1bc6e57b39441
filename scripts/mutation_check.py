"""Break the kernels in many small ways, one at a time, and see whether the tests notice.

Every mutation changes one place in a copy of the checkout, with a compile cache of its own; the
work tree is not touched. First the kernel tests run without JIT, then, if they noticed nothing, the
compiled tests. A run that hangs is stopped and counts as caught. On demand, in the project's
environment:

    python scripts/mutation_check.py                            all, two at a time
    python scripts/mutation_check.py --list                     what there is
    python scripts/mutation_check.py --only feelings-old-grudge one, or several
    python scripts/mutation_check.py --output docs/TRACE.md     also write the table into a document

The mutations stand in scripts/mutations; at least ``ENOUGH`` of them must be caught. The exit code
is 0 where they were, 1 where not, and 2 where the check could not be made, for instance because a
test fails without any mutation.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

# The project, and the folder that the mutations stand in.
sys.path[:0] = [str(Path(__file__).resolve().parents[level]) for level in (1, 0)]

from mutations import MUTATIONS, Mutation

from scripts import marks
from scripts.places import ROOT

COPIED = ("sim", "tests", "scenarios", "docs", "pyproject.toml")
ENOUGH = 0.95
FAILED = re.compile(r"^(?:FAILED|ERROR) (tests.*?)(?: - .*)?$", re.MULTILINE)

# Loaded by pytest: the copy is what is tested; Hypothesis tries the same examples each time and
# does not look for smaller ones.
PLUGIN = """
from pathlib import Path
import sim
from hypothesis import Phase, settings
assert Path(sim.__file__).parents[1] == Path(__file__).parent, sim.__file__
settings.register_profile(
    "mutation", database=None, derandomize=True, deadline=None, print_blob=False,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("mutation")
"""


class Stage(NamedTuple):
    """One run of pytest: with or without JIT, and the test files or folders, without ``.py``."""

    name: str
    jit: bool
    options: tuple[str, ...]
    tests: tuple[str, ...]


STAGES = (
    Stage("without JIT", False, ("-m", "kernel"), ("model/test_randomness", "oracle")),
    Stage(
        "compiled",
        True,
        (),
        (
            "model/test_randomness",
            "oracle",
            "engine/test_engine",
            "model/test_luck",
            "model/test_relabelling",
            "model/test_switched_off",
            "model/test_mechanisms",
            "engine/test_saved_state",
            "engine/test_saved_file",
            "engine/test_strange_files",
            "engine/test_damaged_states",
            "model/test_patterns",
            "limits/test_verification",
            "model/test_draws",
            "model/test_streams",
            "model/test_poisson",
        ),
    ),
)


class Result(NamedTuple):
    """What came of one run, or of one mutation: by which test or end it was caught, if at all."""

    caught: str
    stage: str
    seconds: float


def copy(source: Path, target: Path) -> None:
    """Copy what the tests need, without anything compiled."""
    for name in COPIED:
        if (source / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(source / name, target / name, ignore=ignored)
        else:
            shutil.copy(source / name, target / name)
    (target / "mutation_plugin.py").write_text(PLUGIN, encoding="utf-8")


def tests_of(stage: Stage) -> list[str]:
    """Return the files and folders of a stage, from the checkout's root."""
    names = [f"tests/{name}" for name in stage.tests]
    return [name if (ROOT / name).is_dir() else f"{name}.py" for name in names]


def pytest(stage: Stage, folder: Path, limit: float | None) -> Result:
    """Run the tests of a stage on a copy; ``limit`` in seconds."""
    environment = {
        **os.environ,
        "COLUMNS": "300",
        "NUMBA_CACHE_DIR": str(folder / ".cache" / "numba"),
        "NUMBA_DISABLE_JIT": "0" if stage.jit else "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": str(folder),
        "TARPEIA_CALLABLE_KERNELS": "1",
    }
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "mutation_plugin", *stage.options]
    command += tests_of(stage)
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        text=True,
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        told, _ = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # with what the tests have started
        process.communicate()
        return Result("(hangs)", stage.name, time.monotonic() - began)
    seconds = time.monotonic() - began
    code = process.returncode
    if code == 0:
        return Result("", stage.name, seconds)
    if code < 0:
        return Result(f"(crash: {signal.Signals(-code).name})", stage.name, seconds)
    if not (failed := FAILED.search(told)):
        raise RuntimeError(f"pytest ended with {code}:\n{told[-3000:]}")
    return Result(failed[1].removeprefix("tests/"), stage.name, seconds)


def unbroken(snapshot: Path, stage: Stage) -> float:
    """Return the seconds that a stage takes without any mutation."""
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        copy(snapshot, Path(name))
        result = pytest(stage, Path(name), None)
    if result.caught:
        raise RuntimeError(f"{stage.name}: a test fails without any mutation: {result.caught}")
    return result.seconds


def tried(snapshot: Path, mutation: Mutation, limits: Sequence[float]) -> Result:
    """Apply one mutation to a copy and run the stages until one notices."""
    seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        copy(snapshot, Path(name))
        path = Path(name) / mutation.file
        path.write_text(mutation.applied(path.read_text(encoding="utf-8")), encoding="utf-8")
        for stage, limit in zip(STAGES, limits, strict=True):
            result = pytest(stage, Path(name), limit)
            seconds += result.seconds
            if result.caught:
                break
    result = result._replace(seconds=seconds)
    told = f"{result.stage:12} {result.caught}" if result.caught else "SURVIVES"
    print(f"{mutation.id:48} {result.seconds:5.0f} s  {told}", flush=True)
    return result


def table(mutations: Sequence[Mutation], results: Sequence[Result]) -> str:
    """Return how many of each kind were caught, and by what, as Markdown."""
    caught = [bool(result.caught) for result in results]
    kinds = Counter(mutation.kind for mutation in mutations)
    found = Counter(m.kind for m, c in zip(mutations, caught, strict=True) if c)
    lines = ["| kind | mutants | caught | share |", "|---|---|---|---|"]
    rows = [(kind, kinds[kind], found[kind]) for kind in sorted(kinds)]
    for kind, count, of_them in [*rows, ("all", len(caught), sum(caught))]:
        lines.append(f"| {kind} | {count} | {of_them} | {of_them / count:.1%} |")
    ends = Counter(
        "by hanging" if "hangs" in r.caught else "by a crash" if "crash" in r.caught else r.stage
        for r in results
        if r.caught
    )
    survivors = [f"`{m.id}`" for m, c in zip(mutations, caught, strict=True) if not c]
    lines += ["", "Caught: " + ", ".join(f"{end} {n}" for end, n in ends.most_common()) + "."]
    lines += ["Survivors: " + (", ".join(survivors) or "none") + "."]
    return "\n".join(lines)


def check(mutations: Sequence[Mutation], jobs: int) -> list[Result]:
    """Try mutations, some at a time, on the checkout as it is now."""
    with (
        tempfile.TemporaryDirectory(prefix="mutation-") as name,
        ThreadPoolExecutor(jobs) as pool,
    ):
        snapshot = Path(name)
        copy(ROOT, snapshot)
        took = list(pool.map(lambda stage: unbroken(snapshot, stage), STAGES))
        for stage, seconds in zip(STAGES, took, strict=True):
            print(f"Unbroken, {stage.name}: all tests hold in {seconds:.0f} s", flush=True)
        limits = [60.0 + 4.0 * seconds for seconds in took]
        return list(pool.map(lambda mutation: tried(snapshot, mutation, limits), mutations))


def main() -> int:
    """Run the check; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--list", action="store_true", help="print the mutations and stop")
    parser.add_argument("--only", nargs="+", metavar="ID", help="try these alone")
    parser.add_argument("--jobs", type=int, default=2, help="mutations at a time (2)")
    parser.add_argument("--output", type=Path, help="document whose table is written")
    options = parser.parse_args()

    if options.list:
        for m in MUTATIONS:
            print(f"{m.id:48} {m.kind:12} {m.file}\n    {m.old!r}\n    {m.new!r}")
        return 0
    known = {mutation.id: mutation for mutation in MUTATIONS}
    if unknown := sorted(set(options.only or ()) - set(known)):
        parser.error(f"--only: unknown {', '.join(unknown)}; --list prints what there is")
    chosen = [known[name] for name in options.only] if options.only else MUTATIONS
    if options.jobs < 1:
        parser.error("--jobs: at least 1")
    if options.output:
        try:
            marks.filled(options.output.read_text(encoding="utf-8"), "mutations", "")
        except ValueError as error:
            parser.error(f"--output: {options.output}: {error}")

    began = time.monotonic()
    try:
        results = check(chosen, options.jobs)
    except (RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    text = table(chosen, results)
    print(f"\n{text}\n\n{len(chosen)} mutations in {(time.monotonic() - began) / 60:.0f} minutes")
    if options.output:
        document = options.output.read_text(encoding="utf-8")
        new = marks.filled(document, "mutations", text)
        options.output.write_text(new, encoding="utf-8")
    return 0 if sum(bool(r.caught) for r in results) >= ENOUGH * len(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())
