"""Sessions of the page for tests: a small firm, a visitor, and what he does."""

from __future__ import annotations

from typing import Any

from sim.app.actions import act
from sim.app.session import Session
from sim.scenario.files import load
from sim.scenario.scenario import Scenario

DAYS = 50


def firm(**changes: Any) -> Scenario:
    return load("classroom").with_values({"crowd.people": 300, "run.days": DAYS, **changes})


def visit() -> Session:
    return Session("classroom", firm())


def do(session: Session, what: str, **more: Any) -> None:
    act(session, {"what": what, **more})
    assert session.message == ""
