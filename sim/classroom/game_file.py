"""A game's file: SQLite, written as things happen, so that nothing is lost when the power goes.

``opening`` (JSON, once): format, versions, the world (a scenario file), teams, seconds, room code
and the lecturer's key. ``events``: what happened, in order. ``results``: by quarter and team, the
SHA-256 of the series and the measures. A file is a stranger until it is checked: other tables,
views or triggers are refused, and every event goes through the rules of the room again.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from sim.classroom.events import RoomEvent
from sim.classroom.opening import Opening, from_json, to_json
from sim.errors import TarpeiaError

APPLICATION_ID: Final = 0x7A49E1A  # in the file's header, so that others' files are known
MOST_BYTES: Final = 50_000_000
MOST_EVENTS: Final = 200_000
_TABLES: Final = {
    "opening": "CREATE TABLE opening (text TEXT NOT NULL)",
    "events": "CREATE TABLE events "
    "(number INTEGER PRIMARY KEY, at REAL NOT NULL, what TEXT NOT NULL, data TEXT NOT NULL)",
    "results": "CREATE TABLE results (quarter INTEGER NOT NULL, team INTEGER NOT NULL, "
    "decision TEXT NOT NULL, digest TEXT NOT NULL, measures TEXT NOT NULL, "
    "PRIMARY KEY (quarter, team))",
}


class QuarterResult(NamedTuple):
    """What came of a team's quarter."""

    quarter: int
    team: int
    decision: dict[str, str]
    digest: str
    measures: dict[str, float]


class GameFile:
    """A game's file, open for writing.

    Parameters
    ----------
    path : Path
        An existing game, or a new file where ``opening`` is given.
    opening : Opening, optional

    Raises
    ------
    TarpeiaError
        If it cannot be read or written, or is no game of this program.
    """

    def __init__(self, path: Path, opening: Opening | None = None) -> None:
        self.path = path
        self._lock = threading.RLock()
        if opening is not None:
            if path.exists():
                raise TarpeiaError(f"{path}: it is there already; nothing is overwritten")
            path.parent.mkdir(parents=True, exist_ok=True)
        elif not path.is_file():
            raise TarpeiaError(f"{path}: there is no such file")
        elif path.stat().st_size > MOST_BYTES:
            raise TarpeiaError(f"{path}: more than {MOST_BYTES:,} bytes; that is no game")
        with self._as_one_line():
            self._base = sqlite3.connect(
                path, timeout=0.5, check_same_thread=False, isolation_level=None
            )
            self._base.execute("PRAGMA trusted_schema = OFF")
            # One program at a time: two would write two games into one file.
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            if opening is None:
                self._check()
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = FULL")
            self._base.execute("PRAGMA secure_delete = ON")
            if opening is not None:
                self._create(opening)
            self.opening = self._opening()
        self.clear_log()

    def close(self) -> None:
        """Close the file; what was written is in it in any case."""
        self._base.close()

    @contextlib.contextmanager
    def together(self) -> Iterator[None]:
        """Write what is done inside whole or not at all."""
        with self._lock, self._as_one_line():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def append(self, event: RoomEvent) -> None:
        """Write down what happened; inside ``together``."""
        self._base.execute(
            "INSERT INTO events (at, what, data) VALUES (?, ?, ?)",
            (event.at, event.what, json.dumps(event.data)),
        )

    def events(self) -> list[RoomEvent]:
        """Return what happened, in order.

        Raises
        ------
        TarpeiaError
            For a line that is no event.
        """
        with self._lock, self._as_one_line():
            rows = self._base.execute(
                "SELECT number, at, what, data FROM events ORDER BY number"
            ).fetchall()
        found = []
        for number, (place, at, what, data) in enumerate(rows, start=1):
            try:
                fields = json.loads(data)
            except (ValueError, TypeError, RecursionError):
                fields = None
            fits = isinstance(at, float) and isinstance(what, str) and isinstance(fields, dict)
            if not fits or place != number or number > MOST_EVENTS:
                raise TarpeiaError(f"{self.path}: event {number}: not as this program writes it")
            found.append(RoomEvent(at, what, fields))
        return found

    def forget(self, member: int) -> None:
        """Take a name and all that leads to it out of the file, for good; inside ``together``."""
        row = self._base.execute(
            "SELECT number, data FROM events WHERE what = 'join' ORDER BY number LIMIT 1 OFFSET ?",
            (member,),
        ).fetchone()
        left = json.dumps({"team": json.loads(row[1])["team"], "forgotten": True})
        self._base.execute("UPDATE events SET data = ? WHERE number = ?", (left, row[0]))

    def clear_log(self) -> None:
        """Empty the write-ahead log, in which what was deleted may still stand."""
        with self._lock, self._as_one_line():
            self._base.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def keep(self, results: list[QuarterResult]) -> None:
        """Write down what came of a quarter, in place of what stood there; inside ``together``."""
        self._base.executemany(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)",
            [
                (
                    one.quarter,
                    one.team,
                    json.dumps(one.decision),
                    one.digest,
                    json.dumps(one.measures),
                )
                for one in results
            ],
        )

    def drop_results(self, quarter: int) -> None:
        """Take back what came of a quarter and those after it; inside ``together``."""
        self._base.execute("DELETE FROM results WHERE quarter >= ?", (quarter,))

    def results(self) -> list[QuarterResult]:
        """Return what came of the quarters, by quarter and team."""
        with self._lock, self._as_one_line():
            rows = self._base.execute("SELECT * FROM results ORDER BY quarter, team").fetchall()
            return [
                QuarterResult(
                    int(quarter), int(team), json.loads(decision), str(digest), json.loads(measures)
                )
                for quarter, team, decision, digest, measures in rows
            ]

    # What a file is.

    @contextlib.contextmanager
    def _as_one_line(self) -> Iterator[None]:
        """Turn what SQLite or the disk refuses into one line that names the file."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if "locked" in str(error):
                raise TarpeiaError(
                    f"{self.path}: another program has this game open; end that one first"
                ) from None
            raise TarpeiaError(f"{self.path}: {error}; it cannot be used as a game") from None

    def _create(self, opening: Opening) -> None:
        self._base.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        with self.together():
            for statement in _TABLES.values():
                self._base.execute(statement)
            self._base.execute("INSERT INTO opening VALUES (?)", (to_json(opening),))

    def _check(self) -> None:
        (mark,) = self._base.execute("PRAGMA application_id").fetchone()
        rows = self._base.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        made = {name: sql for kind, name, sql in rows if kind == "table"}
        own = {name for kind, name, _ in rows if kind == "index" and name.startswith("sqlite_")}
        if mark != APPLICATION_ID or made != _TABLES or len(made) + len(own) != len(rows):
            raise TarpeiaError(f"{self.path}: no game of this program")

    def _opening(self) -> Opening:
        rows = self._base.execute("SELECT text FROM opening").fetchall()
        try:
            return from_json(rows[0][0] if len(rows) == 1 else "")
        except TarpeiaError as error:
            raise error.at(str(self.path)) from None
