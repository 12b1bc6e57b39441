"""How kernels are compiled: one decorator, and a cache that notices every change.

numba's own cache watches only the file of the function itself, not of what it calls, so the cache
directory is named after a hash of every file that may hold a kernel and of the versions.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any, Final, TypeVar

import llvmlite.binding
import numba
import numpy as np
from numba.core import types
from numba.core.registry import CPUDispatcher
from numba.core.types.misc import unliteral
from numba.extending import intrinsic, overload

from sim.version import hash_of, sources

# Set by the tests, which call the kernels of a day one by one.
CALLABLE: Final = "TARPEIA_CALLABLE_KERNELS"
_callable: Final = os.environ.get(CALLABLE) == "1"

Function = TypeVar("Function", bound=Callable[..., Any])


def kernel_files() -> Iterator[Path]:
    """Yield the files that hold kernels, or what kernels are made of."""
    yield from sources(("model", "network"))


def sources_hash() -> str:
    """Return a hash (hex) of all kernel sources and of how and by what they are compiled."""
    how = f"{sys.version_info[:3]} {numba.__version__} {np.__version__} {_callable}"
    return hash_of(kernel_files(), begin=how)


def cache_directory() -> Path:
    """Return where compiled kernels are kept: the user's cache, else the temporary directory."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"))
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    base = Path(os.environ.get("NUMBA_CACHE_DIR", base))
    for root in (base, Path(tempfile.gettempdir())):
        directory = root / "tarpeia" / f"kernels-{sources_hash()}"
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(directory, os.W_OK):
            return directory
    raise OSError("no writable directory for compiled kernels: set NUMBA_CACHE_DIR")


numba.config.CACHE_DIR = str(cache_directory())

# A parallel loop takes a tuple apart up to this size; the parameters are one, larger than numba's
# default of 100.
numba.config.PARFOR_MAX_TUPLE_SIZE = 400

# A loop over many arrays runs on vectors if LLVM may check beforehand that they do not overlap; it
# gives up at 8 such checks unless told otherwise. No result depends on it.
llvmlite.binding.set_option("", "--runtime-memory-check-threshold=128")

prange = numba.prange


def _fetch_line(builder: Any, data: Any, index: Any) -> None:
    """Emit a prefetch of the memory line of an element."""
    from llvmlite import ir
    from numba.core import cgutils

    byte = ir.IntType(8).as_pointer()
    number = ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
    prefetch = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    address = builder.bitcast(builder.gep(data, [index]), byte)
    builder.call(prefetch, [address, number(0), number(3), number(1)])


def fetch(array: Any, index: Any) -> None:
    """Ask for an element of an array before it is needed.

    Compiled, a hint to the processor (``llvm.prefetch``) without any effect on results; without
    JIT, nothing.
    """


@intrinsic
def _fetch(context: Any, array: Any, index: Any) -> Any:
    """Return signature and code of ``fetch``."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        _fetch_line(builder, data, arguments[1])
        return context.get_dummy_value()

    return types.void(array, index), code


@overload(fetch)
def _fetch_compiled(array, index):  # type: ignore[no-untyped-def]
    """Return what stands for ``fetch`` in a kernel."""

    def compiled(array, index):  # type: ignore[no-untyped-def]
        _fetch(array, index)

    return compiled


class _Plain(CPUDispatcher):  # type: ignore[misc]
    """A compiled function that is not compiled again for every literal number it is called with."""

    def get_call_template(self, arguments: Any, named: Any) -> Any:
        """Return how a call is made, of a literal as of any number of its type."""
        return super().get_call_template(
            tuple(unliteral(kind) for kind in arguments),
            {name: unliteral(kind) for name, kind in named.items()},
        )


class _Inner(_Plain):
    """A compiled function without the code that takes a call from Python apart."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Refuse: there is nothing that could take the call."""
        raise TypeError(
            f"{self.py_func.__name__} is compiled for other kernels alone; call its py_func, or "
            f"set {CALLABLE}=1 before sim is imported"
        )


def _compiled(function: Function, inner: bool, **options: Any) -> Function:
    """Compile: cached, without the GIL, division as in numpy, never fastmath."""
    inner = inner and not _callable
    if inner:
        options |= {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
    made = numba.njit(cache=True, nogil=True, error_model="numpy", **options)(function)
    if isinstance(made, CPUDispatcher):
        made.__class__ = _Inner if inner else _Plain
    return made  # type: ignore[no-any-return]


def kernel(function: Function) -> Function:
    """Compile a kernel that Python calls."""
    return _compiled(function, inner=False)


def inner_kernel(function: Function) -> Function:
    """Compile a kernel that only kernels call, which takes half as long."""
    return _compiled(function, inner=True)


def formula(function: Function) -> Function:
    """Compile a small function of numbers that is copied into the kernel that calls it.

    It takes no arrays: numba counts references to every array that is passed, which would cost
    more than the formula.
    """
    return _compiled(function, inner=True, forceinline=True)


def open_formula(function: Function) -> Function:
    """Compile a formula that Python calls as well."""
    return _compiled(function, inner=False, forceinline=True)


def parallel_kernel(function: Function) -> Function:
    """Compile a kernel that Python calls and whose ``prange`` loops run on several threads.

    Under a name of its own: the cache knows a function by its name and signature alone and would
    hand out the version for one thread.
    """
    own = FunctionType(function.__code__, function.__globals__, f"{function.__name__}_on_threads")
    own.__qualname__ = own.__name__
    own.__doc__ = function.__doc__
    return _compiled(own, inner=False, parallel=True)  # type: ignore[return-value]
