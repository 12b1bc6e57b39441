"""A scenario of one's own: the questions, what the answers may be, and the commented file."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from sim.errors import TarpeiaError
from sim.model.entries import ENTRIES
from sim.model.start import START_ENTRIES
from sim.model.tables import allowed, value_text
from sim.scenario.files import parse as parse_file
from sim.scenario.playbook import LAUNCH_FULL, conditions
from sim.scenario.scenario import checked
from sim.scenario.typed import allowed_for, parse

NONE: Final = "none"
LAUNCH_AFTER: Final = 14
STEP_BACK_DAYS: Final = 38
STEP_BACK_EXPOSURE: Final = 0.1
_NAME: Final = re.compile(r"[^\W_][\w .-]{0,79}")
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)

Answers = dict[str, Any]


class Question(NamedTuple):
    """One question: the value it sets, and its words."""

    key: str
    words: str


QUESTIONS: Final = (
    Question("title", "What is the firm, or the case, called?"),
    Question("crowd.population", "How many people could hear of it, talk about it, buy it?"),
    Question("run.start", "On which day does the story begin?"),
    Question("run.days", "How many days does it last?"),
    Question("founder.exposure", "How visible is the founder (0 hardly, 1 everywhere)?"),
    Question("founder.candour", "How far do promises keep to the truth (0 hype, 1 candid)?"),
    Question("product.strength", "How good is the product (0 poor, 1 the best)?"),
    Question("product.hazard", "How many serious accidents does a unit have a day?"),
    Question("start.fans", "What share of these people are fans today?"),
    Question("start.anti_fans", "What share are anti-fans today?"),
    Question("start.climate", "How is the climate of opinion today (-1 headwind, 1 tailwind)?"),
    Question("start.fleet", "How many units are in use today?"),
    Question("start.coupling", "How far is the firm its founder today (0 apart, 1 the same)?"),
    Question("start.grievance", "How much hidden grievance do the fans carry today?"),
    Question("launch", "On which day is the next launch?"),
    Question("rule", "When does the founder step back?"),
)


def flag(key: str) -> str:
    """Return the option that answers a question."""
    return "--" + key.rpartition(".")[2].replace("_", "-")


def permitted(key: str) -> str:
    """Return in words what may be answered."""
    special = {
        "title": "text on one line",
        "launch": f"a date such as 2026-01-31 within the run, or {NONE}",
        "rule": f"a condition as in attention > 6 and climate < 0, or {NONE}",
    }
    return special.get(key) or allowed_for(key)


def default(key: str, name: str, answers: Mapping[str, Any]) -> str:
    """Return what is answered by saying nothing, as it would be typed."""
    if key == "title":
        return name.replace("-", " ").replace("_", " ").strip().capitalize()
    if key == "run.start":
        return dt.date.today().isoformat()
    if key == "run.days":
        return "365"
    if key == "launch":
        first = answers["run.start"]
        return str(first + dt.timedelta(days=min(LAUNCH_AFTER, answers["run.days"] - 1)))
    if key == "rule":
        return "attention > 6"
    if key == "start.anti_fans":
        fans = answers["start.fans"]
        if (fans[1] if isinstance(fans, tuple) else fans) > 0.99:
            return "0"
    entry = ENTRIES.get(key) or START_ENTRIES[key]
    return value_text(entry.default)


def answered(key: str, text: str, name: str, answers: Mapping[str, Any]) -> Answers:
    """Return the answers with one more, checked against those before.

    Raises
    ------
    TarpeiaError
        ``group.name: what is wrong, what is allowed``.
    """
    try:
        more = {**answers, key: _value(key, text.strip(), answers)}
        complete = dict(more)
        for question in QUESTIONS:
            if question.key not in complete:
                usual = default(question.key, name, complete)
                complete[question.key] = _value(question.key, usual, complete)
        checked(parse_file(document(name, complete)))
    except OverflowError:
        raise TarpeiaError(f"{key}: {text!r} ends after the year 9999; use fewer days") from None
    return more


def _value(key: str, text: str, answers: Mapping[str, Any]) -> Any:
    """Return the value of an answer."""
    if key == "title":
        if not text or not text.isprintable():
            raise TarpeiaError(f"title: {text!r} is invalid; use {permitted(key)}")
        return text
    if key not in ("launch", "rule"):
        return parse(key, text)
    if text.lower() == NONE:
        return None
    if key == "rule":
        try:
            conditions(text)
        except ValueError as error:
            raise TarpeiaError(f"rule: {error}, or {NONE}") from None
        return text
    first, days = answers["run.start"], answers["run.days"]
    try:
        day = dt.date.fromisoformat(text)
        inside = 0 <= (day - first).days < days
    except ValueError:
        inside = False
    if not inside:
        last = first + dt.timedelta(days=days - 1)
        raise TarpeiaError(
            f"launch: {text!r} is invalid; use a day from {first} to {last}, or {NONE}"
        )
    return day


def file_name(name: str) -> Path:
    """Return the file of a new scenario, in the working folder.

    Raises
    ------
    TarpeiaError
        For a name that is no plain file name on every system.
    """
    plain = name.removesuffix(".toml")
    if not _NAME.fullmatch(plain) or _RESERVED.fullmatch(plain) or plain[-1] in " .":
        raise TarpeiaError(
            f"{name!r} is not a valid scenario name; use letters, digits, spaces, dots, _ and -, "
            "beginning with a letter or digit, without a folder"
        )
    return Path(f"{plain}.toml")


def document(name: str, answers: Mapping[str, Any]) -> str:
    """Return the commented scenario file.

    Parameters
    ----------
    name : str
        Of the file, without ending.
    answers : mapping
        Every question's key to its value.
    """
    title = answers["title"]
    question = f"What happens to the reputation of {title}, and what can its founder do?"
    parts = [
        f"# A scenario of your own: change what you like, then: tarpeia run {name}.toml",
        "#",
        "# Behind each value stand its meaning, its unit and what is allowed. In [start], a range",
        "# [low, high] says that you are not sure: each seed draws its own value from it.",
        "# `tarpeia parameters` lists everything else that may be set, with its default.",
        "",
        f"title = {json.dumps(title, ensure_ascii=False)}",
        f"question = {json.dumps(question, ensure_ascii=False)}",
        "",
        "[run]",
        _line("start", answers["run.start"], "first day"),
        _line("days", answers["run.days"], "days simulated; 1 to 36,500"),
        _line("seed", 1, "luck: another seed is another course of the same world"),
        _line("incidents", "both", "dated events and random accidents; or: dated, random"),
    ]
    for group in ("crowd", "founder", "product", "start"):
        parts += ["", _HEADS[group], f"[{group}]"]
        if group == "crowd":
            parts.append(_explained("crowd.people", ENTRIES["crowd.people"].default))
        parts += [
            _explained(key, value) for key, value in answers.items() if key.startswith(f"{group}.")
        ]
    parts += ["", *_launch(answers["launch"]), "", *_rule(answers)]
    return "\n".join(parts) + "\n"


_HEADS: Final = {
    "crowd": "# Who is there. More agents run longer and show less chance.",
    "founder": "# The founder's levers. Dated events and the playbook below may move them.",
    "product": "# What is sold, and what goes wrong with it.",
    "start": "# Where the firm stands on the morning of the first day.",
}


def _line(key: str, value: Any, comment: str) -> str:
    written = f'"{value}"' if isinstance(value, str) else value_text(value)
    return f"{f'{key} = {written}':<24}  # {comment}"


def _explained(key: str, value: Any) -> str:
    entry = ENTRIES.get(key) or START_ENTRIES[key]
    bounds = allowed(entry) if entry.unit == allowed(entry) else f"{entry.unit}, {allowed(entry)}"
    return _line(key.partition(".")[2], value, f"{entry.meaning}; {bounds}")


def _launch(day: dt.date | None) -> list[str]:
    size = f"stories above normal in three days; {LAUNCH_FULL:g}: a full launch"
    block = [
        "[[events]]",
        _line("date", day or "YYYY-MM-DD", "a day within the run").replace('"', ""),
        _line("kind", "launch event", "opens sales and makes good stories"),
        _line("valence", "+", "good news; - is bad news, 0 neither"),
        _line("excess", LAUNCH_FULL, size),
        _line("text", "Launch", "shown on the figures"),
    ]
    if day is None:
        return _asleep("No launch is planned. To plan one, take the # away:", block)
    return ["# What is planned. Copy this block for further events.", *block]


def _rule(answers: Mapping[str, Any]) -> list[str]:
    when, exposure = answers["rule"], min(STEP_BACK_EXPOSURE, answers["founder.exposure"])
    levers = f'{{ exposure = {value_text(exposure)}, stance = "silent" }}'
    block = [
        "[[playbook]]",
        _line("when", when or "attention > 6", "with <, <=, > or >=; several joined by and"),
        f"set = {levers}  # the levers that move",
        _line("for_days", STEP_BACK_DAYS, "days for which they stay so"),
    ]
    if when is None:
        return _asleep("No rule. To have the founder step back, take the # away:", block)
    return ["# When this holds in the evening, the levers are set. Copy for more rules.", *block]


def _asleep(told: str, block: list[str]) -> list[str]:
    """Return a block as a comment."""
    return [f"# {told}", *(f"# {line}" for line in block)]
