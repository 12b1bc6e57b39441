"""Who is in a room: members, their nicknames, and what teams are called."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from sim.errors import TarpeiaError

LONGEST_NICKNAME: Final = 20
LETTERS: Final = "ABCDEFGHIJKLMNOPQRST"


@dataclass
class Member:
    """Someone in the room; without a name once it was forgotten."""

    number: int
    nickname: str
    team: int
    code: str
    token: str


def team_name(team: int) -> str:
    """Return what a team is called."""
    return f"Team {LETTERS[team]}"


def clean_nickname(text: Any) -> str:
    """Return a nickname as it is shown.

    Raises
    ------
    TarpeiaError
        If it is no text, empty, too long, or holds anything but letters, digits and ``-_. '``.
    """
    if not isinstance(text, str):
        raise TarpeiaError("nickname: a name is needed")
    if len(text) > 4 * LONGEST_NICKNAME:
        raise TarpeiaError(f"nickname: too long, allowed are {LONGEST_NICKNAME} letters")
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not 1 <= len(name) <= LONGEST_NICKNAME:
        raise TarpeiaError(f"nickname: 1 to {LONGEST_NICKNAME} letters are needed")
    odd = [c for c in name if unicodedata.category(c)[0] not in "LMN" and c not in "-_. '"]
    if odd or not any(unicodedata.category(c)[0] in "LN" for c in name):
        raise TarpeiaError("nickname: letters, digits, spaces and - _ . ' are allowed")
    return name
