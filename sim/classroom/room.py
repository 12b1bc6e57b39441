"""A room: the state that follows from what has happened in it, and what may be asked of it.

Only ``events`` changes it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from sim.classroom.members import Member
from sim.classroom.rules import QUARTERS, QUESTIONS, Decision
from sim.classroom.score import WEIGHTS
from sim.errors import TarpeiaError

# What a room is doing.
LOBBY: Final = "lobby"
DECIDING: Final = "deciding"
PLAYED: Final = "played"  # a quarter has been played and is looked at
ENDED: Final = "ended"


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
