"""What a browser loads: the four pages with their pieces, the QR code, and the debrief."""

from __future__ import annotations

import io
from collections.abc import Callable
from importlib import resources
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sim.classroom.messages import HEADERS

PAGES: Final = {"/": "phone.html", "/projector": "projector.html", "/console": "console.html"}
PIECES: Final = {
    "class.css": "text/css",
    "common.js": "text/javascript",
    "phone.js": "text/javascript",
    "projector.js": "text/javascript",
    "console.js": "text/javascript",
}


class WebPages:
    """The pages of a class, read once.

    Parameters
    ----------
    invitation : str
        The address at which students join; the QR code holds it.
    debrief : callable
        Returns the documents of the debrief by kind, ``html`` and ``pdf``; empty until then.
    """

    def __init__(self, invitation: str, debrief: Callable[[], dict[str, bytes]]) -> None:
        self._invitation = invitation
        self._documents = debrief
        folder = resources.files("sim.classroom") / "pages"
        self._pages = {path: (folder / name).read_bytes() for path, name in PAGES.items()}
        self._pieces = {name: (folder / name).read_bytes() for name in PIECES}

    def routes(self) -> list[Route]:
        """Return where each of them is."""
        return [
            *(Route(path, self._page) for path in PAGES),
            *(Route(f"/{name}", self._piece) for name in PIECES),
            Route("/qr.svg", self._qr),
            Route("/favicon.ico", self._nothing),
            Route("/debrief", self._debrief),
            Route("/debrief.html", self._debrief),
            Route("/debrief.pdf", self._debrief),
        ]

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
        segno.make(self._invitation).save(picture, kind="svg", border=2, scale=8, light="#ffffff")
        return Response(picture.getvalue(), media_type="image/svg+xml", headers=HEADERS)

    async def _debrief(self, request: Request) -> Response:
        path = request.url.path
        if path == "/debrief":
            return RedirectResponse("/debrief.html")
        made = self._documents()
        kind = "pdf" if path.endswith("pdf") else "html"
        if kind not in made:
            text = "The debrief is there when the game has ended and its worlds have been played."
            return Response(text, status_code=404, media_type="text/plain", headers=HEADERS)
        # The document holds its own style and pictures, and no script.
        policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
        media = "application/pdf" if kind == "pdf" else "text/html"
        own = {"Content-Security-Policy": policy} if kind == "html" else {}
        return Response(made[kind], media_type=media, headers={**HEADERS, **own})
