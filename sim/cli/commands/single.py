"""The commands of one scenario or one run; no logic inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    Days,
    Json,
    Markdown,
    People,
    Scenario,
    Settings,
    option,
    out_option,
    processors,
    seed_option,
)
from sim.cli.program import Command


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (run, validate, scenarios, parameters, schedule, plot, new):
        app.command(cls=Command)(command)


def run(
    scenario: Scenario = "classroom",
    seed: Annotated[int | None, seed_option("the scenario's")] = None,
    people: People = None,
    days: Days = None,
    threads: Annotated[
        int, processors("--threads", "Threads that share the work; the results are the same [1]")
    ] = 1,
    settings: Settings = None,
    without: Annotated[
        list[str] | None,
        option(
            "--without",
            help="Switch a mechanism off; may be repeated (`tarpeia schedule` lists them).",
            metavar="MECHANISM",
        ),
    ] = None,
    out: Annotated[Path | None, out_option("results/NAME-seedS-HASH")] = None,
    as_json: Json = False,
) -> None:
    """Run a scenario: a summary table, and a folder with series, scenario and figures."""
    from sim.cli.run import chosen_scenario, run_and_print

    chosen = chosen_scenario(scenario, settings or [], without or [], seed, people, days)
    run_and_print(chosen, scenario, threads, out, as_json)


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Scenario files.")],
) -> None:
    """Check scenario files: one line per problem."""
    from sim.cli.show import validate_files

    raise typer.Exit(validate_files(files))


def scenarios() -> None:
    """List the scenarios that come with the program."""
    from sim.cli.show import print_scenarios

    print_scenarios()


def parameters(as_json: Json = False, markdown: Markdown = False) -> None:
    """List every parameter with unit, bounds, meaning and source."""
    from sim.cli.show import print_parameters

    print_parameters(as_json, markdown)


def schedule(as_json: Json = False, markdown: Markdown = False) -> None:
    """List the phases of a day, and every mechanism with what replaces it when off."""
    from sim.cli.show import print_schedule

    print_schedule(as_json, markdown)


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
        Path | None, out_option("the folder of results", "Folder for the figures")
    ] = None,
) -> None:
    """Draw figures from stored results; nothing is simulated."""
    from sim.cli.plot import plot_results

    plot_results(results, kinds or [], out, series, outcome)


def new(
    name: Annotated[
        str, typer.Argument(help="Its name; NAME.toml is written here.", show_default=False)
    ],
    title: Annotated[str | None, option("--title", help="Title.", metavar="TEXT")] = None,
    population: Annotated[str | None, option("--population", help="{crowd.population}.")] = None,
    start: Annotated[str | None, option("--start", help="{run.start}.", metavar="DAY")] = None,
    days: Days = None,
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
    from sim.cli.new import write_scenario

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
    given = {key: text for key, text in answers.items() if text is not None}
    write_scenario(name, given, yes, force)
