"""The command ``tarpeia``: what may be typed. What it does is elsewhere, loaded when asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.commands import experiments, teaching
from sim.cli.options import COUNT, Json, Markdown, option
from sim.cli.program import Command, Program, signals

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


@app.command(cls=Command)
def run(
    scenario: Annotated[
        str,
        typer.Argument(help="A scenario file, or the name of one that `tarpeia scenarios` lists."),
    ] = "classroom",
    seed: Annotated[str | None, option("--seed", help="{run.seed}.", metavar=COUNT)] = None,
    people: Annotated[str | None, option("--people", help="{crowd.people}.", metavar=COUNT)] = None,
    days: Annotated[str | None, option("--days", help="{run.days}.", metavar=COUNT)] = None,
    threads: Annotated[
        str,
        option(
            "--threads", help="Threads to share the work; the result is the same.", metavar=COUNT
        ),
    ] = "1",
    settings: Annotated[
        list[str] | None,
        option(
            "--set",
            help="Another value for a parameter, as in founder.exposure=0.4; may be repeated "
            "(`tarpeia parameters` lists them).",
            metavar="GROUP.NAME=VALUE",
        ),
    ] = None,
    without: Annotated[
        list[str] | None,
        option(
            "--without",
            help="Switch a mechanism off; may be repeated (`tarpeia schedule` lists them).",
            metavar="MECHANISM",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        option("--out", help="Folder for the results [results/NAME-seedS-HASH].", metavar="DIR"),
    ] = None,
    as_json: Json = False,
) -> None:
    """Run a scenario: a summary table, and a folder with series, scenario and figures."""
    from sim.cli import run as cli_run

    given = {"--seed": seed, "--people": people, "--days": days}
    cli_run.run(
        cli_run.chosen(scenario, given, settings or [], without or []),
        scenario,
        threads,
        out,
        as_json,
    )


@app.command(cls=Command)
def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files.")],
) -> None:
    """Check scenario files: one line a fault."""
    from sim.cli import show

    raise typer.Exit(show.validate(files))


@app.command(cls=Command)
def scenarios() -> None:
    """List the scenarios that come with the program."""
    from sim.cli import show

    show.scenarios()


@app.command(cls=Command)
def parameters(as_json: Json = False, markdown: Markdown = False) -> None:
    """List every parameter with unit, bounds, meaning and source."""
    from sim.cli import show

    show.parameters(as_json, markdown)


@app.command(cls=Command)
def schedule(as_json: Json = False, markdown: Markdown = False) -> None:
    """List the phases of a day, and every mechanism with what replaces it when off."""
    from sim.cli import show

    show.schedule(as_json, markdown)


@app.command(cls=Command)
def verify(
    limit: Annotated[
        str | None,
        typer.Argument(
            help="accidents, hawkes, clusters, sir, watts, granovetter or bass; all unless given."
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        option("--set", help="An input of the limit, as `phi=0.2`; repeat.", metavar="NAME=VALUE"),
    ] = None,
    replicates: Annotated[
        int | None, option("--replicates", help="Repetitions behind the interval.", metavar=COUNT)
    ] = None,
    as_json: Json = False,
) -> None:
    """Hold the kernels against published limits; exit code 1 when one does not hold."""
    from sim.cli import verify as cli_verify

    raise typer.Exit(cli_verify.verify(limit, settings or [], replicates, as_json))


@app.command(cls=Command)
def claims(
    ids: Annotated[
        list[str] | None,
        typer.Argument(help="Claims by their ids; all unless given.", metavar="[ID]..."),
    ] = None,
    replicates: Annotated[
        int | None, option("--replicates", help="Worlds a claim [its record's].", metavar=COUNT)
    ] = None,
    draws: Annotated[
        int | None,
        option("--draws", help="Draws of the parameter box, 0 for none [32].", metavar=COUNT),
    ] = None,
    seed: Annotated[int, option("--seed", help="Of all luck [1].", metavar=COUNT)] = 1,
    workers: Annotated[
        str | None, option("--workers", help="Worlds at a time [all processors].", metavar=COUNT)
    ] = None,
    report: Annotated[
        Path | None,
        option(
            "--report",
            help="Folder for a scorecard and a page a claim; an interrupted run goes on there.",
            metavar="DIR",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit code 1 when a claim does not hold.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put the essays' claims on trial: worlds with and without the mechanism, under one luck."""
    from sim.cli import claims as cli_claims

    raise typer.Exit(
        cli_claims.run(ids or [], replicates, draws, seed, workers, as_json, report, strict)
    )


