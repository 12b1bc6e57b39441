"""Take the pictures of a class for the instructor's guide: projector, phone, console, debrief.

In the project's environment, with chromium at hand: ``python scripts/update/class_pictures.py``
plays a game of seven students in six teams and writes results/figures/class-*.png.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.browser import chromium, decide, join, press, saved
from scripts.places import FIGURES
from scripts.servers import ClassServer
from scripts.update.pictures import lighten

PORT = 8770
STUDENTS = ("Ada", "Bo", "Chen", "Dilek", "Eva", "Finn", "Gus")
PICKS = (
    ("everywhere", "idol", "rally"),
    ("behind", "plain", "compensate"),
    ("often", "plain", "rally"),
    ("rarely", "polished", "apologise"),
    ("often", "idol", "silent"),
    ("everywhere", "plain", "apologise"),
    ("everywhere", "idol", "rally"),
)


def opened(browser: Any, address: str, width: int, height: int) -> Any:
    """Open a page of the class in a light browser window of its own."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="light")
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    return page


def picture(page: Any, name: str, most: int = 0) -> Path:
    """Photograph a page from its top to the end of its content; return the picture's path.

    ``most`` is the greatest height, in pixels.
    """
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(1500)
    box = page.locator("main").first.bounding_box()
    width = page.viewport_size["width"]
    height = round(min(box["y"] + box["height"], most or 1e9))
    path = FIGURES / f"class-{name}.png"
    clip = {"x": 0, "y": 0, "width": width, "height": height}
    page.screenshot(path=path, clip=clip, full_page=True)
    return path


def vote(phones: list[Any], quarter: int) -> None:
    """Have the students decide: everyone in the first quarter, later every other one."""
    from sim.classroom.rules import NAMES

    for k, page in enumerate(phones):
        page.get_by_text(f"Quarter {quarter + 1} of 4: decide").wait_for()
        if quarter == 0 or k % 2:
            picks = dict(zip(NAMES, PICKS[(k + quarter) % len(PICKS)], strict=True))
            decide(page, picks, 10)
            saved(page, picks)


def play(browser: Any, server: ClassServer) -> list[Path]:
    """Play the game and photograph it; return the pictures."""
    taken: list[Path] = []
    wall = opened(browser, f"{server.address}/projector", 1400, 860)
    console = opened(browser, f"{server.address}/console?key={server.key}", 1300, 900)
    phones = []
    for name in STUDENTS:
        phones.append(opened(browser, f"{server.address}/?room={server.code}", 390, 844))
        join(phones[-1], name)
    wall.get_by_text("7 people are here").first.wait_for()
    taken.append(picture(wall, "projector-join"))
    press(console, "Start")
    for quarter in range(4):
        vote(phones, quarter)
        if quarter == 1:
            taken += [picture(phones[1], "phone"), picture(console, "console")]
        press(console, "Close and play the quarter")
        console.get_by_text(f"Quarter {quarter + 1} of 4: played").wait_for()
        if quarter == 2:
            wall.locator("#scores").wait_for(timeout=60_000)
            taken.append(picture(wall, "projector"))
        if quarter < 3:
            press(console, "Next quarter")
    press(console, "End the game")
    console.get_by_role("link", name="PDF").wait_for(timeout=600_000)
    page = opened(browser, f"{server.address}/debrief.html", 900, 1000)
    box = page.locator("img").nth(1).bounding_box()
    taken.append(picture(page, "debrief", round(box["y"] + box["height"] + 12)))
    return taken


def main() -> int:
    """Take the pictures; return the exit code."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = ClassServer(Path(folder), 6, "--host", "localhost", "--seconds", "240")
        server.port = PORT
        server.start()
        try:
            with chromium() as browser:
                taken = play(browser, server)
        finally:
            server.kill()
    lighten(taken, colours=256)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
