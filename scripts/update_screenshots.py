"""Take the pictures of the page for the README: a desktop's and a phone's.

In the project's environment, with chromium at hand: ``python scripts/update_screenshots.py``. A
class of one: four years of the classroom, gone back to the eve of the fall, with exposure lowered.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "results" / "figures"
# Gone on until the last day, back to this one, and another exposure from there.
EVE, EXPOSURE, UNTIL = 600, "0.2", 720
PHONE = 600
SIZES = {"page": (1400, 1040, "light"), "page-phone": (390, 1500, "dark")}


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def serve(port: int) -> subprocess.Popen[bytes]:
    """Start the page and wait until it answers."""
    server = subprocess.Popen([sys.executable, "-P", "-m", "sim", "app", "--port", str(port)])
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=5):
                return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise SystemExit("the page does not answer")


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
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    port = free_port()
    server = serve(port)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name in SIZES:
                take(browser, port, name)
            browser.close()
    finally:
        server.terminate()
        server.wait(30)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
