"""A room: what has happened in it, one event after another, and the state that follows.

Nothing but events changes a room, every event is checked by the same rules whether it comes from a
phone or from a file, and the clock is what events say it was. So a game is its list of events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from sim.classroom.members import Member, clean_nickname
from sim.classroom.rules import QUARTERS, QUESTIONS, Decision, check_decision
from sim.classroom.score import WEIGHTS, check_weights
from sim.codes import is_code
from sim.errors import TarpeiaError, nearest

MOST_TEAMS: Final = 20
MOST_MEMBERS: Final = 200
MOST_EVER: Final = 1_000  # with those who were forgotten
MOST_CHANGES: Final = 100  # of a member's vote in a quarter
LEAST_SECONDS: Final = 5
MOST_SECONDS: Final = 3_600

# What a room is doing.
LOBBY: Final = "lobby"
DECIDING: Final = "deciding"
PLAYED: Final = "played"  # a quarter has been played and is looked at
ENDED: Final = "ended"


class Event(NamedTuple):
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


@dataclass
class Room:
    """The state of a room.

    Attributes
    ----------
    code : str
        What is typed to join.
    teams : int
    seconds : float
        Time for each quarter's decisions.
    phase : str
    quarter : int
        The one that is decided, or was played last.
    members : dict of int to Member
    votes : list of dict
        By quarter: member to the answers given.
    decided : list of list of Decision
        By quarter played: what each team did.
    ends : float or None
        When the time for decisions is up; None while no clock runs.
    left : float
        What is left of it while the clock stands.
    results : bool
        Whether projector and phones show how the teams stand.
    door : bool
        Whether one may join.
    played_at : float
        When a quarter was played last, seconds since 1970.
    changes : dict
        Quarter and member to how often the vote was changed.
    weights : dict of str to float
    """

    code: str
    teams: int
    seconds: float
    phase: str = LOBBY
    quarter: int = 0
    members: dict[int, Member] = field(default_factory=dict)
    votes: list[dict[int, Decision]] = field(default_factory=lambda: [{} for _ in range(QUARTERS)])
    decided: list[list[Decision]] = field(default_factory=list)
    ends: float | None = None
    left: float = 0.0
    results: bool = True
    door: bool = True
    played_at: float = 0.0
    changes: dict[tuple[int, int], int] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=lambda: dict(WEIGHTS))

    def take(self, event: Event) -> None:
        """Let something happen.

        Raises
        ------
        TarpeiaError
            When it may not; nothing has changed then.
        """
        if event.what not in EVENTS:
            raise TarpeiaError(f"event: no '{event.what[:20]}', {nearest(event.what, EVENTS)}")
        EVENTS[event.what](self, event)

    # What may be asked of the state.

    def standing(self, team: int, quarter: int | None = None) -> Decision:
        """Return what a team would do: the most votes on each question, else what it did last.

        Where two answers have as many votes, what the team did last wins, else the answer of the
        member who voted first.
        """
        now = self.quarter if quarter is None else quarter
        before = self.decided[now - 1][team] if 0 < now <= len(self.decided) else {}
        votes = [
            vote for member, vote in self.votes[now].items() if self.members[member].team == team
        ]
        found: dict[str, str] = {}
        for question in QUESTIONS:
            tally = Counter(vote[question.name] for vote in votes if question.name in vote)
            most = max(tally.values(), default=0)
            # In the order of the members' first votes in the quarter.
            best = [name for name in tally if tally[name] == most]
            last = before.get(question.name)
            if last is not None and (last in best or not best):
                found[question.name] = last
            elif best:
                found[question.name] = best[0]
        return found

    def playing(self) -> list[int]:
        """Return the teams that somebody has joined, also if all have left since."""
        return sorted({member.team for member in self.members.values()})

    def of(self, token: str) -> Member:
        """Return the member that a token belongs to.

        Raises
        ------
        TarpeiaError
            If there is none (any more).
        """
        for member in self.members.values():
            if member.token and member.token == token:
                return member
        raise TarpeiaError("session: this room does not know you; join, or enter your code")

    def seconds_left(self, now: float) -> float:
        """Return the seconds left for decisions."""
        return max(0.0, self.ends - now) if self.ends is not None else self.left

    def smallest_team(self) -> int:
        """Return the team with the fewest members, the first of them."""
        size = Counter(one.team for one in self.members.values() if one.nickname)
        return min(range(self.teams), key=lambda team: (size[team], team))

    # What can happen.

    def _join(self, event: Event) -> None:
        data = event.data
        number = len(self.members)
        if self.phase == ENDED:
            raise TarpeiaError("join: the game is over; nobody can join any more")
        if not self.door:
            raise TarpeiaError("join: the lecturer has closed the door; ask for it to be opened")
        named = sum(bool(one.nickname) for one in self.members.values())
        if named >= MOST_MEMBERS or number >= MOST_EVER:
            raise TarpeiaError(f"join: the room is full; it holds {MOST_MEMBERS}")
        team: Any = data.get("team")
        if not _whole(team) or not 0 <= team < self.teams:
            raise TarpeiaError(f"team: allowed is 1 to {self.teams}")
        if data.get("forgotten") is True:
            self.members[number] = Member(number, "", team, "", "")
            return
        nickname = clean_nickname(data.get("nickname"))
        if any(one.nickname.casefold() == nickname.casefold() for one in self.members.values()):
            raise TarpeiaError(f"nickname: {nickname} is taken; choose another one")
        code, token = data.get("code"), data.get("token")
        if not isinstance(code, str) or not is_code(code):
            raise TarpeiaError("code: six letters and digits are needed")
        if not isinstance(token, str) or not 16 <= len(token) <= 64:
            raise TarpeiaError("token: 16 to 64 letters are needed")
        self.members[number] = Member(number, nickname, team, code, token)

    def _vote(self, event: Event) -> None:
        member = self._member(event).number
        decision = check_decision(event.data.get("decision"))
        if self.phase != DECIDING:
            raise TarpeiaError("decision: no quarter is open for decisions now")
        if self.ends is not None and event.at > self.ends:
            raise TarpeiaError("decision: the time is up; the last decision stands")
        count = self.changes.get((self.quarter, member), 0)
        if count >= MOST_CHANGES:
            raise TarpeiaError(f"decision: changed {MOST_CHANGES} times; what stands is kept")
        self.changes[self.quarter, member] = count + 1
        self.votes[self.quarter][member] = {**self.votes[self.quarter].get(member, {}), **decision}

    def _start(self, event: Event) -> None:
        if self.phase != LOBBY:
            raise TarpeiaError("start: the game has begun already")
        if not self.members:
            raise TarpeiaError("start: nobody has joined yet")
        self._open(0, event.at)

    def _pause(self, event: Event) -> None:
        if self.phase != DECIDING or self.ends is None:
            raise TarpeiaError("pause: no clock is running")
        self.left, self.ends = self.seconds_left(event.at), None

    def _go_on(self, event: Event) -> None:
        if self.phase != DECIDING or self.ends is not None:
            raise TarpeiaError("go on: no clock stands")
        self.ends = event.at + self.left

    def _time(self, event: Event) -> None:
        seconds: Any = event.data.get("seconds")
        number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
        if not number or not LEAST_SECONDS <= seconds <= MOST_SECONDS:
            raise TarpeiaError(f"seconds: allowed is {LEAST_SECONDS} to {MOST_SECONDS}")
        self.seconds = float(seconds)
        if self.phase == DECIDING:
            if self.ends is None:
                self.left = self.seconds
            else:
                self.ends = event.at + self.seconds

    def _play(self, event: Event) -> None:
        if self.phase != DECIDING:
            raise TarpeiaError("play: no quarter is open")
        self.decided.append([self.standing(team) for team in range(self.teams)])
        self.phase, self.ends, self.left = PLAYED, None, 0.0
        self.played_at = event.at

    def _next(self, event: Event) -> None:
        if self.phase != PLAYED:
            raise TarpeiaError("next: the open quarter must be played first")
        if self.quarter + 1 >= QUARTERS:
            raise TarpeiaError("next: that was the last quarter; end the game")
        self._open(self.quarter + 1, event.at)

    def _undo(self, event: Event) -> None:
        if not self.decided:
            raise TarpeiaError("undo: no quarter has been played yet")
        self.decided.pop()
        for later in range(len(self.decided) + 1, QUARTERS):
            self.votes[later] = {}
        self._open(len(self.decided), event.at)
        self.left, self.ends = self.seconds, None

    def _end(self, event: Event) -> None:
        if self.phase == ENDED or not self.decided:
            raise TarpeiaError("end: there is no played quarter to look back on")
        if self.phase == DECIDING:
            self.votes[self.quarter] = {}
        self.quarter = len(self.decided) - 1
        self.phase, self.ends, self.left, self.results = ENDED, None, 0.0, True

    def _show(self, event: Event) -> None:
        results = event.data.get("results")
        if not isinstance(results, bool):
            raise TarpeiaError("show: results are true or false")
        self.results = results

    def _door(self, event: Event) -> None:
        door = event.data.get("open")
        if not isinstance(door, bool):
            raise TarpeiaError("door: open is true or false")
        self.door = door

    def _weigh(self, event: Event) -> None:
        self.weights = check_weights(event.data.get("weights"))

    def _forget(self, event: Event) -> None:
        one = self._member(event)
        one.nickname = one.code = one.token = ""
        if self.phase == DECIDING:  # what is played stays, and nobody votes who is not here
            self.votes[self.quarter].pop(one.number, None)

    def _member(self, event: Event) -> Member:
        number: Any = event.data.get("member")
        if not _whole(number) or number not in self.members:
            raise TarpeiaError("member: there is no such one")
        return self.members[number]

    def _open(self, quarter: int, at: float) -> None:
        self.phase, self.quarter = DECIDING, quarter
        self.left, self.ends = self.seconds, at + self.seconds


EVENTS: Final[Mapping[str, Callable[[Room, Event], None]]] = {
    "join": Room._join,
    "vote": Room._vote,
    "start": Room._start,
    "pause": Room._pause,
    "go on": Room._go_on,
    "time": Room._time,
    "play": Room._play,
    "next": Room._next,
    "undo": Room._undo,
    "end": Room._end,
    "show": Room._show,
    "door": Room._door,
    "weigh": Room._weigh,
    "forget": Room._forget,
}
# What the lecturer alone may do.
LECTURER: Final = tuple(name for name in EVENTS if name not in ("join", "vote", "forget"))


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def check_opening(teams: Any, seconds: Any) -> None:
    """Check what a room is opened with.

    Raises
    ------
    TarpeiaError
        For a number of teams or seconds that is not allowed.
    """
    if not _whole(teams) or not 1 <= teams <= MOST_TEAMS:
        raise TarpeiaError(f"--teams: allowed is 1 to {MOST_TEAMS}")
    number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
    if not number or not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise TarpeiaError(f"--seconds: allowed is {LEAST_SECONDS} to {MOST_SECONDS}")
