"""A game's file: a stranger until it is checked, and the same format as ever."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.events import EVENTS
from sim.classroom.game import Game
from sim.classroom.game_file import GameFile
from sim.errors import TarpeiaError
from tests.classroom.small_game import new_game, played_through


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"nonsense" * 1000),
        lambda path: path.write_bytes(b""),
        lambda path: _sql(path, "CREATE TABLE more (x)"),
        lambda path: _sql(path, "CREATE VIEW more AS SELECT * FROM events"),
        lambda path: _sql(
            path, "CREATE TRIGGER more AFTER INSERT ON events BEGIN DELETE FROM results; END"
        ),
        lambda path: _sql(path, "PRAGMA application_id = 7"),
        lambda path: _sql(path, "UPDATE opening SET text = '{}'"),
        lambda path: _sql(path, "UPDATE opening SET text = '['"),
        lambda path: _sql(path, "UPDATE opening SET text = replace(text, 'days', 'dais')"),
        lambda path: _sql(path, "UPDATE opening SET text = replace(text, 'people', 'peopel')"),
        lambda path: _sql(path, "UPDATE opening SET text = replace(text, '= 300', '= 30000000')"),
        lambda path: _sql(path, "DELETE FROM opening"),
        lambda path: _sql(path, "UPDATE events SET data = '[]' WHERE number = 1"),
        lambda path: _sql(path, "UPDATE events SET what = 'win' WHERE number = 1"),
        lambda path: _sql(path, "UPDATE events SET at = 'noon' WHERE number = 2"),
        lambda path: _sql(path, "UPDATE events SET data = '{\"team\": 99}' WHERE number = 1"),
        lambda path: _sql(path, "DELETE FROM events WHERE number = 1"),
    ],
)
def test_a_file_of_a_stranger_is_refused_with_its_name(tmp_path: Path, spoil: Any) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    played_through(game)
    game.file.close()
    spoil(path)
    with pytest.raises(TarpeiaError, match=r"game\.sqlite"):
        Game(GameFile(path))


def _sql(path: Path, statement: str) -> None:
    base = sqlite3.connect(path)
    base.execute(statement)
    base.commit()
    base.close()


def test_a_file_is_not_written_over_and_a_missing_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "game.sqlite"
    game = new_game(path)
    with pytest.raises(TarpeiaError, match="nothing is overwritten"):
        GameFile(path, game.file.opening)
    with pytest.raises(TarpeiaError, match="no such file"):
        GameFile(tmp_path / "other.sqlite")


def test_the_format_is_the_one_of_games_kept_before(tmp_path: Path) -> None:
    game = new_game(tmp_path / "game.sqlite")
    game.join("Ada", 0)
    game.file.close()
    base = sqlite3.connect(tmp_path / "game.sqlite")
    ((text,),) = base.execute("SELECT text FROM opening").fetchall()
    tables = dict(base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    ((mark,),) = base.execute("PRAGMA application_id").fetchall()
    ((number, what, data),) = base.execute("SELECT number, what, data FROM events").fetchall()
    base.close()
    opening = json.loads(text)
    assert list(opening) == ["format", "version", "world", "teams", "seconds", "code", "key"]
    assert (opening["format"], mark) == ("tarpeia class 1", 0x7A49E1A)
    assert {name: sql.split("(", 1)[1] for name, sql in tables.items()} == {
        "opening": "text TEXT NOT NULL)",
        "events": "number INTEGER PRIMARY KEY, at REAL NOT NULL, what TEXT NOT NULL, "
        "data TEXT NOT NULL)",
        "results": "quarter INTEGER NOT NULL, team INTEGER NOT NULL, decision TEXT NOT NULL, "
        "digest TEXT NOT NULL, measures TEXT NOT NULL, PRIMARY KEY (quarter, team))",
    }
    assert (number, what, list(json.loads(data))) == (
        1,
        "join",
        ["nickname", "team", "code", "token"],
    )
    assert " / ".join(EVENTS) == (
        "join / vote / start / pause / go on / time / play / next / undo / end / show / door / "
        "weigh / forget"
    )
