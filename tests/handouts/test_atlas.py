"""The atlas: one file, opened from disk without a network, that shows what the program shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.errors import TarpeiaError
from sim.handouts.atlas import (
    MOST_BYTES,
    SCALE,
    SERIES,
    Atlas,
    atlas,
    atlas_html,
    atlas_world,
    packed,
)
from sim.model import layout
from sim.scenario.files import load
from sim.scenario.scenario import Scenario
from tests import browsers


def firm() -> Scenario:
    return load("classroom").with_values({"crowd.people": 200, "run.days": 150})


@pytest.fixture(scope="module")
def small() -> Atlas:
    return atlas(firm(), steps=3, lucks=2)


def test_every_world_is_the_program_s_to_four_digits(small: Atlas) -> None:
    for place in ((0, 0, 0, 0), (2, 1, 4, 1), (1, 2, 2, 0), (0, 2, 3, 1)):
        e, c, s, k = place
        world = atlas_world(
            small.scenario, small.exposures[e], small.candours[c], small.stances[s], small.seeds[k]
        )
        series = sim.run(world).series[6::7]
        for row, one in zip(small.values[place], SERIES, strict=True):
            np.testing.assert_allclose(
                row / SCALE + one.low, series[:, one.column], rtol=0, atol=0.5 / SCALE + 1e-12
            )


def test_the_sliders_and_the_choice_are_the_founder_s_levers(small: Atlas) -> None:
    assert small.exposures == small.candours == [0.0, 0.5, 1.0]
    assert tuple(small.stances) == layout.STANCES
    assert small.values.shape == (3, 3, 5, 2, len(SERIES), 21)
    assert len(np.unique(small.values.reshape(90, -1), axis=0)) > 30, "the worlds differ"


def test_values_are_kept_within_their_bounds() -> None:
    series = np.zeros((14, len(layout.SERIES)))
    series[:, layout.S_CLIMATE] = -1.0
    series[:, layout.S_FAN_SHARE] = 1.0
    assert packed(series).tolist() == [[SCALE, SCALE], [0, 0], [0, 0]]


def test_an_atlas_that_would_be_too_large_is_refused_before_it_is_made() -> None:
    with pytest.raises(TarpeiaError, match="MB, allowed are 15"):
        atlas(load("classroom"), steps=41, lucks=5)


def test_the_shipped_size_fits_with_room() -> None:
    weeks = load("classroom").run.days // 7
    assert 11 * 11 * 5 * 5 * len(SERIES) * weeks * 2 * 4 / 3 < 0.8 * MOST_BYTES


def test_a_title_cannot_break_out_of_the_page(small: Atlas) -> None:
    title = "</script><script>alert(1)</script>"
    text = atlas_html(small._replace(scenario=small.scenario.model_copy(update={"title": title})))
    assert "<script>alert" not in text
    assert text.count("</script>") == 1


def test_a_named_case_becomes_an_invented_firm() -> None:
    made = atlas(load("tesla-2024").with_values({"crowd.people": 50, "run.days": 60}), 2, 1)
    text = atlas_html(made, "tesla-2024")
    assert "Firm A and Founder A" in text
    assert "Elon" not in text


def test_a_file_that_is_no_atlas_is_not_written_over(tmp_path: Path) -> None:
    from sim.cli.atlas import write_atlas

    path = tmp_path / "thesis.html"
    path.write_text("years of work")
    with pytest.raises(TarpeiaError, match="no atlas"):
        write_atlas("classroom", path, 2, 1)
    assert path.read_text() == "years of work"


@pytest.mark.slow
@pytest.mark.browser
def test_it_opens_from_disk_offline_and_its_figures_are_the_program_s(
    small: Atlas, tmp_path: Path
) -> None:
    path = tmp_path / "atlas.html"
    path.write_text(atlas_html(small), encoding="utf-8")
    faults: list[str] = []
    requests: list[str] = []
    with browsers.browser() as made:
        context = made.new_context(viewport={"width": 390, "height": 844}, offline=True)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.on("request", lambda request: requests.append(request.url))
        page.goto(path.as_uri())
        assert "tarpeia run classroom --people" in page.locator("#about").inner_text()
        page.get_by_label("How visible").fill("2")
        page.get_by_label("How far do promises").fill("0")
        page.get_by_label("Answer to trouble").select_option("deny")
        page.get_by_label("Luck").select_option(index=1)
        rows = [
            [float(cell) for cell in row.split()]
            for row in page.locator("#numbers tr").all_inner_texts()
        ]
        about = page.locator("#about").inner_text()
        page.get_by_role("button", name="Keep this course").click()
        assert page.get_by_text("the course that was kept").first.is_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        painted: Any = page.evaluate(
            """() => [...document.querySelectorAll("canvas")].map((canvas) => new Set(
            canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data).size)"""
        )
    assert faults == []
    assert all(url.startswith(("file:", "data:")) for url in requests)
    assert min(painted) > 5
    # The page says how the same world is had; the program is asked for just that.
    sets = dict(re.findall(r"--set (\S+)=(\S+?)[. ]", about + " "))
    asked = {
        name: value if name == "founder.stance" else float(value) for name, value in sets.items()
    }
    asked["run.crowd_seed"] = int(asked["run.crowd_seed"])
    world = firm().with_values({**asked, "run.seed": int(re.findall(r"--seed (\d+)", about)[0])})
    series = sim.run(world).series
    assert len(rows) == 8
    for day, fans, anti_fans, climate in rows:
        today = series[int(day) - 1]
        assert fans == pytest.approx(100 * today[layout.S_FAN_SHARE], abs=0.0101)
        assert anti_fans == pytest.approx(100 * today[layout.S_ANTI_FAN_SHARE], abs=0.0101)
        assert climate == pytest.approx(today[layout.S_CLIMATE], abs=0.000101)
