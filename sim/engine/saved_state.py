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

import hashlib
import io
import json
import math
import os
import struct
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim import files
from sim.engine.crowd import Crowd
from sim.engine.engine import Engine
from sim.engine.state_rules import HEARD, check_state
from sim.engine.threads import check_threads
from sim.engine.world import HIDDEN_INCIDENTS, Latent, Outlets, Rumour, World
from sim.errors import TarpeiaError
from sim.model import compiled, layout
from sim.model.entries import values
from sim.network.build import Network, complete
from sim.scenario.files import dumps, parse
from sim.scenario.scenario import Scenario, checked
from sim.version import __version__

FORMAT: Final = "tarpeia state 2"
_GROUPS: Final[dict[str, Any]] = {
    "crowd": Crowd,
    "outlets": Outlets,
    "latent": Latent,
    "rumour": Rumour,
}
_ALONE: Final = {
    "book.remaining": np.int64,
    "mood": np.float64,
    "levers": np.float64,
    "hall": np.int64,
    "totals": np.int64,
    "series": np.float64,
    "strength": np.int8,
}
_TEXTS: Final = ("meta", "scenario", "checksum")
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

Arrays = dict[str, NDArray[Any]]


class _Meta(NamedTuple):
    """What a file says of itself."""

    format: str
    version: str
    kernels: str
    day: int
    complete: bool
    ties: int


class _Shape(NamedTuple):
    """What an array of a file must be."""

    kind: np.dtype[Any]
    shape: tuple[int, ...]


def arrays_of(world: World) -> Arrays:
    """Return the arrays of a state by name, as in ``crowd.role`` or ``mood``; no copies.

    All that a day reads or writes, but the network and what follows from the scenario alone.
    """
    found: Arrays = {}
    for group in _GROUPS:
        fields = getattr(world, group)._asdict()
        found |= {f"{group}.{name}": array for name, array in fields.items()}
    found |= {name: getattr(world, name) for name in _ALONE if "." not in name}
    return {**found, "book.remaining": world.book.remaining}


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
    meta = _Meta(FORMAT, __version__, _kernels(), engine.day, bool(network.complete), ties)
    try:
        scenario = checked(parse(text))
        again = _world(scenario, network, arrays)
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
        for name, expected in _shapes(scenario, meta).items():
            if _Shape(arrays[name].dtype, arrays[name].shape) != expected:
                raise TarpeiaError(f"{name}: not {expected.kind} of shape {expected.shape}")
        if place.exists() and not _is_state(place):
            raise TarpeiaError("holds something that is no saved state; choose another name")
    except TarpeiaError as error:
        raise error.at(str(path)) from None
    arrays["scenario"] = np.frombuffer(text.encode(), dtype=np.uint8)
    arrays["meta"] = np.frombuffer(json.dumps(meta._asdict()).encode(), dtype=np.uint8)
    arrays["checksum"] = np.frombuffer(_digest(arrays), dtype=np.uint8)
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


def _world(scenario: Scenario, network: Network, arrays: Mapping[str, NDArray[Any]]) -> World:
    """Return the world of a scenario with the arrays of a state."""
    p = values(scenario.effective)
    parts: dict[str, Any] = {
        group: fields(**{name: arrays[f"{group}.{name}"] for name in fields._fields})
        for group, fields in _GROUPS.items()
    }
    parts |= {name: arrays[name] for name in _ALONE if "." not in name}
    return World(
        scenario=scenario,
        values=p,
        seed=scenario.run.seed,
        weight=p.population / scenario.effective.crowd.people,
        network=network,
        book=scenario.book()._replace(remaining=arrays["book.remaining"]),
        calendar=scenario.calendar(),
        **parts,
    )


