"""How fast the page is, counted in the browser on this machine: painted frames, opening, visitors.

In the project's environment, with chromium at hand and nothing else running:
``python scripts/benchmarks/page_speed.py`` writes results/page_speed.json and prints it. Browser
and server share the same processors. ``--visitors N`` sets how many pages play at once at the end
(60).
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.benchmarks.measured import keep
from scripts.browser import chromium
from scripts.servers import free_port, memory, serve_page

ENOUGH_SECONDS = 10.0
# One slider moved by one visitor, until the page shows it in its address.
ANSWER = """(value) => new Promise((done) => {
  const slider = document.querySelector(".lever input"), begun = performance.now();
  slider.value = value;
  slider.dispatchEvent(new Event("input"));
  slider.dispatchEvent(new Event("change"));
  const look = () => location.search.includes("exposure:" + value)
    ? done(performance.now() - begun) : setTimeout(look, 5);
  look();
})"""

# A browser that draws on another machine costs this one nothing.
ELSEWHERE = """() => {
  const nothing = new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => 0 : nothing),
    apply: () => nothing,
    set: () => true,
  });
  HTMLCanvasElement.prototype.getContext = () => nothing;
}"""


def opened(browser: Any, port: int, query: str = "", **how: Any) -> tuple[Any, float]:
    """Open a page; return it and the seconds to its first picture."""
    elsewhere = how.pop("elsewhere", False)
    page = browser.new_context(**how).new_page()
    if elsewhere:
        page.add_init_script(f"({ELSEWHERE})()")
    page.set_default_timeout(300_000)
    begun = time.perf_counter()
    page.goto(f"http://localhost:{port}/{query}")
    page.wait_for_function("window.tarpeia && window.tarpeia.painted > 0")
    return page, time.perf_counter() - begun


def play(page: Any, pace: str) -> None:
    """Begin to play at one of the page's speeds."""
    page.select_option(".time select", label=pace)
    page.get_by_role("button", name="Play", exact=True).click()


def painted(pages: list[Any], seconds: float) -> list[float]:
    """Return the frames a second that each page paints."""
    before = [page.evaluate("window.tarpeia.painted") for page in pages]
    begun = time.perf_counter()
    time.sleep(seconds)
    after = [page.evaluate("window.tarpeia.painted") for page in pages]
    took = time.perf_counter() - begun
    return [(b - a) / took for a, b in zip(before, after, strict=True)]


def middle(values: list[float], share: float) -> float:
    """Return a quantile of some values, the next larger one."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(browser: Any, port: int, server: int, visitors: int) -> dict[str, Any]:
    """Return everything that is measured."""
    from sim.engine.threads import cores

    found: dict[str, Any] = {"processors": cores()}
    for people in (2_000, 20_000):
        opened(browser, port, f"?people={people}")[0].close()  # warm: the network is laid once
        page, seconds = opened(browser, port, f"?people={people}")
        play(page, "1 day")
        time.sleep(1)
        found[f"frames a second, {people:,} people"] = painted([page], ENOUGH_SECONDS)[0]
        found[f"seconds to the first picture, {people:,} people"] = seconds
        page.context.close()
    before = memory(server)
    found["visitors"] = visitors
    for where in ("here", "elsewhere"):
        told = visit(browser, port, visitors, where == "elsewhere")
        found |= {f"{name}, drawing {where}": value for name, value in told.items()}
    found["MB of the server, most"] = memory(server)
    found["MB of a visitor"] = (memory(server) - before) / (2 * visitors)
    return found


def visit(browser: Any, port: int, visitors: int, elsewhere: bool) -> dict[str, float]:
    """Let some visitors play at once and move a lever each, twice; return rates and answers."""
    how = {"viewport": {"width": 390, "height": 844}, "elsewhere": elsewhere}
    pages = [opened(browser, port, f"?seed={k % 20 + 1}", **how)[0] for k in range(visitors)]
    for page in pages:
        play(page, "slow")
    time.sleep(5)
    rates = painted(pages, 2 * ENOUGH_SECONDS)
    answers = [
        page.evaluate(ANSWER, round(0.01 + 0.01 * ((k + 7 * turn) % 97), 2)) / 1000
        for turn in range(2)
        for k, page in enumerate(pages)
    ]
    for page in pages:
        page.context.close()
    return {
        "frames a second of a visitor, median": middle(rates, 0.5),
        "frames a second of a visitor, least": min(rates),
        "seconds to a lever's answer, median": middle(answers, 0.5),
        "seconds to a lever's answer, 95th percentile": middle(answers, 0.95),
    }


def main() -> int:
    """Measure and write; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--visitors", type=int, default=60)
    options = parser.parse_args()
    port = free_port()
    server = serve_page(port)
    try:
        with chromium("--disable-gpu") as browser:
            found = measure(browser, port, server.pid, options.visitors)
    finally:
        server.terminate()
        server.wait(30)
    keep(found, "page_speed")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
