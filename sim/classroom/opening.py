"""What a game is opened with: made anew, checked, and as it stands in the game's file."""

from __future__ import annotations

import json
import secrets
from typing import Any, Final, NamedTuple

from sim.classroom.numbers import is_number, is_whole
from sim.classroom.rules import class_world
from sim.codes import is_code, new_code
from sim.errors import TarpeiaError
from sim.scenario.files import dumps, parse
from sim.scenario.scenario import Scenario, checked
from sim.version import __version__

FORMAT: Final = "tarpeia class 1"
MOST_TEAMS: Final = 20
LEAST_SECONDS: Final = 5
MOST_SECONDS: Final = 3_600


class Opening(NamedTuple):
    """What a game is opened with.

    Attributes
    ----------
    world : Scenario
        As ``rules.class_world`` gives it, with its seed.
    teams : int
    seconds : float
        For each quarter's decisions.
    code : str
        Of the room.
    key : str
        Of the lecturer's console.
    """

    world: Scenario
    teams: int
    seconds: float
    code: str
    key: str


def new_opening(
    scenario: Scenario, seed: int | None = None, teams: int = 8, seconds: float = 240.0
) -> Opening:
    """Return what a new game is opened with: its world, and a code and a key of its own.

    Raises
    ------
    TarpeiaError
        For a scenario that is too short, or a bad number of teams or seconds.
    """
    check_opening(teams, seconds)
    return Opening(
        class_world(scenario, seed), teams, float(seconds), new_code(), secrets.token_urlsafe(16)
    )


def check_opening(teams: Any, seconds: Any) -> None:
    """Check what a room is opened with.

    Raises
    ------
    TarpeiaError
        For a number of teams or seconds that is not allowed.
    """
    if not is_whole(teams) or not 1 <= teams <= MOST_TEAMS:
        raise TarpeiaError(f"--teams: allowed is 1 to {MOST_TEAMS}")
    if not may_last(seconds):
        raise TarpeiaError(f"--seconds: allowed is {LEAST_SECONDS} to {MOST_SECONDS}")


def may_last(seconds: Any) -> bool:
    """Whether a quarter's decisions may take so many seconds."""
    return is_number(seconds) and LEAST_SECONDS <= seconds <= MOST_SECONDS


def to_json(opening: Opening) -> str:
    """Return an opening as the game's file keeps it, with format and version."""
    fields = {
        "format": FORMAT,
        "version": __version__,
        "world": dumps(opening.world),
        "teams": opening.teams,
        "seconds": opening.seconds,
        "code": opening.code,
        "key": opening.key,
    }
    return json.dumps(fields)


def from_json(text: str) -> Opening:
    """Return the opening of a game's file, checked: a file is a stranger.

    Raises
    ------
    TarpeiaError
        For another format, or for anything that this program would not have written.
    """
    try:
        fields = json.loads(text)
        if fields["format"] != FORMAT:
            raise TarpeiaError(f"a game of format {str(fields['format'])[:40]}")
        check_opening(fields["teams"], fields["seconds"])
        if not is_code(fields["code"]) or not isinstance(fields["key"], str):
            raise TarpeiaError("its code or key is damaged")
        world = checked(parse(fields["world"]))
        if world != class_world(world):
            raise TarpeiaError("its world is none that a class plays in")
    except TarpeiaError:
        raise
    except (ValueError, TypeError, LookupError, RecursionError):
        raise TarpeiaError("its opening is damaged") from None
    teams, seconds = fields["teams"], float(fields["seconds"])
    return Opening(world, teams, seconds, fields["code"], fields["key"])
