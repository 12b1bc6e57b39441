"""``tarpeia verify``: published limits, through the same kernels."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import Any

from sim.cli.program import tell
from sim.cli.text import print_lines, print_table
from sim.errors import TarpeiaError
from sim.limits.verification import LIMITS, Verification, verify
from sim.model.tables import Table
from sim.scenario.kinds import pairs

NOT_HELD = 1


def judge_and_print(
    limit: str | None, settings: Sequence[str], replicates: int | None, as_json: bool
) -> int:
    """Judge one limit, or all with their default inputs; return the exit code.

    Raises
    ------
    TarpeiaError
        For an unknown limit, or inputs that are not admissible.
    """
    changes, faults = pairs(settings, "name=value")
    if faults:
        raise TarpeiaError(*faults).at("--set")
    if changes and limit is None:
        raise TarpeiaError("--set: goes with one limit, as in: tarpeia verify watts --set phi=0.2")
    outcomes = []
    for name in [limit] if limit is not None else LIMITS:
        began = time.perf_counter()
        outcome = verify(name, changes, replicates)
        outcomes.append(outcome)
        _tell(outcome, time.perf_counter() - began)
    holds = all(outcome.holds for outcome in outcomes)
    if as_json:
        records = [outcome.as_json() for outcome in outcomes]
        every: dict[str, Any] = {"holds": holds, "limits": records}
        print_lines(json.dumps(every if limit is None else records[0], indent=2))
    else:
        print_table(table(outcomes), whole=2)
        for outcome in outcomes:
            given = ", ".join(f"{name} = {value}" for name, value in outcome.inputs.items())
            print_lines(
                f"{outcome.limit}: {LIMITS[outcome.limit].meaning} "
                f"({LIMITS[outcome.limit].source}); {given}"
            )
    return 0 if holds else NOT_HELD


def table(outcomes: Sequence[Verification]) -> Table:
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


def _tell(outcome: Verification, seconds: float) -> None:
    verdict = "holds" if outcome.holds else "DOES NOT HOLD"
    sys.stdout.flush()
    tell(f"{outcome.limit}: {verdict} ({outcome.replicates} replicates, {seconds:.1f} s)")