@app.command(cls=Command)
def evidence(as_json: Json = False) -> None:
    """Estimate the facts of the observed series again, and say which cannot be."""
    from sim.cli import claims as cli_claims

    cli_claims.evidence(as_json)


@app.command(cls=Command)
def plot(
    results: Annotated[Path, typer.Argument(help="A folder of results.", show_default=False)],
    kinds: Annotated[
        list[str] | None,
        option(
            "--kind",
            help="Which figure; may be repeated. Of a run: overview (the default), a panel; of a "
            "sweep: fan (the default), spaghetti, phase.",
            metavar="KIND",
        ),
    ] = None,
    series: Annotated[
        str, option("--series", help="Of a sweep: the series shown [fan_share].", metavar="NAME")
    ] = "",
    outcome: Annotated[
        str, option("--outcome", help="Of a sweep: the outcome of a phase diagram.", metavar="NAME")
    ] = "",
    out: Annotated[
        Path | None,
        option("--out", help="Folder for the figures [the folder of results].", metavar="DIR"),
    ] = None,
) -> None:
    """Draw figures from stored results; nothing is simulated."""
    from sim.cli import plot as cli_plot

    cli_plot.plot(results, kinds or [], out, series, outcome)


@app.command(cls=Command)
def new(
    name: Annotated[
        str, typer.Argument(help="Its name; NAME.toml is written here.", show_default=False)
    ],
    title: Annotated[str | None, option("--title", help="Title.", metavar="TEXT")] = None,
    population: Annotated[str | None, option("--population", help="{crowd.population}.")] = None,
    start: Annotated[str | None, option("--start", help="{run.start}.", metavar="DAY")] = None,
    days: Annotated[str | None, option("--days", help="{run.days}.")] = None,
    exposure: Annotated[str | None, option("--exposure", help="{founder.exposure}.")] = None,
    candour: Annotated[str | None, option("--candour", help="{founder.candour}.")] = None,
    strength: Annotated[str | None, option("--strength", help="{product.strength}.")] = None,
    hazard: Annotated[str | None, option("--hazard", help="{product.hazard}.")] = None,
    fans: Annotated[str | None, option("--fans", help="{start.fans}.")] = None,
    anti_fans: Annotated[str | None, option("--anti-fans", help="{start.anti_fans}.")] = None,
    climate: Annotated[str | None, option("--climate", help="{start.climate}.")] = None,
    fleet: Annotated[str | None, option("--fleet", help="{start.fleet}.")] = None,
    coupling: Annotated[str | None, option("--coupling", help="{start.coupling}.")] = None,
    grievance: Annotated[str | None, option("--grievance", help="{start.grievance}.")] = None,
    launch: Annotated[
        str | None, option("--launch", help="Day of the next launch, or none.", metavar="DAY")
    ] = None,
    rule: Annotated[
        str | None,
        option(
            "--rule",
            help="When the founder steps back, as in 'attention > 6', or none.",
            metavar="CONDITION",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: defaults for the rest.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file of that name.")] = False,
) -> None:
    """Write a commented scenario of your own from a dozen questions."""
    from sim.cli import new as cli_new

    answers = {
        "title": title,
        "crowd.population": population,
        "run.start": start,
        "run.days": days,
        "founder.exposure": exposure,
        "founder.candour": candour,
        "product.strength": strength,
        "product.hazard": hazard,
        "start.fans": fans,
        "start.anti_fans": anti_fans,
        "start.climate": climate,
        "start.fleet": fleet,
        "start.coupling": coupling,
        "start.grievance": grievance,
        "launch": launch,
        "rule": rule,
    }
    cli_new.new(name, {key: text for key, text in answers.items() if text is not None}, yes, force)


experiments.add(app)
teaching.add(app)


def main() -> None:
    """Run the program: UTF-8 on every system, signals taken over."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    signals.install()
    typer.main.get_command(app)(prog_name="tarpeia")
