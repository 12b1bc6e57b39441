"""A state in mid-run as one file: written whole, and loaded to go on with the same bits.

The file is a numpy ``.npz`` without pickles and without compression: the arrays of the state by
name (see ``arrays_of``), the rows of the network, the resolved ``scenario`` (TOML), ``meta`` (JSON:
format, versions, day) and ``checksum`` (SHA-256 over all). What follows from the scenario alone
(parameters, calendar, orders) is made again, and compared before saving.

A file is a stranger until it is checked: nothing is unpacked, no length is believed before the
bytes are there, no array header is parsed (it must be the one that such an array has), and the
kernels, which check nothing, only meet values that keep the rules of ``sim.engine.state_rules``.
"""

from __future__ import annotations

import io
import json
import math
import os
import struct
import zipfile
from functools import cache
from pathlib import Path
from typing import Any, Final, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim import files
from sim.engine.engine import Engine
from sim.engine.state_arrays import (
    TEXTS,
    Arrays,
    Meta,
    Shape,
    arrays_of,
    digest_of,
    shapes_of,
    world_of,
)
from sim.engine.state_rules import HEARD, check_state
from sim.engine.threads import check_threads
from sim.engine.world import World
from sim.errors import TarpeiaError
from sim.model import compiled, layout
from sim.network.build import Network, complete
from sim.scenario.files import dumps, parse
from sim.scenario.scenario import checked
from sim.version import __version__

FORMAT: Final = "tarpeia state 2"
_UNREADABLE: Final = (
    OSError,
    EOFError,
    LookupError,
    ValueError,
    RuntimeError,
    ArithmeticError,
    MemoryError,
    struct.error,
    zipfile.BadZipFile,
)


def save_state(engine: Engine, path: str | os.PathLike[str]) -> None:
    """Save the state an engine has reached: the whole file, or nothing.

    Parameters
    ----------
    engine : Engine
    path : str or path
        A new file, or a saved state, which is replaced. ``.npz`` is the usual ending.

    Raises
    ------
    TarpeiaError
        When it cannot be written, the place holds something else, the state is damaged, or it is
        not the state of its scenario (parameters, calendar or orders set by hand).
    """
    world, place, text = engine.world, Path(path), dumps(engine.world.scenario)
    network, arrays = world.network, arrays_of(world)
    ties = int(network.audience.size)
    meta = Meta(FORMAT, __version__, _kernels(), engine.day, bool(network.complete), ties)
    try:
        scenario = checked(parse(text))
        again = world_of(scenario, network, arrays)
        for name in ("values", "seed", "weight", "calendar"):
            if not np.array_equal(getattr(world, name), getattr(again, name)):
                raise TarpeiaError(f"{name}: not what the scenario says; it would be lost")
        if not all(map(np.array_equal, world.book, again.book)):
            raise TarpeiaError("book: not what the scenario says; it would be lost")
        check_state(world, engine.day)
        del arrays[HEARD]
        arrays["series"] = world.series[: engine.day]
        if not network.complete:
            arrays |= {"network.offsets": network.offsets, "network.audience": network.audience}
        for name, expected in shapes_of(scenario, meta).items():
            if Shape(arrays[name].dtype, arrays[name].shape) != expected:
                raise TarpeiaError(f"{name}: not {expected.kind} of shape {expected.shape}")
        if place.exists() and not _is_state(place):
            raise TarpeiaError("holds something that is no saved state; choose another name")
    except TarpeiaError as error:
        raise error.at(str(path)) from None
    arrays["scenario"] = np.frombuffer(text.encode(), dtype=np.uint8)
    arrays["meta"] = np.frombuffer(json.dumps(meta._asdict()).encode(), dtype=np.uint8)
    arrays["checksum"] = np.frombuffer(digest_of(arrays), dtype=np.uint8)
    try:
        _write(place.resolve(), arrays)
    except OSError as error:
        raise TarpeiaError(
            f"{path}: cannot be written ({error.strerror or error}); choose another place"
        ) from None


def load_state(path: str | os.PathLike[str], threads: int = 1) -> Engine:
    """Return an engine that goes on from a saved state as if it had never stopped.

    Parameters
    ----------
    path : str or path
    threads : int
        Threads that share the people; any number goes on with the same bits.

    Raises
    ------
    TarpeiaError
        One line, ``file: fault``: no saved state, truncated, damaged, made by other kernels or
        versions, an array of a wrong type or shape, a value that breaks its rule; or a bad number
        of threads.
    """
    check_threads(threads)  # before the file is read
    place = Path(path)
    if not place.is_file():
        raise TarpeiaError(f"{path}: {'not a' if place.exists() else 'no such'} file")
    try:
        with zipfile.ZipFile(place) as file:
            world, day = _read(file, place.stat().st_size)
    except TarpeiaError as error:
        raise error.at(str(path)) from None
    except _UNREADABLE as error:
        why = " ".join(str(error).split())[:100] or type(error).__name__
        raise TarpeiaError(f"{path}: no saved state, truncated or damaged ({why})") from None
    engine = Engine(world, threads)
    engine.day = day
    return engine


