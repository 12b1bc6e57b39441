"""Claims in small crowds, and one on stories alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.claims.claim import Arm, Claim, ClaimPart, ScheduledEvent, Setting
from sim.claims.index import CLAIMS
from sim.claims.observed import ObservedRun

# Tried for the report: one with two parts, one amended, one disputed, one of six arms.
TRIED = ("rumour", "conservation", "refuse-altar", "fan-circle-platform")
EVERY = pytest.mark.parametrize("claim", CLAIMS.values(), ids=lambda claim: claim.id)


def small(claim: Claim, people: int = 300) -> Claim:
    """Return a claim in a smaller crowd."""
    return replace(claim, setting=replace(claim.setting, people=people))


def stories(run: ObservedRun) -> float:
    return float(run["stories_bad"].sum())


def counter(days: int = 20) -> Claim:
    """Return a claim on stories alone, in a crowd of ten."""
    return replace(
        CLAIMS["rumour"],
        id="counter",
        mechanisms=("hitchhiking",),
        figure="",
        setting=Setting(
            days,
            {"run.incidents": "dated", "founder.exposure": 0.0},
            (ScheduledEvent(3, "road accident", "-", 30.0),),
            people=10,
        ),
        arms=(Arm("a"), Arm("b", luck=1)),
        parts=(
            ClaimPart("stories", "stories", lambda arms: stories(arms["a"]), "above", 0.0),
            ClaimPart(
                "apart",
                "stories",
                lambda arms: stories(arms["a"]) - stories(arms["b"]),
                "above",
                0.0,
            ),
        ),
    )
