"""What is generated in a document stands between ``<!-- MARK -->`` and ``<!-- end -->``."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

END: Final = "<!-- end -->"


def filled(text: str, mark: str, made: str) -> str:
    """Return a document with one block anew.

    Raises
    ------
    ValueError
        Where the document lacks the mark, or has it more than once.
    """
    new, found = _block(re.escape(mark)).subn(lambda match: _between(match[1], made), text)
    if found != 1:
        raise ValueError(f"<!-- {mark} --> to {END}: {found} times in the document, not once")
    return new


def filled_by_name(text: str, kind: str, make: Callable[[str], str]) -> str:
    """Return a document with all blocks of one kind anew: ``<!-- kind: NAME -->``."""
    block = _block(rf"{re.escape(kind)}: ([a-z-]+)")
    return block.sub(lambda match: _between(match[1], make(match[2])), text)


def _block(mark: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {mark} -->\n).*?{END}", re.DOTALL)


def _between(mark: str, made: str) -> str:
    return f"{mark}\n{made.strip()}\n\n{END}"