@cache
def _kernels() -> str:
    """Return the hash of the kernels and of the versions that compile them."""
    return compiled.sources_hash()


def _write(path: Path, arrays: Arrays) -> None:
    """Write the arrays as one uncompressed file of numpy's, whole or not at all."""
    with files.whole(path) as work, zipfile.ZipFile(work, "x", zipfile.ZIP_STORED) as packed:
        for name, array in arrays.items():
            with packed.open(f"{name}.npy", "w", force_zip64=True) as one:
                np.lib.format.write_array(one, array, allow_pickle=False)


def _is_state(path: Path) -> bool:
    """Tell whether a file may be replaced by a saved state: one of any version."""
    try:
        with zipfile.ZipFile(path) as file:
            return {f"{name}.npy" for name in TEXTS} <= {*file.namelist()}
    except _UNREADABLE:
        return False


def _read(file: zipfile.ZipFile, size: int) -> tuple[World, int]:
    """Return the world in a file of ``size`` bytes and the day it has reached, all checked."""
    members = file.infolist()
    if not {f"{name}.npy" for name in TEXTS} <= {member.filename for member in members}:
        raise TarpeiaError("no saved state of tarpeia")
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise TarpeiaError("packed; a saved state is not")
    if sum(max(one.file_size, one.compress_size) for one in members) > size:
        raise TarpeiaError("shorter than its parts; truncated or damaged")
    texts = {name: _text(file, name) for name in TEXTS}
    meta = _meta(texts["meta"])
    try:
        scenario = checked(parse(texts["scenario"].decode()))
    except TarpeiaError as error:
        raise error.at("scenario") from None
    if not 0 <= meta.day <= scenario.run.days or meta.ties < 0:
        raise TarpeiaError("meta: day or ties out of range; damaged")
    shapes = shapes_of(scenario, meta)
    wanted = sorted(f"{name}.npy" for name in (*shapes, *TEXTS))
    if sorted(file.namelist()) != wanted:
        strange = min({*file.namelist()} ^ {*wanted}, default="an array twice")
        raise TarpeiaError(f"{strange[:60]!r}: missing, or strange to a saved state")
    arrays = {name: _array(file, name, expected) for name, expected in shapes.items()}
    held = {name: np.frombuffer(texts[name], np.uint8) for name in ("meta", "scenario")}
    if digest_of({**arrays, **held}) != texts["checksum"]:
        raise TarpeiaError("its checksum is another; damaged")
    people, days = scenario.effective.crowd.people, scenario.run.days
    network = complete(people)
    if not meta.complete:
        network = Network(arrays["network.offsets"], arrays["network.audience"], False)
    arrays[HEARD] = np.zeros(people, dtype=np.int64)
    arrays["series"] = np.concatenate(
        [arrays["series"], np.zeros((days - meta.day, len(layout.SERIES)))]
    )
    world = world_of(scenario, network, arrays)
    check_state(world, meta.day)
    return world, meta.day


def _text(file: zipfile.ZipFile, name: str) -> bytes:
    """Return what an array of bytes holds."""
    raw = file.read(f"{name}.npy")
    held = raw[10 + int.from_bytes(raw[8:10], "little") :]
    if raw != _header(Shape(np.dtype(np.uint8), (len(held),))) + held:
        raise TarpeiaError(f"{name}: not an array of bytes; damaged")
    return held


def _array(file: zipfile.ZipFile, name: str, expected: Shape) -> NDArray[Any]:
    """Return one array, whose header must be the expected one to the byte."""
    raw, header = file.read(f"{name}.npy"), _header(expected)
    size = math.prod(expected.shape) * expected.kind.itemsize
    if len(raw) != len(header) + size or not raw.startswith(header):
        raise TarpeiaError(f"{name}: not {expected.kind} of shape {expected.shape}")
    return np.ndarray(expected.shape, expected.kind, raw, len(header)).copy()


def _header(expected: Shape) -> bytes:
    """Return the header that numpy gives the file of an array."""
    file = io.BytesIO()
    descr = np.lib.format.dtype_to_descr(expected.kind)
    told = {"descr": descr, "fortran_order": False, "shape": expected.shape}
    np.lib.format.write_array_header_1_0(file, told)
    return file.getvalue()


def _meta(text: bytes) -> Meta:
    """Return what a file says of itself, if it was made by these kernels."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise TarpeiaError(f"no saved state of tarpeia in the format {FORMAT!r}")
    for name, kind in get_type_hints(Meta).items():
        if type(data.get(name)) is not kind:
            raise TarpeiaError(f"meta: {name} is missing or no {kind.__name__}; damaged")
    meta = Meta(**{name: data[name] for name in Meta._fields})
    if (meta.version, meta.kernels) != (__version__, _kernels()):
        raise TarpeiaError(
            f"saved by tarpeia {meta.version[:20]!r} with kernels {meta.kernels[:16]!r}, this is "
            f"{__version__!r} with {_kernels()!r}; run the scenario anew"
        )
    return meta
