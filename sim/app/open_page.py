"""A page that is open in a browser: whose session it shows, and what it has of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sim.app.actions import act, open_link
from sim.app.session import Session
from sim.app.visitors import VISITORS
from sim.codes import is_code
from sim.scenario.files import DEFAULT
from sim.scenario.scenario import Scenario


@dataclass
class OpeningScenario:
    """What a page without a link opens: a shipped scenario by name, or the user's own."""

    name: str = DEFAULT
    scenario: Scenario | None = None

    def session(self) -> Session:
        """Return a new visitor's session."""
        return Session(self.name, self.scenario)


OPENING: Final = OpeningScenario()


def code_in(query: str) -> str:
    """Return the code of a session that an address asks for, '' where it does not."""
    code = query.removeprefix("code=").upper()
    return code if query.startswith("code=") and is_code(code) else ""


class OpenPage:
    """One session and the pieces of it that the browser has.

    Parameters
    ----------
    query : str
        The part of the address behind the question mark: a link, a code, or nothing.

    Attributes
    ----------
    session : Session
    code : str
        By which the session is opened again.
    lost : str
        Why this page shows it no more; '' while it does.
    scene, frame, course, future : dict
        As the browser was told last.
    """

    def __init__(self, query: str) -> None:
        code = code_in(query)
        found = VISITORS.find(code) if code else None
        self.session = OPENING.session() if found is None else found
        if found is None:
            self.code = VISITORS.enter(self.session)
            if code:
                self.session.tell(f"code: there is no session {code} any more; this is a new one")
            elif query:
                open_link(self.session, query)
        else:
            self.code = code
            with found.lock:
                act(found, {"what": "pause"})
                act(found, {"what": "again"})
        session = self.session
        self.lost = ""
        with session.lock:
            session.owner = self
            self.scene, self.course = session.scene(), session.course()
            self.future, self.frame = session.future(), session.frame()

    def act(self, action: Any) -> None:
        """Do what the browser asks, and renew what that changes."""
        with self.session.lock:
            if self.session.owner is not self:
                self.lost = "this session was opened elsewhere; load the page anew for another one"
                return
            VISITORS.keep(self.code, self.session)
            self._act(action)

    def _act(self, action: Any) -> None:
        session = self.session
        scenes, parted, day, playing = (
            session.scenes,
            session.parted,
            session.run.day,
            session.playing,
        )
        act(session, action)
        goes_on = isinstance(action, dict) and action.get("what") == "next"
        if goes_on and (session.run.day, session.playing) == (day, playing):
            return
        if session.scenes != scenes:
            self.scene = session.scene()
        if session.parted != parted:
            self.future = session.future()
        if not goes_on or session.playing != playing:
            self.course = session.course()
        self.frame = session.frame()
