"""``tarpeia app``: the page in the browser."""

from __future__ import annotations

import importlib.util
import socket
from pathlib import Path
from typing import Final

import typer

from sim.cli_program import tell
from sim.errors import TarpeiaError
from sim.scenario import Scenario
from sim.scenario_files import load, shipped

LOCAL: Final = ("localhost", "127.0.0.1", "::1")
NEEDED: Final = ("solara", "uvicorn", "igraph", "scipy", "segno")
INSTALL: Final = "python3 scripts/tarpeia.py app installs it, or pip install 'tarpeia[app,assets]'"


def run(scenario: str, host: str, port: int) -> int:
    """Serve the page until Ctrl-C; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown scenario, an address or port that cannot be had, or missing packages.
    """
    for package in NEEDED:
        if importlib.util.find_spec(package) is None:
            raise TarpeiaError(f"app: {package} is not installed; {INSTALL}")
    name, own = _opened(scenario)
    _check_free(host, port)
    from sim.app.server import serve

    if host not in LOCAL:
        tell(
            f"--host {host}: everyone in this network can open the page; there is no password, "
            "and what visitors do stays in their own session"
        )
    address = f"http://{_shown(host)}:{port}"
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


def _shown(host: str) -> str:
    """Return the address as others in the network type it."""
    if host in LOCAL:
        return "localhost"
    if host not in ("0.0.0.0", "::"):
        return host
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: which of our addresses would be used?
            return str(probe.getsockname()[0])
        except OSError:
            return socket.gethostname()


def _check_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # Windows lets two listen where an address may be used again.
        how = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
        trial.setsockopt(socket.SOL_SOCKET, how, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            why = error.strerror or str(error)
            raise TarpeiaError(
                f"--port: {port} on {host} cannot be had ({why}); allowed is another one, "
                "as in --port 8800"
            ) from None
