"""A game: what is done is written down, what is refused has not happened, and seats keep apart."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.classroom.events import RoomEvent
from sim.classroom.game import Game
from sim.classroom.game_file import GameFile
from sim.errors import TarpeiaError
from tests.classroom.small_game import PLAIN, new_game


def test_a_game_goes_on_from_its_file_after_the_power_went(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    member = game.join("Ada", 1)
    game.ask("start")
    game.ask("vote", member=0, decision=PLAIN)
    game.ask("play")
    game.ask("next")
    game.ask("vote", member=0, decision={"visible": "behind"})
    # Nothing is closed: what a dead laptop's disk holds is found by another one.
    for one in tmp_path.iterdir():
        shutil.copy(one, one.with_name("copy" + one.name.removeprefix("game")))
    again = Game(GameFile(tmp_path / "copy.sqlite"))
    assert again.room == game.room
    assert again.room.of(member.token).nickname == "Ada"
    assert again.file.opening == game.file.opening
    with pytest.raises(TarpeiaError, match="another program has this game open"):
        GameFile(path)
    np.testing.assert_array_equal(again.series(1), game.series(1))


def test_a_name_that_is_deleted_is_nowhere_in_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    token = game.join("Ludmilla", 0).token.encode()
    game.join("Bo", 0)
    game.ask("start")
    game.ask("vote", member=0, decision=PLAIN)
    assert b"Ludmilla" in b"".join(one.read_bytes() for one in tmp_path.iterdir())
    game.ask("forget", member=0)
    left = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    assert b"Ludmilla" not in left
    assert token not in left
    assert b"Bo" in left
    room = game.room
    game.file.close()
    again = Game(GameFile(path))
    assert again.room == room
    assert again.room.votes[0] == {}


def test_what_is_refused_is_not_written_down(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    game.join("Ada", 0)
    version, events = game.version, game.file.events()
    for what, data in (
        ("play", {}),
        ("vote", {"member": 0, "decision": PLAIN}),
        ("next", {}),
        ("nothing", {}),
        ("join", {"nickname": "ada", "team": 0, "code": "ABCDEF", "token": "t" * 20}),
    ):
        with pytest.raises(TarpeiaError):
            game.ask(what, **data)
    assert (game.version, game.file.events()) == (version, events)


def test_what_cannot_be_written_has_not_happened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = new_game(tmp_path / "game.sqlite")
    game.join("Ada", 0)
    game.ask("start")

    def full(results: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(game.file, "keep", full)
    with pytest.raises(TarpeiaError, match="disk is full"):
        game.ask("play")
    assert (game.room.phase, game.room.decided) == ("deciding", [])
    monkeypatch.undo()
    game.ask("play")
    assert len(game.room.decided) == 1


def test_the_code_and_the_name_open_a_seat_and_neither_alone(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    one, other = game.join("Ada", 0), game.join("Bo", 0)
    assert game.resume(" ada ", one.code.lower()).number == 0
    for name, code in (
        ("Bo", one.code),
        ("Ada", other.code),
        ("", one.code),
        (None, one.code),
        ("Ada", None),
        ("Ada", ""),
        ("Ada", "ÄÄÄÄÄÄ"),
        ("Ada", "\ud800"),
    ):
        with pytest.raises(TarpeiaError, match="do not belong together"):
            game.resume(name, code)


def test_an_unordered_clock_changes_nothing_but_the_time_left(tmp_path: Path) -> None:
    times = iter([10.0, 5.0, 5.0, 4.0, 3.0, 2.0])
    game = new_game(tmp_path / "game.sqlite", clock=lambda: next(times))
    game.join("Ada", 0)
    game.ask("start")
    game.ask("vote", member=0, decision=PLAIN)
    game.ask("play")
    assert game.file.events()[-1] == RoomEvent(4.0, "play", {})


def test_a_lost_answer_costs_no_seat(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    first = game.join("Ada", 1, "a" * 32)
    assert game.join("Ada", 1, "a" * 32) is first
    assert len(game.room.members) == 1
    with pytest.raises(TarpeiaError, match="taken"):
        game.join("Ada", 1, "b" * 32)
    for wrong in ("short", 7, "c" * 65):
        with pytest.raises(TarpeiaError, match="token"):
            game.join("Bo", 1, wrong)
