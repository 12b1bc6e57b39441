"""What the server does not obey, and whom it does not let in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from sim.app.server import SameOrigin, only_known_events


def test_the_page_does_not_obey_what_would_run_code() -> None:
    """ipyvue would import any module by name, call it and set attributes of any widget."""
    from ipyvue.VueTemplateWidget import Events

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
