"""What the machine can do: STREAM triad (McCalpin 1995) and random gather, in the same run."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba
import numpy as np

TRIAD = 20_000_000
GATHERS = 4_000_000


@numba.njit(error_model="numpy")  # type: ignore[untyped-decorator]
def _triad(a: Any, b: Any, c: Any, factor: float) -> None:
    for i in range(a.shape[0]):
        a[i] = b[i] + factor * c[i]


@numba.njit(error_model="numpy", parallel=True)  # type: ignore[untyped-decorator]
def _triad_on_threads(a: Any, b: Any, c: Any, factor: float) -> None:
    for i in numba.prange(a.shape[0]):
        a[i] = b[i] + factor * c[i]


@numba.njit(error_model="numpy")  # type: ignore[untyped-decorator]
def _gather(index: Any, data: Any) -> int:
    total = 0
    for i in range(index.shape[0]):
        total += data[index[i]]
    return total


def seconds(call: Callable[[], object], repeats: int = 7) -> float:
    """Return the median wall time of some calls, after one that is not counted."""
    call()
    times = []
    for _ in range(repeats):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return float(np.median(times))


def triad(threads: int = 1) -> float:
    """Return the bandwidth of a = b + x c, bytes a second, 24 bytes an element."""
    a, b, c = np.zeros(TRIAD), np.ones(TRIAD), np.ones(TRIAD)
    function = _triad if threads == 1 else _triad_on_threads
    numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
    return 24.0 * TRIAD / seconds(lambda: function(a, b, c, 2.0))


def gather(elements: int) -> float:
    """Return random reads a second from an int64 array of so many elements."""
    index = np.random.default_rng(1).integers(0, elements, GATHERS).astype(np.int32)
    data = np.zeros(elements, dtype=np.int64)
    return GATHERS / seconds(lambda: _gather(index, data))


def about() -> dict[str, Any]:
    """Return what the machine is: processor, cores, system, versions."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        model = lines[0].split(":", 1)[1].strip() if lines else model
    return {
        "processor": model,
        "cores": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numba": numba.__version__,
        "numpy": np.__version__,
    }
