"""Serve a room: four pages, and what they ask. Nothing that arrives is trusted.

Phones ask every second or so how things stand (a dropped connection costs nothing) and send what
their owner does. The lecturer's key opens the console; a member's token speaks for that member.
"""

from __future__ import annotations

import io
import json
import secrets
import time
from importlib import resources
from typing import Any, Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from sim.classroom.debrief.background import Debriefing
from sim.classroom.game import Game
from sim.classroom.members import Member
from sim.classroom.room import ENDED, LECTURER
from sim.classroom.views import (
    chart_told,
    console_told,
    member_told,
    room_told,
    rules_told,
    seat_told,
)
from sim.errors import TarpeiaError

MOST_BYTES: Final = 2_000
# A phone may decide so often in a second: no finger is faster.
LEAST_BETWEEN: Final = 0.1
PLAY_SECONDS: Final = 15.0
PAGES: Final = {"/": "phone.html", "/projector": "projector.html", "/console": "console.html"}
PIECES: Final = {
    "class.css": "text/css",
    "common.js": "text/javascript",
    "phone.js": "text/javascript",
    "projector.js": "text/javascript",
    "console.js": "text/javascript",
}
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class _Answer(JSONResponse):
    """JSON in ASCII: whatever was sent, the answer can be sent."""

    def render(self, content: Any) -> bytes:
        """Return the bytes of an answer."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


class RefusedError(Exception):
    """Something that is not done: a status and what the page says of it."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


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
        self.debriefing = Debriefing(game)
        self._last: dict[int, float] = {}
        folder = resources.files("sim.classroom") / "pages"
        self._pages = {path: (folder / name).read_bytes() for path, name in PAGES.items()}
        self._pieces = {name: (folder / name).read_bytes() for name in PIECES}
        if game.room.phase == ENDED:
            self.debriefing.begin()

    def app(self) -> Starlette:
        """Return the application that a server serves."""
        routes = [Route(path, self._page) for path in PAGES]
        routes += [Route(f"/{name}", self._piece) for name in PIECES]
        routes += [
            Route("/qr.svg", self._qr),
            Route("/favicon.ico", self._nothing),
            Route("/debrief", self._debrief),
            Route("/debrief.html", self._debrief),
            Route("/debrief.pdf", self._debrief),
        ]
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
            routes.append(Route(f"/api/{path}", _answering(answer), methods=[method]))
        return Starlette(routes=routes)

    # Pages.

    async def _page(self, request: Request) -> Response:
        return Response(self._pages[request.url.path], media_type="text/html", headers=HEADERS)

    async def _piece(self, request: Request) -> Response:
        name = request.url.path.removeprefix("/")
        return Response(self._pieces[name], media_type=PIECES[name], headers=HEADERS)

    async def _nothing(self, request: Request) -> Response:
        return Response(status_code=204)

    async def _qr(self, request: Request) -> Response:
        import segno

        picture = io.BytesIO()
        address = f"{self.address}/?room={self.game.room.code}"
        segno.make(address).save(picture, kind="svg", border=2, scale=8, light="#ffffff")
        return Response(picture.getvalue(), media_type="image/svg+xml", headers=HEADERS)

    async def _debrief(self, request: Request) -> Response:
        path = request.url.path
        if path == "/debrief":
            return RedirectResponse("/debrief.html")
        made = self.debriefing.files()
        kind = "pdf" if path.endswith("pdf") else "html"
        if kind not in made:
            text = "The debrief is there when the game has ended and its worlds have been played."
            return Response(text, status_code=404, media_type="text/plain", headers=HEADERS)
        # The document holds its own style and pictures, and no script.
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        media = "application/pdf" if kind == "pdf" else "text/html"
        own = {"Content-Security-Policy": policy} if kind == "html" else {}
        return Response(made[kind], media_type=media, headers={**HEADERS, **own})

    # What may be known.

    async def _rules(self, request: Request) -> dict[str, Any]:
        return {**rules_told(), "address": self.address, "play_seconds": self.play_seconds}

    async def _room(self, request: Request) -> dict[str, Any]:
        return await run_in_threadpool(self._with_debrief, room_told)

    def _with_debrief(self, told: Any) -> dict[str, Any]:
        with self.game.lock:
            return {**told(self.game), "debrief": self.debriefing.state()}

    async def _chart(self, request: Request) -> dict[str, Any]:
        return await run_in_threadpool(self._whole_chart)

    def _whole_chart(self) -> dict[str, Any]:
        with self.game.lock:
            return chart_told(self.game)

    async def _me(self, request: Request) -> dict[str, Any]:
        member = await self._member(request)
        return await run_in_threadpool(self._about, member)

    def _about(self, member: Member) -> dict[str, Any]:
        with self.game.lock:
            return {"me": member_told(self.game, member), "room": self._with_debrief(seat_told)}

    async def _console(self, request: Request) -> dict[str, Any]:
        self._check_key(request)
        return await run_in_threadpool(self._whole_console)

    def _whole_console(self) -> dict[str, Any]:
        with self.game.lock:
            return {"console": console_told(self.game), "room": self._with_debrief(room_told)}

    # What may be done.

    async def _join(self, request: Request) -> dict[str, Any]:
        asked = await _body(request, "room", "nickname", "team", "token")
        room = asked.get("room")
        if not isinstance(room, str) or room.strip().upper() != self.game.room.code:
            raise RefusedError(403, "room: that is not the code of this room; it is on the screen")
        member = await run_in_threadpool(
            self.game.join, asked.get("nickname"), asked.get("team"), asked.get("token")
        )
        return {"token": member.token, **await run_in_threadpool(self._about, member)}

    async def _resume(self, request: Request) -> dict[str, Any]:
        asked = await _body(request, "nickname", "code")
        member = await run_in_threadpool(self.game.resume, asked.get("nickname"), asked.get("code"))
        return {"token": member.token, **await run_in_threadpool(self._about, member)}

    async def _decide(self, request: Request) -> dict[str, Any]:
        member = await self._member(request)
        asked = await _body(request, "quarter", "decision")
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
        await _body(request)
        await run_in_threadpool(self._ask, "forget", {"member": member.number})
        return {"forgotten": True}

    async def _do(self, request: Request) -> dict[str, Any]:
        self._check_key(request)
        asked = await _body(request, "what", "seconds", "results", "weights", "member", "open")
        what = asked.pop("what", None)
        if what not in (*LECTURER, "forget"):
            raise RefusedError(400, f"console: '{str(what)[:20]}' is nothing to be done here")
        await run_in_threadpool(self._ask, what, asked)
        return await run_in_threadpool(self._whole_console)

    def _ask(self, what: str, data: dict[str, Any]) -> None:
        with self.game.lock:
            self.game.ask(what, **data)
            if what == "end":
                self.debriefing.begin()
            if what == "undo":
                self.debriefing.stop()
            if what == "weigh" and self.game.room.phase == ENDED:
                self.debriefing.weigh(dict(self.game.room.weights))

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


def _answering(answer: Any) -> Any:
    """Return a handler that turns what is refused into a message, and never into a trace."""

    async def handle(request: Request) -> Response:
        try:
            origin = request.headers.get("origin")
            away = origin is not None and origin.partition("://")[2] != request.headers.get("host")
            if request.method == "POST" and away:
                raise RefusedError(403, "page: another site's page may not do this")
            return _Answer(await answer(request), headers=HEADERS)
        except RefusedError as error:
            return _Answer({"error": str(error)}, error.status, headers=HEADERS)
        except TarpeiaError as error:
            status = 401 if str(error).startswith("session:") else 409
            return _Answer({"error": str(error)}, status, headers=HEADERS)

    return handle


async def _body(request: Request, *names: str) -> dict[str, Any]:
    """Return what was sent, a small JSON object with some of the names."""
    sent = b""
    async for piece in request.stream():
        sent += piece
        if len(sent) > MOST_BYTES:
            raise RefusedError(413, f"message: too long, allowed are {MOST_BYTES} bytes")
    try:
        found = json.loads(sent) if sent else {}
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not found.keys() <= set(names):
        raise RefusedError(400, "message: not as this page sends it")
    return found
