"""What runs in the browser: one text of all its files, which agrees with this side."""

from __future__ import annotations

import re

from sim.app import frame
from sim.app.charts import CHARTS, SHOWN, charts
from sim.app.component import component
from sim.model import layout
from tests.places import ROOT

FOLDER = ROOT / "sim" / "app" / "browser"


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_every_file_is_in_it_once() -> None:
    names = [path.name for path in FOLDER.iterdir()]
    assert {"page.html", "page.css", "page.js"} <= set(names)
    for name in names:
        assert component().count(read(name)) == 1, name


def test_every_script_that_is_required_is_there() -> None:
    required = re.findall(r'require\("\./([^"]+)"\)', component())
    assert set(required) == {path.name for path in FOLDER.glob("*.js")}


def test_nothing_in_it_is_fetched() -> None:
    assert not re.search(r"https?:|//[a-z]|@import|\burl\(|\bfetch\(|\bimport\b", component())


def test_the_bits_of_a_person_are_those_of_a_frame() -> None:
    told = dict(re.findall(r"\b([A-Z_]+) = (\d+)", read("crowd.js")))
    for name in ("CIRCLE", "SPEAKS", "REPELLED", "PASSION_SHIFT"):
        assert int(told[name]) == getattr(frame, name)
    for name in ("SILENT", "FAN", "ANTI_FAN"):
        assert int(told[name]) == getattr(layout, name)


def test_charts_show_series_in_colours_that_there_are() -> None:
    colours = re.findall(r'(\w+): "#[0-9A-F]{6}"', read("colours.js"))
    lines = [line for chart in CHARTS for line in chart.lines]
    assert {line.colour for line in lines} <= set(colours)
    assert len(set(SHOWN)) == len(SHOWN)
    assert set(SHOWN) <= set(layout.SERIES_NAMES)
    assert set(re.findall(r'column\("(\w+)"\)', read("charts.js"))) <= set(SHOWN)
    assert set(re.findall(r'share\("(\w+)"\)', read("page.js"))) <= set(SHOWN)
    assert [chart["lines"][0]["series"] for chart in charts()] == [
        chart.lines[0].series for chart in CHARTS
    ]
