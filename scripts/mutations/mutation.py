"""What a mutation is, and short ways to write one."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple


class Mutation(NamedTuple):
    """One small way to break a kernel: the exact old text, which occurs once, and the new."""

    id: str
    file: str
    kind: str
    old: str
    new: str

    def applied(self, source: str) -> str:
        """Return the source of the file with the mutation in it."""
        found = source.count(self.old)
        if found != 1:
            raise ValueError(f"{self.id}: the old text occurs {found} times in {self.file}, not 1")
        return source.replace(self.old, self.new)


def of(file: str, *rows: tuple[str, str, str, str]) -> list[Mutation]:
    """Return the mutations of a file from rows of name, kind, old text and new text."""
    stem = Path(file).stem
    return [Mutation(f"{stem}-{name}", file, kind, old, new) for name, kind, old, new in rows]


def swapped(one: str, other: str, between: str) -> tuple[str, str]:
    """Return the old and new text of two pieces of code that change places."""
    return one + between + other, other + between + one
