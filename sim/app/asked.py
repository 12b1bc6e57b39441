"""What arrives from a browser, checked: numbers, names, sizes, files.

All of it is hostile until it has come through here; what is wrong is a ``TarpeiaError``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from sim.errors import TarpeiaError, nearest
from sim.model.mechanisms import SWITCHES
from sim.scenario.files import parse, shipped
from sim.scenario.scenario import Scenario, checked

Action = Mapping[str, Any]

# What a page may ask for without making a laptop wait: people and days, bytes of an upload.
MOST_PEOPLE: Final = 50_000
MOST_DAYS: Final = 5_000
MOST_UPLOAD: Final = 100_000
MOST_TIES: Final = 2_000_000
LARGEST: Final = 1e9
FIRST_PEOPLE: Final = 2_000
# Names of many parts, on which a TOML reader spends the square of their number.
DEEP: Final = re.compile(r"""(?:(?:[\w-]+|"[^"\n]*"|'[^'\n]*')\s*\.\s*){6}""")


def check_size(scenario: Scenario) -> None:
    """Refuse what would make a laptop, and everyone else on the page, wait.

    Raises
    ------
    TarpeiaError
        For too many people, days or ties.
    """
    settings = scenario.effective
    people = settings.crowd.people
    if people > MOST_PEOPLE:
        raise TarpeiaError(f"crowd.people: the page takes at most {MOST_PEOPLE:,}")
    if scenario.run.days > MOST_DAYS:
        raise TarpeiaError(f"run.days: the page takes at most {MOST_DAYS:,}")
    ties = people * min(settings.network.audience, people - 1)
    if settings.network.kind != "complete" and ties > MOST_TIES:
        raise TarpeiaError(f"network.audience: the page takes at most {MOST_TIES:,} ties")


def small(scenario: Scenario) -> Scenario:
    """Return a scenario with a crowd that a page draws at once."""
    return scenario.with_values({"crowd.people": FIRST_PEOPLE})


def named(name: Any) -> str:
    """Return the name of a shipped scenario; never a path.

    Raises
    ------
    TarpeiaError
        When there is none of that name.
    """
    if not isinstance(name, str) or name not in shipped():
        raise TarpeiaError(f"scenario: no '{str(name)[:40]}', {nearest(str(name)[:40], shipped())}")
    return name


def whole(action: Action, key: str, low: int, high: int) -> int:
    """Return a whole number of an action, within bounds."""
    value = action.get(key)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise TarpeiaError(f"{key}: {str(value)[:40]} is invalid; use {low} to {high:,}")
    return value


def digits(key: str, text: str) -> int:
    """Return the whole number that a text is."""
    if not text.isascii() or not text.isdigit() or len(text) > 16:
        raise TarpeiaError(f"{key}: '{text[:40]}' is no whole number")
    return int(text)


def decimal(key: str, text: str) -> float:
    """Return the number that a text is, as 0.25."""
    if len(text) <= 24 and text.isascii() and text.replace(".", "", 1).isdigit():
        return float(text)
    raise TarpeiaError(f"{key[:40]}: '{text[:40]}' is no number")


def mechanisms(names: Any) -> tuple[str, ...]:
    """Return names of mechanisms, checked."""
    if not isinstance(names, list | tuple):
        raise TarpeiaError("without: a list of names is needed")
    for name in names:
        if not isinstance(name, str) or name not in SWITCHES:
            raise TarpeiaError(
                f"without: no '{str(name)[:40]}', {nearest(str(name)[:40], SWITCHES)}"
            )
    return tuple(dict.fromkeys(names))


def scenario_of(text: Any) -> Scenario:
    """Return the scenario of an uploaded file.

    Raises
    ------
    TarpeiaError
        Where it is none, is too large, or would open another file.
    """
    if not isinstance(text, str):
        raise TarpeiaError("upload: a scenario is TOML text")
    if len(text.encode("utf-8", "replace")) > MOST_UPLOAD:
        raise TarpeiaError(f"upload: larger than {MOST_UPLOAD:,} bytes; it is no scenario")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise TarpeiaError("upload: not UTF-8 text; a scenario is TOML text in UTF-8")
    if DEEP.search(text):
        raise TarpeiaError("upload: names nested too deeply; a scenario has group.name")
    scenario = checked(parse(text))
    if scenario.parameters.network.kind == "file":
        raise TarpeiaError("network.file: the page opens no files; allowed is another kind")
    check_size(scenario)
    return scenario
