"""The commands of many runs: sweep, compare, sensitivity; no logic inside."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import COUNT, option
from sim.cli.program import Command

Vary = Annotated[
    list[str] | None,
    option(
        "--vary",
        help="What to vary: group.name=low:high:steps, group.name=low:high (sampled), or "
        "group.name=a,b,c; also events[2].date and playbook[1].set.exposure; repeat.",
        metavar="GROUP.NAME=VALUES",
    ),
]
Settings = Annotated[
    list[str] | None,
    option("--set", help="A value that all runs have; repeat.", metavar="GROUP.NAME=VALUE"),
]
Plans = Annotated[
    list[Path] | None,
    option("--plan", help="A plan (TOML) beside doing nothing; repeat.", metavar="FILE"),
]
Outcomes = Annotated[
    list[str] | None,
    option(
        "--outcome",
        help="What to measure: a name of the summary, or series.statistic[first:end]; repeat.",
        metavar="NAME",
    ),
]
Replicates = Annotated[
    str | None, option("--replicates", help="Runs of each point [10].", metavar=COUNT)
]
Seed = Annotated[str | None, option("--seed", help="Of design and luck [1].", metavar=COUNT)]
Workers = Annotated[
    str | None, option("--workers", help="Runs at a time [all processors].", metavar=COUNT)
]
Out = Annotated[Path | None, option("--out", help="Folder [results/NAME-HASH].", metavar="DIR")]


def add(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command(cls=Command)(sweep)
    app.command(cls=Command)(compare)
    app.command(cls=Command)(sensitivity)


def sweep(
    target: Annotated[
        str,
        typer.Argument(
            help="A sweep's file, the name of one that comes along, or a scenario.",
            show_default=False,
        ),
    ],
    vary: Vary = None,
    settings: Settings = None,
    plans: Plans = None,
    outcomes: Outcomes = None,
    design: Annotated[
        str | None, option("--design", help="grid, lhs or sobol [grid].", metavar="DESIGN")
    ] = None,
    samples: Annotated[
        str | None, option("--samples", help="Points where ranges are sampled.", metavar=COUNT)
    ] = None,
    replicates: Replicates = None,
    seed: Seed = None,
    workers: Workers = None,
    executor: Annotated[
        str, option("--executor", help="local (threads) or dask.", metavar="WHO")
    ] = "local",
    scheduler: Annotated[
        str, option("--scheduler", help="Address of a dask scheduler.", metavar="ADDRESS")
    ] = "",
    out: Out = None,
    dry: Annotated[
        bool, typer.Option("--dry-run", help="Say how many runs, how long, how large.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Progress as JSON lines.")] = False,
) -> None:
    """Run a scenario many times; what is there already is not done again."""
    from sim.cli import sweep as cli_sweep

    numbers = {"samples": samples, "replicates": replicates, "seed": seed}
    options = cli_sweep.Options(
        vary or [], settings or [], plans or [], outcomes or [], numbers, design or ""
    )
    raise typer.Exit(
        cli_sweep.sweep(target, options, workers, executor, scheduler, out, dry, as_json)
    )


def compare(
    scenario: Annotated[str, typer.Argument(help="A scenario.", show_default=False)],
    plans: Plans = None,
    settings: Annotated[
        list[str] | None,
        option(
            "--set", help="A value; all of them are one plan; repeat.", metavar="GROUP.NAME=VALUE"
        ),
    ] = None,
    base: Annotated[
        list[str] | None,
        option("--base", help="A value that all plans have; repeat.", metavar="GROUP.NAME=VALUE"),
    ] = None,
    outcomes: Outcomes = None,
    replicates: Annotated[
        str | None, option("--replicates", help="Worlds [100].", metavar=COUNT)
    ] = None,
    fixed: Annotated[
        bool, typer.Option("--fixed-parameters", help="Luck alone differs between worlds.")
    ] = False,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    as_json: Annotated[bool, typer.Option("--json", help="Progress as JSON lines.")] = False,
) -> None:
    """Compare plans with doing nothing, all in the same worlds."""
    from sim.cli import compare as cli_compare
    from sim.cli import sweep as cli_sweep

    numbers = cli_sweep.numbers_of({"replicates": replicates, "seed": seed})
    cli_compare.run(
        scenario,
        plans or [],
        settings or [],
        outcomes or [],
        base or [],
        numbers,
        fixed,
        workers,
        out,
        as_json,
    )


def sensitivity(
    scenario: Annotated[str, typer.Argument(help="A scenario.", show_default=False)],
    vary: Annotated[
        list[str] | None,
        option(
            "--vary",
            help="What to vary: group.name (its plausible range) or group.name=low:high; repeat.",
            metavar="GROUP.NAME",
        ),
    ] = None,
    settings: Settings = None,
    method: Annotated[
        str, option("--method", help="sobol or morris [sobol].", metavar="METHOD")
    ] = "sobol",
    samples: Annotated[
        str | None,
        option(
            "--samples", help="Sobol: a power of two; Morris: trajectories [64].", metavar=COUNT
        ),
    ] = None,
    outcomes: Outcomes = None,
    collapse: Annotated[
        str,
        option("--collapse", help="Also where this happens, as in 'falls >= 1'.", metavar="WHAT"),
    ] = "",
    replicates: Annotated[
        str | None, option("--replicates", help="Runs of each point [4].", metavar=COUNT)
    ] = None,
    seed: Seed = None,
    workers: Workers = None,
    out: Out = None,
    as_json: Annotated[bool, typer.Option("--json", help="Progress as JSON lines.")] = False,
) -> None:
    """Find which parameters an outcome hangs on, and where it collapses."""
    from sim.cli import sensitivity as cli_sensitivity
    from sim.cli import sweep as cli_sweep

    typed = {"samples": samples, "replicates": replicates, "seed": seed}
    cli_sensitivity.run(
        scenario,
        vary or [],
        settings or [],
        method,
        outcomes or [],
        collapse,
        cli_sweep.numbers_of(typed),
        workers,
        out,
        as_json,
    )
