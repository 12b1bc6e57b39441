"""The page, driven in a browser: Debian's chromium by Playwright, on a server of its own."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from scripts.update_screenshots import free_port
from sim.scenario.files import dumps, load
from tests import browsers

pytestmark = [pytest.mark.slow, browsers.NEEDED]
# Solara says so of a component of its own; the page works.
HARMLESS = ("Failed to evaluate Vue script", "GPU", "WebGL")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server, started as a user starts it."""
    port = free_port()
    log = tmp_path_factory.mktemp("page") / "server.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-P", "-m", "sim", "app", "--port", str(port)],
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
    try:
        until = time.monotonic() + 120
        while True:
            try:
                with urllib.request.urlopen(f"http://localhost:{port}/", timeout=10):
                    break
            except OSError:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < until, log.read_text()
                server.poll()
                try:
                    server.wait(0.2)
                except subprocess.TimeoutExpired:
                    continue
        yield f"http://localhost:{port}/"
        assert "Traceback" not in log.read_text()
    finally:
        server.terminate()
        server.wait(30)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browsers.browser() as made:
        yield made


class Visit:
    """A visitor's page, and what went wrong on it."""

    def __init__(self, browser: Any, address: str, query: str = "", **how: Any) -> None:
        self.context = browser.new_context(accept_downloads=True, **how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(browsers.PATIENCE)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", lambda request: self._request(request.url, address))
        self.page.goto(address + query)
        self.page.wait_for_function("window.tarpeia && window.tarpeia.painted > 0")

    def _console(self, message: Any) -> None:
        if message.type == "error" and not any(word in message.text for word in HARMLESS):
            self.faults.append(message.text)

    def _request(self, url: str, address: str) -> None:
        inside = (address, address.replace("http", "ws"), "data:", "blob:")
        if not url.startswith(inside):
            self.faults.append(f"a request leaves this machine: {url}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def wait_for_day(self, test: str) -> int:
        self.page.wait_for_function(f"window.tarpeia.day {test}")
        return int(self.page.evaluate("window.tarpeia.day"))

    def told(self) -> str:
        return str(self.page.get_by_role("status").inner_text())

    def exposure(self) -> float:
        return float(self.page.get_by_role("slider", name="Exposure").input_value())


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Any]:
    """A maker of visits; all must end without a fault."""
    made: list[Visit] = []

    def make(query: str = "", **how: Any) -> Visit:
        made.append(Visit(chromium, address, query, **how))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
        assert one.faults == []


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_it_is_one_column_and_nothing_sticks_out(visit: Any, scheme: str) -> None:
    one = visit(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    one.page.get_by_role("slider", name="Go to day").fill("120")
    one.wait_for_day("== 120")
    wide = one.page.evaluate(
        """() => [...document.querySelectorAll(".tarpeia *")]
        .map((one) => [one.tagName + "." + one.className, one.getBoundingClientRect()])
        .filter(([, box]) => box.width > 0 && (box.right > 391 || box.left < -1))
        .map(([name]) => name)"""
    )
    assert wide == []
    lefts = one.page.evaluate(
        """() => [...document.querySelectorAll(".columns > section")]
        .map((one) => Math.round(one.getBoundingClientRect().left))"""
    )
    assert len(set(lefts)) == 1


def test_everything_can_be_done_from_the_keyboard(visit: Any) -> None:
    one = visit()
    keyboard, active = one.page.keyboard, "document.activeElement"

    def tab_to(test: str) -> None:
        for _ in range(80):
            keyboard.press("Tab")
            if one.page.evaluate(f"{active} !== document.body && ({test})"):
                return
        raise AssertionError(f"no tab stop with {test}")

    tab_to(f"{active}.innerText.trim() === 'Step'")
    keyboard.press("Enter")
    one.wait_for_day("== 1")
    outline = one.page.evaluate(f"getComputedStyle({active}).outlineStyle")
    assert outline != "none"
    tab_to(f"{active}.ariaLabel === 'Go to day'")
    keyboard.press("ArrowRight")
    one.wait_for_day("== 2")
    tab_to(f"{active}.type === 'range' && /Exposure/.test({active}.parentElement.innerText)")
    keyboard.press("Home")
    one.page.wait_for_function("/exposure:0([.]0)?(&|$)/.test(location.search)")


def test_a_slider_is_dragged_with_the_mouse_while_the_days_go_by(visit: Any) -> None:
    one = visit()
    slider = one.page.get_by_role("slider", name="Exposure")
    one.press("Play")
    one.wait_for_day(">= 2")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    one.page.mouse.move(box["x"] + 0.6 * box["width"], middle)
    one.page.mouse.down()
    for share in (0.5, 0.4, 0.3, 0.2):
        one.page.mouse.move(box["x"] + share * box["width"], middle)
        day = int(one.page.evaluate("window.tarpeia.day"))
        one.wait_for_day(f"> {day}")  # frames arrive in the middle of the gesture
    one.page.mouse.up()
    one.page.wait_for_function("location.search.includes('exposure')")
    assert 0.1 < one.exposure() < 0.3


def test_the_space_bar_plays_and_pauses(visit: Any) -> None:
    one = visit()
    one.page.get_by_role("heading", level=1).click()
    one.page.keyboard.press(" ")
    one.wait_for_day(">= 2")
    one.page.keyboard.press(" ")
    one.page.get_by_role("button", name="Play", exact=True).wait_for()


def test_controls_have_names_charts_have_texts_and_tables(visit: Any) -> None:
    one = visit()
    nameless = one.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select")]
        .filter((one) => one.closest(".tarpeia"))
        .filter((one) => !(one.innerText || one.ariaLabel
                           || one.closest("label")?.textContent.trim()))
        .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    charts = one.page.locator("figure")
    assert charts.count() == 5
    for k in range(5):
        label = charts.nth(k).locator("canvas").get_attribute("aria-label")
        assert re.search(r"The numbers are in the table below", label)
        assert charts.nth(k).locator("details summary").count() == 1
    assert one.page.locator(".crowd canvas").get_attribute("aria-label")
    names = one.page.locator("h1, h2, h3").evaluate_all("all => all.map(h => h.tagName)")
    levels = [int(name[1]) for name in names]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert one.page.evaluate("document.documentElement.lang") == "en"
