"""Chromium, and what a student does in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

# Milliseconds that a page may take where sixty others share the processors.
PATIENCE: Final = 180_000
# A client decides as a person does: three answers, each at some moment of the next seconds.
DECIDE: Final = """([picks, within]) => {
  for (const [name, value] of Object.entries(picks)) setTimeout(() => {
    const input = document.querySelector(`input[name="${name}"][value="${value}"]`);
    if (!input.checked) input.click();
  }, within * Math.random());
}"""


@contextmanager
def chromium(*flags: str) -> Iterator[Any]:
    """Yield a browser of Playwright's, closed at the end."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", *flags])
        yield browser
        browser.close()


def join(page: Any, nickname: str) -> None:
    """Join the class whose page is open."""
    page.locator("#nickname").fill(nickname)
    page.get_by_role("button", name="Join").click()
    page.locator("#seat").wait_for()


def decide(page: Any, picks: dict[str, str], within: int) -> None:
    """Give a student's answers, each at some moment within so many milliseconds."""
    page.evaluate(DECIDE, [picks, within])


def saved(page: Any, picks: dict[str, str]) -> None:
    """Wait until a student's page says that this decision is kept."""
    tests = "".join(f'[data-{name}="{value}"]' for name, value in picks.items())
    page.locator(f"body{tests}").wait_for(timeout=PATIENCE)


def press(page: Any, name: str) -> None:
    """Press a button of the lecturer's console."""
    page.get_by_role("button", name=name, exact=True).first.click()
