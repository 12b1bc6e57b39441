"""``tarpeia claims``: the essays' claims, judged."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from sim.claims.claim import Claim
from sim.claims.data_verdict import Evidenced, evidenced
from sim.claims.index import chosen
from sim.claims.keep import keep, kept, kept_record, trial_record
from sim.claims.pages import counts, scorecard
from sim.claims.trial import DRAWS, WORLDS_A_DRAW, Trial, try_claim
from sim.cli_program import signals, tell
from sim.cli_sweep import workers_of
from sim.cli_text import print_lines, print_table
from sim.errors import TarpeiaError

NOT_HELD = 1
MOST_REPLICATES = 10_000
MOST_DRAWS = 10_000


def run(
    ids: Sequence[str], replicates: int | None, draws: int | None, seed: int, workers: str | None,
    as_json: bool, report: Path | None, strict: bool,
) -> int:  # fmt: skip
    """Try some claims, print the verdicts, write the report; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown claim, a number out of bounds, or a folder that cannot hold the report.
    """
    claims = chosen(ids)
    draws = DRAWS if draws is None else draws
    _check("--replicates", replicates, 5, MOST_REPLICATES)
    _check("--draws", draws, 0, MOST_DRAWS)
    _check("--seed", seed, 0, 2**31)
    threads = workers_of(workers)
    folder = None
    if report is not None:
        from sim.claims_report import prepare

        folder = prepare(report)
    tried: list[tuple[Trial, Evidenced]] = []
    try:
        tried.extend(_tried(claims, replicates, draws, seed, threads, folder))
    except KeyboardInterrupt:
        if folder is None:
            raise KeyboardInterrupt("nothing is kept; --report DIR keeps each claim") from None
        kept_there = len(list(folder.glob("*.json")))
        raise KeyboardInterrupt(
            f"{kept_there} claims are kept in {report}; the same command goes on"
        ) from None
    if as_json:
        typer.echo(json.dumps([trial_record(*one) for one in tried], indent=1, ensure_ascii=False))
    else:
        print_table(scorecard(tried), whole=1)
        print_lines(counts(tried))
    if report is not None:
        from sim import claims_report
        from sim.claims.cycle import cycle_of

        index = claims_report.write(tried, report, cycle_of(seed, workers=threads))
        typer.echo(f"Report: {index}", err=as_json)
    bad = [trial.claim.id for trial, _ in tried if trial.verdict in ("fails", "contrary")]
    return NOT_HELD if strict and bad else 0


def evidence(as_json: bool) -> None:
    """Print the observed facts, estimated again from the files, and whether they agree."""
    from dataclasses import asdict

    from sim.claims.keep import plain
    from sim.claims_report import facts_table
    from sim.evidence.facts import all_facts

    if not as_json:
        print_table(facts_table(), whole=0)
        return
    told = [
        {
            "id": one.fact.id, "statement": one.fact.statement, "status": one.status,
            "reason": one.fact.reason, "published": [p._asdict() for p in one.fact.published],
            "estimates": [asdict(e) for e in (*(c.ours for c in one.compared), *one.also)],
        }
        for one in all_facts()
    ]  # fmt: skip
    typer.echo(json.dumps(plain(told), indent=1, ensure_ascii=False))


def _check(name: str, value: int | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise TarpeiaError(f"{name}: {value} is not allowed, allowed is {low} to {high:,}")


def _tried(
    claims: Sequence[Claim], replicates: int | None, draws: int, seed: int, workers: int | None,
    folder: Path | None,
) -> Iterator[tuple[Trial, Evidenced]]:  # fmt: skip
    """Yield each claim tried, or as it was kept in ``folder``; keep it there."""
    worlds = {
        claim.id: (replicates or claim.replicates)
        + (0 if claim.disputed else draws * WORLDS_A_DRAW)
        for claim in claims
    }
    with _progress(sum(worlds.values())) as (start, step):
        for claim in claims:
            count = replicates or claim.replicates
            start(claim.id)
            trial = kept(folder, claim, seed, count, draws) if folder is not None else None
            if trial is None:
                trial = try_claim(claim, seed, count, draws, workers, step)
                data = evidenced(claim)
                if folder is not None:
                    keep(folder, kept_record(trial, data, draws))
            else:
                step(worlds[claim.id])
            yield trial, evidenced(claim)


@contextlib.contextmanager
def _progress(
    total: int,
) -> Iterator[tuple[Callable[[str], None], Callable[[int], None]]]:
    """Show how far the trials are, on standard error: a bar on a terminal, a line a claim else."""
    if not sys.stderr.isatty():

        def look(worlds: int = 1) -> None:
            signals.check()

        yield lambda name: tell(f"{name} ..."), look
        return
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:.0f} %"),
        TimeRemainingColumn(), console=Console(file=sys.stderr), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("claims", total=total)

        def step(worlds: int = 1) -> None:
            signals.check()
            bar.advance(task, worlds)

        yield lambda name: bar.update(task, description=f"{name:22s}"), step
