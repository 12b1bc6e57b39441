"""Debian's chromium for tests."""

from __future__ import annotations

import shutil
from contextlib import AbstractContextManager
from typing import Any

from scripts.browser import chromium

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# Milliseconds that a page may take: a busy machine is slow, and not wrong.
PATIENCE = 60_000


def browser() -> AbstractContextManager[Any]:
    """A browser, closed at the end."""
    return chromium(*FLAGS)
