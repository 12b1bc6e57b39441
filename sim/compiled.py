"""How kernels are compiled: one decorator, and a cache that notices every change.

numba's own cache watches only the file of the function itself, not of what it calls, so the cache
directory is named after a hash of every file that may hold a kernel and of the versions.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import numba
import numpy as np

Function = TypeVar("Function", bound=Callable[..., Any])
_HERE: Final = Path(__file__).resolve().parent


def sources_hash() -> str:
    """Return a hash (hex) of all kernel sources and of the versions that compile them."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {numba.__version__} {np.__version__}".encode())
    for path in sorted([*_HERE.glob("*.py"), *(_HERE / "day").glob("*.py")]):
        source = path.read_bytes()
        if b"sim.compiled" in source or path.name == "layout.py":
            digest.update(path.name.encode() + b"\0" + source)
    return digest.hexdigest()[:16]


def cache_directory() -> Path:
    """Return where compiled kernels are kept: the user's cache, else the temporary directory."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    for root in (base, Path(tempfile.gettempdir())):
        directory = root / "tarpeia" / f"kernels-{sources_hash()}"
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(directory, os.W_OK):
            return directory
    raise OSError("no writable directory for compiled kernels: set NUMBA_CACHE_DIR")


if "NUMBA_CACHE_DIR" not in os.environ:
    numba.config.CACHE_DIR = str(cache_directory())

# A parallel loop takes a tuple apart up to this size; the parameters are one, larger than numba's
# default of 100.
numba.config.PARFOR_MAX_TUPLE_SIZE = 400

prange = numba.prange


def kernel(function: Function) -> Function:
    """Compile a kernel: cached, without the GIL, division as in numpy, never fastmath."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)  # type: ignore[no-any-return]


def inlined(function: Function) -> Function:
    """Compile a small function that is copied into the kernel that calls it."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", inline="always")(function)  # type: ignore[no-any-return]


def parallel_kernel(function: Function) -> Function:
    """Compile a kernel whose ``prange`` loops run on several threads."""
    return numba.njit(cache=True, nogil=True, error_model="numpy", parallel=True)(function)  # type: ignore[no-any-return]
