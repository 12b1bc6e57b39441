"""``tarpeia claims``: the essays' claims, judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from sim.claims.claim import Claim
from sim.claims.data_verdict import Evidenced, evidenced
from sim.claims.index import chosen
from sim.claims.report.kept import keep, kept, kept_record, trial_record
from sim.claims.report.pages import counts, scorecard
from sim.claims.trial import DRAWS, WORLDS_A_DRAW, Trial, try_claim
from sim.cli.progress import progress
from sim.cli.sweep import workers_of
from sim.cli.text import print_lines, print_table
from sim.errors import TarpeiaError

NOT_HELD = 1
MOST_REPLICATES = 10_000
MOST_DRAWS = 10_000


def run(
    ids: Sequence[str],
    replicates: int | None,
    draws: int | None,
    seed: int,
    workers: str | None,
    as_json: bool,
    report: Path | None,
    strict: bool,
) -> int:
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
        from sim.claims.report.html import prepare

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
        from sim.claims.cycle import cycle_of
        from sim.claims.report import html

        index = html.write(tried, report, cycle_of(seed, workers=threads))
        typer.echo(f"Report: {index}", err=as_json)
    bad = [trial.claim.id for trial, _ in tried if trial.verdict in ("fails", "contrary")]
    return NOT_HELD if strict and bad else 0


def evidence(as_json: bool) -> None:
    """Print the observed facts, estimated again from the files, and whether they agree."""
    from dataclasses import asdict

    from sim.claims.report.html import facts_table
    from sim.claims.report.kept import plain
    from sim.evidence.facts import all_facts

    if not as_json:
        print_table(facts_table(), whole=0)
        return
    told = [
        {
            "id": one.fact.id,
            "statement": one.fact.statement,
            "status": one.status,
            "reason": one.fact.reason,
            "published": [p._asdict() for p in one.fact.published],
            "estimates": [asdict(e) for e in (*(c.ours for c in one.compared), *one.also)],
        }
        for one in all_facts()
    ]
    typer.echo(json.dumps(plain(told), indent=1, ensure_ascii=False))


def _check(name: str, value: int | None, low: int, high: int) -> None:
    if value is not None and not low <= value <= high:
        raise TarpeiaError(f"{name}: {value} is not allowed, allowed is {low} to {high:,}")


def _tried(
    claims: Sequence[Claim],
    replicates: int | None,
    draws: int,
    seed: int,
    workers: int | None,
    folder: Path | None,
) -> Iterator[tuple[Trial, Evidenced]]:
    """Yield each claim tried, or as it was kept in ``folder``; keep it there."""
    worlds = {
        claim.id: (replicates or claim.replicates)
        + (0 if claim.disputed else draws * WORLDS_A_DRAW)
        for claim in claims
    }
    total, done = sum(worlds.values()), 0
    with progress(f"Trying {len(claims)} claims in {total:,} worlds", total, "worlds") as show:
        for claim in claims:
            count = replicates or claim.replicates

            def step(worlds: int = 1, name: str = claim.id) -> None:
                nonlocal done
                done += worlds
                show(done, f"{name}: {done:,} of {total:,} worlds")

            trial = kept(folder, claim, seed, count, draws) if folder is not None else None
            if trial is None:
                trial = try_claim(claim, seed, count, draws, workers, step)
                data = evidenced(claim)
                if folder is not None:
                    keep(folder, kept_record(trial, data, draws))
            else:
                step(worlds[claim.id])
            yield trial, evidenced(claim)
