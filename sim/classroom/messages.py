"""How browsers and the room's server speak: JSON in, JSON out, and a refusal as one sentence."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sim.errors import TarpeiaError

MOST_BYTES: Final = 2_000
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class RefusedError(Exception):
    """Something that is not done: a status and what the page says of it."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class AsciiAnswer(JSONResponse):
    """JSON in ASCII: whatever was sent, the answer can be sent."""

    def render(self, content: Any) -> bytes:
        """Return the bytes of an answer."""
        return json.dumps(content, separators=(",", ":")).encode("ascii")


def answering(
    answer: Callable[[Request], Awaitable[dict[str, Any]]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler that turns what is refused into a message, and never into a trace."""

    async def handle(request: Request) -> Response:
        try:
            origin = request.headers.get("origin")
            away = origin is not None and origin.partition("://")[2] != request.headers.get("host")
            if request.method == "POST" and away:
                raise RefusedError(403, "page: another site's page may not do this")
            return AsciiAnswer(await answer(request), headers=HEADERS)
        except RefusedError as error:
            return AsciiAnswer({"error": str(error)}, error.status, headers=HEADERS)
        except TarpeiaError as error:
            status = 401 if str(error).startswith("session:") else 409
            return AsciiAnswer({"error": str(error)}, status, headers=HEADERS)

    return handle


async def message_of(request: Request, *names: str) -> dict[str, Any]:
    """Return what was sent, a small JSON object with some of the names.

    Raises
    ------
    RefusedError
        For more than ``MOST_BYTES``, or for anything else than that.
    """
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
