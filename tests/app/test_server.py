"""Who is on the page, by what code, and what the server does not obey."""

from __future__ import annotations

from typing import Any

import pytest

from sim.app.visitors import KEPT_SECONDS, MOST_VISITORS, Visitors
from sim.codes import ALPHABET, CODE_LENGTH
from tests.app.sessions import visit


def test_the_page_does_not_obey_what_would_run_code() -> None:
    """ipyvue would import any module by name, call it and set attributes of any widget."""
    from ipyvue.VueTemplateWidget import Events

    from sim.app.server import only_known_events

    only_known_events()
    done: list[Any] = []

    class Widget(Events):
        events = ("act",)
        _component_instances: tuple[Any, ...] = ()

        def __init__(self) -> None:
            pass

        def vue_act(self, data: Any) -> None:
            done.append(data)

        def vue_secret(self, data: Any) -> None:
            done.append("secret")

    widget = Widget()
    for content in (
        {"create_widget": ["builtins", "dict"], "props": {}, "id": "1"},
        {"update_ref": {"functionRef": "vue_secret"}, "id": "1", "prop": "x"},
        {"destroy_widget": "1"},
        {"event": "secret", "data": 1},
        {"event": ["act"], "data": 1},
        {"event": "act", "data": 1, "create_widget": ["builtins", "dict"]},
        "act",
    ):
        widget._handle_event(None, content, None)
    assert done == []
    assert widget._component_instances == ()
    widget._handle_event(None, {"event": "act", "data": 7}, [])
    assert done == [7]


@pytest.mark.parametrize(
    ("origin", "served"),
    [
        (None, True),
        (b"http://localhost:8765", True),
        (b"https://localhost:8765", True),
        (b"http://evil.example", False),
        (b"http://localhost:9999", False),
        (b"null", False),
    ],
)
def test_a_websocket_from_another_site_is_refused(origin: bytes | None, served: bool) -> None:
    import asyncio

    from sim.app.server import SameOrigin

    sent: list[Any] = []
    passed: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        passed.append(scope)

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost:8765")] + ([(b"origin", origin)] if origin else [])
    scope = {"type": "websocket", "headers": headers}
    asyncio.run(SameOrigin(app)(scope, receive, send))
    assert bool(passed) is served
    assert [one["type"] for one in sent] == ([] if served else ["websocket.close"])


def test_a_session_is_found_by_its_code_until_a_quarter_of_an_hour_has_passed() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    one, other = visit(), visit()
    first, second = visitors.enter(one), visitors.enter(other)
    assert len({first, second}) == 2
    assert all(len(code) == CODE_LENGTH and set(code) <= set(ALPHABET) for code in (first, second))
    now[0] = KEPT_SECONDS
    assert visitors.find(first) is one  # and is kept anew
    now[0] += 1.0
    assert visitors.find(second) is None
    assert len(visitors) == 1
    now[0] = 2 * KEPT_SECONDS + 1
    visitors.free()
    assert len(visitors) == 0


def test_when_there_are_too_many_the_longest_unused_makes_room() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    one = visit()
    codes = []
    for k in range(MOST_VISITORS):
        now[0] = k / MOST_VISITORS
        codes.append(visitors.enter(one))
    now[0] = 1.0
    visitors.find(codes[0])
    visitors.enter(one)
    assert len(visitors) == MOST_VISITORS
    assert visitors.find(codes[1]) is None
    assert visitors.find(codes[0]) is one


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("code=k7m2qx", "K7M2QX"),
        ("code=K7M2QX", "K7M2QX"),
        ("code=K7M2Q", ""),
        ("code=K7M2Q0", ""),
        ("code=../../", ""),
        ("scenario=code=K7M2QX", ""),
        ("", ""),
    ],
)
def test_only_a_code_is_taken_for_one(query: str, code: str) -> None:
    from sim.app.page import code_in

    assert code_in(query) == code


def test_a_session_in_use_keeps_its_code() -> None:
    now = [0.0]
    visitors = Visitors(lambda: now[0])
    one = visit()
    code = visitors.enter(one)
    now[0] = KEPT_SECONDS + 1
    visitors.free()
    visitors.keep(code, one)
    assert visitors.find(code) is one


def test_a_session_that_was_opened_elsewhere_is_left_to_that_page() -> None:
    from sim.app.page import Shown

    one = Shown("")
    one.act({"what": "step", "days": 3})
    other = Shown(f"code={one.code}")
    assert other.session is one.session
    one.act({"what": "step", "days": 3})
    assert "opened elsewhere" in one.lost
    assert other.session.run.day == 3
    other.act({"what": "play", "speed": 1})
    day, number = other.session.run.day, other.frame["number"]
    other.act({"what": "next", "painted": number})
    assert other.session.run.day == day + 1
    assert other.frame["number"] == number + 1
    other.act({"what": "go_to", "day": 0})
    other.act({"what": "play", "speed": 60})
    for _ in range(40):
        other.act({"what": "next", "painted": other.frame["number"]})
    assert other.frame["playing"] is False
    assert f"day={other.session.run.days}" in other.course["link"]
