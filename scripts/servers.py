"""The page and a class, each served by a process of its own, as a user starts it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PROGRAM = (sys.executable, "-P", "-m", "sim")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def memory(process: int) -> float:
    """Return the most memory a process has had, MB; nan where the system does not say."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


def serve_page(port: int) -> subprocess.Popen[bytes]:
    """Start the page and wait until it answers."""
    server = subprocess.Popen([*PROGRAM, "app", "--port", str(port)])
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5):
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise SystemExit("the page does not answer")


class ClassServer:
    """The server of a class, and the most memory that it was seen to use."""

    def __init__(self, folder: Path, teams: int, *more: str) -> None:
        self.file, self.log = folder / "game.sqlite", folder / "server.log"
        self.port, self.teams, self.most, self.more = free_port(), teams, 0.0, more
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where the class is."""
        return f"http://localhost:{self.port}"

    @property
    def code(self) -> str:
        """What lets students in."""
        return self._told(r"room ([2-9A-Z]{6})")

    @property
    def key(self) -> str:
        """What lets the lecturer lead."""
        return self._told(r"key=(\S+)")

    def start(self) -> float:
        """Start it and return the seconds until it answers."""
        begun = time.perf_counter()
        options = ["--port", str(self.port), "--file", self.file.name, "--teams", str(self.teams)]
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [*PROGRAM, "class", *options, "--seconds", "3600", *self.more],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.file.parent,
                env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
            )
        while True:
            try:
                with urllib.request.urlopen(f"{self.address}/api/rules", timeout=5):
                    return time.perf_counter() - begun
            except OSError:
                time.sleep(0.05)

    def measure(self) -> float:
        """Note and return the most memory that the server has had, MB."""
        assert self.process is not None
        self.most = max(self.most, memory(self.process.pid))
        return self.most

    def kill(self) -> None:
        """End it without a warning."""
        assert self.process is not None
        self.measure()
        self.process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self.process.wait(30)

    def _told(self, pattern: str) -> str:
        """Return what the server printed last of this kind."""
        return re.findall(pattern, self.log.read_text(encoding="utf-8"))[-1]
