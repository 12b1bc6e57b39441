"""What happens in a room, one event after another: the only way in which it changes.

Every event is checked by the same rules whether it comes from a phone or from a file, and the clock
is what events say it was. So a game is its list of events.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from sim.classroom.members import Member, clean_nickname
from sim.classroom.numbers import is_whole
from sim.classroom.opening import LEAST_SECONDS, MOST_SECONDS, may_last
from sim.classroom.room import DECIDING, ENDED, LOBBY, PLAYED, Room
from sim.classroom.rules import QUARTERS, check_decision
from sim.classroom.score import check_weights
from sim.codes import is_code
from sim.errors import TarpeiaError, nearest

MOST_MEMBERS: Final = 200
MOST_EVER: Final = 1_000  # with those who were forgotten
MOST_CHANGES: Final = 100  # of a member's vote in a quarter


class RoomEvent(NamedTuple):
    """Something that happened.

    Attributes
    ----------
    at : float
        When, seconds since 1970.
    what : str
        One of ``EVENTS``.
    data : mapping
        What that needs.
    """

    at: float
    what: str
    data: Mapping[str, Any]


def take(room: Room, event: RoomEvent) -> None:
    """Let something happen in a room.

    Raises
    ------
    TarpeiaError
        When it may not; nothing has changed then.
    """
    if event.what not in EVENTS:
        raise TarpeiaError(f"event: no '{event.what[:20]}', {nearest(event.what, EVENTS)}")
    EVENTS[event.what](room, event)


def _join(room: Room, event: RoomEvent) -> None:
    data = event.data
    number = len(room.members)
    if room.phase == ENDED:
        raise TarpeiaError("join: the game is over; nobody can join any more")
    if not room.door:
        raise TarpeiaError("join: the lecturer has closed the door; ask for it to be opened")
    named = sum(bool(one.nickname) for one in room.members.values())
    if named >= MOST_MEMBERS or number >= MOST_EVER:
        raise TarpeiaError(f"join: the room is full; it holds {MOST_MEMBERS}")
    team: Any = data.get("team")
    if not is_whole(team) or not 0 <= team < room.teams:
        raise TarpeiaError(f"team: allowed is 1 to {room.teams}")
    if data.get("forgotten") is True:
        room.members[number] = Member(number, "", team, "", "")
        return
    nickname = clean_nickname(data.get("nickname"))
    if any(one.nickname.casefold() == nickname.casefold() for one in room.members.values()):
        raise TarpeiaError(f"nickname: {nickname} is taken; choose another one")
    code, token = data.get("code"), data.get("token")
    if not isinstance(code, str) or not is_code(code):
        raise TarpeiaError("code: six letters and digits are needed")
    if not isinstance(token, str) or not 16 <= len(token) <= 64:
        raise TarpeiaError("token: 16 to 64 letters are needed")
    room.members[number] = Member(number, nickname, team, code, token)


def _vote(room: Room, event: RoomEvent) -> None:
    member = _member(room, event).number
    decision = check_decision(event.data.get("decision"))
    if room.phase != DECIDING:
        raise TarpeiaError("decision: no quarter is open for decisions now")
    if room.ends is not None and event.at > room.ends:
        raise TarpeiaError("decision: the time is up; the last decision stands")
    count = room.changes.get((room.quarter, member), 0)
    if count >= MOST_CHANGES:
        raise TarpeiaError(f"decision: changed {MOST_CHANGES} times; what stands is kept")
    room.changes[room.quarter, member] = count + 1
    room.votes[room.quarter][member] = {**room.votes[room.quarter].get(member, {}), **decision}


def _start(room: Room, event: RoomEvent) -> None:
    if room.phase != LOBBY:
        raise TarpeiaError("start: the game has begun already")
    if not room.members:
        raise TarpeiaError("start: nobody has joined yet")
    _open(room, 0, event.at)


def _pause(room: Room, event: RoomEvent) -> None:
    if room.phase != DECIDING or room.ends is None:
        raise TarpeiaError("pause: no clock is running")
    room.left, room.ends = room.seconds_left(event.at), None


def _go_on(room: Room, event: RoomEvent) -> None:
    if room.phase != DECIDING or room.ends is not None:
        raise TarpeiaError("go on: no clock stands")
    room.ends = event.at + room.left


def _time(room: Room, event: RoomEvent) -> None:
    seconds: Any = event.data.get("seconds")
    if not may_last(seconds):
        raise TarpeiaError(f"seconds: allowed is {LEAST_SECONDS} to {MOST_SECONDS}")
    room.seconds = float(seconds)
    if room.phase == DECIDING:
        if room.ends is None:
            room.left = room.seconds
        else:
            room.ends = event.at + room.seconds


def _play(room: Room, event: RoomEvent) -> None:
    if room.phase != DECIDING:
        raise TarpeiaError("play: no quarter is open")
    room.decided.append([room.standing(team) for team in range(room.teams)])
    room.phase, room.ends, room.left = PLAYED, None, 0.0
    room.played_at = event.at


def _next(room: Room, event: RoomEvent) -> None:
    if room.phase != PLAYED:
        raise TarpeiaError("next: the open quarter must be played first")
    if room.quarter + 1 >= QUARTERS:
        raise TarpeiaError("next: that was the last quarter; end the game")
    _open(room, room.quarter + 1, event.at)


def _undo(room: Room, event: RoomEvent) -> None:
    if not room.decided:
        raise TarpeiaError("undo: no quarter has been played yet")
    room.decided.pop()
    for later in range(len(room.decided) + 1, QUARTERS):
        room.votes[later] = {}
    _open(room, len(room.decided), event.at)
    room.left, room.ends = room.seconds, None


def _end(room: Room, event: RoomEvent) -> None:
    if room.phase == ENDED or not room.decided:
        raise TarpeiaError("end: there is no played quarter to look back on")
    if room.phase == DECIDING:
        room.votes[room.quarter] = {}
    room.quarter = len(room.decided) - 1
    room.phase, room.ends, room.left, room.results = ENDED, None, 0.0, True


def _show(room: Room, event: RoomEvent) -> None:
    results = event.data.get("results")
    if not isinstance(results, bool):
        raise TarpeiaError("show: results are true or false")
    room.results = results


def _door(room: Room, event: RoomEvent) -> None:
    door = event.data.get("open")
    if not isinstance(door, bool):
        raise TarpeiaError("door: open is true or false")
    room.door = door


def _weigh(room: Room, event: RoomEvent) -> None:
    room.weights = check_weights(event.data.get("weights"))


def _forget(room: Room, event: RoomEvent) -> None:
    one = _member(room, event)
    one.nickname = one.code = one.token = ""
    if room.phase == DECIDING:  # what is played stays, and nobody votes who is not here
        room.votes[room.quarter].pop(one.number, None)


def _member(room: Room, event: RoomEvent) -> Member:
    number: Any = event.data.get("member")
    if not is_whole(number) or number not in room.members:
        raise TarpeiaError("member: there is no such one")
    return room.members[number]


def _open(room: Room, quarter: int, at: float) -> None:
    room.phase, room.quarter = DECIDING, quarter
    room.left, room.ends = room.seconds, at + room.seconds


EVENTS: Final[Mapping[str, Callable[[Room, RoomEvent], None]]] = {
    "join": _join,
    "vote": _vote,
    "start": _start,
    "pause": _pause,
    "go on": _go_on,
    "time": _time,
    "play": _play,
    "next": _next,
    "undo": _undo,
    "end": _end,
    "show": _show,
    "door": _door,
    "weigh": _weigh,
    "forget": _forget,
}
# What the lecturer alone may do.
LECTURER: Final = tuple(name for name in EVENTS if name not in ("join", "vote", "forget"))
