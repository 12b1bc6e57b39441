"""The literature that claims rest on, by key."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def references() -> dict[str, str]:
    """Return full citations by key, as in ``oliver-1980``."""
    text = Path(__file__).with_name("references.toml").read_text(encoding="utf-8")
    return {str(key): str(citation) for key, citation in tomllib.loads(text).items()}
