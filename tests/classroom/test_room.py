"""The room: only what the rules allow changes it, and its events are all there is to it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.classroom.events import EVENTS, MOST_CHANGES, MOST_MEMBERS, RoomEvent, take
from sim.classroom.room import DECIDING, ENDED, LOBBY, PLAYED, Room
from sim.classroom.rules import NAMES, QUARTERS, QUESTIONS
from sim.errors import TarpeiaError

TOKEN = "t" * 20
ANSWERS = {question.name: [one.name for one in question.options] for question in QUESTIONS}


def room(teams: int = 3, seconds: float = 60.0) -> Room:
    return Room("ABCDEF", teams, seconds)


def do(place: Room, what: str, at: float = 0.0, **data: Any) -> None:
    take(place, RoomEvent(at, what, data))


def join(place: Room, nickname: str, team: int = 0, at: float = 0.0) -> int:
    number = len(place.members)
    do(place, "join", at, nickname=nickname, team=team, code="ABCDEF", token=f"{TOKEN}{number}")
    return number


def begun(*teams: int) -> Room:
    place = room()
    for k, team in enumerate(teams or (0, 0, 1)):
        join(place, f"n{k}", team)
    do(place, "start")
    return place


def test_the_most_votes_decide_a_tie_keeps_what_stood_and_silence_the_last_decision() -> None:
    place = begun(0, 0, 0, 1)
    do(place, "vote", member=0, decision={"visible": "behind"})
    do(place, "vote", member=1, decision={"visible": "rarely"})
    assert place.standing(0) == {"visible": "behind"}, "of two as good who voted first"
    do(place, "vote", member=2, decision={"visible": "rarely"})
    assert place.standing(0) == {"visible": "rarely"}
    do(place, "vote", member=2, decision={"visible": "behind"})
    assert place.standing(0) == {"visible": "behind"}
    assert place.standing(1) == {}, "nobody has decided anything: nothing is moved"
    do(place, "play")
    do(place, "next")
    assert place.standing(0) == {"visible": "behind"}, "a team that does not decide keeps its last"
    do(place, "vote", member=0, decision={"visible": "everywhere", "answer": "silent"})
    do(place, "vote", member=1, decision={"visible": "behind"})
    assert place.standing(0) == {"visible": "behind", "answer": "silent"}


def test_a_later_vote_replaces_the_earlier_one_of_the_same_member() -> None:
    place = begun()
    do(place, "vote", member=0, decision={"visible": "often", "candid": "plain"})
    do(place, "vote", member=0, decision={"visible": "rarely"})
    assert place.votes[0][0] == {"visible": "rarely", "candid": "plain"}


def test_the_clock_stands_goes_on_and_closes_the_quarter() -> None:
    place = begun()
    assert place.ends == 60.0
    do(place, "pause", at=20.0)
    assert (place.seconds_left(1000.0), place.ends) == (40.0, None)
    do(place, "go on", at=100.0)
    do(place, "vote", at=139.0, member=0, decision={"visible": "often"})
    with pytest.raises(TarpeiaError, match="the time is up"):
        do(place, "vote", at=141.0, member=0, decision={"visible": "rarely"})
    do(place, "time", at=150.0, seconds=30)
    do(place, "vote", at=175.0, member=0, decision={"visible": "rarely"})
    assert place.standing(0) == {"visible": "rarely"}


def test_undo_takes_back_the_last_quarter_and_keeps_its_votes() -> None:
    place = begun()
    do(place, "vote", member=0, decision={"visible": "behind"})
    do(place, "play")
    do(place, "next", at=500.0)
    do(place, "undo", at=600.0)
    assert (place.phase, place.quarter, place.decided, place.ends) == (DECIDING, 0, [], None)
    assert place.standing(0) == {"visible": "behind"}
    do(place, "vote", at=9999.0, member=0, decision={"visible": "often"})
    do(place, "play")
    assert place.decided == [[{"visible": "often"}, {}, {}]]


def test_a_game_goes_from_the_lobby_through_four_quarters_to_its_end() -> None:
    place = begun()
    for quarter in range(QUARTERS):
        assert (place.phase, place.quarter) == (DECIDING, quarter)
        do(place, "play")
        assert place.phase == PLAYED
        if quarter + 1 < QUARTERS:
            do(place, "next")
    with pytest.raises(TarpeiaError, match="the last quarter"):
        do(place, "next")
    do(place, "end")
    assert place.phase == ENDED
    with pytest.raises(TarpeiaError, match="over"):
        join(place, "late")
    do(place, "undo")
    assert (place.phase, place.quarter) == (DECIDING, QUARTERS - 1)


def test_one_may_join_late_and_in_the_midst() -> None:
    place = begun()
    do(place, "play")
    late = join(place, "late", team=2)
    do(place, "next")
    do(place, "vote", member=late, decision={"candid": "plain"})
    assert place.playing() == [0, 1, 2]
    assert place.standing(2) == {"candid": "plain"}


def test_the_smallest_team_is_the_one_with_fewest_names() -> None:
    place = room(teams=2)
    assert place.smallest_team() == 0
    member = join(place, "a", 0)
    assert place.smallest_team() == 1
    join(place, "b", 1)
    join(place, "c", 1)
    do(place, "forget", member=member)
    assert place.smallest_team() == 0


def test_who_is_forgotten_has_no_name_and_no_way_in() -> None:
    place = begun()
    token = place.members[0].token
    do(place, "vote", member=0, decision={"visible": "behind"})
    do(place, "forget", member=0)
    with pytest.raises(TarpeiaError, match="session"):
        place.of(token)
    with pytest.raises(TarpeiaError, match="session"):
        place.of("")
    assert place.members[0].nickname == ""
    assert place.standing(0) == {}, "who is not here does not vote"


def test_what_was_played_stays_when_a_name_goes() -> None:
    place = begun()
    do(place, "vote", member=0, decision={"visible": "behind"})
    do(place, "play")
    do(place, "forget", member=0)
    assert place.decided[0][0] == {"visible": "behind"}
    assert place.votes[0][0] == {"visible": "behind"}


def test_undoing_takes_the_votes_of_later_quarters_with_it() -> None:
    place = begun()
    do(place, "play")
    do(place, "next")
    do(place, "vote", member=0, decision={"visible": "behind"})
    do(place, "undo")
    do(place, "play")
    do(place, "next")
    assert place.standing(0) == {}


def test_a_closed_door_lets_nobody_in_and_an_open_one_does() -> None:
    place = begun()
    do(place, "door", open=False)
    with pytest.raises(TarpeiaError, match="closed the door"):
        join(place, "late")
    do(place, "door", open=True)
    join(place, "late")
    with pytest.raises(TarpeiaError, match="door"):
        do(place, "door", open="yes")


def test_a_vote_is_changed_so_often_and_no_oftener() -> None:
    place = begun()
    for k in range(MOST_CHANGES):
        do(place, "vote", member=0, decision={"visible": ("behind", "often")[k % 2]})
    with pytest.raises(TarpeiaError, match="what stands is kept"):
        do(place, "vote", member=0, decision={"visible": "behind"})
    do(place, "vote", member=1, decision={"visible": "behind"})
    assert place.votes[0][0] == {"visible": "often"}


def test_a_name_is_there_once_whatever_its_case() -> None:
    place = room()
    join(place, "Ada")
    with pytest.raises(TarpeiaError, match="taken"):
        join(place, "aDA")


def test_a_thousand_joins_fill_the_room_and_no_more() -> None:
    place, refused = room(), 0
    for k in range(1000):
        try:
            join(place, f"n{k}", k % 3)
        except TarpeiaError as error:
            refused += "the room is full" in str(error)
    assert (len(place.members), refused) == (MOST_MEMBERS, 1000 - MOST_MEMBERS)
    do(place, "start")
    do(place, "forget", member=0)
    join(place, "again")  # who left made room


def anything() -> st.SearchStrategy[Any]:
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-2, 300),
        st.floats(),
        st.text(max_size=5),
        st.lists(st.integers(), max_size=2),
        st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
    )


@st.composite
def events(draw: st.DrawFn) -> RoomEvent:
    what = draw(st.sampled_from([*EVENTS, "vote", "vote", "play", "next", "nothing"]))
    data: dict[str, Any] = {
        "member": draw(st.integers(0, 4)),
        "decision": {
            name: draw(st.sampled_from(ANSWERS[name]))
            for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3))
        },
        "nickname": draw(st.text(alphabet="abc", min_size=1, max_size=2)),
        "team": draw(st.integers(0, 3)), "code": "ABCDEF",
        "token": draw(st.text("xyz", min_size=16, max_size=16)),
        "seconds": draw(st.integers(1, 100)), "results": draw(st.booleans()),
        "open": draw(st.booleans()),
        "weights": {"reputation": draw(st.integers(0, 3)), "units": 1, "worst": 1, "care": 1},
    }  # fmt: skip
    if draw(st.integers(0, 4)) == 0:
        data[draw(st.sampled_from(list(data)))] = draw(anything())
    return RoomEvent(draw(st.floats(0, 1000)), what, data)


@settings(max_examples=200)
@given(st.lists(events(), max_size=40))
def test_whatever_arrives_is_done_whole_or_refused_whole_and_can_be_done_again(
    arriving: list[RoomEvent],
) -> None:
    place, taken = room(), []
    for event in arriving:
        before = copy.deepcopy(place)
        try:
            take(place, event)
            taken.append(event)
        except TarpeiaError:
            assert place == before
        assert place.phase in (LOBBY, DECIDING, PLAYED, ENDED)
        assert len(place.decided) <= QUARTERS
        assert 0 <= place.quarter < QUARTERS
        assert all(len(by_team) == place.teams for by_team in place.decided)
        assert (place.ends is None) or place.phase == DECIDING
    again = room()
    for event in taken:
        take(again, event)
    assert again == place
