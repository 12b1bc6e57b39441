"""``tarpeia app`` where it cannot serve: it says why, and what may be done."""

from __future__ import annotations

import importlib.util
import socket
from typing import Any

import pytest

from scripts.servers import free_port
from sim.cli import page
from sim.errors import TarpeiaError
from sim.scenario.files import load


def test_a_busy_port_is_named_and_another_one_advised() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(
            TarpeiaError, match=rf"--port: {port} on localhost is not available .*800"
        ):
            page.serve_page("classroom", "localhost", port)


def test_an_unknown_scenario_is_told_before_anything_is_opened() -> None:
    with pytest.raises(TarpeiaError, match="no such file; did you mean 'classroom'"):
        page.serve_page("clasroom", "localhost", 8765)


@pytest.mark.parametrize("package", page.NEEDED)
def test_a_missing_package_comes_with_the_command_that_brings_it(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = importlib.util.find_spec

    def without(name: str, *more: Any) -> Any:
        return None if name == package else found(name, *more)

    monkeypatch.setattr(importlib.util, "find_spec", without)
    with pytest.raises(
        TarpeiaError, match=rf'{package} is not installed; pip install "tarpeia\[app\]'
    ):
        page.serve_page("classroom", "localhost", 8765)


@pytest.mark.parametrize(
    ("host", "warned"), [("localhost", False), ("127.0.0.1", False), ("0.0.0.0", True)]
)
def test_only_an_open_door_is_warned_of(
    host: str,
    warned: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Any,
) -> None:
    served: list[Any] = []
    monkeypatch.setattr("sim.app.server.serve", lambda *what: served.append(what))
    assert page.serve_page("xiaomi-su7", host, port := free_port()) == 0
    told = capsys.readouterr()
    assert ("there is no password" in told.err) is warned
    assert f":{port} (Ctrl-C closes it)" in told.out
    assert ("\u2588" in told.out) is warned  # a QR code for the projector
    assert served == [("xiaomi-su7", None, host, port)]


def test_a_file_of_ones_own_is_served_as_it_is(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.scenario.files import dumps

    served: list[Any] = []
    monkeypatch.setattr("sim.app.server.serve", lambda *what: served.append(what))
    path = tmp_path / "mine.toml"
    path.write_text(dumps(load("classroom")), encoding="utf-8")
    page.serve_page(str(path), "localhost", free_port())
    name, scenario, *_ = served[0]
    assert name == "mine"
    assert scenario.content_hash == load("classroom").content_hash


def test_ctrl_c_closes_the_page_without_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sim.app.server.serve", stopped)
    assert page.serve_page("classroom", "localhost", free_port()) == 0
    assert "the page is closed" in capsys.readouterr().err
