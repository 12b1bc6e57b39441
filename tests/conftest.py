"""What several tests share."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import sim
from sim.model import layout
from tests.browsers import CHROMIUM
from tests.places import ROOT

# Tests call the kernels of a day one by one; read when the first kernel is compiled or loaded.
os.environ["TARPEIA_CALLABLE_KERNELS"] = "1"


LEFT_OUT = "LEFT OUT BY --no-browser: THE PAGES GO UNTESTED"
NOT_HERE = "CHROMIUM IS NOT HERE: THE PAGES GO UNTESTED (scripts/test.py installs it as root)"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-browser", action="store_true", help="leave out tests in a browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests in a browser where there is none; workers begin with the slowest files."""
    if why := LEFT_OUT if config.getoption("no_browser") else "" if CHROMIUM else NOT_HERE:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason=why))
    if hasattr(config, "workerinput"):
        # The files with most slow tests first: what comes last leaves the other workers idle.
        slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
        items.sort(key=lambda item: -slow[item.path])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say once more that the pages went untested, right before the closing line."""
    skipped = terminalreporter.stats.get("skipped", [])
    for why in (LEFT_OUT, NOT_HERE):
        if any(why in str(one.longrepr) for one in skipped):
            terminalreporter.write_sep("!", why)


@pytest.fixture(scope="session")
def tiny() -> sim.Scenario:
    """A scenario that runs in milliseconds and in which everything happens."""
    return sim.load(ROOT / "scenarios" / "classroom.toml").with_values(
        {"crowd.people": 400, "run.days": 120, "start.fans": 0.2, "network.communities": 5}
    )


@pytest.fixture
def of() -> Callable[[Any, str], np.ndarray]:
    """Return one daily series of a run, by name."""

    def series(run: Any, name: str) -> np.ndarray:
        return np.asarray(run.series[:, layout.SERIES_NAMES.index(name)])

    return series
