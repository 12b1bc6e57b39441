"""Serve the page: settings first, as Solara reads them when it is imported."""

from __future__ import annotations

import os
from typing import Final

from sim.scenario import Scenario

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

    from sim.app.page import START
    from sim.app.visitors import free_now_and_then

    free_now_and_then()
    START.name, START.scenario = name, scenario
    START.session().scene()  # drawn once, so that the first visitor finds it ready

    from solara.server.starlette import app

    uvicorn.run(app, host=host, port=port, log_level="warning", ws_ping_interval=20)
