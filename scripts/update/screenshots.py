"""Take the pictures of the page for the README: a desktop's and a phone's.

In the project's environment, with chromium at hand: ``python scripts/update/screenshots.py``.
A class of one: four years of the classroom, gone back to the eve of the fall, with exposure
lowered.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.browser import chromium
from scripts.places import FIGURES
from scripts.servers import free_port, serve_page

# Gone on until the last day, back to this one, and another exposure from there.
EVE, EXPOSURE, UNTIL = 600, "0.2", 720
PHONE = 600
SIZES = {"page": (1400, 1040, "light"), "page-phone": (390, 1500, "dark")}


def take(browser: Any, port: int, name: str) -> None:
    """Drive one page and photograph it."""
    width, height, scheme = SIZES[name]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)

    def day(number: int) -> None:
        page.get_by_role("slider", name="Go to day").fill(str(number))
        page.wait_for_function(f"window.tarpeia && window.tarpeia.day === {number}")

    page.goto(f"http://localhost:{port}/?scenario=classroom")
    page.wait_for_function("window.tarpeia && window.tarpeia.painted > 0")
    day(1461)
    page.get_by_label("Back to day").fill(str(EVE))
    page.get_by_role("button", name="Try otherwise from there").click()
    page.wait_for_function(f"window.tarpeia.day === {EVE}")
    page.get_by_role("slider", name="Exposure").fill(EXPOSURE)
    page.wait_for_function("location.search.includes('exposure')")
    day(UNTIL)
    # Tall enough to paint everything; then cut below a whole chart, or at the page's end.
    page.set_viewport_size({"width": width, "height": 4_000})
    page.wait_for_timeout(500)
    last = "figure:first-of-type" if width < PHONE else "footer"
    box = page.locator(last).first.bounding_box()
    clip = {"x": 0, "y": 0, "width": width, "height": round(box["y"] + box["height"] + 8)}
    page.screenshot(path=FIGURES / f"{name}.png", clip=clip)
    page.close()


def main() -> int:
    """Take both pictures; return the exit code."""
    argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0]).parse_args()
    port = free_port()
    server = serve_page(port)
    try:
        with chromium() as browser:
            for name in SIZES:
                take(browser, port, name)
    finally:
        server.terminate()
        server.wait(30)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
