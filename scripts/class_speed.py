"""A whole class in browsers: sixty clients play a game, drop out, and the server is killed.

In the project's environment, with chromium at hand and nothing else running: ``python
scripts/class_speed.py`` writes results/class_speed.json and prints it. Server and browsers share
the same processors. Each client is cut off three times and decides while it is; in the second
quarter the server is killed without a warning and started again. Every decision that a client made
is then looked for in the game's file.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "results" / "class_speed.json"
PATIENCE = 180_000
# A client decides as a person does: three answers, each at some moment of the next seconds.
DECIDE = """([picks, within]) => {
  for (const [name, value] of Object.entries(picks)) setTimeout(() => {
    const input = document.querySelector(`input[name="${name}"][value="${value}"]`);
    if (!input.checked) input.click();
  }, within * Math.random());
}"""


def chosen(luck: random.Random) -> dict[str, str]:
    """Return a decision, thrown with dice."""
    from sim.classroom.rules import QUESTIONS

    return {one.name: luck.choice(one.options).name for one in QUESTIONS}


class Room:
    """The server of the class, and what it was seen to use."""

    def __init__(self, folder: Path, teams: int, *more: str) -> None:
        from scripts.update_screenshots import free_port

        self.file, self.log = folder / "game.sqlite", folder / "server.log"
        self.port, self.teams, self.most, self.more = free_port(), teams, 0.0, more
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> float:
        """Start it and return the seconds until it answers."""
        import urllib.request

        begun = time.perf_counter()
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "sim",
                    "class",
                    "--port",
                    str(self.port),
                    "--file",
                    self.file.name,
                    "--teams",
                    str(self.teams),
                    "--seconds",
                    "3600",
                    *self.more,
                ],
                stdout=out,
                stderr=subprocess.STDOUT,
                cwd=self.file.parent,
                env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
            )
        while True:
            try:
                with urllib.request.urlopen(f"http://localhost:{self.port}/api/rules", timeout=5):
                    return time.perf_counter() - begun
            except OSError:
                time.sleep(0.05)

    def told(self, pattern: str) -> str:
        """Return what the server printed."""
        return re.findall(pattern, self.log.read_text(encoding="utf-8"))[-1]

    def measure(self) -> float:
        """Note and return the most memory that the server has had, MB."""
        assert self.process is not None
        status = Path(f"/proc/{self.process.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        self.most = max(self.most, int(found[1]) / 1024 if found else float("nan"))
        return self.most

    def kill(self) -> None:
        """End it without a warning."""
        assert self.process is not None
        self.measure()
        self.process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        self.process.wait(30)


def saved(page: Any, picks: dict[str, str]) -> None:
    """Wait until a client's page says that its decision is kept."""
    tests = "".join(f'[data-{name}="{value}"]' for name, value in picks.items())
    page.locator(f"body{tests}").wait_for(timeout=PATIENCE)


def play(browser: Any, room: Room, clients: int) -> dict[str, Any]:
    """Play the game; return what was measured."""
    luck = random.Random(1)
    code, key = room.told(r"room ([2-9A-Z]{6})"), room.told(r"key=(\S+)")
    address = f"http://localhost:{room.port}"
    made: list[dict[int, dict[str, str]]] = [{} for _ in range(4)]

    def opened(path: str, width: int, height: int) -> Any:
        page = browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.set_default_timeout(PATIENCE)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address + path)
        return page

    opened("/projector", 1400, 900)
    console = opened(f"/console?key={key}", 1300, 900)
    pages = []
    for k in range(clients):
        page = opened(f"/?room={code}", *((390, 844) if k % 2 else (1280, 800)))
        page.locator("#nickname").fill(f"student {k + 1}")
        page.get_by_role("button", name="Join").click()
        page.locator("#seat").wait_for()
        pages.append(page)

    def press(name: str) -> None:
        console.get_by_role("button", name=name, exact=True).first.click()

    press("Start")
    drops, killed = 0, 0.0
    for quarter in range(4):
        for page in pages:
            page.get_by_text(f"Quarter {quarter + 1} of 4: decide").wait_for()
        for k, page in enumerate(pages):
            made[quarter][k] = chosen(luck)
            page.evaluate(DECIDE, [made[quarter][k], 5000])
        for k, page in enumerate(pages):
            saved(page, made[quarter][k])
        if quarter == 1:
            room.kill()
            for k, page in enumerate(pages):
                made[quarter][k] = chosen(luck)
                page.evaluate(DECIDE, [made[quarter][k], 1000])
            time.sleep(3)
            begun = time.perf_counter()
            room.start()
            for k, page in enumerate(pages):
                saved(page, made[quarter][k])
            killed = time.perf_counter() - begun
        else:
            for k, page in enumerate(pages):
                page.context.set_offline(True)
                made[quarter][k] = chosen(luck)
                page.evaluate(DECIDE, [made[quarter][k], 100])
            time.sleep(3)
            for page in pages:
                page.context.set_offline(False)
                drops += 1
            for k, page in enumerate(pages):
                saved(page, made[quarter][k])
        press("Close and play the quarter")
        console.get_by_text(f"Quarter {quarter + 1} of 4: played").wait_for()
        for page in pages:
            page.get_by_text("Your team:").wait_for()
        room.measure()
        if quarter < 3:
            press("Next quarter")
    answers = [value for page in pages for value in page.evaluate("window.tarpeia.answers")]
    begun = time.perf_counter()
    press("End the game")
    console.get_by_role("link", name="PDF").wait_for(timeout=600_000)
    debrief = time.perf_counter() - begun
    room.measure()
    return {
        "clients": clients,
        "teams": room.teams,
        "answers": len(answers),
        "seconds to an answer, median": sorted(answers)[len(answers) // 2] / 1000,
        "seconds to an answer, 95th percentile": sorted(answers)[int(0.95 * len(answers))] / 1000,
        "seconds to an answer, most": max(answers) / 1000,
        "disconnects with a decision made in them": drops,
        "seconds from the killed server's start to the last decision kept": killed,
        "seconds to the debrief": debrief,
        "made": made,
    }


def lost(file: Path, made: list[dict[int, dict[str, str]]]) -> int:
    """Return how many of the clients' decisions are not in the game's file as they were made."""
    from sim.classroom.game import Game
    from sim.classroom.game_file import GameFile

    kept = GameFile(file)
    room = Game(kept).room
    numbers = {one.nickname: one.number for one in room.members.values()}
    missing = 0
    for quarter, decisions in enumerate(made):
        for k, picks in decisions.items():
            missing += room.votes[quarter].get(numbers[f"student {k + 1}"]) != picks
    kept.close()
    return missing


def main() -> int:
    """Measure and write; return the exit code."""
    from playwright.sync_api import sync_playwright

    from scripts.page_speed import keep
    from sim.classroom.game import replay
    from sim.classroom.game_file import GameFile
    from sim.engine.threads import cores

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=60)
    parser.add_argument("--teams", type=int, default=8)
    options = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), options.teams)
        started = room.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
                )
                found = play(browser, room, options.clients)
                browser.close()
        finally:
            room.kill()
        found["decisions lost"] = lost(room.file, found.pop("made"))
        file = GameFile(room.file)
        count, faults = replay(file)
        file.close()
    found |= {
        "processors": cores(),
        "seconds from the command to the room": started,
        "MB of the server, most": room.most,
        "quarters of teams replayed to the same bits": f"{count - len(faults)} of {count}",
    }
    keep(found, RESULT)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
