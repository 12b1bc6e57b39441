"""The commands that open something: the page, a class, a lesson, an atlas; no logic inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import COUNT, option
from sim.cli.program import Command

Scenario = Annotated[
    str,
    typer.Argument(help="A scenario file, or the name of one that `tarpeia scenarios` lists."),
]


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("app", cls=Command)(page)
    app.command("class", cls=Command)(room)
    app.command(cls=Command)(lesson)
    app.command(cls=Command)(atlas)


def page(
    scenario: Scenario = "classroom",
    port: Annotated[
        int, option("--port", help="Port of the page.", metavar=COUNT, min=1, max=65_535)
    ] = 8765,
    host: Annotated[
        str,
        option("--host", help="Address to listen on; others can then join.", metavar="ADDRESS"),
    ] = "localhost",
) -> None:
    """Open the page in the browser: watch the crowd turn, and change its course."""
    from sim.cli import page as cli_app

    raise typer.Exit(cli_app.run(scenario, host, port))


def room(
    scenario: Scenario = "classroom",
    seed: Annotated[
        int | None, option("--seed", help="Luck of the game's world.", metavar=COUNT, min=0)
    ] = None,
    teams: Annotated[
        int, option("--teams", help="Teams, up to 20 [8].", metavar=COUNT, min=1, max=20)
    ] = 8,
    seconds: Annotated[
        int,
        option(
            "--seconds", help="For a quarter's decisions [240].", metavar=COUNT, min=5, max=3600
        ),
    ] = 240,
    port: Annotated[
        int, option("--port", help="Port of the room.", metavar=COUNT, min=1, max=65_535)
    ] = 8770,
    host: Annotated[
        str,
        option("--host", help="Address to listen on [all of this machine's].", metavar="ADDRESS"),
    ] = "0.0.0.0",
    file: Annotated[
        Path | None,
        option("--file", help="Keep the game here; one that is there goes on.", metavar="FILE"),
    ] = None,
    show: Annotated[
        int,
        option(
            "--show",
            help="Seconds in which a quarter plays on the wall [15].",
            metavar=COUNT,
            min=0,
            max=120,
        ),
    ] = 15,
    replay: Annotated[
        Path | None,
        option("--replay", help="Play a kept game anew and compare every bit.", metavar="FILE"),
    ] = None,
) -> None:
    """Open a room for a class: teams in the founder's seat, on the same luck."""
    from sim.cli import classroom

    if replay is not None:
        raise typer.Exit(classroom.replay(replay))
    raise typer.Exit(classroom.run(scenario, seed, teams, seconds, host, port, file, show))


def atlas(
    scenario: Scenario = "classroom",
    out: Annotated[
        Path, option("--out", help="The file [results/atlas.html].", metavar="FILE")
    ] = Path("results/atlas.html"),
    steps: Annotated[
        int, option("--steps", help="Positions of each slider [11].", metavar=COUNT, min=2, max=41)
    ] = 11,
    lucks: Annotated[
        int,
        option("--lucks", help="Seeds, from the scenario's on [5].", metavar=COUNT, min=1, max=50),
    ] = 5,
) -> None:
    """Write many worlds into one HTML file that needs neither server nor network."""
    from sim.cli import atlas as cli_atlas

    raise typer.Exit(cli_atlas.run(scenario, out, steps, lucks))


def lesson(
    number: Annotated[int | None, typer.Argument(help="Its number; without one, the list.")] = None,
    answers: Annotated[bool, typer.Option("--answers", help="With the answer key.")] = False,
) -> None:
    """Open a lesson: a prediction, a command, a figure, questions."""
    from sim.cli import lesson as cli_lesson

    raise typer.Exit(cli_lesson.run(number, answers))
