"""The commands of many runs: sweep, compare, sensitivity; no logic inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    SETTING,
    Json,
    Scenario,
    Settings,
    SweepOut,
    Workers,
    option,
    replicates_option,
    seed_option,
    set_option,
    whole,
)
from sim.cli.program import Command

Plans = Annotated[
    list[Path] | None,
    option("--plan", help="A plan (TOML) beside doing nothing; may be repeated.", metavar="FILE"),
]
Outcomes = Annotated[
    list[str] | None,
    option(
        "--outcome",
        help="What to measure: a name of the summary, or series.statistic[first:end]; may be "
        "repeated.",
        metavar="NAME",
    ),
]
Seed = Annotated[int | None, seed_option("1")]


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    for command in (sweep, compare, sensitivity):
        app.command(cls=Command)(command)


def sweep(
    target: Annotated[
        str,
        typer.Argument(
            help="A sweep's file, the name of one that comes along, or a scenario.",
            show_default=False,
        ),
    ],
    vary: Annotated[
        list[str] | None,
        option(
            "--vary",
            help="What to vary: group.name=low:high:steps, group.name=low:high (sampled), or "
            "group.name=a,b,c; also events[2].date and playbook[1].set.exposure; may be repeated.",
            metavar="GROUP.NAME=VALUES",
        ),
    ] = None,
    settings: Settings = None,
    plans: Plans = None,
    outcomes: Outcomes = None,
    design: Annotated[
        str, option("--design", help="grid, lhs or sobol [grid].", metavar="DESIGN")
    ] = "",
    samples: Annotated[
        int | None, whole("--samples", "Points where ranges are sampled", 1, 1_000_000)
    ] = None,
    replicates: Annotated[int | None, replicates_option("runs of each point", "10")] = None,
    seed: Seed = None,
    workers: Workers = None,
    executor: Annotated[
        str, option("--executor", help="local (threads) or dask [local].", metavar="WHO")
    ] = "local",
    scheduler: Annotated[
        str, option("--scheduler", help="Address of a dask scheduler.", metavar="ADDRESS")
    ] = "",
    out: SweepOut = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs, how long, how large.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Run a scenario many times; what is there already is not done again."""
    from sim.cli.sweep import SweepOptions, sweep_and_print
    from sim.cli.sweeping import Execution, typed_numbers

    options = SweepOptions(
        vary=vary or [],
        settings=settings or [],
        plans=plans or [],
        outcomes=outcomes or [],
        numbers=typed_numbers(samples=samples, replicates=replicates, seed=seed),
        design=design,
    )
    execution = Execution(workers, out, as_json, executor, scheduler)
    raise typer.Exit(sweep_and_print(target, options, execution, dry))


def compare(
    scenario: Scenario,
    plans: Plans = None,
    settings: Annotated[
        list[str] | None, set_option("a parameter in one more plan, made of all of them")
    ] = None,
    base: Annotated[
        list[str] | None,
        option(
            "--base",
            help="Another value for a parameter in all plans; may be repeated.",
            metavar=SETTING,
        ),
    ] = None,
    outcomes: Outcomes = None,
    replicates: Annotated[int | None, replicates_option("worlds", "100", low=8)] = None,
    fixed: Annotated[
        bool, typer.Option("--fixed-parameters", help="Luck alone differs between worlds.")
    ] = False,
    seed: Seed = None,
    workers: Workers = None,
    out: SweepOut = None,
    as_json: Json = False,
) -> None:
    """Compare plans with doing nothing, all in the same worlds."""
    from sim.cli.compare import compare_and_print
    from sim.cli.sweeping import Execution, typed_numbers

    compare_and_print(
        scenario,
        plans or [],
        settings or [],
        base or [],
        outcomes or [],
        typed_numbers(replicates=replicates, seed=seed),
        fixed,
        Execution(workers, out, as_json),
    )


def sensitivity(
    scenario: Scenario,
    vary: Annotated[
        list[str] | None,
        option(
            "--vary",
            help="What to vary: group.name (its plausible range) or group.name=low:high; may be "
            "repeated.",
            metavar="GROUP.NAME",
        ),
    ] = None,
    settings: Settings = None,
    method: Annotated[
        str, option("--method", help="sobol or morris [sobol].", metavar="METHOD")
    ] = "sobol",
    samples: Annotated[
        int | None,
        whole("--samples", "Sobol: a power of two, Morris: trajectories", 4, 1_000_000, "64"),
    ] = None,
    outcomes: Outcomes = None,
    collapse: Annotated[
        str,
        option("--collapse", help="Also where this happens, as in 'falls >= 1'.", metavar="WHAT"),
    ] = "",
    replicates: Annotated[int | None, replicates_option("runs of each point", "4")] = None,
    seed: Seed = None,
    workers: Workers = None,
    out: SweepOut = None,
    as_json: Json = False,
) -> None:
    """Find which parameters an outcome depends on, and where it collapses."""
    from sim.cli.sensitivity import analyse_and_print
    from sim.cli.sweeping import Execution, typed_numbers

    analyse_and_print(
        scenario,
        vary or [],
        settings or [],
        method,
        outcomes or [],
        collapse,
        typed_numbers(samples=samples, replicates=replicates, seed=seed),
        Execution(workers, out, as_json),
    )
