"""``tarpeia claims``: the essays' claims, judged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

from sim.claims.claim import Claim
from sim.claims.data_verdict import DataVerdict, data_verdict_of
from sim.claims.index import chosen_claims
from sim.claims.report.kept import keep_trial, kept_record, kept_trial, trial_record
from sim.claims.report.tables import counts, scorecard
from sim.claims.trial import DRAWS, WORLDS_A_DRAW, Trial, try_claim
from sim.cli.progress import progress
from sim.cli.text import print_lines, print_table

NOT_HELD = 1


def try_and_print(
    ids: Sequence[str],
    replicates: int | None,
    draws: int | None,
    seed: int,
    workers: int | None,
    as_json: bool,
    report: Path | None,
    strict: bool,
) -> int:
    """Try some claims, print the verdicts, write the report; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown claim, or a folder that cannot hold the report.
    """
    claims = chosen_claims(ids)
    draws = DRAWS if draws is None else draws
    folder = None
    if report is not None:
        from sim.claims.report.html import prepare

        folder = prepare(report)
    tried: list[tuple[Trial, DataVerdict]] = []
    try:
        tried.extend(_tried(claims, replicates, draws, seed, workers, folder))
    except KeyboardInterrupt:
        if folder is None:
            raise KeyboardInterrupt("nothing is kept; --report DIR keeps each claim") from None
        kept_there = len(list(folder.glob("*.json")))
        raise KeyboardInterrupt(
            f"{kept_there} claims are kept in {report}; rerun to resume"
        ) from None
    if as_json:
        typer.echo(json.dumps([trial_record(*one) for one in tried], indent=1, ensure_ascii=False))
    else:
        print_table(scorecard(tried), whole=1)
        print_lines(counts(tried))
    if report is not None:
        from sim.claims.cycle import cycle_of
        from sim.claims.report import html

        index = html.write(tried, report, cycle_of(seed, workers=workers))
        typer.echo(f"Report: {index}", err=as_json)
    bad = [trial.claim.id for trial, _ in tried if trial.verdict in ("fails", "contrary")]
    return NOT_HELD if strict and bad else 0


def print_evidence(as_json: bool) -> None:
    """Print the observed facts, estimated again from the files, and whether they agree."""
    from dataclasses import asdict

    from sim.claims.report.kept import plain
    from sim.claims.report.tables import facts_table
    from sim.evidence.facts import all_facts

    if not as_json:
        print_table(facts_table(), whole=0)
        return
    records = [
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
    typer.echo(json.dumps(plain(records), indent=1, ensure_ascii=False))


def _tried(
    claims: Sequence[Claim],
    replicates: int | None,
    draws: int,
    seed: int,
    workers: int | None,
    folder: Path | None,
) -> Iterator[tuple[Trial, DataVerdict]]:
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

            trial = kept_trial(folder, claim, seed, count, draws) if folder is not None else None
            if trial is None:
                trial = try_claim(claim, seed, count, draws, workers, step)
                data = data_verdict_of(claim)
                if folder is not None:
                    keep_trial(folder, kept_record(trial, data, draws))
            else:
                step(worlds[claim.id])
            yield trial, data_verdict_of(claim)
