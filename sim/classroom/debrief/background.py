"""The debrief of a game, worked out in the background and kept as HTML and PDF."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from sim import files
from sim.classroom.debrief.html import debrief_html
from sim.classroom.debrief.outcomes import Debrief, debrief, weighed
from sim.classroom.debrief.pdf import debrief_pdf
from sim.classroom.game import Game

_ANY: Final = (
    ArithmeticError,
    LookupError,
    ValueError,
    TypeError,
    RuntimeError,
    MemoryError,
    OSError,
    AttributeError,
)


class BackgroundDebrief:
    """Works a game's debrief out, once it has ended, and tells how far it is.

    Parameters
    ----------
    game : Game
        The two documents are kept beside its file.
    """

    def __init__(self, game: Game) -> None:
        self._game = game
        self._lock = threading.Lock()
        self._run = 0
        self._done = 0.0
        self._fault = ""
        self._found: Debrief | None = None
        self._files: dict[str, bytes] = {}

    def begin(self) -> None:
        """Begin anew, in a thread of its own."""
        self._start(self._worked_out)

    def weigh(self, weights: dict[str, float]) -> None:
        """Make the documents anew with other weights; no world is played again."""
        with self._lock:
            found = self._found
        if found is None:
            self.begin()
        else:
            self._start(lambda run: weighed(found, weights))

    def stop(self) -> None:
        """Leave it: the game goes on, and there is nothing to look back on yet."""
        with self._lock:
            self._run += 1
            self._done, self._fault, self._files, self._found = 0.0, "", {}, None
            for path in self.paths().values():
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def state(self) -> dict[str, Any]:
        """Return how far it is: ``done`` from 0 to 1, ``ready``, and what went wrong."""
        with self._lock:
            return {"done": round(self._done, 3), "ready": bool(self._files), "fault": self._fault}

    def files(self) -> dict[str, bytes]:
        """Return the documents by kind, ``html`` and ``pdf``; empty until they are ready."""
        with self._lock:
            return dict(self._files)

    def paths(self) -> dict[str, Path]:
        """Return where the documents are kept, by kind."""
        path = self._game.file.path
        return {kind: path.with_name(f"{path.stem}-debrief.{kind}") for kind in ("html", "pdf")}

    def _start(self, work: Callable[[int], Debrief | None]) -> None:
        with self._lock:
            self._run += 1
            self._done, self._fault, self._files = 0.0, "", {}
            run = self._run
        threading.Thread(target=self._work, args=(work, run), daemon=True, name="debrief").start()

    def _worked_out(self, run: int) -> Debrief | None:
        def progress(done: float) -> bool:
            with self._lock:
                if self._run == run:
                    self._done = done
                return self._run == run

        return debrief(self._game, progress)

    def _work(self, work: Callable[[int], Debrief | None], run: int) -> None:
        try:
            found = work(run)
            if found is None:
                return
            made = {"html": debrief_html(found).encode(), "pdf": debrief_pdf(found)}
        except _ANY as error:  # whatever it is, the page must not wait for ever
            self._fail(run, f"{type(error).__name__}: {error}")
            return
        with self._lock:
            if self._run != run:
                return
            self._files, self._found, self._done = made, found, 1.0
            try:
                for kind, path in self.paths().items():
                    files.write(path, made[kind])
            except OSError as error:
                self._fault = f"{error}; the pages are served and not kept"

    def _fail(self, run: int, fault: str) -> None:
        with self._lock:
            if self._run == run:
                self._fault = fault
