"""A class's server for tests: started, killed and started again as a lecturer would."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from scripts.servers import free_port
from sim.scenario.files import dumps, load


class ClassServer:
    """``tarpeia class`` in a process of its own, and what one may ask it."""

    def __init__(self, folder: Path, *more: str) -> None:
        self.folder = folder
        self.file = folder / "game.sqlite"
        self.port = free_port()
        self.more = more
        # A small crowd, so that a debrief takes a moment.
        small = load("classroom").with_values({"crowd.people": 300})
        self.scenario = folder / "small.toml"
        self.scenario.write_text(dumps(small), encoding="utf-8")
        self.process: subprocess.Popen[bytes] | None = None
        self.code = self.key = ""

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it, or start it again with the same file, and wait until it answers."""
        log = self.folder / "server.log"
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "sim",
                    "class",
                    str(self.scenario),
                    "--port",
                    str(self.port),
                    "--file",
                    str(self.file),
                    *self.more,
                ],
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
            )
        until = time.monotonic() + 120
        while True:
            try:
                self.ask("/api/rules")
                break
            except OSError:
                told = log.read_text(encoding="utf-8")
                assert self.process.poll() is None, told
                assert time.monotonic() < until, told
                time.sleep(0.1)
        told = log.read_text(encoding="utf-8")
        self.code = re.findall(r"room ([2-9A-Z]{6})", told)[-1]
        self.key = re.findall(r"key=(\S+)", told)[-1]

    def kill(self) -> None:
        """End it without a warning."""
        assert self.process is not None
        self.process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self.process.wait(30)

    def stop(self) -> str:
        """End it, and return what it said."""
        assert self.process is not None
        self.process.terminate()
        self.process.wait(30)
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def ask(
        self, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> tuple[int, Any]:
        """Return status and JSON of an answer; ``body`` bytes are sent as they are."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers or {})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    def join(self, nickname: str, team: int | None = None) -> dict[str, Any]:
        """Join and return what a phone is told."""
        asked = {"room": self.code, "nickname": nickname}
        status, told = self.ask("/api/join", asked if team is None else {**asked, "team": team})
        assert status == 200, told
        return told

    def do(self, what: str, **more: Any) -> dict[str, Any]:
        """Do something at the console."""
        status, told = self.ask("/api/do", {"what": what, **more}, {"x-key": self.key})
        assert status == 200, told
        return told
