"""The commands that judge: the essays' claims, the observed facts, published limits; no logic."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import Json, Workers, option, replicates_option, seed_option, set_option, whole
from sim.cli.program import Command


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (claims, evidence, verify):
        app.command(cls=Command)(command)


def claims(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Claims by their ids; all unless given.", metavar="[ID]..."),
    ] = None,
    replicates: Annotated[
        int | None, replicates_option("worlds of each claim", "its record's", 5, 10_000)
    ] = None,
    draws: Annotated[
        int | None, whole("--draws", "Draws of the parameter box", 0, 10_000, "32")
    ] = None,
    seed: Annotated[int, seed_option("1", high=2**31)] = 1,
    workers: Workers = None,
    report: Annotated[
        Path | None,
        option(
            "--report",
            help="Folder for a scorecard and a page a claim; rerun to resume there.",
            metavar="DIR",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 when a claim does not hold.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put the essays' claims on trial: worlds with and without the mechanism, under one luck."""
    from sim.cli.claims import try_and_print

    raise typer.Exit(
        try_and_print(ids or [], replicates, draws, seed, workers, as_json, report, strict)
    )


def evidence(as_json: Json = False) -> None:
    """Estimate the facts of the observed series again, and say which cannot be."""
    from sim.cli.claims import print_evidence

    print_evidence(as_json)


def verify(
    limit: Annotated[
        str | None,
        typer.Argument(
            help="accidents, hawkes, clusters, sir, watts, granovetter or bass; all unless given."
        ),
    ] = None,
    settings: Annotated[
        list[str] | None, set_option("an input of the limit, as in phi=0.2", "NAME=VALUE")
    ] = None,
    replicates: Annotated[
        int | None, replicates_option("those behind the interval", "the limit's", 2, 100_000)
    ] = None,
    as_json: Json = False,
) -> None:
    """Hold the kernels against published limits; exit code 1 when one does not hold."""
    from sim.cli.verify import judge_and_print

    raise typer.Exit(judge_and_print(limit, settings or [], replicates, as_json))
