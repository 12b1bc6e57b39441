"""The page, driven in a browser: what it shows, and what a visitor can do."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from sim.scenario.files import dumps, load

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def test_it_opens_with_a_picture_a_title_and_the_first_morning(visit: Any) -> None:
    one = visit()
    assert one.page.title() == "Tarpeia"
    assert one.page.get_by_role("heading", level=1).inner_text() == load("classroom").title
    assert one.told().startswith("The morning of the first day")
    colours = one.page.evaluate(
        """() => { const canvas = document.querySelector(".crowd canvas");
        const all = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        const found = new Set();
        for (let k = 0; k < all.length; k += 4) found.add(all.slice(k, k + 3).join());
        return found.size; }"""
    )
    assert colours > 10


def test_play_pause_step_and_reset(visit: Any) -> None:
    one = visit()
    one.press("Play")
    one.wait_for_day(">= 5")
    one.press("Pause")
    one.page.get_by_role("button", name="Play", exact=True).wait_for()
    day = int(one.page.evaluate("window.tarpeia.day"))
    one.press("Step")
    assert one.wait_for_day(f"== {day + 1}") == day + 1
    assert one.told().startswith(f"Day {day + 1}: ")
    one.page.get_by_label("Date", exact=True).fill("2026-03-01")
    one.wait_for_day("== 60")
    one.press("Reset")
    one.wait_for_day("== 0")


def test_the_numbers_shown_are_the_engine_s(visit: Any) -> None:
    one = visit("?people=500&seed=4")
    one.page.get_by_role("slider", name="Go to day").fill("40")
    one.wait_for_day("== 40")
    one.page.get_by_text("Data of Camps").click()
    last = one.page.locator("figure").first.locator("tbody tr").last.inner_text().split()
    run = sim.run(load("classroom").with_values({"crowd.people": 500}), seed=4)
    expected = run.daily[["fan_share", "fan_circle_share", "anti_fan_share"]].iloc[39]
    assert last[0] == "40"
    assert [float(text) for text in last[1:]] == pytest.approx(expected.tolist(), abs=0.0006)


def test_a_lever_an_event_and_the_way_back_with_two_futures(visit: Any) -> None:
    one = visit()
    one.page.get_by_role("slider", name="Go to day").fill("60")
    one.wait_for_day("== 60")
    one.page.get_by_label("Back to day").fill("20")
    one.press("Try otherwise from there")
    one.wait_for_day("== 20")
    one.page.get_by_role("slider", name="Exposure").fill("0.1")
    one.page.wait_for_function("location.search.includes('exposure')")
    one.press("accident")
    one.page.wait_for_function("location.search.includes('accident')")
    assert one.exposure() == 0.1
    one.press("Step")
    one.wait_for_day("== 21")
    assert "accident" in one.told()
    assert one.page.get_by_text("thin: the other future").count() == 5
    one.press("Show one future")
    one.page.get_by_text("thin: the other future").first.wait_for(state="detached")


def test_what_is_downloaded_runs_to_the_same_bits(visit: Any, tmp_path: Path) -> None:
    one = visit("?people=400")
    one.page.get_by_role("slider", name="Go to day").fill("30")
    one.wait_for_day("== 30")
    one.page.get_by_role("slider", name="Candour").fill("0.9")
    one.press("conduct")
    one.page.wait_for_function("location.search.includes('conduct')")
    one.page.get_by_role("slider", name="Go to day").fill("90")
    one.wait_for_day("== 90")
    paths = {}
    for name, kind in (("Scenario (TOML)", "toml"), ("Series (CSV)", "csv")):
        with one.page.expect_download() as download:
            one.press(name)
        paths[kind] = tmp_path / download.value.suggested_filename
        download.value.save_as(paths[kind])
    run = sim.run(sim.load(paths["toml"]))
    rows = [line.split(",")[1:] for line in paths["csv"].read_text().splitlines()[1:]]
    np.testing.assert_array_equal(np.array(rows, dtype=float), run.series[:90])


def test_a_scenario_file_is_opened_and_a_bad_one_refused(visit: Any, tmp_path: Path) -> None:
    one = visit()
    good, bad = tmp_path / "mine.toml", tmp_path / "bad.toml"
    mine = load("classroom").model_copy(update={"title": "A firm of mine <b>bold</b>"})
    good.write_text(dumps(mine.with_values({"crowd.people": 300})), encoding="utf-8")
    bad.write_text("title = [", encoding="utf-8")
    one.page.get_by_label("Open a scenario file").set_input_files(bad)
    assert "not TOML" in one.page.get_by_role("alert").inner_text()
    one.page.get_by_label("Open a scenario file").set_input_files(good)
    heading = one.page.get_by_role("heading", level=1)
    heading.get_by_text("A firm of mine").wait_for()
    assert heading.inner_text() == "A firm of mine <b>bold</b>"  # text, not markup
    assert one.page.get_by_role("alert").count() == 0


def test_a_bad_address_is_told_and_the_page_works(visit: Any) -> None:
    one = visit("?scenario=../../etc/passwd")
    assert "scenario: no '../../etc/passwd'" in one.page.get_by_role("alert").inner_text()
    one.press("Step")
    one.wait_for_day("== 1")
    assert one.page.get_by_role("alert").count() == 0


def test_two_visitors_do_not_see_each_other(visit: Any) -> None:
    one, other = visit(), visit()
    one.page.get_by_role("slider", name="Exposure").fill("0.1")
    one.page.wait_for_function("location.search.includes('exposure')")
    one.press("Step")
    one.wait_for_day("== 1")
    other.press("Step")
    other.wait_for_day("== 1")
    assert other.exposure() == load("classroom").parameters.founder.exposure
    assert one.exposure() == 0.1


def test_a_session_is_opened_again_by_its_code(visit: Any) -> None:
    one = visit()
    one.page.get_by_role("slider", name="Exposure").fill("0.1")
    one.page.wait_for_function("location.search.includes('exposure')")
    one.page.get_by_role("slider", name="Go to day").fill("30")
    one.wait_for_day("== 30")
    told, link = one.told(), one.page.get_by_role("link", name=re.compile("^[2-9A-Z]{6}$"))
    code = link.inner_text()
    one.context.close()
    other = visit(f"?code={code}")
    assert (other.wait_for_day("== 30"), other.told(), other.exposure()) == (30, told, 0.1)
    lost = visit("?code=ZZZZZZ")
    assert "there is no session ZZZZZZ any more" in lost.page.get_by_role("alert").inner_text()


def test_a_named_case_that_is_changed_is_stamped(visit: Any) -> None:
    one = visit("?scenario=xiaomi-su7&people=300")
    assert one.page.get_by_text("HYPOTHETICAL").count() == 0
    one.press("accident")
    one.page.get_by_text("HYPOTHETICAL").wait_for()
    assert one.page.get_by_role("heading", level=1).inner_text() == "Firm A and Founder A"
