"""The page for tests: a server of its own, and a visitor's browser that notes what goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scripts.servers import free_port
from tests import browsers

# Solara says so of a component of its own; the page works.
HARMLESS = ("Failed to evaluate Vue script", "GPU", "WebGL")
# Seconds that a server may take to answer.
PATIENCE = 120


@contextmanager
def page_server(log: Path) -> Iterator[str]:
    """Serve the page as a user does, and yield its address; at the end nothing has gone wrong."""
    port = free_port()
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-P", "-m", "sim", "app", "--port", str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    address = f"http://localhost:{port}/"
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(address):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.2)
        yield address
        assert "Traceback" not in log.read_text()
    finally:
        server.terminate()
        server.wait(30)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=10):
            return True
    except OSError:
        return False


class Visit:
    """A visitor's page, and what went wrong on it."""

    def __init__(self, browser: Any, address: str, query: str = "", **how: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(browsers.PATIENCE)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", lambda request: self._request(request.url, address))
        self.page.goto(address + query)
        self.page.wait_for_function("window.tarpeia && window.tarpeia.painted > 0")

    def _console(self, message: Any) -> None:
        if message.type == "error" and not any(word in message.text for word in HARMLESS):
            self.faults.append(message.text)

    def _request(self, url: str, address: str) -> None:
        inside = (address, address.replace("http", "ws"), "data:", "blob:")
        if not url.startswith(inside):
            self.faults.append(f"a request leaves this machine: {url}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def wait_for_day(self, test: str) -> int:
        self.page.wait_for_function(f"window.tarpeia.day {test}")
        return int(self.page.evaluate("window.tarpeia.day"))

    def told(self) -> str:
        return str(self.page.get_by_role("status").inner_text())

    def exposure(self) -> float:
        return float(self.page.get_by_role("slider", name="Exposure").input_value())
