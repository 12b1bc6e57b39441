"""The debrief of a game, worked out in the background and kept as HTML and PDF."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from sim.classroom.debrief import Debrief, debrief
from sim.classroom.debrief_documents import html_of, pdf_of
from sim.classroom.game import Game
from sim.errors import TarpeiaError


class Debriefing:
    """Works a game's debrief out, once it has ended, and tells how far it is.

    Parameters
    ----------
    game : Game
        Its file's folder also gets the two documents.
    """

    def __init__(self, game: Game) -> None:
        self._game = game
        self._lock = threading.Lock()
        self._run = 0
        self._done = 0.0
        self._fault = ""
        self._files: dict[str, bytes] = {}

    def begin(self) -> None:
        """Begin anew, in a thread of its own."""
        with self._lock:
            self._run += 1
            self._done, self._fault, self._files = 0.0, "", {}
            run = self._run
        threading.Thread(target=self._work, args=(run,), daemon=True, name="debrief").start()

    def stop(self) -> None:
        """Leave it: the game goes on."""
        with self._lock:
            self._run += 1
            self._done, self._files = 0.0, {}

    def state(self) -> dict[str, Any]:
        """Return how far it is: ``done`` from 0 to 1, ``ready``, and what went wrong."""
        with self._lock:
            return {
                "done": round(self._done, 3), "ready": bool(self._files), "fault": self._fault,
            }  # fmt: skip

    def files(self) -> dict[str, bytes]:
        """Return the documents by kind, ``html`` and ``pdf``; empty until they are ready."""
        with self._lock:
            return dict(self._files)

    def paths(self) -> dict[str, Path]:
        """Return where the documents are kept."""
        return {kind: self._game.file.path.with_suffix(f".{kind}") for kind in ("html", "pdf")}

    def _work(self, run: int) -> None:
        def told(done: float) -> bool:
            with self._lock:
                if self._run == run:
                    self._done = done
                return self._run == run

        try:
            found: Debrief | None = debrief(self._game, told)
            if found is None:
                return
            made = {"html": html_of(found).encode(), "pdf": pdf_of(found)}
            for kind, path in self.paths().items():
                path.write_bytes(made[kind])
            with self._lock:
                if self._run == run:
                    self._files, self._done = made, 1.0
        except (TarpeiaError, OSError) as error:
            with self._lock:
                self._fault = str(error)
