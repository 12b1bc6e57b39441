"""Who is on the page: sessions by a short code, kept for a while after a browser is gone."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from sim.app.session import Session
from sim.codes import new_code

KEPT_SECONDS: Final = 900.0
MOST_VISITORS: Final = 500


class Visitors:
    """The sessions of a process.

    Parameters
    ----------
    clock : callable
        Seconds, from anywhere; the tests' own where they wait.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: dict[str, tuple[Session, float]] = {}

    def __len__(self) -> int:
        return len(self._held)

    def enter(self, session: Session) -> str:
        """Keep a new session and return its code; the one longest unused makes room."""
        self.free()
        with self._lock:
            code = new_code()
            while len(self._held) >= MOST_VISITORS:
                del self._held[min(self._held, key=lambda one: self._held[one][1])]
            self._held[code] = (session, self._clock())
            return code

    def keep(self, code: str, session: Session) -> None:
        """Note that a session is in use."""
        with self._lock:
            self._held[code] = (session, self._clock())

    def find(self, code: str) -> Session | None:
        """Return the session of a code, None where it is not there any more, and keep it."""
        self.free()
        with self._lock:
            if code not in self._held:
                return None
            session = self._held[code][0]
            self._held[code] = (session, self._clock())
            return session

    def free(self) -> None:
        """Let go of the sessions that nobody has used for a quarter of an hour."""
        with self._lock:
            now = self._clock()
            old = [code for code, (_, used) in self._held.items() if now - used > KEPT_SECONDS]
            for code in old:
                del self._held[code]


VISITORS: Final = Visitors()


def free_now_and_then(seconds: float = 60.0) -> None:
    """Free old sessions every minute, for as long as the process lives."""

    def again() -> None:
        while True:
            time.sleep(seconds)
            VISITORS.free()

    threading.Thread(target=again, daemon=True, name="free old sessions").start()
