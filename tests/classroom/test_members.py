"""Nicknames: those of the world are taken, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from sim.classroom.members import clean_nickname
from sim.errors import TarpeiaError


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ada", "Ada"),
        ("  Ada   L. ", "Ada L."),
        ("李雷", "李雷"),
        ("Zoë-2_x", "Zoë-2_x"),
        ("O'Neil", "O'Neil"),
    ],
)
def test_nicknames_of_the_world_are_taken(text: str, kept: str) -> None:
    assert clean_nickname(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        None,
        3,
        "",
        "   ",
        "x" * 21,
        "y" * 100_000,
        "<script>alert(1)</script>",
        "a\x00b",
        "a\u202eb",
        "a&b",
        '"',
        "--",
        "a\nb<",
        "{{7*7}}",
        "a;DROP",
    ],
)
def test_nicknames_with_anything_else_are_refused(text: Any) -> None:
    with pytest.raises(TarpeiaError, match="nickname"):
        clean_nickname(text)
