"""What arrives at a room's server: done, or refused with a message, and the room goes on."""

from __future__ import annotations

import json
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from sim.classroom.events import MOST_MEMBERS
from sim.classroom.messages import HEADERS, MOST_BYTES
from tests.classroom.class_server import ClassServer

PLAIN = {"visible": "rarely", "candid": "plain", "answer": "compensate"}


@pytest.fixture
def room(tmp_path: Any) -> Iterator[ClassServer]:
    server = ClassServer(
        tmp_path, "--teams", "3", "--seconds", "600", "--host", "localhost", "--show", "0"
    )
    server.start()
    yield server
    assert server.process is not None
    assert server.process.poll() is None, "the server has ended"
    assert "Traceback" not in server.stop()


def test_nothing_that_is_wrong_gets_through_and_the_room_goes_on(room: ClassServer) -> None:
    ada, bo = room.join("Ada", 0), room.join("Bo", 0)
    token = {"x-token": ada["token"]}

    def refused(status: int, path: str, body: Any, headers: Any = None, told: str = "") -> None:
        found, answer = room.ask(path, body, headers)
        assert (found, told in answer["error"]) == (status, True), (path, body, answer)

    # Names, rooms, teams.
    for name in ("<script>alert(1)</script>", "", " ", "x" * 21, None, 7, ["a"], "ada"):
        refused(409, "/api/join", {"room": room.code, "nickname": name}, told="nickname")
    refused(403, "/api/join", {"room": "XXXXXX", "nickname": "Cy"}, told="room")
    refused(403, "/api/join", {"nickname": "Cy"}, told="room")
    for team in (-1, 3, "0", 1.0, True, [], {}):
        refused(409, "/api/join", {"room": room.code, "nickname": "Cy", "team": team}, told="team")
    # Decisions out of turn, out of range, for another quarter, without a seat.
    decide = {"quarter": 0, "decision": PLAIN}
    refused(409, "/api/decide", decide, token, "no quarter is open")
    room.do("start")
    refused(401, "/api/decide", decide, told="does not know you")
    refused(401, "/api/decide", decide, {"x-token": "guess"}, "does not know you")
    for wrong in ({"visible": "nowhere"}, {"colour": "red"}, [], None, {}, "x", {"visible": 1}):
        status, answer = room.ask("/api/decide", {"quarter": 0, "decision": wrong}, token)
        while status == 429:  # faster than any finger
            status, answer = room.ask("/api/decide", {"quarter": 0, "decision": wrong}, token)
        assert (status, "error" in answer) == (409, True), wrong
    other = {"x-token": bo["token"]}
    refused(409, "/api/decide", {"quarter": 1, "decision": PLAIN}, other, "not open")
    # Somebody else's code.
    seat = {"nickname": "Ada", "code": bo["me"]["code"]}
    refused(409, "/api/resume", seat, told="do not belong together")
    seat = {"nickname": "Ada", "code": "ÄÄÄÄÄÄ"}
    refused(409, "/api/resume", seat, told="do not belong together")
    refused(409, "/api/do", {"what": "time", "seconds": 10**400}, {"x-key": room.key}, "seconds")
    # Messages that are no messages.
    refused(413, "/api/join", b"x" * (MOST_BYTES + 1), told="too long")
    refused(413, "/api/do", b"x" * 50_000, {"x-key": room.key}, "too long")
    for body in (b"{", b"[]", b"3", b"\xff", b"[" * 1500, b'{"rooom": 1}'):
        refused(400, "/api/join", body, told="not as this page sends it")
    # The lecturer's console.
    for headers in ({}, {"x-key": "guess"}, {"x-key": ada["token"]}):
        refused(403, "/api/do", {"what": "play"}, headers, "key")
        assert room.ask("/api/console", None, headers)[0] == 403
    for what in ("join", "vote", "win", None, 3):
        refused(400, "/api/do", {"what": what}, {"x-key": room.key}, "nothing to be done")
    for more in (
        {"what": "time", "seconds": 1e9},
        {"what": "time"},
        {"what": "next"},
        {"what": "weigh", "weights": {}},
        {"what": "forget", "member": 99},
        {"what": "show", "results": "yes"},
        {"what": "start"},
    ):
        refused(409, "/api/do", more, {"x-key": room.key})
    # Another site's page.
    away = {"x-key": room.key, "origin": "https://elsewhere.example"}
    refused(403, "/api/do", {"what": "play"}, away, "another site")
    # And the room goes on.
    assert room.ask("/api/me", None, token)[1]["me"]["vote"] == {}
    status = 429
    while status == 429:
        status, told = room.ask("/api/decide", decide, token)
    assert told["me"]["vote"] == PLAIN
    assert room.do("play")["room"]["phase"] == "played"


