"""A state saved in mid-run goes on with the same bits; what is no saved state is refused."""

from __future__ import annotations

import io
import json
import os
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sim
from sim.engine import saved_state
from sim.engine.engine import Engine
from sim.engine.saved_state import load_state, save_state
from sim.engine.state_arrays import arrays_of
from sim.engine.world import World, allocate
from sim.model import layout
from sim.network.build import Network
from sim.runs.run import Run
from sim.scenario.scenario import Scenario
from tests.oracle.worlds import any_world, lively

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
    engine = Engine(allocate(scenario), threads)
    engine.advance(day)
    return engine


@pytest.fixture(scope="module")
def ends() -> dict[str, World]:
    """The states at the end of undisturbed runs, by kind of network."""
    return {kind: to_day(busy(kind), CHANGES["run.days"]).world for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_and_single_days_change_no_bit_of_the_state(
    ends: dict[str, World], kind: str, threads: int
) -> None:
    assert_same(to_day(busy(kind), CHANGES["run.days"], threads).world, ends[kind])
    stepped = Engine(allocate(busy(kind)), threads)
    for _ in range(stepped.days):
        stepped.advance(1)
    assert_same(stepped.world, ends[kind])


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_a_mesa_model_has_the_state_of_the_headless_run_on_every_day(threads: int) -> None:
    headless = Engine(allocate(busy()))
    with sim.ReputationModel(busy(), threads=threads) as model:
        for day in range(headless.days):
            model.step()
            headless.advance(1)
            assert_same(model.world, headless.world)
            assert model.day == day + 1
        assert np.array_equal(model.series.to_numpy(), sim.run(busy()).series)


@pytest.mark.parametrize("kind", KINDS)
def test_from_any_day_a_loaded_state_goes_on_with_the_same_bits(
    ends: dict[str, World], kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "state.npz"
    engine = Engine(allocate(busy(kind)))
    for day in range(engine.days + 1):
        save_state(engine, path)
        loaded = load_state(path, threads=(1, 2, 4)[day % 3])
        assert loaded.day == day
        assert loaded.world.scenario.content_hash == engine.world.scenario.content_hash
        assert_same(loaded.world, engine.world)
        loaded.run()
        assert_same(loaded.world, ends[kind])
        engine.advance(1)


def test_the_days_above_had_everything_that_goes_along() -> None:
    """A playbook rule and an order in force, hidden incidents, tired outlets, voices, marks."""
    engine = Engine(allocate(busy()))
    seen = dict.fromkeys(("rule", "order", "hidden", "outlets", "voices", "marks"), 0)
    for day in range(engine.days):
        engine.advance(1)
        w = engine.world
        seen["rule"] += bool(w.book.remaining.any())
        seen["order"] += bool(np.any((w.book.order_first <= day) & (day < w.book.order_end)))
        seen["hidden"] += bool(w.latent.filled[0])
        seen["outlets"] += bool(np.any(w.outlets.appetite < 0.9))
        seen["voices"] += bool(w.crowd.voice.any())
        seen["marks"] += len(np.unique(w.crowd.marks)) > 3
    assert min(seen.values()) >= 5, seen


def test_saved_and_loaded_day_after_day_by_any_number_of_threads(
    ends: dict[str, World], tmp_path: Path
) -> None:
    path = tmp_path / "state.npz"
    engine = Engine(allocate(busy()))
    for day in range(engine.days):
        engine.advance(1)
        save_state(engine, path)
        engine = load_state(path, threads=1 + day % 4)
    assert_same(engine.world, ends["audience"])
    run = Run(engine.world.scenario, engine.world.series)
    assert run.digest == sim.run(busy()).digest


def test_a_mesa_models_state_goes_on_headless(ends: dict[str, World], tmp_path: Path) -> None:
    with sim.ReputationModel(busy()) as model:
        for _ in range(17):
            model.step()
        assert model._engine is not None
        save_state(model._engine, tmp_path / "state.npz")
    loaded = load_state(tmp_path / "state.npz")
    assert loaded.day == 17
    loaded.run()
    assert_same(loaded.world, ends["audience"])


def test_saving_disturbs_nothing(ends: dict[str, World], tmp_path: Path) -> None:
    engine = to_day(busy(), 20)
    before = {name: array.copy() for name, array in arrays_of(engine.world).items()}
    save_state(engine, tmp_path / "state.npz")
    for name, array in arrays_of(engine.world).items():
        assert np.array_equal(array, before[name]), name
    engine.run()
    assert_same(engine.world, ends["audience"])


def test_a_network_from_a_file_goes_along(tmp_path: Path) -> None:
    people = 90
    ties = "".join(f"{i} {(i * 7 + k) % people}\n" for i in range(people) for k in (1, 5, 11))
    (tmp_path / "ties.txt").write_text(ties, encoding="utf-8")
    scenario = lively(
        {"crowd.people": people, "network.kind": "file", "network.file": str(tmp_path / "ties.txt")}
    )
    whole = to_day(scenario, scenario.run.days)
    save_state(to_day(scenario, 9), tmp_path / "state.npz")
    (tmp_path / "ties.txt").unlink()
    loaded = load_state(tmp_path / "state.npz")
    loaded.run()
    assert_same(loaded.world, whole.world)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_world(), st.data())
def test_any_world_may_be_saved_on_any_day(
    tmp_path_factory: pytest.TempPathFactory, scenario: Scenario, data: st.DataObject
) -> None:
    path = tmp_path_factory.getbasetemp() / "any-state.npz"
    day = data.draw(st.integers(0, scenario.run.days))
    engine = to_day(scenario, day)
    save_state(engine, path)
    loaded = load_state(path, threads=data.draw(st.sampled_from([1, 2])))
    assert_same(loaded.world, engine.world)
    loaded.run()
    engine.run()
    assert_same(loaded.world, engine.world)


# The file.


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A saved state: day 20 of 40."""
    path = tmp_path_factory.mktemp("state") / "day20.npz"
    save_state(to_day(busy(), 20), path)
    return path


def members_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


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


def _other(world: World, **changes: Any) -> World:
    return World(**{**{name: getattr(world, name) for name in World.__annotations__}, **changes})


def test_what_the_file_could_not_say_is_not_saved(tmp_path: Path) -> None:
    world = to_day(busy(), 0).world
    calendar = world.calendar.copy()
    calendar[5] += 1.0
    first = world.book.order_first + 1
    for name, other in (
        ("values", _other(world, values=world.values._replace(turning=0.5))),
        ("weight", _other(world, weight=world.weight * 2)),
        ("seed", _other(world, seed=99)),
        ("calendar", _other(world, calendar=calendar)),
        ("book", _other(world, book=world.book._replace(order_first=first))),
    ):
        with pytest.raises(sim.TarpeiaError, match=f"{name}: not what the scenario says"):
            save_state(Engine(other), tmp_path / "state.npz")
    assert list(tmp_path.iterdir()) == []


# Strangers.


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
    with zipfile.ZipFile(path, "w", **kwargs) as file:
        for name, held in members.items():
            file.writestr(name, held)
    return path


def npy(array: np.ndarray) -> bytes:
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
    arrays["checksum"] = np.frombuffer(saved_state._digest(arrays), dtype=np.uint8)
    return pack(path, {f"{name}.npy": npy(array) for name, array in arrays.items()})


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


def _at(index: Any, value: Any) -> Callable[[np.ndarray], np.ndarray]:
    def change(array: np.ndarray) -> np.ndarray:
        array[index] = value
        return array

    return change


DAMAGE = [
    *[("crowd.role", 0, value) for value in (3, -1, 50, 127, -128)],
    ("crowd.marks", 0, 96),
    ("crowd.marks", 0, -1),
    ("crowd.voice", 0, -64),
    *[("crowd.passion", 0, value) for value in (1.5, -2.0, np.nan, np.inf)],
    *[("crowd.expectation", 0, value) for value in (np.nan, -np.inf, 1e38)],
    *[("crowd.grievance", 0, value) for value in (-1e-3, np.nan, np.inf, 1e30)],
    *[("crowd.susceptibility", 0, value) for value in (1.01, -0.1, np.nan)],
    ("crowd.threshold", 3, np.inf),
    ("crowd.activity", 3, -1.0),
    ("crowd.activity", 3, np.nan),
    *[("outlets.reach", 0, value) for value in (-1.0, np.inf, 1e300)],
    ("outlets.slant", 0, 1.5),
    ("outlets.appetite", 0, np.nan),
    ("outlets.appetite", 0, 2.0),
    ("outlets.stories", 0, 1),
    *[("latent.filled", 0, value) for value in (-1, 1025, 2**62)],
    *[("latent.kind", 0, value) for value in (2, -1, 100)],
    ("latent.kind", 1000, 2),
    ("latent.age", 0, -1),
    ("latent.age", 0, 10**6),
    ("latent.identity", 0, -1),
    ("latent.identity", 0, 2**62),
    *[("latent.severity", 0, value) for value in (0.5, 1e9, np.nan)],
    ("book.remaining", 0, -1),
    ("book.remaining", 0, 10**6),
    *[("mood", layout.CLIMATE, value) for value in (1.5, -1.5, np.nan)],
    *[("mood", k, np.nan) for k in range(len(layout.MOOD))],
    *[("mood", k, -1e-9) for k in (layout.ATTENTION, layout.FLEET, layout.RESERVOIR)],
    ("mood", layout.COUPLING, 1.5),
    ("mood", layout.SUCCESS, 2.0),
    ("levers", 0, 1.5),
    ("levers", layout.STANCE, 5.0),
    ("levers", 1, np.nan),
    ("hall", 0, -1),
    ("totals", layout.T_BOUGHT, 302),
    ("totals", layout.T_OWNERS, -1),
    ("series", (3, 4), np.nan),
    ("network.offsets", 0, 1),
    ("network.offsets", -1, 10**9),
    ("network.offsets", 5, 10**9),
    ("network.offsets", 5, -1),
    ("network.audience", 0, 301),
    ("network.audience", 7, -1),
]


@pytest.mark.parametrize(("name", "index", "value"), DAMAGE)
def test_damaged_values_are_refused_by_name(
    state: Path, tmp_path: Path, name: str, index: Any, value: Any
) -> None:
    """The checksum fits: only the values are wrong."""
    path = sealed(tmp_path / "x.npz", state, **{name.replace(".", "_"): _at(index, value)})
    fault = refused(path)
    assert f"{name.removeprefix('crowd.')}: breaks its rule" in fault, fault
    assert "the state is damaged" in fault


def test_an_unsorted_row_and_too_many_heard_are_refused(
    state: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swapped(audience: np.ndarray) -> np.ndarray:
        audience[:2] = audience[1::-1]
        return audience

    with np.load(state) as held:
        assert held["network.offsets"][1] >= 2
    path = sealed(tmp_path / "x.npz", state, network_audience=swapped)
    assert "network.audience: breaks its rule, ascending in a row" in refused(path)
    monkeypatch.setattr(layout, "MOST_HEARD", 3)
    assert "network.audience: breaks its rule, nobody hears more than 3" in refused(state)


@pytest.mark.parametrize("name", ["crowd.role", "crowd.marks", "totals"])
def test_parts_of_two_states_do_not_make_one(state: Path, tmp_path: Path, name: str) -> None:
    """All values are allowed, but a recount of the people gives something else."""
    save_state(to_day(busy(), 21), tmp_path / "y.npz")
    with np.load(tmp_path / "y.npz") as held:
        other = held[name]
    fault = refused(sealed(tmp_path / "x.npz", state, **{name.replace(".", "_"): lambda _: other}))
    assert "breaks its rule" in fault


def test_a_damaged_checksum_is_refused(state: Path, tmp_path: Path) -> None:
    members = members_of(state)
    members["checksum.npy"] = members["checksum.npy"][:-1] + b"\0"
    assert refused(pack(tmp_path / "x.npz", members)) == "its checksum is another; damaged"


def _told(**changes: Any) -> Callable[[np.ndarray], str]:
    def change(held: np.ndarray) -> str:
        return json.dumps({**json.loads(held.tobytes()), **changes})

    return change


@pytest.mark.parametrize(
    ("meta", "fault"),
    [
        (_told(format="tarpeia state 0"), "in the format 'tarpeia state 2'"),
        (_told(version="9.9.9"), "saved by tarpeia '9.9.9'"),
        (_told(version="9\n" * 1000), "saved by tarpeia '9"),
        (_told(kernels="0" * 16), "with kernels '0000000000000000', this is"),
        (_told(day=-1), "meta: day or ties out of range"),
        (_told(day=41), "meta: day or ties out of range"),
        (_told(day=10**400), "meta: day or ties out of range"),
        (_told(day=True), "meta: day is missing or no int"),
        (_told(day="20"), "meta: day is missing or no int"),
        (_told(day=19), "series: not float64 of shape (19, "),
        (_told(ties=-5), "meta: day or ties out of range"),
        (_told(ties=5), "strength: not int8 of shape (5,)"),
        (_told(complete=True), "'network.audience.npy': missing, or strange"),
        (_told(complete=0), "meta: complete is missing or no bool"),
        (lambda _: "[" * 100_000, "truncated or damaged"),
        (lambda _: "not json", "truncated or damaged"),
        (lambda _: "[]", "no saved state of tarpeia in the format"),
        (lambda _: "1" * 10_000, "truncated or damaged"),
    ],
)
def test_what_a_file_says_of_itself_is_checked(
    state: Path, tmp_path: Path, meta: Callable[[np.ndarray], str], fault: str
) -> None:
    assert fault in refused(sealed(tmp_path / "x.npz", state, meta=meta))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda text: "title = 1\n" + text, "scenario: not TOML"),
        (lambda text: text.replace("exposure = 0.9", "exposure = 9.0"), "scenario: founder.expos"),
        (lambda text: text.replace("[crowd]", "[crowds]"), "scenario: crowds: unknown name"),
        (lambda text: text.replace("days = 40", "days = 10"), "meta: day or ties out of range"),
        (lambda text: text.replace("outlets = 6", "outlets = 7"), "outlets.reach: not float64"),
        (lambda text: text.split("[[playbook]]")[0], "book.remaining: not int64 of shape (0,)"),
        (lambda text: "a = " + "[" * 50_000 + text, "scenario: not TOML"),
        (lambda _: "", "scenario: title: missing"),
    ],
)
def test_the_scenario_inside_is_checked(
    state: Path, tmp_path: Path, change: Callable[[str], str], fault: str
) -> None:
    def scenario(held: np.ndarray) -> str:
        text = held.tobytes().decode()
        assert change(text) != text
        return change(text)

    assert fault in refused(sealed(tmp_path / "x.npz", state, scenario=scenario))


def test_a_scenario_that_is_no_text_is_refused(state: Path, tmp_path: Path) -> None:
    path = sealed(tmp_path / "x.npz", state, scenario=_at(slice(3, 6), 255))
    assert "truncated or damaged ('utf-8' codec" in refused(path)


@pytest.mark.parametrize("threads", [0, 10_000])
def test_threads_out_of_range_are_refused(state: Path, threads: int) -> None:
    with pytest.raises(sim.TarpeiaError, match="threads: "):
        load_state(state, threads)


def test_a_damaged_state_is_not_saved_either(tmp_path: Path) -> None:
    engine = to_day(busy(), 5)
    engine.world.crowd.role[0] = 77
    with pytest.raises(sim.TarpeiaError, match=r"state\.npz: crowd\.role: breaks its rule, 0 to 2"):
        save_state(engine, tmp_path / "state.npz")
    engine = to_day(busy(), 5)
    network = engine.world.network
    bad = Network(network.offsets, network.audience[::-1].copy(), False)
    with pytest.raises(sim.TarpeiaError, match=r"network\.audience: breaks its rule"):
        save_state(Engine(_other(engine.world, network=bad)), tmp_path / "state.npz")
    world = to_day(busy(), 0).world
    mood = world.mood.astype(np.float32)
    with pytest.raises(sim.TarpeiaError, match="mood: not float64 of shape"):
        save_state(Engine(_other(world, mood=mood)), tmp_path / "state.npz")
    assert list(tmp_path.iterdir()) == []
