"""Addresses and ports of what is served, and the packages it needs."""

from __future__ import annotations

import importlib.util
import socket
from collections.abc import Iterable
from typing import Final

from sim.errors import TarpeiaError, missing

LOCAL: Final = ("localhost", "127.0.0.1", "::1")


def check_packages(command: str, needed: Iterable[str]) -> None:
    """Check that what a command needs is installed.

    Raises
    ------
    TarpeiaError
        Naming the first package that is missing, and how it is had.
    """
    for package in needed:
        if importlib.util.find_spec(package) is None:
            raise missing(command, package, "app")


def shown(host: str) -> str:
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


def check_free(host: str, port: int) -> None:
    """Check that a port can be had.

    Raises
    ------
    TarpeiaError
        When it cannot.
    """
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
                f"--port: {port} on {host} is not available ({why}); choose another, e.g. "
                "--port 8800"
            ) from None
