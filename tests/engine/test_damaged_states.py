"""A saved state that was changed by somebody clever: values, meta and scenario are checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.engine.saved_state import load_state, save_state
from sim.model import layout
from tests.engine.states import at, busy, day_20, members_of, pack, refused, sealed, to_day


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return day_20(tmp_path_factory)


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
    path = sealed(tmp_path / "x.npz", state, **{name.replace(".", "_"): at(index, value)})
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
    path = sealed(tmp_path / "x.npz", state, scenario=at(slice(3, 6), 255))
    assert "truncated or damaged ('utf-8' codec" in refused(path)


@pytest.mark.parametrize("threads", [0, 10_000])
def test_threads_out_of_range_are_refused(state: Path, threads: int) -> None:
    with pytest.raises(sim.TarpeiaError, match="threads: "):
        load_state(state, threads)
