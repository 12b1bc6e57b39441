"""The program ``tarpeia``: its commands are declared beside, what they do is loaded when asked."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sim.cli.commands import claims, experiments, single, teaching
from sim.cli.program import Program, signals

app = typer.Typer(
    name="tarpeia",
    cls=Program,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(asked: bool) -> None:
    if asked:
        from sim.version import __version__

        typer.echo(f"tarpeia {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def tarpeia(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """How a company tied to a celebrated founder gains and loses its name: a simulation."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


single.add(app)
claims.add(app)
experiments.add(app)
teaching.add(app)


def main() -> None:
    """Run the program: UTF-8 on every system, signals taken over."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signals.install()
    typer.main.get_command(app)(prog_name="tarpeia")
