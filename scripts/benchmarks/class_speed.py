"""A whole class in browsers: sixty clients play a game, drop out, and the server is killed.

In the project's environment, with chromium at hand and nothing else running: ``python
scripts/benchmarks/class_speed.py`` writes results/class_speed.json and prints it. Server and
browsers share the same processors. Each client is cut off three times and decides while it is; in
the second quarter the server is killed without a warning and started again. Every decision that a
client made is then looked for in the game's file.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.benchmarks.measured import keep
from scripts.browser import PATIENCE, chromium, decide, join, press, saved
from scripts.servers import ClassServer

QUARTERS = 4
KILLED_IN = 1


def opened(browser: Any, address: str, width: int, height: int) -> Any:
    """Open a page of the class in a browser window of its own."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.set_default_timeout(PATIENCE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    return page


class Students:
    """The clients, every other one a phone, and what each has decided in each quarter."""

    def __init__(self, browser: Any, server: ClassServer, clients: int) -> None:
        self.luck = random.Random(1)
        self.made: list[dict[int, dict[str, str]]] = [{} for _ in range(QUARTERS)]
        self.pages = []
        for k in range(clients):
            size = (390, 844) if k % 2 else (1280, 800)
            page = opened(browser, f"{server.address}/?room={server.code}", *size)
            join(page, f"student {k + 1}")
            self.pages.append(page)

    def wait_for(self, text: str) -> None:
        """Wait until all pages show a text."""
        for page in self.pages:
            page.get_by_text(text).wait_for()

    def decide(self, quarter: int, within: int, cut_off: bool = False) -> None:
        """Have everyone throw dice and decide anew, within so many milliseconds."""
        from sim.classroom.rules import QUESTIONS

        for k, page in enumerate(self.pages):
            if cut_off:
                page.context.set_offline(True)
            picks = {one.name: self.luck.choice(one.options).name for one in QUESTIONS}
            self.made[quarter][k] = picks
            decide(page, picks, within)

    def saved(self, quarter: int) -> None:
        """Wait until everyone's decision is kept."""
        for k, page in enumerate(self.pages):
            saved(page, self.made[quarter][k])

    def drop_out(self, quarter: int) -> int:
        """Cut everyone off, have all decide, and connect them again; return how many."""
        self.decide(quarter, 100, cut_off=True)
        time.sleep(3)
        for page in self.pages:
            page.context.set_offline(False)
        self.saved(quarter)
        return len(self.pages)

    def outlive(self, server: ClassServer, quarter: int) -> float:
        """Have all decide while the server is dead; return the seconds from its start to the last.

        The last decision that is kept, that is.
        """
        server.kill()
        self.decide(quarter, 1000)
        time.sleep(3)
        begun = time.perf_counter()
        server.start()
        self.saved(quarter)
        return time.perf_counter() - begun

    def answers(self) -> list[float]:
        """Return the milliseconds from everything sent to its answer, in order of size."""
        return sorted(
            value for page in self.pages for value in page.evaluate("window.tarpeia.answers")
        )


def play(browser: Any, server: ClassServer, clients: int) -> dict[str, Any]:
    """Play the game; return what was measured."""
    opened(browser, f"{server.address}/projector", 1400, 900)
    console = opened(browser, f"{server.address}/console?key={server.key}", 1300, 900)
    students = Students(browser, server, clients)
    press(console, "Start")
    drops, killed = 0, 0.0
    for quarter in range(QUARTERS):
        students.wait_for(f"Quarter {quarter + 1} of {QUARTERS}: decide")
        students.decide(quarter, 5000)
        students.saved(quarter)
        if quarter == KILLED_IN:
            killed = students.outlive(server, quarter)
        else:
            drops += students.drop_out(quarter)
        press(console, "Close and play the quarter")
        console.get_by_text(f"Quarter {quarter + 1} of {QUARTERS}: played").wait_for()
        students.wait_for("Your team:")
        server.measure()
        if quarter < QUARTERS - 1:
            press(console, "Next quarter")
    answers = students.answers()
    begun = time.perf_counter()
    press(console, "End the game")
    console.get_by_role("link", name="PDF").wait_for(timeout=600_000)
    debrief = time.perf_counter() - begun
    server.measure()
    return {
        "clients": clients,
        "teams": server.teams,
        "answers": len(answers),
        "seconds to an answer, median": answers[len(answers) // 2] / 1000,
        "seconds to an answer, 95th percentile": answers[int(0.95 * len(answers))] / 1000,
        "seconds to an answer, most": answers[-1] / 1000,
        "disconnects with a decision made in them": drops,
        "seconds from the killed server's start to the last decision kept": killed,
        "seconds to the debrief": debrief,
        "made": students.made,
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
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clients", type=int, default=60)
    parser.add_argument("--teams", type=int, default=8)
    options = parser.parse_args()
    from sim.classroom.game_file import GameFile
    from sim.classroom.replay import replay
    from sim.engine.threads import cores

    with tempfile.TemporaryDirectory() as folder:
        server = ClassServer(Path(folder), options.teams)
        started = server.start()
        try:
            with chromium("--disable-gpu") as browser:
                found = play(browser, server, options.clients)
        finally:
            server.kill()
        found["decisions lost"] = lost(server.file, found.pop("made"))
        file = GameFile(server.file)
        count, faults = replay(file)
        file.close()
    found |= {
        "processors": cores(),
        "seconds from the command to the room": started,
        "MB of the server, most": server.most,
        "quarters of teams replayed to the same bits": f"{count - len(faults)} of {count}",
    }
    keep(found, "class_speed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
