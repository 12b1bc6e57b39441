"""Take the pictures of a class for the instructor's guide: projector, phone, console, debrief.

In the project's environment, with chromium at hand: ``python scripts/update_class_pictures.py``
plays a game of seven students in six teams and writes results/figures/class-*.png.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "results" / "figures"
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


def play(browser: Any, address: str, code: str, key: str) -> list[Path]:
    """Play the game and photograph it; return the pictures."""
    from scripts.class_speed import DECIDE, saved
    from sim.classroom.rules import NAMES

    taken: list[Path] = []

    def opened(path: str, width: int, height: int, scheme: str = "light") -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme
        )
        page = context.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto(address + path)
        return page

    def picture(page: Any, name: str, most: int = 0, selector: str = "main") -> None:
        page.evaluate("window.scrollTo(0, 0)")
        page.wait_for_timeout(1500)
        box = page.locator(selector).first.bounding_box()
        width = page.viewport_size["width"]
        height = round(min(box["y"] + box["height"], most or 1e9))
        path = FIGURES / f"class-{name}.png"
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=path, clip=clip, full_page=True)
        taken.append(path)

    wall = opened("/projector", 1400, 860)
    console = opened(f"/console?key={key}", 1300, 900)
    phones = []
    for name in STUDENTS:
        page = opened(f"/?room={code}", 390, 844)
        page.locator("#nickname").fill(name)
        page.get_by_role("button", name="Join").click()
        page.locator("#seat").wait_for()
        phones.append(page)
    wall.get_by_text("7 people are here").first.wait_for()
    picture(wall, "projector-join")

    def press(name: str) -> None:
        console.get_by_role("button", name=name, exact=True).first.click()

    press("Start")
    for quarter in range(4):
        for k, page in enumerate(phones):
            page.get_by_text(f"Quarter {quarter + 1} of 4: decide").wait_for()
            if quarter == 0 or k % 2:
                picks = dict(zip(NAMES, PICKS[(k + quarter) % len(PICKS)], strict=True))
                page.evaluate(DECIDE, [picks, 10])
                saved(page, picks)
        if quarter == 1:
            picture(phones[1], "phone")
            picture(console, "console")
        press("Close and play the quarter")
        console.get_by_text(f"Quarter {quarter + 1} of 4: played").wait_for()
        if quarter == 2:
            wall.locator("#scores").wait_for(timeout=60_000)
            picture(wall, "projector")
        if quarter < 3:
            press("Next quarter")
    press("End the game")
    console.get_by_role("link", name="PDF").wait_for(timeout=600_000)
    page = opened("/debrief.html", 900, 1000)
    box = page.locator("img").nth(1).bounding_box()
    picture(page, "debrief", round(box["y"] + box["height"] + 12))
    return taken


def main() -> int:
    """Take the pictures; return the exit code."""
    from playwright.sync_api import sync_playwright

    from scripts.class_speed import Room
    from scripts.update_claims import lighten

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder:
        room = Room(Path(folder), 6, "--host", "localhost", "--seconds", "240")
        room.port = PORT
        room.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=chromium, args=["--no-sandbox"]
                )
                code, key = room.told(r"room ([2-9A-Z]{6})"), room.told(r"key=(\S+)")
                taken = play(browser, f"http://localhost:{PORT}", code, key)
                browser.close()
        finally:
            room.kill()
    lighten(taken, colours=256)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
