"""The day in plain words, and the ledger of who changed sides."""

from __future__ import annotations

import numpy as np
import pytest

import sim
from sim.model import layout
from sim.runs.headline import headline, ledger, wind
from tests.app.sessions import firm


def test_the_headline_says_what_happened() -> None:
    scenario = firm()
    row = np.zeros((2, len(layout.SERIES)))
    row[0, layout.S_FANS] = 1000
    row[1, layout.S_DISPUTES_PUBLIC] = 1
    row[1, layout.S_ACCIDENTS_PUBLIC] = 2
    row[1, layout.S_FAN_TO_BLACK] = 18
    row[1, layout.S_CLIMATE] = -0.5
    told = headline(scenario, row)
    assert told == (
        "Day 2: 2 accidents in public; a dispute in public; 1.8 % of fans turned today; headwind"
    )
    assert headline(scenario, row[:0]) == "The morning of the first day: calm"
    assert [wind(value) for value in (-0.16, -0.15, 0.15, 0.16)] == [
        "headwind",
        "calm",
        "calm",
        "tailwind",
    ]


def test_the_ledger_adds_up() -> None:
    series = sim.run(firm()).series
    found = {what: value for what, value, _ in ledger(series)}
    assert found["fans who turned (fan-to-black)"] == series[:, layout.S_FAN_TO_BLACK].sum()
    carried = series[:, layout.S_HOSTILITY_MADE].sum() / series[:, layout.S_PASSION_TURNED].sum()
    assert found["passion carried over"] == pytest.approx(carried)
    assert np.isnan({what: value for what, value, _ in ledger(series[:0])}["passion carried over"])
