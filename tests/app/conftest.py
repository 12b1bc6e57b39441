"""Visits to the page, for the tests in a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import browsers
from tests.app.page_server import Visit, page_server


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server, started as a user starts it."""
    with page_server(tmp_path_factory.mktemp("page") / "server.log") as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browsers.browser() as made:
        yield made


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Visit]]:
    """A maker of visits; all must end without a fault."""
    made: list[Visit] = []

    def make(query: str = "", **how: Any) -> Visit:
        made.append(Visit(chromium, address, query, **how))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
        assert one.faults == []
