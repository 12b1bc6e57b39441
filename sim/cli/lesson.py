"""``tarpeia lesson``: the list of lessons, or one of them."""

from __future__ import annotations

import sys

import typer

from sim.handouts.lessons import as_here, lesson, lessons


def print_lesson(number: int | None, answers: bool) -> int:
    """Print the list, or one lesson; return the exit code.

    Raises
    ------
    TarpeiaError
        If there is no such lesson.
    """
    if number is None:
        for each in lessons():
            low, high = each.minutes
            typer.echo(f"{each.number}  {each.title} ({low} to {high} minutes)")
        typer.echo("tarpeia lesson N opens one; --answers adds the answer key")
        return 0
    one = lesson(number)
    text = as_here(one.text if answers else one.without_answers())
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        console = Console()
        with console.pager(styles=True):
            console.print(Markdown(text))
    else:
        typer.echo(text)
    if not answers:
        typer.echo(f"The answer key: tarpeia lesson {number} --answers", err=True)
    return 0
