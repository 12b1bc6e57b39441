"""The commands that open something: the page, a class, a lesson, an atlas; no logic inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from sim.cli.options import Scenario, option, out_option, seed_option, whole, whole_parser
from sim.cli.program import Command


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("app", cls=Command)(page)
    app.command("class", cls=Command)(room)
    app.command(cls=Command)(lesson)
    app.command(cls=Command)(atlas)


def host_option(default: str) -> Any:
    """Return ``--host``."""
    return option(
        "--host",
        help=f"Address to listen on; others can then join [{default}].",
        metavar="ADDRESS",
    )


def page(
    scenario: Scenario = "classroom",
    port: Annotated[int, whole("--port", "Port of the page", 1, 65_535, "8765")] = 8765,
    host: Annotated[str, host_option("localhost, where nobody can")] = "localhost",
) -> None:
    """Open the page in the browser: watch the crowd turn, and change its course."""
    from sim.cli.page import serve_page

    raise typer.Exit(serve_page(scenario, host, port))


def room(
    scenario: Scenario = "classroom",
    seed: Annotated[int | None, seed_option("the scenario's")] = None,
    teams: Annotated[int, whole("--teams", "Teams", 1, 20, "8")] = 8,
    seconds: Annotated[
        int, whole("--seconds", "Seconds for a quarter's decisions", 5, 3600, "240")
    ] = 240,
    port: Annotated[int, whole("--port", "Port of the room", 1, 65_535, "8770")] = 8770,
    host: Annotated[str, host_option("all of this machine's")] = "0.0.0.0",
    file: Annotated[
        Path | None,
        option("--file", help="Keep the game here; one that is there is resumed.", metavar="FILE"),
    ] = None,
    show: Annotated[
        int, whole("--show", "Seconds in which a quarter plays on the wall", 0, 120, "15")
    ] = 15,
    replay: Annotated[
        Path | None,
        option("--replay", help="Play a kept game anew and compare every bit.", metavar="FILE"),
    ] = None,
) -> None:
    """Open a room for a class: teams in the founder's seat, on the same luck."""
    from sim.cli.classroom import replay_game, serve_room

    if replay is not None:
        raise typer.Exit(replay_game(replay))
    raise typer.Exit(serve_room(scenario, seed, teams, seconds, host, port, file, show))


def atlas(
    scenario: Scenario = "classroom",
    out: Annotated[Path, out_option("results/atlas.html", "The file", "FILE")] = Path(
        "results/atlas.html"
    ),
    steps: Annotated[int, whole("--steps", "Positions of each slider", 2, 41, "11")] = 11,
    lucks: Annotated[int, whole("--lucks", "Seeds, from the scenario's on", 1, 50, "5")] = 5,
) -> None:
    """Write many worlds into one HTML file that needs neither server nor network."""
    from sim.cli.atlas import write_atlas

    raise typer.Exit(write_atlas(scenario, out, steps, lucks))


def lesson(
    number: Annotated[
        int | None,
        typer.Argument(help="Its number; without one, the list.", parser=whole_parser("lesson", 1)),
    ] = None,
    answers: Annotated[bool, typer.Option("--answers", help="With the answer key.")] = False,
) -> None:
    """Open a lesson: a prediction, a command, a figure, questions."""
    from sim.cli.lesson import print_lesson

    raise typer.Exit(print_lesson(number, answers))
