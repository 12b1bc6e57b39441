"""How options are declared, and those that several commands share: they mean one thing each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sim.cli.program import Refused
from sim.errors import TarpeiaError
from sim.scenario.kinds import whole_number, whole_words

COUNT: Final = "INTEGER"
SETTING: Final = "GROUP.NAME=VALUE"


def option(*names: str, help: str, metavar: str = "VALUE", **more: Any) -> Any:
    """Return an option; ``{group.name}`` in its help stands for meaning and bounds."""
    return typer.Option(*names, help=help, metavar=metavar, show_default=False, **more)


def whole_parser(place: str, low: int, high: int | None = None) -> Callable[[Any], int]:
    """Return what turns a typed text into a whole number within bounds; faults name ``place``."""

    def parsed(text: Any) -> int:
        try:
            return whole_number(place, str(text), low, high)
        except TarpeiaError as error:
            raise Refused(error) from None

    return parsed


def whole(flag: str, help: str, low: int, high: int | None = None, default: str = "") -> Any:
    """Return an option that takes a whole number within bounds; its help tells them."""
    words = f"{help}; {whole_words(low, high)}" + (default and f" [{default}]")
    return option(flag, help=f"{words}.", metavar=COUNT, parser=whole_parser(flag, low, high))


def replicates_option(of: str, default: str, low: int = 1, high: int = 1_000_000) -> Any:
    """Return ``--replicates``: repetitions of something with different luck."""
    return whole("--replicates", f"Repetitions with different luck: {of}", low, high, default)


def seed_option(default: str, high: int | None = None) -> Any:
    """Return ``--seed``."""
    return whole("--seed", "Luck: the same seed, the same results", 0, high, default)


def set_option(what: str, metavar: str = SETTING) -> Any:
    """Return ``--set``: another value, for something."""
    return option("--set", help=f"Another value for {what}; may be repeated.", metavar=metavar)


def out_option(default: str, what: str = "Folder for the results", metavar: str = "DIR") -> Any:
    """Return ``--out``: where what is made is written."""
    return option("--out", help=f"{what} [{default}].", metavar=metavar)


def processors(flag: str, help: str) -> Any:
    """Return an option that takes a number of threads this machine can have."""

    def parsed(text: Any) -> int:
        from sim.engine.threads import check_threads

        count = whole_parser(flag, 1)(text)
        try:
            check_threads(count, flag)
        except TarpeiaError as error:
            raise Refused(error) from None
        return count

    return option(flag, help=f"{help}.", metavar=COUNT, parser=parsed)


Scenario = Annotated[
    str,
    typer.Argument(
        help="A scenario file, or the name of one that `tarpeia scenarios` lists.",
        show_default=False,
    ),
]
Settings = Annotated[
    list[str] | None,
    set_option("a parameter, as in founder.exposure=0.4 (`tarpeia parameters` lists them)"),
]
People = Annotated[str | None, option("--people", help="{crowd.people}.", metavar=COUNT)]
Days = Annotated[str | None, option("--days", help="{run.days}.", metavar=COUNT)]
Workers = Annotated[
    int | None, processors("--workers", "Runs that are worked on at a time [all processors]")
]
SweepOut = Annotated[Path | None, out_option("results/NAME-HASH")]
Json = Annotated[
    bool,
    typer.Option(
        "--json", help="JSON on standard output; many runs also write their progress as lines."
    ),
]
Markdown = Annotated[bool, typer.Option("--markdown", help="A table in Markdown.")]
