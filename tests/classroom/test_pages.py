"""A class in browsers: phones, projector and console play a game, through kills and dead spots."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.classroom.game import Game
from sim.classroom.game_file import GameFile
from sim.classroom.replay import replay
from tests import browsers
from tests.classroom.class_server import ClassServer

pytestmark = [pytest.mark.slow, pytest.mark.browser]
PICKS = (
    {"visible": "everywhere", "candid": "idol", "answer": "rally"},
    {"visible": "rarely", "candid": "plain", "answer": "compensate"},
    {"visible": "behind", "candid": "polished", "answer": "apologise"},
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browsers.browser() as made:
        yield made


@pytest.fixture
def room(tmp_path: Path) -> Iterator[ClassServer]:
    server = ClassServer(tmp_path, "--teams", "3", "--seconds", "600", "--show", "1")
    server.start()
    yield server
    assert "Traceback" not in server.stop()


class Seat:
    """A page of the class, and what went wrong on it."""

    def __init__(self, browser: Any, room: ClassServer, path: str, **how: Any) -> None:
        self.context = browser.new_context(**how)
        self.page = self.context.new_page()
        self.page.set_default_timeout(browsers.PATIENCE)
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("request", lambda request: self._request(request.url, room.address))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(room.address + path)

    def _request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.faults.append(f"a request leaves this machine: {url}")

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def sees(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def choose(self, **picks: str) -> None:
        for name, value in picks.items():
            self.page.locator(f'input[name="{name}"][value="{value}"]').check()

    def saved(self, **picks: str) -> None:
        for name, value in picks.items():
            self.page.locator(f'body[data-{name}="{value}"]').wait_for()


@pytest.fixture
def sit(chromium: Any, room: ClassServer) -> Iterator[Any]:
    made: list[Seat] = []

    def make(path: str, **how: Any) -> Seat:
        made.append(Seat(chromium, room, path, **how))
        return made[-1]

    yield make
    for one in made:
        one.context.close()
        assert one.faults == []


def phone(sit: Any, room: ClassServer, nickname: str) -> Seat:
    seat = sit(f"/?room={room.code}", viewport={"width": 390, "height": 844})
    seat.page.locator("#nickname").fill(nickname)
    seat.press("Join")
    seat.page.locator("#seat").wait_for()
    return seat


def test_a_whole_game_with_a_dead_spot_and_a_killed_server(sit: Any, room: ClassServer) -> None:
    wall, console = sit("/projector"), sit(f"/console?key={room.key}")
    phones = [phone(sit, room, name) for name in ("Ada", "Bo", "Cy")]
    wall.sees("3 people are here")
    console.press("Start")
    for quarter in range(4):
        for seat, picks in zip(phones, PICKS, strict=True):
            seat.sees(f"Quarter {quarter + 1} of 4: decide")
            if quarter == 0 or seat is phones[0]:
                seat.choose(**picks)
                seat.saved(**picks)
        if quarter == 1:
            # A dead spot: what is chosen in it arrives when it is over.
            phones[1].context.set_offline(True)
            phones[1].choose(visible="behind")
            phones[1].sees("The room does not answer")
            phones[1].context.set_offline(False)
            phones[1].saved(visible="behind")
            # The laptop dies, and is started again with the same file.
            room.kill()
            phones[2].choose(visible="often")
            phones[2].sees("The room does not answer")
            room.start()
            phones[2].saved(visible="often")
            wall.sees("Quarter 2 of 4: decide")
        console.press("Close and play the quarter")
        console.sees(f"Quarter {quarter + 1} of 4: played")
        for seat in phones:
            seat.sees("Your team:")
        if quarter < 3:
            console.press("Next quarter")
    console.page.get_by_role("button", name="End the game").first.click()
    console.page.get_by_role("link", name="PDF").wait_for(timeout=300_000)
    with phones[0].context.expect_page() as opened:
        phones[0].page.get_by_role("link", name="Your team's debrief").click()
    back = opened.value
    back.get_by_text("place").first.wait_for()
    assert back.locator("h2").count() == 3  # a heading a team
    assert back.evaluate("document.documentElement.scrollWidth") <= 390
    pdf = (room.folder / "game-debrief.pdf").read_bytes()
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") == 4
    room.kill()
    file = GameFile(room.file)
    game = Game(file)
    assert game.room.decided[1][1]["visible"] == "behind"
    assert game.room.decided[1][2]["visible"] == "often"
    assert game.room.decided[3][2] == {**PICKS[2], "visible": "often"}, "the last decision is kept"
    assert replay(file) == (12, [])
    file.close()


def test_a_dropped_phone_goes_on_by_itself_by_code_and_not_by_a_wrong_one(
    sit: Any, room: ClassServer
) -> None:
    ada = phone(sit, room, "Ada")
    ada.page.reload()
    ada.sees("Team A, the founder's seat")  # the empty page already has a seat in its title
    code = room.ask("/api/console", None, {"x-key": room.key})[1]["console"]["members"]
    assert [one["nickname"] for one in code] == ["Ada"]
    own = ada.page.locator("#who").inner_text().split("Your own code: ")[1][:6]
    other = sit("/", viewport={"width": 390, "height": 844})
    other.page.get_by_text("I was in already").click()
    for wrong in ("ZZZZZZ", own):
        other.page.locator("#old-nickname").fill("Ada" if wrong == "ZZZZZZ" else "Bo")
        other.page.locator("#old-code").fill(wrong)
        other.press("Go on")
        other.sees("do not belong together")
    other.page.locator("#old-nickname").fill("ada")
    other.page.locator("#old-code").fill(own.lower())
    other.press("Go on")
    other.sees("Team A, the founder's seat")


def test_time_that_is_set_anew_opens_the_decisions_again(sit: Any, room: ClassServer) -> None:
    seat, wall = phone(sit, room, "Ada"), sit("/projector")
    room.do("start")
    room.do("time", seconds=5)
    seat.sees("The time is up")
    wall.sees("the time is up")
    seat.page.locator("fieldset[disabled]").first.wait_for()
    room.do("time", seconds=300)
    seat.page.locator("fieldset:not([disabled])").first.wait_for()
    seat.choose(visible="rarely")
    seat.saved(visible="rarely")


def test_a_seat_that_is_taken_away_is_told_once_and_another_begins_empty(
    sit: Any, room: ClassServer
) -> None:
    seat = phone(sit, room, "Ada")
    room.do("start")
    seat.sees("Quarter 1 of 4: decide")
    seat.context.set_offline(True)
    seat.choose(visible="rarely")
    room.do("forget", member=0)
    seat.context.set_offline(False)
    seat.sees("does not know you")
    seat.page.locator("#nickname").fill("Bo")
    seat.press("Join")
    seat.sees("Quarter 1 of 4: decide")
    told = room.ask("/api/console", None, {"x-key": room.key})[1]["console"]
    assert told["standing"] == {"0": {}}


def test_a_name_is_deleted_from_the_phone(sit: Any, room: ClassServer) -> None:
    ada = phone(sit, room, "Ludmilla")
    ada.press("Leave and delete my name")
    ada.sees("Your name is deleted")
    left = b"".join(one.read_bytes() for one in room.folder.glob("game.sqlite*"))
    assert b"Ludmilla" not in left


def test_a_bad_name_is_told_on_the_phone_and_shown_as_text(sit: Any, room: ClassServer) -> None:
    seat = sit(f"/?room={room.code}", viewport={"width": 390, "height": 844})
    seat.page.locator("#nickname").fill("<b>x</b>")
    seat.press("Join")
    seat.sees("nickname: letters, digits")
    assert seat.page.locator("#fault b").count() == 0


def test_the_console_undoes_hides_weighs_and_sets_the_time(sit: Any, room: ClassServer) -> None:
    console, seat = sit(f"/console?key={room.key}"), phone(sit, room, "Ada")
    console.press("Start")
    seat.sees("Quarter 1 of 4: decide")
    console.press("Pause")
    console.sees("(stands)")
    console.press("Go on")
    console.page.get_by_label("Seconds for a quarter's decisions").fill("77")
    console.press("Set the time")
    console.page.locator("#clock").get_by_text(re.compile("1:1[0-7]")).wait_for()
    console.press("Close and play the quarter")
    seat.sees("Your team:")
    console.press("Hide results")
    seat.page.locator("#outcome").wait_for(state="hidden")
    console.press("Show results")
    before = room.ask("/api/console", None, {"x-key": room.key})[1]["console"]["scores"]["0"]
    console.page.locator('#weights input[name="care"]').fill("100")
    console.press("Set the weights")
    console.page.locator('#weights input[name="care"]').press("Tab")
    other = re.compile(f"^Your team: (?!{before['total']:.0f} )")
    seat.page.get_by_text(other).wait_for()
    after = room.ask("/api/console", None, {"x-key": room.key})[1]["console"]
    assert after["weights"]["care"] == 100.0
    assert after["scores"]["0"]["total"] != before["total"]
    console.press("Undo the last quarter")
    seat.sees("Quarter 1 of 4: decide")
    wrong = sit("/console?key=guess")
    wrong.sees("the key is wrong")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_is_one_column_with_names_for_all_controls(
    sit: Any, room: ClassServer, scheme: str
) -> None:
    seat = sit(f"/?room={room.code}", viewport={"width": 360, "height": 740}, color_scheme=scheme)
    seat.page.locator("#nickname").fill("Ada")
    seat.press("Join")
    seat.page.locator("#seat").wait_for()
    room.do("start")
    seat.sees("Quarter 1 of 4: decide")
    wide = seat.page.evaluate(
        """() => [...document.querySelectorAll("body *")]
        .filter((one) => { const box = one.getBoundingClientRect();
                           return box.width > 0 && (box.right > 361 || box.left < -1); })
        .map((one) => one.tagName + "#" + one.id)"""
    )
    assert wide == []
    small = seat.page.evaluate(
        """() => [...document.querySelectorAll("button, .option")]
        .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43)
        .map((one) => one.innerText)"""
    )
    assert small == []  # a thumb finds it
    nameless = seat.page.evaluate(
        """() => [...document.querySelectorAll("button, input, select")]
        .filter((one) => one.offsetParent && !one.innerText && !one.labels?.length)
        .map((one) => one.outerHTML)"""
    )
    assert nameless == []


def test_decisions_are_made_from_the_keyboard(sit: Any, room: ClassServer) -> None:
    seat = phone(sit, room, "Ada")
    room.do("start")
    seat.sees("Quarter 1 of 4: decide")
    seat.page.locator('input[name="visible"][value="everywhere"]').focus()
    seat.page.keyboard.press("Space")
    seat.page.keyboard.press("ArrowDown")
    seat.saved(visible="often")
