"""Options that several commands have, and how an option is declared."""

from __future__ import annotations

from typing import Annotated, Any

import typer

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="A table in Markdown.")]
COUNT = "INTEGER"


def option(*names: str, help: str, metavar: str = "VALUE", **more: Any) -> Any:
    """Return an option whose text is checked against the table of parameters."""
    return typer.Option(*names, help=help, metavar=metavar, show_default=False, **more)
