"""``tarpeia app``: the page in the browser."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import typer

from sim.cli.address import LOCAL, check_free, check_packages, shown
from sim.cli.program import tell
from sim.scenario.files import load, shipped
from sim.scenario.scenario import Scenario

NEEDED: Final = ("solara", "uvicorn", "igraph", "scipy", "segno")


def serve_page(scenario: str, host: str, port: int) -> int:
    """Serve the page until Ctrl-C; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown scenario, an address or port that cannot be had, or missing packages.
    """
    check_packages("app", NEEDED)
    name, own = _opened(scenario)
    check_free(host, port)
    from sim.app.server import serve

    if host not in LOCAL:
        tell(
            f"--host {host}: everyone in this network can open the page; there is no password, "
            "and what visitors do stays in their own session"
        )
    address = f"http://{shown(host)}:{port}"
    typer.echo(f"The page is at {address} (Ctrl-C closes it)")
    if host not in LOCAL:
        import segno

        segno.make(address).terminal(compact=True)
    try:
        serve(name, own, host, port)
    except KeyboardInterrupt:
        tell("tarpeia: the page is closed")
    return 0


def _opened(scenario: str) -> tuple[str, Scenario | None]:
    """Return the name that the page shows and the scenario, where it is a file of the user's."""
    if scenario in shipped():
        return scenario, None
    return Path(scenario).stem, load(scenario)
