"""Serve a room: its pages, and what they ask. Nothing that arrives is trusted.

Phones ask every second or so how things stand (a dropped connection costs nothing) and send what
their owner does. The lecturer's key opens the console; a member's token speaks for that member.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.routing import Route

from sim.classroom.debrief.background import BackgroundDebrief
from sim.classroom.events import LECTURER
from sim.classroom.game import Game
from sim.classroom.members import Member
from sim.classroom.messages import RefusedError, answering, message_of
from sim.classroom.room import ENDED
from sim.classroom.views import (
    chart_view,
    console_view,
    member_view,
    room_view,
    rules_view,
    seat_view,
)
from sim.classroom.web_pages import WebPages
from sim.errors import TarpeiaError

# A phone may decide so often in a second: no finger is faster.
LEAST_BETWEEN: Final = 0.1
PLAY_SECONDS: Final = 15.0


class Classroom:
    """A game on the network.

    Parameters
    ----------
    game : Game
    address : str
        As students type it; the QR code holds it.
    play_seconds : float
        In which a quarter plays on the wall; phones wait so long with its result.
    """

    def __init__(self, game: Game, address: str, play_seconds: float = PLAY_SECONDS) -> None:
        self.game = game
        self.address = address
        self.play_seconds = play_seconds
        self.debrief = BackgroundDebrief(game)
        invitation = f"{address}/?room={game.room.code}"
        self._pages = WebPages(invitation, self.debrief.files)
        self._last: dict[int, float] = {}
        if game.room.phase == ENDED:
            self.debrief.begin()

    def app(self) -> Starlette:
        """Return the application that a server serves."""
        routes = self._pages.routes()
        for path, method, answer in (
            ("rules", "GET", self._rules),
            ("room", "GET", self._room),
            ("chart", "GET", self._chart),
            ("me", "GET", self._me),
            ("console", "GET", self._console),
            ("join", "POST", self._join),
            ("resume", "POST", self._resume),
            ("decide", "POST", self._decide),
            ("forget", "POST", self._forget),
            ("do", "POST", self._do),
        ):
            routes.append(Route(f"/api/{path}", answering(answer), methods=[method]))
        return Starlette(routes=routes)

    # What may be known.

    async def _rules(self, request: Request) -> dict[str, Any]:
        return {**rules_view(), "address": self.address, "play_seconds": self.play_seconds}

    async def _room(self, request: Request) -> dict[str, Any]:
        return await run_in_threadpool(self._with_debrief, room_view)

    def _with_debrief(self, view: Callable[[Game], dict[str, Any]]) -> dict[str, Any]:
        with self.game.lock:
            return {**view(self.game), "debrief": self.debrief.state()}

    async def _chart(self, request: Request) -> dict[str, Any]:
        return await run_in_threadpool(self._whole_chart)

    def _whole_chart(self) -> dict[str, Any]:
        with self.game.lock:
            return chart_view(self.game)

    async def _me(self, request: Request) -> dict[str, Any]:
        member = await self._member(request)
        return await run_in_threadpool(self._about, member)

    def _about(self, member: Member) -> dict[str, Any]:
        with self.game.lock:
            return {"me": member_view(self.game, member), "room": self._with_debrief(seat_view)}

    async def _console(self, request: Request) -> dict[str, Any]:
        self._check_key(request)
        return await run_in_threadpool(self._whole_console)

    def _whole_console(self) -> dict[str, Any]:
        with self.game.lock:
            return {"console": console_view(self.game), "room": self._with_debrief(room_view)}

    # What may be done.

    async def _join(self, request: Request) -> dict[str, Any]:
        asked = await message_of(request, "room", "nickname", "team", "token")
        room = asked.get("room")
        if not isinstance(room, str) or room.strip().upper() != self.game.room.code:
            raise RefusedError(403, "room: that is not the code of this room; it is on the screen")
        member = await run_in_threadpool(
            self.game.join, asked.get("nickname"), asked.get("team"), asked.get("token")
        )
        return {"token": member.token, **await run_in_threadpool(self._about, member)}

    async def _resume(self, request: Request) -> dict[str, Any]:
        asked = await message_of(request, "nickname", "code")
        member = await run_in_threadpool(self.game.resume, asked.get("nickname"), asked.get("code"))
        return {"token": member.token, **await run_in_threadpool(self._about, member)}

    async def _decide(self, request: Request) -> dict[str, Any]:
        member = await self._member(request)
        asked = await message_of(request, "quarter", "decision")
        now = time.monotonic()
        if now - self._last.get(member.number, -1.0) < LEAST_BETWEEN:
            raise RefusedError(429, "decision: too fast; wait a moment and send it again")
        self._last[member.number] = now
        return await run_in_threadpool(self._vote, member, asked)

    def _vote(self, member: Member, asked: dict[str, Any]) -> dict[str, Any]:
        with self.game.lock:
            room = self.game.room
            if asked.get("quarter") != room.quarter:
                raise TarpeiaError("decision: that quarter is not open; load the page anew")
            decision = asked.get("decision")
            had = room.votes[room.quarter].get(member.number, {})
            # A phone sends again what it does not know was heard: nothing new, nothing written.
            again = isinstance(decision, dict) and decision and decision.items() <= had.items()
            if not again:
                self.game.ask("vote", member=member.number, decision=decision)
            return self._about(member)

    async def _forget(self, request: Request) -> dict[str, Any]:
        member = await self._member(request)
        await message_of(request)
        await run_in_threadpool(self._ask, "forget", {"member": member.number})
        return {"forgotten": True}

    async def _do(self, request: Request) -> dict[str, Any]:
        self._check_key(request)
        asked = await message_of(request, "what", "seconds", "results", "weights", "member", "open")
        what = asked.pop("what", None)
        if what not in (*LECTURER, "forget"):
            raise RefusedError(400, f"console: '{str(what)[:20]}' is nothing to be done here")
        await run_in_threadpool(self._ask, what, asked)
        return await run_in_threadpool(self._whole_console)

    def _ask(self, what: str, data: dict[str, Any]) -> None:
        with self.game.lock:
            self.game.ask(what, **data)
            if what == "end":
                self.debrief.begin()
            if what == "undo":
                self.debrief.stop()
            if what == "weigh" and self.game.room.phase == ENDED:
                self.debrief.weigh(dict(self.game.room.weights))

    async def _member(self, request: Request) -> Member:
        return await run_in_threadpool(self.game.seat, request.headers.get("x-token", ""))

    def _check_key(self, request: Request) -> None:
        key = request.headers.get("x-key", "")
        if not secrets.compare_digest(key.encode(), self.game.file.opening.key.encode()):
            raise RefusedError(
                403,
                "console: the key is wrong; the console's address is in the "
                "window in which the class was started",
            )
