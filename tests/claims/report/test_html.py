"""The report: written, escaped, and only into a folder of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.claims.cycle import Cycle
from sim.claims.report.html import prepare, write
from sim.claims.report.pages import HEADINGS
from sim.claims.report.tables import Tried
from sim.errors import TarpeiaError
from tests.claims.small_claims import TRIED


@pytest.mark.slow
def test_the_report_is_written_and_escaped(tried: Tried, cycle: Cycle, tmp_path: Path) -> None:
    evil = replace(tried[0][0], reason="<script>alert(1)</script>")
    prepare(tmp_path / "report")
    index = write([(evil, tried[0][1]), *tried[1:]], tmp_path / "report", cycle)
    text = index.read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;" in text
    for name in TRIED:
        assert f'href="{name}.html"' in text
        page = (index.parent / f"{name}.html").read_text(encoding="utf-8")
        assert "<script>" not in page
        for heading in HEADINGS:
            assert f"<h2>{heading}</h2>" in page
        assert f'src="figures/{name}.png" alt="{name}:' in page
        assert (index.parent / "figures" / f"{name}.png").stat().st_size > 5_000
    assert (index.parent / "figures" / "cycle.png").is_file()
    assert "http" not in text.replace('charset="utf-8"', "")  # nothing is loaded from elsewhere
    # The same command goes on in the folder.
    prepare(tmp_path / "report")


def test_a_folder_that_is_no_report_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(TarpeiaError, match="holds something that is no report"):
        prepare(tmp_path)
    with pytest.raises(TarpeiaError, match="is a file"):
        prepare(tmp_path / "mine.txt")
