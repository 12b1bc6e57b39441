"""The page: one session a visitor, drawn by ``stage.vue``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import solara

from sim.app.asked import MOST_UPLOAD
from sim.app.session import Session
from sim.app.visitors import VISITORS
from sim.codes import is_code
from sim.model import layout
from sim.model.entries import ENTRIES
from sim.model.mechanisms import MECHANISMS
from sim.runs.course import HAPPENINGS
from sim.scenario.files import DEFAULT, load, shipped
from sim.scenario.scenario import Scenario

TITLE: Final = "Tarpeia"


def model_params() -> dict[str, Any]:
    """Return the levers as Mesa's page takes them, by keyword of ``ReputationModel``."""
    found: dict[str, Any] = {}
    for name in layout.LEVERS:
        entry = ENTRIES[f"founder.{name}"]
        one: dict[str, Any] = {"value": entry.default, "label": name.capitalize()}
        if entry.choices:
            one |= {"type": "Select", "values": list(entry.choices)}
        else:
            one |= {"type": "SliderFloat", "min": entry.low, "max": entry.high, "step": 0.01}
        found[name] = one
    return found


def controls() -> dict[str, Any]:
    """Return what the page's controls offer, as the browser is told it."""
    levers = []
    for name, one in model_params().items():
        levers.append({"name": name, "meaning": ENTRIES[f"founder.{name}"].meaning, **one})
    return {
        "levers": levers,
        "happenings": list(HAPPENINGS),
        "mechanisms": [{"name": one.name, "meaning": one.meaning} for one in MECHANISMS],
        "scenarios": [{"name": name, "title": load(name).title} for name in shipped()],
        "most_upload": MOST_UPLOAD,
    }


@dataclass
class Start:
    """What a page without a link opens: a shipped scenario by name, or the user's own."""

    name: str = DEFAULT
    scenario: Scenario | None = None

    def session(self) -> Session:
        """Return a new visitor's session."""
        return Session(self.name, self.scenario)


START: Final = Start()


def code_in(query: str) -> str:
    """Return the code of a session that an address asks for, '' where it does not."""
    code = query.removeprefix("code=").upper()
    return code if query.startswith("code=") and is_code(code) else ""


@solara.component_vue("stage.vue")
def Stage(
    scene: dict[str, Any],
    frame: dict[str, Any],
    course: dict[str, Any],
    future: dict[str, Any],
    controls: dict[str, Any],
    message: dict[str, Any],
    file: dict[str, Any],
    event_act: Callable[[Any], None],
) -> Any:
    """Draw the page; the browser calls ``act`` with what the visitor does."""


class Shown:
    """One session and the pieces of it that the browser has."""

    def __init__(self, query: str) -> None:
        code = code_in(query)
        found = VISITORS.find(code) if code else None
        self.session = START.session() if found is None else found
        if found is None:
            self.code = VISITORS.enter(self.session)
            if code:
                self.session.tell(f"code: there is no session {code} any more; this is a new one")
            elif query:
                self.session.open(query)
        else:
            self.code = code
            with found.lock:
                found.act({"what": "pause"})
                found.act({"what": "again"})
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
        session.act(action)
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


@solara.component
def Page() -> None:
    """Show one visitor's session."""
    solara.Title(TITLE)
    router = solara.use_router()
    shown = solara.use_memo(lambda: Shown(router.search or ""), [])
    offered = solara.use_memo(controls, [])
    turn, set_turn = solara.use_state(0)
    del turn

    def act(action: Any) -> None:
        shown.act(action)
        set_turn(lambda number: number + 1)

    Stage(
        scene=shown.scene,
        frame=shown.frame,
        course={**shown.course, "code": shown.code},
        future=shown.future,
        controls=offered,
        message={"number": shown.session.notice, "text": shown.lost or shown.session.message},
        file=shown.session.file or {},
        event_act=act,
    )


@solara.component
def Layout(children: Any) -> Any:
    """Show the page without Solara's own frame."""
    return solara.Div(children=children, style={"width": "100%"})
