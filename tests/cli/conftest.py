"""Working folders in which the command is called, and a run that several tests look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.calls import SMALL, process
from tests.cli.sweeps import FILE


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and a temporary folder beside it."""
    folder, spare = tmp_path / "work", tmp_path / "temporary"
    folder.mkdir()
    spare.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    return folder


@pytest.fixture
def undrawn(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder in which runs draw no figures."""
    monkeypatch.setattr("sim.cli.run._draw", lambda *_: None)
    return workplace


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """A run in a process of its own: what it said, and the folder it was called in."""
    folder = tmp_path_factory.mktemp("finished")
    done = process("run", "xiaomi-su7", *SMALL, "--seed", "3", "--json", cwd=folder)
    return done, folder


@pytest.fixture
def file(workplace: Path) -> Path:
    """The file of a sweep in the working folder."""
    path = workplace / "two.toml"
    path.write_text(FILE)
    return path
