"""Short codes that are read aloud and typed on phones."""

from __future__ import annotations

import secrets
from typing import Final

# Letters and digits that nobody takes for each other on a projector.
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 6


def new_code() -> str:
    """Return a code that nobody can guess from another one."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def is_code(text: str) -> bool:
    """Whether a text could be a code."""
    return len(text) == CODE_LENGTH and set(text) <= set(ALPHABET)