def test_a_thousand_joins_fill_the_room_and_the_room_goes_on(room: ClassServer) -> None:
    found = [
        room.ask("/api/join", {"room": room.code, "nickname": f"n{k}"})[0] for k in range(1000)
    ]
    assert found.count(200) == MOST_MEMBERS
    assert set(found) == {200, 409}
    room.do("start")
    sizes = [one["members"] for one in room.ask("/api/room")[1]["teams"]]
    assert max(sizes) - min(sizes) <= 1, "who has no wish goes to the smallest team"


def test_what_cannot_be_spelt_is_answered_all_the_same(room: ClassServer) -> None:
    token = {"x-token": room.join("Ada", 0)["token"]}
    room.do("start")
    body = b'{"quarter": 0, "decision": {"\\ud800": "x"}}'
    status, told = room.ask("/api/decide", body, token)
    assert (status, "no '" in told["error"]) == (409, True)


def test_weights_count_at_once_on_the_wall_and_in_the_debrief(room: ClassServer) -> None:
    room.join("Ada", 0)
    room.do("start")
    room.do("play")
    before = room.ask("/api/chart")[1]["scores"]["0"]["total"]
    care = {"reputation": 0, "units": 0, "worst": 0, "care": 1}
    room.do("weigh", weights=care)
    scores = room.ask("/api/chart")[1]["scores"]
    assert scores["0"]["total"] == pytest.approx(scores["0"]["points"]["care"]) != before
    assert set(scores) == {"0", "none"}, "and doing nothing stands beside"
    room.do("end")
    text = ""
    for weights, wanted in ((care, ">1<"), ({**care, "care": 2, "units": 98}, ">98<")):
        room.do("weigh", weights=weights)
        until = time.monotonic() + 120
        while not (state := room.ask("/api/room")[1]["debrief"])["ready"]:
            assert state["fault"] == ""
            assert time.monotonic() < until
        with urllib.request.urlopen(room.address + "/debrief.html", timeout=30) as answer:
            text = answer.read().decode()
        assert wanted in text
    assert "HYPOTHETICAL" not in text


def test_what_hides_results_hides_them_everywhere_but_from_the_lecturer(room: ClassServer) -> None:
    token = {"x-token": room.join("Ada", 0)["token"]}
    room.do("start")
    room.do("show", results=False)
    room.do("play")
    chart = room.ask("/api/chart")[1]
    assert (chart["teams"], chart["scores"], chart["idle"]) == ({}, {}, [])
    assert "score" not in room.ask("/api/me", None, token)[1]["me"]
    assert room.ask("/api/console", None, {"x-key": room.key})[1]["console"]["scores"]
    room.do("show", results=True)
    assert list(room.ask("/api/chart")[1]["teams"]) == ["0"]
    room.do("door", open=False)
    asked = {"room": room.code, "nickname": "Bo"}
    assert "closed the door" in room.ask("/api/join", asked)[1]["error"]
    assert room.ask("/api/me", None, token)[1]["me"]["score"]["total"] > 0


def test_nobody_is_told_what_others_enter(room: ClassServer) -> None:
    ada, bo = room.join("Ada", 0), room.join("Bo", 1)
    room.do("start")
    assert (
        room.ask("/api/decide", {"quarter": 0, "decision": PLAIN}, {"x-token": ada["token"]})[0]
        == 200
    )
    other = json.dumps(room.ask("/api/me", None, {"x-token": bo["token"]})[1])
    everyone = json.dumps([room.ask(path)[1] for path in ("/api/room", "/api/chart", "/api/rules")])
    for secret in (ada["token"], ada["me"]["code"], room.key):
        assert secret not in other + everyone
    assert "Ada" not in other + everyone
    assert json.loads(other)["me"]["standing"] == {}


def test_pages_come_with_a_policy_that_lets_in_nothing_from_elsewhere(room: ClassServer) -> None:
    for path in ("/", "/projector", "/console", "/common.js", "/class.css", "/qr.svg"):
        with urllib.request.urlopen(room.address + path, timeout=30) as answer:
            text = answer.read().decode()
            assert all(answer.headers[name] == value for name, value in HEADERS.items()), path
        assert "http://" not in text.replace("http://www.w3.org/", "")
        assert "https://" not in text
    for path in ("/../game.sqlite", "/game.sqlite", "/%2e%2e/pyproject.toml", "/api/events"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(room.address + path, timeout=30)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(room.address + "/debrief.html", timeout=30)
