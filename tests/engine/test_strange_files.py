"""Files that are no saved state, or are damaged, are refused in one line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.saved_state import load_state
from tests.engine.states import assert_same, day_20, members_of, npy, pack, refused, sealed


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return day_20(tmp_path_factory)


def test_a_clever_stranger_who_changes_nothing_is_let_in(state: Path, tmp_path: Path) -> None:
    """So that the refusals below are those of the values, not of the packing."""
    assert_same(load_state(sealed(tmp_path / "s.npz", state)).world, load_state(state).world)


@pytest.mark.parametrize(
    ("held", "fault"),
    [
        (b"", "File is not a zip file"),
        (b"PAR1 something else", "File is not a zip file"),
        (b"PK\x05\x06" + bytes(18), "no saved state of tarpeia"),
        (b"PK\x03\x04" + bytes(40), "File is not a zip file"),
    ],
)
def test_foreign_files_are_refused(tmp_path: Path, held: bytes, fault: str) -> None:
    (tmp_path / "x.npz").write_bytes(held)
    assert fault in refused(tmp_path / "x.npz")


def test_places_without_a_file_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.npz") == "no such file"
    assert refused(tmp_path) == "not a file"


def test_a_foreign_npz_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "x.npz", role=np.zeros(3))
    assert refused(tmp_path / "x.npz") == "no saved state of tarpeia"
    objects = np.array([{"a": 1}], dtype=object)
    pack(tmp_path / "y.npz", {f"{n}.npy": npy(objects) for n in ("meta", "scenario", "checksum")})
    assert "meta: not an array of bytes" in refused(tmp_path / "y.npz")


def test_truncated_anywhere_it_is_refused(state: Path, tmp_path: Path) -> None:
    whole = state.read_bytes()
    for size in [*range(0, len(whole), len(whole) // 60), len(whole) - 1]:
        (tmp_path / "x.npz").write_bytes(whole[:size])
        assert "truncated or damaged" in refused(tmp_path / "x.npz")


@pytest.mark.slow
def test_a_flipped_bit_anywhere_is_refused_or_changes_nothing(state: Path, tmp_path: Path) -> None:
    """A bit that neither the archive nor the checksum holds changes no array (dates, flags)."""
    whole = state.read_bytes()
    good = load_state(state)
    rng = np.random.default_rng(1)
    places = [
        *rng.integers(0, len(whole), 200),
        *range(100),
        *range(len(whole) - 150, len(whole)),
    ]
    refusals = 0
    for place in places:
        held = bytearray(whole)
        held[place] ^= 1 << int(rng.integers(8))
        (tmp_path / "x.npz").write_bytes(held)
        try:
            loaded = load_state(tmp_path / "x.npz")
        except sim.TarpeiaError as error:
            refusals += len(str(error).splitlines()) == 1
            continue
        assert_same(loaded.world, good.world)
        assert loaded.day == good.day
    assert refusals > 0.6 * len(places)


def test_missing_strange_and_doubled_arrays_are_refused(state: Path, tmp_path: Path) -> None:
    members = members_of(state)
    for name in members:
        left = {k: v for k, v in members.items() if k != name}
        fault = refused(pack(tmp_path / "x.npz", left))
        assert f"'{name}': missing" in fault or fault == "no saved state of tarpeia"
    more = {**members, "crowd.luck.npy": members["mood.npy"]}
    assert "'crowd.luck.npy': missing, or strange" in refused(pack(tmp_path / "x.npz", more))
    pack(tmp_path / "x.npz", members)
    with (
        zipfile.ZipFile(tmp_path / "x.npz", "a") as file,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        file.writestr("mood.npy", members["mood.npy"])
    assert "an array twice" in refused(tmp_path / "x.npz")


def test_packed_members_are_not_unpacked(state: Path, tmp_path: Path) -> None:
    pack(tmp_path / "x.npz", members_of(state), compression=zipfile.ZIP_DEFLATED)
    assert refused(tmp_path / "x.npz").startswith("packed")


def test_a_member_longer_than_the_file_is_refused(state: Path, tmp_path: Path) -> None:
    """The directory at the end claims two gigabytes for every array."""
    held = bytearray(state.read_bytes())
    place = held.find(b"PK\x01\x02")
    while place >= 0:
        held[place + 20 : place + 28] = (2**31 - 1).to_bytes(4, "little") * 2
        place = held.find(b"PK\x01\x02", place + 4)
    (tmp_path / "x.npz").write_bytes(held)
    assert "shorter than its parts" in refused(tmp_path / "x.npz")


def test_a_scenario_of_millions_allocates_nothing(state: Path, tmp_path: Path) -> None:
    def million(text: np.ndarray) -> str:
        return text.tobytes().decode().replace("people = 301", "people = 30000000")

    fault = refused(sealed(tmp_path / "x.npz", state, scenario=million))
    assert fault == "crowd.role: not int8 of shape (30000000,)"


@pytest.mark.slow
def test_every_array_of_another_shape_or_type_is_refused(state: Path, tmp_path: Path) -> None:
    with np.load(state) as held:
        arrays = {name: held[name] for name in held.files}
    members = members_of(state)
    for name in arrays.keys() - {"meta", "scenario", "checksum"}:
        array = arrays[name]
        others = [array[:-1], np.concatenate([array, array[-1:]]), array[None]]
        kinds = (np.float32, np.float64, np.int16, ">f8", object)
        others += [array.astype(kind) for kind in kinds if kind != array.dtype]
        for other in others:
            pack(tmp_path / "x.npz", {**members, f"{name}.npy": npy(other)})
            assert f"{name}: not {array.dtype} of shape" in refused(tmp_path / "x.npz")
