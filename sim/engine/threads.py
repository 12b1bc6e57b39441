"""Processors and threads: how many there are, and how many a loop may take."""

from __future__ import annotations

import os

from sim.errors import TarpeiaError


def cores() -> int:
    """Return the processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def check_threads(threads: int, name: str = "threads") -> None:
    """Check a number of threads, called ``name`` by whoever gave it.

    Raises
    ------
    TarpeiaError
        If it is not at least 1 and at most the processors there are (or 4).
    """
    if not 1 <= threads <= max(cores(), 4):
        raise TarpeiaError(f"{name}: {threads} is invalid; use 1 to {max(cores(), 4)}")


def use_threads(threads: int) -> None:
    """Tell numba how many threads a parallel loop may take."""
    import numba

    numba.set_num_threads(min(threads, numba.config.NUMBA_NUM_THREADS))
