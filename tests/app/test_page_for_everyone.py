"""The page on a phone, by keyboard, by mouse, and for those who do not see it."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.browser]


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


def test_the_space_bar_plays_and_pauses(visit: Any) -> None:
    one = visit()
    one.page.get_by_role("heading", level=1).click()
    one.page.keyboard.press(" ")
    one.wait_for_day(">= 2")
    one.page.keyboard.press(" ")
    one.page.get_by_role("button", name="Play", exact=True).wait_for()


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
