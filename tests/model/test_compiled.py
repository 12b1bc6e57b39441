"""How kernels are compiled: for whom, once, and where they are kept."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys

import pytest

import sim
from sim.engine.engine import Engine
from sim.engine.world import allocate
from sim.model import compiled
from sim.model.day.loop import run_days_on_one_thread, run_days_on_threads
from sim.version import PACKAGE
from tests.places import ROOT

NO_JIT = os.environ.get("NUMBA_DISABLE_JIT") == "1"


@pytest.mark.skipif(NO_JIT, reason="about compiled kernels")
def test_outside_the_tests_inner_kernels_refuse_a_call_from_python() -> None:
    program = """
import sim
from sim.model.day.conversation import loudness
from sim.model.randomness import Decision, uniforms
assert uniforms(1, Decision.NEWS, 3).shape == (3,)
assert loudness.py_func(1.0) == 63
try:
    loudness(1.0)
except TypeError as error:
    print(error)
"""
    environment = {k: v for k, v in os.environ.items() if k != compiled.CALLABLE}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == (
        "loudness is compiled for other kernels alone; call its py_func, or set "
        "TARPEIA_CALLABLE_KERNELS=1 before sim is imported\n"
    )


@pytest.mark.skipif(NO_JIT, reason="about compiled kernels")
def test_the_time_loop_is_compiled_once_for_every_kind_of_world() -> None:
    for kind in ("audience", "complete", "erdos-renyi"):
        changes = {"crowd.people": 50, "run.days": 3, "network.kind": kind}
        Engine(allocate(sim.Scenario().with_values(changes))).run()
    assert len(run_days_on_one_thread.signatures) == 1


@pytest.mark.skipif(NO_JIT, reason="about compiled kernels")
def test_the_loop_on_threads_is_not_taken_for_the_other_in_the_cache() -> None:
    names = {loop.py_func.__qualname__ for loop in (run_days_on_one_thread, run_days_on_threads)}
    assert names == {"run_days", "run_days_on_threads"}
    Engine(allocate(sim.Scenario().with_values({"crowd.people": 500, "run.days": 3})), 2).run()
    assert run_days_on_threads.targetoptions.get("parallel") is True


def compiled_for() -> set[str]:
    """Return the kinds of arguments that any kernel in the cache has been compiled for.

    From the cache's index files, as a kernel that was only loaded does not know its callees' kinds.
    """
    kinds: set[str] = set()
    for path in compiled.cache_directory().rglob("*.nbi"):
        with path.open("rb") as file:
            pickle.load(file)  # numba's version
            _, overloads = pickle.loads(file.read())
        kinds |= {str(kind) for signature, *_ in overloads for kind in signature}
    return kinds


@pytest.mark.skipif(NO_JIT, reason="about compiled kernels")
def test_no_kernel_is_compiled_again_for_a_literal_number() -> None:
    Engine(allocate(sim.Scenario().with_values({"crowd.people": 50, "run.days": 3}))).run()
    kinds = compiled_for()
    assert "float32" in kinds
    assert not [kind for kind in kinds if "Literal" in kind]


def test_fetching_ahead_changes_nothing() -> None:
    assert compiled.fetch([1, 2], 1) is None


def test_the_cache_is_named_after_all_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    named = compiled.sources_hash()
    assert len(named) == 16
    assert named == compiled.sources_hash()
    files = list(compiled.kernel_files())
    places = {path.relative_to(PACKAGE).as_posix() for path in files}
    day = ("loop", "groups", "rules", "counting", "feelings", "actions", "people")
    assert {f"model/day/{name}.py" for name in day} <= places
    assert {"model/layout.py", "model/randomness.py", "network/audience_kernels.py"} <= places
    assert {"engine/engine.py", "runs/run.py"} & places == set()
    for k in range(len(files)):
        monkeypatch.setattr(compiled, "kernel_files", lambda k=k: files[:k] + files[k + 1 :])
        assert compiled.sources_hash() != named, files[k]


def test_no_kernel_stands_where_the_cache_does_not_look() -> None:
    watched = set(compiled.kernel_files())
    compiles = re.compile(r"^(from sim\.model\.compiled import .*|import numba|from numba)", re.M)
    found = {
        path for path in PACKAGE.rglob("*.py") if compiles.search(path.read_text(encoding="utf-8"))
    }
    assert PACKAGE / "model" / "day" / "loop.py" in found
    assert found <= watched
