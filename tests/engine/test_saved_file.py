"""The file of a saved state: how it is written, and what is not written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.engine import Engine
from sim.engine.saved_state import load_state, save_state
from sim.engine.state_arrays import arrays_of
from sim.model import layout
from sim.network.network import Network
from tests.engine.states import busy, day_20, members_of, other, to_day


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return day_20(tmp_path_factory)


def test_the_file_is_numpys_and_equal_states_are_equal_files(state: Path, tmp_path: Path) -> None:
    save_state(load_state(state), tmp_path / "again.npz")
    assert (tmp_path / "again.npz").read_bytes() == state.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["again.npz"]
    with np.load(state, allow_pickle=False) as held:
        assert held["series"].shape == (20, len(layout.SERIES))
        assert held["scenario"].tobytes().decode().startswith('title = "Defaults"')
        meta = json.loads(held["meta"].tobytes())
    assert (meta["day"], meta["version"]) == (20, sim.__version__)
    # Every array of the state is in it, but what is empty between two days.
    names = {name.removesuffix(".npy") for name in members_of(state)}
    assert names - set(arrays_of(load_state(state).world)) == {
        "meta",
        "scenario",
        "checksum",
        "network.offsets",
        "network.audience",
    }
    assert set(arrays_of(load_state(state).world)) - names == {"crowd.heard"}


def test_a_saved_state_is_replaced_and_nothing_else_is(state: Path, tmp_path: Path) -> None:
    path = tmp_path / "state.npz"
    path.write_bytes(state.read_bytes())
    save_state(to_day(busy(), 3), path)
    assert load_state(path).day == 3
    for name, held in (("notes.txt", b"my notes"), ("other.npz", b"PK\x05\x06" + bytes(18))):
        (tmp_path / name).write_bytes(held)
        with pytest.raises(sim.TarpeiaError, match=f"{name}: holds something that is no saved"):
            save_state(to_day(busy(), 3), tmp_path / name)
        assert (tmp_path / name).read_bytes() == held
    with pytest.raises(sim.TarpeiaError, match="holds something that is no saved state"):
        save_state(to_day(busy(), 3), tmp_path)


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    save_state(to_day(busy(), 1), tmp_path / "a" / "b" / "state.npz")
    assert load_state(tmp_path / "a" / "b" / "state.npz").day == 1


def test_cut_short_in_writing_the_old_state_stays(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.npz"
    path.write_bytes(state.read_bytes())

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fail)
            with pytest.raises(sim.TarpeiaError, match=r"cannot be written \(No space left"):
                save_state(to_day(busy(), 3), path)
    assert path.read_bytes() == state.read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["state.npz"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(sim.TarpeiaError, match=r"^.*state\.npz: cannot be written"):
        save_state(to_day(busy(), 1), tmp_path / "file" / "state.npz")


def test_what_the_file_could_not_say_is_not_saved(tmp_path: Path) -> None:
    world = to_day(busy(), 0).world
    calendar = world.calendar.copy()
    calendar[5] += 1.0
    first = world.book.order_first + 1
    for name, changed in (
        ("values", other(world, values=world.values._replace(turning=0.5))),
        ("weight", other(world, weight=world.weight * 2)),
        ("seed", other(world, seed=99)),
        ("calendar", other(world, calendar=calendar)),
        ("book", other(world, book=world.book._replace(order_first=first))),
    ):
        with pytest.raises(sim.TarpeiaError, match=f"{name}: not what the scenario says"):
            save_state(Engine(changed), tmp_path / "state.npz")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_state_is_not_saved_either(tmp_path: Path) -> None:
    engine = to_day(busy(), 5)
    engine.world.crowd.role[0] = 77
    with pytest.raises(sim.TarpeiaError, match=r"state\.npz: crowd\.role: breaks its rule, 0 to 2"):
        save_state(engine, tmp_path / "state.npz")
    engine = to_day(busy(), 5)
    network = engine.world.network
    bad = Network(network.offsets, network.audience[::-1].copy(), False)
    with pytest.raises(sim.TarpeiaError, match=r"network\.audience: breaks its rule"):
        save_state(Engine(other(engine.world, network=bad)), tmp_path / "state.npz")
    world = to_day(busy(), 0).world
    mood = world.mood.astype(np.float32)
    with pytest.raises(sim.TarpeiaError, match="mood: not float64 of shape"):
        save_state(Engine(other(world, mood=mood)), tmp_path / "state.npz")
    assert list(tmp_path.iterdir()) == []
