"""Small sweeps as they are typed."""

from __future__ import annotations

from typer.testing import Result

from tests.cli.calls import tarpeia

SET_SMALL = ("--set", "crowd.people=60", "--set", "run.days=20", "--set", "start.fans=0.2")
VARY = ("--vary", "founder.exposure=0.1:0.9:3")
TITLE = "Sweep of Firm A and its celebrated founder"
FILE = """
title = "Two levels"
scenario = "classroom"
replicates = 2
outcomes = ["falls", "climate.mean"]
[base]
crowd.people = 60
run.days = 20
[levers]
founder.exposure = [0.1, 0.9]
[[plans]]
name = "as it is"
[[plans]]
name = "hush"
[plans.founder]
stance = "silent"
"""


def swept(*words: str) -> Result:
    """Call a small sweep that should succeed."""
    result = tarpeia("sweep", "classroom", *SET_SMALL, *VARY, "--out", "out", *words)
    assert result.exit_code == 0, result.stderr
    return result
