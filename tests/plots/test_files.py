"""Figures as files: the same bytes, whole or not at all, and no state touched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib import rcParams

from sim.plots.files import save
from sim.plots.overview import overview
from sim.plots.panels.camps import camps
from tests.places import ROOT
from tests.plots.made_runs import make_run


@pytest.mark.slow
def test_two_saves_are_the_same_bytes(tmp_path: Path) -> None:
    run = make_run(400, 6, title="粉转黑 & <friends>")
    for folder in ("a", "b"):
        png, svg = save(overview(run), tmp_path / folder, "overview")
        assert png.name == "overview.png"
        assert svg.name == "overview.svg"
    figure = overview(run)
    save(figure, tmp_path / "c", "overview")
    save(figure, tmp_path / "c", "overview")
    for name in ("overview.png", "overview.svg"):
        first = (tmp_path / "a" / name).read_bytes()
        assert first == (tmp_path / "b" / name).read_bytes() == (tmp_path / "c" / name).read_bytes()
    assert sorted(p.name for p in (tmp_path / "c").iterdir()) == ["overview.png", "overview.svg"]
    svg_text = (tmp_path / "a" / "overview.svg").read_text(encoding="utf-8")
    assert "dc:date" not in svg_text
    assert "Fans go from" in svg_text
    assert (tmp_path / "a" / "overview.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_a_failed_save_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises((FileExistsError, NotADirectoryError)):
        save(camps(make_run(5).daily).get_figure(), tmp_path / "file", "x")  # type: ignore[arg-type]
    (tmp_path / "x.svg").mkdir()
    with pytest.raises((IsADirectoryError, PermissionError)):
        save(camps(make_run(5).daily).get_figure(), tmp_path, "x")  # type: ignore[arg-type]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "x.png", "x.svg"]


def test_no_state_is_touched() -> None:
    before = dict(rcParams)
    overview(make_run(60, 2))
    camps(make_run(60).daily)
    assert dict(rcParams) == before


def test_pyplot_is_never_imported() -> None:
    code = (
        "import sim.plots.overview, sys;"
        "print('matplotlib.pyplot' in sys.modules, 'mesa' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert done.stdout.split() == ["False", "False"]
