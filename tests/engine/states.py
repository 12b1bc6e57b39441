"""States in mid-run for tests, and files that hold them or pretend to."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.engine import Engine
from sim.engine.saved_state import load_state, save_state
from sim.engine.state_arrays import arrays_of, digest_of
from sim.engine.world import World, allocate
from sim.scenario.scenario import Scenario
from tests.oracle.worlds import lively

# More people than a block of 64 has, so that threads have work; people enough for every event.
CHANGES: dict[str, Any] = {"crowd.people": 301, "run.days": 40}
KINDS = ("audience", "complete", "erdos-renyi")


def busy(kind: str = "audience") -> Scenario:
    """Return a world with events, a playbook, hidden incidents and tired outlets."""
    return lively({**CHANGES, "network.kind": kind})


def assert_same(one: World, other: World) -> None:
    """Fail unless two states are the same, bit by bit."""
    a, b = arrays_of(one), arrays_of(other)
    assert a.keys() == b.keys()
    differ = [name for name in a if a[name].tobytes() != b[name].tobytes()]
    assert differ == []


def to_day(scenario: Scenario, day: int, threads: int = 1) -> Engine:
    """Return the engine after so many days."""
    engine = Engine(allocate(scenario), threads)
    engine.advance(day)
    return engine


def day_20(factory: pytest.TempPathFactory) -> Path:
    """Return the file of a saved state: day 20 of 40."""
    path = factory.mktemp("state") / "day20.npz"
    save_state(to_day(busy(), 20), path)
    return path


def other(world: World, **changes: Any) -> World:
    """Return a world with some parts changed."""
    return World(**{**{name: getattr(world, name) for name in World.__annotations__}, **changes})


def members_of(path: Path) -> dict[str, bytes]:
    """Return what an archive holds, by name."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def refused(path: Path) -> str:
    """Return the one line that refuses a file; warnings would be errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(sim.TarpeiaError) as caught:
            load_state(path)
    text = str(caught.value)
    assert text.startswith(f"{path}: "), text
    assert "\n" not in text
    assert len(text) - len(str(path)) < 240
    return text.removeprefix(f"{path}: ")


def pack(path: Path, members: dict[str, bytes], **kwargs: Any) -> Path:
    """Write an archive; return its path."""
    with zipfile.ZipFile(path, "w", **kwargs) as file:
        for name, held in members.items():
            file.writestr(name, held)
    return path


def npy(array: np.ndarray) -> bytes:
    """Return an array as numpy writes it."""
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def sealed(path: Path, source: Path, **changes: Any) -> Path:
    """Write a saved state with some arrays changed and a checksum that fits: a clever stranger."""
    with np.load(source) as held:
        arrays = {name: held[name] for name in held.files if name != "checksum"}
    for name, change in changes.items():
        known = next(k for k in arrays if k.replace(".", "_") == name)
        changed = change(arrays[known].copy())
        if isinstance(changed, str):
            changed = np.frombuffer(changed.encode(), dtype=np.uint8)
        arrays[known] = changed
    arrays["checksum"] = np.frombuffer(digest_of(arrays), dtype=np.uint8)
    return pack(path, {f"{name}.npy": npy(array) for name, array in arrays.items()})


def at(index: Any, value: Any) -> Callable[[np.ndarray], np.ndarray]:
    """Return what sets an element of an array."""

    def change(array: np.ndarray) -> np.ndarray:
        array[index] = value
        return array

    return change
