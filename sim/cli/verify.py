"""``tarpeia verify``: published limits, through the same kernels."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

import typer

from sim.cli.text import print_lines, print_table
from sim.errors import TarpeiaError
from sim.limits.verify import LIMITS, Outcome
from sim.limits.verify import verify as judge
from sim.model.tables import Table

NOT_HELD = 1


def verify(
    limit: str | None, settings: Sequence[str], replicates: int | None, as_json: bool
) -> int:
    """Judge one limit, or all with their default inputs; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown limit, or inputs that are not admissible.
    """
    changes = inputs_typed(settings)
    if changes and limit is None:
        raise TarpeiaError("--set: goes with one limit, as in: tarpeia verify watts --set phi=0.2")
    outcomes = []
    for name in [limit] if limit is not None else LIMITS:
        began = time.perf_counter()
        outcome = judge(name, changes, replicates)
        outcomes.append(outcome)
        _tell(outcome, time.perf_counter() - began)
    holds = all(outcome.holds for outcome in outcomes)
    if as_json:
        told: dict[str, Any] = {
            "holds": holds,
            "limits": [outcome.as_json() for outcome in outcomes],
        }
        print_lines(json.dumps(outcomes[0].as_json() if limit is not None else told, indent=2))
    else:
        print_table(table(outcomes), whole=2)
        for outcome in outcomes:
            given = ", ".join(f"{name} = {value}" for name, value in outcome.inputs.items())
            print_lines(
                f"{outcome.limit}: {LIMITS[outcome.limit].meaning} "
                f"({LIMITS[outcome.limit].source}); {given}"
            )
    return 0 if holds else NOT_HELD


def inputs_typed(settings: Sequence[str]) -> dict[str, str]:
    """Return ``name=value`` settings as typed; the limit checks them.

    Raises
    ------
    TarpeiaError
        For a text without ``=`` or a name given twice.
    """
    found: dict[str, str] = {}
    for text in settings:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not name:
            raise TarpeiaError(f"--set: {text!r} is no setting, allowed is name=value")
        if name in found:
            raise TarpeiaError(f"--set: {name} is given twice, allowed is once")
        found[name] = value
    return found


def table(outcomes: Sequence[Outcome]) -> Table:
    """Return measured, expected, interval and verdict, a row a quantity."""
    rows = [
        (
            outcome.limit,
            name,
            f"{outcome.measured[name]:.5g}",
            f"{outcome.expected[name]:.5g}",
            f"{outcome.interval[name][0]:.5g} to {outcome.interval[name][1]:.5g}",
            "yes" if outcome.held(name) else "NO",
        )
        for outcome in outcomes
        for name in outcome.measured
    ]
    columns = ("limit", "quantity", "measured", "expected", "interval (99.99 %)", "holds")
    return Table("Published limits", columns, tuple(rows))


def _tell(outcome: Outcome, seconds: float) -> None:
    verdict = "holds" if outcome.holds else "DOES NOT HOLD"
    sys.stdout.flush()
    typer.echo(
        f"{outcome.limit}: {verdict} ({outcome.replicates} replicates, {seconds:.1f} s)", err=True
    )
