"""A game that is played: room, file and worlds together, asked by many at once."""

from __future__ import annotations

import json
import secrets
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from sim.classroom.events import RoomEvent, take
from sim.classroom.game_file import GameFile, QuarterResult
from sim.classroom.members import Member
from sim.classroom.net_fans import Floats
from sim.classroom.play import played
from sim.classroom.room import Room
from sim.classroom.rules import NO_ACTION, Decision
from sim.classroom.score import score_measures, score_points, total_points
from sim.codes import new_code
from sim.errors import TarpeiaError

MOST_COURSES: Final = 100


class Game:
    """A game, from its first event or from where its file ends.

    Parameters
    ----------
    file : GameFile
    clock : callable
        Seconds since 1970.

    Attributes
    ----------
    room : Room
        To be read; changed by ``ask`` alone.
    version : int
        Grows with every event.

    Raises
    ------
    TarpeiaError
        For an event of the file that the room's rules do not allow.
    """

    def __init__(self, file: GameFile, clock: Callable[[], float] = time.time) -> None:
        self.file = file
        self.world = file.opening.world
        self.clock = clock
        self.version = 0
        self.lock = threading.RLock()
        self._courses: dict[str, tuple[Floats, str]] = {}
        self._remembered: dict[Any, Any] = {}
        self.room = self._replayed()

    def ask(self, what: str, **data: Any) -> None:
        """Let something happen: checked, written down, and done; or refused and nothing.

        Raises
        ------
        TarpeiaError
            When the room's rules do not allow it, or the file cannot be written.
        """
        with self.lock:
            event, taken = RoomEvent(self.clock(), what, data), False
            try:
                with self.file.together():
                    self.file.append(event)
                    take(self.room, event)
                    taken = True
                    if what == "forget":
                        self.file.forget(data["member"])
                    if what == "undo":
                        self.file.drop_results(len(self.room.decided))
                    if what == "play":
                        self.file.keep(self.results(self.room.quarter))
            except BaseException:
                if taken:  # done and not written down: as it stands in the file
                    self.room = self._replayed()
                raise
            if what == "forget":
                self.file.clear_log()
            if what != "vote":
                self._remembered.clear()
            self.version += 1

    def join(self, nickname: Any, team: Any = None, token: Any = None) -> Member:
        """Let someone join; without a team, the smallest one.

        A phone may bring its own token: if it asks again because the answer was lost, it is told
        of the seat that it has.

        Raises
        ------
        TarpeiaError
            For a name that is taken or not allowed, an unknown team, or a full room.
        """
        with self.lock:
            number = len(self.room.members)
            own = token if token is not None else secrets.token_urlsafe(16)
            for one in self.room.members.values():
                if one.token and one.token == own:
                    return one
            place = self.room.smallest_team() if team is None else team
            self.ask("join", nickname=nickname, team=place, code=new_code(), token=own)
            return self.room.members[number]

    def resume(self, nickname: Any, code: Any) -> Member:
        """Return the member whose name and code these are.

        Raises
        ------
        TarpeiaError
            If there is none: either alone opens nothing.
        """
        if isinstance(nickname, str) and isinstance(code, str):
            name = " ".join(nickname.split()).casefold()
            with self.lock:
                for one in self.room.members.values():
                    typed = code.strip().upper()[:20].encode("utf-8", "replace")
                    fits = secrets.compare_digest(one.code.encode(), typed)
                    if one.nickname and one.nickname.casefold() == name and fits:
                        return one
        raise TarpeiaError("code: that name and that code do not belong together")

    # What came of it.

    def course(self, decisions: list[Decision]) -> tuple[Floats, str]:
        """Return the series of a course, float64 (days, columns), and its SHA-256."""
        key = json.dumps([dict(sorted(one.items())) for one in decisions])
        with self.lock:
            if key not in self._courses:
                while len(self._courses) >= MOST_COURSES:
                    del self._courses[next(iter(self._courses))]
                run = played(self.world, decisions).run()
                self._courses[key] = run.series, run.digest
            return self._courses[key]

    def decisions(self, team: int) -> list[Decision]:
        """Return what a team did, by quarter played."""
        return [by_team[team] for by_team in self.room.decided]

    def series(self, team: int) -> Floats:
        """Return the series of a team as far as it has played, the year before included."""
        return self.course(self.decisions(team))[0]

    def idle(self) -> Floats:
        """Return the series of the same world without any action, as far as has been played."""
        return self.course([NO_ACTION] * len(self.room.decided))[0]

    def results(self, quarter: int) -> list[QuarterResult]:
        """Return what came of a quarter, for every team, also those that nobody has joined yet."""
        return [
            QuarterResult(
                quarter,
                team,
                dict(self.room.decided[quarter][team]),
                digest,
                score_measures(series),
            )
            for team in range(self.room.teams)
            for series, digest in [self.course(self.decisions(team)[: quarter + 1])]
        ]

    def remembered(self, key: Any, make: Callable[[], Any]) -> Any:
        """Return what ``make`` gives, made once until something but a vote happens."""
        with self.lock:
            if key not in self._remembered:
                self._remembered[key] = make()
            return self._remembered[key]

    def seat(self, token: str) -> Member:
        """Return the member that a token belongs to.

        Raises
        ------
        TarpeiaError
            If there is none (any more).
        """
        with self.lock:
            return self.room.of(token)

    def scores(self) -> dict[int, dict[str, Any]]:
        """Return by team its measures, points and total, with the weights as they stand."""
        return dict(self.remembered("scores", self._scores))

    def _scores(self) -> dict[int, dict[str, Any]]:
        idle = score_measures(self.idle())
        found = {}
        for team in self.room.playing() if self.room.decided else []:
            own = score_measures(self.series(team))
            marks = score_points(own, idle)
            found[team] = {
                "measures": own,
                "points": marks,
                "total": total_points(marks, self.room.weights),
            }
        return found

    def _replayed(self) -> Room:
        opening = self.file.opening
        room = Room(opening.code, opening.teams, opening.seconds)
        for number, event in enumerate(self.file.events(), start=1):
            try:
                take(room, event)
            except (TarpeiaError, TypeError, LookupError) as error:
                raise TarpeiaError(f"{self.file.path}: event {number}: {error}") from None
        return room
