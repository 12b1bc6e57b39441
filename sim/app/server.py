"""Serve the page: settings first, as Solara reads them when it is imported."""

from __future__ import annotations

import os
from typing import Any, Final

from sim.scenario.scenario import Scenario

# No telemetry, no look at the network, nothing of ours in a browser that was not asked for.
_SETTINGS: Final = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False",
    "SOLARA_ASSETS_PROXY": "True",  # scripts and fonts come from here, never from elsewhere
    "SOLARA_THEME_SHOW_BANNER": "False",
    "SOLARA_THEME_VARIANT": "light",  # Solara 1.58's "auto" leaves its page without a body
    "SOLARA_THEME_TITLE": "Tarpeia",
    "SOLARA_MODE": "production",
    "SOLARA_KERNEL_CULL_TIMEOUT": "15m",
}


def only_known_events() -> None:
    """Let a browser send the events of our component and nothing else.

    ipyvue obeys messages that create any object by its module's and its name, call methods and set
    attributes; whoever can open the page could run code by them.
    """
    from ipyvue.VueTemplateWidget import Events

    if getattr(Events, "only_known", False):
        return
    obey = Events._handle_event

    def handle(self: Any, widget: Any, content: Any, buffers: Any) -> None:
        known = isinstance(content, dict) and content.keys() <= {"event", "data"}
        if known and isinstance(content.get("event"), str) and content["event"] in self.events:
            obey(self, widget, content, None)

    Events._handle_event = handle
    Events.only_known = True


class SameOrigin:
    """Refuse websockets that another site's page opens in the visitor's browser."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one connection."""
        if scope["type"] == "websocket":
            headers = dict(scope["headers"])
            origin, host = headers.get(b"origin"), headers.get(b"host", b"")
            if origin is not None and origin.partition(b"://")[2] != host:
                await receive()
                await send({"type": "websocket.close", "code": 1008})
                return
        await self.app(scope, receive, send)


def serve(name: str, scenario: Scenario | None, host: str, port: int) -> None:
    """Serve the page until interrupted.

    Parameters
    ----------
    name : str
        What a page without a link opens: a shipped scenario, unless one is given.
    scenario : Scenario, optional
        The user's own.
    host, port
        Where to listen.
    """
    for key, value in _SETTINGS.items():
        os.environ.setdefault(key, value)
    os.environ["SOLARA_APP"] = "sim.app.page"

    import uvicorn

    only_known_events()
    from sim.app.open_page import OPENING
    from sim.app.visitors import free_now_and_then

    free_now_and_then()
    OPENING.name, OPENING.scenario = name, scenario
    ready = OPENING.session()  # held, so that the first visitor finds network and layout ready

    from solara.server.starlette import app

    uvicorn.run(SameOrigin(app), host=host, port=port, log_level="warning", ws_ping_interval=20)
    del ready