def _digest(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the SHA-256 over names, types, shapes and bytes of arrays."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.data)
    return digest.digest()


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
            return {f"{name}.npy" for name in _TEXTS} <= {*file.namelist()}
    except _UNREADABLE:
        return False


def _read(file: zipfile.ZipFile, size: int) -> tuple[World, int]:
    """Return the world in a file of ``size`` bytes and the day it has reached, all checked."""
    members = file.infolist()
    if not {f"{name}.npy" for name in _TEXTS} <= {member.filename for member in members}:
        raise TarpeiaError("no saved state of tarpeia")
    if any(member.compress_type != zipfile.ZIP_STORED for member in members):
        raise TarpeiaError("packed; a saved state is not")
    if sum(max(one.file_size, one.compress_size) for one in members) > size:
        raise TarpeiaError("shorter than its parts; truncated or damaged")
    texts = {name: _text(file, name) for name in _TEXTS}
    meta = _meta(texts["meta"])
    try:
        scenario = checked(parse(texts["scenario"].decode()))
    except TarpeiaError as error:
        raise error.at("scenario") from None
    if not 0 <= meta.day <= scenario.run.days or meta.ties < 0:
        raise TarpeiaError("meta: day or ties out of range; damaged")
    shapes = _shapes(scenario, meta)
    wanted = sorted(f"{name}.npy" for name in (*shapes, *_TEXTS))
    if sorted(file.namelist()) != wanted:
        strange = min({*file.namelist()} ^ {*wanted}, default="an array twice")
        raise TarpeiaError(f"{strange[:60]!r}: missing, or strange to a saved state")
    arrays = {name: _array(file, name, expected) for name, expected in shapes.items()}
    held = {name: np.frombuffer(texts[name], np.uint8) for name in ("meta", "scenario")}
    if _digest({**arrays, **held}) != texts["checksum"]:
        raise TarpeiaError("its checksum is another; damaged")
    people, days = scenario.effective.crowd.people, scenario.run.days
    network = complete(people)
    if not meta.complete:
        network = Network(arrays["network.offsets"], arrays["network.audience"], False)
    arrays[HEARD] = np.zeros(people, dtype=np.int64)
    arrays["series"] = np.concatenate(
        [arrays["series"], np.zeros((days - meta.day, len(layout.SERIES)))]
    )
    world = _world(scenario, network, arrays)
    check_state(world, meta.day)
    return world, meta.day


def _text(file: zipfile.ZipFile, name: str) -> bytes:
    """Return what an array of bytes holds."""
    raw = file.read(f"{name}.npy")
    held = raw[10 + int.from_bytes(raw[8:10], "little") :]
    if raw != _header(_Shape(np.dtype(np.uint8), (len(held),))) + held:
        raise TarpeiaError(f"{name}: not an array of bytes; damaged")
    return held


def _array(file: zipfile.ZipFile, name: str, expected: _Shape) -> NDArray[Any]:
    """Return one array, whose header must be the expected one to the byte."""
    raw, header = file.read(f"{name}.npy"), _header(expected)
    size = math.prod(expected.shape) * expected.kind.itemsize
    if len(raw) != len(header) + size or not raw.startswith(header):
        raise TarpeiaError(f"{name}: not {expected.kind} of shape {expected.shape}")
    return np.ndarray(expected.shape, expected.kind, raw, len(header)).copy()


def _header(expected: _Shape) -> bytes:
    """Return the header that numpy gives the file of an array."""
    file = io.BytesIO()
    descr = np.lib.format.dtype_to_descr(expected.kind)
    told = {"descr": descr, "fortran_order": False, "shape": expected.shape}
    np.lib.format.write_array_header_1_0(file, told)
    return file.getvalue()


def _meta(text: bytes) -> _Meta:
    """Return what a file says of itself, if it was made by these kernels."""
    data = json.loads(text)
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise TarpeiaError(f"no saved state of tarpeia in the format {FORMAT!r}")
    for name, kind in get_type_hints(_Meta).items():
        if type(data.get(name)) is not kind:
            raise TarpeiaError(f"meta: {name} is missing or no {kind.__name__}; damaged")
    meta = _Meta(**{name: data[name] for name in _Meta._fields})
    if (meta.version, meta.kernels) != (__version__, _kernels()):
        raise TarpeiaError(
            f"saved by tarpeia {meta.version[:20]!r} with kernels {meta.kernels[:16]!r}, this is "
            f"{__version__!r} with {_kernels()!r}; run the scenario anew"
        )
    return meta


def _shapes(scenario: Scenario, meta: _Meta) -> dict[str, _Shape]:
    """Return what the arrays of a file must be."""
    parameters = scenario.effective
    people = parameters.crowd.people
    lengths = {
        "crowd": people,
        "outlets": parameters.newsroom.outlets,
        "latent": HIDDEN_INCIDENTS,
        "book.remaining": len(scenario.playbook),
        "mood": len(layout.MOOD),
        "levers": len(layout.LEVERS),
        "hall": 3,
        "totals": layout.TOTALS,
        "rumour": people if parameters.conversation.rumour_telling > 0.0 else 0,
        "strength": meta.ties if parameters.participation.bonding > 0.0 else 0,
    }
    found = {}
    for group, fields in _GROUPS.items():
        for name, hint in get_type_hints(fields).items():
            (kind,) = get_args(get_args(hint)[1])  # of NDArray[np.int8]: np.int8
            length = 1 if name == "filled" else lengths[group]
            found[f"{group}.{name}"] = _Shape(np.dtype(kind), (length,))
    del found[HEARD]
    for name, kind in _ALONE.items():
        shape = (meta.day, len(layout.SERIES)) if name == "series" else (lengths[name],)
        found[name] = _Shape(np.dtype(kind), shape)
    if not meta.complete:
        found["network.offsets"] = _Shape(np.dtype(np.int64), (people + 1,))
        found["network.audience"] = _Shape(np.dtype(np.int32), (meta.ties,))
    return found
